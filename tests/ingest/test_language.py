"""Language detection: sentences of our own in many languages, and every document of the corpus."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hld.ingest.language import ENOUGH, detect
from hld.ingest.readers import akn


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The keeper of the lighthouse thanks the port for the oil that is sent in winter."),
        ("en", "What does the resolution say about remittances?"),
        ("fr", "Le gardien du phare remercie le port de l’huile qu’il reçoit chaque hiver."),
        ("fr", "Que dit la résolution sur les envois de fonds ?"),
        ("es", "El guardián del faro agradece al puerto el aceite que recibe cada invierno."),
        ("es", "¿Qué dice la resolución sobre las remesas?"),
        ("ru", "Смотритель маяка благодарит порт за масло, которое он получает каждую зиму."),
        ("ru", "Что говорится в резолюции о денежных переводах?"),
        ("ar", "يشكر حارس المنارة الميناء على الزيت الذي يتلقاه كل شتاء."),
        ("ar", "ماذا يقول القرار عن التحويلات المالية؟"),
        ("zh", "灯塔看守人感谢港口每年冬天送来的油。"),
        ("zh", "决议对汇款有何规定？"),
    ],
)
def test_the_six_languages_are_told(language: str, text: str) -> None:
    assert detect(text) == language
    assert detect(text.upper()) == language


@pytest.mark.parametrize(
    "text",
    [
        "Der Wächter der Lampe dankt dem Hafen für das Öl, das er in jedem Winter bekommt.",
        "Il guardiano del faro ringrazia il porto per l'olio che riceve ogni inverno.",
        "O guarda do farol agradece ao porto o azeite que recebe em cada inverno.",
        "De wachter van de vuurtoren dankt de haven voor de olie die hij elke winter krijgt.",
        "El guardià del far agraeix al port l'oli que rep cada hivern i també les cordes dels vaixells.",
        "Paznicul farului mulțumește portului pentru uleiul pe care îl primește în fiecare iarnă.",
        "Strażnik latarni dziękuje portowi za olej, który dostaje co zimę, i za liny.",
        "Fyrvaktaren tackar hamnen för oljan som han får varje vinter och för repen.",
        "Fener bekçisi her kış aldığı yağ için limana teşekkür eder ve gemileri bekler.",
        "Mlinzi wa mnara anashukuru bandari kwa mafuta ambayo hupokea kila mwaka.",
        "Доглядач маяка дякує порту за олію, яку він отримує щозими, і просить надіслати канати.",
        "Пазачът на фара благодари на пристанището за маслото, което получава всяка зима.",
        "Чувар светионика захваљује луци на уљу које добија сваке зиме и моли за ужад.",
        "نگهبان فانوس دریایی از بندر برای روغنی که هر زمستان می‌گیرد سپاسگزاری می‌کند.",
        "مینار کا نگہبان بندرگاہ کا شکریہ ادا کرتا ہے کہ اسے ہر سال تیل ملتا ہے۔",
        "灯台守は毎年冬に受け取る油について港に感謝している。",
        "등대지기는 매년 겨울에 받는 기름에 대해 항구에 감사한다.",
        "Ο φύλακας του φάρου ευχαριστεί το λιμάνι για το λάδι που παίρνει κάθε χειμώνα.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    ],
)
def test_another_language_is_none_of_the_six(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize("text", ["", " ", "42", "A/RES/67/172", "1. (a) 2.", "Lamps", "ليل", "да", "灯", "👍" * 100, "\x00"])
def test_too_few_words_tell_nothing(text: str) -> None:
    assert detect(text) is None


@given(st.text())
def test_any_text_has_one_of_the_six_languages_or_none(text: str) -> None:
    assert detect(text) in (None, "ar", "en", "es", "fr", "ru", "zh")


def test_a_long_text_is_told_by_its_beginning() -> None:
    text = "The keeper of the lighthouse thanks the port for the oil. "
    assert detect(text * (2 * ENOUGH // len(text)) + "Смотритель маяка благодарит порт. " * 10_000) == "en"


@pytest.mark.corpus
def test_the_language_of_every_document_and_of_nearly_every_paragraph_is_told(shared: Path) -> None:
    found: Counter[str] = Counter()
    for path in sorted((shared / "corpus/akn").glob("*session/*/*.xml")):
        if "77session/English" in path.as_posix() and "77_1" not in path.name:
            continue
        for document in akn.read(path.read_bytes(), path.name):
            assert detect(document.text) == document.language, path.name
            assert detect(" ".join(p.text for p in document.paragraphs)) == document.language, path.name
            for paragraph in document.paragraphs:
                language = detect(paragraph.text)
                found["right" if language == document.language else "none" if language is None else "wrong"] += 1
    assert found["wrong"] == 0
    assert found["none"] < 0.005 * found.total()

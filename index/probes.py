"""200 texts of ours on which an exported model is compared with sentence-transformers before it is used."""

from __future__ import annotations

_SENTENCES = (
    "Who has to cut the cost of sending money home?",
    "The ferry leaves at 06:45, unless the harbour is frozen over.",
    "Children who travel alone were given a guardian in 14 of 27 towns.",
    "Two nurses moved abroad; three came back within a year (see table 4).",
    "¿Quién debe reducir el coste de las remesas que envían las familias?",
    "Las enfermeras que se marcharon volvieron con más experiencia y menos dinero.",
    "El año que viene habrá cuatro mesas redondas y un acto público en la ciudad.",
    "Un niño pequeño cruzó la frontera; nadie sabía cómo se llamaba.",
    "À qui revient-il de baisser le coût des envois d’argent ?",
    "Les élèves arrivés cet été suivent déjà des cours de français près de la gare.",
    "L’hôtel où logeaient les ouvriers a brûlé ; personne n’a été blessé.",
    "Neuf bateaux, cœur léger, mer agitée : ils sont partis dès l’aube.",
    "Кто должен снизить стоимость денежных переводов на родину?",
    "Осенью в посёлок приехали семьи рабочих, и школу пришлось расширить.",
    "Врачи уезжают за границу, а больницы остаются без персонала.",
    "В 2013 году прошло 4 круглых стола и 1 открытая встреча.",
    "من الذي ينبغي له أن يخفض تكلفة إرسال الأموال إلى الأهل؟",
    "وصلت العائلات في الخريف فازداد عدد التلاميذ في المدرسة.",
    "سافر الأطباء إلى الخارج وبقيت المستشفيات بلا عاملين.",
    "عقدت أربع موائد مستديرة في عام ٢٠١٣.",
    "谁应当降低汇款回家的费用？",
    "秋天来了很多工人家庭，学校只好扩建。",
    "医生们出国工作，医院缺少人手。",
    "二〇一三年举行了四次圆桌会议。",
)
_SYMBOLS = (
    "A/RES/67/172, para. 10 (a)",
    "A/68/292#para-35",
    "E/CN.9/2006/9/Add.1",
    "S/RES/1325 (2000)",
    "217 (III) A",
    "§ 3 (b) (iv)",
    "12.5 % ± 0,3",
    "US$ 1 500 000",
    "https://example.org/a?b=c&d=e#f",
    "x = (y + z) / 2",
    "…",
    "?",
    "“quoted” ‘inside’ «outside»",
    "e\u0301te\u0301 and été",
    "İstanbul ﬁn ½ ²",
    "🙂🚢 to 🏠",
    "a\tb\nc\r\nd",
    "UPPER lower MiXeD",
    "co-operate, re-entry, non-refoulement",
    "0",
)
_WORDS = "harbour lamp migrant Ärztin niñez élève 移民 мигрант مهاجر xyzzy".split()


def probes(longest: int) -> tuple[str, ...]:
    """200 texts, from one word to more than the `longest` tokens that a model reads; six languages and symbols among them.

    >>> len(probes(256)), len(set(probes(256)))
    (200, 200)
    """
    running = " ".join(_SENTENCES).split() * 2
    mixed = [f"{a} {b}" for a, b in zip(_SENTENCES, reversed(_SENTENCES), strict=True)]
    # A model that reads thousands of tokens is tried with one and a half thousand words: the check must end in seconds.
    over = min(longest + 20, 1500)
    beyond = [" ".join((running[start:] + running * (over // len(running) + 1))[:over]) for start in (0, 40)]
    growing = [" ".join(running[start : start + 2 + start // 2]) for start in range(120)]
    return tuple(dict.fromkeys([*_SENTENCES, *_SYMBOLS, *_WORDS, *mixed, *beyond, *growing]))

"""The words of the field: acronyms, everyday words and what resolutions say for them, French and Spanish (`glossary*.toml`)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from hld.index.lexical import words
from hld.index.spelling import fold, is_english
from hld.ingest.regex import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Terms of the field: acronyms, everyday words and their words in resolutions, subjects that no other words stand for."""

    acronyms: Mapping[str, str]
    apart: Sequence[str]
    everyday: Mapping[str, Sequence[str]]


@cache
def glossary() -> Glossary:
    """The glossary that ships with the project."""
    return Glossary(**_read("glossary.toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("hld.app").joinpath(name).read_text("utf-8"))


@cache
def foreign(language: str) -> Mapping[str, str]:
    """The terms of French ("fr") or Spanish ("es") and English for them."""
    return _read(f"glossary.{language}.toml")


@cache
def _apart() -> re.Pattern[str]:
    names = sorted(glossary().apart, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def apart(text: str) -> list[str]:
    """The subjects in a text that have a name of their own, which no other words stand for.

    >>> apart("Does it speak of asylum seekers or of the death penalty?")
    ['asylum', 'death penalty']
    """
    return list(dict.fromkeys(_apart().findall(text)))


@cache
def known_words() -> frozenset[str]:
    """The words of the glossary's acronyms and everyday terms: whoever writes one has not misspelt it."""
    known = glossary()
    return frozenset(word for term in (*known.acronyms, *known.everyday) for word in words(term))


_STOP = {
    "fr": frozenset(
        """le la les de du des un une et est que qui quoi dans pour sur par avec ce cette quel quelle quels quelles au aux en à
    il elle ils elles on sont ont a été doit doivent ne pas se sa son ses leur leurs d l qu s n y comment""".split()
    ),
    "es": frozenset(
        """el la los las de del un una y es que qué quién quien en para sobre por con este esta cuál cual cuáles al se su sus son
    ha han sido debe deben no lo les a cómo según cuándo cuánto dónde""".split()
    ),
    "en": frozenset(
        """the of and is are what which who when how in for on by with this that to does did do has have was were a an must
    should it its about from at""".split()
    ),
}


_ASKS = {
    "fr": {
        "qui": "who", "quand": "when", "où": "where", "comment": "how", "pourquoi": "why",
        "quel": "which", "quelle": "which", "quels": "which", "quelles": "which",
    },
    "es": {
        "quién": "who", "quiénes": "who", "cuándo": "when", "dónde": "where", "cómo": "how",
        "cuál": "which", "cuáles": "which", "qué": "what",
    },
}  # fmt: skip
"""Small words that ask, as they are written, and English for them."""
_BEFORE_WHO = frozenset(("", "à", "a", "de", "par", "pour", "avec", "chez"))
"""Stand before a French "qui" that asks who; elsewhere it mostly joins clauses."""

FEWEST_KEYS = 2
"""Key words of a language by which it is told where no small word tells it."""
_FOREIGN = (_STOP["fr"] | _STOP["es"]) - {"un"}


def detect_language(text: str) -> str:
    """The language of a question among English, French and Spanish, by its small words; English when in doubt.

    >>> detect_language("Que doit analyser le Dialogue ?"), detect_language("¿Qué debe analizar el Diálogo?")
    ('fr', 'es')
    >>> detect_language("remesas mujeres"), detect_language("remitances women")
    ('es', 'en')
    """
    # "para. 10" is English (and French and Spanish) for a paragraph, not the Spanish preposition.
    # "un" is the United Nations in English, and tells nothing where no other small word does.
    tokens = re.findall(r"[^\W\d_]+", re.sub(r"\bpara\.?\s?\d+", " ", text.lower()))
    if _FOREIGN.isdisjoint(tokens):
        tokens = [token for token in tokens if token != "un"]
    counts: dict[str, float] = {language: sum(token in stop for token in tokens) for language, stop in _STOP.items()}
    if "¿" in text or "¡" in text:
        counts["es"] += 2
    if counts["fr"] == counts["es"] > counts["en"]:  # they share small words: the glossary decides
        counts = {
            k: v + 0.1 * sum((s,) in _dictionary(k) for s in _stems(text, k)) if k != "en" else v for k, v in counts.items()
        }
    if not any(counts.values()):
        return _of_keys(tokens)
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    return best if counts[best] > counts["en"] else "en"


def _of_keys(tokens: Sequence[str]) -> str:
    """The language of key words without a small word: French or Spanish, where most are words of it and of no English list."""
    foreign = [token for token in tokens if not is_english(token)]
    if len(foreign) < FEWEST_KEYS or 2 * len(foreign) < len(tokens):
        return "en"
    counts = {
        language: sum(
            token in _forms(language) or (_stemmer(language)(fold(token)),) in _dictionary(language) for token in foreign
        )
        for language in ("fr", "es")
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= max(FEWEST_KEYS, len(tokens) / 2) else "en"


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    return Stemmer.Stemmer({"en": "english", "fr": "french", "es": "spanish"}[language]).stemWord


_IRREGULAR = {
    "sent": "send", "paid": "pay", "kept": "keep", "held": "hold", "left": "leave", "lost": "lose", "gave": "give",
    "given": "give", "took": "take", "taken": "take", "went": "go", "gone": "go", "made": "make", "met": "meet",
    "children": "child", "women": "woman", "men": "man", "people": "people", "kids": "kid", "wives": "wife", "fled": "flee",
    "caught": "catch", "brought": "bring", "sold": "sell", "bought": "buy", "spent": "spend", "stolen": "steal",
    "beaten": "beat", "hurt": "hurt", "thrown": "throw", "driven": "drive", "chose": "choose", "chosen": "choose",
}  # fmt: skip


@cache
def _stop(language: str) -> frozenset[str]:
    return frozenset(map(fold, _STOP[language]))


_ELIDED = regex(r"\b(?:[ldsnqcjmt]|(?:jus|lors|puis)?qu)['’]")
"""Small French words that have lost their vowel before another."""


def _stems(text: str, language: str) -> list[str]:
    """The words of a text, folded and stemmed, without the small words of its language."""
    stem, stop = _stemmer(language), _stop(language)
    tokens = re.findall(r"[\w-]+", _ELIDED.sub(" ", fold(text)))
    return [stem(_IRREGULAR.get(token) or token) for token in tokens if token not in stop]


@cache
def _dictionary(language: str) -> Mapping[tuple[str, ...], str]:
    """Stemmed terms -> English."""
    out: dict[tuple[str, ...], str] = {}
    for term, english in foreign(language).items():
        out.setdefault(tuple(_stems(term, language)) or (fold(term),), english)
    return out


@cache
def _forms(language: str) -> Mapping[str, str]:
    """Single words of French or Spanish, as they are written and, where no other is written so, without accents -> English."""
    written = _read(f"forms.{language}.toml")
    return {**{fold(form): english for form, english in reversed(written.items())}, **written}


_TWICE = regex(r"\b(\w+)(?: \1\b)+")
"""A word that two in the other language have: "quelles résolutions" has "which" in either."""


def translate(text: str, language: str) -> str:
    """A question in French or Spanish, its known terms in English and its small words dropped; not a sentence, but searchable.

    Terms of several words are known by their stems. So are single words, unless they mean something else as they are written:
    the stems of many are alike (those of a country and of what was paid, in French). One in English is returned as it is.

    >>> translate("Qui a payé le phare ?", "fr")
    'who paid phare'
    """
    if language == "en":
        return text
    terms, forms, asks, stem = _dictionary(language), _forms(language), _ASKS[language], _stemmer(language)
    # Accents are one character with their letter, as in the words that are known.
    tokens = re.findall(r"[\w/()-]+", _ELIDED.sub(" ", unicodedata.normalize("NFC", text.lower())))
    tokens = [part for token in tokens for part in re.split(r"-(?=t-|ils?$|elles?$|on$|les?$|la$|leur$|moi$)|(?<=-t)-", token)]
    tokens = [token for before, token in pairwise(["", *tokens]) if _says(token, before, language)]
    stems = [stem(fold(token)) for token in tokens]
    out, place = [], 0
    while place < len(tokens):
        several = (size for size in range(min(5, len(tokens) - place), 1, -1) if tuple(stems[place : place + size]) in terms)
        size = next(several, 1)
        token, term = tokens[place], terms.get(tuple(stems[place : place + size]))
        form = asks.get(token, forms.get(token, forms.get(fold(token)))) if size == 1 else None
        # A term that has what the form means may have more, "school education"; else it is of another word of that stem.
        out.append(term if term is not None and (form is None or _has(term, form)) else fold(token) if form is None else form)
        place += size
    return _TWICE.sub(r"\1", " ".join(filter(None, out)))


def _has(term: str, form: str) -> bool:
    """Whether a text in English has all words of another, which has some, in any form."""
    said = {*_stems(form, "en")}
    return bool(said) and said <= {*_stems(term, "en")}


def _says(token: str, before: str, language: str) -> bool:
    """Whether a word tells something by itself behind the one `before`: it is no small word, or it asks."""
    if token in _ASKS[language]:
        return token != "qui" or before in _BEFORE_WHO
    return fold(token) not in _stop(language) and token != "t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Stems of the question that a glossary term matched, and the words of the resolutions for them."""

    stems: frozenset[str]
    phrases: tuple[str, ...]


@cache
def _everyday() -> tuple[dict[str, list[str]], list[tuple[frozenset[str], tuple[str, ...]]], dict[str, list[int]]]:
    """Glossary terms by their only stem, those of several stems, and the places of the latter by one of their stems."""
    known = glossary()
    table: dict[str, list[str]] = {k: list(v) for k, v in known.everyday.items()}
    for acronym, name in known.acronyms.items():
        table.setdefault(acronym, []).append(name)
        table.setdefault(name, []).append(acronym)
    single: dict[str, list[str]] = {}
    joint: list[tuple[frozenset[str], tuple[str, ...]]] = []
    by_stem: dict[str, list[int]] = {}
    for term, phrases in table.items():
        stems = frozenset(_stems(term, "en"))
        if len(stems) == 1:
            single.setdefault(next(iter(stems)), []).extend(phrases)
        elif stems:
            by_stem.setdefault(max(stems, key=lambda stem: (len(stem), stem)), []).append(len(joint))
            joint.append((stems, tuple(phrases)))
    return single, joint, by_stem


def expansions(text: str) -> list[Expansion]:
    """What the glossary knows of the acronyms and everyday words in a text; the words of a phrase may stand apart.

    >>> any("remittances" in e.phrases for e in expansions("the money they send home"))
    True
    """
    single, joint, by_stem = _everyday()
    stems = _stems(text, "en")
    present = frozenset(stems)
    near = sorted({at for stem in present for at in by_stem.get(stem, ())})
    found = [Expansion(stems=key, phrases=phrases) for key, phrases in map(joint.__getitem__, near) if key <= present]
    found += [Expansion(stems=frozenset([s]), phrases=tuple(single[s])) for s in dict.fromkeys(stems) if s in single]
    return found

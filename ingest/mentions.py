"""Mentions of documents and paragraphs in the running text of documents, in six languages. Finding is not resolving.

A number is a mention only under a head, the word for a resolution or a decision: it follows the head directly, across the
name of an organ, or across the numbers before it in a list; in Chinese the head comes last. The organ is named beside the
head or beside the number, else it is the organ whose text is read. What is read so is held against what it can be: the
Assembly numbers by session since the 31st, its session N sits in the years 1945 + N and 1946 + N, and so on. Every
pattern is tried on a window of at most _NEAR characters, which keeps the time linear.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hld.ingest.references import Mention
from hld.ingest.regex import regex
from hld.ingest.symbols import Part, Reference, Symbol, SymbolError

_NEAR = 200

_INVISIBLE = regex("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# One character for one, so that spans stay: other slashes, hyphens, brackets, spaces and figures become the plain ones.
_PLAIN = str.maketrans(
    "／∕⁄‐‑－（）［］，" + "\u00a0\u2007\u2009\u202f\u3000" + "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "///---()[]," + " " * 5 + "0123456789" * 2,
)

# 66/172 · 47/218 A · S-27/2 · 2006/2 · 862 (1993) · 973 (X) · 217 A (III) · 3201 (S-VI)
_SERIES = r"(?:\s?(?:[A-ZА-Я](?:-[A-Z])?|ألف|باء|جيم|دال|هاء|واو)(?![\w’']))"
_NUMBER = rf"""(?<![A-Za-z0-9/.\-])(?:
      (?P<session>(?:ES|S)-\d{{1,2}}|\d{{1,4}})/(?P<number>\d{{1,4}})(?P<letter>{_SERIES}?)
    | (?P<old>\d{{1,4}})(?P<infix>(?:\s[A-Z])?)\s?
      \((?:(?P<year>(?:19|20)\d\d)|(?P<roman>(?:E?S-)?[IVXL]{{1,8}}))\)(?P<after>(?:\s?[A-Z](?![\w’']))?)
    )(?![A-Za-z0-9/])"""
# A/RES/67/172 · A/67/254 · A/CONF.171/13 · S/RES/1325 (2000) · A/67/457/Add.2 · A/RES/47/218 B
_PRINTED = r"""(?<![\w/.])(?:A|S|E|ST|CCPR|CEDAW|CERD|CMW|CRC|CAT|HRI|DP|TD|UNEP|JIU)(?:/[A-Z0-9][A-Za-z0-9.\-]{0,40}){1,8}
    (?:\s?\((?:(?:19|20)\d\d|[IVXL]{1,8})\)(?:\s?[A-Z](?![\w’']))?|(?<=\d)\s[A-Z](?![\w.’']))?(?![\w/])"""
_LATIN = {"ألف": "A", "باء": "B", "جيم": "C", "دال": "D", "هاء": "E", "واو": "F"}
_LATIN_CAPITALS = str.maketrans("АВСЕ", "ABCE")
# Subparagraphs are lettered in the Arabic order of figures, and now and then with Cyrillic letters that look Latin.
_LATIN_LETTERS = str.maketrans("أابجدهوزحطيكلمнасеор", "aabcdefghijklmhaceop")

_OTHER = "other"
_COUNCIL = "council"  # which of the councils is read off the number
_ASSEMBLY = "assembly"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    """The words of one language, each a pattern for ``re.X``."""

    resolution: str  # the head of 66/172: before it, in Chinese after it
    decision: str
    several: str  # the end of a head that promises several numbers
    organs: dict[str, str]  # prefix of the symbol -> name; the first pattern that fits is it
    other: str  # a word in the name of any other organ that adopts texts
    its: str  # right before the head, after the organ that adopted it
    of: str  # between a number and its organ
    paragraph: str
    to: str  # between a paragraph and its resolution
    annex: str  # likewise, by way of an annex
    present: str  # the present resolution
    here: str  # above, below
    dated: str  # after a number, in Chinese before it; the group `dated` is the year
    join: str  # between the numbers of a list


_EN = _Language(
    resolution=r"\b[Rr]esolutions?\b",
    decision=r"\b[Dd]ecisions?\b",
    several=r"s",
    organs={
        "A": r"\bGeneral\sAssembly\b",
        "S": r"\bSecurity\sCouncil\b",
        "A/HRC": r"\bHuman\sRights\sCouncil\b",
        "E": r"\bEconomic\sand\sSocial\sCouncil\b",
        _COUNCIL: r"\bCouncil\b",
        _ASSEMBLY: r"\bAssembly\b",
    },
    other=r"\b(?:Commission|Committee|Conference|Council|Assembly|Board|Congress|Parties|Organi[sz]ation|Union|Authority)\b",
    its=r"\s(?:in|by|through|under|with|of)\sits\s",
    of=r",?\s(?:adopted\s)?(?:of|by)\sthe\s",
    paragraph=r"\b(?:[Oo]perative\s)?(?:[Pp]aragraphs?|[Pp]aras?\.)",
    to=r",?\s(?:of|in|to)(?:\s(?:the|its|their))?",
    annex=r",?\s(?:of|in|to)\s(?:the\s)?annex(?:\s[IVX]{1,5})?,?\s(?:to|of)(?:\s(?:the|its))?",
    present=r"\b(?:the\s)?present\sresolution\b",
    here=r",?\s(?:above|below)\b",
    dated=r",?\s(?:of|dated|on|adopted\son)\s\d{1,2}\s[A-Z][a-z]{2,8}\s(?P<dated>(?:19|20)\d\d)",
    join=r"and\salso|and|or|to|as\swell\sas",
)
_FR = _Language(
    resolution=r"\b[Rr]ésolutions?\b",
    decision=r"\b[Dd]écisions?\b",
    several=r"s",
    organs={
        "A": r"\bAssemblée\sgénérale\b",
        "S": r"\bConseil\sde\ssécurité\b",
        "A/HRC": r"\bConseil\sdes\sdroits\sde\sl[’']homme\b",
        "E": r"\bConseil\séconomique\set\ssocial\b",
        _COUNCIL: r"\b[Ll]e\sConseil\b(?!\sd)|(?<=du\s)Conseil\b(?!\sd)",
    },
    other=r"\b(?:Commission|Comité|Conférence|Conseil|Assemblée|Congrès|Parties|Organisation|Union)\b",
    its=r"\s(?:dans|par|de)\ss(?:a|es)\s",
    of=r",?\s(?:adoptées?\s(?:le\s\d{1,2}(?:er)?\s[a-zéû]{3,9}\s\d{4}\s)?par\s|par\s|de\s)?(?:du\s|de\s|la\s|le\s|l[’'])",
    paragraph=r"\b(?:[Pp]aragraphes?|[Pp]ar\.)",
    to=r",?\s(?:de|dans)\s(?:la|sa|les|ses)|,?\s(?:des|de)",
    annex=r",?\sde\sl[’']annexe(?:\s[IVX]{1,5})?,?\s(?:à|de)\s(?:la|sa)",
    present=r"\b(?:la\s)?présente\srésolution\b",
    here=r",?\s(?:ci-dessus|ci-dessous|ci-après)\b",
    dated=r",?\s(?:en\sdate\s)?(?:du|des)\s\d{1,2}(?:er)?\s[a-zéû]{3,9}\s(?P<dated>(?:19|20)\d\d)",
    join=r"et|ou|à|ainsi\sque",
)
_ES = _Language(
    resolution=r"\b[Rr]esoluci(?:ón|ones)\b",
    decision=r"\b[Dd]ecisi(?:ón|ones)\b",
    several=r"es",
    organs={
        "A": r"\bAsamblea\sGeneral\b",
        "S": r"\bConsejo\sde\sSeguridad\b",
        "A/HRC": r"\bConsejo\sde\sDerechos\sHumanos\b",
        "E": r"\bConsejo\sEconómico\sy\sSocial\b",
        _COUNCIL: r"(?<=\b[Ee]l\s)Consejo\b(?!\sde)|(?<=del\s)Consejo\b(?!\sde)",
    },
    other=r"\b(?:Comisión|Comité|Conferencia|Consejo|Asamblea|Congreso|Partes|Organización|Unión|Junta)\b",
    its=r"\s(?:en|por|mediante|de)\ssus?\s",
    of=r",?\s(?:aprobadas?\s)?(?:del\s|de\sla\s|por\sla\s|por\sel\s)",
    paragraph=r"\b(?:[Pp]árrafos?|[Pp]árrs?\.)",
    to=r",?\s(?:de|en)\s(?:la|su|las|sus)|,?\sde",
    annex=r",?\sdel\sanexo(?:\s[IVX]{1,5})?,?\s(?:a|de)\s(?:la|su)",
    present=r"\b(?:la\s)?presente\sresolución\b",
    here=r",?\s(?:supra|infra|precedentes?|anterior(?:es)?|más\sarriba|más\sadelante)\b",
    dated=r",?\sde\s(?:fecha\s)?\d{1,2}º?\sde\s[a-z]{4,10}\sde\s(?P<dated>(?:19|20)\d\d)",
    join=r"y|e|o|a|así\scomo",
)
_RU = _Language(
    resolution=r"\b[Рр]езолюци(?:ями|ях|ям|ей|и|ю|я|й)\b",
    decision=r"\b[Рр]ешени(?:ями|ях|ям|ем|е|я|ю|й|и)\b",
    several=r"[ияй]|ям|ях|ями",  # "резолюции" is also one resolution's
    organs={
        "A": r"\bГенеральн(?:ая|ой|ую)\sАссамбле(?:я|и|ю|ей)\b",
        "S": r"\bСовет(?:а|у|ом|е)?\sБезопасности\b",
        "A/HRC": r"\bСовет(?:а|у|ом|е)?\sпо\sправам\sчеловека\b",
        "E": r"\bЭкономическ\w{2,3}\sи\s[Сс]оциальн\w{2,3}\sСовет\w{0,2}\b",
    },
    other=r"\b(?:Комисси|Комитет|Конференци|Совет|Ассамбле|Конгресс|Организаци|Союз|Совещани)\w{0,3}\b",
    its=r"\sв\s(?:сво\w{1,3}|ее|его)\s",
    of=r",?\s(?:принят\w{2,3}\s)?",
    paragraph=r"\b(?:[Пп]ункт(?:ами|ах|ам|ов|ом|[аеуы])?\b|пп?\.)",
    to=r",?(?:\s(?:своей|ее|его))?",
    annex=r",?\sприложени[яию](?:\s[IVX]{1,5})?,?\sк(?:\s(?:своей|ее|его))?",
    present=r"\b[Нн]астоящ(?:ей|ая|ую|ею)\sрезолюци(?:ей|и|ю|я)\b",
    here=r",?\s(?:выше|ниже)\b",
    dated=r",?\sот\s\d{1,2}\s[а-я]{3,8}\s(?P<dated>(?:19|20)\d\d)(?:\sгода|\sг\.)?",
    join=r"и|или|а\sтакже",
)
_AR = _Language(
    resolution=r"(?:ال)?قرار[\u064b-\u0652]?(?:ات[\u064b-\u0652]?|ين|ان|ي|ا)?(?:ها|ه)?(?!\w)",
    decision=r"(?:ال)?مقرر[\u064b-\u0652]?(?:ات[\u064b-\u0652]?|ين|ان|ي|ا)?(?:ها|ه)?(?!\w)",
    several=r"(?:ات[\u064b-\u0652]?|ين|ان|ي)(?:ها|ه)?",
    organs={
        "A": r"الجمعية\sالعامة|للجمعية\sالعامة",
        "S": r"مجلس\sالأمن",
        "A/HRC": r"مجلس\sحقوق\sالإنسان",
        "E": r"المجلس\sالاقتصادي\sوالاجتماعي",
    },
    other=r"(?:ال)?(?:لجنة|مؤتمر|مجلس|جمعية|منظمة|اتحاد|هيئة)(?!\w)",
    its=r"\s(?:في|ب|بموجب|وفقا\sل)?\s?(?=$)",  # "its" is the end of the head: قرارها
    of=r"،?\s(?:الصادرة?\sعن\s|الذي\sاتخذته\s|الذي\sاتخذه\s)",
    paragraph=r"\b[وبلف]{0,2}(?:ال|ل)?فقر(?:ة|تين|تان|تي|ات)\b",
    to=r"،?\s(?:من|في)",
    annex=r"،?\sمن\s(?:المرفق|مرفق)(?:\s\w{1,8})?(?:\sل)?",
    present=r"\b[بلوفك]{0,2}هذا\sالقرار\b",
    here=r"،?\s(?:أعلاه|أدناه)(?!\w)",
    dated=r"،?\s?المؤرخ(?:ة|ين)?\s(?:في\s)?\d{1,2}\s[\w\s/]{3,30}?\s(?P<dated>(?:19|20)\d\d)",
    join=r"و|أو|إلى|وكذلك",
)
_ZH = _Language(
    resolution=r"决议",
    decision=r"决定",
    several=r"",
    organs={
        "A": r"(?<![境生航界])大会|联大",  # not the assemblies for the environment, health, aviation
        "S": r"安全理事会|安理会",
        "A/HRC": r"人权理事会",
        "E": r"经济及社会理事会|经社理事会",
    },
    other=r"委员会|理事会|大会|会议|联盟|组织",
    its=r"(?:在)?其",
    of=r"",
    paragraph=r"第",
    to=r"",
    annex=r"附件",
    present=r"本决议",
    here=r"[上下]文",
    dated=r"(?P<dated>(?:19|20)\d\d)年\d{1,2}月\d{1,2}日",
    join=r"和|及|与|或|至|以及",
)
_WORDS = {"en": _EN, "fr": _FR, "es": _ES, "ru": _RU, "ar": _AR, "zh": _ZH}
# Before Council or Assembly it makes the name of another one: "Governing Council"; not "Recalling Council resolution".
_CAPITAL = regex(r"\b[A-Z][a-z]+(?<!ing)(?<!The)\s$")
# Both the Assembly's sessions and those of the Human Rights Council, which has three a year, may have such a number.
_RIVALS = 65
_MARK = r"(?:\s?\(\)|\s?\[\d{1,3}\])?"  # where a footnote's mark stood


class _Patterns:
    """The patterns of one language, compiled when a text in it is first read."""

    def __init__(self, words: _Language) -> None:
        zh = words is _ZH
        self.prefixes = [*words.organs, _OTHER]
        names = "|".join([*(f"({pattern})" for pattern in words.organs.values()), f"({words.other})"])
        self.organ = re.compile(names, re.X)
        comma = r"\s{0,3}(?:[,;،؛、]\s{0,3})?"
        join = rf"{comma}(?:(?:{words.join})(?:\s{{1,3}}|(?=[\d第A-Z])))?"
        numeral = r"\d{1,3}(?:\s?\(?[a-zа-яأ-ي]{1,4}\)){0,3}(?![\w/])"
        self.numeral = re.compile(numeral, re.X)
        # paragraphs 3 and 4 (a) · section II, paragraph 4 · 第3和4段
        numerals = rf"(?P<numerals>{numeral}(?:(?:{join}|\s?[–-]\s?){numeral}){{0,12}})"
        section = r"(?:\b[Ss]ect(?:ion|\.)\s(?P<section>[IVX]{1,6}),?\s)?" if words is _EN else "(?P<section>(?!))?"
        if zh:
            numeral = r"\d{1,3}(?:\s?\([a-z]{1,4}\)){0,3}"
            self.numeral = re.compile(numeral, re.X)
            numerals = rf"(?P<numerals>{numeral}(?:(?:段?{join}第?){numeral}){{0,12}})"
        self.place = re.compile(rf"{section}{words.paragraph}\s?{numerals}" + (r"\s?段" if zh else ""), re.X)
        self.inner = re.compile(
            rf"\b(?:[Ss]ubparagraph|alinéa|apartado|inciso|подпункт[аеу]?|подпунктом)\s\(?(?P<inner>[a-z])\)(?:{words.here})",
            re.X,
        )
        series = rf"(?P<series>(?:{join}[A-Z](?![\w’'])){{0,4}})"
        item = rf"第\s?{_NUMBER}{series}\s?号" if zh else rf"{_NUMBER}{series}"
        self.event = re.compile(
            rf"(?P<present>{words.present})|(?P<decision>{words.decision})|(?P<resolution>{words.resolution})"
            rf"|(?P<printed>{_PRINTED})|(?P<item>{item})",
            re.X,
        )
        self.several = re.compile(rf"(?:{words.several})$", re.X)
        self.dated = re.compile(rf"{_MARK}(?:{words.dated})", re.X)
        # Between a head and a number, and between two numbers of a list once the date of the first is taken off.
        self.attached = re.compile(r"\s{0,3}(?:(?:[Nn]os?|[Nn]úms?|№)\.?\s?)?", re.X)
        self.joined = re.compile(rf"{_MARK}{join}", re.X)
        self.comma = re.compile(rf"(?:[,،]|\b(?:{words.join}))\s{{0,3}}$", re.X)
        # Between the name of an organ and its resolution: nothing, the rest of the name, or words that end with "its".
        self.rest = re.compile(r"(?:\s(?:[A-Z][\w’'-]*|on|of|and|for|the|to|in)){0,12}\s", re.X)
        self.own = re.compile(r"\b(?:its|sa|ses|sus?|свои|сво[юейм]{1,2}|ее|его)\s$")
        self.its = re.compile(rf"[^,;.:]{{0,60}},?{words.its}", re.X)
        self.of = re.compile(rf"{_MARK}(?:{words.of})(?:(?!(?:{names}))[A-ZÀ-Ž][\w-]{{1,20}}\s){{0,4}}", re.X)
        self.to = re.compile(rf"(?:(?P<annexed>{words.annex})|(?:{words.to}))\s{{0,2}}(?:{names})?(?:\s{{1,2}}|$)?", re.X)
        self.here = re.compile(words.here, re.X)
        if zh:
            self.zh_joined = re.compile(rf"(?:[\s、和及与以,()]|{words.dated}){{0,12}}", re.X)
            self.zh_head = re.compile(rf"\s?(?:(?P<resolution>{words.resolution})|(?P<decision>{words.decision}))", re.X)
            # Words may stand between the date and the number: "of DATE, entitled so and so".
            self.zh_dated = re.compile(rf"{words.dated}(?:[^\d，。；;]{{0,120}}的)?\s?$", re.X)
            self.zh_of = re.compile(r"\s?(?:在?其)?(?:关于[^，。；,;]{0,80}的)?\s?", re.X)


@functools.cache
def _patterns(language: str) -> _Patterns:
    return _Patterns(_WORDS[language])


@dataclass(slots=True, kw_only=True)
class _Item:
    """A number as it stands in the text, with what stands around it."""

    match: re.Match[str]
    year: int  # of the date beside it, 0 where there is none
    end: int  # of that date
    organ: str = ""  # named right after it


@dataclass(slots=True, kw_only=True)
class _Group:
    """A head, and the numbers under it."""

    start: int
    end: int
    decision: bool
    several: bool
    organ: str
    own: bool  # "its resolution"
    place: re.Match[str] | None
    items: list[_Item] = field(default_factory=list)


def _fits(prefix: str, session: str, year: int) -> bool:
    """Whether an organ could have adopted in this year what it numbered with this session."""
    if session[0] in "ES" or not year:
        return session[0] in "ES"
    number = int(session)
    if prefix == "A":
        return year - 1945 - number in (0, 1)
    if prefix == "A/HRC":  # three sessions a year, the first in June 2006
        return abs(2005.75 + number / 3 - year - 0.5) <= 1.2
    return number == year


def _numbered(prefix: str, session: str, number: int, *, decision: bool, year: int, named: bool) -> bool:
    """Whether this is how the organ numbers what it adopts."""
    special = session[0] in "ES"
    if prefix == "A":
        if not special and not 31 <= int(session) <= 99:
            return False
        # Decisions are numbered from 301, and from 401 or 501 what was decided later in a session.
        return (not decision or special or number > 300) and (named or not year or special or _fits("A", session, year))
    if prefix == "A/HRC":
        plain = session.startswith("S-") or (not special and 1 <= int(session) <= 99)
        return plain and (named or not year or special or _fits("A/HRC", session, year))
    return prefix == "E" and not special and 1978 <= int(session) <= 2099 and number < 1000


def _organs(organ: str, default: str, *, hrc_named: bool) -> list[str]:
    """The prefixes that a name may stand for, likeliest first."""
    if organ == _COUNCIL:
        return ["E", "A/HRC"] if hrc_named else ["E"]
    if organ == _ASSEMBLY:
        return ["A"]
    if organ and organ != _OTHER:
        return [organ]
    if organ == _OTHER or default == "S":
        return ["A"]
    return list(dict.fromkeys([default, "A", *(["A/HRC"] if hrc_named else [])]))


def _adopted(
    item: _Item, organ: str, *, decision: bool, default: str, language: str, hrc_named: bool, own: bool = True
) -> list[str]:
    """The symbols that a number stands for, one for each letter after it; none when it is not clear."""
    match, kind = item.match, "DEC" if decision else "RES"
    if match["year"]:
        return [f"S/RES/{match['old']}({match['year']})"] if organ in ("", "S", _COUNCIL) and not decision else []
    if match["roman"]:
        prefixes = [p for p in _organs(organ, default, hrc_named=False) if p in ("A", "E") and organ != _OTHER]
        letter = (match["after"] or match["infix"]).strip()
        return [f"{prefixes[0]}/{kind}/{match['old']}({match['roman']}){letter}"] if prefixes and _old(match, prefixes[0]) else []
    session, number = match["session"], match["number"]
    pairs = [(session, number)]
    if language == "ar" and number.isdigit() and session[0] not in "ES":
        pairs.append((number, session))  # Arabic text taken off a page may have its figures turned round: 172/66
    named = organ not in ("", _OTHER)
    for session, number in pairs:
        for prefix in _organs(organ, default, hrc_named=hrc_named):
            if organ == _OTHER and not _fits("A", session, item.year):
                continue
            if not organ and hrc_named and not own and (not session.isdigit() or (not item.year and int(session) <= _RIVALS)):
                continue  # either organ's
            if number[0] != "0" and _numbered(prefix, session, int(number), decision=decision, year=item.year, named=named):
                letters = _letters(match)
                return [f"{prefix}/{kind}/{session}/{number}{f' {letter}' if letter else ''}" for letter in letters]
    return []


def _old(match: re.Match[str], prefix: str) -> bool:
    roman = match["roman"]
    if "S-" in roman:
        return prefix == "A"
    # The Assembly numbered so until its thirtieth session, the Economic and Social Council until its sixty-third.
    return bool(re.fullmatch(r"X{0,2}(?:IX|IV|V?I{0,3})|XXX" if prefix == "A" else r"(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})", roman))


def _letters(match: re.Match[str]) -> list[str]:
    first = (match["letter"] or "").strip().translate(_LATIN_CAPITALS)
    return [_LATIN.get(first, first), *(re.findall(r"\b[A-Z]\b", match["series"]) if first else [])]


@functools.lru_cache(maxsize=4096)
def _reference(symbol: str, part: Part | None = None) -> Reference | None:
    try:
        return Reference(symbol=Symbol.parse(symbol), part=part)
    except SymbolError:
        return None


class _Reader:
    """One text being read: `found` are the mentions, in no order."""

    def __init__(self, text: str, within: Reference | None, language: str) -> None:
        self.text, self.within, self.language = text, within, language
        self.of = _patterns(language)
        self.found: list[Mention] = []
        self.places = list(self.of.place.finditer(text))
        self.ends = [place.end() for place in self.places]
        self.starts = [place.start() for place in self.places]
        self.taken: set[int] = set()
        self.foreign = False
        symbol = str(within.symbol) if within else ""
        self.names = [(match.start(), match.end(), self._prefix(match)) for match in self.of.organ.finditer(text)]
        self.name_ends = [end for _, end, _ in self.names]
        self.hrc = next((start for start, _, prefix in self.names if prefix == "A/HRC"), len(text))
        self.default = next((p for p in ("A/HRC", "S", "E") if symbol.startswith(f"{p}/")), "A")

    def read(self) -> list[Mention]:
        group: _Group | None = None
        if self.language == "zh":
            self._chinese()
        for event in self.of.event.finditer(self.text):
            if event["item"]:
                group = self._item(event, group)
                continue
            if event["printed"]:
                self._printed(event)
                continue
            if event["present"]:
                self._present(event)
            if self.language != "zh":
                self._finish(group)
                group = None if event["present"] else self._head(event)
        self._finish(group)
        self._here()
        out: list[Mention] = []
        for mention in sorted(self.found, key=lambda m: (m.start, -m.end)):
            if not out or mention.start >= out[-1].end:
                out.append(mention)
        return out

    def _prefix(self, match: re.Match[str] | None) -> str:
        if not match or not match.lastindex:
            return ""
        prefix = self.of.prefixes[match.lastindex - 1]
        if prefix in (_COUNCIL, _ASSEMBLY) and _CAPITAL.search(match.string, max(0, match.start() - 30), match.start()):
            return _OTHER
        return prefix

    # -- places

    def _before(self, end: int) -> tuple[re.Match[str], re.Match[str]] | None:
        """The place that belongs to what begins at `end`, and the words between."""
        n = bisect_right(self.ends, end) - 1
        if n < 0 or end - self.ends[n] > _NEAR or n in self.taken:
            return None
        between = self.of.to.fullmatch(self.text, self.ends[n], end)
        if not between or (self.language != "zh" and not between[0]):
            return None
        self.taken.add(n)
        return self.places[n], between

    def _after(self, start: int) -> re.Match[str] | None:
        """The place that follows right after `start`: "65/170, para. 4"."""
        n = bisect_left(self.starts, start)
        if n == len(self.starts) or self.starts[n] - start > 12 or n in self.taken:
            return None
        gap = r"(?:决议)?" if self.language == "zh" else r"[,،]?\s{1,2}(?:annexe?,\s|anexo,\s|приложение,\s)?"
        if not (between := re.compile(gap).fullmatch(self.text, start, self.starts[n])):
            return None
        following = self.of.event.search(self.text, self.ends[n], self.ends[n] + _NEAR) if self.language != "zh" else None
        if following and (tied := self.of.to.fullmatch(self.text, self.ends[n], following.start())) and tied[0]:
            return None  # "resolution 65/170, paragraph 4 of resolution 66/172"
        if self.of.here.match(self.text, self.ends[n]) or len(between[0]) > 3:
            return None
        self.taken.add(n)
        return self.places[n]

    def _parts(self, place: re.Match[str], annex: int | None = None) -> list[tuple[int, int, Part]]:
        parts = []
        for numeral in self.of.numeral.finditer(self.text, *place.span("numerals")):
            number = int(re.match(r"\d+", numeral[0])[0])  # pyright: ignore[reportOptionalSubscript]: it begins with a figure
            letters = tuple(t.translate(_LATIN_LETTERS) for t in re.findall(r"([^\W\d]{1,4})\)", numeral[0]))
            if number and all(re.fullmatch("[a-z]{1,4}", letter) for letter in letters):
                section = (place["section"] or "").lower()
                parts.append((*numeral.span(), Part(kind="para", number=number, letters=letters, annex=annex, section=section)))
        return parts

    def _add(self, start: int, end: int, symbol: str, place: re.Match[str] | None = None, annex: int | None = None) -> None:
        """A mention from `start` to `end`, or one for each numeral of a place beside it."""
        parts = self._parts(place, annex) if place else []
        if not place or not parts:
            if reference := _reference(symbol):
                self.found.append(Mention(start=start, end=end, reference=reference))
            return
        first, last = min(start, place.start()), max(end, place.end())
        for n, (left, right, part) in enumerate(parts):
            if reference := _reference(symbol, part):
                left = first if n == 0 else left
                right = last if n == len(parts) - 1 and place.start() < start else right
                right = last if n == len(parts) - 1 and self.language == "zh" else right
                self.found.append(Mention(start=left, end=right, reference=reference))

    def _annex(self, between: re.Match[str]) -> int | None:
        if not between["annexed"]:
            return None
        roman = re.search(r"\s([IVX]{1,5})\b", between["annexed"])
        values = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
        return values.get(roman[1], 0) if roman else 0

    # -- what names a document

    def _printed(self, event: re.Match[str]) -> None:
        words = event["printed"].rstrip(".-")
        if not any(character.isdigit() for character in words):
            return
        end = event.start() + len(words)
        if tied := self._before(event.start()):
            self._add(event.start(), end, words, tied[0], self._annex(tied[1]))
        else:
            self._add(event.start(), end, words, self._after(end))

    def _present(self, event: re.Match[str]) -> None:
        if not self.within:
            return
        tied = self._after(event.end()) if self.language == "zh" else None
        before = self._before(event.start()) if self.language != "zh" else None
        place, annex = (before[0], self._annex(before[1])) if before else (tied, None)
        self._add(event.start(), event.end(), str(self.within.symbol), place, annex)

    def _here(self) -> None:
        """Paragraph 7 above: of the document that is read, in its annex when the paragraph that is read is in it."""
        if not self.within:
            return
        part, symbol = self.within.part, self.within.symbol
        for n, place in enumerate(self.places):
            if n in self.taken:
                continue
            if self.language == "zh":
                here = self.text[place.start() - 2 : place.start()] in ("上文", "下文")
                start, end = place.start() - 2 * here, place.end()
            else:
                match = self.of.here.match(self.text, place.end())
                here, start, end = bool(match), place.start(), match.end() if match else 0
            if not here:
                continue
            parts = self._parts(place)
            for k, (left, right, named) in enumerate(parts):
                named = replace(named, annex=part.annex, section=named.section or part.section) if part else named
                left, right = (start if k == 0 else left), (end if k == len(parts) - 1 else right)
                self.found.append(Mention(start=left, end=right, reference=Reference(symbol=symbol, part=named)))
        if part and part.kind == "para":
            for inner in self.of.inner.finditer(self.text):
                named = replace(part, letters=(inner["inner"],))
                reference = Reference(symbol=symbol, part=named)
                self.found.append(Mention(start=inner.start(), end=inner.end(), reference=reference))

    def _head(self, event: re.Match[str]) -> _Group:
        start = event.start()
        organ, begin = "", start
        n = bisect_right(self.name_ends, start) - 1
        if n >= 0 and start - self.name_ends[n] <= _NEAR:
            left, right, prefix = self.names[n]
            gap = self.text[right:start]
            if self.language == "en" and (gap.isspace() or (prefix == _OTHER and self.of.rest.fullmatch(gap))):
                organ, begin = prefix, left
            elif self.of.its.fullmatch(gap) and (self.language != "ar" or event[0].endswith(("ها", "ه"))):
                organ = prefix
        own = (
            event[0].endswith(("ها", "ه"))
            if self.language == "ar"
            else bool(self.of.own.search(self.text, max(0, start - 10), start))
        )
        tied = self._before(start)
        return _Group(
            own=own,
            start=start if tied or begin == start else begin,
            end=event.end(),
            decision=bool(event["decision"]),
            several=bool(self.of.several.search(event[0])),
            organ=organ,
            place=tied[0] if tied else None,
        )

    def _item(self, event: re.Match[str], group: _Group | None) -> _Group | None:
        if group is None:
            return None
        gap_start, gap_end = group.end, event.start()
        near = gap_end - gap_start <= _NEAR
        gap = self.text[gap_start:gap_end] if near else ""
        loose = False
        if group.items:
            loose = not (near and self.of.joined.fullmatch(gap) and gap.strip())
        elif not (near and self.of.attached.fullmatch(gap)):
            name = self.of.organ.search(gap) if near and not re.search(r"[;.:“”«»]", gap) else None
            if name and name.start() <= 14:
                group.organ = self._prefix(name)
            else:
                loose = True
        dated = self.of.dated.match(self.text, event.end())
        year, end = (int(dated["dated"]), dated.end()) if dated else (0, event.end())
        if loose:
            session = event["session"] or ""
            fitting = bool(session) and _fits("A" if group.organ in ("", "A", _OTHER, _ASSEMBLY) else group.organ, session, year)
            listed = group.several and group.items and not year and self.of.comma.search(self.text[gap_end - 12 : gap_end])
            if not fitting and not (listed and session[:2].isdigit() and len(session) == 2):
                return group
        item = _Item(match=event, year=year, end=end)
        if (words := self.of.of.match(self.text, end)) and (name := self.of.organ.match(self.text, words.end())):
            item.organ, item.end = self._prefix(name), name.end()
            # A date may come after the organ as well: "la résolution 73/195 de l'Assemblée générale du 19 décembre 2018".
            if not year and (dated := self.of.dated.match(self.text, item.end)):
                item.year, item.end = int(dated["dated"]), dated.end()
        group.items.append(item)
        group.end = item.end
        return group

    def _finish(self, group: _Group | None) -> None:
        if not group or not group.items:
            return
        organ = group.organ
        for item in reversed(group.items):  # "resolutions 2005/1 and 2006/2 of the Economic and Social Council"
            organ = item.organ or organ
            item.organ = organ
        for n, item in enumerate(group.items):
            symbols = _adopted(
                item,
                item.organ,
                decision=group.decision,
                default=self.default,
                language=self.language,
                hrc_named=self.hrc < item.match.start(),
                own=group.own,
            )
            # After a resolution that is no organ's here, as a commission's is, one without organ or date may be its too.
            if self.foreign and not (item.organ or item.year or group.own or item.match["year"]):
                symbols = []
            elif item.match["session"]:
                self.foreign = not symbols
            self._number(item.match, symbols, group.start if n == 0 else None, group.place if len(group.items) == 1 else None)

    def _number(self, match: re.Match[str], symbols: list[str], start: int | None, place: re.Match[str] | None) -> None:
        if not symbols:
            return
        stop = match.start("series") if match["series"] else match.end()
        begin = match.start() if start is None or match.start() - start > _NEAR else start
        if place and len(symbols) == 1:
            between = self.of.to.fullmatch(self.text, place.end(), begin)
            self._add(begin, stop, symbols[0], place, self._annex(between) if between else None)
        else:
            self._add(begin, stop, symbols[0], self._after(stop))
        for letter, symbol in zip(re.finditer(r"\b[A-Z]\b", match["series"] or ""), symbols[1:], strict=False):
            offset = match.start("series")
            self._add(offset + letter.start(), offset + letter.end(), symbol)

    def _chinese(self) -> None:
        """Chinese says 第58/208号、第59/241号决议: the head comes last, the organ and the date first."""
        items = [event for event in self.of.event.finditer(self.text) if event["item"]]
        listed = [bool(self.of.zh_joined.fullmatch(self.text, a.end(), b.start())) for a, b in pairwise(items)]
        heads = [self.of.zh_head.match(self.text, event.end()) for event in items]
        for n in range(len(items) - 2, -1, -1):
            heads[n] = heads[n] or (heads[n + 1] if listed[n] else None)
        organ = ""
        for n, (event, head) in enumerate(zip(items, heads, strict=True)):
            window = self.text[max(0, event.start() - _NEAR) : event.start()]
            dated = self.of.zh_dated.search(window)
            if n == 0 or not listed[n - 1]:
                before = window[: dated.start()] if dated else window
                organ, right = "", event.start() - len(window) + len(before)
                k = bisect_right(self.name_ends, right) - 1
                if k >= 0 and self.of.zh_of.fullmatch(self.text, self.name_ends[k], right):
                    organ = self.names[k][2]
            if not head:
                continue
            item = _Item(match=event, year=int(dated["dated"]) if dated else 0, end=event.end())
            symbols = _adopted(
                item,
                organ,
                decision=bool(head["decision"]),
                default=self.default,
                language="zh",
                hrc_named=self.hrc < event.start(),
                own=window.endswith("其"),
            )
            self._number(event, symbols, None, None)


def find_mentions(text: str, *, within: Reference | None = None, language: str = "en") -> list[Mention]:
    """Mentions in the running text of a document, in order and without overlaps: one candidate or none.

    `within` is the paragraph that is read, or its document: "the present resolution", "paragraph 7 above" and "its
    resolution" are read as said there, and without it only the last is, as the General Assembly's. What is found names
    documents and not their versions: the references are in English whatever the `language`. Of a range ("paragraphs 3
    to 5") the ends are found. A number that no organ's way of numbering fits, or of an organ whose texts have no symbol
    of that form, is passed over.

    >>> [str(m.reference) for m in find_mentions("Recalling its resolutions 63/225 of 19 December 2008 and 65/170")]
    ['A/RES/63/225', 'A/RES/65/170']
    >>> here = Reference.parse("A/RES/67/172#para-9")
    >>> [str(m.reference) for m in find_mentions("see paragraphs 3 and 4 (b) above", within=here)]
    ['A/RES/67/172#para-3', 'A/RES/67/172#para-4-b']

    Raises:
        KeyError: when the language is not one of the six.
    """
    plain = text.translate(_PLAIN)
    if not _INVISIBLE.search(plain):
        return _Reader(plain, within, language).read()
    kept = [n for n, character in enumerate(plain) if not _INVISIBLE.match(character)]
    mentions = _Reader("".join(plain[n] for n in kept), within, language).read()
    return [replace(m, start=kept[m.start], end=kept[m.end - 1] + 1) for m in mentions]

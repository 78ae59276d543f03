"""What a librarian types, and the reference it is; what is printed is read back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hld.ingest.symbols import ORDINALS, Part, Reference, Symbol, SymbolError, label_many, ordinal, parse_part

SYMBOLS = [
    # as printed on the document
    ("A/RES/67/172", "A/RES/67/172"),
    ("A/68/292", "A/68/292"),
    ("A/67/457/Add.2", "A/67/457/Add.2"),
    ("A/C.3/67/L.40", "A/C.3/67/L.40"),
    ("E/CN.9/2006/9", "E/CN.9/2006/9"),
    ("A/CONF.212/L.1/Rev.1", "A/CONF.212/L.1/Rev.1"),
    ("A/HRC/RES/20/3", "A/HRC/RES/20/3"),
    ("E/RES/1995/313", "E/RES/1995/313"),
    ("S/RES/1325 (2000)", "S/RES/1325(2000)"),
    ("S/RES/1325(2000)", "S/RES/1325(2000)"),
    # sessions named in roman figures, until 1976
    ("A/RES/217(III)A", "A/RES/217(III)A"),
    ("A/RES/217 (III) A", "A/RES/217(III)A"),
    ("A/RES/2200(XXI)A", "A/RES/2200(XXI)A"),
    ("A/RES/2758(XXVI)", "A/RES/2758(XXVI)"),
    ("217 A (III)", "A/RES/217(III)A"),
    ("resolution 2200 A (XXI)", "A/RES/2200(XXI)A"),
    ("3363 (XXX)", "A/RES/3363(XXX)"),
    ("General Assembly resolution 3363 (XXX)", "A/RES/3363(XXX)"),
    ("a/res/217(iii)a", "A/RES/217(III)A"),
    # resolutions in parts
    ("A/RES/77/263 B", "A/RES/77/263 B"),
    ("a/res/77/263b", "A/RES/77/263 B"),
    ("77/263 B", "A/RES/77/263 B"),
    ("A/RES/77/256 A-B", "A/RES/77/256 A-B"),
    # special and emergency sessions
    ("A/RES/S-13/2", "A/RES/S-13/2"),
    ("A/RES/ES-10/19", "A/RES/ES-10/19"),
    # as said
    ("67/172", "A/RES/67/172"),
    ("res. 67/172", "A/RES/67/172"),
    ("res 67/172", "A/RES/67/172"),
    ("Resolution 67/172", "A/RES/67/172"),
    ("GA resolution 67/172", "A/RES/67/172"),
    ("UNGA 67/172", "A/RES/67/172"),
    ("the General Assembly resolution 67/172", "A/RES/67/172"),
    ("résolution 67/172", "A/RES/67/172"),
    ("Assemblée générale résolution 67/172", "A/RES/67/172"),
    ("resolución 67/172", "A/RES/67/172"),
    ("Asamblea General resolución 67/172", "A/RES/67/172"),
    ("Human Rights Council resolution 20/3", "A/HRC/RES/20/3"),
    ("HRC 20/3", "A/HRC/RES/20/3"),
    ("Conseil des droits de l’homme résolution 20/3", "A/HRC/RES/20/3"),
    ("Security Council resolution 1325 (2000)", "S/RES/1325(2000)"),
    ("resolution 1325 (2000)", "S/RES/1325(2000)"),
    ("UNSC 1325 (2000)", "S/RES/1325(2000)"),
    ("ECOSOC resolution 1995/313", "E/RES/1995/313"),
    # white space of every kind
    ("  A/RES/67/172\t", "A/RES/67/172"),
    ("résolution\u00a067/172", "A/RES/67/172"),
    ("S/RES/1325\u202f(2000)", "S/RES/1325(2000)"),
    ("67/072", "A/RES/67/72"),
    ("PAGE/ohchr-hld-2013-page", "PAGE/ohchr-hld-2013-page"),
]


@pytest.mark.parametrize(("text", "expected"), SYMBOLS)
def test_a_symbol_is_read_in_any_usual_spelling(text: str, expected: str) -> None:
    assert str(Symbol.parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S-13/2", "A/RES/S-13/2"),
        ("ES-8/2", "A/RES/ES-8/2"),
        ("resolution S-24/2", "A/RES/S-24/2"),
        ("GA resolution ES-10/19", "A/RES/ES-10/19"),
    ],
)
def test_a_special_session_needs_no_prefix(text: str, expected: str) -> None:
    assert str(Symbol.parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "hello", "15/8/2013", "10/2013", "2013", "67", "67/", "/172", "67/172/3", "67/1722", "9999/1"),
        *(
            "A/RES",
            "A/RES/",
            "RES/67/172",
            "A/B/C",
            "S/O",
            "and/or",
            "67/172 extra",
            "A/RES/67/172, para. 3",
            "A/RES/67/172#para-3",
        ),
        *("3363 (XXQ)", "217 (IIX)", "1325 (20000)", "PAGE/", "PAGE/a b", "B/RES/67/172", "A/RES/67/172 abc", "3 October 2013"),
    ],
)
def test_what_is_not_exactly_one_symbol_is_refused(text: str) -> None:
    with pytest.raises(SymbolError, match="is not a document symbol"):
        Symbol.parse(text)


TEN_A = "A/RES/67/172#para-10-a"
REFERENCES = [
    # the contract's list
    ("A/RES/67/172 para 10(a)", TEN_A),
    ("res. 67/172 OP10 (a)", TEN_A),
    ("GA resolution 67/172, paragraph 10 a", TEN_A),
    ("67/172 §10(a)", TEN_A),
    ("PP3 of 67/172", "A/RES/67/172#pre-3"),
    ("A/RES/217(III)A", "A/RES/217(III)A"),
    ("3363 (XXX)", "A/RES/3363(XXX)"),
    ("S/RES/1325 (2000)", "S/RES/1325(2000)"),
    # the ids of the contract
    ("A/RES/67/172#para-10", "A/RES/67/172#para-10"),
    (TEN_A, TEN_A),
    ("A/RES/67/172#para-10-a-ii", "A/RES/67/172#para-10-a-ii"),
    ("A/RES/67/172#pre-3", "A/RES/67/172#pre-3"),
    ("A/RES/73/195#annex-para-16", "A/RES/73/195#annex-para-16"),
    ("A/RES/73/195#annex-2-para-16", "A/RES/73/195#annex-2-para-16"),
    ("A/RES/77/263 B#para-3", "A/RES/77/263 B#para-3"),
    ("A/RES/2758(XXVI)#para-1", "A/RES/2758(XXVI)#para-1"),
    ("A/RES/68/4#block-2", "A/RES/68/4#block-2"),
    ("A/RES/67/172#note-4", "A/RES/67/172#note-4"),
    ("A/RES/77/176@fr#para-3", "A/RES/77/176@fr#para-3"),
    ("PAGE/ohchr-hld-2013-page#block-2", "PAGE/ohchr-hld-2013-page#block-2"),
    # its citation labels
    ("A/RES/67/172, para. 10 (a)", TEN_A),
    ("A/RES/67/172, third preambular para.", "A/RES/67/172#pre-3"),
    ("A/RES/73/195, annex, para. 16", "A/RES/73/195#annex-para-16"),
    ("A/68/292, para. 35", "A/68/292#para-35"),
    ("resolution 67/172, para. 10 (a)", TEN_A),
    # numbered paragraphs
    ("A/RES/67/172 op 10 a", TEN_A),
    ("A/RES/67/172, op. para. 10 (a)", TEN_A),
    ("A/RES/67/172, operative paragraph 10(a)", TEN_A),
    ("A/RES/67/172,para.10(a)", TEN_A),
    ("67/172 ¶10(a)", TEN_A),
    ("67/172 para 10a", TEN_A),
    ("67/172 para. 10 (A)", TEN_A),
    ("A/RES/67/172 para 10(a).", TEN_A),
    ("“A/RES/67/172, para. 10 (a)”", TEN_A),
    ("paragraph 10 (a) of resolution 67/172", TEN_A),
    ("para 10(a) of General Assembly resolution 67/172", TEN_A),
    ("paragraph 10 (a), in A/RES/67/172", TEN_A),
    ("OP10(a) of the General Assembly resolution 67/172", TEN_A),
    ("A/RES/67/219, para. 3 (b) (ii)", "A/RES/67/219#para-3-b-ii"),
    ("A/RES/67/219 para 3(b)(ii)", "A/RES/67/219#para-3-b-ii"),
    ("A/RES/67/219, para. 3 (aa)", "A/RES/67/219#para-3-aa"),
    ("A/RES/77/263 B, para. 3", "A/RES/77/263 B#para-3"),
    ("77/263B para 3", "A/RES/77/263 B#para-3"),
    ("217 A (III), para. 1", "A/RES/217(III)A#para-1"),
    ("3363 (XXX) para 2", "A/RES/3363(XXX)#para-2"),
    ("S/RES/1325 (2000), para. 8 (b)", "S/RES/1325(2000)#para-8-b"),
    ("A/RES/S-27/2, annex, para. 1", "A/RES/S-27/2#annex-para-1"),
    # French and Spanish
    ("résolution 67/172, par. 10 a)", TEN_A),
    ("résolution 67/172, paragraphe 10 a)", TEN_A),
    ("paragraphe 10 a) de la résolution 67/172", TEN_A),
    ("resolución 67/172, párrafo 10 a)", TEN_A),
    ("párrafo 10 a) de la resolución 67/172", TEN_A),
    ("párr. 10 a) de la resolución 67/172", TEN_A),
    ("3e alinéa du préambule de la résolution 67/172", "A/RES/67/172#pre-3"),
    ("1er alinéa de la résolution 67/172", "A/RES/67/172#pre-1"),
    ("résolution 67/172, 5ème alinéa du préambule", "A/RES/67/172#pre-5"),
    ("resolución 67/172, párrafo 3 del preámbulo", "A/RES/67/172#pre-3"),
    ("A/RES/73/195, annexe, par. 16", "A/RES/73/195#annex-para-16"),
    ("A/RES/73/195, anexo, párr. 16", "A/RES/73/195#annex-para-16"),
    # the preamble
    ("third preambular para. of 67/172", "A/RES/67/172#pre-3"),
    ("A/RES/67/172, 3rd preambular paragraph", "A/RES/67/172#pre-3"),
    ("A/RES/67/172 preambular paragraph 3", "A/RES/67/172#pre-3"),
    ("A/RES/67/172 pp 3", "A/RES/67/172#pre-3"),
    ("third paragraph of the preamble of resolution 67/172", "A/RES/67/172#pre-3"),
    ("third paragraph of the preamble to 67/172", "A/RES/67/172#pre-3"),
    ("twenty-first preambular paragraph of 67/172", "A/RES/67/172#pre-21"),
    # annexes, sections, notes, blocks
    ("A/RES/67/172, annex II, para. 2", "A/RES/67/172#annex-2-para-2"),
    ("A/RES/67/172, annex 2, para. 2", "A/RES/67/172#annex-2-para-2"),
    ("A/RES/67/172, annex IV, sect. II, para. 2 (a) (ii)", "A/RES/67/172#annex-4-sect-ii-para-2-a-ii"),
    ("A/RES/77/263, sect. XIV, para. 2", "A/RES/77/263#sect-xiv-para-2"),
    ("A/RES/77/263, section XIV, paragraph 2", "A/RES/77/263#sect-xiv-para-2"),
    ("A/RES/67/172, note 4", "A/RES/67/172#note-4"),
    ("footnote 4 of A/RES/67/172", "A/RES/67/172#note-4"),
    ("A/RES/68/4, unnumbered para. 2", "A/RES/68/4#block-2"),
    ("A/RES/68/4 block 2", "A/RES/68/4#block-2"),
    ("A/RES/77/281, annex, unnumbered para. 2", "A/RES/77/281#annex-block-2"),
    ("PAGE/ohchr-hld-2013-page, unnumbered para. 2", "PAGE/ohchr-hld-2013-page#block-2"),
    # languages
    ("A/RES/67/172@en#para-3", "A/RES/67/172#para-3"),
    ("A/RES/67/172@zh", "A/RES/67/172@zh"),
    ("A/RES/77/263 B@es#pre-1", "A/RES/77/263 B@es#pre-1"),
    ("A/RES/67/172 [fr], para. 3", "A/RES/67/172@fr#para-3"),
    ("A/RES/217(III)A [ru], para. 3", "A/RES/217(III)A@ru#para-3"),
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_a_reference_is_read_in_any_usual_spelling(text: str, expected: str) -> None:
    assert str(Reference.parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "hello", "15/8/2013", "paragraph 10", "PP3", "the resolution on migrants", "67/172 extra", "para. of 67/172"),
        *(
            "A/RES/67/172#",
            "A/RES/67/172#para",
            "A/RES/67/172#para-x",
            "#para-3",
            "A/RES/67/172@de#para-3",
            "A/RES/67/172@#para-3",
        ),
        *("A/RES/67/172, para. 3 and 4", "A/RES/67/172 and A/RES/69/229", "A/RES/67/172, fortieth-third preambular para."),
        *(
            "A/RES/67/172, zeroth preambular para.",
            "A/RES/67/172, ninth",
            "A/RES/67/172 [de], para. 3",
            "A/RES/67/172 paragraph 10 a report",
        ),
    ],
)
def test_what_is_not_exactly_one_reference_is_refused(text: str) -> None:
    with pytest.raises(SymbolError):
        Reference.parse(text)


ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xix xx xxiv xxxix".split()
_numbers = st.integers(min_value=1, max_value=999)
_roman = st.sampled_from(ROMANS)
_letter = st.sampled_from([*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"])


def _symbol_texts() -> st.SearchStrategy[str]:
    letter = st.sampled_from(["", " A", " B", " Z", " A-B"])
    old_letter = st.sampled_from(["", "A", "B", "F"])
    upper = _roman.map(str.upper)
    return st.one_of(
        st.builds("A/RES/{}/{}{}".format, st.integers(31, 120), _numbers, letter),
        st.builds("A/RES/{}-{}/{}".format, st.sampled_from(["S", "ES"]), st.integers(1, 40), st.integers(1, 99)),
        st.builds("A/RES/{}({}){}".format, st.integers(1, 3541), upper, old_letter),
        st.builds("S/RES/{}({})".format, st.integers(1, 2999), st.integers(1946, 2049)),
        st.builds("A/HRC/RES/{}/{}".format, st.integers(1, 80), st.integers(1, 99)),
        st.builds("E/RES/{}/{}".format, st.integers(1978, 2049), st.integers(1, 400)),
        st.builds("A/{}/{}".format, st.integers(31, 120), _numbers),
        st.builds("A/C.{}/{}/L.{}".format, st.integers(1, 6), st.integers(31, 120), _numbers),
        st.builds("A/{}/{}/Add.{}".format, st.integers(31, 120), _numbers, st.integers(1, 9)),
        st.builds("E/CN.9/{}/{}".format, st.integers(1990, 2049), st.integers(1, 99)),
        st.from_regex(r"PAGE/[a-z0-9]([a-z0-9_.\-]{0,20}[a-z0-9])?", fullmatch=True),
    )


def _parts(*, most_preambular: int = 99) -> st.SearchStrategy[Part]:
    annex = st.one_of(st.none(), st.integers(0, 39))
    section = st.one_of(st.just(""), _roman)
    letters = st.one_of(
        st.just(()),
        st.tuples(st.one_of(_letter, _roman.filter(lambda r: len(r) < 5))),
        st.tuples(_letter, st.one_of(_letter, _roman.filter(lambda r: len(r) < 5))),
    )
    return st.one_of(
        st.builds(Part, kind=st.just("para"), number=_numbers, letters=letters, annex=annex, section=section),
        st.builds(Part, kind=st.just("pre"), number=st.integers(1, most_preambular), annex=annex),
        st.builds(Part, kind=st.just("block"), number=st.integers(1, 9999), annex=annex),
        st.builds(Part, kind=st.just("note"), number=st.integers(1, 9999), annex=annex),
    )


_symbols = _symbol_texts().map(Symbol)
_languages = st.sampled_from(["ar", "en", "es", "fr", "ru", "zh"])
_references = st.builds(Reference, symbol=_symbols, part=_parts(), language=_languages)


@given(_symbol_texts())
def test_a_canonical_symbol_is_its_own_parse(text: str) -> None:
    assert str(Symbol.parse(text)) == text


@given(_symbol_texts().filter(lambda text: "/RES/" in text))
def test_a_resolution_is_found_again_by_its_symbol_in_lower_case(text: str) -> None:
    assert str(Symbol.parse(text.lower())) == text


@given(_parts())
def test_a_part_is_read_back_from_its_id_and_from_its_label(part: Part) -> None:
    assert Part.parse(str(part)) == part
    assert parse_part(part.label()) == part


@settings(max_examples=300)
@given(st.one_of(_references, st.builds(Reference, symbol=_symbols, language=_languages)))
def test_a_reference_is_read_back_from_its_id(reference: Reference) -> None:
    assert Reference.parse(str(reference)) == reference


@settings(max_examples=300)
@given(_references)
def test_a_reference_is_read_back_from_its_label(reference: Reference) -> None:
    assert Reference.parse(reference.label()) == reference


@settings(max_examples=200)
@given(
    st.builds(Reference, symbol=_symbols.filter(lambda s: str(s).startswith("A/RES/") and "S-" not in str(s)), part=_parts()),
)
def test_a_reference_to_the_assembly_is_read_back_from_its_prose(reference: Reference) -> None:
    assert Reference.parse(reference.prose()) == reference
    assert Reference.parse(reference.footnote("")) == reference


# Cases apart, so that each says by itself what is lost between printing and reading.
@pytest.mark.parametrize(
    "identifier",
    [
        "A/RES/67/172@fr",
        "A/RES/217(III)A@ru",
        "A/RES/67/172#pre-100",
        "A/RES/67/172#pre-101",
        "A/RES/67/172#pre-112",
        "A/RES/67/172#para-3-xviii",
        "A/RES/67/172#para-3-a-xviii",
        "A/RES/67/172#para-3-a-ii-a",
        "A/RES/77/256 B#sect-b-para-1",
        "A/RES/76/266#annex-sect-xl-para-1",
        "A/RES/76/266#annex-sect-lv-para-1",
        "A/RES/76/266#annex-44-para-1",
    ],
)
def test_an_unusual_reference_is_read_back_from_its_label(identifier: str) -> None:
    reference = Reference.parse(identifier)
    assert str(reference) == identifier
    assert Reference.parse(reference.label()) == reference


@pytest.mark.parametrize(
    ("identifier", "label"),
    [
        ("A/RES/67/172", "A/RES/67/172"),
        ("A/RES/67/172#para-10", "A/RES/67/172, para. 10"),
        (TEN_A, "A/RES/67/172, para. 10 (a)"),
        ("A/RES/67/219#para-3-b-ii", "A/RES/67/219, para. 3 (b) (ii)"),
        ("A/RES/67/172#pre-3", "A/RES/67/172, third preambular para."),
        ("A/RES/67/172#pre-30", "A/RES/67/172, thirtieth preambular para."),
        ("A/RES/73/195#annex-para-16", "A/RES/73/195, annex, para. 16"),
        ("A/RES/73/195#annex-2-para-16", "A/RES/73/195, annex II, para. 16"),
        ("A/RES/77/263 B#sect-iv-para-3", "A/RES/77/263 B, sect. IV, para. 3"),
        ("A/RES/77/263#annex-2-sect-iv-para-3-a", "A/RES/77/263, annex II, sect. IV, para. 3 (a)"),
        ("A/RES/68/4#block-2", "A/RES/68/4, unnumbered para. 2"),
        ("A/RES/67/172#note-4", "A/RES/67/172, note 4"),
        ("A/68/292#para-35", "A/68/292, para. 35"),
        ("A/RES/77/176@fr#para-3", "A/RES/77/176 [fr], para. 3"),
    ],
)
def test_the_label_is_that_of_the_editorial_manual(identifier: str, label: str) -> None:
    assert Reference.parse(identifier).label() == label


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        (["para-3"], "A/RES/67/172, para. 3"),
        (["pre-3"], "A/RES/67/172, third preambular para."),
        (["para-3", "para-10-a"], "A/RES/67/172, paras. 3 and 10 (a)"),
        (["para-3", "para-4", "para-10-a"], "A/RES/67/172, paras. 3, 4 and 10 (a)"),
        (["pre-3", "para-3"], "A/RES/67/172, third preambular para., para. 3"),
        (["annex-para-1", "annex-para-2"], "A/RES/67/172, annex, para. 1, annex, para. 2"),
    ],
)
def test_several_paragraphs_of_one_document_make_one_citation(parts: list[str], label: str) -> None:
    assert label_many(Reference.parse(f"A/RES/67/172#{part}") for part in parts) == label


@pytest.mark.parametrize(
    "ids", [[], ["A/RES/67/172#para-1", "A/RES/69/229#para-1"], ["A/RES/67/172#para-1", "A/RES/67/172@fr#para-1"]]
)
def test_a_citation_of_several_paragraphs_names_one_document(ids: list[str]) -> None:
    with pytest.raises(SymbolError, match="one document"):
        label_many(map(Reference.parse, ids))


@pytest.mark.parametrize(
    ("identifier", "prose"),
    [
        (TEN_A, "resolution 67/172, para. 10 (a)"),
        ("A/RES/67/172", "resolution 67/172"),
        ("A/RES/217(III)A#para-1", "resolution 217(III)A, para. 1"),
        ("A/68/292#para-35", "A/68/292, para. 35"),
        ("S/RES/1325(2000)", "resolution 1325(2000)"),
    ],
)
def test_prose(identifier: str, prose: str) -> None:
    assert Reference.parse(identifier).prose() == prose


@pytest.mark.parametrize(
    ("identifier", "adopted", "footnote"),
    [
        (TEN_A, "20 December 2012", "General Assembly resolution 67/172 of 20 December 2012, para. 10 (a)"),
        ("A/RES/67/172", "", "General Assembly resolution 67/172"),
        ("S/RES/1325(2000)#para-1", "31 October 2000", "Security Council resolution 1325(2000) of 31 October 2000, para. 1"),
        ("A/HRC/RES/20/3#pre-1", "5 July 2012", "Human Rights Council resolution 20/3 of 5 July 2012, first preambular para."),
        ("E/RES/1995/313", "27 July 1995", "Economic and Social Council resolution 1995/313 of 27 July 1995"),
        ("A/68/292#para-35", "", "A/68/292, para. 35"),
    ],
)
def test_footnote(identifier: str, adopted: str, footnote: str) -> None:
    assert Reference.parse(identifier).footnote(adopted) == footnote


@pytest.mark.parametrize(
    ("identifier", "url"),
    [
        ("A/RES/67/172", "https://docs.un.org/en/A/RES/67/172"),
        ("A/RES/67/172@fr#para-3", "https://docs.un.org/fr/A/RES/67/172"),
        ("A/RES/77/263 B#para-3", "https://docs.un.org/en/A/RES/77/263%20B"),
        ("A/RES/217(III)A", "https://docs.un.org/en/A/RES/217(III)A"),
        ("A/C.3/67/L.40", "https://docs.un.org/en/A/C.3/67/L.40"),
        ("PAGE/ohchr-hld-2013-page#block-1", ""),
    ],
)
def test_the_official_page(identifier: str, url: str) -> None:
    assert Reference.parse(identifier).url() == url


@given(_symbol_texts(), _languages)
def test_an_official_page_is_one_url_without_spaces(text: str, language: str) -> None:
    url = Symbol(text).url(language)
    assert url == "" if text.startswith("PAGE/") else url.startswith(f"https://docs.un.org/{language}/")
    assert not set(url) & set(' "<>#?@')


@pytest.mark.parametrize(
    ("text", "session", "short", "page", "resolution"),
    [
        ("A/RES/67/172", 67, "67/172", False, True),
        ("A/68/292", 68, "A/68/292", False, False),
        ("A/RES/217(III)A", None, "217(III)A", False, True),
        ("A/RES/S-13/2", None, "S-13/2", False, True),
        ("A/HRC/RES/20/3", None, "20/3", False, True),
        ("PAGE/a-page", None, "PAGE/a-page", True, False),
    ],
)
def test_what_a_symbol_says(text: str, session: int | None, short: str, page: bool, resolution: bool) -> None:
    symbol = Symbol.parse(text)
    assert (symbol.session, symbol.short, symbol.is_page, symbol.is_resolution) == (session, short, page, resolution)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("para-10", Part(kind="para", number=10)),
        ("para-10-a-ii", Part(kind="para", number=10, letters=("a", "ii"))),
        ("pre-3", Part(kind="pre", number=3)),
        ("block-2", Part(kind="block", number=2)),
        ("note-4", Part(kind="note", number=4)),
        ("annex-para-16", Part(kind="para", number=16, annex=0)),
        ("annex-2-para-4", Part(kind="para", number=4, annex=2)),
        ("sect-ii-para-1", Part(kind="para", number=1, section="ii")),
        ("annex-2-sect-ii-para-1-b", Part(kind="para", number=1, letters=("b",), annex=2, section="ii")),
    ],
)
def test_the_part_of_an_id(text: str, part: Part) -> None:
    assert Part.parse(text) == part
    assert str(part) == text


@pytest.mark.parametrize(
    "text", ["", "para", "para-", "para-x", "Para-1", "para-1-A", "para-1-", "annex-1", "para 1", "sect-1-para-1"]
)
def test_what_is_not_the_part_of_an_id_is_refused(text: str) -> None:
    with pytest.raises(SymbolError, match="is not a part"):
        Part.parse(text)


def test_the_parent_of_a_subparagraph_is_its_chapeau() -> None:
    part = Part.parse("annex-2-sect-ii-para-1-b-iii")
    assert part.parent == Part.parse("annex-2-sect-ii-para-1-b")
    assert part.parent.parent == Part.parse("annex-2-sect-ii-para-1")
    assert part.parent.parent.parent is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *(
            (1, "first"),
            (2, "second"),
            (3, "third"),
            (5, "fifth"),
            (8, "eighth"),
            (9, "ninth"),
            (12, "twelfth"),
            (13, "thirteenth"),
        ),
        *((20, "twentieth"), (21, "twenty-first"), (30, "thirtieth"), (40, "fortieth"), (52, "fifty-second"), (80, "eightieth")),
        *(
            (90, "ninetieth"),
            (99, "ninety-ninth"),
            (100, "100th"),
            (101, "101st"),
            (112, "112th"),
            (122, "122nd"),
            (143, "143rd"),
        ),
    ],
)
def test_ordinal(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_every_ordinal_to_ninety_nine_is_one_word_for_one_number() -> None:
    assert sorted(ORDINALS.values()) == list(range(1, 100))
    assert all(ordinal(number) == word for word, number in ORDINALS.items())


JUNK = {
    "letters": "a" * 10_000,
    "roman figures": "I" * 10_000,
    "digits": "1" * 10_000,
    "slashes": "A/" * 5_000,
    "dots": "A/" + "a." * 5_000,
    "symbols": "67/172 " * 1_428,
    "spaces before a tail": "A/RES/67/172" + " " * 9_980 + "xyz",
    "commas": "a, " * 3_333,
    "brackets": "(" * 10_000,
    "half letters": "a) " * 3_333,
    "letters in brackets": "para 1 " + "(a) " * 2_498,
    "prepositions": " of the" * 1_428,
    "paragraphs of": "para 1 of " * 1_000,
    "organs": "General Assembly " * 588,
    "hyphens": "a-" * 5_000,
    "annexes": "annex, " * 1_428,
    "operatives": "op. " * 2_500,
}


@pytest.mark.parametrize("name", JUNK)
def test_ten_thousand_characters_of_junk_are_refused_in_time(name: str) -> None:
    started = time.monotonic()
    with pytest.raises(SymbolError):
        Reference.parse(JUNK[name])
    assert time.monotonic() - started < 5

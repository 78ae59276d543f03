"""The report: what it must hold, that nothing in a run can act in it, and its filter in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import html
from typer.testing import CliRunner

from hld.app.cli import app
from hld.eval.measures import load as measures
from hld.eval.ranking import judge
from hld.eval.report import cases, curves, page
from hld.eval.run import Record, Row, Run, Said, load
from hld.eval.statistics import Measure, summarise

CHROMIUM = Path("/usr/bin/chromium")
A, B, C = "A/RES/67/172#para-1", "A/RES/67/172#para-2", "A/RES/68/4#para-3"
ATTACK = "</script><script>window.pwned=1</script><img src=//evil.example onerror='window.pwned=1'>\x1b[2J\u202e\""
HEADLINE = ["right", "recall@10", "mrr", "citation_f1", "answered", "wrongly_answered"]


def row(system: str, name: str, **changes: Any) -> Row:
    """A row whose metrics of ranking are those of its ranking."""
    base: dict[str, Any] = {
        "category": "factual",
        "language": "en",
        "document": "A/RES/67/172",
        "question": f"What is {name}?",
        "gold": ((A, B),),
        "expected": "answered",
        "status": "answered",
        "confidence": 0.9,
        "ranked": (A, C),
        "cited": (A,),
        "sentences": (Said(text="It is so.", citations=(A,), verdict="quoted", score=1.0),),
        "timings_ms": {"total": 12.5},
        "metrics": {"right": 1.0, "citation_f1": 1.0},
        **changes,
    }
    found = judge({name: (base["gold"], base["ranked"])})[name] if base["gold"] else {}
    return Row(system=system, id=name, **{**base, "metrics": {**found, **base["metrics"]}})


WRONG = {"metrics": {"right": 0.0, "citation_f1": 0.0}}
NOTHING: dict[str, Any] = {"gold": (), "document": "", "expected": "abstained", "category": "unanswerable", "cited": ()}


def rows(system: str) -> list[Row]:
    ours = system == "hld"
    return [
        row(system, "good-1"),
        row(system, "good-2", confidence=0.7, timings_ms={"total": 80.0}),
        row(system, "astray-1", ranked=(C, B), cited=(C,), note="Says 67/172.", facts=("3 per cent",), **WRONG),
        row(system, "follow-1", category="followup", history=("And before that?",), confidence=0.4),
        row(system, "missed-1", status="abstained", reason="Nothing answers it.", confidence=0.2, sentences=(), **WRONG),
        row(system, "refused-1", status="abstained" if ours else "answered", confidence=0.1, **NOTHING, metrics={"right": ours}),
    ]


def record(folder: Path, suite: str, all_rows: Sequence[Row], taken: Sequence[Measure], **about: Any) -> Run:
    """A whole run, written and read back."""
    described = [
        {"name": m.name, "title": m.title or m.name, "better": m.better, "says": m.says, "timed": m.timed} for m in taken
    ]
    start = {
        "suite": suite,
        "key": "k",
        "title": suite.capitalize(),
        "command": "hld eval --split dev",
        "machine": "an abacus",
        "app": "9.9",
        "settings": {"model": "m"},
        "hashes": {"corpus": "c0", "cases": "ca", "model": "mo", "prompts": "pr", "code": "co", "settings": "se"},
        "systems": list(dict.fromkeys(r.system for r in all_rows)),
        "measures": described,
        "headline": HEADLINE if suite == "own" else [m.name for m in taken],
        **about,
    }
    with Record(folder, start) as written:
        for each in all_rows:
            written.add(each)
        written.finish(summarise(taken, all_rows, draws=50))
    return load(written.path)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    folder = tmp_path_factory.mktemp("runs")
    own = record(
        folder, "own", [*rows("hld"), *rows("BM25")], list(measures().values()), split="dev", notes=["A note on the run."]
    )
    labels = [Row(system="hld", id=f"l{n}", metrics={"found": float(n > 0)}) for n in range(4)]
    other = record(folder, "labels", labels, [Measure(name="found", says="Share that is found.")])
    return [other, own]


@pytest.fixture(scope="module")
def written(runs: list[Run]) -> str:
    return page.render(runs, {A: "The first paragraph."}, version="9.9", made="2026-01-02")


@pytest.fixture(scope="module")
def tree(written: str) -> Any:
    return html.document_fromstring(written)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_own_cases_come_first_and_the_first_table_is_ours_against_the_baseline(tree: Any) -> None:
    assert [words(h) for h in tree.xpath("//section/h2")] == ["Own", "Labels"]
    table = tree.xpath("//table")[0]
    assert [words(th) for th in table.xpath("./thead//th")] == ["Measure", "hld", "BM25"]
    lines = {th.text.strip(): [words(td) for td in th.getparent().xpath("./td")] for th in table.xpath("./tbody//th")}
    assert [name.replace(" ", "_") for name in lines] == ["right_as_a_whole", *HEADLINE[1:]]
    assert [cell.split()[0] for cell in lines["wrongly answered"]] == [".000", "1.000"]
    assert all(re.fullmatch(r"\.\d{3} \[\.\d{3}, (\.\d{3}|1\.000)\]", cell) for cell in lines["right as a whole"])


def test_it_says_what_was_run_where_and_on_what(tree: Any) -> None:
    told = words(tree.xpath("//section[1]")[0])
    for said in ("an abacus", "hld eval --split dev", "hld 9.9", "A note on the run.", "Development cases"):
        assert said in told
    pairs = {words(dt): words(dt.getnext()) for dt in tree.xpath("//section[1]//dl[@class='circumstances']//dt")}
    hashes = {"corpus": "c0", "cases": "ca", "model": "mo", "prompts": "pr", "code": "co", "settings": "se"}
    assert {f"Hash of {name}": value for name, value in hashes.items()}.items() <= pairs.items()


def test_every_case_is_there_the_worst_first(tree: Any) -> None:
    assert [d.get("id").removeprefix("run-1-") for d in tree.xpath("//details[contains(@class, 'case')]")] == [
        "astray-1",
        "missed-1",
        "refused-1",
        "follow-1",
        "good-2",
        "good-1",
    ]


def test_a_case_shows_what_was_asked_expected_found_and_answered(tree: Any) -> None:
    case = tree.get_element_by_id("run-1-astray-1")
    told = words(case)
    for said in ("answered, but no wanted", "3 per cent", "Says 67/172.", "It is so.", "quoted 1.000", "wanted at rank 2"):
        assert said in told
    assert [words(li) for li in case.xpath(".//ol[@class='found']/li")] == [
        "A/RES/68/4, para. 3",
        "A/RES/67/172, para. 2 ★ wanted",
    ]
    assert "The first paragraph." in words(case.xpath(".//div[@class='sides']/div")[0])
    assert "And before that?" in words(tree.get_element_by_id("run-1-follow-1"))
    assert "Nothing answers it." in words(tree.get_element_by_id("run-1-missed-1"))


def test_the_four_plots_and_the_bars_are_drawn_and_told(tree: Any) -> None:
    titles = [words(h) for h in tree.xpath("//figure//h3")]
    assert titles == ["Recall at k", "Risk and coverage", "Reliability of hld", "Time from question to answer"]
    drawings = tree.xpath("//figure/svg")
    assert len(drawings) == 4
    assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in drawings)
    categories = tree.xpath("//table[contains(@class, 'slices')]")[0]
    assert {words(th) for th in categories.xpath("./tbody/tr/th")} == {"factual", "followup", "unanswerable"}
    assert len(categories.xpath(".//svg[@class='bar']")) == 3


def test_it_loads_nothing_from_elsewhere(tree: Any, written: str) -> None:
    assert not tree.xpath("//*[@src] | //link | //style[contains(., 'url(')] | //*[@style]")
    assert {a.get("href") for a in tree.xpath("//*[@href]") if not a.get("href").startswith("#")} == {
        "https://docs.un.org/en/A/RES/67/172",
        "https://docs.un.org/en/A/RES/68/4",
    }
    assert not re.search("https?:", re.sub(r'href="https://docs\.un\.org/[^"]*"', "", written))


def test_the_policy_lets_only_its_own_script_and_style_act(tree: Any) -> None:
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert len(re.findall(r"'sha256-[\w+/]{43}='", policy)) == 2


def hostile(folder: Path) -> str:
    bad = row(
        ATTACK,
        ATTACK,
        category=ATTACK,
        language=ATTACK,
        question=ATTACK,
        history=(ATTACK,),
        gold=((ATTACK,),),
        facts=(ATTACK,),
        note=ATTACK,
        reason=ATTACK,
        expected="answered",
        ranked=(ATTACK,),
        document=ATTACK,
        sentences=(Said(text=ATTACK, citations=(ATTACK,), verdict=ATTACK),),
        extra={ATTACK: ATTACK},
    )
    run = record(
        folder, "own", [bad, row("other", ATTACK)], list(measures().values()), title=ATTACK, command=ATTACK, notes=[ATTACK]
    )
    return page.render([run], {ATTACK: ATTACK}, version=ATTACK, made=ATTACK)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    written = hostile(tmp_path)
    tree = html.document_fromstring(written)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    assert "\x1b" not in written
    assert "\u202e" not in written
    assert "window.pwned=1" in words(tree.xpath("//span[@class='asked']")[0])


# The numbers behind the plots.


def test_recall_at_k_is_that_of_the_measures() -> None:
    several = [
        row("hld", "a", gold=((A,), (B,)), ranked=(C, B, A)),
        row("hld", "b", gold=((A, B),), ranked=(C, *(f"A/RES/1/{n}#para-1" for n in range(1, 7)), B)),
        row("hld", "c", gold=((A,), (A, C)), ranked=(B, A)),
    ]
    drawn = curves.recall_at(several, 10)
    for k in (5, 10):
        assert drawn[k - 1] == pytest.approx(np.mean([r.metrics[f"recall@{k}"] for r in several]))


def test_risk_at_full_coverage_is_the_mean_loss_and_ties_are_one_point() -> None:
    confidence, loss = np.array([0.5, 0.9, 0.5, 0.5]), np.array([1.0, 0.0, 0.0, 1.0])
    assert curves.risk_coverage(confidence, loss) == [(0.25, 0.0), (1.0, 0.5)]


def test_bins_hold_every_case_once() -> None:
    found = curves.reliability(np.array([1.0, 0.0, 1.0]), np.array([1.0, 0.05, 0.95]))
    assert [(b.n, b.confidence, b.share) for b in found] == [(1, 0.05, 0.0), (2, 0.975, 1.0)]
    assert all(b.low <= b.share <= b.high for b in found)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "right"),
        (WRONG, "astray"),
        ({**WRONG, "status": "clarify"}, "missed"),
        ({**WRONG, **NOTHING}, "overdone"),
    ],
)
def test_what_became_of_a_case(changes: dict[str, Any], expected: str) -> None:
    assert cases.outcome(row("hld", "x", **changes)) == expected


# The command.


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HLD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_command_writes_the_newest_runs_to_the_file_and_for_the_page(home: Path, runs: list[Run], tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    done = CliRunner().invoke(app, ["eval", "report", "--runs", str(runs[0].path.parent), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8") == (home / "report.html").read_text("utf-8")
    tree = html.document_fromstring(out.read_text("utf-8"))
    assert [words(h) for h in tree.xpath("//section/h2")] == ["Own", "Labels"]


def test_a_run_that_was_cut_off_is_not_reported(home: Path, runs: list[Run], tmp_path: Path) -> None:
    cut = tmp_path / "own-cut.jsonl"
    cut.write_bytes(b"".join(runs[1].path.read_bytes().splitlines(keepends=True)[:-1]))
    done = CliRunner().invoke(app, ["eval", "report", str(cut), "--out", str(tmp_path / "out.html")])
    assert "was cut off" in str(done.exception)
    assert not home.exists()


def test_a_folder_without_runs_is_an_error(home: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["eval", "report", "--runs", str(tmp_path)])
    assert "There is no whole run" in str(done.exception)


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.browser
def test_the_filter_leaves_the_cases_that_fit(browser: Any, written: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(written, "utf-8")
    tab = browser.new_page(viewport={"width": 400, "height": 800})
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto(file.as_uri())

    def shown() -> list[str]:
        return tab.locator("details.case:visible").evaluate_all("all => all.map(one => one.id.slice(6))")

    assert len(shown()) == 6
    tab.get_by_label("Words").fill("ASTRAY-1 what")
    assert shown() == ["astray-1"]
    tab.get_by_label("Words").fill("")
    tab.locator("select[name=category]").select_option("followup")
    assert shown() == ["follow-1"]
    assert tab.get_by_role("status").inner_text() == "1 of 6 shown"
    tab.get_by_role("button", name="Open all").click()
    assert tab.get_by_text("And before that?").is_visible()
    tab.locator("select[name=category]").select_option("")
    tab.locator("select[name=outcome]").select_option("missed")
    assert shown() == ["missed-1"]
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wrong == []
    tab.close()


@pytest.mark.browser
def test_nothing_of_a_hostile_run_acts(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(hostile(tmp_path / "runs"), "utf-8")
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())
    tab.get_by_role("button", name="Open all").click()
    assert tab.evaluate("window.pwned") is None
    assert asked == [file.as_uri()]
    tab.close()

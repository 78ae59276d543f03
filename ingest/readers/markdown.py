"""A Markdown file, by way of HTML: markdown-it-py renders CommonMark with tables, and `hld.ingest.readers.html` reads the page.

Three things a rendered page would lose are kept: the number that its author typed before each item (CommonMark counts on from
the first), the mark of each footnote, and a paragraph that begins after a mere line break ("…;\\n(b) …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from hld.ingest.errors import UnreadableError
from hld.ingest.layout import Source
from hld.ingest.readers.blocks import Block, Run, compose
from hld.ingest.readers.html import read_page
from hld.ingest.regex import regex
from hld.ingest.symbols import Symbol, SymbolError

_FRONT = regex(r"---[ \t]*\n(?P<lines>[ \t]*[\w-]+[ \t]*:.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_NOTE = regex(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_MARK = regex(r"\[\^([^\]\s]+)\]")
_FENCE = regex(r" {0,3}(`{3,}|~{3,})")
_TAG = regex(r"<(/?[A-Za-z][A-Za-z0-9-]*|[!?])")
# What may stand in a Markdown file as HTML. Any other "<word>" is shown as it was typed: a tag that hides what follows it,
# or a mere word between angle brackets.
_ALLOWED = frozenset(
    """a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt
    em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small
    span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr""".split()
)


def source(data: bytes, name: str) -> Source:
    """The source in a Markdown file; its front matter says its symbol, title and language, where it has one.

    Raises:
        UnreadableError: when the bytes are not text in UTF-8, or there are no words in them.
    """
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name} is not text in UTF-8: {error.reason}.", "Convert it, or give the PDF.") from error
    if "\x00" in text:
        raise UnreadableError(f"{name} is not text: it has zero bytes in it.", "Give a Markdown file in UTF-8.")
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c]", "\n", text)
    front: dict[str, str] = {}
    blocks: list[Block] = []
    if match := _FRONT.match(text):
        text = text[match.end() :]
        front = _front(match["lines"])
        blocks = [_furniture(line) for line in match["lines"].split("\n")]
    anomalies: list[str] = []
    try:
        page = read_page(_rendered(text), name)
        blocks += page.blocks
        anomalies += page.anomalies
    except RecursionError:
        # Quotations and lists some hundred deep: nobody wrote them, yet their words are still read.
        anomalies.append("the file nests too deeply: it was read without its structure")
        blocks += [Block(runs=(Run(text=part),)) for part in re.split(r"\n\s*\n", text)]
    return compose(
        blocks,
        name=name,
        format="markdown",
        language=front.get("language") or front.get("lang", ""),
        symbol=_symbol(front.get("symbol", "")),
        title=front.get("title", ""),
        anomalies=anomalies,
    )


def _front(lines: str) -> dict[str, str]:
    """The plain entries of a front matter; lists and nested entries are left alone."""
    found = {}
    for line in lines.split("\n"):
        if match := re.fullmatch(r"([\w-]+)[ \t]*:[ \t]+(\S.*?)[ \t]*", line):
            value = match[2]
            quoted = re.fullmatch(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'", value)
            if quoted:
                value = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted[1] is not None else quoted[2].replace("''", "'")
            else:
                value = re.sub(r"\s+#.*", "", value)
            found[match[1].lower()] = value
    return found


def _furniture(line: str) -> Block:
    return Block(runs=(Run(text=line),), role="furniture", label="front matter")


def _symbol(text: str) -> str:
    try:
        return str(Symbol.parse(text)) if text else ""
    except SymbolError:
        return ""


def _rendered(text: str) -> str:
    """The file as a page, its footnotes at the end."""
    body, notes = _without_notes(text)
    # maxNesting drops what is deeper without a word; Python's own limit raises.
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True, "maxNesting": 1_000_000})
    parser.enable(["table", "strikethrough"])
    # Four spaces before "(a)" mean a subparagraph, not a program.
    parser.disable("code")
    parser.inline.ruler.before("link", "note_mark", _mark_rule)
    parser.add_render_rule("note_mark", _mark)
    parser.add_render_rule("list_item_open", _item)
    parser.add_render_rule("html_block", _html)
    parser.add_render_rule("html_inline", _html)
    marks = _marks(list(notes))
    used: set[str] = set()
    env = {"marks": marks, "used": used}
    pages = [parser.render(body, env)]
    rendered = {label: parser.render(said, env) for label, said in notes.items()}
    for label, page in rendered.items():
        if label not in used:
            # Nothing refers to it, so that nothing tells its mark.
            page = parser.render(f"\\[{marks[label]}\\] {notes[label]}", env)
        pages.append(f'<div id="fn-{escape(marks[label])}" class="footnote">{page}</div>')
    return f"<html><body>{''.join(pages)}</body></html>"


def _marks(labels: Sequence[str]) -> dict[str, str]:
    """The mark of each footnote: its label where that is a number, a letter or asterisks, else the next free number."""
    marks = {label: label for label in labels if re.fullmatch(r"\d{1,3}|[a-z]|\*{1,3}", label)}
    number = 1
    for label in labels:
        if label not in marks:
            while str(number) in marks.values():
                number += 1
            marks[label] = str(number)
    return marks


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without the definitions of its footnotes, and these by their labels; a second one of a label stays text."""
    body: list[str] = []
    notes: dict[str, list[str]] = {}
    current: list[str] | None = None
    fence, blank = "", False
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        match = None if fence else _NOTE.fullmatch(line)
        if match and match[1] not in notes:
            current = notes.setdefault(match[1], [match[2]])
        elif current is not None and not line.strip():
            current.append("")
        elif current is not None and (re.match(r"    |\t", line) or not (blank or fence or match)):
            current.append(re.sub(r"^(?: {1,4}|\t)", "", line))
        else:
            # The blank lines behind a note part the paragraphs around it.
            body += ["", line] if current is not None else [line]
            current = None
        blank = not line.strip()
    return "\n".join(body), {label: "\n".join(lines) for label, lines in notes.items()}


def _mark_rule(state: StateInline, silent: bool) -> bool:
    """An inline rule of markdown-it: "[^1]", where a footnote of this label is defined."""
    match = _MARK.match(state.src, state.pos)
    if not match or match[1] not in state.env["marks"]:
        return False
    if not silent:
        token = state.push("note_mark", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def _mark(_: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    env["used"].add(tokens[index].content)
    mark = escape(env["marks"][tokens[index].content])
    return f'<sup class="footnote-ref"><a href="#fn-{mark}">{mark}</a></sup>'


def _item(_: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """An item with the number that was typed before it."""
    number = tokens[index].info
    return f'<li value="{int(number)}">' if number.isdecimal() else "<li>"


def _html(_: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    content = re.sub(r"(?is)<!--.*?-->|<(script|style|template)\b.*?</\1\s*>", " ", tokens[index].content)
    return _TAG.sub(lambda match: match[0] if match[1].lstrip("/").lower() in _ALLOWED else escape(match[0]), content)

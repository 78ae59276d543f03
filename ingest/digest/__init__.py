"""The plain-language digest: what each paragraph of the High-level Dialogue series says, in our own words.

One TOML file a document: ``[document]`` holds its metadata, ``[paragraphs]`` one sentence or two for each PART. It is not the
official wording and is never shown as such.
"""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources

from hld.ingest.grammar import operative_verb
from hld.ingest.models import Document, Kind, Paragraph
from hld.ingest.regex import regex
from hld.ingest.symbols import Part, Reference, Symbol

_SUBJECT = regex(r"(?:The Assembly|The General Assembly|States and Governments)\s+")
_KINDS = {"pre": Kind.PREAMBULAR, "para": Kind.OPERATIVE, "block": Kind.BLOCK}


def load_digest() -> list[Document]:
    """All documents of the digest, by file name.

    Raises:
        hld.ingest.symbols.SymbolError: when an entry's key is not a part of a document.
    """
    files = sorted((f for f in resources.files(__name__).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return [_document(file.read_bytes(), file.name) for file in files]


def _document(data: bytes, name: str) -> Document:
    content = tomllib.loads(data.decode())
    head, texts = content["document"], content["paragraphs"]
    symbol = Symbol.parse(head["symbol"])
    paragraphs = []
    for key, text in texts.items():
        part = Part.parse(key)
        # "The Assembly also requests …": the verb is the one that the official paragraph opens with.
        clause = _SUBJECT.sub("", text, count=1)
        parents, above = [], part.parent
        while above is not None:
            parents.insert(0, texts.get(str(above), ""))
            above = above.parent
        paragraphs.append(
            Paragraph(
                reference=Reference(symbol=symbol, part=part),
                kind=_KINDS[part.kind],
                text=text,
                context=" ".join(filter(None, parents)),
                verb=operative_verb(clause[:1].upper() + clause[1:])
                if part.kind == "para" or (part.kind == "block" and clause != text)
                else "",
            )
        )
    return Document(
        symbol=symbol,
        title=head["title"],
        paragraphs=tuple(paragraphs),
        body=head.get("body", ""),
        type="page" if symbol.is_page else "resolution",
        session=head.get("session"),
        agenda_item=head.get("agenda_item", ""),
        adopted=head.get("adopted"),
        distributed=head.get("distributed"),
        meeting=head.get("meeting", ""),
        committee=head.get("committee", ""),
        report=head.get("report", ""),
        official=False,
        format="digest",
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
    )

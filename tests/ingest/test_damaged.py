"""Damaged and hostile files, through the real way in: each ends in a report, and nothing stored before is lost.

Small documents in words of our own are cut, flipped, mixed up, put under wrong names and built to attack; real ones are
damaged too where they are at hand. Each test is a group of files, read in one run into a library that holds a document
already; `ingest` must say something of every file, within the limits, without a fault in a parser.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import random
import socket
import sqlite3
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from hld.ingest.errors import HldError
from hld.ingest.library import Library
from hld.ingest.read import LARGEST, READERS, Report, find_files, ingest
from hld.ingest.sandbox import MEMORY
from hld.ingest.sandbox import SECONDS as SANDBOX_SECONDS

SECONDS = 10.0
SECRET = "lamp-oil-7f3a91"
SEED = 20361209

Make = bytes | Callable[[Path], None]
Cases = dict[str, Make]

# --- whole documents, in words of our own ---------------------------------------------------------------------------

LINES = (
    "A/RES/91/17",
    "General Assembly",
    "Ninety-first session",
    "Resolution adopted by the General Assembly on 9 December 2036",
    "91/17. Lamps and harbours",
    "The General Assembly,",
    "Recalling its resolution 90/4 of 3 May 2035,",
    "1. Thanks the keepers of the lamps;",
    "2. Requests the harbour masters:",
    "(a) To fill the lamps with oil at dusk;",
    "(b) To trim the wicks;",
    "3. Decides to meet again in the autumn.",
    "40th plenary meeting",
    "9 December 2036",
)
TEXT = "\n\n".join(LINES).encode()
AKN = b"""<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><meta>
<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></meta><coverPage><p><docNumber refersTo="#symbol">A/RES/91/18
</docNumber></p><p><docDate date="2037-03-04" refersTo="#dateOfIssuance">4 March 2037</docDate></p><p><session value="91">
Ninety-first session</session></p></coverPage><preface><p><docNumber>91/18.</docNumber><docTitle>Lamps</docTitle></p></preface>
<preamble><formula name="enactingFormula"><p>The General Assembly,</p></formula><container><p>Recalling its resolution 90/4,</p>
</container></preamble><mainBody><paragraph><num>1.</num><content><p>Thanks the keepers<authorialNote marker="1"><p>See A/90/55.
</p></authorialNote>;</p></content></paragraph><paragraph><num>2.</num><intro><p>Requests the masters:</p></intro><point><num>(a)
</num><content><p>To fill the lamps.</p></content></point></paragraph></mainBody><conclusions><p>40th plenary meeting</p>
</conclusions></statement></akomaNtoso>
"""
HTML = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lamps and harbours</title></head><body><main>
<h1>Lamps and harbours</h1><p>The keepers light the lamps at dusk &amp; put them out at dawn.</p><ul><li>Oil is kept dry.</li>
<li>Wicks are trimmed.</li></ul><table><tr><td>Harbour</td><td>Lamps</td></tr><tr><td>North</td><td>12</td></tr></table>
<ol><li>Light them.</li><li>Put them out.</li></ol></main></body></html>
"""
MARKDOWN = b"""# Lamps and harbours

The keepers *light* the lamps at **dusk**.[^1]

1. Oil is kept dry.
2. Wicks are trimmed.
   - In the north by hand.

> Nobody sails without a lamp.

| Harbour | Lamps |
|---------|-------|
| North   | 12    |

[^1]: See the [register](https://lamps.invalid/register).
"""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = b"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELS = b"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target=
"word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


def word(inside: str, doctype: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
    return f'{head}<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'.encode()


def paragraphs(*lines: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def docx(document: bytes | None = None, **more: bytes) -> bytes:
    """A Word file; `more` are further members, with `__` for a slash and `_` for a dot in their names."""
    file = io.BytesIO()
    document = word(paragraphs(*LINES).replace("91/17", "91/19")) if document is None else document
    members = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document}
    members |= {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2036, 12, 9, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def content(lines: tuple[str, ...]) -> bytes:
    shown = b" ".join(b"(%s) Tj T*" % line.replace("(", r"\(").replace(")", r"\)").encode() for line in lines)
    return b"BT /F1 11 Tf 72 760 Td 22 TL %s ET" % shown


def pdf(objects: Mapping[int, bytes] | None = None, trailer: bytes = b"") -> bytes:
    """A PDF of one page, with `objects` in place of its own or beside them."""
    parts = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        4: stream(content(tuple(line.replace("91/17", "91/20") for line in LINES))),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **(objects or {}),
    }
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, part in sorted(parts.items()):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, b"".join(places))
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, len(data))
    return data + table + end


WHOLE: dict[str, bytes] = {"txt": TEXT, "xml": AKN, "html": HTML, "md": MARKDOWN, "docx": docx(), "pdf": pdf()}

# --- damage ----------------------------------------------------------------------------------------------------------


def mutations(data: bytes, chance: random.Random, times: int) -> Iterator[tuple[str, bytes]]:
    """`times` of each: cut off, bits flipped, bytes overwritten, a piece lost, repeated, or moved."""
    size = len(data)
    for n in range(times):
        yield f"cut-{n}", data[: chance.randrange(1, size)]
        flipped = bytearray(data)
        for _ in range(chance.choice([1, 3, 20])):
            flipped[chance.randrange(size)] ^= 1 << chance.randrange(8)
        yield f"flipped-{n}", bytes(flipped)
        a, b, c = sorted(chance.randrange(size) for _ in range(3))
        b = min(b, a + 2000)
        yield f"overwritten-{n}", data[:a] + chance.choice([bytes(b - a), chance.randbytes(b - a)]) + data[b:]
        yield f"lost-{n}", data[:a] + data[b:]
        yield f"repeated-{n}", data[:b] + data[a:b] * chance.choice([1, 2, 50]) + data[b:]
        yield f"moved-{n}", data[:a] + data[b:c] + data[a:b] + data[c:]


def small_damage() -> Cases:
    chance = random.Random(SEED)
    return {f"{kind}.{ending}": data for ending, whole in WHOLE.items() for kind, data in mutations(whole, chance, times=7)}


def damaged_members() -> Cases:
    """Word files that are sound archives of damaged parts: a flip in the archive itself only breaks a checksum."""
    chance = random.Random(SEED + 1)
    whole = word(paragraphs(*LINES))
    cases: Cases = {f"document-{kind}.docx": docx(data) for kind, data in mutations(whole, chance, times=3)}
    return cases | {
        f"types-{n}.docx": docx(**{"[Content_Types]_xml": data}) for n, (_, data) in enumerate(mutations(TYPES, chance, 1))
    }


def noise() -> Cases:
    chance = random.Random(SEED + 2)
    sizes = (1, 7, 100, 4096, 300_000)
    cases: Cases = {f"noise-{size}.{ending}": chance.randbytes(size) for ending in WHOLE for size in sizes}
    heads = {"pdf": b"%PDF-1.7\n", "docx": b"PK\x03\x04", "xml": b"<?xml version='1.0'?><akomaNtoso>", "html": b"<!DOCTYPE html>"}
    return cases | {f"head-{ending}.{ending}": head + chance.randbytes(5000) for ending, head in heads.items()}


def wrong_endings() -> Cases:
    cases: Cases = {f"{is_}-as.{named}": data for is_, data in WHOLE.items() for named in (*WHOLE, "htm") if is_ != named}
    pictures = {
        "png": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "gif": b"GIF89a" + bytes(500),
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(500),
    }
    cases |= {f"{is_}-as.{named}": data for is_, data in pictures.items() for named in WHOLE}
    return cases | dict.fromkeys(("lamps", "lamps.doc", "lamps.txt.exe", "lamps.", ".txt", "lamps.pdf.part"), TEXT)


def encodings() -> Cases:
    texts = {"txt": TEXT, "html": HTML.replace(b"utf-8", b"x"), "md": MARKDOWN, "xml": AKN.replace(b' encoding="UTF-8"', b"")}
    cases: Cases = {}
    for ending, data in texts.items():
        words = data.decode().replace("lamps", "lámpas лампы")
        for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1251", "utf-7"):
            cases[f"{name}.{ending}"] = words.encode(name, "replace")
        cases[f"nul.{ending}"] = data.replace(b" ", b" \0", 5)
        cases[f"control.{ending}"] = data.replace(b" ", b"\x01\x0b\x1b[31m\x7f\xc2\x85", 5)
        cases[f"surrogates.{ending}"] = data.replace(b"a", b"\xed\xa0\x80", 3)
        cases[f"overlong.{ending}"] = data.replace(b"/", b"\xc0\xaf", 3)
        cases[f"separators.{ending}"] = data.replace(b" ", "\u2028\u2029\u200b\ufeff\u202e\u0000".encode(), 9)
        cases[f"old-mac.{ending}"] = data.replace(b"\n", b"\r")
    for ending in WHOLE:
        cases[f"empty.{ending}"] = b""
        cases[f"blank.{ending}"] = b" \r\n\t\f" * 50
        cases[f"bom.{ending}"] = codecs.BOM_UTF8
        cases[f"bom-16.{ending}"] = codecs.BOM_UTF16_LE
        cases[f"zeros.{ending}"] = bytes(5000)
    cases["references.html"] = HTML.replace(b"dusk", b"&#0; &#xD800; &#x110000; &#99999999999; &nosuch; &#x1F4A1;")
    cases["declared.html"] = HTML.replace(b"utf-8", b"utf-16")
    cases["declared.xml"] = AKN.replace(b"UTF-8", b"no-such-encoding")
    return cases


# --- attacks ---------------------------------------------------------------------------------------------------------


def laughs(levels: int = 9) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels + 1))
    return f'<!ENTITY l0 "lamp">{entities}'


def xml_attacks(secret: Path, server: str) -> Cases:
    """Entities that expand and that point outside, in every format that XML is a part of."""
    outside = {"file": secret.as_uri(), "http": f"{server}/entity", "ftp": server.replace("http", "ftp")}
    doctypes = {
        "laughs": (f"<!DOCTYPE x [{laughs()}]>", "&l9;"),
        "square": (f'<!DOCTYPE x [<!ENTITY big "{"lamp " * 20_000}">]>', "&big;" * 20_000),
        "self": ('<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;"),
        "internal": ('<!DOCTYPE x [<!ENTITY oil "whale oil">]>', "&oil;"),
        "unknown": ("", "&oil;"),
        "attribute": (f"<!DOCTYPE x [{laughs()}]>", '<p class="&l9;">lamp</p>'),
        "include": ("", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{secret.as_uri()}"/>'),
        "style": (f'<?xml-stylesheet type="text/xsl" href="{server}/style.xsl"?>', "lamp"),
    }
    for name, uri in outside.items():
        doctypes[f"entity-{name}"] = (f'<!DOCTYPE x [<!ENTITY out SYSTEM "{uri}">]>', "&out;")
        doctypes[f"public-{name}"] = (f'<!DOCTYPE x [<!ENTITY out PUBLIC "-//x" "{uri}">]>', "&out;")
        doctypes[f"parameter-{name}"] = (f'<!DOCTYPE x [<!ENTITY % out SYSTEM "{uri}"> %out;]>', "lamp")
        doctypes[f"dtd-{name}"] = (f'<!DOCTYPE x SYSTEM "{uri}">', "lamp")
    cases: Cases = {}
    for name, (doctype, use) in doctypes.items():
        cases[f"{name}.xml"] = AKN.replace(b"?>\n", f"?>{doctype}\n".encode(), 1).replace(b"Thanks", f"Thanks {use}".encode())
        cases[f"{name}.docx"] = docx(
            word(paragraphs("Lamps", f"Thanks {use} the keepers.").replace("<p class", "<w:p class"), doctype)
        )
        body = HTML.replace(b"<!DOCTYPE html>", doctype.encode()).replace(b"dusk", f"dusk {use}".encode())
        cases[f"{name}.xhtml"] = b'<?xml version="1.0"?>' + body
    cases["types.docx"] = docx(**{"[Content_Types]_xml": TYPES.replace(b"?>", b"?><!DOCTYPE x [" + laughs().encode() + b"]>", 1)})
    relation = f'<Relationship Id="rId2" Target="{server}/template" TargetMode="External" Type="{W}/attachedTemplate"/>'
    cases["template.docx"] = docx(
        **{"word___rels__document_xml_rels": RELS.replace(b"<Relationship ", relation.encode() + b"<Relationship ", 1)}
    )
    loads = "".join(
        f'<{tag} {attribute}="{server}/{tag}">'
        for tag, attribute in (
            ("img", "src"),
            ("link", "href"),
            ("base", "href"),
            ("iframe", "src"),
            ("script", "src"),
            ("object", "data"),
        )
    )
    cases["loads.html"] = HTML.replace(
        b"<main>", f'<main><meta http-equiv="refresh" content="0;url={server}/refresh">{loads}'.encode()
    )
    cases["file.html"] = HTML.replace(b"<main>", f'<main><iframe src="{secret.as_uri()}"></iframe>'.encode())
    cases["loads.md"] = MARKDOWN + f"\n![lamp]({server}/image)\n\n<img src='{server}/img'>\n\n[x]: {secret.as_uri()}\n".encode()
    action = f"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /URI /URI ({server}/action) >> >>".encode()
    cases["action.pdf"] = pdf({1: action})
    cases["launch.pdf"] = pdf({1: action.replace(b"/S /URI /URI", b"/S /Launch /F")})
    cases["outside.pdf"] = pdf({4: f"<< /Length 0 /FS /URL /F ({server}/stream) >>\nstream\n\nendstream".encode()})
    cases["secret.pdf"] = pdf({4: f"<< /Length 0 /F ({secret}) >>\nstream\n\nendstream".encode()})
    return cases


def flood(head: bytes, block: bytes, times: int, tail: bytes) -> tuple[bytes, int, int]:
    """A deflated flood with its length and checksum: the block is compressed once and its bytes repeated."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = pack.compress(head) + pack.flush(zlib.Z_FULL_FLUSH)
    packed += (pack.compress(block) + pack.flush(zlib.Z_FULL_FLUSH)) * times
    packed += pack.compress(tail) + pack.flush()
    check = zlib.crc32(head)
    for _ in range(times):
        check = zlib.crc32(block, check)
    return packed, len(head) + len(block) * times + len(tail), zlib.crc32(tail, check)


def archive(members: Mapping[str, bytes | tuple[bytes, int, int]]) -> bytes:
    """A zip written by hand, so that members may be floods, and say what they like of themselves."""
    data, directory = bytearray(), bytearray()
    for name, member in members.items():
        packed, size, check = flood(member, b"", 0, b"") if isinstance(member, bytes) else member
        title = name.encode()
        fields = b"\x14\0\0\0\x08\0\0\0\x21\0" + check.to_bytes(4, "little") + len(packed).to_bytes(4, "little")
        fields += min(size, 0xFFFFFFFE).to_bytes(4, "little") + len(title).to_bytes(2, "little") + b"\0\0"
        directory += b"PK\x01\x02\x14\0" + fields + bytes(10) + len(data).to_bytes(4, "little") + title
        data += b"PK\x03\x04" + fields + title + packed
    count, size, start = len(members).to_bytes(2, "little"), len(directory), len(data)
    end = b"PK\x05\x06\0\0\0\0" + count + count + size.to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"
    return bytes(data + directory + end)


def docx_attacks() -> Cases:
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS}
    start, end = word("|").split(b"|")
    mebi = 1 << 20
    blank = flood(start, b" " * mebi, 1100, end)  # more than the memory that is given
    lines = flood(start, paragraphs("lamp oil " * 9).encode() * 800, 150, end)
    line = flood(start + b"<w:p><w:r><w:t>", b"lamp oil" * (mebi >> 3), 300, b"</w:t></w:r></w:p>" + end)
    packed, _, check = blank
    whole = word(paragraphs(*LINES).replace("91/17", "91/21"))
    nested = docx()
    for _ in range(40):
        nested = archive({"[Content_Types].xml": TYPES, "word/document.docx": nested})
    table = "<w:tbl><w:tr><w:tc>"
    cases: Cases = {
        "bomb-blank.docx": archive({**parts, "word/document.xml": blank}),
        "bomb-lines.docx": archive({**parts, "word/document.xml": lines}),
        "bomb-line.docx": archive({**parts, "word/document.xml": line}),
        "bomb-lying.docx": archive({**parts, "word/document.xml": (packed, 1000, check)}),
        "bomb-huge.docx": archive({**parts, "word/document.xml": (packed, 0xFFFFFFFE, check)}),
        "bomb-types.docx": archive(
            {**parts, "[Content_Types].xml": flood(TYPES[:-8], b" " * mebi, 300, TYPES[-8:]), "word/document.xml": whole}
        ),
        "bomb-image.docx": archive(
            {**parts, "word/document.xml": whole, "word/media/lamp.png": flood(b"", bytes(mebi), 300, b"")}
        ),
        "bomb-notes.docx": archive({**parts, "word/document.xml": whole, "word/footnotes.xml": blank, "word/styles.xml": blank}),
        "nested.docx": nested,
        "many.docx": archive({**parts, "word/document.xml": whole, **{f"word/{n}": b"" for n in range(60_000)}}),
        "climbing.docx": archive({**parts, "word/document.xml": whole, "../../climbed.txt": b"lamp", "/climbed.txt": b"lamp"}),
        "climbing-part.docx": docx(
            whole, **{"word___rels__document_xml_rels": RELS.replace(b"word/document.xml", b"../../../../etc/passwd")}
        ),
        "climbing-root.docx": archive(
            {"[Content_Types].xml": TYPES, "_rels/.rels": RELS.replace(b"word/", b"../../word/"), "word/document.xml": whole}
        ),
        "backslash.docx": archive({**parts, "word\\document.xml": whole}),
        "no-document.docx": archive({**parts, "word/other.xml": whole}),
        "no-types.docx": archive({"_rels/.rels": RELS, "word/document.xml": whole}),
        "only-word.docx": archive({"word/document.xml": whole}),
        "folder.docx": archive({**parts, "word/document.xml/": b""}),
        "empty.docx": b"PK\x05\x06" + bytes(18),
        "twice.docx": docx() + docx(),
        "before.docx": b"lamps" * 1000 + docx(),
        "macro.docx": docx(TYPES),
        "deep-tables.docx": docx(word(table * 20_000 + paragraphs("lamp") + "</w:tc></w:tr></w:tbl>" * 20_000)),
        "deep-tables-200.docx": docx(word(table * 60 + paragraphs(*LINES) + "</w:tc></w:tr></w:tbl>" * 60)),
        "deep-runs.docx": docx(word("<w:p><w:ins>" * 3000 + "<w:r><w:t>lamp</w:t></w:r>" + "</w:ins></w:p>" * 3000)),
        "wide-table.docx": docx(
            word(
                "<w:tbl><w:tr>"
                + "<w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr><w:p/></w:tc>" * 9
                + "</w:tr></w:tbl>"
                + paragraphs(*LINES)
            )
        ),
        "numbers.docx": docx(
            word(
                "".join(
                    f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>'
                    for n in ("9", "-1", "x", "99999999999", "")
                )
            )
        ),
        "notes.docx": docx(
            word(
                paragraphs("Lamps").replace("</w:r>", '<w:footnoteReference w:id="x"/><w:footnoteReference/></w:r>')
                + paragraphs(*LINES)
            )
        ),
        "fields.docx": docx(
            word(
                "<w:p>"
                + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5000
                + "<w:r><w:t>lamp</w:t></w:r></w:p>"
                + paragraphs(*LINES)
            )
        ),
        "hollow.docx": docx(word("")),
        "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000) + "EncryptedPackage".encode("utf-16-le") + bytes(3000),
    }
    flagged = bytearray(docx())  # A member that says it is encrypted: bit 0 of its flags, here and in the directory.
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := flagged.find(mark, place + 1)) >= 0:
            flagged[place + at] |= 1
    return cases | {"password.docx": bytes(flagged)}


PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(user: bytes) -> bytes:
    """A PDF behind a password (standard security handler, 40 bits)."""
    user = (user + PAD)[:32]
    owner = rc4(hashlib.md5((b"harbour" + PAD)[:32]).digest()[:5], user)
    key = hashlib.md5(user + owner + (0xFFFFFFFC).to_bytes(4, "little") + b"lampslampslamps!").digest()[:5]
    said = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (owner.hex().encode(), rc4(key, PAD).hex().encode())
    return pdf({6: said}, trailer=b"/Encrypt 6 0 R /ID [<%s> <%s>]" % ((b"lampslampslamps!".hex().encode(),) * 2))


def pdf_attacks() -> Cases:
    page = pdf().split(b"3 0 obj\n")[1].split(b"\nendobj")[0]
    form = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 6 0 R /G 7 0 R >> /Font << /F1 5 0 R >> >>"
    )
    drawn = page.replace(b"/Font", b"/XObject << /F 6 0 R >> /Font")
    whole = pdf()
    start = whole.rindex(b"startxref")
    table = whole.rindex(b"xref\n0")
    flate = b"/Filter /FlateDecode"
    many = b"BT /F1 9 Tf " + b"1 0 0 1 9 9 Tm (lamp) Tj " * 100_000 + b"ET"
    blank = zlib.compress(b" " * (1 << 20) * 300, 9)
    text = zlib.compress(b"BT /F1 9 Tf " + b"(lamp oil) Tj " * 10_000_000 + b"ET", 1)
    cases: Cases = {
        "password.pdf": locked(b"oil"),
        "password-empty.pdf": locked(b""),
        "encrypted-badly.pdf": pdf({6: b"<< /Filter /Standard /V 99 /R 99 /O () /U () /P 0 >>"}, trailer=b"/Encrypt 6 0 R"),
        "loop-kids.pdf": pdf({2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
        "loop-kids-two.pdf": pdf(
            {2: b"<< /Type /Pages /Kids [6 0 R] /Count 9 >>", 6: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 2 0 R /Count 9 >>"}
        ),
        "loop-parent.pdf": pdf({3: page.replace(b"/Parent 2 0 R", b"/Parent 3 0 R").replace(b"/MediaBox [0 0 595 842]", b"")}),
        "loop-reference.pdf": pdf({4: b"4 0 R"}),
        "loop-contents.pdf": pdf({3: page.replace(b"/Contents 4 0 R", b"/Contents 6 0 R"), 6: b"[6 0 R 4 0 R]"}),
        "loop-form.pdf": pdf({3: drawn, 4: stream(b"/F Do"), 6: stream(b"/F Do /G Do", form), 7: stream(b"/F Do /F Do", form)}),
        "loop-font.pdf": pdf({5: b"<< /Type /Font /Subtype /Type0 /BaseFont /X /DescendantFonts [5 0 R] /Encoding 5 0 R >>"}),
        "loop-table.pdf": whole[:start].replace(b"/Size", b"/Prev %d /Size" % table) + whole[start:],
        "loop-length.pdf": pdf({4: b"<< /Length 4 0 R >>\nstream\nlamp\nendstream"}),
        "forms-exponential.pdf": pdf(
            {
                3: drawn,
                4: stream(b"/F Do"),
                **{n: stream(b"/F Do " * 10, form.replace(b"6 0 R", b"%d 0 R" % (n + 1))) for n in range(6, 20)},
                20: stream(content(("lamp",)), form),
            }
        ),
        "count-huge.pdf": pdf({2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"}),
        "count-negative.pdf": pdf({2: b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"}),
        "count-many.pdf": pdf({2: b"<< /Type /Pages /Kids [%s] /Count 800 >>" % (b"3 0 R " * 800)}),
        "size-huge.pdf": whole.replace(b"/Size 6", b"/Size 2147483647"),
        "table-huge.pdf": whole.replace(b"xref\n0 6", b"xref\n0 99999999"),
        "startxref.pdf": whole[:start] + b"startxref\n99999999999999999999\n%%EOF",
        "no-end.pdf": whole[:start],
        "no-table.pdf": whole[:table],
        "no-root.pdf": whole.replace(b"/Root 1 0 R", b"/Root 9 0 R"),
        "no-pages.pdf": pdf({1: b"<< /Type /Catalog >>"}),
        "no-kids.pdf": pdf({2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
        "no-contents.pdf": pdf({4: b"null"}),
        "box-huge.pdf": pdf({3: page.replace(b"595 842", b"1e30 1e30")}),
        "box-none.pdf": pdf({3: page.replace(b"0 0 595 842", b"0 0 0 0")}),
        "box-wrong.pdf": pdf({3: page.replace(b"0 0 595 842", b"(lamp) null")}),
        "rotated.pdf": pdf({3: page.replace(b"/Contents", b"/Rotate 45 /Contents")}),
        "size-zero.pdf": pdf({4: stream(content(LINES).replace(b"11 Tf", b"0 Tf"))}),
        "size-vast.pdf": pdf({4: stream(content(LINES).replace(b"11 Tf", b"1e38 Tf"))}),
        "size-minus.pdf": pdf({4: stream(content(LINES).replace(b"11 Tf", b"-11 Tf"))}),
        "far-away.pdf": pdf({4: stream(content(LINES).replace(b"72 760 Td", b"1e35 -1e35 Td"))}),
        "on-one-spot.pdf": pdf({4: stream(content(LINES).replace(b"22 TL", b"0 TL"))}),
        "length-wrong.pdf": pdf({4: b"<< /Length 999999999 >>\nstream\n(lamp)\nendstream"}),
        "length-minus.pdf": pdf({4: b"<< /Length -5 >>\nstream\n(lamp)\nendstream"}),
        "deep-array.pdf": pdf({4: b"[" * 100_000 + b"]" * 100_000}),
        "deep-array-open.pdf": pdf({5: b"[" * 300_000}),
        "deep-dictionary.pdf": pdf({5: b"<< /A " * 50_000 + b"null" + b" >>" * 50_000}),
        "deep-content.pdf": pdf({4: stream(b"[" * 200_000 + b"q " * 200_000 + b"BT " * 100_000)}),
        "flate-torn.pdf": pdf({4: stream(zlib.compress(content(LINES))[:-20], flate)}),
        "flate-noise.pdf": pdf({4: stream(random.Random(SEED).randbytes(3000), flate)}),
        "flate-chain.pdf": pdf({4: stream(b"x", b"/Filter [" + b"/FlateDecode " * 5000 + b"]")}),
        "flate-bomb.pdf": pdf({4: stream(blank, flate)}),
        "flate-bomb-twice.pdf": pdf({4: stream(zlib.compress(blank), b"/Filter [/FlateDecode /FlateDecode]")}),
        "flate-text.pdf": pdf({4: stream(text, flate)}),
        "characters-many.pdf": pdf({4: stream(many)}),
        "image-huge.pdf": pdf(
            {
                3: drawn,
                4: stream(b"/F Do"),
                6: stream(
                    b"x", b"/Type /XObject /Subtype /Image /Width 99999 /Height 99999 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
                ),
            }
        ),
        "scan.pdf": pdf(
            {
                3: drawn,
                4: stream(b"595 0 0 842 0 0 cm /F Do"),
                6: stream(
                    bytes(100), b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceGray"
                ),
            }
        ),
        "mapped-badly.pdf": pdf(
            {
                5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
                6: stream(b"begincmap 1 beginbfrange <00> <FF> <D800> endbfrange endcmap"),
            }
        ),
        "mapped-to-nul.pdf": pdf(
            {
                5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
                6: stream(
                    b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
                    b"1 beginbfrange <61> <7A> <0000> endbfrange endcmap"
                ),
            }
        ),
        "tagged-loop.pdf": pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>",
                6: b"<< /Type /StructTreeRoot /K 7 0 R >>",
                7: b"<< /Type /StructElem /S /P /P 7 0 R /K [7 0 R 7 0 R] >>",
            }
        ),
        "outline-loop.pdf": pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
                6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 9 >>",
                7: b"<< /Title (lamp) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>",
            }
        ),
        "title.pdf": pdf(
            {6: b"<< /Title (\xfe\xff\xd8\x00\x00\x00) /Author (%s) >>" % (b"lamp" * 50_000)}, trailer=b"/Info 6 0 R"
        ),
        "language.pdf": pdf({1: b"<< /Type /Catalog /Pages 2 0 R /Lang (../../lamp) >>"}),
        "header-only.pdf": b"%PDF-1.7\n",
        "header-late.pdf": b"lamp\n" * 100 + whole,
        "version.pdf": whole.replace(b"%PDF-1.7", b"%PDF-99.99"),
        "twice.pdf": whole + whole,
        "portfolio.pdf": pdf(
            {1: b"<< /Type /Catalog /Pages 2 0 R /Collection << >> /Names << /EmbeddedFiles << /Names [(a) 1 0 R] >> >> >>"}
        ),
    }
    return cases


def deep_and_long() -> Cases:
    """What makes parsers recurse, and regular expressions go back and forth."""
    n = 100_000
    a_line = "1. Thanks the keepers of the lamps;\n"
    texts = {
        "spaces": "Lamps\n\nlamp" + " " * 1_000_000 + "oil\n",
        "newlines": "Lamps\n" + "\n" * 200_000 + "oil\n",
        "tabs": "Lamps\n\n" + "\t" * 500_000 + "oil\n",
        "digits": "Lamps\n\n" + "1" * 500_000 + "\n",
        "slashes": "Lamps\n\n" + "1/" * 200_000 + "\n",
        "symbols": "Lamps\n\n" + "A/RES/91/17 " * 20_000 + "\n",
        "symbols-joined": "Lamps\n\n" + "A/RES/" * 50_000 + "\n",
        "resolutions": "Lamps\n\nRecalling its resolutions " + "90/4, " * 30_000 + "and 90/5,\n",
        "paragraphs-of": "Lamps\n\nsee paragraphs " + "1, " * 50_000 + "and (a) " * 20_000 + "of resolution 90/4\n",
        "brackets": "Lamps\n\n" + "(" * n + ")" * n + "\n",
        "letters": "Lamps\n\n" + "(a) " * n + "\n",
        "roman": "Lamps\n\n" + "I" * n + "\n" + "(i)" * n,
        "numbers": "\n".join(LINES[:7]) + "\n" + "1.\n" * 20_000,
        "numbered": "\n".join(LINES[:7]) + "\n" + "".join(f"{i}. Thanks them;\n" for i in range(6_000)),
        "lettered": "\n".join(LINES[:8]) + "\n" + "(a) To light;\n" * 20_000,
        "annexes": "\n".join(LINES) + "\nAnnex\n" * 10_000,
        "sections": "\n".join(LINES[:7]) + "\n" + "A\n1. Thanks;\n" * 5_000,
        "notes": "\n".join(LINES) + "\n_______________\n" + "1 See A/90/55.\n" * 10_000,
        "feeds": "\n".join(LINES) + "\f" * 100_000,
        "formulas": "The General Assembly,\n" * 20_000,
        "mastheads": "A/RES/91/17\n" * 20_000 + "\n".join(LINES),
        "titles": "\n".join(LINES[:4]) + "\n91/17. " + "Lamps and harbours " * 20_000 + "\n" + "\n".join(LINES[5:]),
        "dates": "Lamps\n\n" + "9 December " * 50_000 + "\n",
        "hyphens": "Lamps\n\n" + "lamp-\n" * 15_000 + "oil\n",
        "dots": "Lamps\n\n" + "." * 300_000 + "\n" + ". " * 100_000,
        "rules": "Lamps\n\n" + "_" * 300_000 + "\n" + "_____\n" * 20_000,
        "quotes": "Lamps\n\n" + "“" * n + '"' * n + "\n",
        "bullets": "Lamps\n\n" + "• " * n + "\n" + "- oil\n" * 20_000,
        "combining": "Lamps\n\n" + "a" + "\u0301" * 300_000 + "\n",
        "capitals": "Lamps\n\n" + "A B C " * n + "\n",
        "same": a_line * 20_000,
        "chapters": "\n".join(LINES[:7]) + "\n" + "\n".join(f"{'I' * (i % 30 + 1)}. Lamps\n{i}. Thanks;" for i in range(3000)),
    }
    cases: Cases = {f"{name}.txt": words.encode() for name, words in texts.items()}
    marked = {
        "quotes": ">" * n + " lamp",
        "brackets": "[" * n + "lamp" + "]" * n,
        "images": "![" * 50_000,
        "links": "[a](" * 50_000,
        "references": "[a][" * 20_000 + "\n\n" + "".join(f"[{i}]: x\n" for i in range(5000)),
        "stars": "*" * n + "lamp" + "*" * n + "\n\n" + "**a *b " * 20_000,
        "underlines": "_a__b" * 50_000,
        "ticks": "".join("`" * i for i in range(1, 500)) + "lamp",
        "lists": "".join(f"{'  ' * i}- lamp\n" for i in range(1500)),
        "lists-flat": "- " * 20_000 + "lamp",
        "tables": "|" * n + "\n" + "|-" * n + "|\n" + "| lamp " * 1000,
        "headings": "#" * n + " lamp\n" + "# lamp\n\noil\n\n" * 3_000,
        "notes": "lamp[^1]" * 5_000 + "\n\n[^1]: " + "oil [^1] " * 2000,
        "html": "<div>" * 20_000 + "lamp",
        "html-open": "<" * 30_000 + "\n\n" + "<!--" * 10_000,
        "entities": "&amp" * n + "&#" * n,
        "escapes": "\\" * n + "lamp",
        "fences": "```\n" * 20_000 + "lamp",
        "numbers": "99999999999999999999. lamp\n" * 100,
        "front": "---\n" + "a: &a [*a, *a]\n" * 1000 + "---\nlamp\n",
    }
    cases |= {f"{name}.md": f"# Lamps\n\nThe keepers light them.\n\n{words}\n".encode() for name, words in marked.items()}
    tags = {
        "deep": "<div>" * 30_000 + "lamp" + "</div>" * 30_000,
        "deep-300": "<div>" * 200 + "lamp" + "</div>" * 200,
        "deep-spans": "<p>" + "<b><i>" * 50_000 + "lamp</p>",
        "deep-lists": "<ul><li>" * 20_000 + "lamp",
        "deep-tables": "<table><tr><td>" * 5_000 + "lamp",
        "unclosed": "<p><b><p><i>" * 20_000 + "lamp",
        "closed": "</div></p></table>" * n,
        "attributes": "<p " + "".join(f"a{i}=b " for i in range(20_000)) + ">lamp</p>",
        "attribute": f"<p class='{'x ' * 500_000}'>lamp</p>",
        "comments": "<!--" * n + "lamp",
        "comment": "<!-- " + "- " * 500_000,
        "cdata": "<![CDATA[" * 20_000 + "lamp",
        "entities": "<p>" + "&amp;" * 30_000 + "&#x41;" * 30_000,
        "spans": "<table><tr>" + "<td colspan='99999999' rowspan='99999999'>lamp</td>" * 20 + "</tr></table>",
        "lists": "<ol start='99999999999999999999'><li value='-5'>lamp</li><li value='x'>oil</li></ol>",
        "many": "<p>lamp</p>" * 15_000,
        "breaks": "<p>" + "lamp<br>" * 30_000,
        "notes": "<a href='#fn1'><sup>1</sup></a>" * 5000 + "<p id='fn1'>1 See.</p>" * 50,
        "bad-names": "<p:q:r:s lamp::='x' <<<>>> =''>lamp</p:q:r:s>" * 1000,
        "script": "<script>" + "if (a < b) {" * 50_000,
        "template": "<template><select><svg><math>" * 5000 + "<p>lamp",
        "frames": "<frameset>" * 1000 + "<noframes><p>lamp",
        "plaintext": "<plaintext>" * 1000 + "lamp",
    }
    cases |= {f"{name}.html": HTML.replace(b"</main>", f"{words}</main>".encode()) for name, words in tags.items()}
    elements = {
        "deep": b"<p>" * n + b"lamp" + b"</p>" * n,
        "deep-250": b"<p>" * 240 + b"lamp" + b"</p>" * 240,
        "deep-points": b"<list><point><num>(a)</num>" * 60 + b"<content><p>lamp</p></content>" + b"</point></list>" * 60,
        "deep-open": b"<p>" * 200,
        "many": b"<paragraph><num>1.</num><content><p>lamp</p></content></paragraph>" * 20_000,
        "attribute": b"<p class='" + b"x" * 9_000_000 + b"'>lamp</p>",
        "attribute-vast": b"<p class='" + b"x" * 12_000_000 + b"'>lamp</p>",
        "comment": b"<!--" + b"x" * 12_000_000 + b"-->",
        "cdata": b"<p><![CDATA[" + b"lamp " * 100_000 + b"]]></p>",
        "notes": b"<p>" + b"<authorialNote marker='1'><p>x</p></authorialNote>" * 5000 + b"</p>",
        "number": b"<paragraph><num>99999999999999999999999.</num><content><p>lamp</p></content></paragraph>",
        "numbers": b"<paragraph><num>" + b"1" * 6000 + b"</num><content><p>lamp</p></content></paragraph>",
        "processing": b"<?lamp oil?>" * 50_000,
        "prefixes": b"".join(b"<a%d:p xmlns:a%d='%d'/>" % (i, i, i) for i in range(5000)),
        "two": AKN[AKN.index(b"<statement") : AKN.index(b"</akomaNtoso>")],
    }
    return cases | {f"{name}.xml": AKN.replace(b"</mainBody>", inside + b"</mainBody>") for name, inside in elements.items()}


def vast() -> Cases:
    """A hundred megabytes in one line, and as much as is read at all."""

    def fill(unit: bytes, size: int, head: bytes = b"", tail: bytes = b"") -> Callable[[Path], None]:
        def make(path: Path) -> None:
            with path.open("wb") as file:
                file.write(head)
                for _ in range(size // (1 << 20)):
                    file.write((unit * ((1 << 20) // len(unit) + 1))[: 1 << 20])
                file.write(tail)

        return make

    hundred, most = 100 << 20, LARGEST - (2 << 20)
    cases: Cases = {
        "hundred.txt": fill(b"lamp ", hundred),
        "hundred.md": fill(b"x", hundred),
        "hundred.html": fill(b"lamp ", hundred, HTML[:300]),
        "hundred.xml": fill(b"lamp ", hundred, AKN[:-60]),
        "hundred.pdf": fill(b"lamp ", hundred, b"%PDF-1.7\n"),
        "most.txt": fill(b"lamp oil ", most, b"Lamps\n\n"),
        "most-lines.txt": fill(b"lamp\n\n", most, b"Lamps\n\n"),
        "most.md": fill(b"lamp *oil* ", most, b"# Lamps\n\n"),
        "most.html": fill(b"<p>lamp", most, HTML[:300]),
        "most.xml": fill(b"lamp ", most, AKN.partition(b"Thanks")[0], AKN.partition(b"Thanks")[2]),
        "most.pdf": fill(b"1 0 obj\n<< >>\nendobj\n", most, b"%PDF-1.7\n"),
        "most-zeros.txt": lambda path: sparse(path, most),
        "most-zeros.pdf": lambda path: sparse(path, most),
        "terabyte.txt": lambda path: sparse(path, 1 << 40),
    }
    return cases


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def names() -> Cases:
    odd = (
        *("..txt", "...txt", "....xml", "..pdf", "~.txt", "-rf.txt", "--help.txt", " .txt", "a b.txt", "a\tb.txt", "a\nb.txt"),
        *("a\rb.txt", "\x1b[31mred.txt", "a\x07.txt", "%s%n.txt", "{0}{name}.txt", "$(oil).txt", "`oil`.txt", "a;b|c&d.txt"),
        *("'; DROP TABLE document; --.txt", '".txt', "<b>lamp.txt", "CON.txt", "NUL.txt", "a:b.txt", "a\\..\\..\\b.txt"),
        *("%2e%2e%2fb.txt", "a?b#c.txt", "[bold]lamp.txt", "лампы.txt", "灯.txt", "مصباح.txt", "💡.txt", "e\u0301.txt"),
        *("\u202etxt.exe.txt", "\u2028.txt", "\ufeff.txt", "A_RES_67_172.en.txt", "A_RES_91_17.xx.txt", "x" * 250 + ".txt"),
        *("灯" * 80 + ".txt", "a.TXT", "a.tXt", "#.txt", "@fr.txt", "a@fr#para-1.txt", "1.txt", "_.txt", "().txt", "*.txt"),
    )
    page = b"Lamps and harbours\n\nThe keepers light the lamps at dusk.\n"
    cases: Cases = dict.fromkeys(odd, page)
    cases |= {os.fsdecode(b"\xff\xfe.txt"): page, os.fsdecode(b"lamp\xe9.html"): HTML, os.fsdecode(b"oil\x80.pdf"): b"torn"}
    return cases


def not_files() -> Cases:
    def link(target: str) -> Callable[[Path], None]:
        return lambda path: path.symlink_to(target)

    def listen(path: Path) -> None:
        with closing(socket.socket(socket.AF_UNIX)) as server, suppress(OSError):  # a path may be too long for a socket
            server.bind(str(path))

    def unreadable(path: Path) -> None:
        path.write_bytes(TEXT)
        path.chmod(0)

    cases: Cases = {
        "folder.txt": Path.mkdir,
        "folder.pdf": Path.mkdir,
        "folder..docx": Path.mkdir,
        "loop.txt": link("loop.txt"),
        "loop-a.xml": link("loop-b.xml"),
        "loop-b.xml": link("loop-a.xml"),
        "dangling.txt": link("nowhere.txt"),
        "climbing.txt": link("../../../../../../../../nowhere.txt"),
        "self.html": link("."),
        "zero.txt": link("/dev/zero"),
        "random.pdf": link("/dev/urandom"),
        "null.md": link("/dev/null"),
        "pipe.txt": os.mkfifo,
        "pipe.pdf": os.mkfifo,
        "to-pipe.docx": link("pipe.txt"),
        "socket.txt": listen,
        "memory.txt": link("/proc/self/mem"),
        "gone.txt": lambda path: None,
    }
    if os.geteuid() != 0:  # Root reads everything.
        cases["unreadable.txt"] = unreadable
    return cases


# --- what must hold --------------------------------------------------------------------------------------------------

KEPT = b"""A/RES/91/99

91/99. Anchors

The General Assembly,

1. Thanks the smiths;

2. Decides to forge anchors.
"""


class Watch:
    """The most memory that a process started from here has held, and how much more this one holds than before."""

    def __init__(self) -> None:
        self.children = 0
        self.own = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()

    def _look(self) -> None:
        before = self._bytes(os.getpid(), "VmRSS")
        while not self.done.wait(0.05):
            self.own = max(self.own, self._bytes(os.getpid(), "VmRSS") - before)
            for task in Path("/proc/self/task").glob("*/children"):
                with suppress(OSError):
                    started = [int(pid) for pid in task.read_text().split() if self._runs(int(pid))]
                    self.children = max([self.children, *(self._bytes(pid, "VmHWM") for pid in started)])

    @staticmethod
    def _runs(pid: int) -> bool:
        """Whether a child runs a program of its own: until then (vfork) it lives in our memory, which is counted as its."""
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return command != Path("/proc/self/cmdline").read_bytes()

    @staticmethod
    def _bytes(pid: int, field: str) -> int:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(field):
                    return int(line.split()[1]) << 10
        return 0


class Bench:
    """A library that holds a document already, and what is asked of it after a run."""

    def __init__(self, folder: Path, hits: list[str], caplog: pytest.LogCaptureFixture) -> None:
        self.home = folder / "home"
        self.files = folder / "in" / "side"
        self.files.mkdir(parents=True)
        self.hits, self.caplog = hits, caplog
        (self.files / "anchors.txt").write_bytes(KEPT)
        library = Library(self.home / "library.sqlite")
        (kept,) = ingest(library, [self.files / "anchors.txt"])
        assert (kept.document, kept.stored) == ("A/RES/91/99", True)
        self.before = library.paragraphs("A/RES/91/99")
        library.close()
        (self.files / "anchors.txt").unlink()

    def run(self, cases: Cases, *, seconds: float = SANDBOX_SECONDS, may_crash: bool = False) -> list[Report]:
        """Make the files and read them; collects all that is wrong before it fails."""
        if sys.platform == "win32":
            pytest.skip("the names and kinds of these files are those of Linux and macOS")
        paths = []
        for name, make in cases.items():
            path = self.files / name
            if callable(make):
                make(path)
            else:
                path.write_bytes(make)
            paths.append(path)
        library = Library(self.home / "library.sqlite")
        wrong: list[str] = []
        found: dict[str, list[Report]] = {}
        last = time.monotonic()
        with Watch() as watch:
            try:
                for report in ingest(library, paths, seconds=seconds):
                    if (took := time.monotonic() - last) > SECONDS:
                        wrong.append(f"{report.source}: {took:.1f} s")
                    last = time.monotonic()
                    found.setdefault(report.source, []).append(report)
            except Exception as error:  # noqa: BLE001 -- a run that ends in anything else has failed; here it is said on which file
                at = paths[len(found)].name if len(found) < len(paths) else "the end"
                wrong.append(f"the run ended at or before {at!r}: {error!r}"[:500])
        wrong += [f"{path.name!r}: no report" for path in paths if str(path) not in found]
        for path in paths:
            for report in found.get(str(path), ()):
                if bool(report.error) == bool(report.document) or (report.document and not report.counts):
                    wrong.append(f"{path.name!r}: neither a document nor an error: {report}")
                printable = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                if report.error and path.name not in report.error and printable not in report.error:
                    wrong.append(f"{path.name!r} is not named: {report.error[:300]}")
                if "report this file" in report.error or ("crashed" in report.error and not may_crash):
                    wrong.append(f"{path.name!r}: {report.error[:300]}")
                if SECRET in repr(report):
                    wrong.append(f"{path.name!r}: the secret is in the report")
        assert not wrong, "\n".join([f"{len(wrong)} of {len(cases)}:", *wrong])
        assert [record.getMessage() for record in self.caplog.records] == []
        assert watch.children < MEMORY
        assert watch.own < MEMORY
        assert library.paragraphs("A/RES/91/99") == self.before
        for entry in library.documents():
            assert len(library.paragraphs(entry.id)) == entry.paragraphs > 0
        library.close()
        self.check()
        return [report for path in paths for report in found[str(path)]]

    def check(self) -> None:
        database = sqlite3.connect(self.home / "library.sqlite")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.close()
        assert not any(SECRET.encode() in path.read_bytes() for path in self.home.iterdir())
        assert self.hits == []
        assert not list(self.files.parents[1].rglob("climbed*"))


@pytest.fixture(scope="module")
def server() -> Iterator[SimpleNamespace]:
    """A web server on this machine that serves the secret and keeps what it is asked for."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{web.server_port}", hits=hits)
    web.shutdown()
    thread.join()
    web.server_close()


@pytest.fixture
def bench(tmp_path: Path, server: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> Bench:
    return Bench(tmp_path, server.hits, caplog)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


GROUPS: dict[str, Callable[[], Cases]] = {
    "small damage": small_damage,
    "damaged members": damaged_members,
    "noise": noise,
    "wrong endings": wrong_endings,
    "encodings": encodings,
    "docx attacks": docx_attacks,
    "pdf attacks": pdf_attacks,
    "deep and long": deep_and_long,
    "vast": vast,
    "names": names,
    "not files": not_files,
}


LIMITED = {"pdf attacks": SANDBOX_SECONDS, "vast": 4.0}
"""Groups on which a library below may give up its process, as pdfium does without memory, and the seconds they get."""


@cache
def made(group: str) -> Cases:
    return GROUPS[group]()


@pytest.mark.parametrize("group", GROUPS)
def test_every_damaged_file_ends_in_a_report(bench: Bench, group: str) -> None:
    bench.run(made(group), seconds=LIMITED.get(group, SANDBOX_SECONDS), may_crash=group in LIMITED)


def test_nothing_outside_a_file_is_ever_read(bench: Bench, secret: Path, server: SimpleNamespace) -> None:
    bench.run(xml_attacks(secret, server.url))


def test_there_are_four_hundred_and_more(tmp_path: Path) -> None:
    assert sum(len(made(group)) for group in GROUPS) + len(xml_attacks(tmp_path, "http://x")) > 700


@pytest.mark.parametrize("ending", WHOLE)
def test_before_the_damage_they_are_read(bench: Bench, ending: str) -> None:
    if f".{ending}" not in READERS:
        pytest.skip(f"there is no reader of .{ending}")
    (report,) = bench.run({f"whole.{ending}": WHOLE[ending]})
    assert report.error == ""
    assert sum(count for _, count in report.counts) >= 3


def test_a_password_is_named_as_the_reason(bench: Bench) -> None:
    (report,) = bench.run({"locked.pdf": locked(b"oil")})
    assert "password" in report.error


def test_a_folder_of_all_kinds_is_searched_without_waiting(tmp_path: Path, bench: Bench) -> None:
    for name, make in (names() | not_files()).items():
        path = bench.files / name
        make(path) if callable(make) else path.write_bytes(make)
    (bench.files / "up").symlink_to("..", target_is_directory=True)
    began = time.monotonic()
    found = {path.name for path in find_files([bench.files])}
    assert time.monotonic() - began < 2
    assert {"a.TXT", "лампы.txt", "..txt"} <= found
    assert not found & {"pipe.txt", "zero.txt", "folder.txt", "socket.txt", "dangling.txt"}
    for name in ("loop.txt", "dangling.txt", "pipe.txt", "zero.txt"):
        with pytest.raises(HldError, match=name):
            find_files([bench.files / name])


@pytest.mark.corpus
def test_real_files_can_be_damaged_too(shared: Path, bench: Bench) -> None:
    files = [p for p in sorted((shared / "corpus").rglob("*")) if p.suffix in (".pdf", ".xml", ".txt") and p.is_file()]
    chance = random.Random(SEED + 3)
    pdfs = [path for path in files if path.suffix == ".pdf"]
    chosen = [*pdfs, *chance.sample([path for path in files if path not in pdfs], 12)]
    bench.run({f"{kind}-{path.name}": data for path in chosen for kind, data in mutations(path.read_bytes(), chance, times=1)})

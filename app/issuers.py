"""Whose words a question asks for: documents that are not of the General Assembly are named by who issued them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from hld.ingest.library import DocumentEntry

ASSEMBLY = "General Assembly"
_SAYS = (
    r"(?:\w+\s){0,2}?(?:(?:web\s?)?(?:page|site)|claims?|says?|said|states?|writes?|wrote|tells?|told|explains?|recalls?|points?|thinks?"
    r"|thought|calls?|called|describes?|sums?\sup|quotes?|retells?|considers?|argues?|stress(?:es)?|puts?\sit|mentions?)"
)


def issued_by(text: str, documents: Mapping[str, DocumentEntry], acronyms: Collection[str]) -> tuple[str, ...]:
    """Documents whose issuer a question has speak: "according to OHCHR", "the OHCHR page", "does OHCHR say".

    None where everything is the Assembly's, or by whom the question does not ask about. Of a page without an issuer its name
    tells it, if it begins with one of the `acronyms` ("PAGE/ohchr-...").
    """
    found = []
    for document in documents.values():
        issuer = document.body or _of_page(document.symbol, acronyms)
        if issuer not in ("", ASSEMBLY) and document.language == "en" and _speaks(issuer).search(text):
            found.append(document.id)
    return tuple(found)


def _of_page(symbol: str, acronyms: Collection[str]) -> str:
    first = symbol.removeprefix("PAGE/").partition("-")[0]
    return first if symbol.startswith("PAGE/") and first.lower() in acronyms else ""


@cache
def _speaks(issuer: str) -> re.Pattern[str]:
    name = re.escape(issuer)
    return re.compile(rf"\b(?:according\sto|says|claims)\s(?:the\s)?{name}\b|\b{name}(?:['’]s)?\s{_SAYS}\b", re.IGNORECASE)

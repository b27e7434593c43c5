"""How far each source was verified, by docs/bibliography.md: a page that names a source says so."""

from __future__ import annotations

import re
from functools import cache

from samenspel.experiments.listing import DOCS

ENTRY = re.compile(r"^- \*\*(\w+)\*\*: (?:(?!^- ).)+?\[([RCB])\]$", re.MULTILINE | re.DOTALL)
UNCHECKED = "B"


@cache
def marks() -> dict[str, str]:
    """The mark of each key: R read, C computed anew, B background knowledge that nobody held beside the text."""
    return dict(ENTRY.findall((DOCS / "bibliography.md").read_text(encoding="utf-8")))


def named(key: str) -> str:
    """A source as a page names it: whether what it is said to hold was checked."""
    return f"{key}, unchecked" if marks()[key] == UNCHECKED else key

"""The bibliography, read as text."""

from __future__ import annotations

import re
from pathlib import Path

BIBLIOGRAPHY = Path(__file__).parent.parent / "docs" / "bibliography.md"
ENTRY = re.compile(r"^- \*\*(?P<key>[^*]+)\*\*: (?P<text>.+) \[(?P<mark>.)\]$")


def entries():
    """The entries, as (key, mark, text); an entry is one item of the list, on as many lines as it needs."""
    items = []
    for line in BIBLIOGRAPHY.read_text(encoding="utf-8").splitlines():
        if line.startswith("- "):
            items.append(line)
        elif line.startswith("  ") and items:
            items[-1] += " " + line.strip()
    return [ENTRY.match(item) for item in items if item.startswith("- **")]


def keys():
    return [entry["key"] for entry in entries()]

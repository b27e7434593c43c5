"""What was found of the patterns, as it is kept: a row a clause, from which docs/patterns.md is made."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from ..rows import Kept
from .pattern import Clause, Pattern

# What events and the log are about, beside the engine.
TOLD = ("scenarios/*.toml", "view/shown/*.py")
YES, NO = "yes", "no"


class Row(NamedTuple):
    """A clause with what was found, and the seeds that it was measured on."""

    number: str
    title: str
    first: str
    last: str
    says: str
    found: str
    holds: str
    near: str


KEPT = Kept(Path(__file__).parent, Row._fields, {"told": TOLD})


def notes() -> dict[str, str]:
    """What the verdict on a pattern does not say, by its number; and of the cases as they are shipped."""
    return tomllib.loads(Path(__file__).with_name("notes.toml").read_text(encoding="utf-8"))


def keep(found: Iterable[tuple[Pattern, range]]) -> None:
    """Write what was found, and of which engine, cases and log."""
    KEPT.write(
        Row(
            str(pattern.number),
            pattern.title,
            str(seeds.start),
            str(seeds.stop - 1),
            clause.says,
            clause.found,
            YES if clause.holds else NO,
            YES if clause.near else NO,
        )
        for pattern, seeds in found
        for clause in pattern.clauses
    )


def kept() -> Iterator[tuple[Pattern, range]]:
    """What was found the last time, pattern by pattern, with the seeds of each."""
    rows = (Row(**row) for row in KEPT.read())
    for (number, title, first, last), clauses in groupby(rows, lambda row: row[:4]):
        those = tuple(Clause(one.says, one.found, one.holds == YES, one.near == YES) for one in clauses)
        yield Pattern(int(number), title, those), range(int(first), int(last) + 1)


def replaced(
    before: Iterable[tuple[Pattern, range]], again: Iterable[tuple[Pattern, range]]
) -> list[tuple[Pattern, range]]:
    """What was found before, with what was measured again in its place."""
    by_number = {pattern.number: (pattern, seeds) for found in (before, again) for pattern, seeds in found}
    return [by_number[number] for number in sorted(by_number)]

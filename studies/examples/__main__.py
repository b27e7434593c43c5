"""Carry out the examples, and write what came of them: `python -m samenspel.studies.examples`."""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.experiments.listing import DOCS, checked, filled
from samenspel.reading import check_known

from ..rows import Kept
from .asked import EXAMPLES, Number

COMMAND = "samenspel.studies.examples"
WIDTH = 120  # of lines of a page
CODE, UNBROKEN = re.compile("`[^`]+`"), "\x00"  # a blank at which no line is broken
IN_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
KEPT = Kept(
    Path(__file__).parent,
    ("example", *Number._fields),
    {"cases": ("scenarios/baseline.toml", "scenarios/integrated_care.toml")},
)


class Said(float):
    """A number as a sentence has it.

    Examples
    --------
    Beside what Python has: `~` for no nought before the point, `w` for a word.

    >>> f"{Said(0.2749):~.3f}, {Said(4):w}, {Said(1920):,.0f}"
    '.275, four, 1,920'
    """

    def __format__(self, how: str) -> str:
        """By a format of Python, `w`, or `~` and a format."""
        if how == "w":
            return IN_WORDS[int(self)]
        if how.startswith("~"):
            return re.sub(r"\b0\.", ".", format(float(self), how[1:]))
        return format(float(self), how)


def examples(
    *,
    again: Annotated[bool, Parameter(help="Write the pages from what was found the last time.")] = False,
    only: Annotated[
        list[str] | None, Parameter(help="Names of examples: carried out again, and all else is kept.")
    ] = None,
) -> None:
    """Carry out the search, the exploration, the calibration and the sweep of the pages; write what came of them there.

    Some four minutes of processor time.
    """
    for example in EXAMPLES.values():
        checked(DOCS / f"{example.page}.md")
    if only:
        check_known(only, EXAMPLES, "--only", "example")
        KEPT.check_same("--only")
    if not again:
        before = kept() if only else {}
        keep(before | {name: list(carried_out(name)) for name in only or EXAMPLES})
    for name, numbers in kept().items():
        page = DOCS / f"{EXAMPLES[name].page}.md"
        page.write_text(told(page.read_text(encoding="utf-8"), name, numbers, KEPT.found_by()), encoding="utf-8")


def carried_out(name: str) -> Iterator[Number]:
    """An example carried out, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield from EXAMPLES[name].numbers(Path(folder) / name)


def keep(found: Mapping[str, list[Number]]) -> None:
    """Write the numbers of each example, in the order of the examples."""
    KEPT.write((name, *number) for name in EXAMPLES for number in found[name])


def kept() -> dict[str, list[Number]]:
    """What was found the last time."""
    found: dict[str, list[Number]] = {}
    for row in KEPT.read():
        number = Number(row["name"], *(float(row[end]) for end in ("mean", "low", "high")))
        found.setdefault(row["example"], []).append(number)
    return found


def told(text: str, name: str, numbers: list[Number], made_by: Mapping[str, str]) -> str:
    """The text of a page with what is said of an example, made of its numbers."""
    return filled(text, {name: "\n\n".join(map(wrapped, worded(name, numbers, made_by).split("\n\n")))}, COMMAND)


def worded(name: str, numbers: list[Number], made_by: Mapping[str, str]) -> str:
    """What is said of an example: its template, with its numbers."""
    values = {
        f"{one.name.replace('.', '_')}{end}": Said(value)
        for one in numbers
        for end, value in (("", one.mean), ("_low", one.low), ("_high", one.high))
    }
    template = Path(__file__).with_name(f"{name}.md").read_text(encoding="utf-8").strip()
    return template.format(engine=made_by["engine"], **values)


def wrapped(part: str) -> str:
    """A paragraph, or a list, in lines as wide as those of a page; what is code stays on one line."""
    bullet, indent = ("- ", "  ") if part.startswith("- ") else ("", "")
    items = part.removeprefix(bullet).split(f"\n{bullet}") if bullet else [part]
    return "\n".join(
        textwrap.fill(
            CODE.sub(lambda code: code.group().replace(" ", UNBROKEN), " ".join(item.split())),
            WIDTH, initial_indent=bullet, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False,
        ).replace(UNBROKEN, " ")
        for item in items
    )  # fmt: skip


if __name__ == "__main__":
    run_alone(examples, COMMAND)

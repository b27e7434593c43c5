"""`samenspel patterns`: what the model must show, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import whole_number
from samenspel.errors import InputError

from .found import KEPT, notes
from .pattern import AT_THE_LIMIT, Pattern
from .places import AS_IT_IS, CALIBRATED, CHECKING, PLACES, Settings

HEAD = Path(__file__).with_name("page.md")
# The files in which patterns are measured, the patterns of each, and on how many seeds; a quick look takes fewer.
MEASURED = {
    "year": ((1,), 1, 1),
    "endings": ((2, 3), 4000, 40),
    "regimes": ((4,), 200, 40),
    "temptation": ((5,), 24, 4),
    "betrayal": ((6,), 200, 40),
    "levers": ((7,), 200, 40),
    "logics": ((8,), 150, 30),
    "luck": ((9,), 200, 40),
    "events": ((10,), 200, 60),
    "structure": ((11,), 100, 20),
    "effects": ((12,), 100, 30),
}

# What calibration had of each: a score, or figures that were looked at while the pattern was written.
SEEN = {7: "figures seen", 10: "figures seen", 12: "figures seen"}


def measure(
    only: tuple[int, ...] = (), quick: bool = False, first: int = CHECKING, settings: Settings = AS_IT_IS
) -> Iterator[tuple[Pattern, range]]:
    """The patterns one by one, with the seeds that each was measured on."""
    for name, (numbers, many, few) in MEASURED.items():
        if only and not set(only) & set(numbers):
            continue
        seeds = range(first, first + (few if quick else many))
        for pattern in import_module(f"{__package__}.{name}").measure(seeds, settings):
            yield pattern, seeds


def patterns(
    *,
    only: Annotated[
        list[int] | None, Parameter(help="Numbers of the patterns to measure, 1 to 12. [default: all]")
    ] = None,
    quick: Annotated[bool, Parameter(help="Fewer seeds: a first look, in a minute.")] = False,
    seed: Annotated[
        int, Parameter(converter=whole_number, help="The first seed; the default was not searched on in calibrating.")
    ] = CHECKING,
    out: Annotated[Path | None, Parameter(help="Also write the table as a page (Markdown) to this file.")] = None,
) -> None:
    """Measure what the model must show, and say what came out and what did not."""
    found = list(as_told(measure(those_asked(only), quick, seed)))
    print(f"\n{counted([pattern for pattern, _ in found])}.")
    if out is not None:
        out.write_text(page(found, KEPT.made_by()), encoding="utf-8")


def those_asked(only: list[int] | None) -> tuple[int, ...]:
    """The numbers that were asked for; none for all."""
    known = sorted(number for numbers, _, _ in MEASURED.values() for number in numbers)
    for number in only or ():
        if number not in known:
            raise InputError(f"--only: got {number}, allowed: {known[0]} to {known[-1]}")
    return tuple(only or ())


def as_told(found: Iterator[tuple[Pattern, range]]) -> Iterator[tuple[Pattern, range]]:
    """Print each pattern as soon as it was measured."""
    for pattern, seeds in found:
        print("\n".join(told(pattern, seeds)), flush=True)
        yield pattern, seeds


def told(pattern: Pattern, seeds: range) -> Iterator[str]:
    """A pattern in lines: the verdict, and every clause with what was found."""
    yield f"\n{pattern.number}. {pattern.title}: {pattern.verdict}  (seeds {seeds.start} to {seeds.stop - 1})"
    for clause in pattern.clauses:
        near = f", {AT_THE_LIMIT}" if clause.near else ""
        yield f"   {'yes' if clause.holds else 'NO '}{near}  {clause.says}"
        yield f"        {clause.found}"


def page(found: list[tuple[Pattern, range]], made_by: Mapping[str, str]) -> str:
    """All patterns as a page.

    Parameters
    ----------
    found
        The patterns, with the seeds that each was measured on.
    made_by
        Digests of the engine, and of cases and log, that they were measured by.
    """
    held = [pattern for pattern, _ in found if pattern.number not in SEEN]
    head = HEAD.read_text(encoding="utf-8").format(
        **made_by,
        kept=sum((CALIBRATED / f"{name}.toml").exists() for name in PLACES),
        of_places=len(PLACES),
        counted=counted([pattern for pattern, _ in found]),
        scored=len(held),
        seen=len(found) - len(held),
        places=", ".join(PLACES),
        rows="\n".join(row(pattern, seeds) for pattern, seeds in found),
    )
    said = notes()
    return head + "\n".join(line for pattern, _ in found for line in section(pattern, said)) + "\n"


def counted(found: list[Pattern]) -> str:
    """How many come out in full, and of how many of these some clause is at the limit."""
    full = [pattern for pattern in found if pattern.full]
    near = sum(pattern.near for pattern in full)
    return f"{len(full)} of {len(found)} come out in full, {near} of which at the limit"


def row(pattern: Pattern, seeds: range) -> str:
    """A pattern on one line."""
    seen = SEEN.get(pattern.number, "scored")
    return f"| {pattern.number} | {pattern.title} | {pattern.verdict} | {seen} | {seeds.start} to {seeds.stop - 1} |"


def section(pattern: Pattern, said: Mapping[str, str]) -> Iterator[str]:
    """Its clauses, with what was found of each, and what the verdict does not say."""
    yield from (
        "",
        f"## {pattern.number}. {pattern.title}",
        "",
        "| | what must be seen | what was |",
        "| --- | --- | --- |",
    )
    yield from (f"| {one.word} | {one.says} | {one.found} |" for one in pattern.clauses)
    if note := said.get(str(pattern.number)):
        yield from ("", note)

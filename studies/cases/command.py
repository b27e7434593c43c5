"""`samenspel case`: what a scenario shows, one's own or one that comes with the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import Where, whole_number
from samenspel.errors import InputError
from samenspel.scenario import load

from .case import ENDS, MOST, SEEDS, Case, Made, measure


def case(
    where: Where,
    /,
    *,
    replicates: Annotated[
        int, Parameter(converter=whole_number, help="Runs of everything, on consecutive seeds.")
    ] = len(SEEDS),
) -> None:
    """Say what a scenario shows: both logics, every event, lever and choice, and a typical seed."""
    if not 2 <= replicates <= MOST:
        raise InputError(f"--replicates: got {replicates}, allowed: a whole number from 2 to {MOST:,}")
    print("\n".join(told(measure(load(where), range(1, replicates + 1)))))


def told(case: Case) -> Iterator[str]:
    """What a case shows, in lines."""
    yield f"{case.scenario.title}: seeds {case.seeds.start} to {case.seeds.stop - 1}"
    for way, one in case.ended.items():
        (least, gain), (leaver, share) = one.least, one.leaver
        yield f"\n{way}: value {one.value:+.2f}, felt success {one.felt:.1f}, goal lost in {one.lost:.0%} of runs"
        yield "   ends: " + "; ".join(f"{ENDS[end]} {part:.0%}" for end, part in one.ends.items() if part)
        yield f"   gains least: {least} ({gain:+.2f})" + (f"; leaves most: {leaver} ({share:.0%})" if share else "")
    for heading, found in (
        ("What happens", {f"{round_}. {name}": one for (round_, name), one in case.events.items()}),
        ("Work on", case.levers),
        ("What the group can decide", case.choices),
    ):
        if found:
            yield f"\n{heading}:"
            yield from (f"   {changes(one)}  {name}" for name, one in found.items())
    yield f"\nA typical run: seed {case.typical}"
    yield from (f"   no case yet: {missing}" for missing in case.missing)


def changes(made: Made) -> str:
    """What something changes, in figures of a fixed width, with a mark if it turns the scenario."""
    figures = f"value {made.value:+.2f} (± {1.96 * made.error:.2f})  other end {made.otherwise:4.0%}"
    return f"{'*' if made.turns else ' '} {figures}"

"""How long the whole validation takes, from a tenth of it.

    python -m benchmarks.validation             # some minutes; writes benchmarks/validation.md
    python -m benchmarks.validation --quick     # a hundredth of it, and only prints

A tenth of each part is carried out by the code of the command: of what is asked as the model stands, on other seeds and
with something taken away every tenth claim, and all claims in a tenth of the other worlds; a tenth of the landscape.
Claims that are asked together share runs, of which every tenth meets few, so that ten times the first part is rather
too long.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from benchmarks.speed import table, verdict
from benchmarks.sweep import how_busy
from samenspel.results.replicates import processors, replicate
from samenspel.scenario import load
from samenspel.studies.patterns.places import CHECKING
from samenspel.studies.validation.__main__ import ANYWHERE, ELSEWHERE, LOOKS, SETTINGS, WORLDS, here_and_without, moves
from samenspel.studies.validation.claims import read_hypotheses
from samenspel.studies.validation.landscape import landscape
from samenspel.studies.validation.robustness import worlds
from samenspel.studies.validation.verdicts import Laboratory, decide

PAGE = Path(__file__).with_suffix(".md")
PART, SMALL = 10, 100  # one in so many is carried out
MOST = 60  # minutes: the target
FEW = 24  # pairs of each claim in CI
HEAD = """# How long the validation takes

Written by `python -m benchmarks.validation`. All numbers are from one run on one machine of {processors} processors,
{busy}.
That is so of seconds by the clock; those of processors are of this command alone.

`python -m samenspel.studies.validation` is one command, and so is its quick form, `--quick`; in CI every claim is put
again on {few} other pairs (`tests/studies/test_validation.py`). A tenth of each part of it was carried out, as the
command does: every tenth claim (as the model stands, on other seeds, and with something taken away), all claims in a
tenth of the other worlds, and a tenth of the landscape. The whole is ten times that, which is an estimate and no
measurement. Two threads share the runs: on two processors that are free it takes between half of its processor
minutes and all of them, and by the clock as much longer as others keep them busy."""


class Took(NamedTuple):
    """What a part took: its runs, the seconds of processors, and those of the clock."""

    what: str
    runs: int
    used: float
    passed: float


def main(arguments: list[str]) -> None:
    """Measure, print it, and write the page unless it was to be quick."""
    quick = "--quick" in arguments
    head = HEAD.format(processors=processors(), busy=how_busy(), few=FEW)
    replicate(load("baseline"), range(1, 3))  # loads and compiles
    part = SMALL if quick else PART
    took = [timed(what, carry_out, part) for what, carry_out in PARTS.items()]
    took.append(Took("all", *(sum(column) for column in zip(*(one[1:] for one in took), strict=True))))
    rows = [
        [one.what, f"{one.runs:,}", f"{one.used:,.0f}", f"{one.passed:,.0f}", f"{part * one.used / 60:,.0f}"]
        for one in took
    ]
    minutes = part * took[-1].used / 60
    target = f"the whole is done within {MOST} minutes by one command, on two processors that are free"
    columns = ["Part", "Runs of a tenth", "Processor seconds", "Seconds by the clock", "Processor minutes of the whole"]
    found = f"{minutes:,.0f} processor minutes, so between {minutes / 2:,.0f} and {minutes:,.0f} by the clock"
    text = "\n\n".join([head, "## Target", verdict(minutes <= MOST, target, found), "## Parts", table(columns, rows)])
    print(text)
    if not quick:
        PAGE.write_text(f"{text}\n", encoding="utf-8")


def timed(what: str, carry_out: Callable[[int], int], part: int) -> Took:
    """What one in so many of a part took."""
    clock, processor = perf_counter(), process_time()
    runs = carry_out(part)
    return Took(what, runs, process_time() - processor, perf_counter() - clock)


def as_it_stands(part: int) -> int:
    """One of so many claims, as the model stands, with something taken away, and on other seeds; how many runs."""
    here, apart = Laboratory(LOOKS), Laboratory(LOOKS, CHECKING)
    for claim in CLAIMS[::part]:
        places = dict(here_and_without(claim, here))
        dict(moves(claim, places, here))
        decide(claim, apart)
    return here.runs + apart.runs


def elsewhere(part: int) -> int:
    """All claims in one of so many of the other worlds; how many runs."""
    runs = 0
    for world in worlds(WORLDS // part):
        there = Laboratory(ELSEWHERE, world.first)
        for claim in CLAIMS:
            decide(claim, there, world.change(claim))
        runs += there.runs
        there.pool.shutdown()
    return runs


def anywhere(part: int) -> int:
    """One of so many of the settings of the landscape; how many runs."""
    laboratory = Laboratory((ANYWHERE,))
    list(landscape(laboratory, SETTINGS // part, ANYWHERE))
    return laboratory.runs


CLAIMS = [claim for hypothesis in read_hypotheses() for claim in hypothesis.claims]
PARTS = {
    "claims, as the model stands, on other seeds and with something taken away": as_it_stands,
    "claims in other worlds": elsewhere,
    "landscape": anywhere,
}


if __name__ == "__main__":
    main(sys.argv[1:])

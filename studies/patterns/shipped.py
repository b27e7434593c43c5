"""Patterns on the cases as they are shipped: what can be asked of one case by itself, of each under each logic.

`python -m samenspel.studies.patterns --shipped` measures them anew, keeps what was found, and writes it into
docs/patterns.md. The bands are those of the patterns, which ask them of four places, three of which are earlier
versions of these cases; so that a case misses one says something about the case as much as about the model.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from samenspel.experiments.listing import table
from samenspel.scenario import Scenario, load, names

from ..rows import Kept
from . import endings, logics, luck, temptation
from .found import TOLD, notes
from .pattern import Measured
from .places import CHECKING, LOGICS, mean_gain, runs

SEEDS, FEWER = 100, 24  # of each figure; of temptation and hybrids, which take longest
COUNTED = {  # figures that are whole numbers
    "hybrids above both": 0,
}
ASKED = {  # what is asked, its pattern, and under which logics
    "ends or loses its goal, of a year": (2, LOGICS, ".03 to .20"),
    "loses a goal, of runs": (2, LOGICS, ".10 to .60"),
    "trust half-way with felt success": (3, LOGICS, ".2 to .6"),
    "half once pays, of seats": (5, ("network",), "more than half"),
    "and with the year after": (5, ("network",), "no gain"),
    "half for ever, a round": (5, LOGICS, "no gain"),
    "imposing rather than negotiating": (8, ("network",), "a cost"),
    "hybrids above both": (8, ("network",), "21 of 62 at most"),
    "luck, of what the log tells": (9, LOGICS, "a fifth at most"),
    "told from bad luck in six rounds": (9, ("network",), ".90 or more"),
    "and within one": (9, ("network",), "less than .90"),
}


class Row(NamedTuple):
    """A figure of a case under a logic, with its error, its band and its seeds, as it is kept."""

    case: str
    logic: str
    figure: str
    value: str
    error: str
    low: str
    high: str
    first: str
    last: str


KEPT = Kept(Path(__file__).parent, Row._fields, {"told": TOLD}, "shipped")


def measured(scenario: Scenario) -> Iterator[tuple[str, str, Measured, range]]:
    """Every figure of a case: its logic, what it is, what was found, and on which seeds."""
    many, few = (range(CHECKING, CHECKING + count) for count in (SEEDS, FEWER))
    for logic in LOGICS:
        found = endings.ending(scenario, logic, many)
        yield logic, "ends or loses its goal, of a year", found.yearly, many
        yield logic, "loses a goal, of runs", found.lost, many
        yield logic, "trust half-way with felt success", found.together, many
        held_back = temptation.tempted(scenario, logic, few)
        if logic == "network":
            yield logic, "half once pays, of seats", held_back.seats, few
            yield logic, "and with the year after", held_back.together, few
        yield logic, "half for ever, a round", held_back.for_ever, few
        yield logic, "luck, of what the log tells", luck.lucky(luck.logs_of(scenario, logic, many)), many
    yield "network", "imposing rather than negotiating", imposing(scenario, many), many
    yield "network", "hybrids above both", logics.hybrids_above_both(scenario, few), few
    within_one, within_six = luck.areas(*luck.observed(scenario, many))
    yield "network", "told from bad luck in six rounds", within_six, many
    yield "network", "and within one", within_one, many


def imposing(scenario: Scenario, seeds: range) -> Measured:
    """What a lead that decides brings, against a network that negotiates, in the case as it is."""
    gain, error = mean_gain(*(runs(scenario, one, seeds) for one in (logics.IMPOSED, logics.NEGOTIATES)))
    return Measured(gain, 2 * error, high=0.0)


def rows() -> Iterator[Row]:
    """Every figure of every case, as it is kept."""
    for name in names():
        for logic, figure, found, seeds in measured(load(name)):
            numbers = (f"{one:.5g}" for one in found)
            yield Row(name, logic, figure, *numbers, str(seeds.start), str(seeds.stop - 1))
        print(name, file=sys.stderr, flush=True)


def kept() -> list[tuple[Row, Measured]]:
    """What was found the last time."""
    return [
        (row, Measured(*(float(one) for one in (row.value, row.error, row.low, row.high))))
        for row in (Row(**one) for one in KEPT.read())
    ]


def section() -> str:
    """What stands on the page of patterns: how many cases lie in each band, and which do not."""
    found = kept()
    lines = [("", "figure", "logic", "asked", "in the band", "at the limit", "outside", "could not be asked")]
    for figure, (number, under, asked) in ASKED.items():
        for logic in under:
            these = [(row, one) for row, one in found if (row.figure, row.logic) == (figure, logic)]
            lines.append((str(number), figure, logic, asked, *sorted_out(these, COUNTED.get(figure, 2))))
    first = found[0][0]
    return (
        "\n## On the cases as they are shipped\n\n"
        f"Made by `python -m samenspel.studies.patterns --shipped`, engine {KEPT.found_by()['engine']}, cases and log "
        f"{KEPT.found_by()['told']}, on seeds from {first.first} on ({SEEDS} of each figure, {FEWER} of "
        f"temptation and hybrids, one in ten of the log); every figure stands in `shipped.csv`. What can be asked of "
        f"one case by itself, of all {len(names())} as they are: none was calibrated on so, three in an earlier "
        "version and `baseline` as it is. *At the limit*: an end of the band lies within two standard errors, on "
        "either side of it. A group in which "
        "too few runs have a goal half-way cannot be asked.\n\n" + table(lines) + f"\n\n{notes()['shipped']}\n"
    )


def sorted_out(found: Iterable[tuple[Row, Measured]], digits: int) -> tuple[str, str, str, str]:
    """How many lie in the band, and at the limit, outside of it and undefined which do."""
    by_word: dict[str, list[str]] = {"in": [], "limit": [], "out": [], "not": []}
    for row, one in found:
        word = "not" if np.isnan(one.value) else "limit" if one.near else "in" if one.inside else "out"
        by_word[word].append(row.case if word == "not" else f"{row.case} {one.value:.{digits}f}")
    said = [f"{len(those)} ({', '.join(those)})" if those else "0" for those in list(by_word.values())[1:]]
    return str(len(by_word["in"])), said[0], said[1], said[2]


def keep() -> None:
    """Measure the figures of every case, and keep them."""
    KEPT.write(rows())

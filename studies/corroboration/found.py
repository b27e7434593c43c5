"""What came of it, as it is kept: a figure or a cell of the game a row, from which docs/corroboration.md is made."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from samenspel.dynamics import Parameters

from ..rows import Kept
from . import public_good
from .figures import FIGURES

FIGURE, GAME, RULE = "figure", "game", "rule"
SLOPE, PERIODS = "slope", (1, 5, 10)
PUBLISHED, ARITHMETIC, SET, RIDING, CALIBRATED = COURSES = (
    "published",
    "by arithmetic: any rule of this slope",
    "the rule, set to what was published",
    "the same, with 23 % free riders",
    "the calibrated numbers",
)


class Row(NamedTuple):
    """A number that was found.

    Attributes
    ----------
    part
        `figure`, what was published and measured here; `game`, the public good, by course and period, or its slope;
        `rule`, numbers of the rule.
    what, column
        Of what it is.
    value, error
        With two standard errors; NaN where it has none.
    """

    part: str
    what: str
    column: str
    value: float
    error: float = math.nan


KEPT = Kept(Path(__file__).parent, Row._fields)


def measured(seeds: range) -> Iterator[Row]:
    """Every figure on these seeds, and the game."""
    for one in FIGURES:
        yield Row(FIGURE, one.says, "", *one.measure(seeds))
    rule, held = public_good.cooperators(), Parameters().delivery.reciprocity
    steep = public_good.slope(rule)
    yield from course(PUBLISHED, public_good.SLOPE, {1: public_good.FIRST, 10: public_good.LAST})
    yield from course(ARITHMETIC, steep, by_period(public_good.by_arithmetic(steep)))
    yield from course(SET, steep, by_period(public_good.decline(rule)))
    yield from course(RIDING, steep, by_period(public_good.decline(rule, public_good.FREE_RIDERS)))
    yield from course(CALIBRATED, public_good.slope({}), by_period(public_good.decline({})))
    for name in ("threshold", "variety"):
        yield Row(RULE, name, "", rule[f"delivery.{name}"])
    yield Row(RULE, "held", "", held)
    yield Row(RULE, "least", "", float(public_good.schedule(np.zeros(1), {})[0]))


def by_period(contributions: np.ndarray) -> dict[int, float]:
    """Those periods that are told of."""
    return {period: float(contributions[period - 1]) for period in PERIODS}


def course(what: str, slope: float, periods: Mapping[int, float]) -> Iterator[Row]:
    """The rows of a course of the game."""
    yield Row(GAME, what, SLOPE, slope)
    yield from (Row(GAME, what, str(period), value) for period, value in periods.items())


def keep(seeds: range) -> None:
    """Measure everything, and write what was found."""
    KEPT.write(measured(seeds), seeds)


def kept() -> list[Row]:
    """What was found the last time."""
    return [Row(*list(row.values())[:3], float(row["value"]), float(row["error"])) for row in KEPT.read()]

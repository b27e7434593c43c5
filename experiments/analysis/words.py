"""What things are called in sentences, tables and on axes; and numbers as sentences say them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from samenspel.measures import Outcomes
from samenspel.parameters import declared
from samenspel.results.intervals import Interval
from samenspel.results.outcomes import capitalised, title
from samenspel.results.report import decimals_for, figure, percent, span
from samenspel.runs import Summary

if TYPE_CHECKING:
    import pandas

CHANCE = "cannot be told from chance"


class Outcome(NamedTuple):
    """An outcome as people read of it."""

    name: str
    title: str
    unit: str

    @property
    def Title(self) -> str:  # noqa: N802  as a sentence begins
        """Its title with a capital."""
        return capitalised(self.title)

    @property
    def label(self) -> str:
        """What stands on an axis."""
        return f"{self.title} ({self.unit})"

    @property
    def yes_or_no(self) -> bool:
        """Whether it is a share of runs rather than a quantity of each."""
        return self.unit == "yes or no"


def outcome_of(name: str, of_a_round: bool = False, own: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Outcome:
    """Title and unit of an outcome, as declared.

    Parameters
    ----------
    name
        Of the outcome.
    of_a_round
        Rather than of a run.
    own
        Unit and meaning of outcomes of one's own, by name.
    """
    if name in own:
        return Outcome(name, name.replace("_", " "), own[name][0])
    return Outcome(name, title(name), declared(Outcomes if of_a_round else Summary)[name].unit)


def interval_in(row: pandas.Series, mean: str = "mean", before: str = "") -> Interval:
    """The interval that stands in a row of a table: a column for its mean, and those for its ends.

    Parameters
    ----------
    row
        With columns `mean`, and `low` and `high`, or `before` before these.
    mean, before
        Names of columns.
    """
    return Interval(float(row[mean]), float(row[f"{before}low"]), float(row[f"{before}high"]), 0)


def size_of(interval: Interval) -> Interval:
    """The interval of a difference, turned to positive numbers."""
    if interval.mean >= 0.0 or math.isnan(interval.mean):
        return interval
    return Interval(-interval.mean, -interval.high, -interval.low, interval.count)


def amount(interval: Interval, signed: bool = False) -> str:
    """`0.21 (0.15 to 0.27)`, with as many decimals as the interval can carry."""
    places = decimals_for(interval, "")
    around = "" if math.isnan(interval.low) else f" ({span(interval, places, signed)})"
    return figure(interval.mean, places, signed) + around


def share_of(interval: Interval) -> str:
    """`45 % (31 to 60 %)`: a share with its interval, neither beyond what a share can be.

    Examples
    --------
    >>> share_of(Interval(1.39, 0.61, 1.8, 64))
    '100 % (61 to 100 %; the estimate is 139 %, and what is beyond is noise)'
    """
    if math.isnan(interval.low):
        return percent(interval.mean) + ("" if math.isnan(interval.mean) else " (too few to say how exactly)")
    mean = min(1.0, max(0.0, interval.mean))
    beyond = "" if mean == interval.mean else f"; the estimate is {percent(interval.mean)}, and what is beyond is noise"
    return f"{percent(mean)} ({span_of(interval)}{beyond})"


def span_of(interval: Interval) -> str:
    """`31 to 60 %`: the interval of a share, as far as it can be one; what is above 0 is not said to be 0.

    Examples
    --------
    >>> span_of(Interval(0.05, 0.001, 0.11, 64))
    'less than 1 to 11 %'
    """
    low, high = (100.0 * min(1.0, max(0.0, end)) for end in (interval.low, interval.high))
    return f"{'less than 1' if 0.0 < low < 0.5 else f'{low:.0f}'} to {high:.0f} %"


def enumerated(words: Sequence[str], most: int = 6) -> str:
    """`a`, `a and b`, `a, b and c`; `a, b and 5 more`."""
    words = list(words)
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def shown(value: object) -> str:
    """A value of a factor, as short as it can be."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def name_of(row: pandas.Series, factors: Sequence[str]) -> str:
    """A point by the values of its factors; where words of several agree they are said once."""
    if len(factors) > 2 and all(name.startswith("logic.") for name in factors):
        network = [name.removeprefix("logic.") for name in factors if row[name] == "network"]
        if len(network) in (0, len(factors)):
            return "all network" if network else "all hierarchy"
        return f"network in {', '.join(network)}"
    return ", ".join(
        shown(row[name]) if isinstance(row[name], str) else f"{name} {shown(row[name])}" for name in factors
    )

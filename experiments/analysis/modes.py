"""Whether runs are of two kinds: the dip test of Hartigan and Hartigan (1985) that a distribution has more than one
mode.

The dip is how far the distribution of values lies from the nearest one with a single mode. It is compared with the dip
of as many values drawn evenly, of all distributions with one mode that which dips most (in the limit): so that a tail,
or many runs with the same value, are not taken for a second mode. It is made at single points, where runs differ in
nothing but chance: two kinds there mean that the same conditions end in two ways. It is for quantities: of counts with
few values, each value is a mode.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas

from samenspel.results.intervals import LEVEL as CONFIDENCE
from samenspel.results.intervals import Interval

from .tables import at_points

FEWEST = 20  # runs at a point: with fewer, nothing could be told
SAMPLES = 1999
LARGEST = 100  # values of a sample: beyond that the root of their number times the dip has the same distribution
MOST_POINTS = 400  # that are tested, evenly over those that there are
LEVEL = 0.05
SMALLEST = 0.1  # of the runs: fewer are stragglers, and no kind
SEED = 1


class Modes(NamedTuple):
    """What the test says.

    Attributes
    ----------
    dip
        From 1 / (2 n) to a quarter.
    chance
        How often evenly drawn values dip as far (p).
    split
        Between the two kinds: where least variance is left within both.
    lower, upper
        Mean of each kind.
    share
        Of runs that are of the lower kind.
    """

    dip: float
    chance: float
    split: float
    lower: float
    upper: float
    share: float


def modes(values: np.ndarray) -> Modes:
    """Test whether values have more than one mode, and divide them into two kinds.

    Parameters
    ----------
    values
        One a run; NaN is left out.

    Examples
    --------
    Nothing dips further than two values, each of half of the runs:

    >>> found = modes([0.0] * 20 + [1.0] * 20)
    >>> found.dip, found.split, found.share
    (0.25, 0.5, 0.5)
    """
    values = np.sort(np.asarray(values, float))
    values = values[~np.isnan(values)]
    if values.size < 2 or values[0] == values[-1]:
        only = float(values[0]) if values.size else np.nan
        return Modes(0.0, 1.0, only, only, only, 1.0)
    found = dip(values)
    by_chance = dips_by_chance(min(values.size, LARGEST))
    reach = found * np.sqrt(values.size / min(values.size, LARGEST))
    return Modes(found, (1 + int(np.sum(by_chance >= reach))) / (1 + by_chance.size), *two_kinds(values))


def dip(values: np.ndarray) -> float:
    """The dip of sorted values.

    The interval in which the mode may lie is narrowed as in section 4 of the paper: to where the greatest convex
    function below the distribution and the least concave one above it lie furthest apart, as long as that is more than
    the dip so far, which is how far the distribution lies from the convex one to the left of the interval, and from
    the concave one to its right.
    """
    at, count = np.unique(values, return_counts=True)
    after = np.cumsum(count) / values.size  # the distribution at each value, and just before it
    before = after - count / values.size
    low, high, found = 0, at.size - 1, 1.0 / values.size
    while True:
        here = slice(low, high + 1)
        x = at[here]
        convex, concave = hull(x, before[here]), hull(x, -after[here])
        under = np.interp(x, x[convex], before[here][convex])
        over = np.interp(x, x[concave], after[here][concave])
        apart = over - under
        touching = np.union1d(convex, concave)
        widest = int(touching[np.argmax(apart[touching])])
        if apart[widest] <= found:
            return found / 2.0
        left = int(convex[convex <= widest][-1])
        right = int(concave[concave >= widest][0])
        outside = (after[here] - under)[:left], (over - before[here])[right + 1 :]  # at the mode itself it may jump
        found = max(found, *(float(part.max(initial=0.0)) for part in outside))
        if (left, right) == (0, x.size - 1):
            return found / 2.0
        low, high = low + left, low + right


def hull(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Places at which the greatest convex function below rising points touches them."""
    kept: list[int] = []
    for place in range(x.size):
        while len(kept) > 1:
            one, other = kept[-2], kept[-1]
            if (y[other] - y[one]) * (x[place] - x[one]) >= (y[place] - y[one]) * (x[other] - x[one]):
                kept.pop()
            else:
                break
        kept.append(place)
    return np.array(kept)


@cache
def dips_by_chance(count: int) -> np.ndarray:
    """Dips of samples of so many values, drawn evenly."""
    random = np.random.default_rng(SEED)
    return np.array([dip(np.sort(random.random(count))) for _ in range(SAMPLES)])


def two_kinds(values: np.ndarray) -> tuple[float, float, float, float]:
    """The division of sorted values in two that leaves least variance within both (Fisher 1958).

    Returns
    -------
    tuple
        Split, mean of the lower and of the upper kind, share of the lower.
    """
    count = np.arange(1, values.size)
    below = np.cumsum(values)[:-1]
    lower, upper = below / count, (values.sum() - below) / (values.size - count)
    between = count * (values.size - count) * (upper - lower) ** 2
    between[values[1:] == values[:-1]] = -1.0  # equal values are of one kind
    cut = int(np.argmax(between))
    split = (values[cut] + values[cut + 1]) / 2.0
    return float(split), float(lower[cut]), float(upper[cut]), (cut + 1) / values.size


def share_of_runs(share: float, count: int) -> Interval:
    """A share of runs that are independent of one another, with its 95 % interval (Wilson 1927).

    Examples
    --------
    None of ten: by the formula, up to z² / (n + z²).

    >>> share_of_runs(0.0, 10).high.__round__(4)
    0.2775
    """
    from scipy.stats import binomtest

    ends = binomtest(round(share * count), count).proportion_ci(CONFIDENCE, "wilson")
    return Interval(float(share), float(ends.low), float(ends.high), count)


def modes_at_points(runs: pandas.DataFrame, outcome: str) -> pandas.DataFrame:
    """The test at every point of which there are enough runs.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.

    Returns
    -------
    DataFrame
        A row a point (the index): `runs`, those of `Modes`, and `two`, whether they are of two kinds, either of which
        holds a tenth of the runs. With many points some tests hit by chance; Benjamini and Hochberg (1995) keep those
        among the hits to one in twenty.
    """
    from scipy.stats import false_discovery_control

    table = at_points(runs, outcome, shared=False)
    enough = table.index[table.notna().sum(axis=1) >= FEWEST]
    chosen = enough[np.unique(np.linspace(0, len(enough) - 1, min(len(enough), MOST_POINTS)).astype(int))]
    if not len(chosen):
        return pandas.DataFrame(columns=["runs", *Modes._fields, "two"])
    rows = [
        {"runs": int(row.notna().sum()), **modes(row.to_numpy())._asdict()} for _, row in table.loc[chosen].iterrows()
    ]
    found = pandas.DataFrame(rows, index=chosen)
    many = found["share"].between(SMALLEST, 1.0 - SMALLEST)
    found["two"] = many & (false_discovery_control(found["chance"].to_numpy()) <= LEVEL)
    return found

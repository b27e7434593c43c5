"""Means and paired differences with their 95 % intervals (Student 1908).

What one run gives is partly chance. A mean over replicates comes with the interval in which the mean of endlessly
many would lie; a what-if is compared pair by pair, two runs on the same random numbers, so that chance that both
share drops out. A value that is not defined (NaN: the round of a first decision that never came) is left out, and
the number that remains is part of the answer.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

LEVEL = 0.95


class Interval(NamedTuple):
    """A mean, and the interval around it.

    Attributes
    ----------
    mean
        NaN when there is nothing to take it of.
    low, high
        NaN when there are fewer than two values.
    count
        The values, or pairs, in which it is defined.
    """

    mean: float
    low: float
    high: float
    count: int  # type: ignore[assignment]  # tuples have a method of this name

    @property
    def sign(self) -> int:
        """1 when the whole interval lies above zero, -1 when below, 0 when it cannot be told from chance."""
        return (self.low > 0.0) - (self.high < 0.0)


class Difference(NamedTuple):
    """What changed between the two runs of a pair, over many pairs.

    Attributes
    ----------
    interval
        Of the changed run less the baseline; `interval.count` is the pairs in which both are defined.
    higher, lower
        The share of those pairs in which the changed run is higher, and lower; they add up to less than 1
        where pairs are equal.
    only_baseline, only_changed
        The pairs in which it is defined in one of the two alone.
    """

    interval: Interval
    higher: float
    lower: float
    only_baseline: int
    only_changed: int


def mean_interval(values: np.ndarray, level: float = LEVEL) -> Interval:
    """The mean of values and its interval: mean plus or minus t times the standard error.

    Parameters
    ----------
    values
        One number a run, independent of one another; NaN is left out.
    level
        The share of such intervals that hold the true mean.

    Examples
    --------
    >>> interval = mean_interval([1.0, 2.0, 3.0, float("nan")])
    >>> print(f"{interval.mean:.2f}, {interval.low:.2f} to {interval.high:.2f}, of {interval.count}")
    2.00, -0.48 to 4.48, of 3
    """
    defined = np.asarray(values, dtype=float)
    defined = defined[~np.isnan(defined)]
    count = defined.size
    if count == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(defined.mean())
    if count == 1:
        return Interval(mean, math.nan, math.nan, 1)
    margin = student_quantile(0.5 + level / 2.0, count - 1) * standard_error(defined)
    return Interval(mean, mean - margin, mean + margin, count)


def standard_error(values: np.ndarray) -> float:
    """How far the mean of so many values lies from that of endlessly many, as a standard deviation.

    Parameters
    ----------
    values
        At least two, independent of one another and all defined.

    Examples
    --------
    By hand, a variance of 1 over 3 values:

    >>> round(standard_error(np.array([1.0, 2.0, 3.0])), 4)
    0.5774
    """
    return float(values.std(ddof=1)) / math.sqrt(values.size)


def paired_difference(baseline: np.ndarray, changed: np.ndarray, level: float = LEVEL) -> Difference:
    """The difference that a change makes, pair by pair.

    Parameters
    ----------
    baseline, changed
        One number a run; those at the same place are a pair, made with the same random numbers.
    level
        The share of such intervals that hold the true difference.

    Examples
    --------
    >>> paired_difference([1.0, 2.0, 3.0], [1.5, 2.5, 3.5]).higher
    1.0
    """
    before, after = np.asarray(baseline, dtype=float), np.asarray(changed, dtype=float)
    if before.shape != after.shape:
        raise ValueError(f"pairs need equally many runs on both sides, got {before.size} and {after.size}")
    differences = after - before
    interval = mean_interval(differences, level)
    some = interval.count or math.nan
    return Difference(
        interval,
        higher=int(np.sum(differences > 0.0)) / some,
        lower=int(np.sum(differences < 0.0)) / some,
        only_baseline=int(np.sum(np.isnan(after) & ~np.isnan(before))),
        only_changed=int(np.sum(np.isnan(before) & ~np.isnan(after))),
    )


def student_quantile(probability: float, freedom: int) -> float:
    """Quantile of Student's t distribution."""
    from scipy.special import stdtrit  # half a second to import, and a single run needs no interval

    return float(stdtrit(freedom, probability))

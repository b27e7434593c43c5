"""Runs as tables: the points of a design, and an outcome at each of them by replicate.

Where points are listed, replicate r of each has the same seed, so that runs of one replicate share their luck. What is
independent is the replicate: means over points are taken within each, and intervals over replicates (common random
numbers). Where points are drawn, those that differ by design share their seeds, and others have their own: these are
independent, and intervals over them are of other points and other luck.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas

from samenspel.reading import check_known
from samenspel.results.intervals import LEVEL, Interval, mean_interval
from samenspel.runs import Summary, mean_of_defined

SEED = 1  # of the bootstrap
RESAMPLES = 1000
FEWEST_UNITS = 10
ENDS = (1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0  # percentiles of a bootstrap


def factors_of(runs: pandas.DataFrame) -> list[str]:
    """What varies: the columns between the seed and the first outcome."""
    columns = list(runs.columns)
    return columns[columns.index("seed") + 1 : columns.index(Summary._fields[0])]


def outcomes_of(runs: pandas.DataFrame) -> list[str]:
    """What was measured: those of the model, and after them those of one's own."""
    columns = list(runs.columns)
    last = columns.index("error") if "error" in columns else len(columns)
    measured = columns[columns.index(Summary._fields[0]) : last] if Summary._fields[0] in columns else []
    return list(dict.fromkeys([*Summary._fields, *measured]))


def check_outcome(outcome: str, runs: pandas.DataFrame) -> None:
    """Refuse what is no outcome of a run."""
    check_known([outcome], outcomes_of(runs), "", "outcome")


def points_of(runs: pandas.DataFrame, factors: Sequence[str] | None = None) -> pandas.DataFrame:
    """The points of which there are runs: a row each, in their order, and a column a factor."""
    named = list(factors if factors is not None else factors_of(runs))
    return runs.drop_duplicates("point").set_index("point")[named].sort_index()


def at_points(runs: pandas.DataFrame, outcome: str, shared: bool = True) -> pandas.DataFrame:
    """An outcome of every run: a row a point, a column a replicate; NaN where it failed or is not defined.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.
    shared
        Leave out replicates that some points have and others have not (yet), so that all are compared on the same luck.
    """
    check_outcome(outcome, runs)
    present = runs.groupby("replicate").size()
    table = runs.set_index(["point", "replicate"])[outcome].unstack("replicate").sort_index()
    return table[present.index[present == len(table)]] if shared else table


def lucks_of(runs: pandas.DataFrame) -> pandas.Series:
    """Which points are run on the same seeds: the first seed of each, by point."""
    return runs.groupby("point")["seed"].min()


def units_of(runs: pandas.DataFrame) -> pandas.Series:
    """What is independent among runs, a number each: its replicate, or its set of seeds where points have their own."""
    lucks = lucks_of(runs)
    return runs["replicate"] if lucks.nunique() == 1 else runs["point"].map(lucks)


def resampled(sums: np.ndarray) -> np.ndarray:
    """Totals of what is independent, drawn with replacement over and over (bootstrap; Efron 1979).

    Parameters
    ----------
    sums
        What each unit contributes, shape (units, quantities).

    Returns
    -------
    ndarray
        Shape (RESAMPLES, quantities); NaN of fewer than `FEWEST_UNITS`, of which a bootstrap says too little.
    """
    count = len(sums)
    if count < FEWEST_UNITS:
        return np.full((RESAMPLES, sums.shape[1]), np.nan)
    return np.random.default_rng(SEED).multinomial(count, np.full(count, 1.0 / count), RESAMPLES) @ sums


def share_interval(share: float, drawn: np.ndarray, count: int) -> Interval:
    """A share with the percentiles of those that were drawn; NaN where it is not defined in all."""
    low, high = np.quantile(drawn, ENDS)
    return Interval(share, float(low), float(high), count)


def independent(values: np.ndarray, lucks: np.ndarray, shared: bool | None = None) -> np.ndarray:
    """What is independent among values: the mean of each replicate, or of all points that have the same seeds.

    Parameters
    ----------
    values
        Shape (points, replicates).
    lucks
        Which points are run on the same seeds, shape (points,).
    shared
        Whether all points have the same seeds; by default as far as can be seen of these.

    Returns
    -------
    ndarray
        A number a replicate, where all points have the same seeds; else one a set of seeds.
    """
    values = np.asarray(values, float)
    if shared or (shared is None and np.unique(lucks).size == 1):
        return mean_of_defined(values, axis=0)
    return pandas.Series(mean_of_defined(values, axis=1)).groupby(lucks).mean().to_numpy()


def over_units(values: np.ndarray, lucks: np.ndarray) -> Interval:
    """The mean of all that is defined, with its interval over what is independent.

    Units need not be of equally many values: each counts by its own, in the mean and in what it differs from it by (a
    ratio of totals). Where they are, this is the mean of their means.

    Parameters
    ----------
    values
        Shape (points, replicates).
    lucks
        Which points are run on the same seeds, shape (points,).
    """
    values = np.asarray(values, float)
    luck = np.unique(lucks, return_inverse=True)[1]
    unit = luck[:, np.newaxis] if luck.any() else np.arange(values.shape[1])
    there = ~np.isnan(values)
    of_there = np.broadcast_to(unit, values.shape)[there]
    counts, sums = np.bincount(of_there), np.bincount(of_there, values[there])
    counts, sums = counts[counts > 0], sums[counts > 0]
    if counts.size == 0:
        return mean_interval(np.zeros(0))
    mean = sums.sum() / counts.sum()
    return mean_interval(mean + (sums - mean * counts) * counts.size / counts.sum())


def over_replicates(values: np.ndarray) -> Interval:
    """The mean over points, with its interval over replicates.

    Parameters
    ----------
    values
        Shape (points, replicates).
    """
    return mean_interval(mean_of_defined(np.asarray(values, float), axis=0))


def over_points(values: np.ndarray) -> Interval:
    """The mean over points that were drawn by chance, with its interval over them.

    Parameters
    ----------
    values
        Shape (points, replicates).
    """
    return mean_interval(mean_of_defined(np.asarray(values, float), axis=1))

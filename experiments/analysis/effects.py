"""Main effects: what an outcome comes to at each value of a factor, and how much it differs from the first.

Where points differ in one factor alone (a grid, one at a time, factors that are crossed) they are compared set by set:
points that share all other factors, on the same seeds, so that everything else drops out of the difference, and the
interval is that of paired differences over replicates; or, where sets were drawn, over those on seeds of their own.
Where points are drawn there are no such sets: values fall into classes of equally many points, and the interval is over
points, those of the same seeds taken together (Welch 1947 for the difference of two classes).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas

from samenspel.results.intervals import LEVEL, Interval, mean_interval, student_quantile
from samenspel.runs import mean_of_defined

from ..words import interval_in
from .tables import at_points, factors_of, independent, lucks_of, over_points, points_of

CLASSES = 8
FEWEST = 0.1  # of all points that sets have to hold, or they are there by accident


def main_effects(
    runs: pandas.DataFrame, outcome: str, factors: Sequence[str] | None = None, by: str | None = None
) -> pandas.DataFrame:
    """What an outcome comes to at each value of each factor.

    Parameters
    ----------
    runs
        One row a run, as `samenspel.experiments.run_design` gives it.
    outcome
        Of `samenspel.runs.Summary`.
    factors
        By default all that vary.
    by
        A factor for each value of which this is asked by itself, such as `logic`.

    Returns
    -------
    DataFrame
        A row a factor and value: `at` its place on an axis (the mean of a class), the `mean` with its 95 % interval
        (`low`, `high`), the `difference` from the first value with its interval (`difference_low`, `difference_high`),
        in the unit of the outcome; whether it is `told` from chance, also as one of so many differences (Bonferroni);
        how many `points`, and whether they are `paired`.

    Examples
    --------
    >>> from samenspel.experiments import run_design
    >>> runs = run_design({"replicates": 3, "set": {"rounds": 6}, "factors": {"trust.initial": {"levels": 3}}})
    >>> main_effects(runs, "trust")[["factor", "value", "points", "paired"]].values.tolist()
    [['trust.initial', 0.0, 1, True], ['trust.initial', 0.5, 1, True], ['trust.initial', 1.0, 1, True]]
    """
    every = factors_of(runs)
    values = at_points(runs, outcome)
    points = points_of(runs, every).loc[values.index]
    lucks = lucks_of(runs).loc[values.index]
    asked = [factor for factor in (factors if factors is not None else every) if factor != by]
    groups = points.groupby(by, sort=False).groups.items() if by else [(None, points.index)]
    tables = []
    for group, members in groups:
        for factor in asked:
            table = effects_of(points.loc[members], values.loc[members], lucks.loc[members], factor)
            if by:
                table.insert(0, by, group)
            tables.append(table)
    return pandas.concat(tables, ignore_index=True)


def effects_of(
    points: pandas.DataFrame, values: pandas.DataFrame, lucks: pandas.Series, factor: str
) -> pandas.DataFrame:
    """The main effects of one factor.

    Parameters
    ----------
    points
        Values of the factors, a row a point.
    values
        Of the outcome, a row a point and a column a replicate.
    lucks
        Which points share their seeds: a number a point.
    factor
        Which one.
    """
    levels = points[factor].unique().tolist()
    if pandas.api.types.is_numeric_dtype(points[factor]):
        levels.sort()
    sets = matched(points, factor, levels)
    level = 1.0 - (1.0 - LEVEL) / max(1, len(levels) - 1)
    if sets.size >= max(len(levels), FEWEST * len(points)):
        of_each = [values.loc[sets[:, place]].to_numpy() for place in range(len(levels))]
        own = lucks.loc[sets[:, 0]].to_numpy()
        changes = [independent(one - of_each[0], own) for one in of_each]
        rows = [
            (value, mean_interval(independent(one, own)), mean_interval(change), mean_interval(change, level).sign)
            for value, one, change in zip(levels, of_each, changes, strict=True)
        ]
        return as_table(factor, rows, len(sets), paired=True)
    classes = classed(points[factor], levels)
    of_each = [
        values[classes == place].groupby(lucks[classes == place]).mean().to_numpy() if lucks.nunique() > 1 else
        values[classes == place].to_numpy() for place in range(int(classes.max()) + 1)
    ]  # fmt: skip
    if len(of_each) < len(levels):
        levels = [float(f"{points[factor][classes == place].mean():.3g}") for place in range(len(of_each))]
        level = 1.0 - (1.0 - LEVEL) / (len(of_each) - 1)
    rows = [
        (value, over_points(one), welch(of_each[0], one), welch(of_each[0], one, level).sign)
        for value, one in zip(levels, of_each, strict=True)
    ]
    return as_table(factor, rows, np.bincount(classes).tolist(), paired=False)


def matched(points: pandas.DataFrame, factor: str, levels: Sequence[object]) -> np.ndarray:
    """Sets of points that differ in one factor alone and have all its values: a row a set, a column a value."""
    others = [name for name in points.columns if name != factor]
    place = points[factor].map({level: place for place, level in enumerate(levels)}).to_numpy()
    group = (
        points.groupby(others, sort=False, dropna=False).ngroup().to_numpy() if others else np.zeros(len(points), int)
    )
    sets = np.full((group.max() + 1, len(levels)), -1)
    sets[group, place] = points.index
    return sets[(sets >= 0).all(axis=1)]


def classed(column: pandas.Series, levels: Sequence[object]) -> np.ndarray:
    """The class of each point: its value, or where these are many one of equally many points."""
    if len(levels) <= 2 * CLASSES or not pandas.api.types.is_numeric_dtype(column):
        return column.map({level: place for place, level in enumerate(levels)}).to_numpy()
    return (column.rank(method="first").to_numpy() - 1).astype(int) * CLASSES // len(column)


def welch(before: np.ndarray, after: np.ndarray, level: float = LEVEL) -> Interval:
    """The difference of two means over points, with its interval."""
    one, other = (mean_of_defined(values, axis=1) for values in (before, after))
    one, other = one[~np.isnan(one)], other[~np.isnan(other)]
    if before is after or min(one.size, other.size) < 2:
        return mean_interval(np.zeros(2)) if before is after else mean_interval(np.zeros(0))
    errors = np.array([one.var(ddof=1) / one.size, other.var(ddof=1) / other.size])
    difference = float(other.mean() - one.mean())
    if not errors.any():
        return Interval(difference, difference, difference, one.size + other.size)
    freedom = errors.sum() ** 2 / (errors**2 / [one.size - 1, other.size - 1]).sum()
    margin = student_quantile(0.5 + level / 2.0, freedom) * math.sqrt(errors.sum())
    return Interval(difference, difference - margin, difference + margin, one.size + other.size)


def as_table(
    factor: str, rows: Sequence[tuple[Any, Interval, Interval, int]], points: int | Sequence[int], paired: bool
) -> pandas.DataFrame:
    """Values of a factor as rows.

    Parameters
    ----------
    factor
        Its name, the same in every row.
    rows
        Value, mean of the outcome, difference with the first value, and the runs or pairs of that, of each.
    points
        How many points each row is of; one number where it is the same for all.
    paired
        Whether differences are of pairs on the same seeds.
    """
    words = any(isinstance(value, str) for value, *_ in rows)
    return pandas.DataFrame(
        {
            "factor": factor,
            "value": pandas.Series([value for value, *_ in rows], dtype=object),
            "at": [place if words else float(value) for place, (value, *_) in enumerate(rows)],
            "mean": [mean.mean for _, mean, _, _ in rows],
            "low": [mean.low for _, mean, _, _ in rows],
            "high": [mean.high for _, mean, _, _ in rows],
            "difference": [difference.mean for _, _, difference, _ in rows],
            "difference_low": [difference.low for _, _, difference, _ in rows],
            "difference_high": [difference.high for _, _, difference, _ in rows],
            "told": [sign != 0 for *_, sign in rows],
            "points": points,
            "paired": paired,
        }
    )


def largest(table: pandas.DataFrame) -> pandas.Series:
    """Of one factor, the value that differs most from its first, with that difference."""
    differences = table["difference"].abs()
    return table.loc[differences.idxmax()] if differences.notna().any() else table.iloc[-1]


def difference_in(row: pandas.Series) -> Interval:
    """The difference of a row, as an interval."""
    return interval_in(row, "difference", "difference_")


def ordered(table: pandas.DataFrame) -> list[str]:
    """Factors, from what makes the largest difference to what makes the least."""
    made = table.groupby("factor", sort=False)["difference"].agg(
        lambda differences: np.nanmax([0.0, *differences.abs()])
    )
    return list(made.sort_values(ascending=False, kind="stable").index)

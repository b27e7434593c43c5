"""Regimes: which logic creates more, where, and where it cannot be told.

Two logics are compared point by point on the same seeds, over one factor or two; over all other factors the mean is
taken. Where all points have the same seeds the interval is over replicates; where they were drawn, cells are laid over
them, and it is over those in each that have seeds of their own. A cell whose interval holds 0 cannot be told from
chance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas

from samenspel.errors import InputError
from samenspel.results.intervals import mean_interval
from samenspel.runs import mean_of_defined

from ..words import ENGLISH
from .tables import at_points, factors_of, independent, lucks_of, outcomes_of, points_of

TWO_LOGICS = ("hierarchy", "network")
MOST_LEVELS = 40  # of a factor whose values are taken as they are
POINTS_A_CELL = 12


def differences(
    runs: pandas.DataFrame, outcome: str, over: str = "logic", sides: Sequence[object] = TWO_LOGICS
) -> tuple[pandas.DataFrame, np.ndarray]:
    """The second side less the first, at every setting of all other factors that has both.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.
    over, sides
        The factor whose values are compared, and the two values.

    Returns
    -------
    tuple
        Settings, a row each, named by the point of their first side, and a column a factor; differences, shape
        (settings, replicates).

    Raises
    ------
    InputError
        No points that differ in this factor alone.
    """
    settings, first, second = of_both(runs, outcome, over, sides)
    return settings, second - first


def of_both(
    runs: pandas.DataFrame, outcome: str, over: str, sides: Sequence[object]
) -> tuple[pandas.DataFrame, np.ndarray, np.ndarray]:
    """An outcome of both sides, at every setting of all other factors that has both.

    Parameters
    ----------
    runs, outcome, over, sides
        As of `differences`.

    Returns
    -------
    tuple
        Settings, as of `differences`; the outcome of the first side and of the second, shape (settings, replicates).

    Raises
    ------
    InputError
        As of `differences`.
    """
    names = factors_of(runs)
    if over not in names:
        raise InputError("{over} does not vary, allowed: {allowed}", over=over, allowed=ENGLISH.enumerated(names))
    values = at_points(runs, outcome)
    points = points_of(runs, names).loc[values.index]
    others = [name for name in names if name != over]
    one, other = (points[points[over] == side].reset_index() for side in sides)
    both = one.merge(other, on=others, suffixes=("", "_other")) if others else one.join(other, rsuffix="_other")
    if both.empty:
        raise unpaired(over, sides)
    first, second = (values.loc[both[point]].to_numpy() for point in ("point", "point_other"))
    return both.set_index("point")[others], first, second


def pairs(runs: pandas.DataFrame, over: str, sides: Sequence[object]) -> pandas.DataFrame:
    """Differences as runs: every pair on one seed that differs in a factor alone, the second side less the first.

    Whatever is asked of runs can be asked of these: what the difference depends on, and what explains it.

    Parameters
    ----------
    runs, over, sides
        As of `differences`.

    Returns
    -------
    DataFrame
        A row a pair, named by the run of its first side, without the factor; of every outcome the difference, and
        where either of them failed, why.

    Raises
    ------
    InputError
        No pairs.
    """
    names = factors_of(runs)
    if over not in names:
        raise InputError("{over} does not vary, allowed: {allowed}", over=over, allowed=ENGLISH.enumerated(names))
    alike = ["replicate", "seed", *(name for name in names if name != over)]
    one, other = (runs[runs[over] == side].sort_values("run") for side in sides)
    one, other = (side.assign(again=side.groupby(alike).cumcount()) for side in (one, other))  # a sample repeats some
    both = one.merge(other, on=[*alike, "again"], suffixes=("", "_other"))
    if both.empty:
        raise unpaired(over, sides)
    outcomes = {name: both[f"{name}_other"] - both[name] for name in outcomes_of(runs)}
    made = both.assign(**outcomes, error=both["error"].fillna(both["error_other"]))
    return made[[name for name in runs.columns if name != over]]


def unpaired(over: str, sides: Sequence[object]) -> InputError:
    """What is wrong where no points differ in a factor alone."""
    return InputError(
        "no points that differ in {over} alone ({first}, {second}), so there are no pairs",
        over=over, first=sides[0], second=sides[1],
    )  # fmt: skip


def regimes(
    runs: pandas.DataFrame,
    outcome: str,
    x: str,
    y: str | None = None,
    over: str = "logic",
    sides: Sequence[object] = TWO_LOGICS,
    beside: Sequence[str] = (),
) -> pandas.DataFrame:
    """The difference between two logics over one factor or two.

    Parameters
    ----------
    runs, outcome, over, sides
        As of `differences`.
    x, y
        Factors that are numbers, or words.
    beside
        Other outcomes, of which the mean over both sides is wanted too.

    Returns
    -------
    DataFrame
        A row a cell: `x` (and `y`), the values, or the middle of the cell; `difference` (second side less first) with
        its 95 % interval (`low`, `high`) in the unit of the outcome; `settings` in it; which is `better`, empty
        where it cannot be told; and a column for each of `beside`, NaN where it is defined in no run of the cell.

    Examples
    --------
    >>> from samenspel.experiments import run_design
    >>> runs = run_design({"replicates": 4, "set": {"rounds": 24}, "factors": {
    ...     "trust.initial": {"values": [0.1, 0.9]}, "logic": {"values": ["hierarchy", "network"]}}})
    >>> regimes(runs, "joint_value", "trust.initial")[["x", "settings"]].values.tolist()
    [[0.1, 1.0], [0.9, 1.0]]
    """
    settings, table = differences(runs, outcome, over, sides)
    axes = [settings[name] for name in (x, y) if name is not None]
    most = max(2, int((len(settings) / POINTS_A_CELL) ** (1 / len(axes))))
    lucks = lucks_of(runs).loc[settings.index].to_numpy()
    shared = np.unique(lucks).size == 1
    placed = [cells(axis, most) for axis in axes]
    others = [np.hstack(of_both(runs, name, over, sides)[1:]) for name in beside]
    rows = []
    together = pandas.MultiIndex.from_arrays(placed) if y is not None else pandas.Index(placed[0])
    for where, members in pandas.Series(range(len(together))).groupby(together).groups.items():
        chosen = list(members)
        found = mean_interval(independent(table[chosen], lucks[chosen], shared))
        where = where if isinstance(where, tuple) else (where,)
        better = {1: sides[1], -1: sides[0], 0: ""}[found.sign]
        means = [float(mean_of_defined(other[chosen].ravel())) for other in others]
        rows.append((*where, found.mean, found.low, found.high, len(members), better, *means))
    names = ["x", "y"][: len(axes)]
    return pandas.DataFrame(rows, columns=[*names, "difference", "low", "high", "settings", "better", *beside])


def cells(axis: pandas.Series, most: int) -> np.ndarray:
    """Its value for each setting, or where these are many the middle of one of `most` equal parts of its range."""
    values = axis.to_numpy()
    if axis.nunique() <= MOST_LEVELS:
        return values
    edges = np.linspace(values.min(), values.max(), min(most, 12) + 1)
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    return np.array([float(f"{middle:.3g}") for middle in (edges[1:] + edges[:-1]) / 2.0])[place]


def deciding_factors(
    runs: pandas.DataFrame, outcome: str, over: str = "logic", sides: Sequence[object] = TWO_LOGICS
) -> list[str]:
    """Factors by how much the difference depends on each: the variance of its means, from most to least.

    Parameters
    ----------
    runs, outcome, over, sides
        As of `differences`.
    """
    settings, table = differences(runs, outcome, over, sides)
    means = pandas.Series(mean_of_defined(table, axis=1))
    spread = {
        name: means.groupby(cells(settings[name], 8)).mean().var(ddof=0)
        for name in settings.columns
        if settings[name].nunique() > 1
    }
    return sorted(spread, key=lambda name: -np.nan_to_num(spread[name]))

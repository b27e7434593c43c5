"""Two-level designs: effects, interactions, and the share of each factor in the whole difference.

An effect is the mean at the second value less the mean at the first, over all points; an interaction of two factors is
half of how much the effect of the one differs between the values of the other (Box, Hunter and Hunter 2005). Effects
depend on where the others stand, so that they do not add up to the difference between all first and all second values.
Shapley values (1953) do: each factor is turned over in every order, and gets the mean of the differences that it makes
at its turn. Both are computed for every replicate by itself, and intervals are over replicates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas

from samenspel.errors import InputError
from samenspel.results.intervals import mean_interval

from .tables import at_points, factors_of, points_of, resampled, share_interval

Levels = Mapping[str, Sequence[object]]


def corners(
    runs: pandas.DataFrame, outcome: str, levels: Levels | None = None
) -> tuple[list[str], np.ndarray, np.ndarray, list[tuple[object, object]]]:
    """The factors, whether each point has the second value of each, and outcomes, of a complete two-level design.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.
    levels
        First and second value of each factor; by default in the order of numbers, or of the alphabet.

    Returns
    -------
    tuple
        Names; shape (points, factors) of 0 and 1, counting up with the last factor fastest; shape (points,
        replicates); both values of each factor.

    Raises
    ------
    InputError
        A factor of more or fewer values than two; points that are missing.
    """
    names = factors_of(runs)
    values = at_points(runs, outcome)
    points = points_of(runs, names).loc[values.index]
    both = []
    for name in names:
        two = tuple((levels or {}).get(name) or sorted(points[name].unique()))
        if len(two) != 2:
            raise InputError("got {got} values, allowed: 2 in a two-level design", name, got=len(two))
        both.append(two)
    signs = np.column_stack([(points[name] == two[1]).to_numpy(int) for name, two in zip(names, both, strict=True)])
    codes = signs @ (1 << np.arange(len(names) - 1, -1, -1))
    if not np.array_equal(np.sort(codes), np.arange(1 << len(names))):
        raise InputError(
            "got {got} points, allowed: all {all} of a two-level design, each once",
            got=len(points),
            all=1 << len(names),
        )
    order = np.argsort(codes)
    return names, signs[order], values.to_numpy()[order], both


def factorial_effects(runs: pandas.DataFrame, outcome: str, levels: Levels | None = None) -> pandas.DataFrame:
    """Main effects and two-factor interactions of a two-level design.

    Parameters
    ----------
    runs, outcome, levels
        As of `corners`.

    Returns
    -------
    DataFrame
        A row an effect: `factor`, `other` (empty for a main effect), `effect` with its 95 % interval (`low`, `high`)
        in the unit of the outcome.
    """
    names, signs, values, _ = corners(runs, outcome, levels)
    contrast = 2.0 * signs - 1.0
    rows = []
    for which in [*[(name,) for name in range(len(names))], *combinations(range(len(names)), 2)]:
        column = contrast[:, which].prod(axis=1)
        effect = mean_interval(2.0 * (column[:, np.newaxis] * values).mean(axis=0))
        rows.append((names[which[0]], names[which[1]] if len(which) > 1 else "", *effect[:3]))
    return pandas.DataFrame(rows, columns=["factor", "other", "effect", "low", "high"])


def shapley_shares(runs: pandas.DataFrame, outcome: str, levels: Levels | None = None) -> pandas.DataFrame:
    """How much of the difference between all second and all first values is due to each factor.

    Parameters
    ----------
    runs, outcome, levels
        As of `corners`.

    Returns
    -------
    DataFrame
        A row a factor, and last the `total`: Shapley `value` with its 95 % interval (`low`, `high`) in the unit of the
        outcome, and its `share` of all that moves, up or down, from 0 to 1, with its interval by bootstrap over
        replicates (`share_low`, `share_high`). Values add up to the total.

    Examples
    --------
    Two factors of which the one adds 1 and the other 3, and 2 more when both are there, which they divide:

    >>> import numpy as np
    >>> shapley_values(np.array([[0.0], [3.0], [1.0], [6.0]])).ravel().tolist()
    [2.0, 4.0]
    """
    names, _, values, _ = corners(runs, outcome, levels)
    of_replicates = shapley_values(values)
    parts = [mean_interval(one) for one in of_replicates]
    total = mean_interval(values[-1] - values[0])
    moved = sum(abs(part.mean) for part in parts) or math.nan
    drawn = np.abs(resampled(of_replicates.T))
    with np.errstate(invalid="ignore"):
        shares = [
            share_interval(abs(part.mean) / moved, one, values.shape[1])[:3]
            for part, one in zip(parts, (drawn / drawn.sum(axis=1, keepdims=True)).T, strict=True)
        ]
    rows = [
        (name, *part[:3], *share)
        for name, part, share in zip([*names, "total"], [*parts, total], [*shares, (math.nan,) * 3], strict=True)
    ]
    return pandas.DataFrame(rows, columns=["factor", "value", "low", "high", "share", "share_low", "share_high"])


def shapley_values(values: np.ndarray) -> np.ndarray:
    """Shapley values of a game, for every replicate.

    Parameters
    ----------
    values
        What each coalition of factors reaches, shape (2^factors, replicates), the last factor changing fastest.

    Returns
    -------
    ndarray
        Shape (factors, replicates).
    """
    count = int(values.shape[0]).bit_length() - 1
    cube = values.reshape(*[2] * count, -1)
    sizes = np.indices([2] * (count - 1)).sum(axis=0) if count > 1 else np.zeros((), int)
    weights = np.array([1.0 / (count * math.comb(count - 1, size)) for size in range(count)])[sizes]
    gains = [np.take(cube, 1, axis=place) - np.take(cube, 0, axis=place) for place in range(count)]
    return np.array([(weights[..., np.newaxis] * gain).reshape(-1, gain.shape[-1]).sum(axis=0) for gain in gains])


def by_size(table: pandas.DataFrame, column: str = "effect") -> list[tuple[int, pandas.Series]]:
    """Rows, the largest first."""
    return list(table.loc[table[column].abs().sort_values(ascending=False, kind="stable").index].iterrows())


def sign(row: pandas.Series) -> int:
    """1 or -1 where the interval lies on one side of 0; else 0."""
    return int(row["low"] > 0) - int(row["high"] < 0)

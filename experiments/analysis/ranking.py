"""Which point is best: honestly, as the best of many is partly the luckiest.

The point with the highest mean over every other replicate is chosen, and judged on the rest: what it comes to there,
and its paired differences from others there, do not profit from having been chosen.
"""

from __future__ import annotations

import numpy as np
import pandas

from samenspel.results.intervals import Interval, paired_difference
from samenspel.runs import mean_of_defined

from .tables import at_points, factors_of, over_replicates, points_of


def ranking(runs: pandas.DataFrame, outcome: str) -> pandas.DataFrame:
    """Every point with its mean, from the highest, and how far it lies below the chosen best.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.

    Returns
    -------
    DataFrame
        A row a point (the index), with its factors: `mean` with its 95 % interval (`low`, `high`) over all replicates,
        and `behind`, how much the best is higher in pairs on the replicates on which it was not chosen (`behind_low`,
        `behind_high`), in the unit of the outcome; `chosen` marks the best.
    """
    values = at_points(runs, outcome)
    points = points_of(runs, factors_of(runs)).loc[values.index]
    numbers = values.to_numpy()
    halves = (numbers[:, ::2], numbers[:, 1::2]) if numbers.shape[1] > 1 else (numbers, numbers)
    best = int(np.nanargmax(np.nan_to_num(mean_of_defined(halves[0], axis=1), nan=-np.inf)))
    rows = []
    for row, held_out in zip(numbers, halves[1], strict=True):
        mean, behind = over_replicates(row[np.newaxis]), paired_difference(held_out, halves[1][best]).interval
        rows.append((*mean[:3], *behind[:3]))
    columns = ["mean", "low", "high", "behind", "behind_low", "behind_high"]
    table = points.join(pandas.DataFrame(rows, index=points.index, columns=columns))
    table["chosen"] = np.arange(len(table)) == best
    return table.sort_values("mean", ascending=False, kind="stable")


def compare(runs: pandas.DataFrame, outcome: str, one: int, other: int) -> Interval:
    """How much higher an outcome is at the first of two points, pair by pair over all replicates.

    Parameters
    ----------
    runs
        The table of runs.
    outcome
        Its name.
    one, other
        Numbers of the points.
    """
    values = at_points(runs, outcome)
    return paired_difference(values.loc[other].to_numpy(), values.loc[one].to_numpy()).interval

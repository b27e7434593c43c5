"""Which point is best: honestly, as the best of many is partly the luckiest.

The point with the highest mean over every other replicate is chosen, and judged on the rest: what it comes to there,
and its paired differences from others there, do not profit from having been chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas

from simulation.results.intervals import Interval, paired_difference
from simulation.runs import mean_of_defined

from .tables import at_points, factors_of, over_replicates, points_of
from .words import Outcome, amount, interval_in, shown


def ranking(runs: pandas.DataFrame, outcome: str) -> pandas.DataFrame:
    """Every point with its mean, from the highest, and how far it lies below the chosen best.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `simulation.runs.Summary`.

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
    """How much higher an outcome is at the first of two points, pair by pair over all replicates."""
    values = at_points(runs, outcome)
    return paired_difference(values.loc[other].to_numpy(), values.loc[one].to_numpy()).interval


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


def in_words(table: pandas.DataFrame, outcome: Outcome, factors: Sequence[str]) -> str:
    """Which is best, and how many others cannot be told from it."""
    best = table[table["chosen"]].iloc[0]
    others = table[~table["chosen"]]
    behind = int((others["behind_low"] > 0).sum())
    text = f"{outcome.Title} is highest with {name_of(best, factors)}: {amount(interval_in(best))}"
    if others.empty:
        return text + "."
    if behind == len(others):
        return (
            f"{text}, clearly above each of the other {len(others)}."
            if behind > 1
            else f"{text}, clearly above the other."
        )
    return (
        f"{text}; but of the other {len(others)}, {len(others) - behind} cannot be told from it, on seeds other than "
        "those by which it was chosen."
    )

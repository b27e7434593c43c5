"""Trajectories: how an outcome goes over rounds, with bands that hold half of the runs and 9 in 10."""

from __future__ import annotations

import pandas

BANDS = (5, 25, 50, 75, 95)


def trajectories(rounds: pandas.DataFrame, outcome: str, by: pandas.Series | None = None) -> pandas.DataFrame:
    """Mean and percentiles over runs, for every round.

    Parameters
    ----------
    rounds
        One row a round of a run, with `point`, `round` and the outcome.
    outcome
        Of `samenspel.measures.Outcomes`.
    by
        What to tell apart, by point, such as `points_of(runs)["logic"]`.

    Returns
    -------
    DataFrame
        A row a group and round: `group`, `round`, `runs`, `mean`, and percentiles `5 %` to `95 %`, in the unit of the
        outcome.
    """
    group = (
        rounds["point"].map(by).rename("group")
        if by is not None
        else pandas.Series("all runs", rounds.index, name="group")
    )
    grouped = rounds[outcome].groupby([group, rounds["round"]], sort=True)
    table = grouped.agg(runs="count", mean="mean")
    shares = grouped.quantile([share / 100 for share in BANDS]).unstack()
    shares.columns = [f"{share} %" for share in BANDS]
    return table.join(shares).reset_index()

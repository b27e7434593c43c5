"""How an outcome is distributed over runs."""

from __future__ import annotations

import numpy as np
import pandas

from .tables import at_points, lucks_of, over_units, points_of

SHARES = (5, 25, 50, 75, 95)


def distribution(runs: pandas.DataFrame, outcome: str, by: str | None = None) -> pandas.DataFrame:
    """Mean, spread and percentiles of an outcome over all runs, or over those of each value of a factor.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.
    by
        A factor.

    Returns
    -------
    DataFrame
        A row a value of the factor: `runs`, those in which it is `defined`, `mean` with its 95 % interval over
        replicates, or over points that have seeds of their own (`low`, `high`), standard deviation `spread`, and
        percentiles 5 to 95.
    """
    everything = at_points(runs, outcome, shared=False)
    shared = at_points(runs, outcome)
    where = points_of(runs, [by] if by else [])
    groups = where.groupby(by, sort=False).groups if by else {"all runs": where.index}
    lucks = lucks_of(runs)
    present = runs.groupby("point").size()
    rows = []
    for value, points in groups.items():
        values = everything.loc[points].to_numpy().ravel()
        values = values[~np.isnan(values)]
        interval = over_units(shared.loc[points].to_numpy(), lucks.loc[points].to_numpy())
        percentiles = np.percentile(values, SHARES) if values.size else np.full(len(SHARES), np.nan)
        rows.append(
            {
                (by or "runs of"): value,
                "runs": int(present.loc[points].sum()),
                "defined": values.size,
                "mean": float(values.mean()) if values.size else np.nan,
                "low": interval.low,
                "high": interval.high,
                "spread": float(values.std(ddof=1)) if values.size > 1 else np.nan,
                **{f"{share} %": float(value) for share, value in zip(SHARES, percentiles, strict=True)},
            }
        )
    return pandas.DataFrame(rows)

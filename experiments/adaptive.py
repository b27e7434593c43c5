"""Adaptive replication: go on until an interval is narrow enough, or a cap.

After each batch, the 95 % interval of an outcome at every point (or of its paired differences, between points that
differ in one factor only) is compared with the half width that was asked for. Points that are narrow get no more;
the others get another batch. Whether a point stops depends on its own runs alone, so that a sweep that was cut off
comes to the same end. Looking again and again makes intervals a little narrower than they should be (a rule that stops
when it looks good); the replicates to begin with keep that small, and `docs/experiments.md` says how small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samenspel.results.intervals import mean_interval, paired_difference


@dataclass(frozen=True)
class Rule:
    """When a point has had enough replicates.

    Attributes
    ----------
    outcome
        Of `samenspel.runs.Summary`.
    half_width
        Of the 95 % interval, in the unit of the outcome.
    paired
        The factor whose values are compared; None for the outcome of each point by itself.
    most
        Replicates of a point.
    batch
        How many to add at a time.
    """

    outcome: str
    half_width: float
    paired: str | None = None
    most: int = 1000
    batch: int = 20

    def narrow(self, values: np.ndarray) -> bool:
        """Whether a group of points has had enough.

        Parameters
        ----------
        values
            Shape (points of the group, replicates); paired with the first point of the group, or one point alone.
        """
        if self.paired is None:
            intervals = [mean_interval(values[0])]
        else:
            intervals = [paired_difference(values[0], other).interval for other in values[1:]]
        return all((one.high - one.low) / 2.0 <= self.half_width for one in intervals)  # NaN is not narrow


def groups_of(table: np.ndarray, paired: int | None) -> list[np.ndarray]:
    """Points that stop together: those that differ in the paired factor only, or each by itself.

    Parameters
    ----------
    table
        One row a point, one column a factor.
    paired
        Column of the paired factor.
    """
    if paired is None:
        return list(np.arange(len(table))[:, np.newaxis])
    others = np.delete(table, paired, axis=1)
    _, group = np.unique(others, axis=0, return_inverse=True) if others.shape[1] else (None, np.zeros(len(table), int))
    order = np.lexsort((table[:, paired], group.ravel()))
    edges = np.flatnonzero(np.diff(group.ravel()[order])) + 1
    return sorted(np.split(order, edges), key=lambda points: points.min())

"""The smallest effect of interest: on which side of it the whole of an interval lies (Schuirmann 1987; Lakens 2017)."""

from __future__ import annotations

from samenspel.results.intervals import Interval


def side_of(found: Interval, least: float) -> int | None:
    """1 where the whole interval lies above what matters, -1 below, 0 within; None where that cannot be told.

    Parameters
    ----------
    found
        Of an effect, NaN where it is not defined.
    least
        The smallest effect of interest, in the same unit; an end that is just as large lies within.

    Examples
    --------
    >>> [side_of(Interval(0.0, *ends, 9), 0.1) for ends in ((0.2, 0.3), (-0.3, -0.2), (-0.1, 0.1), (0.0, 0.2))]
    [1, -1, 0, None]
    """
    if found.low > least:
        return 1
    if found.high < -least:
        return -1
    return 0 if -least <= found.low and found.high <= least else None

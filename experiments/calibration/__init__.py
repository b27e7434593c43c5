"""Calibration: what a user's own numbers say of parameters, and whether they can say it at all.

`samenspel calibrate` draws parameters, runs the collaborations that were measured, and keeps what comes near the data,
ever nearer. What it says rests on data that the model made of known values, told in the same way. Inside, `data` reads
what was measured, `plan` what is calibrated on it, `posterior` counts, `generations` runs, `kept` keeps, and `page`
says and draws what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .kept import Calibrated

__all__ = ["calibrate"]


def calibrate(
    plan: str | Path | Mapping[str, Any],
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    watch: Callable[[Any], None] = lambda progress: None,
) -> Calibrated:
    """Calibrate, and give what came of it.

    Parameters
    ----------
    plan
        Path of a file (docs/calibrate.md), or a dictionary of the same form, whose `data` may be a list of rows.
    out
        Folder to keep it in; a calibration that was cut off goes on where it was. Without it nothing is kept.
    workers
        Threads; by default as many as there are processors. What comes of it does not depend on it.
    watch
        Called with an `samenspel.experiments.engine.Progress` now and then.

    Raises
    ------
    InputError
        What is wrong with the plan, the data or the folder, in one line.

    Examples
    --------
    >>> row = {"collaboration": "baseline", "round": 6, "what": "trust", "value": 0.5, "error": 0.05}
    >>> came = calibrate({
    ...     "scenario": "baseline", "set": {"rounds": 6}, "data": [row], "parameters": {"trust.initial": {}},
    ...     "calibration": {"first": 100, "kept": 50, "draws": 50, "generations": 1, "truths": 20, "fresh": 100},
    ... })
    >>> came.posterior.points.shape, came.misses
    ((50, 1), False)
    """
    from ..keeping import folder_of
    from .generations import calibrated
    from .plan import read_plan

    with folder_of(out) as folder:
        return calibrated(read_plan(plan), folder, workers, watch)

"""Exploration: which kinds of collaboration the model can make at all, and which it was not seen to make.

`samenspel explore` looks for settings of which the outcomes differ, and not for good ones: it parts two or three
outcomes into cells, and goes on from settings whose cell was seldom reached (pattern space exploration; Chérel,
Cottineau and Reuillon 2015). What is left is a map of what can come out, to set beside what is known of the world.
Inside, `plan` reads what is explored, `seeking` tries settings, `kept` keeps them, `kinds` counts, and `page` says and
draws what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .kept import Explored

__all__ = ["explore"]


def explore(
    plan: str | Path | Mapping[str, Any],
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    watch: Callable[[Any], None] = lambda progress: None,
) -> Explored:
    """Explore, and give what was reached.

    Parameters
    ----------
    plan
        Path of an exploration file, or a dictionary of the same form (docs/explore.md).
    out
        Folder to keep it in; an exploration that was cut off goes on where it was. Without it nothing is kept.
    workers
        Threads; by default as many as there are processors. What is reached does not depend on it.
    watch
        Called with an `samenspel.experiments.engine.Progress` now and then.

    Raises
    ------
    InputError
        What is wrong with the plan or the folder, in one line.

    Examples
    --------
    >>> reached = explore({
    ...     "scenario": "baseline", "set": {"rounds": 6},
    ...     "explore": {"settings": 8, "population": 4, "runs": 2, "fresh": 2},
    ...     "map": {"joint_value": {"from": -1, "to": 1}, "autonomy_ceded": {"from": 0, "to": 1}},
    ...     "factors": {"logic": {}, "trust.initial": {}},
    ... })
    >>> len(reached.tried), reached.values.shape
    (8, (8, 2))
    """
    from ..keeping import folder_of
    from .plan import read_plan
    from .seeking import explored

    with folder_of(out) as folder:
        return explored(read_plan(plan), folder, workers, watch)

"""Search: what a group can do, for several aims at once, in many worlds; never one optimum.

`samenspel search` tries interventions (levers), each in the same worlds, by an evolutionary algorithm (pymoo). What is
left is a front: of which nothing that was tried is better in every aim. What is said of it comes from other worlds,
that the search has not seen. Inside, `plan` reads what is sought, `worlds` makes the worlds, `seeking` tries
interventions, `kept` keeps them, `front` counts, and `page` says and draws what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .kept import Found

__all__ = ["seek"]


def seek(
    plan: str | Path | Mapping[str, Any],
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    watch: Callable[[Any], None] = lambda progress: None,
) -> Found:
    """Search, and give what was found.

    Parameters
    ----------
    plan
        Path of a search file, or a dictionary of the same form (docs/search.md).
    out
        Folder to keep it in; a search that was cut off goes on where it was. Without it nothing is kept.
    workers
        Threads; by default as many as there are processors. What is found does not depend on it.
    watch
        Called with an `samenspel.experiments.engine.Progress` now and then.

    Raises
    ------
    InputError
        What is wrong with the plan or the folder, in one line.

    Examples
    --------
    >>> found = seek({
    ...     "scenario": "baseline", "set": {"rounds": 6}, "search": {"evaluations": 8, "population": 4},
    ...     "worlds": {"search": 2, "fresh": 2}, "aims": {"joint_value": "more", "autonomy_ceded": "less"},
    ...     "levers": {"logic": {}, "trust.initial": {}},
    ... })
    >>> len(found.tried), found.values.shape
    (8, (8, 2, 2))
    """
    from ..keeping import folder_of
    from .plan import read_plan
    from .seeking import search

    with folder_of(out) as folder:
        return search(read_plan(plan), folder, workers, watch)

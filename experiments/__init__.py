"""Experiments: from one design file to the results of all its runs.

`run_design` does what `samenspel sweep` does. `experiments.design` says which points are run, `experiments.engine` runs
them, `experiments.store` keeps what came of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas

__all__ = ["run_design"]


def run_design(
    design: str | Path | Mapping[str, Any],
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    replicates: int | None = None,
    dask: str | None = None,
    executor: Executor | None = None,
    watch: Callable[[Any], None] = lambda progress: None,
) -> pandas.DataFrame:
    """Run a design, and give its results: one row a run.

    Parameters
    ----------
    design
        Path of a design file, or a dictionary of the same form (docs/experiments.md).
    out
        Folder to keep the results in. A sweep that was cut off goes on where it was, and one that is complete is
        only read. Without it nothing is kept.
    workers
        Threads; by default as many as there are processors. The results do not depend on it.
    replicates
        Instead of what the design says.
    dask
        Address of a Dask scheduler to run it on.
    executor
        Any other executor to run it on, such as a `ProcessPoolExecutor`, or one of MPI or Ray.
    watch
        Called with an `experiments.engine.Progress` now and then.

    Raises
    ------
    InputError
        What is wrong with the design or the folder, in one line.

    Examples
    --------
    >>> runs = run_design({
    ...     "scenario": "baseline", "replicates": 2, "set": {"rounds": 6},
    ...     "factors": {"logic": {"values": ["hierarchy", "network"]}},
    ... })
    >>> runs[["point", "replicate", "seed", "logic"]].values.tolist()
    [[0, 0, 1, 'hierarchy'], [1, 0, 1, 'network'], [0, 1, 2, 'hierarchy'], [1, 1, 2, 'network']]
    """
    import tempfile
    from contextlib import ExitStack

    from .cluster import dask as connected
    from .design import read_design
    from .engine import sweep
    from .store import read_runs

    asked = read_design(design)
    if replicates is not None:
        asked = asked.with_replicates(replicates)
    with ExitStack() as stack:
        folder = Path(out) if out is not None else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        window = None
        if dask is not None:
            executor, window = stack.enter_context(connected(dask))
        sweep(asked, folder, executor, workers, window, watch=watch)
        return read_runs(folder)

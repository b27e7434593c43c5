"""Experiments: from one design file to the results of all its runs.

`run_design` does what `samenspel sweep` does, and `report` what `samenspel report` does; `read` gives the results of a
folder, and `to_ema` gives them to ema_workbench. Inside, `design` says which points are run, `engine` runs them,
`store` keeps what came of them, `analysis` makes tables of it, and `answers` answers questions with a table, a sentence
and a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import numpy as np
    import pandas

    from .page import Written
    from .results import Results

__all__ = ["read", "report", "run_design", "to_ema"]

if __name__ != "samenspel.experiments":
    raise ImportError("the folder experiments/ is the package samenspel.experiments: import that", name=__name__)


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
        Called with an `samenspel.experiments.engine.Progress` now and then.

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
    import warnings
    from contextlib import ExitStack

    from .cluster import dask as connected
    from .design import read_design
    from .engine import sweep
    from .keeping import folder_of
    from .store import read_runs

    asked = read_design(design)
    if replicates is not None:
        asked = asked.with_replicates(replicates)
    with ExitStack() as stack:
        folder = stack.enter_context(folder_of(out))
        window = None
        if dask is not None:
            executor, window = stack.enter_context(connected(dask, warnings.warn))
        sweep(asked, folder, executor, workers, window, watch=watch)
        return read_runs(folder)


def read(folder: str | Path) -> Results:
    """Read the results of a sweep, finished or not.

    Parameters
    ----------
    folder
        Of `samenspel sweep`, or of `run_design(..., out=...)`.

    Returns
    -------
    samenspel.experiments.results.Results
        `runs`, a DataFrame with one row a run; `factors`, `method`, `outcomes`, `title`, `question`, and `status`.

    Raises
    ------
    InputError
        There are no results there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = run_design({"replicates": 2, "set": {"rounds": 3}, "factors": {"trust.gain": {"levels": 2}}}, folder)
    ...     results = read(folder)
    >>> len(results.runs), list(results.factors), results.finished
    (4, ['trust.gain'], True)
    """
    from .results import read

    return read(folder)


def report(
    folder: str | Path, out: str | Path | None = None, outcome: str | None = None, language: str = "en"
) -> Written:
    """Write what came of a sweep: a page that opens offline, with the answers to the questions of its method.

    Parameters
    ----------
    folder
        Of the results; a sweep that is not finished is reported as far as it is, and the page says so.
    out
        Folder for the page, for each figure as PNG, SVG and PDF, and for each table as CSV; by default `report` in
        the folder of the results.
    outcome
        Of `samenspel.runs.Summary`; by default those that the design is about.
    language
        `en` or `nl`: of everything that is said, figures included. Tables for programs have the same columns and
        numbers; a cell that says something (which of two, a group) says it in that language.

    Returns
    -------
    samenspel.experiments.page.Written
        `page`, its path; `readings`, a sentence an answer; `left_out`, what could not be done, and why.

    Raises
    ------
    InputError
        No results there, nothing to analyse, an outcome that is none, or a folder that holds other things.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = run_design({"replicates": 3, "set": {"rounds": 3}, "factors": {"trust.gain": {"levels": 2}}}, folder)
    ...     written = report(folder)
    >>> written.page.name, len(written.readings)
    ('index.html', 2)
    """
    from .page import report

    return report(folder, out, outcome, language)


def to_ema(folder: str | Path, every_round: bool = False) -> tuple[pandas.DataFrame, dict[str, np.ndarray]]:
    """Give the results of a sweep as ema_workbench has them, for its other tools (Kwakkel 2017); it can save them.

    To that end it is told, as by its own `load_results`, of what kind each outcome is; a model of one's own in the same
    process that calls another kind of outcome by such a name is refused by it.

    Parameters
    ----------
    folder
        Of the results.
    every_round
        Give the outcomes of every round rather than those of a run as a whole.

    Returns
    -------
    tuple
        `experiments`, a row a run that did not fail, a column a factor, words as categories (the factor `scenario` is
        called `scenario.name`, as ema_workbench drops a column of that name); `outcomes`, an array for each, one
        number a run, or with `every_round` shape (runs, rounds), NaN where a run is shorter or it is not defined, and
        `TIME` with the rounds.

    Raises
    ------
    InputError
        No results there; rounds that were not kept.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = run_design({"replicates": 3, "set": {"rounds": 3}, "factors": {"logic": {}}}, folder)
    ...     experiments, outcomes = to_ema(folder)
    >>> experiments["logic"].tolist()[:2], outcomes["trust"].shape
    (['hierarchy', 'network'], (6,))
    """
    from .analysis.discovery import can_be_saved, experiments_and_outcomes, rounds_as_arrays
    from .results import read

    results = read(folder)
    experiments, outcomes = experiments_and_outcomes(results.runs)
    if every_round:
        outcomes = rounds_as_arrays(results.runs, results.rounds())
    can_be_saved(outcomes)
    return experiments, outcomes

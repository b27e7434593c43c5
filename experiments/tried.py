"""What is tried, and what came of it: interventions in worlds, settings on seeds, draws of parameters; a row a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .engine import Progress
from .factors import Factor
from .keeping import Kind, keep

if TYPE_CHECKING:
    import pyarrow

Own = Mapping[str, Sequence[str]]  # unit and meaning of outcomes of one's own, by name
BROKEN = "breaks a constraint"  # what is said of that which is not run
BLOCKS = 4  # of work for each worker and generation, so that none waits long for the last


class Rows:
    """What was tried, as it was kept: as many rows of each as it was run.

    Attributes
    ----------
    numbers
        Of each, shape (tried,).
    table
        What it is, shape (tried, factors), as `Factor.encode` writes it.
    outcomes
        Shape (tried, runs, outcomes); NaN where a run failed, or the outcome is not defined.

    Parameters
    ----------
    rows
        Of which the first column has the number of what was tried, and its runs are together.
    factors, outcomes
        Names of columns: what was varied, and what came of it.
    """

    def __init__(self, rows: pyarrow.Table, factors: Sequence[Factor], outcomes: Sequence[str]) -> None:
        numbers = rows.column(0).to_numpy()
        runs = np.count_nonzero(numbers == numbers[0])
        first = rows.take(np.arange(0, rows.num_rows, runs))
        self.numbers = numbers[::runs]
        codes = [[one.encode(value) for value in first.column(one.name).to_pylist()] for one in factors]
        self.table = np.array(codes, float).reshape(len(factors), first.num_rows).T
        columns = [rows.column(name).to_numpy() for name in outcomes]
        self.outcomes = np.column_stack(columns).reshape(-1, runs, len(columns))


def kept_as(
    schema: pyarrow.Schema, kind: Kind, folder: Path, path: str, factors: Sequence[Factor], outcomes: Sequence[str]
) -> Rows | None:
    """What was kept of a generation, or of another part; None where there is nothing yet.

    Parameters
    ----------
    schema
        Its columns.
    kind, folder, path
        Of what it is a part, and where: the path from the folder.
    factors, outcomes
        As of `Rows`.

    Raises
    ------
    InputError
        It is not as it was written.
    """
    rows = kind.rows(folder, path, schema)
    return None if rows is None else Rows(rows, factors, outcomes)


class Tries[Plan]:
    """Runs that are made where they are not kept.

    Attributes
    ----------
    plan, folder
        What is tried, and where it is kept.
    pool, blocks
        What makes runs, and how many blocks of work a part of them is.
    progress, watch
        What is counted, and what is told of it after every part.
    """

    def __init__(
        self, plan: Plan, folder: Path, pool: Executor, count: int, progress: Progress,
        watch: Callable[[Progress], None],
    ) -> None:  # fmt: skip
        self.plan, self.folder, self.pool, self.blocks = plan, folder, pool, BLOCKS * count
        self.progress, self.watch = progress, watch

    def held(self, runs: int) -> None:
        """Count runs of a part that was kept."""
        self.progress.held += runs
        self.watch(self.progress)

    def keep(self, path: str, rows: pyarrow.Table, runs: int, errors: Sequence[str | None]) -> None:
        """Keep a part, and count its runs.

        Parameters
        ----------
        path, rows
            Where it is kept, from the folder, and what is kept there.
        runs, errors
            How many runs were made for it, and why some of them failed, or were not made.
        """
        keep(self.folder, path, rows)
        self.progress.done += runs
        self.progress.failed += sum(error not in (None, BROKEN) for error in errors)
        self.watch(self.progress)

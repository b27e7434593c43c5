"""A cluster: Dask as an executor, for a sweep that outgrows one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from importlib.metadata import version
from types import FunctionType
from typing import TYPE_CHECKING

from samenspel.errors import InputError

if TYPE_CHECKING:
    from distributed import Client


PATIENCE = 10.0  # seconds for a scheduler to answer, and until it is said that no worker is there
MOST_PATIENCE = 600.0  # seconds for a first worker: a cluster may take minutes to start many from one file system


def check_workers(client: Client, address: str) -> None:
    """Refuse a cluster with workers that would make other runs than this process: `address` as it was given."""
    mine = known_here()
    for worker, theirs in sorted(client.run(by_value(known_here)).items()):
        if lacking := list(lacks(theirs, mine)):
            raise InputError(f"--dask {address}: worker {worker}: {'; '.join(lacking)}")


def wait_for_workers(
    client: Client, address: str, patience: float, most_patience: float, tell: Callable[[str], None]
) -> None:
    """Wait for a first worker; say so when it takes long, and refuse when there is none in the end.

    Parameters
    ----------
    client
        Of the scheduler.
    address
        As it was given.
    patience, most_patience
        Seconds after which it is said, and refused.
    tell
        Says a line.
    """
    start = f"start some: dask worker {'--scheduler-file ' if address.endswith('.json') else ''}{address}"
    try:
        with suppress(TimeoutError):
            return client.wait_for_workers(1, timeout=patience)
        tell(f"--dask {address}: no workers there yet, and none after {most_patience:g} s ends it; {start}")
        client.wait_for_workers(1, timeout=most_patience - patience)
    except TimeoutError:
        raise InputError(f"--dask {address}: no workers there after {most_patience:g} s; {start}") from None


def known_here() -> dict[str, str]:
    """What a process has of what makes the bits of a run; `lacks` where it cannot be imported."""
    try:
        from samenspel.experiments.store import made_by

        return made_by()
    except ImportError as problem:
        return {"lacks": problem.name or str(problem)}


def lacks(theirs: Mapping[str, str], mine: Mapping[str, str]) -> Iterator[str]:
    """What a worker lacks, or has otherwise."""
    if "lacks" in theirs:
        yield f"it lacks {theirs['lacks']}: pip install 'samenspel[dask]', of the version {version('samenspel')}"
        return
    for name, here in mine.items():
        if theirs[name] != here:
            yield f"it has {name} {theirs[name]}, and here it is {here}"


def by_value(function: Callable) -> Callable:
    """A function that goes to a worker as it is: by its name, a worker without the package could not even say so."""
    copy = FunctionType(function.__code__, {"__builtins__": __builtins__}, function.__name__)
    copy.__module__ = "__main__"
    return copy


@contextmanager
def dask(
    address: str,
    tell: Callable[[str], None],
    patience: float = PATIENCE,
    most_patience: float = MOST_PATIENCE,
) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address
        Of the scheduler, such as `tcp://node17:8786`, or the path of a scheduler file.
    tell
        Says a line, when no worker is there yet.
    patience, most_patience
        Seconds to wait for it, and for its first worker until that is said; and in all.

    Yields
    ------
    executor
        Dask gives the work of a lost worker to another.
    window
        How many blocks to have out: four for every thread that workers have at the moment.

    Raises
    ------
    InputError
        No scheduler, no workers, or workers that lack something: all that they lack, before any work is sent.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--dask needs Dask: pip install 'samenspel[dask]'") from None
    where = {"scheduler_file": address} if address.endswith(".json") else {"address": address}
    try:
        client = Client(**where, timeout=patience, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise InputError(f"--dask {address}: cannot be reached: {problem or type(problem).__name__}") from None
    with client:
        wait_for_workers(client, address, patience, most_patience, tell)
        check_workers(client, address)
        executor = client.get_executor(pure=False)
        try:
            yield executor, lambda: 4 * max(2, sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)

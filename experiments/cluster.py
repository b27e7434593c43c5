"""A cluster: Dask as an executor, for a sweep that outgrows one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib.metadata import version
from types import FunctionType
from typing import TYPE_CHECKING

from samenspel.errors import InputError

if TYPE_CHECKING:
    from distributed import Client


def check_workers(client: Client, address: str, patience: float) -> None:
    """Refuse a cluster without workers, or with some that would make other runs than this process.

    Parameters
    ----------
    client
        Of the scheduler.
    address
        As it was given.
    patience
        Seconds to wait for a first worker.
    """
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError:
        start = f"dask worker {'--scheduler-file ' if address.endswith('.json') else ''}{address}"
        raise InputError(f"--dask {address}: no workers there after {patience:g} s; start some: {start}") from None
    mine = known_here()
    for worker, theirs in sorted(client.run(by_value(known_here)).items()):
        if lacking := list(lacks(theirs, mine)):
            raise InputError(f"--dask {address}: worker {worker}: {'; '.join(lacking)}")


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
def dask(address: str, patience: float = 10.0) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address
        Of the scheduler, such as `tcp://node17:8786`, or the path of a scheduler file.
    patience
        Seconds to wait for it, and for its first worker.

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
        check_workers(client, address, patience)
        executor = client.get_executor(pure=False)
        try:
            yield executor, lambda: 4 * max(2, sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)

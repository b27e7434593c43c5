"""A cluster: Dask as an executor, for a sweep that outgrows one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from samenspel.errors import InputError


@contextmanager
def dask(address: str, patience: float = 10.0) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address
        Of the scheduler, such as `tcp://node17:8786`, or the path of a scheduler file.
    patience
        Seconds to wait for it.

    Yields
    ------
    executor
        Dask gives the work of a lost worker to another.
    window
        How many blocks to have out: four for every thread that workers have at the moment.
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
        executor = client.get_executor(pure=False)
        try:
            yield executor, lambda: 4 * max(2, sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)

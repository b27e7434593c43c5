"""The one compile decorator, and the digest that names a version of the model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import platformdirs
from filelock import FileLock
from numba import config, njit
from numba.core.caching import FunctionCache

PACKAGE = Path(__file__).parent


# What compiled code is made of: a change in any of these makes it another program.
ENGINE = (
    "conditions.py",
    "draws.py",
    "dynamics.py",
    "elementary.py",
    "game.py",
    "kernel.py",
    "logic.py",
    "measures.py",
    "mechanisms/*.py",
    "parameters.py",
    "population.py",
    "state.py",
)


@cache
def digest(*patterns: str) -> str:
    """Fingerprint of sources of the package: their paths and bytes.

    Without patterns it covers every Python source, and is the version of the code in every manifest of results.

    Returns
    -------
    str
        16 hexadecimal digits, the same on every machine that holds the same sources.
    """
    fingerprint = hashlib.sha256()
    sources = {source for pattern in patterns or ("**/*.py",) for source in PACKAGE.glob(pattern)}
    for name, source in sorted((source.relative_to(PACKAGE).as_posix(), source) for source in sources):
        fingerprint.update(name.encode())
        fingerprint.update(source.read_bytes())
    return fingerprint.hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled code is kept: a folder of its own for every version of the engine.

    Numba does not see an edit in a file that a compiled function merely calls into; the name of the folder does.
    """
    return Path(platformdirs.user_cache_dir("samenspel", appauthor=False)) / digest(*ENGINE)


class SharedCache(FunctionCache):
    """Compiled code on disk, which several processes may write at once.

    Numba looks up a free name for a file and takes it in two steps: of two processes that compile one function for two
    types at the same moment, both can get the same name, and later the code for one type is run on the other.
    """

    def save_overload(self, sig: object, data: object) -> None:
        """Save the code for one signature, while no other process does."""
        self._impl.locator.ensure_cache_path()
        with FileLock(Path(self._cache_path) / "saving.lock"):
            super().save_overload(sig, data)


def compiled[Function: Callable](function: Function) -> Function:
    """Compile a function to machine code, as a part of whatever calls it."""
    return to_machine_code(function, inlined=True)


def scheduled[Function: Callable](function: Function) -> Function:
    """Compile what the schedule of a round names: by itself, or the round would be one function, slow to compile."""
    return to_machine_code(function, inlined=False)


def to_machine_code[Function: Callable](function: Function, inlined: bool) -> Function:
    """Compile a function when it is first called, once per version of the model; it runs outside Python's lock.

    A call that hands over arrays costs more than most rules do: what is inlined spares it.
    """
    elsewhere = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        options = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "forceinline": inlined}
        dispatcher = njit(**options)(function)
        if hasattr(dispatcher, "py_func"):  # not where compilation is switched off
            dispatcher._cache = SharedCache(dispatcher.py_func)
        return dispatcher
    finally:
        config.CACHE_DIR = elsewhere

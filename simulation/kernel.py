"""The one compile decorator, and the digest that names a version of the model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import platformdirs
from numba import config, njit

PACKAGE = Path(__file__).parent


# What compiled code is made of: a change in any of these makes it another program.
ENGINE = (
    "conditions.py",
    "draws.py",
    "dynamics.py",
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


def compiled[Function: Callable](function: Function) -> Function:
    """Compile a function to machine code, once per version of the model; it runs outside Python's lock."""
    elsewhere = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        return njit(cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True)(function)
    finally:
        config.CACHE_DIR = elsewhere

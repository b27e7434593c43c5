"""The one compile decorator, and the digest that names a version of the model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import platformdirs
from numba import config, njit

Function = TypeVar("Function", bound=Callable)

PACKAGE = Path(__file__).parent


@cache
def digest() -> str:
    """Fingerprint of the model: every Python source of the package, its path and its bytes.

    Numba does not see an edit in a file that a compiled function merely calls into, so the compiled
    code is kept under this name; and every manifest of results carries it as the version of the code.

    Returns
    -------
    str
        16 hexadecimal digits, the same on every machine that holds the same sources.
    """
    state = hashlib.sha256()
    for source in sorted(PACKAGE.rglob("*.py"), key=lambda path: path.relative_to(PACKAGE).as_posix()):
        state.update(source.relative_to(PACKAGE).as_posix().encode())
        state.update(source.read_bytes())
    return state.hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled code of this version of the model is kept."""
    return Path(platformdirs.user_cache_dir("samenspel", appauthor=False)) / digest()


def compiled(function: Function) -> Function:
    """Compile a function to machine code, once per version of the model; it runs outside Python's lock."""
    elsewhere = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        return njit(cache=True, nogil=True, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = elsewhere

"""Numba's typed code of the engine, before a processor is chosen.

The build runs this as a process of its own: numba reads its settings once, when it is imported, and must neither choose
this machine's processor nor find, or leave, code for it in the cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

SETTINGS = {"NUMBA_OPT": "0", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "PYTHONWARNINGS": "ignore"}


def write(themes: int, folder: Path) -> None:
    """Write what `main` writes, with the settings that it needs."""
    with tempfile.TemporaryDirectory() as cache:
        inside = f"from pathlib import Path; from {__name__} import main; main({themes}, Path({str(folder)!r}))"
        command = [sys.executable, "-c", inside]
        subprocess.run(command, env={**os.environ, **SETTINGS, "XDG_CACHE_HOME": cache}, check=True)


def main(themes: int, folder: Path) -> None:
    """Write the code of each entry to `folder/NAME.ll`; the entry itself bears its name."""
    from numba import int64, typeof

    from .. import dynamics
    from ..state import State
    from .records import types

    arrays = {name: typeof(record_array(kind)) for name, kind in types(themes).items()}
    state = typeof(State(*(record_array(types(themes)[name]) for name in State._fields)))
    signatures = {
        "begin": (state, arrays["parameters"], int64),
        "play": (state, arrays["parameters"], int64, int64, int64, arrays["history"]),
    }
    for name, signature in signatures.items():
        function = getattr(dynamics, name)
        function.compile(signature)
        (code,) = function.inspect_llvm().values()
        (overload,) = function.overloads.values()
        named = code.replace(f"@{overload.fndesc.llvm_func_name}(", f"@engine_{name}(")
        (folder / f"{name}.ll").write_text(named, encoding="utf-8")


def record_array(kind: np.dtype) -> np.ndarray:
    """One record, as the engine is handed it."""
    return np.zeros(1, kind)

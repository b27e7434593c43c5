"""`python -m samenspel.x`: what has nothing to run says so, as Python itself would end without a word."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path


def check(module: str) -> None:
    """End with one line if this module of the package has nothing to run.

    What is not there, and a package without a `__main__`, Python tells by itself.
    """
    if not module.startswith("samenspel."):
        return
    try:
        spec = find_spec(module)
    except ImportError:
        return
    if spec is None or spec.submodule_search_locations is not None or spec.origin is None:
        return
    if "\nif __name__ == " not in Path(spec.origin).read_text(encoding="utf-8"):
        sys.exit(f"python -m {module}: there is nothing to run in it; all commands: python -m samenspel --help")

"""The version of the code, as results carry it."""

from __future__ import annotations

from functools import cache

from .kernel import PACKAGE, digest

NESTED = {"experiments", "studies"}  # packages of their own, which lie inside this one where it is installed


@cache
def source_digest() -> str:
    """Fingerprint of every Python source of the model: the same in a checkout and where it is installed."""
    inside = sorted({path.parent.name for path in PACKAGE.glob("*/__init__.py")} - NESTED)
    return digest("*.py", *(f"{name}/**/*.py" for name in inside))

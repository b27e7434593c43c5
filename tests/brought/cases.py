"""The files in cases/: kinds of exports as people have them, with invented names."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent / "cases"


def held(case: str) -> dict[str, bytes]:
    """The data files of a case, by their names."""
    return {path.name: path.read_bytes() for path in sorted((CASES / case).iterdir()) if path.suffix != ".toml"}

"""The pages that people write, wrapped so that a change of a sentence is a change of its lines:

    python -m tests.prose

It is mdformat, by `.mdformat.toml`. Pages that a command writes are not among them, nor those with formulas.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.repository import ROOT, tracked

WRITTEN = {
    f"docs/{name}.md"
    for name in ("effects", "patterns", "calibration", "validation", "rivals", "corroboration", "qca", "tournament")
}
FORMULAS = {"docs/odd.md"}
APART = {"CHANGELOG.md", "docs/scenarios.md", "docs/survey.md", "docs/paper/paper.md"}  # the last has a head of YAML
FOLDERS = {"benchmarks", "studies"}  # what stands there is written, in part, by what it reports on


def pages() -> list[Path]:
    """The pages, in the order of their names."""
    names = [path.relative_to(ROOT) for path in tracked() if path.suffix == ".md"]
    left = [
        name for name in names if name.as_posix() not in WRITTEN | FORMULAS | APART and name.parts[0] not in FOLDERS
    ]
    return [ROOT / name for name in sorted([*left, Path("studies/README.md")])]


def mdformat(*options: str) -> subprocess.CompletedProcess:
    """Format the pages, or say what is not as it would be."""
    command = [sys.executable, "-m", "mdformat", *options, *map(str, pages())]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    done = mdformat(*sys.argv[1:])
    print(done.stdout + done.stderr, end="")
    sys.exit(done.returncode)

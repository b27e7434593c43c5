"""The sources laid out as they are installed, for tools that read a package and do not import it (import-linter, mypy).

    python -m tests.as_installed lint-imports
    python -m tests.as_installed mypy -p samenspel

Such tools look for a folder samenspel/, and here its folders have other names. So they get a copy of the Python sources
in a temporary folder, first on the path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@cache
def folders() -> dict[str, str]:
    """Packages and the folders that they are here, as the project file says it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["setuptools"]["package-dir"]


def lay_out(place: Path, root: Path = ROOT) -> Path:
    """Copy the Python sources to a folder, as they are installed."""

    def others(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())]

    for package, folder in folders().items():
        shutil.copytree(root / folder, place / package.replace(".", "/"), ignore=others, dirs_exist_ok=True)
    return place


def run(command: Sequence[str], root: Path = ROOT) -> subprocess.CompletedProcess:
    """Run a command that finds the package as it is installed."""
    with tempfile.TemporaryDirectory() as place:
        lay_out(Path(place), root)
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        environment = {**os.environ, "PATH": programs, "PYTHONPATH": place, "MYPYPATH": place}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    done = run(sys.argv[1:])
    print(done.stdout + done.stderr, end="")
    sys.exit(done.returncode)

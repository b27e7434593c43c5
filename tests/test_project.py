"""The project as people expect it: style, import directions, and nothing of a workplace left in a file."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=["lint", "format"])
def test_ruff_has_nothing_to_say(command):
    """Oracle: ruff, by the configuration in pyproject.toml."""
    finished = run(sys.executable, "-m", "ruff", *command)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_imports_point_one_way():
    """Oracle: the contracts in pyproject.toml, by import-linter."""
    finished = run(sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
    assert finished.returncode == 0, finished.stdout + finished.stderr


def tracked() -> list[Path]:
    listed = run("git", "ls-files", "-co", "--exclude-standard")
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_kept():
    """Oracle: the patterns below; constraints hold versions only."""
    foreign = re.compile(r"pypi" + r"\.org|python" + r"hosted|/home/\w|/ro" + r"ot/|C:\\Users")
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".txt", ".cff", ".json", ".csv"} or path.name == "run":
            assert not foreign.search(path.read_text(encoding="utf-8")), path


def test_an_extra_that_an_error_or_a_page_names_exists():
    """Oracle: pyproject.toml; those for use are not GPL."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    named = set()
    for path in tracked():
        if path.suffix in {".py", ".md"}:
            for one in re.findall(r"pip install '(?:samenspel|\.)\[([\w,]+)\]'", path.read_text(encoding="utf-8")):
                named |= set(one.split(","))
    assert {"ema", "experiments", "view", "dask"} <= named <= extras.keys()
    assert not any("ema_workbench" in package for extra in ("experiments", "view", "dask") for package in extras[extra])
    assert set(extras["ema"]) <= set(extras["test"])

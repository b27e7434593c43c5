"""The project as people expect it: style, import directions, and nothing of a workplace left in a file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import as_installed, prose
from tests.repository import tracked

ROOT = Path(__file__).parent.parent


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=["lint", "format"])
def test_ruff_has_nothing_to_say(command):
    """Oracle: ruff, by the configuration in pyproject.toml."""
    finished = run(sys.executable, "-m", "ruff", *command)
    assert finished.returncode == 0, finished.stdout + finished.stderr


LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]


def test_imports_point_one_way():
    """Oracle: the contracts in pyproject.toml, by import-linter."""
    finished = as_installed.run([*LINT, "--no-cache"])
    assert finished.returncode == 0, finished.stdout + finished.stderr


AGAINST_THE_GRAIN = [
    ("simulation/runs.py", "from .view import session", "samenspel.runs -> samenspel.view"),
    ("simulation/scenario.py", "from .experiments import design", "samenspel.scenario -> samenspel.experiments"),
    (
        "experiments/store.py",
        "from samenspel.studies.patterns import places",
        "samenspel.experiments.store -> samenspel.studies",
    ),
    (
        "studies/patterns/places.py",
        "from . import betrayal",
        "samenspel.studies.patterns.places -> samenspel.studies.patterns.betrayal",
    ),
    (
        "studies/rivals/search.py",
        "from . import theirs",
        "samenspel.studies.rivals.search -> samenspel.studies.rivals.theirs",
    ),
    ("simulation/game.py", "import pandas", "samenspel.game -> pandas"),
]
BROKEN = (
    "imports point one way",
    "patterns, from a place",
    "rivals, from models",
    "what is compiled knows no framework",
)


def test_imports_against_the_grain_are_found(tmp_path):
    """Oracle: by hand, lines that contracts forbid, all in one copy of the sources; each is told."""
    for folder in as_installed.folders().values():
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file, line, _ in AGAINST_THE_GRAIN:
        path = tmp_path / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    finished = as_installed.run([*LINT, "--no-cache"], root=tmp_path)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    for contract in BROKEN:
        assert re.search(rf"^{contract}((?!KEPT).)*BROKEN", finished.stdout, re.MULTILINE | re.DOTALL), finished.stdout
    told = finished.stdout.partition("Broken contracts")[2]
    for _, line, imports in AGAINST_THE_GRAIN:
        assert imports in told, (line, finished.stdout)


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_kept():
    """Oracle: the patterns below; constraints hold versions only."""
    foreign = re.compile(r"pypi" + r"\.org|python" + r"hosted|/home/\w|/ro" + r"ot/|C:\\Users")
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".txt", ".cff", ".json", ".csv"} or path.name == "run":
            assert not foreign.search(path.read_text(encoding="utf-8", errors="replace")), path


def test_nothing_is_left_of_two_versions():
    """Oracle: the marks that git puts between them."""
    marks = re.compile(rb"^(?:<{7}|\|{7}|>{7})(?: |$)", re.MULTILINE)
    assert not [path for path in tracked() if marks.search(path.read_bytes())]


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


def test_what_is_to_be_cited_is_the_version_that_there_is():
    """Oracle: the head of the changelog."""
    version = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))["version"] == version


def test_the_paper_has_a_head_that_a_journal_reads():
    """Oracle: what JOSS asks of a paper, by PyYAML, and the keys of its bibliography."""
    yaml = pytest.importorskip("yaml")
    folder = ROOT / "docs" / "paper"
    _, head, text = (folder / "paper.md").read_text(encoding="utf-8").split("---\n", 2)
    said = yaml.safe_load(head)
    assert {"title", "tags", "authors", "affiliations", "date", "bibliography"} <= said.keys()
    assert {one["affiliation"] for one in said["authors"]} <= {one["index"] for one in said["affiliations"]}
    keys = set(re.findall(r"^@\w+\{(\w+),", (folder / said["bibliography"]).read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"@(\w+)", text)) <= keys
    assert "\\[" not in text


def test_no_test_leans_on_the_file_of_another():
    """Oracle: the imports; what two share has a room of its own, without `test_` before its name."""
    lean = re.compile(r"^\s*(?:from|import) \S*\btest_\w+", re.MULTILINE)
    leaning = [path for path in tracked() if path.suffix == ".py" and lean.search(path.read_text(encoding="utf-8"))]
    assert not leaning


def test_pages_are_wrapped():
    """Oracle: mdformat, by `.mdformat.toml`; `python -m tests.prose` wraps them."""
    pytest.importorskip("mdformat", reason="mdformat is not installed")
    finished = prose.mdformat("--check")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert len(prose.pages()) > 20

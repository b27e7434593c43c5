"""The tutorial: its Python, run from top to bottom, does what the text around it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samenspel.cli import app
from samenspel.experiments import run_design

TEXT = (Path(__file__).parent.parent / "docs" / "tutorial.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """What the reader has at the end of the page."""
    known: dict = {"folder": tmp_path_factory.mktemp("tutorial")}
    for block in re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL):
        exec(block, known)
    return known


def test_the_runs_are_those_of_the_design(names):
    """Oracle: counted by hand, 4 x 3 x 2 points of 12 replicates; a cell of the map is a mean of paired differences."""
    runs, cells = names["runs"], names["cells"]
    assert len(runs) == 4 * 3 * 2 * 12
    of_cell = runs[(runs["trust.initial"] == 0.2) & (runs["dependence.total"] == 0.6)]
    means = of_cell.groupby("logic")["joint_value"].mean()
    cell = cells[(cells["x"] == 0.2) & (cells["y"] == 0.6)].iloc[0]
    assert cell["difference"] == pytest.approx(means["network"] - means["hierarchy"], abs=1e-12)


def test_running_again_runs_nothing(names):
    """Oracle: the text."""
    told = []
    again = run_design(names["design"], out=names["folder"] / "runs", watch=told.append)
    assert again.equals(names["runs"])
    assert all(progress.done == 0 for progress in told)


def test_figures_and_page_are_there(names):
    """Oracle: the file system."""
    folder = names["folder"]
    for name in (
        "what_if.png",
        "what_if.svg",
        "map.png",
        "map.svg",
        "effects.png",
        "effects.svg",
        "runs/report/index.html",
    ):
        assert (folder / name).stat().st_size > 1000, name


def test_pairs_are_on_the_same_seeds(names):
    before, after = names["comparison"].before, names["comparison"].after
    assert [one.seed for one in before] == [one.seed for one in after] == list(range(1, 61))
    assert names["differences"]["joint_value"].interval.count == 60


def test_every_command_of_the_table_exists():
    """Oracle: the command line."""
    commands = set(re.findall(r"\| `samenspel (\w+)", TEXT))
    assert commands == {"run", "compare", "sweep", "status", "report", "study"}
    assert commands <= set(app)

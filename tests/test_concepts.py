"""The table from concept to code names what exists."""

from __future__ import annotations

import inspect
import re
import runpy
from pathlib import Path

import pytest

from samenspel import dynamics
from samenspel.dynamics import Parameters
from samenspel.measures import Outcomes
from samenspel.parameters import declarations
from samenspel.runs import Summary

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and set(line) - set("|- \n") and not line.endswith("| test |")
]
WORDS = {path.stem for path in (ROOT / "simulation").rglob("*.py")}
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def ticked(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_what_a_row_names_is_there(row):
    """Oracle: the files, declarations, outcomes and tests themselves."""
    _, mechanisms, parameters, outcomes, tests = row
    assert {word.strip() for word in mechanisms.split(",")} <= WORDS
    assert ticked(parameters)
    assert set(ticked(parameters)) <= {name for name, _, _ in declarations(Parameters())}
    assert ticked(outcomes)
    assert set(ticked(outcomes)) <= {*Outcomes._fields, *Summary._fields}
    assert ticked(tests)
    assert set(ticked(tests)) <= TESTS


def test_every_mechanism_has_a_concept():
    """Oracle: the folder of mechanisms."""
    named = {word.strip() for row in ROWS for word in row[1].split(",")}
    mechanisms = {path.stem for path in (ROOT / "simulation" / "mechanisms").glob("*.py")} - {"__init__"}
    assert mechanisms <= named


def test_the_figure_of_the_round_shows_every_step_in_its_order():
    """Oracle: the calls in `dynamics.play`, where a mechanism first acts."""
    figure = runpy.run_path(str(ROOT / "docs" / "figures" / "round.py"))
    shown = [word for _, _, boxes in figure["PHASES"] for word, _ in boxes]
    calls = inspect.getsource(dynamics.play.py_func).split("for round_ in range")[1]
    inner = "conditions.spend(state, p)"
    calls = calls.replace(f"stock.carry(state, p, {inner})", f"{inner}; stock.carry(state)")
    assert list(dict.fromkeys(shown)) == list(dict.fromkeys(re.findall(r"\b(\w+)\.\w+\(state", calls)))

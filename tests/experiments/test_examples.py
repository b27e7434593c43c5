"""The examples in docstrings and in docs/experiments.md: each runs, or can be run."""

from __future__ import annotations

import doctest
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from samenspel.experiments import run_design
from samenspel.experiments.design import from_table

TEXT = (Path(__file__).parent.parent.parent / "docs" / "experiments.md").read_text(encoding="utf-8")
WHOLE, ORDERS, ADAPTIVE = (tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL))


@pytest.mark.parametrize(
    "name",
    [
        "samenspel.experiments",
        "samenspel.experiments.design",
        "samenspel.experiments.analysis.contrasts",
        "samenspel.experiments.analysis.effects",
        "samenspel.experiments.analysis.modes",
        "samenspel.experiments.analysis.regimes",
    ],
)
def test_examples_of_a_module_give_what_they_say(name):
    """Oracle: the output written under each example."""
    done = doctest.testmod(importlib.import_module(name))
    assert (done.failed, done.attempted > 0) == (0, True)


def test_the_design_in_the_text_can_be_run():
    """Oracle: counted by hand, 9 x 6 x 2 x 3 points."""
    assert from_table(WHOLE, Path()).points == 324


def test_the_orders_in_the_text_can_be_run():
    """Oracle: counted by hand, two logics by 3! orders and one more; every column of the text is there."""
    runs = run_design(ORDERS | {"replicates": 1, "set": {"rounds": 26}})
    assert len(runs) == 2 * 7
    assert runs["order"][0] == "ambition > relation > process"
    assert runs["error"].isna().all()


def test_the_adaptive_part_of_the_text_goes_with_the_design_in_it():
    assert from_table(WHOLE | ADAPTIVE, Path()).adaptive.paired == "logic"


def test_the_python_in_the_text_runs(tmp_path, monkeypatch):
    """Oracle: it runs, and its last line gives a sentence an analysis."""
    monkeypatch.chdir(tmp_path)
    run_design(WHOLE | {"replicates": 2}, "results")
    block = next(block for block in re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL) if "to_ema" in block)
    names = {}
    exec(block, names)
    assert len(names["results"].runs) == 648
    assert (tmp_path / "results" / "report" / "index.html").exists()

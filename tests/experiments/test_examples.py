"""The examples in docstrings and in docs/experiments.md: each runs, or can be run."""

from __future__ import annotations

import doctest
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from samenspel.experiments import report, run_design
from samenspel.experiments.design import SHIPPED, from_table, read_design

DOCS = Path(__file__).parent.parent.parent / "docs"
TEXT = (DOCS / "experiments.md").read_text(encoding="utf-8")
WHOLE, ORDERS, CONSTRAINED, ADAPTIVE = (
    tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
)


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


NINTH = (DOCS / "ninth_partner.md").read_text(encoding="utf-8")


def test_the_ninth_partner_is_answered_by_one_design_and_one_report(tmp_path):
    """Oracle: the question; fewer and shorter runs of the design that comes with the model."""
    design = tomllib.loads((SHIPPED / "ninth_partner.toml").read_text(encoding="utf-8"))
    short = {"replicates": 2, "set": design["set"] | {"rounds": 12}, "design": design["design"] | {"samples": 64}}
    runs = run_design(design | short, tmp_path / "ninth")
    assert runs["error"].isna().all()
    assert len(runs) == 2 * 64 * 8 * 2
    readings = report(tmp_path / "ninth").readings
    whole = [one for one in readings if one.startswith("The difference in value created together (Ninth less nobody)")]
    assert len(whole) == 2
    assert all("over all settings" in one for one in whole)
    assert "of 64 of 64 blocks" in whole[0]
    assert "pairs: 512 points, 2 replicates of each, 128 seeds." in whole[1]


def test_the_design_on_the_page_is_the_one_that_comes_with_the_model():
    """Oracle: its file."""
    (on_page,) = (tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", NINTH, flags=re.DOTALL))
    whole = tomllib.loads((SHIPPED / "ninth_partner.toml").read_text(encoding="utf-8"))
    assert on_page == {key: value for key, value in whole.items() if key in on_page}
    assert read_design("ninth_partner").points == 128 * 8 * 2


def test_the_design_in_the_text_can_be_run():
    """Oracle: counted by hand, 9 x 6 x 2 x 3 points."""
    assert from_table(WHOLE, Path()).points == 324


def test_the_orders_in_the_text_can_be_run():
    """Oracle: counted by hand, two logics by 3! orders and one more; every column of the text is there."""
    runs = run_design(ORDERS | {"replicates": 1, "set": {"rounds": 26}})
    assert len(runs) == 2 * 7
    assert runs["order"][0] == "ambition > relation > process"
    assert runs["error"].isna().all()


def test_the_constraints_in_the_text_hold(tmp_path):
    """Oracle: each comparison by hand, at every point; some of those that are drawn without them break each."""
    (tmp_path / "cut.toml").write_text(
        'rounds = 20\n[[organisations]]\nname = "a"\n[[organisations]]\nname = "b"\n'
        '[[events]]\nround = 3\nname = "Cut"\nparameters = {"trust.initial" = 0.2}\n'
        '[[events]]\nround = 9\nname = "Repair"\nparameters = {"trust.initial" = 0.6}\n'
    )
    efforts = {"phase.1.relation": {}, "phase.1.process": {}}
    dates = {f"event.{name}.round": {"from": 1, "to": 20} for name in ("Cut", "Repair")}
    said = {
        "scenario": "cut.toml", "design": {"method": "latin_hypercube", "samples": 64, "cross": ["logic"]},
        "factors": {"logic": {}, "dependence.total": {}, "trust.initial": {}, **efforts, **dates},
    }  # fmt: skip

    def found(**more):
        design = from_table(said | more, tmp_path)
        points = [design.values(point) for point in range(design.points)]
        return [
            [
                one["phase.1.relation"] + one["phase.1.process"] <= 1,
                one["event.Cut.round"] < one["event.Repair.round"],
                one["dependence.total"] >= 0.5 * one["trust.initial"],
                one["logic"] != "hierarchy",
            ]
            for one in points
        ]

    kept = found(**CONSTRAINED)
    assert kept
    assert all(map(all, kept))
    assert not any(all(column) for column in zip(*found(), strict=True))


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

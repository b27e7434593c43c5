"""From Python: the numbers of the command line, in a line, a table, a frame and a figure; one line on bad input."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import pytest

import samenspel as sp
from samenspel import progress
from samenspel.results import figures
from samenspel.runs import Summary
from samenspel.scenario import BUILT_IN

RUNS = sp.run("baseline", {"trust.initial": 0.6}, logic="hierarchy", rounds=4, seed=3, replicates=5)
WHAT_IF = sp.compare("baseline", {"trust.initial": 0.8}, logic="hierarchy", rounds=4, replicates=5)
ADVISED = sp.advise("baseline", rounds=4, phase=2, replicates=10)
EVERY = pytest.mark.parametrize("found", [RUNS, WHAT_IF, ADVISED], ids=lambda found: type(found).__name__)


# The same as on the command line


def test_runs_are_those_of_the_command_line(samenspel):
    """Oracle: `samenspel run`, as numbers and as text."""
    line = "run baseline --set trust.initial=0.6 --logic hierarchy --rounds 4 --seed 3 --replicates 5"
    told = json.loads(samenspel(f"{line} --json").out)
    assert [one.summary.joint_value for one in RUNS.replicates] == [one["joint_value"] for one in told["runs"]]
    assert RUNS.summary["trust"]._asdict() == told["outcomes"]["trust"]
    assert f"{RUNS}\n" == samenspel(line).out


def test_a_what_if_is_that_of_the_command_line(samenspel):
    """Oracle: `samenspel compare`, as numbers and as text."""
    line = "compare baseline --change trust.initial=0.8 --logic hierarchy --rounds 4 --replicates 5"
    told = json.loads(samenspel(f"{line} --json").out)["differences"]
    assert {name: one.interval.mean for name, one in WHAT_IF.summary.items() if told[name]["count"]} == {
        name: one["mean"] for name, one in told.items() if one["count"]
    }
    assert f"{WHAT_IF}\n" == samenspel(line).out


def test_an_advice_is_that_of_the_command_line(samenspel):
    """Oracle: `samenspel advise`, as numbers and as text."""
    line = "advise baseline --rounds 4 --phase 2 --replicates 10"
    told = json.loads(samenspel(f"{line} --json").out)
    assert ADVISED.to_frame()["mean"].tolist() == [*(one["mean"] for one in told["conditions"]), 0.0]
    assert ADVISED.to_frame()["probability_best"].sum() == pytest.approx(1.0)
    assert f"{ADVISED}\n" == samenspel(line).out


def test_a_scenario_is_a_name_a_path_or_a_scenario():
    """Oracle: the same run by its name."""
    found = [
        sp.run(one, rounds=2).summary["trust"]
        for one in ("baseline", BUILT_IN / "baseline.toml", str(BUILT_IN / "baseline.toml"), sp.load("baseline"))
    ]
    assert found == [found[0]] * 4
    assert sp.CollaborationModel(BUILT_IN / "baseline.toml").case.labels == sp.load("baseline").labels


# What is shown


def test_a_result_is_a_line():
    """Oracle: by hand."""
    said = [repr(found) for found in (RUNS, WHAT_IF, ADVISED)]
    assert said == [
        "<Runs of 'baseline', trust.initial = 0.6, hierarchical logic: 5 runs of 4 rounds, seeds 3 to 7>",
        "<WhatIf of 'baseline', what if trust.initial = 0.8: 5 pairs>",
        "<Advised on joint_value: 1 effort for 2 rounds, 10 pairs>",
    ]


@EVERY
def test_a_result_is_a_small_table_with_intervals(found):
    html = found._repr_html_()
    assert html.count("<table>") == html.count("</table>") == 1
    assert len(html) < 4_000
    assert "95 % interval" in html


def test_what_people_call_a_scenario_is_no_html():
    """Oracle: by hand."""
    from dataclasses import replace

    case = replace(sp.load("baseline"), title="<script>alert(1)</script>")
    assert "<b>&lt;script&gt;" in sp.run(case, rounds=1)._repr_html_()


def test_frames_have_a_row_a_run_a_round_an_outcome_a_pair():
    """Oracle: counted by hand; the intervals of the results."""
    frame = RUNS.to_frame()
    assert (frame["seed"].tolist(), list(frame)[1:]) == ([3, 4, 5, 6, 7], list(Summary._fields))
    assert frame["trust"].mean() == pytest.approx(RUNS.summary["trust"].mean)
    assert len(RUNS.to_frame(every_round=True)) == 5 * 4
    differences = WHAT_IF.to_frame().set_index("outcome")
    assert differences.loc["trust", "low"] == WHAT_IF.summary["trust"].interval.low
    assert len(WHAT_IF.to_frame(every_pair=True)) == 5 * len(Summary._fields)
    assert ADVISED.to_frame()["condition"].tolist()[-1] == "nothing"


@EVERY
def test_a_figure_shows_itself(found):
    """Oracle: the signature of a PNG, its size, and the size of the sheet."""
    figure = found.plot()
    assert tuple(figure.get_size_inches()) == figures.SIZE
    png = figure._repr_png_()
    assert png.startswith(b"\x89PNG")
    assert len(png) < 250_000


# Bad input


@pytest.mark.parametrize(
    ("ask", "line"),
    [
        (lambda: sp.run("baselin"), "did you mean 'baseline'"),
        (lambda: sp.run(3), "scenario: got 3, allowed: a scenario, or the name or path of one"),
        (lambda: sp.run("baseline", {"trust.gian": 0.3}), "did you mean 'trust.gain'"),
        (lambda: sp.run("baseline", ["trust.gain"]), "changes: got ['trust.gain'], allowed: values by name"),
        (lambda: sp.run("baseline", logic="hierarchie"), "logic: got 'hierarchie', allowed: hierarchy, network (did"),
        (lambda: sp.run("baseline", {"rounds": 3}, rounds=4), "rounds: rounds is given twice"),
        (lambda: sp.run("baseline", rounds=0), "rounds: got 0"),
        (lambda: sp.run("baseline", replicates="ten"), "replicates: got ten, allowed: a whole number from 1 to 10000"),
        (lambda: sp.run("baseline", seed=-1), "seed: got -1"),
        (lambda: sp.compare("baseline", logic="network"), "logic and rounds hold for both sides"),
        (lambda: sp.compare("baseline", {"trust.initial": 0.45}), "already"),
        (lambda: sp.compare("baseline", {"seed": 3}), "a pair shares its seed; use seed for both sides"),
        (lambda: sp.advise("baseline", outcome="trsut"), "outcome: unknown outcome 'trsut' (did you mean 'trust'?)"),
        (lambda: sp.advise("baseline", effort=2), "effort: got 2, allowed: a number from 0 to 1"),
        (lambda: sp.advise("baseline", phase=61), "phase: got 61, allowed: a whole number from 1 to 60"),
        (lambda: sp.advise("baseline", vary="no"), "vary: got 'no'"),
    ],
)
def test_bad_input_is_a_line(ask, line):
    """Oracle: the line; options are called as Python calls them."""
    with pytest.raises(sp.InputError) as caught:
        ask()
    said = str(caught.value)
    assert line in said
    assert "\n" not in said
    assert "--" not in said


# The door itself


def test_what_is_public_is_seen_and_there():
    """Oracle: `__all__`; a name that is not there is told."""
    assert set(sp.__all__) <= set(dir(sp))
    assert all(getattr(sp, name) is not None for name in sp.__all__)
    assert not [name for name in dir(sp) if name not in sp.__all__ and not name.startswith("__")]
    with pytest.raises(AttributeError, match="comapre"):
        sp.comapre  # noqa: B018


def test_the_door_opens_without_what_stands_behind_it():
    """Oracle: the modules of Python itself; experiments are reached without importing them."""
    code = (
        "import sys, samenspel as sp; print(*sys.modules); sp.run('baseline', rounds=2, replicates=3);"
        "print(*sys.modules); print(sp.experiments.run_design.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported, run, where = done.stdout.splitlines()
    assert not {"numpy", "numba", "samenspel.ask"} & set(imported.split())
    assert not {"mesa", "pandas", "matplotlib", "rich.progress"} & set(run.split())
    assert where == "samenspel.experiments"


# Progress


def test_nobody_looks_so_nothing_is_shown(capsys, monkeypatch):
    """Oracle: the text; under a test there is neither a terminal nor a notebook."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with progress.progress(10) as watch:
        watch(10)
    assert capsys.readouterr() == ("", "")


def test_in_a_notebook_a_bar_comes_and_goes(monkeypatch):
    """Oracle: what is displayed, by hand: 4 of 10 rounds, then nothing; nothing at all when it is quick."""
    shown, there = [], threading.Event()

    class Handle:
        def update(self, html):
            shown.append(html.data)

    def display(html, display_id):
        shown.append(html.data)
        there.set()
        return Handle()

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    with progress.progress(10) as watch:
        watch(10)
    assert shown == []
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "GLANCE", 0.0)
    with progress.progress(10) as watch:
        assert there.wait(10)
        watch(4)
    assert [one.partition("</progress>")[2] for one in shown] == [" 0 of 10 rounds", " 4 of 10 rounds", ""]
    assert shown[-1] == ""

"""What people take home: it gives the same numbers, in the view and on the command line."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from simulation.cli import main
from simulation.events import Event
from simulation.measures import OUTCOMES
from simulation.scenario import load, names, parse
from simulation.view import download
from simulation.view.happenings import from_now, of_a_kind, phases
from simulation.view.session import Line, Session


def forked(name, seed=11):
    """A line with a change, a plan, and something fired at it."""
    session = Session(load(name), seed)
    session.go(6)
    session.fork("x", [from_now(6, 'x "é" <b>', {"logic": "hierarchy", "trust.gain": 0.3})])
    session.go(8)
    session.fire(of_a_kind("director", 1, 8, "weg"))
    session.fire([Event(9, "tie", organisation=0, partner=1, set={"trust": 0.1})])
    session.fork("y", phases(8, [(4, "", {"relation": 0.7}), (1, "", {})]))
    return session


@pytest.mark.parametrize("name", names())
def test_a_scenario_that_was_changed_comes_back_to_the_bit(name):
    """Oracle: the histories of the lines that were written."""
    for line in forked(name).lines:
        again = parse(download.scenario_toml(line), "again")
        assert Line(again, again.seed).history.tobytes() == line.history.tobytes()
        assert again.labels == line.scenario.labels
        assert again.seed == line.seed


@pytest.mark.parametrize(
    "network",
    [
        'generator = "small_world"\norganisations = 12\ndegree = 4\nrewiring = 0.2',
        'generator = "ring"\norganisations = 7',
        'generator = "blocks"\norganisations = 9\nblocks = [4, 5]\nwithin = 0.9\nbetween = 0.2',
    ],
)
def test_a_network_that_a_generator_makes_comes_back(network):
    """Oracle: the histories, for the seed that was written and for another."""
    scenario = parse(f"themes = 3\n[network]\n{network}", "made")
    again = parse(download.scenario_toml(Line(scenario, 3)), "again")
    for seed in (3, 4):
        assert Line(again, seed).history.tobytes() == Line(scenario, seed).history.tobytes()


def test_the_command_line_runs_what_was_taken_home(tmp_path, capsys):
    """Oracle: the numbers of the view."""
    line = forked("survey_example").line
    path = tmp_path / "mine.toml"
    path.write_text(download.scenario_toml(line), encoding="utf-8")
    assert main(["run", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["outcomes"]["joint_value"]["mean"] == pytest.approx(line.history["joint_value"].mean(), abs=1e-12)
    assert said["seeds"]["first"] == line.seed


def test_rounds_are_one_row_each_with_every_outcome():
    """Oracle: the history, read back by Python's own reader of CSV."""
    line = forked("merger").line
    rows = list(csv.DictReader(io.StringIO(download.rounds_csv(line))))
    assert [int(row["round"]) for row in rows] == list(range(1, line.rounds + 1))
    assert {int(row["seed"]) for row in rows} == {line.seed}
    for name in OUTCOMES.names:
        assert np.array([float(row[name] or "nan") for row in rows]) == pytest.approx(line.history[name], nan_ok=True)


def test_names_that_toml_could_misread_are_written_safely():
    """Oracle: the name, read back."""
    wild = 'a"b\\c {x} [y] #z = \u202e🎈 <script>'
    text = "\n".join(f"[[organisations]]\nname = {json.dumps(name, ensure_ascii=False)}" for name in (wild, "b"))
    again = parse(download.scenario_toml(Line(parse(text, "wild"), 1)), "again")
    assert again.labels == (wild, "b")


WHOLE = """
[[themes]]
name = "Care"
from = "at home"
to = "in hospital"
[[themes]]
name = "Money"
from = "each its own"
to = "one purse"
[agreement]
goal = [0.4, 0.6]
age = 30
[[organisations]]
name = "Hospital"
burden = -0.1
right = 0.5
ratifies = 0.25
stake = { amount = 12, unit = "beds" }
[[organisations]]
name = "Home Care"
room = 0.0
[[organisations]]
name = "Town"
member = false
[[ties]]
from = "Hospital"
to = "Home Care"
need = 0.3
[network]
others = "all"
[[events]]
round = 3
name = "A seat"
organisation = "Hospital"
act = { consent = false, promise = 1.5, stay = true }
[[events]]
round = 4
organisation = "Home Care"
act = { delivery = 0.0 }
add = { burden = 0.05 }
"""


def test_everything_that_a_scenario_can_say_comes_back():
    """Oracle: the scenario that was written, read back; and its history."""
    scenario = parse(WHOLE, "whole")
    line = Line(scenario, 5)
    again = parse(download.scenario_toml(line), "again")
    assert (again.themes, again.stakes) == (scenario.themes, scenario.stakes)
    assert [event.act for event in again.events] == [event.act for event in scenario.events]
    for records, others in zip(scenario.declare(5), again.declare(5), strict=True):
        for name in records.dtype.names:
            np.testing.assert_array_equal(records[name], others[name], err_msg=name)
    assert Line(again, 5).history.tobytes() == line.history.tobytes()

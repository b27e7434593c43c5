"""What people take home: it gives the same numbers, in the view and on the command line."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.scenario import load, names, parse, with_changes
from samenspel.view import download
from samenspel.view.address import Branch, pack, unpack
from samenspel.view.happenings import from_now, of_a_kind, phases
from samenspel.view.session import Line, Session


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


FULL = """
round = "quarter"
months = 3
rounds = 12
need = [0.6, 0.5]
parameters = { trust.gain = 0.3, value.common = 0.4 }
agreement = { goal = [0.55, 0.5], age = 5 }

[[themes]]
name = "Pace"
from = "careful"
to = "fast"

[[themes]]
name = "Scale"
from = "large"
to = "small"

[[organisations]]
name = "Town"
right = 0.4
ratifies = 0.5
burden = -0.05
lead = true
stake = { amount = 12, unit = "beds" }

[[organisations]]
name = "Grid"
room = 0.8

[[organisations]]
name = "Farm"
room = 0
burden = 0.05

[[ties]]
from = "Town"
to = "Grid"
need = 0.7

[[ties]]
from = "Farm"
to = "Town"

[[events]]
round = 3
organisation = "Farm"
act = { consent = false, promise = 1.2, delivery = 0.5 }

[[events]]
round = 4
organisation = "Grid"
act = { stay = true }
set = { room = 0.5, ratifies = 0.2 }

[[events]]
round = 5
towards = "Grid"
add = { need = 0.1 }
"""


@pytest.mark.parametrize("months", [0.2, 1, 3, 12])
def test_all_that_a_scenario_can_say_comes_back(months):
    """Oracle: the scenario that was read, field by field; its parameters are not made slower a second time."""
    once = parse(FULL.replace("months = 3", f"months = {months}"), "full")
    again = parse(download.scenario_toml(Line(once, 7)), "full")
    assert again.parameters == once.parameters
    for said in ("months", "round", "rounds", "labels", "themes", "stakes", "events", "question"):
        assert getattr(again, said) == getattr(once, said), said
    one, other = once.declare(7), again.declare(7)
    for traits in ("room", "right", "ratifies", "burden"):
        assert np.array_equal(one.organisations[traits], other.organisations[traits], equal_nan=True)
    assert np.array_equal(one.ties["need"], other.ties["need"], equal_nan=True)
    for said in ("goal", "age", "declared_lead"):
        assert np.array_equal(one.collaboration[said], other.collaboration[said])
    for seed in (7, 8):
        assert Line(again, seed).history.tobytes() == Line(once, seed).history.tobytes()


def test_so_many_times_as_much_fits_in_a_link_and_in_no_file():
    """Oracle: the event of the change, and by hand: a file that left it out would be of another run."""
    scenario = with_changes(load("merger"), {"Hospital South.commitment": "*0.5"})
    assert scenario.events[0].times == {"commitment": 0.5}
    assert unpack(pack([Branch("x", 0, scenario.events)]))[0].events == scenario.events
    with pytest.raises(InputError, match="no word for so many times as much, allowed: set or add"):
        download.scenario_toml(Line(scenario, 1))


def test_what_somebody_in_a_seat_decided_fits_in_a_link():
    """Oracle: the events of the scenario."""
    events = parse(FULL, "full").events
    assert unpack(pack([Branch("x", 0, events)]))[0].events == events

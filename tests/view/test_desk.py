"""The desk: what people do on the page, and what it then shows, without a browser."""

from __future__ import annotations

import json

import ipyvuetify
import pytest

from simulation.errors import InputError
from simulation.parameters import declarations
from simulation.scenario import names
from simulation.view import page
from simulation.view.address import Setting
from simulation.view.desk import LEVERS, PRESETS, Desk, fine
from simulation.view.texts import LANGUAGES

SHOWN = ("top", "network", "headline", "charts", "log", "clock", "bet", "whatif")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_everything_that_is_shown_is_plain_data(name, language):
    """Oracle: JSON, in which there are no numbers of numpy and no objects."""
    desk = Desk(Setting(name, language=language))
    desk.session.go(8)
    desk.picked_on_stage({"row": 1})
    desk.forked({"name": "x", "changes": {"logic": "hierarchy"}, "round": 8})
    for what in (*SHOWN, "card"):
        json.dumps(getattr(desk, what)(), allow_nan=False)
    rounds = desk.session.line.rounds
    assert len(desk.headline()) == len(desk.log()) == len(desk.network()["columns"]) == rounds + 1
    assert len(desk.card()["frames"]) == len(desk.network()["status"]) == rounds + 1


def test_no_part_of_the_page_bears_a_name_that_widgets_have():
    """Oracle: the attributes of ipyvuetify's template; a part that shadowed one would not open."""
    import inspect

    taken = set(dir(ipyvuetify.VuetifyTemplate)) - {"data"}
    source = inspect.getsource(page)
    for line in source.splitlines():
        name = line.strip().split(":")[0]
        if line.startswith("    ") and line.rstrip().endswith(",") and name.isidentifier():
            assert name not in taken or "=" in line, name


def test_the_levers_come_from_the_declarations():
    """Oracle: the declarations of the parameters."""
    desk = Desk(Setting("baseline"))
    known = {name: declared for name, declared, _ in declarations(desk.scenario.parameters)}
    for lever in desk.whatif()["levers"]:
        declared = known[lever["key"]]
        if declared.kind == "choice":
            assert [one["word"] for one in lever["words"]] == list(declared.words)
        else:
            assert (lever["low"], lever["high"]) == (declared.low, declared.high)
            assert 0 < lever["step"] <= (declared.high - declared.low) / 10
            assert lever["value"] / lever["step"] == pytest.approx(round(lever["value"] / lever["step"]), abs=1e-6)


@pytest.mark.parametrize("name", LEVERS)
def test_no_lever_changes_nothing(name):
    """Oracle: under some logic and form, another value gives another history."""
    desk = Desk(Setting("integrated_care"))
    lever = next(one for one in desk.whatif()["levers"] if one["key"] == name)
    other = (
        lever["words"][2]["word"]
        if "words" in lever
        else lever["high"]
        if lever["value"] < lever["high"]
        else lever["low"]
    )
    told = {"governance.form": "lead"} if name == "governance.mandate" else {}
    for logic in ("network", "hierarchy"):
        desk.reset()
        desk.forked({"name": "before", "changes": {"logic": logic, **told}, "round": 0})
        desk.forked({"name": "after", "changes": {name: other}, "round": 0})
        if not desk.same():
            return
    pytest.fail(f"{name} changes nothing")


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_preset_is_a_plan_in_two_phases(preset):
    desk = Desk(Setting("integrated_care"))
    empty = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    plan = [empty | phase for phase in PRESETS[preset]]
    desk.forked({"name": preset, "plan": plan, "length": 20, "round": 4})
    assert [event.round for event in desk.session.line.own] == [5, 25]
    for round_, phase in ((10, plan[0]), (40, plan[1])):
        effort = desk.session.line.at(round_).parameters.effort
        assert {name: getattr(effort, name) for name in phase} == phase


def test_trust_first_or_organisation_first_is_a_question_that_the_page_answers():
    """Oracle: the two forks differ, and the verdict names both."""
    desk = Desk(Setting("integrated_care"))
    empty = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    for place, preset in enumerate(("relation", "organisation")):
        desk.session.show(0)
        plan = [empty | phase for phase in PRESETS[preset]]
        desk.forked({"name": preset, "plan": plan, "length": 30, "round": 0})
        assert desk.session.shown == place + 1
    desk.line_shown({"shown": 1, "ghost": 2})
    desk.found = desk.session.was_it_luck(pairs=20)
    verdict = desk.luck()
    assert "relation" in verdict
    assert "organisation" in verdict


def test_a_name_that_is_taken_gets_a_number():
    desk = Desk(Setting("baseline"))
    for _ in range(2):
        desk.session.show(0)
        desk.forked({"name": "again", "changes": {"logic": "hierarchy"}, "round": 0})
    assert [line.name for line in desk.session.lines] == ["", "again", "again (2)"]


def test_a_fork_that_changes_nothing_says_so():
    desk = Desk(Setting("baseline"))
    desk.forked({"name": "the same", "changes": {"governance.mandate": 0.9}, "round": 0})
    assert "the same" in desk.same()
    assert not desk.bet()["asked"]


def test_languages_switch_without_moving_anything():
    desk = Desk(Setting("integrated_care"))
    desk.session.go(14)
    before = desk.network()
    desk.language_picked("nl")
    after = desk.network()
    places = [[node["value"] for node in shown["option"]["series"][0]["data"]] for shown in (before, after)]
    assert places[0] == places[1]
    assert desk.session.round == 14
    assert desk.top()["title"] == "Zorg voor ouderen, samen"
    assert "," in desk.headline()[14]["number"]


def test_another_scenario_begins_anew_and_remembers_the_language():
    desk = Desk(Setting("baseline", language="nl"))
    desk.session.go(9)
    fresh = desk.fresh
    desk.scenario_picked("merger")
    assert (desk.scenario.name, desk.session.round, desk.texts.language) == ("merger", 0, "nl")
    assert desk.fresh == fresh + 1


def test_an_unknown_event_is_refused():
    desk = Desk(Setting("baseline"))
    with pytest.raises((InputError, KeyError)):
        desk.happened({"kind": "meteor", "row": 0, "round": 1})


@pytest.mark.parametrize(
    ("low", "high", "step"), [(0, 1, 0.01), (0, 0.2, 0.005), (0.5, 1, 0.005), (0, 10, 0.1), (1, 4, 0.05)]
)
def test_steps_are_round(low, high, step):
    assert fine(low, high) == pytest.approx(step)

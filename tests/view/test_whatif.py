"""The drawer: levers from the declarations, none without effect, and presets."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from samenspel.errors import InputError, Message
from samenspel.errors import said as in_words
from samenspel.parameters import declarations
from samenspel.runs import run
from samenspel.scenario import choosing, load
from samenspel.state import LEFT, MEMBER
from samenspel.view.address import Setting, decode, encode
from samenspel.view.desk import Desk
from samenspel.view.happenings import OF_ITSELF, OF_OTHERS
from samenspel.view.shown.card import of_one
from samenspel.view.shown.comparison import same
from samenspel.view.shown.handout import who
from samenspel.view.shown.whatif import LEVERS, PRESETS, fine, whatif
from samenspel.view.texts import LANGUAGES

ROOT = Path(__file__).parents[2]


def test_the_levers_come_from_the_declarations():
    """Oracle: the declarations of the parameters."""
    desk = Desk(Setting("baseline"))
    known = {name: declared for name, declared, _ in declarations(desk.scenario.parameters)}
    for lever in whatif(desk)["levers"]:
        declared = known[lever["key"]]
        if declared.kind == "choice":
            assert [one["word"] for one in lever["words"]] == list(declared.words)
        else:
            assert (lever["low"], lever["high"]) == (declared.low, declared.high)
            assert 0 < lever["step"] <= (declared.high - declared.low) / 10
            assert lever["value"] / lever["step"] == pytest.approx(round(lever["value"] / lever["step"]), abs=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_group_can_decide_is_tried_from_the_begin(language):
    """Oracle: the scenario with that choice, run without the page."""
    desk = Desk(Setting("youth_care", language=language))
    assert [one["name"] for one in whatif(desk)["choices"]] == list(desk.scenario.choices)
    desk.session.go(20)
    for choice in desk.scenario.choices:
        desk.decided(choice)
        assert desk.texts.label(choice).startswith(desk.session.line.name.removesuffix(" …"))
        alone = run(choosing(desk.scenario, choice), desk.session.seed)
        assert desk.session.line.history.tobytes() == alone.history.tobytes()


@pytest.mark.parametrize("name", LEVERS)
def test_no_lever_changes_nothing(name):
    """Oracle: in some scenario, under some logic and form, another value gives another history."""
    told = {"governance.form": "lead"} if name == "governance.mandate" else {}
    for scenario in ("integrated_care", "regional_energy_strategy"):  # in the second somebody leaves
        desk = Desk(Setting(scenario))
        lever = next(one for one in whatif(desk)["levers"] if one["key"] == name)
        other = (
            lever["words"][2]["word"]
            if "words" in lever
            else lever["high"]
            if lever["value"] < lever["high"]
            else lever["low"]
        )
        for logic in ("network", "hierarchy"):
            desk.reset()
            desk.forked({"name": "before", "changes": {"logic": logic, **told}, "round": 0})
            desk.forked({"name": "after", "changes": {name: other}, "round": 0})
            if not same(desk):
                return
    pytest.fail(f"{name} changes nothing")


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_preset_is_a_plan_in_two_phases(preset):
    desk = Desk(Setting("integrated_care"))
    empty = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    plan = [empty | phase for phase in PRESETS[preset]]
    desk.forked({"name": preset, "plan": plan, "lengths": [20, 36], "round": 4})
    assert [event.round for event in desk.session.line.own] == [5, 25]
    for round_, phase in ((10, plan[0]), (40, plan[1])):
        effort = desk.session.line.at(round_).parameters.effort
        assert {name: getattr(effort, name) for name in phase} == phase


@pytest.mark.parametrize(
    ("low", "high", "step"), [(0, 1, 0.01), (0, 0.2, 0.005), (0.5, 1, 0.005), (0, 10, 0.1), (1, 4, 0.05)]
)
def test_steps_are_round(low, high, step):
    assert fine(low, high) == pytest.approx(step)


@pytest.mark.parametrize("trait", OF_ITSELF | OF_OTHERS)
def test_a_made_up_event_changes_what_it_says(trait):
    """Oracle: a run without it, and the state before the next round."""
    desk = Desk(Setting("integrated_care"))
    what = {"kind": "made_up", "name": "The minister visits", "row": 2, "round": 10, "add": {"size": 0.0, trait: 0.1}}
    desk.happened(what)
    (event,) = desk.session.line.own
    assert (event.round, event.organisation, dict(event.add)) == (11, 2, {trait: 0.1})
    assert event.towards == (trait in OF_OTHERS)
    assert event.name == f"The minister visits: {desk.label(2)}"
    before = Desk(Setting("integrated_care")).session.line
    assert desk.session.line.history[:10].tobytes() == before.history[:10].tobytes()
    assert desk.session.line.history[10:].tobytes() != before.history[10:].tobytes()


def test_a_made_up_event_of_both_kinds_has_one_name_and_can_be_replayed():
    """Oracle: the same setting, opened from its address, has the same bits."""
    desk = Desk(Setting("integrated_care"))
    changes = {"loyalty": 0.2, "trust": -0.3}
    desk.happened({"kind": "made_up", "name": "", "row": 0, "round": 5, "fork": True, "add": changes})
    assert [bool(event.name) for event in desk.session.line.own] == [True, False]
    again = Desk(decode(desk.address()))
    assert again.session.line.history.tobytes() == desk.session.line.history.tobytes()


@pytest.mark.parametrize("add", [{}, {"trust": 0.0}, {"trust": 0.6}, {"skill": 0.1}, {"size": float("nan")}])
def test_a_made_up_event_that_cannot_be_leaves_the_line_as_it_was(add):
    desk = Desk(Setting("integrated_care"))
    line = desk.session.line
    with pytest.raises(InputError, match="event"):
        desk.happened({"kind": "made_up", "name": "x", "row": 0, "round": 5, "add": add})
    assert desk.session.line is line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lever_says_its_range_its_unit_and_its_sources(language):
    """Oracle: the declarations, and the bibliography."""
    desk = Desk(Setting("baseline", language=language))
    known = {name: declared for name, declared, _ in declarations(desk.scenario.parameters)}
    bibliography = (ROOT / "docs" / "bibliography.md").read_text(encoding="utf-8")
    shown = whatif(desk)
    for lever in [*shown["levers"], *shown["efforts"]]:
        declared = known[lever["key"]]
        for source in declared.sources:
            said = desk.texts(f"source.{source}")
            assert said in lever["help"]
            entry = bibliography.partition(f"**{source}**: ")[2][:200]
            first = re.split(r",| et al| \d", said)[0]
            assert source == "assumption" or (entry.startswith(first) and f"({said[-4:]})" in entry), source
        if declared.kind != "choice":
            assert desk.texts.number(declared.high, 0 if declared.high == round(declared.high) else 2) in lever["help"]
            assert in_words(Message(declared.unit), language) in lever["help"]


def test_who_cannot_leave_is_bound_from_the_next_round_on_and_by_the_same_address():
    """Oracle: the run with that event; the past of the line, and the desk that its address opens."""
    desk = Desk(Setting("energy_transition", 112))  # somebody leaves
    row = int(np.argmax(desk.session.line.at(desk.session.line.rounds).state.organisations["member"] == LEFT))
    before = desk.session.line
    assert not whatif(desk)["organisations"][row]["stays"]
    desk.forked({"round": 5, "name": "bound", "traits": {f"{row}/stays": True}})
    line = desk.session.line
    assert whatif(desk)["organisations"][row]["stays"]
    assert line.at(line.rounds).state.organisations["member"][row] == MEMBER
    assert line.history[:5].tobytes() == before.history[:5].tobytes()
    there = Desk(decode(encode(desk.setting)))
    assert there.session.lines[1].history.tobytes() == line.history.tobytes()
    desk.forked({"round": 5, "name": "free", "traits": {f"{row}/stays": False}})
    assert not whatif(desk)["organisations"][row]["stays"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_and_the_hand_out_say_who_cannot_leave(language):
    """Oracle: the words of each language."""
    desk = Desk(Setting("baseline", language=language), replace(load("baseline"), stays=(3,)))
    says = {row: desk.texts("card.stays") in of_one(desk, desk.session.line.at(0), row, None) for row in range(8)}
    assert says == {row: row == 3 for row in range(8)}
    assert [desk.texts("handout.stays") in one for one in who(desk.scenario, desk.texts)] == list(says.values())

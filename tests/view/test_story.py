"""The log: facts come from what changed, and are said in every language."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.scenario import load, names, with_changes
from simulation.state import LEFT, MEMBER
from simulation.view.happenings import phases
from simulation.view.session import Line, Session
from simulation.view.shown import story
from simulation.view.texts import LANGUAGES, Texts, read


def line_of(name, **changes):
    scenario = with_changes(load(name), changes) if changes else load(name)
    return Line(scenario, scenario.seed)


def sentences(line, language="en"):
    texts = Texts(language)
    return [[story.say(fact, texts, line) for fact in facts] for facts in story.tell(line)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("logic", ["network", "hierarchy"])
def test_every_round_of_every_scenario_is_told(name, logic, language):
    """Oracle: the shape of what is said: one to three sentences, nothing left to fill in."""
    line = line_of(name, logic=logic)
    told = sentences(line, language)
    assert len(told) == line.rounds + 1
    for said in told:
        assert 1 <= len(said) <= story.MOST + 1
        for sentence in said:
            assert "{" not in sentence
            assert sentence[-1] in ".!?"


def test_a_goal_is_told_in_the_round_in_which_it_is_agreed():
    """Oracle: the outcomes of the rounds."""
    line = line_of("integrated_care")
    first = 1 + int(np.flatnonzero(line.history["agreed"])[0])
    told = story.tell(line)
    assert "agreed" in [fact.kind for fact in told[first]]
    assert not any(fact.kind == "agreed" for facts in told[:first] for fact in facts)


def test_who_leaves_is_told_in_that_round():
    """Oracle: membership in the states before and after."""
    line = line_of("survey_example")
    told, before = story.tell(line), None
    for course in line.walk():
        now = course.state.organisations["member"].copy()
        if before is not None:
            left = set(np.flatnonzero((before == MEMBER) & (now == LEFT)).tolist())
            assert {int(fact.values["who"]) for fact in told[course.round] if fact.kind == "leaves"} == left
        before = now


def test_amounts_are_those_of_the_state():
    """Oracle: promise, delivery and trust in the states, by hand."""
    line = line_of("integrated_care")
    for round_, facts in enumerate(story.tell(line)):
        for fact in facts:
            if fact.kind.startswith("short"):
                after = line.at(round_).state
                me = after.organisations[fact.values["who"]]
                assert (fact.values["delivered"], fact.values["promised"]) == (me["pooled"], me["promise"])
                assert fact.values["delivered"] < story.SHORT * fact.values["promised"]
                assert fact.values["to"] < fact.values["from"]
                other = after.ties[
                    (after.sources == fact.values["other"]) & (after.ties["target"] == fact.values["who"])
                ]
                assert fact.values["to"] == other["trust"][0]


def test_what_an_event_did_is_not_put_down_to_partners():
    """Oracle: in the round of the director who leaves nobody falls short, as nobody can agree on a goal."""
    line = line_of("integrated_care", **{"decision.quorum": 1.0, "decision.autonomy": 1.0})
    assert not line.history["agreed"].any()
    told = story.tell(line)
    assert [fact.kind for fact in told[25]][:2] == ["event", "event"]
    assert not any(fact.kind.startswith("short") for fact in told[25])


def test_phases_are_told_by_their_efforts():
    session = Session(load("baseline"))
    line = session.fork("relation", phases(0, [(10, "", {"relation": 1.0}), (1, "", {"relation": 0.0})]))
    said = sentences(line)
    assert any("relation (100%)" in sentence for sentence in said[1])
    assert any(sentence == Texts("en")("story.phase_over") for sentence in said[11])


def test_every_kind_that_is_told_has_a_text():
    """Oracle: all kinds in all scenarios, both logics."""
    kinds = {
        fact.kind
        for name in names()
        for logic in ("network", "hierarchy")
        for facts in story.tell(line_of(name, logic=logic))
        for fact in facts
    }
    assert {f"story.{kind}" for kind in kinds} <= read("en").keys()
    assert len(kinds) > 12

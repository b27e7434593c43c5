"""The deepest fall of a run, what made it and what brought it back: each is what the rounds show when played again."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from samenspel.conditions import CONDITIONS
from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.runs import Course, run
from samenspel.scenario import load, names, with_events
from samenspel.state import MEMBER
from samenspel.view.session import Line, Session
from samenspel.view.shown.causes import GIVES, TAKES, avoided_by, efforts, would_have_mended
from samenspel.view.shown.ending import LEADS, of_line
from samenspel.view.shown.fall import (
    SETTLED,
    Fall,
    Weight,
    bad_luck,
    by,
    deepest,
    fell,
    from_to,
    made_by,
    moved_most,
    weighed,
)
from samenspel.view.shown.mending import breaches, worst_of
from samenspel.view.shown.pairs import ways
from samenspel.view.texts import APART, EQUAL, LANGUAGES, Texts, begun

from .lines import played

ENGLISH = Texts("en")


def value_with(line, *events, without=0):
    """Value of every round of the run that has more events, and none of one round: from the begin, by the same luck."""
    scenario = with_events(line.scenario, events)
    scenario = replace(scenario, events=tuple(event for event in scenario.events if event.round != without))
    return run(scenario, line.seed).history["joint_value"]


def test_the_deepest_fall_is_between_two_rounds_that_a_room_sees():
    """Oracle: by eye."""
    assert deepest(np.array([0.0, 0.5, 0.1, 0.3, 0.2, 0.6])) == (2, 3, 6)
    assert deepest(np.array([-0.28, -0.1, -0.2, 0.1])) == (0, 1, 4)
    assert deepest(np.array([0.5, 0.6, 0.2, 0.4])) == (2, 3, 0)
    assert deepest(np.array([0.1, 0.1, 0.2])) is None
    slow = np.concatenate([np.linspace(1.0, 0.0, 30), [0.3, 0.1]])  # a whole year of it is less than all of it
    assert deepest(slow).low - deepest(slow).high == 12


@pytest.mark.parametrize("name", names())
def test_no_fall_within_a_year_is_deeper_than_the_one_that_is_told(name):
    """Oracle: every pair of rounds, by hand."""
    line, _ = played(name)
    fall = deepest(line.history["joint_value"])
    value = by_round(line)
    depth = value[fall.high] - value[fall.low]
    assert all(
        value[one] - value[other] <= depth
        for one in range(value.size)
        for other in range(one, one + 13)
        if other < value.size
    )
    later = [at for at in range(fall.low + 1, line.rounds + 1) if value[at] >= value[fall.high]]
    assert fall.back == (later[0] if later else 0)


def by_round(line):
    """Value by round, from before the first on, when there was none."""
    return np.array([line.created(round_) for round_ in range(line.rounds + 1)])


def test_a_fall_from_a_gain_to_a_gain_has_one_unit():
    """Oracle: by hand: five times what each makes alone, which is 1/2, is where times begin."""
    assert from_to(2.6, 0.625, ENGLISH) == "from 520% to 125% more"
    assert from_to(3.0, 2.6, ENGLISH) == "from 6 times to 5 times more"
    assert from_to(0.2, -0.1, ENGLISH) == "from 40% more to 20% less"


@pytest.mark.parametrize("name", names())
def test_why_value_fell_stands_behind_what_it_brought_and_never_beside_why_a_goal_held_or_broke(name):
    """Oracle: the shape of what is said: one reason stands in front."""
    line, told = played(name)
    said = dict(of_line(line, ENGLISH, told))
    if deepest(line.history["joint_value"]):
        assert "The largest fall of value lay between" in said["brought"]
    assert not any(
        "The largest fall of value lay between" in begun(one, LEADS.get(about, 1))[0] for about, one in said.items()
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_every_ending_says_when_value_fell_deepest_why_and_whether_it_came_back(name, language):
    """Oracle: the line of value; and of causes, those that the model knows, all of which are told by name; where the
    fall would have been as deep without any of them, that is said.
    """
    line, told = played(name)
    texts, value = Texts(language), line.history["joint_value"]
    said = of_line(line, texts, told)
    assert len(said) <= 7
    fall = deepest(value)
    parts = dict(said)
    fell_ = parts["brought"]
    assert f" {fall.high} " in fell_ or not fall.high
    assert re.search(rf"\b{fall.low}: ", fell_)
    made = weighed(line, fall.high, fall.low, TAKES)
    assert (texts("fall.nothing") in fell_) == (not made)
    assert all(by(line, fall.high, fall.low, one, "took", texts) in fell_ for one in made[:1])
    if fall.back:
        assert texts("fall.back", back=fall.back, why="").rstrip(" ,.") in fell_
    elif line.rounds - fall.low >= SETTLED:
        best = fall.low + 1 + int(value[fall.low :].argmax())
        assert fell_.endswith(texts("fall.gone", best=best, most="|").partition("|")[2])
    else:
        assert fell_.endswith(texts("fall.too_late", left=1).rpartition(",")[2]) or line.rounds == fall.low


def test_what_made_a_fall_is_what_it_is_smallest_without():
    """Oracle: each run again from the begin, with the event left out or the parameter set, by the same luck."""
    causes = set()
    for name, seed in product(names(), (None, 3)):
        line, _ = played(name, seed=seed)
        fall = deepest(line.history["joint_value"])
        depth = by_round(line)[fall.low] - by_round(line)[fall.high]
        by_hand = {}
        for cause, parameters in TAKES.items():
            by_hand[cause] = value_with(line, Event(fall.high + 1, parameters=parameters))
        for event in line.scenario.events:
            if event.name and fall.high < event.round <= fall.low:
                by_hand["event", event.round] = value_with(line, without=event.round)
        by_hand = {cause: np.insert(of, 0, 0.0) for cause, of in by_hand.items()}
        # what the last round would have been without it, beside what it was: all of that is told
        parts = {cause: (by_round(line)[fall.low] - of[fall.low]) / depth for cause, of in by_hand.items()}
        found = weighed(line, fall.high, fall.low, TAKES)
        assert {(one.cause, one.at) if one.at else one.cause for one in found} == {
            one for one in parts if parts[one] > 0
        }
        for one in found:
            key = (one.cause, one.at) if one.at else one.cause
            assert one.part == pytest.approx(parts[key])
            assert one.instead == pytest.approx(by_hand[key][fall.low])
        for one in found[:1]:
            assert one.part == pytest.approx(max(parts.values()))
            causes.add(one.cause)
    assert {"luck", "event"} <= causes


def test_what_brought_value_back_is_what_it_rises_least_without():
    """Oracle: each run again with the parameter set after the lowest round, by the same luck; luck from that round on,
    as what turned is the bad luck of that one.
    """
    causes = set()
    for name, seed in product(names(), (None, 3)):
        line, _ = played(name, seed=seed)
        value = line.history["joint_value"]
        fall = deepest(value)
        if not fall.back:
            continue
        gives = GIVES | efforts(line, fall.back)
        rise = value[fall.back - 1] - value[fall.low - 1]
        found = {one.cause: one for one in weighed(line, fall.low, fall.back, gives) if not one.at}
        for cause, parameters in gives.items():
            other = value_with(line, Event(fall.low + (cause != "luck"), parameters=parameters))
            part = 1 - (other[fall.back - 1] - other[fall.low - 1]) / rise
            assert found[cause].part == pytest.approx(part) if part > 0 else cause not in found
        causes.add(next(iter(found)))
    assert {"luck", "trust"} <= causes


def test_luck_is_never_told_as_the_one_cause_where_something_else_weighs_as_much():
    """Oracle: the parts; what makes a quarter of a fall is told besides."""
    beside = 0
    for name in names():
        for seed in (None, 3):
            line, _ = played(name, seed=seed)
            fall = deepest(line.history["joint_value"])
            made = made_by(line, fall)
            if not made or made[0].cause != "luck" or made[0].part < 0.25:
                continue
            luck, *others = made
            assert all(other.part <= luck.part for other in others)
            for other in [one for one in others if one.part >= 0.25][:1]:
                beside += 1
                assert by(line, fall.high, fall.low, other, "took", ENGLISH) in fell(line, fall, made, ENGLISH)
    assert beside > 1


def test_whoever_had_the_bad_luck_had_it():
    """Oracle: the terms of the mechanism: what luck did to each delivery, less what the climate did, in both rounds."""
    named = 0
    for name in names():
        line, _ = played(name)
        fall = deepest(line.history["joint_value"])
        parts = []
        for round_ in (fall.high, fall.low):
            course = line.at(round_)
            us, them, p = course.state.collaboration[0], course.state.organisations, course.parameters
            there = (them["member"] == MEMBER) & bool(us["agreed"])
            of_all = them["intended"] * p.delivery.noise * np.sqrt(p.fortune.lasting * p.fortune.shared) * us["climate"]
            parts.append((np.where(there, of_all, 0.0), np.where(there, them["short_luck"] - of_all, 0.0)))
        shared, own = bad_luck(line, fall.high, fall.low)
        assert shared == pytest.approx(parts[1][0] - parts[0][0])
        assert own == pytest.approx(parts[1][1] - parts[0][1])
        said = fell(line, fall, made_by(line, fall), ENGLISH)
        if "bad luck" in said and own.min() < 0:
            named += 1
            assert ENGLISH.in_a_sentence(line.scenario.labels[int(own.argmin())]) in said
            assert ("hard for all" in said) == (shared.sum() <= own.sum())
    assert named > 8


def broke_of(line, told):
    """What the ending says of what broke."""
    said = dict(of_line(line, ENGLISH, told))
    return said["lost"] if "lost" in said else said["broke"]


def test_what_a_break_would_not_have_happened_without_keeps_it_from_happening():
    """Oracle: the run with that part of the model switched off for a year before it, from the begin."""
    found = set()
    for name in names():
        for logic in ("network", "hierarchy"):
            line, told = played(name, logic)
            worst = worst_of(line, told)
            if worst is None or not worst.fact.kind.startswith(("lapsed", "unbacked")):
                continue
            avoided = str(worst.fact.values.get("avoided", ""))
            cause = avoided.split("_")[1] if avoided else avoided_by(line, worst.round, worst.fact)
            if not cause:
                continue
            found.add(cause)
            event = Event(max(1, worst.round - 11), parameters=TAKES[cause])
            course = Course(with_events(line.scenario, [event]), line.seed)
            for round_ in range(worst.round, min(worst.round + 3, line.rounds + 1)):
                course.proceed(round_, np.zeros(round_, OUTCOMES))
                us = course.state.collaboration[0]
                assert us["agreed"]
                assert worst.fact.kind == "lapsed" or not us["unbacked"]
            if "at" not in worst.fact.values:
                lasts = worst.fact.values.get("lasts", 0)
                assert ENGLISH(f"because.{avoided}", lasts=lasts) in broke_of(line, told)
    assert len(found) > 1


def test_what_would_have_mended_it_does_and_a_hint_is_given_only_where_it_holds_by_other_luck():
    """Oracle: the five runs in which all work on one condition from the round after the break on; and the check on
    luck of a session with that as its fork, whose pairs a hint is counted in.
    """
    given = silent = 0
    for name in names():
        for seed in (None, 2):
            line, told = played(name, seed=seed)
            worst = worst_of(line, told)
            if worst is None or worst.healed or worst.fact.kind != "lapsed" or worst.round == line.rounds:
                continue
            found = would_have_mended(line, worst.round)
            rounds = {}
            for one in CONDITIONS:
                event = Event(worst.round + 1, parameters={f"effort.{one}": 1.0})
                agreed = run(with_events(line.scenario, [event]), line.seed).history["agreed"]
                with_goal = np.flatnonzero(agreed[worst.round :])
                rounds |= {one: worst.round + 1 + int(with_goal[0])} if with_goal.size else {}
            assert {one.condition: one.round for one in found} == rounds
            assert [one.round for one in found] == sorted(rounds.values())
            said = dict(of_line(line, ENGLISH, told))["mended"]
            assert (ENGLISH("mending.nothing_would") in said) == (not rounds)
            held = []
            for one in found:
                session = Session(line.scenario, line.seed)
                session.go(worst.round)
                event = Event(worst.round + 1, parameters={f"effort.{one.condition}": 1.0})
                more = session.fork("full", [event]).history["joint_value"].mean() - line.history["joint_value"].mean()
                luck = session.was_it_luck()
                mean = luck.created.interval
                usually = ways(luck.differences)[0] > 50 and mean.sign > 0 and mean.high >= APART
                held += [(one, luck)] if more >= APART and usually else []
            assert ("would have helped" in said) == bool(held)
            if held:
                given += 1
                first, luck = held[0]
                condition, (more, less, _) = ENGLISH.outcome(first.condition).lower(), ways(luck.differences)
                assert f"Full work on “{condition}” (effort 100%) from round {worst.round + 1} to the end" in said
                assert f"an agreement again in round {first.round}" in said
                assert f"it brought more in {more}% of {luck.pairs} pairs of runs, and less in {less}%" in said
            silent += bool(found) and not held
    assert given
    assert silent


def test_a_second_break_is_told_with_its_round():
    """Oracle: the breaches; the second gravest at another time."""
    found = 0
    for name in names():
        line, told = played(name)
        said = dict(of_line(line, ENGLISH, told)).get("mended", "")
        more = re.search(r"(once more|Something else broke|had shaken before|had broken before)\D*(\d+)", said)
        if more:
            found += 1
            second = next(one for one in breaches(told) if one.round == int(more[2]))
            assert abs(second.round - worst_of(line, told).round) >= SETTLED
            assert f"That was mended in round {second.again}" in said or not second.healed
    assert found > 4


@pytest.fixture(scope="module")
def fallen_apart():
    """A run that brought something, and after which nobody is a member any more."""
    line = Line(load("ngo_consortium"), 3)
    assert line.at(line.rounds).state.collaboration[0]["dissolved"]
    assert line.history["joint_value"].max() > 0.1
    return line


@pytest.mark.parametrize("texts", [Texts(language) for language in LANGUAGES], ids=LANGUAGES)
def test_a_fall_to_what_each_makes_alone_is_said_once_and_names_nobody_who_is_gone(fallen_apart, texts):
    """Oracle: the words of the texts; a round in which nobody is a member."""
    line, value = fallen_apart, fallen_apart.history["joint_value"]
    assert moved_most(line, 1, line.rounds, "trust", -1) is None
    assert by(line, 1, line.rounds, Weight("trust", 0.9, 0.0), "took", texts) == texts("fall.took_trust_of_all")
    low = int(np.flatnonzero(np.abs(value) < EQUAL)[-1]) + 1
    fall = Fall(int(value[: low - 1].argmax()) + 1, low, 0)
    told = fell(line, fall, made_by(line, fall), texts)
    assert texts("fall.same") in told
    assert texts("fall.than", said=texts("fall.same")) not in told

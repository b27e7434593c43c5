"""Seat: a decision in person stands in the place of the model's for one round, and changes nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samenspel.events import ACTS, Event
from samenspel.mechanisms import seat
from samenspel.runs import Course, run
from samenspel.scenario import load, with_changes
from samenspel.state import LEFT, MEMBER
from tests.collaborations import HIERARCHY, NETWORK, SWITCHED_ON, plain

# Where some say yes and others no, and goals come and go.
DIVIDED = SWITCHED_ON | {"dependence.total": 0.4, "norm.tolerance": 0.05}
CASES = pytest.mark.parametrize("logic", [NETWORK, HIERARCHY], ids=["network", "hierarchy"])


def scenario(changes, *events):
    """A collaboration that agrees and decides anew, with these events."""
    settings = {"trust.initial": 0.7, "decision.slip": 0.3, "participation.exit": 3.0, "norm.tolerance": 0.1}
    settings |= {"dependence.total": 0.3, "expectation.complementarity": 1.0, "decision.autonomy": 0.35} | changes
    return replace(with_changes(load("baseline"), settings | {"rounds": 12}), events=events)


def test_after_the_round_everything_is_open_again():
    """Oracle: by hand."""
    state = plain(2)
    for name in ACTS:
        state.organisations[f"act_{name}"] = 1.0
    seat.rise(state)
    assert all(np.isnan(state.organisations[f"act_{name}"]).all() for name in ACTS)


@CASES
def test_a_decision_that_is_the_models_own_changes_nothing(logic):
    """Oracle: the run without anybody in a seat, bit for bit; every organisation, every decision, in every round."""
    changes = logic | DIVIDED
    ours = run(scenario(changes), 3, trace=True)
    events = []
    for round_, rows in enumerate(ours.trace, 1):
        before = ours.trace[round_ - 2]["member"] if round_ > 1 else np.full(rows.size, MEMBER)
        for row, me in enumerate(rows):
            if before[row] != MEMBER:
                continue
            act = {"stay": float(me["member"] == MEMBER)}
            if me["member"] == MEMBER and ours.history["agreed"][round_ - 1]:
                act |= {"promise": me["promise"], "delivery": me["intended"]}
            events.append(Event(round_, organisation=row, act=act))
    theirs = run(scenario(changes, *events), 3)
    assert ours.history["agreed"].any()
    assert theirs.history.tobytes() == ours.history.tobytes()
    assert theirs.state.ties.tobytes() == ours.state.ties.tobytes()


@CASES
def test_a_consent_that_is_the_models_own_changes_nothing_where_nobody_bargains(logic):
    """Oracle: the run without anybody in a seat, bit for bit. (Who says no in person is not bought: see bargaining.)"""
    changes = logic | DIVIDED | {"bargaining.reach": 0.0}
    ours = run(scenario(changes), 3, trace=True)
    events = [
        Event(round_, organisation=row, act={"consent": me["accepts"]})
        for round_, rows in enumerate(ours.trace, 1)
        for row, me in enumerate(rows)
        if me["member"] == MEMBER
    ]
    theirs = run(scenario(changes, *events), 3)
    assert {event.act["consent"] for event in events} == {0.0, 1.0}
    same = [name for name in ours.history.dtype.names if name != "price_of_consent"]
    for name in same:
        np.testing.assert_array_equal(theirs.history[name], ours.history[name], err_msg=name)
    assert theirs.state.ties.tobytes() == ours.state.ties.tobytes()


def first_goal(one):
    """The first round after which there is a goal."""
    return int(np.flatnonzero(one.history["agreed"])[0]) + 1


@CASES
def test_what_is_promised_and_delivered_in_person_is_for_that_round_alone(logic):
    """Oracle: by hand; 2.5 promised, 0.25 meant, short of the promise by 2.25 at home; then as the model would."""
    calm = logic | {"delivery.noise": 0.0, "delivery.reciprocity": 0.5, "participation.exit": 0.0}
    free = run(scenario(calm), 3)
    when = first_goal(free) + 1
    course = Course(scenario(calm, Event(when, organisation=2, act={"promise": 2.5, "delivery": 0.25})), 3)
    history = np.zeros(12, free.history.dtype)
    course.proceed(when, history)
    me = course.state.organisations[2]
    assert (me["promise"], me["intended"], me["own"]) == (2.5, 0.25, 0.25)
    assert (me["short_home"], me["short_distrust"], me["short_luck"]) == (-2.25, 0, 0)
    assert history[: when - 1].tobytes() == free.history[: when - 1].tobytes()
    course.proceed(when + 1, history)
    me = course.state.organisations[2]
    assert me["promise"] != 2.5
    assert me["intended"] != 0.25


def test_a_promise_in_person_is_nothing_without_a_goal():
    """Oracle: by hand."""
    never = NETWORK | {"trust.initial": 0.0, "decision.quorum": 1.0}
    course = Course(scenario(never, Event(2, organisation=2, act={"promise": 2.5, "delivery": 0.25})), 3)
    history = np.zeros(12, run(scenario(never), 3).history.dtype)
    course.proceed(2, history)
    assert history["agreed"][1] == 0
    assert course.state.organisations["promise"][2] == course.state.organisations["pooled"][2] == 1


@pytest.mark.parametrize(("consent", "support"), [(1.0, 1.0), (0.0, 0.0)])
def test_who_consents_in_person_is_counted(consent, support):
    """Oracle: by hand; all say yes, or all say no, whatever the model would say."""
    events = [Event(1, organisation=row, act={"consent": consent}) for row in range(8)]
    history = run(scenario(NETWORK | {"decision.slip": 0.0}, *events), 3).history
    assert history["support"][0] == pytest.approx(support)
    assert history["agreed"][0] == support


def test_who_leaves_in_person_leaves_and_who_stays_stays():
    """Oracle: by hand; one leaves that has no reason to, another stays that would certainly leave."""
    unhappy = Event(4, organisation=1, set={"satisfaction": -5.0})
    settings = {"participation.exit": 10.0, "participation.lock_in": 0.0, "participation.entry": 0.0}
    stays = run(
        scenario(
            settings, unhappy, Event(4, organisation=1, act={"stay": 1}), Event(4, organisation=0, act={"stay": 0})
        ),
        3,
        trace=True,
    ).trace
    assert stays["member"][3][0] == LEFT
    assert stays["member"][3][1] == MEMBER
    assert run(scenario(settings, unhappy), 3, trace=True).trace["member"][3][1] == LEFT

"""Backing: who stands behind the goal, when it lapses, and how long a crisis lasts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samenspel.events import Event
from samenspel.mechanisms import backing, promise
from samenspel.runs import run
from samenspel.scenario import load, with_changes
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import NETWORK, parameters, plain

STRICT = {"norm.tolerance": 0.1, "norm.leniency": 0.5, "decision.quorum": 0.6, "backing.patience": 2}
AT_HOME = 0.5


@pytest.mark.parametrize(
    ("expected", "satisfaction", "let_pass", "behind"),
    [
        (0.5, 0.0, 0.0, True),
        (0.49, 0.0, 0.0, False),
        (0.41, -0.09, 0.1, True),
        (0.4 - 1e-12, -0.1 - 1e-12, 0.1, True),
        (0.39, 0.3, 0.1, False),
        (0.9, -0.11, 0.1, False),
    ],
)
def test_one_stands_behind_a_goal_that_is_expected_to_pay_and_paid_within_what_is_let_pass(
    expected, satisfaction, let_pass, behind
):
    """Oracle: by hand, going alone is worth 0.5; rounding does not decide."""
    assert backing.stands_behind(expected, satisfaction, AT_HOME, let_pass) == behind


def standing(expected=(0.6, 0.6, 0.6), satisfaction=(0.0, 0.0, 0.0)):
    """Three whose votes weigh 0.5, 0.3 and 0.2 under a goal; the first leads."""
    state = plain(3)
    them = state.organisations
    them["consent"], them["authority"] = [0.5, 0.3, 0.2], [0.0, 0.4, 0.8]
    them["expected"], them["satisfaction"] = expected, satisfaction
    return state


def held(state, changes=None):
    """Backing after a round."""
    backing.hold(state, parameters(STRICT | (changes or {})))
    return state.collaboration["backing"][0]


def test_backing_is_the_weight_of_those_who_stand_behind_the_goal():
    """Oracle: by hand; the second expects too little, the third got too little."""
    state = standing(expected=(0.6, 0.39, 0.6), satisfaction=(0.0, 0.0, -0.11))
    assert held(state) == pytest.approx(0.5)
    assert state.organisations["behind"].tolist() == [1, 0, 0]


def test_under_the_hierarchical_norm_results_are_judged_by_the_lead():
    """Oracle: by hand; leniency lets 0.05 pass: the lead's own loss of 0.06 is everybody's, one of 0.04 nobody's."""
    for lead, backed in [(-0.06, 0.0), (-0.04, 1.0)]:
        assert held(standing(satisfaction=(lead, 0.3, -0.9)), {"logic.norm": "hierarchy"}) == pytest.approx(backed)


def test_where_the_lead_decides_others_count_by_the_authority_over_them_and_the_lead_in_full():
    """Oracle: by hand; nobody is behind it: 0.5 + 0.3 * 0.4 + 0.2 * 0.8; a secretariat has no vote of its own."""
    by_lead = {"logic.decision": "hierarchy"}
    nobody = (0.0, 0.0, 0.0)
    assert held(standing(nobody)) == 0
    assert held(standing(nobody), by_lead) == pytest.approx(0.5 + 0.12 + 0.16)
    assert held(standing((0.0, 0.6, 0.0)), by_lead) == pytest.approx(0.5 + 0.3 + 0.16)
    state = standing(nobody)
    state.collaboration["led_from_outside"] = 1
    state.organisations["authority"][0] = 0.2
    assert held(state, by_lead) == pytest.approx(0.1 + 0.12 + 0.16)


@pytest.mark.parametrize("member", [OUTSIDE, LEFT])
def test_who_is_no_member_stands_behind_nothing(member):
    """Oracle: by hand."""
    state = standing()
    state.organisations["member"][2], state.organisations["behind"][2] = member, 1.0
    assert held(state) == pytest.approx(0.8)
    assert state.organisations["behind"][2] == 0


@pytest.mark.parametrize("patience", [0, 1, 4])
def test_a_goal_lapses_in_exactly_patience_and_one_rounds(patience):
    """Oracle: by hand; rounds of too little backing in a row; a round with enough starts the count anew."""
    state = standing()
    changes = {"backing.patience": patience}
    for _ in range(3):
        held(state, changes)
    state.organisations["payment"] = 0.2
    state.collaboration["moved"] = 0.3
    if patience > 0:  # one round short of it, and then backed again
        state.organisations["expected"] = 0.0
        for _ in range(patience):
            held(state, changes)
        assert state.collaboration["unbacked"][0] == patience
        state.organisations["expected"] = 0.6
        held(state, changes)
        assert state.collaboration["unbacked"][0] == 0
    state.organisations["expected"] = 0.0
    age = state.collaboration["age"][0]
    for round_ in range(1, patience + 2):
        assert state.collaboration["agreed"][0] == 1
        assert state.organisations["payment"].all()
        held(state, changes)
        assert state.collaboration["age"][0] == (age + round_ if round_ <= patience else 0)
    us = state.collaboration[0]
    assert (us["agreed"], us["lapsed"], us["unbacked"], us["moved"], us["crisis"]) == (0, 1, 0, 0, patience)
    assert not state.organisations["payment"].any()


def test_a_crisis_lasts_as_long_as_patience_and_then_something_can_be_put_again():
    """Oracle: by hand; the round in which the goal lapses is not counted."""
    state = standing(expected=(0.0, 0.0, 0.0))
    for _ in range(3):
        held(state)
    assert state.collaboration["lapsed"][0] == 1
    crises = []
    for _ in range(4):
        crises.append(int(state.collaboration["crisis"][0]))
        assert held(state) == 0
    assert crises == [2, 1, 0, 0]


def test_without_a_goal_promises_are_those_of_going_alone():
    """Oracle: by hand."""
    state = standing(expected=(0.0, 0.0, 0.0))
    state.organisations["promise"] = 2.0
    for _ in range(3):
        held(state)
    promise.make(state, parameters(STRICT), 1, 1)
    np.testing.assert_array_equal(state.organisations["promise"], 1.0)


def test_six_rounds_with_and_without_a_goal_are_remembered():
    """Oracle: by hand, a bit a round: three with a goal, of which it lapses in the third, and one without."""
    state = standing(expected=(0.0, 0.0, 0.0))
    for _ in range(4):
        held(state)
    assert state.collaboration["held"][0] == 0b1100


def test_a_goal_is_lost_and_mended_in_a_run():
    """Oracle: by hand; all trust falls away in round 10, so that nobody expects anything, and comes back later."""
    settings = {"trust.initial": 0.9, "decision.slip": 0.0, "backing.patience": 3, "decision.quorum": 0.7}
    steady = {"bargaining.reach": 0.0, "fortune.lasting": 0.0, "elsewhere.pull": 0.0, "participation.exit": 0.0}
    scenario = with_changes(load("baseline"), NETWORK | settings | steady | {"rounds": 30})
    breach = [Event(10, organisation=row, towards=True, set={"trust": 0.0}) for row in range(8)]
    burdens = [Event(10, organisation=row, set={"burden": -0.5}) for row in range(8)]
    relief = [Event(20, organisation=row, set={"burden": 0.0}) for row in range(8)]
    repair = [Event(20, organisation=row, towards=True, set={"trust": 0.95}) for row in range(8)]
    history = run(replace(scenario, events=(*breach, *burdens, *relief, *repair)), 1).history
    assert history["agreed"][8] == 1
    lost = int(np.flatnonzero(history["lapsed"])[0])
    low = int(np.flatnonzero(history["backing"][: lost + 1] < 0.7 - 1e-9)[0])
    assert lost == low + 3
    assert not history["agreed"][lost : lost + 4].any()
    assert history["agreed"][-1] == 1
    assert history["mended"][-1] == 1
    assert history["lapsed"][-1] == 1

"""Decision: consent weighed by dependence, or the word of a lead; and decisions that slip."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import decision
from samenspel.state import LEFT, OUTSIDE

from .deciding import BY_LEAD, STRICT, asked, undecided


def tallies(state):
    """Decided, slipped, rejected."""
    us = state.collaboration[0]
    return us["decided"], us["slipped"], us["rejected"]


@pytest.mark.parametrize(
    ("far", "quorum", "support", "carried"),
    [
        ([2], 0.9, 0.9, True),
        ([1], 0.67, 0.7, True),
        ([1], 0.75, 0.7, False),
        ([0], 0.5, 0.4, False),
        ([], 1.0, 1, True),
    ],
)
def test_consent_is_weighed_by_dependence(far, quorum, support, carried):
    """Oracle: by hand; the two small ones together cannot carry what the one they depend on refuses."""
    state = asked(undecided(far), {"decision.quorum": quorum})
    us = state.collaboration[0]
    assert us["support"] == pytest.approx(support)
    assert state.organisations["accepts"].tolist() == [i not in far for i in range(3)]
    assert tallies(state) == ((1, 0, 0) if carried else (0, 0, 1))
    assert us["agreed"] == carried


def test_consensus_survives_rounding():
    """Oracle: by hand; three thirds are a whole, whatever floating point makes of 0.1 + 0.7 + 0.2 - 1e-12."""
    state = undecided()
    state.organisations["consent"] = [0.1, 0.7, 0.2 - 1e-12]
    assert tallies(asked(state, {"decision.quorum": 1.0})) == (1, 0, 0)


def test_who_left_is_not_asked_and_an_outsider_has_no_vote():
    """Oracle: by hand."""
    state = undecided()
    state.organisations["member"] = [1, OUTSIDE, LEFT]
    state.organisations["consent"] = [1.0, 0.0, 0.0]
    state.organisations["expected"] = 7.0
    asked(state)
    assert state.collaboration["support"][0] == 1
    assert state.organisations["expected"][1] == pytest.approx(0.605)
    assert state.organisations["expected"][2] == 7


def test_a_lead_needs_no_consent():
    """Oracle: by hand."""
    state = asked(undecided([0, 1, 2]), BY_LEAD)
    assert state.collaboration["support"][0] == 0
    assert tallies(state) == (1, 0, 0)


@pytest.mark.parametrize(
    ("changes", "unclear"), [({}, "ambiguity"), (BY_LEAD, "contest")], ids=["network", "hierarchy"]
)
def test_a_decision_slips_while_it_is_unclear_who_is_in_charge(changes, unclear):
    """Oracle: by hand; a certain chance always slips, full organisation prevents it, and no doubt means no chance."""
    other = {"ambiguity": "contest", "contest": "ambiguity"}[unclear]
    slippery = STRICT | changes | {"decision.slip": 1.0}
    for round_ in range(1, 40):
        for unclarity, effort, slips in [(1.0, Effort(), 1), (1.0, Effort(organisation=1.0), 0), (0.0, Effort(), 0)]:
            state = undecided()
            state.collaboration[unclear] = unclarity
            state.collaboration[other] = 1 - unclarity
            asked(state, slippery, effort, round_)
            assert tallies(state) == (1 - slips, slips, 0)
            assert state.collaboration["agreed"][0] == 1 - slips


def test_half_a_chance_slips_about_half_the_time():
    """Oracle: binomial, 400 rounds at 0.5 * 0.8 * (1 - 0.25) = 0.3, four standard errors."""
    slipped = 0
    for round_ in range(1, 401):
        state = undecided()
        state.collaboration["ambiguity"] = 0.8
        slipped += tallies(asked(state, {"decision.slip": 0.5}, Effort(organisation=0.25), round_))[1]
    assert slipped / 400 == pytest.approx(0.3, abs=4 * (0.3 * 0.7 / 400) ** 0.5)


def test_the_first_goal_and_its_round_are_kept():
    """Oracle: by hand; the goal moves from 0.5 to 0.45 and then stays."""
    state = asked(undecided(), round_=4)
    assert state.collaboration["moved"][0] == 0
    state.collaboration["proposal"] = 0.45
    asked(state, BY_LEAD, round_=5)
    us = state.collaboration[0]
    assert us["moved"] == pytest.approx(0.05)
    assert us["first_decision"] == 4
    np.testing.assert_allclose(us["first_goal"], 0.5)
    np.testing.assert_allclose(us["goal"], 0.45)
    assert asked(state, BY_LEAD, round_=6).collaboration["moved"][0] == 0


def test_a_new_goal_must_be_better_than_the_one_there_is():
    """Oracle: by hand; at 0.55 all would be better off than alone, and worse off than at 0.5."""
    state = asked(undecided(prospect=0.3))
    state.collaboration["proposal"] = 0.55
    asked(state)
    np.testing.assert_allclose(state.organisations["expected"], 1.3**2 / 2)
    assert not state.organisations["accepts"].any()
    assert tallies(state) == (1, 0, 1)
    np.testing.assert_allclose(state.collaboration["goal"][0], 0.5)


def test_a_reference_point_is_not_decided_on_again():
    """Oracle: by hand; the tallies stand, and no vote can move the goal."""
    state = asked(undecided())
    asked(state, {"logic.goal": "hierarchy"})
    assert tallies(state) == (1, 0, 0)


def test_after_a_decision_everybody_thinks_of_the_new_goal():
    """Oracle: by hand; it lies 0.2 off for all: A = 0.8, E = 0.8^2 / 2."""
    state = undecided(prospect=0.0)
    state.collaboration["agreed"], state.collaboration["proposal"] = 1, 0.7
    asked(state, BY_LEAD)
    np.testing.assert_allclose(state.organisations["aligned"], 0.8)
    np.testing.assert_allclose(state.organisations["expected"], 0.32)


@pytest.mark.parametrize(
    ("slip", "unclear", "organisation", "appeal", "lost"),
    [(0.5, 0.8, 0.25, 0.0, 0.3), (0.5, 0.8, 0.25, 0.5, 0.65), (0.0, 0.0, 0.0, 0.4, 0.4), (1.0, 1.0, 0.0, 1.0, 1.0)],
)
def test_a_decision_is_lost_by_lack_of_clarity_or_on_appeal(slip, unclear, organisation, appeal, lost):
    """Oracle: by hand; it stands if neither happens."""
    assert decision.slipping(slip, unclear, organisation, appeal) == pytest.approx(lost)


@pytest.mark.parametrize(("far", "right", "slips"), [([0, 1, 2], 0.0, 1), ([0, 1, 2], 1.0, 0), ([], 0.0, 0)])
def test_what_is_imposed_is_appealed_unless_it_is_supported_or_backed_by_right(far, right, slips):
    """Oracle: by hand; appeal 1 (1 - right)(1 - support) is certain or out of the question."""
    for round_ in range(1, 20):
        state = undecided(far)
        state.organisations["right"][0] = right
        asked(state, BY_LEAD | {"decision.appeal": 1.0}, round_=round_)
        assert tallies(state) == (1 - slips, slips, 0)


def test_appeal_meets_what_is_imposed_and_nothing_else():
    """Oracle: by hand; what members agreed on with 0.7 of the vote is not appealed against."""
    for round_ in range(1, 40):
        assert tallies(asked(undecided([1]), {"decision.appeal": 1.0}, round_=round_)) == (1, 0, 0)


def test_appeals_come_as_often_as_they_should():
    """Oracle: binomial, 400 rounds at 0.8 (1 - 0.25)(1 - 0.7) = 0.18, four standard errors."""
    slipped = 0
    for round_ in range(1, 401):
        state = undecided([1])
        state.organisations["right"][0] = 0.25
        slipped += tallies(asked(state, BY_LEAD | {"decision.appeal": 0.8}, round_=round_))[1]
    assert slipped / 400 == pytest.approx(0.18, abs=4 * (0.18 * 0.82 / 400) ** 0.5)


def test_nothing_is_put_in_a_crisis_and_everybody_thinks_on():
    """Oracle: by hand; the tallies stand, and what is expected is known."""
    state = undecided()
    state.collaboration["crisis"] = 1
    asked(state)
    assert (state.collaboration["put"][0], tallies(state)) == (0, (0, 0, 0))
    np.testing.assert_allclose(state.organisations["expected"], 0.605)
    np.testing.assert_allclose(state.collaboration["support"], 1.0)


def test_what_was_put_and_what_was_decided_is_remembered():
    """Oracle: by hand, a bit a round, the latest lowest: decided, rejected, nothing put, decided."""
    state = undecided()
    asked(state)
    state.collaboration["proposal"] = 0.8
    asked(state)
    asked(state, {"logic.goal": "hierarchy"})
    asked(state, BY_LEAD)
    assert (state.collaboration["tried"][0], state.collaboration["settled"][0]) == (0b1101, 0b1001)


def test_a_goal_agreed_after_one_was_lost_mends_it_once():
    """Oracle: by hand; the round and the first goal are those of the first time."""
    state = asked(undecided(), round_=2)
    assert state.collaboration["mended"][0] == 0
    state.collaboration["agreed"], state.collaboration["lapsed"] = 0, 1
    state.collaboration["proposal"] = 0.45
    asked(state, round_=9)
    asked(state, BY_LEAD, round_=10)
    us = state.collaboration[0]
    assert (us["mended"], us["first_decision"]) == (1, 2)
    np.testing.assert_allclose(us["first_goal"], 0.5)

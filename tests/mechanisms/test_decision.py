"""Decision: consent weighed by dependence, or the word of a lead; and decisions that slip."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.conditions import Effort
from simulation.mechanisms import decision
from simulation.state import LEFT, OUTSIDE
from tests.collaborations import parameters, plain

# Goals at stake 1, nobody lets anything pass, nothing slips.
STRICT = {"goal.stake": 1.0, "norm.tolerance": 0.0, "decision.slip": 0.0, "decision.quorum": 0.67}
BY_LEAD = {"logic.decision": "hierarchy"}


@pytest.mark.parametrize(("process", "price"), [(0.0, 0.2), (0.5, 0.15), (1.0, 0.1)])
def test_the_process_protects_what_partners_cannot_give_up(process, price):
    """Oracle: by hand, price 0.2 and safeguard 0.5."""
    assert decision.felt_price(0.2, 0.5, process) == pytest.approx(price)


@pytest.mark.parametrize(
    ("price", "aversion", "expected"), [(0.0, 0.0, 1.2), (0.1, 0.0, 1.1), (0.0, 0.5, 1.1), (0.1, 0.5, 1.0)]
)
def test_what_is_expected_is_made_less_autonomy_and_doubt(price, aversion, expected):
    """Oracle: by hand; 2 * 1.6 - 2, less 0.1 * 0.5 * 2, less 0.5 * 4 * 0.05."""
    me = plain(2).organisations[0]
    me["prospect"], me["autonomy"], me["doubt"] = 0.6, 0.5, 0.05
    assert decision.expectation(me, 1.0, 2.0, price, aversion) == pytest.approx(expected)
    assert decision.expectation(me, 1.0, 0.0, price, aversion) == 0


def test_a_goal_to_one_s_liking_without_prospect_is_worth_going_alone():
    """Oracle: by hand; A = 1, planned 1, 1 - 1/2. A goal 0.4 off has A = 0.6, and is worth 0.36 / 2."""
    p = parameters(STRICT)
    state = plain(2)
    me = state.organisations[0]
    np.testing.assert_allclose(decision.consider(me, p, state.collaboration["goal"][0], 0.0), (1.0, 0.5))
    np.testing.assert_allclose(decision.consider(me, p, np.array([0.9, 0.9]), 0.0), (0.6, 0.18))


def asked(state, changes=None, effort=None, round_=1):
    """A collaboration after it was asked for consent."""
    decision.decide(state, parameters(STRICT | (changes or {})), effort or Effort(), 1, round_)
    return state


def undecided(far=(), prospect=0.1):
    """Three without a goal whose votes weigh 0.6, 0.3 and 0.1; those that are far gain nothing from the proposal."""
    state = plain(3)
    state.collaboration["agreed"] = 0
    state.organisations["consent"] = [0.6, 0.3, 0.1]
    state.organisations["prospect"] = prospect
    for i in far:
        state.organisations["interests"][i] = 1.0
    return state


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


def test_members_consent_to_a_loss_that_they_tolerate():
    """Oracle: by hand; a goal 0.1 off with no prospect is worth 0.9^2 / 2 = 0.405, a loss of 0.095."""
    for changes, consents in [({"norm.tolerance": 0.1}, True), ({"norm.tolerance": 0.09}, False)]:
        state = undecided(prospect=0.0)
        state.organisations["interests"] = 0.6
        assert asked(state, changes).organisations["accepts"].all() == consents
    state = undecided(prospect=0.0)
    state.organisations["interests"] = 0.6
    assert not asked(state, {"norm.tolerance": 0.1, "logic.norm": "hierarchy"}).organisations["accepts"].any()


def test_a_loyal_representative_counts_what_others_gain():
    """Oracle: by hand; at loyalty 0, 0.5, 1 and 0.4 brought to others it expects s^2 / 2 with s = 0.9, 1.1, 1.3."""
    state = undecided(prospect=0.0)
    state.organisations["interests"] = 0.6
    state.organisations["spillover"] = 0.4
    state.organisations["loyalty"] = [0.0, 0.5, 1.0]
    asked(state)
    np.testing.assert_allclose(state.organisations["expected"], [0.405, 0.605, 0.845])
    assert state.organisations["accepts"].tolist() == [0, 1, 1]


def test_whoever_can_do_better_elsewhere_refuses():
    """Oracle: by hand; a prospect of 0.1 makes 1.1^2 / 2 = 0.605, which 0.2 elsewhere beats and 0.1 does not."""
    state = undecided()
    state.organisations["outside"] = [0.0, 0.1, 0.2]
    assert asked(state).organisations["accepts"].tolist() == [1, 1, 0]


def test_doubt_makes_one_refuse():
    """Oracle: by hand; 0.605 less 1.1^2 times a variance of 0.1 is 0.484, below going alone."""
    state = undecided()
    state.organisations["doubt"] = 0.1
    assert asked(state, {"decision.aversion": 1.0}).organisations["accepts"].tolist() == [0, 0, 0]
    assert asked(state, {"decision.aversion": 0.5}).organisations["accepts"].tolist() == [1, 1, 1]


def test_a_protected_core_turns_a_refusal_into_consent():
    """Oracle: by hand; holding to all autonomy it can pool 1: 1.15 - 0.5 - 0.2 = 0.45, or 0.55 at half the price."""
    price = {"decision.autonomy": 0.2, "decision.safeguard": 0.5}
    for effort, expected, consents in [(Effort(), 0.45, False), (Effort(process=1.0), 0.55, True)]:
        state = undecided(prospect=0.15)
        state.organisations["autonomy"] = 1.0
        asked(state, price, effort)
        np.testing.assert_allclose(state.organisations["expected"], expected)
        assert state.organisations["accepts"].all() == consents


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

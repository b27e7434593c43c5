"""Decision: consent weighed by dependence, or the word of a lead; and decisions that slip."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import bargaining, decision
from samenspel.state import LEFT, OUTSIDE, reasons
from tests.collaborations import parameters, plain

# Goals at stake 1, nobody lets anything pass, nothing slips.
STRICT = {"goal.stake": 1.0, "norm.tolerance": 0.0, "decision.slip": 0.0, "decision.quorum": 0.67}
BY_LEAD = {"logic.decision": "hierarchy"}


@pytest.mark.parametrize(
    ("price", "aversion", "expected"), [(0.0, 0.0, 1.2), (0.1, 0.0, 1.1), (0.0, 0.5, 1.1), (0.1, 0.5, 1.0)]
)
def test_what_is_expected_is_made_less_autonomy_and_doubt(price, aversion, expected):
    """Oracle: by hand; 2 * 1.6 - 2, less 0.1 * 0.5 * 2, less 0.5 * 2 * 0.1."""
    me = plain(2).organisations[0]
    me["prospect"], me["autonomy"], me["doubt"] = 0.6, 0.5, 0.1
    assert decision.expected(decision.weigh(me, 1.0, 2.0, 0.0, 0.0, price, aversion)) == pytest.approx(expected)
    assert decision.expected(decision.weigh(me, 1.0, 0.0, 0.0, 0.0, price, aversion)) == 0


# What one plans, how loyal it is, how much of its yield is common; and what it knows of its partners.
WEIGHED = {
    "aligned": 0.7, "planned": 1.6, "weight": 0.3, "common": 0.4, "price": 0.25, "aversion": 0.5,
    "reach": 0.8, "prospect": 0.5, "doubt": 0.1, "spillover": 0.9, "returned": 0.3, "due": 0.6, "regard": 0.6,
    "autonomy": 0.5, "affective": 0.5, "burden": -0.05,
}  # fmt: skip
TOLD = ("aligned", "planned", "weight", "common", "price", "aversion")


@pytest.mark.parametrize(("payment", "believed"), [(0.1, 0.06), (-0.1, -0.1), (0.0, 0.0)])
def test_every_reason_is_what_the_text_says(payment, believed):
    """Oracle: the table of docs/odd.md 7.9 by hand; liking is 0.5 (0.6 - 0.5) = 0.05, a promise to pay is believed.

    A side payment that is paid weighs in full.
    """
    me = plain(2).organisations[0]
    for name, number in WEIGHED.items():
        if name not in TOLD:
            me[name] = number
    me["payment"] = payment
    found = decision.weigh(me, *(WEIGHED[name] for name in TOLD))
    by_hand = {
        "own": 1.6 - 1.28,
        "goal": 1.6 * -0.3,
        "partners": 1.6 * 0.8,
        "distrust": 1.6 * -0.3,
        "doubt": -0.5 * 1.6 * 0.1,
        "whole": 1.6 * 0.3 * 0.9,
        "common": 0.4 * (0.7 * 1.6 * (0.3 - (0.7 - 0.05 + 0.5)) + 0.6 * 0.6),
        "autonomy": -0.25 * 0.5 * 1.6,
        "burden": -0.05,
        "payment": believed,
    }
    assert found._asdict() == pytest.approx(by_hand)
    assert decision.expected(found) == pytest.approx(sum(by_hand.values()))


def test_a_goal_to_one_s_liking_without_prospect_is_worth_going_alone():
    """Oracle: by hand; A = 1, planned 1, 1 - 1/2. A goal 0.4 off has A = 0.6, and is worth 0.36 / 2."""
    p = parameters(STRICT)
    state = plain(2)
    me = state.organisations[0]
    for goal, aligned, worth in [(state.collaboration["goal"][0], 1.0, 0.5), (np.array([0.9, 0.9]), 0.6, 0.18)]:
        found, planned, reasons = decision.consider(me, p, goal, me["perception"], 0.0)
        np.testing.assert_allclose((found, planned, decision.expected(reasons)), (aligned, aligned, worth))


def asked(state, changes=None, effort=None, round_=1):
    """A collaboration after it was asked for consent."""
    p, effort = parameters(STRICT | (changes or {})), effort or Effort()
    decision.ask(state, p, effort)
    bargaining.strike(state, p, effort)
    decision.decide(state, p, effort, 1, round_)
    return state


def undecided(far=(), prospect=0.1):
    """Three without a goal whose votes weigh 0.6, 0.3 and 0.1; those that are far gain nothing from the proposal."""
    state = plain(3)
    state.collaboration["agreed"] = 0
    state.organisations["consent"] = [0.6, 0.3, 0.1]
    state.organisations["prospect"] = prospect
    for i in far:
        state.organisations["interests"][i] = 1.0
    state.collaboration["first_goal"] = np.nan  # none so far
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


@pytest.mark.parametrize(("leniency", "consents"), [(1.0, True), (0.94, False), (0.96, True)])
def test_leniency_is_what_the_hierarchical_norm_tolerates(leniency, consents):
    """Oracle: by hand; of a tolerance of 0.1 the part that holds covers a loss of 0.095, or does not."""
    state = undecided(prospect=0.0)
    state.organisations["interests"] = 0.6
    changes = {"norm.tolerance": 0.1, "norm.leniency": leniency, "logic.norm": "hierarchy"}
    assert asked(state, changes).organisations["accepts"].all() == consents


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
    """Oracle: by hand; 0.605 less 1.1 times a standard deviation of 0.1 is 0.495, below going alone."""
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


def test_the_home_that_ratifies_casts_the_vote():
    """Oracle: by hand; the loyalty that weighs is 1, 0.5 (half of the way from 1 to 0) and 0 of a spillover of 0.4."""
    state = undecided(prospect=0.0)
    state.organisations["interests"] = 0.6
    state.organisations["spillover"] = 0.4
    state.organisations["loyalty"], state.organisations["home"] = 1.0, 0.0
    state.organisations["ratifies"] = [0.0, 0.5, 1.0]
    asked(state)
    np.testing.assert_allclose(state.organisations["expected"], [0.845, 0.605, 0.405])
    assert state.organisations["accepts"].tolist() == [1, 1, 0]


def test_under_the_lead_s_problem_members_judge_by_the_problem_as_it_is_stated():
    """Oracle: by hand; all moral, a goal at 0.5: 0.2 off what they see, on the problem as stated; outsiders see it so.

    A = 1 - 0.2 = 0.8 is worth 0.32, A = 1 is worth 0.5.
    """
    for problem, expected in [("network", [0.32, 0.32, 0.32]), ("hierarchy", [0.5, 0.5, 0.32])]:
        state = undecided(prospect=0.0)
        state.organisations["moral"], state.organisations["instrumental"] = 1.0, 0.0
        state.organisations["perception"] = 0.7
        state.organisations["member"][2] = OUTSIDE
        asked(state, {"logic.problem": problem})
        np.testing.assert_allclose(state.organisations["expected"], expected)


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


def test_what_is_kept_are_the_reasons_for_the_proposal():
    """Oracle: their sum is what is expected of the proposal, also when there is a goal already."""
    for agreed in (0, 1):
        state = undecided()
        state.collaboration["agreed"], state.collaboration["proposal"] = agreed, 0.7
        state.organisations["burden"] = [0.1, 0.0, -0.1]
        asked(state)
        for me in state.organisations:
            assert sum(reasons(me)) == pytest.approx(me["expected_anew"], abs=1e-12)

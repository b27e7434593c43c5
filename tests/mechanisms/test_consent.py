"""Consent: what is expected of a goal, and who says yes to it."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import consent
from samenspel.state import OUTSIDE, reasons
from tests.collaborations import parameters, plain

from .deciding import STRICT, asked, undecided


@pytest.mark.parametrize(
    ("price", "aversion", "expected"), [(0.0, 0.0, 1.2), (0.1, 0.0, 1.1), (0.0, 0.5, 1.1), (0.1, 0.5, 1.0)]
)
def test_what_is_expected_is_made_less_autonomy_and_doubt(price, aversion, expected):
    """Oracle: by hand; 2 * 1.6 - 2, less 0.1 * 0.5 * 2, less 0.5 * 2 * 0.1."""
    me = plain(2).organisations[0]
    me["prospect"], me["autonomy"], me["doubt"] = 0.6, 0.5, 0.1
    assert consent.expected(consent.weigh(me, 1.0, 2.0, 0.0, 0.0, price, aversion)) == pytest.approx(expected)
    assert consent.expected(consent.weigh(me, 1.0, 0.0, 0.0, 0.0, price, aversion)) == 0


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
    found = consent.weigh(me, *(WEIGHED[name] for name in TOLD))
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
    assert consent.expected(found) == pytest.approx(sum(by_hand.values()))


def test_a_goal_to_one_s_liking_without_prospect_is_worth_going_alone():
    """Oracle: by hand; A = 1, planned 1, 1 - 1/2. A goal 0.4 off has A = 0.6, and is worth 0.36 / 2."""
    p = parameters(STRICT)
    state = plain(2)
    me = state.organisations[0]
    for goal, aligned, worth in [(state.collaboration["goal"][0], 1.0, 0.5), (np.array([0.9, 0.9]), 0.6, 0.18)]:
        found, planned, reasons = consent.consider(me, p, goal, me["perception"], 0.0)
        np.testing.assert_allclose((found, planned, consent.expected(reasons)), (aligned, aligned, worth))


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


def test_what_is_kept_are_the_reasons_for_the_proposal():
    """Oracle: their sum is what is expected of the proposal, also when there is a goal already."""
    for agreed in (0, 1):
        state = undecided()
        state.collaboration["agreed"], state.collaboration["proposal"] = agreed, 0.7
        state.organisations["burden"] = [0.1, 0.0, -0.1]
        asked(state)
        for me in state.organisations:
            assert sum(reasons(me)) == pytest.approx(me["expected_anew"], abs=1e-12)

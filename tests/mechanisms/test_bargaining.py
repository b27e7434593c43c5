"""Bargaining: who blocks, what consent would take, and who pays for it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.conditions import Effort
from samenspel.mechanisms import bargaining, consent, decision, objection
from samenspel.state import OUTSIDE
from tests.collaborations import HIERARCHY, NETWORK, complete, parameters, plain, play

from .striking import FULL, TABLE, at_the_table, struck


@pytest.mark.parametrize(
    ("slack", "gain", "room"), [(0.3, 0.2, 0.2), (0.1, 0.2, 0.1), (0.3, -0.1, 0.0), (-0.1, 0.2, 0.0)]
)
def test_nobody_can_miss_more_than_its_margin_or_its_gain(slack, gain, room):
    """Oracle: by hand."""
    assert bargaining.room_of(slack, gain) == pytest.approx(room)


def test_gain_if_everybody_keeps_its_word():
    """Oracle: docs/odd.md 7.18 by hand; what is liked does not fall to partners, of the felt price a part is real."""
    me = plain(2).organisations[0]
    me["aligned_anew"], me["reach"], me["planned"], me["returned"], me["due"] = 0.9, 0.6, 1.5, 0.2, 0.7
    me["affective"], me["regard"], me["outside"], me["elsewhere"] = 0.5, 0.7, 0.05, 0.02
    me["burden"], me["payment"], me["reason_autonomy"] = -0.1, 0.03, -0.2
    by_hand = 1.5 * (1.5 - 0.4 * (0.9 - 0.1 + 0.6) + 0.4 * 0.2) - 1.125 + 0.4 * 0.7 - 0.3 * 0.2 - 0.1 + 0.03 - 0.57
    assert bargaining.gain_in_hand(me, 0.4, 0.3) == pytest.approx(by_hand)


def test_those_who_gain_buy_the_consent_of_one_who_loses():
    """Oracle: by hand; E = 0.72, less 0.3 is 0.42: a gap of 0.08, a price of 0.16, paid by two with room for 0.22."""
    state = struck(at_the_table([0.0, 0.0, -0.3]))
    them = state.organisations
    np.testing.assert_allclose(them["gap"], [0, 0, 0.08])
    np.testing.assert_allclose(them["price"], [0, 0, 0.16])
    np.testing.assert_allclose(them["pledge"], [-0.08, -0.08, 0.16])
    np.testing.assert_allclose(them["expected_anew"], [0.64, 0.64, 0.5])
    np.testing.assert_allclose(them["reason_payment"], [-0.08, -0.08, 0.08])
    assert them["accepts"].all()
    assert state.collaboration["price_of_consent"][0] == pytest.approx(0.16)
    assert state.collaboration["support"][0] == pytest.approx(1.0)
    assert not them["payment"].any()  # which is agreed once the proposal is
    decision.decide(state, parameters(TABLE), FULL, 1, 1)
    np.testing.assert_allclose(them["payment"], [-0.08, -0.08, 0.16])
    np.testing.assert_allclose(them["expected"], [0.64, 0.64, 0.5])


@pytest.mark.parametrize(
    ("reach", "interests", "bought"), [(1.0, 0.37, True), (1.0, 0.35, False), (0.5, 0.8, True), (0.0, 1.0, False)]
)
def test_the_purse_is_what_effort_on_interests_brings_to_the_table(reach, interests, bought):
    """Oracle: by hand; of room for 0.44 a price of 0.16 takes 0.364."""
    state = struck(at_the_table([0.0, 0.0, -0.3]), {"bargaining.reach": reach}, Effort(interests=interests))
    assert state.organisations["accepts"][2] == bought
    assert bool(state.organisations["pledge"].any()) == bought
    assert state.collaboration["price_of_consent"][0] == pytest.approx(0.16)


def test_payers_pay_in_proportion_to_their_room():
    """Oracle: by hand; one saves 0.1 besides: room for 0.32 and 0.22 of a price of 0.16."""
    state = struck(at_the_table([0.1, 0.0, -0.3]))
    np.testing.assert_allclose(state.organisations["pledge"], [-0.16 * 0.32 / 0.54, -0.16 * 0.22 / 0.54, 0.16])


def test_the_cheapest_votes_are_bought_until_the_quorum_is_there():
    """Oracle: by hand; gaps of 0.02, 0.08 and 0.05 at weights 0.05, 0.3 and 0.25: 0.8, 0.53 and 0.4 a vote.

    The first brings 0.4 to 0.65, short of 0.7 by 0.05; the next brings it to 0.95.
    """
    burden, consent = [0.0, -0.24, -0.3, -0.27], (0.4, 0.05, 0.3, 0.25)
    state = struck(at_the_table(burden, consent=consent), {"decision.quorum": 0.7})
    assert state.collaboration["price_of_consent"][0] == pytest.approx(0.16 + 0.1)
    assert not state.organisations["pledge"].any()  # one alone has room for 0.22
    state = struck(at_the_table([0.1, *burden[1:]], consent=consent), {"decision.quorum": 0.7})
    assert state.organisations["accepts"].tolist() == [1, 0, 1, 1]
    np.testing.assert_allclose(state.organisations["pledge"], [-0.26, 0, 0.16, 0.1])
    assert state.collaboration["support"][0] == pytest.approx(0.95)


@pytest.mark.parametrize("why", ["no trust", "in person", "no weight"])
def test_a_consent_that_cannot_be_had_has_no_price(why):
    """Oracle: by hand; promises are worth nothing, somebody said no in person, or a vote has no weight."""
    state = at_the_table([0.0, 0.0, -0.3])
    if why == "no trust":
        state.organisations["regard"][2] = 0.0
    elif why == "in person":
        state.organisations["act_consent"][2] = 0.0
    else:
        state.organisations["consent"] = [0.5, 0.4, 0.0]
    struck(state)
    assert math.isnan(state.collaboration["price_of_consent"][0])
    assert not state.organisations["accepts"][2]
    assert not state.organisations["pledge"].any()
    assert state.organisations["gap"][2] == pytest.approx(0.08)


@pytest.mark.parametrize("why", ["all agree", "nothing is put"])
def test_where_nobody_has_to_be_won_nothing_is_asked(why):
    """Oracle: by hand; what was left of the last round is gone."""
    state = at_the_table([0.0, 0.0, 0.0 if why == "all agree" else -0.3])
    state.organisations["pledge"] = state.organisations["swing"] = state.organisations["price"] = 9.0
    state.collaboration["crisis"] = int(why == "nothing is put")
    struck(state)
    assert state.collaboration["price_of_consent"][0] == 0
    for name in ("gap", "price", "swing", "pledge"):
        assert not state.organisations[name].any(), name


def test_where_the_lead_decides_it_is_known_who_blocks_and_nobody_is_paid():
    """Oracle: by hand."""
    state = struck(at_the_table([0.0, 0.0, -0.3]), {"logic.decision": "hierarchy"})
    assert state.collaboration["price_of_consent"][0] == pytest.approx(0.16)
    assert state.organisations["swing"].tolist() == [0, 0, 1]
    assert not state.organisations["pledge"].any()


def test_who_is_no_member_neither_blocks_nor_pays():
    """Oracle: by hand; of two members one pays for the other alone, out of room for 0.22."""
    state = at_the_table([0.0, -0.3, -0.3, 0.0], consent=(0.6, 0.4, 0.0, 0.0))
    state.organisations["member"][2:] = OUTSIDE
    struck(state)
    np.testing.assert_allclose(state.organisations["pledge"], [-0.16, 0.16, 0, 0])
    assert not state.organisations["gap"][2]


def test_what_was_agreed_before_stays_when_the_goal_is_decided_anew():
    """Oracle: by hand; 0.05 was paid by each of two; of the new goal the third lacks 0.42 + 0.05 - 0.5 more."""
    state = at_the_table([0.0, 0.0, -0.3])
    state.organisations["payment"] = [-0.05, -0.05, 0.1]
    struck(state)
    np.testing.assert_allclose(state.organisations["gap"], [0, 0, 0.03])
    decision.decide(state, parameters(TABLE), FULL, 1, 1)
    np.testing.assert_allclose(state.organisations["payment"], [-0.08, -0.08, 0.16])


@settings(max_examples=300, deadline=None)
@given(
    burdens=st.lists(st.floats(-0.5, 0.5), min_size=3, max_size=6),
    prospect=st.floats(0.0, 0.6),
    common=st.sampled_from([0.0, 0.35]),
    returned=st.floats(0.0, 0.3),
)
def test_where_all_is_trusted_all_agree_exactly_if_together_they_gain(burdens, prospect, common, returned):
    """Oracle: sum of E_i - f_i (Raiffa 1982): trust 1, consent of all, nothing slips and nothing is let pass."""
    n = len(burdens)
    state = at_the_table(burdens, prospect, [1 / n] * n)
    them = state.organisations
    them["regard"], them["returned"], them["due"] = 1.0, returned, 0.8
    p = parameters(TABLE | {"value.common": common})
    consent.ask(state, p, FULL)
    margin = float((them["expected_anew"] - them["fallback"]).sum())
    objection.price(state, p)
    bargaining.strike(state, p, FULL)
    decision.decide(state, p, FULL, 1, 1)
    if abs(margin) > 1e-7:
        assert state.collaboration["agreed"][0] == (margin > 0)
    np.testing.assert_allclose(them["pledge"].sum(), 0, atol=1e-9)
    if state.collaboration["agreed"][0]:
        assert (them["expected"] >= them["fallback"] - 1e-8).all()


@pytest.mark.parametrize("logic", [NETWORK, HIERARCHY], ids=["network", "hierarchy"])
def test_side_payments_sum_to_zero_and_nobody_pays_beyond_its_gain(logic):
    """Oracle: by hand, over 40 rounds; and without bargaining nobody pays."""
    declared = complete(6)
    declared.organisations["burden"] = [-0.35, -0.2, 0.15, 0.15, 0.15, 0.1]
    changes = {"trust.initial": 0.8, "effort.interests": 1.0, "bargaining.reach": 1.0, "value.sharing": 0.0}
    changes |= {"decision.quorum": 1.0, "norm.tolerance": 0.0, "dependence.total": 0.5}
    moved = 0.0
    for rounds in (1, 5, 10, 40):
        state, history = play(declared, logic | changes, rounds=rounds)
        them = state.organisations
        assert them["paid"].sum() == pytest.approx(0, abs=1e-12)
        payers = them["paid"] < 0
        assert (them["value"][payers] >= 0.5 + them["elsewhere"][payers] + them["outside"][payers] - 1e-12).all()
        assert (-them["paid"][payers] <= -them["payment"][payers] + 1e-12).all()
        assert history["paid"][-1] == pytest.approx(them["paid"].clip(0).sum() / 6)
        moved = max(moved, history["paid"].max())
    assert bool(moved) == (logic is NETWORK)
    _, without = play(declared, logic | changes | {"bargaining.reach": 0.0}, rounds=40)
    assert not without["paid"].any()

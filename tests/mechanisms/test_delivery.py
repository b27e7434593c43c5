"""Delivery: between what the home wants and what was promised; and what authority adds."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import draws
from samenspel.conditions import Effort
from samenspel.mechanisms import delivery
from samenspel.state import LEFT, OUTSIDE, shortfall
from tests.collaborations import parameters, plain

LOG_3 = 1.0986122886681098  # a logistic of 3/4

CALM = {"decision.autonomy": 0.2, "delivery.fidelity": 0.25, "delivery.noise": 0.0, "delivery.compelled": 0.4}
ORDERS = CALM | {"logic.implementation": "hierarchy"}


@pytest.mark.parametrize(
    ("organisation", "commitment", "binds"),
    [(0.0, 0.0, 0.2), (0.5, 0.5, 0.8), (1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (0.5, 0.0, 0.6)],
)
def test_a_promise_binds_by_organisation_and_commitment(organisation, commitment, binds):
    """Oracle: by hand, 1 - 0.8 * what each leaves."""
    assert delivery.kept(0.2, organisation, commitment) == pytest.approx(binds)


@pytest.mark.parametrize(("fidelity", "pooled"), [(0.0, 1.0), (0.25, 1.25), (1.0, 2.0)])
def test_what_is_delivered_lies_between_home_and_promise(fidelity, pooled):
    """Oracle: by hand, home 1 and promise 2; a home that wants more than was promised is held back as well."""
    assert delivery.delivered(1.0, 2.0, fidelity) == pytest.approx(pooled)
    assert delivery.delivered(2.0, 1.0, fidelity) == pytest.approx(3.0 - pooled)


@pytest.mark.parametrize(("own", "demand", "pooled"), [(1.0, 3.0, 2.0), (3.0, 1.0, 3.0), (1.0, 1.0, 1.0)])
def test_an_order_asks_for_more_and_never_for_less(own, demand, pooled):
    """Oracle: by hand, binding 0.5."""
    assert delivery.obeyed(own, demand, 0.5) == pytest.approx(pooled)
    assert delivery.obeyed(own, demand, 0.0) == own


def divided():
    """Three whose home wants 1 - 0.2 * 0.5 + 0.3 = 1.2 and whose representatives promised 1.6; asked is 2.3."""
    state = plain(3)
    for field, value in [("autonomy", 0.5), ("prospect", 0.3), ("promise", 1.6), ("demand", 2.3), ("authority", 0.5)]:
        state.organisations[field] = value
    return state


def delivered(state, changes=CALM, effort=None, round_=1):
    """What everybody does of its own accord, in all, and to effect."""
    delivery.deliver(state, parameters(changes), effort or Effort(), 1, round_)
    return state.organisations[["own", "pooled", "effective"]]


def test_the_home_makes_less_of_a_promise():
    """Oracle: by hand, 1.2 + 0.25 * 0.4, all of it to effect."""
    for field in ("own", "pooled", "effective"):
        np.testing.assert_allclose(delivered(divided())[field], 1.3)


def test_a_loyal_home_wants_more():
    """Oracle: by hand; at a spillover of 0.2, loyalties 0, 0.5, 1 want 1.2, 1.3, 1.4; a quarter to 1.6 from there."""
    state = divided()
    state.organisations["spillover"] = 0.2
    state.organisations["home"] = [0.0, 0.5, 1.0]
    np.testing.assert_allclose(delivered(state)["pooled"], [1.3, 1.375, 1.45])


def test_what_is_compelled_makes_part_of_the_synergy():
    """Oracle: by hand; the order binds by 0.5 * 0.5: 1.3 + 0.25 * 1.0, of which 1.3 + 0.4 * 0.25 to effect."""
    made = delivered(divided(), ORDERS)
    np.testing.assert_allclose(made["own"], 1.3)
    np.testing.assert_allclose(made["pooled"], 1.55)
    np.testing.assert_allclose(made["effective"], 1.4)


def test_whoever_keeps_all_autonomy_obeys_no_order():
    """Oracle: by hand; it wants 1 - 0.2 + 0.3 but can pool no more than 1; then a quarter to the promise."""
    state = divided()
    state.organisations["autonomy"] = 1.0
    state.organisations["authority"] = 1.0
    np.testing.assert_allclose(delivered(state, ORDERS)["pooled"], 1.0 + 0.25 * 0.6)


def test_full_organisation_binds_the_home_to_the_promise():
    """Oracle: by hand."""
    np.testing.assert_allclose(delivered(divided(), effort=Effort(organisation=1.0))["pooled"], 1.6)


def test_without_a_goal_or_membership_one_does_what_one_does_alone():
    """Oracle: by hand, also where orders are given."""
    state = divided()
    state.organisations["member"] = [1, OUTSIDE, LEFT]
    for field in ("own", "pooled", "effective"):
        state.organisations[field] = 9.0
        assert delivered(state, ORDERS)[field][1:].tolist() == [1, 1]
    state.collaboration["agreed"] = 0
    assert delivered(state, ORDERS).tolist() == [(1, 1, 1)] * 3


def test_carrying_out_has_its_own_chance():
    """Oracle: docs/odd.md, 1.3 (1 + 0.5 N); at this noise some would deliver less than nothing."""
    chance = np.array([[draws.normal(1, draws.EXECUTION, t, i, 0) for i in range(3)] for t in range(1, 41)])
    own = [delivered(divided(), CALM | {"delivery.noise": 0.5}, round_=t)["own"].copy() for t in range(1, 41)]
    np.testing.assert_allclose(own, 1.3 * np.maximum(0, 1 + 0.5 * chance))
    assert np.min(own) == 0


@pytest.mark.parametrize(
    ("regard", "reciprocity", "part"),
    [(0.3, 0.6, 0.7), (0.3, 0.0, 1.0), (0.3 + 0.1 * LOG_3, 0.6, 0.85), (0.3 - 0.1 * LOG_3, 0.6, 0.55), (1e3, 0.6, 1.0)],
)
def test_whoever_is_let_down_holds_back(regard, reciprocity, part):
    """Oracle: by hand; half of the most is held back at the threshold of 0.3; a quarter and three quarters at ln 3.

    (Fehr and Gächter 2000; Fischbacher et al. 2001.)
    """
    assert delivery.reciprocated(regard, reciprocity, 0.3, 0.1) == pytest.approx(part)


def test_what_was_agreed_at_home_is_held_back_where_partners_are_not_trusted():
    """Oracle: by hand; 1.3 agreed at home, of which 0.7 is meant at regard 0.3, and then luck and orders."""
    state = divided()
    state.organisations["regard"] = [0.3, 1e3, 0.3]
    holding = {"delivery.reciprocity": 0.6, "delivery.threshold": 0.3, "delivery.variety": 0.1}
    made = delivered(state, ORDERS | holding)
    np.testing.assert_allclose(made["own"], [0.91, 1.3, 0.91])
    np.testing.assert_allclose(made["pooled"], [0.91 + 0.25 * 1.39, 1.55, 0.91 + 0.25 * 1.39])
    np.testing.assert_allclose(state.organisations["intended"], made["own"])


def test_why_a_delivery_is_not_what_was_promised_adds_up():
    """Oracle: by hand; 1.6 promised, 1.3 agreed at home, 0.91 meant, 0.91 (1 + 0.2 N) with luck, then ordered."""
    holding = {"delivery.reciprocity": 0.6, "delivery.threshold": 0.5, "delivery.variety": 0.1, "delivery.noise": 0.2}
    state = divided()
    made = delivered(state, ORDERS | holding)
    luck = np.array([draws.normal(1, draws.EXECUTION, 1, i, 0) for i in range(3)])
    why = [shortfall(me) for me in state.organisations]
    np.testing.assert_allclose([short.home for short in why], -0.3)
    np.testing.assert_allclose([short.distrust for short in why], -0.39)
    np.testing.assert_allclose([short.luck for short in why], 0.91 * 0.2 * luck)
    np.testing.assert_allclose([short.order for short in why], 0.25 * (2.3 - 0.91 * (1 + 0.2 * luck)))
    np.testing.assert_allclose([sum(short) for short in why], made["pooled"] - 1.6)


def test_where_nothing_is_promised_nothing_is_short():
    """Oracle: by hand; without a goal, and for who is no member."""
    state = divided()
    delivered(state)
    state.organisations["member"][1:] = OUTSIDE, LEFT
    delivered(state)
    assert not any(sum(map(abs, shortfall(me))) for me in state.organisations[1:])
    state.collaboration["agreed"] = 0
    delivered(state)
    assert not any(sum(map(abs, shortfall(me))) for me in state.organisations)


def test_luck_that_lasts_and_is_shared_is_part_of_carrying_out():
    """Oracle: docs/odd.md 7.11 by hand, with a climate of 0.5 and luck of its own."""
    state = divided()
    state.collaboration["climate"], state.organisations["fortune"] = 0.5, [1.0, -1.0, 0.0]
    changes = CALM | {"delivery.noise": 0.1, "fortune.lasting": 0.64, "fortune.shared": 0.36}
    own = delivered(state, changes)["own"]
    fresh = np.array([draws.normal(1, draws.EXECUTION, 1, i, 0) for i in range(3)])
    luck = 0.8 * (0.6 * 0.5 + 0.8 * np.array([1.0, -1.0, 0.0])) + 0.6 * fresh
    np.testing.assert_allclose(own, 1.3 * (1 + 0.1 * luck))


def test_the_home_minds_the_common_yield_as_little_as_it_is_loyal():
    """Oracle: by hand, w 0.5; selfish homes give up half of 1 - 0 + 0.3 and get half of 0.4 back: 1.3 - 0.65 + 0.2."""
    state = divided()
    state.organisations["autonomy"], state.organisations["returned"] = 0.0, 0.4
    state.organisations["home"] = [0.0, 0.5, 1.0]
    made = delivered(state, CALM | {"value.common": 0.5, "delivery.fidelity": 0.0})
    np.testing.assert_allclose(made["own"], [0.85, 1.075, 1.3])

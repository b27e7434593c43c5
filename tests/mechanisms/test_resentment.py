"""Resentment: compulsion costs the lead trust."""

from __future__ import annotations

import pytest

from samenspel.mechanisms import resentment
from samenspel.state import LEFT
from tests.collaborations import parameters, plain, tie

STILL = {"logic.implementation": "hierarchy", "trust.reactance": 0.2}


@pytest.mark.parametrize(
    ("autonomy", "compelled", "binding", "shortfall", "lost"),
    [(0.5, 0.4, 0.3, 0.2, 0.26), (0.0, 0.4, 0.3, 0.0, 0.0), (1.0, 0.9, 1.0, 0.9, 1.0), (0.5, 0.0, 0.3, 0.2, 0.06)],
)
def test_compulsion_is_resented_by_autonomy_and_by_loss(autonomy, compelled, binding, shortfall, lost):
    """Oracle: by hand, at most 1."""
    assert resentment.resented(autonomy, compelled, binding, shortfall) == pytest.approx(lost)


def resented(state, changes):
    """A state after its members have felt what they were compelled to."""
    resentment.resent(state, parameters(changes))
    return state


def commanded():
    """A lead, and two that delivered 2 where they would have done 1; the second holds to autonomy twice as much."""
    state = plain(3)
    state.organisations["autonomy"] = [0.0, 0.4, 0.8]
    state.organisations["own"], state.organisations["pooled"] = 1.0, [1, 2, 2]
    state.organisations["value"] = 0.5
    return state


def test_compulsion_costs_the_lead_trust_in_proportion_to_autonomy():
    """Oracle: by hand; half of what they do is compelled: 0.5 (1 - 0.2 * 0.2) and 0.5 (1 - 0.2 * 0.4)."""
    state = resented(commanded(), STILL)
    assert tie(state, 1, 0)["trust"] == pytest.approx(0.48)
    assert tie(state, 2, 0)["trust"] == pytest.approx(0.46)
    for source, target in [(0, 1), (0, 2), (1, 2), (2, 1)]:
        assert tie(state, source, target)["trust"] == 0.5


def test_who_is_pushed_below_going_alone_resents_it():
    """Oracle: by hand; nothing compelled, an order that binds by 0.5 * 0.6 and a loss of 0.4: 0.5 (1 - 0.2 * 0.12)."""
    state = commanded()
    state.organisations["pooled"] = 1.0
    state.organisations["authority"] = [0, 0.5, 0.5]
    state.organisations["value"] = [0.5, 0.1, 0.7]
    resented(state, STILL)
    assert tie(state, 1, 0)["trust"] == pytest.approx(0.488)
    assert tie(state, 2, 0)["trust"] == 0.5


@pytest.mark.parametrize("why", ["alert", "administrative", "no goal", "nothing done", "left"])
def test_nobody_resents_a_lead_that_compels_nobody(why):
    """Oracle: by hand; alert implementation, a secretariat, no goal, nothing delivered, or no longer a member."""
    state = commanded()
    changes = STILL | ({"logic.implementation": "network"} if why == "alert" else {})
    state.collaboration["led_from_outside"] = why == "administrative"
    state.collaboration["agreed"] = why != "no goal"
    if why == "nothing done":
        state.organisations["pooled"] = 0.0
    if why == "left":
        state.organisations["member"][1:] = LEFT
    assert (resented(state, changes).ties["trust"] == 0.5).all()


def test_over_a_tie_that_rests_nobody_is_compelled():
    """Oracle: by hand."""
    state = commanded()
    tie(state, 1, 0)["age"] = tie(state, 0, 1)["age"] = 0
    resented(state, STILL)
    assert tie(state, 1, 0)["trust"] == 0.5
    assert tie(state, 2, 0)["trust"] < 0.5

"""Value: what a round brings, under a goal or alone."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import value
from samenspel.state import LEFT, OUTSIDE

from .working import AS_GIVEN, created, working

ALERT = AS_GIVEN | {"logic.implementation": "network", "opportunity.search": 0.01}


@pytest.mark.parametrize(
    ("worth", "pooled", "effective", "received", "made"),
    [(1.0, 1.0, 1.0, 0.0, 0.5), (0.8, 2.0, 1.5, 1.0, 1.1), (0.8, 2.0, 2.0, 1.0, 1.6), (1.0, 0.0, 0.0, 3.0, 0.0)],
)
def test_value_is_own_work_and_synergy_less_effort(worth, pooled, effective, received, made):
    """Oracle: by hand; what is compelled costs in full and makes part of the synergy."""
    assert value.made(worth, pooled, effective, received) == pytest.approx(made)


def test_partners_make_value_together():
    """Oracle: by hand, 2 + 2 * 0.1 - 2 - 0.05 and 1 + 0.1 * 2 - 0.5 - 0.05; staying alert costs 0.01 more."""
    np.testing.assert_allclose(created(working()), [0.15, 0.65])
    np.testing.assert_allclose(created(working(), ALERT), [0.14, 0.64])


def test_a_goal_that_moves_makes_work_void():
    """Oracle: by hand; a move of 0.2 costs 0.1 a unit pooled."""
    state = working()
    state.collaboration["moved"] = 0.2
    np.testing.assert_allclose(created(state), [0.15 - 0.2, 0.65 - 0.1])


def test_results_meet_the_true_need_and_not_the_one_perceived():
    """Oracle: by hand; all moral, sure of a need at the goal, while it lies 0.3 off: worth 0.7."""
    state = working()
    state.organisations["moral"], state.organisations["instrumental"] = 1.0, 0.0
    state.collaboration["need"] = 0.2
    np.testing.assert_allclose(created(state), [0.15 - 0.6, 0.65 - 0.3])


@pytest.mark.parametrize("member", [OUTSIDE, LEFT])
def test_who_is_no_member_makes_what_it_makes_alone(member):
    """Oracle: by hand; and brings its former partner nothing: 2 - 2 - 0.05."""
    state = working()
    state.organisations["member"][1] = member
    state.organisations["outside"] = 0.1
    np.testing.assert_allclose(created(state), [-0.05, 0.6])


def test_without_a_goal_members_pay_for_meeting():
    """Oracle: by hand; an outsider has its outside option, a member has not, and nothing is shared out."""
    state = working()
    state.collaboration["agreed"] = 0
    state.organisations["outside"] = 0.2
    state.organisations["member"][1] = OUTSIDE
    np.testing.assert_allclose(created(state, ALERT, Effort(interests=1.0)), [0.45, 0.7])


def test_clients_get_what_is_pooled_as_far_as_it_meets_the_need():
    """Oracle: by hand, the goal is 0.2 off."""
    state = working()
    state.collaboration["need"] = 0.3
    created(state)
    np.testing.assert_allclose(state.organisations["served"], [1.6, 0.8])


def test_alone_one_serves_clients_by_its_own_lights():
    """Oracle: by hand; half moral it follows (0.9 + 0.5) / 2 = 0.7, which is 0.2 off."""
    state = working()
    state.organisations["interests"], state.organisations["moral"] = 0.9, 0.5
    state.organisations["member"][1] = OUTSIDE
    created(state)
    np.testing.assert_allclose(state.organisations["served"], [2.0, 0.8])
    state.collaboration["agreed"] = 0
    created(state)
    np.testing.assert_allclose(state.organisations["served"], [0.8, 0.8])


def test_productivity_is_what_a_unit_made():
    """Oracle: by hand, 2.2 / 2 and 1.2 / 1; of nothing pooled nothing; alone 1, and nothing made that is shared."""
    state = working()
    created(state)
    np.testing.assert_allclose(state.organisations["made"], [2.2, 1.2])
    np.testing.assert_allclose(state.organisations["productivity"], [1.1, 1.2])
    state.organisations["pooled"] = state.organisations["effective"] = [0, 1]
    created(state)
    assert state.organisations["productivity"][0] == 0
    state.collaboration["agreed"] = 0
    created(state)
    assert state.organisations[["made", "productivity", "liking", "paid"]].tolist() == [(1, 1, 0, 0)] * 2


def test_liking_is_felt_and_not_made():
    """Oracle: by hand; 0.5 (0.7 - 0.5) a unit, beside 0.15 and 0.65 of a goal as they want it."""
    state = working()
    state.organisations["affective"], state.organisations["regard"] = 0.5, 0.7
    np.testing.assert_allclose(created(state), [0.15 + 0.2, 0.65 + 0.1])
    np.testing.assert_allclose(state.organisations["liking"], [0.2, 0.1])
    np.testing.assert_allclose(state.organisations["made"], [2.2, 1.2])


def test_burdens_are_borne_and_part_of_the_felt_price_is_paid():
    """Oracle: by hand; 0.4 of a price of 0.2, halved by the process, for 0.5 of autonomy a unit."""
    state = working()
    state.organisations["burden"], state.organisations["autonomy"] = [-0.1, 0.1], 0.5
    changes = AS_GIVEN | {"value.ceding": 0.4, "decision.autonomy": 0.2, "decision.safeguard": 0.5}
    np.testing.assert_allclose(created(state.copy(), changes), [0.05 - 0.08, 0.75 - 0.04])
    np.testing.assert_allclose(created(state, changes, Effort(process=1.0)), [0.05 - 0.04, 0.75 - 0.02])


def test_what_there_is_no_room_for_makes_no_synergy():
    """Oracle: by hand; the first has room for half of the 1 that the second wants of it, which so misses 0.1."""
    state = working()
    state.organisations["room"] = [0.5, np.nan]
    np.testing.assert_allclose(created(state), [0.15, 0.65 - 0.1])

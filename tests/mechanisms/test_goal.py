"""Goal: a problem stated, a goal proposed, interests that meet it."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import goal
from samenspel.state import OUTSIDE
from tests.collaborations import HIERARCHY, NETWORK, complete, parameters, plain, play

FIXED = {"logic.goal": "hierarchy"}
BY_LEAD = {"logic.decision": "hierarchy"}


@pytest.mark.parametrize(
    ("accepts", "salience", "interests", "weight"),
    [(1.0, 1.5, 0.0, 0.4), (0.0, 1.5, 0.0, 1.2), (1.0, 1.5, 1.0, 0.6), (1.0, 1.5, 0.5, 0.5), (0.0, 0.0, 1.0, 0.0)],
)
def test_say_grows_by_objecting_and_by_effort_where_one_cares(accepts, salience, interests, weight):
    """Oracle: by hand, influence 0.4 and concession 2."""
    me = plain(2).organisations[0]
    me["influence"], me["accepts"] = 0.4, accepts
    assert goal.say(me, salience, 2.0, interests) == pytest.approx(weight)


def two(interests=(0.2, 0.8)):
    """Two of equal influence with these interests, who have no goal yet."""
    state = plain(2)
    state.organisations["interests"] = np.array(interests)[:, None]
    state.organisations["influence"] = 0.5
    state.collaboration["agreed"] = 0
    return state


def proposed(state, changes=None, effort=None):
    """The proposal."""
    goal.propose(state, parameters(changes), effort or Effort())
    return state.collaboration["proposal"][0]


def test_the_problem_is_what_all_see_by_influence_or_what_the_lead_sees():
    """Oracle: by hand, 0.5 * 0.2 + 0.3 * 0.6 + 0.2 * 1."""
    state = plain(3)
    state.organisations["influence"] = [0.5, 0.3, 0.2]
    state.organisations["perception"] = np.array([0.2, 0.6, 1.0])[:, None]
    state.collaboration["lead_perception"] = 0.2
    proposed(state)
    np.testing.assert_allclose(state.collaboration["diagnosis"][0], 0.48)
    proposed(state, {"logic.problem": "hierarchy"})
    np.testing.assert_allclose(state.collaboration["diagnosis"][0], 0.2)


def test_the_goal_of_a_lead_is_its_ideal():
    """Oracle: by hand; half moral, between interests at 0.2 and a problem at 0.6."""
    state = two()
    us = state.collaboration
    us["lead_interests"], us["lead_perception"], us["lead_moral"] = 0.2, 0.6, 0.5
    np.testing.assert_allclose(proposed(state, BY_LEAD | {"logic.problem": "hierarchy"}), 0.4)


@pytest.mark.parametrize("goal_logic", ["hierarchy", "network"])
def test_whoever_decides_draws_the_goal_up(goal_logic):
    """Oracle: by hand; the lead wants 0.2, all together 0.35; whether the goal stays fixed makes no difference yet."""
    state = two()
    state.organisations["influence"] = [0.75, 0.25]
    state.collaboration["lead_interests"] = 0.2
    np.testing.assert_allclose(proposed(state, BY_LEAD | {"logic.goal": goal_logic}), 0.2)
    np.testing.assert_allclose(proposed(state, {"logic.goal": goal_logic}), 0.35)
    state.collaboration["agreed"], state.collaboration["goal"] = 1, 0.9
    fixed = goal_logic == "hierarchy"
    np.testing.assert_allclose(proposed(state, BY_LEAD | {"logic.goal": goal_logic}), 0.9 if fixed else 0.2)
    np.testing.assert_allclose(proposed(state, {"logic.goal": goal_logic}), 0.9 if fixed else 0.35)


def test_a_lead_does_not_give_way_to_who_gains_least():
    """Oracle: by hand; effort on interests moves what members draw up together, and not what a lead does."""
    state = two()
    state.collaboration["rejected"], state.collaboration["lead_interests"] = 1, 0.4
    effort = Effort(interests=1.0)
    np.testing.assert_allclose(proposed(state, BY_LEAD | {"goal.accommodation": 0.5}, effort), 0.4)


def test_a_reference_point_is_proposed_as_it_stands():
    """Oracle: by hand."""
    state = two()
    state.collaboration["agreed"], state.collaboration["goal"] = 1, 0.3
    np.testing.assert_allclose(proposed(state, FIXED), 0.3)


def test_negotiated_goals_lie_between_interests_by_influence():
    """Oracle: by hand, 0.75 * 0.2 + 0.25 * 0.8."""
    state = two()
    state.organisations["influence"] = [0.75, 0.25]
    np.testing.assert_allclose(proposed(state), 0.35)


def test_the_moral_motive_wants_what_the_problem_asks():
    """Oracle: by hand; all moral, the proposal is the diagnosis 0.5 * 0.1 + 0.5 * 0.5."""
    state = two()
    state.organisations["moral"] = 1.0
    state.organisations["perception"] = np.array([0.1, 0.5])[:, None]
    np.testing.assert_allclose(proposed(state), 0.3)


def test_who_objected_is_heard_more():
    """Oracle: by hand; concession 1 doubles the second's weight, (0.2 + 2 * 0.8) / 3."""
    state = two()
    state.organisations["accepts"] = [1, 0]
    np.testing.assert_allclose(proposed(state, {"goal.concession": 1.0}), 0.6)
    np.testing.assert_allclose(proposed(state, {"goal.concession": 0.0}), 0.5)


def test_effort_on_interests_gives_each_its_way_where_it_cares_most():
    """Oracle: by hand; 0.9 * 0.2 + 0.1 * 0.8 in the first theme, the reverse in the second (Fisher and Ury 1981)."""
    state = two()
    state.organisations["salience"] = [[0.9, 0.1], [0.1, 0.9]]
    np.testing.assert_allclose(proposed(state), 0.5)
    np.testing.assert_allclose(proposed(state, effort=Effort(interests=1.0)), [0.26, 0.74])


def test_where_nobody_cares_the_problem_decides():
    """Oracle: by hand; at full effort on interests the second theme has no weight."""
    state = two()
    state.organisations["salience"] = [[1.0, 0.0], [1.0, 0.0]]
    state.organisations["perception"] = 0.9
    np.testing.assert_allclose(proposed(state, effort=Effort(interests=1.0)), [0.5, 0.9])


@pytest.mark.parametrize("tally", ["decided", "slipped", "rejected"])
def test_the_proposal_gives_way_to_who_gains_least_once_anything_was_asked(tally):
    """Oracle: by hand; the second gains least, 0.6 less its outside option: 0.5 + 0.1 (0.8 - 0.5)."""
    state = two()
    state.organisations["expected"] = [0.5, 0.6]
    state.organisations["outside"] = [0.0, 0.2]
    effort = Effort(interests=1.0)
    np.testing.assert_allclose(proposed(state, {"goal.accommodation": 0.1}, effort), 0.5)
    state.collaboration[tally] = 1
    np.testing.assert_allclose(proposed(state, {"goal.accommodation": 0.1}, effort), 0.53)
    np.testing.assert_allclose(proposed(state, {"goal.accommodation": 0.1}), 0.5)


def test_of_equals_that_gain_least_the_first_is_met():
    """Oracle: by hand, 0.5 + 0.1 (0.2 - 0.5)."""
    state = two()
    state.collaboration["rejected"] = 1
    np.testing.assert_allclose(proposed(state, {"goal.accommodation": 0.1}, Effort(interests=1.0)), 0.47)


def test_effort_on_the_ambition_brings_interests_to_the_goal():
    """Oracle: by hand, a quarter of the way; without a goal to the proposal; an outsider keeps its own."""
    reframing = {"goal.reframing": 0.5} | FIXED | BY_LEAD
    state = two()
    state.organisations["member"][1] = OUTSIDE
    state.collaboration["agreed"], state.collaboration["goal"] = 1, 0.6
    proposed(state, reframing, Effort(ambition=0.5))
    np.testing.assert_allclose(state.organisations["interests"], [[0.3, 0.3], [0.8, 0.8]])
    state = two()
    state.collaboration["lead_interests"] = 1.0
    proposed(state, reframing, Effort(ambition=0.5))
    np.testing.assert_allclose(state.organisations["interests"], [[0.4, 0.4], [0.85, 0.85]])
    proposed(state, reframing)
    np.testing.assert_allclose(state.organisations["interests"], [[0.4, 0.4], [0.85, 0.85]])


TURBULENT = {"turbulence.step": 0.1, "decision.slip": 0.0, "participation.exit": 0.0, "trust.initial": 0.9}
TURBULENT |= {"backing.patience": 1000, "decision.appeal": 0.0}  # what is decided is carried, and lasts


def test_a_fixed_goal_stays_fixed_whatever_the_need_does():
    """Oracle: by hand; a reference point is decided on once (de Bruijn and ten Heuvelhof 2018)."""
    state, history = play(complete(5), HIERARCHY | TURBULENT, rounds=25)
    us = state.collaboration[0]
    assert (us["goal"] == us["first_goal"]).all()
    assert us["decided"] == us["first_decision"] == history["decided"][0] == 1


def test_a_snapshot_is_renegotiated_as_the_need_moves():
    """Oracle: by hand; a lead that decides each round under the network view of goals does so 25 times."""
    state, _ = play(complete(5), NETWORK | TURBULENT | {"logic.decision": "hierarchy"}, rounds=25)
    us = state.collaboration[0]
    assert (us["goal"] != us["first_goal"]).all()
    assert us["decided"] == 25

"""Leadership: who leads, by what right, and how far it gets what it wants."""

from __future__ import annotations

import math

import numpy as np
import pytest

from samenspel.mechanisms import leadership
from samenspel.state import LEFT
from tests.collaborations import plain

from .governing import ADMINISTRATIVE, LEAD, appointed


@pytest.mark.parametrize(
    ("lead", "following", "contest"),
    [(0.5, 0.5, 1.0), (0.5, 0.4, 0.5), (0.5, 0.3, 0.0), (0.5, 0.1, 0.0), (0.3, 0.5, 1.0), (0.0, 0.0, 1.0)],
)
def test_authority_is_contested_as_far_as_the_next_comes_near(lead, following, contest):
    """Oracle: by hand, margin 0.4: nobody contests a lead that is 40 per cent ahead."""
    assert leadership.contested(lead, following, 0.4) == pytest.approx(contest, abs=1e-12)


def test_without_a_declared_lead_the_most_influential_leads_the_first_of_equals():
    """Oracle: by hand."""
    assert appointed([0.3, 0.5, 0.2]).collaboration["lead"][0] == 1
    assert appointed([0.2, 0.4, 0.4]).collaboration["lead"][0] == 1


def test_a_declared_lead_leads_until_it_leaves():
    """Oracle: by hand."""
    state = plain(3)
    state.collaboration["declared_lead"] = 2
    assert appointed([0.3, 0.5, 0.2], state=state).collaboration["lead"][0] == 2
    state.organisations["member"][2] = LEFT
    assert appointed([0.3, 0.5, 0.0], state=state).collaboration["lead"][0] == 1


def test_ambiguity_is_the_spread_of_influence():
    """Oracle: by hand; 1 between equals, 0 when one has it all, else entropy."""
    assert appointed([1 / 3] * 3).collaboration["ambiguity"][0] == pytest.approx(1)
    assert appointed([1.0, 0.0, 0.0]).collaboration["ambiguity"][0] == 0
    halves = appointed([0.5, 0.25, 0.25]).collaboration["ambiguity"][0]
    assert halves == pytest.approx(1.5 * math.log(2) / math.log(3))


def test_one_member_is_clearly_in_charge():
    """Oracle: by hand."""
    state = plain(3)
    state.organisations["member"] = [LEFT, 1, LEFT]
    state.collaboration["members"] = 1
    us = appointed([0.0, 1.0, 0.0], state=state).collaboration[0]
    assert (us["lead"], us["ambiguity"], us["contest"]) == (1, 0, 0)


def test_a_mandate_clears_and_settles_as_far_as_it_goes():
    """Oracle: by hand; of a contest of 0.5 (20 per cent ahead, margin 40) a mandate of 0.4 leaves 0.3."""
    margin = {"power.margin": 0.4}
    free = appointed([0.5, 0.4, 0.1], margin).collaboration[0]
    bound = appointed([0.5, 0.4, 0.1], margin | LEAD).collaboration[0]
    assert free["contest"] == pytest.approx(0.5)
    assert bound["contest"] == pytest.approx(0.3)
    assert bound["ambiguity"] == pytest.approx(0.6 * free["ambiguity"])


def diverse():
    """Three of whom the first leads: they see, want and weigh different things."""
    state = plain(3)
    state.organisations["perception"] = np.array([0.2, 0.4, 0.9])[:, None]
    state.organisations["interests"] = np.array([0.0, 0.3, 0.9])[:, None]
    state.organisations["moral"] = [0.1, 0.2, 0.6]
    state.organisations["loyalty"] = [0.25, 0.5, 0.5]
    return state


def test_a_lead_organisation_sees_and_wants_what_it_does_itself():
    """Oracle: by hand."""
    us = appointed([0.5, 0.3, 0.2], LEAD, state=diverse()).collaboration[0]
    np.testing.assert_allclose(us["lead_perception"], 0.2)
    np.testing.assert_allclose(us["lead_interests"], 0.0)
    assert (us["lead_moral"], us["lead_loyalty"]) == (0.1, 0.25)


def test_an_administrative_organisation_takes_the_mean_and_weighs_the_whole():
    """Oracle: by hand."""
    us = appointed([0.5, 0.3, 0.2], ADMINISTRATIVE, state=diverse()).collaboration[0]
    np.testing.assert_allclose(us["lead_perception"], 0.5)
    np.testing.assert_allclose(us["lead_interests"], 0.4)
    assert us["lead_moral"] == pytest.approx(0.3)
    assert us["lead_loyalty"] == 1


def led():
    """A lead that wants 0.8 (interests 0.9, three quarters of it; perception 0.5) under a goal at 0.5."""
    state = plain(3)
    us = state.collaboration
    us["lead_interests"], us["lead_perception"], us["lead_moral"] = 0.9, 0.5, 0.25
    state.organisations["demand"] = [9, 2, 1]
    state.organisations["effective"] = [0, 1, 3]
    return state


def test_realisation_is_nearness_times_the_share_of_what_is_asked_that_is_made():
    """Oracle: by hand; 0.7 near, 1 + 1 made of 3; more than was asked does not count, nor what the lead makes."""
    state = led()
    leadership.review(state)
    assert state.collaboration["realisation"][0] == pytest.approx(0.7 * 2 / 3)


def test_a_secretariat_asks_every_member():
    """Oracle: by hand; in the administrative form the most influential member counts too: 0 + 1 + 1 made of 12."""
    state = led()
    state.collaboration["led_from_outside"] = 1
    leadership.review(state)
    assert state.collaboration["realisation"][0] == pytest.approx(0.7 * 2 / 12)


def test_where_nothing_is_asked_realisation_is_nearness():
    """Oracle: by hand."""
    state = led()
    state.organisations["demand"] = 0.0
    leadership.review(state)
    assert state.collaboration["realisation"][0] == pytest.approx(0.7)


def test_without_a_goal_nothing_is_realised():
    """Oracle: by hand."""
    state = led()
    state.collaboration["agreed"] = 0
    state.collaboration["realisation"] = 0.5
    leadership.review(state)
    assert state.collaboration["realisation"][0] == 0


def righteous(right, changes=None, influence=(0.5, 0.3, 0.2)):
    """A collaboration of three with these rights, after a lead was settled."""
    state = plain(3)
    state.organisations["right"] = right
    return appointed(list(influence), changes, state=state)


@pytest.mark.parametrize(
    ("right", "lead"), [([0, 0, 0], 0), ([0, 0, 0.1], 2), ([0.1, 0.4, 0.4], 1), ([0, 0.3, 0.3], 1)]
)
def test_the_largest_right_leads_and_influence_among_equals(right, lead):
    """Oracle: by hand."""
    assert righteous(right).collaboration["lead"][0] == lead


def test_a_declared_lead_goes_before_the_largest_right():
    """Oracle: by hand; while it is a member."""
    state = plain(3)
    state.organisations["right"], state.collaboration["declared_lead"] = [0, 0, 1.0], 1
    assert appointed([0.5, 0.3, 0.2], state=state).collaboration["lead"][0] == 1
    state.organisations["member"][1] = LEFT
    assert appointed([0.5, 0.0, 0.5], state=state).collaboration["lead"][0] == 2


@pytest.mark.parametrize("changes", [{}, LEAD], ids=["shared", "lead"])
def test_a_right_settles_who_is_in_charge_and_does_not_compel(changes):
    """Oracle: by hand; a right of 0.75 leaves a quarter of ambiguity and contest; authority goes by the contest."""
    margin = {"power.margin": 1.0}
    without, with_right = righteous([0, 0, 0], changes | margin), righteous([0.75, 0, 0], changes | margin)
    for name in ("ambiguity", "contest"):
        assert with_right.collaboration[name][0] == pytest.approx(0.25 * without.collaboration[name][0])
        assert without.collaboration[name][0] > 0
    granted = 0.4 if changes else 0.0
    natural = 0.5 * (1 - with_right.collaboration["contest"][0])
    np.testing.assert_allclose(with_right.organisations["authority"][1:], natural + granted * (1 - natural))

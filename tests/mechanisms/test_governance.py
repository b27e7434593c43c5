"""Governance: who leads, by what right, at what cost, and how far it gets what it wants."""

from __future__ import annotations

import math

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import governance
from samenspel.state import LEFT
from tests.collaborations import parameters, plain, tie

LEAD = {"governance.form": "lead", "governance.mandate": 0.4}
ADMINISTRATIVE = {"governance.form": "administrative", "governance.mandate": 0.4}


@pytest.mark.parametrize(
    ("lead", "following", "contest"),
    [(0.5, 0.5, 1.0), (0.5, 0.4, 0.5), (0.5, 0.3, 0.0), (0.5, 0.1, 0.0), (0.3, 0.5, 1.0), (0.0, 0.0, 1.0)],
)
def test_authority_is_contested_as_far_as_the_next_comes_near(lead, following, contest):
    """Oracle: by hand, margin 0.4: nobody contests a lead that is 40 per cent ahead."""
    assert governance.contested(lead, following, 0.4) == pytest.approx(contest, abs=1e-12)


@pytest.mark.parametrize(
    ("dependence", "back", "contest", "authority"),
    [(0.3, 0.1, 0.0, 0.75), (0.3, 0.1, 0.2, 0.6), (0.0, 0.0, 0.0, 0.375), (0.0, 0.2, 0.0, 0.375), (0.3, 0.1, 1.0, 0.0)],
)
def test_natural_authority_is_relative_dependence_and_size(dependence, back, contest, authority):
    """Oracle: by hand; the lead is three times as large, a size share of 0.75."""
    them = plain(2).organisations
    them["size"] = [3, 1]
    assert governance.natural_authority(them[1], them[0], dependence, back, contest) == pytest.approx(authority)


@pytest.mark.parametrize(
    ("form", "leads", "cost"),
    [
        ("shared", False, 0.03),
        ("shared", True, 0.03),
        ("lead", True, 0.04),
        ("lead", False, 0.01),
        ("administrative", False, 0.21),
        ("administrative", True, 0.21),
    ],
)
def test_governing_costs_by_its_form(form, leads, cost):
    """Oracle: by hand, 3 partners and 5 members, 0.01 a partner, a secretariat of 1."""
    p = parameters({"governance.form": form, "governance.coordination": 0.01, "governance.overhead": 1.0})
    assert governance.coordination(p, leads, 3, 5) == pytest.approx(cost)


def appointed(influence, changes=None, effort=None, state=None):
    """A collaboration of three with this influence, after a lead was settled."""
    state = plain(3) if state is None else state
    state.organisations["influence"] = influence
    state.organisations["partners"] = 2
    governance.appoint(state, parameters(changes), effort or Effort())
    return state


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


def test_a_mandate_lends_influence_to_the_lead_or_to_all():
    """Oracle: by hand, a mandate of 0.4; shared governance has none."""
    influence = [0.5, 0.3, 0.2]
    np.testing.assert_allclose(appointed(influence, LEAD).organisations["influence"], [0.7, 0.18, 0.12])
    even = appointed(influence, ADMINISTRATIVE).organisations["influence"]
    np.testing.assert_allclose(even, [0.3 + 0.4 / 3, 0.18 + 0.4 / 3, 0.12 + 0.4 / 3])
    shared = appointed(influence, {"governance.mandate": 0.4}).organisations["influence"]
    np.testing.assert_allclose(shared, influence)


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


def test_authority_of_a_lead_is_natural_and_granted():
    """Oracle: by hand; uncontested among equals 1/2, with a mandate of 0.4 it is 0.5 + 0.4 * 0.5; none over itself."""
    np.testing.assert_allclose(appointed([0.8, 0.1, 0.1]).organisations["authority"], [0, 0.5, 0.5])
    np.testing.assert_allclose(appointed([0.8, 0.1, 0.1], LEAD).organisations["authority"], [0, 0.7, 0.7])


def test_a_lead_has_authority_by_size_alone_over_whom_it_has_no_tie_with():
    """Oracle: by hand; the last is not tied to the lead, so the dependence half is missing."""
    state = appointed([0.8, 0.1, 0.1], state=plain(3, [(0, 1), (1, 2)]))
    np.testing.assert_allclose(state.organisations["authority"], [0, 0.5, 0.25])


def test_authority_leans_on_who_depends_on_whom():
    """Oracle: by hand; one depends three times as much on the lead as the lead on it: (0.75 + 0.5) / 2."""
    state = plain(3)
    tie(state, 1, 0)["dependence"] = 0.3
    np.testing.assert_allclose(appointed([0.8, 0.1, 0.1], state=state).organisations["authority"], [0, 0.625, 0.5])


def test_an_administrative_organisation_has_its_mandate_over_all():
    """Oracle: by hand; the most influential is treated like any other, and nobody who left is."""
    state = plain(3)
    state.organisations["member"][2] = LEFT
    authority = appointed([0.8, 0.2, 0.0], ADMINISTRATIVE, state=state).organisations["authority"]
    np.testing.assert_allclose(authority, [0.4, 0.4, 0])


def test_a_lead_short_of_its_goal_presses_harder_under_the_hierarchical_norm():
    """Oracle: by hand; realisation 0.2 and pressure 0.5 raise authority of 0.5 by 1.4, never above 1."""
    presses = {"logic.norm": "hierarchy", "norm.pressure": 0.5}
    state = plain(3)
    state.collaboration["realisation"] = 0.2
    assert appointed([0.8, 0.1, 0.1], presses, state=state).organisations["authority"][1] == pytest.approx(0.7)
    assert appointed([0.8, 0.1, 0.1], state=state).organisations["authority"][1] == pytest.approx(0.5)
    hard = appointed([0.8, 0.1, 0.1], presses | {"norm.pressure": 2.0}, state=state)
    assert hard.organisations["authority"][1] == 1
    state.collaboration["agreed"] = 0
    assert appointed([0.8, 0.1, 0.1], presses, state=state).organisations["authority"][1] == pytest.approx(0.5)


def test_procedures_save_coordination():
    """Oracle: by hand; at full effort on the organisation half of 0.02 is saved, and other costs stay."""
    costs = {"governance.coordination": 0.01, "governance.procedure": 0.5}
    state = plain(3)
    state.organisations["cost"] = 0.1
    np.testing.assert_allclose(appointed([0.8, 0.1, 0.1], costs, state=state).organisations["cost"], 0.12)
    state.organisations["cost"] = 0.1
    saved = appointed([0.8, 0.1, 0.1], costs, Effort(organisation=1.0), state)
    np.testing.assert_allclose(saved.organisations["cost"], 0.11)


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
    governance.review(state)
    assert state.collaboration["realisation"][0] == pytest.approx(0.7 * 2 / 3)


def test_a_secretariat_asks_every_member():
    """Oracle: by hand; in the administrative form the most influential member counts too: 0 + 1 + 1 made of 12."""
    state = led()
    state.collaboration["led_from_outside"] = 1
    governance.review(state)
    assert state.collaboration["realisation"][0] == pytest.approx(0.7 * 2 / 12)


def test_where_nothing_is_asked_realisation_is_nearness():
    """Oracle: by hand."""
    state = led()
    state.organisations["demand"] = 0.0
    governance.review(state)
    assert state.collaboration["realisation"][0] == pytest.approx(0.7)


def test_without_a_goal_nothing_is_realised():
    """Oracle: by hand."""
    state = led()
    state.collaboration["agreed"] = 0
    state.collaboration["realisation"] = 0.5
    governance.review(state)
    assert state.collaboration["realisation"][0] == 0


@pytest.mark.parametrize(
    ("form", "leads", "cost"), [("shared", False, 0.03), ("lead", True, 0.03), ("lead", False, 0.01)]
)
def test_who_meets_needs_less_than_pairs_do(form, leads, cost):
    """Oracle: by hand; 9 partners and 10 members at 0.01, of which the root."""
    p = parameters({"governance.form": form, "governance.coordination": 0.01, "governance.meetings": 0.5})
    assert governance.coordination(p, leads, 9, 10) == pytest.approx(cost)


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


def test_authority_rests_on_need():
    """Oracle: by hand; the second needs the lead by 0.3 of 0.3 + 0.1, the third does not work with it any more."""
    state = plain(3)
    tie(state, 1, 0)["need"] = 0.3
    tie(state, 2, 0)["age"] = tie(state, 0, 2)["age"] = 0
    found = appointed([1.0, 0.0, 0.0], state=state).organisations["authority"]
    np.testing.assert_allclose(found, [0, 0.5 * (0.75 + 0.5), 0.5 * 0.5])

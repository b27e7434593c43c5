"""Authority: how far a partner has to do what the lead asks."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.mechanisms import authority
from samenspel.state import LEFT
from tests.collaborations import plain, tie

from .governing import ADMINISTRATIVE, LEAD, appointed


@pytest.mark.parametrize(
    ("dependence", "back", "contest", "natural"),
    [(0.3, 0.1, 0.0, 0.75), (0.3, 0.1, 0.2, 0.6), (0.0, 0.0, 0.0, 0.375), (0.0, 0.2, 0.0, 0.375), (0.3, 0.1, 1.0, 0.0)],
)
def test_natural_authority_is_relative_dependence_and_size(dependence, back, contest, natural):
    """Oracle: by hand; the lead is three times as large, a size share of 0.75."""
    them = plain(2).organisations
    them["size"] = [3, 1]
    assert authority.natural(them[1], them[0], dependence, back, contest) == pytest.approx(natural)


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


def test_authority_rests_on_need():
    """Oracle: by hand; the second needs the lead by 0.3 of 0.3 + 0.1, the third does not work with it any more."""
    state = plain(3)
    tie(state, 1, 0)["need"] = 0.3
    tie(state, 2, 0)["age"] = tie(state, 0, 2)["age"] = 0
    found = appointed([1.0, 0.0, 0.0], state=state).organisations["authority"]
    np.testing.assert_allclose(found, [0, 0.5 * (0.75 + 0.5), 0.5 * 0.5])

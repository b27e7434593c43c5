"""Expectation: promises believed as far as partners are trusted."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.mechanisms import expectation
from simulation.state import LEFT, OUTSIDE
from tests.collaborations import parameters, plain, tie

FEARLESS = {"expectation.awe": 0.0}


@pytest.mark.parametrize(("size", "partner", "believed"), [(1.0, 3.0, 0.6), (3.0, 1.0, 0.8), (2.0, 2.0, 0.8)])
def test_a_larger_partner_is_trusted_less(size, partner, believed):
    """Oracle: by hand, trust 0.8 and awe 0.5: 0.8 (1 - 0.5 * 0.5) towards one three times as large."""
    assert expectation.credence(0.8, size, partner, 0.5) == pytest.approx(believed)


def trusting():
    """One that trusts its partners by 0.5 and 0.8, who promised 2 and 1."""
    state = plain(3)
    state.organisations["partners"] = 2
    state.organisations["promise"] = [4, 2, 1]
    tie(state, 0, 2)["trust"] = 0.8
    return state


def test_what_partners_hold_in_store_is_added_up():
    """Oracle: by hand, synergy 0.1."""
    state = trusting()
    expectation.form(state, parameters(FEARLESS))
    me = state.organisations[0]
    assert me["reach"] == pytest.approx(0.1 * 2 + 0.1 * 1)
    assert me["prospect"] == pytest.approx(0.2 * 0.5 + 0.1 * 0.8)
    assert me["doubt"] == pytest.approx(0.2**2 * 0.25 + 0.1**2 * 0.16)
    assert me["spillover"] == pytest.approx(0.1 * 2 + 0.1 * 1)
    assert me["regard"] == pytest.approx(0.65)


def test_spillover_goes_by_what_partners_make_of_it():
    """Oracle: by hand; only g_10 counts for what 0 brings 1, not g_01."""
    state = trusting()
    tie(state, 1, 0)["dependence"] = 0.3
    expectation.form(state, parameters(FEARLESS))
    assert state.organisations["spillover"][0] == pytest.approx(0.3 * 2 + 0.1 * 1)
    assert state.organisations["reach"][0] == pytest.approx(0.3)


def test_without_partners_there_is_nothing_to_expect():
    """Oracle: by hand; the last has no ties, and the others have left."""
    state = plain(3, [(0, 1)])
    state.organisations["member"] = [1, LEFT, 1]
    for field in ("reach", "prospect", "spillover", "doubt", "regard"):
        state.organisations[field] = 9.0
    expectation.form(state, parameters())
    for field, nothing in [("reach", 0), ("prospect", 0), ("spillover", 0), ("doubt", 0), ("regard", 0.5)]:
        assert state.organisations[field][[0, 2]].tolist() == [nothing, nothing]


def test_an_outsider_expects_something_of_members_and_they_nothing_of_it():
    """Oracle: by hand, synergy 0.1 and trust 0.5."""
    state = plain(3)
    state.organisations["member"][2] = OUTSIDE
    state.organisations["partners"] = [1, 1, 2]
    expectation.form(state, parameters(FEARLESS))
    np.testing.assert_allclose(state.organisations["prospect"], [0.05, 0.05, 0.1])
    np.testing.assert_allclose(state.organisations["spillover"], [0.1, 0.1, 0])


@pytest.mark.parametrize(("trust", "doubt"), [(0.0, 0.0), (0.2, 0.16), (0.5, 0.25), (0.8, 0.16), (1.0, 0.0)])
def test_doubt_is_largest_at_half_trust(trust, doubt):
    """Oracle: by hand; one partner, one promise of 1, synergy 0.1."""
    state = plain(2)
    state.ties["trust"] = trust
    expectation.form(state, parameters(FEARLESS))
    np.testing.assert_allclose(state.organisations["doubt"], 0.01 * doubt, atol=1e-15)


def test_they_are_large_and_i_am_small():
    """Oracle: by hand; equal in all but size, the small one believes half of what the large one does."""
    state = plain(2)
    state.organisations["size"] = [1, 3]
    expectation.form(state, parameters({"expectation.awe": 1.0}))
    np.testing.assert_allclose(state.organisations["prospect"], [0.025, 0.05])


def test_difference_adds_to_synergy():
    """Oracle: by hand, 0.1 (1 + 2 * 0.5)."""
    state = plain(2)
    state.ties["difference"] = 0.5
    expectation.form(state, parameters({"expectation.complementarity": 2.0}))
    np.testing.assert_allclose(state.ties["synergy"], 0.2)

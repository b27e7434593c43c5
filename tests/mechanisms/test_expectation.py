"""Expectation: promises believed as far as partners are trusted."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.mechanisms import expectation
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import matrix, parameters, plain, tie

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
    assert me["doubt"] == pytest.approx((0.2**2 * 0.25 + 0.1**2 * 0.16) ** 0.5)
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
    state.organisations["partners"] = [0, 1, 0]
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


@pytest.mark.parametrize(("trust", "doubt"), [(0.0, 0.0), (0.2, 0.4), (0.5, 0.5), (0.8, 0.4), (1.0, 0.0)])
def test_doubt_is_largest_at_half_trust(trust, doubt):
    """Oracle: the standard deviation of 0.1 that comes in with chance trust; one partner, one promise, synergy 0.1."""
    state = plain(2)
    state.ties["trust"] = trust
    expectation.form(state, parameters(FEARLESS))
    np.testing.assert_allclose(state.organisations["doubt"], 0.1 * doubt, atol=1e-15)


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


@pytest.mark.parametrize(
    ("partners", "size", "by_size", "heed"),
    [(1, 1.0, 1.0, 1.0), (0, 1.0, 1.0, 1.0), (5, 1.0, 1.0, 0.5), (5, 2.0, 1.0, 2 / 3)],
)
def test_attention_is_shared_out_over_partners(partners, size, by_size, heed):
    """Oracle: by hand, 1 / (1 + c (k - 1)), crowding 0.25, of which the large have more (Uzzi 1997)."""
    assert expectation.attention(partners, size, 0.25, by_size) == pytest.approx(heed)
    assert expectation.attention(partners, size, 0.0, by_size) == 1


def test_a_tie_works_as_far_as_both_sides_attend_to_it():
    """Oracle: by hand, crowding 0.5; the hub of three gives 1/2, the others all."""
    state = plain(4, [(0, 1), (0, 2), (0, 3)])
    expectation.form(state, parameters(FEARLESS | {"ties.crowding": 0.5, "ties.by_size": 0.0}))
    np.testing.assert_allclose(state.ties["synergy"], 0.05)
    np.testing.assert_allclose(state.organisations["reach"], [0.15, 0.05, 0.05, 0.05])


def test_a_tie_that_rests_brings_nothing_and_is_no_partner():
    """Oracle: by hand; regard is over the partner that is left."""
    state = trusting()
    tie(state, 0, 1)["age"] = tie(state, 1, 0)["age"] = 0
    state.organisations["partners"] = [1, 1, 2]
    expectation.form(state, parameters(FEARLESS))
    assert tie(state, 0, 1)["synergy"] == tie(state, 1, 0)["synergy"] == 0
    assert state.organisations["reach"][0] == pytest.approx(0.1)
    assert state.organisations["regard"][0] == pytest.approx(0.8)
    assert state.organisations["spillover"][0] == pytest.approx(0.1)


def test_what_a_partner_has_no_room_for_is_not_counted_on():
    """Oracle: by hand; the second has room for 1 of each, of 4 + 1 that are promised to it: 2/5 of what it could give.

    What the others bring it has no limit but theirs.
    """
    state = trusting()
    state.organisations["room"][1] = 1.0
    expectation.form(state, parameters(FEARLESS))
    me, crowded = state.organisations[:2]
    assert me["reach"] == pytest.approx(0.4 * 0.1 * 2 + 0.1 * 1)
    assert me["prospect"] == pytest.approx(0.4 * 0.2 * 0.5 + 0.1 * 0.8)
    assert me["doubt"] == pytest.approx(((0.4 * 0.2) ** 2 * 0.25 + 0.1**2 * 0.16) ** 0.5)
    assert crowded["spillover"] == pytest.approx(0.4 * (0.1 * 4 + 0.1 * 1))
    assert crowded["reach"] == pytest.approx(0.1 * 4 + 0.1 * 1)


def test_what_comes_back_and_what_is_due_go_by_the_trust_in_one():
    """Oracle: docs/odd.md 7.7 in numpy, R the shares of trust: returned (R * G)' s, due R' (s Y); nothing without w."""
    state = trusting()
    state.organisations["productivity"] = [1.1, 1.3, 0.9]
    state.ties["dependence"] = [0.1, 0.2, 0.15, 0.05, 0.3, 0.25]
    expectation.form(state, parameters(FEARLESS))
    assert not state.organisations["returned"].any()
    assert not state.organisations["due"].any()
    expectation.form(state, parameters(FEARLESS | {"value.common": 0.3}))
    trust, synergy = matrix(state, "trust"), matrix(state)
    shares, promise = trust / trust.sum(axis=1, keepdims=True), state.organisations["promise"]
    np.testing.assert_allclose(state.organisations["returned"], (shares * synergy).T @ promise)
    np.testing.assert_allclose(state.organisations["due"], shares.T @ (promise * [1.1, 1.3, 0.9]))


def test_who_is_no_member_has_no_part_in_the_common_yield():
    """Oracle: by hand; the others get each other's all."""
    state = plain(3)
    state.organisations["member"][2] = OUTSIDE
    state.organisations["partners"], state.organisations["promise"] = [1, 1, 2], [2, 1, 1]
    state.organisations["productivity"] = 1.5
    expectation.form(state, parameters(FEARLESS | {"value.common": 0.3}))
    np.testing.assert_allclose(state.organisations["due"], [1.5, 3.0, 0.0])
    np.testing.assert_allclose(state.organisations["returned"], [0.1, 0.2, 0.0])

"""Sharing: what moves between partners; the sum stays."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import sharing
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import matrix, plain

from .working import AS_GIVEN, created, working


@pytest.mark.parametrize(
    ("share", "shared"), [(0.0, [1.0, 0.5, 0.3]), (0.5, [0.8, 0.55, 0.45]), (1.0, [0.6, 0.6, 0.6])]
)
def test_surplus_is_shared_out_and_none_is_made(share, shared):
    """Oracle: by hand, surplus 0.5, 0 and -0.2, mean 0.1; an outsider keeps what it has."""
    state = plain(4)
    state.organisations["value"] = [1.0, 0.5, 0.3, 2.0]
    state.organisations["member"][3] = OUTSIDE
    sharing.share_out(state, share)
    np.testing.assert_allclose(state.organisations["value"], [*shared, 2.0])


def test_effort_on_interests_shares_out():
    """Oracle: by hand; surplus -0.35 and 0.15, half of the way to -0.1 at full effort, a quarter at half."""
    np.testing.assert_allclose(created(working(), effort=Effort(interests=1.0)), [0.275, 0.525])
    np.testing.assert_allclose(created(working(), effort=Effort(interests=0.5)), [0.2125, 0.5875])


def in_common(n=5, seed=0):
    """Some that trust one another unequally, one of whom nobody is tied to and one who is no member, after a round."""
    chance = np.random.default_rng(seed)
    state = plain(n, [(i, j) for i in range(n - 1) for j in range(i)])
    them, ties = state.organisations, state.ties
    them["pooled"] = them["effective"] = chance.uniform(0, 2, n)
    them["affective"], them["instrumental"] = 0.3, 0.7
    them["member"][1] = OUTSIDE
    ties["trust"], ties["synergy"] = chance.uniform(size=ties.size), chance.uniform(0, 0.2, ties.size)
    trust = matrix(state, "trust") * (them["member"] == 1)
    them["partners"] = (trust > 0).sum(axis=1)
    them["regard"] = np.where(them["partners"] > 0, trust.sum(axis=1) / np.maximum(1, them["partners"]), 0.5)
    return state, trust


@pytest.mark.parametrize("seed", range(4))
def test_what_is_common_falls_to_partners_as_they_are_trusted_and_sums_to_zero(seed):
    """Oracle: docs/odd.md 7.12 in numpy, w (R' y - y); who has no partners keeps its own."""
    state, trust = in_common(seed=seed)
    before = created(state.copy(), AS_GIVEN | {"value.common": 0.0}).copy()
    after = created(state, AS_GIVEN | {"value.common": 0.4})
    made, counts = (
        state.organisations["made"],
        (state.organisations["member"] == 1) & (state.organisations["partners"] > 0),
    )
    shares = trust[counts] / trust[counts].sum(axis=1, keepdims=True)
    expected = np.zeros(5)
    expected[counts] -= 0.4 * made[counts]
    expected += 0.4 * shares.T @ made[counts]
    np.testing.assert_allclose(after - before, expected, atol=1e-12)
    assert (after - before).sum() == pytest.approx(0, abs=1e-12)
    assert expected[4] == expected[1] == 0
    assert np.abs(expected).max() > 0.05


def test_where_nobody_is_trusted_the_common_yield_falls_to_all_partners_alike():
    """Oracle: by hand; 2 + 0.2 and 1 + 0.2 are made, of which a half changes sides."""
    state = working()
    state.ties["trust"], state.organisations["regard"] = 0.0, 0.0
    np.testing.assert_allclose(created(state, AS_GIVEN | {"value.common": 0.5}), [0.15 - 0.5, 0.65 + 0.5])


@pytest.mark.parametrize("common", [0.0, 0.3, 1.0])
def test_joint_value_is_the_same_for_every_common_yield(common):
    """Oracle: by hand; what two make together less effort and costs, 0.15 + 0.65."""
    assert created(working(), AS_GIVEN | {"value.common": common}).sum() == pytest.approx(0.8)


def paying(payment, worth, partners=None):
    """Some that agreed to pay and to get this, of a round worth this."""
    state = plain(len(payment))
    state.organisations["payment"], state.organisations["value"] = payment, worth
    if partners is not None:
        state.organisations["member"] = partners
    sharing.pay(state)
    return state.organisations["paid"]


@pytest.mark.parametrize(
    ("payment", "worth", "paid"),
    [
        ([-0.2, -0.1, 0.3], [0.9, 0.9, 0.5], [-0.2, -0.1, 0.3]),
        ([-0.2, -0.1, 0.3], [0.6, 0.3, 0.5], [-0.1, 0.0, 0.1]),
        ([-0.2, 0.1, 0.3], [0.9, 0.5, 0.5], [-0.2, 0.05, 0.15]),
        ([-0.2, 0.0, 0.0], [0.9, 0.5, 0.5], [0.0, 0.0, 0.0]),
        ([0.0, 0.0, 0.3], [0.9, 0.9, 0.5], [0.0, 0.0, 0.0]),
    ],
)
def test_side_payments_come_out_of_what_came_in_and_go_by_what_was_agreed(payment, worth, paid):
    """Oracle: by hand; nobody pays beyond its gain, nobody pays if nobody is to get it (Lax and Sebenius 1986)."""
    found = paying(payment, worth)
    np.testing.assert_allclose(found, paid, atol=1e-15)
    assert found.sum() == pytest.approx(0, abs=1e-15)


def test_who_is_no_member_neither_pays_nor_gets():
    """Oracle: by hand."""
    np.testing.assert_allclose(paying([-0.2, 0.1, 0.1], [0.9, 0.5, 0.5], [1, 1, LEFT]), [-0.2, 0.2, 0.0])

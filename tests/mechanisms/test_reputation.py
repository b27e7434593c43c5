"""Reputation: what others think reaches those with little experience of their own."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.mechanisms import reputation
from samenspel.state import OUTSIDE
from tests.collaborations import parameters, plain, tie

RATE = {"reputation.rate": 0.1}


@pytest.mark.parametrize(
    ("half", "experience", "after"),
    [(1.0, 0.0, 0.44), (1.0, 1.0, 0.42), (1.0, 3.0, 0.41), (6.0, 0.0, 0.44), (6.0, 6.0, 0.42), (6.0, 18.0, 0.41)],
)
def test_experience_shields_against_reputation(half, experience, after):
    """Oracle: by hand, trust 0.4 where others trust by 0.8; hearsay counts half at `half`, a quarter at thrice that."""
    assert reputation.heard(0.4, 0.8, 0.1, half, experience) == pytest.approx(after)


def talked(state, changes=RATE):
    """A state after word went round."""
    reputation.spread(state, parameters(changes))
    return state


def trusted():
    """Three of whom the first is trusted by 0.2 and 0.6."""
    state = plain(3)
    tie(state, 1, 0)["trust"] = 0.2
    tie(state, 2, 0)["trust"] = 0.6
    return state


def test_trust_moves_towards_the_mean_of_the_others():
    """Oracle: by hand; each hears the one other, 0.2 + 0.1 * 0.4 and 0.6 - 0.1 * 0.4, at once."""
    state = talked(trusted())
    assert tie(state, 1, 0)["trust"] == pytest.approx(0.24)
    assert tie(state, 2, 0)["trust"] == pytest.approx(0.56)


def test_how_much_experience_shields_is_the_half_way_that_is_set():
    """Oracle: by hand; six deliveries seen, of a half-way of 6: 0.2 + 0.05 * 0.4; the other has seen none."""
    state = trusted()
    tie(state, 1, 0)["experience"] = 6.0
    talked(state, RATE | {"reputation.half": 6.0})
    assert tie(state, 1, 0)["trust"] == pytest.approx(0.22)
    assert tie(state, 2, 0)["trust"] == pytest.approx(0.56)


def test_standing_is_mean_trust_before_anybody_hears():
    """Oracle: by hand; two witnesses each."""
    state = trusted()
    tie(state, 1, 0)["experience"] = 9.0
    talked(state)
    np.testing.assert_allclose(state.organisations["standing"], [0.4, 0.5, 0.5])
    assert state.organisations["witnesses"].tolist() == [2, 2, 2]


def test_the_others_are_weighed_alike():
    """Oracle: by hand; 0.1 + 0.1 (0.6 - 0.1), where the two others have 0.3 and 0.9."""
    state = plain(4)
    for source, level in [(1, 0.1), (2, 0.3), (3, 0.9)]:
        tie(state, source, 0)["trust"] = level
    assert tie(talked(state), 1, 0)["trust"] == pytest.approx(0.15)


@pytest.mark.parametrize("edges", [[(0, 1)], [(0, 1), (1, 2)]])
def test_a_single_witness_hears_nothing_new(edges):
    """Oracle: by hand; the first is known to one other only."""
    state = plain(3, edges)
    tie(state, 1, 0)["trust"] = 0.2
    talked(state)
    assert tie(state, 1, 0)["trust"] == 0.2
    assert state.organisations["standing"][0] == 0.2


def test_an_outsider_has_a_reputation_and_does_not_listen():
    """Oracle: by hand; members hear of it, and it hears nothing of them."""
    state = trusted()
    state.organisations["member"][0] = OUTSIDE
    tie(state, 0, 1)["trust"] = 0.9
    talked(state)
    assert tie(state, 1, 0)["trust"] == pytest.approx(0.24)
    assert tie(state, 0, 1)["trust"] == 0.9
    np.testing.assert_allclose(state.organisations["standing"], [0.4, 0.5, 0.5])
    assert state.organisations["witnesses"].tolist() == [2, 1, 1]


def test_without_members_nobody_has_a_reputation():
    """Oracle: by hand."""
    state = trusted()
    state.organisations["member"] = OUTSIDE
    talked(state)
    assert not state.organisations["standing"].any()
    assert tie(state, 1, 0)["trust"] == 0.2


def test_gossip_brings_trust_in_one_partner_together():
    """Oracle: by hand; each of two moves by a tenth of the gap, so that 0.8 of it is left a round, and the mean."""
    state = trusted()
    for _ in range(10):
        talked(state)
    assert tie(state, 2, 0)["trust"] - tie(state, 1, 0)["trust"] == pytest.approx(0.4 * 0.8**10)
    assert tie(state, 2, 0)["trust"] + tie(state, 1, 0)["trust"] == pytest.approx(0.8)

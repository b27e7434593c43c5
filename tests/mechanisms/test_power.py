"""Power: size, and the dependence of others."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.mechanisms import power
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import parameters, plain, tie

HALF = {"power.position": 0.5}


@pytest.mark.parametrize(("position", "influence"), [(0.0, 0.6), (0.5, 0.4), (1.0, 0.2)])
def test_influence_mixes_size_and_dependence(position, influence):
    """Oracle: by hand, size share 0.6 and dependence share 0.2."""
    assert power.mixed_influence(position, 0.6, 0.2) == pytest.approx(influence)


def triangle():
    """Three that depend on one another by 1 in all; the last is twice as large. What was before is forgotten."""
    state = plain(3)
    for field in ("influence", "consent", "depends", "partners"):
        state.organisations[field] = 9
    state.organisations["size"] = [1, 1, 2]
    for source, target, dependence in [(0, 1, 0.1), (0, 2, 0.3), (1, 0, 0.1), (1, 2, 0.2), (2, 0, 0.2), (2, 1, 0.1)]:
        tie(state, source, target)["dependence"] = dependence
    return state


def test_votes_weigh_by_the_dependence_of_others_and_influence_by_size_too():
    """Oracle: by hand."""
    state = triangle()
    power.weigh(state, parameters(HALF))
    np.testing.assert_allclose(state.organisations["consent"], [0.3, 0.2, 0.5])
    np.testing.assert_allclose(state.organisations["influence"], [0.275, 0.225, 0.5])
    np.testing.assert_allclose(state.organisations["depends"], [0.4, 0.3, 0.3])
    assert state.organisations["partners"].tolist() == [2, 2, 2]
    assert state.collaboration["members"][0] == 3


@pytest.mark.parametrize("member", [OUTSIDE, LEFT])
def test_who_is_no_member_has_no_power_and_gives_none(member):
    """Oracle: by hand; two equal members that depend on each other by 0.1 are left."""
    state = triangle()
    state.organisations["member"][2] = member
    power.weigh(state, parameters(HALF))
    np.testing.assert_allclose(state.organisations["consent"], [0.5, 0.5, 0])
    np.testing.assert_allclose(state.organisations["influence"], [0.5, 0.5, 0])
    np.testing.assert_allclose(state.organisations["depends"], [0.1, 0.1, 0.3])
    assert state.organisations["partners"].tolist() == [1, 1, 2]


@pytest.mark.parametrize("edges", [None, []], ids=["nobody depends", "no ties"])
def test_without_dependence_votes_are_equal_and_influence_is_size(edges):
    """Oracle: by hand."""
    state = plain(3, edges)
    state.organisations["size"] = [1, 1, 2]
    state.ties["dependence"] = 0.0
    power.weigh(state, parameters(HALF))
    np.testing.assert_allclose(state.organisations["consent"], 1 / 3)
    np.testing.assert_allclose(state.organisations["influence"], [0.25, 0.25, 0.5])


def test_the_last_member_has_all_power():
    """Oracle: by hand."""
    state = triangle()
    state.organisations["member"] = [LEFT, 1, OUTSIDE]
    power.weigh(state, parameters(HALF))
    assert state.organisations["consent"].tolist() == [0, 1, 0]
    assert state.organisations["influence"].tolist() == [0, 1, 0]


def test_when_everybody_left_nobody_has_power():
    """Oracle: by hand."""
    state = triangle()
    state.organisations["member"] = LEFT
    power.weigh(state, parameters(HALF))
    assert state.collaboration["members"][0] == 0
    assert not state.organisations["consent"].any()
    assert not state.organisations["influence"].any()


def test_a_broker_has_more_say_than_its_size():
    """Oracle: by hand; three depend on the hub by 0.3 each, and it on each of them by 0.1 (Emerson 1962)."""
    state = plain(4, [(0, 1), (0, 2), (0, 3)])
    state.ties["dependence"] = np.where(state.ties["target"] == 0, 0.3, 0.1)
    power.weigh(state, parameters(HALF))
    np.testing.assert_allclose(state.organisations["consent"], [0.75, 1 / 12, 1 / 12, 1 / 12])
    np.testing.assert_allclose(state.organisations["influence"], [0.5, 1 / 6, 1 / 6, 1 / 6])


def test_need_is_what_power_rests_on():
    """Oracle: by hand; said for one tie, as much as they make together for others: 0.3, 0.5 + 0.1, 0.3 + 0.2."""
    state = triangle()
    tie(state, 0, 1)["need"] = 0.5
    power.weigh(state, parameters(HALF))
    np.testing.assert_allclose(state.organisations["consent"], np.array([0.3, 0.6, 0.5]) / 1.4)
    np.testing.assert_allclose(state.organisations["depends"], [0.8, 0.3, 0.3])


def test_a_tie_that_rests_gives_no_power():
    """Oracle: by hand; 0.4 + 0.3 are left between the last and the others."""
    state = triangle()
    tie(state, 0, 1)["age"] = tie(state, 1, 0)["age"] = 0
    power.weigh(state, parameters(HALF))
    np.testing.assert_allclose(state.organisations["consent"], [0.25, 0.125, 0.625])
    assert state.organisations["partners"].tolist() == [1, 1, 2]
    np.testing.assert_allclose(state.organisations["depends"], [0.3, 0.2, 0.3])

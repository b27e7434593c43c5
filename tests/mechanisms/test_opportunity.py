"""Opportunity: alert partners that differ, and understand the difference, find what nobody planned."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from samenspel import draws
from samenspel.conditions import Effort
from samenspel.mechanisms import opportunity
from samenspel.state import LEFT
from tests.collaborations import parameters, plain, tie

SURE = {"opportunity.rate": 1.0, "opportunity.step": 0.1, "opportunity.decay": 0.0, "norm.tolerance": 0.1}


@pytest.mark.parametrize(
    ("difference", "understanding", "found"), [(0.5, 0.8, 0.06), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.15)]
)
def test_a_pair_finds_by_difference_and_understanding(difference, understanding, found):
    """Oracle: by hand, rate 0.2 and rigidity 0.25."""
    state = plain(2)
    state.ties["difference"], state.ties["understanding"] = difference, understanding
    assert opportunity.chance(state.ties[0], 0.2, 0.25) == pytest.approx(found)


@pytest.mark.parametrize(("factor", "decay", "left"), [(1.5, 0.02, 1.49), (1.0, 0.02, 1.0), (1.5, 1.0, 1.0)])
def test_what_was_found_wears_off(factor, decay, left):
    """Oracle: by hand."""
    assert opportunity.worn(factor, decay) == pytest.approx(left)


def searched(state, changes=None, effort=None, round_=1):
    """Opportunity factors after a round."""
    opportunity.find(state, parameters(SURE | (changes or {})), effort or Effort(), 1, round_)
    return state.ties["opportunity"]


def different(n=2):
    """Partners that could not differ more, and understand it."""
    state = plain(n)
    state.ties["difference"] = 1.0
    return state


def test_a_sure_find_adds_to_synergy_up_to_a_limit():
    """Oracle: by hand, 1.1^k, at most 1.3; what wears comes first: 1 + 0.5 * 0.1, then 1.1 times."""
    state = different()
    np.testing.assert_allclose(searched(state), 1.1)
    np.testing.assert_allclose(searched(state), 1.21)
    np.testing.assert_allclose(searched(state, {"opportunity.most": 1.3}), 1.3)
    state.ties["opportunity"] = 1.1
    np.testing.assert_allclose(searched(state, {"opportunity.decay": 0.5}), 1.155)


@pytest.mark.parametrize("why", ["as given", "no goal", "rigid", "left", "same frame"])
def test_where_nobody_looks_nothing_is_found_and_all_wears_off(why):
    """Oracle: by hand, 1 + 0.4 * 0.5."""
    state = different()
    state.ties["opportunity"] = 1.4
    changes = {"opportunity.decay": 0.5}
    if why == "as given":
        changes["logic.implementation"] = "hierarchy"
    if why == "rigid":
        changes["opportunity.rigidity"] = 1.0
    if why == "left":
        state.organisations["member"][1] = LEFT
    if why == "same frame":
        state.ties["difference"] = 0.0
    state.collaboration["agreed"] = why != "no goal"
    np.testing.assert_allclose(searched(state, changes, Effort(organisation=float(why == "rigid"))), 1.2)


@pytest.mark.parametrize(
    ("satisfaction", "norm", "found"),
    [
        ([0.0, 0.3], "network", 1.1),
        ([0.0, -0.05], "network", 1.1),
        ([0.0, -0.05], "hierarchy", 1.0),
        ([0.0, -0.2], "network", 1.0),
        ([-0.2, 0.0], "network", 1.0),
    ],
)
def test_it_is_adopted_when_neither_is_worse_off_than_it_tolerates(satisfaction, norm, found):
    """Oracle: by hand, tolerance 0.1 under the network norm."""
    state = different()
    state.organisations["satisfaction"] = satisfaction
    np.testing.assert_allclose(searched(state, {"logic.norm": norm}), found)


def test_partners_find_the_same_thing_at_the_same_time():
    """Oracle: docs/odd.md, chance belongs to the pair: found where U is below 0.4 * (1 - 0.5 * 0.5)."""
    state = different(8)
    found = searched(state, {"opportunity.rate": 0.4, "opportunity.rigidity": 0.5}, Effort(organisation=0.5)) > 1
    low, high = np.sort([state.sources, state.ties["target"]], axis=0)
    chance = [draws.uniform(1, draws.OPPORTUNITY, 1, i, j) < 0.3 for i, j in zip(low, high, strict=True)]
    assert found.tolist() == chance
    assert 0 < found.sum() < found.size


def test_the_side_that_understands_the_difference_can_use_it():
    """Oracle: by hand; the factor is of the tie, and only one of the two understands."""
    state = different()
    tie(state, 1, 0)["understanding"] = 0.0
    searched(state)
    assert tie(state, 0, 1)["opportunity"] == pytest.approx(1.1)
    assert tie(state, 1, 0)["opportunity"] == 1


@pytest.mark.parametrize("novelty", [0.0, 1.0])
def test_what_partners_of_partners_know_is_no_news_to_whoever_works_with_them(novelty):
    """Oracle: by hand; a triangle with a fourth at 2: what 2 brings 1 may come from the fourth, as chance has it.

    All other news comes from within the triangle, but for what nobody else could have brought.
    """
    state = plain(4, [(0, 1), (0, 2), (1, 2), (2, 3)])
    state.ties["difference"] = 1.0
    searched(state, {"opportunity.novelty": novelty})
    for i, j in [(0, 1), (1, 0), (0, 2), (1, 2), (2, 0), (2, 1), (2, 3), (3, 2)]:
        others = [k for k in (0, 1, 2, 3) if k != i and k != j and tied(j, k)]
        source = max(others, key=lambda k: draws.uniform(1, draws.SOURCE, 1, j, k), default=None)
        news = novelty == 0.0 or source is None or not tied(i, source)
        assert (tie(state, i, j)["opportunity"] > 1) == news, (i, j)


def tied(i, j):
    """Whether two of the four work together."""
    return {i, j} in ({0, 1}, {0, 2}, {1, 2}, {2, 3})


def test_bridges_bring_more_news_than_cliques():
    """Oracle: networkx; at novelty 1 a tie brings news as often as a partner's partner is no partner of one's own.

    Over 200 rounds, four binomial standard errors (structural holes: Burt 1992).
    """
    graph = nx.karate_club_graph()
    rounds, news = 200, 0
    for round_ in range(1, rounds + 1):
        state = plain(34, sorted(tuple(sorted(edge)) for edge in graph.edges))
        state.ties["difference"] = 1.0
        news = news + (searched(state, {"opportunity.novelty": 1.0}, round_=round_) > 1)
    for source, target, count in zip(state.sources, state.ties["target"], news, strict=True):
        others = set(graph[target]) - {source}
        share = sum(not graph.has_edge(source, k) for k in others) / len(others) if others else 1.0
        assert count / rounds == pytest.approx(share, abs=4 * (max(0.01, share * (1 - share)) / rounds) ** 0.5)


def test_novelty_asks_as_often_as_it_says():
    """Oracle: docs/odd.md; in a triangle news comes only where novelty does not ask: U at least 0.4."""
    state = different(3)
    searched(state, {"opportunity.novelty": 0.4})
    for source, one in zip(state.sources, state.ties, strict=True):
        assert (one["opportunity"] > 1) == (draws.uniform(1, draws.NOVELTY, 1, source, one["target"]) >= 0.4)


def test_a_tie_that_rests_finds_nothing_and_wears():
    """Oracle: by hand."""
    state = different(3)
    state.ties["opportunity"] = 1.2
    tie(state, 0, 1)["age"] = tie(state, 1, 0)["age"] = 0
    searched(state, {"opportunity.decay": 0.5})
    assert tie(state, 0, 1)["opportunity"] == pytest.approx(1.1)
    assert tie(state, 0, 2)["opportunity"] == pytest.approx(1.21)

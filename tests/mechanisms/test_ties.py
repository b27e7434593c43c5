"""Ties: they rest and open by mutual consent, under a budget of attention."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from samenspel import draws, game
from samenspel.mechanisms import ties
from samenspel.population import declare
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import BARE_GAME, NETWORK, matrix, play, tie

from .turning import ALIVE, lay, network, turned


@pytest.mark.parametrize(
    ("partners", "size", "by_size", "load"),
    [(4, 1.0, 1.0, 0.8), (4, 2.0, 1.0, 0.4), (4, 2.0, 0.0, 0.8), (0, 1.0, 1.0, 0)],
)
def test_partners_take_attention_of_which_the_large_have_more(partners, size, by_size, load):
    """Oracle: by hand, crowding 0.2."""
    assert game.load(partners, size, 0.2, by_size) == pytest.approx(load)


@pytest.mark.parametrize(
    ("trust", "brings", "usual", "worth"), [(0.6, 0.1, 0.2, 0.3), (0.6, 0.5, 0.2, 0.6), (0.6, 0.0, 0.0, 0.6)]
)
def test_a_tie_is_worth_its_trust_less_where_it_brings_less_than_usual(trust, brings, usual, worth):
    """Oracle: by hand."""
    assert game.worth_of_tie(trust, brings, usual) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("age", "ageing", "chance"), [(1, 0.5, 0.23), (4, 0.5, 0.115), (4, 1.0, 0.0575), (4, 0.0, 0.23)]
)
def test_either_side_lets_go_the_sooner_the_younger_the_tie(age, ageing, chance):
    """Oracle: by hand; lapse 0.5 of 0.8 (1 - 0.7) + 0.4 (1 - 0.45)."""
    assert ties.resting(ties.fading(0.5, age, ageing), 0.8, 0.7, 0.4, 0.45) == pytest.approx(chance)


def test_where_ties_neither_rest_nor_open_their_ages_stay():
    """Oracle: by hand."""
    state = turned(network(nx.complete_graph(5)), {"ties.lapse": 0.0, "ties.search": 0.0})
    assert (state.ties["age"] == 1).all()


@pytest.mark.parametrize("seed", range(5))
def test_ties_rest_by_chance_that_both_ends_share(seed):
    """Oracle: docs/odd.md 7.20 in plain Python; nothing holds a tie, and nobody looks for another."""
    graph = nx.gnm_random_graph(14, 30, seed=seed)
    state, chance = network(graph), np.random.default_rng(seed)
    state.ties["trust"] = chance.uniform(size=state.ties.size)
    state.ties["synergy"] = chance.uniform(0, 0.2, state.ties.size)
    state.organisations["pooled"], state.organisations["size"] = chance.uniform(0, 2, 14), chance.uniform(0.5, 2, 14)
    ages = {edge: int(age) for edge, age in zip(sorted(graph.edges), chance.integers(1, 9, 30), strict=True)}
    for edge, age in ages.items():
        lay(state, [edge], age)
    g, trust, s = matrix(state), matrix(state, "trust"), state.organisations["pooled"]
    partners = np.array([graph.degree(i) for i in range(14)])
    load = 0.2 / state.organisations["size"] * partners
    usual = (g @ s) / np.maximum(1, partners)
    expected = {}
    for (i, j), age in ages.items():
        lost = sum(load[a] * (1 - trust[a, b] * min(1, g[a, b] * s[b] / usual[a])) for a, b in ((i, j), (j, i)))
        rests = draws.uniform(seed, draws.REST, 3, i, j) < 0.5 * age**-0.5 * lost
        expected[i, j] = 0 if rests else age + 1
    turned(state, {"ties.closure": 0.0, "ties.search": 0.0}, seed, 3)
    found = matrix(state, "age")
    assert {edge: found[edge] for edge in ages} == expected
    assert 0 in expected.values()
    assert max(expected.values()) > 2


def test_partners_in_common_hold_a_tie_so_that_bridges_rest_first():
    """Oracle: networkx; certain to rest, and certain to be asked: what is held are ties in a triangle, as it is drawn.

    Held means that the partner with the largest number of its own has an open tie with the other end (Burt 2002).
    """
    graph = nx.karate_club_graph()
    state = network(graph)
    state.ties["trust"] = 0.0
    state.organisations["size"] = 0.05
    turned(state, {"ties.closure": 1.0, "ties.search": 0.0}, 4, 2)
    held = matrix(state, "age")
    for i, j in graph.edges:
        others = [k for k in graph[i] if k != j]
        k = max(others, key=lambda k: draws.uniform(4, draws.HOLDER, 2, i, k), default=None)
        assert (held[i, j] > 0) == (k is not None and graph.has_edge(k, j)), (i, j)
    assert not any(held[edge] for edge in nx.bridges(graph))
    assert held.any()


@pytest.mark.parametrize("member", [OUTSIDE, LEFT])
def test_ties_of_who_is_no_member_stay_as_they_are(member):
    """Oracle: by hand; they grow older, and neither rest nor open."""
    state = network(nx.complete_graph(4))
    state.organisations["member"][3] = member
    lay(state, [(0, 1), (0, 2), (1, 2)], 0)
    state.organisations["partners"] = 0
    state.ties["trust"] = 0.0
    state.organisations["size"] = 0.05
    turned(state, {"ties.closure": 0.0})
    assert [tie(state, i, 3)["age"] for i in range(3)] == [2, 2, 2]


@pytest.mark.parametrize("seed", range(4))
def test_both_directions_are_of_one_age_and_a_resting_tie_keeps_what_it_has(seed):
    """Oracle: by hand, over 60 rounds of a run in which ties rest and open."""
    graph = nx.connected_watts_strogatz_graph(16, 8, 0.4, seed=seed)
    declared = declare(2, np.array(graph.edges()), 16)
    changes = NETWORK | ALIVE | {"trust.initial": 0.5, "reputation.rate": 0.0}
    ages, rested, reopened = None, 0, 0
    for rounds in range(1, 40, 3):
        state, history = play(declared, changes, rounds=rounds, seed=seed)
        age = state.ties["age"]
        assert (age == age[state.ties["reverse"]]).all()
        assert (age <= rounds + 1).all()
        members = state.organisations["member"] == 1
        among = members[state.sources] & members[state.ties["target"]] & (age > 0)
        assert history["partners"][-1] == pytest.approx(among.sum() / members.sum())
        if ages is not None:
            rested += ((ages > 0) & (age == 0)).sum()
            reopened += ((ages == 0) & (age > 0)).sum()
        ages = age.copy()
    assert rested
    assert reopened


def test_a_tie_that_rests_learns_nothing_and_does_nothing():
    """Oracle: by hand; a run in which one of two ties rests from the start, and never opens."""
    declared = declare(2, np.array([(0, 1), (0, 2), (1, 2)]), 3)
    row = np.flatnonzero((declared.sources == 0) & (declared.ties["target"] == 2))[0]
    declared.ties["age"][[row, declared.ties["reverse"][row]]] = 0
    changes = {"trust.initial": 0.9, "ties.lapse": 0.0, "ties.search": 0.0, "participation.exit": 0.0}
    start, _ = play(declared, changes, rounds=0)
    state, history = play(declared, changes | {"effort.relation": 0.5}, rounds=20)
    for end in (row, declared.ties["reverse"][row]):
        for name in ("trust", "understanding", "experience", "age"):
            assert state.ties[name][end] == start.ties[name][end], name
        assert state.ties["synergy"][end] == 0
    assert history["partners"][-1] == pytest.approx(4 / 3)
    assert state.organisations["partners"].tolist() == [1, 2, 1]


@pytest.mark.parametrize("crowding", [0.125, 0.2])
def test_of_equals_the_best_number_of_partners_is_one_over_crowding_less_one(crowding):
    """Oracle: closed form on circulant graphs, s = A / (1 - d k / (1 + c (k - 1))^2), best at k = 1/c - 1."""
    same = {"organisations.interests": 0.0, "organisations.frames": 0.0, "organisations.salience": 0.0}
    certain = {"turbulence.range": 0.0, "information.noise": 0.0, "organisations.affective": 0.0}
    changes = BARE_GAME | same | certain | {"ties.crowding": crowding, "organisations.inequality": 0.0}
    pooled = {}
    for k in range(2, 15):
        graph = (
            nx.circulant_graph(16, range(1, k // 2 + 1))
            if k % 2 == 0
            else nx.circulant_graph(16, [*range(1, k // 2 + 1), 8])
        )
        declared = declare(2, np.array(graph.edges()), 16)
        declared.ties["dependence"] = 0.2
        state, _ = play(declared, changes, rounds=150)
        expected = 1 / (1 - 0.2 * k / (1 + crowding * (k - 1)) ** 2)
        np.testing.assert_allclose(state.organisations["pooled"], expected, rtol=1e-9)
        pooled[k] = expected
    assert max(pooled, key=pooled.get) == round(1 / crowding - 1)

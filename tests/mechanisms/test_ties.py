"""Ties: they rest and open by mutual consent, under a budget of attention."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from samenspel import draws
from samenspel.mechanisms import ties
from samenspel.population import declare
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import BARE_GAME, NETWORK, matrix, parameters, plain, play, tie

ALIVE = {
    "ties.crowding": 0.2, "ties.by_size": 1.0, "ties.lapse": 0.5, "ties.ageing": 0.5, "ties.search": 1.0,
    "ties.closure": 0.8,
}  # fmt: skip


@pytest.mark.parametrize(
    ("partners", "size", "by_size", "load"),
    [(4, 1.0, 1.0, 0.8), (4, 2.0, 1.0, 0.4), (4, 2.0, 0.0, 0.8), (0, 1.0, 1.0, 0)],
)
def test_partners_take_attention_of_which_the_large_have_more(partners, size, by_size, load):
    """Oracle: by hand, crowding 0.2."""
    assert ties.load(partners, size, 0.2, by_size) == pytest.approx(load)


@pytest.mark.parametrize(
    ("trust", "brings", "usual", "worth"), [(0.6, 0.1, 0.2, 0.3), (0.6, 0.5, 0.2, 0.6), (0.6, 0.0, 0.0, 0.6)]
)
def test_a_tie_is_worth_its_trust_less_where_it_brings_less_than_usual(trust, brings, usual, worth):
    """Oracle: by hand."""
    assert ties.worth(trust, brings, usual) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("age", "ageing", "chance"), [(1, 0.5, 0.23), (4, 0.5, 0.115), (4, 1.0, 0.0575), (4, 0.0, 0.23)]
)
def test_either_side_lets_go_the_sooner_the_younger_the_tie(age, ageing, chance):
    """Oracle: by hand; lapse 0.5 of 0.8 (1 - 0.7) + 0.4 (1 - 0.45)."""
    assert ties.resting(0.5, age, ageing, 0.8, 0.7, 0.4, 0.45) == pytest.approx(chance)


@pytest.mark.parametrize(("experience", "told"), [(0, 0.9), (1, 0.7), (9, 0.54)])
def test_of_a_stranger_its_standing_is_believed(experience, told):
    """Oracle: by hand; trust 0.5, standing 0.9 (Gulati and Gargiulo 1999)."""
    assert ties.as_told(0.5, 0.9, experience) == pytest.approx(told)


def network(graph):
    """Equals on a graph, pooling 1 under a goal."""
    return plain(graph.number_of_nodes(), sorted(tuple(sorted(edge)) for edge in graph.edges))


def open_graph(state):
    """The graph of ties that are open."""
    graph = nx.Graph()
    graph.add_nodes_from(range(state.organisations.size))
    rows = np.flatnonzero(state.ties["age"] > 0)
    graph.add_edges_from(zip(state.sources[rows].tolist(), state.ties["target"][rows].tolist(), strict=True))
    return graph


def lay(state, pairs, age):
    """Give ties an age, in both directions."""
    for i, j in pairs:
        tie(state, i, j)["age"] = tie(state, j, i)["age"] = age
    n = state.organisations.size
    state.organisations["partners"] = [(state.ties["age"][state.sources == i] > 0).sum() for i in range(n)]


def turned(state, changes, seed=1, round_=1):
    """The state a round later."""
    ties.come_and_go(state, parameters(ALIVE | changes), seed, round_)
    return state


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


@pytest.mark.parametrize("seed", range(6))
def test_a_member_with_attention_left_meets_one_and_both_decide(seed):
    """Oracle: docs/odd.md 7.20 in plain Python, on a graph of which half of the ties rest; nothing comes to rest."""
    graph = nx.gnm_random_graph(60, 240, seed=seed)
    edges, chance = sorted(graph.edges), np.random.default_rng(seed)
    state = network(graph)
    lay(state, edges[::2], 0)
    them, now = state.organisations, open_graph(state)
    state.ties["trust"], state.ties["synergy"] = chance.uniform(0.6, 1, 480), chance.uniform(0, 0.2, 480)
    state.ties["dependence"], state.ties["difference"] = chance.uniform(0, 0.3, 480), chance.uniform(size=480)
    state.ties["understanding"], state.ties["opportunity"] = chance.uniform(size=480), chance.uniform(1, 2, 480)
    state.ties["experience"] = chance.integers(0, 4, 480)
    state.ties["synergy"][state.ties["age"] == 0] = 0.0
    them["pooled"], them["size"] = chance.uniform(0, 2, 60), chance.uniform(0.5, 5, 60)
    them["standing"] = chance.uniform(0.5, 1, size=60)
    load = 0.2 / them["size"] * them["partners"]
    usual = (matrix(state) @ them["pooled"]) / np.maximum(1, them["partners"])

    def worth(i, j):
        """W_ij of a tie that rests, as it is told and as it would be."""
        one = tie(state, i, j)
        told = one["trust"] + (them["standing"][j] - one["trust"]) / (1 + one["experience"])
        g = one["dependence"] * (1 + 1.5 * one["difference"]) * one["opportunity"] * one["understanding"]
        return told * (min(1, g * them["pooled"][j] / usual[i]) if usual[i] > 0 else 1)

    opened = set()
    for i in range(60):
        if load[i] >= 1 or draws.uniform(seed, draws.MEETING, 5, i, 0) >= 0.9 * (1 - load[i]):
            continue
        near = draws.uniform(seed, draws.MEETING, 5, i, 1) < 0.4
        met = [j for j in graph[i] if not now.has_edge(i, j) and (not near or set(now[i]) & set(now[j]))]
        if not met:
            continue
        j = max(met, key=lambda j: draws.uniform(seed, draws.CANDIDATE, 5, i, j))
        wanted = worth(i, j) * worth(j, i) * (1 - load[j])
        if load[j] < 1 and draws.uniform(seed, draws.OPENING, 5, i, j) < wanted:
            opened.add((min(i, j), max(i, j)))
    turned(
        state,
        {"ties.lapse": 0.0, "ties.search": 0.9, "ties.closure": 0.4, "expectation.complementarity": 1.5},
        seed,
        5,
    )
    age = matrix(state, "age")
    assert {edge for edge in edges[::2] if age[edge] > 0} == opened
    assert opened
    assert all(age[edge] == 1 for edge in opened)
    assert all(age[edge] == 2 for edge in edges[1::2])


def test_both_have_to_want_it():
    """Oracle: binomial, over 600 rounds; worth 0.8 and 0.5, the other with half its attention left: 0.2; four errors.

    The one that looks has an experience of 0 with a standing of 0.8, the other one of 0.5.
    """
    opened = 0
    for round_ in range(1, 601):
        state = plain(4, [(0, 1), (1, 2), (1, 3)])
        lay(state, [(0, 1)], 0)
        state.organisations["standing"] = [0.5, 0.8, 0.0, 0.0]
        changes = {"ties.crowding": 0.25, "ties.lapse": 0.0, "ties.closure": 0.0, "ties.search": 1.0}
        met = draws.uniform(1, draws.MEETING, round_, 1, 0) < 0.5
        theirs = met and draws.uniform(1, draws.OPENING, round_, 1, 0) < 0.4  # of the second, which looks too
        turned(state, changes, 1, round_)
        if not theirs:
            opened += tie(state, 0, 1)["age"] > 0
        else:
            assert tie(state, 0, 1)["age"] == 1
    tried = sum(
        not (draws.uniform(1, draws.MEETING, r, 1, 0) < 0.5 and draws.uniform(1, draws.OPENING, r, 1, 0) < 0.4)
        for r in range(1, 601)
    )
    assert opened / tried == pytest.approx(0.2, abs=4 * (0.2 * 0.8 / tried) ** 0.5)


def test_near_means_a_partner_in_common():
    """Oracle: networkx; at closure 1 whatever opens closes a triangle."""
    graph = nx.watts_strogatz_graph(30, 6, 0.3, seed=3)
    resting = sorted(tuple(sorted(edge)) for edge in graph.edges)[::2]
    before = graph.copy()
    before.remove_edges_from(resting)
    opened = 0
    for round_ in range(1, 15):
        state = network(graph)
        lay(state, resting, 0)
        state.ties["trust"], state.organisations["standing"] = 1.0, 1.0
        turned(state, {"ties.closure": 1.0, "ties.lapse": 0.0, "ties.crowding": 0.05}, 1, round_)
        new = open_graph(state).edges - before.edges
        opened += len(new)
        for i, j in new:
            assert set(before[i]) & set(before[j]), (i, j)
    assert opened > 20


def test_nobody_opens_a_tie_without_attention_left():
    """Oracle: by hand; load 1 or more on either side."""
    state = network(nx.complete_graph(6))
    lay(state, [(0, 1)], 0)
    state.ties["trust"], state.organisations["standing"] = 1.0, 1.0
    for round_ in range(1, 20):
        turned(state, {"ties.crowding": 0.25, "ties.lapse": 0.0, "ties.closure": 0.0}, 1, round_)
    assert tie(state, 0, 1)["age"] == 0


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

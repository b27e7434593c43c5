"""Meeting: members with attention left find partners."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from samenspel import draws
from samenspel.mechanisms import meeting
from tests.collaborations import matrix, plain, tie

from .turning import lay, network, open_graph, turned


@pytest.mark.parametrize(("experience", "told"), [(0, 0.9), (1, 0.7), (9, 0.54)])
def test_of_a_stranger_its_standing_is_believed(experience, told):
    """Oracle: by hand; trust 0.5, standing 0.9 (Gulati and Gargiulo 1999)."""
    assert meeting.as_told(0.5, 0.9, experience) == pytest.approx(told)


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

"""Ties of a collaboration that come to rest and open, round after round."""

from __future__ import annotations

import networkx as nx
import numpy as np

from samenspel.mechanisms import meeting, ties
from tests.collaborations import parameters, plain, tie

ALIVE = {
    "ties.crowding": 0.2, "ties.by_size": 1.0, "ties.lapse": 0.5, "ties.ageing": 0.5, "ties.search": 1.0,
    "ties.closure": 0.8,
}  # fmt: skip


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
    ties.rest(state, parameters(ALIVE | changes), seed, round_)
    meeting.meet(state, parameters(ALIVE | changes), seed, round_)
    return state

"""Structure: who works with whom matters, and so does with how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import numpy as np

from samenspel.networks import KNOWN_TIE, Declared, Fixed
from samenspel.runs import Run
from samenspel.scenario import Scenario
from samenspel.state import MEMBER

from .pattern import Clause, Measured, Pattern, bootstrapped, enough, listed, with_error
from .places import AS_IT_IS, Settings, outcome, place, runs

N, DEGREE = 24, 5
GRAPHS = 6  # of each family
SCALES = (2, 3, 4, 5, 6, 7, 9, 11, 15, 23)  # partners, in complete networks
LEAST = 0.05
FREE = {"governance.coordination": 0.0, "trust.initial": 0.6, "logic": "network"}


def families() -> dict[str, list[nx.Graph]]:
    """Graphs of one size in which everybody has as many ties, or one less, laid out in different ways."""
    return {
        "by chance": [nx.random_regular_graph(DEGREE, N, seed) for seed in range(GRAPHS)],
        "lattice": [nx.circulant_graph(N, [1, 2, N // 2])] * GRAPHS,
        "cliques": [nx.connected_caveman_graph(N // (DEGREE + 1), DEGREE + 1)] * GRAPHS,
        "two halves": [two_halves(seed) for seed in range(GRAPHS)],
    }


def two_halves(seed: int) -> nx.Graph:
    """Two halves with one bridge between them."""
    one, other = (nx.random_regular_graph(DEGREE, N // 2, 2 * seed + half) for half in range(2))
    graph = nx.disjoint_union(one, other)
    (a, b), (c, d) = next(iter(one.edges)), next((N // 2 + i, N // 2 + j) for i, j in other.edges)
    graph.remove_edges_from([(a, b), (c, d)])
    graph.add_edges_from([(a, c), (b, d)])
    return graph


def on(graph: nx.Graph) -> Scenario:
    """The baseline on another network."""
    plain, n = place("baseline"), graph.number_of_nodes()
    anybody = plain.declare(0).organisations
    declared = Declared(np.resize(anybody, n), np.zeros(0, KNOWN_TIE), np.full(2, np.nan), -1)
    state = declared.state(np.array([sorted(edge) for edge in graph.edges]))
    return replace(plain, declare=Fixed(state), labels=tuple(map(str, range(n))))


def worked_with(found: Run) -> nx.Graph:
    """Who works with whom at the end, among members."""
    state = found.state
    members = np.flatnonzero(state.organisations["member"] == MEMBER).tolist()
    working = state.ties["age"] > 0
    graph = nx.Graph(zip(state.sources[working].tolist(), state.ties["target"][working].tolist(), strict=True))
    graph.add_nodes_from(members)
    return graph.subgraph(members)


def centralisation(graph: nx.Graph) -> float:
    """How far degrees are those of a star, 0 (all alike) to 1 (Freeman 1978); 0 with fewer than three."""
    degrees, n = np.array([degree for _, degree in graph.degree]), graph.number_of_nodes()
    return float((degrees.max() - degrees).sum() / ((n - 1) * (n - 2))) if n > 2 else 0.0


def created(seeds: range, settings: Settings = AS_IT_IS) -> Callable[[nx.Graph], np.ndarray]:
    """What is created on a network: mean value of every run."""
    return lambda graph: outcome(runs(on(graph), FREE | settings, seeds), "joint_value").mean(axis=1)


def explained(value: Callable[[nx.Graph], np.ndarray]) -> tuple[float, list[float]]:
    """Part of the variance of value that lies between families of networks, and the mean of each family."""
    groups = by_family(value)
    return share_between(groups), groups.mean(axis=(0, 2)).tolist()


def by_family(value: Callable[[nx.Graph], np.ndarray]) -> np.ndarray:
    """Value of every run on every graph, shape (runs, families, graphs)."""
    return np.array([[value(graph) for graph in graphs] for graphs in families().values()]).transpose(2, 0, 1)


def share_between(groups: np.ndarray) -> float:
    """Part of the variance that lies between families, shape (runs, families, graphs)."""
    return between([groups[:, family].ravel() for family in range(groups.shape[1])])


def between(groups: list[np.ndarray]) -> float:
    """Part of the variance that lies between groups."""
    everything = np.concatenate(groups)
    apart = sum(group.size * (group.mean() - everything.mean()) ** 2 for group in groups)
    return float(apart / ((everything - everything.mean()) ** 2).sum())


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 11."""
    return [asked(created(seeds, settings))]


def asked(value: Callable[[nx.Graph], np.ndarray]) -> Pattern:
    """The pattern, of any model of which every run on a network has a value."""
    groups = by_family(value)
    share = Measured(share_between(groups), float(bootstrapped(groups, share_between)), LEAST)
    means = groups.mean(axis=(0, 2)).tolist()
    return judged(share, means, [value(nx.complete_graph(partners + 1)) for partners in SCALES])


def judged(share: Measured, means: list[float], scale: list[np.ndarray]) -> Pattern:
    """The pattern, by what topology explains, the mean of each family, and value of every run for each of `SCALES`."""
    values = [float(one.mean()) for one in scale]
    best = int(np.argmax(values))
    ahead = all(values[best] - values[end] > 2 * error(scale[best], scale[end]) for end in (0, -1))
    return Pattern(
        11,
        "Structure",
        (
            Clause(
                "at equal degrees and no cost, topology explains 5 % of the variance of value (n = 24, trust .6)",
                f"{with_error(share, 3)}, over seeds (means {listed(means)})",
                *enough([share]),
            ),
            Clause(
                "scale has an optimum: neither the fewest partners nor the most create most, at no cost, beyond chance",
                f"best {SCALES[best]} partners ({listed(values)} for {' '.join(map(str, SCALES))})",
                ahead,
            ),
        ),
    )


def error(one: np.ndarray, other: np.ndarray) -> float:
    """Standard error of the difference of two means."""
    return float(np.sqrt(one.var(ddof=1) / one.size + other.var(ddof=1) / other.size))

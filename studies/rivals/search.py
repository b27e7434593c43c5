"""Search on a rugged landscape over a network, after Lazer and Friedman (2007).

A hundred agents look for a good solution of one problem: N choices of two, each of which pays by itself and by K others
(the NK landscape of Kauffman). Every round, all at once: whoever has a partner that does better takes over the solution
of the best of them; whoever has none changes one choice by chance, and keeps that if it pays. Scores are of the best
solution there is, to the eighth power, by which they spread. No trust, no interests, no decision.

Of the paper the abstract was read; rules and numbers are as others describe them.
"""

from __future__ import annotations

from functools import cache

import networkx as nx
import numpy as np

from ..patterns import structure
from ..patterns.pattern import Clause, Pattern

CHOICES, OTHERS = 20, 5  # N, K
AGENTS = 100
ROUNDS = 60
POWER = 8
SHORT, BETWEEN, LONG = 5, (10, 60), 200  # rounds; how long a run is short, or long, is not in the abstract
SIMPLE = 0  # others that a choice depends on: one peak


@cache
def landscape(seed: int, choices: int = CHOICES, others: int = OTHERS) -> np.ndarray:
    """The score of every solution, in [0, 1], the best 1; bit k of its number is what is chosen in k."""
    chance, solutions = np.random.default_rng(seed), np.arange(2**choices, dtype=np.uint32)
    total = np.zeros(solutions.size)
    for k in range(choices):
        depends_on = [k, *chance.choice(np.delete(np.arange(choices), k), others, replace=False)]
        how = sum(((solutions >> np.uint32(one)) & 1) << np.uint32(place) for place, one in enumerate(depends_on))
        total += chance.random(2 ** (others + 1))[how]
    return (total / total.max()) ** POWER


def neighbours(graph: nx.Graph) -> np.ndarray:
    """Partners of each agent, shape (agents, most partners); where there are fewer, itself."""
    most = max(degree for _, degree in graph.degree)
    return np.array([[*graph[agent], *[agent] * (most - graph.degree[agent])] for agent in sorted(graph)])


def search(graph: nx.Graph, scores: np.ndarray, seed: int, rounds: int = ROUNDS) -> np.ndarray:
    """Mean score of agents on a network, at the start and after each round, shape (rounds + 1,)."""
    chance, partners = np.random.default_rng(seed), neighbours(graph)
    choices = scores.size.bit_length() - 1
    solution, course = chance.integers(scores.size, size=len(partners)), []
    for _ in range(rounds + 1):
        mine = scores[solution]
        course.append(mine.mean())
        theirs = mine[partners]
        best = partners[np.arange(len(partners)), theirs.argmax(axis=1)]
        tried = solution ^ (1 << chance.integers(choices, size=solution.size))
        alone = np.where(scores[tried] > mine, tried, solution)
        solution = np.where(theirs.max(axis=1) > mine, solution[best], alone)
    return np.array(course)


def courses(graph: nx.Graph, seeds: range, rounds: int = ROUNDS) -> np.ndarray:
    """Mean scores by landscape and round, shape (landscapes, rounds + 1): every seed is another landscape."""
    return np.array([search(graph, landscape(seed), seed, rounds) for seed in seeds])


def measure(seeds: range) -> list[Pattern]:
    """The pattern that it can be asked for: whether structure matters, with scores as value."""
    return [structure.asked(lambda graph: courses(graph, seeds).mean(axis=1))]


def by_connection() -> dict[str, nx.Graph]:
    """Networks of a hundred, from the slowest to the fastest."""
    return {
        "line": nx.path_graph(AGENTS),
        "four neighbours": nx.circulant_graph(AGENTS, [1, 2]),
        "four of anybody": nx.random_regular_graph(4, AGENTS, 0),
        "ten of anybody": nx.random_regular_graph(10, AGENTS, 0),
        "everybody": nx.complete_graph(AGENTS),
    }


def curves(seeds: range, others: int = OTHERS) -> dict[str, np.ndarray]:
    """Mean score over landscapes by round, for each of `by_connection`."""
    return {
        name: np.mean([search(graph, landscape(seed, CHOICES, others), seed, LONG) for seed in seeds], axis=0)
        for name, graph in by_connection().items()
    }


def published(rugged: dict[str, np.ndarray], simple: dict[str, np.ndarray]) -> Pattern:
    """What the abstract of the paper says, and what it says of a simple problem, by the curves of each network."""
    line, everybody = rugged["line"], rugged["everybody"]
    inside = [name for name in rugged if name not in ("line", "everybody")]
    middle = np.max([rugged[name] for name in inside], axis=0) - np.maximum(line, everybody)
    best = BETWEEN[0] + int(np.argmax(middle[slice(*BETWEEN)]))
    tops = [float(curve[-1]) for curve in simple.values()]
    reached = [int(np.argmax(simple[name] > 0.99)) for name in ("line", "everybody")]
    return Pattern(
        16,
        "The paper itself (search alone)",
        (
            Clause(
                f"everybody with everybody is ahead of a line at round {SHORT}",
                f"{everybody[SHORT]:.2f} and {line[SHORT]:.2f}",
                bool(everybody[SHORT] > line[SHORT]),
            ),
            Clause(
                f"and behind it at round {LONG}",
                f"{everybody[LONG]:.2f} and {line[LONG]:.2f}",
                bool(everybody[LONG] < line[LONG]),
            ),
            Clause(
                "at some round between, what is moderately connected is ahead of both",
                f"by {middle[best]:.2f} at round {best}",
                bool(middle[best] > 0.0),
            ),
            Clause(
                "where the problem is simple, all find the best, and everybody with everybody sooner",
                f"{min(tops):.3f} or more; round {reached[1]} and {reached[0]}",
                min(tops) > 0.99 and reached[1] < reached[0],
            ),
        ),
    )

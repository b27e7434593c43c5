"""What rivals are known for, asked of every model that can be asked: three patterns that were never asked of ours.

13 is that of the network game (Ballester et al. 2006), 14 of any diffusion, 15 of search (Lazer and Friedman 2007).
"""

from __future__ import annotations

import networkx as nx
import numpy as np

from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.results.intervals import standard_error
from samenspel.runs import Course, run
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER

from ..patterns.betrayal import BLOW, taken
from ..patterns.pattern import Clause, Pattern
from ..patterns.places import AS_IT_IS, DECIDED, YEAR, Settings, outcome, place, runs, spread_out
from ..patterns.structure import FREE, on
from . import diffusion, search

CENTRAL = 0.5  # correlation
HEARD = -0.02  # trust: the smallest effect of interest on trust, as in effects.toml
EARLY, LATE, ROUNDS = 10, 55, 60  # rounds at which Lazer and Friedman compare networks with few short cuts and many
GRAPHS, LARGE = 6, 100


def unequal() -> list[nx.Graph]:
    """Networks in which some are far more central than others."""
    return [nx.barabasi_albert_graph(24, 2, seed) for seed in range(GRAPHS)]


def centrality(graph: nx.Graph) -> np.ndarray:
    """Centrality of Katz and Bonacich, by agent, with half of the decay beyond which there is none."""
    decay = 0.5 / max(np.linalg.eigvalsh(nx.to_numpy_array(graph)))
    found = nx.katz_centrality_numpy(graph, alpha=decay)
    return np.array([found[agent] for agent in sorted(graph)])


def slow_and_fast() -> tuple[nx.Graph, nx.Graph]:
    """Two networks of a hundred with four ties each: neighbours of neighbours, and anybody."""
    return nx.circulant_graph(LARGE, [1, 2]), nx.random_regular_graph(4, LARGE, 0)


def central(correlations: list[float]) -> Pattern:
    """Pattern 13, by the correlation of what one gives with how central one is, of every run."""
    found = float(np.nanmean(correlations))
    return Pattern(
        13,
        "The network game: who is central gives more",
        (Clause("what one gives and how central one is correlate .5 or more", f"{found:.2f}", found >= CENTRAL),),
    )


def heard(changes: list[float]) -> Pattern:
    """Pattern 14, by how others' trust in one changes that betrayed one of them, after each round of a year."""
    most = min(changes)
    return Pattern(
        14,
        "Diffusion: word gets round",
        (Clause("one betrays another; others' trust in it falls by .02 within a year", f"{most:.3f}", most <= HEARD),),
    )


def slow(early: np.ndarray, late: np.ndarray) -> Pattern:
    """Pattern 15, by how much more a slow network creates than a fast one, run by run."""
    (before, before_error), (after, after_error) = ((float(one.mean()), standard_error(one)) for one in (early, late))
    return Pattern(
        15,
        "Search: slow networks find more",
        (
            Clause(
                "at equal degrees, a network of long paths is behind one of short paths at round 10",
                f"{before:+.3f} (± {1.96 * before_error:.3f})",
                before < -2 * before_error,
            ),
            Clause(
                "and ahead of it at round 55",
                f"{after:+.3f} (± {1.96 * after_error:.3f})",
                after > 2 * after_error,
            ),
        ),
    )


def of_ours(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """The three, of this model or of this model under other settings."""
    giving = []
    for graph in unequal():
        scenario = with_changes(on(graph), FREE | DECIDED | settings)
        ranks = centrality(graph)
        giving += spread_out(lambda seed, s=scenario, r=ranks: together(s, seed, r), seeds)
    group = with_changes(place("baseline"), {"logic": "network"} | DECIDED | settings)
    word = spread_out(lambda seed: hearsay(group, seed), seeds)
    long, short = (outcome(runs(on(graph), FREE | settings, seeds, ROUNDS), "joint_value") for graph in slow_and_fast())
    difference = long - short
    return [
        central(giving),
        heard(np.mean(word, axis=0).tolist()),
        slow(difference[:, EARLY - 1], difference[:, LATE - 1]),
    ]


def together(scenario: Scenario, seed: int, ranks: np.ndarray) -> float:
    """Correlation of what members gave in the last year with how central they were; NaN where all gave the same."""
    lately = run(scenario, seed, ROUNDS, trace=True).trace[-YEAR:]
    members = lately["member"][-1] == MEMBER
    pooled = lately["pooled"].mean(axis=0)[members]
    return float(np.corrcoef(pooled, ranks[members])[0, 1]) if members.sum() > 2 and pooled.std() > 0 else float("nan")


def hearsay(scenario: Scenario, seed: int) -> list[float]:
    """What others' trust in an organisation loses, after each round of a year, once it betrayed another."""
    who, by = 1, 0
    middle, history = scenario.rounds // 2, np.zeros(scenario.rounds, OUTCOMES)
    as_is = Course(scenario, seed)
    as_is.proceed(middle, history)
    others = (as_is.state.ties["target"] == by) & (as_is.state.sources != who)
    betrayal = Event(middle + 1, "betrayal", organisation=who, partner=by, add={"trust": BLOW})
    return taken(as_is, betrayal, others, YEAR, history)


def of_diffusion(seeds: range) -> list[Pattern]:
    """The three, of a diffusion of trust; what is given is value."""
    trust = float(FREE["trust.initial"])
    giving = []
    for graph in unequal():
        groups = diffusion.begin(graph, trust, len(seeds), seeds.start)
        pooled = np.stack([diffusion.play(groups) for _ in range(ROUNDS)])[-YEAR:].mean(axis=0)
        giving += [float(np.corrcoef(one, centrality(graph))[0, 1]) for one in pooled]
    lost = diffusion.scar(seeds, hurt=slice(1, 2), told=slice(2, None))
    long, short = (diffusion.given(graph, trust, seeds, ROUNDS) for graph in slow_and_fast())
    difference = long - short
    return [central(giving), heard(lost.mean(axis=0).tolist()), slow(difference[:, EARLY - 1], difference[:, LATE - 1])]


def of_search(seeds: range) -> list[Pattern]:
    """The one that it can be asked for."""
    long, short = (search.courses(graph, seeds, ROUNDS) for graph in slow_and_fast())
    difference = long - short
    return [slow(difference[:, EARLY], difference[:, LATE])]

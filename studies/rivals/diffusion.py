"""A diffusion of trust without interests: whoever trusts gives, whoever is given trusts, and word gets round.

There are no pay-offs, goals, votes or logics. It is a model of its own, as the engine cannot be robbed of interests: a
promise is a best reply to pay-offs there, and without any there would be nothing to keep or to break. Every round, for
organisations i and their partners j:

    hear      trust_ij += rumour (standing_j - trust_ij)      standing_j: mean of the trust that others have in j
    give      given_i  = (1 - holding / (1 + exp((regard_i - threshold) / variety))) (1 + noise luck_i)
    see       kept_j   = 1 - severity (1 - given_j / (1 - tolerance))      in [0, 1]
    learn     trust_ij += (gain if kept_j > trust_ij else loss) (kept_j - trust_ij)

with regard_i the mean of i's own trust, and luck that lasts and is shared as in the engine. All numbers are the
defaults of the engine, so that what differs is what was left out. Many groups of one network are played at once.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import networkx as nx
import numpy as np

from samenspel.conditions import CONDITIONS
from samenspel.dynamics import Parameters

from ..calibration.partnerships import MEASURED, MEMBERS, PARTNERSHIPS
from ..patterns import betrayal, luck, regimes, structure, year
from ..patterns.pattern import Pattern
from ..patterns.places import YEAR

ROUNDS, USUAL = 60, 8  # as the baseline has them
ENGINE = Parameters()
PARTNERS = slice(1, None)  # of the first
RELATION = CONDITIONS.index("relation")


@dataclass
class Groups:
    """Many groups on one network.

    Attributes
    ----------
    tied
        Who is tied to whom, shape (n, n).
    trust
        Of i in j, by group, shape (groups, n, n); 0 where there is no tie.
    own, climate
        Luck that lasts: of each organisation, (groups, n), and of a group, (groups, 1).
    chance
        What is drawn.
    """

    tied: np.ndarray
    trust: np.ndarray
    own: np.ndarray
    climate: np.ndarray
    chance: np.random.Generator

    @property
    def mean_trust(self) -> np.ndarray:
        """Mean trust over ties, by group."""
        return self.trust.sum(axis=(1, 2)) / self.tied.sum()


def begin(graph: nx.Graph, start: float | np.ndarray, groups: int, seed: int) -> Groups:
    """Groups that trust one another by `start`, the same for all or one for each, give or take the usual spread."""
    chance, tied = np.random.default_rng(seed), nx.to_numpy_array(graph) > 0
    around = ENGINE.trust.spread * (chance.random((groups, *tied.shape)) - 0.5)
    trust = np.clip(np.reshape(start, (-1, 1, 1)) + around, 0.0, 1.0) * tied
    own, climate = chance.standard_normal((groups, len(tied))), chance.standard_normal((groups, 1))
    return Groups(tied, trust, own, climate, chance)


def play(groups: Groups, held: tuple[np.ndarray, float] | None = None) -> np.ndarray:
    """A round; what each gave, shape (groups, n).

    `held` is one of each group and what it means to give, whatever it trusts.
    """
    tied, p = groups.tied, ENGINE
    heard_by = tied.sum(axis=0) - 1
    others = (groups.trust.sum(axis=1, keepdims=True) - groups.trust) / np.maximum(heard_by, 1)
    groups.trust += p.reputation.rate * (others - groups.trust) * (tied & (heard_by > 0))
    regard = groups.trust.sum(axis=2) / tied.sum(axis=1)
    d = p.delivery
    means = 1.0 - d.reciprocity / (1.0 + np.exp((regard - d.threshold) / d.variety))
    if held is not None:
        means[np.arange(len(means)), held[0]] = held[1]
    given = means * np.maximum(0.0, 1.0 + d.noise * fortune(groups))
    kept = np.minimum(1.0, given / (1.0 - p.norm.tolerance))
    kept = np.maximum(0.0, 1.0 - p.trust.severity * (1.0 - kept))[:, np.newaxis, :]
    speed = np.where(kept > groups.trust, p.trust.gain, p.trust.loss)
    groups.trust += speed * (kept - groups.trust) * tied
    return given


def fortune(groups: Groups) -> np.ndarray:
    """Luck of a round: part of it lasts, and part of that is shared."""
    f, draw = ENGINE.fortune, groups.chance.standard_normal
    new = np.sqrt(1.0 - f.memory**2)
    groups.climate = f.memory * groups.climate + new * draw(groups.climate.shape)
    groups.own = f.memory * groups.own + new * draw(groups.own.shape)
    lasting = np.sqrt(f.shared) * groups.climate + np.sqrt(1.0 - f.shared) * groups.own
    return np.sqrt(f.lasting) * lasting + np.sqrt(1.0 - f.lasting) * draw(groups.own.shape)


def given(graph: nx.Graph, start: float, seeds: range, rounds: int = ROUNDS) -> np.ndarray:
    """Mean of what is given, by group and round, shape (groups, rounds)."""
    groups = begin(graph, start, len(seeds), seeds.start)
    return np.stack([play(groups).mean(axis=1) for _ in range(rounds)], axis=1)


def end_trust(start: float, seeds: range) -> np.ndarray:
    """Mean trust after 60 rounds, by group."""
    groups = begin(nx.complete_graph(USUAL), start, len(seeds), seeds.start)
    for _ in range(regimes.ROUNDS):
        play(groups)
    return groups.mean_trust


def grown(seeds: range) -> float:
    """How much the spread of trust between partnerships, as it was measured, has grown after a year, on 1 to 4."""
    (mean, spread), count = MEASURED[0, RELATION], year.SAMPLES * PARTNERSHIPS
    starts = np.random.default_rng(seeds.start).normal((mean - 1.0) / 3.0, spread / 3.0, count)
    groups = begin(nx.complete_graph(round(MEMBERS)), starts, count, seeds.start)
    before = groups.mean_trust.std(ddof=1)
    for _ in range(YEAR):
        play(groups)
    return float(3.0 * (groups.mean_trust.std(ddof=1) - before))


def scar(seeds: range, hurt: slice, told: slice) -> np.ndarray:
    """What a betrayal of some by the first has taken from the trust of some in it, (groups, rounds of a year)."""
    as_is = begin(nx.complete_graph(USUAL), ENGINE.trust.initial, len(seeds), seeds.start)
    for _ in range(ROUNDS // 2):
        play(as_is)
    betrayed, left = deepcopy(as_is), []
    betrayed.trust[:, hurt, 0] = np.maximum(0.0, betrayed.trust[:, hurt, 0] + betrayal.BLOW)
    for _ in range(YEAR):
        play(as_is)
        play(betrayed)
        left.append((betrayed.trust - as_is.trust)[:, told, 0].mean(axis=1))
    return np.stack(left, axis=1)


def observed(part: float, seeds: range) -> np.ndarray:
    """Six rounds of one that means to give a part of what it said, relative to what others give, (groups, 6)."""
    groups = begin(nx.complete_graph(USUAL), ENGINE.trust.initial, len(seeds), seeds.start)
    for _ in range(ROUNDS // 2):
        play(groups)
    who, seen = np.zeros(len(seeds), int), []
    for _ in range(luck.ROUNDS):
        gave = play(groups, (who, part))
        seen.append(gave[:, 0] / gave[:, 1:].mean(axis=1))
    return np.stack(seen, axis=1)


def measure(seeds: range) -> list[Pattern]:
    """The patterns that it can be asked for, on as many groups as there are seeds."""
    drift = year.grows("relation", grown(seeds), MEASURED[1, RELATION, 1] - MEASURED[0, RELATION, 1])
    kept, held = observed(1.0, seeds), observed(luck.PART, seeds)
    trust = float(structure.FREE["trust.initial"])
    return [
        Pattern(1, "A year in the life of partnerships", (drift,)),
        regimes.judged([end_trust(start, seeds) for start in regimes.STARTS]),
        Pattern(6, "Betrayal", (betrayal.still_felt(scar(seeds, PARTNERS, PARTNERS)),)),
        Pattern(9, "Luck", luck.found_out(*luck.areas(kept, held))),
        structure.asked(lambda graph: given(graph, trust, seeds).mean(axis=1)),
    ]

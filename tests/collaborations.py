"""Small collaborations that tests are made of."""

from __future__ import annotations

import itertools

import numpy as np

from samenspel import dynamics
from samenspel.dynamics import Parameters
from samenspel.logic import Logic
from samenspel.measures import OUTCOMES
from samenspel.parameters import as_record, changed
from samenspel.population import declare
from samenspel.state import State

HIERARCHY = {f"logic.{contrast}": "hierarchy" for contrast in Logic._fields}
NETWORK = {f"logic.{contrast}": "network" for contrast in Logic._fields}

# The values at which what the second model brought does nothing: the first model is left, apart from what its words
# mean by now (docs/odd.md, section 9).
FIRST_MODEL = {
    "norm.tolerance": 0.10,
    "norm.leniency": 0.0,
    "organisations.burden": 0.0,
    "dependence.total": 0.30,
    "dependence.substitution": 1.0,
    "stock.interests": 0.0,
    "stock.organisation": 0.0,
    "stock.process": 0.0,
    "stock.build": 0.0,
    "stock.wear": 0.0,
    "fortune.lasting": 0.0,
    "elsewhere.pull": 0.0,
    "governance.meetings": 1.0,
    "governance.coordination": 0.005,
    "expectation.complementarity": 1.0,
    "decision.autonomy": 0.35,
    "decision.aversion": 0.0,
    "decision.appeal": 0.0,
    "bargaining.reach": 0.0,
    "backing.patience": 1_000_000,
    "delivery.reciprocity": 0.0,
    "delivery.noise": 0.31,
    "value.common": 0.0,
    "value.ceding": 0.0,
    "trust.gain": 0.15,
    "trust.loss": 0.23,
    "trust.severity": 1.0,
    "trust.inertia": 0.0,
    "loyalty.memory": 0.20,
    "loyalty.back": 0.0,
    "reputation.half": 1.0,
    "opportunity.rate": 0.20,
    "opportunity.novelty": 0.0,
    "ties.crowding": 0.0,
    "ties.lapse": 0.0,
    "ties.search": 0.0,
}

# Everything that the second model brought, at once.
SWITCHED_ON = {
    "norm.leniency": 0.5, "organisations.burden": 0.1, "dependence.substitution": 0.5, "stock.interests": 0.3,
    "stock.organisation": 0.3, "stock.process": 0.3, "stock.build": 0.1, "stock.wear": 0.05, "fortune.lasting": 0.7,
    "elsewhere.pull": 0.05, "governance.meetings": 0.5, "decision.appeal": 0.4, "bargaining.reach": 1.0,
    "backing.patience": 2, "delivery.reciprocity": 0.6, "value.common": 0.3, "value.ceding": 0.3,
    "trust.severity": 1.5, "trust.inertia": 0.1, "loyalty.back": 0.03, "opportunity.novelty": 0.5,
    "ties.crowding": 0.1, "ties.lapse": 0.2, "ties.search": 0.5,
}  # fmt: skip

# Nothing happens by chance, nothing costs, nobody hesitates: what is left is the game itself. The lead decides at once.
BARE_GAME = FIRST_MODEL | {
    "logic.decision": "hierarchy",
    "logic.goal": "hierarchy",
    "norm.tolerance": 0.0,
    "effort.ambition": 0.0,
    "effort.interests": 0.0,
    "effort.relation": 0.0,
    "effort.organisation": 0.0,
    "effort.process": 0.0,
    "turbulence.step": 0.0,
    "information.learning": 0.0,
    "information.exchange": 0.0,
    "governance.coordination": 0.0,
    "expectation.complementarity": 1.0,
    "expectation.awe": 0.0,
    "decision.autonomy": 0.0,
    "decision.aversion": 0.0,
    "decision.slip": 0.0,
    "promise.revision": 1.0,
    "promise.capacity": 1e6,
    "delivery.noise": 0.0,
    "trust.initial": 1.0,
    "trust.spread": 0.0,
    "trust.blur": 0.0,
    "understanding.initial": 1.0,
    "understanding.confusion": 0.0,
    "loyalty.rate": 0.0,
    "loyalty.home_rate": 0.0,
    "opportunity.rate": 0.0,
    "opportunity.search": 0.0,
    "participation.exit": 0.0,
    "organisations.spread": 0.0,
    "organisations.autonomy": 0.0,
    "organisations.loyalty": 0.0,
    "organisations.home": 0.0,
    "organisations.outside": 0.0,
    "dependence.total": 0.3,
}


def complete(n: int = 6, themes: int = 2) -> State:
    """Everybody tied to everybody, everything left to chance."""
    return declare(themes, np.array(list(itertools.combinations(range(n), 2))), n)


def play(declared: State, changes: dict, rounds: int = 30, seed: int = 1) -> tuple[State, np.ndarray]:
    """A state after some rounds, and the history of its outcomes; the declared state stays as it is."""
    state = declared.copy()
    p = as_record(changed(Parameters(), changes))
    dynamics.begin(state, p, seed)
    history = np.zeros(rounds, OUTCOMES)
    dynamics.play(state, p, seed, 1, rounds, history)
    return state, history


def renumbered(declared: State, order: np.ndarray) -> State:
    """The same collaboration with its organisations in another order, each keeping its key."""
    old = declared.organisations["key"]
    row = np.argsort(order)
    forward = declared.sources < declared.ties["target"]
    ends = declared.sources[forward], declared.ties["target"][forward]
    other = declare(2, np.column_stack([row[end] for end in ends]), old.size)
    for name in ("key", "room", "ratifies", "right"):
        other.organisations[name] = declared.organisations[name][order]
    return other


def matrix(state: State, field: str = "synergy") -> np.ndarray:
    """A field of the ties as a matrix, row towards column."""
    n = state.organisations.size
    dense = np.zeros((n, n))
    dense[state.sources, state.ties["target"]] = state.ties[field]
    return dense


def parameters(changes: dict | None = None) -> np.void:
    """The record of parameters that a rule reads; a mechanism of the second model is off unless it is switched on."""
    return as_record(changed(Parameters(), FIRST_MODEL | (changes or {})))[0]


def plain(n: int = 3, edges: list[tuple[int, int]] | None = None) -> State:
    """Equals in the middle of theme space, under a goal there: numbers to reckon with.

    Size 1, no autonomy, no loyalty, no commitment, only the instrumental motive; dependence and synergy 0.1, trust 0.5,
    understanding 1, promise 1.
    """
    state = complete(n) if edges is None else declare(2, np.array(edges).reshape(-1, 2), n)
    them, ties, us = state
    for field in ("autonomy", "loyalty", "home", "commitment", "outside", "burden", "affective", "moral"):
        them[field] = 0.0
    for field in ("size", "instrumental", "aligned"):
        them[field] = 1.0
    for field in ("skill", "interests", "salience", "frame", "perception", "regard"):
        them[field] = 0.5
    them["partners"] = them["last"] - them["first"]
    ties["dependence"] = ties["synergy"] = 0.1
    ties["trust"] = 0.5
    ties["understanding"] = ties["opportunity"] = 1.0
    for field in ("need", "diagnosis", "proposal", "goal", "first_goal", "lead_interests", "lead_perception"):
        us[field] = 0.5
    us["agreed"] = 1
    us["members"] = n
    us["lead"] = 0
    return state


def tie(state: State, source: int, target: int) -> np.void:
    """The tie of one organisation towards another: changing it changes the state."""
    row = np.flatnonzero((state.sources == source) & (state.ties["target"] == target))[0]
    return state.ties[row]

"""Robustness: the same claims in other worlds, and in worlds where something is taken away.

In another world everything that the claim does not set itself is another, all at once: parameters, size and shape of
the network, chance, what a round stands for, and who revises a promise when. What is taken away is learning, trust
where it is due, or every cost that is simply charged: a claim that needs no learning says so, and one that falls
without the costs is arithmetic, and no claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from samenspel.dynamics import Parameters
from samenspel.parameters import PACES, Declaration, declarations

from ..calibration.search import accepted_sets
from .claims import Claim
from .verdicts import Change

THIRD = 1 / 3  # a parameter that was not calibrated lies at most so much lower or higher
SIZES = (4, 6, 8, 12, 16)
LENGTHS = (0.5, 1.0, 2.0)  # rounds in the time of one
REVISING = (1.0, 0.5)
CHANCE = 20261126  # draws the worlds
SEEDS = 1_000_000  # the seeds of world k begin at k + 1 times this
ROUNDS = 60  # of the baseline
KNOWN: dict[str, tuple[Declaration, Any]] = {
    name: (declared, declared.show(value)) for name, declared, value in declarations(Parameters())
}
FREE = {  # what is charged, whatever comes of it
    "effort.price": 0.0,
    "governance.coordination": 0.0,
    "governance.overhead": 0.0,
    "opportunity.search": 0.0,
    "value.adjustment": 0.0,
}
STANDING_STILL = dict.fromkeys(
    (
        "trust.gain",
        "trust.loss",
        "trust.reactance",
        "trust.acquaintance",
        "reputation.rate",
        "understanding.rate",
        "loyalty.rate",
        "loyalty.home_rate",
        "loyalty.commitment_rate",
        "loyalty.inspiration",
        "opportunity.rate",
    ),
    0.0,
)
NETWORKS: tuple[dict[str, Any], ...] = (
    {},  # everybody with everybody, as the baseline
    {"network.generator": "small_world", "network.degree": 4, "network.rewiring": 0.1},
    {"network.generator": "random", "network.degree": 4},
    {"network.generator": "scale_free", "network.degree": 4},
)


def without(sets: Mapping[str, Any]) -> Change:
    """A world in which these settings stand over those of the claim."""
    return lambda settings: {**settings, **sets}


LEARNING, TRUSTING, TRUST, COST = (
    "nobody learns",
    "nobody learns, at more trust",
    "nobody learns, trust shuffled",
    "nothing is charged",
)
TRUSTED = 0.75  # near where groups stand that kept their trust; as of the static game in rivals
TAKEN: dict[str, Change] = {
    LEARNING: without(STANDING_STILL),
    TRUSTING: lambda settings: {"trust.initial": TRUSTED, **settings, **STANDING_STILL},
    TRUST: without(STANDING_STILL | {"trust.spread": 1.0}),
    COST: without(FREE),
}


class World(NamedTuple):
    """Another world.

    Attributes
    ----------
    number
        From 0.
    numbers
        The parameters that were drawn, by name.
    network
        Generator, degree and number of organisations, for claims that leave these open.
    length
        Rounds in the time of one.
    """

    number: int
    numbers: Mapping[str, float]
    network: Mapping[str, Any]
    length: float

    @property
    def first(self) -> int:
        """Its first seed."""
        return (self.number + 1) * SEEDS

    def change(self, claim: Claim) -> Change:
        """What it does to the settings of a claim: what the claim sets stands."""
        asked = {name for _, cell in claim.cells() for name in cell}
        if claim.scenario != "baseline":  # a file says who there is, and when its events are
            return partial(in_world, self.numbers, 1.0)
        shaped = not any(name.startswith("network.") for name in asked)
        return partial(in_world, {**self.numbers, **(self.network if shaped else {})}, self.length)


def in_world(sets: Mapping[str, Any], length: float, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a cell in another world."""
    return longer({**sets, **settings}, length)


def worlds(count: int) -> Iterator[World]:
    """Other worlds, drawn: calibrated parameters as a set that was accepted, others around their default."""
    chance = np.random.default_rng(CHANCE)
    accepted = accepted_sets()
    for number in range(count):
        numbers = dict(around(chance)) | accepted[chance.integers(len(accepted))]
        numbers["promise.revision"] = float(chance.choice(REVISING))
        family, size = NETWORKS[chance.integers(len(NETWORKS))], int(chance.choice(SIZES))
        # a ring or a tree of four has no degree of four: everybody with everybody there
        network = {"network.organisations": size} | (family if size > 4 else {})
        yield World(number, numbers, network, float(chance.choice(LENGTHS)))


def around(chance: np.random.Generator) -> Iterator[tuple[str, float]]:
    """Every parameter that can be moved, up to a third lower or higher, as far as its range allows."""
    for name, (declared, default) in KNOWN.items():
        if declared.kind == "number" and 0.0 < default < 1e6:
            drawn = default * chance.uniform(1.0 - THIRD, 1.0 + THIRD)
            yield name, float(min(declared.high, max(declared.low, drawn)))


def longer(settings: dict[str, Any], rounds: float) -> dict[str, Any]:
    """A year of so many times as many rounds: all that depends on what a round stands for follows."""
    changed: dict[str, Any] = {"rounds": round(settings.get("rounds", ROUNDS) * rounds)}
    for name, (declared, default) in KNOWN.items():
        if declared.unit in PACES:
            paced = min(declared.high, PACES[declared.unit](float(settings.get(name, default)), 1.0 / rounds))
            changed[name] = int(paced) if declared.kind == "whole" else paced
    return settings | changed

"""Robustness: the same claims in other worlds.

Every parameter a fifth lower and a fifth higher, other networks, other numbers of organisations, other chance, rounds
of half and of double the length, promises not all revised at once; and two worlds in which nobody learns, where a claim
that is about learning should fall.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from samenspel.dynamics import Parameters
from samenspel.parameters import Declaration, declarations

from .claims import Claim
from .verdicts import Change

FIFTH = 0.2
FEWEST, MOST = 4, 40
OTHER_CHANCE = 1_000_000  # added to every seed
SPEEDS = ("per round", "probability per round", "probability per value")
KNOWN: dict[str, tuple[Declaration, Any]] = {
    name: (declared, declared.show(value)) for name, declared, value in declarations(Parameters())
}
STANDING_STILL = (
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
)


class Variation(NamedTuple):
    """Another world.

    Attributes
    ----------
    kind, name
        `parameters`, `trust.gain a fifth lower`.
    change
        What it does to the settings of a cell.
    sets
        Settings that it takes for itself: a claim that is about one of them is not asked there.
    seeds
        What is added to every seed.
    """

    kind: str
    name: str
    change: Change
    sets: tuple[str, ...] = ()
    seeds: int = 0

    def concerns(self, claim: Claim) -> bool:
        """Whether the claim can be asked in this world."""
        asked = {name for _, cell in claim.cells() for name in cell}
        return not asked & set(self.sets) and not (self.kind == "size" and claim.scenario != "baseline")


def variations() -> Iterator[Variation]:
    """All other worlds."""
    for name, (declared, value) in KNOWN.items():
        if declared.kind == "number" and 0.0 < value < 1e6:
            for word, factor in (("lower", 1.0 - FIFTH), ("higher", 1.0 + FIFTH)):
                yield Variation("parameters", f"{name} a fifth {word}", partial(scaled, name=name, factor=factor))
    for family, asks in NETWORKS.items():
        sets = {"network.generator": family, "network.organisations": 12} | asks
        yield Variation("network", family.replace("_", " "), partial(also, sets), tuple(sets))
    for count in (FEWEST, 6, 16, MOST):
        sets = {"network.organisations": count}
        yield Variation("size", f"{count} organisations", partial(also, sets), tuple(sets))
    yield Variation("chance", "other seeds", partial(also, {}), seeds=OTHER_CHANCE)
    yield Variation("rounds", "half as long", partial(longer, rounds=2.0))
    yield Variation("rounds", "twice as long", partial(longer, rounds=0.5))
    sets = {"promise.revision": 0.5}
    yield Variation("updating", "half revise a promise", partial(also, sets), tuple(sets))
    still = dict.fromkeys(STANDING_STILL, 0.0)
    yield Variation("null", "nobody learns", partial(also, still))
    yield Variation("null", "trust shuffled, nobody learns", partial(also, still | {"trust.spread": 1.0}))


NETWORKS: dict[str, dict[str, Any]] = {
    "small_world": {"network.degree": 4, "network.rewiring": 0.1},
    "random": {"network.degree": 4},
    "scale_free": {"network.degree": 4},
}


def also(sets: Mapping[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """Settings and some more; what a claim itself sets stands."""
    return {**sets, **settings}


def scaled(settings: dict[str, Any], name: str, factor: float) -> dict[str, Any]:
    """A parameter times a factor, as far as its range allows, whatever it was in the cell."""
    declared, default = KNOWN[name]
    value = min(declared.high, max(declared.low, settings.get(name, default) * factor))
    return settings | {name: value}


def longer(settings: dict[str, Any], rounds: float) -> dict[str, Any]:
    """A year of so many times as many rounds: speeds, probabilities and steps are those of shorter rounds."""
    changed = {"rounds": round(settings.get("rounds", 60) * rounds)}
    for name, (declared, default) in KNOWN.items():
        value = settings.get(name, default)
        if declared.unit in SPEEDS:
            inside = min(1.0, value)
            changed[name] = 1.0 - (1.0 - inside) ** (1.0 / rounds) if value <= 1.0 else value / rounds
        elif declared.unit.startswith("distance per round"):
            changed[name] = min(declared.high, value / math.sqrt(rounds))
    return settings | changed

"""Levers: work on interests creates value where there is something to settle; each lever has its worth."""

from __future__ import annotations

import numpy as np

from samenspel.conditions import CONDITIONS

from .pattern import Clause, Measured, Pattern, enough, with_error, with_errors
from .places import AS_IT_IS, PLACES, Settings, mean_gain, place, runs

SETTINGS = {
    "as it is": {},
    "burdens": {"organisations.burden": 0.5},
    "little trust": {"trust.initial": 0.3},
    "burdens and little trust": {"organisations.burden": 0.5, "trust.initial": 0.3},
}
COINCIDE = {"organisations.interests": 0.0, "organisations.burden": 0.0}
EFFORT = 0.5
WORTH, NOTHING = 0.01, 0.02


def gains(
    name: str, changes: dict[str, float], seeds: range, settings: Settings = AS_IT_IS
) -> list[tuple[float, float]]:
    """What each lever adds to joint value, its price included, and the standard error of that."""
    without = runs(place(name, settings), {"logic": "network"} | changes, seeds)
    return [
        mean_gain(
            runs(place(name, settings), {"logic": "network"} | changes | {f"effort.{lever}": EFFORT}, seeds), without
        )
        for lever in CONDITIONS
    ]


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 7."""
    interests = CONDITIONS.index("interests")
    found = {
        (name, setting): gains(name, changes, seeds, settings)
        for name in PLACES
        for setting, changes in SETTINGS.items()
    }
    worth = {key: [gain for gain, _ in levers] for key, levers in found.items()}
    uneven = {name: [found[name, s][interests] for s in SETTINGS if s != "as it is"] for name in PLACES}
    creates = [Measured(gain, 2 * error, WORTH) for gain, error in map(max, uneven.values())]
    gain, error = gains("baseline", COINCIDE, seeds, settings)[interests]  # others declare interests
    same = Measured(gain, 2 * error, high=NOTHING)
    best = [CONDITIONS[int(np.argmax(levers))] for levers in worth.values()]
    somewhere = [max(levers[k] - 2 * found[key][k][1] for key, levers in worth.items()) for k in range(5)]
    return [
        Pattern(
            7,
            "Levers",
            (
                Clause(
                    "work on interests creates value in most places where burdens are unequal",
                    f"{with_errors(creates)} at its best",
                    *enough(creates, 3),
                ),
                Clause(
                    "nothing where interests coincide",
                    with_error(same, 3),
                    same.inside or same.near,
                    same.near,
                ),
                Clause(
                    "each of the five adds value somewhere",
                    "; ".join(f"{name} {value:.2f}" for name, value in zip(CONDITIONS, somewhere, strict=True)),
                    all(one > 0.0 for one in somewhere),
                ),
                Clause(
                    "none is best everywhere",
                    "; ".join(f"{name} in {best.count(name)}" for name in CONDITIONS),
                    max(best.count(name) for name in CONDITIONS) < len(best),
                ),
            ),
        )
    ]

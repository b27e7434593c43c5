"""The landscape: whether every switch and every lever can matter, and nothing always wins.

Settings are drawn over the ranges of all parameters; in each, one switch is turned or one lever pulled, on the same
seeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from samenspel.conditions import CONDITIONS
from samenspel.logic import Logic
from samenspel.results.intervals import paired_difference

from .robustness import KNOWN
from .verdicts import Laboratory

SEED = 20261124
CAPACITY = (2.0, 4.0)  # a range that is not the declared one, most of which is beyond what anybody reaches
DEPENDENCE = (0.3, 1.8)
CLEAR = 0.002  # a difference in joint value that is worth a word


class Turned(NamedTuple):
    """What turning one switch does over all settings.

    Attributes
    ----------
    what
        `problem: network rather than hierarchy`.
    better, worse
        Share of the settings in which it is clearly better, clearly worse.
    mean, most, least
        Of the difference in joint value over the settings.
    """

    what: str
    better: float
    worse: float
    mean: float
    most: float
    least: float


def landscape(laboratory: Laboratory, count: int, pairs: int) -> Iterator[Turned]:
    """Every switch from hierarchy to network, and every lever from nothing to full effort, in so many settings."""
    chance = np.random.default_rng(SEED)
    settings = [anywhere(chance) for _ in range(count)]
    for contrast in Logic._fields:
        what = f"{contrast}: network rather than hierarchy"
        yield turned(laboratory, settings, pairs, what, f"logic.{contrast}", "hierarchy", "network")
    for condition in CONDITIONS:
        what = f"effort on {condition}: full rather than none"
        yield turned(laboratory, settings, pairs, what, f"effort.{condition}", 0.0, 1.0)


def anywhere(chance: np.random.Generator) -> dict[str, Any]:
    """A setting: every number between its default and a random place in its range, every switch tossed."""
    setting: dict[str, Any] = {}
    for name, (declared, default) in KNOWN.items():
        if name.startswith("effort."):
            continue
        if declared.kind == "choice":
            setting[name] = declared.words[chance.integers(len(declared.words))]
        elif declared.kind == "number":
            low, high = CAPACITY if name == "promise.capacity" else (declared.low, declared.high)
            setting[name] = float(default + chance.uniform() * (chance.uniform(low, high) - default))
    return setting | {"dependence.total": float(chance.uniform(*DEPENDENCE))}


def turned(
    laboratory: Laboratory, settings: list[dict[str, Any]], pairs: int, what: str, name: str, off: object, on: object
) -> Turned:
    """How one switch or lever does."""
    found = []
    for setting in settings:
        without, with_it = (
            laboratory.outcomes("baseline", setting | {name: value}, pairs)["joint_value"] for value in (off, on)
        )
        found.append(paired_difference(without, with_it).interval)
    means = np.array([interval.mean for interval in found])
    signs = np.array([interval.sign if abs(interval.mean) > CLEAR else 0 for interval in found])
    return Turned(what, np.mean(signs > 0), np.mean(signs < 0), means.mean(), means.max(), means.min())

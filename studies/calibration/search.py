"""The search: sets of parameters drawn, scored and drawn again around the best; all that was tried is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from ..rows import read_rows, write_rows
from . import joint

TRIED = Path(__file__).with_name("tried.csv")
PARTS = ("regimes", "betrayal", "endings", "temptation", "logics", "luck", "structure", "year")
NAMES = tuple(joint.RANGES)
LOW, HIGH = np.array(list(joint.RANGES.values())).T
# Where the search begins: the best of an earlier one, moved where one look at each parameter alone said so.
START = {
    "value.common": 0.38,
    "expectation.complementarity": 2.5,
    "decision.autonomy": 0.38,
    "value.ceding": 0.3,
    "delivery.noise": 0.3,
    "fortune.lasting": 0.85,
    "fortune.shared": 0.7,
    "fortune.memory": 0.9,
    "trust.severity": 1.7,
    "delivery.reciprocity": 0.6,
    "delivery.threshold": 0.3,
    "delivery.variety": 0.1,
    "trust.inertia": 0.03,
    "trust.gain": 0.13,
    "trust.loss": 0.15,
    "elsewhere.pull": 0.12,
    "norm.tolerance": 0.15,
    "loyalty.memory": 0.28,
    "decision.aversion": 0.15,
    "opportunity.rate": 0.9,
}
ELITE, DRAWN, GENERATIONS = 8, 24, 6
SEED = 7
PEOPLE_SEEDS = (8, 9)  # a search for who the partnerships are from each
ACCEPTED = 25.0  # score of a set that is called accepted: about half a slack on each of some eighty figures


def score(settings: Mapping[str, float]) -> dict[str, float]:
    """What each group of patterns adds to the score of a set."""
    return {
        "regimes": joint.penalty(joint.of_regimes(settings, range(1, 41))),
        "betrayal": joint.penalty(joint.of_betrayal(settings, range(1, 49))),
        "endings": joint.penalty(joint.of_endings(settings, range(1, 121))),
        "temptation": joint.penalty(joint.of_temptation(settings, range(1, 13))),
        "logics": joint.penalty(joint.of_logics(settings, range(1, 49))),
        "luck": joint.penalty(joint.of_luck(settings, range(1, 61))),
        "structure": joint.penalty(joint.of_structure(settings, range(1, 13))),
        "year": joint.penalty(joint.of_the_year(settings, 12, 3)[0]),
    }


def search(seed: int = SEED) -> Iterator[tuple[int, np.ndarray, dict[str, float]]]:
    """Draw around `START`, then around the best of all that was tried, generation by generation.

    Yields
    ------
    (generation, place, parts)
        The place has shape (number of parameters,); the parts of its score by name.
    """
    chance = np.random.default_rng(seed)
    middle, width = np.array([START[name] for name in NAMES]), 0.12 * (HIGH - LOW)
    tried: list[tuple[float, np.ndarray]] = []
    for generation in range(GENERATIONS):
        for drawn in range(DRAWN):
            first = generation == drawn == 0
            place = middle if first else np.clip(middle + width * chance.standard_normal(LOW.size), LOW, HIGH)
            parts = score(dict(zip(NAMES, map(float, place), strict=True)) | joint.GIVEN)
            tried.append((sum(parts.values()), place))
            yield generation, place, parts
        tried.sort(key=lambda one: one[0])
        best = tried[:ELITE]
        weights = np.linspace(1.0, 0.3, len(best))
        middle = weights @ np.array([place for _, place in best]) / weights.sum()


def keep_people(settings: Mapping[str, float], path: Path) -> None:
    """Fit who the measured partnerships are, under some settings, and write it; some ten minutes."""
    who = joint.best_people(settings, PEOPLE_SEEDS)
    path.write_text(json.dumps({name: round(value, 3) for name, value in who.items()}, indent=1) + "\n")


def keep(rows: Iterator[tuple[int, np.ndarray, dict[str, float]]], path: Path = TRIED) -> None:
    """Write all that was tried: a row a set."""
    lines = (
        [generation, *(f"{one:.6g}" for one in place), *(f"{parts[name]:.3f}" for name in PARTS)]
        for generation, place, parts in rows
    )
    write_rows(path, ["generation", *NAMES, *PARTS], lines)


def read(path: Path = TRIED) -> tuple[np.ndarray, np.ndarray]:
    """Places tried and the parts of their scores, shapes (sets, parameters) and (sets, parts); best first.

    Sets of which a part was not worked out, as the others were bad enough, have NaN there and come last.
    """
    rows = [*read_rows(path)]
    places = np.array([[float(row[name]) for name in NAMES] for row in rows])
    parts = np.array([[float(row[name] or "nan") for name in PARTS] for row in rows])
    order = np.argsort(parts.sum(axis=1), kind="stable")
    return places[order], parts[order]

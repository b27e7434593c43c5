"""The search: sets of parameters drawn, scored and drawn again around the best; all that was tried is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from samenspel.dynamics import Parameters
from samenspel.kernel import ENGINE, digest
from samenspel.parameters import declarations

from ..patterns.places import CHECKING, CHOOSING
from ..rows import read_rows, write_rows
from . import joint

TRIED, SCORED, SEARCHED = (Path(__file__).with_name(name) for name in ("tried.csv", "scored.csv", "searched.json"))
DEFAULTS = "defaults"  # beside the best sets, by their rank from 1
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


def score(settings: Mapping[str, float], first: int = CHOOSING) -> dict[str, float]:
    """What each group of patterns adds to the score of a set, on seeds from a first; the year has its own chance."""

    def seeds(many: int) -> range:
        return range(first, first + many)

    return {
        "regimes": joint.penalty(joint.of_regimes(settings, seeds(40))),
        "betrayal": joint.penalty(joint.of_betrayal(settings, seeds(48))),
        "endings": joint.penalty(joint.of_endings(settings, seeds(120))),
        "temptation": joint.penalty(joint.of_temptation(settings, seeds(12))),
        "logics": joint.penalty(joint.of_logics(settings, seeds(48))),
        "luck": joint.penalty(joint.of_luck(settings, seeds(60))),
        "structure": joint.penalty(joint.of_structure(settings, seeds(12))),
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


def defaults() -> dict[str, float]:
    """What the model has of the parameters that were searched for."""
    now = {name: value for name, _, value in declarations(Parameters())}
    return {name: float(now[name]) for name in NAMES}


def score_again() -> Iterator[tuple[object, ...]]:
    """The defaults and the best sets, scored by the engine as it is; on the seeds of the search and on others.

    Yields
    ------
    (set, first seed, engine, parts)
        A row of `scored.csv`, each part by itself.
    """
    best, _ = read()
    sets = {DEFAULTS: defaults()} | {
        str(rank): dict(zip(NAMES, map(float, place), strict=True)) for rank, place in enumerate(best[:ELITE], 1)
    }
    for first in (CHOOSING, CHECKING):
        for name, settings in sets.items():
            found = score(settings | joint.GIVEN, first)
            yield name, first, digest(*ENGINE), *(f"{found[part]:.3f}" for part in PARTS)


def keep_scored() -> None:
    """Write `scored.csv`."""
    write_rows(SCORED, ["set", "first", "engine", *PARTS], score_again())


class Scored(NamedTuple):
    """What a set scored again.

    Attributes
    ----------
    name
        `DEFAULTS`, or its rank in the search.
    first
        The first seed.
    engine
        By which engine.
    score, endings, year
        The whole, and what two of its parts add.
    """

    name: str
    first: int
    engine: str
    score: float
    endings: float
    year: float


def scored() -> list[Scored]:
    """What was scored again."""
    return [
        Scored(
            row["set"],
            int(row["first"]),
            row["engine"],
            sum(float(row[part]) for part in PARTS),
            float(row["endings"]),
            float(row["year"]),
        )
        for row in read_rows(SCORED)
    ]


def keep_people(settings: Mapping[str, float], path: Path) -> None:
    """Fit who the measured partnerships are, under some settings, and write it; some ten minutes."""
    who = joint.best_people(settings, PEOPLE_SEEDS)
    path.write_text(json.dumps({name: round(value, 3) for name, value in who.items()}, indent=1) + "\n")


def keep_searched() -> None:
    """Search, and write all that was tried, and which engine tried it."""
    keep(search())
    SEARCHED.write_text(json.dumps({"engine": digest(*ENGINE)}, indent=2) + "\n", encoding="utf-8")


def searched_by() -> str:
    """The engine that tried it."""
    return json.loads(SEARCHED.read_text(encoding="utf-8"))["engine"]


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

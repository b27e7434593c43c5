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

from ..patterns.places import CHOOSING
from ..patterns.year import PEOPLE
from ..rows import read_rows, write_rows
from . import joint

TRIED, SCORED, SEARCHED = (Path(__file__).with_name(name) for name in ("tried.csv", "scored.csv", "searched.json"))
EARLIER = Path(__file__).with_name("accepted.csv")  # what a search of 144 sets with engine 10ed4cbe6ecefd0b accepted
DEFAULTS = "defaults"  # beside the best sets, by their rank from 1
PARTS = ("regimes", "betrayal", "endings", "temptation", "logics", "luck", "structure", "year")
NAMES = tuple(joint.RANGES)
LOW, HIGH = np.array(list(joint.RANGES.values())).T
ELITE, DRAWN, GENERATIONS = 6, 10, 6
SEED = 7
STEPS = 12  # in which who the partnerships are is fitted to a set, from who they are at the defaults
FRESH = (100_001, 200_001)  # seeds that nothing was chosen on, from each of these
AGAIN = 2  # of the best sets that are scored on them
YEAR_SEED = 3
PEOPLE_SEEDS = (8, 9)  # a search for who the partnerships are from each
ACCEPTED = 25.0  # score of a set that is called accepted: about half a slack on each of some eighty figures
BEST = 10  # sets that the page gives the ranges of


def score(settings: Mapping[str, float], first: int = CHOOSING, enough: float = np.inf) -> dict[str, float]:
    """What each group of patterns adds to the score of a set, on seeds from a first; the year has its own chance.

    Once they add up to more than is `enough` to give a set up, the others are not worked out, and are missing.
    """

    def seeds(many: int) -> range:
        return range(first, first + many)

    misses = {
        "endings": lambda: joint.of_endings(settings, seeds(120)),
        "year": lambda: joint.year_misses(settings | people(settings), YEAR_SEED),
        "structure": lambda: joint.of_structure(settings, seeds(12)),
        "regimes": lambda: joint.of_regimes(settings, seeds(40)),
        "betrayal": lambda: joint.of_betrayal(settings, seeds(48)),
        "luck": lambda: joint.of_luck(settings, seeds(60)),
        "logics": lambda: joint.of_logics(settings, seeds(48)),
        "temptation": lambda: joint.of_temptation(settings, seeds(12)),
    }
    parts: dict[str, float] = {}
    for name, missed in misses.items():
        if sum(parts.values()) <= enough:
            parts[name] = joint.penalty(missed())
    return parts


def people(settings: Mapping[str, float]) -> dict[str, float]:
    """Who the partnerships of the measured year are under a set: from those at the defaults, a few steps."""
    return joint.stepped(settings, json.loads(PEOPLE.read_text(encoding="utf-8")), YEAR_SEED, STEPS, 0.15, 2)


def search(seed: int = SEED) -> Iterator[tuple[int, np.ndarray, dict[str, float]]]:
    """Draw around the defaults, then around the best of all that was tried, generation by generation.

    Yields
    ------
    (generation, place, parts)
        The place has shape (number of parameters,); the parts of its score by name, not all where it was given up:
        neither accepted nor among the best so far.
    """
    chance = np.random.default_rng(seed)
    middle, width = np.array([*defaults().values()]), 0.12 * (HIGH - LOW)
    tried: list[tuple[float, np.ndarray]] = []
    for generation in range(GENERATIONS):
        for drawn in range(DRAWN):
            first = generation == drawn == 0
            place = middle if first else np.clip(middle + width * chance.standard_normal(LOW.size), LOW, HIGH)
            enough = max(ACCEPTED, tried[ELITE - 1][0]) if len(tried) >= ELITE else np.inf
            parts = score(dict(zip(NAMES, map(float, place), strict=True)) | joint.GIVEN, enough=enough)
            tried.append((sum(parts.values()), place))
            tried.sort(key=lambda one: one[0])
            yield generation, place, parts
        best = tried[:ELITE]
        weights = np.linspace(1.0, 0.3, len(best))
        middle = weights @ np.array([place for _, place in best]) / weights.sum()


def defaults() -> dict[str, float]:
    """What the model has of the parameters that were searched for."""
    now = {name: value for name, _, value in declarations(Parameters())}
    return {name: float(now[name]) for name in NAMES}


def accepted_sets() -> list[dict[str, float]]:
    """The sets that the earlier search accepted, by parameter; best first."""
    return [{name: float(value) for name, value in row.items()} for row in read_rows(EARLIER)]


def defaults_scored() -> float:
    """What the defaults scored in the search, which began there; NaN where they are others by now."""
    places, parts = read()
    there = np.isclose(places, [*defaults().values()], rtol=1e-5).all(axis=1)
    return float(parts[there].sum(axis=1)[0]) if there.any() else float("nan")


def score_again() -> Iterator[tuple[object, ...]]:
    """The defaults and the best sets, scored by the engine as it is, on seeds that the search did not look at.

    Yields
    ------
    (set, first seed, engine, parts)
        A row of `scored.csv`, each part by itself.
    """
    best, _ = read()
    sets = {DEFAULTS: defaults()} | {
        str(rank): dict(zip(NAMES, map(float, place), strict=True)) for rank, place in enumerate(best[:AGAIN], 1)
    }
    for first in FRESH:
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
        [
            generation,
            *(f"{one:.6g}" for one in place),
            *(f"{parts[name]:.3f}" if name in parts else "" for name in PARTS),
        ]
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

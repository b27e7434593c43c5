"""What is played: a strategy in every seat, pairs of them in the two seats that need each other most, and a population.

All plays of a scenario, a logic and a seed have the same luck, so that differences are of pairs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np

from samenspel import game
from samenspel.logic import LOGICS
from samenspel.room.bots import STRATEGIES, played
from samenspel.room.play import Play
from samenspel.scenario import Scenario, load, playing, with_changes

ROUNDS = 6  # played rounds, as in an hour
FIRST = 2_000_001  # seeds; the scenarios were made on others
MANY, RECKONING = 40, 8  # seeds; and of strategies that imagine worlds, which take forty times as long
QUICK = 2
YES, HOLD, TIT, BEST, AHEAD, MODEL = STRATEGIES_OF_ALL = (
    "always_yes", "hold_back", "tit_for_tat", "best_reply", "far_sighted", "model",
)  # fmt: skip
RECKON = (BEST, AHEAD)
IN_PAIRS = (YES, HOLD, TIT, BEST, MODEL)
RESTS = (YES, TIT, MODEL)  # what a population plays that does not hold back
SHARES = (0.0, 1 / 3, 2 / 3, 1.0)  # of all others, that hold back
SEAT, PAIR, POPULATION = PARTS = ("seat", "pair", "population")


class Came(NamedTuple):
    """What came of a play for a seat, and for the whole.

    Attributes
    ----------
    part, scenario, logic, seed
        Of which part of the tournament, and which luck.
    seat
        Its row.
    own
        The strategy in it.
    other
        That of the other of a pair, or of those of a population that do not hold back; empty where it is the model.
    share
        Of all others, that hold back; NaN but in a population.
    gain, value
        What the seat gained above going alone, and value created together per organisation; means of all rounds.
    agreed
        Whether there is a goal at the end.
    """

    part: str
    scenario: str
    logic: str
    seed: int
    seat: int
    own: str
    other: str
    share: float
    gain: float
    value: float
    agreed: bool


class Job(NamedTuple):
    """Plays that are played one after the other: of a part, a scenario, a logic and a seed."""

    part: str
    scenario: str
    logic: str
    seed: int
    reckoning: bool  # those with a strategy that imagines worlds, or all others


def case(name: str, logic: str) -> Scenario:
    """A scenario made for playing, under a logic."""
    return with_changes(load(name), {"logic": logic})


def play(scenario: Scenario, seats: dict[int, str], seed: int) -> Play:
    """A play of six rounds by strategies, by name."""
    return played(scenario, {row: STRATEGIES[name] for row, name in seats.items()}, ROUNDS, seed)


def gain(one: Play, row: int) -> float:
    """What a seat gained above going alone, a mean of all rounds; of those after the table broke up, nothing."""
    return float(sum(game.gains(state.organisations)[row] for state in one.trace[1:])) / (ROUNDS * one.step)


def value(one: Play) -> float:
    """Value created together, the same mean."""
    return float(one.history["joint_value"][: one.round].sum()) / (ROUNDS * one.step)


def closest(scenario: Scenario) -> tuple[int, int]:
    """The two that need each other most: of all ties the largest of what both depend on each other."""
    ties = scenario.declare(scenario.seed).ties
    source = np.repeat(*ends(scenario))
    both = ties["dependence"] + ties["dependence"][ties["reverse"]]
    at = int(both.argmax())
    return int(min(source[at], ties["target"][at])), int(max(source[at], ties["target"][at]))


def ends(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """The rows, and how many ties each has."""
    organisations = scenario.declare(scenario.seed).organisations
    return np.arange(organisations.size), organisations["last"] - organisations["first"]


def came(job: Job, one: Play, row: int, own: str, other: str = "", share: float = float("nan")) -> Came:
    """What came of a play for a seat.

    Parameters
    ----------
    job, one, row
        Which play, and whose seat.
    own, other, share
        As in `Came`.
    """
    where = (job.part, job.scenario, job.logic, job.seed)
    return Came(*where, row, own, other, share, gain(one, row), value(one), one.agreed)


def in_seats(job: Job) -> Iterator[Came]:
    """Every strategy in every seat in turn, the model in all others."""
    scenario = case(job.scenario, job.logic)
    for own in STRATEGIES_OF_ALL:
        if (own in RECKON) == job.reckoning:
            for row in range(len(scenario.labels)):
                yield came(job, play(scenario, {row: own}, job.seed), row, own)


def in_pairs(job: Job) -> Iterator[Came]:
    """All pairs of strategies in the two seats that need each other most."""
    scenario = case(job.scenario, job.logic)
    one, two = closest(scenario)
    for first in IN_PAIRS:
        for second in IN_PAIRS:
            if (BEST in (first, second)) == job.reckoning:
                together = play(scenario, {one: first, two: second}, job.seed)
                yield came(job, together, one, first, second)
                yield came(job, together, two, second, first)


def in_populations(job: Job) -> Iterator[Came]:
    """One that holds back or does as the rest, by share of the others that hold back; who is who goes by chance."""
    scenario = case(job.scenario, job.logic)
    row, *others = np.random.default_rng(job.seed).permutation(len(scenario.labels)).tolist()
    for rest in RESTS:
        for share in SHARES:
            holding = others[: round(share * len(others))]
            for own in (rest, HOLD):
                seats = dict.fromkeys(others, rest) | dict.fromkeys(holding, HOLD) | {row: own}
                yield came(job, play(scenario, seats, job.seed), row, own, rest, share)


PLAYED: dict[str, Callable[[Job], Iterator[Came]]] = {SEAT: in_seats, PAIR: in_pairs, POPULATION: in_populations}


def jobs(quick: bool = False) -> list[Job]:
    """All that is played, those that take long first; or two seeds of the first scenario."""
    found = []
    for reckoning in (True, False):
        count = QUICK if quick else RECKONING if reckoning else MANY
        found += [
            Job(part, name, logic, seed, reckoning)
            for seed in range(FIRST, FIRST + count)
            for part in (PARTS[:2] if reckoning else PARTS)
            for name in playing()[: 1 if quick else None]
            for logic in LOGICS
        ]
    return found


def done(job: Job) -> list[Came]:
    """All plays of a job."""
    return list(PLAYED[job.part](job))


def tournament(which: Sequence[Job], processes: int = 0) -> Iterator[Came]:
    """What came of all plays, in order.

    Parameters
    ----------
    which
        Jobs.
    processes
        How many play at once; 0 is as many as there are processors, 1 this one alone.
    """
    if processes == 1:
        results: Iterable[list[Came]] = map(done, which)
        yield from (one for result in results for one in result)
        return
    with ProcessPoolExecutor(processes or os.cpu_count(), get_context("spawn")) as pool:
        yield from (one for result in pool.map(done, which, chunksize=1) for one in result)

"""Replicates: a scenario on many seeds, spread over threads, and what is kept of each run.

The seeds are consecutive, and the replicates come in their order. Chance is looked up by seed and not drawn in
sequence, so that the number of threads cannot matter.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np

from .game import ALONE
from .runs import Run, Summary, run, summarise
from .scenario import Scenario
from .state import LEFT, MEMBER

MOST_RECORDS = 250_000  # of organisations, traced at one time in one run: about 100 MB

# What a run was for each partner; the means are over the rounds that were traced.
PARTNER = np.dtype(
    [
        ("size", np.float64),
        ("value", np.float64),  #  created together, per round: v - 1/2, 0 when not a member
        ("gain", np.float64),  #   above going alone, per round: its outside option counts too
        ("standing", np.float64),  # trust of members in it, at the end
        ("member", np.int64),  #   at the end: OUTSIDE, MEMBER or LEFT
        ("left", np.int64),  #     round in which it left, or 0
    ]
)


@dataclass(frozen=True)
class Replicate:
    """What is kept of one of many runs.

    Attributes
    ----------
    seed, summary
        As in `simulation.runs`.
    history
        Outcomes of every round, shape (rounds,).
    partners
        Records of `PARTNER`, shape (n,).
    traced
        The rounds that `partners` is about: all, or of a very large run the last alone.
    organisations
        The organisations after each of those rounds, shape (traced rounds, n), where they were to be kept.
    """

    seed: int
    summary: Summary
    history: np.ndarray
    partners: np.ndarray
    traced: range
    organisations: np.ndarray | None = None


def replicate(
    scenario: Scenario,
    seeds: range,
    kept: int = 0,
    threads: int | None = None,
    watch: Callable[[int], None] = lambda done: None,
) -> list[Replicate]:
    """Run a scenario once for every seed.

    Parameters
    ----------
    scenario
        What to run.
    seeds
        The replicates come in this order.
    kept
        Keep the organisations, round by round, of the first so many.
    threads
        By default as many as there are processors to use; the results do not depend on it.
    watch
        Called with the number of runs that are done, every time one is.
    """
    pool = ThreadPoolExecutor(threads or processors())
    try:
        tasks = [pool.submit(run_and_keep, scenario, seed, place < kept) for place, seed in enumerate(seeds)]
        for done, task in enumerate(as_completed(tasks), 1):
            task.result()
            watch(done)
        return [task.result() for task in tasks]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def traces_all(scenario: Scenario) -> bool:
    """Whether a run of the scenario is small enough to look at its organisations after every round."""
    return scenario.rounds * len(scenario.labels) <= MOST_RECORDS


def traced_rounds(scenario: Scenario) -> range:
    """The rounds after which the organisations are looked at."""
    return range(1 if traces_all(scenario) else scenario.rounds, scenario.rounds + 1)


def run_and_keep(scenario: Scenario, seed: int, with_organisations: bool) -> Replicate:
    """Run a scenario once, and keep what is asked of it."""
    once = run(scenario, seed, trace=traces_all(scenario))
    records = organisations_of(once)
    return Replicate(
        seed,
        summarise(once),
        once.history,
        partners_of(records, traced_rounds(scenario)),
        traced_rounds(scenario),
        records if with_organisations else None,
    )


def organisations_of(once: Run) -> np.ndarray:
    """The organisations after every traced round, shape (traced rounds, n)."""
    return once.state.organisations[np.newaxis] if once.trace is None else once.trace


def partners_of(records: np.ndarray, rounds: range) -> np.ndarray:
    """What the run was for each partner, from the organisations after some rounds."""
    last, taking_part = records[-1], records["member"] == MEMBER
    created = np.where(taking_part, records["value"] - ALONE, 0.0)
    outside = np.where(taking_part, records["outside"], 0.0)
    gone = records["member"] == LEFT
    partners = np.zeros(last.size, PARTNER)
    partners["size"], partners["standing"], partners["member"] = last["size"], last["standing"], last["member"]
    partners["value"] = created.mean(axis=0)
    partners["gain"] = (created - outside).mean(axis=0)
    if len(rounds) > 1:
        partners["left"] = np.where(gone.any(axis=0), gone.argmax(axis=0) + rounds.start, 0)
    return partners

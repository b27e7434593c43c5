"""Replicates: a scenario on many seeds, spread over threads, and what is kept of each run.

The seeds are consecutive, and the replicates come in their order. Chance is looked up by seed and not drawn in
sequence, so that the number of threads cannot matter.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from ..game import gains
from ..measures import OUTCOMES
from ..runs import Course, Run, Summary, summarise
from ..scenario import Scenario, with_changes
from ..state import LEFT, MEMBER

MOST_RECORDS = 250_000  # of organisations, held at one time for one run: about 100 MB

# What a run was for each partner.
PARTNER = np.dtype(
    [
        ("size", np.float64),
        ("gain", np.float64),  #     above going alone, liking apart; mean over rounds, 0 when not a member
        ("liking", np.float64),  #   what liking its partners added, likewise
        ("standing", np.float64),  # trust of members in it, at the end
        ("member", np.int64),  #     at the end: OUTSIDE, MEMBER or LEFT
        ("left", np.int64),  #       round in which it left, or 0
    ]
)


@dataclass(frozen=True, repr=False)
class Replicate:
    """What is kept of one of many runs.

    Attributes
    ----------
    seed, summary
        As in `samenspel.runs`.
    history
        Outcomes of every round, shape (rounds,).
    partners
        Records of `PARTNER`, shape (n,).
    organisations
        The organisations after each of the `kept_rounds`, shape (rounds kept, n), where they were to be kept.
    own
        Outcomes of one's own, by name; see `samenspel.parts`. Rounds that a stopping rule left out are NaN in
        `history`, and organisations stay as they were.
    """

    seed: int
    summary: Summary
    history: np.ndarray
    partners: np.ndarray
    organisations: np.ndarray | None = None
    own: Mapping[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Replicate, seed {self.seed}, {self.history.size} rounds, {self.partners.size} organisations>"


def replicate(
    scenario: Scenario,
    seeds: range,
    kept: int = 0,
    threads: int | None = None,
    watch: Callable[[int], None] = lambda rounds: None,
    draws: Sequence[Mapping[str, float]] = (),
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
        Called with a number of rounds each time that so many more have been played, from any thread.
    draws
        Parameters of a posterior, evenly taken over the runs; without any, all have those of the scenario.
    """
    taken = evenly(draws, len(seeds))
    with workers(threads) as pool:
        tasks = [
            pool.submit(run_and_keep, with_changes(scenario, one) if one else scenario, seed, place < kept, watch)
            for place, (seed, one) in enumerate(zip(seeds, taken, strict=True))
        ]
        for task in as_completed(tasks):
            task.result()  # raises what went wrong, without waiting for the others
        return [task.result() for task in tasks]


def evenly(draws: Sequence[Mapping[str, float]], count: int) -> list[Mapping[str, float]]:
    """The draw that each of so many takes, spread over all of them; nothing where there are none.

    Examples
    --------
    >>> evenly([{"pace": 1.0}, {"pace": 2.0}], 4)
    [{'pace': 1.0}, {'pace': 1.0}, {'pace': 2.0}, {'pace': 2.0}]
    """
    return [draws[place * len(draws) // count] if draws else {} for place in range(count)]


@contextmanager
def workers(threads: int | None) -> Iterator[ThreadPoolExecutor]:
    """Threads to play on; whoever stops does not wait for runs that have begun."""
    pool = ThreadPoolExecutor(threads or processors())
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def kept_rounds(scenario: Scenario) -> range:
    """The rounds after which organisations are kept: all, or of a very large run the last alone."""
    fits = scenario.rounds * len(scenario.labels) <= MOST_RECORDS
    return range(1 if fits else scenario.rounds, scenario.rounds + 1)


def run_and_keep(scenario: Scenario, seed: int, with_organisations: bool, watch: Callable[[int], None]) -> Replicate:
    """Run a scenario once, a stretch of rounds at a time, and keep what is asked of it.

    Parameters
    ----------
    scenario, seed
        What is run.
    with_organisations
        Whether the organisations of every round are kept.
    watch
        Is told how many rounds were played since it was told last.
    """
    course = Course(scenario, seed)
    organisations, rounds = course.state.organisations, scenario.rounds
    history, partners = np.zeros(rounds, OUTCOMES), np.zeros(organisations.size, PARTNER)
    stretch = min(rounds, max(1, MOST_RECORDS // organisations.size))
    records = np.zeros((stretch, organisations.size), organisations.dtype)
    for first in range(1, rounds + 1, stretch):
        length = min(stretch, rounds + 1 - first)
        for place in range(length):
            course.proceed(first + place, history)
            records[place] = organisations
        played = course.round + 1 - first
        tally(partners, records[:played], first)
        watch(length)
        if course.ended:
            records[played:] = organisations
            watch(rounds + 1 - first - length)
            break
    partners["gain"] /= course.round
    partners["liking"] /= course.round
    kept = (records if len(kept_rounds(scenario)) > 1 else organisations[np.newaxis]) if with_organisations else None
    ended = course.run(history)
    history[course.round :] = np.nan
    return Replicate(seed, summarise(ended), history, partners, kept, own_outcomes(ended))


def own_outcomes(run: Run) -> dict[str, float]:
    """What a run comes to by outcomes of one's own, by name."""
    parts = run.scenario.parts
    return {name: float(measure(run)) for name, measure in parts.measures.items()} if parts else {}


def tally(partners: np.ndarray, records: np.ndarray, first: int) -> None:
    """Add a stretch of rounds to what the run was for each partner: values as sums.

    Parameters
    ----------
    partners
        Records of `PARTNER`, shape (n,); changed in place.
    records
        The organisations after each round of the stretch, shape (rounds, n).
    first
        The first of those rounds.
    """
    last, taking_part, gone = records[-1], records["member"] == MEMBER, records["member"] == LEFT
    partners["gain"] += gains(records.reshape(-1)).reshape(records.shape).sum(axis=0)
    partners["liking"] += np.where(taking_part, records["liking"], 0.0).sum(axis=0)
    just_left = gone.any(axis=0) & (partners["left"] == 0)
    partners["left"][just_left] = first + gone.argmax(axis=0)[just_left]
    for name in ("size", "standing", "member"):
        partners[name] = last[name]

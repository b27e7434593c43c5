"""Temptation: holding back pays at once, and costs more afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from samenspel import game
from samenspel.measures import OUTCOMES
from samenspel.runs import Course
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER

from .pattern import Clause, Measured, Pattern, bootstrapped, enough, with_errors
from .places import AS_IT_IS, LOGICS, PLACES, Settings, means_to_deliver, place, spread_out, year_of

PART = 0.5  # of its promise that the seat delivers
FEWEST = 2  # runs with a goal half-way, of which something can be said


def gains_of(course: Course, seat: int, last: int, history: np.ndarray) -> Iterator[float]:
    """Play on to a round, one by one; what each round brought the seat."""
    while course.round < last:
        course.proceed(course.round + 1, history)
        yield float(game.gain(course.state.organisations[seat]))


def try_seats(scenario: Scenario, seed: int) -> list[tuple[float, float, float]]:
    """For every seat of one run: what holding back brings in the round, in the year after, and kept up to the end."""
    year, middle = year_of(scenario), scenario.rounds // 2
    history = np.zeros(scenario.rounds, OUTCOMES)
    start = Course(scenario, seed)
    start.proceed(middle - 1, history)
    if not start.state.collaboration[0]["agreed"]:
        return []
    found = []
    for seat in np.flatnonzero(start.state.organisations["member"] == MEMBER):
        as_is, once, always = start.fork(), start.fork(), start.fork()
        plain = [*gains_of(as_is, seat, middle, history)]
        if not as_is.state.collaboration[0]["agreed"]:
            return []
        promise = float(as_is.state.organisations[seat]["promise"])
        plain += gains_of(as_is, seat, scenario.rounds, history)
        means_to_deliver(once, seat, PART * promise)
        short = [*gains_of(once, seat, middle + year, history)]
        kept_up = []
        while always.round < scenario.rounds:
            now = float(always.state.organisations[seat]["promise"]) if kept_up else promise
            means_to_deliver(always, seat, PART * now)
            kept_up += gains_of(always, seat, always.round + 1, history)
        after = sum(short[1:]) - sum(plain[1 : year + 1])
        found.append((short[0] - plain[0], after, (sum(kept_up) - sum(plain)) / len(plain)))
    return found


class Tempted(NamedTuple):
    """What holding back brings the seats of a place under a logic.

    Attributes
    ----------
    seats
        The part of seats that half in one round pays, which most are asked to be.
    at_once, year
        What it brings in the round, and in the year after.
    together
        Both, which is asked to be no gain.
    for_ever
        What half in every round brings, a round, which is asked to be no gain.
    """

    seats: Measured
    at_once: Measured
    year: Measured
    together: Measured
    for_ever: Measured


def tempted(scenario: Scenario, logic: str, seeds: range) -> Tempted:
    """What holding back brings the seats of a scenario under a logic; errors are over runs."""
    asked = with_changes(scenario, {"logic": logic})
    found = [one for one in spread_out(lambda seed: try_seats(asked, seed), seeds) if one]
    bands = ((0.5, np.inf), *[(-np.inf, np.inf)] * 2, (-np.inf, 0.0), (-np.inf, 0.0))
    if len(found) < FEWEST:
        return Tempted(*(Measured(np.nan, np.nan, *band) for band in bands))
    sums = np.array([of_seats(one) for one in found])
    errors = bootstrapped(sums, means)
    return Tempted(
        *(Measured(float(mean), float(e), *band) for mean, e, band in zip(means(sums), errors, bands, strict=True))
    )


def of_seats(seats: list[tuple[float, float, float]]) -> np.ndarray:
    """Of one run: how many seats, and sums over them of what `Tempted` is of."""
    at_once, after, for_ever = np.transpose(seats)
    return np.array(
        [at_once.size, (at_once > 0.0).sum(), at_once.sum(), after.sum(), (at_once + after).sum(), for_ever.sum()]
    )


def means(sums: np.ndarray) -> np.ndarray:
    """Means over seats, from sums of runs."""
    total = sums.sum(axis=0)
    return total[1:] / total[0]


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 5."""
    found = {logic: [tempted(place(name, settings), logic, seeds) for name in PLACES] for logic in LOGICS}
    network = found["network"]
    seats = [one.seats for one in network]
    return [
        Pattern(
            5,
            "Temptation",
            (
                Clause(
                    "one round of half a promise pays for most seats, in three of four places",
                    f"seats {with_errors(seats)}; gain {with_errors([one.at_once for one in network])}",
                    *enough(seats, 3),
                ),
                Clause(
                    "the year after takes back more, there",
                    f"{with_errors([one.year for one in network])}; "
                    f"both {with_errors([one.together for one in network])}",
                    *enough([one.together for one in network if one.seats.inside], 3),
                ),
                *(
                    Clause(
                        f"{logic}: half for ever does not pay, anywhere (a round)",
                        with_errors([one.for_ever for one in those], 3),
                        *enough([one.for_ever for one in those]),
                    )
                    for logic, those in found.items()
                ),
            ),
        )
    ]

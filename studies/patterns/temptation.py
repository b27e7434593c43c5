"""Temptation: holding back pays at once, and costs more afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from samenspel import game
from samenspel.measures import OUTCOMES
from samenspel.runs import Course
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER

from .pattern import Clause, Pattern, listed
from .places import AS_IT_IS, LOGICS, PLACES, Settings, means_to_deliver, place, spread_out, year_of

PART = 0.5  # of its promise that the seat delivers


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


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 5."""
    tempted, at_once, after, for_ever = [], [], [], {}
    for logic in LOGICS:
        for_ever[logic] = []
        for name in PLACES:
            scenario = with_changes(place(name, settings), {"logic": logic})
            seats = np.array(
                [s for found in spread_out(lambda seed, s=scenario: try_seats(s, seed), seeds) for s in found]
            )
            if logic == "network":
                tempted.append(float((seats[:, 0] > 0.0).mean()))
                at_once.append(float(seats[:, 0].mean()))
                after.append(float(seats[:, 1].mean()))
            for_ever[logic].append(float(seats[:, 2].mean()))
    return [
        Pattern(
            5,
            "Temptation",
            (
                Clause(
                    "one round of half a promise pays for most seats, in three of four places",
                    f"seats {listed(tempted)}; gain {listed(at_once)}",
                    sum(one > 0.5 for one in tempted) >= 3,
                ),
                Clause(
                    "the year after takes back more, there",
                    listed(after),
                    sum(-a > g and t > 0.5 for a, g, t in zip(after, at_once, tempted, strict=True)) >= 3,
                ),
                *(
                    Clause(
                        f"{logic}: half for ever does not pay, anywhere (a round)",
                        listed(for_ever[logic], 3),
                        all(one < 0.0 for one in for_ever[logic]),
                    )
                    for logic in LOGICS
                ),
            ),
        )
    ]

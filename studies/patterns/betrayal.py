"""Betrayal: it is still felt after a year, unless there is work on the relation."""

from __future__ import annotations

import numpy as np

from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.results.intervals import standard_error
from samenspel.runs import Course
from samenspel.scenario import Scenario, with_changes

from .pattern import Clause, Measured, Pattern, enough, listed, with_error
from .places import AS_IT_IS, Settings, place, spread_out, year_of

WHERE = "integrated_care"
BLOW, FELT, HARDLY = -0.4, -0.10, -0.05


def scar(scenario: Scenario, seed: int, relation: float) -> list[float]:
    """What a betrayal has taken from the trust of partners in the largest member, after each round of a year."""
    middle = scenario.rounds // 2
    history = np.zeros(scenario.rounds, OUTCOMES)
    as_is = Course(scenario, seed)
    as_is.proceed(middle, history)
    if not as_is.state.collaboration[0]["agreed"]:
        return []
    who = int(as_is.state.organisations["size"].argmax())
    towards = as_is.state.ties["target"] == who
    effort = Event(middle + 1, "work on the relation", parameters={"effort.relation": relation})
    as_is.events.append(effort)
    betrayal = Event(middle + 1, "betrayal", organisation=who, towards=True, add={"trust": BLOW})
    return taken(as_is, betrayal, towards, year_of(scenario), history)


def taken(as_is: Course, event: Event, ties: np.ndarray, rounds: int, history: np.ndarray) -> list[float]:
    """What an event takes from the trust of some ties, mean, after each of so many rounds.

    Parameters
    ----------
    as_is
        A course that has come to the round before it.
    event
        Of the next round.
    ties
        Whether it is one of them, shape (ties,).
    rounds
        How many.
    history
        Where the rounds are written, shape (rounds of the scenario,).
    """
    other, left = as_is.fork(), []
    other.events.append(event)
    for round_ in range(event.round, event.round + rounds):
        as_is.proceed(round_, history)
        other.proceed(round_, history)
        left.append(float((other.state.ties["trust"] - as_is.state.ties["trust"])[ties].mean()))
    return left


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 6."""
    scenario = with_changes(place(WHERE, settings), {"logic": "network"})
    after = {
        relation: np.array([one for one in spread_out(lambda seed, r=relation: scar(scenario, seed, r), seeds) if one])
        for relation in (0.0, 1.0)
    }
    hardly = with_chance(after[1.0][:, -1])._replace(low=HARDLY)
    return [
        Pattern(
            6,
            "Betrayal",
            (
                still_felt(after[0.0]),
                Clause(
                    "hardly, by at most .05, with full effort on the relation",
                    with_error(hardly, 3),
                    *enough([hardly]),
                ),
            ),
        )
    ]


def still_felt(left: np.ndarray) -> Clause:
    """Whether a betrayal is still felt, by what is left of it, shape (runs, rounds of a year)."""
    course, year = left.mean(axis=0), with_chance(left[:, -1])._replace(high=FELT)
    return Clause(
        "a betrayal of -.4 is still felt by at least .10 of trust after a year with nothing done",
        f"{with_error(year, 3)}; {listed([float(course[k]) for k in (0, 2, 5)])} after 1, 3, 6 rounds",
        *enough([year]),
    )


def with_chance(left: np.ndarray) -> Measured:
    """A mean over runs, and two standard errors of it."""
    return Measured(float(left.mean()), 2 * standard_error(left))

"""What the model would have played in a seat, and what a round would have come to with other luck.

Different, never better: the model is another that sits there, on the same luck, among the same others. It heard nothing
of what was said at the table.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..measures import OUTCOMES
from ..runs import Course
from ..state import State
from .delivered import above_alone, delivered
from .play import Play, Played

TIMES = 200  # that a round is played again


class Both(NamedTuple):
    """A played round of a seat: what people promised and delivered, and what the model would have.

    In percent above what the organisation does alone, a mean of the rounds with a goal; None where there is none.
    """

    number: int
    promised: int | None
    delivered: int | None
    model_promised: int | None
    model_delivered: int | None

    @property
    def apart(self) -> int:
        """How far the two deliver apart, in points; how far they promise, where they deliver the same."""
        if self.delivered is None or self.model_delivered is None:
            return -1
        return abs(self.delivered - self.model_delivered)


def in_seat(play: Play, row: int) -> list[Both]:
    """For every round in which people decided in a seat what to promise, what the model would have done there.

    Each of these rounds is played again from where it began, with what all others decided and the same luck.
    """
    found = []
    for number, played in enumerate(play.played, 1):
        if row in played.decided:
            ours = delivered(play.states_of(played), row)
            if ours and math.isnan(played.decided[row].promise):
                continue  # the model promised and delivered for it
            theirs = above_alone(delivered(played_again(played, row), row))
            found.append(Both(number, *above_alone(ours), *theirs))
    return found


def played_again(played: Played, row: int) -> list[State]:
    """The states after the rounds of a played round, with the model in a seat."""
    course = with_model(played.before, played, row)
    states = []
    for round_ in range(played.first, played.last + 1):
        course.proceed(round_, np.zeros(round_, OUTCOMES))
        states.append(course.state.copy())
    return states


def with_model(course: Course, played: Played, row: int) -> Course:
    """A course of its own, in which nobody decides in a seat in a played round, and nothing comes of it after that."""
    other = course.fork()
    for act in played.acts.get(row, ()):
        if act in other.events:
            other.events.remove(act)
    return other


def again(play: Play, row: int, number: int, times: int = TIMES) -> np.ndarray:
    """How much more came of it with people in a seat than with the model there, with other luck each time.

    A played round is begun anew from where it began; its past is as it was, and luck is new from there on, the same for
    both. All others decide as they did.

    Parameters
    ----------
    play
        That was played.
    row
        Of the seat.
    number
        Of the played round, counted from 1.
    times
        How often.

    Returns
    -------
    array of float, shape (times,)
        Value created together, per organisation and round, from that round to the last one played.
    """
    played = play.played[number - 1]
    whole = played.before.fork()
    whole.events = list(play.scenario.events)
    other = with_model(whole, played, row)
    found = np.zeros(times)
    for time in range(times):
        values = []
        for course in (whole.fork(), other.fork()):
            course.seed = (play.course.seed + 1 + time) % 2**63
            history = np.zeros(play.round, OUTCOMES)
            course.proceed(play.round, history)
            values.append(float(history["joint_value"][played.first - 1 :].mean()))
        found[time] = values[0] - values[1]
    return found

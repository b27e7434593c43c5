"""Bots: strategies that play a seat by what a seat knows, and a play by several of them.

A strategy is a function of what whoever sits there remembers: the case as it was written, what the phone said of
partners round by round, and what it decided itself. Luck, what others want, trust or decide in secret is not among it.
So the same strategy plays on a phone and, thousands of times, without one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .. import game
from ..conditions import AS_GOOD_AS_KEPT
from ..events import Event
from ..measures import OUTCOMES
from ..runs import Course
from ..scenario import Scenario
from ..state import MEMBER
from .play import (
    ASKED,
    AT_HOME,
    CONSENT,
    DELIVERY,
    HALF,
    HOME,
    LEAVE,
    NO,
    PROMISE,
    PROMISED,
    WORK,
    YES,
    Decision,
    Play,
    acts,
    cards,
)  # fmt: skip
from .seen import kept

CARD = 1.5  # what those promise that say yes to everything, in times what they do alone (an assumption)
WORLDS, FIRST_WORLD = 3, 1_000_000_001  # that a best reply imagines, and the luck of the first of them
AHEAD = 3  # played rounds that a far-sighted reply looks ahead


class Heard(NamedTuple):
    """What a phone says before a round is decided on, as far as a strategy looks at it.

    Attributes
    ----------
    asked
        What is to be decided; nothing for whoever is not at the table.
    partners
        What each partner promised and delivered in the last played round, in percent above what it does alone, by row;
        nobody where there was no goal.
    """

    asked: tuple[str, ...]
    partners: Mapping[int, tuple[int, int]]


class Memory(NamedTuple):
    """What somebody in a seat remembers.

    Attributes
    ----------
    case
        As it was written.
    row
        Of the seat.
    step
        How many rounds of the model a played round stands for.
    heard
        Before every played round, the one that is decided on included.
    decided
        In every played round so far; None where nothing was.
    """

    case: Scenario
    row: int
    step: int
    heard: tuple[Heard, ...]
    decided: tuple[Decision | None, ...]


Strategy = Callable[[Memory], Decision | None]


def heard(play: Play, row: int) -> Heard:
    """What the phone of a seat says, without a phone.

    Parameters
    ----------
    play
        As it stands.
    row
        Of the seat.
    """
    asked = play.asked(row)
    partners = {}
    for other in play.partners(row) if asked else ():
        promised, delivered = kept(play, other)
        if promised is not None and delivered is not None:
            partners[other] = promised, delivered
    return Heard(asked, partners)


# Strategies ----------------------------------------------------------------------------------------------------------


def always_yes(memory: Memory) -> Decision:
    """Yes to everything; promises half as much again as it does alone, and keeps it."""
    return Decision(YES, promise=card(memory), delivery=PROMISED)


def hold_back(memory: Memory) -> Decision:
    """Says and promises the same, and delivers half of what goes beyond doing it alone."""
    return Decision(YES, promise=card(memory), delivery=HALF)


def tit_for_tat(memory: Memory) -> Decision:
    """Keeps what it promised at first, and then as long as its partners as a whole kept theirs (Axelrod 1984)."""
    partners = memory.heard[-1].partners.values()
    promised, delivered = (sum(100 + pair[at] for pair in partners) for at in (0, 1))
    return Decision(YES, promise=card(memory), delivery=PROMISED if delivered >= AS_GOOD_AS_KEPT * promised else HALF)


def card(memory: Memory) -> float:
    """What those promise that say yes to everything, or the most that can be promised below that."""
    return max(one for one in cards(memory.case.parameters) if one <= CARD)


def best_reply(memory: Memory) -> Decision:
    """What brings itself most in this played round, in worlds that it imagines."""
    return replying(memory, 1)


def far_sighted(memory: Memory) -> Decision:
    """What brings itself most over three played rounds in which it goes on deciding so, leaving among it."""
    return replying(memory, AHEAD)


def model(_: Memory) -> None:
    """The seat is left to the model."""


STRATEGIES: Mapping[str, Strategy] = {
    one.__name__: one for one in (always_yes, hold_back, tit_for_tat, best_reply, far_sighted, model)
}


# What a best reply imagines ------------------------------------------------------------------------------------------


def replying(memory: Memory, rounds: int) -> Decision:
    """The decision that brings most over so many played rounds; of equals the first, so that it goes only for more."""
    courses, played = worlds(memory), len(memory.decided) * memory.step
    best, most = Decision(), -math.inf
    for decision in candidates(memory):
        last = played + memory.step * (1 if decision.home == LEAVE else rounds)  # who has left gains nothing
        said = {memory.row: decision.consent == YES}
        events = tuple(acts({memory.row: decision}, said, played + 1, last))
        brought = math.fsum(gained(course, memory.row, events, last) for course in courses)
        if brought > most:
            best, most = decision, brought
    return best


def candidates(memory: Memory) -> Iterator[Decision]:
    """All that it considers: yes to every card and way of delivering, a plain no, and leaving."""
    for promise in cards(memory.case.parameters):
        for delivery in (PROMISED, HALF, AT_HOME):
            if promise > 1.0 or delivery != HALF:
                yield Decision(YES, promise=promise, delivery=delivery)
    yield Decision(NO, promise=1.0, delivery=PROMISED)
    if memory.row not in memory.case.stays:
        yield Decision(NO, promise=1.0, delivery=PROMISED, home=LEAVE)


def untold(case: Scenario, seen: int) -> Scenario:
    """A case without what it has in store after a round: nobody in a seat is told of that."""
    return replace(case, events=tuple(event for event in case.events if event.round <= seen))


def worlds(memory: Memory) -> list[Course]:
    """Courses of the case as it might stand, each with luck of its own, after the rounds that were played.

    What it decided itself, what its partners promised and delivered as it saw it, and whether there was a goal, are as
    they were; all else is the model's.
    """
    played = len(memory.decided) * memory.step
    case = untold(memory.case, played + 1)
    past = [event for number in range(len(memory.decided)) for event in remembered(memory, number)]
    courses = [Course(case, FIRST_WORLD + world) for world in range(WORLDS)]
    for course in courses:
        course.events = [*case.events, *past]
        course.proceed(played, np.zeros(played, OUTCOMES))
        course.events = list(case.events)
    return courses


def remembered(memory: Memory, number: int) -> Iterator[Event]:
    """What happened in a played round as a seat knows it, as events; rounds are counted from 0."""
    first, last = number * memory.step + 1, (number + 1) * memory.step
    partners, decided = memory.heard[number + 1].partners, memory.decided[number]
    goal = {"consent": float(bool(partners))}
    for round_ in range(first, last + 1):
        for row in range(len(memory.case.labels)):
            yield Event(round_, organisation=row, act=goal)
        for row, (promised, delivered) in partners.items():
            kept = {"promise": 1 + promised / 100, "delivery": max(0.0, 1 + delivered / 100)}
            yield Event(round_, organisation=row, act={"stay": 1.0, **kept})
    if decided is not None:
        yield from acts({memory.row: decided._replace(consent="")}, {}, first, last)


def gained(course: Course, row: int, events: Sequence[Event], last: int) -> float:
    """What somebody gains above going alone in one world, until a round, if this happens in it.

    Parameters
    ----------
    course, row
        The world as it stands, and whose gain it is.
    events, last
        What happens, and the round of the model until which it counts.
    """
    course, brought = course.fork(), 0.0
    course.events += events
    history = np.zeros(last, OUTCOMES)
    for round_ in range(course.round + 1, last + 1):
        course.proceed(round_, history)
        me = course.state.organisations[row]
        brought += float(game.gain(me)) if me["member"] == MEMBER else 0.0
    return brought


# Playing -------------------------------------------------------------------------------------------------------------


class Player:
    """Somebody in a seat, who goes by a strategy.

    Parameters
    ----------
    case, row, step
        As in `Memory`.
    strategy
        What it goes by.
    """

    def __init__(self, case: Scenario, row: int, step: int, strategy: Strategy) -> None:
        self.strategy = strategy
        self.memory = Memory(case, row, step, (), ())

    def decide(self, said: Heard) -> Decision | None:
        """Decide on a round, and remember it; None leaves it to the model.

        Parameters
        ----------
        said
            What the phone says.
        """
        self.memory = self.memory._replace(heard=(*self.memory.heard, said))
        decision = answering(self.strategy(self.memory), said.asked) if said.asked else None
        self.memory = self.memory._replace(decided=(*self.memory.decided, decision))
        return decision


def answering(decision: Decision | None, asked: tuple[str, ...]) -> Decision | None:
    """A decision on what was asked, and on nothing else."""
    if decision is None:
        return None
    kept = {CONSENT: ("consent", "partner"), PROMISE: ("promise",), DELIVERY: ("delivery",), HOME: ("home",),
            WORK: ("work",)}  # fmt: skip
    return Decision(**{name: getattr(decision, name) for one in ASKED if one in asked for name in kept[one]})


def played(case: Scenario, seats: Mapping[int, Strategy], rounds: int, seed: int | None = None) -> Play:
    """A play of so many rounds by strategies, the model in all other seats.

    Parameters
    ----------
    case
        What is played.
    seats
        The strategy of each seat, by row.
    rounds
        Played rounds; it ends before where nothing is left to play.
    seed
        By default that of the case.
    """
    play = Play(case, seed)
    players = {row: Player(case, row, play.step, strategy) for row, strategy in seats.items()}
    for _ in range(rounds):
        if play.over:
            break
        decided = {row: player.decide(heard(play, row)) for row, player in players.items()}
        play.close({row: one for row, one in decided.items() if one is not None})
    return play

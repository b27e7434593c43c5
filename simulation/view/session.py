"""One browser's run: its rounds, its forks, and how they differ.

A run is played to its end at once, which takes milliseconds, and remembered; time is a matter of which round is shown.
A fork is the same scenario and the same chance with events of its own from a round on, so that its past is that of the
original and every later difference is caused by the change. What a trainer fires is such an event too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, takewhile
from typing import NamedTuple

import numpy as np

from .. import game
from ..errors import InputError, Message
from ..events import Event
from ..game import ALONE
from ..measures import OUTCOMES
from ..numbers import half_up
from ..parameters import changed
from ..results.intervals import Difference, paired_difference
from ..results.replicates import Replicate, replicate
from ..runs import Course
from ..scenario import Scenario, with_events
from ..state import MEMBER
from .rearranging import MOST_CHANGES, Change, merged_into, rearranged

MOST_FORKS = 3
MOST_ROUNDS = 1_000
MOST_ORGANISATIONS = 400
MOST_EVENTS = 3_000  # whatever nine people can decide in a room in twenty-one half years is some 2,000
MOST_LINES = 400_000  # of two organisations, in all rounds together: what a browser is sent
MOST_LETTERS = 60  # of the name of a fork or an event
MOST_BYTES = 16_000_000  # of snapshots kept of one line
PAIRS = 200
ELSEWHERE = 40  # other runs of a line, by other luck, that an ending is set beside
AT_A_TIME = 10  # pairs that are played before it is said how far it is
MOST_STEPS = 12_000_000  # organisations times rounds, in a check on luck
MOST_OF_IT = 0.8  # of the difference between two lines
NUMBERS = count(1)


class Tempted(NamedTuple):
    """What an organisation could have done in a round, as for itself alone, and what would have come of that."""

    intended: float  #  what it would have meant to deliver
    pooled: float  #    what it would have delivered, with the same luck
    more: float  #      what it would have gained above what it did gain
    standing: float  #  how far it would be trusted after that
    others: np.ndarray  # what everybody would have gained above what they did gain, shape (n,)


class Elsewhere(NamedTuple):
    """How a line went in runs by other luck: how many, what became of the goal in each, and what each brought."""

    fates: list[str]
    created: list[float]  # a round, per organisation


class Line:
    """One course of events, played to its end and remembered.

    Attributes
    ----------
    number
        No other line of this process has it.
    scenario, seed
        What runs, its own events included.
    name
        What people call it; empty for the original.
    since
        The last round that it shares with the original.
    own
        The events that make it differ from the scenario as it was.
    changes
        What is different from it in who takes part, from the start.
    merged
        By the row of who went on as one with another, the row of that one.
    history
        The outcomes of every round, shape (rounds,).
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        name: str = "",
        since: int = 0,
        own: Sequence[Event] = (),
        changes: Sequence[Change] = (),
    ) -> None:
        check_size(scenario, seed)
        self.number = next(NUMBERS)
        self.scenario, self.seed, self.name, self.since, self.own = scenario, seed, name, since, tuple(own)
        self.changes, self.merged = tuple(changes), merged_into(changes)
        self.history = np.zeros(scenario.rounds, OUTCOMES)
        course = Course(scenario, seed)
        stride = 1 + scenario.rounds * sum(records.nbytes for records in course.state) // MOST_BYTES
        self._snapshots = [course.fork()]
        for round_ in range(1, scenario.rounds + 1):
            course.proceed(round_, self.history)
            if round_ % stride == 0:
                self._snapshots.append(course.fork())
        self._stride = stride

    @property
    def rounds(self) -> int:
        """How many it has."""
        return self.history.size

    @property
    def known_by(self) -> str:
        """Its name, or what was changed where nobody gave it one: no other line of a session is known by that."""
        return self.name or "; ".join(change.said for change in self.changes)

    @property
    def in_being(self) -> int:
        """In how many rounds there is a collaboration: all, unless it came to its end, which leaves no members."""
        return int((self.history["members"] > 0.0).sum())

    def at(self, round_: int) -> Course:
        """The run as it stood after a round, 0 for before the first; a copy."""
        course = self._snapshots[min(round_, self.rounds) // self._stride].fork()
        course.proceed(round_, np.zeros_like(self.history))
        return course

    def walk(self) -> Iterator[Course]:
        """The run after every round, from before the first on; each is valid until the next is asked for."""
        course = self._snapshots[0].fork()
        history = np.zeros_like(self.history)
        yield course
        for round_ in range(1, self.rounds + 1):
            course.proceed(round_, history)
            yield course

    def created(self, round_: int) -> float:
        """Value created together in a round, per organisation; nothing before the first."""
        return float(self.history["joint_value"][round_ - 1]) if round_ else 0.0

    def created_so_far(self, round_: int) -> float:
        """The mean of that over the rounds so far."""
        return float(self.history["joint_value"][:round_].mean()) if round_ else 0.0

    def alike(self, other: Line) -> bool:
        """Whether every round brings exactly the same as on another line."""
        return self.history.tobytes() == other.history.tobytes()

    @cached_property
    def gained(self) -> np.ndarray:
        """What everybody gains in every round against working alone, shape (rounds, n); NaN outside."""
        course = self.walk()
        next(course)  # before the first round
        them = (after.state.organisations for after in course)  # each is read before the next round changes it
        return np.array([np.where(one["member"] == MEMBER, game.gains(one), np.nan) for one in them])

    def for_itself(self, row: int) -> list[Tempted | None]:
        """What would have come of it for an organisation, had it thought of itself alone when it delivered.

        Each round is played once more, with the same chance, from where it began.

        Returns
        -------
        list
            At place t that of round t; none before the first, without a goal, and for whoever is no member.
        """
        course, history = self._snapshots[0].fork(), np.zeros_like(self.history)
        found: list[Tempted | None] = [None]
        for round_ in range(1, self.rounds + 1):
            again = course.fork()
            course.proceed(round_, history)
            me = course.state.organisations[row]
            works = me["member"] == MEMBER and course.state.collaboration[0]["agreed"]
            found.append(had_it_thought_of_itself(again, course, row) if works else None)
        return found

    @property
    def fate(self) -> str:
        """What became of its goal: `fate_of`."""
        return fate_of(self.history["agreed"])

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """The same by other luck: the next seeds, fewer of them where a run is large."""
        runs = max(10, min(ELSEWHERE, MOST_STEPS // 10 // (self.rounds * len(self.scenario.labels))))
        first = min(self.seed, 2**63 - 1 - runs) + 1
        played = replicate(self.scenario, range(first, first + runs), threads=1)
        fates = [fate_of(one.history["agreed"]) for one in played]
        return Elsewhere(fates, [float(one.summary.joint_value) for one in played])

    @cached_property
    def first_goal(self) -> float:
        """The first round in which there is a goal; NaN when there is none."""
        agreed = np.flatnonzero(self.history["agreed"])
        return float(agreed[0] + 1) if agreed.size else math.nan

    def had_goal_before(self, round_: int) -> bool:
        """Whether there was a goal in any round before one."""
        return self.first_goal < round_


def fate_of(agreed: np.ndarray) -> str:
    """What became of a goal, by whether there was one in every round.

    Examples
    --------
    >>> [fate_of(np.array(agreed)) for agreed in ([0, 1, 1], [1, 0, 0], [1, 0, 1], [0, 0, 0])]
    ['held', 'lost', 'again', 'never']
    """
    agreed = np.nan_to_num(agreed) > 0.0
    if not agreed.any():
        return "never"
    if not agreed[-1]:
        return "lost"
    return "held" if agreed[int(agreed.argmax()) :].all() else "again"


def best_for_itself(course: Course, row: int) -> float:
    """What an organisation would have meant to deliver in the last round, had it thought of itself alone."""
    me, parameters = course.state.organisations[row], course.parameters
    unit = game.bring(me, float(me["aligned"]), 0.0, parameters.value.common)
    return float(game.offer(me, unit, parameters.promise.capacity))


def had_it_thought_of_itself(before: Course, after: Course, row: int) -> Tempted:
    """What would have come of it, from a run as it stood before a round and as it stood after; plays the first on."""
    return had_it_meant(best_for_itself(after, row), before, after, row)


def had_it_meant(intended: float, before: Course, after: Course, row: int) -> Tempted:
    """What would have come of it, had an organisation meant to deliver so much in a round; plays the first on."""
    before.events.append(Event(after.round, organisation=row, act={"delivery": intended}))
    before.proceed(after.round, np.zeros(after.round, OUTCOMES))
    it = before.state.organisations[row]
    more = game.gains(before.state.organisations) - game.gains(after.state.organisations)
    return Tempted(intended, float(it["pooled"]), float(more[row]), float(it["standing"]), more)


def check_size(scenario: Scenario, seed: int = 0) -> None:
    """Refuse what is too large for a page.

    Raises
    ------
    InputError
        Too many organisations, rounds, events, or ties in all rounds together.
    """
    pairs = scenario.declare(seed).ties.size // 2 if len(scenario.labels) <= MOST_ORGANISATIONS else 0
    for what, got, most in (
        (Message("organisations"), len(scenario.labels), MOST_ORGANISATIONS),
        (Message("rounds"), scenario.rounds, MOST_ROUNDS),
        (Message("events"), len(scenario.events), MOST_EVENTS),
        (Message("ties times rounds"), pairs * scenario.rounds, MOST_LINES),
    ):
        if got > most:
            where = Message(scenario.name)  # that of one that was brought has a translation
            raise InputError("got {got} {what}, the view allows at most {most}", where, got=got, what=what, most=most)


@dataclass(frozen=True)
class Luck:
    """What many pairs of runs say of the difference between two lines."""

    pairs: int
    created: Difference  #      in value created together
    differences: np.ndarray  #  of every pair, in the order of the seeds
    asked: np.ndarray | None = None  # what was asked of every run, shape (2, pairs): of the line, and of its ghost


class Session:
    """The lines of one browser, and which round of which line it shows.

    Parameters
    ----------
    scenario
        What runs.
    seed
        By default that of the scenario.

    Attributes
    ----------
    lines
        The original, then the forks.
    shown, ghost
        Places in `lines`: what is shown, and what is drawn with it; no ghost is None.
    round
        The round that is shown, 0 before the first.

    Raises
    ------
    InputError
        A scenario too large for a page.
    """

    def __init__(self, scenario: Scenario, seed: int | None = None) -> None:
        self.scenario = scenario
        self.seed = scenario.seed if seed is None else seed
        self.round = 0
        self.reset()

    def reset(self) -> None:
        """Back to the scenario as it was: no forks, nothing fired, before the first round."""
        self.lines = [Line(self.scenario, self.seed)]
        self.shown, self.ghost, self.round = 0, None, 0

    @property
    def line(self) -> Line:
        """The line that is shown."""
        return self.lines[self.shown]

    @property
    def shadow(self) -> Line | None:
        """The line that is drawn with it."""
        return None if self.ghost is None else self.lines[self.ghost]

    # Time

    def go(self, round_: int) -> None:
        """Show a round; beyond the ends, the nearest there is."""
        self.round = min(max(int(round_), 0), self.line.rounds)

    # What if

    def fork(self, name: str, events: Sequence[Event], changes: Sequence[Change] = ()) -> Line:
        """Go on from the shown round with events of one's own, beside what is shown, which becomes the ghost.

        What changes who takes part goes on from the start.

        Parameters
        ----------
        name
            What people call it; with changes it may be empty.
        events
            Dated later than the shown round. A parameter that they set is theirs from then on: what the
            scenario had in store for it no longer happens.
        changes
            Of who takes part.

        Raises
        ------
        InputError
            No name, a name that there is, too many forks, an event of the past, or a value that is not allowed.
        """
        if name or not changes:
            name = checked_name(name)
        if len(self.lines) > MOST_FORKS:
            raise InputError("there are {most} forks already; drop one first", most=MOST_FORKS)
        shared = self.round if self.shown == 0 else min(self.line.since, self.round)
        made = self._with(self.line, events, name, 0 if changes else shared, changes)
        if made.known_by in (line.known_by for line in self.lines):
            raise InputError("there is a fork '{name}' already", name=made.known_by)
        self.lines.append(made)
        self.ghost, self.shown = self.shown, len(self.lines) - 1
        if changes:
            self.round = 0
        return self.line

    def fire(self, events: Sequence[Event]) -> None:
        """Let something happen, on the line that is shown, before the next round.

        Raises
        ------
        InputError
            After the last round, or a value that is not allowed.
        """
        if self.round >= self.line.rounds:
            raise InputError("the last round has been played; go back to let something happen")
        line = self.line
        dated = [replace(event, round=self.round + 1) for event in events]
        self.lines[self.shown] = self._with(line, dated, line.name, line.since)

    def restore(
        self, place: int, name: str, since: int, events: Sequence[Event], changes: Sequence[Change] = ()
    ) -> None:
        """Bring back a line of an earlier session: the original with what was fired in it, then its forks.

        Raises
        ------
        InputError
            As for `fork`.
        """
        self.round = 0
        if place == 0:
            self.lines[0] = self._with(Line(self.scenario, self.seed), events, "", 0) if events else self.lines[0]
            return
        if len(self.lines) > MOST_FORKS:
            raise InputError("there are {most} forks already", most=MOST_FORKS)
        original = Line(self.scenario, self.seed)
        name = checked_name(name) if name or not changes else ""
        self.lines.append(self._with(original, events, name, since, changes))

    def _with(self, line: Line, events: Sequence[Event], name: str, since: int, changes: Sequence[Change] = ()) -> Line:
        """A line with more events, and then with more changes of who takes part."""
        if any(event.round <= self.round for event in events):
            raise InputError("round {number} has been played; an event can come after it", number=self.round)
        if len(line.scenario.events) + len(events) > MOST_EVENTS:
            raise InputError("the view allows at most {most} events", most=MOST_EVENTS)
        for event in events:
            changed(self.scenario.parameters, event.parameters, Message("event '{name}'", name=event.name))
            if event.name:
                checked_name(event.name)
        scenario, made = rearranged(with_events(line.scenario, events), changes)
        all_of_them = [*line.changes, *made]
        if len(all_of_them) > MOST_CHANGES:
            raise InputError("the view allows at most {most} changes", most=MOST_CHANGES)
        return Line(scenario, self.seed, name, since, [*line.own, *events], all_of_them)

    def show(self, shown: int, ghost: int | None = None) -> None:
        """Show another line, with another as its ghost."""
        self.shown = min(max(shown, 0), len(self.lines) - 1)
        self.ghost = ghost if ghost is not None and 0 <= ghost < len(self.lines) and ghost != self.shown else None
        self.go(self.round)

    def drop(self, place: int) -> None:
        """Forget a fork; the original stays."""
        if 0 < place < len(self.lines):
            del self.lines[place]
            self.show(0, 1 if len(self.lines) > 1 else None)

    def was_it_luck(
        self,
        pairs: int = PAIRS,
        watch: Callable[[float], None] = lambda share: None,
        ask: Callable[[Replicate], float] | None = None,
    ) -> Luck:
        """Play the shown line and its ghost again, in pairs, each pair by another chance.

        Parameters
        ----------
        pairs
            Fewer when the scenario is large.
        watch
            Called, as the pairs are played, with the share of them that is done, up to 1.
        ask
            What else is asked of every run.

        Raises
        ------
        InputError
            There is no ghost.
        """
        if self.shadow is None:
            raise InputError("there is nothing to compare with")
        return in_pairs(self.shadow.scenario, self.line.scenario, self.seed, pairs, MOST_STEPS, watch, ask)


def in_pairs(
    one: Scenario,
    other: Scenario,
    seed: int,
    pairs: int = PAIRS,
    most: int = MOST_STEPS // 10,
    watch: Callable[[float], None] = lambda share: None,
    ask: Callable[[Replicate], float] | None = None,
) -> Luck:
    """Play two scenarios in pairs, each pair by another chance: what the other brings more than the one.

    Parameters
    ----------
    one, other
        Of the same organisations and rounds.
    seed
        Of the first pair.
    pairs
        Fewer when the scenarios are large.
    most
        Organisations times rounds, in all runs together.
    watch, ask
        As for `Session.was_it_luck`.
    """
    pairs = max(20, min(pairs, most // (2 * other.rounds * len(other.labels))))
    first = min(seed, 2**63 - 1 - pairs)
    before, after = [], []
    for begin in range(first, first + pairs, AT_A_TIME):
        seeds = range(begin, min(begin + AT_A_TIME, first + pairs))
        before += replicate(one, seeds, threads=1)
        after += replicate(other, seeds, threads=1)
        watch(len(after) / pairs)
    without, by_it = (np.array([one.summary.joint_value for one in runs]) for runs in (before, after))
    asked = np.array([[ask(one) for one in runs] for runs in (after, before)]) if ask else None
    return Luck(pairs, paired_difference(without, by_it), by_it - without, asked)


def alike_rows(line: Line, other: Line) -> int:
    """How many rows, from the first on, hold the same organisations on both lines: who comes besides stands behind."""
    ours, theirs = line.scenario.labels, other.scenario.labels
    there = len(ours) - sum(change.key == "partner" for change in line.changes)  # on every line
    besides = zip(ours[there:], theirs[there:], strict=False)
    return there + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], besides))


def created_apart(line: Line, ghost: Line) -> float:
    """How much more one line created together than another, a round, as the percentages of both are written."""
    return as_written(line.created_so_far(line.rounds), ghost.created_so_far(ghost.rounds))


def as_written(one: float, other: float) -> float:
    """The difference of two values, as the percentages of both are written."""
    return ALONE * (half_up(100.0 * one / ALONE) - half_up(100.0 * other / ALONE)) / 100.0


def arises(line: Line, ghost: Line, share: float = MOST_OF_IT) -> tuple[int, int] | None:
    """The first and the last round of the shortest stretch in which most of the difference in value arises.

    Parameters
    ----------
    line, ghost
        Of the same number of rounds.
    share
        What is most of it.

    Returns
    -------
    tuple of int, or None
        Rounds, counted from 1; None when the two create as much.
    """
    gained = line.history["joint_value"] - ghost.history["joint_value"]
    if not gained.sum():
        return None
    first, last = shortest(gained * np.sign(gained.sum()), share)
    return first + 1, last


def shortest(gains: np.ndarray, share: float) -> tuple[int, int]:
    """The shortest stretch, `gains[first:last]`, that holds a share of the sum of all, which is positive."""
    before = np.concatenate([[0.0], np.cumsum(gains)])
    first, last = np.nonzero(before[None, :] - before[:, None] >= share * before[-1] - 1e-12)
    forwards = last > first
    best = np.argmin((last - first)[forwards])
    return int(first[forwards][best]), int(last[forwards][best])


def checked_name(name: str) -> str:
    """A name as it may be shown.

    Raises
    ------
    InputError
        Nothing in it, or too long.
    """
    name = " ".join(str(name).split())
    if not 0 < len(name) <= MOST_LETTERS:
        raise InputError("a name has 1 to {most} characters, got {got}", most=MOST_LETTERS, got=len(name))
    return name

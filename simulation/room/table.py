"""A table: a play with the people who sit at it, the clock, and what lies before them.

All that happens here happens in turn: whoever changes something holds the lock of the table.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from ..errors import InputError
from ..events import Event
from ..reading import Name
from ..view.codes import LETTERS_OF_A_NAME, drawn
from ..view.happenings import of_a_kind
from .check import FIVE, SCORES, UNKNOWN, Check
from .play import ASKED, CONSENT, HOME, PARTNER, PROMISE, YES, Decision, Offer, Play

Made = TypeVar("Made")
LETTERS_OF_A_CODE = 6
MINUTES = 6  # of a round, at first (an assumption: six rounds and their talk fit in an hour)
LONGEST_NAME = 40
UNASKED = 6 * 3600.0  # seconds without anybody, after which a table ends
LEAD, WHOLE = VOTES = ("lead", "whole")  # which norm the group was playing for: the goal of one, or an effect for each
ON_CONDITIONS, ON_PARTNERS = "conditions", "partners"  # what is asked half-way
PROPOSAL = "proposal"  # what a phone calls the one that it answers to
TO, OFFER = "to", "offer"  # what is sent along with a promise
WITH = {CONSENT: (PARTNER,), PROMISE: (TO, OFFER)}  # what is kept along with an answer
FIRED = ("cut", "director", "breach", "won")  # what can happen to an organisation


class Screen(StrEnum):
    """What is on the screen in front, and with it what phones ask and the desk can do."""

    NETWORK = "network"
    QUESTION = "question"
    BLANK = "blank"
    CHECK = "check"  #          phones ask how it goes, half-way
    FEELINGS = "feelings"  #    from here on the play is looked back at, in this order
    DELIVERED = "delivered"  #  without names
    NAMED = "named"
    OFFERED = "offered"  #    where something was
    TRUST = "trust"
    CONDITIONS = "conditions"
    HOME = "home"
    NORMS = "norms"  #          phones vote
    NEED = "need"
    MODEL = "model"
    AGAIN = "again"
    MONDAY = "monday"


PLAYED = (Screen.NETWORK, Screen.QUESTION, Screen.BLANK, Screen.CHECK)  # while the play goes on
DEBRIEF = tuple(one for one in Screen if one not in PLAYED)


class Stage(StrEnum):
    """How far a table is."""

    NEW = "new"  #      nothing was played yet
    PLAYING = "playing"
    OVER = "over"  #    nothing is left to play, or the trainer said so
    BACK = "back"  #    it is looked back at


@dataclass
class Seat:
    """A seat that somebody took.

    Attributes
    ----------
    token
        What the phone has that it was taken with, and no other.
    person
        What somebody wants to be called; kept nowhere else.
    held
        Whether the trainer lets the model play it for now.
    answers
        What was decided in this round so far, by what was asked.
    pages
        How many pages of it are open: none while a phone sleeps.
    vote
        Which norm it says the group was playing for.
    alias
        A random name by which files know it.
    anew
        Whether it is asked for its consent anew, as another proposal lies on the table than the one it answered to.
    """

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    person: str = ""
    held: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    pages: int = 0
    vote: str = ""
    anew: bool = False
    alias: str = field(default_factory=lambda: drawn(LETTERS_OF_A_NAME))

    @property
    def decision(self) -> Decision:
        """What it decided, what is open left to the model."""
        return Decision(**{HOME: ""} | self.answers)

    def forget(self, asked: str) -> None:
        """Take an answer as not given."""
        self.answers = without(self.answers, asked, *WITH.get(asked, ()))


class Table:
    """One play in one room.

    Parameters
    ----------
    play
        What is played.
    now
        Seconds that pass.

    Attributes
    ----------
    code
        What phones give to come to this table.
    seats
        Those that somebody took, by row.
    screen
        What is on the screen in front.
    checks
        What people answered half-way, each time that they were asked.
    phones
        The alias of whoever decided, by row and number of the played round.
    agreed
        Whether what somebody decided and answered may be used for research, by alias, of those who said.
    looked_back
        The steps of the debrief that stood on the screen.
    named
        Whether names were agreed to: whether the step that shows them stood on the screen after the one without them.
    looked_at
        The row and the played round that the debrief looks at; -1 and 0 until somebody chose them.
    counted
        Whether what came of it is shown although not everybody has said what they played for.
    finished
        Whether the trainer said that the last round was the last one.
    version
        How often something changed; whether it is something that a page shows, whoever has that page knows.
    lock
        Of whoever changes something.
    """

    def __init__(self, play: Play, now: Callable[[], float] = time.monotonic) -> None:
        self.play, self.now = play, now
        self.code = drawn(LETTERS_OF_A_CODE)
        self.seats: dict[int, Seat] = {}
        self.screen = Screen.NETWORK
        self.checks: list[Check] = []
        self.phones: dict[tuple[int, int], str] = {}
        self.agreed: dict[str, bool] = {}
        self.looked_back: list[Screen] = []
        self.named = False
        self.looked_at = (-1, 0)
        self.counted = False
        self.finished = False
        self.version = 0
        self.lock = asyncio.Lock()
        self.ended = False
        self._lost: dict[tuple[int, str], str] = {}  # aliases of phones without a seat, by their row and token
        self.minutes = MINUTES
        self.touched = now()
        self._left = 60.0 * MINUTES  # seconds, while the clock stands
        self._until: float | None = None  # when it is done, while it runs
        self._changed = asyncio.Event()
        self._made: dict[object, Any] = {}
        self._turn = 0

    # Who looks

    def change(self) -> None:
        """Say that something changed."""
        self.version += 1
        self.touched = self.now()
        self._changed.set()
        self._changed = asyncio.Event()

    @property
    def changed(self) -> asyncio.Event:
        """Set at the next change."""
        return self._changed

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.screen in DEBRIEF:
            return Stage.BACK
        if self.play.over or self.finished:
            return Stage.OVER
        return Stage.PLAYING if self.play.played else Stage.NEW

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """What is made of the play as it stands: once, until something is played or happens."""
        if self._turn != self.play.turn:
            self._turn, self._made = self.play.turn, {}
        made = self._made  # what is played while this is being made begins another
        if key not in made:
            made[key] = make()
        return made[key]

    # Seats

    @property
    def free(self) -> list[int]:
        """Rows that somebody can take."""
        rows = range(len(self.play.scenario.labels))
        return [row for row in rows if self.play.is_member(row) and row not in self.seats]

    def join(self, row: int, person: str = "", before: str = "") -> str:
        """Take a seat; gives the token by which a phone comes back to it.

        Parameters
        ----------
        row
            Which one.
        person
            What somebody wants to be called.
        before
            The token that the phone has of an earlier seat: in the one that it lost, it is the same to files.

        Raises
        ------
        InputError
            It is taken or not at the table, or a name that cannot be shown.
        """
        person = " ".join(person.split())
        if person:
            person = Name().read(person, "name")[:LONGEST_NAME]
        if row not in self.free:
            raise InputError("got {got}, allowed: a free seat at the table", "seat", got=row)
        self.seats[row] = Seat(person=person)
        if alias := self._lost.get((row, before)):
            self.seats[row].alias = alias
        self.change()
        return self.seats[row].token

    def of_token(self, token: str) -> int | None:
        """The row whose phone has a token."""
        found = [row for row, seat in self.seats.items() if hmac.compare_digest(seat.token.encode(), token.encode())]
        return found[0] if found else None

    def leave(self, row: int) -> None:
        """Free a seat; its phone is at no table from then on."""
        if seat := self.seats.pop(row, None):
            self._lost[row, seat.token] = seat.alias
            self.change()

    def hold(self, row: int) -> None:
        """Let the model play a seat, or give it back to whoever sits there."""
        if row in self.seats:
            self.seats[row].held = not self.seats[row].held
            self.change()

    # Deciding

    def decide(self, row: int, asked: str, sent: Mapping[str, str]) -> None:
        """Keep what somebody decided; until the round is closed it can be changed.

        Parameters
        ----------
        row
            Whose.
        asked
            What they were asked.
        sent
            What they answered, by name.

        Raises
        ------
        InputError
            It was not asked, cannot be, or was said of a proposal that no longer lies on the table.
        """
        if self.put_aside(asked, sent):
            got, allowed = sent[PROPOSAL][:20], self.play.laid
            raise InputError("got {got!r}, allowed: {allowed}", PROPOSAL, got=got, allowed=allowed)
        if asked not in self.play.asked(row):
            raise InputError("got {got!r}, allowed: what is asked now", "decision", got=asked)
        answers = without(self.seats[row].answers, asked, *WITH.get(asked, ())) | read(asked, sent)
        if not answers[asked] or (asked == PROMISE and answers[PROMISE] not in self.play.cards):
            raise InputError("got {got!r}, allowed: one of the answers", asked, got=answers[asked])
        self.play.check(row, Decision(**answers))
        self.seats[row].answers = answers
        if asked == CONSENT:
            self.seats[row].anew = False
        self.change()

    def put_aside(self, asked: str, sent: Mapping[str, str]) -> bool:
        """Whether somebody answers to a proposal that no longer lies on the table."""
        return asked == CONSENT and sent.get(PROPOSAL, "") not in ("", self.play.laid)

    def decided(self, row: int) -> list[str]:
        """What a seat decided of what it was asked."""
        seat = self.seats.get(row)
        return [one for one in self.play.asked(row) if seat and one in seat.answers]

    def plays(self, row: int) -> bool:
        """Whether somebody in person plays a seat now."""
        return row in self.seats and not self.seats[row].held

    @property
    def yes(self) -> list[int]:
        """Rows of those who said yes in this round so far."""
        return [row for row, seat in self.seats.items() if self.plays(row) and seat.answers.get(CONSENT) == YES]

    def offers_to(self, row: int) -> list[Offer]:
        """What was offered to a seat in this round so far."""
        made = [(by, seat.answers) for by, seat in sorted(self.seats.items()) if self.plays(by)]
        return [Offer(by, row, said[OFFER]) for by, said in made if said.get(TO, -1) == row]

    def close(self) -> None:
        """Play the round, with what was decided in person.

        Raises
        ------
        InputError
            The play is over, or looked back at.
        """
        if self.finished or self.stage == Stage.BACK:
            raise InputError("the play is over")
        decided = {row: seat.decision for row, seat in self.seats.items() if self.plays(row) and self.decided(row)}
        number = self.play.number
        self.play.close(decided)
        self.phones |= {(row, number): self.seats[row].alias for row in decided}
        for seat in self.seats.values():
            seat.answers, seat.anew = {}, False
        self.stop_clock(60.0 * self.minutes)

    def finish(self) -> None:
        """Say that the play is over, or that it goes on after all; before it is looked back at.

        Raises
        ------
        InputError
            Nothing was played, or it is looked back at.
        """
        if not self.play.played or self.stage == Stage.BACK:
            raise InputError("nothing was played that can end")
        self.finished = not self.finished
        self.stop_clock()

    # From outside

    def fire(self, kind: str, row: int, name: str) -> None:
        """Let something happen to an organisation, before the round that is decided on.

        Raises
        ------
        InputError
            No such thing, or the play is over.
        """
        if kind not in FIRED or row not in range(len(self.play.scenario.labels)):
            raise InputError("got {got!r}, allowed: {allowed}", "event", got=kind, allowed=", ".join(FIRED))
        self._fire(of_a_kind(kind, row, self.play.round, name))

    def choose(self, choice: str) -> None:
        """Let the group decide for one of the choices of the scenario.

        Raises
        ------
        InputError
            No such choice, or the play is over.
        """
        known = self.play.scenario.choices
        if choice not in known:
            raise InputError("got {got!r}, allowed: {allowed}", "event", got=choice, allowed=", ".join(known))
        self._fire(list(known[choice]))

    def take_back(self) -> None:
        """Take back what was made to happen last in this round.

        Raises
        ------
        InputError
            Nothing was.
        """
        self._otherwise(self.play.take_back)

    def _fire(self, events: list[Event]) -> None:
        self._otherwise(lambda: self.play.fire(events))

    def _otherwise(self, change: Callable[[], None]) -> None:
        """Let something be otherwise; what was decided on something else is asked anew."""
        laid = self.play.laid
        change()
        for row, seat in self.seats.items():
            asked = self.play.asked(row)
            if self.play.laid != laid and CONSENT in seat.answers:
                seat.forget(CONSENT)
                seat.anew = CONSENT in asked
            for one in [one for one in ASKED if one in seat.answers and one not in asked]:
                seat.forget(one)
            if seat.answers.get(PROMISE, 1.0) not in self.play.cards:
                seat.forget(PROMISE)
            if seat.answers.get(CONSENT) == PARTNER and seat.answers[PARTNER] not in self.play.partners(row):
                seat.forget(CONSENT)
            if seat.answers.get(TO, -1) >= 0 and seat.answers[TO] not in self.play.to_offer(row):
                seat.answers = without(seat.answers, *WITH[PROMISE])
        self.change()

    # The clock

    @property
    def left(self) -> float:
        """Seconds left of the round."""
        return max(0.0, self._left if self._until is None else self._until - self.now())

    @property
    def ends(self) -> float:
        """What the clock hangs on: when it is done while it runs, or the seconds that are left while it stands."""
        return self._left if self._until is None else self._until

    @property
    def running(self) -> bool:
        """Whether the clock runs."""
        return self._until is not None

    @property
    def started(self) -> bool:
        """Whether it was started in this round: until then it tells nobody anything."""
        return self.running or self.left != 60.0 * self.minutes

    def stop_clock(self, left: float | None = None) -> None:
        """Stop it, with what is left or so many seconds."""
        self._left, self._until = self.left if left is None else left, None
        self.change()

    def start_clock(self) -> None:
        """Let it run."""
        self._until = self.now() + self.left
        self.change()

    def more_time(self, seconds: float) -> None:
        """Add to what is left."""
        self._left, self._until = self.left + seconds, None if self._until is None else self.now() + self.left + seconds
        self.change()

    # In front

    @property
    def can_be_shown(self) -> tuple[Screen, ...]:
        """What can be put on the screen now: there is no way back from looking back into the play."""
        if self.stage != Stage.BACK:
            return (*PLAYED, DEBRIEF[0]) if self.play.played else PLAYED[:-1]
        offered = any(one.offers for one in self.play.played)
        there = {Screen.CONDITIONS: any(check.conditions for check in self.checks), Screen.OFFERED: offered}
        return tuple(one for one in DEBRIEF if there.get(one, True))

    def show(self, what: str) -> None:
        """Put something on the screen in front.

        Raises
        ------
        InputError
            No such thing, or a step back from the debrief into the play.
        """
        allowed = self.can_be_shown
        if what not in allowed:
            raise InputError("got {got!r}, allowed: {allowed}", "screen", got=what, allowed=", ".join(allowed))
        if what == Screen.CHECK and (not self.checks or self.checks[-1].after != len(self.play.played)):
            self.checks.append(Check(len(self.play.played)))
        if what in (Screen.DELIVERED, Screen.NAMED):
            self.named = what == Screen.NAMED
        self.counted = self.screen == Screen.NORMS == what  # asked for once more: no longer waited for
        self.screen = Screen(what)
        if self.stage == Stage.BACK and self.screen not in self.looked_back:
            self.looked_back.append(self.screen)
        self.change()

    # Half-way

    def to_answer(self, row: int) -> str:
        """What a seat is asked half-way that it has not answered yet: on conditions, on partners, or nothing."""
        if self.screen != Screen.CHECK or row not in self.seats:
            return ""
        now = self.checks[-1]
        if now.names.get(row, self.seats[row].alias) != self.seats[row].alias:
            return ""  # whoever sat there before answered
        if row not in now.conditions:
            return ON_CONDITIONS
        return ON_PARTNERS if row not in now.partners and self.tied(row) else ""

    def tied(self, row: int) -> list[int]:
        """Rows of the partners that a seat is asked about."""
        return self.play.partners(row) if self.play.is_member(row) else []

    def answer(self, row: int, sent: Mapping[str, str]) -> None:
        """Keep what somebody answered half-way.

        Raises
        ------
        InputError
            It was not asked, or is no answer to it.
        """
        asked = self.to_answer(row)
        names = FIVE if asked == ON_CONDITIONS else tuple(map(str, self.tied(row))) if asked else ()
        given = {name: sent.get(name, "") for name in names}
        if not given or not set(given.values()) <= set(SCORES):
            raise InputError("got {got!r}, allowed: {allowed}", "check", got=asked, allowed=", ".join(SCORES))
        scores = {name: None if score == UNKNOWN else int(score) for name, score in given.items()}
        now = self.checks[-1]
        now.names[row] = self.seats[row].alias
        if asked == ON_CONDITIONS:
            now.conditions[row] = scores
        else:
            now.partners[row] = {int(name): score for name, score in scores.items()}
        self.change()

    # Research

    def agree(self, row: int, yes: bool) -> None:
        """Keep whether what somebody decided and answered may be used for research; it can be changed."""
        self.agreed[self.seats[row].alias] = yes
        self.change()

    @property
    def took_part(self) -> set[str]:
        """The aliases of all who decided or answered something, also of those who left their seat."""
        answered = {name for check in self.checks for name in check.names.values()}
        return answered | set(self.phones.values()) | {seat.alias for seat in self.seats.values() if seat.vote}

    # Looking back

    def vote(self, row: int, on: str) -> None:
        """Keep which norm somebody says that the group was playing for; it can be changed."""
        self.seats[row].vote = on
        self.change()

    @property
    def open_votes(self) -> int:
        """How many that are awake have not said which norm they played for, while that is waited for."""
        waited = self.screen == Screen.NORMS and not self.counted
        return sum(waited and bool(seat.pages) and not seat.vote for seat in self.seats.values())

    @property
    def can_be_looked_at(self) -> list[tuple[int, int]]:
        """Seats and played rounds in which people decided."""
        return [(row, at) for at, one in enumerate(self.play.played, 1) for row in sorted(one.decided)]

    @property
    def looks(self) -> bool:
        """Whether it was chosen at which seat and round the debrief looks."""
        return self.looked_at in self.can_be_looked_at

    @property
    def looks_at_a_seat(self) -> bool:
        """Whether it was chosen at which seat it looks, in whatever round."""
        return self.looked_at[0] in {row for row, _ in self.can_be_looked_at}

    def look(self, row: int, number: int) -> None:
        """Look at what one seat did in one played round, or in all of them where that is 0.

        Raises
        ------
        InputError
            Nobody decided there.
        """
        known = self.can_be_looked_at
        if (row, number) not in (*known, *((one, 0) for one, _ in known)):
            raise InputError("got {got}, allowed: a round in which somebody decided", "seat", got=(row, number))
        self.looked_at = row, number
        self.change()

    def end(self) -> None:
        """End it: no phone is at this table any more, and of names, tokens and answers nothing is left."""
        self.ended = True
        self.seats, self.checks, self.phones, self.agreed, self._lost = {}, [], {}, {}, {}
        self.change()


def without(answers: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """All answers but some."""
    return {name: said for name, said in answers.items() if name not in names}


def read(asked: str, sent: Mapping[str, str]) -> dict[str, Any]:
    """What a phone sent, as what was decided.

    Raises
    ------
    InputError
        It is nothing of the kind.
    """
    said = sent.get(asked, "")
    if asked == PROMISE:
        promise, to = {PROMISE: number_in(said, PROMISE)}, sent.get(TO, "")
        return promise | {TO: int(number_in(to, TO)), OFFER: number_in(sent.get(OFFER, ""), OFFER)} if to else promise
    if asked == CONSENT:
        return {CONSENT: said, PARTNER: int(number_in(sent.get(PARTNER, ""), PARTNER)) if said == PARTNER else -1}
    return {asked: said}


def number_in(text: str, where: str) -> float:
    """A number that was sent.

    Raises
    ------
    InputError
        It is none.
    """
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e9:
        raise InputError("got {got!r}, allowed: a number", where, got=text[:20])
    return value

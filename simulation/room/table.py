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
from typing import Any

import numpy as np

from ..errors import InputError
from ..events import Event
from ..reading import Name
from ..view.happenings import of_a_kind
from .play import CONSENT, HOME, PARTNER, PROMISE, YES, Decision, Play

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # of a code, without those that look like another
LETTERS_OF_A_CODE = 6
MINUTES = 6  # of a round, at first (an assumption: six rounds and their talk fit in an hour)
LONGEST_NAME = 40
UNASKED = 6 * 3600.0  # seconds without anybody, after which a table ends
NETWORK, QUESTION, BLANK = SHOWN = ("network", "question", "blank")  # in front, while the play goes on
FEELINGS, DELIVERED, TRUST, AT_HOME, NORMS, NEED, MODEL, AGAIN, MONDAY = DEBRIEF = (
    "feelings", "delivered", "trust", "home", "norms", "need", "model", "again", "monday"
)  # fmt: skip
LEAD, WHOLE = VOTES = ("lead", "whole")  # which norm the group was playing for: the goal of one, or an effect for each
PROPOSAL = "proposal"  # what a phone calls the one that it answers to
FIRED = ("cut", "director", "breach", "won")  # what can happen to an organisation


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

    @property
    def decision(self) -> Decision:
        """What it decided, what is open left to the model."""
        return Decision(**{HOME: ""} | self.answers)


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
    shown
        What stands on the screen in front: while the play goes on, or a step of the debrief.
    named
        Whether names stand beside what was promised and delivered.
    looked_at
        The row and the played round that the debrief looks at.
    luck
        By these two, what came of that round with other luck.
    version, of_seats
        How often something changed that a page shows, and that a phone does: a phone that sleeps, or what somebody
        decided in secret, is no reason for other phones to look.
    lock
        Of whoever changes something.
    """

    def __init__(self, play: Play, now: Callable[[], float] = time.monotonic) -> None:
        self.play, self.now = play, now
        self.code = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_OF_A_CODE))
        self.seats: dict[int, Seat] = {}
        self.shown = NETWORK
        self.named = False
        self.looked_at = (0, 0)
        self.luck: dict[tuple[int, int], np.ndarray] = {}
        self.version = self.of_seats = 0
        self.lock = asyncio.Lock()
        self.ended = False
        self.minutes = MINUTES
        self.touched = now()
        self._left = 60.0 * MINUTES  # seconds, while the clock stands
        self._until: float | None = None  # when it is done, while it runs
        self._changed = asyncio.Event()

    # Who looks

    def change(self, seats: bool = True) -> None:
        """Say to all pages that something changed, or to desk and screen alone."""
        self.version += 1
        self.of_seats += seats
        self.touched = self.now()
        self._changed.set()
        self._changed = asyncio.Event()

    @property
    def changed(self) -> asyncio.Event:
        """Set at the next change."""
        return self._changed

    @property
    def debriefing(self) -> bool:
        """Whether the play is looked back at."""
        return self.shown in DEBRIEF

    # Seats

    @property
    def free(self) -> list[int]:
        """Rows that somebody can take."""
        rows = range(len(self.play.scenario.labels))
        return [row for row in rows if self.play.is_member(row) and row not in self.seats]

    def join(self, row: int, person: str = "") -> str:
        """Take a seat; gives the token by which a phone comes back to it.

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
        self.change(seats=False)
        return self.seats[row].token

    def of_token(self, token: str) -> int | None:
        """The row whose phone has a token."""
        found = [row for row, seat in self.seats.items() if hmac.compare_digest(seat.token.encode(), token.encode())]
        return found[0] if found else None

    def leave(self, row: int) -> None:
        """Free a seat; its phone is at no table from then on."""
        if self.seats.pop(row, None):
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
        laid = self.play.laid
        if asked == CONSENT and (answered := sent.get(PROPOSAL) or laid) != laid:
            raise InputError("got {got!r}, allowed: {allowed}", PROPOSAL, got=answered[:20], allowed=laid)
        if asked not in self.play.asked(row):
            raise InputError("got {got!r}, allowed: what is asked now", "decision", got=asked)
        answers = self.seats[row].answers | read(asked, sent)
        if not answers[asked] or (asked == PROMISE and answers[PROMISE] not in self.play.cards):
            raise InputError("got {got!r}, allowed: one of the answers", asked, got=answers[asked])
        self.play.check(row, Decision(**answers))
        self.seats[row].answers = answers
        if asked == CONSENT:
            self.seats[row].anew = False
        self.change(seats=asked == CONSENT)

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

    def close(self) -> None:
        """Play the round, with what was decided in person.

        Raises
        ------
        InputError
            The play is over, or looked back at.
        """
        if self.debriefing:
            raise InputError("the play is over")
        decided = {row: seat.decision for row, seat in self.seats.items() if self.plays(row) and self.decided(row)}
        self.play.close(decided)
        for seat in self.seats.values():
            seat.answers, seat.anew = {}, False
        self.stop_clock(60.0 * self.minutes)

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

    def _fire(self, events: list[Event]) -> None:
        """Let it happen; what was decided on something else is asked anew."""
        laid = self.play.laid
        self.play.fire(events)
        for row, seat in self.seats.items():
            asked = self.play.asked(row)
            if self.play.laid != laid and seat.answers.pop(CONSENT, None):
                seat.answers.pop(PARTNER)
                seat.anew = CONSENT in asked
            seat.answers = {key: said for key, said in seat.answers.items() if key in asked or key == PARTNER}
            if seat.answers.get(PROMISE, 1.0) not in self.play.cards:
                del seat.answers[PROMISE]
            if seat.answers.get(CONSENT) == PARTNER and seat.answers[PARTNER] not in self.play.partners(row):
                del seat.answers[CONSENT]
        self.change()

    # The clock

    @property
    def left(self) -> float:
        """Seconds left of the round."""
        return max(0.0, self._left if self._until is None else self._until - self.now())

    @property
    def running(self) -> bool:
        """Whether the clock runs."""
        return self._until is not None

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

    def show(self, what: str) -> None:
        """Put something on the screen in front.

        Raises
        ------
        InputError
            No such thing, or a step back from the debrief into the play.
        """
        begun = DEBRIEF[:1] if self.play.played else ()
        allowed = DEBRIEF if self.debriefing else (*SHOWN, *begun)
        if what not in allowed:
            raise InputError("got {got!r}, allowed: {allowed}", "screen", got=what, allowed=", ".join(allowed))
        if not self.debriefing and what in DEBRIEF and self.can_be_looked_at:
            self.looked_at = self.can_be_looked_at[0]
        self.shown = what
        self.change()

    @property
    def can_be_looked_at(self) -> list[tuple[int, int]]:
        """Seats and played rounds in which people decided."""
        return [(row, at) for at, one in enumerate(self.play.played, 1) for row in sorted(one.decided)]

    def look(self, row: int, number: int) -> None:
        """Look at what one seat did in one played round.

        Raises
        ------
        InputError
            Nobody decided there.
        """
        if (row, number) not in self.can_be_looked_at:
            raise InputError("got {got}, allowed: a round in which somebody decided", "seat", got=(row, number))
        self.looked_at = row, number
        self.change()

    def end(self) -> None:
        """End it: no phone is at this table any more, and of names and tokens nothing is left."""
        self.ended = True
        self.seats = {}
        self.change()


def read(asked: str, sent: Mapping[str, str]) -> dict[str, Any]:
    """What a phone sent, as what was decided.

    Raises
    ------
    InputError
        It is nothing of the kind.
    """
    said = sent.get(asked, "")
    if asked == PROMISE:
        return {PROMISE: number_in(said, PROMISE)}
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

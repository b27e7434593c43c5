"""Guesses of a room: whoever has the code says, once each, what they expect, until the outcome is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from .codes import drawn

ANSWERS = ("more", "same", "less")
ASKED = "guess"  # what the first page is asked with, so that a PIN can be given before the question is seen
LETTERS_OF_A_CODE = 8
MOST = 200  # that can be open at once; the oldest makes room
MOST_PHONES = 500  # of one


@dataclass
class Guesses:
    """What a room expects.

    Attributes
    ----------
    code
        By which phones come to it.
    question
        What they are asked, by language.
    answers
        What each phone says, by a key that only that phone has.
    open
        Whether they still can.
    """

    code: str
    question: Mapping[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    open: bool = True

    def take(self, phone: str, answer: str) -> bool:
        """Keep what a phone says, instead of what it said before; whether it was kept."""
        room = phone in self.answers or len(self.answers) < MOST_PHONES
        if not (self.open and room and answer in ANSWERS):
            return False
        self.answers[phone] = answer
        return True

    @property
    def counts(self) -> dict[str, int]:
        """How many say each."""
        said = Counter(self.answers.values())
        return {answer: said[answer] for answer in ANSWERS}

    @property
    def most(self) -> str:
        """What most of them say, the first of equals; empty where nobody said anything."""
        return max(ANSWERS, key=lambda answer: self.counts[answer]) if self.answers else ""


OPEN: dict[str, Guesses] = {}  # by code, the oldest first


def begin(question: Mapping[str, str]) -> Guesses:
    """Ask a room."""
    one = Guesses(drawn(LETTERS_OF_A_CODE), question)
    while len(OPEN) >= MOST:
        OPEN.pop(next(iter(OPEN)))
    OPEN[one.code] = one
    return one

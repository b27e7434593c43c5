"""Mending: what broke, what mended it, and when trust was back; what the ending says of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..session import Line
from ..texts import Texts
from .facts import TURN, WINDOW, Fact, Row
from .story import Told, departures, every, family, say

# What can break, the gravest first; and what mends each.
GRAVE = ("dissolved", "lapsed", "unbacked", "keeps_back_distrust", "betrayed", "setback", "trust_falls")
AGAIN = {"lapsed": ("mended", "agreed", "decided"), "unbacked": "steady", "keeps_back_distrust": "gives_again_distrust"}
DIP = 0.05  # of the trust of all in all: what is worth telling
SETTLED = 3  # rounds at the end in which nobody can say yet whether something was mended


class Breach(NamedTuple):
    """Something that broke, and what mended it."""

    round: int
    fact: Fact
    again: int  # the round in which it was mended; 0 for never
    healed: Fact | None

    def counts(self, rounds: int) -> bool:
        """Whether it is worth telling at the end: no support that was back at once, no trust that was hardly lost, and
        nothing so late that nobody can say whether it was mended.
        """
        what = broken(self.fact)
        if what in ("dissolved", "lapsed"):
            return True
        if what == "unbacked" and self.again == self.round + 1:
            return False
        if what not in AGAIN and self.fact.size < TURN:
            return False
        return self.healed is not None or rounds - self.round >= SETTLED

    def grave(self, rounds: int) -> tuple[int, float, int]:
        """How grave it is among others in so many rounds, the gravest lowest: what it was, how much, how long."""
        lasted = (self.again or rounds + 1) - self.round
        return GRAVE.index(broken(self.fact)), -self.fact.size, -lasted


def mending(line: Line, texts: Texts, told: Sequence[Told], turned: Fact | None) -> list[str]:
    """What broke, why where what turned the run does not say so; and what mended it, and when trust was back."""
    found = breaches(told)
    if not found:
        return [texts("mending.unbroken")] if line.history["agreed"].any() else []
    worst = min(found, key=lambda one: one.grave(line.rounds))
    fact = worst.fact
    if turned is fact:  # why it broke has been said
        fact = with_values(fact, because="")
    broke = say(with_values(fact, round=worst.round), texts, line, f"mending.broke_{family(fact.kind)}")
    if worst.healed is None:
        mended = unmended(worst, texts, line, told)
    else:
        how = family(worst.healed.kind)
        how = worst.healed.kind.removeprefix("repaired_") if how == "repaired" else how
        how = "goal" if how in ("mended", "agreed", "decided") else how
        mended = say(with_values(worst.healed, again=worst.again), texts, line, f"mending.healed_{how}")
    return [broke, " ".join([mended, *trust_back(line, worst, texts)])]


def unmended(worst: Breach, texts: Texts, line: Line, told: Sequence[Told]) -> str:
    """That nothing mended what broke, and whose leaving put an end to it."""
    between = [row for name in ("who", "other") if isinstance(row := worst.fact.values.get(name), Row)]
    for round_, fact in departures(told):
        if round_ > worst.round and fact.values["who"] in between:
            return say(with_values(fact, left=round_, because=""), texts, line, "mending.nothing_left")
    return texts("mending.nothing")


def broken(fact: Fact) -> str:
    """Which of what can break a fact tells of; empty when it tells of nothing that broke."""
    return next((one for one in GRAVE if fact.kind.startswith(one)), "")


def with_values(fact: Fact, **more: object) -> Fact:
    """A fact with more that goes into its text."""
    return replace(fact, values=fact.values | more)


def breaches(told: Sequence[Told]) -> list[Breach]:
    """What is told to have broken, with the first that mended it."""
    happened = list(every(told))
    found = []
    for round_, one in enumerate(told):
        for fact in one.facts:
            if broken(fact):
                later = ((at, other) for at, other in happened if at > round_ and mends(fact, other))
                found.append(Breach(round_, fact, *next(later, (0, None))))
    return [one for one in found if one.counts(len(told) - 1)]


def mends(fact: Fact, other: Fact) -> bool:
    """Whether what one fact tells mends what another tells."""
    what = broken(fact)
    if what in AGAIN:
        after = other.kind.startswith(AGAIN[what])
        return after and (what != "keeps_back_distrust" or fact.values["who"] in other.values["who"])
    return what != "dissolved" and other.kind.startswith("repaired") and other.pair == fact.pair


def trust_back(line: Line, worst: Breach, texts: Texts) -> list[str]:
    """How far the trust of all in all fell around a breach, and when it was back where it had been before."""
    round_ = worst.round
    trust = np.round(100.0 * line.history["trust"])
    high = trust[max(0, round_ - 1 - WINDOW) : round_].max()
    back = np.flatnonzero(trust[round_:] >= high)
    low = trust[round_ - 1 : round_ + back[0] if back.size else line.rounds].min()
    if high - low < 100.0 * DIP:
        return []
    numbers = {"from": texts.number(high, 0), "low": texts.number(low, 0)}
    if back.size:
        return [
            texts(
                "mending.back" if worst.healed else "mending.back_on_average", back=round_ + 1 + int(back[0]), **numbers
            )
        ]
    return [texts("mending.gone", end=texts.number(trust[-1], 0), **numbers)]

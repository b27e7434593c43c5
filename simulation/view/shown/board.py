"""For a board: what was learnt about this collaboration and how sure that is, in sentences to say as they stand.

What was learnt is the one reason that the ending gives, in short; how sure it is, is counted: the same is played again
by other luck, and it is told in how many of those runs it went the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..session import Line
from ..texts import EQUAL, Texts
from .facts import ENDED, Fact, Rows
from .holding import rests_on, stood
from .late import came_late, what_stopped_it, why_so_late
from .mending import why_given_up, worst_of
from .story import Told, end_of, every, unnamed_event

FAIRLY, MOSTLY = 0.8, 0.7  # of the runs by other luck: from where on the same way is fairly sure, and likely


def for_board(line: Line, texts: Texts, told: Sequence[Told], beside: str = "") -> str:
    """What was learnt, what an event did that nothing else names, and how sure it is.

    Parameters
    ----------
    line
        Played to its end.
    texts
        In which language.
    told
        From `tell`.
    beside
        What stands beside it.
    """
    said = learnt(line, texts, told)
    event = unnamed_event(line, texts, told, f"{said} {beside}", "board.event_did")
    return " ".join(one for one in (said, event, how_sure(line, texts, told)) if one)


def learnt(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """For how long there was no agreement, if that was long, and why; what became of it and the one reason for that."""
    return " ".join(one for one in (why_so_late(line, texts, told), became(line, texts, told)) if one)


def became(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """What became of the agreement and the one reason for it, in a sentence; nothing where that cannot be said yet."""
    ended = end_of(told)
    if ended and ended[1].kind == ENDED:
        return texts("board.ended", round=ended[0])
    if line.fate == "never":
        return what_stopped_it(line, texts, told)
    if line.fate == "held":
        return "" if came_late(line) else because_it_was_worth_it(line, texts)
    if ended and line.fate == "lost":
        return texts("board.apart", round=ended[0])
    round_, fact, *_ = worst_of(line, told)
    values = {"round": round_, "who": those(fact, line, texts), "why": why_given_up(fact, texts, line)}
    others = [
        texts("board.lost_too", round=at, why=why_given_up(one, texts, line))
        for at, one in every(told)
        if one.kind == "lapsed" and at != round_
    ]
    if line.fate == "lost":
        return " ".join([texts("board.lost", **values), *others])
    agreed = line.history["agreed"] > 0.0
    again = 2 + int(np.flatnonzero(agreed[1:] & ~agreed[:-1])[-1])
    return " ".join([texts("board.again", again=again, **values), *others])


def because_it_was_worth_it(line: Line, texts: Texts) -> str:
    """Why a goal held that was never lost."""
    support = stood(line)
    if support.patient:
        return texts(f"board.held_patience{support.order}", **support.patiently(texts))
    kept = rests_on(line, int(line.first_goal))
    by, _, condition = kept.by.partition("_") if kept else ("", "", "")
    values = {"condition": texts.outcome(condition).lower()} if condition else {}
    rested = texts(f"board.on_{by}", **values) if by else ""
    many = texts(f"board.{support.how_many}{'' if support.always_all else support.order}", **support.counts(texts))
    return texts(f"board.held{support.how}", many=many, rested=rested)


def those(fact: Fact, line: Line, texts: Texts) -> str:
    """Who no longer stood behind it; too many of them, where nobody in particular did not."""
    who = fact.values.get("who", Rows())
    return texts.names([texts.in_a_sentence(line.scenario.labels[row]) for row in who]) or texts("board.too_many")


def how_sure(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """In how many runs by other luck it went the same way, and in how many working together paid.

    Of an end that was chosen, and so comes in all of them, only the latter.
    """
    runs = len(line.elsewhere.fates)
    paid = sum(one >= EQUAL for one in line.elsewhere.created)
    if any(one.kind == ENDED for _, one in every(told)):
        return texts("board.paid_alone", paid=paid, runs=runs)
    brought = texts("board.paid", paid=paid, runs=runs)
    same = line.elsewhere.fates.count(line.fate)
    how = "fairly" if same >= FAIRLY * runs else "likely" if same >= MOSTLY * runs else "chance"
    went = texts(f"board.went_{line.fate}", same=same, runs=runs)
    return f"{texts(f'board.{how}')} {went} {brought}"

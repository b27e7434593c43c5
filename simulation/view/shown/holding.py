"""Holding: why a goal that was never lost held, as the same run goes by the same luck without one thing at a time."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...logic import HIERARCHY
from ...state import MEMBER
from ..session import Line
from ..texts import Texts
from . import causes
from .facts import short_of

MOST_TOLD = 2


class Kept(NamedTuple):
    """In which round a goal would have been lost without something, the earliest first."""

    lost: int
    by: str


def kept_by(line: Line, since: int) -> list[Kept]:
    """What a goal would have been lost without, had it stopped after the round in which there first was one.

    Parameters
    ----------
    line
        One in which a goal is not lost.
    since
        The first round with a goal, before the last.
    """
    found = []
    for by, parameters in (causes.KEEPS | causes.efforts(line, since)).items():
        history = causes.replayed(line, causes.under(line, since + 1, parameters), line.rounds)
        lost = np.flatnonzero(history["agreed"][since:] == 0.0)
        if lost.size:
            found.append(Kept(since + 1 + int(lost[0]), by))
    return sorted(found)


def why_it_held(line: Line, texts: Texts) -> str:
    """What a goal that was never lost would have been lost without, and when; or that nothing of the kind was needed.

    Nothing where there was no goal, where it was lost, or where it came in the last round.
    """
    agreed = line.history["agreed"] > 0.0
    since = int(agreed.argmax()) + 1
    if since >= line.rounds or not agreed[since - 1 :].all():
        return ""
    kept = kept_by(line, since)
    if not kept:
        return texts("ending.kept_by_itself")
    said = [
        texts(
            f"ending.kept_by_{one.by.partition('_')[0]}",
            lost=one.lost,
            condition=texts.outcome(one.by.partition("_")[2]).lower() if "_" in one.by else "",
        )
        for one in kept[:MOST_TOLD]
    ]
    return texts("ending.kept", why=texts.names(said))


def unbroken(line: Line, texts: Texts) -> str:
    """That nothing broke for long, and what held it: what was delivered, and how much support was left at least."""
    agreed = line.history["agreed"] > 0
    promised = made = 0.0
    backing = math.inf
    for course in line.walk():
        if course.round and agreed[course.round - 1]:
            them = course.state.organisations[course.state.organisations["member"] == MEMBER]
            promised, made = promised + float(them["promise"].sum()), made + float(them["pooled"].sum())
            backing = min(backing, float(course.state.collaboration[0]["backing"]))
    decision = line.at(line.rounds).parameters
    quorum, part = decision.decision.quorum, texts.kept(made / max(promised, 1e-9))
    if decision.logic.decision == HIERARCHY:
        return texts("mending.unbroken_by_order", part=part)
    backed = texts.percent(short_of(backing, quorum))
    return texts("mending.unbroken", part=part, backing=backed, quorum=texts.percent(quorum))

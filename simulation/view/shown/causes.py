"""Causes: what brought about what is told, and only what the run itself shows.

An event is a cause where the same run, by the same luck, goes otherwise without it. What somebody gains by holding back
is what the same round brings when it does not. Everything else is what the mechanisms kept of a round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from ...measures import OUTCOMES
from ...runs import Course
from ...state import MEMBER, State
from ..session import Line, Tempted, had_it_meant
from ..texts import EQUAL
from .facts import WINDOW, Cause, Fact, Gain, Name, Row

SURE = 3  # rounds in which it does not happen without an event, for that to have brought it about


def came_about(fact: Fact) -> Callable[[State], bool] | None:
    """What a state looks like in which what is told has happened; none of what no event is asked for."""
    if fact.kind == "leaves":
        row = int(fact.values["who"])
        return lambda state: state.organisations["member"][row] != MEMBER
    if fact.kind == "lapsed":
        return lambda state: not state.collaboration[0]["agreed"]
    if fact.kind == "unbacked":
        return lambda state: not state.collaboration[0]["agreed"] or state.collaboration[0]["unbacked"] > 0
    if fact.kind == "steady":
        return lambda state: state.collaboration[0]["agreed"] and not state.collaboration[0]["unbacked"]
    if fact.kind.startswith(("agreed", "decided", "mended")):
        return lambda state: bool(state.collaboration[0]["agreed"])
    return None


def with_events(line: Line, round_: int, found: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a round, and of those that an event brought about, which."""
    for fact in found:
        happened = came_about(fact)
        since = int(fact.values.get("since", round_ - WINDOW)) + 1
        at = last_event_behind(line, round_, since, happened) if happened else 0
        name = next((event.name for event in line.scenario.events if event.round == at and event.name), "")
        values = {"event": Name(name), "at": at, "after": Cause("without")}
        yield replace(fact, values=fact.values | values) if at else fact


def last_event_behind(line: Line, round_: int, since: int, happened: Callable[[State], bool]) -> int:
    """The last round with an event without which it does not happen, nor soon after, by the same luck; 0 for none."""
    rounds = {event.round for event in line.scenario.events if event.name and since <= event.round <= round_}
    for at in sorted(rounds, reverse=True):
        course = without(line, at)
        later = range(round_, min(round_ + SURE, line.rounds + 1))
        if not any(happened(played(course, then)) for then in later):
            return at
    return 0


def without(line: Line, round_: int) -> Course:
    """The run of a line as it stood before a round, to go on from there without the events of that round."""
    course = line.at(round_ - 1)
    course.events = [event for event in course.events if event.round != round_]
    return course


def played(course: Course, round_: int) -> State:
    """The state of a run, played on to a round."""
    course.proceed(round_, np.zeros(round_, OUTCOMES))
    return course.state


def at_whose_cost(one: Tempted, row: int, way: int) -> dict[str, object]:
    """Whom it would have cost most (-1) or brought most (1), besides the organisation itself; nobody, if hardly."""
    others = way * np.delete(one.others, row)
    most = int(others.argmax())
    if others[most] < EQUAL:
        return {}
    return {"whom": Row(most + (most >= row)), "cost": Gain(others[most])}


def with_what_it_gained(line: Line, course: Course, found: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a round, and of those who begin to keep back, what it brought them and whom it cost most."""
    for fact in found:
        if not fact.kind.startswith("keeps_back"):
            yield fact
            continue
        row = int(fact.values["who"])
        promise = float(course.state.organisations["promise"][row])
        true = had_it_meant(promise, line.at(course.round - 1), course, row)
        if abs(true.more) < EQUAL:
            yield fact
            continue
        whom = at_whose_cost(true, row, 1)
        kind = f"{'gained' if true.more < 0.0 else 'lost'}{'_and_cost' if whom else ''}"
        values = {"held": Cause(f"held_{kind}"), "gained": Gain(abs(true.more))}
        yield replace(fact, values=fact.values | values | whom)

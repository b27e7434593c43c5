"""Causes: what brought about what is told, and only what the run itself shows.

An event is a cause where the same run, by the same luck, goes otherwise without it; so is what the model itself does,
as each part of it can be switched off. What somebody gains by holding back is what the same round brings when it does
not. Everything else is what the mechanisms kept of a round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ... import game
from ...conditions import CONDITIONS
from ...events import Event
from ...measures import OUTCOMES
from ...numbers import half_up
from ...runs import Course
from ...scenario import Scenario
from ...scenario import with_events as with_more
from ...state import MEMBER, State
from ..session import Line, Tempted, best_for_itself, had_it_meant
from ..texts import EQUAL
from .facts import HELD, LUCK, SHORT, WINDOW, Against, Cause, Fact, More, Name, Once, Row, leads_out, trust_in

ENDLESS = 1_000_000  # rounds without support that a goal would have to bear for never to lapse
# What can take value away, and the parameters under which it does not.
TAKES: dict[str, Mapping[str, float]] = {
    "luck": {"delivery.noise": 0.0},
    "trust": {"trust.loss": 0.0},
    "home": {"delivery.fidelity": 1.0},
    "goal": {"value.adjustment": 0.0},
    "need": {"turbulence.step": 0.0},
    "elsewhere": {"elsewhere.pull": 0.0},
    "left": {"participation.exit": 0.0},
    "lapse": {"backing.patience": ENDLESS},
}
# What can bring it back; work on a condition is added where there is any.
GIVES: dict[str, Mapping[str, float]] = {
    "luck": {"delivery.noise": 0.0},
    "trust": {"trust.gain": 0.0},
    "found": {"opportunity.rate": 0.0},
    "left": {"participation.exit": 0.0},
}
# What can keep a goal; work on a condition is added where there is any.
KEEPS: dict[str, Mapping[str, float]] = {"trust": GIVES["trust"], "patience": {"backing.patience": 0}}
NAMES = {"home": "home", "distrust": "trust"}  # by what a fact says was short, which of these it names
BY_LUCK = tuple(f"steady_{one}" for one in LUCK)  # what is said to bring support back by luck alone
HASTENED = "hastened"  # how a cause begins that tells of an event which only brought forward what had begun
IN_ALL = "in_all"  # what did not come, where what most of it was short by is not the reason
AVOIDS = ("home", "luck", "trust")  # what can keep a goal from losing its support
FULL = {condition: {f"effort.{condition}": 1.0} for condition in CONDITIONS}  # all the work on one condition
AFTER = 6  # rounds after somebody could have given in to a temptation, and from an event on
NOTED = 0.05  # of value a round that an event brings or takes, for that to be told
JUMP = 0.25  # of value a round, between the rounds before and after an event: what a room asks about
NO_EVENT = (0, "")
SURE = 3  # rounds in which it does not happen without an event, for that to have brought it about


def came_about(fact: Fact) -> Callable[[State], bool] | None:
    """What a state looks like in which what is told has happened; none of what no event is asked for."""
    if fact.kind == "leaves":
        row = int(fact.values["who"])
        return lambda state: state.organisations["member"][row] != MEMBER
    if fact.kind == "keeps_back_distrust":
        row = int(fact.values["who"])
        return lambda state: holds_back(state.organisations[row])
    if fact.kind == "lapsed":
        return lambda state: not state.collaboration[0]["agreed"]
    if fact.kind.startswith("unbacked"):
        return lambda state: not state.collaboration[0]["agreed"] or state.collaboration[0]["unbacked"] > 0
    if fact.kind.startswith("steady"):
        return lambda state: state.collaboration[0]["agreed"] and not state.collaboration[0]["unbacked"]
    if fact.kind.startswith(("agreed", "decided", "mended")):
        return lambda state: bool(state.collaboration[0]["agreed"])
    if fact.kind.startswith("repaired") and fact.kind != "repaired_event":  # of which the event is told already
        before = half_up(100.0 * float(fact.values["from"]))  # as it is written
        return lambda state: half_up(100.0 * trust_in(state, fact.pair)) >= before
    return None


def with_events(line: Line, round_: int, found: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a round, and of those that an event brought about, which."""
    for fact in found:
        happened = came_about(fact) if not fact.kind.startswith("keeps_back") else None
        since = int(fact.values.get("since", round_ - WINDOW)) + 1
        at, name = last_event_behind(line, round_, since, happened) if happened else NO_EVENT
        if not at:
            yield fact
            continue
        if fact.kind == "lapsed":
            after = given_up_without(line, round_, at, name, fact)
        else:
            found_out = left_without(line, round_, at, name, fact) or healed_without(line, round_, at, name, fact)
            after = found_out or {"after": Cause("without")}
        yield replace(fact, values=fact.values | {"event": Name(name), "at": at} | after)


def given_up_without(line: Line, round_: int, at: int, name: str, fact: Fact) -> dict[str, object]:
    """What would have become of a goal that was given up in a round without an event, and what was so already before:
    since when support was too small, and in which round it is given up all the same, by the same luck.

    Where both are so, the event is no cause: it hastened what had begun.
    """
    lost, weak = given_up_in(line, without(line, at, name), round_), began(fact, round_) < at
    if lost:
        return {"later": lost, "after": Cause(HASTENED if weak else "without_later")}
    return ({"already": Cause("already")} if weak else {}) | {"after": Cause("without_held")}


def began(fact: Fact, round_: int) -> int:
    """Since which round too few had stood behind a goal that was given up in one."""
    return round_ - int(fact.values["borne"]) + 1


def left_without(line: Line, round_: int, at: int, name: str, fact: Fact) -> dict[str, object]:
    """Of whoever left as there was no goal: in which round before there would have been one without an event."""
    if fact.values.get("because") != "no_goal":
        return {}
    history = replayed(line, without(line, at, name), round_ - 1)
    agreed = np.flatnonzero(history["agreed"][at - 1 : round_ - 1])
    return {"after": Cause("without_agreed"), "would": at + int(agreed[0])} if agreed.size else {}


def healed_without(line: Line, round_: int, at: int, name: str, fact: Fact) -> dict[str, object]:
    """Of trust that what was delivered brought back: that without an event there would have been no goal to deliver
    for, where that is so.
    """
    if fact.kind != "repaired_kept":
        return {}
    agreed = played(without(line, at, name), round_).collaboration[0]["agreed"]
    return {} if agreed else {"after": Cause("without_goal")}


def last_event_behind(line: Line, round_: int, since: int, happened: Callable[[State], bool]) -> tuple[int, str]:
    """The round and the name of the last event without which it does not happen, nor soon after, by the same luck, of
    several of one round the first; `NO_EVENT` where there is none, though it may not happen without several at once.
    """
    named = dict.fromkeys((one.round, one.name) for one in line.scenario.events if one.name)
    for at in sorted({at for at, _ in named if since <= at <= round_}, reverse=True):
        names = [name for when, name in named if when == at]
        if len(names) > 1 and happens(line, without(line, at), round_, happened):
            continue  # with none of them it happens as well
        for name in names:
            if not happens(line, without(line, at, name), round_, happened):
                return at, name
    return NO_EVENT


def happens(line: Line, course: Course, round_: int, happened: Callable[[State], bool]) -> bool:
    """Whether something happens in a round of another course of a line, or soon after; plays it on."""
    return any(happened(played(course, then)) for then in range(round_, min(round_ + SURE, line.rounds + 1)))


def what_events_did(line: Line, round_: int) -> Iterator[Fact]:
    """What events of some rounds ago did to value since, all those of one round together; told when that is played.

    Where they did little it is told that they did not make it, if value moved all the same.
    """
    last = round_ - SURE + 1 if round_ == line.rounds else round_ - AFTER + 1
    for at in range(max(1, round_ - AFTER + 1), last + 1):
        name = next((event.name for event in line.scenario.events if event.round == at and event.name), "")
        if not name:
            continue
        history = replayed(line, without(line, at), round_)
        then, instead = (float(of["joint_value"][at - 1 : round_].mean()) for of in (line.history, history))
        values = {"name": Name(name), "at": at, "last": round_, "then": Against(then), "instead": More(instead)}
        before = line.history["joint_value"][max(0, at - 1 - AFTER) : at - 1]
        moved = then - float(before.mean()) if before.size else 0.0
        if abs(then - instead) >= NOTED:
            yield Fact("event_did", abs(then - instead), values, tone=1 if then > instead else -1)
        elif abs(moved) >= JUMP:
            way, against = "rise" if moved > 0.0 else "fall", moved * (then - instead) < 0.0
            yield Fact(f"event_{'despite' if against else 'little'}_{way}", 0.0, values)


def without(line: Line, round_: int, name: str = "") -> Course:
    """The run of a line as it stood before a round, to go on from there without the events of that round, or without
    those of one name.
    """
    return left_out(line.at(round_ - 1), round_, name)


def left_out(course: Course, round_: int, name: str = "") -> Course:
    """A course, to go on without the events of a round, or without those of one name."""
    course.events = [event for event in course.events if event.round != round_ or name not in ("", event.name)]
    return course


def under(line: Line, first: int, parameters: Mapping[str, float]) -> Course:
    """The run of a line as it stood before a round, to go on from there under other parameters."""
    course = line.at(first - 1)
    course.events = list(with_more(line.scenario, [Event(first, parameters=parameters)]).events)
    return course


def efforts(line: Line, round_: int) -> dict[str, Mapping[str, float]]:
    """Work on conditions that goes on in a round, each as something that could not have been."""
    effort = line.at(round_).parameters.effort
    return {f"work_{name}": {f"effort.{name}": 0.0} for name in CONDITIONS if getattr(effort, name) > 0.0}


def replayed(line: Line, course: Course, last: int) -> np.ndarray:
    """The outcomes of all rounds of a line, those that a course plays otherwise, up to a round, in place of its own."""
    history = line.history.copy()
    course.proceed(last, history)
    return history


def up_to_a_chosen_end(line: Line) -> int:
    """The last round before events lead all out, so that it is no want of support that ends it; else the last."""
    at = line.in_being + 1
    away = {event.organisation for event in line.scenario.events if event.round == at and leads_out(event)}
    there = np.flatnonzero(line.at(at - 1).state.organisations["member"] == MEMBER)
    return line.in_being if away.issuperset(there.tolist()) else line.rounds


def given_up_in(line: Line, course: Course, since: int) -> int:
    """The first round without a goal, from a round on and up to an end that was chosen, of a course that a line plays
    otherwise; 0 for none.
    """
    lost = np.flatnonzero(replayed(line, course, line.rounds)["agreed"][since - 1 : up_to_a_chosen_end(line)] == 0.0)
    return since + int(lost[0]) if lost.size else 0


def avoided_by(line: Line, round_: int, fact: Fact) -> str:
    """Which part of the model it does not happen without, nor soon after, by the same luck; empty for none.

    What the fact itself names is tried first.
    """
    happened = came_about(fact)
    if happened is None:
        return ""
    for name in dict.fromkeys((named_by(fact), *AVOIDS)):
        if not happens(line, taken_away(line, round_, name), round_, happened):
            return name
    return ""


def taken_away(line: Line, round_: int, name: str) -> Course:
    """The run of a line as it stood before the rounds that are looked back upon in one, to go on without a part of the
    model.
    """
    return under(line, max(1, round_ - WINDOW + 1), TAKES[name])


def named_by(fact: Fact) -> str:
    """Which part of the model a fact says that most was short by; luck where that is no decision of anybody."""
    return NAMES.get(str(fact.values.get("because", "")).partition("_")[2], "luck")


def with_one_reason(line: Line, round_: int, found: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a round, and of support that was lost or is back, the one reason for it.

    Of support that is back it is an event, where there is one. Of support that was lost it is what it would not have
    happened without, by the same luck, and no event that hastened it; what most was short by is named only where it is
    the same, or where nothing else is found: two reasons beside one another are none.
    """
    for fact in found:
        if fact.kind.startswith("steady") and "at" in fact.values and fact.values["because"] in BY_LUCK:
            yield replace(fact, values=fact.values | {"because": Cause("steady_more")})
            continue
        if not fact.kind.startswith(("lapsed", "unbacked")):
            yield fact
            continue
        name, event = avoided_by(line, round_, fact), "at" in fact.values and not hastened(fact)
        values = fact.values | ({"began": began(fact, round_)} if fact.kind == "lapsed" else {})
        when = str(values.get("because", "")).partition("_")[0]
        if when in ("short", "first") and (name or event) and name != named_by(fact):
            values["because"] = Cause(f"{when}_{IN_ALL}")
        if name and not event:
            values |= stood_without(line, round_, fact, name)
        if hastened(fact):
            del values["after"]
            values |= beside_what_else(line, round_, name, values)  # what made it comes before what hastened it
        yield replace(fact, values=values)


def hastened(fact: Fact) -> bool:
    """Whether it is told of an event that it hastened what had begun, and so is no cause of it."""
    return str(fact.values.get("after", "")).startswith(HASTENED)


def stood_without(line: Line, round_: int, fact: Fact, name: str) -> dict[str, object]:
    """That it does not happen without a part of the model; of a goal that was given up, in which round it is given up
    then, or that it holds to the end, by the same luck.
    """
    if fact.kind != "lapsed":
        return {"avoided": Cause(f"avoided_{name}")}
    lost = given_up_in(line, taken_away(line, round_, name), round_)
    if not lost:
        return {"avoided": Cause(f"avoided_{name}_held")}
    return {"avoided": Cause(f"avoided_{name}_later"), "lasts": lost}


def beside_what_else(line: Line, round_: int, name: str, values: Mapping[str, object]) -> dict[str, object]:
    """What is told of an event that hastened it that a goal was given up: beside a part of the model without which it
    would have been given up later too, in which round without either, by the same luck, or that it would have held.
    """
    if "avoided" not in values:
        return {"after": Cause(HASTENED)}
    if "lasts" not in values:  # without that part it holds, and the event did no more than bring it forward
        return {"after": Cause(f"{HASTENED}_only")}
    neither = left_out(taken_away(line, round_, name), int(values["at"]), str(values["event"]))
    if not (both := given_up_in(line, neither, round_)):
        return {"after": Cause(f"{HASTENED}_together")}
    alike = both == values["lasts"] == values["later"]
    return {"after": Cause(f"{HASTENED}_{'alike' if alike else 'beside'}"), "both": both}


class Again(NamedTuple):
    """In which round there is a goal again, if all work fully on a condition, and what the run brings more by that."""

    round: int
    condition: str
    more: float


def would_have_mended(line: Line, round_: int) -> list[Again]:
    """What brings a goal again, the soonest first, if all work fully on one condition after a round, up to the end.

    It is the same run by the same luck.
    """
    found = []
    for condition, parameters in FULL.items() if round_ < line.rounds else ():
        history = replayed(line, under(line, round_ + 1, parameters), line.rounds)
        again = np.flatnonzero(history["agreed"][round_:])
        if again.size:
            more = float(history["joint_value"].mean() - line.history["joint_value"].mean())
            found.append(Again(round_ + 1 + int(again[0]), condition, more))
    return sorted(found)


class KeptAway(NamedTuple):
    """An event without which there would be a goal again: its name, its round, and the first round of that goal."""

    name: str
    at: int
    would: int


def kept_from_agreeing(line: Line, round_: int) -> KeptAway | None:
    """The event after a round without which, and with all others, there is a goal again for most rounds, by the same
    luck, of equals the last; none where there is no such event.
    """
    found = []
    for at, name in sorted({(one.round, one.name) for one in line.scenario.events if one.name and one.round > round_}):
        agreed = replayed(line, without(line, at, name), line.rounds)["agreed"][round_:] > 0.0
        if agreed.any():
            found.append((int(agreed.sum()), at, KeptAway(name, at, round_ + 1 + int(agreed.argmax()))))
    return max(found, key=lambda one: one[:2])[-1] if found else None


def fully(line: Line, round_: int, condition: str) -> Scenario:
    """The scenario of a line, if all work fully on a condition after a round, up to the end."""
    return with_more(line.scenario, [Event(round_ + 1, parameters=FULL[condition])])


def after_giving_in(line: Line, round_: int, row: int) -> tuple[float, int]:
    """What an organisation would have gained more in each of the rounds after one in which it had thought of itself.

    Returns
    -------
    tuple
        The mean over those rounds, and how many there are.
    """
    course, after = line.at(round_ - 1), line.at(round_)
    course.events.append(Event(round_, organisation=row, act={"delivery": best_for_itself(after, row)}))
    played(course, round_)
    more = 0.0
    last = min(round_ + AFTER, line.rounds)
    for then in range(round_ + 1, last + 1):
        gave, stood = (game.gains(played(one, then).organisations)[row] for one in (course, after))
        more += float(gave - stood)
    return more / max(last - round_, 1), last - round_


def holds_back(me: np.void) -> bool:
    """Whether a member keeps back enough out of distrust for that to be told."""
    return bool(me["member"] == MEMBER and -me["short_distrust"] >= HELD * me["promise"])


def played(course: Course, round_: int) -> State:
    """The state of a run, played on to a round."""
    course.proceed(round_, np.zeros(round_, OUTCOMES))
    return course.state


def fell_short(me: np.void) -> bool:
    """Whether a member delivered less than it promised."""
    return bool(me["pooled"] < SHORT * me["promise"])


def had_it_kept_its_promise(line: Line, course: Course, row: int) -> Tempted:
    """What would have come of it, had an organisation meant to deliver in the last round all that it promised."""
    promise = float(course.state.organisations["promise"][row])
    return had_it_meant(promise, line.at(course.round - 1), course, row)


def gave_in(line: Line, course: Course, row: int) -> bool:
    """Whether an organisation itself held back in the last round, delivered less than it promised, and gained by it.

    A home that goes no further than it wants is no temptation.
    """
    me = course.state.organisations[row]
    itself = me["short_distrust"] < me["short_home"] and me["intended"] < SHORT * me["promise"]
    return bool(itself and fell_short(me)) and had_it_kept_its_promise(line, course, row).more <= -EQUAL


def held_by(line: Line, course: Course, row: int) -> str:
    """What most kept an organisation from meaning to deliver no more in the last round than is best for itself alone:
    that its `home` weighs the whole too, by the same round in which it does not; else that its `promise` binds it.
    """
    before = line.at(course.round - 1)
    before.events.append(Event(course.round, organisation=row, set={"home": 0.0}))
    without_it = float(played(before, course.round).organisations["intended"][row])
    meant = float(course.state.organisations["intended"][row])
    return "home" if meant - without_it > without_it - best_for_itself(course, row) else "promise"


def at_whose_cost(one: Tempted, row: int, way: int) -> dict[str, object]:
    """Whom it would have cost most (-1) or brought most (1), besides the organisation itself; nobody, if hardly."""
    others = way * np.delete(one.others, row)
    most = int(others.argmax())
    if others[most] < EQUAL:
        return {}
    return {"whom": Row(most + (most >= row)), "cost": Once(others[most])}


def with_what_it_gained(line: Line, course: Course, found: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a round, and of those who begin to keep back, what it brought them and whom it cost most.

    Nothing of whoever was lucky and delivered what it promised all the same.
    """
    for fact in found:
        if not fact.kind.startswith("keeps_back") or not fell_short(course.state.organisations[fact.values["who"]]):
            yield fact
            continue
        row = int(fact.values["who"])
        true = had_it_kept_its_promise(line, course, row)
        if abs(true.more) < EQUAL:
            yield fact
            continue
        whom = at_whose_cost(true, row, 1)
        kind = f"{'gained' if true.more < 0.0 else 'lost'}{'_and_cost' if whom else ''}"
        values = {"held": Cause(f"held_{kind}"), "gained": Once(abs(true.more))}
        yield replace(fact, values=fact.values | values | whom)

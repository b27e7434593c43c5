"""The log: of what can be told of a round, what had consequences; the rest is folded into one line.

What has consequences stands in `CONSEQUENCE`, an order and not a weight: the whole before a partner, what somebody
decided before what befell it. What lasts is told once. What nothing but luck made stays in the fold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ...dynamics import Parameters
from ...events import Event
from ...logic import HIERARCHY
from ...measures import OUTCOMES
from ...numbers import half_up
from ...results.outcomes import capitalised
from ...runs import Course
from ...state import MEMBER, State
from ..desk import Desk
from ..session import Line, best_for_itself, had_it_thought_of_itself
from ..texts import EQUAL, Count, Texts
from . import causes
from .facts import (
    HELD,
    SHORT,
    SMALL,
    Against,
    Cause,
    Cost,
    Delivery,
    Fact,
    Gain,
    Known,
    More,
    Name,
    Once,
    Points,
    Portion,
    Row,
    Rows,
    Share,
    all_the_same,
    facts,
    in_crisis,
    short_of,
)
from .fall import amount, than_alone
from .repair import Broken, delivered, each_round

MOST = 3  # sentences of a round, and every event
# What matters most first: families of kinds, each by how its names begin.
CONSEQUENCE = (
    "dissolved", "lapsed", "event", "betrayed", "leaves", "mended", "agreed", "decided", "imposed", "joins", "phase",
    "leads", "budget_spent", "unbacked", "steady", "rejected", "bargain", "slipped", "blocks", "keeps_back", "tempted",
    "setback", "repaired", "gives_again", "ordered", "loses", "trust", "says", "gains", "opportunity",
)  # fmt: skip
# What the whole, or who takes part, turns on: playing can pause there.
MOMENTOUS = CONSEQUENCE[: 1 + CONSEQUENCE.index("phase")]
# Told of the same organisations only the first time: what comes and goes is news once.
ONCE = (
    "blocks", "ordered", "loses", "gains", "opportunity", "keeps_back", "gives_again", "says", "trust", "setback",
)  # fmt: skip
# What puts an end to what: told of whom the begin was told, and once.
ENDS = {"gains": "loses", "gives_again_home": "keeps_back_home", "gives_again_distrust": "keeps_back_distrust"}
TURNED = {"trust_rises": "trust_falls", "trust_falls": "trust_rises"}  # once the one is told, the other is news again
# The same luck befalls every line of a session, so that these set no two lines apart.
FROM_OUTSIDE = (
    "event", "betrayed", "setback", "begins", "short", "back_on_feet", "hard_times", "better_times", "phase",
)  # fmt: skip
ASKED_EVERY = 12  # rounds of a goal between looks at who is tempted most


class Told(NamedTuple):
    """What is said of a round: the facts that matter most, the rest, and one line for what is usual."""

    facts: list[Fact]
    rest: list[Fact]
    usual: Fact


def told_of(desk: Desk, line: Line) -> list[Told]:
    """What happened in every round of a line, worked out once."""
    told = desk.once("told", (), dict)
    for gone in told.keys() - {one.number for one in desk.session.lines}:
        del told[gone]
    if line.number not in told:
        told[line.number] = tell(line)
    return told[line.number]


def moments(desk: Desk, line: Line) -> list[int]:
    """The rounds of a line in which something momentous is told, in their order."""
    told = told_of(desk, line)
    return [at for at, one in enumerate(told) if at and any(family(fact.kind) in MOMENTOUS for fact in one.facts)]


def tell(line: Line) -> list[Told]:
    """What happened in every round of a line, at place t that of round t, the most important first.

    Place 0 holds how things stood at the start.
    """
    at_first = line.at(0)
    told = [Told([beginning(at_first.state)], [], usual(at_first.state, at_first.parameters))]
    known, broken, heard = Known(at_first.state), Broken(line), set()
    for start, last, before, events, course in each_round(line):
        hurt = bool((last - before.ties["trust"] > SMALL).any())
        calm = without_luck(start, course.round)
        found = facts(before, course.state, calm, course.parameters, events, known)
        found += temptation(line, course)
        found += broken.look(last, before, course, events, known)
        found = told_by_the_event(found)
        found = list(broken.with_causes(found, course))
        found = list(causes.with_what_it_gained(line, course, found))
        found = list(causes.with_events(line, course.round, found))
        found = list(causes.with_one_reason(line, course.round, found))
        found += causes.what_events_did(line, course.round)
        told.append(choose(found, usual(course.state, course.parameters, hurt), heard))
        broken.learn(told[-1].facts, course, known)
    return told


def told_by_the_event(found: Sequence[Fact]) -> list[Fact]:
    """Facts of a round without trust that fell where an event is said to have cost it: one fall has one number."""
    betrayed = {fact.pair for fact in found if fact.kind == "betrayed"}
    return [fact for fact in found if fact.kind != "trust_falls" or fact.pair not in betrayed]


def without_luck(start: Course, round_: int) -> State:
    """How a round would have ended without luck in carrying out and in what is seen of it; plays `start` on."""
    start.events.append(Event(round_, parameters={"delivery.noise": 0.0, "trust.blur": 0.0}))
    start.proceed(round_, np.zeros(round_, OUTCOMES))
    return start.state


def choose(found: Sequence[Fact], usual: Fact, heard: set[tuple]) -> Told:
    """The facts of a round that matter most and were not heard before; the rest apart."""
    chosen, rest = [], []
    for fact in sorted(found, key=lambda one: (rank(one.kind), -one.size)):
        new = identity(fact) not in heard or family(fact.kind) not in (*ONCE, "rejected")
        room = sum(family(one.kind) != "event" for one in chosen) < MOST or family(fact.kind) == "event"
        if new and room and open_of(fact, heard) and not fact.by_luck and rank(fact.kind) < len(CONSEQUENCE):
            chosen.append(fact)
            heard.add(identity(fact))
            heard.discard((TURNED.get(fact.kind), *identity(fact)[1:]))
            heard.update(("over", fact.kind, row) for row in open_of(fact, heard) if fact.kind in ENDS)
        else:
            rest.append(fact)
    if any(fact.kind.startswith(("lapsed", "agreed", "mended", "dissolved")) for fact in chosen):
        heard.difference_update({one for one in heard if one[0].startswith(("rejected", "blocks"))})
    return Told(chosen, rest, usual)


def open_of(fact: Fact, heard: set[tuple]) -> list[int]:
    """Of whom it was told that what a fact puts an end to had begun, and not that it was over; of what puts an end to
    nothing, of everybody.
    """
    if fact.kind not in ENDS:
        return [-1]
    who = fact.values["who"]
    rows = list(who) if isinstance(who, Rows) else [who]
    return [row for row in rows if (ENDS[fact.kind], None, row) in heard and ("over", fact.kind, row) not in heard]


def every(told: Sequence[Told]) -> Iterator[tuple[int, Fact]]:
    """Every fact that is told, with its round."""
    return ((round_, fact) for round_, one in enumerate(told) for fact in (*one.facts, *one.rest))


def end_of(told: Sequence[Told]) -> tuple[int, Fact] | None:
    """The round in which a collaboration came to its end, and the fact that tells how; none of one that goes on."""
    return next(((at, one) for at, one in every(told) if one.kind.startswith("dissolved")), None)


def departures(told: Sequence[Told]) -> list[tuple[int, Fact]]:
    """In which round somebody left, one at a time, and the fact that tells why."""
    return [(round_, fact) for round_, fact in every(told) if family(fact.kind) == "leaves"]


def family(kind: str) -> str:
    """What a kind of fact is one of, whatever the reason: `keeps_back_home` is of `keeps_back`."""
    return next((one for one in CONSEQUENCE if kind.startswith(one)), kind)


def rank(kind: str) -> int:
    """How much the consequences of a kind of fact weigh, 0 most; those that have none come after all others."""
    return next((place for place, one in enumerate(CONSEQUENCE) if kind.startswith(one)), len(CONSEQUENCE))


def identity(fact: Fact) -> tuple:
    """What makes two facts the same, whatever the amounts."""
    if fact.kind.startswith(("rejected", "opportunity")):  # whoever it is
        return (fact.kind,)
    return fact.kind, fact.pair if fact.kind.startswith("tie") else None, fact.values.get("who")


def beginning(state: State) -> Fact:
    """Who is there, how far they trust one another, and whether they have a goal already."""
    us, members = state.collaboration[0], int(np.sum(state.organisations["member"] == MEMBER))
    ties = state.ties[state.ties["age"] > 0]
    values = {"count": members, "trust": Points(ties["trust"].mean() if ties.size else 0.0)}
    return (
        Fact("beginning_again", 1.0, values | {"age": int(us["age"])})
        if us["agreed"]
        else Fact("beginning", 1.0, values)
    )


def usual(state: State, parameters: Parameters, hurt: bool = False) -> Fact:
    """One line for what is not told one by one: promises kept and not kept, or how things stand without a goal.

    Where an event hurt trust, promises were kept in the joint work: an event may be that one was broken beside it.
    """
    us, members = state.collaboration[0], state.organisations[state.organisations["member"] == MEMBER]
    if us["dissolved"]:
        return Fact("over")
    if us["agreed"]:
        kept = int(np.sum(members["pooled"] >= SHORT * members["promise"]))
        part = Delivery(delivered(state))
        all_kept = "promises_kept_beside" if hurt else "promises_kept"
        kind = all_kept if kept == members.size else "promises" if kept else "promises_broken"
        return Fact(kind, values={"kept": kept, "count": members.size, "part": part})
    if in_crisis(us):
        return Fact("crisis" if us["crisis"] else "crisis_over", values={"rounds": int(us["crisis"])})
    if us["put"] and parameters.logic.decision == HIERARCHY:
        return Fact("no_decision", values={"lead": Row(us["lead"])})
    if us["put"]:
        quorum = parameters.decision.quorum
        return Fact("no_goal", values={"support": short_of(us["support"], quorum), "quorum": Share(quorum)})
    return Fact("alone")


def temptation(line: Line, course: Course) -> Iterator[Fact]:
    """Who was tempted most to think of itself when it delivered, and what it did: soon after a goal, and every year."""
    us, them = course.state.collaboration[0], course.state.organisations
    if not us["agreed"] or us["age"] % ASKED_EVERY != 2:
        return
    members = np.flatnonzero(them["member"] == MEMBER)
    wishes = {int(row): best_for_itself(course, int(row)) for row in members}
    row = max(wishes, key=lambda one: (them["intended"][one] - wishes[one], -one))
    me = them[row]
    if me["promise"] <= 0.0 or me["intended"] - wishes[row] < HELD * me["promise"]:
        return
    tempted = had_it_thought_of_itself(line.at(course.round - 1), course, row)
    if tempted.more < EQUAL:
        return
    values = {
        "who": Row(row),
        "less": Share(tempted.intended / me["promise"]),
        "more": Once(tempted.more),
        "now": Points(me["standing"]),
        "then": Points(tempted.standing),
        "meant": Share(me["intended"] / me["promise"]),
    }
    if whom := causes.at_whose_cost(tempted, row, -1):
        values |= whom | {"because": Cause("tempted_whom")}
    gave_in = causes.gave_in(line, course, row)
    values["did"] = Cause("tempted_partly" if gave_in else f"tempted_no_{causes.held_by(line, course, row)}")
    values |= {"home": Share(me["home"])} | all_the_same(me)
    costs = half_up(100.0 * tempted.standing) < half_up(100.0 * me["standing"])  # as it is written
    yield Fact("tempted_trust" if costs else "tempted", tempted.more, values)


# In a language -----------------------------------------------------------------------------------------------------


def unnamed_event(line: Line, texts: Texts, told: Sequence[Told], said: str = "", key: str = "") -> str:
    """What the event did that made most difference to value of those that what is said does not name yet, as the log
    has it, or by another text; nothing where that is less than half as much as the event that made most of all.
    """
    did = sorted((one for _, one in every(told) if one.kind == "event_did"), key=lambda one: -one.size)
    unnamed = [one for one in did if 2.0 * one.size >= did[0].size and texts.label(one.values["name"]) not in said]
    return say(unnamed[0], texts, line, key) if unnamed else ""


# How a sentence begins that is about what stands before.
BACK = re.compile(r"(?:Dat|It|That|This|Over|With the same luck|Met hetzelfde)\b")
# A name that begins a sentence of a text.
FIRST = re.compile(r"(?:^|(?<=[.?!] ))\{(\w+)\}")


def say(fact: Fact, texts: Texts, line: Line, key: str = "", causes_first: bool = False) -> str:
    """A fact as a sentence, and what lies behind it in sentences after or before it; by its own text, or another."""
    labels = line.scenario.labels
    values: dict[str, str | int] = {}
    for name, value in fact.values.items():
        values[name] = written(value, texts, labels)
    who, key = fact.values.get("who"), key or f"story.{fact.kind}"
    number = len(who) if isinstance(who, Rows) else 1
    forms = [*(["_all"] if number == len(labels) else []), *(["_many"] if number > 1 else [])]
    said = texts(next((f"{key}{form}" for form in forms if texts.has(f"{key}{form}")), key))
    behind = [texts(f"because.{value}") for value in fact.values.values() if isinstance(value, Cause) and value]
    before = [one for one in behind if causes_first and not BACK.match(one)]
    after = [one for one in behind if one not in before]
    said = " ".join([*before, said, *after]).strip()
    first = {f"{name}_first": capitalised(str(value)) for name, value in values.items()}
    return FIRST.sub(r"{\1_first}", said).format_map(values | first)


def written(value: object, texts: Texts, labels: Sequence[str]) -> str | int:
    """What goes into a text, as the language writes it."""
    if isinstance(value, Share):
        return texts.percent(value)
    if isinstance(value, Delivery):
        return texts.kept(value)
    if isinstance(value, Portion):
        return texts.portion(value)
    if isinstance(value, Cost):
        return texts.cost(value)
    if isinstance(value, Against):
        return than_alone(amount(value, texts), value, texts)
    if isinstance(value, More):
        return amount(value, texts)
    if isinstance(value, Gain):
        return texts.gain(value)
    if isinstance(value, Once):
        return texts.once(value)
    if isinstance(value, Points):
        return texts.number(100.0 * value, 0)
    if isinstance(value, Row):
        return texts.in_a_sentence(labels[value])
    if isinstance(value, Rows):
        return texts.names([texts.in_a_sentence(labels[row]) for row in value])
    if isinstance(value, Name):
        return texts.label(value)
    if isinstance(value, dict):
        return texts.names(
            [f"{texts.outcome(condition).lower()} ({texts.percent(effort)})" for condition, effort in value.items()]
        )
    return Count(value) if isinstance(value, int) else str(value)

"""What broke, and what mended it: trust that something cost, and a goal that lost its support.

A breach is open from the round in which it is told until what it took is back; meanwhile it is kept what moved it. Of
the causes that the model has, that is told which gave most: what events did, what was delivered, what was heard of
others, and work on the relation, of which it is known what it did, as the rounds can be played without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from ...dynamics import Parameters
from ...events import Event, concerned, strike
from ...logic import HIERARCHY, tolerance
from ...numbers import half_up
from ...runs import Course
from ...state import LEFT, MEMBER, Reasons, Shortfall, State, reasons
from ..session import Line
from .facts import (
    FELT,
    LET_GO,
    SHORT,
    SMALL,
    WINDOW,
    Cause,
    Delivery,
    Fact,
    Gain,
    Known,
    Name,
    Points,
    Row,
    Rows,
    Share,
    pair_of,
    short_of,
    tie_of,
    what_rose,
    works,
)

FEW = 3  # rounds of a goal before it lost its support and before it had it again, that are set side by side
COSTLY = ("setback", "short", "trust_falls", "betrayed")  # kinds of facts that cost trust of one in another


@dataclass
class Scar:
    """Trust of one in another that something cost and that is not back yet.

    Attributes
    ----------
    since
        The round in which it was told.
    high, low
        Trust before that, and the lowest since.
    lowest
        The round of that low.
    rounds, promised, pooled
        Rounds of a goal since that low, and what the other promised and delivered in them.
    gave
        How much trust events by name, deliveries, and what else there is gave back since that low.
    worked
        Whether anybody worked on the relation since it was told.
    """

    since: int
    high: float
    low: float
    lowest: int
    rounds: int = 0
    promised: float = 0.0
    pooled: float = 0.0
    gave: dict[str, float] = field(default_factory=dict)
    worked: bool = False


@dataclass(frozen=True)
class Wavering:
    """A goal that lost its support: since when, who did not stand behind it and why, and what was not delivered."""

    since: int
    aside: tuple[int, ...]
    felt: np.ndarray  #      satisfaction of all
    paid: np.ndarray  #      what all get for their consent
    weighed: list[Reasons]
    short: dict[str, np.ndarray]  # of the last rounds, as `Known.missing` says it
    kept: float  #           what part of what all promised they delivered in those
    rounds: int  #           how many those are


class Round(NamedTuple):
    """A round of a line, and how things stood before it.

    Attributes
    ----------
    start
        The run before the round, to go on from there.
    last
        Trust of every tie then, shape (m,).
    before
        The state then, with what events of the round did.
    events
        Those of the round.
    course
        The run after the round; valid until the next round is asked for.
    """

    start: Course
    last: np.ndarray
    before: State
    events: list[Event]
    course: Course


def each_round(line: Line) -> Iterator[Round]:
    """Every round of a line, the first to the last."""
    walk = line.walk()
    start = next(walk).fork()
    for course in walk:
        before, last = start.state.copy(), start.state.ties["trust"].copy()
        events = [event for event in line.scenario.events if event.round == course.round]
        for event in events:
            strike(event, before)  # so that what it did is not put down to the partners
        yield Round(start, last, before, events, course)
        start = course.fork()


class Moved(NamedTuple):
    """What moved trust in a round, and what was promised and delivered in it, and by what it was short of that."""

    events: list[Event]
    given: np.ndarray  #  what events gave every tie
    after: np.ndarray  #  what came after that
    agreed: bool
    promise: np.ndarray
    pooled: np.ndarray
    short: dict[str, np.ndarray]


class Broken:
    """What is broken in a line and not mended yet."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.scars: dict[int, Scar] = {}  # by tie
        self.wavering: Wavering | None = None
        self.moved: list[Moved] = []  # by round
        self.worked: list[bool] = []  # whether anybody worked on the relation, by round
        self.doubting: dict[int, int] = {}  # since when somebody keeps back out of distrust

    def learn(self, facts: Sequence[Fact], course: Course, known: Known) -> None:
        """Add what is told of a round to what is broken."""
        state = course.state
        for fact in facts:
            if fact.kind.startswith(COSTLY) and fact.pair is not None:
                tie = tie_of(state, *fact.pair)
                was, now = float(fact.values["from"]), float(state.ties["trust"][tie])
                if tie not in self.scars:
                    low = min(now, float(fact.values["to"]))
                    self.scars[tie] = Scar(course.round, was, low, course.round)
            if fact.kind.startswith("unbacked"):
                aside = tuple(int(row) for row in fact.values["who"])
                felt = state.organisations["satisfaction"].copy()
                weighed = [reasons(me) for me in state.organisations]
                paid = state.organisations["payment"].copy()
                lately = known.missing(FEW), known.kept(FEW), len(known.short[-FEW:])
                self.wavering = Wavering(course.round, aside, felt, paid, weighed, *lately)

    def look(
        self, last: np.ndarray, before: State, course: Course, events: Sequence[Event], known: Known
    ) -> Iterator[Fact]:
        """What a round broke by an event, and what it mended.

        Parameters
        ----------
        last
            Trust of every tie at the end of the round before, shape (m,).
        before
            The state with what events did.
        course
            The run after the round.
        events
            Of the round.
        known
            What is known of the rounds so far, this one included.
        """
        self.keep(last, before, course, events)
        named = self.moved[-1].events
        yield from betrayals(last, before, named)
        yield from self.healed(last, before, course, named)
        yield from self.steadied(course, known)

    def keep(self, last: np.ndarray, before: State, course: Course, events: Sequence[Event]) -> None:
        """Keep what moved trust in a round; as `look` is given it."""
        them = course.state.organisations
        there, agreed = them["member"] == MEMBER, bool(course.state.collaboration[0]["agreed"])
        given, after = before.ties["trust"] - last, course.state.ties["trust"] - before.ties["trust"]
        named = [event for event in events if event.name]
        promised, pooled = them["promise"] * there, them["pooled"] * there
        short = {cause: them[f"short_{cause}"] * there for cause in Shortfall._fields}
        self.moved.append(Moved(named, given, after, agreed, promised, pooled, short))
        self.worked.append(course.parameters.effort.relation > 0.0)

    def with_causes(self, found: Sequence[Fact], course: Course) -> Iterator[Fact]:
        """The facts of a round, and of trust that fell or rose, what made it: an event, or what was delivered."""
        for fact in found:
            if fact.kind == "keeps_back_distrust" and "least" in fact.values:
                row, least = int(fact.values["who"]), int(fact.values["least"])
                self.doubting[row] = course.round
                values = self.made(course, [tie_of(course.state, row, least)], course.round - WINDOW, -1)
            elif fact.kind == "trust_falls":
                values = self.made(course, [tie_of(course.state, *fact.pair)], course.round - WINDOW, -1)
                if str(values["because"]).startswith("trust_low"):  # it fell longer ago
                    values = {}
            elif fact.kind == "gives_again_distrust" and "most" in fact.values:
                most = int(fact.values["most"])
                rows = [row for row in fact.values["who"] if works(course.state, row, most)]
                since = min(self.doubting.get(row, course.round - WINDOW) for row in fact.values["who"])
                values = self.made(course, [tie_of(course.state, row, most) for row in rows], since, 1)
                values |= {"rose": Cause("trust_rose")}
            elif fact.kind == "trust_rises":
                values = self.given(course, fact)
            else:
                values = {}
            yield replace(fact, values=fact.values | values) if values else fact

    def given(self, course: Course, fact: Fact) -> dict[str, object]:
        """The event of a round that gave most of it that trust is told to have risen in it; nothing for none."""
        tie, last = tie_of(course.state, *fact.pair), self.moved[-1]
        if 2.0 * last.given[tie] <= float(fact.values["to"]) - float(fact.values["from"]):
            return {}
        return {"because": Cause("trust_rose_event"), "name": Name(who_moved(last.events, course.state, tie))}

    def made(self, course: Course, ties: Sequence[int], since: int, way: int) -> dict[str, object]:
        """What made most of it that trust in one partner fell (way -1) or rose (1) after a round."""
        since = max(0, since)
        gave: dict[str, float] = {}
        for one in self.moved[since:]:
            name = who_moved(one.events, course.state, ties[0])
            gave[name] = gave.get(name, 0.0) + way * float(one.given[list(ties)].sum())
            cause = "work" if one.agreed else "heard"
            gave[cause] = gave.get(cause, 0.0) + way * float(one.after[list(ties)].sum())
        most = max(gave, key=lambda cause: (gave[cause], cause), default="")
        whom = int(course.state.ties["target"][ties[0]])
        if not most or gave[most] < SMALL * len(ties):
            low = "trust_low_before" if since else "trust_low_start"
            return {"because": Cause(low if way < 0 else "nothing_mended")}
        if most not in ("work", "heard"):
            return {"because": Cause("trust_fell_event" if way < 0 else "trust_rose_event"), "name": Name(most)}
        if most == "heard":
            return {"because": Cause("trust_fell_heard" if way < 0 else "trust_rose_heard"), "whom_of": Row(whom)}
        if way > 0 and any(self.worked[since:]):
            now = float(course.state.ties["trust"][ties[0]])
            without = self.without_work(since, course.round, ties[0])
            if now - without > SMALL:
                return {"because": Cause("trust_rose_relation"), "whom_of": Row(whom), "without": Points(without)}
        rounds = [one for one in self.moved[since:] if one.agreed]
        promised = sum(float(one.promise[whom]) for one in rounds)
        part = sum(float(one.pooled[whom]) for one in rounds) / max(promised, 1e-9)
        values = {"whom_of": Row(whom), "did": Delivery(part), "over": len(rounds)}
        if way < 0 and part < SHORT:
            return values | {"because": Cause("trust_fell_short")} | delivered_less(rounds, whom)
        if way < 0:
            return values | {"because": Cause("nothing")}
        return values | {"because": Cause("trust_rose_kept")}

    def healed(self, last: np.ndarray, before: State, course: Course, events: Sequence[Event]) -> Iterator[Fact]:
        """Trust that is back where it was before something cost it, and what brought it back."""
        state, us = course.state, course.state.collaboration[0]
        for tie, scar in list(self.scars.items()):
            source, target = pair_of(state, tie)
            members = state.organisations["member"][[source, target]]
            if (members == LEFT).any() or us["dissolved"]:
                del self.scars[tie]
                continue
            now, me = float(state.ties["trust"][tie]), state.organisations[target]
            given, moved = float(before.ties["trust"][tie] - last[tie]), float(now - before.ties["trust"][tie])
            name = who_moved(events, state, tie)
            for cause, amount in ((name, given), ("kept" if us["agreed"] else "heard", moved)):
                scar.gave[cause] = scar.gave.get(cause, 0.0) + amount
            scar.worked |= course.parameters.effort.relation > 0.0
            if us["agreed"]:
                scar.rounds += 1
                scar.promised += float(me["promise"])
                scar.pooled += float(me["pooled"])
            if now < scar.low:  # what mends it begins after this
                scar.low, scar.lowest = now, course.round
                scar.rounds, scar.promised, scar.pooled, scar.gave = 0, 0.0, 0.0, {}
            if half_up(100.0 * now) >= half_up(100.0 * scar.high):  # as it is written
                del self.scars[tie]
                if scar.gave:  # else it never fell below that as it is written, and nothing was given back
                    yield self.repaired(tie, scar, course)

    def repaired(self, tie: int, scar: Scar, course: Course) -> Fact:
        """That the trust of one in another is back, and what brought most of it."""
        source, target = pair_of(course.state, tie)
        now = float(course.state.ties["trust"][tie])
        values = {
            "who": Row(target),
            "other": Row(source),
            "since": scar.since,
            "from": Points(scar.high),
            "low": Points(scar.low),
            "lowest": scar.lowest,
            "to": Points(now),
            "part": Delivery(scar.pooled / max(scar.promised, 1e-9)),
            "rounds": scar.rounds,
        }
        most = max(scar.gave, key=lambda cause: (scar.gave[cause], cause))
        if scar.worked:
            without = self.without_work(scar.since, course.round, tie)
            if now - without > SMALL:
                values["without"] = Points(without)
                most = "relation"
        if most not in ("kept", "heard", "relation"):
            values["name"] = Name(most)
            most = "event"
        return Fact(f"repaired_{most}", scar.high - scar.low, values, (source, target), 1)

    def without_work(self, since: int, round_: int, tie: int) -> float:
        """Trust of a tie after a round, by the same luck, had nobody worked on the relation since another round."""
        course = self.line.at(since)
        course.events += [Event(at, parameters={"effort.relation": 0.0}) for at in range(since + 1, round_ + 1)]
        course.proceed(round_, np.zeros_like(self.line.history))
        return float(course.state.ties["trust"][tie])

    def steadied(self, course: Course, known: Known) -> Iterator[Fact]:
        """A goal that has its support again, and what brought that."""
        state, us, broke = course.state, course.state.collaboration[0], self.wavering
        if broke is None:
            return
        if not us["agreed"]:
            self.wavering = None
        elif us["unbacked"] == 0 and course.round > broke.since:
            self.wavering = None
            quorum = course.parameters.decision.quorum
            values = {"backing": short_of(us["backing"], quorum), "quorum": Share(quorum), "since": broke.since}
            kind = "steady_by_order" if course.parameters.logic.decision == HIERARCHY else "steady"
            yield Fact(kind, 1.0, values | why_steady(broke, state, course.parameters, known), tone=1)


def delivered_less(rounds: Sequence[Moved], row: int) -> dict[str, object]:
    """What made more than half of it that a member delivered less than it promised in some rounds, of a `Shortfall` but
    for authority, which adds; nothing else.
    """
    missing = sum(float(one.promise[row] - one.pooled[row]) for one in rounds)
    for cause in Shortfall._fields[:-1]:
        if -2.0 * sum(float(one.short[cause][row]) for one in rounds) > missing:
            return {"less": Cause(f"less_{cause}")}
    return {}


def what_moved(line: Line, pair: tuple[int, int], since: int, round_: int, way: int) -> dict[str, object]:
    """What made most of it that the trust of one in another fell (way -1) or rose (1) after a round, up to another."""
    broken = Broken(line)
    for _, last, before, events, course in islice(each_round(line), round_):
        broken.keep(last, before, course, events)
    return broken.made(course, [tie_of(course.state, *pair)], since, way)


def why_steady(broke: Wavering, state: State, parameters: Parameters, known: Known) -> dict[str, object]:
    """What brought support back: who did not give it gives it now, and why; or left.

    Where a goal had cost those who turned too much, the cause lies in what was delivered since, or in what they are
    paid; where neither is otherwise than before, nothing stands out.
    """
    them, by_lead = state.organisations, parameters.logic.norm == HIERARCHY
    gone = Rows(row for row in broke.aside if them["member"][row] == LEFT)
    turned = Rows(row for row in broke.aside if them["member"][row] == MEMBER and them["behind"][row])
    against = Rows(row for row in broke.aside if them["member"][row] == MEMBER and not them["behind"][row])
    still = {"others": against, "still": Cause("still_aside")} if against else {}
    judges = [int(state.collaboration[0]["lead"])] if by_lead and turned else turned
    lost = Rows(row for row in judges if broke.felt[row] < -tolerance(parameters) <= them["satisfaction"][row])
    if lost:
        felt = [float(of[list(lost)].mean()) for of in (broke.felt, them["satisfaction"])]
        pays = {"pays": Cause("steady_lead" if by_lead else "steady_pays"), "losing": lost}
        amounts = {"felt": Gain(felt[0]), "feels": Gain(felt[1]), "turned": turned}
        return why_it_pays(broke, state, lost, known) | pays | amounts | still
    if turned:
        return {"because": Cause(f"turned_{what_rose(state, broke.weighed, turned)}"), "turned": turned} | still
    return ({"because": Cause("steady_left"), "gone": gone} | still) if gone else {"because": Cause("steady_weight")}


def why_it_pays(broke: Wavering, state: State, lost: Sequence[int], known: Known) -> dict[str, object]:
    """What made a goal bearable again for those to whom it had cost too much: payment, or what was delivered since."""
    more = state.organisations["payment"] - broke.paid
    if all(more[row] > SMALL / 10 for row in lost):
        return {"because": Cause("steady_paid"), "paid": Gain(float(more[list(lost)].mean()))}
    kept = known.kept(FEW)
    if kept - broke.kept < LET_GO:
        return {"because": Cause("nothing_mended")}
    now = known.missing(FEW)
    less = {cause: broke.short.get(cause, 0.0) - now[cause] for cause in now}
    most = max(less, key=lambda cause: (less[cause].sum(), cause))
    values = {"was": Share(broke.kept), "before": broke.rounds, "now": Delivery(kept), "over": len(known.short[-FEW:])}
    if 2.0 * less[most].sum() < sum(max(0.0, part.sum()) for part in less.values()):
        return values | {"because": Cause("steady_all")}
    return values | {"because": Cause(f"steady_{most}"), "whose": Row(int(less[most].argmax()))}


def who_moved(events: Sequence[Event], state: State, tie: int) -> str:
    """The name of the event of a round that changes the trust of a tie, of several the first; else of the first event
    with a name, or empty for none.
    """
    for event in events:
        if event.name and "trust" in {*event.set, *event.add, *event.times}:
            records, rows = concerned(event, state)
            if records is state.ties and tie in rows:
                return event.name
    return next((event.name for event in events if event.name), "")


def betrayals(last: np.ndarray, before: State, events: Sequence[Event]) -> Iterator[Fact]:
    """Whose trust in whom an event cost; of several in the same partner, the one that lost most."""
    lost, members = last - before.ties["trust"], before.organisations["member"] == MEMBER
    hurt = (lost > FELT) & members[before.sources] & members[before.ties["target"]]
    for row in np.unique(before.ties["target"][hurt]) if events else ():
        tie = int(np.where(hurt & (before.ties["target"] == row), lost, 0.0).argmax())
        source, target = pair_of(before, tie)
        values = {"who": Row(target), "other": Row(source), "name": Name(who_moved(events, before, tie))}
        values |= {"from": Points(last[tie]), "to": Points(before.ties["trust"][tie])}
        yield Fact("betrayed", float(lost[tie]), values, (source, target), -1)


def delivered(state: State) -> float:
    """What part of what they promised members delivered."""
    there = state.organisations[state.organisations["member"] == MEMBER]
    return float(there["pooled"].sum() / max(there["promise"].sum(), 1e-9))

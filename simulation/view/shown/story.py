"""The log: what happened in a round, and why, as facts that a language can say.

A fact comes from the difference between two rounds, and names organisations, amounts and the mechanism. A round has
many; the few that matter most are told, the most important first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from ... import game
from ...conditions import CONDITIONS
from ...dynamics import Parameters
from ...events import Event, happen
from ...logic import HIERARCHY
from ...mechanisms import fortune
from ...results.outcomes import capitalised
from ...state import LEFT, MEMBER, State, reasons, shortfall
from ..desk import Desk
from ..session import Line
from ..texts import Count, Texts

MOST = 3  # sentences of a round
LEAST = 10  # a lighter fact is not told
SMALL = 0.02  # what nobody would notice
SHORT = 0.90  # a delivery below this part of the promise is worth telling
BY_CHANCE = 0.3  # of its weight, where nothing but chance made a shortfall, or what everybody suffers from
TIMES = ("hard_times", "better_times")
TOLD_AGAIN = 6  # rounds before the same is told of the same organisations with the same weight


class Share(float):
    """Told as a percentage."""


def short_of(share: float, needed: float) -> Share:
    """A share as it is told beside what is needed: what falls short is not rounded up to it."""
    return Share(math.floor(100.0 * share) / 100.0 if share < needed else share)


class Points(float):
    """Told as a number out of 100."""


class Row(int):
    """Told as the name of an organisation."""


class Rows(tuple):
    """Told as names."""


class Name(str):
    """Told as the name of an event, in the language where that is known."""


@dataclass(frozen=True)
class Fact:
    """Something that happened.

    Attributes
    ----------
    kind
        Which text tells it: `story.<kind>`.
    weight
        How much it matters.
    values
        What goes into the text: organisations, shares, amounts, counts.
    pair
        The two organisations between whom it happened, if it did.
    tone
        1 for good news, -1 for bad, 0 for neither.
    """

    kind: str
    weight: float
    values: dict[str, object] = field(default_factory=dict)
    pair: tuple[int, int] | None = None
    tone: int = 0


def told_of(desk: Desk) -> list[list[Fact]]:
    """What happened in every round of the line that is shown."""
    return desk.once("told", (desk.session.line.number,), lambda: tell(desk.session.line))


def tell(line: Line) -> list[list[Fact]]:
    """What happened in every round of a line: at place t the facts of round t, the most important first.

    Place 0 holds how things stood at the start.
    """
    told: list[list[Fact]] = []
    last: dict[tuple, int] = {}
    before: State | None = None
    for course in line.walk():
        if before is None:
            told.append([beginning(course.state)])
        else:
            events = [event for event in line.scenario.events if event.round == course.round]
            for event in events:
                happen(event, before, course.parameters)  # so that what it did is not put down to the partners
            found = facts(before, course.state, course.parameters, events)
            told.append(choose(found, course.round, last) or [nothing(course.state)])
        before = course.state.copy()
    return told


def choose(found: Iterator[Fact], round_: int, last: dict[tuple, int]) -> list[Fact]:
    """The few facts of a round that matter most; what was told a short while ago counts for less."""
    weighed = []
    for fact in found:
        key = (family(fact.kind), fact.values.get("who"))
        ago = round_ - last.get(key, -TOLD_AGAIN)
        weighed.append((fact.weight * min(1.0, ago / TOLD_AGAIN), fact, key))
    weighed.sort(key=lambda one: -one[0])
    chosen, concerned = [], set()
    for weight, fact, key in weighed:
        if fact.kind in TIMES and told_last(last, TIMES, fact.kind):
            continue
        if fact.kind.startswith("rejected") and round_ - last.get(key, -TOLD_AGAIN) < TOLD_AGAIN:
            chosen.append(Fact("still_no_goal", 15.0, fact.values))
            continue
        if weight < LEAST or len(chosen) >= MOST or key[0] in concerned:
            continue
        concerned.update({key[0]} & ONCE)
        last[key] = round_
        chosen.append(fact)
    return chosen


def told_last(last: dict[tuple, int], kinds: Sequence[str], kind: str) -> bool:
    """Whether a kind of fact was the last told of some that take turns, the first of which begins."""
    return kind == max(kinds, key=lambda one: (last.get((one, None), 0), one == kinds[-1]))


def family(kind: str) -> str:
    """What a kind of fact is one of, whatever the reason: `short_home` and `short_distrust` are both of `short`."""
    return next((one for one in ONCE if kind.startswith(one)), kind)


def nothing(state: State) -> Fact:
    """What is said of a round in which nothing stands out."""
    us, members = state.collaboration[0], state.organisations[state.organisations["member"] == MEMBER]
    if us["dissolved"]:
        return Fact("over", 0.0)
    if us["lapsed"] > us["mended"] and not us["put"]:
        return Fact("crisis" if us["crisis"] else "crisis_over", 0.0, {"rounds": int(us["crisis"])})
    if not us["agreed"]:
        return Fact("quiet_alone", 0.0)
    kept = members["pooled"] >= SHORT * members["promise"]
    return Fact("quiet" if kept.all() else "quiet_usual", 0.0)


# Of each of these families at most one in a round.
ONCE = {"short", "trust_rises", "ordered", "opportunity", "loses", "gains", "goal_moves", "tie"}


def beginning(state: State) -> Fact:
    """Who is there, how far they trust one another, and whether they have a goal already."""
    us, members = state.collaboration[0], int(np.sum(state.organisations["member"] == MEMBER))
    ties = state.ties[state.ties["age"] > 0]
    values = {"count": members, "trust": Points(ties["trust"].mean() if ties.size else 0.0)}
    return (
        Fact("beginning_again", 100.0, values | {"age": int(us["age"])})
        if us["agreed"]
        else Fact("beginning", 100.0, values)
    )


def facts(before: State, after: State, parameters: Parameters, events: Sequence[Event]) -> Iterator[Fact]:
    """Everything worth telling of a round."""
    yield from happenings(events)
    yield from participation(before, after)
    yield from decision(before, after, parameters)
    yield from support(before, after, parameters)
    yield from bargains(before, after)
    yield from setbacks(before, after)
    yield from climate(before, after)
    yield from meetings(before, after)
    if after.collaboration[0]["agreed"]:
        yield from deliveries(before, after)
        yield from orders(before, after, parameters)
        yield from opportunities(before, after)
        yield from gains(before, after)
    yield from budget(before, after, parameters)


# Support for the goal ----------------------------------------------------------------------------------------------


def support(before: State, after: State, parameters: Parameters) -> Iterator[Fact]:
    """A goal that loses its support, that lapses, or that is agreed anew."""
    us, then = after.collaboration[0], before.collaboration[0]
    aside = Rows(int(row) for row in np.flatnonzero((after.organisations["member"] == MEMBER) & against_it(after)))
    if us["lapsed"] > then["lapsed"]:
        values = {"who": aside, "borne": int(then["unbacked"]) + 1, "rounds": int(us["crisis"])}
        yield Fact("lapsed", 115.0, values, tone=-1)
    elif us["unbacked"] == 1 and then["unbacked"] == 0 and aside:
        quorum = parameters.decision.quorum
        values = {"who": aside, "backing": short_of(us["backing"], quorum), "quorum": Share(quorum)}
        yield Fact("unbacked", 65.0, values, tone=-1)


def against_it(state: State) -> np.ndarray:
    """Who does not stand behind the goal, by row."""
    return state.organisations["behind"] == 0.0


def bargains(before: State, after: State) -> Iterator[Fact]:
    """Who is paid for its consent from now on, and by whom."""
    now = after.organisations["payment"]
    more = now - before.organisations["payment"]
    get = np.flatnonzero((now > 0.0) & (more > SMALL / 10))
    give = np.flatnonzero((now < 0.0) & (more < -SMALL / 10))
    if get.size and give.size and after.collaboration[0]["agreed"]:
        values = {"who": Rows(map(int, get)), "by": Rows(map(int, give)), "amount": float(more[get].sum())}
        yield Fact("bargain", 88.0, values)


def setbacks(before: State, after: State) -> Iterator[Fact]:
    """What keeps an organisation down from now on, and what is over."""
    was, now = before.organisations, after.organisations
    members = now["member"] == MEMBER
    begun = np.flatnonzero(members & (was["setback"] == 0) & (now["setback"] > 0))
    for number in np.unique(now["setback"][begun]):
        alike = begun[now["setback"][begun] == number]
        yield Fact(setback_of(now[alike[0]]), 55.0, {"who": Rows(map(int, alike))}, tone=-1)
    over = np.flatnonzero(members & (was["setback"] > 0) & (now["setback"] == 0))
    if over.size:
        yield Fact("setback_over", 30.0, {"who": Rows(map(int, over))}, tone=1)


def climate(before: State, after: State) -> Iterator[Fact]:
    """Times that become hard for everybody, and times that no longer are; between the two nothing changes."""
    was, now = (float(state.collaboration[0]["climate"]) for state in (before, after))
    if was >= fortune.LOW > now:
        yield Fact("hard_times", 60.0, tone=-1)
    elif now >= fortune.OVER > was:
        yield Fact("better_times", 30.0, tone=1)


def meetings(before: State, after: State) -> Iterator[Fact]:
    """Two who come to work together, and two who let their tie rest; of several, those who trust each other most."""
    was, now, sources = before.ties["age"] > 0, after.ties["age"] > 0, after.sources
    members = after.organisations["member"] == MEMBER
    once = (sources < after.ties["target"]) & members[sources] & members[after.ties["target"]]
    for kind, turned, tone in (("tie_opens", now & ~was, 1), ("tie_rests", was & ~now, -1)):
        rows = np.flatnonzero(once & turned)
        if rows.size:
            pair = pair_of(after, int(rows[after.ties["trust"][rows].argmax()]))
            yield Fact(kind, 14.0, {"who": Row(pair[0]), "other": Row(pair[1])}, pair, tone)


# Events, and who takes part ----------------------------------------------------------------------------------------


def happenings(events: Sequence[Event]) -> Iterator[Fact]:
    """What happened from outside; of several changes with one name, once."""
    told = set()
    for event in events:
        efforts = {name.removeprefix("effort."): value for name, value in event.parameters.items()}
        if event.parameters and set(efforts) <= {*CONDITIONS, "budget"}:
            some = {one: float(efforts[one]) for one in CONDITIONS if float(efforts.get(one, 0.0)) > 0.0}
            yield Fact("phase", 85.0, {"efforts": some}) if some else Fact("phase_over", 85.0)
        elif event.name and event.name not in told:
            told.add(event.name)
            yield Fact("event", 95.0, {"name": Name(event.name)})


def participation(before: State, after: State) -> Iterator[Fact]:
    """Who left and who joined, and why."""
    was, now = before.organisations, after.organisations
    left = np.flatnonzero((was["member"] == MEMBER) & (now["member"] == LEFT))
    if after.collaboration[0]["dissolved"]:
        if not before.collaboration[0]["dissolved"]:
            yield Fact("dissolved", 120.0, tone=-1)
        return
    for row in left:
        felt = float(was["satisfaction"][row])
        yield Fact("leaves", 110.0, {"who": Row(row), "loss": -felt}, tone=-1)
    for row in np.flatnonzero((was["member"] != MEMBER) & (now["member"] == MEMBER)):
        yield Fact(
            "joins", 90.0, {"who": Row(row), "value": float(was["expected"][row] - game.alone(was[row]))}, tone=1
        )


# The decision ------------------------------------------------------------------------------------------------------


def decision(before: State, after: State, parameters: Parameters) -> Iterator[Fact]:
    """Whether a goal was agreed, rejected or slipped, by whom and why."""
    us, then = after.collaboration[0], before.collaboration[0]
    by_order = parameters.logic.decision == HIERARCHY
    if us["lapsed"] > then["lapsed"]:
        return  # what became of another version of it no longer matters
    if us["slipped"] > then["slipped"]:
        kind = "slipped_contested" if by_order else "slipped_unclear"
        unclear = us["contest"] if by_order else us["ambiguity"]
        again, values = bool(then["agreed"]), {"unclear": Share(unclear), "support": Share(us["support"])}
        yield Fact("slipped_again" if again else kind, 16.0 if again else 75.0, values, tone=-1)
    elif us["rejected"] > then["rejected"]:
        yield rejection(after, parameters)
        yield from blocking(after)
        yield from minds_changed(before, after)
    elif us["decided"] > then["decided"] and not then["agreed"]:
        kind = "mended" if us["mended"] > then["mended"] else "decided" if by_order else "agreed"
        values = {"support": Share(us["support"])}
        if by_order:
            values = {"who": Row(us["lead"])} | against(after, int(us["lead"]))
            kind = f"{kind}_by_order" if kind == "mended" else kind if values["against"] else "decided_all"
        yield Fact(kind, 100.0, values, tone=1)
    elif us["moved"] > 5 * SMALL:
        yield Fact("goal_moves", 20.0 + 100.0 * float(us["moved"]), {"moved": Share(us["moved"])})


def against(state: State, lead: int) -> dict[str, object]:
    """How many members besides the lead there are, and how many of them would not have consented."""
    others = (state.organisations["member"] == MEMBER) & (np.arange(state.organisations.size) != lead)
    return {"against": int(np.sum(state.organisations["accepts"][others] == 0.0)), "count": int(others.sum())}


def blocking(after: State) -> Iterator[Fact]:
    """Whose yes alone would have been enough, and what it would have taken."""
    us, organisations = after.collaboration[0], after.organisations
    alone = np.flatnonzero(organisations["swing"] > 0.0)
    if us["agreed"] or not alone.size:
        return
    nearest = int(alone[organisations["price"][alone].argmin()])
    if np.isfinite(organisations["price"][nearest]):
        yield Fact("blocks", 50.0, {"who": Row(nearest), "price": float(organisations["price"][nearest])})


def minds_changed(before: State, after: State) -> Iterator[Fact]:
    """Who says yes now, and who no longer, while there is no goal yet."""
    if after.collaboration[0]["agreed"]:
        return
    was, now = before.organisations, after.organisations
    for kind, asked, turn in (("says_yes", 1.0, 1), ("says_no", 0.0, -1)):
        turned = np.flatnonzero((now["member"] == MEMBER) & (now["accepts"] == asked) & (was["accepts"] != asked))
        if turned.size and before.collaboration[0]["rejected"]:
            yield Fact(kind, 45.0, {"who": Rows(int(row) for row in turned)}, tone=turn)


def rejection(after: State, parameters: Parameters) -> Fact:
    """Who did not consent, and what weighed most with them."""
    us, organisations = after.collaboration[0], after.organisations
    objecting = np.flatnonzero((organisations["member"] == MEMBER) & (organisations["accepts"] == 0.0))
    heaviest = objecting[np.argsort(-organisations["consent"][objecting], kind="stable")]
    values = {
        "who": Rows(int(row) for row in heaviest),
        "support": short_of(us["support"], parameters.decision.quorum),
        "quorum": Share(parameters.decision.quorum),
    }
    if us["agreed"]:
        return Fact("kept", 35.0, values)
    why = [weighs_most(organisations[row]) for row in objecting]
    return Fact(f"rejected_{max(set(why), key=lambda reason: (why.count(reason), reason))}", 70.0, values, tone=-1)


def weighs_most(me: np.void) -> str:
    """What keeps an organisation from consenting, of what the mechanism itself weighed."""
    weighed = reasons(me)
    against = {
        "trust": weighed.distrust + weighed.doubt,
        "autonomy": weighed.autonomy,
        "goal": weighed.goal,
        "burden": weighed.burden,
        "common": weighed.common,
        "elsewhere": game.ALONE - game.alone(me),
    }
    return min(against, key=lambda reason: (against[reason], reason))


# Delivery and trust ------------------------------------------------------------------------------------------------


def deliveries(before: State, after: State) -> Iterator[Fact]:
    """Who delivered less than promised and whose trust that cost; and who won trust."""
    organisations, falls, rises = after.organisations, {}, {}
    change = after.ties["trust"] - before.ties["trust"]
    members, open_ = organisations["member"] == MEMBER, before.ties["age"] > 0
    together = open_ & members[after.sources] & members[after.ties["target"]]
    for row in range(organisations.size):
        towards = np.flatnonzero(together & (after.ties["target"] == row))
        if towards.size:
            falls[row] = towards[change[towards].argmin()]
            rises[row] = towards[change[towards].argmax()]
    for row, tie in falls.items():
        me = organisations[row]
        fulfilled = of_promise(me, "pooled")
        lost = -float(change[tie])
        if fulfilled < SHORT and lost > SMALL:
            why = why_short(me, float(after.collaboration[0]["climate"]))
            values = {"who": Row(row), "delivered": float(me["pooled"]), "promised": float(me["promise"])}
            weight = (25.0 + 200.0 * lost) * (BY_CHANCE if why in ("chance", "climate") else 1.0)
            values["part"] = Share(fulfilled)
            yield Fact(f"short_{why}", weight, values | between(before, after, tie), pair_of(after, tie), -1)
    for row, tie in rises.items():
        won = float(change[tie])
        if won > SMALL:
            fulfilled = of_promise(organisations[row], "pooled")
            values = {"who": Row(row), "part": Share(fulfilled)}
            kind = "trust_rises" if fulfilled >= SHORT else "trust_rises_partly"
            yield Fact(kind, 12.0 + 150.0 * won, values | between(before, after, tie), pair_of(after, tie), 1)


def between(before: State, after: State, tie: int) -> dict[str, object]:
    """Whose trust went from what to what."""
    return {
        "other": Row(after.sources[tie]),
        "from": Points(before.ties["trust"][tie]),
        "to": Points(after.ties["trust"][tie]),
    }


def of_promise(me: np.void, what: str) -> float:
    """Something that an organisation did, as a part of what it promised; all of it where it promised nothing."""
    return float(me[what] / me["promise"]) if me["promise"] > 0.0 else 1.0


def pair_of(state: State, tie: int) -> tuple[int, int]:
    """The two ends of a tie."""
    return int(state.sources[tie]), int(state.ties["target"][tie])


def why_short(me: np.void, climate: float) -> str:
    """What made the largest part of a shortfall: the home, distrust, a setback with a name, hard times, or chance."""
    parts = shortfall(me)
    largest = min(("home", "distrust", "luck"), key=lambda part: getattr(parts, part))
    if largest != "luck":
        return largest
    if me["setback"]:
        return setback_of(me)
    return "climate" if climate < fortune.LOW else "chance"


def setback_of(me: np.void) -> str:
    """The kind of fact that tells what keeps an organisation down."""
    return f"setback_{fortune.SETBACKS[int(me['setback'])]}"


def orders(before: State, after: State, parameters: Parameters) -> Iterator[Fact]:
    """Whom the lead pressed, and what that cost it in trust."""
    us, organisations = after.collaboration[0], after.organisations
    if parameters.logic.implementation != HIERARCHY:
        return
    pressed = np.where(organisations["member"] == MEMBER, organisations["pooled"] - organisations["own"], 0.0)
    row = int(pressed.argmax())
    if pressed[row] < 5 * SMALL or organisations["promise"][row] <= 0.0:
        return
    lead = int(us["lead"])
    values = {
        "who": Row(row),
        "lead": Row(lead),
        "own": Share(of_promise(organisations[row], "own")),
        "pooled": Share(of_promise(organisations[row], "pooled")),
    }
    mine = np.flatnonzero((after.sources == row) & (after.ties["target"] == lead))
    lost = float(before.ties["trust"][mine[0]] - after.ties["trust"][mine[0]]) if mine.size else 0.0
    if us["led_from_outside"] or lost <= SMALL:
        kind = "ordered_outside" if us["led_from_outside"] else "ordered"
        yield Fact(kind, 15.0 + 10.0 * float(pressed[row]), values)
        return
    told = values | between(before, after, int(mine[0]))
    yield Fact("ordered_resented", 20.0 + 200.0 * lost, told, pair_of(after, int(mine[0])), -1)


# Opportunities, gains, budget --------------------------------------------------------------------------------------


def opportunities(before: State, after: State) -> Iterator[Fact]:
    """Who found something new that they can do together."""
    found = after.ties["opportunity"] - before.ties["opportunity"]
    first = np.flatnonzero((found > SMALL) & (after.sources < after.ties["target"]))
    if not first.size:
        return
    best = int(first[after.ties["opportunity"][first].argmax()])
    one, other = pair_of(after, best)
    values = {
        "who": Row(one),
        "other": Row(other),
        "more": Share(after.ties["opportunity"][best] - 1.0),
    }
    yield Fact("opportunity", 18.0 + 4.0 * first.size, values, (one, other), 1)


def gains(before: State, after: State) -> Iterator[Fact]:
    """Who went from gaining to losing, or the other way round, smoothed over rounds."""
    was, now = before.organisations, after.organisations
    members = now["member"] == MEMBER
    loses = members & (was["satisfaction"] >= 0.0) & (now["satisfaction"] < 0.0)
    wins = members & (was["satisfaction"] < 0.0) & (now["satisfaction"] >= 0.0)
    for kind, crossing, tone in (("loses", loses, -1), ("gains", wins, 1)):
        if crossing.any():
            yield Fact(
                kind, 30.0 if tone < 0 else 22.0, {"who": Rows(int(row) for row in np.flatnonzero(crossing))}, tone=tone
            )


def budget(before: State, after: State, parameters: Parameters) -> Iterator[Fact]:
    """Whether the budget for effort ran out."""
    limit = parameters.effort.budget
    if before.collaboration[0]["spent"] < limit - 1e-9 <= after.collaboration[0]["spent"]:
        yield Fact("budget_spent", 80.0, {"budget": round(limit)})


# In a language -----------------------------------------------------------------------------------------------------


# A name that begins a sentence of a text.
FIRST = re.compile(r"(?:^|(?<=[.?!] ))\{(\w+)\}")


def say(fact: Fact, texts: Texts, line: Line) -> str:
    """A fact as a sentence."""
    labels = line.scenario.labels
    values: dict[str, str | int] = {}
    for name, value in fact.values.items():
        if isinstance(value, Share):
            values[name] = texts.percent(value)
        elif isinstance(value, Points):
            values[name] = texts.number(100.0 * value, 0)
        elif isinstance(value, Row):
            values[name] = texts.in_a_sentence(labels[value])
        elif isinstance(value, Rows):
            values[name] = texts.names([texts.in_a_sentence(labels[row]) for row in value])
        elif isinstance(value, Name):
            values[name] = texts.label(value)
        elif isinstance(value, dict):
            values[name] = texts.names(
                [f"{texts.outcome(condition).lower()} ({texts.percent(effort)})" for condition, effort in value.items()]
            )
        elif isinstance(value, float):
            values[name] = texts.number(value)
        else:
            values[name] = Count(value) if isinstance(value, int) else str(value)
    several = isinstance(fact.values.get("who"), Rows) and len(fact.values["who"]) > 1
    key = f"story.{fact.kind}"
    text = texts(f"{key}_many" if several and texts.has(f"{key}_many") else key)
    first = {f"{name}_first": capitalised(str(value)) for name, value in values.items()}
    return FIRST.sub(r"{\1_first}", text).format_map(values | first)

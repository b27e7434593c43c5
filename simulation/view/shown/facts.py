"""What can be told of a round: facts, from what changed and from the terms that the mechanisms kept.

A fact names organisations, amounts and the mechanism. What lasts is a fact when it begins and when it is over, not in
between; `Known` remembers what that takes. Which facts are told is a matter of `story`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from ... import game
from ...conditions import CONDITIONS
from ...dynamics import Parameters
from ...events import Event
from ...logic import HIERARCHY, ROUNDING, tolerance
from ...mechanisms import fortune
from ...state import LEFT, MEMBER, Reasons, State, reasons, shortfall
from ..texts import EQUAL

SMALL = 0.02  # what nobody would notice
SHORT = 0.90  # a delivery below this part of the promise is not what was promised
HELD, LET_GO = 0.10, 0.05  # parts of a promise: where keeping back is told, and where it is over
FELT = 0.07  # of trust that one delivery costs
TURN = 0.15  # of trust, leaving luck aside
GONE = "event_gone"  # what befalls somebody who has left
ENDED = "dissolved_by_event"  # the kind of fact that tells of an end that was chosen
LUCK = ("setbacks", "climate", "chance")  # what luck in carrying out is told as
WINDOW = 12  # rounds that are looked back upon when something breaks


class Share(float):
    """Told as a percentage."""


def short_of(share: float, needed: float) -> Share:
    """A share as it is told beside what is needed: what falls short is not rounded up to it."""
    return Share(math.floor(100.0 * share) / 100.0 if share < needed else share)


class Delivery(float):
    """Told as a part of what was promised."""


class Cost(float):
    """Told as a percentage of what everybody makes alone, as far as it is not more than all of that."""


class Portion(float):
    """Told as a part of something that was named just before."""


class Points(float):
    """Told as a number out of 100."""


class Gain(float):
    """Told as a percentage of what everybody makes alone."""


class Against(float):
    """Told as so much more than each makes alone, so much less, or as much."""


class More(float):
    """Told as so much more or less, beside what is told against each alone."""


class Once(float):
    """Told as so many rounds of working alone: what somebody gains or loses once."""


class Row(int):
    """Told as the name of an organisation."""


class Rows(tuple):
    """Told as names."""


class Name(str):
    """Told as the name of an event, in the language where that is known."""


class Cause(str):
    """Told as a sentence of its own: what lies behind it."""


@dataclass(frozen=True)
class Fact:
    """Something that happened.

    Attributes
    ----------
    kind
        Which text tells it: `story.<kind>`.
    size
        How much of it there was, beside others of its kind.
    values
        What goes into the text: organisations, shares, amounts, counts.
    pair
        The two organisations between whom it happened, if it did.
    tone
        1 for good news, -1 for bad, 0 for neither.
    by_luck
        Whether nothing but luck made it, of which no mechanism keeps a reason.
    """

    kind: str
    size: float = 0.0
    values: dict[str, object] = field(default_factory=dict)
    pair: tuple[int, int] | None = None
    tone: int = 0
    by_luck: bool = False


class Largest(NamedTuple):
    """What most of the shortfalls of some rounds came from.

    Attributes
    ----------
    cause
        `home`, `distrust`, or of luck what most of it was.
    missing, part
        What was not delivered of what was promised, and how much of what was promised did not come for home, distrust
        or luck as a whole.
    worst
        The row of whoever fell short most by the cause.
    rounds
        How many rounds those are.
    """

    cause: str
    missing: float
    part: float
    worst: int
    rounds: int


NOBODY = -1


def who_leads(state: State, parameters: Parameters, round_: int) -> int:
    """The row of whoever leads; -1 where nobody at the table does, as by network logic when all govern together."""
    us = state.collaboration[0]
    leading = parameters.governance.form > 0 or any(value == HIERARCHY for value in parameters.logic)
    if not leading or not round_ or us["dissolved"] or us["led_from_outside"]:
        return NOBODY
    return int(us["lead"])


class Known:
    """What is known of the rounds so far: what began and is not over, and what was short of what was promised.

    Attributes
    ----------
    keeping
        By cause, the rows of those who keep back for it.
    doubted
        Of those who keep back out of distrust, their trust in their partners when they began to.
    down
        Rows of those whose setback has been felt.
    hard
        Whether times are hard for everybody.
    trust, lucky
        Trust of every tie when it was last told or there was last no goal, and what luck has added to it since.
    last
        Trust of every tie when the last round ended.
    losing
        Rows of those for whom it does not pay, leaving the luck of the last round aside.
    short, promised, own, pooled
        Of the last rounds, what every member fell short (below zero) or came over by each cause, what all promised,
        what they would have delivered of their own accord, and what they delivered.
    tries
        The reasons of all when the goal was last rejected or given up, and who did not want it then; none before that.
    aside
        Rows of those who did not stand behind the goal when it began to shake, while it does.
    gave_up
        Rows of those who did not stand behind it when it was given up, until it is voted on again.
    slipped
        How many decisions had slipped when there was last a goal.
    lead
        The row of whoever led when the last round ended; -1 for nobody at the table.
    there
        Who was a member when the last round ended, shape (n,).
    """

    def __init__(self, state: State) -> None:
        self.keeping: dict[str, set[int]] = {"home": set(), "distrust": set()}
        self.doubted: dict[int, np.ndarray] = {}
        self.down: set[int] = set()
        self.hard = False
        self.trust = state.ties["trust"].copy()
        self.lucky = np.zeros(state.ties.size)
        self.last = state.ties["trust"].copy()
        self.losing = losing(state.organisations)
        self.short: list[dict[str, np.ndarray]] = []
        self.promised: list[np.ndarray] = []
        self.own: list[np.ndarray] = []
        self.pooled: list[np.ndarray] = []
        self.tries: tuple[list[Reasons], np.ndarray] | None = None
        self.aside: Rows = Rows()
        self.gave_up: Rows = Rows()
        self.slipped = int(state.collaboration[0]["slipped"])
        self.lead = NOBODY
        self.there = state.organisations["member"] == MEMBER

    def look(self, state: State) -> None:
        """Add the round to what is known of the last."""
        us, them = state.collaboration[0], state.organisations
        if not us["agreed"]:
            return
        there = them["member"] == MEMBER
        lucky = them["short_luck"] * there
        named = them["setback"] > 0
        hard = us["climate"] < fortune.LOW
        self.short.append(
            {
                "home": them["short_home"] * there,
                "distrust": them["short_distrust"] * there,
                "setbacks": np.where(named, lucky, 0.0),
                "climate": np.where(~named & hard, lucky, 0.0),
                "chance": np.where(~named & ~hard, lucky, 0.0),
            }
        )
        self.promised.append(them["promise"] * there)
        self.own.append(them["own"] * there)
        self.pooled.append(them["pooled"] * there)
        for kept in (self.short, self.promised, self.own, self.pooled):
            del kept[:-WINDOW]

    def pressed(self, row: int) -> tuple[float, float]:
        """What a member would have delivered of its own accord in the last rounds, and what it did, of its promise."""
        promised = sum(float(one[row]) for one in self.promised)
        if not promised:
            return 1.0, 1.0
        return tuple(sum(float(one[row]) for one in kept) / promised for kept in (self.own, self.pooled))

    def missing(self, last: int = 0, without: int = -1) -> dict[str, np.ndarray]:
        """By cause, what every member fell short in the last rounds, of what all promised in them; shape (n,).

        The parts of all add up to what was not delivered, but for what came under pressure.

        Parameters
        ----------
        last
            How many rounds; all that are kept, where it is 0.
        without
            The row of a member that is left out; -1 for nobody.
        """
        there = np.arange(self.promised[-1].size if self.promised else 0) != without
        promised = sum(float(one[there].sum()) for one in self.promised[-last:])
        if not promised:
            return {}
        return {cause: -sum(one[cause] * there for one in self.short[-last:]) / promised for cause in self.short[0]}

    def kept(self, last: int) -> float:
        """What part of what all promised in the last rounds they delivered."""
        promised = sum(float(one.sum()) for one in self.promised[-last:])
        return sum(float(one.sum()) for one in self.pooled[-last:]) / max(promised, 1e-9)

    def most_of_it(self, without: int = -1) -> Largest | None:
        """What most of the shortfalls of the last rounds came from; none before there was a goal.

        Luck weighs as one: good luck makes up for bad. Of bad luck it is said what most of it was.
        """
        missing = self.missing(without=without)
        if not missing:
            return None
        parts = {cause: float(missing[cause].sum()) for cause in missing}
        of = {"home": parts["home"], "distrust": parts["distrust"], "luck": sum(parts[one] for one in LUCK)}
        most = max(of, key=lambda cause: (of[cause], cause))
        named = max(LUCK, key=lambda cause: (parts[cause], cause)) if most == "luck" else most
        there = np.arange(self.promised[-1].size) != without
        promised, pooled = (sum(float(one[there].sum()) for one in kept) for kept in (self.promised, self.pooled))
        short = max(0.0, 1.0 - pooled / promised)
        return Largest(named, short, of[most], int(missing[named].argmax()), len(self.short))


def facts(
    before: State, after: State, calm: State, parameters: Parameters, events: Sequence[Event], known: Known
) -> list[Fact]:
    """Everything that can be told of a round, in no order.

    Parameters
    ----------
    before, after
        The states before the round, with what events did, and after it.
    calm
        The same as `after`, had the round gone without luck in carrying out and in what is seen of it.
    parameters, events
        As they hold in the round.
    known
        What is known of the rounds before; learns this one.
    """
    found = [
        *happenings(events, before, known),
        *sent_away(before, after, events, known),
        *participation(before, after, events, known),  # which comes before anything is promised
        *another_leads(after, parameters, known),
    ]
    known.look(after)
    found += [
        *decision(before, after, parameters, events, known),
        *support(before, after, parameters, known),
        *bargains(before, after),
        *setbacks(before, after),
        *climate(after, known),
        *meetings(before, after),
        *budget(before, after, parameters),
    ]
    if after.collaboration[0]["agreed"]:
        found += [
            *gains(after, calm, known),
            *deliveries(before, after, known),
            *keeping_back(before, after, known),
            *trust(after, calm, known),
            *orders(before, after, calm, parameters),
            *opportunities(before, after),
        ]
    else:  # what moves trust between goals is no delivery, and not told
        known.trust, known.lucky = after.ties["trust"].copy(), np.zeros(after.ties.size)
    known.last = after.ties["trust"].copy()
    known.there = after.organisations["member"] == MEMBER
    return found


# Support for the goal ----------------------------------------------------------------------------------------------


def support(before: State, after: State, parameters: Parameters, known: Known) -> Iterator[Fact]:
    """A goal that loses its support, or that lapses.

    Of one that is agreed in the round itself it is told a round later, if it still has not enough: who said yes may not
    stand behind it while what it went through before is not made good.
    """
    us, then = after.collaboration[0], before.collaboration[0]
    against = np.flatnonzero((after.organisations["member"] == MEMBER) & (after.organisations["behind"] == 0.0))
    aside = Rows(int(row) for row in against)
    if us["lapsed"] > then["lapsed"]:
        values = {"who": aside, "borne": int(then["unbacked"]) + 1, "rounds": int(us["crisis"])}
        values |= who_then(after, aside, known)
        yield Fact("lapsed", 1.0, values | why_no_more(after, aside, parameters, known), tone=-1)
        known.tries = ([reasons(me) for me in after.organisations], against)
        known.aside, known.gave_up = Rows(), aside
        known.slipped = int(us["slipped"])
    elif us["unbacked"] == 1 + was_new(then) and us["agreed"] and then["agreed"] and aside:
        values = {"who": aside, "backing": short_of(us["backing"], parameters.decision.quorum)}
        kind = "unbacked_by_order" if parameters.logic.decision == HIERARCHY else "unbacked"
        yield Fact(kind, 1.0, values | why_no_more(after, aside, parameters, known), tone=-1)
        known.aside = aside
    elif not us["unbacked"]:
        known.aside = Rows()


def who_then(state: State, aside: Rows, known: Known) -> dict[str, object]:
    """Who did not stand behind a goal when it was given up, and who did again that did not when it began to shake."""
    members = state.organisations["member"] == MEMBER
    back = Rows(row for row in known.aside if row not in aside and members[row])
    told = {"aside": Cause("not_behind")} if aside else {}
    return told | ({"again": back, "back": Cause("behind_again")} if back else {})


def in_crisis(us: np.void) -> bool:
    """Whether a goal was given up and no other lies on the table yet."""
    return bool(us["lapsed"] > us["mended"] and (us["crisis"] > 0 or not us["put"]))


def is_proposed(us: np.void) -> bool:
    """Whether a proposal lies on the table, where there is no goal."""
    return bool(us["put"] and not in_crisis(us))


def was_new(us: np.void) -> bool:
    """Whether a goal that has too little support was agreed in the round itself."""
    return bool(us["agreed"] and us["age"] == 1 and us["unbacked"] == 1)


def why_no_more(state: State, aside: Sequence[int], parameters: Parameters, known: Known) -> dict[str, object]:
    """What lies behind it that partners no longer stand behind a goal: what came of it so far, or what is expected of
    it; and behind that what was not delivered, or what it asks.
    """
    return felt_by(state, aside, parameters) | what_was_short(state, aside, known)


def what_was_short(state: State, aside: Sequence[int], known: Known) -> dict[str, object]:
    """What was not delivered of late, and by whom most; or where that is little, what a goal asks of some."""
    most = known.most_of_it()
    if most and most.missing >= HELD:
        when = "first" if len(known.short) == 1 else "short"  # of one round nothing can be said of late
        return {"because": Cause(f"{when}_{most.cause}")} | in_parts(most)
    why = [weighs_most(state.organisations[row]) for row in aside] or ["goal"]
    return {"because": Cause(f"asks_{most_of(why)}"), "missing": Share(most.missing if most else 0.0)}


def in_parts(most: Largest) -> dict[str, object]:
    """What did not come in how many rounds, which part of that by what brought most of it, and by whom most."""
    of_it = Portion(min(most.part / max(most.missing, 1e-9), 1.0))
    return {"missing": Share(most.missing), "of_it": of_it, "worst": Row(most.worst), "over": most.rounds}


def felt_by(state: State, aside: Sequence[int], parameters: Parameters) -> dict[str, object]:
    """What those who do not stand behind a goal judge it by: what came of it, for the lead or for each, or what they
    expect of it.
    """
    them = state.organisations
    judges = [int(state.collaboration[0]["lead"])] if parameters.logic.norm == HIERARCHY else list(aside)
    lost = [row for row in judges if them["satisfaction"][row] < -tolerance(parameters)]
    if not lost:
        return {"felt_by": Cause("felt_hope")} if len(aside) else {}
    all_of_several = lost == list(aside) and len(lost) > 1
    by = "felt_lead" if parameters.logic.norm == HIERARCHY else "felt_them" if all_of_several else "felt_each"
    felt = float(them["satisfaction"][lost].mean())
    hoping = Rows(row for row in aside if row not in lost) if by != "felt_lead" else Rows()
    others = {"hope": Cause("hope_of_others"), "hoping": hoping} if hoping else {}
    return {"felt_by": Cause(by), "losing": Rows(lost), "felt": Cost(-felt)} | others


def most_of(why: Sequence[str]) -> str:
    """What is named most often."""
    return max(set(why), key=lambda one: (why.count(one), one))


def bargains(before: State, after: State) -> Iterator[Fact]:
    """Who is paid for its consent from now on, and by whom."""
    now = after.organisations["payment"]
    more = now - before.organisations["payment"]
    get = np.flatnonzero((now > 0.0) & (more > SMALL / 10))
    give = np.flatnonzero((now < 0.0) & (more < -SMALL / 10))
    if get.size and give.size and after.collaboration[0]["agreed"]:
        amount = float(more[get].sum())
        values = {"who": Rows(map(int, get)), "by": Rows(map(int, give)), "amount": Gain(amount)}
        yield Fact("bargain", amount, values)


def setbacks(before: State, after: State) -> Iterator[Fact]:
    """What keeps an organisation down from now on, and what is over."""
    was, now = before.organisations, after.organisations
    members = now["member"] == MEMBER
    begun = np.flatnonzero(members & (was["setback"] == 0) & (now["setback"] > 0))
    for number in np.unique(now["setback"][begun]):
        alike = begun[now["setback"][begun] == number]
        yield Fact(f"begins_{setback_of(now[alike[0]])}", 0.0, {"who": Rows(map(int, alike))}, tone=-1)
    over = np.flatnonzero(members & (was["setback"] > 0) & (now["setback"] == 0))
    if over.size:
        yield Fact("back_on_feet", 0.0, {"who": Rows(map(int, over))}, tone=1)


def climate(after: State, known: Known) -> Iterator[Fact]:
    """Times that become hard for everybody, and times that no longer are; between the two nothing changes."""
    now = float(after.collaboration[0]["climate"])
    if now < fortune.LOW and not known.hard:
        known.hard = True
        yield Fact("hard_times", 1.0, tone=-1, by_luck=True)
    elif now >= fortune.OVER and known.hard:
        known.hard = False
        yield Fact("better_times", 0.0, tone=1, by_luck=True)


def meetings(before: State, after: State) -> Iterator[Fact]:
    """Two who come to work together, and two who let their tie rest; of several, those who trust each other most."""
    was, now, sources = before.ties["age"] > 0, after.ties["age"] > 0, after.sources
    members = after.organisations["member"] == MEMBER
    once = (sources < after.ties["target"]) & members[sources] & members[after.ties["target"]]
    for kind, turned, tone in (("tie_opens", now & ~was, 1), ("tie_rests", was & ~now, -1)):
        rows = np.flatnonzero(once & turned)
        if rows.size:
            pair = pair_of(after, int(rows[after.ties["trust"][rows].argmax()]))
            yield Fact(kind, 0.0, {"who": Row(pair[0]), "other": Row(pair[1])}, pair, tone)


# Events, and who takes part ----------------------------------------------------------------------------------------


def happenings(events: Sequence[Event], before: State, known: Known) -> Iterator[Fact]:
    """What happened from outside, of several changes with one name once; and whether it befell somebody who had left.

    Whoever leaves by the event itself had not.
    """
    told = set()
    for event in events:
        efforts = {name.removeprefix("effort."): value for name, value in event.parameters.items()}
        if event.parameters and set(efforts) <= {*CONDITIONS, "budget"}:
            some = {one: float(efforts[one]) for one in CONDITIONS if float(efforts.get(one, 0.0)) > 0.0}
            yield Fact("phase", 1.0, {"efforts": some}) if some else Fact("phase_over", 1.0)
        elif event.name and event.name not in told:
            told.add(event.name)
            row = event.organisation
            gone = row is not None and before.organisations["member"][row] == LEFT and not known.there[row]
            values = {"name": Name(event.name)} | ({"who": Row(row)} if gone else {})
            yield Fact(GONE if gone else "event", 1.0, values)


def sent_away(before: State, after: State, events: Sequence[Event], known: Known) -> Iterator[Fact]:
    """Who left because an event or somebody in its seat had it so, whatever it gained; and by which event."""
    was = before.organisations
    gone = known.there & (after.organisations["member"] == LEFT) & ((was["member"] == LEFT) | (was["act_stay"] == 0.0))
    for row in map(int, np.flatnonzero(gone)):
        name = next(
            (event.name for event in events if event.name and event.organisation == row and leads_out(event)), ""
        )
        values = {"who": Row(row)} | ({"name": Name(name)} if name else {})
        yield Fact("leaves_by_event" if name else "leaves_by_choice", float(was["consent"][row]), values)


def leads_out(event: Event) -> bool:
    """Whether an event makes an organisation leave."""
    return "member" in {*event.set, *event.add} or event.act.get("stay") == 0.0


def participation(before: State, after: State, events: Sequence[Event], known: Known) -> Iterator[Fact]:
    """Who left of its own accord and who joined, and why; or that an event put an end to it all."""
    was, now = before.organisations, after.organisations
    left = np.flatnonzero((was["member"] == MEMBER) & (was["act_stay"] != 0.0) & (now["member"] == LEFT))
    if after.collaboration[0]["dissolved"]:
        if not before.collaboration[0]["dissolved"]:
            ended = next((event.name for event in events if event.name and leads_out(event)), "")
            if ended and not left.size:
                yield Fact(ENDED, 1.0, {"who": Rows(), "name": Name(ended)})
                return
            gone = Rows(map(int, left))
            by_themselves = np.sum((was["member"] == MEMBER) & (was["act_stay"] != 0.0)) > 1  # they could have gone on
            why = what_was_short(before, gone, known) if by_themselves else {}
            yield Fact("dissolved", 1.0, {"who": gone} | why, tone=-1)
        return
    for row in left:
        felt, most = float(was["satisfaction"][row]), known.most_of_it(without=int(row))
        own, pooled = known.pressed(int(row))
        if not before.collaboration[0]["agreed"]:
            because = "no_goal"
        elif pooled - own >= max(most.missing if most else 0.0, HELD):
            because = "pressed"
        else:
            short = most is not None and most.missing >= HELD
            because = f"others_{most.cause}" if short else f"asks_{weighs_most(was[row])}"
        values = {"who": Row(row), "loss": Cost(-felt), "because": Cause(because)} | (in_parts(most) if most else {})
        values |= {"own": Share(own), "pooled": Delivery(pooled)}
        yield Fact("leaves", float(was["consent"][row]), values, tone=-1)
    for row in np.flatnonzero((was["member"] != MEMBER) & (now["member"] == MEMBER)):
        hoped = float(was["expected"][row] - game.alone(was[row]))
        yield Fact("joins", hoped, {"who": Row(row), "value": Gain(hoped)}, tone=1)


def another_leads(after: State, parameters: Parameters, known: Known) -> Iterator[Fact]:
    """Who leads now in place of another: whether that one has left, and whether it is by right or by influence."""
    was, now = known.lead, who_leads(after, parameters, 1)
    known.lead = now
    if NOBODY in (was, now) or was == now:
        return
    them = after.organisations
    there = them["member"] == MEMBER
    rights = np.where(there, them["right"], -1.0)
    by_right = rights[now] > np.delete(rights, now).max()
    given_back = now == int(after.collaboration[0]["declared_lead"])
    reason = "declared" if given_back else "right" if by_right else "influence"
    yield Fact(
        f"leads{'_on' if there[was] else ''}", 1.0, {"who": Row(now), "was": Row(was), "by": Cause(f"leads_{reason}")}
    )


# The decision ------------------------------------------------------------------------------------------------------


def decision(
    before: State, after: State, parameters: Parameters, events: Sequence[Event], known: Known
) -> Iterator[Fact]:
    """Whether a goal was agreed, imposed, rejected or slipped, by whom and why."""
    us, then = after.collaboration[0], before.collaboration[0]
    by_order = parameters.logic.decision == HIERARCHY
    bound = {} if by_order else bound_by(events, after, parameters)
    if us["lapsed"] > then["lapsed"]:
        return  # what became of another version of it no longer matters
    if bound and then["agreed"] and us["slipped"] == then["slipped"]:  # one that nobody took binds nobody
        yield Fact(f"imposed{'' if bound['who'] else '_all'}", 1.0, bound)
    if us["slipped"] > then["slipped"]:
        kind = f"{'new_version_slips' if then['agreed'] else 'slipped'}_{'contested' if by_order else 'unclear'}"
        values = {"lead": Row(us["lead"])} | against(after, int(us["lead"])) if by_order else {}
        kind = "slipped_contested_all" if kind == "slipped_contested" and not values["no"] else kind
        yield Fact(kind, float(us["contest"] if by_order else us["ambiguity"]), values, tone=-1)
    elif us["rejected"] > then["rejected"]:
        yield rejection(after, parameters, for_it_now(before, after, known))
        yield from blocking(after)
        yield from minds_changed(before, after)
        if not us["agreed"]:
            known.tries = refused(after)
    elif us["decided"] > then["decided"] and not then["agreed"]:
        kind = "mended" if us["mended"] > then["mended"] else "decided" if by_order else "agreed"
        values: dict[str, object] = {"support": Share(us["support"])}
        values |= by_decree(kind, int(then["slipped"] - known.slipped)) if by_order else why_now(after, known)
        if by_order:
            values |= {"who": Row(us["lead"])} | against(after, int(us["lead"])) | inherited(after)
            how = by_how_many(len(values["no"]), int(values["count"]))
            kind = f"mended_by_order{how}" if kind == "mended" else f"{kind}{how}"
        elif bound:
            kind, values = f"{kind}_by_event{'' if bound['who'] else '_all'}", bound
        yield Fact(kind, 1.0, values, tone=1)
        known.tries, known.slipped = None, int(us["slipped"])
    elif us["moved"] > 5 * SMALL:
        yield Fact("goal_moves", float(us["moved"]), {"moved": Points(us["moved"])})


def for_it_now(before: State, after: State, known: Known) -> Rows:
    """Who says yes in the first vote after a goal was given up, and did not stand behind that; but for those who are
    told to have changed their minds.
    """
    was, now = before.organisations, after.organisations
    told = (was["accepts"] != 1.0) & bool(before.collaboration[0]["rejected"])
    turned = Rows(
        row for row in known.gave_up if now["accepts"][row] and now["member"][row] == MEMBER and not told[row]
    )
    known.gave_up = Rows()
    return turned


def refused(state: State) -> tuple[list[Reasons], np.ndarray]:
    """What everybody weighed, and who said no."""
    return [reasons(me) for me in state.organisations], objecting(state)


def objecting(state: State) -> np.ndarray:
    """Rows of the members that say no to what is proposed."""
    return np.flatnonzero((state.organisations["member"] == MEMBER) & (state.organisations["accepts"] == 0.0))


def bound_by(events: Sequence[Event], after: State, parameters: Parameters) -> dict[str, object]:
    """The event that has members say yes, who does so by it, who of them was against it, and who else is.

    Nothing without. Who decides in a seat of its own votes: of that no event tells.
    """
    them = after.organisations
    having = [one for one in events if one.name and one.act.get("consent") == 1.0]
    bound = sorted({one.organisation for one in having if them["member"][one.organisation] == MEMBER})
    if not bound:
        return {}
    gap = them["fallback"] - tolerance(parameters) - ROUNDING - them["expected_anew"]
    bound.sort(key=lambda row: (gap[row] <= 0.0, -them["consent"][row]))
    no = Rows(row for row in bound if gap[row] > 0.0)
    others = Rows(sorted(map(int, objecting(after)), key=lambda row: -them["consent"][row]))
    besides = {"others": others, "besides": Cause("besides_against" if no else "against")} if others else {}
    return {"name": Name(having[0].name), "bound": Rows(bound), "who": no} | besides


def why_now(after: State, known: Known) -> dict[str, object]:
    """What changed most, of what they weigh, for those who were against it and are for it now."""
    if known.tries is None:
        return {}
    weighed, no = known.tries
    them = after.organisations
    turned = [row for row in no if them["accepts"][row] and them["member"][row] == MEMBER]
    gone = Rows(int(row) for row in no if them["member"][row] == LEFT)
    if not turned:
        return {"because": Cause("turned_left"), "gone": gone} if gone else {"because": Cause("turned_nobody")}
    return {"because": Cause(f"turned_{what_rose(after, weighed, turned)}"), "turned": Rows(map(int, turned))}


def by_decree(kind: str, slipped: int) -> dict[str, object]:
    """What lets the lead decide now, who needs nobody's yes: decisions before it slipped, or a crisis is over."""
    slips = {"slips": slipped, "before": Cause("decree_slipped")} if slipped else {}
    return ({"because": Cause("decree_again")} if kind == "mended" else {}) | slips


def inherited(state: State) -> dict[str, object]:
    """Who had more right to decide than whoever leads now and has left, and that the right left with it."""
    them, lead = state.organisations, int(state.collaboration[0]["lead"])
    gone = np.where(them["member"] == LEFT, them["right"], 0.0)
    if gone.max() <= them["right"][lead]:
        return {}
    return {"heir": Cause("right_left"), "gone": Row(int(gone.argmax()))}


def what_rose(state: State, weighed: Sequence[Reasons], rows: Sequence[int]) -> str:
    """Which of the reasons of some rose most against what they weighed before."""
    more = np.array([np.subtract(reasons(state.organisations[row]), weighed[row]) for row in rows])
    rise = dict(zip(Reasons._fields, more.sum(axis=0).tolist(), strict=True))
    rise["trust"] = rise.pop("distrust") + rise.pop("doubt")
    return max(rise, key=lambda name: (rise[name], name))


def by_how_many(no: int, others: int) -> str:
    """How the kind of a fact ends that tells of a decision that so many of the others are against."""
    if not no:
        return "_all"
    return "_none" if no == others > 1 else ""


def against(state: State, lead: int) -> dict[str, object]:
    """How many members besides the lead there are, and which of them are against, whoever weighs most first."""
    others = (state.organisations["member"] == MEMBER) & (np.arange(state.organisations.size) != lead)
    no = sorted(
        (row for row in map(int, objecting(state)) if row != lead), key=lambda row: -state.organisations["consent"][row]
    )
    return {"no": Rows(no), "against": len(no), "count": int(others.sum())}


def blocking(after: State) -> Iterator[Fact]:
    """Whose yes alone would have been enough, and what it would have taken."""
    us, organisations = after.collaboration[0], after.organisations
    alone = np.flatnonzero(organisations["swing"] > 0.0)
    if us["agreed"] or not alone.size:
        return
    nearest = int(alone[organisations["price"][alone].argmin()])
    if np.isfinite(organisations["price"][nearest]):
        price = float(organisations["price"][nearest])
        yield Fact("blocks", -price, {"who": Row(nearest), "price": Gain(price)})


def minds_changed(before: State, after: State) -> Iterator[Fact]:
    """Who says yes now, and who no longer, while there is no goal yet."""
    if after.collaboration[0]["agreed"]:
        return
    was, now = before.organisations, after.organisations
    for kind, asked, turn in (("says_yes", 1.0, 1), ("says_no", 0.0, -1)):
        turned = np.flatnonzero((now["member"] == MEMBER) & (now["accepts"] == asked) & (was["accepts"] != asked))
        if turned.size and before.collaboration[0]["rejected"]:
            yield Fact(kind, float(now["consent"][turned].sum()), {"who": Rows(map(int, turned))}, tone=turn)


def rejection(after: State, parameters: Parameters, turned: Rows) -> Fact:
    """Who did not consent for the reason that most had, and who for another; of a new version, all who did not.

    `turned` are those of whom it is told besides that they do now.
    """
    us, organisations = after.collaboration[0], after.organisations
    no = objecting(after)
    heaviest = no[np.argsort(-organisations["consent"][no], kind="stable")]
    values = {
        "who": Rows(int(row) for row in heaviest),
        "support": short_of(us["support"], parameters.decision.quorum),
        "quorum": Share(parameters.decision.quorum),
    }
    if us["agreed"]:
        return Fact("kept", 1.0, values)
    why = {int(row): weighs_most(organisations[row]) for row in heaviest}
    most = most_of(list(why.values()))
    values["who"] = Rows(row for row in why if why[row] == most)
    if others := Rows(row for row in why if why[row] != most):
        values |= {"others": others, "besides": Cause("also_against")}
    if turned:
        values |= {"turned": turned, "now": Cause("for_it_now")}
    return Fact(f"rejected_{most}", 1.0, values, tone=-1)


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


def deliveries(before: State, after: State, known: Known) -> Iterator[Fact]:
    """Who delivered less than promised by bad luck, and whose trust that cost.

    Where a setback made it, that is told when it is first felt, and then no more.
    """
    organisations = after.organisations
    change = after.ties["trust"] - before.ties["trust"]
    members, open_ = organisations["member"] == MEMBER, before.ties["age"] > 0
    together = open_ & members[after.sources] & members[after.ties["target"]]
    for row in np.flatnonzero(members & (organisations["pooled"] < SHORT * organisations["promise"])):
        me, towards = organisations[row], np.flatnonzero(together & (after.ties["target"] == row))
        why = why_short(me, float(after.collaboration[0]["climate"]))
        if not towards.size or why in known.keeping:
            continue
        tie = int(towards[change[towards].argmin()])
        if -change[tie] > FELT:
            values = {"who": Row(row), "part": Delivery(of_promise(me, "pooled"))} | between(before, after, tie)
            nameless = why in ("climate", "chance")
            felt = not nameless and row not in known.down
            kind = why if felt else f"short_{why}"
            known.down |= {int(row)} if felt else set()
            yield Fact(kind, -float(change[tie]), values, pair_of(after, tie), -1, by_luck=nameless)
    known.down -= set(np.flatnonzero(organisations["setback"] == 0).tolist())


def keeping_back(before: State, after: State, known: Known) -> Iterator[Fact]:
    """Who begins to keep back, from whom and why, and who no longer does: what its home or its distrust takes off, and
    of the two what takes most.
    """
    them = after.organisations
    members = them["member"] == MEMBER
    promise = np.maximum(them["promise"], 1e-9)
    parts = {cause: np.where(members, -them[f"short_{cause}"] / promise, 0.0) for cause in known.keeping}
    for cause, now in known.keeping.items():
        part = parts[cause]
        mostly = (part >= HELD) & (part >= np.maximum.reduce(list(parts.values())))
        begun = [int(row) for row in np.flatnonzero(mostly) if row not in now]
        over = [row for row in sorted(now) if part[row] < LET_GO]
        now.update(begun)
        now.difference_update(over)
        for row in begun:
            values = {"who": Row(row), "part": Share(them["intended"][row] / promise[row])}
            values |= {"kept": Share(part[row])} | (from_whom(before, after, row) if cause == "distrust" else {})
            pair = (row, int(values["least"])) if "least" in values else None
            if cause == "distrust":
                known.doubted[row] = trust_of(after, row)
            values |= all_the_same(them[row])
            yield Fact(f"keeps_back_{cause}", float(part[row]), values, pair, tone=-1)
        staying = Rows(row for row in over if members[row])
        if staying:
            values = {"who": staying} | (whom_again(after, staying, known) if cause == "distrust" else {})
            yield Fact(f"gives_again_{cause}", 0.0, values, tone=1)


def all_the_same(me: np.void) -> dict[str, object]:
    """What came of it all the same of one that meant to deliver less than it promised, and whether luck or an order
    made that; nothing where it fell short.
    """
    if me["intended"] > SHORT * me["promise"] or me["pooled"] < SHORT * me["promise"]:
        return {}
    by = "order" if me["short_order"] > me["short_luck"] else "luck"
    return {"came": Delivery(of_promise(me, "pooled")), "lifted": Cause(f"lifted_{by}")}


def from_whom(before: State, after: State, row: int) -> dict[str, object]:
    """How far an organisation trusts its partners, and whom it trusted least when it delivered."""
    me, mine = after.organisations[row], works_with(row, before.ties, after.organisations)
    if not mine.size:
        return {}
    least = mine[mine["trust"].argmin()]
    return {"least": Row(least["target"]), "low": Points(least["trust"]), "regard": Points(me["regard"])}


def works_with(row: int, ties: np.ndarray, organisations: np.ndarray) -> np.ndarray:
    """The ties of an organisation to the members that it works with."""
    me = organisations[row]
    mine = ties[me["first"] : me["last"]]
    return mine[(organisations["member"][mine["target"]] == MEMBER) & (mine["age"] > 0)]


def trust_of(state: State, row: int) -> np.ndarray:
    """The trust of one in every other, shape (n,); NaN in whom it does not work with."""
    trusted, mine = np.full(state.organisations.size, np.nan), works_with(row, state.ties, state.organisations)
    trusted[mine["target"]] = mine["trust"]
    return trusted


def whom_again(state: State, rows: Sequence[int], known: Known) -> dict[str, object]:
    """In whom the trust of those who no longer keep back rose since they began to, and from what to what: in whoever
    they trusted least then, or else in whom it rose most; in none of them.
    """
    then = np.array([known.doubted[row] for row in rows])
    now = np.array([trust_of(state, row) for row in rows])
    rise, both = np.nansum(now - then, axis=0), ~np.isnan(now - then)
    if len(rows) > 1:
        rise[list(rows)] = 0.0
    doubted = np.where(both, then, 0.0).sum(axis=0) / np.maximum(both.sum(axis=0), 1)
    least = int(np.where(both.any(axis=0), doubted, 1.0).argmin())
    most = least if rise[least] > SMALL else int(rise.argmax())
    if rise[most] <= SMALL:
        return {}
    was, is_ = (float(one[both[:, most], most].mean()) for one in (then, now))
    return {"most": Row(most), "from": Points(was), "to": Points(is_)}


def trust(after: State, calm: State, known: Known) -> Iterator[Fact]:
    """Whose trust in a partner turned since it was last told, and still does, leaving aside what luck gave or took.

    What luck gave is known, as every round can be played without it.
    """
    them, ties = after.organisations, after.ties
    known.lucky += ties["trust"] - calm.ties["trust"]
    together = (
        (ties["age"] > 0) & (them["member"][after.sources] == MEMBER) & (them["member"][ties["target"]] == MEMBER)
    )
    turned = np.where(together, ties["trust"] - known.trust, 0.0)
    earned = np.where(together, turned - known.lucky, 0.0)
    for kind, tone in (("trust_rises", 1), ("trust_falls", -1)):
        still = tone * (ties["trust"] - known.last) > 0.0
        worth = np.where(still, np.minimum(tone * turned, tone * earned), 0.0)
        for row in np.unique(ties["target"][worth >= TURN]):
            told = (ties["target"] == row) & (worth >= TURN / 2)
            tie = int(np.where(told, worth, 0.0).argmax())
            values = {
                "who": Row(row),
                "other": Row(after.sources[tie]),
                "from": Points(known.trust[tie]),
                "to": Points(ties["trust"][tie]),
            }
            yield Fact(kind, float(worth[tie]), values, pair_of(after, tie), tone)
            known.trust[told] = ties["trust"][told]
            known.lucky[told] = 0.0


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


def tie_of(state: State, source: int, target: int) -> int:
    """The row of a tie."""
    return int(np.flatnonzero((state.sources == source) & (state.ties["target"] == target))[0])


def trust_in(state: State, pair: tuple[int, int]) -> float:
    """The trust of one in another."""
    return float(state.ties["trust"][tie_of(state, *pair)])


def works(state: State, row: int, other: int) -> bool:
    """Whether there is a tie of one with another."""
    return bool(((state.sources == row) & (state.ties["target"] == other)).any())


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


def orders(before: State, after: State, calm: State, parameters: Parameters) -> Iterator[Fact]:
    """Whom the lead pressed, and what that cost it in trust."""
    expected = {fact.kind: fact.values["who"] for fact in pressing(before, calm, parameters)}
    for fact in pressing(before, after, parameters):
        yield replace(fact, by_luck=expected.get(fact.kind) != fact.values["who"])


def pressing(before: State, after: State, parameters: Parameters) -> Iterator[Fact]:
    """Whom the lead pressed most."""
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
        "pooled": Delivery(of_promise(organisations[row], "pooled")),
    }
    mine = np.flatnonzero((after.sources == row) & (after.ties["target"] == lead))
    lost = float(before.ties["trust"][mine[0]] - after.ties["trust"][mine[0]]) if mine.size else 0.0
    if us["led_from_outside"] or lost <= SMALL:
        yield Fact("ordered_outside" if us["led_from_outside"] else "ordered", float(pressed[row]), values)
        return
    told = values | between(before, after, int(mine[0]))
    yield Fact("ordered_resented", float(pressed[row]), told, pair_of(after, int(mine[0])), -1)


# Opportunities, gains, budget --------------------------------------------------------------------------------------


def opportunities(before: State, after: State) -> Iterator[Fact]:
    """Who found something new that they can do together."""
    found = after.ties["opportunity"] - before.ties["opportunity"]
    first = np.flatnonzero((found > SMALL) & (after.sources < after.ties["target"]))
    if not first.size:
        return
    best = int(first[after.ties["opportunity"][first].argmax()])
    one, other = pair_of(after, best)
    more = float(after.ties["opportunity"][best] - 1.0)
    yield Fact("opportunity", more, {"who": Row(one), "other": Row(other), "more": Share(more)}, (one, other), 1)


def gains(after: State, calm: State, known: Known) -> Iterator[Fact]:
    """For whom it no longer pays, or pays again, smoothed over rounds and leaving the luck of this one aside.

    What the round itself brought is told where it went the other way.
    """
    them, now = calm.organisations, game.gains(after.organisations)
    down = losing(them)
    paying = set(np.flatnonzero((them["member"] == MEMBER) & (them["satisfaction"] >= 0.0)).tolist())
    for kind, rows, tone in (("loses", down - known.losing, -1), ("gains", paying & known.losing, 1)):
        for row in sorted(rows):
            values = {"who": Row(row), "felt": Gain(them["satisfaction"][row])}
            if tone * now[row] < -EQUAL:
                values |= {"though": Cause(f"{kind}_though"), "now": Gain(abs(now[row]))}
            yield Fact(kind, float(them["consent"][row]), values, tone=tone)
    known.losing = down | (known.losing - paying)


def losing(them: np.ndarray) -> set[int]:
    """Rows of the members for whom it does not pay, as it is written."""
    return set(np.flatnonzero((them["member"] == MEMBER) & (them["satisfaction"] < -EQUAL)).tolist())


def budget(before: State, after: State, parameters: Parameters) -> Iterator[Fact]:
    """Whether the budget for effort ran out."""
    limit = parameters.effort.budget
    if before.collaboration[0]["spent"] < limit - 1e-9 <= after.collaboration[0]["spent"]:
        yield Fact("budget_spent", 1.0, {"budget": round(limit)})

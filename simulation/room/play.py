"""A play: people decide in the seats of organisations, a few rounds of the model at a time.

What somebody decides becomes events of the scenario (docs/odd.md, 7.22), dated in the rounds that a played round
stands for; whoever is silent is played by the model. So a play is a scenario, and its luck that of any run. What it
takes to look ahead, such as what the home organisation would deliver, is asked of the engine and written nowhere anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..dynamics import Parameters
from ..errors import InputError
from ..events import ORGANISATION_FIELDS, Event, out_since, staying, strike
from ..logic import ADMINISTRATIVE, HIERARCHY, LEAD
from ..measures import OUTCOMES
from ..parameters import whole
from ..results.advice import planned
from ..runs import Course
from ..scenario import Scenario, in_order, with_events
from ..state import MEMBER, State

CONSENT, PROMISE, DELIVERY, HOME, WORK = ASKED = ("consent", "promise", "delivery", "home", "work")  # in this order
YES, NO, WORTH, MOST, PARTNER = CONSENTS = ("yes", "no", "worth", "most", "partner")
CONDITIONAL = (WORTH, MOST, PARTNER)
PROMISED, HALF, AT_HOME = DELIVERIES = ("promised", "half", "home")
STAY, REPORT, LEAVE = HOMES = ("stay", "report", "leave")
NOTHING = "nothing"
WORKS = (*CONDITIONS, NOTHING)  # what whoever leads can have everybody work on
MORE = 0.5  # effort per round on that, above what goes on anyway (an assumption)
OFFERS = (
    0.05,
    0.1,
)  # of value, that can be carried for a partner: a tenth and a fifth of what is made alone (an assumption)
EXTRAS = (0.0, 0.25, 0.5, 1.0)  # what can be promised above what one does alone, in times that (an assumption)
MEETING = 0.25  # of the distance between representative and home that each goes, in a report (an assumption)
HALF_A_YEAR = 6.0  # months
FEWEST = 6  # played rounds, where a scenario is shorter than so many half years
STEP = whole(1, 1_000, "rounds", "of the model, that a played round stands for")


class Decision(NamedTuple):
    """What somebody decided in a seat, for one played round.

    Attributes
    ----------
    consent
        One of `CONSENTS`: yes, no, or yes if it is worth it by the own reckoning (which the model makes), if most
        others say yes, if a partner does; empty leaves it to the model.
    partner
        Row of that partner.
    promise
        In times what it does alone, under a goal; NaN leaves it to the model.
    delivery
        As promised, half of what goes beyond doing it alone, or what the home organisation makes of it.
    home
        Stay at the table, report at home, or leave; the last two from the next played round on. Empty leaves it to the
        model whether it stays.
    to
        Row of the partner to whom something is offered with the promise; -1 for nobody.
    offer
        What is carried for that partner of what the goal costs it at home, in value per round of the model.
    work
        Which of the five conditions all work on in the next played round, if it leads; else `NOTHING`.
    """

    consent: str = ""
    partner: int = -1
    promise: float = math.nan
    delivery: str = AT_HOME
    home: str = STAY
    to: int = -1
    offer: float = 0.0
    work: str = NOTHING


class Offer(NamedTuple):
    """What one carries of the burden of another in a played round, in value per round of the model."""

    by: int  #  row
    to: int
    amount: float


@dataclass(frozen=True)
class Played:
    """A played round: what was decided in person, and where it began; what it came to stands in the trace of the play.

    Attributes
    ----------
    first, last
        The rounds of the model that it stands for.
    decided
        By row.
    said
        Who of the members said yes to what lay on the table first, by row; empty where nothing did.
    offers
        What was offered, as it was held to.
    before
        The run as it stood before, with what was decided in it: a copy to go on from.
    acts
        What was decided, as events, by the row that decided it: in these rounds, and what comes of it in the next.
    """

    first: int
    last: int
    decided: Mapping[int, Decision]
    said: Mapping[int, bool]
    offers: tuple[Offer, ...]
    before: Course
    acts: Mapping[int, tuple[Event, ...]]

    @property
    def chose(self) -> tuple[int, str] | None:
        """The row of whoever led and the condition that it chose to work on next; None where nothing was chosen."""
        return next(((row, one.work) for row, one in self.decided.items() if one.work != NOTHING), None)


class Play:
    """A scenario that is played by people, and by the model where nobody decides.

    Parameters
    ----------
    scenario
        What is played.
    seed
        By default that of the scenario.
    step
        How many rounds of the model a played round stands for; by default half a year.

    Attributes
    ----------
    scenario
        With all that was decided and fired so far among its events.
    course
        The run, after the last round played.
    history
        Outcomes of every round of the model that was played.
    trace
        The state after every round of the model, that before the first included.
    played
        The played rounds so far.
    fired
        What was made to happen before the round that is being decided on, by name, in order.
    turn
        How often something was played or happened: what is known of a play is so until this is another.

    Raises
    ------
    InputError
        A scenario without names for its themes or with parts of one's own, or one that is shorter than a played round.
    """

    def __init__(self, scenario: Scenario, seed: int | None = None, step: int | None = None) -> None:
        if not scenario.themes:
            raise InputError(
                "got no names for its themes, allowed: [[themes]] with name, from and to, so that seats can read "
                "what lies on the table", scenario.name
            )  # fmt: skip
        if scenario.parts:
            raise InputError("got a file with parts of one's own, allowed: none in a room", scenario.name)
        self.step = int(STEP.read(half_a_year(scenario) if step is None else step, "--step"))
        if self.step > scenario.rounds:
            raise InputError("got {got}, allowed: at most {most}, its rounds", "--step", got=self.step,
                             most=scenario.rounds)  # fmt: skip
        self.scenario = scenario
        self.course = Course(scenario, seed)
        self.history = np.zeros(scenario.rounds, OUTCOMES)
        self.trace = [self.course.state.copy()]
        self.played: list[Played] = []
        self.turn = 0
        self.fired: list[str] = []
        self._before_fired: list[tuple[Scenario, tuple[Event, ...], list[Played]]] = []
        self._ahead: Course | None = None
        self._work: tuple[Event, ...] = ()
        self._homes: tuple[np.ndarray, np.ndarray] | None = None

    # What is

    @property
    def state(self) -> State:
        """As it is now."""
        return self.course.state

    @property
    def round(self) -> int:
        """The last round of the model that was played."""
        return self.course.round

    @property
    def number(self) -> int:
        """The played round that is being decided on, counted from 1."""
        return len(self.played) + 1

    @property
    def over(self) -> bool:
        """Whether nothing can be played any more: the rounds are gone, or fewer than two are left at the table."""
        return self.round + self.step > self.scenario.rounds or bool(self.ahead.collaboration[0]["dissolved"])

    def is_member(self, row: int) -> bool:
        """Whether an organisation sits at the table in the round to come."""
        return bool(self.ahead.organisations["member"][row] == MEMBER)

    # What lies ahead

    @property
    def ahead(self) -> State:
        """The next round of the model as it would be if nobody decided in person: what is put to everybody in it.

        What is put to the vote, and how each sees the need by then, comes before anybody decides, and so is that of
        the round to come itself.
        """
        return self._course_ahead.state

    @property
    def _course_ahead(self) -> Course:
        if self._ahead is None:
            self._ahead = self._looked_ahead([])
        return self._ahead

    def _looked_ahead(self, events: Sequence[Event]) -> Course:
        course = self.course.fork()
        course.events = [*course.events, *events]
        course.proceed(self.round + 1, np.zeros(self.round + 1, OUTCOMES))
        return course

    @property
    def lead(self) -> int:
        """Row of whoever leads in the round to come: whom the scenario names, or governance gives a mandate.

        -1 where all govern together, or a secretariat leads that has no seat.
        """
        us, form = self.ahead.collaboration[0], self._course_ahead.parameters.governance.form
        led = form == LEAD or us["lead"] == us["declared_lead"]
        return int(us["lead"]) if led and form != ADMINISTRATIVE else -1

    @property
    def led(self) -> bool:
        """Whether whoever leads draws up what is put to all in the round to come, and decides on it."""
        return bool(self._course_ahead.parameters.logic.decision == HIERARCHY)

    @property
    def worked_on(self) -> str:
        """The condition that whoever leads has everybody work on in the round to come; `NOTHING` where none was."""
        chose = self.played[-1].chose if self.played else None
        return chose[1] if chose else NOTHING

    @property
    def proposed(self) -> bool:
        """Whether something is put to everybody in the round to come."""
        return bool(self.ahead.collaboration[0]["put"])

    @property
    def laid(self) -> str:
        """What lies on the table as all see it, in percent by theme: another proposal is another text; empty: nothing.

        Examples
        --------
        >>> from samenspel.scenario import load
        >>> Play(load("integrated_care")).laid
        '57-51'
        """
        proposal = self.ahead.collaboration[0]["proposal"] if self.proposed else ()
        return "-".join(f"{round(100.0 * float(at))}" for at in proposal)

    @property
    def agreed(self) -> bool:
        """Whether there is a goal already."""
        return bool(self.state.collaboration[0]["agreed"])

    def asked(self, row: int) -> tuple[str, ...]:
        """What a seat decides in this round, in order; nothing for whoever is not at the table."""
        if self.over or not self.is_member(row):
            return ()
        there = {
            CONSENT: self.proposed,
            PROMISE: self.proposed or self.agreed,
            DELIVERY: self.proposed or self.agreed,
            WORK: row == self.lead,
        }
        return tuple(one for one in ASKED if there.get(one, True))

    def homes(self, row: int) -> tuple[str, ...]:
        """What a seat can do about its home: who cannot leave, by law or ownership, does not."""
        bound = staying(self.scenario.stays, self.scenario.events, self.round + 1)
        return tuple(one for one in HOMES if one != LEAVE or row not in bound)

    @property
    def cards(self) -> tuple[float, ...]:
        """What can be promised now, in times what one does alone."""
        return cards(self.course.parameters)

    def mandate(self, row: int) -> float:
        """What the home organisation would deliver of its own accord under what lies on the table.

        What it makes of a promise lies on a line between what it wants and what was promised; two promises give the
        line, and where it meets the promise nobody has to give in.

        Returns
        -------
        float
            In times what it does alone; the capacity where a promise binds it altogether.
        """
        if self._homes is None:
            self._homes = self._at_home(1.0), self._at_home(2.0)
        low, high = (float(homes[row]) for homes in self._homes)
        capacity = float(self.course.parameters.promise.capacity)
        binds = high - low
        return capacity if binds > 1.0 - 1e-9 else min(capacity, max(0.0, (low - binds) / (1.0 - binds)))

    def at_home(self, row: int, promise: float) -> float:
        """What the home organisation would make of a promise, before trust and luck."""
        self.mandate(row)
        assert self._homes is not None, "the mandate was asked for just now"
        low, high = (float(homes[row]) for homes in self._homes)
        return low + (high - low) * (promise - 1.0)

    def _at_home(self, promise: float) -> np.ndarray:
        """What homes make of a promise, if what lies on the table is agreed; shape (n,)."""
        when = self.round + 1
        sure = {"decision.slip": 0.0, "decision.appeal": 0.0}
        act = {"consent": 1.0, "promise": promise}
        rows = range(len(self.scenario.labels))
        events = [Event(when, parameters=sure), *(Event(when, organisation=row, act=act) for row in rows)]
        organisations = self._looked_ahead(events).state.organisations
        return organisations["promise"] + organisations["short_home"]

    # What was

    def states_of(self, played: Played) -> list[State]:
        """The states after each of its rounds of the model."""
        return self.trace[played.first : played.last + 1]

    # Deciding

    def check(self, row: int, decision: Decision) -> None:
        """Refuse a decision that cannot be.

        Raises
        ------
        InputError
            It answers what was not asked, or not as was allowed.
        """
        asked = self.asked(row)
        if not asked:
            raise InputError("got {got}, allowed: a seat at the table", "seat", got=row)
        allowed = {
            CONSENT: (*CONSENTS, "") if CONSENT in asked else ("",),
            DELIVERY: DELIVERIES,
            HOME: (*self.homes(row), ""),
            WORK: WORKS if WORK in asked else (NOTHING,),
        }
        for what, words in allowed.items():
            if getattr(decision, what) not in words:
                raise InputError("got {got!r}, allowed: {allowed}", what, got=getattr(decision, what),
                                 allowed=", ".join(filter(None, words)))  # fmt: skip
        if decision.consent == PARTNER and decision.partner not in self.partners(row):
            raise InputError("got {got!r}, allowed: a partner at the table", "partner", got=decision.partner)
        capacity = self.course.parameters.promise.capacity
        if not (math.isnan(decision.promise) or 0.0 <= decision.promise <= capacity):
            raise InputError("got {got}, allowed: 0 to {most}", PROMISE, got=decision.promise, most=capacity)
        if decision.to >= 0 and decision.to not in self.to_offer(row):
            raise InputError("got {got!r}, allowed: a partner at the table", "to", got=decision.to)
        if decision.offer not in (OFFERS if decision.to >= 0 else (0.0,)):
            raise InputError("got {got}, allowed: {allowed}", "offer", got=decision.offer,
                             allowed=", ".join(map(str, OFFERS)))  # fmt: skip

    def partners(self, row: int) -> list[int]:
        """Rows of those at the table that an organisation is tied to."""
        me = self.ahead.organisations[row]
        ties = self.ahead.ties[me["first"] : me["last"]]
        return [int(one) for one in ties["target"][ties["age"] > 0] if self.is_member(int(one))]

    def to_offer(self, row: int) -> list[int]:
        """Rows of the partners for whom something can be carried; of their burdens, a seat is to learn nothing."""
        left = float(self.ahead.organisations["burden"][row]) - ORGANISATION_FIELDS["burden"].low
        return self.partners(row) if PROMISE in self.asked(row) and left >= max(OFFERS) else []

    def _burdens(self) -> np.ndarray:
        """Burdens in each round that the played round to come stands for, as far as is known; shape (step, n)."""
        state, found = self.state.copy(), []
        for round_ in range(self.round + 1, self.round + self.step + 1):
            for event in self.scenario.events:
                if event.round == round_:
                    strike(event, state)
            found.append(state.organisations["burden"].copy())
        return np.array(found)

    def _offers(self, decided: Mapping[int, Decision]) -> Iterator[Offer]:
        """What is offered, in row order; where one takes a burden beyond its borders, it is cut to what fits."""
        offering = {row: one for row, one in sorted(decided.items()) if one.to >= 0}
        burdens = self._burdens() if offering else np.zeros(0)
        for row, one in offering.items():
            amount = min(one.offer, room_between(burdens, row, one.to))
            if amount > 0.0:
                burdens[:, row] -= amount
                burdens[:, one.to] += amount
                yield Offer(row, one.to, amount)

    def close(self, decided: Mapping[int, Decision]) -> Played:
        """Play a round, with what was decided in person, by row; the model decides for all others.

        Raises
        ------
        InputError
            A decision that cannot be, or nothing is left to play.
        """
        if self.over:
            raise InputError("the play is over")
        for row, decision in decided.items():
            self.check(row, decision)
        offers = tuple(self._offers(decided))
        said = self.said(decided, offers) if self.proposed else {}
        first, last = self.round + 1, self.round + self.step
        every_act = by_seat(acts(decided, said, first, last))
        there = [(row, one) for row, one in every_act if not out_since(self.scenario.events, row, one.round)]
        now = [*there, *carrying(offers, first)]
        self._happen([event for _, event in now])
        before = self.course.fork()
        for round_ in range(first, last + 1):
            self.course.proceed(round_, self.history)
            self.trace.append(self.state.copy())
        afterwards = [*by_seat(self._afterwards(decided)), *carrying(offers, last + 1, -1.0)]
        self._happen([event for _, event in afterwards])
        every = {row: tuple(event for by, event in (*now, *afterwards) if by == row) for row in decided}
        self.played.append(Played(first, last, dict(decided), said, offers, before, every))
        self._work, self.fired, self._before_fired = (), [], []
        self._work_anew()
        return self.played[-1]

    def said(self, decided: Mapping[int, Decision], offers: Sequence[Offer] = ()) -> dict[int, bool]:
        """Who says yes to what lies on the table, by row.

        Those who say yes if others do are believed until it turns out that they would not: of all answers that hold,
        the one with most yeses. Whom the model plays weighs what it was offered.
        """
        offered = [event for _, event in carrying(offers, self.round + 1)]
        ahead = (self._looked_ahead(offered).state if offered else self.ahead).organisations
        members = np.flatnonzero(ahead["member"] == MEMBER).tolist()
        by_others = {row: one for row, one in decided.items() if one.consent in (MOST, PARTNER)}
        yes = {row: bool(ahead["accepts"][row]) for row in members}
        yes |= {row: one.consent == YES for row, one in decided.items() if one.consent in (YES, NO)}
        yes |= dict.fromkeys(by_others, True)
        moved = True
        while moved:
            moved = False
            for row, one in by_others.items():
                others = [yes[other] for other in members if other != row]
                holds = yes.get(one.partner, False) if one.consent == PARTNER else 2 * sum(others) > len(others)
                if yes[row] and not holds:
                    yes[row], moved = False, True
        return yes

    def _afterwards(self, decided: Mapping[int, Decision]) -> Iterator[Event]:
        """What comes of staying, going home or leaving, from the next round on; who stays is there to decide in it."""
        when = self.round + 1
        for row, decision in sorted(decided.items()):
            me = self.state.organisations[row]
            if me["member"] != MEMBER or not decision.home:
                continue
            yield Event(when, organisation=row, act={"stay": float(decision.home != LEAVE)})
            apart = float(me["loyalty"] - me["home"])
            if decision.home == REPORT and apart:
                yield Event(when, organisation=row, add={"home": MEETING * apart, "loyalty": -MEETING * apart})

    def _work_anew(self) -> None:
        """What comes of what whoever leads chose, in the round to come, by what goes on anyway as it stands now."""
        chose = self.played[-1].chose if self.played else None
        if chose is None:
            return
        row, condition = chose
        played, before = self.played[-1], self._work
        self._work = tuple(self._working(condition))
        acts = [act for act in played.acts[row] if act not in before]
        self.played[-1] = replace(played, acts={**played.acts, row: (*acts, *self._work)})
        self._happen(self._work)

    def _working(self, condition: str) -> Iterator[Event]:
        """More effort on a condition in the round to come, on top of what goes on anyway, and then that alone."""
        name, first = f"effort.{condition}", self.round + 1
        anyway = planned(self.scenario, name)
        for round_ in range(first, min(first + self.step, self.scenario.rounds) + 1):
            level, more = anyway[round_ - 1], MORE if round_ < first + self.step else 0.0
            if round_ in (first, first + self.step) or level != anyway[round_ - 2]:
                yield Event(round_, parameters={name: min(1.0, level + more)})

    # What happens from outside

    def fire(self, events: Sequence[Event]) -> None:
        """Let something happen, before the round that is being decided on; the first of the events is dated then.

        Raises
        ------
        InputError
            Nothing is left to play.
        """
        if self.over:
            raise InputError("the play is over")
        later = self.round + 1 - min(event.round for event in events)
        anyway = replace(self.scenario, events=tuple(one for one in self.scenario.events if one not in self._work))
        self._before_fired.append((self.scenario, self._work, list(self.played)))
        self.fired.append(next((event.name for event in events if event.name), ""))
        self.scenario = with_events(anyway, [replace(event, round=event.round + later) for event in events])
        self._begin_anew()
        self._work_anew()

    def take_back(self) -> None:
        """Take back what was fired last, until the round is closed: all is as if it had not been.

        Raises
        ------
        InputError
            Nothing was fired before the round that is being decided on.
        """
        if not self.fired:
            raise InputError("nothing happened in this round that can be taken back")
        self.fired.pop()
        self.scenario, self._work, self.played = self._before_fired.pop()
        self._begin_anew()

    def _happen(self, events: Sequence[Event]) -> None:
        self.scenario = replace(self.scenario, events=in_order([*self.scenario.events, *events]))
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.course.events = list(self.scenario.events)
        self._ahead = self._homes = None
        self.turn += 1


def half_a_year(scenario: Scenario) -> int:
    """How many rounds of the model are half a year; where a round is longer or far shorter than that, a part of all.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> [half_a_year(load(name)) for name in ("integrated_care", "energy_transition", "disaster_response")]
    [6, 2, 4]
    """
    return max(1, min(round(HALF_A_YEAR / scenario.months), scenario.rounds // FEWEST))


def cards(parameters: Parameters) -> tuple[float, ...]:
    """What can be promised, in times what one does alone; nobody promises more than it can pool."""
    return tuple(1.0 + extra for extra in EXTRAS if 1.0 + extra <= parameters.promise.capacity)


def acts(decided: Mapping[int, Decision], said: Mapping[int, bool], first: int, last: int) -> Iterator[Event]:
    """What was decided in person, as events in every round that a played round stands for.

    Whoever says that they stay, or leave after it, stays as long as that. Who says yes only if it is worth it leaves
    the reckoning to the model, and what the home organisation makes of a promise too.

    Parameters
    ----------
    decided
        By row.
    said
        Who says yes to what lies on the table, by row.
    first, last
        Rounds of the model.
    """
    for round_ in range(first, last + 1):
        for row, decision in sorted(decided.items()):
            act = {"stay": 1.0} if decision.home else {}
            if decision.consent not in ("", WORTH):
                act["consent"] = float(said[row])
            if not math.isnan(decision.promise):
                act["promise"] = decision.promise
                if decision.delivery != AT_HOME:
                    act["delivery"] = meant(decision)
            if act:
                yield Event(round_, organisation=row, act=act)


def by_seat(events: Iterable[Event]) -> Iterator[tuple[int, Event]]:
    """Each act with the row of whoever decided it: its own."""
    for event in events:
        assert event.organisation is not None, "an act is of an organisation"
        yield event.organisation, event


def carrying(offers: Iterable[Offer], round_: int, way: float = 1.0) -> Iterator[tuple[int, Event]]:
    """Offers as events, each with the row of whoever made it: what one gives of value the other gets.

    Parameters
    ----------
    offers
        What is carried.
    round_
        Of the model, from which on.
    way
        1 to begin it, -1 to end it.
    """
    for by, to, amount in offers:
        yield by, Event(round_, organisation=by, add={"burden": -way * amount})
        yield by, Event(round_, organisation=to, add={"burden": way * amount})


def room_between(burdens: np.ndarray, row: int, other: int) -> float:
    """What one can carry for another in every round, within what burdens can be."""
    allowed = ORGANISATION_FIELDS["burden"]
    return float(min(burdens[:, row].min() - allowed.low, allowed.high - burdens[:, other].max()))


def meant(decision: Decision) -> float:
    """What somebody means to deliver of a promise: all of it, or half of what goes beyond doing it alone."""
    if decision.delivery == PROMISED:
        return decision.promise
    return decision.promise - 0.5 * max(0.0, decision.promise - 1.0)

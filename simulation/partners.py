"""Organisations in a what-if: another value of one, who leaves or joins, merges, leads, or is tied to whom.

A change is a key and a value, as on a command line:

=========================  ===========================  ============================================================
key                        value                        what is different
=========================  ===========================  ============================================================
`NAME.commitment`          `0.7`, `+0.4`, `-0.2`        a field of an organisation, or so much more or less of it
                           `*1.5`                       so many times as much of it
`NAME > NAME.trust`        `0.7`, `+0.4`                the same of the tie of the first towards the second
`> NAME.trust`             `0.7`, `+0.4`                of all ties towards somebody
`NAME.leaves`              `12`                         leaves at the beginning of that round
`NAME.joins`               `6`                          takes part from that round on
`NAME.stays`               `true`                       cannot leave, by law or ownership; `false`: it may
`NAME.present`             `absent`                     is not there at all, and nobody is tied to it
`NAME.like`                `NAME`, `all`                is like another in all but its size and burden, or as all are
`lead`                     `NAME`, `nobody`             leads
`partner`                  `NAME`                       one more, tied to all that take part; the rest is left to chance
`partner`                  `NAME > NAME + NAME`         the same, tied to those alone
`tie`, `untie`             `NAME > NAME`                tied from the start, or not tied, both ways
`merge`                    `NAME + NAME`                go on as one: sizes and what others have in them added up
=========================  ===========================  ============================================================

A size that is left to chance is declared by such a change, and what others have in it follows; all else that is said
of an organisation or a tie holds from the first round on.

Chance belongs to an organisation by its key, which stays with it: whoever is added has one of its own, and draws
nothing that was of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .dynamics import begin
from .errors import InputError, inside
from .events import ORGANISATION_FIELDS, TIE_FIELDS, Event, concerned
from .networks import Fixed
from .parameters import whole
from .population import LEFT_TO_CHANCE, declare
from .reading import Flag, Name, Relative, Word, check_known, from_text, is_relative, show
from .state import MEMBER, OUTSIDE, State

if TYPE_CHECKING:
    from .scenario import Scenario, Stake

WHOLE = ("lead", "partner", "tie", "untie", "merge")  # keys that are about who takes part
DATES = ("leaves", "joins")
STAYS = "stays"  # cannot leave
YES_OR_NO = {"true": True, "false": False}
PRESENCE, ABSENT, PRESENT = "present", "absent", "present"
NOBODY = "nobody"  # leads
LIKE, ALL = "like", "all"
HAD = ("dependence", "need")  # of a partner, for a unit of one's own
BETWEEN = {"tie": ">", "untie": ">", "merge": "+"}  # the names of two
# What makes an organisation like another: all that it is by itself, but for its size and what a goal costs it at home.
ALIKE = (
    "interests", "salience", "frame", "autonomy", "loyalty", "home", "commitment", "skill", "outside", "affective",
    "moral", "instrumental",
)  # fmt: skip
ROUND = whole(1, 1_000_000, "round", "when it happens")
Ties = dict[tuple[int, int], dict[str, float]]


@dataclass(frozen=True, repr=False)
class Rearranged:
    """A declaration with who takes part or who is tied to whom changed, for whatever seed."""

    declare: Callable[[int], State]
    change: Callable[[State], State]

    def __call__(self, seed: int) -> State:
        """The state for this seed."""
        return self.change(self.declare(seed))


def is_about_partners(key: str, labels: tuple[str, ...]) -> bool:
    """Whether a key of a change is about organisations, and not a parameter.

    Examples
    --------
    >>> is_about_partners("Town.commitment", ("Town",)), is_about_partners("trust.gain", ("Town",))
    (True, False)
    """
    whom, _, _ = key.rpartition(".")
    return key in WHOLE or ">" in key or whom in labels


def concerns_present(key: str, labels: tuple[str, ...]) -> bool:
    """Whether all whom a key such as `NAME.commitment` or `NAME > NAME.trust` is about are there.

    Examples
    --------
    >>> concerns_present("Town > Club.trust", ("Town",)), concerns_present("> Town.trust", ("Town",))
    (False, True)
    """
    whom, _, _ = key.rpartition(".")
    if whom in labels:
        return True
    places = [place for place, sign in enumerate(whom) if sign == ">"]
    ends = [(whom[:place].strip(), whom[place + 1 :].strip()) for place in places]
    return any(other in labels and one in ("", *labels) for one, other in ends)


def with_partners(scenario: Scenario, key: str, value: object) -> Scenario:
    """The scenario with one change of organisations.

    Parameters
    ----------
    scenario
        What to change; it stays as it is.
    key, value
        As in the table above.

    Raises
    ------
    InputError
        Somebody unknown, a field that there is not, or a value that is not allowed.
    """
    text = str(value).strip()
    with inside(key):
        if key == "partner":
            found = joined_by(scenario, *newcomer_of(scenario.labels, text))
        elif key == "lead":
            found = led_by(scenario, -1 if text == NOBODY and text not in scenario.labels else row_of(scenario, text))
        elif key in BETWEEN:
            act = {"tie": tied, "untie": untied, "merge": merged}[key]
            found = act(scenario, *two_of(scenario, text, BETWEEN[key]))
        else:
            found = with_field(scenario, key, value)
    return replace(found, said={**scenario.said, key: text})


def row_of(scenario: Scenario, name: str) -> int:
    """The row of an organisation by its name."""
    name = name.strip()
    check_known([name], scenario.labels, "", "organisation")
    return scenario.labels.index(name)


def two_of(scenario: Scenario, text: str, between: str) -> tuple[int, int]:
    """The rows of two organisations."""
    for place in (place for place, sign in enumerate(text) if sign == between):  # a name may have the sign in it
        names = text[:place].strip(), text[place + 1 :].strip()
        if names[0] in scenario.labels and names[1] in scenario.labels and names[0] != names[1]:
            return row_of(scenario, names[0]), row_of(scenario, names[1])
    for name in text.split(between):
        row_of(scenario, name)
    raise InputError("got {got}, allowed: two organisations with {sign} between", got=show(text), sign=between)


def newcomer_of(labels: Sequence[str], text: str) -> tuple[str, tuple[int, ...] | None]:
    """The name of one that comes besides, and the rows of those that it is tied to; None is all that take part.

    Examples
    --------
    >>> newcomer_of(("Town", "Club"), "Bank > Town + Club"), newcomer_of(("Town", "Club"), "Bank > East")
    (('Bank', (0, 1)), ('Bank > East', None))
    """
    for place in (place for place, sign in enumerate(text) if sign == ">"):
        if ends := listed_in(labels, text[place + 1 :].strip()):
            return str(Name().read(text[:place].strip(), "")), tuple(labels.index(name) for name in ends)
    return str(Name().read(text, "")), None


def listed_in(labels: Sequence[str], text: str) -> tuple[str, ...]:
    """The names in a text with a sign between; a name may have the sign in it. Nothing where one is unknown."""
    if text in labels:
        return (text,)
    for place in (place for place, sign in enumerate(text) if sign == "+"):
        first, rest = text[:place].strip(), listed_in(labels, text[place + 1 :].strip())
        if first in labels and rest:
            return (first, *rest)
    return ()


# --- what happens -----------------------------------------------------------------------------------------------


def with_field(scenario: Scenario, key: str, value: object) -> Scenario:
    """The scenario with something else of one organisation or tie: declared, or happening in some round."""
    whom, _, field = key.rpartition(".")
    if whom in scenario.labels:
        row = scenario.labels.index(whom)
        if field == PRESENCE:
            return left_out(scenario, row) if Word((ABSENT, PRESENT)).read(value, "") == ABSENT else scenario
        if field == LIKE:
            whole = str(value).strip() == ALL and ALL not in scenario.labels
            return like(scenario, row, None if whole else row_of(scenario, str(value)))
        unknown = np.isnan(scenario.declare(scenario.seed).organisations["size"][row])
        if field == "size" and unknown and not is_relative(value):
            said = from_text(value) if isinstance(value, str) else value
            return sized(scenario, row, float(ORGANISATION_FIELDS["size"].read(said, "")))
    return with_event(scenario, event_of(scenario, key, value))


def event_of(scenario: Scenario, key: str, value: object) -> Event:
    """The event that a key and a value stand for: in the first round, or in the round that is the value."""
    said = from_text(value) if isinstance(value, str) else value
    whom, _, field = key.rpartition(".")
    of_one = whom in scenario.labels or ">" not in whom  # a name may have the sign in it
    if field in DATES and of_one:
        row, round_ = row_of(scenario, whom), int(ROUND.read(said, ""))
        if field == "leaves":
            return Event(round_, organisation=row, act={"stay": 0.0})
        return Event(round_, organisation=row, set={"member": MEMBER})
    ends: dict[str, Any]
    if of_one:
        check_known([field], (*ORGANISATION_FIELDS, *DATES, STAYS, PRESENCE, LIKE), "", "field")
        if field == STAYS:
            stays = Flag().read(YES_OR_NO.get(str(value).lower(), said), "")
            return Event(1, organisation=row_of(scenario, whom), stays=stays)
        ends = {"organisation": row_of(scenario, whom)}
    else:
        check_known([field], TIE_FIELDS, "", "field")
        if whom.strip().startswith(">"):
            ends = {"organisation": row_of(scenario, whom.strip()[1:]), "towards": True}
        else:
            one, other = two_of(scenario, whom, ">")
            ends = {"organisation": one, "partner": other}
    if is_relative(value):
        change = Relative().read(value, "")
        how, said = ("times", float(change[1:])) if change.startswith("*") else ("add", float(change))
        return Event(1, **{**ends, how: {field: said}})
    return Event(1, **{**ends, "set": {field: said}})


def with_event(scenario: Scenario, event: Event) -> Scenario:
    """The scenario with an event before those that it has of that round."""
    if event.towards or event.partner is not None:
        _, rows = concerned(event, scenario.declare(scenario.seed))
        if not rows.size:
            raise InputError("got organisations that are not tied, allowed: organisations that are")
    events = sorted([event, *scenario.events], key=lambda one: one.round)
    return replace(scenario, events=tuple(events))


# --- who takes part ---------------------------------------------------------------------------------------------


def rearranged(scenario: Scenario, change: Callable[[State], State], **others: Any) -> Scenario:  # noqa: ANN401
    """The scenario with another declaration, and with other fields that go with it."""
    declared = scenario.declare
    after = Fixed(change(declared(scenario.seed))) if isinstance(declared, Fixed) else Rearranged(declared, change)
    return replace(scenario, declare=after, **others)


def led_by(scenario: Scenario, row: int) -> Scenario:
    """The scenario with another lead, or with none (-1)."""

    def change(state: State) -> State:
        if row >= 0 and state.organisations["member"][row] != MEMBER:
            raise InputError("{got} is no member, allowed: a member that leads", got=show(scenario.labels[row]))
        state.collaboration["declared_lead"] = row
        return state

    return rearranged(scenario, change)


def joined_by(scenario: Scenario, name: str, partners: Sequence[int] | None = None) -> Scenario:
    """The scenario with one more partner, tied to some, or to all that take part (None)."""
    if name in scenario.labels:
        raise InputError("the name {got} is there already", got=show(name))

    def change(state: State) -> State:
        n = state.organisations.size
        organisations = np.append(state.organisations, np.zeros(1, state.organisations.dtype))
        newcomer = declare(state.collaboration["need"].shape[1], np.array([[0, 1]]), 2).organisations[:1].copy()
        newcomer["key"] = state.organisations["key"].max() + 1
        organisations[n:] = newcomer
        ties = ties_of(state)
        members = np.flatnonzero(state.organisations["member"] == MEMBER).tolist()
        for row in members if partners is None else partners:
            ties |= {(row, n): {}, (n, row): {}}
        return retied(state, organisations, ties)

    stakes = (*scenario.stakes, None) if scenario.stakes else ()
    return rearranged(scenario, change, labels=(*scenario.labels, name), stakes=stakes)


def left_out(scenario: Scenario, row: int) -> Scenario:
    """The scenario without one organisation, which keeps its row: it is outside, and nobody is tied to it."""

    def change(state: State) -> State:
        organisations = state.organisations.copy()
        organisations["member"][row] = OUTSIDE
        found = retied(state, organisations, {pair: tie for pair, tie in ties_of(state).items() if row not in pair})
        if found.collaboration["declared_lead"][0] == row:
            found.collaboration["declared_lead"] = -1
        return found

    return rearranged(scenario, change)


def sized(scenario: Scenario, row: int, size: float) -> Scenario:
    """The scenario in which an organisation, whose size was left to chance, has this one."""

    def change(state: State) -> State:
        state.organisations["size"][row] = size
        return state

    return rearranged(scenario, change)


@dataclass(frozen=True, repr=False)
class Alike:
    """A declaration in which one is like others, for whatever seed; what chance gave those is worked out first."""

    declare: Callable[[int], State]
    record: np.ndarray  #         the parameters
    row: int
    others: tuple[int, ...]  #    rows

    def __call__(self, seed: int) -> State:
        """The state for this seed."""
        state, known = self.declare(seed), self.declare(seed)
        begin(known, self.record, seed)
        for field in ALIKE:
            state.organisations[field][self.row] = known.organisations[field][list(self.others)].mean(axis=0)
        return state


def like(scenario: Scenario, row: int, other: int | None) -> Scenario:
    """The scenario in which an organisation is like another, or as all others that take part are in the mean (None)."""
    state = scenario.declare(scenario.seed)
    members = [one for one in np.flatnonzero(state.organisations["member"] == MEMBER).tolist() if one != row]
    alike = Alike(scenario.declare, scenario.record, row, (other,) if other is not None else tuple(members))
    known = not any(np.isnan(state.organisations[field][list(alike.others)]).any() for field in ALIKE)
    fixed = known and isinstance(scenario.declare, Fixed)
    return replace(scenario, declare=Fixed(alike(scenario.seed)) if fixed else alike)


def tied(scenario: Scenario, one: int, other: int) -> Scenario:
    """The scenario with a tie between two, from the start."""
    names = show(scenario.labels[one]), show(scenario.labels[other])
    if (one, other) in ties_of(scenario.declare(scenario.seed)):
        raise InputError("got {got}, allowed: two that are not tied yet", got=names)

    def change(state: State) -> State:
        return retied(state, state.organisations, {(one, other): {}, (other, one): {}, **ties_of(state)})

    return rearranged(scenario, change)


def untied(scenario: Scenario, one: int, other: int) -> Scenario:
    """The scenario without the tie between two, from the start."""
    names, pair = (show(scenario.labels[one]), show(scenario.labels[other])), {(one, other), (other, one)}
    if (one, other) not in ties_of(scenario.declare(scenario.seed)):
        raise InputError("got {got}, allowed: two that are tied", got=names)

    def change(state: State) -> State:
        ties = {ends: tie for ends, tie in ties_of(state).items() if ends not in pair}
        return retied(state, state.organisations, ties)

    return rearranged(scenario, change)


def merged(scenario: Scenario, one: int, other: int) -> Scenario:
    """The scenario in which two go on as one, in the place of the first; the second is there no longer.

    Its size and what partners have in it are the sum of both. Its traits, and what it has in its partners for a unit
    of its own, are the mean of both by size, or the plain mean where a size is not known; trust and understanding are
    the plain mean. What nobody said is left to chance.
    """

    def change(state: State) -> State:
        organisations = state.organisations.copy()
        first, second = organisations[one], organisations[other]
        sizes = np.array([first["size"], second["size"]])
        weights = sizes / sizes.sum() if np.isfinite(sizes).all() else np.full(2, 0.5)
        for field in LEFT_TO_CHANCE:
            first[field] = weights[0] * first[field] + weights[1] * second[field]
        first["size"] = sizes.sum()
        for field in ("right", "ratifies"):
            first[field] = max(first[field], second[field])
        first["member"] = MEMBER if MEMBER in (first["member"], second["member"]) else OUTSIDE
        second["member"] = OUTSIDE
        ties: Ties = {}
        counts = {one: weights[0], other: weights[1]}  # of a unit of both together
        for (source, target), values in ties_of(state).items():
            pair = one if source == other else source, one if target == other else target
            if pair[0] != pair[1]:
                counted = values | {field: counts.get(source, 1.0) * values[field] for field in HAD}
                ties[pair] = together(ties[pair], counted) if pair in ties else counted
        found = retied(state, organisations, ties)
        if found.collaboration["declared_lead"][0] == other:
            found.collaboration["declared_lead"] = one
        return found

    both = f"{scenario.labels[one]} + {scenario.labels[other]}"
    labels = tuple(both if row == one else label for row, label in enumerate(scenario.labels))
    stakes = list(scenario.stakes)
    if stakes:
        stakes[one] = sum_of(stakes[one], stakes[other])
    stays = tuple(sorted({one if row == other else row for row in scenario.stays}))
    events = tuple(taken_over(scenario.events, one, other))
    return rearranged(scenario, change, labels=labels, stakes=tuple(stakes), stays=stays, events=events)


def sum_of(one: Stake | None, other: Stake | None) -> Stake | None:
    """What two make by themselves; None where that is not said of both in one unit."""
    return one._replace(amount=one.amount + other.amount) if one and other and one.unit == other.unit else None


def taken_over(events: tuple[Event, ...], one: int, other: int) -> Iterator[Event]:
    """Events, of which those of one organisation happen to another; what was between the two does not happen."""
    for event in events:
        ends = [one if row == other else row for row in (event.organisation, event.partner)]
        if ends[1] is None or ends[0] != ends[1]:
            yield replace(event, organisation=ends[0], partner=ends[1])


def together(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Two ties that become one: what the other has, and what is needed of it, added up; the mean of all else."""
    return {
        field: float(np.minimum(TIE_FIELDS[field].high, one[field] + other[field]))  # what is not known stays so
        if field in HAD
        else (one[field] + other[field]) / 2.0
        for field in one.keys() & other.keys()
    }


def ties_of(state: State) -> Ties:
    """What is declared of each tie, by the rows of its ends; what is left open is NaN."""
    pairs = zip(state.sources.tolist(), state.ties["target"].tolist(), strict=True)
    return {
        pair: {field: float(tie[field]) for field in TIE_FIELDS} for pair, tie in zip(pairs, state.ties, strict=True)
    }


def retied(state: State, organisations: np.ndarray, ties: Ties) -> State:
    """A state of these organisations and ties, and of the same collaboration."""
    edges = np.array([pair for pair in ties if pair[0] < pair[1]], np.int64).reshape(-1, 2)
    found = declare(state.collaboration["need"].shape[1], edges, organisations.size)
    for field in organisations.dtype.names or ():
        if field not in ("first", "last"):
            found.organisations[field] = organisations[field]
    rows = {
        pair: row for row, pair in enumerate(zip(found.sources.tolist(), found.ties["target"].tolist(), strict=True))
    }
    for pair, values in ties.items():
        for field, value in values.items():
            found.ties[field][rows[pair]] = value
    found.collaboration[:] = state.collaboration
    return found

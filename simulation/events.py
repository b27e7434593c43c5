"""Events: dated changes of parameters, of an organisation, or of a tie.

A budget cut, a director who leaves, a breach of trust, a new law: what a scenario has in store, what a trainer
fires live, and what a sweep varies are the same thing. An event acts before its round begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Any, get_type_hints

import numpy as np

from .dynamics import Parameters
from .errors import InputError, Message, inside
from .parameters import Declaration, changed, number, whole
from .reading import Flag, check_known
from .state import LEFT, MEMBER, OUTSIDE, State

# What may be said of an organisation: by a scenario, a data file or an event.
TRAITS = {
    "size": number(1e-6, 1e6, "ratio", "power by size"),
    "autonomy": number(0, 1, "share", "how much it holds to deciding for itself"),
    "loyalty": number(0, 1, "share", "how far its representative weighs the whole"),
    "home": number(0, 1, "share", "how far its home organisation weighs the whole"),
    "commitment": number(0, 1, "share", "commitment to the collaboration"),
    "skill": number(0, 1, "share", "network skill"),
    "outside": number(-0.5, 0.5, "value per round", "what it could make elsewhere, above going alone"),
    "burden": number(-0.5, 0.5, "value per round", "what the goal costs (-) or saves (+) it at home"),
    "room": number(0, 1e6, "pooled per partner", "what it can absorb of each of its partners"),
    "right": number(0, 1, "share", "its right to decide, by law or ownership"),
    "ratifies": number(0, 1, "share", "how far its home decides on its consent"),
}

# What an event may change of an organisation, and of a tie: that of its source towards its target.
ORGANISATION_FIELDS = TRAITS | {
    "satisfaction": number(-5, 5, "value per round", "value above going alone, smoothed over rounds"),
    "member": whole(OUTSIDE, LEFT, "0 outside, 1 member, 2 left", "whether it takes part"),
}
TIE_FIELDS = {
    "dependence": number(0, 1, "synergy", "what the other has for it"),
    "need": number(0, 1, "synergy", "how much it needs the other; as much as the dependence, unless it is said"),
    "trust": number(0, 1, "share", "how far it trusts the other"),
    "understanding": number(0, 1, "share", "how well it understands the other"),
    "opportunity": number(1, 5, "factor", "what they found that they can do together"),
}

# What may be added to each: at most its whole range, up or down.
DIFFERENCES = {
    name: replace(one, low=one.low - one.high, high=one.high - one.low)
    for name, one in {**ORGANISATION_FIELDS, **TIE_FIELDS}.items()
}

TIMES = number(0, 1e6, "times", "what it is multiplied by")

# What somebody in the seat of an organisation may decide, for one round.
ACTS = {
    "consent": whole(0, 1, "0 no, 1 yes", "whether it consents to the proposal"),
    "promise": number(0, 1e6, "times its scale alone", "what it promises to pool"),
    "delivery": number(0, 1e6, "times its scale alone", "what it means to deliver"),
    "stay": whole(0, 1, "0 no, 1 yes", "whether it stays a member"),
}


@dataclass(frozen=True)
class Event:
    """A change from a round on.

    Attributes
    ----------
    round
        The first round it holds for, counted from 1.
    name
        What people call it.
    parameters
        New values by parameter, `{"turbulence.step": 0.05}`.
    organisation, partner
        Rows. With an organisation alone, `set` and `add` change the organisation; with a partner too, the tie
        of the first towards the second.
    set, add, times
        New values, differences and factors, by field; of the last two, the result stops at the border of the range.
    act
        What somebody in the seat of the organisation decides for this round, by name in `ACTS`; what is not there the
        model decides.
    stays
        Whether the organisation cannot leave from this round on, by law or ownership, or may again; None where nothing
        is said.
    towards
        True to change the ties of all its partners towards the organisation.
    own
        What else happens, by a part of one's own: it changes the state; see `samenspel.parts`.

    Raises
    ------
    InputError
        A field that it cannot change, a value out of the range of the field, or no organisation to change.
    """

    round: int
    name: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    organisation: int | None = None
    partner: int | None = None
    towards: bool = False
    set: Mapping[str, float] = field(default_factory=dict)
    add: Mapping[str, float] = field(default_factory=dict)
    act: Mapping[str, float] = field(default_factory=dict)
    stays: bool | None = None
    times: Mapping[str, float] = field(default_factory=dict)
    own: Callable[[State, np.random.Generator], None] | None = None

    def __post_init__(self) -> None:
        if self.organisation is None and self.of_somebody:
            raise InputError("set, add, act and stays concern nobody, allowed: with organisation, towards or tie")
        if self.stays is not None:
            if self.towards or self.partner is not None:
                raise InputError("got a tie, allowed: an organisation that stays", "stays")
            Flag().read(self.stays, "stays")
        if self.act and (self.towards or self.partner is not None):
            raise InputError("got a tie, allowed: an organisation that acts", "act")
        check_known(self.act, ACTS, "act", "decision")
        for name, value in self.act.items():
            with inside("act"):
                ACTS[name].read(value, name)
        for way, values in (("set", self.set), ("add", self.add), ("times", self.times)):
            check_known(values, self.fields, way, "field")
            for name, value in values.items():
                allowed = {"set": self.fields[name], "add": DIFFERENCES[name], "times": TIMES}[way]
                with inside(way):
                    allowed.read(value, name)

    @property
    def of_somebody(self) -> bool:
        """Whether it says something of an organisation, or of ties."""
        return bool(self.set or self.add or self.times or self.act) or self.stays is not None

    @cached_property
    def said(self) -> tuple[tuple[str, type, Any], ...]:
        """What it says of parameters: name, type and value of each."""
        return tuple((name, type(value), value) for name, value in self.parameters.items())

    @property
    def fields(self) -> dict[str, Declaration]:
        """What it may set, and add to."""
        return TIE_FIELDS if self.towards or self.partner is not None else ORGANISATION_FIELDS


def concerned(event: Event, state: State) -> tuple[np.ndarray, np.ndarray]:
    """The records of which an event changes some, and the rows of those."""
    if event.towards:
        return state.ties, np.flatnonzero(state.ties["target"] == event.organisation)
    if event.partner is not None:
        me = state.organisations[event.organisation]
        targets = state.ties["target"][me["first"] : me["last"]]
        return state.ties, me["first"] + np.flatnonzero(targets == event.partner)
    return state.organisations, np.array([event.organisation])


def standing(records: np.ndarray, name: str, rows: np.ndarray) -> np.ndarray:
    """What a field of some records is now; a need that nobody stated is as large as the dependence."""
    values = records[name][rows].astype(np.float64)
    return np.where(np.isnan(values), records["dependence"][rows], values) if name == "need" else values


def staying(declared: Collection[int], events: Iterable[Event], round_: int) -> list[int]:
    """Rows of those that cannot leave in a round, by law or ownership: as declared, and as events up to it have it.

    Examples
    --------
    >>> let_go = Event(12, organisation=0, stays=False)
    >>> staying((0, 2), [let_go], 11), staying((0, 2), [let_go], 12)
    ([0, 2], [2])
    """
    said = [one for one in events if one.stays is not None]
    if not (declared or said):
        return []
    bound = set(declared)
    for event in sorted(said, key=lambda one: one.round):
        if event.round <= round_ and event.organisation is not None:
            (bound.add if event.stays else bound.discard)(event.organisation)
    return sorted(bound)


def out_since(events: Iterable[Event], row: int, round_: int) -> int:
    """The round in which an event took an organisation out, of those before a round; 0 where none did, or it is back.

    Parameters
    ----------
    events
        By the round in which they happen.
    row, round_
        Of whom, and before which round; whoever is let back in a round is there in it.
    """
    since = 0
    for event in events:
        if event.organisation != row or event.partner is not None or event.towards or event.round > round_:
            continue
        if event.set.get("member") == MEMBER:
            since = 0
        elif (event.set.get("member") == LEFT or event.add.get("member", 0) > 0) and event.round < round_:
            since = since or event.round
    return since


def happen(event: Event, state: State, parameters: Parameters) -> Parameters:
    """Let an event happen: change the state in place, and return the parameters that hold from now on."""
    strike(event, state)
    return settled(event, parameters)


def strike(event: Event, state: State) -> None:
    """Change in place what an event changes of the state."""
    if event.organisation is None:
        return
    records, rows = concerned(event, state)
    for name, value in event.set.items():
        records[name][rows] = value
    for name, value in event.add.items():
        allowed = event.fields[name]
        records[name][rows] = (standing(records, name, rows) + value).clip(allowed.low, allowed.high)
    for name, value in event.times.items():
        allowed = event.fields[name]
        records[name][rows] = (standing(records, name, rows) * value).clip(allowed.low, allowed.high)
    for name, value in event.act.items():
        records[f"act_{name}"][rows] = value


def settled(event: Event, parameters: Parameters) -> Parameters:
    """The parameters that hold from an event on, which no state has a part in."""
    if not event.parameters:
        return parameters
    said = by_group(type(parameters), event.said, event.name)  # type: ignore[arg-type]  # a class can be cached by
    groups: list[Any] = list(parameters)
    for place, new in said:
        groups[place] = groups[place]._replace(**new)
    return type(parameters)._make(groups)


@lru_cache(maxsize=1024)
def by_group(
    settings: type[Parameters], said: tuple[tuple[str, type, Any], ...], event: str
) -> list[tuple[int, dict[str, Any]]]:
    """What an event says of parameters, checked, as the model holds it: place of each mechanism, and values by name.

    Parameters
    ----------
    settings
        Of which it says something.
    said
        Name, type and value of each.
    event
        What it is called, for an error.
    """
    read = changed(
        defaults_of(settings),  # type: ignore[arg-type]  # a class can be cached by
        {name: value for name, _, value in said},
        Message("event '{name}'", name=event),
    )
    groups: dict[int, dict[str, Any]] = {}
    for name, _, _ in said:
        group, field_ = name.split(".")
        groups.setdefault(settings._fields.index(group), {})[field_] = getattr(getattr(read, group), field_)
    return list(groups.items())


@cache
def defaults_of(settings: type[Parameters]) -> Parameters:
    """Every parameter at its default: what a change is checked against."""
    return settings._make(kind() for kind in get_type_hints(settings).values())

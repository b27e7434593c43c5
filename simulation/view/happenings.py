"""What people make happen while they look: changes, phases, and events, as dated events of the scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import InputError, Message, inside
from ..events import Event
from ..logic import Logic
from ..parameters import number
from ..reading import check_known
from ..results.counsel import WON
from ..state import MEMBER

EVENT = Message("event")
KINDS = ("cut", "director", "breach", "law", "leaves", "joins", "won")
TO_ALL = "law"  # the others happen to one organisation
MADE_UP = "made_up"
# What an event that is made up on the spot can change at once, and by how much at most: of the organisation itself,
# and of what its partners think of it.
OF_ITSELF = {"commitment": 0.5, "loyalty": 0.5, "home": 0.5, "autonomy": 0.5, "size": 1.0, "outside": 0.3}
OF_OTHERS = {"trust": 0.5, "understanding": 0.5}


def from_now(round_: int, name: str, changes: Mapping[str, Any]) -> Event:
    """Other parameters after a round; `logic` is all six contrasts."""
    values = dict(changes)
    if "logic" in values:
        values = {f"logic.{contrast}": values["logic"] for contrast in Logic._fields} | values
        del values["logic"]
    return Event(round_ + 1, name, values)


def phases(round_: int, plan: Sequence[tuple[int, str, Mapping[str, float]]]) -> list[Event]:
    """Efforts in phases after a round: of each its length in rounds, its name, and its efforts by condition."""
    events, first = [], round_ + 1
    for length, name, efforts in plan:
        values = {f"effort.{condition}": float(effort) for condition, effort in efforts.items()}
        events.append(Event(first, name, values))
        first += length
    return events


def of_a_kind(kind: str, row: int, round_: int, name: str) -> list[Event]:
    """What a trainer can fire: a budget cut, a director who leaves, a breach of trust, a new law; who leaves, or joins.

    Parameters
    ----------
    kind
        One of `KINDS`.
    row
        The organisation that it happens to; a new law happens to all.
    round_
        The round after which it happens.
    name
        What people call it.
    """
    when = round_ + 1
    if kind == "cut":
        return [Event(when, name, organisation=row, add={"commitment": -0.2, "home": -0.1, "outside": 0.1})]
    if kind == "director":
        return [
            Event(when, name, organisation=row, add={"loyalty": -0.15, "commitment": -0.15}),
            Event(when, organisation=row, towards=True, add={"trust": -0.2, "understanding": -0.1}),
        ]
    if kind == "breach":
        return [Event(when, name, organisation=row, towards=True, add={"trust": -0.4})]
    if kind == TO_ALL:
        return [Event(when, name, {"turbulence.step": 0.05})]
    if kind == "leaves":
        return [Event(when, name, organisation=row, act={"stay": 0.0})]
    if kind == "joins":
        return [Event(when, name, organisation=row, set={"member": MEMBER})]
    if kind == "won":
        return [Event(when, name, organisation=row, add={"commitment": WON, "loyalty": WON})]
    raise InputError("got {got!r}, allowed: {allowed}", EVENT, got=kind, allowed=", ".join(KINDS))


def made_up(row: int, round_: int, name: str, changes: Mapping[str, float]) -> list[Event]:
    """What a group thinks up: how much more or less of an organisation, and of what its partners think of it.

    Parameters
    ----------
    row
        The organisation that it happens to.
    round_
        The round after which it happens.
    name
        What people call it.
    changes
        Differences by trait, those of `OF_ITSELF` and `OF_OTHERS`; zero is no change.

    Raises
    ------
    InputError
        Nothing changes, or something that cannot.
    """
    given = {trait: float(by) for trait, by in changes.items() if float(by)}
    most = OF_ITSELF | OF_OTHERS
    check_known(given, most, EVENT)
    if not given:
        raise InputError("got nothing that changes, allowed: at least one change", EVENT)
    for trait, by in given.items():
        with inside(EVENT):
            number(-most[trait], most[trait], "difference", "how much more or less").read(by, trait)
    itself = {trait: by for trait, by in given.items() if trait in OF_ITSELF}
    others = {trait: by for trait, by in given.items() if trait in OF_OTHERS}
    events = [Event(round_ + 1, name, organisation=row, add=itself)] if itself else []
    if others:  # one event to who looks, so that one name does
        events.append(Event(round_ + 1, "" if events else name, organisation=row, towards=True, add=others))
    return events

"""The address of the page: scenario, chance, round, language and every change, so that a link opens exactly this.

Short things stand in the address as words. Forks and fired events are packed: JSON, compressed, in letters that an
address may hold. What comes back from outside is checked like any input.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import parse_qs, urlencode

from ..errors import InputError, Message, inside
from ..events import Event
from ..parameters import whole
from ..scenario import SEED
from .rearranging import MOST_CHANGES, Change
from .session import MOST_FORKS, MOST_LETTERS, MOST_ROUNDS
from .texts import LANGUAGES

ADDRESS, SINCE = Message("address"), Message("since")
MOST_CHARACTERS = 8_000  # of an address
MOST_UNPACKED = 100_000
MOST_PACKED = 6_000  # characters of a scenario that somebody brought
ROUND = whole(0, MOST_ROUNDS, "round", "the round that is shown")
STEP = whole(0, 99, "step", "of the guided tour")
PLACE = whole(-1, MOST_FORKS, "place", "which line")


@dataclass(frozen=True)
class Branch:
    """A line by what makes it: its name, the round it begins after, its own events, and who takes part otherwise."""

    name: str
    since: int
    events: tuple[Event, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Setting:
    """Everything that an address says."""

    scenario: str = ""
    seed: int | None = None
    round: int = 0
    language: str = ""
    branches: tuple[Branch, ...] = field(default=())  # the first is the original, with what was fired in it
    shown: int = 0
    ghost: int = -1
    text: str = ""  # of a scenario that somebody brought, as one file
    bets: str = ""  # what was expected of each line, a letter each
    tour: int = -1  # the step of the guided tour
    script: str = ""  # of an agenda that somebody brought, as one file


def encode(setting: Setting, with_round: bool = True) -> str:
    """The query of an address.

    Examples
    --------
    >>> encode(Setting("baseline", 1, 12, "nl"))
    'scenario=baseline&seed=1&language=nl&round=12'
    """
    words: dict[str, object] = {"scenario": setting.scenario}
    if setting.text:
        words["file"] = packed(setting.text)
    if setting.script:
        words["agenda"] = packed(setting.script)
    if setting.seed is not None:
        words["seed"] = setting.seed
    words["language"] = setting.language
    if any(branch.events or branch.name or branch.changes for branch in setting.branches):
        words |= {"what": pack(setting.branches), "shown": setting.shown, "ghost": setting.ghost}
    if setting.bets:
        words["bets"] = setting.bets
    if setting.tour >= 0:
        words["tour"] = setting.tour
    if with_round:
        words["round"] = setting.round
    return urlencode(words)


def decode(query: str) -> Setting:
    """What the query of an address says.

    Raises
    ------
    InputError
        It is too long, or something in it cannot be.
    """
    if len(query) > MOST_CHARACTERS:
        got, most = len(query), MOST_CHARACTERS
        raise InputError("got {got} characters, allowed: at most {most}", ADDRESS, got=got, most=most)
    words = {name: values[-1] for name, values in parse_qs(query.lstrip("?"), errors="replace").items()}
    language = words.get("language", "")
    if language not in ("", *LANGUAGES):
        allowed = ", ".join(LANGUAGES)
        raise InputError("got {got!r}, allowed: {allowed}", ADDRESS, "language", got=language, allowed=allowed)
    return Setting(
        scenario=words.get("scenario", ""),
        seed=number_in(words, "seed", SEED, None),
        round=number_in(words, "round", ROUND, 0),
        language=language,
        branches=unpack(words["what"]) if "what" in words else (),
        shown=max(0, number_in(words, "shown", PLACE, 0)),
        ghost=number_in(words, "ghost", PLACE, -1),
        text=unpacked(words["file"], "file") if "file" in words else "",
        bets=words.get("bets", "")[: MOST_FORKS + 1],
        tour=number_in(words, "tour", STEP, -1),
        script=unpacked(words["agenda"], "agenda") if "agenda" in words else "",
    )


def language_of(query: str) -> str:
    """The language that an address names, also one that cannot be opened; else the first."""
    named = parse_qs(query[:MOST_CHARACTERS].lstrip("?"), errors="replace").get("language", [""])[-1]
    return named if named in LANGUAGES else LANGUAGES[0]


def number_in(words: Mapping[str, str], name: str, allowed: Any, default: int | None) -> Any:  # noqa: ANN401
    """A whole number of an address."""
    if name not in words:
        return default
    try:
        value = int(words[name])
    except ValueError:
        raise InputError("got {got!r}, allowed: a whole number", ADDRESS, name, got=words[name][:40]) from None
    with inside(ADDRESS):
        return allowed.read(value, name)


def pack(branches: Sequence[Branch]) -> str:
    """Branches in letters that an address may hold."""
    plain = [
        [
            branch.name,
            branch.since,
            [described(event) for event in branch.events],
            *([[[change.key, change.value] for change in branch.changes]] if branch.changes else []),
        ]
        for branch in branches
    ]
    return packed(json.dumps(plain, separators=(",", ":"), ensure_ascii=False))


def packed(text: str) -> str:
    """Text in letters that an address may hold."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(letters: str, name: str) -> str:
    """What `packed` packed, as far as it may be.

    Raises
    ------
    InputError
        Anything else, or too much.
    """
    try:
        engine = zlib.decompressobj()
        data = engine.decompress(base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4)), MOST_UNPACKED)
        if engine.unconsumed_tail:
            raise ValueError("too much")
        return data.decode()
    except (ValueError, zlib.error):
        raise InputError("the part after '{name}=' is damaged", ADDRESS, name=name) from None


def unpack(letters: str) -> tuple[Branch, ...]:
    """What `pack` packed, checked.

    Raises
    ------
    InputError
        Anything else.
    """
    try:
        plain = json.loads(unpacked(letters, "what"))
        branches = tuple(
            Branch(
                str(name)[:MOST_LETTERS],
                ROUND.read(since, SINCE),
                tuple(event_of(entry) for entry in entries),
                tuple(Change(str(key), str(value)) for key, value in (changes[0] if changes else ())[:MOST_CHANGES]),
            )
            for name, since, entries, *changes in plain
        )
    except InputError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError("the part after '{name}=' is damaged", ADDRESS, name="what") from None
    if len(branches) > MOST_FORKS + 1:
        got = len(branches) - 1
        raise InputError("got {got} forks, allowed: at most {most}", ADDRESS, got=got, most=MOST_FORKS)
    return branches


FIELDS = tuple(one.name for one in fields(Event) if one.name != "own")  # a part of one's own is code
UNSAID = {name: value for name, value in vars(Event(1)).items() if name in FIELDS and name != "round"}


def described(event: Event) -> dict[str, Any]:
    """An event by its fields, those left out that say nothing."""
    return {name: value for name in FIELDS if (value := getattr(event, name)) != UNSAID.get(name, ...)}


def event_of(entry: Mapping[str, Any]) -> Event:
    """An event from its fields."""
    known = {name: value for name, value in entry.items() if name in FIELDS}
    rows = (known.get("organisation"), known.get("partner"))
    if any(row is not None and (not isinstance(row, int) or row < 0) for row in rows):
        raise InputError("an event names an organisation that there is not", ADDRESS)
    with inside(ADDRESS):
        when = ROUND.read(known["round"], "round")
    return Event(**(UNSAID | known | {"round": when}))

"""A scenario that starts from another: a file says what differs, and this makes the whole file of it.

`based_on = "merger"` names one that comes with the model, or the path of a file from the one that says so. Texts and
numbers are replaced, and tables key by key; an organisation or an event is changed by its name, a tie by its ends, and
those that are not there are added. Choices are replaced by name, all else as a whole. Of a scenario with fewer rounds
than the one that it is based on, what would begin after its last is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .errors import InputError, inside
from .reading import Name, show

BASED_ON = "based_on"
LONGEST_CHAIN = 8  # of scenarios, each based on the next
DATED = ("events", "choices", "phases")  # what begins in a round
KEYS = {"organisations": ("name",), "events": ("name",), "ties": ("from", "to")}
Found = tuple[dict[str, Any], Path | None, str]


def completed(
    table: dict[str, Any], folder: Path | None, find: Callable[[str, Path | None], Found], seen: tuple[str, ...] = ()
) -> tuple[dict[str, Any], Path | None]:
    """The whole of a scenario, and where its data files are; of one that stands alone, itself.

    Parameters
    ----------
    table
        What its file says.
    folder
        Where the file is.
    find
        From what `based_on` says, and the folder from which it says so: a table, its folder, and what it is called.
    seen
        What those are called that are based on it.

    Raises
    ------
    InputError
        A scenario that is based on itself, or on too many others.
    """
    if BASED_ON not in table:
        return table, folder
    said = str(Name().read(table[BASED_ON], BASED_ON))
    with inside(BASED_ON):
        base, place, called = find(said, folder)
        if called in seen:
            raise InputError("{got} is based on itself, allowed: one that ends in a whole file", got=show(said))
        if len(seen) == LONGEST_CHAIN:
            raise InputError("got more than {most} one after the other", most=LONGEST_CHAIN)
    whole, at = completed(base, place, find, (*seen, called))
    if "rounds" in table:
        whole = within(whole, table["rounds"])
    return changed_by(whole, table), folder if "network" in table else at


def within(whole: Mapping[str, Any], rounds: object) -> dict[str, Any]:
    """A table without what would begin after so many rounds; what is no table or number stays, to be refused."""

    def begins(one: object) -> bool:
        start = one.get("round") if isinstance(one, dict) else None
        return not (isinstance(start, int) and isinstance(rounds, int)) or start <= rounds

    kept = {key: list(filter(begins, whole[key])) for key in DATED if isinstance(whole.get(key), list)}
    return {**whole, **kept}


def changed_by(whole: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A table with what another says of it."""
    made = dict(whole)
    for key, value in changes.items():
        if key == BASED_ON:
            continue
        before = made.get(key)
        if key in KEYS and isinstance(value, list) and isinstance(before, list):
            made[key] = entries_changed(before, value, key)
        elif key == "choices" and isinstance(value, list) and isinstance(before, list):
            names = [one.get("name") for one in value if isinstance(one, dict)]
            made[key] = [one for one in before if not isinstance(one, dict) or one.get("name") not in names] + value
        elif key != "network" and isinstance(value, dict) and isinstance(before, dict):
            made[key] = changed_by(before, value)
        else:
            made[key] = value
    return made


def entries_changed(before: list[Any], changes: list[Any], key: str) -> list[Any]:
    """Organisations, events or ties, of which some are changed, by what names them, and others are added."""
    made = list(before)
    for place, change in enumerate(changes, 1):
        if not isinstance(change, dict) or not all(part in change for part in KEYS[key]):
            made.append(change)
            continue
        same = [
            row
            for row, one in enumerate(made)
            if isinstance(one, dict) and all(one.get(part) == change[part] for part in KEYS[key])
        ]
        if len(same) > 1:
            got = change[KEYS[key][0]]
            raise InputError("{got} is there more than once", f"{key} {place}", got=show(got))
        if same:
            made[same[0]] = changed_by(made[same[0]], change)
        else:
            made.append(change)
    return made


def as_toml(table: Mapping[str, Any]) -> str:
    """Tables as TOML, each on a line of its own."""
    return "".join(f"{quoted(key)} = {inline(value)}\n" for key, value in table.items())


def inline(value: object) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def quoted(text: str) -> str:
    """Text between quotation marks: as in JSON, and one more character that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

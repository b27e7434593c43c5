"""The room: what a session has in common, for phones and desk alike."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from .participants import FILE, participants
from .store import Store
from .tables import check_own

FLOOR = 3  # respondents, where nothing else is asked


@dataclass
class Room:
    """A session that collects.

    Attributes
    ----------
    folder
        Where its files are.
    store
        The answers.
    organisations
        Those that take part, as they are listed.
    floor
        From how many respondents the next wave shows an organisation by itself.
    address
        Where phones find the questionnaire; empty where only this computer can.
    pin
        What they give; empty where they need none.
    language
        Of the file with differences.
    key
        What whoever leads the session has, and nobody else.
    moved, problem
        Files that had to make room, and why files could not be written.
    """

    folder: Path
    store: Store
    organisations: tuple[str, ...]
    floor: int
    address: str = ""
    pin: str = ""
    language: str = "en"
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    moved: list[str] = field(default_factory=list)
    problem: str = ""


def opened(folder: Path, named: Sequence[str] = (), floor: int | None = None, language: str = "en") -> Room:
    """The room of a folder, with a first wave that is open, or as it was left.

    Parameters
    ----------
    folder
        Where its files are; made where it is not there.
    named
        Who takes part; none to read the folder's orgs.csv.
    floor
        From how many respondents a wave shows an organisation by itself; by default as in the last one.
    language
        Of the file with differences.

    Raises
    ------
    InputError
        A folder that cannot be, or holds answers from elsewhere; organisations that cannot be; another floor than
        respondents were told.
    """
    with_folder(folder)
    check_own(folder)
    known = participants(folder, named)
    store = Store(folder)
    try:
        if gone := sorted(store.organisations() - set(known)):
            raise InputError(
                "{got} has answers, and is not there any more; allowed: to add others", str(folder / FILE), got=gone[0]
            )
        promised = promise(store, floor)
        if not store.waves():
            store.open_wave(promised)
    except InputError:
        store.close()
        raise
    return Room(folder.resolve(), store, known, promised, language=language)


def with_folder(folder: Path) -> None:
    """Make the folder, where it is not there yet, for whoever leads the session alone.

    Raises
    ------
    InputError
        It is a file, or would stand in a folder that is not there.
    """
    if folder.is_dir():
        return
    if folder.exists():
        raise InputError("got a file, allowed: a folder", str(folder))
    if not folder.parent.is_dir():
        raise InputError("{path}: no such folder", str(folder), path=str(folder.parent))
    folder.mkdir(mode=0o700)


def promise(store: Store, floor: int | None) -> int:
    """From how many respondents the next wave shows an organisation by itself.

    Raises
    ------
    InputError
        A wave is open, whose respondents were told something else.
    """
    last = store.waves()[-1] if store.waves() else None
    if floor is None:
        return last.floor if last else FLOOR
    if last and last.open and last.floor != floor:
        told = last.floor
        raise InputError("got {got}, allowed: {told}, as respondents were told", "--floor", got=floor, told=told)
    return floor

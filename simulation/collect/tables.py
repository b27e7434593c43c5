"""What the answers become: conditions.csv and ties.csv, as docs/survey.md describes them, beside the folder's orgs.csv.

They are written when a wave is closed, and hold every wave that is closed. A file that somebody changed since is kept
under another name.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import InputError
from .questionnaire import HIGH, LOW, PARTNER, items, on_conditions
from .store import Store

CONDITIONS, TIES = "conditions.csv", "ties.csv"
HEADER = ("respondent_id", "org_id", "wave", "condition", "item", "score", "scale_min", "scale_max")
Row = Sequence[object]


def write_tables(folder: Path, store: Store) -> list[str]:
    """Write the files of all waves that are closed; gives what a file that was changed is called now.

    Raises
    ------
    OSError
        A file cannot be written; on some computers because it is open elsewhere.
    """
    closed = [wave.number for wave in store.waves() if not wave.open]
    before, now = tables(store, closed[:-1]), tables(store, closed)
    kept = []
    for name, text in now.items():
        path = folder / name
        if path.exists() and path.read_bytes().decode(errors="replace") not in (before.get(name), text):
            aside = free_name(path)
            path.rename(aside)
            kept.append(aside.name)
        write_whole(path, text)
    return kept


def check_own(folder: Path, store: Store) -> None:
    """Refuse a folder with answers that were not collected in it.

    Raises
    ------
    InputError
        There are files of answers, and no wave was ever closed here.
    """
    if store.waves():
        return
    for name in (CONDITIONS, TIES):
        if (folder / name).exists():
            raise InputError("got answers from elsewhere, allowed: a folder of its own", str(folder / name))


def tables(store: Store, waves: Iterable[int]) -> dict[str, str]:
    """The text of each file; a file without rows is left out."""
    wanted = set(waves)
    given = {(one.respondent, one.about, one.item): one.score for one in store.collected() if one.wave in wanted}
    people = [one for one in store.who_sent() if one.wave in wanted]
    answers: list[Row] = [
        (one.name, one.organisation, one.wave, item.subject, item.name,
         cell(given.get((one.name, "", item.name))), LOW, HIGH)
        for one in people for item in on_conditions()
    ]  # fmt: skip
    asked = items(PARTNER)
    ties: list[Row] = [
        (name, organisation, partner, wave, *(cell(given.get((name, partner, item.name))) for item in asked))
        for name, organisation, wave, partner in store.chosen()
        if wave in wanted
    ]
    ends = ("respondent_id", "from", "to", "wave")
    found = {
        CONDITIONS: (HEADER, answers),
        TIES: ((*ends, *(f"{item.name}_{LOW}to{HIGH}" for item in asked)), ties),
    }
    return {name: as_csv(header, rows) for name, (header, rows) in found.items() if rows}


def cell(score: object) -> object:
    """A score as a file has it: empty where it is not known."""
    return "" if score is None else score


def as_csv(header: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as comma-separated values."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def free_name(path: Path) -> Path:
    """A name that is free, for a file that has to make room."""
    count = 1
    while (aside := path.with_name(f"{path.stem}.changed_{count}{path.suffix}")).exists():
        count += 1
    return aside


def write_whole(path: Path, text: str) -> None:
    """Write a file that is on disk as a whole, or not there at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise

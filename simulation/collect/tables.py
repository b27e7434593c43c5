"""What the answers become: conditions.csv and ties.csv, as docs/survey.md describes them, beside the folder's orgs.csv.

They are written when a wave is closed, and hold every wave that is closed. A file that somebody changed since is kept
under another name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import InputError
from ..whole import write_whole
from .questionnaire import HIGH, LOW, PARTNER, Item, items, on_conditions
from .store import NAME as STORE
from .store import Store

CONDITIONS, TIES = "conditions.csv", "ties.csv"
HEADER = ("respondent_id", "org_id", "wave", "condition", "item", "score", "scale_min", "scale_max")
Row = Sequence[object]


def write_tables(folder: Path, store: Store, moved: list[str]) -> None:
    """Write the files of all waves that are closed.

    Parameters
    ----------
    folder, store
        Of the session.
    moved
        What a file that was changed is called now, is added to it; also where the next file cannot be written.

    Raises
    ------
    OSError
        A file cannot be written; on some computers because it is open elsewhere.
    """
    closed = [wave.number for wave in store.waves() if not wave.open]
    before, now = tables(store, closed[:-1]), tables(store, closed)
    for name, text in now.items():
        path = folder / name
        if path.exists() and path.read_bytes().decode(errors="replace") not in (before.get(name), text):
            aside = free_name(path)
            write_whole(path, text.encode(), aside=aside)
            moved.append(aside.name)
        else:
            write_whole(path, text.encode())


def check_own(folder: Path) -> None:
    """Refuse a folder with answers that were not collected in it.

    Raises
    ------
    InputError
        There are files of answers, and nothing was ever collected here.
    """
    if (folder / STORE).exists():
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
         given.get((one.name, "", item.name)), LOW, HIGH)
        for one in people for item in on_conditions()
    ]  # fmt: skip
    asked = items(PARTNER)
    ties: list[Row] = [
        (name, organisation, partner, wave, *(given.get((name, partner, item.name)) for item in asked))
        for name, organisation, wave, partner in store.chosen()
        if wave in wanted
    ]
    ends = ("respondent_id", "from", "to", "wave")
    found = {
        CONDITIONS: (HEADER, answers),
        TIES: ((*ends, *map(scaled, asked)), ties),
    }
    return {name: as_csv(header, rows) for name, (header, rows) in found.items() if rows}


def scaled(item: Item) -> str:
    """The heading of a column with answers to a statement, which says their scale."""
    return f"{item.name}_{LOW}to{HIGH}"


def as_csv(header: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as comma-separated values; None, what is not known, is an empty cell."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def free_name(path: Path) -> Path:
    """A name that is free, for a file that has to make room."""
    count = 1
    while (aside := path.with_name(f"{path.stem}.changed_{count}{path.suffix}")).exists():
        count += 1
    return aside

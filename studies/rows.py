"""Tables that are kept: text that anybody can read, a row a line, of which a difference can be read too; and of which
engine they are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from samenspel.errors import InputError
from samenspel.kernel import ENGINE, digest


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, by its head."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_rows(path: Path, head: Iterable[str], lines: Iterable[Iterable[object]]) -> None:
    """Write a table; each row as soon as there is one, so that what took long is not lost with what comes after."""
    with path.open("w", encoding="utf-8", newline="", buffering=1) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)


def check_same_engine(kept: str, option: str) -> None:
    """Refuse to ask a part of what was found again where the rest is of another engine.

    Parameters
    ----------
    kept
        Digest of the engine by which it was found.
    option
        That asks for a part.

    Raises
    ------
    InputError
        The sources of the engine are others now.
    """
    now = digest(*ENGINE)
    if kept != now:
        raise InputError(f"{option}: got results of engine {kept}, allowed: of this one, {now}; ask for all of it")

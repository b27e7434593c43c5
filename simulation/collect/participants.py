"""Which organisations take part: as they are named on the command line, in a scenario, or in the folder's orgs.csv."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..brought.options import Options
from ..brought.parts import ORGS, Source
from ..brought.reader import MOST_MEGABYTES, read
from ..brought.words import joined
from ..errors import InputError, inside
from ..reading import Name, contents, show
from ..results.record import FORMULAS
from ..whole import write_whole
from .tables import as_csv

FILE = "orgs.csv"
MOST = 60  # organisations on the list that a respondent chooses from


def participants(folder: Path, named: Sequence[str]) -> tuple[str, ...]:
    """Who takes part; what is named is kept in the folder, where it is read from the next time.

    Parameters
    ----------
    folder
        Of the session; it is there.
    named
        Organisations by name; none to read the folder's orgs.csv.

    Raises
    ------
    InputError
        Nobody is named, or somebody twice; others are named than the folder has.
    """
    path = folder / FILE
    if not path.exists():
        if not named:
            raise InputError(
                "got no organisations, allowed: --organisations NAME NAME ..., --scenario NAME, or a file {path}",
                path=str(path),
            )
        known = checked(named)
        write_whole(path, written(known).encode())
        return known
    with inside(str(path)):
        answers = read([Source(FILE, contents(path, MOST_MEGABYTES), ORGS)], Options())
    known = checked(answers.roster.labels, str(path))
    if named and set(checked(named)) != set(known):
        raise InputError("names others, allowed: these, or without --organisations and --scenario", str(path))
    return known


def checked(names: Sequence[str], where: str = "--organisations") -> tuple[str, ...]:
    """Names that differ, as many as fit on a list.

    Parameters
    ----------
    names
        Of organisations.
    where
        They come from: an option, or a file.

    Raises
    ------
    InputError
        A name that cannot be shown, that is there twice, or too few or too many of them.
    """
    known: dict[str, str] = {}
    for one in names:
        name = Name().read(one, where)
        if name.startswith(FORMULAS):
            raise InputError(
                "got {got}, allowed: a name that no spreadsheet executes, so one that begins with a letter or a number",
                where,
                got=show(name),
            )
        if joined(name) in known:
            raise InputError("{name} is given twice", where, name=show(name))
        known[joined(name)] = name
    if not 2 <= len(known) <= MOST:
        raise InputError("got {got}, allowed: 2 to {most} organisations", where, got=len(known), most=MOST)
    return tuple(known.values())


def written(names: Sequence[str]) -> str:
    """orgs.csv with nothing but names; whoever leads the session may add columns (docs/survey.md)."""
    return as_csv(("org_id", "name"), [(name, name) for name in names])

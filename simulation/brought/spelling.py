"""Sheets in which each organisation has one name, however it is written in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import Findings, Message
from .cells import Sheet, ends_named, is_open
from .graphs import NODE, SOURCE, TARGET
from .names import Spellings, core, spellings
from .options import Options
from .parts import ASKED, ORGS, TIES, Known, Parts, bare, wave_column, whose_row, wide_columns
from .words import find, joined

MOST_TOLD = 20  # spellings that are told


def in_one_spelling(parts: Parts, options: Options) -> Parts:
    """The parts with one name for each organisation; which spellings are one by themselves is said.

    Parameters
    ----------
    parts
        With matrices as lists of ties.
    options
        What was asked of the reader: `same` says of names that are near whether they are one.

    Raises
    ------
    InputError
        Names that are near, of which nothing is said.
    """
    if ORGS not in parts.read:
        return parts
    orgs, findings = parts.read[ORGS], Findings()
    number, name = columns_of_names(orgs, options)
    key = name or number
    if key is None or (NODE in orgs.header and not is_listed_by_hand(parts)):
        return parts
    also = [cell for column in (number, find(orgs.header, "short")) if column not in (None, key)
            for cell in texts_in(orgs, column)]  # fmt: skip
    listed = list(texts_in(orgs, key))
    ties = [sheet for sheet in (parts.read.get(TIES), *(sheet for sheet, _ in parts.layers)) if sheet is not None]
    places = [*((sheet, ends_of(sheet)) for sheet in ties), *asked_in(parts)]
    there = Whole(listed, also)
    found = spellings(
        listed,
        [text for text in spoken_in(places) if not there.knows(text)],
        also,
        options.same,
        is_typed(parts),
        number not in (None, key),
        findings,
        standing([(orgs, [key]), *places]),
    )
    findings.settle()
    if not found.read_as:
        return parts
    read = dict(parts.read)
    read[ORGS] = once(renamed(orgs, [key], found.read_as), key, found.read_as) if number in (None, key) else orgs
    if TIES in read:
        read[TIES] = renamed(read[TIES], ends_of(read[TIES]), found.read_as)
    if ASKED in read:
        read[ASKED] = renamed(read[ASKED], [whose_in(read[ASKED])], found.read_as)
    if found.told:
        read[ORGS] = read[ORGS]._replace(notes=(*read[ORGS].notes, spelled_told(found)))
    layers = tuple((renamed(sheet, ends_of(sheet), found.read_as), what) for sheet, what in parts.layers)
    return parts._replace(read=read, layers=layers)


def columns_of_names(orgs: Sheet, options: Options) -> tuple[str | None, str | None]:
    """The column that numbers organisations, and the one with their names."""
    number, name = find(orgs.header, "id"), find(orgs.header, "name") or find(orgs.header, "short")
    if options.id in orgs.header:
        name = options.id
    if NODE in orgs.header:
        number, name = None, NODE
    return number, name


def is_listed_by_hand(parts: Parts) -> bool:
    """Whether people wrote the names of a network, as in a matrix, and no program that numbers its nodes."""
    return TIES in parts.read and parts.read[TIES].of_matrix


def is_typed(parts: Parts) -> bool:
    """Whether those who take part are whoever somebody answered for, or whom ties name."""
    return any(role in parts.read and parts.read[role].title == parts.read[ORGS].title for role in (ASKED, TIES))


def texts_in(sheet: Sheet, column: str | None) -> Iterator[str]:
    """What a column holds, as text."""
    return map(str, sheet.cells(column)) if column is not None and column in sheet.header else iter(())


def ends_of(ties: Sheet) -> list[str | None]:
    """The columns of a sheet of ties that name organisations; none in a graph, where these are exact."""
    if SOURCE in ties.header:
        return [SOURCE, TARGET] if ties.of_matrix else []
    source, target = ends_named(ties)
    return [source or find(ties.header, "respondent"), target]


def whose_in(asked: Sheet) -> str | None:
    """The column of answers that says whose they are."""
    in_columns = not find(asked.header, "condition") and wide_columns(asked)
    return whose_row(asked) if in_columns else find(asked.header, "id") or find(asked.header, "name")


def asked_in(parts: Parts) -> Iterator[tuple[Sheet, list[str | None]]]:
    """The sheet of answers, if there is one, with its column of names."""
    if ASKED in parts.read:
        yield parts.read[ASKED], [whose_in(parts.read[ASKED])]


def spoken_in(places: Iterable[tuple[Sheet, Sequence[str | None]]]) -> list[str]:
    """Whom sheets name, each once."""
    return list(dict.fromkeys(text for sheet, columns in places for one in columns for text in texts_in(sheet, one)))


def standing(places: Iterable[tuple[Sheet, Sequence[str | None]]]) -> dict[str, tuple[str | Message, ...]]:
    """Where each name stands first: its file, row and column."""
    first: dict[str, tuple[str | Message, ...]] = {}
    for sheet, columns in places:
        for column in filter(None, columns):
            for line, row in sheet.rows:
                if not is_open(row.get(column)):
                    first.setdefault(str(row[column]), (sheet.title, sheet.at(line), column))
    return first


class Whole(Known):
    """Organisations of which it is asked whether they are known, and nothing else."""

    def __init__(self, listed: Iterable[str], also: Iterable[str]) -> None:
        super().__init__()
        for name in listed:
            if joined(name) not in self.rows:
                self.add(joined(name), name, name)
        self.exact = {*self.rows, *map(joined, also)}
        self.bare = {*filter(None, map(bare, self.exact))}

    def knows(self, text: str) -> bool:
        """Whether it is one of them as it stands, a number of one, or a part of one name alone."""
        key = joined(text)
        return key in self.exact or bare(key) in self.bare or self.beginning_or_end(key) >= 0


def renamed(sheet: Sheet, columns: Iterable[str | None], read_as: Mapping[str, str]) -> Sheet:
    """A sheet with the one name of each in some columns."""
    held = [column for column in columns if column is not None and column in sheet.header]
    if not any(text in read_as for column in held for text in texts_in(sheet, column)):
        return sheet

    def meant(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, **{one: read_as.get(str(row[one]), row[one]) for one in held if not is_open(row.get(one))}}

    return sheet._replace(rows=[(line, meant(row)) for line, row in sheet.rows])


def once(orgs: Sheet, key: str, read_as: Mapping[str, str]) -> Sheet:
    """A list of organisations without the rows of those that are there under another spelling, in each wave.

    What the first row leaves open is taken from the others.
    """
    wave, twice = wave_column(orgs), {*map(core, read_as.values())}
    rows: dict[object, tuple[int, dict[str, Any]]] = {}
    for line, row in orgs.rows:
        same = core(str(row[key]))
        place = (row[wave] if wave else None, same) if same in twice else line
        first, there = rows.get(place, (line, {}))
        rows[place] = first, {**row, **{column: cell for column, cell in there.items() if not is_open(cell)}}
    return orgs._replace(rows=list(rows.values()))


def spelled_told(found: Spellings) -> Message:
    """Which names are one."""
    pairs = ", ".join(f"{name} = {meant}" for name, meant in found.told[:MOST_TOLD])
    return Message("names that differ in signs, accents or a legal form alone are one: {pairs}", pairs=pairs)

"""Cells as people write them: ++ and --, 60 %, 4 of 5, and dates that a spreadsheet made of 3.5.

What a person understands at once is read and, where it could be otherwise, said; of a date among numbers it is asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ..errors import Findings, InputError, Message
from ..reading import show
from .cells import COMMA, POINT, Sheet, is_open, value_in
from .options import Options
from .words import SIGNED_LEVELS, plain

SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%")
OF = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:/|van(?: de)?|out of)\s*(\d{1,3})", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T00:00:00)?")
CLEAR = frozenset(("++", "--", "+/-", "+"))  # signs of which one has to be there: a minus alone is nothing filled in
DECIMALS = "decimals"


def legible(sheet: Sheet, options: Options) -> Sheet:
    """The sheet with numbers and levels for what people write instead.

    Raises
    ------
    InputError
        Dates among the numbers of a column, of which nothing is said.
    """
    findings, found = Findings(), sheet
    for column in dict.fromkeys(sheet.header):
        cells = [cell for cell in sheet.cells(column) if isinstance(cell, str)]
        if not cells:
            continue
        if any(cell in CLEAR for cell in map(plain, cells)):
            found = with_signs(found, column)
        elif all(map(SHARE.fullmatch, cells)) and len(cells) == filled(sheet, column):
            found = replaced(found, column, as_share)
        elif of_how_many(cells) and len(cells) == filled(sheet, column):
            found = of_told(replaced(found, column, as_part), column, cells)
        elif any(map(DATE.fullmatch, cells)) and is_of_numbers(sheet, column):
            with findings.at(sheet.title):
                found = without_dates(found, column, options)
    findings.settle()
    return found


def filled(sheet: Sheet, column: str) -> int:
    """How many cells of a column were filled in."""
    return sum(1 for _ in sheet.cells(column))


def replaced(sheet: Sheet, column: str, meant: Callable[[Any], Any]) -> Sheet:
    """The sheet with other cells in one column, where these are filled in."""
    rows = [
        (line, row if is_open(row.get(column)) else {**row, column: meant(row[column])}) for line, row in sheet.rows
    ]
    return sheet._replace(rows=rows)


def with_signs(sheet: Sheet, column: str) -> Sheet:
    """The sheet with a level for each sign of a column, where it holds nothing else."""
    held = {plain(str(row.get(column, ""))) for _, row in sheet.rows} - {""}
    others = {one for one in held if one not in SIGNED_LEVELS and not is_open(one)}
    names = {plain(one) for one in sheet.header}
    if others - names or not held & CLEAR:
        return sheet
    rows = [(line, {**row, column: SIGNED_LEVELS.get(plain(str(row.get(column, ""))), row.get(column, ""))})
            for line, row in sheet.rows]  # fmt: skip
    return sheet._replace(rows=rows)


def as_share(cell: object) -> object:
    """A percentage as a share: 60 % is 0.6."""
    match = SHARE.fullmatch(cell) if isinstance(cell, str) else None
    return float(match[1].replace(",", ".")) / 100.0 if match else cell


def of_how_many(cells: Sequence[str]) -> bool:
    """Whether all cells say how many of the same number: 4/5 and 2/5; 3/4 alone is one between three and four."""
    found = [match.groups() for cell in cells if (match := OF.fullmatch(cell))]
    wholes, parts = {whole for _, whole in found}, {part for part, _ in found}
    fits = len(found) == len(cells) and len(wholes) == 1
    return fits and (len(parts) > 1 or not any("/" in cell for cell in cells))


def as_part(cell: object) -> object:
    """The first number of two: 4 of 5."""
    match = OF.fullmatch(cell) if isinstance(cell, str) else None
    return float(match[1].replace(",", ".")) if match else cell


def of_told(sheet: Sheet, column: str, cells: Sequence[str]) -> Sheet:
    """The sheet with what is said of numbers that are so many of so many."""
    whole = next(match[2] for cell in cells if (match := OF.fullmatch(cell)))
    scale = f"scale {0 if any(as_part(cell) == 0.0 for cell in cells) else 1} to {whole}"
    note = Message("{file}: {cell} in {column} counts as {number:g}", file=sheet.title, column=column,
                   cell=show(cells[0]), number=as_part(cells[0]))  # fmt: skip
    return sheet._replace(notes=(*sheet.notes, note), told=(*sheet.told, scale))


def is_of_numbers(sheet: Sheet, column: str) -> bool:
    """Whether what a column holds besides dates is numbers, and there are any."""
    others = [cell for cell in sheet.cells(column) if not (isinstance(cell, str) and DATE.fullmatch(cell))]
    numbers = [cell for cell in others if math.isfinite(value_in(cell, POINT, COMMA))]
    return len(numbers) > 0 and 2 * len(numbers) > len(others)


def dates_in(sheet: Sheet, column: str) -> Iterator[tuple[int, date]]:
    """The dates of a column, each with its row."""
    for line, row in sheet.rows:
        cell = row.get(column)
        if isinstance(cell, str) and DATE.fullmatch(cell):
            yield line, date.fromisoformat(cell[:10])


def without_dates(sheet: Sheet, column: str, options: Options) -> Sheet:
    """The sheet with numbers for dates, or nothing, as was said.

    Raises
    ------
    InputError
        It was not said.
    """
    dates = dict(dates_in(sheet, column))
    line, first = next(iter(dates.items()))
    number = f"{first.day}.{first.month}"
    if not options.dates:
        raise InputError(
            "got the date {day}-{month}-{year} among numbers, which a spreadsheet makes of {number:g}",
            sheet.at(line), column, day=first.day, month=first.month, year=str(first.year), number=float(number),
        ).asking("dates", DECIMALS, "missing")  # fmt: skip
    rows: list[tuple[int, dict[str, Any]]] = []
    for line, row in sheet.rows:
        made = float(f"{dates[line].day}.{dates[line].month}") if line in dates else 0.0
        there = made if options.dates == DECIMALS else ""
        rows.append((line, {**row, column: there} if line in dates else dict(row)))
    numbers = Message("{file}: dates in {column} count as numbers: {count}",
                      file=sheet.title, column=column, count=len(dates))  # fmt: skip
    nothing = Message("{file}: dates in {column} count as not given: {count}",
                      file=sheet.title, column=column, count=len(dates))  # fmt: skip
    told = numbers if options.dates == DECIMALS else nothing
    return sheet._replace(rows=rows, notes=(*sheet.notes, told))


def all_legible(found: Iterable[tuple[str, Sheet]], options: Options) -> list[tuple[str, Sheet]]:
    """Sheets, each with the part that it could be, with cells that can be read; what is asked is gathered."""
    findings, made = Findings(), list[tuple[str, Sheet]]()
    for role, sheet in found:
        with findings.at():
            made.append((role, legible(sheet, options)))
    findings.settle()
    return made

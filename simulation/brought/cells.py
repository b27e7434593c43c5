"""Sheets and their cells: what is open, which number stands in a cell, and which yes or no.

The decimal sign belongs to a column, never to a cell: "3,5" and "3.5" in one column are two ways to write, of which
one is a mistake, and 1.000 is a thousand or one, which only the rest of the column or of the file can tell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import InputError, Message, nearest
from ..reading import show
from .words import OPEN, SHOWN_YES_OR_NO, YES_OR_NO, find, plain

LINE = Message("line")
COMMA, POINT = "comma", "point"
READ, LEFT_OUT, OUTDONE = "read", "left out", "outdone"  # what becomes of a sheet
NUMBERS = {
    POINT: re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d{1,3})?"),
    COMMA: re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+|\d{1,3}([ \u00a0\u202f]\d{3})+)?(,\d*)?([eE][+-]?\d{1,3})?"),
}
THOUSANDS = {POINT: ",", COMMA: ". \u00a0\u202f"}
LONGEST_NUMBER, LONGEST_OPEN = 60, 20  # characters
MOST_NUMBER = 1e300  # what is larger is no number of anything
LABELLED = re.compile(r"(\d{1,2})\s*[-–=.:)]\s*[^\W\d].{0,100}")  # an answer with its words: 4 = agree
FORMULA = "=?"  # a cell with a formula of which nobody worked out the value
NINES = re.compile(r"-(9+|7+|8+)(\.0+)?")  # what statistical programs write for missing, below every scale of ratings


def at(unit: str | Message, number: int) -> Message:
    """A row, line, node or edge by its number, as an error names it."""
    return Message("{unit} {number}", unit=unit, number=number)


class Sheet(NamedTuple):
    """A list of organisations, ties or answers, by column.

    Attributes
    ----------
    title
        Of the file, and of the part of it where it has several.
    unit
        What the numbers of rows count: lines of a file, nodes or edges of a graph.
    header
        Columns, in the order of the file.
    rows
        Of each its number and its cells: text, or a number or yes or no where the format has these.
    semicolons
        Whether the file has semicolons between cells, as spreadsheets write it where the comma is for decimals.
    notes
        What was found out in reading it.
    told
        What stands in it for people to read.
    remarks
        Of what is `told`, the lines that stand alone above a table, without its title, or below it.
    use
        What becomes of it: `READ`, `LEFT_OUT` where it has nothing to read, `OUTDONE` where another is read instead.
    beside
        Where it is no table, each text with the number that stands to the right of it.
    of_matrix
        Whether each row is a cell of a matrix.
    ends
        Of a list of ties whose headings do not say it, the columns of who is tied and to whom.
    themes
        By column the condition that it is about, or `none`, where that was said and no heading says it.
    """

    title: str
    unit: str | Message
    header: Sequence[str]
    rows: Sequence[tuple[int, Mapping[str, Any]]]
    semicolons: bool = False
    notes: tuple[Message, ...] = ()
    told: tuple[str, ...] = ()
    use: str = READ
    beside: tuple[tuple[str, float], ...] = ()
    of_matrix: bool = False
    ends: tuple[str, str] | None = None
    remarks: tuple[str, ...] = ()
    themes: Mapping[str, str] = {}

    def at(self, number: int) -> Message:
        """A row, as an error names it."""
        return at(self.unit, number)

    def cells(self, column: str) -> Iterator[Any]:
        """The cells of a column that were filled in."""
        return (row[column] for _, row in self.rows if not is_open(row.get(column)))


def ends_named(sheet: Sheet) -> tuple[str | None, str | None]:
    """The columns of a list of ties that say of whom a tie is, and towards whom."""
    return sheet.ends or (find(sheet.header, "from"), find(sheet.header, "to"))


def own_name(sheet: Sheet) -> str:
    """The name of a sheet without that of its file."""
    return sheet.title.rpartition(": ")[2]


class Reading(NamedTuple):
    """How the cells of a sheet are read: the sign of decimals in a column, and codes for what is missing."""

    signs: Mapping[str, str]
    codes: frozenset[str] = frozenset()

    def is_open(self, cell: object) -> bool:
        """Whether nothing was filled in."""
        return is_open(cell) or (bool(self.codes) and plain(str(cell)) in self.codes)

    def number(self, cell: object, column: str) -> float:
        """The number in a cell."""
        return number_in(cell, column, self.signs.get(column, POINT))


def is_open(cell: object) -> bool:
    """Whether nothing was filled in."""
    if isinstance(cell, str):
        return not cell or (not cell[0].isdigit() and len(cell) < LONGEST_OPEN and plain(cell) in OPEN)
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def is_code(cell: object, low: float) -> bool:
    """Whether a cell is clearly a code for what is missing: -9, -99, -88, where a scale begins at 0 or above."""
    text = str(cell)
    return text.startswith("-") and low >= 0.0 and NINES.fullmatch(text.strip()) is not None


def number_in(cell: object, source: str, sign: str = POINT) -> float:
    """The number in a cell."""
    check_worked_out(cell, source)
    value = value_in(cell, sign)
    if not math.isfinite(value):
        raise InputError("got {got}, allowed: a number, or nothing", source, got=show(cell))
    return value


def check_worked_out(cell: object, source: str) -> None:
    """Refuse a formula of which nobody worked out the value, where its value is read."""
    if cell == FORMULA:
        raise InputError(
            "got a formula without its value, allowed: a spreadsheet that was saved by the program it is of", source
        )


def value_in(cell: object, *signs: str) -> float:
    """The number that a cell holds, by the first sign of decimals of which it is one; NaN if by none.

    Examples
    --------
    >>> value_in("3,5", "point", "comma"), value_in("4 = agree", "point"), value_in("3,5", "point"), value_in(True)
    (3.5, 4.0, nan, nan)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if abs(cell) < MOST_NUMBER else math.nan
    if not isinstance(cell, str):
        return math.nan
    if cell.isdecimal() and cell.isascii() and len(cell) < LONGEST_NUMBER:
        return float(cell)
    if labelled := LABELLED.fullmatch(cell.strip()):
        return float(labelled[1])
    return next((plain_number(cell, sign) for sign in signs if is_number(cell, sign)), math.nan)


def is_number(cell: str, sign: str) -> bool:
    """Whether a cell is a number by that sign of decimals."""
    return (
        len(cell) <= LONGEST_NUMBER
        and NUMBERS[sign].fullmatch(cell.strip()) is not None
        and any(map(str.isdigit, re.split("[eE]", cell)[0]))
    )


def plain_number(cell: str, sign: str) -> float:
    """The value of a number that is one.

    Examples
    --------
    >>> plain_number("1.234,5", "comma"), plain_number("1,234.5", "point")
    (1234.5, 1234.5)
    """
    for between in THOUSANDS[sign]:
        cell = cell.replace(between, "")
    return float(cell.replace(",", "."))


def sign_of(cells: Iterable[object]) -> str | None:
    """The sign of decimals that a column shows: comma or point, None where it could be either and it matters.

    Examples
    --------
    >>> sign_of(["3,5", "4"]), sign_of(["3.5", "4"]), sign_of(["1.000", "2"]), sign_of(["1", "2"])
    ('comma', 'point', None, '')
    """
    filled = (cell.strip() for cell in cells if isinstance(cell, str) and any(map(str.isdigit, cell)))
    texts = [text for text in filled if not LABELLED.fullmatch(text)]
    marked = [text for text in texts if "," in text or "." in text]
    if not marked:
        return ""
    fits = {sign: sum(is_number(text, sign) for text in marked) for sign in (POINT, COMMA)}
    if fits[POINT] != fits[COMMA]:
        return max(fits, key=lambda sign: fits[sign])
    both = [text for text in marked if is_number(text, POINT) and is_number(text, COMMA)]
    return None if any(plain_number(text, POINT) != plain_number(text, COMMA) for text in both) else POINT


def reading_of(sheet: Sheet, columns: Iterable[str], missing: Iterable[str] = (), decimal: str = "") -> Reading:
    """How to read columns of numbers: by what each shows, or else as the rest of the file does.

    Parameters
    ----------
    sheet
        Where they are.
    columns
        Those that hold numbers.
    missing
        Codes for what was left open, besides those that are clear.
    decimal
        The sign of decimals in all of them, `comma` or `point`; empty to tell it from the cells.

    Raises
    ------
    InputError
        A column of which the sign of decimals cannot be told.
    """
    found = {column: sign_of(sheet.cells(column)) for column in dict.fromkeys(columns)}
    shown = {sign for sign in found.values() if sign}
    usual = decimal or (shown.pop() if len(shown) == 1 else COMMA if sheet.semicolons and not shown else "")
    for column, sign in found.items():
        if sign is None and not usual:
            cell = next(text for text in sheet.cells(column) if "," in str(text) or "." in str(text))
            raise InputError(
                "got {got}, which is a thousand or has decimals: the rest of the column does not say which",
                sheet.title,
                column,
                got=show(cell),
            ).asking("decimal", COMMA, POINT)
    signs = {column: (decimal or sign or usual or POINT) for column, sign in found.items()}
    return Reading(signs, frozenset(map(plain, missing)))


def flag_in(cell: object, source: str) -> bool:
    """Yes or no in a cell."""
    word = plain(str(cell))
    if word not in YES_OR_NO:
        raise InputError(
            "got {got}, allowed: {allowed}{nearest}",
            source,
            got=show(cell),
            allowed=", ".join(SHOWN_YES_OR_NO),
            nearest=nearest(word[:40], SHOWN_YES_OR_NO),
        )
    return YES_OR_NO[word]

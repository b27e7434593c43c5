"""Words in a column of numbers that are no answer: no idea, n.b., x; and answers between two numbers: 4 à 5.

Where most of a column is numbers, a word in it is somebody who gave none. That is said and counted; no file is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import Message
from ..reading import show
from .cells import COMMA, FORMULA, POINT, Sheet, is_open, value_in
from .words import AGREEMENT, LEVELS, NOT_AT_ALL, YES_OR_NO, plain

BETWEEN = re.compile(
    r"(?P<low>\d{1,2}(?:[.,]\d)?)\s*(?:à|a|of|or|tot|to|-|–|/)\s*(?P<high>\d{1,2}(?:[.,]\d)?)", re.IGNORECASE
)
GRADE = re.compile(r"(?P<whole>\d{1,2})\s*(?P<more>½|\+|-|\u2212|\u2013)")  # as schools give them
MORE = {"½": 0.5, "+": 0.25}  # a minus is a quarter less
MEANT = {
    *AGREEMENT,
    *YES_OR_NO,
    *(word for family in LEVELS for word in family if word not in NOT_AT_ALL),
}  # words that say something
MOST_SHOWN = 3
LONGEST_WORD = 40  # characters


def between(cell: object) -> float | None:
    """The middle of two numbers next to one another, as a half, a plus and a minus after a number are; else None.

    Examples
    --------
    >>> between("4 à 5"), between("3-4"), between("1-10"), between(4), between("5½"), between("7-")
    (4.5, 3.5, None, None, 5.5, 6.75)
    """
    if isinstance(cell, str) and (grade := GRADE.fullmatch(cell.strip())):
        return float(grade["whole"]) + MORE.get(grade["more"], -0.25)
    found = BETWEEN.fullmatch(cell.strip()) if isinstance(cell, str) else None
    low, high = (float(end.replace(",", ".")) for end in found.groups()) if found else (0.0, 0.0)
    return (low + high) / 2.0 if 0.0 < high - low <= 1.0 else None


def says_nothing(cell: object) -> bool:
    """Whether a cell in a column of numbers is a word that stands for no answer.

    Examples
    --------
    >>> says_nothing("geen idee"), says_nothing("x"), says_nothing("mee eens"), says_nothing("5 sterren")
    (True, True, False, False)
    """
    return (
        isinstance(cell, str)
        and cell != FORMULA
        and len(cell) <= LONGEST_WORD
        and not any(map(str.isdigit, cell))
        and plain(cell) not in MEANT
    )


def without_words(sheet: Sheet, columns: Iterable[str]) -> Sheet:
    """The sheet with nothing where a word stands for no answer, and the middle of two numbers; both are said.

    Parameters
    ----------
    sheet
        With any cells.
    columns
        Those of answers; one that is not mostly numbers is left as it is.
    """
    numbers = [column for column in columns if column in sheet.header and is_mostly_numbers(sheet, column)]
    words: list[str] = []
    middles: list[str] = []
    rows: list[tuple[int, dict[str, Any]]] = []
    for line, row in sheet.rows:
        given: dict[str, float | str] = {}
        for column in numbers:
            cell = row.get(column)
            if is_open(cell):
                continue
            middle = between(cell)
            if middle is not None:
                given[column] = middle
                middles.append(str(cell))
            elif says_nothing(cell):
                given[column] = ""
                words.append(str(cell))
        rows.append((line, {**row, **given}))
    notes = []
    if words:
        notes.append(silent_told(sheet, words))
    if middles:
        notes.append(
            Message("{file}: {count} answers between two numbers ({shown}) count as the middle",
                    file=sheet.title, count=len(middles), shown=some_of(middles))
        )  # fmt: skip
    return sheet._replace(rows=rows, notes=(*sheet.notes, *notes)) if notes else sheet


def silent_told(sheet: Sheet, words: Sequence[str]) -> Message:
    """How many answers are words that say nothing, and which."""
    return Message(
        "{file}: {count} answers that are no number ({shown}) count as not given",
        file=sheet.title, count=len(words), shown=some_of(words),
    )  # fmt: skip


def some_of(cells: Iterable[str]) -> str:
    """The first few different ones, as they are shown."""
    return ", ".join([show(cell) for cell in dict.fromkeys(cells)][:MOST_SHOWN])


def is_mostly_numbers(sheet: Sheet, column: str) -> bool:
    """Whether more than half of what was filled in is a number."""
    cells = list(sheet.cells(column))
    numbers = (not math.isnan(value_in(cell, POINT, COMMA)) or between(cell) is not None for cell in cells)
    return 2 * sum(numbers) > len(cells)

"""Ratings in words: low, medium, high, a traffic light, agreement; each level counts by its place."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ..errors import Message
from .cells import COMMA, POINT, Sheet, is_open, own_name, value_in
from .options import Scale
from .unanswered import some_of
from .words import AGREEMENT, FAMILIES, FREQUENCIES, LEVELS, about, plain

RATED = (*FAMILIES, "power", "size", "autonomy", "loyalty", "home", "commitment", "skill")  # what a level may rate


class Levelled(NamedTuple):
    """A sheet with numbers for its levels, and by column the scale that these are on."""

    sheet: Sheet
    scales: dict[str, Scale]


def levelled(sheet: Sheet, uncounted: Collection[str] = ()) -> Levelled:
    """The sheet with a number for each rating in words, which is said but for what does not count.

    Examples
    --------
    >>> from .cells import Sheet
    >>> found = levelled(Sheet("ties", "row", ("trust",), [(2, {"trust": "laag"}), (3, {"trust": "hoog"})]))
    >>> [row["trust"] for _, row in found.sheet.rows], found.scales
    ([1, 3], {'trust': (1.0, 3.0)})
    """
    families = {column: found for column in sheet.header if about(column) in RATED and (found := family(sheet, column))}
    often = [column for column in sheet.header if about(column) == "frequency" and "frequency" not in uncounted]
    unknown = [unread_word(sheet, one, words) for one in often if (words := unknown_words(sheet, one))]
    if unknown:
        sheet = sheet._replace(notes=(*sheet.notes, *unknown))
    if not families:
        return Levelled(sheet, {})
    rows = [
        (
            line,
            {
                **row,
                **{column: levels.get(plain(str(row[column])), row[column]) for column, levels in families.items()},
            },
        )
        for line, row in sheet.rows
    ]
    notes = tuple(
        Message("{file}: {column} in words counts from {least} ({low}) to {most} ({high})", file=sheet.title,
                column=own_name(sheet) if sheet.of_matrix else column, least=min(levels.values()),
                low=word_of(sheet, column, levels, min(levels.values())),
                most=max(levels.values()), high=word_of(sheet, column, levels, max(levels.values())))
        for column, levels in families.items()
        if about(column) not in uncounted
    )  # fmt: skip
    scales = {column: (float(min(levels.values())), float(max(levels.values()))) for column, levels in families.items()}
    return Levelled(sheet._replace(rows=rows, notes=(*sheet.notes, *notes)), scales)


def family(sheet: Sheet, column: str) -> dict[str, int] | None:
    """The levels that all that a column holds are of; None where it holds anything else."""
    return levels_of(str(cell) for cell in sheet.cells(column) if not is_open(cell))


def unknown_words(sheet: Sheet, column: str) -> list[str]:
    """The words of a column that are known for no frequency, where others are, or where a list has no number."""
    cells = [cell for cell in sheet.cells(column) if not is_open(cell)]
    in_cells = [cell for cell in cells if math.isnan(value_in(cell, POINT, COMMA))]
    held = [*dict.fromkeys(map(str, in_cells))]
    others = [word for word in held if plain(word) not in FREQUENCIES]
    in_words = not sheet.of_matrix and len(in_cells) == len(cells)
    return others if len(others) < len(held) or in_words else []


def unread_word(sheet: Sheet, column: str, words: list[str]) -> Message:
    """That how often partners meet is not used, for words that are not known."""
    return Message(
        "{file}: {column} is not used, as it is not known how often {words} is; known are words such as weekly, "
        "monthly, now and then, rarely and never",
        file=sheet.title, column=own_name(sheet) if sheet.of_matrix else column, words=some_of(words),
    )  # fmt: skip


def levels_of(words: Iterable[str]) -> dict[str, int] | None:
    """The levels that all of some words are of; None where there is none, or one is of no such levels."""
    held = {plain(word) for word in words}
    return next((levels for levels in (*LEVELS, AGREEMENT) if held and held <= levels.keys()), None)


def word_of(sheet: Sheet, column: str, levels: dict[str, int], level: int) -> str:
    """What a level is called in a column, or else in general.

    Parameters
    ----------
    sheet, column
        Where it is looked for first.
    levels
        The level of each word.
    level
        The level that is named.
    """
    cells = (plain(str(cell)) for cell in sheet.cells(column))
    return next(
        (cell for cell in cells if levels.get(cell) == level), next(w for w, one in levels.items() if one == level)
    )

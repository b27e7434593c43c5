"""A matrix: a row and a column for each organisation, as people make it in a spreadsheet; read as a list of ties."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..errors import Findings, InputError
from ..reading import show
from .cells import COMMA, POINT, Sheet, is_code, is_open, own_name, value_in
from .graphs import DIRECTED, NODE, SOURCE, TARGET
from .levels import levels_of
from .names import core
from .options import Options
from .unanswered import between, says_nothing, silent_told
from .words import NOT_AT_ALL, YES_OR_NO, is_total, plain

WEIGHT = "weight"  # the column of a matrix that does not say what its numbers are
CIRCLE = "o"
MARKS = frozenset(
    ("x", "✓", "✔", "v", "•", "●", "*", CIRCLE, *(word for word, yes in YES_OR_NO.items() if yes and word.isalpha()))
)


class Cell(NamedTuple):
    """A cell of a matrix: its line, whose row and whose column it is in, and what it holds."""

    line: int
    own: str
    name: str
    held: object


def is_matrix(sheet: Sheet) -> bool:
    """Whether the headings are the same names as those in the first column."""
    if {SOURCE, NODE} & {*sheet.header} or len(sheet.header) < 3 or len(sheet.rows) < 2:
        return False
    across = {core(name) for name in sheet.header[1:] if not is_total(name)}
    down = {core(str(row[sheet.header[0]])) for _, row in sheet.rows if not is_total(str(row[sheet.header[0]]))}
    if not across or not down:
        return False
    return len(across & down) >= 0.8 * max(len(across), len(down))


def called(sheet: Sheet) -> str:
    """What a sheet or a file is called, without what it is in."""
    return re.sub(r"\.\w+$", "", own_name(sheet))


def cells_in(sheet: Sheet) -> Iterator[Cell]:
    """The cells of a matrix that were filled in, off its diagonal and outside its totals."""
    first, *others = sheet.header
    for line, row in sheet.rows:
        own = str(row[first])
        if is_open(own) or is_total(own):
            continue
        for name in others:
            if not (is_total(name) or is_open(row[name]) or core(name) == core(own)):
                yield Cell(line, own, name, row[name])


def is_number(cell: object) -> bool:
    """Whether a cell holds a number."""
    return math.isfinite(value_in(cell, POINT, COMMA))


def is_mark(cell: object) -> bool:
    """Whether a cell says that there is a tie, and no more: x, yes."""
    return plain(str(cell)) in MARKS


def is_none(cell: object) -> bool:
    """Whether a cell says that there is no tie: 0, no, never."""
    return value_in(cell, POINT, COMMA) == 0.0 or plain(str(cell)) in NOT_AT_ALL


def is_marked(sheet: Sheet) -> bool:
    """Whether a matrix holds marks alone, besides what says that there is no tie."""
    held = [one.held for one in cells_in(sheet)]
    return any(map(is_mark, held)) and all(is_mark(cell) or is_none(cell) for cell in held)


def has_two_marks(cells: Collection[Cell]) -> bool:
    """Whether o stands beside another mark, so that it may be a tie or none."""
    held = {plain(str(one.held)) for one in cells}
    return CIRCLE in held and any(one in MARKS and one != CIRCLE for one in held)


def is_flat(sheet: Sheet) -> bool:
    """Whether all cells of a matrix that say that there is a tie say the same."""
    return len({plain(str(one.held)) for one in cells_in(sheet) if not (is_none(one.held) or is_mark(one.held))}) < 2


def levels_in(sheet: Sheet) -> dict[str, int] | None:
    """The levels of a matrix in words; None where it holds anything else."""
    return levels_of(str(one.held) for one in cells_in(sheet) if not is_none(one.held))


def is_half(sheet: Sheet, cells: Collection[Cell], mutual: bool) -> bool:
    """Whether only one half of a matrix was filled in, so that each cell is of two directions.

    Parameters
    ----------
    sheet
        The matrix.
    cells
        Those that say something.
    mutual
        Whether what it is about goes both ways, or a line says that it is half: then not all of it has to be filled in.
    """
    place = {core(name): column for column, name in enumerate(sheet.header)}
    rows = [core(str(row[sheet.header[0]])) for _, row in sheet.rows]
    rows = [own for own in rows if own in place]
    upper = sum(place[core(one.name)] > place[core(one.own)] for one in cells if core(one.own) in place)
    lower = sum(core(one.own) in place for one in cells) - upper
    pairs = len(rows) * (len(rows) - 1) // 2
    return (upper == 0) != (lower == 0) and (mutual or upper + lower == pairs)


def ties_of_matrix(sheet: Sheet, column: str, options: Options, mutual: bool) -> Sheet:
    """The ties in a matrix, each with what stands in its cell; blank and 0 are no tie.

    Parameters
    ----------
    sheet
        The matrix.
    column
        What the column is called that holds what stood in the cells.
    options
        What was asked of the reader.
    mutual
        Whether a half that was filled in goes both ways, even where not all of it was.

    Raises
    ------
    InputError
        Cells that are neither a number, nor a level in words, nor a mark; o beside x.
    """
    cells = list(cells_in(sheet))
    codes = {*map(plain, options.missing)}
    mostly = 2 * sum(is_number(one.held) for one in cells) > len(cells)
    levels = levels_in(sheet)
    if not options.circle and has_two_marks(cells):
        raise InputError("got o beside x, which does not say what o stands for", sheet.title).asking(
            "circle", "no_tie", "tie"
        )
    findings = Findings()
    kept: list[Cell] = []
    silent: list[str] = []
    for one in cells:
        if options.circle == "no_tie" and plain(str(one.held)) == CIRCLE:
            continue
        if plain(str(one.held)) in codes or is_code(one.held, 0.0) or (mostly and is_mark(one.held)):
            continue
        known = is_number(one.held) or between(one.held) is not None or is_none(one.held) or is_mark(one.held)
        if known or levels:
            kept.append(one)
        elif mostly and says_nothing(one.held):
            silent.append(str(one.held))
        else:
            wrong = InputError(
                "got {got}, allowed: a number, low, medium or high, x, or nothing", one.name, got=show(one.held)
            )
            findings.add(wrong, sheet.title, sheet.at(one.line))
    findings.settle()
    both = is_half(sheet, kept, mutual)
    rows = [
        (
            one.line,
            {SOURCE: one.own, TARGET: one.name, column: 1 if is_mark(one.held) else one.held, DIRECTED: not both},
        )
        for one in kept
        if not is_none(one.held)
    ]
    notes = (silent_told(sheet, silent),) if silent else ()
    return Sheet(
        sheet.title, sheet.unit, (SOURCE, TARGET, column, DIRECTED), rows, sheet.semicolons, notes, sheet.told,
        of_matrix=True, remarks=sheet.remarks,
    )  # fmt: skip

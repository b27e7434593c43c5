"""A matrix: a row and a column for each organisation, as people make it in a spreadsheet; read as a list of ties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..errors import Findings, InputError, Message
from .cells import Sheet, is_open, reading_of
from .graphs import DIRECTED, NODE, SOURCE, TARGET
from .words import FAMILIES, YES_OR_NO, about, is_total, plain

MARKS = frozenset(("x", "✓", "✔", "v", *(word for word, yes in YES_OR_NO.items() if yes and word.isalpha())))


def is_matrix(sheet: Sheet) -> bool:
    """Whether the headings are the same names as those in the first column."""
    if {SOURCE, NODE} & {*sheet.header} or len(sheet.header) < 3 or len(sheet.rows) < 2:
        return False
    across = {plain(name) for name in sheet.header[1:] if not is_total(name)}
    down = {plain(str(row[sheet.header[0]])) for _, row in sheet.rows if not is_total(str(row[sheet.header[0]]))}
    if not across or not down:
        return False
    return len(across & down) >= 0.8 * max(len(across), len(down))


def called(sheet: Sheet) -> str:
    """What a sheet or a file is called, without what it is in."""
    return re.sub(r"\.\w+$", "", sheet.title.rpartition(": ")[2])


def weight_of(sheet: Sheet, weight: str) -> str:
    """What the numbers of a matrix are: what is said, or what its sheet is called (`Vertrouwen`)."""
    named = about(called(sheet))
    return weight or (named if named in FAMILIES else "")


def is_half(sheet: Sheet, names: Sequence[str]) -> bool:
    """Whether only one half of a matrix was filled in, and all of it, so that each cell is of two directions."""
    place = {plain(name): column for column, name in enumerate(names)}
    halves: dict[bool, list[bool]] = {True: [], False: []}
    for _, row in sheet.rows:
        own = place.get(plain(str(row[sheet.header[0]])))
        for column, name in enumerate(names):
            if own is not None and column != own:
                halves[column > own].append(not is_open(row[name]))
    upper, lower = halves[True], halves[False]
    return bool(upper and lower) and ((all(upper) and not any(lower)) or (all(lower) and not any(upper)))


def ties_of_matrix(sheet: Sheet, weight: str, decimal: str) -> Sheet:
    """The ties in a matrix, each with what stands in its cell as weight; blank and 0 are no tie.

    Raises
    ------
    InputError
        Cells that are no numbers, or numbers of which it is not said what they are.
    """
    first, *others = sheet.header
    others = [name for name in others if not is_total(name)]
    marked = all(plain(str(cell)) in MARKS for name in others for cell in sheet.cells(name))
    half = is_half(sheet, others)
    reading = reading_of(sheet, others, decimal=decimal)
    findings = Findings()
    rows: list[tuple[int, dict[str, Any]]] = []
    for line, row in sheet.rows:
        if is_total(str(row[first])):
            continue
        for name in others:
            if is_open(row[name]) or plain(name) == plain(str(row[first])):
                continue
            with findings.at(sheet.title, sheet.at(line)):
                value = 1.0 if marked else reading.number(row[name], name)
                if value:
                    rows.append((line, {SOURCE: str(row[first]), TARGET: name, "weight": value, DIRECTED: not half}))
    findings.settle()
    values = {row["weight"] for _, row in rows}
    if len(values) > 1 and not weight_of(sheet, weight):
        low, high = min(values), max(values)
        raise InputError(
            "got a matrix of numbers from {low:g} to {high:g}, which does not say what they are",
            sheet.title, low=low, high=high,
        ).asking("weight", "trust", "value", "frequency", "tie")  # fmt: skip
    notes = (*sheet.notes, Message("{file} is read as a matrix of who is tied to whom", file=sheet.title))
    header = (SOURCE, TARGET, "weight", DIRECTED)
    return Sheet(sheet.title, sheet.unit, header, rows, sheet.semicolons, notes, sheet.told)

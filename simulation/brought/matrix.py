"""A matrix: a row and a column for each organisation, as people make it in a spreadsheet; read as a list of ties."""

from __future__ import annotations

from typing import Any

from ..errors import Findings, InputError, Message
from .cells import Sheet, is_open, reading_of
from .graphs import DIRECTED, SOURCE, TARGET
from .words import plain


def is_matrix(sheet: Sheet) -> bool:
    """Whether the headings are the same names as those in the first column."""
    if SOURCE in sheet.header or len(sheet.header) < 3 or len(sheet.rows) < 2:
        return False
    across = {plain(str(name)) for name in sheet.header[1:]}
    down = {plain(str(row[sheet.header[0]])) for _, row in sheet.rows}
    return len(across & down) >= 0.8 * max(len(across), len(down))


def ties_of_matrix(sheet: Sheet, weight: str, decimal: str) -> Sheet:
    """The ties in a matrix, each with what stands in its cell as weight; blank and 0 are no tie.

    Raises
    ------
    InputError
        Cells that are no numbers, or numbers of which it is not said what they are.
    """
    first, *others = sheet.header
    reading = reading_of(sheet, others, decimal=decimal)
    findings = Findings()
    rows: list[tuple[int, dict[str, Any]]] = []
    for line, row in sheet.rows:
        for name in others:
            if is_open(row[name]):
                continue
            with findings.at(sheet.title, sheet.at(line)):
                value = reading.number(row[name], name)
                if value and plain(name) != plain(str(row[first])):
                    rows.append((line, {SOURCE: str(row[first]), TARGET: name, "weight": value, DIRECTED: True}))
    findings.settle()
    values = {row["weight"] for _, row in rows}
    if len(values) > 1 and not weight:
        low, high = min(values), max(values)
        raise InputError(
            "got a matrix of numbers from {low:g} to {high:g}, which does not say what they are",
            sheet.title, low=low, high=high,
        ).asking("weight", "trust", "value", "frequency", "tie")  # fmt: skip
    notes = (*sheet.notes, Message("{file} is read as a matrix of who is tied to whom", file=sheet.title))
    return Sheet(sheet.title, sheet.unit, (SOURCE, TARGET, "weight", DIRECTED), rows, sheet.semicolons, notes)

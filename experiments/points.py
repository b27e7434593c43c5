"""Points from a table: a CSV file with a column a factor and a row a point, whatever stands between the cells."""

from __future__ import annotations

from pathlib import Path

from samenspel.brought.tables import cells_of, delimiter_of
from samenspel.errors import InputError, inside
from samenspel.reading import contents, decoded, is_relative, show
from samenspel.scenario import MOST_MEGABYTES

from .factors import Value

SWITCHES = {"true": True, "false": False}


def read_points(path: Path) -> list[dict[str, Value]]:
    """The points of a file.

    Parameters
    ----------
    path
        Of the file. Its first row names factors; numbers may have a decimal comma where semicolons stand between cells.

    Raises
    ------
    InputError
        What is wrong with the file, and where.
    """
    with inside(path.name):
        text = decoded(contents(path, MOST_MEGABYTES))
        delimiter = delimiter_of(text)
        lines = list(cells_of(text, delimiter))
        if len(lines) < 2:
            raise InputError(f"got {max(0, len(lines) - 1)} rows below the first, allowed: at least 1")
        names = [str(cell).strip() for cell in lines[0][1]]
        if twice := [name for name in names if names.count(name) > 1]:
            raise InputError(f"got the column {show(twice[0])} twice, allowed: once")
        points = []
        for line, cells in lines[1:]:
            if len(cells) != len(names) or "" in cells:
                raise InputError(f"line {line}: got {len(cells) - cells.count('')} values, allowed: {len(names)}")
            points.append({name: value_in(cell, delimiter) for name, cell in zip(names, cells, strict=True)})
    return points


def value_in(cell: str, delimiter: str) -> Value:
    """The number, switch or word of a cell.

    Examples
    --------
    >>> [value_in(cell, ";") for cell in ("3", "0,25", "1e-3", "true", "network", "-1", "+0,1")]
    [3, 0.25, 0.001, True, 'network', -1, '+0.1']
    """
    text = cell.strip()
    if text.casefold() in SWITCHES:
        return SWITCHES[text.casefold()]
    number = text.replace(",", ".") if delimiter == ";" else text
    if is_relative(number) and not number.startswith("-"):  # a minus in a table of numbers is that of the number
        return number
    for kind in (int, float):
        try:
            return kind(number)
        except ValueError:
            continue
    return text

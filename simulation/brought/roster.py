"""Organisations: who takes part according to a sheet, with what is known of each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import Findings, InputError, Message
from ..networks import POINTS
from ..reading import Name, show
from .cells import Reading, Sheet, check_worked_out, flag_in, is_open
from .fields import THEMES, Column
from .options import Options
from .parts import Known
from .words import ROLES_HELD, joined, leads


class Listed(NamedTuple):
    """The organisations of a sheet: what is said of each, where, how they are found, and how often a field is open."""

    organisations: list[dict[str, Any]]
    places: list[str | Message]
    known: Known
    missing: Counter[str]


class Plan(NamedTuple):
    """The columns of a sheet that are read: who, its name, numbers, yes or no, and its abbreviation."""

    key: str
    name: str | None
    columns: Mapping[str, Column]
    flags: Mapping[str, str]
    short: str | None = None

    def short_in(self, row: Mapping[str, Any]) -> str:
        """What a row has as abbreviation; nothing where there is no such column."""
        cell = row.get(self.short) if self.short else None
        return "" if is_open(cell) else str(cell)

    def name_in(self, row: Mapping[str, Any]) -> object:
        """The cell with the name; None where there is no such column."""
        return None if self.name is None else row.get(self.name)


def listed_in(sheet: Sheet, plan: Plan, reading: Reading, options: Options, findings: Findings) -> Listed:
    """The organisations of a sheet; what is wrong is gathered.

    Parameters
    ----------
    sheet
        Of organisations, in one wave.
    plan
        The columns that are read.
    reading
        How its cells are read.
    options
        What was asked of the reader.
    findings
        Gathers what is wrong.
    """
    found = Listed([], [], Known(), Counter(dict.fromkeys(plan.columns, 0)))
    themes = max((theme for theme in THEMES for point in POINTS if f"{point}_{theme}" in plan.columns), default=0)
    for line, row in sheet.rows:
        place = Message("{file}: {row}", file=sheet.title, row=sheet.at(line))
        with findings.at(sheet.title, sheet.at(line)):
            identity = identity_in(row, plan)
            key = joined(identity)
            if key in found.known.rows:
                first = found.places[found.known.rows[key]]
                raise InputError("{got} is there already, at {place}", plan.key, got=show(identity), place=first)
            called = plan.name_in(row)
            name = identity if is_open(called) else Name().read(str(called), "name")
            found.known.add(key, identity, name)
            found.known.also(key, plan.short_in(row))
            found.places.append(place)
            said: dict[str, Any] = {"name": name}
            found.organisations.append(said)
            said |= said_of(
                row, plan, max(themes, 2), reading, options, found.missing, findings, (sheet.title, sheet.at(line))
            )
    return found


def leader_in(sheet: Sheet, plan: Plan, listed: Listed) -> tuple[str, int] | None:
    """The column of roles by which one of those listed leads, and the row of that one; None where several do, or none.

    Parameters
    ----------
    sheet
        Of organisations, in one wave.
    plan
        The columns that are read.
    listed
        What is known of the organisations.
    """
    for column in sheet.header:
        if joined(column).partition("_")[0] in ROLES_HELD:
            found = [identity_in(row, plan) for _, row in sheet.rows if leads(row.get(column))]
            if len(found) == 1:
                return column, listed.known.rows[joined(found[0])]
    return None


def identity_in(row: Mapping[str, Any], plan: Plan) -> str:
    """What identifies a row: its key, or else its name."""
    cell = row.get(plan.key)
    if is_open(cell):
        cell = plan.name_in(row)
    check_worked_out(cell, plan.key)
    return Name().read("" if is_open(cell) else str(cell), plan.key)


def said_of(
    row: Mapping[str, Any],
    plan: Plan,
    themes: int,
    reading: Reading,
    options: Options,
    missing: Counter[str],
    findings: Findings,
    where: tuple[str | Message, ...],
) -> dict[str, Any]:
    """What a row says of an organisation; a point is put together from the columns of its themes.

    Parameters
    ----------
    row
        Cells, by column.
    plan
        The columns that are read.
    themes
        How many coordinates a point has.
    reading
        How cells are read.
    options
        What was asked of the reader.
    missing
        How often each field is open; this row is counted in.
    findings
        Gathers what is wrong.
    where
        The place of the row, from the outermost.
    """
    known: dict[str, Any] = {}
    for field, column in plan.columns.items():
        known[field] = math.nan
        with findings.at(*where):
            known[field], given = column.value(row, reading, options)
            missing[field] += not given
    for point in POINTS:
        coordinates = tuple(known.pop(f"{point}_{theme}", math.nan) for theme in range(1, themes + 1))
        if not all(map(math.isnan, coordinates)):
            known[point] = coordinates
    for flag, source in plan.flags.items():
        if not reading.is_open(row.get(source)):
            with findings.at(*where):
                known[flag] = flag_in(row[source], source)
    return known

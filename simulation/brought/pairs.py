"""Lists of ties whose headings name no two ends: "Organisation | Works with", "Respondent | Partner".

Such a list has two columns of names, and whoever is tied to several stands in the first of them several times. A list
of who takes part names each once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain, combinations

from ..errors import InputError, Message
from ..reading import show
from .cells import READ, Sheet, ends_named, is_open, own_name
from .graphs import NODE, SOURCE
from .levels import RATED, family
from .matrix import is_matrix
from .names import core
from .parts import ORGS, TIES, answers_conditions, called, could_be_name, named_in, wave_column
from .words import HEADINGS, NO_DATA, PARTNERS, THE_OTHER, WE, WORKS, about, find, joined, plain, without_unit

Names = Collection[str]  # as `core` compares them
NEARLY_ALL = 0.8  # of the names in two columns, that are of those who take part (a choice)


def with_pairs(found: Iterable[tuple[str, Sheet]]) -> list[tuple[str, Sheet]]:
    """Sheets, each with the part that it could be, in which a list of ties by its two columns of names is one.

    Parameters
    ----------
    found
        Sheets, each with the part that it could be.
    """
    every = [(role, sheet, may_be_pairs(role, sheet)) for role, sheet in found]
    known = {core(name) for _, sheet, may_be in every if not may_be for name in named_in(sheet)}
    ends = [ends_in_content(sheet, known) if may_be else None for _, sheet, may_be in every]
    return [
        (TIES, sheet._replace(ends=both, use=READ)) if both else (role, sheet)
        for (role, sheet, _), both in zip(every, ends, strict=True)
    ]


def may_be_pairs(role: str, sheet: Sheet) -> bool:
    """Whether a sheet could be such a list: a table that is known to be nothing else, with a name that comes again."""
    if role not in ("", ORGS, TIES) or called(sheet) in NO_DATA or len(sheet.header) < 2:
        return False
    if is_matrix(sheet) or sheet.of_matrix or {NODE, SOURCE} & {*sheet.header} or answers_conditions(sheet):
        return False
    return not all(ends_named(sheet)) and any(stands_again(sheet, column) for column in columns_of_texts(sheet))


def ends_in_content(sheet: Sheet, known: Names) -> tuple[str, str] | None:
    """The columns of who is tied and to whom; None where neither headings nor names say so.

    Parameters
    ----------
    sheet
        A table.
    known
        Those who take part, by other sheets; empty where no other says it.
    """
    named = {column: names_under(sheet, column) for column in columns_of_texts(sheet)}
    held = {column: {*names} - {""} for column, names in named.items()}
    again, waves = {column for column in named if stands_again(sheet, column)}, waves_in(sheet)
    pairs = [
        (one, other)
        for one, other in combinations(named, 2)
        if one in again and not held[other].isdisjoint(known or held[one])
    ]
    by_heading = (
        (one, other)
        for one, other in pairs
        if names_who_is_tied(one)
        and names_the_other(sheet, other)
        and share_known(named[one], named[other], known) > 0.0
    )
    lists = find(sheet.header, "name")
    by_content = (
        (one, other)
        for one, other in pairs
        if (other != lists or other in again)
        and share_known(named[one], named[other], known) >= NEARLY_ALL
        and each_once(waves, named[one], named[other])
    )
    return next(chain(by_heading, by_content), None)


def check_no_pairs(orgs: Sheet, key: str) -> None:
    """Refuse a list of organisations that may be one of ties, of which no heading says so.

    Parameters
    ----------
    orgs
        The sheet of organisations, in one wave.
    key
        Its column of who they are.

    Raises
    ------
    InputError
        Names come again in that column, beside others of them, or of partners, in another.
    """
    texts = columns_of_texts(orgs)
    if key not in texts or not stands_again(orgs, key):
        return
    others = (one for one in texts if one != key)
    beside = [
        one
        for one in others
        if share_known(names_under(orgs, key), names_under(orgs, one), ()) > 0.0 or names_the_other(orgs, one)
    ]
    if beside:
        raise InputError(
            "names come again under {one}, with names under {other} beside them, and these two headings do not say "
            "whether each row is a tie; a list of ties is read under {from_} and {to}, a list of organisations names "
            "each once",
            orgs.title, Message("header"), one=show(key), other=show(beside[0]),
            from_=Message("Organisation"), to=Message("Works with"),
        )  # fmt: skip


def columns_of_texts(sheet: Sheet) -> list[str]:
    """Columns in which most rows have a text that could be a name, and is no level that something is rated at."""
    return [
        column
        for column in sheet.header
        if 2 * len(cells := [*sheet.cells(column)]) > len(sheet.rows) and all(map(could_be_name, cells))
        and about(column) not in RATED and family(sheet, column) is None
    ]  # fmt: skip


def stands_again(sheet: Sheet, column: str) -> bool:
    """Whether two rows of one wave have the same name."""
    names = [one for one in zip(waves_in(sheet), names_under(sheet, column), strict=True) if one[1]]
    return len({*names}) < len(names)


def waves_in(sheet: Sheet) -> list[object]:
    """The wave of each row; None where there are no waves."""
    wave = wave_column(sheet)
    return [row.get(wave) if wave else None for _, row in sheet.rows]


def names_who_is_tied(heading: str) -> bool:
    """Whether a heading is of an organisation, or of who fills in.

    Examples
    --------
    >>> names_who_is_tied("Organisatie"), names_who_is_tied("Wij"), names_who_is_tied("Actie")
    (True, True, False)
    """
    return joined(heading) in (*HEADINGS["name"], *HEADINGS["from"], *HEADINGS["respondent"], *PARTNERS, *WE)


def names_the_other(sheet: Sheet, heading: str) -> bool:
    """Whether a heading is of the other one of a tie; of an organisation too, where the sheet is of who works with
    whom.
    """
    word = joined(heading)
    if word in (*HEADINGS["to"], *PARTNERS, *THE_OTHER) or WORKS.search(plain(heading)):
        return True
    return bool(WORKS.search(plain(own_name(sheet)))) and joined(without_unit(heading)) in HEADINGS["name"]


def names_under(sheet: Sheet, column: str) -> list[str]:
    """The name in each row, as names are compared; empty where there is none."""
    return ["" if is_open(row.get(column)) else core(str(row[column])) for _, row in sheet.rows]


def share_known(ones: Sequence[str], others: Sequence[str], known: Names) -> float:
    """The share of rows with two names that are of those who take part; where no other sheet names these, whose second
    name stands in the first column too.

    Examples
    --------
    >>> share_known(["a", "b", "b"], ["b", "c", ""], ())
    0.5
    """
    rows = [(one, other) for one, other in zip(ones, others, strict=True) if one and other]
    there = set(known) or {one for one, _ in rows}
    return sum(one in there and other in there for one, other in rows) / len(rows) if rows else 0.0


def each_once(waves: Sequence[object], ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether no two rows of one wave have the same two names, and none has one twice.

    Examples
    --------
    >>> each_once([1, 2, 2], ["a", "a", "b"], ["b", "b", ""]), each_once([1, 1], ["a", "a"], ["b", "b"])
    (True, False)
    """
    rows = [row for row in zip(waves, ones, others, strict=True) if row[1] and row[2]]
    return len({*rows}) == len(rows) and all(one != other for _, one, other in rows)

"""Lists of ties whose headings name no two ends: "Organisation | Works with", "Respondent | Partner".

Such a list has two columns of names, and whoever is tied to several stands in the first of them several times. A list
of who takes part names each once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from ..errors import InputError, Message
from ..reading import show
from .cells import READ, Sheet, is_open, own_name
from .graphs import NODE, SOURCE
from .matrix import is_matrix
from .names import core
from .parts import ORGS, TIES, answers_conditions, names_in, wave_column
from .words import HEADINGS, NO_DATA, PARTNERS, WORKS, find, joined, plain

Names = Collection[str]  # as `core` compares them
LONGEST_NAME = 120  # characters
NEARLY_ALL = 0.8  # of the names in two columns, that are of those who take part (a choice)
WE = ("wij", "we", "ons", "us", "onze_organisatie", "our_organisation", "our_organization", "respondent")
OTHER = (
    "met",
    "with",
    "samen_met",
    "together_with",
    "andere_organisatie",
    "andere_partner",
    "other_organisation",
    "other_organization",
    "other_partner",
)


def with_pairs(found: Iterable[tuple[str, Sheet]]) -> list[tuple[str, Sheet]]:
    """Sheets, each with the part that it could be, in which a list of ties by its two columns of names is one.

    Parameters
    ----------
    found
        Sheets, each with the part that it could be.
    """
    every, made = list(found), list[tuple[str, Sheet]]()
    for role, sheet in every:
        others = (names_in(one) for _, one in every if one is not sheet and not (may_be_pairs(role, one)))
        known = {core(name) for names in others for name in names}
        ends = ends_in_content(sheet, known) if may_be_pairs(role, sheet) else None
        made.append((TIES, sheet._replace(ends=ends, use=READ)) if ends else (role, sheet))
    return made


def may_be_pairs(role: str, sheet: Sheet) -> bool:
    """Whether a sheet could be such a list: a table that is known to be nothing else, with a name that comes again."""
    if role not in ("", ORGS, TIES) or joined(own_name(sheet)) in NO_DATA or len(sheet.header) < 2:
        return False
    if is_matrix(sheet) or sheet.of_matrix or {NODE, SOURCE} & {*sheet.header} or answers_conditions(sheet):
        return False
    both = find(sheet.header, "from") and find(sheet.header, "to")
    return not both and any(stands_again(sheet, column) for column in columns_of_texts(sheet))


def ends_in_content(sheet: Sheet, known: Names) -> tuple[str, str] | None:
    """The columns of who is tied and to whom; None where neither headings nor names say so.

    Parameters
    ----------
    sheet
        A table.
    known
        Those who take part, by other sheets; empty where no other says it.
    """
    pairs = [*combinations(columns_of_texts(sheet), 2)]
    pairs = [(one, other) for one, other in pairs if stands_again(sheet, one)]
    both = [pair for pair in pairs if names_who_is_tied(pair[0]) and names_the_other(sheet, pair[1])]
    told = [pair for pair in both if share_known(sheet, pair, known) > 0.0]
    told += [pair for pair in pairs if share_known(sheet, pair, known) >= NEARLY_ALL and each_once(sheet, pair)]
    return told[0] if told else None


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
    if key not in columns_of_texts(orgs) or not stands_again(orgs, key):
        return
    others = (one for one in columns_of_texts(orgs) if one != key)
    beside = [one for one in others if share_known(orgs, (key, one), ()) > 0.0 or names_the_other(orgs, one)]
    if beside:
        raise InputError(
            "names come again under {one}, with names under {other} beside them, and these two headings do not say "
            "whether each row is a tie; a list of ties is read under {from_} and {to}, a list of organisations names "
            "each once",
            orgs.title, Message("header"), one=show(key), other=show(beside[0]),
            from_=Message("Organisation"), to=Message("Works with"),
        )  # fmt: skip


def columns_of_texts(sheet: Sheet) -> list[str]:
    """Columns in which most rows have a text that is as short as a name."""
    found = []
    for column in sheet.header:
        cells = list(sheet.cells(column))
        named = sum(isinstance(cell, str) and any(map(str.isalpha, cell)) and len(cell) <= LONGEST_NAME
                    for cell in cells)  # fmt: skip
        if cells and named == len(cells) and 2 * named > len(sheet.rows):
            found.append(column)
    return found


def stands_again(sheet: Sheet, column: str) -> bool:
    """Whether two rows of one wave have the same name."""
    wave = wave_column(sheet)
    names = [(row.get(wave) if wave else None, core(str(row[column])))
             for _, row in sheet.rows if not is_open(row.get(column))]  # fmt: skip
    return len({*names}) < len(names)


def names_who_is_tied(heading: str) -> bool:
    """Whether a heading is of an organisation, or of who fills in.

    Examples
    --------
    >>> names_who_is_tied("Organisatie"), names_who_is_tied("Wij"), names_who_is_tied("Actie")
    (True, True, False)
    """
    return joined(heading) in (*HEADINGS["name"], *HEADINGS["from"], *PARTNERS, *WE)


def names_the_other(sheet: Sheet, heading: str) -> bool:
    """Whether a heading is of the other one of a tie; of an organisation too, where the sheet is of who works with
    whom.
    """
    word = joined(heading)
    if word in (*HEADINGS["to"], *PARTNERS, *OTHER) or WORKS.search(plain(heading)):
        return True
    return bool(WORKS.search(plain(own_name(sheet)))) and word.rstrip("_0123456789()") in HEADINGS["name"]


def share_known(sheet: Sheet, pair: tuple[str, str], known: Names) -> float:
    """The share of rows with two names that are of those who take part; where no other sheet names these, whose second
    name stands in the first column too.

    Parameters
    ----------
    sheet
        A table.
    pair
        Two of its columns.
    known
        As for `ends_in_content`.
    """
    rows = [*named_pairs(sheet, pair)]
    there = known or {one for _, one, _ in rows}
    return sum({one, other} <= {*there} for _, one, other in rows) / len(rows) if rows else 0.0


def each_once(sheet: Sheet, pair: tuple[str, str]) -> bool:
    """Whether no two rows of one wave have the same two names, and none has one twice."""
    rows = [*named_pairs(sheet, pair)]
    return len({*rows}) == len(rows) and all(one != other for _, one, other in rows)


def named_pairs(sheet: Sheet, pair: tuple[str, str]) -> Iterator[tuple[object, str, str]]:
    """Of each row that has two names its wave and these names."""
    wave = wave_column(sheet)
    for _, row in sheet.rows:
        if not any(is_open(row.get(column)) for column in pair):
            one, other = (core(str(row[column])) for column in pair)
            yield (row.get(wave) if wave else None), one, other

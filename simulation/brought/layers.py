"""What a sheet of ties is about: trust, what the other brings, how often they meet, or who works with whom at all.

A workbook may have a sheet for each. It is told by the name of the sheet, else by the lines above it, else by its own
legend (0 = not, 3 = weekly or more), which also says the scale and which end of it is often.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from ..errors import InputError, Message
from ..reading import show
from .cells import COMMA, POINT, Sheet, is_open, own_name, value_in
from .fields import is_about
from .matrix import WEIGHT, called, is_flat, is_marked, is_matrix, levels_in, ties_of_matrix
from .names import core
from .options import EVERY, TIE, Options, Scale
from .words import (
    ASKS,
    CLOSER,
    FAMILIES,
    HALF,
    HEIGHTS,
    WORKS,
    about,
    find,
    joined,
    plain,
    scales_in,
    split_name,
)

LONGEST_LINE = 500  # characters of a line above a table that are looked at
FEWEST_RATED = 2  # partners between brackets that are organisations too, in a question with a row for each
FILLED_IN_BY = "filled_in_by"  # the heading of who rates, where these answered themselves
GRID = re.compile(r"(?P<asked>[^\[\]]{3,400})\[(?P<whom>[^\[\]]{1,120})\]\s*")
LEVEL = re.compile(r"(?<![\w,.-])(\d{1,2})\s*[=:]\s*([^,;:=()\d]+)")
CLAUSE = re.compile(r"[^\s,;.()]+\s*=[^,;()]*")  # of a legend: empty = no contact
BARE = re.compile(r"\(?\d{1,2}\s*(?:-|–|t/m|tot|to)\s*\d{1,3}\)?")  # a scale that stands alone: 1-10
WHAT = {
    "trust": Message("how far the row trusts the column"),
    "value": Message("how much the row needs the column"),
    "frequency": Message("how often, or how closely, they work together"),
    TIE: Message("who works with whom"),
}


class Layer(NamedTuple):
    """A matrix as a list of ties, and the scale that it says of itself, by column."""

    sheet: Sheet
    scales: dict[str, Scale]


def beside_its_name(sheet: Sheet, texts: Iterable[str]) -> tuple[str, ...]:
    """What a sheet to read says of a sheet, beside its name."""
    name = joined(called(sheet))
    return tuple(text for before, text in pairwise(texts) if joined(before) == name and joined(text) != name)


def asked_in(text: str) -> str:
    """What a line or a name asks of a tie: the first that it says; nothing where it says nothing of it.

    Examples
    --------
    >>> asked_in("Hoeveel vertrouwt u de ander?"), asked_in("Hoe vaak werkt u samen?"), asked_in("Najaar 2026")
    ('trust', 'frequency', '')
    """
    small = plain(CLAUSE.sub(" ", text[:LONGEST_LINE]))
    places = {match.start(): what for what, one in ASKS.items() if (match := one.search(small))}
    return places[min(places)] if places else TIE if WORKS.search(small) else ""


def named_in(sheet: Sheet) -> str:
    """What the name of a sheet says that it is about."""
    name = " ".join(re.findall(r"[^\W\d_]+", plain(called(sheet))))
    closer = next((what for what, one in CLOSER.items() if one.search(name)), "")
    return next((what for what in (about(called(sheet)), asked_in(name), closer) if what in FAMILIES), asked_in(name))


def subject_of(sheet: Sheet) -> str:
    """What a sheet is about by its name, or else by what stands above it; nothing where neither says it."""
    named = named_in(sheet)
    if named in FAMILIES:
        return named
    said = [what for text in (*sheet.told, *map(str, sheet.header[:1])) if (what := asked_in(text))]
    return next((what for what in said if what in FAMILIES), named or next(iter(said), ""))


def legend_of(sheet: Sheet) -> dict[int, str]:
    """The levels that the lines around a table explain, by number.

    Examples
    --------
    >>> legend_of(Sheet("a", "row", (), (), told=("(0 = niet, 1 = af en toe, 2 = wekelijks of vaker)",)))
    {0: 'niet', 1: 'af en toe', 2: 'wekelijks of vaker'}
    """
    found = [one for text in sheet.told for one in LEVEL.findall(text[:LONGEST_LINE])]
    return {int(number): plain(label) for number, label in found}


def rank(label: str) -> int:
    """How high a level is by its words: below 0 for low, above 0 for high, 0 where they do not say."""
    return next((height for height, one in HEIGHTS if one.search(label)), 0)


def scale_of_legend(legend: dict[int, str], subject: str) -> Scale | None:
    """The scale of a legend, from its low end to its high one; of how often, only where its words say which is which.

    Examples
    --------
    >>> scale_of_legend({0: "niet", 3: "wekelijks"}, "frequency"), scale_of_legend({1: "vaak", 4: "zelden"}, "value")
    ((0.0, 3.0), (4.0, 1.0))
    >>> scale_of_legend({0: "geen", 1: "dagelijks", 2: "maandelijks"}, "frequency")
    (2.0, 1.0)
    """
    if len(legend) < 2:
        return None
    low, high = min(legend), max(legend)
    first = min(level for level in legend if level > 0)
    if low == 0 and rank(legend[0]) < 0 and first < high and rank(legend[first]) > rank(legend[high]):
        return float(high), float(first)
    rises = rank(legend[high]) - rank(legend[low])
    if rises == 0 and subject == "frequency":
        return None
    return (float(low), float(high)) if rises >= 0 else (float(high), float(low))


def own_scale(sheet: Sheet, subject: str) -> Scale | None:
    """The scale that a sheet says of itself: in its legend, its lines or its name; None of none, or several."""
    legend = scale_of_legend(legend_of(sheet), subject)
    if legend or subject == "frequency":
        return legend or split_name(own_name(sheet))[1]
    texts = (*sheet.told, own_name(sheet))
    lines = [f"scale {text}" if BARE.fullmatch(text.strip()) else text[:LONGEST_LINE] for text in sheet.told]
    found = {scale for text in lines for scale in scales_in(text)}
    found |= {scale for text in texts if (scale := split_name(text)[1])}
    return found.pop() if len(found) == 1 else None


def meant(ties: Sheet) -> Sheet:
    """A list of ties with one score, called by what the name of its sheet or the line above it says that it is."""
    score = find(ties.header, "score")
    subject = subject_of(ties) if score and not any(about(one) in FAMILIES for one in ties.header) else ""
    if score is None or subject not in FAMILIES:
        return ties
    header = tuple(subject if one == score else one for one in ties.header)
    rows = [(line, {subject if one == score else one: cell for one, cell in row.items()}) for line, row in ties.rows]
    return ties._replace(header=header, rows=rows)


def could_be(sheet: Sheet) -> tuple[frozenset[str], ...]:
    """What a sheet of ties may be about, the likeliest first; empty where nothing says it.

    Who works with whom, in levels of which it is clear which is more, is also how often.
    """
    if not is_matrix(sheet):
        rated = frozenset(about(column) for column in meant(sheet).header) & {*FAMILIES}
        return (rated or frozenset({TIE}),)
    subject = subject_of(sheet)
    if is_marked(sheet):
        return (frozenset({TIE}),)
    if subject == TIE and (scale_of_legend(legend_of(sheet), "frequency") or levels_in(sheet)):
        return frozenset({"frequency"}), frozenset({TIE})
    return (frozenset({subject}),) if subject else ()


def in_layers(sheets: Iterable[Sheet]) -> tuple[list[tuple[Sheet, str]], list[tuple[Sheet, list[Sheet]]]]:
    """Sheets of which each is about something else, with what that is; and each that others are left out for.

    Parameters
    ----------
    sheets
        Of ties, those that fit best first; the first is always read.

    Returns
    -------
    tuple
        The sheets that are read, with what each is about (nothing of several, or where nothing says it); and
        sheets that are read with those about the same that are not.
    """
    taken: dict[str, Sheet] = {}
    read: list[tuple[Sheet, str]] = []
    left: dict[int, tuple[Sheet, list[Sheet]]] = {}
    for sheet in sheets:
        choices = could_be(sheet)
        free = [one for one in choices if not one & taken.keys()]
        if read and not free:
            over = choices[0] if choices else frozenset()
            best = next((taken[one] for one in over if one in taken), read[0][0])
            left.setdefault(id(best), (best, []))[1].append(sheet)
            continue
        about_it = free[0] if free else frozenset()
        taken |= dict.fromkeys(about_it, sheet)
        read.append((sheet, next(iter(about_it)) if len(about_it) == 1 else ""))
    read.sort(key=lambda one: one[1] == "frequency")  # which stands for dependence where nothing else does
    return read, list(left.values())


def with_grids(found: Iterable[tuple[str, Sheet]]) -> list[tuple[str, Sheet]]:
    """Sheets, each with its part, in which a question with a row for each partner is a list of ties beside the rest."""
    made: list[tuple[str, Sheet]] = []
    for role, sheet in found:
        rest, ties = without_grid(sheet)
        made += [(role, rest), *(("ties", one) for one in ties)]
    return made


def without_grid(sheet: Sheet) -> tuple[Sheet, list[Sheet]]:
    """A sheet without the columns of a form that rate a partner each, and these as lists of who rates whom.

    Such a column has the question, and between brackets the partner: "How far do you trust them? [Town North]".
    """
    headings = {column: (sign["asked"], sign["whom"]) for column in sheet.header if (sign := GRID.fullmatch(column))}
    if len(headings) < FEWEST_RATED:
        return sheet, []
    partners = {core(whom) for _, whom in headings.values()}
    raters = [(len(partners & {core(str(cell)) for cell in sheet.cells(one)}), one) for one in sheet.header
              if one not in headings]  # fmt: skip
    count, rater = max(raters, key=lambda one: one[0], default=(0, ""))
    if count < FEWEST_RATED:
        return sheet, []
    named: dict[str, dict[str, str]] = {}
    for column, (asked, whom) in headings.items():
        named.setdefault(asked.strip(), {})[column] = whom
    taken: set[str] = set()
    lists: list[Sheet] = []
    for asked, columns in named.items():
        if len(columns) < FEWEST_RATED:
            continue
        taken |= {*columns}
        rows = [
            (line, {FILLED_IN_BY: str(row[rater]), "to": whom, asked_in(asked) or asked: row[column]})
            for line, row in sheet.rows for column, whom in columns.items()
            if not is_open(row.get(rater)) and not is_open(row[column]) and core(whom) != core(str(row[rater]))
        ]  # fmt: skip
        header = (FILLED_IN_BY, "to", asked_in(asked) or asked)
        note = Message("{file}: the question {asked} has a row for each partner, and says who rates whom",
                       file=sheet.title, asked=show(asked))  # fmt: skip
        lists.append(Sheet(f"{sheet.title}: {asked}", sheet.unit, header, rows, sheet.semicolons, (note,), sheet.told))
    rest = [(line, {one: cell for one, cell in row.items() if one not in taken}) for line, row in sheet.rows]
    return sheet._replace(header=tuple(one for one in sheet.header if one not in taken), rows=rest), lists


# --- a matrix as a list -----------------------------------------------------------------------------------------


def as_list(sheet: Sheet, subject: str, options: Options, alone: bool) -> Layer:
    """A sheet as a list of ties; the ratings of a matrix are in a column that says what they are.

    Parameters
    ----------
    sheet
        A matrix, or a list already.
    subject
        What it is about: a family, `tie`, or nothing where nothing says it.
    options
        What was asked of the reader.
    alone
        Whether no other sheet says who is tied to whom: then it is asked what numbers are that do not say it.

    Raises
    ------
    InputError
        Cells that say nothing, or numbers of which it is not said what they are.
    """
    if not is_matrix(sheet):
        sheet = meant(sheet)
        return Layer(sheet, of_list(sheet, options))
    marked = is_marked(sheet)
    if alone and options.weight:
        subject = options.weight
    elif marked or (subject == "frequency" and is_flat(sheet) and not (own_scale(sheet, subject) or levels_in(sheet))):
        subject = TIE
    mutual = subject in (TIE, "frequency") or any(HALF.search(plain(text[:LONGEST_LINE])) for text in sheet.told)
    scale = own_scale(sheet, subject)
    column = own_name(sheet) if about(own_name(sheet)) == subject else subject
    column = column if subject in FAMILIES else WEIGHT
    tied = ties_of_matrix(sheet, column, options, mutual)
    if not subject and alone and levels_in(sheet):
        raise InputError("got a matrix of levels in words, which does not say what they are", sheet.title).asking(
            "weight", "trust", "value", "frequency", TIE
        )
    values = sorted({value for cell in tied.cells(column) if math.isfinite(value := value_in(cell, POINT, COMMA))})
    if len(values) > 1 and subject not in FAMILIES and alone and not options.weight:
        raise InputError(
            "got a matrix of numbers from {low:g} to {high:g}, which does not say what they are",
            sheet.title, low=values[0], high=values[-1],
        ).asking("weight", "trust", "value", "frequency", TIE)  # fmt: skip
    note = (
        Message("{file} is read as a matrix: {what}", file=sheet.title, what=WHAT[subject])
        if subject in WHAT
        else Message("{file} is read as a matrix of who is tied to whom", file=sheet.title)
    )
    said = any(is_about(column, name) for name in options.scale if name != EVERY)
    scales = {column: scale} if scale and subject in FAMILIES and not said else {}
    return Layer(tied._replace(notes=(*sheet.notes, note, *tied.notes)), scales)


def of_list(sheet: Sheet, options: Options) -> dict[str, Scale]:
    """By column the scale of a list of ties, where the lines above it say one."""
    rated = [column for column in sheet.header if about(column) in ("trust", "value") and not split_name(column)[1]]
    found = {scale for text in sheet.told for scale in scales_in(text[:LONGEST_LINE])}
    unsaid = [one for one in rated if not any(is_about(one, name) for name in options.scale if name != EVERY)]
    return dict.fromkeys(unsaid, found.pop()) if len(found) == 1 else {}

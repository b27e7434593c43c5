"""Ties: who rated whom, one way or both, once or more often, as records of the model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..errors import Findings, InputError, Message
from ..events import TIE_FIELDS
from ..networks import KNOWN_TIE, check_ties
from ..reading import show
from .cells import Reading, Sheet
from .fields import Column
from .graphs import DIRECTED
from .options import Options
from .parts import Known
from .scores import deviation
from .words import DIRECTIONS, has_no_direction, plain

Said = tuple[float, bool]  # a value in the model, and whether anybody gave it
Pairs = dict[tuple[int, int], list[list[Said]]]  # by who rates and who is rated: for each time, every field


class Ends(NamedTuple):
    """The columns that say of whom a tie is, towards whom, whether it goes both ways, its weight, and who said so."""

    source: str
    target: str
    direction: str | None = None
    weight: str | None = None
    respondent: str | None = None
    cell: str | None = None  # of a matrix, the column that has the name above a cell


class Tied(NamedTuple):
    """Ties as records of `KNOWN_TIE`, which of them are rated, how often a field is open, and what was made of them."""

    records: np.ndarray
    rated: np.ndarray
    missing: Counter[str]
    notes: tuple[Message, ...]


def tied_in(
    sheet: Sheet,
    ends: Ends,
    columns: Mapping[str, Column],
    known: Known,
    reading: Reading,
    options: Options,
    findings: Findings,
) -> Tied:
    """The ties of a sheet; what is wrong is gathered.

    Parameters
    ----------
    sheet
        Of ties, in one wave.
    ends
        The columns that say of whom a tie is and towards whom.
    columns
        The column of each field of a tie that is read.
    known
        Those who take part, by all that people call them.
    reading
        How its cells are read.
    options
        What was asked of the reader: `zero`, `self` and `parallel` say what becomes of ties that are not plain.
    findings
        Gathers what is wrong.
    """
    pairs: Pairs = {}
    first: dict[tuple[int, int], int] = {}
    counts: Counter[str] = Counter()
    for line, row in sheet.rows:
        before = len(findings.gathered)
        where: tuple[str | Message, ...] = (sheet.title, sheet.at(line))
        where += (str(row[ends.cell]),) if ends.cell else ()
        source = target = -1
        with findings.at(*where):
            source = known.find(row.get(ends.source, ""), ends.source)
        with findings.at(*where):
            target = known.find(row.get(ends.target, ""), ends.target)
        values, zeros = rated_in(row, columns, reading, options, findings, where)
        if len(findings.gathered) > before:
            continue
        if options.zero == "no_tie" and (zeros or is_zero(row, ends, reading)):
            counts["zero"] += 1
            continue
        if source == target:
            counts["self"] += 1
            if options.self != "drop":
                got = show(known.shown[source])
                findings.add(
                    InputError("got a tie of {got} to itself, allowed: a tie to another", got=got).asking(
                        "self", "drop"
                    ),
                    *where,
                )
            continue
        counts["weightless"] += is_zero(row, ends, reading)
        both = goes_both_ways(row, ends)
        counts["both"] += both
        for pair in [(source, target), (target, source)] if both else [(source, target)]:
            if pair in first and not (both and first[pair] == line):
                counts["again"] += 1
                if not (options.parallel or ends.respondent):
                    findings.add(again(sheet, known, pair, first[pair]), *where)
                    continue
            first.setdefault(pair, line)
            pairs.setdefault(pair, []).append(values)
    check_ties(len(pairs))
    records, rated = as_records(pairs, columns, options.parallel == "first")
    missing = Counter(dict.fromkeys(columns, 0))
    for said in pairs.values():
        for field, every in zip(columns, zip(*said, strict=True), strict=True):
            missing[field] += not any(given for _, given in every)
    return Tied(records, rated, missing, tuple(notes_of(sheet, counts, options, ends, pairs)))


def who_rated_ties(
    sheet: Sheet, ends: Ends, column: Column, known: Known, reading: Reading, options: Options
) -> dict[tuple[int, int], set[str]]:
    """Who rated each tie, by the rows of its ends; nothing where a sheet does not say who people are.

    Parameters
    ----------
    sheet
        Of ties that were read, in one wave.
    ends
        The columns that say of whom a tie is and towards whom, and who said so.
    column
        Of what is rated.
    known
        Those who take part, by all that people call them.
    reading
        How its cells are read.
    options
        What was asked of the reader.
    """
    people: dict[tuple[int, int], set[str]] = {}
    if ends.respondent is None:
        return people
    for _, row in sheet.rows:
        if not column.value(row, reading, options)[1]:
            continue
        pair = known.find(row[ends.source], ends.source), known.find(row[ends.target], ends.target)
        people.setdefault(pair, set()).add(str(row[ends.respondent]))
    return people


def rated_in(
    row: Mapping[str, Any],
    columns: Mapping[str, Column],
    reading: Reading,
    options: Options,
    findings: Findings,
    where: tuple[str | Message, ...],
) -> tuple[list[Said], bool]:
    """What is said of every field that is read, and whether all of it is 0 on a scale that begins above 0.

    Parameters
    ----------
    row
        Cells, by column.
    columns
        The column of each field of a tie that is read.
    reading
        How cells are read.
    options
        What was asked of the reader; only with `zero` as `no_tie` is it found out whether all is 0.
    findings
        Gathers what is wrong.
    where
        The place of the row, from the outermost.
    """
    values: list[Said] = []
    zeros = others = 0
    for column in columns.values():
        said = math.nan, False
        with findings.at(*where):
            said = column.value(row, reading, options)
        values.append(said)
        if options.zero == "no_tie":
            for source, scale in zip(column.sources, column.scales, strict=True):
                if not reading.is_open(row.get(source)):
                    zero = scale is not None and min(scale) > 0.0 and is_nothing(row[source])
                    zeros, others = zeros + zero, others + (not zero)
    return values, zeros > 0 and others == 0


def is_nothing(cell: object) -> bool:
    """Whether a cell says 0."""
    return plain(str(cell)) in ("0", "0.0", "0,0")


def is_zero(row: Mapping[str, Any], ends: Ends, reading: Reading) -> bool:
    """Whether a tie has weight 0."""
    return ends.weight is not None and not reading.is_open(row.get(ends.weight)) and is_nothing(row[ends.weight])


def goes_both_ways(row: Mapping[str, Any], ends: Ends) -> bool:
    """Whether a row stands for both directions."""
    if DIRECTED in row:
        return not row[DIRECTED]
    if ends.direction is None:
        return has_no_direction(ends.source, ends.target)
    return DIRECTIONS.get(plain(str(row.get(ends.direction, ""))), False)


def is_direction(sheet: Sheet, column: str | None) -> bool:
    """Whether a column says of ties whether they have a direction; a `type` may be of anything."""
    cells = [plain(str(cell)) for cell in sheet.cells(column)] if column else []
    return bool(cells) and all(cell in DIRECTIONS for cell in cells)


def again(sheet: Sheet, known: Known, pair: tuple[int, int], line: int) -> InputError:
    """What there is to say of a tie that is there already.

    Parameters
    ----------
    sheet
        Of ties.
    known
        Those who take part, who have a name to be shown by.
    pair
        The rows of who rates and who is rated.
    line
        Where the tie is for the first time.
    """
    one, other = (show(known.shown[row]) for row in pair)
    return InputError(
        "the tie of {got} to {other} is there already, as {place}", got=one, other=other, place=sheet.at(line)
    ).asking("parallel", "mean", "first")


def open_ties(count: int) -> np.ndarray:
    """So many records of ties of which nothing is said yet."""
    records = np.zeros(count, KNOWN_TIE)
    for field in TIE_FIELDS:
        records[field] = np.nan
    return records


def as_records(pairs: Pairs, columns: Mapping[str, Column], only_first: bool) -> tuple[np.ndarray, np.ndarray]:
    """Ties as records, of which each value is the mean of what was said; and which of them anybody rated."""
    records, rated = open_ties(len(pairs)), np.zeros(len(pairs), bool)
    for place, (pair, said) in enumerate(pairs.items()):
        records["source"][place], records["target"][place] = pair
        anybody = not columns
        for field, values in zip(columns, zip(*said, strict=True), strict=True):
            there = [value for value, _ in values if not math.isnan(value)][: 1 if only_first else None]
            if there:
                records[field][place] = math.fsum(there) / len(there)
            anybody |= any(given for _, given in values)
        rated[place] = anybody
    return records, rated


def notes_of(
    sheet: Sheet,
    counts: Counter[str],
    options: Options,
    ends: Ends,
    pairs: Pairs,
) -> list[Message]:
    """What was made of ties that are not simply one way and once.

    Parameters
    ----------
    sheet
        Of ties.
    counts
        How many rows go `both` ways, are of an organisation about itself (`self`), are 0 and left out (`zero`), or are
        of weight 0 and kept (`weightless`); and how many ties are there `again`.
    options
        What was asked of the reader; `parallel` says what became of ties that are there again.
    ends
        The columns that say of whom a tie is and towards whom.
    pairs
        What is said of each tie, as a share, every time that it is there.
    """
    notes, file = [], sheet.title
    if counts["both"] and counts["both"] < len(sheet.rows):
        notes.append(
            Message("{file}: ties that go both ways: {count}; the others go one way", file=file, count=counts["both"])
        )
    elif counts["both"]:
        notes.append(Message("{file}: ties have no direction, and count both ways", file=file))
    if counts["again"]:
        how = Message("the first counts" if options.parallel == "first" else "their mean counts")
        spread = mean_spread(pairs)
        notes.append(
            Message("{file}: ties that are there again: {count}; {how} (they are {spread:.2f} apart, SD)",
                    file=file, count=counts["again"], how=how, spread=spread)
        )  # fmt: skip
    if counts["self"]:
        notes.append(Message("{file}: ratings of oneself, left out: {count}", file=file, count=counts["self"]))
    if counts["zero"]:
        notes.append(Message("{file}: ties of 0, left out: {count}", file=file, count=counts["zero"]))
    if counts["weightless"]:
        notes.append(
            Message("{file}: ties of weight 0, which count as ties: {count}; 'zero' can leave them out",
                    file=file, count=counts["weightless"])
        )  # fmt: skip
    return notes


def in_one(layers: Sequence[Tied], judged: Sequence[bool]) -> Tied:
    """Ties of several sheets as one: there where any of them has one, and each field from the sheet that has it.

    Parameters
    ----------
    layers
        Each with fields that no other has.
    judged
        Whether who is there in a layer was rated by the other; where none is so, all that rate anything count.
    """
    if len(layers) == 1:
        return layers[0]
    ends = np.concatenate([one.records[["source", "target"]] for one in layers])
    _, first, places = np.unique(ends, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))  # as they came
    records, rated = open_ties(len(first)), np.zeros(len(first), bool)
    at, missing = 0, Counter[str]()
    for one, is_judged in zip(layers, judged, strict=True):
        here = order[places[at : at + len(one.records)]]
        at += len(one.records)
        records["source"][here], records["target"][here] = one.records["source"], one.records["target"]
        for field in one.missing:
            records[field][here] = one.records[field]
            missing[field] = int(np.isnan(records[field]).sum())
        if one.missing and (is_judged or not any(judged)):
            rated[here] |= one.rated
    if not missing:
        rated[:] = True
    return Tied(records, rated, missing, tuple(note for one in layers for note in one.notes))


def mean_spread(pairs: Pairs) -> float:
    """How far respondents are apart on one tie, in the mean over ties with several: standard deviation, of shares."""
    every = (values for said in pairs.values() for values in zip(*said, strict=True))
    apart = [deviation(np.array([value for value, _ in values])) for values in every]
    known = [one for one in apart if not math.isnan(one)]
    return math.fsum(known) / len(known) if known else 0.0

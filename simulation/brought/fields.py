"""The fields of the model that a column may hold, and a column as what it becomes: sources, scales, range."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import InputError, Message, inside, nearest
from ..events import TIE_FIELDS, TRAITS
from ..networks import MOST_THEMES, MOTIVES, POINTS
from ..parameters import Declaration, number
from ..reading import Meaning, Name, OneOr, Several, Table, Word, WordOr, listed, show
from .cells import Reading, Sheet, is_code
from .options import EVERY, Options, Scale
from .words import about, split_name

# A point in theme space has a column for each theme.
THEMES = range(1, MOST_THEMES + 1)
NUMBERS = TRAITS | MOTIVES | {f"{point}_{theme}": place for point, place in POINTS.items() for theme in THEMES}
FLAGS = ("lead", "member")
SHARE = (0.0, 1.0)

# What [network.columns] says of one column.
ANY = number(-1e12, 1e12, "as in the file", "a value in a file")
RATING = Table(
    {
        "from": Meaning("the column, or columns of which the mean is taken", OneOr(Name())),
        "scale": Meaning("the ratings at the ends of the range", Several(ANY, 2, 2)),
        "range": Meaning("the values in the model at the ends of the scale; 0 and 1 by default", Several(ANY, 2, 2)),
        "missing": Meaning("what to take for what was left open", WordOr("chance", ANY)),
        "outside": Meaning("what to do with a value outside the scale", Word(("error", "clip"))),
    },
    required=("from",),
)
FLAG = Table({"from": Meaning("the column", Name())}, required=("from",))
COLUMNS = Table(dict.fromkeys([*TRAITS, *TIE_FIELDS, *NUMBERS], RATING) | dict.fromkeys(FLAGS, FLAG))


@dataclass(frozen=True)
class Column:
    """Where the values of a field come from, and how they are rescaled.

    Attributes
    ----------
    field
        What the model allows.
    sources
        Columns of which the mean is taken, over those that were filled in.
    scales
        Of each source, what stands for the ends of the range; without a scale, values are taken as they are.
    range
        Values in the model at the ends of the scales.
    missing
        The rating to take for what was left open, or NaN.
    clip
        Whether a value outside the scale is taken to its border; otherwise it is an error.
    assumed
        Sources of which no scale was said.
    """

    field: Declaration
    sources: tuple[str, ...]
    scales: tuple[Scale | None, ...] = (None,)
    range: Scale = SHARE
    missing: float = math.nan
    clip: bool = False
    assumed: tuple[str, ...] = ()

    def value(self, row: Mapping[str, Any], reading: Reading, options: Options) -> tuple[float, bool]:
        """The value in the model, NaN when it is missing, and whether anybody gave it."""
        given = [
            (rating, scale)
            for source, scale in zip(self.sources, self.scales, strict=True)
            if not reading.is_open(row.get(source))
            and not math.isnan(rating := self.rating(row[source], source, scale, reading, options))
        ]
        if not given:
            return (math.nan if math.isnan(self.missing) else self.placed(self.missing, self.scales[0])), False
        scales = {scale for _, scale in given}
        if len(scales) == 1:
            return self.placed(math.fsum(rating for rating, _ in given) / len(given), scales.pop()), True
        return within(
            math.fsum(share_of(rating, scale) for rating, scale in given if scale) / len(given), self.range
        ), True

    def placed(self, rating: float, scale: Scale | None) -> float:
        """A rating as a value in the model."""
        return self.field.read(rating, self.sources[0]) if scale is None else rescale(rating, scale, self.range)

    def rating(self, cell: object, source: str, scale: Scale | None, reading: Reading, options: Options) -> float:
        """What one cell says, on its scale; NaN where it is a code for nothing.

        Parameters
        ----------
        cell
            Text or a number, not open.
        source
            The column that it is in.
        scale
            The ratings at the ends of the range; None for a number that is taken as it is.
        reading
            How numbers are written in each column.
        options
            What was asked of the reader; with `zero`, a rating of 0 outside the scale is a code for nothing.

        Raises
        ------
        InputError
            It is no number, or outside its scale.
        """
        low, high = sorted(scale or (0.0, 0.0))
        if is_code(cell, low) and (scale is not None or self.field.low >= 0.0):
            return math.nan
        value = reading.number(cell, source)
        if scale is None:
            return value
        if not (low <= value <= high or self.clip):
            if value == 0.0 and options.zero:
                return math.nan
            raise self.outside(value, source, (low, high), options.scale.get(EVERY) == scale)
        return min(high, max(low, value))

    def outside(self, value: float, source: str, ends: Scale, general: bool) -> InputError:
        """What there is to say of a rating outside its scale; one that is said of every column may not be its own.

        Parameters
        ----------
        value, source
            The rating, and the heading of its column.
        ends
            Of its scale.
        general
            Whether that scale is said of every column.
        """
        low, high = ends
        assumed = source in self.assumed
        if assumed and value > high:  # nothing is known of a scale that a rating lies above
            error = InputError("got {got:g}, and no file says on which scale", source, got=value)
        else:
            error = InputError(
                "got {got:g}, allowed: {low:g} to {high:g}, as no scale is said"
                if assumed
                else "got {got:g}, allowed: {low:g} to {high:g}, as its scale says",
                source, got=value, low=low, high=high,
            )  # fmt: skip
        if value == 0.0 < low:
            error.asking("zero", "no_tie", "missing")
        digits = f"{abs(value):g}"
        if value > high and len(digits) > 1 and digits in ("99", "88", "77", "999", "888", "777", "9999"):
            error.asking("missing", digits)
        if assumed or general:
            error.asking("scale", f"{about(source)}=FROM:TO")
        return error


def share_of(rating: float, scale: Scale) -> float:
    """A rating as a share of its scale; the second end may be the lower one."""
    return (rating - scale[0]) / (scale[1] - scale[0])


def within(share: float, ends: Scale) -> float:
    """A share as a value in a range."""
    value = (1.0 - share) * ends[0] + share * ends[1]
    return min(max(ends), max(min(ends), value))


def rescale(rating: float, scale: Scale, ends: Scale) -> float:
    """A rating on a scale, as a value in a range: exact at both ends.

    Examples
    --------
    >>> rescale(4, scale=(4, 1), ends=(0.0, 0.3)), rescale(1, scale=(4, 1), ends=(0.0, 0.3))
    (0.0, 0.3)
    """
    return within(share_of(rating, scale), ends)


# --- as [network.columns] says ----------------------------------------------------------------------------------


def said_columns(wanted: Mapping[str, Any], sheet: Sheet, fields: Mapping[str, Declaration]) -> dict[str, Column]:
    """The column of each field that a file holds: as [network.columns] says, or else under its own name."""
    columns = {}
    for name, allowed in fields.items():
        if name in wanted:
            with inside("columns"), inside(name):
                columns[name] = column_of(allowed, wanted[name], sheet)
        elif name in sheet.header:
            columns[name] = Column(allowed, (name,))
    return columns


def said_flags(wanted: Mapping[str, Any], sheet: Sheet) -> dict[str, str]:
    """The column of each yes or no."""
    flags = {flag: wanted[flag]["from"] if flag in wanted else flag for flag in FLAGS}
    for flag in wanted:
        if flag in flags:
            with inside("columns"):
                check_header(sheet.header, [flags[flag]], flag)
    return {flag: column for flag, column in flags.items() if column in sheet.header}


def column_of(allowed: Declaration, wanted: Mapping[str, Any], sheet: Sheet) -> Column:
    """A column as [network.columns] describes it, once it is sure that it is there and that its range can be."""
    check_header(sheet.header, wanted["from"], "from")
    scale, ends = wanted.get("scale"), wanted.get("range", SHARE)
    if scale is None and not wanted.keys().isdisjoint(("range", "outside")):
        raise InputError("'scale' is missing, which 'range' and 'outside' need")
    if scale is not None:
        if scale[0] == scale[1]:
            raise InputError("got {got}, allowed: two different ends", "scale", got=show(list(scale)))
        for end in ends:
            allowed.read(end, "range")
    sources = wanted["from"]
    column = Column(allowed, sources, (scale,) * len(sources), ends, clip=wanted.get("outside") == "clip")
    missing = wanted.get("missing", "chance")
    if missing == "chance":
        return column
    return replace(column, missing=column.rating(missing, "missing", scale, Reading({}), Options()))


# What a column that is needed may be called, for people.
CALLED = {
    "org_id": (Message("'org_id' (the organisations)"), Message("Organisation, Name, Participant or Code")),
    "from": (Message("'from' (who rates)"), Message("From, Source, Rater or Filled in by")),
    "to": (Message("'to' (who is rated)"), Message("To, Target, Partner or About")),
    "respondent_id": (Message("'respondent_id' (who answers)"), Message("Respondent or Resp.")),
    "condition": (Message("'condition' (what an answer is about)"), Message("Condition")),
    "score": (Message("'score' (the answer)"), Message("Score or Answer")),
    "scale_min": (Message("'scale_min' (the lowest answer that there is)"), Message("Scale_min or Minimum")),
    "scale_max": (Message("'scale_max' (the highest answer that there is)"), Message("Scale_max or Maximum")),
}


def check_heading(header: Collection[str], column: str, what: str) -> None:
    """Refuse a file without a column that may bear one of several names."""
    if column not in header:
        got, called = CALLED[what]
        raise InputError(
            "no column {got}{nearest}, which may be called {allowed}; columns: {columns}",
            Message("header"),
            got=got if column == what else show(column),
            allowed=called, columns=listed(header), nearest=nearest(column, header),
        )  # fmt: skip


def check_header(header: Collection[str], wanted: Iterable[str], where: str | Message) -> None:
    """Refuse a file without a column that is needed."""
    for name in wanted:
        if name not in header:
            raise InputError(
                "no column {got}, columns: {allowed}{nearest}",
                where,
                got=show(name),
                allowed=listed(header),
                nearest=nearest(name, header),
            )


# --- as a survey has it -----------------------------------------------------------------------------------------


def said_scale(column: str, scales: Mapping[str, Scale], subject: str = "") -> Scale | None:
    """The scale that is said for a column: by its name, by its family, or in the name itself.

    Parameters
    ----------
    column
        As its heading has it.
    scales
        Those that are said, by column or family; the longest name that fits counts.
    subject
        What the column is known to be about besides, such as a condition.
    """
    fits = [name for name in scales if is_about(column, name) or name == subject]
    return scales[max(fits, key=len)] if fits else split_name(column)[1]


def is_about(column: str, name: str) -> bool:
    """Whether a column is the one of this name, or one of a family: `trust_openness` of `trust`."""
    what, _ = split_name(column)
    return name in (column, what, about(column)) or what.startswith(f"{name}_")

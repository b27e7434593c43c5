"""Which columns of a survey are read as what, and on which scale.

A rating x on a scale from l to h stands for (x - l) / (h - l), so that a survey on 1 to 4 and the same one on 0 to 10
are the same survey. An answer left open stays open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from ..conditions import CONDITIONS
from ..errors import InputError, nearest
from ..events import TIE_FIELDS
from ..parameters import Declaration, number
from ..reading import listed
from .cells import COMMA, POINT, Sheet, value_in
from .fields import FLAGS, NUMBERS, Column, is_about, said_scale
from .options import EVERY, TIE, Options, Scale
from .scores import PARTNER_SCALE, SCORE
from .words import FAMILIES, HEADINGS, LEADERS, YES_OR_NO, about, find, joined, plain, split_name

NOBODY = 1e-6  # the smallest size that the model takes
TRAITS = ("autonomy", "loyalty", "home", "commitment", "skill")
SIZE = ("power", "size", "staff")  # the first that is there: power asked for tells more of power than a head count
SHARES = number(0, 1, "share", "a rating as a share of its scale")
PEOPLE = number(0, 1e12, "people", "how many people work there")
POWER, PEOPLE_COUNTED, RATIO = "power", "people", "as it is"  # what size is


@dataclass
class Columns:
    """Which columns of a survey are read as what, and on what scale.

    Attributes
    ----------
    options
        What was asked of the reader.
    found
        The column of each field.
    size
        What size is read from: `power`, a rating; `people`, a number of them; or `as it is`, where it has fractions.
    by_contact
        Whether dependence is read from how often partners meet.
    """

    options: Options

    def __post_init__(self) -> None:
        self.found: dict[str, Column] = {}
        self.flags: dict[str, str] = {}
        self.assumed: dict[str, None] = {}
        self.rated: set[str] = set()
        self.by_contact = False
        self.size = RATIO

    @property
    def used(self) -> dict[str, tuple[str, ...]]:
        """The columns of each field."""
        return {field: column.sources for field, column in self.found.items()} | {
            flag: (column,) for flag, column in self.flags.items()
        }

    def said(self, column: str) -> Scale | None:
        """The scale that is said for a column: by name, by family, or in the name itself."""
        return said_scale(column, self.options.scale)

    def find_traits(self, orgs: Sheet) -> dict[str, Column]:
        """Find the columns of organisations."""
        before = dict(self.found)
        for trait in TRAITS:
            self.rate(trait, [column for column in orgs.header if about(column) == trait], orgs)
        sizes = [column for name in SIZE for column in orgs.header if about(column) == name][:1]
        if sizes and about(sizes[0]) != "power" and self.said(sizes[0]) is None:
            numbers = [value_in(cell, POINT, COMMA) for cell in orgs.cells(sizes[0])]
            relative = sizes[0] == "size" and any(math.isfinite(size) and not size.is_integer() for size in numbers)
            self.size = RATIO if relative else PEOPLE_COUNTED
            self.found["size"] = Column(NUMBERS["size"] if self.size == RATIO else PEOPLE, tuple(sizes))
        elif sizes:
            self.size = POWER
            self.rate("size", sizes, orgs)
        for flag in FLAGS:
            column = find((one for one in orgs.header if not self.names_somebody(orgs, one)), flag)
            if column is not None:
                self.flags[flag] = column
        self.as_they_are(orgs, NUMBERS)
        return {field: column for field, column in self.found.items() if field not in before}

    def names_somebody(self, orgs: Sheet, column: str) -> bool:
        """Whether a column that may say who leads holds something else, such as the name of whoever does."""
        known = {*YES_OR_NO, *map(plain, self.options.missing)}
        return joined(split_name(column)[0]) in LEADERS and any(
            plain(str(cell)) not in known for cell in orgs.cells(column)
        )

    def find_ratings(self, ties: Sheet, graph: bool = False) -> dict[str, Column]:
        """Find the columns of ties; in a graph a value is as the model has it, unless a scale is said.

        How often partners meet stands for dependence only where nobody was asked what the other brings, and where it
        is said which end of the scale is often.
        """
        before = dict(self.found)
        weight = find(ties.header, "weight")
        means = self.options.weight if weight else ""
        trust, value, frequency = (
            [column for column in ties.header if about(column) == family]
            + ([weight] if means == family and weight else [])
            for family in FAMILIES
        )
        if graph:
            trust, value = (
                [column for column in one if column == weight or self.said(column)] for one in (trust, value)
            )
        often = frequency if "dependence" not in before and all(map(self.said, frequency)) else []
        often = [] if self.options.contact == TIE else often
        self.rate("trust", trust, ties)
        self.rate("dependence", value or often, ties)
        self.by_contact |= bool(often and not value)
        self.as_they_are(ties, TIE_FIELDS)
        return {field: column for field, column in self.found.items() if field not in before}

    def rate(self, field: str, columns: list[str], sheet: Sheet) -> None:
        """Read columns as a rating of a field: on the scale that is said, as shares where that is what they are, on
        the scale that is said of all, or else on that of PARTNER.
        """
        if not columns:
            return
        scales, general = [], self.options.scale.get(EVERY)
        for column in columns:
            scale = self.said(column)
            shares = holds(sheet, column, is_share) and not holds(sheet, column, is_one)
            if scale is None and shares and not (general and min(general) == 0.0):
                scale = (0.0, 1.0)
            elif scale is None and general:
                scale = general
            elif scale is None:
                scale = PARTNER_SCALE
                self.assumed[column] = None
            scales.append(scale)
        self.found[field] = Column(SHARES, tuple(columns), tuple(scales), assumed=tuple(self.assumed))
        self.rated.add(field)

    def as_they_are(self, sheet: Sheet, fields: Mapping[str, Declaration]) -> None:
        """Read the columns that bear the name of a field of the model, and are no ratings, as they are."""
        for field, allowed in fields.items():
            if field in sheet.header and field not in self.found:
                self.found[field] = Column(allowed, (field,))

    def left(self, sheet: Sheet, others: Iterable[str | None]) -> tuple[str, ...]:
        """The columns of a sheet that say nothing here."""
        known = {*others, *chain.from_iterable(self.used.values())}
        return tuple(column for column in sheet.header if column and not column.startswith("(") and column not in known)


def holds(sheet: Sheet, column: str, test: Callable[[float], bool]) -> bool:
    """Whether all numbers that a column has are so; a column without any is not."""
    numbers = [value for cell in sheet.cells(column) if (value := value_in(cell, POINT, COMMA)) >= 0.0]
    return bool(numbers) and all(map(test, numbers))


def is_share(value: float) -> bool:
    """Whether a number can be a share."""
    return value <= 1.0


def is_one(value: float) -> bool:
    """Whether a number is 1: a share, or the lowest of a scale."""
    return value == 1.0


def check_scales(options: Options, sheets: Iterable[Sheet]) -> None:
    """Refuse a scale of something that no file has."""
    columns = [str(column) for sheet in sheets for column in sheet.header]
    for name in options.scale:
        if not any(is_about(column, name) for column in columns) and name not in (*CONDITIONS, SCORE, EVERY):
            likely = nearest(name, [*columns, *HEADINGS])
            raise InputError(
                "no such column{nearest}, columns: {allowed}",
                f"--scale {name}",
                nearest=likely,
                allowed=listed(columns),
            )


def numeric(columns: Mapping[str, Column]) -> list[str]:
    """The columns of a sheet that hold numbers."""
    return [source for column in columns.values() for source in column.sources]

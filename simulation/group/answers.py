"""What a survey says: organisations, ties and the five conditions, read from three files and brought to shares.

The files are those that instruments can be brought to: `orgs.csv`, `ties.csv` and `conditions.csv`, of which
docs/survey.md says the columns. A rating x on a scale from l to h stands for (x - l) / (h - l), so that a survey on
1 to 4 and the same survey on 0 to 10 are the same survey. An answer left open stays open.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..errors import InputError, nearest
from ..events import TIE_FIELDS
from ..networks import Roster, count_themes, settle
from ..reading import Name, check_known, inside, listed, show
from ..survey import NUMBERS, ImportReport, Sheet, is_open, number_in, of_wave, read_csv, rescale, roster_of

SHARE = (0.0, 1.0)
NOBODY = 1e-6  # the smallest size that the model takes
PARTNER_SCALE = (1.0, 4.0)  # of the instrument most used for networks (Varda and Retrum 2012)
SCALE_IN_NAME = re.compile(r"(?P<what>.+)_(?P<low>-?\d+(?:\.\d+)?)to(?P<high>-?\d+(?:\.\d+)?)")

# The columns that are read, by what they are called once the scale is off their name; the rest is left alone.
TRAITS = ("autonomy", "loyalty", "home", "commitment", "skill")
SIZE = ("power", "size", "staff")  # the first that is there: power asked for tells more of power than a head count
LEAD = ("lead", "is_lead")
IDENTITY = ("org_id", "name", "wave")
TRUST, VALUE, FREQUENCY = "trust", "value", "frequency"
ENDS = ("from", "to", "wave")
FAMILIES = (TRUST, VALUE, FREQUENCY, "power", "size", *TRAITS)
ASKED = ("respondent_id", "org_id", "condition", "score", "scale_min", "scale_max")


class Scores(NamedTuple):
    """The answers on the five conditions in one wave.

    Attributes
    ----------
    respondents, rows
        Who answered, and the row of the organisation of each; -1 when it does not take part in the wave that is read.
    values
        Shape (respondents, 5): the mean of a respondent's items on a condition, share; NaN where it gave none.
    items
        Shape (5,): how many items each condition was asked by.
    open
        How many answers were left open.
    answers
        How many were given.
    """

    respondents: tuple[str, ...]
    rows: np.ndarray
    values: np.ndarray
    items: np.ndarray
    open: int
    answers: int

    def of_organisations(self, n: int) -> np.ndarray:
        """Shape (n, 5): the mean of an organisation's respondents; NaN where it has none."""
        return np.array([mean_of(self.values[self.rows == row]) for row in range(n)])

    def of_group(self, n: int) -> np.ndarray:
        """Shape (5,): the mean of organisations, so that whoever sends three people does not count three times."""
        return mean_of(self.of_organisations(n))

    def spread(self) -> np.ndarray:
        """Shape (5,): standard deviation between respondents; NaN with fewer than two."""
        return np.array([deviation(column) for column in self.values.T])


class Answers(NamedTuple):
    """All that a survey says of one wave.

    Attributes
    ----------
    roster, report
        Organisations and ties, and how much is known of them. Traits and trust are shares, dependence is how much a
        partner is said to bring (share), size is as in the file or, where `rated`, a share too.
    rated
        Whether size is a rating of power instead of a number of people.
    scores, later
        The five conditions, if they were asked; and in every later wave.
    wave
        The wave that this is, if there are waves.
    scales
        What was taken to be the scale of a column that does not say it.
    used
        Fields of the model that a column was found for, and the columns.
    unused
        Columns that are not read, by file.
    """

    roster: Roster
    report: ImportReport
    rated: bool
    scores: Scores | None
    later: Mapping[str, Scores]
    wave: str | None
    scales: tuple[str, ...]
    used: Mapping[str, tuple[str, ...]]
    unused: Mapping[str, tuple[str, ...]]


def mean_of(values: np.ndarray) -> np.ndarray:
    """Mean over rows of what is there; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)


def deviation(values: np.ndarray) -> float:
    """Standard deviation of what is there; NaN of fewer than two values.

    Examples
    --------
    >>> round(deviation(np.array([0.2, np.nan, 0.4])), 4)
    0.1414
    """
    known = values[~np.isnan(values)]
    return float(known.std(ddof=1)) if known.size > 1 else math.nan


# --- the survey -------------------------------------------------------------------------------------------------


def read_answers(
    orgs: Path, ties: Path | None, conditions: Path | None, wave: str | None, scales: Mapping[str, tuple[float, float]]
) -> Answers:
    """The answers to a survey.

    Parameters
    ----------
    orgs, ties, conditions
        The files; those that are None were not part of the survey.
    wave
        Which wave; None is the last that all files with waves have.
    scales
        What stands for 0 and for 1, by column, or by the beginning of the names of several (`trust`).

    Raises
    ------
    InputError
        What is wrong, in one line: the file, the line, what it says, and what it may say.
    """
    sheets = [held(read_csv(orgs.parent, orgs.name, ("org_id",)))]
    sheets.append(held(read_csv(ties.parent, ties.name, ("from", "to"))) if ties else Sheet("ties", "line", (), ()))
    asked = held(read_csv(conditions.parent, conditions.name, ASKED)) if conditions else None
    for sheet, path in zip((*sheets, asked), (orgs, ties, conditions), strict=True):
        if sheet and path and not sheet.rows:
            raise InputError(f"{sheet.title}: no rows under the header, allowed: at least one; or leave the file out")
    everything = [sheet for sheet in (*sheets, asked) if sheet]
    wave, coming = chosen_wave(everything, wave)
    check_scales(scales, everything)
    orgs_sheet, ties_sheet = (held(of_wave(sheet, wave)) for sheet in sheets)
    reading = Columns(scales)
    reading.find_traits(orgs_sheet)
    reading.find_ratings(ties_sheet)
    roster, report = roster_of(
        reading.shares(orgs_sheet), reading.shares(ties_sheet), ("org_id", "from", "to"), reading.wanted
    )
    settle(roster, count_themes(roster))  # says what is wrong with names and leads
    scores: dict[str | None, Scores] = {}
    if asked:
        elsewhere = dict.fromkeys(identities(sheets[0]), -1)  # organisations of another wave are known, and have no row
        scores = read_scores(asked, elsewhere | {one: row for row, one in enumerate(identities(orgs_sheet))})
    return Answers(
        roster,
        report,
        "size" in reading.wanted and reading.people is None,
        scores.get(wave if asked and "wave" in asked.header else None),
        {one: scores[one] for one in coming if one in scores},
        wave,
        tuple(reading.assumed),
        reading.used,
        {sheet.title: left for sheet in sheets if (left := reading.left(sheet))},
    )


def held(sheet: Sheet) -> Sheet:
    """The sheet with its rows at hand, to be read more than once."""
    with inside(sheet.title):
        return sheet._replace(rows=list(sheet.rows))


def identities(orgs: Sheet) -> Iterator[str]:
    """The identities of organisations, in row order."""
    return (row["org_id"] for _, row in orgs.rows)


def chosen_wave(sheets: Iterable[Sheet], wave: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The wave to read, and those that come after it.

    Waves that are numbers come in that order, others in the order of the file.
    """
    waves = {sheet.title: dict.fromkeys(row["wave"] for _, row in sheet.rows) for sheet in sheets if waved(sheet)}
    if not waves:
        if wave is not None:
            raise InputError(f"--wave: got {show(wave)}, but no file has a column 'wave'")
        return None, ()
    ordered = in_order(dict.fromkeys(one for known in waves.values() for one in known))
    shared = [one for one in ordered if all(one in known for known in waves.values())]
    if wave is None and not shared:
        said = "; ".join(f"{title}: {listed(known)}" for title, known in waves.items())
        raise InputError(f"wave: got no wave that all files have ({said}), allowed: at least one that all have")
    if wave is not None and wave not in shared:
        raise InputError(f"--wave: got {show(wave)}, allowed: {listed(shared)}{nearest(wave, shared)}")
    wave = shared[-1] if wave is None else wave
    return wave, tuple(ordered[ordered.index(wave) + 1 :])


def waved(sheet: Sheet) -> bool:
    """Whether the rows of a sheet are of waves."""
    return "wave" in sheet.header


def in_order(waves: Iterable[str]) -> list[str]:
    """Waves as they came: by number where all are numbers.

    Examples
    --------
    >>> in_order(["10", "9"]), in_order(["spring", "autumn"])
    (['9', '10'], ['spring', 'autumn'])
    """
    waves = list(waves)
    try:
        return sorted(waves, key=float)
    except ValueError:
        return waves


# --- columns of organisations and ties --------------------------------------------------------------------------


def split_name(column: str) -> tuple[str, tuple[float, float] | None]:
    """What a column is about, and the scale that its name says, if any.

    Examples
    --------
    >>> split_name("autonomy_1to5"), split_name("frequency_4to1"), split_name("trust_openness")
    (('autonomy', (1.0, 5.0)), ('frequency', (4.0, 1.0)), ('trust_openness', None))
    """
    match = SCALE_IN_NAME.fullmatch(column)
    return (match["what"], (float(match["low"]), float(match["high"]))) if match else (column, None)


def check_scales(scales: Mapping[str, tuple[float, float]], sheets: Iterable[Sheet]) -> None:
    """Refuse a scale of something that no file has, and one without length."""
    columns = [column for sheet in sheets for column in sheet.header]
    for name, (low, high) in scales.items():
        if not any(is_about(column, name) for column in columns):
            likely = nearest(name, [*columns, *FAMILIES])
            raise InputError(f"--scale {name}: no such column{likely}, columns: {listed(columns)}")
        if low == high:
            raise InputError(f"--scale {name}: got {low:g} and {high:g}, allowed: two different ends")


def is_about(column: str, name: str) -> bool:
    """Whether a column is the one of this name, or one of a family: `trust_openness` of `trust`."""
    what, _ = split_name(column)
    return name in (column, what) or what.startswith(f"{name}_")


class Columns:
    """Which columns are read as what, and on what scale.

    Attributes
    ----------
    scales
        Those that were said, by column or by family.
    wanted
        The columns of each field, as `survey.roster_of` takes them; ratings come to it as shares.
    ratings
        The scale of each column that is a rating.
    assumed
        Columns of which no scale is said.
    people
        The column with a number of people, if size is read from one.
    """

    def __init__(self, scales: Mapping[str, tuple[float, float]]) -> None:
        self.scales = scales
        self.wanted: dict[str, dict[str, Any]] = {}
        self.ratings: dict[str, tuple[float, float]] = {}
        self.assumed: list[str] = []
        self.people: str | None = None

    @property
    def used(self) -> dict[str, tuple[str, ...]]:
        """The columns of each field."""
        return {
            field: columns if isinstance(columns := one["from"], tuple) else (columns,)
            for field, one in self.wanted.items()
        }

    def said(self, column: str) -> tuple[float, float] | None:
        """The scale that is said for a column: by name, by family, or in the name itself."""
        about = [name for name in self.scales if is_about(column, name)]
        return self.scales[max(about, key=len)] if about else split_name(column)[1]

    def find_traits(self, orgs: Sheet) -> None:
        """Find the columns of organisations."""
        for trait in TRAITS:
            self.rate(trait, [column for column in orgs.header if split_name(column)[0] == trait])
        sizes = [column for name in SIZE for column in orgs.header if split_name(column)[0] == name][:1]
        if sizes and split_name(sizes[0])[0] != "power" and self.said(sizes[0]) is None:
            (self.people,) = sizes
            self.wanted["size"] = {"from": tuple(sizes)}
        elif sizes:
            self.rate("size", sizes)
            self.wanted["size"]["range"] = (NOBODY, 1.0)  # a size is above zero; what the ends stand for comes later
        for column in [column for column in orgs.header if column in LEAD][:1]:
            self.wanted["lead"] = {"from": column}

    def find_ratings(self, ties: Sheet) -> None:
        """Find the columns of ties.

        How often partners meet stands for dependence only where nobody was asked what the other brings, and where it
        is said which end of the scale is often.
        """
        trust, value, frequency = (
            [column for column in ties.header if is_about(column, family)] for family in (TRUST, VALUE, FREQUENCY)
        )
        self.rate("trust", trust)
        self.rate("dependence", value or (frequency if all(map(self.said, frequency)) else []))

    def rate(self, field: str, columns: list[str]) -> None:
        """Read columns as a rating of a field."""
        for column in columns:
            self.ratings[column] = self.said(column) or PARTNER_SCALE
            if self.said(column) is None:
                self.assumed.append(column)
        if columns:
            self.wanted[field] = {"from": tuple(columns), "scale": SHARE}

    def shares(self, sheet: Sheet) -> Sheet:
        """The sheet with every rating as a share."""
        return sheet._replace(rows=list(self.rows_in_shares(sheet)))

    def rows_in_shares(self, sheet: Sheet) -> Iterator[tuple[int, dict[str, Any]]]:
        """Its rows, one by one."""
        ratings = {column: scale for column, scale in self.ratings.items() if column in sheet.header}
        for line, row in sheet.rows:
            with inside(f"{sheet.title}: {sheet.unit} {line}"):
                known = {
                    column: repr(self.share(number_in(row[column], column, sheet.comma), column, scale))
                    for column, scale in ratings.items()
                    if not is_open(row[column])
                }
                if not is_open(row.get(self.people)):
                    known[self.people] = repr(self.count(number_in(row[self.people], self.people, sheet.comma)))
            yield line, {**row, **known}

    def share(self, rating: float, column: str, scale: tuple[float, float]) -> float:
        """A rating as a share of its scale."""
        low, high = sorted(scale)
        if not low <= rating <= high:
            if column in self.assumed:
                family = next((name for name in FAMILIES if is_about(column, name)), column)
                why = f", as no scale is said: say --scale {family}=FROM:TO"
            else:
                why = ", as its scale says"
            raise InputError(f"{column}: got {rating:g}, allowed: {low:g} to {high:g}{why}")
        return rescale(rating, scale, SHARE)

    def count(self, people: float) -> float:
        """A number of people, which may be nobody; the model has no organisation without size."""
        if people < 0.0:
            raise InputError(
                f"{self.people}: got {people:g}, allowed: 0 or more; a rating needs --scale {self.people}=FROM:TO"
            )
        return max(people, NOBODY)

    def left(self, sheet: Sheet) -> tuple[str, ...]:
        """The columns of a sheet that say nothing here; those that bear the name of a field of the model do."""
        as_they_are = (field for field in (*NUMBERS, *TIE_FIELDS) if field not in self.used)
        known = {*IDENTITY, *ENDS, *as_they_are, *chain.from_iterable(self.used.values())}
        return tuple(column for column in sheet.header if column and column not in known)


# --- the five conditions ----------------------------------------------------------------------------------------


def read_scores(asked: Sheet, rows: Mapping[str, int]) -> dict[str | None, Scores]:
    """The answers on the five conditions, by wave; None where the sheet has no waves.

    Raises
    ------
    InputError
        An organisation or a condition that does not exist, a respondent of two organisations, a score outside its
        scale, an item on two scales, or an answer given twice.
    """
    answers: dict[str | None, dict[tuple[str, str, str], float]] = {}
    lines: dict[tuple, int] = {}
    scales: dict[tuple, tuple[tuple[float, float], int]] = {}
    homes: dict[str, tuple[str, int]] = {}
    for line, row in asked.rows:
        with inside(f"{asked.title}: line {line}"):
            wave = row["wave"] if waved(asked) else None
            respondent = Name().read(row["respondent_id"], "respondent_id")
            check_known([row["org_id"]], rows, "org_id", "organisation")
            home, first = homes.setdefault(respondent, (row["org_id"], line))
            if home != row["org_id"]:
                raise InputError(
                    f"respondent_id: {show(respondent)} is of {show(row['org_id'])} here, and of {show(home)} at line "
                    f"{first}, allowed: one organisation for a respondent"
                )
            condition, item = row["condition"].casefold(), row.get("item", "")
            check_known([condition], CONDITIONS, "condition", "condition")
            key = (respondent, condition, item)
            if (wave, *key) in lines:
                raise InputError(
                    f"{show(respondent)} has answered {condition}{f': {item}' if item else ''} already, at line "
                    f"{lines[wave, *key]}, allowed: once in a wave"
                )
            lines[wave, *key] = line
            scale, score = scale_in(row, asked.comma), score_in(row, asked.comma)
            usual, first = scales.setdefault((wave, condition, item), (scale, line))
            if scale != usual:
                raise InputError(
                    f"scale_min, scale_max: got {scale[0]:g} to {scale[1]:g} for {condition}"
                    f"{f': {item}' if item else ''}, allowed: {usual[0]:g} to {usual[1]:g}, as at line {first}"
                )
            if not math.isnan(score) and not scale[0] <= score <= scale[1]:
                raise InputError(f"score: got {score:g}, allowed: {scale[0]:g} to {scale[1]:g}, as its scale says")
        share = math.nan if math.isnan(score) else rescale(score, scale, SHARE)
        answers.setdefault(wave, {})[key] = share
    return {wave: scores_of(given, homes, rows) for wave, given in answers.items()}


def scale_in(row: Mapping[str, str], comma: bool) -> tuple[float, float]:
    """The scale of an answer."""
    low, high = (number_in(row[end], end, comma) for end in ("scale_min", "scale_max"))
    if low >= high:
        raise InputError(f"scale_min: got {low:g}, allowed: less than scale_max, which is {high:g}")
    return low, high


def score_in(row: Mapping[str, str], comma: bool) -> float:
    """The score of an answer; NaN when it was left open."""
    return math.nan if is_open(row["score"]) else number_in(row["score"], "score", comma)


def scores_of(
    answers: Mapping[tuple[str, str, str], float], homes: Mapping[str, tuple[str, int]], rows: Mapping[str, int]
) -> Scores:
    """The answers of a wave, by respondent and condition."""
    respondents = tuple(dict.fromkeys(respondent for respondent, _, _ in answers))
    place = {respondent: row for row, respondent in enumerate(respondents)}
    sums, counts = np.zeros((2, len(respondents), len(CONDITIONS)))
    for (respondent, condition, _), share in answers.items():
        if not math.isnan(share):
            at = place[respondent], CONDITIONS.index(condition)
            sums[at] += share
            counts[at] += 1
    asked = {(condition, item) for _, condition, item in answers}
    return Scores(
        respondents,
        np.array([rows[homes[respondent][0]] for respondent in respondents]),
        np.where(counts > 0, sums / np.maximum(counts, 1), np.nan),
        np.array([sum(condition == one for condition, _ in asked) for one in CONDITIONS]),
        open=int(len(answers) - counts.sum()),
        answers=int(counts.sum()),
    )

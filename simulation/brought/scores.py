"""The five conditions: what respondents answered, in a row for each answer or a row for each respondent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..errors import Findings, InputError, Message
from ..reading import Name, check_known, show
from .cells import COMMA, POINT, Reading, Sheet, is_code, reading_of, value_in
from .estimates import of_another
from .fields import SHARE, check_heading, rescale, said_scale
from .levels import levels_of
from .options import EVERY, Options, Scale
from .parts import LONGEST_TITLE, Known, wave_column, wave_in, who_answers, whose_row, wide_columns
from .words import AGREEMENT, condition_of, conditions_in, find, joined, plain, split_name, tidy

PARTNER_SCALE = (1.0, 4.0)  # of the instrument most used for networks (Varda and Retrum 2012)
SCORE = "score"  # of which a scale is that of all answers in a table that says none
WORDS_SCALE = (1.0, 5.0)  # of agreement in words
NEEDED = {"respondent": "respondent_id", "id": "org_id", "condition": "condition", "score": "score",
          "scale_min": "scale_min", "scale_max": "scale_max"}  # fmt: skip


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
    scales
        On which they were, each once, in the order in which they were found.
    whole
        Whether they are scores of the group as a whole, of which nobody says who gave them.
    estimates
        Places of the respondents whose scores somebody else gave.
    """

    respondents: tuple[str, ...]
    rows: np.ndarray
    values: np.ndarray
    items: np.ndarray
    open: int
    answers: int
    scales: tuple[Scale, ...] = ()
    whole: bool = False
    estimates: tuple[int, ...] = ()

    def own(self) -> Scores:
        """Those that respondents gave themselves."""
        kept = np.delete(np.arange(len(self.respondents)), list(self.estimates))
        names = tuple(self.respondents[place] for place in kept.tolist())
        return self._replace(respondents=names, rows=self.rows[kept], values=self.values[kept], estimates=())

    def of_organisations(self, n: int) -> np.ndarray:
        """Shape (n, 5): the mean of an organisation's respondents; NaN where it has none."""
        return np.array([mean_of(self.values[self.rows == row]) for row in range(n)])

    def of_group(self, n: int) -> np.ndarray:
        """Shape (5,): the mean of organisations, so that whoever sends three people does not count three times."""
        return mean_of(self.values if self.whole else self.of_organisations(n))

    def spread(self) -> np.ndarray:
        """Shape (5,): standard deviation between respondents; NaN with fewer than two."""
        return np.array([deviation(column) for column in self.values.T])


def mean_of(values: np.ndarray) -> np.ndarray:
    """Mean over rows of what is there, to the bit the same in whatever order; NaN where nothing is."""
    return np.array([mean_known(column[~np.isnan(column)].tolist()) for column in values.T])


def mean_known(values: Sequence[float]) -> float:
    """Mean, to the bit the same in whatever order; NaN of nothing."""
    return math.fsum(values) / len(values) if values else math.nan


def deviation(values: np.ndarray) -> float:
    """Standard deviation of what is there; NaN of fewer than two values.

    Examples
    --------
    >>> round(deviation(np.array([0.2, np.nan, 0.4])), 4)
    0.1414
    """
    known = np.sort(values[~np.isnan(values)])
    return float(known.std(ddof=1)) if known.size > 1 else math.nan


class Answer(NamedTuple):
    """One answer, as it is read; `assumed` where nothing says its scale."""

    line: int
    wave: str | None
    respondent: str
    organisation: Any
    condition: str
    item: str
    scale: Scale
    score: float
    assumed: bool = False


def read_scores(
    asked: Sheet, known: Known, elsewhere: Known, options: Options, findings: Findings
) -> tuple[dict[str | None, Scores], tuple[str, ...]]:
    """The answers on the five conditions, by wave (None where the sheet has none), and columns with an assumed scale.

    What is wrong is gathered: an organisation or a condition that does not exist, a respondent of two organisations, a
    score outside its scale, an item on two scales, an answer given twice.

    Parameters
    ----------
    asked
        The sheet of answers, of all waves.
    known
        The organisations of the wave that is read.
    elsewhere
        Those of any wave.
    options
        What was asked of the reader.
    findings
        Gathers what is wrong.
    """
    answers: dict[str | None, dict[tuple[str, str, str], float]] = {}
    lines: dict[tuple, int] = {}
    scales: dict[tuple, tuple[Scale, int]] = {}
    homes: dict[str, tuple[int, Any, int]] = {}
    assumed: dict[str, None] = {}
    several = options.respondents == "several"
    whose = (whose_row(asked) if answered_in_columns(asked) else find(asked.header, "id")) or NEEDED["id"]
    for one in each_answer(asked, options, assumed, findings):
        with findings.at(asked.title, asked.at(one.line)):
            there = elsewhere.find(one.organisation, whose)
            home, named, first = homes.setdefault(
                respondent_of(one, there, several), (there, one.organisation, one.line)
            )
            if home != there:
                raise InputError(
                    "{got} is of {here} here, and of {there} at line {line}, allowed: one organisation each",
                    find(asked.header, "respondent") or whose,
                    got=show(one.respondent), here=show(one.organisation), there=show(named), line=first,
                ).asking("respondents", "several")  # fmt: skip
            asks = f"{one.condition}: {one.item}" if one.item else one.condition
            key = (respondent_of(one, there, several), one.condition, one.item)
            if (one.wave, *key) in lines:
                raise InputError(
                    "{got} has answered {what} already, at line {line}, allowed: once in a wave",
                    got=show(one.respondent), what=asks, line=lines[one.wave, *key],
                )  # fmt: skip
            lines[one.wave, *key] = one.line
            usual, first = scales.setdefault((one.wave, one.condition, one.item), (one.scale, one.line))
            (low, high), score = one.scale, one.score
            if one.scale != usual:
                raise InputError(
                    "got {low:g} to {high:g} for {what}, allowed: {usual_low:g} to {usual_high:g}, as at line {line}",
                    ", ".join(filter(None, (find(asked.header, end) for end in ("scale_min", "scale_max")))),
                    low=low, high=high, what=asks, usual_low=usual[0], usual_high=usual[1], line=first,
                )  # fmt: skip
            if not math.isnan(score) and not min(low, high) <= score <= max(low, high):
                raise outside(score, one, options.scale.get(EVERY) == one.scale)
            share = math.nan if math.isnan(score) else rescale(score, one.scale, SHARE)
            answers.setdefault(one.wave, {})[key] = share
    rows = {who: known.rows.get(joined(elsewhere.shown[home]), -1) for who, (home, _, _) in homes.items()}
    found = {wave: scores_of(given, rows) for wave, given in answers.items()}
    others = {line for line, row in asked.rows if of_another(row)}
    for wave, given in found.items():
        used = (scale for (of_wave, *_), (scale, _) in scales.items() if of_wave == wave)
        heard = {who for (of_wave, who, *_), line in lines.items() if of_wave == wave and line not in others}
        estimates = tuple(place for place, who in enumerate(given.respondents) if who not in heard)
        found[wave] = given._replace(scales=tuple(dict.fromkeys(used)), estimates=estimates)
    return found, tuple(assumed)


def of_the_whole(sheet: Sheet, scale: Scale) -> Scores | None:
    """The scores of the group as a whole that stand on a sheet; None where one of them is not on the scale.

    Parameters
    ----------
    sheet
        One that names the conditions, each with a number beside it, as a dashboard does.
    scale
        From the score for nothing to that for all.
    """
    values, (low, high) = np.full((1, len(CONDITIONS)), np.nan), scale
    for text, score in sheet.beside:
        named = conditions_in(text)
        if len(named) == 1 and len(text) <= LONGEST_TITLE:
            if not min(low, high) <= score <= max(low, high):
                return None
            values[0, CONDITIONS.index(named.pop())] = rescale(score, scale, SHARE)
    given = int((~np.isnan(values)).sum())
    if not given:
        return None
    items = (~np.isnan(values[0])).astype(int)
    return Scores((sheet.title,), np.array([-1]), values, items, 0, given, (scale,), whole=True)


def answered_in_columns(asked: Sheet) -> dict[str, str]:
    """The condition of each column of answers where a respondent has a row; none where an answer has one."""
    return {} if find(asked.header, "condition") else wide_columns(asked)


def answers_in(asked: Sheet) -> tuple[str, ...]:
    """The columns of a sheet that hold answers on the five conditions."""
    return tuple(answered_in_columns(asked)) or (find(asked.header, "score") or SCORE,)


def columns_of_answers(asked: Sheet) -> set[str | None]:
    """The columns of a sheet of answers that are read."""
    if wide := answered_in_columns(asked):
        return {*wide, who_answers(asked), whose_row(asked), wave_column(asked)}
    return {*(find(asked.header, what) for what in (*NEEDED, "item")), wave_column(asked)}


def outside(score: float, one: Answer, general: bool) -> InputError:
    """What there is to say of a score outside its scale; where no heading says one, that may be another.

    Parameters
    ----------
    score, one
        The score, and the answer that it is.
    general
        Whether its scale is said of every column.
    """
    low, high = one.scale
    if one.assumed:
        error = InputError("got {got:g}, and no file says on which scale", one.item or SCORE, got=score)
        return error.asking("scale", f"{SCORE}=FROM:TO")
    error = InputError(
        "got {got:g}, allowed: {low:g} to {high:g}, as its scale says", SCORE, got=score, low=low, high=high
    )
    return error.asking("scale", f"{SCORE}=FROM:TO") if general else error


def respondent_of(one: Answer, row: int, several: bool) -> str:
    """Who answered; somebody who speaks for two organisations counts as two."""
    return f"{one.respondent} ({row})" if several else one.respondent


def each_answer(asked: Sheet, options: Options, assumed: dict[str, None], findings: Findings) -> Iterator[Answer]:
    """Every answer of a sheet, in either shape.

    Parameters
    ----------
    asked
        The sheet of answers, with a row for each answer or for each respondent.
    options
        What was asked of the reader.
    assumed
        Columns of which no scale is said, in the order in which they are found; those of this sheet are added.
    findings
        Gathers what is wrong.
    """
    if wide := answered_in_columns(asked):
        yield from of_respondents(asked, wide, options, assumed, findings)
        return
    found, before = {}, len(findings.gathered)
    for what, usual in NEEDED.items():
        with findings.at(asked.title):
            found[what] = find(asked.header, what) or usual
            check_heading(asked.header, found[what], usual)
    if len(findings.gathered) > before:
        return
    reading = reading_of(
        asked, (found["score"], found["scale_min"], found["scale_max"]), options.missing, options.decimal
    )
    item, wave = find(asked.header, "item"), wave_column(asked)
    for line, row in asked.rows:
        with findings.at(asked.title, asked.at(line)):
            respondent = Name().read(str(row[found["respondent"]]), found["respondent"])
            condition = condition_of(str(row[found["condition"]]))
            check_known([condition], CONDITIONS, found["condition"], "condition")
            low, high = (reading.number(row[found[end]], found[end]) for end in ("scale_min", "scale_max"))
            if low >= high:
                raise InputError(
                    "got {got:g}, allowed: less than {end}, which is {high:g}", found["scale_min"],
                    got=low, end=found["scale_max"], high=high,
                )  # fmt: skip
            yield Answer(
                line,
                wave_in(row, wave) if wave else None,
                respondent,
                row[found["id"]],
                condition,
                tidy(str(row[item])) if item else "",
                (low, high),
                score_in(row[found["score"]], found["score"], low, reading),
            )


def score_in(cell: object, column: str, low: float, reading: Reading) -> float:
    """The score of an answer, on its scale; NaN when it was left open.

    Parameters
    ----------
    cell
        As the sheet has it.
    column
        Where it is.
    low
        The lowest score of its scale.
    reading
        How cells are read.

    Raises
    ------
    InputError
        It is no number.
    """
    return math.nan if reading.is_open(cell) or is_code(cell, low) else reading.number(cell, column)


def of_respondents(
    asked: Sheet, wide: Mapping[str, str], options: Options, assumed: dict[str, None], findings: Findings
) -> Iterator[Answer]:
    """The answers of a table with a row for each respondent, as tools for questionnaires export it.

    Parameters
    ----------
    asked
        The table.
    wide
        By column of answers, the condition that it is about.
    options
        What was asked of the reader.
    assumed
        Columns of which no scale is said, in the order in which they are found; those of this sheet are added.
    findings
        Gathers what is wrong.
    """
    who, whose, wave = who_answers(asked), whose_row(asked), wave_column(asked)
    if whose is None:
        with findings.at(asked.title):
            check_heading(asked.header, "org_id", "org_id")
        return
    reading = reading_of(asked, wide, options.missing, options.decimal)
    scales, usual, spoken = {}, scale_of_headings(asked.header), in_words(asked, wide)
    shares = in_shares(asked, wide)
    for column in wide:
        said = (
            said_scale(column, options.scale, wide[column])
            or options.scale.get(SCORE)
            or usual
            or options.scale.get(EVERY)
        )
        said = spoken[column].scale if column in spoken else said or shares
        scales[column] = said or PARTNER_SCALE
        if said is None:
            assumed[column] = None
    for line, row in asked.rows:
        for column, condition in wide.items():
            with findings.at(asked.title, asked.at(line)):
                cell = (
                    spoken[column].levels.get(plain(str(row[column])), row[column]) if column in spoken else row[column]
                )
                score = score_in(cell, column, min(scales[column]), reading)
                respondent = Name().read(str(row[who]), who) if who else f"row {line}"
                yield Answer(
                    line, wave_in(row, wave) if wave else None, respondent, row[whose], condition,
                    split_name(column)[0], scales[column], score, column in assumed,
                )  # fmt: skip


class InWords(NamedTuple):
    """The levels that the words of a column stand for, and the scale that these are on."""

    levels: Mapping[str, int]
    scale: Scale


def in_words(asked: Sheet, wide: Mapping[str, str]) -> dict[str, InWords]:
    """The columns of answers that say in words how far somebody agrees, or how good something is."""
    held = {column: [str(cell) for cell in asked.cells(column)] for column in wide}
    every = levels_of(cell for cells in held.values() for cell in cells)
    found = {column: levels_of(cells) if every is None else every for column, cells in held.items() if cells}
    return {
        column: InWords(levels, WORDS_SCALE if levels is AGREEMENT else scale_of(levels))
        for column, levels in found.items()
        if levels is not None and not all(cell.strip().isdigit() for cell in held[column])
    }


def scale_of(levels: Mapping[str, int]) -> Scale:
    """From the lowest level to the highest."""
    return float(min(levels.values())), float(max(levels.values()))


def in_shares(asked: Sheet, wide: Mapping[str, str]) -> Scale | None:
    """The scale of shares, where all answers are shares: none is above 1, and not all of them are 0 or 1."""
    values = [value_in(cell, POINT, COMMA) for column in wide for cell in asked.cells(column)]
    known = [value for value in values if not math.isnan(value)]
    return (
        SHARE if known and all(0.0 <= one <= 1.0 for one in known) and any(0.0 < one < 1.0 for one in known) else None
    )


def notes_on(asked: Sheet) -> Iterator[Message]:
    """What is made of answers in words, and of several questions on a condition."""
    wide = answered_in_columns(asked)
    spoken = in_words(asked, wide)
    if any(one.levels is AGREEMENT for one in spoken.values()):
        yield Message("{file}: agreement in words counts from 1 (not at all) to 5 (entirely)", file=asked.title)
    for levels, (least, most) in {
        id(one.levels): one for one in spoken.values() if one.levels is not AGREEMENT
    }.values():
        low, high = (next(word for word in levels if levels[word] == end) for end in (least, most))
        yield Message(
            "{file}: {column} in words counts from {least} ({low}) to {most} ({high})",
            file=asked.title, column=Message("what is answered"),
            least=int(least), low=low, most=int(most), high=high,
        )  # fmt: skip
    counts = Counter(wide.values())
    if any(count > 1 for count in counts.values()):
        yield Message(
            "{file}: of several questions on a condition the mean counts, of those that were answered ({counts})",
            file=asked.title, counts=", ".join(str(counts[name]) for name in CONDITIONS if counts[name]),
        )  # fmt: skip


def scale_of_headings(header: Iterable[str]) -> Scale | None:
    """The scale that headings of a sheet say, where all that say one say the same, from low to high."""
    said = {scale for column in header if (scale := split_name(column)[1])}
    (one,) = said if len(said) == 1 else (None,)
    return one if one and one[0] < one[1] else None


def scores_of(answers: Mapping[tuple[str, str, str], float], rows: Mapping[str, int]) -> Scores:
    """The answers of a wave, by respondent and condition."""
    respondents = tuple(dict.fromkeys(respondent for respondent, _, _ in answers))
    given: dict[tuple[str, str], list[float]] = {}
    for (respondent, condition, _), share in answers.items():
        if not math.isnan(share):
            given.setdefault((respondent, condition), []).append(share)
    counts = sum(map(len, given.values()))
    asked = {(condition, item) for _, condition, item in answers}
    return Scores(
        respondents,
        np.array([rows[respondent] for respondent in respondents]),
        np.array([[mean_known(given.get((one, name), ())) for name in CONDITIONS] for one in respondents]),
        np.array([sum(condition == one for condition, _ in asked) for one in CONDITIONS]),
        open=len(answers) - counts,
        answers=counts,
    )

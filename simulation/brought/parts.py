"""Which sheet is what: organisations, ties, or answers on the five conditions; and of which wave."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ..conditions import CONDITIONS
from ..errors import InputError, Message, nearest
from ..reading import check_known, decoded, in_one_line, listed, show
from .cells import COMMA, LEFT_OUT, OUTDONE, POINT, Sheet, check_worked_out, ends_named, own_name, value_in
from .estimates import without_remarks
from .graphs import NODE, SOURCE, TARGET, read_dl, read_gexf, read_graphml, read_pajek
from .layers import beside_its_name, could_be, in_layers
from .levels import RATED, family
from .matrix import called as matrix_called
from .matrix import is_matrix
from .measurements import in_order
from .options import Scale
from .tables import OLD_SPREADSHEET, ZIPPED, read_csv, read_xlsx
from .words import (
    AGREEMENT,
    FAMILIES,
    FOR_WHOM,
    HEADINGS,
    NO_DATA,
    PEOPLE,
    about,
    condition_of,
    conditions_in,
    find,
    is_known,
    is_total,
    joined,
    plain,
    says_agreement,
    scales_in,
    split_name,
    themes_in,
)

ORGS, TIES, ASKED = "orgs", "ties", "conditions"
ROLES = (ORGS, TIES, ASKED)
GRAPHML = "graphml"  # a whole network, in the one format that [network] has a word for
TITLES = {
    ORGS: (
        "orgs",
        "organisations",
        "organizations",
        "organisaties",
        "nodes",
        "knopen",
        "elements",
        "actors",
        "actoren",
        "deelnemers",
        "partijen",
        "partners",
    ),
    TIES: ("ties", "edges", "links", "relaties", "verbindingen", "connections", "netwerk", "network"),
    ASKED: (
        "conditions",
        "condities",
        "voorwaarden",
        "answers",
        "antwoorden",
        "scores",
        "enquête",
        "enquete",
        "vragenlijst",
        "survey",
    ),
}
LONGEST_TITLE = 80  # characters of a line above a table or a text
LONGEST_QUESTION = 500  # characters of one in a form that are looked at
STAKE = re.compile(r"\s*(?:belang|interest|stake)\s+(?:bij|in|van|of)\b", re.IGNORECASE)  # in something else
BRACKETS = re.compile(r"\[([^\[\]]+)\]")
FEWEST_LETTERS = 3  # of a part of a name that stands for it
FEWEST_THEMES = 4  # of the five, that headings name somewhere in them
FEWEST_QUESTIONS = 3  # that make a sheet a survey
HIGHEST_RATING = 10
SKIP = "skip"  # no sheet for a part
WHAT = {ORGS: Message("the organisations"), TIES: Message("the ties"), ASKED: Message("the answers")}
TITLE = {title: role for role, titles in TITLES.items() for title in titles}


class Source(NamedTuple):
    """A file that somebody brought: its name, what is in it, and which part it is, where that is said."""

    title: str
    data: bytes
    role: str = ""


class Parts(NamedTuple):
    """What is made of sheets: by part the one that is read, and those that are not."""

    read: dict[str, Sheet]
    unread: tuple[Sheet, ...]
    about: str = ""  # what the sheet of ties in `read` is about, where it is a matrix that says so
    layers: tuple[tuple[Sheet, str], ...] = ()  # of ties, beside the one in `read`, each with what it is about

    @property
    def told(self) -> list[Sheet]:
        """All that say something: those that are read, and those to read."""
        layers = (sheet for sheet, _ in self.layers)
        return [*self.read.values(), *layers, *(sheet for sheet in self.unread if sheet.use == LEFT_OUT)]


def sheets_in(source: Source) -> list[tuple[str, Sheet]]:
    """The sheets in a file, each with its part; one that says nothing has none.

    Raises
    ------
    InputError
        What cannot be read, with what it could be saved as.
    """
    title, data, role = source
    if role == GRAPHML:
        return [*zip((ORGS, TIES), read_graphml(title, data), strict=True)]
    if data.startswith(ZIPPED):
        sheets = [without_remarks(without_totals(sheet)) for sheet in read_xlsx(title, data)]
        silent = [says_nothing(sheet) for sheet in sheets]
        return [
            ("", sheet._replace(use=LEFT_OUT))
            if nothing and not all(silent)
            else (part_of(sheet, role if len(sheets) == 1 else ""), sheet)
            for sheet, nothing in zip(sheets, silent, strict=True)
        ]
    if data.startswith(OLD_SPREADSHEET):
        raise InputError("got a spreadsheet of another kind, allowed: .xlsx or .csv; save it as one of these")
    check_text(data)
    beginning = data[:2_000].replace(b"\0", b"").lower()
    kinds = (
        (rb"<graphml|<!doctype|<\?xml(?!.*<gexf)", read_graphml),
        (rb"<gexf|<\?xml", read_gexf),
        (rb"^\W*\*(vertices|network)", read_pajek),
        (rb"^\W*dl\b", read_dl),
    )
    for sign, read in kinds:
        if re.search(sign, beginning, re.DOTALL):
            return [*zip((ORGS, TIES), read(title, data), strict=True)]
    sheet = without_remarks(without_totals(read_csv(title, data)))
    return [(part_of(sheet, role), sheet)]


def check_text(data: bytes) -> None:
    """Refuse what is no text: a picture, a document for print, or a workbook of another program.

    Raises
    ------
    InputError
        It is none.
    """
    try:
        decoded(data)
    except InputError:
        raise InputError("got a file that is no table, allowed: .xlsx or .csv; save it as one of these") from None


def part_of(sheet: Sheet, role: str) -> str:
    """Which part a sheet is: as it is said, by its name, or by its headings."""
    name = called(sheet)
    if role or name in TITLE:
        return role or TITLE[name]
    if (find(sheet.header, "condition") and find(sheet.header, "score")) or len(wide_columns(sheet)) > 2:
        return ASKED
    return TIES if all(ends_named(sheet)) or is_matrix(sheet) else ORGS


def wide_columns(sheet: Sheet) -> dict[str, str]:
    """Columns of answers in a table with a row for each respondent, by the condition that they are about."""
    whose = (find(sheet.header, "id"), find(sheet.header, "name"))  # "organisatie" is who answers, and a condition
    named = {column: condition_in(column) for column in sheet.header if column not in whose}
    if len({*named.values()} & {*CONDITIONS}) < FEWEST_THEMES:
        named |= themes_within(column for column in named if is_of_scores(sheet, column))
    named |= the_fifth(sheet, named)
    whole = {named[column] for column in named if says_no_more(column)}
    read = {column: one for column, one in named.items() if one not in whole or says_no_more(column)}
    read |= sheet.themes
    return {column: condition for column, condition in read.items() if condition in CONDITIONS}


def the_fifth(sheet: Sheet, named: Mapping[str, str]) -> dict[str, str]:
    """Where four conditions have a column, that of the fifth: the only one of scores with a word for it.

    Parameters
    ----------
    sheet
        A table with a row for each respondent.
    named
        By column the condition that its heading begins with, or any other word.
    """
    missing = {*CONDITIONS} - {*named.values()}
    others = [one for one, about in named.items() if about not in CONDITIONS]
    found = [one for one in others if missing & conditions_in(one) and is_of_scores(sheet, one)]
    return {found[0]: missing.pop()} if len(missing) == len(found) == 1 and not STAKE.match(found[0]) else {}


def themes_within(columns: Iterable[str]) -> dict[str, str]:
    """The condition that each heading has a word for somewhere, where the headings have most of the five, each once.

    Examples
    --------
    >>> themes_within(["1. Ambitie", "2. Belangen", "Goede relaties", "Vlot proces"])["Goede relaties"]
    'relation'
    >>> themes_within(["Belang bij wonen", "Belang bij zorg", "Relatie"])
    {}
    """
    named: dict[str, str] = {}
    for column in columns:
        found = conditions_in(column)
        if len(found) == 1:
            named[column] = found.pop()
    return named if FEWEST_THEMES <= len({*named.values()}) == len(named) else {}


def is_of_scores(sheet: Sheet, column: str) -> bool:
    """Whether what a column holds is numbers, or levels in words."""
    cells = list(sheet.cells(column))
    numbers = sum(math.isfinite(value_in(cell, POINT, COMMA)) for cell in cells)
    return bool(cells) and (2 * numbers > len(cells) or family(sheet, column) is not None)


def condition_in(heading: str) -> str:
    """The condition that a heading begins with, or that a form has between brackets, as a row of its question.

    Examples
    --------
    >>> condition_in("Ambitie 1"), condition_in("Hoe gaat het? [Relatie: we vertrouwen elkaar]")
    ('ambition', 'relation')
    """
    if STAKE.match(heading):
        return ""
    beginning, row = condition_of(first_word(heading)), BRACKETS.search(heading[:LONGEST_QUESTION])
    return condition_of(first_word(row[1])) if row and beginning not in CONDITIONS else beginning


def first_word(heading: str) -> str:
    """The first word of a heading, without what divides it from the rest.

    Examples
    --------
    >>> first_word("Ambitie: we willen hetzelfde (1-5)")
    'ambitie'
    """
    return joined(heading).partition("_")[0].rstrip(":;,?")


def whose_row(sheet: Sheet) -> str | None:
    """The column that says for which organisation a row is: as a question has it, or what identifies it.

    An id that is another one in each row, beside names that come again, is the number of a form.
    """
    asked = (
        column for column in sheet.header
        if FOR_WHOM.search(plain(column[:LONGEST_QUESTION])) and condition_of(first_word(column)) not in CONDITIONS
        and not any(math.isfinite(value_in(cell, POINT, COMMA)) for cell in sheet.cells(column))
    )  # fmt: skip
    number, name = find(sheet.header, "id"), find(sheet.header, "name")
    if number and name and not comes_again(sheet, number) and comes_again(sheet, name):
        number = None
    return next(asked, None) or number or name


def is_form(sheet: Sheet) -> bool:
    """Whether a sheet is of a form, of which each row is somebody's: it asks for whom they answer."""
    whose = whose_row(sheet)
    return whose is not None and FOR_WHOM.search(plain(whose[:LONGEST_QUESTION])) is not None


def comes_again(sheet: Sheet, column: str) -> bool:
    """Whether two rows of a column say the same."""
    cells = [plain(str(cell)) for cell in sheet.cells(column)]
    return len(set(cells)) < len(cells)


def who_answers(sheet: Sheet) -> str | None:
    """The column that says who a respondent is; beside such a question, the number of a form, or somebody's name."""
    number, whose = find(sheet.header, "id"), whose_row(sheet)
    return find(sheet.header, "respondent") or (number if number and number != whose else person_in(sheet, whose))


def person_in(sheet: Sheet, whose: str | None) -> str | None:
    """The column with a name of a person in each row, each another, beside those for which they answer."""
    if whose is None or not comes_again(sheet, whose):  # a name beside each organisation once is that of a contact
        return None
    for column in sheet.header:
        if joined(column) in PEOPLE and column != whose:
            cells = [plain(str(cell)) for cell in sheet.cells(column)]
            if len(cells) == len(sheet.rows) == len({*cells}):
                return column
    return None


def called(sheet: Sheet) -> str:
    """What a sheet is called, without what it is in, as headings are compared."""
    return joined(matrix_called(sheet))


def says_nothing(sheet: Sheet) -> bool:
    """Whether a sheet of a workbook holds no data: it is called so, or none of its headings is known."""
    if called(sheet) in TITLE:
        return False
    known = any(map(is_known, sheet.header)) or wide_columns(sheet) or is_matrix(sheet)
    return called(sheet) in NO_DATA or not known


def told_in(sheet: Sheet) -> Iterable[str]:
    """What a sheet says to people: above its headings, and all of it where it is left out."""
    yield from sheet.told
    if sheet.use == LEFT_OUT:
        yield from map(str, sheet.header)
        yield from (cell for _, row in sheet.rows for cell in row.values() if isinstance(cell, str))


def signed_in(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """Where sheets say to people that there is an agreement that was signed, and what they say."""
    return ((sheet.title, text) for sheet in sheets for text in told_in(sheet) if says_agreement(text))


def scores_of_all(sheet: Sheet) -> bool:
    """Whether a sheet that is left out names most of the conditions, each alone in a cell, as a dashboard does."""
    texts = [text for text in told_in(sheet) if len(text) <= LONGEST_TITLE]
    named = {condition_of(found[0]) for text in texts if len(found := themes_in(text)) == 1}
    return sheet.use == LEFT_OUT and len(sheet.header) == 0 and len(named) > len(CONDITIONS) // 2


def scale_told(sheets: Iterable[Sheet]) -> tuple[str, Scale] | None:
    """Where the sheets say to people on which scale is answered, and that scale; None if they say none, or several."""
    found = {
        scale: sheet.title
        for sheet in sheets
        for text in told_in(sheet)
        for scale in scales_in(text[:LONGEST_QUESTION])
    }
    return the_only(found)


def the_only(found: Mapping[Scale, str]) -> tuple[str, Scale] | None:
    """The sheet that says a scale, and the scale, where there is one."""
    scale = only({*found})
    return (found[scale], scale) if scale else None


def scale_in_headings(sheets: Iterable[Sheet]) -> tuple[str, Scale] | None:
    """The sheet of which headings say a scale, and that scale; None where those of all sheets say none, or several."""
    found = {scale: sheet.title for sheet in sheets for column in sheet.header if (scale := split_name(column)[1])}
    return the_only(found)


def scale_in(sheet: Sheet) -> Scale | None:
    """The scale that a sheet says in a column of its own; None of several."""
    column = find(sheet.header, "scale")
    cells = [f"scale {cell}" for cell in sheet.cells(column)] if column else []
    return only({scale for text in cells for scale in scales_in(text[:LONGEST_QUESTION])})


def scale_beside(sheet: Sheet) -> Scale | None:
    """The scale that a sheet to read says, in a line of its own or in brackets; None of several."""
    found = {scale for text in told_in(sheet) for scale in scales_in(text[:LONGEST_QUESTION])}
    return only(found | {scale for text in told_in(sheet) if (scale := split_name(text)[1])})


def only(scales: set[Scale]) -> Scale | None:
    """The scale, where there is one."""
    return next(iter(scales)) if len(scales) == 1 else None


def is_to_read(sheet: Sheet) -> bool:
    """Whether a sheet that is left out is for people to read: it is called so, or holds no number."""
    return called(sheet) in NO_DATA or not any(
        isinstance(cell, int | float) for _, row in sheet.rows for cell in row.values()
    )


def says_no_more(column: str) -> bool:
    """Whether a heading is the word for a condition, or that and a number; "interest in working together" is not."""
    _, _, more = joined(split_name(column)[0]).partition("_")
    return not more or more.isdigit()


def assigned(found: Iterable[tuple[str, Sheet]], chosen: Mapping[str, str] = {}, rows_answer: bool = False) -> Parts:
    """One sheet for each part, and those that are not read.

    Parameters
    ----------
    found
        Sheets, each with the part that it could be.
    chosen
        By part the name of its sheet, or `skip` for none, where that is said.
    rows_answer
        As for `in_two`.

    Raises
    ------
    InputError
        Two sheets that could be the same part, of which neither fits it better; a sheet that does not exist.
    """
    every = list(found)
    said = {role: sheet_called(name, every) for role, name in chosen.items() if name != SKIP}
    parts: dict[str, Sheet] = {}
    unread: list[Sheet] = []
    could: dict[str, list[Sheet]] = {role: [] for role in ROLES}
    for role, sheet in every:
        if any(sheet is one for one in said.values()):
            continue
        if role in ROLES and chosen.get(role, "") != SKIP:
            could[role].append(sheet)
        else:
            unread.append(sheet if sheet.use == LEFT_OUT else sheet._replace(use=OUTDONE))
    if any(map(answers_conditions, could[ASKED])):
        could[ASKED] = fitting(could[ASKED], answers_conditions, unread)
    surveys = [sheet for sheet in could[ORGS] if questions_without_theme(sheet)]
    if len(surveys) < len(could[ORGS]):
        could[ORGS] = [sheet for sheet in could[ORGS] if not any(sheet is one for one in surveys)]
        unread += (without_themes(sheet) for sheet in surveys)
    named = [*could[ASKED], *(sheet for sheet in could[TIES] if is_matrix(sheet))]
    if len(could[ORGS]) > 1 or named:
        could[ORGS] = fitting(could[ORGS], lists_somebody, unread)
    about_it, more = "", list[tuple[Sheet, str]]()
    for role in (ORGS, ASKED, TIES):
        if role in said:
            best, others = said[role], could[role]
        elif could[role]:
            if role == TIES:
                known = names_in(parts[ORGS]) if ORGS in parts else set().union(*map(names_in, named))
                could[role] = fitting(could[role], partial(ties_known, known=known), unread)
                if not could[role]:
                    continue
            best, others = (could[role][0], could[role]) if role == TIES else best_of(role, could[role], every)
        else:
            continue
        if role == TIES:
            guides = [text for _, sheet in every if sheet.use == LEFT_OUT for text in told_in(sheet)]
            best, *others = (one._replace(told=(*one.told, *beside_its_name(one, guides)))
                             for one in ([best, *others] if role in said else others))  # fmt: skip
            layers, others = layers_of([best, *others], role in said)
            (best, about_it), *more = layers
        parts[role] = best
        unread += (outdone(one, best, role) for one in others)
    return Parts(in_two(parts, rows_answer), tuple(unread), about_it, tuple(more))


def sheet_called(name: str, every: Sequence[tuple[str, Sheet]]) -> Sheet:
    """The sheet of that name.

    Raises
    ------
    InputError
        There is none.
    """
    titles = {own_name(sheet): sheet for _, sheet in every}
    found = {joined(title): sheet for title, sheet in titles.items()}
    if joined(name) not in found:
        raise InputError(
            "no sheet {got}{nearest}, allowed: {allowed}", "sheet",
            got=show(name), nearest=nearest(name, titles), allowed=listed([*titles, SKIP]),
        )  # fmt: skip
    return found[joined(name)]


def title_in(found: Sequence[tuple[str, Sheet]]) -> str:
    """What a workbook is called by its own first line: of a sheet to read before all others, or of its only sheet."""
    if not found:
        return ""
    (_, sheet), *others = found
    if not sheet.told or (others and sheet.use != LEFT_OUT):
        return ""
    first = sheet.told[0]
    alone = len(first) <= LONGEST_TITLE and not scales_in(first) and ":" not in first and joined(first) not in NO_DATA
    return in_one_line(first) if alone and len(first.split()) > 1 else ""


def fitting(sheets: Sequence[Sheet], fits: Callable[[Sheet], bool], unread: list[Sheet]) -> list[Sheet]:
    """Those that fit; the others are put with those that are not read."""
    unread += (sheet._replace(use=LEFT_OUT) for sheet in sheets if not fits(sheet))
    return [sheet for sheet in sheets if fits(sheet)]


def outdone(sheet: Sheet, best: Sheet, role: str) -> Sheet:
    """A sheet that is not read, with what is read instead of it.

    Parameters
    ----------
    sheet
        That could be it.
    best, role
        What is read instead, and for what.
    """
    note = Message("{file} is not read: {what} are in {other}", file=sheet.title, what=WHAT[role], other=own_name(best))
    return sheet._replace(use=OUTDONE, notes=(note,))


def without_themes(sheet: Sheet) -> Sheet:
    """A survey that is not read, as no heading says what its questions are about."""
    note = Message("{file} is not read: no heading says which condition a question is about", file=sheet.title)
    return sheet._replace(use=OUTDONE, notes=(note,))


def answers_conditions(sheet: Sheet) -> bool:
    """Whether the headings of a sheet say which answer is about which condition."""
    return bool(find(sheet.header, "condition") and find(sheet.header, "score")) or len(wide_columns(sheet)) > 2


def questions_without_theme(sheet: Sheet) -> list[str]:
    """The questions of a survey, a row for each respondent, of which no heading says what they are about; empty where
    a sheet is no survey, or where that is said.
    """
    by_headings = answers_conditions(sheet._replace(themes={}))
    if by_headings or is_matrix(sheet) or sheet.use == LEFT_OUT or all(ends_named(sheet)):
        return []
    numbers = is_of_respondents(sheet)
    asked = [
        column
        for column in sheet.header
        if not is_known(column) and (family(sheet, column) is AGREEMENT or (numbers and is_of_ratings(sheet, column)))
    ]
    differ = any(len({*map(str, sheet.cells(column))}) > 1 for column in asked)
    if len(asked) < FEWEST_QUESTIONS or not differ:
        return []
    return [column for column in asked if column not in sheet.themes]


def is_of_respondents(sheet: Sheet) -> bool:
    """Whether each row is somebody's: it says who answers, or an organisation has several rows under sentences."""
    whose = whose_row(sheet)
    sentences = sum(" " in column.strip() for column in sheet.header) >= FEWEST_QUESTIONS
    answers = is_form(sheet) or find(sheet.header, "respondent") is not None
    return whose is not None and (answers or (sentences and comes_again(sheet, whose)))


def is_of_ratings(sheet: Sheet, column: str) -> bool:
    """Whether a column holds ratings: numbers and halves up to ten, with few words between."""
    numbers = [one for cell in sheet.cells(column) if math.isfinite(one := value_in(cell, POINT, COMMA))]
    return is_of_scores(sheet, column) and all(
        0.0 <= one <= HIGHEST_RATING and (2.0 * one).is_integer() for one in numbers
    )


def rates_somebody(sheet: Sheet) -> bool:
    """Whether a sheet of organisations says more of them than who they are."""
    return any(about(column) in (*RATED, "staff") and about(column) not in FAMILIES for column in sheet.header)


def lists_somebody(sheet: Sheet) -> bool:
    """Whether a sheet can say who takes part."""
    columns = (find(sheet.header, "id"), find(sheet.header, "name"), NODE if NODE in sheet.header else None)
    return TITLE.get(called(sheet)) == ORGS or any(columns)


def could_be_name(cell: object) -> bool:
    """Whether a cell could hold a name: a text that is short enough."""
    return isinstance(cell, str) and any(map(str.isalpha, cell)) and len(cell) <= LONGEST_TITLE


def named_in(sheet: Sheet) -> Iterator[str]:
    """What organisations are called in a sheet that lists them, or that is about them, as they stand there."""
    columns = {find(sheet.header, what) for what in ("id", "name", "short")} | {whose_row(sheet)}
    if is_matrix(sheet):
        columns = {sheet.header[0]}
    held = [column for column in sheet.header if column in columns or column == NODE]
    return (str(cell) for column in held for cell in sheet.cells(column))


def names_in(sheet: Sheet) -> set[str]:
    """The same, as words are compared."""
    return {joined(name) for name in named_in(sheet)}


def ties_known(sheet: Sheet, known: set[str]) -> bool:
    """Whether a sheet of a workbook is of ties: it is called so, rates something, or most of its rows name two who
    take part; a list of actions has people and partners too.
    """
    ends = ends_named(sheet)
    rates = any(about(column) in (*FAMILIES, "weight") for column in sheet.header)
    if ": " not in sheet.title or rates or not all(ends) or is_matrix(sheet) or not known or not sheet.rows:
        return True
    if TITLE.get(called(sheet)) == TIES:
        return True
    named = sum(all(joined(str(row[end])) in known for end in ends if end) for _, row in sheet.rows)
    return 2 * named >= len(sheet.rows)


def best_of(role: str, sheets: Sequence[Sheet], every: Sequence[tuple[str, Sheet]]) -> tuple[Sheet, list[Sheet]]:
    """The sheet that fits a part best, and the others that could be it.

    Raises
    ------
    InputError
        Several fit it as well.
    """
    spoken = set().union(*(names_in(sheet) | ends_in(sheet) for one, sheet in every if one in (TIES, ASKED)))
    first, *others = sorted(sheets, key=lambda sheet: fit(role, sheet, spoken), reverse=True)
    equal = [first, *(sheet for sheet in others if fit(role, sheet, spoken) == fit(role, first, spoken))]
    if len(equal) > 1:
        raise which_of(role, equal)
    return first, others


def which_of(role: str, equal: Sequence[Sheet]) -> InputError:
    """The question which of several sheets a part is."""
    names = [own_name(sheet) for sheet in equal]
    return InputError(
        "{sheets} could each be the sheet of {what}, allowed: one", sheets=listed(names), what=WHAT[role]
    ).asking("sheet", *(f"{role}={name}" for name in (*names, SKIP)))


def layers_of(sheets: Sequence[Sheet], said: bool) -> tuple[list[tuple[Sheet, str]], list[Sheet]]:
    """The sheets of ties that are read, each with what it is about, and those that are not.

    Parameters
    ----------
    sheets
        That could be of ties.
    said
        Whether the first is to be read, whatever it is about.

    Raises
    ------
    InputError
        Two are about the same, and neither fits better.
    """
    heights = {id(sheet): fit(TIES, sheet, set()) for sheet in sheets}
    first = sheets[: 1 if said else 0]
    ordered = [*first, *sorted(sheets[len(first) :], key=lambda sheet: heights[id(sheet)], reverse=True)]
    read, left = in_layers(ordered)
    if not said:
        for best, others in left:
            equal = [one for one in others if heights[id(one)] == heights[id(best)]]
            if equal:
                raise which_of(TIES, [best, *equal])
    return read, [one for _, others in left for one in others]


def fit(role: str, sheet: Sheet, spoken: set[str]) -> tuple[int, ...]:
    """How well a sheet fits a part: the larger, from what tells most.

    Parameters
    ----------
    role
        The part.
    sheet
        Which could be it.
    spoken
        Those who are named in sheets of ties and of answers.
    """
    titled = TITLE.get(called(sheet)) == role
    subjects = {*map(about, sheet.header), about(called(sheet))}
    if role == ORGS:
        return titled, len(names_in(sheet) & spoken), len(subjects & HEADINGS.keys())
    if role == ASKED:
        whose = whose_row(sheet)
        people = bool(who_answers(sheet)) or (whose is not None and len(names_in(sheet)) < len(sheet.rows))
        return people, titled
    said = next(iter(could_be(sheet)), frozenset[str]())
    trust, value, frequency = (family in said for family in FAMILIES)
    return trust, value, titled, frequency, not is_to_read(sheet), bool(said)


def ends_in(sheet: Sheet) -> set[str]:
    """Whom a sheet of ties names."""
    ends = {*ends_named(sheet), SOURCE, TARGET}
    return {joined(str(cell)) for column in sheet.header if column in ends for cell in sheet.cells(column)}


def without_totals(sheet: Sheet) -> Sheet:
    """The sheet without the rows below it that add up or average the others, which is said."""
    rows, notes = [*sheet.rows], []
    whose = find(sheet.header, "id") or find(sheet.header, "name")

    def total_in(row: Mapping[str, Any]) -> str:
        first = next((cell for cell in row.values() if cell != ""), "")
        said = [str(row.get(whose, "")) if whose else "", str(first)]
        return next((cell for cell in said if is_total(cell)), "")

    while len(rows) > 1 and (name := total_in(rows[-1][1])):
        line, _ = rows.pop()
        notes.append(
            Message("{file}: {row}, {name}, is no organisation", file=sheet.title, row=sheet.at(line), name=name)
        )
    return sheet._replace(rows=rows, notes=(*sheet.notes, *notes)) if notes else sheet


def in_two(parts: dict[str, Sheet], rows_answer: bool = False) -> dict[str, Sheet]:
    """The parts, a sheet with a row for each organisation, in each wave, and columns for conditions as two: whom it
    lists, and what they answered. Where respondents have a row each, those for whom they answer are the organisations.

    Parameters
    ----------
    parts
        By part its sheet.
    rows_answer
        Whether each row is another respondent, where no column says who answered.

    Raises
    ------
    InputError
        Two rows of one organisation of which it is not said so.
    """
    if (ORGS in parts) == (ASKED in parts):
        return parts
    sheet = parts.get(ORGS) or parts[ASKED]
    wide, whose, wave = wide_columns(sheet), whose_row(sheet), wave_column(sheet)
    if ORGS in parts and whose is not None and FOR_WHOM.search(plain(whose[:LONGEST_QUESTION])) and len(wide) <= 2:
        return parts | {ORGS: answered_for(sheet, whose)}
    if len(wide) <= 2 or whose is None:
        return parts
    rows = {(row[wave] if wave else None, joined(str(row[whose]))): (line, row) for line, row in reversed(sheet.rows)}
    if (
        who_answers(sheet)
        or (rows_answer and len(rows) < len(sheet.rows))
        or whose not in (find(sheet.header, "id"), find(sheet.header, "name"))
    ):
        kept = (whose, wave) if wave else (whose,)
        listed = Sheet(
            sheet.title, sheet.unit, ("name", *kept[1:]),
            [(line, {"name": row[whose], **{one: row[one] for one in kept[1:]}})
             for line, row in sorted(rows.values(), key=lambda one: one[0]) if row[whose] != ""],
            notes=(Message("{file}: the organisations are those for which somebody answered", file=sheet.title),),
        )  # fmt: skip
        return parts | {ORGS: listed, ASKED: sheet}
    if len(rows) < len(sheet.rows):
        raise twice(sheet, whose)
    listed = sheet._replace(header=tuple(column for column in sheet.header if column not in wide), notes=())
    return parts | {ORGS: listed, ASKED: sheet}


def twice(sheet: Sheet, whose: str) -> InputError:
    """What there is to say of an organisation that has two rows, of which it is not said who answered."""
    wave = wave_column(sheet)
    first: dict[object, int] = {}
    for line, row in sheet.rows:
        if row[whose] == "":
            return InputError(
                "no organisation is named here, allowed: its name in each row", sheet.title, sheet.at(line), whose
            )
        key = row[wave] if wave else None, joined(str(row[whose]))
        if key in first:
            return InputError(
                "{got} is there already, at {place}, and no column says who answered",
                sheet.title, sheet.at(line), whose, got=show(row[whose]), place=sheet.at(first[key]),
            ).asking("respondents", "rows")  # fmt: skip
        first[key] = line
    raise AssertionError  # it is only asked of a sheet that has one twice


def answered_for(sheet: Sheet, whose: str) -> Sheet:
    """A sheet by those for whom it is answered: each once, and without its other columns where one is there again."""
    once = {joined(str(row[whose])): (line, row) for line, row in reversed(sheet.rows) if row[whose] != ""}
    others = tuple(
        one for one in sheet.header if one not in (whose, find(sheet.header, "id"), find(sheet.header, "name"))
    )
    kept = others if len(once) == len(sheet.rows) else ()
    rows = [(line, {"name": row[whose], **{one: row[one] for one in kept}}) for line, row in once.values()]
    note = Message("{file}: the organisations are those for which somebody answered", file=sheet.title)
    return sheet._replace(header=("name", *kept), rows=sorted(rows, key=lambda one: one[0]), notes=(*sheet.notes, note))


# --- waves ------------------------------------------------------------------------------------------------------


def wave_column(sheet: Sheet) -> str | None:
    """The column of waves, where a sheet has one."""
    return find(sheet.header, "wave")


def wave_in(row: Mapping[str, Any], column: str) -> str:
    """The wave of a row."""
    return str(row[column])


def chosen_wave(sheets: Sequence[Sheet], wave: str | None) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The wave to read, those that come after it, and those that could be read.

    Raises
    ------
    InputError
        No wave that all files have, or not the one that is asked for; or what waves are called does not say which of
        them came last, and nothing was asked.
    """
    waves = {
        sheet.title: dict.fromkeys(wave_in(row, column) for _, row in sheet.rows)
        for sheet in sheets
        if (column := wave_column(sheet))
    }
    if not waves:
        if wave is not None:
            raise InputError("got {got}, but no file has a column 'wave'", "wave", got=show(wave))
        return None, (), ()
    named = list(dict.fromkeys(one for known in waves.values() for one in known))
    in_time = in_order(named)
    ordered = in_time or named
    shared = [one for one in ordered if all(one in known for known in waves.values())]
    if wave is None and not shared:
        said = "; ".join(f"{title}: {listed(known)}" for title, known in waves.items())
        raise InputError(
            "got no wave that all files have ({said}), allowed: at least one that all have", "wave", said=said
        )
    if wave is not None and wave not in shared:
        got, likely = show(wave), nearest(wave, shared)
        raise InputError(
            "got {got}, allowed: {allowed}{nearest}", "wave", got=got, allowed=listed(shared), nearest=likely
        ).asking("wave", *shared[-1:])
    if wave is None and len(shared) > 1 and in_time is None:
        raise InputError(
            "there are several measurements ({waves}), and their names do not say which came last", "wave",
            waves=listed(shared),
        ).asking("wave", *shared)  # fmt: skip
    wave = shared[-1] if wave is None else wave
    return wave, tuple(ordered[ordered.index(wave) + 1 :]), tuple(shared)


def of_wave(sheet: Sheet, wave: str | None) -> Sheet:
    """Only the rows of one wave, where a sheet has waves."""
    column = wave_column(sheet)
    if column is None or wave is None:
        return sheet
    return sheet._replace(rows=[(line, row) for line, row in sheet.rows if wave_in(row, column) == wave])


# --- who is meant -----------------------------------------------------------------------------------------------


class Known:
    """Organisations by all that people call them: what identifies them, their name, a number that lost its zeros."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.shown: list[str] = []
        self.loose: dict[str, str] = {}
        self.short: dict[str, str] = {}
        self.found: dict[object, int] = {}  # what was asked before

    def add(self, key: str, identity: str, name: str) -> None:
        """One more; -1 stands for a name or number that several have."""
        row = len(self.shown)
        self.rows[key] = row
        self.shown.append(identity)
        for said, words in ((self.names, joined(name)), (self.numbers, bare(key))):
            if words:
                said[words] = -1 if words in said else row

    def also(self, key: str, short: str) -> None:
        """An abbreviation of who is there; one that several have stands for none of them."""
        words, row = joined(short), self.rows[key]
        if words and words not in self.rows and self.names.get(words, row) != row:
            self.names[words] = -1
        elif words:
            self.names[words] = row

    def find(self, text: object, where: str | Message) -> int:
        """The row of who is meant.

        Raises
        ------
        InputError
            Nobody is called that, or several may be meant.
        """
        if text in self.found:
            return self.found[text]
        check_worked_out(text, str(where))
        key = joined(str(text))
        if key in self.rows:
            return self.found.setdefault(text, self.rows[key])
        row = self.names.get(key, -1)
        if row < 0:
            row = self.numbers.get(bare(key) or "-", -1)
            if row >= 0:
                self.loose[str(text)] = self.shown[row]
        if row < 0 and key not in self.names:
            row = self.beginning_or_end(key)
            if row >= 0:
                self.short[str(text)] = self.shown[row]
        if row < 0:
            check_known([text], self.shown, where, "organisation")
        return row

    def beginning_or_end(self, key: str) -> int:
        """The row of the only name that goes on after what is said, or ends with it; -1 where there is none, or more.

        What stands between brackets after a name is no part of it.
        """
        if len(key) < FEWEST_LETTERS:
            return -1
        rows = {
            row
            for name, row in self.names.items()
            for whole in (name, name.partition("_(")[0])
            if whole.startswith(f"{key}_") or whole.endswith(f"_{key}")
        }
        return rows.pop() if len(rows) == 1 else -1


def bare(key: str) -> str:
    """A number without the zeros before it, and without decimals that are none; nothing for what is no number.

    Examples
    --------
    >>> bare("007"), bare("7_0"), bare("a7")
    ('7', '7', '')
    """
    match = re.fullmatch(r"0*(\d+)(_0)?", key)
    return match[1] if match else ""

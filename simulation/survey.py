"""Surveys and other network data: CSV files of organisations and ties, and GraphML.

Instruments such as PARTNER (Varda and Retrum 2012) ask each organisation to rate its partners. What comes back is
asymmetric and incomplete: a rating that only one side gives, an answer left open, an organisation that nobody
names. None of that is filled in here: what is missing stays NaN, apart from zero, and chance gives it its value at
the start of a run. A rating r on a scale from l to h stands for (r - l) / (h - l); h may be the lower of the two.
"""

from __future__ import annotations

import csv
import io
import math
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .errors import InputError, Message, inside, nearest
from .events import TIE_FIELDS, TRAITS
from .networks import (
    MOST_THEMES,
    MOTIVES,
    NO_EDGES,
    POINTS,
    NumberedTie,
    Roster,
    check_organisations,
    count_themes,
    gather_ties,
    settle,
)
from .parameters import Declaration, number
from .reading import (
    Label,
    Meaning,
    Name,
    OneOr,
    Several,
    Table,
    Word,
    WordOr,
    contents,
    decoded,
    listed,
    show,
    words_of,
)
from .state import State

if TYPE_CHECKING:
    import networkx as nx

MOST_MEGABYTES = 50
OPEN = ("", "NA")  # how files write what is missing; R writes NA
LINE = Message("line")
YES_OR_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

# The fields of the model that a column may hold; a point in theme space has a column for each theme.
THEMES = range(1, MOST_THEMES + 1)
NUMBERS = TRAITS | MOTIVES | {f"{point}_{theme}": place for point, place in POINTS.items() for theme in THEMES}
FLAGS = ("lead", "member")

# What [network] says of files, and [network.columns] of one column.
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
NODE, SOURCE, TARGET = "(node)", "(from)", "(to)"  # columns of a graph that no attribute is called
OTHERS = Meaning("which other pairs to tie", Word(("none", "all")))
CSV_FILES = Table(
    {
        "orgs": Meaning("file of organisations", Name()),
        "ties": Meaning("file of ties", Name()),
        "id": Meaning("column that identifies an organisation; org_id by default", Name()),
        "from": Meaning("column of the source of a tie; from by default", Name()),
        "to": Meaning("column of the target of a tie; to by default", Name()),
        "wave": Meaning("only rows of this wave", Label()),
        "others": OTHERS,
        "columns": COLUMNS,
    },
    required=("orgs",),
)
GRAPHML_FILE = Table(
    {"graphml": Meaning("file of the network", Name()), "others": OTHERS, "columns": COLUMNS}, required=("graphml",)
)


@dataclass(frozen=True)
class ImportReport:
    """What was in the data, before anything is left to chance.

    Attributes
    ----------
    organisations
        How many take part.
    isolates
        How many of them no tie mentions.
    ties
        Directed ties in the data.
    one_sided
        How many of those are rated, while the other direction is not.
    missing
        By field that was read: how many organisations, or ties in the data, have no value for it.
    response_rate
        Share of organisations that rated at least one other. A tie is rated when at least one of the fields that
        are read of ties has a value, or when none is read.
    """

    organisations: int
    isolates: int
    ties: int
    one_sided: int
    missing: Mapping[str, int]
    response_rate: float

    def __str__(self) -> str:
        gaps = ", ".join(f"{field} {count}" for field, count in self.missing.items() if count)
        return (
            f"{self.organisations} organisations, {self.isolates} without ties; {self.ties} ties, {self.one_sided} "
            f"one-sided; {self.response_rate:.0%} responded; missing: {gaps or 'nothing'}"
        )


# --- columns ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """Where the values of a field come from, and how they are rescaled.

    Attributes
    ----------
    field
        What the model allows.
    sources
        Columns of which the mean is taken, over those that were filled in.
    scale, range
        What stands for the ends of the range; without a scale, values are taken as they are.
    missing
        Value on the scale for what was left open, or NaN.
    clip
        Whether a value outside the scale is taken to its border; otherwise it is an error.
    comma
        Whether the file writes 0,5 for 0.5.
    """

    field: Declaration
    sources: tuple[str, ...]
    scale: tuple[float, float] | None = None
    range: tuple[float, float] = (0.0, 1.0)
    missing: float = math.nan
    clip: bool = False
    comma: bool = False

    def answered(self, row: Mapping[str, Any]) -> bool:
        """Whether any of the columns was filled in."""
        return any(not is_open(row.get(source)) for source in self.sources)

    def value(self, row: Mapping[str, Any]) -> float:
        """The value in the model; NaN when it is missing."""
        ratings = [self.rating(row[source], source) for source in self.sources if not is_open(row.get(source))]
        if not ratings and math.isnan(self.missing):
            return math.nan
        mean = sum(ratings) / len(ratings) if ratings else self.missing
        if self.scale is None:
            return self.field.read(mean, self.sources[0])
        return rescale(mean, self.scale, self.range)

    def rating(self, cell: object, source: str) -> float:
        """What one cell says, on its scale."""
        rating = number_in(cell, source, self.comma)
        if self.scale is not None:
            low, high = sorted(self.scale)
            if not (low <= rating <= high or self.clip):
                raise InputError(
                    "got {got:g}, allowed: {low:g} to {high:g}, as its scale says",
                    source,
                    got=rating,
                    low=low,
                    high=high,
                )
            rating = min(high, max(low, rating))
        return rating


def rescale(rating: float, scale: tuple[float, float], ends: tuple[float, float]) -> float:
    """A rating on a scale, as a value in a range: exact at both ends.

    Examples
    --------
    >>> rescale(4, scale=(4, 1), ends=(0.0, 0.3)), rescale(1, scale=(4, 1), ends=(0.0, 0.3))
    (0.0, 0.3)
    """
    share = (rating - scale[0]) / (scale[1] - scale[0])
    value = (1.0 - share) * ends[0] + share * ends[1]
    return min(max(ends), max(min(ends), value))


def is_open(cell: object) -> bool:
    """Whether nothing was filled in."""
    if isinstance(cell, str):
        return cell.strip() in OPEN
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def number_in(cell: object, source: str, comma: bool) -> float:
    """The number in a cell."""
    try:
        value = math.nan if isinstance(cell, bool) else float(str(cell).replace(",", ".") if comma else str(cell))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError("got {got}, allowed: a number, or nothing", source, got=show(cell))
    return value


def flag_in(cell: object, source: str) -> bool:
    """Yes or no in a cell."""
    word = str(cell).strip().lower()
    if word not in YES_OR_NO:
        got, words, likely = show(cell), ", ".join(YES_OR_NO), nearest(word, YES_OR_NO)
        raise InputError("got {got}, allowed: {allowed}{nearest}", source, got=got, allowed=words, nearest=likely)
    return YES_OR_NO[word]


def find_columns(wanted: Mapping[str, Any], sheet: Sheet, fields: Mapping[str, Declaration]) -> dict[str, Column]:
    """The column of each field that a file holds: as [network.columns] says, or else under its own name."""
    columns = {}
    for name, allowed in fields.items():
        if name in wanted:
            with inside("columns"), inside(name):
                columns[name] = column_of(allowed, wanted[name], sheet)
        elif name in sheet.header:
            columns[name] = Column(allowed, (name,), comma=sheet.comma)
    return columns


def find_flags(wanted: Mapping[str, Any], sheet: Sheet) -> dict[str, str]:
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
    scale, ends = wanted.get("scale"), wanted.get("range", (0.0, 1.0))
    if scale is None and not wanted.keys().isdisjoint(("range", "outside")):
        raise InputError("'scale' is missing, which 'range' and 'outside' need")
    if scale is not None:
        if scale[0] == scale[1]:
            raise InputError("got {got}, allowed: two different ends", "scale", got=show(list(scale)))
        for end in ends:
            allowed.read(end, "range")
    column = Column(allowed, wanted["from"], scale, ends, clip=wanted.get("outside") == "clip", comma=sheet.comma)
    missing = wanted.get("missing", "chance")
    return column if missing == "chance" else replace(column, missing=column.rating(missing, "missing"))


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


# --- files ------------------------------------------------------------------------------------------------------


class Sheet(NamedTuple):
    """A list of organisations or ties with what is known of each, by column."""

    title: str  # of the file
    unit: str | Message  # what the numbers of rows count: lines of a CSV file, nodes or edges of a graph
    header: Collection[str]
    rows: Iterable[tuple[int, Mapping[str, Any]]]
    comma: bool = False  # whether it writes 0,5 for 0.5

    def at(self, number: int) -> Message:
        """A row, as an error names it."""
        return Message("{unit} {number}", unit=self.unit, number=number)


def read_csv(folder: Path, title: str, needed: Iterable[str]) -> Sheet:
    """A CSV file, with commas, or with semicolons as spreadsheets write it where the comma is for decimals."""
    with inside(title):
        text = decoded(contents(folder / title, MOST_MEGABYTES))
        heading = text.partition("\n")[0]
        semicolons = heading.count(";") > heading.count(",")
        lines = cells_of(text, ";" if semicolons else ",")
        header = [name.strip() for name in next(lines, (1, []))[1]]
        for name, times in Counter(header).items():
            if name and times > 1:
                raise InputError("got {got} columns {name}, allowed: one", got=times, name=show(name))
        check_header(header, needed, Message("header"))
    return Sheet(title, LINE, header, rows_of(lines, header), semicolons)


def cells_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that has any, with its number."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield lines.line_num, cells
    except csv.Error as problem:
        at = Message("{unit} {number}", unit=LINE, number=lines.line_num)
        raise InputError("not CSV: {problem}", at, problem=words_of(problem)) from None


def rows_of(lines: Iterable[tuple[int, list[str]]], header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of each line by column."""
    for line, cells in lines:
        if len(cells) != len(header):
            at = Message("{unit} {number}", unit=LINE, number=line)
            raise InputError("got {got} cells, allowed: {most}, as in the header", at, got=len(cells), most=len(header))
        yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def of_wave(sheet: Sheet, wave: str | None) -> Sheet:
    """Only the rows of one wave, where a file has waves."""
    return sheet._replace(rows=rows_of_wave(sheet, wave)) if "wave" in sheet.header else sheet


def rows_of_wave(sheet: Sheet, wave: str | None) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of one wave; without one, all rows, which must be of the same."""
    waves: dict[str, None] = {}
    for line, row in sheet.rows:
        waves[row["wave"]] = None
        if wave is None and len(waves) > 1:
            raise InputError("got wave {got}, allowed: say which one", sheet.at(line), got=tuple(map(show, waves)))
        if wave in (None, row["wave"]):
            yield line, row
    if wave is not None and wave not in waves:
        raise InputError("got {got}, allowed: {allowed}", "wave", got=show(wave), allowed=listed(waves))


def read_graph(graph: nx.Graph, title: str) -> tuple[Sheet, Sheet]:
    """The nodes and the edges of a graph; an edge without a direction has both."""
    nodes = [{**data, NODE: str(node)} for node, data in graph.nodes(data=True)]
    edges = [{**data, SOURCE: str(source), TARGET: str(target)} for source, target, data in graph.edges(data=True)]
    if not graph.is_directed():
        edges = [*chain.from_iterable((edge, edge | {SOURCE: edge[TARGET], TARGET: edge[SOURCE]}) for edge in edges)]
    return (
        Sheet(title, Message("node"), dict.fromkeys(chain.from_iterable(nodes)), enumerate(nodes, 1)),
        Sheet(title, Message("edge"), dict.fromkeys(chain.from_iterable(edges)), enumerate(edges, 1)),
    )


def read_graphml(path: Path) -> nx.Graph:
    """The graph in a GraphML file."""
    data = contents(path, MOST_MEGABYTES)
    if b"<!ENTITY" in data:  # text that can grow without bound as it is read
        raise InputError("got an entity declaration, allowed: GraphML without")
    import networkx as nx

    try:
        return nx.read_graphml(io.BytesIO(data))
    except Exception as problem:  # whatever the parsers of XML and of numbers in it may raise
        raise InputError("not GraphML that networkx can read: {problem}", problem=words_of(problem)) from None


# --- from files to a roster -------------------------------------------------------------------------------------


def read_files(network: Mapping[str, Any], folder: Path) -> tuple[Roster, ImportReport]:
    """Organisations and ties from the files that [network] names.

    Parameters
    ----------
    network
        As `CSV_FILES` or `GRAPHML_FILE` reads it.
    folder
        Where the files are.

    Returns
    -------
    Roster, ImportReport
        Who takes part, and how much is known of them.

    Raises
    ------
    InputError
        A file that is not there, too large or not what it should be; a column that is not there; a value that is
        no number or outside its scale; an organisation or a tie twice; a tie of an unknown organisation.
    """
    columns = network.get("columns", {})
    if "graphml" in network:
        with inside(network["graphml"]):
            nodes, edges = read_graph(read_graphml(folder / network["graphml"]), network["graphml"])
        return roster_of(nodes, edges, (NODE, SOURCE, TARGET), columns)
    key, source, target = network.get("id", "org_id"), network.get("from", "from"), network.get("to", "to")
    orgs = read_csv(folder, network["orgs"], needed=(key,))
    ties = Sheet("ties", LINE, (), ())
    if "ties" in network:
        ties = read_csv(folder, network["ties"], needed=(source, target))
    wave = network.get("wave")
    if wave is not None and "wave" not in {*orgs.header, *ties.header}:
        raise InputError("got {got}, but no file has a column 'wave'", "network", "wave", got=show(wave))
    return roster_of(of_wave(orgs, wave), of_wave(ties, wave), (key, source, target), columns)


def from_graph(graph: nx.Graph) -> tuple[State, tuple[str, ...]]:
    """A state that declares what a graph holds, and the names of its organisations: the inverse of `to_graph`.

    Attributes of nodes and edges that bear the name of a field of the model are taken as they are; all else is
    left to chance, or ignored.

    Examples
    --------
    >>> import networkx as nx
    >>> state, labels = from_graph(nx.star_graph(["Town", "Province", "Club"]))
    >>> labels, len(state.ties)
    (('Town', 'Province', 'Club'), 4)
    """
    nodes, edges = read_graph(graph, "graph")
    roster, _ = roster_of(nodes, edges, (NODE, SOURCE, TARGET), {})
    return settle(roster, count_themes(roster)).state(NO_EDGES), roster.labels


def roster_of(
    orgs: Sheet, ties: Sheet, names: tuple[str, str, str], wanted: Mapping[str, Any]
) -> tuple[Roster, ImportReport]:
    """Who takes part according to two sheets, and how much is known of them.

    Parameters
    ----------
    orgs, ties
        The sheets.
    names
        Columns of the key of an organisation, and of the two ends of a tie.
    wanted
        What the scenario says of other columns.
    """
    key, *ends = names
    rows: dict[str, int] = {}
    organisations: list[dict[str, Any]] = []
    places: list[str | Message] = []
    with inside(orgs.title):
        columns, flags = find_columns(wanted, orgs, NUMBERS), find_flags(wanted, orgs)
        missing: Counter[str] = Counter(dict.fromkeys(columns, 0))
        themes = max((theme for theme in THEMES for point in POINTS if f"{point}_{theme}" in columns), default=0)
        for line, row in orgs.rows:
            with inside(orgs.at(line)):
                identity = Name().read(row[key], key)
                if identity in rows:
                    first = places[rows[identity]]
                    raise InputError("{got} is there already, at {place}", key, got=show(identity), place=first)
                rows[identity] = len(rows)
                organisations.append({"name": identity} | organisation_in(row, columns, flags, max(themes, 2)))
            count_missing(columns, row, missing)
            places.append(Message("{file}: {row}", file=orgs.title, row=orgs.at(line)))
    check_organisations(len(rows))
    with inside(ties.title):
        columns, rated = find_columns(wanted, ties, TIE_FIELDS), array("b")
        missing.update(dict.fromkeys(columns, 0))
        known = gather_ties(ties_in(ties, ends, columns, missing, rated), rows, ties.unit)
    return Roster(organisations, places, known), report_on(len(rows), known, np.array(rated, bool), missing)


def report_on(n: int, ties: np.ndarray, rated: np.ndarray, missing: Mapping[str, int]) -> ImportReport:
    """How much is known of n organisations and of their ties, of which some are rated.

    Parameters
    ----------
    n
        Organisations.
    ties
        Directed, as rows of source and target.
    rated
        Whether there is any answer of a tie, shape (ties,).
    missing
        Answers that are missing, by field.
    """
    source, target = ties["source"][rated], ties["target"][rated]
    return ImportReport(
        organisations=n,
        isolates=n - np.unique([ties["source"], ties["target"]]).size,
        ties=ties.size,
        one_sided=int((~np.isin(source * n + target, target * n + source)).sum()),
        missing=dict(missing),
        response_rate=np.unique(source).size / n,
    )


def organisation_in(
    row: Mapping[str, Any], columns: Mapping[str, Column], flags: Mapping[str, str], themes: int
) -> dict[str, Any]:
    """What a row says of an organisation; a point is put together from the columns of its themes.

    Parameters
    ----------
    row
        Of the sheet.
    columns, flags
        Where each field, and each yes or no, is to be found.
    themes
        How many a point has.
    """
    known: dict[str, Any] = {field: column.value(row) for field, column in columns.items()}
    for point in POINTS:
        coordinates = tuple(known.pop(f"{point}_{theme}", math.nan) for theme in range(1, themes + 1))
        if not all(map(math.isnan, coordinates)):
            known[point] = coordinates
    known |= {flag: flag_in(row[column], column) for flag, column in flags.items() if not is_open(row.get(column))}
    if not is_open(row.get("name")):
        known["name"] = Name().read(row["name"], "name")
    return known


def ties_in(
    ties: Sheet, ends: Sequence[str], columns: Mapping[str, Column], missing: Counter[str], rated: array[int]
) -> Iterator[NumberedTie]:
    """Each tie of a sheet; counts what is missing, and adds to `rated` whether there is any answer.

    Parameters
    ----------
    ties
        The sheet.
    ends
        Columns of source and target.
    columns
        Where each field is to be found.
    missing
        Counts, by field.
    rated
        Gets 1 for every tie of which there is an answer, and 0 for every other.
    """
    source, target = ends
    for line, row in ties.rows:
        with inside(ties.at(line)):
            known = {field: column.value(row) for field, column in columns.items()}
        rated.append(count_missing(columns, row, missing) < len(columns) or not columns)
        yield line, row[source], row[target], known


def count_missing(columns: Mapping[str, Column], row: Mapping[str, Any], missing: Counter[str]) -> int:
    """How many fields a row leaves open; adds each to the count of its field."""
    unanswered = [field for field, column in columns.items() if not column.answered(row)]
    missing.update(unanswered)
    return len(unanswered)

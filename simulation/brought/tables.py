"""Tables: CSV with any delimiter, and the sheets of a spreadsheet, as sheets with the right row as heading."""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from ..errors import Findings, InputError, Message
from ..reading import decoded, encoding_of, show, words_of
from .cells import COMMA, FORMULA, LINE, POINT, Sheet, at, is_open, value_in
from .names import core
from .unanswered import between
from .words import (
    AGREEMENT,
    HEADINGS,
    LONGEST_HEADING,
    NO_DATA,
    condition_of,
    is_known,
    is_total,
    joined,
    plain,
    themes_in,
    tidy,
)

DELIMITERS = ("\t", ";", ",", "|")
MOST_BLOCKS = 20  # after empty lines, of which it is asked whether they are a part of the table above
FIRST_LINES = 50  # of which the delimiter is told, and the row of headings
MOST_CELLS = 5_000_000
MOST_COLUMNS = 5_000
MOST_UNPACKED = 300_000_000  # bytes in all parts of a spreadsheet
OLD_SPREADSHEET, ZIPPED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
QUALTRICS = '{"ImportId"'
HOLLOW = re.compile(  # a formula of which nobody worked out the value
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>\s*|<v>\s*</v>\s*)?</c>'
)
MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
REMARKS = re.compile(
    r"[*(\u2020]|(?:bron|bronnen|let op|n\.?b\.?|noot|toelichting|legenda|opmerking(?:en)?|schaal|peildatum|datum"
    r"|versie|ingevuld door|source|sources|note|notes|legend|remarks?|scale|date|version|filled in by)\s*[:=.]|n\s*="
    r"|(?:n\.?b\.?|let op|p\.?s\.?)\s",
    re.IGNORECASE,
)  # what a line below a table begins with that is no row of it
UNNAMED = re.compile(r"(?:blad|sheet|tabelle|form|formulier|tabel|table|werkblad)\s*\d*", re.IGNORECASE)
LONGEST_NAME = 70  # characters that a name in a row of its own has, below a table
OTHER_THAN_NAMES = frozenset(
    ("min", "max", "minimum", "maximum", "nu", "gewenst", "streef", "streefwaarde", "norm", "spreiding", "sd", "n",
     "now", "wanted", "target", "score", "scores", "cijfer", "toelichting", "nulmeting",
     "eindmeting", "meting_1", "meting_2")
)  # fmt: skip
Cells = tuple[int, list[Any]]


# --- CSV --------------------------------------------------------------------------------------------------------


def read_csv(title: str, data: bytes) -> Sheet:
    """A CSV file as a sheet.

    Raises
    ------
    InputError
        A quote that is not closed or stands within a cell, a row of too many cells, a column twice.
    """
    text = decoded(data)
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?\r?', first)
    delimiter = said[1] if said else delimiter_of(text)
    lines = list(cells_of(rest if said else text, delimiter, skipped=bool(said)))
    notes: tuple[Message, ...] = ()
    if encoding_of(data) == "cp1252":
        notes = (Message("{file} is read as Windows text (cp1252)", file=title),)
    return sheet_of(title, lines, delimiter == ";", notes)


def delimiter_of(text: str) -> str:
    r"""What stands between cells: what occurs equally often in most lines, outside of quotes.

    Examples
    --------
    >>> delimiter_of("from;to;good\nA;B;3,5\nB;A;1"), delimiter_of("from,to\nA,B")
    (';', ',')
    """
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:200_000].split("\n")[:FIRST_LINES] if line.strip()]

    def regularity(delimiter: str) -> tuple[float, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        if not counts:
            return 0.0, 0
        usual, times = max(counts.items(), key=lambda one: (one[1], one[0]))
        return times / len(lines), usual

    best = max(DELIMITERS, key=regularity)
    return best if regularity(best)[1] else ","


def cells_of(text: str, delimiter: str, skipped: bool = False) -> Iterator[Cells]:
    """The cells of each line that has any, with its number."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun, count = 0, 0
    try:
        for cells in lines:
            begun = lines.line_num
            count += len(cells)
            check_cells(count, len(cells))
            if any(cell.strip() for cell in cells):
                yield begun + skipped, [*map(tidy, cells)]
    except csv.Error as problem:
        where = at(LINE, begun + 1 + skipped)
        raise InputError("not CSV: {problem}", where, problem=words_of(problem)) from None


def check_cells(count: int, columns: int) -> None:
    """Refuse a table of more cells than can be read."""
    if count > MOST_CELLS or columns > MOST_COLUMNS:
        raise InputError(
            "got more than {most:,} cells, or {columns:,} columns, allowed: less", most=MOST_CELLS, columns=MOST_COLUMNS
        )


# --- spreadsheets -----------------------------------------------------------------------------------------------


def read_xlsx(title: str, data: bytes) -> list[Sheet]:
    """The sheets of a spreadsheet that hold anything.

    Raises
    ------
    InputError
        It is none, or too large once unpacked.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            names = parts.namelist()
            sheets = [name for name in names if name.startswith("xl/worksheets/") and unpacked <= MOST_UNPACKED]
            marked = {name: (hollow_in(part), merged_in(part)) for name in sheets for part in (parts.read(name),)}
    except Exception as problem:  # whatever a damaged archive raises
        raise InputError("not a spreadsheet that can be read: {problem}", problem=words_of(problem)) from None
    if "content.xml" in names:
        raise InputError("got a spreadsheet of another kind, allowed: .xlsx or .csv; save it as one of these")
    if unpacked > MOST_UNPACKED:
        got, most = unpacked / 1e6, MOST_UNPACKED / 1e6
        raise InputError("got {got:.0f} MB once unpacked, allowed: at most {most:.0f} MB", got=got, most=most)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        tables = {
            sheet.title: list(rows_of_xlsx(sheet, *marked.get(path_of(sheet), (frozenset(), ()))))
            for sheet in book.worksheets
        }
    except InputError:
        raise
    except Exception as problem:  # whatever openpyxl makes of a damaged part
        raise InputError("not a spreadsheet that can be read: {problem}", problem=words_of(problem)) from None
    filled = {name: rows for name, rows in tables.items() if rows}
    found: list[Sheet] = []
    findings = Findings()
    for name, rows in filled.items():
        alone = len(filled) == 1
        full = title if alone else f"{title}: {name}"
        with findings.at("" if alone else name):
            try:
                made = sheet_of(full, rows, unit=Message("row"))
                found.append(made._replace(told=(*made.told, name)) if alone and not UNNAMED.fullmatch(name) else made)
            except InputError:
                if alone or not (joined(name) in NO_DATA or is_text(rows) or is_loose(rows)):
                    raise
                notes = () if is_text(rows) else (Message("{file} is no table, and is not read", file=full),)
                beside = numbers_beside(rows)
                found.append(Sheet(full, Message("row"), (), (), notes=notes, told=texts_of(rows), beside=beside))
    findings.settle()
    return found


def is_text(lines: Sequence[Cells]) -> bool:
    """Whether a sheet is for people to read: there are no numbers in it, and no heading that is known."""
    every = [cell for _, cells in lines for cell in cells if cell != ""]
    return all(isinstance(cell, str) and not is_known(cell) for cell in every)


def is_loose(lines: Sequence[Cells]) -> bool:
    """Whether what stands in a sheet is no table, as on a dashboard: none of its first rows has two known headings."""
    return matrix_row(lines) is None and all(known_in(cells) < 2 for _, cells in lines[:20])


def texts_of(lines: Sequence[Cells]) -> tuple[str, ...]:
    """What stands in lines for people to read."""
    return tuple(cell for _, cells in lines for cell in cells if isinstance(cell, str) and cell)


def numbers_beside(lines: Sequence[Cells]) -> tuple[tuple[str, float], ...]:
    """Each text with the number that stands to the right of it."""
    pairs = ((text, number) for _, cells in lines for text, number in pairwise(cells))
    return tuple(
        (text, float(number))
        for text, number in pairs
        if isinstance(text, str) and text and isinstance(number, int | float) and not isinstance(number, bool)
    )


def path_of(sheet: Any) -> str:  # noqa: ANN401
    """The part of a spreadsheet that a worksheet is in."""
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def hollow_in(part: bytes) -> frozenset[tuple[int, int]]:
    """The cells of a part, by row and column from 1, with a formula of which nobody worked out the value."""
    return frozenset((int(row), place_of(column)) for column, row in HOLLOW.findall(part))


def merged_in(part: bytes) -> tuple[tuple[int, int, int], ...]:
    """The cells of a part that are merged over several rows of one column: the first row, the last, and the column."""
    found = (
        (int(first), int(last), place_of(column))
        for column, first, other, last in MERGED.findall(part)
        if column == other
    )
    return tuple(sorted(one for one in found if one[0] < one[1]))


def place_of(column: bytes) -> int:
    """The place of a column by its letters.

    Examples
    --------
    >>> place_of(b"A"), place_of(b"AB")
    (1, 28)
    """
    place = 0
    for letter in column:
        place = 26 * place + letter - ord("A") + 1
    return place


def rows_of_xlsx(
    sheet: Any,  # noqa: ANN401
    hollow: frozenset[tuple[int, int]] = frozenset(),
    merged: Sequence[tuple[int, int, int]] = (),
) -> Iterator[Cells]:
    """The rows of a worksheet that hold anything, whatever it says of its own size.

    Parameters
    ----------
    sheet
        Of openpyxl.
    hollow
        Cells with a formula of which nobody worked out the value.
    merged
        Cells that are merged over rows; each of these has what the first has, where it has anything else.
    """
    count, held, waiting = 0, dict[tuple[int, int], Any](), list(reversed(merged))
    rows_hollow = {row for row, _ in hollow}
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [value_of(cell) for cell in row]
        if number in rows_hollow:
            cells = [FORMULA if (number, place) in hollow else cell for place, cell in enumerate(cells, 1)]
        while cells and cells[-1] in ("", None):
            cells.pop()
        while waiting and waiting[-1][0] <= number:
            first, last, place = waiting.pop()
            if first == number and place <= len(cells) and cells[place - 1] != "":
                held[last, place] = cells[place - 1]
        for last, place in [*held]:
            if last < number:
                del held[last, place]
            elif place <= len(cells) and cells[place - 1] == "":
                cells[place - 1] = held[last, place]
        count += max(1, len(cells))
        check_cells(count, len(cells))
        if cells:
            yield number, cells


def value_of(cell: object) -> Any:  # noqa: ANN401
    """A cell of a spreadsheet: text, a number, yes or no."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell if isinstance(cell, bool | int | float) else str(cell)


# --- the row of headings ----------------------------------------------------------------------------------------


def sheet_of(
    title: str,
    lines: Sequence[Cells],
    semicolons: bool = False,
    notes: tuple[Message, ...] = (),
    unit: Message = LINE,
) -> Sheet:
    """A sheet from its lines: headings from the row that has most words that are known, rows filled up with blanks.

    Parameters
    ----------
    title
        Of the file, and of the part of it where it has several.
    lines
        Of each line that holds anything, its number and its cells.
    semicolons
        Whether semicolons stand between cells.
    notes
        What was found out before.
    unit
        What the numbers of lines count.

    Raises
    ------
    InputError
        Two columns of one name, or a row of more cells than there are headings.
    """
    if not lines:
        return Sheet(title, unit, (), (), semicolons, notes)
    other = turned(lines)
    if other:
        turned_told = Message("{file} has a row for each condition and a column for each organisation", file=title)
        lines, notes, unit = other, (*notes, turned_told), Message("column")
    place = heading_row(lines)
    number, heading = lines[place]
    told, remarks = texts_of(lines[:place]), remarks_above(lines[:place])
    if themed := two_layers(lines, place):
        place, heading = themed
        number = lines[place][0]
        notes = (*notes, Message("the headings of {file} are under their themes, on {at}", file=title,
                                 at=at(unit, number)))  # fmt: skip
    elif place:
        notes = (*notes, Message("the headings of {file} are on {at}", file=title, at=at(unit, number)))
    below = list(lines[place + 1 :])
    second = next((k for k, (_, cells) in enumerate(below[:3]) if any(str(c).startswith(QUALTRICS) for c in cells)), -1)
    if second >= 0:
        first, last = at(unit, below[0][0]), at(unit, below[second][0])
        notes = (
            *notes,
            Message("{file}: {first} to {last} are headings too (Qualtrics)", file=title, first=first, last=last),
        )
        below = below[second + 1 :]
    below, under = without_remarks(below, names_in_matrix(lines, place))
    if any(len(filled(cells)) > 1 and not is_level(cells) for _, cells in under):
        notes = (*notes, Message("{file}: what stands below the table, from {at} on, is not read", file=title,
                                 at=at(unit, under[0][0])))  # fmt: skip
    remarks = (*remarks, *alone_in(under))
    told = (
        *told,
        *texts_of(under),
        *(f"{filled(cells)[0]} = {filled(cells)[1]}" for _, cells in under if is_level(cells)),
    )
    header = named(heading, max((len(cells) for _, cells in below), default=0))
    header = in_full(header, below) or told_apart(header, below)
    findings = Findings()
    for name, times in Counter(header).items():
        if times > 1:
            findings.add(InputError("got {got} columns {name}, allowed: one", got=times, name=show(name)))
    rows = []
    for line, cells in below:
        with findings.at(at(unit, line)):
            if any(cell != "" for cell in cells[len(header) :]):
                raise InputError("got {got} cells, allowed: {most}, as in the header", got=len(cells), most=len(header))
        rows.append((line, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))))
    findings.settle()
    return Sheet(title, unit, header, rows, semicolons, notes, told, remarks=remarks)


def alone_in(lines: Sequence[Cells]) -> tuple[str, ...]:
    """The texts that stand alone on their line."""
    return tuple(held[0] for _, cells in lines if len(held := filled(cells)) == 1 and isinstance(held[0], str))


def remarks_above(lines: Sequence[Cells]) -> tuple[str, ...]:
    """The texts that stand alone above a table, without the first, which is its title unless it reads as a remark, or
    as a sentence.
    """
    texts = alone_in(lines)
    return texts if texts and (REMARKS.match(texts[0]) or texts[0].endswith(".")) else texts[1:]


def names_in_matrix(lines: Sequence[Cells], place: int) -> frozenset[str]:
    """The names above a matrix, as they are compared; nothing where the headings are not those of one."""
    if matrix_row(lines) != place:
        return frozenset()
    return frozenset(core(str(cell)) for cell in lines[place][1][1:] if cell != "")


def without_remarks(lines: Sequence[Cells], names: frozenset[str]) -> tuple[list[Cells], list[Cells]]:
    """Lines of a table, and those after it that are none of its rows: remarks, a legend, another table.

    These come after an empty line, and none of them is as a row of the table; or they are texts that stand alone and
    read as a remark.

    Parameters
    ----------
    lines
        Those below the headings.
    names
        Of a matrix, the names that its rows have.
    """
    table, under = list(lines), list[Cells]()
    gaps = [place for place in range(1, len(table)) if table[place][0] - table[place - 1][0] > 1]
    for place in gaps[-MOST_BLOCKS:]:  # a table with an empty line after each row has many, and nothing below it
        if is_beside(table[:place], table[place:], names):
            table, under = table[:place], table[place:]
            break
    while len(table) > 2 and is_remark(table[-1][1]) and len(filled(table[0][1])) > 1:
        under.insert(0, table.pop())
    for place in range(len(table) - 1, 1, -1):
        cells = filled(table[place][1])
        if len(cells) > 1 or not isinstance(cells[0], str):
            break
        alone = table[place][0] - table[place - 1][0] > 1
        if alone and len(filled(table[place - 1][1])) > 1:
            return table[:place], [*table[place:], *under]
    return table, under


def is_beside(table: Sequence[Cells], block: Sequence[Cells], names: frozenset[str]) -> bool:
    """Whether a block after an empty line is none of the rows above: each begins elsewhere, is far shorter, or holds
    texts alone where those hold numbers; of a matrix, whether none of them is of a name above it.
    """
    if names:
        return not any((cells and core(str(cells[0])) in names) or is_total(str(cells[0])) for _, cells in block)
    usual = sorted(len(filled(cells)) for _, cells in table)[len(table) // 2]
    if usual < 2 or len(table) < 2:
        return False
    begun = min(next(place for place, cell in enumerate(cells) if cell != "") for _, cells in table)
    rated = all(has_rating(cells) for _, cells in table)

    def is_row(cells: list[Any]) -> bool:
        named = begun < len(cells) and isinstance(cells[begun], str) and cells[begun] != ""
        return named and len(filled(cells)) >= max(2, (usual + 1) // 2) and (has_rating(cells) or not rated)

    if known_in(block[0][1]) > 1:
        return True
    return not any(is_row(cells) for _, cells in block) and (len(block) > 1 or len(filled(block[0][1])) == 1)


def has_rating(cells: list[Any]) -> bool:
    """Whether a row holds a number, or agreement in words."""
    return any(holds_ratings([(0, [cell])], 0) for cell in cells)


def is_level(cells: list[Any]) -> bool:
    """Whether a row is of a legend: a whole number, and beside it what it stands for."""
    held = filled(cells)
    return len(held) == 2 and type(held[0]) is int and isinstance(held[1], str)


def is_remark(cells: list[Any]) -> bool:
    """Whether a line below a table reads as a remark: a text that stands alone, and begins as one or is too long."""
    held = filled(cells)
    text = held[0] if len(held) == 1 and isinstance(held[0], str) else ""
    return bool(text) and (REMARKS.match(text) is not None or len(text) > LONGEST_NAME)


def turned(lines: Sequence[Cells]) -> list[Cells] | None:
    """A table that has a row for each condition and a column for each organisation, the other way round; else None."""
    for place, (number, heading) in enumerate(lines[:20]):
        below = [cells for _, cells in lines[place + 1 :]]
        named = [(k, name) for k, name in enumerate(heading[1:], 1) if name != "" and not is_total(str(name))]
        if len(named) < 3 or not all(isinstance(name, str) for _, name in named) or any(themes_in(n) for _, n in named):
            continue
        if any(is_known(name) or joined(name) in OTHER_THAN_NAMES or plain(name) in NO_DATA for _, name in named):
            continue
        rows = [cells for cells in below if cells and isinstance(cells[0], str) and len(themes_in(cells[0])) == 1]
        themes = [condition_of(themes_in(cells[0])[0]) for cells in rows]
        if len({*themes}) < 3 or len({plain(cells[0]) for cells in rows}) < len(rows):
            continue
        labels = [f"{cells[0]}:" if joined(cells[0]) in HEADINGS["name"] else cells[0] for cells in rows]
        found: list[Cells] = [*lines[:place], (number, ["name", *labels])]
        for k, name in named:
            found.append((k + 1, [name, *(cells[k] if k < len(cells) else "" for cells in rows)]))
        return found
    return None


def told_apart(header: list[str], below: Sequence[Cells]) -> list[str]:
    """Headings of which none is there twice that is not read, or that once names who it is about and once is a score:
    the second of "organisatie" is a condition, and so is the only one where it holds ratings beside other conditions.
    """
    apart, themes = list(header), {name: themes_in(name) for name in header}

    def beside(name: str) -> set[str]:
        return {word for one, words in themes.items() if one != name for word in words}

    for name in (name for name, times in Counter(header).items() if times > 1):
        places = [place for place, one in enumerate(header) if one == name]
        numbers = [holds_ratings(below, place) for place in places]
        read = is_known(name) or themes[name]
        others = beside(name) if themes[name] else {}
        second = numbers == [False, True] or (not numbers[0] and len(others) > 1)  # scores may be words too
        if not read or (len(places) == 2 and second):
            for count, place in enumerate(places[1:], 2):
                apart[place] = f"{name} ({count})"
    for place, name in enumerate(apart):
        called = joined(name) in HEADINGS["name"] and themes_in(name)
        if called and len(beside(name)) > 1 and is_rated(below, place):
            apart[place] = f"{name}:"
    return apart if len(set(apart)) == len(apart) or len(set(header)) == len(header) else header


def is_rated(lines: Sequence[Cells], place: int) -> bool:
    """Whether most of what a column holds are ratings, as far as it was worked out."""
    held = [line for line in lines if place < len(line[1]) and not is_open(line[1][place])]
    held = [line for line in held if line[1][place] != FORMULA]
    return 2 * sum(holds_ratings([line], place) for line in held) > len(held)


def holds_ratings(lines: Sequence[Cells], place: int) -> bool:
    """Whether a column holds a number, or agreement in words."""
    cells = (cells[place] for _, cells in lines if place < len(cells))
    return any(
        not math.isnan(value_in(cell, POINT, COMMA)) or between(cell) is not None or plain(str(cell)) in AGREEMENT
        for cell in cells
    )


def two_layers(lines: Sequence[Cells], place: int) -> tuple[int, list[str]] | None:
    """The second row of headings in two layers, and its headings, each after the theme above it; None without themes.

    A theme goes on until the next one, over the columns that hold ratings.
    """
    for upper in (place, place - 1):
        if not 0 <= upper < len(lines) - 2 or lines[upper + 1][0] != lines[upper][0] + 1:
            continue
        above, under = lines[upper][1], lines[upper + 1][1]
        above = [*above, *[""] * (len(under) - len(above))]
        under = [*under, *[""] * (len(above) - len(under))]
        texts = all(isinstance(cell, str) for cell in (*above, *under))
        themes = [k for k, cell in enumerate(above) if cell and under[k] and len(themes_in(str(cell))) == 1]
        spans = any(not above[k + 1] and under[k + 1] for k in themes if k + 1 < len(above))
        if not texts or len(themes) < 2 or not spans or any(holds_ratings([lines[upper + 1]], k) for k in themes):
            continue
        theme, headings = "", []
        for k, (over, own) in enumerate(zip(above, under, strict=True)):
            theme = themes_in(over)[0] if k in themes else "" if over else theme
            rated = theme and own and not is_total(own) and holds_ratings(lines[upper + 2 :], k)
            headings.append(f"{theme}: {own}" if rated else own or over)
        return upper + 1, headings
    return None


def heading_row(lines: Sequence[Cells]) -> int:
    """Which of the first lines has the headings: the first of those with the most words that are known.

    What stands alone in its row above a table is its title: then one known word is enough.
    """
    first = lines[:20]
    matrix = matrix_row(lines)
    if matrix is not None:
        return matrix
    counts = [known_in(cells) for _, cells in first]
    best = max(range(len(first)), key=lambda place: (counts[place], -place))
    titled = len(filled(first[0][1])) == 1 < len(filled(first[best][1]))
    return best if counts[best] > (0 if titled else max(1, counts[0])) else 0


def known_in(cells: list[Any]) -> int:
    """How many headings a row has that are known, or name one of the five conditions; none where half of it or more are
    numbers.
    """
    held = filled(cells)
    numbers = sum(isinstance(cell, int | float) for cell in held)
    texts = [cell for cell in held if isinstance(cell, str)]
    known = sum(is_known(cell) or (len(cell) <= LONGEST_HEADING and len(themes_in(cell)) == 1) for cell in texts)
    return 0 if 2 * numbers >= len(held) else known


def matrix_row(lines: Sequence[Cells]) -> int | None:
    """Which of the first lines heads a matrix: at least three names that stand below it too, in the first column."""
    last = {core(str(cells[0])): place for place, (_, cells) in enumerate(lines) if cells and cells[0] != ""}
    for place, (_, cells) in enumerate(lines[:20]):
        names = [cell for cell in cells[1:] if cell != "" and not is_total(str(cell))]
        across = {core(str(cell)) for cell in names}
        if len(across) < 3 or len(across) < len(names) or not all(isinstance(cell, str) for cell in names):
            continue
        same = sum(last.get(name, -1) > place for name in across) >= 0.8 * len(across)
        if same or in_full([str(cell) for cell in cells], lines[place + 1 :]):
            below = (cell for _, others in lines[place + 1 :] for cell in others[1:] if isinstance(cell, str))
            if not any(core(cell) in across for cell in below):
                return place
    return None


def in_full(header: Sequence[str], below: Sequence[Cells]) -> list[str]:
    """The headings of a matrix of which they are short for the names in its first column, as these names; none where
    they are not, each for the name in its own place.

    Examples
    --------
    >>> in_full(["", "TN", "PR", "GC"], [(2, ["Town North"]), (3, ["Province"]), (4, ["Gelre Club"])])
    ['', 'Town North', 'Province', 'Gelre Club']
    """
    short = [name for name in header[1:] if name and not is_total(name)]
    names = [str(cells[0]) for _, cells in below if cells and cells[0] != "" and not is_total(str(cells[0]))]
    if len(short) < 3 or len(short) != len(names) or not all(map(stands_for, short, names)):
        return []
    full = iter(names)
    return [header[0], *(next(full) if name and not is_total(name) else name for name in header[1:])]


def stands_for(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation come in that order in a name that begins with the first.

    Examples
    --------
    >>> stands_for("WKH", "Woningstichting De Kempische Haard"), stands_for("Trust", "Town")
    (True, False)
    """
    letters, left = plain(short), iter(plain(name))
    return letters[:1] == plain(name)[:1] and len(letters) <= len(name) and all(one in left for one in letters)


def filled(cells: list[Any]) -> list[Any]:
    """The cells of a row that hold anything."""
    return [cell for cell in cells if cell != ""]


def named(heading: Sequence[Any], width: int) -> list[str]:
    """The names of columns; empty ones at the end are left out, and one before that is called by its place."""
    names = [str(cell) for cell in heading]
    while names and names[-1] == "":
        names.pop()
    return [name or f"({place})" for place, name in enumerate(names, 1)] or [""][:width]

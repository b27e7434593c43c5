"""What people bring: a scenario file, or the files of a survey or a network, as bytes that a browser sent.

The reader is that of the command line. A visitor reads no files of this computer, and cannot make it run out of memory
or time: a scenario may name only files that came with it, and what would be too large for a page is refused before it
is made.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple

from ..brought.options import EVERY, THEMES, on_page, options_of
from ..brought.parts import Source
from ..brought.present import rounds_played
from ..brought.ratings import Answers
from ..brought.reader import FILE_KEYS, read
from ..brought.tables import ZIPPED
from ..brought.themes import OPEN
from ..brought.words import FAMILIES, as_title
from ..errors import FindingsError, InputError, Message, inside
from ..group.fit import SHOWN
from ..group.made import Group, made
from ..group.waves import BETWEEN, SEEDS, another_wave
from ..reading import NETWORKS, TABLES, decoded, show
from ..scenario import Scenario, load, parse, read_toml
from . import tours
from .session import MOST_ORGANISATIONS, check_size

MOST_BYTES = 1_000_000  # of all files together
MOST_UNPACKED = 20_000_000  # of a spreadsheet
MOST_FILES = 4
MOST_LINES = 20_000  # of one file
MOST_SECONDS = 20  # of making a group of a survey
SECONDS = 2e-4, 1.5e-5  # of a try, and of each organisation and tie in it, on a slow computer
LISTS = ("orgs.csv", "ties.csv", "conditions.csv", ".xlsx", *NETWORKS)
UPLOAD = Message("upload")
OWN = "own"  # what a scenario that somebody brought is called in an address; it has its title for people


class Question(NamedTuple):
    """What the page asks of files that do not tell it: an option of the reader, what may be answered, the columns that
    it is about, where it is about some, and which answer is proposed.
    """

    option: str
    about: str
    choices: tuple[str, ...]
    columns: tuple[str, ...] = ()
    proposed: str = ""


SCALES = ("1:4", "1:5", "1:7", "1:10", "0:10", "0:4", "0:1")
LENGTHS = (5, 7, 10)  # at which scales end
MOST_QUESTIONS = 2
MOST_NAMES = 6  # that are asked about at once
MOST_DIGITS = 6  # of rounds


def questions(error: InputError, said: Mapping[str, Any] | None = None) -> list[Question]:
    """What would settle an error: at most two questions of it, which condition each question of a survey is about, and
    some of names that may be the same.

    Parameters
    ----------
    error
        What the reader has found.
    said
        What was said of the files before: a scale is asked for all of them at once, but for ties where these have marks
        of another length (of 5 and of 10); and of each where that was said.
    """
    asked: dict[tuple[str, str], Question] = {}
    whole, apart = EVERY not in (said or {}).get("scale", {}), of_two_lengths(findings_in(error))
    for one in findings_in(error):
        for option, choices in one.asks:
            if option == "theme":
                asked |= {(option, each.about): each for each in map(which_theme, choices)}
                continue
            about, names = "", choices
            if option in ("sheet", "same"):
                about, names = choices[0].partition("=")[0], tuple(choice.partition("=")[2] for choice in choices)
            elif option == "scale":
                column = choices[0].partition("=")[0]
                about, names = column if not whole or (apart and column in FAMILIES) else EVERY, SCALES
            known = asked.get((option, about), Question(option, about, names))
            if option == "scale":
                value, column = one.message.values["got"], column_of(one)
                fits = tuple(scale for scale in known.choices if holds(scale, value)) or known.choices
                known = known._replace(choices=fits, columns=tuple(dict.fromkeys((*known.columns, column))))
            asked[option, about] = known
    names = [one for one in asked.values() if one.option == "same"]
    themes = [one for one in asked.values() if one.option == "theme"]
    others = [one for one in asked.values() if one.option not in ("same", "theme")]
    return [*others[:MOST_QUESTIONS], *themes, *names[:MOST_NAMES]]


def which_theme(choice: str) -> Question:
    """What is asked of a question of a survey, with what its own words propose."""
    about, _, likely = choice.rpartition("=")
    return Question("theme", about, THEMES, proposed="" if likely == OPEN else likely)


def of_two_lengths(findings: Sequence[InputError]) -> bool:
    """Whether marks of ties are on a scale of another length than others, as far as their size says: 5, 7 or 10."""
    reach: dict[bool, float] = {}
    for one in findings:
        value = one.message.values.get("got")
        for option, choices in one.asks:
            if option == "scale" and isinstance(value, int | float):
                ties = choices[0].partition("=")[0] in FAMILIES
                reach[ties] = max(value, reach.get(ties, value))
    return len({next((length for length in LENGTHS if most <= length), most) for most in reach.values()}) > 1


def column_of(error: InputError) -> str:
    """The column that an error is about, as people have it: numbers without a heading are called as their sheet is."""
    column = str(error.where[-1])
    if column not in ("weight", "score"):
        return column
    return re.sub(r"\.\w+$", "", str(error.where[0]).rpartition(": ")[2])


def findings_in(error: InputError) -> Sequence[InputError]:
    """Each thing that is wrong."""
    return error.findings if isinstance(error, FindingsError) else (error,)


def holds(scale: str, value: Any) -> bool:  # noqa: ANN401
    """Whether a value is on a scale."""
    low, high = map(float, scale.split(":"))
    return isinstance(value, int | float) and low <= value <= high


def settled(error: InputError) -> bool:
    """Whether what the page asks would settle all of an error, so that nothing else is to be said of it."""
    return all(one.asks for one in findings_in(error))


def with_answers(said: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """What was said of files, and what was answered now: by option, or `scale trust` for a scale."""
    known = dict(said)
    for name, answer in answers.items():
        option, _, about = str(name).partition(" ")
        if option in ("sheet", "same", "theme"):
            known[option] = {**known.get(option, {}), about: str(answer)}
        elif about:
            ends = [float(end) for end in str(answer).split(":") if end in map(str, range(11))]
            known["scale"] = {**known.get("scale", {}), about: ends}
        elif option == "together" and str(answer).isdecimal():
            known[option] = int(str(answer)[:MOST_DIGITS])
        else:
            known[option] = str(answer)
    return known


class Opened(NamedTuple):
    """What came of files: a scenario, what was read where they are a survey or a network, and an agenda.

    Attributes
    ----------
    scenario, answers, group
        As they are read.
    script
        The file of the agenda, empty without one.
    """

    scenario: Scenario
    answers: Answers | None = None
    group: Group | None = None
    script: str = ""


def opened(files: Mapping[str, str | bytes], said: Mapping[str, Any] | None = None) -> Scenario:
    """The scenario in files that somebody brought; see `brought`."""
    return brought(files, said).scenario


def brought(files: Mapping[str, str | bytes], said: Mapping[str, Any] | None = None) -> Opened:
    """What is in files that somebody brought.

    Parameters
    ----------
    files
        What is in them by their name: one `.toml`, with the files that it names; or those of a survey or a network. An
        agenda may come along, or come alone for a scenario that comes with the model.
    said
        What was asked of the reader, as in `samenspel.brought.options`.

    Raises
    ------
    InputError
        Files that are too many, too large, of another kind, or not what they should be.
    """
    held = {name: data.encode(errors="replace") if isinstance(data, str) else data for name, data in files.items()}
    check_bytes(sum(map(len, held.values())))
    if not 1 <= len(held) <= MOST_FILES:
        raise InputError("got {got} files, allowed: 1 to {most}", UPLOAD, got=len(held), most=MOST_FILES)
    held = {plain_name(name): data for name, data in held.items()}
    title, script = agenda_in(held)
    held.pop(title, None)
    opened = of_agenda(title, script) if script and not held else of_files(held, said or {})
    if script:
        with inside(title):
            tours.parse(script, opened.scenario)
    return opened._replace(script=script)


def check_bytes(size: int) -> None:
    """Refuse files that are too large together."""
    if size > MOST_BYTES:
        got, most = size / 1e6, MOST_BYTES / 1e6
        raise InputError("got {got:.1f} MB, allowed: at most {most:g} MB", UPLOAD, got=got, most=most)


def agenda_in(held: Mapping[str, bytes]) -> tuple[str, str]:
    """The name and the text of the agenda among files, both empty without one: a `.toml` with steps."""
    found = [("", "")]
    for name, data in held.items():
        if name.lower().endswith(".toml"):
            with inside(name):
                text = decoded(data)
                if "steps" in read_toml(text):
                    found.append((name, text))
    if len(found) > 2:
        raise InputError("got {got} agendas, allowed: one", UPLOAD, got=len(found) - 1)
    return found[-1]


def of_agenda(title: str, script: str) -> Opened:
    """The scenario that an agenda is for which came alone."""
    with inside(title):
        name = tours.parse(script).scenario
        if not name:
            raise InputError("it names no scenario, and none came along: scenario = {example}", example='"merger"')
    return Opened(load(name))


def of_files(held: dict[str, bytes], said: Mapping[str, Any]) -> Opened:
    """What is in files among which there is no agenda."""
    scenarios = [name for name in held if name.lower().endswith(".toml")]
    if len(scenarios) > 1:
        raise InputError("got {got} scenario files, allowed: one", UPLOAD, got=len(scenarios))
    if scenarios:
        title = scenarios[0]
        with inside(title):
            text = decoded(held.pop(title))
            check_network(read_toml(text), held)
    for name, data in held.items():
        with inside(name):
            check_unpacked(data)
    if not scenarios:
        return of_survey(held, said)
    stem = PurePosixPath(title).stem or "scenario"
    with tempfile.TemporaryDirectory(prefix="samenspel-") as folder:
        for name, inner in held.items():
            (Path(folder) / name).write_bytes(inner)
        scenario = parse(text, stem, Path(folder) if held else None)
    scenario = replace(scenario, name=OWN)
    check_size(scenario)
    return Opened(scenario)


def of_survey(held: Mapping[str, bytes], said: Mapping[str, Any]) -> Opened:
    """The group in the files of a survey or a network, as `samenspel import` makes it."""
    try:
        sources, options = [Source(name, data) for name, data in held.items()], options_of(said)
        answers = read(sources, options)
        two = another_wave(sources, options, answers)
        for one in two or (answers,):
            check_count(len(one.roster.organisations))
        check_seconds(two or (answers,))
        title = answers.title or as_title(PurePosixPath(next(iter(held))).stem)
        group = made(answers, title, "network", OWN, two=two)
    except InputError as error:
        error.spelled = on_page
        raise
    scenario = replace(group.scenario, name=OWN)
    check_size(scenario)
    return Opened(scenario, answers, group)


def check_seconds(waves: Sequence[Answers]) -> None:
    """Refuse a group of which it would take too long to find what brings the model near its scores, in every wave."""
    n = max(len(answers.roster.organisations) for answers in waves)
    ties = max(2 * answers.roster.ties.size for answers in waves) or n * (n - 1)
    rounds = len(waves) * rounds_played(ties) + len(SHOWN) + (len(waves) - 1) * len(SEEDS) * (1 + BETWEEN)
    seconds = rounds * (SECONDS[0] + SECONDS[1] / 100 * (n + ties))
    if seconds > MOST_SECONDS:
        raise InputError(
            "{n} organisations and {ties} ties would take {got:.0f} seconds to fit, the view allows {most}; use "
            "samenspel import",
            UPLOAD, n=n, ties=ties, got=seconds, most=MOST_SECONDS,
        )  # fmt: skip


def plain_name(name: str) -> str:
    """The name of a file without any folder."""
    plain = PureWindowsPath(PurePosixPath(str(name)).name).name
    if not plain or plain.startswith(".") or len(plain.encode(errors="replace")) > 100 or not plain.isprintable():
        raise InputError("got a file called {got}, allowed: a name of at most 100 bytes", UPLOAD, got=show(name))
    if not plain.lower().endswith((".toml", *TABLES, *NETWORKS)):
        raise InputError("got {got}, allowed: a scenario (.toml), or {allowed}", UPLOAD, got=show(plain), allowed=LISTS)
    return plain


def check_unpacked(data: bytes) -> None:
    """Refuse a spreadsheet that is much larger than it looks, and files of more lines than a page has use for."""
    unpacked, lines = 0, data.count(b"\n")
    if data.startswith(ZIPPED):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                unpacked, lines = sum(part.file_size for part in parts.infolist()), 0
        except Exception:  # the reader says better what is wrong with it
            return
    if unpacked > MOST_UNPACKED:
        got, most = unpacked / 1e6, MOST_UNPACKED / 1e6
        raise InputError("got {got:.0f} MB once unpacked, allowed: at most {most:.0f} MB", got=got, most=most)
    if lines > MOST_LINES:
        what = Message("lines")
        raise InputError("got {got} {what}, the view allows at most {most}", got=lines, what=what, most=MOST_LINES)


def check_network(table: Mapping[str, Any], brought: Mapping[str, bytes]) -> None:
    """Refuse files that did not come along, and more organisations than a page can show, before any is made."""
    network = table.get("network", {})
    network = network if isinstance(network, dict) else {}
    for key in FILE_KEYS:
        if key in network and not (isinstance(network[key], str) and network[key] in brought):
            raise InputError(
                "got {got}, allowed: a file that was brought: {allowed}",
                "network",
                key,
                got=show(network[key]),
                allowed=", ".join(brought) or Message("none"),
            )
    listed = table.get("organisations", [])
    check_count(network.get("organisations", 0))
    check_count(len(listed) if isinstance(listed, list) else 0)
    if isinstance(network.get("orgs"), str) and not brought[network["orgs"]].startswith(ZIPPED):
        check_count(brought[network["orgs"]].count(b"\n") - 40)  # a heading, and lines that are blank


def check_count(count: object) -> None:
    """Refuse more organisations than a page can show."""
    if isinstance(count, int) and count > MOST_ORGANISATIONS:
        what, most = Message("organisations"), MOST_ORGANISATIONS
        raise InputError("got {got} {what}, the view allows at most {most}", got=count, what=what, most=most)

"""What the scenarios show, in docs/scenarios.md: `python -m samenspel.studies.cases.listing` measures it anew.

It keeps what it found in found.csv, of which the tables of the page are made. It also gives every scenario that states
a seed that of a typical run, in the scenario's own file, and keeps in measured.toml of what it was found, so that a
test finds a row that is older than its scenario.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, NamedTuple

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.experiments.listing import DOCS, checked, written
from samenspel.experiments.store import declared_digest
from samenspel.scenario import BUILT_IN, Scenario, load, names
from samenspel.view import tours
from samenspel.view.asked import Question, questions

from ..rows import Kept
from .asked import WRITTEN, Asked, ask
from .case import ENDS, OFTEN, SEEDS, Case, Made, measure

PAGE = DOCS / "scenarios.md"
COMMAND = "samenspel.studies.cases.listing"
MEASURED = Path(__file__).with_name("measured.toml")
LEAST_LEFT = 0.01  # share of runs from which it is said who leaves
TURNS, ASKED = "turns", "asked"
EVENT, LEVER, CHOICE = "event", "lever", "choice"
ANSWER, RIGHT = "answer", "right"
ENDED = ("value", "felt", "lost")  # of how a scenario comes out


class Row(NamedTuple):
    """A number that was found of a scenario.

    Attributes
    ----------
    scenario, table
        Of which, and where it stands: under a logic or as it stands, in `turns`, or in `asked`.
    of, who
        What it is, and of which end, organisation, event, condition, choice or answer. The right answer has the margin.
    value, otherwise
        Itself, or the change of value; and of what turns a case the share of runs that end in another way, else NaN.
    """

    scenario: str
    table: str
    of: str
    who: str
    value: float
    otherwise: float = math.nan


KEPT = Kept(Path(__file__).parent, Row._fields)


def found_of(case: Case) -> Iterator[Row]:
    """What is kept of a case: under each logic, and as it stands only if that is neither; and of all that turns it."""
    name = case.scenario.name
    ways = case.ended if case.mixed else {way: one for way, one in case.ended.items() if way != "as it stands"}
    for way, one in ways.items():
        yield from (Row(name, way, of, "", getattr(one, of)) for of in ENDED)
        yield from (Row(name, way, "ends", end, share) for end, share in one.ends.items())
        yield Row(name, way, "leaves", *one.leaver)
        yield Row(name, way, "least", *one.least)
    yield from (turning(name, EVENT, event, made) for (_, event), made in case.events.items())
    yield from (turning(name, LEVER, lever, made) for lever, made in case.levers.items())
    yield from (turning(name, CHOICE, choice, made) for choice, made in case.choices.items())


def turning(name: str, of: str, who: str, made: Made) -> Row:
    """What an event, work on a condition or a choice made of a scenario."""
    return Row(name, TURNS, of, who, made.value, made.otherwise)


def found_of_question(asked: Asked) -> Iterator[Row]:
    """What is kept of what a tour asks: each answer, and by how much which of them is right."""
    name = asked.question.scenario
    answers = list(zip(prediction(name).answers, asked.means, strict=False))  # that there is no difference has no runs
    yield from (Row(name, ASKED, ANSWER, answer, mean) for answer, mean in answers)
    yield Row(name, ASKED, RIGHT, answers[asked.right][0], asked.margin)


def kept() -> list[Row]:
    """What was found the last time."""
    return [Row(*list(row.values())[:4], float(row["value"]), float(row["otherwise"])) for row in KEPT.read()]


def lists(found: Iterable[Row]) -> dict[str, list[Sequence[str]]]:
    """The three tables of the page by their names."""
    by_scenario = [(name, list(rows)) for name, rows in groupby(found, lambda row: row.scenario)]
    return {
        "logics": [
            ("scenario", "logic", "value", "felt", "goal lost", "how it ends", "leaves most", "gains least"),
            *(row for name, rows in by_scenario for row in of_logics(name, rows)),
        ],
        "turns": [
            ("scenario", "what happens", "best lever", "what the group can decide"),
            *(of_turns(name, rows) for name, rows in by_scenario),
        ],
        "asked": [
            ("scenario", "what its tour asks", "answers", "clear by"),
            *(of_question(name, rows) for name, rows in by_scenario),
        ],
    }


def of_logics(name: str, found: Iterable[Row]) -> list[Sequence[str]]:
    """How a case comes out under each logic; as it stands only if that is neither."""
    rows = []
    for way, numbers in groupby((row for row in found if row.table not in (TURNS, ASKED)), lambda row: row.table):
        by_what = {(row.of, row.who): row.value for row in numbers}
        value, felt, lost = (by_what[of, ""] for of in ENDED)
        ends = ", ".join(f"{end} {by_what['ends', end]:.0%}" for end in ENDS if by_what["ends", end] >= OFTEN)
        (leaver, share), (least, gain) = (
            next((who, value) for (of, who), value in by_what.items() if of == asked) for asked in ("leaves", "least")
        )
        leaves = f"{leaver} {share:.0%}" if share >= LEAST_LEFT else "nobody"
        rows.append(
            (f"`{name}`", way, f"{value:+.2f}", f"{felt:.1f}", f"{lost:.0%}", ends, leaves, f"{least} {gain:+.2f}")
        )
    return rows


def of_turns(name: str, found: Iterable[Row]) -> Sequence[str]:
    """What events, levers and choices make of a case: change of value, and runs that end otherwise."""
    rows = [row for row in found if row.table == TURNS]
    events, choices = (
        "; ".join(f"{row.who} {row.value:+.2f} ({row.otherwise:.0%})" for row in rows if row.of == of) or "–"
        for of in (EVENT, CHOICE)
    )
    lever = max((row for row in rows if row.of == LEVER), key=lambda row: row.value)
    return f"`{name}`", events, f"{lever.who} {lever.value:+.2f}", choices


def of_question(name: str, found: Iterable[Row]) -> Sequence[str]:
    """What a tour asks, in its own words, and what each answer comes to; the right one in bold."""
    question, rows = questions()[name], [row for row in found if row.table == ASKED]
    right = next(row for row in rows if row.of == RIGHT)
    answers = [
        (row.who == right.who, f"{row.who} {row.value:{WRITTEN[question.outcome]}}") for row in rows if row.of == ANSWER
    ]
    told = "; ".join(f"**{answer}**" if bold else answer for bold, answer in answers)
    margin = f"{right.value:+.2f}" if question.by_how_much else f"{right.value:.0%} of runs"
    return f"`{name}`", prediction(name).text, told, margin


def prediction(name: str) -> tours.Step:
    """The step of a tour in which a group predicts, in English."""
    return next(step for step in tours.read(name, "en") if step.answers)


def made_of(scenario: Scenario, question: Question) -> str:
    """Fingerprint of what the rows of a scenario come from, but for the model; its texts and its seed are not in it."""
    told = (scenario.rounds, scenario.parameters, scenario.events, dict(scenario.choices), scenario.stays)
    predict = prediction(scenario.name)
    asks = (question, predict.text, predict.answers)
    who = declared_digest(scenario, SEEDS.start)
    return hashlib.sha256(repr((told, asks, who)).encode()).hexdigest()[:16]


def as_file(fingerprints: Mapping[str, str]) -> str:
    """The text of the file that says of what the page was made."""
    lines = [f'{name} = "{fingerprint}"' for name, fingerprint in fingerprints.items()]
    return "\n".join([f"# Of what docs/scenarios.md was made; written by `python -m {COMMAND}`.", *lines, ""])


def with_seed(text: str, seed: int) -> str:
    """The text of a scenario file with another seed."""
    return re.sub(r"(?m)^seed = \d+", f"seed = {seed}", text, count=1)


def measured() -> tuple[list[Case], list[Asked]]:
    """Every scenario measured, and what its tour asks."""
    asked = {name: ask(question, SEEDS) for name, question in questions().items()}
    return [measure(load(name), SEEDS, asked[name].telling) for name in names()], list(asked.values())


def keep(cases: Iterable[Case], asked: Iterable[Asked]) -> None:
    """Write what was found, of what it was found, and the seed of a typical run of each scenario."""
    by_name = {one.question.scenario: one for one in asked}
    for one in cases:
        file = BUILT_IN / f"{one.scenario.name}.toml"
        file.write_text(with_seed(file.read_text(encoding="utf-8"), one.typical), encoding="utf-8")
    rows = (row for one in cases for row in (*found_of(one), *found_of_question(by_name[one.scenario.name])))
    KEPT.write(rows, SEEDS)
    MEASURED.write_text(
        as_file({name: made_of(load(name), one.question) for name, one in by_name.items()}), encoding="utf-8"
    )


def page(text: str) -> str:
    """The text with its tables as they are made of what is kept."""
    return written(text, lists(kept()), COMMAND)


def command(
    *, again: Annotated[bool, Parameter(help="Write the tables from what was found the last time.")] = False
) -> None:
    """Measure every scenario anew, and write docs/scenarios.md and the seed of a typical run of each."""
    checked(PAGE)
    if not again:
        keep(*measured())
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    run_alone(command, COMMAND)

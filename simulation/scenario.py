"""A scenario: a collaboration to run, as its file describes it.

A file is read in three steps. The tables of the first part of this page say what may stand where, and give each
value its range. Then what is said of who takes part becomes a declared state (`simulation.networks`, and
`simulation.survey` for data files). Last, events find their organisations. docs/scenarios.md is the same for people.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from .conditions import CONDITIONS
from .dynamics import Parameters
from .errors import InputError, nearest
from .events import ORGANISATION_FIELDS, TIE_FIELDS, TRAITS, Event, concerned
from .logic import LOGICS, Logic
from .networks import (
    GENERATORS,
    MOST_THEMES,
    MOTIVES,
    NO_EDGES,
    ORGANISATIONS,
    PLACE,
    POINTS,
    Declared,
    Fixed,
    Generated,
    Roster,
    check_generator,
    count_themes,
    everybody,
    gather_ties,
    generate,
    settle,
)
from .parameters import changed, declarations, number, whole
from .reading import (
    Anything,
    Flag,
    Name,
    Several,
    Table,
    Tables,
    Text,
    Word,
    check_known,
    contents,
    decoded,
    inside,
    show,
)
from .state import State
from .survey import CSV_FILES, GRAPHML_FILE, OTHERS, ImportReport, read_files

BUILT_IN = Path(__file__).parent / "scenarios"
MOST_MEGABYTES = 1


@dataclass(frozen=True)
class Scenario:
    """What a scenario file says, checked.

    Attributes
    ----------
    name, title, story, question
        For people; `name` is the name of the file.
    sources
        Keys of docs/bibliography.md, or references in full.
    round
        What a round stands for, such as "month".
    rounds, seed
        Defaults of a run.
    parameters
        All parameters, those that the scenario does not mention at their defaults.
    labels
        Names of the organisations, in row order.
    declare
        From a seed, a new state in which what the scenario leaves open is NaN: `simulation.dynamics.begin` fills
        it in. Only a random network generator uses the seed.
    events
        In the order in which they happen.
    text
        The scenario file, so that a manifest can hold it.
    report
        What was in the data files, where there are any.
    """

    name: str
    title: str
    story: str
    question: str
    sources: tuple[str, ...]
    round: str
    rounds: int
    seed: int
    parameters: Parameters
    labels: tuple[str, ...]
    declare: Callable[[int], State]
    events: tuple[Event, ...] = ()
    text: str = ""
    report: ImportReport | None = None


# --- what may stand where ---------------------------------------------------------------------------------------

ROUND = whole(1, 1_000_000, "round", "when it happens, counted from 1")
ROUNDS = whole(1, 100_000, "rounds", "how many a run has")
SEED = whole(0, 2**63 - 1, "seed", "which chance")
EFFORT = number(0, 1, "effort per round", "work on a condition")

ORGANISATION = Table(
    {
        "name": Name(),
        **TRAITS,
        **MOTIVES,
        **{point: Several(coordinate) for point, coordinate in POINTS.items()},
        "lead": Flag(),
        "member": Flag(),
    },
    required=("name",),
)
TIE = Table({"from": Name(), "to": Name(), **TIE_FIELDS}, required=("from", "to"))
EVENT = Table(
    {
        "round": ROUND,
        "name": Name(),
        "parameters": Anything(),
        "organisation": Name(),
        "towards": Name(),
        "tie": Several(Name(), 2),
        "set": Anything(),
        "add": Anything(),
    },
    required=("round",),
)
PHASE = Table({"round": ROUND, "name": Name(), **dict.fromkeys(CONDITIONS, EFFORT)}, required=("round",))

# [network]: with files, with a generator, or with neither.
NETWORKS = {
    "orgs": CSV_FILES,
    "graphml": GRAPHML_FILE,
    **{
        name: Table(
            {"generator": Word(GENERATORS), "organisations": ORGANISATIONS, **arguments},
            required=("organisations", *arguments),
        )
        for name, arguments in GENERATORS.items()
    },
    "others": Table({"others": OTHERS}),
}
FILES = ("orgs", "graphml")

SCENARIO = Table(
    {
        "title": Name(),
        "story": Text(),
        "question": Text(),
        "sources": Several(Name()),
        "round": Name(),
        "rounds": ROUNDS,
        "seed": SEED,
        "logic": Word(LOGICS),
        "themes": whole(2, MOST_THEMES, "themes", "dimensions of theme space"),
        "need": Several(PLACE),
        "parameters": Anything(),
        "organisations": Tables(ORGANISATION),
        "ties": Tables(TIE),
        "network": Anything(),
        "events": Tables(EVENT),
        "phases": Tables(PHASE),
    }
)


# --- loading ----------------------------------------------------------------------------------------------------


def names() -> list[str]:
    """Names of the scenarios that come with the model."""
    return sorted(path.stem for path in BUILT_IN.glob("*.toml"))


def load(path_or_name: str | Path) -> Scenario:
    """A scenario by the name of one that comes with the model, or by the path of its file.

    Raises
    ------
    InputError
        What is wrong with it, in one line: where, what it says, and what it may say.

    Examples
    --------
    >>> load("baseline").labels[:2]
    ('Organisation 1', 'Organisation 2')
    """
    built_in = names()
    path = BUILT_IN / f"{path_or_name}.toml" if path_or_name in built_in else Path(path_or_name)
    with inside(str(path_or_name)):
        if not path.exists() and path.suffix != ".toml":
            raise InputError(f"no such file, and no scenario of this name{nearest(path.name, built_in)}")
        text = decoded(contents(path, MOST_MEGABYTES))
    return parse(text, path.stem, path.parent)


def parse(text: str, name: str, folder: Path | None = None) -> Scenario:
    """A scenario from the text of its file.

    Parameters
    ----------
    text
        TOML, as docs/scenarios.md describes it.
    name
        What to call it; errors begin with it.
    folder
        Where data files are that the scenario names; without it, it can name none.

    Raises
    ------
    InputError
        What is wrong with it, in one line: where, what it says, and what it may say.
    """
    with inside(f"{name}.toml"):
        table = SCENARIO.read(read_toml(text))
        parameters = Parameters()
        if "logic" in table:
            parameters = changed(parameters, contrasts(table["logic"]))
        parameters = changed(parameters, by_name(table.get("parameters", {})))
        roster, declare, report = participants(table, folder)
        events = sorted([*phases(table), *dated(table, roster.labels, declare, parameters)], key=lambda event: event.round)
        return Scenario(
            name=name,
            title=table.get("title", name),
            story=table.get("story", ""),
            question=table.get("question", ""),
            sources=table.get("sources", ()),
            round=table.get("round", "round"),
            rounds=table.get("rounds", 60),
            seed=table.get("seed", 1),
            parameters=parameters,
            labels=roster.labels,
            declare=declare,
            events=tuple(events),
            text=text,
            report=report,
        )

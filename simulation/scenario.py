"""A scenario: a collaboration to run, as its file describes it.

A file is read in three steps. The tables of the first part of this page say what may stand where, and give each
value its range. Then what is said of who takes part becomes a declared state (`samenspel.networks`, and
`samenspel.brought` for data files). Last, events find their organisations. docs/scenarios.md is the same for people.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

import numpy as np

from .based import BASED_ON, DATED, KEYS, Found, as_toml, completed
from .brought.answered import Answered, answered_as_said
from .brought.cells import MOST_NUMBER
from .brought.order import ordered_by_name
from .brought.present import Present, present
from .brought.ratings import Answers, ImportReport, by_condition, group_scores, rated_roster
from .brought.reader import ANY_FILE, CSV_FILES, FILE_KEYS, GRAPHML_FILE, OTHERS, read_files
from .brought.tables import OLD_SPREADSHEET, ZIPPED
from .conditions import CONDITIONS
from .dynamics import Parameters
from .errors import InputError, Message, inside, nearest
from .events import ACTS, DIFFERENCES, ORGANISATION_FIELDS, TIE_FIELDS, TRAITS, Event, concerned, out_since
from .logic import LOGICS, Logic
from .networks import (
    GENERATORS,
    MOST_ORGANISATIONS,
    MOST_THEMES,
    MOTIVES,
    NO_EDGES,
    ORGANISATIONS,
    PLACE,
    POINTS,
    Declared,
    Drawn,
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
from .own_mechanism import of_the_model
from .parameters import Declaration, at_pace, changed, choice, known_parameters, number, record_type, whole
from .partners import is_about_partners, with_partners
from .parts import EVENT as EVENT_PART
from .parts import NETWORK, Parts
from .parts import read as read_parts
from .reading import (
    LONGEST_NAME,
    NETWORKS,
    TABLES,
    Anything,
    Dotted,
    Either,
    Flag,
    Meaning,
    Name,
    OrTables,
    OrVariant,
    Several,
    Table,
    Tables,
    Text,
    Word,
    as_argument,
    check_known,
    contents,
    decoded,
    from_text,
    is_relative,
    moved_by,
    show,
    words_of,
)
from .state import State

BUILT_IN = Path(__file__).parent / "scenarios"
PLAYING = BUILT_IN / "playing"
MOST_MEGABYTES = 1
SURVEYS = {*TABLES, *NETWORKS} - {".txt"}  # of which a scenario is still to be made
MOST_EVENTS = 20_000
MOST_LIKELY = 500  # organisations that a wrong name may be meant to be of
MOST_LOOKS = 5_000_000_000  # events times ties: each event looks for the ties that it concerns, some ten seconds in all


class Theme(NamedTuple):
    """A theme as people speak of it: its name, and what its two ends stand for."""

    name: str
    low: str  #  at 0
    high: str  # at 1


class Aim(NamedTuple):
    """What an organisation wants of it all, and what it fears, in a sentence each; empty where it is not said."""

    wants: str = ""
    fears: str = ""


class Stake(NamedTuple):
    """What an organisation makes by itself in a round, in a unit of its own: 12 beds, 400,000 euro."""

    amount: float
    unit: str


class Leaving(NamedTuple):
    """What it is to leave in a case of its own, such as "acts on its own" of a town, and what is said of who did."""

    does: str
    label: str
    bound: str = ""  # of whoever cannot leave, where that is neither by law nor as an owner


@dataclass(frozen=True, repr=False)
class Scenario:
    """What a scenario file says, checked.

    Attributes
    ----------
    name, title, story, question
        For people; `name` is the name of the file.
    lesson, reality, fiction
        What it is there to learn; who decides, pays and has to agree in reality; and what of it is made up.
    closing
        What it leaves a group to ask about its own practice at the end, where nothing is still open; may be empty.
    sources
        Keys of docs/bibliography.md, or references in full.
    round, months
        What a round stands for, such as "month", and in months as far as the speed of things goes.
    rounds, seed
        Defaults of a run.
    parameters
        All parameters, those that the scenario does not mention at their defaults.
    labels
        Names of the organisations, in row order.
    declare
        From a seed, a new state in which what the scenario leaves open is NaN: `samenspel.dynamics.begin` fills
        it in. Only a random network generator uses the seed.
    events
        In the order in which they happen.
    choices
        By name, what the group can decide and does not do by itself: events that happen only if it is chosen.
    themes
        What each theme is called, and its two ends; empty where the scenario does not say.
    stakes
        What an organisation makes by itself in a round in a unit of its own, by row; None where it is not said.
    stays
        Rows of those that cannot leave, by law or ownership, as long as there is a collaboration.
    leaving
        What it is to leave, where that is not to be gone.
    aims
        What an organisation wants and fears, by its name; only those of which it is said.
    text
        The scenario file, so that a manifest can hold it.
    report
        What was in the data files, where there are any.
    scores
        What the group scores itself, by condition, share; nothing of what was not asked.
    unsure
        By parameter, the standard deviation that it is known by, where that is said; of `pace` that of its logarithm.
    unread
        Columns of what a group brought that have no part in it.
    answered
        Who answered, on which scale, and when, where that is said.
    present
        What was made of those scores, where the scenario has data files.
    said
        What a what-if says of its organisations, by key; see `samenspel.partners`.
    parts
        Of one's own, where it names any.
    """

    name: str
    title: str
    story: str
    question: str
    sources: tuple[str, ...]
    round: str
    months: float
    rounds: int
    seed: int
    parameters: Parameters
    labels: tuple[str, ...]
    declare: Callable[[int], State]
    events: tuple[Event, ...] = ()
    lesson: str = ""
    reality: str = ""
    fiction: str = ""
    closing: str = ""
    choices: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()
    stakes: tuple[Stake | None, ...] = ()
    stays: tuple[int, ...] = ()
    leaving: Leaving | None = None
    aims: Mapping[str, Aim] = field(default_factory=dict)
    text: str = ""
    report: ImportReport | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    unsure: Mapping[str, float] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    answered: Answered | None = None
    present: Present | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    parts: Parts | None = None

    def __repr__(self) -> str:
        return f"<Scenario '{self.name}': {len(self.labels)} organisations, {self.rounds} rounds, seed {self.seed}>"

    @property
    def record(self) -> np.ndarray:
        """The parameters of the model as its compiled rules read them; scenarios and replicates share it."""
        return record_of(self.parameters)


@lru_cache(maxsize=1024)
def record_of(parameters: Parameters) -> np.ndarray:
    """Parameters as the compiled rules of the model read them: those of the model alone."""
    of_each = zip(layouts(), of_the_model(parameters), strict=True)
    return np.ndarray(1, record_type(Parameters), bytearray(b"".join(one.pack(*group) for (_, one), group in of_each)))


@cache
def layouts() -> list[tuple[int, Struct]]:
    """Where the parameters of each mechanism lie in the record, in bytes, and how."""
    codes = {"f": "d", "i": "q"}  # of a kind of number, as numpy and as struct call it
    return [
        (offset, Struct("=" + "".join(codes[group[name].kind] for name in group.names or ())))
        for group, offset, *_ in (record_type(Parameters).fields or {}).values()
    ]


def with_fields(scenario: Scenario, **said: Any) -> Scenario:  # noqa: ANN401  of whatever kind a field is
    """The scenario with other values of some fields: `dataclasses.replace` sets the forty others one by one."""
    made = object.__new__(type(scenario))
    vars(made).update(vars(scenario), **said)
    return made


# --- what may stand where ---------------------------------------------------------------------------------------

ROUND = whole(1, 1_000_000, "round", "when it happens, counted from 1")
USUAL_ROUNDS = 60  # of a run, where a scenario does not say
ROUNDS = whole(1, 100_000, "rounds", "how many a run has")
MONTHS = number(0.01, 120, "months", "what a round stands for, as far as the speed of things goes")
SEED = whole(0, 2**63 - 1, "seed", "which chance")
EFFORT = number(0, 1, "effort per round", "work on a condition")
LOGIC = choice(LOGICS, "all six contrasts of logic")
NO_PARAMETERS = ("rounds", "seed", "logic")  # what changes beside them, by a name of its own
PARAMETERS = Dotted(names={"logic": LOGIC, **known_parameters(Parameters)}, own=True)

THEME = Table(
    {
        "name": Meaning("what the theme is called", Name()),
        "from": Meaning("what 0 stands for", Name()),
        "to": Meaning("what 1 stands for", Name()),
    },
    required=("name", "from", "to"),
)
LEAVING = Table(
    {
        "does": Meaning("what is said of one that leaves, after its name: acts on its own", Name()),
        "label": Meaning("what stands by the name of one that has left: on its own", Name()),
        "bound": Meaning("what is said of one that cannot leave: bound by a contract for a year", Name()),
    },
    required=("does", "label"),
)
AGREEMENT = Table(
    {
        "goal": Meaning(
            "what the group agreed: a place in every theme; in the middle of its interests by default", Several(PLACE)
        ),
        "age": whole(0, 100_000, "rounds", "how long the group has this goal"),
    },
    required=("age",),
)
SCORES = Table(dict.fromkeys(CONDITIONS, number(0, 1, "share of the scale", "what the group scores itself")))
PACE = number(0.1, 10, "times", "how fast this group goes, relative to the defaults")
UNSURE = Dotted(
    names={
        **dict.fromkeys(known_parameters(Parameters), number(0, 10, "as of the parameter", "standard deviation")),
        "pace": number(0, 10, "of its logarithm", "standard deviation"),
    },
    own=True,
)
SCORE = number(-MOST_NUMBER, MOST_NUMBER, "as in the file", "a score at an end of a scale")
LOWEST = Table(
    {
        "organisation": Meaning("whose score it is", Name()),
        "condition": Meaning("on what", Word(CONDITIONS)),
        "score": number(0, 1, "share of the scale", "how low"),
        "people": whole(0, 10_000_000, "people", "how many gave it"),
    },
    required=("organisation", "condition", "score"),
)
LEAST_TRUST = Table(
    {
        "from": Meaning("who trusts", Name()),
        "to": Meaning("who is trusted", Name()),
        "trust": number(0, 1, "share of the scale", "how low"),
        "mutual": Meaning("whether the other trusts as little", Flag()),
        "people": whole(0, 10_000_000, "people", "how many gave it"),
    },
    required=("from", "to", "trust"),
)
APART = Table(
    {
        "condition": Meaning("on which", Word(CONDITIONS)),
        "low": number(0, 1, "share of the scale", "of an earlier import, and not used any more"),
        "high": number(0, 1, "share of the scale", "of an earlier import, and not used any more"),
    },
    required=("condition",),
)
SILENT = Table(
    {"organisation": Meaning("whose", Name()), "condition": Meaning("on which", Word(CONDITIONS))},
    required=("organisation", "condition"),
)
SHARE = number(0, 1, "share of the scale", "of an organisation")
LOWEST_TRUST = Table(
    {
        "trust": number(0, 1, "share of the scale", "how low"),
        "times": whole(1, 10_000_000, "ratings", "how many are as low"),
    },
    required=("trust", "times"),
)
ANSWERED = Table(
    {
        "organisations": whole(0, MOST_ORGANISATIONS, "organisations", "for which somebody answered"),
        "of": whole(1, MOST_ORGANISATIONS, "organisations", "how many there were"),
        "respondents": whole(1, 10_000_000, "people", "how many answered"),
        "scales": Meaning("on which: the scores for nothing and for all, of each", Several(Several(SCORE, 2, 2))),
        "assumed": Meaning("whether one of these was not said", Flag()),
        "wave": Meaning("which measurement it is", Name()),
        "lowest": Meaning("the lowest scores of organisations", Several(LOWEST, least=0)),
        "low_too": whole(0, 10_000_000, "scores", "how many of fewer people are as low as the last of these, or lower"),
        "by_one": Meaning("of an earlier import, and not used any more", Several(Name(), least=0)),
        "by_several": Meaning("organisations for which at least three people answered", Several(Name(), least=0)),
        "apart": Meaning("where organisations lie furthest apart", APART),
        "silent": Meaning("who answered, but not on some condition", Several(SILENT, least=0)),
        "response": Meaning(
            "how many people answered, and how many were invited",
            Several(whole(1, 10_000_000, "people", "answered, or invited"), 2, 2),
        ),
        "contact": Meaning("whether it was asked who works with whom at all", Flag()),
        "filled": Meaning("whether organisations are known to have filled it in themselves", Flag()),
        "least_trust": Meaning("the lowest ratings of trust", Several(LEAST_TRUST, least=0)),
        "as_low": whole(0, 10_000_000, "ratings", "how many of fewer people are as low as the last of these, or lower"),
        "lowest_trust": Meaning("the lowest rating of trust, of nobody by name", LOWEST_TRUST),
        "trusting": Meaning("of whom at least three people said how far they trust others", Several(Name(), least=0)),
        "trusted": Meaning("of whom at least three people said how far they trust it", Several(Name(), least=0)),
        "trust_scale": Meaning("on which trust was rated", Several(SCORE, 2, 2)),
        "agreement_assumed": Meaning("whether nobody said if there is an agreement", Flag()),
        "estimated": Meaning("organisations of which somebody else gave the scores", Several(Name(), least=0)),
        "estimates": Meaning("whether somebody else gave all scores", Flag()),
        "by_contact": Meaning("whether dependence stands on how often partners meet", Flag()),
        "spread": Meaning(
            "by condition, how far answers are apart",
            Table({name: number(0, 1, "share of the scale", "standard deviation of answers") for name in CONDITIONS}),
        ),
        "ends": Meaning(
            "by condition, the lowest and the highest score of an organisation",
            Table({name: Meaning("on it", Several(SHARE, 2, 2)) for name in CONDITIONS}),
        ),
    },
    required=("organisations", "of"),
)
STAKE = Table(
    {
        "amount": number(1e-9, 1e12, "of its own unit", "what it makes by itself in a round"),
        "unit": Meaning("of the amount", Name()),
    },
    required=("amount", "unit"),
)
ORGANISATION = Table(
    {
        "name": Meaning("unique; where data files say who takes part, one of theirs", Name()),
        **TRAITS,
        **MOTIVES,
        **{point: Several(coordinate) for point, coordinate in POINTS.items()},
        "lead": Meaning("whether it leads; at most one does", Flag()),
        "member": Meaning("whether it takes part from the start", Flag()),
        "stays": Meaning("whether it cannot leave, by law or ownership", Flag()),
        "stake": STAKE,
        "wants": Meaning("what it wants of it all, in a sentence", Text()),
        "fears": Meaning("what it fears, in a sentence", Text()),
    },
    required=("name",),
)
TIE = Table(
    {
        "from": Meaning("the organisation that trusts, understands and depends", Name()),
        "to": Meaning("the organisation that it trusts, understands and depends on", Name()),
        **TIE_FIELDS,
    },
    required=("from", "to"),
)
ACT = Table({name: Meaning(one.meaning, Flag()) if one.kind == "whole" else one for name, one in ACTS.items()})
EVENT = Table(
    {
        "round": ROUND,
        "name": Meaning("what people call it", Name()),
        "parameters": PARAMETERS,
        "organisation": Meaning("the organisation that it changes", Name()),
        "towards": Meaning("all ties of others towards this organisation change", Name()),
        "tie": Meaning("the tie of the first organisation towards the second changes", Several(Name(), 2, 2)),
        "set": Anything(Table({**ORGANISATION_FIELDS, **TIE_FIELDS})),
        "add": Anything(Table(DIFFERENCES)),
        "act": ACT,
        "stays": Meaning("whether the organisation cannot leave from then on, by law or ownership", Flag()),
        "own": Meaning("an event of one's own, of the file that parts names", Name()),
    },
    required=("round",),
)
CHOICE = Table(
    {
        **EVENT.fields,
        "step": Meaning("what people call this part of it, where that is not the name of the choice", Name()),
    },
    required=("round", "name"),
)
PHASE = Table(
    {"round": ROUND, "name": Meaning("what people call it", Name()), **dict.fromkeys(CONDITIONS, EFFORT)},
    required=("round",),
)

# [network] is one of four: files, GraphML, a generator, or only what holds for others than [[ties]] mentions.
GENERATED = {
    name: Table(
        {"generator": Word((name,)), "organisations": ORGANISATIONS, **arguments},
        required=("generator", "organisations", *arguments),
    )
    for name, arguments in GENERATORS.items()
}
ONE_BY_ONE = Table({"others": OTHERS})
OWN_NETWORK = Table(
    {"own": Meaning("a network of one's own, of the file that parts names", Name()), "organisations": ORGANISATIONS},
    required=("own", "organisations"),
)
GENERATOR_KEYS = set().union(*(table.fields for table in GENERATED.values()))
NETWORK_KEYS = {
    **CSV_FILES.fields,
    **GRAPHML_FILE.fields,
    **ANY_FILE.fields,
    **dict.fromkeys(sorted({*GENERATOR_KEYS, "own"})),
}

SCENARIO = OrVariant(
    {
        "based_on": Meaning("the scenario that it starts from, by name, or path from this file", Name()),
        "parts": Meaning("Python file beside it, with parts of one's own; not of what is uploaded", Name()),
        "title": Meaning("what people call it", Name()),
        "story": Meaning("one paragraph, in plain words", Text()),
        "question": Meaning("what it should make us wonder", Text()),
        "lesson": Meaning("what it is there to learn", Text()),
        "reality": Meaning("by which law it is so in reality, who decides, who pays and who has to agree", Text()),
        "fiction": Meaning("what of it is made up", Text()),
        "closing": Meaning("what it leaves a group to ask about its own practice at the end", Text()),
        "sources": Meaning("keys of docs/bibliography.md, or references in full", Several(Name(), least=0)),
        "round": Meaning("what a round stands for, such as month", Name()),
        "months": MONTHS,
        "pace": PACE,
        "rounds": ROUNDS,
        "seed": SEED,
        "logic": Meaning(LOGIC.meaning, Word(LOGICS)),
        "themes": OrTables(whole(2, MOST_THEMES, "themes", "dimensions of theme space"), THEME),
        "need": Meaning("the true need at the start: a place in every theme", Several(PLACE)),
        "agreement": AGREEMENT,
        "leaving": LEAVING,
        "scores": SCORES,
        "unsure": UNSURE,
        "unread": Meaning("columns of what the group brought that were not read", Several(Name(), least=0)),
        "answered": ANSWERED,
        "parameters": PARAMETERS,
        "organisations": Tables(ORGANISATION),
        "ties": Tables(TIE),
        "network": Either(kinds=(CSV_FILES, GRAPHML_FILE, ANY_FILE, *GENERATED.values(), OWN_NETWORK, ONE_BY_ONE)),
        "events": Tables(EVENT),
        "choices": Tables(CHOICE),
        "phases": Tables(PHASE),
    },
    key=BASED_ON,
    found=KEYS,
)


# --- loading ----------------------------------------------------------------------------------------------------


def names() -> list[str]:
    """Names of the scenarios that come with the model."""
    return sorted(path.stem for path in BUILT_IN.glob("*.toml"))


def playing() -> list[str]:
    """Names of the scenarios that come with the model to be played in a room, and are no cases."""
    return sorted(path.stem for path in PLAYING.glob("*.toml"))


def file_of(name: str) -> Path | None:
    """The file of a scenario that comes with the model; None where there is no such name."""
    folder = BUILT_IN if name in names() else PLAYING if name in playing() else None
    return folder / f"{name}.toml" if folder else None


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
    path, known = file_of(str(path_or_name)) or Path(path_or_name), [*names(), *playing()]
    with inside(str(path_or_name)[-LONGEST_NAME:]):  # of a path, the end says most
        if not os.path.exists(path):
            raise InputError(
                "no such file or scenario, allowed: a path, or one of {allowed}{nearest}",
                allowed=", ".join(known),
                nearest=nearest(path.stem, known),
            )
        data = contents(path, MOST_MEGABYTES)
        check_is_scenario(path, data)
        text = decoded(data)
    return parse(text, path.stem, path.parent, parts=read_parts)


def check_is_scenario(path: Path, data: bytes) -> None:
    """Refuse a workbook, a table or a network, of which a scenario is still to be made.

    Raises
    ------
    InputError
        It is one of these, with what makes a scenario of it.
    """
    if data.startswith((ZIPPED, OLD_SPREADSHEET)) or path.suffix.lower() in SURVEYS:
        file, out = as_argument(path), as_argument(path.with_suffix(".toml").name)
        raise InputError(
            "got answers or a network, which is no scenario yet; first make one of it: "
            "samenspel import {file} --out {out}",
            file=file, out=out,
        )  # fmt: skip


def as_scenario(case: Scenario | str | Path) -> Scenario:
    """A scenario as it is, or the one that a name or path says.

    Raises
    ------
    InputError
        It is none of these, or what `load` says of it.
    """
    if isinstance(case, Scenario):
        return case
    if not isinstance(case, str | Path):
        raise InputError("got {got}, allowed: a scenario, or the name or path of one", "scenario", got=show(case))
    return load(case)


def copy(name: str, path: Path) -> list[Path]:
    """Copy a scenario that comes with the model to a new file, with the folder of data that it reads, if it has one.

    Parameters
    ----------
    name
        As in `names()` or `playing()`.
    path
        A file that is not there yet, in a folder that is.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        There is no such scenario, or something is in the way; then nothing is written.
    """
    file, known = file_of(name), [*names(), *playing()]
    if file is None:
        raise InputError(
            "got {got}, allowed: {allowed}{nearest}",
            "--copy",
            got=show(name),
            allowed=", ".join(known),
            nearest=nearest(name, known),
        )
    data = BUILT_IN / name
    wanted = [path, *([path.parent / name] if data.is_dir() else [])]
    for one in wanted:
        if one.exists():
            raise InputError("{path}: is there already", "--copy", path=str(one))
    if not path.parent.is_dir():
        raise InputError("{path}: no such folder", "--copy", path=str(path.parent))
    if data.is_dir():
        shutil.copytree(data, path.parent / name)
    shutil.copyfile(file, path)
    return wanted


def parse(
    text: str,
    name: str,
    folder: Path | None = None,
    answers: Answers | None = None,
    parts: Callable[[str, Path | None], Parts] | None = None,
) -> Scenario:
    """A scenario from the text of its file.

    Parameters
    ----------
    text
        TOML, as docs/scenarios.md describes it.
    name
        What to call it; errors begin with it.
    folder
        Where data files are that the scenario names; without it, it can name none.
    answers
        What data files say that were read already; the scenario then names none.
    parts
        What reads the Python file that it names, and so runs it; without it, it can name none: text that came by a link
        or an upload never runs Python.

    Raises
    ------
    InputError
        What is wrong with it, in one line: where, what it says, and what it may say.
    """
    with inside(f"{name}.toml"):
        said = read_toml(text)
        homes = [folder] if "parts" in said else []

        def found(named: str, at: Path | None) -> Found:
            base = base_of(named, at)
            homes.extend([base[1]] if "parts" in base[0] else [])
            return base

        whole, folder = completed(said, folder, found)
        table = SCENARIO.read(whole)
        check_dates(table)
        mine = parts_of(table, homes[0] if homes else folder, parts)
        text = text if whole is said else as_toml(whole)
        bundle = contrasts(table["logic"]) if "logic" in table else {}
        paced = at_pace(mine.parameters if mine else Parameters(), table.get("months", 1.0) * table.get("pace", 1.0))
        themes = named_themes(table)
        network = read_network(table.get("network", {}))
        if "own" in network:
            network["own"] = own_part(mine, NETWORK, network["own"], "network")
        answers = answers or data_of(table, network, folder)
        if answers and "columns" not in network:  # a scenario that says what each column is has its rows as it has them
            answers = ordered_by_name(answers)
        own = bundle | by_name(table.get("parameters", {}))

        def settled(measured: Mapping[str, Any]) -> Parameters:
            return changed(paced, {**measured, **own})

        now = now_of(table, network, answers, settled)
        parameters = settled(now.parameters if now else {})
        roster = now.roster if now else one_by_one(table, network.get("organisations", 0))
        declare = participants(table, network, roster, answers, now.age if now else 0)
        if "own" in network:
            declare(table.get("seed", 1))  # complains, if there is anything to complain of
        if mine and mine.mechanisms:
            mine.check(declare(table.get("seed", 1)))
        happening = [*dated(table, "events", roster.labels, declare, parameters, mine)]
        check_acts(happening, roster.labels)
        events = [*phases(table), *happening]
        choices: dict[str, list[Event]] = {}
        chosen = dated(table, "choices", roster.labels, declare, parameters, mine)
        for entry, event in zip(table.get("choices", []), chosen, strict=True):
            choices.setdefault(entry["name"], []).append(event)
        return Scenario(
            name=name,
            title=table.get("title", name),
            story=table.get("story", ""),
            question=table.get("question", ""),
            sources=table.get("sources", ()),
            round=table.get("round", "round"),
            months=table.get("months", 1.0),
            rounds=table.get("rounds", USUAL_ROUNDS),
            seed=table.get("seed", 1),
            parameters=parameters,
            labels=roster.labels,
            declare=declare,
            events=in_order(events),
            lesson=table.get("lesson", ""),
            reality=table.get("reality", ""),
            fiction=table.get("fiction", ""),
            closing=table.get("closing", ""),
            choices={choice: tuple(events) for choice, events in choices.items()},
            themes=themes,
            stakes=tuple(stake_of(organisation) for organisation in roster.organisations),
            stays=tuple(row for row, organisation in enumerate(roster.organisations) if organisation.get("stays")),
            leaving=Leaving(**table["leaving"]) if "leaving" in table else None,
            aims=dict(aims_of(table.get("organisations", []))),
            text=text,
            report=answers.report if answers else None,
            scores=scores_of(answers) | table.get("scores", {}),
            unsure=(dict(now.doubts) if now else {}) | by_name(table.get("unsure", {})),
            unread=(answers.report.unread if answers else ()) or tuple(table.get("unread", ())),
            answered=answered_of(table, answers),
            present=now,
            parts=mine,
        )


def parts_of(
    table: Mapping[str, Any], folder: Path | None, read: Callable[[str, Path | None], Parts] | None
) -> Parts | None:
    """The parts of one's own that a scenario names, where its Python may run."""
    if "parts" not in table:
        return None
    with inside("parts"):
        if read is None:
            raise InputError(
                "got {got}, allowed: none here; Python of one's own is run from the command line and from Python alone",
                got=show(table["parts"]),
            )
        return read(table["parts"], folder)


def own_part(mine: Parts | None, kind: str, name: str, where: str) -> Callable[..., Any]:
    """A part of one's own, of a kind.

    Parameters
    ----------
    mine
        The parts of the scenario, where it names any.
    kind, name
        What is looked for.
    where
        What an error begins with.
    """
    with inside(where):
        if mine is None:
            raise InputError("got {got}, but the scenario names no parts", "own", got=show(name))
        return mine.one(kind, name)


def base_of(said: str, folder: Path | None) -> Found:
    """The scenario that `based_on` names: what its file says, its folder, and what it is called."""
    path = file_of(said) or (folder / said if folder else None)
    if path is None:
        allowed = ", ".join([*names(), *playing()])
        raise InputError("got {got}, allowed: one of {allowed}, as there is no folder", got=show(said), allowed=allowed)
    with inside(said[-LONGEST_NAME:]):
        return read_toml(decoded(contents(path, MOST_MEGABYTES))), path.parent, str(path.resolve())


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by the round in which they happen, those of one round as they come."""
    return tuple(sorted(events, key=lambda event: event.round))


def with_events(scenario: Scenario, events: Sequence[Event]) -> Scenario:
    """The scenario with more events.

    A parameter that they set is theirs from the first of them on: what the scenario had in store for it no longer
    happens.
    """
    held = {name for event in events for name in event.parameters}
    first = min((event.round for event in events), default=scenario.rounds + 1)
    past = [without(event, held) if event.round >= first else event for event in scenario.events]
    return replace(scenario, events=in_order([*past, *events]))


def without(event: Event, held: Collection[str]) -> Event:
    """An event that leaves some parameters alone."""
    kept = {name: value for name, value in event.parameters.items() if name not in held}
    return event if len(kept) == len(event.parameters) else replace(event, parameters=kept)


def chosen(scenario: Scenario, choice: str, name: str) -> list[Event]:
    """What a choice brings about, under another name; what has a name of its own keeps it."""
    return [replace(event, name=name) if event.name == choice else event for event in scenario.choices[choice]]


def choosing(scenario: Scenario, choice: str) -> Scenario:
    """The scenario in which the group decides for one of its choices.

    Raises
    ------
    InputError
        The scenario has no such choice.
    """
    check_known([choice], scenario.choices, "choices", "choice")
    return with_events(scenario, scenario.choices[choice])


def with_changes(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with other parameters, rounds or seed, or with something else about its organisations.

    Parameters
    ----------
    scenario
        What to change; it stays as it is.
    changes
        New values by name: of a parameter (`trust.gain`), of `logic` (all six contrasts, before any contrast of
        its own), of `rounds` or of `seed`. Numbers may be text, as from a command line; of a parameter, text with a
        sign is so much more or less, `"+0.1"`, or times as much, `"*1.5"`. Of organisations, one change after the
        other, as `samenspel.partners` has them: `{"Town.commitment": "+0.4", "merge": "Town + Village"}`.

    Raises
    ------
    InputError
        An unknown name, or a value that is not allowed.

    Examples
    --------
    >>> changed = with_changes(load("baseline"), {"logic": "hierarchy", "trust.gain": "0.2", "rounds": 24})
    >>> changed.parameters.trust.gain, changed.rounds
    (0.2, 24)
    """
    known = known_parameters(type(scenario.parameters))  # type: ignore[arg-type]  # a class can be cached by
    others = {}
    for name, value in changes.items():
        if is_about_partners(name, scenario.labels):
            with inside("changes"):
                scenario = with_partners(scenario, name, value)
        else:
            others[name] = meant(scenario, name, value, known) if isinstance(value, str) else value
    if any(name not in known and name not in NO_PARAMETERS for name in others):
        fields = {name.rpartition(".")[2] for name in others}
        likely = (f"{label}.{field}" for field in fields for label in scenario.labels[:MOST_LIKELY])
        check_known(others, dict.fromkeys((*NO_PARAMETERS, *known, *likely)), "changes", "name")
    said: dict[str, Any] = {}
    with inside("changes"):
        for name, declared in (("rounds", ROUNDS), ("seed", SEED)):
            if name in others:
                said[name] = int(declared.read(others.pop(name), name))
    parameters = changed(scenario.parameters, by_name(others), "changes")
    unsure = {name: by for name, by in scenario.unsure.items() if name not in others}
    return with_fields(scenario, parameters=parameters, unsure=unsure, **said)


def meant(scenario: Scenario, name: str, text: str, known: Mapping[str, Declaration]) -> int | float | str:
    """The value that a text means for a parameter, relative to what the scenario has where it begins with a sign.

    A minus is the sign of the value itself where that can be below zero.

    Parameters
    ----------
    scenario
        Whose value it is.
    name, text
        Of what is changed, and to what.
    known
        Parameters by name.
    """
    if not is_relative(text) or name not in known or known[name].kind == "choice":
        return from_text(text)
    if text.strip().startswith("-") and known[name].low < 0:
        return from_text(text)
    group, field_ = name.split(".")
    return moved_by(getattr(getattr(scenario.parameters, group), field_), text, known[name])


def read_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML file, in which all numbers are numbers."""
    if len(text) > MOST_MEGABYTES * 1_000_000:
        size, most = len(text) / 1e6, MOST_MEGABYTES
        raise InputError("got {got:.1f} million characters, allowed: at most {most}", got=size, most=most)
    try:
        table = tomllib.loads(text)
        check_finite(table, "")
    except InputError:
        raise
    except (ValueError, RecursionError) as problem:
        raise InputError(
            "not TOML: {problem}{likely}", problem=words_of(problem), likely=likely(text, problem)
        ) from None
    return table


CURLY, STRAIGHT = "“”„‘’", '"'
COMMA_FOR_POINT = re.compile(r"=\s*([+-]?\d+,\d+)\s*(#.*)?$")


def likely(text: str, problem: Exception) -> Message | str:
    """What was probably meant, where word processors and habit write TOML otherwise: curly quotes, decimal commas."""
    lines = text.splitlines()
    place = re.search(r"at line (\d+)", str(problem))
    line = lines[int(place[1]) - 1] if place and int(place[1]) <= len(lines) else ""
    curly = next((character for character in line if character in CURLY), "")
    if curly:
        return Message("; got the quote {got}, allowed: {allowed}", got=curly, allowed=STRAIGHT)
    if number := COMMA_FOR_POINT.search(line):
        return Message("; got {got}, allowed: {allowed}", got=number[1], allowed=number[1].replace(",", "."))
    return ""


def check_finite(value: object, where: str) -> None:
    """Refuse infinity and what is not a number, which TOML can write, anywhere."""
    if isinstance(value, dict):
        for key, item in value.items():
            check_finite(item, f"{where}: {key}" if where else key)
    elif isinstance(value, list):
        for place, item in enumerate(value, 1):
            check_finite(item, f"{where} {place}")
    elif isinstance(value, float) and not math.isfinite(value):
        raise InputError("got {got}, allowed: a finite number", where, got=value)


def by_name(table: Mapping[str, Any], of_group: bool = False) -> dict[str, Any]:
    """Nested tables of parameters as values by name, `{"trust.gain": 0.2}`; `logic` becomes its six contrasts."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict) and (value or not (of_group or "." in name)):  # an empty table is no value of one
            flat |= {f"{name}.{rest}": item for rest, item in by_name(value, of_group=True).items()}
        else:
            flat[name] = value
    return contrasts(flat.pop("logic")) | flat if "logic" in flat else flat


def contrasts(logic: object) -> dict[str, Any]:
    """All six contrasts at one logic."""
    return {f"logic.{contrast}": logic for contrast in Logic._fields}


# --- who takes part ---------------------------------------------------------------------------------------------


def participants(
    table: Mapping[str, Any], network: Mapping[str, Any], roster: Roster, answers: Answers | None, age: int
) -> Fixed | Generated | Drawn:
    """How those who take part are declared for a seed.

    Parameters
    ----------
    table, network
        Of the scenario file.
    roster
        Who takes part.
    answers
        What data files say, where there are any.
    age
        Rounds that they have had an agreement, 0 for none, where the scenario does not say it.
    """
    need, themes, agreement = table.get("need"), table.get("themes"), table.get("agreement", {})
    count = len(themes) if isinstance(themes, list) else themes
    points = {"need": need, "agreement: goal": agreement.get("goal")}
    declared = settle(roster, count_themes(roster, points, count), need)
    if agreement or age:
        goal = np.array(agreement["goal"]) if "goal" in agreement else middle(declared)
        declared = declared._replace(goal=goal, age=agreement.get("age", age))
    return declaration(declared, network, answers is not None and answers.tied)


def middle(declared: Declared) -> np.ndarray:
    """The middle of the interests that are declared, shape (themes,); that of theme space where none are."""
    interests = declared.organisations["interests"]
    known = interests[~np.isnan(interests).any(axis=1)]
    return known.mean(axis=0) if known.size else np.full(interests.shape[1], 0.5)


def now_of(
    table: Mapping[str, Any],
    network: Mapping[str, Any],
    answers: Answers | None,
    settled: Callable[[Mapping[str, Any]], Parameters],
) -> Present | None:
    """What a group is like now of which data files say something; what the scenario says itself goes before.

    Where [network.columns] says what each column is, ratings are as it says, and nothing is made of scores. What
    [[organisations]] add is known of who takes part as well as what the files say.

    Parameters
    ----------
    table, network
        Of the scenario file.
    answers
        What the files say, where there are any.
    settled
        Makes all parameters, with these for what the scenario does not say.
    """
    if answers is None:
        return None
    if "columns" in network or not (answers.rated or answers.scores):
        nothing = np.full(len(CONDITIONS), np.nan)
        return Present(with_added(rated_roster(answers), table, answers), {}, 0, nothing, nothing)

    def declare(roster: Roster, age: int) -> Fixed | Generated | Drawn:
        return participants(table, network, with_added(roster, table, answers), answers, age)

    now = present(answers, declare, settled, table.get("agreement", {}).get("age", answers.together))
    return now._replace(roster=with_added(now.roster, table, answers))


def with_added(roster: Roster, table: Mapping[str, Any], answers: Answers) -> Roster:
    """Who takes part by data files, with what the scenario adds to what these say of each.

    Parameters
    ----------
    roster
        Of the files, with every rating as the model takes it.
    table
        Of the scenario file.
    answers
        What the files say, as it was read.

    Raises
    ------
    InputError
        An organisation that the files do not have, one twice, or a field that the files say already.
    """
    rows = {label: row for row, label in enumerate(roster.labels)}
    whole, places = list(roster.organisations), list(roster.places)
    added: dict[str, str] = {}
    for count, entry in enumerate(table.get("organisations", []), 1):
        name, here = entry["name"], f"organisations {count}"
        check_known([name], rows, here, "organisation")
        if name in added:
            raise InputError("the name {got} is there already, in {place}", here, got=show(name), place=added[name])
        row, added[name] = rows[name], here
        said = known_of(answers.roster.organisations[row]) | known_of(whole[row])
        twice = next((key for key in entry if key in said and key != "name"), None)
        if twice is not None:
            raise InputError(
                "got {got}, allowed: what the files do not say, and {place} says {other}",
                here, twice, got=show(entry[twice]), place=places[row], other=show(said[twice]),
            )  # fmt: skip
        whole[row] = known_of(whole[row]) | entry
        places[row] = Message("{place} and {other}", place=places[row], other=here)
    return roster._replace(organisations=whole, places=places)


def known_of(organisation: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of an organisation, without what was left open."""
    return {key: value for key, value in organisation.items() if not (isinstance(value, float) and math.isnan(value))}


def scores_of(answers: Answers | None) -> dict[str, float]:
    """What a group scores itself by its answers, by condition; nothing of what was not asked."""
    return by_condition(group_scores(answers)[0]) if answers else {}


def answered_of(table: Mapping[str, Any], answers: Answers | None) -> Answered | None:
    """Who answered: by data files, or as a scenario that was made of them says it."""
    if answers is not None:
        who = answers.answered
        return who._replace(agreement_assumed=False) if who and "agreement" in table else who
    return answered_as_said(table["answered"]) if "answered" in table else None


def named_themes(table: Mapping[str, Any]) -> tuple[Theme, ...]:
    """What themes are called; a goal needs it, so that people can say what was agreed."""
    themes = table.get("themes")
    if isinstance(themes, list):
        if not 2 <= len(themes) <= MOST_THEMES:
            raise InputError("got {got}, allowed: 2 to {most:,}", "themes", got=len(themes), most=MOST_THEMES)
        check_themes(themes)
        return tuple(Theme(theme["name"], theme["from"], theme["to"]) for theme in themes)
    if "goal" in table.get("agreement", {}):
        raise InputError(
            "got a goal without names for its themes, allowed: [[themes]] with name, from and to", "agreement"
        )
    return ()


def check_themes(themes: Sequence[Mapping[str, str]]) -> None:
    """Refuse themes that nobody can tell apart: two of one name, or one whose ends are the same."""
    named: dict[str, str] = {}
    for count, theme in enumerate(themes, 1):
        name, here = theme["name"], f"themes {count}"
        if name in named:
            raise InputError("the name {got} is there already, in {place}", here, got=show(name), place=named[name])
        if theme["from"] == theme["to"]:
            raise InputError("got {got} at both ends, allowed: two ends that differ", here, got=show(theme["to"]))
        named[name] = here


def aims_of(organisations: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Aim]]:
    """What organisations want and fear, by name, of which it is said."""
    for one in organisations:
        aim = Aim(one.get("wants", ""), one.get("fears", ""))
        if any(aim):
            yield one["name"], aim


def stake_of(organisation: Mapping[str, Any]) -> Stake | None:
    """What an organisation makes by itself, in its own unit, where that is said."""
    return Stake(**organisation["stake"]) if "stake" in organisation else None


def read_network(value: dict[str, Any]) -> dict[str, Any]:
    """What [network] says, of the one kind that it is."""
    return kind_of_network(value).read(value, "network")


def data_of(table: Mapping[str, Any], network: Mapping[str, Any], folder: Path | None) -> Answers | None:
    """What is in the files that [network] names, where it names any."""
    if network.keys().isdisjoint(FILE_KEYS):
        return None
    if "ties" in table:
        raise InputError("got [[ties]], but [network] has files that say who is tied to whom", "ties")
    if folder is None:
        raise InputError("got data files, allowed: none, as the scenario itself is not in a folder", "network")
    return read_files(network, folder)


def kind_of_network(value: Mapping[str, Any]) -> Table:
    """Which of its kinds [network] is."""
    check_known(value, NETWORK_KEYS, "network")
    if not GENERATOR_KEYS.isdisjoint(value) and "own" not in value:
        if "generator" not in value:
            raise InputError("'generator' is missing, allowed: {allowed}", "network", allowed=", ".join(GENERATORS))
        with inside("network"):
            return GENERATED[Word(GENERATORS).read(value["generator"], "generator")]
    if "own" in value:
        return OWN_NETWORK
    if "graphml" in value or "file" in value:
        return GRAPHML_FILE if "graphml" in value else ANY_FILE
    return ONE_BY_ONE if value.keys() <= {"others"} else CSV_FILES


def one_by_one(table: Mapping[str, Any], at_least: int) -> Roster:
    """Organisations and ties as the scenario describes them, filled up with others to a number."""
    organisations = table.get("organisations", [])
    if not organisations and not at_least:
        raise InputError("no organisations, allowed: [[organisations]], or a generator or files in [network]")
    described = len(organisations)
    if 0 < at_least < described:
        where = "network", "organisations"
        raise InputError("got {got}, allowed: at least the {least} described", *where, got=at_least, least=described)
    filled = [{"name": f"Organisation {row}"} for row in range(described + 1, at_least + 1)]
    everyone = [*organisations, *filled]
    rows = {organisation["name"]: row for row, organisation in enumerate(everyone)}
    numbered = ((place, tie["from"], tie["to"], tie) for place, tie in enumerate(table.get("ties", []), 1))
    ties = gather_ties(numbered, rows, "ties")
    return Roster(everyone, [f"organisations {place}" for place in range(1, len(everyone) + 1)], ties)


def declaration(declared: Declared, network: Mapping[str, Any], tied: bool) -> Fixed | Generated | Drawn:
    """The network that joins those who take part: the same for every seed, unless it is a random one."""
    n, generator = declared.organisations.size, network.get("generator")
    if "own" in network:
        return Drawn(declared, network["own"])
    if generator is not None:
        arguments = {name: network[name] for name in GENERATORS[generator]}
        check_generator(generator, n, arguments)
        if arguments:
            return Generated(declared, generator, arguments)
        return Fixed(declared.state(generate(generator, n, arguments, seed=0)))
    others = network.get("others", "none" if tied or declared.ties.size else "all")
    return Fixed(declared.state(everybody(n) if others == "all" else NO_EDGES))


# --- events -----------------------------------------------------------------------------------------------------


def check_dates(table: Mapping[str, Any]) -> None:
    """Refuse what would begin after the last round, and so never."""
    last = table.get("rounds", USUAL_ROUNDS)
    for key in DATED:
        for place, entry in enumerate(table.get(key, []), 1):
            if entry["round"] > last:
                where, got = (f"{key} {place}", "round"), entry["round"]
                raise InputError("got {got}, after the last round, allowed: 1 to {last}", *where, got=got, last=last)


def phases(table: Mapping[str, Any]) -> Iterator[Event]:
    """Phases as events: each sets all efforts."""
    begun: dict[int, int] = {}
    for place, phase in enumerate(table.get("phases", []), 1):
        start = phase["round"]
        if start in begun:
            where = f"phases {place}", "round"
            raise InputError("got {got}, when phases {number} begins", *where, got=start, number=begun[start])
        begun[start] = place
        efforts = {f"effort.{condition}": phase.get(condition, 0.0) for condition in CONDITIONS}
        yield Event(start, phase.get("name", f"Phase {place}"), efforts)


def dated(
    table: Mapping[str, Any],
    key: str,
    labels: tuple[str, ...],
    declare: Fixed | Generated | Drawn,
    parameters: Parameters,
    mine: Parts | None = None,
) -> Iterator[Event]:
    """What stands under a key, events or choices, with the rows of whom it concerns.

    Parameters
    ----------
    table
        Of the scenario file.
    key
        `events` or `choices`.
    labels
        Of the organisations, in the order of their rows.
    declare
        Who takes part: fixed, or made by a generator.
    parameters
        Those that an event may set.
    mine
        Parts of one's own.
    """
    rows = {label: row for row, label in enumerate(labels)}
    entries = table.get(key, [])
    ties = declare.state.ties.size if isinstance(declare, Fixed) else 0
    if len(entries) > MOST_EVENTS or len(entries) * ties > MOST_LOOKS:
        got, most = len(entries), min(MOST_EVENTS, MOST_LOOKS // max(1, ties))
        raise InputError(
            "got {got} events, allowed: at most {most} with {ties} ties", key, got=got, most=most, ties=ties
        )
    for place, entry in enumerate(entries, 1):
        with inside(f"{key} {place}"):
            event = event_of(entry, rows)
            if "own" in entry:
                event = replace(event, own=own_part(mine, EVENT_PART, entry["own"], "own"))
            changed(parameters, event.parameters)
            if event.organisation is not None and isinstance(declare, Fixed):
                check_concerns(event, declare.state, labels)
        yield event


def check_concerns(event: Event, state: State, labels: tuple[str, ...]) -> None:
    """Refuse an event that would change nothing, as there is no such tie."""
    _, rows = concerned(event, state)
    if not rows.size:
        whom = tuple(show(labels[row]) for row in (event.organisation, event.partner) if row is not None)
        raise InputError("got {got}, allowed: organisations that are tied", got=whom)


def check_acts(events: Sequence[Event], labels: tuple[str, ...]) -> None:
    """Refuse what somebody decides whom an event of an earlier round took out: nothing would come of it."""
    moves = in_order(event for event in events if "member" in {*event.set, *event.add})
    for place, event in enumerate(events, 1):
        row = event.organisation
        if event.act and row is not None and (since := out_since(moves, row, event.round)):
            raise InputError(
                "{name} left in round {round}, allowed: act of one that takes part; leave it out, or let it come back "
                "first, by an event with member = 1",
                f"events {place}", "act", name=show(labels[row]), round=since,
            )  # fmt: skip


def event_of(entry: Mapping[str, Any], rows: Mapping[str, int]) -> Event:
    """One event."""
    whom = [key for key in ("organisation", "towards", "tie") if key in entry]
    if len(whom) > 1:
        raise InputError("got {got}, allowed: one of them", got=tuple(whom))
    says = [key for key in ("parameters", "set", "add", "act", "own") if entry.get(key)] + [*({"stays"} & entry.keys())]
    if not says:
        raise InputError("changes nothing, allowed: parameters, set, add, act or stays")
    if whom and not {"set", "add", "act", "stays"} & {*says}:
        raise InputError("got {got}, but no set, add, act or stays to say what changes", got=whom[0])
    ends = [entry[key] for key in whom if key != "tie"] + list(entry.get("tie", ()))
    check_known(ends, rows, "".join(whom), "organisation")
    return Event(
        round=entry["round"],
        name=entry.get("step", entry.get("name", "")),
        parameters=by_name(entry.get("parameters", {})),
        organisation=rows[ends[0]] if ends else None,
        partner=rows[ends[1]] if len(ends) > 1 else None,
        towards="towards" in entry,
        set=entry.get("set", {}),
        add=entry.get("add", {}),
        act={name: float(value) for name, value in entry.get("act", {}).items()},
        stays=entry.get("stays"),
    )

"""Guided tours, each the agenda of a session: a text file for every scenario and language, one step after the other.
Of a scenario that is made for playing it is the agenda of two hours in a room.

A tour says what to look at, asks a group to predict before it sees, plays, and shows what came of it. A file is a list
of [[steps]], each with

    step      setting, question, predict, run, reveal or discuss
    text      what is said
    answers   of predict: what a group can choose from
    button    what the button says that does the following
    minutes   how long it is meant to take
    notes     what only the window of the presenter shows
    question  what the presenter asks the group; the room sees it when the presenter shows it

and with what the page then does: `round` (go there; `"goal"` is the first with a goal, `"difference"` where most of the
difference between two lines begins), `fork` (what to change, and what to call it), `play`, `show` (a fork on the stage,
"" for the original), `compare` (two names of forks, "" for the original, side by side), `lines` (the same two on the
stage), `luck` (was it chance?), `reveal` (what nobody sees), `ending` (of the line that is shown).

A fork has a `name`, and begins `after` a round. What is different in it is a `choice` that the scenario has, by its
English name; or `changes` of parameters, or `phases` of effort with `lengths` and a `budget`; or an `event`. Where
the text says who decides, `decides` names it, so that it can be held to it: whoever leads, where one decides.

An agenda of one's own is one such file, for the `scenario` that it names or for the one that it came with. Each text in
it is the same in every language, or a table that says it in each: `{ en = "...", nl = "..." }`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...conditions import CONDITIONS
from ...dynamics import Parameters
from ...errors import InputError, Message, inside
from ...events import Event, happen
from ...logic import LOGICS
from ...parameters import changed, known_parameters, whole
from ...reading import Anything, Flag, Name, Several, Table, Tables, Text, Word, check_known
from ...scenario import Scenario, load, names, playing, read_toml
from ...state import MEMBER
from ..happenings import KINDS as EVENTS
from ..happenings import from_now
from ..session import MOST_ROUNDS, checked_name
from ..texts import LANGUAGES

HERE = Path(__file__).parent
KINDS = ("setting", "question", "predict", "run", "reveal", "discuss")
DEEDS = ("round", "fork", "play", "show", "compare", "lines", "luck", "reveal", "ending")
GOAL, DIFFERENCE = "goal", "difference"
MOST_STEPS = 40


class Step(NamedTuple):
    """One step of a tour: its kind, what is said, how long it takes, and what the page does."""

    kind: str
    text: str
    answers: tuple[str, ...] = ()
    button: str = ""
    minutes: int = 0  # 0 where it is not said
    notes: str = ""
    question: str = ""
    deeds: Mapping[str, Any] = {}


class Agenda(NamedTuple):
    """The steps of a session by language, and the scenario that they are for; empty for the one that came along."""

    scenario: str
    steps: Mapping[str, tuple[Step, ...]]


# How a file is read --------------------------------------------------------------------------------------------------


class In(dict[str, str]):
    """A text by language."""


@dataclass(frozen=True)
class Said:
    """A text in every language: the same, or each its own."""

    def read(self, value: object, where: str | Message) -> In:
        """The text by language, white space within it as spaces."""
        if isinstance(value, dict):
            written = {language: text for language, text in value.items() if text != ""}
            each = Table({one: Text() for one in LANGUAGES}, required=tuple(LANGUAGES)).read(written, where)
        else:
            each = dict.fromkeys(LANGUAGES, Text().read(value, where))
        return In({language: " ".join(text.split()) for language, text in each.items()})

    def schema(self) -> dict[str, Any]:
        """A text, or one for each language."""
        return {"type": ["string", "object"]}


@dataclass(frozen=True)
class Place:
    """A round, or a word for one that only the run knows."""

    def read(self, value: object, where: str | Message) -> int | str:
        """The round or the word."""
        return value if value in (GOAL, DIFFERENCE) else int(whole(0, MOST_ROUNDS, "round", "").read(value, where))

    def schema(self) -> dict[str, Any]:
        """A number or a word."""
        return {"type": ["integer", "string"]}


KNOWN = known_parameters(Parameters)
FORK = Table(
    {
        "name": Said(),
        "after": whole(0, MOST_ROUNDS, "round", "after which it begins"),
        "choice": Name(),
        "decides": Name(),
        "changes": Anything(),
        "phases": Several(Table({one: KNOWN[f"effort.{one}"] for one in CONDITIONS}), 1, 4),
        "lengths": Several(whole(1, MOST_ROUNDS, "rounds", ""), 1, 4),
        "budget": KNOWN["effort.budget"],
        "event": Word(EVENTS),
        "organisation": Name(),
    },
    required=("name",),
)
STEP = Table(
    {
        "step": Word(KINDS),
        "text": Said(),
        "answers": Several(Said(), 2, 6),
        "button": Said(),
        "minutes": whole(1, 480, "minutes", "that it is meant to take"),
        "notes": Said(),
        "question": Said(),
        "round": Place(),
        "fork": FORK,
        "play": Flag(),
        "show": Text(),
        "compare": Several(Text(), 2, 2),
        "lines": Several(Text(), 2, 2),
        "luck": Flag(),
        "reveal": Flag(),
        "ending": Flag(),
    },
    required=("step", "text"),
)
AGENDA = Table({"scenario": Name(), "steps": Tables(STEP)}, required=("steps",))


@cache
def read(scenario: str, language: str) -> tuple[Step, ...]:
    """The tour of a scenario in a language; none for a scenario that somebody brought."""
    path = HERE / f"{scenario}.{language}.toml"
    return parse(path.read_text(encoding="utf-8")).steps[language] if path.exists() else ()


def parse(text: str, scenario: Scenario | None = None) -> Agenda:
    """The agenda in a file.

    Parameters
    ----------
    text
        TOML, as this module describes it.
    scenario
        The one that came with it, which its forks are checked against; without it, the one that it names, if any.

    Raises
    ------
    InputError
        Something in it cannot be, is in one language where the rest is in more, or names a fork that there is not.
    """
    table = AGENDA.read(read_toml(text))
    entries, named = table["steps"], table.get("scenario", "")
    if not 1 <= len(entries) <= MOST_STEPS:
        raise InputError("got {got}, allowed: 1 to {most}", "steps", got=len(entries), most=MOST_STEPS)
    check_languages(table)
    if named and scenario is None:
        Word((*names(), *playing())).read(named, "scenario")
        scenario = load(named)
    known = check_forks(entries, scenario)
    return Agenda(named, {language: tuple(step(one, language, known) for one in entries) for language in LANGUAGES})


def step(entry: Mapping[str, Any], language: str, forks: Mapping[str, In]) -> Step:
    """A step in one language; what it says of forks by the names that they have there."""
    said = in_language(entry, language)
    deeds = {deed: said[deed] for deed in DEEDS if deed in said}
    for deed in ("compare", "lines"):
        if deed in deeds:
            deeds[deed] = [forks[name][language] for name in deeds[deed]]
    if "show" in deeds:
        deeds["show"] = forks[deeds["show"]][language]
    words = {name: said[name] for name in ("answers", "button", "notes", "question") if name in said}
    return Step(said["step"], said["text"], minutes=int(said.get("minutes", 0)), deeds=deeds, **words)


def in_language(value: Any, language: str) -> Any:  # noqa: ANN401
    """What was read, each text in one language."""
    if isinstance(value, In):
        return value[language]
    if isinstance(value, dict):
        return {name: in_language(one, language) for name, one in value.items()}
    return tuple(in_language(one, language) for one in value) if isinstance(value, tuple) else value


# What depends on more than one key -----------------------------------------------------------------------------------


def texts_of(value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], In]]:  # noqa: ANN401
    """Every text with where it stands."""
    if isinstance(value, In):
        yield where, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from texts_of(one, (*where, name))
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value, 1):
            yield from texts_of(one, (*where[:-1], f"{where[-1]} {place}"))


def check_languages(table: Mapping[str, Any]) -> None:
    """Refuse a text in one language where another is in each."""
    told = [(where, len(set(text.values()))) for where, text in texts_of(table)]
    several = any(count > 1 for _, count in told)
    for where, count in told:
        # what forks and answers are called may be the same in both, as names are
        if several and count == 1 and where[-1] in ("text", "notes", "question"):
            raise InputError(
                "got a text in one language, allowed: one in each, as elsewhere in this file: {form}",
                *where, form=", ".join(f'{one} = "..."' for one in LANGUAGES).join(("{ ", " }")),
            )  # fmt: skip


def check_forks(entries: list[dict[str, Any]], scenario: Scenario | None) -> dict[str, In]:
    """The forks by each of their names; refuses one that is named and not made, and one that the scenario cannot."""
    known = {"": In(dict.fromkeys(LANGUAGES, ""))}
    for place, entry in enumerate(entries, 1):
        if "fork" in entry:
            with inside(f"steps {place}"), inside("fork"):
                for name in entry["fork"]["name"].values():
                    known[checked_name(name)] = entry["fork"]["name"]
                if scenario is not None:
                    check_fork(entry["fork"], scenario)
    for place, entry in enumerate(entries, 1):
        for deed in ("compare", "lines", "show"):
            if deed in entry:
                said = entry[deed] if isinstance(entry[deed], tuple) else [entry[deed]]
                with inside(f"steps {place}"):
                    check_known([name for name in said if name], [name for name in known if name], deed, "fork")
    return known


def check_fork(fork: Mapping[str, Any], scenario: Scenario) -> None:
    """Refuse a fork that a scenario cannot make."""
    if "choice" in fork:
        Word(tuple(scenario.choices)).read(fork["choice"], "choice")
    for who in ("organisation", "decides"):
        if who in fork:
            Word(tuple(scenario.labels)).read(fork[who], who)
    whole(0, scenario.rounds - 1, "round", "").read(fork.get("after", 0), "after")
    if "changes" in fork:
        changed(scenario.parameters, from_now(0, "", fork["changes"]).parameters, "changes")
    if "decides" in fork:
        check_decides(fork, scenario)


def check_decides(fork: Mapping[str, Any], scenario: Scenario) -> None:
    """Refuse somebody of whom a fork says that it decides, where all decide together or another leads."""
    happens = (from_now(0, "", fork.get("changes", {})), *scenario.choices.get(fork.get("choice", ""), ()))
    said = [one.parameters["logic.decision"] for one in happens if "logic.decision" in one.parameters]
    if "hierarchy" not in (said or [LOGICS[int(scenario.parameters.logic.decision)]]):
        raise InputError(
            "got {got!r}, allowed: nobody, as all decide together here: {key} is not {way!r}",
            "decides", got=fork["decides"], key="logic.decision", way="hierarchy",
        )  # fmt: skip
    before = [event for event in scenario.events if event.round <= fork.get("after", 0)]
    first = min(one.round for one in happens[1:] or happens)
    row = leads(scenario, (*before, *(event for event in happens if event.round == first)))
    if row is None:
        raise InputError("got {got!r}, allowed: nobody, as it is not said who leads", "decides", got=fork["decides"])
    if scenario.labels[row] != fork["decides"]:
        raise InputError(
            "got {got!r}, allowed: {allowed!r}, which leads", "decides",
            got=fork["decides"], allowed=scenario.labels[row],
        )  # fmt: skip


def leads(scenario: Scenario, happened: Sequence[Event] = ()) -> int | None:
    """The row of whoever leads after some events, by mandate or else by the largest right; none where it is chance.

    By mandate leads whoever the scenario has lead, whatever happens to its right, as long as it takes part.
    """
    state, parameters = scenario.declare(scenario.seed), scenario.parameters
    for event in happened:
        parameters = happen(event, state, parameters)
    declared, them = int(state.collaboration[0]["declared_lead"]), state.organisations
    rights = np.where(them["member"] == MEMBER, np.nan_to_num(them["right"]), 0.0)
    if declared >= 0 and them["member"][declared] == MEMBER:
        return declared
    first, second = np.sort(rights)[:-3:-1]
    return int(rights.argmax()) if first > second else None

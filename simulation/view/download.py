"""What people take home: the scenario with all that was changed in it, and the numbers of every round.

A scenario that was loaded, forked and fired at is written out anew, whole in one file: whoever has the file can run
it anywhere, and gets the same numbers.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..based import quoted
from ..dynamics import Parameters
from ..errors import InputError
from ..events import ACTS, TIE_FIELDS, Event, concerned
from ..measures import Outcomes
from ..networks import SAID_OR_NOT, Declared, Fixed, Generated
from ..parameters import at_pace, declarations, declared, known_parameters
from ..population import LEFT_TO_CHANCE
from ..results.outcomes import LANGUAGES
from ..results.record import as_table, round_columns
from ..results.replicates import Replicate
from ..results.scenarios import aim_of
from ..runs import Course
from ..scenario import Scenario
from ..state import MEMBER, State
from .session import Line

YES_OR_NO = [name for name, known in ACTS.items() if known.kind == "whole"]


def rounds_csv(line: Line) -> str:
    """The outcomes of a line as CSV, one row a round, in the columns in which `samenspel run --out` writes them."""
    from pyarrow import csv

    alone = Replicate(line.seed, None, line.history, None)
    written = io.BytesIO()
    csv.write_csv(as_table(round_columns([alone]), declared(Outcomes)), written)
    return written.getvalue().decode()


def scenario_toml(line: Line) -> str:
    """The scenario of a line as TOML, with everything that was changed and fired, and its seed."""
    return whole_file(line.scenario, line.seed)


def whole_file(scenario: Scenario, seed: int) -> str:
    """A scenario as a file that stands by itself, with all that happens in its rounds.

    What is left open stays open, so that another seed gives another start. Only a point of which a data file knows
    some coordinates and not the others is written as this seed fills it in: a scenario file has no word for that.
    """
    heads = {
        "title": scenario.title,
        "story": scenario.story,
        "question": scenario.question,
        "lesson": scenario.lesson,
        "reality": scenario.reality,
        "fiction": scenario.fiction,
        "closing": scenario.closing,
        "sources": list(scenario.sources),
        "round": scenario.round,
        "months": scenario.months,
        "rounds": scenario.rounds,
        "seed": seed,
        "scores": dict(scenario.scores) or None,
        "unsure": dict(scenario.unsure) or None,
        "unread": list(scenario.unread),
        "answered": scenario.answered.as_table() if scenario.answered else None,
    }
    network, state = network_of(scenario, seed)
    us = state.collaboration[0]
    heads["need"] = known_point(us["need"])
    if not scenario.themes:
        heads["themes"] = us["need"].size
    parts = ["\n".join(f"{key} = {written(value)}" for key, value in heads.items() if value not in ("", [], None))]
    changes = {name: known.show(value) for name, known, value in not_by_default(scenario)}
    tables: list[tuple[str, Mapping[str, Any]]] = []
    tables += [("[[themes]]", {"name": one.name, "from": one.low, "to": one.high}) for one in scenario.themes]
    if scenario.leaving:
        said = {word: text for word, text in scenario.leaving._asdict().items() if text}
        tables.append(("[leaving]", said))
    if goal := known_point(us["goal"]):
        tables.append(("[agreement]", {"goal": goal, "age": us["age"]}))
    if changes:
        tables.append(("[parameters]", changes))
    tables.append(("[network]", network))
    tables += [("[[organisations]]", one) for one in organisations(scenario, state, seed)]
    tables += [("[[ties]]", tie) for tie in ties(scenario, state)]
    chosen = ((choice, event) for choice, events in scenario.choices.items() for event in events)
    dated = [("[[events]]", one.round, described(one, scenario)) for one in scenario.events]
    dated += [("[[choices]]", one.round, part_of(choice, one, scenario)) for choice, one in chosen]
    tables += [(heading, event) for heading, round, event in dated if event and round <= scenario.rounds]
    for heading, table in tables:
        parts.append("\n".join([heading, *(f"{key} = {written(value)}" for key, value in table.items())]))
    return "\n\n".join(parts) + "\n"


def slug(words: str) -> str:
    """Words as the name of a file."""
    return "_".join(re.findall(r"\w+", words.lower()))[:80] or "samenspel"


def not_by_default(scenario: Scenario) -> Iterator[tuple[str, Any, float]]:
    """The parameters that a scenario sets to something else than its `months` make of the defaults."""
    usual = {name: value for name, _, value in declarations(at_pace(Parameters(), scenario.months))}
    for name, known, value in declarations(scenario.parameters):
        if value != usual[name]:
            yield name, known, value


def network_of(scenario: Scenario, seed: int) -> tuple[dict[str, Any], State]:
    """What [network] says, and what is declared of those who take part before chance has its say."""
    declare = scenario.declare
    if isinstance(declare, Generated):
        network = {"generator": declare.generator, "organisations": len(scenario.labels), **declare.arguments}
        return network, only_known(declare.declared)
    state = declare(seed)
    n = len(scenario.labels)
    return {"others": "all" if state.ties.size == n * (n - 1) else "none"}, state


def only_known(declared: Declared) -> State:
    """What is declared, with no ties but those that are named."""
    return declared.state(np.zeros((0, 2), np.int64))


def organisations(scenario: Scenario, state: State, seed: int) -> Iterator[dict[str, Any]]:
    """What is known of every organisation."""
    started = Course(scenario, seed).state.organisations if isinstance(scenario.declare, Fixed) else None
    lead = int(state.collaboration["declared_lead"][0])
    for row, label in enumerate(scenario.labels):
        me: dict[str, Any] = {"name": label}
        for field in LEFT_TO_CHANCE:
            value = state.organisations[field][row]
            if np.ndim(value):
                if np.isnan(value).any() and not np.isnan(value).all() and started is not None:
                    value = started[field][row]
                value = known_point(value)
            elif math.isnan(value):
                value = None
            if value is not None:
                me[field] = value
        me |= said_traits(state.organisations[row])
        if row == lead:
            me["lead"] = True
        if state.organisations["member"][row] != MEMBER:
            me["member"] = False
        if row in scenario.stays:
            me["stays"] = True
        if scenario.stakes and (stake := scenario.stakes[row]):
            me["stake"] = stake._asdict()
        me |= {key: text for key, text in aim_of(scenario, label, LANGUAGES[0])._asdict().items() if text}
        yield me


def said_traits(me: np.void) -> dict[str, float]:
    """The traits that nobody has unless it is said; without a word, room is no number and the shares are 0."""
    said = {field: float(me[field]) for field in SAID_OR_NOT if not math.isnan(me[field])}
    return {field: value for field, value in said.items() if value or field == "room"}


def known_point(values: np.ndarray) -> list[float] | None:
    """A point of which every coordinate is known."""
    return None if np.isnan(values).any() else [float(one) for one in values]


def ties(scenario: Scenario, state: State) -> Iterator[dict[str, Any]]:
    """Every tie of which something is known; and all others, unless the network is full or made by a generator."""
    n = len(scenario.labels)
    silent = isinstance(scenario.declare, Generated) or state.ties.size == n * (n - 1)
    for source, tie in zip(state.sources, state.ties, strict=True):
        known = {field: float(tie[field]) for field in TIE_FIELDS if not math.isnan(tie[field])}
        back = state.ties[tie["reverse"]]
        unknown = not known and all(math.isnan(back[field]) for field in TIE_FIELDS)
        if known or (unknown and not silent and source < tie["target"]):
            names = {"from": scenario.labels[source], "to": scenario.labels[tie["target"]]}
            yield names | known


def described(event: Event, scenario: Scenario) -> dict[str, Any] | None:
    """An event by its keys; None when it changes nothing, which a scenario file may not say."""
    if event.times:
        raise InputError("a scenario file has no word for so many times as much, allowed: set or add", event.name)
    said: dict[str, Any] = {"round": event.round}
    if event.name:
        said["name"] = event.name
    if event.parameters:
        known = known_parameters(type(scenario.parameters))
        said["parameters"] = {
            name: value if isinstance(value, str) else known[name].show(value)
            for name, value in event.parameters.items()
        }
    changed = event.organisation is not None and event.of_somebody
    if changed and isinstance(scenario.declare, Fixed):
        changed = concerned(event, scenario.declare.state)[1].size > 0
    if changed:
        one = scenario.labels[event.organisation]
        if event.partner is not None:
            said["tie"] = [one, scenario.labels[event.partner]]
        else:
            said["towards" if event.towards else "organisation"] = one
        said |= {way: dict(values) for way, values in (("set", event.set), ("add", event.add)) if values}
        if event.act:
            said["act"] = {name: bool(value) if name in YES_OR_NO else value for name, value in event.act.items()}
        if event.stays is not None:
            said["stays"] = event.stays
    return said if changed or event.parameters else None


def part_of(choice: str, event: Event, scenario: Scenario) -> dict[str, Any] | None:
    """A part of a choice by its keys; its own name, where it has one, is that of a step."""
    said = described(event, scenario)
    return said and said | {"name": choice} | ({"step": event.name} if event.name != choice else {})


def written(value: Any) -> str:  # noqa: ANN401
    """A value in TOML."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{quoted(key)} = {written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(written, value)) + "]"
    return repr(int(value)) if isinstance(value, int | np.integer) else repr(float(value))

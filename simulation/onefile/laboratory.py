"""What a file holds to play for itself: the engine, the run as it stands, and what can be changed in it, in words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from ..conditions import CONDITIONS
from ..dynamics import Parameters
from ..errors import InputError
from ..events import staying
from ..game import ALONE
from ..logic import LOGICS, Logic
from ..parameters import Declaration, declarations
from ..partners import DATES, STAYS
from ..results.intervals import LEVEL, student_quantile
from ..runs import Course
from ..scenario import Scenario, choosing, with_changes
from ..state import MEMBER, State
from ..view.happenings import KINDS, TO_ALL, of_a_kind
from ..view.session import PAIRS
from ..view.shown.charts import NORMS
from ..view.shown.pairs import SURELY
from ..view.shown.places import HEIGHT, WIDTH, places
from ..view.shown.whatif import LEVERS, contrast, effort, lever, traits
from ..view.texts import APART, LANGUAGES, Texts
from . import FOLDER, description, path
from .plan import of_run, planned

SHOWN = ("joint_value", *NORMS, *CONDITIONS)
# What is otherwise before the first round. A lever that changes nothing, as a scenario says it of each, is left out.
START = (
    "trust.initial", "dependence.total", "dependence.substitution", "organisations.interests", "organisations.frames",
    "organisations.inequality", "organisations.loyalty", "organisations.home", "organisations.burden",
)  # fmt: skip
# Levers that the page does not have, and studies do.
BESIDE = ("expectation.complementarity", "governance.coordination", "opportunity.novelty")
CELLS, RUNS = 9, 5  # of a map: along each side, and on how many chances each is played


def laboratory(scenario: Scenario, seed: int | None, called: str) -> dict[str, Any] | None:
    """Everything that a page needs to play variants of a run; None where there is no module for so many themes.

    Parameters
    ----------
    scenario
        What is played.
    seed
        Of the run; by default that of the scenario.
    called
        The scenario on a command line.

    Returns
    -------
    dict or None
        In words of JSON: what is played (`plan`), what is drawn (`outcomes`, `sources`, `places`), and by language what
        is said of it and what can be changed (`said`). It is played by the `engine` for its number of themes.
    """
    try:
        plan = of_run(scenario, seed)
    except InputError:
        return None
    state = Course(scenario, int(plan["seed"])).state
    return {
        "plan": plan,
        "scenario": called,
        "labels": scenario.labels,
        "outcomes": SHOWN,
        "conditions": CONDITIONS,
        "norms": NORMS,
        "alone": ALONE,
        "member": MEMBER,
        "pairs": PAIRS,
        "surely": SURELY,
        "apart": APART,
        "quantile": student_quantile(0.5 + LEVEL / 2.0, PAIRS - 1),
        "cells": CELLS,
        "runs": RUNS,
        "sources": state.sources.tolist(),
        "sizes": state.organisations["size"].tolist(),
        "places": [[x / WIDTH, 1.0 - y / HEIGHT] for x, y in places(state).tolist()],
        "words": held_as(),
        "choices": {
            choice: [planned(event, state) for event in choosing(scenario, choice).events]
            for choice in scenario.choices
        },
        "to_all": TO_ALL,
        "dated": DATES,
        "stays": STAYS,
        "happenings": {kind: happening(kind, scenario, state) for kind in KINDS},
        "said": {language: said(scenario, state, Texts(language)) for language in LANGUAGES},
    }


def engine(themes: int) -> dict[str, Any]:
    """What plays runs with a number of themes, in words of JSON: `engine`, `module` and `records`."""
    return {
        "engine": "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("engine.js", "worker.js")),
        "module": b64encode(path(themes).read_bytes()).decode(),
        "records": description()["records"][str(themes)],
    }


def said(scenario: Scenario, state: State, texts: Texts) -> dict[str, Any]:
    """What can be changed of a scenario and of its organisations at the start, and every sentence about it."""
    now = {name: (declared, value) for name, declared, value in declarations(scenario.parameters)}
    words = texts.group("whatif") | texts.group("laboratory")
    return {
        "words": words | {"original": texts("word.original"), "round": texts("word.round")},
        "language": texts.language,
        "labels": [texts.label(label) for label in scenario.labels],
        "percent": texts("number.percent"),
        "points": [texts("compare.point"), texts("compare.points")],
        "outcomes": {name: texts.outcome(name) for name in SHOWN},
        "logics": {word: texts(f"logic.{word}") for word in LOGICS},
        "contrasts": [contrast(name, now, texts) for name in Logic._fields],
        "efforts": [
            lever_of(effort(condition, now[f"effort.{condition}"][0], texts), *now[f"effort.{condition}"])
            for condition in CONDITIONS
        ],
        "start": [lever(name, *now[name], texts) for name in START if matters(name, scenario)],
        "levers": [lever(name, *now[name], texts) for name in (*LEVERS, *BESIDE)],
        "traits": [cannot_leave(scenario, texts), *(one for one in traits(state, texts) if one["key"] != "trust")],
        "choices": [{"name": choice, "title": texts.label(choice)} for choice in scenario.choices],
        "happenings": [
            {"kind": kind, "label": texts(f"event.{kind}"), "help": texts(f"event.{kind}_help")} for kind in KINDS
        ],
    }


def cannot_leave(scenario: Scenario, texts: Texts) -> dict[str, Any]:
    """Whether an organisation cannot leave, as what can be changed of each."""
    bound = staying(scenario.stays, scenario.events, 1)
    return {
        "key": STAYS,
        "label": texts("whatif.stays"),
        "help": texts("whatif.stays_help"),
        "words": [
            {"word": "false", "text": texts("whatif.stays_no")},
            {"word": "true", "text": texts("whatif.stays_yes")},
        ],
        "ticked": "true",
        "values": ["true" if row in bound else "false" for row in range(len(scenario.labels))],
    }


def matters(name: str, scenario: Scenario) -> bool:
    """Whether a parameter moves anything at the start of a scenario."""
    ((declared, value),) = ((one, now) for known, one, now in declarations(scenario.parameters) if known == name)
    other = declared.low if value != declared.low else declared.high
    changed = Course(with_changes(scenario, {name: other}), 1).state
    return any(one.tobytes() != was.tobytes() for one, was in zip(changed, Course(scenario, 1).state, strict=True))


def happening(kind: str, scenario: Scenario, state: State) -> dict[str, list[dict[str, Any]]]:
    """What can be let happen, by whom it happens to (by nobody: to all); in which round is yet to be said."""
    whom = {"": 0} if kind == TO_ALL else {label: row for row, label in enumerate(scenario.labels)}
    return {label: [planned(event, state) for event in of_a_kind(kind, row, 0, "")] for label, row in whom.items()}


def lever_of(effort_: Mapping[str, str], declared: Declaration, value: float) -> dict[str, Any]:
    """An effort as a lever: how far it can go, and how it stands at the start."""
    return {**effort_, "low": declared.low, "high": declared.high, "step": 0.05, "decimals": 2, "value": value}


def held_as() -> dict[str, dict[str, int]]:
    """The number by which the engine holds a word, by parameter."""
    return {
        name: {word: place for place, word in enumerate(declared.words)}
        for name, declared, _ in declarations(Parameters())
        if declared.kind == "choice"
    }

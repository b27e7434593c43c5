"""The drawer: everything that can be changed, and what was tried."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ...conditions import CONDITIONS
from ...errors import Message, said
from ...events import TIE_FIELDS, TRAITS, staying
from ...logic import LOGICS, Logic
from ...parameters import declarations
from ...state import MEMBER, State
from ..desk import MOST_PHASES, TABS, Desk, Shelved
from ..happenings import KINDS, OF_ITSELF, OF_OTHERS
from ..rearranging import LONGEST, unused
from ..session import Line
from ..texts import Texts
from .comparison import same
from .luck import luck, waiting

# What can be changed while a collaboration runs, besides logic and efforts: parameters that act in every round.
LEVERS = (
    "governance.form", "governance.mandate", "decision.quorum", "decision.autonomy", "decision.slip", "norm.tolerance",
    "expectation.awe", "trust.gain", "trust.loss", "delivery.noise", "turbulence.step", "information.noise",
    "participation.exit", "value.common", "delivery.reciprocity", "elsewhere.pull",
)  # fmt: skip
TRAITS_SHOWN = ("commitment", "loyalty", "home", "autonomy", "size", "burden", "right", "ratifies")
PRESETS = {
    "relation": ({"relation": 1.0}, {"organisation": 1.0}),
    "organisation": ({"organisation": 1.0}, {"relation": 1.0}),
    "interests": ({"interests": 1.0}, {"ambition": 1.0}),
    "none": ({}, {}),
}


def whatif(desk: Desk) -> dict[str, Any]:
    """Everything that can be changed, and how it stands in the round that is shown."""
    texts, one = desk.texts, desk.session
    course = one.line.at(one.round)
    now = {name: (declared, value) for name, declared, value in declarations(course.parameters)}
    words = texts.group("whatif") | {"close": texts("word.close")}
    words["luck_busy"] = waiting(desk)
    words["effort_note"] = texts("whatif.effort_note", price=texts.gain(course.parameters.effort.price))
    return {
        "words": words,
        "point": texts("number.point"),
        "logics": {word: texts(f"logic.{word}") for word in LOGICS},
        "at": desk.tab,
        "tabs": [{"key": key, "title": texts(f"whatif.{key}")} for key in TABS],
        "rounds": one.line.rounds,
        "most_phases": MOST_PHASES,
        "shelved": [put_away(desk, place, shelved) for place, shelved in enumerate(desk.shelf)],
        "mine": one.shown == 0 and (len(one.lines) > 1 or bool(desk.shelf)),
        "problem": desk.problem,
        "refused": desk.refused,
        "contrasts": [contrast(name, now, texts) for name in Logic._fields],
        "efforts": [effort(condition, now[f"effort.{condition}"][0], texts) for condition in CONDITIONS],
        "presets": [
            {"key": key, "title": texts(f"whatif.preset_{key}"), "plan": list(plan)} for key, plan in PRESETS.items()
        ],
        "organisations": organisations(desk),
        "newcomer": {"most": LONGEST, "name": texts.label(unused(one.line.scenario.labels))},
        "fields": traits(course.state, texts),
        "levers": [lever(name, *now[name], texts) for name in LEVERS],
        "choices": [{"name": choice, "title": texts.label(choice)} for choice in desk.scenario.choices],
        "happenings": [
            {"kind": kind, "title": texts(f"event.{kind}"), "help": texts(f"event.{kind}_help")} for kind in KINDS
        ],
        "made_up": [
            {"key": trait, "label": texts(f"change.{trait}"), "most": most}
            for trait, most in (OF_ITSELF | OF_OTHERS).items()
        ],
        "tried": [tried(desk, place, line) for place, line in enumerate(one.lines)],
        "shown": one.shown,
        "ghost": -1 if one.ghost is None else one.ghost,
        "same": same(desk),
        "bet": desk.asked,
        "luck": luck(desk),
        "version": desk.turn,
        "picked": desk.picked.get("row", -1),
    }


def organisations(desk: Desk) -> list[dict[str, Any]]:
    """Who takes part, with whom each works from the start, and who leads; whoever went on as another is gone."""
    texts, line = desk.texts, desk.session.line
    start = line.at(0).state
    lead = int(start.collaboration["declared_lead"][0])
    bound = staying(line.scenario.stays, line.scenario.events, desk.session.round + 1)
    return [
        {
            "row": row,
            "name": texts.label(label),
            "said": texts.in_a_sentence(label),
            "gone": row in line.merged,
            "member": bool(me["member"] == MEMBER),
            "leads": row == lead,
            "stays": row in bound,
            "tied": start.ties["target"][me["first"] : me["last"]].tolist(),
        }
        for row, (label, me) in enumerate(zip(line.scenario.labels, start.organisations, strict=True))
    ]


def contrast(name: str, now: Mapping[str, tuple], texts: Texts) -> dict[str, Any]:
    """A contrast with its two poles, and the one that holds now."""
    declared, value = now[f"logic.{name}"]
    poles = [
        {"word": word, "text": texts(f"contrast.{name}_{word}"), "short": texts(f"short.{word}")} for word in LOGICS
    ]
    return {
        "key": f"logic.{name}",
        "title": texts(f"contrast.{name}"),
        "poles": poles,
        "value": declared.show(value),
    }


def effort(condition: str, declared: Any, texts: Texts) -> dict[str, str]:  # noqa: ANN401
    """A condition on which effort can be spent."""
    key = f"lever.effort_{condition}"
    return {
        "key": f"effort.{condition}",
        "condition": condition,
        "label": texts(key),
        "help": f"{texts(f'{key}_help')} {from_where(declared, texts)}",
    }


def lever(name: str, declared: Any, value: float, texts: Texts) -> dict[str, Any]:  # noqa: ANN401
    """A parameter with its range or its words, from its declaration."""
    key = f"lever.{name.replace('.', '_')}"
    help_ = f"{texts(f'{key}_help')} {from_where(declared, texts)}"
    what = {"key": name, "label": texts(key), "help": help_, "value": declared.show(value)}
    if declared.kind == "choice":
        return what | {"words": [{"word": word, "text": texts(f"{key}_{word}")} for word in declared.words]}
    step = fine(declared.low, declared.high)
    return what | {
        "low": declared.low,
        "high": declared.high,
        "step": step,
        "decimals": max(0, -math.floor(math.log10(step))),
    }


def from_where(declared: Any, texts: Texts) -> str:  # noqa: ANN401
    """The range and the unit of a parameter, and its sources."""
    sources = ", ".join(texts(f"source.{source}") for source in declared.sources)
    if declared.kind == "choice":
        return f"({sources})"
    low, high = (texts.number(end, 0 if end == round(end) else 2) for end in (declared.low, declared.high))
    unit = said(Message(declared.unit), texts.language)
    return texts("whatif.range", low=low, high=high, unit=unit, sources=sources)


def tried(desk: Desk, place: int, line: Line) -> dict[str, Any]:
    """A line that is there, and what came of it."""
    texts = desk.texts
    created = texts.gain(line.created_so_far(line.rounds), signed=True)
    gone = int(line.history["left"][-1])
    result = texts("whatif.result_left" if gone else "whatif.result", number=created, left=gone)
    return {
        "place": place,
        "name": desk.line_name(line),
        "since": since(line.since, texts) if place else "",
        "begins": line.since,
        "result": result,
        "shown": place == desk.session.shown,
    }


def since(round_: int, texts: Texts) -> str:
    """From when on a setting differs."""
    return f"{texts('whatif.from', round=round_ + 1) if round_ else texts('whatif.from_start')}: "


def put_away(desk: Desk, place: int, shelved: Shelved) -> dict[str, Any]:
    """A setting that can be brought back, and what came of it."""
    texts = desk.texts
    number = texts.gain(shelved.created, signed=True)
    key = "whatif.result_left" if shelved.left else "whatif.result"
    return {
        "place": place,
        "name": desk.line_name(shelved.branch),
        "since": since(shelved.branch.since, texts),
        "result": texts(key, number=number, left=shelved.left),
    }


def traits(state: State, texts: Texts) -> list[dict[str, Any]]:
    """What can be changed of an organisation, from the declarations; and the trust of the others in it."""
    organisations, ties = state.organisations, state.ties
    most = round(max(4.0, 1.5 * float(organisations["size"].max())), 1)
    declared = {name: TRAITS[name] for name in TRAITS_SHOWN}
    declared["size"] = replace(declared["size"], low=0.1, high=most)  # of what it may be, what can be told apart
    sums = np.bincount(ties["target"], ties["trust"], organisations.size)
    counts = np.bincount(ties["target"], minlength=organisations.size)
    values = {name: organisations[name] for name in declared} | {"trust": sums / np.maximum(counts, 1)}
    labels = {name: texts(f"trait.{name}") for name in declared} | {"trust": texts("whatif.trust_in")}
    return [
        {
            "key": name,
            "label": labels[name],
            "help": from_where(one, texts),
            "low": one.low,
            "high": one.high,
            "values": [round(float(value), 3) for value in values[name]],
        }
        for name, one in (declared | {"trust": TIE_FIELDS["trust"]}).items()
    ]


def fine(low: float, high: float) -> float:
    """A step that divides a range into about a hundred: 1 or 5 times a power of ten."""
    rough = (high - low) / 100
    power = 10.0 ** math.floor(math.log10(rough))
    return round(next(step * power for step in (1, 5, 10) if step * power >= rough * 0.999), 10)

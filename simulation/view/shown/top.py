"""What stands above the stage: the scenario, its question, languages and tools."""

from __future__ import annotations

from functools import cache
from typing import Any

from ...logic import LOGICS, Logic
from ...results.scenarios import round_of
from ...scenario import load, names
from .. import touring, upload
from ..desk import BRING, MAKE, Desk
from ..session import Line
from ..texts import LANGUAGES, Texts

READING = (
    "title",
    "number",
    "amounts",
    "rests",
    "star",
    "ghost",
    "flags",
    "effort",
    "tolerance",
)  # how the page is read
ABOUT = ("lesson", "reality", "fiction")  # of a scenario, for whoever leads a session


def top(desk: Desk) -> dict[str, Any]:
    """What stands above the stage."""
    texts = desk.texts
    logic = {texts(f"logic.{word}") for word in contrasts_of(desk.session.line, desk.session.round).values()}
    unit = round_of(desk.scenario, texts.language)
    facts = [texts("top.seed", seed=desk.session.seed)]
    if desk.scenario.round != "round":
        facts.insert(0, texts("word.a_round_is", unit=unit))
    return {
        "words": texts.group("top")
        | {"close": texts("word.close")}
        | {name: texts(f"error.{name}") for name in ("offline", "offline_more")},
        "scenarios": [
            *([{"name": upload.OWN, "title": desk.scenario.title}] if desk.scenario.name == upload.OWN else []),
            *titles(texts.language),
            {"name": MAKE, "title": texts("top.make")},
            {"name": BRING, "title": texts("top.bring")},
        ],
        "touring": desk.tour_at >= 0,
        "sharing": desk.sharing and not desk.bringing,
        "comparable": desk.session.shadow is not None and not desk.asked,
        "toured": bool(touring.steps(desk)),
        "scenario": desk.scenario.name,
        "title": texts.of_scenario(desk.scenario, "title"),
        "story": " ".join(texts.of_scenario(desk.scenario, "story").split()),
        "question": texts.of_scenario(desk.scenario, "question"),
        "about": [
            {"title": texts(f"about.{what}"), "text": " ".join(told.split())}
            for what in ABOUT
            if (told := texts.of_scenario(desk.scenario, what))
        ],
        "facts": "; ".join(facts),
        "reading": [texts(f"reading.{key}") for key in READING],
        "logic": logic.pop() if len(logic) == 1 else texts("logic.hybrid"),
        "languages": list(LANGUAGES),
        "language": texts.language,
        "most_bytes": upload.MOST_BYTES,
    }


@cache
def titles(language: str) -> tuple[dict[str, str], ...]:
    """The scenarios that there are, by title."""
    texts = Texts(language)
    return tuple({"name": name, "title": texts.of_scenario(load(name), "title")} for name in names())


def contrasts_of(line: Line, round_: int) -> dict[str, str]:
    """The logic of each contrast, as it holds in a round."""
    logic = line.at(round_).parameters.logic
    return {contrast: LOGICS[value] for contrast, value in zip(Logic._fields, logic, strict=True)}

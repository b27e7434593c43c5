"""The log: what happened, and why."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from .story import say, told_of


def log(desk: Desk) -> list[dict[str, Any]]:
    """The log, round by round."""
    return desk.once("log", desk.key, lambda: entries(desk))


def entries(desk: Desk) -> list[dict[str, Any]]:
    """The sentences of every round; the question of the scenario stands under its start."""
    texts, line = desk.texts, desk.session.line
    tones = {1: "good", -1: "bad", 0: ""}
    question = texts.of_scenario(desk.scenario, "question")
    return [
        {
            "round": round_,
            "when": texts("word.start") if not round_ else f"{texts('word.round')} {round_}",
            "sentences": [
                *({"text": say(fact, texts, line), "tone": tones[fact.tone]} for fact in facts),
                *([{"text": question, "tone": ""}] if question and not round_ else []),
            ],
        }
        for round_, facts in enumerate(told_of(desk))
    ]

"""The opening: before the first round, the question of the scenario and one thing to do."""

from __future__ import annotations

from typing import Any

from ...results.scenarios import round_of
from .. import touring
from ..desk import Desk
from ..texts import begun

SENTENCES = 2  # of the story; the whole of it can be opened


def opening(desk: Desk) -> dict[str, Any] | None:
    """What is asked before the first round; none once something was changed, picked or is told."""
    texts, line, scenario = desk.texts, desk.session.line, desk.scenario
    if desk.session.shadow is not None or desk.picked or desk.revealed or desk.tour_at >= 0 or desk.compared:
        return None
    unit = round_of(scenario, texts.language)
    kicker = {"count": len(scenario.labels), "rounds": line.rounds}
    story, _ = begun(" ".join(texts.of_scenario(scenario, "story").split()), SENTENCES)
    return {
        "words": {name: texts(f"opening.{name}") for name in ("begin", "tour", "bring", "agenda", "or_begin")},
        "agenda": desk.agenda is not None,
        "kicker": texts("opening.kicker", **kicker)
        if scenario.round == "round"
        else texts("opening.kicker_of", unit=unit, **kicker),
        "question": texts.of_scenario(scenario, "question") or texts.of_scenario(scenario, "title"),
        "story": story,
        "brings": True,
        "toured": bool(touring.steps(desk)),
    }

"""The guided tour, one step at a time: what the room sees of it, and what only its presenter does."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from ..touring import steps
from .luck import waiting


def tour(desk: Desk) -> dict[str, Any] | None:
    """The step that is shown, among the others."""
    if desk.tour_at < 0:
        return None
    texts, taken = desk.texts, steps(desk)
    return {
        "words": texts.group("tour")
        | {"close": texts("word.close"), "said": texts("whatif.said")}
        | ({"busy": waiting(desk)} if desk.luck_done else {}),
        "name": f"{desk.scenario.name}.{texts.language}",
        "called": texts.of_scenario(desk.scenario, "title"),
        "steps": [
            {
                "kind": step.kind,
                "title": texts(f"tour.{step.kind}"),
                "text": step.text,
                "answers": list(step.answers),
                "button": step.button,
                "minutes": step.minutes,
                "notes": step.notes,
                "question": step.question,
                "place": texts("tour.place", at=place, of=len(taken)),
            }
            for place, step in enumerate(taken, 1)
        ],
        "at": desk.tour_at,
        "invitation": texts("tour.invitation", at=desk.tour_at + 1, of=len(taken)) if desk.invited else "",
        "done": list(desk.toured),
        "refused": desk.refused,
    }

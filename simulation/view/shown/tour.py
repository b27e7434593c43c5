"""The guided tour, one step at a time."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from ..touring import steps


def tour(desk: Desk) -> dict[str, Any] | None:
    """The step that is shown, among the others."""
    if desk.tour_at < 0:
        return None
    texts = desk.texts
    return {
        "words": texts.group("tour") | {"close": texts("word.close"), "said": texts("whatif.said")},
        "name": f"{desk.scenario.name}.{texts.language}",
        "steps": [
            {
                "kind": step.kind,
                "title": texts(f"tour.{step.kind}"),
                "text": step.text,
                "answers": list(step.answers),
                "button": step.button,
            }
            for step in steps(desk)
        ],
        "at": desk.tour_at,
        "done": list(desk.toured),
        "refused": desk.refused,
    }

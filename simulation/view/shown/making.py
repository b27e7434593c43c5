"""The screen on which a case of one's own is made: its words, and a form to begin with."""

from __future__ import annotations

from typing import Any

from ...group.sketch import BURDENS, MOST_YEARS, NEEDS, SIZES, TRUST
from ..desk import Desk
from ..making import FEWEST, MOST, PLACES, THEMES


def making(desk: Desk) -> dict[str, Any] | None:
    """What stands on the screen; none while nobody makes a case."""
    if not desk.making:
        return None
    texts = desk.texts
    return {
        "words": texts.group("making") | {"close": texts("word.close")},
        "choices": {
            "places": [texts(f"making.place_{place}", low="{low}", high="{high}") for place in range(len(PLACES))],
            "sizes": [texts(f"making.size_{place}") for place in range(len(SIZES))],
            "burdens": [texts(f"making.burden_{place}") for place in range(len(BURDENS))],
            "trust": [texts(f"making.trust_{place}") for place in range(len(TRUST))],
            "needs": [texts(f"making.needs_{place}") for place in range(len(NEEDS))],
            "years": list(range(1, MOST_YEARS + 1)),
        },
        "themes": [
            {end: texts(f"making.{end}_{place}") for end in ("theme", "low", "high")} for place in range(THEMES)
        ],
        "limits": {"fewest": FEWEST, "most": MOST},
        "problem": desk.problem,
        "refused": desk.refused,
    }

"""The bet: predict first, and look then."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from .comparison import same
from .headline import against


def bet(desk: Desk) -> dict[str, Any]:
    """What a group expects of a fork before it looks, and what came of it."""
    line, ghost, texts = desk.session.line, desk.session.shadow, desk.texts
    asked = ghost is not None and bool(line.name) and not same(desk) and desk.tour_at < 0
    difference = line.created_so_far(line.rounds) - ghost.created_so_far(line.rounds) if ghost else 0.0
    return {
        "asked": asked,
        "question": texts("whatif.predict", ghost=desk.line_name(ghost)) if ghost else "",
        "answers": [{"key": key, "text": texts(f"whatif.predict_{key}")} for key in ("more", "same", "less")],
        "outcome": texts("whatif.outcome", difference=against(desk, difference, ghost)) if ghost else "",
        "said": texts("whatif.said"),
        "rounds": line.rounds,
        "since": line.since,
        "name": line.name,
        "against": desk.line_name(ghost) if ghost else "",
    }

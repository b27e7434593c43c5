"""The bet: predict first, and look then."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from ..guesses import ANSWERS, ASKED
from ..session import arises, created_apart
from ..texts import begun, differs
from .headline import against
from .luck import luck, waiting
from .share import code


def bet(desk: Desk) -> dict[str, Any] | None:
    """What a group is asked before it looks at a fork, and after the last round what came of it; else none."""
    line, ghost, texts, said = desk.session.line, desk.session.shadow, desk.texts, desk.said
    over = said in ANSWERS and desk.session.round >= line.rounds and line.number not in desk.seen
    if ghost is None or desk.tour_at >= 0 or not (over or desk.asked):
        return None
    names = {"name": desk.line_name(line), "ghost": desk.line_name(ghost)}
    one, other = line.created_so_far(line.rounds), ghost.created_so_far(line.rounds)
    difference, stretch = created_apart(line, ghost), arises(line, ghost) if over else None
    kind = differs(difference)
    values = {"one": texts.gain(one), "other": texts.gain(other), "difference": against(desk, difference, ghost)}
    first, last = stretch or (0, 0)
    return {
        "words": texts.group("bet") | {"luck": texts("whatif.luck"), "compare": texts("whatif.side_by_side")},
        "question": texts("bet.question", **names),
        "answers": [{"key": key, "text": texts(f"bet.{key}"), "why": texts(f"bet.{key}_why")} for key in ANSWERS],
        "outcome": texts(f"bet.outcome_{kind}", **names, **values) if over else "",
        "arises": texts("compare.arises", first=first, last=last) if stretch else "",
        "said": texts("bet.said"),
        "bet": texts(f"bet.{'right' if said == kind else 'wrong'}", said=texts(f"bet.{said}").lower()) if over else "",
        "refused": desk.refused,
        "waits": waiting(desk),
        "luck": begun(luck(desk), 1)[0] if over and desk.found else "",
        "one_run": texts("bet.one_run") if over and not desk.found else "",
        "phones": phones(desk),
        "outcome_is": kind if over else "",
    }


def phones(desk: Desk) -> dict[str, Any] | None:
    """How phones come to guess, and how many say what; None where the room is not asked."""
    room = desk.guessed
    if room is None:
        return None
    query, pin = f"?{ASKED}={room.code}", f"&pin={desk.pin}" if desk.pin else ""
    link = f"{desk.phones_at}{query}{pin}" if desk.phones_at else ""
    note = "" if desk.phones_at else desk.texts("bet.phones_alone")
    return {"code": room.code, "query": query, "link": link, "square": code(link), "counts": room.counts, "note": note}

"""The time bar."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from .palette import FAINT, GHOST


def clock(desk: Desk) -> dict[str, Any]:
    """The time bar: lines as rails, events as flags."""
    texts, one = desk.texts, desk.session
    flags = {}
    for event in one.line.scenario.events:
        own = event in one.line.own
        name = texts.label(event.name)
        if (event.name or own) and event.round <= one.line.rounds:
            flag = flags.setdefault(event.round, {"key": event.round, "round": event.round, "own": own, "names": []})
            flag["own"] |= own
            if name and name not in flag["names"]:
                flag["names"].append(name)
    return {
        "words": texts.group("clock") | {"round": texts("word.round")},
        "rounds": one.line.rounds,
        "start": one.round,
        "rails": [
            {
                "since": line.since,
                "shown": place == one.shown,
                "ghost": place == one.ghost,
                "colour": GHOST if place == one.ghost else FAINT,
            }
            for place, line in enumerate(one.lines)
        ],
        "flags": [
            {**flag, "title": f"{texts('word.round')} {flag['round']}: {'; '.join(flag.pop('names'))}"}
            for flag in flags.values()
        ],
        "address": desk.address(),
        "fresh": desk.fresh,
        "plays": desk.plays,
    }

"""The time bar."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from ..session import Line, arises, created_apart
from ..texts import differs
from . import charts
from .story import moments


def clock(desk: Desk) -> dict[str, Any]:
    """The time bar: value over the rounds, events as flags, where most of the difference is, moments to pause at."""
    texts, one = desk.texts, desk.session
    flags = {}
    for event in one.line.scenario.events:
        own = event in one.line.own
        name = texts.label(event.name)
        if (event.name or own) and event.round <= one.line.rounds:
            flag = flags.setdefault(event.round, {"round": event.round, "own": own, "names": []})
            flag["own"] |= own
            if name and name not in flag["names"]:
                flag["names"].append(name)
    return {
        "words": texts.group("clock") | {"round": texts("word.round")},
        **charts.value(desk),
        "label": texts("chart.value"),
        "name": desk.line_name(one.line),
        "ghost_name": desk.line_name(one.shadow) if one.shadow else "",
        "stretch": stretch(one.line, one.shadow),
        "rounds": one.line.rounds,
        "until": desk.asked_at if desk.asked else one.line.rounds,
        "start": one.round,
        "moments": moments(desk, one.line),
        "flags": [
            {**flag, "title": f"{texts('word.round')} {flag['round']}: {'; '.join(flag.pop('names'))}"}
            for flag in sorted(flags.values(), key=lambda flag: flag["round"])
        ],
        "address": desk.address(),
        "fresh": desk.fresh,
        "plays": desk.plays,
    }


def stretch(line: Line, ghost: Line | None) -> list[int]:
    """The first and last round of where most of the difference is; empty where there is hardly any."""
    if ghost is None or differs(created_apart(line, ghost)) == "same":
        return []
    return list(arises(line, ghost) or ())

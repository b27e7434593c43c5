"""What a guided tour does to a desk: its steps go somewhere, fork, play, compare, and ask whether it was luck."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from ..scenario import chosen
from . import tours
from .desk import Desk
from .happenings import of_a_kind
from .session import arises


def steps(desk: Desk) -> tuple[tours.Step, ...]:
    """The agenda that somebody brought, or the guided tour of the scenario, in the language of the page."""
    if desk.agenda is not None:
        return desk.agenda.steps[desk.texts.language]
    return tours.read(desk.scenario.name, desk.texts.language)


def resumed(desk: Desk) -> None:
    """Ask along in the tour at the step that an address names, if there is one."""
    last = len(steps(desk)) - 1
    desk.tour_at = min(desk.tour_at, last)
    desk.toured = list(range(desk.tour_at + 1))
    desk.invited = desk.tour_at >= 0


def joined(desk: Desk) -> None:
    """Whoever was asked takes part in the tour, where it was."""
    desk.invited = False


def opened(desk: Desk, begins: bool) -> None:
    """The tour begins, or ends."""
    desk.tour_ended()
    if begins and steps(desk):
        desk.tour_at = 0
        desk.open = desk.sharing = desk.making = desk.compared = desk.revealed = False
        desk.picked = {}
        desk.line_shown({"shown": 0, "ghost": -1})
        do(desk, 0)


def step_shown(desk: Desk, at: int) -> None:
    """Another step of the tour; what it does without being asked is done."""
    desk.tour_at = min(max(int(at), 0), len(steps(desk)) - 1)
    desk.compared = desk.compared and "compare" in steps(desk)[desk.tour_at].deeds
    if not steps(desk)[desk.tour_at].button:
        do(desk, desk.tour_at)


def step_done(desk: Desk, at: int, tell: Callable[[], None] = lambda: None) -> None:
    """What the button of a step asks for; `tell` is called while something that takes long goes on."""
    do(desk, int(at), tell)
    desk.toured = [*desk.toured, int(at)]


def do(desk: Desk, at: int, tell: Callable[[], None] = lambda: None) -> None:
    """What a step of the tour does to the page."""
    deeds = steps(desk)[at].deeds
    if "fork" in deeds:
        fork(desk, deeds["fork"])
    if names := deeds.get("compare", deeds.get("lines", [deeds["show"], ""] if "show" in deeds else None)):
        for name in names:  # a fork that was skipped or put away is made now
            if name and name not in [line.name for line in desk.session.lines]:
                forks = (step.deeds["fork"] for step in steps(desk) if "fork" in step.deeds)
                fork(desk, next(wish for wish in forks if wish["name"] == name))
        one, other = ([line.name for line in desk.session.lines].index(name) for name in names)
        desk.line_shown({"shown": one, "ghost": other if other != one else -1})
        desk.compared, desk.open = "compare" in deeds, False
    if "luck" in deeds and desk.session.shadow is not None:
        desk.luck_asked(tell=tell)
    if "reveal" in deeds:
        desk.revealed = bool(deeds["reveal"])
    if "round" in deeds:
        wanted = deeds["round"]
        if wanted == "goal":
            wanted = desk.session.line.first_goal
        if wanted == "difference":
            arisen = arises(desk.session.line, desk.session.shadow) if desk.session.shadow else None
            wanted = arisen[0] if arisen else math.nan
        desk.session.go(desk.session.line.rounds if math.isnan(wanted) else wanted)
        desk.fresh += 1
    if deeds.get("ending"):
        desk.session.go(desk.session.line.rounds)
        desk.fresh, desk.ended = desk.fresh + 1, -1
    if "play" in deeds:
        desk.plays += 1


def tells_ending(desk: Desk) -> bool:
    """Whether the tour is at a step that shows the ending; on all others the stage shows what is talked about."""
    at = desk.tour_at
    if not 0 <= at < len(steps(desk)):
        return False
    step = steps(desk)[at]
    return bool(step.deeds.get("ending")) and (not step.button or at in desk.toured)


def asks_luck(desk: Desk) -> bool:
    """Whether the step that is shown has a button of its own to ask whether it was luck."""
    at = desk.tour_at
    return 0 <= at < len(steps(desk)) and "luck" in steps(desk)[at].deeds


def fork(desk: Desk, wish: Mapping[str, Any]) -> None:
    """A fork of the original that a tour describes."""
    known = [line.name for line in desk.session.lines]
    after = int(wish.get("after", 0))
    if wish["name"] in known:
        desk.line_shown({"shown": known.index(wish["name"]), "ghost": 0})
    elif "choice" in wish:
        desk.line_shown({"shown": 0, "ghost": -1})
        desk.session.go(after)
        desk.fork(wish["name"], chosen(desk.scenario, wish["choice"], wish["name"]))
    elif "event" in wish:
        desk.line_shown({"shown": 0, "ghost": -1})
        desk.session.go(after)
        row = desk.scenario.labels.index(wish["organisation"]) if "organisation" in wish else 0
        desk.fork(wish["name"], of_a_kind(wish["event"], row, after, wish["name"]))
    else:
        desk.line_shown({"shown": 0, "ghost": -1})
        lengths = [*wish.get("lengths", ()), 1]
        form = {"round": after, "name": wish["name"], "changes": wish.get("changes"), "plan": wish.get("phases")}
        desk.forked(form | {"lengths": lengths, "budget": wish.get("budget")})
    desk.session.go(after)

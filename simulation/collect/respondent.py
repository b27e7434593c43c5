"""The pages of a respondent: a screen for each question, kept at every answer; no script, so that any phone will do.

A tap on an answer keeps it and brings the next screen. Whoever falls out comes back to the first screen without an
answer, as the phone has a key to its own answers in a cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from ..served.visit import RefusedError, form, go, one, shown, within
from .questionnaire import HIGH, LOW, PARTNER, UNKNOWN, Item, items, on_conditions
from .room import Room
from .store import Respondent

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MINE = "samenspel_answers"  # cookie
KEPT = 30 * 24 * 3600  # seconds that a phone remembers which answers are its own
STATEMENT, WHOM, LAST = "statement", "whom", "last"
SCORES = (*range(LOW, HIGH + 1), UNKNOWN)


class Screen(NamedTuple):
    """What is asked at a time: a statement on the collaboration or a partner, whom one works with, or to send."""

    kind: str
    item: Item | None = None
    about: str = ""


def screens(organisations: Sequence[str], own: str, partners: Collection[str]) -> list[Screen]:
    """All screens of a respondent, in order.

    Parameters
    ----------
    organisations
        Those that take part.
    own
        The one that is answered for.
    partners
        Those that the respondent works with.
    """
    chosen = [name for name in organisations if name in partners and name != own]
    about = [Screen(PARTNER, item, name) for name in chosen for item in items(PARTNER)]
    return [*(Screen(STATEMENT, item) for item in on_conditions()), Screen(WHOM), *about, Screen(LAST)]


def first_open(known: Sequence[Screen], answers: Mapping[tuple[str, str], int | None]) -> int:
    """The number of the first screen without an answer; whom one works with has one if anybody is named."""
    named = any(screen.kind == PARTNER for screen in known)
    for number, screen in enumerate(known, 1):
        done = named if screen.kind == WHOM else screen.item and (screen.about, screen.item.name) in answers
        if not done:
            return number
    return len(known)


def routes(room: Room) -> list[Route]:
    """Where a respondent comes."""
    visits: dict[str, tuple[Callable, str]] = {
        "/": (welcome, "GET"),
        "/start": (start, "POST"),
        "/screen/{number:int}": (screen_of, "GET"),
        "/answer/{number:int}": (answered, "POST"),
        "/thanks": (thanks, "GET"),
        "/another": (another, "POST"),
    }
    return [Route(path, within(visit, room), methods=[method]) for path, (visit, method) in visits.items()]


def whose(request: Request, room: Room) -> Respondent | None:
    """Whose answers the phone has the key of; nobody's where the organisation takes part no longer."""
    found = room.store.respondent(request.cookies.get(MINE, ""))
    return found if found and found.organisation in room.organisations else None


async def welcome(request: Request, room: Room) -> Response:
    """What this is, and which organisation somebody answers for; or on to where they were."""
    now, me = room.store.now(), whose(request, room)
    if now is None:
        return shown(request, "closed")
    if me is None:
        wanted = request.query_params.get("choose")
        return shown(request, "welcome", organisations=room.organisations, floor=now.floor, missed=wanted is not None)
    if me.sent:
        return go("/thanks")
    return go(f"/screen/{first_open(screens_of(room, me), room.store.answers_of(me.name))}")


def screens_of(room: Room, me: Respondent) -> list[Screen]:
    """The screens of somebody who answers."""
    return screens(room.organisations, me.organisation, room.store.partners_of(me.name))


async def start(request: Request, room: Room) -> Response:
    """Somebody begins."""
    sent = await form(request)
    if room.store.now() is None or whose(request, room) is not None:
        return go("/")
    organisation = one(sent, "organisation")
    if not organisation:
        return go("/?choose")
    if organisation not in room.organisations:
        raise RefusedError("nonsense")
    key = room.store.join(organisation)
    if key is None:
        raise RefusedError("full", 503)
    on = go("/screen/1")
    on.set_cookie(MINE, key, max_age=KEPT, httponly=True, samesite="lax")
    return on


async def screen_of(request: Request, room: Room) -> Response:
    """One screen."""
    me = whose(request, room)
    if me is None:
        return go("/")
    known, number = screens_of(room, me), request.path_params["number"]
    if not 1 <= number <= len(known):
        return go("/")
    screen, answers = known[number - 1], room.store.answers_of(me.name)
    place = {"screen": screen, "number": number, "all": len(known)}
    if screen.kind == WHOM:
        others = [name for name in room.organisations if name != me.organisation]
        return shown(request, WHOM, **place, others=others, chosen=room.store.partners_of(me.name))
    if screen.kind == LAST:
        asked = [(one.about, one.item.name) for one in known if one.item]
        known_by_them = sum(answers.get(one) is not None for one in asked)
        return shown(request, LAST, **place, given=known_by_them, asked=len(asked))
    at, of, after = where_in(known, number)
    given = shown_score(screen, answers)
    return shown(request, STATEMENT, **place, scores=SCORES, given=given, at=at, of=of, after=after)


def where_in(known: Sequence[Screen], number: int) -> tuple[int, int, int]:
    """Which statement or partner a screen is, of how many; and of a partner, the screen after its last one (or 0)."""
    screen = known[number - 1]
    if screen.kind == STATEMENT:
        return number, sum(one.kind == STATEMENT for one in known), 0
    partners = list(dict.fromkeys(one.about for one in known if one.kind == PARTNER))
    after = next(place for place in range(number, len(known) + 1) if known[place - 1].about != screen.about)
    return partners.index(screen.about) + 1, len(partners), after


def shown_score(screen: Screen, answers: Mapping[tuple[str, str], int | None]) -> int | str:
    """What was answered before, as the page has it; nothing where nothing was."""
    key = (screen.about, screen.item.name if screen.item else "")
    if key not in answers:
        return ""
    score = answers[key]
    return UNKNOWN if score is None else score


async def answered(request: Request, room: Room) -> Response:
    """An answer to a screen, and on to the next one."""
    sent, me = await form(request), whose(request, room)
    if me is None:
        return go("/")
    known, number = screens_of(room, me), request.path_params["number"]
    if not 1 <= number <= len(known):
        raise RefusedError("nonsense")
    screen = known[number - 1]
    if screen.kind == LAST:
        room.store.send(me.name)
        return go("/thanks")
    if screen.kind == WHOM:
        chosen = sent.get("partner", [])
        if not set(chosen) <= set(room.organisations) - {me.organisation}:
            raise RefusedError("nonsense")
        room.store.choose(me.name, dict.fromkeys(chosen))
        return go(f"/screen/{number + 1}")
    assert screen.item is not None, "what is neither of these is a statement"
    score = one(sent, "score")
    meant = (one(sent, "about"), one(sent, "item")) == (screen.about, screen.item.name)
    if not meant or score not in map(str, SCORES):
        raise RefusedError("nonsense")
    room.store.answer(me.name, screen.about, screen.item.name, None if score == UNKNOWN else int(score))
    return go(f"/screen/{number + 1}")


async def thanks(request: Request, room: Room) -> Response:
    """It has been sent."""
    me = whose(request, room)
    return shown(request, "thanks", organisation=me.organisation) if me and me.sent else go("/")


async def another(request: Request, room: Room) -> Response:
    """Somebody else answers on the same device."""
    await form(request)
    on = go("/")
    on.delete_cookie(MINE)
    return on

"""The pages of a seat, on a phone: who one is, then a decision at a time, until all of the round are made.

Without a script they work by forms and links. A phone has a token in a cookie; whoever falls out comes back to the same
seat, where what was decided still stands. A page is made of what `seen` gives, and the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from ..errors import InputError
from ..served.visit import REMEMBERED, RefusedError, form, go, one, said, shown, within, words_for
from .check import SCORES, on_a_partner, on_conditions
from .house import House
from .play import CONSENT, DELIVERY, HOME, PROMISE, WORK
from .seen import Seen, called, offered, seen, with_promise
from .table import VOTES, Screen, Stage, Table
from .visit import changes, glance, row_in

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MINE, LETTERS = "samenspel_seat", "samenspel_letters"  # cookies
USUAL, LARGE = "usual", "large"
KEPT = 24 * 3600  # seconds that a phone remembers its seat
AGAIN = 5  # seconds after which a phone without a seat looks whether one is free
MOST_PAGES = 8  # of one seat that are open at once
SHOWN_OF_A_TABLE = ("stage", "held", "votes", "voted", "half_way", "monday", "agreed")  # to whoever looks on
ENDED = (Stage.OVER, Stage.BACK)
WHO, DONE, WATCH, CHECK = "who", "done", "watch", "check"  # pages beside the decisions


def routes(house: House) -> list[Route]:
    """Where somebody with a phone comes."""
    visits: list[tuple[str, Callable, str]] = [
        ("/", welcome, "GET"),
        ("/code", typed, "POST"),
        ("/table/{code}", choose, "GET"),
        ("/table/{code}", join, "POST"),
        ("/seat", seat, "GET"),
        ("/letters/{size}", letters, "GET"),
        ("/seat/changes", listen, "GET"),
        ("/seat/vote", vote, "POST"),
        ("/seat/check", answer, "POST"),
        ("/seat/research", agree, "POST"),
        ("/seat/{page}", seat, "GET"),
        ("/seat/{page}", decide, "POST"),
    ]
    return [Route(path, within(visit, house), methods=[method]) for path, visit, method in visits]


def whose(request: Request, house: House) -> tuple[Table, int] | None:
    """The table and the row of the phone that asks."""
    return house.with_token(request.cookies.get(MINE, ""))


def address_of(request: Request) -> str:
    """Of whoever asks."""
    return request.client.host if request.client else ""


async def welcome(request: Request, house: House) -> Response:
    """The code of the room; or on to where somebody sits."""
    if "room" in request.query_params:
        return go(f"/table/{request.query_params['room'][:40]}")
    if whose(request, house):
        return go("/seat")
    return shown(request, "code", wrong=False, closed=request.cookies.get(MINE) in house.closed)


async def typed(request: Request, house: House) -> Response:
    """A code that was typed."""
    code = one(await form(request), "code").strip()[:40]
    table = house.with_code(code, address_of(request)) if code else None
    return go(f"/table/{table.code}") if table else shown(request, "code", 404, wrong=True, closed=False)


async def choose(request: Request, house: House) -> Response:
    """Which seats there are; whoever has one at this table comes back to it."""
    table = house.with_code(request.path_params["code"], address_of(request))
    if table is None:
        return shown(request, "code", 404, wrong=True, closed=False)
    if (mine := whose(request, house)) and mine[0] is table:
        return go("/seat")
    return shown(request, "choose", **at_the_door(request, table), missed=False)


def at_the_door(request: Request, table: Table) -> dict[str, Any]:
    """What the page to choose a seat says: nothing that is known at the table only."""
    from ..results.scenarios import name_of

    words, scenario = words_for(request), table.play.scenario
    seats = [(row, name_of(scenario.labels[row], words.language)) for row in table.free]
    return {
        "code": table.code,
        "title": words.of_scenario(scenario, "title"),
        "story": words.of_scenario(scenario, "story"),
        "seats": sorted(seats, key=lambda one: one[1]),
        "open": table.stage != Stage.BACK,
        "again": AGAIN,
    }


async def join(request: Request, house: House) -> Response:
    """Somebody takes a seat."""
    sent = await form(request)
    table = house.with_code(request.path_params["code"], address_of(request))
    if table is None:
        return shown(request, "code", 404, wrong=True, closed=False)
    before = whose(request, house)
    if before and before[0] is table:
        return go("/seat")
    async with table.lock:
        if table.stage == Stage.BACK or not one(sent, "seat") or row_in(sent, "seat") not in table.free:
            return shown(request, "choose", 409, **at_the_door(request, table), missed=True)
        try:
            token = table.join(row_in(sent, "seat"), one(sent, "person")[:200], request.cookies.get(MINE, ""))
        except InputError:
            raise RefusedError("nonsense") from None
    if before:
        before[0].leave(before[1])
    on = go("/seat")
    on.set_cookie(MINE, token, max_age=KEPT, httponly=True, samesite="lax")
    return on


def page_of(table: Table, row: int, wanted: str) -> str:
    """Which page a seat is at: the one that it wants, where that can be; else the first thing to answer."""
    if table.to_answer(row):
        return CHECK
    past = table.stage in (Stage.OVER, Stage.BACK)
    if past or table.screen == Screen.CHECK or not table.plays(row) or not table.play.asked(row):
        return WATCH
    asked, decided = table.play.asked(row), table.decided(row)
    if wanted in asked and all(one in decided for one in asked[: asked.index(wanted)]):
        return wanted
    if wanted == WHO or not (decided or wanted or table.seats[row].anew):
        return WHO
    return next((one for one in asked if one not in decided), DONE)


async def seat(request: Request, house: House) -> Response:
    """A page of a seat."""
    mine = whose(request, house)
    if mine is None:
        return go("/")
    table, row = mine
    wanted = request.path_params.get("page", "")
    page = page_of(table, row, wanted)
    if wanted and page != wanted:
        return go("/seat")
    return of_seat(request, table, row, page, wanted)


def of_seat(request: Request, table: Table, row: int, page: str, wanted: str, status: int = 200) -> Response:
    """What a page of a seat is made of; that is all that reaches a phone.

    Parameters
    ----------
    request
        What was asked.
    table, row
        Whose seat it is.
    page
        Which one.
    wanted
        Which one was asked for.
    status
        Of the answer.
    """
    words, play = words_for(request), table.play
    return shown(
        request, page, status,
        see=seen_from(table, row, words.language), wanted=wanted, shows=at_a_glance(table, row, wanted),
        span=words("over_title") if table.stage in ENDED else words.round(play.scenario, play.step, play.number),
        per=words.per_round(play.scenario),
        left=round(table.left, 1), wrong=status != 200, large=request.cookies.get(LETTERS) == LARGE, **told(table, row),
    )  # fmt: skip


def seen_from(table: Table, row: int, language: str) -> Seen:
    """What a seat sees."""
    holder = table.seats[row]
    known = table.once(("seen", row, language), lambda: seen(table.play, row, language))
    if known.mandate and PROMISE in holder.answers:
        known = known._replace(mandate=with_promise(known.mandate, known.alone, holder.answers[PROMISE]))
    yes = called(table.play, [other for other in table.yes if other != row], language)
    offers = offered(table.play, table.offers_to(row), language)
    return known._replace(yes=yes, offers=offers, mine=holder.decision if holder.answers else None)


def told(table: Table, row: int) -> dict[str, Any]:
    """What a phone is told beside what its organisation knows."""
    holder, votes, monday = table.seats[row], table.screen == Screen.NORMS, table.screen == Screen.MONDAY
    return {
        "decided": table.decided(row), "laid": table.play.laid, "anew": holder.anew,
        "running": table.running, "started": table.started, "stage": table.stage, "held": holder.held,
        "votes": VOTES if votes else (), "voted": holder.vote if votes else "",
        "monday": monday, "agreed": table.agreed.get(holder.alias) if monday else None,
        "half_way": table.screen == Screen.CHECK, "to_answer": table.to_answer(row),
        "scores": SCORES, "asked": {"conditions": on_conditions(), "partners": on_a_partner()},
    }  # fmt: skip


def at_a_glance(table: Table, row: int, wanted: str) -> str:
    """What a page of a seat shows, at a glance: a phone is woken when it is another, and not before."""
    if row not in table.seats:
        return glance()
    page, see, told_now = page_of(table, row, wanted), seen_from(table, row, "en"), told(table, row)
    mine, clock = see.mine, (table.running, table.ends) if table.stage in (Stage.NEW, Stage.PLAYING) else ()
    steps = (see.number, see.organisation, see.asked, told_now["decided"], see.offers)
    deciding = (*steps, see.fired, see.felt)
    partners, extras = [(one.row, one.name) for one in see.partners], [card.extra for card in see.cards]
    at_home = (see.mandate, extras)
    shows: dict[str, tuple] = {
        WHO: (*deciding, see.news, see.group, see.worked_on, see.gained, see.filled, see.kept, see.condition,
              [one._replace(proposal=None) for one in see.scales], at_home, see.partners, see.members, see.agreed),
        CONSENT: (*deciding, see.led, told_now["laid"], told_now["anew"], see.agreed,
                  [(one.wish, one.need, one.proposal) for one in see.scales], see.burden, see.members, see.yes,
                  partners, mine and (mine.consent, mine.partner)),
        PROMISE: (*deciding, at_home, see.gifts, see.to_offer, mine and (mine.promise, mine.to, mine.offer)),
        DELIVERY: (*deciding, see.cards, see.mandate, mine and (mine.promise, mine.delivery)),
        HOME: (*deciding, at_home, see.homes, mine and mine.home),
        WORK: (*deciding, see.work_costs, mine and mine.work),
        DONE: (*deciding, extras, partners, mine),
        CHECK: (see.number, told_now["to_answer"], partners),
        WATCH: (see.number, see.place, *(told_now[one] for one in SHOWN_OF_A_TABLE)),
    }  # fmt: skip
    return glance(page, clock, shows[page])


async def decide(request: Request, house: House) -> Response:
    """A decision, and on to the next."""
    sent, mine = await form(request), whose(request, house)
    if mine is None:
        return go("/")
    table, row = mine
    asked, answers = request.path_params["page"], {name: values[-1] for name, values in sent.items()}
    async with table.lock:
        late = one(sent, "number") != str(table.play.number) or page_of(table, row, asked) != asked
        if late or table.put_aside(asked, answers):
            return go("/seat")  # of a round that was closed, or to a proposal that was put aside, meanwhile
        try:
            table.decide(row, asked, answers)
        except InputError:
            return of_seat(request, table, row, asked, asked, 400)
    rest = [one for one in table.play.asked(row) if one not in table.decided(row)]
    return go(f"/seat/{rest[0] if rest else DONE}")


async def vote(request: Request, house: House) -> Response:
    """What somebody says that the group was playing for."""
    return await a_word(request, house, Screen.NORMS, "vote", VOTES, Table.vote)


async def agree(request: Request, house: House) -> Response:
    """Whether what somebody decided and answered may be used for research."""
    agreed = {"yes": True, "no": False}
    return await a_word(
        request, house, Screen.MONDAY, "research", agreed, lambda table, row, word: table.agree(row, agreed[word])
    )


async def a_word(
    request: Request,
    house: House,
    screen: Screen,
    field: str,
    words: Collection[str],
    take: Callable[[Table, int, str], None],
) -> Response:
    """One of a few words that somebody says, while a screen of the look back asks for it.

    Parameters
    ----------
    request, house
        Who says it, and where.
    screen, field, words
        When it may be said, in which field, and what.
    take
        What the table does with it.
    """
    sent, mine = await form(request), whose(request, house)
    if mine is None:
        return go("/")
    table, row = mine
    async with table.lock:
        if table.screen != screen or one(sent, field) not in words:
            raise RefusedError("nonsense")
        take(table, row, one(sent, field))
    return go("/seat")


async def answer(request: Request, house: House) -> Response:
    """What somebody answers half-way."""
    sent, mine = await form(request), whose(request, house)
    if mine is None:
        return go("/")
    table, row = mine
    async with table.lock:
        if not table.to_answer(row) or one(sent, "asked") != table.to_answer(row):
            return go("/seat")  # it was answered, or is no longer asked
        try:
            table.answer(row, {name: values[-1] for name, values in sent.items()})
        except InputError:
            return of_seat(request, table, row, CHECK, "", 400)
    return go("/seat")


async def letters(request: Request, house: House) -> Response:
    """The pages of a seat in larger letters, or in those of before."""
    size = request.path_params["size"]
    if size not in (USUAL, LARGE):
        raise RefusedError("nothing_here", 404)
    on = go("/seat/who")
    on.set_cookie(LETTERS, size, max_age=REMEMBERED, httponly=True, samesite="lax")
    return on


async def listen(request: Request, house: House) -> Response:
    """The line over which the page of a seat hears of changes."""
    mine = whose(request, house)
    if mine is None:
        return said(request, "nothing_here", 404)
    table, row = mine
    if table.seats[row].pages >= MOST_PAGES:
        raise RefusedError("too_much", 429)
    wanted = request.query_params.get("page", "")[:20]
    return changes(request, table, lambda: at_a_glance(table, row, wanted), table.seats[row])

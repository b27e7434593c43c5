"""The desk: who sits where and has decided, the clock, what happens from outside, and what stands in front.

It is for whoever started the command: on this computer, with the key in the address that was printed there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from ..errors import InputError
from ..errors import said as said_in
from ..results.scenarios import in_a_sentence, name_of
from ..scenario import load, names, playing
from ..served.key import led
from ..served.visit import HEADERS, RefusedError, form, go, one, said, shown, words_for
from ..view.download import slug
from ..view.shown.share import code
from .check import as_files
from .debrief import told
from .handout import handout, page_of
from .house import House
from .kept import as_file, file_of
from .play import CONSENT, NOTHING, PARTNER, PROMISE, WORK, Play
from .research import agreed, as_zip, holds
from .screen import in_front
from .seen import alone_of, unit_of, worth
from .table import FIRED, OFFER, TO, Screen, Stage, Table
from .visit import changes, glance, row_in, whole_in
from .words import Words

if TYPE_CHECKING:
    from starlette.requests import Request

MINUTE = 60.0
SAME = "+"  # among scenarios: the one that the house was opened with
CLOSE, BACK, NAMES, ASK = SURE = ("close", "feelings", "named", "check")  # what the desk asks about first
READY, DECIDING, ASLEEP, MODEL, HELD, AWAY = "ready", "deciding", "asleep", "model", "held", "away"


class Place(NamedTuple):
    """A seat as the desk sees it."""

    row: int
    name: str
    person: str
    taken: bool
    state: str
    done: tuple[bool, ...]  # of what it is asked
    chosen: tuple[str, ...]  # in words


def routes(house: House) -> list[Route]:
    """Where the trainer comes."""
    pages: dict[str, Callable] = {
        "/desk": tables,
        "/desk/{code}": desk,
        "/desk/{code}/screen": screen,
        "/desk/{code}/changes": listen,
        "/desk/{code}/screen/changes": listen_in_front,
        "/desk/{code}/check/{name}": check_file,
        "/desk/{code}/handout.html": take_home,
        "/desk/{code}/research": research,
        "/desk/{code}/play.toml": file,
    }
    return [
        *(Route(path, led(visit, house), methods=["GET"]) for path, visit in pages.items()),
        Route("/desk", led(open_table, house), methods=["POST"]),
        Route("/desk/{code}/research", led(save_research, house), methods=["POST"]),
        Route("/desk/{code}/{what}", led(do, house), methods=["POST"]),
    ]


def table_of(request: Request, house: House) -> Table:
    """The table that an address names.

    Raises
    ------
    RefusedError
        There is none.
    """
    house.clear()
    table = house.tables.get(request.path_params["code"])
    if table is None:
        raise RefusedError("nothing_here", 404)
    return table


async def tables(request: Request, house: House) -> Response:
    """All tables; where there is one, that one."""
    house.clear()
    if len(house.tables) == 1 and "all" not in request.query_params:
        return go(f"/desk/{next(iter(house.tables))}")
    return all_tables(request, house)


def all_tables(request: Request, house: House, problem: str = "", status: int = 200) -> Response:
    """The list of tables, and a form to open another.

    Parameters
    ----------
    request, house
        What was asked, and where.
    problem
        Why none could be opened, in a sentence.
    status
        Of the answer.
    """
    words = words_for(request)
    listed = [
        (one.code, words.of_scenario(one.play.scenario, "title"), len(one.seats), span_of(words, one))
        for one in house.tables.values()
    ]
    known = [
        (words(kind), [(one.name, words.of_scenario(one, "title")) for one in map(load, which) if one.themes])
        for kind, which in (("made_for_playing", playing()), ("other_cases", names()))
    ]
    same = SAME if house.another else ""
    return shown(request, "tables", status, tables=listed, same=same, scenarios=known, problem=problem)


async def open_table(request: Request, house: House) -> Response:
    """Open another table."""
    wanted = one(await form(request), "scenario")
    if wanted not in (*playing(), *names()) and not (wanted == SAME and house.another):
        raise RefusedError("nonsense")
    try:
        table = house.open(house.another() if wanted == SAME and house.another else Play(load(wanted)))
    except InputError as problem:
        return all_tables(request, house, said_in(problem, words_for(request).language), 409)
    return go(f"/desk/{table.code}")


async def desk(request: Request, house: House) -> Response:
    """What stands on the desk of a table."""
    return of_desk(request, house, table_of(request, house))


def of_desk(request: Request, house: House, table: Table, problem: str = "", status: int = 200) -> Response:
    """The desk of a table.

    Parameters
    ----------
    request
        What was asked.
    house, table
        Which one.
    problem
        What could not be done, in a sentence.
    status
        Of the answer.
    """
    words, play = words_for(request), table.play
    open_, asking = "open" in request.query_params, request.query_params.get("ask", "")
    if asking not in SURE or not unsure(table, CLOSE if asking == CLOSE else "show", asking):
        asking = ""
    link = f"{house.address or request.base_url}?room={table.code}"
    ahead = [event for event in play.scenario.events if play.round < event.round <= play.round + play.step]
    return shown(
        request, "desk_of_table", status,
        code=table.code, qr=code(link), link=link.partition("?")[0], alone=not house.address,
        title=words.of_scenario(play.scenario, "title"),
        span=span_of(words, table), most=play.scenario.rounds // play.step, number=play.number,
        left=round(table.left, 1), running=table.running, paused=table.started and not table.running,
        places=places(table, words), open=open_, asking=asking,
        whose=words.names([in_a_sentence(play.scenario.labels[row], words.language)
                           for row in (in_the_middle(table) if asking == ASK else undecided(table))]),
        coming=[name_of(name, words.language) for name in dict.fromkeys(event.name for event in ahead)
                if name and name not in play.fired],
        fired=[name_of(name, words.language) for name in play.fired if name],
        choices=[(name, name_of(name, words.language)) for name in play.scenario.choices],
        kinds=FIRED, organisations=list(enumerate(labels(table, words.language))),
        screens=table.can_be_shown, screen=table.screen, stage=table.stage, finished=table.finished,
        votes_wait=table.open_votes > 0,
        looked_at=f"{table.looked_at[0]}:{0 if table.screen == Screen.MODEL else table.looked_at[1]}",
        looks=looks(table, words), check=answered(table),
        agreed=(sum(seat.alias in table.agreed for seat in table.seats.values()), len(table.seats)),
        files=sorted(files_of(table)),
        problem=problem, several=len(house.tables) > 1, shows=glance(table.version),
    )  # fmt: skip


def looks(table: Table, words: Words) -> list[tuple[str, str]]:
    """Which seats and rounds the debrief can look at, as the desk says it."""
    names, play = labels(table, words.language), table.play
    if table.screen == Screen.MODEL:  # it shows all rounds of a seat
        return [(f"{row}:0", names[row]) for row in sorted({row for row, _ in table.can_be_looked_at})]
    said = ((row, at, words.round(play.scenario, play.step, at)) for row, at in table.can_be_looked_at)
    return [(f"{row}:{at}", f"{names[row]}, {span}") for row, at, span in sorted(said)]


def span_of(words: Words, table: Table) -> str:
    """The played round that a table is at, as people call it."""
    return words.round(table.play.scenario, table.play.step, table.play.number)


def labels(table: Table, language: str) -> list[str]:
    """Names of the organisations, in row order."""
    return [name_of(label, language) for label in table.play.scenario.labels]


def places(table: Table, words: Words) -> list[Place]:
    """All seats."""
    return [place(table, row, name, words) for row, name in enumerate(labels(table, words.language))]


def place(table: Table, row: int, name: str, words: Words) -> Place:
    """A seat: who sits there, and how far they are.

    Parameters
    ----------
    table, row
        Which one.
    name
        Of its organisation.
    words
        Of the desk.
    """
    seat, asked, decided = table.seats.get(row), table.play.asked(row), table.decided(row)
    done = tuple(one in decided for one in asked)
    if not table.play.is_member(row):
        state = AWAY
    elif seat is None:
        state = MODEL
    elif seat.held:
        state = HELD
    elif all(done):
        state = READY  # also where the phone was put away
    else:
        state = DECIDING if seat.pages else ASLEEP
    chosen = tuple(in_words(one, row, seat.answers, table, words) for one in decided) if seat else ()
    return Place(row, name, seat.person if seat else "", seat is not None, state, done, chosen)


def in_words(asked: str, row: int, answers: Mapping[str, Any], table: Table, words: Words) -> str:
    """What was decided, as the phone said it.

    Parameters
    ----------
    asked
        What was decided on.
    row
        In which seat.
    answers
        All that was decided.
    table, words
        Where, and in which words.
    """
    if asked == CONSENT:
        said = words(f"consent_{answers[CONSENT]}")
        if answers[CONSENT] != PARTNER:
            return said
        return f"{said.rstrip(':')}: {labels(table, words.language)[answers[PARTNER]]}"
    if asked == PROMISE:
        said = words(f"card_{table.play.cards.index(answers[PROMISE])}")
        return f"{said}, {offering(table, row, answers, words)}" if TO in answers else said
    if asked == WORK and answers[WORK] != NOTHING:
        return words.condition(answers[WORK])
    return words(f"{'deliver' if asked == 'delivery' else asked}_{answers[asked]}")


def offering(table: Table, row: int, answers: Mapping[str, Any], words: Words) -> str:
    """What a seat offers, in its own unit.

    Parameters
    ----------
    table, row
        Which seat.
    answers
        All that was decided there.
    words
        Of the desk.
    """
    play = table.play
    amount = words.quantity(worth(answers[OFFER], alone_of(play, row)), unit_of(play, row, words.language))
    return words("chosen_offer", name=labels(table, words.language)[answers[TO]], amount=amount)


async def do(request: Request, house: House) -> Response:
    """Something that the trainer does."""
    sent, table = await form(request), table_of(request, house)
    what = request.path_params["what"]
    if what == "end":
        async with table.lock:
            house.end(table)
        return go("/desk?all")
    if what not in DOING:
        raise RefusedError("nothing_here", 404)
    if not one(sent, "sure") and (asking := unsure(table, what, one(sent, "what"))):
        return go(f"/desk/{table.code}?ask={asking}{'&open' if one(sent, 'open') else ''}")
    async with table.lock:
        try:
            DOING[what](table, sent, words_for(request))
        except InputError as problem:
            return of_desk(request, house, table, said_in(problem, words_for(request).language), 409)
        table.change()
    return go(f"/desk/{table.code}{'?open' if one(sent, 'open') else ''}")


def undecided(table: Table) -> list[int]:
    """Rows of those who play in person and have not decided everything that they are asked."""
    there = [row for row in sorted(table.seats) if table.plays(row)]
    return [row for row in there if len(table.decided(row)) < len(table.play.asked(row))]


def in_the_middle(table: Table) -> list[int]:
    """Rows of those who made some of their decisions and not the others."""
    return [row for row in undecided(table) if table.decided(row)]


def unsure(table: Table, what: str, screen: str) -> str:
    """What the desk asks about first: decisions that are open, and what cannot be undone; empty where nothing is.

    Parameters
    ----------
    table
        Where.
    what
        The trainer does.
    screen
        That is to be shown, if one is.
    """
    if what == CLOSE and table.stage in (Stage.NEW, Stage.PLAYING) and undecided(table):
        return CLOSE
    if what != "show" or screen not in table.can_be_shown:
        return ""
    if screen == ASK and table.screen != Screen.CHECK and table.stage != Stage.OVER and in_the_middle(table):
        return ASK
    ends = screen == BACK and table.stage != Stage.BACK
    return screen if ends or (screen == NAMES and not table.named) else ""


def turn_clock(table: Table) -> None:
    """Start it, or stop it."""
    table.stop_clock() if table.running else table.start_clock()


def happen(table: Table, sent: Mapping[str, list[str]], words: Words) -> None:
    """Something from outside."""
    if choice := one(sent, "choice"):
        table.choose(choice)
        return
    kind, row = one(sent, "kind"), row_in(sent)
    if kind not in FIRED or row >= len(table.play.scenario.labels):
        raise RefusedError("nonsense")
    name = words(f"fired_{kind}", name=in_a_sentence(table.play.scenario.labels[row], words.language))
    table.fire(kind, row, name)


def look(table: Table, sent: Mapping[str, list[str]]) -> None:
    """Look at one seat in one round."""
    row, _, number = one(sent, "at").partition(":")
    table.look(whole_in(row), whole_in(number))


Does = Callable[[Table, Mapping[str, list[str]], Words], None]
DOING: dict[str, Does] = {
    "clock": lambda table, sent, words: turn_clock(table),
    "finish": lambda table, sent, words: table.finish(),
    "more": lambda table, sent, words: table.more_time(MINUTE),
    "close": lambda table, sent, words: table.close(),
    "hold": lambda table, sent, words: table.hold(row_in(sent)),
    "free": lambda table, sent, words: table.leave(row_in(sent)),
    "happen": happen,
    "take_back": lambda table, sent, words: table.take_back(),
    "show": lambda table, sent, words: table.show(one(sent, "what")),
    "look": lambda table, sent, words: look(table, sent),
}


def answered(table: Table) -> tuple[int, int] | None:
    """How many of those in a seat have answered what is asked half-way, of how many; None where nothing is."""
    if table.screen != Screen.CHECK:
        return None
    return sum(not table.to_answer(row) for row in table.seats), len(table.seats)


async def screen(request: Request, house: House) -> Response:
    """The screen in front; of a table that ended, thanks."""
    if request.path_params["code"] in house.closed:
        return shown(request, "closed_table")
    table = table_of(request, house)
    words = words_for(request)
    link = f"{house.address or request.base_url}?room={table.code}"
    back = await run_in_threadpool(told, table, words, table.screen)
    return shown(
        request, page_of(table.screen),
        told=back, front=in_front(table, words), code=table.code, qr=code(link),
        link=link.partition("?")[0].partition("//")[2].rstrip("/"), check=answered(table),
        span=span_of(words, table), left=round(table.left, 1), running=table.running, started=table.started,
        over=table.stage == Stage.OVER,
        shows=in_front_at_a_glance(table),
    )  # fmt: skip


def in_front_at_a_glance(table: Table) -> str:
    """What is on the screen, at a glance."""
    people = [row for row in table.seats if table.plays(row)]
    votes = [seat.vote for seat in table.seats.values()]
    return glance(table.screen, table.stage, table.open_votes, table.play.turn, table.yes, people, table.running,
                  table.ends, table.looked_at,
                  votes if table.screen == Screen.NORMS else (), answered(table))  # fmt: skip


async def listen(request: Request, house: House) -> Response:
    """The line over which the desk hears of changes."""
    table = table_of(request, house)
    return changes(request, table, lambda: glance(table.version))


async def listen_in_front(request: Request, house: House) -> Response:
    """The line over which the screen hears of changes."""
    table = table_of(request, house)
    return changes(request, table, lambda: in_front_at_a_glance(table))


async def file(request: Request, house: House) -> Response:
    """The play so far as a scenario file."""
    table = table_of(request, house)
    if not table.play.played:
        return said(request, "nothing_here", 404)
    return kept(as_file(table.play, words_for(request).language), file_of(table), "application/toml")


def kept(held: str | bytes, name: str, kind: str) -> Response:
    """A file to keep.

    Parameters
    ----------
    held
        What is in it.
    name, kind
        What it is called, and which kind of file it is.
    """
    return Response(held, media_type=kind, headers=HEADERS | {"content-disposition": f'attachment; filename="{name}"'})


async def check_file(request: Request, house: House) -> Response:
    """What people answered half-way, as a file of a survey."""
    table = table_of(request, house)
    files = files_of(table)
    name = request.path_params["name"]
    if name not in files:
        raise RefusedError("nothing_here", 404)
    return kept(files[name], name, "text/csv")


def files_of(table: Table) -> dict[str, str]:
    """What people answered half-way, by the names of the scenario, which all files that are kept go by."""
    return as_files(table.checks, table.play.scenario.labels) if table.checks else {}


def looked_back_at(request: Request, house: House) -> Table:
    """A table that is looked back at.

    Raises
    ------
    RefusedError
        The play goes on.
    """
    table = table_of(request, house)
    if table.stage != Stage.BACK:
        raise RefusedError("nothing_here", 404)
    return table


async def take_home(request: Request, house: House) -> Response:
    """What people take home, as one file."""
    table, words = looked_back_at(request, house), words_for(request)
    page = await run_in_threadpool(handout, table, words)
    return kept(page, f"{slug(words.of_scenario(table.play.scenario, 'title'))}.html", "text/html")


async def research(request: Request, house: House) -> Response:
    """What a file for research would hold, before there is one."""
    table, words = looked_back_at(request, house), words_for(request)
    return shown(request, "research", code=table.code, holds=holds(table, words) if agreed(table) else ())


async def save_research(request: Request, house: House) -> Response:
    """That file, of those who agreed."""
    table = looked_back_at(request, house)
    if not agreed(table):
        return go(f"/desk/{table.code}/research")
    return kept(as_zip(table, words_for(request)), f"research_{table.code.lower()}.zip", "application/zip")

"""The desk: how many have answered, never who said what; a wave is closed, looked at, and opened anew.

It is for whoever started the command: on this computer, with the key in the address that was printed there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import Route

from ..errors import InputError
from ..errors import said as said_in
from ..reading import as_argument
from ..served.key import led
from ..served.visit import HEADERS, RefusedError, go, said, shown, words_for
from ..view.shown.share import code
from ..whole import write_whole
from .anonymous import LEAST, anonymous, write_anonymous
from .picture import picture, picture_file
from .room import Room
from .store import Count, Wave
from .tables import CONDITIONS, TIES, write_tables

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def routes(room: Room) -> list[Route]:
    """Where whoever leads the session comes."""
    visits: dict[str, dict[str, Callable]] = {
        "/desk": {"GET": desk},
        "/desk/counts": {"GET": counts},
        "/desk/open": {"POST": open_wave},
        "/desk/close": {"GET": ask_to_close, "POST": close_wave},
        "/desk/files": {"POST": files},
        "/desk/differences/{wave:int}": {"GET": differences_of},
        "/desk/anonymous": {"GET": export, "POST": save_export},
    }
    return [
        Route(path, led(visit, room), methods=[method]) for path, by in visits.items() for method, visit in by.items()
    ]


async def desk(request: Request, room: Room) -> Response:
    """What stands on the desk."""
    now, waves = room.store.now(), room.store.waves()
    link = f"{room.address}?pin={room.pin}" if room.pin else room.address
    return shown(
        request, "desk", now=now, waves=waves, room=room, code=code(link), counts=counted(room, now),
        own=str(request.base_url), quoted=as_argument(room.folder),
        files=[name for name in (CONDITIONS, TIES) if (room.folder / name).exists()],
    )  # fmt: skip


def counted(room: Room, now: Wave | None) -> list[tuple[str, Count]]:
    """How many of each organisation have answered, in the order in which they are listed; last those of all."""
    known = room.store.counts(now.number) if now else {}
    each = [(name, known.get(name, Count(0, 0))) for name in room.organisations]
    return [*each, ("", Count(sum(one.sent for _, one in each), sum(one.busy for _, one in each)))]


async def counts(request: Request, room: Room) -> Response:
    """The same for the page to ask for, every few seconds."""
    now = room.store.now()
    return JSONResponse([[one.sent, one.busy] for _, one in counted(room, now)] if now else [], headers=HEADERS)


async def open_wave(request: Request, room: Room) -> Response:
    """Open the next wave."""
    room.store.open_wave(room.floor)
    return go("/desk")


async def ask_to_close(request: Request, room: Room) -> Response:
    """Say what closing the wave would do."""
    now = room.store.now()
    if now is None:
        return go("/desk")
    _, all_of_them = counted(room, now)[-1]
    return shown(request, "close", wave=now.number, count=all_of_them)


async def close_wave(request: Request, room: Room) -> Response:
    """Close the wave, and write the files."""
    room.store.close_wave()
    write(room)
    return go("/desk")


async def files(request: Request, room: Room) -> Response:
    """Write the files once more."""
    write(room)
    return go("/desk")


def write(room: Room) -> None:
    """Write the files of all waves that are closed; where that cannot be, the desk says so."""
    closed = [wave for wave in room.store.waves() if not wave.open]
    try:
        write_tables(room.folder, room.store, room.moved)
        if closed:
            drawn = picture_file(room.store, room.organisations, closed[-1], room.language)
            write_whole(room.folder / f"differences_wave_{closed[-1].number}.html", drawn.encode())
        room.problem = ""
    except OSError as problem:
        room.problem = problem.strerror or str(problem)


async def differences_of(request: Request, room: Room) -> Response:
    """The differences of a wave that is closed."""
    wave = next((one for one in room.store.waves() if one.number == request.path_params["wave"]), None)
    if wave is None or wave.open:
        raise RefusedError("nothing_here", 404)
    words = words_for(request)
    return shown(request, "differences", wave=wave, drawn=picture(room.store, room.organisations, wave, words))


async def export(request: Request, room: Room) -> Response:
    """Say what an anonymous export holds, before there is one."""
    return shown(request, "anonymous", export=anonymous(room.store, room.organisations), least=LEAST)


async def save_export(request: Request, room: Room) -> Response:
    """Save it."""
    words = words_for(request)
    try:
        place = write_anonymous(room.folder, anonymous(room.store, room.organisations))
    except InputError as problem:
        return said(request, "wrong", 409, True, problem=said_in(problem, words.language))
    except OSError as problem:
        return said(request, "wrong", 500, True, problem=problem.strerror)
    return said(request, "anonymous_saved", 200, True, folder=str(place))

"""Opening the questionnaire: to phones in the room, or to this computer alone, through the same door as the page."""

from __future__ import annotations

import socket
import sqlite3
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..view.door import Door, new_pin
from ..view.server import LOOPBACK
from ..view.shown.share import for_others, is_this_machine
from . import desk, respondent
from .room import Room
from .visit import RefusedError, said
from .words import Words

if TYPE_CHECKING:
    from starlette.applications import Starlette

PAGES = Path(__file__).with_name("pages")
ASSETS = Path(__file__).parents[1] / "view" / "assets"
FILES = {
    "/style.css": (PAGES / "style.css", "text/css"),
    "/desk.js": (PAGES / "desk.js", "text/javascript"),
    "/inter.woff2": (ASSETS / "inter-latin-wght-normal.woff2", "font/woff2"),
    "/favicon.svg": (ASSETS / "favicon.svg", "image/svg+xml"),
}
MOST_AT_ONCE = 300  # connections; who comes after these is asked to try again
PATIENCE = 20  # seconds that a phone that asks for nothing keeps its connection


def application(room: Room) -> Starlette:
    """The questionnaire and its desk, without the door."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.responses import FileResponse
    from starlette.routing import Route

    def file(path: Path, kind: str) -> Callable:
        async def sending(_request: Any) -> FileResponse:  # noqa: ANN401
            return FileResponse(path, media_type=kind, headers={"cache-control": "max-age=3600"})

        return sending

    async def refused(request: Any, problem: Exception) -> Any:  # noqa: ANN401
        """One sentence, in the language of the page."""
        if isinstance(problem, RefusedError):
            return said(request, problem.key, problem.status)
        if isinstance(problem, HTTPException):
            return said(request, "nothing_here", problem.status_code)
        return said(request, "not_kept", 503)

    files = [Route(path, file(*about)) for path, about in FILES.items()]
    return Starlette(
        routes=[*files, *respondent.routes(room), *desk.routes(room)],
        exception_handlers={RefusedError: refused, HTTPException: refused, sqlite3.Error: refused, OSError: refused},
    )


def serve(room: Room, host: str, listening: socket.socket, browser: bool, pin: bool) -> None:
    """Serve the questionnaire until it is interrupted.

    Parameters
    ----------
    room
        The session; where phones find it and the PIN are filled in here.
    host
        What it listens at: `127.0.0.1` for this computer alone, another for phones too.
    listening
        The socket, as `listen` gives it.
    browser
        Open the desk here.
    pin
        Ask phones for a PIN.
    """
    import uvicorn

    others = not is_this_machine(host)
    room.pin = new_pin() if pin and others else ""
    number = listening.getsockname()[1]
    own = f"http://{LOOPBACK}:{number}/"
    room.address = for_others(own, host) if others else ""
    address = f"{own}desk?key={room.key}"
    words = Words(room.language)
    print(words("desk_at", address=address))
    if others:
        way = "no_network" if not room.address else "phones_at" if room.pin else "phones_at_open"
        print(words(way, address=room.address, pin=room.pin))
    if browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        Door(application(room), MOST_AT_ONCE, host, room.pin), log_level="warning", ws="none",
        limit_concurrency=MOST_AT_ONCE, timeout_keep_alive=PATIENCE, timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])

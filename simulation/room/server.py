"""Opening the house: to phones in the room, or to this computer alone, through the same door as the page."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..collect.server import FILES as COLLECTED
from ..collect.server import PATIENCE
from ..collect.visit import RefusedError
from ..view.door import Door
from ..view.server import LOOPBACK
from ..view.shown.share import for_others, is_this_machine
from . import desk, seat
from .house import House
from .visit import said
from .words import Words

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette

PAGES = Path(__file__).with_name("pages")
FILES = {name: about for name, about in COLLECTED.items() if name != "/desk.js"} | {
    "/room.css": (PAGES / "room.css", "text/css"),
    "/live.js": (PAGES / "live.js", "text/javascript"),
}
MOST_AT_ONCE = 600  # connections; a page that is open has one, and another for a moment when something changes


def application(house: House) -> Starlette:
    """Seats and desk, without the door."""
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
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        return said(request, "nothing_here", status)

    files = [Route(path, file(*about)) for path, about in FILES.items()]
    return Starlette(
        routes=[*files, *desk.routes(house), *seat.routes(house)],
        exception_handlers={RefusedError: refused, HTTPException: refused},
    )


def serve(house: House, host: str, listening: socket.socket, browser: bool) -> None:
    """Serve the house until it is interrupted.

    Parameters
    ----------
    house
        With its first table; where phones find it is filled in here.
    host
        What it listens at: `127.0.0.1` for this computer alone, another for phones too.
    listening
        The socket, as `samenspel.view.server.listen` gives it.
    browser
        Open the desk here.
    """
    others = not is_this_machine(host)
    own = f"http://{LOOPBACK}:{listening.getsockname()[1]}/"
    house.address = for_others(own, host) if others else ""
    address = f"{own}desk?key={house.key}"
    words = Words(house.language)
    print(words("desk_at", address=address))
    if others:
        print(words("room_at" if house.address else "no_network", address=house.address))
    if browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    server_of(house, host).run(sockets=[listening])


def server_of(house: House, host: str = LOOPBACK) -> uvicorn.Server:
    """The server of a house; when it stops, tables end first, so that no page holds a line open.

    Parameters
    ----------
    house
        With its tables.
    host
        What it will listen at.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """One that ends the tables of its house."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            for table in list(house.tables.values()):
                house.end(table)
            await super().shutdown(sockets)

    return Server(uvicorn.Config(
        Door(application(house), MOST_AT_ONCE, host), log_level="warning", ws="none",
        limit_concurrency=MOST_AT_ONCE, timeout_keep_alive=PATIENCE, timeout_graceful_shutdown=2, server_header=False,
    ))  # fmt: skip

"""An application: its routes, files and pages, what it says where it refuses, and how it is opened to a room."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import typeface
from ..view.door import Door
from ..view.server import LOOPBACK
from ..view.shown.share import for_others, is_this_machine
from .key import DESK
from .visit import Pages, RefusedError, in_language, said

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Route

ASSETS = Path(__file__).parents[1] / "view" / "assets"
FILES = {
    "/inter.woff2": (typeface.FILE, "font/woff2"),
    "/favicon.svg": (ASSETS / "favicon.svg", "image/svg+xml"),
}
PATIENCE = 20  # seconds that a phone that asks for nothing keeps its connection


def application(
    pages: Pages, routes: Iterable[Route], files: Mapping[str, tuple[Path, str]], failing: Mapping[Any, str] = {}
) -> Starlette:
    """The application, without the door.

    Parameters
    ----------
    pages
        What it shows.
    routes
        Where somebody comes.
    files
        Beside those that every application has: path and kind, by address.
    failing
        What it says where something goes wrong, by the kind of error.
    """
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
        return said(request, next(key for kind, key in failing.items() if isinstance(problem, kind)), 503)

    every = [Route(path, file(*about)) for path, about in {**FILES, **files}.items()]
    made = Starlette(
        routes=[*every, *routes, Route("/language/{language}", in_language)],
        exception_handlers=dict.fromkeys((RefusedError, HTTPException, *failing), refused),
    )
    made.state.pages = pages
    return made


def config(inside: Callable, most: int, host: str, pin: str = "") -> uvicorn.Config:
    """How an application is served: behind the door.

    Parameters
    ----------
    inside
        The application.
    most
        How many connections there may be at once; who comes after these is asked to try again.
    host
        What it listens at.
    pin
        What phones have to give; empty where they need none.
    """
    import uvicorn

    return uvicorn.Config(
        Door(inside, most, host, pin), log_level="warning", ws="none",
        limit_concurrency=most, timeout_keep_alive=PATIENCE, timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip


def addresses(host: str, listening: socket.socket, key: str) -> tuple[str, str, bool]:
    """Where the desk is, where phones come in (empty where they cannot), and whether others than this computer can.

    Parameters
    ----------
    host
        What it listens at: `127.0.0.1` for this computer alone, another for phones too.
    listening
        The socket, as `samenspel.view.server.listen` gives it.
    key
        Of whoever leads.
    """
    own, others = f"http://{LOOPBACK}:{listening.getsockname()[1]}", not is_this_machine(host)
    return f"{own}{DESK}?key={key}", for_others(f"{own}/", host) if others else "", others


def look(address: str) -> None:
    """Open the desk here, once it is there."""
    threading.Timer(1.0, webbrowser.open, [address]).start()

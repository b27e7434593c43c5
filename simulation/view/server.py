"""Opening the page to browsers: on this machine alone, or in a room.

No request leaves the machine: whatever the page needs comes from installed packages, Solara's own counting of visits
is off, and where it would look on the internet for a file that is not installed, it finds nothing.
"""

from __future__ import annotations

import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from ..errors import InputError
from ..parameters import whole
from .texts import LANGUAGES, Texts

HERE = Path(__file__).parent
LOOPBACK = "127.0.0.1"
NOWHERE = "http://127.0.0.1:9"  # the port that discards
PORT = whole(0, 65535, "port", "where the page is; 0 is any that is free")
MOST_SESSIONS = 100
MOST_MESSAGE = 4_000_000  # bytes of what a browser sends at a time: an upload and its packing; what is more is cut off
PATIENCE = 120.0  # seconds that a page may be too busy to answer, as on a machine that draws thirty of them
FORGOTTEN_AFTER = "5m"  # a page that lost its connection; one that is closed is forgotten at once


def application(host: str = LOOPBACK, most: int = MOST_SESSIONS) -> Door:
    """The page as an ASGI application, all settings made.

    Parameters
    ----------
    host
        What it will be served at.
    most
        How many pages may be open at once.
    """
    os.environ.setdefault("SOLARA_TELEMETRY_MIXPANEL_ENABLE", "false")
    os.environ["SOLARA_APP"] = "samenspel.view.page"
    try:
        import solara.settings
        from solara.server import settings
    except ImportError as missing:
        raise InputError(f"the view needs its packages: pip install 'samenspel[view]' ({missing})") from None
    settings.telemetry.mixpanel_enable = False
    settings.main.mode = "production"
    settings.main.host = host
    settings.theme.title = "Samenspel"
    settings.theme.loader = "plain"
    settings.theme.show_banner = False
    settings.assets.extra_locations = [str(HERE / "assets")]
    settings.assets.fontawesome_enabled = False
    settings.kernel.cull_timeout = FORGOTTEN_AFTER
    solara.settings.assets.cdn = f"{NOWHERE}/"
    from solara.server.starlette import app

    return Door(app, most)


class Door:
    """Lets in as many pages as there may be, and tells who comes after them that it is full.

    Solara would let them wait without a word. A page counts for as long as it is connected.

    Parameters
    ----------
    inside
        The application behind the door.
    most
        How many pages may be open at once.
    """

    def __init__(self, inside: Callable, most: int) -> None:
        self.inside, self.most, self.open = inside, most, 0

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        """Answer one request, or one page for as long as it stays."""
        if scope["type"] == "websocket":
            if self.open >= self.most:
                await send({"type": "websocket.close", "code": 1013})
                return
            self.open += 1
            try:
                await self.inside(scope, receive, send)
            finally:
                self.open -= 1
        elif scope["type"] == "http" and scope["path"] == "/" and self.open >= self.most:
            body = full(self.most).encode()
            headers = [(b"content-type", b"text/html; charset=utf-8"), (b"retry-after", b"30")]
            await send({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        else:
            await self.inside(scope, receive, send)


def full(most: int) -> str:
    """What somebody sees who finds the room full, in every language."""
    said = "".join(f'<p lang="{language}">{Texts(language)("error.full", most=most)}</p>' for language in LANGUAGES)
    style = "font-family: sans-serif; font-size: 1.3rem; text-align: center; margin-top: 30vh; color: #1F2933"
    return f'<!doctype html><meta charset="utf-8"><title>Samenspel</title><body style="{style}">{said}'


def serve(host: str = LOOPBACK, port: int = 8765, browser: bool = True, most: int = MOST_SESSIONS) -> None:
    """Serve the page until it is interrupted.

    Parameters
    ----------
    host
        `127.0.0.1` for this machine alone; `0.0.0.0`, or an address of this machine, for others too.
    port
        0 for any that is free.
    browser
        Open the page here.
    most
        How many pages may be open at once.

    Raises
    ------
    InputError
        A port that cannot be, or is taken; packages that are missing.
    """
    port = int(PORT.read(port, "--port"))
    app = application(host, most)
    import uvicorn

    listening = listen(host, port)
    address = f"http://{LOOPBACK if host == '0.0.0.0' else host}:{listening.getsockname()[1]}/"
    print(f"Samenspel is at {address}  (Ctrl+C ends it)")
    if host not in (LOOPBACK, "localhost"):
        print(
            f"It listens at {host}: everybody who can reach this computer can open it, without a password. "
            "They can run the scenarios that come with Samenspel, and see nothing else of this computer."
        )
    if browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        app, log_level="warning", ws_max_size=MOST_MESSAGE, ws_ping_timeout=PATIENCE, timeout_graceful_shutdown=2
    )
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a port that is taken is said in one line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as problem:
        listening.close()
        raise InputError(f"--host {host} --port {port}: {problem.strerror or problem}") from None
    listening.listen(128)
    return listening

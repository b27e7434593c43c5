"""Opening the page to browsers: on this machine alone, or in a room.

No request leaves the machine: whatever the page needs comes from installed packages, Solara's own counting of visits
is off, and where it would look on the internet for a file that is not installed, it finds nothing.
"""

from __future__ import annotations

import os
import socket
import threading
import webbrowser
from pathlib import Path

from ..errors import InputError
from ..parameters import whole
from .door import Door, new_pin
from .machine import PIN
from .phones import Phones

HERE = Path(__file__).parent
LOOPBACK = "127.0.0.1"
NOWHERE = "http://127.0.0.1:9"  # the port that discards
PORT = whole(0, 65535, "port", "where the page is; 0 is any that is free")
MOST_SESSIONS = 100
MOST_MESSAGE = 4_000_000  # bytes of what a browser sends at a time: an upload and its packing; what is more is cut off
PATIENCE = 120.0  # seconds that a page may be too busy to answer, as on a machine that draws thirty of them
FORGOTTEN_AFTER = "5m"  # a page that lost its connection; one that is closed is forgotten at once


def application(host: str = LOOPBACK, most: int = MOST_SESSIONS, pin: str = "") -> Door:
    """The page as an ASGI application, all settings made.

    Parameters
    ----------
    host
        What it will be served at.
    most
        How many pages may be open at once.
    pin
        What others have to show to come in.
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

    return Door(Phones(app), most, host, pin)


def serve(
    host: str = LOOPBACK, port: int = 8765, browser: bool = True, most: int = MOST_SESSIONS, pin: bool = True
) -> None:
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
    pin
        Ask others for a PIN, where others are let in.

    Raises
    ------
    InputError
        A port that cannot be, or is taken; packages that are missing.
    """
    port = int(PORT.read(port, "--port"))
    others = host not in (LOOPBACK, "localhost", "::1")
    secret = new_pin() if pin and others else ""
    os.environ[PIN] = secret  # for the panel to share, whose link holds it
    app = application(host, most, secret)
    import uvicorn

    listening = listen(host, port)
    address = f"http://{LOOPBACK if host == '0.0.0.0' else host}:{listening.getsockname()[1]}/"
    print(f"Samenspel is at {address}  (Ctrl+C ends it)")
    if others:
        shown = f"they need the PIN {secret}" if secret else "without a password"
        print(
            f"It listens at {host}: everybody who can reach this computer can open it; {shown}. "
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

"""Opening the questionnaire: to phones in the room, or to this computer alone, through the same door as the page."""

from __future__ import annotations

import socket
import sqlite3
from typing import TYPE_CHECKING

from ..served.application import addresses, config, look
from ..served.application import application as with_pages
from ..served.visit import Pages
from ..view.door import new_pin
from . import desk, respondent
from .picture import PACKAGES, PAGES
from .room import Room
from .words import Words

if TYPE_CHECKING:
    from starlette.applications import Starlette

STYLE = {"/style.css": (PAGES / "style.css", "text/css")}
FILES = STYLE | {"/desk.js": (PAGES / "desk.js", "text/javascript")}
MOST_AT_ONCE = 300  # connections


def application(room: Room) -> Starlette:
    """The questionnaire and its desk, without the door."""
    return with_pages(
        Pages(Words, PACKAGES),
        [*respondent.routes(room), *desk.routes(room)],
        FILES,
        {sqlite3.Error: "not_kept", OSError: "not_kept"},
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
        The socket, as `samenspel.view.server.listen` gives it.
    browser
        Open the desk here.
    pin
        Ask phones for a PIN.
    """
    import uvicorn

    address, room.address, others = addresses(host, listening, room.key)
    room.pin = new_pin() if pin and others else ""
    words = Words(room.language)
    print(words("desk_at", address=address))
    if others:
        way = "no_network" if not room.address else "phones_at" if room.pin else "phones_at_open"
        print(words(way, address=room.address, pin=room.pin))
    if browser:
        look(address)
    uvicorn.Server(config(application(room), MOST_AT_ONCE, host, room.pin)).run(sockets=[listening])

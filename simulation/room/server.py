"""Opening the house: to phones in the room, or to this computer alone, through the same door as the page."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from ..collect.server import STYLE
from ..served.application import addresses, config, look
from ..served.application import application as with_pages
from ..served.visit import Pages
from ..view.server import LOOPBACK
from . import desk, seat
from .handout import PACKAGES
from .house import House
from .words import Words

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette

PAGES = Path(__file__).with_name("pages")
FILES = STYLE | {
    "/room.css": (PAGES / "room.css", "text/css"),
    "/live.js": (PAGES / "live.js", "text/javascript"),
}
MOST_AT_ONCE = 600  # connections; a page that is open has one, and another for a moment when something changes


def application(house: House) -> Starlette:
    """Seats and desk, without the door."""
    pages = Pages(Words, PACKAGES)
    return with_pages(pages, [*desk.routes(house), *seat.routes(house)], FILES)


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
    address, house.address, others = addresses(host, listening, house.key)
    words = Words(house.language)
    print(words("desk_at", address=address))
    if others:
        print(words("room_at" if house.address else "no_network", address=house.address))
    if browser:
        look(address)
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

    return Server(config(application(house), MOST_AT_ONCE, host))

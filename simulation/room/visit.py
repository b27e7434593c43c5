"""A line over which a page of the room hears of changes, and numbers that a page sends."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from ..served.visit import HEADERS, RefusedError, one
from .table import Seat, Table

if TYPE_CHECKING:
    from starlette.requests import Request

SILENCE = 15.0  # seconds after which a page hears that the line is still there
LONGEST = 6  # digits of a number that a page sends


def row_in(sent: Mapping[str, list[str]], name: str = "row") -> int:
    """The row of a seat that was sent.

    Raises
    ------
    RefusedError
        It is none.
    """
    return whole_in(one(sent, name))


def whole_in(text: str) -> int:
    """A number that counts something, as a page sends it.

    Raises
    ------
    RefusedError
        It is none.
    """
    if not text.isdecimal() or len(text) > LONGEST:
        raise RefusedError("nonsense")
    return int(text)


def glance(*shows: object) -> str:
    """A short text for all that a page shows: it is another as soon as that is, and says nothing of it."""
    return hashlib.blake2s(repr(shows).encode(), digest_size=9).hexdigest()


def changes(request: Request, table: Table, shows: Callable[[], str], seat: Seat | None = None) -> Response:
    """A line over which a page hears that what it shows is no longer so, for as long as it is open.

    Parameters
    ----------
    request
        It says at what glance the page was made.
    table
        That it shows.
    shows
        What it would show now, at a glance.
    seat
        Whose page it is, which is awake as long as the line is there.
    """
    known = request.headers.get("last-event-id") or request.query_params.get("shows", "")

    async def telling() -> AsyncIterator[str]:
        if seat:
            wake(table, seat, 1)
        try:
            last = known
            while not table.ended:
                changed = table.changed
                if (now := shows()) != last:
                    last = now
                    yield f"id: {now}\ndata: {now}\n\n"
                try:
                    await asyncio.wait_for(changed.wait(), SILENCE)
                except TimeoutError:
                    yield ":\n\n"
            yield "data: ended\n\n"
        finally:
            if seat:
                wake(table, seat, -1)

    return StreamingResponse(telling(), media_type="text/event-stream", headers=HEADERS)


def wake(table: Table, seat: Seat, pages: int) -> None:
    """Count a page of a seat that was opened or closed; the table hears of the first, and of the last."""
    asleep = not seat.pages
    seat.pages += pages
    if asleep or not seat.pages:
        table.change()

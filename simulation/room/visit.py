"""A visit to a page of the room: as to one of the questionnaire, in the words of the room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import cache
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response, StreamingResponse

from ..collect.visit import HEADERS, LANGUAGE
from ..collect.words import preferred
from ..results.outcomes import LANGUAGES
from .house import House
from .table import Table
from .words import Words

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

SILENCE = 15.0  # seconds after which a page hears that the line is still there


def words_for(request: Request) -> Words:
    """The language that was chosen, or else the one that the browser would rather have."""
    chosen = request.cookies.get(LANGUAGE, "")
    return Words(chosen if chosen in LANGUAGES else preferred(request.headers.get("accept-language", "")))


def shown(request: Request, page: str, status: int = 200, **values: object) -> Response:
    """A page.

    Parameters
    ----------
    request
        What was asked.
    page
        The name of its template.
    status
        Of the answer.
    **values
        What the template takes.
    """
    words = words_for(request)
    here = request.url.path if request.method == "GET" else "/"
    text = templates().get_template(f"{page}.html").render(
        say=words, language=words.language, languages=[Words(one) for one in LANGUAGES], here=here, **values
    )  # fmt: skip
    return HTMLResponse(text, status, HEADERS)


def said(request: Request, key: str, status: int, **values: object) -> Response:
    """One sentence as a page."""
    return shown(request, "sentence", status, sentence=words_for(request)(key, **values))


def within(visit: Callable, house: House) -> Callable:
    """A visit to this house."""

    async def visiting(request: Request) -> Response:
        return await visit(request, house)

    return visiting


def changes(table: Table, row: int | None = None) -> Response:
    """A line over which a page hears that something changed, for as long as it is open.

    Parameters
    ----------
    table
        That it shows.
    row
        The seat whose page it is, which is awake as long as the line is there.
    """

    async def telling() -> AsyncIterator[str]:
        seat = None if row is None else table.seats.get(row)
        if seat:
            seat.pages += 1
            table.change(seats=False)
        try:
            known = -1
            while not table.ended:
                changed = table.changed
                now = table.version if row is None else table.of_seats
                if now != known:
                    known = now
                    yield f"data: {known}\n\n"
                try:
                    await asyncio.wait_for(changed.wait(), SILENCE)
                except TimeoutError:
                    yield ":\n\n"
            yield "data: ended\n\n"
        finally:
            if seat:
                seat.pages -= 1
                table.change(seats=False)

    return StreamingResponse(telling(), media_type="text/event-stream", headers=HEADERS)


@cache
def templates() -> Environment:
    """The pages, in which whatever people wrote is text; what they share stands with the questionnaire."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loaders = [PackageLoader("samenspel.room", "pages"), PackageLoader("samenspel.collect", "pages")]
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip

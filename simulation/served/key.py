"""The key of whoever leads: on this computer, by the address that was printed when it was opened."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ..view.machine import is_here
from .visit import LANGUAGE, RefusedError, form, go

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

KEY = "samenspel_desk"  # cookie
DESK = "/desk"  # where the key is given first


class Led(Protocol):
    """A place that somebody leads.

    Attributes
    ----------
    key
        What they have, and nobody else.
    language
        Of their pages, at first.
    """

    key: str
    language: str


def led(visit: Callable, place: Led) -> Callable:
    """A visit by whoever leads; to others the page is not there."""

    async def visiting(request: Request) -> Response:
        given = request.query_params.get("key", "") if request.url.path == DESK else ""
        kept = request.cookies.get(KEY, "")
        here = request.client is not None and is_here(request.client.host)
        if not here or not (same(given, place.key) or same(kept, place.key)):
            raise RefusedError("nothing_here", 404)
        if given:
            on = go(DESK)
            on.set_cookie(KEY, place.key, httponly=True, samesite="strict")
            if LANGUAGE not in request.cookies:
                on.set_cookie(LANGUAGE, place.language, httponly=True, samesite="lax")
            return on
        if request.method == "POST":
            await form(request)
        return await visit(request, place)

    return visiting


def same(one: str, other: str) -> bool:
    """Whether two keys are the same, in a time that does not tell how far they are."""
    return hmac.compare_digest(one.encode(), other.encode())

"""A visit: in which language, with which key, and what was sent; and how it is answered, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..results.outcomes import LANGUAGES
from ..view.door import same_origin
from .words import Words, preferred

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

LANGUAGE, MINE = "samenspel_language", "samenspel_answers"  # cookies
KEPT = 30 * 24 * 3600  # seconds that a phone remembers which answers are its own
MOST_BYTES, MOST_FIELDS = 20_000, 100  # of a form
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",  # with none at all, a browser says of its own forms that they come from nowhere
    "cache-control": "no-store",
}


class RefusedError(Exception):
    """What cannot be, said in one sentence: a key of `words.toml`, and the status that goes with it."""

    def __init__(self, key: str, status: int = 400) -> None:
        super().__init__(key)
        self.key, self.status = key, status


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


def go(where: str) -> Response:
    """On to another page, after something was done."""
    return RedirectResponse(where, 303, HEADERS)


def said(request: Request, key: str, status: int, at_desk: bool = False, **values: object) -> Response:
    """One sentence as a page.

    Parameters
    ----------
    request
        What was asked.
    key
        Of the sentence, in `words.toml`.
    status
        Of the answer.
    at_desk
        Whether one goes back to the desk from there, and not to the questionnaire.
    **values
        What the sentence takes.
    """
    return shown(request, "said", status, sentence=words_for(request)(key, **values), at_desk=at_desk)


async def form(request: Request) -> Mapping[str, list[str]]:
    """What was sent, by name.

    Raises
    ------
    RefusedError
        It comes from a page of somebody else, is too much, or is no form.
    """
    if not same_origin(request.headers.get("origin", ""), request.headers.get("host", "")):
        raise RefusedError("elsewhere", 403)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise RefusedError("too_much", 413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise RefusedError("nonsense") from None
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    return sent


def one(sent: Mapping[str, list[str]], name: str) -> str:
    """The last of what was sent under a name; nothing where nothing was."""
    return sent.get(name, [""])[-1]


@cache
def templates() -> Environment:
    """The pages, in which whatever people wrote is text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("samenspel.collect", "pages"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip

"""A visit: in which language, and what was sent; and how it is answered, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..results.outcomes import LANGUAGES
from ..view.door import same_origin
from ..view.texts import preferred
from .words import Words

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

LANGUAGE = "samenspel_language"  # cookie
REMEMBERED = 30 * 24 * 3600  # seconds that a browser remembers its language
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
    """What cannot be, said in one sentence: a key of the words, and the status that goes with it."""

    def __init__(self, key: str, status: int = 400) -> None:
        super().__init__(key)
        self.key, self.status = key, status


@dataclass(frozen=True)
class Pages:
    """What an application shows.

    Attributes
    ----------
    words
        What its pages say, by language.
    packages
        Whose folders `pages` they are in; of two of one name, the first.
    """

    words: Callable[[str], Words]
    packages: tuple[str, ...]


@cache
def templates(packages: tuple[str, ...]) -> Environment:
    """The pages in the folders of packages, in which whatever people wrote is text."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=ChoiceLoader([PackageLoader(package, "pages") for package in packages]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def pages_of(request: Request) -> Pages:
    """Those of the application that was asked."""
    return request.app.state.pages


def words_for(request: Request) -> Any:  # noqa: ANN401
    """The language that was chosen, or else the one that the browser would rather have, in the application's words."""
    chosen = request.cookies.get(LANGUAGE, "")
    language = chosen if chosen in LANGUAGES else preferred(request.headers.get("accept-language", ""))
    return pages_of(request).words(language)


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
    words, pages = words_for(request), pages_of(request)
    here = request.url.path if request.method == "GET" else "/"
    text = templates(pages.packages).get_template(f"{page}.html").render(
        say=words, language=words.language, languages=[pages.words(one) for one in LANGUAGES], here=here, **values
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
        Of the sentence, among the words.
    status
        Of the answer.
    at_desk
        Whether one goes back to the desk from there, and not to the first page.
    **values
        What the sentence takes.
    """
    return shown(request, "said", status, sentence=words_for(request)(key, **values), at_desk=at_desk)


def within(visit: Callable, place: object) -> Callable:
    """A visit to a place."""

    async def visiting(request: Request) -> Response:
        return await visit(request, place)

    return visiting


async def form(request: Request) -> Mapping[str, list[str]]:
    """What was sent, by name; asked for twice, it is the same.

    Raises
    ------
    RefusedError
        It comes from a page of somebody else, is too much, or is no form.
    """
    if hasattr(request.state, "sent"):
        return request.state.sent
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
    request.state.sent = {}
    for name, value in pairs:
        request.state.sent.setdefault(name, []).append(value)
    return request.state.sent


def one(sent: Mapping[str, list[str]], name: str) -> str:
    """The last of what was sent under a name; nothing where nothing was."""
    return sent.get(name, [""])[-1]


async def in_language(request: Request) -> Response:
    """The same in another language."""
    language, back = request.path_params["language"], request.query_params.get("back", "/")
    if language not in LANGUAGES:
        raise RefusedError("nothing_here", 404)
    on = go(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
    on.set_cookie(LANGUAGE, language, max_age=REMEMBERED, httponly=True, samesite="lax")
    return on

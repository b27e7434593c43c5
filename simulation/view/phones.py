"""Phones that guess: a page of one question, beside the page of the model and behind the same door."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs, parse_qsl

from .door import answer, cookie_of, framed, headers_of, same_origin
from .guesses import ANSWERS, ASKED, OPEN, Guesses
from .texts import Texts, preferred

PATH = "/guess/"  # of a page
COOKIE = "samenspel_guess"
MOST_BYTES = 200  # of what a phone sends
QUESTION = "font-size:1.5rem;line-height:1.3;margin:-10vh 0 1.2rem"
BUTTON = (
    "font:inherit;font-size:1.4rem;display:block;width:100%;min-height:4rem;margin:.6rem 0;border-radius:.6rem;"
    "border:2px solid #c9d1d8;background:#fff;color:#1b2530"
)
OWN_FORMS = {  # with no referrer at all, a browser says of its own forms that they come from nowhere
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
}
SAID = BUTTON + ";background:#1b2530;color:#fff"


class Phones:
    """Answers phones that guess; everything else is for the application inside."""

    def __init__(self, inside: Callable) -> None:
        self.inside = inside

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        asked = parse_qs(scope.get("query_string", b"").decode(errors="replace")).get(ASKED) if path == "/" else None
        if scope["type"] == "http" and asked:
            await answer(send, 303, "", {"location": PATH + asked[-1][:20] if asked[-1].isalnum() else "/"})
        elif scope["type"] == "http" and path.startswith(PATH):
            await self.guess(scope, receive, send)
        else:
            await self.inside(scope, receive, send)

    async def guess(self, scope: dict, receive: Callable, send: Callable) -> None:
        """The page of a question, an answer to it, or how many say what for the screen that asked."""
        code, _, counts = scope["path"].removeprefix(PATH).partition("/")
        known, headers = OPEN.get(code), headers_of(scope)
        texts = Texts(preferred(headers.get("accept-language", "")))
        if known is None:
            await answer(send, 404, page(texts, f"<p>{escape(texts('bet.phone_gone'))}</p>"))
        elif counts == "counts":
            fresh = {"content-type": "application/json", "cache-control": "no-store"}
            await answer(send, 200, json.dumps(known.counts), fresh)
        elif scope["method"] == "POST":
            if not same_origin(headers.get("origin", ""), headers.get("host", "")):
                await answer(send, 403, page(texts, f"<p>{escape(texts('bet.phone_gone'))}</p>"))
                return
            phone = phone_of(headers) or secrets.token_urlsafe(16)
            known.take(phone, dict(parse_qsl(await body_of(receive))).get("answer", ""))
            cookie = f"{COOKIE}={phone}; Path={PATH}; HttpOnly; SameSite=Lax; Max-Age=86400"
            await answer(send, 303, "", {"location": PATH + code, "set-cookie": cookie})
        else:
            said = known.answers.get(phone_of(headers), "")
            await answer(send, 200, asking(known, said, texts), OWN_FORMS)


def phone_of(headers: dict[str, str]) -> str:
    """The key of a phone; empty where it has none yet."""
    return cookie_of(headers, COOKIE)[:40]


async def body_of(receive: Callable) -> str:
    """What was sent, no more than a phone sends."""
    body, more = b"", True
    while more and len(body) <= MOST_BYTES:
        part = await receive()
        body += part.get("body", b"")
        more = part.get("more_body", False)
    return body[:MOST_BYTES].decode(errors="replace")


def asking(guesses: Guesses, said: str, texts: Texts) -> str:
    """The question and its answers, with what this phone said; or that it can no longer answer."""
    question = f'<h1 style="{QUESTION}">{escape(guesses.question[texts.language])}</h1>'
    told = f'<p role="status">{escape(texts("bet.phone_said", said=texts(f"bet.{said}")))}</p>' if said else ""
    if not guesses.open:
        return page(texts, f"{question}{told}<p>{escape(texts('bet.phone_look'))}</p>")
    buttons = "".join(
        f'<button name="answer" value="{one}" style="{SAID if one == said else BUTTON}"'
        f"{' aria-pressed="true"' if one == said else ''}>{escape(texts(f'bet.{one}'))}</button>"
        for one in ANSWERS
    )
    return page(texts, f'{question}<form method="post">{buttons}</form>{told}')


def page(texts: Texts, body: str) -> str:
    """A page for a phone."""
    return framed(f"<main>{body}</main>", texts.language)

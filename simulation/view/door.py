"""The door of the page: who comes in, from where, and how many.

A page of another origin must not open sessions here, nor a name that points here by a trick (DNS rebinding); nobody
takes all places; and when others are let in, they show a PIN. Whoever sits at this machine needs none.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from .machine import is_here
from .shown.palette import INK
from .texts import LANGUAGES, Texts

MOST_OF_ONE = 12  # pages that one address may have open at once; this machine has no such limit
MOST_TRIES, TRIES_WITHIN = 8, 60.0  # wrong PINs of one address, and the seconds in which they count
COOKIE = "samenspel_pin"
DIGITS = 6
NOT_FOR_VISITORS = ("/resourcez", "/_solara/api/evict/")  # who is here, and how to send them away
STYLE = (
    "font-family:'Segoe UI',Helvetica,Arial,sans-serif;font-size:1.25rem;line-height:1.5;max-width:34rem;"
    f"margin:20vh auto 0;padding:0 1.5rem;color:{INK}"
)
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


class Door:
    """Lets in as many pages as there may be, and tells who comes after them that it is full.

    A page counts for as long as it is connected.

    Parameters
    ----------
    inside
        The application behind the door.
    most
        How many pages may be open at once.
    host
        What the page is served at; a name given here is one that it answers to.
    pin
        What others have to show; empty where they need nothing.
    now
        Seconds that pass, for what counts within a minute.
    """

    def __init__(
        self, inside: Callable, most: int, host: str = "", pin: str = "", now: Callable[[], float] = time.monotonic
    ) -> None:
        self.inside, self.most, self.open, self.pin, self.now = inside, most, 0, pin, now
        self.names = own_names(host)
        self.token = secrets.token_urlsafe(24)  # what the cookie holds of whoever showed the PIN
        self.of_one: Counter[str] = Counter()
        self.wrong: dict[str, deque[float]] = defaultdict(deque)

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        """Answer one request, or one page for as long as it stays."""
        if scope["type"] == "websocket":
            await self._page(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, with_headers(send))
        else:
            await self.inside(scope, receive, send)

    async def _page(self, scope: dict, receive: Callable, send: Callable) -> None:
        """A page that connects: from its own origin, with the PIN, while there is room."""
        who, one = client(scope), headers_of(scope)
        known = answers_to(one.get("host", ""), self.names) and same_origin(one.get("origin", ""), one.get("host", ""))
        if not known or not self._shown(scope):
            await send({"type": "websocket.close", "code": 1008})
            return
        if self.open >= self.most or (self.of_one[who] >= MOST_OF_ONE and not is_here(who)):
            await send({"type": "websocket.close", "code": 1013})
            return
        self.open += 1
        self.of_one[who] += 1
        try:
            await self.inside(scope, receive, send)
        finally:
            self.open -= 1
            self.of_one[who] -= 1
            if not self.of_one[who]:
                del self.of_one[who]

    async def _request(self, scope: dict, receive: Callable, send: Callable) -> None:
        """A request: to a name that this machine has, with the PIN, while there is room for a page."""
        path = scope["path"]
        if not answers_to(headers_of(scope).get("host", ""), self.names):
            await answer(send, 421, said("error.address"))
        elif path.startswith(NOT_FOR_VISITORS):
            await answer(send, 404, said("error.nothing"))
        elif not self._shown(scope):
            await self._ask(scope, send)
        elif path == "/" and self.open >= self.most:
            await answer(send, 503, full(self.most), {"retry-after": "30"})
        else:
            await self.inside(as_it_is(scope) if is_here(client(scope)) else scope, receive, send)

    def _shown(self, scope: dict) -> bool:
        """Whether somebody needs no PIN, or showed it before."""
        if not self.pin or is_here(client(scope)):
            return True
        return hmac.compare_digest(cookie_of(headers_of(scope), COOKIE).encode(), self.token.encode())

    async def _ask(self, scope: dict, send: Callable) -> None:
        """Ask for the PIN, or take it, and open what was asked for."""
        who, query = client(scope), parse_qsl(scope.get("query_string", b"").decode(errors="replace"))
        tried = [value for name, value in query if name == "pin"]
        rest = [(name, value) for name, value in query if name != "pin"]
        if scope["path"] != "/":
            await answer(send, 403, said("error.pin"))
            return
        wrong = self.wrong[who]
        while wrong and self.now() - wrong[0] > TRIES_WITHIN:
            wrong.popleft()
        if len(wrong) >= MOST_TRIES:
            await answer(send, 429, said("error.tries"), {"retry-after": str(int(TRIES_WITHIN))})
        elif tried and hmac.compare_digest(tried[-1].strip().encode(), self.pin.encode()):
            cookie = f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Lax"
            await answer(send, 303, "", {"location": f"/?{urlencode(rest)}" if rest else "/", "set-cookie": cookie})
        else:
            if tried:
                wrong.append(self.now())
            await answer(send, 401, asking(rest, bool(tried)))


def new_pin() -> str:
    """A PIN of six digits, drawn anew whenever the page is served."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


# Who asks, and for whom ----------------------------------------------------------------------------------------------


def headers_of(scope: dict) -> dict[str, str]:
    """The headers of a request by name."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}


def as_it_is(scope: dict) -> dict:
    """A request that asks for nothing compressed: on one machine that takes longer than to send it."""
    return {**scope, "headers": [one for one in scope.get("headers", ()) if one[0].lower() != b"accept-encoding"]}


def cookie_of(headers: dict[str, str], name: str) -> str:
    """What a browser keeps under a name; empty where it keeps nothing, or sends what is no cookie."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def client(scope: dict) -> str:
    """The address of whoever asks."""
    return (scope.get("client") or ("",))[0]


def own_names(host: str) -> frozenset[str]:
    """The names that this machine is known by on its network."""
    own = socket.gethostname().lower()
    return frozenset({"localhost", own, f"{own}.local", host.lower()} - {""})


def answers_to(host: str, names: Iterable[str]) -> bool:
    """Whether a Host is this machine: a number, which no trick with names can forge, or a name of its own."""
    name = (urlsplit(f"//{host}").hostname or "") if host else ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names
    return True


def same_origin(origin: str, host: str) -> bool:
    """Whether a page that connects came from here."""
    return bool(host) and urlsplit(origin).netloc.lower() == host.lower()


# What it says --------------------------------------------------------------------------------------------------------


def with_headers(send: Callable) -> Callable:
    """Every answer with the headers that keep a browser from doing what it should not."""

    async def sending(message: dict) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message.get("headers", ())}
            more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in given]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return sending


async def answer(send: Callable, status: int, body: str, headers: dict[str, str] | None = None) -> None:
    """A page of the door's own."""
    known = {"content-type": "text/html; charset=utf-8"} | (headers or {})
    lines = [(name.encode(), value.encode()) for name, value in known.items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body.encode()})


def said(key: str, **values: object) -> str:
    """A text in every language, as a page."""
    return framed(paragraphs(key, **values))


def paragraphs(key: str, **values: object) -> str:
    """A text in every language, a paragraph each."""
    return "".join(f'<p lang="{one}">{escape(Texts(one)(key, **values))}</p>' for one in LANGUAGES)


def framed(body: str, language: str = "") -> str:
    """What the door says, as a page; without a language where it says it in all."""
    said = f'<html lang="{language}">' if language else ""
    head = f'<!doctype html>{said}<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += '<link rel="icon" href="data:,">'
    return f'{head}<title>Samenspel</title><body style="{STYLE}">{body}'


def full(most: int) -> str:
    """What somebody sees who finds the room full, in every language; it tries again by itself."""
    return '<meta http-equiv="refresh" content="15">' + said("error.full", most=most)


def asking(rest: Iterable[tuple[str, str]], wrong: bool) -> str:
    """The question for the PIN; what was asked for is kept."""
    fields = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in rest)
    words = paragraphs("error.wrong_pin") if wrong else paragraphs("error.pin")
    style = "font:inherit;font-size:1.6rem;padding:.4rem .8rem;width:9rem"
    return framed(
        f'{words}<form method="get" action="/">{fields}<input name="pin" inputmode="numeric" autocomplete="off" '
        f'autofocus maxlength="{DIGITS}" aria-label="PIN" style="{style}"> '
        f'<button style="{style};width:auto">→</button></form>'
    )

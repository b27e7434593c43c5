"""A phone without a browser: it keeps cookies, follows where it is sent, and asks the application directly."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

HOST = "192.168.1.5:8766"


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    @property
    def where(self) -> str:
        """Where it sends one on to."""
        return dict(self.headers).get("location", "")


def text_of(answer: Answer) -> str:
    """The text of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.body.partition("<main>")[2])).split())


class Phone:
    """One device."""

    def __init__(self, application, client="192.168.1.20", host=HOST, language="nl") -> None:
        self.application, self.client, self.host, self.language = application, client, host, language
        self.cookies: dict[str, str] = {}
        self.at = ""

    def ask(self, method, path, body=b"", **headers) -> Answer:
        """One request, as it is."""
        parts = urlsplit(path)
        known = {"host": self.host, "accept-language": self.language, "origin": f"http://{self.host}"} | headers
        if self.cookies:
            known["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http", "method": method, "path": parts.path, "raw_path": parts.path.encode(), "root_path": "",
            "query_string": parts.query.encode(), "scheme": "http", "server": ("127.0.0.1", 8766),
            "client": (self.client, 5000), "http_version": "1.1",
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in known.items()],
        }  # fmt: skip
        sent, waiting = [], [{"type": "http.request", "body": body, "more_body": False}]

        async def receive():
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        asyncio.run(self.application(scope, receive, send))
        lines = [(name.decode().lower(), value.decode()) for name, value in sent[0]["headers"]]
        for name, value in lines:
            if name == "set-cookie":
                for cookie in SimpleCookie(value).values():
                    self.cookies[cookie.key] = cookie.value
                    if cookie["max-age"] == "0":
                        del self.cookies[cookie.key]
        return Answer(
            sent[0]["status"], lines, b"".join(one.get("body", b"") for one in sent[1:]).decode(errors="replace")
        )

    def get(self, path) -> Answer:
        """A page, wherever it sends one on to."""
        self.at = path
        found = self.ask("GET", path)
        return self.get(found.where) if found.status == 303 else found

    def post(self, path, **fields) -> Answer:
        """What a form sends, and the page after that."""
        found = self.ask("POST", path, urlencode(fields, doseq=True).encode())
        return self.get(found.where) if found.status == 303 else found

    def begin(self, organisation) -> Answer:
        """The first question, for an organisation."""
        return self.post("/start", organisation=organisation)

    def answer(self, score) -> Answer:
        """Answer the question that is shown."""
        page = self.get(self.at)
        about, item = (unescape(re.search(f'name="{name}" value="(.*?)"', page.body)[1]) for name in ("about", "item"))
        return self.post(self.at.replace("screen", "answer"), about=about, item=item, score=score)

    def fill_in(self, organisation, score, partners=(), about=3, until=15) -> Answer:
        """Answer so many statements with one score, and so the partners; a function gives another for each."""
        page = self.begin(organisation)
        for number in range(until):
            page = self.answer(score(number) if callable(score) else score)
        if until < 15:
            return page
        page = self.post(self.at.replace("screen", "answer"), partner=list(partners))
        for _ in range(4 * len(partners)):
            page = self.answer(about)
        return self.post(self.at.replace("screen", "answer"))

"""Bots on phones: each comes in by the code of a room over HTTP, reads its pages, and answers as its strategy says.

To rehearse a session alone, with bots at the phones until the table ends (here in the last three seats of seven):

    samenspel room debts
    python -m tests.room.on_phones 8767 CODE debts tit_for_tat 4 5 6
"""

from __future__ import annotations

import http.client
import re
import sys
import time
from html import unescape
from urllib.parse import urlencode

from samenspel.room.bots import STRATEGIES, Heard, Player
from samenspel.room.check import FIVE
from samenspel.room.play import ASKED, CONSENT, PARTNER, half_a_year
from samenspel.room.words import Words
from samenspel.scenario import load

ENGLISH = Words("en")
MINUS = "−"
LARGELY = "3"  # what a bot answers half-way


class Device:
    """Something that asks a server for pages: it keeps cookies, and goes where it is sent."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **fields: object) -> str:
        """A page, wherever that sends one on to."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"origin": f"http://{self.host}", "accept-language": "en"}
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        for kept in answer.headers.get_all("set-cookie") or []:
            name, _, value = kept.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        if answer.status == 303:
            return self.ask("GET", answer.headers["location"])
        assert answer.status == 200, (method, path, answer.status, body)
        return body


class Bot:
    """A phone in a seat, played by a strategy."""

    def __init__(self, port: int, code: str, player: Player) -> None:
        self.device, self.player = Device(port), player
        self.labels = player.memory.case.labels
        self.at = ""  # the round that it decided on last, as its page says it
        self.device.ask("POST", f"/table/{code}", seat=player.memory.row, person="")

    def play(self) -> None:
        """Decide on what is asked in this round; of a strategy that is the model's, on nothing."""
        decision = self.player.decide(self.heard())
        if decision is None:
            return
        for asked in self.player.memory.heard[-1].asked:
            page = self.device.ask("GET", f"/seat/{asked}")
            kept = dict(re.findall(r'type="hidden" name="(\w+)" value="(.*?)"', page))  # round and proposal it is on
            with_whom = {PARTNER: decision.partner} if asked == CONSENT and decision.consent == PARTNER else {}
            self.device.ask("POST", f"/seat/{asked}", **kept, **{asked: getattr(decision, asked)}, **with_whom)

    def look(self) -> bool:
        """Answer whatever the phone asks now, and a round once; False where the table is no more."""
        page = self.device.ask("GET", "/seat")
        said = text_of(page)
        if 'action="/code"' in page:
            return False
        if (asked := re.search(r'name="asked" value="(\w+)"', page)) and "/seat/check" in page:
            names = FIVE if asked[1] == "conditions" else dict.fromkeys(re.findall(r'type="radio" name="(\d+)"', page))
            self.device.ask("POST", "/seat/check", asked=asked[1], **dict.fromkeys(names, LARGELY))
        elif ENGLISH("agree_title") in said and 'class="answer given"' not in page:
            self.device.ask("POST", "/seat/research", research="yes")
        elif ENGLISH("vote_title") in said and 'class="answer given"' not in page:
            self.device.ask("POST", "/seat/vote", vote="whole")
        elif 'class="progress"' in page and (at := re.search(r"<title>(.*?)</title>", page)) and at[1] != self.at:
            self.at = at[1]
            self.play()
        return True

    def heard(self) -> Heard:
        """What the phone says, read from its page."""
        page = self.device.ask("GET", "/seat/who")
        steps = re.search(r'<ol class="progress".*?</ol>', page, re.DOTALL)
        said = text_of(steps[0]) if steps else ""
        return Heard(tuple(one for one in ASKED if ENGLISH(f"step_{one}") in said), partners_on(page, self.labels))


def partners_on(page: str, labels: tuple[str, ...]) -> dict[int, tuple[int, int]]:
    """What partners promised and delivered, as the page of a seat has it, by row."""
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td class="number">(<span.*?)</td>', page, re.DOTALL)
    found = {}
    for name, numbers in rows:
        promised, delivered = re.findall(rf"([+{MINUS}]?\d+) %", text_of(numbers))
        found[labels.index(unescape(name))] = tuple(int(one.replace(MINUS, "-")) for one in (promised, delivered))
    return found


def text_of(page: str) -> str:
    """The text of a part of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def main(port: str, code: str, scenario: str, strategy: str, *rows: str) -> None:
    """Play until the table ends: in these seats, or in all of them."""
    case = load(scenario)
    step = half_a_year(case)
    seats = map(int, rows) if rows else range(len(case.labels))
    bots = [Bot(int(port), code, Player(case, row, step, STRATEGIES[strategy])) for row in seats]
    while bots:
        bots = [bot for bot in bots if bot.look()]
        time.sleep(1.0)


if __name__ == "__main__":
    main(*sys.argv[1:])

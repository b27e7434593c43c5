"""How fast the room is, with thirty phones at each of three tables: `python -m benchmarks.room`.

Phones are connections without a browser: each holds a line over which it hears of changes, looks at its page whenever
it does, and sends what it decides. The desk of each table does the same. What is measured is the server, and the time
that it takes until a page that shows a change has come whole.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

PAGE = Path(__file__).with_suffix(".md")
TABLES, PHONES, ROUNDS, LONG = 3, 30, 4, 50
DECISIONS = (("consent", "yes"), ("promise", "1.5"), ("delivery", "half"), ("home", "stay"))
SECONDS = 12.0  # in which the phones of a table decide, at moments drawn by chance
DECIDED, CLOSED, FLAT = 0.500, 1.000, 0.10  # the targets: seconds at the 95th percentile and at most, and growth

# A server with so many tables of a group of so many; it prints where it is, its key and the codes.
SERVE = f"""
from samenspel.room.house import House
from samenspel.room.play import Play
from samenspel.room.server import server_of
from samenspel.scenario import parse
from samenspel.view.server import listen
text = '''
rounds = 600
round = "month"
themes = [{{name = "A", from = "a", to = "b"}}, {{name = "B", from = "c", to = "d"}}]
network = {{generator = "small_world", organisations = {PHONES}, degree = 6, rewiring = 0.1}}
'''
house = House(language="en")
tables = [house.open(Play(parse(text, "room"), seed, 6)) for seed in range({TABLES})]
with listen("127.0.0.1", 0) as listening:
    print(listening.getsockname()[1], house.key, *(table.code for table in tables), flush=True)
    server_of(house).run(sockets=[listening])
"""


class Page:
    """A phone or a desk: a cookie, and a line over which it hears."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie = port, cookie

    async def ask(self, method: str, path: str, body: str = "") -> tuple[int, dict[str, str], str]:
        """One request, and what came back."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        host = f"127.0.0.1:{self.port}"
        writer.write(
            f"{method} {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {self.cookie}\r\n"
            f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()
        )
        answer = (await reader.read()).decode()
        writer.close()
        head, _, rest = answer.partition("\r\n\r\n")
        lines = head.split("\r\n")
        return int(lines[0].split()[1]), dict(line.split(": ", 1) for line in lines[1:]), rest

    async def hear(self, path: str, look: asyncio.Event) -> None:
        """Say whenever something changed, for as long as the line is there."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\ncookie: {self.cookie}\r\n\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    look.set()
        finally:
            writer.close()


async def at_table(port: int, key: str, code: str, decided: list[float], closed: list[float]) -> None:
    """Thirty people play some rounds at one table, while its desk looks on."""
    chance = random.Random(code)
    desk = Page(port, f"samenspel_desk={key}")
    phones = []
    for row in range(PHONES):
        phone = Page(port)
        _, headers, _ = await phone.ask("POST", f"/table/{code}", f"seat={row}&person=")
        phone.cookie = headers["set-cookie"].split(";")[0]
        phones.append(phone)
    sent: list[float] = []  # when each decision of this round was sent, by order of arrival
    ready = asyncio.Event()
    state = {"number": 1, "shown": 0}

    async def look_on() -> None:
        """The desk looks whenever it hears; what it then shows has reached it."""
        while True:
            await ready.wait()
            ready.clear()
            _, _, page = await desk.ask("GET", f"/desk/{code}")
            now, shown = time.perf_counter(), page.count('class="full"')
            if f"Half-year {state['number']} " in page:
                decided.extend(now - sent[at] for at in range(state["shown"], min(shown, len(sent))))
                state["shown"] = max(state["shown"], shown)

    async def decide(phone: Page) -> None:
        """All of a round, each at a moment of its own."""
        number = state["number"]
        for (asked, said), moment in zip(DECISIONS, sorted(chance.uniform(0, SECONDS) for _ in DECISIONS), strict=True):
            await asyncio.sleep(max(0.0, began + moment - time.perf_counter()))
            sent.append(time.perf_counter())
            await phone.ask("POST", f"/seat/{asked}", f"number={number}&{asked}={said}")

    async def comes_to(phone: Page, look: asyncio.Event) -> float:
        """When a phone has the page of the next round."""
        while True:
            await look.wait()
            look.clear()
            _, _, page = await phone.ask("GET", "/seat")
            if f"Half-year {state['number'] + 1}" in page:
                return time.perf_counter()

    looks = [asyncio.Event() for _ in phones]
    lines = [asyncio.ensure_future(desk.hear(f"/desk/{code}/changes", ready)), asyncio.ensure_future(look_on())]
    lines += [asyncio.ensure_future(one.hear("/seat/changes", look)) for one, look in zip(phones, looks, strict=True)]
    await asyncio.sleep(1.0)
    for _ in range(ROUNDS):
        sent.clear()
        state["shown"] = 0
        began = time.perf_counter()
        await asyncio.gather(*(decide(phone) for phone in phones))
        await asyncio.sleep(1.0)
        for look in looks:
            look.clear()
        start = time.perf_counter()
        waiting = [asyncio.ensure_future(comes_to(*pair)) for pair in zip(phones, looks, strict=True)]
        await desk.ask("POST", f"/desk/{code}/close", "sure=1")
        closed.extend(when - start for when in await asyncio.gather(*waiting))
        state["number"] += 1
    for line in lines:
        line.cancel()


async def long_play(port: int, key: str, code: str, process: int) -> tuple[float, float]:
    """Megabytes of the server ten rounds on, and at the fiftieth round of a table."""
    desk = Page(port, f"samenspel_desk={key}")
    held = []
    for number in range(ROUNDS + 1, LONG + 1):
        await desk.ask("POST", f"/desk/{code}/close", "sure=1")
        await desk.ask("GET", f"/desk/{code}/screen")
        if number in (ROUNDS + 10, LONG):
            held.append(memory_of(process))
    return held[0], held[1]


def memory_of(process: int) -> float:
    """Megabytes that a process holds."""
    text = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


async def measured(
    port: int, key: str, codes: list[str], process: int
) -> tuple[list[float], list[float], float, float]:
    """Seconds to the desk and to the phones, and megabytes."""
    decided: list[float] = []
    closed: list[float] = []
    await asyncio.gather(*(at_table(port, key, code, decided, closed) for code in codes))
    return decided, closed, *(await long_play(port, key, codes[0], process))


def main() -> None:
    """Measure, and write the page."""
    server = subprocess.Popen([sys.executable, "-u", "-c", SERVE], stdout=subprocess.PIPE, text=True)
    try:
        port, key, *codes = server.stdout.readline().split()
        decided, closed, early, late = asyncio.run(measured(int(port), key, codes, server.pid))
    finally:
        server.terminate()
        server.wait(20)
    assert len(decided) > 0.9 * TABLES * PHONES * ROUNDS * len(DECISIONS), "the desk shows what was decided"
    PAGE.write_text(page(np.array(decided), np.array(closed), early, late), encoding="utf-8")


def page(decided: np.ndarray, closed: np.ndarray, early: float, late: float) -> str:
    """The page: targets first."""
    at_95, slowest, grown = float(np.quantile(decided, 0.95)), float(closed.max()), late / early - 1.0

    def holds(true: bool) -> str:
        return "Holds" if true else "Does not hold"

    to_desk = f"{1000 * at_95:.0f} ms, median {1000 * float(np.median(decided)):.0f} ms"
    to_phones = f"{slowest:.2f} s for the slowest of {closed.size}, median {float(np.median(closed)):.2f} s"
    held = f"{early:.0f} MB at round {ROUNDS + 10}, {late:.0f} MB at round {LONG}, {100 * grown:+.1f}%"
    return f"""# Speed of the room

Written by `python -m benchmarks.room`: {TABLES} tables at once, {PHONES} phones and a desk at each, {ROUNDS} rounds
of four decisions a phone, all within {SECONDS:.0f} seconds. Phones have no browser, so that this is the server alone.
All numbers are from one run on one machine with {os.cpu_count()} processors that did other things as well: one
minute's load was {os.getloadavg()[0]:.1f} at the end.

## Targets

- {holds(at_95 <= DECIDED)}: a decision is on the desk within 500 ms at the 95th percentile. Here: {to_desk}.
- {holds(slowest <= CLOSED)}: a closed round is on every phone within 1 s. Here: {to_phones}.
- {holds(grown <= FLAT)}: memory flat over {LONG} rounds. Here: {held}.
"""


if __name__ == "__main__":
    main()

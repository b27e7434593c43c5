"""How fast the page is, in a real browser: `python -m benchmarks.view` writes benchmarks/view.md.

From round to picture is the time from the moment that the clock says another round until the browser has drawn the
frame that shows it; a browser that draws sixty frames a second adds up to 17 ms of waiting. The browser draws without a
graphics card, in software, as on the machine of a continuous integration.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import sync_playwright

from samenspel.scenario import parse
from samenspel.view.address import Branch, Setting, encode
from samenspel.view.desk import Desk
from samenspel.view.happenings import from_now
from samenspel.view.shown.headline import headline
from samenspel.view.upload import OWN
from tests.view.browser import SWITCHES, Visitor, chromium, serving

PAGE = Path(__file__).with_suffix(".md")
SIZES = {30: 0.050, 300: 0.150}  # organisations, and the target in seconds at the 95th percentile
ROOM, MOST_IN_A_ROOM, OPENING = 30, 0.300, 2.0
ROUNDS, TOGETHER, TIMES = 60, 30, 5
LONG = 1_000
FLAT = 0.10  # growth of memory over a thousand rounds that still counts as flat

# When the browser has drawn its next frame.
DRAWN = """const drawn = () => new Promise((done) => requestAnimationFrame(() => { const port = new MessageChannel();
  port.port1.onmessage = done; port.port2.postMessage(null); }));"""
# Shows rounds one after the other, and returns how long each took until its frame was drawn, in seconds.
PLAY = f"""async ([first, last]) => {{ const clock = window.samenspelClock(), took = []; {DRAWN}
for (let round = first; round <= last; round += 1) {{ const start = performance.now(); clock.go(round); await drawn();
  took.push((performance.now() - start) / 1000); await new Promise((done) => setTimeout(done)); }}
return took; }}"""
# Waits, presses play, and lets the page itself turn the rounds at the pace that it opens with; the times are the same.
PRESS = f"""async ([rounds, wait]) => {{ await new Promise((done) => setTimeout(done, wait)); {DRAWN}
const clock = window.samenspelClock(), took = [], go = clock.go, play = document.querySelector("[data-test=play]");
await new Promise((enough) => {{ clock.go = async (to) => {{ const start = performance.now(); go(to); await drawn();
  took.push((performance.now() - start) / 1000); if (took.length === rounds) enough(); }}; play.click(); }});
clock.go = go; play.click();
return took; }}"""
# The same for Mesa's page: from the press of the button until another picture stands there.
STEP = """async (times) => { const took = [], picture = () => document.querySelector("img");
const button = [...document.querySelectorAll("button")].find((one) => /step/i.test(one.innerText));
for (let time = 0; time < times; time += 1) { const before = picture().src, start = performance.now(); button.click();
  while (picture() === null || picture().src === before || !picture().complete)
    await new Promise((done) => requestAnimationFrame(done));
  took.push((performance.now() - start) / 1000); }
return took; }"""


def main() -> None:
    """Measure everything, and write the page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "log") as address,
        sync_playwright() as started,
    ):
        browser = started.chromium.launch(executable_path=chromium(), args=[*SWITCHES, "--enable-precise-memory-info"])
        opened = opening(browser, address)
        drawn = {n: playing(browser, address, n) for n in SIZES}
        memory = remembering(browser, address)
        room = together(browser, address)
        browser.close()
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        mesa = {n: mesa_steps(browser, n) for n in SIZES}
        browser.close()
    PAGE.write_text(written(opened, drawn, memory, room, mesa), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def small_world(n: int, rounds: int = ROUNDS, seed: int = 1) -> Setting:
    """The setting of a small world of n organisations, as somebody would bring it."""
    network = f'[network]\ngenerator = "small_world"\norganisations = {n}\ndegree = 6\nrewiring = 0.1\n'
    return Setting(OWN, seed, text=f'title = "{n} organisations"\nrounds = {rounds}\n{network}')


def opening(browser, address: str) -> list[float]:
    """Seconds from opening the page until the network and the number stand there; the first, cold, is left out."""
    took = []
    for _ in range(TIMES + 1):
        visitor = Visitor(browser, address)
        visitor.page.goto(f"{address}?scenario=integrated_care&round=20")
        visitor.page.wait_for_function(
            "document.querySelector('.sp-network canvas') && document.querySelector('.sp-number')", polling="raf"
        )
        took.append(visitor.page.evaluate("performance.now()") / 1000)
        visitor.close()
    return took[1:]


def playing(browser, address: str, n: int) -> tuple[list[float], float]:
    """Seconds from round to picture, for every round of a run of n organisations; and of the processor, a round."""
    visitor = Visitor(browser, address)
    visitor.open(f"?{encode(small_world(n))}")
    visitor.page.wait_for_timeout(500)
    visitor.page.evaluate(PLAY, [1, 10])
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return metrics["TaskDuration"]

    before = spent()
    took = [one for _ in range(2) for one in visitor.page.evaluate(PLAY, [1, ROUNDS])]
    busy = (spent() - before) / len(took)
    visitor.close()
    return took, busy


def remembering(browser, address) -> dict[str, tuple[float, float]]:
    """Megabytes that the page and the server hold after one hundred rounds, and after a thousand."""
    visitor = Visitor(browser, address)
    visitor.context.set_default_timeout(120_000)  # a thousand rounds, beside whatever else runs
    visitor.open(f"?{encode(small_world(12, LONG))}")
    session = visitor.context.new_cdp_session(visitor.page)

    def held() -> tuple[float, float]:
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        return visitor.page.evaluate("performance.memory.usedJSHeapSize") / 1e6, resident(address.process)

    visitor.page.evaluate(PLAY, [1, 100])
    page, server = held()
    visitor.page.evaluate(PLAY, [101, LONG])
    page_after, server_after = held()
    visitor.close()
    return {"page": (page, page_after), "server": (server, server_after)}


def resident(process: int) -> float:
    """Megabytes that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1000


def together(browser, address: str) -> dict[str, object]:
    """Thirty pages that play at once, each by a chance and with a fork of its own, against what each should show."""
    settings = [
        Setting(
            "integrated_care",
            seed,
            language=("en", "nl")[seed % 2],
            branches=(Branch("", 0, ()), Branch("mine", 5, (from_now(5, "mine", {"trust.gain": 0.10 + seed / 200}),))),
            shown=1,
            ghost=0,
        )
        for seed in range(1, ROOM + 1)
    ]
    visitors = [Visitor(browser, address) for _ in settings]
    for visitor, setting in zip(visitors, settings, strict=True):
        visitor.context.set_default_timeout(120_000)
        visitor.open(f"?{encode(setting)}")
    # All press play within the same second, as people do: one after the other, and not on the same stroke.
    first = time.time() + 3.0
    for place, visitor in enumerate(visitors):
        wait = 1000 * (first + place / ROOM - time.time())
        visitor.page.evaluate(f"window.played = ({PRESS})([{TOGETHER}, {wait}]); 0")
    started = time.perf_counter()
    took = [one for visitor in visitors for one in visitor.page.evaluate("window.played")]
    lasted = time.perf_counter() - started
    mixed, dropped, answers = 0, 0, []
    for visitor, setting in zip(visitors, settings, strict=True):
        expected = headline(Desk(setting))[TOGETHER]["number"]
        mixed += visitor.see("number").inner_text() != expected
        start = time.perf_counter()
        try:  # the server answers every one of them still
            visitor.see("unseen").click(timeout=20_000)
            visitor.page.wait_for_selector("[data-test=unseen][aria-pressed=true]", timeout=20_000)
            answers.append(time.perf_counter() - start)
        except Exception:
            dropped += 1
    dropped += sum(bool(visitor.wrong) for visitor in visitors)
    held = resident(address.process)
    for visitor in visitors:
        visitor.context.close()
    return {"took": took, "lasted": lasted, "mixed": mixed, "dropped": dropped, "answers": answers, "held": held}


def mesa_steps(browser, n: int) -> list[float] | str:
    """Seconds from a press of the button to the next picture on Mesa's own page; or why there is none."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.view_mesa", str(n)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        line = server.stdout.readline()
        if "http://" not in line:
            return "it does not start"
        address = line.split(" at ")[1].strip()
        if not listens(address):
            return "it does not start"
        visitor = Visitor(browser, address)
        visitor.page.goto(visitor.address)
        try:
            visitor.page.wait_for_selector("img", timeout=60_000)
        except Exception:
            return "its page stays blank offline"
        visitor.page.evaluate(STEP, 3)
        took = visitor.page.evaluate(STEP, 20)
        visitor.context.close()
        return took
    finally:
        server.terminate()
        server.wait(20)


def listens(address: str, seconds: float = 60.0) -> bool:
    """Whether a server that says where it is also answers there within that time."""
    for _ in range(int(seconds / 0.2)):
        with suppress(OSError), urlopen(address, timeout=seconds):
            return True
        time.sleep(0.2)
    return False


def middle_and_tail(seconds: list[float]) -> str:
    """Median and 95th percentile, in milliseconds."""
    return f"{1000 * np.median(seconds):.0f} | {1000 * np.percentile(seconds, 95):.0f}"


def verdict(holds: bool, said: str) -> str:
    """Whether a target holds, first."""
    return f"- {'Holds' if holds else 'Does not hold'}: {said}"


def written(opened: list, drawn: dict, memory: dict, room: dict, mesa: dict) -> str:
    """The page."""
    tail = {n: float(np.percentile(took, 95)) for n, (took, _) in drawn.items()}
    crowd = float(np.percentile(room["took"], 95))
    grown = {who: after / before - 1.0 for who, (before, after) in memory.items()}
    ties = {n: parse(small_world(n).text, "small_world").declare(1).ties.size for n in SIZES}
    lines = [
        "# Speed of the page",
        "",
        "Written by `python -m benchmarks.view`, in Chromium without a graphics card. All numbers are from one run on",
        f"one machine with {os.cpu_count()} processors that did other things as well: one minute's load was "
        f"{os.getloadavg()[0]:.1f} at the end.",
        "",
        "## Targets",
        "",
        *(
            verdict(
                tail[n] <= most,
                f"{n} organisations, from round to picture within {1000 * most:.0f} ms at the 95th "
                f"percentile. Here: {1000 * tail[n]:.0f} ms.",
            )
            for n, most in SIZES.items()
        ),
        verdict(
            max(opened) <= OPENING,
            f"first useful paint within {OPENING:.0f} s of opening, warm. Here: {np.median(opened):.1f} s at the "
            f"median of {len(opened)}, {max(opened):.1f} s at most.",
        ),
        verdict(
            crowd <= MOST_IN_A_ROOM,
            f"{ROOM} sessions that play at once, a round a second, each round within "
            f"{1000 * MOST_IN_A_ROOM:.0f} ms at the 95th percentile. Here: {1000 * crowd:.0f} ms.",
        ),
        verdict(room["dropped"] == 0, f"none of them dropped. Here: {room['dropped']} of {ROOM}."),
        verdict(
            room["mixed"] == 0,
            f"none mixed with another: each shows the number of its own chance and fork. Here: "
            f"{room['mixed']} of {ROOM} showed another.",
        ),
        verdict(
            max(grown.values()) <= FLAT,
            f"memory flat over a thousand rounds. Here: the page grows by "
            f"{grown['page']:.0%}, the server by {grown['server']:.0%}, from round 100 to round {LONG}.",
        ),
        "",
        "## From round to picture",
        "",
        "Milliseconds, median and 95th percentile. A small world, six partners each; all charts, the log and the",
        "number turn with the network. *Processor* is what the page itself costs a round, whatever else runs there.",
        "Mesa's page draws the network alone; it draws it offline with Matplotlib (its charts, by Vega, stay blank",
        "offline), and the time is from the press of *step* to the next picture.",
        "",
        "| Organisations | Directed ties | Samenspel, median | 95% | processor | SolaraViz, median | 95% |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {n} | {ties[n]:,} | {middle_and_tail(drawn[n][0])} | {1000 * drawn[n][1]:.0f} | "
            f"{mesa[n] + ' | ' if isinstance(mesa[n], str) else middle_and_tail(mesa[n])} |"
            for n in SIZES
        ),
        "",
        f"## {ROOM} sessions at once",
        "",
        "One Chromium on the same machine opens all of them, and in each of them play is pressed, all within a second",
        "of one another; every page then turns a round a second, the pace that it opens with. They wait for the",
        "browser and not for the server: the page has all rounds of a run, and playing asks nothing of the server. In",
        "a room every visitor brings a processor.",
        "",
        f"- From round to picture: median {1000 * np.median(room['took']):.0f} ms, 95% {1000 * crowd:.0f} ms.",
        f"- A question to the server afterwards (show what nobody sees), one after the other: median "
        f"{1000 * np.median(room['answers']):.0f} ms, longest {1000 * max(room['answers']):.0f} ms.",
        f"- The server holds {room['held']:.0f} MB with {ROOM} pages open.",
        "",
        "## Memory",
        "",
        f"Twelve organisations, {LONG} rounds, megabytes after collecting what is no longer used.",
        "",
        f"| | After 100 rounds | After {LONG} |",
        "| --- | ---: | ---: |",
        *(f"| {who} | {before:.1f} | {after:.1f} |" for who, (before, after) in memory.items()),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""A page in a real browser: the view served on loopback, and a Chromium that can reach nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from urllib.parse import urlsplit

from . import contexts

SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--process-per-site", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
SERVE = "from samenspel.view.command import warm; from samenspel.view.server import serve; warm(); "
INSIDE = ("about", "blob", "data", "file")
HARMLESS = ("requestAnimationFrame", "ResizeObserver loop")


# One without windows first: the same engine, which opens a page in less.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OPEN = ExitStack()  # a Chromium and what drives it, while there is one


def chromium() -> str | None:
    """Where Debian's Chromium is, or another that is on the path."""
    named = os.environ.get("SAMENSPEL_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@cache
def launched():
    """The Chromium of this process, which goes from one file of tests to the next until it is `left_alone`."""
    from playwright.sync_api import sync_playwright

    driver = OPEN.enter_context(sync_playwright())
    one = driver.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
    OPEN.callback(one.close)
    return one


def left_alone() -> None:
    """Close it, as what drives it is a loop of events, and a test may want one of its own."""
    OPEN.close()
    contexts.KEPT.clear()
    launched.cache_clear()


class Address(str):
    """Where a view is, the number of the process that serves it, and an address of it that may stay open."""

    process: int
    stays = ""


@contextmanager
def serving(log, host="127.0.0.1", most=100, first="", port=0) -> Iterator[Address]:
    """The view on a free port, after what comes first; yields its address. What it says goes to a file."""
    start = first + SERVE + f"serve({host!r}, port={port}, browser=False, most={most})"
    command = [sys.executable, "-W", "ignore", "-u", "-c", start]
    with open(log, "w", encoding="utf-8") as errors:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            line = server.stdout.readline()
            if "http://" not in line:
                raise RuntimeError(f"the view did not start: {line}")
            said = line.split(" is at ")[1].split()[0]
            address = Address(f"http://127.0.0.1:{urlsplit(said).port}/")
            address.process = server.pid
            yield address
        finally:
            server.terminate()
            server.wait(120)


class Visitor:
    """One page, and all that went wrong with it."""

    def __init__(self, browser, address, width=1280, height=720, **options) -> None:
        self.address = address
        self.wrong: list[str] = []
        self.browser, self.options, size = browser, options, {"width": width, "height": height}
        if stays := getattr(address, "stays", ""):
            self.context = contexts.entered(browser, stays, **self.options)
        else:
            self.context = browser.new_context(viewport=size, **self.options)
        self.context.set_default_timeout(30_000)
        self.context.on("request", self._request)
        self.page = self.context.new_page()
        self.page.set_viewport_size(size)  # a context that others had serves windows of any size
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"page: {error}"))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))
        self.page.on("response", self._response)
        self.page.on("dialog", self._dialog)

    def _request(self, request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in INSIDE and asked.hostname != "127.0.0.1":  # which the browser does not find
            self.wrong.append(f"left the machine: {request.url}")

    def _console(self, message) -> None:
        if message.type == "error" and not any(known in message.text for known in HARMLESS):
            self.wrong.append(f"console: {message.text}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")

    def _dialog(self, dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, query: str = ""):
        """Open the page and wait until it stands."""
        self.page.goto(f"{self.address}{query}")
        self.page.wait_for_selector("[data-test=play]")
        self.page.wait_for_selector(".sp-network canvas, [data-test=ending]")
        return self.page

    def reload(self) -> None:
        """Open the same again; what the page that is left still asked for does not count."""
        self.page.reload()
        self.page.wait_for_selector("[data-test=play]")
        self.wrong = [one for one in self.wrong if not one.startswith(("failed: ", "page: Cannot send"))]

    def see(self, name: str):
        """A part of the page by its mark."""
        return self.page.locator(f'[data-test="{name}"]')

    def click(self, name: str) -> None:
        """Click a part of the page."""
        self.see(name).click()

    def tab_to(self, name: str) -> None:
        """Go to a part with the tab key alone, once it is there."""
        self.see(name).first.wait_for(state="attached")
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement && document.activeElement.dataset.test") == name:
                return
        raise AssertionError(f"{name} cannot be reached with the tab key")

    def press(self, name: str) -> None:
        """Press a button with the keyboard alone."""
        self.tab_to(name)
        self.page.keyboard.press("Enter")

    def fits(self) -> bool:
        """Whether nothing sticks out sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def answered(self) -> None:
        """Wait until the server has answered all that the page has asked of it."""
        self.page.wait_for_function("window.solara.debug.kernel()._futures.size === 0")

    def without_a_bet(self) -> None:
        """Look at what was just forked without predicting, and stop; what was tried is in the drawer again."""
        self.click("bet-skip")
        self.page.wait_for_selector("[data-test=bet]", state="detached")
        clock = "document.querySelector('.sp-clock').__vue__"
        self.page.wait_for_function(f"{clock}.playing || {clock}.round === {clock}.rounds")  # else it begins later
        self.page.evaluate("window.dispatchEvent(new Event('samenspel-pause'))")
        self.click("whatif")
        self.page.wait_for_selector("[data-test=drawer]")

    def next_step(self) -> None:
        """On in the tour; the step stands when this returns."""
        passed = self.page.locator(".sp-dots .passed").count()
        self.click("tour-next")
        self.step_stands(passed + 1)

    def step_stands(self, passed: int) -> None:
        """Wait until so many steps of the tour have passed."""
        self.page.wait_for_function("at => document.querySelectorAll('.sp-dots .passed').length === at", arg=passed)

    def round(self) -> int:
        """The round that is shown."""
        return int(self.see("round").inner_text().split()[-1])

    def go(self, round_: int) -> None:
        """To a round, as the slider would."""
        self.page.evaluate("round => window.samenspelClock().go(round)", round_)
        self.page.wait_for_function("round => window.samenspelClock().round === round", arg=round_)

    def close(self) -> None:
        """Leave, with nothing wrong."""
        self.context.remove_listener("request", self._request)
        if stays := getattr(self.address, "stays", ""):
            contexts.left(self.browser, stays, self.context, **self.options)
        else:
            self.context.close()
        assert not self.wrong, "\n".join(self.wrong)

"""Several phones at once in a real browser: one drops out and comes back; large type, keys alone, and no script."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from samenspel.brought.options import Options
from samenspel.brought.reader import read
from samenspel.collect.words import Words
from samenspel.group.files import the_files
from tests.view.axe import serious
from tests.view.browser import Visitor
from tests.view.conftest import browser  # noqa: F401

NAMES = ("Gemeente", "Ziekenhuis", "Huisartsen")
DUTCH, ENGLISH = Words("nl"), Words("en")
PHONE = {"width": 390, "height": 844, "has_touch": True, "java_script_enabled": False}


@pytest.fixture
def session(tmp_path):
    """The command, as it is given in a room; yields the address of the desk and the folder."""
    folder, log = tmp_path / "group", tmp_path / "log"
    command = [sys.executable, "-u", "-m", "samenspel", "collect", str(folder), "--organisations", *NAMES,
               "--no-browser", "--port", "0", "--language", "nl", "--floor", "1"]  # fmt: skip
    with log.open("w") as errors:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            yield re.search(r"http\S+", server.stdout.readline())[0], folder
        finally:
            server.terminate()
            server.wait(20)
    assert "Traceback" not in log.read_text()


class Device(Visitor):
    """A phone that answers, or the computer that the desk is at."""

    def go(self, what):
        """Press what leads to another page, and wait until that is there."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(what).click()

    def enter(self):
        """Go where the Enter key leads, and wait until that is there."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.keyboard.press("Enter")

    def close(self) -> None:
        """Leave, with nothing wrong but what a page that was left still asked for, such as its letters."""
        self.wrong = [one for one in self.wrong if not one.startswith("failed: ")]
        super().close()

    def begin(self, organisation):
        self.page.goto(self.address)
        self.page.get_by_label(organisation, exact=True).check()
        self.go("button.main")

    def tap(self, score, times=1):
        """Answer so many questions with the same score."""
        for _ in range(times):
            self.go(f'.answer[value="{score}"]')

    def chooses(self, *partners):
        for one in partners:
            self.page.get_by_label(one, exact=True).check()
        self.go("button.main")

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()


def home(address):
    return address.partition("desk")[0]


def counts_become(page, wanted):
    """Whether the desk counts so within ten seconds, without anybody touching it."""
    for _ in range(100):
        if page.locator("[data-count]").all_inner_texts() == wanted.split():
            return True
        page.wait_for_timeout(100)
    return False


def test_several_phones_at_once_of_which_one_drops_out_and_returns(browser, session):  # noqa: F811
    """Oracle: the reader of what people bring, on the files that come of it; and what the desk counts."""
    address, folder = session
    desk = Device(browser, address, 1280, 720)
    desk.page.goto(address)
    phones = [Device(browser, home(address), locale="nl-NL", **PHONE) for _ in NAMES]
    for phone, name in zip(phones, NAMES, strict=True):
        phone.begin(name)
    for place, phone in enumerate(phones):
        phone.tap(place + 1, 5)
    assert counts_become(desk.page, "0 1 0 1 0 1 0 3")

    lost = phones[1].page
    lost.close()  # the battery is empty; the cookie stays on the phone
    phones[1].page = phones[1].context.new_page()
    phones[1].page.goto(home(address))
    assert DUTCH("statement", at=6, of=15) in phones[1].page.inner_text("header")

    for place, phone in enumerate(phones):
        phone.tap(place + 1, 10)
        phone.chooses(*(name for name in NAMES if name != NAMES[place]))
        phone.tap(4 - place, 4)
        phone.tap("unknown", 4)
        phone.go("button.main")
        assert phone.heading == DUTCH("thanks")
    assert counts_become(desk.page, "1 0 1 0 1 0 3 0")
    desk.go(f"text={DUTCH('close', number=1)}")
    desk.go("button.main")
    desk.go(f"text={DUTCH('picture', number=1)}")
    assert desk.page.locator(".line.whole circle").count() == 5 * len(NAMES)
    for one in (desk, *phones):
        one.close()

    answers = read(the_files(folder, None, None, None), Options())
    assert answers.scores.of_organisations(3).round(6).tolist() == [[round(place / 3, 6)] * 5 for place in range(3)]
    trust = {(tie["source"], tie["target"]): round(tie["trust"], 6) for tie in answers.roster.ties}
    assert {pair: value for pair, value in trust.items() if value == value} == {
        (0, 1): 1.0, (1, 0): round(2 / 3, 6), (2, 0): round(1 / 3, 6),
    }  # fmt: skip


@pytest.mark.parametrize(("language", "words"), [("nl-NL", DUTCH), ("en-GB", ENGLISH)])
def test_a_phone_shows_each_screen_whole_and_shuts_nobody_out(language, words, browser, session):  # noqa: F811
    """Oracle: axe, the width of the window, targets of a thumb (44 px), at the usual type and at twice its size."""
    address, _ = session
    sizes = {**PHONE, "java_script_enabled": True}  # for axe alone
    one = Device(browser, home(address), locale=language, **sizes)
    one.context.set_default_timeout(10_000)
    found, seen = {}, []

    def looked(name):
        one.page.wait_for_load_state()
        seen.append(name)
        for large in (False, True):
            one.page.evaluate("size => document.documentElement.style.fontSize = size", "36px" if large else "")
            if wrong := serious(one.page):
                found[name, large] = wrong
            assert one.fits(), (name, large)
            small = one.page.evaluate(
                "[...document.querySelectorAll('main button, main label, main a')]"
                ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
            )
            assert not small, (name, large)
        one.page.evaluate("document.documentElement.style.fontSize = ''")

    one.page.goto(home(address))
    looked("welcome")
    one.begin(NAMES[0])
    assert words("how_far") in one.page.inner_text("main")
    looked("statement")
    bottom = one.page.evaluate("document.querySelector('.answer.unknown').getBoundingClientRect().bottom")
    assert 844 * 0.75 < bottom <= 844  # within sight, where a thumb is
    one.tap(2, 15)
    looked("whom")
    one.chooses(NAMES[1])
    looked("partner")
    one.tap(3, 4)
    looked("last")
    one.go("button.main")
    looked("thanks")
    one.close()
    assert seen == ["welcome", "statement", "whom", "partner", "last", "thanks"]
    assert found == {}


def test_keys_alone_answer_everything(browser, session):  # noqa: F811
    """Oracle: no mouse and no touch; the order of the page is the order of the tab key."""
    address, _ = session
    one = Device(browser, home(address), 1280, 720, locale="nl-NL", java_script_enabled=False)
    one.page.goto(home(address))

    def to(text):
        for _ in range(20):
            one.page.keyboard.press("Tab")
            focused = one.page.locator(":focus")
            if text in (focused.inner_text() or "") or focused.get_attribute("value") == text:
                return
        raise AssertionError(f"{text} cannot be reached with the tab key")

    to(NAMES[0])
    one.page.keyboard.press("Space")
    to(DUTCH("begin"))
    one.enter()
    for at in range(15):
        assert DUTCH("statement", at=at + 1, of=15) in one.page.inner_text("header")
        to(DUTCH("score_3"))
        one.enter()
    to(NAMES[2])
    one.page.keyboard.press("Space")
    to(DUTCH("on"))
    one.enter()
    assert one.page.url.endswith("/screen/17")
    assert one.heading.startswith(NAMES[2])
    one.close()


def test_the_desk_and_its_picture_shut_nobody_out(browser, session):  # noqa: F811
    """Oracle: axe, at the width of a projector and of a phone."""
    address, folder = session
    phone = Device(browser, home(address), **PHONE)
    for place, name in enumerate(NAMES):
        phone.begin(name)
        phone.tap(place + 1, 15)
        phone.chooses(NAMES[place - 1])
        phone.tap(2, 4)
        phone.go("button.main")
        phone.go(".aside button")
    phone.close()
    desk = Device(browser, address, 1280, 720, locale="nl-NL")
    desk.page.goto(address)
    found = {"open": serious(desk.page)}
    desk.page.goto(home(address) + "desk/close")
    found["close"] = serious(desk.page)
    desk.go("button.main")
    found["closed"] = serious(desk.page)
    for place in ("desk/differences/1", "desk/anonymous"):
        desk.page.goto(home(address) + place)
        found[place] = serious(desk.page)
        desk.page.set_viewport_size({"width": 390, "height": 844})
        assert desk.fits(), place
        found[f"{place} on a phone"] = serious(desk.page)
        desk.page.set_viewport_size({"width": 1280, "height": 720})
    desk.close()
    alone = browser.new_page()
    alone.goto((folder / "differences_wave_1.html").as_uri())
    found["file"] = serious(alone)
    alone.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}

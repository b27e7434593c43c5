"""Eight phones play six rounds, in a real browser; two drop out and return, one never answers."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
from pyarrow.parquet import read_table

from samenspel.results.scenarios import name_of
from samenspel.room.check import FIVE
from samenspel.room.house import House
from samenspel.room.play import Play
from samenspel.room.words import Words
from samenspel.scenario import load
from tests.room import on_phones
from tests.room.conftest import serving
from tests.view.axe import serious
from tests.view.browser import Visitor
from tests.view.conftest import browser  # noqa: F401

DUTCH, ENGLISH = Words("nl"), Words("en")
PHONE = {"width": 390, "height": 844, "has_touch": True}
PEOPLE = 8
ROUNDS = 6
SILENT, LOST = 7, (2, 5)  # who never answers; who drop out in the third round, and return in the fifth
WAYS = ("promised", "half", "home")


@pytest.fixture
def house():
    """The house as the command serves it, in this process; yields it and its address."""
    one = House(language="nl")
    one.open(Play(load("integrated_care")))
    with serving(one) as port:
        yield one, f"http://127.0.0.1:{port}/"


class Device(Visitor):
    """A phone, or the computer that the desk and the screen are at."""

    def close(self) -> None:
        """Leave, with nothing wrong but what a page that was left still asked for."""
        self.wrong = [one for one in self.wrong if not one.startswith("failed: ")]
        super().close()

    def go(self, what):
        """Press what leads to another page, and wait until that is there."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(what).click()

    def sit(self, code, row):
        self.page.goto(f"{self.address}?room={code}")
        self.page.locator(f'input[name=seat][value="{row}"]').check()
        self.go("button.main")

    def choose(self, name, value):
        self.page.locator(f'input[name={name}][value="{value}"]').check()
        self.go(".end button.main")

    def decide(self, row, number):
        """All of a round."""
        if self.page.locator(".end a.main").count():
            self.go(".end a.main")
        for asked, said in decisions(row, number):
            if asked != "consent" or self.page.locator("input[name=consent]").count():
                self.choose(asked, said)

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    def comes_to(self, text):
        """Wait until the page says something, without anybody touching it."""
        self.page.get_by_text(text).first.wait_for()


class Asking(on_phones.Device):
    """A phone without a browser: it asks for the same pages, and holds the line on which a page hears of changes."""

    def sit(self, code, row):
        self.ask("POST", f"/table/{code}", seat=row, person="")
        self.line = http.client.HTTPConnection(self.host, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.line.request("GET", "/seat/changes", headers={"cookie": cookies})
        assert self.line.getresponse().status == 200

    def decide(self, row, number):
        """All of a round."""
        for asked, said in decisions(row, number):
            page = self.ask("GET", f"/seat/{asked}")
            if asked != "consent" or 'name="consent"' in page:
                kept = dict(re.findall(r'type="hidden" name="(\w+)" value="(.*?)"', page))
                self.ask("POST", f"/seat/{asked}", **kept, **{asked: said})

    def close(self):
        self.line.close()


def decisions(row, number):
    """What a seat decides in a round, each in a way of its own; the first is not asked in every round."""
    yield "consent", ("yes", "most", "worth", "no")[(row + number) % 4] if number < 3 else "yes"
    yield "promise", (1.25, 1.5, 2.0)[row % 3]
    yield "delivery", WAYS[(row + number) % 3]
    yield "home", "report" if (row + number) % 4 == 0 else "stay"


# In a browser whoever never answers, one that drops out and two others; by command all eight.
@pytest.mark.parametrize("in_browser", [(0, 1, 2, 7), pytest.param(tuple(range(PEOPLE)), marks=pytest.mark.exhaustive)])
def test_eight_play_six_rounds_and_the_file_that_is_kept_runs_to_the_same_bits(
    in_browser,
    browser,  # noqa: F811
    house,
    samenspel,
    tmp_path,
):
    """Oracle: the play on the server; and the command line, on the file that the desk gives."""
    one, address = house
    (table,) = one.tables.values()
    desk = Device(browser, address, 1280, 720, locale="nl-NL")
    desk.page.goto(f"{address}desk?key={one.key}")
    screen = desk.context.new_page()
    screen.goto(f"{address}desk/{table.code}/screen")
    phones = [
        Device(browser, address, locale="nl-NL", **PHONE) if row in in_browser else Asking(urlsplit(address).port)
        for row in range(PEOPLE)
    ]
    for row, phone in enumerate(phones):
        phone.sit(table.code, row)
    desk.comes_to(DUTCH("ready_of", ready=0, all=PEOPLE))
    for number in range(1, ROUNDS + 1):
        for row, phone in enumerate(phones):
            away = row in LOST and number in (3, 4)
            if row == SILENT or away:
                continue
            if row in in_browser:
                phone.comes_to(DUTCH("span_half_year", number=str(number)))
            phone.decide(row, number)
        lost = set(LOST) & set(in_browser)
        if number == 2:
            for row in lost:  # the battery is empty; the cookie stays on the phone
                phones[row].page.close()
        if number == 4:
            for row in lost:
                phones[row].page = phones[row].context.new_page()
                phones[row].page.goto(address)
                assert phones[row].page.url.endswith("/seat")
        playing = PEOPLE - 1 if number not in (3, 4) else PEOPLE - 1 - len(LOST)
        assert len([row for row in table.seats if table.decided(row)]) == playing
        desk.page.locator("#turn button.main").click()
        desk.page.locator("#asking button.main").click()  # one of them has not decided
        screen.get_by_text(DUTCH("span_half_year", number=str(number + 1))).wait_for()
        if number == 2:
            desk.comes_to(DUTCH("state_asleep"))  # whoever had decided counted as ready with the phone put away
    phones[SILENT].comes_to(DUTCH("span_half_year", number=str(ROUNDS + 1)))
    with desk.page.expect_download() as kept:
        desk.page.locator("a[download]").click()
    path = tmp_path / kept.value.suggested_filename
    kept.value.save_as(path)
    decided = [set(played.decided) for played in table.play.played]
    for device in (desk, *phones):
        device.close()

    everybody = set(range(PEOPLE)) - {SILENT}
    assert decided == [everybody, everybody, everybody - set(LOST), everybody - set(LOST), everybody, everybody]
    done = samenspel(f"run {path} --out {tmp_path / 'again'}")
    assert done.code == 0, done.err
    again = read_table(tmp_path / "again" / "rounds.parquet")
    theirs = table.play.history[: ROUNDS * table.play.step]
    assert len(again) == theirs.size
    for name in theirs.dtype.names:
        np.testing.assert_array_equal(again[name].to_numpy().astype(float), theirs[name], err_msg=name)


@pytest.mark.parametrize(("language", "words"), [("nl-NL", DUTCH), ("en-GB", ENGLISH)])
def test_a_phone_shows_each_page_whole_and_shuts_nobody_out(language, words, browser, house):  # noqa: F811
    """Oracle: axe, the width of the window, and targets of a thumb (44 px), at the usual type and at twice that."""
    one, address = house
    (table,) = one.tables.values()
    table.play.close({})  # so that there is something to tell of partners
    phone = Device(browser, address, locale=language, **PHONE)
    found, seen = {}, []

    def looked(name):
        seen.append(name)
        if wrong := serious(phone.page):
            found[name] = wrong
        for large in ("", "36px"):
            phone.page.evaluate("size => document.documentElement.style.fontSize = size", large)
            assert phone.fits(), (name, large)
            small = phone.page.evaluate(
                "[...document.querySelectorAll('main button, main label.choice, .scores label, main select, .end a')]"
                ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
            )
            assert not small, (name, large)
        phone.page.evaluate("document.documentElement.style.fontSize = ''")

    phone.page.goto(address)
    looked("code")
    phone.page.fill("#code", table.code)
    phone.go("button.main")
    looked("choose")
    phone.sit(table.code, 2)
    looked("who")
    phone.go(".end a.main")
    for asked, said in (("consent", "most"), ("promise", 1.5), ("delivery", "half"), ("home", "stay")):
        looked(asked)
        bottom = phone.page.evaluate("document.querySelector('.end .main').getBoundingClientRect().bottom")
        assert 844 * 0.75 < bottom <= 844  # within sight, where a thumb is
        phone.page.locator(".end button").click()
        assert phone.page.locator(".end [role=alert]").inner_text() == words("choose_first")  # not the browser's words
        assert phone.page.url.endswith(asked)
        phone.page.locator(f'input[name={asked}][value="{said}"]').check()
        assert not phone.page.locator("#open").is_visible()
        assert phone.page.locator(".end .main").inner_text() != words("choose")  # it says what was chosen
        phone.go(".end .main")
    looked("done")
    secret = phone.page.get_by_text(words("deliver_half"))
    assert not secret.evaluate("e => e.checkVisibility()")  # a phone that lies on the table
    phone.page.get_by_text(words("chosen_secret")).click()
    assert secret.evaluate("e => e.checkVisibility()")
    phone.page.set_viewport_size({"width": 390, "height": 664})
    phone.page.goto(f"{address}seat/consent")
    for answer in ("yes", "no"):  # neither is below the button
        box = phone.page.locator(f"label.choice:has(input[value={answer}])").bounding_box()
        assert box["y"] + box["height"] <= phone.page.locator(".end").bounding_box()["y"] + 1, answer
    phone.page.set_viewport_size({"width": 390, "height": 844})
    phone.page.goto(f"{address}seat/done")
    table.hold(2)
    phone.comes_to(words("held_title"))
    looked("held")
    table.show("check")
    for asked in ("conditions", "partners"):
        phone.comes_to(words(f"check_{asked}"))
        looked(f"half-way, {asked}")
        for statement in phone.page.locator("fieldset.statement").all():
            statement.get_by_label(words("check_3"), exact=True).focus()
            phone.page.keyboard.press("Space")
            assert phone.page.evaluate(
                "document.activeElement.checked && document.activeElement.getBoundingClientRect().bottom"
                " <= document.querySelector('.end button').getBoundingClientRect().top"
            )
        phone.go(".end button.main")
    phone.comes_to(words("check_done"))
    looked("half-way, done")
    phone.close()
    assert len(seen) == 12
    assert table.to_answer(2) == ""
    assert found == {}


def test_the_button_says_all_that_goes_along_and_hides_nothing_of_it(browser, house):  # noqa: F811
    """Oracle: by hand: the partner on whom a yes hangs, and what is offered; and where these stand on a low phone."""
    one, address = house
    (table,) = one.tables.values()
    phone = Device(browser, address, locale="nl-NL", width=390, height=664, has_touch=True)
    token = table.join(2)
    phone.context.add_cookies([{"name": "samenspel_seat", "value": token, "url": address}])
    phone.page.goto(f"{address}seat/consent")
    button = phone.page.locator(".end button")
    phone.page.locator("input[value=partner]").check()
    whom = phone.page.locator("select[name=partner]").bounding_box()
    assert whom["y"] + whom["height"] <= phone.page.locator(".end").bounding_box()["y"]
    phone.page.select_option("select[name=partner]", "1")
    assert button.inner_text() == DUTCH("say_partner", name="het ziekenhuis")
    phone.go(".end button")
    phone.page.locator('input[name=promise][value="1.5"]').check()
    promised = DUTCH("say_promise", amount="15.500 zorguren")
    assert button.inner_text() == promised
    phone.page.locator(".offer summary").click()
    phone.page.select_option("#to", "1")
    phone.page.locator('input[name=offer][value="0.1"]').check()
    assert button.inner_text() == promised + DUTCH("say_also", amount="6.200", name="het ziekenhuis")
    phone.go(".end button")
    phone.page.goto(f"{address}seat/promise")  # what was offered cannot be folded away
    assert phone.page.locator("#to").is_visible()
    assert phone.page.locator(".offer summary").count() == 0
    assert button.inner_text() == promised + DUTCH("say_also", amount="6.200", name="het ziekenhuis")
    phone.page.select_option("#to", "")
    assert button.inner_text() == promised
    phone.close()


def test_whoever_waits_for_a_seat_is_let_on_by_itself_and_at_the_end_reads_that_it_is_over(browser, house):  # noqa: F811
    """Oracle: what stands there without anybody touching it."""
    one, address = house
    (table,) = one.tables.values()
    for row in list(table.free):
        table.join(row)
    phone = Device(browser, address, locale="nl-NL", **PHONE)
    phone.page.goto(f"{address}?room={table.code}")
    phone.comes_to(DUTCH("no_seats", button=DUTCH("free_seat")))
    table.leave(2)
    phone.page.locator('input[name=seat][value="2"]').wait_for()
    phone.page.locator('input[name=seat][value="2"]').check()
    phone.go("button.main")
    table.close()
    table.show("feelings")
    table.show("monday")
    phone.comes_to(DUTCH("agree_title"))
    one.end(table)
    phone.comes_to(DUTCH("thank_you"))
    phone.page.goto("about:blank")  # until then its line may ask once more for a table that is no more
    phone.wrong = [one for one in phone.wrong if "404" not in one]
    phone.close()


def test_a_page_is_asked_for_once_and_a_phone_is_left_alone_by_what_it_does_not_show(browser, house):  # noqa: F811
    """Oracle: what the browser asked for, in order; another phone decides meanwhile, and its yes is news once."""
    one, address = house
    (table,) = one.tables.values()
    phone = Device(browser, address, locale="nl-NL", **PHONE)
    token = table.join(2)
    phone.context.add_cookies([{"name": "samenspel_seat", "value": token, "url": address}])
    table.join(1)
    phone.page.goto(f"{address}seat/consent")
    asked = []
    phone.page.on("request", lambda request: asked.append((request.method, request.url.removeprefix(address))))
    phone.choose("consent", "yes")
    phone.page.wait_for_selector("input[name=promise]")
    for what, said in (("consent", "yes"), ("promise", "2.0"), ("delivery", "half"), ("home", "stay")):
        table.decide(1, what, {what: said})
    table.show("question")
    phone.choose("promise", "1.5")
    phone.page.wait_for_selector("input[name=delivery]")
    pages = [(method, path) for method, path in asked if path.startswith("seat") and "changes" not in path]
    assert pages == [
        ("POST", "seat/consent"), ("GET", "seat/promise"), ("POST", "seat/promise"), ("GET", "seat/delivery")
    ]  # fmt: skip
    phone.close()


@pytest.mark.parametrize("at", ["who", "promise"])
def test_what_the_desk_lets_happen_comes_to_the_screen_and_to_phones_that_are_open(at, browser, house):  # noqa: F811
    """Oracle: what stands there without anybody touching it, and what somebody was choosing meanwhile."""
    one, address = house
    (table,) = one.tables.values()
    token = table.join(2)
    table.decide(2, "consent", {"consent": "yes"})
    phone = Device(browser, address, locale="nl-NL", **PHONE)
    phone.context.add_cookies([{"name": "samenspel_seat", "value": token, "url": address}])
    phone.page.goto(f"{address}seat/{at}")
    desk = Device(browser, address, 1366, 768, locale="nl-NL")
    desk.page.goto(f"{address}desk?key={one.key}")
    screen = desk.context.new_page()
    screen.goto(f"{address}desk/{table.code}/screen")
    if at == "promise":
        phone.page.locator('input[name=promise][value="1.5"]').check()
    choice = "Shared savings: those who save pay those who bear the costs"
    desk.page.select_option("#choice", choice)
    desk.page.locator("form:has(#choice) button").click()
    said = name_of(choice, "nl")
    screen.get_by_role("heading", name=DUTCH("group_decided")).wait_for()
    screen.get_by_text(said).wait_for()
    phone.comes_to(said)
    if at == "promise":
        assert phone.page.locator('input[name=promise][value="1.5"]').is_checked()
    desk.page.get_by_role("button", name=DUTCH("take_back")).click()
    screen.get_by_text(said).wait_for(state="detached")
    phone.page.get_by_text(said).wait_for(state="detached")
    phone.close()
    desk.close()


def test_keys_alone_decide_everything(browser, house):  # noqa: F811
    """Oracle: no mouse and no touch, and no script: the order of the page is that of the tab key."""
    one, address = house
    (table,) = one.tables.values()
    phone = Device(browser, address, 1280, 720, locale="nl-NL", java_script_enabled=False)
    token = table.join(2)
    phone.context.add_cookies([{"name": "samenspel_seat", "value": token, "url": address}])
    phone.page.goto(address)

    def to(selector):
        for _ in range(40):
            phone.page.keyboard.press("Tab")
            if phone.page.locator(f":focus:is({selector})").count():
                return
        raise AssertionError(f"{selector} cannot be reached with the tab key")

    to(".end a")
    phone.page.keyboard.press("Enter")
    for asked in ("consent", "promise", "delivery", "home"):
        phone.page.wait_for_url(f"**/seat/{asked}")
        to(f"input[name={asked}]")
        phone.page.keyboard.press("Space")
        phone.page.keyboard.press("ArrowDown")
        to(".end button")
        phone.page.keyboard.press("Enter")
    phone.page.wait_for_url("**/seat/done")
    phone.close()
    assert table.seats[2].answers == {
        "consent": "no",
        "partner": -1,
        "promise": 1.25,
        "delivery": "half",
        "home": "report",
    }


def test_desk_and_screens_shut_nobody_out_and_nothing_sticks_out(browser, house):  # noqa: F811
    """Oracle: axe, and the size of the window: a desk at 1280 wide, a screen of 1920 by 1080 that does not scroll."""
    from samenspel.room.play import Decision
    from samenspel.room.table import Screen

    one, address = house
    (table,) = one.tables.values()
    for row in range(3):
        table.join(row)
    for _ in range(3):
        made = {row: Decision("yes", promise=1.5, delivery="half") for row in range(3)}
        table.play.close(made | {0: made[0]._replace(to=1, offer=0.05)})
    desk = Device(browser, address, 1280, 720, locale="nl-NL")
    desk.page.goto(f"{address}desk?key={one.key}")
    found = {"desk": serious(desk.page)}
    assert desk.fits()
    screen = Device.__new__(Device)
    screen.page = desk.context.new_page()
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    screen.page.goto(f"{address}desk/{table.code}/screen")
    for what in Screen:
        table.show(what)
        if what == Screen.CHECK:
            table.answer(0, dict.fromkeys(FIVE, "3"))
        screen.page.goto(f"{address}desk/{table.code}/screen")
        found[what] = serious(screen.page)
        assert screen.fits(), what
        over = screen.page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().bottom > 1081"
            " && !e.matches('aside, path, pattern *')).map(e => e.outerHTML.slice(0, 90))"
        )
        assert not over, what
    desk.page.reload()
    found["desk in the debrief"] = serious(desk.page)
    desk.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}

"""A room guesses by phone what a fork will bring, and sees its guesses beside the outcome."""

from __future__ import annotations

import json
import re

import pytest

from samenspel.view import guesses
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.door import Door
from samenspel.view.phones import COOKIE, MOST_BYTES, PATH, Phones
from samenspel.view.session import created_apart
from samenspel.view.shown.bet import bet
from samenspel.view.texts import LANGUAGES, Texts, differs
from tests.collect.phone import HOST, Phone, text_of
from tests.view.browser import Visitor

QUESTION = {"en": "Will A bring more than <B>?", "nl": "Levert A meer op dan <B>?"}
PAGE = "the page of the model"


async def inside(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": PAGE.encode()})


@pytest.fixture
def asked():
    one = guesses.begin(QUESTION)
    yield one
    guesses.OPEN.pop(one.code, None)


def test_phones_say_what_they_expect_once_each_and_can_change_it_until_it_plays(asked):
    """Oracle: what was tapped."""
    one, other = Phone(Phones(inside)), Phone(Phones(inside), client="192.168.1.21", language="en")
    assert dict(one.ask("GET", PATH + asked.code).headers)["referrer-policy"] == "same-origin"  # or forms are refused
    assert QUESTION["nl"] in text_of(one.get(PATH + asked.code)).replace("&lt;", "<")
    assert Texts("nl")("bet.phone_said", said=Texts("nl")("bet.more")) in text_of(
        one.post(PATH + asked.code, answer="more")
    )
    other.post(PATH + asked.code, answer="less")
    other.post(PATH + asked.code, answer="more")
    assert asked.counts == {"more": 2, "same": 0, "less": 0}
    one.post(PATH + asked.code, answer="less")
    assert asked.counts == {"more": 1, "same": 0, "less": 1}
    assert json.loads(one.ask("GET", f"{PATH}{asked.code}/counts").body) == asked.counts
    asked.open = False
    late = one.post(PATH + asked.code, answer="same")
    assert asked.counts == {"more": 1, "same": 0, "less": 1}
    assert Texts("nl")("bet.phone_look") in text_of(late)
    assert "<form" not in late.body


@pytest.mark.parametrize("sent", ["", "answer=", "answer=perhaps", "answer=%00", "x" * (10 * MOST_BYTES), "\udcff"])
def test_nonsense_is_no_guess(sent, asked):
    """Oracle: nothing is counted, and a page comes back."""
    one = Phone(Phones(inside))
    assert one.ask("POST", PATH + asked.code, sent.encode(errors="surrogateescape")).status == 303
    assert asked.answers == {}


def test_a_page_from_elsewhere_guesses_nothing(asked):
    one = Phone(Phones(inside))
    assert one.ask("POST", PATH + asked.code, b"answer=more", origin="http://evil.example").status == 403
    assert asked.answers == {}


def test_a_code_that_is_not_there_says_so_and_the_rest_is_the_page_of_the_model(asked):
    """Oracle: by hand; nothing else than the addresses of guesses is taken from the page."""
    one = Phone(Phones(inside))
    assert one.ask("GET", f"{PATH}AAAAAAAA").status == 404
    assert one.ask("GET", f"{PATH}AAAAAAAA/counts").status == 404
    for path in ("/", "/?scenario=merger", "/static/x.js"):
        assert one.ask("GET", path).body == PAGE
    assert one.ask("GET", f"/?guess={asked.code}").where == PATH + asked.code
    assert one.ask("GET", "/?guess=//evil.example").where == "/"


def test_a_phone_comes_in_by_the_pin_as_to_the_page(asked):
    """Oracle: the door, which has tests of its own: without the PIN there is nothing to see."""
    one = Phone(Door(Phones(inside), 10, pin="123456"))
    assert one.ask("GET", PATH + asked.code).status == 403
    assert QUESTION["nl"][:9] in one.get(f"/?guess={asked.code}&pin=123456").body


def test_what_a_room_is_asked_is_text(asked):
    """Oracle: by hand."""
    body = Phone(Phones(inside)).get(PATH + asked.code).body
    assert "&lt;B&gt;" in body
    assert "<B>" not in body


def test_no_more_questions_are_kept_than_can_be_open_and_no_more_phones_than_a_room_has(monkeypatch):
    """Oracle: by hand; the oldest makes room."""
    monkeypatch.setattr(guesses, "OPEN", {})
    monkeypatch.setattr(guesses, "MOST", 3)
    monkeypatch.setattr(guesses, "MOST_PHONES", 2)
    made = [guesses.begin(QUESTION) for _ in range(5)]
    assert list(guesses.OPEN) == [one.code for one in made[2:]]
    assert len({one.code for one in made}) == 5
    assert [made[4].take(str(phone), "more") for phone in (1, 2, 3, 1)] == [True, True, False, True]


def test_there_is_nothing_of_a_person_in_what_is_kept(asked):
    """Oracle: the cookie is a random key of this question's page alone."""
    one = Phone(Phones(inside))
    sent = one.ask("POST", PATH + asked.code, b"answer=more")
    cookie = next(value for name, value in sent.headers if name == "set-cookie")
    assert re.match(rf"{COOKIE}=[\w-]{{20,}}; Path={PATH}; HttpOnly; SameSite=Lax", cookie)
    assert HOST not in str(asked.answers)


def forked():
    desk = Desk(Setting("integrated_care", language="nl"))
    desk.decided(next(iter(desk.scenario.choices)))
    return desk


def test_the_screen_shows_the_guesses_beside_the_outcome():
    """Oracle: by hand: five phones; what most say is what the room is held to have said."""
    desk = forked()
    assert desk.asked
    assert bet(desk)["phones"] is None
    desk.room_asked("http://192.168.1.5:8765/")
    shown = bet(desk)["phones"]
    assert shown["link"] == f"http://192.168.1.5:8765/?guess={desk.guessed.code}"
    assert shown["square"]["side"] > 0
    assert set(desk.guessed.question) == set(LANGUAGES)
    assert desk.guessed.question["nl"] == bet(desk)["question"]
    for phone, answer in enumerate(("more", "less", "same", "same", "same")):
        desk.guessed.take(str(phone), answer)
    desk.bet_on("room")
    assert (desk.said, desk.guessed.open) == ("same", False)
    desk.session.go(desk.session.line.rounds)
    over = bet(desk)
    assert over["phones"]["counts"] == {"more": 1, "same": 3, "less": 1}
    assert over["outcome_is"] == differs(created_apart(desk.session.line, desk.session.shadow))
    assert over["outcome"].startswith(Texts("nl")(f"bet.{over['outcome_is']}"))


def test_a_room_that_said_nothing_is_not_told_what_it_said():
    """Oracle: by hand: it is as if nobody was asked."""
    desk = forked()
    desk.room_asked("")
    assert bet(desk)["phones"]["note"] == Texts("nl")("bet.phones_alone")
    assert bet(desk)["phones"]["link"] == ""
    desk.bet_on("room")
    desk.session.go(desk.session.line.rounds)
    assert bet(desk) is None


def test_phones_guess_in_a_browser_and_the_screen_shows_it(browser, visitor):
    """Oracle: what two phones tap; the screen counts them without anybody touching it."""
    revealed_at = '[data-test="bet-guesses"]'
    visitor.open("?scenario=integrated_care&language=nl")
    visitor.go(12)
    for name in ("whatif", "tab-conditions", "preset-relation", "go", "bet-ask-phones"):
        visitor.click(name)
    link = visitor.see("bet-phones").locator("p.sp-small").first
    link.wait_for()
    phones = [Visitor(browser, link.inner_text(), 390, 844, locale="nl-NL") for _ in range(2)]
    for phone, answer in zip(phones, ("more", "less"), strict=True):
        phone.page.goto(link.inner_text())
        assert phone.fits()
        assert phone.page.locator("button").first.bounding_box()["height"] >= 44
        phone.page.locator(f'button[value="{answer}"]').click()
        phone.page.get_by_text(Texts("nl")("bet.phone_said", said=Texts("nl")(f"bet.{answer}"))).wait_for()
    visitor.page.wait_for_function("document.querySelector('[data-test=bet-guessed] b').textContent === '2'")
    visitor.click("bet-play")
    visitor.page.wait_for_selector("[data-test=bet]", state="detached")
    phones[0].page.reload()
    phones[0].page.get_by_text(Texts("nl")("bet.phone_look")).wait_for()
    visitor.page.keyboard.press("End")
    visitor.page.wait_for_selector(revealed_at)
    assert re.sub(r"\D", "", visitor.page.locator(revealed_at).inner_text()) == "101"
    assert visitor.page.locator(".sp-came").count() == 1
    assert visitor.fits()
    for phone in phones:
        phone.close()

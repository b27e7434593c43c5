"""A respondent on a phone: chooses an organisation, answers a question at a time, comes back, and sends."""

from __future__ import annotations

import re
from html import unescape

import pytest

from samenspel.collect.questionnaire import PARTNER, items, on_conditions
from samenspel.collect.respondent import first_open, screens
from samenspel.collect.store import MOST_RESPONDENTS, Count
from samenspel.collect.words import Words
from samenspel.served.visit import MOST_BYTES, MOST_FIELDS

from .conftest import NAMES
from .phone import HOST, text_of

DUTCH, ENGLISH = Words("nl"), Words("en")


def test_the_screens_of_somebody_are_in_the_order_of_the_list():
    """Oracle: by hand: fifteen statements, whom one works with, four on each of these, and the last."""
    known = screens(("A", "B", "C"), "B", {"C", "A", "B"})
    assert [one.kind for one in known] == ["statement"] * 15 + ["whom"] + ["partner"] * 8 + ["last"]
    assert [one.about for one in known[16:24]] == ["A"] * 4 + ["C"] * 4
    assert len(screens(("A", "B"), "B", ())) == 17
    assert first_open(known, {}) == 1
    statements = {("", item.name): 1 for item in on_conditions()}
    assert first_open(known, statements) == 17  # somebody is named, so that screen is done
    assert first_open(screens(("A", "B"), "B", ()), statements) == 16


def test_somebody_answers_everything_and_sends_it(phone, room):
    """Oracle: what was tapped."""
    one = phone()
    sent = one.fill_in("Town", lambda number: number % 4 + 1, partners=["Insurer", NAMES[3]], about="unknown")
    assert DUTCH("thanks") in text_of(sent)
    assert room.store.counts(1) == {"Town": Count(1, 0)}
    room.store.close_wave()
    found = {(answer.about, answer.item): answer.score for answer in room.store.collected()}
    assert found == {("", item.name): place % 4 + 1 for place, item in enumerate(on_conditions())} | {
        (other, item.name): None for other in ("Insurer", NAMES[3]) for item in items(PARTNER)
    }


def test_who_falls_out_comes_back_to_where_they_were_and_sees_what_they_answered(phone):
    one = phone()
    one.fill_in("Town", 3, until=6)
    back = one.get("/")
    assert DUTCH("statement", at=7, of=15) in back.body
    before = one.get("/screen/6")
    assert re.search(r'value="3" class="answer given"', before.body)
    stranger = phone(client="192.168.1.21")
    assert DUTCH("which") in text_of(stranger.get("/screen/6"))


def test_what_is_not_known_is_no_middle(phone, room):
    """Oracle: an empty score, where an answer has a number."""
    one = phone()
    one.begin("Town")
    one.answer("unknown")
    name = next(iter(room.store.connection.execute("select name from respondent")))[0]
    assert room.store.answers_of(name) == {("", "shared"): None}
    assert re.search(r'value="unknown" class="answer unknown given"', one.get("/screen/1").body)


def test_an_answer_can_be_changed_until_the_wave_is_closed(phone, room):
    one = phone()
    one.fill_in("Town", 1)
    one.get("/screen/1")
    one.answer(4)
    room.store.close_wave()
    assert [answer.score for answer in room.store.collected() if answer.item == "shared"] == [4]
    assert DUTCH("closed") in text_of(one.get("/"))
    late = one.post("/answer/1", about="", item="shared", score=2)
    assert DUTCH("closed") in text_of(late)
    assert [answer.score for answer in room.store.collected() if answer.item == "shared"] == [4]


def test_two_on_one_device_do_not_answer_for_one_another(phone, room):
    one = phone()
    one.fill_in("Town", 1)
    assert DUTCH("which") in text_of(one.post("/another"))
    one.fill_in("Hospital", 4)
    assert room.store.counts(1) == {"Town": Count(1, 0), "Hospital": Count(1, 0)}


def test_somebody_who_began_does_not_begin_again(phone, room):
    """Oracle: counting; a page that is sent twice by an impatient thumb."""
    one = phone()
    one.begin("Town")
    one.begin("Hospital")
    assert room.store.counts(1) == {"Town": Count(0, 1)}


def test_without_an_organisation_one_does_not_begin(phone):
    answer = phone().post("/start")
    assert DUTCH("choose_one") in text_of(answer)


def test_the_first_page_says_what_the_picture_will_show(phone, room):
    """Oracle: the floor of the wave; what respondents are told is what the picture keeps to."""
    assert DUTCH("floor", floor=3) in text_of(phone().get("/"))
    room.store.close_wave()
    room.store.open_wave(1)
    assert DUTCH("no_floor") in text_of(phone().get("/"))


def test_the_language_is_that_of_the_phone_until_another_is_chosen(phone):
    one = phone(language="de,en;q=0.7,nl;q=0.3")
    assert ENGLISH("which") in text_of(one.get("/"))
    one.begin("Town")
    there = one.ask("GET", "/language/nl?back=/screen/1")
    assert (there.status, there.where) == (303, "/screen/1")
    assert DUTCH.of(on_conditions()[0]) in one.get("/screen/1").body
    assert one.ask("GET", "/language/nl?back=//evil.example").where == "/"
    assert one.ask("GET", "/language/nl?back=/%5Cevil.example").where == "/"
    assert one.ask("GET", "/language/fr").status == 404


# --- nonsense -----------------------------------------------------------------------------------------------------


def test_names_are_text_wherever_they_stand(tmp_path, phone, room):
    """Oracle: the page holds no tag that was not its own."""
    name = '<script>alert("1")</script>'
    room.organisations = (*NAMES, name)
    one = phone()
    pages = [one.get("/"), one.begin("Town")]
    pages += [one.answer(2) for _ in range(15)]
    pages.append(one.post("/answer/16", partner=[name]))
    assert unescape(re.search(r'name="about" value="(.*?)"', pages[-1].body)[1]) == name
    assert all("<script" not in page.body for page in pages)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/start", {"organisation": "Nobody"}),
        ("/answer/1", {"about": "", "item": "shared", "score": 5}),
        ("/answer/1", {"about": "", "item": "shared", "score": "0"}),
        ("/answer/1", {"about": "", "item": "shared", "score": "\u0663"}),  # an Arabic three
        ("/answer/1", {"about": "", "item": "shared"}),
        ("/answer/1", {"about": "", "item": "attractive", "score": 2}),  # of another screen, left open elsewhere
        ("/answer/16", {"partner": ["Town"]}),  # oneself
        ("/answer/16", {"partner": ["Nobody"]}),
        ("/answer/99", {"score": 2}),
    ],
)
def test_nonsense_gets_one_sentence_and_changes_nothing(path, fields, phone, room):
    one = phone()
    if path != "/start":
        one.begin("Town")
    before = list(room.store.connection.iterdump())
    answer = one.post(path, **fields)
    assert (answer.status, text_of(answer)) == (400, f"{DUTCH('nonsense')} {DUTCH('home')}")
    assert list(room.store.connection.iterdump()) == before


def test_what_comes_from_another_page_is_refused(phone, room):
    """Oracle: the header by which browsers say where a form was."""
    one = phone()
    for origin in ("http://evil.example", "null", "", f"http://{HOST}.evil.example", "http://192.168.1.5"):
        answer = one.ask("POST", "/start", b"organisation=Town", origin=origin)
        assert (answer.status, DUTCH("elsewhere") in answer.body) == (403, True), origin
    assert room.store.counts(1) == {}


def test_too_much_is_refused(phone, room):
    one = phone()
    assert one.ask("POST", "/start", b"organisation=" + b"x" * MOST_BYTES).status == 413
    assert one.ask("POST", "/start", b"&".join([b"a=b"] * (MOST_FIELDS + 1))).status == 400
    assert one.ask("POST", "/start", b"organisation=\xff\xfe").status == 400
    with room.store.connection:
        room.store.connection.executemany(
            "insert into respondent (name, key, organisation, wave) values (?, ?, 'Town', 1)",
            [(str(number), str(number)) for number in range(MOST_RESPONDENTS)],
        )
    answer = one.post("/start", organisation="Town")
    assert (answer.status, DUTCH("full") in answer.body) == (503, True)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/x", 404), ("GET", "/start", 405), ("PUT", "/", 405)])
def test_what_is_not_there_is_said_in_the_language_of_the_page(method, path, status, phone):
    answer = phone().ask(method, path)
    assert (answer.status, DUTCH("nothing_here") in answer.body) == (status, True)


def test_what_cannot_be_kept_is_text_of(phone, room):
    """Oracle: a store that fails, as on a disk that is full."""
    one = phone()
    one.begin("Town")
    room.store.connection.execute("pragma query_only = on")
    answer = one.post("/answer/1", about="", item="shared", score=2)
    assert (answer.status, DUTCH("not_kept") in answer.body) == (503, True)
    room.store.connection.execute("pragma query_only = off")
    one.get("/screen/1")
    assert one.answer(2).status == 200


def test_a_browser_is_told_to_run_and_keep_nothing(phone):
    """Oracle: what browsers go by; and a cookie that no script reads."""
    one = phone()
    headers = dict(one.ask("GET", "/").headers)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    cookie = dict(one.ask("POST", "/start", b"organisation=Town").headers)["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert len(one.cookies["samenspel_answers"]) >= 32

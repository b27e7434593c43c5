"""The desk: how many, never who said what; for whoever started the command, and nobody else."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from samenspel.collect.room import Room
from samenspel.collect.words import Words

from .conftest import NAMES
from .phone import Phone, text_of

ENGLISH = Words("en")


def counts(desk):
    return json.loads(desk.ask("GET", "/desk/counts").body)


def test_it_counts_who_is_busy_and_who_has_sent(phone, desk):
    """Oracle: by hand; in the order of the list, and last all of them."""
    phone().fill_in("Hospital", 2)
    phone(client="192.168.1.21").fill_in("Hospital", 2, until=3)
    phone(client="192.168.1.22").begin(NAMES[3])
    assert counts(desk) == [[0, 0], [1, 1], [0, 0], [0, 1], [1, 2]]
    assert ENGLISH("desk_floor", floor=3) in text_of(desk.get("/desk"))
    cells = re.findall(r"data-count>(\d+)<", desk.get("/desk").body)
    assert cells == [str(number) for pair in counts(desk) for number in pair]


def test_nothing_that_was_answered_is_on_it_while_the_wave_is_open(phone, desk):
    """Oracle: the same page, whatever was answered."""
    pages = []
    one = phone()
    one.fill_in("Town", 1)
    pages.append(desk.get("/desk").body)
    one.get("/screen/1")
    one.answer(4)
    pages.append(desk.get("/desk").body)
    assert pages[0] == pages[1]
    assert desk.get("/desk/differences/1").status == 404


def test_a_wave_is_closed_after_a_question_and_its_files_are_there(phone, desk, room):
    phone().fill_in("Town", 2, ["Hospital"])
    phone(client="192.168.1.21").begin("Hospital")
    asked = text_of(desk.get("/desk/close"))
    assert ENGLISH("close_more", sent=1) in asked
    assert ENGLISH("close_busy", busy=1) in asked
    assert room.store.now().number == 1
    closed = text_of(desk.post("/desk/close"))
    assert room.store.now() is None
    assert {path.name for path in room.folder.glob("*.*")} >= {
        "orgs.csv", "ties.csv", "conditions.csv", "differences_wave_1.html",
    }  # fmt: skip
    assert f"{ENGLISH('wave', number=1)}, {ENGLISH('is_closed')}" in closed
    assert f"samenspel import {room.folder} --out group.toml" in closed
    assert counts(desk) == []
    assert ENGLISH("differences") in desk.get("/desk/differences/1").body


def test_a_next_wave_is_opened_and_closing_twice_does_no_harm(phone, desk, room):
    desk.post("/desk/close")
    desk.post("/desk/close")
    assert desk.get("/desk/close").status == 200
    desk.post("/desk/open")
    desk.post("/desk/open")
    assert [(wave.number, wave.open) for wave in room.store.waves()] == [(1, False), (2, True)]
    phone().fill_in("Town", 3)
    desk.post("/desk/close")
    assert {path.name for path in room.folder.glob("differences*")} == {
        "differences_wave_1.html", "differences_wave_2.html",
    }  # fmt: skip


def test_what_the_export_holds_is_said_before_it_is_there(phone, desk, room):
    """Oracle: counting: three of the town, about one other."""
    for at in range(3):
        phone(client=f"192.168.1.{at + 20}").fill_in("Town", 2, ["Hospital"])
    desk.post("/desk/close")
    page = text_of(desk.get("/desk/anonymous"))
    for said in (
        ENGLISH("anonymous_waves", count=1), ENGLISH("anonymous_organisations", count=1),
        ENGLISH("anonymous_scores", scores=15, ties=1), ENGLISH("anonymous_left", least=3, count=3),
    ):  # fmt: skip
        assert said in page
    assert not list(room.folder.glob("anonymous*"))
    saved = desk.post("/desk/anonymous")
    assert ENGLISH("anonymous_saved", folder=room.folder / "anonymous_wave_1") in text_of(saved)
    assert 'href="/desk"' in saved.body
    assert {path.name for path in (room.folder / "anonymous_wave_1").iterdir()} == {
        "orgs.csv", "conditions.csv", "ties.csv",
    }  # fmt: skip
    again = desk.post("/desk/anonymous")
    assert (again.status, "anonymous_wave_1: is there already" in text_of(again)) == (409, True)


def test_an_export_of_few_says_that_it_cannot_be(phone, desk):
    phone().fill_in("Town", 2)
    desk.post("/desk/close")
    assert ENGLISH("anonymous_none", least=3) in text_of(desk.get("/desk/anonymous"))
    assert desk.post("/desk/anonymous").status == 409


def test_files_that_cannot_be_written_are_said_and_written_later(phone, desk, room, monkeypatch):
    """Oracle: a disk that is full for a while; the answers are there all the time."""
    from samenspel.collect import desk as of_desk

    phone().fill_in("Town", 2)

    def full(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(of_desk, "write_tables", full)
        page = desk.post("/desk/close")
    assert ENGLISH("files_wrong", problem="Permission denied") in text_of(page)
    assert not (room.folder / "conditions.csv").exists()
    page = desk.post("/desk/files")
    assert (room.folder / "conditions.csv").exists()
    assert ENGLISH("files_again") not in page.body


# --- who may come ----------------------------------------------------------------------------------------------------

PLACES = [
    ("GET", "/desk"), ("GET", "/desk/counts"), ("GET", "/desk/close"), ("POST", "/desk/close"), ("POST", "/desk/open"),
    ("POST", "/desk/files"), ("GET", "/desk/differences/1"), ("GET", "/desk/anonymous"), ("POST", "/desk/anonymous"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_to_others_the_desk_is_not_there(method, path, application, room, desk):
    """Oracle: a phone without the key, one that has it, and somebody at this computer without it."""
    before = list(room.store.connection.iterdump())
    for client, host, key in (
        ("192.168.1.20", "192.168.1.5:8766", ""), ("192.168.1.20", "192.168.1.5:8766", room.key),
        ("127.0.0.1", "127.0.0.1:8766", "guessed"), ("127.0.0.1", "127.0.0.1:8766", ""),
    ):  # fmt: skip
        one = Phone(application, client=client, host=host, language="en")
        one.cookies["samenspel_desk"] = key
        answer = one.ask(method, path)
        assert (answer.status, ENGLISH("nothing_here") in answer.body) == (404, True)
    assert list(room.store.connection.iterdump()) == before
    assert Phone(application).ask("GET", f"/desk?key={room.key}").status == 404


@pytest.mark.parametrize("path", [path for method, path in PLACES if method == "POST"])
def test_another_page_in_the_same_browser_can_do_nothing(path, desk, room):
    """Oracle: the header by which browsers say where a form was."""
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999"):
        assert desk.ask("POST", path, origin=origin).status == 403
    assert room.store.now().number == 1


def test_the_key_is_not_in_the_address_for_long_and_no_two_are_alike(application, room, tmp_path):
    one = Phone(application, client="127.0.0.1", host="127.0.0.1:8766")
    answer = one.ask("GET", f"/desk?key={room.key}")
    assert (answer.status, answer.where) == (303, "/desk")
    cookie = next(value for name, value in answer.headers if name == "set-cookie" and "samenspel_desk" in value)
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert Room(tmp_path, room.store, (), 3).key != room.key
    assert len(room.key) >= 32


def test_the_desk_speaks_the_language_of_the_command_until_another_is_chosen(application, room):
    room.language = "nl"
    one = Phone(application, client="127.0.0.1", host="127.0.0.1:8766", language="en")
    assert Words("nl")("who") in one.get(f"/desk?key={room.key}").body
    assert ENGLISH("who") in one.get("/language/en?back=/desk").body


def test_names_are_text_here_too(desk, room):
    room.organisations = (*NAMES, "<script>alert(1)</script>")
    body = desk.get("/desk").body
    assert body.count("<script") == 1  # the one that counts
    assert "<script>alert(1)</script>" in unescape(body)

"""The door: who comes in, from where, and how many."""

from __future__ import annotations

import asyncio

import pytest

from samenspel.errors import InputError
from samenspel.view.address import Setting
from samenspel.view.desk import MOST_A_MINUTE, Desk
from samenspel.view.door import COOKIE, HEADERS, MOST_OF_ONE, MOST_TRIES, Door, answers_to, new_pin, same_origin

HERE, THERE = "127.0.0.1", "192.168.1.20"


async def inside(scope, receive, send):
    """A page that stays until it is told to go, and a request that is answered."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        await receive()
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"in"})


def door(most=100, host="", pin="", now=lambda: 0.0):
    return Door(inside, most, host, pin, now)


def scope(kind="http", path="/", client=THERE, host="192.168.1.5:8765", query="", **headers):
    headers = {"host": host, **headers}
    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": kind, "path": path, "client": (client, 5000), "query_string": query.encode(), "headers": lines,
    }  # fmt: skip


def asked(at, one):
    """What is answered: status, headers, body."""
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(at(one, None, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0].get("headers", ())}
    return sent[0].get("status"), headers, b"".join(one.get("body", b"") for one in sent).decode()


def page(at, **given):
    """Whether a page that connects is let in."""
    sent = []

    async def send(message):
        sent.append(message["type"])

    async def receive():
        return {"type": "websocket.disconnect"}

    asyncio.run(at(scope("websocket", "/jupyter/api/kernels/x/channels", **given), receive, send))
    return sent == ["websocket.accept"]


@pytest.mark.parametrize(
    ("origin", "host", "let_in"),
    [
        ("http://192.168.1.5:8765", "192.168.1.5:8765", True),
        ("http://localhost:8765", "localhost:8765", True),
        ("http://evil.example", "192.168.1.5:8765", False),
        ("http://192.168.1.5:9999", "192.168.1.5:8765", False),
        ("http://evil.example:8765", "evil.example:8765", False),  # a name that points here by a trick
        ("null", "192.168.1.5:8765", False),
        ("", "192.168.1.5:8765", False),
    ],
)
def test_a_page_connects_from_its_own_origin_alone(origin, host, let_in):
    assert page(door(), origin=origin, host=host) is let_in


@pytest.mark.parametrize(
    ("host", "known"),
    [("127.0.0.1:8765", True), ("[::1]:8765", True), ("10.0.0.9", True), ("localhost", True), ("beamer.local", True),
     ("evil.example", False), ("", False)],
)  # fmt: skip
def test_it_answers_to_numbers_and_to_names_of_its_own(host, known):
    """Oracle: by hand; a browser that is led here by another name sends that name."""
    at = door(host="beamer.local")
    assert answers_to(host, at.names) is known
    assert (asked(at, scope(host=host))[0] == 200) is known


def test_same_origin_needs_both():
    assert not same_origin("http://a", "")
    assert not same_origin("", "a")


def test_one_address_cannot_take_all_places_and_gets_them_back():
    """Oracle: counting by hand; pages that stay until an event is set."""
    at = door(most=30)

    async def many(client, count):
        leave, let_in = asyncio.Event(), []

        async def receive():
            await leave.wait()
            return {"type": "websocket.disconnect"}

        async def send(message):
            let_in.append(message["type"] == "websocket.accept")

        one = scope("websocket", client=client, origin="http://192.168.1.5:8765")
        pages = [asyncio.create_task(at(one, receive, send)) for _ in range(count)]
        await asyncio.sleep(0)
        stays = sum(let_in)
        leave.set()
        await asyncio.gather(*pages)
        return stays

    assert asyncio.run(many(THERE, 40)) == MOST_OF_ONE
    assert asyncio.run(many(HERE, 40)) == 30  # this machine: as many as there may be
    assert (at.open, dict(at.of_one)) == (0, {})


def test_others_show_a_pin_once_and_open_what_they_asked_for():
    at = door(pin="123456")
    status, _, body = asked(at, scope(query="scenario=merger&round=4"))
    assert status == 401
    assert 'value="merger"' in body
    assert asked(at, scope(query="scenario=merger&pin=000000"))[0] == 401
    status, headers, _ = asked(at, scope(query="scenario=merger&round=4&pin=123456"))
    assert (status, headers["location"]) == (303, "/?scenario=merger&round=4")
    assert "HttpOnly" in headers["set-cookie"]
    cookie = headers["set-cookie"].split(";")[0]
    assert cookie.startswith(COOKIE)
    assert "123456" not in cookie
    assert asked(at, scope(cookie=cookie))[0] == 200
    origin = "http://192.168.1.5:8765"
    assert page(at, origin=origin, cookie=cookie)
    assert not page(at, origin=origin)
    assert not page(at, origin=origin, cookie=f"{COOKIE}=guessed")
    assert asked(at, scope(path="/static/assets/custom.js"))[0] == 403


def test_whoever_sits_here_needs_no_pin():
    assert asked(door(pin="123456"), scope(client=HERE, host="127.0.0.1:8765"))[0] == 200


def test_what_stays_on_this_machine_is_not_compressed():
    """Oracle: what a request asks for, and what Solara makes of it; elsewhere it is smaller."""
    for who, asked_for in ((HERE, None), (THERE, "gzip")):
        seen = {}

        async def looks(scope, receive, send, seen=seen):
            seen.update({name.decode(): value.decode() for name, value in scope["headers"]})
            await inside(scope, receive, send)

        asked(Door(looks, 100), scope(client=who, **{"accept-encoding": "gzip", "cookie": "a=1"}))
        assert (seen.get("accept-encoding"), seen["cookie"]) == (asked_for, "a=1")


def test_a_pin_cannot_be_guessed():
    """Oracle: the number of tries within a minute, by a clock of our own."""
    clock = [0.0]
    at = door(pin="123456", now=lambda: clock[0])
    for _ in range(MOST_TRIES):
        assert asked(at, scope(query="pin=1"))[0] == 401
    assert asked(at, scope(query="pin=123456"))[0] == 429  # also the right one
    clock[0] = 61.0
    assert asked(at, scope(query="pin=123456"))[0] == 303
    assert len({new_pin() for _ in range(50)}) > 40
    assert all(len(new_pin()) == 6 for _ in range(50))


def test_what_was_asked_for_cannot_write_on_the_page_that_asks_for_the_pin():
    body = asked(door(pin="1"), scope(query="a=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"))[2]
    assert "<script" not in body


def test_every_answer_has_the_headers_and_strangers_see_no_list():
    """Oracle: what browsers go by: the standards of those headers."""
    at = door()
    for one in (scope(), scope(path="/resourcez"), scope(host="evil.example")):
        assert HEADERS.items() <= asked(at, one)[1].items()
    assert asked(at, scope(path="/resourcez"))[0] == 404
    assert asked(at, scope(path="/_solara/api/evict/x"))[0] == 404
    assert "frame-ancestors 'none'" in HEADERS["content-security-policy"]


def test_who_finds_it_full_is_told_so_and_tried_again():
    status, headers, body = asked(door(most=0), scope())
    assert (status, headers["retry-after"]) == (503, "30")
    assert "vol" in body
    assert 'http-equiv="refresh"' in body


def test_one_page_cannot_keep_the_computer_busy(monkeypatch):
    """Oracle: counting by hand; the checks themselves are left out."""
    desk = Desk(Setting("baseline"))
    monkeypatch.setattr(desk.session, "was_it_luck", lambda **_: None)
    for _ in range(MOST_A_MINUTE):
        desk.luck_asked()
    with pytest.raises(InputError, match="within a minute"):
        desk.luck_asked()
    desk.asked_for.clear()
    desk.luck_asked()

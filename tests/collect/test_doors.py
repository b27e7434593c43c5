"""The door of the questionnaire, the command that opens it, and what nobody should send."""

from __future__ import annotations

import random
from urllib.parse import quote

import pytest

from samenspel.collect.command import collect
from samenspel.collect.questionnaire import on_conditions
from samenspel.collect.words import Words
from samenspel.errors import InputError
from samenspel.view.door import Door

from .conftest import NAMES
from .phone import Phone

SEEDS = 6  # of the quick version; each sends three hundred things
PATHS = [
    "/", "/start", "/screen/1", "/screen/99", "/screen/-1", "/screen/" + "9" * 400, "/answer/1", "/answer/16",
    "/answer/17", "/answer/9999999999999999999999", "/thanks", "/another", "/language/nl", "/language/\x00", "/desk",
    "/desk/close", "/desk/differences/1", "/desk/counts", "/style.css", "/..%2f..%2fetc/passwd",
]  # fmt: skip
WORDS = [
    "Town", "Hospital", "", "unknown", "1", "4", "5", "-1", "1e9", "٣", "NaN", "shared", "trust_word", "\x00", "\ud800",
    "<script>", "'; drop table answer; --", "x" * 5_000, "=1+1", "ｔown", "💥", "../../etc",
]  # fmt: skip
NAMED = ["organisation", "score", "about", "item", "partner", "key", "back", "choose", ""]


def something(chance):
    """A request that a page of ours never makes; mostly a form, with fields of any kind."""
    fields = [
        f"{chance.choice(NAMED)}={quote(chance.choice(WORDS), errors='surrogatepass')}"
        for _ in range(chance.randrange(6))
    ]
    body = chance.choice(["&".join(fields).encode(), bytes(chance.randrange(256) for _ in range(chance.randrange(60)))])
    path = chance.choice(PATHS)
    if chance.random() < 0.3:
        path += f"?{chance.choice(NAMED)}={quote(chance.choice(WORDS), errors='surrogatepass')}"
    headers = {}
    if chance.random() < 0.3:
        wrong = chance.choice(["x" * 3_000, "nl;q=x", "\x7f", "a=b; c", "samenspel_answers=é", "http://é", ";q=1,,;q="])
        headers[chance.choice(["accept-language", "cookie", "origin", "host", "content-type"])] = wrong
    return chance.choice(["GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE"]), path, body, headers


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_sent_there_is_an_answer_and_no_traceback(seed, application, room):
    """Oracle: a status that says what it is, and a store in which every answer is one that can be given."""
    chance = random.Random(seed)
    at_desk = Phone(application, client="127.0.0.1", host="127.0.0.1:8766")
    at_desk.get(f"/desk?key={room.key}")
    devices = [Phone(application, client=f"192.168.1.{at}") for at in range(3)]
    for one in devices:
        one.begin(chance.choice(NAMES))
    seen = set()
    for _ in range(300):
        method, path, body, headers = something(chance)
        answer = chance.choice(devices).ask(method, path, body, **headers)
        seen.add(answer.status)
        assert answer.status in {200, 303, 400, 403, 404, 405, 413, 503}, (method, path, body, headers)
        assert "Traceback" not in answer.body
    assert {200, 303, 400, 404, 405} <= seen
    kept = room.store.connection.execute("select about, item, score from answer").fetchall()
    names = {item.name for item in on_conditions()}
    assert all(about in ("", *NAMES) and (score is None or 1 <= score <= 4) for about, _, score in kept)
    assert {item for about, item, _ in kept if not about} <= names
    assert at_desk.get("/desk").status == 200


def test_phones_come_through_the_door_with_the_pin_and_by_a_name_of_this_computer(application):
    """Oracle: the door, which has tests of its own."""
    door = Door(application, 300, pin="123456")
    one = Phone(door)
    assert one.ask("GET", "/").status == 401
    assert one.ask("POST", "/start", b"organisation=Town").status == 403
    assert one.get("/?pin=123456").status == 200
    assert one.begin("Town").status == 200
    assert Phone(door, client="127.0.0.1", host="127.0.0.1:8766").ask("GET", "/").status == 200
    assert Phone(door, host="evil.example").ask("GET", "/").status == 421


@pytest.mark.parametrize(
    ("host", "pin", "address", "said"),
    [
        ("127.0.0.1", True, "", None),
        ("0.0.0.0", True, "192.168.1.5", "phones_at"),
        ("0.0.0.0", False, "192.168.1.5", "phones_at_open"),
        ("0.0.0.0", True, "", "no_network"),
    ],
)
def test_whoever_starts_it_is_told_where_it_is_and_who_can_come(host, pin, address, said, room, monkeypatch, capsys):
    """Oracle: by hand; the server itself is left out."""
    import uvicorn

    from samenspel.collect import server
    from samenspel.view.server import listen
    from samenspel.view.shown import share

    monkeypatch.setattr(uvicorn.Server, "run", lambda *_, **__: None)
    monkeypatch.setattr(share, "own_address", lambda: address)
    room.language = "nl"
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        server.serve(room, host, listening, browser=False, pin=pin)
    words, out = Words("nl"), capsys.readouterr().out.splitlines()
    assert out[0] == words("desk_at", address=f"http://127.0.0.1:{port}/desk?key={room.key}")
    assert room.address == (f"http://{address}:{port}/" if address else "")
    assert bool(room.pin) is (pin and host != "127.0.0.1")
    assert out[1:] == ([words(said, address=room.address, pin=room.pin)] if said else [])


# --- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ("", "got no organisations, allowed: --organisations NAME NAME ..., --scenario NAME, or a file"),
        ("--organisations Town", "--organisations: got 1, allowed: 2 to 60 organisations"),
        ("--organisations Town,Hospital --floor 0", "--floor: got 0, allowed: a whole number from 1 to 10"),
        ("--organisations Town,Hospital --floor two", "got 'two', allowed: a whole number"),
        ("--organisations Town,Hospital --port 70000", "--port: got 70000, allowed: a whole number from 0 to 65535"),
        ("--organisations Town,Hospital --scenario merger", "--scenario: got --organisations too, allowed: one of the"),
        ("--scenario mergr", "no such file or scenario"),
        ("--organisations Town,Hospital --host 192.0.2.77", "--host 192.0.2.77 --port 8766: "),
    ],
)
def test_what_cannot_be_is_one_line(options, line, samenspel, tmp_path):
    """Oracle: exit code 2, and the line by hand."""
    done = samenspel(f"collect {tmp_path / 'group'} --no-browser {options}")
    assert done.code == 2
    assert line in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not list(tmp_path.glob("group/*"))  # nothing half written


def test_a_name_that_cannot_be_is_said_of_the_scenario_that_has_it(samenspel, tmp_path):
    """Oracle: by hand."""
    (tmp_path / "mine.toml").write_text("".join(f'[[organisations]]\nname = "{name}"\n' for name in ("Town", "@now")))
    done = samenspel(f"collect {tmp_path / 'group'} --scenario {tmp_path / 'mine.toml'} --no-browser")
    assert (done.code, "--scenario: got '@now', allowed: a name" in done.err) == (2, True)


def test_what_is_wrong_is_said_in_dutch(samenspel, tmp_path):
    done = samenspel(f"collect {tmp_path / 'group'} --organisations Town --language nl --no-browser")
    assert "hier staan 1 organisaties; dat moet zijn: 2 tot en met 60" in done.err


def test_a_scenario_says_who_takes_part_in_the_language_of_the_desk(tmp_path, monkeypatch):
    """Oracle: the scenario."""
    from samenspel.collect import server
    from samenspel.scenario import load
    from samenspel.view.texts import Texts

    rooms = []
    monkeypatch.setattr(server, "serve", lambda room, *_: rooms.append(room))
    collect(tmp_path / "group", scenario="merger", language="nl", port=0)
    assert rooms[0].organisations == tuple(map(Texts("nl").label, load("merger").labels))
    collect(tmp_path / "group", port=0)  # as it was left
    assert rooms[1].organisations == rooms[0].organisations


def test_names_may_hold_what_they_like_but_a_comma_on_the_command_line(tmp_path, monkeypatch):
    from samenspel.collect import server

    rooms = []
    monkeypatch.setattr(server, "serve", lambda room, *_: rooms.append(room))
    collect(tmp_path / "group", organisations=["Town,  Hospital", "Café Noord"], port=0)
    assert rooms[0].organisations == ("Town", "Hospital", "Café Noord")


def test_without_the_packages_of_the_page_one_line_says_so(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(InputError, match=r"pip install 'samenspel\[view\]'"):
        collect(tmp_path / "group", organisations=["Town", "Hospital"], browser=False)
    assert not (tmp_path / "group").exists()


def test_a_port_that_is_taken_is_one_line_and_the_same_command_works_after_that(tmp_path, samenspel, monkeypatch):
    """Oracle: a socket of our own on that port."""
    from samenspel.collect import server
    from samenspel.view.server import listen

    with listen("127.0.0.1", 0) as taken:
        line = f"collect {tmp_path / 'group'} --organisations Town,Hospital --port {taken.getsockname()[1]}"
        done = samenspel(line)
        assert (done.code, f"--port {taken.getsockname()[1]}: " in done.err) == (2, True)
    rooms = []
    monkeypatch.setattr(server, "serve", lambda room, *_: rooms.append(room))
    assert [samenspel(line).code, samenspel(line).code] == [0, 0]
    assert [room.organisations for room in rooms] == [("Town", "Hospital")] * 2

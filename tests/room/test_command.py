"""`samenspel room`: where it is said to be, and what cannot be, in one line."""

from __future__ import annotations

import pytest

from samenspel.errors import InputError
from samenspel.room.command import room
from samenspel.room.words import Words
from tests.room.conftest import serving


@pytest.mark.parametrize(
    ("host", "address", "said"),
    [("127.0.0.1", "", None), ("0.0.0.0", "192.168.1.5", "room_at"), ("0.0.0.0", "", "no_network")],
)
def test_whoever_starts_it_is_told_where_it_is_and_who_can_come(host, address, said, monkeypatch, capsys):
    """Oracle: by hand; the server itself is left out."""
    import uvicorn

    from samenspel.view.shown import share

    monkeypatch.setattr(uvicorn.Server, "run", lambda *_, **__: None)
    monkeypatch.setattr(share, "own_address", lambda: address)
    room("integrated_care", host=host, port=0, browser=False, language="nl")
    out, words = capsys.readouterr().out.splitlines(), Words("nl")
    assert out.pop(0) == words("preparing")  # before what takes minutes the first time
    assert out[0].startswith(words("desk_at", address="http://127.0.0.1:").partition("http")[0])
    at = out[0].partition("127.0.0.1")[2].partition("/")[0]
    assert out[1:] == ([words(said, address=f"http://{address}{at}/" if address else "")] if said else [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mergr", "no such file or scenario"),
        ("baseline", "baseline: got no names for its themes, allowed: [[themes]] with name, from and to"),
        ("integrated_care --step 0", "--step: got 0, allowed: a whole number from 1 to 1000"),
        ("integrated_care --step 61", "--step: got 61, allowed: at most 60, its rounds"),
        ("integrated_care --seed -1", "--seed: got -1, allowed: a whole number from 0"),
        ("integrated_care --port 70000", "--port: got 70000, allowed: a whole number from 0 to 65535"),
        ("integrated_care --host 192.0.2.77", "--host 192.0.2.77 --port 8767: "),
    ],
)
def test_what_cannot_be_is_one_line(line, said, samenspel):
    """Oracle: exit code 2, and the line by hand."""
    done = samenspel(f"room {line} --no-browser")
    assert done.code == 2
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_house_opened_by_the_command_has_a_table_and_can_have_another(monkeypatch):
    """Oracle: the house that is served."""
    from samenspel.room import server

    houses = []
    monkeypatch.setattr(server, "serve", lambda house, *_: houses.append(house))
    room("integrated_care", port=0, step=3, seed=8)
    (table,) = houses[0].tables.values()
    assert (table.play.step, table.play.course.seed) == (3, 8)
    assert houses[0].another().step == 3


def test_without_the_packages_of_the_page_one_line_says_so(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(InputError, match=r"pip install 'samenspel\[view\]'"):
        room("integrated_care", browser=False)


def test_a_server_that_stops_ends_its_tables_and_has_nothing_to_complain_of(house, table, caplog):
    """Oracle: a page that is open when it stops hears so, and the log is empty."""
    import http.client

    token = table.join(2)
    with serving(house) as port:
        page = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        page.request("GET", "/seat/changes", headers={"cookie": f"samenspel_seat={token}"})
        line = page.getresponse()
        assert line.readline().startswith(b"id: ")
    assert b"data: ended" in line.read()
    assert house.tables == {}
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []

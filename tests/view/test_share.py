"""Where others find the page, and the code that a telephone reads."""

from __future__ import annotations

import base64

import pytest

from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown import share
from samenspel.view.shown.card import card
from tests.brought.cases import workbook

HERE = "http://127.0.0.1:8765/"


@pytest.mark.parametrize(
    ("address", "host", "found"),
    [
        (HERE, "127.0.0.1", ""),
        (HERE, "localhost", ""),
        (HERE, "::1", ""),
        ("http://192.168.1.7:8765/", "0.0.0.0", "http://192.168.1.7:8765/"),
        (HERE, "192.168.1.7", "http://192.168.1.7:8765/"),
        (HERE, "fe80::1", "http://[fe80::1]:8765/"),
        ("http://localhost/", "room.example", "http://room.example/"),
    ],
)
def test_others_get_an_address_that_they_can_reach(address, host, found):
    assert share.for_others(address, host) == found


def test_the_address_of_this_machine_takes_the_place_of_loopback(monkeypatch):
    monkeypatch.setattr(share, "own_address", lambda: "10.0.0.5")
    assert share.for_others(HERE, "0.0.0.0") == "http://10.0.0.5:8765/"
    monkeypatch.setattr(share, "own_address", lambda: "")
    assert share.for_others(HERE, "0.0.0.0") == ""


def test_the_code_holds_the_address():
    """Oracle: segno's own squares, read back from the path."""
    import re

    import segno

    made = share.code("http://192.168.1.7:8765/?scenario=merger&round=12")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", made["path"])}
    rows = segno.make_qr("http://192.168.1.7:8765/?scenario=merger&round=12", error="l").matrix
    assert made["side"] == len(rows)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if one}


def test_an_address_that_is_too_long_has_no_code():
    assert share.code("x" * 2000)["side"] == 0
    assert share.code("")["side"] == 0


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("people", "few"), [((1, 4, 4), True), ((3, 3, 4), False)])
def test_what_few_people_answered_leaves_in_no_link_page_or_picture_without_a_word(language, people, few):
    """Oracle: by hand; of three organisations one person answered for the first, or three did for each."""
    rows = [
        (f"Partner {'ABC'[of]}", f"p{of}{k}", 4, 3, 4, 3, 3) for of, count in enumerate(people) for k in range(count)
    ]
    head = ("Organisatie", "Naam", "Ambitie", "Belangen", "Relatie", "Organisatie van de samenwerking", "Proces")
    data = workbook(Antwoorden=[head, *rows, (), ("Schaal 1 tot en met 5",)]).data
    desk = Desk(Setting(language=language))
    desk.opened([{"name": "a.xlsx", "data": base64.b64encode(data).decode()}])
    told = share.share(desk, "http://127.0.0.1:8765/", "127.0.0.1")
    line = desk.texts("share.of_few", few=3)
    assert (told["words"]["link_note"] == line) is few
    assert (line in told["words"]["page_note"]) is few
    assert (desk.texts("share.picture_of_few", few=3) in share.captions(desk)[0]["legend"]) is few
    for row, count in enumerate(people):
        desk.picked_on_stage({"row": row})
        said = desk.texts("card.of_few", few=3)
        assert all((said in frame) is (count < 3) for frame in card(desk)["frames"])

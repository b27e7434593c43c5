"""The address: a link opens exactly what was shown, and nothing that it may not."""

from __future__ import annotations

import base64
import json
import zlib

import pytest

from samenspel.errors import InputError
from samenspel.scenario import names
from samenspel.view.address import Branch, Setting, decode, encode, pack, unpack
from samenspel.view.desk import Desk
from samenspel.view.happenings import from_now, of_a_kind


def test_a_plain_setting_comes_back():
    setting = Setting("merger", 7, 12, "nl")
    assert decode(encode(setting)) == setting


def test_forks_and_fired_events_come_back_to_the_bit():
    """Oracle: the histories of the desk that made the address."""
    desk = Desk(Setting("integrated_care", language="nl"))
    desk.session.go(10)
    desk.session.fire(of_a_kind("director", 1, 10, "Directeur weg"))
    desk.forked({"name": "hiërarchie <b>", "changes": {"logic": "hierarchy"}, "round": 12})
    desk.forked({"name": "en trager", "changes": {"trust.gain": 0.02}, "traits": {"2/trust": 0.3}, "round": 20})
    again = Desk(decode(desk.address() + "&round=20"))
    assert [line.name for line in again.session.lines] == ["", "hiërarchie <b>", "en trager"]
    for line, other in zip(desk.session.lines, again.session.lines, strict=True):
        assert line.history.tobytes() == other.history.tobytes()
        assert line.since == other.since
    assert (again.session.shown, again.session.ghost, again.session.round) == (2, 1, 20)
    assert again.texts.language == "nl"
    assert again.address() == desk.address()


def packed(plain):
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(plain).encode())).decode().rstrip("=")


@pytest.mark.parametrize(
    "query",
    [
        "scenario=integrated_care&round=-1",
        "round=many",
        "seed=1e9",
        "seed=99999999999999999999",
        "language=fr",
        "what=notbase64!",
        "what=" + "A" * 100,
        "what=" + packed({"a": 1}),
        "what=" + packed([["x", 0, [{"round": 5, "organisation": "1"}]]]),
        "what=" + packed([["x", 0, [{"parameters": {}}]]]),
        "what=" + packed([["", 0, []]] * 9),
        "what=" + packed([["a" * 10, 0, "x" * 200_000]]),
        "scenario=" + "x" * 10_000,
    ],
)
def test_an_address_that_cannot_be_is_refused(query):
    with pytest.raises(InputError):
        decode(query)


@pytest.mark.parametrize(
    "setting",
    [
        Setting("/etc/passwd"),
        Setting("../merger"),
        Setting("merger", branches=(Branch("", 0, ()), Branch("x", 0, (from_now(0, "x", {"no.such": 1}),)))),
        Setting("merger", branches=(Branch("", 0, tuple(of_a_kind("breach", 99, 0, "x"))),)),
    ],
)
def test_a_setting_that_cannot_be_is_refused(setting):
    with pytest.raises(InputError):
        Desk(setting)


def test_an_address_is_short_enough_to_share():
    desk = Desk(Setting("integrated_care"))
    for count in range(3):
        desk.session.show(0)
        desk.forked({"name": f"fork {count}", "changes": {"logic": "hierarchy"}, "round": 5})
    assert len(desk.address()) < 1200


def test_packing_is_undone_by_unpacking():
    branches = (Branch("", 0, ()), Branch("É", 3, tuple(of_a_kind("cut", 2, 3, "cut"))))
    assert unpack(pack(branches)) == branches


def test_every_scenario_opens():
    for name in names():
        assert Desk(Setting(name)).scenario.name == name

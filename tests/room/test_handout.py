"""What is taken home, and what may leave the room for research."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from base64 import b64decode
from html import unescape

import pytest

from samenspel.conditions import CONDITIONS
from samenspel.room import handout
from samenspel.room.kept import as_file, file_of
from samenspel.room.play import Decision, Play
from samenspel.room.research import contents, holds
from samenspel.room.table import DEBRIEF, Screen
from samenspel.room.words import Words
from samenspel.runs import run
from samenspel.scenario import parse
from tests.collect.phone import Phone, text_of

DUTCH, ENGLISH = Words("nl"), Words("en")
HOSPITAL, CARE_AT_HOME = 1, 2
FIVE = dict.fromkeys(CONDITIONS, "3")
ANY = Decision("yes", promise=1.5, delivery="half")
PAGE = "<p>the run</p>"


@pytest.fixture
def played(seated, desk, table):
    """A table at which somebody with a name played two rounds, and answered in between."""
    one = seated(CARE_AT_HOME, person="Fatima")
    everybody = dict.fromkeys((0, HOSPITAL, CARE_AT_HOME, 5, 6), ANY)
    table.play.close(everybody | {CARE_AT_HOME: ANY._replace(to=HOSPITAL, offer=0.1)})
    table.show("check")
    one.post("/seat/check", asked="conditions", **FIVE)
    table.show("network")
    table.play.close(everybody)
    table.show("feelings")
    return table


def is_packed(text):
    return text.startswith("H4sI")  # gzip


def without_the_run(monkeypatch):
    """The export of a run has tests of its own."""
    monkeypatch.setattr(handout, "played", lambda _table, _language: PAGE)


def test_the_hand_out_has_what_stood_on_the_screen_and_nothing_else(played, desk, monkeypatch):
    """Oracle: the steps that were shown, by hand; names of who delivered only where the room saw them."""
    without_the_run(monkeypatch)
    for what in ("delivered", "norms", "monday"):
        played.show(what)
    page = handout.handout(played, DUTCH)
    names = re.findall(r'class="step-name small">(.*?)<', page)
    assert [unescape(one) for one in names] == [DUTCH(f"debrief_{one}") for one in
                                                ("feelings", "delivered", "norms", "monday")]  # fmt: skip
    assert "Thuiszorg" not in page
    assert DUTCH("seat_letter", letter="A") in page
    played.show("named")
    named = handout.handout(played, DUTCH)
    assert "Thuiszorg" in named
    assert DUTCH("seat_letter", letter="A") not in named


def test_every_step_can_be_taken_home_and_nothing_is_asked_of_a_network(played, monkeypatch):
    """Oracle: by hand: no address in it but those of names of formats; no name of a person."""
    without_the_run(monkeypatch)
    for what in DEBRIEF:
        played.show(what)
    for words in (DUTCH, ENGLISH):
        page = handout.handout(played, words)
        assert page.count('class="step-name small"') == len(DEBRIEF) - 1  # one of the two of what was delivered
        asked_for = re.findall(r"""\b(?:src|href)\s*=\s*["']([^"']*)|url\(["']?([^)]{0,12})""", page)
        assert {one or other for one, other in asked_for} <= {"data:font/wo", "#hatch"}
        assert "Fatima" not in page
        assert unescape(page).count(PAGE) == 1


def test_the_hand_out_is_there_when_people_look_back_and_not_before(desk, table, application, monkeypatch):
    """Oracle: by hand; and to others than the desk it is not there."""
    without_the_run(monkeypatch)
    where = f"/desk/{table.code}"
    table.play.close({CARE_AT_HOME: ANY})
    assert desk.get(f"{where}/handout.html").status == 404
    assert desk.get(f"{where}/research").status == 404
    desk.post(f"{where}/show", what="feelings")
    answer = desk.get(f"{where}/handout.html")
    assert dict(answer.headers)["content-disposition"].endswith('.html"')
    assert ENGLISH("ask_feelings") in answer.body
    assert f"{where}/handout.html" in desk.get(where).body
    assert Phone(application).get(f"{where}/handout.html").status == 404
    assert Phone(application).ask("POST", f"{where}/research", b"agreed=yes").status == 404


def test_the_play_in_it_is_the_one_that_was_played(played):
    """Oracle: what the page holds: the rounds, acts and luck of the play, and the file that it is kept in."""
    page = handout.played(played, "nl")
    assert '<html lang="nl"' in page
    held = json.loads(gzip.decompress(b64decode(max(re.findall(r"[A-Za-z0-9+/=]{5000,}", page), key=is_packed))))
    (run,) = held["runs"]
    assert run["rounds"] == 12
    assert run["laboratory"]["scenario"] == file_of(played)
    assert run["laboratory"]["plan"]["seed"] == str(played.play.course.seed)
    assert run["start"]["round"] == 0


def test_what_leaves_for_research_is_said_first_and_only_where_everybody_agrees(played, desk):
    """Oracle: what the page says, and what is in the file."""
    where = f"/desk/{played.code}/research"
    page = text_of(desk.get(where))
    assert all(one in page for one in holds(played, ENGLISH))
    assert ENGLISH("research_missed") in text_of(desk.post(where))
    answer = desk.ask("POST", where, b"agreed=yes")
    assert dict(answer.headers)["content-type"] == "application/zip"


def test_the_file_for_research_holds_acts_answers_scenario_and_seed_and_nobody(played, seated):
    """Oracle: the play again from it, bit for bit; and by hand."""
    played.seats[CARE_AT_HOME].vote = "whole"
    files = contents(played, ENGLISH)
    assert set(files) == {"about.txt", "play.toml", "orgs.csv", "conditions.csv", "votes.csv"}
    again = parse(files["play.toml"], "kept")
    assert again.seed == played.play.course.seed
    assert run(again).history.tobytes() == played.play.history[: played.play.round].tobytes()
    assert files["votes.csv"] == "org_id,vote\nHome Care Organisation,whole\n"
    said = files["about.txt"]
    assert all(one in said for one in holds(played, ENGLISH))
    everything = "".join(files.values())
    for secret in ("Fatima", played.code, played.seats[CARE_AT_HOME].token, "192.168"):
        assert secret not in everything


def test_it_says_that_a_scenario_of_ones_own_goes_along(table):
    """Oracle: by hand; one that comes along is nobody's."""
    table.play.close({})
    assert ENGLISH("research_own") not in holds(table, ENGLISH)
    table.play = Play(parse(as_file(table.play), "ours"))
    table.play.close({})
    assert ENGLISH("research_own") in holds(table, ENGLISH)


def test_two_files_of_one_play_are_the_same_and_say_nothing_of_when(played):
    """Oracle: the archive, by hand."""
    from samenspel.room.research import as_zip

    packed = as_zip(played, DUTCH)
    assert packed == as_zip(played, DUTCH)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
    assert Screen.FEELINGS in played.looked_back

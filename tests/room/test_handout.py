"""What is taken home, and what may leave the room for research."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from base64 import b64decode
from html import unescape

import pytest

from samenspel.conditions import CONDITIONS
from samenspel.results.scenarios import name_of
from samenspel.room import handout
from samenspel.room.debrief import norms
from samenspel.room.kept import as_file, file_of
from samenspel.room.play import Decision, Play
from samenspel.room.research import COLUMNS, agreed, contents, holds
from samenspel.room.table import DEBRIEF, Screen, Seat
from samenspel.room.words import Words
from samenspel.runs import run
from samenspel.scenario import load, parse
from tests.collect.phone import Phone, text_of
from tests.room.conftest import CARE

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


@pytest.mark.parametrize("words", [DUTCH, ENGLISH])
def test_without_names_on_the_screen_there_is_none_in_the_hand_out_nor_the_play_that_tells_who_did_what(
    words, played, monkeypatch
):
    """Oracle: names of all organisations, by hand; what was on the screen last counts, and not that it once was."""
    without_the_run(monkeypatch)
    names = {name_of(label, words.language).lower() for label in CARE.labels}
    for what in DEBRIEF:
        if what != Screen.NAMED:
            played.show(what)
    played.look(CARE_AT_HOME, 1)

    def held():
        page = unescape(handout.handout(played, words))
        # what the scenario asks of its own accord, and says of everybody, is not about a seat
        page = page.replace(words.of_scenario(CARE, "question"), "").replace(words.of_scenario(CARE, "title"), "")
        return {name for name in names if name in page.lower()}, PAGE in page, words("debrief_model") in page

    assert held() == (set(), False, False)
    played.show("named")
    named, play, model = held()
    assert (named, play, model) == (names, True, True)
    played.show("delivered")
    assert held() == (set(), False, False)


def test_every_step_can_be_taken_home_and_nothing_is_asked_of_a_network(played, monkeypatch):
    """Oracle: by hand: no address in it but those of names of formats; no name of a person."""
    without_the_run(monkeypatch)
    for what in DEBRIEF:
        played.show(what)
    played.look(CARE_AT_HOME, 1)
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
    desk.post(f"{where}/show", what="feelings", sure=1)
    answer = desk.get(f"{where}/handout.html")
    assert dict(answer.headers)["content-disposition"].endswith('.html"')
    assert ENGLISH("ask_feelings") in answer.body
    assert f"{where}/handout.html" in desk.get(where).body
    assert Phone(application).get(f"{where}/handout.html").status == 404
    assert Phone(application).ask("POST", f"{where}/research", b"").status == 404


def test_the_play_in_it_is_the_one_that_was_played(played):
    """Oracle: what the page holds: the rounds, acts and luck of the play, and the file that it is kept in.

    Everybody decides and offers for four rounds more, which is as many events as a table of nine makes.
    """
    for _ in range(4):
        played.play.close({row: ANY._replace(to=played.play.to_offer(row)[0], offer=0.05) for row in range(9)})
    assert len(played.play.scenario.events) > 350
    page = handout.played(played, "nl")
    assert '<html lang="nl"' in page
    held = json.loads(gzip.decompress(b64decode(max(re.findall(r"[A-Za-z0-9+/=]{5000,}", page), key=is_packed))))
    (run,) = held["runs"]
    assert run["rounds"] == 36
    assert run["laboratory"]["scenario"] == file_of(played)
    assert run["laboratory"]["plan"]["seed"] == str(played.play.course.seed)
    assert run["start"]["round"] == 0


@pytest.fixture
def asked(phone, table):
    """A table at which three played two rounds on phones, and answered in between; it stands at its last step."""
    phones = {row: phone(client=f"192.168.1.{60 + row}") for row in (HOSPITAL, CARE_AT_HOME, 5)}
    offers = {HOSPITAL: {}, CARE_AT_HOME: {"to": HOSPITAL, "offer": 0.1}, 5: {"to": CARE_AT_HOME, "offer": 0.05}}
    for row, one in phones.items():
        one.post(f"/table/{table.code}", seat=row, person="Fatima")
    for number in (1, 2):
        for row, one in phones.items():
            said = {"consent": "yes"} if row != 5 else {"consent": "partner", "partner": HOSPITAL}
            one.post("/seat/consent", number=number, **said)
            one.post("/seat/promise", number=number, promise=1.5, **offers[row])
            one.post("/seat/delivery", number=number, delivery="half")
            one.post("/seat/home", number=number, home="stay")
        table.close()
        if number == 1:
            table.show("check")
            for one in phones.values():
                one.post("/seat/check", asked="conditions", **FIVE)
            table.show("network")
    table.show("feelings")
    table.show("norms")
    for one in phones.values():
        one.post("/seat/vote", vote="whole")
    table.show("monday")
    return phones


def rows_of(text):
    return list(csv.DictReader(text.splitlines()))


def test_each_phone_is_asked_in_the_last_step_and_can_still_change_it(asked, table, desk):
    """Oracle: by hand; no other step asks it, and nothing but yes and no is an answer."""
    one = asked[CARE_AT_HOME]
    assert DUTCH("agree_title") in text_of(one.get("/seat"))
    for said, kept in (("yes", True), ("no", False)):
        page = one.post("/seat/research", research=said)
        assert f'value="{said}" class="answer given" aria-pressed="true"' in page.body
        assert table.agreed == {table.seats[CARE_AT_HOME].alias: kept}
    assert one.ask("POST", "/seat/research", b"research=perhaps").status == 400
    assert ENGLISH("agree_answered", done=1, all=3) in text_of(desk.get(f"/desk/{table.code}"))
    table.show("norms")
    assert DUTCH("agree_title") not in text_of(one.get("/seat"))
    assert one.ask("POST", "/seat/research", b"research=yes").status == 400
    assert table.agreed == {table.seats[CARE_AT_HOME].alias: False}


def test_what_leaves_for_research_is_said_first_and_without_anybody_that_agrees_nothing_leaves(asked, table, desk):
    """Oracle: what the page says, and what is in the file."""
    where = f"/desk/{table.code}/research"
    assert ENGLISH("research_missed") in text_of(desk.get(where))
    assert ENGLISH("research_missed") in text_of(desk.post(where))
    asked[HOSPITAL].post("/seat/research", research="no")
    assert ENGLISH("research_missed") in text_of(desk.get(where))
    asked[5].post("/seat/research", research="yes")
    page = text_of(desk.get(where))
    assert all(one in page for one in holds(table, ENGLISH))
    answer = desk.ask("POST", where)
    assert dict(answer.headers)["content-type"] == "application/zip"


def test_where_all_agreed_the_file_for_research_is_the_play_and_holds_nobody(asked, table):
    """Oracle: the play again from it, bit for bit; and by hand."""
    for one in asked.values():
        one.post("/seat/research", research="yes")
    files = contents(table, ENGLISH)
    assert set(files) == {"about.txt", "play.toml", "acts.csv", "orgs.csv", "conditions.csv", "votes.csv"}
    again = parse(files["play.toml"], "kept")
    assert parse(contents(table, DUTCH)["play.toml"], "kept").title == DUTCH.of_scenario(CARE, "title")
    assert again.seed == table.play.course.seed
    assert run(again).history.tobytes() == table.play.history[: table.play.round].tobytes()
    assert ENGLISH("research_all", all=3) in files["about.txt"]
    assert all(one in files["about.txt"] for one in (*holds(table, ENGLISH), *COLUMNS))
    first, *_ = rows_of(files["acts.csv"])
    assert len(rows_of(files["acts.csv"])) == 6
    assert first == {
        "respondent_id": table.seats[HOSPITAL].alias, "org_id": "Hospital", "round": "1", "consent": "yes",
        "if_partner": "", "promise": "1.5", "delivery": "half", "home": "stay", "offered_to": "", "offered": "",
        "work": "",
    }  # fmt: skip
    offers = [(one["org_id"], one["offered_to"], one["offered"]) for one in rows_of(files["acts.csv"])]
    assert offers[1:3] == [("Home Care Organisation", "Hospital", "0.1"),
                           (CARE.labels[5], "Home Care Organisation", "0.05")]  # fmt: skip
    everything = "".join(files.values())
    for secret in ("Fatima", table.code, table.seats[CARE_AT_HOME].token, "192.168"):
        assert secret not in everything


def test_of_whoever_does_not_agree_nothing_is_in_it_and_it_says_of_how_many(asked, table):
    """Oracle: by hand: one says yes, one no, and one nothing; the scenario is the one that was begun with."""
    asked[CARE_AT_HOME].post("/seat/research", research="yes")
    asked[HOSPITAL].post("/seat/research", research="no")
    files = contents(table, ENGLISH)
    assert ENGLISH("research_some", all="3", yes="1", no=2) in files["about.txt"]
    assert "play.toml" not in files
    kept = parse(files["scenario.toml"], "kept")
    assert [one for one in kept.events if one.act or one.add] == [
        one for one in CARE.events if (one.act or one.add) and one.round <= table.play.round
    ]
    mine = table.seats[CARE_AT_HOME].alias
    for name in ("acts.csv", "conditions.csv", "votes.csv"):
        assert {one["respondent_id"] for one in rows_of(files[name])} == {mine}
        assert {one["org_id"] for one in rows_of(files[name])} == {"Home Care Organisation"}
    everything = "".join(files.values())
    assert not any(table.seats[row].alias in everything for row in (HOSPITAL, 5))
    assert all(one["offered_to"] == one["offered"] == "" for one in rows_of(files["acts.csv"]))  # to who refused


def test_what_others_answered_on_whoever_did_not_agree_is_not_in_it(asked, table):
    """Oracle: by hand: one that agreed answered on both others, who did not; then one of these agrees too."""
    from samenspel.room.check import Check

    mine = table.seats[CARE_AT_HOME].alias
    table.checks.append(Check(2, {CARE_AT_HOME: FIVE}, {CARE_AT_HOME: {HOSPITAL: 1, 5: 2, 0: 3}}, {CARE_AT_HOME: mine}))
    table.agree(CARE_AT_HOME, True)
    told = lambda: {one["to"] for one in rows_of(contents(table, ENGLISH)["ties.csv"])}  # noqa: E731
    assert told() == {CARE.labels[0]}  # a seat that the model played
    table.agree(5, True)
    assert told() == {CARE.labels[0], CARE.labels[5]}


def test_a_phone_that_lost_its_seat_and_comes_back_to_it_is_counted_once(asked, phone, table, desk):
    """Oracle: by hand: the same phone, and another one in a private window, which nobody can know."""
    before = table.seats[HOSPITAL].alias
    desk.post(f"/desk/{table.code}/free", row=HOSPITAL)
    token = next(token for row, token in table._lost if row == HOSPITAL)
    table.join(HOSPITAL, before=token)
    assert table.seats[HOSPITAL].alias == before
    assert len(table.took_part) == 3
    table.leave(HOSPITAL)
    table.join(HOSPITAL, before="somebody else's")
    assert table.seats[HOSPITAL].alias != before


def test_whoever_takes_a_seat_of_another_does_not_agree_for_the_other(asked, phone, table):
    """Oracle: by hand: the one that played two rounds was freed, and another says yes in that seat."""
    before = table.seats[HOSPITAL].alias
    table.leave(HOSPITAL)
    table.seats[HOSPITAL] = Seat()
    table.agree(HOSPITAL, True)
    assert agreed(table) == set()
    table.agreed[before] = True
    assert agreed(table) == {before}
    assert len(table.took_part) == 3


def test_two_in_a_seat_one_after_the_other_do_not_both_answer_half_way(table):
    """Oracle: by hand: the seat has answered, and what is in the file is of the one that did."""
    table.close()
    table.show("check")
    table.join(HOSPITAL)
    table.answer(HOSPITAL, FIVE)
    first = table.seats[HOSPITAL].alias
    table.leave(HOSPITAL)
    table.join(HOSPITAL)
    assert table.to_answer(HOSPITAL) == ""
    assert table.checks[0].names == {HOSPITAL: first}


def test_what_whoever_led_chose_stands_where_people_ask_what_it_was_about_and_in_the_file(house):
    """Oracle: by hand: a municipality leads; what it chose last holds for a round that was not played."""
    table = house.open(Play(load("debts")))
    table.join(0)
    for work in ("relation", "nothing", "interests", "process"):
        for asked, said in {"consent": "yes", "promise": "1.5", "delivery": "half", "home": "stay",
                            "work": work}.items():  # fmt: skip
            if asked in table.play.asked(0):
                table.decide(0, asked, {asked: said})
        table.close()
    table.show("feelings")
    table.show("norms")
    assert "gemeente" not in str(norms(table, DUTCH)["work"])
    table.named = True
    told = norms(table, DUTCH)["work"]
    assert [(one.span, one.condition) for one in told] == [("Halfjaar 2", "Relatie"), ("Halfjaar 4", "Belangen")]
    assert {one.by for one in told} == {"de gemeente"}
    assert "Halfjaar 2: relatie (de gemeente)" in unescape(handout.step(table, DUTCH, Screen.NORMS).shown)
    table.agree(0, True)
    acts = rows_of(contents(table, ENGLISH)["acts.csv"])
    assert [one["work"] for one in acts] == ["relation", "", "interests", "process"]


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

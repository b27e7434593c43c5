"""The check half-way: what is asked, what becomes of it, and what the debrief shows beside the model."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from samenspel.brought.options import Options
from samenspel.brought.parts import Source
from samenspel.brought.reader import read
from samenspel.collect.questionnaire import items
from samenspel.conditions import CONDITIONS
from samenspel.room import debrief
from samenspel.room.check import as_files, on_a_partner, on_conditions
from samenspel.room.play import Decision
from samenspel.room.table import Screen
from samenspel.room.words import Words
from tests.collect.phone import text_of

DUTCH, ENGLISH = Words("nl"), Words("en")
HOSPITAL, CARE_AT_HOME = 1, 2
FIVE = dict(zip(CONDITIONS, ("1", "2", "3", "4", "unknown"), strict=True))
ANY = Decision("yes", promise=1.5, delivery="half")


@pytest.fixture
def half_way(seated, desk, table):
    """Two phones, after a round, that are asked."""
    phones = seated(CARE_AT_HOME, person="Fatima"), seated(HOSPITAL, client="192.168.1.21")
    table.play.close({CARE_AT_HOME: ANY, HOSPITAL: ANY})
    desk.post(f"/desk/{table.code}/show", what="check")
    return phones


def answer(phone, table, row, conditions, partners):
    """All that is asked half-way."""
    phone.post("/seat/check", asked="conditions", **conditions)
    return phone.post("/seat/check", asked="partners", **{str(one): partners(one) for one in table.tied(row)})


def test_it_asks_one_statement_on_each_condition_and_one_on_each_partner_in_words(half_way, table):
    """Oracle: the questionnaire; and a page of each kind, in both languages."""
    one, _ = half_way
    assert [item.subject for item in on_conditions()] == list(CONDITIONS)
    assert all(item in items(item.subject) for item in on_conditions())
    page = text_of(one.get("/seat"))
    assert all(item.wording["nl"] in page for item in on_conditions())
    assert page.count(DUTCH("check_3")) == len(CONDITIONS)
    on_partners = one.post("/seat/check", asked="conditions", **FIVE)
    assert on_partners.body.count("<fieldset") == len(table.tied(CARE_AT_HOME))
    assert "Ziekenhuis" in text_of(on_partners)
    assert ENGLISH("check_partners") in text_of(one.get("/language/en?back=/seat"))


def test_what_was_answered_is_a_survey_that_the_door_reads(half_way, desk, table):
    """Oracle: the reader of what people bring; and by hand, that nobody is named and unknown is an empty cell."""
    one, other = half_way
    assert DUTCH("check_done") in text_of(answer(one, table, CARE_AT_HOME, FIVE, lambda _: "4"))
    answer(other, table, HOSPITAL, dict.fromkeys(CONDITIONS, "4"), lambda _: "1")
    where = f"/desk/{table.code}"
    files = {name: desk.get(f"{where}/check/{name}").body for name in ("orgs.csv", "conditions.csv", "ties.csv")}
    assert all(name in text_of(desk.get(where)) for name in files)
    desk.get("/language/nl?back=/desk")
    assert {name: desk.get(f"{where}/check/{name}").body for name in files} == files  # in whatever language the desk is
    assert "Fatima" not in "".join(files.values())
    rows = list(csv.DictReader(io.StringIO(files["conditions.csv"])))
    assert {(row["org_id"], row["condition"]): row["score"] for row in rows} == {
        ("Home Care Organisation", name): FIVE[name].replace("unknown", "") for name in CONDITIONS
    } | {("Hospital", name): "4" for name in CONDITIONS}
    answers = read([Source(name, text.encode(), "") for name, text in files.items()], Options())
    assert list(answers.roster.labels) == list(table.play.scenario.labels)
    tied = list(csv.DictReader(io.StringIO(files["ties.csv"])))
    assert {(row["from"], row["trust_word_1to4"]) for row in tied} == {
        ("Home Care Organisation", "4"),
        ("Hospital", "1"),
    }
    assert on_a_partner().name == "trust_word"
    assert len({row["respondent_id"] for row in rows}) == 2


def test_a_second_check_is_a_second_wave(half_way, desk, table):
    """Oracle: by hand; asked again in the same round, it is the same one."""
    one, _ = half_way
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "2")
    for what in ("network", "check"):
        desk.post(f"/desk/{table.code}/show", what=what)
    assert len(table.checks) == 1
    assert DUTCH("check_done") in text_of(one.get("/seat"))
    table.close()
    for what in ("network", "check"):
        desk.post(f"/desk/{table.code}/show", what=what)
    assert DUTCH("check_conditions") in text_of(one.get("/seat"))
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "3")
    rows = list(csv.DictReader(io.StringIO(as_files(table.checks, table.play.scenario.labels)["ties.csv"])))
    assert {(row["wave"], row["trust_word_1to4"]) for row in rows} == {("1", "2"), ("2", "3")}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"asked": "conditions"},
        {"asked": "conditions"} | FIVE | {"ambition": "5"},
        {"asked": "conditions"} | FIVE | {"process": ""},
        {"asked": "partners"} | FIVE,
    ],
)
def test_nonsense_is_not_taken(sent, half_way, table):
    """Oracle: by hand; the question stands there again."""
    one, _ = half_way
    page = one.post("/seat/check", **sent)
    assert DUTCH("check_conditions") in text_of(page)
    assert table.checks[-1].conditions == {}


def test_while_it_is_asked_the_screen_says_how_many_have_answered_and_the_play_goes_on_after_it(half_way, desk, table):
    """Oracle: by hand."""
    one, _ = half_way
    screen = f"/desk/{table.code}/screen"
    assert ENGLISH("done_of", done=0, all=2) in text_of(desk.get(screen))
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "2")
    assert ENGLISH("done_of", done=1, all=2) in text_of(desk.get(screen))
    desk.post(f"/desk/{table.code}/show", what="network")
    assert DUTCH("you_are", name="de thuiszorg") in text_of(one.get("/seat"))
    assert one.post("/seat/check", asked="partners").status == 200  # what comes late is not kept
    assert list(table.checks[-1].partners) == [CARE_AT_HOME]


def test_after_the_last_round_it_asks_after_the_same_partners_and_all_can_answer(seated, desk, table):
    """Oracle: by hand: the play is over, and those who are tied at the table still are."""
    one = seated(CARE_AT_HOME)
    while not table.play.over:
        table.play.close({CARE_AT_HOME: ANY})
    desk.post(f"/desk/{table.code}/show", what="check")
    on_partners = one.post("/seat/check", asked="conditions", **FIVE)
    partners = table.play.partners(CARE_AT_HOME)
    assert HOSPITAL in partners
    assert on_partners.body.count("<fieldset") == len(partners)
    assert one.post("/seat/check", asked="partners", **dict.fromkeys(map(str, partners), "3")).status == 200
    assert table.checks[-1].partners == {CARE_AT_HOME: dict.fromkeys(partners, 3)}
    assert table.to_answer(CARE_AT_HOME) == ""


def test_whoever_answers_has_a_name_from_then_on_and_a_look_at_the_desk_changes_nothing(half_way, desk, table):
    """Oracle: by hand: a name of its own for each wave, the same for both kinds of answers."""
    one, _ = half_way
    assert table.checks[-1].names == {}
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "2")
    assert list(table.checks[-1].names) == [CARE_AT_HOME]
    before = repr(table.checks)
    desk.get(f"/desk/{table.code}")
    assert repr(table.checks) == before


def test_before_anything_was_played_it_cannot_be_asked(desk, table):
    assert desk.post(f"/desk/{table.code}/show", what="check").status == 409


OTHERS = 5, 6


def test_the_debrief_shows_it_beside_what_the_model_holds(half_way, seated, desk, table):
    """Oracle: by hand: means of those who knew, of three at least, and the history of the model at that moment."""
    one, other = half_way
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "4")
    answer(other, table, HOSPITAL, dict.fromkeys(CONDITIONS, "4"), lambda row: "1" if row == CARE_AT_HOME else "3")
    for row in OTHERS:
        more = seated(row, client=f"192.168.1.{30 + row}")
        answer(more, table, row, dict.fromkeys(CONDITIONS, "4"), lambda _: "2")
    desk.post(f"/desk/{table.code}/show", what="network")
    table.close()
    for what in ("feelings", "conditions"):
        desk.post(f"/desk/{table.code}/show", what=what, sure=1)
    rows = {row.name: row for row in debrief.told(table, ENGLISH, table.screen)["rows"]}
    means = dict(zip(CONDITIONS, (3.25, 3.5, 3.75, 4.0, 4.0), strict=True))
    model = table.play.history[table.play.step - 1]
    for name in CONDITIONS:
        row = rows[ENGLISH.condition(name)]
        assert (row.people, row.known) == (means[name], 3 if name == "process" else 4)
        assert row.model == 1.0 + 3.0 * model[name]
    page = text_of(desk.get(f"/desk/{table.code}/screen"))
    assert ENGLISH("key_answered") in page
    assert ENGLISH("ask_conditions_more", span="Half-year 2", people=4) in page  # when they answered, one round played
    table.screen, table.named = Screen.TRUST, True
    trust = debrief.told(table, ENGLISH, table.screen)["rows"]
    mine, theirs = trust[CARE_AT_HOME], trust[HOSPITAL]
    assert mine.said_one == 100  # fully, in every partner
    about = [0.0 if row == HOSPITAL else 1 / 3 for row in (HOSPITAL, *OTHERS) if CARE_AT_HOME in table.tied(row)]
    assert len(about) == 3
    assert mine.said_other == round(100 * np.mean(about))
    others = len(table.tied(HOSPITAL)) - 1
    assert theirs.said_one == round(100 * np.mean([0.0] + others * [2 / 3]))
    table.named = False
    unnamed = debrief.told(table, ENGLISH, table.screen)["rows"]
    assert {row.said_other for row in unnamed} == {None}  # what a seat received, not without names
    assert 100 in {row.said_one for row in unnamed}


def test_what_fewer_than_three_answered_is_not_shown(half_way, desk, table):
    """Oracle: by hand: of two who answered, each could tell what the other said."""
    one, other = half_way
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "4")
    answer(other, table, HOSPITAL, FIVE, lambda _: "1")
    table.named = True
    assert {row.people for row in debrief.told(table, ENGLISH, Screen.CONDITIONS)["rows"]} == {None}
    assert {row.said_other for row in debrief.told(table, ENGLISH, Screen.TRUST)["rows"]} == {None}


def test_a_check_that_nobody_answered_hides_none_that_somebody_did(half_way, desk, table):
    """Oracle: by hand: asked once more, and at once looked back."""
    one, _ = half_way
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "4")
    table.show("network")
    table.close()
    table.show("check")
    assert not table.checks[-1].conditions
    table.show("feelings")
    assert Screen.CONDITIONS in table.can_be_shown
    assert debrief.told(table, ENGLISH, Screen.CONDITIONS)["people"] == 1


def test_those_in_the_middle_of_deciding_are_asked_after_a_warning_and_come_back_there(half_way, desk, table):
    """Oracle: by hand: the desk names who has begun; the phone is at its next decision afterwards."""
    one, _ = half_way
    desk.post(f"/desk/{table.code}/show", what="network")
    desk.post(f"/desk/{table.code}/show", what="check")
    assert table.screen == Screen.CHECK  # nobody has begun
    desk.post(f"/desk/{table.code}/show", what="network")
    one.post("/seat/consent", consent="yes", number=2)
    before = one.get("/seat")
    page = desk.post(f"/desk/{table.code}/show", what="check")
    assert ENGLISH("sure_check", names="the home care organisation") in text_of(page)
    assert table.screen == Screen.NETWORK
    desk.post(f"/desk/{table.code}/show", what="check", sure=1)
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "4")
    desk.post(f"/desk/{table.code}/show", what="network")
    assert text_of(one.get("/seat")) == text_of(before)
    assert ENGLISH("what_promise") in text_of(one.get("/language/en?back=/seat"))


def test_without_a_check_the_debrief_does_not_ask_after_it(desk, table):
    table.play.close({CARE_AT_HOME: ANY})
    desk.post(f"/desk/{table.code}/show", what="feelings", sure=1)
    assert Screen.CONDITIONS not in table.can_be_shown
    assert desk.post(f"/desk/{table.code}/show", what="conditions").status == 409


def test_nothing_of_it_is_left_when_a_table_ends(half_way, house, table):
    one, _ = half_way
    answer(one, table, CARE_AT_HOME, FIVE, lambda _: "4")
    house.end(table)
    assert table.checks == []

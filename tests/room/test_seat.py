"""A phone: comes in by a code, takes a seat, decides, falls out and comes back; and sees and does nothing else."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import pytest

from samenspel.conditions import CONDITIONS as FIVE
from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.logic import HIERARCHY
from samenspel.results.scenarios import name_of
from samenspel.room.bots import heard
from samenspel.room.house import MOST_TRIES, TRIES_WITHIN, House
from samenspel.room.play import Decision, Offer, Play
from samenspel.room.seat import at_a_glance
from samenspel.room.seen import seen
from samenspel.room.table import LETTERS_OF_A_CODE, UNASKED
from samenspel.room.visit import wake
from samenspel.room.words import Words
from samenspel.scenario import load
from samenspel.served.visit import MOST_BYTES
from samenspel.state import MEMBER, OUTSIDE
from samenspel.view.codes import LETTERS
from samenspel.view.door import Door
from tests.collect.phone import Phone, text_of
from tests.room.conftest import CARE
from tests.room.on_phones import partners_on

DUTCH, ENGLISH = Words("nl"), Words("en")
HOSPITAL, CARE_AT_HOME = 1, 2
ALL = {"consent": "yes", "promise": "1.5", "delivery": "half", "home": "stay"}


def decide(one, number=1, **answers):
    """Answer all that is asked, in order."""
    for asked, said in {**ALL, **answers}.items():
        page = one.post(f"/seat/{asked}", number=number, **{asked: said})
        assert page.status == 200
    return page


def test_somebody_comes_in_takes_a_seat_and_decides(phone, table):
    """Oracle: what was tapped."""
    one = phone()
    assert DUTCH("code") in text_of(one.get("/"))
    seats = one.post("/code", code=f" {table.code.lower()} ")
    assert DUTCH("which_seat") in text_of(seats)
    who = one.post(f"/table/{table.code}", seat=CARE_AT_HOME, person="Fatima")
    assert DUTCH("you_are", name="de thuiszorg") in text_of(who)
    done = decide(one)
    assert DUTCH("all_decided") in text_of(done)
    assert table.seats[CARE_AT_HOME].decision == Decision("yes", -1, 1.5, "half", "stay")
    assert table.yes == [CARE_AT_HOME]


def test_a_decision_can_be_changed_until_the_round_is_closed_and_not_after(seated, table):
    """Oracle: by hand; what comes late changes nothing and leads to the new round."""
    one = seated(CARE_AT_HOME)
    decide(one)
    one.post("/seat/consent", number=1, consent="partner", partner=HOSPITAL)
    assert table.seats[CARE_AT_HOME].decision.partner == HOSPITAL
    assert DUTCH("say_partner", name="het ziekenhuis") in text_of(one.get("/seat/done"))
    table.close()
    late = one.post("/seat/consent", number=1, consent="no")
    assert DUTCH("you_are", name="de thuiszorg") in text_of(late)
    assert table.seats[CARE_AT_HOME].answers == {}
    assert table.play.played[0].decided[CARE_AT_HOME].consent == "partner"


def test_of_a_partner_that_joins_a_phone_says_nothing_of_promises_and_of_others_what_they_did(house, application):
    """Oracle: by hand: the hospital comes to the table in the seventh round, after others kept or broke theirs."""
    there = [(1, OUTSIDE), (7, MEMBER)]
    comes = tuple(Event(round_, organisation=HOSPITAL, set={"member": member}) for round_, member in there)
    table = house.open(Play(replace(CARE, events=comes)))
    one = Phone(application, language="en")
    one.post(f"/table/{table.code}", seat=CARE_AT_HOME)
    yes = Decision("yes", promise=1.5, delivery="promised")
    table.play.close({row: yes for row in range(len(CARE.labels)) if table.play.is_member(row)})
    page = one.get("/seat/who")
    assert page.status == 200
    assert HOSPITAL in table.play.partners(CARE_AT_HOME)
    said = partners_on(page.body, CARE.labels)
    assert set(said) == set(table.play.partners(CARE_AT_HOME)) - {HOSPITAL}
    assert {promised for promised, _ in said.values()} == {50}
    assert said == heard(table.play, CARE_AT_HOME).partners
    assert name_of(CARE.labels[HOSPITAL], "en") in text_of(page)


def test_questions_come_in_order_and_none_can_be_skipped(seated):
    one = seated(CARE_AT_HOME)
    assert one.ask("GET", "/seat/delivery").where == "/seat"
    assert one.ask("POST", "/seat/delivery", b"number=1&delivery=half").where == "/seat"
    one.post("/seat/consent", number=1, consent="no")
    assert DUTCH("what_promise") in text_of(one.get("/seat"))


def test_a_phone_that_fell_out_comes_back_to_its_seat(seated, phone, table):
    """Oracle: the cookie, which is all that the phone has; another phone with none of it stays outside."""
    one = seated(CARE_AT_HOME)
    one.post("/seat/consent", number=1, consent="no")
    back = phone()
    back.cookies = dict(one.cookies)
    assert DUTCH("what_promise") in text_of(back.get("/"))
    assert DUTCH("what_promise") in text_of(back.get(f"/?room={table.code}"))
    assert DUTCH("code") in text_of(phone(client="192.168.1.9").get("/seat/promise"))


def test_a_seat_cannot_act_for_another_or_see_another(seated, table):
    """Oracle: by hand: whatever a phone sends, its token says which seat it is."""
    one, other = seated(CARE_AT_HOME), seated(HOSPITAL, client="192.168.1.21")
    decide(other)
    before = dict(table.seats[HOSPITAL].answers)
    one.ask("POST", "/seat/consent", f"number=1&consent=no&row={HOSPITAL}&seat={HOSPITAL}&organisation=1".encode())
    assert table.seats[HOSPITAL].answers == before
    assert table.seats[CARE_AT_HOME].answers["consent"] == "no"
    assert one.post(f"/table/{table.code}", seat=HOSPITAL).status == 200  # it has a seat, and stays there
    taken = Phone(one.application, client="192.168.1.22").post(f"/table/{table.code}", seat=HOSPITAL)
    assert taken.status == 409
    one.cookies["samenspel_seat"] = "x" * 32
    assert DUTCH("code") in text_of(one.get("/seat"))


def test_nothing_of_what_others_decided_in_secret_is_in_what_a_phone_is_sent(seated, table):
    """Oracle: every page of a seat, byte for byte, at two tables that differ in the secrets of another seat."""
    one, other = seated(CARE_AT_HOME), seated(HOSPITAL, client="192.168.1.21")
    decide(one)
    pages = ("who", "consent", "promise", "delivery", "home", "done")

    def all_pages():
        return [re.sub(r"data-left=\S+", "", one.get(f"/seat/{page}").body) for page in pages]

    decide(other, delivery="promised", home="stay")
    before = all_pages()
    decide(other, delivery="home", home="leave", promise="2.0")
    table.seats[HOSPITAL].person = "Merel"
    assert all_pages() == before
    assert "samenspel" not in "".join(before).replace("/samenspel", "").lower().split("<main>")[1]


def test_whom_something_is_offered_reads_it_in_its_own_unit_before_it_decides_and_nobody_else_does(seated, table):
    """Oracle: by hand: a tenth of what a hospital does alone is 64 admissions; it can be taken back."""
    giver, getter, third = (seated(row, client=f"192.168.1.{50 + row}") for row in (CARE_AT_HOME, HOSPITAL, 0))
    before = [third.get(f"/seat/{page}").body for page in ("who", "consent")]
    giver.post("/seat/consent", number=1, consent="yes")
    before[1] = third.get("/seat/consent").body  # it shows who said yes
    said = DUTCH("offered", name="de thuiszorg", amount=DUTCH.quantity(64.0, "opnames"), round="maand")
    for offer, there in (({"to": HOSPITAL, "offer": 0.05}, True), ({}, False), ({"to": "", "offer": 0.05}, False)):
        done = giver.post("/seat/promise", number=1, promise=1.5, **offer)
        assert done.status == 200
        assert (said in text_of(getter.get("/seat/consent"))) == there
        assert (said in text_of(getter.get("/seat/who"))) == there
        assert [third.get(f"/seat/{page}").body for page in ("who", "consent")] == before
    giver.post("/seat/promise", number=1, promise=1.5, to=HOSPITAL, offer=0.1)
    assert "6.200 zorguren voor het ziekenhuis" in text_of(decide_rest(giver))
    assert table.seats[CARE_AT_HOME].decision == Decision("yes", -1, 1.5, "half", "stay", HOSPITAL, 0.1)
    table.hold(CARE_AT_HOME)
    assert 'class="offered"' not in getter.get("/seat/who").body  # the model plays that seat, and offers nothing
    table.hold(CARE_AT_HOME)
    table.close()
    assert table.play.played[0].offers == (Offer(CARE_AT_HOME, HOSPITAL, 0.1),)
    assert 'class="offered"' not in getter.get("/seat/who").body


def test_the_seat_that_leads_is_asked_one_thing_more_and_all_read_the_next_round_what_it_chose(house, application):
    """Oracle: by hand, on the pages: a municipality leads, and nobody else can choose for it."""
    table = house.open(Play(load("debts")))
    lead, other = (Phone(application, client=f"192.168.1.{70 + row}") for row in (0, 1))
    for row, one in enumerate((lead, other)):
        one.post(f"/table/{table.code}", seat=row)
        decide(one)
    assert DUTCH("what_work") in text_of(lead.get("/seat"))
    assert DUTCH("all_decided") in text_of(other.get("/seat"))
    assert other.ask("GET", "/seat/work").where == "/seat"
    other.post("/seat/work", number=1, work="interests")
    assert "work" not in table.seats[1].answers
    said = DUTCH("working_on", condition="elkaar leren kennen en vertrouwen (relatie)")
    for nonsense in ("everything", ""):
        page = lead.post("/seat/work", number=1, work=nonsense)
        assert (page.status, DUTCH("not_taken") in text_of(page)) == (400, True)
    assert DUTCH("condition_relation") in text_of(lead.post("/seat/work", number=1, work="relation"))
    assert said not in text_of(other.get("/seat/who"))
    table.close()
    assert all(said in text_of(one.get("/seat/who")) for one in (lead, other))
    table.close()
    assert not any(said in text_of(one.get("/seat/who")) for one in (lead, other))


def decide_rest(one):
    """Answer what comes after the promise."""
    one.post("/seat/delivery", number=1, delivery="half")
    return one.post("/seat/home", number=1, home="stay")


def test_a_delivery_that_is_nothing_extra_or_less_is_said_so_and_has_no_number_of_what_is_not_done(seated, table):
    """Oracle: by hand: whoever promises nothing extra delivers nothing extra; a home that would do less than alone."""
    one = seated(CARE_AT_HOME)
    one.post("/seat/consent", number=1, consent="no")
    one.post("/seat/promise", number=1, promise=1.0)
    assert DUTCH("nothing_more") in text_of(one.get("/seat/delivery"))
    table.play.at_home = lambda _row, _promise: 0.9
    table.play.turn += 1
    page = text_of(one.get("/seat/delivery"))
    assert f"{DUTCH('deliver_home')} {DUTCH('less_than_alone')}" in page
    assert "−" not in page


def test_whoever_is_taken_over_is_played_by_the_model_and_can_come_back(seated, table):
    """Oracle: the decisions of the played round."""
    one = seated(CARE_AT_HOME)
    decide(one)
    table.hold(CARE_AT_HOME)
    assert DUTCH("held_title") in text_of(one.get("/seat"))
    assert table.yes == []
    table.close()
    assert table.play.played[0].decided == {}
    table.hold(CARE_AT_HOME)
    assert DUTCH("you_are", name="de thuiszorg") in text_of(one.get("/seat"))


def test_a_silent_seat_is_played_by_the_model_and_half_an_answer_counts(seated, table):
    """Oracle: by hand; what was not answered is open."""
    seated(HOSPITAL)
    half = seated(CARE_AT_HOME, client="192.168.1.21")
    half.post("/seat/consent", number=1, consent="no")
    table.close()
    decided = table.play.played[0].decided
    assert set(decided) == {CARE_AT_HOME}
    assert decided[CARE_AT_HOME].consent == "no"
    assert decided[CARE_AT_HOME].promise != decided[CARE_AT_HOME].promise  # NaN: the model's
    assert decided[CARE_AT_HOME].home == ""
    assert not any("stay" in event.act for event in table.play.scenario.events)


def test_a_late_comer_takes_a_free_seat_and_one_that_was_freed_can_be_taken_again(seated, phone, table):
    first = seated(CARE_AT_HOME)
    table.close()
    late = seated(HOSPITAL, client="192.168.1.21")
    assert DUTCH("span_half_year", number="2") in late.get("/seat").body
    table.leave(CARE_AT_HOME)
    assert DUTCH("code") in text_of(first.get("/seat"))
    assert DUTCH("you_are", name="de thuiszorg") in text_of(seated(CARE_AT_HOME, client="192.168.1.30").get("/seat"))


def test_whoever_finds_no_seat_reads_what_to_do_and_is_let_on_once_one_is_free(phone, table):
    """Oracle: the button at the desk by its name, and how often a browser asks again; typed codes are none of these."""
    for row in list(table.free):
        table.join(row)
    late = phone()
    page = late.get(f"/table/{table.code}")
    assert DUTCH("free_seat") in text_of(page)
    assert 'http-equiv="refresh" content="5"' in page.body
    table.leave(HOSPITAL)
    page = late.get(f"/table/{table.code}")
    assert "http-equiv" not in page.body  # it would take away what somebody chooses
    assert "Ziekenhuis" in text_of(page)
    assert DUTCH("seat_gone") in text_of(late.post(f"/table/{table.code}"))


def test_no_code_at_all_is_no_try(phone, table):
    """Oracle: more of them than tries, and the right code afterwards."""
    one = phone()
    for _ in range(MOST_TRIES + 1):
        assert DUTCH("code_wrong") in text_of(one.post("/code", code=" "))
    assert DUTCH("which_seat") in text_of(one.post("/code", code=table.code))


def test_what_home_would_do_stands_beside_what_is_promised_now_and_not_beside_the_last_promise(seated, table):
    """Oracle: by hand, in hours of care: a half of 31,000 at first, and then all of it."""
    others = {row: Decision("yes", promise=1.0) for row in range(9) if row != CARE_AT_HOME}
    table.play.close(others | {CARE_AT_HOME: Decision("yes", promise=1.5)})
    assert table.play.agreed
    one = seated(CARE_AT_HOME)
    assert "Vorige ronde zegde u 15.500 toe" in text_of(one.get("/seat/who"))
    one.post("/seat/consent", number=2, consent="yes")
    one.post("/seat/promise", number=2, promise="2.0")
    delivery = text_of(one.get("/seat/delivery"))
    allowed = DUTCH.amount(seen(table.play, CARE_AT_HOME, "nl").mandate.allowed)
    assert f"tussen {allowed if allowed != '0' else DUTCH('nothing_more')} (wat de achterban" in delivery
    one.post("/seat/delivery", number=2, delivery="promised")
    home = text_of(one.get("/seat/home"))
    assert "U zegt nu 31.000 toe" in home
    assert DUTCH("home_moves") not in home
    table._fire([Event(1, "News", organisation=8, add={"skill": 0.1})])
    assert DUTCH("home_moves") in text_of(one.get("/seat/home"))


def test_who_draws_up_the_proposal_and_what_no_does_is_said_as_it_is(seated, table, phone, house, application):
    """Oracle: docs/odd.md, by hand: all together, at first and under a goal; and where whoever leads decides."""
    one = seated(CARE_AT_HOME)
    one.get("/seat/who")
    page = text_of(one.get("/seat/consent"))
    assert (DUTCH("drawn_by_all") in page, DUTCH("consent_no_new") in page) == (True, True)
    table.play.close({row: Decision("yes", promise=1.0) for row in range(9)})
    assert DUTCH("consent_no_anew") in text_of(one.get("/seat/consent"))
    debts = load("debts")
    logic = debts.parameters.logic._replace(decision=HIERARCHY)
    led = house.open(Play(replace(debts, parameters=debts.parameters._replace(logic=logic))))
    for row, who in ((led.play.lead, "you"), (1, "lead")):
        other = Phone(application, client=f"192.168.1.{90 + row}")
        other.post(f"/table/{led.code}", seat=row)
        page = text_of(other.get("/seat/consent"))
        assert (DUTCH(f"drawn_by_{who}") in page, DUTCH("consent_no_led_new") in page) == (True, True)


def test_own_condition_story_and_delivery_are_read_in_the_next_round(seated, table):
    """Oracle: by hand: a yes that hung on somebody who said no; and who is not a partner."""
    one, other = seated(CARE_AT_HOME), seated(HOSPITAL, client="192.168.1.51")
    assert DUTCH.of_scenario(CARE, "story")[:60] in text_of(one.get("/seat/who"))
    one.post("/seat/consent", number=1, consent="partner", partner=HOSPITAL)
    decide(other, consent="no")
    table.close()
    page = text_of(one.get("/seat/who"))
    assert DUTCH("condition_partner_no", name="het ziekenhuis") in page
    assert "condition_" not in text_of(other.get("/seat/who"))
    members = table.play.ahead.organisations["member"] == MEMBER
    missing = len(table.play.partners(CARE_AT_HOME)) < members.sum() - 1
    assert (DUTCH("partners_missing") in page) == missing


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_no_to_research_is_not_said_to_count(answer, seated, table):
    """Oracle: the words of what was chosen, on a page that says the play is over, and who is to be asked."""
    one = seated(CARE_AT_HOME)
    asked_about_research(table)
    page = one.post("/seat/research", research=answer)
    assert DUTCH("you_said", answer=DUTCH(f"agree_{answer}")) in text_of(page)
    assert DUTCH("over_title") in page.body
    assert DUTCH("span_half_year", number="2") not in page.body


def test_whoever_left_the_table_looks_on(seated, table):
    one = seated(CARE_AT_HOME)
    decide(one, home="leave")
    table.close()
    assert DUTCH("left_title") in text_of(one.get("/seat"))
    assert CARE_AT_HOME not in table.free
    table.close()


def test_a_name_is_text_and_is_seen_at_the_desk_alone(seated, desk, table):
    """Oracle: by hand; nothing of it is in the file that is kept either."""
    name = "<script>alert(1)</script> & Co"
    one = seated(CARE_AT_HOME, person=name)
    at_desk = desk.get(f"/desk/{table.code}").body
    assert name not in at_desk
    assert name in unescape(at_desk)
    table.close()
    assert "alert(1)" not in unescape(one.get("/seat").body)
    assert "alert(1)" not in desk.get(f"/desk/{table.code}/screen").body
    assert "alert(1)" not in desk.get(f"/desk/{table.code}/play.toml").body


def test_a_language_can_be_chosen_and_is_that_of_the_phone_otherwise(seated):
    one = seated(CARE_AT_HOME, language="en-GB")
    assert ENGLISH("you_are", name="the home care organisation") in text_of(one.get("/seat"))
    assert DUTCH("you_are", name="de thuiszorg") in text_of(one.get("/language/nl?back=/seat"))


def test_letters_can_be_larger_and_stay_so_on_every_page_of_a_phone(seated):
    """Oracle: the class of the pages; what is no size changes nothing."""
    one = seated(CARE_AT_HOME)
    assert DUTCH("letters_large") in one.get("/seat").body
    assert ' large-type">' in one.get("/letters/large").body
    assert ' large-type">' in one.get("/seat/consent").body
    assert one.get("/letters/huge").status == 404
    assert ' large-type">' in one.get("/seat/who").body
    assert ' large-type">' not in one.get("/letters/usual").body


# --- a phone is woken when what it shows changed, and not before ----------------------------------------------------


def held(table):
    table.hold(CARE_AT_HOME)


def half_way(table):
    table.close()
    table.show("check")


def half_way_on_partners(table):
    half_way(table)
    table.answer(CARE_AT_HOME, dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), "3"))


def half_way_done(table):
    half_way_on_partners(table)
    table.answer(CARE_AT_HOME, dict.fromkeys(map(str, table.tied(CARE_AT_HOME)), "2"))


def voting(table):
    table.close()
    table.show("feelings")
    table.show("norms")


def asked_about_research(table):
    table.close()
    table.show("feelings")
    table.show("monday")


def decided(*asked):
    return lambda table: [table.decide(CARE_AT_HOME, one, ALL | {"partner": HOSPITAL}) for one in asked]


DECISIONS = ("who", "consent", "promise", "delivery", "home", "done")
AT = {
    "who": ("/seat", decided()),
    "consent": ("/seat/consent", decided("consent")),
    "promise": ("/seat/promise", decided("consent", "promise")),
    "delivery": ("/seat/delivery", decided("consent", "promise")),
    "home": ("/seat/home", decided("consent", "promise", "delivery")),
    "done": ("/seat/done", decided("consent", "promise", "delivery", "home")),
    "held": ("/seat", held),
    "half-way": ("/seat", half_way),
    "half-way, on partners": ("/seat", half_way_on_partners),
    "half-way, done": ("/seat", half_way_done),
    "voting": ("/seat", voting),
    "asked about research": ("/seat", asked_about_research),
}
HAPPENS = {
    "another comes": lambda table: table.join(HOSPITAL),
    "another says yes": lambda table: table.decide(HOSPITAL, "consent", {"consent": "yes"}),
    "another promises": lambda table: table.decide(HOSPITAL, "promise", {"promise": "2.0"}),
    "another offers it something": lambda table: table.decide(
        HOSPITAL, "promise", {"promise": "2.0", "to": str(CARE_AT_HOME), "offer": "0.05"}
    ),
    "another offers a third something": lambda table: table.decide(
        HOSPITAL, "promise", {"promise": "2.0", "to": "0", "offer": "0.05"}
    ),
    "another decides in secret": lambda table: table.decide(HOSPITAL, "delivery", {"delivery": "half"}),
    "another is taken over": lambda table: table.hold(HOSPITAL),
    "another is given back": lambda table: table.hold(HOSPITAL),
    "another opens a page": lambda table: wake(table, table.seats[HOSPITAL], 1),
    "another falls asleep": lambda table: wake(table, table.seats[HOSPITAL], -1),
    "the question in front": lambda table: table.show("question"),
    "the clock runs": lambda table: table.start_clock(),
    "a minute more": lambda table: table.more_time(60.0),
    "the clock stands": lambda table: table.stop_clock(),
    "something far away": lambda table: table._fire([Event(9, "News", organisation=8, add={"skill": 0.1})]),
    "another proposal": lambda table: table._fire(
        [Event(1, organisation=row, set={"size": 1.0 + 9.0 * (row == 3)}) for row in range(9)]
    ),
    "another answers half-way": lambda table: table.answer(HOSPITAL, dict.fromkeys(FIVE, "1")),
    "another votes": lambda table: (setattr(table.seats[HOSPITAL], "vote", "lead"), table.change()),
    "it votes itself": lambda table: (setattr(table.seats[CARE_AT_HOME], "vote", "lead"), table.change()),
    "looked at": lambda table: table.look(*table.can_be_looked_at[0]),
    "it decides on another phone": lambda table: table.decide(CARE_AT_HOME, "consent", {"consent": "no"}),
    "it is asked about research": lambda table: table.show("monday"),
    "another agrees": lambda table: table.agree(HOSPITAL, True),
    "it agrees itself": lambda table: table.agree(CARE_AT_HOME, True),
    "another is freed": lambda table: table.leave(HOSPITAL),
    "the round is closed": lambda table: table.close(),
    "the next one too": lambda table: table.close(),
    "looking back": lambda table: table.show("feelings"),
    "the next step": lambda table: table.show("delivered"),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("at", AT)
def test_a_phone_is_woken_when_what_it_shows_changed_and_only_then(at, language, seated, table):
    """Oracle: the bytes of its page before and after whatever can happen; the clock of the test stands still."""
    one = seated(CARE_AT_HOME, language=language)
    path, begin = AT[at]
    begin(table)
    wanted, woken = path.removeprefix("/seat").strip("/"), []

    def page():
        return re.sub(r"shows=\w+", "", one.get(path).body)

    before, glance = page(), at_a_glance(table, CARE_AT_HOME, wanted)
    assert f"shows={glance}" in one.get(path).body
    for what, happen in HAPPENS.items():
        version = table.version
        with suppress(InputError, KeyError, IndexError, AssertionError):  # not everything can happen everywhere
            happen(table)
        if table.version == version:
            continue
        after, now = page(), at_a_glance(table, CARE_AT_HOME, wanted)
        assert (after != before) == (now != glance), what
        woken += [what] * (after != before)
        before, glance = after, now
    assert woken
    assert "another decides in secret" not in woken
    assert ("another says yes" in woken) == (at == "consent")
    assert ("another offers it something" in woken) == (at in DECISIONS)
    assert ("another offers a third something" in woken) == (at in DECISIONS)  # as that takes the first offer back


# --- safety -------------------------------------------------------------------------------------------------------


def test_codes_and_tokens_cannot_be_guessed(house, table):
    """Oracle: how many there are, against how many can be tried in six hours; and that they differ."""
    assert re.fullmatch(f"[{LETTERS}]{{{LETTERS_OF_A_CODE}}}", table.code)
    tries = MOST_TRIES / TRIES_WITHIN * UNASKED
    assert tries / len(LETTERS) ** LETTERS_OF_A_CODE < 1e-5
    tokens = {table.join(row) for row in range(9)}
    assert len(tokens) == 9
    assert min(map(len, tokens)) >= 32


def test_whoever_tries_codes_is_stopped_for_a_while_and_nobody_else_is(phone, table, clock):
    """Oracle: by hand, with a clock of our own; the right code does not help within the minute."""
    one, other = phone(), phone(client="192.168.1.77")
    for _ in range(MOST_TRIES):
        assert one.post("/code", code="AAAAAA").status == 404
    assert one.post("/code", code=table.code).status == 404
    assert one.get(f"/table/{table.code}").status == 404
    assert other.post("/code", code=table.code).status == 200
    clock.seconds += TRIES_WITHIN + 1
    assert one.post("/code", code=table.code).status == 200


def test_a_table_ends_when_it_is_ended_or_nobody_comes_for_hours(seated, desk, house, table, clock):
    """Oracle: by hand; its code and its tokens lead nowhere, and no name is left."""
    one = seated(CARE_AT_HOME, person="Fatima")
    desk.post(f"/desk/{table.code}/end")
    assert (table.seats, house.tables) == ({}, {})
    page = text_of(one.get("/seat"))
    assert page.startswith(f"{DUTCH('thank_you')}. {DUTCH('table_closed')} {DUTCH('code')}")
    assert DUTCH("table_closed") not in text_of(Phone(one.application, client="192.168.1.9").get("/"))
    screen = desk.get(f"/desk/{table.code}/screen")
    assert (screen.status, ENGLISH("table_closed") in text_of(screen)) == (200, True)
    assert desk.get("/desk/AAAAAA/screen").status == 404
    assert "Fatima" not in str(house.closed)
    again = house.open(table.play)
    again.join(CARE_AT_HOME)
    clock.seconds += UNASKED - 1
    assert house.with_code(again.code, "x") is again
    clock.seconds += 2
    assert house.with_code(again.code, "x") is None
    assert again.ended


def test_several_tables_know_nothing_of_one_another(phone, house, table):
    """Oracle: two phones, two tables, the same seat."""
    from samenspel.room.play import Play

    other = house.open(Play(table.play.scenario, seed=5))
    one, two = phone(), phone(client="192.168.1.21")
    one.post(f"/table/{table.code}", seat=CARE_AT_HOME)
    two.post(f"/table/{other.code}", seat=CARE_AT_HOME)
    decide(one)
    table.close()
    assert (table.play.number, other.play.number) == (2, 1)
    assert other.decided(CARE_AT_HOME) == []
    assert table.lock is not other.lock
    assert DUTCH("span_half_year", number="1") in two.get("/seat").body


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_page_from_elsewhere_changes_nothing(origin, seated, table):
    one = seated(CARE_AT_HOME)
    sent = one.ask("POST", "/seat/consent", b"number=1&consent=no", origin=origin)
    assert sent.status == 403
    assert DUTCH("elsewhere") in text_of(sent)
    assert table.seats[CARE_AT_HOME].answers == {}


def test_a_name_that_points_here_by_a_trick_is_turned_away(application):
    """Oracle: the door, which has tests of its own."""
    assert Phone(Door(application, 10), host="evil.example").ask("GET", "/").status == 421


def test_too_much_is_refused(seated):
    one = seated(CARE_AT_HOME)
    sent = one.ask("POST", "/seat/consent", b"x" * (MOST_BYTES + 1))
    assert (sent.status, DUTCH("too_much") in text_of(sent)) == (413, True)


def test_one_seat_has_no_more_pages_open_than_it_needs(seated, table):
    """Oracle: by hand; each page that is open holds a line."""
    one = seated(CARE_AT_HOME)
    table.seats[CARE_AT_HOME].pages = 8
    assert one.ask("GET", "/seat/changes").status == 429
    assert Phone(one.application).ask("GET", "/seat/changes").status == 404


def test_a_page_of_a_seat_runs_no_script_from_elsewhere_and_is_kept_nowhere(seated):
    headers = dict(seated(CARE_AT_HOME).ask("GET", "/seat").headers)
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("consent", {"consent": "perhaps"}),
        ("consent", {"consent": ""}),
        ("consent", {"consent": "partner", "partner": "99"}),
        ("consent", {"consent": "partner", "partner": str(CARE_AT_HOME)}),
        ("consent", {"consent": "partner", "partner": "nan"}),
        ("promise", {"promise": "1.4"}),
        ("promise", {"promise": "nan"}),
        ("promise", {"promise": "1e400"}),
        ("promise", {"promise": "1.5", "to": "1"}),
        ("promise", {"promise": "1.5", "to": "1", "offer": "0.07"}),
        ("promise", {"promise": "1.5", "to": "2", "offer": "0.05"}),
        ("promise", {"promise": "1.5", "to": "nan", "offer": "0.05"}),
        ("delivery", {"delivery": "all"}),
        ("home", {"home": "away"}),
    ],
)
def test_nonsense_gets_one_sentence_and_changes_nothing(asked, sent, seated, table):
    """Oracle: by hand; the question stands there again."""
    one = seated(CARE_AT_HOME)
    for before in ALL:
        if before == asked:
            break
        one.post(f"/seat/{before}", number=1, **{before: ALL[before]})
    kept = dict(table.seats[CARE_AT_HOME].answers)
    page = one.post(f"/seat/{asked}", number=1, **sent)
    assert page.status == 400
    assert DUTCH("not_taken") in text_of(page)
    assert table.seats[CARE_AT_HOME].answers == kept


PATHS = [
    "/", "/code", "/table/AAAAAA", "/table/%00", "/seat", "/seat/who", "/seat/consent", "/seat/promise", "/seat/done",
    "/seat/vote", "/seat/check", "/seat/work", "/seat/research",
    "/seat/" + "9" * 400, "/language/nl", "/desk", "/desk/AAAAAA", "/desk/AAAAAA/close",
    "/desk/AAAAAA/play.toml", "/style.css", "/live.js", "/..%2f..%2fetc/passwd",
]  # fmt: skip
WORDS = ["yes", "no", "partner", "1.5", "-1", "1e9", "NaN", "٣", "", "\x00", "<script>", "x" * 5_000, "💥", "half", "1"]
NAMED = ["consent", "partner", "promise", "delivery", "home", "number", "seat", "person", "code", "vote", "row", "key",
         "to", "offer", "work", "research"]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_sent_there_is_an_answer_and_no_traceback(seed, seated, phone, table):
    """Oracle: a status that says what it is, and a table at which every answer is one that can be given."""
    chance = random.Random(seed)
    devices = [phone(client="192.168.1.40"), seated(CARE_AT_HOME), seated(HOSPITAL, client="192.168.1.21")]
    for _ in range(250):
        fields = [
            f"{chance.choice(NAMED)}={quote(chance.choice(WORDS), errors='surrogatepass')}"
            for _ in range(chance.randrange(6))
        ]
        method = chance.choice(["GET", "POST", "POST", "POST", "HEAD", "PUT"])
        path = chance.choice([*PATHS, f"/table/{table.code}"])
        answer = chance.choice(devices).ask(method, path, "&".join(fields).encode())
        assert answer.status in {200, 303, 400, 403, 404, 405, 409, 413}, (method, path, fields)
        assert "Traceback" not in answer.body
    for row in table.seats:
        table.play.check(row, table.seats[row].decision)
    table.close()


def test_a_house_has_no_more_tables_than_it_says(table):
    house = House()
    for _ in range(12):
        house.open(table.play)
    with pytest.raises(InputError, match="got 12 tables, allowed: no more at once"):
        house.open(table.play)

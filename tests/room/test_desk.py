"""The desk: the trainer alone; the clock, what happens from outside, and a screen in front without secrets."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import pytest

from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.results.scenarios import in_a_sentence, name_of
from samenspel.room.kept import as_file
from samenspel.room.play import Decision
from samenspel.room.screen import Around, Whole, in_front
from samenspel.room.seat import at_a_glance
from samenspel.room.visit import changes
from samenspel.room.words import Words
from samenspel.runs import run
from samenspel.scenario import load, names, parse, playing
from samenspel.view.texts import LANGUAGES
from tests.collect.phone import Phone, text_of
from tests.room.conftest import CARE

ENGLISH = Words("en")
HOSPITAL, CARE_AT_HOME, MUNICIPALITY = 1, 2, 5


def at(table, what=""):
    return f"/desk/{table.code}{what}"


def test_the_desk_is_there_for_whoever_has_the_key_at_this_computer_alone(application, desk, house, table):
    """Oracle: by hand: a phone with the key, and this computer without it, find nothing."""
    assert desk.get(at(table)).status == 200
    elsewhere = Phone(application)
    assert elsewhere.get(f"/desk?key={house.key}").status == 404
    here = Phone(application, client="127.0.0.1", host="127.0.0.1:8766")
    for method, path in (("GET", ""), ("GET", "/screen"), ("GET", "/play.toml"), ("POST", "/close"), ("POST", "/end")):
        assert here.ask(method, at(table, path), b"").status == 404
    assert table.play.round == 0


def test_it_says_who_sits_where_and_who_is_ready_and_not_what_they_chose_until_asked(desk, seated, table):
    """Oracle: by hand."""
    one = seated(CARE_AT_HOME, person="Fatima")
    for asked, said in (("consent", "no"), ("promise", "2.0"), ("delivery", "half"), ("home", "report")):
        one.post(f"/seat/{asked}", number=1, **{asked: said})
    seated(HOSPITAL, client="192.168.1.21")
    table.seats[CARE_AT_HOME].pages = table.seats[HOSPITAL].pages = 1
    page = text_of(desk.get(at(table)))
    assert "Fatima" in page
    assert ENGLISH("ready_of", ready=1, all=2) in page
    assert ENGLISH("state_deciding") in page
    assert page.count(ENGLISH("state_model")) == 7
    assert ENGLISH("home_report") not in page
    assert ENGLISH("home_report") in text_of(desk.get(at(table, "?open")))
    table.seats[HOSPITAL].pages = 0
    assert ENGLISH("state_asleep") in text_of(desk.get(at(table)))


def test_what_is_offered_stands_at_the_desk_for_who_asks_and_is_asked_anew_where_it_cannot_be(desk, seated, table):
    """Oracle: by hand; a partner that is gone is offered nothing, and the promise stands."""
    seated(CARE_AT_HOME)
    for asked, said in (("consent", {}), ("promise", {"to": str(HOSPITAL), "offer": "0.05"})):
        table.decide(CARE_AT_HOME, asked, {"consent": "yes", "promise": "1.5"} | said)
    said = ENGLISH("chosen_offer", name="Hospital", amount="3,100 hours of care")
    assert said not in text_of(desk.get(at(table)))
    assert said in text_of(desk.get(at(table, "?open")))
    table._fire([Event(1, organisation=HOSPITAL, act={"stay": 0.0})])
    assert table.seats[CARE_AT_HOME].answers["promise"] == 1.5
    assert table.seats[CARE_AT_HOME].decision.to == -1
    table.close()


def test_the_clock_runs_stands_and_gets_more(desk, table, clock):
    """Oracle: by hand, with seconds of our own."""
    assert (table.left, table.running) == (360.0, False)
    desk.post(at(table, "/clock"))
    clock.seconds += 60
    assert (table.left, table.running) == (300.0, True)
    desk.post(at(table, "/clock"))
    assert (table.left, ENGLISH("resume") in text_of(desk.get(at(table)))) == (300.0, True)
    desk.post(at(table, "/clock"))
    desk.post(at(table, "/more"))
    assert table.left == 360.0
    desk.post(at(table, "/clock"))
    clock.seconds += 600
    assert (table.left, table.running) == (360.0, False)
    desk.post(at(table, "/clock"))
    clock.seconds += 400
    assert table.left == 0.0
    assert table.play.round == 0  # whoever leads closes the round, and not the clock
    desk.post(at(table, "/close"))
    assert (table.play.round, table.left, table.running) == (6, 360.0, False)


@pytest.mark.parametrize("words", [Words("nl"), ENGLISH])
def test_a_round_with_decisions_open_is_closed_after_it_was_asked_and_one_without_at_once(words, desk, seated, table):
    """Oracle: by hand: what the desk asks, and how far the play is."""
    desk.get(f"/language/{words.language}")
    desk.post(at(table, "/close"))
    assert table.play.round == 6  # nobody sits there
    seated(CARE_AT_HOME)
    page = desk.post(at(table, "/close"))
    name = in_a_sentence(CARE.labels[CARE_AT_HOME], words.language)
    assert words("sure_close", names=name) in text_of(page)
    assert words("sure_close", names=name) not in text_of(desk.get(at(table)))
    assert table.play.round == 6
    desk.post(at(table, "/close"), sure=1)
    assert table.play.round == 12
    said = {"promise": "1.5", "delivery": "half", "home": "stay"}
    for asked in table.play.asked(CARE_AT_HOME):
        table.decide(CARE_AT_HOME, asked, {asked: said.get(asked, "yes")})
    assert words("sure_close", names=name) not in text_of(desk.get(at(table, "?ask=close")))  # nothing is open any more
    desk.post(at(table, "/close"))
    assert table.play.round == 18


def test_what_cannot_be_undone_is_asked_about_first(desk, table):
    """Oracle: by hand: the screen, until it was said twice."""
    table.play.close({})
    for what in ("feelings", "named"):
        assert ENGLISH(f"sure_{what}") in text_of(desk.post(at(table, "/show"), what=what))
        assert table.screen != what
        desk.post(at(table, "/show"), what=what, sure=1)
        assert table.screen == what
    desk.post(at(table, "/show"), what="feelings")
    desk.post(at(table, "/show"), what="named")  # which the room has seen
    assert table.screen == "named"
    for nonsense in ("end", "named", "<b>"):
        assert 'id="asking"' not in desk.get(at(table, f"?ask={nonsense}")).body


def test_the_desk_takes_over_and_frees_a_seat(desk, seated, table):
    seated(CARE_AT_HOME)
    desk.post(at(table, "/hold"), row=CARE_AT_HOME)
    assert table.seats[CARE_AT_HOME].held
    desk.post(at(table, "/free"), row=CARE_AT_HOME)
    assert table.seats == {}
    assert desk.post(at(table, "/hold"), row="x").status == 400


def test_something_happens_and_phones_and_screen_have_it_in_the_news(desk, seated, table):
    """Oracle: the events of the play, a cut takes 0.2 of commitment; a choice all that it says."""
    one = seated(MUNICIPALITY)
    desk.post(at(table, "/happen"), kind="cut", row=MUNICIPALITY)
    (fired,) = (event for event in table.play.scenario.events if "budget cut" in event.name)
    assert (fired.round, fired.organisation, fired.add["commitment"]) == (1, MUNICIPALITY, -0.2)
    assert fired.name in text_of(one.get("/seat"))
    assert fired.name in text_of(desk.get(at(table, "/screen")))
    desk.post(at(table, "/close"), sure=1)
    choice = "Shared savings: those who save pay those who bear the costs"
    desk.post(at(table, "/happen"), choice=choice)
    assert [event.round for event in table.play.scenario.events if event.name == choice] == [7] * 5
    for words, page in ((Words("nl"), one.get("/seat")), (ENGLISH, desk.get(at(table, "/screen")))):
        said = text_of(page).replace(f" {words('fresh')} ", " ")
        assert f"{words('group_decided')} {name_of(choice, words.language)}" in said
    assert ENGLISH("fresh") in text_of(desk.get(at(table, "/screen")))
    assert desk.post(at(table, "/happen"), kind="flood", row=1).status == 400
    assert desk.post(at(table, "/happen"), kind="cut", row=99).status == 400


@pytest.mark.parametrize("page", ["consent", "promise", "delivery", "home", "done"])
def test_what_happens_is_on_every_page_of_a_phone_until_the_round_is_closed(page, seated, table):
    """Oracle: by hand: a part of the page that is put anew; whoever looks back at who they are reads it in the news."""
    one = seated(CARE_AT_HOME)
    for asked, said in (("consent", "no"), ("promise", "2.0"), ("delivery", "half"), ("home", "stay")):
        one.post(f"/seat/{asked}", number=1, **{asked: said})
    before, words = at_a_glance(table, CARE_AT_HOME, page), Words("nl")
    table.fire("cut", MUNICIPALITY, "Een bezuiniging")
    assert at_a_glance(table, CARE_AT_HOME, page) != before
    assert words("fired_outside", name="Een bezuiniging") in text_of(one.get(f"/seat/{page}"))
    table.take_back()
    assert at_a_glance(table, CARE_AT_HOME, page) == before
    assert "bezuiniging" not in text_of(one.get(f"/seat/{page}"))


def test_a_wrong_press_is_taken_back_until_the_round_is_closed_and_then_not(desk, table):
    """Oracle: another table at which it never happened: the same file, to the last bit."""
    table.play.close({})
    before = as_file(table.play), table.play.scenario
    desk.post(at(table, "/happen"), kind="cut", row=MUNICIPALITY)
    desk.post(at(table, "/happen"), choice="Shared savings: those who save pay those who bear the costs")
    page = text_of(desk.get(at(table)))
    assert ENGLISH("happens_now") in page
    assert ENGLISH("coming") not in page
    for left in (1, 0):
        desk.post(at(table, "/take_back"))
        assert len(table.play.fired) == left
    assert (as_file(table.play), table.play.scenario) == before
    assert desk.post(at(table, "/take_back")).status == 409
    desk.post(at(table, "/happen"), kind="cut", row=MUNICIPALITY)
    table.play.close({})
    assert desk.post(at(table, "/take_back")).status == 409


def test_what_was_decided_on_something_else_is_asked_anew(table):
    """Oracle: by hand; a partner that one waits for is no longer at the table."""
    table.join(CARE_AT_HOME)
    table.decide(CARE_AT_HOME, "consent", {"consent": "partner", "partner": "1"})
    table._fire([Event(1, organisation=HOSPITAL, act={"stay": 0.0})])
    assert "consent" not in table.seats[CARE_AT_HOME].answers
    table.close()


@pytest.mark.parametrize("said", ["yes", "worth", "most", "partner", "no"])
def test_an_answer_is_to_the_proposal_that_lay_there_and_to_no_other(said, table):
    """Oracle: by hand: what its leader takes to be needed is another thing, so that it proposes another goal."""
    table.join(CARE_AT_HOME)
    answer = {"consent": said, "partner": str(HOSPITAL)}
    table.decide(CARE_AT_HOME, "consent", answer | {"proposal": table.play.laid})
    table.decide(CARE_AT_HOME, "promise", {"promise": "1.5"})
    before = table.play.laid
    table._fire([Event(1, organisation=row, add={"commitment": -0.01}) for row in range(9)])
    assert table.play.laid == before  # something happened, and the proposal is the same
    assert table.seats[CARE_AT_HOME].answers["consent"] == said
    table._fire([Event(1, organisation=row, set={"size": 1.0 + 9.0 * (row == 3)}) for row in range(9)])
    assert table.play.laid != before
    assert table.seats[CARE_AT_HOME].answers == {"promise": 1.5}
    assert table.yes == []
    with pytest.raises(InputError, match=f"proposal: got '{before}', allowed: {table.play.laid}"):
        table.decide(CARE_AT_HOME, "consent", answer | {"proposal": before})
    table.close()
    assert table.play.played[0].decided[CARE_AT_HOME].consent == ""


def test_a_phone_with_an_older_proposal_on_it_is_shown_the_other_one(seated, table):
    """Oracle: the answer that the phone sends from the page that it had."""
    one = seated(CARE_AT_HOME, language="en")
    page = one.get("/seat/consent")
    number, laid = (re.search(rf'name="{name}" value="(.*?)"', page.body)[1] for name in ("number", "proposal"))
    assert laid == table.play.laid
    one.post("/seat/consent", number=number, consent="yes", proposal=laid)
    table._fire([Event(1, organisation=row, set={"size": 1.0 + 9.0 * (row == 3)}) for row in range(9)])
    assert ENGLISH("asked_anew") in text_of(one.get("/seat"))
    again = one.post("/seat/consent", number=number, consent="yes", proposal=laid)
    assert ENGLISH("asked_anew") in text_of(again)
    assert table.yes == []
    one.post("/seat/consent", number=number, consent="yes", proposal=table.play.laid)
    assert table.yes == [CARE_AT_HOME]
    assert ENGLISH("asked_anew") not in text_of(one.get("/seat/consent"))


def test_another_table_can_be_opened_and_all_are_listed(desk, house, table):
    desk.post("/desk", scenario="youth_care")
    assert len(house.tables) == 2
    listed = text_of(desk.get("/desk?all"))
    assert all(code in listed for code in house.tables)
    assert desk.post("/desk", scenario="../../etc").status == 400
    assert desk.post("/desk", scenario="baseline").status == 409  # no names for its themes


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_made_for_playing_is_offered_first_and_then_all_that_can_be_played(
    language, application, house, table
):
    """Oracle: the two folders of scenarios; what has no names for its themes cannot be played."""
    house.language, words = language, Words(language)
    here = Phone(application, client="127.0.0.1", host="127.0.0.1:8766")
    here.get(f"/desk?key={house.key}")
    offered = [
        (unescape(kind), [(name, unescape(title)) for name, title in re.findall('value="(.*?)">(.*?)</option>', those)])
        for kind, those in re.findall('<optgroup label="(.*?)">(.*?)</optgroup>', here.get("/desk?all").body, re.DOTALL)
    ]
    cases = [name for name in names() if load(name).themes]
    assert offered == [
        (words(kind), [(name, words.of_scenario(load(name), "title")) for name in which])
        for kind, which in (("made_for_playing", playing()), ("other_cases", cases))
    ]
    for name in playing():
        assert here.post("/desk", scenario=name).status == 200
    assert {one.play.scenario.name for one in house.tables.values()} == {CARE.name, *playing()}


def test_another_table_can_be_of_the_scenario_that_the_command_named(desk, house, table):
    """Oracle: by hand; without a command there is none."""
    from samenspel.room.play import Play

    assert desk.post("/desk", scenario="+").status == 400
    house.another = lambda: Play(table.play.scenario, 9, 3)
    desk.post("/desk", scenario="+")
    (other,) = (one for one in house.tables.values() if one is not table)
    assert (other.play.step, other.play.course.seed) == (3, 9)


def test_the_file_that_is_kept_runs_to_the_same_bits(desk, seated, table):
    """Oracle: the play at the table."""
    one = seated(CARE_AT_HOME)
    assert desk.get(at(table, "/play.toml")).status == 404
    for number in (1, 2):
        for asked, said in (("consent", "yes"), ("promise", "1.5"), ("delivery", "half"), ("home", "report")):
            one.post(f"/seat/{asked}", number=number, **{asked: said})
        desk.post(at(table, "/close"))
    text = desk.get(at(table, "/play.toml")).body
    assert text == as_file(table.play)
    assert run(parse(text, "kept")).history.tobytes() == table.play.history[:12].tobytes()


def test_a_play_that_is_over_says_so_and_plays_no_more(desk, table):
    for _ in range(10):
        desk.post(at(table, "/close"))
    assert ENGLISH("play_over") in text_of(desk.get(at(table)))
    assert desk.post(at(table, "/close")).status == 409


def test_whoever_leads_can_say_that_the_play_is_over_before_it_is_looked_back_at(desk, seated, table):
    """Oracle: by hand: the phone says so, no round is closed, and all goes on where that was a mistake."""
    one = seated(CARE_AT_HOME)
    assert desk.post(at(table, "/finish")).status == 409  # nothing was played
    desk.post(at(table, "/close"), sure=1)
    decides = text_of(one.get("/seat"))
    assert ENGLISH("finish") in text_of(desk.get(at(table)))
    desk.post(at(table, "/finish"))
    page = one.get("/seat")
    assert Words("nl")("over_title") in text_of(page)
    assert Words("nl")("debrief_more") in text_of(page)
    assert ">Halfjaar 2<" not in page.body.partition("<header")[2]
    screen = desk.get(at(table, "/screen")).body
    assert ENGLISH("play_over") in screen
    assert ">Half-year 2<" not in screen
    assert desk.post(at(table, "/close"), sure=1).status == 409
    desk.post(at(table, "/finish"))
    assert text_of(one.get("/seat")) == decides
    desk.post(at(table, "/finish"))
    assert desk.post(at(table, "/show"), what="feelings", sure=1).status == 200
    assert desk.post(at(table, "/finish")).status == 409


def test_the_clock_is_on_no_screen_until_it_was_started(desk, seated, table):
    """Oracle: by hand."""
    one, hidden = seated(CARE_AT_HOME), re.compile(r'id="clock"[^>]* hidden')
    pages = lambda: (one.get("/seat").body, desk.get(at(table, "/screen")).body)  # noqa: E731
    assert all(hidden.search(page) for page in pages())
    desk.post(at(table, "/clock"))
    assert not any(hidden.search(page) for page in pages())
    desk.post(at(table, "/close"), sure=1)
    assert all(hidden.search(page) for page in pages())


def test_a_yes_that_hangs_on_a_partner_says_at_the_desk_on_which(desk, seated, table):
    """Oracle: by hand."""
    seated(CARE_AT_HOME)
    other = table.play.partners(CARE_AT_HOME)[0]
    table.decide(CARE_AT_HOME, "consent", {"consent": "partner", "partner": str(other)})
    assert f"partner says yes: {CARE.labels[other]}" in text_of(desk.get(at(table, "?open")))


# --- the screen ---------------------------------------------------------------------------------------------------

ON_SCREEN = {
    Whole: {"box", "title", "question", "around", "kind", "words", "anew", "voted", "promised", "delivered",
            "worked_on", "conditions", "news", "group", "began"},
    Around: {"x", "y", "name", "side", "down", "person", "yes", "place"},
}  # fmt: skip


def test_the_screen_shows_the_whole_and_nothing_that_seats_know(table):
    """Oracle: the list above; and a table at which only secrets differ looks the same."""
    for kind, fields in ON_SCREEN.items():
        assert set(kind._fields) == fields
    for row in (HOSPITAL, CARE_AT_HOME):
        table.join(row)
    words = Words("nl")
    before = in_front(table, words)
    table.seats[HOSPITAL].answers = {"promise": 2.0, "delivery": "half", "home": "leave"}
    assert in_front(table, words) == before
    table.seats[HOSPITAL].answers["consent"] = "yes"
    assert [one.yes for one in in_front(table, words).around].count(True) == 1


def test_no_screen_says_how_many_rounds_there_will_be_or_adds_up_to_a_score(desk, table):
    """Oracle: by hand: ten rounds; and a table that delivered twice as much before shows the same of the last round."""
    for what in ("network", "question", "blank"):
        desk.post(at(table, "/show"), what=what)
        assert not re.search(r"\b(10|of at most)\b", text_of(desk.get(at(table, "/screen"))))
    assert desk.post(at(table, "/show"), what="ranking").status == 409
    table.play.close({row: Decision("yes", promise=1.5, delivery="promised") for row in range(9)})
    table.play.close({})
    shown = in_front(table, Words("en"))
    for state in table.play.trace[1:7]:
        state.organisations["pooled"] *= 2.0
    assert in_front(table, Words("en")) == shown


def test_what_all_delivered_is_shown_together_and_never_by_seat(table):
    """Oracle: by hand: all promise half more and mean to deliver it."""
    table.play.close({row: Decision("yes", promise=1.5, delivery="promised") for row in range(9)})
    shown = in_front(table, Words("en"))
    assert shown.voted == (9, 0, 0)
    assert shown.promised == 50
    delivered = [state.organisations["pooled"].mean() for state in table.play.trace[1:7]]
    assert shown.delivered == 5 * round(20 * (sum(delivered) / 6 - 1))  # in fives, as a phone says it


# --- hearing of changes -------------------------------------------------------------------------------------------


def asked(shows):
    """A request for the line, of a page that was made at a glance."""
    from starlette.requests import Request

    return Request({"type": "http", "headers": [], "query_string": f"shows={shows}".encode()})


def test_a_page_hears_of_a_change_at_once_and_a_phone_that_sleeps_is_seen(table):
    """Oracle: by hand; what is sent over the line, and how many pages of a seat are open meanwhile."""
    table.join(CARE_AT_HOME)

    async def listening():
        shows, seat = lambda: at_a_glance(table, CARE_AT_HOME, ""), table.seats[CARE_AT_HOME]
        told = changes(asked(shows()), table, shows, seat).body_iterator
        waiting = asyncio.ensure_future(anext(told))
        await asyncio.sleep(0)
        awake = seat.pages
        table.join(HOSPITAL)  # which this phone does not show
        for _ in range(5):
            await asyncio.sleep(0)
        early = waiting.done()
        table.close()
        heard = [await asyncio.wait_for(waiting, 10.0)]
        await told.aclose()
        late = changes(asked("what it showed then"), table, shows, seat).body_iterator
        heard.append(await anext(late))
        await late.aclose()
        asleep = seat.pages
        table.end()
        rest = [one async for one in changes(asked(""), table, lambda: "").body_iterator]
        return early, heard, awake, asleep, rest

    early, heard, awake, asleep, rest = asyncio.run(listening())
    assert not early
    assert heard == [f"id: {(now := heard[0].split()[1])}\ndata: {now}\n\n"] * 2
    assert (awake, asleep) == (1, 0)
    assert rest == ["data: ended\n\n"]

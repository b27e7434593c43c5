"""Looking back: what was promised and delivered, what the model would have played, and a round with other luck."""

from __future__ import annotations

import re

import numpy as np
import pytest

from samenspel.results.scenarios import name_of
from samenspel.room import debrief
from samenspel.room.check import FIVE
from samenspel.room.otherwise import again, in_seat, with_model
from samenspel.room.play import Decision, Play
from samenspel.room.table import DEBRIEF, Screen
from samenspel.room.words import Words
from samenspel.runs import run
from tests.collect.phone import text_of

from .conftest import CARE

DUTCH, ENGLISH = Words("nl"), Words("en")
ME = 2
YES = Decision("yes", promise=1.5, delivery="promised")


@pytest.fixture
def played(table):
    """A table at which one seat played three rounds, and three others the first, so that there is a goal."""
    table.join(ME)
    table.play.close({ME: YES, 0: YES, 1: YES, 5: YES, 6: YES})
    table.play.close({ME: YES._replace(delivery="half")})
    table.play.close({ME: YES._replace(promise=2.0)})
    table.looked_at = (ME, 2)
    return table


def test_the_model_in_a_seat_that_plays_as_the_model_plays_the_same():
    """Oracle: the run without people: a seat that leaves all to the model differs from it in nothing."""
    play = Play(CARE)
    for _ in range(2):
        play.close({ME: Decision()})
    assert play.history[:12].tobytes() == run(CARE, rounds=12).history.tobytes()
    assert [one.delivered for one in in_seat(play, ME)] in ([], [None] * 2)  # what it left to the model is not its own
    assert again(play, ME, 1, times=5).tolist() == [0.0] * 5


def test_what_the_model_would_have_played_is_the_round_without_that_seat(played):
    """Oracle: another play, with the same rounds before it and nobody in that seat in the second."""
    play, other = played.play, Play(CARE)
    other.close(play.played[0].decided)
    other.close({})
    of_second = in_seat(play, ME)[1]
    theirs = [state.organisations[ME] for state in other.trace[7:13]]
    assert of_second.model_promised == round(100 * (np.mean([me["promise"] for me in theirs]) - 1))
    assert of_second.model_delivered == 5 * round(20 * (np.mean([me["pooled"] for me in theirs]) - 1))  # as phones say
    assert of_second.promised == 50
    assert of_second.promised != of_second.model_promised


def test_a_round_again_has_the_same_past_and_other_luck_the_same_for_both(played):
    """Oracle: by hand: the first difference is that of two courses that are played here, with the next seed."""
    play = played.play
    found = again(play, ME, 2, times=8)
    assert len(set(found.tolist())) > 1
    second = play.played[1]
    values = []
    for alone in (False, True):
        course = second.before.fork()
        course.events = [
            event
            for event in play.scenario.events
            if not (alone and event.organisation == ME and event.act and 7 <= event.round <= 12)
        ]
        course.seed += 1
        history = np.zeros(18, play.history.dtype)
        course.proceed(18, history)
        values.append(history["joint_value"][6:].mean())
    assert found[0] == values[0] - values[1]


def test_nothing_that_came_of_a_round_is_left_where_the_model_plays_it():
    """Oracle: by hand; a report at home, and the stay that was said of the next round, are of the round before."""
    play = Play(CARE)
    play.close({ME: YES._replace(home="report"), 1: YES})
    play.close({ME: YES})
    course = play.played[0].before.fork()
    course.events = list(play.scenario.events)
    other = with_model(course, play.played[0], ME)
    gone = [event for event in course.events if event not in other.events]
    assert {event.organisation for event in gone} == {ME}
    assert [event.round for event in gone] == [1, 2, 3, 4, 5, 6, 7, 7]  # the last two the stay and the report
    assert len(course.events) - len(other.events) == 8
    assert [event.round for event in other.events if event.organisation == ME and event.act] == [
        7,
        8,
        9,
        10,
        11,
        12,
        13,
    ]


@pytest.mark.parametrize(("screen", "made"), [(Screen.MODEL, "in_seat"), (Screen.AGAIN, "again")])
def test_what_is_played_again_to_look_back_is_played_once_until_something_happens(screen, made, played, monkeypatch):
    """Oracle: how often it is asked for; what is played while it is being made is not taken for what came before."""
    asked, answers = [], getattr(debrief, made)

    def counted(play, *given):
        asked.append(len(play.played))
        found = answers(play, *given)
        if len(asked) == 1:
            play.close({ME: YES})
        return found

    monkeypatch.setattr(debrief, made, counted)
    first, *rest = (debrief.told(played, ENGLISH, screen) for _ in range(3))
    assert asked == [3, 4]
    assert str(rest[0]) == str(rest[1])
    assert str(rest[0]) != str(first)


def test_promised_and_delivered_come_without_names_first_and_in_an_order_that_says_nothing(played):
    """Oracle: the trace, by hand; and that letters do not follow the rows."""
    played.screen = Screen.DELIVERED
    unnamed = debrief.told(played, ENGLISH, played.screen)
    assert not any(one.name in CARE.labels for one in unnamed["rows"])
    played.screen = Screen.NAMED
    named = debrief.told(played, ENGLISH, played.screen)["rows"]
    assert [one.name for one in named] == list(CARE.labels)
    assert [one.rounds for one in unnamed["rows"]] != [one.rounds for one in named]
    assert sorted(str(one.rounds) for one in unnamed["rows"]) == sorted(str(one.rounds) for one in named)
    mine = named[ME]
    assert [pair[0] for pair in mine.rounds] == [1.5, 1.5, 2.0]
    came = [sum(state.organisations["pooled"][ME] for state in played.play.trace[first:first + 6]) / 6
            for first in (1, 7, 13)]  # fmt: skip
    assert [pair[1] for pair in mine.rounds] == pytest.approx(came, abs=0.006)
    assert mine._fields == ("name", "rounds")  # nothing adds up to a score


def test_what_was_offered_stands_beside_what_became_of_it(table):
    """Oracle: by hand, and the states; where nobody offered anything there is no such step."""
    play = table.play
    play.close({ME: YES, 0: YES, 1: YES, 5: YES, 6: YES})
    table.show("feelings")
    assert Screen.OFFERED not in table.can_be_shown
    play.close({ME: YES._replace(to=1, offer=0.05)})
    assert Screen.OFFERED in table.can_be_shown
    table.show("offered")
    (row,) = debrief.told(table, ENGLISH, Screen.OFFERED)["rows"]
    assert row == debrief.Counted("Half-year 2", 1, int(play.played[1].said[1]))  # nobody agreed to names yet
    table.show("named")
    (row,) = debrief.told(table, ENGLISH, Screen.OFFERED)["rows"]
    assert (row.name, row.unit) == ("Hospital", "admissions")
    assert row.worth == pytest.approx(64.0)  # a tenth of what it makes alone
    assert debrief.told(table, ENGLISH, Screen.OFFERED)["by"] == ["Home Care Organisation"]
    came = [state.organisations["pooled"][1] for state in play.trace[7:13]]
    promised = [state.organisations["promise"][1] for state in play.trace[7:13]]
    assert row.by == ((debrief.Gift(2, False, sum(came) >= 0.9 * sum(promised)),),)


def test_trust_and_loyalties_are_those_of_the_first_and_the_last_state(played):
    """Oracle: the states."""
    first, last = played.play.trace[0], played.play.trace[-1]
    played.named = True
    played.screen = Screen.TRUST
    row = debrief.told(played, ENGLISH, played.screen)["rows"][ME]
    mine = slice(first.organisations["first"][ME], first.organisations["last"][ME])
    assert row.one == tuple(round(100 * float(state.ties["trust"][mine].mean())) for state in (first, last))
    towards = first.ties["target"] == ME
    assert row.other == tuple(round(100 * float(state.ties["trust"][towards].mean())) for state in (first, last))
    played.screen = Screen.HOME
    row = debrief.told(played, ENGLISH, played.screen)["rows"][ME]
    assert row.other == tuple(round(100 * float(state.organisations["home"][ME])) for state in (first, last))


WITH_SEATS = (Screen.DELIVERED, Screen.OFFERED, Screen.TRUST, Screen.HOME, Screen.NORMS, Screen.NEED)


def test_no_step_names_a_seat_until_names_were_agreed_to_and_none_does_after_they_were_taken_away(desk, played):
    """Oracle: the names of the scenario in whatever a screen is sent, in both languages; and letters that agree."""
    where = f"/desk/{played.code}"
    played.play.close({ME: YES._replace(to=1, offer=0.05)})
    played.play.close({})
    played.show("feelings")
    names = {name_of(label, one) for label in CARE.labels for one in ("nl", "en")}

    def named():
        found = set()
        for what in WITH_SEATS[1:]:
            played.show(what)
            if any(name.lower() in desk.get(f"{where}/screen").body.lower() for name in names):
                found.add(what)
        return found

    assert named() == set()
    played.show("named")
    assert {Screen.OFFERED, Screen.TRUST, Screen.HOME, Screen.NEED} <= named()
    played.show("delivered")
    assert named() == set()
    letters = [debrief.seats(played, ENGLISH) for _ in range(2)]
    assert letters[0] == letters[1]
    (offer,) = debrief.told(played, ENGLISH, Screen.OFFERED)["rows"]
    assert set(offer._fields) == {"span", "offers", "yes"}  # what came of it says which seat it was


@pytest.mark.parametrize("words", [DUTCH, ENGLISH])
def test_of_what_the_model_would_have_played_nothing_is_shown_before_a_seat_was_chosen(words, desk, played):
    """Oracle: the screen, by hand: no name, no number; and then the seat that was chosen."""
    where = f"/desk/{played.code}"
    played.looked_at = (-1, 0)
    desk.get(f"/language/{words.language}")
    played.show("feelings")
    for what in ("model", "again"):
        desk.post(f"{where}/show", what=what)
        screen = desk.get(f"{where}/screen")
        assert words("look_first") in text_of(screen)
        assert "<svg" not in screen.body
        assert not any(name_of(label, words.language) in screen.body for label in CARE.labels)
        assert words("look_which") in text_of(desk.get(where))
    desk.post(f"{where}/look", at=f"{ME}:2")
    for what in ("model", "again"):
        desk.post(f"{where}/show", what=what)
        assert name_of(CARE.labels[ME], words.language).lower() in desk.get(f"{where}/screen").body.lower()


def test_a_round_with_other_luck_says_how_far_apart_and_not_which_was_more(played, monkeypatch):
    """Oracle: the same 200 differences with the opposite sign look the same."""
    shown = []
    for sign in (1.0, -1.0):
        monkeypatch.setattr(debrief, "again", lambda *_, sign=sign: sign * np.linspace(-0.1, 0.3, 200))
        played.play.turn += 1
        shown.append(debrief.told(played, ENGLISH, Screen.AGAIN))
    assert shown[0] == shown[1]
    points = 100 * np.abs(np.linspace(-0.1, 0.3, 200)) / 0.5
    assert shown[0]["percent"] == round(points.mean()) == 25
    assert shown[0]["much"] == "much"
    assert shown[0]["same"] == np.sum(points >= 20)  # the answer, and how often it is that, by one threshold
    assert shown[0]["worth"] == pytest.approx(points.mean() / 100 * CARE.stakes[ME].amount)
    for words in (DUTCH, ENGLISH):
        said = " ".join(text[words.language] for key, text in words.texts().items() if key.startswith("again_"))
        assert not re.search(r"\b(more|less|better|meer|minder|beter)\b", said)


@pytest.mark.parametrize(
    ("far", "much"), [(0.0, "little"), (0.0199, "little"), (0.0201, "some"), (0.0999, "some"), (0.1001, "much")]
)
def test_how_much_hung_on_a_round_is_told_by_what_anybody_would_notice(far, much, played, monkeypatch):
    """Oracle: by hand: .02 of value a round, which the page takes nobody to notice, and five times that."""
    monkeypatch.setattr(debrief, "again", lambda *_: np.full(200, far))
    played.play.turn += 1
    told = debrief.told(played, ENGLISH, Screen.AGAIN)
    assert (told["much"], told["same"]) == (much, 200)
    at = told["levels"].index(much)
    assert all(told["ends"][at] - 0.05 <= x <= told["ends"][at + 1] + 0.05 for x, _ in told["dots"])
    assert len(told["dots"]) == 200


def test_a_round_that_somebody_left_to_the_model_is_not_called_theirs():
    """Oracle: by hand: whoever only said no promised and delivered nothing in person."""
    play = Play(CARE)
    play.close(dict.fromkeys((ME, 0, 1, 5, 6), YES))
    play.close({ME: Decision("no")})
    assert play.agreed
    assert [one.number for one in in_seat(play, ME)] == [1]


def test_with_the_model_in_a_seat_its_offer_is_gone_and_what_it_was_offered_stays():
    """Oracle: by hand: the burdens of the round that is played again."""
    play = Play(CARE)
    start = play.state.organisations["burden"].copy()
    play.close({ME: YES._replace(to=1, offer=0.05), 0: YES._replace(to=ME, offer=0.1)})
    course = with_model(play.played[0].before, play.played[0], ME)
    course.proceed(6, np.zeros(6, play.history.dtype))
    moved = course.state.organisations["burden"] - start
    assert moved == pytest.approx([-0.1, 0, 0.1, 0, 0, 0, 0, 0, 0], abs=1e-12)


def test_every_step_is_shown_in_order_and_the_play_cannot_go_on(desk, seated, table):
    """Oracle: a page for each; and phones that say where to look."""
    one = seated(ME)
    table.play.close({ME: YES._replace(to=1, offer=0.05), 0: YES, 1: YES, 5: YES, 6: YES})
    where = f"/desk/{table.code}"
    assert [one for one in DEBRIEF if one not in table.can_be_shown] == list(DEBRIEF[1:])  # feelings first
    desk.post(f"{where}/show", what="check")
    one.post("/seat/check", asked="conditions", **dict.fromkeys(FIVE, "3"))
    for what in DEBRIEF:
        assert desk.post(f"{where}/show", what=what, sure=1).status == 200
        assert desk.get(f"{where}/screen").status == 200, what
        asked = {"norms": "vote_title", "monday": "agree_title"}.get(what, "look_up")
        assert DUTCH(asked) in text_of(one.get("/seat"))
    assert desk.post(f"{where}/show", what="network").status == 409
    assert desk.post(f"{where}/close").status == 409


def test_people_vote_for_which_norm_they_played(desk, seated, table):
    """Oracle: by hand."""
    one, other = seated(ME), seated(5, client="192.168.1.21")
    table.close()
    where = f"/desk/{table.code}"
    assert one.post("/seat/vote", vote="lead").status == 400  # not asked yet
    for what in ("feelings", "norms"):
        desk.post(f"{where}/show", what=what, sure=1)
    one.post("/seat/vote", vote="lead")
    other.post("/seat/vote", vote="whole")
    one.post("/seat/vote", vote="whole")
    assert debrief.told(table, ENGLISH, table.screen)["votes"] == {"lead": 0, "whole": 2}
    assert one.post("/seat/vote", vote="me").status == 400


def test_the_desk_says_which_seat_and_round_are_looked_at_and_whether_names_are_on_the_screen(desk, played):
    where = f"/desk/{played.code}"
    desk.post(f"{where}/show", what="feelings", sure=1)
    desk.post(f"{where}/look", at=f"{ME}:3")
    assert played.looked_at == (ME, 3)
    assert desk.post(f"{where}/look", at="5:3").status == 409  # nobody decided there
    assert desk.post(f"{where}/look", at="5").status == 400
    desk.post(f"{where}/show", what="named", sure=1)
    assert played.screen == Screen.NAMED
    assert CARE.labels[ME] in text_of(desk.get(f"{where}/screen"))
    desk.post(f"{where}/show", what="delivered")
    assert CARE.labels[ME] not in text_of(desk.get(f"{where}/screen"))


def test_before_anything_was_played_there_is_nothing_to_look_back_at(desk, table):
    assert desk.post(f"/desk/{table.code}/show", what="feelings").status == 409


def test_what_is_said_of_luck_is_so():
    """Oracle: the deliveries of the model in eight runs, beside what was meant: one half-year in ten loses a third."""
    kept = []
    for seed in range(1, 9):
        found = run(CARE, seed, rounds=36, trace=True)
        share = found.trace["own"] / found.trace["intended"]
        works = (found.history["agreed"] > 0)[:, None] & (found.trace["member"] == 1)
        for first in range(0, 36, 6):
            rounds = slice(first, first + 6)
            kept += [share[rounds, row][works[rounds, row]].mean() for row in range(9) if works[rounds, row].any()]
    assert 0.6 < np.quantile(kept, 0.1) < 0.73

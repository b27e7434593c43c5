"""The desk: what people do on the page, and what it then shows, without a browser."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from samenspel.errors import InputError
from samenspel.game import ALONE
from samenspel.scenario import Aim, load, names, parse, with_changes
from samenspel.view import page, touring
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.download import whole_file
from samenspel.view.shown import charts, stage
from samenspel.view.shown.bet import bet
from samenspel.view.shown.card import card
from samenspel.view.shown.clock import clock
from samenspel.view.shown.ending import ending
from samenspel.view.shown.headline import headline
from samenspel.view.shown.log import log
from samenspel.view.shown.luck import luck
from samenspel.view.shown.top import top
from samenspel.view.shown.whatif import whatif
from samenspel.view.texts import LANGUAGES, Texts

SHOWN = (top, stage.network, headline, charts.beside, log, clock, bet, whatif, card)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_everything_that_is_shown_is_plain_data(name, language):
    """Oracle: JSON, in which there are no numbers of numpy and no objects."""
    desk = Desk(Setting(name, language=language))
    desk.session.go(8)
    desk.picked_on_stage({"row": 1})
    desk.forked({"name": "x", "changes": {"logic": "hierarchy"}, "round": 8})
    for what in SHOWN:
        json.dumps(what(desk), allow_nan=False)
    rounds = desk.session.line.rounds
    assert (
        len(headline(desk))
        == len(log(desk)["entries"])
        == len(json.loads(stage.network(desk)["columns"]))
        == rounds + 1
    )
    assert len(card(desk)["frames"]) == len(stage.network(desk)["status"]) == rounds + 1


def test_a_part_of_the_page_that_bears_a_name_that_widgets_have_is_refused():
    """Oracle: an attribute of ipyvuetify's template; a part that shadowed one would not open, without a word."""
    with pytest.raises(ValueError, match="names of their own: layout"):
        page.component("log", ("entries", "layout"), ())


def test_a_name_that_is_taken_gets_a_number():
    desk = Desk(Setting("baseline"))
    for _ in range(2):
        desk.session.show(0)
        desk.forked({"name": "again", "changes": {"logic": "hierarchy"}, "round": 0})
    assert [line.name for line in desk.session.lines] == ["", "again", "again (2)"]


PLAN = ({"relation": 1.0}, {"organisation": 0.5}, {"process": 0.5, "ambition": 0.25})


def test_a_budget_is_divided_over_phases_and_effort_stops_when_it_is_spent():
    """Oracle: the sums by hand: 10 rounds of 1, 10 of a half, and of three quarters until 20 has been spent."""
    desk = Desk(Setting("integrated_care"))
    desk.forked({"name": "plan", "plan": PLAN, "lengths": [10, 10, 40], "budget": 20, "round": 0})
    line = desk.session.line
    assert [event.round for event in line.own] == [1, 11, 21]
    spent = line.history["effort"]
    assert (spent[9], spent[19], spent[20], spent[-1]) == pytest.approx((10.0, 15.0, 15.75, 20.0))
    said = charts.effort(desk)
    assert said[0] == ""
    assert said[10] == "effort: 10 of 20 rounds of full work on one condition"
    assert said[60] == "effort: 20 of 20 rounds of full work on one condition"
    assert any(
        entry["text"] == "The budget for effort (20) is used up." for entry in log(desk)["entries"][27]["sentences"]
    )


def test_a_budget_counts_from_the_fork_on():
    """Oracle: what was spent before, by hand: 5 rounds of 1."""
    desk = Desk(Setting("baseline"))
    desk.forked({"name": "first", "plan": [{"relation": 1.0}], "lengths": [1], "budget": 60, "round": 0})
    desk.forked({"name": "second", "plan": [{"process": 1.0}], "lengths": [1], "budget": 8, "round": 5})
    assert desk.session.line.history["effort"][-1] == pytest.approx(13.0)


def test_effort_without_a_limit_says_only_what_was_spent():
    """Oracle: 12 rounds of 1, by hand; a scenario in which nobody spends anything."""
    desk = Desk(Setting("baseline"))
    assert charts.effort(desk) == [""] * 61
    desk.forked({"name": "x", "plan": [{"relation": 1.0}], "lengths": [1], "round": 0})
    assert charts.effort(desk)[12] == "effort so far: 12 rounds of full work on one condition"


@pytest.mark.parametrize("count", [0, 5])
def test_too_many_phases_are_refused(count):
    desk = Desk(Setting("baseline"))
    form = {"name": "x", "plan": [{}] * count, "lengths": [1] * count, "round": 0, "changes": {"trust.gain": 0.2}}
    if count:
        with pytest.raises(InputError, match="phases: got 5"):
            desk.forked(form)
    else:
        desk.forked(form)
        assert len(desk.session.line.own) == 1


def hierarchy(desk, name, round_=0):
    desk.session.show(0)
    desk.forked({"name": name, "changes": {"logic": "hierarchy", "trust.gain": 0.1 + len(name) / 100}, "round": round_})


def test_settings_that_were_tried_are_remembered_and_come_back_to_the_bit():
    """Oracle: the history before it was put away."""
    desk = Desk(Setting("baseline"))
    for name in ("a", "bb", "ccc", "dddd", "eeeee"):
        hierarchy(desk, name)
    assert [line.name for line in desk.session.lines] == ["", "ccc", "dddd", "eeeee"]
    assert [one["name"] for one in whatif(desk)["shelved"]] == ["a", "bb"]
    before = Desk(Setting("baseline"))
    hierarchy(before, "a")
    desk.session.go(17)
    desk.brought_back(0)
    assert desk.session.line.history.tobytes() == before.session.line.history.tobytes()
    assert (desk.session.line.name, desk.session.round, desk.session.ghost) == ("a", 17, 0)
    assert len(desk.session.lines) == 4
    assert [one["name"] for one in whatif(desk)["shelved"]] == ["bb", "ccc"]


def test_starting_again_keeps_the_list_and_leads_back_to_ones_own_settings():
    desk = Desk(Setting("baseline"))
    hierarchy(desk, "mine")
    history = desk.session.line.history.tobytes()
    assert not whatif(desk)["mine"]
    desk.reset()
    assert (desk.session.line.name, whatif(desk)["mine"]) == ("", True)
    desk.back_to_mine()
    assert desk.session.line.history.tobytes() == history
    desk.line_shown({"shown": 0, "ghost": -1})
    desk.back_to_mine()
    assert (desk.session.line.name, desk.session.shadow.name) == ("mine", "")


def test_putting_a_fork_away_leaves_what_is_shown_where_it_is():
    desk = Desk(Setting("baseline"))
    hierarchy(desk, "a")
    hierarchy(desk, "bb")
    desk.dropped(1)
    assert (desk.session.line.name, desk.session.shadow.name) == ("bb", "")
    desk.dropped(0)
    desk.dropped(7)
    assert len(desk.session.lines) == 2


def test_what_nobody_sees_is_hidden_until_it_is_revealed():
    """Oracle: the state."""
    desk = Desk(Setting("integrated_care"))
    desk.session.go(20)
    desk.picked_on_stage({"row": 1})
    home = desk.session.line.at(20).state.organisations["home"][1]
    share = desk.texts.percent(home)
    assert not any("board" in said for said in card(desk)["frames"][20])
    assert {vessel[8] for vessel in json.loads(stage.network(desk)["columns"])[20]["series.1.data"]} == {-1.0}
    assert charts.beside(desk)["views"]["option"] == {}
    desk.revealed_or_hidden()
    assert any("board" in said and share in said for said in card(desk)["frames"][20])
    assert json.loads(stage.network(desk)["columns"])[20]["series.1.data"][1][8] == pytest.approx(home, abs=1e-3)
    dots = json.loads(charts.beside(desk)["views"]["columns"])[20]["series.0.data"]
    perceptions = desk.session.line.at(20).state.organisations["perception"]
    assert np.array(dots) == pytest.approx(perceptions[:, :2], abs=1e-3)
    json.dumps(charts.beside(desk), allow_nan=False)


def test_organisations_can_be_chosen_without_a_mouse():
    desk = Desk(Setting("baseline"))
    desk.next_picked(1)
    assert desk.picked == {"row": 0}
    desk.next_picked(-1)
    assert desk.picked == {"row": 7}
    desk.closed_one()
    assert desk.picked == {}


def test_languages_switch_without_moving_anything():
    desk = Desk(Setting("integrated_care"))
    desk.session.go(14)
    before = stage.network(desk)
    desk.language_picked("nl")
    after = stage.network(desk)
    places = [[node["value"] for node in shown["option"]["series"][0]["data"]] for shown in (before, after)]
    assert places[0] == places[1]
    assert desk.session.round == 14
    assert top(desk)["title"] == "Zorg voor ouderen, samen"
    assert headline(desk)[14]["unit"].endswith("ieder voor zich, in deze ronde")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_whoever_leads_a_session_should_know_stands_under_the_story(language):
    """Oracle: the texts of the scenario; of one that says none of it, nothing."""
    desk = Desk(Setting("youth_care", language=language))
    told = [desk.texts.of_scenario(desk.scenario, what) for what in ("lesson", "reality", "fiction")]
    assert [one["text"] for one in top(desk)["about"]] == [" ".join(text.split()) for text in told]
    desk.opened([{"name": "own.toml", "text": '[network]\ngenerator = "ring"\norganisations = 4'}])
    assert top(desk)["about"] == []


def test_another_scenario_begins_anew_and_remembers_the_language():
    desk = Desk(Setting("baseline", language="nl"))
    desk.session.go(9)
    fresh = desk.fresh
    desk.scenario_picked("merger")
    assert (desk.scenario.name, desk.session.round, desk.texts.language) == ("merger", 0, "nl")
    assert desk.fresh == fresh + 1


def test_an_unknown_event_is_refused():
    desk = Desk(Setting("baseline"))
    with pytest.raises((InputError, KeyError)):
        desk.happened({"kind": "meteor", "row": 0, "round": 1})


def test_the_card_says_what_an_organisation_wants():
    """Oracle: interests, by hand."""
    desk = Desk(Setting("integrated_care"))
    desk.picked_on_stage({"row": 3})
    state = desk.session.line.at(20).state
    wants, us = state.organisations["interests"], state.collaboration[0]
    apart = [math.dist(wants[3], one) if row != 3 else math.nan for row, one in enumerate(wants)]
    near, far = (
        desk.texts.in_a_sentence(desk.scenario.labels[int(row)]) for row in (np.nanargmin(apart), np.nanargmax(apart))
    )
    said = card(desk)["frames"][20]
    assert desk.texts("card.interests", near=near, far=far) in said
    off = math.sqrt(float((state.organisations["salience"][3] * (us["goal"] - wants[3]) ** 2).sum()))
    how = "near" if off < 0.1 else "far" if off > 0.25 else "some"
    assert desk.texts(f"card.wish_{how}") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_begins_with_what_an_organisation_wants_and_fears_before_anything_is_played(language):
    """Oracle: the case, in the words of its language; whoever has to go home for a yes is said to."""
    desk = Desk(Setting("integrated_care", language=language))
    labels = desk.scenario.labels
    for label, asks in (("Hospital", True), ("Home Care Organisation", False)):
        desk.picked_on_stage({"row": labels.index(label)})
        said, aim = card(desk)["frames"][0], desk.texts.aim(desk.scenario, label)
        first = [desk.texts("card.wants", text=aim.wants), desk.texts("card.fears", text=aim.fears)]
        assert said[:2] == first
        assert (desk.texts("card.ratifies") in said) == asks


def test_the_card_says_in_ends_of_themes_what_somebody_wants_of_whom_it_is_not_said():
    """Oracle: interests and ends by hand; of themes without names nothing is said."""
    themes = "".join(f'[[themes]]\nname = "{one}"\nfrom = "{one} low"\nto = "{one} high"\n' for one in "ab")
    people = '[[organisations]]\nname = "A"\ninterests = [0.9, 0.1]\n[[organisations]]\nname = "B"\n'
    desk = Desk(Setting("baseline"), scenario=parse(themes + people, "own"))
    desk.picked_on_stage({"row": 0})
    wants = card(desk)["frames"][0][0]
    assert wants.startswith("Wants: ")
    assert [wants.index(end) for end in ("a high", "a low", "b low", "b high")] == sorted(
        wants.index(end) for end in ("a high", "a low", "b low", "b high")
    )
    nameless = Desk(Setting("baseline"))
    nameless.picked_on_stage({"row": 0})
    assert not any(one.startswith("Wants") for one in card(nameless)["frames"][0])


def test_two_that_merged_want_what_both_did():
    """Oracle: the case; and in the file of it both are kept."""
    both = with_changes(load("integrated_care"), {"merge": "Hospital + Nursing Home Group"})
    one, other = (load("integrated_care").aims[label] for label in ("Hospital", "Nursing Home Group"))
    merged = next(label for label in both.labels if " + " in label)
    assert Texts("en").aim(both, merged) == Aim(f"{one.wants}; {other.wants}", f"{one.fears}; {other.fears}")
    assert parse(whole_file(both, 1), "kept").aims[merged].wants == f"{one.wants}; {other.wants}"
    assert parse(whole_file(load("integrated_care"), 1), "kept").aims == load("integrated_care").aims


def test_while_a_group_is_asked_nothing_on_the_page_tells_the_answer():
    """Oracle: the page of a line that was cut off where the question begins; after the answer, the whole line."""
    desk = Desk(Setting("integrated_care"))
    before = clock(desk)["courses"][0]
    desk.forked({"name": "x", "changes": {"value.common": 0.1}, "round": 20})
    assert desk.asked
    asked = clock(desk)
    assert asked["until"] == 20
    assert (asked["courses"][0]["low"], asked["courses"][0]["high"]) == (before["low"], before["high"])
    assert desk.session.line.history["joint_value"].max() / ALONE > before["high"]
    desk.side_by_side()
    assert not desk.compared
    desk.exchanged()
    assert desk.session.line.name == "x"
    assert whatif(desk)["bet"]
    assert not top(desk)["comparable"]
    desk.bet_on("more")
    answered = clock(desk)
    assert answered["until"] == desk.session.line.rounds
    assert answered["courses"][0]["high"] > before["high"]
    desk.side_by_side()
    assert desk.compared


def test_what_meeting_costs_is_said_where_there_is_no_goal_and_it_brings_less_than_alone():
    """Oracle: the outcomes: whether there is a goal, and the value of the round as it is written."""
    desk = Desk(Setting("merger"))
    line = desk.session.line
    frames = headline(desk)
    assert not frames[0]["meeting"]
    for round_ in range(1, line.rounds + 1):
        only_costs = not line.history["agreed"][round_ - 1] and frames[round_]["number"].startswith("−")
        assert bool(frames[round_]["meeting"]) == only_costs
    assert {bool(frame["meeting"]) for frame in frames[1:]} == {True, False}


def test_that_partners_can_be_clicked_is_said_until_somebody_does():
    desk = Desk(Setting("baseline"))
    assert not desk.clicked
    desk.picked_on_stage({})
    assert not desk.clicked
    desk.picked_on_stage({"row": 1})
    desk.picked_on_stage({})
    assert desk.clicked


def test_play_in_the_last_round_brings_the_network_back_until_the_line_ends_again():
    """Oracle: the ending, which covers the network; the page plays on from the round that it says."""
    desk = Desk(Setting("baseline"))
    desk.round_shown(desk.session.line.rounds)
    assert ending(desk) is not None
    desk.played(0)
    assert ending(desk) is None
    assert desk.session.round == 0
    desk.round_shown(desk.session.line.rounds)
    assert ending(desk) is not None


def with_an_answer():
    """A desk where a change was predicted, played to its end, and is there with its question whether that was luck."""
    desk = Desk(Setting("integrated_care", language="nl"))
    desk.forked({"name": "anders", "changes": {"logic": "hierarchy"}, "round": 0})
    desk.bet_on("more")
    desk.round_shown(desk.session.line.rounds)
    return desk


def test_the_number_of_a_round_and_the_mean_of_all_say_which_they_are():
    """Oracle: the history; the mean of the headline after the last round is that of the ending."""
    desk = Desk(Setting("integrated_care", language="nl"))
    line, texts = desk.session.line, desk.texts
    desk.round_shown(line.rounds)
    last = headline(desk)[-1]
    assert last["unit"].endswith("in deze ronde")
    assert last["number"] == texts.gain(abs(line.history["joint_value"][-1]))
    assert f"gemiddeld over {line.rounds} rondes" in last["mean"]
    assert f"gemiddeld over {line.rounds} rondes" in ending(desk)["unit"]
    assert ending(desk)["number"] in last["mean"]
    assert ending(desk)["number"] != last["number"]


def test_the_ending_that_was_put_away_comes_back_by_a_button():
    desk = Desk(Setting("integrated_care"))
    keys = [one["key"] for one in stage.switches(desk)]
    assert "in_short" not in keys
    desk.round_shown(desk.session.line.rounds)
    desk.ending_closed()
    assert ending(desk) is None
    assert "in_short" in [one["key"] for one in stage.switches(desk)]
    desk.ending_opened()
    assert ending(desk) is not None
    assert "in_short" not in [one["key"] for one in stage.switches(desk)]


def test_the_outcome_of_one_run_is_said_to_be_of_one_and_the_answer_on_luck_is_not_asked_for_again():
    """Oracle: the texts, and the verdict; the ending has the mean difference besides."""
    desk = with_an_answer()
    before = bet(desk)
    assert "in dit verloop" in before["outcome"]
    assert before["one_run"]
    assert before["luck"] == ""
    desk.luck_asked()
    after = bet(desk)
    assert after["one_run"] == ""
    assert luck(desk).startswith(after["luck"])
    assert len(after["luck"]) > 5
    mean = desk.texts.points(desk.found.created.interval.mean, signed=True)
    desk.bet_seen()
    told = {one["about"]: one["text"] for one in ending(desk)["sentences"]}
    assert f"gemiddeld is het {mean}" in told[desk.texts("ending.about_luck")]


def test_it_is_said_how_far_the_check_on_luck_is():
    """Oracle: the shares that it is told."""
    desk, said = with_an_answer(), []
    desk.luck_asked(tell=lambda: said.append((desk.luck_done, bet(desk)["waits"], ending(desk))))
    assert [share for share, *_ in said][-1] == 1.0
    assert len({waits for _, waits, _ in said}) == len(said) > 3
    assert "50%" in " ".join(waits for _, waits, _ in said)
    assert desk.luck_done == 0.0


def test_a_tour_that_asks_whether_it_was_luck_is_the_only_one_that_does():
    """Oracle: the steps of the tour: those with a deed on luck have the button."""
    desk = Desk(Setting("integrated_care"))
    assert not touring.asks_luck(desk)
    for at, step in enumerate(touring.steps(desk)):
        desk.tour_at = at
        assert touring.asks_luck(desk) == ("luck" in step.deeds)


def test_nothing_is_called_removed_that_nobody_removed():
    """Oracle: the heading over what is put away by going back to the begin as much as by removing it."""
    desk = with_an_answer()
    desk.reset()
    shown = whatif(desk)
    assert [one["name"] for one in shown["shelved"]] == ["anders"]
    assert shown["words"]["earlier"] == "Eerder geprobeerd"
    assert "Ga terug" not in shown["words"]["ended"]

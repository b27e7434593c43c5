"""The log: facts come from what changed, and are said in every language."""

from __future__ import annotations

import ast
import copy
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from samenspel import game, view
from samenspel.events import Event, happen
from samenspel.mechanisms import fortune
from samenspel.scenario import choosing, load, names, parse, with_events
from samenspel.state import LEFT, MEMBER, Reasons, reasons, shortfall
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.happenings import of_a_kind, phases
from samenspel.view.session import Line, Session
from samenspel.view.shown import facts, repair, story
from samenspel.view.shown.card import card, temptation
from samenspel.view.shown.facts import inherited
from samenspel.view.texts import LANGUAGES, Texts, read
from tests.pairwise import by_turns

from .lines import line_of, log_of, played
from .lines import of_kind as told_of

ENGLISH = Texts("en")


def everything(told):
    """What is told of a round, and what is folded."""
    return [*told.facts, *told.rest]


@pytest.mark.parametrize("name", names())
def test_playing_can_pause_whenever_the_goal_or_who_takes_part_changes(name):
    """Oracle: the states: a goal that comes or goes, a member more or less; and the named events of the scenario."""
    desk = Desk(Setting(name))
    line = desk.session.line
    seen = [
        (bool(one.state.collaboration[0]["agreed"]), int(np.sum(one.state.organisations["member"] == MEMBER)))
        for one in line.walk()
    ]
    turned = {at for at, (one, other) in enumerate(pairwise(seen), 1) if one != other}
    named = {event.round for event in line.scenario.events if event.name and event.round <= line.rounds}
    moments = story.moments(desk, line)
    assert turned | named <= set(moments)
    assert moments == sorted(set(moments))
    more = set(moments) - turned - named  # what an event did is told some rounds later, once
    assert len(more) <= len(named)
    assert len(more) < line.rounds / 6  # not at every turn


def sentences(line, language="en"):
    texts = Texts(language)
    return [[story.say(fact, texts, line) for fact in (*told.facts, told.usual, *told.rest)] for told in log_of(line)]


TIMES = ("hard_times", "better_times")


@pytest.mark.parametrize(("name", "logic", "language"), by_turns(names(), ["network", "hierarchy"], LANGUAGES))
def test_every_round_of_every_scenario_is_told(name, logic, language):
    """Oracle: the shape of what is said: at most three facts besides events and what they did; nothing open."""
    line = played(name, logic)[0]
    told = log_of(line)
    assert len(told) == line.rounds + 1
    assert all(len([fact for fact in one.facts if story.family(fact.kind) != "event"]) <= story.MOST for one in told)
    for said in sentences(line, language):
        for sentence in said:
            assert "{" not in sentence
            assert sentence[-1] in ".!?"


def test_a_goal_is_told_in_the_round_in_which_it_is_agreed():
    """Oracle: the outcomes of the rounds."""
    line = line_of("integrated_care")
    first = 1 + int(np.flatnonzero(line.history["agreed"])[0])
    told = log_of(line)
    assert "agreed" in [fact.kind for fact in told[first].facts]
    assert not any(fact.kind == "agreed" for before in told[:first] for fact in before.facts)


def test_who_leaves_is_told_in_that_round():
    """Oracle: membership in the states before and after."""
    line = line_of("survey_example")
    told, before = log_of(line), None
    for course in line.walk():
        now = course.state.organisations["member"].copy()
        if before is not None:
            left = set(np.flatnonzero((before == MEMBER) & (now == LEFT)).tolist())
            assert {int(fact.values["who"]) for fact in everything(told[course.round]) if fact.kind == "leaves"} == left
        before = now


@pytest.mark.parametrize("choice", load("ngo_consortium").choices)
def test_whoever_a_choice_sends_away_is_told_to_leave_by_it(choice):
    """Oracle: membership in the states before and after, and who leaves where the choice is not made."""
    scenario = choosing(load("ngo_consortium"), choice)
    line, before = Line(scenario, scenario.seed), None
    told, by_choice = log_of(line), 0
    for course in line.walk():
        now = course.state.organisations["member"].copy()
        if before is not None:
            left = set(np.flatnonzero((before == MEMBER) & (now == LEFT)).tolist())
            gone = [fact for fact in everything(told[course.round]) if fact.kind.startswith(("leaves", "dissolved"))]
            rows = [row for fact in gone for row in np.atleast_1d(fact.values["who"]).tolist()]
            assert sorted(rows) == sorted(left)
            sent = {
                event.organisation
                for event in scenario.events
                if event.round == course.round and event.set.get("member") == LEFT
            }
            assert {int(fact.values["who"]) for fact in gone if fact.kind == "leaves_by_event"} == sent & left
            by_choice += len(sent & left)
            assert not any(
                fact.kind == facts.GONE and fact.values["who"] in left for fact in everything(told[course.round])
            )
        before = now
    assert by_choice == sum(event.set.get("member") == LEFT for event in scenario.events)


def test_whoever_is_made_to_leave_is_not_said_to_have_lost_too_much():
    """Oracle: somebody who gains, made to leave by what a trainer can fire."""
    line = Session(load("ngo_consortium")).fork("x", of_a_kind("leaves", 6, 14, "The union goes its own way"))
    gone = [fact for fact in everything(log_of(line)[15]) if fact.kind.startswith("leaves")]
    assert [(fact.kind, fact.values["who"]) for fact in gone] == [("leaves_by_event", 6)]


def test_amounts_are_those_of_the_state():
    """Oracle: promise, delivery and trust in the states, by hand."""
    line, told = line_of("integrated_care"), 0
    for round_, one in enumerate(log_of(line)):
        for fact in everything(one):
            if fact.kind.startswith(("short", "setback")):
                told += 1
                after = line.at(round_).state
                me = after.organisations[fact.values["who"]]
                assert fact.values["part"] == pytest.approx(me["pooled"] / me["promise"])
                assert fact.values["part"] < facts.SHORT
                assert fact.values["to"] < fact.values["from"]
                other = after.ties[
                    (after.sources == fact.values["other"]) & (after.ties["target"] == fact.values["who"])
                ]
                assert fact.values["to"] == other["trust"][0]
    assert told > 20


def test_what_an_event_did_is_not_put_down_to_partners():
    """Oracle: in the round of the director who leaves nobody falls short, as nobody can agree on a goal."""
    line = line_of("integrated_care", changes=(("decision.quorum", 1.0), ("decision.autonomy", 1.0)))
    assert not line.history["agreed"].any()
    told = log_of(line)
    assert [fact.kind for fact in told[25].facts][:2] == ["event", "event"]
    assert not any(fact.kind.startswith("short") for fact in everything(told[25]))


def test_phases_are_told_by_their_efforts():
    session = Session(load("baseline"))
    line = session.fork("relation", phases(0, [(10, "", {"relation": 1.0}), (1, "", {"relation": 0.0})]))
    said = sentences(line)
    assert any("relation (100%)" in sentence for sentence in said[1])
    assert any(sentence == Texts("en")("story.phase_over") for sentence in said[11])


def test_every_kind_that_is_told_has_a_text():
    """Oracle: all kinds in all scenarios, both logics."""
    kinds = {
        fact.kind
        for name in names()
        for logic in ("network", "hierarchy")
        for told in log_of(played(name, logic)[0])
        for fact in (*everything(told), told.usual)
    }
    assert {f"story.{kind}" for kind in kinds} <= read("en").keys()
    assert len(kinds) > 12


# --- what the second model adds ------------------------------------------------------------------------------------


def rounds_of(line):
    """Round, state before it with what events did, state after it, parameters, and all that could be told of it."""
    before = known = start = None
    for course in line.walk():
        if before is None:
            known = facts.Known(course.state)
        else:
            events = [event for event in line.scenario.events if event.round == course.round]
            for event in events:
                happen(event, before, course.parameters)
            calm = story.without_luck(start, course.round)
            found = facts.facts(before, course.state, calm, course.parameters, events, known)
            yield course.round, before, course.state, course.parameters, found
        before, start = course.state.copy(), course.fork()


def of_kind(found, *kinds):
    return [fact for fact in found if fact.kind in kinds]


def test_a_goal_that_lapses_and_one_that_mends_are_told_and_nothing_else_is_decided_then():
    """Oracle: the tallies of the states, and that rounds without anything to decide are as many as is said."""
    lapses = mends = 0
    for name in ("integrated_care", "supply_chain", "baseline"):
        for logic in ("network", "hierarchy"):
            line = played(name, logic)[0]
            told = log_of(line)
            for round_, before, after, parameters, found in rounds_of(line):
                was, now = before.collaboration[0], after.collaboration[0]
                lapsed = of_kind(found, "lapsed")
                assert len(lapsed) == now["lapsed"] - was["lapsed"]
                assert len(of_kind(found, "mended", "mended_by_order")) == now["mended"] - was["mended"]
                mends += now["mended"] - was["mended"]
                for fact in lapsed:
                    lapses += 1
                    assert fact.values["borne"] == parameters.backing.patience + 1
                    assert fact.values["rounds"] == parameters.backing.patience
                    behind = after.organisations["behind"] > 0
                    assert not any(behind[row] for row in fact.values["who"])
                    kinds = [fact.kind for fact in everything(told[round_])]
                    assert "lapsed" in kinds
                    assert not any(kind.startswith(("rejected", "slipped", "agreed", "decided")) for kind in kinds)
                    rest = range(round_ + 1, min(round_ + parameters.backing.patience, line.rounds) + 1)
                    assert not any(line.at(later).state.collaboration[0]["put"] for later in rest)
    assert lapses > 2
    assert mends > 0


def test_who_is_paid_for_consent_gets_it_and_who_pays_is_named():
    """Oracle: payments in the states before and after; what is agreed that some get is what others pay."""
    line = line_of("baseline", changes=(("organisations.burden", 0.5), ("effort.interests", 1.0), ("logic", "network")))
    told = 0
    for _, before, after, _, found in rounds_of(line):
        for fact in of_kind(found, "bargain"):
            told += 1
            more = after.organisations["payment"] - before.organisations["payment"]
            assert fact.values["amount"] == pytest.approx(sum(more[list(fact.values["who"])]))
            assert all(after.organisations["payment"][row] > 0 for row in fact.values["who"])
            assert all(after.organisations["payment"][row] < 0 for row in fact.values["by"])
    assert told > 0


def test_payments_that_end_are_no_bargain():
    """Oracle: two states, in which whoever paid no longer does."""
    before = line_of("baseline").at(30).state
    before.collaboration[0]["agreed"] = 1
    after = before.copy()
    before.organisations["payment"][:2] = 0.1, -0.1
    assert list(facts.bargains(before, after)) == []
    assert len(list(facts.bargains(after, before))) == 1


def test_setbacks_are_told_by_name_when_they_begin_and_when_they_are_over():
    """Oracle: the field of the states before and after; all of one kind in one sentence."""
    line = line_of("integrated_care")
    kinds = set()
    for _, before, after, _, found in rounds_of(line):
        was, now = before.organisations, after.organisations
        member = now["member"] == MEMBER
        for number, name in list(enumerate(fortune.SETBACKS))[1:]:
            begun = np.flatnonzero(member & (was["setback"] == 0) & (now["setback"] == number)).tolist()
            assert [list(fact.values["who"]) for fact in of_kind(found, f"begins_setback_{name}")] == (
                [begun] if begun else []
            )
            kinds |= {name} if begun else set()
        over = np.flatnonzero(member & (was["setback"] > 0) & (now["setback"] == 0)).tolist()
        assert [list(fact.values["who"]) for fact in of_kind(found, "back_on_feet")] == ([over] if over else [])
    assert len(kinds) > 2


def test_hard_times_and_better_ones_take_turns():
    """Oracle: the climate of the states; the thresholds at which setbacks begin and are over."""
    for name in ("integrated_care", "supply_chain", "merger"):
        line = line_of(name)
        kinds = []
        for round_, told in enumerate(log_of(line)):
            for fact in of_kind(everything(told), *TIMES):
                kinds.append(fact.kind)
                climate = line.at(round_).state.collaboration[0]["climate"]
                assert climate < fortune.LOW if fact.kind == "hard_times" else climate >= fortune.OVER
        assert kinds == [TIMES[place % 2] for place in range(len(kinds))]


def test_ties_that_come_to_rest_or_open_are_those_of_the_state():
    """Oracle: ages before and after."""
    seen = set()
    for _, before, after, _, found in rounds_of(line_of("energy_transition")):
        for fact in of_kind(found, "tie_opens", "tie_rests"):
            tie = (after.sources == fact.pair[0]) & (after.ties["target"] == fact.pair[1])
            was, now = before.ties["age"][tie][0], after.ties["age"][tie][0]
            assert (was == 0, now == 0) == ((True, False) if fact.kind == "tie_opens" else (False, True))
            seen.add(fact.kind)
    assert seen == {"tie_opens", "tie_rests"}


def test_the_usual_line_counts_promises_that_are_kept():
    """Oracle: promise and delivery in the states; the tallies of a collaboration without a goal."""
    said = set()
    for name in names():
        for logic in ("network", "hierarchy"):
            line = played(name, logic)[0]
            for round_, told in enumerate(log_of(line)):
                fact, state = told.usual, line.at(round_).state
                us, members = state.collaboration[0], state.organisations[state.organisations["member"] == MEMBER]
                said.add(fact.kind)
                if us["agreed"]:
                    kept = int((members["pooled"] >= facts.SHORT * members["promise"]).sum())
                    assert (fact.values["kept"], fact.values["count"]) == (kept, members.size)
                    assert fact.values["part"] == pytest.approx(members["pooled"].sum() / members["promise"].sum())
                    assert fact.kind.startswith("promises_kept") == (kept == members.size)
                else:
                    assert bool(us["dissolved"]) == (fact.kind == "over")
                    assert fact.kind in ("over", "crisis", "crisis_over", "no_goal", "no_decision", "alone")
    assert {"promises", "promises_broken", "crisis", "crisis_over", "no_goal"} <= said


@pytest.mark.parametrize(
    ("language", "meant", "did"),
    [
        ("en", "of its promise: its own organisation will not back it further", ", by good luck."),
        ("nl", "van de toezegging leveren: verder gaat de eigen organisatie niet mee", ", door meevallers."),
    ],
)
def test_who_keeps_back_and_yet_delivers_is_no_contradiction(language, meant, did):
    """Oracle: the round of care in which all nine keep back and three deliver what they promised, by luck."""
    line = line_of("integrated_care", 162)
    them = line.at(6).state.organisations
    assert (them["intended"] < facts.SHORT * them["promise"]).all()
    assert (them["pooled"] >= facts.SHORT * them["promise"]).sum() == 3
    said = sentences(line, language)[6]
    assert sum(meant in one for one in said) == 9
    assert sum(did in one for one in said) == 3


def test_who_was_tempted_meant_to_deliver_less_than_it_promised_and_did_all_the_same_is_told_both():
    """Oracle: what each promised, meant to deliver and delivered, in the states."""
    both = 0
    for name in ("integrated_care", "supply_chain", "youth_care"):
        line, told = played(name)
        for round_, fact in told_of(told, "tempted"):
            me = line.at(round_).state.organisations[fact.values["who"]]
            meant, did = float(me["intended"] / me["promise"]), float(me["pooled"] / me["promise"])
            assert fact.values["meant"] == pytest.approx(meant)
            assert ("came" in fact.values) == (meant <= facts.SHORT <= did)
            both += "came" in fact.values
            said = story.say(fact, ENGLISH, line)
            assert f"of its promise instead of the {ENGLISH.percent(meant)} that it meant to deliver" in said
            assert ("Even so, " in said) == ("came" in fact.values)
    assert both > 1


def test_who_leads_in_place_of_another_is_told_with_whether_that_one_left_and_by_what():
    """Oracle: who leads in the states, and their right, influence and membership; a lead that an event sends away."""
    found = set()
    lead = load("ngo_consortium").labels.index("Lead NGO")
    away = [Event(3, name="It goes", organisation=lead, set={"member": LEFT})]
    for line in (played("ngo_consortium")[0], Line(with_events(load("ngo_consortium"), away), 1)):
        told = dict(told_of(log_of(line), "leads"))
        for round_ in range(2, line.rounds + 1):
            was, after = line.at(round_ - 1).state.collaboration[0], line.at(round_).state
            now, them = after.collaboration[0], after.organisations
            changed = was["lead"] != now["lead"] and not now["dissolved"]
            assert (round_ in told) == bool(changed)
            if changed:
                fact = told[round_]
                assert (fact.values["was"], fact.values["who"]) == (was["lead"], now["lead"])
                assert (fact.kind == "leads") == (them["member"][was["lead"]] != MEMBER)
                there = np.flatnonzero(them["member"] == MEMBER)
                most = [row for row in there if them["right"][row] == them["right"][there].max()]
                assert fact.values["by"] == ("leads_right" if len(most) == 1 else "leads_influence")
                if len(most) > 1:
                    assert them["influence"][now["lead"]] == them["influence"][most].max()
                found.add(fact.kind)
    assert found == {"leads"}


def test_a_shortfall_by_luck_is_put_down_to_luck_and_not_to_a_partner():
    """Oracle: the parts that the mechanism kept."""
    for _, _, after, _, found in rounds_of(line_of("integrated_care")):
        for fact in found:
            if fact.kind.startswith(("short_", "setback_")):
                parts = shortfall(after.organisations[fact.values["who"]])
                assert parts.luck == min(parts.home, parts.distrust, parts.luck)


def test_who_keeps_back_is_told_when_it_begins_with_the_part_that_the_mechanism_kept_and_from_whom():
    """Oracle: the parts of the shortfall, and trust in partners, in the states."""
    causes = set()
    for name in ("integrated_care", "merger", "supply_chain", "disaster_response"):
        keeping = set()
        for _, before, after, _, found in rounds_of(line_of(name)):
            for fact in of_kind(found, "keeps_back_home", "keeps_back_distrust"):
                cause, row = fact.kind.removeprefix("keeps_back_"), int(fact.values["who"])
                assert (cause, row) not in keeping
                me = after.organisations[row]
                part = -getattr(shortfall(me), cause) / me["promise"]
                assert fact.values["kept"] == pytest.approx(part)
                assert part >= facts.HELD
                if cause == "distrust":
                    mine = before.ties[me["first"] : me["last"]]
                    there = (after.organisations["member"][mine["target"]] == MEMBER) & (mine["age"] > 0)
                    assert fact.values["low"] == mine["trust"][there].min()
                    assert fact.values["regard"] == me["regard"]
                keeping.add((cause, row))
                causes.add(cause)
            for fact in of_kind(found, "gives_again_home", "gives_again_distrust"):
                keeping -= {(fact.kind.removeprefix("gives_again_"), int(row)) for row in fact.values["who"]}
    assert causes == {"home", "distrust"}


@pytest.mark.parametrize(("language", "said"), [("en", "Under pressure, "), ("nl", "Onder druk leverde ")])
def test_who_was_pressed_to_deliver_more_than_others_fell_short_leaves_for_that(language, said):
    """Oracle: what it would have delivered of its own accord, and what it did, in the states of the rounds before."""
    line = Line(choosing(load("supply_chain"), "The supermarket sets the terms"), 71)
    told, found = log_of(line), []
    for round_, one in enumerate(told):
        for fact in of_kind(everything(one), "leaves"):
            row, last = int(fact.values["who"]), range(max(1, round_ - facts.WINDOW + 1), round_)
            mine = [line.at(at).state.organisations[row] for at in last]
            own, pooled, promise = (sum(me[what] for me in mine) for what in ("own", "pooled", "promise"))
            assert fact.values["own"] == pytest.approx(own / promise)
            assert fact.values["pooled"] == pytest.approx(pooled / promise)
            if (pooled - own) / promise >= max(fact.values["missing"], facts.HELD):
                assert fact.values["because"] == "pressed"
                assert said in story.say(fact, Texts(language), line)
                found.append(round_)
            else:
                assert str(fact.values["because"]).startswith(("others", "asks"))
    assert 5 in found


def test_nobody_leaves_for_pressure_where_nobody_presses():
    """Oracle: the logic of the network, under which there are no orders."""
    for name in names():
        for told in log_of(played(name, "network")[0]):
            assert all(fact.values["because"] != "pressed" for fact in of_kind(everything(told), "leaves"))


@pytest.mark.parametrize(("language", "said"), [("en", "All 6 others are against"), ("nl", "Alle 6 anderen zijn er")])
def test_a_decision_that_nobody_else_would_have_taken_says_none(language, said):
    """Oracle: who would have consented, in the state of that round."""
    scenario = choosing(load("supply_chain"), "The supermarket sets the terms")
    line = next(line for seed in range(1, 100) if nobody_else_accepts(line := Line(scenario, seed)))
    assert any(said in one for one in sentences(line, language)[1])


def nobody_else_accepts(line):
    """Whether in the first round only whoever leads has said yes, and there is a goal."""
    state = line.at(1).state
    others = np.arange(7) != state.collaboration[0]["lead"]
    return bool(state.collaboration[0]["agreed"]) and (state.organisations["accepts"][others] == 0.0).all()


@pytest.mark.parametrize(("language", "first"), [("en", "This round, "), ("nl", "Deze ronde bleef")])
def test_of_one_round_of_a_goal_nothing_is_said_of_late(language, first):
    """Oracle: the rounds with a goal so far, in the outcomes."""
    young = 0
    for line in (line_of(name, None, changes) for name in names() for changes in ((), (("backing.patience", 0),))):
        for round_, told in enumerate(log_of(line)):
            for fact in of_kind(everything(told), "unbacked", "lapsed"):
                alone = line.history["agreed"][:round_].sum() == 1
                because = str(fact.values["because"])
                assert because.startswith("first_") == (alone and not because.startswith("asks_"))
                if because.startswith("first_"):
                    young += 1
                    assert first in story.say(fact, Texts(language), line)
    assert young > 0  # that support is short is told from the second round on


def test_trust_that_is_told_to_fall_falls_in_that_round_and_from_what_it_was_under_this_goal():
    """Oracle: trust in the states, round by round."""
    told = 0
    for line in (*map(line_of, names()), Line(load("merger"), 3)):
        trust = [course.state.ties["trust"].copy() for course in line.walk()]
        for round_, one in enumerate(log_of(line)):
            for fact in of_kind(everything(one), "trust_falls", "trust_rises"):
                state = line.at(round_).state
                tie = int(np.flatnonzero((state.sources == fact.pair[0]) & (state.ties["target"] == fact.pair[1]))[0])
                way = 1 if fact.kind == "trust_rises" else -1
                assert way * (trust[round_][tie] - trust[round_ - 1][tie]) > 0.0
                first = round_ - 1  # of the rounds before, under the same goal, the last without one included
                while first and line.history["agreed"][first - 1]:
                    first -= 1
                assert any(fact.values["from"] == one[tie] for one in trust[first:round_])
                told += 1
    assert told > 50


def test_whoever_says_no_says_so_in_the_log_and_on_its_card_for_one_reason():
    """Oracle: what each weighed, in the states, and its card of that round."""
    mixed = 0
    for name in ("ngo_consortium", "merger"):
        desk = Desk(Setting(name))
        line, cards = desk.session.line, {}
        for round_, one in enumerate(log_of(line)):
            state = line.at(round_).state
            for fact in (fact for fact in everything(one) if fact.kind.startswith("rejected")):
                mixed += "others" in fact.values
                said = {*fact.values["who"], *fact.values.get("others", ())}
                no = (state.organisations["member"] == MEMBER) & (state.organisations["accepts"] == 0.0)
                assert said == set(np.flatnonzero(no).tolist())
                for row in fact.values["who"]:
                    desk.picked_on_stage({"row": row})
                    cards[row] = cards.get(row) or card(desk)["frames"]
                    refuses = ENGLISH(f"card.refuses_{fact.kind.removeprefix('rejected_')}")
                    assert refuses in cards[row][round_]
    assert mixed


def test_a_card_speaks_of_a_goal_only_while_there_is_one_and_of_a_proposal_only_while_it_can_be_decided():
    """Oracle: the states, round by round: put to the vote, and no goal given up so lately that nothing can be."""
    of_the_goal, of_a_proposal = (
        [ENGLISH(f"card.{what}_{how}") for how in ("near", "some", "far")] for what in ("wish", "proposed")
    )
    seen = set()
    for name in ("regional_energy_strategy", "merger"):
        desk = Desk(Setting(name))
        desk.picked_on_stage({"row": 0})
        for round_, said in enumerate(card(desk)["frames"]):
            state = desk.session.line.at(round_).state
            us = state.collaboration[0]
            if not round_ or state.organisations["member"][0] != MEMBER:
                continue
            agreed, put = bool(us["agreed"]), bool(us["put"] and not us["crisis"])
            seen.add((agreed, put))
            assert any(one in said for one in of_the_goal) == agreed
            assert any(one in said for one in of_a_proposal) == (put and not agreed)
            assert (put and not agreed) or ENGLISH("card.accepts") not in said
    assert {(True, True), (False, True), (False, False)} <= seen


def test_one_trust_has_one_number_in_a_round():
    """Oracle: the log itself: where one was betrayed and keeps back for it, both sentences have the same trust."""
    scenario, found = choosing(load("supply_chain"), "The supermarket sets the terms"), 0
    for seed in range(1, 30):
        for told in log_of(Line(scenario, seed)):
            for betrayed in of_kind(everything(told), "betrayed"):
                for keeps in of_kind(everything(told), "keeps_back_distrust"):
                    pair = (keeps.values["who"], keeps.values["least"])
                    if (betrayed.values["other"], betrayed.values["who"]) == pair:
                        found += 1
                        assert betrayed.values["to"] == keeps.values["low"]
    assert found
    for name in names():
        for logic in ("network", "hierarchy"):
            for told in log_of(played(name, logic)[0]):
                by_event = {fact.pair for fact in of_kind(everything(told), "betrayed")}
                assert not by_event & {fact.pair for fact in of_kind(everything(told), "trust_falls")}


def test_why_a_goal_is_lost_is_the_largest_part_of_what_did_not_come():
    """Oracle: the parts that the mechanism kept, added up over the last rounds of the goal, by hand."""
    told = 0
    for name in names():
        line, short, promised, pooled = line_of(name), [], [], []
        for _, _, after, _, found in rounds_of(line):
            us, them = after.collaboration[0], after.organisations[after.organisations["member"] == MEMBER]
            if us["agreed"]:
                parts = [shortfall(me) for me in them]
                short.append(
                    {cause: -sum(getattr(one, cause) for one in parts) for cause in ("home", "distrust", "luck")}
                )
                promised.append(them["promise"].sum())
                pooled.append(them["pooled"].sum())
            for fact in of_kind(found, "lapsed"):
                total = {cause: sum(one[cause] for one in short[-facts.WINDOW :]) for cause in short[0]}
                part = 1 - sum(pooled[-facts.WINDOW :]) / sum(promised[-facts.WINDOW :])
                assert fact.values["missing"] == pytest.approx(part)
                because = str(fact.values["because"])
                assert because.startswith("short_") == (part >= facts.HELD)
                if because.startswith("short_"):
                    told += 1
                    own = because.removeprefix("short_")
                    own = "luck" if own in facts.LUCK else own
                    assert total[own] == max(total.values())
                    of_it = total[own] / sum(promised[-facts.WINDOW :])
                    assert fact.values["of_it"] == pytest.approx(min(of_it / part, 1.0))
                    assert fact.values["over"] == len(promised[-facts.WINDOW :])
                    assert sum(total.values()) == pytest.approx(part * sum(promised[-facts.WINDOW :]))
    assert told > 2


def test_what_brought_a_goal_about_is_the_reason_that_changed_most_for_those_who_were_against_it():
    """Oracle: reasons in the states, of those who said no and say yes now."""
    told = 0
    for name in names():
        for seed in range(1, 8):
            scenario = load(name)
            tried, refused_last = None, set()
            for _, before, after, _, found in rounds_of(Line(scenario, seed)):
                us, then = after.collaboration[0], before.collaboration[0]
                for fact in of_kind(found, "agreed", "mended"):
                    if "turned" in fact.values:
                        told += 1
                        rows = list(fact.values["turned"])
                        assert all(after.organisations["accepts"][rows] == 1.0)
                        assert not refused_last or set(rows) <= refused_last
                        change = {
                            name: sum(
                                getattr(reasons(after.organisations[row]), name) - getattr(tried[row], name)
                                for row in rows
                            )
                            for name in Reasons._fields
                        }
                        change["trust"] = change.pop("distrust") + change.pop("doubt")
                        assert fact.values["because"] == f"turned_{max(change, key=change.get)}"
                    tried = None
                rejected = us["rejected"] > then["rejected"] and not us["agreed"]
                lapsed = us["lapsed"] > then["lapsed"]
                if lapsed or rejected:
                    tried = [reasons(me) for me in after.organisations]
                    no = (after.organisations["member"] == MEMBER) & (after.organisations["accepts"] == 0.0)
                    refused_last = set(np.flatnonzero(no).tolist()) if not lapsed else set()
    assert told > 5


def test_who_is_tempted_most_is_who_would_keep_back_most_for_itself():
    """Oracle: what every member would mean to deliver for itself, and the round played again with that."""
    told = 0
    for name in ("integrated_care", "energy_transition"):
        line = line_of(name)
        for round_, one in enumerate(log_of(line)):
            for fact in everything(one):
                if fact.kind.startswith("tempted"):
                    told += 1
                    row = int(fact.values["who"])
                    alone = line.for_itself(row)[round_]
                    assert fact.values["more"] == pytest.approx(alone.more)
                    state = line.at(round_).state
                    assert state.collaboration[0]["age"] % story.ASKED_EVERY == 2
                    room = state.organisations["intended"][row] - alone.intended
                    for other in np.flatnonzero(state.organisations["member"] == MEMBER):
                        wish = line.for_itself(int(other))[round_].intended
                        assert state.organisations["intended"][other] - wish <= room + 1e-12
    assert told > 2


def test_what_lasts_is_told_once():
    """Oracle: the log: no fact of a family that is told once comes twice of the same organisations."""
    once = ("keeps_back", "gives_again", "loses", "gains", "ordered", "opportunity", "setback")
    for name in names():
        for logic in ("network", "hierarchy"):
            seen = set()
            for told in log_of(played(name, logic)[0]):
                for fact in told.facts:
                    if fact.kind.startswith(once):
                        assert story.identity(fact) not in seen, fact
                        seen.add(story.identity(fact))


def test_at_most_a_fifth_of_what_is_told_is_luck():
    """Oracle: the same round without luck in it: what would be told then too is not its luck.

    Every round is played again from where it began, without chance in carrying out and in what is seen. What is not
    told in both was made by the luck of the round, a setback with its name included.
    """
    told = lucky = 0
    for name in names():
        for logic in ("network", "hierarchy"):
            line = played(name, logic)[0]
            before = known = start = None
            log, broken = log_of(line), repair.Broken(line)
            for course in line.walk():
                if before is None:
                    known = facts.Known(course.state)
                else:
                    events = [event for event in line.scenario.events if event.round == course.round]
                    last, again = before.ties["trust"].copy(), repair.Broken(line)
                    again.scars, again.wavering = copy.deepcopy(broken.scars), broken.wavering
                    for event in events:
                        happen(event, before, course.parameters)
                    calm = story.without_luck(start, course.round)  # which plays `start` on
                    learning = copy.deepcopy(known)
                    otherwise = facts.facts(before, calm, calm, course.parameters, events, learning)
                    otherwise += again.look(last, before, start, events, learning)
                    without = {story.identity(fact) for fact in otherwise}
                    facts.facts(before, course.state, calm, course.parameters, events, known)
                    list(broken.look(last, before, course, events, known))
                    broken.learn(log[course.round].facts, course, known)
                    news = [fact for fact in log[course.round].facts if not fact.kind.startswith(("event", "phase"))]
                    told += len(news)
                    lucky += sum(
                        story.identity(fact) not in without for fact in news if not fact.kind.startswith("tempted")
                    )
                before, start = course.state.copy(), course.fork()
    assert told > 500
    assert lucky / told <= 0.2, f"{lucky} of {told}"


def test_of_an_event_in_several_parts_the_name_is_told_once():
    line = line_of("energy_transition")
    names_ = [fact.values["name"] for fact in log_of(line)[9].facts if fact.kind == "event"]
    assert names_ == ["The grid is full: no capacity left for large users and producers"]


def test_a_group_that_has_a_goal_is_told_so_at_the_start():
    text = """
agreement = { goal = [0.5, 0.5], age = 7 }
themes = [{ name = "a", from = "b", to = "c" }, { name = "d", from = "e", to = "f" }]
network = { generator = "complete", organisations = 4 }
"""
    said = sentences(Line(parse(text, "again"), 1))[0][0]
    assert "7 rounds already" in said
    assert "no agreement" not in said


def test_a_dutch_sentence_begins_with_a_capital_and_names_have_their_article():
    """Oracle: the sentences; that the name as a title stands in none but at its start."""
    line = line_of("supply_chain")
    said = [one for sentences_ in sentences(line, "nl") for one in sentences_]
    assert all(one[0].isupper() or one[0].isdigit() for one in said)
    assert any("de supermarktketen" in one for one in said)
    assert any(one.startswith("Het verpakkingsbedrijf") for one in said)
    assert not any(" Supermarktketen" in one for one in said)


# --- what an organisation was tempted to do --------------------------------------------------------------------------


def test_what_would_have_come_of_thinking_of_itself_is_what_the_model_makes_of_it():
    """Oracle: a line of its own with the act as an event; and the promise, from the same function of the game."""
    line, row, round_ = line_of("integrated_care", 162), 3, 24
    tempted = line.for_itself(row)[round_]
    act = Event(round_, organisation=row, act={"delivery": tempted.intended})
    fork = Session(load("integrated_care"), 162).fork("x", [act])
    it, me = fork.at(round_).state.organisations[row], line.at(round_).state.organisations[row]
    assert tempted.pooled == it["pooled"] < me["pooled"]
    assert tempted.more == pytest.approx(game.gain(it) - game.gain(me), abs=1e-12)
    assert tempted.standing == it["standing"] < me["standing"]
    common = line.scenario.parameters.value.common
    by_promise = game.bring(me, float(me["aligned"]), float(me["loyalty"]), common)
    assert by_promise == pytest.approx(me["promise"], rel=0.02)  # loyalty has moved a little since
    assert game.bring(me, float(me["aligned"]), 0.0, common) == pytest.approx(tempted.intended)
    assert line.for_itself(row)[0] is None
    assert line.for_itself(row)[1] is None  # no goal yet


def test_the_card_says_what_it_was_tempted_to_do():
    """Oracle: the amounts of the line, written by hand."""
    desk = Desk(Setting("integrated_care"))
    line, now = desk.session.line, desk.session.line.at(24).state.organisations
    seats = [(row, line.for_itself(row)[24]) for row in range(len(desk.labels))]
    row, tempted = next(
        (row, one) for row, one in seats if one.more > 0.01 and one.standing < now[row]["standing"] - 0.01
    )
    desk.picked_on_stage({"row": row})
    me = now[row]
    (said,) = temptation(desk.texts, me, tempted)
    assert said in card(desk)["frames"][24]
    assert f"{100 * tempted.intended / me['promise']:.0f}%" in said
    assert f"once, as much as {200 * tempted.more:.0f}% of a round of working alone" in said
    assert f"({100 * tempted.standing:.0f} instead of {100 * me['standing']:.0f})" in said


def test_every_card_of_every_scenario_can_be_told():
    """Oracle: that nothing is left to fill in; every organisation in every round."""
    for name in names():
        desk = Desk(Setting(name, language="nl"))
        for row in range(len(desk.labels)):
            desk.picked_on_stage({"row": row})
            assert not any("{" in said for frame in card(desk)["frames"] for said in frame)


def test_partners_on_the_card_are_those_with_whom_a_tie_is_open():
    """Oracle: ages of the state."""
    desk = Desk(Setting("energy_transition"))
    desk.picked_on_stage({"row": 3})
    state = desk.session.line.at(6).state
    me = state.organisations[3]
    mine = state.ties[me["first"] : me["last"]]
    labels = desk.session.line.scenario.labels
    resting = [desk.texts.in_a_sentence(labels[row]) for row in mine["target"][mine["age"] == 0]]
    assert resting
    said = card(desk)["frames"][6]
    assert desk.texts("card.rests", names=desk.texts.names(resting)) in said
    trusts = next(one for one in said if one.startswith("Trusts"))
    assert not any(name in trusts for name in resting)
    desk.picked_on_stage({"one": 3, "other": int(mine["target"][mine["age"] == 0][0])})
    assert desk.texts("card.tie_rests") in card(desk)["frames"][6]


def test_the_view_writes_no_formula_of_a_mechanism():
    """Oracle: the sources; of mechanisms only constants are known here, what the model says comes from the game."""
    for path in Path(view.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and "mechanisms" in (node.module or ""):
                modules = {alias.name for alias in node.names} if node.module.endswith("mechanisms") else set()
                assert modules or all(alias.name.isupper() for alias in node.names), path
                for used in ast.walk(tree):
                    if isinstance(used, ast.Attribute) and getattr(used.value, "id", "") in modules:
                        assert used.attr.isupper(), f"{path.name}: {used.attr}"
            if isinstance(node, ast.Import):
                assert not any("mechanisms" in alias.name for alias in node.names), path


@pytest.mark.parametrize(("share", "told"), [(0.669, 0.66), (0.6699, 0.66), (0.67, 0.67), (0.712, 0.712)])
def test_what_falls_short_is_not_rounded_up_to_what_is_needed(share, told):
    """Oracle: by hand; 67 % where 67 % is needed would be enough."""
    assert facts.short_of(share, 0.67) == pytest.approx(told)


def test_whoever_leads_after_the_right_to_decide_has_left_is_not_said_to_have_it():
    """Oracle: in the new quarter the municipality alone has a right to decide."""
    state = load("area_development").declare(1)
    state.collaboration["lead"] = 3
    assert inherited(state) == {}
    state.organisations["member"][0] = LEFT
    assert inherited(state) == {"heir": "right_left", "gone": 0}


def test_all_of_them_are_nobody_and_not_two_and_five_others():
    """Oracle: by hand, of seven parties."""
    line = line_of("merger")
    for count, said in ((7, "niemand stond"), (6, "4 anderen stonden"), (1, "stond niet")):
        fact = facts.Fact("unbacked", 0.0, {"who": facts.Rows(range(count)), "round": 5})
        assert said in story.say(fact, Texts("nl"), line, "mending.broke_unbacked")

"""The ending: what a board can repeat, made from the run."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter

import numpy as np
import pytest

from samenspel import game
from samenspel.conditions import CONDITIONS
from samenspel.events import Event
from samenspel.logic import HIERARCHY
from samenspel.runs import mean_of_defined
from samenspel.scenario import choosing, load, names, parse, with_events
from samenspel.state import LEFT, MEMBER
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.session import Line
from samenspel.view.shown import story
from samenspel.view.shown.board import learnt
from samenspel.view.shown.causes import after_giving_in
from samenspel.view.shown.ending import (
    agreement,
    ending,
    lagging,
    of_line,
    parts,
    question,
    sheet,
)
from samenspel.view.shown.mending import breaches
from samenspel.view.texts import LANGUAGES, Texts
from tests.pairwise import by_turns

from .lines import line_of, log_of

ENGLISH = Texts("en")


def said_of(line, texts=ENGLISH):
    return [said for _, said in of_line(line, texts, log_of(line))]


def about(line, what, texts=ENGLISH):
    """What is said of one thing."""
    return next(said for one, said in of_line(line, texts, log_of(line)) if one == what)


@pytest.mark.parametrize(("name", "logic", "language"), by_turns(names(), ["network", "hierarchy"], LANGUAGES))
def test_every_run_of_every_scenario_ends_in_sentences(name, logic, language):
    """Oracle: the shape of what is said: nothing left to fill in, no dash for a number, a question at the end."""
    for seed in (1, 2):
        said = said_of(line_of(name, seed, (("logic", logic),)), Texts(language))
        assert 3 <= len(said) <= 7
        assert not any(re.search(r"\{|–|\bnan\b", one) for one in said), said
        assert all(one[0].isupper() and one[-1] in ".?" for one in said), said
        assert said[-1].endswith("?")


def test_the_first_sentence_says_when_a_goal_was_agreed_lost_and_found_again():
    """Oracle: the rounds of the run."""
    lost_once = 0
    for name in names():
        for seed in range(1, 5):
            line = line_of(name, seed)
            agreed = line.history["agreed"].astype(int)
            said = agreement(line, ENGLISH, log_of(line))
            if not agreed.any():
                assert "there was no agreement" in said or "reached no agreement" in said
                continue
            first = int(np.flatnonzero(agreed)[0]) + 1
            if line.at(0).state.collaboration[0]["agreed"]:
                begins = "They began with an agreement"
            else:
                decides = line.at(first).parameters.logic.decision == HIERARCHY
                lead = ENGLISH.in_a_sentence(line.scenario.labels[line.at(first).state.collaboration[0]["lead"]])
                begins = f"In round {first}{f', {lead} took the decision' if decides else ' they reached an agreement'}"
            assert said.startswith(begins)
            lost = (np.flatnonzero(np.diff(agreed) < 0) + 2).tolist()
            brief = 4 * (line.rounds - first + 1) < line.rounds
            assert ("held to the end" in said) == (not lost and not brief)
            assert ("too short to see" in said) == (not lost and brief)
            if lost and not line.at(line.rounds).state.collaboration[0]["dissolved"]:
                lost_once += 1
                named = ENGLISH.names([str(round_) for round_ in lost], len(lost))
                assert f"{'rounds' if len(lost) > 1 else 'round'} {named} it was given up" in said
                assert ("there is one again" in said) == bool(agreed[-1])
    assert lost_once > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_end_that_was_chosen_is_no_break(language):
    """Oracle: the choice, and the round in which its events send everybody away; the question of the case follows."""
    choice = "End it together, in time: finish it well, and celebrate"
    scenario, texts = choosing(load("ngo_consortium"), choice), Texts(language)
    line = Line(scenario, scenario.seed)
    last = max(event.round for event in scenario.choices[choice])
    told = log_of(line)
    said = agreement(line, texts, told)
    assert str(last) in said
    assert f": “{texts.label(choice)}”." in said
    assert texts("ending.apart", lost=last) not in said
    assert all(one.round != last for one in breaches(told))
    assert question(line, texts, told) == texts.of_scenario(scenario, "closing")


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        (
            "en",
            "but without “The programme ends: what was paid is no longer paid”, it would have been ",
            "Without “The programme",
        ),
        (
            "nl",
            "zonder “Het programma loopt af: wat betaald werd, wordt niet meer betaald” was dat, ",
            "Zonder “Het programma",
        ),
    ],
)
def test_an_event_that_cost_much_and_that_nothing_else_names_is_in_the_ending_and_before_a_board(language, said, name):
    """Oracle: the log, in which the event of round 9 made more than half as much as that which made most."""
    desk = Desk(Setting("ngo_consortium", language=language))
    told = log_of(desk.session.line)
    did = {str(fact.values["name"]): fact.size for _, fact in story.every(told) if fact.kind == "event_did"}
    (ends,) = (size for event, size in did.items() if event.startswith("The programme ends"))
    assert max(did.values()) <= 2 * ends
    about = dict(parts(desk))
    assert said in about["brought"]
    assert name in about["board"]
    for scenario in names():
        for_each = dict(parts(Desk(Setting(scenario, language="en"))))
        assert for_each["brought"].count("but without “") <= 1


@pytest.mark.parametrize("choice", load("ngo_consortium").choices)
def test_nobody_is_said_to_have_stayed_whom_a_choice_sent_away(choice):
    """Oracle: membership in the states, round by round."""
    scenario = choosing(load("ngo_consortium"), choice)
    line = Line(scenario, scenario.seed)
    said = said_of(line)[0]
    if held(line):
        assert (ENGLISH("ending.held_all") in said) == (not leavers(line))
        for round_, row in leavers(line)[:6]:
            assert f"{ENGLISH.in_a_sentence(line.scenario.labels[row])} (round {round_})".lower() in said.lower()


@pytest.mark.parametrize(("language", "round_word"), [("en", "round"), ("nl", "ronde")])
def test_the_ending_says_who_left_and_when_and_no_goal_held_for_all_of_those_who_left(language, round_word):
    """Oracle: membership in the states, round by round."""
    texts, scenario = Texts(language), choosing(load("supply_chain"), "The supermarket sets the terms")
    lines = (Line(scenario, seed) for seed in range(1, 100))
    line, left = next((line, left) for line in lines if len(left := leavers(line)) > 1 and held(line))
    said = said_of(line, texts)
    assert texts("ending.held") in said[0]
    assert texts("ending.held_all") not in said[0]
    named = [f"{texts.in_a_sentence(line.scenario.labels[row])} ({round_word} {round_})" for round_, row in left]
    ends = {"en": "left.", "nl": "stopten ermee."}[language]
    assert f"{texts.names(named, 6)} {ends}".lower() in said[0].lower()


def leavers(line):
    """Who left in which round, by membership in the states."""
    members = [line.at(round_).state.organisations["member"] for round_ in range(line.rounds + 1)]
    return [
        (round_, row)
        for round_ in range(1, line.rounds + 1)
        for row in np.flatnonzero((members[round_ - 1] == MEMBER) & (members[round_] == LEFT))
    ]


def held(line):
    """Whether there was a goal that was never lost, among members that were left."""
    agreed = line.history["agreed"].astype(int)
    return bool(agreed[-1]) and not (np.diff(agreed) < 0).any()


def test_nobody_is_said_to_have_left_where_all_stayed():
    """Oracle: membership in the states."""
    for name in names():
        line = line_of(name)
        left = {int(row) for at in range(line.rounds + 1) for row in np.flatnonzero(member(line, at) == LEFT)}
        assert (re.search(r"\(round \d+\) left\.", said_of(line)[0]) is not None) == bool(left)


def member(line, round_):
    return line.at(round_).state.organisations["member"]


def test_who_won_most_and_least_is_who_did():
    """Oracle: gains of the states, row by row; a member that left counts for as long as it was there."""
    line = line_of("integrated_care")
    by_hand = []
    for row in range(9):
        mine = [line.at(round_).state.organisations[row] for round_ in range(1, line.rounds + 1)]
        by_hand.append(np.mean([game.gain(me) for me in mine if me["member"] == MEMBER]))
    assert mean_of_defined(line.gained) == pytest.approx(by_hand)
    best, worst = line.scenario.labels[int(np.argmax(by_hand))], line.scenario.labels[int(np.argmin(by_hand))]
    said = next(one for one in said_of(line) if one.startswith("Over 60 rounds"))
    assert said.index(ENGLISH.in_a_sentence(best)[1:]) < said.index(ENGLISH.in_a_sentence(worst)[1:])
    assert f"{abs(200 * line.history['joint_value'].mean()):.0f}%" in said


def test_the_condition_that_lagged_is_the_lowest_of_the_last_rounds_of_a_goal():
    """Oracle: the outcomes, by hand."""
    line = line_of("integrated_care")
    rounds = np.flatnonzero(line.history["agreed"])[-12:]
    levels = {name: 1 + 3 * np.nanmean(line.history[name][rounds]) for name in CONDITIONS}
    name, level = lagging(line)
    assert name == min(levels, key=levels.get)
    assert level == pytest.approx(levels[name])


def test_a_goal_is_said_by_the_ends_of_its_themes_where_they_have_names():
    text = """
agreement = { goal = [0.9, 0.5], age = 7 }
themes = [{ name = "a", from = "treating", to = "living well" }, { name = "c", from = "cheap", to = "time" }]
network = { generator = "complete", organisations = 4 }
"""
    said = said_of(Line(parse(text, "named"), 1))[0]
    assert ": much closer to “living well” than to “treating”; midway between “cheap” and “time”." in said


def test_the_ending_is_there_in_the_last_round_and_makes_room():
    desk = Desk(Setting("baseline"))
    assert ending(desk) is None
    desk.round_shown(desk.session.line.rounds)
    told = [f"{one['text']} {one['more']}".strip() for one in ending(desk)["sentences"]]
    assert told == [said for _, said in parts(desk)]
    desk.ending_closed()
    assert ending(desk) is None
    desk.forked({"name": "other", "changes": {"logic": "hierarchy"}, "round": 10})
    desk.round_shown(desk.session.line.rounds)
    assert ending(desk) is not None


def test_the_sheet_holds_the_sentences_and_names_from_outside_are_text_on_it():
    """Oracle: the sentences, and one on what the fork did; a fork with a hostile name."""
    desk = Desk(Setting("integrated_care", language="nl"))
    desk.forked({"name": "<script>alert(1)</script>", "changes": {"logic": "hierarchy"}, "round": 0})
    page = sheet(desk)
    assert len(re.findall("<li>", page)) == len(parts(desk)) + 1
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page


def test_an_ending_that_went_otherwise_than_the_whole_is_told():
    """Oracle: the mean of the last six rounds beside that of all, wherever one is a gain and the other is not."""
    otherwise = 0
    for name in names():
        for seed in range(1, 13):
            line = line_of(name, seed)
            value = line.history["joint_value"]
            if value.mean() > 0.02 and value[-6:].mean() < -0.02:
                brought, agreed = about(line, "brought"), line.history["agreed"] > 0
                if "But in the last 6 rounds" not in brought:
                    less = f"{(~agreed).sum()} rounds without an agreement {-200 * value[~agreed].mean():.0f}% less"
                    assert less in brought
                    assert not agreed[-6:].any()
                otherwise += 1
    assert otherwise > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agreement_that_came_late_is_said_to_and_who_said_no_until_then(language):
    """Oracle: the rounds of the run, the votes in its states, and the same run without the event that is named."""
    texts, late, by_event = Texts(language), 0, 0
    for name in names():
        line = line_of(name)
        agreed = line.history["agreed"] > 0
        first = int(agreed.argmax()) + 1 if agreed.any() else 0
        told, ends = log_of(line), dict(of_line(line, texts, log_of(line)))
        assert ("late" in ends) == (agreed.any() and 4 * (first - 1) >= line.rounds)
        if "late" not in ends:
            continue
        late += 1
        assert f" {first} " in ends["late"].partition(".")[0]
        assert ends["late"].partition(". ")[0] in learnt(line, texts, told)
        noes, asked = Counter(), False
        for round_ in range(1, first):
            was, now = (line.at(at).state for at in (round_ - 1, round_))
            if now.collaboration[0]["rejected"] > was.collaboration[0]["rejected"]:
                them = now.organisations
                noes.update(np.flatnonzero((them["member"] == MEMBER) & (them["accepts"] == 0.0)).tolist())
                asked = True
        if asked and texts("ending.stopped_slipped_unclear") not in ends["late"]:
            most = sorted(noes, key=lambda row: (-noes[row], row))[:2]
            who = texts.names([texts.in_a_sentence(line.scenario.labels[row]) for row in most])
            assert who.lower() in ends["late"].lower()
        for event in line.scenario.events:
            said = texts("ending.late_without", round=first, name=texts.label(event.name), at=event.round)
            if event.name and said in ends["late"]:
                kept = [one for one in line.scenario.events if (one.round, one.name) != (event.round, event.name)]
                other = Line(dataclasses.replace(line.scenario, events=tuple(kept)), line.seed)
                assert not other.history["agreed"][first - 1]
                by_event += 1
    assert late > 2
    assert by_event


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mean_over_rounds_with_and_without_an_agreement_is_told_in_two(language):
    """Oracle: the two means and their rounds, by hand; together they are the mean of all."""
    texts, line = Texts(language), line_of("merger")
    agreed, value = line.history["agreed"] > 0, line.history["joint_value"]
    less, more = value[~agreed].mean(), value[agreed].mean()
    assert less < 0.0 < more
    rounds = {"less": int((~agreed).sum()), "with_": int(agreed.sum())}
    assert value.mean() == pytest.approx((rounds["less"] * less + rounds["with_"] * more) / line.rounds)
    parts = [
        texts("ending.part_less", amount=f"{-200 * less:.0f}%"),
        texts("ending.part_more", amount=f"{200 * more:.0f}%"),
    ]
    said = about(line, "brought", texts)
    assert texts("ending.parts", **rounds, of_less=parts[0], of_with=parts[1]) in said.partition(". ")[0]
    desk = Desk(Setting("merger", language=language))
    desk.round_shown(line.rounds)
    assert f"{200 * less:.0f}%".replace("-", "\u2212") in ending(desk)["unit"]
    assert f"{200 * more:.0f}%" in ending(desk)["unit"]
    steady = line_of("integrated_care")
    assert "rounds without an agreement" not in about(steady, "brought")


def test_a_case_ends_with_a_question_of_its_own_where_nothing_is_open():
    """Oracle: by hand: nothing broke, so that there is nobody to ask about; without its own, that of the model."""
    texts, lines = Texts("en"), (Line(load("merger"), seed) for seed in range(1, 20))
    held = next(line for line in lines if line.history["agreed"].any())
    without = Line(dataclasses.replace(held.scenario, closing=""), held.seed)
    asked = [question(line, texts, []) for line in (held, without)]
    assert asked == [held.scenario.closing, texts("ending.question_held")]


def test_no_two_scenarios_end_with_the_same_question():
    """Oracle: the questions of all scenarios at the chance that they are shown by."""
    for language in LANGUAGES:
        asked = [said_of(line_of(name), Texts(language))[-1] for name in names()]
        assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_any_two_scenarios_end_with_one_question_but_for_the_names(language):
    """Oracle: the same questions without names, rounds and numbers: none stands in more than a third of the endings."""
    texts = Texts(language)
    shapes = Counter()
    for name in names():
        line = line_of(name)
        asked = said_of(line, texts)[-1].lower()
        for label in sorted((texts.in_a_sentence(one) for one in line.scenario.labels), key=len, reverse=True):
            asked = asked.replace(label.lower(), "x")
        shapes[re.sub(r"(x, )*x (and|en) (x|\d+ others|\d+ anderen)|\d+", "x", asked)] += 1
    assert max(shapes.values()) <= len(names()) / 3, shapes


def test_whoever_is_said_to_have_held_back_and_gained_did_so_itself_and_delivered_less():
    """Oracle: what was promised, meant and delivered, in the states."""
    found = 0
    for name in names():
        for seed in (1, 2):
            line = line_of(name, seed)
            said = " ".join(said_of(line))
            for who, round_ in re.findall(r"([A-Z][^.]*) held back in round (\d+) out of distrust", said):
                row = next(
                    row
                    for row, one in enumerate(line.scenario.labels)
                    if ENGLISH.in_a_sentence(one).lower() == who.lower()
                )
                me = line.at(int(round_)).state.organisations[row]
                assert me["pooled"] < me["promise"]
                assert me["short_distrust"] < 0.0
                found += 1
    assert found > 2


def test_all_others_who_held_back_out_of_distrust_are_named_beside_the_one_who_gained_most():
    """Oracle: in the states, who began to keep back a tenth of its promise or more out of distrust, more than for its
    home, in the order of that; of those that begin in one round, whoever keeps back most comes first.
    """
    several = 0
    for name in names():
        line = line_of(name)
        said = dict(of_line(line, ENGLISH, log_of(line))).get("tempted", "")
        told = re.search(r"([^.]*) held back in round \d+ out of distrust", said)
        if not told:
            continue
        began = {}
        for round_ in range(1, line.rounds + 1):
            us, them = line.at(round_).state.collaboration[0], line.at(round_).state.organisations
            promise = np.maximum(them["promise"], 1e-9)
            part, home = (-them[f"short_{by}"] / promise for by in ("distrust", "home"))
            keeps = us["agreed"] & (them["member"] == MEMBER) & (part >= 0.1) & (part >= home)
            for row in sorted(np.flatnonzero(keeps), key=lambda row: -part[row]):
                began.setdefault(int(row), round_)
        called = [ENGLISH.in_a_sentence(line.scenario.labels[row]) for row in began]
        others = [one for one in called if one.lower() != told[1].strip().lower()]
        assert len(others) == len(called) - 1
        too = f"At some point {ENGLISH.names(others)} held back out of distrust too."
        assert too in said if others else "out of distrust too" not in said
        several += len(others) > 1
    assert several > 1


def test_what_giving_in_would_have_brought_later_is_what_it_does():
    """Oracle: the run with that act as an event of the scenario, by the same luck, by hand."""
    found = 0
    for name in names():
        line = line_of(name)
        for round_, fact in story.every(log_of(line)):
            if not fact.kind.startswith("tempted"):
                continue
            row = int(fact.values["who"])
            act = Event(round_, organisation=row, act={"delivery": line.for_itself(row)[round_].intended})
            other = Line(with_events(line.scenario, [act]), line.seed)
            last = min(round_ + 6, line.rounds)
            by_hand = np.nansum((other.gained - line.gained)[round_:last, row])
            more, rounds = after_giving_in(line, round_, row)
            assert rounds == last - round_
            assert more * max(rounds, 1) == pytest.approx(by_hand, abs=1e-12)
            found += 1
            break
    assert found > 8

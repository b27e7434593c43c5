"""Why a goal held: what the same run loses it without."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.events import Event
from samenspel.scenario import load, names, parse, with_changes, with_events
from samenspel.state import MEMBER
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.session import Line
from samenspel.view.shown.board import learnt
from samenspel.view.shown.card import of_one
from samenspel.view.shown.causes import KEEPS
from samenspel.view.shown.ending import by_distance, of_line
from samenspel.view.shown.holding import Stood, because_of_support, kept_by, stood, why_it_held
from samenspel.view.shown.late import came_late
from samenspel.view.texts import Texts

from .lines import log_of

ENGLISH = Texts("en")


def held_since(line):
    """The first round with a goal that was never lost, or 0."""
    agreed = line.history["agreed"] > 0
    since = int(agreed.argmax()) + 1
    return since if agreed[since - 1 :].all() and since < line.rounds else 0


@pytest.mark.parametrize("name", names())
def test_what_kept_a_goal_is_what_a_scenario_without_it_loses_it_by(name):
    """Oracle: the scenario with an event that takes the thing away, played from its first round."""
    for seed in (load(name).seed, 3, 7):
        line = Line(load(name), seed)
        since = held_since(line)
        if not since:
            assert why_it_held(line, ENGLISH) == ""
            continue
        said = {one.by: one.lost for one in kept_by(line, since)}
        for by, parameters in KEEPS.items():
            other = Line(with_events(line.scenario, [Event(since + 1, parameters=parameters)]), seed)
            lost = np.flatnonzero(other.history["agreed"][since:] == 0.0)
            assert said.get(by, 0) == (since + 1 + int(lost[0]) if lost.size else 0), (name, seed, by)


def test_patience_is_told_where_it_was_needed_else_the_earliest_and_nothing_where_nothing_is_lost():
    """Oracle: the rounds of `kept_by`, the support in the states, and the words."""
    told = alone = patient = 0
    for name in names():
        for seed in (1, 2, 3, 7):
            line = Line(load(name), seed)
            since = held_since(line)
            kept = kept_by(line, since) if since else []
            said = why_it_held(line, ENGLISH)
            short = [line.at(round_).state.collaboration[0]["unbacked"] > 0 for round_ in range(1, line.rounds + 1)]
            assert said.startswith("It held by patience: ") == bool(since and any(short[since:]))
            if said.startswith("It held by patience: "):
                patient += 1
                assert "better off" not in said
                assert said.endswith(f"it would have been given up in round {since + 1 + short[since:].index(True)}.")
            elif kept:
                told += 1
                assert kept == sorted(kept)
                assert said.endswith(f"would have been given up in round {kept[0].lost}.")
            elif since:
                alone += 1
                assert said.endswith(ENGLISH("held.on_no_one_thing"))
    assert told
    assert alone
    assert patient


def test_who_is_said_to_have_stood_behind_a_goal_did():
    """Oracle: who stands behind it, and the support that there was, in the states of the rounds with a goal.

    All are said to have done so only where nobody ever did not, and the cards of the last round count the same.
    """
    found, short = set(), 0
    for name in names():
        for logic in ("", "network", "hierarchy"):
            scenario = load(name)
            line = Line(with_changes(scenario, {"logic": logic}), 1) if logic else Line(scenario, scenario.seed)
            since = held_since(line)
            if not since:
                continue
            one, said = stood(line), why_it_held(line, ENGLISH)
            states = [line.at(round_).state for round_ in range(since, line.rounds + 1)]
            members = [state.organisations[state.organisations["member"] == MEMBER] for state in states]
            shares = [them["behind"].mean() for them in members]
            assert one.behind / one.all == pytest.approx(sorted(shares)[len(shares) // 2])
            low, end = members[one.at - since], members[-1]
            assert (one.low, one.low_all) == (low["behind"].sum(), low.size)
            assert low["behind"].mean() == min(shares)
            assert (one.end, one.end_all) == (end["behind"].sum(), end.size)
            backing = [float(state.collaboration[0]["backing"]) for state in states]
            assert one.short == sum(each < one.quorum - 1e-9 for each in backing)
            always = min(shares) == 1.0
            assert ("all partners" in said) == always
            if not came_late(line):
                assert ("all partners" in learnt(line, ENGLISH, log_of(line))) == always
            assert one.votes == backing[one.at - since]
            enough = one.votes >= one.quorum  # what falls short is not rounded up to what is needed
            votes = f"{100 * one.votes if enough else int(100 * one.votes):.0f}%"
            authority = ", authority included" if "order" in one.way else ""
            counted = (
                f"at the fewest {one.low} of {one.low_all} with {votes} of the votes{authority} (round {one.at}), "
                f"and at the end {one.end} of {one.end_all}."
            )
            assert (counted in said) == (not always)
            assert "most partners" not in said + learnt(line, ENGLISH, log_of(line)) or min(shares) > 0.5
            assert ("had to go along" in said) == ("order" in one.way and not always and not one.patient)
            if not logic:
                desk = Desk(Setting(name, language="en"))
                cards = [of_one(desk, line.at(line.rounds), row, None) for row in range(len(line.scenario.labels))]
                assert sum(ENGLISH("card.behind") in card for card in cards) == one.end
            found.add(one.way)
            short += one.short > 0
    assert {"", "_lead_order"} <= found
    assert short


def test_all_are_said_to_have_stood_behind_it_only_where_nobody_ever_did_not():
    """Oracle: by hand."""
    one = Stood("_lead_order", 9, 9, 9, 9, 5, 1.0, 9, 9, 0.67, 2, 0, 30, 1, False)
    said = because_of_support(one, ENGLISH)
    assert said.startswith("It held because all partners in every round expected no less")
    assert "the others had to go along" not in said
    said = because_of_support(one._replace(low=8, at=7, votes=0.9), ENGLISH)
    assert said.startswith("It held because most partners expected no less")
    assert (
        "In a typical round 9 of 9 partners stood behind it, at the fewest 8 of 9 with 90% of the votes, "
        "authority included (round 7), and at the end 9 of 9." in said
    )
    said = because_of_support(one._replace(low=4, at=7, votes=0.9), ENGLISH)
    assert said.startswith("It held because enough partners expected no less")


def test_work_on_a_condition_can_be_what_kept_it():
    """Oracle: the sentence, where work on a condition goes on and the goal is lost without it."""
    found = []
    for seed in range(1, 40):
        line = Line(with_changes(load("baseline"), {"effort.organisation": 1.0}), seed)
        if held_since(line) and [one.by for one in kept_by(line, held_since(line))][:1] == ["work_organisation"]:
            found.append(why_it_held(line, ENGLISH))
    assert found
    assert all("It rested on work on “organisation”" in one for one in found)


TWO = """
title = "Two"
seed = 1
rounds = 3
[[themes]]
name = "where"
from = "here"
to = "there"
[[themes]]
name = "when"
from = "now"
to = "later"
[agreement]
goal = [0.4, 0.5]
age = 3
[[organisations]]
name = "Near"
interests = [0.4, 0.5]
salience = [0.5, 0.5]
burden = 0.1
[[organisations]]
name = "Far"
interests = [0.9, 0.6]
salience = [0.5, 0.5]
burden = -0.05
"""


def test_it_is_said_what_whoever_stands_farthest_gives_up_and_whom_the_goal_costs_and_brings_most():
    """Oracle: by hand; what each makes alone is 1/2, so that .1 is 20% of it."""
    line = Line(parse(TWO, "two"), 1)
    assert by_distance(line.at(1).state) == [0, 1]
    said = dict(of_line(line, ENGLISH, log_of(line)))["agreed"]
    wish = "Far gave up more of its wishes than anyone. Its wish: much closer to “there” than to “here”."
    assert wish in said
    home = "Within its own organisation, the agreement then cost Far most (each round 10% of what it makes alone)"
    home += ", and brought Near most (20%)."
    assert home in said

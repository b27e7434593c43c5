"""Why a goal held: what the same run loses it without."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.events import Event
from samenspel.scenario import load, names, parse, with_changes, with_events
from samenspel.view.session import Line
from samenspel.view.shown.causes import KEEPS
from samenspel.view.shown.ending import by_distance, of_line
from samenspel.view.shown.holding import kept_by, why_it_held
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


def test_the_earliest_is_told_first_and_nothing_is_needed_where_nothing_is_lost():
    """Oracle: the rounds of `kept_by`, and the words."""
    told = alone = 0
    for name in names():
        for seed in (1, 2, 3, 7):
            line = Line(load(name), seed)
            since = held_since(line)
            kept = kept_by(line, since) if since else []
            said = why_it_held(line, ENGLISH)
            if kept:
                told += 1
                rounds = [int(word.strip("().,")) for word in said.split() if word.strip("().,").isdigit()]
                assert rounds == [one.lost for one in kept[:2]] == sorted(rounds)
            elif since:
                alone += 1
                assert said == ENGLISH("ending.kept_by_itself")
    assert told
    assert alone


def test_work_on_a_condition_can_be_what_kept_it():
    """Oracle: the sentence, where work on a condition goes on and the goal is lost without it."""
    found = []
    for seed in range(1, 40):
        line = Line(with_changes(load("baseline"), {"effort.organisation": 1.0}), seed)
        if held_since(line) and any(one.by == "work_organisation" for one in kept_by(line, held_since(line))[:2]):
            found.append(why_it_held(line, ENGLISH))
    assert found
    assert all("without work on “organisation”" in one for one in found)


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
    wish = "Far has to give up more of its wishes than anyone. Its wish: much closer to “there” than to “here”."
    assert wish in said
    home = "At home, the agreement costs Far most (each round 10% of what it makes alone), and brings Near most (20%)."
    assert home in said

"""What broke, and what mended it: told from what the states say, and of causes only those that the run shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samenspel.events import Event, happen
from samenspel.runs import Course
from samenspel.scenario import load, names, with_changes, with_events
from samenspel.state import LEFT, MEMBER
from samenspel.studies.patterns.places import place
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.session import Line
from samenspel.view.shown import story
from samenspel.view.shown.card import card
from samenspel.view.shown.ending import of_line
from samenspel.view.shown.facts import FELT, SMALL, TURN
from samenspel.view.shown.mending import breaches, mending, mends
from samenspel.view.texts import Texts

from .lines import log_of, played

ENGLISH = Texts("en")


def every(kind):
    """Every fact of a kind in all scenarios, with its line and round."""
    for name in names():
        line, told = played(name)
        for round_, one in enumerate(told):
            for fact in (*one.facts, *one.rest):
                if fact.kind.startswith(kind):
                    yield line, round_, fact


def trusted(state, fact):
    source, target = fact.values["other"], fact.values["who"]
    return float(state.ties["trust"][(state.sources == source) & (state.ties["target"] == target)][0])


def test_trust_that_fell_by_less_than_is_written_was_never_repaired():
    """Oracle: a run in which that happens; what was repaired had fallen as it is written."""
    told = log_of(Line(with_changes(place("energy_transition"), {"logic": "network"}), 900_019))
    found = [fact for one in told for fact in (*one.facts, *one.rest) if fact.kind.startswith("repaired")]
    assert all(round(100 * fact.values["low"]) < round(100 * fact.values["from"]) for fact in found)


def test_trust_that_is_back_is_where_it_was_before_something_cost_it():
    """Oracle: trust, promises and deliveries in the states, round by round."""
    told = 0
    for line, round_, fact in every("repaired"):
        told += 1
        since = fact.values["since"]
        course = [line.at(at).state for at in range(since, round_ + 1)]
        trust = [trusted(state, fact) for state in course]
        assert round(100 * trust[-1]) >= round(100 * fact.values["from"])
        assert all(round(100 * one) < round(100 * fact.values["from"]) for one in trust[:-1])
        by_event = [
            float(cost.values["to"])
            for cost in (*played(line.scenario.name)[1][since].facts, *played(line.scenario.name)[1][since].rest)
            if cost.kind == "betrayed" and cost.pair == fact.pair
        ]
        assert fact.values["low"] == pytest.approx(min(trust + by_event))
        lowest = 0 if by_event and by_event[0] < min(trust) else int(np.argmin(trust))
        assert fact.values["lowest"] == since + lowest
        after = [state for state in course[lowest + 1 :] if state.collaboration[0]["agreed"]]
        assert fact.values["rounds"] == len(after)
        if fact.kind == "repaired_kept":
            mine = [state.organisations[fact.values["who"]] for state in after]
            part = sum(me["pooled"] for me in mine) / sum(me["promise"] for me in mine)
            assert fact.values["part"] == pytest.approx(part)
    assert told > 10


def test_what_work_on_the_relation_mended_is_what_it_is_not_without():
    """Oracle: the run without effort on the relation from the breach on, by the same luck."""
    scenario = with_events(load("integrated_care"), [Event(21, "", {"effort.relation": 1.0})])
    line, found = Line(scenario, 1), 0
    for round_, one in enumerate(log_of(line)):
        for fact in (*one.facts, *one.rest):
            if fact.kind == "repaired_relation":
                found += 1
                others = tuple(event for event in scenario.events if "effort.relation" not in event.parameters)
                since = max(20, fact.values["since"])
                worked = [Event(21, "", {"effort.relation": 1.0})] if since > 20 else []
                ended = [Event(since + 1, "", {"effort.relation": 0.0})]
                without = Course(replace(scenario, events=(*others, *worked, *ended)), 1)
                without.proceed(round_, np.zeros_like(line.history))
                assert fact.values["without"] == pytest.approx(trusted(without.state, fact))
                assert fact.values["without"] < fact.values["to"]
    assert found


def test_what_an_event_cost_is_what_it_did_before_anybody_acted():
    """Oracle: the event alone, on the state of the round before."""
    found = 0
    for line, round_, fact in every("betrayed"):
        found += 1
        state = line.at(round_ - 1).state
        was = trusted(state, fact)
        for event in line.scenario.events:
            if event.round == round_:
                happen(event, state, line.at(round_).parameters)
        assert fact.values["from"] == pytest.approx(was)
        assert fact.values["to"] == pytest.approx(trusted(state, fact))
        assert was - trusted(state, fact) > FELT
    assert found > 5


def test_a_goal_stands_again_when_it_has_its_support_and_who_brought_it_is_who_turned_or_left():
    """Oracle: the votes behind the goal, in the states."""
    kinds = set()
    for line, round_, fact in every("steady"):
        state, quorum = line.at(round_).state, fact.values["quorum"]
        assert state.collaboration[0]["unbacked"] == 0
        assert all(line.at(at).state.collaboration[0]["unbacked"] for at in range(fact.values["since"], round_))
        assert fact.values["backing"] >= quorum - 1e-9
        kinds.add(str(fact.values["because"]))
        before = line.at(fact.values["since"]).state.organisations
        for row in fact.values.get("turned", ()):
            assert not before["behind"][row]
            assert state.organisations["behind"][row]
        for row in fact.values.get("gone", ()):
            assert before["member"][row] == MEMBER
            assert state.organisations["member"][row] == LEFT
    assert len(kinds) > 2


def test_in_whom_trust_rose_is_in_whom_it_was_least_where_it_rose_and_else_in_whom_it_rose_most():
    """Oracle: trust in the states when somebody began to hold back, and when they stopped, for one alone."""
    found = 0
    for line, round_, fact in every("gives_again_distrust"):
        if len(fact.values["who"]) != 1 or "most" not in fact.values:
            continue
        row = fact.values["who"][0]
        began = [
            at
            for at, one in enumerate(played(line.scenario.name)[1][:round_])
            for other in (*one.facts, *one.rest)
            if other.kind == "keeps_back_distrust" and other.values["who"] == row
        ][-1]
        then, now = line.at(began).state, line.at(round_).state
        me, members = now.organisations[row], now.organisations["member"] == MEMBER
        mine = slice(me["first"], me["last"])
        open_ = (now.ties["age"][mine] > 0) & (then.ties["age"][mine] > 0) & members[now.ties["target"][mine]]
        rise = np.where(open_, now.ties["trust"][mine] - then.ties["trust"][mine], -1.0)
        least = np.where(open_, then.ties["trust"][mine], 2.0).argmin()
        whom = least if rise[least] > SMALL else rise.argmax()
        assert now.ties["target"][mine][whom] == fact.values["most"]
        found += 1
    assert found > 2


def mended_or_long_ago(worst, line):
    return worst.healed or worst.fact.kind in ("lapsed", "dissolved") or worst.round <= line.rounds - 3


@pytest.mark.parametrize("logic", ["network", "hierarchy"])
@pytest.mark.parametrize("name", names())
def test_the_ending_says_what_broke_and_what_mended_it_or_that_nothing_did(name, logic):
    """Oracle: the log: what is named is told in that round, and nothing that mends it is told before."""
    line, told = played(name, logic)
    said = mending(line, ENGLISH, told)
    found = breaches(told)
    if not found:
        assert all(one.startswith("Nothing broke") for one in said)
        assert len(said) == line.history["agreed"].any()
        return
    broke, mends_it = said
    worst = min(found, key=lambda one: one.grave(line.rounds))
    assert worst.fact in told[worst.round].facts
    cost = worst.fact.values.get("from", 1.0) - worst.fact.values.get("to", 0.0)
    assert cost >= TURN - 1e-9 or worst.fact.pair is None or worst.fact.kind == "keeps_back_distrust"
    assert mended_or_long_ago(worst, line)
    assert f"ound {worst.round}" in broke
    later = [(at, fact) for at in range(worst.round + 1, line.rounds + 1) for fact in (*told[at].facts, *told[at].rest)]
    mended = [at for at, fact in later if mends(worst.fact, fact)]
    assert worst.again == (mended[0] if mended else 0)
    not_mended = ("That did not mend", "No other agreement came", "The trust of")
    assert mends_it.startswith(not_mended) == (not mended)
    assert not mended or f"ound {mended[0]}" in mends_it
    about = "lost" if worst.fact.kind.startswith(("lapsed", "dissolved")) else "broke"
    assert {(about, broke), ("mended", mends_it)} <= set(of_line(line, ENGLISH, told))


def test_when_trust_was_back_is_when_it_was():
    """Oracle: the trust of that pair in the states, by hand; of a goal that broke, mean trust of the rounds."""
    pairs = means = 0
    for name in names():
        line, told = played(name)
        if not breaches(told):
            continue
        _, said = mending(line, ENGLISH, told)
        worst = min(breaches(told), key=lambda one: one.grave(line.rounds))
        if worst.fact.pair is not None and not worst.fact.kind.startswith("keeps_back"):
            assert "Averaged over all partners" not in said
            if worst.healed or "left in round" in said:
                continue
            pairs += 1
            source, target = worst.fact.pair
            states = [line.at(at).state for at in range(worst.round, line.rounds + 1)]
            trust = [
                round(100 * float(one.ties["trust"][(one.sources == source) & (one.ties["target"] == target)][0]))
                for one in states
            ]
            trust[0] = min(trust[0], round(100 * worst.fact.values["to"]))  # as it is told of that round
            rise, low, peak = max((b - a, a, b) for at, a in enumerate(trust) for b in trust[at:])
            nearly = peak >= round(100 * worst.fact.values["from"]) - 5
            assert ("came back only in part" in said) == (rise >= 5 and not nearly)
            assert ("came back almost all the way" in said) == (rise >= 5 and nearly)
            assert ("did not mend" in said) == (rise < 5)
            assert rise < 5 or (f"from {low} (" in said and f"to {peak} (" in said)
            fell = rise >= 5 and trust[-1] <= peak - 5
            assert (f"After that it fell again, to {trust[-1]} at the end" in said) == fell
            ends = rise < 5 or (not fell and trust[-1] != peak)
            assert (f"t the end it is {trust[-1]}." in said) == ends
            assert max(trust) < round(100 * worst.fact.values["from"])
        elif "Averaged over all partners" in said:
            means += 1
            trust = np.round(100 * line.history["trust"])
            high = trust[max(0, worst.round - 13) : worst.round].max()
            back = next((at for at in range(worst.round + 1, line.rounds + 1) if trust[at - 1] >= high), None)
            assert f"fell from {high:.0f}" in said
            still = " and is there still at the end" in said or f"is {trust[-1]:.0f} (out of 100) at the end" in said
            assert f"recovered by round {back}." in said if back else still
    assert pairs
    assert means


def test_what_befalls_somebody_who_left_says_so():
    """Oracle: membership in the state of the round before, in runs that were not chosen to be shown first."""
    lines = [Line(load("regional_energy_strategy"), seed) for seed in range(1, 25)]
    told = [(line, round_, one) for line in lines for round_, one in enumerate(log_of(line))]
    found = 0
    for line, round_, fact in ((line, at, fact) for line, at, one in told for fact in (*one.facts, *one.rest)):
        if fact.kind != "event_gone":
            continue
        found += 1
        assert line.at(round_ - 1).state.organisations["member"][fact.values["who"]] == LEFT
        assert "no longer takes part" in story.say(fact, ENGLISH, line)
    assert found > 2


def test_the_card_of_one_who_left_says_when_and_why():
    """Oracle: the round in which membership ends, and what the log tells of it."""
    desk = Desk(Setting("survey_example"))
    line = desk.session.line
    gone = np.flatnonzero(line.at(line.rounds).state.organisations["member"] == LEFT)
    assert gone.size
    for row in gone:
        desk.picked_on_stage({"row": int(row)})
        member = [line.at(round_).state.organisations["member"][row] for round_ in range(line.rounds + 1)]
        left = next(at for at in range(1, line.rounds + 1) if member[at] == LEFT and member[at - 1] == MEMBER)
        told = [story.say(fact, desk.texts, line) for fact in log_of(line)[left].facts if fact.kind == "leaves"]
        when, why = card(desk)["frames"][left]
        assert f"round {left}" in when
        assert why in told

"""A play: what is decided in seats becomes events, and a run without people is the model's own, bit for bit."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest

from samenspel import game
from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.results.advice import planned
from samenspel.room.kept import as_file
from samenspel.room.play import (
    ASKED,
    CONSENTS,
    DELIVERIES,
    HOMES,
    NOTHING,
    OFFERS,
    WORK,
    WORKS,
    Decision,
    Offer,
    Play,
    half_a_year,
)
from samenspel.runs import Course, run
from samenspel.scenario import load, names, parse, playing, with_changes
from samenspel.state import LEFT, MEMBER
from samenspel.view.session import MOST_EVENTS

CARE = load("integrated_care")
YES = Decision(consent="yes", promise=1.5, delivery="promised")
STAYING = {"stay": 1.0}
LEAVING = YES._replace(home="leave")
NO = Decision(consent="no", promise=1.0)


def same(play, other):
    """Whether a run of so many rounds is a play, bit for bit: every outcome, and all that is left at the end."""
    return other.history.tobytes() == play.history[: play.round].tobytes() and all(
        ours.tobytes() == theirs.tobytes() for ours, theirs in zip(play.state, other.state, strict=True)
    )


def test_without_anybody_in_a_seat_a_play_is_the_run_of_the_scenario():
    """Oracle: the run, bit for bit."""
    play = Play(CARE)
    for _ in range(6):
        play.close({})
    assert same(play, run(CARE, rounds=36))
    assert play.scenario.events == CARE.events


def test_a_seat_that_decides_what_the_model_would_have_decided_changes_nothing():
    """Oracle: the run without people, bit for bit; all seats, in every round, by the trace of that run."""
    ours = run(CARE, rounds=30, trace=True)
    play = Play(CARE, step=1)
    for model in ours.trace:
        decided = {}
        for row, me in enumerate(model):
            if not (asked := play.asked(row)):
                continue
            # Who says no in person is not bargained with (docs/odd.md, 7.22): only the model can say no as it would.
            consents = "consent" in asked and me["accepts"] and me["pledge"] <= 0.0
            home = "stay" if me["member"] == MEMBER else ""
            decided[row] = Decision("yes" if consents else "", promise=float(me["promise"]) if "promise" in asked else
                                    math.nan, home=home)  # fmt: skip
        play.close(decided)
    said = [one.consent for played in play.played for one in played.decided.values()]
    assert said.count("yes") > 50
    assert "" in said
    assert same(play, ours)


LOSING = {"participation.exit": 2.0, "participation.lock_in": 0.0, "norm.tolerance": 0.0}  # so that some leave


@pytest.mark.parametrize("step", [1, 6])
def test_whoever_leaves_all_open_is_the_model_also_in_whether_it_stays(step):
    """Oracle: the run without people, bit for bit, in which some leave by chance."""
    lost = with_changes(CARE, LOSING)
    free, play = run(lost, rounds=24), Play(lost, step=step)
    assert (free.state.organisations["member"] == LEFT).any()
    while play.round < 24 and not play.over:
        play.close({row: Decision(home="") for row in range(9) if play.asked(row)})
    assert same(play, run(lost, rounds=play.round))


def test_whoever_stays_is_at_the_table_in_the_next_round_whatever_chance_says():
    """Oracle: the same play without anybody in that seat, in which the model leaves at the first chance."""
    lost = with_changes(CARE, LOSING)
    free = run(lost, rounds=24, trace=True)
    row = int(np.argmax((free.trace["member"] == LEFT).any(axis=0)))
    gone = int(np.argmax(free.trace["member"][:, row] == LEFT))  # rounds before the one in which it is gone
    assert gone > 0
    for home, there in (("", False), ("stay", True), ("report", True), ("leave", False)):
        play = Play(lost, step=gone)
        play.close({row: Decision(home=home)})
        assert play.is_member(row) == there, home


def test_a_seat_that_cannot_leave_is_not_asked_to_and_stays():
    """Oracle: by hand: the same play in which it may, and somebody whom the model plays."""
    lost = with_changes(CARE, LOSING)
    row = next(row for row, one in enumerate(run(lost, rounds=24).state.organisations) if one["member"] == LEFT)
    play = Play(with_changes(lost, {f"{label}.stays": "true" for label in CARE.labels}))
    assert (play.homes(row), Play(lost).homes(row)) == (("stay", "report"), ("stay", "report", "leave"))
    with pytest.raises(InputError, match=r"home.*'leave', allowed: stay, report"):
        play.close({row: Decision(home="leave")})
    while play.round < 24 and not play.over:
        play.close({})
    assert play.round == 24
    assert all(map(play.is_member, range(9)))


def test_a_seat_that_the_model_takes_over_half_way_is_the_model_from_there_on(table):
    """Oracle: a play in which nobody is in that seat from the second round on, bit for bit; the first is theirs."""
    other = Play(CARE)
    table.join(2)
    for number in (1, 2, 3):
        for asked, said in (("consent", "yes"), ("promise", "2.0"), ("delivery", "half"), ("home", "report")):
            table.decide(2, asked, {asked: said})
        if number == 2:
            table.hold(2)
        decided = {2: table.seats[2].decision} if number == 1 else {}
        table.close()
        other.close(decided)
    assert [set(played.decided) for played in table.play.played] == [{2}, set(), set()]
    assert table.play.history.tobytes() == other.history.tobytes()
    assert table.play.scenario.events == other.scenario.events
    assert same(table.play, run(parse(as_file(table.play), "kept")))


def test_what_is_decided_holds_in_every_round_that_a_played_round_stands_for():
    """Oracle: by hand, from the trace: a promise of 1.5 of which all is meant to be delivered, in six months."""
    play = Play(CARE)
    everybody = range(len(CARE.labels))
    play.close(dict.fromkeys(everybody, YES))
    play.close(dict.fromkeys(everybody, YES._replace(delivery="half")))
    for state in play.trace[7:]:
        assert state.collaboration[0]["agreed"]
        assert state.organisations["promise"].tolist() == [1.5] * 9
        assert state.organisations["intended"].tolist() == [1.25] * 9
    play.close({})
    assert set(play.state.organisations["promise"]) != {1.5}


def test_a_no_of_enough_seats_holds_for_as_long_as_the_round():
    """Oracle: by hand; the model alone agrees in round 6, and with everybody against it does not."""
    assert run(CARE, rounds=6).history["agreed"][-1] == 1
    play = Play(CARE)
    played = play.close(dict.fromkeys(range(9), NO))
    assert set(played.said.values()) == {False}
    assert not play.history["agreed"][:6].any()
    assert play.history["support"][:6].tolist() == [0.0] * 6


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        (("most", "most", "most"), {0, 1, 2}),  # each counts on the others, and all hold
        (("most", "most", "no"), set()),  # one of the two others is not more than half of them
        (("most", "yes", "yes"), {0, 1, 2}),
        ((1, 2, "no"), set()),  # one after another falls
        ((1, 2, "yes"), {0, 1, 2}),
        ((1, 0, "no"), {0, 1}),  # two that wait for one another
    ],
)
def test_who_says_yes_if_others_do(said, yes):
    """Oracle: by hand, with three at the table; a number is the partner that one waits for."""
    play = Play(CARE)
    play.fire([Event(1, organisation=row, act={"stay": 0.0}) for row in range(3, 9)])
    decided = {
        row: Decision("partner", one, promise=1.0) if isinstance(one, int) else Decision(one, promise=1.0)
        for row, one in enumerate(said)
    }
    assert {row for row, said in play.said(decided).items() if said} == yes


def test_yes_if_it_is_worth_it_leaves_the_reckoning_to_the_model():
    """Oracle: the run without people; only that they stay is decided, where nobody would have left."""
    play = Play(CARE)
    play.close({row: Decision("worth") for row in range(9)})
    assert same(play, run(CARE, rounds=6))


def test_what_home_allows_is_what_it_would_deliver_of_its_own_accord():
    """Oracle: the best reply of the home organisation (docs/odd.md, 7.11), from the state of that round."""
    play = Play(CARE)
    for _ in range(2):
        play.close({})
    p, ahead = play.course.parameters, play.ahead
    for row, me in enumerate(ahead.organisations):
        aligned = float(me["aligned_anew"])
        unit = game.bring(me, aligned, float(play.state.organisations["home"][row]), p.value.common)
        unit -= p.decision.autonomy * float(me["autonomy"]) + float(me["elsewhere"])
        wanted = min(p.promise.capacity, max(0.0, float(game.offer(me, unit, p.promise.capacity))))
        assert play.mandate(row) == pytest.approx(wanted, abs=1e-9), CARE.labels[row]
        assert play.at_home(row, wanted) == pytest.approx(wanted, abs=1e-9)
        assert min(wanted, 2.0) <= play.at_home(row, 2.0) <= max(wanted, 2.0)


def test_looking_ahead_changes_nothing_and_is_what_comes():
    """Oracle: the round that was looked at, played."""
    play, other = Play(CARE, step=1), Play(CARE, step=1)
    for _ in range(8):
        ahead, wanted = play.ahead, play.mandate(2)
        assert wanted > 0.0
        play.close({})
        other.close({})
        assert play.trace[-1].collaboration.tobytes() == ahead.collaboration.tobytes()
    assert play.history.tobytes() == other.history.tobytes()


def test_whoever_leaves_is_gone_from_the_next_round_on_and_whoever_decides_stays():
    """Oracle: by hand; the last round counts until its end, and a seat that is not at the table decides nothing."""
    play = Play(CARE)
    play.close({0: LEAVING, 1: YES})
    assert play.state.organisations["member"][0] != LEFT
    assert play.asked(0) == ()
    assert play.asked(1) == ASKED[:-1]
    with pytest.raises(InputError, match="allowed: a seat at the table"):
        play.close({0: YES})
    play.close({1: YES})
    assert play.trace[7].organisations["member"][0] == LEFT
    lost = Play(with_changes(CARE, {"participation.exit": 10.0, "participation.lock_in": 0.0}))
    lost.fire([Event(1, organisation=1, set={"satisfaction": -5.0})])
    assert not lost.is_member(1)
    assert lost.asked(1) == ()


def test_a_report_at_home_brings_representative_and_home_towards_each_other():
    """Oracle: by hand; each goes a quarter of the way, before the next round."""
    play = Play(CARE)
    play.close({1: YES._replace(home="report"), 2: YES})
    before = play.state.organisations
    apart = before["loyalty"] - before["home"]
    events = [event for event in play.scenario.events if event.round == 7]
    assert [(event.organisation, event.act) for event in events if event.act] == [(1, STAYING), (2, STAYING)]
    (report,) = (event for event in events if event.add)
    assert report.organisation == 1
    assert report.add == {"home": 0.25 * apart[1], "loyalty": -0.25 * apart[1]}


# --- an offer to a partner -----------------------------------------------------------------------------------------


def burdens(state):
    return state.organisations["burden"]


def test_what_one_carries_the_other_is_relieved_of_for_as_long_as_the_round_and_no_longer():
    """Oracle: by hand: a fifth of what is made alone, from the one of size 1.4 to the other, in six months."""
    play = Play(CARE)
    start = burdens(play.state).copy()
    play.close(dict.fromkeys(range(9), YES))
    play.close({row: YES._replace(to=5, offer=0.1) if row == 4 else YES for row in range(9)})
    for state in play.trace[7:13]:
        moved = burdens(state) - start
        assert moved == pytest.approx([0, 0, 0, 0, -0.1, 0.1, 0, 0, 0], abs=1e-12)
        assert burdens(state).sum() == pytest.approx(start.sum(), abs=1e-12)
    play.close({})
    assert burdens(play.state) == pytest.approx(burdens(run(CARE, rounds=18).state), abs=1e-12)


def test_what_one_gives_of_value_is_what_the_other_gets():
    """Oracle: the same round without the offer, under a goal that was there: the books of the two differ by it, in the
    first month, in which nobody has reacted to it yet; organisations of other sizes."""
    given, other = (Play(CARE, step=1), Play(CARE, step=1))
    yes = dict.fromkeys(range(9), YES)
    for play in (given, other):
        play.close(yes)
    other.close(yes)
    given.close(yes | {6: YES._replace(to=1, offer=0.05)})
    sizes = given.state.organisations["size"]
    assert sizes[6] != sizes[1]
    apart = given.state.organisations["value"] - other.state.organisations["value"]
    assert apart == pytest.approx([0, 0.05, 0, 0, 0, 0, -0.05, 0, 0], abs=1e-12)


def test_whom_the_model_plays_weighs_what_it_was_offered():
    """Oracle: the run: of a seat that the model plays, what is said of its yes is what the engine has it say."""
    ahead = Play(CARE).ahead.organisations[1]
    short = float(ahead["fallback"] - ahead["expected_anew"])
    nearly = with_changes(
        CARE, {"Hospital.burden": float(ahead["burden"]) + short - CARE.parameters.norm.tolerance - 0.05}
    )
    found = []
    for offer in ({}, {"to": 1, "offer": 0.1}):
        play = Play(nearly, step=1)
        played = play.close({6: YES._replace(**offer)})
        found.append(played.said[1])
        assert played.said[1] == bool(play.state.organisations["accepts"][1])
    assert found == [False, True]


def test_offers_that_do_not_fit_together_are_cut_and_all_is_taken_back():
    """Oracle: by hand: of a burden of .38 at most .12 more fits, and 0.1 of that is taken by the first."""
    play = Play(with_changes(CARE, {f"{CARE.labels[7]}.burden": 0.38}))
    start = burdens(play.ahead).copy()
    assert 7 in play.to_offer(4)
    played = play.close({4: YES._replace(to=7, offer=0.1), 6: YES._replace(to=7, offer=0.1)})
    assert played.offers == (Offer(4, 7, 0.1), Offer(6, 7, pytest.approx(0.02)))
    assert burdens(play.trace[1])[7] == pytest.approx(0.5)
    assert burdens(play.trace[1]).sum() == pytest.approx(start.sum())
    play.close({})
    assert burdens(play.trace[7]) == pytest.approx(start, abs=1e-12)


def test_nothing_can_be_carried_beyond_what_a_burden_can_be_and_that_says_nothing_of_others():
    """Oracle: by hand: who has a burden of -.45 cannot carry a fifth; of one that will have .45 only .05 is taken."""
    assert Play(with_changes(CARE, {f"{CARE.labels[2]}.burden": -0.45})).to_offer(2) == []
    coming = Play(replace(CARE, events=(Event(4, organisation=1, set={"burden": 0.45}),)))
    assert coming.to_offer(2) == Play(CARE).to_offer(2)
    played = coming.close({2: YES._replace(to=1, offer=0.1)})
    assert played.offers == (Offer(2, 1, pytest.approx(0.05)),)


def test_an_offer_has_no_name_in_the_file_and_nobody_reads_of_it_in_the_news():
    """Oracle: the events, by hand: two for each, at its beginning and after its end."""
    play = Play(CARE)
    play.close({2: YES._replace(to=1, offer=0.05)})
    made = [event for event in play.scenario.events if "burden" in event.add and event not in CARE.events]
    assert [(one.round, one.organisation, one.add["burden"]) for one in made] == [
        (1, 2, -0.05), (1, 1, 0.05), (7, 2, 0.05), (7, 1, -0.05)
    ]  # fmt: skip
    assert not any(event.name for event in made)


# --- what whoever leads has all work on ------------------------------------------------------------------------------


def chosen(name, step=None):
    """A play of a scenario that somebody leads."""
    return Play(load(name), step=step)


def efforts(play):
    """Effort spent in each round of the model that was played."""
    return np.diff(play.history["effort"][: play.round], prepend=0.0).tolist()


def test_the_seat_that_leads_has_one_more_decision_and_where_nobody_does_nobody_has_it():
    """Oracle: the scenarios, by hand: one names a lead, one none; and a port hands the lead to a secretariat."""
    play = chosen("debts")
    assert play.lead == 0
    assert play.asked(0) == ASKED
    assert all(play.asked(row) == ASKED[:-1] for row in range(1, 7))
    assert (Play(CARE).lead, WORK in sum((Play(CARE).asked(row) for row in range(9)), ())) == (-1, False)
    port = chosen("port_data")
    assert port.lead == 0
    port.fire([Event(1, parameters={"governance.form": "administrative"})])
    assert port.lead == -1
    assert chosen("ngo_consortium").lead == 1
    play.close({0: YES._replace(home="leave")})
    assert play.lead == -1  # another has most influence then, but nobody said that it leads


def test_what_whoever_leads_chose_holds_for_the_next_round_and_no_longer():
    """Oracle: by hand: half an effort in each of months 7 to 12, and none before or after."""
    play, other = chosen("debts"), chosen("debts")
    play.close({0: YES._replace(work="relation")})
    other.close({0: YES})
    assert (play.worked_on, other.worked_on) == ("relation", "nothing")
    assert play.history[:6].tobytes() == other.history[:6].tobytes()
    for _ in range(2):
        play.close({0: YES})
    assert efforts(play) == pytest.approx([0.0] * 6 + [0.5] * 6 + [0.0] * 6)
    assert play.worked_on == "nothing"
    assert not any(event.name for event in play.scenario.events if event not in load("debts").events)
    assert same(play, run(parse(as_file(play), "kept")))


def test_it_comes_on_top_of_what_goes_on_anyway_also_of_what_happens_meanwhile():
    """Oracle: by hand: the price is of all efforts together; at most 1; what is fired after the choice is not lost."""
    play = chosen("debts")
    play.close({0: YES._replace(work="relation")})
    there = (1, 0.7), (3, 0.2), (7, 0.1), (13, 0.0)
    play.fire([Event(round_, parameters={"effort.relation": level}) for round_, level in there])
    for _ in range(3):
        play.close({0: YES})
    assert efforts(play) == pytest.approx([0.0] * 6 + [1.0] * 2 + [0.7] * 4 + [0.1] * 6 + [0.0] * 6)
    assert same(play, run(parse(as_file(play), "kept")))
    first, *later = play.played
    acts = [act for act in first.acts[0] if act.parameters]
    assert [(act.round, act.parameters["effort.relation"]) for act in acts] == [(7, 1.0), (9, 0.7), (13, 0.1)]
    assert all(act in play.scenario.events for act in acts)
    assert not any(act.parameters for played in later for act in played.acts[0])


def test_each_round_it_can_be_another_condition():
    """Oracle: by hand, from the events: what was begun ends as the next begins."""
    play = chosen("debts")
    for work in ("process", "process", "ambition", "nothing", "nothing"):
        play.close({0: YES._replace(work=work)})
    levels = {name: planned(play.scenario, f"effort.{name}")[: play.round] for name in ("process", "ambition")}
    assert levels == {"process": [0.0] * 6 + [0.5] * 12 + [0.0] * 12, "ambition": [0.0] * 18 + [0.5] * 6 + [0.0] * 6}
    assert same(play, run(parse(as_file(play), "kept")))


def test_a_play_that_is_kept_is_a_scenario_that_runs_to_the_same_bits():
    """Oracle: the play itself; decisions, something that was fired, a report and a departure among its events."""
    play = Play(CARE, seed=7)
    play.close({0: YES, 1: NO, 2: Decision("most", promise=2.0, home="report"), 5: Decision("worth", promise=1.25)})
    play.fire(CARE.choices["A year of working alongside one another, before money is settled"])
    play.close(
        {0: YES._replace(delivery="half"), 2: Decision("partner", 1, promise=1.5), 8: YES._replace(home="leave")}
    )
    play.fire([Event(1, "The council asks for its money back", organisation=5, add={"burden": -0.1})])
    for _ in range(2):
        play.close({0: YES, 1: YES._replace(promise=math.pi / 3)})
    text = as_file(play)
    again = parse(text, "kept")
    assert again.rounds == 24
    assert again.seed == 7
    assert same(play, run(again))


def test_what_is_fired_happens_before_the_round_that_is_decided_on():
    """Oracle: the run of the scenario with that choice, whose first event is dated in the first round."""
    name = "A year of working alongside one another, before money is settled"
    play = Play(CARE)
    play.fire(CARE.choices[name])
    for _ in range(4):
        play.close({})
    course, history = Course(CARE), np.zeros(24, OUTCOMES)
    course.events = [*course.events, *CARE.choices[name]]
    course.proceed(24, history)
    assert play.history[:24].tobytes() == history.tobytes()


def test_what_is_taken_back_never_was_also_of_what_whoever_leads_had_all_work_on():
    """Oracle: a play in which nothing was fired: the same file and the same history, to the last bit."""
    plays = [Play(load("debts")) for _ in range(2)]
    for at, play in enumerate(plays):
        play.close({0: Decision("yes", promise=1.5, work="relation")})
        if at:
            play.fire([Event(1, "All work on relations", parameters={"effort.relation": 0.3})])
            play.take_back()
        play.close({0: Decision("yes", promise=1.5)})
    assert as_file(plays[0]) == as_file(plays[1])
    assert plays[0].history.tobytes() == plays[1].history.tobytes()


@pytest.mark.parametrize(
    ("decision", "line"),
    [
        (Decision("perhaps", promise=1.0), "consent: got 'perhaps', allowed: yes, no, worth, most, partner"),
        (Decision("yes", promise=3.5), "promise: got 3.5, allowed: 0 to 3"),
        (Decision("yes", promise=1.0, delivery="all"), "delivery: got 'all', allowed: promised, half, home"),
        (Decision("partner", 1, promise=1.0), "partner: got 1, allowed: a partner at the table"),
        (Decision("yes", promise=1.0, home="away"), "home: got 'away', allowed: stay, report, leave"),
        (YES._replace(to=1, offer=0.05), "to: got 1, allowed: a partner at the table"),
        (YES._replace(to=0, offer=0.2), "offer: got 0.2, allowed: 0.05, 0.1"),
        (YES._replace(offer=0.05), "offer: got 0.05, allowed: 0.0"),
        (YES._replace(work="relation"), "work: got 'relation', allowed: nothing"),
    ],
)
def test_a_decision_that_cannot_be_is_one_line_and_nothing_is_played(decision, line):
    """Oracle: by hand."""
    play = Play(CARE)
    with pytest.raises(InputError) as refused:
        play.close({0: YES, 1: decision})
    assert line in str(refused.value)
    assert (play.round, play.scenario.events) == (0, CARE.events)


def test_a_play_ends_with_its_rounds_or_when_nobody_is_left():
    """Oracle: by hand: ten half years in five years; and a table that all but one leave."""
    play = Play(CARE)
    for _ in range(10):
        assert not play.over
        play.close({})
    assert play.over
    with pytest.raises(InputError, match="the play is over"):
        play.close({})
    short = Play(CARE)
    short.close(dict.fromkeys(range(8), NO._replace(home="leave")))
    assert short.over
    assert short.asked(8) == ()


def test_what_cannot_be_played_is_said():
    """Oracle: by hand."""
    with pytest.raises(InputError, match="got no names for its themes"):
        Play(load("baseline"))
    with pytest.raises(InputError, match="--step: got 61, allowed: at most 60"):
        Play(CARE, step=61)
    with pytest.raises(InputError, match="--step: got 0, allowed: a whole number from 1"):
        Play(CARE, step=0)
    assert half_a_year(replace(CARE, rounds=4)) == 1


PLAYABLE = [name for name in names() if load(name).themes]


def at_random(play, chance):
    """What a few seats decide, of all that they may."""
    decided = {}
    for row in range(len(play.scenario.labels)):
        if not (asked := play.asked(row)) or chance.random() < 0.3:
            continue
        promises = "promise" in asked and chance.random() < 0.9
        consent = chance.choice(["", *CONSENTS]) if "consent" in asked else ""
        partners = play.partners(row)
        if consent == "partner" and not partners:
            consent = "no"
        decided[row] = Decision(
            consent,
            chance.choice(partners) if consent == "partner" else -1,
            chance.choice(play.cards) if promises else math.nan,
            chance.choice(DELIVERIES),
            chance.choice([*HOMES[:2]] * 6 + [play.homes(row)[-1]]),
            *((chance.choice(to), chance.choice(OFFERS)) if (to := play.to_offer(row)) and promises else (-1, 0.0)),
            work=chance.choice(WORKS) if WORK in asked else NOTHING,
        )
    return decided


@pytest.mark.parametrize("name", PLAYABLE)
def test_whatever_seats_decide_the_file_that_is_kept_runs_to_the_same_bits(name):
    """Oracle: the play itself, in every scenario that can be played, with a choice of the group in the second round."""
    chance = random.Random(name)
    play = Play(load(name), seed=3)
    for number in range(min(5, play.scenario.rounds // play.step)):
        if play.over:
            break
        if number == 1 and play.scenario.choices:
            play.fire(play.scenario.choices[chance.choice(sorted(play.scenario.choices))])
        if not play.over:
            play.close(at_random(play, chance))
    assert same(play, run(parse(as_file(play), "kept")))


def test_what_a_seat_decides_that_an_event_takes_out_is_no_part_of_the_file():
    """Oracle: the play itself; a choice takes partners out in its first round, and their seats had decided for more."""
    chance, tried = random.Random(1), 0
    for name, events in load("ngo_consortium").choices.items():
        if not any(one.set.get("member") == LEFT for one in events):
            continue
        play = Play(load("ngo_consortium"), seed=3)
        play.close(at_random(play, chance))
        play.fire(events)
        while not play.over and play.round < 5 * play.step:
            play.close(at_random(play, chance))
        assert same(play, run(parse(as_file(play), "kept"))), name
        tried += 1
    assert tried


@pytest.mark.parametrize("name", [*PLAYABLE, *playing()])
def test_however_much_is_decided_the_play_fits_on_the_page_and_in_the_hand_out(name):
    """Oracle: by hand: all that seats can decide in all rounds, as events, and as many again of what happens."""
    play = Play(load(name))
    seats, rounds = len(play.scenario.labels), play.scenario.rounds // play.step
    each = play.step + 1 + 1 + 4  # acts, staying after it, a report, and an offer that begins and ends
    assert rounds * (seats * each + play.step + 1) + len(play.scenario.events) <= MOST_EVENTS


def test_all_but_the_one_to_warm_up_can_be_played():
    """Oracle: by hand: its themes have no names."""
    assert set(names()) - set(PLAYABLE) == {"baseline"}

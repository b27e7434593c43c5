"""Causes: what is said to have brought something about is what the run shows, and nothing else is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samenspel import game
from samenspel.events import Event
from samenspel.logic import HIERARCHY
from samenspel.measures import OUTCOMES
from samenspel.runs import Course, run
from samenspel.scenario import names
from samenspel.state import MEMBER, shortfall
from samenspel.view.session import Line
from samenspel.view.shown import story
from samenspel.view.shown.board import for_board, learnt
from samenspel.view.shown.causes import kept_from_agreeing
from samenspel.view.shown.ending import LEADS, of_line
from samenspel.view.shown.facts import Cause, Fact, Name, Rows
from samenspel.view.shown.mending import breaches, in_one_chain, why_given_up, worst_of
from samenspel.view.texts import EQUAL, Texts, begun

from .lines import of_kind, played

ENGLISH = Texts("en")
LOGICS = ("network", "hierarchy")


def lines(*seeds):
    return (played(name, logic, seed) for name in names() for logic in LOGICS for seed in (None, *seeds))


def states(course, first, last):
    """States after some rounds of a run, in order."""
    for round_ in range(first, last + 1):
        course.proceed(round_, np.zeros(round_, OUTCOMES))
        yield course.state


def happened(fact, state):
    """Whether what a fact tells is so in a state, by hand."""
    us, them = state.collaboration[0], state.organisations
    if fact.kind == "leaves":
        return them["member"][fact.values["who"]] != MEMBER
    if fact.kind == "lapsed":
        return not us["agreed"]
    if fact.kind.startswith("unbacked"):
        return not us["agreed"] or us["unbacked"] > 0
    return us["agreed"] and (not fact.kind.startswith("steady") or us["unbacked"] == 0)


def test_an_event_is_a_cause_where_the_run_without_it_goes_otherwise():
    """Oracle: the scenario without that event, run by the same seed, by hand; and with it."""
    kinds = set()
    for line, told in lines(3, 4, 5):
        for round_, fact in of_kind(told, "leaves", "lapsed", "unbacked", "steady", "agreed", "decided", "mended"):
            if "at" not in fact.values:
                continue
            kinds.add(fact.kind)
            at = fact.values["at"]
            assert at <= round_
            assert fact.values["event"] in [event.name for event in line.scenario.events if event.round == at]
            named = (at, fact.values["event"])
            events = tuple(event for event in line.scenario.events if (event.round, event.name) != named)
            other = Course(replace(line.scenario, events=events), line.seed)
            last = min(round_ + 2, line.rounds)
            assert not any(happened(fact, state) for state in states(other, round_, last))
            assert happened(fact, line.at(round_).state)
            assert f"“{fact.values['event']}” (round {at})" in story.say(fact, ENGLISH, line)
    assert len(kinds) > 3


def test_what_is_gained_by_holding_back_is_what_a_promise_kept_would_have_cost():
    """Oracle: the round again with the promise as what it means to deliver, as an event of a line of its own."""
    told_of = {"gained": 0, "lost": 0}
    for name in ("integrated_care", "supply_chain", "merger"):
        line, told = played(name, "network")
        for round_, fact in of_kind(told, "keeps_back"):
            if "gained" not in fact.values:
                continue
            row, after = int(fact.values["who"]), line.at(round_).state.organisations
            assert after["pooled"][row] < 0.9 * after["promise"][row]
            act = Event(round_, organisation=row, act={"delivery": float(after["promise"][row])})
            other = Course(replace(line.scenario, events=(*line.scenario.events, act)), line.seed)
            other.proceed(round_, np.zeros(round_, OUTCOMES))
            more = [game.gain(them) - game.gain(me) for them, me in zip(other.state.organisations, after, strict=True)]
            assert fact.values["gained"] == pytest.approx(abs(more[row]))
            way = "gained" if more[row] < 0 else "lost"
            assert str(fact.values["held"]).startswith(f"held_{way}")
            told_of[way] += 1
            if "whom" in fact.values:
                others = {other_row: gain for other_row, gain in enumerate(more) if other_row != row}
                assert others[fact.values["whom"]] == pytest.approx(max(others.values()))
                assert fact.values["cost"] == pytest.approx(max(others.values()))
    assert all(told_of.values()), told_of


def test_whom_a_temptation_would_have_cost_most_lost_most_of_all_others():
    """Oracle: the round again with what it would have meant to deliver for itself."""
    found = 0
    for name in ("integrated_care", "energy_transition"):
        line, told = played(name, "network")
        for round_, fact in of_kind(told, "tempted"):
            row, after = int(fact.values["who"]), line.at(round_).state.organisations
            act = Event(round_, organisation=row, act={"delivery": line.for_itself(row)[round_].intended})
            other = Course(replace(line.scenario, events=(*line.scenario.events, act)), line.seed)
            other.proceed(round_, np.zeros(round_, OUTCOMES))
            lost = [game.gain(me) - game.gain(them) for them, me in zip(other.state.organisations, after, strict=True)]
            lost[row] = -np.inf
            if "whom" in fact.values:
                found += 1
                assert fact.values["whom"] == int(np.argmax(lost))
                assert fact.values["cost"] == pytest.approx(max(lost))
            it = after[row]
            itself = it["intended"] < 0.9 * it["promise"] and it["short_distrust"] < it["short_home"]
            act = Event(round_, organisation=row, act={"delivery": float(it["promise"])})
            true = Course(replace(line.scenario, events=(*line.scenario.events, act)), line.seed)
            true.proceed(round_, np.zeros(round_, OUTCOMES))
            gained = game.gain(it) - game.gain(true.state.organisations[row]) >= EQUAL
            gave = itself and it["pooled"] < 0.9 * it["promise"] and gained
            assert str(fact.values["did"]).startswith("tempted_partly" if gave else "tempted_no_")
    assert found > 2


def test_who_fell_short_most_is_who_did_by_the_cause_that_is_told():
    """Oracle: the parts that the mechanism kept, of the last rounds of a goal, added up by hand."""
    found = 0
    for line, told in lines():
        for round_, fact in of_kind(told, "lapsed", "unbacked"):
            cause = str(fact.values["because"]).partition("_")[2]
            if "worst" not in fact.values or cause not in ("home", "distrust"):
                continue
            last = [line.at(at).state for at in range(1, round_ + 1)]
            last = [state.organisations for state in last if state.collaboration[0]["agreed"]]
            # a goal that lapses in this round has none after it: its last round is not among those with a goal
            short = sum(
                np.array([-min(0.0, getattr(shortfall(me), cause)) if me["member"] == MEMBER else 0.0 for me in them])
                for them in last[-12:]
            )
            assert short[fact.values["worst"]] == pytest.approx(short.max())
            found += 1
    assert found > 5


def test_for_whom_a_goal_cost_too_much_it_did():
    """Oracle: satisfaction in the state of that round: of the lead, where it judges for all, or of each."""
    kinds = set()
    for line, told in lines(2):
        for round_, fact in of_kind(told, "lapsed", "unbacked"):
            course = line.at(round_)
            us, them = course.state.collaboration[0], course.state.organisations
            by_lead = course.parameters.logic.norm == HIERARCHY
            kind = str(fact.values.get("felt_by", ""))
            kinds.add(kind)
            if kind in ("felt_each", "felt_them", "felt_lead"):
                assert (kind == "felt_lead") == by_lead
                losing = list(fact.values["losing"])
                assert losing == [us["lead"]] if by_lead else set(losing) <= set(fact.values["who"])
                assert fact.values["felt"] == pytest.approx(-them["satisfaction"][losing].mean())
                assert (them["satisfaction"][losing] < 0).all()
                assert kind != "felt_them" or losing == list(fact.values["who"])
    assert {"felt_each", "felt_them", "felt_lead", "felt_hope"} <= kinds


def test_what_made_a_goal_bearable_again_is_what_was_delivered_more():
    """Oracle: promises and deliveries of the three rounds up to the break and of the three up to the mending."""
    kinds = set()
    for line, told in lines(2, 3, 4, 5, 6):
        for round_, fact in of_kind(told, "steady"):
            if "now" not in fact.values:
                continue
            kinds.add(str(fact.values["because"]))
            for name, end in (("was", fact.values["since"]), ("now", round_)):
                rounds = [line.at(at).state for at in range(max(1, end - 2), end + 1)]
                them = [
                    state.organisations[state.organisations["member"] == MEMBER]
                    for state in rounds
                    if state.collaboration[0]["agreed"]
                ]
                part = sum(one["pooled"].sum() for one in them) / sum(one["promise"].sum() for one in them)
                if len(them) == 3:
                    assert fact.values[name] == pytest.approx(part)
            assert fact.values["now"] - fact.values["was"] >= 0.05
    assert len(kinds) > 2


def test_trust_that_fell_by_an_event_fell_by_that_event_and_one_that_fell_by_deliveries_was_let_down():
    """Oracle: what the event alone does to the tie; promises and deliveries of the one that is trusted least."""
    kinds = set()
    for line, told in lines():
        for round_, fact in of_kind(told, "keeps_back_distrust"):
            because = str(fact.values.get("because", ""))
            kinds.add(because)
            rounds = range(max(1, round_ - 11), round_ + 1)
            if because == "trust_fell_event":
                assert fact.values["name"] in [event.name for event in line.scenario.events if event.round in rounds]
            if because == "trust_fell_short":
                row = int(fact.values["least"])
                assert fact.values["whom_of"] == row
                them = [line.at(at).state for at in rounds]
                mine = [state.organisations[row] for state in them if state.collaboration[0]["agreed"]]
                part = sum(me["pooled"] for me in mine) / sum(me["promise"] for me in mine)
                assert fact.values["did"] == pytest.approx(part)
                assert part < 0.9
                assert fact.values["over"] == len(mine)
    assert {"trust_fell_event", "trust_fell_short"} <= kinds


def test_the_log_and_the_ending_tell_the_same_of_what_mended():
    """Oracle: the log: the cause in the ending is a sentence of the log in the round that the ending names."""
    mended = plain = 0
    for line, told in lines(2):
        worst = worst_of(line, told)
        said = dict(of_line(line, ENGLISH, told))
        assert (worst is None) == (not {"broke", "lost"} & said.keys())
        if worst is None or worst.healed is None:
            continue
        assert worst.healed in (*told[worst.again].facts, *told[worst.again].rest)
        for value in worst.healed.values.values():
            if isinstance(value, story.Cause) and "{" not in ENGLISH(f"because.{value}"):
                plain += 1
                assert ENGLISH(f"because.{value}") in said["mended"]
        mended += 1
    assert mended > 10


def test_what_was_delivered_where_nothing_broke_is_what_was():
    """Oracle: promises and deliveries in the states, by hand; and that nothing is told to have broken."""
    found = 0
    for line, told in lines(2, 3):
        said = dict(of_line(line, ENGLISH, told))
        if "held" not in said:
            continue
        assert not breaches(told)
        with_goal = [line.at(at).state for at in range(1, line.rounds + 1)]
        with_goal = [state for state in with_goal if state.collaboration[0]["agreed"]]
        them = [state.organisations[state.organisations["member"] == MEMBER] for state in with_goal]
        part = sum(one["pooled"].sum() for one in them) / sum(one["promise"].sum() for one in them)
        delivered = f"{100 * part:.0f}% of what was promised" if round(100 * part) <= 100 else "more than was promised"
        assert f"delivered {delivered}" in said["held"]
        found += 1
    assert found


def test_of_why_support_was_lost_one_reason_is_told_in_the_log_and_at_the_end():
    """Oracle: the facts: what most was short by is named only where that is what it would not have happened without."""
    alone = both = 0
    for line, told in lines(2, 3):
        for _, fact in of_kind(told, "lapsed", "unbacked"):
            because, avoided = (str(fact.values.get(name, "")) for name in ("because", "avoided"))
            if not because.startswith(("short", "first")):
                continue
            named = {"home": "home", "distrust": "trust"}.get(because.partition("_")[2], "luck")
            if because.endswith("in_all"):
                alone += 1
                assert avoided or "at" in fact.values
            elif avoided:
                both += 1
                assert avoided.split("_")[1] == named
            said = story.say(fact, ENGLISH, line)
            without_it = ENGLISH(f"because.{avoided}", lasts=fact.values.get("lasts", 0)) if avoided else ""
            assert without_it in said
            if fact == getattr(worst_of(line, told), "fact", None) and avoided:
                ends = dict(of_line(line, ENGLISH, told))
                if str(fact.values.get("after")).endswith("_alike"):  # told in one sentence with the event
                    part = ENGLISH(f"board.part_{avoided.split('_')[1]}")
                    of = {"event": fact.values["event"], "at": fact.values["at"], "both": fact.values["lasts"]}
                    without_it = ENGLISH("board.without_each", part=part, **of).removesuffix(".")
                assert without_it in (ends.get("lost") or ends["broke"])
                if fact.kind == "lapsed" and line.fate == "lost":
                    board, by = learnt(line, ENGLISH, told), ENGLISH(f"board.why_{avoided.split('_')[1]}")
                    assert (by in board) == avoided.endswith("_held")  # else it only hastened what would have come
                    assert (without_it in board) == avoided.endswith("_later")
    assert alone
    assert both


def test_a_lead_that_decides_again_needs_no_change_of_mind():
    """Oracle: the logic of the decision in that round."""
    found = 0
    for line, told in lines(2):
        for round_, fact in of_kind(told, "mended_by_order"):
            found += 1
            assert line.at(round_).parameters.logic.decision == HIERARCHY
            assert fact.values["because"] == "decree_again"
            assert "turned" not in fact.values
    assert found > 2


def test_what_an_event_did_is_what_the_run_without_it_does_not():
    """Oracle: the scenario without the events of that round, run by the same seed: value up to when it is told."""
    kinds, told_in_percent = set(), 0
    for line, told in lines():
        for round_, fact in of_kind(told, "event_did", "event_little"):
            at = fact.values["at"]
            assert round_ == at + 5 or round_ == line.rounds < at + 5
            assert fact.values["last"] == round_
            events = tuple(event for event in line.scenario.events if event.round != at)
            other = run(replace(line.scenario, events=events), line.seed).history["joint_value"]
            value, span = line.history["joint_value"], slice(at - 1, round_)
            assert fact.values["then"] == pytest.approx(value[span].mean())
            assert fact.values["instead"] == pytest.approx(other[span].mean())
            worth = value[span].mean() - other[span].mean()
            assert (fact.kind == "event_did") == (abs(worth) >= 0.05)
            if fact.kind == "event_did":
                assert fact.tone == np.sign(worth)
                said, way = story.say(fact, ENGLISH, line), ("less", "more")
                then, instead = (200 * of[span].mean() for of in (value, other))
                if all(0.6 < abs(one) < 499 for one in (then, instead)):  # else in words, or so many times
                    assert f"brought {abs(then):.0f}% {way[int(then > 0)]} than each alone on average" in said
                    assert f"would have been {abs(instead):.0f}% {way[int(instead > 0)]}." in said
                    told_in_percent += 1
            else:
                rose = value[span].mean() > value[max(0, at - 7) : at - 1].mean()
                assert fact.kind == f"event_little_{'rise' if rose else 'fall'}"
            kinds.add((fact.kind, fact.tone))
    assert {("event_did", 1), ("event_did", -1), ("event_little_rise", 0)} <= kinds
    assert told_in_percent > 5


def test_a_loss_over_the_last_rounds_beside_a_gain_in_this_one_says_which_is_luck():
    """Oracle: what the round brought, in the state."""
    through = 0
    for line, told in lines():
        for round_, fact in of_kind(told, "loses", "gains"):
            now = game.gain(line.at(round_).state.organisations[int(fact.values["who"])])
            way = 1 if fact.kind == "gains" else -1
            assert ("though" in fact.values) == (way * now < -EQUAL)
            if "though" in fact.values:
                through += 1
                assert fact.values["now"] == pytest.approx(abs(now))
    assert through > 5


def test_in_the_round_in_which_a_goal_lapses_no_vote_is_told():
    """Oracle: the state: a crisis, in which nothing can be decided."""
    found = 0
    for line, told in lines():
        for round_, _ in of_kind(told, "lapsed"):
            found += 1
            assert line.at(round_).state.collaboration[0]["crisis"] > 0
            assert told[round_].usual.kind == "crisis"
    assert found > 2


def test_an_agreement_that_an_event_ended_would_have_stood_without_it_or_lapsed_when_it_is_said():
    """Oracle: the scenario without that event, played from its first; support in the states before."""
    already = 0
    for name in ("ngo_consortium", "disaster_response"):
        for seed in (None, 2, 3):
            line, told = played(name, seed=seed)
            for round_, fact in ((at, one) for at, each in enumerate(told) for one in each.facts):
                if fact.kind != "lapsed" or "at" not in fact.values:
                    continue
                at = fact.values["at"]
                named = (at, fact.values["event"])
                kept = tuple(event for event in line.scenario.events if (event.round, event.name) != named)
                other = Line(replace(line.scenario, events=kept), line.seed)
                lost = np.flatnonzero(other.history["agreed"][round_ - 1 :] == 0)
                assert fact.values.get("later", 0) == (round_ + int(lost[0]) if lost.size else 0)
                weak = [back for back in range(1, round_) if line.at(back).state.collaboration[0]["unbacked"] == 1]
                assert fact.values["began"] == weak[-1]
                assert ("already" in fact.values) == bool(weak[-1] < at and not lost.size)
                ending = dict(of_line(line, Texts("en"), told))["lost"]
                board, hastened = learnt(line, Texts("en"), told), bool(weak[-1] < at and lost.size)
                for said in (ending, board):
                    assert f"only in round {fact.values['later']}" in said if lost.size else "would have held" in said
                    chain = said.find(f"Too few partners had stood behind it since round {weak[-1]}")
                    event = said.find(f"“{fact.values['event']}”")
                    assert (-1 < chain < event) == bool(lost.size)  # what would have come all the same comes first
                    assert ("would have been given up only" in said) == bool(lost.size)
                log, after = story.say(fact, ENGLISH, line), str(fact.values["after"])
                of = {one: fact.values.get(one, 0) for one in ("event", "at", "began", "later", "both")}
                assert after.startswith("hastened") == hastened  # said to be no cause of what had begun before it
                assert ENGLISH(f"because.{after}", **of) in log
                for how in ("held", "later"):
                    assert (ENGLISH(f"because.without_{how}", **of) in log) == (after == f"without_{how}")
                already += hastened
    assert already


def test_since_when_too_few_stood_behind_it_is_said_once_and_of_one_round_no_end_is_told():
    """Oracle: by hand: of an event that hastened it nothing else is found; it is given up in the first such round."""
    line, _ = played("energy_transition")
    values = {"who": Rows([0]), "began": 7, "later": 21, "felt_by": Cause("felt_hope"), "after": Cause("hastened")}
    values |= {"event": Name("A storm"), "at": 9, "because": Cause("short_in_all")}
    who = ENGLISH.in_a_sentence(line.scenario.labels[0])
    for borne, since in ((3, "had stood behind it since round 7, in the end"), (1, "stood behind it,")):
        fact = Fact("lapsed", values=values | {"borne": borne})
        assert in_one_chain(fact, ENGLISH, line) == [
            f"Too few partners {since} because {who} expected less of it than of working alone.",
            "“A storm” (round 9) brought it forward: without that, the agreement would have been given up only in "
            "round 21.",
        ]


def test_two_events_that_only_together_keep_a_goal_away_are_not_said_to_one_by_one():
    """Oracle: the scenario without the one, without the other, and without both; the other is the one once more."""
    line, told = played("education_labour", seed=2)
    lost = worst_of(line, told).round
    kept = kept_from_agreeing(line, lost)
    (one,) = (event for event in line.scenario.events if (event.round, event.name) == (kept.at, kept.name))
    twin = replace(one, name=f"{one.name}, again")

    def first_again(*names):
        events = [event for event in (*line.scenario.events, twin) if event.name not in names]
        agreed = run(replace(line.scenario, events=tuple(events)), line.seed).history["agreed"]
        return next((at for at in range(lost + 1, line.rounds + 1) if agreed[at - 1]), 0)

    assert first_again(one.name, twin.name) == kept.would > lost
    assert not first_again(one.name)
    assert not first_again(twin.name)
    found = kept_from_agreeing(Line(replace(line.scenario, events=(*line.scenario.events, twin)), line.seed), lost)
    assert found is None or found.at != one.round


def test_of_several_breaks_each_has_its_round_and_its_reason():
    """Oracle: the rounds in which the agreement was given up, and the one reason of each."""
    for name, seed in (("ngo_consortium", 5), ("safety_house", 2), ("safety_house", 6)):
        line, told = played(name, seed=seed)
        lapses = [(at, one) for at, each in enumerate(told) for one in each.facts if one.kind == "lapsed"]
        assert len(lapses) > 1
        ends = dict(of_line(line, Texts("en"), told))
        worst = worst_of(line, told)
        for at, fact in lapses:
            assert f"ound {at}" in (ends["lost"] if at == worst.round else ends["mended"])
            why = why_given_up(fact, Texts("en"), line)
            assert at == worst.round or why in ends["mended"]
            assert line.fate not in ("lost", "again") or why in learnt(line, Texts("en"), told)
        board = for_board(line, Texts("en"), told)
        assert begun(board, LEADS["board"]) == (board, "")  # a board is told all of it

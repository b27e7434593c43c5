"""No sentence contradicts another: what a round, the log and the ending say of one thing, over all scenarios."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from samenspel.events import Event, happen
from samenspel.results.outcomes import capitalised
from samenspel.scenario import choosing, load, names, with_events
from samenspel.state import MEMBER
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.session import Line, best_for_itself
from samenspel.view.shown import stage, story
from samenspel.view.shown.board import learnt
from samenspel.view.shown.card import of_one
from samenspel.view.shown.ending import of_line, parted
from samenspel.view.shown.facts import Row
from samenspel.view.shown.fall import deepest, fell, made_by
from samenspel.view.shown.log import log
from samenspel.view.shown.mending import how_it_mended, mending, regained, second, why_given_up, worst_of
from samenspel.view.shown.repair import tie_of
from samenspel.view.shown.story import say
from samenspel.view.texts import LANGUAGES, Texts

from .lines import log_of, of_kind, played

LOGICS = ("", "network", "hierarchy")
BY = ("home", "distrust", "luck")  # what a delivery can be less than promised by
ALL = [Texts(language) for language in LANGUAGES]


def lines():
    return (played(name, logic) for name in names() for logic in LOGICS)


def without(line, at, name=""):
    """A line without the events of a round, or those of one name."""
    events = tuple(one for one in line.scenario.events if one.round != at or name not in ("", one.name))
    return Line(replace(line.scenario, events=events), line.seed)


def written(share):
    return int(np.floor(100.0 * share + 0.5))


def test_in_a_round_in_which_an_event_hurts_trust_nobody_is_simply_said_to_keep_what_they_promised():
    """Oracle: trust before and after the events of the round alone, in the states."""
    beside = 0
    for line, told in lines():
        for round_ in range(1, line.rounds + 1):
            before = line.at(round_ - 1)
            state, last = before.state, before.state.ties["trust"].copy()
            for event in line.scenario.events:
                if event.round == round_:
                    happen(event, state, before.parameters)
            hurt = bool((last - state.ties["trust"] > 0.02).any())
            assert (told[round_].usual.kind == "promises_kept_beside") <= hurt
            assert (told[round_].usual.kind == "promises_kept") <= (not hurt)
            beside += told[round_].usual.kind == "promises_kept_beside"
            for texts in ALL if hurt else ():
                assert say(told[round_].usual, texts, line) != texts("story.promises_kept")
    assert beside


def test_mostly_is_said_of_a_fall_only_where_more_than_half_of_it_comes_back_without():
    """Oracle: the amounts that are told: from what to what, and what it would have been."""
    mostly = partly = 0
    for line, _ in lines():
        fall = deepest(line.history["joint_value"])
        if fall is None:
            continue
        value, made = np.insert(line.history["joint_value"], 0, 0.0), made_by(line, fall)
        for one in made:
            depth = value[fall.high] - value[fall.low]
            assert one.part == pytest.approx((one.instead - value[fall.low]) / depth)
        for texts in ALL:
            said, half = fell(line, fall, made, texts), bool(made and made[0].part > 0.5)
            first = said.partition(". ")[0]
            assert (texts("fall.mostly", why="") in first) == half
        mostly, partly = mostly + half, partly + (not half)
    assert mostly
    assert partly


def test_who_did_not_stand_behind_a_goal_when_it_shook_still_does_not_when_it_is_given_up_or_is_said_to_again():
    """Oracle: the states of both rounds."""
    again = 0
    for line, told in lines():
        shook, lapsed = list(of_kind(told, "unbacked")), list(of_kind(told, "lapsed"))
        for round_, fact in lapsed:
            since = [one for at, one in shook if round_ - int(fact.values["borne"]) < at < round_]
            them = line.at(round_).state.organisations
            assert all(them["behind"][row] == 0.0 for row in fact.values["who"])
            for one in since:
                there = {row for row in one.values["who"] if them["member"][row] == MEMBER}
                back = set(fact.values.get("again", ()))
                assert there == (there & set(fact.values["who"])) | back
                again += bool(back)
            losing, hoping = (set(fact.values.get(name, ())) for name in ("losing", "hoping"))
            if fact.values.get("felt_by") == "felt_each":
                assert losing | hoping == set(fact.values["who"])  # each has a reason
        for round_, fact in of_kind(told, "steady"):
            them = line.at(round_).state.organisations
            assert all(them["behind"][row] == 0.0 for row in fact.values.get("others", ()))
    assert again


def test_who_wants_a_goal_in_the_first_vote_after_it_was_given_up_is_said_to():
    """Oracle: who did not stand behind it then, and who says yes now, in the states."""
    found = 0
    for line, told in lines():
        for at, fact in of_kind(told, "lapsed"):
            later = [(round_, one) for round_, one in of_kind(told, "rejected", "agreed", "mended") if round_ > at]
            if not later or not later[0][1].kind.startswith("rejected"):
                continue
            round_, vote = later[0]
            them = line.at(round_).state.organisations
            turned = {row for row in fact.values["who"] if them["accepts"][row] and them["member"][row] == MEMBER}
            says = [one.values["who"] for _, one in of_kind([told[round_]], "says_yes")]
            assert turned <= {*vote.values.get("turned", ()), *(row for rows in says for row in rows)}
            found += bool(turned)
    assert found


def test_an_event_that_came_when_support_was_too_small_already_is_said_to_have_hastened_it_and_not_to_be_why():
    """Oracle: the states before the event, and the run without it, by hand."""
    hastened = 0
    for line, told in lines():
        for round_, fact in of_kind(told, "lapsed"):
            if "at" not in fact.values:
                continue
            at, name = int(fact.values["at"]), str(fact.values["event"])
            weak = line.at(at - 1).state.collaboration[0]["unbacked"] > 0
            lost = np.flatnonzero(without(line, at, name).history["agreed"][round_ - 1 :] == 0.0)
            assert str(fact.values["after"]).startswith("hastened") == bool(weak and lost.size)
            if str(fact.values["after"]).startswith("hastened"):
                hastened += 1
                for texts in ALL:
                    why = why_given_up(fact, texts, line)
                    of = {"event": texts.label(name), "at": at, "later": fact.values["later"]}
                    assert texts("because.without_later", **of) not in why
                    assert re.search(rf"\b{round_ + int(lost[0])}\b", why)
    assert hastened


def test_what_made_it_that_less_was_delivered_as_trust_sank_again_made_more_than_half_of_it():
    """Oracle: what the mechanisms kept of each round with a goal, by hand; the heading says that it did not last."""
    found, heads = set(), set()
    for line, told in lines():
        worst = worst_of(line, told)
        if worst is None or worst.fact.pair is None:
            continue
        texts = ALL[0]
        head, said = how_it_mended(line, worst), " ".join(mending(line, texts, told))
        heads.add(head)
        sank = "After that it fell again" in said or "At the end, that trust was" in said
        assert head == "awhile" if sank else head in ("mended", "partly", "not")
        since = worst.again if worst.healed else regained(line, worst).highest
        them = [line.at(at).state.organisations[worst.fact.pair[1]] for at in range(since + 1, line.rounds + 1)]
        agreed = line.history["agreed"][since:] > 0
        short = {by: sum(float(one[f"short_{by}"]) for one, had in zip(them, agreed, strict=True) if had) for by in BY}
        missing = sum(float(one["promise"] - one["pooled"]) for one, had in zip(them, agreed, strict=True) if had)
        for by in BY:
            who = texts.in_a_sentence(line.scenario.labels[worst.fact.pair[1]])
            if sank and texts(f"because.less_{by}", whom_of=who) in said:
                assert -short[by] > 0.5 * missing > 0.0
                found.add(by)
    assert found
    assert {"awhile", "mended"} <= heads


def test_of_an_agreement_that_was_given_up_the_heading_says_whether_there_is_one_again_to_the_end():
    """Oracle: in which rounds there was one."""
    heads = set()
    for name in names():
        for line, told in (played(name, "hierarchy"), played(name, "", 5), played(name, "", 6)):
            worst = worst_of(line, told)
            if worst is None or worst.fact.kind != "lapsed":
                continue
            agreed = line.history["agreed"][worst.round - 1 :] > 0.0
            head = how_it_mended(line, worst)
            assert head == ("not" if not agreed.any() else "mended" if agreed[-1] else "broke_again")
            assert (head == "broke_again") <= ("It broke once more" in dict(of_line(line, ALL[0], told))["mended"])
            heads.add(head)
    assert heads == {"not", "mended", "broke_again"}


def test_all_who_held_back_in_the_round_that_is_told_are_named_beside_the_one_who_did_most():
    """Oracle: by the states, who had begun to hold back out of distrust by that round, a tenth of its promise or more,
    was not over it, and came or did not come over it later; over is less than a twentieth.
    """
    several = 0
    for line, told in (*lines(), *(played(name, "", seed) for name in names() for seed in (2, 3))):
        worst = worst_of(line, told)
        said = second(line, worst, ALL[0], told) if worst else []
        asked = re.search(r"from round (\d+) on, (.*) held back out of distrust\. That was (.*)", " ".join(said))
        if not asked:
            continue
        at, again = int(asked[1]), re.match(r"mended in round (\d+)", asked[3])
        holding, over = set(), {}
        for round_ in range(1, line.rounds + 1):
            us, them = line.at(round_).state.collaboration[0], line.at(round_).state.organisations
            for row, me in enumerate(them) if us["agreed"] else ():
                part = -me["short_distrust"] / me["promise"] if me["member"] == MEMBER and me["promise"] else 0.0
                if round_ <= at and part >= max(0.1, -me["short_home"] / max(me["promise"], 1e-9)):
                    holding.add(row)
                elif part < 0.05 and me["member"] == MEMBER and row in holding - set(over):
                    if round_ <= at:
                        holding.discard(row)
                    else:
                        over[row] = round_
        alike = [row for row in holding if (row in over) == bool(again)]
        first, *rest = sorted(alike, key=lambda row: ALL[0].in_a_sentence(line.scenario.labels[row]) not in asked[2])
        assert again is None or int(again[1]) == max(over[row] for row in alike)
        shown = min(len(alike), 3 if len(alike) < 4 else 2)
        names_ = [ALL[0].in_a_sentence(line.scenario.labels[row]) for row in (first, *rest)]
        assert sum(name in asked[2] for name in names_) == shown
        assert (f"and {len(alike) - 2} others" in asked[2]) == (len(alike) > 3)
        several += len(alike) > 1
    assert several > 2


def test_an_event_without_which_trust_would_not_be_back_is_named():
    """Oracle: the scenario without each event since trust broke, from the begin; and whether there is a goal without
    the event that is named, in that round.
    """
    found = goalless = 0
    for line, told in (*lines(), *(played(name, "network", 4) for name in names())):
        for round_, fact in of_kind(told, "repaired"):
            if "at" in fact.values and fact.kind == "repaired_kept":
                other = without(line, int(fact.values["at"]), str(fact.values["event"]))
                agreed = other.history["agreed"][round_ - 1] > 0.0
                assert fact.values["after"] == ("without" if agreed else "without_goal")
                goalless += not agreed
            events = {(event.round, event.name) for event in line.scenario.events if event.name}
            events = sorted(one for one in events if int(fact.values["since"]) < one[0] <= round_)
            for at, name in events if fact.kind != "repaired_event" else ():
                other = without(line, at, name)
                states = [other.at(then).state for then in range(round_, min(round_ + 2, line.rounds) + 1)]
                trust = [written(float(one.ties["trust"][tie_of(one, *fact.pair)])) for one in states]
                if max(trust) < written(float(fact.values["from"])):
                    found += 1
                    assert fact.values["at"] >= at
                    for texts in ALL:
                        assert texts.label(str(fact.values["event"])) in say(fact, texts, line)
    assert found
    assert goalless


def test_what_an_event_cost_is_told_over_one_span_of_rounds():
    """Oracle: the amounts in the log, where it tells what the event did."""
    found = 0
    for line, told in lines():
        worst = worst_of(line, told)
        if worst is None or worst.fact.kind != "betrayed":
            continue
        did = [one for _, one in of_kind(told, "event_did") if one.values["at"] == worst.round]
        for texts in ALL if did else ():
            found += 1
            said = mending(line, texts, told)[0]
            for name in ("then", "instead"):
                assert texts.gain(abs(did[0].values[name])) in said
            assert str(min(worst.round + 5, line.rounds)) in said
    assert found


def test_trust_of_all_is_said_to_have_fallen_from_a_round_to_a_round():
    """Oracle: mean trust of those rounds."""
    found = 0
    for line, told in lines():
        if worst_of(line, told) is None:
            continue
        trust = [written(one) for one in line.history["trust"]]
        _, said = mending(line, ALL[0], told)
        _, fell_, rest = said.partition("Averaged over all partners, trust in one another fell from ")
        if fell_:
            words = rest.replace("(", "").replace(")", "").replace(",", "").split()
            high, at, low, then = (int(words[place]) for place in (0, 2, 4, 6))
            assert (trust[at - 1], trust[then - 1]) == (high, low)
            assert at <= then
            found += 1
    assert found


def test_what_held_a_tempted_organisation_is_what_it_means_to_deliver_less_without():
    """Oracle: the scenario with a home that does not weigh the whole in that round, and the rest of the difference."""
    kinds = set()
    for line, told in lines():
        for round_, fact in of_kind(told, "tempted"):
            if not str(fact.values["did"]).startswith("tempted_no"):
                continue
            row, after = int(fact.values["who"]), line.at(round_)
            other = Line(with_events(line.scenario, [Event(round_, organisation=row, set={"home": 0.0})]), line.seed)
            meant = float(after.state.organisations["intended"][row])
            selfless = float(other.at(round_).state.organisations["intended"][row])
            by_home, by_promise = meant - selfless, selfless - best_for_itself(after, row)
            assert fact.values["did"] == f"tempted_no_{'home' if by_home > by_promise else 'promise'}"
            assert max(by_home, by_promise) > 0.0
            for texts in ALL:
                assert texts.percent(fact.values["meant"]) in say(fact, texts, line)
                weighs = texts.percent(float(after.state.organisations["home"][row]))
                assert by_home <= by_promise or weighs in say(fact, texts, line)
            kinds.add(str(fact.values["did"]))
    assert len(kinds) == 2


def test_who_left_for_want_of_an_agreement_that_there_would_have_been_without_an_event_is_told_so():
    """Oracle: the scenario without that event."""
    found = 0
    for line, told in lines():
        for round_, fact in of_kind(told, "leaves"):
            if fact.values.get("because") != "no_goal" or "at" not in fact.values:
                continue
            at = int(fact.values["at"])
            agreed = without(line, at, str(fact.values["event"])).history["agreed"][at - 1 : round_ - 1]
            assert (fact.values["after"] == "without_agreed") == bool(agreed.any())
            if agreed.any():
                found += 1
                assert fact.values["would"] == at + int(np.flatnonzero(agreed)[0])
    assert found


def test_what_is_said_to_have_mended_and_did_not_last_is_said_not_to_have_lasted():
    """Oracle: promises and deliveries of the last rounds, in the states."""
    found = 0
    for line, told in lines():
        worst = worst_of(line, told)
        if worst is None or worst.healed is None or "now" not in worst.healed.values:
            continue
        over = int(worst.healed.values["over"])
        last = [line.at(at).state.organisations for at in range(line.rounds - over + 1, line.rounds + 1)]
        there = [them[them["member"] == MEMBER] for them in last]
        end = sum(them["pooled"].sum() for them in there) / sum(them["promise"].sum() for them in there)
        less = bool(line.history["agreed"][-1]) and line.rounds >= worst.again + over
        less &= float(worst.healed.values["now"]) - end >= 0.05
        for texts in ALL:
            said = texts("mending.less_again", over=over, end=texts.kept(end))
            assert (said in dict(of_line(line, texts, told))["mended"]) == less
        found += less
    assert found


def test_of_what_did_not_come_no_cause_is_said_to_have_made_more_than_all_and_the_board_hears_the_same():
    """Oracle: the facts and the sentences."""
    found = 0
    for line, told in lines():
        for _, fact in of_kind(told, "lapsed", "unbacked", "leaves"):
            if "of_it" in fact.values:
                found += 1
                assert 0.0 < fact.values["of_it"] <= 1.0 or fact.values["missing"] < 0.1
        if line.fate == "lost" and (worst := worst_of(line, told)) and worst.fact.kind == "lapsed":
            for texts in ALL:
                assert why_given_up(worst.fact, texts, line) in learnt(line, texts, told)
    assert found


def test_without_what_a_goal_was_given_up_it_stands_as_long_as_is_said_and_without_the_event_beside_it_too():
    """Oracle: the scenario under the parameters that take it away from a year before, and that without the event."""
    parts = {"luck": ("delivery.noise", 0.0), "home": ("delivery.fidelity", 1.0), "trust": ("trust.loss", 0.0)}
    lapses = beside = 0
    for line, told in lines():
        for round_, fact in of_kind(told, "lapsed"):
            if "avoided" not in fact.values:
                continue
            _, by, how = str(fact.values["avoided"]).split("_")
            event = Event(max(1, round_ - 11), parameters=dict([parts[by]]))
            other = Line(with_events(line.scenario, [event]), line.seed)
            lost = np.flatnonzero(other.history["agreed"][round_ - 1 :] == 0.0)
            assert how == ("later" if lost.size else "held")
            lasts = round_ + int(lost[0]) if lost.size else line.rounds + 1
            assert fact.values.get("lasts", line.rounds + 1) == lasts > round_
            lapses += 1
            if "later" in fact.values and "at" in fact.values:
                beside += 1
                neither = with_events(without(line, fact.values["at"], fact.values["event"]).scenario, [event])
                given_up = np.flatnonzero(Line(neither, line.seed).history["agreed"][round_ - 1 :] == 0.0)
                both = round_ + int(given_up[0]) if given_up.size else 0
                alike = "alike" if both == lasts == fact.values["later"] else "beside"
                how = "only" if how == "held" else alike if both else "together"
                assert fact.values["after"] == f"hastened_{how}"
                assert how in ("only", "together") or fact.values["both"] == both
    assert lapses
    assert beside


def test_an_event_without_which_there_would_be_a_goal_again_is_said_to_have_kept_it_away():
    """Oracle: the scenario without each event after the goal was given up, by round and name, in turn."""
    kept = unkept = 0
    for line, told in lines():
        worst = worst_of(line, told)
        if worst is None or worst.fact.kind != "lapsed" or worst.healed:
            continue
        events = {(one.round, one.name) for one in line.scenario.events if one.name and one.round > worst.round}
        again = {one: np.flatnonzero(without(line, *one).history["agreed"][worst.round :]) for one in events}
        again = {one: found for one, found in again.items() if found.size}
        votes = [at for at in range(worst.round + 1, line.rounds + 1) if line.at(at).state.collaboration[0]["put"]]
        for texts in ALL:
            said = mending(line, texts, told)[1]
            if not any(fact.kind == "blocks" for at, fact in of_kind(told, "blocks") if at > worst.round):
                first = (
                    texts("mending.nothing_lapsed", again=votes[0]) if votes else texts("mending.nothing_lapsed_late")
                )
                assert said.startswith(first)
            if again:
                most = max((again[one].size, one[0]) for one in again)
                best = [one for one in again if (again[one].size, one[0]) == most]
                said_of = [(at, texts.label(name), worst.round + 1 + int(again[at, name][0])) for at, name in best]
                named = [texts("mending.kept_from", name=name, at=at, would=would) for at, name, would in said_of]
                assert sum(one in said for one in named) == 1
                kept += 1
            else:
                assert texts("mending.kept_from", name="", at=0, would=0).partition("“")[0] not in said
                unkept += 1
    assert kept
    assert unkept


def test_what_moved_the_trust_of_two_is_what_was_delivered_in_those_rounds_and_it_has_one_number_in_a_round():
    """Oracle: promises, deliveries and trust of those rounds, in the states."""
    rose = fell = 0
    for line, told in lines():
        worst = worst_of(line, told)
        if worst is None or worst.fact.kind != "betrayed" or worst.healed:
            continue
        one = regained(line, worst)
        assert one.lowest > worst.round or one.low == written(worst.fact.values["to"])
        said = mending(line, ALL[0], told)[1]
        for since, until, way in ((one.lowest, one.highest, "came back"), (one.highest, line.rounds, "fell again")):
            sentence = next((part for part in said.split(". ") if way in part), "")
            if " delivered " not in sentence:
                continue
            states = [line.at(at).state for at in range(since + 1, until + 1)]
            mine = [one.organisations[worst.fact.pair[1]] for one in states if one.collaboration[0]["agreed"]]
            part = sum(float(me["pooled"]) for me in mine) / sum(float(me["promise"]) for me in mine)
            assert f"delivered {ALL[0].kept(part)} in {len(mine)} rounds" in sentence
            tie = tie_of(states[0], *worst.fact.pair)
            moved = float(states[-1].ties["trust"][tie]) - float(line.at(since).state.ties["trust"][tie])
            assert (moved > 0.0) == (way == "came back")
            rose, fell = rose + (way == "came back"), fell + (way == "fell again")
    assert rose
    assert fell


def test_nothing_can_be_decided_in_the_rounds_that_are_said_and_in_the_next_there_is_a_vote():
    """Oracle: whether a goal was put to the vote, in the states."""
    found = 0
    for line, told in lines():
        for round_, fact in of_kind(told, "lapsed"):
            closed = int(fact.values["rounds"])
            after = [line.at(at).state.collaboration[0] for at in range(round_ + 1, round_ + closed + 2)]
            if len(after) == closed + 1 and round_ + closed < line.rounds and not after[-1]["dissolved"]:
                assert not any(us["put"] for us in after[:-1])
                assert after[-1]["put"]
                found += 1
            if told[round_].usual.kind == "crisis":
                assert told[round_].usual.values["rounds"] == closed
    assert found


def test_whose_yes_is_said_to_be_enough_brings_the_votes_to_what_is_needed():
    """Oracle: the weights of those who say yes and of that one, in the states."""
    found = 0
    for line, told in lines():
        for round_, fact in of_kind(told, "blocks"):
            state = line.at(round_).state
            them, quorum = state.organisations, line.at(round_).parameters.decision.quorum
            there = them["member"] == MEMBER
            weight = float(them["consent"][int(fact.values["who"])] / them["consent"][there].sum())
            assert float(state.collaboration[0]["support"]) < quorum
            assert float(state.collaboration[0]["support"]) + weight >= quorum - 1e-9
            found += 1
    assert found


def test_a_vote_is_told_once_a_round():
    """Oracle: by hand, what is read with everything open: no sentence of a round begins as another does."""
    spared = 0
    for name in ("ngo_consortium", "merger"):
        for entry in log(Desk(Setting(name)))["entries"]:
            vote = entry["usual"].partition(".")[0]
            beside = [one["text"] for one in (*entry["sentences"], *entry["rest"]) if one["text"].startswith(vote)]
            if entry["usual"].startswith("No agreement:") and "of the votes" in vote:
                assert (entry["voted"] != "") == bool(beside)
                spared += bool(beside)
    assert spared


@pytest.mark.parametrize("texts", ALL, ids=LANGUAGES)
def test_all_whose_leaving_an_event_asked_for_are_told_so_and_no_question_is_asked_about_it(texts):
    """Oracle: the events of every choice that lead somebody out."""
    whose, by_choice = set(), [(load(name), choice) for name in names() for choice in load(name).choices]
    for scenario, choice in by_choice:
        line = Line(choosing(scenario, choice), scenario.seed)
        told, events = log_of(line), line.scenario.events
        ways_out = [one for one in events if "member" in one.set or one.act.get("stay") == 0.0]
        asked = {(one.round, one.organisation): one.name for one in ways_out}
        gone = [(round_, fact.values["who"]) for round_, fact in of_kind(told, "leaves")]
        led = [one for one in gone if one in asked]
        said = dict(of_line(line, texts, told))
        for round_, row in led:
            who = capitalised(texts.in_a_sentence(line.scenario.labels[row]))
            assert said["question"] != texts("ending.question_left", who=who, round=round_)
        if line.at(line.rounds).state.collaboration[0]["dissolved"]:  # which is told in place of who left
            continue
        for event in {asked[one] for one in led}:
            them = [texts.in_a_sentence(line.scenario.labels[row]) for at, row in led if asked[at, row] == event]
            how = "" if len(them) < len(gone) else "_all" if len(them) > 1 else "_one"
            values = {"who": texts.names(them, len(them)), "name": texts.label(event)}
            assert texts(f"ending.left_why_by_event{how}", **values) in said["agreed"]
            whose.add(how)
    assert {"_all", "_one"} <= whose


def test_who_left_by_itself_has_a_reason_beside_those_whom_an_event_led_out():
    """Oracle: by hand, an event that leads two out beside one that left by its own decision."""
    line, _ = played("ngo_consortium")
    leaves = [story.Fact("leaves_by_event", 1.0, {"who": Row(row), "name": "Two go"}) for row in (0, 2)]
    own = story.Fact("leaves_by_choice", 1.0, {"who": Row(1)})
    said = parted(line, ALL[0], [(3, leaves[0]), (4, own), (5, leaves[1])])
    first, second, third = (ALL[0].in_a_sentence(line.scenario.labels[row]) for row in range(3))
    assert f"That was a choice made by {second}." in said
    assert said.endswith(f"The departure of {first} and {third} was part of “Two go”.")


def test_a_fall_that_does_not_end_at_the_lowest_is_said_to_be_the_largest_fall_and_not_how_low_it_came():
    """Oracle: value of all rounds: rounds after the fall in which it is lower."""
    lower = 0
    for line, told in lines():
        fall, value = deepest(line.history["joint_value"]), line.history["joint_value"]
        if fall is None or value[fall.low :].min(initial=np.inf) >= value[fall.low - 1] - 0.05:
            continue
        lower += 1
        for texts, largest in zip(
            ALL, ("The largest fall of value", "De grootste daling van de opbrengst"), strict=True
        ):
            said = dict(of_line(line, texts, told))["brought"]
            assert f"{largest} lay between" in said or f"{largest} lag tussen" in said
    assert lower


def test_the_ring_in_the_middle_shows_the_votes_that_its_words_tell():
    """Oracle: the words; and support and backing in the states, where both are there."""
    shaky = 0
    for line, _ in lines():
        for round_, frame in enumerate(stage.status(line, ALL[0], log_of(line))):
            us, told = line.at(round_).state.collaboration[0], re.findall(r"(\d+)%", frame["big"] + frame["small"])
            assert bool(told) == (frame["support"] >= 0.0)
            if told:
                assert int(told[0]) == pytest.approx(100.0 * frame["support"], abs=1.0)
                assert int(told[1]) == pytest.approx(100.0 * frame["quorum"], abs=0.51)
                shaky += "behind" in frame["small"] and us["support"] - us["backing"] > 0.1
    assert shaky


@pytest.mark.parametrize("texts", ALL, ids=LANGUAGES)
def test_a_panel_tells_of_a_proposal_only_where_the_middle_does_and_no_agreement_yet_only_before_the_first(texts):
    """Oracle: the words in the middle, and in which rounds there was a goal."""
    closed = later = 0
    desk = Desk(Setting("ngo_consortium", 127, language=texts.language))
    line, middle = desk.session.line, stage.status(desk.session.line, texts, log_of(desk.session.line))
    asked = {one for key, one in texts.group("card").items() if key.startswith(("accepts", "refuses_", "proposed_"))}
    for round_ in range(1, line.rounds + 1):
        course = line.at(round_)
        if course.state.collaboration[0]["agreed"]:
            continue
        there = np.flatnonzero(course.state.organisations["member"] == MEMBER)
        said = {one for row in there for one in of_one(desk, course, int(row), None)}
        if middle[round_]["small"] == texts("table.crisis_small"):
            closed += 1
            assert not said & asked
        before = bool(line.history["agreed"][:round_].any())
        later += before
        assert (texts("card.no_promise") in said) == (not before)
        assert (texts("card.no_promise_again") in said) == before
    assert closed
    assert later

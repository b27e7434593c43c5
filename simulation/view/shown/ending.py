"""The ending: what a board can repeat, made from the run.

What was agreed and when, who was tempted to do what, what broke and what mended it, the turning point, who left, who
won and lost, which condition lagged, and one question. All is worked out from the rounds, and says what the model did;
what that means is for the group.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

import numpy as np

from ... import game
from ...conditions import CONDITIONS
from ...game import salient_distance
from ...logic import HIERARCHY
from ...results.outcomes import capitalised, on_four
from ...runs import mean_of_defined
from ...scenario import Theme
from ...state import MEMBER, OUTSIDE, State
from ..desk import Desk
from ..session import Line
from ..texts import EQUAL, Texts, more_or_less
from . import causes
from .facts import GONE, Fact, most_of
from .mending import Breach, mending, worst_of
from .palette import INK, QUIET
from .story import Told, departures, every, family, say, told_of

YEAR = 12  # rounds before and after a turning point, and of the last of a goal
LATELY = 6  # rounds at the end, which may go otherwise than those before
LEAST = 3  # rounds on either side, for a turn to be one
TURNS = ("dissolved", "lapsed", "event", "leaves", "agreed", "decided", "mended", "joins", "unbacked", "bargain")
STANDS_OUT = 0.75  # of all rounds: how many have less between the rounds before and after, where one is a turn
MEAGRE = 2.0  # of a condition, from 1 to 4: below it, it is said what was missing
NAMED = 6  # of those who left
# How far from the middle of a theme a goal may lie, from 0 to 1/2, to be said to lie so far towards one of its ends.
TOWARDS = ((0.02, "as_much"), (0.1, "bit_rather"), (0.25, "rather"))


class Turn(NamedTuple):
    """A round from which on it went better or worse, and what that rests on: mean value of a round."""

    round: int
    fact: Fact
    then: float  #    from that round on
    instead: float  # before it, or in those rounds without the event
    rounds: int  #    over which
    before: int

    @property
    def change(self) -> float:
        """By how much value a round."""
        return self.then - self.instead


def ending(desk: Desk) -> dict[str, Any] | None:
    """What a board can repeat; none before the last round, on a tour, and beside what covers the stage."""
    line = desk.session.line
    if desk.session.round < line.rounds or desk.tour_at >= 0 or desk.compared or desk.ended == line.number:
        return None
    return desk.once("ending", desk.key, lambda: shown(desk)) | {"parcel": desk.parcel}


def shown(desk: Desk) -> dict[str, Any]:
    """What stands on the screen at the end."""
    texts, line = desk.texts, desk.session.line
    created = line.created_so_far(line.rounds)
    return {
        "words": texts.group("ending") | {"whatif": texts("top.whatif")},
        "number": texts.gain(abs(created)),
        "lost": more_or_less(created) == "less",
        "unit": texts(f"ending.unit_{more_or_less(created)}", rounds=line.rounds),
        "sentences": [{"about": texts(f"ending.about_{about}"), "text": said} for about, said in parts(desk)],
    }


def sheet(desk: Desk) -> str:
    """The same as a page of its own, to print or to send: HTML that asks for nothing from anywhere."""
    texts, line = desk.texts, desk.session.line
    title = escape(texts.of_scenario(desk.scenario, "title"))
    told = "".join(
        f"<li><small>{escape(texts(f'ending.about_{about}'))}</small><br>{escape(said)}</li>"
        for about, said in parts(desk)
    )
    facts = texts("ending.facts", name=desk.line_name(line), rounds=line.rounds, seed=line.seed)
    style = f"@page{{size:A4;margin:25mm}}body{{font:13pt/1.5 sans-serif;max-width:44em;margin:2em auto;color:{INK}}}"
    style += f"li{{margin:0 0 .8em}}li:last-child{{font-weight:bold}}small{{color:{QUIET}}}"
    return (
        f'<!doctype html><html lang="{texts.language}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style><h1>{title}</h1><ol>{told}</ol><p><small>{escape(facts)}</small></p></html>\n"
    )


def parts(desk: Desk) -> list[tuple[str, str]]:
    """What is said of the line that is shown and what each is about, worked out once."""
    line = desk.session.line
    return desk.once("sentences", desk.key, lambda: of_line(line, desk.texts, told_of(desk, line)))


def of_line(line: Line, texts: Texts, told: Sequence[Told]) -> list[tuple[str, str]]:
    """What is said of a line, and what each is about: the last is a question, and what is not there is left out.

    Parameters
    ----------
    line
        Played to its end.
    texts
        In which language.
    told
        From `tell`.
    """
    condition, _ = lagging(line)
    turn = turning_point(line, told)
    broke = mending(line, texts, told)
    said = [
        ("agreed", agreement(line, texts, told)),
        ("tempted", tempted(line, texts, told)),
        *zip(("broke", "mended") if len(broke) > 1 else ("held",), broke, strict=False),
        ("turn", turning(line, texts, turn, worst_of(line, told))),
        ("left", parted(line, texts, told)),
        ("brought", winners(line, texts)),
        ("lagged", lagged(line, texts)),
        ("question", texts(f"ending.question_{condition}_{'held' if line.history['agreed'][-1] else 'broke'}")),
    ]
    return [(about, one) for about, one in said if one]


# What was agreed, and when -----------------------------------------------------------------------------------------


def agreement(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """When there was a goal, what it was, and whether it held, and for all."""
    agreed = line.history["agreed"] > 0
    if not agreed.any():
        said = texts("ending.never", rounds=line.rounds, support=texts.percent(line.history["support"].max()))
        return f"{said} {what_stopped_it(line, texts, told)}".strip()
    first = int(np.flatnonzero(agreed)[0]) + 1
    lost = [round_ + 1 for round_ in range(1, line.rounds) if agreed[round_ - 1] and not agreed[round_]]
    again = [round_ + 1 for round_ in range(first, line.rounds) if agreed[round_] and not agreed[round_ - 1]]
    start = line.at(0).state.collaboration[0]["agreed"]
    state = line.at(first).state
    way = "decided" if line.at(first).parameters.logic.decision == HIERARCHY else "agreed"
    content, whose = goal_in_words(line, state, texts)
    lead = int(state.collaboration[0]["lead"])
    who = {"who": texts.in_a_sentence(line.scenario.labels[lead])} if way == "decided" and not start else {}
    said = f"{texts('ending.had' if start else f'ending.{way}', round=first, goal=content, **who)} {whose}"
    values = {"lost": lost[0] if lost else 0, "again": again[-1] if again else 0, "times": len(lost)}
    if line.at(line.rounds).state.collaboration[0]["dissolved"]:
        return f"{said} {texts('ending.apart', lost=lost[-1] if lost else line.rounds)}"
    if not lost:
        return f"{said} {texts('ending.held_without' if departures(told) else 'ending.held')}"
    kind = "mended" if agreed[-1] else "lost"
    return f"{said} {texts(f'ending.{kind}' if len(lost) == 1 else f'ending.{kind}_often', **values)}"


def what_stopped_it(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """Who said no most often to a goal that never came, and what mostly weighed against it; or that decisions slipped.

    Nothing where no decision was ever asked for.
    """
    no = [fact for _, fact in every(told) if fact.kind.startswith(("rejected", "slipped"))]
    if not no:
        return ""
    kind = most_of([fact.kind for fact in no])
    noes = [row for fact in no for row in fact.values.get("who", ())]
    who = sorted(set(noes), key=lambda row: (-noes.count(row), row))[:2]
    names = texts.names([texts.in_a_sentence(line.scenario.labels[row]) for row in who])
    return capitalised(texts(f"ending.stopped_{kind}", who=names))


def goal_in_words(line: Line, state: State, texts: Texts) -> tuple[str, str]:
    """A goal by the ends of its themes where they have names; and whose wish it is nearest to and farthest from."""
    goal, them = state.collaboration[0]["goal"], state.organisations
    ends = list(towards(line.scenario.themes, goal, texts))
    members = np.flatnonzero(them["member"] == MEMBER)
    apart = [salient_distance(goal, them[row]["interests"], them[row]["salience"]) for row in members]
    labels = line.scenario.labels
    near, far = (
        texts.in_a_sentence(labels[members[place]]) for place in (int(np.argmin(apart)), int(np.argmax(apart)))
    )
    content = texts("ending.content", ends="; ".join(ends)) if ends else ""
    return content, texts("ending.whose", near=near, far=far)


def towards(themes: Sequence[Theme], goal: np.ndarray, texts: Texts) -> Iterator[str]:
    """Towards which end of each theme a goal lies."""
    for theme, at in zip(themes, goal, strict=False):
        low, high = (texts.label(end) for end in (theme.low, theme.high))
        end, other = (high, low) if at > 0.5 else (low, high)
        kind = next((how for most, how in TOWARDS if abs(at - 0.5) <= most), "much_rather")
        yield texts(f"ending.{kind}", end=end, other=other)


# Who was tempted ---------------------------------------------------------------------------------------------------


def tempted(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """Who could have gained most by thinking of itself, and did it; and who held back most, and why.

    Nothing without a goal, as there is nothing to hold back then.
    """
    if not line.history["agreed"].any():
        return ""
    could = [(round_, fact) for round_, fact in every(told) if fact.kind.startswith("tempted")]
    held = [(round_, fact) for round_, fact in every(told) if fact.kind.startswith("keeps_back")]
    said = []
    for found, kind in ((could, "could"), (held, "held_back")):
        if found:
            round_, fact = max(found, key=lambda one: (one[1].size, -one[0]))
            key = f"ending.{kind}" if kind == "could" else f"ending.{fact.kind}"
            said.append(say(replace(fact, values=fact.values | {"round": round_}), texts, line, key))
    return " ".join([*said, *([] if held else [texts("ending.held_back_nobody")])])


# Who left ----------------------------------------------------------------------------------------------------------


def parted(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """Who left and when, and why the first did; nothing when nobody left."""
    left = departures(told)
    if not left:
        return ""
    labels = line.scenario.labels
    who = [
        texts("ending.left_when", who=texts.in_a_sentence(labels[fact.values["who"]]), round=round_)
        for round_, fact in left
    ]
    members = int(np.sum(line.at(line.rounds).state.organisations["member"] != OUTSIDE))
    said = texts("ending.left", count=len(left), members=members, who=texts.names(who, NAMED))
    return f"{said} {say(left[0][1], texts, line, 'ending.left_why')}"


# Who won and who lost ----------------------------------------------------------------------------------------------


def winners(line: Line, texts: Texts) -> str:
    """What working together brought, in all and lately where that is another thing, and whom most and least."""
    created, gained = line.created_so_far(line.rounds), gained_by_all(line)
    best, worst = int(gained.argmax()), int(gained.argmin())
    labels = line.scenario.labels
    said = texts(f"ending.value_{more_or_less(created)}", rounds=line.rounds, amount=texts.gain(abs(created)))
    lately = float(line.history["joint_value"][-LATELY:].mean())
    if line.rounds > LATELY and more_or_less(lately) != more_or_less(created):
        ended = texts(f"ending.ended_{more_or_less(lately)}", rounds=LATELY, amount=texts.gain(abs(lately)))
        said = f"{said} {ended}"
    kind = "all_won" if gained[worst] > 0.0 else "all_lost" if gained[best] < 0.0 else "some_lost"
    amounts = {"most": texts.gain(abs(gained[best])), "least": texts.gain(abs(gained[worst]))}
    names = {"best": texts.in_a_sentence(labels[best]), "worst": texts.in_a_sentence(labels[worst])}
    return f"{said} {capitalised(texts(f'ending.{kind}', **names, **amounts))}"


def gained_by_all(line: Line) -> np.ndarray:
    """Mean gain of every organisation against working alone, shape (n,), over the rounds that it took part."""
    total, rounds = np.zeros(len(line.scenario.labels)), np.zeros(len(line.scenario.labels))
    course = line.walk()
    next(course)  # before the first round
    for after in course:
        them = after.state.organisations
        for row in np.flatnonzero(them["member"] == MEMBER):
            total[row] += game.gain(them[row])
            rounds[row] += 1
    return total / np.maximum(rounds, 1)


# The turning point -------------------------------------------------------------------------------------------------


def turning(line: Line, texts: Texts, turn: Turn | None, worst: Breach | None) -> str:
    """From which round on it went otherwise, why, what happened then, and what that rests on; nothing without one.

    Where that is what was told to have broken or mended, it is not told again.
    """
    if turn is None:
        return ""
    if worst and turn.fact in (worst.fact, worst.healed):
        begins = texts(f"ending.turn_{'broke' if turn.fact is worst.fact else 'mended'}", round=turn.round)
    else:
        happened = say(turn.fact, texts, line, f"story.turn_{family(turn.fact.kind)}", causes_first=True)
        begins = f"{texts('ending.turn', round=turn.round)} {happened}"
    values = {}
    for name, amount in (("then", turn.then), ("instead", turn.instead)):
        more = "more" if amount >= 0.0 else "less"
        values[name] = texts(f"ending.amount_{more}", amount=texts.gain(abs(amount)))
    came = "ending.because" if turn.fact.kind == "event" else "ending.after"
    rests = texts(came, rounds=turn.rounds, before=turn.before, **values)
    return f"{begins} {rests}"


def turning_point(line: Line, told: Sequence[Told]) -> Turn | None:
    """Of the rounds in which something of consequence happened, that with the largest change; none that stands out.

    What an event changed is known, as the run can be played without it by the same luck; of anything else, how the
    rounds after it differ from those before. It stands out when in most rounds those before and after differ less.
    """
    found = []
    value = line.history["joint_value"]
    for round_ in range(LEAST + 1, line.rounds - LEAST + 2):
        fact = next((one for one in told[round_].facts if one.kind.startswith(TURNS) and one.kind != GONE), None)
        if fact is None:
            continue
        after = value[round_ - 1 : round_ - 1 + YEAR]
        if fact.kind == "event":
            otherwise = played_without(line, round_)[round_ - 1 : round_ - 1 + YEAR]
        else:
            otherwise = value[max(0, round_ - 1 - YEAR) : round_ - 1]
        turn = Turn(round_, fact, float(after.mean()), float(otherwise.mean()), after.size, otherwise.size)
        if fact.kind == "event" or turn.change * fact.tone >= 0.0:  # good news after which it went worse turned nothing
            found.append(turn)
    largest = max(found, key=lambda one: (abs(one.change), -one.round), default=None)
    usual = float(np.quantile(np.abs(swings(value)), STANDS_OUT)) if largest else 0.0
    return largest if largest and abs(largest.change) > max(usual, EQUAL) else None


def swings(value: np.ndarray) -> np.ndarray:
    """Of every round that could be a turn, how the rounds from then on differ from those before, on average."""
    rounds = range(LEAST, value.size - LEAST + 1)
    return np.array([value[at : at + YEAR].mean() - value[max(0, at - YEAR) : at].mean() for at in rounds])


def played_without(line: Line, round_: int) -> np.ndarray:
    """Value in every round of the same run, by the same luck, without the events of one round."""
    course, history = causes.without(line, round_), line.history.copy()
    course.proceed(line.rounds, history)
    return history["joint_value"]


# The condition that lagged -----------------------------------------------------------------------------------------


def lagging(line: Line, of_all: Sequence[int] = ()) -> tuple[str, float]:
    """The condition that stood lowest on average, and its level from 1 to 4.

    Parameters
    ----------
    line
        Played to its end.
    of_all
        The rounds, counted from 0, that are looked at; those of `last_rounds` where none are given.
    """
    rounds = np.array(of_all if len(of_all) else last_rounds(line))
    levels = {name: on_four(float(mean_of_defined(line.history[name][rounds]))) for name in CONDITIONS}
    lowest = min(levels, key=lambda name: (math.inf if math.isnan(levels[name]) else levels[name], name))
    return lowest, levels[lowest]


def last_rounds(line: Line) -> np.ndarray:
    """The last rounds of a goal, or of all where there never was one, counted from 0."""
    agreed = np.flatnonzero(line.history["agreed"])
    return (agreed if agreed.size else np.arange(line.rounds))[-YEAR:]


def lagged(line: Line, texts: Texts) -> str:
    """Which condition lagged, by which measure, and where it stood low, what was missing."""
    (condition, level), (other, end) = lagging(line), lagging(line, [line.rounds - 1])
    key = "ending.lags_with" if line.history["agreed"].any() else "ending.lags_without"
    values = {"level": texts.number(level, 1), "rounds": last_rounds(line).size}
    said = [texts(key, condition=texts.outcome(condition).lower(), **values)]
    if other != condition:  # as the bars beside the network show it
        said.append(texts("ending.lags_end", other=texts.outcome(other).lower(), end=texts.number(end, 1)))
    if level < MEAGRE:
        said.append(texts(f"ending.lags_{condition}"))
    return " ".join(said)

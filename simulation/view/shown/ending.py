"""The ending: five sentences that a board can repeat, made from the run.

What was agreed and when, who won and lost, the turning point and why, which condition lagged, and one question. They
are worked out from the rounds, and say what the model did; what that means is for the group.
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
from ...results.outcomes import on_four
from ...runs import mean_of_defined
from ...scenario import Theme
from ...state import MEMBER, State
from ..desk import Desk
from ..session import Line
from ..texts import Texts, more_or_less
from .facts import Fact
from .story import Told, family, say, tell, told_of

YEAR = 12  # rounds before and after a turning point, and of the last of a goal
LATELY = 6  # rounds at the end, which may go otherwise than those before
LEAST = 3  # rounds on either side, for a turn to be one
TURNS = ("dissolved", "lapsed", "event", "leaves", "mended", "joins", "unbacked", "bargain")
MEAGRE = 2.0  # of a condition, from 1 to 4: below it, it is said what was missing
MIDDLE = 0.1  # of a theme: a goal so near to its middle lies towards neither end


class Turn(NamedTuple):
    """A round from which on it went better or worse, and by how much value a round."""

    round: int
    fact: Fact
    change: float
    rounds: int  # over which


def ending(desk: Desk) -> dict[str, Any] | None:
    """The five sentences; none before the last round, on a tour, and beside what covers the stage."""
    line = desk.session.line
    if desk.session.round < line.rounds or desk.tour_at >= 0 or desk.compared or desk.ended == line.number:
        return None
    return desk.once("ending", desk.key, lambda: shown(desk)) | {"parcel": desk.parcel}


def shown(desk: Desk) -> dict[str, Any]:
    """What stands on the screen at the end."""
    texts, line = desk.texts, desk.session.line
    created = line.created_so_far(line.rounds)
    return {
        "words": texts.group("ending") | {"close": texts("word.close"), "whatif": texts("top.whatif")},
        "number": texts.gain(abs(created)),
        "lost": more_or_less(created) == "less",
        "unit": texts(f"ending.unit_{more_or_less(created)}", rounds=line.rounds),
        "sentences": five(line, texts, told_of(desk)),
    }


def sheet(desk: Desk) -> str:
    """The five sentences as a page of their own, to print or to send: HTML that asks for nothing from anywhere."""
    texts, line = desk.texts, desk.session.line
    title = escape(texts.of_scenario(desk.scenario, "title"))
    sentences = "".join(f"<li>{escape(one)}</li>" for one in five(line, texts, told_of(desk)))
    facts = texts("ending.facts", name=desk.line_name(line), rounds=line.rounds, seed=line.seed)
    style = "@page{size:A4;margin:25mm}body{font:13pt/1.5 sans-serif;max-width:44em;margin:2em auto;color:#1B2530}"
    style += "li{margin:0 0 .8em}li:last-child{font-weight:bold}small{color:#4A5560}"
    return (
        f'<!doctype html><html lang="{texts.language}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style><h1>{title}</h1><ol>{sentences}</ol><p><small>{escape(facts)}</small></p></html>\n"
    )


def five(line: Line, texts: Texts, told: Sequence[Told] | None = None) -> list[str]:
    """The five sentences of a line.

    Parameters
    ----------
    line
        Played to its end.
    texts
        In which language.
    told
        From `tell`, where that is known already.
    """
    told = tell(line) if told is None else told
    condition, level = lagging(line)
    return [
        agreement(line, texts),
        winners(line, texts),
        turning(line, texts, told),
        lagged(condition, level, texts),
        texts(f"ending.question_{condition}_{'held' if line.history['agreed'][-1] else 'broke'}"),
    ]


# What was agreed, and when -----------------------------------------------------------------------------------------


def agreement(line: Line, texts: Texts) -> str:
    """When there was a goal, what it was, and whether it held."""
    agreed = line.history["agreed"] > 0
    if not agreed.any():
        said = texts("ending.never", rounds=line.rounds, support=texts.percent(line.history["support"].max()))
        return said
    first = int(np.flatnonzero(agreed)[0]) + 1
    lost = [round_ + 1 for round_ in range(1, line.rounds) if agreed[round_ - 1] and not agreed[round_]]
    again = [round_ + 1 for round_ in range(first, line.rounds) if agreed[round_] and not agreed[round_ - 1]]
    start = line.at(0).state.collaboration[0]["agreed"]
    state = line.at(first).state
    way = "decided" if line.at(first).parameters.logic.decision == HIERARCHY else "agreed"
    said = texts("ending.had" if start else f"ending.{way}", round=first, goal=goal_in_words(line, state, texts))
    values = {"lost": lost[0] if lost else 0, "again": again[-1] if again else 0, "times": len(lost)}
    if line.at(line.rounds).state.collaboration[0]["dissolved"]:
        return f"{said} {texts('ending.apart', lost=lost[-1] if lost else line.rounds)}"
    if not lost:
        return f"{said} {texts('ending.held')}"
    kind = "mended" if agreed[-1] else "lost"
    return f"{said} {texts(f'ending.{kind}' if len(lost) == 1 else f'ending.{kind}_often', **values)}"


def goal_in_words(line: Line, state: State, texts: Texts) -> str:
    """A goal by the ends of its themes where they have names, and by whose wish it is nearest to and farthest from."""
    goal, them = state.collaboration[0]["goal"], state.organisations
    ends = list(towards(line.scenario.themes, goal, texts))
    members = np.flatnonzero(them["member"] == MEMBER)
    apart = [salient_distance(goal, them[row]["interests"], them[row]["salience"]) for row in members]
    labels = line.scenario.labels
    near, far = (
        texts.in_a_sentence(labels[members[place]]) for place in (int(np.argmin(apart)), int(np.argmax(apart)))
    )
    content = texts("ending.content", ends=texts.names(ends)) if ends else ""
    return f"{content}{texts('ending.whose', near=near, far=far)}"


def towards(themes: Sequence[Theme], goal: np.ndarray, texts: Texts) -> Iterator[str]:
    """Towards which end of each theme a goal lies."""
    for theme, at in zip(themes, goal, strict=False):
        low, high = (texts.label(end) for end in (theme.low, theme.high))
        if abs(at - 0.5) <= MIDDLE:
            yield texts("ending.as_much", low=low, high=high)
        else:
            end, other = (high, low) if at > 0.5 else (low, high)
            yield texts("ending.rather", end=end, other=other)


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
    return f"{said} {capital(texts(f'ending.{kind}', **names, **amounts))}"


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


def capital(sentence: str) -> str:
    """With a capital, also after a name with its article."""
    return sentence[:1].upper() + sentence[1:]


# The turning point -------------------------------------------------------------------------------------------------


def turning(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """From which round on it went otherwise, what happened then, why, and how much that was."""
    turn = turning_point(line, told)
    kind = more_or_less(turn.change) if turn else "same"
    if turn is None or kind == "same":
        return texts("ending.no_turn")
    happened = say(replace(turn.fact, kind=f"turn_{family(turn.fact.kind)}"), texts, line)
    came = "because" if turn.fact.kind == "event" else "after"
    values = {"amount": texts.gain(abs(turn.change)), "rounds": turn.rounds}
    return f"{texts('ending.turn', round=turn.round)} {happened} {texts(f'ending.{came}_{kind}', **values)}"


def turning_point(line: Line, told: Sequence[Told]) -> Turn | None:
    """Of the rounds in which something of consequence happened, that with the largest change.

    What an event changed is known, as the run can be played without it by the same luck; of anything else, how the
    rounds after it differ from those before.
    """
    found = []
    value = line.history["joint_value"]
    for round_ in range(LEAST + 1, line.rounds - LEAST + 2):
        fact = next((one for one in told[round_].facts if one.kind.startswith(TURNS)), None)
        if fact is None:
            continue
        after = value[round_ - 1 : round_ - 1 + YEAR]
        if fact.kind == "event":
            otherwise = played_without(line, round_)[round_ - 1 : round_ - 1 + YEAR]
        else:
            otherwise = value[max(0, round_ - 1 - YEAR) : round_ - 1]
        change = float(after.mean() - otherwise.mean())
        if fact.kind == "event" or change * fact.tone >= 0.0:  # good news from which on it went worse turned nothing
            found.append(Turn(round_, fact, change, after.size))
    return max(found, key=lambda one: (abs(one.change), -one.round), default=None)


def played_without(line: Line, round_: int) -> np.ndarray:
    """Value in every round of the same run, by the same luck, without the events of one round."""
    events = tuple(event for event in line.scenario.events if event.round != round_)
    return Line(replace(line.scenario, events=events), line.seed).history["joint_value"]


# The condition that lagged -----------------------------------------------------------------------------------------


def lagging(line: Line) -> tuple[str, float]:
    """The condition that stood lowest in the last rounds of a goal, or of all, and its level from 1 to 4."""
    agreed = np.flatnonzero(line.history["agreed"])
    rounds = (agreed if agreed.size else np.arange(line.rounds))[-YEAR:]
    levels = {name: on_four(float(mean_of_defined(line.history[name][rounds]))) for name in CONDITIONS}
    lowest = min(levels, key=lambda name: (math.inf if math.isnan(levels[name]) else levels[name], name))
    return lowest, levels[lowest]


def lagged(condition: str, level: float, texts: Texts) -> str:
    """Which condition lagged, and where it stood low, what was missing."""
    said = texts("ending.lags", condition=texts.outcome(condition).lower(), level=texts.number(level, 1))
    return f"{said} {texts(f'ending.lags_{condition}')}" if level < MEAGRE else said

"""Looking back, in an order: feelings first, then what was promised and what came of it, without names until all agree.

Until then no step has them, and what would say which seat it was is left out. What the model would have played is shown
of the seat that was chosen, and of none before that. Nothing here is a ranking: seats stand in an order that says
nothing, or in that of the scenario.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from ..conditions import AS_GOOD_AS_KEPT
from ..game import ALONE, ideal
from ..results.outcomes import on_four
from ..results.scenarios import in_a_sentence, name_of
from ..state import MEMBER, State
from ..view.shown.ending import towards
from ..view.shown.facts import SMALL
from ..view.texts import Texts
from .check import FEWEST, FIVE, Check, on_conditions, share
from .delivered import Delivered
from .delivered import delivered as delivered_in
from .otherwise import Both, again, in_seat
from .play import OFFERS, Offer
from .seen import alone_of, percent, ties_of, unit_of, worth
from .table import VOTES, Screen, Table
from .words import Words

MOST_APART = 3  # rounds that are told of
MOST_OF_THEM, WIDER = 0.95, 1.25  # of the dots, those that are drawn where they are, and how much further it goes
LEVELS = ("little", "some", "much")  # how much hung on what one did
BOUNDS = (100.0 * SMALL / ALONE, 500.0 * SMALL / ALONE)  # between these, in percent of what each makes alone
COLUMNS, BESIDE = 24, 3  # of dots, and how many lie beside one another in one
TALL, WIDEST = 480.0, 10.0  # of a heap of dots as it is drawn, and of a dot with the space around it


class Row(NamedTuple):
    """A seat over the rounds: promised and delivered, in times what it does alone; None without a goal."""

    name: str
    rounds: tuple[Delivered | None, ...]


class Gift(NamedTuple):
    """An offer: in which played round, a tenth or a fifth, and whether whoever got it kept its promise then."""

    number: int
    large: bool
    kept: bool | None  # None without a goal


class Got(NamedTuple):
    """What a seat got over the rounds, by who gave it; and what a tenth is worth to it, per round of the model."""

    name: str
    worth: float
    unit: str
    by: tuple[tuple[Gift, ...], ...]


class Counted(NamedTuple):
    """The offers of a played round without names: how many, and to how many of these a yes was said."""

    span: str
    offers: int
    yes: int


class Chosen(NamedTuple):
    """What whoever led had all work on in a played round."""

    span: str
    by: str  # empty without names
    condition: str


class Moved(NamedTuple):
    """Two things of a seat, 0 to 100, at first and last; and what people answered half-way, where somebody did."""

    name: str
    one: tuple[int, int]
    other: tuple[int, int]
    said_one: int | None = None
    said_other: int | None = None


class Answered(NamedTuple):
    """A condition half-way, from 1 to 4: what people answered and how many of them knew, and what the model holds."""

    name: str
    statement: str  # that they answered to
    people: float | None
    known: int
    model: float


def told(table: Table, words: Words, screen: Screen) -> dict[str, Any]:
    """What a step of the debrief shows."""
    making: dict[Screen, Callable[[Table, Words], dict[str, Any]]] = {
        Screen.DELIVERED: partial(delivered, named=False), Screen.NAMED: partial(delivered, named=True),
        Screen.OFFERED: offered, Screen.TRUST: trust, Screen.CONDITIONS: half_way, Screen.HOME: at_home,
        Screen.NORMS: norms, Screen.NEED: need, Screen.MODEL: model, Screen.AGAIN: fork,
    }  # fmt: skip
    make = making.get(screen)
    return make(table, words) if make else {}


def names_of(table: Table, words: Words) -> list[str]:
    """Of all organisations, in row order."""
    return [name_of(label, words.language) for label in table.play.scenario.labels]


def seats(table: Table, words: Words, named: bool | None = None) -> list[tuple[int, str]]:
    """Rows of the seats and what they are called, in the order in which they are shown.

    Parameters
    ----------
    table, words
        Where, and in which words.
    named
        With names; else by letters, in an order that says nothing. By default as was agreed to.
    """
    names = names_of(table, words)
    if table.named if named is None else named:
        return list(enumerate(names))
    rows = list(range(len(names)))
    random.Random(table.code).shuffle(rows)  # the same for as long as it is looked at
    return [(row, words("seat_letter", letter=chr(ord("A") + at % 26))) for at, row in enumerate(rows)]


def delivered(table: Table, words: Words, named: bool) -> dict[str, Any]:
    """What each seat promised and delivered."""
    shown = [of_seat(table, row, name) for row, name in seats(table, words, named)]
    most = max([1.0, *(max(pair) for one in shown for pair in one.rounds if pair)])
    numbers = range(1, len(table.play.played) + 1)
    return {"rows": shown, "most": most, "named": named, "numbers": numbers, "kept": AS_GOOD_AS_KEPT}


def of_seat(table: Table, row: int, name: str) -> Row:
    """A seat over the rounds that were played."""
    play = table.play
    rounds = tuple(delivered_in(play.states_of(one), row) for one in play.played)
    return Row(name, rounds)


def offered(table: Table, words: Words) -> dict[str, Any]:
    """What was offered, by round; with names, who gave to whom, and whether whoever got it kept its promise then."""
    play = table.play
    made = [(at, played, one) for at, played in enumerate(play.played, 1) for one in played.offers]
    told = {"named": table.named, "per": words.per_round(play.scenario)}
    if not table.named:
        rounds = [(at, [played.said.get(one.to, False) for then, played, one in made if then == at])
                  for at in dict.fromkeys(at for at, _, _ in made)]  # fmt: skip
        return told | {"rows": [Counted(span(table, words, at), len(said), sum(said)) for at, said in rounds]}
    names = names_of(table, words)
    givers, getters = sorted({one.by for _, _, one in made}), sorted({one.to for _, _, one in made})
    rows = [
        Got(
            names[to],
            worth(OFFERS[0], alone_of(play, to)),
            unit_of(play, to, words.language),
            tuple(tuple(gift(table, at, one) for at, _, one in made if (one.by, one.to) == (by, to)) for by in givers),
        )
        for to in getters
    ]
    return told | {"rows": rows, "by": [names[row] for row in givers]}


def gift(table: Table, number: int, offer: Offer) -> Gift:
    """An offer in a played round, counted from 1, as it was held to."""
    pair = delivered_in(table.play.states_of(table.play.played[number - 1]), offer.to)
    kept = None if pair is None else pair.came >= AS_GOOD_AS_KEPT * pair.promised
    return Gift(number, offer.amount > sum(OFFERS) / len(OFFERS), kept)


def trust(table: Table, words: Words) -> dict[str, Any]:
    """What trust each gave and was given, at first and last."""
    shown, trace = seats(table, words), table.play.trace
    first, last = (
        np.array([given_and_had(state, row) for row in range(len(shown))]) for state in (trace[0], trace[-1])
    )
    check = last_answered(table)
    given = check.partners if check else {}
    moved = [
        Moved(
            name,
            (percent(first[row, 0]), percent(last[row, 0])),
            (percent(first[row, 1]), percent(last[row, 1])),
            mean_of(given.get(row, {}).values()),
            mean_of(one.get(row) for one in given.values()) if table.named else None,
        )
        for row, name in shown
    ]
    return {"rows": moved, "answered": bool(given)}


def last_answered(table: Table) -> Check | None:
    """The last check half-way that somebody answered."""
    return next((check for check in reversed(table.checks) if check.conditions), None)


def mean_of(scores: Iterable[int | None]) -> int | None:
    """The mean of answers, 0 to 100; None where fewer knew one than can hide what each said."""
    known = [share(score) for score in scores if score is not None]
    return percent(math.fsum(known) / len(known)) if len(known) >= FEWEST else None


def half_way(table: Table, words: Words) -> dict[str, Any]:
    """What people answered half-way on the five conditions, together, beside what the model held then."""
    check = last_answered(table)
    assert check is not None, "the step is shown where somebody answered"
    model = table.play.history[check.after * table.play.step - 1]
    said = {item.subject: words.of(item) for item in on_conditions()}
    shown = []
    for name in FIVE:
        known = [score for given in check.conditions.values() if (score := given[name]) is not None]
        people = math.fsum(known) / len(known) if len(known) >= FEWEST else None
        shown.append(Answered(words.condition(name), said[name], people, len(known), on_four(float(model[name]))))
    return {"rows": shown, "people": len(check.conditions), "span": span(table, words, check.after + 1),
            "fewest": FEWEST}  # fmt: skip


def given_and_had(state: State, row: int) -> tuple[float, float]:
    """Mean trust of an organisation in its partners, and of these in it."""
    ties = ties_of(state, row)
    return float(ties["trust"].mean()), float(state.ties["trust"][ties["reverse"]].mean())


def at_home(table: Table, words: Words) -> dict[str, Any]:
    """How far representative and home of each seat weighed the whole, at first and last."""
    first, last = table.play.trace[0].organisations, table.play.trace[-1].organisations
    moved = [
        Moved(
            name,
            (percent(first["loyalty"][row]), percent(last["loyalty"][row])),
            (percent(first["home"][row]), percent(last["home"][row])),
        )
        for row, name in seats(table, words)
    ]
    return {"rows": moved}


def norms(table: Table, words: Words) -> dict[str, Any]:
    """Both norms over all that was played, and for which one people say that they played."""
    history = table.play.history[: table.play.round]
    with_goal = history[history["agreed"] > 0.0]
    votes = [seat.vote for seat in table.seats.values()]
    us, led = table.play.state.collaboration[0], table.play.lead >= 0
    goal = ideal(us["lead_interests"], us["lead_perception"], us["lead_moral"])
    wants = towards(table.play.scenario.themes, goal, Texts(words.language)) if led else ()
    return {
        "open": table.open_votes == 0,
        "led": led,
        "wants": tuple(wants),
        "lead": percent(with_goal["goal_realisation"].mean()) if with_goal.size and led else None,
        "whole": percent(history["sorted_effect"].mean()),
        "tolerated": percent(history["tolerated"].mean()),
        "votes": {vote: votes.count(vote) for vote in VOTES},
        "work": chosen(table, words),
    }


def chosen(table: Table, words: Words) -> list[Chosen]:
    """What all worked on because whoever led chose that, in the rounds in which they did."""
    play, found = table.play, []
    for number, played in enumerate(play.played[:-1], 1):
        if played.chose:
            row, condition = played.chose
            by = in_a_sentence(play.scenario.labels[row], words.language) if table.named else ""
            found.append(Chosen(span(table, words, number + 1), by, words.condition(condition)))
    return found


def need(table: Table, words: Words) -> dict[str, Any]:
    """What each took the need to be at the end, beside the need itself."""
    state, shown = table.play.state, seats(table, words)
    themes = [
        {
            "name": name_of(theme.name, words.language),
            "low": name_of(theme.low, words.language),
            "high": name_of(theme.high, words.language),
            "need": percent(state.collaboration[0]["need"][at]),
            "goal": percent(state.collaboration[0]["goal"][at]) if table.play.agreed else None,
            "seen": sorted(
                (percent(state.organisations["perception"][row, at]), name)
                for row, name in shown
                if state.organisations["member"][row] == MEMBER
            ),
        }
        for at, theme in enumerate(table.play.scenario.themes)
    ]
    return {"themes": themes}


def model(table: Table, words: Words) -> dict[str, Any]:
    """What the model would have played in the seat that is looked at; nothing until one was chosen."""
    if not table.looks_at_a_seat:
        return unchosen(table)
    row, _ = table.looked_at
    rounds = table.once(("model", row), lambda: in_seat(table.play, row))
    apart = sorted((one for one in rounds if one.apart > 0), key=lambda one: (-one.apart, one.number))[:MOST_APART]
    values = [value for one in rounds for value in one[1:] if value is not None]
    return {
        "chosen": True, "name": in_a_sentence(table.play.scenario.labels[row], words.language),
        "rounds": rounds, "apart": apart,
        "spans": {one.number: span(table, words, one.number) for one in rounds},
        "low": min([0, *values]), "high": max([50, *values]), "line": line_of(rounds),
    }  # fmt: skip


def unchosen(table: Table) -> dict[str, Any]:
    """What a step about one seat shows before one was chosen: nothing of any of them."""
    return {"chosen": False, "name": "", "number": 0, "anybody": bool(table.can_be_looked_at)}


def line_of(rounds: list[Both]) -> list[Both]:
    """Those rounds in which both delivered under a goal."""
    return [one for one in rounds if one.delivered is not None and one.model_delivered is not None]


def fork(table: Table, words: Words) -> dict[str, Any]:
    """The round that is looked at, 200 times with other luck: how far apart the two were, and not which was more."""
    if not table.looks:
        return unchosen(table)
    (row, number), play = table.looked_at, table.play
    found = table.once(("luck", row, number), lambda: again(play, row, number))
    points = 100.0 * np.abs(found) / ALONE
    mean, far, dots = float(points.mean()), reach(points), stacked(points)
    much, alone = how_much(mean), alone_of(play, row)
    return {
        "chosen": True, "name": names_of(table, words)[row],
        "called": in_a_sentence(play.scenario.labels[row], words.language),
        "number": number, "span": span(table, words, number), "times": found.size,
        "much": much, "same": sum(how_much(float(one)) == much for one in points),
        "percent": round(mean), "worth": alone * mean / 100.0, "unit": unit_of(play, row, words.language),
        "own_unit": bool(play.scenario.stakes and play.scenario.stakes[row]), "per": words.per_round(play.scenario),
        "dots": dots, "ends": [min(1.0, end / far) for end in (0.0, *BOUNDS, far)], "levels": LEVELS,
        "apart": min(WIDEST, TALL / (1 + max((up for _, up in dots), default=0))),
    }  # fmt: skip


def how_much(points: float) -> str:
    """How much hung on it: below what nobody would notice little, from five times that on a lot."""
    return LEVELS[sum(points >= end for end in BOUNDS)]


def span(table: Table, words: Words, number: int) -> str:
    """A played round as people call it."""
    return words.round(table.play.scenario, table.play.step, number)


def reach(points: np.ndarray) -> float:
    """How far the drawing goes, in points: as far as most of them, and those beyond lie at its end."""
    return max(WIDER * BOUNDS[0], WIDER * float(np.quantile(points, MOST_OF_THEM)))


def stacked(points: np.ndarray) -> list[tuple[float, int]]:
    """A dot for each time: its place from 0 to 1, and how many lie below it; a few lie beside one another."""
    columns = np.round(np.clip(points / reach(points), 0.0, 1.0) * COLUMNS).astype(int)
    counts: dict[int, int] = {}
    dots = []
    for column in sorted(columns.tolist()):
        up, beside = divmod(counts.get(column, 0), BESIDE)
        counts[column] = counts.get(column, 0) + 1
        dots.append(((column + (beside - (BESIDE - 1) / 2) / (BESIDE + 1)) / COLUMNS, up))
    return dots

"""The deepest fall of what a run brings: from when to when, what made it, and what brought it back.

The same rounds are played again by the same luck, without one thing at a time: an event, luck in carrying out, trust
that is lost. What the fall is smallest without made most of it. What brought value back is found in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ... import game
from ...game import ALONE
from ...runs import Course
from ...state import LEFT, MEMBER
from ..session import Line
from ..texts import EQUAL, OFTEN, Texts
from . import causes
from .facts import WINDOW, setback_of

MOSTLY, PARTLY = 0.5, 0.25  # parts of a fall or a rise: above the first, most of it; from the second on, part of it
SETTLED = 3  # rounds at the end in which nobody can say yet whether something was mended
HIT = 0.5  # of the bad luck of whoever had most of it: who is named beside


class Fall(NamedTuple):
    """From which round to which value fell, 0 before the first; and when it was back, 0 for never."""

    high: int
    low: int
    back: int


class Weight(NamedTuple):
    """How much of a change one thing made, and how it would have ended without."""

    cause: str
    part: float  #     of the change
    instead: float  #  value of the last round without it
    at: int = 0  #     round of the event, where it is one


def deepest(value: np.ndarray) -> Fall | None:
    """The deepest fall within a year of rounds, the first of equals; none where value never falls.

    Before the first round there is none yet, so that a bad begin is a fall too.

    Examples
    --------
    >>> deepest(np.array([0.1, 0.4, 0.2, 0.3, 0.5]))
    Fall(high=2, low=3, back=5)
    >>> deepest(np.array([-0.3, -0.1, -0.2, 0.1]))
    Fall(high=0, low=1, back=4)
    """
    value = from_the_start(value)
    falls = [
        (value[high] - value[low], -high, -low)
        for high in range(value.size)
        for low in range(high + 1, min(high + WINDOW + 1, value.size))
    ]
    depth, high, low = max(falls, default=(0.0, 0, 0))
    if depth < EQUAL:
        return None
    high, low = -high, -low
    again = np.flatnonzero(value[low + 1 :] >= value[high])
    return Fall(high, low, low + 1 + int(again[0]) if again.size else 0)


def from_the_start(value: np.ndarray) -> np.ndarray:
    """Value by round, at place 0 that of before the first, where nobody has made anything together: `(rounds + 1,)`."""
    return np.concatenate([[0.0], value])


def made_by(line: Line, fall: Fall) -> list[Weight]:
    """What made a fall, what made most first."""
    return weighed(line, fall.high, fall.low, causes.TAKES)


def weighed(line: Line, first: int, last: int, things: Mapping[str, Mapping[str, float]]) -> list[Weight]:
    """What made the change of value from one round to another, what made most first; only what made some of it.

    Each is taken away after the first of the two rounds, so that its part is what the last would have been without it;
    luck that turned is taken away from both.

    Parameters
    ----------
    line, first, last
        The rounds of which.
    things
        By name, the parameters under which each is not there.
    """
    value = from_the_start(line.history["joint_value"])
    change = float(value[last] - value[first])
    found = []
    for at in sorted({event.round for event in line.scenario.events if event.name and first < event.round <= last}):
        instead = causes.replayed(line, causes.without(line, at), last)["joint_value"]
        found.append(weight("event", instead, change, first, last, at))
    for name, parameters in things.items():
        luck_turned = name == "luck" and change > 0.0  # bad luck that ends is that of the first of the two rounds
        course = causes.under(line, max(1, first) if luck_turned else first + 1, parameters)
        found.append(weight(name, causes.replayed(line, course, last)["joint_value"], change, first, last))
    return sorted((one for one in found if one.part > 0.0), key=lambda one: (-one.part, one.cause, one.at))


def weight(cause: str, instead: np.ndarray, change: float, first: int, last: int, at: int = 0) -> Weight:
    """How much of a change something made, by how it goes without."""
    instead = from_the_start(instead)
    otherwise = float(instead[last] - instead[first])
    return Weight(cause, (change - otherwise) / change, float(instead[last]), at)


# In a language -----------------------------------------------------------------------------------------------------


def fell(line: Line, fall: Fall, made: Sequence[Weight], texts: Texts) -> str:
    """From when to when value fell most, what made it, how it would have gone without, and whether it came back."""
    value = from_the_start(line.history["joint_value"])
    values, low = {"high": fall.high, "low": fall.low}, float(value[fall.low])
    said = [
        texts(
            "fall.fell" if fall.high else "fall.fell_from_the_start",
            **values,
            change=than_alone(from_to(float(value[fall.high]), low, texts), low, texts),
            now=than_alone(amount(low, texts), low, texts),
            why=why(line, fall.high, fall.low, made, "took", texts),
        )
    ]
    if made and made[0].part >= PARTLY:
        kind = "luck" if made[0].cause == "luck" else "without"
        said.append(texts(f"fall.{kind}", **values, instead=amount(made[0].instead, texts)))
    return " ".join([*said, came_back(line, fall, texts)])


def came_back(line: Line, fall: Fall, texts: Texts) -> str:
    """When value was back where it had been and what brought it there, or how near it came."""
    value = line.history["joint_value"][: line.in_being]
    if fall.back:
        gave = weighed(line, fall.low, fall.back, causes.GIVES | causes.efforts(line, fall.back))
        said = texts("fall.back", back=fall.back, why=why(line, fall.low, fall.back, gave, "gave", texts))
        if gave and gave[0].part >= PARTLY and gave[0].cause != "luck":
            beside = any(one.part >= PARTLY for one in gave[1:])
            without = texts(
                "fall.without_first" if beside else "fall.without_that", instead=amount(gave[0].instead, texts)
            )
            said = f"{said} {without}"
        return said
    left = line.in_being - fall.low
    if left < SETTLED:
        return texts("fall.too_late_end" if left == 0 else "fall.too_late", left=left)
    best = fall.low + int(value[fall.low :].argmax()) + 1
    return texts("fall.gone", best=best, most=amount(float(value[best - 1]), texts))


def why(line: Line, first: int, last: int, made: Sequence[Weight], way: str, texts: Texts) -> str:
    """What made most of a change, and what made part of it besides."""
    if not made or made[0].part < PARTLY:
        return texts("fall.nothing")
    said = texts(
        "fall.mostly" if made[0].part > MOSTLY else "fall.partly", why=by(line, first, last, made[0], way, texts)
    )
    beside = next((one for one in made[1:] if one.part >= PARTLY), None)
    return texts("fall.beside", why=said, beside=by(line, first, last, beside, way, texts)) if beside else said


def by(line: Line, first: int, last: int, one: Weight, way: str, texts: Texts) -> str:
    """What made a change, with the names of those concerned."""
    values: dict[str, object] = {}
    if one.cause == "event":
        name = next(event.name for event in line.scenario.events if event.round == one.at and event.name)
        values = {"name": texts.label(name), "at": one.at}
    elif one.cause == "luck" and way == "took":
        return unlucky(line, first, last, texts)
    elif one.cause in ("trust", "home"):
        row = moved_most(line, first, last, one.cause, 1 if way == "gave" else -1)
        if row is None:
            return texts(f"fall.{way}_{one.cause}_of_all")
        values = {"who": named(line, [row], texts)}
    elif one.cause == "left":  # whoever leaves in a round does so before anything is made in it
        values = {"who": named(line, leavers(line, max(0, first - 1), last), texts)}
    elif one.cause.startswith("work_"):
        return texts("fall.gave_work", condition=texts.outcome(one.cause.removeprefix("work_")).lower())
    return texts(f"fall.{way}_{one.cause}", **values)


def named(line: Line, rows: Sequence[int], texts: Texts) -> str:
    """Organisations by name."""
    return texts.names([texts.in_a_sentence(line.scenario.labels[row]) for row in rows])


def moved_most(line: Line, first: int, last: int, what: str, way: int) -> int | None:
    """Whose standing with the others, or whose home, rose (way 1) or fell most from one round to another; none where
    nobody is a member in both.
    """
    field = {"trust": "standing", "home": "short_home"}[what]
    then, now = (line.at(round_).state.organisations for round_ in (first, last))
    members = (then["member"] == MEMBER) & (now["member"] == MEMBER)
    if not members.any():
        return None
    return int(np.where(members, way * (now[field] - then[field]), -np.inf).argmax())


def leavers(line: Line, first: int, last: int) -> list[int]:
    """Who left after one round and up to another."""
    then, now = (line.at(round_).state.organisations["member"] for round_ in (first, last))
    return np.flatnonzero((then == MEMBER) & (now == LEFT)).tolist()


# Bad luck, by name -------------------------------------------------------------------------------------------------


def unlucky(line: Line, first: int, last: int, texts: Texts) -> str:
    """Bad luck by name: whether it befell all alike, and whom most, with what keeps them down."""
    all_, own = bad_luck(line, first, last)
    worst = [row for row in np.argsort(own, kind="stable") if own[row] < HIT * own.min() and own[row] < 0.0][:2]
    them = line.at(last).state.organisations
    names = []
    for row in worst:
        who, setback = texts.in_a_sentence(line.scenario.labels[row]), them[row]["setback"]
        names.append(texts("fall.kept_down", who=who, why=texts(f"fall.{setback_of(them[row])}")) if setback else who)
    shared = all_.sum() < 0.0 and all_.sum() <= own.sum()
    kind = "shared" if shared and names else "all" if shared else "some" if names else "none"
    return texts(f"fall.luck_{kind}", who=texts.names(names))


def bad_luck(line: Line, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Units that members delivered less for luck in one round than in another, by row: for luck of all, and of each."""
    (then, then_all), (now, now_all) = (luck_of(line.at(round_)) for round_ in (first, last))
    return now_all - then_all, (now - now_all) - (then - then_all)


def luck_of(course: Course) -> tuple[np.ndarray, np.ndarray]:
    """Units that luck added to deliveries of the last round, by row: all of it, and what all shared of it."""
    them, p = course.state.organisations, course.parameters
    there = (them["member"] == MEMBER) & bool(course.state.collaboration[0]["agreed"])
    climate = float(course.state.collaboration[0]["climate"])
    shared = game.luck(0.0, climate, 0.0, p.fortune.lasting, p.fortune.shared)
    return np.where(there, them["short_luck"], 0.0), np.where(there, them["intended"] * p.delivery.noise * shared, 0.0)


def from_to(then: float, now: float, texts: Texts) -> str:
    """From one value to another, against each alone; which way is said once where both go the same, and both in one
    unit.
    """
    if (then >= 0.0) == (now >= 0.0) and abs(now) >= EQUAL:
        alike = (abs(then) < OFTEN * ALONE) == (abs(now) < OFTEN * ALONE)
        was, is_ = (texts.gain(one) if alike else texts.percent(one / ALONE) for one in (abs(then), abs(now)))
        return texts("fall.change", then=was, now=texts("fall.more" if now > 0.0 else "fall.less", amount=is_))
    return texts("fall.change", then=amount(then, texts), now=amount(now, texts))


def than_alone(said: str, value: float, texts: Texts) -> str:
    """How much more or less it is than each alone; as much as each alone is said already."""
    return said if abs(value) < EQUAL else texts("fall.than", said=said)


def amount(value: float, texts: Texts) -> str:
    """A value of a round against each alone, in words."""
    if abs(value) < EQUAL:
        return texts("fall.same")
    return texts("fall.more" if value > 0.0 else "fall.less", amount=texts.gain(abs(value)))

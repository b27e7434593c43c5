"""Luck: little of what the log tells is luck; whoever keeps back is found out, though not at once."""

from __future__ import annotations

import numpy as np

from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.runs import Course
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER
from samenspel.view.session import Line
from samenspel.view.shown.story import tell

from .pattern import Clause, Pattern
from .places import LOGICS, PLACES, place, spread_out

BY_LUCK = ("short_chance", "short_climate")
PART, ROUNDS = 0.75, 6
FOUND_OUT = 0.9


def measure(seeds: range) -> list[Pattern]:
    """Pattern 9."""
    told, lucky, setbacks, named = 0, 0, 0, 0
    for name in PLACES:
        for logic in LOGICS:
            scenario = with_changes(place(name), {"logic": logic})
            for seed in seeds[: max(2, len(seeds) // 10)]:
                kinds = [fact.kind for facts in tell(Line(scenario, seed)) for fact in facts]
                told += len([kind for kind in kinds if not kind.startswith(("quiet", "beginning", "event", "phase"))])
                lucky += sum(kind in BY_LUCK for kind in kinds)
                named += sum(kind.startswith("short_setback") for kind in kinds)
                setbacks += sum(kind.startswith("setback") for kind in kinds)
    within_one, within_six = curves(place("integrated_care"), seeds)
    return [
        Pattern(
            9,
            "Luck",
            (
                Clause(
                    "at most a fifth of what the log tells is luck",
                    f"{lucky / max(told, 1):.2f} of {told} sentences",
                    lucky / max(told, 1) <= 0.2,
                ),
                Clause(
                    "setbacks have names",
                    f"{setbacks} told; {named} shortfalls put down to one",
                    setbacks > 0 and named > 0,
                ),
                Clause(
                    "three quarters of a promise, kept up, is told from bad luck in six rounds (area under curve)",
                    f"{within_six:.2f}",
                    within_six >= FOUND_OUT,
                ),
                Clause("not within one", f"{within_one:.2f}", within_one < FOUND_OUT),
            ),
        )
    ]


def curves(scenario: Scenario, seeds: range) -> tuple[float, float]:
    """Area under the curve of a partner that compares promised and delivered, after one round and after six."""
    scenario = with_changes(scenario, {"logic": "network"})
    found = spread_out(lambda seed: observe(scenario, seed), seeds)
    honest = np.array([ratios for kept, _ in found for ratios in kept])
    holding = np.array([ratios for _, short in found for ratios in short])
    return tuple(area(honest[:, :k].mean(axis=1), holding[:, :k].mean(axis=1)) for k in (1, ROUNDS))


def area(higher: np.ndarray, lower: np.ndarray) -> float:
    """Chance that one of the first lies above one of the second."""
    return float((higher[:, None] > lower[None, :]).mean() + 0.5 * (higher[:, None] == lower[None, :]).mean())


def observe(scenario: Scenario, seed: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Delivered over promised in six rounds, of members as the model plays them, and of one that keeps a quarter back.

    A partner compares with what it was used to, the mean of the six rounds before, and with what it sees of all others
    in the same round, so that hard times for all are no excuse and no charge. Whoever has a setback that has a name is
    left out, as partners know of it.
    """
    history, middle = np.zeros(scenario.rounds, OUTCOMES), scenario.rounds // 2
    start = Course(scenario, seed)
    start.proceed(middle - ROUNDS, history)
    usual, excused = kept_by_all(start, history)
    members = np.flatnonzero(start.state.organisations["member"] == MEMBER)
    if usual is None or members.size < 3:
        return [], []
    who = int(members[seed % members.size])
    (as_is, down), (short, _) = (kept_by_all(start.fork(), history, holds_back) for holds_back in (None, who))
    if as_is is None or short is None:
        return [], []
    excused |= down
    honest = [as_is[:, row] - usual[:, row].mean() for row in members if not excused[row]]
    return honest, [] if excused[who] else [short[:, who] - usual[:, who].mean()]


def kept_by_all(
    course: Course, history: np.ndarray, holds_back: int | None = None
) -> tuple[np.ndarray | None, np.ndarray]:
    """Delivered over promised in the next rounds, relative to the mean of members, and whom something kept down then.

    Shapes (rounds, n) and (n,); the first is None where there is no goal.
    """
    seen = np.full((ROUNDS, course.state.organisations.size), np.nan)
    down = np.zeros(course.state.organisations.size, bool)
    for k in range(ROUNDS):
        if holds_back is not None:
            act = {"delivery": PART * float(course.state.organisations["promise"][holds_back])}
            course.events.append(Event(course.round + 1, "holds back", organisation=holds_back, act=act))
        course.proceed(course.round + 1, history)
        them = course.state.organisations
        down |= them["setback"] > 0
        if not course.state.collaboration[0]["agreed"]:
            return None, down
        kept = them["pooled"] / np.maximum(them["promise"], 1e-9)
        seen[k] = kept / kept[them["member"] == MEMBER].mean()
    return seen, down

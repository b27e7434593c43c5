"""Luck: little of what the log tells is luck; whoever keeps back is found out, though not at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from samenspel.measures import OUTCOMES
from samenspel.runs import Course
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER
from samenspel.view.session import Line
from samenspel.view.shown.facts import Fact
from samenspel.view.shown.story import tell

from .pattern import Clause, Pattern
from .places import AS_IT_IS, LOGICS, PLACES, Settings, means_to_deliver, place, spread_out

PART, ROUNDS = 0.75, 6
FOUND_OUT = 0.9


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 9."""
    told, lucky, costs = 0, 0, []
    for name in PLACES:
        for logic in LOGICS:
            scenario = with_changes(place(name, settings), {"logic": logic})
            for seed in seeds[: max(2, len(seeds) // 10)]:
                facts = [fact for round_ in tell(Line(scenario, seed)) for fact in round_.facts]
                told += len([fact for fact in facts if not fact.kind.startswith(("beginning", "event", "phase"))])
                felt = [cost(fact) for fact in facts if fact.kind.startswith("setback")]
                lucky += len(felt) + sum(fact.by_luck for fact in facts)
                costs += felt
    missing, fall = np.mean(costs, axis=0) if costs else (0.0, 0.0)
    within_one, within_six = curves([place(name, settings) for name in PLACES], seeds)
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
                    f"{len(costs)} told, which cost on average {missing:.2f} of what was promised and {fall:.2f} of "
                    "somebody's trust",
                    len(costs) > 0 and bool((np.array(costs) > 0.0).all()),
                ),
                *found_out(within_one, within_six),
            ),
        )
    ]


def found_out(within_one: float, within_six: float) -> tuple[Clause, Clause]:
    """Whether whoever keeps back is told from bad luck, by areas under the curve."""
    return (
        Clause(
            "three quarters of a promise, kept up, is told from bad luck in six rounds (area under curve .90)",
            f"{within_six:.2f}",
            within_six >= FOUND_OUT,
        ),
        Clause("not as well within one (below .90)", f"{within_one:.2f}", within_one < FOUND_OUT),
    )


def cost(setback: Fact) -> tuple[float, float]:
    """What the log says that a setback cost: the part of a promise that did not come, and of somebody's trust."""
    values = setback.values
    return 1.0 - float(values["part"]), (float(values["from"]) - float(values["to"]))


def curves(scenarios: Sequence[Scenario], seeds: range) -> tuple[float, float]:
    """Area under the curve of a partner that compares promised and delivered: after one round, and after six.

    Mean over scenarios, under network logic.
    """
    areas = []
    for scenario in scenarios:
        network = with_changes(scenario, {"logic": "network"})
        found = spread_out(lambda seed, network=network: observe(network, seed), seeds)
        kept, held = (np.array([one[part] for one in found if one[part] is not None]) for part in (0, 1))
        areas.append([area(kept[:, :k].mean(axis=1), held[:, :k].mean(axis=1)) for k in (1, ROUNDS)])
    within_one, within_six = np.mean(areas, axis=0)
    return float(within_one), float(within_six)


def area(higher: np.ndarray, lower: np.ndarray) -> float:
    """Chance that one of the first lies above one of the second."""
    return float((higher[:, None] > lower[None, :]).mean() + 0.5 * (higher[:, None] == lower[None, :]).mean())


def observe(scenario: Scenario, seed: int) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Six rounds of a member that means to keep its promise, and of the same one if it means to keep three quarters.

    Both have the same luck. None where there is no goal, or where a setback that has a name keeps it down, as
    partners know of that.
    """
    start, middle = Course(scenario, seed), scenario.rounds // 2
    start.proceed(middle, np.zeros(scenario.rounds, OUTCOMES))
    members = np.flatnonzero(start.state.organisations["member"] == MEMBER)
    if not start.state.collaboration[0]["agreed"] or members.size < 3:
        return None, None
    who = int(members[seed % members.size])
    return kept(start.fork(), who, 1.0), kept(start.fork(), who, PART)


def kept(course: Course, who: int, part: float) -> np.ndarray | None:
    """Delivered over promised in the next rounds, of one that means to give a part, relative to what others give.

    Relative to others of the same round, so that hard times for all are no excuse and no charge.
    """
    seen, history = np.empty(ROUNDS), np.zeros(course.scenario.rounds, OUTCOMES)
    for k in range(ROUNDS):
        means_to_deliver(course, who, part * float(course.state.organisations["promise"][who]))
        course.proceed(course.round + 1, history)
        them = course.state.organisations
        if not course.state.collaboration[0]["agreed"] or them["setback"][who] > 0:
            return None
        ratio = them["pooled"] / np.maximum(them["promise"], 1e-9)
        others = them["member"] == MEMBER
        others[who] = False
        seen[k] = ratio[who] / ratio[others].mean()
    return seen

"""Luck: little of what the log tells is luck; whoever keeps back is found out, though not at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from samenspel.measures import OUTCOMES
from samenspel.results.intervals import standard_error
from samenspel.runs import Course
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER
from samenspel.view.session import Line
from samenspel.view.shown.facts import Fact
from samenspel.view.shown.story import tell

from .pattern import Clause, Measured, Pattern, bootstrapped, enough, mean_of, with_error
from .places import AS_IT_IS, LOGICS, PLACES, Settings, means_to_deliver, place, spread_out

PART, ROUNDS = 0.75, 6
FOUND_OUT, MOSTLY = 0.9, 0.2


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 9."""
    scenarios = [place(name, settings) for name in PLACES]
    logs = [one for scenario in scenarios for logic in LOGICS for one in logs_of(scenario, logic, seeds)]
    costs = [cost for log in logs for cost in log.costs]
    missing, fall = np.mean(costs, axis=0) if costs else (0.0, 0.0)
    by_luck = lucky(logs)
    within_one, within_six = areas_of(scenarios, seeds)
    return [
        Pattern(
            9,
            "Luck",
            (
                Clause(
                    "at most a fifth of what the log tells is luck",
                    f"{with_error(by_luck)} of {sum(log.told for log in logs)} sentences",
                    *enough([by_luck]),
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


class Log(NamedTuple):
    """The log of a run: how many sentences, how many are luck, and what each setback cost."""

    told: int
    by_luck: int
    costs: list[tuple[float, float]]


def logs_of(scenario: Scenario, logic: str, seeds: range) -> list[Log]:
    """The logs of a scenario under a logic, on one seed in ten."""
    changed, logs = with_changes(scenario, {"logic": logic}), []
    for seed in seeds[: max(2, len(seeds) // 10)]:
        facts = [fact for round_ in tell(Line(changed, seed)) for fact in round_.facts]
        told = len([fact for fact in facts if not fact.kind.startswith(("beginning", "event", "phase"))])
        felt = [cost(fact) for fact in facts if fact.kind.startswith("setback")]
        logs.append(Log(told, len(felt) + sum(fact.by_luck for fact in facts), felt))
    return logs


def lucky(logs: Sequence[Log]) -> Measured:
    """The part of what logs tell that is luck; its error is over runs."""
    counts = np.array([log[:2] for log in logs])
    return Measured(part_lucky(counts), float(bootstrapped(counts, part_lucky)), high=MOSTLY)


def part_lucky(counts: np.ndarray) -> float:
    """Of sentences, shape (runs, 2): told, and luck."""
    told, by_luck = counts.sum(axis=0)
    return float(by_luck / max(told, 1))


def found_out(within_one: Measured, within_six: Measured) -> tuple[Clause, Clause]:
    """Whether whoever keeps back is told from bad luck, by areas under the curve."""
    return (
        Clause(
            "three quarters of a promise, kept up, is told from bad luck in six rounds (area under curve .90)",
            with_error(within_six),
            *enough([within_six]),
        ),
        Clause("not as well within one (below .90)", with_error(within_one), *enough([within_one])),
    )


def cost(setback: Fact) -> tuple[float, float]:
    """What the log says that a setback cost: the part of a promise that did not come, and of somebody's trust."""
    values = setback.values
    return 1.0 - float(values["part"]), (float(values["from"]) - float(values["to"]))


def curves(scenarios: Sequence[Scenario], seeds: range) -> tuple[float, float]:
    """Area under the curve of a partner that compares promised and delivered: after one round, and after six.

    Mean over scenarios, under network logic.
    """
    within_one, within_six = areas_of(scenarios, seeds)
    return within_one.value, within_six.value


def areas_of(scenarios: Sequence[Scenario], seeds: range) -> tuple[Measured, Measured]:
    """The same, each with its error over runs, and where it has to lie."""
    found = [areas(*observed(scenario, seeds)) for scenario in scenarios]
    within_one, within_six = (mean_of(these) for these in zip(*found, strict=True))
    return within_one, within_six


def observed(scenario: Scenario, seeds: range) -> tuple[np.ndarray, np.ndarray]:
    """Six rounds of a partner, if it keeps its promise and if it keeps back; a row a run in which it could be seen."""
    network = with_changes(scenario, {"logic": "network"})
    found = spread_out(lambda seed: observe(network, seed), seeds)
    kept, held = (np.array([one[part] for one in found if one[part] is not None]) for part in (0, 1))
    return kept.reshape(-1, ROUNDS), held.reshape(-1, ROUNDS)


def areas(kept: np.ndarray, held: np.ndarray) -> tuple[Measured, Measured]:
    """Area under the curve within one round and within six, of what was delivered, shape (runs, rounds)."""
    one, six = (area_of(kept[:, :k].mean(axis=1), held[:, :k].mean(axis=1)) for k in (1, ROUNDS))
    return one._replace(high=FOUND_OUT), six._replace(low=FOUND_OUT)


def area_of(higher: np.ndarray, lower: np.ndarray) -> Measured:
    """The area with its error (DeLong et al. 1988): what each run adds to it, on either side."""
    if min(higher.size, lower.size) < 2:
        return Measured(float("nan"))
    above = (higher[:, None] > lower[None, :]) + 0.5 * (higher[:, None] == lower[None, :])
    error = np.hypot(standard_error(above.mean(axis=1)), standard_error(above.mean(axis=0)))
    return Measured(area(higher, lower), 2 * float(error))


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

"""Logics: they cross; imposing has a price; few hybrids beat both."""

from __future__ import annotations

from itertools import product

import numpy as np

from samenspel.logic import LOGICS, Logic
from samenspel.results.intervals import standard_error
from samenspel.runs import Run
from samenspel.scenario import with_changes

from .effects import with_traits
from .pattern import Clause, Pattern, listed
from .places import AS_IT_IS, PLACES, Settings, mean_gain, outcome, place, runs

TRUST, DEPENDENCE = (0.2, 0.4, 0.6, 0.8), (0.5, 0.9, 1.3)
CONFLICT = {"organisations.burden": 0.5, "goal.stake": 3.0}  # one pays and another saves; interests weigh twice
MARGIN = 0.02
NETWORK = {"logic": "network"}
IMPOSED = NETWORK | {"logic.decision": "hierarchy"}
NEGOTIATES = NETWORK | {"effort.interests": 0.5}
RIGHT = 0.8
URGENT = 6  # rounds to go


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 8."""
    crossing = map_of(seeds, settings)
    peace, conflict, right, urgent = [], [], [], []
    for name in PLACES:
        scenario = place(name, settings)
        peace.append(created(runs(scenario, IMPOSED, seeds)) - created(runs(scenario, NEGOTIATES, seeds)))
        at_odds = created(runs(scenario, NEGOTIATES | CONFLICT, seeds))
        conflict.append(created(runs(scenario, IMPOSED | CONFLICT, seeds)) - at_odds)
        rightful = with_traits(with_changes(scenario, IMPOSED | CONFLICT), {"right": RIGHT}, lead=True)
        right.append(created(runs(rightful, {}, seeds)) - at_odds)
        imposed, negotiates = (created(runs(scenario, one, seeds, URGENT)) for one in (IMPOSED, NEGOTIATES))
        urgent.append(imposed - negotiates)
    dearer, rightly, urgently = lessened(conflict, peace), lessened(conflict, right), lessened(peace, urgent)
    above = [hybrids_above_both(name, seeds, settings) for name in PLACES]
    return [
        Pattern(
            8,
            "Logics",
            (
                Clause(
                    "they cross over trust and dependence: each creates more somewhere, by .02 at least",
                    f"network less hierarchy {min(crossing):.2f} to {max(crossing):.2f}",
                    min(crossing) < -MARGIN and max(crossing) > MARGIN,
                ),
                Clause(
                    "imposing costs, against a network that negotiates, and more in conflict (mean of places)",
                    f"{mean(peace):.3f} to {mean(conflict):.3f} ({by_place(peace)}; {by_place(conflict)}), "
                    f"{by_chance(dearer)}",
                    bool(mean(conflict) < mean(peace) < 0.0),
                ),
                Clause(
                    "less where there is a right to decide, beyond chance (mean of places, in conflict)",
                    f"{mean(conflict):.3f} to {mean(right):.3f}, {by_chance(rightly)}",
                    rightly[0] > rightly[1],
                ),
                Clause(
                    "and less where it is urgent, beyond chance (mean of places)",
                    f"{mean(peace):.3f}, with {URGENT} rounds to go {mean(urgent):.3f}, {by_chance(urgently)}",
                    urgently[0] > urgently[1],
                ),
                Clause(
                    "at most a third of the 64 hybrids beat both pure logics, everywhere",
                    " ".join(map(str, above)),
                    max(above) <= 21,
                ),
            ),
        )
    ]


def created(found: list[Run]) -> np.ndarray:
    """Mean value over rounds, of every run."""
    return outcome(found, "joint_value").mean(axis=1)


def mean(places: list[np.ndarray]) -> float:
    """Of what imposing changes in every run, the mean over places."""
    return float(np.mean([one.mean() for one in places]))


def by_place(places: list[np.ndarray]) -> str:
    """The same, place by place."""
    return listed([float(one.mean()) for one in places])


def lessened(before: list[np.ndarray], after: list[np.ndarray]) -> tuple[float, float]:
    """By how much less imposing costs, pair by pair on the same seeds, and two standard errors of that."""
    differences = [b - a for a, b in zip(before, after, strict=True)]
    return mean(differences), 2 * float(np.sqrt(np.sum([standard_error(one) ** 2 for one in differences]))) / len(after)


def by_chance(change: tuple[float, float]) -> str:
    """A change and what chance there is in it."""
    return f"a difference of {change[0]:+.3f} (± {change[1]:.3f})"


def map_of(seeds: range, settings: Settings = AS_IT_IS) -> list[float]:
    """Joint value under network logic less that under hierarchical logic, over trust and dependence, in baseline."""
    found = []
    for trust, total in product(TRUST, DEPENDENCE):
        setting = {"trust.initial": trust, "dependence.total": total}
        network = runs(place("baseline", settings), NETWORK | setting, seeds)
        found.append(mean_gain(network, runs(place("baseline", settings), {"logic": "hierarchy"} | setting, seeds))[0])
    return found


def hybrids_above_both(name: str, seeds: range, settings: Settings = AS_IT_IS) -> int:
    """Combinations of the six contrasts that create more than both pure logics, beyond chance (two standard errors)."""
    values = {
        choice: outcome(
            runs(place(name, settings), dict(zip(contrasts(), choice, strict=True)), seeds), "joint_value"
        ).mean(axis=1)
        for choice in product(LOGICS, repeat=len(Logic._fields))
    }
    pure = [values[(logic,) * len(Logic._fields)] for logic in LOGICS]
    better = max(pure, key=lambda one: one.mean())
    count = 0
    for choice, value in values.items():
        difference = value - better
        if len(set(choice)) > 1 and difference.mean() > 2 * standard_error(difference):
            count += 1
    return count


def contrasts() -> list[str]:
    """Names of the six contrasts."""
    return [f"logic.{contrast}" for contrast in Logic._fields]

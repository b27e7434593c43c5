"""Logics: they cross; imposing has a price; few hybrids beat both."""

from __future__ import annotations

from itertools import product

import numpy as np

from samenspel.logic import LOGICS, Logic
from samenspel.results.intervals import standard_error
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
    peace, conflict, right = [], [], []
    for name in PLACES:
        scenario = place(name, settings)
        peace.append(mean_gain(runs(scenario, IMPOSED, seeds), runs(scenario, NEGOTIATES, seeds))[0])
        at_odds = runs(scenario, NEGOTIATES | CONFLICT, seeds)
        conflict.append(mean_gain(runs(scenario, IMPOSED | CONFLICT, seeds), at_odds)[0])
        rightful = with_traits(with_changes(scenario, IMPOSED | CONFLICT), {"right": RIGHT}, lead=True)
        right.append(mean_gain(runs(rightful, {}, seeds), at_odds)[0])
    urgent = [
        mean_gain(
            runs(place(n, settings), IMPOSED, seeds, URGENT), runs(place(n, settings), NEGOTIATES, seeds, URGENT)
        )[0]
        for n in PLACES
    ]
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
                    f"{np.mean(peace):.3f} to {np.mean(conflict):.3f} ({listed(peace)}; {listed(conflict)})",
                    bool(np.mean(conflict) < np.mean(peace) < 0.0),
                ),
                Clause(
                    "less where there is a right to decide (mean of places, in conflict)",
                    f"{np.mean(conflict):.3f} to {np.mean(right):.3f}",
                    bool(np.mean(right) > np.mean(conflict)),
                ),
                Clause(
                    "and less where it is urgent (mean of places)",
                    f"{np.mean(peace):.3f}, with {URGENT} rounds to go {np.mean(urgent):.3f}",
                    bool(np.mean(urgent) > np.mean(peace)),
                ),
                Clause(
                    "at most a third of the 64 hybrids beat both pure logics, everywhere",
                    " ".join(map(str, above)),
                    max(above) <= 21,
                ),
            ),
        )
    ]


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

"""Logics: they cross; imposing has a price; few hybrids beat both."""

from __future__ import annotations

from itertools import product

import numpy as np

from samenspel.logic import LOGICS, Logic
from samenspel.results.intervals import standard_error
from samenspel.runs import Run
from samenspel.scenario import Scenario, with_changes

from .effects import with_traits
from .pattern import Clause, Measured, Pattern, all_of, bootstrapped, enough, listed, with_error
from .places import AS_IT_IS, PLACES, Settings, mean_gain, outcome, place, runs

TRUST, DEPENDENCE = (0.2, 0.4, 0.6, 0.8), (0.5, 0.9, 1.3)
CONFLICT = {"organisations.burden": 0.5, "goal.stake": 3.0}  # one pays and another saves; interests weigh twice
MARGIN = 0.02
NETWORK = {"logic": "network"}
IMPOSED = NETWORK | {"logic.decision": "hierarchy"}
NEGOTIATES = NETWORK | {"effort.interests": 0.5}
RIGHT = 0.8
URGENT = 6  # rounds to go
A_THIRD = 21  # of the 64 combinations


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 8."""
    crossing = map_of(seeds, settings)
    peace: list[np.ndarray] = []
    conflict, right, urgent = [], [], []
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
    above = [hybrids_above_both(place(name, settings), seeds) for name in PLACES]
    costs = Measured(mean(peace), error_of_mean(peace), high=0.0)
    either = [
        [Measured(gain, error, **side) for gain, error in crossing] for side in ({"low": MARGIN}, {"high": -MARGIN})
    ]
    return [
        Pattern(
            8,
            "Logics",
            (
                Clause(
                    "they cross over trust and dependence: each creates more somewhere, by .02 at least",
                    f"network less hierarchy {with_error(min(either[1]))} to {with_error(max(either[0]))}",
                    *all_of(*(enough(side, 1) for side in either)),
                ),
                Clause(
                    "imposing costs, against a network that negotiates, and more in conflict (mean of places)",
                    f"{with_error(costs, 3)} to {mean(conflict):.3f} ({by_place(peace)}; {by_place(conflict)}), "
                    f"{by_chance((-dearer[0], dearer[1]))}",
                    *enough([costs, Measured(*dearer, low=0.0)]),
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
                    f"{listed([one.value for one in above], 0)} (± {listed([one.error for one in above], 0)})",
                    *enough(above),
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
    return mean(differences), error_of_mean(differences)


def error_of_mean(places: list[np.ndarray]) -> float:
    """Two standard errors of the mean over places."""
    return 2 * float(np.sqrt(np.sum([standard_error(one) ** 2 for one in places]))) / len(places)


def by_chance(change: tuple[float, float]) -> str:
    """A change and what chance there is in it."""
    return f"a difference of {change[0]:+.3f} (± {change[1]:.3f})"


def map_of(seeds: range, settings: Settings = AS_IT_IS) -> list[tuple[float, float]]:
    """Joint value under network logic less that under hierarchical logic, over trust and dependence, in baseline.

    With two standard errors of each.
    """
    found = []
    for trust, total in product(TRUST, DEPENDENCE):
        setting = {"trust.initial": trust, "dependence.total": total}
        network = runs(place("baseline", settings), NETWORK | setting, seeds)
        hierarchy = runs(place("baseline", settings), {"logic": "hierarchy"} | setting, seeds)
        gain, error = mean_gain(network, hierarchy)
        found.append((gain, 2 * error))
    return found


def hybrids_above_both(scenario: Scenario, seeds: range) -> Measured:
    """Combinations of the six contrasts that create more than both pure logics, beyond chance (two standard errors)."""
    choices = list(product(LOGICS, repeat=len(Logic._fields)))
    values = np.stack(
        [created(runs(scenario, dict(zip(contrasts(), choice, strict=True)), seeds)) for choice in choices], axis=1
    )
    pure = [choices.index((logic,) * len(Logic._fields)) for logic in LOGICS]
    return Measured(
        above_both(values, pure), float(bootstrapped(values, lambda these: above_both(these, pure))), high=A_THIRD
    )


def above_both(values: np.ndarray, pure: list[int]) -> int:
    """How many columns are ahead of the better of two by more than chance; value, shape (runs, combinations)."""
    better = max(pure, key=lambda one: values[:, one].mean())
    ahead = values - values[:, [better]]
    beyond = ahead.mean(axis=0) > 2 * ahead.std(axis=0, ddof=1) / np.sqrt(len(ahead))
    return int(np.delete(beyond, pure).sum())


def contrasts() -> list[str]:
    """Names of the six contrasts."""
    return [f"logic.{contrast}" for contrast in Logic._fields]

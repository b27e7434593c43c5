"""The group as the model would have it if it began where the group scores itself on one condition.

A fit weighs all scores together and may miss one of them. What follows from that is seen in the same runs from another
start: what stands of that condition is moved until its index after the first round is the score, all else as it was
fitted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..parameters import declarations
from ..runs import Run
from ..scenario import Scenario, with_changes
from .replicates import Replicate, replicate

# What is moved, as it was fitted, or for interests, as it was set by that score (see `samenspel.brought.present`): what
# stands of interests moves the first round too little.
STANDS = {
    "ambition": "organisations.interests", "interests": "dependence.total", "relation": "understanding.initial",
    "organisation": "stock.organisation", "process": "stock.process",
}  # fmt: skip
FIRST_ROUNDS = range(1001, 1101)  # seeds, other than those by which a group was fitted, of the runs that show the fit
HALVINGS = 7  # of the range in which it is looked for: to less than a hundredth of it


def at_first(runs: Sequence[Run | Replicate]) -> np.ndarray:
    """The five conditions after the first round, mean over runs, shape (5,)."""
    return np.array([[one.history[0][name] for name in CONDITIONS] for one in runs]).mean(axis=0)


def first_round(scenario: Scenario, threads: int | None = None) -> np.ndarray:
    """The five conditions after the first round of runs that the fit has not seen, shape (5,)."""
    return at_first(replicate(with_changes(scenario, {"rounds": 1}), FIRST_ROUNDS, 0, threads))


class Start(NamedTuple):
    """Another start: the change that makes it, as `with_changes` takes it, and what is left of the miss, share."""

    change: Mapping[str, str]
    left: float


def at_score(scenario: Scenario, condition: str, threads: int | None = None) -> Start:
    """The start at which the index of a condition is what the group scores, or as near as it gets.

    Parameters
    ----------
    scenario
        A group with scores.
    condition
        One that it scored itself on.
    threads
        As in `samenspel.results.replicates.replicate`.
    """
    name, place = STANDS[condition], CONDITIONS.index(condition)
    declared, value = next((one, now) for known, one, now in declarations(scenario.parameters) if known == name)

    def over(stands: float) -> float:
        found = first_round(with_changes(scenario, {name: stands}), threads)
        return float(found[place]) - scenario.scores[condition]

    low, high = float(declared.low), float(declared.high)
    rises = over(high) > over(low)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if (over(middle) > 0.0) == rises else (middle, high)
    stands = (low + high) / 2.0
    return Start({name: f"{stands - value:+.4f}"}, over(stands))

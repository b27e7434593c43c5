"""How close the model comes to what a group scores itself: the five conditions early on, and what it misses by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..measures import OUTCOMES
from ..runs import Course
from ..scenario import Scenario

SHOWN = range(1001, 1201)  # seeds other than those that it was fitted by: it is not judged by what it was made to fit
FAR = 0.10  # a larger miss is called one


class Fit(NamedTuple):
    """The five conditions of the model after given rounds, over many seeds.

    Attributes
    ----------
    rounds
        After which rounds.
    index
        Shape (rounds, 5): mean over seeds.
    agreed
        Share of runs that have a goal after the first round.
    """

    rounds: tuple[int, ...]
    index: np.ndarray
    agreed: float


def fit(scenario: Scenario, seeds: range = SHOWN, rounds: tuple[int, ...] = (1,)) -> Fit:
    """The five conditions as the model has them early on.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> fit(load("baseline"), range(1, 4)).index.shape
    (1, 5)
    """
    index, agreed = np.zeros((len(rounds), len(CONDITIONS))), 0.0
    for seed in seeds:
        history = np.zeros(rounds[-1], OUTCOMES)
        Course(scenario, seed).proceed(rounds[-1], history)
        for place, round_ in enumerate(rounds):
            index[place] += [history[round_ - 1][condition] for condition in CONDITIONS]
        agreed += history[0]["agreed"]
    return Fit(rounds, index / len(seeds), agreed / len(seeds))

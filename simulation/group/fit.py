"""How close the model comes to the scores of the group: the efforts that bring it nearest, and what it misses by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..brought.ratings import DIGITS
from ..conditions import CONDITIONS
from ..measures import OUTCOMES
from ..runs import Course
from ..scenario import Scenario, with_changes
from .portrait import EFFORTS

SEARCH = range(1, 41)  # seeds by which efforts are sought
SHOWN = range(1001, 1201)  # others, by which the fit is reported: it is not judged by what it was made to fit
STEPS = 10  # between no effort and as much as the score
PASSES = 2  # over the efforts, as one changes what another brings
AS_NEAR = 0.01  # a smaller effort is taken when it comes as near as this to the best
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


def standing_efforts(scenario: Scenario, scores: np.ndarray) -> dict[str, float]:
    """The efforts on interests, organisation and process that bring the first round nearest to the scores.

    One after the other, each from nothing up to the score itself: a group is not taken to do more than it says. Of
    efforts that come equally near, the smallest. What was not asked gets no effort.

    Returns
    -------
    dict
        By parameter, `effort.organisation`.
    """
    asked = [one for one in EFFORTS if not np.isnan(scores[CONDITIONS.index(one)])]
    efforts = {f"effort.{one}": 0.0 for one in asked}
    for _ in range(PASSES):
        for one in asked:
            place = CONDITIONS.index(one)
            tries = np.linspace(0.0, scores[place], STEPS + 1).round(DIGITS)
            misses = [
                abs(fit(with_changes(scenario, efforts | {f"effort.{one}": float(effort)}), SEARCH).index[0, place]
                    - scores[place])
                for effort in tries
            ]  # fmt: skip
            near = np.flatnonzero(np.array(misses) <= min(misses) + AS_NEAR)
            efforts[f"effort.{one}"] = float(tries[near[0]])
    return efforts

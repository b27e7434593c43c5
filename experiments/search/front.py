"""What stands out: the front of a search, what it is worth in worlds that the search did not see, and regret.

All of it counts with values of which more is better: an aim of which there should be less is turned round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from samenspel.results.intervals import Interval, mean_interval, paired_difference
from samenspel.runs import mean_of_defined

from .kept import Found
from .plan import MEAN, Aim

QUARTER = 4  # of the worlds, one in so many are the worst quarter
SELDOM = 90  # percent of worlds in which regret is at most so much


def turned(values: np.ndarray, aims: Sequence[Aim]) -> np.ndarray:
    """Values of which more is better.

    Parameters
    ----------
    values
        The last axis is that of aims.
    aims
        Which way each goes.
    """
    return values * np.array([aim.sign for aim in aims], float)


def judged(values: np.ndarray, aims: Sequence[Aim], how: str = MEAN) -> np.ndarray:
    """What each intervention is worth over worlds, more being better; NaN where a run failed in any.

    Parameters
    ----------
    values
        Shape (interventions, worlds, aims).
    aims
        Which way each goes.
    how
        By the mean, or by that of the worst quarter of the worlds, aim by aim.

    Examples
    --------
    >>> values = np.array([[[4.0], [1.0], [2.0], [3.0]]])
    >>> judged(values, [Aim("joint_value", "more")], "worst quarter").tolist()
    [[1.0]]
    >>> judged(values, [Aim("autonomy_ceded", "less")], "worst quarter").tolist()
    [[-4.0]]
    """
    worth = turned(values, aims)
    if how == MEAN:
        return worth.mean(axis=1)
    return np.sort(worth, axis=1)[:, : -(-worth.shape[1] // QUARTER)].mean(axis=1)  # NaN is sorted last


def best_of(worth: np.ndarray, most: int) -> np.ndarray:
    """Places of those of which none is better in every aim; of more than `most`, those that lie farthest apart.

    Parameters
    ----------
    worth
        Shape (interventions, aims), more being better; where one is NaN, it is none of them.
    most
        How many at most; the best in each aim are always among them.

    Examples
    --------
    >>> best_of(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.5], [np.nan, 2.0]]), 10).tolist()
    [0, 1]
    """
    from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

    able = np.flatnonzero(~np.isnan(worth).any(axis=1))
    if not able.size:
        return able
    _, first = np.unique(worth[able], axis=0, return_index=True)  # what comes to the same is told once
    able = able[np.sort(first)]
    front = np.sort(able[NonDominatedSorting().do(-worth[able], only_non_dominated_front=True)])
    return front[far_apart(worth[front], most)] if front.size > most else front


def far_apart(worth: np.ndarray, most: int) -> np.ndarray:
    """Places of the best in each aim, and then, one by one, of what lies farthest from all that are taken."""
    span = np.ptp(worth, axis=0)
    scaled = worth / np.where(span > 0.0, span, 1.0)
    taken = list(dict.fromkeys(worth.argmax(axis=0).tolist()))[:most]
    nearest = np.min([np.linalg.norm(scaled - scaled[one], axis=1) for one in taken], axis=0)
    while len(taken) < most:
        taken.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.linalg.norm(scaled - scaled[taken[-1]], axis=1))
    return np.sort(taken)


@dataclass(frozen=True)
class Front:
    """The front of a search, and some of it that is told of.

    Attributes
    ----------
    found
        What the search found.
    """

    found: Found = field(repr=False)

    @cached_property
    def searched(self) -> np.ndarray:
        """Worth in the search, shape (front, worlds, aims), more being better."""
        return turned(self.found.values[self.found.front], self.found.aims)

    @cached_property
    def fresh(self) -> np.ndarray:
        """Worth in fresh worlds, shape (front, worlds, aims), more being better."""
        return turned(self.found.of_aims(self.found.fresh), self.found.aims)

    @cached_property
    def present(self) -> np.ndarray:
        """Worth of nothing done, in fresh worlds, shape (worlds, aims)."""
        return turned(self.found.of_aims(self.found.present), self.found.aims)[-self.fresh.shape[1] :]

    @property
    def in_search(self) -> np.ndarray:
        """How each was judged in the search, shape (front, aims), more being better."""
        return judged(self.found.values[self.found.front], self.found.aims, self.found.manifest["judged"])

    @cached_property
    def told(self) -> dict[str, int]:
        """Places on the front by what they are told for: the best for each aim, and the least regret.

        They are chosen by the search alone, so that fresh worlds judge them without having chosen them.
        """
        best = {aim.sought: int(self.in_search[:, place].argmax()) for place, aim in enumerate(self.found.aims)}
        return {**best, "least regret": int(scaled(regret(self.searched), self.searched).max(axis=1).argmin())}

    @cached_property
    def still(self) -> np.ndarray:
        """Whether each is still on a front of them by its mean in fresh worlds, shape (front,)."""
        kept = np.zeros(len(self.fresh), bool)
        means = self.fresh.mean(axis=1)
        for place, mean in enumerate(means):
            others = np.delete(means, place, axis=0)
            kept[place] = not np.any(np.all(others >= mean, axis=1) & np.any(others > mean, axis=1))
        return kept & ~np.isnan(means).any(axis=1)

    def promised(self, place: int, aim: int) -> float:
        """What the mean of an aim was in the search."""
        return float(self.searched[place, :, aim].mean()) * self.found.aims[aim].sign

    def came_to(self, place: int, aim: int) -> Interval:
        """What an aim is in fresh worlds."""
        return mean_interval(self.fresh[place, :, aim] * self.found.aims[aim].sign)

    def against(self, place: int, aim: int) -> Interval:
        """By how much an aim is higher than with nothing done, world by world."""
        sign = self.found.aims[aim].sign
        return paired_difference(self.present[:, aim] * sign, self.fresh[place, :, aim] * sign).interval

    @cached_property
    def missed(self) -> np.ndarray:
        """What each misses in fresh worlds of the best of the front there, shape (front, worlds, aims)."""
        return regret(self.fresh)

    def regrets(self, place: int) -> list[tuple[float, float]]:
        """By aim, what is missed in a fresh world of the best of the front there: the mean, and what is seldom more.

        Of worlds in which it can be run; NaN where there is none.
        """
        ran = self.missed[place][~np.isnan(self.missed[place]).any(axis=1)]
        if not ran.size:
            return [(np.nan, np.nan)] * len(self.found.aims)
        return [(float(column.mean()), float(np.percentile(column, SELDOM))) for column in ran.T]

    def worst_regret(self, place: int) -> float:
        """The largest of these means, as a share of how far the means of an aim lie apart."""
        return float(scaled(self.missed, self.fresh)[place].max())


def regret(worth: np.ndarray) -> np.ndarray:
    """What each misses, in each world and aim, of the best of them there (Savage 1951).

    Parameters
    ----------
    worth
        Shape (interventions, worlds, aims), more being better.
    """
    return np.fmax.reduce(worth, axis=0, keepdims=True) - worth  # of those that can be run there


def scaled(missed: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """The mean of regret, shape (interventions, aims), as a share of how far the means of an aim lie apart.

    Of those that fail in some world, the mean of the others; these alone say how far means lie apart.
    """
    means = worth.mean(axis=1)
    span = np.fmax.reduce(means) - np.fmin.reduce(means)
    return mean_of_defined(missed, axis=1) / np.where(span > 0.0, span, 1.0)

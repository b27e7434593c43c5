"""What data say of parameters: approximate Bayesian computation, in the space where every prior is a standard normal.

A parameter is a standard normal number here, and the value below which as large a share of its prior lies as of the
normal is its value: so ranges never need to be watched, and no unit counts more than another. A data set is told by
what it is expected to say of each parameter, learnt by regression from runs over the prior (semi-automatic summaries:
Fearnhead and Prangle 2012); what is near the data by that is kept, weighed, and moved to where the data are (local
linear regression: Beaumont, Zhang and Balding 2002). Where to run next is drawn around what is kept, each time nearer
(adaptive population Monte Carlo: Lenormand, Jabot and Deffuant 2013), and as every run is kept with the chance that it
was drawn by, all of them count (deterministic mixture: Owen and Zhou 2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

RIDGES = 10.0 ** np.arange(-4.0, 5.0)  # of which the one is taken that errs least on what it was not shown
WIDER = 2.0  # covariance of a step, in that of what is kept (Beaumont et al. 2009)
FIRMNESS = 1e-9  # added to a covariance, so that parameters that agree wholly are no end of it
LEVEL = 0.9  # of intervals of a parameter
ENDS = (0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0)


class Summary(NamedTuple):
    """What a data set is expected to say of each parameter.

    Attributes
    ----------
    middle, spread
        Of each number that was measured, over the prior, shape (data,).
    weights
        Of these and of their squares, shape (2 data, parameters).
    """

    middle: np.ndarray
    spread: np.ndarray
    weights: np.ndarray

    def of(self, data: np.ndarray) -> np.ndarray:
        """The summary of data sets, shape (sets, parameters).

        Parameters
        ----------
        data
            Shape (sets, data).
        """
        return features(data, self.middle, self.spread) @ self.weights


def features(data: np.ndarray, middle: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Numbers on one scale, and their squares less 1, shape (sets, 2 data); what never differs says nothing."""
    scaled = np.where(spread > 0.0, (data - middle) / np.where(spread > 0.0, spread, 1.0), 0.0)
    scaled = np.clip(scaled, -6.0, 6.0)  # beyond what was seen, a parabola knows nothing
    return np.hstack([scaled, np.where(spread > 0.0, scaled**2 - 1.0, 0.0)])


def learnt(points: np.ndarray, data: np.ndarray) -> Summary:
    """The summary that tells parameters best, by ridge regression; how firm, by what is left out one by one.

    Parameters
    ----------
    points
        Standard normal numbers of runs over the prior, shape (runs, parameters).
    data
        What came of each, shape (runs, data).

    Examples
    --------
    Of a parameter, and a number that is no more than luck, the first tells the parameter:

    >>> chance = np.random.default_rng(1)
    >>> points = chance.normal(size=(500, 1))
    >>> data = np.hstack([2.0 + 3.0 * points, chance.normal(size=(500, 1))])
    >>> learnt(points, data).of(np.array([[2.0, 5.0], [5.0, 0.0]])).round(1).ravel().tolist()
    [0.0, 1.0]
    """
    middle, spread = data.mean(axis=0), data.std(axis=0)
    left, scales, right = np.linalg.svd(features(data, middle, spread), full_matrices=False)
    seen = left.T @ points
    best = np.zeros((right.shape[1], points.shape[1]))
    for column in range(points.shape[1]):
        errors = []
        for ridge in RIDGES:
            kept = scales**2 / (scales**2 + ridge)
            missed = points[:, column] - left @ (kept * seen[:, column])
            errors.append(np.mean((missed / (1.0 - (left**2 @ kept))) ** 2))
        ridge = RIDGES[int(np.argmin(errors))]
        best[:, column] = right.T @ (scales / (scales**2 + ridge) * seen[:, column])
    return Summary(middle, spread, best)


class Cloud(NamedTuple):
    """Points with weights that add up to 1, and how widely a step from them goes.

    Attributes
    ----------
    points
        Shape (points, parameters).
    weights
        Shape (points,).
    covariance
        Of a step, shape (parameters, parameters).
    """

    points: np.ndarray
    weights: np.ndarray
    covariance: np.ndarray

    def drawn(self, count: int, chance: np.random.Generator) -> np.ndarray:
        """New points, each a step from one of them, shape (count, parameters)."""
        places = chance.choice(len(self.points), count, p=self.weights)
        steps = chance.normal(size=(count, self.points.shape[1]))
        return self.points[places] + steps @ np.linalg.cholesky(self.covariance).T

    def density(self, points: np.ndarray) -> np.ndarray:
        """How likely points are to be drawn, in that of the prior there, shape (points,).

        Without products of matrices, which come out otherwise on another number of processors.
        """
        from scipy.spatial.distance import cdist

        root = np.linalg.inv(np.linalg.cholesky(self.covariance)).T
        theirs, ours = ((some[:, :, None] * root).sum(axis=1) for some in (points, self.points))
        likely = np.exp(0.5 * ((points**2).sum(axis=1)[:, None] - cdist(theirs, ours, "sqeuclidean")))
        return (likely * self.weights).sum(axis=1) * np.linalg.det(root)


def cloud_of(points: np.ndarray, weights: np.ndarray) -> Cloud:
    """What is kept, as that from which the next are drawn."""
    weights = weights / weights.sum()
    around = points - weights @ points
    covariance = (around * weights[:, None]).T @ around
    return Cloud(points, weights, WIDER * covariance + FIRMNESS * np.eye(points.shape[1]))


class Pool(NamedTuple):
    """Every run that was made, of which any data set takes what is near it.

    Attributes
    ----------
    points
        Shape (runs, parameters).
    summaries
        What is said of each, likewise.
    weights
        How much less likely each was to be drawn than by the prior, turned round, shape (runs,).
    kept
        How many of them count for a data set.
    """

    points: np.ndarray
    summaries: np.ndarray
    weights: np.ndarray
    kept: int

    def near(self, summary: np.ndarray, but: int = -1) -> np.ndarray:
        """Places of those nearest to a data set, the farthest last.

        Parameters
        ----------
        summary
            Of the data set.
        but
            The place of one that does not count.
        """
        far = lengths(self.summaries - summary)
        if but >= 0:
            far[but] = np.inf
        few = np.argpartition(far, self.kept)[: self.kept] if far.size > self.kept else far.argsort()
        return few[np.argsort(far[few], kind="stable")]

    def posterior(self, summary: np.ndarray, but: int = -1) -> Posterior:
        """What a data set says of the parameters; as of `near`."""
        near = self.near(summary, but)
        apart = self.summaries[near] - summary
        far = lengths(apart)
        reach = max(float(far[-1]), 1e-300)
        weights = self.weights[near] * np.maximum(1.0 - (far / reach) ** 2, 1e-12)
        return Posterior(moved(self.points[near], apart, weights), weights / weights.sum())


def lengths(apart: np.ndarray) -> np.ndarray:
    """How far rows lie from where they are taken from, in standard deviations of the prior, shape (rows,)."""
    return np.sqrt((apart**2).sum(axis=1))


def moved(points: np.ndarray, apart: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Points where they would be if what is said of them were what is said of the data: weighted linear regression.

    Parameters
    ----------
    points
        Shape (points, parameters).
    apart
        How far what is said of each is from what is said of the data, likewise.
    weights
        Of each.
    """
    root = np.sqrt(weights)[:, None]
    known = np.hstack([np.ones((len(points), 1)), apart]) * root
    slopes = np.linalg.lstsq(known, points * root, rcond=1e-6)[0][1:]
    return points - apart @ slopes


class Posterior(NamedTuple):
    """What data say of parameters: points, shape (points, parameters), and their weights, which add up to 1."""

    points: np.ndarray
    weights: np.ndarray

    def quantiles(self, shares: Sequence[float]) -> np.ndarray:
        """The values below which so large shares lie, shape (shares, parameters)."""
        found = np.zeros((len(shares), self.points.shape[1]))
        for column, values in enumerate(self.points.T):
            order = np.argsort(values)
            below = np.cumsum(self.weights[order]) - 0.5 * self.weights[order]
            found[:, column] = np.interp(shares, below, values[order])
        return found

    @property
    def counts(self) -> float:
        """For how many independent draws it counts (Kish 1965)."""
        return float(1.0 / (self.weights**2).sum())

    @property
    def correlations(self) -> np.ndarray:
        """How parameters go together, shape (parameters, parameters)."""
        around = self.points - self.weights @ self.points
        covariance = (around * self.weights[:, None]).T @ around
        spread = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
        return covariance / np.outer(spread, spread)

    def draws(self, count: int, chance: np.random.Generator) -> np.ndarray:
        """Points of equal weight, by systematic resampling, in an order of chance: shape (count, parameters)."""
        places = np.searchsorted(np.cumsum(self.weights), (np.arange(count) + chance.random()) / count)
        return self.points[chance.permutation(np.minimum(places, len(self.points) - 1))]


def weights_of(points: np.ndarray, first: int, clouds: Sequence[tuple[int, Cloud]]) -> np.ndarray:
    """How much more likely points are by the prior than by all that they were drawn from together, shape (points,).

    Parameters
    ----------
    points
        Of every run.
    first
        How many were drawn from the prior.
    clouds
        How many were drawn from each of the others, and that.

    Examples
    --------
    Without any other, all are alike; where half were drawn near 3, those near 3 count for less:

    >>> points = np.array([[0.0], [3.0]])
    >>> weights_of(points, 10, []).tolist()
    [1.0, 1.0]
    >>> near = Cloud(np.array([[3.0]]), np.array([1.0]), np.array([[1.0]]))
    >>> weights_of(points, 10, [(10, near)]).round(3).tolist()
    [1.978, 0.022]
    """
    whole = first + sum(count for count, _ in clouds)
    mixture = np.full(len(points), first / whole)
    for count, cloud in clouds:
        mixture += count / whole * cloud.density(points)
    return 1.0 / mixture

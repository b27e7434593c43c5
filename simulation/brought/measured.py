"""The five conditions as they were measured in 59 partnerships (Valentijn et al. 2015), for a group to stand beside."""

from __future__ import annotations

import math

import numpy as np

PARTNERSHIPS = 59
LOWEST, HIGHEST = 1.0, 4.0  # of the scale
# Mean and standard deviation over partnerships when they were first asked, in the order of CONDITIONS, as published.
ON_FOUR = np.array([[3.49, 0.27], [3.04, 0.34], [3.20, 0.26], [3.02, 0.28], [3.04, 0.29]])
MEAN = (ON_FOUR[:, 0] - LOWEST) / (HIGHEST - LOWEST)
SPREAD = ON_FOUR[:, 1] / (HIGHEST - LOWEST)


def above(scores: np.ndarray) -> np.ndarray:
    """How far scores lie above the mean of the partnerships, in their standard deviations; shape (5,), NaN stays NaN.

    Examples
    --------
    >>> above(np.array([0.87, 0.68, np.nan, 0.5, 0.68])).round(1).tolist()
    [0.4, 0.0, nan, -1.9, 0.0]
    """
    return (scores - MEAN) / SPREAD


def below(scores: np.ndarray) -> np.ndarray:
    """The share of such partnerships that score less, if they are normal; shape (5,).

    Examples
    --------
    >>> below(MEAN).tolist()
    [0.5, 0.5, 0.5, 0.5, 0.5]
    """
    return np.array([0.5 * (1.0 + math.erf(one / math.sqrt(2.0))) for one in above(scores)])

"""Which settings of the model are compatible with a measured year, and how far that year tells.

Simulated minimum distance, read as a quasi-likelihood (Chernozhukov and Hong 2003): exp(-1/2 sum of squared misses),
each in standard errors of what was published, times a flat prior over the stated ranges. An ensemble sampler
(Goodman and Weare 2010; emcee, Foreman-Mackey et al. 2013) draws from it. The same chance is used for all
settings, so that a difference between two settings is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from multiprocessing import get_context

import emcee
import numpy as np
from scipy.stats import qmc

from .partnerships import MEASURED, PARTNERSHIPS, summary, year

# What is calibrated, and between which ends: flat before the data are seen.
SPEEDS = {
    "trust.gain": (0.0, 0.3),
    "trust.loss": (0.0, 0.4),
    "understanding.rate": (0.0, 0.1),
    "loyalty.rate": (0.0, 0.15),
    "delivery.noise": (0.0, 0.4),
}
LEVELS = {
    "trust.initial": (0.3, 1.0),
    "understanding.initial": (0.4, 1.0),
    "organisations.loyalty": (0.2, 1.0),
    "organisations.commitment": (0.2, 1.0),
    "effort.organisation": (0.0, 1.0),
    "effort.process": (0.0, 1.0),
}
DIFFERENCES = {
    "differences.people": (0.0, 0.3),
    "differences.stakes": (0.0, 0.2),
    "differences.effort": (0.0, 0.4),
    "answers.noise": (0.0, 0.15),
}
FREE = SPEEDS | LEVELS | DIFFERENCES
OF_THE_MODEL = (*SPEEDS, "understanding.initial")  # the rest says who these partnerships are
LOW, HIGH = np.array(list(FREE.values())).T

# An index of ours is not their questionnaire: how far apart the two may lie, in points of the scale (assumption).
LEVEL, SPREAD = 0.3, 0.05
SAMPLES = 3  # times as many partnerships as were measured: less chance in the comparison
SEED = 20150215


def targets(found: np.ndarray) -> np.ndarray:
    """What is compared: levels at T0, changes to T1, and the standard deviations at both times; shape (20,)."""
    (before, after), (wide, wider) = found[..., 0], found[..., 1]
    return np.concatenate([before, after - before, wide, wider])


def standard_errors() -> np.ndarray:
    """Of the targets, from the published numbers; the two answers of a partnership taken to correlate by .5."""
    deviations = MEASURED[..., 1]
    means, spreads = deviations / np.sqrt(PARTNERSHIPS), deviations / np.sqrt(2 * PARTNERSHIPS)
    return np.concatenate([np.hypot(means[0], LEVEL), means[1], *np.hypot(spreads, SPREAD)])


def spelled_out(place: np.ndarray) -> dict[str, float]:
    """The settings at a place: loyalties and commitment keep the ratio of their speeds that the model has."""
    settings = dict(zip(FREE, map(float, place), strict=True))
    speed = settings["loyalty.rate"]
    return settings | {"loyalty.commitment_rate": speed, "loyalty.home_rate": 0.6 * speed}


def misses(settings: Mapping[str, float], samples: int = SAMPLES, seed: int = SEED) -> np.ndarray:
    """By how many standard errors the model misses each target; shape (20,)."""
    scores = year(settings, np.random.default_rng(seed), samples * PARTNERSHIPS)
    return (targets(summary(scores)) - targets(MEASURED)) / standard_errors()


def plausibility(place: np.ndarray) -> float:
    """The logarithm of the quasi-likelihood; minus infinity outside the ranges."""
    if np.any(place < LOW) or np.any(place > HIGH):
        return -np.inf
    missed = misses(spelled_out(place))
    return -0.5 * float(missed @ missed) if np.isfinite(missed).all() else -np.inf


def posterior(
    walkers: int = 48, steps: int = 600, first: int = 2048, workers: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Places drawn from the posterior, and the plausibility of each.

    Parameters
    ----------
    walkers, steps
        Of the ensemble; the first half of the steps is left out.
    first
        Places of a Sobol sequence over the ranges; the walkers start at the most plausible.

    Returns
    -------
    (places, plausibilities)
        Shapes (walkers * steps / 20, number of parameters) and (walkers * steps / 20,).
    """
    with get_context("fork").Pool(workers) as pool:
        tried = qmc.scale(qmc.Sobol(len(FREE), rng=SEED).random(first), LOW, HIGH)
        start = tried[np.argsort(pool.map(plausibility, tried, chunksize=16))[-walkers:]]
        moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)]
        sampler = emcee.EnsembleSampler(walkers, len(FREE), plausibility, pool=pool, moves=moves)
        sampler.random_state = np.random.RandomState(SEED).get_state()
        sampler.run_mcmc(start, steps)
    late = {"discard": steps // 2, "thin": 10, "flat": True}
    return sampler.get_chain(**late), sampler.get_log_prob(**late)

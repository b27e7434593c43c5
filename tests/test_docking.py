"""Docking: with all else switched off, the exchange of views is a published model of opinion dynamics.

Views that are equal in both themes make the distance of two views that of one opinion. Tolerances were fixed
beforehand: three standard errors of the mean over runs, and 0.05 for probabilities, 0.4 for numbers of clusters, by
which implementations may differ in what they call the end of a run or a cluster.
"""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import dynamics
from samenspel.dynamics import Parameters
from samenspel.mechanisms import information
from samenspel.parameters import as_record, changed
from samenspel.state import State
from tests.collaborations import complete

OPEN = {
    "information.exchange": 1.0,
    "information.learning": 0.0,
    "trust.initial": 1.0,
    "trust.spread": 0.0,
    "understanding.initial": 1.0,
    "understanding.confusion": 0.0,
}
APART = 0.01  # opinions further apart than this are of different clusters


def begun(n: int, bound: float) -> tuple[State, np.ndarray]:
    """Organisations that trust and understand one another entirely, and their settings."""
    settings = as_record(changed(Parameters(), OPEN | {"information.confidence": bound}))
    state = complete(n)
    dynamics.begin(state, settings, 1)
    return state, settings[0]


def clusters(opinions: np.ndarray) -> np.ndarray:
    """Sizes of the groups of opinions, from one end to the other."""
    ordered = np.sort(opinions)
    return np.diff(np.concatenate([[0], np.flatnonzero(np.diff(ordered) > APART) + 1, [ordered.size]]))


@pytest.mark.parametrize(
    ("n", "bound", "published", "runs"),
    [(30, 0.20, 0.04, 200), (30, 0.25, 0.33, 200), (30, 0.30, 0.73, 200), (200, 0.20, 0.05, 40), (200, 0.25, 0.82, 40)],
)
def test_consensus_as_often_as_hegselmann_and_krause(n, bound, published, runs):
    """Oracle: the share of runs that end in consensus, of an independent implementation of their model (2002)."""
    state, settings = begun(n, bound)
    chance, agreed = np.random.default_rng(11), 0
    for _ in range(runs):
        state.organisations["perception"] = chance.uniform(size=(n, 1))
        for _ in range(60):
            information.share(state, settings)
        agreed += clusters(state.organisations["perception"][:, 0]).size == 1
    assert abs(agreed / runs - published) <= 0.05 + 3 * np.sqrt(published * (1 - published) / runs)


@pytest.mark.parametrize(("bound", "published"), [(0.10, 4.8), (0.20, 2.2), (0.30, 1.3), (0.40, 1.0)])
def test_as_many_clusters_as_deffuant_and_others(bound, published):
    """Oracle: major clusters of 200 who meet in pairs (Deffuant et al. 2000), by an independent implementation."""
    pair, settings = begun(2, bound)
    meeting = pair.organisations["perception"]
    chance, counts = np.random.default_rng(12), []
    for _ in range(12):
        opinions = chance.uniform(size=200)
        for who in chance.permuted(np.tile(np.arange(200), (150, 1)), axis=1).reshape(-1, 2):
            one, other = opinions[who]
            if 0.0 < abs(one - other) <= bound:
                meeting[:] = opinions[who][:, np.newaxis]
                information.share(pair, settings)
                opinions[who] = meeting[:, 0]
        counts.append(np.sum(clusters(opinions) > 10))
    assert abs(np.mean(counts) - published) <= 0.4 + 3 * np.std(counts) / np.sqrt(len(counts))


def test_two_who_meet_meet_half_way():
    """Oracle: by hand, mu = 1/2 of Deffuant et al."""
    pair, settings = begun(2, 0.5)
    pair.organisations["perception"] = [[0.2, 0.2], [0.6, 0.6]]
    information.share(pair, settings)
    np.testing.assert_allclose(pair.organisations["perception"], 0.4)

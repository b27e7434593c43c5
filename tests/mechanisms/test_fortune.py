"""Fortune: luck that lasts, partly shared, and the setbacks that have a name."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import draws
from samenspel.conditions import Effort
from samenspel.mechanisms import delivery, fortune
from tests.collaborations import NETWORK, complete, parameters, plain, play

LASTING = {"fortune.lasting": 0.8, "fortune.shared": 0.6, "fortune.memory": 0.9}


@pytest.mark.parametrize(
    ("now", "own", "chance", "after"),
    [
        (0, 0.3, 0.9, 0),
        (0, -1.0, 0.9, 0),
        (0, -1.1, 0.0, 1),
        (0, -1.1, 0.3, 2),
        (0, -1.1, 0.74, 3),
        (0, -1.1, 0.99, 4),
        (2, -3.0, 0.99, 2),
        (2, -0.51, 0.99, 2),
        (2, -0.5, 0.99, 0),
    ],
)
def test_a_setback_begins_where_luck_falls_low_and_keeps_its_name_until_it_is_over(now, own, chance, after):
    """Oracle: by hand; four reasons by quarters of chance, from below -1 until -1/2."""
    assert fortune.setback(now, own, chance) == after


def test_there_is_a_name_for_every_setback():
    """Oracle: by hand, docs/odd.md 7.3."""
    assert fortune.SETBACKS == ("none", "staff", "reorganisation", "budget", "leadership")


def test_without_lasting_luck_there_is_none():
    """Oracle: by hand."""
    state, history = play(complete(4), NETWORK | {"fortune.lasting": 0.0}, rounds=10)
    assert not state.organisations["fortune"].any()
    assert state.collaboration["climate"][0] == 0
    assert not history["setbacks"].any()


def test_luck_moves_on_by_its_memory_and_its_own_chance():
    """Oracle: docs/odd.md 7.3, rho l + sqrt(1 - rho^2) N, from the draws; for those outside too."""
    state, p = plain(3), parameters(LASTING)
    state.organisations["member"][2] = 0
    fortune.begin(state, p, 7)
    own = np.array([draws.normal(7, draws.FORTUNE, 0, i, 0) for i in range(3)])
    climate = draws.normal(7, draws.CLIMATE, 0, 0, 0)
    np.testing.assert_array_equal(state.organisations["fortune"], own)
    assert state.collaboration["climate"][0] == climate
    for round_ in range(1, 6):
        fortune.turn(state, p, 7, round_)
        own = 0.9 * own + 0.19**0.5 * np.array([draws.normal(7, draws.FORTUNE, round_, i, 0) for i in range(3)])
        climate = 0.9 * climate + 0.19**0.5 * draws.normal(7, draws.CLIMATE, round_, 0, 0)
        np.testing.assert_allclose(state.organisations["fortune"], own, rtol=1e-12)
        assert state.collaboration["climate"][0] == pytest.approx(climate, rel=1e-12)


def test_no_setback_stands_before_the_first_round():
    """Oracle: docs/odd.md, section 5; some are low from the start."""
    state = plain(40)
    fortune.begin(state, parameters(LASTING), 3)
    assert state.organisations["fortune"].min() < -1
    assert not state.organisations["setback"].any()
    fortune.turn(state, parameters(LASTING), 3, 1)
    low = state.organisations["fortune"] < -1
    assert ((state.organisations["setback"] > 0) == low).all()


@pytest.mark.parametrize(
    ("lasting", "shared", "memory"), [(0.0, 0.5, 0.9), (0.8, 0.7, 0.9), (0.5, 0.0, 0.7), (1, 1, 0.5)]
)
def test_luck_in_deliveries_has_one_spread_and_correlates_by_what_lasts(lasting, shared, memory):
    """Oracle: variance SD^2 whatever lasts, lag-one autocorrelation l rho, correlation of two parties l c; 400 runs.

    What is drawn is read off deliveries of promises of 1 that are meant in full; five standard errors, with the number
    of numbers that count as independent. Nobody is let down so far that max(0, .) bites: SD 0.1.
    """
    lucks = []
    for seed in range(400):
        changes = {
            "fortune.lasting": lasting,
            "fortune.shared": shared,
            "fortune.memory": memory,
            "delivery.noise": 0.1,
        }
        state, p = plain(2), parameters(changes | {"logic.implementation": "network"})
        fortune.begin(state, p, seed)
        lucks.append([])
        for round_ in range(1, 13):
            fortune.turn(state, p, seed, round_)
            lucks[-1].append(carried_out(state, p, seed, round_))
    luck = np.array(lucks)  # runs, rounds, parties
    assert luck.mean() == pytest.approx(0, abs=5 * luck.mean(axis=(1, 2)).std() / 20)
    assert luck.var() == pytest.approx(1, abs=5 * (luck**2).mean(axis=(1, 2)).std() / 20)
    after = (luck[:, 1:] * luck[:, :-1]).mean(axis=(1, 2))
    assert after.mean() == pytest.approx(lasting * memory, abs=5 * after.std() / 20)
    together = luck.prod(axis=2).mean(axis=1)
    assert together.mean() == pytest.approx(lasting * shared, abs=5 * together.std() / 20)


def carried_out(state, p, seed, round_):
    """What luck made of what each meant to deliver, in standard deviations."""
    delivery.deliver(state, p, Effort(), seed, round_)
    them = state.organisations
    return (them["own"] / them["intended"] - 1) / 0.1


def test_setbacks_are_counted_over_members():
    """Oracle: the state, round by round."""
    changes = NETWORK | LASTING | {"participation.exit": 2.0, "participation.lock_in": 0.0, "norm.tolerance": 0.02}
    for rounds in (1, 5, 20):
        state, history = play(complete(12), changes, rounds=rounds)
        members = state.organisations["member"] == 1
        assert history["setbacks"][-1] == (state.organisations["setback"][members] > 0).sum()
    assert history["setbacks"].any()

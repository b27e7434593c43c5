"""Elsewhere: what attention is worth in other work raises what is forgone, and the home wants less."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import draws, game
from samenspel.conditions import Effort
from samenspel.mechanisms import delivery, elsewhere
from tests.collaborations import complete, parameters, plain, play

PULL = {"elsewhere.pull": 0.2, "elsewhere.memory": 0.8}


@pytest.mark.parametrize(("calls", "worth"), [(1.5, 0.3), (0.0, 0.0), (-1.0, 0.0)])
def test_only_what_is_asked_of_one_is_worth_something(calls, worth):
    """Oracle: by hand, a pull of 0.2."""
    assert elsewhere.worth(calls, 0.2) == pytest.approx(worth)


def test_calls_last_and_change_by_chance_of_their_own():
    """Oracle: docs/odd.md 7.3, from the draws."""
    state, p = plain(4), parameters(PULL)
    elsewhere.begin(state, p, 5)
    calls = np.array([draws.normal(5, draws.ELSEWHERE, 0, i, 0) for i in range(4)])
    np.testing.assert_array_equal(state.organisations["elsewhere"], 0.2 * calls.clip(0))
    for round_ in range(1, 6):
        elsewhere.turn(state, p, 5, round_)
        calls = 0.8 * calls + 0.6 * np.array([draws.normal(5, draws.ELSEWHERE, round_, i, 0) for i in range(4)])
        np.testing.assert_allclose(state.organisations["calls"], calls, rtol=1e-12)
        np.testing.assert_allclose(state.organisations["elsewhere"], 0.2 * calls.clip(0), rtol=1e-12)


def test_where_nothing_pulls_nothing_is_forgone():
    """Oracle: by hand; also after an event takes the pull away, while the calls stand still."""
    state = plain(3)
    state.organisations["calls"] = [1.0, 2.0, -1.0]
    elsewhere.turn(state, parameters({"elsewhere.pull": 0.0}), 5, 1)
    assert state.organisations["calls"].tolist() == [1, 2, -1]
    assert not state.organisations["elsewhere"].any()


def test_the_home_wants_that_much_less_and_the_promise_does_not_know():
    """Oracle: by hand; A 1 and a pull of 0.3 leave 0.7 at home, of which half of the way to a promise of 1 is 0.85."""
    state = plain(2)
    state.organisations["elsewhere"] = [0.3, 0.0]
    changes = {"delivery.fidelity": 0.5, "delivery.noise": 0.0, "decision.autonomy": 0.0}
    delivery.deliver(state, parameters(changes | {"logic.implementation": "network"}), Effort(), 1, 1)
    np.testing.assert_allclose(state.organisations["pooled"], [0.85, 1.0])
    np.testing.assert_allclose(state.organisations["short_home"], [-0.15, 0.0])


def test_it_is_forgone_while_one_is_a_member():
    """Oracle: by hand."""
    state = plain(2)
    state.organisations["elsewhere"] = [0.3, 0.0]
    assert [game.alone(me) for me in state.organisations] == pytest.approx([0.8, 0.5])


def test_the_pull_is_the_shadow_price_of_attention():
    """Oracle: scipy; attention S shared out over works worth A_c s - s^2/2, at the best s_c = A_c - x for all c."""
    from scipy.optimize import minimize

    worth = np.array([1.3, 0.9, 0.7])
    best = minimize(
        lambda s: -(worth * s - s**2 / 2).sum(),
        np.full(3, 0.5),
        bounds=[(0, None)] * 3,
        constraints={"type": "ineq", "fun": lambda s: 2.0 - s.sum()},
        tol=1e-12,
    ).x
    price = (worth.sum() - 2.0) / 3
    assert game.offer(plain(2).organisations[0], worth[0] - price, 3.0) == pytest.approx(best[0], abs=1e-6)
    np.testing.assert_allclose(best, worth - price, atol=1e-6)


def test_the_more_is_asked_elsewhere_the_less_is_delivered():
    """Oracle: the same runs with less of it, under a goal in the same rounds; common random numbers."""
    steady = {"trust.initial": 0.8, "logic.decision": "hierarchy", "decision.slip": 0.0, "decision.appeal": 0.0}
    steady |= {"backing.patience": 1000, "participation.exit": 0.0}
    courses = [
        [play(complete(6), steady | {"elsewhere.pull": pull}, 10, seed)[1] for seed in range(20)]
        for pull in (0.0, 0.1, 0.3)
    ]
    assert all(course["agreed"].all() for runs in courses for course in runs)
    pooled = [sum(course["pooled"].sum() for course in runs) for runs in courses]
    assert pooled[0] > pooled[1] > pooled[2]

"""Loyalty: one leg in the collaboration, one at home."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import loyalty
from samenspel.runs import run
from samenspel.scenario import load, with_changes
from samenspel.state import LEFT
from tests.collaborations import HIERARCHY, NETWORK, SWITCHED_ON, complete, parameters, plain, play

SPEEDS = {
    "loyalty.memory": 0.2,
    "loyalty.scale": 0.3,
    "loyalty.rate": 0.1,
    "loyalty.home_rate": 0.1,
    "loyalty.commitment_rate": 0.1,
    "loyalty.pull": 0.1,
    "loyalty.voice": 0.0,
    "loyalty.overruled": 0.0,
    "norm.tolerance": 0.1,
}
MATTERS = SPEEDS | {"loyalty.voice": 0.05, "loyalty.overruled": 0.1}
BY_LEAD = {"logic.decision": "hierarchy"}
PRESSED = {"logic.norm": "hierarchy"}


@pytest.mark.parametrize(("level", "after"), [(0.5, 0.515), (0.2, 0.2096), (0.0, 0.0), (1.0, 1.0)])
def test_loyalty_is_drawn_by_satisfaction_and_stays_at_its_ends(level, after):
    """Oracle: by hand; at tanh 0.6 and rate 0.1 it moves by 0.06 level (1 - level), and by as much down."""
    satisfaction = 0.3 * math.atanh(0.6)
    assert loyalty.drawn(level, 0.1, satisfaction, 0.3) == pytest.approx(after)
    assert loyalty.drawn(level, 0.1, -satisfaction, 0.3) == pytest.approx(2 * level - after)
    assert loyalty.drawn(level, 0.1, 0.0, 0.3) == level


@pytest.mark.parametrize(
    ("expected", "changes", "agreed", "fairness"),
    [
        (0.6, {}, 1, 0.05),
        (0.6, BY_LEAD, 1, 0.0),
        (0.45, {}, 1, 0.05),
        (0.45, PRESSED, 1, -0.1),
        (0.35, {}, 1, -0.1),
        (0.35, BY_LEAD, 1, -0.1),
        (0.35, {}, 0, 0.0),
    ],
)
def test_a_process_is_fair_with_a_say_and_unfair_when_overruled(expected, changes, agreed, fairness):
    """Oracle: by hand; voice 0.05, overruled -0.1, tolerance 0.1 below going alone (Kim and Mauborgne 1998)."""
    me = plain(2).organisations[0]
    me["expected"] = expected
    assert loyalty.process_felt(me, parameters(MATTERS | changes), agreed) == fairness


def moved(value, changes=None, effort=None, satisfaction=0.0, member=1):
    """One that was half loyal in every way, after a round that brought this."""
    state = plain(2)
    them = state.organisations
    them["loyalty"] = them["home"] = them["commitment"] = 0.5
    them["satisfaction"], them["value"], them["expected"], them["member"] = satisfaction, value, 0.6, member
    loyalty.move(state, parameters(SPEEDS | (changes or {})), effort or Effort())
    return them[0]


def pulled(mood):
    """From 0.5, at rate 0.1 and scale 0.3: docs/odd.md."""
    return 0.5 + 0.025 * math.tanh(mood / 0.3)


def test_satisfaction_is_gain_smoothed_over_rounds():
    """Oracle: by hand, 0.1 + 0.2 (0.3 - 0.1)."""
    assert moved(0.8, satisfaction=0.1)["satisfaction"] == pytest.approx(0.14)


def test_gain_draws_representatives_and_the_home_asks_more_before_it_follows():
    """Oracle: by hand; satisfaction 0.2, of which the home feels 0.1."""
    me = moved(0.7, satisfaction=0.2)
    assert me["satisfaction"] == pytest.approx(0.2)
    assert me["loyalty"] == me["commitment"] == pytest.approx(pulled(0.2))
    assert me["home"] == pytest.approx(pulled(0.1))


@pytest.mark.parametrize(
    ("satisfaction", "changes", "mood", "at_home"),
    [(-0.05, {}, 0.0, -0.05), (-0.05, PRESSED, -0.05, -0.15), (-0.3, {}, -0.2, -0.3), (0.05, {}, 0.05, 0.0)],
)
def test_a_tolerated_loss_is_not_felt(satisfaction, changes, mood, at_home):
    """Oracle: by hand; a loss of 0.1 passes under the network norm, and none under the other."""
    me = moved(0.5 + satisfaction, changes, satisfaction=satisfaction)
    assert me["loyalty"] == pytest.approx(pulled(mood))
    assert me["home"] == pytest.approx(pulled(at_home))


def test_who_had_a_say_grows_loyal_at_no_gain_and_the_home_was_not_at_the_table():
    """Oracle: by hand; a mood of 0.05 by voice alone, and at home 0.1 short, which is tolerated."""
    me = moved(0.5, MATTERS)
    assert me["loyalty"] == me["commitment"] == pytest.approx(pulled(0.05))
    assert me["home"] == 0.5


def test_an_attractive_ambition_raises_commitment():
    """Oracle: by hand; 0.5 + 0.1 * 0.5 * (1 - 0.5), loyalty stays."""
    me = moved(0.5, {"loyalty.inspiration": 0.1}, Effort(ambition=0.5))
    assert me["commitment"] == pytest.approx(0.525)
    assert me["loyalty"] == 0.5


def test_who_left_has_left():
    """Oracle: by hand."""
    me = moved(2.0, MATTERS, Effort(ambition=1.0), member=LEFT)
    assert [me[name] for name in ("loyalty", "home", "commitment", "satisfaction")] == [0.5, 0.5, 0.5, 0.0]


def test_loyalty_grows_where_it_pays_for_as_long_as_it_pays():
    """Oracle: the logistic curve, logit 0.5 grows by about rate * tanh a round, at a small rate."""
    slow = {"loyalty.rate": 0.001, "loyalty.pull": 0.0}
    state = plain(2)
    state.organisations["loyalty"] = 0.5
    state.organisations["value"], state.organisations["satisfaction"] = 0.8, 0.3
    p = parameters(SPEEDS | slow)
    for _ in range(1000):
        loyalty.move(state, p, Effort())
    level = state.organisations["loyalty"]
    np.testing.assert_allclose(np.log(level / (1 - level)), math.tanh(1.0), rtol=1e-3)


def test_what_nothing_feeds_wears_off():
    """Oracle: closed form, x0 + (x - x0)(1 - b)^k, with no mood to draw either way; then commitment is inspired."""
    state = plain(2)
    them = state.organisations
    them["loyalty_first"], them["home_first"], them["commitment_first"] = 0.4, 0.2, 0.6
    them["loyalty"], them["home"], them["commitment"], them["value"] = 0.9, 0.1, 0.5, 0.5
    state.collaboration["agreed"] = 0
    p = parameters(SPEEDS | {"loyalty.back": 0.1, "loyalty.pull": 0.0})
    for rounds in range(1, 30):
        loyalty.move(state, p, Effort())
        np.testing.assert_allclose(them["loyalty"], 0.4 + 0.5 * 0.9**rounds)
        np.testing.assert_allclose(them["home"], 0.2 - 0.1 * 0.9**rounds)
        np.testing.assert_allclose(them["commitment"], 0.6 - 0.1 * 0.9**rounds)
    them["commitment"] = 0.6
    loyalty.move(state, parameters(SPEEDS | {"loyalty.back": 0.1, "loyalty.inspiration": 0.1}), Effort(ambition=0.5))
    np.testing.assert_allclose(them["commitment"], 0.62)


def test_where_it_begins_is_kept():
    """Oracle: the state before the first round."""
    start, _ = play(complete(4), {}, rounds=0)
    later, _ = play(complete(4), {"loyalty.back": 0.05, "trust.initial": 0.8, "participation.exit": 0.0}, rounds=20)
    for name in ("loyalty", "home", "commitment"):
        np.testing.assert_array_equal(later.organisations[f"{name}_first"], start.organisations[name])
        assert (later.organisations[name] != start.organisations[name]).all()


@pytest.mark.parametrize("logic", [HIERARCHY, NETWORK], ids=["hierarchy", "network"])
@pytest.mark.parametrize("name", ["baseline", "integrated_care", "merger"])
def test_in_twenty_years_no_loyalty_runs_to_a_border(name, logic):
    """Oracle: closed form; a round draws x to (1 - r) x at worst, and back by b: x stays above b / (b + r - r b) x0.

    Likewise from 1 down; a round draws by r / 4 at most, so that none gets further than (1 - b) r / 4b. Without effort
    on the ambition that holds for commitment too.
    """
    back = {"loyalty.back": 0.03, "loyalty.rate": 0.023, "loyalty.home_rate": 0.014, "loyalty.commitment_rate": 0.023}
    settings = logic | SWITCHED_ON | back | {"rounds": 240, "participation.exit": 0.2, "effort.ambition": 0.0}
    settings |= {"trust.initial": 0.85, "dependence.total": 0.5, "norm.tolerance": 0.15, "trust.severity": 1.0}
    scenario = replace(with_changes(load(name), settings), events=())
    for seed in (1, 2):
        trace = run(scenario, seed, trace=True).trace
        for field, rate in (("loyalty", 0.023), ("home", 0.014), ("commitment", 0.023)):
            first, now = trace[f"{field}_first"], trace[field]
            kept = 0.03 / (0.03 + rate - 0.03 * rate)
            assert (now >= kept * first - 1e-12).all()
            assert (1 - now >= kept * (1 - first) - 1e-12).all()
            assert np.abs(now - first).max() <= 0.97 * rate / (4 * 0.03)
            assert np.abs(now - first).max() > 0.01
            assert kept > 0.5

"""Stock: what stands of a condition without anybody working on it."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import stock
from tests.collaborations import NETWORK, complete, parameters, plain, play

STOCKS = ("interests", "organisation", "process")


@pytest.mark.parametrize(("effort", "stands", "together"), [(0, 0.4, 0.4), (0.5, 0.4, 0.7), (1, 0.4, 1), (0.5, 0, 0.5)])
def test_what_neither_effort_nor_stock_does_is_left_undone(effort, stands, together):
    """Oracle: by hand, 1 - (1 - e)(1 - k)."""
    assert stock.standing(effort, stands) == pytest.approx(together)


@pytest.mark.parametrize(
    ("stands", "effort", "after"), [(0.4, 0.5, 0.4 + 0.06 - 0.02), (0.0, 1.0, 0.2), (1.0, 1.0, 0.95), (0.4, 0.0, 0.38)]
)
def test_effort_builds_and_time_wears(stands, effort, after):
    """Oracle: by hand, build 0.2 and wear 0.05."""
    assert stock.grown(stands, effort, 0.2, 0.05) == pytest.approx(after)


def test_effort_of_the_round_goes_with_what_stood_and_the_stock_is_for_the_next():
    """Oracle: by hand; ambition, relation, price and budget have no stock."""
    state = plain(2)
    p = parameters({"stock.interests": 0.5, "stock.organisation": 0.2, "stock.process": 0.0, "stock.build": 0.5})
    stock.begin(state, p)
    together = stock.carry(state, p, Effort(0.1, 0.2, 0.3, 0.5, 0.4, 0.01, 7.0))
    assert together == pytest.approx((0.1, 0.6, 0.3, 0.6, 0.4, 0.01, 7.0))
    us = state.collaboration[0]
    assert [us[f"stock_{name}"] for name in STOCKS] == pytest.approx([0.55, 0.4, 0.2])


def test_a_stock_without_wear_does_what_effort_does_and_costs_nothing():
    """Oracle: the same effort at no price."""
    stands = {f"stock.{name}": 0.4 for name in STOCKS}
    works = {f"effort.{name}": 0.4 for name in STOCKS} | {"effort.price": 0.0}
    off = {f"effort.{name}": 0.0 for name in STOCKS} | {"stock.build": 0.0, "stock.wear": 0.0}
    none = {f"stock.{name}": 0.0 for name in STOCKS} | {"stock.build": 0.0, "stock.wear": 0.0}
    _, stood = play(complete(5), NETWORK | off | stands, rounds=20)
    _, worked = play(complete(5), NETWORK | none | works, rounds=20)
    assert stood["effort"][-1] == 0
    assert worked["effort"][-1] == pytest.approx(20 * 1.2)
    for name in set(stood.dtype.names) - {"effort"}:
        np.testing.assert_allclose(stood[name], worked[name], rtol=1e-12, err_msg=name)


def test_a_stock_settles_where_building_and_wear_balance():
    """Oracle: closed form, k* = b e / (b e + w), approached by (1 - b e - w) a round."""
    state = plain(2)
    p = parameters({"stock.process": 0.9, "stock.build": 0.2, "stock.wear": 0.05})
    stock.begin(state, p)
    rest = 0.2 * 0.5 / (0.2 * 0.5 + 0.05)
    for round_ in range(1, 40):
        stock.carry(state, p, Effort(process=0.5))
        assert state.collaboration["stock_process"][0] == pytest.approx(rest + (0.9 - rest) * 0.85**round_, rel=1e-9)

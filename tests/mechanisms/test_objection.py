"""Objection: who blocks, and what it would take."""

from __future__ import annotations

import math

import pytest

from samenspel.mechanisms import objection

from .striking import at_the_table, struck


@pytest.mark.parametrize(("gap", "regard", "price"), [(0.08, 0.5, 0.16), (0.08, 1.0, 0.08), (0.08, 0.0, math.inf)])
def test_a_promise_to_pay_is_believed_as_far_as_partners_are_trusted(gap, regard, price):
    """Oracle: by hand."""
    assert objection.price_of(gap, regard) == pytest.approx(price)


def test_a_swing_vote_would_have_carried_it_alone():
    """Oracle: by hand; 0.4 said yes, 0.3 more is 0.7, 0.05 more is not."""
    state = struck(at_the_table([0.0, -0.3, -0.3, -0.3], consent=(0.4, 0.3, 0.25, 0.05)), {"decision.quorum": 0.65})
    assert state.organisations["swing"].tolist() == [0, 1, 1, 0]

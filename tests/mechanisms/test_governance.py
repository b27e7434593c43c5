"""Governance: what a mandate lends, and what governing costs."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import governance
from tests.collaborations import parameters, plain

from .governing import ADMINISTRATIVE, LEAD, appointed


@pytest.mark.parametrize(
    ("form", "leads", "cost"),
    [
        ("shared", False, 0.03),
        ("shared", True, 0.03),
        ("lead", True, 0.04),
        ("lead", False, 0.01),
        ("administrative", False, 0.21),
        ("administrative", True, 0.21),
    ],
)
def test_governing_costs_by_its_form(form, leads, cost):
    """Oracle: by hand, 3 partners and 5 members, 0.01 a partner, a secretariat of 1."""
    p = parameters({"governance.form": form, "governance.coordination": 0.01, "governance.overhead": 1.0})
    assert governance.coordination(p, leads, 3, 5) == pytest.approx(cost)


def test_a_mandate_lends_influence_to_the_lead_or_to_all():
    """Oracle: by hand, a mandate of 0.4; shared governance has none."""
    influence = [0.5, 0.3, 0.2]
    np.testing.assert_allclose(appointed(influence, LEAD).organisations["influence"], [0.7, 0.18, 0.12])
    even = appointed(influence, ADMINISTRATIVE).organisations["influence"]
    np.testing.assert_allclose(even, [0.3 + 0.4 / 3, 0.18 + 0.4 / 3, 0.12 + 0.4 / 3])
    shared = appointed(influence, {"governance.mandate": 0.4}).organisations["influence"]
    np.testing.assert_allclose(shared, influence)


def test_procedures_save_coordination():
    """Oracle: by hand; at full effort on the organisation half of 0.02 is saved, and other costs stay."""
    costs = {"governance.coordination": 0.01, "governance.procedure": 0.5}
    state = plain(3)
    state.organisations["cost"] = 0.1
    np.testing.assert_allclose(appointed([0.8, 0.1, 0.1], costs, state=state).organisations["cost"], 0.12)
    state.organisations["cost"] = 0.1
    saved = appointed([0.8, 0.1, 0.1], costs, Effort(organisation=1.0), state)
    np.testing.assert_allclose(saved.organisations["cost"], 0.11)


@pytest.mark.parametrize(
    ("form", "leads", "cost"), [("shared", False, 0.03), ("lead", True, 0.03), ("lead", False, 0.01)]
)
def test_who_meets_needs_less_than_pairs_do(form, leads, cost):
    """Oracle: by hand; 9 partners and 10 members at 0.01, of which the root."""
    p = parameters({"governance.form": form, "governance.coordination": 0.01, "governance.meetings": 0.5})
    assert governance.coordination(p, leads, 9, 10) == pytest.approx(cost)

"""The model that the benchmark times the compiled one against plays by the same rules."""

from __future__ import annotations

import pytest

from benchmarks.plain_mesa import by_logic, furthest_apart

# Goals are agreed and renegotiated, some leave and some join, and the budget for effort runs out.
EVENTFUL = {
    "dependence.total": 0.5,
    "decision.quorum": 0.5,
    "effort.ambition": 0.4,
    "effort.interests": 0.5,
    "effort.relation": 0.3,
    "effort.organisation": 0.2,
    "effort.process": 0.4,
    "effort.price": 0.005,
    "effort.budget": 20.0,
    "norm.tolerance": 0.02,
    "organisations.interests": 0.5,
    "organisations.spread": 0.6,
    "participation.exit": 1.5,
    "participation.lock_in": 0.0,
    "trust.initial": 0.8,
}


@pytest.mark.parametrize("logic", ["hierarchy", "network"])
@pytest.mark.parametrize("form", ["shared", "lead", "administrative"])
def test_plain_mesa_gives_the_same_outcomes(logic, form):
    """Oracle: the compiled model, all outcomes of all rounds."""
    quiet = by_logic(logic, {"governance.form": form})
    eventful = by_logic(logic, {"governance.form": form} | EVENTFUL)
    assert furthest_apart(quiet, rounds=20) < 1e-9
    assert furthest_apart(eventful, rounds=30, seed=3, outside=4) < 1e-9


@pytest.mark.parametrize("contrast", ["problem", "goal", "information", "decision", "implementation", "norm"])
@pytest.mark.parametrize("logic", ["hierarchy", "network"])
def test_plain_mesa_gives_the_same_outcomes_with_one_contrast_the_other_way(logic, contrast):
    """Oracle: the compiled model; who draws the goal up and how it is judged goes by the contrasts one by one."""
    other = {"hierarchy": "network", "network": "hierarchy"}[logic]
    assert furthest_apart(by_logic(logic, {f"logic.{contrast}": other} | EVENTFUL), rounds=15, seed=2, outside=2) < 1e-9

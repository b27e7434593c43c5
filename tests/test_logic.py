"""The two logics: six contrasts, and what their norms let pass."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import logic
from simulation.dynamics import Parameters
from simulation.parameters import changed
from tests.collaborations import FIRST_MODEL, HIERARCHY, NETWORK, complete, parameters, play


def test_there_are_six_contrasts():
    """Oracle: the contrasts of docs/odd.md, after de Bruijn and ten Heuvelhof (2018)."""
    assert logic.Logic._fields == ("problem", "goal", "information", "decision", "implementation", "norm")


def test_a_logic_is_six_equal_switches():
    """Oracle: by hand."""
    assert set(changed(Parameters(), HIERARCHY).logic) == {logic.HIERARCHY}
    assert set(changed(Parameters(), NETWORK).logic) == {logic.NETWORK}


def course(switches):
    """What happens in a collaboration that agrees: its outcomes, row by round."""
    agreeing = {"trust.initial": 0.9, "dependence.total": 0.5, "opportunity.rate": 1.0, "decision.slip": 0.0}
    _, history = play(complete(6), FIRST_MODEL | switches | agreeing, rounds=12)
    assert history["agreed"][-1] == 1
    return np.array(history.tolist())


@pytest.mark.parametrize("contrast", logic.Logic._fields)
def test_each_contrast_is_a_switch_of_its_own(contrast):
    """Oracle: by hand; turning it in network logic, all else equal, takes another course."""
    turned = course(NETWORK | {f"logic.{contrast}": "hierarchy"})
    assert np.abs(turned - course(NETWORK)).max() > 1e-3


def test_who_informs_all_also_states_the_problem():
    """Oracle: by hand; all hold what the lead told them, and a mean of that, by influence, is the same."""
    told = NETWORK | {"logic.information": "hierarchy"}
    np.testing.assert_allclose(course(told), course(told | {"logic.problem": "hierarchy"}), atol=1e-9)


@pytest.mark.parametrize(
    ("satisfaction", "tolerated", "felt"),
    [(0.3, 0.1, 0.3), (0.0, 0.1, 0.0), (-0.05, 0.1, 0.0), (-0.1, 0.1, 0.0), (-0.3, 0.1, -0.2), (-0.3, 0.0, -0.3)],
)
def test_a_gain_counts_a_tolerated_loss_does_not_and_more_does(satisfaction, tolerated, felt):
    """Oracle: by hand."""
    assert logic.felt(satisfaction, tolerated) == pytest.approx(felt)


def test_only_the_network_norm_tolerates():
    """Oracle: by hand; unless leniency lets part of it pass under the hierarchical norm, which moods do not."""
    tolerant = {"norm.tolerance": 0.2}
    assert logic.tolerance(parameters(NETWORK | tolerant)) == 0.2
    assert logic.tolerance(parameters(HIERARCHY | tolerant)) == 0.0
    assert logic.tolerance(parameters(HIERARCHY | tolerant | {"logic.norm": "network"})) == 0.2
    lenient = parameters(HIERARCHY | tolerant | {"norm.leniency": 0.75})
    assert (logic.tolerance(lenient), logic.indulgence(lenient)) == (pytest.approx(0.15), 0.0)
    assert logic.indulgence(parameters(NETWORK | tolerant | {"norm.leniency": 0.75})) == 0.2

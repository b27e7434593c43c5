"""The two logics: six contrasts, and what their norms let pass."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import logic
from samenspel.dynamics import Parameters
from samenspel.parameters import changed
from tests.collaborations import FIRST_MODEL, HIERARCHY, NETWORK, complete, parameters, play

# Where six that trust one another agree, whichever contrast is turned: in the first model and as it is by now.
MODELS = {"first": FIRST_MODEL | {"dependence.total": 0.5}, "second": {"dependence.total": 1.0}}


def test_there_are_six_contrasts():
    """Oracle: the contrasts of docs/odd.md, after de Bruijn and ten Heuvelhof (2018)."""
    assert logic.Logic._fields == ("problem", "goal", "information", "decision", "implementation", "norm")


def test_a_logic_is_six_equal_switches():
    """Oracle: by hand."""
    assert set(changed(Parameters(), HIERARCHY).logic) == {logic.HIERARCHY}
    assert set(changed(Parameters(), NETWORK).logic) == {logic.NETWORK}


def course(switches, model):
    """What happens in a collaboration that agrees: its outcomes, row by round."""
    agreeing = {"trust.initial": 0.9, "opportunity.rate": 1.0, "decision.slip": 0.0}
    _, history = play(complete(6), MODELS[model] | switches | agreeing, rounds=12)
    assert history["agreed"][-1] == 1
    return np.array(history.tolist())


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("contrast", logic.Logic._fields)
def test_each_contrast_is_a_switch_of_its_own(contrast, model):
    """Oracle: by hand; turning it in network logic, all else equal, takes another course."""
    turned = course(NETWORK | {f"logic.{contrast}": "hierarchy"}, model)
    assert np.nanmax(np.abs(turned - course(NETWORK, model))) > 1e-3


@pytest.mark.parametrize("model", MODELS)
def test_who_informs_all_also_states_the_problem(model):
    """Oracle: by hand; all hold what the lead told them, and a mean of that, by influence, is the same."""
    told = NETWORK | {"logic.information": "hierarchy"}
    np.testing.assert_allclose(course(told, model), course(told | {"logic.problem": "hierarchy"}, model), atol=1e-9)


@pytest.mark.parametrize(
    ("satisfaction", "tolerated", "felt"),
    [(0.3, 0.1, 0.3), (0.0, 0.1, 0.0), (-0.05, 0.1, 0.0), (-0.1, 0.1, 0.0), (-0.3, 0.1, -0.2), (-0.3, 0.0, -0.3)],
)
def test_a_gain_counts_a_tolerated_loss_does_not_and_more_does(satisfaction, tolerated, felt):
    """Oracle: by hand."""
    assert logic.felt(satisfaction, tolerated) == pytest.approx(felt)


def test_only_the_network_norm_tolerates():
    """Oracle: by hand; where it is not lenient."""
    tolerant = {"norm.tolerance": 0.2, "norm.leniency": 0.0}
    assert logic.tolerance(parameters(NETWORK | tolerant)) == 0.2
    assert logic.tolerance(parameters(HIERARCHY | tolerant)) == 0.0
    assert logic.tolerance(parameters(HIERARCHY | tolerant | {"logic.norm": "network"})) == 0.2


@pytest.mark.parametrize(("leniency", "tolerated"), [(0.0, 0.0), (0.5, 0.1), (1.0, 0.2)])
def test_the_hierarchical_norm_tolerates_as_far_as_it_is_lenient(leniency, tolerated):
    """Oracle: by hand, of a tolerance of 0.2; the network norm tolerates all of it, whatever the leniency."""
    lenient = {"norm.tolerance": 0.2, "norm.leniency": leniency}
    assert logic.tolerance(parameters(HIERARCHY | lenient)) == pytest.approx(tolerated)
    assert logic.tolerance(parameters(NETWORK | lenient)) == 0.2

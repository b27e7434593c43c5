"""Turbulence: the need walks, and stays within theme space."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import draws
from samenspel.mechanisms import turbulence
from tests.collaborations import parameters, plain


@pytest.mark.parametrize(
    ("position", "mirrored"), [(0.4, 0.4), (-0.2, 0.2), (1.3, 0.7), (0.0, 0.0), (1.0, 1.0), (-1.2, 0.8), (2.5, 0.0)]
)
def test_a_step_over_the_border_is_mirrored_back(position, mirrored):
    """Oracle: by hand."""
    assert turbulence.reflect(position) == pytest.approx(mirrored)


def walked(step, rounds, seed=3):
    """The need after some rounds, from the middle."""
    state = plain()
    for round_ in range(1, rounds + 1):
        turbulence.move(state, parameters({"turbulence.step": step}), seed, round_)
    return state.collaboration["need"][0]


def test_a_step_is_a_normal_number_of_its_theme_and_round():
    """Oracle: docs/odd.md, one step by hand."""
    chance = [draws.normal(3, draws.TURBULENCE, 1, theme, 0) for theme in range(2)]
    np.testing.assert_allclose(walked(0.01, 1), 0.5 + 0.01 * np.array(chance), rtol=1e-15)
    assert chance[0] != chance[1]


def test_without_turbulence_the_need_stands_still():
    """Oracle: by hand."""
    assert (walked(0.0, 20) == 0.5).all()


def test_twice_the_step_walks_twice_as_far():
    """Oracle: a sum of steps is proportional to the step while no border is met."""
    far = walked(0.002, 25) - 0.5
    np.testing.assert_allclose(far, 2 * (walked(0.001, 25) - 0.5), rtol=1e-12)
    assert np.abs(far).min() > 0


def test_the_wildest_walk_stays_in_theme_space():
    """Oracle: theme space is [0, 1] in each theme; at this step many walks meet a border."""
    ends = np.array([walked(0.2, 12, seed) for seed in range(40)])
    assert ends.min() >= 0
    assert ends.max() <= 1
    assert np.ptp(ends) > 0.8

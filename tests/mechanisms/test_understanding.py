"""Understanding: the language confusion wears off by working together."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import expectation, understanding
from samenspel.state import LEFT
from tests.collaborations import parameters, plain, tie

GROWTH = {"understanding.rate": 0.05, "understanding.friction": 0.8, "understanding.facilitation": 0.5}


@pytest.mark.parametrize(("difference", "first"), [(0.0, 0.6), (0.5, 0.36), (1.0, 0.12)])
def test_different_frames_understand_each_other_less_at_first(difference, first):
    """Oracle: by hand, 0.6 (1 - 0.8 * difference)."""
    assert understanding.at_first(0.6, 0.8, difference) == pytest.approx(first)


@pytest.mark.parametrize(
    ("difference", "friction", "boost", "pace"),
    [(0.5, 0.8, 1.5, 0.054), (0.0, 0.8, 1.0, 0.06), (1.0, 1.0, 1.0, 0.0), (0.0, 0.8, 100.0, 1.0)],
)
def test_understanding_grows_slower_between_different_frames(difference, friction, boost, pace):
    """Oracle: by hand, rate 0.05 and skill 1.2 of both sides; at most all of the misunderstanding goes."""
    state = plain(2)
    state.ties["difference"] = difference
    assert understanding.pace(state.ties[0], 1.2, 0.05, friction, boost) == pytest.approx(pace)


def worked(state, effort=None):
    """Understanding after a round together."""
    understanding.grow(state, parameters(GROWTH), effort or Effort())
    return state.ties["understanding"]


def strangers():
    """Two that understand each other by 0.4 and 0.8; their skill is 0.5 and 0.7."""
    state = plain(2)
    state.organisations["skill"] = [0.5, 0.7]
    state.ties["understanding"] = [0.4, 0.8]
    return state


def test_a_round_together_takes_away_part_of_the_misunderstanding():
    """Oracle: by hand, 0.05 * 1.2 of it; half as much again at full effort on the relation."""
    np.testing.assert_allclose(worked(strangers()), [0.4 + 0.06 * 0.6, 0.8 + 0.06 * 0.2])
    np.testing.assert_allclose(worked(strangers(), Effort(relation=1.0)), [0.4 + 0.09 * 0.6, 0.8 + 0.09 * 0.2])


def test_who_does_not_meet_does_not_learn_to_understand():
    """Oracle: by hand."""
    state = strangers()
    state.organisations["member"][1] = LEFT
    assert worked(state).tolist() == [0.4, 0.8]


def test_difference_slows_understanding_but_raises_synergy():
    """Oracle: by hand; double edge of difference: 1 + 1 * 0.5 times the synergy, 1 - 0.8 * 0.5 times the growth."""
    state = plain(3)
    state.ties["understanding"] = 0.5
    for source, target in [(0, 1), (1, 0)]:
        tie(state, source, target)["difference"] = 0.5
    expectation.form(state, parameters({"expectation.complementarity": 1.0}))
    assert tie(state, 0, 1)["synergy"] == pytest.approx(1.5 * tie(state, 0, 2)["synergy"])
    worked(state)
    assert tie(state, 0, 1)["understanding"] - 0.5 == pytest.approx(0.6 * (tie(state, 0, 2)["understanding"] - 0.5))
    assert tie(state, 0, 2)["understanding"] == pytest.approx(0.525)

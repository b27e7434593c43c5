"""Docking: with all else switched off, reciprocity is conditional cooperation in a public good without punishment.

Published figures are those of Fischbacher and Gächter (2010), as recomputed from their public data. Tolerances were
fixed beforehand: 0.10 for contributions, two standard errors of a mean over 35 groups of four whose contributions have
a standard deviation of about 0.3; 0.10 for the slope of what is given on what is believed; 1e-12 where the oracle is
the rule by hand.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from samenspel.dynamics import Parameters
from samenspel.studies.corroboration import public_good as game

CONTRIBUTION, SLOPE = 0.10, 0.10
CALIBRATED = Parameters().delivery


@pytest.fixture(scope="module")
def cooperators():
    return game.cooperators()


def test_the_engine_plays_the_game_that_the_rules_say(cooperators):
    """Oracle: belief and contribution by hand, period by period, everybody alike."""
    belief, by_hand = 0.5, []
    held, threshold, variety = cooperators.values()
    for _ in range(game.PERIODS):
        by_hand.append(1.0 - held / (1.0 + math.exp((belief - threshold) / variety)))
        belief += game.SPEED * (by_hand[-1] - belief)
    np.testing.assert_allclose(game.contributions(game.game(cooperators, 0.5)), by_hand, atol=1e-12)


def test_one_in_four_who_gives_nothing_is_believed_to_give_nothing(cooperators):
    """Oracle: by hand, the first period: three quarters of the rule."""
    first = game.contributions(game.game(cooperators, 0.5), game.PERSONS // 4)[0]
    assert first == pytest.approx(0.75 * game.schedule(np.array([0.5]), cooperators)[0], abs=1e-12)


def test_the_rule_can_have_the_slope_that_was_published(cooperators):
    """Oracle: .79 given per unit believed."""
    assert game.slope(cooperators) == pytest.approx(game.SLOPE, abs=SLOPE)


def test_contributions_decline_as_was_published_where_nobody_can_punish(cooperators):
    """Oracle: .40 in period 1, .11 in period 10; as arithmetic of slope, start and speed it can hardly fail."""
    course = game.decline(cooperators)
    assert course[0] == pytest.approx(game.FIRST, abs=0.02)
    assert (np.diff(course) < 0.0).all()
    assert course[-1] == pytest.approx(game.LAST, abs=CONTRIBUTION)


def test_the_decline_is_arithmetic_of_the_slope_the_start_and_the_speed_of_beliefs(cooperators):
    """Oracle: beliefs by hand under a straight line of the same slope, and the engine near it in every period."""
    slope = game.slope(cooperators)
    belief, by_hand = game.FIRST / slope, []
    for _ in range(game.PERIODS):
        by_hand.append(slope * belief)
        belief += game.SPEED * (by_hand[-1] - belief)
    assert game.by_arithmetic(slope) == pytest.approx(by_hand)
    assert game.decline(cooperators) == pytest.approx(by_hand, abs=0.03)


def test_free_riders_bring_it_down_further(cooperators):
    """Oracle: .11 in period 10, with the published share of free riders beside cooperators."""
    alone, beside = game.decline(cooperators), game.decline(cooperators, game.FREE_RIDERS)
    assert beside[-1] < alone[-1]
    assert beside[-1] == pytest.approx(game.LAST, abs=CONTRIBUTION)


def test_the_calibrated_numbers_are_not_those_people():
    """Oracle: what docs/corroboration.md says of it: contributions rise, and never fall below what is not held back."""
    course = game.decline({})
    assert course[0] == pytest.approx(game.FIRST, abs=0.02)
    assert (np.diff(course) > 0.0).all()
    assert abs(game.slope({}) - game.SLOPE) > SLOPE
    assert game.schedule(np.array([0.0]), {})[0] > 1.0 - CALIBRATED.reciprocity

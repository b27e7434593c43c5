"""The game: formulas that several mechanisms share."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import game
from tests.collaborations import plain


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ([0.2, 0.9], [0.2, 0.9], 0.0),
        ([0, 0], [1, 1], 1.0),
        ([0.1, 0.2], [0.4, 0.6], 0.125**0.5),
        ([0, 0], [1, 0], 0.5**0.5),
    ],
)
def test_distance_is_the_root_mean_square(a, b, apart):
    """Oracle: by hand, so that opposite corners are 1 apart."""
    assert game.distance(np.array(a, float), np.array(b, float)) == pytest.approx(apart)
    assert game.distance(np.array(b, float), np.array(a, float)) == pytest.approx(apart)


@pytest.mark.parametrize("themes", [1, 2, 5])
def test_opposite_corners_are_one_apart_whatever_the_themes(themes):
    """Oracle: by hand; with even salience salient distance is distance."""
    near, far = np.zeros(themes), np.ones(themes)
    assert game.distance(near, far) == pytest.approx(1)
    assert game.salient_distance(near, far, np.full(themes, 1 / themes)) == pytest.approx(1)


def test_a_difference_counts_where_one_cares():
    """Oracle: by hand; 0.4 off in a theme that has 3/4 of the weight, then in the other."""
    salience = np.array([0.75, 0.25])
    assert game.salient_distance(np.array([0.1, 0.3]), np.array([0.5, 0.3]), salience) == pytest.approx(0.4 * 0.75**0.5)
    assert game.salient_distance(np.array([0.1, 0.3]), np.array([0.1, 0.7]), salience) == pytest.approx(0.2)


def test_synergy_is_dependence_understood_with_difference_and_opportunity():
    """Oracle: by hand, 0.2 * (1 + 1 * 0.5) * 1.2 * 0.5; nothing without understanding."""
    one = plain(2).ties[0]
    one["dependence"], one["difference"], one["opportunity"], one["understanding"] = 0.2, 0.5, 1.2, 0.5
    assert game.synergy(one, 1.0) == pytest.approx(0.18)
    assert game.synergy(one, 0.0) == pytest.approx(0.12)
    one["understanding"] = 0.0
    assert game.synergy(one, 1.0) == 0


def motivated(instrumental, moral, affective):
    """One with these motives, interests 0.3 off the goal at 0.5, and regard 0.7 for its partners."""
    me = plain(2).organisations[0]
    me["interests"] = 0.8
    me["instrumental"], me["moral"], me["affective"], me["regard"] = instrumental, moral, affective, 0.7
    return me


@pytest.mark.parametrize(
    ("motives", "stake", "aligned"),
    [
        ((1, 0, 0), 1.5, 0.55),
        ((0, 1, 0), 1.5, 0.4),
        ((0, 0, 1), 1.5, 1.2),
        ((0.5, 0.3, 0.2), 1.0, 0.77),
        ((1, 0, 0), 0.0, 1.0),
    ],
)
def test_alignment_weighs_interests_the_need_and_liking_by_motive(motives, stake, aligned):
    """Oracle: by hand; interests 0.3 off, the need at 0.1 is 0.4 off, regard is 0.2 above the middle."""
    goal, need = np.full(2, 0.5), np.full(2, 0.1)
    assert game.alignment(motivated(*motives), goal, need, stake) == pytest.approx(aligned)


@pytest.mark.parametrize(("moral", "wanted"), [(0.0, 0.2), (0.25, 0.35), (1.0, 0.8)])
def test_the_ideal_lies_between_interest_and_need(moral, wanted):
    """Oracle: by hand."""
    assert game.ideal(0.2, 0.8, moral) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("autonomy", "commitment", "capacity", "most"),
    [(0.0, 0.0, 3.0, 3.0), (1.0, 0.0, 3.0, 1.0), (1.0, 1.0, 3.0, 3.0), (0.5, 0.5, 3.0, 2.5), (0.5, 0.5, 1.0, 1.0)],
)
def test_one_pools_beyond_what_one_does_alone_as_far_as_autonomy_is_given_up(autonomy, commitment, capacity, most):
    """Oracle: by hand."""
    me = plain(2).organisations[0]
    me["autonomy"], me["commitment"] = autonomy, commitment
    assert game.ceiling(me, capacity) == pytest.approx(most)


@pytest.mark.parametrize(
    ("worth", "loyalty", "capacity", "offered"),
    [(0.8, 0.0, 3.0, 1.2), (0.8, 0.5, 3.0, 1.5), (0.8, 1.0, 3.0, 1.8), (0.8, 1.0, 1.6, 1.6), (-0.5, 0.0, 3.0, 0.0)],
)
def test_an_offer_is_the_best_reply_within_limits(worth, loyalty, capacity, offered):
    """Oracle: by hand; a prospect of 0.4, a spillover of 0.6."""
    me = plain(2).organisations[0]
    me["prospect"], me["spillover"] = 0.4, 0.6
    assert game.offer(me, worth, loyalty, capacity) == pytest.approx(offered)


def test_no_other_offer_would_be_better():
    """Oracle: the value of the game, s (A + prospect) - s^2 / 2, on a grid."""
    me = plain(2).organisations[0]
    me["prospect"] = 0.4
    grid = np.linspace(0, 3, 3001)
    best = grid[np.argmax(grid * (0.8 + 0.4) - grid**2 / 2)]
    assert game.offer(me, 0.8, 0.0, 3.0) == pytest.approx(best, abs=1e-3)


def test_going_alone_makes_half_and_what_is_to_be_had_elsewhere():
    """Oracle: by hand; the best of s - s^2 / 2 is at 1."""
    me = plain(2).organisations[0]
    assert game.alone(me) == 0.5
    me["outside"] = -0.2
    assert game.alone(me) == pytest.approx(0.3)

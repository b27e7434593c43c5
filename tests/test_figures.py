"""Figures: names at the ends of lines stay apart, and the words over them are right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.results.figures import pairs_in_words, spread_out, who_gains


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_names_stay_apart_in_order_and_in_the_picture(heights):
    """Oracle: what it is for; nine names of 0.1 fit in a picture of 1."""
    moved = spread_out(sorted(heights), 0.1, 0.0, 1.0)
    assert len(moved) == len(heights)
    assert np.all(np.diff(moved) >= 0.1 - 1e-9)
    assert min(moved) >= -1e-9
    assert max(moved) <= 1 + 1e-9


def test_names_that_are_apart_stay_where_they_are():
    assert spread_out([0.1, 0.4, 0.9], 0.1, 0.0, 1.0) == [0.1, 0.4, 0.9]


def test_two_names_at_one_height_move_as_far_up_as_down():
    """Oracle: by hand."""
    assert spread_out([0.5, 0.5], 0.1, 0.0, 1.0) == pytest.approx([0.45, 0.55])


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((3, 0, 3), "Every partner gains"),
        ((0, 3, 3), "Every partner loses"),
        ((2, 0, 3), "Of 3 partners 2 gain, 0 lose"),
    ],
)
def test_who_gains(counts, words):
    assert who_gains(*counts) == words


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        ([0.1, 0.2], "In all 2 pairs it is higher"),
        ([-0.3, 0.1, -0.2, -0.1], "In 75 % of the 4 pairs it is lower"),
        ([0.0, 0.0], "The same in every pair"),
        ([0.4], "One pair"),
    ],
)
def test_pairs_in_words(differences, words):
    assert pairs_in_words(np.array(differences)) == words

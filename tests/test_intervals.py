"""Intervals: against scipy.stats, and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from samenspel.results.intervals import mean_interval, paired_difference

NAN = float("nan")
VALUES = st.lists(st.floats(-100, 100), min_size=2, max_size=40)


@given(VALUES)
def test_mean_interval_is_that_of_scipy(values):
    """Oracle: scipy.stats.t.interval."""
    found = mean_interval(values)
    spread = stats.sem(values)
    low, high = (
        (np.mean(values),) * 2 if spread == 0 else stats.t.interval(0.95, len(values) - 1, np.mean(values), spread)
    )
    assert found[:3] == pytest.approx((np.mean(values), low, high), rel=1e-9, abs=1e-9)
    assert found.count == len(values)


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=3, max_size=30))
def test_paired_difference_is_that_of_scipy(pairs):
    """Oracle: the confidence interval of scipy.stats.ttest_rel."""
    before, after = np.array(pairs).T
    if np.ptp(after - before) < 1e-6:
        return
    found = paired_difference(before, after)
    expected = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.interval.low, found.interval.high) == pytest.approx((expected.low, expected.high), rel=1e-7, abs=1e-9)


def test_other_levels():
    """Oracle: scipy.stats.t.interval at 80 %."""
    values = [1.0, 4.0, 9.0, 16.0]
    expected = stats.t.interval(0.8, 3, np.mean(values), stats.sem(values))
    assert mean_interval(values, level=0.8)[1:3] == pytest.approx(expected)


def test_three_values_by_hand():
    """Oracle: 2 plus or minus 4.30265 (t, 2 degrees of freedom, from a printed table) times 1 / sqrt(3)."""
    found = mean_interval([1.0, 2.0, 3.0])
    assert found.low == pytest.approx(2.0 - 4.30265 / math.sqrt(3), abs=1e-5)
    assert found.high == pytest.approx(2.0 + 4.30265 / math.sqrt(3), abs=1e-5)


def test_what_is_not_defined_is_left_out():
    """Oracle: the same values without the gaps."""
    assert mean_interval([NAN, 1.0, NAN, 3.0, 8.0]) == mean_interval([1.0, 3.0, 8.0])


def test_too_few_values_have_no_interval():
    """Oracle: by definition; one value has no spread, none has no mean."""
    one, none = mean_interval([0.5]), mean_interval([NAN])
    assert (one.mean, one.count) == (0.5, 1)
    assert math.isnan(one.low)
    assert math.isnan(one.high)
    assert math.isnan(none.mean)
    assert none.count == 0
    assert one.sign == none.sign == 0


@pytest.mark.parametrize(("values", "sign"), [([1.0, 1.1, 0.9], 1), ([-1.0, -1.1, -0.9], -1), ([-1.0, 1.0, 0.1], 0)])
def test_sign_is_told_only_when_the_whole_interval_is_on_one_side(values, sign):
    """Oracle: by hand; the three spreads are far from and around zero."""
    assert mean_interval(values).sign == sign


def test_pairs_in_which_one_side_is_not_defined():
    """Oracle: by hand. Of six pairs three are whole; the change makes two of those higher and one lower."""
    before = [1.0, 2.0, 3.0, NAN, 5.0, NAN]
    after = [2.0, 4.0, 2.0, 4.0, NAN, NAN]
    found = paired_difference(before, after)
    assert found.interval.count == 3
    assert found.interval.mean == pytest.approx(2.0 / 3.0)
    assert (found.higher, found.lower) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert (found.only_baseline, found.only_changed) == (1, 1)


def test_equal_pairs_are_neither_higher_nor_lower():
    """Oracle: by hand."""
    found = paired_difference([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 4.0, 4.0])
    assert (found.higher, found.lower) == (0.25, 0.0)


def test_unequal_numbers_are_no_pairs():
    with pytest.raises(ValueError, match="got 2 and 3"):
        paired_difference([1.0, 2.0], [1.0, 2.0, 3.0])

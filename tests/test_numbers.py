"""Numbers for people: half goes up, in one place, whoever shows them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.numbers import half_up, written
from samenspel.results.counsel_in_words import scored, shown
from samenspel.view.texts import Texts


@given(st.integers(-100_000, 100_000), st.integers(0, 3))
def test_a_number_that_people_can_write_is_rounded_as_they_do(thousandths, decimals):
    """Oracle: decimal arithmetic."""
    exact = Decimal(thousandths) / 1000
    expected = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert half_up(thousandths / 1000, decimals) == float(expected)


@pytest.mark.parametrize(("low", "high"), [(1, 4), (1, 5), (1, 7), (1, 10), (0, 10)])
def test_every_score_in_hundredths_is_told_as_people_round_it(low, high):
    """Oracle: decimal arithmetic; the share is kept to four decimals, as in a file of a group."""
    for hundredths in range(100 * low, 100 * high + 1):
        share = round((hundredths / 100 - low) / (high - low), 4)
        expected = (Decimal(hundredths) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert scored(share, (low, high), "nl") == str(expected).replace(".", ",")


def test_sheet_and_page_write_the_same():
    """Oracle: by hand; 3.55 is stored as 3.5499..., and 2.5 is not 2."""
    for value, decimals, text in ((3.55, 1, "3,6"), (2.5, 0, "3"), (0.125, 2, "0,13"), (-0.045, 2, "\u22120,05")):
        assert shown(value, "nl", decimals) == Texts("nl").number(value, decimals) == text
    assert written(-0.001, 2, signed=True) == "0.00"
    assert Texts("nl").percent(0.125) == "13%"

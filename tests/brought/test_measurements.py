"""In which order measurements came, by what they are called."""

from __future__ import annotations

import pytest

from samenspel.brought.measurements import in_order


@pytest.mark.parametrize(
    ("waves", "expected"),
    [
        (["T2", "T10", "T1"], ["T1", "T2", "T10"]),
        (["2024-2", "2024-1"], ["2024-1", "2024-2"]),
        (["eindmeting", "tussenmeting", "nulmeting"], ["nulmeting", "tussenmeting", "eindmeting"]),
        (["15/03/25", "01/09/25"], None),
        (["Q1 25", "Q4 24"], None),
        (["voorjaar", "najaar"], None),
    ],
)
def test_measurements_come_in_the_order_of_time_or_it_is_asked(waves, expected):
    """Oracle: by hand; of two numbers without a year it is not known which comes first."""
    assert in_order(waves) == expected

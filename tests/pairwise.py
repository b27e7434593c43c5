"""Three factors of which every pair of values is tried, and by command every combination: `pytest -m exhaustive`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest


def by_turns(first: Sequence, second: Sequence, third: Sequence) -> list:
    """Parameters of a test: of two factors every combination, and the third by turns; the rest by command.

    A Latin square, so that every value of the third meets every value of the others, if none of them has fewer values.
    """
    assert len(third) <= min(len(first), len(second))
    return [
        pytest.param(*values, marks=[] if (sum(at[:2]) - at[2]) % len(third) == 0 else [pytest.mark.exhaustive])
        for at, values in (
            (tuple(place for place, _ in row), tuple(value for _, value in row))
            for row in product(*map(enumerate, (first, second, third)))
        )
    ]

"""What pairs of runs on the same chance say of a difference: in how many it goes which way, and what that makes it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...results.intervals import Interval
from ..texts import APART, more_or_less

SURELY = 80  # of 100 pairs that go one way: a board takes that for no luck
LEAST = 1e-9  # what a whole number in decimals may lack


def of_100(shares: Sequence[float]) -> list[int]:
    """Shares of a whole as whole numbers that add up to a hundred: what is left over goes to the largest remainders.

    Examples
    --------
    >>> of_100([0.125, 0.0, 0.875]), of_100([0.82, 0.16, 0.02])
    ([13, 0, 87], [82, 16, 2])
    >>> of_100([0.915, 0.05, 0.035])  # of two remainders alike the first, whatever their last bits
    [92, 5, 3]
    """
    numbers = [math.floor(100.0 * share + LEAST) for share in shares]
    left = [number - 100.0 * share for number, share in zip(numbers, shares, strict=True)]
    for place in sorted(range(len(shares)), key=lambda place: (round(left[place], 9), place))[: 100 - sum(numbers)]:
        numbers[place] += 1
    return numbers


def kind_of(seen: float, more: int, less: int, found: Interval, least: float = APART) -> str:
    """What kind of answer it is, by how many of 100 pairs go which way and where the mean lies almost surely.

    From `least` on there is a difference.
    """
    if is_slight(found, least):
        return "none"
    if not found.sign:
        return "unsure"
    if abs(seen) < least:
        return "hidden"
    if seen * found.sign < 0.0:
        return "after_all"
    so = more if found.sign > 0 else less
    return "surely" if so >= SURELY else "mostly" if so > 50 else "partly"


def is_slight(found: Interval, least: float = APART) -> bool:
    """Whether a mean almost surely lies within what makes no difference."""
    return max(-found.low, found.high) < least


def all_one_way(differences: np.ndarray, least: float = APART) -> str:
    """Which way a change goes in every single pair, `more` or `less`; empty where not all go one way."""
    kinds = {more_or_less(one, least) for one in differences.tolist()}
    return kinds.pop() if len(kinds) == 1 and kinds <= {"more", "less"} else ""


def ways(differences: np.ndarray, least: float = APART) -> list[int]:
    """In how many of 100 pairs a change brings more, less, and about the same: less than `least` apart."""
    kinds = [more_or_less(one, least) for one in differences.tolist()]
    return of_100([kinds.count(kind) / len(kinds) for kind in ("more", "less", "same")])

"""What is tried by turns has every pair of values, and nothing twice."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from .pairwise import by_turns


@pytest.mark.parametrize("sizes", [(15, 2, 2), (2, 15, 2), (3, 4, 3), (3, 3, 3)])
def test_every_pair_of_values_is_in_it(sizes):
    """Oracle: all pairs of any two factors, listed by `itertools`; all combinations are there by command."""
    factors = [[f"{letter}{value}" for value in range(size)] for letter, size in zip("abc", sizes, strict=True)]
    rows = by_turns(*factors)
    assert [one.values for one in rows] == list(product(*factors))
    tried = [one.values for one in rows if not one.marks]
    assert len(tried) == sizes[0] * sizes[1]
    for one, other in combinations(range(3), 2):
        assert {(row[one], row[other]) for row in tried} == set(product(factors[one], factors[other]))


def test_too_many_values_for_turns_are_refused():
    """Oracle: by hand: of three values two turns leave one out."""
    with pytest.raises(AssertionError):
        by_turns("ab", "cd", "efg")

"""Crisp-set QCA: from cases to a truth table to a solution, after Ragin (1987); made minimal by sympy.

A combination of conditions is sufficient where at least .8 of its cases have the outcome. The conservative solution
makes those combinations minimal, the parsimonious one may count combinations without cases as it likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from sympy import Symbol, false, true
from sympy.logic import SOPform
from sympy.logic.boolalg import And, Boolean, Not, Or

from .houses import CONDITIONS, House

SUFFICIENT = 0.8  # of cases of a combination, or of a solution, that have the outcome
SYMBOLS = tuple(Symbol(name) for name in CONDITIONS)
COMBINATIONS = tuple(product((False, True), repeat=len(CONDITIONS)))


def published() -> Boolean:
    """The solution of Raab, Mannak and Cambré (2015)."""
    centralised, old, stable, resources, administrative = SYMBOLS
    return Or(And(centralised, old, stable, resources), And(centralised, old, stable, administrative))


class Row(NamedTuple):
    """A combination of conditions: how many cases have it, and how many of these have the outcome."""

    cases: int
    effective: int

    @property
    def consistency(self) -> float:
        """The part of its cases that has the outcome; NaN without cases."""
        return self.effective / self.cases if self.cases else float("nan")

    @property
    def sufficient(self) -> bool:
        """Whether enough of its cases have it."""
        return self.cases > 0 and self.consistency >= SUFFICIENT


def truth_table(houses: Sequence[House]) -> dict[tuple[bool, ...], Row]:
    """Every combination of conditions, with its cases."""
    counts = {combination: [0, 0] for combination in COMBINATIONS}
    for house in houses:
        counts[house.conditions][0] += 1
        counts[house.conditions][1] += house.effective
    return {combination: Row(*count) for combination, count in counts.items()}


def solution(table: dict[tuple[bool, ...], Row], parsimonious: bool) -> Boolean:
    """The shortest sum of products that holds for the sufficient combinations, and for none that is not."""
    ones = [list(map(int, combination)) for combination, row in table.items() if row.sufficient]
    remainders = [list(map(int, combination)) for combination, row in table.items() if not row.cases]
    return SOPform(SYMBOLS, ones, remainders if parsimonious and ones else [])


def products(formula: Boolean) -> list[dict[int, bool]]:
    """A sum of products, product by product: of each condition in it, by its place, whether it has to be met."""
    if formula == false:
        return []
    found = []
    for one in formula.args if isinstance(formula, Or) else (formula,):
        literals = one.args if isinstance(one, And) else (one,) if one != true else ()
        found.append({SYMBOLS.index(*literal.free_symbols): not isinstance(literal, Not) for literal in literals})
    return found


def holds(formula: Boolean) -> dict[tuple[bool, ...], bool]:
    """For which combinations a solution holds."""
    terms = products(formula)
    return {
        combination: any(all(combination[k] == met for k, met in term.items()) for term in terms)
        for combination in COMBINATIONS
    }


class Fit(NamedTuple):
    """How well a solution fits cases.

    Attributes
    ----------
    cases
        Cases that it holds for.
    consistency
        The part of those that has the outcome; NaN where there are none.
    coverage
        The part of those with the outcome that it holds for; NaN where there are none.
    """

    cases: int
    consistency: float
    coverage: float


def fit(true_of: dict[tuple[bool, ...], bool], houses: Sequence[House]) -> Fit:
    """Consistency and coverage of a solution, given for which combinations it holds."""
    within = np.array([true_of[house.conditions] for house in houses])
    effective = np.array([house.effective for house in houses])
    both = (within & effective).sum()
    with np.errstate(invalid="ignore"):
        return Fit(int(within.sum()), float(both / within.sum()), float(both / effective.sum()))


class Compared(NamedTuple):
    """What a comparison of some houses came to.

    Attributes
    ----------
    word_for_word
        Whether one of its two solutions is the published one.
    row_for_row
        Whether the combinations that have cases are sufficient exactly where the published solution holds.
    published
        How well the published solution fits.
    signs
        Of each condition, which way it stands in the parsimonious solution: 1, -1, both or neither.
    solutions
        The conservative one and the parsimonious one.
    """

    word_for_word: bool
    row_for_row: bool
    published: Fit
    signs: tuple[frozenset[int], ...]
    solutions: tuple[Boolean, Boolean]

    @property
    def sufficient(self) -> bool:
        """Whether the published solution is sufficient here."""
        return self.published.cases > 0 and self.published.consistency >= SUFFICIENT


def compare(houses: Sequence[House]) -> Compared:
    """Make truth table and solutions of houses, and put the published solution beside them."""
    table, theirs = truth_table(houses), holds(published())
    both = solution(table, parsimonious=False), solution(table, parsimonious=True)
    return Compared(
        any(holds(one) == theirs for one in both),
        all(row.sufficient == theirs[combination] for combination, row in table.items() if row.cases),
        fit(theirs, houses),
        tuple(signs(both[1])),
        both,
    )


def signs(formula: Boolean) -> list[frozenset[int]]:
    """Which way each condition stands in a sum of products."""
    terms = products(formula)
    return [frozenset(1 if term[k] else -1 for term in terms if k in term) for k in range(len(SYMBOLS))]


def shuffled(houses: Sequence[House], chance: np.random.Generator) -> list[House]:
    """The same houses, with who is effective dealt out by chance."""
    dealt = chance.permutation([house.effective for house in houses])
    return [house._replace(effective=bool(one)) for house, one in zip(houses, dealt, strict=True)]

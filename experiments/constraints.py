"""Constraints: what has to hold between the factors of a point, such as `phase.1.relation + phase.1.process <= 1`.

Two sums of factors and numbers are compared; of a word it can be said which it is, or is not. What breaks a constraint
is no point of a design, and never on the front of a search.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samenspel.errors import InputError, show
from samenspel.reading import check_known, listed

from .factors import Factor

WAYS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "<=": operator.le, ">=": operator.ge, "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
SPLIT = re.compile(r"\s*(<=|>=|==|!=|<|>)\s*")
TERMS = re.compile(r"\s+([+-])\s+")
EXAMPLE = "such as 'phase.1.relation + phase.1.process <= 1'"


@dataclass(frozen=True)
class Constraint:
    """What has to hold of every point.

    Attributes
    ----------
    said
        As the file says it.
    way
        How its two sides are compared.
    weights
        Of each factor, left less right; and the number that is left over.
    """

    said: str
    way: str
    weights: Mapping[str, float]
    constant: float

    def holds(self, factors: Sequence[Factor], table: np.ndarray) -> np.ndarray:
        """Whether it holds, of each row of a table of points."""
        names = [factor.name for factor in factors]
        total = self.constant + sum(weight * table[:, names.index(name)] for name, weight in self.weights.items())
        return WAYS[self.way](np.round(total, 12), np.zeros(1))  # a sum of tenths is a tenth too many or too few


def read_constraints(said: Sequence[str], factors: Sequence[Factor]) -> tuple[Constraint, ...]:
    """Constraints as a file says them.

    Raises
    ------
    InputError
        One that is none, or about what does not vary.

    Examples
    --------
    >>> one = Factor("trust.initial", "number", 0.0, 1.0)
    >>> (rule,) = read_constraints(["2 * trust.initial <= 1"], [one])
    >>> rule.holds([one], np.array([[0.4], [0.6]])).tolist()
    [True, False]
    """
    return tuple(read_constraint(one, factors, f"constraints: item {place}") for place, one in enumerate(said, 1))


def read_constraint(said: str, factors: Sequence[Factor], where: str) -> Constraint:
    """One constraint, of two sides."""
    parts = SPLIT.split(said.strip())
    if len(parts) != 3:
        raise InputError(f"{where}: got {show(said)}, allowed: one comparison, {EXAMPLE}")
    left, way, right = parts
    by_name = {factor.name: factor for factor in factors}
    if left in by_name and by_name[left].kind == "word":
        values = by_name[left].values
        if way not in ("==", "!=") or right not in values:
            raise InputError(f"{where}: got {show(said)}, allowed: == or !=, and one of {listed(map(str, values))}")
        return Constraint(said, way, {left: 1.0}, -by_name[left].encode(right))
    weights: dict[str, float] = {}
    constant = 0.0
    for sign, side in ((1.0, left), (-1.0, right)):
        for weight, name in terms_of(side, by_name, where):
            if name:
                weights[name] = weights.get(name, 0.0) + sign * weight
            else:
                constant += sign * weight
    if not weights:
        raise InputError(f"{where}: got {show(said)}, allowed: at least one factor, {EXAMPLE}")
    return Constraint(said, way, weights, constant)


def terms_of(side: str, factors: Mapping[str, Factor], where: str) -> list[tuple[float, str]]:
    """The terms of a sum: the weight of each, and its factor; none where it is a number."""
    found, sign = [], 1.0
    for part in TERMS.split(side.strip()):
        if part in ("+", "-"):
            sign = 1.0 if part == "+" else -1.0
            continue
        weight, times, name = part.rpartition("*")
        number, name = (as_number(weight), name.strip()) if times else (1.0, part.strip())
        if number is None:
            raise InputError(f"{where}: got {show(part)}, allowed: a number times a factor")
        if (alone := as_number(name)) is not None:
            found.append((sign * number * alone, ""))
            continue
        check_known([name], factors, where, "factor")
        if factors[name].kind == "word":
            raise InputError(f"{where}: {name}: it is a choice, allowed: {name} == {factors[name].values[0]}")
        found.append((sign * number, name))
    return found


def as_number(text: str) -> float | None:
    """A number, where it is one that has an end."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def held_by(constraints: Sequence[Constraint], factors: Sequence[Factor], table: np.ndarray) -> np.ndarray:
    """Which rows of a table of points break no constraint."""
    held = np.ones(len(table), bool)
    for one in constraints:
        held &= one.holds(factors, table)
    return held

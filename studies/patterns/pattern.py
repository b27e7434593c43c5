"""A pattern: what the model must show, in clauses that each hold or do not, or do so at the limit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

DRAWN, SAMPLES = 1, 200  # of a bootstrap: its seed, and how often it draws
AT_THE_LIMIT = "at the limit"


class Measured(NamedTuple):
    """A figure, with what is known of its error, and where it has to lie.

    Attributes
    ----------
    value, error
        What was seen, and two standard errors of it; NaN where it has none.
    low, high
        The ends of where it has to lie, which lie in it themselves.
    """

    value: float
    error: float = math.nan
    low: float = -math.inf
    high: float = math.inf

    @property
    def inside(self) -> bool:
        """Whether it lies where it has to."""
        return self.low <= self.value <= self.high

    @property
    def near(self) -> bool:
        """Whether an end lies within the error, so that chance decides."""
        return min(abs(self.value - self.low), abs(self.value - self.high)) <= self.error

    @property
    def word(self) -> str:
        """What a page says of it."""
        return worded(self.inside, self.near)


class Met(NamedTuple):
    """Whether what is asked is met, and whether chance decides that."""

    holds: bool
    near: bool = False


def enough(figures: Sequence[Measured], needed: int | None = None) -> Met:
    """Whether so many figures lie where they have to; at the limit where that hangs on some whose error decides.

    Parameters
    ----------
    figures
        All that are asked.
    needed
        How many have to; all by default.

    Examples
    --------
    Of .30 and .11 above .10, the second by less than its error, both, or one:

    >>> seen = [Measured(0.30, 0.05, low=0.10), Measured(0.11, 0.05, low=0.10)]
    >>> enough(seen), enough(seen, 1)
    (Met(holds=True, near=True), Met(holds=True, near=False))
    """
    least = len(figures) if needed is None else needed
    surely = sum(one.inside and not one.near for one in figures)
    perhaps = sum(one.inside or one.near for one in figures)
    return Met(sum(one.inside for one in figures) >= least, surely < least <= perhaps)


def all_of(*parts: Met) -> Met:
    """Whether all of several things are met; none of them at the limit saves one that surely is not."""
    lost = any(not one.holds and not one.near for one in parts)
    return Met(all(one.holds for one in parts), not lost and any(one.near for one in parts))


def bootstrapped(found: np.ndarray, statistic: Callable[[np.ndarray], object]) -> np.ndarray:
    """Two standard errors of a statistic, by drawing what it is of anew, with replacement (Efron 1979).

    Parameters
    ----------
    found
        What is independent of one another, a row each.
    statistic
        Of as many of them: a number, or several.

    Returns
    -------
    array
        In the shape of the statistic.

    Examples
    --------
    Of a mean of 100 numbers with a standard deviation of 1 it is .2, nearly:

    >>> values = np.tile([-1.0, 1.0], 50)
    >>> bool(abs(bootstrapped(values, np.mean) - 0.2) < 0.03)
    True
    """
    rng, count = np.random.default_rng(DRAWN), len(found)
    drawn = (rng.integers(0, count, count) for _ in range(SAMPLES))
    values = np.ma.masked_invalid([np.asarray(statistic(found[these]), float) for these in drawn])
    return 2.0 * np.ma.filled(values.std(axis=0, ddof=1), np.nan)


def mean_of(figures: Sequence[Measured]) -> Measured:
    """The mean of figures that are defined, in the band of the first; their errors are independent."""
    defined = [one for one in figures if not math.isnan(one.value)]
    error = math.sqrt(sum(one.error**2 for one in defined)) / max(len(defined), 1)
    mean = sum(one.value for one in defined) / len(defined) if defined else math.nan
    return figures[0]._replace(value=mean, error=error)


def worded(holds: bool, near: bool) -> str:
    """Yes or no, and whether that is at the limit."""
    return ("yes" if holds else "**no**") + (f", {AT_THE_LIMIT}" if near else "")


@dataclass(frozen=True)
class Clause:
    """One thing that a pattern says.

    Attributes
    ----------
    says
        What must be seen.
    found
        What was seen, as figures.
    holds
        Whether that is what must be seen.
    near
        Whether that is at the limit: the threshold lies within two standard errors of what was seen.
    """

    says: str
    found: str
    holds: bool
    near: bool = False

    @property
    def word(self) -> str:
        """What a page says of it."""
        return worded(self.holds, self.near)


@dataclass(frozen=True)
class Pattern:
    """A pattern with what came of it; it comes out in full when every clause holds."""

    number: int
    title: str
    clauses: tuple[Clause, ...]

    @property
    def full(self) -> bool:
        """Whether every clause holds."""
        return all(clause.holds for clause in self.clauses)

    @property
    def near(self) -> bool:
        """Whether some clause, one that holds or one that does not, is at the limit."""
        return any(clause.near for clause in self.clauses)

    @property
    def verdict(self) -> str:
        """Full, but for a clause or some, or missed; and whether that is at the limit."""
        missed = sum(not clause.holds for clause in self.clauses)
        if self.full:
            word = "in full"
        elif missed == len(self.clauses):
            word = "missed"
        else:
            word = "but for a clause" if missed == 1 else f"but for {missed} clauses"
        return word + (f", {AT_THE_LIMIT}" if self.near else "")


def listed(values: Sequence[float], digits: int = 2) -> str:
    """Figures one after the other."""
    return " ".join(f"{value:.{digits}f}" for value in values)


def with_error(figure: Measured, digits: int = 2, sign: str = "") -> str:
    """A figure, and two standard errors of it."""
    return f"{figure.value:{sign}.{digits}f} (± {figure.error:.{digits}f})"


def with_errors(figures: Sequence[Measured], digits: int = 2) -> str:
    """Figures one after the other, and two standard errors of each."""
    return f"{listed([one.value for one in figures], digits)} (± {listed([one.error for one in figures], digits)})"

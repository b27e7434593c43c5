"""Kinds: what was reached of a map, when, from where it can be reached, and whether that holds on other seeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..factors import Factor
from .kept import Explored
from .plan import Side, cells_of


def told_of(cells: np.ndarray, values: np.ndarray, sides: Sequence[Side]) -> np.ndarray:
    """The place of a setting of each kind, in the order of cells: that which lies nearest to the middle of its cell.

    Parameters
    ----------
    cells
        Of each setting, shape (settings,); -1 outside of the map.
    values
        Where each lies, shape (settings, sides).
    sides
        Of the map.
    """
    reached = np.unique(cells[cells >= 0])
    middles = middles_of(cells, sides)
    widths = np.array([(side.high - side.low) / side.cells for side in sides])
    off = (((values - middles) / widths) ** 2).sum(axis=1)
    return np.array([min(np.flatnonzero(cells == cell), key=lambda place: off[place]) for cell in reached], int)


def parts_of(cells: np.ndarray, sides: Sequence[Side]) -> np.ndarray:
    """The part of each side in which cells lie, shape (cells, sides)."""
    return np.column_stack(np.unravel_index(np.maximum(cells, 0), [side.cells for side in sides]))


def middles_of(cells: np.ndarray, sides: Sequence[Side]) -> np.ndarray:
    """The middle of cells, shape (cells, sides)."""
    low = np.array([side.low for side in sides])
    widths = np.array([(side.high - side.low) / side.cells for side in sides])
    return low + (parts_of(cells, sides) + 0.5) * widths


class Going(NamedTuple):
    """How much a factor tells of an outcome over kinds.

    Attributes
    ----------
    factor
        Its name.
    share
        Of the variance of the outcome's ranks over kinds, that goes with it: the squared rank correlation of a number,
        the share between words of a word; 0 to 1.
    sign
        1 where more of the factor goes with more of the outcome, -1 with less; 0 for a word.
    """

    factor: str
    share: float
    sign: int


class Kinds:
    """What was reached.

    Attributes
    ----------
    explored
        Settings, and what came of them.
    """

    def __init__(self, explored: Explored) -> None:
        self.explored, self.sides = explored, explored.sides

    @property
    def every(self) -> int:
        """How many cells the map has."""
        return int(np.prod([side.cells for side in self.sides]))

    @cached_property
    def first(self) -> np.ndarray:
        """At which setting each kind was first reached, shape (kinds,), rising."""
        cells, first = np.unique(self.explored.cells, return_index=True)
        return np.sort(first[cells >= 0])

    @property
    def blind(self) -> int:
        """How many were reached by the first generation, which is drawn blind."""
        return int((self.first < self.explored.manifest["population"]).sum())

    @property
    def last_quarter(self) -> int:
        """How many were new in the last quarter of all settings."""
        return int((self.first >= 0.75 * len(self.explored.tried)).sum())

    @property
    def outside(self) -> int:
        """How many settings ran, and lie outside of the map."""
        ran = ~np.isnan(self.explored.values).any(axis=1)
        return int((ran & (self.explored.cells < 0)).sum())

    @cached_property
    def cells(self) -> np.ndarray:
        """The cell of each kind, rising, shape (kinds,)."""
        return self.explored.cells[self.explored.told]

    @cached_property
    def hits(self) -> np.ndarray:
        """How many settings are of each kind, shape (kinds,)."""
        return np.array([(self.explored.cells == cell).sum() for cell in self.cells])

    @cached_property
    def holds(self) -> np.ndarray:
        """Whether the setting that is told of each kind lies, by other seeds, in its cell or in one beside it."""
        again = parts_of(cells_of(self.sides, self.explored.values_again), self.sides)
        there = cells_of(self.sides, self.explored.values_again) >= 0
        return there & (np.abs(again - parts_of(self.cells, self.sides)).max(axis=1) <= 1)

    def reach(self, side: int, other: int) -> list[tuple[int, int, int]]:
        """Of each part of a side that was reached: the part, and the lowest and highest of another side that were
        reached in it, of kinds that hold.
        """
        parts, found = parts_of(self.cells, self.sides)[self.holds], []
        for part in np.unique(parts[:, side]):
            within = parts[parts[:, side] == part, other]
            found.append((int(part), int(within.min()), int(within.max())))
        return found

    def goes_with(self, side: int) -> list[Going]:
        """How much each factor tells of an outcome by other seeds, each kind once; those that tell most first."""
        from scipy.stats import rankdata

        table, values = self.again
        ranks = rankdata(values[:, side])
        found = [going_of(one, codes, ranks) for one, codes in zip(self.explored.factors, table.T, strict=True)]
        return sorted(found, key=lambda one: -one.share)

    @cached_property
    def again(self) -> tuple[np.ndarray, np.ndarray]:
        """The setting that is told of each kind, shape (kinds, factors), and where it lies by other seeds, shape
        (kinds, sides); without those of which a run failed there.
        """
        ran = ~np.isnan(self.explored.values_again).any(axis=1)
        return self.explored.tried[self.explored.told][ran], self.explored.values_again[ran]


def going_of(factor: Factor, codes: np.ndarray, ranks: np.ndarray) -> Going:
    """How much a factor tells of ranks.

    Examples
    --------
    >>> going_of(Factor("trust.initial", "number", 0.0, 1.0), np.array([0.1, 0.2, 0.9]), np.array([3.0, 2.0, 1.0]))
    Going(factor='trust.initial', share=1.0, sign=-1)
    """
    from scipy.stats import rankdata

    if np.ptp(codes) == 0.0 or np.ptp(ranks) == 0.0:
        return Going(factor.name, 0.0, 0)
    if factor.kind == "word":
        between = sum(
            (codes == code).sum() * (ranks[codes == code].mean() - ranks.mean()) ** 2 for code in np.unique(codes)
        )
        return Going(factor.name, float(between / ((ranks - ranks.mean()) ** 2).sum()), 0)
    together = float(np.corrcoef(rankdata(codes), ranks)[0, 1])
    return Going(factor.name, round(together**2, 12), int(np.sign(together)))

"""A pattern: what the model must show, in clauses that each hold or do not."""

from __future__ import annotations

from dataclasses import dataclass


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
        Whether the threshold lies within two standard errors of what was seen, so that chance decides.
    """

    says: str
    found: str
    holds: bool
    near: bool = False

    @property
    def word(self) -> str:
        """What a page says of it."""
        return ("yes" if self.holds else "**no**") + (", within the error" if self.near else "")


@dataclass(frozen=True)
class Pattern:
    """A pattern with what came of it; it comes out in full when every clause holds."""

    number: int
    title: str
    clauses: tuple[Clause, ...]

    @property
    def verdict(self) -> str:
        """Full, but for a clause or some, or missed."""
        missed = sum(not clause.holds for clause in self.clauses)
        if not missed:
            return "in full"
        if missed == len(self.clauses):
            return "missed"
        return "but for a clause" if missed == 1 else f"but for {missed} clauses"


def within(value: float, low: float, high: float) -> bool:
    """Whether a figure lies between two ends."""
    return low <= value <= high


def listed(values: list[float], digits: int = 2) -> str:
    """Figures one after the other."""
    return " ".join(f"{value:.{digits}f}" for value in values)

"""What was promised and what came of it: reckoned here alone, for phones, screen and debrief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..state import MEMBER, State

FINE = 5  # percent: as exactly as what came of a promise is told, on phones, screen and debrief alike


class Delivered(NamedTuple):
    """What was promised and what came of it, in times what is done alone."""

    promised: float
    came: float


def delivered(states: Sequence[State], row: int | None = None) -> Delivered | None:
    """A mean of the rounds with a goal; None where there is none.

    Parameters
    ----------
    states
        After each round.
    row
        Of an organisation, in rounds in which it sits at the table; None for all at the table together.
    """
    found = []
    for state in states:
        if state.collaboration[0]["agreed"]:
            some = state.organisations if row is None else state.organisations[row : row + 1]
            there = some[some["member"] == MEMBER]
            if there.size:
                found.append((there["promise"].mean(), there["pooled"].mean()))
    if not found:
        return None
    promised, came = np.mean(found, axis=0)
    return Delivered(float(promised), float(came))


def above_alone(found: Delivered | None) -> tuple[int, int] | tuple[None, None]:
    """The same two in percents above what is done alone; what came as exactly as it is told."""
    if found is None:
        return None, None
    return round(100.0 * (found.promised - 1.0)), FINE * round(100.0 * (found.came - 1.0) / FINE)

"""Design ranges: where a parameter was accepted in the calibration, which is narrower than what is allowed.

The allowed range of a parameter says what can be; over all of it, most points of a sweep are of no collaboration that
anybody has seen. `accepted.toml` says where the calibration accepted it (docs/calibration.md), for rounds of a month.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from samenspel.parameters import PACES, Declaration

if TYPE_CHECKING:
    from .factors import Factor

ACCEPTED = "accepted"
Ends = tuple[float, float]


@dataclass(frozen=True)
class Calibrated(Declaration):
    """A declaration with the range that was accepted, of the lowest and the highest; None where nothing is known."""

    accepted: Ends | None = None


@cache
def accepted() -> dict[str, Ends]:
    """The range that was accepted of every parameter that was calibrated, for rounds of a month."""
    text = Path(__file__).with_name("accepted.toml").read_text(encoding="utf-8")
    return {name: (low, high) for name, (low, high) in tomllib.loads(text).items()}


def calibrated(known: Mapping[str, Declaration], months: Iterable[float]) -> dict[str, Declaration]:
    """What can be varied, with the range that was accepted.

    Parameters
    ----------
    known
        Declarations by name.
    months
        What a round of each scenario stands for. Speeds follow it; where scenarios differ, these have no one range.
    """
    paces = set(months)
    return {
        name: with_range(one, accepted()[name], paces) if name in accepted() else one for name, one in known.items()
    }


def with_range(declared: Declaration, ends: Ends, paces: set[float]) -> Declaration:
    """A declaration with the range that was accepted, brought to what a round stands for."""
    said = {field.name: getattr(declared, field.name) for field in fields(Declaration)}
    if declared.unit not in PACES or paces == {1.0}:
        return Calibrated(**said, accepted=ends)
    if len(paces) > 1:
        return declared
    low, high = (PACES[declared.unit](end, *paces) for end in ends)
    return Calibrated(**said, accepted=(min(low, high), min(max(low, high), declared.high)))


def beyond(factors: Iterable[Factor]) -> str | None:
    """In words, the factors that go over all that is allowed, far beyond what was accepted; None if there are none."""
    said = []
    for one in factors:
        if one.accepted and not one.values and (one.low, one.high) == one.allowed:
            low, high = one.accepted
            said.append(f"{one.name} ({one.low:g} to {one.high:g}; {low:.3g} to {high:.3g})")
    if not said:
        return None
    return (
        f"over all that is allowed, wider than what was accepted in calibration: {', '.join(said)}; "
        f'range = "{ACCEPTED}" takes the narrower'
    )

"""A year: levels and spreads of the five conditions, as they were measured in 59 partnerships."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

from samenspel.conditions import CONDITIONS

from ..calibration.partnerships import MEASURED, PARTNERSHIPS, summary, year
from .pattern import Clause, Measured, Pattern, bootstrapped, enough, listed, with_error
from .places import AS_IT_IS, Settings

# Who the measured partnerships are, as the calibration fitted them; no part of the model.
PEOPLE = Path(__file__).parent.parent / "calibration" / "people.json"
LEVEL, STILL = 0.2, 0.03
SAMPLES = 30  # times as many partnerships as were measured


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 1."""
    people = json.loads(PEOPLE.read_text())
    scores = year(people | settings, np.random.default_rng(seeds.start), SAMPLES * PARTNERSHIPS)
    found, errors = summary(scores), bootstrapped(scores, summary)
    off = (found - MEASURED)[..., 0]
    levels = [Measured(value, error, -LEVEL, LEVEL) for value, error in zip(off.flat, errors[..., 0].flat, strict=True)]
    grown, chance = growth(scores), bootstrapped(scores, growth)
    measured = MEASURED[1, :, 1] - MEASURED[0, :, 1]
    ambition = Measured(grown[0], chance[0], -STILL, STILL)
    growing = [CONDITIONS.index(name) for name in ("relation", "organisation", "process")]
    return [
        Pattern(
            1,
            "A year in the life of partnerships",
            (
                Clause(
                    "levels of the five conditions lie within .2 of those measured, at both times",
                    f"T0 {listed(list(found[0, :, 0]))}; T1 {listed(list(found[1, :, 0]))}",
                    *enough(levels),
                ),
                *(grows(CONDITIONS[k], grown[k], measured[k], chance[k]) for k in growing),
                Clause(
                    "that of ambition does not, by more than .03",
                    with_error(ambition, 3),
                    *enough([ambition]),
                ),
            ),
        )
    ]


def growth(scores: np.ndarray) -> np.ndarray:
    """By how much the spread of each condition grows in a year, on 1 to 4, shape (5,)."""
    before, after = summary(scores)[..., 1]
    return after - before


def grows(condition: str, grown: float, measured: float, error: float = math.nan) -> Clause:
    """Whether partnerships drift apart in a condition, by at least half of what was measured; error of the first."""
    seen = Measured(grown, error, measured / 2)
    known = "" if math.isnan(error) else f" (± {error:.3f})"
    return Clause(
        f"the spread of {condition} grows by at least half of what was measured",
        f"{grown:.3f}{known} (measured {measured:.2f})",
        *enough([seen]),
    )

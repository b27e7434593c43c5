"""A year: levels and spreads of the five conditions, as they were measured in 59 partnerships."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from samenspel.conditions import CONDITIONS

from ..calibration.partnerships import MEASURED, PARTNERSHIPS, summary, year
from .pattern import Clause, Pattern, listed
from .places import AS_IT_IS, Settings

# Who the measured partnerships are, as the calibration fitted them; no part of the model.
PEOPLE = Path(__file__).parent.parent / "calibration" / "people.json"
LEVEL = 0.2
SAMPLES = 30  # times as many partnerships as were measured


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 1."""
    people = json.loads(PEOPLE.read_text())
    found = summary(year(people | settings, np.random.default_rng(seeds.start), SAMPLES * PARTNERSHIPS))
    levels = (found - MEASURED)[..., 0]
    grown, measured = found[1, :, 1] - found[0, :, 1], MEASURED[1, :, 1] - MEASURED[0, :, 1]
    growing = [CONDITIONS.index(name) for name in ("relation", "organisation", "process")]
    return [
        Pattern(
            1,
            "A year in the life of partnerships",
            (
                Clause(
                    "levels of the five conditions lie within .2 of those measured, at both times",
                    f"T0 {listed(list(found[0, :, 0]))}; T1 {listed(list(found[1, :, 0]))}",
                    bool(np.all(np.abs(levels) <= LEVEL)),
                ),
                *(grows(CONDITIONS[k], grown[k], measured[k]) for k in growing),
                Clause(
                    "that of ambition does not, by more than .03",
                    f"{grown[0]:.3f}",
                    bool(abs(grown[0]) <= 0.03),
                ),
            ),
        )
    ]


def grows(condition: str, grown: float, measured: float) -> Clause:
    """Whether partnerships drift apart in a condition."""
    return Clause(
        f"the spread of {condition} grows by at least half of what was measured",
        f"{grown:.3f} (measured {measured:.2f})",
        bool(grown >= measured / 2),
    )

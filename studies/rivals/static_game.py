"""The static network game: this model with pay-offs, votes and levers as they are, and nothing carried over.

Nobody learns, nothing lasts but the goal and the last promise, ties stay as they are. The linear-quadratic game of
Ballester et al. (2006) with everything that was built around it, but for time. It is the engine, by settings alone.
"""

from __future__ import annotations

import json
from pathlib import Path

from ..calibration import search
from ..validation.robustness import STANDING_STILL

# What else carries something over from one round to the next.
MEMORY = {
    "information.learning": 0.0,
    "information.exchange": 0.0,
    "loyalty.back": 0.0,
    "loyalty.memory": 1.0,
    "stock.build": 0.0,
    "fortune.lasting": 0.0,
    "elsewhere.pull": 0.0,
    "ties.lapse": 0.0,
    "ties.search": 0.0,
}
SETTINGS: dict[str, float] = dict.fromkeys(STANDING_STILL, 0.0) | MEMORY

# The same where partners trust one another as they do in ours after some years.
TRUSTING = SETTINGS | {"trust.initial": 0.75}

# Who the measured partnerships would be if this were the model: fitted to it as they were to ours.
PEOPLE = Path(__file__).with_name("people.json")


def people() -> dict[str, float]:
    """Who the partnerships of the measured year are, by parameter."""
    return json.loads(PEOPLE.read_text(encoding="utf-8"))


def find_people() -> None:
    """Fit them again; some ten minutes."""
    search.keep_people(SETTINGS, PEOPLE)

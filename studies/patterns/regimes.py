"""Regimes: where trust ends depends on where it began, and there is no knife edge between the two."""

from __future__ import annotations

import numpy as np

from samenspel.scenario import Scenario

from .pattern import Clause, Measured, Pattern, bootstrapped, enough, listed, with_error
from .places import AS_IT_IS, DECIDED, Settings, outcome, place, runs

STARTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LOW, MIDDLE, HIGH = (STARTS.index(start) for start in (0.2, 0.5, 0.8))
ROUNDS = 60
LOST = 0.4  # mean trust below this at the end is no trust
WIDE, PASSAGE, APART = 0.25, 0.20, 0.20


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 4: the lead decides once, so that all have a goal to begin with."""
    return [judged([end_trust(place("baseline", settings), trust, seeds) for trust in STARTS])]


def judged(ends: list[np.ndarray]) -> Pattern:
    """The pattern, by mean trust at the end of every run, for each of `STARTS`."""
    runs_by_start = np.stack(ends, axis=1)
    errors = bootstrapped(runs_by_start, figures)
    apart, width, passage = (
        Measured(value, float(error), least)
        for value, error, least in zip(figures(runs_by_start), errors, (APART, WIDE, PASSAGE), strict=True)
    )
    means, kept = runs_by_start.mean(axis=0), (runs_by_start >= LOST).mean(axis=0)
    return Pattern(
        4,
        "More than one end",
        (
            Clause(
                "mean trust after 60 rounds is at least .2 higher from .8 than from .2",
                f"{means[LOW]:.2f} from .2, {means[HIGH]:.2f} from .8, {with_error(apart)} apart",
                *enough([apart]),
            ),
            Clause(
                "10 to 90 % of end trust is at least .25 wide (from .5)",
                f"{with_error(width)} ({listed(widths(runs_by_start))} from .1 to .9)",
                *enough([width]),
            ),
            Clause(
                "no knife edge: from a quarter to three quarters that keep trust takes at least .2 of trust",
                f"{with_error(passage)} (kept {listed(kept)})",
                *enough([passage]),
            ),
        ),
    )


def figures(ends: np.ndarray) -> tuple[float, float, float]:
    """How far apart trust ends, how wide it does, and how much trust lies between; of shape (runs, starts)."""
    kept = (ends >= LOST).mean(axis=0).tolist()
    means = ends.mean(axis=0)
    passage = crossing(kept, 0.75) - crossing(kept, 0.25)
    return float(means[HIGH] - means[LOW]), widths(ends)[MIDDLE], passage


def widths(ends: np.ndarray) -> list[float]:
    """Of mean trust at the end, 10 to 90 % of runs, for each of `STARTS`; shape (runs, starts)."""
    low, high = np.quantile(ends, [0.1, 0.9], axis=0)
    return (high - low).tolist()


def end_trust(scenario: Scenario, start: float, seeds: range) -> np.ndarray:
    """Mean trust after 60 rounds of network logic in a group that has a goal from the first round on, by run."""
    changes = {"logic": "network", **DECIDED, "trust.initial": start}
    return outcome(runs(scenario, changes, seeds, ROUNDS), "trust")[:, -1]


def crossing(kept: list[float], share: float) -> float:
    """The trust at the start from which this share keeps it, between the points tried; an end where none does."""
    rising = np.maximum.accumulate(kept)
    if rising[0] >= share:
        return STARTS[0]
    if rising[-1] < share:
        return STARTS[-1]
    return float(np.interp(share, rising, STARTS))

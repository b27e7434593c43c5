"""Verdicts: whether the model shows a claim, contests it, or cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from samenspel.experiments.factors import Recipe
from samenspel.results.intervals import Interval, mean_interval
from samenspel.results.replicates import processors
from samenspel.runs import run, summarise
from samenspel.scenario import Scenario, load

from .claims import Claim, Settings

SHOWS, CONTESTS, CANNOT_TELL = "shows", "contests", "cannot tell"
MARGIN = 0.02  # what is too small to matter, in units of the outcome: what an organisation alone makes is 0.5


@dataclass(frozen=True)
class Verdict:
    """What came of a claim.

    Attributes
    ----------
    claim
        What was asked.
    effect
        The difference, or the change of a difference, with its 95 % interval; NaN where it is not defined.
    word
        `shows`, `contests` or `cannot tell`.
    """

    claim: Claim
    effect: Interval
    word: str


@dataclass
class Laboratory:
    """Runs settings on the same seeds, and remembers what it ran.

    Attributes
    ----------
    seeds
        Of the replicates of every cell.
    runs
        How many runs were made.
    """

    seeds: Sequence[int]
    runs: int = 0
    cells: dict[tuple, dict[str, np.ndarray]] = field(default_factory=dict)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(processors()))

    def outcomes(self, scenario: str, settings: Settings) -> dict[str, np.ndarray]:
        """Every outcome of a scenario with these settings, one number a seed."""
        key = (scenario, *sorted(settings.items()))
        if key not in self.cells:
            made = Recipe({scenario: opened(scenario)}).scenario(settings)
            summaries = list(self.pool.map(lambda seed: summarise(run(made, seed)), self.seeds))
            self.runs += len(summaries)
            self.cells[key] = {
                name: np.array([getattr(one, name) for one in summaries]) for name in summaries[0]._fields
            }
        return self.cells[key]


def opened(scenario: str) -> Scenario:
    """A scenario by name, or from a file beside the claims."""
    return load(Path(__file__).with_name(scenario) if scenario.endswith(".toml") else scenario)


Change = Callable[[dict[str, Any]], Mapping[str, Any]]


def decide(claim: Claim, laboratory: Laboratory, change: Change = lambda settings: settings) -> Verdict:
    """Put a claim to the model.

    Parameters
    ----------
    claim
        What is asked.
    laboratory
        What runs it, with the seeds.
    change
        What is done to the settings of every cell first, to see whether the verdict survives.
    """
    effect = sum(
        sign * laboratory.outcomes(claim.scenario, change(settings))[claim.outcome] for sign, settings in claim.cells()
    )
    interval = mean_interval(effect)
    return Verdict(claim, interval, word_for(claim.expect, interval))


def word_for(expect: str, interval: Interval) -> str:
    """The verdict that an interval leads to.

    Examples
    --------
    >>> word_for("positive", Interval(0.2, 0.1, 0.3, 100)), word_for("not negative", Interval(0.0, -0.01, 0.01, 100))
    ('shows', 'shows')
    >>> word_for("positive", Interval(0.0, -0.1, 0.1, 100)), word_for("negative", Interval(0.2, 0.1, 0.3, 100))
    ('cannot tell', 'contests')
    """
    low, high = (interval.low, interval.high) if expect.endswith("positive") else (-interval.high, -interval.low)
    if expect.startswith("not"):
        return SHOWS if high <= MARGIN else CONTESTS if low > MARGIN else CANNOT_TELL
    return SHOWS if low > 0.0 else CONTESTS if high < 0.0 else CANNOT_TELL


def together(words: Sequence[str]) -> str:
    """The verdict on a hypothesis, from those on its claims.

    Examples
    --------
    >>> together(["shows", "shows"]), together(["shows", "contests", "shows"]), together(["cannot tell"])
    ('shows', 'shows in part (2 of 3)', 'cannot tell')
    """
    shown, contested = words.count(SHOWS), words.count(CONTESTS)
    if shown == len(words):
        return SHOWS
    if contested > shown:
        return f"{CONTESTS} (shows {shown} of {len(words)})"
    return f"shows in part ({shown} of {len(words)})" if shown else CANNOT_TELL

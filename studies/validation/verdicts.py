"""Verdicts: whether the model shows a claim, contests it, shows that it makes no difference, or cannot tell.

An effect counts when the whole of its interval lies beyond the smallest effect of interest of its outcome; it makes no
difference when the whole lies within (Schuirmann 1987; Lakens 2017). Until one of the two is so, pairs are added, up to
a last look.
"""

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

from ..interest import side_of
from .claims import Claim, Settings

SHOWS, NO_DIFFERENCE, CONTESTS, CANNOT_TELL = "shows", "no difference", "contests", "cannot tell"
AT_THE_LIMIT = "at the limit"  # of those that cannot be told: told from nothing, and about as large as counts
AS_EXPECTED, AGAINST = "as expected", "against it"
MOVES = "moves"
LEVEL = 0.99  # of the interval at one look: five looks err together in at most one of twenty (Bonferroni)


@dataclass(frozen=True)
class Verdict:
    """What came of a claim.

    Attributes
    ----------
    claim
        What was asked.
    effect
        The difference, or the change of a difference, with its 99 % interval; NaN where it is not defined.
    word
        `shows`, `no difference`, `contests` or `cannot tell`; of how far a change moves it, `moves` or `cannot tell`.
    """

    claim: Claim
    effect: Interval
    word: str


@dataclass
class Laboratory:
    """Runs settings on the same seeds, and remembers what it ran.

    Attributes
    ----------
    looks
        After how many pairs a verdict is tried, fewest first.
    first
        The seed of the first replicate; the others follow.
    runs
        How many runs were made.
    """

    looks: Sequence[int]
    first: int = 1
    runs: int = 0
    cells: dict[tuple, dict[str, np.ndarray]] = field(default_factory=dict)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(processors()))

    def outcomes(self, scenario: str, settings: Settings, count: int) -> dict[str, np.ndarray]:
        """Every outcome of a scenario with these settings, on the first so many seeds, one number a seed."""
        key = (scenario, *sorted(settings.items()))
        cell = self.cells.setdefault(key, {})
        known = next(iter(cell.values())).size if cell else 0
        if known < count:
            made = Recipe({scenario: opened(scenario)}).scenario(settings)
            seeds = range(self.first + known, self.first + count)
            summaries = list(self.pool.map(lambda seed: summarise(run(made, seed)), seeds))
            self.runs += len(summaries)
            for name in summaries[0]._fields:
                more = np.array([getattr(one, name) for one in summaries])
                cell[name] = np.concatenate([cell.get(name, more[:0]), more])
        return {name: values[:count] for name, values in cell.items()}


def opened(scenario: str) -> Scenario:
    """A scenario by name, or from a file beside the claims."""
    return load(Path(__file__).with_name(scenario) if scenario.endswith(".toml") else scenario)


Change = Callable[[dict[str, Any]], Mapping[str, Any]]


def decide(claim: Claim, laboratory: Laboratory, change: Change = lambda settings: settings) -> Verdict:
    """Put a claim to the model, with as many pairs as it takes.

    Parameters
    ----------
    claim
        What is asked.
    laboratory
        What runs it, on which seeds, and after how many pairs it looks.
    change
        What is done to the settings of every cell first, to see whether the verdict survives.
    """
    for pairs in laboratory.looks:
        effect = sum(
            sign * laboratory.outcomes(claim.scenario, change(settings), pairs)[claim.outcome]
            for sign, settings in claim.cells()
        )
        interval = mean_interval(effect, LEVEL)
        word = word_for(claim.expect, interval, claim.least)
        if word != CANNOT_TELL:
            break
    return Verdict(claim, interval, word)


def limit(here: Verdict, there: Verdict) -> str:
    """Of what cannot be told, whether it is at the limit: there on either block of seeds, about as large as counts.

    Parameters
    ----------
    here, there
        A claim on two blocks of seeds.

    Returns
    -------
    str
        `at the limit`, with the sign that was expected or against it; or `cannot tell`.
    """
    claim, sign = here.claim, here.effect.sign
    if not sign or there.effect.sign != sign or not any(holds_least(one.effect, claim.least) for one in (here, there)):
        return CANNOT_TELL
    wanted = (1 if claim.expect.endswith("positive") else -1) * (-1 if claim.expect.startswith("not") else 1)
    return f"{AT_THE_LIMIT}, {AS_EXPECTED if sign == wanted else AGAINST}"


def holds_least(effect: Interval, least: float) -> bool:
    """Whether the smallest effect of interest, with either sign, lies in an interval that does not hold nothing."""
    return min(abs(effect.low), abs(effect.high)) <= least <= max(abs(effect.low), abs(effect.high))


def moved_by(claim: Claim, laboratory: Laboratory, change: Change, pairs: int) -> Verdict:
    """How far the effect of a claim moves when its settings are changed, on the same seeds.

    Parameters
    ----------
    claim
        What is asked.
    laboratory
        What runs it, and on which seeds.
    change
        What is done to the settings of every cell.
    pairs
        Of runs, of either.
    """
    effect = sum(
        sign
        * (
            laboratory.outcomes(claim.scenario, change(settings), pairs)[claim.outcome]
            - laboratory.outcomes(claim.scenario, settings, pairs)[claim.outcome]
        )
        for sign, settings in claim.cells()
    )
    interval = mean_interval(effect, LEVEL)
    return Verdict(claim, interval, MOVES if interval.sign else CANNOT_TELL)


def word_for(expect: str, interval: Interval, least: float) -> str:
    """The verdict that an interval leads to.

    Parameters
    ----------
    expect
        The expected sign, or the one that is not expected.
    interval
        Of the effect.
    least
        The smallest effect of interest, in the same unit.

    Examples
    --------
    >>> told = [Interval(mean, mean - 0.05, mean + 0.05, 100) for mean in (0.2, 0.0, 0.1, -0.2)]
    >>> [word_for("positive", one, 0.1) for one in told]
    ['shows', 'no difference', 'cannot tell', 'contests']
    >>> [word_for("not positive", one, 0.1) for one in told]
    ['contests', 'shows', 'cannot tell', 'shows']
    """
    side, sign = side_of(interval, least), 1 if expect.endswith("positive") else -1
    if expect.startswith("not"):
        high = interval.high if sign > 0 else -interval.low
        return SHOWS if high <= least else CONTESTS if side == sign else CANNOT_TELL
    return {sign: SHOWS, -sign: CONTESTS, 0: NO_DIFFERENCE, None: CANNOT_TELL}[side]

"""Endings: collaborations end, lose their goal and mend; those that are trusted half-way succeed more often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from samenspel.results.intervals import standard_error
from samenspel.runs import Run
from samenspel.scenario import Scenario, with_changes

from .pattern import Clause, Measured, Pattern, all_of, bootstrapped, enough, mean_of, with_errors
from .places import AS_IT_IS, LOGICS, PLACES, Settings, outcome, place, runs, year_of

HAZARD = (0.03, 0.20)  # a year
LOST = (0.10, 0.60)  # of runs of five years
MENDED = 0.05  # of those, more than this
TOGETHER = (0.2, 0.6)  # correlation


def hazard(found: Sequence[Run], year: int, what: str) -> list[float]:
    """Of collaborations that had a goal when a year began, the part that ended or lost it in that year, by year.

    `what` is `whole` (the goal lapses, or too few are left), or `members` (the part of members that leaves).
    """
    agreed, members = outcome(found, "agreed"), outcome(found, "members")
    ended = outcome(found, "lapsed") + (members < 2)
    left = outcome(found, "left")
    by_year = []
    for start in range(0, agreed.shape[1] - year, year):
        going = (agreed[:, start] > 0) & (members[:, start] > 1)
        if what == "whole":
            events, exposed = (ended[:, start + year] > ended[:, start])[going].sum(), going.sum()
        else:
            events, exposed = (left[:, start + year] - left[:, start])[going].sum(), members[going, start].sum()
        by_year.append(events / exposed if exposed else np.nan)
    return by_year


class Ending(NamedTuple):
    """What becomes of the collaborations of a place under a logic.

    Attributes
    ----------
    yearly
        How many end or lose their goal, of a year.
    lost, mended
        How many runs lose a goal, and how many of those mend.
    together
        Correlation of trust half-way with felt success at the end.
    young, old
        The part of members that leaves, in the first two years and later.
    """

    yearly: Measured
    lost: Measured
    mended: Measured
    together: Measured
    young: float
    old: float


def ending(scenario: Scenario, logic: str, seeds: range) -> Ending:
    """What becomes of the collaborations of a scenario under a logic."""
    found, year = runs(with_changes(scenario, {"logic": logic}), {}, seeds), year_of(scenario)
    figures = np.array([figure(found) for figure in (yearly(year), lost, mended, correlation)])
    errors = [float(bootstrapped(found, figure)) for figure in (yearly(year), lost, mended, correlation)]
    bands = (HAZARD, LOST, (MENDED, np.inf), TOGETHER)
    seen = (Measured(float(value), error, *band) for value, error, band in zip(figures, errors, bands, strict=True))
    leaving = hazard(found, year, "members")
    return Ending(*seen, defined_mean(leaving[:2]), defined_mean(leaving[2:]))


def yearly(year: int) -> Callable[[Sequence[Run]], float]:
    """Mean over years of how many end or lose their goal, as a function of runs."""
    return lambda found: defined_mean(hazard(found, year, "whole"))


def defined_mean(values: Sequence[float]) -> float:
    """The mean of those that are defined; NaN where none is."""
    defined = [one for one in values if not np.isnan(one)]
    return float(np.mean(defined)) if defined else float("nan")


def lost(found: Sequence[Run]) -> float:
    """How many runs lose a goal."""
    return float((outcome(found, "lapsed")[:, -1] > 0).mean())


def mended(found: Sequence[Run]) -> float:
    """Of those, how many mend; NaN where none loses one."""
    lapsed = outcome(found, "lapsed")[:, -1] > 0
    return float((outcome(found, "mended")[lapsed, -1] > 0).mean()) if lapsed.any() else float("nan")


def correlation(found: Sequence[Run]) -> float:
    """Of trust half-way with felt success at the end, among runs that have a goal half-way."""
    agreed = outcome(found, "agreed")
    middle = agreed.shape[1] // 2
    going = agreed[:, middle] > 0
    if going.sum() < 10:
        return float("nan")
    trust, success = outcome(found, "trust")[going, middle], outcome(found, "felt_success")[going, -1]
    if min(np.ptp(trust), np.ptp(success)) <= 0.0:
        return float("nan")
    return float(np.corrcoef(trust, success)[0, 1])


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Patterns 2 and 3."""
    found = {logic: [ending(place(name, settings), logic, seeds) for name in PLACES] for logic in LOGICS}
    young, old = ([getattr(one, time) for those in found.values() for one in those] for time in ("young", "old"))
    falls, chance = np.mean(young) - np.mean(old), 2 * standard_error(np.subtract(young, old))
    hazards = {logic: [one.yearly for one in those] for logic, those in found.items()}
    losses = {logic: [one.lost for one in those] for logic, those in found.items()}
    together = {logic: [one.together for one in those] for logic, those in found.items()}
    endings = Pattern(
        2,
        "Endings",
        (
            *(
                Clause(
                    f"{logic}: the whole ends or loses its goal in .03 to .20 of years, everywhere",
                    with_errors(those),
                    *enough(those),
                )
                for logic, those in hazards.items()
            ),
            Clause(
                "members leave less in later years than in the first two, beyond chance (mean of places and logics)",
                f"{np.mean(young):.3f} to {np.mean(old):.3f} (a fall of {falls:.3f}, ± {chance:.3f})",
                bool(falls > chance),
            ),
            *(
                Clause(
                    f"{logic}: a goal is lost in .10 to .60 of runs, and some mend",
                    f"lost {with_errors(those)}; mended {with_errors([one.mended for one in found[logic]])}",
                    *all_of(enough(those), enough([mean_of([one.mended for one in found[logic]])])),
                )
                for logic, those in losses.items()
            ),
        ),
    )
    trust = Pattern(
        3,
        "Trust half-way, and success as it is felt at the end",
        tuple(
            Clause(
                f"{logic}: they correlate .2 to .6 among collaborations with a goal half-way, in three of four places",
                with_errors(those),
                *enough(those, 3),
            )
            for logic, those in together.items()
        ),
    )
    return [endings, trust]

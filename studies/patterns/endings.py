"""Endings: collaborations end, lose their goal and mend; members leave, ties end; and whom trust half-way serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from samenspel.measures import OUTCOMES
from samenspel.results.intervals import standard_error
from samenspel.runs import Course, Run
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER

from .pattern import Clause, Measured, Pattern, all_of, bootstrapped, enough, mean_of, with_errors
from .places import AS_IT_IS, LOGICS, PLACES, Settings, outcome, place, runs, spread_out, year_of

HAZARD = (0.03, 0.20)  # of years
LOST = (0.10, 0.60)  # of runs of five years
MENDED = 0.05  # of those, more than this
TOGETHER = (0.2, 0.6)  # correlation
YOUNG = 2  # years
OF_TIES = 200  # seeds on which ties are followed, round by round


class Ageing(NamedTuple):
    """What part ends in a year, of the young and of the old, and by how much less of the old."""

    young: Measured
    old: Measured
    fall: Measured


class Ending(NamedTuple):
    """What becomes of the collaborations of a place under a logic.

    Attributes
    ----------
    yearly
        How many end or lose their goal, of the years that began with one.
    lost, mended
        How many runs lose a goal, and how many of those mend.
    together
        Correlation of trust half-way with felt success at the end.
    members
        What part of members leaves, in the first two years and later.
    """

    yearly: Measured
    lost: Measured
    mended: Measured
    together: Measured
    members: Ageing


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Patterns 2 and 3."""
    found = {logic: [ending(place(name, settings), logic, seeds) for name in PLACES] for logic in LOGICS}
    ties = [ties_of(place(name, settings), logic, seeds[:OF_TIES]) for logic in LOGICS for name in PLACES]
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
            falls(
                "members leave less in later years than in the first two",
                [one.members for those in found.values() for one in those],
            ),
            *(
                Clause(
                    f"{logic}: a goal is lost in .10 to .60 of runs, and some mend",
                    f"lost {with_errors(those)}; mended {with_errors([one.mended for one in found[logic]])}",
                    *all_of(enough(those), enough([mean_of([one.mended for one in found[logic]])])),
                )
                for logic, those in losses.items()
            ),
            falls("ties between members end less once they are older than two years", ties),
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


def ending(scenario: Scenario, logic: str, seeds: range) -> Ending:
    """What becomes of the collaborations of a scenario under a logic."""
    found, year = runs(with_changes(scenario, {"logic": logic}), {}, seeds), year_of(scenario)
    lapsed, mended = outcome(found, "lapsed")[:, -1] > 0, outcome(found, "mended")[:, -1] > 0
    pairs = half_way(found)
    return Ending(
        rate(*(of_years.sum(axis=1) for of_years in by_year(found, year, "whole")), *HAZARD),
        rate(lapsed, np.ones(len(found)), *LOST),
        rate(mended & lapsed, lapsed, MENDED, np.inf),
        Measured(correlated(pairs), float(bootstrapped(pairs, correlated)), *TOGETHER),
        by_age(by_year(found, year, "members")),
    )


def by_year(found: Sequence[Run], year: int, what: str) -> tuple[np.ndarray, np.ndarray]:
    """Of every run, in the years that began with a goal: what ended, and what could.

    Parameters
    ----------
    found
        The runs.
    year
        Rounds in a year.
    what
        `whole` (the goal lapses, or too few are left; it can once a year), or `members` (those that leave, of those
        there).

    Returns
    -------
    (ended, exposed)
        Both of shape (runs, years); 0 in a year that did not begin with a goal.
    """
    agreed, members = outcome(found, "agreed"), outcome(found, "members")
    starts = np.arange(0, agreed.shape[1] - year, year)
    going = (agreed[:, starts] > 0) & (members[:, starts] > 1)
    if what == "whole":
        ended = outcome(found, "lapsed") + (members < 2)
        return going & (ended[:, starts + year] > ended[:, starts]), going
    left = outcome(found, "left")
    return np.where(going, left[:, starts + year] - left[:, starts], 0), np.where(going, members[:, starts], 0)


def hazard(found: Sequence[Run], year: int, what: str) -> list[float]:
    """What part of what could end did, by year (see `by_year`); NaN in a year that began with a goal in no run."""
    ended, exposed = (of_years.sum(axis=0) for of_years in by_year(found, year, what))
    return [float(e / x) if x else float("nan") for e, x in zip(ended, exposed, strict=True)]


def ties_of(scenario: Scenario, logic: str, seeds: range) -> Ageing:
    """What part of the ties between members comes to rest in a year, younger than two years and older."""
    return by_age(ties_ended(with_changes(scenario, {"logic": logic}), seeds))


def ties_ended(scenario: Scenario, seeds: range) -> tuple[np.ndarray, np.ndarray]:
    """Of every run, by the age of ties in years: ties between members that came to rest, and years that they were open.

    Both have shape (seeds, years). Whoever leaves takes its ties along, which is no end of them here.
    """
    year = year_of(scenario)

    def follow(seed: int) -> np.ndarray:
        course, history = Course(scenario, seed), np.zeros(scenario.rounds, OUTCOMES)
        seats = course.state.organisations
        source = np.repeat(np.arange(seats.size), seats["last"] - seats["first"])
        counted = np.zeros((2, scenario.rounds // year + 1))
        for played in range(1, scenario.rounds + 1):
            age = course.state.ties["age"].copy()
            course.proceed(played, history)
            ties, member = course.state.ties, course.state.organisations["member"] == MEMBER
            open_ = member[source] & member[ties["target"]] & (age > 0)
            old = np.minimum((age[open_] - 1) // year, counted.shape[1] - 1)
            np.add.at(counted[0], old, ties["age"][open_] == 0)
            np.add.at(counted[1], old, 1.0 / year)
        return counted

    ended, exposed = np.array(spread_out(follow, seeds)).swapaxes(0, 1)
    return ended, exposed


def by_age(of_years: tuple[np.ndarray, np.ndarray]) -> Ageing:
    """What part ends of the young and of the old; the fall by run, as both are of the same runs."""
    (young, of_young), (old, of_old) = (
        [of_year[:, ages].sum(axis=1) for of_year in of_years] for ages in (slice(YOUNG), slice(YOUNG, None))
    )
    at_first, later = rate(young, of_young), rate(old, of_old)
    pulls = pull(young, of_young) - pull(old, of_old)
    return Ageing(at_first, later, Measured(at_first.value - later.value, 2 * standard_error(pulls), low=0.0))


def rate(ended: np.ndarray, exposed: np.ndarray, low: float = -np.inf, high: float = np.inf) -> Measured:
    """Ended of exposed over all runs, each of shape (runs,); the error is that of a ratio of two means (linearised)."""
    if not exposed.any():
        return Measured(float("nan"), float("nan"), low, high)
    return Measured(float(ended.sum() / exposed.sum()), 2 * standard_error(pull(ended, exposed)), low, high)


def pull(ended: np.ndarray, exposed: np.ndarray) -> np.ndarray:
    """How far each run draws the rate from what it is over all, shape (runs,); NaN where nothing could end."""
    with np.errstate(invalid="ignore"):
        return (ended - ended.sum() / exposed.sum() * exposed) / exposed.mean()


def falls(says: str, cells: Sequence[Ageing]) -> Clause:
    """Whether something ends less of the old, in the mean of places and logics, beyond the chance of seeds."""
    young, old, fall = (mean_of([one[part] for one in cells]) for part in range(3))
    less, more = (sum(sign * one.fall.value > one.fall.error for one in cells) for sign in (1, -1))
    if np.isnan(fall.value):
        return Clause(f"{says}, beyond chance (mean of places and logics)", "none grows so old", False)
    return Clause(
        f"{says}, beyond chance (mean of places and logics)",
        f"{young.value:.4f} to {old.value:.4f} of a year (a fall of {fall.value:.4f}, ± {fall.error:.4f}); "
        f"a fall is told in {less} of {len(cells)}, a rise in {more}",
        bool(fall.value > fall.error),
    )


def half_way(found: Sequence[Run]) -> np.ndarray:
    """Trust half-way and felt success at the end of the runs that have a goal half-way, shape (those, 2)."""
    agreed = outcome(found, "agreed")
    middle = agreed.shape[1] // 2
    going = agreed[:, middle] > 0
    return np.column_stack([outcome(found, "trust")[going, middle], outcome(found, "felt_success")[going, -1]])


def correlated(pairs: np.ndarray) -> float:
    """The correlation of two columns; NaN for fewer than ten rows, and where one does not vary."""
    if len(pairs) < 10 or np.ptp(pairs, axis=0).min() <= 0.0:
        return float("nan")
    return float(np.corrcoef(*pairs.T)[0, 1])

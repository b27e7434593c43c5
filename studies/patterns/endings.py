"""Endings: collaborations end, lose their goal and mend; members leave, ties end; and whom trust half-way serves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from samenspel.measures import OUTCOMES
from samenspel.results.intervals import standard_error
from samenspel.runs import Course, Run
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER

from .pattern import Clause, Pattern, listed, within
from .places import AS_IT_IS, LOGICS, PLACES, Settings, outcome, place, runs, spread_out, year_of

HAZARD = (0.03, 0.20)  # of years
LOST = (0.10, 0.60)  # of runs of five years
TOGETHER = (0.2, 0.6)  # correlation
YOUNG = 2  # years
OF_TIES = 200  # seeds on which ties are followed, round by round


class Figure(NamedTuple):
    """A figure of one place, and two standard errors of it."""

    value: float
    error: float


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Patterns 2 and 3."""
    yearly: dict[str, list[Figure]] = {}
    lost: dict[str, list[Figure]] = {}
    back: dict[str, list[float]] = {}
    together: dict[str, list[Figure]] = {}
    members, ties = [], []
    for logic in LOGICS:
        yearly[logic], lost[logic], back[logic], together[logic] = [], [], [], []
        for name in PLACES:
            scenario, year = with_changes(place(name, settings), {"logic": logic}), year_of(place(name))
            found = runs(scenario, {}, seeds)
            yearly[logic].append(rate(*(of_year.sum(axis=1) for of_year in by_year(found, year, "whole"))))
            members.append(by_age(by_year(found, year, "members")))
            ties.append(by_age(ties_ended(scenario, seeds[:OF_TIES])))
            lapsed, mended = outcome(found, "lapsed")[:, -1] > 0, outcome(found, "mended")[:, -1] > 0
            lost[logic].append(rate(lapsed, np.ones(len(found))))
            back[logic].append(float(mended[lapsed].mean()) if lapsed.any() else np.nan)
            together[logic].append(correlation(found))
    endings = Pattern(
        2,
        "Endings",
        (
            *(
                Clause(
                    f"{logic}: the whole ends or loses its goal in .03 to .20 of years, everywhere",
                    with_errors(yearly[logic]),
                    *judged(yearly[logic], HAZARD),
                )
                for logic in LOGICS
            ),
            falls("members leave less in later years than in the first two", members),
            *(
                Clause(
                    f"{logic}: a goal is lost in .10 to .60 of runs, and some mend",
                    f"lost {with_errors(lost[logic])}; mended {listed(back[logic])}",
                    (lies := judged(lost[logic], LOST))[0] and bool(np.nanmean(back[logic]) > 0.05),
                    lies[1],
                )
                for logic in LOGICS
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
                with_errors(together[logic]),
                *judged(together[logic], TOGETHER, 3),
            )
            for logic in LOGICS
        ),
    )
    return [endings, trust]


def by_year(found: list[Run], year: int, what: str) -> tuple[np.ndarray, np.ndarray]:
    """Of every run, in the years that began with a goal: what ended, and what could.

    Parameters
    ----------
    found
        The runs.
    year
        Rounds in a year.
    what
        `whole` (the goal lapses, or too few are left; it can once), or `members` (those that leave, of those there).

    Returns
    -------
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


def hazard(found: list[Run], year: int, what: str) -> list[float]:
    """What part of what could end did, by year (see `by_year`); NaN in a year of which no run began with a goal."""
    ended, exposed = (of_year.sum(axis=0) for of_year in by_year(found, year, what))
    return [float(e / x) if x else np.nan for e, x in zip(ended, exposed, strict=True)]


def ties_ended(scenario: Scenario, seeds: range) -> tuple[np.ndarray, np.ndarray]:
    """Of every run, by the age of ties in years: ties between members that came to rest, and years that they were open.

    Both have shape (seeds, years); whoever leaves, takes its ties along, which is no end of them here.
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


def by_age(of_years: tuple[np.ndarray, np.ndarray]) -> tuple[Figure, Figure, Figure]:
    """What part ends of the young, of the old, and by how much less of the old; run by run, as both are of the same."""
    (young, of_young), (old, of_old) = (
        [of_year[:, ages].sum(axis=1) for of_year in of_years] for ages in (slice(YOUNG), slice(YOUNG, None))
    )
    at_first, later = rate(young, of_young), rate(old, of_old)
    pulls = pull(young, of_young) - pull(old, of_old)
    return at_first, later, Figure(at_first.value - later.value, 2 * standard_error(pulls))


def rate(ended: np.ndarray, exposed: np.ndarray) -> Figure:
    """Ended of exposed, over all runs; the error is that of a ratio of two means (linearised)."""
    if not exposed.any():
        return Figure(np.nan, np.nan)
    return Figure(float(ended.sum() / exposed.sum()), 2 * standard_error(pull(ended, exposed)))


def pull(ended: np.ndarray, exposed: np.ndarray) -> np.ndarray:
    """How far each run draws the rate from what it is over all, shape (runs,)."""
    return (ended - ended.sum() / exposed.sum() * exposed) / exposed.mean()


def falls(says: str, cells: list[tuple[Figure, Figure, Figure]]) -> Clause:
    """Whether something ends less of the old, in the mean of places and logics, beyond the chance of seeds."""
    young, old, fall = (np.array([one[part] for one in cells]) for part in range(3))
    change, chance = fall[:, 0].mean(), np.sqrt(np.square(fall[:, 1]).sum()) / len(cells)
    less = int(np.sum(fall[:, 0] > fall[:, 1]))
    more = int(np.sum(fall[:, 0] < -fall[:, 1]))
    return Clause(
        f"{says}, beyond chance (mean of places and logics)",
        f"{young[:, 0].mean():.4f} to {old[:, 0].mean():.4f} of a year, a fall of {change:.4f} (± {chance:.4f}); "
        f"told in {less} of {len(cells)}, a rise in {more}",
        bool(change > chance),
    )


def judged(figures: list[Figure], band: tuple[float, float], needed: int | None = None) -> tuple[bool, bool]:
    """Whether so many figures (by default all) lie in a band, and whether chance decides that."""
    needed = len(figures) if needed is None else needed
    lies = sum(within(value, *band) for value, _ in figures)
    surely = sum(within(value - error, *band) and within(value + error, *band) for value, error in figures)
    may = sum(value + error >= band[0] and value - error <= band[1] for value, error in figures)
    return lies >= needed, surely < needed <= may


def with_errors(figures: list[Figure]) -> str:
    """Figures of places one after the other, and the largest error of them."""
    return f"{listed([one.value for one in figures])} (± {max(one.error for one in figures):.2f} at most)"


def correlation(found: list[Run]) -> Figure:
    """Of trust half-way with felt success at the end, among runs that have a goal half-way."""
    agreed = outcome(found, "agreed")
    middle = agreed.shape[1] // 2
    going = agreed[:, middle] > 0
    if going.sum() < 10:
        return Figure(np.nan, np.nan)
    trust, success = outcome(found, "trust")[going, middle], outcome(found, "felt_success")[going, -1]
    found_at = float(np.corrcoef(trust, success)[0, 1])
    return Figure(found_at, 2 * (1 - found_at**2) / float(np.sqrt(going.sum() - 1)))

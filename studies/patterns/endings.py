"""Endings: collaborations end, lose their goal and mend; those that are trusted half-way succeed more often."""

from __future__ import annotations

import numpy as np

from samenspel.results.intervals import standard_error
from samenspel.runs import Run

from .pattern import Clause, Pattern, listed, within
from .places import AS_IT_IS, LOGICS, PLACES, Settings, outcome, place, runs, year_of

HAZARD = (0.03, 0.20)  # a year
LOST = (0.10, 0.60)  # of runs of five years
TOGETHER = (0.2, 0.6)  # correlation


def hazard(found: list[Run], year: int, what: str) -> list[float]:
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


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Patterns 2 and 3."""
    yearly, lost, back, young, old, together = {}, {}, {}, [], [], {}
    for logic in LOGICS:
        yearly[logic], lost[logic], back[logic], together[logic] = [], [], [], []
        for name in PLACES:
            found = runs(place(name, settings), {"logic": logic}, seeds)
            year = year_of(place(name))
            yearly[logic].append(float(np.nanmean(hazard(found, year, "whole"))))
            leaving = hazard(found, year, "members")
            young.append(np.nanmean(leaving[:2]))
            old.append(np.nanmean(leaving[2:]))
            lapsed, mended = outcome(found, "lapsed")[:, -1] > 0, outcome(found, "mended")[:, -1] > 0
            lost[logic].append(float(lapsed.mean()))
            back[logic].append(float(mended[lapsed].mean()) if lapsed.any() else np.nan)
            together[logic].append(correlation(found))
    falls, chance = np.mean(young) - np.mean(old), 2 * standard_error(np.subtract(young, old))
    endings = Pattern(
        2,
        "Endings",
        (
            *(
                Clause(
                    f"{logic}: the whole ends or loses its goal in .03 to .20 of years, everywhere",
                    listed(yearly[logic]),
                    all(within(one, *HAZARD) for one in yearly[logic]),
                )
                for logic in LOGICS
            ),
            Clause(
                "members leave less in later years than in the first two, beyond chance (mean of places and logics)",
                f"{np.mean(young):.3f} to {np.mean(old):.3f} (a fall of {falls:.3f}, ± {chance:.3f})",
                bool(falls > chance),
            ),
            *(
                Clause(
                    f"{logic}: a goal is lost in .10 to .60 of runs, and some mend",
                    f"lost {listed(lost[logic])}; mended {listed(back[logic])}",
                    all(within(one, *LOST) for one in lost[logic]) and bool(np.nanmean(back[logic]) > 0.05),
                )
                for logic in LOGICS
            ),
        ),
    )
    trust = Pattern(
        3,
        "Trust half-way, and success as it is felt at the end",
        tuple(
            Clause(
                f"{logic}: they correlate .2 to .6 among collaborations with a goal half-way, in three of four places",
                listed(together[logic]),
                sum(within(one, *TOGETHER) for one in together[logic]) >= 3,
            )
            for logic in LOGICS
        ),
    )
    return [endings, trust]


def correlation(found: list[Run]) -> float:
    """Of trust half-way with felt success at the end, among runs that have a goal half-way."""
    agreed = outcome(found, "agreed")
    middle = agreed.shape[1] // 2
    going = agreed[:, middle] > 0
    if going.sum() < 10:
        return float("nan")
    trust, success = outcome(found, "trust")[going, middle], outcome(found, "felt_success")[going, -1]
    return float(np.corrcoef(trust, success)[0, 1])

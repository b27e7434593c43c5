"""Partnerships as measured: a year in the life of 59 of them, told by the model.

Valentijn et al. (2015) asked the members of Dutch primary-care partnerships, 5.7 each, about the five conditions on a
scale of 1 to 4, twice, about a year apart. Here as many partnerships are drawn, play that year, and are measured
in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from samenspel import dynamics
from samenspel.conditions import CONDITIONS
from samenspel.measures import OUTCOMES
from samenspel.parameters import as_record
from samenspel.population import declare
from samenspel.state import State

PARTNERSHIPS, MEMBERS = 59, 5.7
FEWEST, MOST = 3, 12
BEGUN, YEAR = 6, 12  # rounds of a month: how long they had met when first asked (assumption), and between the two times

# Mean and standard deviation over partnerships, at T0 and at T1, in the order of CONDITIONS, as published.
MEASURED = np.array(
    [
        [[3.49, 0.27], [3.04, 0.34], [3.20, 0.26], [3.02, 0.28], [3.04, 0.29]],
        [[3.49, 0.27], [3.02, 0.39], [3.27, 0.36], [3.08, 0.37], [3.11, 0.36]],
    ]
)

# What the partnerships differ in, and by which of the standard deviations that are calibrated.
DIFFER = {
    "trust.initial": "differences.people",
    "understanding.initial": "differences.people",
    "organisations.commitment": "differences.people",
    "organisations.loyalty": "differences.people",
    "organisations.interests": "differences.stakes",
    "organisations.autonomy": "differences.stakes",
    "dependence.total": "differences.stakes",
    "effort.organisation": "differences.effort",
    "effort.process": "differences.effort",
}


def year(
    settings: Mapping[str, float],
    chance: np.random.Generator,
    partnerships: int = PARTNERSHIPS,
    asked: Sequence[str] = CONDITIONS,
) -> np.ndarray:
    """The five conditions of partnerships at T0 and T1, or whatever else is asked.

    Parameters
    ----------
    settings
        Parameters of the model by name, all partnerships; and the standard deviations `differences.people`,
        `differences.stakes`, `differences.effort` (shares) between partnerships, and `answers.noise` (share), what
        answers differ from the index for reasons that the model does not know.
    chance
        Who is in the sample.
    asked
        Outcomes of the model by name, to which answers add their noise.

    Returns
    -------
    array, shape (partnerships, 2, asked)
        As the model has them, conditions in [0, 1]; NaN for a partnership that was dissolved by then.
    """
    scores = np.full((partnerships, 2, len(asked)), np.nan)
    common = as_record(dynamics.Parameters())
    for name, value in settings.items():
        group, _, field = name.partition(".")
        if group not in ("differences", "answers"):
            common[group][field] = value
    for scored in scores:
        record = common.copy()
        for name, spread in DIFFER.items():
            group, field = name.split(".")
            drawn = common[group][field][0] + settings[spread] * chance.standard_normal()
            record[group][field] = min(1.0, max(0.0, drawn))
        state = together(min(MOST, FEWEST + int(chance.poisson(MEMBERS - FEWEST)))).copy()
        seed = int(chance.integers(2**63))
        history = np.zeros(BEGUN + YEAR, OUTCOMES)
        dynamics.begin(state, record, seed)
        dynamics.play(state, record, seed, 1, BEGUN + YEAR, history)
        for time, round_ in enumerate((BEGUN, BEGUN + YEAR)):
            now = history[round_ - 1]
            if now["members"] >= 2:
                noise = settings["answers.noise"] * chance.standard_normal(len(asked))
                scored[time] = [now[name] for name in asked] + noise
    return scores


@cache
def together(organisations: int) -> State:
    """A state of organisations that are all tied to one another."""
    pairs = [(i, j) for i in range(organisations) for j in range(i + 1, organisations)]
    return declare(2, np.array(pairs), organisations)


def summary(scores: np.ndarray) -> np.ndarray:
    """Mean and standard deviation over partnerships, on the scale of 1 to 4: shape (2, 5, 2), as `MEASURED`."""
    on_four = 1.0 + 3.0 * scores
    return np.stack([np.nanmean(on_four, axis=0), np.nanstd(on_four, axis=0, ddof=1)], axis=-1)

"""The present state of a group: what stands there, fitted to what it scores on all five conditions together.

What was asked of an organisation or a tie is declared as it was answered. Each condition has one thing besides that no
question asks for by itself, and that its score is about:

- ambition: how far interests are shared;
- relation: how well organisations understand one another;
- interests, organisation, process: what stands of them without anybody working on it.

What is likely of these follows from Bayes' rule: by itself a group is taken to have as much of each as it scores, give
or take `BELIEF`; and the indices of the model after the first round are taken to be what it scores, give or take the
chance in its answers and `MODEL`. The most likely is found by least squares, and around it is taken to be normal
(Tierney and Kadane 1986). So no score becomes nothing where the model cannot reach it, and what is said with little
certainty moves little.

Two things are not fitted, as the same scores could be had by either. How much partners bring one another goes by what
the group scores on interests beside the partnerships that were measured. And a group has an agreement, unless it is
said, when it scores organisation and process together above the middle of the scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from .. import dynamics
from ..conditions import CONDITIONS
from ..dynamics import Parameters
from ..measures import OUTCOMES
from ..networks import Roster
from ..own_mechanism import of_the_model
from ..parameters import as_record
from ..state import State
from . import measured
from .options import YEAR
from .ratings import (
    Answers,
    by_condition,
    group_scores,
    interests_width,
    is_number,
    parameters_of,
    rated_roster,
    rounded,
    understanding_at_first,
    works_by_agreement,
)

STOCKS = ("interests", "organisation", "process")  # of which something stands without anybody working on it
BELIEF = 0.20  # standard deviation of what stands around what is scored, share (assumption)
MODEL = 0.05  # standard deviation of an index of the model around a score without any chance in it, share (assumption)
UNSURE = 0.25  # standard deviation between respondents where it cannot be known: that of answers all over the scale
STAKES = 0.094  # standard deviation of what partners bring one another, between those measured (docs/calibration.md)
LEAST_LEVEL = 0.5  # of what they bring one another, relative to the default
SEEDS, MOST_TIES = 60, 500_000  # of the runs that an index is the mean of, and ties in all of these together
FEWEST_SEEDS = 3
STEP = 0.05  # by which slopes are found
MOST_TRIES = 8  # of the search, each of which finds all slopes
NEAR = 0.001  # from the ends of a range, where it cannot begin

Declare = Callable[[Roster, int], Callable[[int], State]]  # of who takes part and the age of its agreement
Settle = Callable[[Mapping[str, Any]], Parameters]  # all parameters, with these for what the scenario does not say


class Present(NamedTuple):
    """What a group is like now.

    Attributes
    ----------
    roster
        Who takes part, with every rating as the model takes it.
    parameters
        Those that say what stands, and around what and how wide chance draws what was not answered.
    age
        Rounds that the group has had its agreement; 0 where it has none.
    stands
        Shape (5,): what was fitted for each condition, share; NaN where it was not asked.
    unsure
        Shape (5,): the standard deviation that it is known by.
    level
        How much partners bring one another, relative to the default.
    doubts
        By parameter that says what stands, the standard deviation that follows for it.
    """

    roster: Roster
    parameters: dict[str, float]
    age: int
    stands: np.ndarray
    unsure: np.ndarray
    level: float = 1.0
    doubts: Mapping[str, float] = {}


def present(answers: Answers, declare: Declare, settle: Settle, age: int | None = None) -> Present:
    """What the group that gave these answers is like now.

    Parameters
    ----------
    answers
        What its files say.
    declare
        Makes a declaration of who takes part.
    settle
        Makes the parameters of a run.
    age
        Rounds that it has had its agreement, 0 for none; None where it is not known.
    """
    scores, apart = group_scores(answers)
    usual = parameters_of(answers, scores, apart)
    nothing = np.full(scores.size, np.nan)
    asked = np.flatnonzero(~np.isnan(scores))
    if not asked.size:
        return Present(rated_roster(answers), usual, age or 0, nothing, nothing)
    age, level = age_by(scores) if age is None else age, level_by(scores)
    roster, n = rated_roster(answers, level), len(answers.roster.organisations)
    declared = declare(roster, age)

    def parameters_at(values: np.ndarray) -> dict[str, float]:
        stands = nothing.copy()
        stands[asked] = values
        return usual | parameters_by(stands, level, n)

    def found_at(values: np.ndarray) -> np.ndarray:
        return index(declared, settle(parameters_at(values)))[asked]

    values, unsure = most_likely(found_at, scores[asked], doubt(answers, apart)[asked])
    stands, known = nothing.copy(), nothing.copy()
    stands[asked], known[asked] = values, unsure
    return Present(roster, parameters_at(values), age, stands, known, level, doubts_by(stands, known, n))


def age_by(scores: np.ndarray) -> int:
    """Rounds that a group of these scores has had an agreement, where it is not said; 0 for none."""
    return YEAR if works_by_agreement(scores) else 0


def level_by(scores: np.ndarray) -> float:
    """How much partners bring one another by what they score on interests, relative to the default.

    The default is that of the partnerships that were measured. As far as a group scores above or below these, in their
    standard deviations, it is taken to bring one another more or less, in the standard deviations between them.

    Examples
    --------
    >>> level_by(np.array([0.5, 0.68, 0.5, 0.5, 0.5])), level_by(np.array([0.5, 0.453, 0.5, 0.5, 0.5]))
    (1.0, 0.8117)
    """
    above = float(measured.above(scores)[CONDITIONS.index("interests")])
    return max(LEAST_LEVEL, rounded(1.0 + STAKES * above)) if is_number(above) else 1.0


def parameters_by(stands: np.ndarray, level: float, n: int) -> dict[str, float]:
    """The parameters that what stands is, in a group of n.

    Parameters
    ----------
    stands
        Shape (5,), share; NaN of what was not asked.
    level
        How much partners bring one another, relative to the default.
    n
        Organisations.
    """
    known = by_condition(stands)
    values = {f"stock.{name}": share for name, share in known.items() if name in STOCKS}
    if "ambition" in known:
        values["organisations.interests"] = interests_width(known["ambition"], n)
    if "relation" in known:
        values["understanding.initial"] = understanding_at_first(known["relation"])
    if level != 1.0:
        values["dependence.total"] = level * Parameters().dependence.total
    return {name: rounded(value) for name, value in values.items()}


def doubts_by(stands: np.ndarray, unsure: np.ndarray, n: int) -> dict[str, float]:
    """By parameter, the standard deviation that it is known by: half of how far one lies between its two ends.

    Parameters
    ----------
    stands, unsure
        Shape (5,), share; NaN of what was not asked.
    n
        Organisations.

    Examples
    --------
    >>> doubts_by(np.array([np.nan, 0.6, np.nan, np.nan, np.nan]), np.full(5, 0.1), n=8)
    {'stock.interests': 0.1}
    """
    low, high = (parameters_by(np.clip(stands + sign * unsure, 0.0, 1.0), 1.0, n) for sign in (-1.0, 1.0))
    return {name: rounded(abs(high[name] - low[name]) / 2.0) for name in low}


def doubt(answers: Answers, apart: np.ndarray) -> np.ndarray:
    """Shape (5,): standard deviation of the score of the group, by its respondents, and of the model around it."""
    respondents = (~np.isnan(answers.scores.values)).sum(axis=0) if answers.scores else np.ones(apart.size)
    return np.sqrt(np.where(np.isnan(apart), UNSURE, apart) ** 2 / np.maximum(1, respondents) + MODEL**2)


def most_likely(
    found_at: Callable[[np.ndarray], np.ndarray], scores: np.ndarray, doubts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What most likely stands, and the standard deviation that it is known by; shape (k,) each, of what was asked.

    Parameters
    ----------
    found_at
        From what stands to the indices of the model.
    scores, doubts
        Of the group, and the standard deviation of each.

    Examples
    --------
    Where the index is what stands, and both are as sure, it is what was scored, by less than either doubt:

    >>> most_likely(lambda stands: stands, np.array([0.6]), np.array([0.2]))
    (array([0.6]), array([0.14142136]))
    """
    from scipy.optimize import least_squares

    def misses(values: np.ndarray) -> np.ndarray:
        return np.concatenate([(found_at(values) - scores) / doubts, (values - scores) / BELIEF])

    def slopes(values: np.ndarray) -> np.ndarray:
        here, columns = misses(values), []
        for place in range(values.size):
            there = values.copy()
            there[place] += STEP if values[place] + STEP <= 1.0 else -STEP
            columns.append((misses(there) - here) / (there[place] - values[place]))
        return np.array(columns).T

    best = least_squares(misses, np.clip(scores, NEAR, 1.0 - NEAR), slopes, bounds=(0.0, 1.0), max_nfev=MOST_TRIES)
    return best.x, np.sqrt(np.diag(np.linalg.inv(best.jac.T @ best.jac)))


def index(declare: Callable[[int], State], parameters: Parameters) -> np.ndarray:
    """The five conditions of the model after the first round, mean over seeds, shape (5,)."""
    record, found = as_record(of_the_model(parameters)), np.zeros(len(CONDITIONS))
    seeds = seeds_for(declare(1).ties.size)
    for seed in range(1, seeds + 1):
        state, history = declare(seed), np.zeros(1, OUTCOMES)
        dynamics.begin(state, record, seed)
        dynamics.play(state, record, seed, 1, 1, history)
        found += [history[0][condition] for condition in CONDITIONS]
    return found / seeds


def seeds_for(ties: int) -> int:
    """Of how many runs an index is the mean: fewer of a large network, whose chance is less."""
    return max(FEWEST_SEEDS, min(SEEDS, MOST_TIES // max(1, ties)))


def rounds_played(ties: int) -> int:
    """How many rounds are played at most to fit a group with so many ties."""
    return seeds_for(ties) * MOST_TRIES * (len(CONDITIONS) + 2)

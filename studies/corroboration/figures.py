"""Published figures that nothing in the model was calibrated on, the band around each, and what the model has.

Bands and expectations were fixed before the runs. What was used in calibrating (docs/calibration.md) is not here:
levels and spreads of the five conditions, yearly endings, trust with success.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import networkx as nx
import numpy as np

from samenspel.dynamics import Parameters
from samenspel.measures import OUTCOMES
from samenspel.runs import Course, run
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER

from ..calibration.partnerships import PARTNERSHIPS, year
from ..patterns.endings import hazard
from ..patterns.places import PLACES, means_to_deliver, place, runs, spread_out, year_of
from ..patterns.structure import centralisation, on, worked_with
from ..patterns.year import PEOPLE, SAMPLES

NETWORK = {"logic": "network"}
PUBLIC = "recomputed by us, of public data sets that were not noted"
LARGE, SAMPLE = 25, 20  # organisations of a network as PARTNER has measured them; networks
YEARS = 4  # of a collaboration, in which one is the worst
PART = 0.5  # of a promise, delivered once or twice


class Figure(NamedTuple):
    """A published figure.

    Attributes
    ----------
    says, source
        What it is, and where it is from: a key of docs/bibliography.md, or `PUBLIC`.
    published
        As it was published.
    low, high
        The band that the model's has to lie in.
    inside
        Whether it was expected to.
    measure
        The model's, by seeds.
    """

    says: str
    source: str
    published: str
    low: float
    high: float
    inside: bool
    measure: Callable[[range], Measured]


class Measured(NamedTuple):
    """The model's figure, and two standard errors of it; NaN where it has none."""

    value: float
    error: float = math.nan


def jackknifed(values: np.ndarray, statistic: Callable[[np.ndarray], float]) -> Measured:
    """A statistic of values that are independent of one another, and two standard errors by leaving out each in turn.

    Parameters
    ----------
    values
        A row each, shape (number, ...).
    statistic
        Of any number of them.

    Examples
    --------
    Of a mean it is two standard errors of the mean, by hand:

    >>> found = jackknifed(np.array([1.0, 2.0, 3.0]), np.mean)
    >>> round(found.value, 3), round(found.error, 4)
    (2.0, 1.1547)
    """
    left_out = np.array([statistic(np.delete(values, one, axis=0)) for one in range(len(values))])
    error = 2 * math.sqrt((len(values) - 1) * left_out.var())
    return Measured(float(statistic(values)), error)


@cache
def felt(seeds: range) -> np.ndarray:
    """Felt success of partnerships after the measured year, 0 to 10; what answers differ for other reasons left out."""
    people = json.loads(PEOPLE.read_text(encoding="utf-8")) | {"answers.noise": 0.0}
    found = year(people, np.random.default_rng(seeds.start), SAMPLES * PARTNERSHIPS, ("felt_success",))[:, 1, 0]
    return found[~np.isnan(found)]


@cache
def settled(seeds: range) -> list[nx.Graph]:
    """Who still works with whom after five years, in networks of 25 that could all work together."""
    scenario = with_changes(on(nx.complete_graph(LARGE)), NETWORK)
    return [worked_with(one) for one in spread_out(lambda seed: run(scenario, seed), seeds[:SAMPLE])]


def partners(seeds: range) -> Measured:
    """Ties per organisation."""
    return jackknifed(np.array([2 * graph.number_of_edges() / len(graph) for graph in settled(seeds)]), np.mean)


def transitivity(seeds: range) -> Measured:
    """Of pairs with a partner in common, the part that work together too."""
    return jackknifed(np.array([nx.transitivity(graph) for graph in settled(seeds)]), np.mean)


def centred(seeds: range) -> Measured:
    """Centralisation of degrees."""
    return jackknifed(np.array([centralisation(graph) for graph in settled(seeds)]), np.mean)


def worst_year(seeds: range) -> Measured:
    """The year, of four, in which most collaborations end or lose their goal; mean over places that last so long."""
    by_year = [hazard(runs(place(name), NETWORK, seeds), year_of(place(name)), "whole") for name in PLACES]
    lasting = [years[:YEARS] for years in by_year if len(years) >= YEARS]
    return Measured(float(1 + np.argmax(np.nanmean(lasting, axis=0))))


def fastest(_seeds: range) -> Measured:
    """How far trust moves at most in a round, of the way to what was seen."""
    trust = Parameters().trust
    return Measured(max(trust.gain, trust.loss * trust.severity))


def forgiven(seeds: range) -> Measured:
    """How many times as much partners hold back after two bad rounds in a row as after one, mean over places."""
    ratios = []
    for name in PLACES:
        scenario = with_changes(place(name), NETWORK)
        found = np.array([one for one in spread_out(lambda seed, s=scenario: answered(s, seed), seeds) if one])
        ratios.append(jackknifed(found, ratio))
    error = math.sqrt(sum(one.error**2 for one in ratios)) / len(ratios)
    return Measured(float(np.mean([one.value for one in ratios])), error)


def ratio(found: np.ndarray) -> float:
    """Of the mean of the second to that of the first, shape (runs, 2)."""
    once, twice = found.mean(axis=0)
    return float(twice / once)


def answered(scenario: Scenario, seed: int) -> tuple[float, float] | None:
    """What partners hold back in the round after one bad round of the largest member, and after two."""
    middle, history = scenario.rounds // 2, np.zeros(scenario.rounds, OUTCOMES)
    start = Course(scenario, seed)
    start.proceed(middle, history)
    if not start.state.collaboration[0]["agreed"]:
        return None
    who = int(start.state.organisations["size"].argmax())
    delivered = {}
    for bad in (0, 1, 2):
        course = start.fork()
        for round_ in (middle + 1, middle + 2):
            if round_ > middle + 2 - bad:
                means_to_deliver(course, who, PART * float(course.state.organisations["promise"][who]))
            course.proceed(round_, history)
        course.proceed(middle + 3, history)
        them = course.state.organisations
        others = them["member"] == MEMBER
        others[who] = False
        delivered[bad] = float(them["intended"][others].mean())
    return delivered[0] - delivered[1], delivered[0] - delivered[2]


def spread(values: np.ndarray) -> float:
    """Standard deviation."""
    return float(values.std(ddof=1))


FIGURES = (
    Figure(
        "success as partnerships felt it after a year, 0 to 10",
        "valentijn2015", "7.34", 6.34, 8.34, True, lambda seeds: jackknifed(felt(seeds), np.mean),
    ),
    Figure(
        "its standard deviation between partnerships",
        "valentijn2015", ".80", 0.3, 1.3, True, lambda seeds: jackknifed(felt(seeds), spread),
    ),
    Figure(
        "ties per organisation, in networks of 25 where anybody could work with anybody",
        "bevc2015", "5.0", 3.0, 7.0, True, partners,
    ),
    Figure("transitivity of the same", PUBLIC, ".5 to .8", 0.5, 0.8, False, transitivity),
    Figure("degree centralisation of the same", PUBLIC, ".3 to .7", 0.3, 0.7, False, centred),
    Figure(
        "the year, of four, in which most goals are lost: after a honeymoon",
        "park1996", "the middle", 2.0, 3.0, True, worst_year,
    ),
    Figure(
        "how far trust moves at most in a round, of the way to what was seen (theirs: beliefs, a bound)",
        "fischbacher2010", ".42", 0.0, 0.42, True, fastest,
    ),
    Figure(
        "answer to two bad rounds in a row, in answers to one: people let one pass and not two",
        "fudenberg2012", "more than 2", 2.0, 20.0, False, forgiven,
    ),
)  # fmt: skip

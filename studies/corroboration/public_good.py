"""A public good without punishment, played by the engine with all else switched off.

Fischbacher, Gächter and Fehr (2001) and Fischbacher and Gächter (2010): ten periods, in which everybody gives a
part of an endowment. How the engine's dilemma maps onto that game:

- the endowment is a promise of 1, made in person in every round and binding at home, so that what is delivered is a
  contribution as a share of the endowment;
- a belief in what others give is trust: without severity, tolerance, blur or inertia it moves from what was believed
  towards what was delivered, by one speed;
- conditional cooperation is reciprocity: delivered = 1 - R / (1 + exp((belief - threshold) / variety));
- a free rider is somebody in person who means to deliver nothing.

Their groups of four were drawn anew in every period, so that a belief was about anybody: here all are in one group of a
hundred. What does not map: their people differ in their schedule, here one rule stands for the mean of them; and who
gives loses there, which plays no part in this rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
from scipy.optimize import minimize

from samenspel.dynamics import Parameters
from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.mechanisms.delivery import reciprocated
from samenspel.runs import Course
from samenspel.scenario import Scenario, with_changes

from ..patterns.places import DECIDED
from ..patterns.structure import on

# As recomputed from the public data of 2010, 140 persons: contributions in the first and the last period, what is given
# per unit that others are believed to give, how far beliefs move to what was seen, and the share of free riders.
FIRST, LAST, SLOPE, SPEED, FREE_RIDERS = 0.40, 0.11, 0.79, 0.42, 0.23
PERSONS, PERIODS = 100, 10
OFF = {
    "logic": "network",
    **DECIDED,
    "backing.patience": 1_000_000,
    "participation.exit": 0.0,
    "norm.tolerance": 0.0,
    "delivery.fidelity": 1.0,
    "delivery.noise": 0.0,
    "fortune.lasting": 0.0,
    "elsewhere.pull": 0.0,
    "trust.spread": 0.0,
    "trust.severity": 1.0,
    "trust.inertia": 0.0,
    "trust.blur": 0.0,
    "reputation.rate": 0.0,
    "ties.lapse": 0.0,
    "ties.search": 0.0,
}
BELIEVED = np.linspace(0.0, 1.0, 21)


def schedule(beliefs: np.ndarray, settings: Mapping[str, float]) -> np.ndarray:
    """What is given by belief: the engine's rule, by `delivery.reciprocity`, `.threshold` and `.variety`."""
    defaults = Parameters().delivery
    rule = [
        settings.get(f"delivery.{name}", getattr(defaults, name)) for name in ("reciprocity", "threshold", "variety")
    ]
    return np.array([reciprocated(float(belief), *rule) for belief in beliefs])


def slope(settings: Mapping[str, float]) -> float:
    """What is given per unit believed, least squares over all beliefs."""
    return float(np.polyfit(BELIEVED, schedule(BELIEVED, settings), 1)[0])


def cooperators() -> dict[str, float]:
    """The rule of conditional cooperators: nearest to giving `SLOPE` of what others are believed to give.

    From preferences: with where beliefs begin and how fast they move it gives how contributions go (`by_arithmetic`).
    """

    def apart(rule: np.ndarray) -> float:
        settings = dict(zip(("delivery.threshold", "delivery.variety"), rule, strict=True))
        return float(np.square(schedule(BELIEVED, settings | {"delivery.reciprocity": 1.0}) - SLOPE * BELIEVED).sum())

    threshold, variety = minimize(apart, (0.5, 0.3), bounds=[(0.0, 1.0), (0.02, 0.5)]).x
    return {"delivery.reciprocity": 1.0, "delivery.threshold": threshold, "delivery.variety": variety}


def by_arithmetic(slope: float) -> np.ndarray:
    """Contributions by period of any rule of this slope through nothing, as beliefs move towards what was given."""
    return FIRST * (1.0 - SPEED * (1.0 - slope)) ** np.arange(PERIODS)


def game(rule: Mapping[str, float], believed: float, speed: float = SPEED) -> Scenario:
    """The experiment, for people who go by a rule and believe this to begin with."""
    played = {"trust.initial": believed, "trust.gain": speed, "trust.loss": speed}
    return with_changes(on(nx.complete_graph(PERSONS)), OFF | played | dict(rule))


def contributions(scenario: Scenario, free_riders: int = 0) -> np.ndarray:
    """Mean contribution by period, of people some of whom give nothing, whatever they believe."""
    course, history = Course(scenario, 1), np.zeros(PERIODS, OUTCOMES)
    for period in range(1, PERIODS + 1):
        for person in range(PERSONS):
            act = {"promise": 1.0} | ({"delivery": 0.0} if person < free_riders else {})
            course.events.append(Event(period, organisation=person, act=act))
    course.proceed(PERIODS, history)
    return history["pooled"].copy()


def believing(rule: Mapping[str, float], gives: float) -> float:
    """The belief at which a rule gives this much; the nearest end where it never does."""
    return float(np.interp(gives, schedule(BELIEVED, rule), BELIEVED))


def decline(rule: Mapping[str, float], free_riders: float = 0.0) -> np.ndarray:
    """Contributions by period, from those of the first period on, by a rule and a share of free riders."""
    riding = round(free_riders * PERSONS)
    start = believing(rule, FIRST * PERSONS / (PERSONS - riding))
    return contributions(game(rule, start), riding)

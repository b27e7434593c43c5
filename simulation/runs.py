"""Running a scenario: the batch engine, and what is said of a run as a whole."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from . import dynamics, measures
from .events import happen
from .measures import OUTCOMES
from .parameters import Outcome, as_record
from .scenario import Scenario
from .state import State


class Course:
    """A run under way: the state so far, the parameters that hold, and how to go on from there.

    Attributes
    ----------
    scenario, seed
        What runs.
    state
        The state after the last round played.
    parameters, record
        Those that hold now, after the events so far, and the same as compiled rules read them.
    events
        Those of the scenario, and those fired since.
    round
        The last round played, 0 before the first.
    """

    def __init__(self, scenario: Scenario, seed: int | None = None) -> None:
        self.scenario = scenario
        self.seed = scenario.seed if seed is None else seed
        self.parameters = scenario.parameters
        self.record = scenario.record
        self.events = list(scenario.events)
        self.round = 0
        self.state = scenario.declare(self.seed)
        dynamics.begin(self.state, self.record, self.seed)

    def proceed(self, last: int, history: np.ndarray) -> None:
        """Play on to round `last`; the outcomes of round t go to `history[t - 1]`."""
        while self.round < last:
            first = self.round + 1
            for event in self.events:
                if event.round == first:
                    self.parameters = happen(event, self.state, self.parameters)
                    self.record = as_record(self.parameters)
            self.round = min([last, *(event.round - 1 for event in self.events if event.round > first)])
            dynamics.play(self.state, self.record, self.seed, first, self.round, history)

    def fork(self) -> Course:
        """A course of its own, to go on from here without touching this one."""
        other = copy(self)
        other.state = self.state.copy()
        other.events = list(self.events)
        return other


@dataclass(frozen=True)
class Run:
    """One run of a scenario, finished.

    Attributes
    ----------
    scenario, seed
        What was run.
    history
        Outcomes of every round, shape (rounds,), a record of `simulation.measures.OUTCOMES`.
    state, parameters, record
        As they are after the last round; the record is the parameters as compiled rules read them.
    trace
        The organisations after every round, shape (rounds, n), where it was asked for.
    """

    scenario: Scenario
    seed: int
    history: np.ndarray
    state: State
    parameters: dynamics.Parameters
    record: np.ndarray
    trace: np.ndarray | None = None


def run(scenario: Scenario, seed: int | None = None, rounds: int | None = None, trace: bool = False) -> Run:
    """Run a scenario once.

    The same scenario and seed give the same bits on any number of threads, and the first k rounds of a longer
    run are the run of k rounds.

    Parameters
    ----------
    scenario
        What to run.
    seed, rounds
        By default those of the scenario.
    trace
        Keep the organisations after every round.
    """
    course = Course(scenario, seed)
    history = np.zeros(scenario.rounds if rounds is None else rounds, OUTCOMES)
    kept = None
    if trace:
        organisations = course.state.organisations
        kept = np.zeros((history.size, organisations.size), organisations.dtype)
        for round_ in range(1, history.size + 1):
            course.proceed(round_, history)
            kept[round_ - 1] = organisations
    else:
        course.proceed(history.size, history)
    return Run(scenario, course.seed, history, course.state, course.parameters, course.record, kept)


class Summary(NamedTuple):
    """What is said of a run as a whole."""

    joint_value: Annotated[
        float, Outcome("value per organisation and round", "value created together above what was forgone, mean")
    ]
    liking: Annotated[float, Outcome("value per organisation and round", "what liking one's partners adds, mean")]
    value_in_being: Annotated[
        float, Outcome("value per organisation and round", "joint value, mean of rounds with a goal; none: NaN")
    ]
    felt_success: Annotated[float, Outcome("0 to 10", "how far members feel that it succeeds, at the end")]
    client_value: Annotated[float, Outcome("value per organisation and round", "value for clients, mean")]
    attainable_share: Annotated[float, Outcome("share", "joint value of the last round, of what was attainable")]
    goal_realisation: Annotated[float, Outcome("share", "goal realisation of the lead, mean: hierarchical norm")]
    sorted_effect: Annotated[float, Outcome("share", "participants that gain, mean over rounds: network norm")]
    tolerated: Annotated[float, Outcome("share", "participants that lose no more than is tolerated, mean")]
    legitimacy: Annotated[float, Outcome("share", "members that want the goal, times its fit to the need, mean")]
    equity: Annotated[float, Outcome("index", "fairness of the division of value, mean")]
    least_gain: Annotated[float, Outcome("value", "gain of the member that gains least, mean")]
    autonomy_ceded: Annotated[float, Outcome("pooled", "pooled under the goal, weighed by autonomy, mean")]
    loyalty_gap: Annotated[float, Outcome("pooled", "promised less delivered, mean")]
    knowledge_error: Annotated[float, Outcome("distance", "distance of perceptions from the need, mean")]
    knowledge_spread: Annotated[float, Outcome("distance", "distance of perceptions from their mean, mean")]
    trust: Annotated[float, Outcome("share", "mean trust at the end")]
    understanding: Annotated[float, Outcome("share", "mean understanding at the end")]
    opportunity: Annotated[float, Outcome("ratio", "mean opportunity factor of a tie at the end")]
    commitment: Annotated[float, Outcome("share", "mean commitment at the end")]
    pooled: Annotated[float, Outcome("times scale alone", "mean pooled at the end")]
    ambition: Annotated[float, Outcome("index", "condition ambition at the end")]
    interests: Annotated[float, Outcome("index", "condition interests at the end")]
    relation: Annotated[float, Outcome("index", "condition relation at the end")]
    organisation: Annotated[float, Outcome("index", "condition organisation at the end")]
    process: Annotated[float, Outcome("index", "condition process at the end")]
    agreed: Annotated[float, Outcome("share", "rounds with a goal")]
    backing: Annotated[float, Outcome("share", "weight of those who stand behind the goal, mean")]
    lapsed: Annotated[float, Outcome("count", "goals lost for want of support")]
    mended: Annotated[float, Outcome("count", "goals agreed anew, after one was lost")]
    goal_lost: Annotated[float, Outcome("yes or no", "whether a goal that was agreed was lost, or all went home")]
    price_of_consent: Annotated[
        float, Outcome("value", "what consent would take a round, mean of rounds with it in reach; none: NaN")
    ]
    paid: Annotated[float, Outcome("value per organisation", "side payments for consent, mean")]
    partners: Annotated[float, Outcome("count", "partners of a member at the end")]
    decided: Annotated[float, Outcome("count", "decisions")]
    slipped: Annotated[float, Outcome("count", "decisions that slipped")]
    rejected: Annotated[float, Outcome("count", "proposals rejected")]
    first_decision: Annotated[float, Outcome("round", "round of the first decision; none: NaN")]
    members: Annotated[float, Outcome("count", "members at the end")]
    left: Annotated[float, Outcome("count", "members that left")]
    dissolved: Annotated[float, Outcome("yes or no", "whether fewer than two members were left")]
    attainable: Annotated[float, Outcome("value per organisation and round", "joint value attainable at the end")]
    radius: Annotated[float, Outcome("ratio", "spectral radius of G + G'; from 1 up only capacity limits pooling")]


AT_THE_END = (
    "trust", "understanding", "opportunity", "commitment", "pooled", "ambition", "interests", "relation",
    "organisation", "process", "felt_success", "lapsed", "mended", "partners", "decided", "slipped", "rejected",
    "members", "left",
)  # fmt: skip


def summarise(run: Run) -> Summary:
    """The run in one line.

    Returns
    -------
    Summary
        Means over rounds, and values after the last round, as each says.
    """
    us, best = run.state.collaboration[0], measures.attainable(run.state, run.record)
    rounds = run.history.view(np.float64).reshape(run.history.size, len(OUTCOMES.names))
    end = dict(zip(OUTCOMES.names, rounds[-1].tolist(), strict=True))
    said = dict(zip(OUTCOMES.names, mean_where_defined(rounds).tolist(), strict=True))
    said |= {name: end[name] for name in AT_THE_END}
    said["attainable_share"] = end["joint_value"] / best.value if best.value > 0.0 else math.nan
    with_goal = run.history["agreed"] > 0.0
    said["value_in_being"] = float(run.history["joint_value"][with_goal].mean()) if with_goal.any() else math.nan
    said["goal_lost"] = float(end["lapsed"] > 0 or (us["dissolved"] and with_goal.any()))
    said["first_decision"] = float(us["first_decision"]) if us["first_decision"] else math.nan
    said["dissolved"] = float(us["dissolved"])
    said["attainable"], said["radius"] = best.value, best.radius
    return Summary(*(said[name] for name in Summary._fields))


def mean_where_defined(rounds: np.ndarray) -> np.ndarray:
    """Means over rounds, shape (outcomes,), of the rounds in which an outcome is defined; NaN where it never is."""
    defined = ~np.isnan(rounds)
    total, count = np.where(defined, rounds, 0.0).sum(axis=0), defined.sum(axis=0)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)

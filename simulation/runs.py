"""Running a scenario: the batch engine, and what is said of a run as a whole."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, NamedTuple

import numpy as np

from . import dynamics, measures
from .dynamics import Parameters
from .events import happen, staying
from .measures import OUTCOMES, PER_ROUND, Outcomes
from .parameters import EITHER, IN_ALL, LESS, MEAN, MORE, NOT, Outcome, as_record, declared
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
        Those that hold now, after the events so far, and those of the model as its compiled rules read them.
    own
        Parts with mechanisms that act before each round, if there are any.
    events
        Those of the scenario, and those fired since.
    round
        The last round played, 0 before the first.
    rule, ended
        The stopping rule of the scenario, where it has one of its own, and whether it has ended the run.
    """

    def __init__(self, scenario: Scenario, seed: int | None = None) -> None:
        self.scenario = scenario
        self.seed = scenario.seed if seed is None else seed
        self.parameters = scenario.parameters
        self.record = scenario.record
        self.events = list(scenario.events)
        self.round = 0
        self.ended = False
        self.rule = scenario.parts.stop if scenario.parts else None
        self.own = scenario.parts if scenario.parts and scenario.parts.mechanisms else None
        self.state = scenario.declare(self.seed)
        dynamics.begin(self.state, self.record, self.seed)

    def proceed(self, last: int, history: np.ndarray) -> None:
        """Play on to round `last`; the outcomes of round t go to `history[t - 1]`."""
        while self.round < last and not self.ended:
            first, own = self.round + 1, 0
            if bound := staying(self.scenario.stays, self.events, first):
                self.state.organisations["act_stay"][bound] = 1.0  # what an event says of this round comes after
            for event in self.events:
                if event.round == first:
                    before, self.parameters = self.parameters, happen(event, self.state, self.parameters)
                    self.record = rewritten(self.record, before, self.parameters)
                    if event.own is not None:
                        event.own(self.state, np.random.default_rng((self.seed, first, own)))  # a 0 adds nothing
                        own += 1
            self.round = min([last, *(event.round - 1 for event in self.events if event.round > first)])
            if self.rule is not None or self.own or bound:
                self.round = first
            if self.own:
                self.own.act(self.state, own_record_of(self.parameters), self.seed, first)
            dynamics.play(self.state, self.record, self.seed, first, self.round, history)
            if self.rule is not None and self.rule(self.state, history[: self.round]):
                self.ended = True

    def __repr__(self) -> str:
        return f"<Course of '{self.scenario.name}', seed {self.seed}, round {self.round}>"

    def fork(self) -> Course:
        """A course of its own, to go on from here without touching this one."""
        other = copy(self)
        other.state = self.state.copy()
        other.events = list(self.events)
        return other


def rewritten(record: np.ndarray, before: Parameters, after: Parameters) -> np.ndarray:
    """The record with the parameters that hold now: a mechanism of which none was changed is the one it was.

    Parameters
    ----------
    record
        Of the parameters before, as the compiled rules of the model read them; it stays as it is.
    before, after
        The parameters.
    """
    if after is before:
        return record
    record = np.ndarray(record.shape, record.dtype, bytearray(record.tobytes()))  # bytes copy faster
    for name, now, was in zip(Parameters._fields, after, before, strict=False):  # those of one's own come last
        if now is not was:
            record[name] = tuple(now)
    return record


@lru_cache(maxsize=1024, typed=True)  # two mechanisms of one's own may have equal parameters
def own_record_of(parameters: Parameters) -> np.ndarray:
    """All parameters as a mechanism of one's own reads them: those of the model, and its own."""
    return as_record(parameters)


@dataclass(frozen=True, repr=False)
class Run:
    """One run of a scenario, finished.

    Attributes
    ----------
    scenario, seed
        What was run.
    history
        Outcomes of every round, shape (rounds,), a record of `samenspel.measures.OUTCOMES`.
    state, parameters, record
        As they are after the last round; the record has the parameters of the model as its compiled rules read them.
    trace
        The organisations after every round, shape (rounds, n), where it was asked for.
    """

    scenario: Scenario
    seed: int
    history: np.ndarray
    state: State
    parameters: Parameters
    record: np.ndarray
    trace: np.ndarray | None = None

    @cached_property
    def numbers(self) -> np.ndarray:
        """The history as plain numbers, shape (rounds, outcomes), the outcomes in the order of `Outcomes`."""
        return self.history.view(np.float64).reshape(self.history.size, len(Outcomes._fields))

    def __repr__(self) -> str:
        return f"<Run of '{self.scenario.name}', seed {self.seed}, {self.history.size} rounds>"


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
        kept = kept[: course.round]
    else:
        course.proceed(history.size, history)
    return Run(scenario, course.seed, history[: course.round], course.state, course.parameters, course.record, kept)


class OfARun(NamedTuple):
    """What is said of a run as a whole that is not the outcomes of its rounds summed up; it says itself what it is."""

    attainable_share: Annotated[
        float,
        Outcome(
            "share", "joint value of the last round, of what was attainable", NOT, MORE, report="value", defined=False
        ),
    ]
    value_in_being: Annotated[
        float, Outcome(PER_ROUND, "joint value, mean of rounds with a goal; none: NaN", NOT, MORE, defined=False)
    ]
    goal_lost: Annotated[
        float, Outcome("yes or no", "whether a goal that was agreed was lost, or all went home", NOT, LESS, 0, 1)
    ]
    first_decision: Annotated[
        float,
        Outcome(
            "round", "round of the first decision; none: NaN", NOT, LESS, 1, report="course", page=IN_ALL, defined=False
        ),
    ]
    dissolved: Annotated[float, Outcome("yes or no", "whether fewer than two members were left", NOT, LESS, 0, 1)]
    attainable: Annotated[float, Outcome(PER_ROUND, "joint value attainable at the end")]
    radius: Annotated[
        float, Outcome("ratio", "spectral radius of G + G'; from 1 up only capacity limits pooling", NOT, EITHER, 0)
    ]
    at_capacity: Annotated[
        float, Outcome("share", "members that would pool all they can, where the whole is best off", NOT, EITHER, 0, 1)
    ]


OF_ROUNDS = declared(Outcomes)
COLUMN = {name: column for column, name in enumerate(Outcomes._fields)}
SUMMED_UP = {name: outcome for name, outcome in OF_ROUNDS.items() if outcome.of_run != NOT}
IS_SUMMED_UP = np.array([outcome.of_run != NOT for outcome in OF_ROUNDS.values()])
IS_MEAN = np.array([outcome.of_run == MEAN for outcome in OF_ROUNDS.values()])


def summed_up() -> object:
    """The fields of a summary: they are known when it runs, and not to whoever checks types."""
    of_rounds = ((name, Annotated[float, outcome.of_a_run()]) for name, outcome in SUMMED_UP.items())
    alone = ((name, Annotated[float, outcome]) for name, outcome in declared(OfARun).items())
    return NamedTuple("Summary", (*of_rounds, *alone))


SummedUp: Any = summed_up()


class Summary(SummedUp):
    """What is said of a run as a whole: the outcomes of its rounds as each is summed up, then those of `OfARun`."""

    __slots__ = ()


def summarise(run: Run) -> Summary:
    """The run in one line.

    Returns
    -------
    Summary
        Means over the rounds in which an outcome is defined, and values after the last round, as each says; NaN where
        there is none.
    """
    rounds = run.numbers
    of_rounds = np.where(IS_MEAN, mean_of_defined(rounds), rounds[-1])[IS_SUMMED_UP].tolist()
    us, best = run.state.collaboration, measures.attainable(run.state, run.record)
    dissolved, decided = us["dissolved"].item(), us["first_decision"].item()
    of_last = rounds[-1].tolist()
    with_goal = rounds[rounds[:, COLUMN["agreed"]] > 0.0, COLUMN["joint_value"]]
    as_a_whole = OfARun(
        attainable_share=of_last[COLUMN["joint_value"]] / best.value if best.value > 0.0 else math.nan,
        value_in_being=float(np.add.reduce(with_goal)) / with_goal.size if with_goal.size else math.nan,
        goal_lost=float(of_last[COLUMN["lapsed"]] > 0 or (dissolved and with_goal.size > 0)),
        first_decision=float(decided) if decided else math.nan,
        dissolved=float(dissolved),
        attainable=best.value,
        radius=best.radius,
        at_capacity=best.bound,
    )
    return Summary(*of_rounds, *as_a_whole)


def mean_of_defined(values: np.ndarray, axis: int = 0) -> np.ndarray:
    """Means along an axis, over rounds or over runs, of what is defined; NaN where nothing is.

    Examples
    --------
    >>> mean_of_defined(np.array([[1.0, np.nan], [2.0, np.nan]])).tolist()
    [1.5, nan]
    """
    kept = np.array(values, float)  # laid out as they are: the order of a sum decides its last bit
    undefined = np.isnan(kept)
    kept[undefined] = 0.0
    with np.errstate(invalid="ignore"):  # nothing divided by nothing is what NaN is for
        return np.add.reduce(kept, axis=axis) / np.add.reduce(~undefined, axis=axis, dtype=np.int64)

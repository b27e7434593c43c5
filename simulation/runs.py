"""Running a scenario: the batch engine, and what is said of a run as a whole."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import Annotated, Any, NamedTuple

import numpy as np

from . import dynamics, measures
from .dynamics import Parameters
from .events import Event, settled, staying, strike
from .measures import OUTCOMES, PER_ROUND, Outcomes
from .parameters import EITHER, IN_ALL, LESS, MEAN, MORE, NOT, Outcome, as_record, declared
from .scenario import Scenario, layouts
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
        rounds = range(self.round + 1, self.round if self.ended else last + 1)
        self.play(stretches(self.scenario.stays, self.events, self.parameters, self.record, rounds), history)

    def play(self, ahead: Iterable[Stretch], history: np.ndarray) -> None:
        """Play what is ahead, or until the rule ends it; as of `proceed`."""
        for rounds, events, self.parameters, self.record, bound in ahead:
            step = 1 if self.rule is not None or self.own or bound else len(rounds)
            for first in rounds[::step]:
                if bound:
                    self.state.organisations["act_stay"][bound] = 1.0  # what an event says of this round comes after
                if first == rounds[0]:
                    self.happen(events)
                self.round = first + step - 1
                if self.own:
                    self.own.act(self.state, own_record_of(self.parameters), self.seed, first)
                dynamics.play(self.state, self.record, self.seed, first, self.round, history)
                if self.rule is not None and self.rule(self.state, history[: self.round]):
                    self.ended = True
                    return

    def happen(self, events: Iterable[Event]) -> None:
        """Let events of a round do what they do to the state."""
        own = 0
        for event in events:
            strike(event, self.state)
            if event.own is not None:
                event.own(self.state, np.random.default_rng((self.seed, event.round, own)))  # a 0 adds nothing
                own += 1

    def __repr__(self) -> str:
        return f"<Course of '{self.scenario.name}', seed {self.seed}, round {self.round}>"

    def run(self, history: np.ndarray, trace: np.ndarray | None = None) -> Run:
        """The run as far as it is played, of what was kept of every round; as of `Run`."""
        kept = None if trace is None else trace[: self.round]
        return Run(self.scenario, self.seed, history[: self.round], self.state, self.parameters, self.record, kept)

    def fork(self) -> Course:
        """A course of its own, to go on from here without touching this one."""
        other = copy(self)
        other.state = self.state.copy()
        other.events = list(self.events)
        return other


class Stretch(NamedTuple):
    """Rounds from an event to the next.

    Attributes
    ----------
    rounds
        From the first to the last.
    events
        What happens before the first.
    parameters, record
        Those that hold, and those of the model as its compiled rules read them.
    bound
        Rows of those that cannot leave.
    """

    rounds: range
    events: list[Event]
    parameters: Parameters
    record: np.ndarray
    bound: list[int]


def stretches(
    stays: Collection[int], events: Sequence[Event], parameters: Parameters, record: np.ndarray, rounds: range
) -> list[Stretch]:
    """Rounds parted by what happens in them: the same for every seed, and known before any is played.

    Parameters
    ----------
    stays
        Rows of those that cannot leave, as declared.
    events
        Before, in and after these rounds.
    parameters, record
        Those that hold before them.
    rounds
        To part.
    """
    found = []
    begins = sorted({*rounds[:1], *(event.round for event in events if event.round in rounds)})
    for first, after in pairwise([*begins, rounds.stop]):
        now = [event for event in events if event.round == first]
        for event in now:
            before, parameters = parameters, settled(event, parameters)
            record = rewritten(record, before, parameters)
        found.append(Stretch(range(first, after), now, parameters, record, staying(stays, events, first)))
    return found


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
    whole = bytearray(record.tobytes())  # bytes copy faster
    for (place, layout), now, was in zip(layouts(), after, before, strict=False):  # those of one's own come last
        if now is not was:
            layout.pack_into(whole, place, *now)
    return np.ndarray(record.shape, record.dtype, whole)


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


class Prepared(NamedTuple):
    """A scenario with what is ahead in any run of it: worked out once for all seeds, by `prepared`."""

    scenario: Scenario
    rounds: int
    ahead: list[Stretch]

    def begun(self, seed: int | None = None) -> Begun:
        """A run of it before its first round, by default with the seed of the scenario."""
        return Begun(self, Course(self.scenario, seed), np.zeros(self.rounds, OUTCOMES))


class Begun(NamedTuple):
    """A run before its first round, and where its outcomes go."""

    prepared: Prepared
    course: Course
    history: np.ndarray

    def finished(self) -> Run:
        """The run, once it is played."""
        self.course.play(self.prepared.ahead, self.history)
        return self.course.run(self.history)


def prepared(scenario: Scenario, rounds: int | None = None) -> Prepared:
    """A scenario ready to be run many times; by default for the rounds that it says."""
    last = scenario.rounds if rounds is None else rounds
    ahead = stretches(scenario.stays, scenario.events, scenario.parameters, scenario.record, range(1, last + 1))
    return Prepared(scenario, last, ahead)


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
    if not trace:
        return prepared(scenario, rounds).begun(seed).finished()
    course = Course(scenario, seed)
    history = np.zeros(scenario.rounds if rounds is None else rounds, OUTCOMES)
    organisations = course.state.organisations
    kept = np.zeros((history.size, organisations.size), organisations.dtype)
    for round_ in range(1, history.size + 1):
        course.proceed(round_, history)
        kept[round_ - 1] = organisations
    return course.run(history, kept)


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
    return Summary(*summaries([run])[0].tolist())


def summaries(runs: Sequence[Run]) -> np.ndarray:
    """Each of several runs in one line, as of `summarise`: shape (runs, outcomes)."""
    made = []
    for _, alike in groupby(runs, lambda run: run.history.size):
        some = list(alike)
        rounds = np.array([run.numbers for run in some])
        of_rounds = rounds[:, -1]
        of_rounds[:, IS_MEAN] = mean_of_defined(rounds[:, :, IS_MEAN], axis=1)
        made.append(np.hstack([of_rounds[:, IS_SUMMED_UP], [as_a_whole(run) for run in some]]))
    return np.concatenate(made)


def as_a_whole(run: Run) -> OfARun:
    """What is said of a run that is not the outcomes of its rounds summed up."""
    us, best = run.state.collaboration, measures.attainable(run.state, run.record)
    dissolved, decided = us["dissolved"].item(), us["first_decision"].item()
    values = run.history["joint_value"]
    with_goal = values[run.history["agreed"] > 0.0]
    return OfARun(
        attainable_share=values[-1].item() / best.value if best.value > 0.0 else math.nan,
        value_in_being=np.add.reduce(with_goal).item() / with_goal.size if with_goal.size else math.nan,
        goal_lost=float(run.history["lapsed"][-1] > 0 or (dissolved and with_goal.size > 0)),
        first_decision=float(decided) if decided else math.nan,
        dissolved=float(dissolved),
        attainable=best.value,
        radius=best.radius,
        at_capacity=best.bound,
    )


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

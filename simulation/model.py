"""The collaboration as a Mesa model: the same state, and the same compiled rounds, as the batch engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from secrets import randbits
from typing import TYPE_CHECKING, Any, Literal

import mesa
import numpy as np

from .agents import Organisation
from .cache import mend
from .dynamics import Parameters
from .events import Event
from .measures import OUTCOMES, Outcomes
from .networks import to_graph
from .runs import Course
from .scenario import Scenario, as_scenario, with_changes
from .state import State

if TYPE_CHECKING:
    import networkx

AGENT_REPORTS = (
    "name", "is_member", "value", "gain", "promised", "delivered", "expects", "satisfaction", "commitment", "loyalty",
    "home_loyalty", "influence", "reputation",
)  # fmt: skip


class CollaborationModel(mesa.Model):
    """Organisations that work together, round by round.

    A `mesa.Model` with a `DataCollector`: after each step its model reporters hold all outcomes of the round
    (`samenspel.measures.Outcomes`), and its agent reporters what became of each organisation. All numbers are the
    same bits that `samenspel.runs.run` gives for the same scenario and seed.

    Parameters
    ----------
    case
        A scenario, or the name or path of one. Mesa keeps the name `scenario` for its own use.
    seed
        By default that of the scenario. None, as Mesa has it, is another one every time: so `iterations` of Mesa's own
        `batch_run` are different replicates.
    changes
        Parameters that differ from the scenario: `{"trust.initial": 0.3, "logic": "hierarchy"}`.

    Raises
    ------
    InputError
        A scenario that cannot be read, or a change that is not allowed.

    Examples
    --------
    >>> model = CollaborationModel("baseline", seed=7, changes={"logic": "hierarchy"})
    >>> for _ in range(12):
    ...     model.step()
    >>> model.outcomes["members"]
    8.0
    >>> model.organisations[0].trust_in(model.organisations[1]) > 0
    True
    """

    def __init__(
        self,
        case: Scenario | str | Path = "baseline",
        seed: int | Literal["scenario"] | None = "scenario",
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        mend()
        scenario = as_scenario(case)
        self.case = with_changes(scenario, changes) if changes else scenario
        chosen = None if seed == "scenario" else randbits(63) if seed is None else int(seed)
        self._course = Course(self.case, chosen)
        super().__init__(rng=self._course.seed)
        self._history = np.zeros(self.case.rounds, OUTCOMES)
        self.organisations = tuple(Organisation(self, row) for row in range(self.state.organisations.size))
        self.datacollector = mesa.DataCollector(
            model_reporters={name: [_outcome, [self, name]] for name in Outcomes._fields},
            agent_reporters={name: name for name in AGENT_REPORTS},
        )

    def __repr__(self) -> str:
        return f"<CollaborationModel of '{self.case.name}', seed {self._course.seed}, round {self._course.round}>"

    @property
    def state(self) -> State:
        """The arrays behind it all; read them, and change them by events only."""
        return self._course.state

    @property
    def parameters(self) -> Parameters:
        """Those that hold now, after the events so far."""
        return self._course.parameters

    @property
    def outcomes(self) -> dict[str, float]:
        """The outcomes of the last round; empty before the first."""
        if self._course.round == 0:
            return {}
        row = self._history[self._course.round - 1]
        return {name: float(row[name]) for name in Outcomes._fields}

    def step(self) -> None:
        """One round, and its outcomes to the data collector. Steps may go on beyond the scenario's rounds."""
        if self._course.round == self._history.size:
            self._history = np.concatenate([self._history, np.zeros_like(self._history)])
        self._course.proceed(self._course.round + 1, self._history)
        self.datacollector.collect(self)
        self.running = self._course.round < self.case.rounds and not self._course.ended

    def fire(self, event: Event) -> None:
        """Let something happen before the next round; it is dated, and kept with the scenario for a replay."""
        dated = replace(event, round=self._course.round + 1)
        self._course.events.append(dated)
        self.case = replace(self.case, events=(*self.case.events, dated))

    def graph(self) -> networkx.DiGraph:
        """The network now: organisations with their traits, and trust, understanding and dependence on the ties."""
        return to_graph(self.state, self.case.labels)


def _outcome(model: CollaborationModel, name: str) -> float:
    return float(model._history[model._course.round - 1][name])

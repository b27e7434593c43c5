"""Places: where patterns are looked for, under which logic, and on which chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from samenspel.events import Event
from samenspel.results.intervals import standard_error
from samenspel.runs import Course, Run, run
from samenspel.scenario import Scenario, load, with_changes

# A calibration is about the places as they were then; cases for teaching go on changing.
CALIBRATED = Path(__file__).with_name("calibrated")
PLACES = ("baseline", "integrated_care", "merger", "energy_transition")
LOGICS = ("network", "hierarchy")
YEAR = 12  # months

# The first were looked at while the defaults were chosen; on the others nothing was searched, and eight sets were seen.
CHOOSING, CHECKING = 1, 900_001


# A goal from the first round on, so that who gives how much does not depend on whether there is one.
DECIDED = {
    "logic.decision": "hierarchy",
    "logic.goal": "hierarchy",
    "decision.slip": 0.0,
    "decision.appeal": 0.0,
}

# Patterns can be asked of another model too: of this one with other settings, whatever else a pattern varies.
Settings = Mapping[str, object]
AS_IT_IS: Settings = MappingProxyType({})


@cache
def calibrated(name: str) -> Scenario:
    """A scenario as the model was calibrated on it, where that was kept; else as it comes with the model."""
    kept = CALIBRATED / f"{name}.toml"
    return load(kept if kept.exists() else name)


def place(name: str, settings: Settings = AS_IT_IS) -> Scenario:
    """A scenario that patterns are looked for in."""
    return with_changes(calibrated(name), settings)


def year_of(scenario: Scenario) -> int:
    """Rounds in a year, as far as the speed of things goes."""
    return max(1, round(YEAR / scenario.months))


def spread_out[Case, Found](work: Callable[[Case], Found], cases: Iterable[Case]) -> list[Found]:
    """Work on every case, on two threads; compiled runs let go of Python's lock."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, cases))


def runs(
    scenario: Scenario, changes: Mapping[str, object], seeds: Iterable[int], rounds: int | None = None
) -> list[Run]:
    """A run for every seed, under some changes."""
    changed = with_changes(scenario, changes)
    return spread_out(lambda seed: run(changed, seed, rounds), seeds)


def outcome(found: list[Run], name: str) -> np.ndarray:
    """An outcome of every run and round, shape (runs, rounds)."""
    return np.array([one.history[name] for one in found])


def mean_gain(one: list[Run], other: list[Run], name: str = "joint_value") -> tuple[float, float]:
    """Mean difference of an outcome over rounds between paired runs, and its standard error."""
    difference = outcome(one, name).mean(axis=1) - outcome(other, name).mean(axis=1)
    return float(difference.mean()), standard_error(difference)


def means_to_deliver(course: Course, seat: int, amount: float) -> None:
    """In the next round a seat means to deliver this much, whatever it promised."""
    course.events.append(Event(course.round + 1, "means to", organisation=seat, act={"delivery": amount}))

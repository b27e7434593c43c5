"""Events: each changes what its story is about, in the direction of the story."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

from samenspel.results.intervals import standard_error
from samenspel.runs import mean_of_defined
from samenspel.scenario import load, with_changes

from .pattern import Clause, Measured, Met, Pattern, all_of
from .places import AS_IT_IS, Settings, outcome, runs, year_of

STORIES = Path(__file__).with_name("events.toml")
ADDED = "agreed"  # what can be seen of it was fixed afterwards, for one event, which is no test of it


def effect(name: str, round_: int, measured: str, seeds: range, settings: Settings = AS_IT_IS) -> tuple[float, float]:
    """What the events of a round change of an outcome in the year after it, and the standard error of that."""
    scenario = with_changes(load(name), settings)
    without = replace(scenario, events=tuple(event for event in scenario.events if event.round != round_))
    last = min(scenario.rounds, round_ - 1 + year_of(scenario))
    both = [
        mean_of_defined(outcome(runs(one, {}, seeds, last), measured)[:, round_ - 1 :], axis=1)
        for one in (scenario, without)
    ]
    difference = (both[0] - both[1])[~np.isnan(both[0] + both[1])]
    return float(difference.mean()), standard_error(difference)


class Story(NamedTuple):
    """What the events of a round of a scenario are about: an outcome, its direction, the least that can be seen.

    Whether it is a test: not where what can be seen was fixed after it had been measured.
    """

    scenario: str
    round: int
    outcome: str
    direction: int
    least: float
    test: bool

    def told(self, change: float, error: float) -> bool:
        """Whether a change and its standard error tell this story: its sign, its size, and no chance."""
        return change * self.direction >= max(self.least, 2 * error)


def stories() -> list[Story]:
    """The story of every event."""
    table = tomllib.loads(STORIES.read_text(encoding="utf-8"))
    least = table.pop("least")
    return [
        Story(name, int(round_), one["outcome"], one["direction"], least[one["outcome"]], one["outcome"] != ADDED)
        for name, rounds in table.items()
        for round_, one in rounds.items()
    ]


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 10."""
    clauses = []
    for name, rounds in groupby(stories(), lambda story: story.scenario):
        found, met = [], []
        for story in rounds:
            change, error = effect(name, story.round, story.outcome, seeds, settings)
            seen = story.told(change, error)
            met.append(Met(seen, Measured(change * story.direction, 2 * error, story.least).near))
            said = ("" if seen else " (not seen)") + ("" if story.test else " (no test)")
            found.append(f"{story.round} {story.outcome} {change:+.3f} (± {2 * error:.3f}){said}")
        clauses.append(Clause(f"{name}: every event changes what its story is about", "; ".join(found), *all_of(*met)))
    return [Pattern(10, "Events", tuple(clauses))]

"""Events: each changes what its story is about, in the direction of the story."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np

from samenspel.runs import mean_of_defined

from .pattern import Clause, Pattern
from .places import outcome, place, runs, year_of

STORIES = Path(__file__).with_name("events.toml")


def effect(name: str, round_: int, measured: str, seeds: range) -> tuple[float, float]:
    """What the events of a round change of an outcome in the year after it, and the standard error of that."""
    scenario = place(name)
    without = replace(scenario, events=tuple(event for event in scenario.events if event.round != round_))
    last = min(scenario.rounds, round_ - 1 + year_of(scenario))
    both = [
        mean_of_defined(outcome(runs(one, {}, seeds, last), measured)[:, round_ - 1 :], axis=1)
        for one in (scenario, without)
    ]
    difference = (both[0] - both[1])[~np.isnan(both[0] + both[1])]
    return float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(difference.size))


def measure(seeds: range) -> list[Pattern]:
    """Pattern 10."""
    clauses = []
    for name, stories in tomllib.loads(STORIES.read_text()).items():
        found, holds = [], True
        for round_, story in stories.items():
            change, error = effect(name, int(round_), story["outcome"], seeds)
            seen = change * story["direction"] > 2 * error
            holds &= seen
            found.append(f"{round_} {story['outcome']} {change:+.3f}{'' if seen else ' (not seen)'}")
        clauses.append(Clause(f"{name}: every event changes what its story is about", "; ".join(found), holds))
    return [Pattern(10, "Events", tuple(clauses))]

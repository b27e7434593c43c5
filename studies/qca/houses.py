"""Networks as a researcher finds them: drawn, played for some years, and coded by what is to be seen then.

Raab, Mannak and Cambré (2015) coded 39 Dutch safety houses, crime prevention networks of police, prosecution, care and
municipalities, on five conditions and on whether they were effective. Here networks differ in what theirs may have
differed in; all that is not coded (trust, dependence, interests, size) differs too, as it does in the field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np

from samenspel.logic import ADMINISTRATIVE
from samenspel.networks import Fixed
from samenspel.runs import Run, run
from samenspel.scenario import Scenario, with_changes

from ..patterns.places import YEAR, spread_out
from ..patterns.structure import centralisation, on, worked_with
from ..rows import Kept

HOUSES = 39
CONDITIONS = ("centralised", "three years", "stable", "resources", "administrative")
KEPT = Kept(Path(__file__).parent, ("draw", *CONDITIONS, "effective"), name="houses")
# Where a condition is met: by words of the abstract where it has them; the rest so that a good part of networks meets
# it and a good part does not, which was seen of each by itself on other seeds, before any comparison.
CENTRALISED = 0.3  # degree centralisation, all tied together: from where it is usual (.3 to .7)
OLD = 3  # years
CALM, LEFT = 0.2, 1  # mean share of members with a setback, and how many left, in the last two years, at most
MUCH = 0.25  # effort on each of relation, organisation and process, paid from outside
# What clients get in the last year, of each: as much as of one that works alone and knows exactly what they need. And
# there has to be a goal.
EFFECTIVE = 1.0


class House(NamedTuple):
    """A network, coded.

    Attributes
    ----------
    conditions
        Whether each of `CONDITIONS` is met.
    effective
        Whether it is.
    """

    conditions: tuple[bool, ...]
    effective: bool


def draw(chance: np.random.Generator) -> Scenario:
    """A network that somebody set up, some years ago."""
    n = int(chance.integers(8, 15))
    years, work = int(chance.integers(1, 7)), float(chance.uniform(0.0, 2 * MUCH))
    settings = {
        "logic": "network",
        "rounds": YEAR * years,
        "governance.form": str(chance.choice(["administrative", "lead", "shared"], p=[0.5, 0.25, 0.25])),
        "effort.price": 0.0,
        "effort.relation": work,
        "effort.organisation": work,
        "effort.process": work,
        "turbulence.step": float(chance.uniform(0.0, 0.04)),
        "fortune.lasting": float(chance.uniform(0.0, 1.0)),
        "elsewhere.pull": float(chance.uniform(0.0, 0.2)),
        "trust.initial": float(chance.uniform(0.3, 0.7)),
        "dependence.total": float(chance.uniform(0.7, 1.3)),
        "organisations.interests": float(chance.uniform(0.1, 0.6)),
    }
    return with_changes(begun(n, float(chance.uniform(0.0, 1.0)), chance), settings)


def begun(n: int, around_one: float, chance: np.random.Generator) -> Scenario:
    """The baseline with so many organisations, of which the first is tied to a part of all others.

    Others work together by chance, two ties each; whoever does not, could: a tie that rests.
    """
    scenario = on(nx.complete_graph(n))
    state = scenario.declare(0)
    open_ = np.triu(chance.random((n, n)) < 2.0 / (n - 2), 1)
    open_[0, 1:] = chance.random(n - 1) < around_one
    open_ |= open_.T
    state.ties["age"] = open_[state.sources, state.ties["target"]]
    return replace(scenario, declare=Fixed(state))


def code(found: Run) -> House:
    """What a researcher notes down who comes by at the end of a run."""
    graph = worked_with(found)
    history = found.history
    lately = history[-2 * YEAR :]
    left = int(history["left"][-1] - (history["left"][-2 * YEAR - 1] if history.size > 2 * YEAR else 0.0))
    members = np.maximum(lately["members"], 1.0)
    p = found.parameters
    return House(
        (
            len(graph) > 0 and nx.is_connected(graph) and centralisation(graph) >= CENTRALISED,
            history.size >= OLD * YEAR,
            left <= LEFT and float((lately["setbacks"] / members).mean()) <= CALM,
            p.effort.relation >= MUCH,
            p.governance.form == ADMINISTRATIVE,
        ),
        bool(history["agreed"][-1]) and float(history["client_value"][-YEAR:].mean()) >= EFFECTIVE,
    )


def houses(count: int, seed: int) -> list[House]:
    """So many networks, drawn, played and coded."""
    chance = np.random.default_rng(seed)
    drawn = [(draw(chance), int(chance.integers(2**32))) for _ in range(count)]
    return spread_out(lambda one: code(run(*one)), drawn)


def keep(draws: Sequence[Sequence[House]], seeds: range) -> None:
    """Write the houses of every draw as a table, 1 for yes, with the seeds of the draws."""
    lines = (
        (number, *map(int, house.conditions), int(house.effective))
        for number, some in enumerate(draws, 1)
        for house in some
    )
    KEPT.write(lines, seeds)


def kept() -> list[list[House]]:
    """The houses of every draw, as they were kept."""
    draws: dict[str, list[House]] = {}
    for row in KEPT.read():
        house = House(tuple(row[name] == "1" for name in CONDITIONS), row["effective"] == "1")
        draws.setdefault(row["draw"], []).append(house)
    return list(draws.values())

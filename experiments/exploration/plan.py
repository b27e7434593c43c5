"""What is explored: the file of an exploration. docs/explore.md is the same for people."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from samenspel.errors import InputError
from samenspel.parameters import declared, number, whole
from samenspel.reading import Anything, Dotted, Meaning, Name, Several, Table, Text
from samenspel.runs import Run, Summary
from samenspel.scenario import SEED

from ..constraints import Constraint, read_constraints
from ..design import named_in, read_as
from ..factors import (
    FACTORS,
    OF_PHASES,
    VALUES,
    Factor,
    Recipe,
    read_factors,
)
from ..ground import check_apart, check_runs, check_seeds, ground_of, read_scenarios
from ..sampling import scenarios_of
from ..words import ENGLISH, Outcome

SHIPPED = Path(__file__).parent
MOST_SETTINGS = 1_000_000
CELLS = 12  # of an outcome, where the file does not say
SIDE = Table(
    {
        "from": Meaning("where the map begins", number(-1e9, 1e9, "unit of the outcome", "where the map begins")),
        "to": Meaning("where it ends", number(-1e9, 1e9, "unit of the outcome", "where the map ends")),
        "cells": Meaning("into how many kinds it is parted", whole(2, 50, "cells", "evenly between the two")),
    },
    required=("from", "to"),
)
PLAN = Table(
    {
        "title": Meaning("what people call it", Name()),
        "question": Meaning("what it is to answer", Text()),
        "scenario": Meaning("name of a scenario, or path from this file", Name()),
        "scenarios": Meaning("several, any of which a setting may have", Several(Name())),
        "seed": SEED,
        "set": Meaning("what is changed for every run", VALUES),
        "explore": Meaning(
            "how long it looks",
            Table(
                {
                    "settings": whole(4, MOST_SETTINGS, "settings", "how many are tried"),
                    "population": whole(4, 10_000, "settings", "of a generation; the first is drawn blind"),
                    "runs": whole(1, 1000, "runs", "of each setting, on the same seeds; their mean is its place"),
                    "fresh": whole(1, 1000, "runs", "of a setting of each kind, on other seeds"),
                }
            ),
        ),
        "phases": Meaning("of efforts", Table({"rounds": OF_PHASES["rounds"]})),
        "map": Meaning(
            "the outcomes that a kind is told apart by, two or three",
            Anything(
                Dotted(
                    names={
                        name: Meaning(one.meaning, SIDE) for name, one in declared(Summary).items() if one.defined
                    },
                    patterns={r"[A-Za-z_]\w*": SIDE},
                )
            ),
        ),
        "factors": Meaning("what a setting is of", FACTORS),
        "constraints": Meaning("what has to hold between factors, a comparison each", Several(Text())),
    },
    required=("map", "factors"),
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """An outcome that kinds are told apart by, and how it is parted.

    Attributes
    ----------
    name
        Of an outcome of a run.
    low, high
        Where the map begins and ends, in its unit.
    cells
        Into how many parts, evenly.
    own
        Unit and meaning, of an outcome of one's own.
    """

    name: str
    low: float
    high: float
    cells: int = CELLS
    own: tuple[str, ...] = ()

    @property
    def edges(self) -> np.ndarray:
        """Of its parts, shape (cells + 1,)."""
        return np.linspace(self.low, self.high, self.cells + 1)

    def part(self, values: np.ndarray) -> np.ndarray:
        """In which part each value lies, as `values`; -1 outside of the map, or where there is none.

        Examples
        --------
        >>> Side("joint_value", 0.0, 1.0, 4).part(np.array([0.0, 0.3, 1.0, 1.1, np.nan])).tolist()
        [0, 1, 3, -1, -1]
        """
        inside = (values >= self.low) & (values <= self.high)
        parts = np.searchsorted(self.edges, np.where(inside, values, self.low), "right") - 1
        return np.where(inside, np.minimum(parts, self.cells - 1), -1)

    @property
    def outcome(self) -> Outcome:
        """What it is called."""
        return ENGLISH.outcome(self.name, own={self.name: self.own} if self.own else {})

    def described(self) -> dict[str, Any]:
        """What a manifest says of it."""
        return {"name": self.name, "low": self.low, "high": self.high, "cells": self.cells, "own": list(self.own)}


def cells_of(sides: Sequence[Side], values: np.ndarray) -> np.ndarray:
    """The cell of each setting, shape (settings,): a number a cell; -1 outside of the map.

    Parameters
    ----------
    sides
        Of the map.
    values
        Of each, shape (settings, sides).
    """
    parts = np.column_stack([side.part(column) for side, column in zip(sides, values.T, strict=True)])
    numbers = np.ravel_multi_index(np.maximum(parts, 0).T, [side.cells for side in sides])
    return np.where((parts < 0).any(axis=1), -1, numbers)


@dataclass(frozen=True)
class Plan:
    """What is explored.

    Attributes
    ----------
    title, question
        For people.
    recipe
        How the scenario of a setting is made.
    sides
        The outcomes that kinds are told apart by.
    factors
        What a setting is of.
    constraints
        What has to hold between factors.
    settings, population, runs, fresh
        How long it looks, as in the file.
    seed
        The first seed of runs, and that of what is drawn.
    said
        The file as it was read, for a manifest.
    """

    title: str
    question: str
    recipe: Recipe
    sides: tuple[Side, ...]
    factors: tuple[Factor, ...]
    constraints: tuple[Constraint, ...]
    seed: int
    said: Mapping[str, Any] = field(repr=False)
    settings: int = 4800
    population: int = 240
    runs: int = 8
    fresh: int = 32

    @property
    def generations(self) -> int:
        """How many generations."""
        return math.ceil(self.settings / self.population)

    @property
    def seeds(self) -> np.ndarray:
        """Those on which every setting is run, and after these those of fresh runs."""
        return self.seed + np.arange(self.runs + self.fresh)

    @property
    def measures(self) -> tuple[Callable[[Run], float], ...]:
        """What is measured of a run besides the outcomes of `Summary`."""
        return tuple(self.recipe.own_measures.values())


def read_plan(source: str | Path | Mapping[str, Any]) -> Plan:
    """An exploration from its file, or from a dictionary of the same form.

    Parameters
    ----------
    source
        Path of a TOML file, the name of one that comes with the model, or what such a file would say.

    Raises
    ------
    InputError
        What is wrong with it, in one line.
    """
    return read_as(from_table, source, SHIPPED)


def shipped() -> list[str]:
    """Names of the explorations that come with the model."""
    return named_in(SHIPPED)


def from_table(said: dict[str, Any], folder: Path) -> Plan:
    """An exploration from what its file says."""
    table = PLAN.read(said)
    recipe, known, _ = ground = ground_of(table, read_scenarios(table, folder))
    sides = read_map(table["map"], recipe)
    factors = [*scenarios_of(recipe), *read_factors(table["factors"], known)]
    if not factors:
        raise InputError('factors: got none, allowed: at least one, such as "trust.initial" = {}')
    check_apart(factors, recipe, "factors")
    ground.check(factors)
    plan = Plan(
        title=table.get("title", "An exploration"),
        question=table.get("question", ""),
        recipe=recipe,
        sides=sides,
        factors=tuple(factors),
        constraints=read_constraints(table.get("constraints", ()), factors),
        seed=table.get("seed", 1),
        said=said,
        **table.get("explore", {}),
    )
    if plan.settings < plan.population:
        raise InputError(
            f"explore: got {plan.settings} settings, allowed: at least the population, {plan.population}"
        )  # fmt: skip
    check_seeds(plan.seed, plan.runs + plan.fresh)
    check_runs(plan.settings + plan.population, plan.runs)
    return plan


def read_map(table: Mapping[str, Any], recipe: Recipe) -> tuple[Side, ...]:
    """The outcomes that kinds are told apart by: those of the model, and of one's own."""
    own = {name: (one.unit, one.meaning) for name, one in recipe.own_outcomes.items() if one.defined}
    of_model = [name for name, one in declared(Summary).items() if one.defined]
    said = Table(dict.fromkeys((*of_model, *own), SIDE)).read(dict(table), "map")
    sides = tuple(
        Side(name, one["from"], one["to"], one.get("cells", CELLS), own.get(name, ())) for name, one in said.items()
    )
    if not 2 <= len(sides) <= 3:
        raise InputError(f"map: got {len(sides)}, allowed: two or three outcomes")
    for side in sides:
        if not side.low < side.high:
            raise InputError(f"map: {side.name}: got from {side.low:g} to {side.high:g}, allowed: from below to")
    return sides

"""What an exploration keeps: a folder that is never half written, from which it goes on where it was.

    DIR/manifest.json                        what it takes to make it again; nothing of a machine or an hour
    DIR/generations/generation-0000.parquet  the settings of a generation, a row a setting and seed
    DIR/fresh/fresh-0000.parquet             a setting of each kind on other seeds, likewise
    DIR/checksums.txt                        which of these files count, and what is in them

An interrupted exploration is played again: it draws the same generations, and what is kept is not run anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samenspel.errors import InputError
from samenspel.runs import Summary

from ..constraints import held_by, read_constraints
from ..factors import Factor
from ..keeping import FRESH, GENERATIONS, Kind
from ..results import factor_from
from ..store import (
    as_table,
    counted,
    failed,
    kept_of_all,
    made_of,
    measured,
    own_of,
    read_manifest,
    told_by,
    varied_by,
    words_of_codes,
)
from ..tried import Own, Rows, kept_as
from .plan import Plan, Side, cells_of

if TYPE_CHECKING:
    import pyarrow

PARTS = {GENERATIONS: "generation", FRESH: "fresh"}
EXPLORATION = Kind("samenspel explore", PARTS, longer=("explore", "settings"))


def outcomes_of(own: Own) -> tuple[str, ...]:
    """What is kept of a run: outcomes of the model, and those of one's own."""
    return (*Summary._fields, *own)


def manifest_of(plan: Plan) -> dict[str, Any]:
    """The manifest of an exploration, made by this version of the model."""
    factors = [one.described() for one in plan.factors]
    about = [factors, plan.seeds.tolist()]
    return {
        **made_of(EXPLORATION.maker, plan.title, plan.question, plan.said),
        "points_digest": hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16],
        "own_outcomes": own_of(plan.recipe),
        "map": [side.described() for side in plan.sides],
        "factors": factors,
        "population": plan.population,
        "generations": plan.generations,
        "seeds": {"first": plan.seed, "runs": plan.runs, "fresh": plan.fresh},
        "rows_per_chunk": plan.population * plan.runs,
        "scenarios": kept_of_all(plan.recipe.scenarios, plan.seed),
    }


def rows_of(
    plan: Plan, table: np.ndarray, numbers: np.ndarray, seeds: np.ndarray, outcomes: np.ndarray,
    errors: Sequence[str | None],
) -> pyarrow.Table:  # fmt: skip
    """Settings as rows: a row a setting and seed, seeds changing fastest.

    Parameters
    ----------
    plan
        Of which they are.
    table, numbers
        The settings, shape (settings, factors), and their numbers.
    seeds
        On which each was run.
    outcomes
        Shape (settings, seeds, outcomes), as of `outcomes_of`.
    errors
        Of each run, or None.
    """
    import pyarrow as pa

    count, runs = outcomes.shape[:2]
    columns = [np.repeat(numbers, runs), np.tile(seeds, count)]
    columns += words_of_codes(plan.factors, np.repeat(table, runs, axis=0))
    columns += [*outcomes.reshape(count * runs, -1).T]
    return as_table(schema(plan.factors, own_of(plan.recipe)), [*columns, pa.array(errors, pa.string())])


def schema(factors: Sequence[Factor], own: Own) -> pyarrow.Schema:
    """Columns, with unit and meaning."""
    import pyarrow as pa

    outcomes = [*measured(Summary), *told_by(own)]
    return pa.schema([*counted("setting", "seed"), *varied_by(factors), *outcomes, failed()])


# --- reading ------------------------------------------------------------------------------------------------------


def kept(folder: Path, path: str, factors: Sequence[Factor], own: Own) -> Rows | None:
    """What was kept of a part, by its path in the folder; None where there is nothing yet.

    Parameters
    ----------
    folder, path
        Where it was kept: the path from the folder.
    factors, own
        What was varied, and outcomes of one's own.

    Raises
    ------
    InputError
        It is not as it was written.
    """
    return kept_as(schema(factors, own), EXPLORATION, folder, path, factors, outcomes_of(own))


def places_of(outcomes: np.ndarray, sides: Sequence[Side], own: Own) -> np.ndarray:
    """Where settings lie on the map, shape (settings, sides): means over runs; NaN where any run failed."""
    columns = [outcomes_of(own).index(side.name) for side in sides]
    return outcomes[..., columns].mean(axis=1)


@dataclass(frozen=True)
class Explored:
    """What was reached.

    Attributes
    ----------
    folder
        Where it was kept.
    manifest
        What it took.
    tried
        Every setting, in the order of trying, shape (settings, factors), as `Factor.decode` reads it.
    outcomes
        Of these, shape (settings, runs, outcomes), as of `outcomes_of`.
    told
        The number of a setting of each kind that was reached.
    fresh
        Outcomes of these on other seeds, shape (kinds, fresh runs, outcomes).
    """

    folder: Path
    manifest: Mapping[str, Any] = field(repr=False)
    tried: np.ndarray = field(repr=False)
    outcomes: np.ndarray = field(repr=False)
    told: np.ndarray
    fresh: np.ndarray = field(repr=False)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The outcomes that kinds are told apart by."""
        return tuple(Side(**one | {"own": tuple(one["own"])}) for one in self.manifest["map"])

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """What a setting is of."""
        return tuple(map(factor_from, self.manifest["factors"]))

    @cached_property
    def broken(self) -> np.ndarray:
        """Which settings break a constraint, and so were not run, shape (settings,)."""
        constraints = read_constraints(self.manifest["design"].get("constraints", ()), self.factors)
        return ~held_by(constraints, self.factors, self.tried)

    @cached_property
    def values(self) -> np.ndarray:
        """Where each setting lies on the map, shape (settings, sides)."""
        return places_of(self.outcomes, self.sides, self.manifest["own_outcomes"])

    @cached_property
    def cells(self) -> np.ndarray:
        """In which cell each setting lies, shape (settings,); -1 outside of the map."""
        return cells_of(self.sides, self.values)

    @cached_property
    def values_again(self) -> np.ndarray:
        """Where a setting of each kind lies by other seeds, shape (kinds, sides)."""
        return places_of(self.fresh, self.sides, self.manifest["own_outcomes"])

    def is_of(self, place: int) -> dict[str, Any]:
        """What a setting is, by factor."""
        return {one.name: one.decode(code) for one, code in zip(self.factors, self.tried[place], strict=True)}


def read_explored(folder: str | Path) -> Explored:
    """What was reached, from the folder of an exploration.

    Raises
    ------
    InputError
        None there, not finished, or not as it was written.
    """
    folder = Path(folder)
    manifest = read_manifest(folder, EXPLORATION.maker)
    factors, own = tuple(map(factor_from, manifest["factors"])), manifest["own_outcomes"]
    fresh = kept(folder, EXPLORATION.path(FRESH), factors, own)
    numbers = range(manifest["generations"])
    made = [kept(folder, EXPLORATION.path(GENERATIONS, number), factors, own) for number in numbers]
    generations = [one for one in made if one is not None]
    if fresh is None or len(generations) < len(made):
        raise InputError(f"{folder}: the exploration is not finished; allowed: the same command again, which goes on")
    tried = np.concatenate([one.table for one in generations])
    outcomes = np.concatenate([one.outcomes for one in generations])
    return Explored(folder, manifest, tried, outcomes, fresh.numbers, fresh.outcomes)

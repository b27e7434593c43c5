"""What a search keeps: a folder that is never half written, from which it goes on where it was.

    DIR/manifest.json                        what it takes to make it again; nothing of a machine or an hour
    DIR/present/present-0000.parquet         nothing done, in every world
    DIR/generations/generation-0000.parquet  the interventions of a generation, a row an intervention and world
    DIR/fresh/fresh-0000.parquet             the front in fresh worlds, likewise
    DIR/checksums.txt                        which of these files count, and what is in them

An interrupted search is played again: the algorithm asks for the same generations, and what is kept is not run anew.
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
from samenspel.measures import Outcomes
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
    versions,
    words_of_codes,
)
from ..tried import Own, Rows, kept_as
from .plan import EFFORT, Aim, Plan

if TYPE_CHECKING:
    import pyarrow

PRESENT = "present"
PARTS = {GENERATIONS: "generation", FRESH: "fresh", PRESENT: "present"}
SEARCH = Kind("samenspel search", PARTS, longer=("search", "evaluations"))


def outcomes_of(own: Own) -> tuple[str, ...]:
    """What is kept of a run: outcomes of the model, effort, and those of one's own."""
    return (*Summary._fields, EFFORT, *own)


def of_aims(outcomes: np.ndarray, aims: Sequence[Aim], own: Own) -> np.ndarray:
    """Of outcomes, those that are aims, in their order."""
    return outcomes[..., [outcomes_of(own).index(aim.name) for aim in aims]]


def manifest_of(plan: Plan) -> dict[str, Any]:
    """The manifest of a search, made by this version of the model."""
    from importlib.metadata import version

    worlds = [{"seed": world.seed, **world.values} for world in plan.every_world]
    about = [[lever.described() for lever in plan.levers], worlds]
    return {
        **made_of(SEARCH.maker, plan.title, plan.question, plan.said),
        "versions": {**versions(), "pymoo": version("pymoo")},
        "points_digest": hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16],
        "own_outcomes": own_of(plan.recipe),
        "aims": {aim.name: aim.way for aim in plan.aims},
        "judged": plan.judged,
        "generations": plan.generations,
        "levers": [lever.described() for lever in plan.levers],
        "seeds": {
            "worlds": [plan.worlds[0].seed, plan.worlds[-1].seed],
            "fresh": [plan.fresh[0].seed, plan.fresh[-1].seed],
        },
        "unknown": sorted(plan.worlds[0].values),
        "worlds": worlds,
        "rows_per_chunk": plan.population * len(plan.worlds),
        "scenarios": kept_of_all(plan.recipe.scenarios, plan.seed),
    }


def rows_of(
    levers: Sequence[Factor], table: np.ndarray, numbers: np.ndarray, seeds: Sequence[int],
    outcomes: np.ndarray, errors: Sequence[str | None], own: Own,
) -> pyarrow.Table:  # fmt: skip
    """Interventions as rows: a row an intervention and world, worlds changing fastest.

    Parameters
    ----------
    levers
        Columns of `table`.
    table
        Shape (interventions, levers); without levers, nothing is done.
    numbers
        Of the interventions.
    seeds
        Of the worlds.
    outcomes
        Shape (interventions, worlds, outcomes), as of `outcomes_of`.
    errors
        Of each run, or None.
    own
        Outcomes of one's own.
    """
    import pyarrow as pa

    count, worlds = outcomes.shape[:2]
    columns = [np.repeat(numbers, worlds), np.tile(np.arange(worlds), count), np.tile(seeds, count)]
    columns += [*words_of_codes(levers, np.repeat(table, worlds, axis=0))]
    return as_table(
        schema(levers, own), [*columns, *outcomes.reshape(count * worlds, -1).T, pa.array(errors, pa.string())]
    )


def schema(levers: Sequence[Factor], own: Own) -> pyarrow.Schema:
    """Columns, with unit and meaning."""
    import pyarrow as pa

    spent = [one for one in measured(Outcomes) if one.name == EFFORT]
    outcomes = [*measured(Summary), *spent, *told_by(own)]
    return pa.schema([*counted("intervention", "world", "seed"), *varied_by(levers), *outcomes, failed()])


# --- reading ------------------------------------------------------------------------------------------------------


def kept(folder: Path, path: str, levers: Sequence[Factor], own: Own) -> Rows | None:
    """What was kept of a part, by its path in the folder; None where there is nothing yet.

    Parameters
    ----------
    folder, path
        Where it was kept: the path from the folder.
    levers, own
        What was varied, and outcomes of one's own.

    Raises
    ------
    InputError
        It is not as it was written.
    """
    return kept_as(schema(levers, own), SEARCH, folder, path, levers, outcomes_of(own))


@dataclass(frozen=True)
class Found:
    """What a search found, finished or not.

    Attributes
    ----------
    folder
        Where it was kept.
    manifest
        What it took.
    tried
        Every intervention, shape (interventions, levers), as `Factor.decode` reads it.
    outcomes
        Of the search, shape (interventions, worlds, outcomes), as of `outcomes_of`.
    front
        The numbers of those of which nothing that was tried is better in every aim.
    fresh
        Their outcomes in fresh worlds, shape (front, worlds, outcomes).
    present
        Outcomes where nothing is done, in worlds of the search and fresh ones, shape (worlds, outcomes).
    """

    folder: Path
    manifest: Mapping[str, Any] = field(repr=False)
    tried: np.ndarray = field(repr=False)
    outcomes: np.ndarray = field(repr=False)
    front: np.ndarray
    fresh: np.ndarray = field(repr=False)
    present: np.ndarray = field(repr=False)

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """What was sought."""
        own = self.manifest["own_outcomes"]
        return tuple(Aim(name, way, tuple(own.get(name, ()))) for name, way in self.manifest["aims"].items())

    @cached_property
    def levers(self) -> tuple[Factor, ...]:
        """What could be chosen."""
        return tuple(map(factor_from, self.manifest["levers"]))

    @cached_property
    def broken(self) -> np.ndarray:
        """Which interventions break a constraint, and so were not run, shape (interventions,)."""
        constraints = read_constraints(self.manifest["design"].get("constraints", ()), self.levers)
        return ~held_by(constraints, self.levers, self.tried)

    @property
    def values(self) -> np.ndarray:
        """The aims in the search, shape (interventions, worlds, aims)."""
        return self.of_aims(self.outcomes)

    def of_aims(self, outcomes: np.ndarray) -> np.ndarray:
        """Of outcomes, those that are aims, in their order."""
        return of_aims(outcomes, self.aims, self.manifest["own_outcomes"])

    def does(self, place: int) -> dict[str, Any]:
        """What an intervention does, by lever."""
        return {lever.name: lever.decode(code) for lever, code in zip(self.levers, self.tried[place], strict=True)}


def read_found(folder: str | Path) -> Found:
    """What a search found, from its folder.

    Raises
    ------
    InputError
        None there, not finished, or not as it was written.
    """
    folder = Path(folder)
    manifest = read_manifest(folder, SEARCH.maker)
    levers = tuple(map(factor_from, manifest["levers"]))
    own = manifest["own_outcomes"]
    fresh, present = kept(folder, SEARCH.path(FRESH), levers, own), kept(folder, SEARCH.path(PRESENT), (), own)
    if fresh is None or present is None:
        raise InputError(f"{folder}: the search is not finished; allowed: the same command again, which goes on")
    kept_of = (kept(folder, SEARCH.path(GENERATIONS, number), levers, own) for number in range(manifest["generations"]))
    generations = [rows for rows in kept_of if rows is not None]
    tried = np.concatenate([one.table for one in generations])
    outcomes = np.concatenate([one.outcomes for one in generations])
    return Found(folder, manifest, tried, outcomes, fresh.numbers, fresh.outcomes, present.outcomes[0])

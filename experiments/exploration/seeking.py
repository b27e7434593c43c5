"""Seeking: generations of settings, each nearer to what was seldom reached, and a setting of each kind on other seeds.

The first generation is drawn blind, by a latin hypercube. Every other goes on from settings of which the cell was
seldom reached (pattern space exploration; Chérel, Cottineau and Reuillon 2015): a cell is drawn by one over how many
settings are in it, and one of its settings is changed in some factors, or crossed with another drawn likewise.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from samenspel.errors import InputError
from samenspel.results.replicates import processors, workers

from ..constraints import held_by
from ..engine import Block, Progress, code, make, result_of
from ..factors import Factor
from ..store import own_of
from ..tried import BROKEN, Rows, Tries
from .kept import (
    EXPLORATION,
    FRESH,
    GENERATIONS,
    Explored,
    kept,
    manifest_of,
    outcomes_of,
    places_of,
    rows_of,
)
from .kinds import told_of
from .plan import Plan, cells_of

CROSSED = 0.3  # of settings have some of their factors from another
STEPS = (0.01, 0.5)  # of a factor's range: the smallest and largest spread of a change, drawn evenly in its logarithm


def explored(
    plan: Plan, folder: Path, threads: int | None = None, watch: Callable[[Progress], None] = lambda progress: None
) -> Explored:
    """Try what is not in a folder yet, and a setting of each kind on other seeds, and give what was reached.

    Parameters
    ----------
    plan
        What is explored.
    folder
        Where it is kept, or will be.
    threads
        How many; by default as many as there are processors to use.
    watch
        Called with the progress after every generation.

    Raises
    ------
    InputError
        The folder holds other things, or an exploration that this would not go with; or nothing lies on the map.
    """
    progress = Progress(plan.generations * plan.population * plan.runs)
    with EXPLORATION.opened(folder, manifest_of(plan)) as manifest, workers(threads) as pool:
        tries = Settings(plan, folder, pool, threads or processors(), progress, watch)
        tables: list[np.ndarray] = []
        outcomes: list[np.ndarray] = []
        drawn, values = blind(plan), np.zeros((0, len(plan.sides)))
        places = np.zeros((0, len(plan.factors)))
        for generation in range(plan.generations):
            if generation:
                drawn = offspring(
                    plan.factors, places, cells_of(plan.sides, values), plan.population, chance(plan, generation)
                )
            table = table_of(plan.factors, drawn)
            rows = tries.of(
                GENERATIONS, generation, table, len(places) + np.arange(len(table)), plan.seeds[: plan.runs]
            )
            if not np.array_equal(rows.table, table):
                raise InputError(
                    f"{folder}: generation {generation} draws other settings than are kept, so that another numpy or "
                    "scipy made them; allowed: another folder"
                )
            places = np.concatenate([places, drawn])
            tables.append(table)
            outcomes.append(rows.outcomes)
            values = np.concatenate([values, places_of(rows.outcomes, plan.sides, own_of(plan.recipe))])
        told = told_of(cells_of(plan.sides, values), values, plan.sides)
        if not told.size:
            raise InputError(
                f"{folder}: nothing that was tried lies on the map; allowed: a map around what comes out, which stands "
                "in the files, or factors with which runs do not fail: the column 'error' says why"
            )
        progress.total += told.size * plan.fresh
        tried = np.concatenate(tables)
        fresh = tries.of(FRESH, 0, tried[told], told, plan.seeds[plan.runs :])
    return Explored(folder, manifest, tried, np.concatenate(outcomes), fresh.numbers, fresh.outcomes)


# --- what is tried ------------------------------------------------------------------------------------------------


def chance(plan: Plan, generation: int) -> np.random.Generator:
    """What a generation is drawn by."""
    return np.random.default_rng((plan.seed, generation))


def blind(plan: Plan) -> np.ndarray:
    """The first generation, as places from 0 to 1, shape (settings, factors): a latin hypercube (McKay et al. 1979)."""
    from scipy.stats import qmc

    return qmc.LatinHypercube(len(plan.factors), rng=chance(plan, 0)).random(plan.population)


def table_of(factors: Sequence[Factor], places: np.ndarray) -> np.ndarray:
    """The values of factors at places from 0 to 1, shape (settings, factors)."""
    return np.column_stack([one.at(column) for one, column in zip(factors, places.T, strict=True)])


def offspring(
    factors: Sequence[Factor], places: np.ndarray, cells: np.ndarray, count: int, chance: np.random.Generator
) -> np.ndarray:
    """Settings that go on from those of which the cell was seldom reached.

    Parameters
    ----------
    factors
        What a setting is of.
    places
        Of what was tried, from 0 to 1, shape (settings, factors).
    cells
        In which cell each lies, shape (settings,); -1 outside of the map.
    count
        How many are wanted.
    chance
        What they are drawn by.

    Returns
    -------
    np.ndarray
        Places from 0 to 1, shape (count, factors).
    """
    inside = np.flatnonzero(cells >= 0)
    if not inside.size:
        return chance.random((count, places.shape[1]))
    _, numbers, hits = np.unique(cells[inside], return_inverse=True, return_counts=True)
    weights = 1.0 / hits[numbers] ** 2.0  # a cell by one over its settings, and one of these evenly
    parents, others = chance.choice(inside, (2, count), p=weights / weights.sum())
    crossed = (chance.random((count, 1)) < CROSSED) & (chance.random((count, places.shape[1])) < 0.5)
    children = np.where(crossed, places[others], places[parents])
    changed = chance.random(children.shape) < 1.0 / places.shape[1]
    changed[np.arange(count), chance.integers(places.shape[1], size=count)] = True  # one at least
    small, large = map(math.log, STEPS)
    steps = np.exp(chance.uniform(small, large, (count, 1))) * chance.normal(size=children.shape)
    listed = np.array([bool(one.values) for one in factors])
    moved = np.where(listed, chance.random(children.shape), folded(children + steps))
    return np.where(changed, moved, children)


def folded(places: np.ndarray) -> np.ndarray:
    """Places that went beyond an end, folded back at it.

    Examples
    --------
    >>> folded(np.array([-0.25, 0.5, 1.25])).tolist()
    [0.25, 0.5, 0.75]
    """
    return 1.0 - np.abs(1.0 - np.mod(places, 2.0))


# --- runs ---------------------------------------------------------------------------------------------------------


class Settings(Tries[Plan]):
    """Settings on seeds, made where they are not kept."""

    def of(self, name: str, number: int, table: np.ndarray, numbers: np.ndarray, seeds: np.ndarray) -> Rows:
        """What is kept of a part, or else made and kept.

        Parameters
        ----------
        name, number
            Of the part.
        table, numbers
            The settings, shape (settings, factors), and their numbers.
        seeds
            On which each is run.
        """
        path, own = EXPLORATION.path(name, number), own_of(self.plan.recipe)
        rows = kept(self.folder, path, self.plan.factors, own)
        if rows is not None and len(rows.table) == len(table):
            self.held(len(table) * seeds.size)
            return rows
        outcomes, errors = made(self.plan, table, seeds, self.pool, self.blocks)
        tried = rows_of(self.plan, table, numbers, seeds, outcomes, errors)
        self.keep(path, tried, len(errors), errors)
        return Rows(tried, self.plan.factors, outcomes_of(own))


def made(
    plan: Plan, table: np.ndarray, seeds: np.ndarray, pool: Executor, parts: int
) -> tuple[np.ndarray, list[str | None]]:
    """Outcomes, shape (settings, seeds, outcomes), and why runs failed, seeds changing fastest.

    Parameters
    ----------
    plan
        Of which they are.
    table
        The settings, shape (settings, factors).
    seeds
        On which each is run.
    pool
        What makes runs.
    parts
        Into how many blocks they are parted.
    """
    outcomes = np.full((len(table), seeds.size, len(outcomes_of(own_of(plan.recipe)))), np.nan)
    errors = np.full((len(table), seeds.size), None, object)
    able = held_by(plan.constraints, plan.factors, table)
    errors[~able] = BROKEN
    recipe, asked = plan.recipe.made_once(one.name for one in plan.factors), []
    for some in np.array_split(np.flatnonzero(able), min(parts, max(1, able.sum()))):
        rows, columns = np.repeat(some, seeds.size), np.tile(np.arange(seeds.size), some.size)
        block = Block(
            recipe, plan.factors, table[rows], np.arange(rows.size), seeds[columns], False, code(), plan.measures
        )
        asked.append((rows, columns, pool.submit(make, block)))
    for rows, columns, future in asked:
        came = result_of(future)
        outcomes[rows, columns] = came.outcomes
        errors[rows, columns] = came.errors
    return outcomes, errors.ravel().tolist()


def seconds_of(plan: Plan) -> float:
    """Time of a run: the mean of a few settings of the first generation."""
    from concurrent.futures import ThreadPoolExecutor

    table = table_of(plan.factors, blind(plan))[:12]
    with ThreadPoolExecutor(1) as pool:
        made(plan, table[:1], plan.seeds[:1], pool, 1)  # compiles
        started = time.perf_counter()
        made(plan, table, plan.seeds[:1], pool, 1)
    return (time.perf_counter() - started) / len(table)

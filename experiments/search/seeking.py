"""Seeking: generations of interventions, each run in the same worlds, and the front of them in fresh ones.

The algorithm is that of pymoo for levers of any kind, numbers, whole numbers and words (MixedVariableGA), which keeps
by rank and crowding (NSGA-II; Deb et al. 2002), with more than two aims by nearest neighbours (Kukkonen and Deb 2006).
An intervention that cannot be, or of which a run fails in any world, is worse than each that can.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from samenspel.errors import InputError
from samenspel.results.replicates import processors, workers

from ..constraints import held_by
from ..engine import Block, Progress, code, make, result_of
from ..factors import Factor, Recipe, present_value
from ..keeping import FRESH, GENERATIONS
from ..store import own_of
from ..tried import BROKEN, Rows, Tries
from .front import best_of, judged
from .kept import PRESENT, SEARCH, Found, kept, manifest_of, of_aims, outcomes_of, rows_of
from .plan import Plan
from .worlds import World, recipe_in


def search(
    plan: Plan, folder: Path, threads: int | None = None, watch: Callable[[Progress], None] = lambda progress: None
) -> Found:
    """Search what is not in a folder yet, try the front in fresh worlds, and give what was found.

    Parameters
    ----------
    plan
        What is sought.
    folder
        Where it is kept, or will be.
    threads
        How many; by default as many as there are processors to use.
    watch
        Called with the progress after every generation.

    Raises
    ------
    InputError
        The folder holds other things, or a search that this would not go with; or nothing can be done at all.
    """
    algorithm_of(plan)  # complains where it is not installed
    progress = Progress(plan.generations * plan.population * len(plan.worlds) + len(plan.every_world))
    with SEARCH.opened(folder, manifest_of(plan)) as manifest, workers(threads) as pool:
        tries = Interventions(plan, folder, pool, threads or processors(), progress, watch)
        present = tries.present()
        made: list[np.ndarray] = []
        tables: list[np.ndarray] = []
        for generation, asked, told in generations(plan):
            rows = tries.of(GENERATIONS, generation, asked, sum(map(len, tables)) + np.arange(len(asked)))
            if not np.array_equal(rows.table, asked):
                raise InputError(
                    f"{folder}: generation {generation} asks for other interventions than are kept, so that another "
                    "pymoo or scipy made them; allowed: another folder"
                )
            told(of_aims(rows.outcomes, plan.aims, own_of(plan.recipe)))
            tables.append(rows.table)
            made.append(rows.outcomes)
        tried, outcomes = np.concatenate(tables), np.concatenate(made)
        values = of_aims(outcomes, plan.aims, own_of(plan.recipe))
        front = best_of(judged(values, plan.aims, plan.judged), plan.population)
        if not front.size:
            raise InputError(f"{folder}: nothing that was tried can be run in every world; the column 'error' says why")
        progress.total += front.size * len(plan.fresh)
        fresh = tries.of(FRESH, 0, tried[front], front)
    return Found(folder, manifest, tried, outcomes, fresh.numbers, fresh.outcomes, present.outcomes[0])


# --- runs ---------------------------------------------------------------------------------------------------------


class Interventions(Tries[Plan]):
    """Interventions in worlds, made where they are not kept."""

    @cached_property
    def recipes(self) -> dict[int, Recipe]:
        """What they change in a world, by its seed."""
        return {}

    def present(self) -> Rows:
        """Nothing done, in every world."""
        return self.kept_or_made(PRESENT, 0, np.zeros((1, 0)), np.zeros(1, int), (), self.plan.every_world)

    def of(self, name: str, number: int, table: np.ndarray, numbers: np.ndarray) -> Rows:
        """Interventions in the worlds of the search, or in fresh ones.

        Parameters
        ----------
        name, number
            Of what is kept.
        table
            What each does, shape (interventions, levers).
        numbers
            Of the interventions.
        """
        worlds = self.plan.fresh if name == FRESH else self.plan.worlds
        return self.kept_or_made(name, number, table, numbers, self.plan.levers, worlds)

    def kept_or_made(
        self, name: str, number: int, table: np.ndarray, numbers: np.ndarray, levers: Sequence[Factor],
        worlds: Sequence[World],
    ) -> Rows:  # fmt: skip
        """What is kept, or else made and kept.

        Parameters
        ----------
        name, number
            Of what is kept.
        table, numbers
            What the interventions do, by lever, and their numbers.
        levers
            Columns of the table.
        worlds
            In which they are run.
        """
        path = SEARCH.path(name, number)
        own = own_of(self.plan.recipe)
        rows = kept(self.folder, path, levers, own)
        if rows is not None and len(rows.table) == len(table):
            self.held(len(table) * len(worlds))
            return rows
        outcomes, errors = self.made(table, levers, worlds)
        made = rows_of(levers, table, numbers, [one.seed for one in worlds], outcomes, errors, own)
        self.keep(path, made, len(errors), errors)
        return Rows(made, levers, outcomes_of(own))

    def made(
        self, table: np.ndarray, levers: Sequence[Factor], worlds: Sequence[World]
    ) -> tuple[np.ndarray, list[str | None]]:
        """Outcomes, shape (interventions, worlds, outcomes), and why runs failed, worlds changing fastest."""
        outcomes = np.full((len(table), len(worlds), len(outcomes_of(own_of(self.plan.recipe)))), np.nan)
        errors = np.full((len(table), len(worlds)), None, object)
        broken = np.flatnonzero(~held_by(self.plan.constraints, levers, table)) if levers else np.zeros(0, int)
        errors[broken] = BROKEN
        able = np.setdiff1d(np.arange(len(table)), broken)
        asked = [(able[rows], *rest) for rows, *rest in self.work(table[able], levers, worlds)]
        for (rows, columns, _), made in zip(asked, [self.pool.submit(make, block) for *_, block in asked], strict=True):
            came = result_of(made)
            outcomes[rows, columns] = came.outcomes
            errors[rows, columns] = came.errors
        return outcomes, errors.ravel().tolist()

    def work(
        self, table: np.ndarray, levers: Sequence[Factor], worlds: Sequence[World]
    ) -> Iterator[tuple[np.ndarray, np.ndarray, Block]]:
        """Work to be done: which interventions in which worlds; where these differ by seeds alone, one after the other,
        so that a scenario is made once.
        """
        alike: dict[str, list[int]] = {}
        for place, world in enumerate(worlds):
            alike.setdefault(repr(sorted(world.values.items())), []).append(place)
        parts = max(1, min(len(table), self.blocks // len(alike)))
        for places in alike.values():
            first = worlds[places[0]]
            if first.seed not in self.recipes:
                self.recipes[first.seed] = recipe_in(self.plan.recipe, first, self.plan.levers)
            for some in np.array_split(np.arange(len(table)), parts):
                rows, columns = np.repeat(some, len(places)), np.tile(places, some.size)
                seeds = np.array([worlds[column].seed for column in columns])
                block = Block(
                    self.recipes[first.seed], tuple(levers), table[rows], np.arange(rows.size), seeds, False, code(),
                    self.plan.measures,
                )  # fmt: skip
                yield rows, columns, block


def seconds_of(plan: Plan) -> float:
    """Time of a run: the mean of a few interventions of the first generation, each in a world of its own."""
    table = np.array([list(one.values()) for one in first_of(plan)])
    count = min(len(table), len(plan.worlds), 12)
    taken = [*zip(table[:count], plan.worlds, strict=False)]

    def once(row: np.ndarray, world: World) -> None:
        recipe = recipe_in(plan.recipe, world, plan.levers)
        make(
            Block(
                recipe, plan.levers, row[None], np.zeros(1, int), np.array([world.seed]), False, code(), plan.measures
            )
        )

    once(*taken[0])  # compiles
    started = time.perf_counter()
    for row, world in taken:
        once(row, world)
    return (time.perf_counter() - started) / count


# --- the algorithm ------------------------------------------------------------------------------------------------


def generations(plan: Plan) -> Iterator[tuple[int, np.ndarray, Callable[[np.ndarray], None]]]:
    """Generations of interventions: the number of each, what they do, and whom to tell what came of it.

    Fewer than there should be, where there is nothing else to try.
    """
    algorithm = algorithm_of(plan)
    names = [one.name for one in plan.levers]
    for generation in range(plan.generations):
        asked = algorithm.ask()
        if asked is None or len(asked) == 0:
            return
        table = np.array([[float(one.X[name]) for name in names] for one in asked])

        def tell(values: np.ndarray, asked: Any = asked) -> None:  # noqa: ANN401  pymoo's own
            wanted = judged(values, plan.aims, plan.judged)
            undone = np.isnan(wanted).any(axis=1)
            asked.set("F", np.where(undone[:, None], 0.0, -wanted), "G", undone[:, None].astype(float))
            for one in asked:
                one.evaluated.update(("F", "G", "H"))
            algorithm.tell(infills=asked)

        yield generation, table, tell


def algorithm_of(plan: Plan) -> Any:  # noqa: ANN401  pymoo's own
    """The algorithm, ready to be asked."""
    try:
        from pymoo.config import Config
        from pymoo.core.mixed import MixedVariableGA
        from pymoo.core.population import Population
        from pymoo.core.problem import Problem
        from pymoo.core.variable import Choice, Integer, Real
        from pymoo.operators.survival.rank_and_crowding import RankAndCrowding
    except ImportError:
        raise InputError("a search needs pymoo: pip install 'samenspel[search]'") from None
    Config.warnings["not_compiled"] = False

    def variable(lever: Factor) -> Any:  # noqa: ANN401
        if lever.values:
            return Choice(options=lever.codes().tolist())
        return (Integer if lever.kind == "whole" else Real)(bounds=(lever.low, lever.high))

    problem = Problem(vars={lever.name: variable(lever) for lever in plan.levers}, n_obj=len(plan.aims), n_ieq_constr=1)
    crowding = "cd" if len(plan.aims) == 2 else "2nn" if len(plan.aims) == 3 else "mnn"
    algorithm = MixedVariableGA(
        pop_size=plan.population,
        sampling=Population.new(X=first_of(plan)),
        survival=RankAndCrowding(crowding_func=crowding),
    )
    algorithm.setup(problem, seed=plan.seed % 2**32, termination=("n_gen", plan.generations + 1), verbose=False)
    return algorithm


def first_of(plan: Plan) -> list[dict[str, float]]:
    """The first generation, by lever: what is done now, where that can be said, and a latin hypercube over the rest."""
    from scipy.stats import qmc

    cube = qmc.LatinHypercube(len(plan.levers), rng=np.random.default_rng(plan.seed)).random(plan.population)
    table = np.column_stack([lever.at(places) for lever, places in zip(plan.levers, cube.T, strict=True)])
    for column, lever in enumerate(plan.levers):
        with suppress(InputError):
            now = lever.encode(present_value(plan.recipe, lever))
            if lever.low <= now <= lever.high:
                table[0, column] = now
    return [dict(zip((lever.name for lever in plan.levers), row, strict=True)) for row in table.tolist()]

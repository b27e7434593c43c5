"""Running: draws from what was thought before, then generations ever nearer to the data, and the posterior anew."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from samenspel.results.replicates import processors, workers
from samenspel.runs import Summary

from ..engine import Block, Progress, code, make, result_of
from ..keeping import FRESH, GENERATIONS
from ..store import write_in
from ..tried import Tries
from .kept import (
    CALIBRATION,
    POSTERIOR,
    TRUTHS,
    Calibrated,
    Draws,
    Tried,
    kept,
    manifest_of,
    rows_of,
)
from .plan import Plan

DRAWN = {GENERATIONS: 1, TRUTHS: 2, FRESH: 3}  # which chance each kind of draw has


def calibrated(
    plan: Plan, folder: Path, threads: int | None = None, watch: Callable[[Progress], None] = lambda progress: None
) -> Calibrated:
    """Run what is not in a folder yet, and give what came of it.

    Parameters
    ----------
    plan
        What is calibrated, on what.
    folder
        Where it is kept, or will be.
    threads
        How many; by default as many as there are processors to use.
    watch
        Called with the progress after every generation.

    Raises
    ------
    InputError
        The folder holds other things, or a calibration that this would not go with; or hardly any run has what was
        measured.
    """
    progress = Progress(plan.most * len(plan.collaborations))
    with CALIBRATION.opened(folder, manifest_of(plan)) as manifest, workers(threads) as pool:
        runs = Runs(plan, folder, pool, threads or processors(), progress, watch)
        count, places = len(plan.parameters), plan.numbered

        def chance(name: str, number: int = 0) -> np.random.Generator:
            return np.random.default_rng((plan.seed, DRAWN[name], number))

        tried = Tried(plan.data, plan.seed, plan.kept)
        tried.add(runs.of(GENERATIONS, 0, 0, plan.first, lambda: chance(GENERATIONS).normal(size=(plan.first, count))))
        truths = runs.of(
            TRUTHS, 0, places[TRUTHS], plan.truths, lambda: chance(TRUTHS).normal(size=(plan.truths, count))
        )
        for number in itertools.count(1):
            begin = plan.first + (number - 1) * plan.draws
            if not (folder / CALIBRATION.path(GENERATIONS, number)).exists() and is_enough(plan, tried):
                break
            drawn = lambda number=number: tried.next.drawn(plan.draws, chance(GENERATIONS, number))  # noqa: E731
            tried.add(runs.of(GENERATIONS, number, begin, plan.draws, drawn))
        progress.total = progress.held + progress.done + plan.fresh * len(plan.collaborations)
        posterior = tried.pool.posterior(tried.observed)
        fresh = runs.of(FRESH, 0, places[FRESH], plan.fresh, lambda: posterior.draws(plan.fresh, chance(FRESH)))
        came = Calibrated(folder, manifest, tried, truths, fresh)
        if came.misses:
            (folder / POSTERIOR).unlink(missing_ok=True)
        else:
            write_in(folder, folder / POSTERIOR, posterior_of(came))
    return came


def is_enough(plan: Plan, tried: Tried) -> bool:
    """Whether there are as many generations as were asked for, or another would hardly bring anything nearer."""
    made = len(tried.generations) - 1
    return made >= plan.generations or (made > 0 and tried.new < plan.least_new)


def posterior_of(came: Calibrated) -> bytes:
    """The draws of the posterior, a column a parameter and a row a draw, as `advise` and others take them."""
    from scipy.special import ndtr

    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([one.name for one in came.parameters])
    columns = [one.at(ndtr(places)).tolist() for one, places in zip(came.parameters, came.fresh.points.T, strict=True)]
    rows.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


class Runs(Tries[Plan]):
    """Runs of draws, made where they are not kept."""

    def of(self, name: str, number: int, begin: int, count: int, drawn: Callable[[], np.ndarray]) -> Draws:
        """What is kept of a part, or else made and kept.

        Parameters
        ----------
        name, number
            Of the part.
        begin, count
            The number of its first draw, and how many there are.
        drawn
            Gives their standard normal numbers, shape (draws, parameters).
        """
        plan, path = self.plan, CALIBRATION.path(name, number)
        runs = count * len(plan.collaborations)
        if (there := kept(self.folder, path, plan.parameters, plan.data)) is not None:
            self.held(runs)
            return there
        points, numbers = drawn(), begin + np.arange(count)
        came, errors = made(plan, numbers, points, self.pool, self.blocks)
        rows = rows_of(plan, numbers, points, came, errors)
        self.keep(path, rows, runs, errors)
        return Draws(rows, plan.parameters, plan.data)


def made(
    plan: Plan, numbers: np.ndarray, points: np.ndarray, pool: Executor, parts: int
) -> tuple[np.ndarray, list[str | None]]:
    """What came of draws, shape (draws, data), and why a run of one failed.

    Parameters
    ----------
    plan
        Of which they are.
    numbers, points
        Of the draws, and their standard normal numbers.
    pool
        What makes runs.
    parts
        Into how many blocks they are parted.
    """
    table, seeds = plan.values(points), plan.seeds(numbers)
    came = np.full((len(numbers), len(plan.data)), np.nan)
    errors: list[str | None] = [None] * len(numbers)
    asked = []
    for column, name in enumerate(plan.collaborations):
        places = [place for place, one in enumerate(plan.data) if one.collaboration == name]
        measures = tuple(plan.data[place] for place in places if plan.data[place].round)
        summed_up = len(measures) < len(places)
        recipe, own = plan.recipes[name], seeds[:, column]
        for some in np.array_split(np.arange(len(numbers)), min(parts, len(numbers))):
            block = Block(recipe, plan.parameters, table[some], some, own[some], False, code(), measures, summed_up)
            asked.append((places, pool.submit(make, block)))
    for places, future in asked:
        back = result_of(future)
        of_rounds = [place for place in places if plan.data[place].round]
        came[np.ix_(back.runs, of_rounds)] = back.outcomes[:, back.outcomes.shape[1] - len(of_rounds) :]
        for place in set(places).difference(of_rounds):
            came[back.runs, place] = back.outcomes[:, Summary._fields.index(plan.data[place].what)]
        for run, error in zip(back.runs.tolist(), back.errors, strict=True):
            errors[run] = errors[run] or error
    return came, errors


def seconds_of(plan: Plan) -> float:
    """Time of a draw, with all its runs: the mean of a few of the first."""
    from concurrent.futures import ThreadPoolExecutor
    from time import perf_counter

    count = 8
    points = np.random.default_rng((plan.seed, DRAWN[GENERATIONS], 0)).normal(size=(count, len(plan.parameters)))
    with ThreadPoolExecutor(1) as pool:
        made(plan, np.arange(1), points[:1], pool, 1)  # compiles
        started = perf_counter()
        made(plan, np.arange(count), points, pool, 1)
    return (perf_counter() - started) / count

"""What a calibration keeps: a folder that is never half written, from which it goes on where it was.

DIR/manifest.json                        what it takes to make it again, with the data
DIR/generations/generation-0000.parquet  draws of parameters and what came of each: the first, and each generation
DIR/truths/truths-0000.parquet           draws of which the model made data, to see what is found again
DIR/fresh/fresh-0000.parquet             draws of the posterior, run anew
DIR/posterior.csv                        those draws, for whoever draws from them; none where the model misses
DIR/checksums.txt                        which of these files count, and what is in them
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
from samenspel.results.uncertainty import POSTERIOR

from ..factors import Factor
from ..keeping import FRESH, GENERATIONS, Kind
from ..results import factor_from
from ..store import (
    as_table,
    counted,
    failed,
    kept_of_all,
    made_of,
    read_manifest,
    told_by,
    varied_by,
    words_of_codes,
)
from .data import Datum
from .plan import Plan
from .posterior import Cloud, Pool, Posterior, Summary, cloud_of, learnt, weights_of

if TYPE_CHECKING:
    import pyarrow

TRUTHS = "truths"
PARTS = {GENERATIONS: "generation", TRUTHS: "truths", FRESH: "fresh"}
CALIBRATION = Kind("samenspel calibrate", PARTS, longer=("calibration", "generations"), also=[POSTERIOR])
NORMAL = "normal:"  # before the name of a parameter: its place in the prior, as a standard normal number
MISSED = 0.01  # of data sets of the posterior itself, of which so few lie as far off, the model misses the data
TRIED = 0  # of the chance in errors that are added to what was run, beside that of the draws


def manifest_of(plan: Plan) -> dict[str, Any]:
    """The manifest of a calibration, made by this version of the model."""
    about = [[one.described() for one in plan.parameters], [one.described() for one in plan.data]]
    return {
        **made_of(CALIBRATION.maker, plan.title, plan.question, plan.said),
        "points_digest": hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16],
        "parameters": [one.described() for one in plan.parameters],
        "data": [one.described() for one in plan.data],
        "kept": plan.kept,
        "first": plan.first,
        "seeds": {"first": plan.seed, "collaborations": list(plan.collaborations)},
        "rows_per_chunk": plan.draws,
        "scenarios": kept_of_all(plan.recipe.scenarios, plan.seed),
    }


def schema(parameters: Sequence[Factor], data: Sequence[Datum]) -> pyarrow.Schema:
    """Columns, with unit and meaning."""
    import pyarrow as pa

    places = [pa.field(f"{NORMAL}{one.name}", pa.float64()) for one in parameters]
    came = told_by({one.name: [one.declared.unit, one.declared.meaning] for one in data})
    return pa.schema([*counted("draw", "seed"), *varied_by(parameters), *places, *came, failed()])


def rows_of(
    plan: Plan, numbers: np.ndarray, points: np.ndarray, came: np.ndarray, errors: Sequence[str | None]
) -> pyarrow.Table:
    """Draws as rows.

    Parameters
    ----------
    plan
        Of which they are.
    numbers
        Of the draws, shape (draws,).
    points
        Standard normal numbers, shape (draws, parameters).
    came
        What came of each, shape (draws, data); NaN where it is not defined.
    errors
        Why a run of it failed; None where none did.
    """
    import pyarrow as pa

    columns = [numbers, plan.seeds(numbers)[:, 0], *words_of_codes(plan.parameters, plan.values(points))]
    return as_table(schema(plan.parameters, plan.data), [*columns, *points.T, *came.T, pa.array(errors, pa.string())])


class Draws:
    """Draws, as they were kept.

    Attributes
    ----------
    numbers
        Of each, shape (draws,).
    points
        Their standard normal numbers, shape (draws, parameters).
    came
        What came of each, shape (draws, data); NaN where it is not defined or a run failed.
    failed
        How many of them had a run that failed.
    """

    def __init__(self, rows: pyarrow.Table, parameters: Sequence[Factor], data: Sequence[Datum]) -> None:
        self.numbers = rows.column("draw").to_numpy()
        self.points = np.column_stack([rows.column(f"{NORMAL}{one.name}").to_numpy() for one in parameters])
        self.came = np.column_stack([rows.column(one.name).to_numpy() for one in data])
        self.failed = rows.num_rows - rows.column("error").null_count

    def measured(self, data: Sequence[Datum], seed: int) -> np.ndarray:
        """What would have been measured of each: what came of it, and an error, shape (draws, data)."""
        errors = np.array([one.error for one in data])
        chance = [np.random.default_rng((seed, TRIED, number)).normal(size=errors.size) for number in self.numbers]
        return self.came + errors * np.array(chance)


def kept(folder: Path, path: str, parameters: Sequence[Factor], data: Sequence[Datum]) -> Draws | None:
    """What was kept of a part; None where there is nothing yet.

    Parameters
    ----------
    folder, path
        Of the calibration, and of the part from there.
    parameters, data
        What its columns are.

    Raises
    ------
    InputError
        It is not as it was written.
    """
    rows = CALIBRATION.rows(folder, path, schema(parameters, data))
    return None if rows is None else Draws(rows, parameters, data)


# --- what follows from what is kept -------------------------------------------------------------------------------


class Tried:
    """Draws by generation, and what follows from them: what is near, and where to draw next.

    Attributes
    ----------
    data
        What was measured.
    seed
        Of the plan.
    most
        How many draws are kept for a data set.
    generations
        The first draws, and those of each generation.
    sets
        What would have been measured, of the draws of each, shape (draws, data).
    clouds
        Of each but the first: how many there are, and from what they were drawn.
    """

    def __init__(self, data: tuple[Datum, ...], seed: int, most: int) -> None:
        self.data, self.seed, self.most = data, seed, most
        self.generations: list[Draws] = []
        self.sets: list[np.ndarray] = []
        self.clouds: list[tuple[int, Cloud]] = []

    def add(self, made: Draws) -> None:
        """Have a generation more, which was drawn from what was next."""
        if self.generations:
            self.clouds.append((len(made.numbers), self.next))
        self.generations.append(made)
        self.sets.append(made.measured(self.data, self.seed))
        self.__dict__.pop("pool", None)  # that is kept is of one generation less

    @cached_property
    def summary(self) -> Summary:
        """What a data set is expected to say of parameters, learnt from the first draws."""
        first, data = self.generations[0], self.sets[0]
        able = ~np.isnan(data).any(axis=1)
        if able.sum() < self.most:
            raise InputError(
                f"parameters: in {len(able) - int(able.sum()):,} of the first {len(able):,} draws a run failed, or had "
                "no such number; allowed: parameters and data with which most runs have them"
            )
        return learnt(first.points[able], data[able])

    @cached_property
    def observed(self) -> np.ndarray:
        """The summary of the data, shape (parameters,)."""
        return self.summary.of(np.array([[one.value for one in self.data]]))[0]

    @cached_property
    def pool(self) -> Pool:
        """All of them; draws of which something is not defined could not have been measured so."""
        data = np.concatenate(self.sets)
        able = ~np.isnan(data).any(axis=1)
        points = np.concatenate([one.points for one in self.generations])[able]
        weights = weights_of(points, len(self.generations[0].numbers), self.clouds)
        return Pool(points, self.summary.of(data[able]), weights, self.most)

    @property
    def next(self) -> Cloud:
        """From what the next generation is drawn: what is kept of these."""
        near = self.pool.near(self.observed)
        return cloud_of(self.pool.points[near], self.pool.weights[near])

    @property
    def new(self) -> float:
        """Which share of the last generation is among what is kept."""
        data = self.sets[-1]
        last = int((~np.isnan(data).any(axis=1)).sum())
        near = self.pool.near(self.observed)
        return float((near >= len(self.pool.points) - last).sum() / len(data))


@dataclass(frozen=True)
class Calibrated:
    """What came of a calibration.

    Attributes
    ----------
    folder
        Where it was kept.
    manifest
        What it took.
    tried
        Every draw but those below.
    truths
        Draws from the prior of which the model made data; they had no part in anything else.
    fresh
        Draws from the posterior, run anew.
    """

    folder: Path
    manifest: Mapping[str, Any] = field(repr=False)
    tried: Tried = field(repr=False)
    truths: Draws = field(repr=False)
    fresh: Draws = field(repr=False)

    @cached_property
    def parameters(self) -> tuple[Factor, ...]:
        """What was not known."""
        return tuple(map(factor_from, self.manifest["parameters"]))

    @property
    def data(self) -> tuple[Datum, ...]:
        """What was measured."""
        return self.tried.data

    @cached_property
    def posterior(self) -> Posterior:
        """What the data say of the parameters."""
        return self.tried.pool.posterior(self.tried.observed)

    def measured(self, draws: Draws) -> np.ndarray:
        """What would have been measured of draws, shape (draws, data)."""
        return draws.measured(self.data, self.tried.seed)

    @cached_property
    def as_far(self) -> tuple[int, int]:
        """How many data sets of the posterior lie as far off as the data do, and of how many; see `as_far_as`."""
        return as_far_as(np.array([one.value for one in self.data]), self.measured(self.fresh))

    @property
    def surprise(self) -> float:
        """The share of data sets that lie as far off, the data counted among them; 0 where hardly any is defined."""
        farther, sets = self.as_far
        return (farther + 1) / (sets + 1) if sets > 1 else 0.0

    @property
    def misses(self) -> bool:
        """Whether the model misses the data."""
        return self.surprise < MISSED


def as_far_as(data: np.ndarray, sets: np.ndarray) -> tuple[int, int]:
    """How many data sets lie as far from their middle as the data do, or farther; and of how many that are defined.

    As far as the sum of squares goes, each number in its own standard deviation (Gelman, Meng and Stern 1996).

    Parameters
    ----------
    data
        Shape (data,).
    sets
        Shape (sets, data); those with NaN in them do not count.

    Examples
    --------
    >>> chance = np.random.default_rng(1).normal(size=(999, 2))
    >>> as_far_as(np.array([9.0, 0.0]), chance), 200 < as_far_as(np.array([1.0, 0.5]), chance)[0] < 800
    ((0, 999), True)
    """
    sets = sets[~np.isnan(sets).any(axis=1)]
    if len(sets) < 2:
        return 0, len(sets)
    spread = sets.std(axis=0)
    scale = np.where(spread > 0.0, spread, 1e-9)
    off = (((np.vstack([sets, data]) - sets.mean(axis=0)) / scale) ** 2).sum(axis=1)
    return int((off[:-1] >= off[-1]).sum()), len(sets)


def read_calibrated(folder: str | Path) -> Calibrated:
    """What came of a calibration, from its folder.

    Raises
    ------
    InputError
        None there, not finished, or not as it was written.
    """
    folder = Path(folder)
    manifest = read_manifest(folder, CALIBRATION.maker)
    parameters = tuple(map(factor_from, manifest["parameters"]))
    data = tuple(Datum(**one) for one in manifest["data"])
    truths, fresh = (kept(folder, CALIBRATION.path(name), parameters, data) for name in (TRUTHS, FRESH))
    if truths is None or fresh is None:
        raise InputError(f"{folder}: the calibration is not finished; allowed: the same command again, which goes on")
    tried = Tried(data, manifest["seeds"]["first"], manifest["kept"])
    while (one := kept(folder, CALIBRATION.path(GENERATIONS, len(tried.generations)), parameters, data)) is not None:
        tried.add(one)
    return Calibrated(folder, manifest, tried, truths, fresh)

"""Sampling: which combinations of values of factors are run, by one of eight methods.

Each method gives a table, one row a point and one column a factor. Those that draw points do so from the unit cube,
with a seed, by scipy (McKay et al. 1979: Latin hypercubes) and SALib (Saltelli 2002, Morris 1991), and lay the cube
over the values of the factors; that is how numbers, choices and switches go together. The cube is kept, as the
analysis of such a sample needs it. Factors to `cross` are not drawn: every drawn point is run at each of their values.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from simulation.conditions import CONDITIONS
from simulation.errors import InputError
from simulation.parameters import number, whole
from simulation.reading import Flag, Name, OneOr, Several, Table, Word, check_known, show

from .factors import NOTHING, THEN, TOGETHER, Factor, Phases, Recipe, present_value

MOST_POINTS = 5_000_000

CROSS = {"cross": OneOr(Name())}
SAMPLES = whole(2, MOST_POINTS, "samples", "how many points, or rows of the first matrix")
METHODS = {
    "grid": {},
    "one_at_a_time": {},
    "factorial": {},
    "list": {},
    "latin_hypercube": {"samples": SAMPLES, **CROSS},
    "sobol": {"samples": SAMPLES, "second_order": Flag(), **CROSS},
    "morris": {
        "trajectories": whole(2, MOST_POINTS, "trajectories", "how many walks through the space"),
        "levels": whole(2, 1000, "levels", "of the grid on which they walk; even"),
        **CROSS,
    },
    "orders": {
        "conditions": Several(Word(CONDITIONS)),
        "rounds": whole(1, 100_000, "rounds", "of a phase"),
        "effort": number(0, 1, "effort per round", "on the condition whose phase it is"),
        "also": OneOr(Word((TOGETHER, NOTHING))),
    },
}
REQUIRED = {"latin_hypercube": ("samples",), "sobol": ("samples",), "morris": ("trajectories",)}


class Sample(NamedTuple):
    """Points: a row each, a column a factor; and where each lies in the cube, where they were drawn from one.

    The cube has a column for every factor that is drawn, in their order, and none for those that are crossed.
    """

    table: np.ndarray
    cube: np.ndarray | None = None


def read_method(table: Mapping[str, Any]) -> dict[str, Any]:
    """The method of a design file, and what it needs to know."""
    name = Word(METHODS).read(table.get("method", "grid"), "design: method")
    fields = {"method": Word(METHODS), **METHODS[name]}
    return {"method": name, **Table(fields, REQUIRED.get(name, ())).read(dict(table), "design")}


def sample(method: Mapping[str, Any], factors: Sequence[Factor], recipe: Recipe, seed: int) -> Sample:
    """The points of a design.

    Parameters
    ----------
    method
        As `read_method` gives it.
    factors
        What varies, in the order of the columns.
    recipe
        For the values that factors have while another is varied.
    seed
        Of what is drawn.

    Raises
    ------
    InputError
        A method that cannot be, of these factors; more than `MOST_POINTS` points.
    """
    match method["method"]:
        case "grid" | "orders":
            return Sample(product([factor.codes() for factor in factors]))
        case "factorial":
            return Sample(product([factor.ends() for factor in factors]))
        case "one_at_a_time":
            return Sample(one_at_a_time(factors, recipe))
    crossed = method.get("cross", ())
    check_known(crossed, [factor.name for factor in factors], "design: cross", "factor")
    drawn = [factor for factor in factors if factor.name not in crossed]
    if not drawn:
        raise InputError("design: cross: got every factor, allowed: to leave at least one to be drawn")
    cube = draw(method, len(drawn), seed)
    sampled = np.column_stack([factor.at(places) for factor, places in zip(drawn, cube.T, strict=True)])
    every = product([factor.codes() for factor in factors if factor.name in crossed])
    check_count(len(sampled) * len(every))
    found = iter(np.repeat(sampled, len(every), axis=0).T), iter(np.tile(every, (len(sampled), 1)).T)
    table = np.column_stack([next(found[factor.name in crossed]) for factor in factors])
    return Sample(table, np.repeat(cube, len(every), axis=0))


def draw(method: Mapping[str, Any], columns: int, seed: int) -> np.ndarray:
    """Points in the unit cube."""
    match method["method"]:
        case "latin_hypercube":
            return latin_hypercube(columns, method["samples"], seed)
        case "sobol":
            return sobol(columns, method["samples"], method.get("second_order", False), seed)
        case _:
            return morris(columns, method["trajectories"], method.get("levels", 4), seed)


def product(values: Sequence[np.ndarray]) -> np.ndarray:
    """Every combination; the last column changes fastest."""
    check_count(math.prod(column.size for column in values))
    grid = np.meshgrid(*values, indexing="ij")
    return np.column_stack([column.ravel() for column in grid]) if values else np.zeros((1, 0))


def one_at_a_time(factors: Sequence[Factor], recipe: Recipe) -> np.ndarray:
    """The present values, and then each factor at each of its values while all others stay as they are."""
    now = np.array([factor.encode(present_value(recipe, factor)) for factor in factors])
    rows = [now]
    for column, factor in enumerate(factors):
        for code in factor.codes():
            if code != now[column]:
                row = now.copy()
                row[column] = code
                rows.append(row)
    return np.array(rows)


def latin_hypercube(columns: int, samples: int, seed: int) -> np.ndarray:
    """Each of `samples` equal slices of each factor once."""
    from scipy.stats import qmc

    return qmc.LatinHypercube(columns, rng=np.random.default_rng(seed)).random(samples)


def sobol(columns: int, samples: int, second_order: bool, seed: int) -> np.ndarray:
    """Two matrices and those with one column exchanged: `samples` times columns + 2, or 2 columns + 2."""
    if samples & (samples - 1):
        raise InputError(f"design: samples: got {samples}, allowed: a power of 2, such as {1 << samples.bit_length()}")
    check_count(samples * ((2 if second_order else 1) * columns + 2))
    method = salib("sobol")
    return method.sample(cube_of(columns), samples, calc_second_order=second_order, seed=seed)


def morris(columns: int, trajectories: int, levels: int, seed: int) -> np.ndarray:
    """Walks in which each factor moves once: `trajectories` times columns + 1."""
    if levels % 2:
        raise InputError(f"design: levels: got {levels}, allowed: an even number")
    check_count(trajectories * (columns + 1))
    return salib("morris").sample(cube_of(columns), trajectories, num_levels=levels, seed=seed)


def salib(module: str) -> ModuleType:
    """A module of `SALib.sample`, which a plain run does not need."""
    from importlib import import_module

    try:
        return import_module(f"SALib.sample.{module}")
    except ImportError:
        raise InputError(f"design: method {module} needs SALib: pip install 'samenspel[experiments]'") from None


def cube_of(columns: int) -> dict[str, Any]:
    """The unit cube as a problem of SALib."""
    return {"num_vars": columns, "names": [f"x{column}" for column in range(columns)], "bounds": [[0, 1]] * columns}


def orders(method: Mapping[str, Any]) -> tuple[Phases, tuple[str, ...]]:
    """The phases to put in order, and every order of them, with what to compare those with."""
    conditions = method.get("conditions", CONDITIONS)
    if len(set(conditions)) < len(conditions):
        raise InputError(f"design: conditions: got {show(list(conditions))}, allowed: each once")
    phases = Phases(tuple(conditions), method.get("rounds", Phases.rounds), method.get("effort", Phases.effort))
    every = [THEN.join(order) for order in itertools.permutations(conditions)]
    return phases, (*every, *dict.fromkeys(method.get("also", ())))


def check_count(points: int) -> None:
    """Refuse more points than can be held."""
    if points > MOST_POINTS:
        raise InputError(f"design: got {points:,} points, allowed: at most {MOST_POINTS:,}")

"""Sampling: which combinations of values of factors are run. A method is one object, and all that is known of it.

Its class says what `[design]` may say besides `method` (its fields), how many points there are and where (its
docstring, which is its line in docs/experiments.md), and which questions its runs can answer (the words of `answers/`).
One that draws points only has to say where they lie in the unit cube: the cube is laid over the values of the factors,
and that is how numbers, choices and switches go together. The cube is kept, as the analysis of such a sample needs it.
Factors to `cross` are not drawn: every drawn point is run at each of their values.

To add a method, write its class, and its name into `METHODS` at the end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from types import ModuleType
from typing import Annotated, Any, ClassVar, NamedTuple, get_type_hints

import numpy as np

from samenspel.conditions import CONDITIONS
from samenspel.errors import InputError
from samenspel.parameters import whole
from samenspel.reading import Either, Field, Flag, Meaning, Name, OneOr, Table, Word, check_known, show

from .factors import (
    NOTHING,
    OF_PHASES,
    ORDER,
    SCENARIO,
    TOGETHER,
    Factor,
    Phases,
    Recipe,
    check_no_phases,
    checked,
    flat,
    is_effort,
    of_words,
    present_value,
    read_factors,
)

MOST_POINTS = 5_000_000
SAMPLES = whole(2, MOST_POINTS, "samples", "how many points, or rows of the first matrix")
OF_ANY = ("course", "spread", "modes")  # questions to any runs


class Sample(NamedTuple):
    """Points: a row each, a column a factor; and where each lies in the cube, where they were drawn from one.

    The cube has a column for every factor that is drawn, in their order, and none for those that are crossed. Points of
    the same luck are run on the same seeds, and others on seeds of their own.
    """

    table: np.ndarray
    cube: np.ndarray | None = None
    luck: np.ndarray | None = None  # a number a point; None where all points are run on the same seeds


@dataclass(frozen=True, kw_only=True)
class Method:
    """What every method has.

    Attributes
    ----------
    name
        As `[design]` calls it.
    questions
        What may be asked of its runs, in the order of a report: words of `samenspel.experiments.answers`.
    balanced
        Whether each value of a factor meets the same values of the others, so that means by value can be compared.
    by_default
        The factors that vary where the design names none.
    complete
        Whether its questions need every one of its points, so that constraints may leave out none.
    seeds
        In words, which points are run on the same seeds: those of which differences are taken.
    """

    name: ClassVar[str]
    questions: ClassVar[tuple[str, ...]]
    balanced: ClassVar[bool] = True
    complete: ClassVar[bool] = False
    seeds: ClassVar[str] = "the same at every point"
    by_default: ClassVar[Mapping[str, Any]] = {}

    def prepared(self, recipe: Recipe) -> Recipe:
        """The recipe, with what this method changes in every scenario."""
        return recipe

    def factors(self, said: Mapping[str, Any], known: Mapping[str, Any]) -> list[Factor]:
        """What varies, besides scenarios.

        Parameters
        ----------
        said
            The tables of the design file.
        known
            Whatever can be varied, by name.
        """
        if "points" in said:
            raise InputError(f"points: got [[points]] in design {self.name}, allowed: only in design {List.name}")
        return read_factors(said.get("factors", self.by_default), known)

    def sample(self, factors: Sequence[Factor], recipe: Recipe, seed: int) -> Sample:
        """The points.

        Parameters
        ----------
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
        raise NotImplementedError

    def points(
        self, said: Mapping[str, Any], recipe: Recipe, known: Mapping[str, Any], seed: int
    ) -> tuple[list[Factor], Sample]:
        """The factors of a design and its points.

        Parameters
        ----------
        said, known
            As of `factors`.
        recipe
            For the values that factors have while another is varied.
        seed
            Of what is drawn.
        """
        factors = [*scenarios_of(recipe), *self.factors(said, known)]
        if not factors:
            raise InputError('factors: got none, allowed: at least one, such as "trust.initial" = { levels = 5 }')
        return factors, self.sample(factors, recipe, seed)


# --- methods that list points -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Grid(Method):
    """Every combination."""

    name = "grid"
    questions = ("map", "difference", "effects", "curves", "choice", *OF_ANY, "where")

    def sample(self, factors: Sequence[Factor], recipe: Recipe, seed: int) -> Sample:
        """Every combination of the values that are listed, or of so many levels."""
        return Sample(product([factor.codes() for factor in factors]))


@dataclass(frozen=True, kw_only=True)
class OneAtATime(Method):
    """The scenario as it is, and each factor at each value while the others stay."""

    name = "one_at_a_time"
    questions = ("effects", *OF_ANY)
    balanced = False

    def sample(self, factors: Sequence[Factor], recipe: Recipe, seed: int) -> Sample:
        """The present values, and then each factor at each of its values while all others stay as they are."""
        now = np.array([factor.encode(present_value(recipe, factor)) for factor in factors])
        rows = [now]
        for column, factor in enumerate(factors):
            for code in factor.codes():
                if code != now[column]:
                    row = now.copy()
                    row[column] = code
                    rows.append(row)
        return Sample(np.array(rows))


@dataclass(frozen=True, kw_only=True)
class Factorial(Method):
    """Every combination of two values: both that are listed, or the ends of the range; without `[factors]` the six
    contrasts, 2^6.
    """

    name = "factorial"
    complete = True
    questions = ("shapley", "interactions", "best", *OF_ANY)
    by_default: ClassVar[Mapping[str, Any]] = {"logic.*": {}}

    def sample(self, factors: Sequence[Factor], recipe: Recipe, seed: int) -> Sample:
        """Every combination of two values of each."""
        return Sample(product([factor.ends() for factor in factors]))


@dataclass(frozen=True, kw_only=True)
class List(Method):
    """`[[points]]`, each with the same factors; or `points = "points.csv"`, a column a factor and a row a point."""

    name = "list"
    questions = ("best", *OF_ANY)
    balanced = False

    def points(
        self, said: Mapping[str, Any], recipe: Recipe, known: Mapping[str, Any], seed: int
    ) -> tuple[list[Factor], Sample]:
        """The points as they are listed, in each scenario; all name the same factors.

        Parameters
        ----------
        said, recipe, known, seed
            As of every method; nothing is drawn.
        """
        if "factors" in said or "points" not in said:
            raise InputError("design: list: allowed: [[points]], and no [factors]")
        rows = [flat(point) for point in said["points"]]
        columns = list(rows[0])
        if not columns:
            raise InputError('points 1: got no values, allowed: at least one, such as "trust.initial" = 0.5')
        check_known(columns, known, "points 1", "factor")
        for place, row in enumerate(rows, 1):
            check_known(row, columns, f"points {place}", "factor")
            if missing := [name for name in columns if name not in row]:
                raise InputError(f"points {place}: '{missing[0]}' is missing, which points 1 has")
        factors = []
        for name in columns:
            values = [
                checked(name, known[name], row[name], f"points {place}: {name}") for place, row in enumerate(rows, 1)
            ]
            factors += read_factors({name: {"values": list(dict.fromkeys(values))}}, known)
        listed = [
            [one.encode(checked(one.name, known[one.name], row[one.name], "")) for one in factors] for row in rows
        ]
        scenarios = scenarios_of(recipe)
        every = product([factor.codes() for factor in scenarios])
        check_count(len(every) * len(rows))
        return [*scenarios, *factors], Sample(np.array([[*left, *right] for left in every for right in listed]))


@dataclass(frozen=True, kw_only=True)
class Orders(Method):
    """Every order of investing in `conditions` (all five), in phases of so many `rounds` (12) at an `effort` (1), under
    one budget; `also = ["together", "nothing"]` to compare with.
    """

    name = "orders"
    questions = ("orders", "best", *OF_ANY)
    conditions: Annotated[tuple[str, ...], OF_PHASES["conditions"]] = CONDITIONS
    rounds: Annotated[int, OF_PHASES["rounds"]] = Phases.rounds
    effort: Annotated[float, OF_PHASES["effort"]] = Phases.effort
    also: Annotated[tuple[str, ...], OneOr(Word((TOGETHER, NOTHING)))] = ()

    def prepared(self, recipe: Recipe) -> Recipe:
        """The recipe, with the phases to put in order."""
        for scenario in recipe.scenarios.values():
            check_no_phases(scenario)
        return replace(recipe, phases=Phases(self.conditions, self.rounds, self.effort))

    def factors(self, said: Mapping[str, Any], known: Mapping[str, Any]) -> list[Factor]:
        """What varies, and last the order."""
        if len(set(self.conditions)) < len(self.conditions):
            raise InputError(f"design: conditions: got {show(list(self.conditions))}, allowed: each once")
        factors = super().factors(said, known)
        if also := [factor.name for factor in factors if is_effort(factor.name) or (
                    factor.name.startswith("effort.") and factor.name[7:] not in ("price", "budget"))]:  # fmt: skip
            raise InputError(f"factors: {also[0]}: design orders sets it, allowed: other factors")
        orders = (*Phases(self.conditions).orders(), *dict.fromkeys(self.also))
        return [*factors, of_words(ORDER, orders, "order of investing in conditions")]

    def sample(self, factors: Sequence[Factor], recipe: Recipe, seed: int) -> Sample:
        """Every combination."""
        return Sample(product([factor.codes() for factor in factors]))


# --- methods that draw points -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Drawn(Method):
    """What every method has that draws points from the unit cube, with a seed.

    Attributes
    ----------
    cross
        Factors that are not drawn.
    size
        The field that says how many points there are.
    """

    size: ClassVar[str] = "samples"
    seeds = "of every drawn point its own"
    cross: Annotated[tuple[str, ...], OneOr(Name())] = ()

    def cube(self, columns: int, seed: int) -> np.ndarray:
        """Where the points lie in the unit cube.

        Parameters
        ----------
        columns
            How many factors are drawn.
        seed
            Of the draw.

        Returns
        -------
        ndarray
            Shape (points, columns), from 0 to 1.
        """
        raise NotImplementedError

    def block(self, columns: int) -> int:
        """How many drawn points differ from one another by design, and so are run on the same seeds.

        All others are run on seeds of their own, so that the luck of a few seeds is not that of every point.

        Parameters
        ----------
        columns
            How many factors are drawn.
        """
        return 1

    def drawn(self, factors: Sequence[str]) -> list[str]:
        """The factors that are drawn, in their order."""
        return [name for name in factors if name not in self.cross]

    def sample(self, factors: Sequence[Factor], recipe: Recipe, seed: int) -> Sample:
        """The cube laid over the factors that are drawn, and each point at each value of the others."""
        names = [factor.name for factor in factors]
        check_known(self.cross, names, "design: cross", "factor")
        drawn = [factor for factor in factors if factor.name in self.drawn(names)]
        if not drawn:
            raise InputError("design: cross: got every factor, allowed: to leave at least one to be drawn")
        cube = self.cube(len(drawn), seed)
        sampled = np.column_stack([factor.at(places) for factor, places in zip(drawn, cube.T, strict=True)])
        every = product([factor.codes() for factor in factors if factor.name in self.cross])
        check_count(len(sampled) * len(every))
        found = iter(np.repeat(sampled, len(every), axis=0).T), iter(np.tile(every, (len(sampled), 1)).T)
        table = np.column_stack([next(found[name in self.cross]) for name in names])
        luck = np.arange(len(cube)) // self.block(len(drawn))
        return Sample(table, np.repeat(cube, len(every), axis=0), np.repeat(luck, len(every)))


@dataclass(frozen=True, kw_only=True)
class LatinHypercube(Drawn):
    """`samples` points: one in each of as many equal slices of every factor (scipy; McKay et al. 1979)."""

    name = "latin_hypercube"
    questions = ("map", "effects", "scores", *OF_ANY, "where")
    samples: Annotated[int, SAMPLES]

    def cube(self, columns: int, seed: int) -> np.ndarray:
        """Each slice of each column once."""
        from scipy.stats import qmc

        return qmc.LatinHypercube(columns, rng=np.random.default_rng(seed)).random(self.samples)


@dataclass(frozen=True, kw_only=True)
class Halton(Drawn):
    """`samples` points of a scrambled Halton sequence: evenly over all factors together (scipy; Halton 1960)."""

    name = "halton"
    questions = LatinHypercube.questions
    samples: Annotated[int, SAMPLES]

    def cube(self, columns: int, seed: int) -> np.ndarray:
        """A prime a column, its digits turned round and permuted."""
        from scipy.stats import qmc

        return qmc.Halton(columns, rng=np.random.default_rng(seed)).random(self.samples)


@dataclass(frozen=True, kw_only=True)
class Sobol(Drawn):
    """For Sobol indices: `samples`, a power of 2, times the number of factors + 2; with `second_order = true`, for
    interactions too, times twice that number + 2 (SALib; Saltelli et al. 2010).
    """

    name = "sobol"
    complete = True
    questions = ("sobol", "effects", *OF_ANY, "where")
    seeds = "the same within a block, of every block its own"
    samples: Annotated[int, SAMPLES]
    second_order: Annotated[bool, Flag()] = False

    def cube(self, columns: int, seed: int) -> np.ndarray:
        """Two matrices and those with one column exchanged."""
        if self.samples & (self.samples - 1):
            power = 1 << self.samples.bit_length()
            raise InputError(f"design: samples: got {self.samples}, allowed: a power of 2, such as {power}")
        check_count(self.samples * self.block(columns))
        sobol = salib("sobol")
        return sobol.sample(cube_of(columns), self.samples, calc_second_order=self.second_order, seed=seed)

    def block(self, columns: int) -> int:
        """How many points are made of one row of the first matrix."""
        return (2 if self.second_order else 1) * columns + 2


@dataclass(frozen=True, kw_only=True)
class Morris(Drawn):
    """For elementary effects: `trajectories` in which each factor moves once, on a grid of so many `levels` (4), even
    (SALib; Morris 1991).
    """

    name = "morris"
    complete = True
    questions = ("morris", *OF_ANY)
    seeds = "the same along a walk, of every walk its own"
    size = "trajectories"
    trajectories: Annotated[int, whole(2, MOST_POINTS, "trajectories", "how many walks through the space")]
    levels: Annotated[int, whole(2, 1000, "levels", "of the grid on which they walk; even")] = 4

    def cube(self, columns: int, seed: int) -> np.ndarray:
        """Walks one after the other, each of as many points as there are columns, and one more."""
        if self.levels % 2:
            raise InputError(f"design: levels: got {self.levels}, allowed: an even number")
        check_count(self.trajectories * self.block(columns))
        return salib("morris").sample(cube_of(columns), self.trajectories, num_levels=self.levels, seed=seed)

    def block(self, columns: int) -> int:
        """How many points a walk has."""
        return columns + 1


# --- all of them --------------------------------------------------------------------------------------------------

METHODS = (Grid, OneAtATime, Factorial, LatinHypercube, Halton, Sobol, Morris, List, Orders)


def fields_of(method: type[Method]) -> dict[str, Field]:
    """What `[design]` may say of a method, by name."""
    hints = get_type_hints(method, include_extras=True)
    return {one.name: hints[one.name].__metadata__[0] for one in fields(method)}


def table_of(method: type[Method]) -> Table:
    """`[design]`, of a method; grid is the one that need not be named."""
    required = [one.name for one in fields(method) if one.default is MISSING]
    named = [] if method is Grid else ["method"]
    known = Meaning(" ".join(str(method.__doc__).split()), Word((method.name,)))
    return Table({"method": known, **fields_of(method)}, (*named, *required))


METHOD = Either(kinds=tuple(map(table_of, METHODS)))


def read_method(table: Mapping[str, Any]) -> Method:
    """The method of a design file.

    Raises
    ------
    InputError
        One that is not there, or that says too little or too much.
    """
    by_name = {method.name: method for method in METHODS}
    method = by_name[Word(by_name).read(table.get("method", Grid.name), "design: method")]
    said = table_of(method).read(dict(table), "design")
    return method(**{name: value for name, value in said.items() if name != "method"})


def scenarios_of(recipe: Recipe) -> list[Factor]:
    """The factor that says which scenario it is, where there are several."""
    return [of_words(SCENARIO, tuple(recipe.scenarios), "scenario")] if len(recipe.scenarios) > 1 else []


def product(values: Sequence[np.ndarray]) -> np.ndarray:
    """Every combination; the last column changes fastest."""
    check_count(math.prod(column.size for column in values))
    grid = np.meshgrid(*values, indexing="ij")
    return np.column_stack([column.ravel() for column in grid]) if values else np.zeros((1, 0))


def check_count(points: int) -> None:
    """Refuse more points than can be held."""
    if points > MOST_POINTS:
        raise InputError(f"design: got {points:,} points, allowed: at most {MOST_POINTS:,}")


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

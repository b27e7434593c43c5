"""A design: from one file to the points to run. docs/experiments.md is the same for people.

Points that are compared with one another are run on the same seeds, so that they differ by their factors and not by
chance: in designs that list points, all of them. Where points are drawn, each block of points that differ by design has
seeds of its own: the luck of a few seeds would else be a constant of all results, which no interval sees.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from samenspel.brought.reader import FILE_KEYS
from samenspel.errors import InputError, Message, inside
from samenspel.measures import Outcomes
from samenspel.parameters import number, whole
from samenspel.parts import Parts, parts_in, source_of
from samenspel.reading import (
    Anything,
    Flag,
    Meaning,
    Name,
    Several,
    Table,
    Text,
    Word,
    check_known,
    contents,
    decoded,
    show,
)
from samenspel.results.uncertainty import read_posterior
from samenspel.runs import Summary
from samenspel.scenario import MOST_MEGABYTES, SEED, Scenario, load, names, parse, read_toml

from .adaptive import Rule, groups_of
from .constraints import held_by, read_constraints
from .factors import (
    DRAW,
    DRAWS,
    FACTORS,
    OF_PHASES,
    SPECIFICATION,
    VALUES,
    Factor,
    Recipe,
    Value,
    flat,
)
from .ground import check_apart, check_runs, check_seeds, ground_of, read_scenarios
from .points import read_points
from .sampling import METHOD, MOST_POINTS, Method, Sample, read_method

SHIPPED = Path(__file__).parent / "designs"
MOST_REPLICATES = 1_000_000
REPLICATES = whole(1, MOST_REPLICATES, "replicates", "runs of every point")


@dataclass(frozen=True)
class Points(Several):
    """Points by themselves; of a file of them, its name, in whose place the points stand when they are read."""

    def schema(self) -> dict[str, Any]:
        """A name, or the points."""
        return {"anyOf": [Name().schema(), super().schema()]}


@dataclass(frozen=True)
class Source(Name):
    """The name of what draws are in; they stand in its place when they are read, by scenario and parameter."""

    def read(self, value: object, where: str | Message) -> Any:  # noqa: ANN401  one or the other
        """The name, or the draws: of every scenario the same number of them."""
        if not isinstance(value, dict):
            return super().read(value, where)
        counts = {count_of(one) for one in value.values()}
        if 0 in counts or len(counts) > 1:
            raise InputError("got {got}, allowed: the name of a folder or of a CSV file", where, got=show(value))
        return value

    def schema(self) -> dict[str, Any]:
        """A name, or draws."""
        return {"anyOf": [super().schema(), {"type": "object"}]}


def count_of(draws: object) -> int:
    """How many draws a table is: lists of finite numbers by parameter, all of one length; 0 of anything else."""
    lists = [*draws.values()] if isinstance(draws, dict) else []
    if not all(isinstance(one, list) for one in lists):
        return 0
    if not all(type(item) in (int, float) and abs(item) < math.inf for one in lists for item in one):
        return 0
    lengths = {len(one) for one in lists}
    return lengths.pop() if len(lengths) == 1 else 0


ADAPTIVE = Table(
    {
        "outcome": Meaning("of which the interval is to be narrow", Name()),
        "half_width": number(0, 1e6, "unit of the outcome", "of the 95 % interval"),
        "paired": Meaning("the factor whose values are compared pair by pair", Name()),
        "most": REPLICATES,
        "batch": REPLICATES,
    },
    required=("outcome", "half_width"),
)
DESIGN = Table(
    {
        "title": Meaning("what people call it", Name()),
        "question": Meaning("what it is to answer", Text()),
        "scenario": Meaning("name of a scenario, or path from this file", Name()),
        "scenarios": Meaning("several, which makes a factor of them", Several(Name())),
        "seed": SEED,
        "replicates": REPLICATES,
        "outcomes": Meaning("those that the question is about; all are kept", Several(Name())),
        "every_round": Meaning("whether outcomes of every round are kept too", Flag()),
        "set": Meaning("what is changed for every run", VALUES),
        "posterior": Meaning("what the factor draw draws from: folder of a calibration, or a CSV file", Source()),
        "design": Meaning("which combinations of values are run", METHOD),
        "factors": Meaning("what varies", FACTORS),
        "phases": Meaning("how long the phases are in which there is effort", Table({"rounds": OF_PHASES["rounds"]})),
        "constraints": Meaning("what has to hold between factors of a point, a comparison each", Several(Text())),
        "points": Meaning("points by themselves, or a CSV file, of design list", Points(VALUES, most=MOST_POINTS)),
        "adaptive": Meaning("to add replicates until intervals are narrow", Anything(ADAPTIVE)),
    }
)
FOR_PEOPLE = ("title", "question", "outcomes", "replicates", "adaptive")  # may change, and the same runs are meant


@dataclass(frozen=True)
class Design:
    """What is run, and why.

    Attributes
    ----------
    title, question
        For people.
    recipe
        How the scenario of a point is made.
    factors
        What varies; the columns of `table`.
    table
        One row a point, as `Factor.decode` reads it.
    cube
        Where in the unit cube each point lies, of a method that draws points; None of others.
    luck
        A number a point: those of the same are run on the same seeds; None where all are.
    method
        Which combinations of values they are.
    seed, replicates
        The first seed, and how many runs of every point there are at least; see `seeds`.
    outcomes
        Those that the question is about.
    every_round
        Whether outcomes of every round are kept too.
    adaptive
        When to stop adding replicates; None for a fixed number.
    said
        The design as it was read, for a manifest.
    left_out
        How many points of the method break a constraint, and are not in `table`.
    """

    title: str
    question: str
    recipe: Recipe
    factors: tuple[Factor, ...]
    table: np.ndarray = field(repr=False)
    cube: np.ndarray | None = field(repr=False)
    luck: np.ndarray | None = field(repr=False)
    method: Method
    seed: int
    replicates: int
    outcomes: tuple[str, ...]
    every_round: bool
    adaptive: Rule | None
    said: Mapping[str, Any] = field(repr=False)
    left_out: int = 0

    @property
    def points(self) -> int:
        """How many points."""
        return len(self.table)

    @property
    def lucks(self) -> int:
        """How many sets of points there are, each on seeds of its own."""
        return 1 if self.luck is None else int(self.luck.max()) + 1

    def seeds(self, runs: np.ndarray) -> np.ndarray:
        """The seed of each run: replicate r of set s has seed + r times the number of sets + s.

        Parameters
        ----------
        runs
            By number, shape (runs,).
        """
        replicates, points = np.divmod(runs, self.points)
        return self.seed + replicates * self.lucks + (0 if self.luck is None else self.luck[points])

    def values(self, point: int) -> dict[str, Value]:
        """The value of every factor at a point."""
        return {factor.name: factor.decode(code) for factor, code in zip(self.factors, self.table[point], strict=True)}

    def scenario(self, point: int) -> Scenario:
        """The scenario of a point."""
        return self.recipe.scenario(self.values(point))

    def with_replicates(self, replicates: int) -> Design:
        """The same design with another number of replicates."""
        REPLICATES.read(replicates, "--replicates")
        check_seeds(self.seed, replicates * self.lucks)
        check_runs(self.points, replicates)
        return replace(self, replicates=replicates)

    def most_rounds(self) -> int:
        """The most rounds that a run has."""
        rounds = [factor for factor in self.factors if factor.name == "rounds"]
        if rounds:
            return int(rounds[0].high)
        return int(self.recipe.fixed.get("rounds", max(one.rounds for one in self.recipe.scenarios.values())))

    def digest(self) -> str:
        """Fingerprint of the points."""
        fingerprint = hashlib.sha256(json.dumps([factor.described() for factor in self.factors]).encode())
        fingerprint.update(np.ascontiguousarray(self.table).tobytes())
        if self.luck is not None:
            fingerprint.update(self.luck.tobytes())
        return fingerprint.hexdigest()[:16]

    def bytes_per_run(self) -> int:
        """Roughly what a run takes on disk: most numbers do not compress, those that repeat do."""
        rounds = self.most_rounds() * (len(Outcomes._fields) * 6 + 4) if self.every_round else 0
        return 8 * (len(Summary._fields) + 1) + 2 * len(self.factors) + rounds


def read_design(source: str | Path | Mapping[str, Any]) -> Design:
    """A design from its file, or from a dictionary of the same form.

    Parameters
    ----------
    source
        Path of a TOML file, the name of one that comes with the model, or what such a file would say. Scenarios are
        those that come with the model, or paths relative to the file.

    Raises
    ------
    InputError
        What is wrong with it, in one line: where, what it says, and what it may say.

    Examples
    --------
    >>> design = read_design({"scenario": "baseline", "factors": {"trust.initial": {"levels": 3}}})
    >>> [design.values(point) for point in range(design.points)]
    [{'trust.initial': 0.0}, {'trust.initial': 0.5}, {'trust.initial': 1.0}]
    """
    return read_as(from_table, source, SHIPPED)


def shipped() -> list[str]:
    """Names of the designs that come with the model."""
    return named_in(SHIPPED)


def read_as[T](made: Callable[[dict[str, Any], Path], T], source: str | Path | Mapping[str, Any], shipped: Path) -> T:
    """What is made of a TOML file, or of a dictionary of the same form.

    Parameters
    ----------
    made
        Makes it of a table, and of the folder from which paths in it go.
    source
        Path of a file, the name of one that comes with the model, or what such a file would say.
    shipped
        Folder of those that come with the model.

    Raises
    ------
    InputError
        What is wrong with it, in one line.
    """
    if isinstance(source, Mapping):
        return made({str(key): plain(value) for key, value in source.items()}, Path())
    path = shipped / f"{source}.toml" if str(source) in named_in(shipped) else Path(source)
    with inside(str(source)):
        return made(read_toml(decoded(contents(path, MOST_MEGABYTES))), path.parent)


def named_in(folder: Path) -> list[str]:
    """Names of the TOML files in a folder."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def kept_design(manifest: Mapping[str, Any], data: Path | None = None) -> Design:
    """The design of results, from their manifest.

    Python that came with results never runs: parts of one's own are read from the files that the user has, and run only
    where they are those that the results were made with.

    Parameters
    ----------
    manifest
        It has the design and the text of every scenario.
    data
        Folder of the files that a scenario names, if it names any.

    Raises
    ------
    InputError
        A scenario that cannot be made without its data files, or without the parts that it was made with.
    """
    return from_table(manifest["design"], Path(), kept_scenarios(manifest, data))


def kept_scenarios(manifest: Mapping[str, Any], data: Path | None = None) -> dict[str, Scenario]:
    """The scenarios of results, from their manifest; as of `kept_design`."""

    def same_parts(said: str, _: Path | None) -> Parts:
        """The parts of the user, where they are those that the results were made with."""
        if data is None:
            raise InputError("got {got}, allowed: with --data, the folder of that file", "parts", got=show(said))
        source = source_of(said, data)
        if source != kept["parts"]:
            raise InputError("{file} is not the one that the results were made with", "parts", file=data / said)
        with inside(said):
            return parts_in(said, source)

    scenarios = {}
    for name, kept in manifest["scenarios"].items():
        if is_ours(name, kept["text"]):
            scenarios[name] = load(name)
            continue
        if data is None and (files := files_of(kept["text"])):
            raise InputError(
                f"{name}: network: got {', '.join(files)}, allowed: with --data, the folder of these files"
            )
        scenarios[name] = parse(kept["text"], name, data, parts=same_parts if "parts" in kept else None)
    return scenarios


def is_ours(name: str, text: str) -> bool:
    """Whether a scenario that was kept is one that comes with the model, as it is here."""
    return name in names() and load(name).text == text


def files_of(text: str) -> list[str]:
    """The data files that a scenario names, as it names them."""
    network = read_toml(text).get("network", {})
    return [network[key] for key in FILE_KEYS if key in network]


def plain(value: object) -> object:
    """What a TOML file could say: numbers of numpy as numbers, tuples and arrays as lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Path):
        return str(value)
    return [plain(item) for item in value] if isinstance(value, list | tuple | range) else value


def from_table(said: dict[str, Any], folder: Path, scenarios: dict[str, Scenario] | None = None) -> Design:
    """A design from what its file says, with scenarios that are known or those that it names."""
    if isinstance(said.get("points"), str):
        said = said | {"points": read_points(folder / said["points"])}
    table = DESIGN.read(said)
    ground = ground_of(table, scenarios or read_scenarios(table, folder))
    method, known = read_method(table.get("design", {})), ground.known
    drawn = draws_of(table, folder, ground.recipe)
    if drawn:
        said = said | {"posterior": by_parameter(drawn)}
        known |= {DRAW: replace(DRAWS, high=len(next(iter(drawn.values()))))}
    recipe = method.prepared(replace(ground.recipe, draws=drawn))
    seed, replicates = table.get("seed", 1), table.get("replicates", 20)
    factors, all_points = method.points(table, recipe, known, seed)
    found = without_broken(all_points, factors, table.get("constraints", ()), method)
    check_apart(factors, recipe, "factors")
    ground.check(factors)
    adaptive = read_adaptive(table["adaptive"], factors, replicates) if "adaptive" in table else None
    check_outcomes(table, recipe)
    if adaptive and adaptive.paired:
        column = [factor.name for factor in factors].index(adaptive.paired)
        if min(map(len, groups_of(found.table, column))) < 2:
            raise InputError(
                f"adaptive: paired: there are points that differ from no other in {adaptive.paired} alone; where "
                f"points are drawn, allowed: [design] cross = [{adaptive.paired!r}]"
            )
    most = max(replicates, adaptive.most if adaptive else 0)
    check_runs(len(found.table), most)
    design = Design(
        title=table.get("title", "An experiment"),
        question=table.get("question", ""),
        recipe=recipe,
        factors=tuple(factors),
        table=found.table,
        cube=found.cube,
        luck=found.luck,
        method=method,
        seed=seed,
        replicates=replicates,
        outcomes=table.get("outcomes", ("joint_value",)),
        every_round=table.get("every_round", False),
        adaptive=adaptive,
        said=said,
        left_out=len(all_points.table) - len(found.table),
    )
    check_seeds(seed, most * design.lucks)
    return design


def draws_of(table: Mapping[str, Any], folder: Path, recipe: Recipe) -> dict[str, list[dict[str, float]]]:
    """The draws of a posterior, by scenario, where a design has one; what it says itself of a parameter stands.

    Parameters
    ----------
    table, folder
        The design, and where it is.
    recipe
        With the scenarios of the design, and what it sets for all of them.

    Raises
    ------
    InputError
        Nothing draws from it, or it is of other scenarios.
    """
    scenarios = recipe.scenarios
    said, factors = table.get("posterior"), flat(table.get("factors", {}), SPECIFICATION)
    if said is None:
        return {}
    if DRAW not in factors:
        raise InputError("posterior: nothing draws from it, allowed: with the factor draw, such as draw = {}")
    if isinstance(said, dict):
        check_known(scenarios, said, "posterior", "scenario")
        columns = {name: said[name] for name in scenarios}
        return {
            name: [dict(zip(one, row, strict=True)) for row in zip(*one.values(), strict=True)]
            for name, one in columns.items()
        }
    with inside("posterior"):
        return {
            name: read_posterior(folder / said, one, [*recipe.fixed, *factors]).draws for name, one in scenarios.items()
        }


def by_parameter(drawn: Mapping[str, Sequence[Mapping[str, float]]]) -> dict[str, dict[str, list[float]]]:
    """Draws as a manifest has them: a list a parameter."""
    return {
        name: {parameter: [draw[parameter] for draw in draws] for parameter in draws[0]}
        for name, draws in drawn.items()
    }


def read_adaptive(table: Mapping[str, Any], factors: Sequence[Factor], replicates: int) -> Rule:
    """When to stop."""
    said = ADAPTIVE.read(table, "adaptive")
    if "paired" in said:
        check_known([said["paired"]], [factor.name for factor in factors], "adaptive: paired", "factor")
        paired = next(factor for factor in factors if factor.name == said["paired"])
        if not paired.values or len(paired.values) < 2:
            raise InputError(f"adaptive: paired: {paired.name} takes no listed values, allowed: a factor of 2 or more")
    if said["half_width"] == 0:
        raise InputError("adaptive: half_width: got 0, allowed: a number above 0")
    rule = Rule(said["outcome"], said["half_width"], said.get("paired"), said.get("most", 1000), said.get("batch", 20))
    if not 2 <= replicates <= rule.most:
        raise InputError(f"adaptive: got replicates = {replicates} to begin with, allowed: 2 to most = {rule.most}")
    return rule


def without_broken(found: Sample, factors: Sequence[Factor], said: Sequence[str], method: Method) -> Sample:
    """The points that break no constraint.

    Parameters
    ----------
    found
        All points of the method.
    factors
        What varies.
    said
        Constraints, as the file says them.
    method
        Which may need all of its points.
    """
    if not said:
        return found
    if method.complete:
        raise InputError(f"constraints: design {method.name} needs every one of its points; allowed: another method")
    held = held_by(read_constraints(said, factors), factors, found.table)
    if not held.any():
        raise InputError(f"constraints: none of {len(held):,} points keeps to all; allowed: some that do")
    luck = None if found.luck is None else np.unique(found.luck[held], return_inverse=True)[1]
    return Sample(found.table[held], None if found.cube is None else found.cube[held], luck)


def check_outcomes(table: Mapping[str, Any], recipe: Recipe) -> None:
    """Refuse to be about what no run has: outcomes are those of the model, and of one's own."""
    known = (*Summary._fields, *recipe.own_outcomes)
    for place, name in enumerate(table.get("outcomes", ()), 1):
        Word(known).read(name, f"outcomes: item {place}")
    if "adaptive" in table:
        Word(known).read(table["adaptive"].get("outcome"), "adaptive: outcome")


def human(count: float, unit: str = "B") -> str:
    """A number of bytes for people."""
    power = min(4, int(math.log(max(count, 1), 1000)))
    return f"{count / 1000**power:.3g} {('', 'k', 'M', 'G', 'T')[power]}{unit}"

"""What is calibrated, on what: the file of a calibration. docs/calibrate.md is the same for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from samenspel.errors import InputError, inside
from samenspel.parameters import number, whole
from samenspel.reading import Meaning, Name, Several, Table, Text
from samenspel.scenario import SEED, Scenario

from ..design import named_in, read_as
from ..factors import FACTORS, VALUES, Factor, Recipe, read_factors
from ..ground import check_apart, check_runs, check_seeds, ground_of, read_scenarios
from .data import ROWS, Datum, read_data, read_rows

SHIPPED = Path(__file__).parent
NAMELY = Meaning("CSV file of what was measured, path from this file", Name())
MOST_GENERATIONS = 100
LEAST_FRESH = 100  # of which one in a hundred can be told
PLAN = Table(
    {
        "title": Meaning("what people call it", Name()),
        "question": Meaning("what it is to answer", Text()),
        "scenario": Meaning("name of a scenario, or path from this file", Name()),
        "scenarios": Meaning("several, each a collaboration that was measured", Several(Name())),
        "data": NAMELY,
        "seed": SEED,
        "set": Meaning("what is changed for every run", VALUES),
        "calibration": Meaning(
            "how long it looks",
            Table(
                {
                    "first": whole(100, 1_000_000, "draws", "from what was thought before"),
                    "draws": whole(50, 1_000_000, "draws", "of each generation after that"),
                    "kept": whole(50, 1_000_000, "draws", "nearest to the data, of all"),
                    "generations": whole(0, MOST_GENERATIONS, "generations", "at most, after the first draws"),
                    "least_new": number(0, 1, "share", "of a generation among what is kept, below which it ends"),
                    "truths": whole(20, 10_000, "draws", "of which the model makes data, to see what is found again"),
                    "fresh": whole(LEAST_FRESH, 100_000, "draws", "of the posterior, which are run anew"),
                }
            ),
        ),
        "parameters": Meaning("what is not known, and how it lay before", FACTORS),
    },
    required=("data", "parameters"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What is calibrated, on what.

    Attributes
    ----------
    title, question
        For people.
    recipe
        How the scenario of a collaboration is made.
    data
        What was measured.
    parameters
        What is not known.
    seed
        The first seed of runs.
    first, draws, kept, generations, least_new, truths, fresh
        How long it looks, as in the file.
    said
        The file as it was read, with the data in it, for a manifest.
    """

    title: str
    question: str
    recipe: Recipe
    data: tuple[Datum, ...] = field(repr=False)
    parameters: tuple[Factor, ...]
    seed: int
    said: Mapping[str, Any] = field(repr=False)
    first: int = 2000
    draws: int = 500
    kept: int = 400
    generations: int = 10
    least_new: float = 0.1
    truths: int = 200
    fresh: int = 400

    @property
    def collaborations(self) -> tuple[str, ...]:
        """Those that were measured; each is run once for a draw."""
        return tuple(dict.fromkeys(one.collaboration for one in self.data))

    @cached_property
    def recipes(self) -> dict[str, Recipe]:
        """How the scenario of each of them is made, by name."""
        varied, every = [one.name for one in self.parameters], self.recipe.scenarios
        return {
            name: replace(self.recipe, scenarios={name: every[name]}).made_once(varied) for name in self.collaborations
        }

    def seeds(self, numbers: np.ndarray) -> np.ndarray:
        """The seed of each run of draws, shape (draws, collaborations)."""
        count = len(self.collaborations)
        return self.seed + numbers[:, None] * count + np.arange(count)

    def values(self, points: np.ndarray) -> np.ndarray:
        """The values of parameters, at standard normal numbers, shape (draws, parameters)."""
        from scipy.special import ndtr

        return np.column_stack([one.at(ndtr(column)) for one, column in zip(self.parameters, points.T, strict=True)])

    @property
    def most(self) -> int:
        """How many draws there are at most."""
        return self.first + self.truths + self.generations * self.draws + self.fresh

    @property
    def numbered(self) -> dict[str, int]:
        """Where the numbers of draws begin that are no generation: after all that there can be."""
        end = self.first + MOST_GENERATIONS * self.draws
        return {"truths": end, "fresh": end + self.truths}


def read_plan(source: str | Path | Mapping[str, Any]) -> Plan:
    """A calibration from its file, or from a dictionary of the same form.

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
    """Names of the calibrations that come with the model."""
    return named_in(SHIPPED)


def from_table(said: dict[str, Any], folder: Path, scenarios: Mapping[str, Scenario] | None = None) -> Plan:
    """A calibration from what its file says, with scenarios that are known or those that it names."""
    rows = said.get("data")
    if isinstance(rows, list):
        rows = [*ROWS.read(rows, "data")]
        table = PLAN.read({**said, "data": "in the plan"})
    else:
        table = PLAN.read(said)
        with inside("data"):
            rows = read_rows(folder / table["data"])
    scenarios = scenarios or read_scenarios(table, folder)
    recipe, known, _ = ground = ground_of(table, scenarios, table["parameters"])
    run = {name: Recipe({name: one}, recipe.fixed).scenario({}) for name, one in scenarios.items()}
    parameters = read_factors(table["parameters"], known, "parameters")
    check_apart(parameters, recipe, "parameters")
    check_parameters(parameters)
    ground.check(parameters)
    data = read_data(rows, run)
    plan = Plan(
        title=table.get("title", "A calibration"),
        question=table.get("question", ""),
        recipe=recipe,
        data=data,
        parameters=tuple(parameters),
        seed=table.get("seed", 1),
        said=said | {"data": [one.described() for one in data]},
        **table.get("calibration", {}),
    )
    if plan.kept > plan.first // 2:
        raise InputError(f"calibration: kept: got {plan.kept}, allowed: at most half of the first draws, {plan.first}")
    check_seeds(plan.seed, (plan.numbered["fresh"] + plan.fresh) * len(plan.collaborations))
    check_runs(plan.most, len(plan.collaborations))
    return plan


def check_parameters(parameters: list[Factor]) -> None:
    """Refuse what is no number that lies somewhere, and to vary nothing."""
    if not parameters:
        raise InputError('parameters: got none, allowed: at least one, such as "trust.gain" = { from = 0, to = 0.3 }')
    for one in parameters:
        where = f"parameters: {one.name}"
        if one.name == "rounds":
            raise InputError(f"{where}: how long a run is, is known; allowed: rounds in [set]")
        if one.kind == "word":
            raise InputError(f"{where}: it is a choice, allowed: a number; of each word a calibration of its own")
        if one.values or one.levels or one.base is not None:
            said = "values" if one.values else "levels" if one.levels else "base"
            raise InputError(f"{where}: {said}: allowed: from and to, and a distribution")

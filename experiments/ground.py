"""The ground that an experiment stands on: its scenarios, what is fixed in them, and what of them can be varied.

A design, a search, an exploration and a calibration each say it in the same tables of their file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from samenspel.errors import InputError, inside
from samenspel.reading import check_known
from samenspel.runs import Summary
from samenspel.scenario import ROUND, ROUNDS, SEED, Scenario, load, names

from .factors import (
    SPECIFICATION,
    Factor,
    Phases,
    Recipe,
    Value,
    check_efforts,
    check_events,
    check_partners,
    checked,
    flat,
    known_factors,
    known_partners,
    known_phases,
    newcomers_of,
)
from .ranges import calibrated

MOST_RUNS = 1_000_000_000
COLUMNS = ("run", "point", "replicate", "seed", "error", "round", "intervention", "world", "effort")  # of any results


class Ground(NamedTuple):
    """What an experiment stands on.

    Attributes
    ----------
    recipe
        How a scenario of it is made.
    known
        Whatever can be varied, by name, with the ranges that are varied where none is said.
    rounds
        The most that a run can have, as far as is said.
    """

    recipe: Recipe
    known: dict[str, Any]
    rounds: int

    def check(self, factors: Sequence[Factor]) -> None:
        """Refuse to vary what cannot be, each factor by itself.

        Raises
        ------
        InputError
            Outcomes of one's own that bear the name of a factor, two events of one name, an effort after the last
            round or in phases that a scenario has itself, a partner that cannot be.
        """
        varied = [one.name for one in factors]
        check_own_names(self.recipe, varied)
        for scenario in self.recipe.scenarios.values():
            named = [*self.recipe.fixed, *varied]
            check_events(scenario, named)
            check_efforts(scenario, self.recipe.phases, named, self.rounds)
        check_partners(self.recipe, factors)


def ground_of(
    table: Mapping[str, Any], scenarios: Mapping[str, Scenario], varied: Mapping[str, Any] | None = None
) -> Ground:
    """The ground, from the tables of a file.

    Parameters
    ----------
    table
        Of the file: what is `set`, and `phases`.
    scenarios
        That it names.
    varied
        What it varies, as it says that; where nothing is said, its `factors`.

    Raises
    ------
    InputError
        What is fixed is not known in every scenario, or cannot be.
    """
    said = table if varied is None else {"set": table.get("set", {}), "factors": varied}
    known = known_by_all(scenarios, said)
    fixed = read_fixed(said.get("set", {}), known)
    recipe = Recipe(scenarios, fixed, Phases(**table.get("phases", {})), newcomers_of(said))
    recipe.scenario({})  # complains of what is fixed, if there is anything to complain of
    rounds = longest(said, fixed, scenarios)
    months = (one.months for one in scenarios.values())
    return Ground(recipe, calibrated(dated(known, rounds), months), rounds)


def read_scenarios(table: Mapping[str, Any], folder: Path) -> dict[str, Scenario]:
    """The scenarios of a design, by name."""
    if "scenario" in table and "scenarios" in table:
        raise InputError("got scenario and scenarios, allowed: the one or the other")
    scenarios: dict[str, Scenario] = {}
    for named in table.get("scenarios", (table.get("scenario", "baseline"),)):
        with inside("scenario"):
            scenario = load(named if named in names() else folder / named)
        if scenario.name in scenarios:
            raise InputError(f"scenarios: '{scenario.name}' is there twice, allowed: each name once")
        scenarios[scenario.name] = scenario
    return scenarios


def known_by_all(scenarios: Mapping[str, Scenario], said: Mapping[str, Any]) -> dict[str, Any]:
    """What can be varied in every one of the scenarios; of organisations and ties, what the design says of them."""
    every = [
        known_factors(scenario) | known_partners(scenario, said) | known_phases(said) for scenario in scenarios.values()
    ]
    return {name: declared for name, declared in every[0].items() if all(name in known for known in every)}


def longest(table: Mapping[str, Any], fixed: Mapping[str, Value], scenarios: Mapping[str, Scenario]) -> int:
    """The most rounds that a run of the design can have, as far as its file says."""
    said = [flat(point) for point in table.get("points", ())]
    said += [{"rounds": one} for one in rounds_of(flat(table.get("factors", {}), SPECIFICATION).get("rounds"))]
    varied = [int(point["rounds"]) for point in said if isinstance(point.get("rounds"), int)]
    return max(varied or [int(fixed.get("rounds", max(one.rounds for one in scenarios.values())))])


def rounds_of(specification: object) -> list[object]:
    """The lengths that a factor names: its values, or the end of its range."""
    if not isinstance(specification, Mapping):
        return []
    values = specification.get("values", [specification.get("to", ROUNDS.high)])
    return values if isinstance(values, list) else []


def dated(known: Mapping[str, Any], rounds: int) -> dict[str, Any]:
    """What can be varied, where the date of an event lies within a run."""
    return {
        name: replace(declared, high=min(declared.high, rounds)) if declared is ROUND else declared
        for name, declared in known.items()
    }


def read_fixed(table: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Value]:
    """What `[set]` says, by name."""
    values = flat(table)
    check_known(values, known, "set", "name")
    return {name: checked(name, known[name], value, f"set: {name}") for name, value in values.items()}


def check_apart(factors: Iterable[Factor], recipe: Recipe, where: str) -> None:
    """Refuse to vary what is fixed.

    Parameters
    ----------
    factors
        What varies.
    recipe
        With what is fixed.
    where
        The table of the file that says what varies.
    """
    for one in factors:
        if one.name in recipe.fixed:
            raise InputError(f"{where}: {one.name} is fixed in [set] as well, allowed: the one or the other")


def check_own_names(recipe: Recipe, varied: Iterable[str]) -> None:
    """Refuse outcomes of one's own that bear the name of another column, and other parts of the same name.

    Parameters
    ----------
    recipe
        Whose scenarios may have parts.
    varied
        Names of factors.
    """
    if taken := recipe.own_outcomes.keys() & {*Summary._fields, *COLUMNS, *varied}:
        raise InputError(
            "parts: {name}: it is the name of an outcome of the model or of another column, allowed: another",
            name=min(taken),
        )
    sources: dict[str, str] = {}
    for parts in recipe.own_parts:
        for name in (parts.file, *parts.outcomes, *parts.mechanisms):
            if sources.setdefault(name, parts.source) != parts.source:
                raise InputError(
                    "parts: {name}: two scenarios have it from files that differ, allowed: one file, or another name",
                    name=name,
                )


def check_seeds(seed: int, count: int) -> None:
    """Refuse more seeds than there are from a first one on."""
    most = int(SEED.high) - count + 1
    if seed > most:
        raise InputError(f"seed: got {seed}, allowed: at most {most}, as the design takes {count:,} seeds")


def check_runs(points: int, replicates: int) -> None:
    """Refuse more runs than can be numbered in memory."""
    if points * replicates > MOST_RUNS:
        runs = f"{points:,} points of {replicates:,} replicates are {points * replicates:,} runs"
        raise InputError(f"{runs}, allowed: at most {MOST_RUNS:,}")

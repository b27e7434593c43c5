"""What is sought: the file of a search. docs/search.md is the same for people."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samenspel.errors import InputError, inside
from samenspel.measures import Outcomes
from samenspel.parameters import declared, number, whole
from samenspel.reading import Anything, Dotted, Meaning, Name, Several, Table, Text, Word
from samenspel.results.uncertainty import read_posterior
from samenspel.runs import Run, Summary
from samenspel.scenario import SEED

from ..constraints import Constraint, read_constraints
from ..design import named_in, read_as
from ..factors import (
    FACTORS,
    OF_PHASES,
    ORDER,
    VALUES,
    Factor,
    Phases,
    Recipe,
    check_no_phases,
    is_effort,
    of_words,
    read_factors,
)
from ..ground import check_apart, check_runs, check_seeds, ground_of, read_scenarios
from ..sampling import scenarios_of
from ..words import ENGLISH, Outcome
from .worlds import World, worlds_of

SHIPPED = Path(__file__).parent
WAYS = {"more": 1, "less": -1}
EFFORT = "effort"
MEAN, WORST = "mean", "worst quarter"
MOST_WORLDS = 10_000
MOST_EVALUATIONS = 1_000_000
AIMS = {
    **{name: one for name, one in declared(Summary).items() if one.defined},
    EFFORT: declared(Outcomes)[EFFORT],
}
WORLDS = whole(1, MOST_WORLDS, "worlds", "in each of which an intervention is run once")
PLAN = Table(
    {
        "title": Meaning("what people call it", Name()),
        "question": Meaning("what it is to answer", Text()),
        "scenario": Meaning("name of a scenario, or path from this file", Name()),
        "scenarios": Meaning("several: it is not known which of them holds", Several(Name())),
        "seed": SEED,
        "set": Meaning("what is changed for every run", VALUES),
        "search": Meaning(
            "how long it looks",
            Table(
                {
                    "evaluations": whole(4, MOST_EVALUATIONS, "interventions", "how many are tried"),
                    "population": whole(4, 10_000, "interventions", "of a generation, and most of the front"),
                    "judged": Meaning("how an intervention is judged over worlds", Word((MEAN, WORST))),
                }
            ),
        ),
        "worlds": Meaning(
            "in what an intervention is tried",
            Table(
                {
                    "search": WORLDS,
                    "fresh": WORLDS,
                    "share": number(0, 1, "share", "how far parameters lie around what they are, up and down"),
                    "posterior": Meaning("CSV file of draws of parameters, path from this file", Name()),
                }
            ),
        ),
        "phases": Meaning("of efforts and of an order", Table(OF_PHASES)),
        "aims": Meaning(
            "what is sought, several at once",
            Anything(
                Dotted(
                    names={name: Meaning(one.meaning, Word(WAYS)) for name, one in AIMS.items()},
                    patterns={r"[A-Za-z_]\w*": Word(WAYS)},
                )
            ),
        ),
        "levers": Meaning(
            "what a group can choose",
            Dotted(names={**FACTORS.names, ORDER: Table({})}, patterns=FACTORS.patterns, own=True),
        ),
        "constraints": Meaning("what has to hold between levers, a comparison each", Several(Text())),
        "unknown": Meaning("what nobody knows, and every world has otherwise", FACTORS),
    },
    required=("aims", "levers"),
)  # fmt: skip


@dataclass(frozen=True)
class Aim:
    """What there should be more or less of.

    Attributes
    ----------
    name
        Of an outcome of a run, or `effort`: what is spent on the conditions.
    way
        `more` or `less`.
    own
        Unit and meaning, of an outcome of one's own.
    """

    name: str
    way: str
    own: tuple[str, ...] = ()

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return WAYS[self.way]

    @property
    def outcome(self) -> Outcome:
        """What it is called."""
        own = {self.name: self.own} if self.own else {}
        return ENGLISH.outcome(self.name, of_a_round=self.name == EFFORT, own=own)

    @property
    def sought(self) -> str:
        """As people say it: `more joint value`."""
        return f"{self.way} {self.outcome.title}"


def spent(run: Run) -> float:
    """Effort spent on the conditions in a run, effort-rounds."""
    return float(run.history[EFFORT][-1])


@dataclass(frozen=True)
class Plan:
    """What is sought, and where.

    Attributes
    ----------
    title, question
        For people.
    recipe
        How the scenario of an intervention is made.
    aims
        What is sought.
    levers
        What can be chosen.
    constraints
        What has to hold between levers.
    worlds, fresh
        Those of the search, and those in which its front is tried afterwards.
    evaluations, population
        How many interventions are tried, so many in a generation.
    judged
        How an intervention is judged over worlds: by its mean, or by that of the worst quarter, aim by aim.
    seed
        Of the search; the first seed of its worlds.
    said
        The file as it was read, for a manifest.
    """

    title: str
    question: str
    recipe: Recipe
    aims: tuple[Aim, ...]
    levers: tuple[Factor, ...]
    constraints: tuple[Constraint, ...]
    worlds: tuple[World, ...] = field(repr=False)
    fresh: tuple[World, ...] = field(repr=False)
    evaluations: int
    population: int
    judged: str
    seed: int
    said: Mapping[str, Any] = field(repr=False)

    @property
    def generations(self) -> int:
        """How many generations at most; the last may have more to try than were asked for."""
        return math.ceil(self.evaluations / self.population)

    @property
    def measures(self) -> tuple[Callable[[Run], float], ...]:
        """What is measured of a run besides the outcomes of `Summary`: effort, and outcomes of one's own."""
        return spent, *self.recipe.own_measures.values()

    @property
    def every_world(self) -> tuple[World, ...]:
        """Those of the search, then fresh ones."""
        return (*self.worlds, *self.fresh)


def read_plan(source: str | Path | Mapping[str, Any]) -> Plan:
    """A search from its file, or from a dictionary of the same form.

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
    """Names of the searches that come with the model."""
    return named_in(SHIPPED)


def from_table(said: dict[str, Any], folder: Path) -> Plan:
    """A search from what its file says."""
    table = PLAN.read(said)
    scenarios = read_scenarios(table, folder)
    recipe, known, _ = ground = ground_of(table, scenarios, {**table["levers"], **table.get("unknown", {})})
    aims = read_aims(table["aims"], recipe)
    levers = read_levers(table["levers"], known, recipe.phases)
    unknown = [*scenarios_of(recipe), *read_factors(table.get("unknown", {}), known, "unknown")]
    check_apart(levers, recipe, "levers")
    check_apart(unknown, recipe, "unknown")
    check_unknown(unknown, levers)
    ground.check([*levers, *unknown])
    if ORDER in [one.name for one in levers]:
        for scenario in scenarios.values():
            check_no_phases(scenario, "levers: order")
    look, tried = table.get("search", {}), table.get("worlds", {})
    evaluations, population = look.get("evaluations", 2000), look.get("population", 48)
    if evaluations < population:
        raise InputError(f"search: got {evaluations} evaluations, allowed: at least the population, {population}")
    seed, counts = table.get("seed", 1), (tried.get("search", 12), tried.get("fresh", 40))
    check_seeds(seed, sum(counts))
    check_runs(evaluations + population, max(counts))
    worlds = worlds_of(
        recipe, unknown, counts, seed, tried.get("share", 0.0),
        posterior_of(tried, folder, recipe), [one.name for one in levers],
    )  # fmt: skip
    return Plan(
        title=table.get("title", "A search"),
        question=table.get("question", ""),
        recipe=recipe,
        aims=aims,
        levers=tuple(levers),
        constraints=read_constraints(table.get("constraints", ()), levers),
        worlds=worlds[: counts[0]],
        fresh=worlds[counts[0] :],
        evaluations=evaluations,
        population=population,
        judged=look.get("judged", MEAN),
        seed=seed,
        said=said,
    )


def read_aims(table: Mapping[str, Any], recipe: Recipe) -> tuple[Aim, ...]:
    """What is sought: outcomes of the model, of one's own, and effort."""
    own = {name: (one.unit, one.meaning) for name, one in recipe.own_outcomes.items() if one.defined}
    known = Table({name: Word(WAYS) for name in (*AIMS, *own)})
    aims = tuple(Aim(name, way, own.get(name, ())) for name, way in known.read(dict(table), "aims").items())
    if len(aims) < 2:
        raise InputError(f"aims: got {len(aims)}, allowed: at least 2; for one, rank the points of a sweep")
    return aims


def read_levers(table: Mapping[str, Any], known: Mapping[str, Any], phases: Phases) -> list[Factor]:
    """What can be chosen; `order` is every order of the conditions, a phase each."""
    table = dict(table)
    ordered = []
    if ORDER in table:
        Table({}).read(table.pop(ORDER), f"levers: {ORDER}")
        ordered = [of_words(ORDER, tuple(phases.orders()), "order of investing in conditions")]
    levers = [*read_factors(table, known, "levers"), *ordered]
    if not levers:
        raise InputError('levers: got none, allowed: at least one, such as "phase.1.relation" = {}')
    if ordered and (also := [one.name for one in levers if is_effort(one.name)]):
        raise InputError(f"levers: got order and {also[0]}, allowed: the one or the other")
    for one in levers:
        if one.distribution or one.levels:
            said = "distribution" if one.distribution else "levels"
            raise InputError(f"levers: {one.name}: {said}: allowed: from and to, or values")
    return levers


def check_unknown(unknown: Sequence[Factor], levers: Sequence[Factor]) -> None:
    """Refuse what is chosen and not known, and levels of what is not known."""
    for one in unknown:
        if one.name in [other.name for other in levers]:
            raise InputError(f"levers: {one.name} is among what is unknown as well, allowed: the one or the other")
        if one.levels:
            raise InputError(f"unknown: {one.name}: levels: allowed: from and to, or values")


def posterior_of(tried: Mapping[str, Any], folder: Path, recipe: Recipe) -> list[dict[str, float]]:
    """The draws of a posterior, where there is one; around one scenario only, as what varies with it."""
    several = len(recipe.scenarios) > 1
    for key in ("share", "posterior"):
        if several and key in tried:
            raise InputError(f"worlds: {key}: allowed: with one scenario")
    if "posterior" not in tried:
        return []
    with inside("worlds: posterior"):
        return read_posterior(folder / tried["posterior"], recipe.scenario({}), recipe.fixed).draws

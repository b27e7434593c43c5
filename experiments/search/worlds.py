"""Worlds: in what an intervention is tried. Each has a seed of its own, and what nobody knows as it is there.

Every intervention is tried in the same worlds, so that they differ by what is done and not by chance. The search sees
some of them; the others are kept for what is said of its front.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from samenspel.results.uncertainty import parameter_sets

from ..factors import SCENARIO, Factor, Recipe, Value


class World(NamedTuple):
    """A seed, and the value of everything that is not known."""

    seed: int
    values: Mapping[str, Value]


def worlds_of(
    recipe: Recipe,
    unknown: Sequence[Factor],
    counts: tuple[int, int],
    seed: int,
    share: float = 0.0,
    draws: Sequence[Mapping[str, float]] = (),
    chosen: Collection[str] = (),
) -> tuple[World, ...]:
    """Worlds of a search, and after these fresh ones; the two share no seed, and no draw where there are enough.

    Parameters
    ----------
    recipe
        What is run.
    unknown
        What is drawn: in each kind of world by a latin hypercube of its own (McKay et al. 1979).
    counts
        How many there are of each kind.
    seed
        The first.
    share
        How far all other parameters lie around what they are, up and down, as of an advice.
    draws
        Of a posterior; what is in one does not vary otherwise.
    chosen
        Levers: what is chosen is not unknown.
    """
    from scipy.stats import qmc

    drawn = []
    for kind, count in enumerate(counts):
        cube = np.zeros((count, 0))
        if unknown:
            cube = qmc.LatinHypercube(len(unknown), rng=np.random.default_rng((seed, kind))).random(count)
        columns = [factor.at(places) for factor, places in zip(unknown, cube.T, strict=True)]
        drawn += [
            {factor.name: factor.decode(column[place]) for factor, column in zip(unknown, columns, strict=True)}
            for place in range(count)
        ]
    sets: list[dict[str, float]] = [{} for _ in drawn]
    if share or draws:
        order = np.random.default_rng((seed, len(counts))).permutation(len(draws))
        around = recipe.scenario({})
        sets = parameter_sets(around, share, len(drawn), seed, [draws[place] for place in order])
    vary = set(draws[0] if draws and not share else sets[0]) - {*chosen, *recipe.fixed}
    return tuple(
        World(seed + place, {name: value for name, value in some.items() if name in vary} | one)
        for place, (some, one) in enumerate(zip(sets, drawn, strict=True))
    )


def recipe_in(recipe: Recipe, world: World, levers: Sequence[Factor]) -> Recipe:
    """The recipe in a world: parameters and networks that no lever changes are put into the scenario, once for all.

    Parameters
    ----------
    recipe
        Of the search.
    world
        What holds in it.
    levers
        What will be changed on top.
    """
    fixed = {**recipe.fixed, **world.values}
    scenarios = recipe.scenarios
    if SCENARIO in fixed:
        name = str(fixed.pop(SCENARIO))
        scenarios = {name: scenarios[name]}
    return replace(recipe, scenarios=scenarios, fixed=fixed).made_once(one.name for one in levers)

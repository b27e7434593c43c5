"""What the pages quote of each example: carried out, and counted as its report counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import spearmanr

from samenspel.experiments import read, run_design
from samenspel.experiments.analysis.regimes import pairs
from samenspel.experiments.analysis.tables import at_points, independent, lucks_of
from samenspel.experiments.calibration import calibrate
from samenspel.experiments.calibration import page as of_calibration
from samenspel.experiments.exploration import explore
from samenspel.experiments.exploration.kinds import Kinds
from samenspel.experiments.page import answered
from samenspel.experiments.search import seek
from samenspel.experiments.search.front import Front
from samenspel.experiments.words import ENGLISH
from samenspel.results.intervals import Interval, mean_interval

VALUE, AUTONOMY = "joint_value", "autonomy_ceded"
NOBODY, NINTH = "nobody", "Ninth"


class Number(NamedTuple):
    """A number that a page quotes, by the name that it has there; with the ends of its interval, if it has one."""

    name: str
    mean: float
    low: float = np.nan
    high: float = np.nan


class Example(NamedTuple):
    """An example: the page that tells of it, and its numbers, from a folder for its results."""

    page: str
    numbers: Callable[[Path], Iterator[Number]]


def of(name: str, found: Interval) -> Number:
    """A number with its interval."""
    return Number(name, found.mean, found.low, found.high)


def what_helps(folder: Path) -> Iterator[Number]:
    """Of the search: the front, and what that with most value changes against doing nothing."""
    found = seek("what_helps", folder)
    front, aims = Front(found), {aim.name: place for place, aim in enumerate(found.aims)}
    tried, worlds, _ = found.outcomes.shape
    yield from (Number("tried", tried), Number("worlds", worlds), Number("fresh", found.fresh.shape[1]))
    does = [found.does(number) for number in found.front]
    yield Number("front", len(does))
    yield Number("network", sum(one["logic"] == "network" for one in does))
    most = front.told[found.aims[aims[VALUE]].sought]
    yield from (of(f"more_{name}", front.against(most, place)) for name, place in aims.items())
    worked = [
        sum(effort > 0 for name, effort in does[most].items() if name.startswith(f"phase.{phase}.")) for phase in (1, 2)
    ]
    yield from (Number("fewest", min(worked)), Number("most", max(worked)))
    means = front.fresh.mean(axis=1)
    yield Number("against", float(spearmanr(means[:, aims[VALUE]], means[:, aims[AUTONOMY]]).statistic))


def what_kinds(folder: Path) -> Iterator[Number]:
    """Of the exploration: how much of the map was reached, how soon, how far, and what goes with value."""
    explored = explore("what_kinds", folder)
    kinds, manifest = Kinds(explored), explored.manifest
    yield Number("settings", len(explored.tried))
    yield Number("factors", len(explored.factors))
    yield from (Number(name, manifest["seeds"][name]) for name in ("runs", "fresh"))
    yield from (Number("cells", kinds.every), Number("reached", len(kinds.cells)))
    yield from (Number("drawn_blind", manifest["population"]), Number("blind", kinds.blind))
    yield from (Number("last", int(kinds.first.max()) + 1), Number("holds", int(kinds.holds.sum())))
    (_, _, most_of_little), *_, (_, least_of_much, most_of_much) = kinds.reach(1, 0)
    edges = explored.sides[0].edges
    yield Number("little_at_most", float(edges[most_of_little + 1]))
    yield from (Number("much_from", float(edges[least_of_much])), Number("much_to", float(edges[most_of_much + 1])))
    yield from (Number(f"with_{one.factor}", 100 * one.share) for one in kinds.goes_with(0))
    yield Number("outside", kinds.outside)


def two_groups(folder: Path) -> Iterator[Number]:
    """Of the calibration: whether the model has the data, what they say, and what is found again."""
    came = calibrate("two_groups", folder)
    saying = of_calibration.Saying(came, ENGLISH)
    farther, sets = came.as_far
    yield from (Number("sets", sets), Number("farther", farther))
    for _, row in saying.posterior.iterrows():
        yield Number(row["factor"], row["middle"], row["low"], row["high"])
        yield Number(f"left_of_{row['factor']}", 100 * row["share"])
    for _, row in saying.recovery.iterrows():
        yield from (Number(f"{what}_{row['factor']}", row[what]) for what in ("truths", "nearer", "held"))


def ninth_partner(folder: Path) -> Iterator[Number]:
    """Of the sweep: the difference that the ninth makes, what explains it, and how it goes with dependence."""
    runs = run_design("ninth_partner", folder)
    results = read(folder)
    between = pairs(runs, "partner", (NOBODY, NINTH))
    yield from (Number("runs", len(runs)), Number("pairs", len(between)))
    values = at_points(between, VALUE)
    yield of("ninth", mean_interval(independent(values.to_numpy(), lucks_of(between).loc[values.index].to_numpy())))
    numbers = {one.key: one.numbers for one in answered(results, ENGLISH.outcome(VALUE), [], ENGLISH)}
    for _, row in numbers["explains"].iterrows():
        yield Number(row["factor"], *(100 * row[end] for end in ("total", "total_low", "total_high")))
    classes = numbers["depends"][numbers["depends"]["factor"] == "dependence.total"]
    first, last = classes.iloc[0], classes.iloc[-1]
    yield from (Number("little", first["at"]), Number("much", last["at"]))
    yield Number("falls", -last["difference"], -last["difference_high"], -last["difference_low"])


EXAMPLES = {
    "what_helps": Example("search", what_helps),
    "what_kinds": Example("explore", what_kinds),
    "two_groups": Example("calibrate", two_groups),
    "ninth_partner": Example("ninth_partner", ninth_partner),
}

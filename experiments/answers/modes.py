"""Whether the same conditions end in two ways: runs of a point that are of two kinds."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from samenspel.errors import InputError
from samenspel.results.figures import BLACK, BLUE

from ..analysis.modes import FEWEST, MOST_POINTS, SAMPLES, modes_at_points, share_of_runs
from ..analysis.tables import at_points, factors_of, points_of
from ..words import Outcome, Speech
from .asking import Answer, Asked, Question, written
from .sheet import Layout, along, layout_of, plain, sheet
from .spread import edges_of

if TYPE_CHECKING:
    from ..results import Results

MOST_SHOWN = 3  # points, those where the two kinds lie furthest apart


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of every quantity."""
    if not outcome.yes_or_no:
        yield Asked(
            "modes", "modes", say("modes.asks"), title=say("modes.title"), outcomes=(outcome.name,),
        )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """At which points, and what divides the two kinds."""
    outcome, runs = asked.of(results, say), asked.runs(results)
    found = modes_at_points(runs, outcome.name)
    if found.empty:
        raise InputError("no point has {fewest} runs in which it is defined", fewest=FEWEST)
    values, where = at_points(runs, outcome.name, shared=False), points_of(runs)
    two = found[found["two"]]
    chosen = two.assign(apart=two["upper"] - two["lower"]).nlargest(MOST_SHOWN, "apart")
    names = [say.point(where.loc[point], factors_of(runs)) for point in chosen.index]
    samples = [values.loc[point].dropna().to_numpy() for point in chosen.index]
    table = where.join(found, how="inner").reset_index()
    evenly = say("modes.evenly", most=MOST_POINTS) if len(values) > MOST_POINTS else ""
    return Answer(
        asked.key, asked.asks, in_words(found, outcome, say),
        say("modes.note", samples=SAMPLES, fewest=FEWEST, evenly=evenly), written(table, say), table,
        figure_of(names, samples, list(chosen["split"]), layout_of(asked, results, say), outcome) if names else None,
    )  # fmt: skip


def in_words(found: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """At how many points the same conditions end in two ways."""
    two = int(found["two"].sum())
    if not two:
        return say("modes.none", points=len(found))
    clearest = found[found["two"]].assign(apart=found["upper"] - found["lower"]).nlargest(1, "apart").iloc[0]
    part = share_of_runs(clearest["share"], int(clearest["runs"]))
    lower, upper = map(say.figure, (clearest["lower"], clearest["upper"]))
    return say(
        "modes.some", two=two, points=len(found), share=say.share_of(part), outcome=outcome.said, lower=lower,
        upper=upper,
    )  # fmt: skip


def figure_of(
    names: Sequence[str], samples: Sequence[np.ndarray], splits: Sequence[float], layout: Layout, outcome: Outcome
) -> Figure:
    """Runs on the same conditions that end in two ways, a panel a point.

    Parameters
    ----------
    names
        Of the points, a panel each.
    samples
        Outcomes of the runs of each point, shape (runs,).
    splits
        What divides the two modes of each.
    layout
        Title and note.
    outcome
        What is shown.
    """
    note = layout.explained(layout.say("modes.figure_note"))
    figure = sheet(3.0, layout.title, note)
    grid = figure.subplots(1, len(names), sharey=True, squeeze=False)[0]
    for axes, name, values, split in zip(grid, names, samples, splits, strict=True):
        axes.hist(values, edges_of(values), color=BLUE, alpha=0.85, lw=0)
        axes.axvline(split, color=BLACK, lw=1.2, ls=(0, (4, 2)))
        axes.set_title("\n".join(textwrap.wrap(name, 34)), fontsize=9.5)
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        plain(axes)
    grid[0].set_ylabel(layout.say("modes.upright"))
    along(figure, outcome.label)
    return figure


MODES = Question("modes", (), (), suggested, answer)

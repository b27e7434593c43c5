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
from samenspel.results.report import figure

from ..analysis.modes import FEWEST, MOST_POINTS, SAMPLES, modes_at_points, share_of_runs
from ..analysis.tables import at_points, factors_of, points_of
from ..analysis.words import Outcome, name_of, share_of
from .asking import Answer, Asked, Question, written
from .sheet import Layout, along, layout_of, plain, sheet
from .spread import edges_of

if TYPE_CHECKING:
    from ..results import Results

MOST_SHOWN = 3  # points, those where the two kinds lie furthest apart


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of every quantity."""
    if not outcome.yes_or_no:
        yield Asked(
            "modes", "modes", "Do the same conditions end in two ways?",
            title="The same conditions, two kinds of outcome", outcomes=(outcome.name,),
        )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """At which points, and what divides the two kinds."""
    outcome, runs = asked.of(results), asked.runs(results)
    found = modes_at_points(runs, outcome.name)
    if found.empty:
        raise InputError(f"no point has {FEWEST} runs in which it is defined")
    values, where = at_points(runs, outcome.name, shared=False), points_of(runs)
    two = found[found["two"]]
    chosen = two.assign(apart=two["upper"] - two["lower"]).nlargest(MOST_SHOWN, "apart")
    names = [name_of(where.loc[point], factors_of(runs)) for point in chosen.index]
    samples = [values.loc[point].dropna().to_numpy() for point in chosen.index]
    table = where.join(found, how="inner").reset_index()
    chosen_evenly = f" (at most {MOST_POINTS}, evenly chosen)" if len(values) > MOST_POINTS else ""
    return Answer(
        asked.key, asked.asks, in_words(found, outcome),
        f"Hartigan's dip test (1985) for more than one mode, against {SAMPLES:,} even samples, at every point "
        f"with {FEWEST} runs or more{chosen_evenly}; of the points found, about one in twenty by chance "
        "(Benjamini and Hochberg 1995); either kind holds a tenth of the runs at least, and is divided from the other "
        "where least variance is left within both (Fisher 1958).",
        written(table), table,
        figure_of(names, samples, list(chosen["split"]), layout_of(asked, results), outcome) if names else None,
    )  # fmt: skip


def in_words(found: pandas.DataFrame, outcome: Outcome) -> str:
    """At how many points the same conditions end in two ways."""
    two = int(found["two"].sum())
    if not two:
        return (
            f"At none of {len(found)} points can it be told that runs on the same conditions are of two kinds; that "
            "does not mean that they are of one."
        )
    clearest = found[found["two"]].assign(apart=found["upper"] - found["lower"]).nlargest(1, "apart").iloc[0]
    part = share_of_runs(clearest["share"], int(clearest["runs"]))
    return (
        f"At {two} of {len(found)} points runs on the same conditions are of two kinds; where these lie furthest "
        f"apart, in {share_of(part)} of the runs {outcome.title} is around {figure(clearest['lower'])}, "
        f"and around {figure(clearest['upper'])} in the others."
    )


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
    note = layout.explained("Runs differ in chance alone. Dashed: what divides the two.")
    figure = sheet(3.0, layout.title, note)
    grid = figure.subplots(1, len(names), sharey=True, squeeze=False)[0]
    for axes, name, values, split in zip(grid, names, samples, splits, strict=True):
        axes.hist(values, edges_of(values), color=BLUE, alpha=0.85, lw=0)
        axes.axvline(split, color=BLACK, lw=1.2, ls=(0, (4, 2)))
        axes.set_title("\n".join(textwrap.wrap(name, 34)), fontsize=9.5)
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        plain(axes)
    grid[0].set_ylabel("runs")
    along(figure, outcome.label)
    return figure


MODES = Question("modes", "whether the same conditions end in two ways", (), (), suggested, answer)

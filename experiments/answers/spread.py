"""How far runs lie apart: the mean, and the shares of runs that come to what; a panel a group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from samenspel.results.figures import BLACK, QUIET
from samenspel.results.report import percent

from ..analysis.distributions import distribution
from ..words import Outcome, Speech, interval_in
from .asking import Answer, Asked, Question, by_what, written
from .sheet import Layout, along, layout_of, named, sheet, styles_of, upright

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of all runs, by logic or by a factor of a few words."""
    yield Asked(
        "spread", "spread", say("spread.asks"), title=say("spread.title", outcome=outcome.title),
        outcomes=(outcome.name,), rows=by_what(results),
    )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """Mean, spread and percentiles over all runs."""
    outcome, runs, by = asked.of(results, say), asked.runs(results), asked.rows
    table = distribution(runs, outcome.name, by or None)
    reading = in_words(distribution(runs, outcome.name), outcome, say)
    if by:
        reading += f" {in_words(table, outcome, say)}"
    groups = list(table[by]) if by else [None]
    values = [(runs[runs[by] == group] if by else runs)[outcome.name].dropna().to_numpy(float) for group in groups]
    return Answer(
        asked.key, asked.asks, reading, say("spread.note"), written(table, say), table,
        figure_of(values, groups, table, layout_of(asked, results, say), outcome),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """What a run comes to, and how far runs lie apart."""
    row = table.iloc[0] if len(table) == 1 else None
    if row is None:
        by = table.columns[0]
        each = [
            say("spread.group", size=say.amount(interval_in(one)), setting=say.value(by, one[by]))
            for _, one in table.iterrows()
        ]
        return say("spread.groups", outcome=outcome.said, groups=say.enumerated(each))
    if row["defined"] == 0:
        return say("spread.undefined", outcome=outcome.said)
    if outcome.yes_or_no:
        return say("spread.yes_or_no", outcome=outcome.said, share=say.share_of(interval_in(row)))
    missing = row["runs"] - row["defined"]
    also = say("spread.missing", share=percent(missing / row["runs"])) if missing else ""
    lowest, low, high, highest = (say.figure(row[f"{share} %"]) for share in (5, 25, 75, 95))
    return say(
        "spread.reading", outcome=outcome.said, size=say.amount(interval_in(row)), low=low, high=high, lowest=lowest,
        highest=highest, missing=also,
    )  # fmt: skip


def figure_of(
    values: list[np.ndarray], groups: list[object], table: pandas.DataFrame, layout: Layout, outcome: Outcome
) -> Figure:
    """How many runs come to what, a row of bars a group, over one axis.

    Parameters
    ----------
    values
        Outcome of every run in which it is defined, of each group.
    groups
        What they are called; None alone for all runs.
    table
        As `analysis.distributions.distribution` gives it, a row a group.
    layout, outcome
        What stands where, and on the axis.
    """
    note = layout.explained(layout.say("spread.figure_note"))
    figure = sheet(0.6 + 1.55 * len(groups), layout.title, note)
    grid = figure.subplots(len(groups), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    edges = edges_of(np.concatenate(values))
    for axes, group, one, style, (_, row) in zip(
        grid, groups, values, styles_of(groups), table.iterrows(), strict=True
    ):
        axes.hist(one, edges, weights=np.full(one.size, 1.0 / max(1, one.size)), color=style["color"], alpha=0.85, lw=0)
        axes.axvspan(row["25 %"], row["75 %"], color=QUIET, alpha=0.15, lw=0, zorder=0)
        axes.axvline(row["mean"], color=BLACK, lw=1.4)
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
        axes.yaxis.set_major_locator(MaxNLocator(3))
        axes.set_title(named(layout.rows, group, layout.say), pad=4)
    upright(figure, layout.say("spread.upright"))
    along(figure, outcome.label)
    return figure


def edges_of(values: np.ndarray) -> np.ndarray:
    """Edges of bars: whole numbers have one each, others as many as their number carries."""
    if values.size == 0:
        return np.linspace(0.0, 1.0, 3)
    low, high = float(values.min()), float(values.max())
    if np.all(values == np.round(values)) and high - low <= 60:
        return np.arange(low - 0.5, high + 1.0)
    return np.linspace(
        low, high if high > low else low + 1.0, min(60, max(12, round(2.0 * values.size ** (1 / 3)))) + 1
    )


SPREAD = Question("spread", ("rows",), (), suggested, answer)

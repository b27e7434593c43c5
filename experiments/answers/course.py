"""How it goes over rounds: the mean, and bands that hold half of the runs and 9 in 10; a panel a group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from samenspel.measures import Outcomes
from samenspel.reading import check_known
from samenspel.results.figures import BLACK
from samenspel.results.report import figure

from ..analysis.tables import points_of
from ..analysis.trajectories import trajectories
from ..analysis.words import Outcome, outcome_of
from .asking import Answer, Asked, Question, by_what, written
from .sheet import (
    Layout,
    along,
    entitle,
    layout_of,
    levels_of,
    named,
    only,
    plain,
    sheet,
    styles_of,
    upright,
    wrapped_panels,
)

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Where rounds were kept, and it is an outcome of a round."""
    if results.manifest["design"].get("every_round") and outcome.name in Outcomes._fields:
        yield Asked(
            "course", "course", "How does it go over rounds?", title=f"{outcome.Title}, over rounds",
            outcomes=(outcome.name,), columns=by_what(results),
        )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """Means and percentiles over the runs of every group, round by round."""
    name, runs = asked.of(results).name, asked.runs(results)
    check_known([name], Outcomes._fields, asked.called, "outcome of a round")
    outcome = outcome_of(name, of_a_round=True)
    rounds = results.rounds(name)
    rounds = rounds[rounds["run"].isin(runs["run"])]
    table = trajectories(rounds, name, points_of(runs)[asked.columns] if asked.columns else None)
    last = table["round"].max()
    told = table[table["round"].isin([1, round(last / 3), round(2 * last / 3), last])]
    return Answer(
        asked.key, asked.asks, in_words(table, outcome, asked.columns),
        "Mean and percentiles over all runs of a group, round by round.", written(told), table,
        figure_of(table, layout_of(asked, results), outcome),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, by: str = "") -> str:
    """Where each group begins and ends."""
    parts = []
    for group, rows in table.groupby("group", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        who = f"with {by} {group} " if by else ""
        parts.append(
            f"{who}from {figure(first['mean'])} in round {first['round']} to {figure(last['mean'])} in round "
            f"{last['round']}"
        )
    return f"{outcome.Title} goes, in the mean, {'; '.join(parts)}."


def figure_of(table: pandas.DataFrame, layout: Layout, outcome: Outcome) -> Figure:
    """Means over rounds in their bands, a panel a group.

    Parameters
    ----------
    table
        As `analysis.trajectories.trajectories` gives it.
    layout
        What stands where; columns tell groups apart.
    outcome
        On the upright axis.
    """
    groups = levels_of(table, "group")
    styles = styles_of(groups if layout.columns else [None])
    note = layout.explained("Line: the mean. Bands: the middle half of the runs, and 9 in 10.")
    figure = sheet(0.6 + 2.6 * -(-len(groups) // 3), layout.title, note)
    grid, across = wrapped_panels(figure, len(groups))
    for axes, group, style in zip(grid.ravel(), groups, styles, strict=False):
        rows, colour = only(table, ("group", group)), style["color"]
        for low, high, alpha in (("5 %", "95 %", 0.14), ("25 %", "75 %", 0.25)):
            axes.fill_between(rows["round"], rows[low], rows[high], color=colour, alpha=alpha, lw=0)
        axes.plot(rows["round"], rows["mean"], color=colour, lw=2.2)
        axes.axhline(0.0, color=BLACK, lw=0.8)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        plain(axes)
        if layout.columns:
            entitle(axes, named(layout.columns, group), across)
    along(figure, "round")
    upright(figure, outcome.label, 46)
    return figure


COURSE = Question("course", "the course over rounds", ("columns",), (), suggested, answer)

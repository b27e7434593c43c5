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

from ..analysis.tables import points_of
from ..analysis.trajectories import trajectories
from ..words import Outcome, Speech
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


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Where rounds were kept, and it is an outcome of a round."""
    if results.manifest["design"].get("every_round") and outcome.name in Outcomes._fields:
        yield Asked(
            "course", "course", say("course.asks"), title=say("course.title", outcome=outcome.title),
            outcomes=(outcome.name,), columns=by_what(results),
        )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """Means and percentiles over the runs of every group, round by round."""
    name, runs = asked.of(results).name, asked.runs(results)
    check_known([name], Outcomes._fields, asked.called, "outcome of a round")
    outcome = say.outcome(name, of_a_round=True)
    rounds = results.rounds(name)
    rounds = rounds[rounds["run"].isin(runs["run"])]
    table = trajectories(rounds, name, points_of(runs)[asked.columns] if asked.columns else None)
    last = table["round"].max()
    told = table[table["round"].isin([1, round(last / 3), round(2 * last / 3), last])]
    return Answer(
        asked.key, asked.asks, in_words(table, outcome, say, asked.columns), say("course.note"), written(told, say),
        table, figure_of(table, layout_of(asked, results, say), outcome),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, say: Speech, by: str = "") -> str:
    """Where each group begins and ends.

    Parameters
    ----------
    table
        As `analysis.trajectories.trajectories` gives it.
    outcome
        What goes over rounds.
    say
        In which language.
    by
        What tells groups apart.
    """
    parts = []
    for group, rows in table.groupby("group", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        ends = {"first": say.figure(first["mean"]), "begins": int(first["round"]),
                "last": say.figure(last["mean"]), "ends": int(last["round"])}  # fmt: skip
        parts.append(say("course.group", setting=say.value(by, group), **ends) if by else say("course.all", **ends))
    return say("course.reading", outcome=outcome.said, groups="; ".join(parts))


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
    note = layout.explained(layout.say("course.figure_note"))
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
            entitle(axes, named(layout.columns, group, layout.say), across)
    along(figure, layout.say("course.along"))
    upright(figure, outcome.label, 46)
    return figure


COURSE = Question("course", ("columns",), (), suggested, answer)

"""Which point is best, against the pure ones: those with the same value of every factor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas
from matplotlib.figure import Figure

from samenspel.results.figures import BLACK, QUIET

from ..analysis.ranking import ranking
from ..analysis.regimes import TWO_LOGICS
from ..analysis.tables import factors_of
from ..words import Outcome, Speech, interval_in
from .asking import LOGIC, Answer, Asked, Question, both_logics, within
from .rows import MOST_ROWS, by_size, rows_of_marks
from .sheet import Layout, along, handles_of, layout_of, levels_of, named, only, plain, sheet, styles_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of all points; marks have the colour of their logic, or of the contrast of logic that tells most."""
    means = {
        name: results.runs.groupby(name)[outcome.name].mean().to_dict()
        for name, factor in results.factors.items()
        if set(factor.values) == set(TWO_LOGICS)
    }
    telling = {name: abs(of["network"] - of["hierarchy"]) for name, of in means.items() if len(of) == len(TWO_LOGICS)}
    yield Asked(
        "best", "best", say("best.asks"), title=say("best.title", outcome=outcome.title),
        outcomes=(outcome.name,),
        lines=LOGIC if both_logics(results) else max(telling, key=lambda name: telling[name], default=""),
    )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """The best, and by how much it is better than the pure ones, or than all where there are none."""
    outcome, runs = asked.of(results, say), asked.runs(results)
    tables, rows, readings = [], [], []
    for where, part in asked.settings(runs, asked.columns):
        part = part.drop(columns=list(where))
        names = factors_of(part)
        table = ranking(part, outcome.name).assign(**where)
        table["name"] = [combination(row, names, say) for _, row in table.iterrows()]
        table["pure"] = (table[names].astype(str).nunique(axis=1) == 1) & (len(names) > 1)
        best = table[table["chosen"]].iloc[0]
        for _, row in table[(table["pure"] | ~table["pure"].any()) & ~table["chosen"]].iterrows():
            rows.append(
                {
                    **{say.name(name): say.shown(value) for name, value in where.items()},
                    say("best.best"): best["name"],
                    say("best.mean_of_best"): say.amount(interval_in(best)),
                    say("best.compared"): row["name"],
                    say("best.mean_of_that"): say.amount(interval_in(row)),
                    say("best.less_that"): say.amount(interval_in(row, "behind", "behind_"), signed=True),
                }
            )
        tables.append(table)
        readings.append(within(where, in_words(table, outcome, names, say), say))
    every = pandas.concat(tables)
    few = max(map(len, tables)) <= MOST_ROWS
    return Answer(
        asked.key, asked.asks, " ".join(readings), f"{say('answer.paired')} {say('answer.held_out')}",
        pandas.DataFrame(rows), every.reset_index(),
        (by_name if few else by_rank)(every, layout_of(asked, results, say), outcome),
    )  # fmt: skip


def combination(row: pandas.Series, names: Sequence[str], say: Speech) -> str:
    """A combination of two logics in as few words as it takes, or a point by its values."""
    other = [say.contrast(name) for name in names if row[name] == "hierarchy"]
    if all(name.startswith("logic.") for name in names) and 0 < len(other) < len(names) / 2:
        return say("point.network_but", contrasts=f" {say('list.and')} ".join(other))
    return say.point(row, names)


def in_words(table: pandas.DataFrame, outcome: Outcome, factors: Sequence[str], say: Speech) -> str:
    """Which is best, and how many others cannot be told from it.

    Parameters
    ----------
    table
        As `analysis.ranking.ranking` gives it.
    outcome
        What is ranked.
    factors
        By which points are told apart.
    say
        In which language.
    """
    best = table[table["chosen"]].iloc[0]
    others = table[~table["chosen"]]
    behind = int((others["behind_low"] > 0).sum())
    size = say.amount(interval_in(best))
    text = say("best.highest", outcome=outcome.said, point=say.point(best, factors), size=size)
    if others.empty:
        return text + "."
    if behind == len(others):
        return text + (say("best.above_all", count=behind) if behind > 1 else say("best.above_one"))
    return text + say("best.untold", others=len(others), count=len(others) - behind)


# --- the figure ---------------------------------------------------------------------------------------------------


def by_name(table: pandas.DataFrame, layout: Layout, outcome: Outcome) -> Figure:
    """A few points, a row each."""
    marks = table.assign(factor=table["name"])
    order = by_size(marks, list(dict.fromkeys(table["name"])), layout.columns)
    return rows_of_marks(marks, layout, order, outcome.label, layout.say("answer.means"), open_at_zero=False)


def by_rank(table: pandas.DataFrame, layout: Layout, outcome: Outcome) -> Figure:
    """Many points from the highest to the lowest; the best and the pure ones by name.

    Parameters
    ----------
    table
        As `analysis.ranking.ranking` gives it, with the `name` of each point, and whether it is `pure`.
    layout
        What stands where; lines give marks their colour.
    outcome
        What is ranked.
    """
    say = layout.say
    _, columns = layout.panels(table)
    values = sorted(levels_of(table, layout.lines)) if layout.lines else [None]
    styles = dict(zip(values, styles_of(values), strict=True))
    figure = sheet(3.9, layout.title, layout.explained(""), handles_of(layout.lines, values, say, lines=False))
    for axes, column in zip(figure.subplots(1, len(columns), sharey=True, squeeze=False)[0], columns, strict=True):
        part = only(table, (layout.columns, column)).sort_values("mean", ascending=False)
        for rank, row in enumerate(part.to_dict("records"), 1):
            style, told = styles[row.get(layout.lines)], row["pure"] or row["chosen"]
            axes.plot((rank, rank), (row["low"], row["high"]), color=style["color"], lw=1.2, alpha=0.7)
            axes.plot(rank, row["mean"], style["marker"], color=style["color"], ms=8 if told else 3.6,
                      mec=BLACK if told else style["color"], mew=1.3, zorder=3 if told else 2)  # fmt: skip
            if row["pure"] and not row["chosen"]:  # right of a mark all are lower, and left of it all are higher
                above = row["name"] == say("point.all_network")
                axes.annotate(
                    row["name"], (rank, row["mean"]), (7, 7) if above else (-7, -7), textcoords="offset points",
                    size=9.5, weight="bold", color=BLACK, ha="left" if above else "right",
                    va="bottom" if above else "top",
                )  # fmt: skip
        best = part[part["chosen"]].iloc[0]["name"]
        axes.set_title(
            f"{named(layout.columns, column, say)}\n{say('best.figure_best', point=best)}".strip(), pad=6, fontsize=10.5
        )
        axes.axhline(0.0, color=BLACK, lw=0.8, zorder=0.5)
        plain(axes)
    along(figure, say("best.rank", count=len(part)))
    label = say("best.mean_interval", outcome=outcome.label)
    figure.supylabel("\n".join(textwrap.wrap(label, 46)), size=10, color=QUIET)
    return figure


BEST = Question("best", ("lines", "columns"), (), suggested, answer)

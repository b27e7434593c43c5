"""What it is worth to invest in each condition first, second and so on; the best order and the worst."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas
from matplotlib.figure import Figure

from samenspel.conditions import CONDITIONS
from samenspel.results.intervals import mean_interval, paired_difference
from samenspel.runs import mean_of_defined

from ..analysis.ranking import compare, ranking
from ..analysis.tables import at_points, points_of
from ..factors import NOTHING, ORDER, THEN, TOGETHER
from ..words import Outcome, Speech, interval_in
from .asking import Answer, Asked, Question, bounds, check_sampled, panelled, within
from .sheet import (
    Layout,
    along,
    draw_curve,
    entitle,
    handles_of,
    layout_of,
    levels_of,
    named,
    only,
    plain,
    sheet,
    styles_of,
    upright,
)

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Where at most one other factor varies, which has a panel for each of its values."""
    others = [name for name in results.factors if name != ORDER]
    if len(others) == len(panelled(results, others)) < 2:
        yield Asked(
            "orders", "orders", say("orders.asks"), title=say("orders.title", outcome=outcome.title),
            outcomes=(outcome.name,), columns=[*others, ""][0],
        )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """By how much orders in which a condition has a place lie above all orders."""
    check_sampled(results, asked)
    outcome, runs = asked.of(results, say), asked.runs(results)
    drawn, rows, readings = [], [], []
    for where, part in asked.settings(runs, asked.columns):
        part = part.drop(columns=list(where))
        first_less_last = {}
        for condition, means in at_places(part, outcome.name).items():
            drawn += [
                {"condition": condition, **where, "at": place, **bounds(mean_interval(one))}
                for place, one in enumerate(means, 1)
            ]
            first_less_last[condition] = paired_difference(means[-1], means[0]).interval
        setting = {say.name(name): say.shown(value) for name, value in where.items()}
        rows += [{**setting, **row} for row in best_orders(part, outcome.name, say)]
        ranked = sorted(first_less_last.items(), key=lambda one: -one[1].mean)
        said = [f"{say.word(name)} {say.amount(interval, signed=True)}" for name, interval in ranked]
        text = say("orders.reading", outcome=outcome.said, conditions=say.enumerated(said))
        readings.append(within(where, text, say))
    table = pandas.DataFrame(drawn)
    return Answer(
        asked.key, asked.asks, " ".join(readings),
        f"{say('orders.note')} {say('answer.paired')}", pandas.DataFrame(rows), table.rename(columns={"at": "place"}),
        figure_of(table, layout_of(asked, results, say), outcome),
    )  # fmt: skip


def at_places(runs: pandas.DataFrame, outcome: str) -> dict[str, list[np.ndarray]]:
    """For every condition and place in an order, by how much such orders lie above all orders, in each replicate."""
    values = at_points(runs, outcome)
    order = points_of(runs).loc[values.index, ORDER]
    phases = order[~order.isin([TOGETHER, NOTHING])].str.split(THEN)
    every = mean_of_defined(values.loc[phases.index].to_numpy(), axis=0)
    return {
        condition: [
            mean_of_defined(values.loc[phases.index[phases.str[place] == condition]].to_numpy(), axis=0) - every
            for place in range(len(phases.iloc[0]))
        ]
        for condition in CONDITIONS
        if condition in phases.iloc[0]
    }


def best_orders(runs: pandas.DataFrame, outcome: str, say: Speech) -> list[dict[str, str]]:
    """The best and the worst order, and what they are compared with."""
    table = ranking(runs, outcome)
    others = table[ORDER].isin([TOGETHER, NOTHING])
    best = table[~others].iloc[0]
    order = say.word
    named = [(say("orders.best"), order(best[ORDER]), best)]
    named += [(say("orders.worst"), order(table[~others].iloc[-1][ORDER]), table[~others].iloc[-1])]
    named += [(order(row[ORDER]), "", row) for _, row in table[others].iterrows()]
    return [
        {
            say("orders.which"): which,
            say("orders.order"): what,
            say("table.mean"): say.amount(interval_in(row)),
            say("orders.best_less"): ""
            if row is best
            else say.amount(compare(runs, outcome, int(best.name), int(row.name)), signed=True),
        }
        for which, what, row in named
    ]


def figure_of(table: pandas.DataFrame, layout: Layout, outcome: Outcome) -> Figure:
    """A line a condition, over its place in the order.

    Parameters
    ----------
    table
        With `condition`, `at`, `mean`, `low`, `high`, and the factor that tells panels apart.
    layout
        What stands where.
    outcome
        On the upright axis.
    """
    _, columns = layout.panels(table)
    conditions = levels_of(table, "condition")
    say = layout.say
    figure = sheet(3.4, layout.title, layout.explained(say("orders.figure_note")), handles_of("", conditions, say))
    for axes, column in zip(figure.subplots(1, len(columns), sharey=True, squeeze=False)[0], columns, strict=True):
        for condition, style in zip(conditions, styles_of(conditions), strict=True):
            draw_curve(axes, only(table, (layout.columns, column), ("condition", condition)), style)
        entitle(axes, named(layout.columns, column, say), len(columns))
        axes.set_xticks(sorted(table["at"].unique()))
        plain(axes)
    along(figure, say("orders.along"))
    upright(figure, say("orders.upright", outcome=outcome.title, unit=outcome.unit), 40)
    return figure


ORDERS = Question("orders", ("columns",), (), suggested, answer)

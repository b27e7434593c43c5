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
from ..analysis.words import Outcome, amount, enumerated, interval_in, shown
from ..factors import NOTHING, ORDER, THEN, TOGETHER
from .asking import PAIRED, Answer, Asked, Question, bounds, check_sampled, panelled, within
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


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Where at most one other factor varies, which has a panel for each of its values."""
    others = [name for name in results.factors if name != ORDER]
    if len(others) == len(panelled(results, others)) < 2:
        yield Asked(
            "orders", "orders", "In which order?", title=f"When each condition is invested in: {outcome.title}",
            outcomes=(outcome.name,), columns=[*others, ""][0],
        )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """By how much orders in which a condition has a place lie above all orders."""
    check_sampled(results, asked)
    outcome, runs = asked.of(results), asked.runs(results)
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
        rows += [
            {**{name: shown(value) for name, value in where.items()}, **row} for row in best_orders(part, outcome.name)
        ]
        ranked = sorted(first_less_last.items(), key=lambda one: -one[1].mean)
        said = [f"{name} {amount(interval, signed=True)}" for name, interval in ranked]
        readings.append(within(where, f"First rather than last adds to {outcome.title}: {enumerated(said)}."))
    table = pandas.DataFrame(drawn)
    return Answer(
        asked.key, asked.asks, " ".join(readings),
        f"Best and worst by their means over all replicates, so that both owe a little to luck. {PAIRED}",
        pandas.DataFrame(rows), table.rename(columns={"at": "place"}),
        figure_of(table, layout_of(asked, results), outcome),
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


def best_orders(runs: pandas.DataFrame, outcome: str) -> list[dict[str, str]]:
    """The best and the worst order, and what they are compared with."""
    table = ranking(runs, outcome)
    others = table[ORDER].isin([TOGETHER, NOTHING])
    best = table[~others].iloc[0]
    named = [("best order", best), ("worst order", table[~others].iloc[-1])]
    named += [(row[ORDER], row) for _, row in table[others].iterrows()]
    return [
        {
            "which": which,
            "order": row[ORDER] if which.endswith("order") else "",
            "mean": amount(interval_in(row)),
            "best order less that": ""
            if row is best
            else amount(compare(runs, outcome, int(best.name), int(row.name)), signed=True),
        }
        for which, row in named
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
    note = "Orders in which a condition has this place, less all orders; 95 % intervals of paired differences."
    figure = sheet(3.4, layout.title, layout.explained(note), handles_of("", conditions))
    for axes, column in zip(figure.subplots(1, len(columns), sharey=True, squeeze=False)[0], columns, strict=True):
        for condition, style in zip(conditions, styles_of(conditions), strict=True):
            draw_curve(axes, only(table, (layout.columns, column), ("condition", condition)), style)
        entitle(axes, named(layout.columns, column), len(columns))
        axes.set_xticks(sorted(table["at"].unique()))
        plain(axes)
    along(figure, "place of a condition in the order of investing")
    upright(figure, f"{outcome.title}, less the mean over all orders ({outcome.unit})", 40)
    return figure


ORDERS = Question("orders", "in which order", ("columns",), (), suggested, answer)

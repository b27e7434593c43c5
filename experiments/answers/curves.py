"""The shape of outcomes over one factor: rising, falling, or with a best in between; a line for every setting."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from samenspel.errors import InputError
from samenspel.results.figures import BLACK
from samenspel.results.intervals import Interval, mean_interval, paired_difference
from samenspel.runs import mean_of_defined

from ..analysis.effects import main_effects, ordered
from ..analysis.regimes import differences
from ..analysis.tables import at_points, factors_of, over_replicates, points_of
from ..words import Outcome, Speech
from .asking import (
    LOGIC,
    Answer,
    Asked,
    Question,
    bounds,
    by_what,
    numbers_among,
    panelled,
    setting,
)
from .difference import ends_of
from .sheet import (
    Layout,
    along,
    down_the_side,
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
)

if TYPE_CHECKING:
    from ..factors import Value
    from ..results import Results

FEW_LEVELS = 5  # of a factor that have a mark each on its axis


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Over the number that makes the largest difference, a panel for every value of the next factor."""
    by = by_what(results)
    order = [one for one in ordered(main_effects(results.runs, outcome.name)) if one != by]
    bent = [name for name in numbers_among(results, order) if results.runs[name].nunique() > 2]
    if bent:
        x = bent[0]
        columns = [*panelled(results, [one for one in order if one != x]), ""][0]
        yield Asked(
            "curves", "curves", say("curves.asks", factor=say.factor(x)),
            title=say("curves.title", outcome=outcome.title, factor=say.factor(x)),
            outcomes=(outcome.name,), x=x, lines=by, columns=columns,
        )  # fmt: skip


class Shape(NamedTuple):
    """How an outcome goes over a factor: in a word, where it is highest, and how far the ends lie below that."""

    word: str
    ends: tuple[Value, Value]
    best: Value
    mean: Interval
    above_first: Interval
    above_last: Interval


FALLS, RISES, BOTH, TROUGH, FLAT = "falls", "rises", "both", "trough", "flat"


def shape_of(levels: Sequence[Value], values: np.ndarray) -> Shape:
    """How values, shape (levels, replicates), go over the levels, as far as it can be told from chance.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(0.0, 0.1, (3, 40))
    >>> shape_of([1, 2, 3], noise + [[0.0], [1.0], [0.2]]).word
    'both'
    >>> shape_of([1, 2, 3], noise).word == FLAT
    True
    """
    means, judging = chosen_and_judged(values)
    best, worst = (int(pick(means)) for pick in (np.nanargmax, np.nanargmin))

    def gap(one: int, other: int) -> Interval:
        return paired_difference(judging[other], judging[one]).interval

    first, last = gap(best, 0), gap(best, -1)
    if first.sign > 0 and last.sign > 0:
        word = BOTH
    elif gap(0, worst).sign > 0 and gap(-1, worst).sign > 0:
        word = TROUGH
    else:
        word = {(1, 0): RISES, (0, 1): FALLS}.get((first.sign, last.sign), FLAT)
    return Shape(word, (levels[0], levels[-1]), levels[best], mean_interval(values[best]), first, last)


def chosen_and_judged(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means over every other replicate, to choose by, and the other replicates, to judge by.

    Parameters
    ----------
    values
        Shape (levels, replicates).

    Raises
    ------
    InputError
        Nothing is defined at any level.
    """
    means = mean_of_defined(values[:, ::2], axis=1)
    if np.isnan(means).all():
        raise InputError("at one of the settings it is not defined in any run")
    return means, values[:, 1::2]


def over(runs: pandas.DataFrame, outcome: str, x: str) -> tuple[list[Value], np.ndarray]:
    """The outcome at every value of a factor, the mean over all others: shape (values, replicates)."""
    values = at_points(runs, outcome)
    groups = points_of(runs).loc[values.index].groupby(x, sort=True).groups
    return list(groups), np.array(
        [mean_of_defined(values.loc[points].to_numpy(), axis=0) for points in groups.values()]
    )


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """Which way each curve goes, and where it is highest."""
    runs, outcomes = asked.runs(results), asked.of_each(results, say)
    names = [name for name in (asked.rows, asked.columns, asked.lines) if name]
    drawn, shapes = [], []
    for outcome in outcomes:
        for where, part in asked.settings(runs, *names):
            levels, values = over(part, outcome.name, asked.x)
            for level, one in zip(levels, values, strict=True):
                drawn.append({"outcome": outcome.name, **where, "at": level, **bounds(mean_interval(one))})
            shapes.append((outcome, where, shape_of(levels, values)))
    reading = " ".join(
        in_words(outcome, asked.x, [(where, shape) for one, where, shape in shapes if one is outcome], say)
        + (logics_in_words(runs, outcome, asked.x, say) if asked.lines == LOGIC else "")
        for outcome in outcomes
    )
    summary = pandas.DataFrame(
        {
            **({say("table.outcome"): outcome.title} if len(outcomes) > 1 else {}),
            **{say.name(name): say.shown(value) for name, value in where.items()},
            say("curves.over", factor=say.factor(asked.x)): say(f"curves.{shape.word}"),
            say("curves.highest_at"): say.shown(shape.best),
            say("curves.there"): say.amount(shape.mean),
            say("curves.above_first"): say.amount(shape.above_first, True) if shape.best != shape.ends[0] else "",
            say("curves.above_last"): say.amount(shape.above_last, True) if shape.best != shape.ends[1] else "",
        }
        for outcome, where, shape in shapes
    )
    table = pandas.DataFrame(drawn)
    rest = [name for name in factors_of(runs) if name not in (asked.x, *names)]
    note = f"{say('answer.paired')} {say('answer.held_out')}"
    if rest:
        note = f"{say('curves.means_over', factors=say.enumerated([*map(say.factor, rest)]))} {note}"
    return Answer(
        asked.key, asked.asks, reading, note, summary, table.rename(columns={"at": asked.x}),
        figure_of(table, layout_of(asked, results, say), outcomes),
    )  # fmt: skip


def in_words(outcome: Outcome, x: str, shapes: Sequence[tuple[Mapping[str, Value], Shape]], say: Speech) -> str:
    """How many curves go which way.

    Parameters
    ----------
    outcome
        What is on the upright axis.
    x
        The factor along the other.
    shapes
        Of every curve, with its setting.
    say
        In which language.
    """
    about = {"outcome": outcome.said, "factor": say.factor(x)}
    if len(shapes) == 1:
        shape = shapes[0][1]
        if shape.word == FLAT:
            return say("curves.one_flat", **about)
        return say(f"curves.one_{shape.word}", best=say.shown(shape.best), mean=say.amount(shape.mean), **about)
    parts = []
    for word in (BOTH, RISES, FALLS, TROUGH, FLAT):
        those = [(where, shape) for where, shape in shapes if shape.word == word]
        if not those:
            continue
        best = sorted({shape.best for _, shape in those})
        text = say("curves.curves", count=len(those), all=len(shapes), way=say(f"curves.{word}_in_curves"))
        if word == BOTH:
            low, high = say.shown(best[0]), say.shown(best[-1])
            text += say("curves.highest", place=low if len(best) == 1 else say("curves.between", low=low, high=high))
        if len(those) < len(shapes) and len(those) <= 2:
            text += f" ({'; '.join(setting(where, say) for where, _ in those)})"
        parts.append(text)
    return say("curves.several", curves="; ".join(parts), **about)


def logics_in_words(runs: pandas.DataFrame, outcome: Outcome, x: str, say: Speech) -> str:
    """How much higher it is with network logic than with hierarchy, at both ends of a factor.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of which it is said.
    x
        The factor.
    say
        In which language.
    """
    settings, table = differences(runs, outcome.name)
    ends = [(value, over_replicates(table[(settings[x] == value).to_numpy()])) for value in ends_of(settings, x)]
    said = [
        say("curves.end", size=say.amount(interval, signed=True), value=say.shown(value)) for value, interval in ends
    ]
    return say("curves.logics", ends=say.enumerated(said))


def figure_of(table: pandas.DataFrame, layout: Layout, outcomes: Sequence[Outcome]) -> Figure:
    """Several outcomes stand below one another, or beside where there are no panels.

    Parameters
    ----------
    table
        With `outcome`, `at`, `mean`, `low`, `high`, and the factors that tell lines and panels apart.
    layout
        What stands where.
    outcomes
        What is shown.
    """
    rows, columns = layout.panels(table)
    lines = levels_of(table, layout.lines)
    beside = len(outcomes) > 1 and not (layout.rows or layout.columns)
    down = [(outcome, row) for outcome in outcomes for row in rows]
    shape = (1, len(outcomes)) if beside else (len(down), len(columns))
    figure = sheet(
        0.55 + 2.5 * shape[0], layout.title, layout.explained(layout.say("answer.means")),
        handles_of(layout.lines, lines, layout.say),
    )  # fmt: skip
    together = False if beside else "row" if len(outcomes) > 1 else "all"
    grid = figure.subplots(*shape, sharex=True, sharey=together, squeeze=False)
    for place, (outcome, row) in enumerate(down):
        for across, column in enumerate(columns):
            axes = grid[0, place] if beside else grid[place, across]
            part = only(table, ("outcome", outcome.name), (layout.rows, row), (layout.columns, column))
            for value, style in zip(lines, styles_of(lines), strict=True):
                draw_curve(axes, only(part, (layout.lines, value)), style)
            plain(axes)
            if part["low"].min() < 0.0 < part["high"].max():
                axes.axhline(0.0, color=BLACK, lw=0.8, zorder=0.5)
            if place == 0:
                entitle(axes, named(layout.columns, column, layout.say), len(columns))
            if across == 0:
                axes.set_ylabel("\n".join(textwrap.wrap(outcome.label, 32)))
            if across == len(columns) - 1 and row is not None:
                down_the_side(axes, named(layout.rows, row, layout.say))
    levels = sorted(table["at"].unique())
    for axes in grid.ravel():
        if len(levels) <= FEW_LEVELS:
            axes.set_xticks(levels)
        else:
            axes.xaxis.set_major_locator(MaxNLocator(6, integer=layout.factors[layout.x].kind == "whole"))
    along(figure, layout.label("x"))
    return figure


CURVES = Question("curves", ("x", "lines", "rows", "columns"), ("x",), suggested, answer)

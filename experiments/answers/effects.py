"""What each factor does: the outcome at each of its values, and the largest difference that it makes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from samenspel.results.figures import BLACK

from ..analysis.effects import CLASSES, difference_in, largest, main_effects, ordered
from ..analysis.sensitivity import FEWEST_COMPLETE
from ..words import Outcome, Speech, begun, size_of, uncapitalised
from .asking import LOGIC, Answer, Asked, Question, both_logics, compared
from .sheet import Layout, Style, draw_curve, handles_of, label_of, layout_of, levels_of, only, plain, sheet, styles_of

if TYPE_CHECKING:
    from ..results import Results

MOST_FACTORS = 9  # on a figure, those that make the largest differences


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of every factor, for each logic by itself where both were run at the same points; and what moves a difference."""
    apart = both_logics(results) and results.balanced and len(results.factors) > 1
    yield Asked(
        "effects", "effects", say("effects.asks"), title=say("effects.title", outcome=outcome.title),
        outcomes=(outcome.name,), lines=LOGIC if apart and LOGIC not in results.drawn else "",
    )  # fmt: skip
    found = compared(results)
    if results.drawn and found:
        first, second = found.words(say)
        yield Asked(
            "effects", "depends", say("effects.asks_difference", first=first, second=second),
            title=say("effects.title_difference", first=first, second=second, outcome=outcome.title),
            outcomes=(outcome.name,), over=found.over, sides=found.sides,
        )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """The largest difference that each factor makes, for every setting of another by itself."""
    runs, by = asked.runs(results), asked.lines
    outcomes = asked.of_each(results, say)
    tables, readings, rows = [], [], []
    for outcome in outcomes:
        table = main_effects(runs, outcome.name, by=by or None)
        tables.append(table.assign(outcome=outcome.name))
        for group, part in table.groupby(by, sort=False) if by else [("", table)]:
            said = in_words(part, outcome, say)
            readings.append(
                say("effects.with", setting=say.value(by, group), said=uncapitalised(said))
                if by else said
            )  # fmt: skip
            for factor in ordered(part):
                of_it = part[part["factor"] == factor]
                most = largest(of_it) if of_it["difference"].any() else of_it.iloc[-1]
                rows.append(
                    {
                        **({say("table.outcome"): outcome.title} if len(outcomes) > 1 else {}),
                        **({say.name(by): say.shown(group)} if by else {}),
                        say("table.factor"): say.name(factor),
                        say("effects.from"): say.shown(of_it.iloc[0]["value"]),
                        say("effects.to"): say.shown(most["value"]),
                        say("effects.difference"): say.amount(difference_in(most), signed=True),
                    }
                )
        if results.drawn:
            readings += missed(runs, outcome, say)
    note = f"{say('effects.note')} {say('answer.paired')}"
    if results.drawn:
        note = say("effects.note_drawn", classes=CLASSES)
    note += f" {say('effects.told')}"
    table = pandas.concat(tables, ignore_index=True)
    return Answer(
        asked.key, asked.asks, " ".join(readings), note, pandas.DataFrame(rows), table,
        figure_of(table, layout_of(asked, results, say), outcomes),
    )  # fmt: skip


def missed(runs: pandas.DataFrame, outcome: Outcome, say: Speech) -> list[str]:
    """That points were lost, and what that does to factors that were drawn independently of one another."""
    defined = runs[outcome.name].notna().groupby(runs["point"]).any()
    missing = int((~defined).sum())
    if defined.mean() >= FEWEST_COMPLETE:
        return []
    return [say("effects.holes", missing=missing, points=len(defined), outcome=outcome.said)]


def in_words(table: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """Which factor makes the largest difference, and of which it cannot be told."""
    most = {factor: largest(table[table["factor"] == factor]) for factor in ordered(table)}
    told = [factor for factor, row in most.items() if row["told"]]
    unclear = [factor for factor in most if factor not in told]
    sentences = []
    if told:
        row = most[told[0]]
        first = table[table["factor"] == told[0]].iloc[0]
        way = "effects.higher" if row["difference"] > 0 else "effects.lower"
        sentences.append(
            say(
                way, factor=say.factor(told[0]), outcome=outcome.said, size=say.amount(size_of(difference_in(row))),
                value=say.shown(row["value"]), first=say.shown(first["value"]),
            )
        )  # fmt: skip
        if others := [*map(say.factor, told[1:])]:
            sentences.append(say("effects.too", factors=say.enumerated(others), count=len(others)))
    if unclear:
        factors = say.enumerated([*map(say.factor, unclear)])
        sentences.append(say("effects.unclear", factors=factors, count=len(unclear)))
    text = "; ".join(sentences) + "."
    return text if told else begun(text)


def figure_of(table: pandas.DataFrame, layout: Layout, outcomes: Sequence[Outcome]) -> Figure:
    """A panel a factor, over one axis of each outcome.

    Parameters
    ----------
    table
        As `analysis.effects.main_effects` gives it, with `outcome`.
    layout
        What stands where.
    outcomes
        On the upright axes.
    """
    lines = levels_of(table, layout.lines)
    order = {one.name: ordered(only(table, ("outcome", one.name)))[:MOST_FACTORS] for one in outcomes}
    most = max(map(len, order.values()))
    across = 2 if most == 4 else min(3, most)
    down = [-(-len(order[one.name]) // across) for one in outcomes]
    note = layout.explained(layout.say("effects.figure_note"))
    figure = sheet(0.4 + 2.75 * sum(down), layout.title, note, handles_of(layout.lines, lines, layout.say))
    grid = figure.subplots(sum(down), across, squeeze=False)
    for place, outcome in enumerate(outcomes):
        block = grid[sum(down[:place]) : sum(down[: place + 1])]
        for axes in block.ravel()[1:]:
            axes.sharey(block[0, 0])
        for axes, factor in zip(block.ravel(), order[outcome.name], strict=False):
            for value, style in zip(lines, styles_of(lines), strict=True):
                rows = only(table, ("outcome", outcome.name), ("factor", factor), (layout.lines, value))
                draw_factor(axes, rows, style, layout.say)
            plain(axes)
            axes.set_xlabel(label_of(layout.factors[factor], 100 // across, layout.say))
        for axes in block.ravel()[len(order[outcome.name]) :]:
            axes.set_axis_off()
        for axes in block[:, 1:].ravel():
            axes.tick_params(labelleft=False)
        for axes in block[:, 0]:
            axes.set_ylabel("\n".join(textwrap.wrap(outcome.label, 32)))
    return figure


def draw_factor(axes: Axes, rows: pandas.DataFrame, style: Style, say: Speech) -> None:
    """One factor: a line through the means of a number, marks for words, with intervals.

    Parameters
    ----------
    axes
        Where it is drawn.
    rows
        A row for every value of the factor: `at`, `value`, `mean`, `low`, `high`.
    style
        Of the outcome that is drawn.
    say
        The words, in which language.
    """
    axes.vlines(rows["at"].astype(float), rows["low"], rows["high"], color=style["color"], lw=1.4)
    if any(isinstance(value, str) for value in rows["value"]):
        at = rows["at"].to_numpy(float)
        axes.set_xticks(
            at,
            ["\n".join(textwrap.wrap(say.shown(value), 14, break_long_words=say.english)) for value in rows["value"]],
            color=BLACK,
        )
        axes.tick_params(axis="x", labelsize=9)
        axes.set_xlim(at.min() - 0.5, at.max() + 0.5)
        axes.plot(at, rows["mean"], **dict(style, linestyle=""), ms=4.5)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5))
        draw_curve(axes, rows, style)


EFFECTS = Question("effects", ("lines", "over", "sides"), (), suggested, answer)

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
from samenspel.results.outcomes import capitalised

from ..analysis.effects import CLASSES, difference_in, largest, main_effects, ordered
from ..analysis.words import CHANCE, Outcome, amount, enumerated, shown, size_of
from .asking import LOGIC, PAIRED, Answer, Asked, Question, both_logics, compared
from .sheet import Layout, Style, draw_curve, handles_of, label_of, layout_of, levels_of, only, plain, sheet, styles_of

if TYPE_CHECKING:
    from ..results import Results

MOST_FACTORS = 9  # on a figure, those that make the largest differences


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of every factor, for each logic by itself where both were run at the same points; and what moves a difference."""
    apart = both_logics(results) and results.balanced and len(results.factors) > 1
    yield Asked(
        "effects", "effects", "What does each factor do?", title=f"{outcome.Title}, by factor",
        outcomes=(outcome.name,), lines=LOGIC if apart and LOGIC not in results.drawn else "",
    )  # fmt: skip
    found = compared(results)
    if results.drawn and found:
        yield Asked(
            "effects", "depends", f"On what does the difference between {' and '.join(found.words)} depend?",
            title=f"{found.words[1]} less {found.words[0]}: {outcome.title}, by factor", outcomes=(outcome.name,),
            over=found.over, sides=found.sides,
        )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """The largest difference that each factor makes, for every setting of another by itself."""
    runs, by = asked.runs(results), asked.lines
    outcomes = asked.of_each(results)
    tables, readings, rows = [], [], []
    for outcome in outcomes:
        table = main_effects(runs, outcome.name, by=by or None)
        tables.append(table.assign(outcome=outcome.name))
        for group, part in table.groupby(by, sort=False) if by else [("", table)]:
            said = in_words(part, outcome)
            readings.append(f"With {by} {shown(group)}, {said[0].lower()}{said[1:]}" if by else said)
            for factor in ordered(part):
                of_it = part[part["factor"] == factor]
                most = largest(of_it) if of_it["difference"].any() else of_it.iloc[-1]
                rows.append(
                    {
                        **({"outcome": outcome.title} if len(outcomes) > 1 else {}),
                        **({by: shown(group)} if by else {}),
                        "factor": factor,
                        "from": shown(of_it.iloc[0]["value"]),
                        "to": shown(most["value"]),
                        "difference": amount(difference_in(most), signed=True),
                    }
                )
    note = f"The largest difference from the lowest or first value, over all other factors. {PAIRED}"
    if results.drawn:
        note = (
            f"Points were drawn: the largest difference of {CLASSES} classes of equally many points from the "
            "lowest, with the middle of either; intervals at 95 % over points (Welch)."
        )
    table = pandas.concat(tables, ignore_index=True)
    return Answer(
        asked.key, asked.asks, " ".join(readings), note, pandas.DataFrame(rows), table,
        figure_of(table, layout_of(asked, results), outcomes),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome) -> str:
    """Which factor makes the largest difference, and of which it cannot be told."""
    most = {factor: largest(table[table["factor"] == factor]) for factor in ordered(table)}
    told = [factor for factor, row in most.items() if row["told"]]
    unclear = [factor for factor in most if factor not in told]
    sentences = []
    if told:
        row = most[told[0]]
        first = table[table["factor"] == told[0]].iloc[0]
        way = "higher" if row["difference"] > 0 else "lower"
        sentences.append(
            f"{told[0]} makes the largest difference: {outcome.title} is {amount(size_of(difference_in(row)))} {way} "
            f"at {shown(row['value'])} than at {shown(first['value'])}"
        )
        if told[1:]:
            sentences.append(f"{enumerated(told[1:])} {'matters' if len(told) == 2 else 'matter'} too")
    if unclear:
        sentences.append(f"that {enumerated(unclear)} {'matters' if len(unclear) == 1 else 'matter'} {CHANCE}")
    text = "; ".join(sentences) + "."
    return text if told else capitalised(text)


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
    note = layout.explained("Means over all other factors, with 95 % intervals; what makes most difference first.")
    figure = sheet(0.4 + 2.75 * sum(down), layout.title, note, handles_of(layout.lines, lines))
    grid = figure.subplots(sum(down), across, squeeze=False)
    for place, outcome in enumerate(outcomes):
        block = grid[sum(down[:place]) : sum(down[: place + 1])]
        for axes in block.ravel()[1:]:
            axes.sharey(block[0, 0])
        for axes, factor in zip(block.ravel(), order[outcome.name], strict=False):
            for value, style in zip(lines, styles_of(lines), strict=True):
                rows = only(table, ("outcome", outcome.name), ("factor", factor), (layout.lines, value))
                draw_factor(axes, rows, style)
            plain(axes)
            axes.set_xlabel(label_of(layout.factors[factor], 100 // across))
        for axes in block.ravel()[len(order[outcome.name]) :]:
            axes.set_axis_off()
        for axes in block[:, 1:].ravel():
            axes.tick_params(labelleft=False)
        for axes in block[:, 0]:
            axes.set_ylabel("\n".join(textwrap.wrap(outcome.label, 32)))
    return figure


def draw_factor(axes: Axes, rows: pandas.DataFrame, style: Style) -> None:
    """One factor: a line through the means of a number, marks for words, with intervals."""
    axes.vlines(rows["at"].astype(float), rows["low"], rows["high"], color=style["color"], lw=1.4)
    if any(isinstance(value, str) for value in rows["value"]):
        at = rows["at"].to_numpy(float)
        axes.set_xticks(at, ["\n".join(textwrap.wrap(shown(value), 14)) for value in rows["value"]], color=BLACK)
        axes.tick_params(axis="x", labelsize=9)
        axes.set_xlim(at.min() - 0.5, at.max() + 0.5)
        axes.plot(at, rows["mean"], **dict(style, linestyle=""), ms=4.5)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5))
        draw_curve(axes, rows, style)


EFFECTS = Question("effects", "what each factor does", ("lines", "over", "sides"), (), suggested, answer)

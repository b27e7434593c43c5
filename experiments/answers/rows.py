"""Rows of marks: numbers with their intervals, a row a factor, of many answers."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from samenspel.results.figures import BLACK, QUIET

from .asking import TOTAL
from .sheet import GRID, Layout, along, entitle, handles_of, levels_of, named, only, sheet, styles_of

if TYPE_CHECKING:
    import pandas

    from ..words import Speech

MOST_ROWS = 24
LONGEST_NAME = 62


def rows_of_marks(
    table: pandas.DataFrame,
    layout: Layout,
    order: Sequence[str],
    label: str,
    note: str,
    open_at_zero: bool = True,
) -> Figure:
    """A row a factor, with marks and intervals; where there is one mark a row, its number stands beside it.

    Parameters
    ----------
    table
        With `factor`, `mean`, `low`, `high`, and what tells marks and panels apart.
    layout
        What stands where.
    order
        Factors, the first on top; a `total` is set apart.
    label
        Of the axis.
    note
        Where the layout has none.
    open_at_zero
        Whether 0 means that there is nothing, so that a mark is open where its interval holds 0.
    """
    _, columns = layout.panels(table)
    lines = levels_of(table, layout.lines)
    height = 0.75 + 0.42 * max(len(order), 2)
    figure = sheet(
        height, layout.title, layout.explained(note), handles_of(layout.lines, lines, layout.say, lines=False)
    )
    grid = figure.subplots(1, len(columns), sharex=True, sharey=True, squeeze=False)[0]
    keys = ["factor", layout.columns] if layout.columns else ["factor"]
    alone = not table.duplicated(keys).any()  # one mark a row
    for axes, column in zip(grid, columns, strict=True):
        for place, (value, style) in enumerate(zip(lines, styles_of(lines), strict=True)):
            shift = 0.0 if alone else 0.2 * (place - (len(lines) - 1) / 2.0)
            for row in only(table, (layout.columns, column), (layout.lines, value)).itertuples():
                told = not open_at_zero or not row.low <= 0.0 <= row.high
                y, face = order.index(row.factor) + shift, style["color"] if told else "white"
                axes.plot((row.low, row.high), (y, y), color=style["color"], lw=2.0, solid_capstyle="butt")
                axes.plot(row.mean, y, style["marker"], color=style["color"], ms=6, mew=1.4, mfc=face)
                if alone and len(columns) == 1:
                    write_number(axes, row.mean, y, table["mean"].abs().max(), BLACK if told else QUIET, layout.say)
        if open_at_zero:
            axes.axvline(0.0, color=BLACK, lw=0.9, zorder=0)
        if order[-1] == layout.say.word(TOTAL):
            axes.axhline(len(order) - 1.5, color=GRID, lw=1.0)
        names = [textwrap.shorten(name, LONGEST_NAME, placeholder=" ...") for name in order]
        axes.set_yticks(range(len(order)), names, color=BLACK)
        axes.set_ylim(len(order) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=GRID, lw=0.7)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        entitle(axes, named(layout.columns, column, layout.say), len(columns))
    along(figure, label)
    return figure


def write_number(axes: Axes, value: float, y: float, reach: float, colour: str, say: Speech) -> None:
    """A number at the right end of its row.

    Parameters
    ----------
    axes
        Of the rows.
    value
        The number.
    y
        The place of its row.
    reach
        The longest row, which says how many decimals count.
    colour
        Of the number.
    say
        In which language.
    """
    text = say.digits(f"{value:.{3 if reach < 0.5 else 2}f}").replace("-", "\N{MINUS SIGN}")
    axes.annotate(
        text, (1.01, y), xycoords=("axes fraction", "data"), va="center", color=colour, size=9.5, annotation_clip=False
    )


def by_size(table: pandas.DataFrame, names: Sequence[str], *apart: str) -> list[str]:
    """Factors from the highest mean to the lowest; as they stand where settings or panels are compared."""
    if any(table[name].nunique() > 1 for name in apart if name):
        return list(names)
    return list(table.sort_values("mean", ascending=False, kind="stable")["factor"])

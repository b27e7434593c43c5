"""The sheet that every figure of an answer is drawn on: panels over the same axes, so that they can be compared.

Hierarchy is orange and dashed, network blue and drawn through, in every figure; an open mark, a cross or a pale colour
says that it cannot be told from chance.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import ScalarFormatter

from samenspel.results.figures import BLACK, BLUE, DASHES, GREEN, ORANGE, PURPLE, QUIET, SKY, VERMILION, Sheet

from ..words import Speech, speaks

if TYPE_CHECKING:
    import pandas

    from ..factors import Factor, Value
    from ..results import Results
    from .asking import Asked

WIDTH = 10.0  # inches
LINE = 0.2  # inches, of a line of the note
LONGEST_NOTE, LONGEST_TITLE = 136, 84  # characters on a line, of the note and of the titles of all panels together
GRID = "#e4e4e4"
LIGHT, DARK = "#8cc5e8", "#06304f"  # of lines that stand for rising numbers
WORDS = (GREEN, PURPLE, SKY, BLACK, VERMILION)  # none of the two of the logics
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
OF_LOGIC = {
    "network": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "hierarchy": {"color": ORANGE, "linestyle": (0, (5, 1.5)), "marker": "s"},
}
Style = Mapping[str, Any]


class Layout(NamedTuple):
    """What stands where on a sheet.

    Attributes
    ----------
    factors
        Declarations, by name.
    title, note
        Over it.
    say
        In which language.
    x, y
        Factors along the axes.
    lines, rows, columns
        Factors by which lines and panels are told apart; may be empty.
    """

    factors: Mapping[str, Factor]
    title: str
    say: Speech
    note: str = ""
    x: str = ""
    y: str = ""
    lines: str = ""
    rows: str = ""
    columns: str = ""

    def explained(self, note: str) -> str:
        """The note, and what tells lines and panels apart as declared, where that says more than its name."""
        if not self.say.english:
            return self.note or note  # there lines and panels have names
        told = [self.factors[one] for one in (self.lines, self.rows, self.columns) if one in self.factors]
        new = [one for one in told if one.meaning != one.name and not one.name.startswith("logic")]
        return " ".join([self.note or note, *(f"{one.name}: {one.meaning}." for one in new)])

    def panels(self, table: pandas.DataFrame) -> tuple[list[Value | None], list[Value | None]]:
        """The values by which rows and columns of panels are told apart; the largest on the topmost row."""
        return levels_of(table, self.rows)[::-1], levels_of(table, self.columns)

    def label(self, axis: str, width: int = 100) -> str:
        """What stands on an axis."""
        return label_of(self.factors[getattr(self, axis)], width, self.say)


def layout_of(asked: Asked, results: Results, say: Speech) -> Layout:
    """What stands where, as it was asked for."""
    said = (asked.title, say, asked.note, asked.x, asked.y, asked.lines, asked.rows, asked.columns)
    return Layout(results.factors, *said)


def sheet(height: float, title: str, note: str = "", handles: Sequence[Line2D | Patch] = ()) -> Figure:
    """A sheet of so many inches of panels under its title, its note, and a line that says what is what.

    It is drawn without a screen.

    Parameters
    ----------
    height
        Of the panels, inches.
    title, note
        What stands above them; a note is broken into lines.
    handles
        What is what, in one line; none where the panels say it.
    """
    said = textwrap.wrap(note, LONGEST_NOTE)
    top = 0.44 + LINE * len(said) + 0.3 * bool(handles)
    height += top
    figure = Sheet(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.08, rect=(0.0, 0.0, 1.0, 1.0 - top / height))
    figure.text(0.012, 1.0 - 0.24 / height, title, size=14, weight="bold", va="center")
    figure.text(0.012, 1.0 - 0.4 / height, "\n".join(said), size=9.5, color=QUIET, va="top", linespacing=1.35)
    if handles:
        figure.legend(
            handles=list(handles), loc="center left", bbox_to_anchor=(0.003, 1.0 - (top - 0.13) / height),
            ncols=len(handles), frameon=False, fontsize=10, handlelength=2.6,
        )  # fmt: skip
    return figure


# --- what is what -------------------------------------------------------------------------------------------------


def styles_of(values: Sequence[Value | None]) -> list[Style]:
    """A style for each: those of logics, a rising blue for numbers, or else one for each place."""
    if values == [None]:
        return [{"color": BLUE, "linestyle": "-", "marker": "o"}]
    if not any(isinstance(value, str) for value in values):
        light, dark = np.array(to_rgb(LIGHT)), np.array(to_rgb(DARK))
        shares = np.linspace(0.0, 1.0, len(values))
        colours = [tuple(light + share * (dark - light)) for share in shares]
    else:
        colours = [WORDS[place % len(WORDS)] for place in range(len(values))]
    dashes = DASHES if isinstance(values[0], str) else ("-",)
    return [
        OF_LOGIC.get(str(value))
        or {
            "color": colours[place],
            "linestyle": dashes[place % len(dashes)],
            "marker": MARKERS[place % len(MARKERS)],
        }
        for place, value in enumerate(values)
    ]


def handles_of(name: str, values: Sequence[Value | None], say: Speech, lines: bool = True) -> list[Line2D]:
    """What is what, after the name of the factor; nothing where there is nothing to tell apart.

    Parameters
    ----------
    name
        Of the factor.
    values
        Those that are told apart.
    say
        In which language.
    lines
        Whether these are lines, and not marks alone.
    """
    if values == [None]:
        return []
    heading = [Line2D([], [], label=f"{say.name(name)}:", ls="")] if "." in name else []
    return heading + [
        Line2D([], [], label=say.shown(value), lw=2.2, **dict(style, **({} if lines else {"linestyle": ""})))
        for value, style in zip(values, styles_of(values), strict=True)
    ]


def levels_of(table: pandas.DataFrame, name: str) -> list[Value | None]:
    """The values of a column, words in the order of the table; None alone where there is no such column."""
    if not name:
        return [None]
    values = list(dict.fromkeys(table[name]))
    return values if any(isinstance(value, str) for value in values) else sorted(values)


def only(table: pandas.DataFrame, *where: tuple[str, Value | None]) -> pandas.DataFrame:
    """The rows with these values; None asks nothing."""
    for name, value in where:
        if value is not None:
            table = table[table[name] == value]
    return table


def named(name: str, value: Value | None, say: Speech) -> str:
    """A setting: a word by itself, unless it is of one of the contrasts, and a number after its factor."""
    if value is None:
        return ""
    if speaks(name, value):
        return say.word(value)
    key = "figure.word" if isinstance(value, str) else "figure.setting"
    return say(key, factor=say.name(name), value=say.shown(value))


def label_of(factor: Factor, width: int, say: Speech) -> str:
    """What stands on the axis of a factor, in lines of so many characters."""
    return "\n".join(textwrap.wrap(say.label(factor), width))


# --- panels and axes ----------------------------------------------------------------------------------------------


def corners(
    grid: np.ndarray, rows: Sequence[Value | None], columns: Sequence[Value | None], layout: Layout
) -> Iterator[tuple[Axes, tuple[Value | None, Value | None]]]:
    """Every panel with its setting, and the names of rows and columns written.

    Parameters
    ----------
    grid
        The panels, shape (rows, columns).
    rows, columns
        The value that each row and column is of; None where nothing varies that way.
    layout
        What the rows and columns are called.
    """
    for place, row in enumerate(rows):
        for across, column in enumerate(columns):
            axes = grid[place, across]
            yield axes, (row, column)
            if place == 0:
                entitle(axes, named(layout.columns, column, layout.say), len(columns))
            if across == len(columns) - 1 and row is not None:
                down_the_side(axes, named(layout.rows, row, layout.say))


def entitle(axes: Axes, text: str, panels: int) -> None:
    """The name of one of so many panels beside one another."""
    axes.set_title("\n".join(textwrap.wrap(text, LONGEST_TITLE // panels)), pad=6)


def wrapped_panels(figure: Figure, count: int) -> tuple[np.ndarray, int]:
    """So many panels in rows of three at most, over the same axes; and how many stand in a row."""
    columns = min(3, count)
    grid = figure.subplots(-(-count // columns), columns, sharex=True, sharey=True, squeeze=False)
    for axes in grid.ravel()[count:]:
        axes.set_axis_off()
    return grid, columns


def plain(axes: Axes) -> None:
    """Lines to read values from, behind all."""
    axes.grid(axis="y", color=GRID, lw=0.7)
    axes.set_axisbelow(True)


def down_the_side(axes: Axes, text: str) -> None:
    """The name of a row of panels, at its right."""
    axes.annotate(
        text.replace(" ", "\n"), (1.03, 0.5), xycoords="axes fraction", rotation=270, va="center", ha="left",
        multialignment="center", size=10, weight="bold", color=BLACK,
    )  # fmt: skip


def upright(figure: Figure, text: str, width: int = 60) -> None:
    """What stands on the upright axis of all panels, in the middle of these and not of the sheet."""
    _, low, _, height = figure.get_layout_engine().get()["rect"]
    figure.supylabel("\n".join(textwrap.wrap(text, width)), size=10, color=QUIET, y=low + height / 2.0)


def along(figure: Figure, text: str) -> None:
    """What stands under all panels."""
    figure.supxlabel(text, size=10, color=QUIET)


def write_numbers(figure: Figure, say: Speech) -> None:
    """Write the numbers on all axes as the language does."""
    if say.english:
        return
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if type(axis.get_major_formatter()) is ScalarFormatter:
                axis.set_major_formatter(Written(say))


class Written(ScalarFormatter):
    """Numbers on an axis, as a language writes them.

    Parameters
    ----------
    say
        In which language.
    """

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self.say = say

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The number at a mark."""
        return self.say.digits(super().__call__(x, pos))


def draw_curve(axes: Axes, rows: pandas.DataFrame, style: Style) -> None:
    """A line through means, in the band of their intervals."""
    rows = rows.sort_values("at")
    axes.fill_between(rows["at"], rows["low"], rows["high"], color=style["color"], alpha=0.15, lw=0)
    axes.plot(rows["at"], rows["mean"], **style, ms=4.5, lw=1.8)

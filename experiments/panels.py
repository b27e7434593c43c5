"""Figures of findings: several panels on one sheet, over the same axes, so that they can be compared.

As in `experiments.figures`: hierarchy orange and dashed, network blue and drawn through; an open mark, a cross or a
pale colour where it cannot be told from chance.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import TwoSlopeNorm, to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from simulation.results.figures import BLACK, BLUE, GREEN, PURPLE, QUIET, SKY, STYLE, VERMILION

from .analysis.words import CHANCE, Outcome, shown
from .figures import DASHES, MARKERS, OF_LOGIC, TWO_LOGICS, label_of, sheet

if TYPE_CHECKING:
    import pandas

    from .factors import Factor, Value

GRID = "#e4e4e4"
LIGHT, DARK = "#8cc5e8", "#06304f"  # of lines that stand for rising numbers
WORDS = (GREEN, PURPLE, SKY, BLACK, VERMILION)  # none of the two of the logics
LINE = 0.2  # inches, of a line of the note
ROOM = 0.5  # of the width of a map, that a word takes
FEW_LEVELS = 5  # of a factor that have a mark each on its axis
LONGEST_NOTE = 136  # characters on a line
Style = Mapping[str, Any]


class Layout(NamedTuple):
    """What stands where on a sheet.

    Attributes
    ----------
    factors
        Declarations, by name.
    title, note
        Over it.
    x, y
        Factors along the axes.
    lines, rows, columns
        Factors by which lines and panels are told apart; may be empty.
    """

    factors: Mapping[str, Factor]
    title: str
    note: str = ""
    x: str = ""
    y: str = ""
    lines: str = ""
    rows: str = ""
    columns: str = ""

    def explained(self, note: str) -> str:
        """The note, and what tells lines and panels apart as declared; logics need no explanation."""
        told = [one for one in (self.lines, self.rows, self.columns) if one in self.factors]
        meant = [f"{one}: {self.factors[one].meaning}." for one in told if not one.startswith("logic")]
        return " ".join([self.note or note, *meant])

    def panels(self, table: pandas.DataFrame) -> tuple[list[Value | None], list[Value | None]]:
        """The values by which rows and columns of panels are told apart; the largest on the topmost row."""
        return levels_of(table, self.rows)[::-1], levels_of(table, self.columns)

    def label(self, axis: str, width: int = 100) -> str:
        """What stands on an axis."""
        return label_of(self.factors[getattr(self, axis)], width)


# Sheets -----------------------------------------------------------------------------------------------------------


def page(height: float, title: str, note: str, handles: Sequence[Line2D | Patch] = ()) -> Figure:
    """A sheet of so many inches of panels under its title, its note, and a line that says what is what."""
    said = textwrap.wrap(note, LONGEST_NOTE)
    top = 0.44 + LINE * len(said) + 0.3 * bool(handles)
    height += top
    figure = sheet(height, title)
    figure.get_layout_engine().set(rect=(0.0, 0.0, 1.0, 1.0 - top / height))
    figure.text(
        0.012, 1.0 - 0.4 / height, "\n".join(said), size=9.5, color=QUIET, va="top", linespacing=1.35
    )  # fmt: skip
    if handles:
        figure.legend(
            handles=list(handles), loc="center left", bbox_to_anchor=(0.003, 1.0 - (top - 0.13) / height),
            ncols=len(handles), frameon=False, fontsize=10, handlelength=2.6,
        )  # fmt: skip
    return figure


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


def handles_of(name: str, values: Sequence[Value | None], lines: bool = True) -> list[Line2D]:
    """What is what, after the name of the factor; nothing where there is nothing to tell apart."""
    if values == [None]:
        return []
    heading = [Line2D([], [], label=f"{name}:", ls="")] if "." in name else []
    return heading + [
        Line2D([], [], label=shown(value), lw=2.2, **dict(style, **({} if lines else {"linestyle": ""})))
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


def named(name: str, value: Value | None) -> str:
    """A setting: a word by itself, unless it is of one of the contrasts, and a number after its factor."""
    if value is None:
        return ""
    return value if isinstance(value, str) and "." not in name else f"{name} {shown(value)}"


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


# Over one factor --------------------------------------------------------------------------------------------------


def curves(table: pandas.DataFrame, layout: Layout, outcomes: Sequence[Outcome]) -> Figure:
    """Outcomes over one factor; several outcomes stand below one another, or beside where there are no panels.

    Parameters
    ----------
    table
        With `outcome`, `at`, `mean`, `low`, `high`, and the factors that tell lines and panels apart.
    layout
        What stands where.
    outcomes
        What is shown.
    """
    with mpl.rc_context(STYLE):
        rows, columns = layout.panels(table)
        lines = levels_of(table, layout.lines)
        beside = len(outcomes) > 1 and not (layout.rows or layout.columns)
        upright = [(outcome, row) for outcome in outcomes for row in rows]
        shape = (1, len(outcomes)) if beside else (len(upright), len(columns))
        figure = page(
            0.55 + 2.5 * shape[0], layout.title, layout.explained("Means with 95 % intervals."),
            handles_of(layout.lines, lines),
        )  # fmt: skip
        together = False if beside else "row" if len(outcomes) > 1 else "all"
        grid = figure.subplots(*shape, sharex=True, sharey=together, squeeze=False)
        for place, (outcome, row) in enumerate(upright):
            for across, column in enumerate(columns):
                axes = grid[0, place] if beside else grid[place, across]
                part = only(table, ("outcome", outcome.name), (layout.rows, row), (layout.columns, column))
                for value, style in zip(lines, styles_of(lines), strict=True):
                    draw_curve(axes, only(part, (layout.lines, value)), style)
                plain(axes)
                if part["low"].min() < 0.0 < part["high"].max():
                    axes.axhline(0.0, color=BLACK, lw=0.8, zorder=0.5)
                if place == 0:
                    axes.set_title(named(layout.columns, column), pad=6)
                if across == 0:
                    axes.set_ylabel("\n".join(textwrap.wrap(outcome.label, 32)))
                if across == len(columns) - 1 and row is not None:
                    down_the_side(axes, named(layout.rows, row))
        levels = sorted(table["at"].unique())
        for axes in grid.ravel():
            if len(levels) <= FEW_LEVELS:
                axes.set_xticks(levels)
            else:
                axes.xaxis.set_major_locator(MaxNLocator(6, integer=layout.factors[layout.x].kind == "whole"))
        figure.supxlabel(layout.label("x"), size=10, color=QUIET)
        return figure


def draw_curve(axes: Axes, rows: pandas.DataFrame, style: Style) -> None:
    """A line through means, in the band of their intervals."""
    rows = rows.sort_values("at")
    axes.fill_between(rows["at"], rows["low"], rows["high"], color=style["color"], alpha=0.15, lw=0)
    axes.plot(rows["at"], rows["mean"], **style, ms=4.5, lw=1.8)


def places(table: pandas.DataFrame, layout: Layout, outcome: Outcome) -> Figure:
    """An outcome by the place of each condition in an order.

    Parameters
    ----------
    table
        With `condition`, `at`, `mean`, `low`, `high`, and the factor that tells panels apart.
    layout, outcome
        As of `curves`.
    """
    with mpl.rc_context(STYLE):
        _, columns = layout.panels(table)
        conditions = levels_of(table, "condition")
        note = "Orders in which a condition has this place, less all orders; 95 % intervals of paired differences."
        figure = page(3.4, layout.title, layout.explained(note), handles_of("", conditions))
        for axes, column in zip(figure.subplots(1, len(columns), sharey=True, squeeze=False)[0], columns, strict=True):
            for condition, style in zip(conditions, styles_of(conditions), strict=True):
                draw_curve(axes, only(table, (layout.columns, column), ("condition", condition)), style)
            axes.set_title(named(layout.columns, column), pad=6)
            axes.set_xticks(sorted(table["at"].unique()))
            plain(axes)
        figure.supxlabel("place of a condition in the order of investing", size=10, color=QUIET)
        upright(figure, f"{outcome.title}, less the mean over all orders ({outcome.unit})", 40)
        return figure


# Maps -------------------------------------------------------------------------------------------------------------


def maps(table: pandas.DataFrame, layout: Layout, outcome: Outcome, worth: float) -> Figure:
    """Which of two logics is higher over two factors.

    Parameters
    ----------
    table
        As `analysis.regimes.regimes` gives it, with the factors that tell panels apart.
    layout, outcome
        As of `curves`.
    worth
        The smallest difference that is called one.
    """
    with mpl.rc_context(STYLE):
        rows, columns = layout.panels(table)
        note = layout.explained(f"Black line: equal. ×: a difference below {shown(worth)}, or one that {CHANCE}.")
        figure = page(0.7 + 2.15 * len(rows), layout.title, note)
        grid = figure.subplots(len(rows), len(columns), sharex=True, sharey=True, squeeze=False)
        limit = float(np.nanpercentile(table["difference"].abs(), 97)) or 1.0
        norm = TwoSlopeNorm(0.0, -limit, limit)
        for axes, (row, column) in corners(grid, rows, columns, layout):
            draw_map(axes, only(table, (layout.rows, row), (layout.columns, column)), norm)
        figure.supxlabel(layout.label("x"), size=10, color=QUIET)
        upright(figure, layout.label("y"))
        bar = figure.colorbar(ScalarMappable(norm, TWO_LOGICS), ax=grid, pad=0.05, aspect=34, extend="both")
        bar.set_label(f"network less hierarchy: {outcome.label}")
        bar.outline.set_visible(False)
        return figure


def corners(
    grid: np.ndarray, rows: Sequence[Value | None], columns: Sequence[Value | None], layout: Layout
) -> Iterator[tuple[Axes, tuple[Value | None, Value | None]]]:
    """Every panel with its setting, and the names of rows and columns written."""
    for place, row in enumerate(rows):
        for across, column in enumerate(columns):
            axes = grid[place, across]
            yield axes, (row, column)
            if place == 0:
                axes.set_title(named(layout.columns, column), pad=6)
            if across == len(columns) - 1 and row is not None:
                down_the_side(axes, named(layout.rows, row))


def draw_map(axes: Axes, table: pandas.DataFrame, norm: TwoSlopeNorm) -> None:
    """One map, with the name of the higher side in its region."""
    difference = table.pivot(index="y", columns="x", values="difference")
    xs, ys, values = difference.columns.to_numpy(float), difference.index.to_numpy(float), difference.to_numpy()
    axes.pcolormesh(xs, ys, values, cmap=TWO_LOGICS, norm=norm, shading="nearest", rasterized=True)
    if np.nanmin(values) < 0.0 < np.nanmax(values):
        axes.contour(xs, ys, values, levels=[0.0], colors="black", linewidths=1.8)
    unclear = table[table["better"] == ""]
    axes.plot(unclear["x"], unclear["y"], "x", color="#333333", ms=4, mew=0.9)
    better = table.pivot(index="y", columns="x", values="better").to_numpy()
    for name in ("hierarchy", "network"):
        region = better == name
        wide = region.sum(axis=1) >= ROOM * len(xs)  # rows of cells in which the word has room
        if not wide.any():
            continue
        row = int(np.argmax(np.where(wide, np.where(region, np.abs(values), 0.0).sum(axis=1), -1.0)))
        axes.text(
            xs[region[row]].mean(), ys[row], name, ha="center", va="center", size=10, weight="bold", color="#1a1a1a",
            path_effects=[withStroke(linewidth=3, foreground="white", alpha=0.7)],
        )  # fmt: skip
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def choices(table: pandas.DataFrame, layout: Layout, options: Sequence[str], worth: float) -> Figure:
    """Which value of a choice is best over two factors.

    Parameters
    ----------
    table
        With `best`, `clear`, and the factors of the axes and panels.
    layout
        As of `curves`.
    options
        What can be chosen.
    worth
        As of `maps`.
    """
    with mpl.rc_context(STYLE):
        rows, columns = layout.panels(table)
        xs, ys = levels_of(table, layout.x), levels_of(table, layout.y)
        colours = dict(zip(options, WORDS, strict=False))
        note = f"Full colour: clearly best, by {shown(worth)} or more. Pale: highest, but by less, or that {CHANCE}."
        handles = [Patch(color=colour, label=f"{option} ({option[0].upper()})") for option, colour in colours.items()]
        figure = page(0.7 + 2.15 * len(rows), layout.title, layout.explained(note), handles)
        grid = figure.subplots(len(rows), len(columns), sharex=True, sharey=True, squeeze=False)
        for axes, (row, column) in corners(grid, rows, columns, layout):
            for cell in only(table, (layout.rows, row), (layout.columns, column)).to_dict("records"):
                at, up, clear = xs.index(cell[layout.x]), ys.index(cell[layout.y]), cell["clear"]
                axes.add_patch(
                    Rectangle((at, up), 1, 1, fc=colours[cell["best"]], alpha=1.0 if clear else 0.22, ec="white")
                )
                axes.text(at + 0.5, up + 0.5, cell["best"][0].upper(), ha="center", va="center", size=10,
                          color="white" if clear else QUIET, weight="bold" if clear else "normal")  # fmt: skip
            axes.set(xlim=(0, len(xs)), ylim=(0, len(ys)))
            axes.set_xticks(np.arange(len(xs)) + 0.5, [shown(value) for value in xs])
            axes.set_yticks(np.arange(len(ys)) + 0.5, [shown(value) for value in ys])
            axes.spines[:].set_visible(False)
            axes.tick_params(length=0)
        figure.supxlabel(layout.label("x"), size=10, color=QUIET)
        upright(figure, layout.label("y"), 48)
        return figure


# Rows of marks ----------------------------------------------------------------------------------------------------


def dots(table: pandas.DataFrame, layout: Layout, order: Sequence[str], label: str, note: str) -> Figure:
    """A row a factor, with marks and intervals.

    Parameters
    ----------
    table
        With `factor`, `mean`, `low`, `high`, and what tells marks and panels apart.
    layout
        As of `curves`.
    order
        Factors, the first on top; a `total` is set apart.
    label
        Of the axis.
    note
        Where the layout has none.
    """
    with mpl.rc_context(STYLE):
        _, columns = layout.panels(table)
        lines = levels_of(table, layout.lines)
        height = 0.75 + 0.42 * len(order)
        figure = page(height, layout.title, layout.explained(note), handles_of(layout.lines, lines, lines=False))
        grid = figure.subplots(1, len(columns), sharex=True, sharey=True, squeeze=False)[0]
        for axes, column in zip(grid, columns, strict=True):
            for place, (value, style) in enumerate(zip(lines, styles_of(lines), strict=True)):
                shift = 0.2 * (place - (len(lines) - 1) / 2.0)
                for row in only(table, (layout.columns, column), (layout.lines, value)).itertuples():
                    y, face = order.index(row.factor) + shift, "white" if row.low <= 0.0 <= row.high else style["color"]
                    axes.plot((row.low, row.high), (y, y), color=style["color"], lw=2.0, solid_capstyle="butt")
                    axes.plot(row.mean, y, style["marker"], color=style["color"], ms=6, mew=1.4, mfc=face)
            axes.axvline(0.0, color=BLACK, lw=0.9, zorder=0)
            if order[-1] == "total":
                axes.axhline(len(order) - 1.5, color=GRID, lw=1.0)
            axes.set_yticks(range(len(order)), order, color=BLACK)
            axes.set_ylim(len(order) - 0.4, -0.6)
            axes.tick_params(axis="y", length=0)
            axes.grid(axis="x", color=GRID, lw=0.7)
            axes.set_axisbelow(True)
            axes.spines["left"].set_visible(False)
            axes.set_title(named(layout.columns, column), pad=6)
        figure.supxlabel(label, size=10, color=QUIET)
        return figure


def ranks(table: pandas.DataFrame, layout: Layout, outcome: Outcome) -> Figure:
    """All points from the highest to the lowest; the best and the pure ones by name.

    Parameters
    ----------
    table
        As `analysis.ranking.ranking` gives it, with the `name` of each point, and whether it is `pure`.
    layout
        As of `curves`; lines give marks their colour.
    outcome
        What is ranked.
    """
    with mpl.rc_context(STYLE):
        _, columns = layout.panels(table)
        figure = page(
            3.9, layout.title, layout.explained(""), handles_of(layout.lines, ["hierarchy", "network"], lines=False)
        )
        for axes, column in zip(figure.subplots(1, len(columns), sharey=True, squeeze=False)[0], columns, strict=True):
            part = only(table, (layout.columns, column)).sort_values("mean", ascending=False)
            for rank, row in enumerate(part.to_dict("records"), 1):
                style, told = OF_LOGIC[row[layout.lines]], row["pure"] or row["chosen"]
                axes.plot((rank, rank), (row["low"], row["high"]), color=style["color"], lw=1.2, alpha=0.7)
                axes.plot(rank, row["mean"], style["marker"], color=style["color"], ms=8 if told else 3.6,
                          mec=BLACK if told else style["color"], mew=1.3, zorder=3 if told else 2)  # fmt: skip
                if row["pure"] and not row["chosen"]:  # right of a mark all are lower, and left of it all are higher
                    above = row["name"] == "all network"
                    axes.annotate(
                        row["name"], (rank, row["mean"]), (7, 7) if above else (-7, -7), textcoords="offset points",
                        size=9.5, weight="bold", color=BLACK, ha="left" if above else "right",
                        va="bottom" if above else "top",
                    )  # fmt: skip
            best = part[part["chosen"]].iloc[0]["name"]
            axes.set_title(f"{named(layout.columns, column)}\nbest: {best}".strip(), pad=6, fontsize=10.5)
            axes.axhline(0.0, color=BLACK, lw=0.8, zorder=0.5)
            plain(axes)
        figure.supxlabel(f"rank among {len(part)} combinations", size=10, color=QUIET)
        figure.supylabel(
            "\n".join(textwrap.wrap(f"{outcome.label}, mean with 95 % interval", 46)), size=10, color=QUIET
        )
        return figure

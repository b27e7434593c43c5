"""Figures of experiments: a table of `experiments.analysis` in, a sheet out.

An open mark always says that it cannot be told from chance: the interval holds 0. Hierarchy is orange and dashed,
network blue and drawn through, in every figure.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from simulation.results.figures import BLACK, BLUE, COLOURS, DASHES, GREEN, ORANGE, QUIET, STYLE
from simulation.results.report import percent

from .analysis.words import Outcome, shown

if TYPE_CHECKING:
    import pandas

    from .analysis.discovery import Box
    from .factors import Factor

WIDTH = 10.0  # inches
MOST_PANELS = 9
MOST_ROWS = 24
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
# Vermilion-free: orange for hierarchy, blue for network, white where they are equal; readable in grey by the words.
TWO_LOGICS = LinearSegmentedColormap.from_list("two logics", [ORANGE, "#FBE3B3", "#FFFFFF", "#A9CCE3", BLUE])
OF_LOGIC = {
    "network": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "hierarchy": {"color": ORANGE, "linestyle": (0, (5, 1.5)), "marker": "s"},
}
FORMATS = ("png", "svg", "pdf")
NO_DATE = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG, SVG and PDF; the same figure gives the same bytes."""
    with mpl.rc_context(STYLE):
        for kind in FORMATS:
            figure.savefig(path.with_suffix(f".{kind}"), dpi=160, metadata=NO_DATE[kind])


def sheet(height: float, title: str, note: str = "") -> Figure:
    """An empty sheet with a title, and a quiet line under it, drawn without a screen."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    top = 0.62 if note else 0.42  # inches
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.08, rect=(0.0, 0.0, 1.0, 1.0 - top / height))
    figure.text(0.012, 1.0 - 0.24 / height, title, size=14, weight="bold", va="center")
    if note:
        figure.text(0.012, 1.0 - 0.48 / height, note, size=9.5, color=QUIET, va="center")
    return figure


def style_of(group: object, place: int) -> Mapping[str, object]:
    """Colour, pattern and marker of a group: those of a logic, or of its place."""
    return OF_LOGIC.get(str(group)) or {
        "color": COLOURS[place % len(COLOURS)],
        "linestyle": DASHES[place % len(DASHES)],
        "marker": MARKERS[place % len(MARKERS)],
    }


def label_of(factor: Factor, width: int = 60) -> str:
    """What stands on the axis of a factor: its name, meaning and unit, as declared."""
    unit = "" if factor.unit in ("", "choice") else f" ({factor.unit})"
    return "\n".join(textwrap.wrap(f"{factor.name}: {factor.meaning}{unit}", width))


def legend(figure: Figure, height: float, groups: Iterable[object], lines: bool = True) -> None:
    """What is what, at the right of the title."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], label=str(group), lw=2.2, **dict(style_of(group, place), **({} if lines else {"linestyle": ""})))
        for place, group in enumerate(groups)
    ]
    if len(handles) > 1:
        figure.legend(
            handles=handles, loc="center right", bbox_to_anchor=(0.995, 1.0 - 0.24 / height), ncols=len(handles),
            frameon=False, fontsize=10, handlelength=2.6,
        )  # fmt: skip


# What came of it --------------------------------------------------------------------------------------------------


def distribution_figure(values: Mapping[object, np.ndarray], table: pandas.DataFrame, outcome: Outcome) -> Figure:
    """How many runs come to what, a row a group, over one axis.

    Parameters
    ----------
    values
        Outcome of every run, by group.
    table
        As `analysis.distributions.distribution` gives it, a row a group.
    outcome
        Of the runs.
    """
    with mpl.rc_context(STYLE):
        height = 1.3 + 1.55 * len(values)
        figure = sheet(height, f"{outcome.Title}, over all runs", "Black: the mean. Grey: the middle half of the runs.")
        rows = figure.subplots(len(values), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        defined = np.concatenate([one[~np.isnan(one)] for one in values.values()])
        edges = edges_of(defined)
        for place, (axes, (group, one), (_, row)) in enumerate(
            zip(rows, values.items(), table.iterrows(), strict=True)
        ):
            one = one[~np.isnan(one)]
            colour = style_of(group, place)["color"] if len(values) > 1 else BLUE
            axes.hist(one, edges, weights=np.full(one.size, 1.0 / max(1, one.size)), color=colour, alpha=0.85, lw=0)
            axes.axvspan(row["25 %"], row["75 %"], color=QUIET, alpha=0.15, lw=0, zorder=0)
            axes.axvline(row["mean"], color=BLACK, lw=1.4)
            axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
            axes.yaxis.set_major_locator(MaxNLocator(3))
            if len(values) > 1:
                axes.set_title(str(group), pad=4)
        figure.supylabel("share of runs", size=10, color=QUIET)
        rows[-1].set_xlabel(outcome.label)
        return figure


def edges_of(values: np.ndarray) -> np.ndarray:
    """Edges of bars: whole numbers have one each, others as many as their number carries."""
    if values.size == 0:
        return np.linspace(0.0, 1.0, 3)
    low, high = float(values.min()), float(values.max())
    if np.all(values == np.round(values)) and high - low <= 60:
        return np.arange(low - 0.5, high + 1.0)
    return np.linspace(
        low, high if high > low else low + 1.0, min(60, max(12, round(2.0 * values.size ** (1 / 3)))) + 1
    )


def modes_figure(samples: Mapping[str, np.ndarray], splits: Sequence[float], outcome: Outcome) -> Figure:
    """Runs on the same conditions that end in two ways, a panel a point."""
    with mpl.rc_context(STYLE):
        figure = sheet(
            3.6,
            "The same conditions, two kinds of outcome",
            "Runs differ in chance alone. Dashed: what divides the two.",
        )
        panels = figure.subplots(1, len(samples), sharey=True, squeeze=False)[0]
        for axes, (name, values), split in zip(panels, samples.items(), splits, strict=True):
            axes.hist(values, edges_of(values), color=BLUE, alpha=0.85, lw=0)
            axes.axvline(split, color=BLACK, lw=1.2, ls=(0, (4, 2)))
            axes.set_title("\n".join(textwrap.wrap(name, 34)), fontsize=9.5)
            axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        panels[0].set_ylabel("runs")
        panels[len(panels) // 2].set_xlabel(outcome.label)
        return figure


# What it depends on -----------------------------------------------------------------------------------------------


def effects_figure(
    table: pandas.DataFrame,
    factors: Mapping[str, Factor],
    outcome: Outcome,
    order: Sequence[str],
    by: str | None = None,
) -> Figure:
    """What it comes to at each value of each factor, a panel a factor over one axis of the outcome.

    Parameters
    ----------
    table
        As `analysis.effects.main_effects` gives it.
    factors
        Declarations, by name.
    outcome
        On the upright axis.
    order
        Factors, the first first.
    by
        The factor that tells lines apart.
    """
    with mpl.rc_context(STYLE):
        order = list(order)[:MOST_PANELS]
        columns = min(3, len(order))
        rows = -(-len(order) // columns)
        height = 0.9 + 2.75 * rows
        figure = sheet(height, f"{outcome.Title}, by factor", "Means over all other factors, with 95 % intervals.")
        panels = figure.subplots(rows, columns, sharey=True, squeeze=False)
        groups = list(dict.fromkeys(table[by])) if by else [None]
        for axes, factor in zip(panels.ravel(), order, strict=False):
            for place, group in enumerate(groups):
                of_it = table[table["factor"] == factor]
                draw_effect(axes, of_it[of_it[by] == group] if by else of_it, style_of(group, place))
            axes.set_xlabel(label_of(factors[factor], 100 // columns))
        for axes in panels.ravel()[len(order) :]:
            axes.set_axis_off()
        figure.supylabel(outcome.label, size=10, color=QUIET)
        legend(figure, height, groups if by else [])
        return figure


def draw_effect(axes: Axes, rows: pandas.DataFrame, style: Mapping[str, object]) -> None:
    """One factor: a line through the means of a number, marks for words, with intervals."""
    words = any(isinstance(value, str) for value in rows["value"])
    at, mean = rows["at"].to_numpy(float), rows["mean"].to_numpy(float)
    if words:
        axes.set_xticks(at, ["\n".join(textwrap.wrap(shown(value), 12)) for value in rows["value"]], color=BLACK)
        axes.set_xlim(at.min() - 0.5, at.max() + 0.5)
    else:
        axes.fill_between(at, rows["low"], rows["high"], color=style["color"], alpha=0.2, lw=0)
        axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.vlines(at, rows["low"], rows["high"], color=style["color"], lw=1.4)
    axes.plot(at, mean, **dict(style, linestyle="" if words else style["linestyle"]), ms=4.5, lw=1.8)


def intervals_figure(
    title: str,
    note: str,
    labels: Sequence[str],
    series: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]],
    x_label: str,
    styles: Callable[[str, int], Mapping[str, object]] = style_of,
    open_at_zero: bool = True,
    colours: Sequence[str] | None = None,
) -> Figure:
    """Numbers with their intervals, a row each; an open mark where the interval holds 0.

    Parameters
    ----------
    title, note
        Over it.
    labels
        Of the rows, the first on top.
    series
        By name: values, and the ends of their intervals.
    x_label
        Of the axis.
    styles
        Of a series by name and place.
    open_at_zero
        Whether 0 means that there is nothing.
    colours
        Of the rows, where there is one series.
    """
    with mpl.rc_context(STYLE):
        count = min(len(labels), MOST_ROWS)
        height = 1.45 + 0.31 * max(count, 3)
        figure = sheet(height, title, note)
        axes = figure.subplots()
        reach = max(finite(abs(value) for values, _, _ in series.values() for value in values[:count]), default=1.0)
        decimals = 3 if reach < 0.5 else 2
        for place, (name, (values, low, high)) in enumerate(series.items()):
            style = dict(styles(name, place)) if len(series) > 1 else {"color": BLUE, "marker": "o"}
            style.pop("linestyle", None)
            shift = 0.0 if len(series) == 1 else 0.18 * (place - (len(series) - 1) / 2.0)
            for row in range(count):
                y = row + shift
                if colours:
                    style["color"] = colours[row]
                told = not open_at_zero or low[row] > 0.0 or high[row] < 0.0
                axes.plot((low[row], high[row]), (y, y), color=style["color"], lw=2.0, solid_capstyle="butt")
                axes.plot(values[row], y, ms=6.5, mew=1.5, ls="", mfc=style["color"] if told else "white", **style)
                if len(series) == 1:
                    axes.annotate(
                        f"{values[row]:.{decimals}f}", (1.01, y), xycoords=("axes fraction", "data"), va="center",
                        color=BLACK if told else QUIET, size=9.5, annotation_clip=False,
                    )  # fmt: skip
        if open_at_zero:
            axes.axvline(0.0, color=BLACK, lw=0.9, zorder=0)
        axes.set_yticks(
            range(count), [textwrap.shorten(label, 62, placeholder=" ...") for label in labels[:count]], color=BLACK
        )
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(count - 0.4, -0.6)
        axes.grid(axis="x", color="#e4e4e4", lw=0.7)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(x_label)
        legend(figure, height, series if len(series) > 1 else [], lines=False)
        return figure


# What is better where ---------------------------------------------------------------------------------------------


def regime_map(
    x: Sequence[float],
    y: Sequence[float],
    differences: np.ndarray,
    clear: np.ndarray,
    pairs: int,
    x_label: str = "initial trust (share)",
    y_label: str = "total dependence on all partners (synergy)",
    title: str = "Which logic creates more value together?",
    note: str = "",
    bar_label: str = "network less hierarchy, joint value per organisation and round",
    sides: Sequence[str] = ("hierarchy", "network"),
    verb: str = "creates more",
) -> Figure:
    """Which of two logics creates more value, over two factors.

    Parameters
    ----------
    x, y
        The levels, rising.
    differences
        The second side less the first, shape (levels of y, levels of x); NaN where nothing was run.
    clear
        Where the difference can be told from chance, same shape.
    pairs
        Runs on either side of each difference.
    x_label, y_label, bar_label
        Of the axes and the bar.
    title, note
        Over it.
    sides, verb
        What is compared, as words over the regions.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(10, 5.625), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        limit = float(np.nanpercentile(np.abs(differences), 98)) or 1.0
        mesh = axes.pcolormesh(x, y, differences, cmap=TWO_LOGICS, norm=TwoSlopeNorm(0, -limit, limit))
        if np.nanmin(differences) < 0.0 < np.nanmax(differences):
            axes.contour(x, y, differences, levels=[0.0], colors="black", linewidths=2)
        for i, j in zip(*np.nonzero(~clear & ~np.isnan(differences)), strict=True):
            axes.plot(x[j], y[i], marker="x", color="#333333", markersize=7, markeredgewidth=1.4)
        axes.set(xlabel=x_label, ylabel=y_label)
        axes.set_xticks(x[::2] if len(x) > 8 else x)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        name_regions(axes, x, y, differences, sides, verb)
        axes.set_title(title, fontsize=15, pad=22)
        note = note or f"Baseline, {pairs} pairs a cell. Black line: equal. ×: cannot be told from chance."
        under = axes.text(0, 1.015, note, transform=axes.transAxes, color="#595959", fontsize=10.5)
        under.set_in_layout(False)  # a long line must not squeeze the map
        bar = figure.colorbar(mesh, ax=axes, pad=0.02, aspect=28)
        bar.set_label(bar_label)
        bar.outline.set_visible(False)
        return figure


def name_regions(
    axes: Axes, x: Sequence[float], y: Sequence[float], differences: np.ndarray, sides: Sequence[str], verb: str
) -> None:
    """Write the name of the better logic in the middle of its region, so that colour is not the only word for it."""
    across, up = np.meshgrid(x, y)
    for name, region in ((sides[0], differences < 0), (sides[1], differences > 0)):
        weight = np.where(region, np.abs(differences), 0.0)
        if weight.sum() > 0:
            middle, high = (across * weight).sum() / weight.sum(), (up * weight).sum() / weight.sum()
            axes.text(
                middle, high, f"{name}\n{verb}", ha="center", va="center", fontsize=13, fontweight="bold",
                color="#1a1a1a",
            )  # fmt: skip


def regime_line(
    table: pandas.DataFrame, factor: Factor | None, outcome: Outcome, sides: Sequence[str], title: str, note: str
) -> Figure:
    """The difference between two logics over one factor.

    Parameters
    ----------
    table
        As `analysis.regimes.regimes` gives it, over one factor.
    factor
        Over which.
    outcome, sides
        What differs, and between what.
    title, note
        Over it.
    """
    with mpl.rc_context(STYLE):
        figure = sheet(4.4, title, note)
        axes = figure.subplots()
        words = any(isinstance(value, str) for value in table["x"])
        at = np.arange(len(table)) if words else table["x"].to_numpy(float)
        difference = table["difference"].to_numpy(float)
        if not words:
            axes.fill_between(at, table["low"], table["high"], color=QUIET, alpha=0.18, lw=0)
            axes.plot(at, difference, color=QUIET, lw=1.4)
        for place, row in enumerate(table.itertuples()):
            colour = {sides[0]: ORANGE, sides[1]: BLUE}.get(row.better, QUIET)
            marker = {sides[0]: "s", sides[1]: "o"}.get(row.better, "o")
            axes.plot((at[place],) * 2, (row.low, row.high), color=colour, lw=2.0)
            axes.plot(
                at[place], row.difference, marker, color=colour, ms=8, mew=1.5, mfc=colour if row.better else "white"
            )
        if words:
            axes.set_xticks(at, ["\n".join(textwrap.wrap(str(value), 18)) for value in table["x"]])
        axes.axhline(0.0, color=BLACK, lw=0.9)
        low, high = axes.get_ylim()
        reach = max(-low, high)
        axes.set_ylim(-reach, reach)
        for side, y, va in ((sides[1], 0.97, "top"), (sides[0], 0.03, "bottom")):
            axes.text(0.012, y, f"{side} is higher", transform=axes.transAxes, va=va, weight="bold", color=QUIET)
        if factor is not None:
            axes.set_xlabel(label_of(factor, 90))
        axes.set_ylabel("\n".join(textwrap.wrap(f"{sides[1]} less {sides[0]}, {outcome.title} ({outcome.unit})", 46)))
        return figure


# When it goes wrong, and how it went -------------------------------------------------------------------------------


def box_figure(box: Box, factors: Mapping[str, Factor], what: str) -> Figure:
    """The limits of a box, each within the whole range of its factor."""
    with mpl.rc_context(STYLE):
        height = 1.35 + 0.62 * max(2, len(box.limits))
        shares = [percent(share) for share in (box.density, box.share, box.coverage)]
        note = "In the box it is so in {} of runs, in all in {}; the box holds {} of them.".format(*shares)
        figure = sheet(height, f"Where {what}", note)
        axes = figure.subplots()
        for row, (name, limit) in enumerate(box.limits.items()):
            factor = factors[name]
            axes.plot((0, 1), (row, row), color="#dddddd", lw=9, solid_capstyle="butt", zorder=0)
            if factor.kind == "word":
                for place, value in enumerate(factor.values):
                    inside = value in limit
                    left, right = place / len(factor.values), (place + 1) / len(factor.values)
                    if inside:
                        axes.plot((left, right), (row, row), color=GREEN, lw=9, solid_capstyle="butt")
                    axes.text((left + right) / 2, row + 0.36, str(value), ha="center", va="center", size=9,
                              color=BLACK if inside else QUIET)  # fmt: skip
                continue
            low, high = (
                end if end is not None else whole for end, whole in zip(limit, (factor.low, factor.high), strict=True)
            )
            span = factor.high - factor.low or 1.0
            ends = (low - factor.low) / span, (high - factor.low) / span
            axes.plot(ends, (row, row), color=GREEN, lw=9, solid_capstyle="butt")
            for end, value, whole in zip(ends, (low, high), (factor.low, factor.high), strict=True):
                weight, colour = ("normal", QUIET) if value == whole else ("bold", BLACK)
                axes.text(
                    end, row + 0.36, shown(float(value)), ha="center", va="center", size=9, color=colour, weight=weight
                )
        axes.set_yticks(range(len(box.limits)), [label_of(factors[name], 44) for name in box.limits], color=BLACK)
        axes.tick_params(axis="y", length=0)
        axes.set_xticks([])
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(max(2, len(box.limits)) - 0.35, -0.5)
        axes.spines[:].set_visible(False)
        return figure


def trajectories_figure(table: pandas.DataFrame, outcome: Outcome, by: str | None) -> Figure:
    """Means over rounds, in the bands that hold half of the runs and 9 in 10; a panel a group.

    Parameters
    ----------
    table
        As `analysis.trajectories.trajectories` gives it.
    outcome
        On the upright axis.
    by
        What tells groups apart.
    """
    with mpl.rc_context(STYLE):
        groups = list(dict.fromkeys(table["group"]))
        columns = min(3, len(groups))
        rows = -(-len(groups) // columns)
        height = 1.0 + 2.9 * rows
        figure = sheet(
            height, f"{outcome.Title}, over rounds", "Line: the mean. Bands: the middle half of the runs, and 9 in 10."
        )
        panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for place, (axes, group) in enumerate(zip(panels.ravel(), groups, strict=False)):
            of_it, style = table[table["group"] == group], style_of(group, place)
            colour = style["color"] if by else BLUE
            for low, high, alpha in (("5 %", "95 %", 0.14), ("25 %", "75 %", 0.25)):
                axes.fill_between(of_it["round"], of_it[low], of_it[high], color=colour, alpha=alpha, lw=0)
            axes.plot(of_it["round"], of_it["mean"], color=colour, lw=2.2)
            axes.axhline(0.0, color=BLACK, lw=0.8)
            axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
            if by:
                axes.set_title(f"{by}: {shown(group)}", pad=6)
        for axes in panels.ravel()[len(groups) :]:
            axes.set_axis_off()
        for axes in panels[-1]:
            axes.set_xlabel("round")
        figure.supylabel("\n".join(textwrap.wrap(outcome.label, 46)), size=10, color=QUIET)
        return figure


def finite(values: Iterable[float]) -> list[float]:
    """Those that are numbers."""
    return [value for value in values if not math.isnan(value)]

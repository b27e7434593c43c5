"""Which of two settings, such as the logics, is higher, and where: over one factor or two, a map for each of others."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from samenspel.results.figures import BLACK, BLUE, GREEN, ORANGE, PURPLE, QUIET
from samenspel.results.outcomes import capitalised
from samenspel.results.report import percent

from ..analysis.regimes import TWO_LOGICS, deciding_factors, regimes
from ..analysis.words import CHANCE, Outcome, amount, enumerated, interval_in, shown, size_of
from .asking import (
    LOGIC,
    PAIRED,
    WORTH,
    Answer,
    Asked,
    Compared,
    Question,
    compared,
    numbers_among,
    panelled,
    sides_of,
)
from .sheet import OF_LOGIC, Layout, along, corners, layout_of, only, plain, sheet, upright

if TYPE_CHECKING:
    from ..results import Results

OVER_POINTS = "Intervals at 95 % over the points in a cell (Student), of differences of pairs on the same seeds."
ROOM = 1 / 6  # of the width of all maps beside one another, that a word takes
AN_INCH = 12.5  # characters, of a label
# Vermilion-free: orange for hierarchy, blue for network, white where they are equal; readable in grey by the words.
COLOURS = LinearSegmentedColormap.from_list("two logics", [ORANGE, "#FBE3B3", "#FFFFFF", "#A9CCE3", BLUE])


OTHER_COLOURS = LinearSegmentedColormap.from_list("two sides", [PURPLE, "#EBCFE0", "#FFFFFF", "#A6D8C8", GREEN])
OF_SIDES = {"color": PURPLE, "marker": "s"}, {"color": GREEN, "marker": "o"}


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Over the two numbers on which the difference depends most, or over one factor; on a grid, others as panels."""
    found = compared(results)
    if found is None or len(results.factors) < 2:
        return
    deciding = deciding_factors(results.runs, outcome.name, *found)
    if not deciding:
        return
    numbers = numbers_among(results, deciding)
    x, y = numbers[:2] if len(numbers) > 1 else (deciding[0], "")
    others = [] if results.drawn or not y else panelled(results, [one for one in deciding if one not in (x, y)])
    columns, rows = [*others, "", ""][:2]
    which = "Which logic" if found.over == LOGIC else " or ".join(found.words)
    yield Asked(
        "map", "map", f"{which}, and where?", title=f"{which}: {outcome.title}", outcomes=(outcome.name,),
        x=x, y=y, columns=columns, rows=rows, over=found.over, sides=found.sides,
    )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """In what share of the cells which logic is higher."""
    outcome, runs, over = asked.of(results), asked.runs(results), asked.over or LOGIC
    found = Compared(over, TWO_LOGICS if over == LOGIC and not asked.sides else sides_of(runs, over, asked.sides))
    names = [name for name in (asked.rows, asked.columns) if name]
    tables, rows = [], []
    for where, part in asked.settings(runs, *names):
        table = regimes(part, outcome.name, asked.x, asked.y or None, *found).assign(**where)
        table.loc[table["difference"].abs() < WORTH, "better"] = ""
        tables.append(table)
        rows.append(
            (*map(shown, where.values()), *shares_of(table, found), float(np.mean(table["better"] == found.sides[1])))
        )
    table = pandas.concat(tables, ignore_index=True)
    more = "creates more" if outcome.unit.startswith("value") else "is higher"
    sides = (f"{shown(side)} {more}" for side in found.sides)
    summary = pandas.DataFrame(rows, columns=[*names, *sides, "neither", "share"])
    note = f"Shares of the cells of each panel; neither: below {shown(WORTH)}, or it {CHANCE}. "
    return Answer(
        asked.key, asked.asks, in_words(table, summary, found, outcome, asked),
        note + (OVER_POINTS if results.drawn else PAIRED), summary.drop(columns="share"),
        table.rename(columns={"x": asked.x, "y": asked.y}),
        (maps if asked.y else line)(table, layout_of(asked, results), outcome, found),
    )  # fmt: skip


def shares_of(cells: pandas.DataFrame, compared: Compared) -> list[str]:
    """In how many cells which side is higher, and neither."""
    return [percent(float(np.mean(cells["better"] == side))) for side in (*compared.sides, "")]


def in_words(
    table: pandas.DataFrame, summary: pandas.DataFrame, compared: Compared, outcome: Outcome, asked: Asked
) -> str:
    """In how many cells each is higher; and where the second side is so most often, or where the most is at stake.

    Parameters
    ----------
    table
        The cells of all panels.
    summary
        A row a panel: its setting, and the share of its cells in which the second side is higher.
    compared
        Of what the difference is.
    outcome
        What is mapped.
    asked
        The question, with its axes and panels.
    """
    in_first, in_second, neither = shares_of(table, compared)
    first, second = compared.words
    names = [name for name in (asked.rows, asked.columns) if name]
    text = (
        f"Of {len(table)} cells, {outcome.title} is higher with {second} in {in_second}, and with {first} in "
        f"{in_first}; in {neither} the difference is below {shown(WORTH)} or {CHANCE}."
    )
    if names:
        least, most = (summary.loc[place] for place in (summary["share"].idxmin(), summary["share"].idxmax()))
        at = [enumerated([f"{name} {row[name]}" for name in names]) for row in (least, most)]
        shares = [percent(row["share"]) for row in (least, most)]
        more = f"{capitalised(second)} is higher in {shares[0]} of the cells at {at[0]}, and in {shares[1]} at {at[1]}."
        return f"{text} {more}"
    told = table[table["better"] != ""]
    if told.empty:
        return text
    best = told.loc[told["difference"].abs().idxmax()]
    where = f"{asked.x} = {shown(best['x'])}" + (f" and {asked.y} = {shown(best['y'])}" if asked.y else "")
    size = amount(size_of(interval_in(best, "difference")))
    return f"{text} The largest difference is {size} for {shown(best['better'])}, at {where}."


# --- the figure ---------------------------------------------------------------------------------------------------


def maps(table: pandas.DataFrame, layout: Layout, outcome: Outcome, compared: Compared) -> Figure:
    """A map a panel, of the difference between two sides over two factors.

    Parameters
    ----------
    table
        The cells of all panels.
    layout
        What stands where.
    outcome
        What is mapped.
    compared
        The two sides.
    """
    rows, columns = layout.panels(table)
    note = layout.explained(f"Black line: equal. ×: a difference below {shown(WORTH)}, or one that {CHANCE}.")
    height = 0.7 + (2.15 * len(rows) if len(rows) > 1 else 3.7)
    figure = sheet(height, layout.title, note)
    grid = figure.subplots(len(rows), len(columns), sharex=True, sharey=True, squeeze=False)
    limit = float(np.nanpercentile(table["difference"].abs(), 97)) or 1.0
    norm = TwoSlopeNorm(0.0, -limit, limit)
    for axes, (row, column) in corners(grid, rows, columns, layout):
        draw_map(axes, only(table, (layout.rows, row), (layout.columns, column)), norm, ROOM * len(columns), compared)
    along(figure, layout.label("x"))
    upright(figure, layout.label("y"))
    bar = figure.colorbar(ScalarMappable(norm, colours_of(compared)), ax=grid, pad=0.05, aspect=34, extend="both")
    bar.set_label("\n".join(textwrap.wrap(f"{less(compared)}: {outcome.label}", int(height * AN_INCH))))
    bar.outline.set_visible(False)
    return figure


def draw_map(axes: Axes, table: pandas.DataFrame, norm: TwoSlopeNorm, room: float, compared: Compared) -> None:
    """One map, with the name of the higher side in its region, where that has this share of the width for it.

    Parameters
    ----------
    axes
        Of the panel.
    table
        The cells of the panel.
    norm
        From differences to colours, the same for all panels.
    room
        Share of the width that a region must have for its name.
    compared
        The two sides.
    """
    difference = table.pivot(index="y", columns="x", values="difference")
    xs, ys, values = difference.columns.to_numpy(float), difference.index.to_numpy(float), difference.to_numpy()
    axes.pcolormesh(xs, ys, values, cmap=colours_of(compared), norm=norm, shading="nearest", rasterized=True)
    if np.nanmin(values) < 0.0 < np.nanmax(values):
        axes.contour(xs, ys, values, levels=[0.0], colors="black", linewidths=1.8)
    unclear = table[table["better"] == ""]
    axes.plot(unclear["x"], unclear["y"], "x", color="#333333", ms=4, mew=0.9)
    better = table.pivot(index="y", columns="x", values="better").to_numpy()
    for name in compared.sides:
        region = better == name
        wide = region.sum(axis=1) >= room * len(xs)  # rows of cells in which the word has room
        if not wide.any():
            continue
        row = int(np.argmax(np.where(wide, np.where(region, np.abs(values), 0.0).sum(axis=1), -1.0)))
        axes.text(
            xs[region[row]].mean(), ys[row], shown(name), ha="center", va="center", size=10, weight="bold",
            color="#1a1a1a", path_effects=[withStroke(linewidth=3, foreground="white", alpha=0.7)],
        )  # fmt: skip
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def less(compared: Compared) -> str:
    """The second side less the first, in short."""
    return f"{shown(compared.sides[1])} less {shown(compared.sides[0])}"


def of_logics(compared: Compared) -> bool:
    """Whether the sides are the two logics, which have colours of their own."""
    return set(compared.sides) == set(TWO_LOGICS)


def colours_of(compared: Compared) -> LinearSegmentedColormap:
    """From the first side over equal to the second."""
    return COLOURS if of_logics(compared) else OTHER_COLOURS


def line(table: pandas.DataFrame, layout: Layout, outcome: Outcome, compared: Compared) -> Figure:
    """The difference between two sides over one factor, a number or a word.

    Parameters
    ----------
    table
        The cells.
    layout
        What stands where.
    outcome
        What it is a difference in.
    compared
        The two sides.
    """
    styles = OF_LOGIC if of_logics(compared) else dict(zip(compared.sides, OF_SIDES, strict=True))
    note = f"Over 0, {compared.words[1]} is higher. Open: a difference below {shown(WORTH)}, or one that {CHANCE}."
    figure = sheet(3.8, layout.title, layout.explained(note))
    axes = figure.subplots()
    words = any(isinstance(value, str) for value in table["x"])
    at = np.arange(len(table)) if words else table["x"].to_numpy(float)
    if words:
        axes.set_xticks(at, ["\n".join(textwrap.wrap(str(value), 18)) for value in table["x"]])
    else:
        axes.fill_between(at, table["low"], table["high"], color=QUIET, alpha=0.18, lw=0)
        axes.plot(at, table["difference"], color=QUIET, lw=1.4)
    for x, row in zip(at, table.itertuples(), strict=True):
        style = styles.get(row.better, {"color": QUIET, "marker": "o"})
        axes.plot((x, x), (row.low, row.high), color=style["color"], lw=2.0)
        face = style["color"] if row.better else "white"
        axes.plot(x, row.difference, style["marker"], color=style["color"], ms=8, mew=1.5, mfc=face)
    axes.axhline(0.0, color=BLACK, lw=0.9)
    reach = max(abs(end) for end in axes.get_ylim())
    axes.set_ylim(-reach, reach)
    for side, y, va in zip(map(shown, compared.sides[::-1]), (0.97, 0.03), ("top", "bottom"), strict=True):
        axes.text(0.012, y, f"{side} is higher", transform=axes.transAxes, va=va, weight="bold", color=QUIET)
    plain(axes)
    along(figure, layout.label("x"))
    upright(figure, f"{less(compared)}, {outcome.title} ({outcome.unit})", 46)
    return figure


MAP = Question(
    "map", "which logic, and where", ("x", "y", "rows", "columns", "over", "sides"), ("x",), suggested, answer
)

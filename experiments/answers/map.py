"""Which of two settings, such as the logics, is higher, and where: over one factor or two, a map for each of others."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from samenspel.errors import InputError
from samenspel.results.figures import BLACK, BLUE, GREEN, ORANGE, PURPLE, QUIET
from samenspel.results.report import percent

from ..analysis.regimes import TWO_LOGICS, deciding_factors, regimes
from ..words import Outcome, Speech, interval_in, size_of
from .asking import (
    LOGIC,
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

ROOM = 1 / 6  # of the width of all maps beside one another, that a word takes
AN_INCH = 12.5  # characters, of a label
MARKED = {"dotted": ":", "dashed": "--"}  # of levels of other outcomes; more would not be told apart
# Vermilion-free: orange for hierarchy, blue for network, white where they are equal; readable in grey by the words.
COLOURS = LinearSegmentedColormap.from_list("two logics", [ORANGE, "#FBE3B3", "#FFFFFF", "#A9CCE3", BLUE])


OTHER_COLOURS = LinearSegmentedColormap.from_list("two sides", [PURPLE, "#EBCFE0", "#FFFFFF", "#A6D8C8", GREEN])
OF_SIDES = {"color": PURPLE, "marker": "s"}, {"color": GREEN, "marker": "o"}


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
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
    first, second = found.words(say)
    which = "logic" if found.over == LOGIC else "sides"
    yield Asked(
        "map", "map", say(f"map.asks_{which}", first=first, second=second),
        title=say(f"map.title_{which}", first=first, second=second, outcome=outcome.title), outcomes=(outcome.name,),
        x=x, y=y, columns=columns, rows=rows, over=found.over, sides=found.sides,
    )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """In what share of the cells which logic is higher."""
    if len(asked.marks) > (most := len(MARKED) if asked.y else 0):
        raise InputError("got {got}, allowed: at most {most}", asked.called, "marks", got=len(asked.marks), most=most)
    outcome, runs, over = asked.of(results, say), asked.runs(results), asked.over or LOGIC
    found = Compared(over, TWO_LOGICS if over == LOGIC and not asked.sides else sides_of(runs, over, asked.sides))
    names = [name for name in (asked.rows, asked.columns) if name]
    tables, rows = [], []
    for where, part in asked.settings(runs, *names):
        table = regimes(part, outcome.name, asked.x, asked.y or None, *found, tuple(asked.marks)).assign(**where)
        table.loc[table["difference"].abs() < WORTH, "better"] = ""
        tables.append(table)
        rows.append((*where.values(), *shares_of(table, found), float(np.mean(table["better"] == found.sides[1]))))
    table = pandas.concat(tables, ignore_index=True)
    more = "map.more" if outcome.of_value else "map.higher"
    sides = [say(more, side=say.shown(side)) for side in found.sides]
    summary = pandas.DataFrame(rows, columns=[*names, *sides, "neither", "share"])
    told = summary.drop(columns="share").assign(**{name: [*map(say.shown, summary[name])] for name in names})
    past = (past_a_level(table, found, outcome, say.outcome(name), level, say) for name, level in asked.marks.items())
    note = say("map.note", worth=say.shown(WORTH))
    layout = layout_of(asked, results, say)
    return Answer(
        asked.key, asked.asks, " ".join([in_words(table, summary, found, outcome, asked, say), *past]),
        f"{note} {say('map.over_points' if results.drawn else 'answer.paired')}",
        told.rename(columns={**{name: say.name(name) for name in names}, "neither": say("map.neither")}),
        table.rename(columns={"x": asked.x, "y": asked.y}),
        maps(table, layout, outcome, found, asked.marks) if asked.y else line(table, layout, outcome, found),
    )  # fmt: skip


def shares_of(cells: pandas.DataFrame, compared: Compared) -> list[str]:
    """In how many cells which side is higher, and neither."""
    return [percent(float(np.mean(cells["better"] == side))) for side in (*compared.sides, "")]


def in_words(
    table: pandas.DataFrame, summary: pandas.DataFrame, compared: Compared, outcome: Outcome, asked: Asked, say: Speech
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
    say
        In which language.
    """
    in_first, in_second, neither = shares_of(table, compared)
    first, second = compared.words(say)
    names = [name for name in (asked.rows, asked.columns) if name]
    text = say(
        "map.reading", cells=len(table), outcome=outcome.said, second=second, in_second=in_second, first=first,
        in_first=in_first, neither=neither, worth=say.shown(WORTH),
    )  # fmt: skip
    if names:
        least, most = (summary.loc[place] for place in (summary["share"].idxmin(), summary["share"].idxmax()))
        at_least, at_most = (say.enumerated([say.value(name, row[name]) for name in names]) for row in (least, most))
        shares = {"least": percent(least["share"]), "most": percent(most["share"])}
        return f"{text} {say('map.panels', second=second, at_least=at_least, at_most=at_most, **shares)}"
    told = table[table["better"] != ""]
    if told.empty:
        return text
    best = told.loc[told["difference"].abs().idxmax()]
    place = say.enumerated([say.equals(asked.x, best["x"]), *([say.equals(asked.y, best["y"])] if asked.y else [])])
    size = say.amount(size_of(interval_in(best, "difference")))
    return f"{text} {say('map.largest', size=size, side=say.shown(best['better']), place=place)}"


def past_a_level(
    table: pandas.DataFrame, compared: Compared, outcome: Outcome, mark: Outcome, level: float, say: Speech
) -> str:
    """In how many cells which side is higher where another outcome has reached a level, and where it has not.

    Parameters
    ----------
    table
        The cells of all panels, with a column of the other outcome.
    compared, outcome
        Of what the difference is, and in what.
    mark, level
        The other outcome, and its level.
    say
        In which language.
    """
    there, level_said = table[mark.name] >= level, say.shown(level)
    if there.all() or not there.any():
        return say("map.all_past" if there.all() else "map.none_past", mark=mark.said, level=level_said)
    first, second = compared.words(say)
    first_there, second_there, _ = shares_of(table[there], compared)
    first_elsewhere, second_elsewhere, _ = shares_of(table[~there], compared)
    return say(
        "map.past", mark=mark.said, level=level_said, share=percent(float(there.mean())), outcome=outcome.said,
        first=first, second=second, first_there=first_there, second_there=second_there,
        first_elsewhere=first_elsewhere, second_elsewhere=second_elsewhere,
    )  # fmt: skip


# --- the figure ---------------------------------------------------------------------------------------------------


def maps(
    table: pandas.DataFrame, layout: Layout, outcome: Outcome, compared: Compared, marks: Mapping[str, float]
) -> Figure:
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
    marks
        Levels of other outcomes that are drawn where they are passed; of each, `table` has a column.
    """
    rows, columns = layout.panels(table)
    say = layout.say
    lines = [
        say(f"map.{name}_line", mark=say.outcome(mark).title, level=say.shown(level))
        for (mark, level), name in zip(marks.items(), MARKED, strict=False)
    ]
    note = " ".join([layout.explained(say("map.figure_note", worth=say.shown(WORTH))), *lines])
    height = 0.7 + (2.15 * len(rows) if len(rows) > 1 else 3.7)
    figure = sheet(height, layout.title, note)
    grid = figure.subplots(len(rows), len(columns), sharex=True, sharey=True, squeeze=False)
    limit = float(np.nanpercentile(table["difference"].abs(), 97)) or 1.0
    norm = TwoSlopeNorm(0.0, -limit, limit)
    for axes, (row, column) in corners(grid, rows, columns, layout):
        cells = only(table, (layout.rows, row), (layout.columns, column))
        draw_map(axes, cells, norm, ROOM * len(columns), compared, say)
        for (mark, level), style in zip(marks.items(), MARKED.values(), strict=False):
            draw_level(axes, cells, mark, level, style)
    along(figure, layout.label("x"))
    upright(figure, layout.label("y"))
    bar = figure.colorbar(ScalarMappable(norm, colours_of(compared)), ax=grid, pad=0.05, aspect=34, extend="both")
    bar.set_label("\n".join(textwrap.wrap(f"{compared.less(say)}: {outcome.label}", int(height * AN_INCH))))
    bar.outline.set_visible(False)
    return figure


def draw_map(
    axes: Axes, table: pandas.DataFrame, norm: TwoSlopeNorm, room: float, compared: Compared, say: Speech
) -> None:
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
    say
        In which language.
    """
    difference = table.pivot(index="y", columns="x", values="difference")
    xs, ys, values = difference.columns.to_numpy(float), difference.index.to_numpy(float), difference.to_numpy()
    axes.pcolormesh(xs, ys, values, cmap=colours_of(compared), norm=norm, shading="nearest", rasterized=True)
    if np.nanmin(values) < 0.0 < np.nanmax(values):
        axes.contour(xs, ys, values, levels=[0.0], colors="black", linewidths=1.8)
    better = table.pivot(index="y", columns="x", values="better").to_numpy()
    untold = np.ma.masked_where(better != "", values)
    axes.pcolor(xs, ys, untold, shading="nearest", facecolor="none", edgecolor="#8f8f8f", hatch="///", linewidth=0)
    for name in compared.sides:
        region = better == name
        wide = region.sum(axis=1) >= room * len(xs)  # rows of cells in which the word has room
        if not wide.any():
            continue
        row = int(np.argmax(np.where(wide, np.where(region, np.abs(values), 0.0).sum(axis=1), -1.0)))
        axes.text(
            xs[region[row]].mean(), ys[row], say.shown(name), ha="center", va="center", size=10, weight="bold",
            color="#1a1a1a", path_effects=[withStroke(linewidth=3, foreground="white", alpha=0.7)],
        )  # fmt: skip
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def draw_level(axes: Axes, table: pandas.DataFrame, mark: str, level: float, style: str) -> None:
    """A line where another outcome passes a level; none where it does so nowhere.

    Parameters
    ----------
    axes
        Of the panel.
    table
        The cells of the panel.
    mark, level
        The other outcome, and its level.
    style
        Of the line.
    """
    found = table.pivot(index="y", columns="x", values=mark)
    xs, ys, values = found.columns.to_numpy(float), found.index.to_numpy(float), found.to_numpy()
    if np.nanmin(values) < level <= np.nanmax(values):
        axes.contour(xs, ys, values, levels=[level], colors=[QUIET], linestyles=style)


def colours_of(compared: Compared) -> LinearSegmentedColormap:
    """From the first side over equal to the second."""
    return COLOURS if compared.of_logics else OTHER_COLOURS


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
    styles = OF_LOGIC if compared.of_logics else dict(zip(compared.sides, OF_SIDES, strict=True))
    say = layout.say
    note = say("map.line_note", second=compared.words(say)[1], worth=say.shown(WORTH))
    figure = sheet(3.8, layout.title, layout.explained(note))
    axes = figure.subplots()
    words = any(isinstance(value, str) for value in table["x"])
    at = np.arange(len(table)) if words else table["x"].to_numpy(float)
    if words:
        axes.set_xticks(at, ["\n".join(textwrap.wrap(say.word(value), 18)) for value in table["x"]])
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
    for side, y, va in zip(map(say.shown, compared.sides[::-1]), (0.97, 0.03), ("top", "bottom"), strict=True):
        axes.text(0.012, y, say("map.higher", side=side), transform=axes.transAxes, va=va, weight="bold", color=QUIET)
    plain(axes)
    along(figure, layout.label("x"))
    upright(figure, f"{compared.less(say)}, {outcome.label}", 46)
    return figure


MAP = Question("map", ("x", "y", "rows", "columns", "over", "sides", "marks"), ("x",), suggested, answer)

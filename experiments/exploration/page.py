"""What an exploration says: how much of a map was reached, whether that holds, and what goes with what; with numbers.

What was not reached was not found; it is never called impossible.
"""

from __future__ import annotations

import itertools
import textwrap
from functools import cached_property
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, ListedColormap, LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from samenspel.results.figures import BLUE, QUIET, STYLE
from samenspel.results.outcomes import capitalised
from samenspel.results.report import percent, plural

from ..answers import Answer
from ..answers.sheet import DARK, GRID, LIGHT, along, plain, sheet, styles_of, upright
from ..factors import Factor
from ..page import PAGE, About, Written, destination, kept, page_of
from ..words import ENGLISH
from .kept import Explored
from .kinds import Going, Kinds, parts_of
from .plan import Side

FEWEST_KINDS = 12  # below which nothing is told of what goes with what
FEWEST_FRESH = 10  # runs on other seeds, below which nothing is told of what holds
LEAST_SHARE = 0.1  # of the variance of ranks, below which a factor does not tell much of an outcome
MOST_TOLD = 3  # factors of an outcome
MOST_PANELS = 4
BLUES = LinearSegmentedColormap.from_list("blues", [LIGHT, DARK])
SEEN = "#d9d9d9"  # reached, and not held


def report(explored: Explored, out: str | Path | None = None) -> Written:
    """Write what was reached: a page that opens offline, with figures and tables beside it.

    Parameters
    ----------
    explored
        What was reached.
    out
        Folder of the page; by default `report` in that of the exploration.
    """
    place = destination(Path(out) if out is not None else explored.folder / "report")
    sections = [kept(one, "exploration", place) for one in answers(explored)]
    page = place / PAGE
    page.write_text(page_of(about(explored), [{"outcome": None, "sections": sections}], []), encoding="utf-8")
    return Written(page, [one["reading"] for one in sections], [])


def answers(explored: Explored) -> list[Answer]:
    """What there is to say of what was reached."""
    saying = Saying(Kinds(explored))
    with mpl.rc_context(STYLE):
        return [saying.reached(), saying.going()]


def about(explored: Explored) -> About:
    """What the page begins with."""
    manifest, broken = explored.manifest, int(explored.broken.sum())
    runs = explored.outcomes[~explored.broken, :, 0]
    failed, seeds = int(np.isnan(runs).sum()), manifest["seeds"]
    last, end = seeds["first"] + seeds["runs"], seeds["first"] + seeds["runs"] + seeds["fresh"]
    said = [
        ("Map", ENGLISH.enumerated([told_side(side) for side in explored.sides])),
        ("Settings tried", f"{len(explored.tried):,}, of which the first {manifest['population']:,} were drawn blind"),
        ("Runs of each", f"{seeds['runs']}, seeds {seeds['first']:,} to {last - 1:,}; a setting lies at their mean"),
        ("Other seeds", f"{seeds['fresh']} runs of a setting of each kind, seeds {last:,} to {end - 1:,}"),
        *([("Break a constraint", f"{plural(broken, 'setting')}, not run")] if broken else []),
        ("Runs that failed", f"{failed:,} of {runs.size:,}; a setting of which one fails lies nowhere"),
        ("Scenario", ENGLISH.enumerated(list(manifest["scenarios"]))),
    ]
    return About(manifest["title"], manifest["question"], "", said, list(explored.factors), manifest["versions"])


class Saying:
    """What is said of what was reached, in words and as figures.

    Attributes
    ----------
    kinds
        What is counted.
    """

    def __init__(self, kinds: Kinds) -> None:
        self.kinds, self.explored, self.sides = kinds, kinds.explored, kinds.sides

    @property
    def holding(self) -> bool:
        """Whether there are runs enough on other seeds to tell what holds."""
        return self.explored.manifest["seeds"]["fresh"] >= FEWEST_FRESH

    # --- what was reached -----------------------------------------------------------------------------------------

    def reached(self) -> Answer:
        """How much of the map was reached, how soon, and whether it holds."""
        kinds, tried = self.kinds, len(self.explored.tried)
        first, count, new = self.explored.manifest["population"], len(kinds.cells), kinds.last_quarter
        found = "none was new" if not new else f"{new} {'was' if new == 1 else 'were'} new"
        more = "more looking of this kind would hardly find others" if not new else "more looking would find others"
        texts = [
            f"Of the {kinds.every:,} kinds that the map tells apart, {count} were reached by {tried:,} settings, "
            f"{kinds.blind} of them by the first {first:,}, which were drawn blind.",
            f"In the last quarter of the settings {found}, so {more}.",
        ]
        if kinds.outside:
            texts.append(f"{plural(kinds.outside, 'setting')} ran and lie outside of the map.")
        if self.holding:
            texts.append(
                f"By other seeds, {int(kinds.holds.sum())} of the {count} come out in the same kind or one beside it."
            )
            texts += self.limits()
        else:
            few = plural(self.explored.manifest["seeds"]["fresh"], "run")
            texts.append(f"With {few} on other seeds it cannot be told which hold; from {FEWEST_FRESH} on it can.")
        return Answer(
            "reached", "Which kinds can the model make?", " ".join(texts),
            "A kind is a cell of the map, a setting lies at the mean of its runs, and of each kind the setting nearest "
            "to its middle is run again on seeds that had no part in looking: settings that a few seeds favoured are "
            "told apart so. What was not reached was not found in so many tries; that it cannot be is not shown.",
            self.table_of_reach(), self.every_number, self.draw_reached(),
        )  # fmt: skip

    def limits(self) -> list[str]:
        """How far the first outcome was seen to reach where the others are lowest and highest, of kinds that hold."""
        told = []
        for other in range(1, len(self.sides)):
            reach = self.kinds.reach(other, 0)
            if len(reach) < 2:
                continue
            title, first = self.sides[other].outcome.title, self.sides[0]
            ends = [
                f"from {brief(first.edges[low])} to {brief(first.edges[high + 1])} where {title} is "
                f"{span(self.sides[other], part)}"
                for part, low, high in (reach[0], reach[-1])
            ]
            told.append(f"Of these, {first.outcome.title} was seen {ends[0]}, and {ends[1]}.")
        return told

    def table_of_reach(self) -> pandas.DataFrame:
        """A row a part of every outcome but the first: how far the first was seen to reach in it."""
        first = self.sides[0]
        rows = [
            {
                "where": f"{self.sides[other].outcome.title} {span(self.sides[other], part)}",
                f"{first.outcome.title} from": brief(first.edges[low]),
                "to": brief(first.edges[high + 1]),
            }
            for other in range(1, len(self.sides))
            for part, low, high in self.kinds.reach(other, 0)
        ]
        return pandas.DataFrame(rows, columns=["where", f"{first.outcome.title} from", "to"])

    @cached_property
    def every_number(self) -> pandas.DataFrame:
        """A row a kind: a setting of it, where that lies, and where by other seeds."""
        kinds, explored = self.kinds, self.explored
        rows = []
        for row, place in enumerate(explored.told.tolist()):
            one = {"setting": place, **explored.is_of(place)}
            for column, side in enumerate(self.sides):
                one |= {side.name: explored.values[place, column]}
                one |= {f"{side.name}_by_other_seeds": explored.values_again[row, column]}
            rows.append({**one, "settings_of_this_kind": kinds.hits[row], "holds": bool(kinds.holds[row])})
        return pandas.DataFrame(rows)

    def draw_reached(self) -> Figure:
        """A map of every two outcomes, and how many kinds were reached by how many settings."""
        pairs = list(itertools.combinations(range(len(self.sides)), 2))
        handles = [Patch(facecolor=BLUE, label="holds by other seeds"), Patch(facecolor=SEEN, label="does not hold")]
        figure = sheet(
            4.2 if len(pairs) == 1 else 7.8, "What was reached",
            "A cell is a kind; the darker it is, the more settings are of it. White was not reached.",
            [*handles, Patch(facecolor="white", edgecolor=QUIET, label="not reached")] if self.holding else [],
        )  # fmt: skip
        grid = figure.subplots(1, 2, width_ratios=(3, 2)) if len(pairs) == 1 else figure.subplots(2, 2).ravel()
        for axes, (across, up) in zip(grid, pairs, strict=False):
            self.draw_map(axes, across, up)
        self.draw_growth(grid[-1])
        return figure

    def draw_map(self, axes: Axes, across: int, up: int) -> None:
        """What was reached of two outcomes."""
        parts, kinds = parts_of(self.kinds.cells, self.sides), self.kinds
        shape = self.sides[up].cells, self.sides[across].cells
        hits, held = np.zeros(shape), np.zeros(shape, bool)
        np.add.at(hits, (parts[:, up], parts[:, across]), kinds.hits)
        np.logical_or.at(held, (parts[:, up], parts[:, across]), kinds.holds if self.holding else True)
        x, y = self.sides[across].edges, self.sides[up].edges
        white: dict[str, Any] = {"edgecolors": "white", "linewidth": 0.8}
        axes.pcolormesh(x, y, np.ma.masked_where((hits == 0) | held, hits), cmap=ListedColormap([SEEN]), **white)
        shades = np.ma.masked_where((hits == 0) | ~held, hits)
        axes.pcolormesh(x, y, shades, cmap=BLUES, norm=LogNorm(1, max(2.0, hits.max())), **white)
        axes.set_xlabel(label_of(self.sides[across], 60))
        axes.set_ylabel(label_of(self.sides[up], 40))

    def draw_growth(self, axes: Axes) -> None:
        """How many kinds were reached by how many settings."""
        tried, first = len(self.explored.tried), self.explored.manifest["population"]
        kinds = len(self.kinds.first)
        axes.step([*self.kinds.first + 1, tried], [*range(1, kinds + 1), kinds], where="post", color=BLUE, lw=2.0)
        axes.axvspan(0, first, color=GRID, lw=0)
        axes.annotate(
            "drawn blind", (first, 1.0), (4, -4), xycoords=("data", "axes fraction"), textcoords="offset points",
            va="top", size=9, color=QUIET,
        )  # fmt: skip
        axes.set_xlim(0, tried)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("settings tried")
        axes.set_ylabel("kinds reached")
        plain(axes)

    # --- what goes with what --------------------------------------------------------------------------------------

    @cached_property
    def goings(self) -> list[list[Going]]:
        """How much each factor tells of each outcome, those that tell most first."""
        return [self.kinds.goes_with(number) for number in range(len(self.sides))]

    def going(self) -> Answer:
        """Which factors tell the kinds apart."""
        count = len(self.kinds.again[0])
        if count < FEWEST_KINDS:
            few = plural(count, "kind")
            texts = [f"With {few} nothing can be told of what goes with what; from {FEWEST_KINDS} on it can."]
        else:
            texts = [f"Over {count} kinds, each counted once and where it lies by other seeds:", *self.told_goings()]
        shares = pandas.DataFrame(
            {
                "factor": [one.name for one in self.explored.factors],
                **{
                    side.outcome.title: [
                        next(percent(one.share) for one in found if one.factor == factor.name)
                        for factor in self.explored.factors
                    ]
                    for side, found in zip(self.sides, self.goings, strict=True)
                },
            }
        )
        return Answer(
            "going", "What goes with what?", " ".join(texts),
            "Of the variance of the ranks of an outcome over kinds, how much goes with a factor: its squared rank "
            "correlation, or for a word how much lies between its words. Kinds were sought and not drawn, so this is "
            "about what can be reached, and not about what is likely; what two factors do together is not told.",
            shares, self.every_number, self.draw_going() if count >= FEWEST_KINDS else None,
        )  # fmt: skip

    def told_goings(self) -> list[str]:
        """For each outcome, the factors that tell most of it."""
        told = []
        for side, found in zip(self.sides, self.goings, strict=True):
            some = [one for one in found[:MOST_TOLD] if one.share >= LEAST_SHARE]
            said = ENGLISH.enumerated([in_words(one) for one in some]) if some else "no factor by itself"
            told.append(f"{side.outcome.title} goes with {said}.")
        return [capitalised(one) for one in told]

    def draw_going(self) -> Figure:
        """Where settings of each kind lie, a panel for each of the factors that tell most."""
        best = {one.name: max(found.share for side in self.goings for found in side if found.factor == one.name)
                for one in self.explored.factors}  # fmt: skip
        chosen = sorted(self.explored.factors, key=lambda one: -best[one.name])[:MOST_PANELS]
        columns = min(2, len(chosen))
        figure = sheet(
            3.4 * -(-len(chosen) // columns), "What goes with what",
            "A mark is a setting of a kind, where it lies by other seeds, coloured by a factor; shown are those "
            "that tell most of an outcome.",
        )  # fmt: skip
        grid = figure.subplots(-(-len(chosen) // columns), columns, sharex=True, sharey=True, squeeze=False).ravel()
        for axes in grid[len(chosen) :]:
            axes.set_axis_off()
        for axes, factor in zip(grid, chosen, strict=False):
            self.draw_factor(axes, factor, figure)
        along(figure, label_of(self.sides[0], 90))
        upright(figure, label_of(self.sides[1], 60))
        return figure

    def draw_factor(self, axes: Axes, factor: Factor, figure: Figure) -> None:
        """One factor over the first two outcomes."""
        column = [one.name for one in self.explored.factors].index(factor.name)
        table, values = self.kinds.again
        codes, (x, y) = table[:, column], values[:, :2].T
        axes.set_title("\n".join(textwrap.wrap(factor.name, 40)), pad=6)
        if factor.kind == "word":
            for code, (word, style) in enumerate(zip(factor.values, styles_of(factor.values), strict=True)):
                some = codes == code
                axes.plot(x[some], y[some], ms=5, label=str(word), **{**style, "linestyle": ""})
            axes.legend(frameon=False, fontsize=9, loc="best", handletextpad=0.2)
        else:
            marks = axes.scatter(x, y, c=codes, cmap=BLUES, s=26, vmin=factor.low, vmax=factor.high)
            figure.colorbar(marks, ax=axes, pad=0.02, aspect=26).outline.set_visible(False)
        axes.axhline(0.0, color=GRID, lw=1.0, zorder=0)
        axes.axvline(0.0, color=GRID, lw=1.0, zorder=0)


# --- words ----------------------------------------------------------------------------------------------------------


def brief(value: float) -> str:
    """An edge in three digits.

    Examples
    --------
    >>> brief(-0.0), brief(0.30000000000000004)
    ('0', '0.3')
    """
    return f"{value + 0.0:.3g}"


def span(side: Side, part: int) -> str:
    """One part of an outcome: `0.3 to 0.4`."""
    return f"{brief(side.edges[part])} to {brief(side.edges[part + 1])}"


def told_side(side: Side) -> str:
    """An outcome and how it is parted."""
    return f"{side.outcome.title} from {brief(side.low)} to {brief(side.high)} in {side.cells} parts"


def in_words(one: Going) -> str:
    """`more trust.initial (45 %)`, or `logic (22 %)`."""
    way = {1: "more ", -1: "less ", 0: ""}[one.sign]
    return f"{way}{one.factor} ({percent(one.share)})"


def label_of(side: Side, width: int) -> str:
    """What stands on the axis of an outcome."""
    return "\n".join(textwrap.wrap(capitalised(side.outcome.label), width))

"""Figures of runs and of a what-if.

Colours are those of Okabe and Ito (2008), which people with any kind of colour vision can tell apart; no line is told
by colour alone: each has its own pattern, and its name stands at its end.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..conditions import CONDITIONS
from ..measures import Outcomes
from ..parameters import declared
from ..runs import OfARun, Summary, mean_of_defined
from ..scenario import Scenario
from .advice import NOTHING, Advice
from .advice_in_words import in_words as advice_in_words
from .comparison import Comparison, summaries
from .intervals import Difference, mean_interval
from .outcomes import on_four, title
from .replicates import Replicate
from .report import FEW, in_words, logic_in_words, percent, share_of_pairs, shortened

ORANGE, SKY, GREEN, BLUE, VERMILION, PURPLE, BLACK = (
    "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7", "#000000",
)  # fmt: skip
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK)
DASHES = ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)), (0, (3, 1, 1, 1, 1, 1)))
QUIET = "#595959"
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "lines.linewidth": 1.8,
    "svg.hashsalt": "samenspel",
    "svg.fonttype": "none",
}
SIZE = (13.333, 7.5)  # inches, 16:9
SHOWN = 80  # dots per inch in a notebook, where a file has 150
OF_A_ROUND = declared(Outcomes)
# What is a share or an index by itself: not the share of rounds in which something holds.
SHARES = tuple(name for name in Summary._fields if (declared(OfARun) | OF_A_ROUND)[name].unit in ("share", "index"))


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG and as SVG; the same figure gives the same bytes."""
    with mpl.rc_context(STYLE):
        figure.savefig(path.with_suffix(".png"), dpi=150)
        figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})


def of_runs(scenario: Scenario, replicates: Sequence[Replicate]) -> Figure:
    """What came of one run or of many: value, for whom, the five conditions, and relations."""
    with mpl.rc_context(STYLE):
        figure = canvas()
        value, partners, conditions, relations = figure.subplots(2, 2).ravel()
        draw_value(value, replicates)
        draw_partners(partners, scenario, replicates)
        draw_conditions(conditions, replicates)
        draw_relations(relations, replicates)
        for axes in (value, conditions, relations):
            mark_events(axes, scenario)
            axes.set_xlabel(rounds_label(scenario))
        if len(replicates) > 1:
            value.set_xlabel(f"{rounds_label(scenario)}; {BANDS}")
        name_events(figure, scenario)
        created = mean_interval(summaries(list(replicates))["joint_value"]).mean
        entitle(
            figure,
            scenario.title,
            f"{created:.2f} created together per organisation and round, by {logic_in_words(scenario)}; "
            + (f"seed {replicates[0].seed}" if len(replicates) == 1 else f"mean of {len(replicates)} runs"),
        )
        return figure


def of_comparison(comparison: Comparison) -> Figure:
    """What a change does: to value over time, pair by pair, and to everything that is a share."""
    with mpl.rc_context(STYLE):
        figure = canvas()
        over_time, shares = figure.subplots(1, 2, width_ratios=(1.25, 1.0))
        panels = over_time.get_subplotspec().subgridspec(2, 1)
        over_time.remove()
        over_time, pairs = (figure.add_subplot(panel) for panel in panels)
        differences = comparison.differences()
        draw_both_sides(over_time, comparison)
        draw_pairs(pairs, comparison)
        draw_differences(shares, differences)
        sentence = in_words(comparison, differences).split(". ")[0].rstrip(".") + "."
        name_events(figure, comparison.baseline)
        entitle(figure, comparison.baseline.title + ": what if?", sentence)
        return figure


def of_advice(scenario: Scenario, advice: Advice) -> Figure:
    """What an investment in each condition brings, and the probability that it is the best."""
    with mpl.rc_context(STYLE):
        figure = canvas()
        draw_effects(figure.subplots(), advice)
        said = in_lines(advice_in_words(advice), 165)
        entitle(figure, f"{scenario.title}: which condition first?", said)
        return figure


def in_lines(text: str, width: int) -> str:
    """Text in lines of at most so many characters."""
    return "\n".join(textwrap.wrap(text, width))


BANDS = "in the bands the middle half of the runs, and 9 in 10"


def rounds_label(scenario: Scenario) -> str:
    """What is on the axis of time."""
    return "round" if scenario.round == "round" else f"round ({scenario.round})"


# The sheet ---------------------------------------------------------------------------------------------------------


class Sheet(Figure):
    """A figure that a notebook shows, whether pyplot is there or not."""

    def _repr_png_(self) -> bytes:
        written = BytesIO()
        with mpl.rc_context(STYLE):
            self.savefig(written, format="png", dpi=SHOWN)
        return written.getvalue()


def canvas() -> Figure:
    """An empty sheet, 16:9, drawn without a screen."""
    figure = Sheet(SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.15, h_pad=0.12, rect=(0.0, 0.0, 1.0, 0.9))
    return figure


def entitle(figure: Figure, title: str, what: str) -> None:
    """What is seen, in a line over all."""
    figure.text(0.012, 0.965, title, size=17, weight="bold", va="center")
    figure.text(0.012, 0.922, what, size=11, color=QUIET, va="center")


def name_lines(axes: Axes, ends: Sequence[tuple[float, str, str]], size: float = 9.5) -> None:
    """Write names at the ends of lines, moved apart where they would lie over one another.

    Parameters
    ----------
    axes
        Whose limits are set.
    ends
        Height, name and colour of each.
    size
        Of the letters, in points.
    """
    low, high = axes.get_ylim()
    gap = (high - low) * size * 1.35 / 72.0 / (SIZE[1] * 0.34)
    order = sorted(range(len(ends)), key=lambda place: ends[place][0])
    heights = spread_out([ends[place][0] for place in order], gap, low, high)
    right = axes.get_xlim()[1]
    for place, height in zip(order, heights, strict=True):
        end, name, colour = ends[place]
        axes.annotate(
            name,
            (right, end),
            xytext=(right + 0.025 * (right - axes.get_xlim()[0]), height),
            size=size,
            color=colour,
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.6, "shrinkA": 1, "shrinkB": 1},
        )


def spread_out(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Sorted heights moved as little apart as brings every two at least a gap from one another.

    Neighbours that are too close form a block around their mean; blocks that meet become one.

    Parameters
    ----------
    heights
        In rising order.
    gap
        Between any two.
    low, high
        Between which all stay, where there is room.
    """
    blocks: list[tuple[float, int]] = []  # middle, number

    def inside(middle: float, number: int) -> float:
        half = gap * (number - 1) / 2.0
        return min(max(middle, low + half), max(high - half, low + half))

    for height in heights:
        middle, number = inside(height, 1), 1
        while blocks and middle - blocks[-1][0] < gap * (number + blocks[-1][1]) / 2.0:
            before, count = blocks.pop()
            middle, number = (
                inside((middle * number + before * count) / (number + count), number + count),
                number + count,
            )
        blocks.append((middle, number))
    return [middle + gap * (k - (number - 1) / 2.0) for middle, number in blocks for k in range(number)]


def style_of(place: int) -> dict[str, object]:
    """Colour and pattern of the line in this place: no two of the first 35 share both."""
    return {"color": COLOURS[place % len(COLOURS)], "linestyle": DASHES[place % len(DASHES)]}


def numbered_events(scenario: Scenario) -> list[tuple[int, int, str]]:
    """Number, round and name of what happens in a run; what happens in the same round has one number."""
    names: dict[int, list[str]] = {}
    for event in scenario.events:
        if event.name and event.round <= scenario.rounds:
            names.setdefault(event.round, []).append(event.name)
    return [(number, round_, "; ".join(names[round_])) for number, round_ in enumerate(sorted(names), 1)]


def count_rounds(axes: Axes, rounds: int) -> None:
    """The axis of time, in whole rounds."""
    axes.set_xlim(1, max(2, rounds))
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))


def dot(rounds: int) -> str:
    """The marker of a line: none, but of a single round there is nothing else to see."""
    return "o" if rounds == 1 else ""


def mark_events(axes: Axes, scenario: Scenario) -> None:
    """A thin line at every event, with its number on top."""
    for number, round_, _ in numbered_events(scenario):
        axes.axvline(round_, color=QUIET, lw=0.8, ls=(0, (2, 2)), zorder=0)
        axes.annotate(
            str(number), (round_, 1.0), (0, 2), xycoords=("data", "axes fraction"), textcoords="offset points",
            size=8.5, color=QUIET, ha="center",
        )  # fmt: skip


def name_events(figure: Figure, scenario: Scenario) -> None:
    """What the numbers stand for, in a line under all."""
    events = [
        f"{number} {name} ({round_})".replace(" ", "\N{NO-BREAK SPACE}")
        for number, round_, name in numbered_events(scenario)
    ]
    if events:
        lines = textwrap.wrap("Events (round):  " + "    ".join(events), 195)[:3]
        figure.text(0.012, 0.012, "\n".join(lines), size=9, color=QUIET, va="bottom")
        figure.get_layout_engine().set(rect=(0.0, 0.022 * (len(lines) + 1), 1.0, 0.9 - 0.022 * (len(lines) + 1)))


# A run -------------------------------------------------------------------------------------------------------------


def histories(replicates: Sequence[Replicate], name: str) -> np.ndarray:
    """One outcome of every run and round, shape (runs, rounds)."""
    return np.array([one.history[name] for one in replicates])


def draw_band(axes: Axes, values: np.ndarray, colour: str, pattern: object = "-") -> None:
    """The mean over runs, in the band that holds the middle half of them and the band that holds 9 in 10.

    Where it is defined in no run there is a gap.

    Parameters
    ----------
    axes
        Of the panel.
    values
        Shape (runs, rounds).
    colour, pattern
        Of the line, as matplotlib has them.
    """
    rounds = np.arange(1, values.shape[1] + 1)
    if len(values) > 1:
        defined = ~np.isnan(values).all(axis=0)
        low, high = np.full((2, rounds.size), np.nan)
        for outer, alpha in ((5, 0.12), (25, 0.22)):
            low[defined], high[defined] = np.nanpercentile(values[:, defined], (outer, 100 - outer), axis=0)
            axes.fill_between(rounds, low, high, color=colour, alpha=alpha, lw=0)
    axes.plot(rounds, mean_of_defined(values), color=colour, ls=pattern, lw=2.2, marker=dot(rounds.size))
    count_rounds(axes, values.shape[1])


def end_of(values: np.ndarray, name: str, colour: str) -> list[tuple[float, str, str]]:
    """The last point of a line that is defined, with a name and a colour for `name_lines`; nothing where none is."""
    defined = values[~np.isnan(values)]
    return [(float(defined[-1]), name, colour)] if defined.size else []


def draw_value(axes: Axes, replicates: Sequence[Replicate]) -> None:
    """Value created together over rounds."""
    values = histories(replicates, "joint_value")
    draw_band(axes, values, BLUE)
    axes.axhline(0.0, color=BLACK, lw=0.9)
    axes.set_title("Value created together")
    axes.set_ylabel(OF_A_ROUND["joint_value"].unit)
    widen(axes)
    name_lines(axes, [*end_of(mean_of_defined(values), "together", BLUE), (0.0, "alone", BLACK)])


def widen(axes: Axes) -> None:
    """Room above and below, and never a scale on which nothing looks like something."""
    low, high = axes.get_ylim()
    if high - low < 0.2:
        middle = (low + high) / 2.0
        axes.set_ylim(middle - 0.1, middle + 0.1)


def draw_partners(axes: Axes, scenario: Scenario, replicates: Sequence[Replicate]) -> None:
    """Who gains and who loses: a bar a partner, or of many partners how many gain how much."""
    gains = np.array([one.partners["gain"] for one in replicates])
    unit = "value per round, beyond what it makes alone"
    if len(scenario.labels) > FEW:
        draw_spread(axes, gains.mean(axis=0), unit)
    else:
        draw_bars(axes, scenario.labels, gains, unit)


def draw_bars(axes: Axes, labels: Sequence[str], gains: np.ndarray, unit: str) -> None:
    """A bar a partner, whoever gains most on top; losses are hatched.

    Parameters
    ----------
    axes
        Of the panel.
    labels
        Of the partners.
    gains
        Shape (runs, partners).
    unit
        What the bars are in.
    """
    order = np.argsort(gains.mean(axis=0), kind="stable")
    for height, place in enumerate(order):
        interval = mean_interval(gains[:, place])
        loss = interval.mean < 0.0
        axes.barh(
            height, interval.mean, 0.68, color=VERMILION if loss else BLUE, alpha=0.85, hatch="///" if loss else "",
            edgecolor="white",
        )  # fmt: skip
        if not math.isnan(interval.low):
            axes.plot((interval.low, interval.high), (height, height), color=BLACK, lw=1.2)
    reach = [0.0, *gains.mean(axis=0), *(mean_interval(column).high for column in gains.T if len(gains) > 1)]
    span = max(reach) - min(reach) or 1.0
    for height, place in enumerate(order):
        mean = float(gains[:, place].mean())
        axes.annotate(
            f"{mean:+.2f}",
            (max(reach) + 0.03 * span, height),
            va="center",
            size=9.5,
            color=QUIET,
            annotation_clip=False,
        )
    axes.set_yticks(range(len(order)), [shortened(labels[place], 30) for place in order], color=BLACK)
    axes.tick_params(axis="y", length=0)
    axes.axvline(0.0, color=BLACK, lw=0.9)
    axes.set_xlim(min(0.0, *reach) - 0.02 * span, max(reach) + 0.16 * span)
    losing = int(np.sum(gains.mean(axis=0) < 0.0))
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_title(who_gains(int(np.sum(gains.mean(axis=0) > 0.0)), losing, len(order)))
    axes.set_xlabel(unit + (" (lines: 95 % interval)" if len(gains) > 1 else ""))


def who_gains(gaining: int, losing: int, partners: int) -> str:
    """How many partners gain, and how many lose, in words."""
    if partners in (gaining, losing):
        return "Every partner gains" if gaining else "Every partner loses"
    return f"Of {partners} partners {gaining} gain, {losing} lose"


def draw_spread(axes: Axes, gains: np.ndarray, unit: str) -> None:
    """How many partners gain how much."""
    gaining, losing = int(np.sum(gains > 0.0)), int(np.sum(gains < 0.0))
    axes.hist(gains, bins=min(40, max(8, round(math.sqrt(gains.size)))), color=BLUE, alpha=0.85, edgecolor="white")
    axes.axvline(0.0, color=BLACK, lw=0.9)
    axes.set_title(who_gains(gaining, losing, gains.size))
    axes.set_xlabel(unit)
    axes.set_ylabel("partners")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def draw_conditions(axes: Axes, replicates: Sequence[Replicate]) -> None:
    """The five conditions on the scale from 1 to 4 that surveys use."""
    ends = []
    for place, name in enumerate(CONDITIONS):
        values = on_four(mean_of_defined(histories(replicates, name)))
        axes.plot(np.arange(1, values.size + 1), values, marker=dot(values.size), **style_of(place))
        ends += end_of(values, title(name), COLOURS[place])
    axes.set_ylim(0.95, 4.05)
    axes.set_yticks((1, 2, 3, 4))
    count_rounds(axes, replicates[0].history.size)
    axes.set_title("The five conditions")
    axes.set_ylabel("condition, 1 to 4")
    name_lines(axes, ends)


def draw_relations(axes: Axes, replicates: Sequence[Replicate]) -> None:
    """Trust, understanding and commitment."""
    ends = []
    for place, name in enumerate(("trust", "understanding", "commitment")):
        values = mean_of_defined(histories(replicates, name))
        axes.plot(np.arange(1, values.size + 1), values, marker=dot(values.size), **style_of(place))
        ends += end_of(values, title(name), COLOURS[place])
    axes.set_ylim(-0.02, 1.02)
    count_rounds(axes, replicates[0].history.size)
    axes.set_title("Trust, understanding and commitment")
    axes.set_ylabel(f"mean, {OF_A_ROUND['trust'].unit} from 0 to 1")
    name_lines(axes, ends)


# A what-if ---------------------------------------------------------------------------------------------------------


def draw_both_sides(axes: Axes, comparison: Comparison) -> None:
    """Value created together over rounds, with and without the change."""
    ends = []
    for side, name, colour, pattern in (
        (comparison.before, "as it is", BLUE, "-"),
        (comparison.after, "what if", VERMILION, (0, (5, 1.5))),
    ):
        values = histories(side, "joint_value")
        draw_band(axes, values, colour, pattern)
        ends += end_of(mean_of_defined(values), name, colour)
    axes.axhline(0.0, color=BLACK, lw=0.9)
    axes.set_title("Value created together")
    axes.set_ylabel(OF_A_ROUND["joint_value"].unit)
    axes.set_xlabel(rounds_label(comparison.baseline) + (f"; {BANDS}" if len(comparison.before) > 1 else ""))
    mark_events(axes, comparison.baseline)
    count_rounds(axes, max(comparison.baseline.rounds, comparison.changed.rounds))
    widen(axes)
    name_lines(axes, ends)


def draw_pairs(axes: Axes, comparison: Comparison) -> None:
    """The difference in value of every pair, sorted, around the mean."""
    before, after = (summaries(side)["joint_value"] for side in (comparison.before, comparison.after))
    differences = np.sort(after - before)
    interval = mean_interval(differences)
    ranks = np.arange(1, differences.size + 1)
    for chosen, colour, marker in (
        (differences > 0.0, BLUE, "^"),
        (differences < 0.0, VERMILION, "v"),
        (differences == 0.0, QUIET, "o"),
    ):
        axes.scatter(ranks[chosen], differences[chosen], s=22, color=colour, marker=marker, lw=0)
    axes.axhline(0.0, color=BLACK, lw=0.9)
    if not math.isnan(interval.low):
        axes.axhspan(interval.low, interval.high, color=QUIET, alpha=0.2, lw=0)
    axes.axhline(interval.mean, color=QUIET, lw=1.2)
    axes.set_xlim(0, differences.size + 1)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title(pairs_in_words(differences))
    axes.set_ylabel("difference, value per\norganisation and round")
    axes.set_xlabel("pairs, from the largest fall to the largest rise")
    widen(axes)
    ends = [(interval.mean, f"mean {interval.mean:+.2f}", QUIET), (0.0, "no change", BLACK)]
    name_lines(axes, ends)


def pairs_in_words(differences: np.ndarray) -> str:
    """In how many pairs the change makes it higher, or lower."""
    if differences.size == 1 or not np.any(differences):
        return "One pair" if differences.size == 1 else "The same in every pair"
    rises = differences.mean() > 0.0
    share = float(np.mean(differences > 0.0 if rises else differences < 0.0))
    return f"In {share_of_pairs(share, differences.size)} it is {'higher' if rises else 'lower'}"


def draw_differences(axes: Axes, differences: dict[str, Difference]) -> None:
    """Differences of all outcomes that are shares or indices, with their intervals."""
    shown = [(name, differences[name].interval) for name in reversed(SHARES)]
    for height, (_, interval) in enumerate(shown):
        if math.isnan(interval.mean):
            continue
        told = interval.sign != 0
        colour = (BLUE if interval.mean > 0.0 else VERMILION) if told else QUIET
        marker = (">" if interval.mean > 0.0 else "<") if told else "o"
        if not math.isnan(interval.low):
            axes.plot((interval.low, interval.high), (height, height), color=colour, lw=2.2)
        axes.plot(interval.mean, height, marker, color=colour, ms=7.5, mfc=colour if told else "white", mew=1.5)
    axes.axvline(0.0, color=BLACK, lw=0.9)
    axes.set_yticks(range(len(shown)), [title(name) for name, _ in shown], color=BLACK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.7, len(shown) - 0.3)
    reach = [value for _, interval in shown for value in interval[:3] if not math.isnan(value)]
    margin = 0.08 * max(0.05, max(reach, default=0.0), -min(reach, default=0.0))
    axes.set_xlim(min([0.0, *reach]) - margin, max([0.0, *reach]) + margin)
    axes.grid(axis="x", color="#dddddd", lw=0.6)
    axes.set_axisbelow(True)
    axes.set_title("What else changes, as shares and indices from 0 to 1")
    axes.set_xlabel("difference with 95 % interval (open circle: cannot be told from chance)")


# An advice ---------------------------------------------------------------------------------------------------------


def draw_effects(axes: Axes, advice: Advice) -> None:
    """The gain of each condition with its interval, most on top; doing nothing, which brings nothing, below."""
    effects, probabilities = advice.effects(), advice.probabilities()
    shown = [NOTHING, *reversed(advice.ranking())]
    for height, name in enumerate(shown):
        if name == NOTHING:
            axes.plot(0.0, height, "o", color=QUIET, ms=9, mfc="white", mew=1.5)
            continue
        interval = effects[name]
        told = interval.sign != 0
        colour = (BLUE if interval.mean > 0.0 else VERMILION) if told else QUIET
        if not math.isnan(interval.low):
            axes.plot((interval.low, interval.high), (height, height), color=colour, lw=2.6)
        axes.plot(interval.mean, height, "o", color=colour, ms=9, mfc=colour if told else "white", mew=1.5)
    axes.axvline(0.0, color=BLACK, lw=0.9)
    axes.set_yticks(range(len(shown)), shown, color=BLACK, size=12)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.7, len(shown) - 0.3)
    axes.margins(x=0.08)
    for height, name in enumerate(shown):
        axes.annotate(
            percent(probabilities[name]) if advice.baseline.shape[1] > 1 else "-", (1.02, height),
            xycoords=("axes fraction", "data"), va="center", size=12, annotation_clip=False,
        )  # fmt: skip
    axes.annotate("best", (1.02, 1.0), (0, 8), xycoords="axes fraction", textcoords="offset points", color=QUIET)
    axes.grid(axis="x", color="#dddddd", lw=0.6)
    axes.set_axisbelow(True)
    axes.set_title(f"Effect on {title(advice.outcome)} of {advice.effort:g} effort for {advice.phase} rounds")
    axes.set_xlabel("gain with 95 % interval (open circle: cannot be told from nothing); best: probability that it is")

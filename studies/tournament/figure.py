"""The figure of docs/tournament.md: own gain and the whole, pairs, and populations."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from samenspel.experiments.listing import DOCS
from samenspel.results.figures import BLACK, BLUE, DASHES, GREEN, ORANGE, PURPLE, QUIET, STYLE, VERMILION

from .found import BY_SHARE, IN_PAIR, IN_SEAT, WHOLE, Found
from .plays import AHEAD, BEST, HOLD, IN_PAIRS, MODEL, RESTS, SHARES, STRATEGIES_OF_ALL, TIT, YES

FILE = DOCS / "figures" / "tournament"
CALLED = {
    YES: "keeps", HOLD: "holds back", TIT: "tit for tat", BEST: "best reply", AHEAD: "far-sighted", MODEL: "model",
}  # fmt: skip
COLOUR = {YES: BLUE, HOLD: VERMILION, TIT: GREEN, BEST: PURPLE, AHEAD: ORANGE, MODEL: BLACK}
MARK = {YES: "o", HOLD: "s", TIT: "^", BEST: "D", AHEAD: "P", MODEL: "X"}


def draw(found: Sequence[Found]) -> Figure:
    """What a strategy brings its seat and the whole; what it brings beside another; and when many hold back."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(13.333, 9.0), layout="constrained")
        FigureCanvasAgg(figure)
        seats, pairs, holding, whole = figure.subplots(2, 2).ravel()
        draw_seats(seats, found)
        draw_pairs(pairs, found)
        draw_lines(holding, found, BY_SHARE, "Does holding back pay, if others do?", "gain, less by doing as the rest")
        draw_lines(whole, found, WHOLE, "And what becomes of the whole?", "value created together, a round")
        figure.get_layout_engine().set(w_pad=0.15, h_pad=0.15)
    return figure


def draw_seats(axes: Axes, found: Sequence[Found]) -> None:
    """For each strategy what it brings its seat, and the whole, more than the model in that seat."""
    axes.axhline(0.0, color=QUIET, linewidth=0.8)
    axes.axvline(0.0, color=QUIET, linewidth=0.8)
    for own in STRATEGIES_OF_ALL[:-1]:
        of_own = [one for one in found if one.table == IN_SEAT and one.row == own]
        cells = {(one.scenario, one.logic) for one in of_own if one.scenario}
        places = [
            tuple(next(one.mean for one in of_own if (one.scenario, one.logic, one.column) == (*cell, what))
                  for what in ("gain", "value"))
            for cell in sorted(cells)
        ]  # fmt: skip
        axes.scatter(*np.transpose(places), s=16, color=COLOUR[own], marker=MARK[own], alpha=0.45, linewidths=0)
        gain, value = (next(one for one in of_own if (one.scenario, one.column) == ("", what))
                       for what in ("gain", "value"))  # fmt: skip
        axes.errorbar(
            gain.mean, value.mean, xerr=[[gain.mean - gain.low], [gain.high - gain.mean]],
            yerr=[[value.mean - value.low], [value.high - value.mean]], color=COLOUR[own], marker=MARK[own],
            markersize=9, linewidth=1.4, label=CALLED[own],
        )  # fmt: skip
    axes.legend(frameon=False, loc="lower right")
    axes.set(title="One seat, the model in all others (less the model there)", xlabel="gain of the seat, a round",
             ylabel="value of the whole, a round")  # fmt: skip


def draw_pairs(axes: Axes, found: Sequence[Found]) -> None:
    """What a strategy gains beside another, in the two seats that need each other most."""
    gains = {(one.row, one.column): one.mean for one in found if one.table == IN_PAIR}
    values = np.array([[gains[own, other] for other in IN_PAIRS] for own in IN_PAIRS])
    most = np.abs(values).max()
    axes.imshow(values, cmap="PuOr_r", vmin=-most, vmax=most, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        text = f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"
        ink = "black" if -0.62 * most < value < 0.78 * most else "white"  # purple, of what is less, is the darker
        axes.text(column, row, text, ha="center", va="center", color=ink)
    names = [CALLED[own] for own in IN_PAIRS]
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set(title="Two seats: gain of the row beside the column (less two models)", xlabel="the other plays")


def draw_lines(axes: Axes, found: Sequence[Found], table: str, title: str, height: str) -> None:
    """By the share of others that hold back, a line for what the rest plays.

    Parameters
    ----------
    axes, found
        Where, and of what.
    table
        Which.
    title, height
        Of the axes, and of what goes up.
    """
    if table == BY_SHARE:
        axes.axhline(0.0, color=QUIET, linewidth=0.8)
    for rest, dash in zip(RESTS, DASHES, strict=False):
        rows = {one.column: one for one in found if (one.table, one.row) == (table, rest)}
        line = [rows[f"{share:.2f}"] for share in SHARES]
        means = [one.mean for one in line]
        axes.fill_between(SHARES, [one.low for one in line], [one.high for one in line], color=COLOUR[rest], alpha=0.15,
                          linewidth=0)  # fmt: skip
        axes.plot(
            SHARES, means, color=COLOUR[rest], linestyle=dash, marker=MARK[rest], label=f"the rest: {CALLED[rest]}"
        )
    axes.set_xticks(SHARES, ["nobody", "a third", "two thirds", "all others"])
    low, high = axes.get_ylim()
    axes.set(title=title, xlabel="others that hold back", ylabel=height, ylim=(low, high + 0.25 * (high - low)))
    axes.legend(frameon=False, loc="upper right")

"""The figure of docs/rivals.md: `python -m samenspel.studies.rivals.figure` writes docs/figures/search.png and .svg."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from samenspel.cli import run_alone
from samenspel.experiments.listing import DOCS, checked
from samenspel.results.figures import COLOURS, DASHES, QUIET, STYLE, save

from ..patterns.places import CHECKING
from . import search

FILE = DOCS / "figures" / "search"
WORLDS = 12  # landscapes
APART = 0.045  # of the height, between two names


def draw(rugged: Mapping[str, np.ndarray], simple: Mapping[str, np.ndarray]) -> Figure:
    """Mean score by round on each network, where the problem is complex and where it is simple."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(11, 4.6), layout="constrained")
        FigureCanvasAgg(figure)
        complex_, plain = figure.subplots(1, 2, width_ratios=(3, 2), sharey=True)
        one_by_one(complex_, rugged, search.LONG, "A complex problem: slow networks end higher")
        one_by_one(plain, simple, 40, "A simple one: all get there")
        complex_.set_ylabel("mean score (best there is: 1)")
    return figure


def one_by_one(axes: Axes, curves: Mapping[str, np.ndarray], rounds: int, title: str) -> None:
    """A line for each network, with its name at its end where lines end apart."""
    axes.set(title=title, xlabel="round", xlim=(0, rounds), ylim=(0, 1.03))
    heights = spaced([float(curve[rounds]) for curve in curves.values()])
    apart = np.ptp([curve[rounds] for curve in curves.values()]) > APART
    for (name, curve), colour, dash, height in zip(curves.items(), COLOURS, DASHES, heights, strict=False):
        axes.plot(curve[: rounds + 1], color=colour, linestyle=dash)
        if apart:
            axes.annotate(name, (rounds, height), xytext=(6, 0), textcoords="offset points", color=colour, va="center")
    axes.grid(axis="y", color=QUIET, alpha=0.15)


def spaced(heights: list[float]) -> list[float]:
    """Heights of names, moved apart where they would lie over one another."""
    order, placed = np.argsort(heights), list(heights)
    for below, above in pairwise(order):
        placed[above] = max(placed[above], placed[below] + APART)
    return placed


def main() -> None:
    """Draw the figure of docs/rivals.md (some minutes)."""
    checked(DOCS / "rivals.md")
    worlds = range(CHECKING, CHECKING + WORLDS)
    save(draw(search.curves(worlds), search.curves(worlds, search.SIMPLE)), FILE)


if __name__ == "__main__":
    run_alone(main, "samenspel.studies.rivals.figure")

"""Figures of experiments."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure

from simulation.results.figures import BLUE, ORANGE, STYLE

# Vermilion-free: orange for hierarchy, blue for network, white where they are equal; readable in grey by the words.
TWO_LOGICS = LinearSegmentedColormap.from_list("two logics", [ORANGE, "#FBE3B3", "#FFFFFF", "#A9CCE3", BLUE])


def regime_map(
    trust: Sequence[float], dependence: Sequence[float], differences: np.ndarray, clear: np.ndarray, pairs: int
) -> Figure:
    """Which logic creates more value, over trust and dependence.

    Parameters
    ----------
    trust, dependence
        The levels, rising and evenly spaced.
    differences
        Network less hierarchy, shape (dependence, trust).
    clear
        Where the difference can be told from chance, same shape.
    pairs
        Runs on either side of each difference.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(10, 5.625), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        limit = float(np.nanpercentile(np.abs(differences), 98))
        mesh = axes.pcolormesh(trust, dependence, differences, cmap=TWO_LOGICS, norm=TwoSlopeNorm(0, -limit, limit))
        axes.contour(trust, dependence, differences, levels=[0.0], colors="black", linewidths=2)
        for i, j in zip(*np.nonzero(~clear), strict=True):
            axes.plot(trust[j], dependence[i], marker="x", color="#333333", markersize=7, markeredgewidth=1.4)
        axes.set(xlabel="initial trust (share)", ylabel="total dependence on all partners (synergy)")
        axes.set_xticks(trust[::2] if len(trust) > 8 else trust)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        name_regions(axes, trust, dependence, differences)
        axes.set_title("Which logic creates more value together?", fontsize=15, pad=22)
        axes.text(0, 1.015, f"Baseline, {pairs} pairs a cell. Black line: equal. ×: cannot be told from chance.",
                  transform=axes.transAxes, color="#595959", fontsize=10.5)  # fmt: skip
        bar = figure.colorbar(mesh, ax=axes, pad=0.02, aspect=28)
        bar.set_label("network less hierarchy, joint value per organisation and round")
        bar.outline.set_visible(False)
        return figure


def name_regions(axes, trust, dependence, differences) -> None:  # noqa: ANN001
    """Write the name of the better logic in the middle of its region, so that colour is not the only word for it."""
    across, up = np.meshgrid(trust, dependence)
    for name, region in (("hierarchy\ncreates more", differences < 0), ("network\ncreates more", differences > 0)):
        weight = np.where(region, np.abs(differences), 0.0)
        if weight.sum() > 0:
            x, y = (across * weight).sum() / weight.sum(), (up * weight).sum() / weight.sum()
            axes.text(x, y, name, ha="center", va="center", fontsize=13, fontweight="bold", color="#1a1a1a")

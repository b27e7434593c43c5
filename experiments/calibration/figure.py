"""The picture of the fit: published numbers beside what the calibrated model predicts."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from simulation.conditions import CONDITIONS
from simulation.results.figures import BLUE, ORANGE, STYLE


def fit_figure(measured: np.ndarray, predicted: np.ndarray) -> Figure:
    """Means and standard deviations at T0 and T1, of partnerships and of the model.

    Parameters
    ----------
    measured
        Shape (2, 5, 2): time, condition, mean and standard deviation.
    predicted
        Shape (draws, 2, 5, 2).
    """
    with plt.rc_context(STYLE):
        figure, panels = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
        low, middle, high = np.percentile(predicted, (5, 50, 95), axis=0)
        for panel, statistic, title in zip(
            panels, (0, 1), ("Mean over partnerships", "Standard deviation between them"), strict=True
        ):
            for time, shift in ((0, -0.14), (1, 0.14)):
                places = np.arange(len(CONDITIONS)) + shift
                inner = middle[time, :, statistic]
                reach = np.abs(np.stack([low[time, :, statistic], high[time, :, statistic]]) - inner)
                shade = {"color": BLUE, "alpha": 0.55 + 0.45 * time}
                panel.errorbar(places, inner, reach, fmt="o", ms=4, lw=1.4, label=f"model, T{time}", **shade)
                panel.plot(
                    places, measured[time, :, statistic], "D", ms=5, color=ORANGE, alpha=0.55 + 0.45 * time,
                    label=f"measured, T{time}", zorder=3,
                )  # fmt: skip
            panel.set_xticks(range(len(CONDITIONS)), CONDITIONS)
            panel.set_title(title, loc="left")
        panels[0].set_ylabel("points, scale of 1 to 4")
        panels[0].set_ylim(2.5, 4.05)
        panels[1].set_ylim(0, 0.6)
        panels[1].legend(frameon=False, ncols=2, fontsize=8, loc="upper right")
    return figure

"""Calibrate, and write what came of it: `python -m experiments.calibration`.

python -m experiments.calibration          # ten minutes on two cores: posterior.csv, docs/calibration.md, a figure
python -m experiments.calibration --page   # the page and the figure only, from the posterior.csv that is there
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from simulation.conditions import CONDITIONS
from simulation.dynamics import Parameters
from simulation.kernel import ENGINE, digest
from simulation.parameters import declarations
from simulation.results.figures import save

from .calibrate import DIFFERENCES, FREE, LEVEL, OF_THE_MODEL, SEED, SPREAD, misses, posterior, spelled_out
from .figure import fit_figure
from .partnerships import BEGUN, MEASURED, PARTNERSHIPS, summary, year

HERE = Path(__file__).parent
POSTERIOR, PAGE = HERE / "posterior.csv", HERE / "page.md"
DOCS = HERE.parent.parent / "docs"
KEPT = 400  # places of the posterior that are kept in the file
RANGE = (5, 50, 95)


def main(arguments: list[str]) -> None:
    """Calibrate unless only the page was asked for, then write the page."""
    if "--page" not in arguments:
        places, _ = posterior()
        chosen = np.random.default_rng(SEED).choice(len(places), KEPT, replace=False)
        head = ",".join(FREE)
        np.savetxt(POSTERIOR, places[chosen], "%.4f", delimiter=",", header=head, comments="")
    places = np.loadtxt(POSTERIOR, delimiter=",", skiprows=1)
    found = predicted(places)
    save(fit_figure(MEASURED, found), DOCS / "figures" / "calibration")
    (DOCS / "calibration.md").write_text(page(places, found), encoding="utf-8")


def predicted(places: np.ndarray) -> np.ndarray:
    """What as many partnerships as were measured would have answered, at every place: shape (places, 2, 5, 2)."""
    chance = np.random.default_rng(SEED)
    return np.array([summary(year(spelled_out(place), chance)) for place in places])


def page(places: np.ndarray, found: np.ndarray) -> str:
    """docs/calibration.md."""
    now = {name: value for name, _, value in declarations(Parameters())}
    low, middle, high = np.percentile(places, RANGE, axis=0)
    settings = [
        f"| `{name}` | {kind} | {FREE[name][0]:g} to {FREE[name][1]:g} | {middle[k]:.3f} | "
        f"{low[k]:.3f} to {high[k]:.3f} | {share_left(FREE[name], low[k], high[k]):.0%} | "
        f"{f'{now[name]:g}' if name in OF_THE_MODEL else ''} |"
        for k, (name, kind) in enumerate(kinds())
    ]
    rows, inside = [], 0
    least, mean, most = np.percentile(found, RANGE, axis=0)
    for time, statistic, condition in np.ndindex(2, 2, len(CONDITIONS)):
        where = time, condition, statistic
        fits = least[where] <= MEASURED[where] <= most[where]
        inside += fits
        rows.append(
            f"| {CONDITIONS[condition]} | {('mean', 'SD')[statistic]}, T{time} | {MEASURED[where]:.2f} | "
            f"{mean[where]:.2f} | {least[where]:.2f} to {most[where]:.2f} | {'yes' if fits else '**no**'} |"
        )
    wider = MEASURED[1, :, 1] > MEASURED[0, :, 1]
    grows = np.median(found[:, 1, :, 1] - found[:, 0, :, 1], axis=0)
    missed = misses(spelled_out(middle))
    return PAGE.read_text(encoding="utf-8").format(
        partnerships=PARTNERSHIPS,
        begun=BEGUN,
        level=LEVEL,
        spread=SPREAD,
        kept=len(places),
        seed=SEED,
        engine=digest(*ENGINE),
        settings="\n".join(settings),
        rows="\n".join(rows),
        inside=inside,
        of=len(rows),
        distance=float(missed @ missed),
        wider=", ".join(f"{name} {change:+.2f}" for name, change, w in zip(CONDITIONS, grows, wider, strict=True) if w),
    )


def kinds() -> list[tuple[str, str]]:
    """Every calibrated setting, and what it is of."""
    return [
        (name, "the model" if name in OF_THE_MODEL else "differences" if name in DIFFERENCES else "these partnerships")
        for name in FREE
    ]


def share_left(ends: tuple[float, float], low: float, high: float) -> float:
    """The part of the range that was possible before which 90 % of the posterior needs."""
    return (high - low) / (0.9 * (ends[1] - ends[0]))


if __name__ == "__main__":
    main(sys.argv[1:])

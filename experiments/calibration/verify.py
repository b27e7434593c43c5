"""Whether a calibration is what it says: its files, a sample of its draws made again bit for bit, its posterior."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ..design import kept_scenarios
from ..store import differences
from ..verify import SAMPLE, Verified
from .generations import made, posterior_of
from .kept import POSTERIOR, Calibrated, Draws, manifest_of, read_calibrated
from .plan import Plan, from_table


def verify(folder: Path, sample: int = SAMPLE, data: Path | None = None) -> Verified:
    """Check every file of a calibration, make a sample of its runs again, and see that its posterior follows.

    Parameters
    ----------
    folder
        Of the calibration.
    sample
        How many draws to make again, evenly over all.
    data
        Folder of the files that a scenario names, if it names any.

    Raises
    ------
    InputError
        None there or not finished, a file that is not as it was written, or a scenario that cannot be made without its
        data.
    """
    came = read_calibrated(folder)
    plan = from_table(dict(came.manifest["design"]), Path(), kept_scenarios(came.manifest, data))
    parts = [*came.tried.generations, came.truths, came.fresh]
    places = [(part, place) for part in parts for place in range(len(part.numbers))]
    chosen = [places[one] for one in np.unique(np.linspace(0, len(places) - 1, min(sample, len(places))).astype(int))]
    wrong = [*other_draws(plan, chosen), *other_posterior(came)]
    runs = len(places) * len(plan.collaborations)
    return Verified(len(parts), runs, len(chosen), list(differences(came.manifest, manifest_of(plan))), wrong)


def other_draws(plan: Plan, chosen: list[tuple[Draws, int]]) -> Iterator[str]:
    """Which of the chosen draws come out otherwise when they are made again."""
    with ThreadPoolExecutor(1) as pool:
        for part, place in chosen:
            some = slice(place, place + 1)
            came, _ = made(plan, part.numbers[some], part.points[some], pool, 1)
            if came.tobytes() != np.ascontiguousarray(part.came[some]).tobytes():
                yield f"run {part.numbers[place]} (seed {plan.seeds(part.numbers[some])[0, 0]}) comes out otherwise"


def other_posterior(came: Calibrated) -> Iterator[str]:
    """Whether the draws for other commands are those that follow from the runs."""
    path = came.folder / POSTERIOR
    there = path.read_bytes() if path.exists() else None
    if there != (None if came.misses else posterior_of(came)):
        yield f"{POSTERIOR} is not what follows from the runs"

"""Global sensitivity: Sobol indices and elementary effects, by SALib.

The first-order Sobol index of a factor is the share of the variance of the outcome that would go if the factor were
known; the total one the share that would be left if all others were (Sobol 2001; estimators of Saltelli et al. 2010).
An elementary effect is the difference that a step in one factor makes, scaled to its whole range; mu* is the mean of
its size over walks, mu of its signed value, sigma its spread, which tells of interactions and bends (Morris 1991;
Campolongo et al. 2007). Intervals are of SALib's bootstrap, at 95 %. The outcome of a point is its mean over
replicates, on the same seeds everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np
import pandas

from samenspel.errors import InputError

SEED = 1  # of the bootstrap
RESAMPLES = 1000


def sobol_indices(values: np.ndarray, names: Sequence[str], second_order: bool = False) -> pandas.DataFrame:
    """First-order and total Sobol indices.

    Parameters
    ----------
    values
        The outcome at every point of a Sobol sample, in its order. A block of the sample (a row of the first matrix and
        all that are made of it) with a value that is not defined is left out.
    names
        Of the factors, in the order of the sample.
    second_order
        Whether it was sampled for interactions too.

    Returns
    -------
    DataFrame
        A row a factor: `first` and `total`, each with the ends of its interval (`first_low` and so on), shares of
        the variance; with second order also a column `with NAME` for the index of each pair.

    Raises
    ------
    InputError
        Fewer than two blocks, or an outcome that is the same everywhere.
    """
    kept = complete(np.asarray(values, float), (2 if second_order else 1) * len(names) + 2)
    check_varies(kept)
    found = salib("sobol").analyze(
        problem(names), kept.ravel(), calc_second_order=second_order, num_resamples=RESAMPLES, seed=SEED
    )
    table = pandas.DataFrame({"factor": list(names)})
    for name, key in (("first", "S1"), ("total", "ST")):
        table[name] = found[key]
        table[f"{name}_low"], table[f"{name}_high"] = (
            found[key] - found[f"{key}_conf"],
            found[key] + found[f"{key}_conf"],
        )
    if second_order:
        pairs = np.where(np.isnan(found["S2"]), found["S2"].T, found["S2"])
        for place, name in enumerate(names):
            table[f"with {name}"] = pairs[:, place]
    return table


def elementary_effects(cube: np.ndarray, values: np.ndarray, names: Sequence[str], levels: int = 4) -> pandas.DataFrame:
    """Elementary effects of Morris.

    Parameters
    ----------
    cube
        Where each point lies in the unit cube, shape (points, factors); walks one after the other.
    values
        The outcome at each. A walk with a value that is not defined is left out.
    names
        Of the factors.
    levels
        Of the grid on which they walk.

    Returns
    -------
    DataFrame
        A row a factor, in the unit of the outcome for its whole range: `mu_star` with its interval (`low`, `high`),
        `mu`, `sigma`.

    Raises
    ------
    InputError
        Fewer than two walks, or an outcome that is the same everywhere.
    """
    length = len(names) + 1
    kept = complete(np.asarray(values, float), length)
    check_varies(kept)
    walks = np.asarray(cube, float).reshape(-1, length, len(names))
    walks = walks[~np.isnan(np.asarray(values, float).reshape(-1, length)).any(axis=1)]
    found = salib("morris").analyze(
        problem(names),
        walks.reshape(-1, len(names)),
        kept.ravel(),
        num_resamples=RESAMPLES,
        num_levels=levels,
        seed=SEED,
    )
    size, half = np.asarray(found["mu_star"], float), np.asarray(found["mu_star_conf"], float)
    return pandas.DataFrame(
        {
            "factor": list(names),
            "mu_star": size,
            "low": np.maximum(size - half, 0.0),
            "high": size + half,
            "mu": np.asarray(found["mu"], float),
            "sigma": np.asarray(found["sigma"], float),
        }
    )


def complete(values: np.ndarray, length: int) -> np.ndarray:
    """Blocks of a sample in which all values are defined, shape (blocks, length)."""
    blocks = values.reshape(-1, length)
    blocks = blocks[~np.isnan(blocks).any(axis=1)]
    if len(blocks) < 2:
        raise InputError(f"got {len(blocks)} complete blocks of {length} points, allowed: at least 2")
    return blocks


def check_varies(values: np.ndarray) -> None:
    """Refuse what has no variance to take shares of."""
    if np.ptp(values) == 0.0:
        raise InputError("the outcome is the same at every point, so that there is no variance to explain")


def salib(module: str) -> ModuleType:
    """A module of `SALib.analyze`, which a plain run does not need."""
    from importlib import import_module

    try:
        return import_module(f"SALib.analyze.{module}")
    except ImportError:
        raise InputError("this analysis needs SALib: pip install 'samenspel[experiments]'") from None


def problem(names: Sequence[str]) -> dict[str, object]:
    """The unit cube as a problem of SALib."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}

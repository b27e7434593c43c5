"""Global sensitivity: Sobol indices, and elementary effects by SALib.

The first-order Sobol index of a factor is the share of the variance of the outcome that would go if the factor were
known; the total one the share that would be left if all others were (Sobol 2001; estimators of Saltelli et al. 2010).
They are of the outcome that is to be expected of a point: what replicates differ among one another by luck is taken
out, as the product of two means of the same replicates is too large by their covariance over their number. Points of
a block are run on the same seeds, each block on its own, so that a bootstrap over blocks resamples points and luck.

An elementary effect is the difference that a step in one factor makes, scaled to its whole range; mu* is the mean of
its size over walks, mu of its signed value, sigma its spread, which tells of interactions and bends (Morris 1991;
Campolongo et al. 2007). The outcome of a point is its mean over replicates, on seeds of the walk.

Intervals are at 95 %, by bootstrap: over blocks (percentiles), or over walks (of SALib).
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np
import pandas

from samenspel.errors import InputError

from .tables import ENDS, RESAMPLES, SEED, resampled

FEWEST_BLOCKS = 64  # with half of them an interval at 95 % holds the truth in 84 % of cases (Ishigami function)
FEWEST_COMPLETE = 0.95  # of blocks; without the others, factors would no longer be independent of one another


def sobol_indices(values: np.ndarray, names: Sequence[str], second_order: bool = False) -> pandas.DataFrame:
    """First-order and total Sobol indices.

    Parameters
    ----------
    values
        The outcome at every point of a Sobol sample, in its order: shape (points, replicates), or (points,) for one.
        With one replicate luck cannot be told from factors, and counts as variance. A block of the sample (a row of
        the first matrix and all that are made of it) with a value that is not defined is left out.
    names
        Of the factors, in the order of the sample.
    second_order
        Whether it was sampled for interactions too.

    Returns
    -------
    DataFrame
        A row a factor: `first` and `total`, each with the ends of its interval (`first_low` and so on), shares of
        the variance; and what they rest on: complete `blocks`, `of` how many, `replicates`. With second order also a
        column `with NAME` for the index of each pair. Estimates are not kept within 0 and 1: beyond is noise.

    Raises
    ------
    InputError
        Fewer than `FEWEST_BLOCKS` complete blocks, or a smaller share than `FEWEST_COMPLETE`; an outcome of which
        differences between points cannot be told from luck.

    Examples
    --------
    Of a sum, the share of a part is its own variance (by hand, 1 and 4 of 5):

    >>> from samenspel.experiments.sampling import Sobol
    >>> cube = Sobol(samples=1024).cube(2, 1)
    >>> sobol_indices(cube @ [1.0, 2.0], ["one", "two"])[["first", "total"]].round(2).values.tolist()
    [[0.2, 0.2], [0.8, 0.8]]
    """
    factors = len(names)
    values = np.asarray(values, float)
    length = (2 if second_order else 1) * factors + 2
    blocks = values.reshape(-1, length, 1 if values.ndim == 1 else values.shape[1])
    kept = blocks[~np.isnan(blocks).any(axis=(1, 2))]
    check_blocks(len(kept), len(blocks))
    check_varies(kept)
    kept = kept - kept.mean()
    first, last, swapped = kept[:, 0], kept[:, -1], kept[:, 1 : 1 + factors]
    steps = swapped - first[:, np.newaxis]
    middle, square = (first + last).mean(axis=1) / 2.0, (product(first, first) + product(last, last)) / 2.0
    parts = np.column_stack([middle, square, product(last[:, np.newaxis], steps), product(steps, steps) / 2.0])
    means = np.vstack([parts.mean(axis=0), resampled(parts) / len(kept)])
    variance = means[:, 1] - means[:, 0] ** 2
    if np.quantile(variance[1:], ENDS[0]) <= 0.0:
        raise InputError("differences between points cannot be told from luck: more replicates would tell")
    table = pandas.DataFrame({"factor": list(names)})
    for index, part in zip(("first", "total"), np.split(means[:, 2:], 2, axis=1), strict=True):
        shares = part / variance[:, np.newaxis]
        table[index] = shares[0]
        table[f"{index}_low"], table[f"{index}_high"] = np.quantile(shares[1:], ENDS, axis=0)
    table = table.assign(blocks=len(kept), of=len(blocks), replicates=kept.shape[-1])
    if second_order:
        pairs = interactions(kept, factors) / variance[0]
        for place, name in enumerate(names):
            table[f"with {name}"] = pairs[:, place] - table["first"] - table["first"][place]
            table.loc[place, f"with {name}"] = np.nan
    return table


def product(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The product of two expected outcomes, each known by its mean over the same replicates.

    The product of the means alone is too large by their covariance: what is left is the mean over all pairs of
    different replicates. With one replicate there are none, and luck stays in.

    Parameters
    ----------
    one, other
        Replicates along the last axis.

    Examples
    --------
    By hand, (1 * 5 + 3 * 2) / 2:

    >>> float(product(np.array([1.0, 3.0]), np.array([2.0, 5.0])))
    5.5
    """
    count = np.broadcast_shapes(one.shape, other.shape)[-1]
    means = one.mean(axis=-1) * other.mean(axis=-1)
    return means if count == 1 else (count * means - (one * other).mean(axis=-1)) / (count - 1)


def interactions(blocks: np.ndarray, factors: int) -> np.ndarray:
    """The variance that each pair of factors explains together, shape (factors, factors) (Saltelli 2002)."""
    one, other = blocks[:, 1 : 1 + factors], blocks[:, 1 + factors : 1 + 2 * factors]
    together = product(other[:, :, np.newaxis], one[:, np.newaxis]).mean(axis=0)
    upper = np.triu(together, 1) - np.triu(np.full(together.shape, product(blocks[:, 0], blocks[:, -1]).mean()), 1)
    return upper + upper.T


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


def check_blocks(complete: int, blocks: int) -> None:
    """Refuse to speak of shares from too few blocks, or from those that happen to be complete."""
    if complete < FEWEST_BLOCKS or complete < FEWEST_COMPLETE * blocks:
        raise InputError(
            "{complete:,} of {blocks:,} blocks are complete, allowed: at least {fewest}, and {share:.0%} of all, as "
            "factors depend on one another in what is left",
            complete=complete, blocks=blocks, fewest=FEWEST_BLOCKS, share=FEWEST_COMPLETE,
        )  # fmt: skip


def complete(values: np.ndarray, length: int) -> np.ndarray:
    """Blocks of a sample in which all values are defined, shape (blocks, length)."""
    blocks = values.reshape(-1, length)
    blocks = blocks[~np.isnan(blocks).any(axis=1)]
    if len(blocks) < 2:
        raise InputError(
            "got {got} complete blocks of {length} points, allowed: at least 2", got=len(blocks), length=length
        )
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

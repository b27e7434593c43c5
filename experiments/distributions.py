"""Distributions: how the values of a number lie over its range, where points are drawn; without one, evenly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from samenspel.errors import InputError

NORMAL, LOG, TRIANGULAR = "normal", "log", "triangular"
NEEDS = {NORMAL: ("mean", "sd"), LOG: (), TRIANGULAR: ("mode",)}


class Distribution(NamedTuple):
    """Where the values of a number lie.

    Attributes
    ----------
    name
        `normal`, cut off at the ends of the range; `log`, even in the logarithm; `triangular`.
    middle
        Mean of a normal one before it is cut off, mode of a triangular one.
    sd
        Standard deviation of a normal one before it is cut off.
    """

    name: str
    middle: float = math.nan
    sd: float = math.nan

    def at(self, places: np.ndarray, low: float, high: float) -> np.ndarray:
        """The values below which so large shares lie (quantiles).

        Parameters
        ----------
        places
            Shares, from 0 to 1.
        low, high
            Ends of the range.

        Examples
        --------
        Half of a triangle lies below its mode, if that is in the middle; the middle of a range in logarithms is its
        geometric mean:

        >>> float(Distribution("triangular", 3.0).at(np.array(0.5), 2.0, 4.0))
        3.0
        >>> round(float(Distribution("log").at(np.array(0.5), 1.0, 100.0)), 9)
        10.0
        """
        from scipy import stats

        if self.name == LOG:
            return low * (high / low) ** places
        if self.name == TRIANGULAR:
            return stats.triang.ppf(places, (self.middle - low) / (high - low), low, high - low)
        ends = (low - self.middle) / self.sd, (high - self.middle) / self.sd
        return np.clip(stats.truncnorm.ppf(places, *ends, self.middle, self.sd), low, high)

    def described(self) -> dict[str, Any]:
        """What a manifest says of it."""
        values = zip(NEEDS[self.name], (self.middle, self.sd), strict=False)
        return {"distribution": self.name, **dict(values)}


def read_distribution(said: Mapping[str, Any], low: float, high: float, where: str) -> Distribution | None:
    """The distribution that a factor asks for; None for an even one.

    Parameters
    ----------
    said
        What the design says of the factor; numbers in it are checked.
    low, high
        Ends of its range.
    where
        Of the factor, for errors.

    Raises
    ------
    InputError
        One that is not there, that says too little or too much, or that cannot be over this range.
    """
    name = said.get("distribution")
    needed = NEEDS.get(str(name), ())
    if also := [key for key in ("mean", "sd", "mode") if key in said and key not in needed]:
        raise InputError(
            f"{where}: got {also[0]} with {name or 'no distribution'}, allowed: {', '.join(needed) or 'none'}"
        )
    if name is None:
        return None
    if missing := [key for key in needed if key not in said]:
        raise InputError(f"{where}: '{missing[0]}' is missing, which distribution {name} needs")
    if name == LOG and low <= 0.0:
        raise InputError(f"{where}: from: got {low:g}, allowed: above 0, as the distribution is even in the logarithm")
    if name == TRIANGULAR and not low <= said["mode"] <= high:
        raise InputError(f"{where}: mode: got {said['mode']:g}, allowed: {low:g} to {high:g}")
    if name == NORMAL and said["sd"] <= 0.0:
        raise InputError(f"{where}: sd: got {said['sd']:g}, allowed: above 0")
    return Distribution(name, *(float(said[key]) for key in needed))


def distribution_from(described: Mapping[str, Any]) -> Distribution | None:
    """A distribution from what a manifest says of its factor; None for an even one.

    Examples
    --------
    >>> distribution_from({"name": "trust.gain", "distribution": "triangular", "mode": 0.2})
    Distribution(name='triangular', middle=0.2, sd=nan)
    """
    name = described.get("distribution")
    return None if name is None else Distribution(name, *(float(described[key]) for key in NEEDS[name]))

"""Amounts as people count them: three digits, tenths from 1 on, wholes from 10 on."""

from __future__ import annotations

import math

DIGITS = 3


def decimals_of(value: float) -> int:
    """To how many decimals an amount is shown; below 0 to tens, hundreds and so on."""
    size = math.floor(math.log10(abs(value))) if value else 0
    return 1 - size if size in (0, 1) else DIGITS - 1 - size


def as_shown(value: float) -> float:
    """An amount as it is shown, so that what is left of it is that of the numbers that people see.

    Examples
    --------
    >>> as_shown(19_614.0) - as_shown(13_002.0)
    6600.0
    """
    return round(value, decimals_of(value)) + 0.0

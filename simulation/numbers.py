"""Numbers as people write them: rounded half up, with a true minus, and the decimal point of their language."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

EXACT = 9  # decimals beyond which a number is what binary made of it: 3.55 is stored as 3.54999...


def half_up(value: float, decimals: int = 0) -> float:
    """A number rounded as people do it: half goes away from zero, and 3.55 is 3.6.

    Parameters
    ----------
    value
        Any number; what is not finite stays as it is.
    decimals
        How many are kept.

    Examples
    --------
    >>> half_up(3.55, 1), half_up(2.5), half_up(-0.125, 2), half_up(3.54, 1), round(3.55, 1), round(2.5)
    (3.6, 3.0, -0.13, 3.5, 3.5, 2)
    """
    if not math.isfinite(value):
        return value
    exact = Decimal(repr(round(float(value), EXACT)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


def written(value: float, decimals: int = 0, signed: bool = False, point: str = ".") -> str:
    """A number for people.

    Parameters
    ----------
    value
        Finite.
    decimals
        How many are kept.
    signed
        With its sign, where it is positive too.
    point
        What stands before decimals.

    Examples
    --------
    >>> written(3.55, 1, point=","), written(-0.001, 2), written(2.25, 1, signed=True)
    ('3,6', '0.00', '+2.3')
    """
    rounded = half_up(value, decimals)
    text = f"{rounded:+.{decimals}f}" if signed and rounded else f"{rounded:.{decimals}f}"
    return text.replace("-", "\N{MINUS SIGN}").replace(".", point)

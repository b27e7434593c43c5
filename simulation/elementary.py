"""Elementary functions that give the same bits on every machine.

Elsewhere the exponential, the logarithm and what is made of them come from the C library, and differ in a last bit
between libraries, processors and browsers: enough to send a run another way. Here they are sums, products and
quotients, which IEEE 754 fixes to the bit, as it fixes the square root (`math.sqrt` is the same everywhere).

Methods and coefficients of `exp` and `log` are those of fdlibm (K. C. Ng), Copyright (C) 1993 by Sun Microsystems,
Inc.; permission to use, copy, modify, and distribute them is freely granted, provided that this notice is preserved.
Those of `normal_quantile` are of Wichura (1988).
"""

from __future__ import annotations

import math

import numpy as np

from .kernel import compiled

LOG_2_HIGH, LOG_2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # of ln 2: 32 bits, and what is left
LARGEST, SMALLEST = 709.0, -708.0  # an exponential is a normal number between these
SMALL = 0.34  # below half of ln 2: no power of two is needed

OF_EXP = (
    4.13813679705723846039e-08,
    -1.65339022054652515390e-06,
    6.61375632143793436117e-05,
    -2.77777777770155933842e-03,
    1.66666666666666019037e-01,
)
OF_LOG = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)
# Wichura's AS 241 (PPND16): numerator and denominator near the middle, in the tails and far out
MIDDLE = (
    (2.509080928730122672e3, 3.343057558358812810e4, 6.726577092700870085e4, 4.592195393154987145e4,
     1.373169376550946112e4, 1.971590950306551442e3, 1.331416678917843774e2, 3.387132872796366608),
    (5.226495278852854561e3, 2.872908573572194267e4, 3.930789580009271061e4, 2.121379430158659586e4,
     5.394196021424751107e3, 6.871870074920579083e2, 4.231333070160091125e1, 1.0),
)  # fmt: skip
TAIL = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
     3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1.0),
)  # fmt: skip
FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)  # fmt: skip

BIAS, DIGITS = np.int64(1023), np.int64(52)  # of the exponent and the fraction of a double
FRACTION = np.int64((1 << 52) - 1)


@compiled
def polynomial(coefficients, x):
    """A polynomial by Horner's rule, the highest power first."""
    total = 0.0
    for coefficient in coefficients:
        total = total * x + coefficient
    return total


@compiled
def beyond(high, low):
    """exp(high - low) - 1 - high, for a difference of at most half of ln 2."""
    r = high - low
    square = r * r
    c = r - square * polynomial(OF_EXP, square)
    return r * c / (2.0 - c) - low


@compiled
def exp(x):
    """e^x, with an error below 1 ulp; 0 below -708 and infinite above 709."""
    if not SMALLEST <= x <= LARGEST:
        return x if math.isnan(x) else math.inf if x > 0.0 else 0.0
    k = math.floor(x / (LOG_2_HIGH + LOG_2_LOW) + 0.5)
    high, low = x - k * LOG_2_HIGH, k * LOG_2_LOW
    return (1.0 + (high + beyond(high, low))) * np.int64((np.int64(k) + BIAS) << DIGITS).view(np.float64)


@compiled
def log(x):
    """Natural logarithm of a normal number above 0, with an error below 1 ulp; -inf at 0, NaN below it."""
    if not 0.0 < x < math.inf:
        return -math.inf if x == 0.0 else x if x > 0.0 else math.nan
    bits = np.float64(x).view(np.int64)
    k = (bits >> DIGITS) - BIAS
    m = np.int64((bits & FRACTION) | (BIAS << DIGITS)).view(np.float64)
    if m > math.sqrt(2.0):
        k, m = k + 1, 0.5 * m
    f = m - 1.0
    s = f / (2.0 + f)
    half = 0.5 * f * f
    rest = s * (half + s * s * polynomial(OF_LOG, s * s))
    return k * LOG_2_HIGH - ((half - (rest + k * LOG_2_LOW)) - f)


@compiled
def power(x, exponent):
    """x^exponent for x of at least 0; rounded exactly where the exponent is 0, 1/2 or 1.

    Elsewhere the relative error is below 2^-52 (1 + |exponent log x|).
    """
    if exponent == 0.0 or x == 1.0:
        return 1.0
    if exponent == 0.5:
        return math.sqrt(x)
    return float(x) if exponent == 1.0 else exp(exponent * log(x))


@compiled
def tanh(x):
    """Hyperbolic tangent, with an error below 6 ulp."""
    twice = 2.0 * abs(x)
    if twice > SMALL:
        size = 1.0 - 2.0 / (exp(twice) + 1.0)
    else:
        grown = twice + beyond(twice, 0.0)
        size = grown / (grown + 2.0)
    return math.copysign(size, x)


@compiled
def normal_quantile(probability):
    """The standard normal number below which another lies with a probability in (0, 1): Wichura (1988), 1e-15."""
    q = probability - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * polynomial(MIDDLE[0], r) / polynomial(MIDDLE[1], r)
    r = math.sqrt(-log(probability if q < 0.0 else 1.0 - probability))
    if r <= 5.0:
        size = polynomial(TAIL[0], r - 1.6) / polynomial(TAIL[1], r - 1.6)
    else:
        size = polynomial(FAR[0], r - 5.0) / polynomial(FAR[1], r - 5.0)
    return math.copysign(size, q)

"""Random numbers that are looked up, not drawn in sequence.

A draw is a pure function of what it is for: the seed of the run, the stream (which mechanism), the
round, and one or two indices (organisation, theme, partner). A what-if therefore differs from its
baseline only where something was changed, and the order or number of threads cannot matter.

The generator is Philox 4x32-7 (Salmon et al. 2011, who found no fault in seven rounds or more): key = the 64-bit seed,
counter = (stream, round, i, j).
"""

from __future__ import annotations

import math

import numpy as np

from .elementary import normal_quantile
from .kernel import compiled

# Streams: one number for each use of chance. Never reuse or renumber one: that changes results.
SIZE, INTERESTS, FRAME, NEED, AUTONOMY, LOYALTY, HOME, COMMITMENT, SKILL = range(1, 10)
DEPENDENCE, TRUST, PERCEPTION, SALIENCE = range(10, 14)
TURBULENCE, OBSERVATION, SLIP, EXECUTION, APPRAISAL, OPPORTUNITY, EXIT, ENTRY, REVISION = range(20, 29)
FORTUNE, CLIMATE, SETBACK, ELSEWHERE, BURDEN = range(30, 35)
REST, HOLD, HOLDER, MEETING, CANDIDATE, OPENING, NOVELTY, SOURCE = range(40, 48)

LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
ELEVEN, TWELVE = np.uint64(11), np.uint64(12)
MULTIPLIER_0, MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL_0, WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
OF_53_BITS, OF_52_BITS = 2.0**-53, 2.0**-52


@compiled
def philox(seed, stream, round_, i, j):
    """The four 32-bit words of Philox 4x32-7 for key `seed` and counter (stream, round, i, j)."""
    key_0, key_1 = np.uint64(seed) & LOW, np.uint64(seed) >> HALF
    a, b, c, d = np.uint64(stream) & LOW, np.uint64(round_) & LOW, np.uint64(i) & LOW, np.uint64(j) & LOW
    for _ in range(7):
        first, second = MULTIPLIER_0 * a, MULTIPLIER_1 * c
        a, b, c, d = (second >> HALF) ^ b ^ key_0, second & LOW, (first >> HALF) ^ d ^ key_1, first & LOW
        key_0, key_1 = (key_0 + WEYL_0) & LOW, (key_1 + WEYL_1) & LOW
    return a, b, c, d


@compiled
def word(seed, stream, round_, i, j):
    """The 64 bits of a look-up: its first two words."""
    a, b, _, _ = philox(seed, stream, round_, i, j)
    return (a << HALF) | b


@compiled
def uniform(seed, stream, round_, i, j):
    """A number in [0, 1), of 53 bits."""
    return float(word(seed, stream, round_, i, j) >> ELEVEN) * OF_53_BITS


@compiled
def normal(seed, stream, round_, i, j):
    """A standard normal number: the quantile of a probability of 52 bits, which is never 0 or 1."""
    return normal_quantile((float(word(seed, stream, round_, i, j) >> TWELVE) + 0.5) * OF_52_BITS)


@compiled
def lasting(level, memory, shock):
    """The next of a series of standard normal numbers, of which two in a row correlate by `memory` (AR(1))."""
    return memory * level + math.sqrt(1.0 - memory * memory) * shock

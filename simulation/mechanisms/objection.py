"""Objection: who blocks, and what it would take.

An objector has a gap: what it lacks to say yes. A side payment is a promise, believed as far as its receiver trusts
the others: to close a gap takes more where trust is low. Its no alone may be what keeps the quorum away (swing).
"""

from __future__ import annotations

import math

from ..kernel import compiled, scheduled
from ..logic import ROUNDING, tolerance
from ..state import MEMBER


@compiled
def price_of(gap, regard):
    """What closes a gap, where promises are believed as far as partners are trusted."""
    return gap / regard if regard > 0.0 else math.inf


@scheduled
def price(state, p):
    """Gap, price and swing of every member that objects to what is put; 0 for all others."""
    us, let_pass = state.collaboration[0], tolerance(p)
    for me in state.organisations:
        me.gap = me.price = me.swing = 0.0
        if us.put and me.member == MEMBER and me.accepts < 1.0:
            me.gap = max(0.0, me.fallback - let_pass - me.expected_anew)
            me.price = price_of(me.gap, me.regard)
            me.swing = 1.0 * (us.support + me.consent >= p.decision.quorum - ROUNDING)

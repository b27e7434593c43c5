"""Resentment: compulsion costs the lead trust.

Whoever is ordered to pool more than it would trusts the lead less: the more it holds to its autonomy, and the more
the order pushes it below going alone (Brehm 1966). Nobody resents a secretariat, which is no party.
"""

from __future__ import annotations

from ..game import alone
from ..kernel import compiled, scheduled
from ..logic import HIERARCHY
from ..state import MEMBER


@compiled
def resented(autonomy, compelled, binding, shortfall):
    """What compulsion does to trust in the lead: by autonomy, and by being pushed below going alone."""
    return min(1.0, autonomy * compelled + binding * shortfall)


@scheduled
def resent(state, p):
    """Members that were compelled lose trust in the lead."""
    us = state.collaboration[0]
    if not us.agreed or p.logic.implementation != HIERARCHY or us.led_from_outside:
        return
    lead = state.organisations[us.lead]
    for tie in state.ties[lead.first : lead.last]:
        me = state.organisations[tie.target]
        if me.member == MEMBER and tie.age > 0 and me.pooled > 0.0:
            compelled = (me.pooled - me.own) / me.pooled
            binding = me.authority * (1.0 - me.autonomy)
            shortfall = max(0.0, alone(me) - me.value)
            lost = p.trust.reactance * resented(me.autonomy, compelled, binding, shortfall)
            state.ties[tie.reverse].trust *= 1.0 - lost

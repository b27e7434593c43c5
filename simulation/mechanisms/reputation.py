"""Reputation: what others think of an organisation reaches those with little experience of their own.

Trust moves towards the mean trust that the other members have in the same partner; the more deliveries
one has seen oneself, the less (Burt and Knez 1995).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from ..kernel import compiled, scheduled
from ..parameters import number
from ..state import MEMBER


class Reputation(NamedTuple):
    """How fast word goes round."""

    rate: Annotated[
        float, number(0, 1, "per round", "speed towards what others think, without experience", "burt1995")
    ] = 0.10
    half: Annotated[float, number(1, 1000, "deliveries", "own experience at which hearsay counts half", "burt1995")] = (
        6.0
    )


@compiled
def heard(trust, others, rate, half, experience):
    """Trust after hearing what others think; hearsay counts half at `half` deliveries of own experience."""
    return trust + rate / (1.0 + experience / half) * (others - trust)


@scheduled
def spread(state, p):
    """Reputations are formed from everybody's trust, then heard by everybody."""
    n = state.organisations.size
    total, witnesses = np.zeros(n), np.zeros(n, np.int32)
    for me in state.organisations:
        if me.member == MEMBER:
            for tie in state.ties[me.first : me.last]:
                total[tie.target] += tie.trust
                witnesses[tie.target] += 1
    for i in range(n):
        me = state.organisations[i]
        me.witnesses = witnesses[i]
        me.standing = total[i] / witnesses[i] if witnesses[i] > 0 else 0.0
        if me.member == MEMBER:
            for tie in state.ties[me.first : me.last]:
                j = tie.target
                if witnesses[j] > 1 and tie.age > 0:
                    others = (total[j] - tie.trust) / (witnesses[j] - 1)
                    tie.trust = heard(tie.trust, others, p.reputation.rate, p.reputation.half, tie.experience)

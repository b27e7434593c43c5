"""Power: strategic position in the collaboration.

Influence rests on size and on the dependence of others (Emerson 1962; Pfeffer and Salancik 1978). The
weight of a vote is the dependence of others alone: an agreement needs the consent of those one depends on.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from ..game import membership, needed
from ..kernel import compiled, scheduled
from ..parameters import number
from ..state import MEMBER


class Power(NamedTuple):
    """Where influence comes from, and when it is contested."""

    position: Annotated[
        float, number(0, 1, "share", "part of influence that rests on the dependence of others", "emerson1962")
    ] = 0.50
    margin: Annotated[
        float, number(0.05, 1, "share", "lead over the next largest at which nobody contests authority")
    ] = 0.33


@compiled
def mixed_influence(position, size_share, dependence_share):
    """Share of influence of one organisation."""
    return (1.0 - position) * size_share + position * dependence_share


@scheduled
def weigh(state, p):
    """Count everybody's partners among members; settle the influence of members and the weight of their votes."""
    us = state.collaboration[0]
    us.members = 0
    sizes, dependences = 0.0, 0.0
    member, wanted = membership(state), np.zeros(state.organisations.size)
    for i in range(member.size):
        me = state.organisations[i]
        partners, depends = 0, 0.0
        for tie in state.ties[me.first : me.last]:
            if member[tie.target] and tie.age > 0:
                partners += 1
                depends += needed(tie)
                if member[i]:
                    wanted[tie.target] += needed(tie)
        me.partners, me.depends = partners, depends
        if me.member == MEMBER:
            us.members += 1
            sizes += me.size
            dependences += me.depends
    position = p.power.position if dependences > 0.0 else 0.0
    for i in range(member.size):
        me = state.organisations[i]
        me.influence = me.consent = 0.0
        if member[i]:
            me.consent = wanted[i] / dependences if dependences > 0.0 else 1.0 / us.members
            me.influence = mixed_influence(position, me.size / sizes, me.consent)

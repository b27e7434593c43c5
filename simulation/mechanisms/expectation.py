"""Expectation: what each organisation expects of working with its partners.

From what partners last promised, believed as far as they are trusted; a partner larger than oneself is
trusted less ("they are large, I am small"). Where trust is neither 0 nor 1 there is doubt,
largest at 1/2: the standard deviation of what comes in, if each partner keeps its word or does not.
A tie works as far as both sides attend to it, and attention is shared out over partners (Uzzi 1997).
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from ..game import falls_to, load, membership, slack, synergy
from ..kernel import compiled, scheduled
from ..parameters import number


class Expectation(NamedTuple):
    """How difference adds to synergy, and size takes from trust."""

    complementarity: Annotated[
        float, number(0, 5, "ratio", "gain in synergy between entirely different partners", "nooteboom2007")
    ] = 2.5
    awe: Annotated[
        float, number(0, 1, "share", "trust withheld from a partner that is infinitely larger", "vangen2003")
    ] = 0.30


@compiled
def credence(trust, size, partner_size, awe):
    """Trust as acted upon: less of it in a larger partner."""
    if partner_size <= size:
        return trust
    return trust * (1.0 - awe * (partner_size - size) / (partner_size + size))


@compiled
def attention(partners, size, crowding, by_size):
    """Part of its attention that each partner gets: 1 for one partner, less with more, less so for the large."""
    return 1.0 / (1.0 + load(max(0, partners - 1), size, crowding, by_size))


@scheduled
def form(state, p):
    """Sum up, for every organisation, what its ties to members hold in store."""
    n = state.organisations.size
    member, size, heed, offered = membership(state), np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        me = state.organisations[i]
        size[i] = me.size
        heed[i] = attention(me.partners, me.size, p.ties.crowding, p.ties.by_size)
        offered[i] = me.promise if member[i] else 0.0
    free = slack(state, offered)
    spillover, returned, due = np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        me = state.organisations[i]
        regard = reach = prospect = doubt = 0.0
        for tie in state.ties[me.first : me.last]:
            j = tie.target
            if tie.age == 0:
                tie.synergy = 0.0
                continue
            tie.synergy = synergy(tie, p.expectation.complementarity) * heed[i] * heed[j]
            if not member[j]:
                continue
            believed = credence(tie.trust, size[i], size[j], p.expectation.awe)
            promised = tie.synergy * offered[j] * free[j]
            regard += tie.trust
            reach += promised
            prospect += promised * believed
            doubt += promised * promised * believed * (1.0 - believed)
        me.reach, me.prospect, me.doubt = reach, prospect, math.sqrt(doubt)
        me.regard = regard / me.partners if me.partners > 0 else 0.5
        if member[i]:
            bring_partners(state, me, p.value.common, member, free, spillover, returned, due)
    for i in range(n):
        me = state.organisations[i]
        me.spillover, me.returned, me.due = spillover[i], returned[i], due[i]


@compiled
def bring_partners(state, me, common, member, free, spillover, returned, due):
    """What a member's promise brings its partners, by row: in synergy, and in their part of the common yield."""
    for tie in state.ties[me.first : me.last]:
        j = tie.target
        if tie.age > 0 and member[j]:
            brought = tie.synergy * me.promise * free[j]
            part = falls_to(tie.trust, me.regard, me.partners) if common > 0.0 else 0.0
            spillover[j] += brought
            returned[j] += part * brought
            due[j] += part * me.promise * me.productivity

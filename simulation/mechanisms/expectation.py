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

from ..game import falls_to, load, slack, synergy
from ..kernel import compiled, scheduled
from ..parameters import number
from ..state import MEMBER


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


# What ties look up of an organisation, and what they add up for it: a record that fits in a line of most caches.
PARTNER = np.dtype(
    [
        ("member", np.int64),
        ("size", np.float64),
        ("heed", np.float64),  #     attention for each of its partners, share
        ("offered", np.float64),  #  what it last promised; 0 for those who are no members
        ("free", np.float64),  #     part of what partners offer that it has room for
        ("spillover", np.float64),
        ("returned", np.float64),
        ("due", np.float64),
    ]
)


@scheduled
def form(state, p):
    """Sum up, for every organisation, what its ties to members hold in store."""
    everybody = np.zeros(state.organisations.size, PARTNER)
    for i in range(everybody.size):
        me, mine = state.organisations[i], everybody[i]
        mine.member, mine.size = me.member == MEMBER, me.size
        mine.heed = attention(me.partners, me.size, p.ties.crowding, p.ties.by_size)
        mine.offered = me.promise if mine.member else 0.0
    slack(state, everybody["offered"], everybody["free"])
    for i in range(everybody.size):
        me, mine = state.organisations[i], everybody[i]
        regard = reach = prospect = doubt = 0.0
        for tie in state.ties[me.first : me.last]:
            them = everybody[tie.target]
            if tie.age == 0:
                tie.synergy = 0.0
                continue
            tie.synergy = synergy(tie, p.expectation.complementarity) * mine.heed * them.heed
            if not them.member:
                continue
            believed = credence(tie.trust, mine.size, them.size, p.expectation.awe)
            promised = tie.synergy * them.offered * them.free
            regard += tie.trust
            reach += promised
            prospect += promised * believed
            doubt += promised * promised * believed * (1.0 - believed)
        me.reach, me.prospect, me.doubt = reach, prospect, math.sqrt(doubt)
        me.regard = regard / me.partners if me.partners > 0 else 0.5
        if mine.member:
            bring_partners(state, me, p.value.common, everybody)
    for i in range(everybody.size):
        me, mine = state.organisations[i], everybody[i]
        me.spillover, me.returned, me.due = mine.spillover, mine.returned, mine.due


@compiled
def bring_partners(state, me, common, everybody):
    """What a member's promise brings its partners, by row: in synergy, and in their part of the common yield."""
    for tie in state.ties[me.first : me.last]:
        them = everybody[tie.target]
        if tie.age > 0 and them.member:
            brought = tie.synergy * me.promise * them.free
            part = falls_to(tie.trust, me.regard, me.partners) if common > 0.0 else 0.0
            them.spillover += brought
            them.returned += part * brought
            them.due += part * me.promise * me.productivity

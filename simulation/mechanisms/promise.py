"""Promise: what a representative says its organisation will pool, and what a lead would ask of it.

The representative offers the best reply to what partners promised, and counts, with its loyalty to the
collaboration, what its share brings them. It can promise beyond what its organisation does alone only as far
as autonomy is given up, which commitment eases. All revise their promises in every round, or only some of them,
by chance, to see whether a result hinges on everybody moving at once (Huberman and Glance 1993). A lead asks what
serves the lead, or, as far as it leads responsibly, what serves the whole.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

from .. import draws
from ..game import alignment, bring, offer
from ..kernel import compiled, scheduled
from ..parameters import number
from ..state import MEMBER


class Promise(NamedTuple):
    """The limit to what one organisation can pool, and how often it makes up its mind."""

    capacity: Annotated[float, number(1, 1e6, "times its scale alone", "the most an organisation can pool (S)")] = 3.0
    claim: Annotated[
        float, number(1, 1e6, "times its scale alone", "what a selfish lead asks of whoever serves it best, at most")
    ] = 3.0
    revision: Annotated[
        float,
        number(0.05, 1, "probability per round", "chance to revise a promise; below 1 not at once", "huberman1993"),
    ] = 1.0


@compiled
def asked(loyalty, served, best_served, optimum, claim):
    """What a lead asks of a partner that serves it with synergy `served`: selfish, mixed with responsible."""
    selfish = claim * served / best_served if best_served > 0.0 else 0.0
    return (1.0 - loyalty) * selfish + loyalty * optimum


@scheduled
def make(state, p, seed, round_):
    """Members promise what they offer under the goal; without a goal nobody pools more than it does alone."""
    demand(state, p)
    for me in state.organisations:
        if me.member != MEMBER or not state.collaboration[0].agreed:
            me.promise = 1.0
        elif revises(me, p, seed, round_):
            me.promise = offer(me, bring(me, me.aligned, me.loyalty, p.value.common), p.promise.capacity)
        if state.collaboration[0].agreed and me.member == MEMBER and not math.isnan(me.act_promise):
            me.promise = me.act_promise


@scheduled
def renew(state, p):
    """What members of a group that is under way promised, in answer to what partners did."""
    us = state.collaboration[0]
    for me in state.organisations:
        if me.member == MEMBER:
            me.aligned = alignment(me, us.goal, me.perception, p.goal.stake)
            me.promise = offer(me, bring(me, me.aligned, me.loyalty, p.value.common), p.promise.capacity)


@compiled
def revises(me, p, seed, round_):
    """Whether it makes a new promise this round, or keeps to the last one."""
    return p.promise.revision >= 1.0 or draws.uniform(seed, draws.REVISION, round_, me.key, 0) < p.promise.revision


@compiled
def demand(state, p):
    """What the lead asks of every member, or would ask: it also measures goal realisation where nobody obeys."""
    us = state.collaboration[0]
    lead = state.organisations[us.lead]
    best_served = 0.0
    for me in state.organisations:
        me.demand = 0.0
    for tie in state.ties[lead.first : lead.last]:
        partner = state.organisations[tie.target]
        if partner.member == MEMBER and tie.age > 0:
            partner.demand = tie.synergy
            best_served = max(best_served, tie.synergy)
    for me in state.organisations:
        if me.member == MEMBER:
            optimum = min(p.promise.capacity, max(0.0, me.aligned + me.reach + me.spillover))
            claim = min(p.promise.claim, p.promise.capacity)
            me.demand = asked(us.lead_loyalty, me.demand, best_served, optimum, claim)

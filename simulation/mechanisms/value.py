"""Value: what the round really brings each partner, and those the collaboration is for.

Expectations used the need as perceived; results meet the true need. A goal that moves makes part of the work
void (Hannan and Freeman 1984). Effort on interests shares part of
the surplus out evenly, which moves value between partners and makes none.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from ..game import ALONE, alignment, alone, distance, ideal
from ..kernel import compiled
from ..logic import NETWORK
from ..parameters import number
from ..state import MEMBER


class Value(NamedTuple):
    """What a moving goal costs, and how surplus is shared out."""

    adjustment: Annotated[
        float, number(0, 5, "value per distance", "work lost per unit pooled when the goal moves", "hannan1984")
    ] = 0.50
    sharing: Annotated[
        float, number(0, 1, "share", "part of the surplus shared out evenly at full effort on interests", "raiffa1982")
    ] = 0.50


@compiled
def made(worth, pooled, effective, received):
    """v_i before costs: own pooling under the goal, synergy with what partners effectively pooled, effort."""
    return pooled * worth + effective * received - 0.5 * pooled * pooled


@compiled
def create(state, p, effort):
    """The value of the round for every organisation, and for clients."""
    us = state.collaboration[0]
    if not us.agreed:
        work_alone(state)
        return
    effective = np.zeros(state.organisations.size)  # of members
    for i in range(effective.size):
        if state.organisations[i].member == MEMBER:
            effective[i] = state.organisations[i].effective
    for me in state.organisations:
        if me.member == MEMBER:
            received = 0.0
            for tie in state.ties[me.first : me.last]:
                received += tie.synergy * effective[tie.target]
            worth = alignment(me, us.goal, us.need, p.goal.stake) - p.value.adjustment * us.moved
            me.value = made(worth, me.pooled, me.effective, received) - me.cost
            if p.logic.implementation == NETWORK:
                me.value -= p.opportunity.search
            me.served = me.pooled * (1.0 - distance(us.goal, us.need))
        else:
            me.value = alone(me)
            me.served = served_alone(me, us.need)
    share_out(state, p.value.sharing * effort.interests)


@compiled
def work_alone(state):
    """Without a goal everybody works by itself; members pay for meeting all the same."""
    for me in state.organisations:
        me.value = ALONE - me.cost if me.member == MEMBER else alone(me)
        me.served = served_alone(me, state.collaboration[0].need)


@compiled
def served_alone(me, need):
    """Value for clients of an organisation that follows its own goal, at its own scale."""
    total = 0.0
    for theme in range(need.size):
        total += (ideal(me.interests[theme], me.perception[theme], me.moral) - need[theme]) ** 2
    return 1.0 - math.sqrt(total / need.size)


@compiled
def share_out(state, share):
    """Move each member's surplus part of the way to the mean; the sum stays."""
    if share == 0.0:
        return
    members, surplus = 0, 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            members += 1
            surplus += me.value - ALONE
    for me in state.organisations:
        if me.member == MEMBER:
            me.value += share * (surplus / members - (me.value - ALONE))

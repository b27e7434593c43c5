"""Value: what the round really brings each partner, and those the collaboration is for.

Expectations used the need as perceived; results meet the true need. A goal that moves makes part of the work void
(Hannan and Freeman 1984). Ceding autonomy is felt when deciding, and part of that price is really paid. What then
moves between partners stands in `sharing`.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from ..game import ALONE, alignment, alone, distance, felt_price, ideal, liking, slack
from ..kernel import compiled, scheduled
from ..logic import NETWORK
from ..parameters import number
from ..state import MEMBER


class Value(NamedTuple):
    """What falls to partners, what moving and ceding cost, and how surplus is shared out."""

    common: Annotated[
        float, number(0, 1, "share", "of what one makes that falls to partners, whatever they do (w)", "olson1965")
    ] = 0.39
    ceding: Annotated[
        float, number(0, 1, "share", "of the felt price of autonomy that is really paid (phi)", "provan1984")
    ] = 0.3
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


@scheduled
def create(state, p, effort):
    """The value of the round for every organisation, and for clients."""
    us = state.collaboration[0]
    if not us.agreed:
        work_alone(state)
        return
    n = state.organisations.size
    effective, delivered, free = np.zeros(n), np.zeros(n), np.zeros(n)  # of members
    for i in range(effective.size):
        if state.organisations[i].member == MEMBER:
            effective[i], delivered[i] = state.organisations[i].effective, state.organisations[i].pooled
    slack(state, delivered, free)
    price = p.value.ceding * felt_price(p.decision.autonomy, p.decision.safeguard, effort.process)
    for me in state.organisations:
        if me.member == MEMBER:
            received = 0.0
            for tie in state.ties[me.first : me.last]:
                received += tie.synergy * effective[tie.target] * free[tie.target]
            worth = alignment(me, us.goal, us.need, p.goal.stake) - p.value.adjustment * us.moved
            me.liking = me.pooled * liking(me)
            me.value = made(worth, me.pooled, me.effective, received) - me.cost
            me.made = me.pooled * worth - me.liking + me.effective * received
            me.productivity = me.made / me.pooled if me.pooled > 0.0 else 0.0
            me.value += me.burden - price * me.autonomy * me.pooled
            if p.logic.implementation == NETWORK:
                me.value -= p.opportunity.search
            me.served = me.pooled * (1.0 - distance(us.goal, us.need))
        else:
            stand_alone(me, us.need)


@scheduled
def work_alone(state):
    """Without a goal everybody works by itself; members pay for meeting all the same."""
    for me in state.organisations:
        stand_alone(me, state.collaboration[0].need)
        if me.member == MEMBER:
            me.value = ALONE - me.cost


@compiled
def stand_alone(me, need):
    """A round without the collaboration."""
    me.value, me.made, me.productivity, me.liking, me.paid = alone(me), 1.0, 1.0, 0.0, 0.0
    me.served = served_alone(me, need)


@compiled
def served_alone(me, need):
    """Value for clients of an organisation that follows its own goal, at its own scale."""
    total = 0.0
    for theme in range(need.size):
        total += (ideal(me.interests[theme], me.perception[theme], me.moral) - need[theme]) ** 2
    return 1.0 - math.sqrt(total / need.size)

"""Value: what the round really brings each partner, and those the collaboration is for.

Expectations used the need as perceived; results meet the true need. A goal that moves makes part of the work void
(Hannan and Freeman 1984). Of what each makes a share falls to its partners, whatever they do, and to each as it is
trusted: that is what tempts, and what makes being trusted pay (Olson 1965; Trivers 1971). Side payments that were
agreed are paid out of what came in. Effort on interests shares part of the surplus out evenly. All three move value
between partners and make none.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from ..game import (
    ALONE,
    alignment,
    alone,
    distance,
    falls_to,
    felt_price,
    ideal,
    liking,
    membership,
    slack,
)
from ..kernel import compiled
from ..logic import NETWORK
from ..parameters import number
from ..state import MEMBER


class Value(NamedTuple):
    """What falls to partners, what moving and ceding cost, and how surplus is shared out."""

    common: Annotated[
        float, number(0, 1, "share", "of what one makes that falls to partners, whatever they do (w)", "olson1965")
    ] = 0.38
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


@compiled
def create(state, p, effort):
    """The value of the round for every organisation, and for clients."""
    us = state.collaboration[0]
    if not us.agreed:
        work_alone(state)
        return
    effective, delivered = np.zeros(state.organisations.size), np.zeros(state.organisations.size)  # of members
    for i in range(effective.size):
        if state.organisations[i].member == MEMBER:
            effective[i], delivered[i] = state.organisations[i].effective, state.organisations[i].pooled
    free = slack(state, delivered)
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
    if p.value.common > 0.0:
        share_yield(state, p.value.common)
    pay(state)
    share_out(state, p.value.sharing * effort.interests)


@compiled
def share_yield(state, common):
    """A share of what each member made falls to its partners, to each as it is trusted; the sum stays."""
    n = state.organisations.size
    got, member = np.zeros(n), membership(state)
    for i in range(n):
        me = state.organisations[i]
        if not member[i] or me.partners == 0:
            continue
        for tie in state.ties[me.first : me.last]:
            if tie.age > 0 and member[tie.target]:
                got[tie.target] += falls_to(tie.trust, me.regard, me.partners) * me.made
        got[i] -= me.made
    for i in range(n):
        state.organisations[i].value += common * got[i]


@compiled
def pay(state):
    """Those who agreed to pay for consent do, out of what came in; the others get what is paid, in proportion."""
    paid, owed = 0.0, 0.0
    for me in state.organisations:
        me.paid = 0.0
        if me.member != MEMBER or me.payment == 0.0:
            continue
        if me.payment < 0.0:
            me.paid = -min(-me.payment, max(0.0, me.value - alone(me)))
            paid -= me.paid
        else:
            owed += me.payment
    for me in state.organisations:
        if me.member == MEMBER:
            if me.payment > 0.0:
                me.paid = paid * me.payment / owed
            elif owed == 0.0:
                me.paid = 0.0
            me.value += me.paid


@compiled
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

"""Bargaining: those who gain buy the consent of those who do not.

Parties that would gain have room: as much as they can miss and still consent, and no more than they would gain if
partners keep their word. Effort on interests brings part of that room to the table (Raiffa 1982; Fisher and Ury
1981). The cheapest votes are bought until the quorum is there, if the purse reaches; what each objector asks stands
in `objection`. Payers pay in proportion to their room, every round, out of what came in (contingent agreements: Lax
and Sebenius 1986).
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from ..game import alone, liking
from ..kernel import compiled, scheduled
from ..logic import NETWORK, ROUNDING, tolerance
from ..parameters import number
from ..state import MEMBER


class Bargaining(NamedTuple):
    """What parties bring to the table."""

    reach: Annotated[
        float, number(0, 1, "share", "room brought to the table at full effort on interests", "raiffa1982")
    ] = 1.0


@scheduled
def strike(state, p, effort):
    """Work out what the quorum would cost; buy it where the purse reaches."""
    us = state.collaboration[0]
    us.price_of_consent = 0.0
    for me in state.organisations:
        me.pledge = 0.0
    if not us.put or us.support >= p.decision.quorum - ROUNDING:
        return
    objectors = by_price_of_vote(state)
    bought, us.price_of_consent = cheapest(state, objectors, p.decision.quorum)
    purse = p.bargaining.reach * effort.interests
    if p.logic.decision == NETWORK and purse > 0.0 and not math.isnan(us.price_of_consent):
        rooms = find_room(state, p)
        if us.price_of_consent <= purse * np.sum(rooms):
            pledge(state, objectors[:bought], rooms, us.price_of_consent)


@compiled
def by_price_of_vote(state):
    """Rows of the objectors that can be won, the cheapest vote first; who said no in person is not bought."""
    rows, cost = np.empty(state.organisations.size, np.int64), np.empty(state.organisations.size)
    count = 0
    for i in range(rows.size):
        me = state.organisations[i]
        if me.member == MEMBER and me.accepts < 1.0 and me.consent > 0.0 and math.isnan(me.act_consent):
            rows[count], cost[count] = i, me.price / me.consent
            count += 1
    return rows[:count][np.argsort(cost[:count])]


@compiled
def cheapest(state, objectors, quorum):
    """How many of the objectors, cheapest first, make the quorum, and what they ask; NaN where they never do."""
    support, asked = state.collaboration[0].support, 0.0
    for k in range(objectors.size):
        me = state.organisations[objectors[k]]
        support += me.consent
        asked += me.price
        if support >= quorum - ROUNDING:
            return k + 1, asked if asked < math.inf else math.nan
    return 0, math.nan


@compiled
def find_room(state, p):
    """What every member that consents can miss; shape (n,)."""
    let_pass = tolerance(p)
    rooms = np.zeros(state.organisations.size)
    for i in range(rooms.size):
        me = state.organisations[i]
        if me.member == MEMBER and me.accepts == 1.0:
            gain = gain_in_hand(me, p.value.common, p.value.ceding)
            rooms[i] = room_of(me.expected_anew + let_pass - me.fallback, gain)
    return rooms


@compiled
def gain_in_hand(me, common, ceded):
    """What it would gain in a round if everybody keeps its word; `ceded`: the part of the felt price that is real."""
    face = me.aligned_anew + me.reach - common * (me.aligned_anew - liking(me) + me.reach) + common * me.returned
    made = me.planned * face - 0.5 * me.planned * me.planned + common * me.due
    return made + ceded * me.reason_autonomy + me.burden + me.payment - alone(me)


@compiled
def room_of(slack, gain):
    """What it can miss: no more than leaves it consenting, and no more than it would gain."""
    return max(0.0, min(slack, gain))


@compiled
def pledge(state, bought, rooms, asked):
    """Those bought consent for what they ask; the others pay it in proportion to their room."""
    us, total = state.collaboration[0], np.sum(rooms)
    for i in range(rooms.size):
        if rooms[i] > 0.0:
            give(state.organisations[i], -asked * rooms[i] / total, 1.0)
    for i in bought:
        me = state.organisations[i]
        give(me, me.price, me.regard)
        me.accepts = 1.0
        us.support += me.consent


@compiled
def give(me, amount, believed):
    """Add to what it would get, and to what it expects of the proposal."""
    me.pledge = amount
    me.expected_anew += believed * amount
    me.reason_payment += believed * amount

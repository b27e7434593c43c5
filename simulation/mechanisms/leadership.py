"""Leadership: who leads, how clear that is, what whoever leads wants, and how far it gets it.

The declared lead leads while it is a member, else the member with most right to decide, by law or ownership
(Scharpf 1994), else the one with most influence. The centre of power is unclear as far as influence is spread (its
entropy) and neither a mandate nor a right settles it; the lead is contested as far as the next largest comes near it.
A right decides; it does not compel. A secretariat that leads has no interests of its own: it takes the mean of what
partners see and want, and weighs the whole.
"""

from __future__ import annotations

import math

from ..elementary import log
from ..game import clear, ideal, place
from ..kernel import compiled, scheduled
from ..logic import ADMINISTRATIVE, mandate
from ..state import MEMBER


@scheduled
def appoint(state, p):
    """Settle who leads, and how clear that is."""
    us = state.collaboration[0]
    us.lead = choose_lead(state)
    lead = state.organisations[us.lead]
    unsettled = (1.0 - mandate(p)) * (1.0 - lead.right)
    us.ambiguity = unsettled * entropy(state)
    us.contest = unsettled * contested(lead.influence, next_influence(state), p.power.margin)


@compiled
def choose_lead(state):
    """Row of the declared lead while it is a member, else of the member with most right, or else most influence."""
    declared = state.collaboration[0].declared_lead
    if declared >= 0 and state.organisations[declared].member == MEMBER:
        return declared
    lead = -1
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member != MEMBER:
            continue
        if lead < 0 or outranks(me, state.organisations[lead]):
            lead = i
    return lead


@compiled
def outranks(me, other):
    """Whether it leads before another: by right, and among those of equal right by influence."""
    return me.right > other.right or (me.right == other.right and me.influence > other.influence)


@compiled
def next_influence(state):
    """Influence of the most influential member but the lead."""
    most = 0.0
    for i in range(state.organisations.size):
        if i != state.collaboration[0].lead:
            most = max(most, state.organisations[i].influence)
    return most


@compiled
def entropy(state):
    """Spread of influence over members, 0 (one has it all) to 1 (all have the same)."""
    total = 0.0
    for me in state.organisations:
        if me.influence > 0.0:
            total -= me.influence * log(me.influence)
    members = state.collaboration[0].members
    return total / log(members) if members > 1 else 0.0


@compiled
def contested(lead_influence, next_influence, margin):
    """How far authority is contested: 1 between equals, 0 once the lead is ahead by the margin."""
    if lead_influence <= 0.0:
        return 1.0
    ahead = (lead_influence - next_influence) / lead_influence
    return min(1.0, max(0.0, 1.0 - ahead / margin))


@scheduled
def take(state, p):
    """What whoever leads sees, wants and weighs."""
    us = state.collaboration[0]
    us.led_from_outside = 1 * (p.governance.form == ADMINISTRATIVE)
    if not us.led_from_outside:
        lead = state.organisations[us.lead]
        place(us.lead_perception, lead.perception)
        place(us.lead_interests, lead.interests)
        us.lead_loyalty = lead.loyalty
        us.lead_moral = lead.moral
        return
    clear(us.lead_perception)
    clear(us.lead_interests)
    us.lead_loyalty = 1.0
    us.lead_moral = 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            us.lead_moral += me.moral / us.members
            for theme in range(us.need.size):
                us.lead_perception[theme] += me.perception[theme] / us.members
                us.lead_interests[theme] += me.interests[theme] / us.members


@scheduled
def review(state):
    """Goal realisation of the lead: nearness of the goal to its own, times the share of what it asks that is made."""
    us = state.collaboration[0]
    if not us.agreed:
        us.realisation = 0.0
        return
    asked, got = 0.0, 0.0
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member == MEMBER and (i != us.lead or us.led_from_outside):
            asked += me.demand
            got += min(me.effective, me.demand)
    apart = 0.0
    for theme in range(us.need.size):
        apart += (us.goal[theme] - ideal(us.lead_interests[theme], us.lead_perception[theme], us.lead_moral)) ** 2
    near = 1.0 - math.sqrt(apart / us.need.size)
    us.realisation = near * got / asked if asked > 0.0 else near

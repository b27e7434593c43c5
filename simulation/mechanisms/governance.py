"""Governance: who leads, with what mandate, and what leading costs.

Three forms (Provan and Kenis 2008). *Shared*: all govern together; whoever has most influence is the lead
when a lead is called for. *Lead organisation*: one member has a mandate. *Administrative organisation*: a
secretariat outside the partners has the mandate; it has no interests of its own, takes the mean of what
partners see and want, and weighs the whole.

The centre of power is unclear as far as influence is spread (its entropy) and neither a mandate nor a right to
decide, by law or ownership, settles it (Scharpf 1994); the authority of a lead is contested as far as the next
largest comes near it. A right decides; it does not compel.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

from ..game import ideal, needed
from ..kernel import compiled
from ..logic import HIERARCHY
from ..parameters import choice, number
from ..state import MEMBER

FORMS = ("shared", "lead", "administrative")
SHARED, LEAD, ADMINISTRATIVE = 0, 1, 2


class Governance(NamedTuple):
    """The form of governance, its mandate and its costs."""

    form: Annotated[int, choice(FORMS, "form of governance", "provan2008")] = SHARED
    mandate: Annotated[
        float,
        number(0, 1, "share", "authority that partners grant a lead or administrative organisation", "provan2008"),
    ] = 0.30
    coordination: Annotated[
        float, number(0, 0.1, "value per partner and round", "cost of reckoning with one more partner", "provan2008")
    ] = 0.013
    meetings: Annotated[
        float, number(0, 1, "exponent", "how coordination grows with partners: 1 by pairs, less where they meet")
    ] = 0.5
    procedure: Annotated[
        float, number(0, 1, "share", "coordination saved at full effort on the organisation", "provan2008")
    ] = 0.50
    overhead: Annotated[
        float, number(0, 2, "value per round", "cost of an administrative organisation, borne together", "provan2008")
    ] = 0.50


@compiled
def mandate(p):
    """The mandate of the form: none where governance is shared."""
    return 0.0 if p.governance.form == SHARED else p.governance.mandate


@compiled
def contested(lead_influence, next_influence, margin):
    """How far authority is contested: 1 between equals, 0 once the lead is ahead by the margin."""
    if lead_influence <= 0.0:
        return 1.0
    ahead = (lead_influence - next_influence) / lead_influence
    return min(1.0, max(0.0, 1.0 - ahead / margin))


@compiled
def natural_authority(me, lead, dependence, lead_dependence, contest):
    """Authority of a lead over a partner: relative dependence and relative size, less what is contested."""
    both = dependence + lead_dependence
    leaning = dependence / both if both > 0.0 else 0.0
    return 0.5 * (leaning + lead.size / (lead.size + me.size)) * (1.0 - contest)


@compiled
def coordination(p, leads, partners, members):
    """What governing costs one member a round: shared all with all, a lead with each, a secretariat for all."""
    if p.governance.form == SHARED:
        return p.governance.coordination * partners**p.governance.meetings
    if p.governance.form == LEAD:
        return p.governance.coordination * (members - 1 if leads else 1) ** p.governance.meetings
    return p.governance.coordination + p.governance.overhead / members


@compiled
def appoint(state, p, effort):
    """Settle who leads, how clear that is, what it costs, and what authority it gives over each member."""
    us = state.collaboration[0]
    granted = mandate(p)
    us.lead = choose_lead(state)
    unsettled = (1.0 - granted) * (1.0 - state.organisations[us.lead].right)
    us.ambiguity = unsettled * entropy(state)
    us.contest = unsettled * contested(state.organisations[us.lead].influence, next_influence(state), p.power.margin)
    lend_influence(state, p, granted)
    take_the_lead(state, p)
    grant_authority(state, p, granted)
    charge(state, p, effort)


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
            total -= me.influence * math.log(me.influence)
    members = state.collaboration[0].members
    return total / math.log(members) if members > 1 else 0.0


@compiled
def lend_influence(state, p, granted):
    """A mandate shifts influence: to the lead organisation, or to an even share for all."""
    us = state.collaboration[0]
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member == MEMBER:
            due = 1.0 / us.members if p.governance.form == ADMINISTRATIVE else 1.0 * (i == us.lead)
            me.influence = (1.0 - granted) * me.influence + granted * due


@compiled
def take_the_lead(state, p):
    """What whoever leads sees, wants and weighs."""
    us = state.collaboration[0]
    us.led_from_outside = 1 * (p.governance.form == ADMINISTRATIVE)
    if not us.led_from_outside:
        lead = state.organisations[us.lead]
        us.lead_perception[:] = lead.perception
        us.lead_interests[:] = lead.interests
        us.lead_loyalty = lead.loyalty
        us.lead_moral = lead.moral
        return
    us.lead_perception[:] = 0.0
    us.lead_interests[:] = 0.0
    us.lead_loyalty = 1.0
    us.lead_moral = 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            us.lead_moral += me.moral / us.members
            for theme in range(us.need.size):
                us.lead_perception[theme] += me.perception[theme] / us.members
                us.lead_interests[theme] += me.interests[theme] / us.members


@compiled
def grant_authority(state, p, granted):
    """Authority over each member; under the hierarchical norm a lead short of its goal presses harder."""
    us = state.collaboration[0]
    lead = state.organisations[us.lead]
    pressed = 1.0
    if p.logic.norm == HIERARCHY and us.agreed:
        pressed += p.norm.pressure * (1.0 - us.realisation)
    for me in state.organisations:
        me.authority = 0.0 if us.led_from_outside else natural_authority(me, lead, 0.0, 0.0, us.contest)
    if not us.led_from_outside:
        for tie in state.ties[lead.first : lead.last]:
            if tie.age > 0:
                me = state.organisations[tie.target]
                towards_lead = needed(state.ties[tie.reverse])
                me.authority = natural_authority(me, lead, towards_lead, needed(tie), us.contest)
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member != MEMBER or (i == us.lead and not us.led_from_outside):
            me.authority = 0.0
        else:
            me.authority = min(1.0, pressed * (me.authority + granted * (1.0 - me.authority)))


@compiled
def charge(state, p, effort):
    """Add what governing costs each member this round."""
    us = state.collaboration[0]
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member != MEMBER:
            continue
        saved = p.governance.procedure * effort.organisation
        me.cost += (1.0 - saved) * coordination(p, i == us.lead, me.partners, us.members)


@compiled
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

"""Governance: the form that a collaboration is governed in, the mandate that comes with it, and what it costs.

Three forms (Provan and Kenis 2008). *Shared*: all govern together; whoever has most influence is the lead
when a lead is called for. *Lead organisation*: one member has a mandate. *Administrative organisation*: a
secretariat outside the partners has the mandate.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from ..elementary import power
from ..kernel import compiled, scheduled
from ..logic import ADMINISTRATIVE, FORMS, LEAD, SHARED, mandate
from ..parameters import choice, number
from ..state import MEMBER


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


@scheduled
def lend_influence(state, p):
    """A mandate shifts influence: to the lead organisation, or to an even share for all."""
    us, granted = state.collaboration[0], mandate(p)
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member == MEMBER:
            due = 1.0 / us.members if p.governance.form == ADMINISTRATIVE else 1.0 * (i == us.lead)
            me.influence = (1.0 - granted) * me.influence + granted * due


@scheduled
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
def coordination(p, leads, partners, members):
    """What governing costs one member a round: shared all with all, a lead with each, a secretariat for all."""
    if p.governance.form == SHARED:
        return p.governance.coordination * power(partners, p.governance.meetings)
    if p.governance.form == LEAD:
        return p.governance.coordination * power(members - 1 if leads else 1, p.governance.meetings)
    return p.governance.coordination + p.governance.overhead / members

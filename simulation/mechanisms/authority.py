"""Authority: how far a partner has to do what the lead asks.

By itself a lead has authority over whoever needs it more than it is needed, and over whoever is smaller, as far as
nobody contests it; a mandate adds to that. Under the hierarchical norm a lead that is short of its goal presses harder.
"""

from __future__ import annotations

from ..game import needed
from ..kernel import compiled, scheduled
from ..logic import HIERARCHY, mandate
from ..state import MEMBER


@scheduled
def grant(state, p):
    """Authority over each member; under the hierarchical norm a lead short of its goal presses harder."""
    us, granted = state.collaboration[0], mandate(p)
    lead = state.organisations[us.lead]
    pressed = 1.0
    if p.logic.norm == HIERARCHY and us.agreed:
        pressed += p.norm.pressure * (1.0 - us.realisation)
    for me in state.organisations:
        me.authority = 0.0 if us.led_from_outside else natural(me, lead, 0.0, 0.0, us.contest)
    if not us.led_from_outside:
        for tie in state.ties[lead.first : lead.last]:
            if tie.age > 0:
                me = state.organisations[tie.target]
                towards_lead = needed(state.ties[tie.reverse])
                me.authority = natural(me, lead, towards_lead, needed(tie), us.contest)
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member != MEMBER or (i == us.lead and not us.led_from_outside):
            me.authority = 0.0
        else:
            me.authority = min(1.0, pressed * (me.authority + granted * (1.0 - me.authority)))


@compiled
def natural(me, lead, dependence, lead_dependence, contest):
    """Authority of a lead over a partner: relative dependence and relative size, less what is contested."""
    both = dependence + lead_dependence
    leaning = dependence / both if both > 0.0 else 0.0
    return 0.5 * (leaning + lead.size / (lead.size + me.size)) * (1.0 - contest)

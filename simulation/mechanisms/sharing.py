"""Sharing: what moves between partners of the value that they made; the sum stays.

Of what each makes a share falls to its partners, whatever they do, and to each as it is trusted: that is what tempts,
and what makes being trusted pay (Olson 1965; Trivers 1971). Side payments that were agreed are paid out of what came
in. Effort on interests shares part of the surplus out evenly.
"""

from __future__ import annotations

import numpy as np

from ..game import ALONE, alone, falls_to, membership
from ..kernel import compiled, scheduled
from ..state import MEMBER


@scheduled
def share(state, p, effort):
    """Under a goal: the common yield, what was agreed for consent, and the surplus."""
    if state.collaboration[0].agreed:
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

"""Consent: give up autonomy in the trust that it pays, or not yet.

What an organisation expects of a goal is the value of the game as it believes its partners' promises, and, as far
as its representative is loyal to the whole, what its share brings them; less the felt price of the autonomy it
cedes, less an aversion to uncertainty; with what the goal costs or saves it at home, and what was agreed about
that. Where the home has to ratify, it is the home that weighs (Putnam 1988). It consents when it expects no less
than going alone, and no less than of the present goal, within its tolerance. Effort on the process protects the core
values of partners, so that ceding autonomy feels less costly.
"""

from __future__ import annotations

import math

from ..game import alignment, alone, bring, felt_price, liking, offer
from ..kernel import compiled, scheduled
from ..logic import HIERARCHY, ROUNDING, tolerance
from ..state import LEFT, MEMBER, Reasons


@scheduled
def ask(state, p, effort):
    """What each organisation expects of the proposal and of the present goal, and whether it consents."""
    us = state.collaboration[0]
    price = felt_price(p.decision.autonomy, p.decision.safeguard, effort.process)
    let_pass = tolerance(p)
    us.put = 1 * (us.crisis == 0 and not (us.agreed and p.logic.goal == HIERARCHY))
    us.support = 0.0
    for me in state.organisations:
        if me.member == LEFT:
            continue
        as_stated = p.logic.problem == HIERARCHY and me.member == MEMBER
        need = us.diagnosis if as_stated else me.perception
        me.aligned_anew, me.planned, reasons = consider(me, p, us.proposal, need, price)
        keep(me, reasons)
        me.expected_anew = expected(reasons)
        me.fallback = alone(me)
        if us.agreed:
            me.aligned, _, of_the_goal = consider(me, p, us.goal, need, price)
            me.expected = expected(of_the_goal)
            me.fallback = max(me.fallback, me.expected)
        else:
            me.aligned, me.expected = me.aligned_anew, me.expected_anew
        me.accepts = 1.0 if me.expected_anew >= me.fallback - let_pass - ROUNDING else 0.0
        if not math.isnan(me.act_consent):
            me.accepts = me.act_consent
        if me.member == MEMBER:
            us.support += me.accepts * me.consent


@compiled
def voting_loyalty(me):
    """How far its vote weighs the whole: as its representative does, or as its home does that has to ratify."""
    return me.loyalty + me.ratifies * (me.home - me.loyalty)


@compiled
def consider(me, p, goal, need, price):
    """A_i of a goal, what i would pool under it, and what speaks for it and against it, as i weighs the whole.

    Who is not a member yet does not reckon with the common yield: neither with what it would give up, nor with what
    would come back.
    """
    common = p.value.common if me.member == MEMBER else 0.0
    aligned = alignment(me, goal, need, p.goal.stake)
    weight = voting_loyalty(me)
    planned = offer(me, bring(me, aligned, weight, common), p.promise.capacity)
    return aligned, planned, weigh(me, aligned, planned, weight, common, price, p.decision.aversion)


@compiled
def weigh(me, aligned, planned, weight, common, price, aversion):
    """What speaks for pooling `planned` under a goal, and against it, to one that weighs the whole by `weight`."""
    given = (1.0 - weight) * (me.returned * planned - (aligned - liking(me) + me.prospect) * planned)
    believed = me.payment * me.regard if me.payment > 0.0 else me.payment
    return Reasons(
        planned - 0.5 * planned * planned,
        planned * (aligned - 1.0),
        planned * me.reach,
        planned * (me.prospect - me.reach),
        -aversion * planned * me.doubt,
        planned * weight * me.spillover,
        common * (given + me.regard * me.due),
        -price * me.autonomy * planned,
        me.burden,
        believed,
    )


@compiled
def expected(reasons):
    """E_i: what is expected of a round under the goal, as it is felt when deciding."""
    total = 0.0
    for k in range(len(reasons)):
        total += reasons[k]
    return total


@compiled
def keep(me, reasons):
    """Keep what was weighed, for whoever asks why."""
    me.reason_own = reasons.own
    me.reason_goal = reasons.goal
    me.reason_partners = reasons.partners
    me.reason_distrust = reasons.distrust
    me.reason_doubt = reasons.doubt
    me.reason_whole = reasons.whole
    me.reason_common = reasons.common
    me.reason_autonomy = reasons.autonomy
    me.reason_burden = reasons.burden
    me.reason_payment = reasons.payment

"""Decision: give up autonomy in the trust that it pays, or not yet.

What an organisation expects of a goal is the value of the game as it believes its partners' promises, and, as far
as its representative is loyal to the whole, what its share brings them; less the felt price of the autonomy it
cedes, less an aversion to uncertainty; with what the goal costs or saves it at home, and what was agreed about
that. Where the home has to ratify, it is the home that weighs (Putnam 1988). Network: members consent when they
expect no less than going alone, and no less than of the present goal, within their tolerance; the agreement holds
when those who consent carry the quorum of dependence. Without agreement there is a next round. Hierarchy: the lead
decides; what is imposed is appealed against by those who did not consent, the less the better the right of the lead
to decide (Scharpf 1994). In both, a decision may slip while it is unclear who is in charge; effort on the
organisation prevents that. Effort on the process protects the core values of partners, so that ceding autonomy
feels less costly.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

from .. import draws
from ..conditions import remembered
from ..game import alignment, alone, bring, distance, felt_price, liking, offer
from ..kernel import compiled
from ..logic import HIERARCHY, ROUNDING, tolerance
from ..parameters import number
from ..state import LEFT, MEMBER, Reasons


class Decision(NamedTuple):
    """What weighs in consent, and what it takes to decide."""

    autonomy: Annotated[
        float, number(0, 1, "value per unit pooled", "felt price of autonomy ceded (kappa)", "provan1984", "oliver1991")
    ] = 0.38
    safeguard: Annotated[
        float, number(0, 1, "share", "felt price taken away at full effort on the process", "debruijn2018")
    ] = 0.50
    aversion: Annotated[float, number(0, 2, "ratio", "aversion to uncertain prospects (rho)", "nooteboom1997")] = 0.15
    quorum: Annotated[
        float, number(0.5, 1, "share", "consent needed: majority .5, supermajority .67, consensus 1", "choi2014")
    ] = 0.67
    slip: Annotated[
        float, number(0, 1, "probability", "chance that a decision slips when the centre of power is unclear")
    ] = 0.50
    appeal: Annotated[
        float, number(0, 1, "probability", "chance that what nobody supports and no right backs is appealed", "kim1998")
    ] = 0.4


@compiled
def voting_loyalty(me):
    """How far its vote weighs the whole: as its representative does, or as its home does that has to ratify."""
    return me.loyalty + me.ratifies * (me.home - me.loyalty)


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
def slipping(slip, unclear, organisation, appeal):
    """Chance that a decision slips: where it is unclear who is in charge, and where it is appealed against."""
    lost = slip * unclear * (1.0 - organisation)
    return lost + (1.0 - lost) * appeal


@compiled
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


@compiled
def decide(state, p, effort, seed, round_):
    """Decide by the logic that holds, once everybody was asked; keep the tally of decisions."""
    us = state.collaboration[0]
    us.moved = 0.0
    decided = 0
    if us.put:
        appeal = 0.0
        if p.logic.decision == HIERARCHY:
            carried, unclear = True, us.contest
            appeal = p.decision.appeal * (1.0 - state.organisations[us.lead].right) * (1.0 - us.support)
        else:
            carried, unclear = us.support >= p.decision.quorum - ROUNDING, us.ambiguity
        lost = slipping(p.decision.slip, unclear, effort.organisation, appeal)
        if not carried:
            us.rejected += 1
        elif draws.uniform(seed, draws.SLIP, round_, 0, 0) < lost:
            us.slipped += 1
        else:
            us.decided += 1
            decided = 1
            adopt(state, round_)
    us.tried = remembered(us.tried, us.put)
    us.settled = remembered(us.settled, decided)


@compiled
def adopt(state, round_):
    """The proposal becomes the goal."""
    us = state.collaboration[0]
    if us.agreed:
        us.moved = distance(us.goal, us.proposal)
    else:
        us.agreed = 1
        us.mended += 1 * (us.lapsed > us.mended)
        if math.isnan(us.first_goal[0]):
            us.first_decision = round_
            us.first_goal[:] = us.proposal
    us.goal[:] = us.proposal
    for me in state.organisations:
        if me.member != LEFT:
            me.aligned, me.expected = me.aligned_anew, me.expected_anew
            me.payment += me.pledge

"""Decision: give up autonomy in the trust that it pays, or not yet.

What an organisation expects of a goal is the value of the game as it believes its partners' promises, and, as far
as its representative is loyal to the whole, what its share brings them; less the felt price of the autonomy it
cedes, less an aversion to uncertainty. Network: members consent when they
expect no less than going alone, and no less than of the present goal, within their tolerance; the
agreement holds when those who consent carry the quorum of dependence. Without agreement there is a next
round. Hierarchy: the lead decides. In both, a decision may slip while it is unclear who is in charge;
effort on the organisation prevents that. Effort on the process protects the core values of partners, so
that ceding autonomy feels less costly.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from .. import draws
from ..game import alignment, alone, distance, offer
from ..kernel import compiled
from ..logic import HIERARCHY, NETWORK, ROUNDING, tolerance
from ..parameters import number
from ..state import LEFT, MEMBER


class Decision(NamedTuple):
    """What weighs in consent, and what it takes to decide."""

    autonomy: Annotated[
        float, number(0, 1, "value per unit pooled", "felt price of autonomy ceded (kappa)", "provan1984", "oliver1991")
    ] = 0.35
    safeguard: Annotated[
        float, number(0, 1, "share", "felt price taken away at full effort on the process", "debruijn2018")
    ] = 0.50
    aversion: Annotated[float, number(0, 2, "per value", "aversion to uncertain prospects (rho)", "nooteboom1997")] = (
        0.30
    )
    quorum: Annotated[
        float, number(0.5, 1, "share", "consent needed: majority .5, supermajority .67, consensus 1", "choi2014")
    ] = 0.67
    slip: Annotated[
        float, number(0, 1, "probability", "chance that a decision slips when the centre of power is unclear")
    ] = 0.50


@compiled
def felt_price(price, safeguard, process):
    """Felt price of a unit of autonomy, where the process protects what partners cannot give up."""
    return price * (1.0 - safeguard * process)


@compiled
def expectation(me, aligned, planned, price, aversion):
    """E_i: what pooling `planned` is expected to bring in a round, as it is felt when deciding."""
    made = planned * (aligned + me.prospect + me.loyalty * me.spillover) - 0.5 * planned * planned
    return made - price * me.autonomy * planned - aversion * planned * planned * me.doubt


@compiled
def consider(me, p, goal, price):
    """A_i and E_i of a goal, by i's own perception of the need and at the share that i would offer."""
    aligned = alignment(me, goal, me.perception, p.goal.stake)
    planned = offer(me, aligned, me.loyalty, p.promise.capacity)
    return aligned, expectation(me, aligned, planned, price, p.decision.aversion)


@compiled
def decide(state, p, effort, seed, round_):
    """Ask every organisation, then decide by the logic that holds; keep the tally of decisions."""
    us = state.collaboration[0]
    price = felt_price(p.decision.autonomy, p.decision.safeguard, effort.process)
    us.moved = 0.0
    asked = ask(state, p, price)
    if us.agreed and p.logic.goal == HIERARCHY:
        return
    if p.logic.decision == HIERARCHY:
        carried, unclear = True, us.contest
    else:
        carried, unclear = us.support >= p.decision.quorum - ROUNDING, us.ambiguity
    if not carried:
        us.rejected += 1
    elif draws.uniform(seed, draws.SLIP, round_, 0, 0) < p.decision.slip * unclear * (1.0 - effort.organisation):
        us.slipped += 1
    else:
        us.decided += 1
        adopt(state, asked, round_)


@compiled
def ask(state, p, price):
    """What each organisation expects of the proposal and of the present goal, and whether it consents."""
    us = state.collaboration[0]
    let_pass = tolerance(p)
    us.support = 0.0
    asked = np.zeros((state.organisations.size, 2))
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member == LEFT:
            continue
        me.aligned, me.expected = consider(me, p, us.proposal, price)
        asked[i, 0], asked[i, 1] = me.aligned, me.expected
        fallback = alone(me)
        if us.agreed:
            if p.logic.goal == NETWORK:  # otherwise what is proposed is the goal
                me.aligned, me.expected = consider(me, p, us.goal, price)
            fallback = max(fallback, me.expected)
        me.accepts = 1.0 if asked[i, 1] >= fallback - let_pass - ROUNDING else 0.0
        if me.member == MEMBER:
            us.support += me.accepts * me.consent
    return asked


@compiled
def adopt(state, asked, round_):
    """The proposal becomes the goal."""
    us = state.collaboration[0]
    if us.agreed:
        us.moved = distance(us.goal, us.proposal)
    else:
        us.agreed = 1
        us.first_decision = round_
        us.first_goal[:] = us.proposal
    us.goal[:] = us.proposal
    for i in range(asked.shape[0]):
        me = state.organisations[i]
        if me.member != LEFT:
            me.aligned, me.expected = asked[i, 0], asked[i, 1]

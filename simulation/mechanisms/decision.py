"""Decision: what was put to everybody is adopted, or not yet.

Network: the agreement holds when those who consent carry the quorum of dependence. Without agreement there is a next
round. Hierarchy: the lead decides; what is imposed is appealed against by those who did not consent, the less the
better the right of the lead to decide (Scharpf 1994). In both, a decision may slip while it is unclear who is in
charge; effort on the organisation prevents that. What makes an organisation consent stands in `consent`.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

from .. import draws
from ..conditions import remembered
from ..game import distance, place
from ..kernel import compiled, scheduled
from ..logic import HIERARCHY, ROUNDING
from ..parameters import number
from ..state import LEFT


class Decision(NamedTuple):
    """What weighs in consent, and what it takes to decide."""

    autonomy: Annotated[
        float, number(0, 1, "value per unit pooled", "felt price of autonomy ceded (kappa)", "provan1984", "oliver1991")
    ] = 0.39
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
def slipping(slip, unclear, organisation, appeal):
    """Chance that a decision slips: where it is unclear who is in charge, and where it is appealed against."""
    lost = slip * unclear * (1.0 - organisation)
    return lost + (1.0 - lost) * appeal


@scheduled
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
            place(us.first_goal, us.proposal)
    place(us.goal, us.proposal)
    for me in state.organisations:
        if me.member != LEFT:
            me.aligned, me.expected = me.aligned_anew, me.expected_anew
            me.payment += me.pledge

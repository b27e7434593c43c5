"""Opportunity: alert implementation finds complementarities that nobody planned.

A pair that differs, and understands the difference, finds one more often (Nooteboom et al. 2007). It is adopted
when neither side is worse off than it tolerates. What partners of partners know is news only to whoever does not
work with those already (structural holes: Burt 1992). What was found wears off. Implementation as given finds none,
and saves the cost of looking; and the heavier the organisation, the fewer.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from .. import draws
from ..game import partner_by_chance, works_with
from ..kernel import compiled, scheduled
from ..logic import NETWORK, felt, indulgence
from ..parameters import number
from ..state import MEMBER


class Opportunity(NamedTuple):
    """How often opportunities are found, what they add and how long they last."""

    rate: Annotated[
        float,
        number(0, 1, "probability per round", "chance for an entirely different, understood pair", "nooteboom2007"),
    ] = 0.95
    novelty: Annotated[
        float, number(0, 1, "probability", "chance that it has to come from beyond those one works with", "burt1992")
    ] = 0.8
    step: Annotated[float, number(0, 1, "share", "synergy added by one opportunity")] = 0.05
    most: Annotated[float, number(1, 5, "ratio", "limit to what opportunities add up to")] = 2.0
    decay: Annotated[float, number(0, 1, "per round", "wear of what was found")] = 0.02
    search: Annotated[float, number(0, 0.1, "value per round", "what staying alert costs a member", "march1991")] = 0.01
    rigidity: Annotated[
        float, number(0, 1, "share", "opportunities missed at full effort on the organisation", "march1991")
    ] = 0.40


@compiled
def chance(tie, rate, rigidity):
    """Probability that a pair finds an opportunity this round."""
    return rate * tie.difference * tie.understanding * (1.0 - rigidity)


@compiled
def worn(opportunity, decay):
    """What is left of an opportunity factor after a round."""
    return 1.0 + (opportunity - 1.0) * (1.0 - decay)


@compiled
def new_to(state, i, j, p, seed, round_, key):
    """Whether what j brings is news to i: a partner of j, by chance, is nobody that i works with."""
    if (
        p.opportunity.novelty == 0.0
        or draws.uniform(seed, draws.NOVELTY, round_, key[i], key[j]) >= p.opportunity.novelty
    ):
        return True
    k = partner_by_chance(state, j, i, seed, draws.SOURCE, round_)
    return k < 0 or not works_with(state, i, k)


@scheduled
def find(state, p, effort, seed, round_):
    """Opportunities wear off; alert members find new ones."""
    if p.logic.implementation != NETWORK or not state.collaboration[0].agreed:
        for tie in state.ties:
            tie.opportunity = worn(tie.opportunity, p.opportunity.decay)
        return
    n, rigid = state.organisations.size, p.opportunity.rigidity * effort.organisation
    alert, key = np.zeros(n, np.int8), np.zeros(n, np.int64)
    for i in range(n):
        me = state.organisations[i]
        key[i] = me.key
        alert[i] = me.member == MEMBER and felt(me.satisfaction, indulgence(p)) >= 0.0
    for i in range(n):
        me = state.organisations[i]
        for tie in state.ties[me.first : me.last]:
            j = tie.target
            tie.opportunity = worn(tie.opportunity, p.opportunity.decay)
            if alert[i] and alert[j] and tie.age > 0:
                luck = draws.uniform(seed, draws.OPPORTUNITY, round_, min(key[i], key[j]), max(key[i], key[j]))
                if luck < chance(tie, p.opportunity.rate, rigid) and new_to(state, i, j, p, seed, round_, key):
                    tie.opportunity = min(p.opportunity.most, tie.opportunity * (1.0 + p.opportunity.step))

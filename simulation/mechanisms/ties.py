"""Ties: a tie asks for attention, and is let go when it brings too little for it.

A tie that brings little, with a partner that is little trusted, is let rest by either side, the sooner the more
partners it has to attend to, and the younger the tie (newness: Stinchcombe 1965); partners in common hold it, so that
bridges rest first (Burt 2002). A tie that rests keeps trust and understanding, and does nothing. All is decided on how
things stand. How ties open stands in `meeting`; what attention does to synergy, in `expectation`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from .. import draws
from ..elementary import power
from ..game import load, partner_by_chance, seen, usually_brought, works_with, worth_of_tie
from ..kernel import compiled, scheduled
from ..parameters import number


class Ties(NamedTuple):
    """What ties ask and how they come and go."""

    crowding: Annotated[
        float, number(0, 0.5, "per partner", "attention that one more partner takes from the others", "uzzi1997")
    ] = 0.125
    by_size: Annotated[float, number(0, 1.5, "exponent", "how far the large have more attention to give")] = 0.5
    lapse: Annotated[
        float, number(0, 0.5, "probability per round", "chance that a new tie rests that brings nothing", "burt2002")
    ] = 0.05
    ageing: Annotated[float, number(0, 1, "exponent", "how much less an old tie comes to rest", "stinchcombe1965")] = (
        0.5
    )
    search: Annotated[
        float, number(0, 1, "probability per round", "chance to meet somebody, with all attention left", "jackson2007")
    ] = 0.5
    closure: Annotated[
        float, number(0, 1, "probability", "chance that partners in common hold a tie, and bring one", "jackson2007")
    ] = 0.8


LONGEST = 32_000  # rounds; an older tie counts as of this age


@compiled
def fading(lapse, age, ageing):
    """How easily a tie of an age is let go."""
    return lapse / power(age, ageing)


@compiled
def resting(fading, load, worth, partner_load, partner_worth):
    """Chance that a tie comes to rest this round: either side lets it go."""
    return fading * (load * (1.0 - worth) + partner_load * (1.0 - partner_worth))


@scheduled
def rest(state, p, seed, round_):
    """Ties come to rest, all at once; the others grow older. Each pair is asked once, by the lower key."""
    if p.ties.lapse == 0.0 and p.ties.search == 0.0:
        return
    n = state.organisations.size
    everybody, busy, rests = seen(state), np.zeros(n), np.zeros(state.ties.size, np.int8)
    for i in range(n):
        me = state.organisations[i]
        busy[i] = load(me.partners, me.size, p.ties.crowding, p.ties.by_size)
    faded, known = 0.0, -1  # many ties are of one age: a power is worked out only where it changes
    for i in range(n):
        me = everybody[i]
        for row in range(state.organisations[i].first, state.organisations[i].last):
            tie = state.ties[row]
            j = tie.target
            them = everybody[j]
            if tie.age == 0:
                continue
            if me.member and them.member and me.key < them.key:
                if tie.age != known:
                    faded, known = fading(p.ties.lapse, tie.age, p.ties.ageing), tie.age
                chance = draws.uniform(seed, draws.REST, round_, me.key, them.key)
                most = resting(faded, busy[i], 0.0, busy[j], 0.0)  # mostly below the draw: spares what it is worth
                if chance < most and is_let_go(state, i, tie, chance, faded, busy, everybody):
                    rests[row] = rests[tie.reverse] = not is_held(state, p, seed, round_, i, j)
            tie.age = min(LONGEST, tie.age + 1)
    for row in range(rests.size):
        if rests[row]:
            state.ties[row].age = 0


@compiled
def is_let_go(state, i, tie, chance, faded, busy, everybody):
    """Whether either side lets a tie go."""
    j = tie.target
    mine = worth(state, i, tie, everybody)
    theirs = worth(state, j, state.ties[tie.reverse], everybody)
    return chance < resting(faded, busy[i], mine, busy[j], theirs)


@compiled
def worth(state, i, tie, everybody):
    """What a tie is worth to the organisation that it is from, as it is."""
    brings = tie.synergy * everybody[tie.target].pooled
    return worth_of_tie(tie.trust, brings, usually_brought(state, i, everybody))


@compiled
def is_held(state, p, seed, round_, i, j):
    """Whether a partner in common holds a tie."""
    if (
        draws.uniform(seed, draws.HOLD, round_, state.organisations[i].key, state.organisations[j].key)
        >= p.ties.closure
    ):
        return False
    k = partner_by_chance(state, i, j, seed, draws.HOLDER, round_)
    return k >= 0 and works_with(state, j, k)

"""Ties: partners are found and let go.

A tie asks for attention. One that brings little, with a partner that is little trusted, is let rest by either side,
the sooner the more partners it has to attend to, and the younger the tie (newness: Stinchcombe 1965); partners in
common hold it, so that bridges rest first (Burt 2002). A member with attention left meets an organisation that it
could work with, mostly a partner of a partner (Jackson and Rogers 2007), and both have to want it (Jackson and
Wolinsky 1996); of a stranger its standing is believed (Gulati and Gargiulo 1999). A tie that rests keeps trust and
understanding, and does nothing. All is decided on how things stand at the end of the round. What attention does to
synergy stands in `expectation`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from .. import draws
from ..game import membership, partner_by_chance, synergy, works_with
from ..kernel import compiled
from ..parameters import number
from ..state import MEMBER


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
def load(partners, size, crowding, by_size):
    """Part of its attention that its partners take."""
    return crowding / size**by_size * partners


@compiled
def worth(trust, brings, usual):
    """What a tie is worth to one side: as it is trusted, less where it brings less than its ties usually do."""
    return trust * min(1.0, brings / usual) if usual > 0.0 else trust


@compiled
def resting(lapse, age, ageing, load, worth, partner_load, partner_worth):
    """Chance that a tie comes to rest this round: either side lets it go."""
    return lapse * age**-ageing * (load * (1.0 - worth) + partner_load * (1.0 - partner_worth))


@compiled
def as_told(trust, standing, experience):
    """Trust in a stranger is filled up by its standing."""
    return trust + (standing - trust) / (1.0 + experience)


@compiled
def come_and_go(state, p, seed, round_):
    """Ties come to rest, and others open, all at once."""
    if p.ties.lapse == 0.0 and p.ties.search == 0.0:
        return
    n = state.organisations.size
    member, busy, usual = membership(state), np.zeros(n), np.zeros(n)
    for i in range(n):
        me = state.organisations[i]
        busy[i] = load(me.partners, me.size, p.ties.crowding, p.ties.by_size)
        for tie in state.ties[me.first : me.last]:
            if tie.age > 0 and member[tie.target]:
                usual[i] += tie.synergy * state.organisations[tie.target].pooled / me.partners
    turns = np.zeros(state.ties.size, np.int8)  # 1 comes to rest, 2 opens
    for i in range(n):
        if member[i]:
            let_go(state, p, seed, round_, i, busy, usual, turns)
            if busy[i] < 1.0:
                meet(state, p, seed, round_, i, busy, usual, turns)
    for row in range(turns.size):
        tie = state.ties[row]
        if turns[row] == 1:
            tie.age = 0
        elif turns[row] == 2:
            tie.age = 1
        elif tie.age > 0:
            tie.age = min(LONGEST, tie.age + 1)


@compiled
def let_go(state, p, seed, round_, i, busy, usual, turns):
    """Mark the open ties of an organisation that come to rest; each pair is asked once, by the lower key."""
    me = state.organisations[i]
    for row in range(me.first, me.last):
        tie = state.ties[row]
        them = state.organisations[tie.target]
        if tie.age == 0 or them.member != MEMBER or me.key > them.key:
            continue
        back = state.ties[tie.reverse]
        mine = worth(tie.trust, tie.synergy * them.pooled, usual[i])
        theirs = worth(back.trust, back.synergy * me.pooled, usual[tie.target])
        chance = resting(p.ties.lapse, tie.age, p.ties.ageing, busy[i], mine, busy[tie.target], theirs)
        if draws.uniform(seed, draws.REST, round_, me.key, them.key) >= chance:
            continue
        if draws.uniform(seed, draws.HOLD, round_, me.key, them.key) < p.ties.closure:
            k = partner_by_chance(state, i, tie.target, seed, draws.HOLDER, round_)
            if k >= 0 and works_with(state, tie.target, k):
                continue
        turns[row] = turns[tie.reverse] = 1


@compiled
def meet(state, p, seed, round_, i, busy, usual, turns):
    """A member with attention left meets one organisation; the tie opens if both want it."""
    me = state.organisations[i]
    if draws.uniform(seed, draws.MEETING, round_, me.key, 0) >= p.ties.search * (1.0 - busy[i]):
        return
    near = draws.uniform(seed, draws.MEETING, round_, me.key, 1) < p.ties.closure
    row = candidate(state, i, near, seed, round_)
    if row < 0:
        return
    tie = state.ties[row]
    j, back = tie.target, state.ties[tie.reverse]
    them = state.organisations[j]
    if busy[j] >= 1.0:
        return
    promising = synergy(tie, p.expectation.complementarity) * them.pooled
    mine = worth(as_told(tie.trust, them.standing, tie.experience), promising, usual[i])
    promising = synergy(back, p.expectation.complementarity) * me.pooled
    theirs = worth(as_told(back.trust, me.standing, back.experience), promising, usual[j])
    if draws.uniform(seed, draws.OPENING, round_, me.key, them.key) < mine * theirs * (1.0 - busy[j]):
        turns[row] = turns[tie.reverse] = 2


@compiled
def candidate(state, i, near, seed, round_):
    """Row of a resting tie of an organisation, by chance: to a partner of a partner if `near`; -1 if there is none."""
    me = state.organisations[i]
    best, largest = -1, -1.0
    for row in range(me.first, me.last):
        tie = state.ties[row]
        them = state.organisations[tie.target]
        if tie.age > 0 or them.member != MEMBER or (near and not have_partner_in_common(state, i, tie.target)):
            continue
        chance = draws.uniform(seed, draws.CANDIDATE, round_, me.key, them.key)
        if chance > largest:
            best, largest = row, chance
    return best


@compiled
def have_partner_in_common(state, i, j):
    """Whether two organisations both work with a third."""
    me = state.organisations[i]
    for tie in state.ties[me.first : me.last]:
        if tie.age > 0 and state.organisations[tie.target].member == MEMBER and works_with(state, j, tie.target):
            return True
    return False

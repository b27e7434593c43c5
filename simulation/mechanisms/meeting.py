"""Meeting: members with attention left find partners.

A member meets an organisation that it does not work with, the more often the more attention it has left, mostly a
partner of a partner (Jackson and Rogers 2007). The tie opens if both want it (Jackson and Wolinsky 1996), by what it
promises; of a stranger its standing is believed (Gulati and Gargiulo 1999). All is decided on how things stand once
ties came to rest.
"""

from __future__ import annotations

import numpy as np

from .. import draws
from ..game import engagement, stranger_by_chance, synergy, worth_of_tie
from ..kernel import compiled
from ..state import MEMBER


@compiled
def as_told(trust, standing, experience):
    """Trust in a stranger is filled up by its standing."""
    return trust + (standing - trust) / (1.0 + experience)


@compiled
def promising(tie, them, usual, complementarity):
    """What a tie that rests would be worth to one side, if it were open."""
    brings = synergy(tie, complementarity) * them.pooled
    return worth_of_tie(as_told(tie.trust, them.standing, tie.experience), brings, usual)


@compiled
def meet(state, p, seed, round_):
    """Ties open, all at once."""
    if p.ties.search == 0.0:
        return
    busy, usual = engagement(state, p.ties.crowding, p.ties.by_size)
    opens = np.zeros(state.ties.size, np.int8)
    for i in range(state.organisations.size):
        if state.organisations[i].member == MEMBER and busy[i] < 1.0:
            look_around(state, p, seed, round_, i, busy, usual, opens)
    for row in range(opens.size):
        if opens[row]:
            state.ties[row].age = 1


@compiled
def look_around(state, p, seed, round_, i, busy, usual, opens):
    """A member with attention left meets one organisation; the tie opens if both want it."""
    me = state.organisations[i]
    if draws.uniform(seed, draws.MEETING, round_, me.key, 0) >= p.ties.search * (1.0 - busy[i]):
        return
    near = draws.uniform(seed, draws.MEETING, round_, me.key, 1) < p.ties.closure
    row = stranger_by_chance(state, i, near, seed, draws.CANDIDATE, round_)
    if row < 0:
        return
    tie = state.ties[row]
    j = tie.target
    them = state.organisations[j]
    if busy[j] >= 1.0:
        return
    mine = promising(tie, them, usual[i], p.expectation.complementarity)
    theirs = promising(state.ties[tie.reverse], me, usual[j], p.expectation.complementarity)
    if draws.uniform(seed, draws.OPENING, round_, me.key, them.key) < mine * theirs * (1.0 - busy[j]):
        opens[row] = opens[tie.reverse] = 1

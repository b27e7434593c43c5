"""Meeting: members with attention left find partners.

A member meets an organisation that it does not work with, the more often the more attention it has left, mostly a
partner of a partner (Jackson and Rogers 2007). The tie opens if both want it (Jackson and Wolinsky 1996), by what it
promises; of a stranger its standing is believed (Gulati and Gargiulo 1999). All is decided on how things stand once
ties came to rest.
"""

from __future__ import annotations

import numpy as np

from .. import draws
from ..game import engaged, membership, stranger_by_chance, synergy, worth_of_tie
from ..kernel import compiled


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
    member, opens = membership(state), np.zeros(state.ties.size, np.int8)
    for i in range(member.size):
        if member[i] and has_strangers(state, member, i):
            look_around(state, p, seed, round_, i, member, opens)
    for row in range(opens.size):
        if opens[row]:
            state.ties[row].age = 1


@compiled
def has_strangers(state, member, i):
    """Whether there is a member that an organisation could work with, and does not."""
    for tie in state.ties[state.organisations[i].first : state.organisations[i].last]:
        if tie.age == 0 and member[tie.target]:
            return True
    return False


@compiled
def look_around(state, p, seed, round_, i, member, opens):
    """A member with attention left meets one organisation; the tie opens if both want it."""
    me = state.organisations[i]
    chance = draws.uniform(seed, draws.MEETING, round_, me.key, 0)
    if chance >= p.ties.search:
        return
    busy, usual = engaged(state, member, i, p.ties.crowding, p.ties.by_size)
    if busy >= 1.0 or chance >= p.ties.search * (1.0 - busy):
        return
    near = draws.uniform(seed, draws.MEETING, round_, me.key, 1) < p.ties.closure
    row = stranger_by_chance(state, i, near, seed, draws.CANDIDATE, round_)
    if row < 0:
        return
    tie = state.ties[row]
    them = state.organisations[tie.target]
    its_busy, its_usual = engaged(state, member, tie.target, p.ties.crowding, p.ties.by_size)
    if its_busy >= 1.0:
        return
    mine = promising(tie, them, usual, p.expectation.complementarity)
    theirs = promising(state.ties[tie.reverse], me, its_usual, p.expectation.complementarity)
    if draws.uniform(seed, draws.OPENING, round_, me.key, them.key) < mine * theirs * (1.0 - its_busy):
        opens[row] = opens[tie.reverse] = 1

"""Meeting: members with attention left find partners.

A member meets an organisation that it does not work with, the more often the more attention it has left, mostly a
partner of a partner (Jackson and Rogers 2007). The tie opens if both want it (Jackson and Wolinsky 1996), by what it
promises; of a stranger its standing is believed (Gulati and Gargiulo 1999). All is decided on how things stand once
ties came to rest.
"""

from __future__ import annotations

import numpy as np

from .. import draws
from ..game import load, seen, stranger_by_chance, synergy, usually_brought, worth_of_tie
from ..kernel import compiled, scheduled


@compiled
def as_told(trust, standing, experience):
    """Trust in a stranger is filled up by its standing."""
    return trust + (standing - trust) / (1.0 + experience)


@compiled
def promising(tie, them, usual, complementarity):
    """What a tie that rests would be worth to one side, if it were open."""
    brings = synergy(tie, complementarity) * them.pooled
    return worth_of_tie(as_told(tie.trust, them.standing, tie.experience), brings, usual)


@scheduled
def meet(state, p, seed, round_):
    """Members with attention left meet one organisation each; ties open that both want, all at once."""
    if p.ties.search == 0.0:
        return
    everybody, opens = seen(state), np.zeros(state.ties.size, np.int8)
    for i in range(everybody.size):
        if not everybody[i].member:
            continue
        me = state.organisations[i]
        chance = draws.uniform(seed, draws.MEETING, round_, me.key, 0)
        if chance >= p.ties.search:
            continue
        partners, strangers = partners_and_strangers(state, i, everybody)
        busy = load(partners, me.size, p.ties.crowding, p.ties.by_size)
        if strangers == 0 or chance >= p.ties.search * (1.0 - busy):
            continue
        near = draws.uniform(seed, draws.MEETING, round_, me.key, 1) < p.ties.closure
        row = stranger_by_chance(state, i, near, seed, draws.CANDIDATE, round_)
        if row >= 0 and both_want(state, p, seed, round_, i, row, everybody):
            opens[row] = opens[state.ties[row].reverse] = 1
    for row in range(opens.size):
        if opens[row]:
            state.ties[row].age = 1


@compiled
def partners_and_strangers(state, i, everybody):
    """Members that an organisation works with, and those that it could work with and does not."""
    partners = strangers = 0
    for tie in state.ties[state.organisations[i].first : state.organisations[i].last]:
        if everybody[tie.target].member:
            partners += tie.age > 0
            strangers += tie.age == 0
    return partners, strangers


@compiled
def both_want(state, p, seed, round_, i, row, everybody):
    """Whether a member and the one that it meets open the tie that rests in a row."""
    me, tie = state.organisations[i], state.ties[row]
    them = state.organisations[tie.target]
    its_partners, _ = partners_and_strangers(state, tie.target, everybody)
    its_busy = load(its_partners, them.size, p.ties.crowding, p.ties.by_size)
    mine = promising(tie, them, usually_brought(state, i, everybody), p.expectation.complementarity)
    usual = usually_brought(state, tie.target, everybody)
    theirs = promising(state.ties[tie.reverse], me, usual, p.expectation.complementarity)
    return draws.uniform(seed, draws.OPENING, round_, me.key, them.key) < mine * theirs * (1.0 - its_busy)

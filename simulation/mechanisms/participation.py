"""Participation: members may leave, others may join.

A member that loses more than it tolerates leaves, sooner the more it loses, unless dependence locks it in
(Emerson 1962). An organisation outside joins when it expects to gain and members find it attractive: partner
choice weighs complementarity, understanding and trust, which reputation feeds (Beckman et al. 2004). Fewer
than two members is no collaboration.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

from .. import draws
from ..game import alone
from ..kernel import compiled, scheduled
from ..logic import felt, tolerance
from ..parameters import number, whole
from ..state import LEFT, MEMBER, OUTSIDE


class Participation(NamedTuple):
    """Who may come and go."""

    exit: Annotated[
        float,
        number(0, 10, "probability per value and round", "chance to leave, per unit of loss beyond what is tolerated"),
    ] = 1.0
    lock_in: Annotated[
        float, number(0, 2, "value per dependence", "loss borne because one depends on the others", "emerson1962")
    ] = 0.20
    entry: Annotated[
        float, number(0, 1, "probability per round", "chance to join, for a fully attractive outsider", "gulati1999")
    ] = 0.20
    limit: Annotated[int, whole(2, 1_000_000, "members", "no more members than this are let in", "smaldino2011")] = (
        1_000_000
    )


@compiled
def parting(satisfaction, let_pass, dependence, lock_in, rate):
    """Probability that a member leaves this round."""
    strain = -felt(satisfaction, let_pass) - lock_in * dependence
    return min(1.0, max(0.0, rate * strain))


@compiled
def appeal(trusted_synergy, dependence):
    """Attraction of an outsider for its neighbours among the members: synergy as trusted, per dependence."""
    return min(1.0, trusted_synergy / dependence) if dependence > 0.0 else 0.0


@scheduled
def come_and_go(state, p, seed, round_):
    """Members leave, by what they got so far; then an outsider may join. Once dissolved nobody does either."""
    us = state.collaboration[0]
    if us.dissolved:
        return
    members = depart(state, p, seed, round_)
    if members < 2:
        dissolve(state)
    elif us.agreed and members < p.participation.limit and p.participation.entry > 0.0:
        welcome(state, p, seed, round_)


@compiled
def depart(state, p, seed, round_):
    """Members that lose too much leave, all at once; their promises go with them. Returns how many stay."""
    let_pass = tolerance(p)
    staying = 0
    for me in state.organisations:
        if me.member != MEMBER:
            continue
        if math.isnan(me.act_stay):
            risk = parting(me.satisfaction, let_pass, me.depends, p.participation.lock_in, p.participation.exit)
            leaves = risk > 0.0 and draws.uniform(seed, draws.EXIT, round_, me.key, 0) < risk
        else:
            leaves = me.act_stay == 0.0
        if leaves:
            me.member = LEFT
            me.promise = 1.0
            me.payment = 0.0
        else:
            staying += 1
    return staying


@compiled
def dissolve(state):
    """Whoever is left goes home too; there is no goal and no influence any more, and everybody works alone."""
    us = state.collaboration[0]
    us.dissolved = 1
    us.agreed = us.members = us.age = 0
    us.ambiguity = us.contest = us.realisation = us.support = us.backing = 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            me.member = LEFT
        me.promise = me.intended = me.own = me.pooled = me.effective = 1.0
        me.short_home = me.short_distrust = me.short_luck = me.short_order = 0.0
        me.payment = me.behind = 0.0
        me.influence = me.consent = me.authority = me.demand = 0.0


@compiled
def welcome(state, p, seed, round_):
    """The most attractive outsider that expects to gain may join."""
    best, best_appeal = -1, 0.0
    for j in range(state.organisations.size):
        them = state.organisations[j]
        if them.member == OUTSIDE and them.expected > alone(them):
            wanted = attraction(state, them)
            if wanted > best_appeal:
                best, best_appeal = j, wanted
    if best < 0:
        return
    them = state.organisations[best]
    if draws.uniform(seed, draws.ENTRY, round_, them.key, 0) < p.participation.entry * best_appeal:
        them.member = MEMBER


@compiled
def attraction(state, them):
    """Appeal of an outsider to the members it is tied to."""
    trusted, dependence = 0.0, 0.0
    for back in state.ties[them.first : them.last]:
        if state.organisations[back.target].member == MEMBER and back.age > 0:
            tie = state.ties[back.reverse]
            dependence += tie.dependence
            trusted += tie.trust * tie.synergy
    return appeal(trusted, dependence)

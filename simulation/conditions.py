"""The five conditions of Kaats and Opheij (2014): ambition, interests, relation, organisation, process.

Each is a lever: effort a round, at a price, under one budget, so that the order of investing can be studied;
what an effort does stands in the mechanism it acts on. And each is a measure: an index in [0, 1] computed from
the state, the mean of three items named after the survey of Valentijn et al. (2015), who report on a scale
of 1 to 4.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from .elementary import exp
from .game import alone, distance, gain
from .kernel import compiled, scheduled
from .logic import ROUNDING
from .parameters import number
from .state import MEMBER

CONDITIONS = ("ambition", "interests", "relation", "organisation", "process")


class Effort(NamedTuple):
    """Effort spent on each condition, and what it costs."""

    ambition: Annotated[
        float, number(0, 1, "effort per round", "work on a shared and attractive ambition", "kaats2014")
    ] = 0.0
    interests: Annotated[
        float, number(0, 1, "effort per round", "work on interests: negotiating, sharing gains", "kaats2014")
    ] = 0.0
    relation: Annotated[
        float, number(0, 1, "effort per round", "work on the relation: getting to know and trust", "kaats2014")
    ] = 0.0
    organisation: Annotated[
        float, number(0, 1, "effort per round", "work on the organisation: agreements that bind", "kaats2014")
    ] = 0.0
    process: Annotated[
        float, number(0, 1, "effort per round", "work on the process: monitoring, right steps", "kaats2014")
    ] = 0.0
    price: Annotated[
        float, number(0, 0.2, "value per effort", "what a unit of effort costs every member", "kaats2014")
    ] = 0.01
    budget: Annotated[
        float, number(0, 1e6, "effort-rounds", "total effort that can be spent; then it stops", "kaats2014")
    ] = 1e6


@scheduled
def spend(state, p):
    """The efforts of this round, as set until the budget runs out; every member pays its share of the price."""
    us = state.collaboration[0]
    wish = p.effort.ambition + p.effort.interests + p.effort.relation + p.effort.organisation + p.effort.process
    left = 0.0 if us.dissolved else max(0.0, p.effort.budget - us.spent)
    share = 1.0 if wish <= left else left / wish
    us.spent += share * wish
    for me in state.organisations:
        me.cost = p.effort.price * share * wish if me.member == MEMBER else 0.0
    return Effort(
        share * p.effort.ambition,
        share * p.effort.interests,
        share * p.effort.relation,
        share * p.effort.organisation,
        share * p.effort.process,
        p.effort.price,
        p.effort.budget,
    )


WINDOW = 6  # rounds that the indices look back
AS_GOOD_AS_KEPT = 0.9  # of a promise


@compiled
def remembered(bits, happened):
    """The last rounds, a bit each, with one more: whether something happened in it."""
    return ((bits << 1) | happened) & ((1 << WINDOW) - 1)


@compiled
def times(bits):
    """How often it happened in the last rounds."""
    count = 0
    for ago in range(WINDOW):
        count += (bits >> ago) & 1
    return count


@compiled
def mean_of_three(first, second, third):
    """Index of a condition: the mean of its three items."""
    return (first + second + third) / 3.0


@compiled
def ambition(state):
    """Shared (interests lie together), attractive (the goal is worth pooling for), met with commitment."""
    themes = state.collaboration[0].need.size
    members, attractive, committed = 0, 0.0, 0.0
    centre = np.zeros(themes)
    for me in state.organisations:
        if me.member == MEMBER:
            members += 1
            attractive += min(1.0, max(0.0, me.aligned))
            committed += me.commitment
            for theme in range(themes):
                centre[theme] += me.interests[theme]
    if members == 0:
        return 0.0
    for theme in range(themes):
        centre[theme] /= members
    apart = 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            apart += distance(me.interests, centre)
    return mean_of_three(max(0.0, 1.0 - 2.0 * apart / members), attractive / members, committed / members)


@compiled
def logistic(amount, scale):
    """An amount as a share: 1/2 at nothing, near 1 where it is clearly good."""
    return 1.0 / (1.0 + exp(-amount / scale))


@compiled
def felt_success(state, scale):
    """How far the collaboration is felt to succeed, 0 to 1: satisfaction of members, as clearly good or bad."""
    members, felt = 0, 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            members += 1
            felt += logistic(me.satisfaction, scale)
    return felt / members if members > 0 else 0.0


@compiled
def interests(state, scale):
    """Value for each (felt success), fairly divided (0 where nobody gains), to which they consent with a margin."""
    members, margin = 0, 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            members += 1
            margin += logistic(me.expected - alone(me), scale)
    if members == 0:
        return 0.0
    fair = equity(state)
    return mean_of_three(felt_success(state, scale), 0.0 if math.isnan(fair) else fair, margin / members)


@compiled
def equity(state):
    """Fairness of the gains of members: index of Jain et al. (1984), 1: equal, 1/m: one has all, NaN: nobody gains."""
    members, total, squares = 0, 0.0, 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            members += 1
            gained = gain(me)
            if gained > ROUNDING:
                total += gained
                squares += gained * gained
    return total * total / (members * squares) if squares > 0.0 else math.nan


@compiled
def relation(state, trust, understanding):
    """Trust, understanding (means over ties), and leadership that weighs the whole (loyalty, by influence)."""
    leading = 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            leading += me.influence * me.loyalty
    return mean_of_three(trust, understanding, leading)


@compiled
def organisation(state, effort):
    """Clear who is in charge, decisive (of what was tried in the last rounds), and agreements kept."""
    us = state.collaboration[0]
    kept, members = 0.0, 0
    for me in state.organisations:
        if me.member == MEMBER:
            members += 1
            kept += kept_part(me)
    if members == 0:
        return 0.0
    tried = times(us.tried)
    decisive = times(us.settled) / tried if tried > 0 else 1.0 * us.agreed
    clear = 1.0 - us.ambiguity * (1.0 - effort.organisation)
    return mean_of_three(clear, decisive, kept / members if us.agreed else 0.0)


@compiled
def kept_part(me):
    """Part of its promise that a member delivered, at most 1."""
    return min(1.0, me.pooled / me.promise) if me.promise > 0.0 else 1.0


@compiled
def process(state):
    """Steps in order (a goal held over the last rounds), results monitored (the need is known), and promises kept."""
    us = state.collaboration[0]
    members, kept, error = 0, 0.0, 0.0
    for me in state.organisations:
        if me.member == MEMBER:
            members += 1
            error += distance(me.perception, us.need)
            kept += kept_part(me) >= AS_GOOD_AS_KEPT
    if members == 0:
        return 0.0
    known = max(0.0, 1.0 - 2.0 * error / members)
    return mean_of_three(times(us.held) / WINDOW, known, kept / members if us.agreed else 0.0)

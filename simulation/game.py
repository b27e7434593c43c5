"""The game that organisations play: formulas that several mechanisms share.

A linear-quadratic network game with strategic complementarities (Ballester, Calvó-Armengol and Zenou
2006). An organisation that pools s under a goal on which its alignment is A, with partners that pool s_j,
makes the value

    s (A + sum_j g_ij s_j) - s^2 / 2

Alone it has A = 1, s = 1 and no partners: value 1/2.
"""

from __future__ import annotations

import math

import numpy as np

from .kernel import compiled
from .state import MEMBER

ALONE = 0.5


@compiled
def distance(a, b):
    """Root mean square difference of two points in theme space: in [0, 1] whatever the number of themes."""
    total = 0.0
    for theme in range(a.size):
        total += (a[theme] - b[theme]) ** 2
    return math.sqrt(total / a.size)


@compiled
def salient_distance(a, b, salience):
    """Distance of two points, each theme weighed by its salience (weights that sum to one)."""
    total = 0.0
    for theme in range(a.size):
        total += salience[theme] * (a[theme] - b[theme]) ** 2
    return math.sqrt(total)


@compiled
def synergy(tie, complementarity):
    """g_ij: what a unit pooled by the partner adds to a unit of one's own."""
    return tie.dependence * (1.0 + complementarity * tie.difference) * tie.opportunity * tie.understanding


@compiled
def alignment(me, goal, need, stake):
    """A_i: worth of a unit pooled under a goal; interests, the need of clients and liking weigh by motive."""
    missed = me.instrumental * salient_distance(goal, me.interests, me.salience) + me.moral * distance(goal, need)
    return 1.0 - stake * missed + me.affective * (me.regard - 0.5)


@compiled
def ideal(interest, need, moral):
    """The goal an organisation would choose, in one theme: its interests, and the need as far as it is moral."""
    return (1.0 - moral) * interest + moral * need


@compiled
def ceiling(me, capacity):
    """The most an organisation can pool: what it does alone, and beyond that as far as it gives up autonomy."""
    return 1.0 + (capacity - 1.0) * (1.0 - me.autonomy * (1.0 - me.commitment))


@compiled
def offer(me, worth, loyalty, capacity):
    """Best reply to what partners are believed to pool, counting by loyalty what one's share brings to them."""
    return min(ceiling(me, capacity), max(0.0, worth + me.prospect + loyalty * me.spillover))


@compiled
def membership(state):
    """Who is a member, 1 or 0 by row.

    What partners see of one another is looked up in no order. In a column of its own it stays in the cache,
    where a large collaboration has no room for the records of all its organisations.
    """
    member = np.zeros(state.organisations.size, np.int8)
    for i in range(member.size):
        member[i] = state.organisations[i].member == MEMBER
    return member


@compiled
def alone(me):
    """Value of a round without the collaboration."""
    return ALONE + me.outside

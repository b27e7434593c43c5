"""The game that organisations play: formulas that several mechanisms share.

A linear-quadratic network game with strategic complementarities (Ballester, Calvó-Armengol and Zenou
2006). An organisation that pools s under a goal on which its alignment is A, with partners that pool s_j,
makes the value

    s (A + sum_j g_ij s_j) - s^2 / 2

Alone it has A = 1, s = 1 and no partners: value 1/2. Of what it makes, s (A + sum_j g_ij s_j), a part falls to its
partners whatever they do, as far as it trusts them: the common yield (Olson 1965; Ostrom 1990). That is the
temptation to hold back.
"""

from __future__ import annotations

import math

import numpy as np

from . import draws
from .elementary import power
from .kernel import compiled
from .state import MEMBER

ALONE = 0.5

SEEN = np.dtype([("key", np.int64), ("member", np.int64), ("pooled", np.float64)])  # of an organisation, by its ties


@compiled
def place(point, where):
    """Put a point of theme space where another one is."""
    for theme in range(point.size):
        point[theme] = where[theme]


@compiled
def clear(point):
    """Put a point of theme space at nothing in every theme."""
    for theme in range(point.size):
        point[theme] = 0.0


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
def liking(me):
    """What liking its partners adds to a unit pooled with them; felt by itself, and by nobody else."""
    return me.affective * (me.regard - 0.5)


@compiled
def alignment(me, goal, need, stake):
    """A_i: worth of a unit pooled under a goal; interests, the need of clients and liking weigh by motive."""
    missed = me.instrumental * salient_distance(goal, me.interests, me.salience) + me.moral * distance(goal, need)
    return 1.0 - stake * missed + liking(me)


@compiled
def ideal(interest, need, moral):
    """The goal an organisation would choose, in one theme: its interests, and the need as far as it is moral."""
    return (1.0 - moral) * interest + moral * need


@compiled
def felt_price(price, safeguard, process):
    """Felt price of a unit of autonomy, where the process protects what partners cannot give up."""
    return price * (1.0 - safeguard * process)


@compiled
def ceiling(me, capacity):
    """The most an organisation can pool: what it does alone, and beyond that as far as it gives up autonomy."""
    return 1.0 + (capacity - 1.0) * (1.0 - me.autonomy * (1.0 - me.commitment))


@compiled
def bring(me, aligned, weigh, common):
    """What a unit pooled brings, to one that weighs the whole by `weigh`: 0 counts itself, 1 everybody alike.

    Of what it makes of the unit a share `common` falls to its partners, which counts as far as it weighs the whole;
    what the unit adds to the yield of partners counts likewise, and the part of that which comes back to it in full.
    """
    lost = common * (1.0 - weigh) * (aligned - liking(me) + me.prospect)
    return aligned + me.prospect - lost + weigh * me.spillover + (1.0 - weigh) * common * me.returned


@compiled
def falls_to(trust, regard, partners):
    """Part of what one makes for partners that falls to one of them: as it is trusted among them (Trivers 1971)."""
    return trust / (regard * partners) if regard > 0.0 else 1.0 / partners


@compiled
def offer(me, unit, capacity):
    """Best reply to what partners are believed to pool, where a unit brings `unit`."""
    return min(ceiling(me, capacity), max(0.0, unit))


@compiled
def luck(own, climate, fresh, lasting, shared):
    """Luck of a round, a standard normal number whatever the shares: what lasts, own and shared, and what is new."""
    kept = math.sqrt(shared) * climate + math.sqrt(1.0 - shared) * own
    return math.sqrt(lasting) * kept + math.sqrt(1.0 - lasting) * fresh


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
    """Value of a round without the collaboration: what it makes by itself, and what it forgoes elsewhere."""
    return ALONE + me.outside + me.elsewhere


@compiled
def gain(me):
    """What the round brought it above going alone, liking its partners apart."""
    return me.value - me.liking - alone(me)


@compiled
def gains(organisations):
    """What the round brought every member above going alone, and 0 for all others; one number a record."""
    gained = np.zeros(organisations.size)
    for i in range(organisations.size):
        if organisations[i].member == MEMBER:
            gained[i] = gain(organisations[i])
    return gained


@compiled
def needed(tie):
    """How much one needs the other: as much as they make together, unless it is said otherwise."""
    return tie.dependence if math.isnan(tie.need) else float(tie.need)


@compiled
def works_with(state, i, j):
    """Whether there is an open tie of i with j."""
    low, high = state.organisations[i].first, state.organisations[i].last
    while low < high:  # ties of an organisation lie in the order of their targets
        middle = (low + high) // 2
        if state.ties[middle].target < j:
            low = middle + 1
        else:
            high = middle
    return low < state.organisations[i].last and state.ties[low].target == j and state.ties[low].age > 0


@compiled
def partner_by_chance(state, i, other, seed, stream, round_):
    """Row of a partner of i that is not `other`: the one with the largest number of its own; -1 if there is none."""
    me = state.organisations[i]
    best, largest = -1, -1.0
    for tie in state.ties[me.first : me.last]:
        them = state.organisations[tie.target]
        if tie.age > 0 and them.member == MEMBER and tie.target != other:
            chance = draws.uniform(seed, stream, round_, me.key, them.key)
            if chance > largest:
                best, largest = tie.target, chance
    return best


@compiled
def load(partners, size, crowding, by_size):
    """Part of its attention that its partners take."""
    return crowding / power(size, by_size) * partners


@compiled
def worth_of_tie(trust, brings, usual):
    """What a tie is worth to one side: as it is trusted, less where it brings less than its ties usually do."""
    return trust * min(1.0, brings / usual) if usual > 0.0 else trust


@compiled
def seen(state):
    """What ties look up of everybody, by row: small records, that stay in the cache as `membership` does."""
    everybody = np.zeros(state.organisations.size, SEEN)
    for i in range(everybody.size):
        me = state.organisations[i]
        everybody[i].key, everybody[i].member, everybody[i].pooled = me.key, me.member == MEMBER, me.pooled
    return everybody


@compiled
def usually_brought(state, i, everybody):
    """What the open ties of an organisation with members bring it on average."""
    me = state.organisations[i]
    partners, brought = 0, 0.0
    for tie in state.ties[me.first : me.last]:
        them = everybody[tie.target]
        if tie.age > 0 and them.member:
            partners += 1
            brought += tie.synergy * them.pooled
    return brought / max(1, partners)


@compiled
def stranger_by_chance(state, i, near, seed, stream, round_):
    """Row of a resting tie of an organisation, by chance: to a partner of a partner if `near`; -1 if there is none."""
    me = state.organisations[i]
    best, largest = -1, -1.0
    for row in range(me.first, me.last):
        tie = state.ties[row]
        them = state.organisations[tie.target]
        if tie.age > 0 or them.member != MEMBER or (near and not have_partner_in_common(state, i, tie.target)):
            continue
        chance = draws.uniform(seed, stream, round_, me.key, them.key)
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


@compiled
def slack(state, pooled, free):
    """Part of what partners want of each organisation that it has room for, by row; 1 where room is not limited.

    Parameters
    ----------
    pooled : array, shape (n,)
        What everybody pools, or promises to; 0 for those who are no members.
    free : array, shape (n,)
        Where it is put.
    """
    for j in range(pooled.size):
        them, free[j] = state.organisations[j], 1.0
        if math.isnan(them.room):
            continue
        wanted = 0.0
        for tie in state.ties[them.first : them.last]:
            if tie.age > 0:
                wanted += pooled[tie.target]
        if wanted > them.room * them.partners:
            free[j] = them.room * them.partners / wanted

"""Outcomes: what is measured of every round, and of a run as a whole.

Whatever the logic, both norms are reported: goal realisation of the lead (hierarchical), and the effect for
each with what partners tolerate (network), so that neither logic is judged by the other's norm.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from . import conditions
from .game import alignment, alone, distance, gain, liking, membership
from .kernel import compiled, scheduled
from .logic import ROUNDING
from .parameters import EITHER, END, IN_ALL, LESS, MEAN, MORE, NOT, Outcome
from .state import LEFT, MEMBER, OUTSIDE

PER_ROUND = "value per organisation and round"


class Outcomes(NamedTuple):
    """What is measured of one round. Means are over members, unless it says participants (members and leavers)."""

    joint_value: Annotated[
        float,
        Outcome(
            PER_ROUND,
            "value created together above what was forgone, per participant",
            MEAN,
            MORE,
            report="value",
            page=MEAN,
        ),
    ]
    liking: Annotated[
        float, Outcome(PER_ROUND, "what liking one's partners adds, per participant", MEAN, EITHER, report="value")
    ]
    felt_success: Annotated[
        float,
        Outcome("0 to 10", "how far members feel that the collaboration succeeds", END, MORE, 0, 10, "value", END),
    ]
    client_value: Annotated[
        float, Outcome(PER_ROUND, "value for clients, per participant", MEAN, MORE, report="value", page=MEAN)
    ]
    least_gain: Annotated[float, Outcome("value", "gain of the member that gains least", MEAN, MORE, report="value")]
    equity: Annotated[
        float,
        Outcome(
            "index",
            "fairness of the division of gains over members; nobody gains: NaN",
            MEAN,
            MORE,
            0,
            1,
            "value",
            defined=False,
        ),
    ]
    goal_realisation: Annotated[
        float,
        Outcome("share", "goal realisation of the lead: the hierarchical norm", MEAN, MORE, 0, 1, "hierarchical", END),
    ]
    sorted_effect: Annotated[
        float, Outcome("share", "participants that gain: the network norm", MEAN, MORE, 0, 1, "network", END)
    ]
    tolerated: Annotated[
        float, Outcome("share", "participants that lose no more than is tolerated", MEAN, MORE, 0, 1, "network")
    ]
    legitimacy: Annotated[
        float, Outcome("share", "members that want this goal, times its fit to the need", MEAN, MORE, 0, 1, "value")
    ]
    trust: Annotated[float, Outcome("share", "mean trust of a tie", END, MORE, 0, 1, "course", END)]
    discord: Annotated[
        float, Outcome("share", "how far trust in a partner lies from what others think of it, mean", NOT, LESS, 0, 1)
    ]
    understanding: Annotated[float, Outcome("share", "mean understanding of a tie", END, MORE, 0, 1, "course")]
    opportunity: Annotated[float, Outcome("ratio", "mean opportunity factor of a tie", END, MORE, 0)]
    commitment: Annotated[float, Outcome("share", "mean commitment", END, MORE, 0, 1, "course")]
    loyalty: Annotated[float, Outcome("share", "mean loyalty of representatives to the whole", NOT, MORE, 0, 1)]
    home_loyalty: Annotated[float, Outcome("share", "mean loyalty of home organisations to the whole", NOT, MORE, 0, 1)]
    loyalty_gap: Annotated[
        float, Outcome("pooled", "promised less delivered: the gap of split loyalties", MEAN, LESS, report="course")
    ]
    pooled: Annotated[float, Outcome("times scale alone", "mean pooled by a member", END, MORE, 0)]
    autonomy_ceded: Annotated[
        float, Outcome("pooled", "pooled under the goal, weighed by autonomy", MEAN, MORE, 0, report="course")
    ]
    knowledge_error: Annotated[
        float, Outcome("distance", "mean distance of perceptions from the need", MEAN, LESS, 0, 1, "course")
    ]
    knowledge_spread: Annotated[
        float, Outcome("distance", "mean distance of perceptions from their mean", MEAN, LESS, 0, 1, "course")
    ]
    ambiguity: Annotated[float, Outcome("share", "how unclear the centre of power is", NOT, LESS, 0, 1)]
    contest: Annotated[float, Outcome("share", "how far the authority of the lead is contested", NOT, LESS, 0, 1)]
    agreed: Annotated[float, Outcome("yes or no", "whether there is a goal", MEAN, MORE, 0, 1)]
    support: Annotated[float, Outcome("share", "weight of the votes for the last proposal", NOT, MORE, 0, 1)]
    price_of_consent: Annotated[
        float,
        Outcome(
            "value per round",
            "what it would take to carry the last proposal; carried: 0, out of reach: NaN",
            MEAN,
            LESS,
            0,
            report="course",
            defined=False,
        ),
    ]
    swing: Annotated[
        float, Outcome("count", "members whose yes alone would have carried the last proposal", NOT, EITHER, 0)
    ]
    paid: Annotated[float, Outcome(PER_ROUND, "side payments for consent, per participant", MEAN, EITHER, 0)]
    backing: Annotated[
        float, Outcome("share", "weight of those who stand behind the goal", MEAN, MORE, 0, 1, report="course")
    ]
    lapsed: Annotated[
        float, Outcome("count", "goals lost so far for want of support", IN_ALL, LESS, 0, report="course", page=IN_ALL)
    ]
    mended: Annotated[
        float, Outcome("count", "goals agreed anew so far, after one was lost", IN_ALL, EITHER, 0, report="course")
    ]
    decided: Annotated[float, Outcome("count", "decisions so far", IN_ALL, EITHER, 0, report="course")]
    slipped: Annotated[float, Outcome("count", "decisions that slipped so far", IN_ALL, LESS, 0, report="course")]
    rejected: Annotated[float, Outcome("count", "proposals rejected so far", IN_ALL, LESS, 0, report="course")]
    members: Annotated[float, Outcome("count", "members", END, MORE, 0)]
    left: Annotated[float, Outcome("count", "members that left so far", IN_ALL, LESS, 0, page=IN_ALL)]
    partners: Annotated[float, Outcome("count", "partners of a member, mean", END, EITHER, 0)]
    setbacks: Annotated[float, Outcome("count", "members that something keeps down: staff, budget, ...", NOT, LESS, 0)]
    effort: Annotated[
        float, Outcome("effort-rounds", "effort spent on the conditions so far", NOT, EITHER, 0, page=IN_ALL)
    ]
    ambition: Annotated[
        float, Outcome("index", "condition ambition: shared, attractive, committed", END, MORE, 0, 1, "conditions")
    ]
    interests: Annotated[
        float, Outcome("index", "condition interests: felt success, fair, consented", END, MORE, 0, 1, "conditions")
    ]
    relation: Annotated[
        float, Outcome("index", "condition relation: trust, understanding, leadership", END, MORE, 0, 1, "conditions")
    ]
    organisation: Annotated[
        float, Outcome("index", "condition organisation: clear, decisive, kept", END, MORE, 0, 1, "conditions")
    ]
    process: Annotated[
        float, Outcome("index", "condition process: in order, monitored, kept", END, MORE, 0, 1, "conditions")
    ]


OUTCOMES = np.dtype([(name, np.float64) for name in Outcomes._fields])


@scheduled
def measure(state, p, effort, row):
    """Write the outcomes of the round that the state is in to a record of `OUTCOMES`."""
    us = state.collaboration[0]
    themes = us.need.size
    participants, members, left = 0, 0, 0
    joint = likes = clients = least = gaining = tolerated = wanting = 0.0
    commitment = loyalty = home = gap = pooled = ceded = error = paid = 0.0
    swing, setbacks = 0, 0
    mean_view = np.zeros(themes)
    for me in state.organisations:
        if me.member == OUTSIDE:
            continue
        participants += 1
        clients += me.served
        if me.member == LEFT:
            left += 1
            continue
        gained = gain(me)
        least = gained if members == 0 else min(least, gained)
        members += 1
        joint += gained
        likes += me.liking
        paid += max(0.0, me.paid)
        swing += me.swing > 0.0
        setbacks += me.setback > 0
        gaining += gained > ROUNDING
        tolerated += gained >= -p.norm.tolerance - ROUNDING
        wanting += me.expected >= alone(me) - ROUNDING
        commitment += me.commitment
        loyalty += me.loyalty
        home += me.home
        pooled += me.pooled
        if us.agreed:
            gap += me.promise - me.pooled
            ceded += me.autonomy * me.pooled
        error += distance(me.perception, us.need)
        for theme in range(themes):
            mean_view[theme] += me.perception[theme]
    all_of_them, participants = max(members, 1), max(participants, 1)
    for theme in range(themes):
        mean_view[theme] /= all_of_them
    spread, trust, discord, understanding, opportunity, ties = 0.0, 0.0, 0.0, 0.0, 0.0, 0
    member, standing = membership(state), np.zeros(state.organisations.size)
    for i in range(standing.size):
        standing[i] = state.organisations[i].standing
    for me in state.organisations:
        if me.member != MEMBER:
            continue
        spread += distance(me.perception, mean_view)
        for tie in state.ties[me.first : me.last]:
            if member[tie.target] and tie.age > 0:
                ties += 1
                trust += tie.trust
                discord += abs(tie.trust - standing[tie.target])
                understanding += tie.understanding
                opportunity += tie.opportunity
    fit = 1.0 - distance(us.goal, us.need) if us.agreed else 0.0
    row.joint_value = joint / participants
    row.liking = likes / participants
    row.felt_success = 10.0 * conditions.felt_success(state, p.loyalty.scale)
    row.client_value = clients / participants
    row.least_gain = least
    row.equity = conditions.equity(state)
    row.goal_realisation = us.realisation
    row.sorted_effect = gaining / participants
    row.tolerated = tolerated / participants
    row.legitimacy = fit * wanting / all_of_them
    row.trust = trust / max(ties, 1)
    row.discord = discord / max(ties, 1)
    row.understanding = understanding / max(ties, 1)
    row.opportunity = opportunity / max(ties, 1)
    row.commitment = commitment / all_of_them
    row.loyalty = loyalty / all_of_them
    row.home_loyalty = home / all_of_them
    row.loyalty_gap = gap / all_of_them
    row.pooled = pooled / all_of_them
    row.autonomy_ceded = ceded / all_of_them
    row.knowledge_error = error / all_of_them
    row.knowledge_spread = spread / all_of_them
    row.ambiguity = us.ambiguity
    row.contest = us.contest
    row.agreed = us.agreed
    row.support = us.support
    row.price_of_consent = us.price_of_consent
    row.swing = swing
    row.paid = paid / participants
    row.backing = us.backing
    row.lapsed = us.lapsed
    row.mended = us.mended
    row.decided = us.decided
    row.slipped = us.slipped
    row.rejected = us.rejected
    row.members = members
    row.left = left
    row.partners = ties / all_of_them
    row.setbacks = setbacks
    row.effort = us.spent
    row.ambition = conditions.ambition(state)
    row.interests = conditions.interests(state, p.loyalty.scale)
    row.relation = conditions.relation(state, row.trust, row.understanding)
    row.organisation = conditions.organisation(state, effort)
    row.process = conditions.process(state)


CLIMB = 10_000  # most steps towards a limit


class Attainable(NamedTuple):
    """The joint optimum of the present state."""

    value: float  #            joint value per participant and round, before costs
    radius: float  #           spectral radius of G + G' among members; from 1 up only the capacity limits pooling
    bound: float  #            share of members at their capacity in the optimum


@compiled
def attainable(state, parameters):
    """Value at the joint optimum, where everybody pools what is best for the whole.

    Without a limit it is reached at s = (I - G - G')^-1 A (Ballester et al. 2006). Here each organisation pools
    at most its capacity. Pooling is complementary, so that best replies for the whole climb from nothing, and fall from
    full capacity, to a rest; the better of the two is taken. Below a spectral radius of 1 they are the same.
    """
    p, us = parameters[0], state.collaboration[0]
    aligned = np.zeros(state.organisations.size)
    members, participants = 0, 0
    for i in range(aligned.size):
        me = state.organisations[i]
        participants += me.member != OUTSIDE
        if me.member == MEMBER:
            members += 1
            aligned[i] = alignment(me, us.goal if us.agreed else us.proposal, us.need, p.goal.stake) - liking(me)
    if members == 0:
        return Attainable(0.0, 0.0, 0.0)
    from_nothing, few = rest(state, aligned, p.promise.capacity, 0.0)
    from_capacity, many = rest(state, aligned, p.promise.capacity, p.promise.capacity)
    value, bound = (from_nothing, few) if from_nothing >= from_capacity else (from_capacity, many)
    return Attainable(value / participants, radius(state), bound / members)


@compiled
def rest(state, aligned, capacity, start):
    """Joint value, and members at capacity, where best replies for the whole come to rest."""
    pooled, reply = np.zeros(aligned.size), np.zeros(aligned.size)
    for i in range(aligned.size):
        pooled[i] = start if state.organisations[i].member == MEMBER else 0.0
    for _ in range(CLIMB):
        both_ways(state, pooled, reply)
        moved = 0.0
        for i in range(aligned.size):
            if state.organisations[i].member == MEMBER:
                wanted = min(capacity, max(0.0, aligned[i] + reply[i]))
                moved = max(moved, abs(wanted - pooled[i]))
                pooled[i] = wanted
        if moved < 1e-13 * capacity:
            break
    both_ways(state, pooled, reply)
    value, bound = 0.0, 0
    for i in range(aligned.size):
        if state.organisations[i].member == MEMBER:
            value += pooled[i] * (aligned[i] + 0.5 * reply[i]) - 0.5 * pooled[i] ** 2 - alone(state.organisations[i])
            bound += pooled[i] >= capacity
    return value, bound


@compiled
def both_ways(state, pooled, reply):
    """(G + G') s among members."""
    for i in range(reply.size):
        reply[i] = 0.0
    for i in range(pooled.size):
        me = state.organisations[i]
        if me.member == MEMBER:
            for tie in state.ties[me.first : me.last]:
                j = tie.target
                if state.organisations[j].member == MEMBER:
                    reply[i] += tie.synergy * pooled[j]
                    reply[j] += tie.synergy * pooled[i]


@compiled
def radius(state):
    """Spectral radius of G + G' among members: the power method, on I + G + G' so that it always converges."""
    vector, image = np.ones(state.organisations.size), np.zeros(state.organisations.size)
    found = 0.0
    for _ in range(CLIMB):
        both_ways(state, vector, image)
        squares = 0.0
        for i in range(image.size):
            image[i] += vector[i]
            squares += image[i] * image[i]
        length = math.sqrt(squares)
        for i in range(image.size):
            vector[i] = image[i] / length
        if abs(length - found) < 1e-12 * length:
            break
        found = length
    return length - 1.0

"""Goal: the problem as it is stated, and the goal that is proposed for it.

The problem: the lead's diagnosis, by which the goal is then judged, or
problem perceptions weighed by influence. The goal: a reference point, fixed once agreed, or a snapshot, proposed anew
each round. Whoever decides draws it up: the lead, or all, and then those who
objected to the last proposal are heard more. Effort on interests gives each its way in the themes that matter most
to it (Fisher and Ury 1981), and moves the proposal to the partner that expects least of it.

Effort on the ambition makes it shared: the interests of members move towards what is proposed (finding
common ground, Gray 1989).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from ..game import alone, clear, ideal, place
from ..kernel import compiled, scheduled
from ..logic import HIERARCHY, NETWORK
from ..parameters import number
from ..state import MEMBER


class Goal(NamedTuple):
    """What a goal is worth, how proposals give way, and interests meet them."""

    stake: Annotated[
        float, number(0, 4, "value per distance", "worth lost by a goal at the far end of theme space")
    ] = 1.5
    concession: Annotated[
        float, number(0, 5, "ratio", "extra weight in a proposal for who objected to the last one", "innes2010")
    ] = 1.0
    accommodation: Annotated[
        float,
        number(0, 1, "share", "move to the partner that expects least, at full effort", "fisher1981"),
    ] = 0.10
    reframing: Annotated[
        float, number(0, 0.5, "per round", "move of interests to the goal, at full effort on the ambition", "gray1989")
    ] = 0.015


@compiled
def say(me, salience, concession, interests):
    """Weight of a member in a proposal: influence, more after it objected, and, by effort, where it cares most."""
    return me.influence * (1.0 + concession * (1.0 - me.accepts)) * (1.0 + interests * (salience - 1.0))


@scheduled
def propose(state, p, effort):
    """State the problem, and propose a goal for it."""
    us = state.collaboration[0]
    diagnose(state, p)
    if p.logic.goal == HIERARCHY and us.agreed:
        place(us.proposal, us.goal)
    elif p.logic.decision == NETWORK:
        weigh_ideals(state, p, effort)
        accommodate(state, p.goal.accommodation * effort.interests)
    else:
        for theme in range(us.need.size):
            us.proposal[theme] = ideal(us.lead_interests[theme], us.diagnosis[theme], us.lead_moral)
    reframe(state, p.goal.reframing * effort.ambition)


@compiled
def diagnose(state, p):
    """The problem: the lead's perception of the need, or everybody's by influence."""
    us = state.collaboration[0]
    if p.logic.problem == HIERARCHY:
        place(us.diagnosis, us.lead_perception)
        return
    clear(us.diagnosis)
    for me in state.organisations:
        if me.member == MEMBER:
            for theme in range(us.need.size):
                us.diagnosis[theme] += me.influence * me.perception[theme]


@compiled
def weigh_ideals(state, p, effort):
    """The goals members would choose, theme by theme: a mean weighed by say."""
    us = state.collaboration[0]
    for theme in range(us.need.size):
        wanted, total = 0.0, 0.0
        for me in state.organisations:
            if me.member == MEMBER:
                weight = say(me, us.need.size * me.salience[theme], p.goal.concession, effort.interests)
                wanted += weight * ideal(me.interests[theme], us.diagnosis[theme], me.moral)
                total += weight
        us.proposal[theme] = wanted / total if total > 0.0 else us.diagnosis[theme]


@compiled
def accommodate(state, share):
    """Move the proposal towards the interests of the member that, when last asked, expected least."""
    us = state.collaboration[0]
    asked_before = us.decided + us.slipped + us.rejected > 0
    if share == 0.0 or not asked_before:
        return
    least, lowest = -1, 0.0
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member != MEMBER:
            continue
        if least < 0 or me.expected - alone(me) < lowest:
            least, lowest = i, me.expected - alone(me)
    for theme in range(us.need.size):
        us.proposal[theme] += share * (state.organisations[least].interests[theme] - us.proposal[theme])


@compiled
def reframe(state, share):
    """Move the interests of members towards the goal, or the proposal while there is none."""
    if share == 0.0:
        return
    us = state.collaboration[0]
    for me in state.organisations:
        if me.member != MEMBER:
            continue
        for theme in range(us.need.size):
            towards = us.goal[theme] if us.agreed else us.proposal[theme]
            me.interests[theme] += share * (towards - me.interests[theme])

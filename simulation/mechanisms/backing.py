"""Backing: an agreement needs support to last.

A member stands behind the goal while it expects no less than going alone, and while what came of it so far is no
less, within the tolerance. What came of it is judged by the norm: under the network norm by each member for itself,
under the hierarchical norm by the lead for all, whose goal it is to realise. When those who stand behind the goal
carry too little of the vote for longer than patience lasts, the goal lapses: nobody promises any more, and for as
long again nothing can be decided. Then it may begin anew. Where the lead decides, whoever is not behind counts as
far as the lead has authority over it.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from ..conditions import remembered
from ..game import alone
from ..kernel import compiled, scheduled
from ..logic import HIERARCHY, ROUNDING, tolerance
from ..parameters import whole
from ..state import MEMBER


class Backing(NamedTuple):
    """How long an agreement lasts without enough support."""

    patience: Annotated[int, whole(0, 1_000_000, "rounds", "how long too little support is borne", "ansell2008")] = 6


@compiled
def stands_behind(expected, satisfaction, fallback, let_pass):
    """Whether it expects, and so far got, no less than it has alone, within what it lets pass."""
    return expected >= fallback - let_pass - ROUNDING and satisfaction >= -let_pass - ROUNDING


@scheduled
def hold(state, p):
    """Who stands behind the goal; whether it still holds; and how long a crisis lasts."""
    us = state.collaboration[0]
    if us.agreed:
        weigh(state, p)
        us.age += 1
        us.unbacked = us.unbacked + 1 if us.backing < p.decision.quorum - ROUNDING else 0
        if us.unbacked > p.backing.patience:
            lapse(state, p)
    else:
        us.backing = 0.0
        us.crisis = max(0, us.crisis - 1)
    us.held = remembered(us.held, us.agreed)


@compiled
def weigh(state, p):
    """The weight of those who stand behind the goal, and of those who do because they must."""
    us, let_pass = state.collaboration[0], tolerance(p)
    us.backing = 0.0
    for i in range(state.organisations.size):
        me = state.organisations[i]
        if me.member != MEMBER:
            me.behind = 0.0
            continue
        judged = state.organisations[us.lead].satisfaction if p.logic.norm == HIERARCHY else me.satisfaction
        me.behind = 1.0 if stands_behind(me.expected, judged, alone(me), let_pass) else 0.0
        counts = me.behind
        if p.logic.decision == HIERARCHY and me.behind == 0.0:
            counts = 1.0 if i == us.lead and not us.led_from_outside else me.authority
        us.backing += counts * me.consent


@compiled
def lapse(state, p):
    """The goal is given up; what was agreed with it is void."""
    us = state.collaboration[0]
    us.agreed = us.age = us.unbacked = 0
    us.moved = 0.0
    us.lapsed += 1
    us.crisis = p.backing.patience
    for me in state.organisations:
        me.payment = 0.0

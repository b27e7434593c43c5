"""Delivery: what the home organisation makes of the promise, and what authority makes of that.

The home weighs the whole less than its representative does (split loyalties): what is delivered lies
between what the home wants and what was promised, closer to the promise as agreements are more binding, which
effort on the organisation makes them. Then the world intervenes: carrying out has its own chance.
Hierarchy: the lead asks for more, as far as it has authority and the partner's autonomy yields. What is
compelled costs full effort but makes only part of the synergy.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from .. import draws
from ..game import offer
from ..kernel import compiled
from ..logic import HIERARCHY
from ..parameters import number
from ..state import MEMBER


class Delivery(NamedTuple):
    """How promises bind, how chance bites, and what compulsion is worth."""

    fidelity: Annotated[
        float, number(0, 1, "share", "how far a promise binds the home without any organisation", "putnam1988")
    ] = 0.20
    noise: Annotated[float, number(0, 0.5, "share, SD", "chance in carrying out", "valentijn2015")] = 0.31
    compelled: Annotated[
        float, number(0, 1, "share", "synergy made by a unit delivered under compulsion (epsilon)", "falk2006")
    ] = 0.40


@compiled
def kept(fidelity, organisation, commitment):
    """How far a promise binds the home: by itself, by effort on the organisation, by commitment."""
    return 1.0 - (1.0 - fidelity) * (1.0 - organisation) * (1.0 - commitment)


@compiled
def delivered(home, promise, fidelity):
    """Between what the home wants and what was promised."""
    return home + fidelity * (promise - home)


@compiled
def obeyed(own, demand, binding):
    """An order asks for more, never for less; it is followed as far as it binds."""
    return own + binding * max(0.0, demand - own)


@compiled
def deliver(state, p, effort, seed, round_):
    """Members deliver under the goal; without one, everybody does what it does alone."""
    for me in state.organisations:
        if me.member != MEMBER or not state.collaboration[0].agreed:
            me.own = me.pooled = me.effective = 1.0
            continue
        worth = me.aligned - p.decision.autonomy * me.autonomy
        home = offer(me, worth, me.home, p.promise.capacity)
        luck = p.delivery.noise * draws.normal(seed, draws.EXECUTION, round_, me.key, 0)
        fidelity = kept(p.delivery.fidelity, effort.organisation, me.commitment)
        me.own = delivered(home, me.promise, fidelity) * max(0.0, 1.0 + luck)
        me.pooled = me.own
        if p.logic.implementation == HIERARCHY:
            me.pooled = obeyed(me.own, me.demand, me.authority * (1.0 - me.autonomy))
        me.effective = me.own + p.delivery.compelled * (me.pooled - me.own)

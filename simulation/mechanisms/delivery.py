"""Delivery: what the home organisation makes of the promise, and what authority makes of that.

The home weighs the whole less than its representative does (split loyalties): what is delivered lies
between what the home wants and what was promised, closer to the promise as agreements are more binding, which
effort on the organisation makes them. Whoever is let down holds back: the less it trusts its partners, the less it
delivers (Fehr and Gächter 2000; people differ in where they begin to: Fischbacher et al. 2001). Then the world
intervenes: carrying out has its own luck.
Hierarchy: the lead asks for more, as far as it has authority and the partner's autonomy yields. What is
compelled costs full effort but makes only part of the synergy.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

from .. import draws
from ..elementary import exp
from ..game import bring, luck, offer
from ..kernel import compiled, scheduled
from ..logic import HIERARCHY
from ..parameters import number
from ..state import MEMBER


class Delivery(NamedTuple):
    """How promises bind, how chance bites, and what compulsion is worth."""

    fidelity: Annotated[
        float, number(0, 1, "share", "how far a promise binds the home without any organisation", "putnam1988")
    ] = 0.20
    noise: Annotated[float, number(0, 0.5, "share, SD", "chance in carrying out", "valentijn2015")] = 0.29
    reciprocity: Annotated[
        float, number(0, 1, "share", "of a delivery held back where partners are not trusted (R)", "fehr2000")
    ] = 0.62
    threshold: Annotated[
        float, number(0, 1, "share", "mean trust at which half of that is held back", "fischbacher2001")
    ] = 0.31
    variety: Annotated[
        float, number(0.02, 0.5, "share", "how far people differ in where they begin to hold back", "fischbacher2001")
    ] = 0.11
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
def reciprocated(regard, reciprocity, threshold, spread):
    """Part of what it would deliver that an organisation does deliver, as it trusts its partners."""
    return 1.0 - reciprocity / (1.0 + exp((regard - threshold) / spread))


@scheduled
def deliver(state, p, effort, seed, round_):
    """Members deliver under the goal; without one, everybody does what it does alone."""
    us = state.collaboration[0]
    for me in state.organisations:
        if me.member != MEMBER or not us.agreed:
            me.intended = me.own = me.pooled = me.effective = 1.0
            explain(me, 1.0, 1.0)
            continue
        unit = bring(me, me.aligned, me.home, p.value.common) - p.decision.autonomy * me.autonomy - me.elsewhere
        home = offer(me, unit, p.promise.capacity)
        fidelity = kept(p.delivery.fidelity, effort.organisation, me.commitment)
        agreed_at_home = delivered(home, me.promise, fidelity)
        me.intended = agreed_at_home
        if p.delivery.reciprocity > 0.0:
            d = p.delivery
            me.intended *= reciprocated(me.regard, d.reciprocity, d.threshold, d.variety)
        if not math.isnan(me.act_delivery):
            agreed_at_home = me.intended = me.act_delivery
        fresh = draws.normal(seed, draws.EXECUTION, round_, me.key, 0)
        chance = luck(me.fortune, us.climate, fresh, p.fortune.lasting, p.fortune.shared)
        me.own = me.intended * max(0.0, 1.0 + p.delivery.noise * chance)
        me.pooled = me.own
        if p.logic.implementation == HIERARCHY:
            me.pooled = obeyed(me.own, me.demand, me.authority * (1.0 - me.autonomy))
        me.effective = me.own + p.delivery.compelled * (me.pooled - me.own)
        explain(me, me.promise, agreed_at_home)


@compiled
def explain(me, promise, agreed_at_home):
    """Keep why what is pooled is not what was promised; the parts add up to the difference."""
    me.short_home = agreed_at_home - promise
    me.short_distrust = me.intended - agreed_at_home
    me.short_luck = me.own - me.intended
    me.short_order = me.pooled - me.own

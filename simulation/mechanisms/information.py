"""Information: what organisations take the need to be.

Each observes the need through its own lens: its professional frame draws the view towards itself, and
noise blurs it. Monitoring (effort on the process) clears the lens.

Network: negotiated knowledge. Partners move towards those whose view lies within a confidence bound,
weighed by trust and understanding, all at once (Hegselmann and Krause 2002; Deffuant et al. 2000). What
is shared may be wrong. Hierarchy: the lead's own information is broadcast, and taken as fact.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from .. import draws
from ..game import clear, distance, place
from ..kernel import compiled, scheduled
from ..logic import NETWORK
from ..parameters import number
from ..state import MEMBER


class Information(NamedTuple):
    """How the need is seen, and how views are exchanged."""

    bias: Annotated[float, number(0, 1, "share", "pull of the professional frame on what is seen", "dougherty1992")] = (
        0.50
    )
    noise: Annotated[float, number(0, 0.5, "distance, SD", "blur of an observation in each theme")] = 0.10
    learning: Annotated[float, number(0, 1, "per round", "weight of a new observation", "march1991")] = 0.20
    exchange: Annotated[
        float, number(0, 1, "per round", "speed at which partners move to each other's view", "hegselmann2002")
    ] = 0.30
    confidence: Annotated[
        float, number(0, 1, "distance", "views further apart than this are not listened to", "hegselmann2002")
    ] = 0.35


@compiled
def seen(need, frame, bias, blur):
    """The need in one theme, as seen through a lens; within theme space."""
    return min(1.0, max(0.0, need + bias * (frame - need) + blur))


@scheduled
def observe(state, p, effort, seed, round_):
    """Every organisation looks for itself."""
    us = state.collaboration[0]
    bias = p.information.bias * (1.0 - effort.process)
    for me in state.organisations:
        for theme in range(us.need.size):
            blur = p.information.noise * draws.normal(seed, draws.OBSERVATION, round_, me.key, theme)
            sight = seen(us.need[theme], me.frame[theme], bias, blur)
            me.perception[theme] += p.information.learning * (sight - me.perception[theme])


@scheduled
def share(state, p):
    """Members negotiate what they know, or are told."""
    if p.logic.information == NETWORK:
        negotiate(state, p)
    else:
        broadcast(state)


@compiled
def negotiate(state, p):
    """Each member moves towards the partners that it trusts, understands and finds within its bound."""
    themes = state.collaboration[0].need.size
    views = np.full((state.organisations.size, themes), np.nan)  # of members: nobody is near to what is not there
    for i in range(state.organisations.size):
        if state.organisations[i].member == MEMBER:
            for theme in range(themes):
                views[i, theme] = state.organisations[i].perception[theme]
    for me in state.organisations:
        weight = 1.0
        clear(me.exchanged)
        if me.member == MEMBER:
            for tie in state.ties[me.first : me.last]:
                view = views[tie.target]
                if tie.age > 0 and distance(me.perception, view) <= p.information.confidence:
                    heard = tie.trust * tie.understanding
                    weight += heard
                    for theme in range(themes):
                        me.exchanged[theme] += heard * (view[theme] - me.perception[theme])
        for theme in range(themes):
            me.exchanged[theme] = me.perception[theme] + p.information.exchange * me.exchanged[theme] / weight
    for me in state.organisations:
        place(me.perception, me.exchanged)


@compiled
def broadcast(state):
    """Every member holds what the lead holds."""
    for me in state.organisations:
        if me.member == MEMBER:
            place(me.perception, state.collaboration[0].lead_perception)

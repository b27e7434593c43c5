"""Fortune: luck that lasts.

Carrying out has its own luck. Part of it lasts over rounds: an organisation that is short of staff is short of
staff next month too. Of what lasts a part is shared, the climate that all members work in, and a part is an
organisation's own. When its own part falls low, that has a reason, which stays while it lasts: no staff,
a reorganisation, the budget at home, a change of leadership. What luck does to deliveries stands in `delivery`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from .. import draws
from ..kernel import compiled, scheduled
from ..parameters import number

# What keeps an organisation down.
SETBACKS = ("none", "staff", "reorganisation", "budget", "leadership")
LOW, OVER = -1.0, -0.5  # standard deviations: where a setback begins, and where it is over


class Fortune(NamedTuple):
    """How much of the luck lasts, how long, and how much of that is shared."""

    lasting: Annotated[float, number(0, 1, "share of variance", "luck that lasts (l)")] = 0.86
    shared: Annotated[float, number(0, 1, "share of variance", "of what lasts, the climate that members share (c)")] = (
        0.65
    )
    memory: Annotated[float, number(0, 0.999, "correlation per round", "how long luck lasts that lasts")] = 0.87


@compiled
def setback(now, own, chance):
    """What keeps an organisation down: a reason is drawn where its own luck falls low, and stays until it is over."""
    if now > 0:
        return now if own < OVER else 0
    return 1 + int(chance * (len(SETBACKS) - 1)) if own < LOW else 0


@scheduled
def begin(state, p, seed):
    """Luck as it stands before the first round."""
    if p.fortune.lasting == 0.0:
        return
    state.collaboration[0].climate = draws.normal(seed, draws.CLIMATE, 0, 0, 0)
    for me in state.organisations:
        me.fortune = draws.normal(seed, draws.FORTUNE, 0, me.key, 0)


@scheduled
def turn(state, p, seed, round_):
    """Luck that lasts moves on."""
    if p.fortune.lasting == 0.0:
        return
    us, memory = state.collaboration[0], p.fortune.memory
    us.climate = draws.lasting(us.climate, memory, draws.normal(seed, draws.CLIMATE, round_, 0, 0))
    for me in state.organisations:
        me.fortune = draws.lasting(me.fortune, memory, draws.normal(seed, draws.FORTUNE, round_, me.key, 0))
        if me.setback > 0 or me.fortune < LOW:
            me.setback = setback(me.setback, me.fortune, draws.uniform(seed, draws.SETBACK, round_, me.key, 0))

"""Elsewhere: attention that other collaborations ask for.

An organisation works in several collaborations at once and has one attention to give (Uzzi 1997; split loyalty in
the literal sense). What it could do elsewhere changes over time. When much is asked of it there, staying forgoes
more, and its home wants to pool less here; the representative at the table promised without that. It is the shadow
price of attention: who shares out S over collaborations that are worth A_c s_c - s_c^2 / 2 gives each s_c = A_c -
x.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from .. import draws
from ..kernel import compiled, scheduled
from ..parameters import number


class Elsewhere(NamedTuple):
    """How strong the call of other work is, and how long it lasts."""

    pull: Annotated[
        float, number(0, 0.5, "value per unit pooled", "worth of attention elsewhere, at one standard deviation")
    ] = 0.125
    memory: Annotated[float, number(0, 0.999, "correlation per round", "how long what is asked elsewhere lasts")] = 0.97


@compiled
def worth(calls, pull):
    """What a unit of attention is worth elsewhere: nothing where little is asked."""
    return pull * max(0.0, calls)


@scheduled
def begin(state, p, seed):
    """What is asked elsewhere before the first round."""
    if p.elsewhere.pull == 0.0:
        return
    for me in state.organisations:
        me.calls = draws.normal(seed, draws.ELSEWHERE, 0, me.key, 0)
        me.elsewhere = worth(me.calls, p.elsewhere.pull)


@scheduled
def turn(state, p, seed, round_):
    """What is asked elsewhere moves on."""
    for me in state.organisations:
        if p.elsewhere.pull > 0.0:
            shock = draws.normal(seed, draws.ELSEWHERE, round_, me.key, 0)
            me.calls = draws.lasting(me.calls, p.elsewhere.memory, shock)
        me.elsewhere = worth(me.calls, p.elsewhere.pull)

"""Loyalty: one leg in the collaboration, one at home.

Where the collaboration pays, commitment and the loyalty of representatives to it grow; where it costs more than is
tolerated, they shrink. So does a fair or an unfair process: having had a say, or living with a goal one would not
have consented to (Kim and Mauborgne 1998). The home organisation was not at the table, and asks more before it
grows loyal: it pulls back. What nothing feeds wears off: loyalties and commitment return to where they began.
Effort on the ambition raises commitment.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from ..elementary import tanh
from ..game import alone
from ..kernel import compiled, scheduled
from ..logic import NETWORK, ROUNDING, felt, indulgence, tolerance
from ..parameters import number
from ..state import MEMBER


class Loyalty(NamedTuple):
    """How fast loyalties move, and what home asks."""

    memory: Annotated[float, number(0, 1, "per round", "weight of the last round in satisfaction", "ring1994")] = 0.32
    scale: Annotated[float, number(0.01, 5, "value per round", "gain that counts as clearly good")] = 0.30
    rate: Annotated[
        float, number(0, 1, "per round", "speed of the representative's loyalty", "putnam1988", "valentijn2015")
    ] = 0.023
    home_rate: Annotated[
        float, number(0, 1, "per round", "speed of the home organisation's loyalty", "putnam1988", "valentijn2015")
    ] = 0.014
    pull: Annotated[
        float, number(0, 1, "value per round", "gain that the home asks before it grows loyal", "putnam1988")
    ] = 0.10
    commitment_rate: Annotated[float, number(0, 1, "per round", "speed of commitment", "ring1994", "valentijn2015")] = (
        0.023
    )
    voice: Annotated[
        float, number(0, 0.5, "value per round", "what it is worth to have been asked and to have consented", "kim1998")
    ] = 0.05
    overruled: Annotated[
        float,
        number(0, 0.5, "value per round", "what it costs to live with a goal one would not consent to", "kim1998"),
    ] = 0.10
    back: Annotated[float, number(0, 1, "per round", "return of loyalties and commitment to where they began")] = 0.03
    inspiration: Annotated[
        float, number(0, 1, "per round", "growth of commitment at full effort on the ambition", "huxham2005")
    ] = 0.02


@compiled
def drawn(level, rate, satisfaction, scale):
    """A loyalty in [0, 1], drawn up or down by satisfaction; at 0 and 1 it stays."""
    return level + rate * level * (1.0 - level) * tanh(satisfaction / scale)


@compiled
def process_felt(me, p, agreed):
    """Fairness of the process as felt: good to have had a say and consented, bad to live with a goal unwanted."""
    if not agreed:
        return 0.0
    if me.expected < alone(me) - tolerance(p) - ROUNDING:
        return -p.loyalty.overruled
    return p.loyalty.voice if p.logic.decision == NETWORK else 0.0


@scheduled
def begin(state):
    """Where loyalties and commitment begin."""
    for me in state.organisations:
        me.loyalty_first, me.home_first, me.commitment_first = me.loyalty, me.home, me.commitment


@scheduled
def move(state, p, effort):
    """Members feel what the round brought, and commit accordingly."""
    us = state.collaboration[0]
    let_pass = indulgence(p)
    for me in state.organisations:
        if me.member != MEMBER:
            continue
        me.satisfaction += p.loyalty.memory * (me.value - alone(me) - me.satisfaction)
        mood = felt(me.satisfaction, let_pass) + process_felt(me, p, us.agreed)
        mood_at_home = felt(me.satisfaction - p.loyalty.pull, let_pass)
        me.loyalty = drawn(me.loyalty, p.loyalty.rate, mood, p.loyalty.scale)
        me.home = drawn(me.home, p.loyalty.home_rate, mood_at_home, p.loyalty.scale)
        me.commitment = drawn(me.commitment, p.loyalty.commitment_rate, mood, p.loyalty.scale)
        me.loyalty += p.loyalty.back * (me.loyalty_first - me.loyalty)
        me.home += p.loyalty.back * (me.home_first - me.home)
        me.commitment += p.loyalty.back * (me.commitment_first - me.commitment)
        me.commitment += p.loyalty.inspiration * effort.ambition * (1.0 - me.commitment)

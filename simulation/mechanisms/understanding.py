"""Understanding: the language confusion between frames wears off by working together.

Each round together brings understanding nearer to 1; slower between different frames, faster between
organisations with network skill, and with effort on the relation (Dougherty 1992).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from ..game import membership
from ..kernel import compiled, scheduled
from ..parameters import number


class Understanding(NamedTuple):
    """Where understanding starts, and how fast it grows."""

    initial: Annotated[
        float, number(0, 1, "share", "understanding at the start, between equal frames", "valentijn2015")
    ] = 0.89
    confusion: Annotated[
        float, number(0, 1, "share", "understanding lost at the start to entirely different frames", "dougherty1992")
    ] = 0.80
    rate: Annotated[
        float, number(0, 1, "per round", "growth between equal frames of medium skill", "valentijn2015")
    ] = 0.013
    friction: Annotated[float, number(0, 1, "share", "growth lost to entirely different frames", "dougherty1992")] = (
        0.80
    )
    facilitation: Annotated[
        float, number(0, 5, "ratio", "extra growth at full effort on the relation", "ansell2008")
    ] = 0.50


@compiled
def at_first(initial, confusion, difference):
    """Understanding of two organisations that have not worked together."""
    return initial * (1.0 - confusion * difference)


@compiled
def pace(tie, skill, rate, friction, boost):
    """Share of the misunderstanding that one round together takes away; `skill` of both sides together."""
    return min(1.0, rate * (1.0 - friction * tie.difference) * skill * boost)


@scheduled
def grow(state, p, effort):
    """Members that are tied come to understand each other better."""
    boost = 1.0 + p.understanding.facilitation * effort.relation
    member, skill = membership(state), np.zeros(state.organisations.size)
    for i in range(skill.size):
        skill[i] = state.organisations[i].skill
    for i in range(skill.size):
        if not member[i]:
            continue
        me = state.organisations[i]
        for tie in state.ties[me.first : me.last]:
            if member[tie.target] and tie.age > 0:
                both = skill[i] + skill[tie.target]
                speed = pace(tie, both, p.understanding.rate, p.understanding.friction, boost)
                tie.understanding += speed * (1.0 - tie.understanding)

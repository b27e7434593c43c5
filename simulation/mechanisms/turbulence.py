"""Turbulence: the need of those the collaboration is for does not stand still.

The true need moves by a random walk, reflected at the borders of theme space. Faster walks are more
turbulent environments (compare turnover of the environment in March 1991).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from .. import draws
from ..kernel import compiled, scheduled
from ..parameters import number


class Turbulence(NamedTuple):
    """Where the need starts, and how fast it moves."""

    range: Annotated[
        float, number(0, 1, "width", "range of the need at the start in each theme, around the middle")
    ] = 0.40
    step: Annotated[
        float, number(0, 0.2, "distance per round, SD", "movement of the need in each theme", "march1991")
    ] = 0.01


@compiled
def reflect(position):
    """A position just outside [0, 1] mirrored back into it."""
    inside = abs(position)
    return inside if inside <= 1.0 else max(0.0, 2.0 - inside)


@scheduled
def move(state, p, seed, round_):
    """Move the need one step in every theme."""
    us = state.collaboration[0]
    if p.turbulence.step == 0.0:
        return
    for theme in range(us.need.size):
        step = p.turbulence.step * draws.normal(seed, draws.TURBULENCE, round_, theme, 0)
        us.need[theme] = reflect(us.need[theme] + step)

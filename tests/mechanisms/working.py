"""A collaboration that works under a goal, and what the round brings it."""

from __future__ import annotations

from samenspel.conditions import Effort
from samenspel.mechanisms import sharing, value
from tests.collaborations import parameters, plain

AS_GIVEN = {"logic.implementation": "hierarchy", "goal.stake": 1.0, "value.adjustment": 0.5, "value.sharing": 0.5}


def created(state, changes=AS_GIVEN, effort=None):
    """What the round brings everybody."""
    value.create(state, parameters(changes), effort or Effort())
    sharing.share(state, parameters(changes), effort or Effort())
    return state.organisations["value"]


def working():
    """Two that pool 2 and 1 under a goal to their liking, at synergy 0.1, and paid 0.05."""
    state = plain(2)
    state.organisations["pooled"] = state.organisations["effective"] = [2, 1]
    state.organisations["cost"] = 0.05
    return state

"""A collaboration that is asked for consent, and decides."""

from __future__ import annotations

import numpy as np

from samenspel.conditions import Effort
from samenspel.mechanisms import bargaining, consent, decision, objection
from tests.collaborations import parameters, plain

# Goals at stake 1, nobody lets anything pass, nothing slips.
STRICT = {"goal.stake": 1.0, "norm.tolerance": 0.0, "decision.slip": 0.0, "decision.quorum": 0.67}
BY_LEAD = {"logic.decision": "hierarchy"}


def asked(state, changes=None, effort=None, round_=1):
    """A collaboration after it was asked for consent."""
    p, effort = parameters(STRICT | (changes or {})), effort or Effort()
    consent.ask(state, p, effort)
    objection.price(state, p)
    bargaining.strike(state, p, effort)
    decision.decide(state, p, effort, 1, round_)
    return state


def undecided(far=(), prospect=0.1):
    """Three without a goal whose votes weigh 0.6, 0.3 and 0.1; those that are far gain nothing from the proposal."""
    state = plain(3)
    state.collaboration["agreed"] = 0
    state.organisations["consent"] = [0.6, 0.3, 0.1]
    state.organisations["prospect"] = prospect
    for i in far:
        state.organisations["interests"][i] = 1.0
    state.collaboration["first_goal"] = np.nan  # none so far
    return state

"""Seat: a decision that somebody takes in person, in the seat of an organisation.

In place of what the model would decide, an event can set for one round whether an organisation consents, what it
promises, what it means to deliver, and whether it stays. What is left open (NaN) the model decides, and a decision
that is the model's own changes nothing. This is how people play an organisation, and how a strategy can be tried
against the model.
"""

from __future__ import annotations

import math

from ..kernel import scheduled


@scheduled
def rise(state):
    """What was decided in person was for this round alone."""
    for me in state.organisations:
        me.act_consent = me.act_promise = me.act_delivery = me.act_stay = math.nan

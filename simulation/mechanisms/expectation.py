"""Expectation: what each organisation expects of working with its partners.

From what partners last promised, believed as far as they are trusted; a partner larger than oneself is
trusted less ("they are large, I am small"). Where trust is neither 0 nor 1 there is doubt, largest at 1/2.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from ..game import membership, synergy
from ..kernel import compiled
from ..parameters import number


class Expectation(NamedTuple):
    """How difference adds to synergy, and size takes from trust."""

    complementarity: Annotated[
        float, number(0, 5, "ratio", "gain in synergy between entirely different partners", "nooteboom2007")
    ] = 1.0
    awe: Annotated[
        float, number(0, 1, "share", "trust withheld from a partner that is infinitely larger", "vangen2003")
    ] = 0.30


@compiled
def credence(trust, size, partner_size, awe):
    """Trust as acted upon: less of it in a larger partner."""
    return trust * (1.0 - awe * max(0.0, (partner_size - size) / (partner_size + size)))


@compiled
def form(state, p):
    """Sum up, for every organisation, what its ties to members hold in store."""
    n = state.organisations.size
    member, size, promise, spillover = membership(state), np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        size[i], promise[i] = state.organisations[i].size, state.organisations[i].promise
    for i in range(n):
        me = state.organisations[i]
        regard = reach = prospect = doubt = 0.0
        for tie in state.ties[me.first : me.last]:
            tie.synergy = synergy(tie, p.expectation.complementarity)
            if not member[tie.target]:
                continue
            believed = credence(tie.trust, size[i], size[tie.target], p.expectation.awe)
            promised = tie.synergy * promise[tie.target]
            regard += tie.trust
            reach += promised
            prospect += promised * believed
            doubt += promised * promised * believed * (1.0 - believed)
            if member[i]:
                spillover[tie.target] += tie.synergy * promise[i]
        me.reach, me.prospect, me.doubt = reach, prospect, doubt
        me.regard = regard / me.partners if me.partners > 0 else 0.5
    for i in range(n):
        state.organisations[i].spillover = spillover[i]

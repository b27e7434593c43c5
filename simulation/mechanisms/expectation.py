"""Expectation: what each organisation expects of working with its partners.

From what partners last promised, believed as far as they are trusted; a partner larger than oneself is
trusted less ("they are large, I am small"). Where trust is neither 0 nor 1 there is doubt, largest at 1/2.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from ..game import synergy
from ..kernel import compiled
from ..parameters import number
from ..state import MEMBER


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
    for me in state.organisations:
        me.spillover = 0.0
    for me in state.organisations:
        regard = 0.0
        me.reach = me.prospect = me.doubt = 0.0
        for tie in state.ties[me.first : me.last]:
            partner = state.organisations[tie.target]
            tie.synergy = synergy(tie, p.expectation.complementarity)
            if partner.member != MEMBER:
                continue
            believed = credence(tie.trust, me.size, partner.size, p.expectation.awe)
            promised = tie.synergy * partner.promise
            regard += tie.trust
            me.reach += promised
            me.prospect += promised * believed
            me.doubt += promised * promised * believed * (1.0 - believed)
            if me.member == MEMBER:
                partner.spillover += tie.synergy * me.promise
        me.regard = regard / me.partners if me.partners > 0 else 0.5

"""Trust: follows what partners deliver of what they promised.

It moves towards the fulfilment seen, and is lost faster than gained (Slovic 1993). A tolerated shortfall counts as
kept; what goes beyond is felt as a breach, more than in proportion (severity). What is known of a partner for long
moves less with each deed (inertia). Monitoring (effort on the process) sharpens what is seen. An order obeyed is
credited to the order and builds little goodwill (Malhotra and Murnighan 2002); what compulsion costs the lead stands
in `resentment`. Effort on the relation brings strangers to a moderate level, and speeds up learning from what is
delivered.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from .. import draws
from ..elementary import power
from ..game import membership
from ..kernel import compiled, scheduled
from ..logic import tolerance
from ..parameters import number

MOST_EXPERIENCE = 32_000  # deliveries; more are not counted


class Trust(NamedTuple):
    """Where trust starts, and how fast it moves."""

    initial: Annotated[float, number(0, 1, "share", "trust of a tie at the start")] = 0.45
    spread: Annotated[float, number(0, 1, "share", "width of the range of initial trust over ties")] = 0.20
    gain: Annotated[
        float, number(0, 1, "per round", "speed towards fulfilment above trust", "slovic1993", "valentijn2015")
    ] = 0.14
    loss: Annotated[
        float, number(0, 1, "per round", "speed towards fulfilment below trust", "slovic1993", "valentijn2015")
    ] = 0.16
    severity: Annotated[
        float, number(1, 4, "ratio", "how much more than in proportion a shortfall counts (k)", "slovic1993")
    ] = 1.8
    inertia: Annotated[float, number(0, 1, "exponent", "how experience slows trust, up and down (nu)", "burt1995")] = (
        0.04
    )
    blur: Annotated[float, number(0, 1, "share", "half-width of the error in judging a partner's fulfilment")] = 0.10
    attribution: Annotated[
        float, number(0, 1, "share", "goodwill lost to the order when an order is obeyed", "malhotra2002")
    ] = 0.70
    reactance: Annotated[float, number(0, 1, "per round", "trust in the lead lost to compulsion", "brehm1966")] = 0.20
    acquaintance: Annotated[
        float, number(0, 1, "per round", "speed to moderate trust at full effort on the relation", "ring1994")
    ] = 0.10
    moderate: Annotated[float, number(0, 1, "share", "trust that acquaintance alone can bring", "ring1994")] = 0.50


@compiled
def fulfilment(pooled, promise, let_pass, severity):
    """Share of the promise that was kept, in [0, 1]; what is short beyond the tolerance counts `severity` times."""
    if promise <= 0.0:
        return 1.0
    kept = min(1.0, pooled / promise / (1.0 - let_pass))
    return max(0.0, kept - (severity - 1.0) * (1.0 - kept))


@compiled
def learned(trust, seen, gain, loss):
    """Trust after one more fulfilment seen."""
    return trust + (gain if seen > trust else loss) * (seen - trust)


@compiled
def pace(experience, inertia):
    """How fast trust still moves after so many deliveries seen."""
    return 1.0 / power(1.0 + experience, inertia)


@scheduled
def learn(state, p, effort, seed, round_):
    """Members update their trust in every partner."""
    us, n = state.collaboration[0], state.organisations.size
    member, key, kept, gain = membership(state), np.zeros(n, np.int64), np.zeros(n), np.zeros(n)
    for i in range(n):
        partner = state.organisations[i]
        key[i] = partner.key
        kept[i] = fulfilment(partner.pooled, partner.promise, tolerance(p), p.trust.severity)
        gain[i] = goodwill(partner, p, effort)
    strangers = p.trust.acquaintance * effort.relation
    blur = p.trust.blur * (1.0 - effort.process)
    slowed, known = 1.0, -1  # most ties are of one experience: a power is worked out only where it changes
    for i in range(n):
        if not member[i]:
            continue
        me = state.organisations[i]
        for tie in state.ties[me.first : me.last]:
            j = tie.target
            if member[j] and tie.age > 0:
                tie.trust += strangers * max(0.0, p.trust.moderate - tie.trust)
                if us.agreed:
                    seen = judged(kept[j], blur, seed, round_, key[i], key[j])
                    if p.trust.inertia > 0.0 and tie.experience != known:
                        slowed, known = pace(tie.experience, p.trust.inertia), tie.experience
                    tie.trust = learned(tie.trust, seen, slowed * gain[j], slowed * p.trust.loss)
                    tie.experience = min(MOST_EXPERIENCE, tie.experience + 1)


@compiled
def goodwill(partner, p, effort):
    """How fast a partner gains trust: an order that it obeyed is credited to the order."""
    ordered = partner.authority if partner.pooled > partner.own else 0.0
    return min(1.0, p.trust.gain * (1.0 + effort.relation)) * (1.0 - p.trust.attribution * ordered)


@compiled
def judged(kept, blur, seed, round_, key, partner_key):
    """What a partner kept of its promise, as one organisation sees it."""
    if blur > 0.0:
        chance = 2.0 * draws.uniform(seed, draws.APPRAISAL, round_, key, partner_key) - 1.0
        return min(1.0, max(0.0, kept + blur * chance))
    return kept

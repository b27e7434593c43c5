"""A collaboration in which those who object are bargained with."""

from __future__ import annotations

from samenspel.conditions import Effort
from samenspel.mechanisms import bargaining, consent, objection
from tests.collaborations import parameters, plain

# Consent of all, nothing is let pass, nothing slips, nobody minds ceding autonomy or doubts.
TABLE = {
    "norm.tolerance": 0.0,
    "decision.quorum": 1.0,
    "decision.slip": 0.0,
    "decision.autonomy": 0.0,
    "decision.aversion": 0.0,
    "promise.capacity": 100.0,
    "bargaining.reach": 1.0,
}
FULL = Effort(interests=1.0)


def at_the_table(burden, prospect=0.2, consent=(0.4, 0.3, 0.3)):
    """Those who would each make (1 + prospect)^2 / 2 of a goal to their liking, and bear a burden under it."""
    state = plain(len(burden))
    state.collaboration["agreed"] = 0
    them = state.organisations
    them["prospect"] = them["reach"] = prospect
    them["burden"], them["consent"] = burden, consent
    return state


def struck(state, changes=None, effort=FULL):
    """The collaboration after everybody was asked and those who object were bargained with."""
    p = parameters(TABLE | (changes or {}))
    consent.ask(state, p, effort)
    objection.price(state, p)
    bargaining.strike(state, p, effort)
    return state

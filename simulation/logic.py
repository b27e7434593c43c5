"""The two logics as six contrasts, each a switch of its own.

Hierarchical logic: one party can decide. Network logic: parties depend on and influence one another.
The two logics are the bundles of six equal switches; the other 62 combinations are hybrids.
The contrasts are those of de Bruijn and ten Heuvelhof (2018), in the reading of docs/odd.md.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from .kernel import compiled
from .parameters import choice, number

LOGICS = ("hierarchy", "network")
HIERARCHY, NETWORK = 0, 1
FORMS = ("shared", "lead", "administrative")
SHARED, LEAD, ADMINISTRATIVE = 0, 1, 2
ROUNDING = 1e-9  # what is within rounding of a threshold counts as reaching it


class Logic(NamedTuple):
    """Which logic holds for each of the six contrasts."""

    problem: Annotated[
        int, choice(LOGICS, "problem: the lead's diagnosis, or all perceptions weighed by influence", "debruijn2018")
    ] = NETWORK
    goal: Annotated[
        int,
        choice(
            LOGICS, "goal: a reference point, fixed once agreed, or a snapshot, renegotiated each round", "debruijn2018"
        ),
    ] = NETWORK
    information: Annotated[
        int, choice(LOGICS, "information: the lead's, broadcast as fact, or negotiated knowledge", "debruijn2018")
    ] = NETWORK
    decision: Annotated[int, choice(LOGICS, "decision: the lead decides, or rounds of consent", "debruijn2018")] = (
        NETWORK
    )
    implementation: Annotated[
        int, choice(LOGICS, "implementation: as given, corrected by authority, or alert", "debruijn2018")
    ] = NETWORK
    norm: Annotated[
        int, choice(LOGICS, "norm: goal realisation of the lead, or effect for each and tolerance", "debruijn2018")
    ] = NETWORK


class Norm(NamedTuple):
    """What each norm does to behaviour: the network norm tolerates, the hierarchical norm presses."""

    tolerance: Annotated[
        float, number(0, 0.5, "value per round", "loss, and shortfall, that partners let pass", "debruijn2018")
    ] = 0.135
    leniency: Annotated[
        float, number(0, 1, "share", "part of the tolerance that holds under the hierarchical norm too", "debruijn2018")
    ] = 1.0
    pressure: Annotated[float, number(0, 2, "ratio", "how much a lead short of its goal raises its authority")] = 0.50


@compiled
def mandate(p):
    """Authority that comes with the form of governance: none where all govern together."""
    return 0.0 if p.governance.form == SHARED else p.governance.mandate


@compiled
def tolerance(p):
    """Loss and shortfall that partners let pass: in full under the network norm, in part under the hierarchical one."""
    return p.norm.tolerance if p.logic.norm == NETWORK else p.norm.leniency * p.norm.tolerance


@compiled
def indulgence(p):
    """Loss that spoils nobody's mood: under the network norm what is tolerated, under the hierarchical norm none."""
    return p.norm.tolerance if p.logic.norm == NETWORK else 0.0


@compiled
def felt(satisfaction, tolerated):
    """Satisfaction as it is acted upon: a gain counts, a tolerated loss does not, a larger loss beyond it does."""
    if satisfaction > 0.0:
        return satisfaction
    return min(0.0, satisfaction + tolerated)

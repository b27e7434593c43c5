"""An advice that names no partner: for a table at which those sit who would be named."""

from __future__ import annotations

from dataclasses import replace

from ..scenario import Scenario
from .counsel import Counsel


def nameless(scenario: Scenario, counsel: Counsel) -> tuple[Scenario, Counsel]:
    """The group and what it is told, without who says no or may choose otherwise, who leads, and whose marks are low.

    What several partners have in common stays: means, from the lowest mark to the highest, in how many of the runs, and
    for how many others gave the marks.
    """
    plan = counsel.plan and counsel.plan._replace(moves=tuple(one._replace(whom="") for one in counsel.plan.moves))
    told = counsel._replace(
        blockers=(),
        unnamed=counsel.unnamed + len(counsel.blockers),
        few_ties=(),
        turns=(),
        lead=None,
        lift=None if counsel.lift and counsel.lift.whom else counsel.lift,
        plan=plan,
    )
    answered = scenario.answered and scenario.answered._replace(
        lowest=(), low_too=0, least_trust=(), as_low=0, estimated=("",) * len(scenario.answered.estimated)
    )
    return replace(scenario, answered=answered), told

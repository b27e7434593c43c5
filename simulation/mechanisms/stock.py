"""Stock: what stands of a condition without anybody working on it.

A group that exists has ways of dealing with interests, agreements on who does what, and a process that runs. Effort
builds them, time wears them (organisational routines: Nelson and Winter 1982); they do what effort does, and cost
nothing. For the relation and the ambition the state itself is the stock: trust, understanding, interests and
commitment.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from ..conditions import Effort
from ..kernel import compiled, scheduled
from ..parameters import number


class Stock(NamedTuple):
    """What stands at the start, how effort builds and how time wears."""

    interests: Annotated[float, number(0, 1, "share", "what stands at the start of the work on interests")] = 0.0
    organisation: Annotated[float, number(0, 1, "share", "what stands at the start of the organisation")] = 0.0
    process: Annotated[float, number(0, 1, "share", "what stands at the start of the process")] = 0.0
    build: Annotated[float, number(0, 1, "per round", "what full effort adds of what is missing", "nelson1982")] = 0.0
    wear: Annotated[float, number(0, 1, "per round", "what is lost of what stands", "nelson1982")] = 0.0


@compiled
def standing(effort, stock):
    """Effort and what stands without it, together: what neither does is left undone."""
    return effort + stock * (1.0 - effort)


@compiled
def grown(stock, effort, build, wear):
    """What stands after one more round."""
    return stock + build * effort * (1.0 - stock) - wear * stock


@scheduled
def begin(state, p):
    """What stands at the start."""
    us = state.collaboration[0]
    us.stock_interests, us.stock_organisation, us.stock_process = (
        p.stock.interests,
        p.stock.organisation,
        p.stock.process,
    )


@scheduled
def carry(state, p, effort):
    """The efforts of this round with what stands beside them; what stands is built and worn for the next."""
    us = state.collaboration[0]
    together = Effort(
        effort.ambition,
        standing(effort.interests, us.stock_interests),
        effort.relation,
        standing(effort.organisation, us.stock_organisation),
        standing(effort.process, us.stock_process),
        effort.price,
        effort.budget,
    )
    us.stock_interests = grown(us.stock_interests, effort.interests, p.stock.build, p.stock.wear)
    us.stock_organisation = grown(us.stock_organisation, effort.organisation, p.stock.build, p.stock.wear)
    us.stock_process = grown(us.stock_process, effort.process, p.stock.build, p.stock.wear)
    return together

"""The round, on one page.

Every mechanism is one file in `mechanisms/`; this is the order in which they act, and all that a run is.
"""

from __future__ import annotations

from typing import NamedTuple

from . import conditions, measures
from .conditions import Effort
from .kernel import scheduled
from .logic import Logic, Norm
from .mechanisms import (
    authority,
    backing,
    bargaining,
    consent,
    decision,
    delivery,
    elsewhere,
    expectation,
    fortune,
    goal,
    governance,
    information,
    leadership,
    loyalty,
    meeting,
    objection,
    opportunity,
    participation,
    power,
    promise,
    reputation,
    resentment,
    seat,
    sharing,
    stock,
    ties,
    trust,
    turbulence,
    understanding,
    value,
)
from .population import Dependence, Organisations, initialise


class Parameters(NamedTuple):
    """Every parameter of the model, by mechanism; `trust.gain` in a scenario is `p.trust.gain` in a rule."""

    logic: Logic = Logic()
    norm: Norm = Norm()
    effort: Effort = Effort()
    organisations: Organisations = Organisations()
    dependence: Dependence = Dependence()
    stock: stock.Stock = stock.Stock()
    turbulence: turbulence.Turbulence = turbulence.Turbulence()
    fortune: fortune.Fortune = fortune.Fortune()
    elsewhere: elsewhere.Elsewhere = elsewhere.Elsewhere()
    information: information.Information = information.Information()
    power: power.Power = power.Power()
    governance: governance.Governance = governance.Governance()
    expectation: expectation.Expectation = expectation.Expectation()
    goal: goal.Goal = goal.Goal()
    decision: decision.Decision = decision.Decision()
    bargaining: bargaining.Bargaining = bargaining.Bargaining()
    backing: backing.Backing = backing.Backing()
    promise: promise.Promise = promise.Promise()
    delivery: delivery.Delivery = delivery.Delivery()
    value: value.Value = value.Value()
    trust: trust.Trust = trust.Trust()
    reputation: reputation.Reputation = reputation.Reputation()
    understanding: understanding.Understanding = understanding.Understanding()
    loyalty: loyalty.Loyalty = loyalty.Loyalty()
    opportunity: opportunity.Opportunity = opportunity.Opportunity()
    ties: ties.Ties = ties.Ties()
    participation: participation.Participation = participation.Participation()


SETTLED = 12  # times that a group that exists made up its promises anew, in answer to one another


@scheduled
def begin(state, parameters, seed):
    """Fill in what is left open (NaN) in a state that holds what is declared; a group with a goal is under way."""
    p = parameters[0]
    initialise(state, p, seed)
    stock.begin(state, p)
    fortune.begin(state, p, seed)
    elsewhere.begin(state, p, seed)
    loyalty.begin(state)
    if state.collaboration[0].agreed:
        power.weigh(state, p)
        for _ in range(SETTLED):
            expectation.form(state, p)
            promise.renew(state, p)


@scheduled
def play(state, parameters, seed, first, last, history):
    """Rounds `first` to `last`, in which everybody acts on what stood at the end of the last one.

    Parameters
    ----------
    state : State
        Changed in place.
    parameters : array, shape (1,)
        A record, `samenspel.parameters.as_record(Parameters())`.
    seed : int
        Of the run, 0 to 2**63 - 1.
    first, last : int
        Rounds, counted from 1.
    history : array of `samenspel.measures.OUTCOMES`
        The outcomes of round t go to `history[t - 1]`.
    """
    p = parameters[0]
    for round_ in range(first, last + 1):
        participation.come_and_go(state, p, seed, round_)
        effort = stock.carry(state, p, conditions.spend(state, p))
        turbulence.move(state, p, seed, round_)
        fortune.turn(state, p, seed, round_)
        elsewhere.turn(state, p, seed, round_)
        information.observe(state, p, effort, seed, round_)
        if not state.collaboration[0].dissolved:
            power.weigh(state, p)
            leadership.appoint(state, p)
            governance.lend_influence(state, p)
            leadership.take(state, p)
            authority.grant(state, p)
            governance.charge(state, p, effort)
            information.share(state, p)
            expectation.form(state, p)
            goal.propose(state, p, effort)
            consent.ask(state, p, effort)
            objection.price(state, p)
            bargaining.strike(state, p, effort)
            decision.decide(state, p, effort, seed, round_)
            backing.hold(state, p)
            promise.make(state, p, seed, round_)
            delivery.deliver(state, p, effort, seed, round_)
            leadership.review(state)
            value.create(state, p, effort)
            sharing.share(state, p, effort)
            trust.learn(state, p, effort, seed, round_)
            resentment.resent(state, p)
            reputation.spread(state, p)
            understanding.grow(state, p, effort)
            loyalty.move(state, p, effort)
            opportunity.find(state, p, effort, seed, round_)
            ties.rest(state, p, seed, round_)
            meeting.meet(state, p, seed, round_)
        else:
            value.work_alone(state)
        measures.measure(state, p, effort, history[round_ - 1])
        seat.rise(state)

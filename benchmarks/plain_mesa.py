"""The same rules as an ordinary Mesa model: organisations are agents with attributes, ties are objects.

This is what the compiled model is timed against. It follows docs/odd.md process by process, the way one writes a
model in Mesa: `AgentSet.do` for what every organisation does, `AgentSet.agg` for what is taken of all of them, a
`DataCollector` for the outcomes. It is the first model: of what the second brought it has the definitions and not the
mechanisms, which are off in the compiled model beside it. Pure formulas come from `tests/reference.py`, and so do the
keyed random numbers, with which it gives the same outcomes as the compiled model::

    python -m benchmarks.plain_mesa

Philox in plain Python is slow, and nobody would use it in an ordinary model; without `keyed` the model draws from
Mesa's own random numbers, and is faster. It starts from a state in which `samenspel.dynamics.begin` has filled in
what chance gives: the benchmark is of rounds.
"""

from __future__ import annotations

import itertools
import math
from collections import deque
from dataclasses import dataclass, field

import mesa
import numpy as np

from samenspel import dynamics
from samenspel.dynamics import Parameters
from samenspel.logic import HIERARCHY, LOGICS, NETWORK, Logic
from samenspel.measures import OUTCOMES
from samenspel.mechanisms.governance import ADMINISTRATIVE, LEAD, SHARED
from samenspel.parameters import as_record, changed
from samenspel.population import declare
from samenspel.state import LEFT, MEMBER, OUTSIDE, State
from tests import reference
from tests.collaborations import FIRST_MODEL
from tests.reference import ALMOST, centre, clip, distance, draw, ideal, mean, reflect, towards

# What is measured of mechanisms that are not in here.
NOT_HERE = ("discord", "price_of_consent", "swing", "paid", "backing", "lapsed", "mended", "setbacks")
MEASURED = tuple(name for name in OUTCOMES.names if name not in NOT_HERE)

TRAITS = (
    "key", "member", "size", "autonomy", "loyalty", "home", "commitment", "skill", "outside", "affective", "moral",
    "instrumental", "interests", "salience", "frame", "perception",
)  # fmt: skip


@dataclass(slots=True, eq=False, repr=False)
class Tie:
    """What one organisation has with another."""

    source: Organisation
    target: Organisation
    dependence: float
    difference: float
    trust: float
    understanding: float
    opportunity: float = 1.0
    experience: int = 0
    synergy: float = 0.0
    back: Tie = field(init=False)  # the tie of the other towards the one


class Organisation(mesa.Agent):
    """An organisation that takes part, or may."""

    model: Collaboration

    def __init__(self, model: Collaboration, traits: np.void) -> None:
        super().__init__(model)
        for name in TRAITS:
            setattr(self, name, traits[name].tolist())
        self.ties: dict[Organisation, Tie] = {}
        self.partners: list[Tie] = []  # the ties to members, this round
        self.promise = self.own = self.pooled = self.effective = self.accepts = 1.0
        self.satisfaction = self.depends = self.influence = self.consent = self.authority = self.cost = 0.0
        self.regard = self.reach = self.prospect = self.doubt = self.spillover = 0.0
        self.aligned = self.expected = self.demand = self.value = self.served = self.standing = 0.0
        self.witnesses = self.liking = 0

    @property
    def is_member(self) -> bool:
        """Whether it takes part now."""
        return self.member == MEMBER

    @property
    def alone(self) -> float:
        """What going alone is worth."""
        return 0.5 + self.outside

    @property
    def above(self) -> float:
        """Value above going alone, as it feels it."""
        return self.value - self.alone

    @property
    def gain(self) -> float:
        """That without what liking its partners adds."""
        return self.above - self.liking

    @property
    def leads(self) -> bool:
        """Whether it is the lead, where one of the organisations leads."""
        return self is self.model.lead and self.model.p.governance.form != ADMINISTRATIVE

    # 7.1 Participation

    def consider_leaving(self) -> None:
        """Leave, by what it got so far, unless it is locked in."""
        model, p = self.model, self.model.p.participation
        chance = clip(p.exit * (-model.felt(self.satisfaction) - p.lock_in * self.depends), 0.0, 1.0)
        if chance > 0.0 and model.uniform(reference.EXIT, self.key, 0) < chance:
            self.leave()

    def leave(self) -> None:
        """Go home; the promise goes too."""
        self.member, self.promise = LEFT, 1.0

    def work_alone(self) -> None:
        """Do what it does without any collaboration."""
        self.promise = self.own = self.pooled = self.effective = 1.0
        self.influence = self.consent = self.authority = self.demand = 0.0

    def appeal(self) -> float:
        """How attractive it is, from outside, to the members tied to it."""
        backs = [tie.back for tie in self.ties.values() if tie.target.is_member]
        dependence = sum(tie.dependence for tie in backs)
        return min(1.0, sum(tie.trust * tie.synergy for tie in backs) / dependence) if dependence else 0.0

    # 7.3 Observing

    def observe(self) -> None:
        """Look at the need through its own lens."""
        model, p = self.model, self.model.p.information
        bias = p.bias * (1.0 - model.effort.process)
        for theme, (theta, frame) in enumerate(zip(model.need, self.frame, strict=True)):
            blur = p.noise * model.normal(reference.OBSERVATION, self.key, theme)
            seen = clip(theta + bias * (frame - theta) + blur, 0.0, 1.0)
            self.perception[theme] += p.learning * (seen - self.perception[theme])

    # 7.4 Power

    def meet(self) -> None:
        """Find out who its partners are in this round."""
        self.partners = [tie for tie in self.ties.values() if tie.target.is_member]
        self.depends = sum(tie.dependence for tie in self.partners)
        self.influence = self.consent = 0.0

    def weigh(self, sizes: float, dependences: float) -> None:
        """Settle the weight of its vote, and its influence."""
        position = self.model.p.power.position
        if dependences == 0.0:
            self.consent, self.influence = 1.0 / len(self.model.members), self.size / sizes
            return
        self.consent = sum(tie.back.dependence for tie in self.partners) / dependences
        self.influence = (1.0 - position) * self.size / sizes + position * self.consent

    # 7.5 Governance

    def shift_influence(self, mandate: float) -> None:
        """Yield influence to whoever has a mandate."""
        administrative = self.model.p.governance.form == ADMINISTRATIVE
        due = 1.0 / len(self.model.members) if administrative else float(self is self.model.lead)
        self.influence = (1.0 - mandate) * self.influence + mandate * due

    def accept_authority(self, mandate: float, pressure: float) -> None:
        """Settle what authority the lead has over it."""
        if not self.is_member or self.leads:
            self.authority = 0.0
            return
        natural = self.natural_authority()
        self.authority = min(1.0, pressure * (natural + mandate * (1.0 - natural)))

    def natural_authority(self) -> float:
        """What the lead has over it without any mandate."""
        model = self.model
        if model.p.governance.form == ADMINISTRATIVE:
            return 0.0
        tie, leaning = self.ties.get(model.lead), 0.0
        if tie is not None and tie.dependence + tie.back.dependence != 0.0:
            leaning = tie.dependence / (tie.dependence + tie.back.dependence)
        return 0.5 * (leaning + model.lead.size / (model.lead.size + self.size)) * (1.0 - model.contest)

    def coordinate(self) -> None:
        """Pay for governing together."""
        p, m = self.model.p.governance, len(self.model.members)
        if p.form == SHARED:
            price = p.coordination * len(self.partners)
        elif p.form == LEAD:
            price = p.coordination * (m - 1 if self.leads else 1)
        else:
            price = p.coordination + p.overhead / m
        self.cost += (1.0 - p.procedure * self.model.effort.organisation) * price

    # 7.6 Sharing information

    def listen(self) -> None:
        """Hear out the partners whose view is not too far away."""
        p = self.model.p.information
        weights, pulls = 1.0, [0.0] * len(self.perception)
        for tie in self.partners:
            theirs = tie.target.perception
            if distance(self.perception, theirs) <= p.confidence:
                weight = tie.trust * tie.understanding
                weights += weight
                for theme, (mine, other) in enumerate(zip(self.perception, theirs, strict=True)):
                    pulls[theme] += weight * (other - mine)
        self.heard = [q + p.exchange * pull / weights for q, pull in zip(self.perception, pulls, strict=True)]

    def take_in(self) -> None:
        """Take in what was heard, once everybody has listened."""
        self.perception = self.heard

    def be_told(self) -> None:
        """Hold what the lead holds."""
        self.perception = list(self.model.leader_sees)

    # 7.7 Expectation

    def estimate_synergy(self) -> None:
        """What each partner would add."""
        gain = self.model.p.expectation.complementarity
        for tie in self.ties.values():
            tie.synergy = tie.dependence * (1.0 + gain * tie.difference) * tie.opportunity * tie.understanding

    def expect(self) -> None:
        """Add up what its ties hold in store."""
        awe = self.model.p.expectation.awe
        self.reach = self.prospect = self.doubt = self.spillover = 0.0
        self.regard = mean(tie.trust for tie in self.partners) if self.partners else 0.5
        for tie in self.partners:
            partner = tie.target
            larger = max(0.0, (partner.size - self.size) / (partner.size + self.size))
            believed = tie.trust * (1.0 - awe * larger)
            brings = tie.synergy * partner.promise
            self.reach += brings
            self.prospect += brings * believed
            self.doubt += brings**2 * believed * (1.0 - believed)
            if self.is_member:
                self.spillover += tie.back.synergy * partner.promise

    # 7.8 Goal

    def say(self, theme: int) -> float:
        """Its weight in a proposal."""
        p, interests = self.model.p.goal, self.model.effort.interests
        cares = 1.0 + interests * (len(self.salience) * self.salience[theme] - 1.0)
        return self.influence * (1.0 + p.concession * (1.0 - self.accepts)) * cares

    def reframe(self, ambition: list[float]) -> None:
        """Come to want what is wanted together."""
        self.interests = towards(self.interests, ambition, self.model.p.goal.reframing * self.model.effort.ambition)

    # 7.9 Decision

    def alignment(self, goal: list[float], need: list[float]) -> float:
        """What a unit pooled is worth under a goal."""
        squares = (w * (y - x) ** 2 for w, y, x in zip(self.salience, goal, self.interests, strict=True))
        missed = self.instrumental * math.sqrt(sum(squares)) + self.moral * distance(goal, need)
        return 1.0 - self.model.p.goal.stake * missed + self.affective * (self.regard - 0.5)

    def offer(self, aligned: float, loyalty: float) -> float:
        """The best reply to what partners promised, as far as it gives up autonomy."""
        most = 1.0 + (self.model.p.promise.capacity - 1.0) * (1.0 - self.autonomy * (1.0 - self.commitment))
        return min(most, max(0.0, aligned + self.prospect + loyalty * self.spillover))

    def consider(self, goal: list[float]) -> tuple[float, float]:
        """How a goal aligns with what it wants, and what it expects of it."""
        p = self.model.p.decision
        as_stated = self.is_member and self.model.p.logic.problem == HIERARCHY
        aligned = self.alignment(goal, self.model.diagnosis if as_stated else self.perception)
        s = self.offer(aligned, self.loyalty)
        price = p.autonomy * (1.0 - p.safeguard * self.model.effort.process)
        made = s * (aligned + self.prospect + self.loyalty * self.spillover) - 0.5 * s**2
        return aligned, made - price * self.autonomy * s - p.aversion * s**2 * self.doubt

    def vote(self) -> None:
        """Consent to the proposal, or not."""
        model = self.model
        self.aligned, self.expected = self.consider(model.proposal)
        offered, floor = self.expected, self.alone
        if model.goal is not None:
            self.adopt()
            floor = max(floor, self.expected)
        self.accepts = 1.0 if offered >= floor - model.tolerance - ALMOST else 0.0

    def adopt(self) -> None:
        """Reckon with the goal as it is now."""
        self.aligned, self.expected = self.consider(self.model.goal)

    # 7.10 Promise

    def be_asked(self, most: float) -> None:
        """What the lead asks of it."""
        model, capacity = self.model, self.model.p.promise.capacity
        for_lead = min(model.p.promise.claim, capacity) * self.serves_lead() / most if most != 0.0 else 0.0
        for_all = clip(self.aligned + self.reach + self.spillover, 0.0, capacity)
        self.demand = (1.0 - model.leader_loyalty) * for_lead + model.leader_loyalty * for_all

    def serves_lead(self) -> float:
        """The synergy that it has for the lead."""
        tie = self.ties.get(self.model.lead)
        return tie.back.synergy if tie is not None else 0.0

    def make_promise(self) -> None:
        """Promise what it offers under the goal."""
        revision = self.model.p.promise.revision
        if not self.is_member or self.model.goal is None:
            self.promise = 1.0
        elif revision == 1.0 or self.model.uniform(reference.REVISION, self.key, 0) < revision:
            self.promise = self.offer(self.aligned, self.loyalty)

    # 7.11 Delivery

    def deliver(self) -> None:
        """Make something of the promise."""
        model, p = self.model, self.model.p.delivery
        if model.goal is None or not self.is_member:
            self.own = self.pooled = self.effective = 1.0
            return
        home = self.offer(self.aligned - model.p.decision.autonomy * self.autonomy, self.home)
        binds = 1.0 - (1.0 - p.fidelity) * (1.0 - model.effort.organisation) * (1.0 - self.commitment)
        luck = max(0.0, 1.0 + p.noise * model.normal(reference.EXECUTION, self.key, 0))
        self.own = self.pooled = (home + binds * (self.promise - home)) * luck
        if model.p.logic.implementation == HIERARCHY:
            self.pooled += self.authority * (1.0 - self.autonomy) * max(0.0, self.demand - self.own)
        self.effective = self.own + p.compelled * (self.pooled - self.own)

    # 7.12 Value

    def create_value(self) -> None:
        """What the round brings, to itself and to clients."""
        model, p, s = self.model, self.model.p, self.pooled
        if model.goal is None or not self.is_member:
            self.value, self.liking = 0.5 - self.cost if self.is_member else self.alone, 0.0
            self.served = 1.0 - distance(ideal(self.interests, self.moral, self.perception), model.need)
            return
        worth = self.alignment(model.goal, model.need) - p.value.adjustment * model.moved
        received = sum(tie.synergy * tie.target.effective for tie in self.partners)
        search = p.opportunity.search if p.logic.implementation == NETWORK else 0.0
        self.liking = s * self.affective * (self.regard - 0.5)
        self.value = s * worth + self.effective * received - 0.5 * s**2 - self.cost - search
        self.served = s * (1.0 - distance(model.goal, model.need))

    def share_surplus(self, share: float, surplus: float) -> None:
        """Move part of the way to the mean."""
        self.value += share * (surplus - (self.value - 0.5))

    # 7.13 Trust

    def learn_trust(self) -> None:
        """Judge every partner by what it delivered of what it promised."""
        model, p, effort = self.model, self.model.p.trust, self.model.effort
        blur = p.blur * (1.0 - effort.process)
        for tie in self.partners:
            partner = tie.target
            tie.trust += p.acquaintance * effort.relation * max(0.0, p.moderate - tie.trust)
            if model.goal is None:
                continue
            fair = partner.promise * (1.0 - model.tolerance)
            seen = min(1.0, partner.pooled / fair) if fair > 0.0 else 1.0
            if blur > 0.0:
                chance = 2.0 * model.uniform(reference.APPRAISAL, self.key, partner.key) - 1.0
                seen = clip(seen + blur * chance, 0.0, 1.0)
            if seen > tie.trust:
                ordered = partner.authority if partner.pooled > partner.own else 0.0
                rate = min(1.0, p.gain * (1.0 + effort.relation)) * (1.0 - p.attribution * ordered)
            else:
                rate = p.loss
            tie.trust += rate * (seen - tie.trust)
            tie.experience += 1

    def resent(self) -> None:
        """Lose trust in a lead that compels."""
        tie = self.ties.get(self.model.lead)
        if tie is not None and self.pooled > 0.0:
            compelled = self.autonomy * (self.pooled - self.own) / self.pooled
            harmed = self.authority * (1.0 - self.autonomy) * max(0.0, -self.above)
            tie.trust *= 1.0 - self.model.p.trust.reactance * min(1.0, compelled + harmed)

    # 7.14 Reputation

    def be_talked_of(self) -> None:
        """Gather what members think of it."""
        self.witnesses = len(self.partners)
        self.told = sum(tie.back.trust for tie in self.partners)
        self.standing = self.told / self.witnesses if self.witnesses else 0.0

    def hear(self) -> None:
        """Hear what others think of those it is tied to."""
        rate = self.model.p.reputation.rate
        for tie in self.ties.values():
            them = tie.target
            if them.witnesses > 1:
                others = (them.told - tie.trust) / (them.witnesses - 1)
                tie.trust += rate / (1.0 + tie.experience) * (others - tie.trust)

    # 7.15 Understanding

    def grow_understanding(self) -> None:
        """Come to understand those it works with."""
        p = self.model.p.understanding
        boost = 1.0 + p.facilitation * self.model.effort.relation
        for tie in self.partners:
            skill = self.skill + tie.target.skill
            pace = min(1.0, p.rate * (1.0 - p.friction * tie.difference) * skill * boost)
            tie.understanding += pace * (1.0 - tie.understanding)

    # 7.16 Loyalty

    def feel(self) -> None:
        """Commit, at the table and at home, by what the round brought."""
        model, p = self.model, self.model.p.loyalty
        self.satisfaction += p.memory * (self.above - self.satisfaction)
        felt = model.felt(self.satisfaction) + self.fairness()
        self.loyalty = draw(self.loyalty, p.rate, felt, p.scale)
        self.home = draw(self.home, p.home_rate, model.felt(self.satisfaction - p.pull), p.scale)
        self.commitment = draw(self.commitment, p.commitment_rate, felt, p.scale)
        self.commitment += p.inspiration * model.effort.ambition * (1.0 - self.commitment)

    def fairness(self) -> float:
        """How fair the process felt."""
        model, p = self.model, self.model.p.loyalty
        if model.goal is None:
            return 0.0
        if self.expected < self.alone - model.tolerance - ALMOST:
            return -p.overruled
        return p.voice if model.p.logic.decision == NETWORK else 0.0

    # 7.17 Opportunity

    def wear(self) -> None:
        """What was found wears off."""
        decay = self.model.p.opportunity.decay
        for tie in self.ties.values():
            tie.opportunity = 1.0 + (tie.opportunity - 1.0) * (1.0 - decay)

    def look_around(self) -> None:
        """Find what nobody planned, with partners that do not lose by it."""
        model, p = self.model, self.model.p.opportunity
        if model.felt(self.satisfaction) < 0.0:
            return
        room = 1.0 - p.rigidity * model.effort.organisation
        for tie in self.partners:
            partner = tie.target
            if model.felt(partner.satisfaction) < 0.0:
                continue
            luck = model.uniform(reference.OPPORTUNITY, min(self.key, partner.key), max(self.key, partner.key))
            if luck < p.rate * tie.difference * tie.understanding * room:
                tie.opportunity = min(p.most, tie.opportunity * (1.0 + p.step))


class Collaboration(mesa.Model):
    """Organisations that work together, round by round.

    Parameters
    ----------
    parameters
        Those of the compiled model.
    state
        How it begins, filled in by `samenspel.dynamics.begin`.
    seed
        Of the run.
    keyed
        Look up random numbers as section 8 of docs/odd.md says; otherwise draw them from Mesa.
    """

    def __init__(self, parameters: Parameters, state: State, seed: int, keyed: bool = True) -> None:
        super().__init__(rng=seed)
        self.p, self.key, self.keyed = parameters, seed, keyed
        us = state.collaboration[0]
        rows = [Organisation(self, traits) for traits in state.organisations]
        for source, tie in zip(state.sources, state.ties, strict=True):
            me, other = rows[source], rows[tie["target"]]
            numbers = (float(tie[name]) for name in ("dependence", "difference", "trust", "understanding"))
            me.ties[other] = Tie(me, other, *numbers)
        for me in rows:
            for other, tie in me.ties.items():
                tie.back = other.ties[me]
        self.need: list[float] = us["need"].tolist()
        self.declared_lead = rows[us["declared_lead"]] if us["declared_lead"] >= 0 else None
        self.lead: Organisation | None = None
        self.goal: list[float] | None = None
        self.proposal: list[float] | None = None
        self.dissolved = False
        self.decided = self.slipped = self.rejected = 0
        self.last_rounds: deque[tuple[bool, int, int]] = deque(maxlen=6)  # a goal; what was put, what was decided
        self.spent = self.moved = self.ambiguity = self.contest = self.realisation = self.support = 0.0
        self.tolerance = self.p.norm.tolerance if self.p.logic.norm == NETWORK else 0.0
        self.outcomes: dict[str, float] = {}
        self.datacollector = mesa.DataCollector(
            model_reporters={name: lambda model, name=name: model.outcomes[name] for name in MEASURED}
        )
        self.gather()

    def uniform(self, stream: int, i: int, j: int) -> float:
        """A uniform random number."""
        return reference.uniform(self.key, stream, int(self.time), i, j) if self.keyed else self.random.random()

    def normal(self, stream: int, i: int, j: int) -> float:
        """A standard normal random number."""
        return reference.normal(self.key, stream, int(self.time), i, j) if self.keyed else self.random.gauss()

    def felt(self, satisfaction: float) -> float:
        """A satisfaction as it is felt: a tolerated loss is not."""
        return satisfaction if satisfaction > 0.0 else min(0.0, satisfaction + self.tolerance)

    def step(self) -> None:
        """One round."""
        if not self.dissolved:
            self.come_and_go()
        self.spend()
        self.move_need()
        self.agents.do("observe")
        if not self.dissolved:
            self.agents.do("meet")
            self.members.do("weigh", self.members.agg("size", sum), self.members.agg("depends", sum))
            self.govern()
            self.share_information()
            self.agents.do("estimate_synergy").do("expect")
            self.propose()
            before = self.tally
            self.decide()
            self.last_rounds.append((self.goal is not None, sum(self.tally) - sum(before), self.decided - before[0]))
            self.agents.set("demand", 0.0)
            self.members.do("be_asked", max(member.serves_lead() for member in self.members))
            self.agents.do("make_promise").do("deliver")
            self.review()
        self.agents.do("create_value")
        if not self.dissolved:
            self.share_out()
            self.members.do("learn_trust")
            if self.goal is not None and self.compels:
                self.members.do("resent")
            self.agents.do("be_talked_of")
            self.members.do("hear").do("grow_understanding").do("feel")
            self.agents.do("wear")
            if self.goal is not None and self.p.logic.implementation == NETWORK:
                self.members.do("look_around")
        self.outcomes = self.measure()
        if self.datacollector is None:
            self.datacollector = mesa.DataCollector(
                model_reporters={name: lambda model, name=name: model.outcomes[name] for name in self.outcomes}
            )
        self.datacollector.collect(self)

    @property
    def compels(self) -> bool:
        """Whether one of the organisations makes others do more than they would."""
        return self.p.logic.implementation == HIERARCHY and self.p.governance.form != ADMINISTRATIVE

    # 7.1 Participation

    def come_and_go(self) -> None:
        """Members may leave; then an outsider may join."""
        self.members.do("consider_leaving")
        self.gather()
        if len(self.members) < 2:
            self.members.do("leave")
            self.agents.do("work_alone")
            self.dissolved, self.goal = True, None
            self.ambiguity = self.contest = self.realisation = self.support = 0.0
        elif self.goal is not None and self.p.participation.entry > 0.0:
            self.welcome()
        self.gather()

    def gather(self) -> None:
        """See who takes part now."""
        self.members = self.agents.select(lambda organisation: organisation.member == MEMBER)

    def welcome(self) -> None:
        """Let in the most attractive outsider that would gain."""
        outside = self.agents.select(lambda one: one.member == OUTSIDE and one.expected > one.alone)
        if len(self.members) >= self.p.participation.limit or not outside:
            return
        wanted = max(outside, key=Organisation.appeal)
        appeal = wanted.appeal()
        chance = self.p.participation.entry * appeal
        if appeal > 0.0 and self.uniform(reference.ENTRY, wanted.key, 0) < chance:
            wanted.member = MEMBER

    # 7.2 Conditions as levers

    def spend(self) -> None:
        """The efforts of the round, as far as the budget goes; members pay."""
        p = self.p.effort
        wish = p.ambition + p.interests + p.relation + p.organisation + p.process
        budget = 0.0 if self.dissolved else max(0.0, p.budget - self.spent)
        share = 1.0 if wish <= budget else budget / wish
        self.effort = p._replace(
            ambition=share * p.ambition,
            interests=share * p.interests,
            relation=share * p.relation,
            organisation=share * p.organisation,
            process=share * p.process,
        )
        self.spent += share * wish
        for organisation in self.agents:
            organisation.cost = p.price * share * wish if organisation.is_member else 0.0

    # 7.3 Turbulence

    def move_need(self) -> None:
        """The need does not stand still."""
        step = self.p.turbulence.step
        if step != 0.0:
            steps = (step * self.normal(reference.TURBULENCE, theme, 0) for theme in range(len(self.need)))
            self.need = [reflect(theta + moved) for theta, moved in zip(self.need, steps, strict=True)]

    # 7.5 Governance

    def govern(self) -> None:
        """Settle who leads, how clear that is, and what it costs."""
        p, m = self.p.governance, len(self.members)
        mandate = 0.0 if p.form == SHARED else p.mandate
        declared = self.declared_lead is not None and self.declared_lead.is_member
        self.lead = self.declared_lead if declared else max(self.members, key=lambda member: member.influence)
        shares = self.members.get("influence")
        entropy = -sum(share * math.log(share) for share in shares if share > 0.0)
        self.ambiguity = (1.0 - mandate) * entropy / math.log(m)
        self.contest = (1.0 - mandate) * self.contested()
        self.members.do("shift_influence", mandate)
        self.take_the_lead()
        pressure = 1.0
        if self.p.logic.norm == HIERARCHY and self.goal is not None:
            pressure += self.p.norm.pressure * (1.0 - self.realisation)
        self.agents.do("accept_authority", mandate, pressure)
        self.members.do("coordinate")

    def contested(self) -> float:
        """How near the next largest comes to the lead."""
        most = self.lead.influence
        if most == 0.0:
            return 1.0
        rival = max(member.influence for member in self.members if member is not self.lead)
        return clip(1.0 - (most - rival) / (most * self.p.power.margin), 0.0, 1.0)

    def take_the_lead(self) -> None:
        """What whoever leads sees and wants."""
        if self.p.governance.form == ADMINISTRATIVE:
            self.leader_sees = centre(self.members.get("perception"))
            self.leader_wants = centre(self.members.get("interests"))
            self.leader_loyalty, self.leader_moral = 1.0, self.members.agg("moral", mean)
        else:
            self.leader_sees, self.leader_wants = list(self.lead.perception), list(self.lead.interests)
            self.leader_loyalty, self.leader_moral = self.lead.loyalty, self.lead.moral

    # 7.6 Sharing information

    def share_information(self) -> None:
        """Members negotiate what they know, or are told."""
        if self.p.logic.information == NETWORK:
            self.members.do("listen").do("take_in")
        else:
            self.members.do("be_told")

    # 7.8 Goal

    def propose(self) -> None:
        """State the problem, and propose a goal for it."""
        themes = range(len(self.need))
        if self.p.logic.problem == NETWORK:
            self.diagnosis = [sum(member.influence * member.perception[k] for member in self.members) for k in themes]
        else:
            self.diagnosis = list(self.leader_sees)
        if self.goal is not None and self.p.logic.goal == HIERARCHY:
            self.proposal = list(self.goal)
        elif self.p.logic.decision == NETWORK:
            self.proposal = [self.weighed_ideal(theme) for theme in themes]
            if self.decided + self.slipped + self.rejected > 0:
                worst_off = min(self.members, key=lambda member: member.expected - member.alone)
                share = self.p.goal.accommodation * self.effort.interests
                self.proposal = towards(self.proposal, worst_off.interests, share)
        else:
            self.proposal = ideal(self.leader_wants, self.leader_moral, self.diagnosis)
        self.members.do("reframe", self.proposal if self.goal is None else self.goal)

    def weighed_ideal(self, theme: int) -> float:
        """What members want in one theme, weighed by their say."""
        wanted, weights = 0.0, 0.0
        for member in self.members:
            weight = member.say(theme)
            wanted += weight * ((1.0 - member.moral) * member.interests[theme] + member.moral * self.diagnosis[theme])
            weights += weight
        return wanted / weights if weights != 0.0 else self.diagnosis[theme]

    # 7.9 Decision

    def decide(self) -> None:
        """Ask everybody who has not left, then decide by the logic that holds."""
        p = self.p.decision
        asked = self.agents.select(lambda organisation: organisation.member != LEFT)
        asked.do("vote")
        self.support = sum(member.consent * member.accepts for member in self.members)
        self.moved = 0.0
        if self.goal is not None and self.p.logic.goal == HIERARCHY:
            return
        together = self.p.logic.decision == NETWORK
        unclear = self.ambiguity if together else self.contest
        if together and self.support < p.quorum - ALMOST:
            self.rejected += 1
        elif self.uniform(reference.SLIP, 0, 0) < p.slip * unclear * (1.0 - self.effort.organisation):
            self.slipped += 1
        else:
            self.decided += 1
            self.moved = 0.0 if self.goal is None else distance(self.goal, self.proposal)
            self.goal = list(self.proposal)
            asked.do("adopt")

    @property
    def tally(self) -> tuple[int, int, int]:
        """Decisions, decisions that slipped and proposals rejected, so far."""
        return self.decided, self.slipped, self.rejected

    # 7.11 Review

    def review(self) -> None:
        """How far the lead gets what it wants."""
        if self.goal is None:
            self.realisation = 0.0
            return
        followers = [member for member in self.members if not member.leads]
        asked = sum(member.demand for member in followers)
        got = sum(min(member.effective, member.demand) for member in followers)
        wanted = ideal(self.leader_wants, self.leader_moral, self.leader_sees)
        self.realisation = (1.0 - distance(self.goal, wanted)) * (got / asked if asked != 0.0 else 1.0)

    # 7.12 Value

    def share_out(self) -> None:
        """Share part of the surplus evenly."""
        if self.goal is not None:
            surplus = mean(member.value - 0.5 for member in self.members)
            self.members.do("share_surplus", self.p.value.sharing * self.effort.interests, surplus)

    # 9 Measures

    def measure(self) -> dict[str, float]:
        """The outcomes of the round."""
        members, agreed = self.members, self.goal is not None
        taking_part = [one for one in self.agents if one.member != OUTSIDE]
        ties = [tie for member in members for tie in member.partners]
        gains = [member.gain for member in members if member.gain > ALMOST]
        squares = sum(gain**2 for gain in gains)
        middle = centre(members.get("perception"))
        among, all_of_us = max(1, len(members)), max(1, len(taking_part))
        legitimate = sum(member.expected >= member.alone - ALMOST for member in members) / among
        lost = -self.p.norm.tolerance - ALMOST
        outcomes = {
            "joint_value": sum(member.gain for member in members) / all_of_us,
            "liking": sum(member.liking for member in members) / all_of_us,
            "felt_success": 10.0 * mean(self.felt_good(member.satisfaction) for member in members),
            "client_value": sum(one.served for one in taking_part) / all_of_us,
            "least_gain": min((member.gain for member in members), default=0.0),
            "equity": sum(gains) ** 2 / (among * squares) if squares > 0.0 else math.nan,
            "goal_realisation": self.realisation,
            "sorted_effect": len(gains) / all_of_us,
            "tolerated": sum(member.gain >= lost for member in members) / all_of_us,
            "legitimacy": (1.0 - distance(self.goal, self.need)) * legitimate if agreed else 0.0,
            "trust": mean(tie.trust for tie in ties),
            "understanding": mean(tie.understanding for tie in ties),
            "opportunity": mean(tie.opportunity for tie in ties),
            "commitment": members.agg("commitment", mean),
            "loyalty": members.agg("loyalty", mean),
            "home_loyalty": members.agg("home", mean),
            "loyalty_gap": mean(member.promise - member.pooled for member in members) if agreed else 0.0,
            "pooled": members.agg("pooled", mean),
            "autonomy_ceded": mean(member.autonomy * member.pooled for member in members) if agreed else 0.0,
            "knowledge_error": mean(distance(member.perception, self.need) for member in members),
            "knowledge_spread": mean(distance(member.perception, middle) for member in members),
            "ambiguity": self.ambiguity,
            "contest": self.contest,
            "agreed": float(agreed),
            "support": self.support,
            "decided": self.decided,
            "slipped": self.slipped,
            "rejected": self.rejected,
            "members": len(members),
            "left": sum(one.member == LEFT for one in taking_part),
            "partners": len(ties) / among,
            "effort": self.spent,
        }
        return outcomes | self.measure_conditions(outcomes)

    def felt_good(self, amount: float) -> float:
        """How clearly an amount is good, a share."""
        return 1.0 / (1.0 + math.exp(-amount / self.p.loyalty.scale))

    def measure_conditions(self, outcomes: dict[str, float]) -> dict[str, float]:
        """The indices of the five conditions."""
        members, agreed = self.members, self.goal is not None
        if not members:
            return dict.fromkeys(reference.EFFORTS, 0.0)
        middle = centre(members.get("interests"))
        apart = mean(distance(member.interests, middle) for member in members)
        attractive = mean(clip(member.aligned, 0.0, 1.0) for member in members)
        goals, put, settled = (sum(column) for column in zip(*self.last_rounds, strict=True))
        clear = 1.0 - self.ambiguity * (1.0 - self.effort.organisation)
        kept = [min(1.0, one.pooled / one.promise) if one.promise > 0.0 else 1.0 for one in members]
        as_promised = mean(part >= 0.9 for part in kept)
        fair = 0.0 if math.isnan(outcomes["equity"]) else outcomes["equity"]
        margin = mean(self.felt_good(member.expected - member.alone) for member in members)
        leading = sum(member.influence * member.loyalty for member in members)
        known = max(0.0, 1.0 - 2.0 * outcomes["knowledge_error"])
        items = {
            "ambition": (max(0.0, 1.0 - 2.0 * apart), attractive, outcomes["commitment"]),
            "interests": (outcomes["felt_success"] / 10.0, fair, margin),
            "relation": (outcomes["trust"], outcomes["understanding"], leading),
            "organisation": (clear, settled / put if put else float(agreed), mean(kept) if agreed else 0.0),
            "process": (goals / 6.0, known, as_promised if agreed else 0.0),
        }
        return {name: mean(three) for name, three in items.items()}


def everybody(n: int) -> State:
    """Everybody tied to everybody, everything left to chance."""
    return declare(2, np.array(list(itertools.combinations(range(n), 2))), n)


def by_logic(logic: str, changes: dict | None = None) -> Parameters:
    """The parameters of the first model with all six contrasts at one logic."""
    bundle = {f"logic.{contrast}": logic for contrast in Logic._fields}
    return changed(Parameters(), FIRST_MODEL | bundle | (changes or {}))


def furthest_apart(parameters: Parameters, rounds: int = 60, seed: int = 1, outside: int = 0) -> float:
    """The largest difference in any outcome of this model, of any round, between it and the compiled one.

    Of the twelve organisations, all tied to one another, so many are `outside` at the start.
    """
    state, history = everybody(12), np.zeros(rounds, OUTCOMES)
    state.organisations["member"][:outside] = OUTSIDE
    dynamics.begin(state, as_record(parameters), seed)
    model = Collaboration(parameters, state, seed)
    dynamics.play(state, as_record(parameters), seed, 1, rounds, history)
    for _ in range(rounds):
        model.step()
    collected = model.datacollector.get_model_vars_dataframe()
    both = [(collected[name].to_numpy(), history[name]) for name in MEASURED]
    assert all((np.isnan(theirs) == np.isnan(ours)).all() for theirs, ours in both), "defined in one model alone"
    return float(max(np.nan_to_num(np.abs(theirs - ours)).max() for theirs, ours in both))


if __name__ == "__main__":
    for logic in LOGICS:
        apart = furthest_apart(by_logic(logic))
        print(f"{logic}: outcomes of 60 rounds differ from those of the compiled model by at most {apart:.1e}")

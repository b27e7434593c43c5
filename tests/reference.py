"""A second implementation of the model, for the tests.

It was written from docs/odd.md alone, by someone who had not read the kernels, and exists for the tests: both
implementations have to give the same numbers. It is meant to be read next to the description. Every process of
section 3 is a method of `Model`, in the order of the schedule; speed plays no part.

Sums are plain sums from left to right (`total`), because `sum` of Python 3.12 and later compensates for rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Point = list[float]

OUTSIDE, MEMBER, LEFT = 0, 1, 2

# Section 8: the streams of random numbers.
SIZE, INTERESTS, FRAME, NEED, AUTONOMY, LOYALTY, HOME, COMMITMENT, SKILL, DEPENDENCE = range(1, 11)
TRUST, PERCEPTION, SALIENCE = 11, 12, 13
TURBULENCE, OBSERVATION, SLIP, EXECUTION, APPRAISAL, OPPORTUNITY, EXIT, ENTRY, REVISION = range(20, 29)

EFFORTS = ("ambition", "interests", "relation", "organisation", "process")
ALMOST = 1e-9  # the allowance in comparing what is expected and what supports a proposal (7.9)
CONVERGED = 1e-13


# --- Section 8: random numbers --------------------------------------------------------------------------------------


def philox(key: tuple[int, int], counter: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Philox 4x32-10 (Salmon et al. 2011)."""
    word = 0xFFFFFFFF
    k0, k1 = key[0] & word, key[1] & word
    c0, c1, c2, c3 = (c & word for c in counter)
    for _ in range(10):
        first, second = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (second >> 32) ^ c1 ^ k0, second & word, (first >> 32) ^ c3 ^ k1, first & word
        k0, k1 = (k0 + 0x9E3779B9) & word, (k1 + 0xBB67AE85) & word
    return c0, c1, c2, c3


def _pair(seed: int, stream: int, round: int, i: int, j: int) -> tuple[float, float]:
    """The two uniform numbers that one look-up gives."""
    a, b, c, d = philox((seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF), (stream, round, i, j))
    return (((a << 32) + b) >> 11) * 2.0**-53, (((c << 32) + d) >> 11) * 2.0**-53


def uniform(seed: int, stream: int, round: int, i: int, j: int) -> float:
    """U: a uniform number in [0, 1)."""
    return _pair(seed, stream, round, i, j)[0]


def normal(seed: int, stream: int, round: int, i: int, j: int) -> float:
    """N: a standard normal number."""
    u, v = _pair(seed, stream, round, i, j)
    return math.sqrt(-2.0 * math.log(1.0 - u)) * math.cos(2.0 * math.pi * v)


# --- Arithmetic -----------------------------------------------------------------------------------------------------


def total(values: Iterable[float]) -> float:
    """A plain sum, from left to right."""
    result = 0.0
    for value in values:
        result += value
    return result


def mean(values: Iterable[float]) -> float:
    """The mean; an empty mean is 0."""
    listed = list(values)
    return total(listed) / len(listed) if listed else 0.0


def clip(x: float, low: float, high: float) -> float:
    return min(high, max(low, x))


def around(middle: float, width: float, u: float) -> float:
    return clip(middle + width * (u - 0.5), 0.0, 1.0)


def reflect(x: float) -> float:
    x = abs(x)
    return x if x <= 1.0 else max(0.0, 2.0 - x)


def draw(x: float, rate: float, z: float, scale: float) -> float:
    """How a loyalty or a commitment moves (7.16)."""
    return x + rate * x * (1.0 - x) * math.tanh(z / scale)


def distance(x: Point, y: Point) -> float:
    """The root mean square distance of two points."""
    return math.sqrt(total((a - b) ** 2 for a, b in zip(x, y, strict=True)) / len(x))


def towards(x: Point, y: Point, share: float) -> Point:
    """The point that lies a share of the way from x to y."""
    return [a + share * (b - a) for a, b in zip(x, y, strict=True)]


def centre(points: list[Point]) -> Point:
    """The mean of points."""
    return [mean(column) for column in zip(*points, strict=True)]


# --- Section 2: entities and state variables ------------------------------------------------------------------------


@dataclass
class Organisation:
    row: int
    key: int
    # Constant unless an event changes them.
    size: float = 1.0
    autonomy: float = 0.0
    skill: float = 0.0
    outside: float = 0.0
    affective: float = 0.0
    moral: float = 0.0
    instrumental: float = 0.0
    salience: list[float] = field(default_factory=list)
    frame: Point = field(default_factory=list)
    # Changing.
    member: int = MEMBER
    interests: Point = field(default_factory=list)
    perception: Point = field(default_factory=list)
    loyalty: float = 0.0
    home: float = 0.0
    commitment: float = 0.0
    satisfaction: float = 0.0
    promise: float = 1.0
    # What a round computes: power and governance,
    influence: float = 0.0
    consent: float = 0.0  # kappa, the weight of the vote
    depends: float = 0.0  # D_i
    partners: int = 0  # n_i
    authority: float = 0.0  # beta, of whoever leads over this organisation
    cost: float = 0.0  # K_i
    # expectation and decision,
    regard: float = 0.0
    reach: float = 0.0
    prospect: float = 0.0
    doubt: float = 0.0
    spillover: float = 0.0
    aligned: float = 0.0  # A_i as kept
    expected: float = 0.0  # E_i as kept
    accepts: float = 1.0  # alpha_i
    # delivery, value and reputation.
    demand: float = 0.0
    own: float = 1.0
    pooled: float = 1.0  # s_i
    effective: float = 1.0  # s_i^eff
    value: float = 0.0
    served: float = 0.0  # what clients got
    standing: float = 0.0

    @property
    def alone(self) -> float:
        """What going alone is worth."""
        return 0.5 + self.outside

    def ideal(self, diagnosis: Point) -> Point:
        """The ideal, with its own interests and moral motive."""
        return ideal(self.interests, self.moral, diagnosis)


def ideal(interests: Point, moral: float, diagnosis: Point) -> Point:
    return [(1.0 - moral) * x + moral * psi for x, psi in zip(interests, diagnosis, strict=True)]


@dataclass
class Tie:
    """A directed tie, from organisation i towards organisation j."""

    i: int
    j: int
    dependence: float = 0.0
    difference: float = 0.0
    trust: float = 0.0
    understanding: float = 0.0
    opportunity: float = 1.0
    experience: int = 0
    synergy: float = 0.0


@dataclass
class Collaboration:
    need: Point
    lead: int | None = None
    goal: Point | None = None
    first_goal: Point | None = None
    first_decision: int = 0  # the round of the first decision; 0 for none yet
    dissolved: bool = False
    diagnosis: Point | None = None
    proposal: Point | None = None
    moved: float = 0.0
    ambiguity: float = 0.0
    contest: float = 0.0
    realisation: float = 0.0
    support: float = 0.0
    decided: int = 0
    slipped: int = 0
    rejected: int = 0
    spent: float = 0.0
    # Whoever leads, as established in governance (7.4), for the rest of the round.
    leader_sees: Point = field(default_factory=list)
    leader_wants: Point = field(default_factory=list)
    leader_loyalty: float = 0.0
    leader_moral: float = 0.0

    @property
    def agreed(self) -> bool:
        """Whether there is a goal."""
        return self.goal is not None


class Model:
    def __init__(
        self,
        parameters: dict[str, float | int | str],
        n: int,
        edges: list[tuple[int, int]],
        seed: int,
        themes: int = 2,
        declared: dict | None = None,
    ) -> None:
        self.parameters = parameters
        self.seed = seed
        self.themes = themes
        self.round = 0
        self.effort = dict.fromkeys(EFFORTS, 0.0)
        self._initialise(n, edges, declared or {})

    # --- Short hands ------------------------------------------------------------------------------------------------

    def p(self, name: str) -> float:
        """The value of a parameter."""
        return float(self.parameters[name])

    def network(self, contrast: str) -> bool:
        """Whether a contrast is set to network; otherwise it is hierarchy."""
        return self.parameters[f"logic.{contrast}"] == "network"

    def form(self, name: str) -> bool:
        """Whether this is the form of governance."""
        return self.parameters["governance.form"] == name

    def uniform(self, stream: int, i: int, j: int) -> float:
        return uniform(self.seed, stream, self.round, i, j)

    def normal(self, stream: int, i: int, j: int) -> float:
        return normal(self.seed, stream, self.round, i, j)

    @property
    def members(self) -> list[Organisation]:
        """M."""
        return [o for o in self.organisations if o.member == MEMBER]

    def partners(self, i: int) -> list[Organisation]:
        """The members that i is tied to, in ascending order."""
        return [self.organisations[j] for j in self.tied[i] if self.organisations[j].member == MEMBER]

    def ties_between_members(self) -> list[Tie]:
        org = self.organisations
        return [tie for tie in self.ties.values() if org[tie.i].member == MEMBER and org[tie.j].member == MEMBER]

    @property
    def tolerance(self) -> float:
        """T."""
        return self.p("norm.tolerance") if self.network("norm") else 0.0

    def felt(self, z: float) -> float:
        """F(z): a satisfaction as it is felt."""
        return z if z > 0.0 else min(0.0, z + self.tolerance)

    # --- Section 5: initialisation ----------------------------------------------------------------------------------

    def _initialise(self, n: int, edges: list[tuple[int, int]], declared: dict) -> None:
        p, themes = self.p, range(self.themes)
        stated: dict[int, dict] = declared.get("organisations", {})
        stated_ties: dict[tuple[int, int], dict] = declared.get("ties", {})

        def of(i: int, name: str, otherwise: Callable[[], Any]) -> Any:
            """What is declared of organisation i stands; otherwise it is drawn."""
            mine = stated.get(i, {})
            return mine[name] if name in mine else otherwise()

        if "need" in declared:
            need = [float(x) for x in declared["need"]]
        else:
            need = [around(0.5, p("turbulence.range"), self.uniform(NEED, k, 0)) for k in themes]
        self.us = Collaboration(need=need, lead=declared.get("lead"))
        self.declared_lead: int | None = declared.get("lead")

        self.organisations = [Organisation(row=i, key=int(of(i, "key", lambda i=i: i))) for i in range(n)]

        # Sizes.
        raw = [math.exp(p("organisations.inequality") * self.normal(SIZE, o.key, 0)) for o in self.organisations]
        sizes = [float(stated[i]["size"]) for i in range(n) if "size" in stated.get(i, {})]
        level = mean(sizes) if sizes else 1.0
        for o in self.organisations:
            o.size = float(of(o.row, "size", lambda o=o: level * n * raw[o.row] / total(raw)))

        # Traits, motives, points.
        spread = p("organisations.spread")
        traits = {"autonomy": AUTONOMY, "loyalty": LOYALTY, "home": HOME, "commitment": COMMITMENT, "skill": SKILL}
        for o in self.organisations:
            i, key = o.row, o.key
            for name, stream in traits.items():
                drawn = around(p(f"organisations.{name}"), spread, self.uniform(stream, key, 0))
                setattr(o, name, float(of(i, name, lambda drawn=drawn: drawn)))
            o.outside = float(of(i, "outside", lambda: p("organisations.outside")))

            motives = [
                float(of(i, name, lambda name=name: p(f"organisations.{name}")))
                for name in ("affective", "moral", "instrumental")
            ]
            o.affective, o.moral, o.instrumental = (motive / total(motives) for motive in motives)

            width = p("organisations.interests")
            drawn_interests = [around(0.5, width, self.uniform(INTERESTS, key, k)) for k in themes]
            o.interests = [float(x) for x in of(i, "interests", lambda drawn=drawn_interests: drawn)]

            contrast = p("organisations.salience")
            drawn_weights = [1.0 + contrast * (2.0 * self.uniform(SALIENCE, key, k) - 1.0) for k in themes]
            weights = [float(w) for w in of(i, "salience", lambda drawn=drawn_weights: drawn)]
            o.salience = [w / total(weights) for w in weights]

            half = 0.5 * p("organisations.frames")
            drawn_frame = [0.5 + half if self.uniform(FRAME, key, k) >= 0.5 else 0.5 - half for k in themes]
            o.frame = [float(x) for x in of(i, "frame", lambda drawn=drawn_frame: drawn)]

            seen = [self._lens(o, k, p("information.bias"), PERCEPTION) for k in themes]
            o.perception = [float(x) for x in of(i, "perception", lambda drawn=seen: drawn)]
            o.member = int(of(i, "member", lambda: MEMBER))

        # Ties.
        self.tied: list[list[int]] = [[] for _ in range(n)]
        for i, j in edges:
            self.tied[i].append(j)
            self.tied[j].append(i)
        self.ties: dict[tuple[int, int], Tie] = {}
        for i, targets in enumerate(self.tied):
            targets.sort()
            me = self.organisations[i]
            pull = [self._pull(me, self.organisations[j]) for j in targets]
            for j, pulled in zip(targets, pull, strict=True):
                other = self.organisations[j]
                tie = Tie(i, j)
                tie.difference = distance(me.frame, other.frame)
                tie.dependence = p("dependence.total") * pulled / total(pull)
                tie.trust = around(p("trust.initial"), p("trust.spread"), self.uniform(TRUST, me.key, other.key))
                tie.understanding = p("understanding.initial") * (1.0 - p("understanding.confusion") * tie.difference)
                for name, value in stated_ties.get((i, j), {}).items():
                    setattr(tie, name, float(value))
                self.ties[i, j] = tie

    def _pull(self, me: Organisation, other: Organisation) -> float:
        u = self.uniform(DEPENDENCE, me.key, other.key)
        return other.size ** self.p("dependence.by_size") * (1.0 + self.p("dependence.spread") * (2.0 * u - 1.0))

    def _lens(self, o: Organisation, k: int, bias: float, stream: int) -> float:
        """The need on theme k through the lens of an organisation, with noise."""
        theta = self.us.need[k]
        blur = self.p("information.noise") * self.normal(stream, o.key, k)
        return clip(theta + bias * (o.frame[k] - theta) + blur, 0.0, 1.0)

    # --- Section 3: a round -----------------------------------------------------------------------------------------

    def step(self) -> dict[str, float]:
        """One round; returns the measures."""
        self.round += 1
        if not self.us.dissolved:
            self.participation()
        self.conditions()
        self.turbulence()
        self.observing()
        if not self.us.dissolved:
            self.power()
            self.governance()
            self.sharing()
            self.expectation()
            self.goal()
            self.decision()
            self.promise()
            self.delivery()
            self.review()
        self.value()
        if not self.us.dissolved:
            self.trust()
            self.reputation()
            self.understanding()
            self.loyalty()
            self.opportunity()
        return self.measures()

    # --- 7.1 Participation -----------------------------------------------------------------------------------------

    def participation(self) -> None:
        us = self.us
        for o in self.members:
            dissatisfied = -self.felt(o.satisfaction) - self.p("participation.lock_in") * o.depends
            chance = clip(self.p("participation.exit") * dissatisfied, 0.0, 1.0)
            if chance > 0.0 and self.uniform(EXIT, o.key, 0) < chance:
                o.member, o.promise = LEFT, 1.0
        if len(self.members) < 2:
            for o in self.members:
                o.member = LEFT
            for o in self.organisations:
                o.promise = o.own = o.pooled = o.effective = 1.0
                o.influence = o.consent = o.authority = o.demand = 0.0
            us.dissolved, us.goal = True, None
            us.ambiguity = us.contest = us.realisation = us.support = 0.0

        entry = self.p("participation.entry")
        if us.goal is None or entry <= 0.0 or len(self.members) >= self.p("participation.limit"):
            return
        candidates = [o for o in self.organisations if o.member == OUTSIDE and o.expected > o.alone]
        if not candidates:
            return
        wanted = max(candidates, key=self._appeal)  # the first of equals
        appeal = self._appeal(wanted)
        if appeal > 0.0 and self.uniform(ENTRY, wanted.key, 0) < entry * appeal:
            wanted.member = MEMBER

    def _appeal(self, o: Organisation) -> float:
        """The appeal of an outsider to the members."""
        towards_it = [self.ties[partner.row, o.row] for partner in self.partners(o.row)]
        dependence = total(tie.dependence for tie in towards_it)
        if dependence == 0.0:
            return 0.0
        return min(1.0, total(tie.trust * tie.synergy for tie in towards_it) / dependence)

    # --- 7.2 Conditions as levers -----------------------------------------------------------------------------------

    def conditions(self) -> None:
        wanted = {name: self.p(f"effort.{name}") for name in EFFORTS}
        wish = total(wanted.values())
        budget = 0.0 if self.us.dissolved else max(0.0, self.p("effort.budget") - self.us.spent)
        share = 1.0 if wish <= budget else budget / wish
        self.effort = {name: share * effort for name, effort in wanted.items()}
        self.us.spent += share * wish
        for o in self.organisations:
            o.cost = self.p("effort.price") * share * wish if o.member == MEMBER else 0.0

    # --- 7.3 Turbulence, and observing ------------------------------------------------------------------------------

    def turbulence(self) -> None:
        step = self.p("turbulence.step")
        if step != 0.0:
            self.us.need = [
                reflect(theta + step * self.normal(TURBULENCE, k, 0)) for k, theta in enumerate(self.us.need)
            ]

    def observing(self) -> None:
        bias = self.p("information.bias") * (1.0 - self.effort["process"])
        learning = self.p("information.learning")
        for o in self.organisations:
            seen = [self._lens(o, k, bias, OBSERVATION) for k in range(self.themes)]
            o.perception = towards(o.perception, seen, learning)

    # --- 7.4 Power --------------------------------------------------------------------------------------------------

    def power(self) -> None:
        members = self.members
        position = self.p("power.position")
        between = self.ties_between_members()
        dependence = total(tie.dependence for tie in between)
        size = total(o.size for o in members)
        for o in self.organisations:
            o.consent = o.influence = 0.0
            o.depends = total(self.ties[o.row, partner.row].dependence for partner in self.partners(o.row))
            o.partners = len(self.partners(o.row))
        for o in members:
            if dependence == 0.0:
                o.consent = 1.0 / len(members)
                o.influence = o.size / size
            else:
                o.consent = total(tie.dependence for tie in between if tie.j == o.row) / dependence
                o.influence = (1.0 - position) * o.size / size + position * o.consent

    # --- 7.5 Governance ---------------------------------------------------------------------------------------------

    def governance(self) -> None:
        us, members = self.us, self.members
        m = len(members)
        mandate = 0.0 if self.form("shared") else self.p("governance.mandate")

        # The lead.
        if self.declared_lead is not None and self.organisations[self.declared_lead].member == MEMBER:
            us.lead = self.declared_lead
        else:
            us.lead = max(members, key=lambda o: o.influence).row  # the first of equals
        lead = self.organisations[us.lead]

        # Ambiguity and contest.
        entropy = -total(o.influence * math.log(o.influence) for o in members if o.influence > 0.0)
        us.ambiguity = (1.0 - mandate) * entropy / math.log(m) if m > 1 else 0.0
        if lead.influence == 0.0:
            us.contest = 1.0 - mandate
        else:
            rival = max((o.influence for o in members if o is not lead), default=0.0)
            ahead = (lead.influence - rival) / (lead.influence * self.p("power.margin"))
            us.contest = (1.0 - mandate) * clip(1.0 - ahead, 0.0, 1.0)

        # A mandate shifts influence.
        for o in members:
            due = 1.0 / m if self.form("administrative") else float(o is lead)
            o.influence = (1.0 - mandate) * o.influence + mandate * due

        # Whoever leads.
        if self.form("administrative"):
            us.leader_sees = centre([o.perception for o in members])
            us.leader_wants = centre([o.interests for o in members])
            us.leader_loyalty = 1.0
            us.leader_moral = mean(o.moral for o in members)
        else:
            us.leader_sees = list(lead.perception)
            us.leader_wants = list(lead.interests)
            us.leader_loyalty = lead.loyalty
            us.leader_moral = lead.moral

        # Authority.
        pressure = 1.0
        if not self.network("norm") and us.agreed:
            pressure = 1.0 + self.p("norm.pressure") * (1.0 - us.realisation)
        for o in self.organisations:
            if o.member != MEMBER or (o is lead and not self.form("administrative")):
                o.authority = 0.0
            else:
                natural = self._natural_authority(lead, o)
                o.authority = min(1.0, pressure * (natural + mandate * (1.0 - natural)))

        # Costs.
        relief = 1.0 - self.p("governance.procedure") * self.effort["organisation"]
        coordination = self.p("governance.coordination")
        for o in members:
            if self.form("shared"):
                o.cost += relief * (coordination * o.partners)
            elif self.form("lead"):
                o.cost += relief * (coordination * (m - 1) if o is lead else coordination)
            else:
                o.cost += relief * (coordination + self.p("governance.overhead") / m)

    def _natural_authority(self, lead: Organisation, o: Organisation) -> float:
        if self.form("administrative"):
            return 0.0
        needed = 0.0
        if (o.row, lead.row) in self.ties:
            on_lead = self.ties[o.row, lead.row].dependence
            mutual = on_lead + self.ties[lead.row, o.row].dependence
            needed = on_lead / mutual if mutual != 0.0 else 0.0
        return 0.5 * (needed + lead.size / (lead.size + o.size)) * (1.0 - self.us.contest)

    # --- 7.6 Sharing information ------------------------------------------------------------------------------------

    def sharing(self) -> None:
        if not self.network("information"):
            for o in self.members:
                o.perception = list(self.us.leader_sees)
            return
        stood = {o.row: o.perception for o in self.members}
        for o in self.members:
            mine = stood[o.row]
            pulls, weights = [0.0] * self.themes, 0.0
            for partner in self.partners(o.row):
                theirs = stood[partner.row]
                if distance(mine, theirs) <= self.p("information.confidence"):
                    tie = self.ties[o.row, partner.row]
                    weight = tie.trust * tie.understanding
                    weights += weight
                    pulls = [pull + weight * (b - a) for pull, a, b in zip(pulls, mine, theirs, strict=True)]
            exchange = self.p("information.exchange")
            o.perception = [a + exchange * pull / (1.0 + weights) for a, pull in zip(mine, pulls, strict=True)]

    # --- 7.7 Expectation --------------------------------------------------------------------------------------------

    def expectation(self) -> None:
        complementarity, awe = self.p("expectation.complementarity"), self.p("expectation.awe")
        for tie in self.ties.values():
            gain = 1.0 + complementarity * tie.difference
            tie.synergy = tie.dependence * gain * tie.opportunity * tie.understanding

        for o in self.organisations:
            o.reach = o.prospect = o.doubt = o.spillover = 0.0
            partners = self.partners(o.row)
            o.regard = mean(self.ties[o.row, partner.row].trust for partner in partners) if partners else 0.5
            for partner in partners:
                tie = self.ties[o.row, partner.row]
                larger = max(0.0, (partner.size - o.size) / (o.size + partner.size))
                acted_upon = tie.trust * (1.0 - awe * larger)
                brings = tie.synergy * partner.promise
                o.reach += brings
                o.prospect += brings * acted_upon
                o.doubt += brings**2 * acted_upon * (1.0 - acted_upon)
                if o.member == MEMBER:
                    o.spillover += self.ties[partner.row, o.row].synergy * partner.promise

    # --- 7.8 Goal ---------------------------------------------------------------------------------------------------

    def goal(self) -> None:
        us, members = self.us, self.members

        # Diagnosis.
        if self.network("problem"):
            us.diagnosis = [total(o.influence * o.perception[k] for o in members) for k in range(self.themes)]
        else:
            us.diagnosis = list(us.leader_sees)

        # Proposal.
        if self.network("goal"):
            us.proposal = [self._weighed(members, k) for k in range(self.themes)]
            if us.decided + us.slipped + us.rejected > 0:
                worst_off = min(members, key=lambda o: o.expected - o.alone)  # the first of equals
                share = self.p("goal.accommodation") * self.effort["interests"]
                us.proposal = towards(us.proposal, worst_off.interests, share)
        elif us.goal is not None:
            us.proposal = list(us.goal)
        else:
            us.proposal = ideal(us.leader_wants, us.leader_moral, us.diagnosis)

        # The ambition is made shared.
        ambition = us.goal if us.goal is not None else us.proposal
        share = self.p("goal.reframing") * self.effort["ambition"]
        for o in members:
            o.interests = towards(o.interests, ambition, share)

    def _weighed(self, members: list[Organisation], k: int) -> float:
        """The mean of the members' ideals on theme k."""
        concession, interests = self.p("goal.concession"), self.effort["interests"]
        weighed, weights = 0.0, 0.0
        for o in members:
            listening = 1.0 + concession * (1.0 - o.accepts)
            weight = o.influence * listening * (1.0 + interests * (self.themes * o.salience[k] - 1.0))
            weighed += weight * o.ideal(self.us.diagnosis)[k]
            weights += weight
        return weighed / weights if weights != 0.0 else self.us.diagnosis[k]

    # --- 7.9 Decision -----------------------------------------------------------------------------------------------

    def alignment(self, o: Organisation, goal: Point, need: Point) -> float:
        """A_i(y, nu)."""
        off_interest = math.sqrt(total(w * (y - x) ** 2 for w, y, x in zip(o.salience, goal, o.interests, strict=True)))
        stake = self.p("goal.stake")
        missed = o.instrumental * off_interest + o.moral * distance(goal, need)
        return 1.0 - stake * missed + o.affective * (o.regard - 0.5)

    def offer(self, o: Organisation, aligned: float, loyalty: float) -> float:
        """offer_i(A, l)."""
        cap = 1.0 + (self.p("promise.capacity") - 1.0) * (1.0 - o.autonomy * (1.0 - o.commitment))
        return min(cap, max(0.0, aligned + o.prospect + loyalty * o.spillover))

    def expects(self, o: Organisation, goal: Point) -> tuple[float, float]:
        """A_i(y, q_i), and E_i(y): what an organisation expects of a goal."""
        aligned = self.alignment(o, goal, o.perception)
        s = self.offer(o, aligned, o.loyalty)
        price = self.p("decision.autonomy") * (1.0 - self.p("decision.safeguard") * self.effort["process"])
        expected = s * (aligned + o.prospect + o.loyalty * o.spillover) - 0.5 * s**2 - price * o.autonomy * s
        return aligned, expected - self.p("decision.aversion") * s**2 * o.doubt

    def decision(self) -> None:
        us = self.us
        considering = [o for o in self.organisations if o.member != LEFT]

        for o in considering:
            aligned, expected = self.expects(o, us.proposal)
            floor = o.alone
            o.aligned, o.expected = aligned, expected
            if us.goal is not None:
                o.aligned, o.expected = self.expects(o, us.goal)
                floor = max(o.alone, o.expected)
            o.accepts = 1.0 if expected >= floor - self.tolerance - ALMOST else 0.0
        us.support = total(o.consent * o.accepts for o in self.members)

        us.moved = 0.0
        if us.goal is not None and not self.network("goal"):
            return
        if self.network("decision"):
            carried, unclear = us.support >= self.p("decision.quorum") - ALMOST, us.ambiguity
        else:
            carried, unclear = True, us.contest
        if not carried:
            us.rejected += 1
        elif self.uniform(SLIP, 0, 0) < self.p("decision.slip") * unclear * (1.0 - self.effort["organisation"]):
            us.slipped += 1
        else:
            us.decided += 1
            if us.goal is not None:
                us.moved = distance(us.goal, us.proposal)
            us.goal = list(us.proposal)
            if us.first_goal is None:
                us.first_goal, us.first_decision = list(us.goal), self.round
            for o in considering:
                o.aligned, o.expected = self.expects(o, us.goal)

    # --- 7.10 Promise ------------------------------------------------------------------------------------------------

    def promise(self) -> None:
        us, members = self.us, self.members
        capacity, loyalty = self.p("promise.capacity"), us.leader_loyalty

        for o in self.organisations:
            o.demand = 0.0
        use = [self.ties[us.lead, o.row].synergy if (us.lead, o.row) in self.ties else 0.0 for o in members]
        most = max(use)
        for o, useful in zip(members, use, strict=True):
            for_itself = (1.0 - loyalty) * capacity * useful / most if most != 0.0 else 0.0
            for_the_whole = loyalty * clip(o.aligned + o.reach + o.spillover, 0.0, capacity)
            o.demand = for_itself + for_the_whole

        revision = self.p("promise.revision")
        for o in self.organisations:
            if not us.agreed or o.member != MEMBER:
                o.promise = 1.0
            elif revision == 1.0 or self.uniform(REVISION, o.key, 0) < revision:
                o.promise = self.offer(o, o.aligned, o.loyalty)

    # --- 7.11 Delivery, and review ----------------------------------------------------------------------------------

    def delivery(self) -> None:
        fidelity, compelled = self.p("delivery.fidelity"), self.p("delivery.compelled")
        for o in self.organisations:
            if not self.us.agreed or o.member != MEMBER:
                o.own = o.pooled = o.effective = 1.0
                continue
            home = self.offer(o, o.aligned - self.p("decision.autonomy") * o.autonomy, o.home)
            binds = 1.0 - (1.0 - fidelity) * (1.0 - self.effort["organisation"]) * (1.0 - o.commitment)
            luck = max(0.0, 1.0 + self.p("delivery.noise") * self.normal(EXECUTION, o.key, 0))
            o.own = (home + binds * (o.promise - home)) * luck
            o.pooled = o.own
            if not self.network("implementation"):
                o.pooled = o.own + o.authority * (1.0 - o.autonomy) * max(0.0, o.demand - o.own)
            o.effective = o.own + compelled * (o.pooled - o.own)

    def review(self) -> None:
        us = self.us
        if us.goal is None:
            us.realisation = 0.0
            return
        followers = [o for o in self.members if o.row != us.lead or self.form("administrative")]
        asked = total(o.demand for o in followers)
        got = total(min(o.effective, o.demand) for o in followers)
        wanted = ideal(us.leader_wants, us.leader_moral, us.leader_sees)
        us.realisation = (1.0 - distance(us.goal, wanted)) * (got / asked if asked != 0.0 else 1.0)

    # --- 7.12 Value -------------------------------------------------------------------------------------------------

    def value(self) -> None:
        us, members = self.us, self.members
        search = self.p("opportunity.search") if self.network("implementation") else 0.0

        for o in self.organisations:
            if us.goal is None or o.member != MEMBER:
                o.value = 0.5 - o.cost if o.member == MEMBER else o.alone
                o.served = 1.0 - distance(o.ideal(o.perception), us.need)
                continue
            s = o.pooled
            alone = s * (self.alignment(o, us.goal, us.need) - self.p("value.adjustment") * us.moved)
            brings = (self.ties[o.row, partner.row].synergy * partner.effective for partner in self.partners(o.row))
            together = o.effective * total(brings)
            o.value = alone + together - 0.5 * s**2 - o.cost - search
            o.served = s * (1.0 - distance(us.goal, us.need))

        if us.goal is not None:
            surplus = mean(o.value - 0.5 for o in members)
            share = self.p("value.sharing") * self.effort["interests"]
            for o in members:
                o.value += share * (surplus - (o.value - 0.5))

    # --- 7.13 Trust -------------------------------------------------------------------------------------------------

    def trust(self) -> None:
        us, org = self.us, self.organisations
        relation = self.effort["relation"]
        blur = self.p("trust.blur") * (1.0 - self.effort["process"])

        for tie in self.ties_between_members():
            me, other = org[tie.i], org[tie.j]
            tie.trust += self.p("trust.acquaintance") * relation * max(0.0, self.p("trust.moderate") - tie.trust)
            if us.goal is None:
                continue
            fair = other.promise * (1.0 - self.tolerance)
            fulfilled = min(1.0, other.pooled / fair) if fair > 0.0 else 1.0
            if blur > 0.0:
                error = 2.0 * self.uniform(APPRAISAL, me.key, other.key) - 1.0
                fulfilled = clip(fulfilled + blur * error, 0.0, 1.0)
            if fulfilled <= tie.trust:
                rate = self.p("trust.loss")
            else:
                explained = self.p("trust.attribution") * (other.authority if other.pooled > other.own else 0.0)
                rate = min(1.0, self.p("trust.gain") * (1.0 + relation)) * (1.0 - explained)
            tie.trust += rate * (fulfilled - tie.trust)
            tie.experience += 1

        # Reactance to the lead.
        if us.goal is None or self.network("implementation") or self.form("administrative"):
            return
        for o in self.members:
            if (o.row, us.lead) in self.ties and o.pooled > 0.0:
                compelled = o.autonomy * (o.pooled - o.own) / o.pooled
                harmed = o.authority * (1.0 - o.autonomy) * max(0.0, o.alone - o.value)
                self.ties[o.row, us.lead].trust *= 1.0 - self.p("trust.reactance") * min(1.0, compelled + harmed)

    # --- 7.14 Reputation --------------------------------------------------------------------------------------------

    def reputation(self) -> None:
        org = self.organisations
        sums, numbers = [0.0] * len(org), [0] * len(org)
        for tie in self.ties.values():
            if org[tie.i].member == MEMBER:
                sums[tie.j] += tie.trust
                numbers[tie.j] += 1
        for o in org:
            o.standing = sums[o.row] / numbers[o.row] if numbers[o.row] else 0.0
        for tie in self.ties.values():
            if org[tie.i].member == MEMBER and numbers[tie.j] > 1:
                others = (sums[tie.j] - tie.trust) / (numbers[tie.j] - 1)
                tie.trust += self.p("reputation.rate") / (1.0 + tie.experience) * (others - tie.trust)

    # --- 7.15 Understanding -----------------------------------------------------------------------------------------

    def understanding(self) -> None:
        facilitation = 1.0 + self.p("understanding.facilitation") * self.effort["relation"]
        for tie in self.ties_between_members():
            skill = self.organisations[tie.i].skill + self.organisations[tie.j].skill
            smooth = 1.0 - self.p("understanding.friction") * tie.difference
            rate = min(1.0, self.p("understanding.rate") * smooth * skill * facilitation)
            tie.understanding += rate * (1.0 - tie.understanding)

    # --- 7.16 Loyalty -----------------------------------------------------------------------------------------------

    def loyalty(self) -> None:
        p, scale = self.p, self.p("loyalty.scale")
        for o in self.members:
            o.satisfaction += p("loyalty.memory") * (o.value - o.alone - o.satisfaction)
            if self.us.goal is None:
                fairness = 0.0
            elif o.expected < o.alone - self.tolerance - ALMOST:
                fairness = -p("loyalty.overruled")
            else:
                fairness = p("loyalty.voice") if self.network("decision") else 0.0
            felt = self.felt(o.satisfaction) + fairness
            o.loyalty = draw(o.loyalty, p("loyalty.rate"), felt, scale)
            o.home = draw(o.home, p("loyalty.home_rate"), self.felt(o.satisfaction - p("loyalty.pull")), scale)
            o.commitment = draw(o.commitment, p("loyalty.commitment_rate"), felt, scale)
            o.commitment += p("loyalty.inspiration") * self.effort["ambition"] * (1.0 - o.commitment)

    # --- 7.17 Opportunity -------------------------------------------------------------------------------------------

    def opportunity(self) -> None:
        for tie in self.ties.values():
            tie.opportunity = 1.0 + (tie.opportunity - 1.0) * (1.0 - self.p("opportunity.decay"))
        if self.us.goal is None or not self.network("implementation"):
            return
        room = 1.0 - self.p("opportunity.rigidity") * self.effort["organisation"]
        for tie in self.ties_between_members():
            me, other = self.organisations[tie.i], self.organisations[tie.j]
            if self.felt(me.satisfaction) >= 0.0 and self.felt(other.satisfaction) >= 0.0:
                chance = self.p("opportunity.rate") * tie.difference * tie.understanding * room
                if self.uniform(OPPORTUNITY, min(me.key, other.key), max(me.key, other.key)) < chance:
                    grown = tie.opportunity * (1.0 + self.p("opportunity.step"))
                    tie.opportunity = min(self.p("opportunity.most"), grown)

    # --- Section 9: measures ----------------------------------------------------------------------------------------

    def measures(self) -> dict[str, float]:
        us, members = self.us, self.members
        participants = [o for o in self.organisations if o.member != OUTSIDE]
        between = self.ties_between_members()
        goal = us.goal is not None

        def per_participant(amount: float) -> float:
            return amount / len(participants) if participants else 0.0

        gains = [o.value - o.alone if o.value - o.alone > ALMOST else 0.0 for o in members]
        squares = total(gain**2 for gain in gains)
        middle_of_perceptions = centre([o.perception for o in members])
        middle_of_interests = centre([o.interests for o in members])
        legitimate = mean(float(o.expected >= o.alone - ALMOST) for o in members)
        lost = -self.p("norm.tolerance")
        result = {
            "joint_value": per_participant(total(o.value - 0.5 for o in members)),
            "client_value": per_participant(total(o.served for o in participants)),
            "least_gain": min((o.value - o.alone for o in members), default=0.0),
            "equity": total(gains) ** 2 / (len(members) * squares) if squares > 0.0 else 1.0,
            "goal_realisation": us.realisation,
            "sorted_effect": per_participant(total(o.value - o.alone > ALMOST for o in members)),
            "tolerated": per_participant(total(o.value - o.alone >= lost - ALMOST for o in members)),
            "legitimacy": (1.0 - distance(us.goal, us.need)) * legitimate if us.goal is not None else 0.0,
            "trust": mean(tie.trust for tie in between),
            "understanding": mean(tie.understanding for tie in between),
            "opportunity": mean(tie.opportunity for tie in between),
            "commitment": mean(o.commitment for o in members),
            "loyalty": mean(o.loyalty for o in members),
            "home_loyalty": mean(o.home for o in members),
            "loyalty_gap": mean(o.promise - o.pooled for o in members) if goal else 0.0,
            "autonomy_ceded": mean(o.autonomy * o.pooled for o in members) if goal else 0.0,
            "pooled": mean(o.pooled for o in members),
            "knowledge_error": mean(distance(o.perception, us.need) for o in members),
            "knowledge_spread": mean(distance(o.perception, middle_of_perceptions) for o in members),
            "ambiguity": us.ambiguity,
            "contest": us.contest,
            "agreed": float(us.agreed),
            "support": us.support,
            "decided": float(us.decided),
            "slipped": float(us.slipped),
            "rejected": float(us.rejected),
            "members": float(len(members)),
            "left": float(total(o.member == LEFT for o in self.organisations)),
            "effort": us.spent,
        }

        # The five conditions.
        if not members:
            return result | dict.fromkeys(EFFORTS, 0.0)
        disagreement = mean(distance(o.interests, middle_of_interests) for o in members)
        attempts = us.decided + us.slipped + us.rejected
        kept = mean(min(1.0, o.pooled / o.promise) if o.promise > 0.0 else 1.0 for o in members) if goal else 0.0
        conditions = {
            "ambition": (
                max(0.0, 1.0 - 2.0 * disagreement),
                mean(clip(o.aligned, 0.0, 1.0) for o in members),
                result["commitment"],
            ),
            "interests": (
                mean(float(o.value - o.alone > ALMOST) for o in members),
                result["equity"],
                mean(o.accepts for o in members),
            ),
            "relation": (
                result["trust"],
                result["understanding"],
                total(o.influence * o.loyalty for o in members),
            ),
            "organisation": (
                1.0 - us.ambiguity * (1.0 - self.effort["organisation"]),
                us.decided / attempts if attempts else 0.0,
                kept,
            ),
            "process": (
                float(goal),
                max(0.0, 1.0 - 2.0 * result["knowledge_error"]),
                len(members) / len(participants),
            ),
        }
        return result | {name: mean(items) for name, items in conditions.items()}

    def attainable(self) -> float:
        """The joint value per participant, before costs, at the joint optimum, with a capacity."""
        goal = self.us.goal if self.us.goal is not None else self.us.proposal
        if not self.members or goal is None:
            return 0.0
        participants = [o for o in self.organisations if o.member != OUTSIDE]
        return max(self._at_rest(goal, 0.0), self._at_rest(goal, self.p("promise.capacity"))) / len(participants)

    def _at_rest(self, goal: Point, start: float) -> float:
        """The joint value where best replies for the whole come to rest."""
        members = self.members
        aligned = {o.row: self.alignment(o, goal, self.us.need) for o in members}
        s = {o.row: start for o in members}
        for _ in range(100_000):
            best = {}
            for o in members:
                both = total(
                    (self.ties[o.row, j.row].synergy + self.ties[j.row, o.row].synergy) * s[j.row]
                    for j in self.partners(o.row)
                )
                best[o.row] = clip(aligned[o.row] + both, 0.0, self.p("promise.capacity"))
            change = max(abs(best[i] - s[i]) for i in s)
            s = best
            if change <= CONVERGED:
                break
        worth = 0.0
        for o in members:
            together = total(self.ties[o.row, j.row].synergy * s[j.row] for j in self.partners(o.row))
            worth += s[o.row] * (aligned[o.row] + together) - 0.5 * s[o.row] ** 2 - 0.5
        return worth

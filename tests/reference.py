"""A second implementation of the model, for the tests.

It was written from docs/odd.md alone, by someone who had not read the kernels, and exists for the tests: both
implementations have to give the same numbers. It is meant to be read next to the description. Every process of
section 3 is a method of `Model`, in the order of the schedule; speed plays no part.

Sums are plain sums from left to right (`total`), because `sum` of Python 3.12 and later compensates for rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import Any

Point = list[float]

OUTSIDE, MEMBER, LEFT = 0, 1, 2

# Section 8: the streams of random numbers.
SIZE, INTERESTS, FRAME, NEED, AUTONOMY, LOYALTY, HOME, COMMITMENT, SKILL, DEPENDENCE = range(1, 11)
TRUST, PERCEPTION, SALIENCE = 11, 12, 13
TURBULENCE, OBSERVATION, SLIP, EXECUTION, APPRAISAL, OPPORTUNITY, EXIT, ENTRY, REVISION = range(20, 29)
FORTUNE, CLIMATE, SETBACK, ELSEWHERE, BURDEN = range(30, 35)
REST, HOLD, HOLDER, MEETING, CANDIDATE, OPENING, NOVELTY, SOURCE = range(40, 48)

EFFORTS = ("ambition", "interests", "relation", "organisation", "process")
ALMOST = 1e-9  # the allowance in comparing what is expected and what supports a proposal (7.9)
CONVERGED = 1e-13
LONGEST = 32_000  # the most that an experience and the age of a tie count to (section 2)
REMEMBERED = 6  # rounds that are remembered (section 2)


# --- Section 8: random numbers --------------------------------------------------------------------------------------


def philox(key: tuple[int, int], counter: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Philox 4x32-7 (Salmon et al. 2011)."""
    word = 0xFFFFFFFF
    k0, k1 = key[0] & word, key[1] & word
    c0, c1, c2, c3 = (c & word for c in counter)
    for _ in range(7):
        first, second = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (second >> 32) ^ c1 ^ k0, second & word, (first >> 32) ^ c3 ^ k1, first & word
        k0, k1 = (k0 + 0x9E3779B9) & word, (k1 + 0xBB67AE85) & word
    return c0, c1, c2, c3


def _word(seed: int, stream: int, round: int, i: int, j: int) -> int:
    """The 64 bits that a look-up gives."""
    a, b, _, _ = philox((seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF), (stream, round, i, j))
    return (a << 32) + b


def uniform(seed: int, stream: int, round: int, i: int, j: int) -> float:
    """U: a uniform number in [0, 1)."""
    return (_word(seed, stream, round, i, j) >> 11) * 2.0**-53


def normal(seed: int, stream: int, round: int, i: int, j: int) -> float:
    """N: a standard normal number."""
    return NormalDist().inv_cdf(((_word(seed, stream, round, i, j) >> 12) + 0.5) * 2.0**-52)


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


def logistic(z: float, scale: float) -> float:
    """Lambda(z) (section 9), in the form that stands any z."""
    return 0.5 * (1.0 + math.tanh(0.5 * z / scale))


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
class Reasons:
    """What an organisation expects of a goal, in parts (7.9)."""

    own: float = 0.0
    goal: float = 0.0
    partners: float = 0.0
    distrust: float = 0.0
    doubt: float = 0.0
    whole: float = 0.0
    common: float = 0.0
    autonomy: float = 0.0
    burden: float = 0.0
    payment: float = 0.0


@dataclass
class Consideration:
    """A goal or a proposal as one organisation considers it (7.9)."""

    aligned: float = 0.0  # A
    planned: float = 0.0  # s
    reasons: Reasons = field(default_factory=Reasons)
    expected: float = 0.0  # E


@dataclass
class Shortfall:
    """Why a delivery is not what was promised: parts that add up to the difference (7.11)."""

    home: float = 0.0
    distrust: float = 0.0
    luck: float = 0.0
    order: float = 0.0


@dataclass
class Organisation:
    row: int
    key: int
    # Constant unless an event changes them.
    size: float = 1.0
    autonomy: float = 0.0
    skill: float = 0.0
    outside: float = 0.0
    burden: float = 0.0  # b_i
    room: float | None = None  # Q_i; None for none
    right: float = 0.0  # rho_i, the right to decide
    ratifies: float = 0.0  # zeta_i
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
    loyalty_first: float = 0.0  # as at the start
    home_first: float = 0.0
    commitment_first: float = 0.0
    satisfaction: float = 0.0
    promise: float = 1.0
    fortune: float = 0.0  # l_i, luck that lasts
    setback: int = 0  # 0 for none
    calls: float = 0.0  # k^e_i
    elsewhere: float = 0.0  # x^e_i
    payment: float = 0.0  # t_i
    productivity: float = 1.0  # Y_i
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
    returned: float = 0.0  # beta^r_i
    due: float = 0.0  # gamma_i
    anew: Consideration = field(default_factory=Consideration)  # of the proposal
    kept: Consideration = field(default_factory=Consideration)  # of the goal, or of the proposal while there is none
    fallback: float = 0.0  # f_i
    accepts: float = 1.0  # alpha_i
    # bargaining and backing,
    gap: float = 0.0
    price: float = 0.0
    swing: float = 0.0
    pledge: float = 0.0  # what is pledged to it, or by it (below 0)
    behind: float = 0.0  # whether it stands behind the goal
    # delivery, value and reputation.
    demand: float = 0.0
    intended: float = 1.0
    own: float = 1.0
    pooled: float = 1.0  # s_i
    effective: float = 1.0  # s_i^eff
    shortfall: Shortfall = field(default_factory=Shortfall)
    made: float = 1.0  # y_i
    paid: float = 0.0  # the side payment got, or made (below 0)
    liking: float = 0.0
    value: float = 0.0
    served: float = 0.0  # what clients got
    standing: float = 0.0
    witnesses: int = 0  # W_i, those whose trust its standing is the mean of
    # What somebody in its seat decided for the round; None leaves it to the model (7.22).
    act_consent: float | None = None
    act_promise: float | None = None
    act_delivery: float | None = None
    act_stay: float | None = None

    @property
    def alone(self) -> float:
        """What going alone is worth."""
        return 0.5 + self.outside + self.elsewhere

    @property
    def aligned(self) -> float:
        """A_i as kept."""
        return self.kept.aligned

    @property
    def expected(self) -> float:
        """E_i as kept."""
        return self.kept.expected

    @property
    def reasons(self) -> Reasons:
        """The reasons for E_i of the proposal."""
        return self.anew.reasons

    @property
    def aligned_anew(self) -> float:
        """A_i of the proposal."""
        return self.anew.aligned

    @property
    def expected_anew(self) -> float:
        """E_i of the proposal."""
        return self.anew.expected

    @property
    def planned(self) -> float:
        """The offer that it considers the proposal with."""
        return self.anew.planned

    @property
    def gain(self) -> float:
        return self.value - self.liking - self.alone

    @property
    def kept_word(self) -> float:
        """The part of its promise that it delivered."""
        return min(1.0, self.pooled / self.promise) if self.promise > 0.0 else 1.0

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
    need: float | None = None  # None follows the dependence
    difference: float = 0.0
    trust: float = 0.0
    understanding: float = 0.0
    opportunity: float = 1.0
    experience: int = 0
    age: int = 1  # 0 while it rests
    synergy: float = 0.0
    share: float = 0.0  # r_ij, of what i makes for all, the part that falls to j

    @property
    def needs(self) -> float:
        """nu_ij."""
        return self.dependence if self.need is None else self.need

    @property
    def open(self) -> bool:
        return self.age > 0


@dataclass
class Collaboration:
    need: Point
    lead: int | None = None
    goal: Point | None = None
    first_goal: Point | None = None
    age: int = 0  # of the goal
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
    put: int = 0  # whether something is put to the decision
    price_of_consent: float = 0.0  # not a number where it is not defined
    backing: float = 0.0
    unbacked: int = 0  # rounds in a row with too little backing
    crisis: int = 0  # rounds that a crisis still lasts
    lapsed: int = 0
    mended: int = 0
    climate: float = 0.0  # the luck that members share
    stock_interests: float = 0.0
    stock_organisation: float = 0.0
    stock_process: float = 0.0
    spent: float = 0.0
    # Which of the last six rounds had a goal, a proposal put, and a decision.
    with_goal: list[bool] = field(default_factory=lambda: [False] * REMEMBERED)
    with_proposal: list[bool] = field(default_factory=lambda: [False] * REMEMBERED)
    with_decision: list[bool] = field(default_factory=lambda: [False] * REMEMBERED)
    # Whoever leads, as established in governance (7.5), for the rest of the round.
    lead_perception: Point | None = None
    lead_interests: Point | None = None
    lead_loyalty: float = 0.0
    lead_moral: float = 0.0

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
        """The members that i is tied to by an open tie, in ascending order."""
        org = self.organisations
        return [org[j] for j in self.tied[i] if org[j].member == MEMBER and self.ties[i, j].open]

    def open_ties_between_members(self) -> list[Tie]:
        org = self.organisations
        between = (tie for tie in self.ties.values() if org[tie.i].member == MEMBER and org[tie.j].member == MEMBER)
        return [tie for tie in between if tie.open]

    def is_open(self, i: int, j: int) -> bool:
        """Whether i and j have an open tie."""
        return (i, j) in self.ties and self.ties[i, j].open

    @property
    def tolerance(self) -> float:
        """T."""
        return self.p("norm.tolerance") * (1.0 if self.network("norm") else self.p("norm.leniency"))

    @property
    def spoils_nothing(self) -> float:
        """T_m: what spoils nobody's mood."""
        return self.p("norm.tolerance") if self.network("norm") else 0.0

    def felt(self, z: float, tolerance: float) -> float:
        """F(z, T): a satisfaction as it is felt."""
        return z if z > 0.0 else min(0.0, z + tolerance)

    def likes(self, o: Organisation) -> float:
        """L_i."""
        return o.affective * (o.regard - 0.5)

    @property
    def felt_price(self) -> float:
        """kappa': the felt price of autonomy."""
        return self.p("decision.autonomy") * (1.0 - self.p("decision.safeguard") * self.effort["process"])

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
        self.us = Collaboration(
            need=need,
            stock_interests=p("stock.interests"),
            stock_organisation=p("stock.organisation"),
            stock_process=p("stock.process"),
        )
        self.declared_lead: int | None = declared.get("lead")

        self.organisations = [Organisation(row=i, key=int(of(i, "key", lambda i=i: i))) for i in range(n)]

        # Sizes.
        raw = [math.exp(p("organisations.inequality") * self.normal(SIZE, o.key, 0)) for o in self.organisations]
        sizes = [float(stated[i]["size"]) for i in range(n) if "size" in stated.get(i, {})]
        level = mean(sizes) if sizes else 1.0
        for o in self.organisations:
            o.size = float(of(o.row, "size", lambda o=o: level * n * raw[o.row] / total(raw)))

        # Burdens.
        drawn_burdens = [p("organisations.burden") * (self.uniform(BURDEN, o.key, 0) - 0.5) for o in self.organisations]
        for o in self.organisations:
            o.burden = float(of(o.row, "burden", lambda o=o: drawn_burdens[o.row] - mean(drawn_burdens)))
            o.room = of(o.row, "room", lambda: None)
            o.right = float(of(o.row, "right", lambda: 0.0))
            o.ratifies = float(of(o.row, "ratifies", lambda: 0.0))

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
            o.loyalty_first, o.home_first, o.commitment_first = o.loyalty, o.home, o.commitment

            # Luck that lasts, and other work.
            if p("fortune.lasting") > 0.0:
                o.fortune = self.normal(FORTUNE, key, 0)
            if p("elsewhere.pull") > 0.0:
                o.calls = self.normal(ELSEWHERE, key, 0)
            o.elsewhere = p("elsewhere.pull") * max(0.0, o.calls)
        if p("fortune.lasting") > 0.0:
            self.us.climate = self.normal(CLIMATE, 0, 0)

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
                substitution = p("dependence.substitution")
                replaced = total(pull) ** substitution * 7.0 ** (1.0 - substitution)
                tie.dependence = p("dependence.total") * pulled / replaced
                tie.trust = around(p("trust.initial"), p("trust.spread"), self.uniform(TRUST, me.key, other.key))
                tie.understanding = p("understanding.initial") * (1.0 - p("understanding.confusion") * tie.difference)
                for name, value in stated_ties.get((i, j), {}).items():
                    setattr(tie, name, value)
                self.ties[i, j] = tie

        if "goal" in declared:
            self._group_that_exists([float(x) for x in declared["goal"]], int(declared["age"]))

    def _group_that_exists(self, goal: Point, age: int) -> None:
        us = self.us
        us.goal, us.first_goal, us.age = list(goal), list(goal), age
        us.with_goal = [True] * REMEMBERED
        for tie in self.open_ties_between_members():
            tie.experience = min(age, LONGEST)
            tie.age = max(1, min(age, LONGEST))
        # Partners have answered one another.
        self._standing_with_partners()
        for _ in range(12):
            self.expectation()
            for o in self.members:
                o.kept.aligned = self.alignment(o, goal, o.perception)
            for o in self.members:
                o.promise = self.offer(o, self.unit(o, o.aligned, o.loyalty))

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
        self.stock()
        self.turbulence()
        self.fortune()
        self.elsewhere()
        self.observing()
        if not self.us.dissolved:
            self.power()
            self.governance()
            self.sharing()
            self.expectation()
            self.goal()
            self.asking()
            self.bargaining()
            self.decision()
            self.backing()
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
            self.changing_ties()
            self.meeting()
        result = self.measures()
        self.seat()
        return result

    # --- 7.1 Participation -----------------------------------------------------------------------------------------

    def participation(self) -> None:
        us = self.us
        for o in self.members:
            dissatisfied = -self.felt(o.satisfaction, self.tolerance) - self.p("participation.lock_in") * o.depends
            chance = clip(self.p("participation.exit") * dissatisfied, 0.0, 1.0)
            leaves = chance > 0.0 and self.uniform(EXIT, o.key, 0) < chance
            if o.act_stay is not None:
                leaves = o.act_stay == 0.0
            if leaves:
                o.member, o.promise, o.payment = LEFT, 1.0, 0.0
        if len(self.members) < 2:
            for o in self.members:
                o.member = LEFT
            for o in self.organisations:
                o.promise = o.intended = o.own = o.pooled = o.effective = 1.0
                o.shortfall = Shortfall()
                o.influence = o.consent = o.authority = o.demand = o.payment = 0.0
            us.dissolved, us.goal, us.age = True, None, 0
            us.ambiguity = us.contest = us.realisation = us.support = us.backing = 0.0

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

    def stock(self) -> None:
        us = self.us
        for name in ("interests", "organisation", "process"):
            spent, stands = self.effort[name], getattr(us, f"stock_{name}")
            self.effort[name] = spent + stands * (1.0 - spent)
            grown = stands + self.p("stock.build") * spent * (1.0 - stands) - self.p("stock.wear") * stands
            setattr(us, f"stock_{name}", grown)

    # --- 7.3 Turbulence, fortune, elsewhere, and observing ----------------------------------------------------------

    def turbulence(self) -> None:
        step = self.p("turbulence.step")
        if step != 0.0:
            self.us.need = [
                reflect(theta + step * self.normal(TURBULENCE, k, 0)) for k, theta in enumerate(self.us.need)
            ]

    def fortune(self) -> None:
        if self.p("fortune.lasting") <= 0.0:
            return
        memory = self.p("fortune.memory")
        fresh = math.sqrt(1.0 - memory**2)
        self.us.climate = memory * self.us.climate + fresh * self.normal(CLIMATE, 0, 0)
        for o in self.organisations:
            o.fortune = memory * o.fortune + fresh * self.normal(FORTUNE, o.key, 0)
            if o.setback == 0 and o.fortune < -1.0:
                o.setback = 1 + math.floor(4.0 * self.uniform(SETBACK, o.key, 0))
            elif o.fortune >= -0.5:
                o.setback = 0

    def elsewhere(self) -> None:
        pull, memory = self.p("elsewhere.pull"), self.p("elsewhere.memory")
        for o in self.organisations:
            if pull > 0.0:
                o.calls = memory * o.calls + math.sqrt(1.0 - memory**2) * self.normal(ELSEWHERE, o.key, 0)
            o.elsewhere = pull * max(0.0, o.calls)

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
        between = self.open_ties_between_members()
        need = total(tie.needs for tie in between)
        size = total(o.size for o in members)
        self._standing_with_partners()
        for o in self.organisations:
            o.consent = o.influence = 0.0
        for o in members:
            if need == 0.0:
                o.consent = 1.0 / len(members)
                o.influence = o.size / size
            else:
                o.consent = total(tie.needs for tie in between if tie.j == o.row) / need
                o.influence = (1.0 - position) * o.size / size + position * o.consent

    def _standing_with_partners(self) -> None:
        """D_i and n_i."""
        for o in self.organisations:
            partners = self.partners(o.row)
            o.depends = total(self.ties[o.row, partner.row].needs for partner in partners)
            o.partners = len(partners)

    # --- 7.5 Leadership, governance, authority ----------------------------------------------------------------------

    def governance(self) -> None:
        us, members = self.us, self.members
        m = len(members)
        mandate = 0.0 if self.form("shared") else self.p("governance.mandate")

        # The lead.
        if self.declared_lead is not None and self.organisations[self.declared_lead].member == MEMBER:
            us.lead = self.declared_lead
        else:
            us.lead = max(members, key=lambda o: (o.right, o.influence)).row  # the first of equals
        lead = self.organisations[us.lead]

        # Ambiguity and contest, less where a mandate or a right to decide settles who is in charge.
        open_to_dispute = (1.0 - mandate) * (1.0 - lead.right)
        entropy = -total(o.influence * math.log(o.influence) for o in members if o.influence > 0.0)
        us.ambiguity = open_to_dispute * entropy / math.log(m) if m > 1 else 0.0
        if lead.influence == 0.0:
            us.contest = open_to_dispute
        else:
            rival = max((o.influence for o in members if o is not lead), default=0.0)
            ahead = (lead.influence - rival) / (lead.influence * self.p("power.margin"))
            us.contest = open_to_dispute * clip(1.0 - ahead, 0.0, 1.0)

        # A mandate shifts influence.
        for o in members:
            due = 1.0 / m if self.form("administrative") else float(o is lead)
            o.influence = (1.0 - mandate) * o.influence + mandate * due

        # Whoever leads.
        if self.form("administrative"):
            us.lead_perception = centre([o.perception for o in members])
            us.lead_interests = centre([o.interests for o in members])
            us.lead_loyalty = 1.0
            us.lead_moral = mean(o.moral for o in members)
        else:
            us.lead_perception = list(lead.perception)
            us.lead_interests = list(lead.interests)
            us.lead_loyalty = lead.loyalty
            us.lead_moral = lead.moral

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
        coordination, meetings = self.p("governance.coordination"), self.p("governance.meetings")
        for o in members:
            if self.form("shared"):
                o.cost += relief * (coordination * o.partners**meetings)
            elif self.form("lead"):
                o.cost += relief * (coordination * (m - 1) ** meetings if o is lead else coordination)
            else:
                o.cost += relief * (coordination + self.p("governance.overhead") / m)

    def _natural_authority(self, lead: Organisation, o: Organisation) -> float:
        if self.form("administrative"):
            return 0.0
        needed = 0.0
        if self.is_open(o.row, lead.row):
            on_lead = self.ties[o.row, lead.row].needs
            mutual = on_lead + self.ties[lead.row, o.row].needs
            needed = on_lead / mutual if mutual != 0.0 else 0.0
        return 0.5 * (needed + lead.size / (lead.size + o.size)) * (1.0 - self.us.contest)

    # --- 7.6 Sharing information ------------------------------------------------------------------------------------

    def sharing(self) -> None:
        if not self.network("information"):
            for o in self.members:
                o.perception = list(self.us.lead_perception)
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
        awe, common = self.p("expectation.awe"), self.p("value.common")
        attention = [self._attention(o) for o in self.organisations]
        for tie in self.ties.values():
            tie.synergy = self._potential(tie) * attention[tie.i] * attention[tie.j] if tie.open else 0.0

        for o in self.organisations:
            partners = self.partners(o.row)
            trusted = total(self.ties[o.row, partner.row].trust for partner in partners)
            for partner in partners:
                tie = self.ties[o.row, partner.row]
                tie.share = tie.trust / trusted if trusted != 0.0 else 1.0 / len(partners)

        given = [self.room_left(o, lambda partner: partner.promise) for o in self.organisations]
        for o in self.organisations:
            o.reach = o.prospect = o.spillover = o.returned = o.due = variance = 0.0
            partners = self.partners(o.row)
            o.regard = mean(self.ties[o.row, partner.row].trust for partner in partners) if partners else 0.5
            for partner in partners:
                tie = self.ties[o.row, partner.row]
                larger = max(0.0, (partner.size - o.size) / (o.size + partner.size))
                acted_upon = tie.trust * (1.0 - awe * larger)
                brings = tie.synergy * given[partner.row] * partner.promise
                o.reach += brings
                o.prospect += brings * acted_upon
                variance += brings**2 * acted_upon * (1.0 - acted_upon)
            o.doubt = math.sqrt(variance)
            if o.member == MEMBER:
                back = [(self.ties[partner.row, o.row], partner) for partner in partners]
                o.spillover = given[o.row] * total(tie.synergy * partner.promise for tie, partner in back)
                if common > 0.0:
                    o.returned = given[o.row] * total(tie.share * tie.synergy * other.promise for tie, other in back)
                    o.due = total(tie.share * other.promise * other.productivity for tie, other in back)

    def _potential(self, tie: Tie) -> float:
        """The synergy of a tie if its two ends had all attention for it."""
        gain = 1.0 + self.p("expectation.complementarity") * tie.difference
        return tie.dependence * gain * tie.opportunity * tie.understanding

    def _attention(self, o: Organisation) -> float:
        """The attention that an organisation has for each of its partners."""
        crowded = self.p("ties.crowding") * o.size ** -self.p("ties.by_size")
        return 1.0 / (1.0 + crowded * max(0, o.partners - 1))

    def room_left(self, o: Organisation, wants: Callable[[Organisation], float]) -> float:
        """phi_j(s): how far an organisation can give its partners what they want of it."""
        if o.room is None:
            return 1.0
        wanted = total(wants(partner) for partner in self.partners(o.row))  # those who are no members want nothing
        can_give = o.room * o.partners
        return 1.0 if wanted <= can_give else can_give / wanted

    # --- 7.8 Goal ---------------------------------------------------------------------------------------------------

    def goal(self) -> None:
        us, members = self.us, self.members

        # Diagnosis.
        if self.network("problem"):
            us.diagnosis = [total(o.influence * o.perception[k] for o in members) for k in range(self.themes)]
        else:
            us.diagnosis = list(us.lead_perception)

        # Proposal.
        if us.goal is not None and not self.network("goal"):
            us.proposal = list(us.goal)
        elif not self.network("decision"):
            us.proposal = ideal(us.lead_interests, us.lead_moral, us.diagnosis)
        else:
            us.proposal = [self._weighed(members, k) for k in range(self.themes)]
            if us.decided + us.slipped + us.rejected > 0:
                worst_off = min(members, key=lambda o: o.expected - o.alone)  # the first of equals
                share = self.p("goal.accommodation") * self.effort["interests"]
                us.proposal = towards(us.proposal, worst_off.interests, share)

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

    # --- 7.9 Consent, decision --------------------------------------------------------------------------------------

    def alignment(self, o: Organisation, goal: Point, need: Point) -> float:
        """A_i(y, nu)."""
        off_interest = math.sqrt(total(w * (y - x) ** 2 for w, y, x in zip(o.salience, goal, o.interests, strict=True)))
        stake = self.p("goal.stake")
        missed = o.instrumental * off_interest + o.moral * distance(goal, need)
        return 1.0 - stake * missed + self.likes(o)

    def unit(self, o: Organisation, aligned: float, loyalty: float) -> float:
        """unit_i(A, l): what a unit pooled brings; who is no member does not reckon with the common yield (7.9)."""
        common = self.p("value.common") if o.member == MEMBER else 0.0
        given_up = common * (1.0 - loyalty) * (aligned - self.likes(o) + o.prospect)
        comes_back = (1.0 - loyalty) * common * o.returned
        return aligned + o.prospect - given_up + loyalty * o.spillover + comes_back

    def offer(self, o: Organisation, brings: float) -> float:
        """The offer of a unit that brings so much."""
        cap = 1.0 + (self.p("promise.capacity") - 1.0) * (1.0 - o.autonomy * (1.0 - o.commitment))
        return min(cap, max(0.0, brings))

    def consider(self, o: Organisation, goal: Point) -> Consideration:
        """What an organisation expects of a goal."""
        need = o.perception
        if o.member == MEMBER and not self.network("problem"):
            need = self.us.diagnosis
        aligned = self.alignment(o, goal, need)
        weighs = o.loyalty + o.ratifies * (o.home - o.loyalty)
        s = self.offer(o, self.unit(o, aligned, weighs))
        common = (1.0 - weighs) * s * (o.returned - (aligned - self.likes(o) + o.prospect)) + o.regard * o.due
        reasons = Reasons(
            own=s - 0.5 * s**2,
            goal=s * (aligned - 1.0),
            partners=s * o.reach,
            distrust=s * (o.prospect - o.reach),
            doubt=-self.p("decision.aversion") * s * o.doubt,
            whole=s * weighs * o.spillover,
            common=self.p("value.common") * common if o.member == MEMBER else 0.0,
            autonomy=-self.felt_price * o.autonomy * s,
            burden=o.burden,
            payment=o.payment * o.regard if o.payment > 0.0 else o.payment,
        )
        return Consideration(aligned, s, reasons, total(vars(reasons).values()))

    def asking(self) -> None:
        us = self.us
        us.put = int(us.crisis == 0 and (us.goal is None or self.network("goal")))
        for o in self.organisations:
            if o.member == LEFT:
                continue
            o.anew = self.consider(o, us.proposal)
            o.kept = replace(o.anew)  # as it is before anything is pledged
            o.fallback = o.alone
            if us.goal is not None:
                o.kept = self.consider(o, us.goal)
                o.fallback = max(o.alone, o.expected)
            o.accepts = 1.0 if o.anew.expected >= o.fallback - self.tolerance - ALMOST else 0.0
            if o.act_consent is not None:
                o.accepts = o.act_consent
        us.support = total(o.consent * o.accepts for o in self.members)

    # --- 7.18 Objection, bargaining ---------------------------------------------------------------------------------

    def bargaining(self) -> None:
        us, members = self.us, self.members
        quorum = self.p("decision.quorum") - ALMOST
        us.price_of_consent = 0.0
        for o in self.organisations:
            o.gap = o.price = o.swing = o.pledge = 0.0
        if not us.put:
            return

        # The price of consent.
        objectors = [o for o in members if o.accepts == 0.0]
        for o in objectors:
            o.gap = max(0.0, o.fallback - self.tolerance - o.anew.expected)
            o.price = o.gap / o.regard if o.regard != 0.0 else math.inf
            o.swing = float(us.support + o.consent >= quorum)
        taken: list[Organisation] = []
        would_support = us.support
        for_sale = [o for o in objectors if o.consent > 0.0 and o.act_consent is None]
        for o in sorted(for_sale, key=lambda o: o.price / o.consent):  # the first of equals
            if would_support < quorum:
                taken.append(o)
                would_support += o.consent
        us.price_of_consent = total(o.price for o in taken)
        if would_support < quorum or math.isinf(us.price_of_consent):
            us.price_of_consent = math.nan

        # Those who gain buy it.
        rooms = {o.row: self._room_to_pay(o) for o in members if o.accepts == 1.0}
        together = total(rooms.values())
        reach = self.p("bargaining.reach") * self.effort["interests"]
        if not self.network("decision") or math.isnan(us.price_of_consent) or reach <= 0.0:
            return
        if not taken or us.price_of_consent > reach * together:
            return
        for o in members:
            if o.row in rooms:
                o.pledge = -us.price_of_consent * rooms[o.row] / together if rooms[o.row] > 0.0 else 0.0
                changed = o.pledge
            elif o in taken:
                o.accepts, o.pledge = 1.0, o.price
                changed = o.pledge * o.regard
            else:
                continue
            o.anew.reasons.payment += changed
            o.anew.expected += changed
        us.support = would_support

    def _room_to_pay(self, o: Organisation) -> float:
        """r_i: what a member that consents could give and still consent, and gain if everybody keeps its word."""
        common, aligned, s = self.p("value.common"), o.anew.aligned, o.anew.planned
        unit = aligned + o.reach - common * (aligned - self.likes(o) + o.reach) + common * o.returned
        gain = s * unit - 0.5 * s**2 + common * o.due - self.p("value.ceding") * self.felt_price * o.autonomy * s
        gain += o.burden + o.payment - o.alone
        return max(0.0, min(o.anew.expected + self.tolerance - o.fallback, gain))

    # --- 7.9 Deciding -----------------------------------------------------------------------------------------------

    def decision(self) -> None:
        us = self.us
        us.moved = 0.0
        decided = bool(us.put) and self._decide()
        us.with_proposal = [*us.with_proposal[1:], bool(us.put)]
        us.with_decision = [*us.with_decision[1:], decided]

    def _decide(self) -> bool:
        """Whether what is put is decided."""
        us = self.us
        appeal = 0.0
        if self.network("decision"):
            carried, unclear = us.support >= self.p("decision.quorum") - ALMOST, us.ambiguity
        else:
            carried, unclear = True, us.contest
            appeal = self.p("decision.appeal") * (1.0 - self.organisations[us.lead].right) * (1.0 - us.support)
        slips = self.p("decision.slip") * unclear * (1.0 - self.effort["organisation"])
        if not carried:
            us.rejected += 1
            return False
        if self.uniform(SLIP, 0, 0) < slips + (1.0 - slips) * appeal:
            us.slipped += 1
            return False
        us.decided += 1
        if us.goal is not None:
            us.moved = distance(us.goal, us.proposal)
        else:
            if us.first_goal is None:
                us.first_goal, us.first_decision = list(us.proposal), self.round
            if us.lapsed > us.mended:
                us.mended += 1
        us.goal = list(us.proposal)
        for o in self.organisations:
            if o.member != LEFT:
                o.kept = o.anew
                o.payment += o.pledge
        return True

    # --- 7.19 Backing -----------------------------------------------------------------------------------------------

    def backing(self) -> None:
        us = self.us
        if us.goal is None:
            us.backing = 0.0
            us.crisis = max(0, us.crisis - 1)
        else:
            for o in self.members:
                o.behind = float(self._stands_behind(o))
            us.backing = total(o.consent * self._backs(o) for o in self.members)
            us.age += 1
            us.unbacked = us.unbacked + 1 if us.backing < self.p("decision.quorum") - ALMOST else 0
            if us.unbacked > self.p("backing.patience"):
                us.goal, us.age, us.unbacked, us.moved = None, 0, 0, 0.0
                us.lapsed += 1
                us.crisis = int(self.p("backing.patience"))
                for o in self.organisations:
                    o.payment = 0.0
        us.with_goal = [*us.with_goal[1:], us.agreed]

    def _stands_behind(self, o: Organisation) -> bool:
        came_of_it = o.satisfaction if self.network("norm") else self.organisations[self.us.lead].satisfaction
        expects_enough = o.expected >= o.alone - self.tolerance - ALMOST
        return expects_enough and came_of_it >= -self.tolerance - ALMOST

    def _backs(self, o: Organisation) -> float:
        """B_i."""
        if o.behind == 1.0 or self.network("decision"):
            return o.behind
        return 1.0 if o.row == self.us.lead and not self.form("administrative") else o.authority

    # --- 7.10 Promise ------------------------------------------------------------------------------------------------

    def promise(self) -> None:
        us, members = self.us, self.members
        capacity, loyalty = self.p("promise.capacity"), us.lead_loyalty
        claim = min(self.p("promise.claim"), capacity)

        for o in self.organisations:
            o.demand = 0.0
        use = [self.ties[us.lead, o.row].synergy if (us.lead, o.row) in self.ties else 0.0 for o in members]
        most = max(use)
        for o, useful in zip(members, use, strict=True):
            for_itself = (1.0 - loyalty) * claim * useful / most if most != 0.0 else 0.0
            for_the_whole = loyalty * clip(o.aligned + o.reach + o.spillover, 0.0, capacity)
            o.demand = for_itself + for_the_whole

        revision = self.p("promise.revision")
        for o in self.organisations:
            if not us.agreed or o.member != MEMBER:
                o.promise = 1.0
            elif o.act_promise is not None:
                o.promise = o.act_promise
            elif revision == 1.0 or self.uniform(REVISION, o.key, 0) < revision:
                o.promise = self.offer(o, self.unit(o, o.aligned, o.loyalty))

    # --- 7.11 Delivery, and review ----------------------------------------------------------------------------------

    def delivery(self) -> None:
        fidelity, compelled = self.p("delivery.fidelity"), self.p("delivery.compelled")
        for o in self.organisations:
            if not self.us.agreed or o.member != MEMBER:
                o.intended = o.own = o.pooled = o.effective = 1.0
                o.shortfall = Shortfall()
                continue
            price = self.p("decision.autonomy") * o.autonomy
            home = self.offer(o, self.unit(o, o.aligned, o.home) - price - o.elsewhere)
            binds = 1.0 - (1.0 - fidelity) * (1.0 - self.effort["organisation"]) * (1.0 - o.commitment)
            at_home = home + binds * (o.promise - home)
            o.intended = at_home * (1.0 - self._holds_back(o))
            if o.act_delivery is not None:
                at_home = o.intended = o.act_delivery
            o.own = o.intended * max(0.0, 1.0 + self.p("delivery.noise") * self._luck(o))
            o.pooled = o.own
            if not self.network("implementation"):
                o.pooled = o.own + o.authority * (1.0 - o.autonomy) * max(0.0, o.demand - o.own)
            o.effective = o.own + compelled * (o.pooled - o.own)
            o.shortfall = Shortfall(
                home=at_home - o.promise,
                distrust=o.intended - at_home,
                luck=o.own - o.intended,
                order=o.pooled - o.own,
            )

    def _holds_back(self, o: Organisation) -> float:
        """The part of its delivery that an organisation that trusts too little holds back."""
        reciprocity = self.p("delivery.reciprocity")
        if reciprocity == 0.0:
            return 0.0
        return reciprocity / (1.0 + math.exp((o.regard - self.p("delivery.threshold")) / self.p("delivery.variety")))

    def _luck(self, o: Organisation) -> float:
        lasting, shared = self.p("fortune.lasting"), self.p("fortune.shared")
        lasts = math.sqrt(shared) * self.us.climate + math.sqrt(1.0 - shared) * o.fortune
        return math.sqrt(lasting) * lasts + math.sqrt(1.0 - lasting) * self.normal(EXECUTION, o.key, 0)

    def review(self) -> None:
        us = self.us
        if us.goal is None:
            us.realisation = 0.0
            return
        followers = [o for o in self.members if o.row != us.lead or self.form("administrative")]
        asked = total(o.demand for o in followers)
        got = total(min(o.effective, o.demand) for o in followers)
        wanted = ideal(us.lead_interests, us.lead_moral, us.lead_perception)
        us.realisation = (1.0 - distance(us.goal, wanted)) * (got / asked if asked != 0.0 else 1.0)

    # --- 7.12 Value, sharing ----------------------------------------------------------------------------------------

    def value(self) -> None:
        us, members = self.us, self.members
        for o in self.organisations:
            o.made = o.productivity = 1.0
            o.liking = o.paid = 0.0
            if us.goal is None or o.member != MEMBER:
                o.value = 0.5 - o.cost if o.member == MEMBER else o.alone
                o.served = 1.0 - distance(o.ideal(o.perception), us.need)
        if us.goal is None:
            return

        # What everybody makes.
        given = [self.room_left(o, lambda partner: partner.pooled) for o in self.organisations]
        for o in members:
            aligned = self.alignment(o, us.goal, us.need) - self.likes(o) - self.p("value.adjustment") * us.moved
            brings = (
                self.ties[o.row, partner.row].synergy * given[partner.row] * partner.effective
                for partner in self.partners(o.row)
            )
            o.made = o.pooled * aligned + o.effective * total(brings)
            o.productivity = o.made / o.pooled if o.pooled != 0.0 else 0.0

        # What it is worth to each.
        search = self.p("opportunity.search") if self.network("implementation") else 0.0
        ceding, common = self.p("value.ceding") * self.felt_price, self.p("value.common")
        for o in members:
            s, partners = o.pooled, self.partners(o.row)
            o.liking = s * self.likes(o)
            falls_to_it = total(self.ties[partner.row, o.row].share * partner.made for partner in partners)
            falls_to_others = o.made if partners else 0.0
            o.value = o.made + o.liking - 0.5 * s**2 - o.cost - search + o.burden - ceding * o.autonomy * s
            o.value += common * (falls_to_it - falls_to_others)
            o.served = s * (1.0 - distance(us.goal, us.need))

        # Side payments.
        receivers = [o for o in members if o.payment > 0.0]
        if receivers:
            for o in members:
                if o.payment < 0.0:
                    o.paid = -min(-o.payment, max(0.0, o.value - o.alone))
            paid, agreed = -total(o.paid for o in members), total(o.payment for o in receivers)
            for o in receivers:
                o.paid = paid * o.payment / agreed
            for o in members:
                o.value += o.paid

        # Surplus is shared out.
        surplus = mean(o.value - 0.5 for o in members)
        share = self.p("value.sharing") * self.effort["interests"]
        for o in members:
            o.value += share * (surplus - (o.value - 0.5))

    # --- 7.13 Trust, resentment -------------------------------------------------------------------------------------

    def trust(self) -> None:
        us, org = self.us, self.organisations
        relation = self.effort["relation"]
        blur = self.p("trust.blur") * (1.0 - self.effort["process"])

        for tie in self.open_ties_between_members():
            me, other = org[tie.i], org[tie.j]
            tie.trust += self.p("trust.acquaintance") * relation * max(0.0, self.p("trust.moderate") - tie.trust)
            if us.goal is None:
                continue
            fair = other.promise * (1.0 - self.tolerance)
            fulfilled = 1.0
            if other.promise > 0.0:
                fulfilled = min(1.0, other.pooled / fair)
                fulfilled = max(0.0, fulfilled - (self.p("trust.severity") - 1.0) * (1.0 - fulfilled))
            if blur > 0.0:
                error = 2.0 * self.uniform(APPRAISAL, me.key, other.key) - 1.0
                fulfilled = clip(fulfilled + blur * error, 0.0, 1.0)
            if fulfilled <= tie.trust:
                rate = self.p("trust.loss")
            else:
                explained = self.p("trust.attribution") * (other.authority if other.pooled > other.own else 0.0)
                rate = min(1.0, self.p("trust.gain") * (1.0 + relation)) * (1.0 - explained)
            known = (1.0 + tie.experience) ** -self.p("trust.inertia")
            tie.trust += known * rate * (fulfilled - tie.trust)
            tie.experience = min(LONGEST, tie.experience + 1)

        # Reactance to the lead.
        if us.goal is None or self.network("implementation") or self.form("administrative"):
            return
        for o in self.members:
            if self.is_open(o.row, us.lead) and o.pooled > 0.0:
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
            o.witnesses = numbers[o.row]
        for tie in self.ties.values():
            if tie.open and org[tie.i].member == MEMBER and numbers[tie.j] > 1:
                others = (sums[tie.j] - tie.trust) / (numbers[tie.j] - 1)
                known = 1.0 + tie.experience / self.p("reputation.half")
                tie.trust += self.p("reputation.rate") / known * (others - tie.trust)

    # --- 7.15 Understanding -----------------------------------------------------------------------------------------

    def understanding(self) -> None:
        facilitation = 1.0 + self.p("understanding.facilitation") * self.effort["relation"]
        for tie in self.open_ties_between_members():
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
            mood = self.spoils_nothing
            felt = self.felt(o.satisfaction, mood) + fairness
            at_home = self.felt(o.satisfaction - p("loyalty.pull"), mood)
            o.loyalty = draw(o.loyalty, p("loyalty.rate"), felt, scale)
            o.home = draw(o.home, p("loyalty.home_rate"), at_home, scale)
            o.commitment = draw(o.commitment, p("loyalty.commitment_rate"), felt, scale)
            o.loyalty += p("loyalty.back") * (o.loyalty_first - o.loyalty)
            o.home += p("loyalty.back") * (o.home_first - o.home)
            o.commitment += p("loyalty.back") * (o.commitment_first - o.commitment)
            o.commitment += p("loyalty.inspiration") * self.effort["ambition"] * (1.0 - o.commitment)

    # --- 7.17 Opportunity -------------------------------------------------------------------------------------------

    def opportunity(self) -> None:
        for tie in self.ties.values():
            tie.opportunity = 1.0 + (tie.opportunity - 1.0) * (1.0 - self.p("opportunity.decay"))
        if self.us.goal is None or not self.network("implementation"):
            return
        room = 1.0 - self.p("opportunity.rigidity") * self.effort["organisation"]
        for tie in self.open_ties_between_members():
            me, other = self.organisations[tie.i], self.organisations[tie.j]
            mood = self.spoils_nothing
            if self.felt(me.satisfaction, mood) >= 0.0 and self.felt(other.satisfaction, mood) >= 0.0:
                chance = self.p("opportunity.rate") * tie.difference * tie.understanding * room
                seen = self.uniform(OPPORTUNITY, min(me.key, other.key), max(me.key, other.key)) < chance
                if seen and self._new_to(me, other):
                    grown = tie.opportunity * (1.0 + self.p("opportunity.step"))
                    tie.opportunity = min(self.p("opportunity.most"), grown)

    def _new_to(self, me: Organisation, other: Organisation) -> bool:
        """Whether what comes up with other is new to me."""
        novelty = self.p("opportunity.novelty")
        if novelty <= 0.0 or self.uniform(NOVELTY, me.key, other.key) >= novelty:
            return True
        sources = [k for k in self.partners(other.row) if k is not me]
        if not sources:
            return True
        source = max(sources, key=lambda k: self.uniform(SOURCE, other.key, k.key))
        return not self.is_open(me.row, source.row)

    # --- 7.20 Ties, meeting -----------------------------------------------------------------------------------------

    def changing_ties(self) -> None:
        """Ties come to rest, all at once; the others are a round older."""
        if self.p("ties.lapse") == 0.0 and self.p("ties.search") == 0.0:
            return
        between = self.open_ties_between_members()
        pairs = [tie for tie in between if self.organisations[tie.i].key < self.organisations[tie.j].key]
        resting = {frozenset((tie.i, tie.j)) for tie in pairs if self._comes_to_rest(tie)}
        for (i, j), tie in self.ties.items():
            if frozenset((i, j)) in resting:
                tie.age = 0
            elif tie.open:
                tie.age = min(LONGEST, tie.age + 1)

    def meeting(self) -> None:
        """Members meet and ties open, all at once, on how things stand once ties came to rest."""
        opening = {frozenset((o.row, met.row)) for o in self.members if (met := self._opens_with(o)) is not None}
        for (i, j), tie in self.ties.items():
            if frozenset((i, j)) in opening:
                tie.age = 1

    def load(self, o: Organisation) -> float:
        """l_i, by the partners that it has now: n_i (7.4) still counts those to which a tie just came to rest."""
        return self.p("ties.crowding") * o.size ** -self.p("ties.by_size") * len(self.partners(o.row))

    def worth(self, i: int, j: int, trust: float, synergy: float) -> float:
        """W_ij(tau, g)."""
        usual = mean(self.ties[i, partner.row].synergy * partner.pooled for partner in self.partners(i))
        if usual == 0.0:
            return trust
        return trust * min(1.0, synergy * self.organisations[j].pooled / usual)

    def _comes_to_rest(self, tie: Tie) -> bool:
        me, other, back = self.organisations[tie.i], self.organisations[tie.j], self.ties[tie.j, tie.i]
        mine = self.load(me) * (1.0 - self.worth(me.row, other.row, tie.trust, tie.synergy))
        theirs = self.load(other) * (1.0 - self.worth(other.row, me.row, back.trust, back.synergy))
        chance = self.p("ties.lapse") * tie.age ** -self.p("ties.ageing") * (mine + theirs)
        if self.uniform(REST, me.key, other.key) >= chance:
            return False
        holders = [k for k in self.partners(me.row) if k is not other]
        if holders and self.uniform(HOLD, me.key, other.key) < self.p("ties.closure"):
            holder = max(holders, key=lambda k: self.uniform(HOLDER, me.key, k.key))
            return not self.is_open(holder.row, other.row)
        return True

    def _opens_with(self, o: Organisation) -> Organisation | None:
        """Whom a member opens a tie with, if anybody."""
        load = self.load(o)
        if load >= 1.0 or self.uniform(MEETING, o.key, 0) >= self.p("ties.search") * (1.0 - load):
            return None
        met = [j for j in self.members if (o.row, j.row) in self.ties and not self.is_open(o.row, j.row)]
        if self.uniform(MEETING, o.key, 1) < self.p("ties.closure"):
            mine = {k.row for k in self.partners(o.row)}
            met = [j for j in met if any(k.row in mine for k in self.partners(j.row))]
        if not met:
            return None
        other = max(met, key=lambda j: self.uniform(CANDIDATE, o.key, j.key))
        its_load = self.load(other)
        chance = self._worth_of_a_stranger(o, other) * self._worth_of_a_stranger(other, o) * (1.0 - its_load)
        if its_load < 1.0 and self.uniform(OPENING, o.key, other.key) < chance:
            return other
        return None

    def _worth_of_a_stranger(self, me: Organisation, other: Organisation) -> float:
        tie = self.ties[me.row, other.row]
        believed = tie.trust + (other.standing - tie.trust) / (1.0 + tie.experience)
        return self.worth(me.row, other.row, believed, self._potential(tie))

    # --- 7.22 Seat --------------------------------------------------------------------------------------------------

    def seat(self) -> None:
        for o in self.organisations:
            o.act_consent = o.act_promise = o.act_delivery = o.act_stay = None

    # --- Section 9: measures ----------------------------------------------------------------------------------------

    def measures(self) -> dict[str, float]:
        us, members = self.us, self.members
        participants = [o for o in self.organisations if o.member != OUTSIDE]
        between = self.open_ties_between_members()
        goal = us.goal is not None

        def per_participant(amount: float) -> float:
            return amount / len(participants) if participants else 0.0

        scale = self.p("loyalty.scale")
        gains = [o.gain if o.gain > ALMOST else 0.0 for o in members]
        squares = total(gain**2 for gain in gains)
        middle_of_perceptions = centre([o.perception for o in members])
        middle_of_interests = centre([o.interests for o in members])
        legitimate = mean(float(o.expected >= o.alone - ALMOST) for o in members)
        lost = -self.p("norm.tolerance")
        result = {
            "joint_value": per_participant(total(o.gain for o in members)),
            "liking": per_participant(total(o.liking for o in members)),
            "client_value": per_participant(total(o.served for o in participants)),
            "felt_success": 10.0 * mean(logistic(o.satisfaction, scale) for o in members),
            "least_gain": min((o.gain for o in members), default=0.0),
            "equity": total(gains) ** 2 / (len(members) * squares) if squares > 0.0 else math.nan,
            "goal_realisation": us.realisation,
            "sorted_effect": per_participant(total(o.gain > ALMOST for o in members)),
            "tolerated": per_participant(total(o.gain >= lost - ALMOST for o in members)),
            "legitimacy": (1.0 - distance(us.goal, us.need)) * legitimate if us.goal is not None else 0.0,
            "trust": mean(tie.trust for tie in between),
            "discord": mean(abs(tie.trust - self.organisations[tie.j].standing) for tie in between),
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
            "price_of_consent": us.price_of_consent,
            "swing": total(o.swing for o in members),
            "paid": per_participant(total(max(0.0, o.paid) for o in members)),
            "backing": us.backing,
            "lapsed": float(us.lapsed),
            "mended": float(us.mended),
            "decided": float(us.decided),
            "slipped": float(us.slipped),
            "rejected": float(us.rejected),
            "members": float(len(members)),
            "left": float(total(o.member == LEFT for o in self.organisations)),
            "partners": len(between) / len(members) if members else 0.0,
            "setbacks": float(total(o.setback != 0 for o in members)),
            "effort": us.spent,
        }

        # The five conditions.
        if not members:
            return result | dict.fromkeys(EFFORTS, 0.0)
        disagreement = mean(distance(o.interests, middle_of_interests) for o in members)
        put, settled = total(us.with_proposal), total(us.with_decision)
        conditions = {
            "ambition": (
                max(0.0, 1.0 - 2.0 * disagreement),
                mean(clip(o.aligned, 0.0, 1.0) for o in members),
                result["commitment"],
            ),
            "interests": (
                mean(logistic(o.satisfaction, scale) for o in members),
                0.0 if math.isnan(result["equity"]) else result["equity"],
                mean(logistic(o.expected - o.alone, scale) for o in members),
            ),
            "relation": (
                result["trust"],
                result["understanding"],
                total(o.influence * o.loyalty for o in members),
            ),
            "organisation": (
                1.0 - us.ambiguity * (1.0 - self.effort["organisation"]),
                settled / put if put else float(goal),
                mean(o.kept_word for o in members) if goal else 0.0,
            ),
            "process": (
                total(us.with_goal) / REMEMBERED,
                max(0.0, 1.0 - 2.0 * result["knowledge_error"]),
                mean(float(o.kept_word >= 0.9) for o in members) if goal else 0.0,
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
        aligned = {o.row: self.alignment(o, goal, self.us.need) - self.likes(o) for o in members}
        s = {o.row: start for o in members}
        for _ in range(100_000):
            best = {}
            for o in members:
                both = total(
                    (self.ties[o.row, j.row].synergy + self.ties[j.row, o.row].synergy) * s[j.row]
                    for j in self._members_tied_to(o)
                )
                best[o.row] = clip(aligned[o.row] + both, 0.0, self.p("promise.capacity"))
            change = max(abs(best[i] - s[i]) for i in s)
            s = best
            if change <= CONVERGED:
                break
        worth = 0.0
        for o in members:
            together = total(self.ties[o.row, j.row].synergy * s[j.row] for j in self._members_tied_to(o))
            worth += s[o.row] * (aligned[o.row] + together) - 0.5 * s[o.row] ** 2 - o.alone
        return worth

    def _members_tied_to(self, o: Organisation) -> list[Organisation]:
        """By ties open or not: the synergies are those of the last round, whatever came to rest at its end."""
        return [self.organisations[j] for j in self.tied[o.row] if self.organisations[j].member == MEMBER]

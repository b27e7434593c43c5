"""Initialisation: who is there at the start, and how they depend on one another.

A scenario or a data file declares some of it; whatever is left open (NaN) is drawn around the parameters of
this page, by chance that belongs to the organisation and not to its row.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from . import draws
from .conditions import WINDOW
from .elementary import exp, power
from .game import distance, place
from .kernel import compiled, scheduled
from .mechanisms import information, trust, understanding
from .parameters import number
from .state import MEMBER, TIE, State, collaboration_type, organisation_type


class Organisations(NamedTuple):
    """What organisations are like; where a spread is given, they differ."""

    inequality: Annotated[
        float, number(0, 2, "SD of log size", "inequality of size, and so of power", "gibrat1931")
    ] = 0.50
    interests: Annotated[
        float, number(0, 1, "width", "spread of interests: range in each theme, around the middle", "kaats2014")
    ] = 0.40
    frames: Annotated[
        float, number(0, 1, "width", "difference of frames: distance of the two kinds in each theme", "dougherty1992")
    ] = 0.50
    salience: Annotated[
        float, number(0, 1, "share", "how unequally an organisation cares about themes, at most", "raiffa1982")
    ] = 1.0
    autonomy: Annotated[float, number(0, 1, "share", "mean autonomy: hold on deciding for oneself", "kaats2014")] = 0.50
    loyalty: Annotated[float, number(0, 1, "share", "mean loyalty of representatives to the whole", "putnam1988")] = (
        0.40
    )
    home: Annotated[float, number(0, 1, "share", "mean loyalty of home organisations to the whole", "putnam1988")] = (
        0.20
    )
    commitment: Annotated[float, number(0, 1, "share", "mean commitment at the start", "ring1994")] = 0.40
    skill: Annotated[float, number(0, 1, "share", "mean network skill", "ritter2003")] = 0.50
    spread: Annotated[
        float, number(0, 1, "width", "range around the mean of autonomy, loyalty, home, commitment and skill")
    ] = 0.20
    outside: Annotated[
        float, number(-0.5, 0.5, "value per round", "outside option: value elsewhere above going alone", "ansell2008")
    ] = 0.0
    burden: Annotated[
        float, number(0, 1, "width", "spread of burdens: what a goal costs one at home and saves another; sum 0")
    ] = 0.0
    affective: Annotated[float, number(0, 1, "weight", "motive: liking, relative to the others", "kaats2014")] = 0.20
    moral: Annotated[float, number(0, 1, "weight", "motive: the need, relative to the others", "kaats2014")] = 0.30
    instrumental: Annotated[
        float, number(0.01, 1, "weight", "motive: own interests, relative to the others", "kaats2014")
    ] = 0.50


class Dependence(NamedTuple):
    """How much organisations need one another."""

    total: Annotated[
        float, number(0, 3, "synergy", "dependence of an organisation on all its partners together", "emerson1962")
    ] = 0.92
    by_size: Annotated[
        float, number(0, 2, "exponent", "how far one depends more on larger partners", "emerson1962")
    ] = 0.50
    spread: Annotated[float, number(0, 1, "share", "relative width of chance in the dependence of a tie")] = 0.30
    substitution: Annotated[
        float, number(0, 1, "exponent", "how far partners replace one another: 1 wholly, 0 each brings its own")
    ] = 0.0


USUAL_PARTNERS = 7.0  # among whom partners that bring their own make up the total dependence


LEFT_TO_CHANCE = (
    "size",
    "autonomy",
    "loyalty",
    "home",
    "commitment",
    "skill",
    "outside",
    "burden",
    "affective",
    "moral",
    "instrumental",
    "interests",
    "salience",
    "frame",
    "perception",
)


@compiled
def declared_or(declared, otherwise):
    """What is declared, or what chance gives."""
    return otherwise if math.isnan(declared) else declared


@compiled
def around(mean, width, chance):
    """A share somewhere in a range around the mean, cut off at 0 and 1."""
    return min(1.0, max(0.0, mean + width * (chance - 0.5)))


@compiled
def pole(width, chance):
    """One of the two ends of a range around the middle: frames come in kinds."""
    return 0.5 + 0.5 * width if chance >= 0.5 else 0.5 - 0.5 * width


@compiled
def normalise(weights):
    """Bring weights to sum 1."""
    total = 0.0
    for k in range(weights.size):
        total += weights[k]
    for k in range(weights.size):
        weights[k] /= total


@scheduled
def initialise(state, p, seed):
    """Fill in, in a state that holds what is declared, what was left open (NaN)."""
    us = state.collaboration[0]
    for theme in range(us.need.size):
        chance = draws.uniform(seed, draws.NEED, 0, theme, 0)
        us.need[theme] = declared_or(us.need[theme], around(0.5, p.turbulence.range, chance))
    scale_sizes(state, p, seed)
    balance_burdens(state, p, seed)
    for me in state.organisations:
        characterise(me, p, seed)
        for theme in range(us.need.size):
            take_stand(me, us.need[theme], p, seed, theme)
        normalise(me.salience)
    for me in state.organisations:
        connect(me, state, p, seed)
    if not math.isnan(us.goal[0]):
        resume(state)


@compiled
def resume(state):
    """A group that exists goes on: it has its goal, as old as it is said to be, and members ties of that age."""
    us = state.collaboration[0]
    us.agreed = 1
    place(us.first_goal, us.goal)
    age = min(trust.MOST_EXPERIENCE, us.age)
    us.held = (1 << WINDOW) - 1
    for me in state.organisations:
        for tie in state.ties[me.first : me.last]:
            if tie.age > 0 and me.member == MEMBER and state.organisations[tie.target].member == MEMBER:
                tie.experience = age
                tie.age = max(1, age)


@compiled
def scale_sizes(state, p, seed):
    """Draw sizes to mean 1, or to the mean of the declared ones, which stand as declared."""
    n, drawn, declared, known = state.organisations.size, 0.0, 0.0, 0
    for me in state.organisations:
        drawn += drawn_size(me, p, seed)
        if not math.isnan(me.size):
            declared += me.size
            known += 1
    level = (declared / known if known > 0 else 1.0) * n / drawn
    for me in state.organisations:
        me.size = declared_or(me.size, level * drawn_size(me, p, seed))


@compiled
def drawn_size(me, p, seed):
    """A log-normal size."""
    return exp(p.organisations.inequality * draws.normal(seed, draws.SIZE, 0, me.key, 0))


@compiled
def balance_burdens(state, p, seed):
    """Draw burdens to sum 0; declared ones stand as declared."""
    mean = 0.0
    for me in state.organisations:
        mean += drawn_burden(me, p, seed) / state.organisations.size
    for me in state.organisations:
        me.burden = declared_or(me.burden, drawn_burden(me, p, seed) - mean)


@compiled
def drawn_burden(me, p, seed):
    """A burden, somewhere in a range around nothing."""
    return p.organisations.burden * (draws.uniform(seed, draws.BURDEN, 0, me.key, 0) - 0.5)


@compiled
def characterise(me, p, seed):
    """The traits of one organisation."""
    width = p.organisations.spread
    chance = draws.uniform(seed, draws.AUTONOMY, 0, me.key, 0)
    me.autonomy = declared_or(me.autonomy, around(p.organisations.autonomy, width, chance))
    chance = draws.uniform(seed, draws.LOYALTY, 0, me.key, 0)
    me.loyalty = declared_or(me.loyalty, around(p.organisations.loyalty, width, chance))
    chance = draws.uniform(seed, draws.HOME, 0, me.key, 0)
    me.home = declared_or(me.home, around(p.organisations.home, width, chance))
    chance = draws.uniform(seed, draws.COMMITMENT, 0, me.key, 0)
    me.commitment = declared_or(me.commitment, around(p.organisations.commitment, width, chance))
    chance = draws.uniform(seed, draws.SKILL, 0, me.key, 0)
    me.skill = declared_or(me.skill, around(p.organisations.skill, width, chance))
    me.outside = declared_or(me.outside, p.organisations.outside)
    me.affective = declared_or(me.affective, p.organisations.affective)
    me.moral = declared_or(me.moral, p.organisations.moral)
    me.instrumental = declared_or(me.instrumental, p.organisations.instrumental)
    weight = me.affective + me.moral + me.instrumental
    me.affective /= weight
    me.moral /= weight
    me.instrumental /= weight


@compiled
def take_stand(me, need, p, seed, theme):
    """Interests, frame and first perception of one organisation in one theme."""
    chance = draws.uniform(seed, draws.INTERESTS, 0, me.key, theme)
    me.interests[theme] = declared_or(me.interests[theme], around(0.5, p.organisations.interests, chance))
    chance = draws.uniform(seed, draws.SALIENCE, 0, me.key, theme)
    me.salience[theme] = declared_or(me.salience[theme], 1.0 + p.organisations.salience * (2.0 * chance - 1.0))
    chance = draws.uniform(seed, draws.FRAME, 0, me.key, theme)
    me.frame[theme] = declared_or(me.frame[theme], pole(p.organisations.frames, chance))
    blur = p.information.noise * draws.normal(seed, draws.PERCEPTION, 0, me.key, theme)
    sight = information.seen(need, me.frame[theme], p.information.bias, blur)
    me.perception[theme] = declared_or(me.perception[theme], sight)


@compiled
def connect(me, state, p, seed):
    """The ties of one organisation: dependence is shared out over partners; trust and understanding start."""
    total = 0.0
    for tie in state.ties[me.first : me.last]:
        total += pull(me, state.organisations[tie.target], p, seed)
    all_of_them = power(total, p.dependence.substitution) * power(USUAL_PARTNERS, 1.0 - p.dependence.substitution)
    for tie in state.ties[me.first : me.last]:
        partner = state.organisations[tie.target]
        share = p.dependence.total * pull(me, partner, p, seed) / all_of_them if total > 0.0 else 0.0
        tie.dependence = declared_or(tie.dependence, share)
        tie.difference = distance(me.frame, partner.frame)
        chance = draws.uniform(seed, draws.TRUST, 0, me.key, partner.key)
        tie.trust = declared_or(tie.trust, around(p.trust.initial, p.trust.spread, chance))
        first = understanding.at_first(p.understanding.initial, p.understanding.confusion, tie.difference)
        tie.understanding = declared_or(tie.understanding, first)
        tie.opportunity = declared_or(tie.opportunity, 1.0)


@compiled
def pull(me, partner, p, seed):
    """How much one depends on a partner, relative to other partners."""
    chance = draws.uniform(seed, draws.DEPENDENCE, 0, me.key, partner.key)
    return power(partner.size, p.dependence.by_size) * (1.0 + p.dependence.spread * (2.0 * chance - 1.0))


def declare(themes: int, edges: np.ndarray, n: int) -> State:
    """A state of which only the ties are known; everything that chance can give is NaN.

    Parameters
    ----------
    themes
        D, the dimensions of theme space.
    edges
        Shape (e, 2): each undirected edge once, as rows of two organisations; no loops, no doubles.
    n
        Number of organisations.
    """
    organisations = np.zeros(n, organisation_type(themes))
    for field in LEFT_TO_CHANCE:
        organisations[field] = np.nan
    organisations["key"] = np.arange(n)
    organisations["member"] = MEMBER
    organisations["accepts"] = organisations["promise"] = organisations["own"] = 1.0
    organisations["pooled"] = organisations["effective"] = organisations["productivity"] = 1.0
    for field in ("room", "act_consent", "act_promise", "act_delivery", "act_stay"):
        organisations[field] = np.nan
    edges = np.asarray(edges, np.int64).reshape(-1, 2)
    both = np.concatenate([edges, edges[:, ::-1]])
    order = np.lexsort((both[:, 1], both[:, 0]))
    ties = np.zeros(len(both), TIE)
    sources, ties["target"] = both[order].T
    ties["age"] = 1
    ties["need"] = np.nan
    row = np.empty_like(order)
    row[order] = np.arange(len(both))
    ties["reverse"] = row[(order + len(edges)) % max(len(both), 1)]
    for field in ("dependence", "trust", "understanding", "opportunity"):
        ties[field] = np.nan
    organisations["first"] = np.searchsorted(sources, np.arange(n), side="left")
    organisations["last"] = np.searchsorted(sources, np.arange(n), side="right")
    collaboration = np.zeros(1, collaboration_type(themes))
    for field in ("need", "goal", "first_goal"):
        collaboration[field] = np.nan
    collaboration["declared_lead"] = collaboration["lead"] = -1
    return State(organisations, ties, collaboration)

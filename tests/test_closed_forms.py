"""What must hold exactly: the model against closed forms and published models (docs/odd.md; design page, section 6)."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.dynamics import Parameters, begin
from samenspel.measures import attainable
from samenspel.mechanisms import trust
from samenspel.parameters import as_record, changed
from samenspel.population import declare
from tests.collaborations import BARE_GAME, FIRST_MODEL, NETWORK, complete, matrix, play


def alignment_by_hand(state, stake):
    """A_i from the formula of docs/odd.md 7.9, in numpy; with liking."""
    them, goal = state.organisations, state.collaboration["goal"][0]
    interests = np.sqrt((them["salience"] * (goal - them["interests"]) ** 2).sum(axis=1))
    need = np.sqrt(((goal - them["perception"]) ** 2).mean(axis=1))
    missed = them["instrumental"] * interests + them["moral"] * need
    return 1 - stake * missed + them["affective"] * (them["regard"] - 0.5)


def test_selfish_pooling_converges_to_the_nash_point():
    """Oracle: s = (I - G)^-1 A (Ballester et al. 2006), solved by numpy."""
    state, _ = play(complete(6), BARE_GAME, rounds=200)
    aligned = alignment_by_hand(state, Parameters().goal.stake)
    nash = np.linalg.solve(np.eye(6) - matrix(state), aligned)
    assert aligned.min() > 0
    np.testing.assert_allclose(state.organisations["pooled"], nash, rtol=1e-10)


@pytest.mark.parametrize("common", [0.0, 0.2, 0.35, 0.7, 1.0])
@pytest.mark.parametrize("spread", [0.0, 0.6])
def test_selfish_pooling_under_a_common_yield_converges_to_its_nash_point(common, spread):
    """Oracle: s = (I - (1 - w) T * G - w (R * G)')^-1 ((1 - w) A + w L), R the shares of trust, solved by numpy.

    Value adds up to sum of y + s L - s^2 / 2, whatever falls to whom.
    """
    still = {"trust.initial": 0.7, "trust.spread": spread, "trust.gain": 0.0, "trust.loss": 0.0, "value.sharing": 0.0}
    changes = BARE_GAME | still | {"value.common": common, "dependence.total": 0.4, "reputation.rate": 0.0}
    state, _ = play(complete(6), changes, rounds=200)
    aligned, synergy, trust = alignment_by_hand(state, Parameters().goal.stake), matrix(state), matrix(state, "trust")
    likes = state.organisations["affective"] * (state.organisations["regard"] - 0.5)
    shares = trust / trust.sum(axis=1, keepdims=True)
    back = (1 - common) * trust * synergy + common * (shares * synergy).T
    nash = np.linalg.solve(np.eye(6) - back, (1 - common) * aligned + common * likes)
    assert nash.min() > 0
    np.testing.assert_allclose(state.organisations["pooled"], nash, rtol=1e-10)
    them = state.organisations
    made = them["made"] + them["liking"] - them["pooled"] ** 2 / 2
    assert them["value"].sum() == pytest.approx(made.sum(), rel=1e-12)


@pytest.mark.parametrize("graph", [nx.karate_club_graph(), nx.star_graph(6), nx.path_graph(5)])
def test_nash_point_of_equals_is_katz_centrality(graph):
    """Oracle: networkx.katz_centrality, alpha = g, beta = A, for equal dependence and equal alignment."""
    n = graph.number_of_nodes()
    declared = declare(2, np.array(graph.edges()), n)
    declared.ties["dependence"] = 0.08
    same = {"organisations.interests": 0.0, "organisations.frames": 0.0, "organisations.salience": 0.0}
    certain = {"turbulence.range": 0.0, "information.noise": 0.0, "organisations.affective": 0.0}
    state, _ = play(declared, BARE_GAME | same | certain, rounds=400)
    katz = nx.katz_centrality(
        nx.Graph(graph.edges()), alpha=0.08, beta=1.0, normalized=False, tol=1e-12, max_iter=10_000
    )
    np.testing.assert_allclose(state.organisations["pooled"], [katz[node] for node in range(n)], rtol=1e-8)


@pytest.mark.parametrize("common", [0.0, 0.35, 1.0])
@pytest.mark.parametrize("affective", [0.0, 0.2])
def test_loyal_pooling_converges_to_the_joint_optimum(common, affective):
    """Oracle: s = (I - G - G')^-1 A, to whomever the yield falls; without liking all that is attainable is reached.

    Liking is felt beside what is made together: it moves those who feel it from the best for the whole.
    """
    loyal = {"organisations.loyalty": 1.0, "organisations.home": 1.0, "dependence.total": 0.25}
    felt = {"value.common": common, "organisations.affective": affective}
    changes = BARE_GAME | loyal | felt | {"information.noise": 0.0, "information.bias": 0.0}
    state, history = play(complete(6), changes, rounds=400)
    aligned = alignment_by_hand(state, Parameters().goal.stake)
    synergy = matrix(state)
    optimum = np.linalg.solve(np.eye(6) - synergy - synergy.T, aligned)
    np.testing.assert_allclose(state.organisations["pooled"], optimum, rtol=1e-9)
    best = attainable(state, as_record(changed(Parameters(), changes)))
    if affective == 0.0:
        assert history["joint_value"][-1] == pytest.approx(best.value, rel=1e-9)
        assert history["liking"][-1] == 0
    else:
        assert history["joint_value"][-1] < best.value - 1e-3
        likes = state.organisations["affective"] * (state.organisations["regard"] - 0.5)
        assert history["liking"][-1] == pytest.approx((likes * optimum).mean(), rel=1e-9)


def test_attainable_value_is_that_of_the_closed_form():
    """Oracle: A' (I - G - G')^-1 A / 2 less what is forgone, A without liking, by numpy; the radius by eigenvalues."""
    elsewhere = {"organisations.outside": 0.02, "elsewhere.pull": 0.05}
    changes = {"dependence.total": 0.2, "promise.capacity": 1e6} | elsewhere
    state, _ = play(complete(7), changes, rounds=5)
    p = as_record(changed(Parameters(), changes))
    us = state.collaboration[0]
    goal = us["goal"] if us["agreed"] else us["proposal"]
    them = state.organisations
    missed = them["instrumental"] * np.sqrt((them["salience"] * (goal - them["interests"]) ** 2).sum(axis=1))
    missed += them["moral"] * np.sqrt(((goal - us["need"]) ** 2).mean())
    aligned = 1 - Parameters().goal.stake * missed
    both = matrix(state) + matrix(state).T
    best = attainable(state, p)
    forgone = (0.5 + them["outside"] + them["elsewhere"]).sum()
    made = aligned @ np.linalg.solve(np.eye(7) - both, aligned) / 2
    assert forgone > 7 / 2
    assert best.value == pytest.approx((made - forgone) / 7, rel=1e-9)
    assert best.radius == pytest.approx(np.abs(np.linalg.eigvalsh(both)).max(), rel=1e-6)
    assert best.bound == 0.0


def test_beyond_spectral_radius_one_only_capacity_limits_pooling():
    """Oracle: where G + G' has radius above 1 and all align, everybody pools its capacity: value by hand."""
    changes = BARE_GAME | {"dependence.total": 0.9, "promise.capacity": 4.0, "organisations.affective": 0.0}
    state, _ = play(complete(5), changes, rounds=3)
    best = attainable(state, as_record(changed(Parameters(), changes)))
    synergy = matrix(state)
    aligned = alignment_by_hand(state, Parameters().goal.stake)
    full = 4.0 * aligned.sum() + 16.0 * synergy.sum() - 5 * 8.0 - 5 * 0.5
    assert best.radius > 1
    assert best.bound == 1.0
    # perceptions are not the need: compare with the alignment on the true need
    need = state.collaboration["need"][0]
    goal = state.collaboration["goal"][0]
    moral = state.organisations["moral"]
    seen = np.sqrt(((goal - state.organisations["perception"]) ** 2).mean(axis=1))
    true = np.sqrt(((goal - need) ** 2).mean())
    full += 4.0 * Parameters().goal.stake * (moral * (seen - true)).sum()
    assert best.value == pytest.approx(full / 5, rel=1e-9)


NOBODY_TOLERATES = FIRST_MODEL | NETWORK | {"norm.tolerance": 0.0, "organisations.affective": 0.0}


@pytest.mark.parametrize("meetings", [1.0, 0.5])
@pytest.mark.parametrize("no_prospect", ["no trust", "no ties"])
def test_without_trust_or_ties_nobody_agrees_to_pool(no_prospect, meetings):
    """Oracle: by hand; joint value is minus the cost of meeting four partners: four times 0.01, or its root."""
    declared = complete(5) if no_prospect == "no trust" else declare(2, np.empty((0, 2)), 5)
    changes = NOBODY_TOLERATES | {"trust.initial": 0.0, "trust.spread": 0.0, "governance.coordination": 0.01}
    changes |= {"governance.meetings": meetings}
    _, history = play(declared, changes, rounds=40)
    assert history["agreed"].max() == 0
    assert history["rejected"][-1] == 40
    partners = 4 if no_prospect == "no trust" else 0
    np.testing.assert_allclose(history["joint_value"], -0.01 * partners**meetings, atol=1e-12)


def test_understanding_approaches_one_geometrically():
    """Oracle: u_k = 1 - (1 - u_0)(1 - r)^k, r from docs/odd.md 7.15 by hand."""
    declared = complete(4)
    start, _ = play(declared, {}, rounds=0)
    state, _ = play(declared, {"participation.exit": 0.0, "ties.lapse": 0.0}, rounds=25)
    defaults = Parameters().understanding
    skill = start.organisations["skill"]
    pair = skill[start.sources] + skill[start.ties["target"]]
    rate = defaults.rate * (1 - defaults.friction * start.ties["difference"]) * pair
    expected = 1 - (1 - start.ties["understanding"]) * (1 - rate) ** 25
    np.testing.assert_allclose(state.ties["understanding"], expected, rtol=1e-12)


@pytest.mark.parametrize(("start", "fulfilled"), [(0.2, 0.9), (0.9, 0.3), (0.5, 1.0), (1.0, 0.0), (0.4, 0.4)])
def test_trust_follows_a_constant_fulfilment(start, fulfilled):
    """Oracle: tau_k = f + (tau_0 - f)(1 - rate)^k; partners of two who promise 1 and deliver f, round after round."""
    state = complete(2)
    p = as_record(changed(Parameters(), BARE_GAME | {"trust.gain": 0.07, "trust.loss": 0.13}))
    begin(state, p, 1)
    state.ties["trust"] = start
    state.organisations["promise"] = 1.0
    state.organisations["own"] = state.organisations["pooled"] = fulfilled
    state.collaboration["agreed"] = 1
    for round_ in range(1, 21):
        trust.learn(state, p[0], Effort(), 1, round_)
    rate = 0.07 if fulfilled > start else 0.13
    np.testing.assert_allclose(state.ties["trust"], fulfilled + (start - fulfilled) * (1 - rate) ** 20, rtol=1e-12)


def hegselmann_krause(views, bound, rounds):
    """Synchronous bounded confidence with equal weights, oneself included (Hegselmann and Krause 2002)."""
    for _ in range(rounds):
        near = np.sqrt(((views[:, None] - views[None]) ** 2).mean(axis=2)) <= bound
        views = near @ views / near.sum(axis=1, keepdims=True)
    return views


@pytest.mark.parametrize("bound", [0.1, 0.2, 0.3])
def test_negotiated_knowledge_docks_to_hegselmann_and_krause(bound):
    """Oracle: their model, written here in numpy."""
    declared = complete(30)
    views = np.random.default_rng(5).uniform(size=(30, 2))
    declared.organisations["perception"] = views
    full = {"information.exchange": 1.0, "information.learning": 0.0, "information.confidence": bound}
    certain = {"trust.initial": 1.0, "trust.spread": 0.0, "understanding.initial": 1.0, "understanding.confusion": 0.0}
    still = {"trust.gain": 0.0, "trust.loss": 0.0, "participation.exit": 0.0, "organisations.inequality": 0.0}
    all_talk = {"ties.lapse": 0.0}
    state, _ = play(declared, NETWORK | full | certain | still | all_talk, rounds=15)
    np.testing.assert_allclose(state.organisations["perception"], hegselmann_krause(views, bound, 15), atol=1e-10)

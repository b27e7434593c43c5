"""Properties of the engine: what a run must be, whatever the parameters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.dynamics import Parameters
from samenspel.kernel import ENGINE, PACKAGE, digest
from samenspel.measures import OUTCOMES, Outcomes
from samenspel.parameters import declarations, declared
from samenspel.population import declare
from tests.collaborations import HIERARCHY, NETWORK, SWITCHED_ON, complete, matrix, play, renumbered

EFFORTS = {f"effort.{name}": 0.6 for name in ("ambition", "interests", "relation", "organisation", "process")}
SECOND = pytest.mark.parametrize("second", [{}, SWITCHED_ON], ids=["as it is", "all switched on"])
LOGICS = pytest.mark.parametrize("logic", [HIERARCHY, NETWORK], ids=["hierarchy", "network"])


@st.composite
def settings_of_the_model(draw):
    """Any parameters within their ranges; near their defaults where the range is astronomic."""
    chosen = {}
    for name, known, default in declarations(Parameters()):
        if known.kind == "choice":
            chosen[name] = draw(st.sampled_from(known.words))
        elif name == "backing.patience":
            chosen[name] = draw(st.integers(0, 10))
        elif known.kind == "number" and draw(st.booleans()):
            high = min(known.high, max(5.0, default)) if name != "effort.budget" else 200.0
            chosen[name] = draw(st.floats(known.low, high))
    return chosen


NOT_ALWAYS_DEFINED = ("equity", "price_of_consent")  # where nobody gains, and where it is out of reach


@settings(max_examples=60, deadline=None)
@given(changes=settings_of_the_model(), seed=st.integers(0, 2**63 - 1))
def test_shares_stay_shares_and_outcomes_finite(changes, seed):
    """Oracle: the ranges of docs/odd.md, section 2; of outcomes, those that are declared."""
    state, history = play(complete(5), changes, rounds=25, seed=seed)
    for name, outcome in declared(Outcomes).items():
        values = history[name]
        assert not (outcome.defined and np.isnan(values).any()), f"{name} is NaN: declare it with defined=False"
        known = values[~np.isnan(values)]
        assert np.isfinite(known).all(), name
        assert (known >= outcome.low - 1e-9).all(), name
        assert (known <= outcome.high + 1e-9).all(), name
    assert (np.isnan(history["equity"]) == (history["sorted_effect"] == 0)).all()
    for name in ("trust", "understanding"):
        assert (state.ties[name] >= 0).all(), name
        assert (state.ties[name] <= 1).all(), name
    for name in ("autonomy", "loyalty", "home", "commitment", "authority", "interests", "perception"):
        values = state.organisations[name]
        if name != "perception":  # an observation is blurred, and may fall outside theme space
            assert (values >= 0).all(), name
            assert (values <= 1).all(), name
    for name in ("stock_interests", "stock_organisation", "stock_process"):
        assert 0 <= state.collaboration[name][0] <= 1, name
    for name in ("support", "backing"):
        assert (history[name] >= 0).all(), name
        assert (history[name] <= 1 + 1e-9).all(), name
    assert (state.ties["opportunity"] >= 1).all()
    assert (state.ties["age"] == state.ties["age"][state.ties["reverse"]]).all()
    assert (state.organisations["pooled"] >= 0).all()
    members = state.organisations["member"] == 1
    if members.any():
        assert state.organisations["influence"][members].sum() <= 1 + 1e-9


@LOGICS
def test_redistribution_sums_to_zero(logic):
    """Oracle: the same round with and without sharing out; the sum of value is the same."""
    sums = []
    for sharing in (0.0, 1.0):
        changes = logic | EFFORTS | {"value.sharing": sharing, "trust.initial": 0.9}
        state, _ = play(complete(6), changes, rounds=1)
        assert state.collaboration["agreed"][0] == 1
        sums.append(state.organisations["value"].sum())
        spread = np.ptp(state.organisations["value"])
    assert sums[0] == pytest.approx(sums[1], rel=1e-12)
    assert spread > 0


@LOGICS
@SECOND
def test_renumbering_the_organisations_renumbers_the_results(logic, second):
    """Oracle: the run itself, permuted; only rounding may differ."""
    graph = nx.connected_watts_strogatz_graph(12, 6, 0.4, seed=2)
    declared = declare(2, np.array(graph.edges()), 12)
    declared.organisations["room"][::4], declared.organisations["ratifies"][::3] = 0.5, 0.4
    declared.organisations["right"][5] = 0.3
    order = np.random.default_rng(0).permutation(12)
    changes = logic | EFFORTS | {"trust.initial": 0.6} | second
    state, history = play(declared, changes, rounds=40)
    other, other_history = play(renumbered(declared, order), changes, rounds=40)
    names = ("pooled", "value", "loyalty", "satisfaction", "perception", "standing", "partners", "payment", "fortune")
    for name in (*names, "setback", "elsewhere", "behind", "made"):
        np.testing.assert_allclose(other.organisations[name], state.organisations[name][order], atol=1e-9, err_msg=name)
    for name in OUTCOMES.names:
        np.testing.assert_allclose(other_history[name], history[name], atol=1e-9, err_msg=name)
    for name in ("age", "trust", "experience", "opportunity"):
        mine, theirs = matrix(state, name), matrix(other, name)
        np.testing.assert_allclose(theirs, mine[np.ix_(order, order)], atol=1e-9, err_msg=name)
    if second:
        assert np.ptp(history["partners"]) > 0, "no tie ever came to rest"
        assert history["setbacks"].any()


@LOGICS
@SECOND
def test_a_shorter_run_is_the_beginning_of_a_longer_one(logic, second):
    """Oracle: the longer run, bit for bit."""
    _, long = play(complete(6), logic | EFFORTS | second, rounds=40)
    _, short = play(complete(6), logic | EFFORTS | second, rounds=15)
    assert long[:15].tobytes() == short.tobytes()  # bytes, since what is not defined is NaN


def test_threads_do_not_change_a_bit():
    """Oracle: the same runs one after another."""
    declared = complete(8)

    def outcome(seed: int) -> bytes:
        return play(declared, NETWORK, rounds=20, seed=seed)[1].tobytes()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(outcome, range(40))) == [outcome(seed) for seed in range(40)]


def test_a_change_late_in_one_place_leaves_all_earlier_chance_alone():
    """Oracle: common random numbers; two runs that differ in what leaving takes are equal until somebody leaves."""
    changes = HIERARCHY | {"dependence.total": 0.15, "participation.lock_in": 0.0, "norm.leniency": 0.0}
    _, stays = play(complete(6), changes | {"participation.exit": 0.0}, rounds=30, seed=3)
    _, leaves = play(complete(6), changes | {"participation.exit": 0.3}, rounds=30, seed=3)
    first = int(np.flatnonzero(leaves["left"])[0])
    assert 0 < first < 29
    assert (stays["joint_value"][:first] == leaves["joint_value"][:first]).all()
    assert stays["joint_value"][-1] != leaves["joint_value"][-1]


# Where a parameter can be seen to matter: logic, form, efforts, and an outsider each open some of the doors.
OPEN_DOORS = {"trust.initial": 0.55, "organisations.outside": 0.01} | EFFORTS
CONTEXTS = [
    NETWORK | OPEN_DOORS,
    HIERARCHY | OPEN_DOORS | {"governance.form": "lead"},
    NETWORK | OPEN_DOORS | {"governance.form": "administrative", "opportunity.rate": 1.0, "opportunity.most": 1.2},
    HIERARCHY | {"dependence.total": 0.1, "participation.lock_in": 0.02},
    NETWORK | {"trust.initial": 0.40, "effort.relation": 1.0, "effort.budget": 20.0},
    NETWORK | {"trust.initial": 0.8, "dependence.total": 0.5},
    NETWORK | OPEN_DOORS | SWITCHED_ON,
    HIERARCHY | OPEN_DOORS | SWITCHED_ON | {"effort.interests": 0.0},
    NETWORK | OPEN_DOORS | SWITCHED_ON | {"organisations.burden": 0.5, "norm.tolerance": 0.0, "ties.lapse": 0.0},
]


@pytest.mark.parametrize("name", [name for name, _, _ in declarations(Parameters())])
def test_every_parameter_is_alive(name):
    """Oracle: a parameter that nothing reads changes no outcome anywhere; each must change some."""
    declared = {key: declaration for key, declaration, _ in declarations(Parameters())}[name]
    default = {key: value for key, _, value in declarations(Parameters())}[name]
    if declared.kind == "choice":
        values = declared.words
    else:
        low = 10.0 if name == "effort.budget" else declared.low
        high = min(declared.high, max(4.0 * default, low + 1.0)) if declared.high > 100 else declared.high
        values = (5, declared.high) if name == "participation.limit" else (low, high)
    around = nx.Graph(nx.complete_graph(6))
    around.add_edges_from([(6, 0), (6, 1), (6, 2)])
    collaboration = declare(2, np.array(around.edges()), 7)
    collaboration.organisations["member"][6] = 0
    for context in CONTEXTS:
        results = {play(collaboration, context | {name: value}, rounds=25)[1].tobytes() for value in values}
        if len(results) > 1:
            return
    pytest.fail(f"{name} changes nothing between {values}")


def test_the_compile_cache_is_named_after_all_that_is_compiled():
    """Oracle: the sources themselves; whatever uses the compile decorator, or is imported by it, is in the digest."""
    covered = {source for pattern in ENGINE for source in PACKAGE.glob(pattern)}
    compiled = {source for source in PACKAGE.rglob("*.py") if "@compiled" in source.read_text(encoding="utf-8")}
    assert compiled <= covered
    assert {PACKAGE / "state.py", PACKAGE / "parameters.py", PACKAGE / "kernel.py"} <= covered
    assert digest() != digest(*ENGINE)

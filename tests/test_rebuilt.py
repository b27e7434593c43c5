"""Three submodels as somebody wrote them who had seen nothing but docs/odd.md, beside the engine's."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from samenspel import draws, dynamics
from samenspel.conditions import CONDITIONS, Effort
from samenspel.dynamics import Parameters
from samenspel.game import liking
from samenspel.measures import OUTCOMES
from samenspel.mechanisms import bargaining, loyalty, meeting, objection, opportunity, resentment, ties, trust
from samenspel.parameters import as_record, changed, declarations
from samenspel.state import State
from tests.collaborations import SWITCHED_ON, complete
from tests.rebuilt import bargaining as bargaining_again
from tests.rebuilt import ties as ties_again
from tests.rebuilt import trust_and_loyalty as again

SEED, SIZE = 11, 7
FORMS = ("shared", "lead", "administrative")
CASES = range(60)


@pytest.fixture(params=CASES)
def case(request):
    return under_way(request.param)


def under_way(number: int) -> SimpleNamespace:
    """Any settings, and a collaboration that has been on its way for some rounds under them."""
    chance = np.random.default_rng(number)
    sets = SWITCHED_ON | {
        f"logic.{contrast}": str(chance.choice(["network", "hierarchy"]))
        for contrast in ("problem", "goal", "information", "decision", "implementation", "norm")
    }
    sets |= {f"effort.{name}": float(chance.uniform() * chance.choice([0, 1])) for name in CONDITIONS}
    sets |= {"governance.form": str(chance.choice(FORMS)), "trust.initial": float(chance.uniform(0.1, 0.8))}
    sets |= {"organisations.burden": 0.4, "loyalty.scale": 0.1, "ties.lapse": 0.5, "decision.quorum": 0.8}
    parameters = changed(Parameters(), sets)
    state, record = complete(SIZE), as_record(parameters)
    state.organisations["key"] = chance.permutation(100)[:SIZE]
    dynamics.begin(state, record, SEED)
    rounds = int(chance.integers(1, 25))
    dynamics.play(state, record, SEED, 1, rounds, np.zeros(rounds, OUTCOMES))
    effort = Effort(*chance.uniform(size=len(Effort._fields)))
    known = {name: declared.show(value) for name, declared, value in declarations(parameters)}
    return SimpleNamespace(state=state, p=record[0], effort=effort, known=known, round=rounds + 1, chance=chance)


def people(state: State, **renamed: str) -> dict[str, np.ndarray]:
    """Organisations by the names that the text was given."""
    fields = {name: state.organisations[name].copy() for name in state.organisations.dtype.names}
    return fields | {new: fields[old] for new, old in renamed.items()}


def between(state: State) -> dict[str, np.ndarray]:
    """Ties as matrices: row i is what i has towards j."""
    rows = state.sources, state.ties["target"]
    found = {}
    for name in ("trust", "understanding", "difference", "dependence", "opportunity", "synergy", "experience", "age"):
        found[name] = np.zeros((SIZE, SIZE), state.ties[name].dtype)
        found[name][rows] = state.ties[name]
    found["exists"] = np.zeros((SIZE, SIZE), bool)
    found["exists"][rows] = True
    return found | {"open": found["age"] > 0}


def collaboration(case) -> dict[str, object]:
    us = case.state.collaboration[0]
    return {
        "goal": bool(us["agreed"]),
        "put": bool(us["put"]),
        "support": float(us["support"]),
        "lead": int(us["lead"]),
        "form": case.known["governance.form"],
    }


def uniform(case):
    return lambda stream, i, j: draws.uniform(SEED, getattr(draws, stream), case.round, int(i), int(j))


def test_trust_and_resentment(case):
    """Oracle: tests/rebuilt/trust_and_loyalty.py."""
    org, tie, us = people(case.state), between(case.state), collaboration(case)
    expected, experience = again.trust(org, tie, us, case.known, case.effort._asdict(), uniform(case))
    trust.learn(case.state, case.p, case.effort, SEED, case.round)
    resentment.resent(case.state, case.p)
    now = between(case.state)
    np.testing.assert_allclose(now["trust"], expected, atol=1e-12)
    np.testing.assert_array_equal(now["experience"], experience)


def test_loyalty(case):
    """Oracle: tests/rebuilt/trust_and_loyalty.py."""
    names = ("satisfaction", "loyalty", "home", "commitment")
    expected = again.loyalty(people(case.state), collaboration(case), case.known, case.effort._asdict())
    loyalty.move(case.state, case.p, case.effort)
    for name, values in zip(names, expected, strict=True):
        np.testing.assert_allclose(case.state.organisations[name], values, atol=1e-12, err_msg=name)


def test_the_cases_ask_everything():
    """Oracle: goals, forms and both kinds of carrying out occur among them, and consent is bought in some."""
    cases = [under_way(number) for number in CASES]
    told = [collaboration(case) for case in cases]
    assert {one["form"] for one in told} == set(FORMS)
    assert 10 < sum(one["goal"] for one in told) < len(CASES)
    assert (
        sum(
            one["goal"] and case.known["logic.implementation"] == "hierarchy"
            for one, case in zip(told, cases, strict=True)
        )
        > 5
    )
    for case in cases:
        draw_votes(case)
        objection.price(case.state, case.p)
        bargaining.strike(case.state, case.p, case.effort)
    assert sum((case.state.organisations["pledge"] > 0).any() for case in cases) > 3


def draw_votes(case) -> None:
    """Who accepts by chance, and who lacks a little, so that there is something to buy."""
    state = case.state
    state.organisations["accepts"] = case.chance.choice([0.0, 1.0, 1.0], SIZE)
    short = case.chance.uniform(-0.02, 0.06, SIZE) + case.known["norm.tolerance"]
    objecting = state.organisations["accepts"] == 0.0
    state.organisations["fallback"][objecting] = (state.organisations["expected_anew"] + short)[objecting]
    state.organisations["act_consent"] = case.chance.choice([np.nan, np.nan, 0.0], SIZE)
    state.collaboration["put"] = case.chance.choice([0, 1, 1, 1])
    voting = (state.organisations["accepts"] == 1) & (state.organisations["member"] == 1)
    state.collaboration["support"] = state.organisations["consent"][voting].sum()


def considered(case) -> dict[str, np.ndarray]:
    """What a proposal was to everybody, under the names of the text."""
    org = people(case.state, aligned="aligned_anew", expected="expected_anew")
    org["liking"] = np.array([liking(me) for me in case.state.organisations])
    org["autonomy_price"] = -org["reason_autonomy"]
    org["said"] = ~np.isnan(org["act_consent"])
    return org


def test_objection_and_bargaining(case):
    """Oracle: tests/rebuilt/bargaining.py."""
    state, us = case.state, case.state.collaboration[0]
    draw_votes(case)
    org, told = considered(case), collaboration(case)
    gap, price, swing = bargaining_again.objection(org, told, case.known)
    expected = bargaining_again.bargaining(org | {"price": price}, told, case.known, case.effort._asdict())
    objection.price(state, case.p)
    bargaining.strike(state, case.p, case.effort)
    for name, values in (("gap", gap), ("price", price), ("swing", swing), ("pledge", expected["pledge"])):
        np.testing.assert_allclose(state.organisations[name], values, atol=1e-12, err_msg=name)
    np.testing.assert_allclose(state.organisations["expected_anew"], expected["expected"], atol=1e-12)
    np.testing.assert_array_equal(state.organisations["accepts"], expected["accepts"])
    np.testing.assert_allclose(us["price_of_consent"], expected["price_of_consent"], atol=1e-12)
    np.testing.assert_allclose(us["support"], expected["support"], atol=1e-12)


def test_opportunity(case):
    """Oracle: tests/rebuilt/ties.py."""
    org, tie, us, effort = people(case.state), between(case.state), collaboration(case), case.effort._asdict()
    expected = ties_again.opportunity(org, tie, us, case.known, effort, uniform(case))
    opportunity.find(case.state, case.p, case.effort, SEED, case.round)
    np.testing.assert_allclose(between(case.state)["opportunity"], expected, atol=1e-12)


def test_ties_and_meeting(case):
    """Oracle: tests/rebuilt/ties.py."""
    org, tie, us = people(case.state), between(case.state), collaboration(case)
    # partners are counted when a round begins, and ties of the round before have opened and come to rest since
    case.state.organisations["partners"] = (tie["open"] & (org["member"] == 1)).sum(axis=1)
    age = ties_again.rest(org, tie, us, case.known, uniform(case))
    ties.rest(case.state, case.p, SEED, case.round)
    np.testing.assert_array_equal(between(case.state)["age"], age)
    age = ties_again.meeting(org, between(case.state), us, case.known, uniform(case))
    meeting.meet(case.state, case.p, SEED, case.round)
    np.testing.assert_array_equal(between(case.state)["age"], age)
    np.testing.assert_array_equal(between(case.state)["trust"], tie["trust"])

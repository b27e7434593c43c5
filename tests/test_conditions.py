"""The five conditions: effort that is spent under a budget, and indices of what there is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from samenspel import conditions
from samenspel.conditions import CONDITIONS, Effort
from samenspel.events import Event
from samenspel.runs import run
from samenspel.scenario import load
from samenspel.state import LEFT, MEMBER, OUTSIDE
from tests.collaborations import complete, parameters, plain, play

SOME = {"effort.ambition": 0.5, "effort.process": 0.3, "effort.price": 0.1}


def spent(state, changes):
    """The efforts of a round, their costs, and what was spent so far."""
    effort = conditions.spend(state, parameters(changes))
    return [getattr(effort, name) for name in CONDITIONS], state.organisations["cost"], state.collaboration["spent"][0]


def test_efforts_are_spent_and_every_member_pays():
    """Oracle: by hand; 0.8 at 0.1, whoever is no member pays nothing."""
    state = plain(3)
    state.organisations["member"] = [MEMBER, OUTSIDE, LEFT]
    state.organisations["cost"] = 9.0
    efforts, costs, total = spent(state, SOME)
    np.testing.assert_allclose(efforts, [0.5, 0, 0, 0, 0.3])
    np.testing.assert_allclose(costs, [0.08, 0, 0])
    assert total == pytest.approx(0.8)


def test_efforts_stop_exactly_when_the_budget_is_spent():
    """Oracle: by hand; of a budget of 1.0, 0.8 goes at once, a quarter of the next 0.8, and then nothing."""
    state, limited = plain(3), SOME | {"effort.budget": 1.0}
    for share, total in [(1.0, 0.8), (0.25, 1.0), (0.0, 1.0), (0.0, 1.0)]:
        efforts, costs, so_far = spent(state, limited)
        np.testing.assert_allclose(efforts, [0.5 * share, 0, 0, 0, 0.3 * share], atol=1e-12)
        np.testing.assert_allclose(costs, 0.08 * share, atol=1e-12)
        assert so_far == pytest.approx(total)
        assert so_far <= 1.0


@pytest.mark.parametrize(("changes", "dissolved"), [({}, 0), (SOME | {"effort.budget": 0.0}, 0), (SOME, 1)])
def test_without_efforts_budget_or_collaboration_nothing_is_spent(changes, dissolved):
    """Oracle: by hand."""
    state = plain(3)
    state.collaboration["dissolved"] = dissolved
    efforts, costs, total = spent(state, changes)
    assert efforts == [0] * 5
    assert not costs.any()
    assert total == 0


def test_a_budget_cut_below_what_was_spent_takes_nothing_back():
    """Oracle: by hand."""
    state = plain(3)
    spent(state, SOME)
    efforts, _, total = spent(state, SOME | {"effort.budget": 0.5})
    assert efforts == [0] * 5
    assert total == pytest.approx(0.8)


def test_a_run_spends_its_budget_and_no_more():
    """Oracle: by hand, 0.6 a round of 2.0."""
    _, history = play(complete(4), {"effort.relation": 0.6, "effort.budget": 2.0}, rounds=6)
    np.testing.assert_allclose(history["effort"], [0.6, 1.2, 1.8, 2.0, 2.0, 2.0])


def test_phases_of_investing_follow_their_events():
    """Oracle: by hand; 0.5 a round on the relation from round 3, 0.2 on the process instead from round 5."""
    phases = (
        Event(3, parameters={"effort.relation": 0.5}),
        Event(5, parameters={"effort.relation": 0.0, "effort.process": 0.2}),
    )
    history = run(replace(load("baseline"), events=phases), rounds=6).history
    np.testing.assert_allclose(history["effort"], [0, 0, 0.5, 1.0, 1.2, 1.4])


@pytest.mark.parametrize(
    ("values", "fair"),
    [
        ([1, 1, 1], 1),
        ([1, 0, 0], 1 / 3),
        ([3, 1, 0], 8 / 15),
        ([1, -5, 0], 1 / 3),
        ([0.1, 0.1, 0], 2 / 3),
        ([0, 0, 0], math.nan),
        ([-1, -1, -1], math.nan),
        ([1e-12, 0, 0], math.nan),
    ],
)
def test_equity_is_the_index_of_jain(values, fair):
    """Oracle: by hand, Jain et al. (1984): (sum gain)^2 / (n sum gain^2), losses are nothing; nobody gains: none."""
    state = plain(4)
    state.organisations["value"] = 0.5 + np.array([*values, 7])
    state.organisations["member"][3] = LEFT
    state.organisations["value"][:3] += 0.1 + 0.2 + 0.3
    state.organisations["outside"], state.organisations["elsewhere"], state.organisations["liking"] = 0.1, 0.2, 0.3
    assert conditions.equity(state) == pytest.approx(fair, nan_ok=True)


def pair():
    """Two members, one who left and one outside, who are not counted however extreme they are."""
    state = plain(4)
    them = state.organisations
    them["member"] = [MEMBER, MEMBER, LEFT, OUTSIDE]
    for field in ("aligned", "commitment", "value", "satisfaction", "expected", "loyalty", "influence", "pooled"):
        them[field][2:] = 9.0
    return state


def test_an_ambition_is_shared_attractive_and_met_with_commitment():
    """Oracle: by hand; interests 0.3 from their middle (0.4), worth 1 (at most) and 0.6, commitment 0.4 and 0.8."""
    state = pair()
    state.organisations["interests"] = np.array([0.2, 0.8, 0.0, 0.0])[:, None]
    state.organisations["aligned"][:2] = [1.4, 0.6]
    state.organisations["commitment"][:2] = [0.4, 0.8]
    assert conditions.ambition(state) == pytest.approx((0.4 + 0.8 + 0.6) / 3)


def test_opposite_interests_are_no_shared_ambition():
    """Oracle: by hand; at opposite ends 0.5 from the middle, worth below nothing counts as nothing."""
    state = pair()
    state.organisations["interests"] = np.array([0.0, 1.0, 0.5, 0.5])[:, None]
    state.organisations["aligned"][:2] = [-0.4, 0.6]
    state.organisations["commitment"][:2] = 0.0
    assert conditions.ambition(state) == pytest.approx((0 + 0.3 + 0) / 3)


LOG_3 = 1.0986122886681098  # logistic: 3/4, and 1/4 where it is negative


def test_interests_are_met_by_felt_success_fairly_and_with_a_margin_of_consent():
    """Oracle: by hand; at scale 0.2 they feel 3/4 and 1/2; one of two gains and has it all; margins 1/4 and 1/2."""
    state = pair()
    state.organisations["satisfaction"][:2] = [0.2 * LOG_3, 0.0]
    state.organisations["value"][:2] = [0.8, 0.4]
    state.organisations["outside"][:2] = [0.1, 0.0]
    state.organisations["expected"][:2] = [0.6 - 0.2 * LOG_3, 0.5]
    assert conditions.felt_success(state, 0.2) == pytest.approx(0.625)
    assert conditions.interests(state, 0.2) == pytest.approx((0.625 + 0.5 + 0.375) / 3)
    state.organisations["value"][:2] = 0.4  # nobody gains: nothing is fair
    assert conditions.interests(state, 0.2) == pytest.approx((0.625 + 0.0 + 0.375) / 3)


def test_a_relation_is_trust_understanding_and_leading_for_the_whole():
    """Oracle: by hand; loyalty by influence, 0.6 * 0.5 + 0.4 * 1."""
    state = pair()
    state.organisations["influence"][:2] = [0.6, 0.4]
    state.organisations["loyalty"][:2] = [0.5, 1.0]
    assert conditions.relation(state, 0.5, 0.3) == pytest.approx((0.5 + 0.3 + 0.7) / 3)


def test_an_organisation_is_clear_decisive_and_keeps_agreements():
    """Oracle: by hand; half of 0.8 is left unclear, 2 of 4 decided, 0.8 kept and no promise is no breach."""
    state = pair()
    us = state.collaboration
    us["ambiguity"], us["tried"], us["settled"] = 0.8, 0b101101, 0b001001
    state.organisations["promise"][:2] = [1.0, 0.0]
    state.organisations["pooled"][:2] = [0.8, 0.2]
    half = Effort(organisation=0.5)
    assert conditions.organisation(state, half) == pytest.approx((0.6 + 0.5 + 0.9) / 3)
    state.organisations["promise"][:2] = 0.1
    assert conditions.organisation(state, half) == pytest.approx((0.6 + 0.5 + 1.0) / 3)
    us["tried"] = us["settled"] = 0
    assert conditions.organisation(state, half) == pytest.approx((0.6 + 1.0 + 1.0) / 3)
    us["agreed"] = 0
    assert conditions.organisation(state, half) == pytest.approx(0.6 / 3)


def test_a_process_is_in_order_monitored_and_keeps_promises():
    """Oracle: by hand; a goal in 4 of the last 6 rounds, views 0.1 off, one of two within a tenth of its promise."""
    state = pair()
    state.collaboration["held"] = 0b101101
    state.organisations["perception"] = np.array([0.4, 0.6, 0.0, 0.0])[:, None]
    state.organisations["promise"][:2], state.organisations["pooled"][:2] = 2.0, [1.8, 1.79]
    assert conditions.process(state) == pytest.approx((4 / 6 + 0.8 + 1 / 2) / 3)
    state.collaboration["agreed"], state.collaboration["held"] = 0, 0b011010
    state.organisations["perception"] = 0.0
    assert conditions.process(state) == pytest.approx((3 / 6 + 0 + 0) / 3)


def test_six_rounds_are_remembered():
    """Oracle: a list of the last six."""
    happened = np.random.default_rng(3).integers(0, 2, 50).tolist()
    bits = 0
    for round_, now in enumerate(happened, 1):
        bits = conditions.remembered(bits, now)
        assert conditions.times(bits) == sum(happened[max(0, round_ - 6) : round_])


def test_without_members_there_are_no_conditions():
    """Oracle: by hand."""
    state = pair()
    state.organisations["member"][:2] = LEFT
    assert conditions.ambition(state) == conditions.interests(state, 0.3) == conditions.process(state) == 0
    assert conditions.felt_success(state, 0.3) == 0
    assert conditions.organisation(state, Effort()) == conditions.relation(state, 0.0, 0.0) == 0

"""Trust: follows deliveries, faster down than up; and what orders do to it."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import draws
from samenspel.conditions import Effort
from samenspel.dynamics import Parameters
from samenspel.mechanisms import trust
from samenspel.state import LEFT
from tests.collaborations import parameters, plain, tie

CLEAR = {"trust.blur": 0.0, "trust.gain": 0.1, "trust.loss": 0.2, "norm.tolerance": 0.0}
ORDERS = CLEAR | {"logic.implementation": "hierarchy", "trust.attribution": 0.7, "trust.reactance": 0.2}


@pytest.mark.parametrize(
    ("pooled", "promise", "let_pass", "seen"),
    [
        (0.9, 1.0, 0.0, 0.9),
        (0.9, 1.0, 0.1, 1.0),
        (0.45, 1.0, 0.1, 0.5),
        (1.5, 1.0, 0.0, 1.0),
        (1.0, 2.0, 0.0, 0.5),
        (0.0, 1.0, 0.1, 0.0),
        (0.3, 0.0, 0.0, 1.0),
        (0.0, 0.0, 0.1, 1.0),
    ],
)
def test_fulfilment_is_the_share_of_the_promise_that_came(pooled, promise, let_pass, seen):
    """Oracle: by hand; no promise, no breach."""
    assert trust.fulfilment(pooled, promise, let_pass, 1.0) == pytest.approx(seen)


@pytest.mark.parametrize(
    ("pooled", "let_pass", "severity", "seen"),
    [(0.9, 0.0, 2.0, 0.8), (0.9, 0.1, 2.0, 1.0), (0.45, 0.1, 1.5, 0.25), (0.5, 0.0, 2.0, 0.0), (0.2, 0.0, 3.0, 0.0)],
)
def test_what_is_short_beyond_the_tolerance_counts_more_than_in_proportion(pooled, let_pass, severity, seen):
    """Oracle: by hand, 1 - k (1 - kept), not below 0 (Slovic 1993)."""
    assert trust.fulfilment(pooled, 1.0, let_pass, severity) == pytest.approx(seen)


@pytest.mark.parametrize(("seen", "after"), [(0.9, 0.54), (0.1, 0.42), (0.5, 0.5), (1.0, 0.55), (0.0, 0.4)])
def test_trust_moves_towards_what_is_seen(seen, after):
    """Oracle: by hand, trust 0.5, gain 0.1 and loss 0.2."""
    assert trust.learned(0.5, seen, 0.1, 0.2) == pytest.approx(after)


def test_trust_is_lost_faster_than_gained():
    """Oracle: Slovic (1993), with the defaults: half a promise undoes more than a whole one mends."""
    p = Parameters().trust
    half, whole = (trust.fulfilment(kept, 1.0, 0.0, p.severity) for kept in (0.5, 1.0))
    lost = trust.learned(0.6, half, p.gain, p.loss)
    assert 0.6 - lost > trust.learned(0.6, whole, p.gain, p.loss) - 0.6
    assert trust.learned(lost, whole, p.gain, p.loss) < 0.6


def learning(state, changes=CLEAR, effort=None, round_=1):
    """A state after its members have judged their partners."""
    trust.learn(state, parameters(changes), effort or Effort(), 1, round_)
    return state


def delivering(pooled):
    """Two that trust each other by 0.5 and promised 1, of whom the second delivered this."""
    state = plain(2)
    state.organisations["promise"] = 1.0
    state.organisations["own"] = state.organisations["pooled"] = [1, pooled]
    state.organisations["value"] = 0.5
    return state


def test_partners_are_judged_by_what_they_delivered():
    """Oracle: by hand; 0.5 + 0.1 * 0.3 in the second, 0.5 + 0.1 * 0.5 in the first; both have seen one delivery."""
    state = learning(delivering(0.8))
    np.testing.assert_allclose(state.ties["trust"], [0.53, 0.55])
    assert state.ties["experience"].tolist() == [1, 1]


def test_without_a_goal_nothing_is_judged():
    """Oracle: by hand."""
    state = delivering(0.1)
    state.collaboration["agreed"] = 0
    learning(state)
    assert state.ties["trust"].tolist() == [0.5, 0.5]
    assert not state.ties["experience"].any()


def test_tolerance_lets_a_shortfall_pass():
    """Oracle: by hand; 0.9 of a promise counts as all of it, under the network norm alone."""
    tolerant = CLEAR | {"norm.tolerance": 0.1}
    assert tie(learning(delivering(0.9), tolerant), 0, 1)["trust"] == pytest.approx(0.55)
    pressed = learning(delivering(0.9), tolerant | {"logic.norm": "hierarchy"})
    assert tie(pressed, 0, 1)["trust"] == pytest.approx(0.54)


def test_monitoring_sharpens_judgement():
    """Oracle: docs/odd.md; trust that becomes what is seen shows the blur, half at half effort, none at full."""
    at_once = CLEAR | {"trust.blur": 0.2, "trust.gain": 1.0, "trust.loss": 1.0}
    chance = np.array([2 * draws.uniform(1, draws.APPRAISAL, t, 0, 1) - 1 for t in range(1, 21)])
    for process in (0.0, 0.5, 1.0):
        effort = Effort(process=process)
        seen = [tie(learning(delivering(0.6), at_once, effort, t), 0, 1)["trust"] for t in range(1, 21)]
        np.testing.assert_allclose(seen, 0.6 + 0.2 * (1 - process) * chance)


def test_judgement_stays_a_share():
    """Oracle: by hand; nobody seems to deliver more than all or less than nothing."""
    at_once = CLEAR | {"trust.blur": 1.0, "trust.gain": 1.0, "trust.loss": 1.0}
    seen = [tie(learning(delivering(0.5), at_once, round_=t), 0, 1)["trust"] for t in range(1, 41)]
    assert min(seen) == 0
    assert max(seen) == 1


def test_acquaintance_brings_strangers_to_moderate_trust_and_no_further():
    """Oracle: by hand; 0.2 + 0.1 * 0.3, half of that at half effort; more than moderate trust stays."""
    changes = CLEAR | {"trust.acquaintance": 0.1, "trust.moderate": 0.5}
    for relation, after in [(0.0, 0.2), (0.5, 0.215), (1.0, 0.23)]:
        state = plain(2)
        state.collaboration["agreed"] = 0
        state.ties["trust"] = [0.2, 0.7]
        learning(state, changes, Effort(relation=relation))
        np.testing.assert_allclose(state.ties["trust"], [after, 0.7])


def test_effort_on_the_relation_speeds_up_gaining_trust_and_not_losing_it():
    """Oracle: by hand, twice 0.1 at full effort, and never more than all of the way."""
    effort = Effort(relation=1.0)
    assert tie(learning(delivering(1.0), effort=effort), 0, 1)["trust"] == pytest.approx(0.6)
    assert tie(learning(delivering(0.0), effort=effort), 0, 1)["trust"] == pytest.approx(0.4)
    assert tie(learning(delivering(1.0), CLEAR | {"trust.gain": 0.8}, effort), 0, 1)["trust"] == 1


def test_an_order_obeyed_builds_little_goodwill():
    """Oracle: by hand; where an order was obeyed 0.3 of the gain is left; otherwise all of it, and all of the loss."""
    state = delivering(1.0)
    state.organisations["authority"] = [0, 1]
    assert tie(learning(state.copy(), ORDERS), 0, 1)["trust"] == pytest.approx(0.55)
    state.organisations["own"][1] = 0.8
    assert tie(learning(state.copy(), ORDERS), 0, 1)["trust"] == pytest.approx(0.515)
    state.organisations["pooled"][1] = 0.0
    assert tie(learning(state, ORDERS), 0, 1)["trust"] == pytest.approx(0.4)


def test_who_left_is_judged_no_more():
    """Oracle: by hand."""
    state = delivering(0.0)
    state.organisations["member"][1] = LEFT
    learning(state, CLEAR, Effort(relation=1.0))
    assert state.ties["trust"].tolist() == [0.5, 0.5]
    assert not state.ties["experience"].any()


def test_severity_makes_a_breach_of_half_a_promise():
    """Oracle: by hand; 0.7 kept counts as 0.4 at severity 2: 0.5 + 0.2 (0.4 - 0.5); a promise kept is kept."""
    state = learning(delivering(0.7), CLEAR | {"trust.severity": 2.0})
    np.testing.assert_allclose(state.ties["trust"], [0.48, 0.55])


@pytest.mark.parametrize(("experience", "pace"), [(0, 1.0), (3, 0.5), (99, 0.1)])
def test_what_is_long_known_moves_less(experience, pace):
    """Oracle: by hand, (1 + e)^-1/2, up and down (Burt and Knez 1995)."""
    assert trust.pace(experience, 0.5) == pytest.approx(pace)
    state = delivering(0.3)
    state.ties["experience"] = experience
    learning(state, CLEAR | {"trust.inertia": 0.5})
    np.testing.assert_allclose(state.ties["trust"], [0.5 - 0.2 * pace * 0.2, 0.5 + 0.1 * pace * 0.5])


@pytest.mark.parametrize("inertia", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("severity", [1.0, 1.6])
@pytest.mark.parametrize(("start", "kept"), [(0.2, 0.9), (0.9, 0.7)])
def test_trust_follows_a_constant_fulfilment_by_severity_and_inertia(start, kept, severity, inertia):
    """Oracle: closed form, f' + (t0 - f') prod (1 - r (1 + e)^-nu), f' = 1 - k (1 - f)."""
    state = delivering(kept)
    state.ties["trust"] = start
    seen = 1 - severity * (1 - kept)
    rate, left = (0.2 if seen <= start else 0.1), 1.0
    for e in range(30):
        learning(state, CLEAR | {"trust.severity": severity, "trust.inertia": inertia})
        left *= 1 - rate * (1 + e) ** -inertia
        assert tie(state, 0, 1)["trust"] == pytest.approx(seen + (start - seen) * left, rel=1e-12)


def test_experience_is_counted_to_a_limit():
    """Oracle: by hand; 32,000, which a small whole number holds."""
    state = delivering(1.0)
    state.ties["experience"] = [trust.MOST_EXPERIENCE - 1, trust.MOST_EXPERIENCE]
    learning(learning(state))
    assert state.ties["experience"].tolist() == [32_000, 32_000]


def test_a_tie_that_rests_learns_nothing():
    """Oracle: by hand; neither from deeds, nor from getting to know one another."""
    state = delivering(0.1)
    tie(state, 1, 0)["age"] = tie(state, 0, 1)["age"] = 0
    learning(state, ORDERS | {"trust.acquaintance": 1.0, "trust.moderate": 0.9}, Effort(relation=1.0))
    assert tie(state, 1, 0)["trust"] == tie(state, 0, 1)["trust"] == 0.5
    assert tie(state, 1, 0)["experience"] == 0


def test_leniency_lets_a_shortfall_pass_under_the_hierarchical_norm():
    """Oracle: by hand; half of 0.2 is let pass: 0.9 counts as all, 0.8 as 8/9."""
    lenient = CLEAR | {"norm.tolerance": 0.2, "norm.leniency": 0.5, "logic.norm": "hierarchy"}
    assert tie(learning(delivering(0.9), lenient), 0, 1)["trust"] == pytest.approx(0.55)
    assert tie(learning(delivering(0.8), lenient), 0, 1)["trust"] == pytest.approx(0.5 + 0.1 * (8 / 9 - 0.5))

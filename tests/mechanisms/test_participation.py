"""Participation: who loses too much leaves, who attracts joins, and fewer than two is no collaboration."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import draws
from samenspel.mechanisms import participation
from samenspel.state import LEFT, MEMBER, OUTSIDE
from tests.collaborations import NETWORK, complete, parameters, plain, play, tie

LOOSE = {"participation.exit": 10.0, "participation.lock_in": 0.0, "norm.tolerance": 0.1}
OPEN = LOOSE | {"participation.entry": 1.0}


@pytest.mark.parametrize(
    ("satisfaction", "dependence", "rate", "risk"),
    [
        (-0.3, 0.5, 1.0, 0.1),
        (-0.3, 0.0, 1.0, 0.2),
        (-0.3, 0.5, 20.0, 1.0),
        (-0.3, 1.0, 1.0, 0.0),
        (-0.1, 0.0, 1.0, 0.0),
        (0.3, 0.0, 1.0, 0.0),
    ],
)
def test_loss_beyond_tolerance_parts_unless_dependence_locks_in(satisfaction, dependence, rate, risk):
    """Oracle: by hand, tolerance 0.1 and lock-in 0.2."""
    assert participation.parting(satisfaction, 0.1, dependence, 0.2, rate) == pytest.approx(risk, abs=1e-12)


@pytest.mark.parametrize(("trusted", "dependence", "appeal"), [(0.1, 0.4, 0.25), (0.5, 0.4, 1.0), (0.5, 0.0, 0.0)])
def test_appeal_is_synergy_as_trusted_per_dependence(trusted, dependence, appeal):
    """Oracle: by hand, at most 1."""
    assert participation.appeal(trusted, dependence) == pytest.approx(appeal)


def later(state, changes=LOOSE, round_=1):
    """Who is a member after coming and going."""
    participation.come_and_go(state, parameters(changes), 1, round_)
    return state.organisations["member"].tolist()


def unhappy(satisfaction, depends=0.0):
    """Five that feel like this."""
    state = plain(5)
    state.organisations["satisfaction"] = satisfaction
    state.organisations["depends"] = depends
    return state


def test_who_loses_too_much_leaves_and_takes_its_promise_along():
    """Oracle: by hand; a loss of 0.2 beyond tolerance at rate 10 is a certainty, a loss of 0.1 is tolerated."""
    state = unhappy([-0.3, -0.1, 0.0, -0.3, 0.5])
    state.organisations["promise"] = 2.0
    assert later(state) == [LEFT, MEMBER, MEMBER, LEFT, MEMBER]
    assert state.organisations["promise"].tolist() == [1, 2, 2, 1, 2]
    assert (state.collaboration["agreed"][0], state.collaboration["dissolved"][0]) == (1, 0)


def test_the_hierarchical_norm_tolerates_nothing():
    """Oracle: by hand, a loss of 0.1 at rate 10."""
    assert later(unhappy([-0.1, 0, 0, 0, 0]), LOOSE | {"logic.norm": "hierarchy"})[0] == LEFT


def test_chance_decides_who_leaves_at_what_risk():
    """Oracle: docs/odd.md; with a risk of 0.5 those leave whose U is below it."""
    below = [[draws.uniform(1, draws.EXIT, t, i, 0) < 0.5 for i in range(5)] for t in range(1, 9)]
    for round_, leaves in enumerate(below, start=1):
        if sum(leaves) <= 3:
            went = later(unhappy(-0.6), LOOSE | {"participation.exit": 1.0}, round_)
            assert went == [LEFT if leave else MEMBER for leave in leaves]
    assert 0 < np.mean(below) < 1


def test_a_locked_in_member_stays_longer():
    """Oracle: by hand; a risk of 0.2 a round where it depends on nobody, 0.1 at 0.5, none at 1 (Emerson 1962)."""
    changes = LOOSE | {"participation.exit": 1.0, "participation.lock_in": 0.2}
    stayed = []
    for dependence in (0.0, 0.5, 1.0):
        state = unhappy([-0.3, 0, 0, 0, 0], dependence)
        rounds = (t for t in range(1, 1001) if later(state, changes, t)[0] == LEFT)
        stayed.append(next(rounds, 1001))
    assert stayed[0] < stayed[1] < stayed[2] == 1001


def test_the_last_one_is_no_collaboration():
    """Oracle: by hand; four of five leave, and the goal is gone."""
    state = unhappy([-0.3, -0.3, -0.3, -0.3, 0.5])
    state.organisations["promise"] = 2.0
    for field in ("ambiguity", "contest", "realisation", "support"):
        state.collaboration[field] = 0.5
    assert later(state) == [LEFT] * 5
    us = state.collaboration[0]
    assert (us["agreed"], us["dissolved"]) == (0, 1)
    assert (us["ambiguity"], us["contest"], us["realisation"], us["support"]) == (0, 0, 0, 0)
    assert (state.organisations["promise"] == 1).all()


def test_who_would_come_back_finds_nothing():
    """Oracle: by hand; whatever an event makes of the members, a dissolved collaboration neither parts nor gathers."""
    state = neighbours([0.1, 0.1])
    state.collaboration["dissolved"] = 1
    state.organisations["satisfaction"][0] = -1.0
    assert later(state, OPEN) == [MEMBER, MEMBER, MEMBER, OUTSIDE, OUTSIDE]


def test_two_are_a_collaboration():
    """Oracle: by hand."""
    state = unhappy([-0.3, -0.3, -0.3, 0.5, 0.5])
    assert later(state) == [LEFT, LEFT, LEFT, MEMBER, MEMBER]
    assert (state.collaboration["agreed"][0], state.collaboration["dissolved"][0]) == (1, 0)


# A goal far from everybody's interests that a lead carries, from which all flee.
FLIGHT = NETWORK | {
    "logic.decision": "hierarchy",
    "decision.slip": 0.0,
    "goal.stake": 4.0,
    "organisations.interests": 1.0,
    "dependence.total": 0.01,
    "norm.tolerance": 0.0,
    "participation.exit": 10.0,
    "turbulence.step": 0.05,
    "elsewhere.pull": 0.05,
}


def test_whoever_works_alone_means_to_and_is_short_of_nothing():
    """Oracle: by hand; also when the last members leave in the first round, before anybody meant to deliver."""
    state = plain(2)
    for field in ("intended", "short_home", "short_distrust", "short_luck", "short_order"):
        state.organisations[field] = 0.3
    state.organisations["act_stay"][0] = 0.0
    participation.come_and_go(state, parameters(), 1, 1)
    assert state.collaboration["dissolved"][0]
    assert state.organisations["intended"].tolist() == [1, 1]
    assert not any(state.organisations[f"short_{why}"].any() for why in ("home", "distrust", "luck", "order"))


def test_a_dissolved_collaboration_stays_dissolved():
    """Oracle: by hand; nobody decides or pays any more, all make what they make on their own, and the need moves on.

    On their own they make 1/2, and what is to be had elsewhere.
    """
    state, history = play(complete(5), FLIGHT | {"effort.process": 1.0}, rounds=40)
    end = int(np.flatnonzero(history["members"] == 0)[0])
    assert end < 30
    assert (history["members"][end:] == 0).all()
    assert (history["left"][end:] == 5).all()
    assert (history["agreed"][end:] == 0).all()
    for name in ("decided", "rejected", "slipped", "effort", "joint_value"):
        assert (history[name][end:] == history[name][end]).all(), name
    assert state.organisations["elsewhere"].any()
    np.testing.assert_allclose(state.organisations["value"], 0.5 + state.organisations["elsewhere"], rtol=1e-12)
    assert len(set(history["client_value"][end + 1 :])) == 39 - end


def neighbours(synergy, expected=(0.9, 0.9)):
    """Three members that trust all, and two outsiders of this synergy to them who expect this."""
    state = plain(5)
    state.organisations["member"][3:] = OUTSIDE
    state.organisations["expected"][3:] = expected
    state.ties["trust"] = 1.0
    for outsider, worth in zip((3, 4), synergy, strict=True):
        state.ties["synergy"][state.ties["target"] == outsider] = worth
    return state


def test_the_most_attractive_outsider_joins_first_one_a_round_and_never_beyond_the_limit():
    """Oracle: by hand; dependence 0.1 makes appeal 0.9 and 1, and an appeal of 1 at entry 1 is a certainty."""
    state = neighbours([0.09, 0.1])
    assert later(state, OPEN | {"participation.limit": 3})[3:] == [OUTSIDE, OUTSIDE]
    assert later(state, OPEN | {"participation.limit": 4})[3:] == [OUTSIDE, MEMBER]
    for round_ in range(1, 20):
        assert later(state, OPEN | {"participation.limit": 4}, round_)[3:] == [OUTSIDE, MEMBER]
    state.ties["synergy"] = 0.1
    assert later(state, OPEN | {"participation.limit": 5})[3:] == [MEMBER, MEMBER]


def test_one_leaves_and_another_takes_the_place():
    """Oracle: by hand; the limit counts who is left."""
    state = neighbours([0.1, 0.05])
    state.organisations["satisfaction"][0] = -0.5
    assert later(state, OPEN | {"participation.limit": 3}) == [LEFT, MEMBER, MEMBER, MEMBER, OUTSIDE]


def test_of_equally_attractive_outsiders_the_first_joins():
    """Oracle: by hand."""
    assert later(neighbours([0.1, 0.1]), OPEN)[3:] == [MEMBER, OUTSIDE]


def test_trust_makes_attractive_what_synergy_does_not():
    """Oracle: by hand; 0.2 * 0.5 is as much as 0.1 * 1, and 0.15 * 0.5 less."""
    for worth, joined in [(0.25, [MEMBER, OUTSIDE]), (0.15, [OUTSIDE, MEMBER])]:
        state = neighbours([worth, 0.1])
        for member in range(3):
            tie(state, member, 3)["trust"] = 0.5
        assert later(state, OPEN)[3:] == joined


def test_who_expects_no_gain_does_not_join():
    """Oracle: by hand; the first expects what it makes alone, the second less than its outside option."""
    state = neighbours([0.1, 0.1], [0.5, 0.65])
    state.organisations["outside"][4] = 0.2
    assert later(state, OPEN)[3:] == [OUTSIDE, OUTSIDE]
    state.organisations["expected"][3] = 0.51
    assert later(state, OPEN)[3:] == [MEMBER, OUTSIDE]


@pytest.mark.parametrize("why", ["no goal", "closed", "no dependence", "no trust", "left before"])
def test_nobody_joins_what_does_not_ask_for_it(why):
    """Oracle: by hand; no goal, no entry, nobody that depends on it or trusts it, and nobody comes back."""
    state = neighbours([0.1, 0.1])
    state.collaboration["agreed"] = why != "no goal"
    if why == "no dependence":
        state.ties["dependence"] = 0.0
    if why == "no trust":
        state.ties["trust"] = 0.0
    if why == "left before":
        state.organisations["member"][3:] = LEFT
    before = state.organisations["member"].tolist()
    assert later(state, OPEN | {"participation.entry": 0.0} if why == "closed" else OPEN) == before


def test_an_outsider_that_knows_no_member_does_not_join():
    """Oracle: by hand; it is tied to another outsider only."""
    state = plain(4, [(0, 1), (2, 3)])
    state.organisations["member"][2:] = OUTSIDE
    state.organisations["expected"] = 0.9
    state.ties["trust"] = 1.0
    assert later(state, OPEN)[2:] == [OUTSIDE, OUTSIDE]

"""Promise: what a representative offers, and what a lead asks."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import Effort
from samenspel.mechanisms import promise
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import parameters, plain, tie

from .governing import govern

THREE = {"promise.capacity": 3.0, "promise.claim": 3.0}


@pytest.mark.parametrize(("loyalty", "ask"), [(0.0, 1.5), (0.5, 1.75), (1.0, 2.0)])
def test_a_lead_asks_what_serves_it_or_the_whole(loyalty, ask):
    """Oracle: by hand; half its best synergy at capacity 3, an optimum of 2."""
    assert promise.asked(loyalty, 0.2, 0.4, 2.0, 3.0) == pytest.approx(ask)


def test_a_lead_that_nobody_serves_asks_what_serves_the_whole():
    """Oracle: by hand, 0.25 * 2."""
    assert promise.asked(0.25, 0.0, 0.0, 2.0, 3.0) == pytest.approx(0.5)


def promised(state, changes=THREE):
    """What everybody promises."""
    promise.make(state, parameters(changes), seed=1, round_=1)
    return state.organisations["promise"]


def hopeful():
    """Three to whom pooling is worth 0.8, by a prospect of 0.3, and to whom their own share brings 0.4 to others."""
    state = plain(3)
    for field, value in [("aligned", 0.8), ("prospect", 0.3), ("spillover", 0.4)]:
        state.organisations[field] = value
    return state


def test_a_promise_counts_by_loyalty_what_it_brings_others():
    """Oracle: by hand, 0.8 + 0.3 + loyalty * 0.4."""
    state = hopeful()
    state.organisations["loyalty"] = [0.0, 0.5, 1.0]
    np.testing.assert_allclose(promised(state), [1.1, 1.3, 1.5])


def test_autonomy_holds_a_promise_down_and_commitment_loosens_it():
    """Oracle: by hand; ceilings 1, 1 + 2 * 0.5 and 1 + 2 * (1 - 0.75 * 0.5) under an offer of 3."""
    state = hopeful()
    state.organisations["prospect"] = 2.2
    state.organisations["autonomy"] = [1.0, 1.0, 0.75]
    state.organisations["commitment"] = [0.0, 0.5, 0.5]
    np.testing.assert_allclose(promised(state), [1.0, 2.0, 2.25])


def test_nobody_promises_less_than_nothing():
    """Oracle: by hand."""
    state = hopeful()
    state.organisations["aligned"] = -0.5
    assert promised(state).tolist() == [0, 0, 0]


def test_without_a_goal_or_membership_one_does_what_one_does_alone():
    """Oracle: by hand."""
    state = hopeful()
    state.organisations["member"] = [1, OUTSIDE, LEFT]
    np.testing.assert_allclose(promised(state), [1.1, 1, 1])
    state.collaboration["agreed"] = 0
    assert promised(state).tolist() == [1, 1, 1]


def test_some_revise_and_the_others_keep_to_what_they_promised():
    """Oracle: by hand; the share that revises lies within four standard errors of its probability."""
    state = plain(2000, [(i, i + 1) for i in range(1999)])
    state.organisations["aligned"], state.organisations["promise"] = 0.8, 1.7
    kept = promised(state, THREE | {"promise.revision": 0.3}) == 1.7
    assert abs(np.mean(~kept) - 0.3) < 4 * (0.3 * 0.7 / 2000) ** 0.5
    np.testing.assert_allclose(state.organisations["promise"][~kept], 0.8)


def demanded(loyalty, state=None):
    """What a lead of this loyalty asks; its tie to 1 is worth twice that to 2."""
    state = plain(3) if state is None else state
    tie(state, 0, 1)["synergy"] = 0.2
    state.organisations["reach"] = 0.3
    state.organisations["spillover"] = [0.1, 0.4, 5.0]
    state.collaboration["lead_loyalty"] = loyalty
    promise.make(state, parameters(THREE), seed=1, round_=1)
    return state.organisations["demand"]


def test_a_selfish_lead_asks_most_of_whom_it_gains_most_from_and_nothing_of_itself():
    """Oracle: by hand, capacity 3."""
    np.testing.assert_allclose(demanded(0.0), [0, 3, 1.5])


def test_a_responsible_lead_asks_all_including_itself_what_is_best_for_the_whole():
    """Oracle: by hand, 1 + 0.3 + spillover, at most 3."""
    np.testing.assert_allclose(demanded(1.0), [1.4, 1.7, 3])
    np.testing.assert_allclose(demanded(0.5), [0.7, 2.35, 2.25])


def test_a_selfish_lead_asks_nothing_of_who_is_no_partner():
    """Oracle: by hand; 2 is not tied to the lead, and 1 has left."""
    state = plain(3, [(0, 1), (1, 2)])
    state.organisations["member"][1] = LEFT
    assert demanded(0.0, state).tolist() == [0, 0, 0]


def test_an_administrative_organisation_asks_what_is_best_for_the_whole():
    """Oracle: by hand; the same members, of whom none is loyal, are asked 1 + 0.3 + spillover, at most 3."""
    changes = THREE | {"governance.form": "administrative"}
    state = plain(3)
    state.organisations["influence"] = [0.8, 0.1, 0.1]
    govern(state, parameters(changes), Effort())
    state.organisations["reach"] = 0.3
    state.organisations["spillover"] = [0.1, 0.4, 5.0]
    promised(state, changes)
    np.testing.assert_allclose(state.organisations["demand"], [1.4, 1.7, 3])


def test_what_a_selfish_lead_claims_has_a_scale_of_its_own():
    """Oracle: by hand; it claims 2 of whoever serves it best, and never more than the 3 that can be pooled."""
    for claim, asked in [(2.0, [0, 2, 1]), (9.0, [0, 3, 1.5])]:
        state = plain(3)
        tie(state, 0, 1)["synergy"] = 0.2
        promise.make(state, parameters(THREE | {"promise.claim": claim}), 1, 1)
        np.testing.assert_allclose(state.organisations["demand"], asked)


def test_a_promise_weighs_the_common_yield_by_loyalty():
    """Oracle: by hand, w 0.5; selfish 0.5 (0.8 + 0.3) + 0.5 * 0.2, wholly loyal 0.8 + 0.3 + 0.4."""
    state = hopeful()
    state.organisations["returned"], state.organisations["loyalty"] = 0.2, [0.0, 0.5, 1.0]
    np.testing.assert_allclose(promised(state, THREE | {"value.common": 0.5}), [0.65, 1.075, 1.5])


def test_a_tie_that_rests_serves_no_lead():
    """Oracle: by hand."""
    state = plain(3)
    tie(state, 0, 1)["age"] = tie(state, 1, 0)["age"] = 0
    promise.make(state, parameters(THREE), 1, 1)
    np.testing.assert_allclose(state.organisations["demand"], [0, 0, 3])

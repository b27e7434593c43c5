"""Information: a lens on the need, and knowledge that is negotiated or broadcast."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel import draws
from samenspel.conditions import Effort
from samenspel.mechanisms import information
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import HIERARCHY, complete, parameters, plain, play, tie

CLEAR = {"information.noise": 0.0, "information.learning": 0.2, "information.bias": 0.5}
EXCHANGE = {"information.exchange": 0.3, "information.confidence": 0.35}


@pytest.mark.parametrize(
    ("bias", "blur", "seen"),
    [(0.5, 0.1, 0.6), (0.0, 0.0, 0.2), (1.0, 0.0, 0.8), (0.0, -0.1, 0.1), (0.0, -0.3, 0.0), (1.0, 0.3, 1.0)],
)
def test_the_frame_draws_what_is_seen_towards_itself(bias, blur, seen):
    """Oracle: by hand, need 0.2 and frame 0.8; and nobody sees beyond theme space."""
    assert information.seen(0.2, 0.8, bias, blur) == pytest.approx(seen)


def looking(changes, effort, member=1):
    """The perception of one who held 0.4, after looking at a need of 0.2 from a frame at 0.8."""
    state = plain()
    state.collaboration["need"] = 0.2
    state.organisations["frame"] = 0.8
    state.organisations["perception"] = 0.4
    state.organisations["member"] = member
    information.observe(state, parameters(changes), effort, 1, 1)
    return state.organisations["perception"]


def test_one_learns_part_of_what_one_sees():
    """Oracle: by hand, 0.4 + 0.2 (0.5 - 0.4)."""
    np.testing.assert_allclose(looking(CLEAR, Effort()), 0.42)


def test_monitoring_clears_the_lens():
    """Oracle: by hand; at full effort on the process the need itself is seen, 0.4 + 0.2 (0.2 - 0.4)."""
    np.testing.assert_allclose(looking(CLEAR, Effort(process=1.0)), 0.36)
    np.testing.assert_allclose(looking(CLEAR, Effort(process=0.5)), 0.39)


@pytest.mark.parametrize("member", [OUTSIDE, LEFT])
def test_who_is_no_member_looks_as_well(member):
    """Oracle: by hand."""
    np.testing.assert_allclose(looking(CLEAR, Effort(), member), 0.42)


def test_noise_blurs_each_view_by_its_own_chance():
    """Oracle: docs/odd.md with nothing remembered and no bias."""
    views = looking({"information.noise": 0.1, "information.learning": 1.0, "information.bias": 0.0}, Effort())
    blur = [[draws.normal(1, draws.OBSERVATION, 1, i, theme) for theme in range(2)] for i in range(3)]
    np.testing.assert_allclose(views, 0.2 + 0.1 * np.array(blur))


def sharing(views, changes=EXCHANGE, state=None):
    """Perceptions after one round of negotiating, from these."""
    state = plain(len(views)) if state is None else state
    state.organisations["perception"] = np.array(views)[:, None]
    information.share(state, parameters(changes))
    return state.organisations["perception"][:, 0]


def test_partners_move_to_views_within_their_bound():
    """Oracle: by hand; the middle one is near the first (0.3 * 0.5 * 0.1 / 1.5 = 0.01), and nobody near the last."""
    np.testing.assert_allclose(sharing([0.4, 0.5, 0.9]), [0.41, 0.49, 0.9])


def test_a_view_at_the_bound_is_listened_to():
    """Oracle: by hand, 0.25 + 0.3 * 0.5 * 0.25 / 1.5."""
    np.testing.assert_allclose(sharing([0.25, 0.5], EXCHANGE | {"information.confidence": 0.25}), [0.275, 0.475])


@pytest.mark.parametrize("field", ["trust", "understanding"])
def test_who_is_not_trusted_or_not_understood_is_not_heard(field):
    """Oracle: by hand; the other way it is heard as before."""
    state = plain(2)
    tie(state, 0, 1)[field] = 0.0
    np.testing.assert_allclose(sharing([0.4, 0.5], state=state), [0.4, 0.49])


def test_who_is_no_member_neither_speaks_nor_listens():
    """Oracle: by hand."""
    state = plain(3)
    state.organisations["member"][2] = LEFT
    np.testing.assert_allclose(sharing([0.4, 0.5, 0.45], state=state), [0.41, 0.49, 0.45])


def test_a_lead_tells_members_what_it_holds():
    """Oracle: by hand; an outsider is not told."""
    state = plain(3)
    state.organisations["member"][2] = OUTSIDE
    state.collaboration["lead_perception"] = 0.7
    np.testing.assert_allclose(sharing([0.4, 0.5, 0.45], {"logic.information": "hierarchy"}, state), [0.7, 0.7, 0.45])


def test_knowledge_can_be_shared_and_wrong():
    """Oracle: by hand; the lead sees need 0.3 from frame 0.9 half way at 0.6, and everybody believes it."""
    declared = complete(4)
    declared.organisations["frame"] = np.array([0.9, 0.1, 0.1, 0.1])[:, None]
    declared.collaboration["need"] = 0.3
    declared.collaboration["declared_lead"] = 0
    still = {"information.noise": 0.0, "turbulence.step": 0.0, "participation.exit": 0.0, "stock.process": 0.0}
    _, history = play(declared, HIERARCHY | still, rounds=5)
    np.testing.assert_allclose(history["knowledge_error"], 0.3)
    np.testing.assert_allclose(history["knowledge_spread"], 0.0, atol=1e-12)

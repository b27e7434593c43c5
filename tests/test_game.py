"""The game: formulas that several mechanisms share."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from samenspel import draws, game
from samenspel.state import LEFT, OUTSIDE
from tests.collaborations import plain, tie


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ([0.2, 0.9], [0.2, 0.9], 0.0),
        ([0, 0], [1, 1], 1.0),
        ([0.1, 0.2], [0.4, 0.6], 0.125**0.5),
        ([0, 0], [1, 0], 0.5**0.5),
    ],
)
def test_distance_is_the_root_mean_square(a, b, apart):
    """Oracle: by hand, so that opposite corners are 1 apart."""
    assert game.distance(np.array(a, float), np.array(b, float)) == pytest.approx(apart)
    assert game.distance(np.array(b, float), np.array(a, float)) == pytest.approx(apart)


@pytest.mark.parametrize("themes", [1, 2, 5])
def test_opposite_corners_are_one_apart_whatever_the_themes(themes):
    """Oracle: by hand; with even salience salient distance is distance."""
    near, far = np.zeros(themes), np.ones(themes)
    assert game.distance(near, far) == pytest.approx(1)
    assert game.salient_distance(near, far, np.full(themes, 1 / themes)) == pytest.approx(1)


def test_a_difference_counts_where_one_cares():
    """Oracle: by hand; 0.4 off in a theme that has 3/4 of the weight, then in the other."""
    salience = np.array([0.75, 0.25])
    assert game.salient_distance(np.array([0.1, 0.3]), np.array([0.5, 0.3]), salience) == pytest.approx(0.4 * 0.75**0.5)
    assert game.salient_distance(np.array([0.1, 0.3]), np.array([0.1, 0.7]), salience) == pytest.approx(0.2)


def test_synergy_is_dependence_understood_with_difference_and_opportunity():
    """Oracle: by hand, 0.2 * (1 + 1 * 0.5) * 1.2 * 0.5; nothing without understanding."""
    one = plain(2).ties[0]
    one["dependence"], one["difference"], one["opportunity"], one["understanding"] = 0.2, 0.5, 1.2, 0.5
    assert game.synergy(one, 1.0) == pytest.approx(0.18)
    assert game.synergy(one, 0.0) == pytest.approx(0.12)
    one["understanding"] = 0.0
    assert game.synergy(one, 1.0) == 0


def motivated(instrumental, moral, affective):
    """One with these motives, interests 0.3 off the goal at 0.5, and regard 0.7 for its partners."""
    me = plain(2).organisations[0]
    me["interests"] = 0.8
    me["instrumental"], me["moral"], me["affective"], me["regard"] = instrumental, moral, affective, 0.7
    return me


@pytest.mark.parametrize(
    ("motives", "stake", "aligned"),
    [
        ((1, 0, 0), 1.5, 0.55),
        ((0, 1, 0), 1.5, 0.4),
        ((0, 0, 1), 1.5, 1.2),
        ((0.5, 0.3, 0.2), 1.0, 0.77),
        ((1, 0, 0), 0.0, 1.0),
    ],
)
def test_alignment_weighs_interests_the_need_and_liking_by_motive(motives, stake, aligned):
    """Oracle: by hand; interests 0.3 off, the need at 0.1 is 0.4 off, regard is 0.2 above the middle."""
    goal, need = np.full(2, 0.5), np.full(2, 0.1)
    assert game.alignment(motivated(*motives), goal, need, stake) == pytest.approx(aligned)


@pytest.mark.parametrize(("moral", "wanted"), [(0.0, 0.2), (0.25, 0.35), (1.0, 0.8)])
def test_the_ideal_lies_between_interest_and_need(moral, wanted):
    """Oracle: by hand."""
    assert game.ideal(0.2, 0.8, moral) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("autonomy", "commitment", "capacity", "most"),
    [(0.0, 0.0, 3.0, 3.0), (1.0, 0.0, 3.0, 1.0), (1.0, 1.0, 3.0, 3.0), (0.5, 0.5, 3.0, 2.5), (0.5, 0.5, 1.0, 1.0)],
)
def test_one_pools_beyond_what_one_does_alone_as_far_as_autonomy_is_given_up(autonomy, commitment, capacity, most):
    """Oracle: by hand."""
    me = plain(2).organisations[0]
    me["autonomy"], me["commitment"] = autonomy, commitment
    assert game.ceiling(me, capacity) == pytest.approx(most)


def reckoning():
    """One with a prospect of 0.4, who brings partners 0.6 a unit, and gets 0.2 of what a unit of its own makes them."""
    me = plain(2).organisations[0]
    me["prospect"], me["spillover"], me["returned"] = 0.4, 0.6, 0.2
    return me


@pytest.mark.parametrize(
    ("worth", "loyalty", "common", "brings"),
    [
        (0.8, 0.0, 0.0, 1.2),
        (0.8, 0.5, 0.0, 1.5),
        (0.8, 1.0, 0.0, 1.8),
        (0.8, 0.0, 0.5, 0.7),
        (0.8, 0.5, 0.5, 1.25),
        (0.8, 1.0, 0.5, 1.8),
        (0.8, 0.0, 1.0, 0.2),
    ],
)
def test_what_a_unit_brings_to_one_that_weighs_the_whole(worth, loyalty, common, brings):
    """Oracle: by hand, docs/odd.md 7.9; whoever is loyal to the whole does not mind to whom its yield falls."""
    assert game.bring(reckoning(), worth, loyalty, common) == pytest.approx(brings)


def test_liking_does_not_fall_to_partners():
    """Oracle: by hand; of 0.8 + 0.4 a unit 0.1 is liking, of what is left half is lost, and half of 0.2 comes back."""
    me = reckoning()
    me["affective"], me["regard"] = 0.5, 0.7
    assert game.liking(me) == pytest.approx(0.1)
    assert game.bring(me, 0.8, 0.0, 0.5) == pytest.approx(1.2 - 0.55 + 0.1)


@pytest.mark.parametrize(("unit", "capacity", "offered"), [(1.2, 3.0, 1.2), (1.8, 1.6, 1.6), (-0.1, 3.0, 0.0)])
def test_an_offer_is_what_a_unit_brings_within_limits(unit, capacity, offered):
    """Oracle: by hand."""
    assert game.offer(plain(2).organisations[0], unit, capacity) == pytest.approx(offered)


@pytest.mark.parametrize("common", [0.0, 0.35, 1.0])
@pytest.mark.parametrize("loyalty", [0.0, 0.5, 1.0])
def test_no_other_offer_would_be_better(common, loyalty):
    """Oracle: what it weighs, on a grid: its own part, what comes back, and partners' as it is loyal, less s^2/2.

    Without the common yield and loyalty that is the value of the game, s (A + prospect) - s^2 / 2.
    """
    me, grid = reckoning(), np.linspace(0, 3, 30_001)
    own = (1 - common) * (0.8 + 0.4) + common * 0.2
    of_partners = common * (0.8 + 0.4) + 0.6 - common * 0.2
    best = grid[np.argmax(grid * (own + loyalty * of_partners) - grid**2 / 2)]
    assert game.offer(me, game.bring(me, 0.8, loyalty, common), 3.0) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize(("process", "price"), [(0.0, 0.2), (0.5, 0.15), (1.0, 0.1)])
def test_the_process_protects_what_partners_cannot_give_up(process, price):
    """Oracle: by hand, price 0.2 and safeguard 0.5."""
    assert game.felt_price(0.2, 0.5, process) == pytest.approx(price)


@pytest.mark.parametrize(("regard", "part"), [(0.5, 0.2), (0.25, 0.4), (0.0, 0.25)])
def test_what_falls_to_a_partner_goes_by_the_trust_in_it(regard, part):
    """Oracle: by hand; trust 0.4 of a sum of 4 regard, and even shares where nobody is trusted."""
    assert game.falls_to(0.4 if regard > 0 else 0.0, regard, 4) == pytest.approx(part)


def test_gain_counts_from_all_that_is_forgone_and_leaves_liking_apart():
    """Oracle: by hand; 1.0 less 0.05 of liking, less 0.5 + 0.1 + 0.02; only members gain."""
    state = plain(3)
    them = state.organisations
    them["value"], them["liking"], them["outside"], them["elsewhere"] = 1.0, 0.05, 0.1, 0.02
    them["member"][1:] = OUTSIDE, LEFT
    assert game.gain(them[0]) == pytest.approx(0.33)
    np.testing.assert_allclose(game.gains(them), [0.33, 0, 0])


def test_need_is_dependence_unless_it_is_said():
    """Oracle: by hand."""
    state = plain(2)
    assert game.needed(state.ties[0]) == 0.1
    state.ties["need"][0] = 0.75
    assert game.needed(state.ties[0]) == 0.75


def test_a_tie_that_rests_is_no_work_together():
    """Oracle: networkx, on a graph of which every third tie rests."""
    graph = nx.karate_club_graph()
    state = plain(34, sorted(graph.edges))
    for k, (i, j) in enumerate(sorted(graph.edges)):
        if k % 3 == 0:
            tie(state, i, j)["age"] = tie(state, j, i)["age"] = 0
            graph.remove_edge(i, j)
    for i in range(34):
        for j in range(34):
            assert game.works_with(state, i, j) == graph.has_edge(i, j), (i, j)


def test_a_partner_by_chance_is_the_one_with_the_largest_number_of_its_own():
    """Oracle: by hand, draws.uniform over members tied by an open tie, but the one left out."""
    state = plain(6)
    state.organisations["member"][5] = OUTSIDE
    tie(state, 0, 4)["age"] = tie(state, 4, 0)["age"] = 0
    for round_ in range(1, 30):
        chance = {j: draws.uniform(3, draws.SOURCE, round_, 0, j) for j in (1, 3)}
        assert game.partner_by_chance(state, 0, 2, 3, draws.SOURCE, round_) == max(chance, key=chance.get)
    alone = plain(2)
    assert game.partner_by_chance(alone, 0, 1, 3, draws.SOURCE, 1) == -1


def left(state):
    """Part of what partners want of each that it has room for, where three pool 2, 1 and 3."""
    free = np.full(3, np.nan)
    game.slack(state, np.array([2.0, 1.0, 3.0]), free)
    return free


def test_what_there_is_no_room_for_is_not_absorbed():
    """Oracle: by hand; room for 0.5 of each of two partners that pool 1 and 3: a quarter of what they want."""
    state = plain(3)
    np.testing.assert_allclose(left(state), 1.0)
    state.organisations["room"] = [0.5, 5.0, np.nan]
    np.testing.assert_allclose(left(state), [0.25, 1.0, 1.0])
    tie(state, 0, 2)["age"] = tie(state, 2, 0)["age"] = 0
    state.organisations["partners"] = [1, 2, 1]
    np.testing.assert_allclose(left(state), [0.5, 1.0, 1.0])


@pytest.mark.parametrize(("lasting", "shared"), [(0.0, 0.5), (0.8, 0.0), (0.8, 0.7), (1.0, 1.0)])
def test_luck_has_the_same_spread_whatever_lasts(lasting, shared):
    """Oracle: the variance of a sum of independent numbers, l (c + 1 - c) + 1 - l = 1."""
    own, climate, fresh = (game.luck(*numbers, lasting, shared) for numbers in np.eye(3))
    assert own**2 + climate**2 + fresh**2 == pytest.approx(1)
    assert (climate**2, own**2) == pytest.approx((lasting * shared, lasting * (1 - shared)))


def test_going_alone_makes_half_and_what_is_to_be_had_elsewhere():
    """Oracle: by hand; the best of s - s^2 / 2 is at 1."""
    me = plain(2).organisations[0]
    assert game.alone(me) == 0.5
    me["outside"] = -0.2
    assert game.alone(me) == pytest.approx(0.3)
    me["elsewhere"] = 0.05
    assert game.alone(me) == pytest.approx(0.35)

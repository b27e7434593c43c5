"""Initialisation: what is declared stands, and the rest is drawn by chance that belongs to the organisation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from samenspel import draws, population
from samenspel.events import ACTS
from samenspel.population import LEFT_TO_CHANCE, declare
from tests.collaborations import FIRST_MODEL, complete, matrix, play, tie


def begun(declared, changes=None, seed=1):
    """A collaboration before its first round."""
    return play(declared, FIRST_MODEL | (changes or {}), rounds=0, seed=seed)[0]


@pytest.mark.parametrize(
    ("mean", "width", "chance", "share"),
    [(0.5, 0.4, 0.75, 0.6), (0.5, 0.4, 0.0, 0.3), (0.9, 0.8, 0.9, 1), (0.1, 1, 0, 0)],
)
def test_a_share_lies_around_its_mean_within_bounds(mean, width, chance, share):
    """Oracle: by hand."""
    assert population.around(mean, width, chance) == pytest.approx(share)


@pytest.mark.parametrize(("chance", "end"), [(0.0, 0.3), (0.49, 0.3), (0.5, 0.7), (0.99, 0.7)])
def test_a_pole_is_one_of_two(chance, end):
    """Oracle: by hand, width 0.4."""
    assert population.pole(0.4, chance) == pytest.approx(end)


def test_what_is_declared_stands():
    """Oracle: by hand; chance gives the others something else."""
    declared = complete(3)
    them = declared.organisations
    for field in LEFT_TO_CHANCE:
        them[field][0] = 0.25
    them["salience"][0] = [0.25, 0.75]
    them["affective"][0] = 0.5
    tie(declared, 0, 1)["trust"] = tie(declared, 0, 1)["understanding"] = tie(declared, 0, 1)["dependence"] = 0.9
    tie(declared, 0, 1)["opportunity"] = 1.3
    declared.collaboration["need"] = [0.1, 0.2]
    state = begun(declared)
    for field in (*LEFT_TO_CHANCE, "need"):
        now, then = (state.collaboration, declared.collaboration) if field == "need" else (state.organisations, them)
        assert (now[field][0] == then[field][0]).all(), field
    for field in ("trust", "understanding", "dependence", "opportunity"):
        assert tie(state, 0, 1)[field] == tie(declared, 0, 1)[field], field
        assert tie(state, 1, 0)[field] != tie(declared, 0, 1)[field], field
    never_drawn = ("goal", "first_goal", "room", "need", *(f"act_{name}" for name in ACTS))
    for records in state:
        for name in records.dtype.names:
            stays_open = name in never_drawn and not (records is state.collaboration and name == "need")
            assert (np.isnan(records[name]) if stays_open else np.isfinite(records[name])).all(), name


def test_undeclared_sizes_keep_to_the_level_of_the_declared():
    """Oracle: docs/odd.md; sizes drawn to a mean of 1, times 3, the mean of those declared, which stand."""
    free = begun(complete(6)).organisations["size"]
    chance = np.array([draws.normal(1, draws.SIZE, 0, i, 0) for i in range(6)])
    drawn = np.exp(0.5 * chance)
    np.testing.assert_allclose(free, drawn / drawn.mean())
    declared = complete(6)
    declared.organisations["size"][:2] = [2, 4]
    np.testing.assert_allclose(begun(declared).organisations["size"], [2, 4, *(3 * drawn / drawn.mean())[2:]])


def test_without_inequality_all_are_of_one_size():
    """Oracle: by hand."""
    np.testing.assert_allclose(begun(complete(6), {"organisations.inequality": 0.0}).organisations["size"], 1)


CROWD = declare(2, np.empty((0, 2)), 4000)


def test_sizes_are_log_normal_and_traits_uniform():
    """Oracle: Kolmogorov-Smirnov on 4,000 organisations; the scale of sizes is set by their mean."""
    them = begun(CROWD, {"organisations.inequality": 0.8, "organisations.loyalty": 0.3}).organisations
    logs = np.log(them["size"])
    assert stats.kstest((logs - logs.mean()) / 0.8, "norm").pvalue > 1e-3
    assert stats.kstest(them["loyalty"], "uniform", args=(0.2, 0.2)).pvalue > 1e-3
    assert stats.kstest(them["interests"][:, 1], "uniform", args=(0.3, 0.4)).pvalue > 1e-3
    pairs = np.corrcoef([them[name] for name in ("autonomy", "loyalty", "home", "commitment", "skill")])
    assert np.abs(pairs - np.eye(5)).max() < 0.08


TRAITS = {"autonomy": "AUTONOMY", "loyalty": "LOYALTY", "home": "HOME", "commitment": "COMMITMENT", "skill": "SKILL"}


@pytest.mark.parametrize("trait", TRAITS)
def test_each_trait_has_its_own_mean_and_its_own_chance(trait):
    """Oracle: docs/odd.md, 0.7 + 0.2 (U - 1/2) from the stream of its name; no spread, no difference."""
    them = begun(complete(4), {f"organisations.{trait}": 0.7}).organisations
    chance = np.array([draws.uniform(1, getattr(draws, TRAITS[trait]), 0, i, 0) for i in range(4)])
    np.testing.assert_allclose(them[trait], 0.7 + 0.2 * (chance - 0.5))
    even = begun(complete(4), {f"organisations.{trait}": 0.7, "organisations.spread": 0.0}).organisations
    np.testing.assert_allclose(even[trait], 0.7)


def test_motives_sum_to_one_also_where_one_is_declared():
    """Oracle: by hand; 0.2, 0.3 and 0.5 as they are, 1.2 declared instead of 0.2 against 0.3 and 0.5."""
    declared = complete(2)
    declared.organisations["affective"][1] = 1.2
    them = begun(declared).organisations
    np.testing.assert_allclose([them[name][0] for name in ("affective", "moral", "instrumental")], [0.2, 0.3, 0.5])
    np.testing.assert_allclose([them[name][1] for name in ("affective", "moral", "instrumental")], [0.6, 0.15, 0.25])


def test_themes_matter_unequally_and_their_weights_sum_to_one():
    """Oracle: docs/odd.md; all themes alike where salience is 0."""
    weights = begun(complete(4)).organisations["salience"]
    chance = np.array([[draws.uniform(1, draws.SALIENCE, 0, i, theme) for theme in range(2)] for i in range(4)])
    np.testing.assert_allclose(weights, chance / chance.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(begun(complete(4), {"organisations.salience": 0.0}).organisations["salience"], 0.5)


def test_frames_come_in_kinds():
    """Oracle: by hand; at width 0.5 each theme is seen from 0.25 or 0.75, by about as many of each."""
    frames = begun(CROWD).organisations["frame"]
    assert set(frames.ravel()) == {0.25, 0.75}
    np.testing.assert_allclose((frames == 0.75).mean(axis=0), 0.5, atol=4 * 0.5 / math.sqrt(4000))
    assert (begun(complete(4), {"organisations.frames": 0.0}).organisations["frame"] == 0.5).all()


def test_the_first_view_is_through_the_lens():
    """Oracle: docs/odd.md, half way to the frame, and blurred within theme space."""
    state = begun(complete(5), {"information.bias": 0.5, "information.noise": 0.3})
    blur = np.array([[draws.normal(1, draws.PERCEPTION, 0, i, theme) for theme in range(2)] for i in range(5)])
    seen = (state.collaboration["need"][0] + state.organisations["frame"]) / 2 + 0.3 * blur
    np.testing.assert_allclose(state.organisations["perception"], seen.clip(0, 1))
    assert (seen != seen.clip(0, 1)).any()


def test_the_need_starts_around_the_middle():
    """Oracle: docs/odd.md, 1/2 + 0.4 (U - 1/2)."""
    chance = [draws.uniform(5, draws.NEED, 0, theme, 0) for theme in range(2)]
    need = begun(complete(3), {"turbulence.range": 0.4}, seed=5).collaboration["need"][0]
    np.testing.assert_allclose(need, 0.5 + 0.4 * (np.array(chance) - 0.5))


def test_dependence_is_shared_out_over_partners():
    """Oracle: by hand; without chance it goes by the square root of size, 1 : 2 : 3, and sums to 0.3 for each."""
    declared = complete(4)
    declared.organisations["size"] = [1, 1, 4, 9]
    state = begun(declared, {"dependence.total": 0.3, "dependence.by_size": 0.5, "dependence.spread": 0.0})
    depends = matrix(state, "dependence")
    np.testing.assert_allclose(depends[0], [0, 0.05, 0.1, 0.15])
    np.testing.assert_allclose(depends[3], [0.075, 0.075, 0.15, 0])
    np.testing.assert_allclose(depends.sum(axis=1), 0.3)


def test_the_chance_in_dependence_belongs_to_the_pair():
    """Oracle: docs/odd.md; sizes left out, pulls are 1 + 0.6 (2 U - 1)."""
    state = begun(complete(4), {"dependence.total": 0.3, "dependence.by_size": 0.0, "dependence.spread": 0.6})
    pull = np.array([[draws.uniform(1, draws.DEPENDENCE, 0, i, j) for j in range(4)] for i in range(4)]) * 1.2 + 0.4
    np.fill_diagonal(pull, 0)
    np.testing.assert_allclose(matrix(state, "dependence"), 0.3 * pull / pull.sum(axis=1, keepdims=True))


def test_ties_begin_with_trust_by_chance_and_understanding_by_difference():
    """Oracle: docs/odd.md, 0.4 + 0.2 (U - 1/2); 0.6 (1 - 0.8 delta), delta the distance of two frames."""
    state = begun(complete(5), {"trust.initial": 0.4, "trust.spread": 0.2, "understanding.initial": 0.6})
    chance = np.array([[draws.uniform(1, draws.TRUST, 0, i, j) for j in range(5)] for i in range(5)])
    expected = 0.4 + 0.2 * (chance - 0.5)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(matrix(state, "trust"), expected)
    frames = state.organisations["frame"]
    apart = np.sqrt(((frames[:, None] - frames[None]) ** 2).mean(axis=2))
    np.testing.assert_allclose(matrix(state, "difference"), apart)
    understood = 0.6 * (1 - 0.8 * apart)
    np.fill_diagonal(understood, 0)
    np.testing.assert_allclose(matrix(state, "understanding"), understood)
    assert (state.ties["opportunity"] == 1).all()
    assert not state.ties["experience"].any()


def test_who_one_is_does_not_depend_on_who_else_is_there():
    """Oracle: the smaller collaboration; all but what is relative to others is the same in a larger one."""
    few, many = begun(complete(4)), begun(complete(7))
    for name in ("autonomy", "skill", "interests", "salience", "frame", "perception"):
        assert (few.organisations[name] == many.organisations[name][:4]).all(), name
    assert (matrix(few, "trust") == matrix(many, "trust")[:4, :4]).all()


def test_another_seed_is_another_collaboration():
    """Oracle: by hand."""
    one, other = begun(complete(4)).organisations, begun(complete(4), seed=2).organisations
    for name in ("size", "autonomy", "interests", "perception"):
        assert (one[name] != other[name]).all(), name


def test_every_edge_is_two_ties_that_know_each_other():
    """Oracle: by hand; a path 2 - 0 - 3, and 1 alone."""
    state = declare(2, np.array([[3, 0], [0, 2]]), 4)
    assert state.sources.tolist() == [0, 0, 2, 3]
    assert state.ties["target"].tolist() == [2, 3, 0, 0]
    assert state.ties["reverse"].tolist() == [2, 3, 0, 1]
    assert state.organisations[["first", "last"]].tolist() == [(0, 2), (2, 2), (2, 3), (3, 4)]


def test_organisations_may_have_no_ties_at_all():
    """Oracle: by hand."""
    state = begun(declare(2, np.empty((0, 2)), 3))
    assert state.ties.size == 0
    assert state.organisations[["first", "last"]].tolist() == [(0, 0)] * 3
    np.testing.assert_allclose(state.organisations["size"].mean(), 1)


def test_burdens_sum_to_nothing_where_none_is_declared():
    """Oracle: docs/odd.md; 0.2 (U - 1/2) less the mean of that over all; declared ones stand beside it."""
    chance = 0.2 * (np.array([draws.uniform(1, draws.BURDEN, 0, i, 0) for i in range(6)]) - 0.5)
    free = begun(complete(6), {"organisations.burden": 0.2}).organisations["burden"]
    np.testing.assert_allclose(free, chance - chance.mean())
    assert free.sum() == pytest.approx(0, abs=1e-15)
    declared = complete(6)
    declared.organisations["burden"][2] = -0.4
    drawn = begun(declared, {"organisations.burden": 0.2}).organisations["burden"]
    np.testing.assert_allclose(drawn, np.where(np.arange(6) == 2, -0.4, free))
    assert not begun(complete(6), {"organisations.burden": 0.0}).organisations["burden"].any()


@pytest.mark.parametrize(("substitution", "total"), [(1.0, [0.3, 0.3]), (0.0, [0.3 * 3 / 7, 0.3 * 7 / 7])])
def test_partners_replace_one_another_or_bring_their_own(substitution, total):
    """Oracle: by hand; 3 or 7 equal partners: 0.3 in all whoever is there, or a seventh of it from each."""
    even = {"dependence.total": 0.3, "dependence.by_size": 0.0, "dependence.spread": 0.0}
    for n, expected in zip((4, 8), total, strict=True):
        depends = matrix(begun(complete(n), even | {"dependence.substitution": substitution}), "dependence")
        np.testing.assert_allclose(depends.sum(axis=1), expected)


def test_substitution_lies_between():
    """Oracle: docs/odd.md; pulls 1, 2 and 3 at half substitution: shares of the root of 6 times 7."""
    declared = complete(4)
    declared.organisations["size"] = [1, 1, 4, 9]
    changes = {"dependence.by_size": 0.5, "dependence.spread": 0.0, "dependence.substitution": 0.5}
    depends = matrix(begun(declared, changes | {"dependence.total": 0.3}), "dependence")
    np.testing.assert_allclose(depends[0], 0.3 * np.array([0, 1, 2, 3]) / (6 * 7) ** 0.5)


def existing(age=40):
    """A group of four that has had a goal for so many rounds, with a tie that rests and an organisation outside."""
    declared = complete(5)
    declared.organisations["member"][4] = 0
    tie(declared, 0, 1)["age"] = tie(declared, 1, 0)["age"] = 0
    declared.collaboration["goal"], declared.collaboration["age"] = [0.4, 0.6], age
    return declared


def test_a_group_that_exists_has_a_goal_an_age_and_promises_in_answer_to_one_another():
    """Oracle: docs/odd.md, section 5, in numpy: twelve times the best reply to what partners promised."""
    changes = {"trust.initial": 0.7, "expectation.awe": 0.0, "promise.capacity": 3.0, "goal.stake": 1.0}
    changes |= {"expectation.complementarity": 1.0, "dependence.total": 0.3}
    state = begun(existing(), changes)
    them, us = state.organisations, state.collaboration[0]
    assert (us["agreed"], us["age"], us["held"], us["first_decision"]) == (1, 40, 0b111111, 0)
    assert us["first_goal"].tolist() == us["goal"].tolist() == [0.4, 0.6]
    among = (them["member"][state.sources] == 1) & (them["member"][state.ties["target"]] == 1)
    rests = {(0, 1), (1, 0)}
    asleep = np.array([(i, j) in rests for i, j in zip(state.sources, state.ties["target"], strict=True)])
    assert (state.ties["age"][among & ~asleep] == 40).all()
    assert (state.ties["experience"][among & ~asleep] == 40).all()
    assert not state.ties["age"][asleep].any()
    assert not state.ties["experience"][asleep | ~among].any()
    tied = (matrix(state, "age") > 0)[:4, :4]
    g = (matrix(state, "dependence") * (1 + 1.0 * matrix(state, "difference")) * matrix(state, "understanding"))[:4, :4]
    g, trust = g * tied, matrix(state, "trust")[:4, :4] * tied
    who = them[:4]
    missed = who["instrumental"] * np.sqrt((who["salience"] * (us["goal"] - who["interests"]) ** 2).sum(axis=1))
    missed += who["moral"] * np.sqrt(((us["goal"] - who["perception"]) ** 2).mean(axis=1))
    aligned = 1 - missed + who["affective"] * (trust.sum(axis=1) / tied.sum(axis=1) - 0.5)
    most, promise = 1 + 2 * (1 - who["autonomy"] * (1 - who["commitment"])), np.ones(4)
    for _ in range(12):
        promise = (aligned + (g * trust) @ promise + who["loyalty"] * (g.T @ promise)).clip(0, most)
    np.testing.assert_allclose(who["promise"], promise, rtol=1e-12)
    assert them["promise"][4] == 1


@pytest.mark.parametrize(("age", "experience", "of_ties"), [(0, 0, 1), (1, 1, 1), (50_000, 32_000, 32_000)])
def test_ties_of_a_group_are_as_old_as_its_goal_to_a_limit(age, experience, of_ties):
    """Oracle: by hand."""
    state = begun(existing(age))
    row = np.flatnonzero((state.sources == 2) & (state.ties["target"] == 3))[0]
    assert (state.ties["experience"][row], state.ties["age"][row]) == (experience, of_ties)
    assert state.collaboration["age"][0] == age


def test_stocks_stand_from_the_start():
    """Oracle: by hand."""
    state = begun(complete(2), {"stock.interests": 0.3, "stock.organisation": 0.4, "stock.process": 0.5})
    names = ("stock_interests", "stock_organisation", "stock_process")
    assert [state.collaboration[name][0] for name in names] == [0.3, 0.4, 0.5]

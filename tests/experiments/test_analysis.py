"""The statistics of experiments, each against what is known of it: by hand, in closed form, or by brute force."""

from __future__ import annotations

import re
from itertools import permutations, product

import numpy as np
import pandas
import pytest
from scipy.optimize import linprog
from scipy.stats import t as student

from samenspel.errors import InputError
from samenspel.experiments import answers, sampling
from samenspel.experiments.analysis import (
    contrasts,
    discovery,
    distributions,
    effects,
    modes,
    ranking,
    regimes,
    sensitivity,
    trajectories,
)
from samenspel.experiments.analysis.tables import at_points, factors_of, over_points, over_replicates, over_units
from samenspel.experiments.words import ENGLISH
from samenspel.runs import Summary

VALUE = ENGLISH.outcome("joint_value")


def runs_of(points, values):
    """Runs as a sweep gives them: factors by point, and an outcome, shape (points, replicates)."""
    points, values = pandas.DataFrame(points), np.asarray(values, float)
    table = points.loc[points.index.repeat(values.shape[1])].reset_index(drop=True)
    point, replicate = np.divmod(np.arange(values.size), values.shape[1])
    table.insert(0, "seed", 1 + replicate)
    table.insert(0, "replicate", replicate)
    table.insert(0, "point", point)
    table.insert(0, "run", replicate * len(points) + point)
    blank = pandas.DataFrame(np.nan, table.index, list(Summary._fields))
    table = pandas.concat([table, blank], axis=1).assign(error=None)
    table["joint_value"] = values.ravel()
    return table.sort_values("run").reset_index(drop=True)


def grid(**levels):
    return pandas.DataFrame(list(product(*levels.values())), columns=list(levels))


def shared_luck(points, replicates=20, size=5.0, seed=0):
    """Chance that all points of a replicate share, as runs on the same seed do in part."""
    return np.tile(size * np.random.default_rng(seed).normal(size=replicates), (points, 1))


# --- tables and main effects ----------------------------------------------------------------------------------------


def test_factors_stand_between_seed_and_outcomes():
    assert factors_of(runs_of(grid(a=[0, 1], b=["x", "y"]), np.zeros((4, 2)))) == ["a", "b"]


def test_replicates_that_some_points_lack_are_left_out():
    """Oracle: by hand, the third replicate of the second point was not run."""
    runs = runs_of({"a": [0, 1]}, [[1, 2, 3], [4, 5, 6]])
    runs = runs[~((runs["point"] == 1) & (runs["replicate"] == 2))]
    assert at_points(runs, "joint_value").to_numpy().tolist() == [[1, 2], [4, 5]]
    assert at_points(runs, "joint_value", shared=False).shape == (2, 3)


def test_main_effects_of_a_linear_function_are_its_slopes():
    """Oracle: 2 a + 3 b; luck that all points share drops out of differences, but not of means."""
    points = grid(a=[0.0, 1.0, 2.0], b=[0.0, 1.0])
    exact = (2 * points["a"] + 3 * points["b"]).to_numpy()[:, np.newaxis]
    table = effects.main_effects(runs_of(points, exact + shared_luck(6)), "joint_value")
    a, b = table[table["factor"] == "a"], table[table["factor"] == "b"]
    assert a["paired"].all()
    np.testing.assert_allclose(a["difference"], [0, 2, 4], atol=1e-12)
    np.testing.assert_allclose(b["difference"], [0, 3], atol=1e-12)
    np.testing.assert_allclose(b["difference_high"] - b["difference_low"], 0, atol=1e-12)
    assert (a["high"] - a["low"] > 2).all()
    assert a["told"].tolist() == [False, True, True]


def test_one_at_a_time_compares_a_factor_at_the_present_values_of_the_others():
    """Oracle: a * b by hand; the points at which b varies must not count for a."""
    points = pandas.DataFrame({"a": [1.0, 0.0, 2.0, 1.0, 1.0], "b": [1.0, 1.0, 1.0, 5.0, 9.0]})
    exact = (points["a"] * points["b"]).to_numpy()[:, np.newaxis]
    table = effects.main_effects(runs_of(points, exact + shared_luck(5)), "joint_value", ["a"])
    np.testing.assert_allclose(table["difference"], [0, 1, 2], atol=1e-12)
    assert table["points"].tolist() == [1, 1, 1]


def test_points_that_were_drawn_are_compared_by_classes():
    """Oracle: slope 4, and the distance between the means of the first and last of 8 equal classes, 7/8."""
    random = np.random.default_rng(3)
    points = pandas.DataFrame({"a": (np.arange(400) + 0.5) / 400, "nothing": random.random(400)})
    values = 4 * points["a"].to_numpy()[:, np.newaxis] + random.normal(size=(400, 2))
    table = effects.main_effects(runs_of(points, values), "joint_value")
    assert not table["paired"].any()
    last = table[table["factor"] == "a"].iloc[-1]
    assert last["difference_low"] < 4 * 7 / 8 < last["difference_high"]
    assert last["told"]
    assert effects.ordered(table) == ["a", "nothing"]
    assert not table[table["factor"] == "nothing"]["told"].any()
    assert answers.effects.in_words(table, VALUE, ENGLISH).endswith("that nothing matters cannot be told from chance.")


def test_welch_is_that_of_scipy():
    """Oracle: scipy.stats.ttest_ind with unequal variances."""
    from scipy.stats import ttest_ind

    random = np.random.default_rng(5)
    one, other = random.normal(0, 1, 12), random.normal(1, 3, 30)
    ours = effects.welch(one[:, np.newaxis], other[:, np.newaxis])
    theirs = ttest_ind(other, one, equal_var=False).confidence_interval()
    np.testing.assert_allclose([ours.low, ours.high], [theirs.low, theirs.high])


def test_the_sentence_says_when_nothing_can_be_told():
    values = np.random.default_rng(1).normal(size=(2, 10))
    table = effects.main_effects(runs_of({"a": [0, 1]}, values), "joint_value")
    assert answers.effects.in_words(table, VALUE, ENGLISH) == "That a matters cannot be told from chance."


# --- two-level designs ----------------------------------------------------------------------------------------------


def test_factorial_effects_are_twice_the_coefficients():
    """Oracle: 1 + 2 A - 3 B + 4 AB with A and B at -1 and 1 (Box, Hunter and Hunter 2005, by hand)."""
    points = grid(A=[-1, 1], B=[-1, 1])
    exact = (1 + 2 * points["A"] - 3 * points["B"] + 4 * points["A"] * points["B"]).to_numpy()[:, np.newaxis]
    table = contrasts.factorial_effects(runs_of(points, exact + shared_luck(4)), "joint_value")
    assert table["other"].tolist() == ["", "", "B"]
    np.testing.assert_allclose(table["effect"], [4, -6, 8], atol=1e-12)
    np.testing.assert_allclose(table["low"], [4, -6, 8], atol=1e-9)


def test_shapley_values_are_means_over_every_order():
    """Oracle: brute force over all orders of four factors."""
    game = np.random.default_rng(2).normal(size=16)
    gained = np.zeros((4, 24))
    for place, order in enumerate(permutations(range(4))):
        coalition = 0
        for factor in order:
            grown = coalition | 1 << (3 - factor)  # the last factor changes fastest
            gained[factor, place], coalition = game[grown] - game[coalition], grown
    np.testing.assert_allclose(contrasts.shapley_values(game[:, np.newaxis])[:, 0], gained.mean(axis=1))


def test_shapley_shares_of_a_linear_function_are_its_coefficients():
    """Oracle: 6 a - 2 b, which move 8 together; the total is what they add up to."""
    points = grid(a=[0, 1], b=[0, 1])
    exact = (6 * points["a"] - 2 * points["b"]).to_numpy()[:, np.newaxis]
    table = contrasts.shapley_shares(runs_of(points, exact + shared_luck(4)), "joint_value")
    np.testing.assert_allclose(table["value"], [6, -2, 4], atol=1e-12)
    np.testing.assert_allclose(table["share"], [0.75, 0.25, np.nan])
    np.testing.assert_allclose(table["share_high"], [0.75, 0.25, np.nan])  # without luck they are exact


def test_shares_that_cancel_are_still_told():
    points = grid(a=["hierarchy", "network"], b=["hierarchy", "network"])
    sign = points.replace({"hierarchy": 0, "network": 1}).astype(float)
    luck = np.random.default_rng(0).normal(0, 0.1, size=(4, 30))
    runs = runs_of(points, (sign["a"] - sign["b"]).to_numpy()[:, np.newaxis] + luck)
    table = contrasts.shapley_shares(runs, "joint_value")
    said = answers.shapley.in_words(table, VALUE, [("hierarchy", "network")] * 2, ENGLISH)
    assert said.startswith("What network rather than hierarchy in all 2 does to value created together cannot be told")
    assert table["value"].tolist() == pytest.approx([1.0, -1.0, 0.0], abs=0.05)
    assert table["share"].tolist()[:2] == pytest.approx([0.5, 0.5], abs=0.02)


def test_a_two_level_design_with_a_point_missing_is_refused():
    runs = runs_of(grid(a=[0, 1], b=[0, 1]), np.zeros((4, 2)))
    with pytest.raises(InputError, match="got 3 points, allowed: all 4"):
        contrasts.shapley_shares(runs[runs["point"] > 0], "joint_value")
    with pytest.raises(InputError, match="a: got 3 values, allowed: 2"):
        contrasts.factorial_effects(runs_of(grid(a=[0, 1, 2]), np.zeros((3, 2))), "joint_value")


# --- global sensitivity ---------------------------------------------------------------------------------------------

FIRST, TOTAL = [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]  # Ishigami, a = 7, b = 0.1; SALib's documentation
VARIANCE = 7**2 / 8 + 0.1 * np.pi**4 / 5 + 0.1**2 * np.pi**8 / 18 + 1 / 2  # Ishigami and Homma 1990
NAMES = ["x1", "x2", "x3"]


def ishigami(cube):
    x = np.pi * (2 * cube - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_indices_of_the_ishigami_function(second_order):
    """Oracle: closed form (Ishigami and Homma 1990); with second order, that x1 and x3 interact by 0.2437."""
    table = sensitivity.sobol_indices(
        ishigami(sampling.Sobol(samples=2048, second_order=second_order).cube(3, 1)), ["x1", "x2", "x3"], second_order
    )
    np.testing.assert_allclose(table["first"], FIRST, atol=0.02)
    np.testing.assert_allclose(table["total"], TOTAL, atol=0.02)
    assert (table["first_low"] <= np.array(FIRST) + 0.02).all()
    if second_order:
        assert table["with x3"][0] == pytest.approx(0.2437, abs=0.03)
    said = answers.sobol.in_words(table, VALUE, ENGLISH)
    assert re.match(
        r"x1 is behind 5[56] % \(\d\d to \d\d %\) of the variance .*, 3[12] % \(\d\d to \d\d %\) by itself", said
    )
    assert said.endswith("That is of 2,048 of 2,048 blocks, 1 replicate of each point; with one replicate, luck counts "
                         "as variance.")  # fmt: skip


@pytest.mark.parametrize("second_order", [False, True])
def test_without_luck_the_indices_are_those_of_salib(second_order):
    """Oracle: SALib.analyze.sobol, of the same estimators."""
    from SALib.analyze import sobol

    values = ishigami(sampling.Sobol(samples=128, second_order=second_order).cube(3, 1))
    ours = sensitivity.sobol_indices(values, NAMES, second_order)
    problem = {"num_vars": 3, "names": NAMES, "bounds": [[0, 1]] * 3}
    theirs = sobol.analyze(problem, values, calc_second_order=second_order)
    np.testing.assert_allclose(ours["first"], theirs["S1"], atol=1e-3)
    np.testing.assert_allclose(ours["total"], theirs["ST"], atol=1e-9)
    if second_order:
        pairs = ours[[f"with {name}" for name in NAMES]].to_numpy()
        np.testing.assert_allclose(pairs[np.triu_indices(3, 1)], theirs["S2"][np.triu_indices(3, 1)], atol=1e-3)


def lucky(seed, blocks=64, replicates=4):
    """The Ishigami function at a sample, with luck as large as all that factors do: half of it that of the block."""
    sample, random = sampling.Sobol(samples=blocks).cube(3, seed), np.random.default_rng(1_000 + seed)
    shared, own = random.normal(size=(blocks, 1, replicates)), random.normal(size=(blocks, 5, replicates))
    size = np.sqrt(VARIANCE / 2)
    return ishigami(sample)[:, np.newaxis] + size * (shared + own).reshape(5 * blocks, replicates)


@pytest.mark.parametrize("replicates", [2, 4])
def test_intervals_of_indices_hold_the_truth_as_often_as_they_say(replicates):
    """Oracle: closed form; of 200 samples with other points and other luck, 95 % intervals should hold it in 190. The
    least that is believed (64 blocks), and luck as large as what factors do together."""
    held = np.zeros((2, 3))
    for seed in range(200):
        table = sensitivity.sobol_indices(lucky(seed, replicates=replicates), NAMES)
        for place, (index, truth) in enumerate((("first", FIRST), ("total", TOTAL))):
            held[place] += (table[f"{index}_low"] <= truth) & (truth <= table[f"{index}_high"])
    assert (held >= 0.90 * 200).all(), held
    assert 0.90 <= held.mean() / 200 <= 0.98, held


def test_a_few_seeds_for_all_points_are_a_constant_that_no_interval_sees():
    """Oracle: closed form, both factors are expected to have slope 1 and so half of the variance each. Luck bends what
    the first does: with seeds of their own for each block intervals hold the truth, with three for all they do not."""
    held = {"own": 0, "the same": 0}
    for seed in range(50):
        cube, random = sampling.Sobol(samples=256).cube(2, seed), np.random.default_rng(seed)
        for seeds, blocks in (("own", 256), ("the same", 1)):
            slope = np.repeat(random.normal(1.0, 0.5, size=(blocks, 3)), len(cube) // blocks, axis=0)
            table = sensitivity.sobol_indices(slope * cube[:, :1] + cube[:, 1:], ["x1", "x2"])
            held[seeds] += table["first_low"][0] <= 0.5 <= table["first_high"][0]
    assert held["own"] >= 45
    assert held["the same"] < 35


def test_luck_is_taken_out_of_indices():
    """Oracle: closed form, of the expected outcome; with one replicate the luck of each point counts as every factor's,
    and what means of few replicates leave of it is what pairs of them take out."""
    indices = [sensitivity.sobol_indices(lucky(seed, 256, 2), NAMES)["total"] for seed in range(20)]
    np.testing.assert_allclose(np.mean(indices, axis=0), TOTAL, atol=0.05)
    raw = [sensitivity.sobol_indices(lucky(seed, 256, 2).mean(axis=1), NAMES)["total"] for seed in range(20)]
    assert (np.mean(raw, axis=0)[1:] > np.array(TOTAL[1:]) - 0.02).all()
    assert np.mean(raw, axis=0)[2] > TOTAL[2] + 0.05


def test_a_block_that_failed_is_left_out():
    """Oracle: the indices of the sample without its first block; the counts say so."""
    values = ishigami(sampling.Sobol(samples=128).cube(3, 1))
    holed = values.copy()
    holed[2] = np.nan
    found, without = sensitivity.sobol_indices(holed, NAMES), sensitivity.sobol_indices(values[5:], NAMES)
    pandas.testing.assert_frame_equal(found.drop(columns="of"), without.drop(columns="of"))
    assert found[["blocks", "of"]].iloc[0].tolist() == [127, 128]


@pytest.mark.parametrize(
    ("blocks", "holes", "words"), [(32, 0, "32 of 32"), (128, 10, "118 of 128"), (64, 59, "5 of 64")]
)
def test_too_few_blocks_tell_nothing(blocks, holes, words):
    """Oracle: the floor: at least 64 complete blocks, and 95 % of all."""
    values = ishigami(sampling.Sobol(samples=blocks).cube(3, 1))
    values[: 5 * holes : 5] = np.nan
    with pytest.raises(InputError, match=f"{words} blocks are complete, allowed: at least 64, and 95% of all"):
        sensitivity.sobol_indices(values, NAMES)


def test_shares_of_luck_alone_are_not_told():
    """Oracle: no factor does anything, so there is no variance of which there are shares."""
    luck = np.random.default_rng(2).normal(size=(64 * 5, 4))
    with pytest.raises(InputError, match="cannot be told from luck"):
        sensitivity.sobol_indices(luck, NAMES)


def test_intervals_of_shares_hold_the_truth_as_often_as_they_say():
    """Oracle: by how it is drawn: in 30 replicates that have a luck of their own it happens in half of the runs, in the
    box in .8 of them; of 200 such samples 95 % intervals should hold both in 190. Replicates are independent, runs are
    not: were each run a unit, intervals would hold the truth far less often."""
    held, too_narrow = np.zeros(2), np.zeros(2)
    truths = (("density", 0.8), ("share", 0.5))
    for seed in range(200):
        random = np.random.default_rng(seed)
        inside = random.random((30, 40)) < 0.5
        chance = np.where(inside, 0.8, 0.2) + random.choice([-0.2, 0.2], size=(30, 1))
        counted = random.random((30, 40)) < chance
        for units, counts in ((np.repeat(np.arange(30), 40), held), (np.arange(1200), too_narrow)):
            if units.size == units[-1] + 1 and seed >= 40:
                continue  # forty are enough to see it
            found = discovery.intervals_of(inside.ravel(), counted.ravel(), units)
            counts += [found[name].low <= truth <= found[name].high for name, truth in truths]
    assert (held >= 0.9 * 200).all(), held
    assert (held <= 0.98 * 200).all(), held
    assert (too_narrow < 0.8 * 40).all(), too_narrow


def test_of_few_replicates_no_interval_of_a_share_is_said():
    """Oracle: by hand, nine units; from ten on there is one."""
    inside = np.ones(18, bool)
    counted = np.arange(18) % 3 == 0
    few = discovery.intervals_of(inside, counted, np.arange(18) % 9)["density"]
    assert np.isnan(few.low)
    assert ENGLISH.share_of(few) == "33 % (too few to say how exactly)"


def test_a_sentence_says_of_a_share_beyond_1_that_it_is_noise():
    """Oracle: by hand."""
    row = pandas.Series({"total": 1.392, "total_low": 0.61, "total_high": 1.8})
    said = answers.sobol.share(row, "total", ENGLISH)
    assert said == "100 % (61 to 100 %; the estimate is 139 %, and what is beyond is noise)"
    assert (
        answers.sobol.share(pandas.Series({"a": 0.2, "a_low": -0.1, "a_high": 0.4}), "a", ENGLISH) == "20 % (0 to 40 %)"
    )


def test_elementary_effects_of_a_linear_function_are_its_coefficients():
    """Oracle: 3 x1 - 2 x2 + 0 x3: effects are the same everywhere, so sigma is 0."""
    cube = sampling.Morris(trajectories=20).cube(3, 1)
    table = sensitivity.elementary_effects(cube, 3 * cube[:, 0] - 2 * cube[:, 1], ["x1", "x2", "x3"])
    np.testing.assert_allclose(table["mu_star"], [3, 2, 0], atol=1e-9)
    np.testing.assert_allclose(table["mu"], [3, -2, 0], atol=1e-9)
    np.testing.assert_allclose(table["sigma"], 0, atol=1e-9)


def test_no_variance_is_no_index():
    with pytest.raises(InputError, match="the same at every point"):
        sensitivity.sobol_indices(np.ones(256), ["a", "b"])


# --- what came of it ------------------------------------------------------------------------------------------------


def test_a_distribution_has_the_percentiles_of_numpy():
    values = np.random.default_rng(4).normal(size=(3, 50))
    values[0, 0] = np.nan
    row = distributions.distribution(runs_of({"a": [0, 1, 2]}, values), "joint_value").iloc[0]
    assert (row["runs"], row["defined"]) == (150, 149)
    np.testing.assert_allclose(row[["5 %", "50 %"]].astype(float), np.nanpercentile(values, [5, 50]))


def test_a_mean_lies_in_the_middle_of_its_interval_where_units_have_lost_runs():
    """Oracle: by hand, of units of 2, 1 and 1 values, each counting by its own: squares of what each differs in sum;
    and the interval of Student where all have as many."""
    values, lucks = np.array([[1.0, 3.0], [np.nan, 4.0], [8.0, np.nan]]), np.array([1, 9, 17])
    found = over_units(values, lucks)
    apart = np.array([4.0 - 2 * 4.0, 4.0 - 4.0, 8.0 - 4.0])
    margin = student.ppf(0.975, 2) * np.sqrt(3 / 2 * (apart**2).sum()) / 4
    assert found == pytest.approx((4.0, 4.0 - margin, 4.0 + margin, 3))
    whole = np.random.default_rng(3).normal(size=(5, 7))
    assert over_units(whole, np.ones(5)) == pytest.approx(over_replicates(whole))
    assert over_units(whole, np.arange(5)) == pytest.approx(over_points(whole))
    row = distributions.distribution(runs_of({"a": [0, 1, 2]}, values), "joint_value").iloc[0]
    assert (row["low"] + row["high"]) / 2 == pytest.approx(row["mean"]) == 4.0


def nearest_with_one_mode(values):
    """The dip by linear programming: for every place of the mode, the convex and then concave function nearest to the
    distribution; it may jump at the mode alone."""
    at, count = np.unique(values, return_counts=True)
    after = np.cumsum(count) / count.sum()
    before, n, best = after - count / count.sum(), at.size, 1.0
    for mode in range(n):
        rows, limits = [], []

        def say(signs, limit, rows=rows, limits=limits):
            row = np.zeros(2 * n + 1)  # at each value just before it, and from it on; last, the distance
            for place, sign in signs:
                row[place] += sign
            rows.append(row)
            limits.append(limit)

        for i in range(n):
            for value, of in ((before[i], i), (after[i], n + i)):
                say([(of, 1), (2 * n, -1)], value)
                say([(of, -1), (2 * n, -1)], -value)
            say([(i, 1), (n + i, -1)], 0)
            if i != mode:
                say([(i, -1), (n + i, 1)], 0)
            if i + 1 < n:
                say([(n + i, 1), (i + 1, -1)], 0)
        for i in range(1, n - 1):
            one, other = at[i] - at[i - 1], at[i + 1] - at[i]
            bend = [
                (n + i - 1, 1 / one),
                (i, -1 / one),
                (n + i, -1 / other),
                (i + 1, 1 / other),
            ]  # slopes: later less earlier
            if i < mode:
                say([(place, -sign) for place, sign in bend], 0)
            elif i > mode:
                say(bend, 0)
        found = linprog(np.r_[np.zeros(2 * n), 1], np.array(rows), np.array(limits), bounds=(0, 1))
        best = min(best, found.fun)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_the_dip_is_the_distance_from_the_nearest_distribution_with_one_mode(seed):
    """Oracle: linear programming over all such distributions; half of the samples have equal values."""
    random = np.random.default_rng(seed)
    values = random.normal(size=9) if seed % 2 else random.integers(0, 6, 9).astype(float)
    assert modes.dip(np.sort(values)) == pytest.approx(nearest_with_one_mode(values), abs=1e-7)


def test_dips_in_closed_form():
    """Oracle: Hartigan and Hartigan (1985): 1 / (2 n) is the least, a quarter the most."""
    assert modes.dip(np.arange(10.0)) == pytest.approx(1 / 20)
    assert modes.dip(np.repeat([0.0, 1.0], 50)) == pytest.approx(1 / 4)


RANDOM = np.random.default_rng(7)
ONE_KIND = {
    "normal": RANDOM.normal(size=100),
    "skewed": RANDOM.exponential(size=100),
    "an atom with a tail": np.r_[np.zeros(50), RANDOM.exponential(size=50)],
    "all the same": np.ones(100),
}
TWO_KINDS = {
    "two lumps": np.r_[RANDOM.normal(0, 0.1, 60), RANDOM.normal(0.6, 0.1, 40)],
    "an atom and a lump": np.r_[np.zeros(60), RANDOM.normal(0.6, 0.1, 40)],
}


@pytest.mark.parametrize("name", ONE_KIND)
def test_one_kind_is_not_taken_for_two(name):
    assert modes.modes(ONE_KIND[name]).chance > 0.05


@pytest.mark.parametrize("name", TWO_KINDS)
def test_two_kinds_are_told(name):
    """Oracle: as drawn, 60 % around 0 and 40 % around 0.6."""
    found = modes.modes(TWO_KINDS[name])
    assert found.chance < 0.01
    assert found.share == pytest.approx(0.6, abs=0.01)
    assert (found.lower, found.upper) == (pytest.approx(0, abs=0.05), pytest.approx(0.6, abs=0.05))


def test_the_test_for_two_kinds_is_as_often_wrong_as_it_says():
    """Oracle: one in twenty of 400 even samples, the worst of those with one mode, with room for chance (99 %)."""
    samples = np.random.default_rng(9).random((400, 40))
    assert 9 <= sum(modes.modes(one).chance <= 0.05 for one in samples) <= 32


def test_the_division_in_two_leaves_least_variance():
    """Oracle: brute force over all places to cut."""
    values = np.sort(np.random.default_rng(6).exponential(size=30))
    costs = [values[:cut].var() * cut + values[cut:].var() * (30 - cut) for cut in range(1, 30)]
    assert modes.two_kinds(values)[3] == (np.argmin(costs) + 1) / 30


def test_points_that_end_in_two_ways_are_found():
    values = np.stack([RANDOM.permutation(TWO_KINDS["two lumps"]), *RANDOM.normal(size=(9, 100))])
    found = modes.modes_at_points(runs_of({"a": range(10)}, values), "joint_value")
    assert found.index[found["two"]].tolist() == [0]
    assert answers.modes.in_words(found, VALUE, ENGLISH).startswith("At 1 of 10 points")


def test_trajectories_by_hand():
    rounds = pandas.DataFrame(
        {"point": [0, 0, 1, 1, 0, 0], "round": [1, 2, 1, 2, 1, 2], "trust": [0.0, 1.0, 5.0, 7.0, 0.5, 2.0]}
    )
    table = trajectories.trajectories(rounds, "trust", pandas.Series({0: "hierarchy", 1: "network"}))
    assert table["group"].tolist() == ["hierarchy", "hierarchy", "network", "network"]
    assert table["mean"].tolist() == [0.25, 1.5, 5.0, 7.0]
    assert table["25 %"].tolist() == [0.125, 1.25, 5.0, 7.0]


# --- what is better where, and when ---------------------------------------------------------------------------------


def two_logics(network_less_hierarchy, **levels):
    points = grid(**levels, logic=["hierarchy", "network"])
    exact = np.where(points["logic"] == "network", network_less_hierarchy(points), 0.0)[:, np.newaxis]
    own = np.random.default_rng(8).normal(0, 0.05, size=(len(points), 30))
    return runs_of(points, exact + shared_luck(len(points), 30) + own)


def test_a_regime_map_of_a_known_boundary():
    """Oracle: network is better by x - y, so hierarchy on one side of the diagonal; on it nothing can be told."""
    runs = two_logics(lambda points: points["x"] - points["y"], x=[0, 1, 2], y=[0, 1, 2], z=[0, 1])
    table = regimes.regimes(runs, "joint_value", "x", "y")
    np.testing.assert_allclose(table["difference"], table["x"] - table["y"], atol=0.05)
    off = table[table["x"] != table["y"]]
    assert (off["better"] == np.where(off["x"] > off["y"], "network", "hierarchy")).all()
    assert table[table["x"] == table["y"]]["better"].tolist().count("") >= 2
    assert set(table["settings"]) == {2}
    assert regimes.deciding_factors(runs, "joint_value")[2] == "z"


def test_a_cell_of_words_that_were_drawn_has_an_interval_over_seeds():
    """Oracle: Student's t of the means of the points by hand; 8 points have seeds of their own, of a word each."""
    luck = np.random.default_rng(4).normal(size=(8, 1))
    points = grid(x=range(8), logic=["hierarchy", "network"]).assign(x=lambda table: table["x"] % 2)
    values = np.repeat(luck, 2, axis=0) * np.tile([[0.0], [1.0]], (8, 1)) + np.zeros((16, 5))
    runs = runs_of(points.assign(x=points["x"].map({0: "a", 1: "b"}), y=np.repeat(range(8), 2)), values)
    runs["seed"] = 1 + 8 * runs["replicate"] + runs["point"] // 2
    table = regimes.regimes(runs, "joint_value", "x").set_index("x")
    for word, part in (("a", luck[::2, 0]), ("b", luck[1::2, 0])):
        by_hand = student.interval(0.95, 3, part.mean(), part.std(ddof=1) / 2)
        assert table.loc[word, ["difference", "low", "high"]].tolist() == pytest.approx([part.mean(), *by_hand])


def test_regimes_of_points_that_were_drawn_are_cells():
    """Oracle: network is better by x - 0.5, so that the boundary is halfway."""
    drawn = np.random.default_rng(1).random((300, 2))
    points = pandas.DataFrame(np.repeat(drawn, 2, axis=0), columns=["x", "y"]).assign(
        logic=["hierarchy", "network"] * 300
    )
    exact = np.where(points["logic"] == "network", points["x"] - 0.5, 0.0)[:, np.newaxis]
    table = regimes.regimes(runs_of(points, exact + shared_luck(600, 3)), "joint_value", "x", "y")
    assert (table[table["x"] < 0.35]["better"] == "hierarchy").all()
    assert (table[table["x"] > 0.65]["better"] == "network").all()
    assert table["settings"].sum() == 300


def test_no_pairs_is_said():
    runs = runs_of({"a": [0, 1], "logic": ["hierarchy", "network"]}, np.zeros((2, 2)))
    with pytest.raises(InputError, match="no points that differ in logic alone"):
        regimes.regimes(runs, "joint_value", "a")


def test_the_best_of_many_that_are_equal_is_not_called_better():
    """Oracle: all points are equal; the best by luck would leave nearly all behind."""
    values = np.random.default_rng(2).normal(size=(60, 40))
    table = ranking.ranking(runs_of({"a": range(60)}, values), "joint_value")
    others = table[~table["chosen"]]
    assert (others["behind_low"] > 0).mean() < 0.3
    assert "cannot be told from it" in answers.best.in_words(table, VALUE, ["a"], ENGLISH)


def test_the_best_by_far_is_called_the_best():
    values = np.random.default_rng(2).normal(size=(4, 40)) + np.array([[0], [9], [0], [0]])
    table = ranking.ranking(runs_of({"logic": ["a", "b", "c", "d"]}, values), "joint_value")
    assert table.index[0] == 1
    assert "highest with b: 9" in answers.best.in_words(table, VALUE, ["logic"], ENGLISH)
    assert answers.best.in_words(table, VALUE, ["logic"], ENGLISH).endswith("clearly above each of the other 3.")
    assert ranking.compare(runs_of({"a": [0, 1]}, [[1, 2, 3], [0, 0, 0]]), "joint_value", 0, 1).mean == 2


# --- scenario discovery ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def space():
    """Points at which it happens in a known box: a at most 0.3, b at least 0.6, and in logic network."""
    random = np.random.default_rng(11)
    points = pandas.DataFrame(random.random((3000, 3)), columns=["a", "b", "c"])
    points["size"] = random.integers(2, 9, 3000)
    points["logic"] = random.choice(["hierarchy", "network"], 3000)
    return points


def test_prim_finds_a_known_box(space):
    inside = (space["a"] <= 0.3) & (space["b"] >= 0.6) & (space["logic"] == "network")
    runs = runs_of(space, inside.to_numpy(float)[:, np.newaxis])
    box = discovery.discover(runs, discovery.happens(runs, "joint_value", above=0.5))
    assert set(box.limits) == {"a", "b", "logic"}
    assert box.limits["logic"] == ("network",)
    assert box.limits["a"] == (None, pytest.approx(0.3, abs=0.03))
    assert box.limits["b"] == (pytest.approx(0.6, abs=0.03), None)
    assert box.density > 0.9
    assert box.coverage > 0.9
    assert box.share == pytest.approx(0.06, abs=0.02)
    said = answers.where.in_words(box, "the collaboration dissolves", ENGLISH)
    assert said.startswith("The collaboration dissolves in 9")
    assert "logic is network" in said


def test_a_box_over_whole_numbers_says_whole_numbers(space):
    runs = runs_of(space, (space["size"] >= 7).to_numpy(float)[:, np.newaxis])
    assert discovery.discover(runs, discovery.happens(runs, "joint_value", above=0.5)).limits == {"size": (7, None)}


def test_where_nothing_decides_no_box_is_claimed(space):
    runs = runs_of(space, np.random.default_rng(0).random((3000, 1)))
    box = discovery.discover(runs, discovery.happens(runs, "joint_value", below=0.25))
    assert "cannot be told from chance" in answers.where.in_words(box, "it happens", ENGLISH)
    assert box.share == pytest.approx((runs["joint_value"] < 0.25).mean())  # of all runs, and not of half of them


def test_too_few_cases_are_said(space):
    runs = runs_of(space, np.zeros((3000, 1)))
    with pytest.raises(InputError, match="in 0 of 3000 runs"):
        discovery.discover(runs, discovery.happens(runs, "joint_value", above=0.5))
    with pytest.raises(InputError, match="one of the two"):
        discovery.happens(runs, "joint_value")
    with pytest.raises(InputError, match="did you mean 'joint_value'"):
        discovery.happens(runs, "joint_valu", above=0)


def test_feature_scores_rank_what_matters(space):
    """Oracle: 3 a + b, with nothing else: shares of the variance are 0.9 and 0.1."""
    runs = runs_of(space, (3 * space["a"] + space["b"]).to_numpy()[:, np.newaxis])
    table = discovery.feature_scores(runs, "joint_value")
    assert table["factor"].tolist()[:2] == ["a", "b"]
    assert table["score"].sum() == pytest.approx(1)
    assert table["score"][0] > 0.7


def test_lists_in_sentences():
    assert ENGLISH.enumerated(["a"]) == "a"
    assert ENGLISH.enumerated(["a", "b", "c"]) == "a, b and c"
    assert ENGLISH.enumerated(list("abcdefgh"), 3) == "a, b and 6 more"

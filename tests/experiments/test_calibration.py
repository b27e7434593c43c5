"""The calibration: published numbers, the year that is played, and what became of it."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from experiments.calibration.__main__ import DOCS, POSTERIOR, share_left
from experiments.calibration.calibrate import FREE, HIGH, LOW, OF_THE_MODEL, misses, plausibility, spelled_out, targets
from experiments.calibration.partnerships import MEASURED, summary, year
from simulation.dynamics import Parameters
from simulation.parameters import declarations


def posterior() -> np.ndarray:
    return np.loadtxt(POSTERIOR, delimiter=",", skiprows=1)


def test_published_numbers_are_those_of_the_source():
    """Oracle: Valentijn et al. (2015), relation and ambition, read from the table again."""
    np.testing.assert_array_equal(MEASURED[:, 2], [[3.20, 0.26], [3.27, 0.36]])
    np.testing.assert_array_equal(MEASURED[:, 0], [[3.49, 0.27], [3.49, 0.27]])


def test_mean_and_deviation_are_taken_over_partnerships_that_are_there():
    """Oracle: by hand, indices 0 and 1 on the scale of 1 to 4, and one partnership that fell apart."""
    scores = np.full((3, 2, 5), np.nan)
    scores[0], scores[1] = 0.0, 1.0
    np.testing.assert_allclose(summary(scores)[0, 0], [2.5, np.sqrt(4.5)])


def test_targets_are_levels_changes_and_spreads():
    """Oracle: by hand, relation."""
    found = targets(MEASURED)
    np.testing.assert_allclose(found[[2, 7, 12, 17]], [3.20, 0.07, 0.26, 0.36])


def test_the_same_chance_gives_the_same_partnerships():
    """Oracle: repetition, and that a setting matters."""
    settings = spelled_out((LOW + HIGH) / 2)
    first, again = (year(settings, np.random.default_rng(3), 8) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    other = year(settings | {"trust.initial": 0.2}, np.random.default_rng(3), 8)
    assert np.nanmean(other[..., 2]) < np.nanmean(first[..., 2])


def test_what_is_impossible_is_not_plausible():
    """Oracle: by hand, a place outside the ranges."""
    assert plausibility(HIGH + 0.01) == -np.inf


def test_the_posterior_is_more_plausible_than_the_ranges_it_comes_from():
    """Oracle: misses at the medians beside those at random places."""
    chance = np.random.default_rng(1)
    at_random = [np.sum(misses(spelled_out(chance.uniform(LOW, HIGH)), samples=1) ** 2) for _ in range(10)]
    assert np.sum(misses(spelled_out(np.median(posterior(), axis=0)), samples=1) ** 2) < 0.5 * np.median(at_random)


def test_defaults_are_the_calibrated_medians_rounded():
    """Oracle: posterior.csv."""
    now = {name: value for name, _, value in declarations(Parameters())}
    middle = dict(zip(FREE, np.median(posterior(), axis=0), strict=True))
    for name in OF_THE_MODEL:
        assert now[name] == pytest.approx(middle[name], abs=0.0051), name
    assert now["loyalty.commitment_rate"] == now["loyalty.rate"]
    assert now["loyalty.home_rate"] == pytest.approx(0.6 * now["loyalty.rate"], abs=0.0005)


def test_the_page_reports_every_setting_and_every_published_number():
    """Oracle: the posterior and the published table."""
    text = (DOCS / "calibration.md").read_text(encoding="utf-8")
    with POSTERIOR.open(encoding="utf-8") as file:
        assert tuple(next(csv.reader(file))) == tuple(FREE)
    for name, middle in zip(FREE, np.median(posterior(), axis=0), strict=True):
        assert f"| `{name}` |" in text
        assert f"| {middle:.3f} |" in text
    assert text.count(" | mean, T") + text.count(" | SD, T") == MEASURED.size


def test_how_much_of_a_range_is_left():
    """Oracle: by hand; 90 % of a flat posterior is all of the range."""
    assert share_left((0.0, 1.0), 0.05, 0.95) == pytest.approx(1.0)
    assert share_left((0.0, 1.0), 0.4, 0.49) == pytest.approx(0.1)

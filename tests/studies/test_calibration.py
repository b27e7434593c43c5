"""The calibration: published numbers, the year that is played, and what became of the search."""

from __future__ import annotations

import json

import numpy as np
import pytest

from samenspel.dynamics import Parameters
from samenspel.experiments.listing import written
from samenspel.experiments.ranges import accepted
from samenspel.parameters import declarations
from samenspel.scenario import load
from samenspel.studies.calibration import joint, listing, search
from samenspel.studies.calibration.__main__ import PAGE
from samenspel.studies.calibration.partnerships import MEASURED, summary, year
from samenspel.studies.patterns.places import CHECKING
from samenspel.studies.patterns.year import PEOPLE


def defaults() -> dict[str, float]:
    return {name: value for name, _, value in declarations(Parameters())}


def test_published_numbers_are_those_of_the_source():
    """Oracle: Valentijn et al. (2015), relation and ambition, read from the table again."""
    np.testing.assert_array_equal(MEASURED[:, 2], [[3.20, 0.26], [3.27, 0.36]])
    np.testing.assert_array_equal(MEASURED[:, 0], [[3.49, 0.27], [3.49, 0.27]])


def test_mean_and_deviation_are_taken_over_partnerships_that_are_there():
    """Oracle: by hand, indices 0 and 1 on the scale of 1 to 4, and one partnership that fell apart."""
    scores = np.full((3, 2, 5), np.nan)
    scores[0], scores[1] = 0.0, 1.0
    np.testing.assert_allclose(summary(scores)[0, 0], [2.5, np.sqrt(4.5)])


def test_the_same_chance_gives_the_same_partnerships():
    """Oracle: repetition, and that a setting matters."""
    people = json.loads(PEOPLE.read_text())
    first, again = (year(people, np.random.default_rng(3), 8) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    other = year(people | {"trust.initial": 0.2}, np.random.default_rng(3), 8)
    assert np.nanmean(other[..., 2]) < np.nanmean(first[..., 2])


@pytest.mark.parametrize(("value", "slacks"), [(0.5, 0.0), (0.2, 0.0), (0.1, 2.0), (0.7, 4.0), (np.nan, 5.0)])
def test_a_miss_is_how_far_a_figure_lies_outside_its_band(value, slacks):
    """Oracle: by hand, a band from .2 to .5 and a slack of .05; where there is no figure, many."""
    assert joint.outside(value, 0.2, 0.5, 0.05) == pytest.approx(slacks)


def test_settings_of_a_month_are_brought_to_what_a_round_stands_for():
    """Oracle: by hand; a round of the energy transition is three months."""
    scenario = joint.at_the_pace_of(load("energy_transition"), {"trust.gain": 0.1, "backing.patience": 6})
    assert scenario.parameters.trust.gain == pytest.approx(1 - 0.9**3)
    assert scenario.parameters.backing.patience == 2


def test_a_search_goes_on_around_the_best(monkeypatch):
    """Oracle: a score with a known best place: later generations lie nearer to it."""
    best = np.array([*search.START.values()]) + 0.2 * (search.HIGH - search.LOW)
    best = np.clip(best, search.LOW, search.HIGH)

    def score(settings):
        away = (np.array([settings[name] for name in search.NAMES]) - best) / (search.HIGH - search.LOW)
        return dict.fromkeys(search.PARTS, 0.0) | {"year": float(away @ away)}

    monkeypatch.setattr(search, "score", score)
    found = list(search.search())
    by_generation = [np.mean([parts["year"] for g, _, parts in found if g == k]) for k in range(search.GENERATIONS)]
    assert by_generation[-1] < 0.5 * by_generation[0]
    assert all((place >= search.LOW).all() and (place <= search.HIGH).all() for _, place, _ in found)


def test_what_was_tried_is_kept_and_read_again(tmp_path):
    """Oracle: what went in; a set that was given up half-way comes last."""
    places = [search.LOW, search.HIGH]
    parts = [dict.fromkeys(search.PARTS, 2.0), dict.fromkeys(search.PARTS, 1.0)]
    search.keep(((0, place, part) for place, part in zip(places, parts, strict=True)), tmp_path / "tried.csv")
    read, scores = search.read(tmp_path / "tried.csv")
    np.testing.assert_allclose(read, [search.HIGH, search.LOW], rtol=1e-5)
    np.testing.assert_allclose(scores.sum(axis=1), [len(search.PARTS), 2 * len(search.PARTS)])


def test_defaults_lie_in_what_was_tried_and_most_of_them_among_the_accepted():
    """Oracle: tried.csv; what was moved by hand afterwards stands on the page."""
    places, parts = search.read()
    accepted = places[parts.sum(axis=1) < search.ACCEPTED]
    now = np.array([defaults()[name] for name in search.NAMES])
    assert ((now >= search.LOW) & (now <= search.HIGH)).all()
    moved = {"norm.tolerance"}
    for name, value, low, high in zip(search.NAMES, now, accepted.min(axis=0), accepted.max(axis=0), strict=True):
        assert name in moved or low <= value <= high, name
    assert {name: defaults()[name] for name in joint.GIVEN} == joint.GIVEN


def test_what_was_scored_again_is_the_defaults_and_the_best_sets_on_both_seeds():
    """Oracle: the table, and that the page says what each adds up to."""
    again, text = search.scored(), PAGE.read_text(encoding="utf-8")
    names = ["defaults", *map(str, range(1, search.ELITE + 1))]
    assert [(one.name, one.first) for one in again] == [(name, first) for first in (1, CHECKING) for name in names]
    for one in again:
        assert f"{one.score:.1f} ({one.endings:.1f}, {one.year:.1f})" in text


def test_the_page_names_the_engine_that_searched_and_not_the_one_that_prints():
    """Oracle: the file beside what was tried."""
    assert f"by engine {search.searched_by()}" in PAGE.read_text(encoding="utf-8")


def test_a_level_moved_by_hand_out_of_what_was_accepted_is_not_called_calibrated():
    """Oracle: by hand, from docs/calibration.md."""
    assert listing.level("norm.tolerance") == "by hand, outside the accepted sets"
    assert listing.level("trust.gain") == "calibrated"
    assert listing.level("understanding.rate") == "kept from the calibration of the first model"
    assert listing.level("ties.crowding") == "assumption"


def test_the_range_that_a_design_can_ask_for_is_the_accepted_one():
    """Oracle: tried.csv, rounded as on the page."""
    places, parts = search.read()
    kept = places[parts.sum(axis=1) < search.ACCEPTED]
    ends = zip(kept.min(axis=0).round(3), kept.max(axis=0).round(3), strict=True)
    assert accepted() == dict(zip(search.NAMES, ends, strict=True))


def test_the_page_reports_every_parameter_and_its_default():
    """Oracle: the ranges and the defaults."""
    text = PAGE.read_text(encoding="utf-8")
    for name in search.NAMES:
        assert f"| `{name}` |" in text
        assert f"| {defaults()[name]:g} |" in text
    assert str(CHECKING) in text


def test_the_parameters_in_the_description_are_those_of_now():
    """Oracle: what is declared and calibrated; `python -m samenspel.studies.calibration.listing` writes it."""
    text = listing.DESCRIPTION.read_text(encoding="utf-8")
    assert written(text, listing.lists(), listing.COMMAND) == text

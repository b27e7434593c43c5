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
    """Oracle: a score with a known best place: the middle of the last generation lies nearer to it."""
    best = np.array([*search.defaults().values()]) + 0.2 * (search.HIGH - search.LOW)
    best = np.clip(best, search.LOW, search.HIGH)

    def score(settings, enough):
        away = (np.array([settings[name] for name in search.NAMES]) - best) / (search.HIGH - search.LOW)
        return dict.fromkeys(search.PARTS, 0.0) | {"year": float(away @ away)}

    monkeypatch.setattr(search, "score", score)
    found = list(search.search())
    middles = [np.mean([place for g, place, _ in found if g == k], axis=0) for k in (0, search.GENERATIONS - 1)]
    first, last = (score(dict(zip(search.NAMES, middle, strict=True)), None)["year"] for middle in middles)
    assert last < 0.5 * first
    assert all((place >= search.LOW).all() and (place <= search.HIGH).all() for _, place, _ in found)


def test_a_set_that_is_bad_enough_is_not_worked_out_further(monkeypatch):
    """Oracle: by hand, endings that miss by 5 slacks on each of two figures come to 50."""
    monkeypatch.setattr(joint, "of_endings", lambda *_: [5.0, 5.0])
    assert search.score({}, enough=49.0) == {"endings": 50.0}


def test_structure_is_scored_at_no_cost_as_the_pattern_is_measured(monkeypatch):
    """Oracle: what the pattern leaves free."""
    asked = {}
    monkeypatch.setattr(joint.structure, "created", lambda _, settings: asked.update(settings))
    monkeypatch.setattr(joint.structure, "explained", lambda _: (0.1, []))
    assert joint.of_structure({"trust.gain": 0.1} | joint.GIVEN, range(1)) == [0.0]
    assert asked.keys() == ({"trust.gain"} | joint.GIVEN.keys()) - joint.structure.FREE.keys()


def test_what_was_tried_is_kept_and_read_again(tmp_path):
    """Oracle: what went in; a set that was given up half-way comes last."""
    places = [search.LOW, search.HIGH]
    parts = [dict.fromkeys(search.PARTS, 2.0), dict.fromkeys(search.PARTS, 1.0)]
    places, parts = [search.HIGH, *places], [{"endings": 0.5}, *parts]
    search.keep(((0, place, part) for place, part in zip(places, parts, strict=True)), tmp_path / "tried.csv")
    read, scores = search.read(tmp_path / "tried.csv")
    np.testing.assert_allclose(read, [search.HIGH, search.LOW, search.HIGH], rtol=1e-5)
    np.testing.assert_allclose(scores.sum(axis=1), [len(search.PARTS), 2 * len(search.PARTS), np.nan])


def test_defaults_lie_in_what_was_tried_and_most_of_them_among_what_was_accepted():
    """Oracle: the tables; what was moved by hand afterwards stands on the page."""
    places, _ = search.read()
    now = np.array([defaults()[name] for name in search.NAMES])
    assert ((now >= search.LOW) & (now <= search.HIGH)).all()
    np.testing.assert_allclose(places[np.abs(places - now).sum(axis=1).argmin()], now, rtol=1e-5)
    accepted = search.accepted_sets()
    for name in accepted[0]:
        values = [one[name] for one in accepted]
        assert name == "norm.tolerance" or min(values) <= defaults()[name] <= max(values), name
    assert {name: defaults()[name] for name in joint.GIVEN} == joint.GIVEN


def test_what_was_scored_again_is_the_defaults_and_the_best_sets_on_seeds_that_nothing_was_chosen_on():
    """Oracle: the table, and that the page says what each adds up to."""
    again, text = search.scored(), PAGE.read_text(encoding="utf-8")
    names = ["defaults", *map(str, range(1, search.AGAIN + 1))]
    assert [(one.name, one.first) for one in again] == [(name, first) for first in search.FRESH for name in names]
    assert not {1, CHECKING} & {one.first for one in again}
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
    """Oracle: the accepted sets, rounded as on the page."""
    kept = search.accepted_sets()
    assert accepted() == {
        name: (round(min(one[name] for one in kept), 3), round(max(one[name] for one in kept), 3)) for name in kept[0]
    }


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

"""Patterns: what the model must show, measured, and what the committed pages say of it."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.conditions import CONDITIONS
from samenspel.errors import InputError
from samenspel.events import ORGANISATION_FIELDS
from samenspel.kernel import PACKAGE
from samenspel.logic import Logic
from samenspel.measures import OUTCOMES
from samenspel.runs import run
from samenspel.scenario import load, names, with_changes
from samenspel.state import MEMBER
from samenspel.studies.patterns import betrayal, command, effects, endings, events, luck, regimes
from samenspel.studies.patterns import found as keeping
from samenspel.studies.patterns import shipped as as_shipped
from samenspel.studies.patterns.__main__ import whole
from samenspel.studies.patterns.pattern import Clause, Measured, Met, Pattern, all_of, bootstrapped, enough
from samenspel.studies.patterns.places import CHECKING, LOGICS, PLACES, place, runs, spread_out, year_of
from samenspel.view.shown.facts import Fact, Points, Share

DOCS = PACKAGE.parent / "docs"
CONCEPTS = effects.concepts()
FEW = range(5_001, 5_041)


def inert() -> list[str]:
    """Concepts that the committed page says are inert."""
    text = (DOCS / "effects.md").read_text(encoding="utf-8")
    return [name for name, one in CONCEPTS.items() if f"{one['says'][1:]}: **inert**" in text]


def test_every_concept_sets_what_there_is():
    """Oracle: the parameters, traits and outcomes of the model."""
    for name, concept in CONCEPTS.items():
        for side in ("with", "off", "on"):
            with_changes(place("baseline"), concept.get(side, {}))
        assert set(concept.get("traits", {})) <= set(ORGANISATION_FIELDS), name
        assert concept["outcome"] in OUTCOMES.names, name
        assert concept["least"] > 0.0, name


def test_every_lever_and_every_contrast_is_a_concept():
    """Oracle: the five conditions and the six contrasts."""
    assert {f"lever_{condition}" for condition in CONDITIONS} <= set(CONCEPTS)
    assert {f"contrast_{contrast}" for contrast in Logic._fields} <= set(CONCEPTS)


@pytest.mark.parametrize("name", [name for name in CONCEPTS if name not in inert()])
def test_a_concept_that_is_alive_changes_what_it_is_about(name):
    """Oracle: the smallest effect of interest; few seeds, so half of it, told from nothing, somewhere."""
    concept = CONCEPTS[name]
    assert any(effect.is_at_least(0.5 * concept["least"]) for effect in effects.effects(concept, FEW))


def test_the_page_of_effects_has_every_concept():
    """Oracle: the table of concepts."""
    text = (DOCS / "effects.md").read_text(encoding="utf-8")
    for concept in CONCEPTS.values():
        assert concept["says"][1:] in text
    assert len(inert()) <= 3


def test_an_effect_that_is_kept_is_what_runs_say():
    """Oracle: one concept measured again, on all the seeds of the page."""
    name = next(iter(CONCEPTS))
    again = effects.effects(CONCEPTS[name], effects.SEEDS)
    for one, other in zip(effects.kept()[name], again, strict=True):
        assert (one.place, one.logic) == (other.place, other.logic)
        assert (one.change, one.error) == pytest.approx((other.change, other.error), rel=1e-8)


def test_the_page_of_patterns_has_all_twelve_on_seeds_kept_apart():
    """Oracle: the patterns that are measured."""
    text = (DOCS / "patterns.md").read_text(encoding="utf-8")
    numbers = sorted(number for numbers, _, _ in command.MEASURED.values() for number in numbers)
    assert numbers == list(range(1, 13))
    for number in numbers:
        assert f"\n## {number}. " in text
    assert text.count(f"| {CHECKING} to ") == len(numbers)


def test_a_verdict_counts_clauses():
    """Oracle: by hand."""
    yes, no = Clause("a", "", True), Clause("b", "", False)
    close, missed = Clause("c", "", True, near=True), Clause("d", "", False, near=True)
    asked = ((yes, yes), (yes, no), (yes, no, no), (no,), (yes, close), (yes, missed))
    assert [Pattern(1, "", clauses).verdict for clauses in asked] == [
        "in full",
        "but for a clause",
        "but for 2 clauses",
        "missed",
        "in full, at the limit",
        "but for a clause, at the limit",
    ]
    patterns = [Pattern(1, "", clauses) for clauses in asked]
    assert command.counted(patterns) == "2 of 6 come out in full, 1 of which at the limit"


def test_the_page_is_that_of_what_is_kept():
    """Oracle: the committed page, made again, clause by clause."""
    text = (DOCS / "patterns.md").read_text(encoding="utf-8")
    kept = list(keeping.kept())
    assert whole() == text
    assert sum(len(pattern.clauses) for pattern, _ in kept) == text.count("\n| yes") + text.count("\n| **no**")


def test_what_is_kept_is_what_was_found(tmp_path, monkeypatch):
    """Oracle: by hand; clauses that hold, hold by chance, or do not, with commas and quotes in their text."""
    monkeypatch.setattr(keeping, "KEPT", keeping.KEPT._replace(folder=tmp_path))
    clauses = (Clause('a, "b"', "", True), Clause("c", ".2 | .3", True, near=True), Clause("d", "none", False))
    patterns = [(Pattern(2, "Endings", clauses), range(5, 9)), (Pattern(12, "Effects", clauses[:1]), range(5, 7))]
    keeping.keep(patterns)
    assert list(keeping.kept()) == patterns
    assert keeping.KEPT.found_by() == keeping.KEPT.made_by()


def test_what_is_measured_again_stands_in_the_place_of_what_was():
    """Oracle: by hand; its own number, and no other."""
    old, new = ([(Pattern(number, title, ()), range(1, 2)) for number in (1, 2, 10)] for title in ("old", "new"))
    titles = [(pattern.number, pattern.title) for pattern, _ in keeping.replaced(old, new[1:2])]
    assert titles == [(1, "old"), (2, "new"), (10, "old")]


def test_a_threshold_within_the_error_is_called_so():
    """Oracle: by hand; a mean of -.05 with two standard errors of .046, and an effect of .02 with one of .01."""
    seen = betrayal.with_chance(np.array([-0.09, -0.01, -0.09, -0.01]))
    assert (seen.value, seen.error) == pytest.approx((-0.05, 2 * 0.04 / 3**0.5))
    assert seen._replace(high=-0.01).near
    assert not seen._replace(high=0.01).near
    effect = effects.Effect("here", "network", 0.02, 0.01)
    assert effect.is_near(0.005)
    assert not effect.is_near(0.0)
    clause = Clause("few leave", "0.02", True, near=True)
    assert clause.word == "yes, at the limit"
    assert "   yes, at the limit  few leave" in command.told(Pattern(1, "Leaving", (clause,)), range(1, 3))


def test_what_hangs_on_figures_near_their_threshold_is_at_the_limit_and_nothing_else_is():
    """Oracle: by hand; three of four have to lie above .1, where errors are .05."""
    above, just, below, far = (Measured(value, 0.05, low=0.1) for value in (0.3, 0.12, 0.08, 0.0))
    for figures, met in (
        ((above, above, above, just), (True, False)),
        ((above, above, just, far), (True, True)),
        ((above, above, below, far), (False, True)),
        ((above, below, far, far), (False, False)),
    ):
        assert enough(figures, 3) == met
    assert enough([above, just]) == (True, True)
    assert all_of(Met(True, True), Met(False)) == (False, False)
    assert all_of(Met(True, True), Met(True)) == (True, True)
    assert not Measured(float("nan"), float("nan"), low=0.1).inside
    assert not Measured(0.1, low=0.1).near


def test_an_error_by_drawing_anew_is_that_of_a_mean():
    """Oracle: the closed form of a share, of 400 runs; several figures at once, of rows and of lists."""
    values = np.repeat([0.0, 1.0], 200)
    error = bootstrapped(values, np.mean)
    assert error == pytest.approx(2 * (0.25 / 400) ** 0.5, rel=0.15)
    both = bootstrapped(np.stack([values, -values], axis=1), lambda rows: rows.mean(axis=0))
    assert both == pytest.approx([error, error])


def test_the_error_of_an_area_is_that_of_delong():
    """Oracle: the bootstrap, over runs of either side."""
    chance = np.random.default_rng(1)
    higher, lower = chance.normal(1.0, 1.0, 300), chance.normal(0.0, 1.0, 200)
    again = np.random.default_rng(2).choice
    drawn = [luck.area(again(higher, higher.size), again(lower, lower.size)) for _ in range(400)]
    found = luck.area_of(higher, lower)
    assert found.value == luck.area(higher, lower)
    assert found.error == pytest.approx(2 * np.std(drawn), rel=0.15)


def test_every_figure_of_every_case_as_shipped_is_kept():
    """Oracle: the cases that come with the model, and what is asked of each."""
    found = as_shipped.kept()
    asked = {(figure, logic) for figure, (_, logics, _) in as_shipped.ASKED.items() for logic in logics}
    assert [(row.case, row.figure, row.logic) for row, _ in found] != []
    assert {(row.case, row.figure, row.logic) for row, _ in found} == {
        (name, *one) for name in names() for one in asked
    }
    assert len(found) == len(names()) * len(asked)
    assert as_shipped.KEPT.found_by().keys() == as_shipped.KEPT.made_by().keys()


def test_a_case_is_counted_where_its_figure_lies():
    """Oracle: by hand; one inside, one at the limit, one outside and one undefined."""
    row = as_shipped.Row("a", *[""] * 8)
    figures = [Measured(*one, low=0.1) for one in ((0.3, 0.05), (0.12, 0.05), (0.0, 0.05), (np.nan, np.nan))]
    found = [(row._replace(case=name), one) for name, one in zip("abcd", figures, strict=True)]
    assert as_shipped.sorted_out(found, 2) == ("1", "1 (b 0.12)", "1 (c 0.00)", "1 (d)")


def test_the_trust_from_which_a_share_keeps_it_lies_between_the_points_tried():
    """Oracle: by hand, a straight line from none at .1 to all at .9."""
    kept = [0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0]
    assert regimes.crossing(kept, 0.25) == pytest.approx(0.3)
    assert regimes.crossing(kept, 0.75) == pytest.approx(0.7)


def test_the_area_under_a_curve():
    """Oracle: by hand; alike, apart, and one of four pairs the wrong way."""
    assert luck.area(np.array([1.0, 1.0]), np.array([1.0, 1.0])) == 0.5
    assert luck.area(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 1.0
    assert luck.area(np.array([2.0, 0.5]), np.array([0.0, 1.0])) == 0.75


def test_a_setback_costs_what_the_log_says_of_it():
    """Oracle: by hand; it delivers six tenths of its promise, and trust falls from 70 to 55."""
    setback = Fact("setback_staff", 0.15, {"part": Share(0.6), "from": Points(0.70), "to": Points(0.55)})
    assert luck.cost(setback) == pytest.approx((0.4, 0.15))


def test_a_hazard_counts_only_those_that_had_a_goal_when_the_year_began():
    """Oracle: by hand, from the histories."""
    found = runs(load("baseline"), {}, range(1, 13))
    at_risk = ended = 0
    for one in found:
        history = one.history
        if history["agreed"][0] > 0:
            at_risk += 1
            ended += history["lapsed"][12] + (history["members"][12] < 2) > history["lapsed"][0]
    first = endings.hazard(found, 12, "whole")[0]
    assert np.isnan(first) if not at_risk else first == pytest.approx(ended / at_risk)


def test_a_share_of_years_counts_every_year_alike_and_its_error_runs():
    """Oracle: by hand; three ends in eight years, and the error of a ratio that is worked out from each run."""
    ended, exposed = np.array([1, 0, 2]), np.array([2, 2, 4])
    found = endings.rate(ended, exposed)
    drawn = (ended - 0.375 * exposed) / (8 / 3)
    assert found.value == pytest.approx(3 / 8)
    assert found.error == pytest.approx(2 * np.sqrt(np.square(drawn).sum() / 2 / 3))


def test_a_share_of_years_is_that_of_the_years_of_all_runs():
    """Oracle: by hand, from the histories; the mean of years counts one with few runs as much as one with many."""
    found = runs(load("baseline"), {}, range(1, 31))
    ended, exposed = endings.by_year(found, 12, "whole")
    agreed = [one.history["agreed"][::12][:4].astype(bool) & (one.history["members"][::12][:4] > 1) for one in found]
    assert exposed.sum() == np.sum(agreed)
    assert ended.sum() / exposed.sum() == pytest.approx(endings.rate(ended.sum(axis=1), exposed.sum(axis=1)).value)
    assert endings.hazard(found, 12, "whole")[-1] == pytest.approx(ended[:, -1].sum() / exposed[:, -1].sum())


def test_that_old_ones_end_less_is_taken_run_by_run():
    """Oracle: by hand; of two runs one year each, young and old: a half and a quarter, the same in both."""
    alike = (np.array([[1.0, 0.0, 0.5, 0.0]] * 2), np.ones((2, 4)))
    first, later, fall = endings.by_age(alike)
    assert (first.value, later.value, fall.value) == pytest.approx((0.5, 0.25, 0.25))
    assert fall.error == pytest.approx(0.0)
    other = endings.Ageing(later, first, Measured(-0.25, 0.1))
    clause = endings.falls("a", [endings.Ageing(first, later, fall), other])
    assert not clause.holds
    assert "(a fall of 0.0000, ± 0.0500); a fall is told in 1 of 2, a rise in 1" in clause.found
    never = endings.by_age((np.zeros((2, 4)), np.array([[1.0, 1.0, 0.0, 0.0]] * 2)))
    assert endings.falls("a", [never]) == Clause(
        "a, beyond chance (mean of places and logics)", "none grows so old", False
    )


def test_ties_are_followed_from_round_to_round():
    """Oracle: the histories; where nothing comes to rest and nobody leaves, all are open for as long as a run lasts."""
    scenario = with_changes(place("baseline"), {"ties.lapse": 0.0, "participation.exit": 0.0})
    ended, exposed = endings.ties_ended(scenario, range(1, 3))
    ties = scenario.declare(1).ties.size
    assert not ended.any()
    assert exposed[0].sum() == pytest.approx(ties * scenario.rounds / 12)


@pytest.mark.parametrize("logic", LOGICS)
@pytest.mark.parametrize("name", PLACES)
def test_twenty_years_do_not_end_by_a_ratchet(name, logic):
    """Oracle: that nothing goes one way: loyalties fall too, and collaborations do not end more as they grow old.

    In the first model loyalty rose 165 times for each time that it fell, and collaborations died of it after year ten.
    """
    scenario, year = with_changes(place(name), {"logic": logic}), year_of(place(name))
    found = spread_out(lambda seed: run(scenario, seed, 20 * year, trace=True), range(1, 31))
    for loyalty in ("loyalty", "home"):
        steps = [np.diff(one.trace[loyalty], axis=0)[(one.trace["member"] == MEMBER)[:-1]] for one in found]
        up, down = (sum(int((sign * those > 0.0).sum()) for those in steps) for sign in (1, -1))
        assert down > (up + down) / 20
    ended, exposed = endings.by_year(found, year, "whole")
    early, late = (endings.rate(ended[:, years].sum(axis=1), exposed[:, years].sum(axis=1))
                   for years in (slice(0, 10), slice(10, None)))  # fmt: skip
    assert late.value - late.error < early.value


def test_a_pattern_that_does_not_exist_is_refused():
    """Oracle: the text of the error."""
    with pytest.raises(InputError, match=r"--only: got 13, allowed: 1 to 12"):
        command.patterns(only=[13])


def test_places_are_scenarios():
    """Oracle: the scenarios that come with the model."""
    for name in PLACES:
        assert place(name).name == name


@pytest.mark.parametrize("story", events.stories(), ids=lambda story: f"{story.scenario} {story.round}")
def test_an_event_changes_what_its_story_is_about(story):
    """Oracle: the story, and the least that can be seen of its outcome.

    Written before it was measured; stories that did not show were changed, and the least of `agreed` came later.
    """
    change, error = events.effect(story.scenario, story.round, story.outcome, range(5_001, 5_201))
    assert story.told(change, error), f"{change:+.3f} ({error:.3f})"


def test_every_event_has_a_story():
    """Oracle: the scenarios."""
    dated = {(name, event.round) for name in names() for event in load(name).events}
    told = [(story.scenario, story.round) for story in events.stories()]
    assert set(told) == dated
    assert len(told) == len(set(told))


def test_patterns_are_looked_for_where_the_model_was_calibrated():
    """Oracle: the burdens of the cases for teaching, of which the places that were kept know nothing."""
    for name in ("integrated_care", "merger", "energy_transition"):
        assert not np.nan_to_num(place(name).declare(1).organisations["burden"]).any()
        assert np.nan_to_num(load(name).declare(1).organisations["burden"]).any()

"""The scenarios that come with the model: complete, playable under both logics, and not a foregone conclusion."""

import dataclasses
from functools import cache

import numpy as np
import pytest

from samenspel.logic import LOGICS, Logic
from samenspel.measures import Outcomes
from samenspel.parameters import changed, declared
from samenspel.results.scenarios import of_scenario, round_of
from samenspel.runs import run
from samenspel.scenario import load, names, playing, with_changes
from samenspel.state import MEMBER

SCENARIOS = [*names(), *playing()]
SEEDS = range(1, 6)


def phased(event):
    """Whether an event is the start of a phase of investing."""
    return any(name.startswith("effort.") for name in event.parameters)


@cache
def played(name, logic):
    """Five runs of the scenario's own length, all six contrasts at one logic."""
    scenario = load(name)
    contrasts = {f"logic.{contrast}": logic for contrast in Logic._fields}
    scenario = dataclasses.replace(scenario, parameters=changed(scenario.parameters, contrasts))
    return [run(scenario, seed) for seed in SEEDS]


def test_the_fifteen_are_there():
    assert set(names()) == {
        "area_development",
        "baseline",
        "disaster_response",
        "education_labour",
        "energy_transition",
        "integrated_care",
        "merger",
        "ngo_consortium",
        "port_data",
        "refugee_housing",
        "regional_energy_strategy",
        "safety_house",
        "supply_chain",
        "survey_example",
        "youth_care",
    }


def test_a_scenario_of_ones_own_says_what_its_author_wrote(tmp_path):
    """Oracle: its file; one that comes with the model is told in Dutch, also with other settings."""
    theirs, path = load("merger"), tmp_path / "merger.toml"
    path.write_text(theirs.text.replace(theirs.title, "Three choirs").replace('round = "month"', 'round = "rehearsal"'))
    own = load(path)
    assert (own.name, own.title, own.round) == ("merger", "Three choirs", "rehearsal")
    assert all(of_scenario(own, what, "nl") == getattr(own, what) for what in ("title", "story", "question", "round"))
    assert round_of(own, "nl") == "rehearsal"
    for one in (theirs, with_changes(theirs, {"rounds": 6})):
        assert (of_scenario(one, "title", "nl"), round_of(one, "nl")) != (one.title, round_of(one, "en"))
        assert round_of(one, "nl") == "een maand"


@pytest.mark.parametrize("name", SCENARIOS)
class TestEveryScenario:
    def test_has_a_text(self, name):
        scenario = load(name)
        assert scenario.title.strip()
        assert scenario.story.strip()
        assert scenario.question.strip().endswith("?")
        assert scenario.lesson.strip()
        assert scenario.fiction.strip()
        assert scenario.rounds > 0

    def test_has_a_choice_to_make(self, name):
        scenario = load(name)
        assert len(scenario.choices) >= 2
        assert all(1 <= event.round <= scenario.rounds for events in scenario.choices.values() for event in events)

    def test_is_about_something(self, name):
        """Oracle: the file; the baseline states nothing, as docs/scenarios.md says why."""
        scenario = load(name)
        assert bool(scenario.themes) == (name != "baseline")
        assert all(scenario.stakes) == (name != "baseline")
        assert bool(scenario.sources) == (name != "baseline")
        assert bool(scenario.reality) == (name != "baseline")

    def test_has_somebody_who_pays_and_somebody_who_saves(self, name):
        """Oracle: the burdens at home; the one that is there to warm up has none.

        In `one_customer` whoever gains most does so by what six others bring it, of which its burden takes a part.
        """
        burdens = np.nan_to_num(load(name).declare(1).organisations["burden"])
        assert (burdens.min() < 0.0) == (name != "baseline")
        assert (burdens.max() > 0.0) == (name not in ("baseline", "one_customer"))

    def test_has_somebody_who_may_decide_or_has_to_ask_at_home(self, name):
        """Oracle: the law, as the scenario tells it; the one that is there to warm up has none."""
        known = load(name).declare(1).organisations
        powers = np.nan_to_num([known["right"], known["ratifies"]])
        assert bool(powers.any()) == (name != "baseline")

    def test_has_enough_organisations(self, name):
        scenario = load(name)
        assert len(scenario.labels) == len(set(scenario.labels))
        assert len(scenario.labels) >= (2 if name == "baseline" else 5)

    def test_has_its_events_within_its_rounds(self, name):
        scenario = load(name)
        dates = [event.round for event in scenario.events]
        assert all(1 <= date <= scenario.rounds for date in dates)
        assert dates == sorted(dates)
        assert all(event.name for event in scenario.events if not phased(event))

    @pytest.mark.parametrize("logic", LOGICS)
    def test_gives_finite_outcomes_where_they_are_defined(self, name, logic):
        for result in played(name, logic):
            assert len(result.history) == load(name).rounds
            for outcome, known in declared(Outcomes).items():
                values = result.history[outcome]
                assert np.isfinite(values if known.defined else values[~np.isnan(values)]).all(), outcome
            assert (np.isnan(result.history["equity"]) == (result.history["sorted_effect"] == 0)).all()
            in_reach = ~np.isnan(result.history["price_of_consent"])
            assert in_reach[result.history["support"] >= result.parameters.decision.quorum].all()

    @pytest.mark.parametrize("logic", LOGICS)
    def test_is_no_foregone_conclusion(self, name, logic):
        # what a run can saturate at: every member at its capacity, or nobody pooling anything, in every seed
        full, empty = [], []
        for result in played(name, logic):
            who = result.state.organisations[result.state.organisations["member"] == MEMBER]
            capacity = result.parameters.promise.capacity
            full.append(len(who) > 0 and bool((who["pooled"] >= capacity - 1e-9).all()))
            gone = result.history["members"][result.history.size // 2] == 0  # what is meant to end may end
            empty.append(bool(gone) or (len(who) > 0 and bool((who["pooled"] <= 1e-9).all())))
        assert not all(full)
        assert not all(empty)

    def test_differs_between_seeds_and_logics(self, name):
        value = {logic: [result.history["joint_value"].mean() for result in played(name, logic)] for logic in LOGICS}
        assert len(set(value["hierarchy"])) > 1
        assert value["hierarchy"] != value["network"]

    def test_gets_off_the_ground_in_some_run_of_either_logic(self, name):
        for logic in LOGICS:
            assert any(result.history["agreed"].any() for result in played(name, logic)), logic


def test_three_scenarios_have_events_and_one_has_phases():
    events = {name: load(name).events for name in SCENARIOS}
    assert sum(any(not phased(event) for event in dated) for dated in events.values()) >= 3
    assert any(any(phased(event) for event in dated) for dated in events.values())


def test_the_baseline_states_nothing():
    # oracle: the defaults of the model, as its parameters declare them
    scenario = load("baseline")
    assert scenario.parameters == type(scenario.parameters)()
    assert not scenario.events


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_one_pays_others_get(name):
    """Oracle: sums; of choices that do nothing but move burdens from one party to another."""
    for choice, events in load(name).choices.items():
        moved = [event.add["burden"] for event in events if set(event.add) == {"burden"}]
        only = len(moved) == len(events) and not any(event.set for event in events)
        if only and min(moved) < 0.0 < max(moved):
            assert sum(moved) == pytest.approx(0.0), choice

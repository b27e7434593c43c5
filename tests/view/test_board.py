"""For a board: what was learnt and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.runs import run
from samenspel.scenario import choosing, load
from samenspel.view.session import Line
from samenspel.view.shown.board import for_board, learnt
from samenspel.view.shown.ending import of_line
from samenspel.view.shown.holding import stood
from samenspel.view.shown.mending import worst_of
from samenspel.view.texts import LANGUAGES, Texts

from .lines import line_of, log_of

ENGLISH = Texts("en")


@pytest.mark.parametrize(
    "name", ["integrated_care", "education_labour", "regional_energy_strategy", "disaster_response"]
)
def test_how_sure_it_is_is_counted_over_runs_by_other_luck(name):
    """Oracle: those runs, one by one, from outside of the page."""
    line = line_of(name)
    fates, paid = [], 0
    for seed in range(line.seed + 1, line.seed + 41):
        history = run(line.scenario, seed).history
        agreed = history["agreed"] > 0
        lost = bool((np.diff(agreed.astype(int)) < 0).any())
        fates.append("never" if not agreed.any() else ("again" if lost else "held") if agreed[-1] else "lost")
        paid += history["joint_value"].mean() >= 0.0025
    said = for_board(line, ENGLISH, log_of(line))
    assert line.elsewhere.fates == fates
    assert f"in {fates.count(line.fate)} of 40 other runs" in said
    assert f"in {paid} of those 40" in said
    same = fates.count(line.fate)
    how = "Fairly sure" if same >= 32 else "Likely, not certain" if same >= 28 else "Luck decides much here"
    assert f"How sure? {how}:" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("logic", ["network", "hierarchy"])
@pytest.mark.parametrize("name", ["integrated_care", "youth_care", "regional_energy_strategy", "disaster_response"])
def test_what_a_board_is_told_is_why_it_held_or_broke_in_the_ending_and_the_log(name, logic, language):
    """Oracle: the facts of the log: how many stood behind it, and who did not when it was given up."""
    texts = Texts(language)
    line = line_of(name, None, (("logic", logic),))
    said, told = learnt(line, texts, log_of(line)), log_of(line)
    ends = dict(of_line(line, texts, told))
    assert not set("{}").intersection(said)
    if line.fate == "held":
        one = stood(line)
        order = "_order" if "order" in one.way and not one.always_all else ""
        many = texts(f"board.{one.how_many}{order}", **one.counts(texts))
        if one.patient:
            many = texts(f"board.held_patience{'_order' if 'order' in one.way else ''}", **one.patiently(texts))
        assert many in said or said.startswith(texts("ending.brief", round=int(line.first_goal), rounds=line.rounds))
    if line.fate in ("lost", "again"):
        round_, fact, *_ = worst_of(line, told)
        assert fact in told[round_].facts
        assert fact.kind == "lapsed"
        assert f" {round_} " in said.replace(",", " ")
        who = [texts.in_a_sentence(line.scenario.labels[row]) for row in fact.values["who"]]
        assert texts.names(who) in said
    if line.fate == "lost":
        assert "lost" in ends
        assert "why" not in ends
    if line.fate == "never":
        assert said == ends["why"]


def test_of_an_end_that_was_chosen_it_is_only_counted_whether_it_paid():
    scenario = choosing(load("ngo_consortium"), "End it together, in time: finish it well, and celebrate")
    line = Line(scenario, scenario.seed)
    said = for_board(line, ENGLISH, log_of(line))
    assert said.startswith("They ended the collaboration together in round ")
    assert "How sure" not in said
    assert "of 40 other runs" in said

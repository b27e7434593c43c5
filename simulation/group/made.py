"""A group made of what a survey says: the scenario as text, the efforts that go on, and how near the model comes."""

from __future__ import annotations

from typing import NamedTuple

from ..brought.ratings import Answers
from ..scenario import Scenario, parse
from . import writing
from .fit import SHOWN, Fit, fit, standing_efforts
from .portrait import Portrait, portray

YEAR = 12  # rounds between two waves (assumption)


class Group(NamedTuple):
    """A group: its scenario and the text of it, what it is made of, and how near the model comes to its scores."""

    text: str
    scenario: Scenario
    portrait: Portrait
    efforts: dict[str, float]
    fit: Fit
    fitted: str


def made(answers: Answers, title: str, logic: str, name: str) -> Group:
    """The group that gave these answers, as a scenario of that title and logic."""
    portrait = portray(answers)

    def scenario_of(efforts: dict[str, float], fitted: str = "") -> tuple[str, Scenario]:
        text = writing.scenario_text(title, logic, portrait, efforts, fitted)
        return text, parse(text, name)

    efforts = standing_efforts(scenario_of({})[1], portrait.scores)
    rounds = (1, *(1 + YEAR * year for year in range(1, len(answers.later) + 1)))
    first = fit(scenario_of(efforts)[1], SHOWN, rounds)
    fitted = writing.fit_table(portrait, first, answers.later)
    return Group(*scenario_of(efforts, fitted), portrait, efforts, first, fitted)

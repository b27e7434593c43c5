"""A group made of what a survey says: the scenario as text, and how near the model comes to its scores."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..brought.options import options_of
from ..brought.ratings import Answers
from ..brought.reader import read
from ..logic import LOGICS
from ..reading import Word
from ..scenario import Scenario, parse
from . import writing
from .files import the_files
from .fit import SHOWN, Fit, fit
from .portrait import Portrait, portray

YEAR = 12  # rounds between two waves (assumption)


class Group(NamedTuple):
    """A group: its scenario and the text of it, what it is made of, and how near the model comes to its scores."""

    text: str
    scenario: Scenario
    portrait: Portrait
    fit: Fit
    fitted: str


def survey(where: Path | str, title: str = "", logic: str = "network", **said: object) -> Scenario:
    """The group in the files of a survey or a network, as a scenario: what `samenspel import` writes.

    Parameters
    ----------
    where
        A folder with orgs.csv, ties.csv and conditions.csv, or one file (docs/survey.md).
    title
        Of the scenario; by default the name of the folder or file.
    logic
        `network` or `hierarchy`.
    said
        What the files do not say, as `samenspel.brought.options` has it: `zero="no_tie"`, `scale={"trust": (1, 5)}`.

    Raises
    ------
    InputError
        All that is wrong with the files, each with its place and its remedy.

    Examples
    --------
    >>> from samenspel.scenario import BUILT_IN
    >>> survey(BUILT_IN / "survey_example", wave="1")
    <Scenario 'survey_example': 14 organisations, 36 rounds, seed 1>
    """
    path = Path(where)
    answers = read(the_files(path, None, None, None), options_of(said))
    name = path.resolve().stem
    return made(answers, title or f"Survey {name}", Word(LOGICS).read(logic, "logic"), name).scenario


def made(answers: Answers, title: str, logic: str, name: str, language: str = "en") -> Group:
    """The group that gave these answers, as a scenario of that title and logic, told in a language."""
    first = parse(writing.heading(title, logic), name, answers=answers)
    portrait = portray(answers, first.present)
    rounds = (1, *(1 + YEAR * year for year in range(1, len(answers.later) + 1)))
    found = fit(first, SHOWN, rounds)
    fitted = writing.fit_table(portrait, found, answers.later, language)
    text = writing.scenario_text(title, logic, portrait, fitted, language)
    return Group(text, parse(text, name), portrait, found, fitted)

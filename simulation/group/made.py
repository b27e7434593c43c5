"""A group made of what a survey says: the scenario as text, and how near the model comes to its scores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ..brought.options import options_of
from ..brought.order import ordered_by_name
from ..brought.ratings import Answers
from ..brought.reader import read
from ..brought.words import as_title
from ..errors import InputError
from ..logic import LOGICS
from ..parameters import at_pace
from ..reading import Word
from ..results.outcomes import capitalised
from ..scenario import Scenario, parse
from . import waves, writing
from .files import the_files
from .fit import SHOWN, Fit, fit
from .portrait import Portrait, portray
from .waves import Between


class Group(NamedTuple):
    """A group: its scenario and the text of it, what it is made of, how near the model comes to its scores, and what
    changed between two waves, where there are two.
    """

    text: str
    scenario: Scenario
    portrait: Portrait
    fit: Fit
    fitted: str
    changed: Between | None = None


def survey(
    where: Path | str,
    title: str = "",
    logic: str = "network",
    between: int | None = None,
    pace: bool = False,
    **said: object,
) -> Scenario:
    """The group in the files of a survey or a network, as a scenario: what `samenspel import` writes.

    Parameters
    ----------
    where
        A folder with orgs.csv, ties.csv and conditions.csv, or one file (docs/survey.md).
    title
        Of the scenario; by default the name of the folder or file.
    logic
        `network` or `hierarchy`.
    between
        Rounds between two waves, 12 by default.
    pace
        Whether the group goes as fast as it did between its two waves.
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
    sources, options = the_files(path, None, None, None), options_of(said)
    name, logic = path.resolve().stem, Word(LOGICS).read(logic, "logic")
    if between is not None:
        waves.ROUNDS_BETWEEN.read(between, "between")
    answers = read(sources, options)
    two = waves.another_wave(sources, options, answers) if pace else None
    return made(
        answers, title or capitalised(as_title(name)), logic, name, two=two, rounds=between, paced=pace
    ).scenario


def made(
    answers: Answers,
    title: str,
    logic: str,
    name: str,
    language: str = "en",
    two: tuple[Answers, Answers] | None = None,
    rounds: int | None = None,
    paced: bool = False,
) -> Group:
    """The group that gave these answers, as a scenario.

    Parameters
    ----------
    answers
        What its files say.
    title, logic, name
        Of the scenario.
    language
        In which it is told.
    two
        The answers of two waves, of which `answers` is one: what changed between them is then said.
    rounds
        Between two waves; None where that is not said.
    paced
        Whether the group goes as fast as it did between these waves.

    Raises
    ------
    InputError
        It is to go as fast as between two waves, and there is one.
    """
    if paced and two is None:
        raise InputError("got one wave, allowed: files with two that can be read", "pace")
    goes_before = two is not None and two[0] is answers
    answers, two = ordered_by_name(answers), two and (ordered_by_name(two[0]), ordered_by_name(two[1]))
    first = parse(writing.heading(title, logic), name, answers=answers)
    portrait, apart = portray(answers, first.present), waves.BETWEEN if rounds is None else rounds
    changed = None
    if two is not None:
        before = first if goes_before else parse(writing.heading(title, logic), name, answers=two[0])
        changed = waves.between(before, *two, apart, paced)
        remarks = portrait.remarks._replace(changed=tuple(waves.told(changed, rounds is not None)))
        portrait = portrait._replace(remarks=remarks)
        if changed.pace is not None:
            doubts = {**portrait.doubts, "pace": changed.pace.unsure}
            portrait = portrait._replace(pace=changed.pace.value, doubts=doubts)
            first = replace(first, parameters=at_pace(first.parameters, portrait.pace))
    after = (1, *(1 + apart * wave for wave in range(1, len(answers.later) + 1)))
    found = fit(first, SHOWN, after)
    fitted = writing.fit_table(portrait, found, answers.later, apart, language)
    text = writing.scenario_text(title, logic, portrait, fitted, language)
    return Group(text, parse(text, name), portrait, found, fitted, changed)

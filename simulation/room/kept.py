"""A play as it is kept: a scenario file, which `samenspel run` plays again to the same bits.

It holds organisations, ties and what is left to chance as the scenario says them, and all that was decided and fired
as events. Of who sat in a seat there is nothing in it.
"""

from __future__ import annotations

from dataclasses import replace

from ..results.scenarios import of_scenario
from ..scenario import Scenario
from ..view.download import slug, whole_file
from .play import Play
from .table import Table


def as_file(play: Play, language: str = "en") -> str:
    """The rounds that were played, as the text of a scenario file.

    Parameters
    ----------
    play
        At least one round of it was played.
    language
        Of its title and its story; names stay those of the scenario, as reports have them in any language.
    """
    return whole_file(told_in(as_played(play), play.scenario, language), play.course.seed)


def told_in(scenario: Scenario, began: Scenario, language: str) -> Scenario:
    """A scenario with the texts of the one that it began with in a language, where that has them."""
    return replace(
        scenario,
        title=of_scenario(began, "title", language),
        story=of_scenario(began, "story", language),
        question=of_scenario(began, "question", language),
        lesson=of_scenario(began, "lesson", language),
        reality=of_scenario(began, "reality", language),
        fiction=of_scenario(began, "fiction", language),
    )


def as_played(play: Play) -> Scenario:
    """The scenario with what was decided in the rounds that were played, and no more rounds than those."""
    past = tuple(event for event in play.scenario.events if event.round <= play.round)
    return replace(play.scenario, rounds=play.round, events=past)


def without_acts(play: Play) -> Scenario:
    """The same without what anybody decided: what the scenario has in store, and what was fired."""
    scenario = as_played(play)
    left = list(scenario.events)
    for act in (act for played in play.played for acts in played.acts.values() for act in acts):
        if act in left:
            left.remove(act)
    return replace(scenario, events=tuple(left))


def file_of(table: Table) -> str:
    """What the file is called."""
    return f"{slug(table.play.scenario.name)}_{table.code.lower()}.toml"

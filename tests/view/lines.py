"""Lines that many tests look at, and what is told of them: each is played and told once."""

from __future__ import annotations

from functools import cache

from samenspel.scenario import load, with_changes
from samenspel.view.session import Line
from samenspel.view.shown import story


@cache
def line_of(name, seed=None, changes=()):
    """A scenario that comes with the model, played with another seed or with changes: names and values."""
    scenario = with_changes(load(name), dict(changes)) if changes else load(name)
    return Line(scenario, scenario.seed if seed is None else seed)


@cache
def log_of(line):
    """What is told of a line."""
    return story.tell(line)


def played(name, logic="", seed=None):
    """A line, under a logic of its own if one is named, and what is told of it."""
    line = line_of(name, seed, (("logic", logic),) if logic else ())
    return line, log_of(line)


def of_kind(told, *kinds):
    """The facts of some kinds in what is told, each with its round."""
    return ((round_, fact) for round_, fact in story.every(told) if fact.kind.startswith(kinds))

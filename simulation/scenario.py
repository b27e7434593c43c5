"""A scenario: a collaboration to run, as its file describes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .dynamics import Parameters
from .events import Event
from .state import State


@dataclass(frozen=True)
class Scenario:
    """What a scenario file says, checked.

    Attributes
    ----------
    name, title, story, question
        For people; `name` is the name of the file.
    sources
        Keys of docs/bibliography.md, or references in full.
    round
        What a round stands for, such as "month".
    rounds, seed
        Defaults of a run.
    parameters
        All parameters, those that the scenario does not mention at their defaults.
    labels
        Names of the organisations, in row order.
    declare
        From a seed, a new state in which what the scenario leaves open is NaN: `simulation.dynamics.begin` fills
        it in. Only a random network generator uses the seed.
    events
        In the order in which they happen.
    text
        The scenario file, so that a manifest can hold it.
    """

    name: str
    title: str
    story: str
    question: str
    sources: tuple[str, ...]
    round: str
    rounds: int
    seed: int
    parameters: Parameters
    labels: tuple[str, ...]
    declare: Callable[[int], State]
    events: tuple[Event, ...] = ()
    text: str = ""

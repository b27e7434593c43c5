"""What a tour asks a group to predict: how each answer comes out, and whether one is clear from all others.

Which question that is stands in `samenspel.view.asked`. Answers are compared in pairs of runs on the same seeds, as
all of a case is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samenspel.results.replicates import replicate
from samenspel.scenario import Scenario, choosing, load
from samenspel.view.asked import Question, outcome

from .case import TURNS_END, TURNS_VALUE

WRITTEN = {  # how the mean of an outcome is written
    "joint_value": "+.2f",
    "gain": "+.2f",
    "trust": ".2f",
    "agreed": ".0%",
    "held": ".0%",
    "stays": ".0%",
    "members": ".1f",
    "left": ".1f",
    "lapsed": ".2f",
    "first_decision": ".1f",
}


@dataclass(frozen=True)
class Asked:
    """How a question comes out on many seeds.

    Attributes
    ----------
    question
        What was asked.
    found
        The outcome of every answer on every seed, shape (answers, seeds).
    """

    question: Question
    found: np.ndarray

    @property
    def means(self) -> list[float]:
        """The mean of every answer."""
        return self.found.mean(axis=1).tolist()

    @property
    def better(self) -> np.ndarray:
        """What was found, turned round where least is asked for: more is always nearer to right."""
        return -self.found if self.question.least else self.found

    @property
    def right(self) -> int:
        """Which answer is right, by its place."""
        return int(self.better.mean(axis=1).argmax())

    @property
    def apart(self) -> np.ndarray:
        """How much better the right answer is than each other on every seed, shape (other answers, seeds)."""
        return self.better[self.right] - np.delete(self.better, self.right, axis=0)

    @property
    def telling(self) -> np.ndarray:
        """On which seeds one run shows it: the right answer is better than every other, of amounts visibly so."""
        return (self.apart >= TURNS_VALUE if self.question.by_how_much else self.apart > 0.0).all(axis=0)

    @property
    def margin(self) -> float:
        """How far the right answer is from the nearest other.

        The mean difference, of what counts by how much; else the share of seeds in which the right answer has the
        better of the other, less the share in which it has the worse.
        """
        apart = self.apart if self.question.by_how_much else np.sign(self.apart)
        return float(apart.mean(axis=1).min())

    @property
    def clear(self) -> bool:
        """Whether the right answer is clear from every other, by what turns a case."""
        return self.margin >= (TURNS_VALUE if self.question.by_how_much else TURNS_END)


def ask(question: Question, seeds: range) -> Asked:
    """Play every answer to a question, on the same seeds."""
    scenario = load(question.scenario)
    return Asked(question, np.array([answered(scenario, question, choices, seeds) for choices in question.answers]))


def answered(scenario: Scenario, question: Question, choices: Sequence[str], seeds: range) -> np.ndarray:
    """The outcome of an answer on every seed; of two choices, that of a coin: the mean of both."""
    played = [replicate(choosing(scenario, choice), seeds) for choice in choices]
    return np.mean([[outcome(one, question, scenario.labels) for one in runs] for runs in played], axis=0)

"""What a tour asks a group to predict: how each answer comes out, and whether one is clear from all others.

A question is data, in questions.toml. Answers are compared in pairs of runs on the same seeds, as all of a case is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from samenspel.results.replicates import Replicate, replicate
from samenspel.scenario import Scenario, choosing, load

from .case import TURNS_END, TURNS_VALUE

QUESTIONS = Path(__file__).with_name("questions.toml")
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
BY_HOW_MUCH = ("joint_value", "gain", "trust")  # of all others it counts in how many runs


class Question(NamedTuple):
    """What a tour asks: of which outcome there is most, or least, and the choices that each answer stands for."""

    scenario: str
    outcome: str
    answers: tuple[tuple[str, ...], ...]
    of: tuple[str, ...] = ()
    least: bool = False

    @property
    def by_how_much(self) -> bool:
        """Whether it counts by how much answers differ, rather than in how many runs."""
        return self.outcome in BY_HOW_MUCH

    def written(self, mean: float) -> str:
        """The mean of an answer, as it is written."""
        return format(mean, WRITTEN[self.outcome])


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


def questions() -> dict[str, Question]:
    """The question of every tour, by scenario."""
    return {
        name: Question(
            scenario=name,
            outcome=one["outcome"],
            answers=tuple(tuple(choices) for choices in one["answers"]),
            of=tuple(one.get("of", ())),
            least=one.get("least", False),
        )
        for name, one in tomllib.loads(QUESTIONS.read_text(encoding="utf-8")).items()
    }


def ask(question: Question, seeds: range) -> Asked:
    """Play every answer to a question, on the same seeds."""
    scenario = load(question.scenario)
    return Asked(question, np.array([answered(scenario, question, choices, seeds) for choices in question.answers]))


def answered(scenario: Scenario, question: Question, choices: Sequence[str], seeds: range) -> np.ndarray:
    """The outcome of an answer on every seed; of two choices, that of a coin: the mean of both."""
    played = [replicate(choosing(scenario, choice), seeds) for choice in choices]
    return np.mean([[outcome(one, question, scenario) for one in runs] for runs in played], axis=0)


def outcome(one: Replicate, question: Question, scenario: Scenario) -> float:
    """What is asked, of one run; where they never decide, it counts as after the last round."""
    if question.of:
        rows = [scenario.labels.index(label) for label in question.of]
        return float({"gain": one.partners["gain"], "stays": one.partners["left"] == 0}[question.outcome][rows].mean())
    if question.outcome == "held":
        return float(one.history["agreed"][-1])
    found = float(getattr(one.summary, question.outcome))
    return scenario.rounds + 1.0 if np.isnan(found) else found

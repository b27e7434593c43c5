"""What a tour asks a group to predict: of which outcome there is most, or least, among what it plays.

A question is data, in questions.toml. What came of it is said in its own unit, of one run of each answer or of many.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..results.replicates import Replicate

QUESTIONS = Path(__file__).with_name("questions.toml")
ANY = 1e-9  # a difference of what is counted, whatever its last bits
AMOUNTS = ("joint_value", "gain", "trust")  # of which it counts by how much they differ


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
        return self.outcome in AMOUNTS

    def apart(self, amount: float) -> float:
        """From which difference on two answers differ: of amounts from this one on, of what is counted from any."""
        return amount if self.by_how_much else ANY

    @property
    def yes_or_no(self) -> bool:
        """Whether a run answers it with yes or no."""
        return self.outcome == "held" or (self.outcome == "stays" and len(self.of) == 1)

    def best(self, found: Sequence[float], apart: float) -> int:
        """The answer that is right by one run of each, by its place; that there is no difference stands behind them.

        Parameters
        ----------
        found
            The outcome of every answer.
        apart
            From which difference on amounts differ; of what is counted any difference is one.

        Returns
        -------
        int
            -1 where two are alike and better than another.
        """
        better = np.sort(-np.array(found) if self.least else np.array(found))[::-1]
        differ = self.apart(apart)
        if better[0] - better[-1] < differ:
            return len(found)
        place = int(np.argmin(found) if self.least else np.argmax(found))
        return place if better[0] - better[1] >= differ else -1


@cache
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


def outcome(one: Replicate, question: Question, labels: Sequence[str]) -> float:
    """What is asked, of one run; where they never decide, it counts as after the last round."""
    if question.of:
        rows = [labels.index(label) for label in question.of]
        return float({"gain": one.partners["gain"], "stays": one.partners["left"] == 0}[question.outcome][rows].mean())
    if question.outcome == "held":
        return float(one.history["agreed"][-1])
    found = float(getattr(one.summary, question.outcome))
    return one.history.size + 1.0 if np.isnan(found) else found


def measure_of(question: Question | None, labels: Sequence[str]) -> Callable[[Replicate], float] | None:
    """What a run comes to by a question; None without one."""
    return None if question is None else lambda one: outcome(one, question, labels)

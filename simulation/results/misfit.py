"""A group whose marks the model cannot meet: why there is no advice, and what there is to see all the same."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..errors import InputError, Message
from ..scenario import Scenario

TOO_FAR = 0.25  # a condition that is missed by more, share: then the group of the model is another one


class MisfitError(InputError):
    """The model misses what a group scores itself, so that an advice would be for another one.

    Parameters
    ----------
    scenario
        The group.
    index
        What the model has of each condition in its first round, share.

    Attributes
    ----------
    far
        By condition that is missed by more than `TOO_FAR`, by how much, share: above zero where the model has more.
    """

    def __init__(self, scenario: Scenario, index: Mapping[str, float]) -> None:
        self.scenario, self.index = scenario, index
        misses = {name: self.index[name] - score for name, score in scenario.scores.items()}
        self.far = {name: miss for name, miss in misses.items() if abs(miss) > TOO_FAR}
        line = Message(
            "the model misses what the group scores itself: {missed}, on a scale of 1 to 4, allowed: at most {most}; "
            "an advice would be for another group",
            missed=tuple(
                Message("{name} {miss:+.2f}", name=Message(condition), miss=3.0 * miss)
                for condition, miss in self.far.items()
            ),
            most=3.0 * TOO_FAR,
        )
        super().__init__(line.template, Message("scores"), **line.values)

    @property
    def agreed(self) -> bool:
        """Whether the group starts with an agreement."""
        start = self.scenario.declare(self.scenario.seed).collaboration[0]
        return not math.isnan(start["goal"][0])

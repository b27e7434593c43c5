"""A group whose marks the model cannot meet: why there is no advice, and what there is to see all the same."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from ..conditions import CONDITIONS
from ..errors import InputError, Message
from ..reading import Word
from ..scenario import Scenario
from .outcomes import LANGUAGES

TOO_FAR = 0.25  # a condition that is missed by more, share: then the group of the model is another one


class MisfitError(InputError):
    """The model misses what a group scores itself, so that an advice would be for another one.

    Parameters
    ----------
    scenario
        The group.
    index
        Shape (5,): what the model has in its first round, share.

    Attributes
    ----------
    far
        By condition that is missed by more than `TOO_FAR`, by how much, share: above zero where the model has more.
    """

    def __init__(self, scenario: Scenario, index: np.ndarray) -> None:
        self.scenario, self.index = scenario, dict(zip(CONDITIONS, index.tolist(), strict=True))
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

    def told(self, language: str = "en") -> str:
        """The figures of the group, why there is no advice on them and what can be done, as text."""
        from .misfit_in_words import as_text

        return as_text(self, Word(LANGUAGES).read(language, "language"))

    def page(self, path: str | Path, language: str = "en") -> None:
        """Write the same as a page to print, a new file.

        Raises
        ------
        InputError
            There is a file already, or no such folder or language.
        """
        from .misfit_in_words import write_page

        write_page(Path(path), self, Word(LANGUAGES).read(language, "language"))

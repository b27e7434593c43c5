"""What the pages say, in a language; `words.toml` has each text in both."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from ..served import words
from .questionnaire import Item

WORDING = Path(__file__).with_name("words.toml")


class Words(words.Words):
    """The words of one language.

    Examples
    --------
    >>> Words("nl")("wave", number=2), Words("en").number(2.25)
    ('Meting 2', '2.2')
    """

    @staticmethod
    def texts() -> dict[str, dict[str, str]]:
        """All texts by key and language."""
        return wording()

    def number(self, value: float) -> str:
        """A score to one decimal."""
        return f"{value:.1f}".replace(".", self("point"))

    def of(self, item: Item) -> str:
        """A statement of the questionnaire."""
        return item.wording[self.language]

    def condition(self, name: str) -> str:
        """The name of a condition, with a capital."""
        return self(f"condition_{name}")


@cache
def wording() -> dict[str, dict[str, str]]:
    """What `words.toml` says."""
    return tomllib.loads(WORDING.read_text(encoding="utf-8"))

"""What the pages say, in a language; `words.toml` has each text in both."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from ..results.outcomes import LANGUAGES
from ..view.texts import Count
from .questionnaire import Item

WORDING = Path(__file__).with_name("words.toml")


class Words:
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

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]

    def __call__(self, key: str, **values: object) -> str:
        """The text with this key, its placeholders filled in."""
        counted = {name: Count(value) if type(value) is int else value for name, value in values.items()}
        return self.texts()[key][self.language].format_map(counted)

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


def preferred(accepted: str) -> str:
    """The language of the project that a browser would rather have, by its Accept-Language.

    Examples
    --------
    >>> preferred("nl-NL,nl;q=0.9,en;q=0.8"), preferred("fr, en;q=0.5"), preferred("")
    ('nl', 'en', 'en')
    """
    wished = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            wished.append((-float(weight or 1), place, name[:2].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(wished) if name in LANGUAGES), LANGUAGES[0])

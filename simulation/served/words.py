"""What pages say, in a language."""

from __future__ import annotations

from ..results.outcomes import LANGUAGES
from ..view.texts import Count


class Words:
    """The words of one language; which texts there are, whoever has pages says."""

    @staticmethod
    def texts() -> dict[str, dict[str, str]]:
        """All texts by key and language."""
        raise NotImplementedError

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]

    def __call__(self, key: str, **values: object) -> str:
        """The text with this key, its placeholders filled in."""
        counted = {name: Count(value) if type(value) is int else value for name, value in values.items()}
        return self.texts()[key][self.language].format_map(counted)

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

"""Retold: what a run failed of, in another language than that in which results keep it.

Results keep the line alone, in English. It is known again by the templates that errors are made of, of which the one
with the most letters in common is taken; what no template says stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from samenspel.errors import translations

from .words import Speech

NEAREST = r"(?P<nearest>| \(did you mean '.+?'\?\))"  # nothing, or a text with a blank of its own
OF_NO_PLACE = "(?:(?!: ).)+?"  # what a line begins with, after the places before it
FEWEST = 4  # letters of a template, below which it could be anything


@cache
def lines(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Every line that an error may end with, and its translation; the longest first."""
    found = []
    for template, translation in translations(language).items():
        parts = list(Formatter().parse(template))
        pattern, names = "", set()
        for text, name, *_ in parts:
            pattern += re.escape(text)
            if name is not None:
                anything = NEAREST if name == "nearest" else f"(?P<{name}>{'.+?' if pattern else OF_NO_PLACE})"
                pattern += f"(?P={name})" if name in names else anything
                names.add(name)
        if (letters := sum(len(text) for text, *_ in parts)) >= FEWEST:
            found.append((letters, re.compile(rf"(?:^|(?<=: )){pattern}$"), translation))
    found.sort(key=lambda one: -one[0])
    return [one[1:] for one in found]


def retold(line: str, say: Speech) -> str:
    """A line as another language says it; where it is that something is wrong stays as it is.

    Parameters
    ----------
    line
        As results keep it.
    say
        The language.

    Examples
    --------
    >>> retold("mine.toml: network: got 5, allowed: an even number, as there are 7 organisations", Speech("nl"))
    'mine.toml: network: hier staat 5; dat moet zijn: een even getal, want er zijn 7 organisaties'
    """
    for pattern, translation in [] if say.english else lines(say.language):
        if found := pattern.search(line):
            values = {name: value_of(value, say) for name, value in found.groupdict().items()}
            bare = re.sub(r"\{(\w+)[^}]*\}", r"{\1}", translation)  # they are in their form already
            return line[: found.start()] + bare.format(**values)
    return line


def value_of(text: str, say: Speech) -> str:
    """What filled a placeholder: a number, as the language writes it, or a line in its turn."""
    return say.digits(text) if re.fullmatch(r"[-+]?[\d.,]+", text) else retold(text, say)

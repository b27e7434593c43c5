"""What outcomes are called, in every language, and how they stand on scales that people use."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("en", "nl")
WORDS = Path(__file__).with_name("outcomes.toml")


class Words(NamedTuple):
    """What one outcome is called in one language; all but the title may be empty in the file.

    Attributes
    ----------
    title
        Its name, without a capital.
    short
        The same where there is little room; by default the title.
    phrase
        The same as the subject of a sentence; by default the title.
    note
        What stands behind its number in the report.
    """

    title: str
    short: str
    phrase: str
    note: str


@cache
def words(language: str = "en") -> dict[str, Words]:
    """What every outcome is called, by name.

    Examples
    --------
    >>> words()["left"].title, words("nl")["left"].title
    ('partners that left', 'uitgetreden partners')
    """
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {name: words_in(language, said) for name, said in written.items()}


def words_in(language: str, said: dict[str, dict[str, str]]) -> Words:
    """The words of one outcome in one language."""
    title = said["title"][language]
    short, phrase, note = (
        said[key][language] if key in said else usual
        for key, usual in (("short", title), ("phrase", title), ("note", ""))
    )
    return Words(title, short, phrase, note)


def title(name: str, language: str = "en") -> str:
    """The name of an outcome."""
    return words(language)[name].title


def an(word: str) -> str:
    """`a sweep`, `an exploration`."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def capitalised(sentence: str) -> str:
    """With a capital at its start, and nothing else changed."""
    return sentence[:1].upper() + sentence[1:]


def on_four(index: float) -> float:
    """An index from 0 to 1 on the scale from 1 to 4 that surveys use."""
    return 1.0 + 3.0 * index

"""What is asked, and on which scale; the wording stands in `questionnaire.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..conditions import CONDITIONS

WORDING = Path(__file__).with_name("questionnaire.toml")
PARTNER = "partner"
LOW, HIGH = 1, 4  # of every statement: not at all, a little, largely, fully
UNKNOWN = "unknown"  # what "I do not know" is called on a page; in a file it is an empty cell, which is no middle


class Item(NamedTuple):
    """A statement: the condition that it is about, or a partner; its name, its wording, and what it rests on."""

    subject: str
    name: str
    wording: dict[str, str]
    rests: tuple[str, ...]


@cache
def items(subject: str) -> tuple[Item, ...]:
    """The statements on a condition, or on a partner.

    Examples
    --------
    >>> [item.name for item in items("interests")]
    ['known', 'discussed', 'gain']
    """
    return tuple(
        Item(subject, name, {language: told for language, told in said.items() if language != "rests"},
             tuple(said["rests"]))
        for name, said in tomllib.loads(WORDING.read_text(encoding="utf-8"))[subject].items()
    )  # fmt: skip


def on_conditions() -> tuple[Item, ...]:
    """All statements on the five conditions, in the order in which they are asked."""
    return tuple(item for condition in CONDITIONS for item in items(condition))

"""Guided tours: a text file for every scenario and language, one step after the other.

A tour says what to look at, asks a group to predict before it sees, plays, and shows what came of it. A file is a list
of [[steps]], each with

    step      setting, question, predict, run, reveal or discuss
    text      what is said
    answers   of predict: what a group can choose from
    button    what the button says that does the following

and with what the page then does: `round` (go there; `"goal"` is the first with a goal, `"difference"` where most of the
difference between two lines begins), `fork` (what to change, and what to call it), `play`, `compare`
(two names of forks, "" for the original, side by side), `lines` (the same two on the stage), `luck` (was it chance?),
`reveal` (what nobody sees).

A fork has a `name`, and begins `after` a round. What is different in it is a `choice` that the scenario has, by its
English name; or `changes` of parameters, or `phases` of effort with `lengths` and a `budget`; or an `event`. Where
the text says who decides, `decides` names it, so that a test can hold the runs to it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
KINDS = ("setting", "question", "predict", "run", "reveal", "discuss")
DEEDS = ("round", "fork", "play", "compare", "lines", "luck", "reveal")


class Step(NamedTuple):
    """One step of a tour: its kind, what is said, and what the page does."""

    kind: str
    text: str
    answers: tuple[str, ...] = ()
    button: str = ""
    deeds: Mapping[str, Any] = {}


@cache
def read(scenario: str, language: str) -> tuple[Step, ...]:
    """The tour of a scenario in a language; none for a scenario that somebody brought."""
    path = HERE / f"{scenario}.{language}.toml"
    if not path.exists():
        return ()
    return tuple(
        Step(
            entry["step"],
            " ".join(entry["text"].split()),
            tuple(entry.get("answers", ())),
            entry.get("button", ""),
            {deed: entry[deed] for deed in DEEDS if deed in entry},
        )
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["steps"]
    )

"""Which factors tell: the share of each in what trees can explain (Jaxa-Rozen and Kwakkel 2018)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas

from samenspel.results.report import percent

from ..analysis.discovery import feature_scores
from ..words import Outcome, Speech
from .asking import Answer, Asked, Question, with_names, written
from .rows import rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of all factors."""
    yield Asked(
        "scores", "scores", say("scores.asks"), title=say("scores.title", outcome=outcome.title),
        outcomes=(outcome.name,),
    )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """A score a factor, from the highest."""
    outcome = asked.of(results, say)
    table = feature_scores(asked.runs(results), outcome.name)
    marks = with_names(table, say).assign(mean=table["score"], low=float("nan"), high=float("nan"))
    return Answer(
        asked.key, asked.asks, in_words(table, outcome, say), say("scores.note"), written(table, say), table,
        rows_of_marks(
            marks, layout_of(asked, results, say), list(marks["factor"]), say("scores.along"),
            say("scores.figure_note"), open_at_zero=False,
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """Which factors tell most."""
    told = [
        say("scores.told", factor=say.factor(row["factor"]), share=percent(row["score"]))
        for _, row in table.head(3).iterrows()
    ]
    return say("scores.reading", outcome=outcome.said, factors=say.enumerated(told))


SCORES = Question("scores", ("over", "sides"), (), suggested, answer)

"""Which factors tell: the share of each in what trees can explain (Jaxa-Rozen and Kwakkel 2018)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas

from samenspel.results.report import percent

from ..analysis.discovery import feature_scores
from ..analysis.words import Outcome, enumerated
from .asking import Answer, Asked, Question, written
from .rows import rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of all factors."""
    yield Asked(
        "scores", "scores", "Which factors tell?", title=f"What tells {outcome.title}", outcomes=(outcome.name,)
    )


def answer(results: Results, asked: Asked) -> Answer:
    """A score a factor, from the highest."""
    outcome = asked.of(results)
    table = feature_scores(asked.runs(results), outcome.name)
    marks = table.assign(mean=table["score"], low=float("nan"), high=float("nan"))
    return Answer(
        asked.key, asked.asks, in_words(table, outcome.title),
        "Shares in what extremely randomised trees explain (ema_workbench; Jaxa-Rozen and Kwakkel 2018); they add "
        "up to 1, so that a factor that does nothing has a little more than 0.",
        written(table), table,
        rows_of_marks(
            marks, layout_of(asked, results), list(table["factor"]), "share of what trees explain",
            "Shares add up to 1; a factor that does nothing has a little more than 0.", open_at_zero=False,
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: str) -> str:
    """Which factors tell most."""
    told = [f"{row['factor']} ({percent(row['score'])})" for _, row in table.head(3).iterrows()]
    return f"Of what trees can explain of {outcome}, most is by {enumerated(told)}."


SCORES = Question("scores", "feature scores", ("over", "sides"), (), suggested, answer)

"""What each factor of a two-level design does, and which depend on each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas

from ..analysis.contrasts import by_size, factorial_effects, sign
from ..analysis.tables import factors_of
from ..words import Outcome, Speech, begun, interval_in, size_of
from .asking import Answer, Asked, Question
from .rows import MOST_ROWS, rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of all factors."""
    yield Asked(
        "interactions", "interactions", say("interactions.asks"),
        title=say("interactions.title", outcome=outcome.title), outcomes=(outcome.name,),
    )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """Main effects and interactions, the largest first."""
    outcome, runs = asked.of(results, say), asked.runs(results)
    levels = {name: results.factors[name].values for name in factors_of(runs)}
    table = factorial_effects(runs, outcome.name, levels)
    ranked = pandas.DataFrame([row for _, row in by_size(table)])
    marks = pandas.DataFrame(
        {
            "factor": [
                " × ".join(map(say.name, filter(None, both)))
                for both in zip(ranked["factor"], ranked["other"], strict=True)
            ],
            "mean": ranked["effect"],
            "low": ranked["low"],
            "high": ranked["high"],
        }
    )
    effect = [say.amount(interval_in(row), signed=True) for _, row in marks.iterrows()]
    left = say("interactions.left", most=MOST_ROWS, all=len(marks)) if len(marks) > MOST_ROWS else ""
    return Answer(
        asked.key, asked.asks, in_words(table, outcome, say), f"{say('interactions.note')} {say('answer.paired')}",
        pandas.DataFrame({say("table.factor"): marks["factor"], say("interactions.effect"): effect}), table,
        rows_of_marks(
            marks.head(MOST_ROWS), layout_of(asked, results, say), list(marks["factor"].head(MOST_ROWS)),
            outcome.label, f"{say('interactions.figure_note')}{left}",
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """The largest effect and the largest interaction."""
    main, pairs = table[table["other"] == ""], table[table["other"] != ""]
    clear = [row for _, row in by_size(main) if sign(row)]
    unclear = [say.factor(row["factor"]) for _, row in by_size(main) if not sign(row)]
    sentences = []
    if clear:
        row = clear[0]
        size, way = say.amount(size_of(interval_in(row, "effect"))), "raises" if row["effect"] > 0 else "lowers"
        sentences.append(say(f"interactions.{way}", factor=say.factor(row["factor"]), outcome=outcome.said, size=size))
    if unclear:
        sentences.append(say("interactions.unclear", factors=say.enumerated(unclear), count=len(unclear)))
    told = [row for _, row in by_size(pairs) if sign(row)]
    if told:
        row = told[0]
        one, other = map(say.factor, (row["factor"], row["other"]))
        size = say.amount(interval_in(row, "effect"), signed=True)
        sentences.append(say("interactions.told", all=len(pairs), count=len(told), one=one, other=other, size=size))
    text = "; ".join(sentences) + "."
    return text if clear else begun(text)


INTERACTIONS = Question("interactions", (), (), suggested, answer)

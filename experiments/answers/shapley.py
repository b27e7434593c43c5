"""Whose is the difference: the share of each factor in that between all second and all first values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas

from ..analysis.contrasts import by_size as largest_first
from ..analysis.contrasts import corners, shapley_shares, sign
from ..analysis.tables import factors_of
from ..words import Outcome, Speech, interval_in, size_of
from .asking import TOTAL, Answer, Asked, Question, side_by_side, with_names, within
from .rows import by_size, rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of all factors together."""
    yield Asked(
        "shapley", "shapley", say("shapley.asks"), title=say("shapley.title", outcome=outcome.title),
        outcomes=(outcome.name,),
    )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """Shapley values, for every setting of others by itself."""
    outcome, runs = asked.of(results, say), asked.runs(results)
    varied = [name for name in factors_of(runs) if name not in (asked.lines, asked.columns)]
    levels = {name: results.factors[name].values for name in varied}
    tables, readings = [], []
    for where, part in asked.settings(runs, asked.columns, asked.lines):
        part = part.drop(columns=list(where))
        table = shapley_shares(part, outcome.name, levels)
        tables.append(table.assign(**where))
        _, _, _, both = corners(part, outcome.name, levels)
        readings.append(within(where, in_words(table, outcome, both, say), say))
    table = pandas.concat(tables, ignore_index=True).rename(columns={"value": "mean"})
    order = by_size(table[table["factor"] != TOTAL], varied, asked.columns, asked.lines)
    return Answer(
        asked.key, asked.asks, " ".join(readings), f"{say('shapley.note')} {say('answer.paired')}",
        side_by_side(table, (asked.columns, asked.lines), say, signed=True), table,
        rows_of_marks(
            with_names(table, say), layout_of(asked, results, say), [*map(say.name, order), say.word(TOTAL)],
            outcome.label, say("shapley.figure_note"),
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, both: Sequence[tuple[object, object]], say: Speech) -> str:
    """How large the whole difference is, and who has the largest share in it.

    Parameters
    ----------
    table
        As `analysis.contrasts.shapley_shares` gives it.
    outcome
        Of which it is a difference.
    both
        First and second value of each factor.
    say
        In which language.
    """
    total = table.iloc[-1]
    ends = {(say.shown(one), say.shown(other)) for one, other in both}
    first, second = next(iter(ends))
    everywhere = say(
        f"shapley.{'sides' if len(ends) == 1 else 'ends'}", first=first, second=second, count=len(table) - 1
    )
    size = interval_in(total, "value")
    if not sign(total):
        return say("shapley.untold", everywhere=everywhere, outcome=outcome.said, size=say.amount(size, signed=True))
    way = "shapley.raises" if total["value"] > 0 else "shapley.lowers"
    text = say(way, everywhere=everywhere, outcome=outcome.said, size=say.amount(size_of(size)))
    told = [row for _, row in largest_first(table.iloc[:-1], "value") if sign(row)]
    if not told:
        return f"{text}."
    share = say.share_of(interval_in(told[0], "share", "share_"))
    return text + say("shapley.due", share=share, factor=say.factor(told[0]["factor"]))


SHAPLEY = Question("shapley", ("lines", "columns"), (), suggested, answer)

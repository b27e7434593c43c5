"""Whose is the difference: the share of each factor in that between all second and all first values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas

from samenspel.results.outcomes import capitalised

from ..analysis.contrasts import by_size as largest_first
from ..analysis.contrasts import corners, shapley_shares, sign
from ..analysis.tables import factors_of
from ..analysis.words import CHANCE, Outcome, amount, interval_in, share_of, shown, size_of
from .asking import PAIRED, Answer, Asked, Question, side_by_side, within
from .rows import by_size, rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of all factors together."""
    yield Asked(
        "shapley", "shapley", "Whose is the difference?", title=f"Shares in the difference of {outcome.title}",
        outcomes=(outcome.name,),
    )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """Shapley values, for every setting of others by itself."""
    outcome, runs = asked.of(results), asked.runs(results)
    varied = [name for name in factors_of(runs) if name not in (asked.lines, asked.columns)]
    levels = {name: results.factors[name].values for name in varied}
    tables, readings = [], []
    for where, part in asked.settings(runs, asked.columns, asked.lines):
        part = part.drop(columns=list(where))
        table = shapley_shares(part, outcome.name, levels)
        tables.append(table.assign(**where))
        _, _, _, both = corners(part, outcome.name, levels)
        readings.append(within(where, in_words(table, outcome, both)))
    table = pandas.concat(tables, ignore_index=True).rename(columns={"value": "mean"})
    order = by_size(table[table["factor"] != "total"], varied, asked.columns, asked.lines)
    return Answer(
        asked.key, asked.asks, " ".join(readings),
        f"Shapley values: the mean of what a factor does at its turn, over all orders of turning. {PAIRED}",
        side_by_side(table, (asked.columns, asked.lines), signed=True), table,
        rows_of_marks(
            table, layout_of(asked, results), [*order, "total"], outcome.label,
            f"Shapley values, which add up to the total, with 95 % intervals. Open: {CHANCE}.",
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, both: Sequence[tuple[object, object]]) -> str:
    """How large the whole difference is, and who has the largest share in it."""
    total = table.iloc[-1]
    ends = {(shown(one), shown(other)) for one, other in both}
    sides = (
        f"{next(iter(ends))[1]} rather than {next(iter(ends))[0]}"
        if len(ends) == 1
        else "second rather than first values"
    )
    everywhere = f"{sides} in all {len(table) - 1}"
    size = interval_in(total, "value")
    if not sign(total):
        return f"What {everywhere} does to {outcome.title} {CHANCE}: {amount(size, signed=True)}."
    verb = "raises" if total["value"] > 0 else "lowers"
    text = f"{capitalised(everywhere)} {verb} {outcome.title} by {amount(size_of(size))}"
    told = [row for _, row in largest_first(table.iloc[:-1], "value") if sign(row)]
    return text + (
        f"; {share_of(interval_in(told[0], 'share', 'share_'))} of all that moves is due to {told[0]['factor']}."
        if told
        else "."
    )


SHAPLEY = Question("shapley", "shares in the difference", ("lines", "columns"), (), suggested, answer)

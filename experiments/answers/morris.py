"""What matters at all: how far each factor moves the outcome over its whole range, by the method of Morris (1991)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas

from ..analysis.sensitivity import elementary_effects
from ..words import Outcome, Speech
from .asking import Answer, Asked, Question, check_sampled, sampled_within, side_by_side, with_names
from .rows import by_size, rows_of_marks
from .sheet import layout_of
from .sobol import at_settings

if TYPE_CHECKING:
    from ..results import Results

SIZE, SPREAD = "mu*", "sigma"


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of all factors."""
    yield Asked(
        "morris", "morris", say("morris.asks"), title=say("morris.title", outcome=outcome.title),
        note=say("morris.figure_note"),
        outcomes=(outcome.name,),
    )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """The size of elementary effects, and their spread, at every setting of what is crossed."""
    check_sampled(results, asked)
    outcome = asked.of(results, say)
    tables, marks, readings = [], [], []
    for where, values in at_settings(results, outcome, say):
        table = elementary_effects(results.cube(), values.mean(axis=1), results.drawn, results.method.levels)
        tables.append(table.assign(setting=where))
        said = in_words(table, outcome, say)
        readings.append(sampled_within(where, said, say))
        size = table.rename(columns={"mu_star": "mean"})[["factor", "mean", "low", "high"]]
        spread = size.assign(mean=table["sigma"], low=float("nan"), high=float("nan"))
        marks += [size.assign(setting=where, part=SIZE), spread.assign(setting=where, part=SPREAD)]
    drawn = pandas.concat(marks, ignore_index=True)
    return Answer(
        asked.key, asked.asks, " ".join(readings),
        say("morris.note"), side_by_side(drawn, ("setting", "part"), say), pandas.concat(tables, ignore_index=True),
        rows_of_marks(
            with_names(drawn, say), layout_of(asked, results, say)._replace(lines="part", columns="setting"),
            [*map(say.name, by_size(drawn[drawn["part"] == SIZE], results.drawn, "setting"))], outcome.label, "",
            open_at_zero=False,
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """What matters most over its whole range, and whether it depends on the others."""
    ranked = table.sort_values("mu_star", ascending=False, kind="stable")
    most = ranked.iloc[0]
    way = "same" if abs(most["mu"]) > 0.98 * most["mu_star"] else (
        "upward" if most["mu"] > 0.5 * most["mu_star"] else
        "downward" if most["mu"] < -0.5 * most["mu_star"] else "both"
    )  # fmt: skip
    bent = [*map(say.factor, ranked[(ranked["sigma"] > ranked["mu_star"]) & (ranked["mu_star"] > 0)]["factor"])]
    size, low, high = (say.figure(most[column]) for column in ("mu_star", "low", "high"))
    return say(
        "morris.reading", factor=say.factor(most["factor"]), outcome=outcome.said, size=size, low=low, high=high,
        way=say(f"morris.{way}"),
        bent=say("morris.bent", factors=say.enumerated(bent), count=len(bent)) if bent else "",
    )  # fmt: skip


MORRIS = Question("morris", ("over", "sides"), (), suggested, answer)

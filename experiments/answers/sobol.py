"""What explains the differences: Sobol indices of every factor that was drawn, at every setting of what is crossed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas

from samenspel.errors import InputError, said

from ..analysis.sensitivity import sobol_indices
from ..analysis.tables import at_points
from ..words import Outcome, Speech, begun, interval_in
from .asking import Answer, Asked, Question, check_sampled, compared, sampled_within, side_by_side, with_names, written
from .rows import by_size, rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of all factors; and of the difference between what is crossed."""
    yield Asked(
        "sobol", "sobol", say("sobol.asks"), title=say("sobol.title", outcome=outcome.title),
        note=say("sobol.figure_note"), outcomes=(outcome.name,),
    )  # fmt: skip
    if found := compared(results):
        first, second = found.words(say)
        yield Asked(
            "sobol", "explains", say("sobol.asks_difference", first=first, second=second),
            title=say("sobol.title_difference", first=first, second=second, outcome=outcome.title),
            note=say("sobol.figure_note"), outcomes=(outcome.name,), over=found.over, sides=found.sides,
        )  # fmt: skip


def at_settings(results: Results, outcome: Outcome, say: Speech) -> Iterator[tuple[str, np.ndarray]]:
    """The outcome at every drawn point, a column a replicate, for each setting of what is crossed."""
    table = at_points(results.runs, outcome.name)
    for values, points in results.settings():
        yield ", ".join(map(say.shown, values.values())), table.reindex(points).to_numpy(float)


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """First-order and total indices."""
    check_sampled(results, asked)
    outcome = asked.of(results, say)
    tables, marks, readings, untold = [], [], [], []
    with_others = say("sobol.with_others")
    for where, values in at_settings(results, outcome, say):
        try:
            table = sobol_indices(values, results.drawn, results.method.second_order)
        except InputError as reason:
            why = said(reason, say.language)
            told = say("sobol.cannot", outcome=outcome.said, reason=why)
            readings.append(say("answer.within", setting=where, said=told) if where else begun(told))
            untold.append({"setting": where, "cannot be told": why})
            continue
        tables.append(table.assign(setting=where))
        told = in_words(table, outcome, say)
        readings.append(sampled_within(where, told, say))
        for index, part in (("total", with_others), ("first", say("sobol.by_itself"))):
            ends = {"mean": table[index], "low": table[f"{index}_low"], "high": table[f"{index}_high"]}
            marks.append(pandas.DataFrame({"factor": table["factor"], "setting": where, "part": part, **ends}))
    if not tables:
        reasons = pandas.DataFrame(untold)
        return Answer(
            asked.key, asked.asks, " ".join(readings), say("sobol.note"), written(reasons, say), reasons, None
        )
    drawn = pandas.concat(marks, ignore_index=True)
    return Answer(
        asked.key, asked.asks, " ".join(readings), say("sobol.note"),
        side_by_side(drawn, ("setting", "part"), say), pandas.concat(tables, ignore_index=True),
        rows_of_marks(
            with_names(drawn, say), layout_of(asked, results, say)._replace(lines="part", columns="setting"),
            [*map(say.name, by_size(drawn[drawn["part"] == with_others], results.drawn, "setting"))],
            say("sobol.along"), "",
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """What explains most, what works through others, and what cannot be told."""
    ranked = table.sort_values("total", ascending=False, kind="stable")
    clear, unclear = ranked[ranked["total_low"] > 0], ranked[ranked["total_low"] <= 0]["factor"].tolist()
    if clear.empty:
        return say("sobol.none", outcome=outcome.said)
    most = clear.iloc[0]
    if most["first_low"] <= 0:
        alone = say("sobol.alone_untold")
    elif most["first"] > most["total"]:  # by noise, as it is a part of that
        alone = say("sobol.alone_all", span=say.span_of(interval_in(most, "first", "first_")))
    else:
        alone = say("sobol.alone", share=share(most, "first", say))
    named = say.factor(most["factor"])
    text = say("sobol.most", factor=named, share=share(most, "total", say), outcome=outcome.said, alone=alone)
    if len(clear) > 1:
        others = [
            say("sobol.other", factor=say.factor(row["factor"]), share=share(row, "total", say))
            for _, row in clear.iloc[1:].iterrows()
        ]
        text += say("sobol.then", others=say.enumerated(others, 4))
    if unclear:
        factors = say.enumerated([*map(say.factor, unclear)])
        text += say("sobol.unclear", factors=factors, count=len(unclear))
    return f"{text}. {rests_on(most, say)}"


def share(row: pandas.Series, index: str, say: Speech) -> str:
    """The index of a factor with its interval."""
    return say.share_of(interval_in(row, index, f"{index}_"))


def rests_on(row: pandas.Series, say: Speech) -> str:
    """What indices rest on, as a sentence."""
    replicates = int(row["replicates"])
    luck = say("sobol.luck") if replicates == 1 else ""
    return say("sobol.rests", blocks=int(row["blocks"]), all=int(row["of"]), replicates=replicates, luck=luck)


SOBOL = Question("sobol", ("over", "sides"), (), suggested, answer)

"""What explains the differences: Sobol indices of every factor that was drawn, at every setting of what is crossed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas

from samenspel.results.report import percent

from ..analysis.sensitivity import sobol_indices
from ..analysis.tables import at_points
from ..analysis.words import CHANCE, Outcome, enumerated, shown
from .asking import Answer, Asked, Question, check_sampled, side_by_side
from .rows import by_size, rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of all factors."""
    yield Asked(
        "sobol", "sobol", "What explains the differences?", title=f"Share of the variance of {outcome.title}",
        note="By itself: if this factor were known. With others: if all but this one were. Open: cannot be told from "
        "0.", outcomes=(outcome.name,),
    )  # fmt: skip


def at_settings(results: Results, outcome: Outcome) -> Iterator[tuple[str, np.ndarray]]:
    """The outcome at every drawn point, the mean over replicates, for each setting of what is crossed."""
    means = at_points(results.runs, outcome.name)
    means = means.mean(axis=1)
    for values, points in results.settings():
        yield ", ".join(shown(value) for value in values.values()), means.reindex(points).to_numpy(float)


def answer(results: Results, asked: Asked) -> Answer:
    """First-order and total indices."""
    check_sampled(results, asked)
    outcome = asked.of(results)
    tables, marks, readings = [], [], []
    for where, values in at_settings(results, outcome):
        table = sobol_indices(values, results.drawn, results.method.second_order)
        tables.append(table.assign(setting=where))
        said = in_words(table, outcome)
        readings.append(f"With {where}: {said}" if where else said)
        for index, part in (("total", "with others"), ("first", "by itself")):
            ends = {"mean": table[index], "low": table[f"{index}_low"], "high": table[f"{index}_high"]}
            marks.append(pandas.DataFrame({"factor": table["factor"], "setting": where, "part": part, **ends}))
    drawn = pandas.concat(marks, ignore_index=True)
    return Answer(
        asked.key, asked.asks, " ".join(readings),
        "First-order and total Sobol indices (SALib; estimators of Saltelli et al. 2010), with bootstrap intervals at "
        "95 %; estimates can fall a little outside 0 and 1.",
        side_by_side(drawn, ("setting", "part")), pandas.concat(tables, ignore_index=True),
        rows_of_marks(
            drawn, layout_of(asked, results)._replace(lines="part", columns="setting"),
            by_size(drawn[drawn["part"] == "with others"], results.drawn, "setting"),
            "share of the variance, with 95 % interval", "",
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome) -> str:
    """What explains most, what works through others, and what cannot be told."""
    ranked = table.sort_values("total", ascending=False, kind="stable")
    clear, unclear = ranked[ranked["total_low"] > 0], ranked[ranked["total_low"] <= 0]["factor"].tolist()
    if clear.empty:
        return f"Which factor explains {outcome.title} {CHANCE}: every interval holds 0."
    most = clear.iloc[0]
    alone = f"{percent(most['first'])} by itself" if most["first_low"] > 0 else "how much by itself cannot be told"
    text = f"{most['factor']} is behind {percent(most['total'])} of the variance of {outcome.title}, {alone}"
    if len(clear) > 1:
        others = [f"{row['factor']} ({percent(row['total'])})" for _, row in clear.iloc[1:].iterrows()]
        text += f"; then {enumerated(others, 4)}"
    if unclear:
        text += f"; that {enumerated(unclear)} {'matters' if len(unclear) == 1 else 'matter'} {CHANCE}"
    return text + "."


SOBOL = Question("sobol", "Sobol indices", (), (), suggested, answer)

"""What explains the differences: Sobol indices of every factor that was drawn, at every setting of what is crossed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas

from samenspel.errors import InputError
from samenspel.results.outcomes import capitalised
from samenspel.results.report import plural

from ..analysis.sensitivity import sobol_indices
from ..analysis.tables import at_points
from ..analysis.words import CHANCE, Outcome, enumerated, interval_in, share_of, shown, span_of
from .asking import Answer, Asked, Question, check_sampled, compared, side_by_side
from .rows import by_size, rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


NOTE = (
    "First-order and total Sobol indices of the expected outcome (estimators of Saltelli et al. 2010, luck taken out "
    "by pairs of replicates), with intervals at 95 % by a bootstrap over blocks, each of which has seeds of its own. "
    "What is outside 0 and 1 is noise."
)


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of all factors; and of the difference between what is crossed."""
    yield Asked(
        "sobol", "sobol", "What explains the differences?", title=f"Share of the variance of {outcome.title}",
        note="By itself: if this factor were known. With others: if all but this one were. Open: cannot be told from "
        "0.", outcomes=(outcome.name,),
    )  # fmt: skip
    if found := compared(results):
        yield Asked(
            "sobol", "explains", f"What explains the difference between {' and '.join(found.words)}?",
            title=f"{found.words[1]} less {found.words[0]}: share of the variance in {outcome.title}",
            note="By itself: if this factor were known. With others: if all but this one were. Open: cannot be told "
            "from 0.", outcomes=(outcome.name,), over=found.over, sides=found.sides,
        )  # fmt: skip


def at_settings(results: Results, outcome: Outcome) -> Iterator[tuple[str, np.ndarray]]:
    """The outcome at every drawn point, a column a replicate, for each setting of what is crossed."""
    table = at_points(results.runs, outcome.name)
    for values, points in results.settings():
        yield ", ".join(shown(value) for value in values.values()), table.reindex(points).to_numpy(float)


def answer(results: Results, asked: Asked) -> Answer:
    """First-order and total indices."""
    check_sampled(results, asked)
    outcome = asked.of(results)
    tables, marks, readings, untold = [], [], [], []
    for where, values in at_settings(results, outcome):
        before = f"With {where}: " if where else ""
        try:
            table = sobol_indices(values, results.drawn, results.method.second_order)
        except InputError as reason:
            said = f"what explains {outcome.title} cannot be told: {reason}."
            readings.append(before + said if before else capitalised(said))
            untold.append({"setting": where, "cannot be told": str(reason)})
            continue
        tables.append(table.assign(setting=where))
        readings.append(before + in_words(table, outcome))
        for index, part in (("total", "with others"), ("first", "by itself")):
            ends = {"mean": table[index], "low": table[f"{index}_low"], "high": table[f"{index}_high"]}
            marks.append(pandas.DataFrame({"factor": table["factor"], "setting": where, "part": part, **ends}))
    if not tables:
        reasons = pandas.DataFrame(untold)
        return Answer(asked.key, asked.asks, " ".join(readings), NOTE, reasons, reasons, None)
    drawn = pandas.concat(marks, ignore_index=True)
    return Answer(
        asked.key, asked.asks, " ".join(readings), NOTE,
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
    alone = f"{share(most, 'first')} by itself" if most["first_low"] > 0 else "how much by itself cannot be told"
    if most["first_low"] > 0 and most["first"] > most["total"]:  # by noise, as it is a part of that
        alone = f"as far as can be told all of it by itself ({span_of(interval_in(most, 'first', 'first_'))})"
    text = f"{most['factor']} is behind {share(most, 'total')} of the variance of {outcome.title}, {alone}"
    if len(clear) > 1:
        others = [f"{row['factor']}, {share(row, 'total')}" for _, row in clear.iloc[1:].iterrows()]
        text += f"; then {enumerated(others, 4)}"
    if unclear:
        text += f"; that {enumerated(unclear)} {'matters' if len(unclear) == 1 else 'matter'} {CHANCE}"
    return f"{text}. {rests_on(most)}"


def share(row: pandas.Series, index: str) -> str:
    """The index of a factor with its interval."""
    return share_of(interval_in(row, index, f"{index}_"))


def rests_on(row: pandas.Series) -> str:
    """What indices rest on, as a sentence."""
    blocks, replicates = int(row["blocks"]), int(row["replicates"])
    luck = "; with one replicate, luck counts as variance" if replicates == 1 else ""
    return f"That is of {blocks:,} of {int(row['of']):,} blocks, {plural(replicates, 'replicate')} of each point{luck}."


SOBOL = Question("sobol", "Sobol indices", ("over", "sides"), (), suggested, answer)

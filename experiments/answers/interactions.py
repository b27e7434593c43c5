"""What each factor of a two-level design does, and which depend on each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas

from samenspel.results.outcomes import capitalised

from ..analysis.contrasts import by_size, factorial_effects, sign
from ..analysis.tables import factors_of
from ..analysis.words import CHANCE, Outcome, amount, enumerated, interval_in, size_of
from .asking import PAIRED, Answer, Asked, Question
from .rows import MOST_ROWS, rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..results import Results


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of all factors."""
    yield Asked(
        "interactions", "interactions", "What does each factor do, and which depend on each other?",
        title=f"Effects on {outcome.title}", outcomes=(outcome.name,),
    )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """Main effects and interactions, the largest first."""
    outcome, runs = asked.of(results), asked.runs(results)
    levels = {name: results.factors[name].values for name in factors_of(runs)}
    table = factorial_effects(runs, outcome.name, levels)
    ranked = pandas.DataFrame([row for _, row in by_size(table)])
    marks = pandas.DataFrame(
        {
            "factor": ranked["factor"] + ranked["other"].map(lambda other: f" × {other}" if other else ""),
            "mean": ranked["effect"],
            "low": ranked["low"],
            "high": ranked["high"],
        }
    )
    effect = [amount(interval_in(row), signed=True) for _, row in marks.iterrows()]
    left = f" The largest {MOST_ROWS} of {len(marks)}." if len(marks) > MOST_ROWS else ""
    return Answer(
        asked.key, asked.asks, in_words(table, outcome),
        "The mean over all points with the second value less that with the first; an interaction is half of how much "
        f"the effect of the one differs between the values of the other (Box, Hunter and Hunter 2005). {PAIRED}",
        pandas.DataFrame({"factor": marks["factor"], "effect": effect}), table,
        rows_of_marks(
            marks.head(MOST_ROWS), layout_of(asked, results), list(marks["factor"].head(MOST_ROWS)), outcome.label,
            f"Means with 95 % intervals. A cross joins two factors that interact. Open: {CHANCE}.{left}",
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome) -> str:
    """The largest effect and the largest interaction."""
    main, pairs = table[table["other"] == ""], table[table["other"] != ""]
    clear = [row for _, row in by_size(main) if sign(row)]
    unclear = [row["factor"] for _, row in by_size(main) if not sign(row)]
    sentences = []
    if clear:
        row = clear[0]
        verb = "raises" if row["effect"] > 0 else "lowers"
        sentences.append(
            f"{row['factor']} {verb} {outcome.title} most, by {amount(size_of(interval_in(row, 'effect')))} averaged "
            "over all others"
        )
    if unclear:
        sentences.append(f"what {enumerated(unclear)} {'does' if len(unclear) == 1 else 'do'} {CHANCE}")
    told = [row for _, row in by_size(pairs) if sign(row)]
    if told:
        row = told[0]
        sentences.append(
            f"of {len(pairs)} interactions {len(told)} can be told from chance, the largest between {row['factor']} "
            f"and {row['other']} ({amount(interval_in(row, 'effect'), signed=True)})"
        )
    text = "; ".join(sentences) + "."
    return text if clear else capitalised(text)


INTERACTIONS = Question("interactions", "effects and interactions", (), (), suggested, answer)

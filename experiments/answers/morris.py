"""What matters at all: how far each factor moves the outcome over its whole range, by the method of Morris (1991)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas

from samenspel.results.report import figure

from ..analysis.sensitivity import elementary_effects
from ..analysis.words import Outcome, enumerated
from .asking import Answer, Asked, Question, check_sampled, side_by_side
from .rows import by_size, rows_of_marks
from .sheet import layout_of
from .sobol import at_settings

if TYPE_CHECKING:
    from ..results import Results

SIZE, SPREAD = "mu*", "sigma"


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Of all factors."""
    yield Asked(
        "morris", "morris", "What matters at all?", title=f"How far each factor moves {outcome.title}",
        note="mu*: over its whole range, with 95 % interval. sigma: how much that depends on the others.",
        outcomes=(outcome.name,),
    )  # fmt: skip


def answer(results: Results, asked: Asked) -> Answer:
    """The size of elementary effects, and their spread, at every setting of what is crossed."""
    check_sampled(results, asked)
    outcome = asked.of(results)
    tables, marks, readings = [], [], []
    for where, values in at_settings(results, outcome):
        table = elementary_effects(results.cube(), values.mean(axis=1), results.drawn, results.method.levels)
        tables.append(table.assign(setting=where))
        said = in_words(table, outcome)
        readings.append(f"With {where}: {said}" if where else said)
        size = table.rename(columns={"mu_star": "mean"})[["factor", "mean", "low", "high"]]
        spread = size.assign(mean=table["sigma"], low=float("nan"), high=float("nan"))
        marks += [size.assign(setting=where, part=SIZE), spread.assign(setting=where, part=SPREAD)]
    drawn = pandas.concat(marks, ignore_index=True)
    return Answer(
        asked.key, asked.asks, " ".join(readings),
        "Elementary effects (Morris 1991) of steps in one factor, scaled to its whole range: mu* is the mean of "
        "their size (Campolongo et al. 2007) with a bootstrap interval at 95 % (SALib), sigma their standard "
        "deviation. mu* is never below 0: a small one may be the luck of runs.",
        side_by_side(drawn, ("setting", "part")), pandas.concat(tables, ignore_index=True),
        rows_of_marks(
            drawn, layout_of(asked, results)._replace(lines="part", columns="setting"),
            by_size(drawn[drawn["part"] == SIZE], results.drawn, "setting"), outcome.label, "", open_at_zero=False,
        ),
    )  # fmt: skip


def in_words(table: pandas.DataFrame, outcome: Outcome) -> str:
    """What matters most over its whole range, and whether it depends on the others."""
    ranked = table.sort_values("mu_star", ascending=False, kind="stable")
    most = ranked.iloc[0]
    ways = "always the same way" if abs(most["mu"]) > 0.98 * most["mu_star"] else (
        "mostly upward" if most["mu"] > 0.5 * most["mu_star"] else
        "mostly downward" if most["mu"] < -0.5 * most["mu_star"] else "now up, now down"
    )  # fmt: skip
    text = (
        f"Over its whole range {most['factor']} moves {outcome.title} most, by {figure(most['mu_star'])} "
        f"({figure(most['low'])} to {figure(most['high'])}), {ways}"
    )
    bent = ranked[(ranked["sigma"] > ranked["mu_star"]) & (ranked["mu_star"] > 0)]["factor"].tolist()
    if bent:
        text += (
            f"; what {enumerated(bent)} {'does' if len(bent) == 1 else 'do'} depends on the others (sigma above mu*)"
        )
    return text + "."


MORRIS = Question("morris", "elementary effects", ("over", "sides"), (), suggested, answer)

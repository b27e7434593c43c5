"""Where it goes wrong: the part of the space in which an outcome is lowest, or the collaboration falls apart (PRIM)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from samenspel.errors import InputError
from samenspel.reading import show
from samenspel.results.figures import BLACK, GREEN, QUIET
from samenspel.results.report import percent

from ..analysis.discovery import FEWEST_CASES, Box, Limits, discover
from ..words import Outcome, Speech
from .asking import Answer, Asked, Question
from .sheet import label_of, sheet

if TYPE_CHECKING:
    from ..factors import Factor
    from ..results import Results

CASES_SHARE = 0.25
BAR = {"lw": 9, "solid_capstyle": "butt"}


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Where the outcome is lowest; and where the collaboration falls apart, if it does so often enough."""
    yield Asked("where", "where", say("where.asks"), title=say("where.asks"), outcomes=(outcome.name,))
    often = int((results.runs["dissolved"] > 0.5).sum()) >= FEWEST_CASES
    if not outcome.yes_or_no and "dissolved" not in results.outcomes and often:
        yield Asked(
            "where",
            "dissolved",
            say("where.asks_dissolved"),
            title=say("where.asks_dissolved"),
            outcomes=("dissolved",),
        )


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """The box in which it happens."""
    runs, outcome = asked.runs(results), asked.of(results, say)
    runs = runs[runs[outcome.name].notna()]  # where it is not defined it is neither low nor high
    cases, what = cases_of(runs, outcome, say)
    box = discover(runs, cases)
    rows = [(name, show(limit).strip("()")) for name, limit in box.limits.items()]
    table = pandas.DataFrame(rows, columns=["factor", "limits"])
    shares = {"density": box.density, "coverage": box.coverage, "share": box.share}
    told = {say(f"table.{name}"): percent(share) for name, share in shares.items()}
    return Answer(
        asked.key, asked.asks, in_words(box, what, say, by_definition=not outcome.yes_or_no), say("where.note"),
        limits_as_told(table, box, say).assign(**told), table.assign(**shares),
        figure_of(box, results.factors, what, say),
    )  # fmt: skip


def limits_as_told(table: pandas.DataFrame, box: Box, say: Speech) -> pandas.DataFrame:
    """The limits of a box as people read them."""
    if say.english:
        return table
    ends = [" – ".join(say.shown(end) if end is not None else "" for end in limit).strip()
            if not isinstance(limit[0], str) else ", ".join(map(say.word, limit))
            for limit in box.limits.values()]  # fmt: skip
    return pandas.DataFrame({say("table.factor"): [*map(say.name, box.limits)], say("table.limits"): ends})


def cases_of(runs: pandas.DataFrame, outcome: Outcome, say: Speech) -> tuple[pandas.Series, str]:
    """In which runs it goes wrong, and what that is as a clause."""
    if outcome.yes_or_no:
        return runs[outcome.name] > 0.5, say("where.dissolved")
    threshold = float(runs[outcome.name].quantile(CASES_SHARE))
    cases = runs[outcome.name] <= threshold
    if cases.mean() > 2.0 * CASES_SHARE:
        raise InputError(
            "{outcome} is {limit:.3f} in {share} of runs, so that it has no lowest quarter",
            outcome=outcome.said, limit=threshold, share=f"{cases.mean():.0%}",
        )  # fmt: skip
    return cases, say("where.lowest", outcome=outcome.said, limit=say.figure(threshold, 3))


def limits_in_words(limits: Mapping[str, Limits], say: Speech) -> str:
    """`trust.initial is below 0.31 and logic is hierarchy`."""
    parts = []
    for name, limit in limits.items():
        factor = say.factor(name)
        if limit and isinstance(limit[0], str):
            parts.append(say("where.words", factor=factor, words=f" {say('list.or')} ".join(map(say.word, limit))))
            continue
        low, high = map(say.shown, limit)
        key = "at_most" if limit[0] is None else "at_least" if limit[1] is None else "between"
        parts.append(say(f"where.{key}", factor=factor, low=low, high=high))
    return say.enumerated(parts, 99)


def in_words(box: Box, what: str, say: Speech, by_definition: bool = False) -> str:
    """`The collaboration falls apart in 82 % of runs where trust.initial is at most 0.31 ...`.

    Parameters
    ----------
    box
        As `analysis.discovery.discover` gives it.
    what
        What happens, as a clause: `the collaboration falls apart`.
    say
        In which language.
    by_definition
        Whether the share of all runs in which it happens is a matter of definition, as that of a quarter is.
    """
    said = {name: say.share_of(one) for name, one in box.intervals.items()}
    lowest = ""
    if by_definition:
        lowest, said["share"] = "_lowest", percent(box.share)
    if not box.limits or not box.runs or box.density <= box.share:
        return say(f"where.nowhere{lowest}", what=what, share=said["share"])
    return say(f"where.reading{lowest}", what=what, limits=limits_in_words(box.limits, say), **said)


# --- the figure ---------------------------------------------------------------------------------------------------


def figure_of(box: Box, factors: Mapping[str, Factor], what: str, say: Speech) -> Figure | None:
    """The limits of a box, each within the whole range of its factor; nothing where there are none.

    Parameters
    ----------
    box
        As `analysis.discovery.discover` gives it.
    factors
        Declarations, by name.
    what
        What happens in it, as a clause.
    say
        In which language.
    """
    if not box.limits:
        return None
    shares = {name: percent(getattr(box, name)) for name in ("density", "share", "coverage")}
    figure = sheet(0.5 + 0.62 * len(box.limits), say("where.title", what=what), say("where.figure_note", **shares))
    axes = figure.subplots()
    for row, (name, limit) in enumerate(box.limits.items()):
        axes.plot((0, 1), (row, row), color="#dddddd", zorder=0, **BAR)
        (draw_words if factors[name].kind == "word" else draw_range)(axes, row, factors[name], limit, say)
    axes.set_yticks(range(len(box.limits)), [label_of(factors[name], 44, say) for name in box.limits], color=BLACK)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(len(box.limits) - 0.35, -0.5)
    axes.spines[:].set_visible(False)
    return figure


def draw_words(axes: Axes, row: int, factor: Factor, limit: Limits, say: Speech) -> None:
    """The words that are in the box, of all.

    Parameters
    ----------
    axes
        Of the rows.
    row
        The place of the factor.
    factor
        With all its values, or its range.
    limit
        What the box holds of it.
    say
        In which language.
    """
    for place, value in enumerate(factor.values):
        inside = value in limit
        left, right = place / len(factor.values), (place + 1) / len(factor.values)
        if inside:
            axes.plot((left, right), (row, row), color=GREEN, **BAR)
        axes.text((left + right) / 2, row + 0.36, say.word(value), ha="center", va="center", size=9,
                  color=BLACK if inside else QUIET)  # fmt: skip


def draw_range(axes: Axes, row: int, factor: Factor, limit: Limits, say: Speech) -> None:
    """The numbers that are in the box, of the whole range; its own limits in bold.

    Parameters
    ----------
    axes
        Of the rows.
    row
        The place of the factor.
    factor
        With all its values, or its range.
    limit
        What the box holds of it.
    say
        In which language.
    """
    whole = (factor.low, factor.high)
    ends = [own if own is not None else end for own, end in zip(limit, whole, strict=True)]
    places = [(end - factor.low) / ((factor.high - factor.low) or 1.0) for end in ends]
    axes.plot(places, (row, row), color=GREEN, **BAR)
    for place, end, widest in zip(places, ends, whole, strict=True):
        weight, colour = ("normal", QUIET) if end == widest else ("bold", BLACK)
        axes.text(
            place, row + 0.36, say.shown(float(end)), ha="center", va="center", size=9, color=colour, weight=weight
        )


WHERE = Question("where", (), (), suggested, answer)

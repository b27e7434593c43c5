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
from samenspel.results.outcomes import capitalised
from samenspel.results.report import figure, percent

from ..analysis.discovery import FEWEST_CASES, Box, Limits, discover
from ..analysis.words import Outcome, enumerated, share_of, shown
from .asking import Answer, Asked, Question
from .sheet import label_of, sheet

if TYPE_CHECKING:
    from ..factors import Factor
    from ..results import Results

CASES_SHARE = 0.25
BAR = {"lw": 9, "solid_capstyle": "butt"}


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Where the outcome is lowest; and where the collaboration falls apart, if it does so often enough."""
    yield Asked("where", "where", "When does it go wrong?", title="Where", outcomes=(outcome.name,))
    often = int((results.runs["dissolved"] > 0.5).sum()) >= FEWEST_CASES
    if not outcome.yes_or_no and "dissolved" not in results.outcomes and often:
        yield Asked("where", "dissolved", "When does it fall apart?", title="Where", outcomes=("dissolved",))


def answer(results: Results, asked: Asked) -> Answer:
    """The box in which it happens."""
    runs, outcome = asked.runs(results), asked.of(results)
    cases, what = cases_of(runs, outcome)
    box = discover(runs, cases)
    rows = [(name, show(limit).strip("()")) for name, limit in box.limits.items()]
    table = pandas.DataFrame(rows, columns=["factor", "limits"])
    shares = {"density": box.density, "coverage": box.coverage, "share": box.share}
    return Answer(
        asked.key, asked.asks, in_words(box, what),
        "PRIM (Friedman and Fisher 1999; ema_workbench): of the boxes on its way, that with the highest harmonic "
        "mean of density and coverage, less limits that may be chance (quasi-p above 0.05; Bryant and Lempert "
        "2010). Found on one half of the runs, and counted on the other; intervals at 95 % by bootstrap over "
        "replicates, or over points that have seeds of their own.",
        table.assign(**{name: percent(share) for name, share in shares.items()}), table.assign(**shares),
        figure_of(box, results.factors, what),
    )  # fmt: skip


def cases_of(runs: pandas.DataFrame, outcome: Outcome) -> tuple[pandas.Series, str]:
    """In which runs it goes wrong, and what that is as a clause."""
    if outcome.yes_or_no:
        return runs[outcome.name] > 0.5, "the collaboration falls apart"
    threshold = float(runs[outcome.name].quantile(CASES_SHARE))
    cases = runs[outcome.name] <= threshold
    if cases.mean() > 2.0 * CASES_SHARE:
        raise InputError(
            f"{outcome.title} is {figure(threshold, 3)} in {cases.mean():.0%} of runs, so that it has no lowest quarter"
        )
    return cases, f"{outcome.title} is in its lowest quarter (at most {figure(threshold, 3)})"


def limits_in_words(limits: Mapping[str, Limits]) -> str:
    """`trust.initial is below 0.31 and logic is hierarchy`."""
    parts = []
    for name, limit in limits.items():
        if limit and isinstance(limit[0], str):
            parts.append(f"{name} is {' or '.join(map(shown, limit))}")
        elif limit[0] is None:
            parts.append(f"{name} is at most {shown(limit[1])}")
        elif limit[1] is None:
            parts.append(f"{name} is at least {shown(limit[0])}")
        else:
            parts.append(f"{name} is between {shown(limit[0])} and {shown(limit[1])}")
    return enumerated(parts, 99)


def in_words(box: Box, what: str) -> str:
    """`The collaboration falls apart in 82 % of runs where trust.initial is at most 0.31 ...`.

    Parameters
    ----------
    box
        As `analysis.discovery.discover` gives it.
    what
        What happens, as a clause: `the collaboration falls apart`.
    """
    what, said = capitalised(what), {name: share_of(one) for name, one in box.intervals.items()}
    if not box.limits or not box.runs or box.density <= box.share:
        return f"{what} in {said['share']} of runs; where it happens more often cannot be told from chance."
    return (
        f"{what} in {said['density']} of runs where {limits_in_words(box.limits)}, and in {said['share']} of all; "
        f"these conditions hold {said['coverage']} of the runs in which it happens."
    )


# --- the figure ---------------------------------------------------------------------------------------------------


def figure_of(box: Box, factors: Mapping[str, Factor], what: str) -> Figure | None:
    """The limits of a box, each within the whole range of its factor; nothing where there are none."""
    if not box.limits:
        return None
    shares = [percent(share) for share in (box.density, box.share, box.coverage)]
    note = "In the box it is so in {} of runs, in all in {}; the box holds {} of them.".format(*shares)
    figure = sheet(0.5 + 0.62 * len(box.limits), f"Where {what}", note)
    axes = figure.subplots()
    for row, (name, limit) in enumerate(box.limits.items()):
        axes.plot((0, 1), (row, row), color="#dddddd", zorder=0, **BAR)
        (draw_words if factors[name].kind == "word" else draw_range)(axes, row, factors[name], limit)
    axes.set_yticks(range(len(box.limits)), [label_of(factors[name], 44) for name in box.limits], color=BLACK)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(len(box.limits) - 0.35, -0.5)
    axes.spines[:].set_visible(False)
    return figure


def draw_words(axes: Axes, row: int, factor: Factor, limit: Limits) -> None:
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
    """
    for place, value in enumerate(factor.values):
        inside = value in limit
        left, right = place / len(factor.values), (place + 1) / len(factor.values)
        if inside:
            axes.plot((left, right), (row, row), color=GREEN, **BAR)
        axes.text((left + right) / 2, row + 0.36, str(value), ha="center", va="center", size=9,
                  color=BLACK if inside else QUIET)  # fmt: skip


def draw_range(axes: Axes, row: int, factor: Factor, limit: Limits) -> None:
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
    """
    whole = (factor.low, factor.high)
    ends = [own if own is not None else end for own, end in zip(limit, whole, strict=True)]
    places = [(end - factor.low) / ((factor.high - factor.low) or 1.0) for end in ends]
    axes.plot(places, (row, row), color=GREEN, **BAR)
    for place, end, widest in zip(places, ends, whole, strict=True):
        weight, colour = ("normal", QUIET) if end == widest else ("bold", BLACK)
        axes.text(place, row + 0.36, shown(float(end)), ha="center", va="center", size=9, color=colour, weight=weight)


WHERE = Question("where", "where it goes wrong", (), (), suggested, answer)

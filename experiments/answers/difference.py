"""What moves the difference between two values of a factor: how large it is at both ends of each other factor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas

from samenspel.results.intervals import Interval, mean_interval
from samenspel.results.outcomes import capitalised
from samenspel.runs import mean_of_defined

from ..analysis.regimes import differences
from ..analysis.tables import over_replicates
from ..analysis.words import CHANCE, Outcome, amount, enumerated, shown
from .asking import LOGIC, PAIRED, Answer, Asked, Question, bounds, compared, ends_of, sides_of
from .rows import rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..factors import Value
    from ..results import Results

LOWEST, HIGHEST = "at the lowest or first value", "at the highest or last value"


def suggested(results: Results, outcome: Outcome) -> Iterator[Asked]:
    """Between the logics, or two values of a word, where two factors or more could move it."""
    varied = [name for name in results.factors if results.runs[name].nunique() > 1]
    found = compared(results)
    if found and len(varied) > 2:
        both = "the logics" if found.over == LOGIC else " and ".join(found.words)
        yield Asked(
            "difference", "difference", f"What moves the difference between {both}?",
            title=f"What moves the difference in {outcome.title}", outcomes=(outcome.name,),
            over=found.over, sides=found.sides,
        )  # fmt: skip


class Ends(NamedTuple):
    """A difference at the lowest (or first) and at the highest (or last) value of a factor, over all others."""

    factor: str
    low: Value
    high: Value
    at_low: Interval
    at_high: Interval
    change: Interval

    @property
    def name(self) -> str:
        """The factor and both its values."""
        return f"{self.factor}: {shown(self.low)} to {shown(self.high)}"


def at_ends(runs: pandas.DataFrame, outcome: str, over: str, sides: Sequence[Value]) -> list[Ends]:
    """How the difference between two values of a factor moves with every other factor, what moves it most first.

    Parameters
    ----------
    runs
        The table of runs.
    outcome
        Its name.
    over
        The factor of which two values are compared.
    sides
        These two: the second less the first.
    """
    settings, table = differences(runs, outcome, over, sides)
    found = []
    for name in settings.columns:
        if runs[name].nunique() < 2:
            continue
        values = ends_of(runs, name)
        low, high = (mean_of_defined(table[(settings[name] == value).to_numpy()], axis=0) for value in values)
        found.append(Ends(name, *values, mean_interval(low), mean_interval(high), mean_interval(high - low)))
    return sorted(found, key=lambda one: -abs(one.change.mean))


def answer(results: Results, asked: Asked) -> Answer:
    """By how much it changes from one end of each other factor to the other."""
    outcome, runs, over = asked.of(results), asked.runs(results), asked.over or LOGIC
    sides = sides_of(runs, over, asked.sides)
    ends = at_ends(runs, outcome.name, over, sides)
    whole = over_replicates(differences(runs, outcome.name, over, sides)[1])
    what = f"{shown(sides[1])} less {shown(sides[0])}" + ("" if over == LOGIC else f" in {over}")
    rows = [
        {
            "factor": one.factor,
            "from": shown(one.low),
            "to": shown(one.high),
            "at the first": amount(one.at_low, signed=True),
            "at the last": amount(one.at_high, signed=True),
            "change": amount(one.change, signed=True),
        }
        for one in ends
    ]
    marks = pandas.DataFrame(
        {"factor": one.name, "end": end, **bounds(interval)}
        for one in ends
        for end, interval in ((LOWEST, one.at_low), (HIGHEST, one.at_high))
    )
    figure = rows_of_marks(
        marks, layout_of(asked, results)._replace(lines="end"), [one.name for one in ends],
        f"{what}: {outcome.label}", f"Means over all other factors, with 95 % intervals. Open: {CHANCE}.",
    )  # fmt: skip
    return Answer(
        asked.key, asked.asks, in_words(ends, whole, what, outcome), f"{capitalised(what)}. {PAIRED}",
        pandas.DataFrame(rows), marks, figure,
    )  # fmt: skip


def in_words(ends: Sequence[Ends], whole: Interval, what: str, outcome: Outcome) -> str:
    """How large it is over all, what moves it, from the most to the least, and of what that cannot be told.

    Parameters
    ----------
    ends
        The difference at the least and the greatest value of each factor, what moves it most first.
    whole
        The difference over all settings.
    what
        What is compared, in words.
    outcome
        Of which it is a difference.
    """
    moved = [
        f"{one.factor} ({amount(one.change, signed=True)} from {shown(one.low)} to {shown(one.high)})"
        for one in ends
        if one.change.sign
    ]
    still = [one.factor for one in ends if not one.change.sign]
    text = f"{outcome.Title}, {what}: {amount(whole, signed=True)} over all settings."
    if moved:
        text += f" Of all factors, what moves it most is {moved[0]}"
        text += f"; then {enumerated(moved[1:])}." if moved[1:] else "."
    if still:
        text += f" That {enumerated(still)} {'moves' if len(still) == 1 else 'move'} it {CHANCE}."
    return text


DIFFERENCE = Question(
    "difference", "what moves the difference between two values", ("over", "sides"), (), suggested, answer
)

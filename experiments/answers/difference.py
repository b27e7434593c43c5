"""What moves the difference between two values of a factor: how large it is at both ends of each other factor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas

from samenspel.results.intervals import Interval, mean_interval
from samenspel.runs import mean_of_defined

from ..analysis.regimes import differences
from ..analysis.tables import over_replicates
from ..words import Outcome, Speech, begun
from .asking import LOGIC, Answer, Asked, Compared, Question, bounds, compared, ends_of, sides_of
from .rows import rows_of_marks
from .sheet import layout_of

if TYPE_CHECKING:
    from ..factors import Value
    from ..results import Results


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Between the logics, or two values of a word, where two factors or more could move it."""
    varied = [name for name in results.factors if results.runs[name].nunique() > 1]
    found = compared(results)
    if found and len(varied) > 2:
        first, second = found.words(say)
        asks = "difference.asks_logic" if found.over == LOGIC else "difference.asks_sides"
        yield Asked(
            "difference", "difference", say(asks, first=first, second=second),
            title=say("difference.title", outcome=outcome.title), outcomes=(outcome.name,),
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

    def name(self, say: Speech) -> str:
        """The factor and both its values."""
        key = "difference.row_words" if isinstance(self.low, str) else "difference.row"
        return say(key, factor=say.name(self.factor), low=say.shown(self.low), high=say.shown(self.high))


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


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """By how much it changes from one end of each other factor to the other."""
    outcome, runs, over = asked.of(results, say), asked.runs(results), asked.over or LOGIC
    sides = sides_of(runs, over, asked.sides)
    ends = at_ends(runs, outcome.name, over, sides)
    whole = over_replicates(differences(runs, outcome.name, over, sides)[1])
    what = Compared(over, sides).less(say)
    if over != LOGIC:
        what = say("difference.in_factor", difference=what, factor=say.name(over))
    rows = [
        {
            say("table.factor"): say.name(one.factor),
            say("difference.from"): say.shown(one.low),
            say("difference.to"): say.shown(one.high),
            say("difference.at_first"): say.amount(one.at_low, signed=True),
            say("difference.at_last"): say.amount(one.at_high, signed=True),
            say("difference.change"): say.amount(one.change, signed=True),
        }
        for one in ends
    ]
    lowest, highest = say("difference.lowest"), say("difference.highest")
    marks = pandas.DataFrame(
        {"factor": one.name(say), "end": end, **bounds(interval)}
        for one in ends
        for end, interval in ((lowest, one.at_low), (highest, one.at_high))
    )
    figure = rows_of_marks(
        marks, layout_of(asked, results, say)._replace(lines="end"), [one.name(say) for one in ends],
        f"{what}: {outcome.label}", say("difference.note"),
    )  # fmt: skip
    return Answer(
        asked.key, asked.asks, in_words(ends, whole, what, outcome, say), f"{begun(what)}. {say('answer.paired')}",
        pandas.DataFrame(rows), marks, figure,
    )  # fmt: skip


def in_words(ends: Sequence[Ends], whole: Interval, what: str, outcome: Outcome, say: Speech) -> str:
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
    say
        In which language.
    """
    moved = [
        say(
            "difference.moved", factor=say.factor(one.factor), size=say.amount(one.change, signed=True),
            low=say.shown(one.low), high=say.shown(one.high),
        )
        for one in ends
        if one.change.sign
    ]  # fmt: skip
    still = [say.factor(one.factor) for one in ends if not one.change.sign]
    texts = [say("difference.whole", outcome=outcome.said, difference=what, size=say.amount(whole, signed=True))]
    if len(moved) > 1:
        texts.append(say("difference.most_then", first=moved[0], others=say.enumerated(moved[1:])))
    elif moved:
        texts.append(say("difference.most", first=moved[0]))
    if still:
        texts.append(say("difference.still", factors=say.enumerated(still), count=len(still)))
    return " ".join(texts)


DIFFERENCE = Question("difference", ("over", "sides"), (), suggested, answer)

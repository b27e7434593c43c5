"""Asking: what can be asked of runs, and what an answer is made of.

A question is a file of this folder: what it would ask of any results by itself (for a report), and its answer, which is
a table, a sentence computed from it, and a figure. Here is what they have in common, and how they speak: `say` is the
language in which it is asked and answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas

from samenspel.errors import InputError, Message
from samenspel.reading import Name, check_known, listed

from ..analysis.regimes import TWO_LOGICS
from ..factors import SCENARIO, Value, flat
from ..sampling import METHODS
from ..words import ENGLISH, Outcome, Speech, interval_in, speaks, uncapitalised

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from samenspel.results.intervals import Interval

    from ..results import Results

LOGIC, TOTAL = "logic", "total"
WORTH = 0.01  # the smallest difference that a map calls one: of value, a fiftieth of what an organisation makes alone
OF_PAIRS = ("effects", "sobol", "morris", "scores")  # questions to runs that can be asked of their differences
MOST_GROUPS = 6  # that are told apart by lines
MOST_PANELS = 4  # beside or below one another


class Asked(NamedTuple):
    """What is asked of runs, by a study or by a report.

    Attributes
    ----------
    shows
        The question; see `samenspel.experiments.answers.QUESTIONS`.
    key
        What the files of its figure are called.
    asks
        The question as a heading.
    design
        File of the design, of a study.
    title, note
        Over the figure.
    outcomes
        What is shown; by default the first that the design is about.
    x, y
        Factors along the axes.
    lines, rows, columns
        Factors by which lines and panels are told apart.
    over, sides
        The factor of which two values are compared, and these: the second less the first. By default its lowest or
        first value and its highest or last; of a choice, all are compared.
    marks
        Outcomes beside the one that is shown, and for each the level of which a map draws where it is passed.
    where
        Values of factors to which it is limited.
    table
        Whether a study shows the table; all numbers are in its results too.
    """

    shows: str
    key: str = ""
    asks: str = ""
    design: str = "design.toml"
    title: str = ""
    note: str = ""
    outcomes: tuple[str, ...] = ()
    x: str = ""
    y: str = ""
    lines: str = ""
    rows: str = ""
    columns: str = ""
    over: str = ""
    sides: tuple[Value, ...] = ()
    marks: Mapping[str, float] = {}
    where: Mapping[str, Any] = {}
    table: bool = True

    @property
    def called(self) -> str:
        """What an error calls it."""
        return f"{self.key}: {self.shows}" if self.key not in ("", self.shows) else self.shows

    def of(self, results: Results, say: Speech = ENGLISH) -> Outcome:
        """The one outcome that is shown."""
        return self.of_each(results, say)[0]

    def of_each(self, results: Results, say: Speech = ENGLISH) -> list[Outcome]:
        """All outcomes that are shown."""
        found = [say.outcome(name, own=results.own_outcomes) for name in self.outcomes or results.outcomes[:1]]
        return [difference_of(one, self.over, self.sides, say) for one in found] if self.of_pairs else found

    @property
    def of_pairs(self) -> bool:
        """Whether what any runs can be asked is asked of differences between two values of a factor."""
        return bool(self.over) and self.shows in OF_PAIRS

    def runs(self, results: Results) -> pandas.DataFrame:
        """The runs to which it is limited, without the factors that it fixes."""
        runs, fixed = results.runs, flat(self.where)
        for name, value in fixed.items():
            check_known([name], results.factors, f"{self.called}: where", "factor")
            runs = runs[runs[name] == value]
            if runs.empty:
                raise InputError(
                    "no runs with {name} = {value}", self.called, "where", name=name, value=ENGLISH.shown(value)
                )
        return runs.drop(columns=list(fixed))

    def settings(self, runs: pandas.DataFrame, *names: str) -> Iterator[tuple[dict[str, Value], pandas.DataFrame]]:
        """Every setting of some of the factors, with its runs."""
        named = [name for name in names if name]
        if not named:
            yield {}, runs
            return
        for values, part in runs.groupby(named, sort=True):
            yield dict(zip(named, values, strict=True)), part


@dataclass(frozen=True)
class Answer:
    """An answer, as a page and a study show it.

    Attributes
    ----------
    key
        What its files are called.
    heading, reading, note
        For people: what is asked, what the numbers say, how they were computed.
    table
        The numbers as people read them: words all.
    numbers
        All numbers, as programs read them.
    figure
        The picture; None where there is nothing to see.
    """

    key: str
    heading: str
    reading: str
    note: str
    table: pandas.DataFrame = field(repr=False)
    numbers: pandas.DataFrame = field(repr=False)
    figure: Figure | None = field(repr=False)


class Question(NamedTuple):
    """A question to runs.

    Attributes
    ----------
    shows
        Its word: of its file, in `study.toml`, and among the questions of a sampling method.
    takes
        What `study.toml` may say of it, besides what it may say of any.
    needs
        Of these, what it has to say.
    suggested
        What a report asks of results about an outcome: nothing where it makes no sense.
    answer
        The answer to what is asked.
    """

    shows: str
    takes: tuple[str, ...]
    needs: tuple[str, ...]
    suggested: Callable[[Results, Outcome, Speech], Iterator[Asked]]
    answer: Callable[[Results, Asked, Speech], Answer]


def check_sampled(results: Results, asked: Asked) -> None:
    """Refuse a question that needs a sample of its own, of points that were chosen otherwise."""
    if asked.shows not in results.method.questions:
        methods = listed(one.name for one in METHODS if asked.shows in one.questions)
        raise InputError(
            "got points of {got}, allowed: of {allowed}", asked.called, got=results.method.name, allowed=methods
        )


# --- what makes sense to ask --------------------------------------------------------------------------------------


def both_logics(results: Results) -> bool:
    """Whether the two logics are compared."""
    return LOGIC in results.factors and set(TWO_LOGICS) <= set(results.runs[LOGIC])


class Compared(NamedTuple):
    """Two values of a factor, of which the difference is asked: the second less the first."""

    over: str
    sides: tuple[Value, Value]

    def words(self, say: Speech) -> tuple[str, str]:
        """Both, as a sentence says them."""
        if self.of_logics:
            first, second = (say(f"compared.{side}") for side in self.sides)
        else:
            first, second = (spoken(self.over, side, say) for side in self.sides)
        return first, second

    def less(self, say: Speech) -> str:
        """The second less the first, in short."""
        first, second = map(say.shown, self.sides)
        return say("compared.less", first=first, second=second)

    @property
    def of_logics(self) -> bool:
        """Whether the sides are the two logics."""
        return self.over == LOGIC and set(self.sides) == set(TWO_LOGICS)


def compared(results: Results) -> Compared | None:
    """What a report compares: the two logics, or else two words that were run at the same places; None without."""
    where = results.crossed if results.drawn else results.factors if results.balanced else ()
    if both_logics(results) and LOGIC in where:
        return Compared(LOGIC, TWO_LOGICS)
    for name in where:
        if results.factors[name].kind == "word":
            ran = set(results.runs[name])
            there = [value for value in results.factors[name].values if value in ran]
            if len(there) == 2:
                return Compared(name, (there[0], there[1]))
    return None


def ends_of(runs: pandas.DataFrame, name: str) -> tuple[Value, Value]:
    """The lowest and the highest value of a factor, or the first and the last word by the alphabet."""
    values = sorted(runs[name].unique())
    if len(values) < 2:
        raise InputError("got {got} value, allowed: a factor that varies", name, got=len(values))
    return values[0], values[-1]


@dataclass(frozen=True)
class Side:
    """A value of a factor, as a study says it: a name, a number, or yes or no."""

    def read(self, value: object, where: str | Message) -> Value:
        """The value; a name without white space around it."""
        return value if isinstance(value, bool | int | float) else Name().read(value, where)

    def schema(self) -> dict[str, Any]:
        """Any of these."""
        return {"anyOf": [Name().schema(), {"type": ["number", "boolean"]}]}


def sides_of(runs: pandas.DataFrame, over: str, said: Sequence[Value]) -> tuple[Value, Value]:
    """The two values of a factor that are compared, by how they are shown; by default its ends."""
    if over not in runs:
        raise InputError("{over} does not vary", over=over)
    if not said:
        return ends_of(runs, over)
    values = {ENGLISH.shown(value): value for value in runs[over].unique()}
    check_known(map(ENGLISH.shown, said), values, f"sides: {over}", "value")
    if len(said) != 2:
        raise InputError("got {got}, allowed: 2", "sides", got=len(said))
    first, second = (values[ENGLISH.shown(value)] for value in said)
    return first, second


def difference_of(outcome: Outcome, over: str, sides: Sequence[Value], say: Speech) -> Outcome:
    """An outcome, of which it is the difference that is asked.

    Parameters
    ----------
    outcome
        The outcome.
    over, sides
        The factor of which two values are compared, and these.
    say
        In which language.
    """
    first, second = Compared(over, (sides[0], sides[1])).words(say)
    title, said = (
        say("compared.difference", outcome=one, first=first, second=second) for one in (outcome.title, outcome.said)
    )
    return outcome._replace(title=title, said=said)


def by_what(results: Results) -> str:
    """What tells groups of runs apart: the logic, or else a factor of a few words; nothing where there is none."""
    if not results.balanced:
        return ""  # groups would differ in other things too
    words = [name for name, factor in results.factors.items() if factor.kind == "word"]
    few = [name for name in words if 2 <= results.runs[name].nunique() <= MOST_GROUPS]
    return next((name for name in (LOGIC, SCENARIO, *few) if name in few and not name.startswith("logic.")), "")


def panelled(results: Results, names: Sequence[str]) -> list[str]:
    """Those of some factors that have so few values that each can have a panel of its own."""
    return [name for name in names if 2 <= results.runs[name].nunique() <= MOST_PANELS]


def numbers_among(results: Results, names: Sequence[str]) -> list[str]:
    """Those of some factors that are numbers."""
    return [name for name in names if results.factors[name].kind != "word"]


# --- how answers speak --------------------------------------------------------------------------------------------


def setting(where: Mapping[str, Value], say: Speech) -> str:
    """Values of factors, as a sentence says them."""
    return ", ".join(spoken(name, value, say) for name, value in where.items())


def spoken(name: str, value: Value, say: Speech) -> str:
    """A value of a factor; that of a bundle of logic, or of what is no factor, speaks for itself."""
    return say.word(value) if name == LOGIC or speaks(name, value) else say.value(name, value)


def within(where: Mapping[str, Value], said: str, say: Speech) -> str:
    """A sentence that holds at a setting."""
    return say("answer.within", setting=setting(where, say), said=uncapitalised(said)) if where else said


def sampled_within(where: str, said: str, say: Speech) -> str:
    """A sentence on a sample that holds at a setting; English keeps its capital."""
    return say("answer.within", setting=where, said=said if say.english else uncapitalised(said)) if where else said


def bounds(interval: Interval) -> dict[str, float]:
    """A mean and its interval as columns."""
    return {"mean": interval.mean, "low": interval.low, "high": interval.high}


def side_by_side(table: pandas.DataFrame, names: Sequence[str], say: Speech, signed: bool = False) -> pandas.DataFrame:
    """A row a factor, and a column a setting, of means with their intervals.

    Parameters
    ----------
    table
        With `factor`, `mean`, `low`, `high`, and what tells settings apart.
    names
        Columns of what tells these apart.
    say
        In which language.
    signed
        Whether a plus is said.
    """
    columns: dict[str, dict[str, str]] = {}
    for row in table.to_dict("records"):
        said = ", ".join(spoken(name, row[name], say) for name in names if name and row[name] != "")
        of_it = columns.setdefault(said or say("table.mean"), {})
        of_it[said_of(row["factor"], say)] = say.amount(interval_in(row), signed)
    return pandas.DataFrame(columns).rename_axis(say("table.factor")).reset_index()


def said_of(factor: str, say: Speech) -> str:
    """What a row is called: a factor, or the total of all."""
    return say.word(factor) if factor == TOTAL else say.name(factor)


def with_names(table: pandas.DataFrame, say: Speech) -> pandas.DataFrame:
    """The table with what its factors are called."""
    return table.assign(factor=[said_of(factor, say) for factor in table["factor"]])


def written(numbers: pandas.DataFrame, say: Speech) -> pandas.DataFrame:
    """Numbers as people read them."""
    return pandas.DataFrame({
        say.column(name): [say.name(value) if name == "factor" else say.cell(value) for value in numbers[name]]
        for name in numbers
    })  # fmt: skip

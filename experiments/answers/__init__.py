"""Answers: the questions that can be asked of runs, a file each, with its table, its sentence and its figure.

`samenspel report` asks those that go with the sampling method of a sweep, as each suggests; `samenspel study` those
that a `study.toml` asks. Both show the same answers, the one as a page, the other as text. To add a question, write its
file and its name into `QUESTIONS`; a report asks it of the methods in `samenspel.experiments.sampling` that name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import matplotlib as mpl

from samenspel.errors import InputError
from samenspel.parameters import Declaration, declared
from samenspel.reading import Anything, Field, Flag, Name, Several, Table, Text, Word, check_known, listed
from samenspel.results.figures import STYLE
from samenspel.results.intervals import mean_interval
from samenspel.runs import Summary

from ..analysis.regimes import pairs
from ..analysis.tables import at_points, independent, lucks_of
from ..factors import flat
from ..words import ENGLISH, Outcome, Speech
from .asking import Answer, Asked, Question, Side, sides_of
from .best import BEST
from .choice import CHOICE
from .course import COURSE
from .curves import CURVES
from .difference import DIFFERENCE
from .effects import EFFECTS
from .interactions import INTERACTIONS
from .map import MAP
from .modes import MODES
from .morris import MORRIS
from .orders import ORDERS
from .scores import SCORES
from .shapley import SHAPLEY
from .sheet import write_numbers
from .sobol import SOBOL
from .spread import SPREAD
from .where import WHERE

if TYPE_CHECKING:
    import pandas

    from ..results import Results

__all__ = ["ASKED", "QUESTIONS", "Answer", "Asked", "Question", "answer", "suggested"]

QUESTIONS = {
    one.shows: one
    for one in (
        MAP, DIFFERENCE, CURVES, EFFECTS, CHOICE, SHAPLEY, INTERACTIONS, BEST, ORDERS, SOBOL, MORRIS, SCORES, COURSE,
        SPREAD, MODES, WHERE,
    )
}  # fmt: skip
OF_FACTORS = ("x", "y", "lines", "rows", "columns", "over")
PLACES = (*OF_FACTORS, "sides", "marks")  # of what is asked, what not every question takes
LEVELS: dict[str, Field] = {
    name: Declaration("number", one.low, one.high, one.unit, one.meaning, ()) for name, one in declared(Summary).items()
}
ASKED = Table(
    {
        **dict.fromkeys(("key", "asks", "design", "title", *OF_FACTORS), Name()),
        "note": Text(),
        "shows": Word(QUESTIONS),
        "outcomes": Several(Word(Summary._fields)),
        "sides": Several(Side(), 2, 2),
        "marks": Table(LEVELS),
        "where": Anything(),
        "table": Flag(),
    },
    required=("key", "asks", "shows"),
)


def suggested(results: Results, outcome: Outcome, say: Speech = ENGLISH) -> Iterator[tuple[Question, Iterator[Asked]]]:
    """The questions that go with the method of a sweep, in the order of its report, and what each asks."""
    for shows in results.method.questions:
        yield QUESTIONS[shows], QUESTIONS[shows].suggested(results, outcome, say)


def answer(results: Results, asked: Asked, say: Speech = ENGLISH) -> Answer:
    """What is asked of runs, answered.

    Parameters
    ----------
    results
        Of a sweep, as `samenspel.experiments.read` gives them.
    asked
        Which question, of which outcome, over which factors.
    say
        In which language.

    Raises
    ------
    InputError
        Factors that the design has not; places that the question does not take, or lacks; runs that cannot answer it.
    """
    question = QUESTIONS[asked.shows]
    said = [place for place in PLACES if getattr(asked, place)]
    check_known(said, question.takes, asked.called, "place")
    if missing := [place for place in question.needs if place not in said]:
        raise InputError(
            "'{name}' is missing, needed: {needed}", asked.called, name=missing[0], needed=listed(question.needs)
        )
    factors = {place: getattr(asked, place) for place in OF_FACTORS if place in said}
    check_known(factors.values(), results.factors, asked.called, "factor")
    if factors.pop("over", "") in [*flat(asked.where), *factors.values()]:
        raise InputError(
            "{factor} is compared, so it cannot stand elsewhere too", asked.called, "over", factor=asked.over
        )
    before = ""
    if asked.of_pairs:
        asked = asked._replace(sides=sides_of(results.runs, asked.over, asked.sides))
        results = replace(results, runs=pairs(results.runs, asked.over, asked.sides))
        before = "".join(over_all(asked.runs(results), outcome, say) for outcome in asked.of_each(results, say))
    with mpl.rc_context(STYLE):
        found = question.answer(results, asked, say)
    rests = rests_on(asked.runs(results), asked.of_each(results, say), say, "pair" if asked.of_pairs else "run")
    found = replace(found, reading=f"{before}{found.reading} {rests}")
    if asked.where:
        limits = ", ".join(f"{name} {say.shown(value)}" for name, value in flat(asked.where).items())
        found = replace(found, note=f"Runs with {limits}. {found.note}")
    if found.figure is not None:
        write_numbers(found.figure, say)
    return found if asked.title else replace(found, figure=None)


def over_all(runs: pandas.DataFrame, outcome: Outcome, say: Speech) -> str:
    """How large a difference is over all settings, in a sentence."""
    values = at_points(runs, outcome.name)
    whole = mean_interval(independent(values.to_numpy(), lucks_of(runs).loc[values.index].to_numpy()))
    key = "answer.over_all" if whole.sign else "answer.over_all_untold"
    return say(key, outcome=outcome.said, size=say.amount(whole, signed=True))


def rests_on(runs: pandas.DataFrame, outcomes: Sequence[Outcome], say: Speech, what: str = "run") -> str:
    """What an answer rests on, in a sentence: runs, points, replicates and seeds; and what is not defined, by count.

    Parameters
    ----------
    runs
        Those that it is of, a row each.
    outcomes
        Those that it is about.
    say
        In which language.
    what
        What a row is.
    """
    counts = runs.groupby("point").size()
    few, many = int(counts.min()), int(counts.max())
    undefined = ""
    for outcome in outcomes:
        missing = runs[outcome.name].isna()
        if count := int(missing.sum()):
            failed = int((missing & runs["error"].notna()).sum()) if "error" in runs else 0
            key = "answer.undefined_all_failed" if failed == count else "answer.undefined"
            undefined += say(key, count=count, outcome=outcome.said, failed=failed)
    return say(
        f"answer.rests_{what}", rows=len(runs), points=len(counts), seeds=runs["seed"].nunique(), undefined=undefined,
        replicates=say("answer.replicates" if few == many else "answer.replicates_between", few=few, many=many),
    )  # fmt: skip

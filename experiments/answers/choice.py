"""Which value of a choice is best, and where: over two factors, a map for every setting of two others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import numpy as np
import pandas
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from samenspel.results.figures import QUIET
from samenspel.results.intervals import paired_difference
from samenspel.results.report import percent

from ..words import Outcome, Speech
from .asking import LOGIC, WORTH, Answer, Asked, Question, both_logics, numbers_among
from .curves import chosen_and_judged, over
from .sheet import WORDS, Layout, along, corners, layout_of, levels_of, only, sheet, upright

if TYPE_CHECKING:
    from ..factors import Value
    from ..results import Results

MOST_CELLS = 12  # along an axis, of which each has its letter


def suggested(results: Results, outcome: Outcome, say: Speech) -> Iterator[Asked]:
    """Of every choice of three words or more, over the first two numbers of a grid."""
    counts = {name: results.runs[name].nunique() for name in results.factors}
    axes = [name for name in numbers_among(results, list(counts)) if 2 <= counts[name] <= MOST_CELLS]
    if len(axes) < 2:
        return
    for name, factor in results.factors.items():
        if factor.kind == "word" and 3 <= len(factor.values) <= len(WORDS):
            yield Asked(
                "choice", f"choice-{name}", say("choice.asks", factor=say.factor(name)),
                title=say("choice.title", factor=say.name(name), outcome=outcome.title),
                outcomes=(outcome.name,), over=name, x=axes[0], y=axes[1],
                columns=LOGIC if both_logics(results) else "",
            )  # fmt: skip


def answer(results: Results, asked: Asked, say: Speech) -> Answer:
    """In what share of the cells each is clearly best."""
    outcome, runs = asked.of(results, say), asked.runs(results)
    options = [str(value) for value in results.factors[asked.over].values]
    names = [name for name in (asked.x, asked.y, asked.rows, asked.columns) if name]
    table = pandas.DataFrame(
        {**where, **best_of(*over(part, outcome.name, asked.over))} for where, part in asked.settings(runs, *names)
    )
    rows = [
        {
            say("table.factor"): say.name(name),
            say("choice.value"): say.shown(value),
            **{say.word(one): percent(float(np.mean(part["clear"] & (part["best"] == one)))) for one in options},
            say("choice.none"): percent(float(np.mean(~part["clear"]))),
        }
        for name in names
        for value, part in table.groupby(name, sort=True)
    ]
    return Answer(
        asked.key, asked.asks, in_words(table, options, outcome, say),
        " ".join(map(say, ("choice.note", "answer.paired", "answer.held_out"))), pandas.DataFrame(rows), table,
        figure_of(table, layout_of(asked, results, say), options),
    )  # fmt: skip


def best_of(options: Sequence[Value], values: np.ndarray) -> dict[str, Any]:
    """The best by every other replicate, and whether it is clearly above each other on the rest, by what is worth it.

    Parameters
    ----------
    options
        What can be chosen.
    values
        Shape (options, replicates).
    """
    means, judging = chosen_and_judged(values)
    best = int(np.nanargmax(means))
    others = [other for other in range(len(options)) if other != best]
    gaps = [paired_difference(judging[other], judging[best]).interval for other in others]
    clear = all(gap.sign > 0 and gap.mean >= WORTH for gap in gaps)
    return {"best": options[best], "clear": clear}


def in_words(table: pandas.DataFrame, options: Sequence[str], outcome: Outcome, say: Speech) -> str:
    """In how many cells each is clearly best, the most frequent first.

    Parameters
    ----------
    table
        With `best` and `clear`, a row a cell.
    options
        What can be chosen.
    outcome
        By which it is best.
    say
        In which language.
    """
    share = {option: float(np.mean(table["clear"] & (table["best"] == option))) for option in options}
    told = [
        say("choice.told", option=say.word(option), share=percent(share[option]))
        for option in sorted(options, key=lambda one: -share[one])
    ]
    return say(
        "choice.reading", cells=len(table), outcome=outcome.said, told=say.enumerated(told),
        unclear=percent(float(np.mean(~table["clear"]))), worth=say.shown(WORTH),
    )  # fmt: skip


def figure_of(table: pandas.DataFrame, layout: Layout, options: Sequence[str]) -> Figure:
    """A cell has the colour and the letter of what is best in it.

    Parameters
    ----------
    table
        With `best`, `clear`, and the factors of the axes and panels.
    layout
        What stands where.
    options
        What can be chosen.
    """
    rows, columns = layout.panels(table)
    xs, ys = levels_of(table, layout.x), levels_of(table, layout.y)
    colours = dict(zip(options, WORDS, strict=False))
    say = layout.say
    note = say("choice.figure_note", worth=say.shown(WORTH))
    letters = letters_of([*map(say.word, options)])
    marks = dict(zip(options, letters, strict=True))
    handles = [Patch(color=colour, label=f"{say.word(one)} ({marks[one]})") for one, colour in colours.items()]
    figure = sheet(
        0.7 + 2.15 * len(rows) if len(rows) > 1 else 3.8, layout.title, layout.explained(note), handles
    )  # fmt: skip
    grid = figure.subplots(len(rows), len(columns), sharex=True, sharey=True, squeeze=False)
    for axes, (row, column) in corners(grid, rows, columns, layout):
        for cell in only(table, (layout.rows, row), (layout.columns, column)).to_dict("records"):
            at, up, clear = xs.index(cell[layout.x]), ys.index(cell[layout.y]), cell["clear"]
            axes.add_patch(
                Rectangle((at, up), 1, 1, fc=colours[cell["best"]], alpha=1.0 if clear else 0.22, ec="white")
            )
            axes.text(at + 0.5, up + 0.5, marks[cell["best"]], ha="center", va="center", size=10,
                      color="white" if clear else QUIET, weight="bold" if clear else "normal")  # fmt: skip
        axes.set(xlim=(0, len(xs)), ylim=(0, len(ys)))
        axes.set_xticks(np.arange(len(xs)) + 0.5, [*map(say.shown, xs)])
        axes.set_yticks(np.arange(len(ys)) + 0.5, [*map(say.shown, ys)])
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
    along(figure, layout.label("x"))
    upright(figure, layout.label("y"), 48)
    return figure


def letters_of(words: Sequence[str]) -> Sequence[str]:
    """A letter for each: that with which it begins, or A, B, C where two begin alike."""
    letters = [word[0].upper() for word in words]
    bare = {normalize("NFD", letter)[0] for letter in letters}
    return letters if len(bare) == len(words) else ascii_uppercase[: len(words)]


CHOICE = Question("choice", ("over", "x", "y", "rows", "columns"), ("over", "x", "y"), suggested, answer)

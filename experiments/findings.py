"""Findings of a study: what is shown of a design, as its `study.toml` asks for it.

Each kind takes the results of a design and gives a `Section`, as the analyses of `experiments.page` do: a table, a
figure, and a sentence computed from the table. Where those analyses fit any design with their method, these are made
for a question: how an outcome goes over one factor and for whom, where that turns, and what makes the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas

from simulation.conditions import CONDITIONS
from simulation.errors import InputError
from simulation.reading import Anything, Flag, Name, Several, Table, Text, Word, check_known
from simulation.results.intervals import Interval, mean_interval, paired_difference
from simulation.results.report import capitalised, percent
from simulation.runs import Summary, mean_of_defined

from . import panels
from .analysis import contrasts, effects, ranking, regimes, sensitivity
from .analysis.tables import at_points, factors_of, over_replicates, points_of
from .analysis.words import CHANCE, Outcome, amount, enumerated, outcome_of, shown
from .factors import NOTHING, ORDER, THEN, TOGETHER, Value, flat
from .page import Section, at_settings
from .results import Results

LOGIC = "logic"
SIDES = regimes.TWO_LOGICS
PAIRED = "Intervals at 95 % over replicates (Student); differences are of pairs on the same seeds."
HELD_OUT = "What is best is chosen on every other replicate and judged on the rest."
WORTH = 0.01  # the smallest difference that a map calls one: of value, a fiftieth of what an organisation makes alone
LOWEST, HIGHEST = "at the lowest or first value", "at the highest or last value"


class Asked(NamedTuple):
    """What a study asks of a design.

    Attributes
    ----------
    key
        What the files of its figure are called.
    asks
        The question that it answers, as a heading.
    shows
        Which kind of finding; see `KINDS`.
    design
        File of the design.
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
    where
        Values of factors to which it is limited.
    table
        Whether the table is shown; all numbers are in the results too.
    """

    key: str
    asks: str
    shows: str
    design: str = "design.toml"
    title: str = ""
    note: str = ""
    outcomes: tuple[str, ...] = ()
    x: str = ""
    y: str = ""
    lines: str = ""
    rows: str = ""
    columns: str = ""
    over: str = LOGIC
    sides: tuple[str, ...] = ()
    where: Mapping[str, Any] = {}
    table: bool = True

    def of(self, results: Results) -> Outcome:
        """The one outcome that is shown."""
        return outcome_of((self.outcomes or results.outcomes)[0])

    def runs(self, results: Results) -> pandas.DataFrame:
        """The runs to which it is limited, without the factors that it fixes."""
        runs, fixed = results.runs, flat(self.where)
        for name, value in fixed.items():
            check_known([name], results.factors, f"{self.key}: where", "factor")
            runs = runs[runs[name] == value]
            if runs.empty:
                raise InputError(f"{self.key}: where: no runs with {name} = {shown(value)}")
        return runs.drop(columns=list(fixed))

    def layout(self, results: Results) -> panels.Layout:
        """What stands where on the figure."""
        said = (self.title, self.note, self.x, self.y, self.lines, self.rows, self.columns)
        return panels.Layout(results.factors, *said)

    def panels(self, runs: pandas.DataFrame, *names: str) -> Iterator[tuple[dict[str, Value], pandas.DataFrame]]:
        """Every setting of some of the factors, with its runs."""
        named = [name for name in names if name]
        if not named:
            yield {}, runs
            return
        for values, part in runs.groupby(named, sort=True):
            yield dict(zip(named, values, strict=True)), part


def findings(results: Results, asked: Asked) -> Section:
    """What a study asks of a design, answered.

    Raises
    ------
    InputError
        Factors that the design has not.
    """
    named = (asked.x, asked.y, asked.lines, asked.rows, asked.columns)
    check_known(filter(None, named), results.factors, asked.key, "factor")
    found = KINDS[asked.shows](results, asked)
    if asked.where:
        limits = ", ".join(f"{name} {shown(value)}" for name, value in flat(asked.where).items())
        found = replace(found, note=f"Runs with {limits}. {found.note}")
    return found if asked.title else replace(found, figure=None)


# --- which of two, and where --------------------------------------------------------------------------------------


def of_map(results: Results, asked: Asked) -> Section:
    """Which logic creates more over two factors, a map for every setting of two others."""
    outcome, runs = asked.of(results), asked.runs(results)
    names = [name for name in (asked.rows, asked.columns) if name]
    cells, rows = [], []
    for where, part in asked.panels(runs, *names):
        table = regimes.regimes(part, outcome.name, asked.x, asked.y).assign(**where)
        table.loc[table["difference"].abs() < WORTH, "better"] = ""
        cells.append(table)
        rows.append((*map(shown, where.values()), *shares_of(table), float(np.mean(table["better"] == "network"))))
    table = pandas.concat(cells, ignore_index=True)
    summary = pandas.DataFrame(rows, columns=[*names, *(f"{side} creates more" for side in SIDES), "neither", "share"])
    hierarchy, network, neither = shares_of(table)
    reading = (
        f"Of {len(table)} cells, {outcome.title} is higher with network logic in {network}, and with hierarchy in "
        f"{hierarchy}; in {neither} the difference is below {shown(WORTH)} or {CHANCE}."
    )
    if names:
        least, most = (summary.loc[place] for place in (summary["share"].idxmin(), summary["share"].idxmax()))
        at = [enumerated([f"{name} {row[name]}" for name in names]) for row in (least, most)]
        shares = [percent(row["share"]) for row in (least, most)]
        reading += f" Network logic is higher in {shares[0]} of the cells at {at[0]}, and in {shares[1]} at {at[1]}."
    note = f"Shares of the cells of each panel; neither: below {shown(WORTH)}, or it {CHANCE}. {PAIRED}"
    picture = panels.maps(table, asked.layout(results), outcome, WORTH)
    return Section(asked.key, asked.asks, reading, note, summary.drop(columns="share"), picture)


def shares_of(cells: pandas.DataFrame) -> list[str]:
    """In how many cells which side is higher, and neither."""
    return [percent(float(np.mean(cells["better"] == side))) for side in (*SIDES, "")]


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
    """How the difference between two values of a factor moves with every other factor, what moves it most first."""
    settings, table = regimes.differences(runs, outcome, over, sides)
    found = []
    for name in settings.columns:
        values = ends_of(runs, name)
        low, high = (mean_of_defined(table[(settings[name] == value).to_numpy()], axis=0) for value in values)
        found.append(Ends(name, *values, mean_interval(low), mean_interval(high), mean_interval(high - low)))
    return sorted(found, key=lambda one: -abs(one.change.mean))


def of_difference(results: Results, asked: Asked) -> Section:
    """How the difference between two values of a factor moves with each other factor."""
    outcome, runs = asked.of(results), asked.runs(results)
    sides = asked.sides or ends_of(runs, asked.over)
    ends = at_ends(runs, outcome.name, asked.over, sides)
    whole = over_replicates(regimes.differences(runs, outcome.name, asked.over, sides)[1])
    what = f"{shown(sides[1])} less {shown(sides[0])}" + ("" if asked.over == LOGIC else f" in {asked.over}")
    moved = [
        f"{one.factor} ({amount(one.change, signed=True)} from {shown(one.low)} to {shown(one.high)})"
        for one in ends
        if one.change.sign
    ]
    still = [one.factor for one in ends if not one.change.sign]
    reading = f"{outcome.Title}, {what}: {amount(whole, signed=True)} over all settings."
    if moved:
        reading += f" Of all factors, what moves it most is {moved[0]}"
        reading += f"; then {enumerated(moved[1:])}." if moved[1:] else "."
    if still:
        reading += f" That {enumerated(still)} {'moves' if len(still) == 1 else 'move'} it {CHANCE}."
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
    marks = [
        {"factor": one.name, "end": end, **bounds(interval)}
        for one in ends
        for end, interval in ((LOWEST, one.at_low), (HIGHEST, one.at_high))
    ]
    picture = panels.dots(
        pandas.DataFrame(marks), asked.layout(results)._replace(lines="end"), [one.name for one in ends],
        f"{what}: {outcome.label}", f"Means over all other factors, with 95 % intervals. Open: {CHANCE}.",
    )  # fmt: skip
    return Section(asked.key, asked.asks, reading, f"{capitalised(what)}. {PAIRED}", pandas.DataFrame(rows), picture)


def ends_of(runs: pandas.DataFrame, name: str) -> tuple[Value, Value]:
    """The lowest and the highest value of a factor, or the first and the last word by the alphabet."""
    values = sorted(runs[name].unique())
    if len(values) < 2:
        raise InputError(f"{name}: got {len(values)} value, allowed: a factor that varies")
    return values[0], values[-1]


# --- over one factor ----------------------------------------------------------------------------------------------


class Shape(NamedTuple):
    """How an outcome goes over a factor: in a word, where it is highest, and how far the ends lie below that."""

    word: str
    ends: tuple[Value, Value]
    best: Value
    mean: Interval
    above_first: Interval
    above_last: Interval


FALLS, RISES, BOTH, TROUGH, FLAT = (
    "falls", "rises", "rises, then falls", "falls, then rises", CHANCE,
)  # fmt: skip


def of_curves(results: Results, asked: Asked) -> Section:
    """How outcomes go over one factor, a line and a panel for every setting of others."""
    runs = asked.runs(results)
    outcomes = [outcome_of(name) for name in (asked.outcomes or results.outcomes[:1])]
    names = [name for name in (asked.rows, asked.columns, asked.lines) if name]
    drawn, shapes = [], []
    for outcome in outcomes:
        for where, part in asked.panels(runs, *names):
            levels, values = over(part, outcome.name, asked.x)
            for level, one in zip(levels, values, strict=True):
                drawn.append({"outcome": outcome.name, **where, "at": level, **bounds(mean_interval(one))})
            shapes.append((outcome, where, shape_of(levels, values)))
    reading = " ".join(
        shapes_in_words(outcome, asked.x, [(where, shape) for one, where, shape in shapes if one is outcome])
        + (logics_in_words(runs, outcome, asked.x) if asked.lines == LOGIC else "")
        for outcome in outcomes
    )
    summary = pandas.DataFrame(
        [
            {
                **({"outcome": outcome.title} if len(outcomes) > 1 else {}),
                **{name: shown(value) for name, value in where.items()},
                f"over {asked.x}": shape.word,
                "highest at": shown(shape.best),
                "there": amount(shape.mean),
                "above the first": amount(shape.above_first, signed=True) if shape.best != shape.ends[0] else "",
                "above the last": amount(shape.above_last, signed=True) if shape.best != shape.ends[1] else "",
            }
            for outcome, where, shape in shapes
        ]
    )
    picture = panels.curves(pandas.DataFrame(drawn), asked.layout(results), outcomes)
    rest = [name for name in factors_of(runs) if name not in (asked.x, *names)]
    note = f"Means over {enumerated(rest)}. {PAIRED} {HELD_OUT}" if rest else f"{PAIRED} {HELD_OUT}"
    return Section(asked.key, asked.asks, reading, note, summary, picture)


def logics_in_words(runs: pandas.DataFrame, outcome: Outcome, x: str) -> str:
    """How much higher it is with network logic than with hierarchy, at both ends of a factor."""
    settings, table = regimes.differences(runs, outcome.name)
    ends = [(value, over_replicates(table[(settings[x] == value).to_numpy()])) for value in ends_of(settings, x)]
    said = [f"{amount(interval, signed=True)} at {shown(value)}" for value, interval in ends]
    return f" With network logic rather than hierarchy it is {enumerated(said)}, in the mean over all else."


def over(runs: pandas.DataFrame, outcome: str, x: str) -> tuple[list[Value], np.ndarray]:
    """The outcome at every value of a factor, the mean over all others: shape (values, replicates)."""
    values = at_points(runs, outcome)
    groups = points_of(runs).loc[values.index].groupby(x, sort=True).groups
    return list(groups), np.array(
        [mean_of_defined(values.loc[points].to_numpy(), axis=0) for points in groups.values()]
    )


def shape_of(levels: Sequence[Value], values: np.ndarray) -> Shape:
    """How values, shape (levels, replicates), go over the levels, as far as it can be told from chance.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(0.0, 0.1, (3, 40))
    >>> shape_of([1, 2, 3], noise + [[0.0], [1.0], [0.2]]).word
    'rises, then falls'
    >>> shape_of([1, 2, 3], noise).word == FLAT
    True
    """
    choosing, judging = values[:, ::2], values[:, 1::2]
    best, worst = (int(pick(mean_of_defined(choosing, axis=1))) for pick in (np.nanargmax, np.nanargmin))

    def gap(one: int, other: int) -> Interval:
        return paired_difference(judging[other], judging[one]).interval

    first, last = gap(best, 0), gap(best, -1)
    if first.sign > 0 and last.sign > 0:
        word = BOTH
    elif gap(0, worst).sign > 0 and gap(-1, worst).sign > 0:
        word = TROUGH
    else:
        word = {(1, 0): RISES, (0, 1): FALLS}.get((first.sign, last.sign), FLAT)
    return Shape(word, (levels[0], levels[-1]), levels[best], mean_interval(values[best]), first, last)


def shapes_in_words(outcome: Outcome, x: str, shapes: Sequence[tuple[Mapping[str, Value], Shape]]) -> str:
    """How many curves go which way."""
    if len(shapes) == 1:
        shape = shapes[0][1]
        if shape.word == FLAT:
            return f"What {x} does to {outcome.title} {CHANCE}."
        return f"{outcome.Title} {shape.word} with {x}: it is highest at {shown(shape.best)}, {amount(shape.mean)}."
    parts = []
    for word in (BOTH, RISES, FALLS, TROUGH, FLAT):
        those = [(where, shape) for where, shape in shapes if shape.word == word]
        if not those:
            continue
        best = sorted({shape.best for _, shape in those})
        where = f"highest at {shown(best[0])}" + (f" to {shown(best[-1])}" if len(best) > 1 else "")
        text = f"in {len(those)} of {len(shapes)} curves it {word if word != FLAT else 'goes nowhere that can be told'}"
        text += f" ({where})" if word == BOTH else ""
        if len(those) < len(shapes) and len(those) <= 2:
            text += f" ({'; '.join(setting(where) for where, _ in those)})"
        parts.append(text)
    return f"{outcome.Title} over {x}: {'; '.join(parts)}."


def setting(where: Mapping[str, Value]) -> str:
    """Values of factors, as a sentence says them."""
    return ", ".join(spoken(name, value) for name, value in where.items())


def spoken(name: str, value: Value) -> str:
    """A value of a factor; that of a bundle of logic, or of what is no factor, speaks for itself."""
    return str(value) if name == LOGIC or (isinstance(value, str) and "." not in name) else f"{name} {shown(value)}"


def bounds(interval: Interval) -> dict[str, float]:
    """A mean and its interval as columns."""
    return {"mean": interval.mean, "low": interval.low, "high": interval.high}


def of_effects(results: Results, asked: Asked) -> Section:
    """The largest difference that each factor makes, in each panel by itself."""
    runs, by = asked.runs(results), asked.lines or None
    outcomes = [outcome_of(name) for name in (asked.outcomes or results.outcomes[:1])]
    readings, rows = [], []
    for outcome in outcomes:
        table = effects.main_effects(runs, outcome.name, by=by)
        for group, part in table.groupby(by, sort=False) if by else [("", table)]:
            said = effects.in_words(part, outcome)
            readings.append(f"With {by} {shown(group)}, {said}" if by else said)
            for factor in effects.ordered(part):
                of_it = part[part["factor"] == factor]
                most = effects.largest(of_it) if of_it["difference"].any() else of_it.iloc[-1]
                rows.append(
                    {
                        **({"outcome": outcome.title} if len(outcomes) > 1 else {}),
                        **({by: shown(group)} if by else {}),
                        "factor": factor,
                        "from": shown(of_it.iloc[0]["value"]),
                        "to": shown(most["value"]),
                        "difference": amount(effects.difference_in(most), signed=True),
                    }
                )
    note = f"The largest difference from the lowest or first value, over all other factors. {PAIRED}"
    if results.drawn:
        note = (
            f"Points were drawn: the largest difference of {effects.CLASSES} classes of equally many points from the "
            "lowest, with the middle of either; intervals at 95 % over points (Welch)."
        )
    return Section(asked.key, asked.asks, " ".join(readings), note, pandas.DataFrame(rows), None)


# --- whose is the difference, and what is best --------------------------------------------------------------------


def of_shapley(results: Results, asked: Asked) -> Section:
    """The share of each factor in the difference between all second and all first values, in each panel by itself."""
    outcome, runs = asked.of(results), asked.runs(results)
    varied = [name for name in factors_of(runs) if name not in (asked.lines, asked.columns)]
    levels = {name: results.factors[name].values for name in varied}
    tables, readings = [], []
    for where, part in asked.panels(runs, asked.columns, asked.lines):
        part = part.drop(columns=list(where))
        table = contrasts.shapley_shares(part, outcome.name, levels)
        tables.append(table.assign(**where))
        _, _, _, both = contrasts.corners(part, outcome.name, levels)
        said = contrasts.shares_in_words(table, outcome, both).partition("; it is made of")[0]  # that is in the table
        readings.append(within(where, said.rstrip(".") + "."))
    table = pandas.concat(tables, ignore_index=True).rename(columns={"value": "mean"})
    note = f"Shapley values, which add up to the total, with 95 % intervals. Open: {CHANCE}."
    return Section(
        asked.key, asked.asks, " ".join(readings),
        f"Shapley values: the mean of what a factor does at its turn, over all orders of turning. {PAIRED}",
        side_by_side(table, (asked.columns, asked.lines), signed=True),
        panels.dots(table, asked.layout(results), [*varied, "total"], outcome.label, note),
    )  # fmt: skip


def within(where: Mapping[str, Value], said: str) -> str:
    """A sentence that holds at a setting."""
    return f"With {setting(where)}: {said[0].lower()}{said[1:]}" if where else said


def side_by_side(table: pandas.DataFrame, names: Sequence[str], signed: bool = False) -> pandas.DataFrame:
    """A row a factor, and a column a setting, of means with their intervals."""
    columns = {}
    for row in table.to_dict("records"):
        setting_of = ", ".join(spoken(name, row[name]) for name in names if name) or "mean"
        columns.setdefault(setting_of, {})[row["factor"]] = amount(mean_in(row), signed)
    return pandas.DataFrame(columns).rename_axis("factor").reset_index()


def mean_in(row: Mapping[str, float] | pandas.Series) -> Interval:
    """Mean and interval that stand in a row."""
    return Interval(row["mean"], row["low"], row["high"], 0)


def of_best(results: Results, asked: Asked) -> Section:
    """All points from the highest to the lowest, the best against the pure ones, in each panel by itself."""
    outcome, runs = asked.of(results), asked.runs(results)
    tables, rows, readings = [], [], []
    for where, part in asked.panels(runs, asked.columns):
        part = part.drop(columns=list(where))
        names = factors_of(part)
        table = ranking.ranking(part, outcome.name).assign(**where)
        table["name"] = [combination(row, names) for _, row in table.iterrows()]
        table["pure"] = table[names].astype(str).nunique(axis=1) == 1
        best = table[table["chosen"]].iloc[0]
        for _, row in table[table["pure"] & ~table["chosen"]].iterrows():
            behind = Interval(row["behind"], row["behind_low"], row["behind_high"], 0)
            rows.append(
                {
                    **{name: shown(value) for name, value in where.items()},
                    "best": best["name"],
                    "mean of the best": amount(mean_in(best)),
                    "compared with": row["name"],
                    "mean of that": amount(mean_in(row)),
                    "best less that": amount(behind, signed=True),
                }
            )
        tables.append(table)
        readings.append(within(where, ranking.in_words(table, outcome, names)))
    return Section(
        asked.key, asked.asks, " ".join(readings), f"{PAIRED} {HELD_OUT}", pandas.DataFrame(rows),
        panels.ranks(pandas.concat(tables), asked.layout(results), outcome),
    )  # fmt: skip


def combination(row: pandas.Series, names: Sequence[str]) -> str:
    """A combination of two logics in as few words as it takes, or a point by its values."""
    other = [name.rpartition(".")[2] for name in names if row[name] == "hierarchy"]
    if all(name.startswith("logic.") for name in names) and 0 < len(other) < len(names) / 2:
        return f"network in all but {' and '.join(other)}"
    return ranking.name_of(row, names)


def of_sobol(results: Results, asked: Asked) -> Section:
    """Sobol indices at every setting of what is crossed, beside one another."""
    outcome = asked.of(results)
    tables, readings = [], []
    for where, values in at_settings(results, outcome):
        table = sensitivity.sobol_indices(values, results.drawn, results.method.get("second_order", False))
        said = sensitivity.sobol_in_words(table, outcome)
        readings.append(f"With {where}: {said}" if where else said)
        for index, part in (("total", "with others"), ("first", "by itself")):
            ends = {"mean": table[index], "low": table[f"{index}_low"], "high": table[f"{index}_high"]}
            tables.append(pandas.DataFrame({"factor": table["factor"], "setting": where, "part": part, **ends}))
    table = pandas.concat(tables, ignore_index=True)
    return Section(
        asked.key, asked.asks, " ".join(readings),
        "First-order and total Sobol indices (SALib; estimators of Saltelli et al. 2010), with bootstrap intervals at "
        "95 %; estimates can fall a little outside 0 and 1.",
        side_by_side(table, ("setting", "part")),
        panels.dots(
            table, asked.layout(results)._replace(lines="part", columns="setting"), results.drawn,
            "share of the variance, with 95 % interval", "",
        ),
    )  # fmt: skip


def of_orders(results: Results, asked: Asked) -> Section:
    """What it is worth to invest in each condition first, second and so on; the best order and the worst."""
    outcome, runs = asked.of(results), asked.runs(results)
    drawn, rows, readings = [], [], []
    for where, part in asked.panels(runs, asked.columns):
        part = part.drop(columns=list(where))
        first_less_last = {}
        for condition, means in at_places(part, outcome.name).items():
            drawn += [
                {"condition": condition, **where, "at": place, **bounds(mean_interval(one))}
                for place, one in enumerate(means, 1)
            ]
            first_less_last[condition] = paired_difference(means[-1], means[0]).interval
        rows += [
            {**{name: shown(value) for name, value in where.items()}, **row} for row in best_orders(part, outcome.name)
        ]
        ranked = sorted(first_less_last.items(), key=lambda one: -one[1].mean)
        said = [f"{name} {amount(interval, signed=True)}" for name, interval in ranked]
        readings.append(within(where, f"First rather than last adds to {outcome.title}: {enumerated(said)}."))
    return Section(
        asked.key, asked.asks, " ".join(readings),
        f"Best and worst by their means over all replicates, so that both owe a little to luck. {PAIRED}",
        pandas.DataFrame(rows),
        panels.places(pandas.DataFrame(drawn), asked.layout(results), outcome),
    )  # fmt: skip


def at_places(runs: pandas.DataFrame, outcome: str) -> dict[str, list[np.ndarray]]:
    """For every condition and place in an order, by how much such orders lie above all orders, in each replicate."""
    values = at_points(runs, outcome)
    order = points_of(runs).loc[values.index, ORDER]
    phases = order[~order.isin([TOGETHER, NOTHING])].str.split(THEN)
    every = mean_of_defined(values.loc[phases.index].to_numpy(), axis=0)
    return {
        condition: [
            mean_of_defined(values.loc[phases.index[phases.str[place] == condition]].to_numpy(), axis=0) - every
            for place in range(len(phases.iloc[0]))
        ]
        for condition in CONDITIONS
        if condition in phases.iloc[0]
    }


def best_orders(runs: pandas.DataFrame, outcome: str) -> list[dict[str, str]]:
    """The best and the worst order, and what they are compared with."""
    table = ranking.ranking(runs, outcome)
    others = table[ORDER].isin([TOGETHER, NOTHING])
    best = table[~others].iloc[0]
    named = [("best order", best), ("worst order", table[~others].iloc[-1])]
    named += [(row[ORDER], row) for _, row in table[others].iterrows()]
    return [
        {
            "which": which,
            "order": row[ORDER] if which.endswith("order") else "",
            "mean": amount(mean_in(row)),
            "best order less that": ""
            if row is best
            else amount(ranking.compare(runs, outcome, int(best.name), int(row.name)), signed=True),
        }
        for which, row in named
    ]


def of_choice(results: Results, asked: Asked) -> Section:
    """Which value of a choice is best over two factors, a map for every setting of two others."""
    outcome, runs = asked.of(results), asked.runs(results)
    options = [str(value) for value in results.factors[asked.over].values]
    names = [name for name in (asked.x, asked.y, asked.rows, asked.columns) if name]
    cells = [{**where, **best_of(*over(part, outcome.name, asked.over))} for where, part in asked.panels(runs, *names)]
    table = pandas.DataFrame(cells)
    share = {option: float(np.mean(table["clear"] & (table["best"] == option))) for option in options}
    told = [f"{option} in {percent(share[option])}" for option in sorted(options, key=lambda one: -share[one])]
    rows = [
        {
            "factor": name,
            "value": shown(value),
            **{option: percent(float(np.mean(part["clear"] & (part["best"] == option)))) for option in options},
            "none": percent(float(np.mean(~part["clear"]))),
        }
        for name in names
        for value, part in table.groupby(name, sort=True)
    ]
    return Section(
        asked.key, asked.asks,
        f"Of {len(table)} cells, {outcome.title} is clearly highest with {enumerated(told)}; in "
        f"{percent(float(np.mean(~table['clear'])))} the best is less than {shown(WORTH)} above the next, or {CHANCE}.",
        f"Shares of the cells with this value. {PAIRED} {HELD_OUT}", pandas.DataFrame(rows),
        panels.choices(table, asked.layout(results), options, WORTH),
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
    choosing, judging = values[:, ::2], values[:, 1::2]
    best = int(np.nanargmax(mean_of_defined(choosing, axis=1)))
    others = [other for other in range(len(options)) if other != best]
    gaps = [paired_difference(judging[other], judging[best]).interval for other in others]
    clear = all(gap.sign > 0 and gap.mean >= WORTH for gap in gaps)
    return {"best": options[best], "clear": clear}


Kind = Callable[[Results, Asked], Section]

KINDS: dict[str, Kind] = {
    "map": of_map,
    "difference": of_difference,
    "curves": of_curves,
    "effects": of_effects,
    "shapley": of_shapley,
    "best": of_best,
    "sobol": of_sobol,
    "orders": of_orders,
    "choice": of_choice,
}
ASKED = Table(
    {
        **dict.fromkeys(("key", "asks", "design", "title", "x", "y", "lines", "rows", "columns", "over"), Name()),
        "note": Text(),
        "shows": Word(KINDS),
        "outcomes": Several(Word(Summary._fields)),
        "sides": Several(Name()),
        "where": Anything(),
        "table": Flag(),
    },
    required=("key", "asks", "shows"),
)

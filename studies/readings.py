"""Numbers of a reading that no table of its study has: `python -m samenspel.studies.readings NAME`.

Beside the designs of a study stands `reading.toml`: each number of it is a mean of an outcome over points of a design,
a difference between two sets of points, how such a difference changes, or where over a factor it crosses 0. The points
are run again on the seeds of the design, so that differences are of pairs; what comes of it is kept in `reading.csv`,
and written into the README.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.errors import InputError, inside
from samenspel.experiments import listing
from samenspel.experiments.design import Design, read_design
from samenspel.experiments.engine import sweep
from samenspel.experiments.factors import flat
from samenspel.experiments.results import read
from samenspel.experiments.study import HERE, README, Study, around, names, read_study
from samenspel.kernel import ENGINE, digest
from samenspel.reading import Anything, Name, Table, Text, Word, check_known
from samenspel.results.intervals import Interval, mean_interval
from samenspel.results.outcomes import title
from samenspel.runs import Summary
from samenspel.scenario import read_toml

from .rows import read_rows, write_rows

if TYPE_CHECKING:
    import pandas

ASKED, KEPT = "reading.toml", "reading.csv"
NOWHERE: Mapping[str, Any] = MappingProxyType({})
BOOTSTRAP_SEED, SAMPLES, ENDS = 1, 2_000, (2.5, 97.5)
HEAD = ("number", "mean", "low", "high", "points", "replicates", "engine")
OUTCOME, VALUES = Word(Summary._fields), Anything()
NUMBER = Table(
    {"says": Text(), "design": Name(), "outcome": OUTCOME, "beyond": OUTCOME, "crosses": Name()}
    | dict.fromkeys(("at", "more", "less", "from", "to"), VALUES),
    required=("says", "outcome"),
)
BEGIN = "<!-- numbers of the reading: written by `python -m samenspel.studies.readings`, not by hand -->"
END = "<!-- end of numbers of the reading -->"


@dataclass(frozen=True)
class Number:
    """A number of a reading.

    Attributes
    ----------
    says
        What it is, in words.
    design, outcome
        Of which runs, and of what in them.
    beyond
        Another outcome, that is taken off; nothing where it is of one.
    at
        Values of factors, or several of one, by which points are chosen.
    more, less
        Where it is a difference: what is chosen beside that on either side.
    start, end
        Where it is the change of a difference: from which points, to which.
    crosses
        Where it is no amount of a difference: the factor over which it is asked where the difference turns positive,
        or how far that moves, from which points to which.
    """

    says: str
    design: str
    outcome: str
    beyond: str = ""
    at: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    less: Mapping[str, Any] = field(default_factory=dict)
    start: Mapping[str, Any] = field(default_factory=dict)
    end: Mapping[str, Any] = field(default_factory=dict)
    crosses: str = ""

    def sides(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The sets of points, each with its sign in the sum."""
        yield 1, {**self.at, **self.end, **self.more}
        if self.less:
            yield -1, {**self.at, **self.end, **self.less}
        if self.start:
            yield -1, {**self.at, **self.start, **self.more}
            yield 1, {**self.at, **self.start, **self.less}


def read_numbers(study: Study) -> list[Number]:
    """The numbers of the reading of a study.

    Raises
    ------
    InputError
        An unknown key or outcome, one that is missing, or half of a difference.
    """
    numbers = []
    for place, one in enumerate(read_toml((study.folder / ASKED).read_text(encoding="utf-8"))["number"], 1):
        with inside(f"{study.name}/{ASKED}: number {place}"):
            said = NUMBER.read(one)
            check_halves(said)
        called = {"from": "start", "to": "end"}
        flattened = {
            called.get(key, key): flat(value) if isinstance(value, dict) else value for key, value in said.items()
        }
        numbers.append(Number(**{"design": "design.toml"} | flattened))
    return numbers


def check_halves(said: Mapping[str, Any]) -> None:
    """Refuse half of a difference, half of a change, and a change of what is no difference.

    Raises
    ------
    InputError
        Which it is.
    """
    for one, other in (("more", "less"), ("from", "to")):
        if (one in said) != (other in said):
            raise InputError(f"got only {one if one in said else other}, allowed: {one} and {other}, or neither")
    if "crosses" in said and "less" not in said:
        raise InputError("got crosses, allowed: with more and less, as where a difference turns positive")
    if "from" in said and "less" not in said:
        raise InputError("got from and to, allowed: with more and less, as the change of a difference")


def designs_of(study: Study, numbers: Iterable[Number]) -> dict[str, Design]:
    """The designs that numbers are of, by file."""
    return {name: read_design(study.folder / name) for name in dict.fromkeys(one.design for one in numbers)}


def chosen(design: Design, where: Mapping[str, Any]) -> np.ndarray:
    """Which points of a design have these values, shape (points,).

    Parameters
    ----------
    design
        The design.
    where
        Values of its factors, or several of one.
    """
    check_known(where, [factor.name for factor in design.factors], "reading: where", "factor")
    kept = np.ones(design.points, bool)
    for factor, codes in zip(design.factors, design.table.T, strict=True):
        if factor.name in where:
            said = where[factor.name]
            allowed = [factor.encode(value) for value in (said if isinstance(said, list) else [said])]
            kept &= np.isclose(codes[:, None], allowed).any(axis=1)
    if not kept.any():
        raise InputError(f"reading: got {where}, allowed: values of which there are points")
    return kept


def found(study: Study, numbers: Sequence[Number]) -> Iterator[tuple[Interval, int, int]]:
    """Each number with its interval, the points and the replicates that it is of."""
    designs = designs_of(study, numbers)
    runs = {name: run(design, [one for one in numbers if one.design == name]) for name, design in designs.items()}
    for number in numbers:
        design, of_it = designs[number.design], runs[number.design]
        if number.crosses:
            yield where_it_crosses(number, design, of_it)
            continue
        effect, points = by_seed(number, design, of_it)
        yield mean_interval(effect), points, design.replicates


def by_seed(
    number: Number, design: Design, runs: pandas.DataFrame, at: Mapping[str, Any] = NOWHERE
) -> tuple[np.ndarray, int]:
    """A number on every seed, shape (seeds,), and how many points it is of.

    Parameters
    ----------
    number
        Of which sets of points.
    design
        Their design.
    runs
        Its runs, by point.
    at
        Values of factors, by which fewer points are chosen.
    """
    points, effect = 0, 0.0
    for sign, where in number.sides():
        these = np.flatnonzero(chosen(design, {**where, **at}))
        points += these.size
        effect = effect + sign * runs.loc[runs.index.isin(these)].groupby("seed")[value(number)].mean()
    return np.asarray(effect), points


def where_it_crosses(number: Number, design: Design, runs: pandas.DataFrame) -> tuple[Interval, int, int]:
    """Where a difference turns positive for good, or how far that moves; with its points and replicates.

    The interval is by bootstrap over seeds. Of a move both places are of the same seeds in every draw, so that it is of
    pairs; where a draw turns positive nowhere, the highest level stands for the place.

    Parameters
    ----------
    number
        Of which points, and over which factor.
    design
        Their design.
    runs
        Its runs, by point.

    Raises
    ------
    InputError
        The difference turns positive nowhere.
    """
    there = replace(number, at={**number.at, **number.end}, start={}, end={})
    places, drawn, points = crossings(there, design, runs)
    if number.start:
        before, drawn_before, more = crossings(replace(there, at={**number.at, **number.start}), design, runs)
        places, drawn, points = places - before, drawn - drawn_before, points + more
    low, high = np.percentile(drawn, ENDS)
    return Interval(places, float(low), float(high), design.replicates), points, design.replicates


def crossings(number: Number, design: Design, runs: pandas.DataFrame) -> tuple[float, np.ndarray, int]:
    """Where a difference turns positive, the same of seeds drawn anew, shape (samples,), and of how many points."""
    levels = sorted({design.values(point)[number.crosses] for point in np.flatnonzero(chosen(design, number.at))})
    effects = [by_seed(number, design, runs, {number.crosses: level}) for level in levels]
    table = np.column_stack([effect for effect, _ in effects])  # seeds by levels
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    drawn = [crossing(levels, table[rng.integers(0, len(table), len(table))].mean(axis=0)) for _ in range(SAMPLES)]
    place = crossing(levels, table.mean(axis=0))
    if np.isnan(place):
        raise InputError(f"{number.says}: the difference turns positive nowhere over {number.crosses}")
    return place, np.nan_to_num(np.array(drawn), nan=levels[-1]), sum(points for _, points in effects)


def crossing(levels: Sequence[float], differences: Sequence[float]) -> float:
    """Where a line through points turns positive for good; NaN where it ends below.

    Examples
    --------
    >>> crossing([0.2, 0.4, 0.6], [-1.0, -0.5, 0.5]), crossing([0.2, 0.4], [0.1, 0.2])
    (0.5, 0.2)
    """
    at, of = np.asarray(levels, float), np.asarray(differences, float)
    below = np.flatnonzero(of <= 0.0)
    if below.size == 0:
        return float(at[0])
    last = int(below[-1])
    if last == at.size - 1:
        return float("nan")
    return round(float(at[last] + (at[last + 1] - at[last]) * of[last] / (of[last] - of[last + 1])), 9)


def value(number: Number) -> str:
    """The column that a number is of."""
    return f"{number.outcome} less {number.beyond}" if number.beyond else number.outcome


def run(design: Design, numbers: Sequence[Number]) -> pandas.DataFrame:
    """The runs of the points that some numbers are of, by the number of their point in the whole design."""
    kept = np.flatnonzero(np.any([chosen(design, where) for one in numbers for _, where in one.sides()], axis=0))
    with tempfile.TemporaryDirectory() as folder:
        sweep(replace(design, table=design.table[kept], adaptive=None), folder)
        runs = read(Path(folder)).runs
    for one in numbers:
        if one.beyond:
            runs[value(one)] = runs[one.outcome] - runs[one.beyond]
    return runs.set_index(kept[runs["point"].to_numpy()])


def keep(study: Study, numbers: Sequence[Number]) -> None:
    """Find the numbers of a reading, and write them down."""
    engine = digest(*ENGINE)
    lines = [
        (one.says, f"{of.mean:.5f}", f"{of.low:.5f}", f"{of.high:.5f}", points, replicates, engine)
        for one, (of, points, replicates) in zip(numbers, found(study, numbers), strict=True)
    ]
    write_rows(study.folder / KEPT, HEAD, lines)


def block(study: Study) -> str:
    """The numbers as Markdown, from what is kept."""
    kept = {row["number"]: row for row in read_rows(study.folder / KEPT)}
    rows = [["what", "of", "design", "points and seeds", "mean"]]
    numbers = read_numbers(study)
    designs = designs_of(study, numbers)
    for one in numbers:
        row, design = kept[one.says], designs[one.design]
        last = design.seed + int(row["replicates"]) - 1
        outcome = f"{title(one.outcome)} less {title(one.beyond)}" if one.beyond else title(one.outcome)
        plus = "" if one.crosses and not one.start else "+"  # where it crosses is no difference
        amount = "{:{plus}.3f} ({:{plus}.3f} to {:{plus}.3f})".format(
            *(float(row[key]) for key in ("mean", "low", "high")), plus=plus
        )
        rows.append([one.says, outcome, f"`{one.design}`", f"{row['points']}, {design.seed} to {last}", amount])
    first = next(iter(kept.values()))
    return (
        f"*Made by `python -m samenspel.studies.readings {study.name}` from `{ASKED}`, which says of which points; "
        f"engine {first['engine']}. 95 % intervals over seeds; differences are of pairs.*\n\n"
        f"{listing.table(rows, rule='---')}"
    )


def write(study: Study) -> None:
    """Put the numbers into the README, between their marks."""
    readme = study.folder / README
    before, after = around(readme, BEGIN, END)
    readme.write_text(f"{before}{BEGIN}\n\n{block(study)}\n\n{END}{after}", encoding="utf-8")


def with_numbers() -> list[str]:
    """The studies that have such numbers."""
    return [name for name in names() if (HERE / name / ASKED).is_file()]


def main(
    *asked: Annotated[str, Parameter(name="NAME", help="Studies; all that have such numbers by default.")],
    again: Annotated[bool, Parameter(help="Write the pages from what was found the last time.")] = False,
) -> None:
    """Find the numbers of readings that no table of a study has (some minutes), and write them into their pages."""
    check_known(asked, with_numbers(), "readings", "study")
    for name in asked or with_numbers():
        study = read_study(name)
        if not again:
            keep(study, read_numbers(study))
            print(name, file=sys.stderr, flush=True)
        write(study)


if __name__ == "__main__":
    run_alone(main, "samenspel.studies.readings")

"""Scenario discovery: in which part of the space does it happen, and which factors tell.

PRIM (Friedman and Fisher 1999; Bryant and Lempert 2010) peels the space of factors down to a box in which something
happens in most runs, by ema_workbench (Kwakkel 2017). Of the boxes on its way we take the one with the highest
harmonic mean of density (of runs in the box, those in which it happens) and coverage (of runs in which it happens,
those in the box), and drop limits that may be chance (quasi-p above 0.05). A box is found on one half of the runs and
counted on the other, so that what is said of it is not that for which it was chosen. Feature scores are those
of extremely randomised trees (Jaxa-Rozen and Kwakkel 2018): the share of each factor in what the trees explain.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NamedTuple
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas

from samenspel.errors import InputError
from samenspel.measures import Outcomes
from samenspel.results.intervals import Interval

from .tables import check_outcome, factors_of, outcomes_of, resampled, share_interval, units_of

FEWEST_RUNS = 200
FEWEST_CASES = 20
MOST_RUNS = 20_000  # more tell nothing new, and take long
CHANCE = 0.05
SEED = 1

Limits = tuple[float | None, float | None] | tuple[str, ...]


class Box(NamedTuple):
    """Where something happens.

    Attributes
    ----------
    limits
        By factor: lowest and highest value of a number, None where there is no limit; the words, of a choice.
    runs
        In the box, of those on which it was not found.
    intervals
        Of the three shares, by name, at 95 % by bootstrap over replicates, or over what has seeds of its own.
    """

    limits: dict[str, Limits]
    runs: int
    intervals: Mapping[str, Interval]

    @property
    def density(self) -> float:
        """Of the runs in the box, the share in which it happens."""
        return self.intervals["density"].mean

    @property
    def coverage(self) -> float:
        """Of the runs in which it happens, the share in the box."""
        return self.intervals["coverage"].mean

    @property
    def share(self) -> float:
        """Of all runs, in the box or not, the share in which it happens: what a run drawn blindly would have."""
        return self.intervals["share"].mean


@contextmanager
def workbench() -> Iterator[None]:
    """ema_workbench, which a plain run does not need and which is slow to import, without its complaints."""
    with catch_warnings():
        simplefilter("ignore")
        try:
            with callers_by_name():
                import ema_workbench.analysis.prim  # noqa: F401
        except ImportError:
            raise InputError("this analysis needs ema_workbench: pip install 'samenspel[ema]'") from None
        yield


@contextmanager
def callers_by_name() -> Iterator[None]:
    """For as long as something is imported that asks what its callers are called: `inspect` tells no more than that.

    ema_workbench asks it for each method that it logs. To find their lines of source as well, Python looks through all
    modules that are loaded, for each caller: most of the time of that import, where much is loaded.
    """

    def named(frame: FrameType | None, context: int = 1) -> list[inspect.FrameInfo]:
        callers = []
        while frame:
            code = frame.f_code
            callers.append(inspect.FrameInfo(frame, code.co_filename, frame.f_lineno, code.co_name, None, None))
            frame = frame.f_back
        return callers

    whole, inspect.getouterframes = inspect.getouterframes, named
    try:
        yield
    finally:
        inspect.getouterframes = whole


def experiments_and_outcomes(runs: pandas.DataFrame) -> tuple[pandas.DataFrame, dict[str, np.ndarray]]:
    """Runs as ema_workbench has them: what varied, a row a run, and outcomes by name; runs that failed are left out.

    Parameters
    ----------
    runs
        One row a run.

    Returns
    -------
    tuple
        DataFrame with a column a factor, words as categories (a factor `scenario` is called `scenario.name`, as
        ema_workbench drops a column of that name); dict of arrays, one number a run, NaN where it is not defined.
    """
    kept = runs[runs["error"].isna()] if "error" in runs else runs
    experiments = for_workbench(kept[factors_of(runs)])
    return experiments, {name: kept[name].to_numpy(float) for name in outcomes_of(runs) if name in kept}


def can_be_saved(outcomes: Mapping[str, np.ndarray]) -> None:
    """Tell ema_workbench, where it is there, how to save outcomes: it knows only those of models that it ran itself."""
    with suppress(ImportError), callers_by_name():
        from ema_workbench.em_framework.outcomes import ArrayOutcome, ScalarOutcome, register

        for name, values in outcomes.items():
            register.outcomes[name] = ScalarOutcome if values.ndim == 1 else ArrayOutcome


def rounds_as_arrays(runs: pandas.DataFrame, rounds: pandas.DataFrame) -> dict[str, np.ndarray]:
    """Outcomes of every round as ema_workbench has them.

    Parameters
    ----------
    runs
        One row a run.
    rounds
        One row a round of a run.

    Returns
    -------
    dict
        By outcome an array of shape (runs that did not fail, rounds), in the order of `experiments_and_outcomes`; NaN
        where a run is shorter; and `TIME`, the rounds, of the same shape.
    """
    kept = runs[runs["error"].isna()] if "error" in runs else runs
    last = int(rounds["round"].max())
    rows = pandas.Index(kept["run"]).get_indexer(rounds["run"])
    arrays = {"TIME": np.tile(np.arange(1.0, last + 1.0), (len(kept), 1))}
    for name in Outcomes._fields:
        arrays[name] = np.full((len(kept), last), np.nan)
        arrays[name][rows, rounds["round"] - 1] = rounds[name]
    return arrays


def for_workbench(factors: pandas.DataFrame) -> pandas.DataFrame:
    """What varied, as ema_workbench takes it: counted anew, words as categories, no column `scenario`."""
    table = factors.reset_index(drop=True).rename(columns={"scenario": "scenario.name"})
    for name in table.columns:
        if not pandas.api.types.is_numeric_dtype(table[name]):
            table[name] = pandas.Categorical(table[name].astype(object))
    return table


def happens(
    runs: pandas.DataFrame, outcome: str, below: float | None = None, above: float | None = None
) -> pandas.Series:
    """In which runs an outcome is below or above a number; NaN is neither.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.
    below, above
        One of the two.
    """
    check_outcome(outcome, runs)
    if (below is None) == (above is None):
        raise InputError(
            "got below = {below!r} and above = {above!r}, allowed: one of the two", below=below, above=above
        )
    return runs[outcome] < below if below is not None else runs[outcome] > above


def discover(runs: pandas.DataFrame, cases: pandas.Series, factors: Sequence[str] | None = None) -> Box:
    """Find where something happens.

    Parameters
    ----------
    runs
        One row a run.
    cases
        Whether it happens in each: yes or no, with the same index.
    factors
        Among which to look; by default all that vary.

    Returns
    -------
    Box
        With no limits where none can be told from chance.

    Raises
    ------
    InputError
        Too few runs, or too few in which it happens, or does not.
    """
    names = [name for name in (factors if factors is not None else factors_of(runs)) if runs[name].nunique() > 1]
    kept = runs["error"].isna().to_numpy() if "error" in runs else np.ones(len(runs), bool)
    where, happened = runs.loc[kept, names], cases[kept].to_numpy(bool)
    if len(where) < FEWEST_RUNS or not FEWEST_CASES <= happened.sum() <= len(where) - FEWEST_CASES:
        raise InputError(
            "it happens in {cases} of {runs} runs, allowed: at least {fewest} runs in which it does and in which it "
            "does not, of at least {least}",
            cases=int(happened.sum()), runs=len(where), fewest=FEWEST_CASES, least=FEWEST_RUNS,
        )  # fmt: skip
    learning = halves(runs[kept])
    limits = box_on(thinned(where[learning]), thinned(happened[learning]))
    inside = inside_of(where[~learning], limits)
    units = units_of(runs)[kept].to_numpy()
    told = intervals_of(inside, happened[~learning], units[~learning])
    share = intervals_of(np.ones(len(where), bool), happened, units)["share"]  # no box was chosen by it: it is of all
    return Box(limits, int(inside.sum()), told | {"share": share})


def intervals_of(inside: np.ndarray, counted: np.ndarray, units: np.ndarray) -> dict[str, Interval]:
    """Density, coverage and share with their intervals.

    Parameters
    ----------
    inside, counted
        Whether each run is in the box, and whether it happens in it.
    units
        Which runs are not independent of one another: a number each.
    """
    unit = np.unique(units, return_inverse=True)[1]
    parts = inside & counted, inside, counted, np.ones(len(unit))
    sums = np.column_stack([np.bincount(unit, part) for part in parts])
    drawn, whole = resampled(sums), sums.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            name: share_interval(float(whole[one] / whole[other]), drawn[:, one] / drawn[:, other], len(sums))
            for name, (one, other) in {"density": (0, 1), "coverage": (0, 2), "share": (2, 3)}.items()
        }


def halves(runs: pandas.DataFrame) -> np.ndarray:
    """One half of the runs: of the replicates, or of the points where each has but one."""
    replicates = np.unique(runs["replicate"])
    column, values = ("replicate", replicates) if replicates.size > 1 else ("point", np.unique(runs["point"]))
    chosen = np.random.default_rng(SEED).permutation(values)[: (values.size + 1) // 2]
    return runs[column].isin(chosen).to_numpy()


def thinned(rows: pandas.DataFrame | np.ndarray) -> pandas.DataFrame | np.ndarray:
    """At most so many rows, evenly over all."""
    return rows[:: max(1, -(-len(rows) // MOST_RUNS))]


def box_on(where: pandas.DataFrame, happened: np.ndarray) -> dict[str, Limits]:
    """The limits that PRIM finds."""
    with workbench():
        from ema_workbench.analysis.prim import Prim

        table = for_workbench(where)
        whole_numbers = [name for name in table.columns if pandas.api.types.is_integer_dtype(table[name])]
        table = table.astype(
            dict.fromkeys(whole_numbers, float)
        )  # Prim 3.0 cannot paste into a column of whole numbers
        box = Prim(table, happened.astype(float)).find_box()
        path = box.peeling_trajectory
        score = 2.0 * path["density"] * path["coverage"] / (path["density"] + path["coverage"]).replace(0.0, np.nan)
        chosen = int(score.fillna(-1.0).idxmax())
        told = [
            name for name, chances in box.p_values[chosen].items() if min(one for one in chances if one >= 0) <= CHANCE
        ]
        limits, whole = box.box_lims[chosen], box.box_lims[0]
    found: dict[str, Limits] = {}
    for name in told:
        column, all_of_it = limits[name], whole[name]
        said = "scenario" if name == "scenario.name" else name
        if isinstance(column.iloc[0], set | frozenset):
            found[said] = tuple(sorted(column.iloc[0]))
        else:
            ends = [None if end == every else float(end) for end, every in zip(column, all_of_it, strict=True)]
            if name in whole_numbers:
                ends = [
                    end if end is None else turn(end) for end, turn in zip(ends, (math.ceil, math.floor), strict=True)
                ]
            found[said] = (ends[0], ends[1])
    return found


def inside_of(where: pandas.DataFrame, limits: dict[str, Limits]) -> np.ndarray:
    """Which rows lie in a box."""
    inside = np.ones(len(where), bool)
    for name, limit in limits.items():
        column = where[name]
        if pandas.api.types.is_numeric_dtype(column):
            low, high = limit
            inside &= ((column >= low) if low is not None else True) & ((column <= high) if high is not None else True)
        else:
            inside &= column.isin(limit).to_numpy()
    return np.asarray(inside)


def feature_scores(runs: pandas.DataFrame, outcome: str) -> pandas.DataFrame:
    """The share of each factor in what trees explain of an outcome.

    Parameters
    ----------
    runs
        One row a run.
    outcome
        Of `samenspel.runs.Summary`.

    Returns
    -------
    DataFrame
        A row a factor, from the highest: `factor`, and `score`, which add up to 1.
    """
    check_outcome(outcome, runs)
    kept = runs[runs[outcome].notna()]
    table, outcomes = experiments_and_outcomes(thinned(kept))
    table = table[[name for name in table.columns if table[name].nunique() > 1]]
    if len(table) < FEWEST_RUNS or table.shape[1] < 2:
        raise InputError(
            "got {runs} runs of {factors} factors, allowed: {fewest} runs of 2 at least",
            runs=len(table), factors=table.shape[1], fewest=FEWEST_RUNS,
        )  # fmt: skip
    with workbench():
        from ema_workbench.analysis.feature_scoring import RuleInductionType, get_ex_feature_scores

        scores, _ = get_ex_feature_scores(
            table, outcomes[outcome], mode=RuleInductionType.REGRESSION, max_features=max(1, round(table.shape[1] / 3)),
            random_state=SEED,
        )  # fmt: skip
    return pandas.DataFrame({"factor": list(scores.index), "score": scores.iloc[:, 0].to_numpy(float)})

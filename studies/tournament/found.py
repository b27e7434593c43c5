"""What was found, as it is kept: of each difference a mean and its interval, from which page and figure are made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from samenspel.results.intervals import Interval, mean_interval
from samenspel.scenario import load

from ..rows import Kept
from .claims import differences, holding, of, over_seeds
from .plays import HOLD, IN_PAIRS, MODEL, PAIR, POPULATION, RESTS, SEAT, SHARES, STRATEGIES_OF_ALL, YES

CLAIM, CASE, IN_SEAT, PLACE, IN_PAIR, BY_SHARE, WHOLE = (
    "claim", "case", "seat", "place", "pair", "share", "whole",
)  # fmt: skip
DIGITS = 4


class Found(NamedTuple):
    """One difference that was found, or for `whole` the value itself.

    Attributes
    ----------
    table
        `claim`, and `case`, the same for a scenario and a logic; `seat`, a strategy less the model in the same seat, of
        its own gain or of the whole; `place`, what keeping brings a seat more than holding back; `pair`, the gain of a
        strategy beside another less that of two models; `share`, what holding back brings more than what the rest
        plays, by the share of others that hold back; `whole`, value of the whole there.
    scenario, logic
        Empty where it is over all.
    row, column
        What it is of, by table.
    mean, low, high, count
        With its interval over so many seeds.
    """

    table: str
    scenario: str
    logic: str
    row: str
    column: str
    mean: float
    low: float
    high: float
    count: int

    @property
    def interval(self) -> Interval:
        """The mean and its interval."""
        return Interval(self.mean, self.low, self.high, self.count)


KEPT = Kept(Path(__file__).parent, Found._fields, {"strategies": ("room/bots.py", "room/play.py")})


def summed_up(plays: pd.DataFrame) -> Iterator[Found]:
    """All that is kept of what came of all plays."""
    for key, series in differences(plays).items():
        yield row(CLAIM, "", "", key, "", over_seeds(series))
        names = [name for name in series.index.names if name != "seed"]
        for where, cell in series.dropna().groupby(names):
            yield row(CASE, where[0], where[1] if len(where) > 1 else "", key, "", over_seeds(cell))
    seats, pairs = shared(plays, SEAT), shared(plays, PAIR)
    for what in ("gain", "value"):
        model = of(seats, SEAT, what, own=MODEL)
        for own in STRATEGIES_OF_ALL[:-1]:
            series = (of(seats, SEAT, what, own=own) - model).dropna()
            yield row(IN_SEAT, "", "", own, what, over_seeds(series))
            for (scenario, logic), cell in series.groupby(["scenario", "logic"]):
                yield row(IN_SEAT, scenario, logic, own, what, over_seeds(cell))
    yield from places(plays)
    both = of(pairs, PAIR, own=MODEL, other=MODEL)
    for own, other in product(IN_PAIRS, repeat=2):
        yield row(IN_PAIR, "", "", own, other, over_seeds(of(pairs, PAIR, own=own, other=other) - both))
    for rest, share in product(RESTS, SHARES):
        yield row(BY_SHARE, "", "", rest, f"{share:.2f}", over_seeds(holding(plays, rest, share)))
        value = of(plays, POPULATION, "value", own=HOLD if share == 1.0 else rest, other=rest, share=share)
        yield row(WHOLE, "", "", rest, f"{share:.2f}", over_seeds(value))


def shared(plays: pd.DataFrame, part: str) -> pd.DataFrame:
    """Plays of a part on the seeds on which all of its strategies were played: what stands side by side is of one luck.

    Parameters
    ----------
    plays, part
        As in `claims.of`.
    """
    chosen = plays[plays["part"] == part]
    return chosen[chosen["seed"].isin(set.intersection(*chosen.groupby("own")["seed"].agg(set)))]


def places(plays: pd.DataFrame) -> Iterator[Found]:
    """What keeping brings each seat more than holding back, by scenario and logic."""
    chosen = plays[plays["part"] == SEAT].set_index(["scenario", "logic", "seat", "seed", "own"])["gain"].unstack("own")
    apart = chosen[YES] - chosen[HOLD]
    for (scenario, logic, seat), cell in apart.groupby(["scenario", "logic", "seat"]):
        yield row(PLACE, scenario, logic, load(scenario).labels[seat], "", mean_interval(cell.to_numpy()))


def row(table: str, scenario: str, logic: str, of_what: str, column: str, found: Interval) -> Found:
    """A row of what is kept, rounded.

    Parameters
    ----------
    table, scenario, logic
        As in `Found`.
    of_what, column
        Its row and column.
    found
        Its interval.
    """
    ends = (round(one, DIGITS) for one in (found.mean, found.low, found.high))
    return Found(table, scenario, logic, of_what, column, *ends, found.count)


def kept() -> list[Found]:
    """What was found the last time."""
    numbers = {"mean": float, "low": float, "high": float, "count": int}
    return [Found(**{name: numbers.get(name, str)(text) for name, text in row.items()}) for row in KEPT.read()]

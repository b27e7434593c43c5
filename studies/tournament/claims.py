"""What was expected held to what came out: differences of pairs of plays, and what is said of each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from samenspel.results.intervals import Interval, mean_interval

from ..interest import side_of
from .plays import AHEAD, BEST, HOLD, IN_PAIRS, MODEL, PAIR, POPULATION, SEAT, TIT, YES, Came  # fmt: skip

EXPECTED = Path(__file__).with_name("expected.toml")
MATTERS = 0.02  # of value per round: a difference within that is none; alone one makes .5
MORE, LESS, NONE, UNTOLD = "more", "less", "none", "cannot be told"
LUCK = ["scenario", "logic", "seed"]


class Claim(NamedTuple):
    """Something that was expected.

    Attributes
    ----------
    key, says
        What it is called, and what it says.
    expected
        More, less or none.
    seen
        Whether something of it had been seen before.
    """

    key: str
    says: str
    expected: str
    seen: bool = False


def claims() -> list[Claim]:
    """All that was expected, in order."""
    said = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    return [Claim(key, **one) for key, one in said.items()]


def judged(found: Interval) -> str:
    """More, less or no difference that matters, where the whole interval is; else it cannot be told.

    Examples
    --------
    >>> [judged(Interval(0.0, *ends, 9)) for ends in ((0.03, 0.05), (-0.01, 0.01), (0.01, 0.03))]
    ['more', 'none', 'cannot be told']
    """
    return {1: MORE, -1: LESS, 0: NONE, None: UNTOLD}[side_of(found, MATTERS)]


def table(rows: list[Came]) -> pd.DataFrame:
    """What came of all plays as a table."""
    return pd.DataFrame(rows, columns=list(Came._fields))


def of(plays: pd.DataFrame, part: str, what: str = "gain", **where: object) -> pd.Series:
    """The mean over seats of what came, by scenario, logic and seed.

    Parameters
    ----------
    plays, part
        Of which part.
    what
        `gain` of the seat, or `value` of the whole.
    **where
        What `own`, `other` and `share` are.
    """
    chosen = plays["part"] == part
    for column, wanted in where.items():
        chosen &= np.isclose(plays[column], wanted) if column == "share" else plays[column] == wanted
    return plays[chosen].groupby(LUCK)[what].mean()


def over_seeds(difference: pd.Series) -> Interval:
    """The interval of a difference over seeds, each the mean of scenarios and logics."""
    return mean_interval(difference.dropna().groupby("seed").mean().to_numpy())


def differences(plays: pd.DataFrame) -> Mapping[str, pd.Series]:
    """The difference that each claim is about, by scenario, logic and seed."""
    seat = {
        what: {own: of(plays, SEAT, what, own=own) for own in (YES, HOLD, TIT, BEST, AHEAD, MODEL)}
        for what in ("gain", "value")
    }
    gain, whole = seat["gain"], seat["value"]
    held = gain[HOLD] - gain[YES]
    by_logic = held.unstack("logic")
    scores = {own: score(plays, own) for own in IN_PAIRS}
    best_of_rest = pd.concat([scores[own] for own in IN_PAIRS if own != BEST], axis=1).max(axis=1)
    among = {(rest, share): holding(plays, rest, share) for rest in (YES, TIT) for share in (0.0, 1.0)}
    everybody = {own: of(plays, POPULATION, "value", own=own, other=own, share=0.0) for own in (YES, TIT)}
    all_hold = of(plays, POPULATION, "value", own=HOLD, other=YES, share=1.0)
    return {
        "hold": held,
        "hold-whole": whole[HOLD] - whole[YES],
        "hold-logic": by_logic["hierarchy"] - by_logic["network"],
        "yes-model": gain[YES] - gain[MODEL],
        "best": gain[BEST] - gain[HOLD],
        "best-model": gain[BEST] - gain[MODEL],
        "best-whole": whole[BEST] - whole[YES],
        "ahead": gain[AHEAD] - gain[BEST],
        "ahead-whole": whole[AHEAD] - whole[BEST],
        "pair-keep": of(plays, PAIR, own=YES, other=YES) - of(plays, PAIR, own=HOLD, other=HOLD),
        "pair-tit": scores[TIT] - scores[HOLD],
        "pair-best": scores[BEST] - best_of_rest,
        "all-keep": everybody[YES] - all_hold,
        "among-yes": among[YES, 0.0],
        "among-tit": among[TIT, 0.0] - among[YES, 0.0],
        "among-share": among[YES, 1.0] - among[YES, 0.0],
        "tit-all": everybody[TIT] - everybody[YES],
    }


def score(plays: pd.DataFrame, own: str) -> pd.Series:
    """What a strategy gains in pairs, the mean over all that the other may play, where all of them were played."""
    each = [of(plays, PAIR, own=own, other=other) for other in IN_PAIRS]
    return pd.concat(each, axis=1).mean(axis=1, skipna=False).dropna()


def holding(plays: pd.DataFrame, rest: str, share: float) -> pd.Series:
    """What one gains more by holding back than by doing as the rest, where a share of all others holds back."""
    held, kept = (of(plays, POPULATION, own=own, other=rest, share=share) for own in (HOLD, rest))
    return held - kept

"""Who answered, on which scale, and when: what an advice says of the answers that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..reading import in_one_line
from .fields import Column
from .options import Scale
from .scores import Scores

MOST_LOWEST = 3  # organisations of which the lowest score is told
DIGITS = 4


class Answered(NamedTuple):
    """Who answered on the five conditions; where these were not asked, who rated its partners.

    Attributes
    ----------
    organisations, of
        How many for which somebody answered, of how many; 0 where the scores are of the group as a whole.
    respondents
        How many people answered; None where files do not say who they are.
    scales
        On which they did, from the score that stands for nothing to the one that stands for all.
    assumed
        Whether the files do not say one of these.
    wave
        What the files call the measurement; None where they name none.
    lowest
        The lowest scores of organisations on a condition, one of each, the lowest first: `organisation`, `condition`
        and `score`, a share.
    """

    organisations: int
    of: int
    respondents: int | None = None
    scales: tuple[Scale, ...] = ()
    assumed: bool = False
    wave: str | None = None
    lowest: tuple[Mapping[str, Any], ...] = ()

    def as_table(self) -> dict[str, Any]:
        """What there is to say, by key, as a scenario file has it."""
        scales, lowest = [list(scale) for scale in self.scales], [dict(one) for one in self.lowest]
        said = {**self._asdict(), "scales": scales, "lowest": lowest}
        return {key: value for key, value in said.items() if value is not None and value is not False and value != []}


def who_answered(scores: Scores, of: int, known: bool, assumed: bool, wave: str | None) -> Answered | None:
    """Who answered on the conditions; None where nobody did.

    Parameters
    ----------
    scores
        The answers.
    of
        How many organisations there are.
    known
        Whether a column says who answers; without one, a row for each organisation is no person.
    assumed
        Whether a scale was not said.
    wave
        As the files have it.
    """
    given = ~np.isnan(scores.values).all(axis=1) & (scores.rows >= 0)
    respondents, organisations = int(given.sum()), np.unique(scores.rows[given]).size
    if not respondents:
        return None
    people = respondents if known or respondents > organisations else None
    return Answered(organisations, of, people, scores.scales, assumed, in_one_line(wave or "") or None)


def lowest_of(scores: Scores, labels: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """The lowest scores of organisations, one of each, the lowest first.

    Parameters
    ----------
    scores
        The answers.
    labels
        What the organisations are called, in row order.
    """
    given = scores.of_organisations(len(labels))
    known = np.flatnonzero(~np.isnan(given).all(axis=1))
    cells = [(float(np.nanmin(given[row])), int(np.nanargmin(given[row])), int(row)) for row in known]
    return tuple(
        {"organisation": labels[row], "condition": CONDITIONS[place], "score": round(score, DIGITS)}
        for score, place, row in sorted(cells)[:MOST_LOWEST]
    )


def who_rated(
    raters: np.ndarray, of: int, columns: Sequence[Column], assumed: Sequence[str], wave: str | None
) -> Answered | None:
    """Who rated its partners; None where nobody did.

    Parameters
    ----------
    raters
        The rows of organisations, one for each tie that was rated.
    of
        How many organisations there are.
    columns
        Those of the ratings.
    assumed
        Columns of which no scale was said.
    wave
        As the files have it.
    """
    if not raters.size or not columns:
        return None
    scales = tuple(dict.fromkeys(scale for column in columns for scale in column.scales if scale))
    guessed = any(source in assumed for column in columns for source in column.sources)
    return Answered(np.unique(raters).size, of, None, scales, guessed, in_one_line(wave or "") or None)

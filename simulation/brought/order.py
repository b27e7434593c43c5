"""The same answers in an order that no file has: organisations by name, ties by both names.

What nobody answered is drawn by chance that belongs to the row of an organisation. So that sorting a sheet another way
is no other group, rows do not come from the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .answered import Answered, with_scores
from .ratings import Answers
from .scores import Scores
from .words import joined


def by_name(label: str) -> tuple[str, str]:
    """Where a name comes among others: small and capital letters, and ways to write an accent, are alike.

    Examples
    --------
    >>> sorted(["b", "Cooperation", "A"], key=by_name)
    ['A', 'b', 'Cooperation']
    """
    return joined(label), label


def ordered_by_name(answers: Answers) -> Answers:
    """What files say, whatever the order of their rows, columns and sheets."""
    roster = answers.roster
    old = sorted(range(len(roster.labels)), key=lambda row: by_name(roster.labels[row]))
    new = np.argsort(old)
    ties = roster.ties.copy()
    for end in ("source", "target"):
        ties[end] = new[ties[end]]
    ordered = roster._replace(
        organisations=[roster.organisations[row] for row in old],
        places=[roster.places[row] for row in old],
        ties=ties[np.lexsort((ties["target"], ties["source"]))],
    )
    scores = of_rows(answers.scores, new) if answers.scores else None
    return answers._replace(
        roster=ordered,
        scores=scores,
        later={wave: of_rows(one, new) for wave, one in answers.later.items()},
        answered=answered_in_order(answers, scores, ordered.labels),
    )


def of_rows(scores: Scores, new: np.ndarray) -> Scores:
    """The same answers, for organisations in other rows.

    Parameters
    ----------
    scores
        By respondent, of whom the order makes no difference; -1 as a row is nobody who takes part.
    new
        Shape (organisations,): the row that each goes to.
    """
    return scores._replace(rows=np.where(scores.rows < 0, -1, new[scores.rows]), scales=tuple(sorted(scores.scales)))


def answered_in_order(answers: Answers, scores: Scores | None, labels: Sequence[str]) -> Answered | None:
    """Who answered, with organisations by name."""
    who = answers.answered
    if who is None:
        return None
    who = who._replace(scales=tuple(sorted(who.scales)), estimated=tuple(sorted(who.estimated, key=by_name)))
    return with_scores(who, scores, labels) if scores and who.organisations else who

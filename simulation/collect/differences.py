"""How far partners are apart: the score of each organisation, on each condition and each statement.

Whom that may name is limited. An organisation is shown by itself from as many respondents as the wave was opened with
(its floor), and its score on a statement when as many answered that one. Smaller ones are taken together, if there are
two or more of them and as many respondents. There is no mean of all, as it would tell by subtraction what is not shown;
and nothing is shown of a wave that is open, as one more answer would tell what that answer was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..conditions import CONDITIONS
from .questionnaire import PARTNER, items
from .store import Answer

OTHERS = ""  # the smaller ones, taken together
SUBJECTS = (*CONDITIONS, PARTNER)


class Line(NamedTuple):
    """One condition or statement, and the score of each organisation that can be shown, the lowest one first.

    Attributes
    ----------
    subject
        A condition; or `partner`, for what is said of partners.
    item
        The statement; empty for the whole condition.
    scores
        By organisation, on the scale of the questionnaire; `OTHERS` for those that are taken together.
    """

    subject: str
    item: str
    scores: Mapping[str, float]

    @property
    def apart(self) -> float:
        """The highest score less the lowest; 0 where fewer than two can be shown."""
        return max(self.scores.values()) - min(self.scores.values()) if len(self.scores) > 1 else 0.0


class Differences(NamedTuple):
    """The differences of a wave.

    Attributes
    ----------
    lines
        Of each condition its own line and then those of its statements; last what is said of partners.
    respondents
        By organisation that is shown by itself, how many answered.
    together
        How many organisations are not, and how many answered for these.
    floor
        From how many respondents an organisation is shown by itself.
    """

    lines: tuple[Line, ...]
    respondents: Mapping[str, int]
    together: tuple[int, int]
    floor: int

    def furthest(self, count: int = 3) -> list[Line]:
        """The statements on which partners are furthest apart, the furthest first."""
        apart = [line for line in self.lines if line.item and line.apart > 0.0]
        return sorted(apart, key=lambda line: -line.apart)[:count]


def differences(answers: Iterable[Answer], organisations: Sequence[str], floor: int) -> Differences:
    """How far organisations are apart.

    Parameters
    ----------
    answers
        Of one wave.
    organisations
        Those that take part, in the order in which they are named.
    floor
        From how many respondents an organisation is shown by itself.
    """
    given: dict[str, dict[str, dict[tuple[str, str], list[int]]]] = {one: {} for one in organisations}
    subjects = {(subject, item.name) for subject in SUBJECTS for item in items(subject)}
    of_item = {item: subject for subject, item in subjects}
    for one in answers:
        said = given[one.organisation].setdefault(one.respondent, defaultdict(list))
        if one.score is not None:
            subject = PARTNER if one.about else of_item[one.item]
            said[subject, one.item].append(one.score)
    shown = [one for one in organisations if len(given[one]) >= floor]
    rest = [one for one in organisations if 0 < len(given[one]) < floor]
    lines = []
    for subject in SUBJECTS:
        names = [item.name for item in items(subject)]
        for item in ([] if subject == PARTNER else [""]) + names:
            asked = [(subject, name) for name in (names if not item else [item])]
            own = {one: [mean for said in given[one].values() if (mean := mean_of(said, asked)) is not None]
                   for one in (*shown, *rest)}  # fmt: skip
            scores = {one: sum(own[one]) / len(own[one]) for one in shown if len(own[one]) >= floor}
            pooled = [own[one] for one in rest if own[one]]
            everyone = [mean for means in pooled for mean in means]
            if len(pooled) > 1 and len(everyone) >= floor:
                scores[OTHERS] = sum(everyone) / len(everyone)
            lines.append(Line(subject, item, dict(sorted(scores.items(), key=lambda pair: pair[1]))))
    return Differences(
        tuple(lines),
        {one: len(given[one]) for one in shown},
        (len(rest), sum(len(given[one]) for one in rest)),
        floor,
    )


def mean_of(said: Mapping[tuple[str, str], Sequence[int]], asked: Iterable[tuple[str, str]]) -> float | None:
    """The mean of what one respondent answered to some statements; None where that is nothing."""
    scores = [score for one in asked for score in said.get(one, ())]
    return sum(scores) / len(scores) if scores else None

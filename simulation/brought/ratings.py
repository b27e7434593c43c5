"""What becomes of the answers: the numbers that the model takes, and the chance that the rest is left to.

Whatever was asked of an organisation or a tie is declared. What was left open is not filled in: it is left to chance
around the mean of the group, as wide as the group's answers are apart, and so differs from run to run; the uncertainty
of what was not answered is part of the outlook (the idea of multiple imputation, Rubin 1987). docs/survey.md says the
same for people.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..dynamics import Parameters
from ..errors import InputError, Message
from ..events import TIE_FIELDS, TRAITS
from ..mechanisms.understanding import at_first
from ..networks import MOTIVES, POINTS, Roster
from ..population import USUAL_PARTNERS
from .answered import Answered, in_one_line
from .columns import NOBODY, POWER, RATIO
from .fields import FLAGS
from .scores import Scores

DIGITS = 4
UNIFORM = math.sqrt(12.0)  # width of a uniform distribution of standard deviation 1
AGREED = ("organisation", "process")  # that are high where there is an agreement
AMBITION, RELATION = CONDITIONS.index("ambition"), CONDITIONS.index("relation")


@dataclass(frozen=True)
class ImportReport:
    """What was in the data, before anything is left to chance.

    Attributes
    ----------
    organisations
        How many take part.
    isolates
        How many of them no tie mentions.
    ties
        Directed ties in the data.
    one_sided
        How many of those are rated, while the other direction is not.
    missing
        By field that was read: how many organisations, or ties in the data, have no value for it.
    response_rate
        Share of organisations that rated at least one other. A tie is rated when at least one of the fields that
        are read of ties has a value, or when none is read.
    unused
        Columns that are not read, by file.
    remarks
        Lines beside a table that somebody wrote for themselves, by file: whoever brought it sees them, and they are in
        no scenario and on no page.
    wave
        Which wave this is, where there are waves.
    notes
        What was found out in reading, and what was made of it.
    contact
        Why how often partners meet is not used, where it stands in a file and is not: it is no more than a `tie`, it
        was `asked` what the other brings, of some `words` it is not known how often that is, or no `scale` says which
        end is often.
    """

    organisations: int
    isolates: int
    ties: int
    one_sided: int
    missing: Mapping[str, int]
    response_rate: float
    unused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wave: str | None = None
    notes: tuple[Message, ...] = ()
    contact: str = ""

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of those columns, each once, in one line that is no longer than a name may be."""
        return tuple(dict.fromkeys(map(in_one_line, chain(*self.unused.values()))))

    def __str__(self) -> str:
        gaps = ", ".join(f"{field} {count}" for field, count in self.missing.items() if count)
        line = (
            f"{self.organisations} organisations, {self.isolates} without ties; {self.ties} ties, {self.one_sided} "
            f"one-sided; {self.response_rate:.0%} responded; missing: {gaps or 'nothing'}"
        )
        left = ", ".join(f"{', '.join(columns)} of {title}" for title, columns in self.unused.items())
        said = [line if self.wave is None else f"wave {self.wave}; {line}", *map(str, self.notes)]
        return "; ".join([*said, f"not read: {left}"] if left else said)


class Answers(NamedTuple):
    """All that files say of one wave.

    Attributes
    ----------
    roster, report
        Organisations and ties, and how much is known of them. Ratings are shares; dependence is how much a partner is
        said to bring where it is in `rated`, size is as `size` says.
    size
        What size is: `power`, a rating; `people`, a number of them; or `as it is`.
    rated
        Fields that are ratings.
    scores, later
        The five conditions, if they were asked; and in every later wave.
    scales
        Columns of which no scale is said.
    used
        Fields of the model that a column was found for, and the columns.
    tied
        Whether the files say who is tied to whom.
    waves
        Those that could be read instead.
    together
        Rounds that the group has had an agreement, where that was said.
    answered
        Who answered, on which scale, and when; None where nobody did.
    title
        What a workbook is called in its own words; nothing where it has none.
    """

    roster: Roster
    report: ImportReport
    size: str = RATIO
    rated: frozenset[str] = frozenset()
    scores: Scores | None = None
    later: Mapping[str, Scores] = {}
    scales: tuple[str, ...] = ()
    used: Mapping[str, tuple[str, ...]] = {}
    tied: bool = True
    waves: tuple[str, ...] = ()
    together: int | None = None
    answered: Answered | None = None
    title: str = ""


def report_on(n: int, ties: np.ndarray, rated: np.ndarray, missing: Mapping[str, int]) -> ImportReport:
    """How much is known of organisations and of their ties.

    Parameters
    ----------
    n
        How many organisations take part.
    ties
        Shape (k,), records of `KNOWN_TIE`: directed, each pair once.
    rated
        Shape (k,), which of them are rated.
    missing
        By field that was read: how many organisations or ties have no value for it.
    """
    source, target = ties["source"][rated], ties["target"][rated]
    return ImportReport(
        organisations=n,
        isolates=n - np.unique([ties["source"], ties["target"]]).size,
        ties=ties.size,
        one_sided=int((~np.isin(source * n + target, target * n + source)).sum()),
        missing=dict(missing),
        response_rate=np.unique(source).size / n,
    )


MOST_APART = 2  # networks that nothing joins; of more of them one has to hold half of all, or it is no group


def networks_of(n: int, ties: np.ndarray) -> np.ndarray:
    """How many organisations are in each network of two or more that nothing joins, the largest first.

    Parameters
    ----------
    n
        How many organisations there are.
    ties
        Shape (k,), records of `KNOWN_TIE`.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(ties.size), (ties["source"], ties["target"])), shape=(n, n))
    _, labels = connected_components(graph, directed=False)
    sizes = np.sort(np.bincount(labels))[::-1]
    return sizes[sizes > 1]


def check_together(n: int, ties: np.ndarray) -> None:
    """Refuse what is no group but several, each with nobody in common with the others."""
    sizes = networks_of(n, ties)
    if sizes.size > MOST_APART and 2 * sizes[0] < sizes.sum():
        raise InputError(
            "got {got} networks that nothing joins, the largest of {most} organisations, allowed: one, each in files "
            "of its own",
            got=sizes.size,
            most=int(sizes[0]),
        ).asking("apart", "together")


def group_scores(answers: Answers) -> tuple[np.ndarray, np.ndarray]:
    """The score of the group on each condition, and the standard deviation between respondents; shape (5,) each."""
    n, scores = len(answers.roster.organisations), answers.scores
    nothing = np.full(len(CONDITIONS), np.nan)
    return (scores.of_group(n), scores.spread()) if scores else (nothing, nothing)


def rated_roster(answers: Answers, level: float = 1.0) -> Roster:
    """Who takes part, with every rating as the model takes it; `level` as for `rated_ties`."""
    if not (answers.rated or answers.scores or answers.size != RATIO):
        return answers.roster
    return Roster(organisations_of(answers), answers.roster.places, rated_ties(answers, level))


def rated_ties(answers: Answers, level: float = 1.0) -> np.ndarray:
    """The ties, with every rating as the model takes it; shape (k,), records of `KNOWN_TIE`.

    `level` is how much partners bring one another, relative to the default.
    """
    ties = answers.roster.ties.copy()
    if "dependence" in answers.rated:
        ties["dependence"] = np.minimum(1.0, level * dependence_level(answers) * ties["dependence"])
    for name in TIE_FIELDS:
        ties[name] = ties[name].round(DIGITS) + 0.0
    return ties


# --- organisations and ties -------------------------------------------------------------------------------------


def organisations_of(answers: Answers) -> list[dict[str, Any]]:
    """What is declared of each organisation; commitment and loyalty are its scores on ambition and relation."""
    n = len(answers.roster.organisations)
    scores = answers.scores.of_organisations(n) if answers.scores else np.full((n, len(CONDITIONS)), np.nan)
    sizes = sizes_of(answers)
    declared = []
    for row, organisation in enumerate(answers.roster.organisations):
        known = {"commitment": scores[row, AMBITION], "loyalty": scores[row, RELATION]}
        known |= {field: organisation[field] for field in (*TRAITS, *MOTIVES) if is_number(organisation.get(field))}
        known["size"] = sizes[row]
        entry: dict[str, Any] = {"name": organisation["name"]}
        entry |= {field: rounded(value) for field, value in known.items() if is_number(value)}
        for point in POINTS:
            if point in organisation and all(map(is_number, organisation[point])):
                entry[point] = [rounded(place) for place in organisation[point]]
        entry |= {flag: organisation[flag] for flag in FLAGS if flag in organisation}
        declared.append({key: value for key, value in entry.items() if (key, value) not in NOTHING_NEW})
    return declared


NOTHING_NEW = (("lead", False), ("member", True))


def sizes_of(answers: Answers) -> np.ndarray:
    """Size as power, relative; NaN where it is not known.

    The ends of a scale of power stand for half and two times its middle. A number of people counts by its square
    root: ten times as many people is not ten times the say (assumption). Nobody at all counts as the smallest of the
    others.
    """
    sizes = np.array([organisation.get("size", math.nan) for organisation in answers.roster.organisations])
    if answers.size == RATIO:
        return sizes
    if answers.size == POWER:
        return 0.5 * 4.0**sizes
    people = sizes[sizes > NOBODY]
    if not people.size:
        return np.full(sizes.size, np.nan)
    return np.sqrt(np.maximum(sizes, people.min()) / np.nanmean(sizes))


def ties_of(answers: Answers, level: float = 1.0) -> list[dict[str, Any]]:
    """What is declared of each tie, by the names of its ends; `level` as for `rated_ties`."""
    labels = answers.roster.labels
    return [
        {"from": labels[tie["source"]], "to": labels[tie["target"]]}
        | {field: float(tie[field]) for field in TIE_FIELDS if is_number(tie[field])}
        for tie in rated_ties(answers, level)
    ]


def dependence_level(answers: Answers) -> float:
    """The dependence that the highest rating of a partner stands for.

    No survey measures synergy. Ratings say who needs whom more; the level is such that an organisation depends on all
    its partners together as much as chance would give it with that many partners, in the mean of organisations. Those
    who rated some of their partners count for that part, as chance gives the rest its share. NaN when nothing was rated
    above the lowest.
    """
    ties = answers.roster.ties
    n = len(answers.roster.organisations)
    edges = np.unique(np.concatenate([ties["source"] * n + ties["target"], ties["target"] * n + ties["source"]]))
    partners = np.bincount(edges // n, minlength=n)
    rated = ~np.isnan(ties["dependence"])
    share = np.bincount(ties["source"][rated], minlength=n) / np.maximum(partners, 1)
    total = ties["dependence"][rated].sum()
    return float(share @ usual_dependence(partners)) / total if total > 0.0 else math.nan


def usual_dependence(partners: np.ndarray) -> np.ndarray:
    """The dependence of an organisation on so many partners together, as chance would give it where all are alike.

    Where each partner brings its own (`dependence.substitution` 0) the default total is that of seven partners; where
    they replace one another (1) it is that of however many there are.

    Examples
    --------
    >>> usual_dependence(np.array([7])) == Parameters().dependence.total
    array([ True])
    """
    default = Parameters().dependence
    return default.total * (partners / USUAL_PARTNERS) ** (1.0 - default.substitution)


def is_number(value: float | None) -> bool:
    """Whether something is known."""
    return value is not None and not math.isnan(value)


def rounded(value: float) -> float:
    """As a scenario shows it."""
    return round(float(value), DIGITS) + 0.0


# --- the chance that the rest is left to ------------------------------------------------------------------------


def parameters_of(answers: Answers, group: np.ndarray, apart: np.ndarray) -> dict[str, float]:
    """The parameters that say around what, and how wide, chance draws what was not answered.

    A width is what a uniform distribution of the measured standard deviation has, and no wider than fits between 0 and
    1, as a part cut off would move the mean.
    """
    defaults, values = Parameters(), {}
    trust = answers.roster.ties["trust"]
    trust = trust[~np.isnan(trust)]
    level = float(trust.mean()) if trust.size else group[RELATION]
    wide = float(trust.std(ddof=1)) if trust.size > 1 else math.nan if trust.size else apart[RELATION]
    if is_number(level):
        values["trust.initial"] = level
        values["trust.spread"] = width(level, wide, defaults.trust.spread)
    if is_number(group[RELATION]):
        values["understanding.initial"] = understanding_at_first(group[RELATION])
        values["organisations.loyalty"] = group[RELATION]
    if is_number(group[AMBITION]):
        values["organisations.interests"] = interests_width(group[AMBITION], len(answers.roster.organisations))
        values["organisations.commitment"] = group[AMBITION]
    autonomy = np.array([one.get("autonomy", math.nan) for one in answers.roster.organisations])
    if not np.isnan(autonomy).all():
        values["organisations.autonomy"] = float(np.nanmean(autonomy))
    measured = [apart[place] for place in (AMBITION, RELATION) if is_number(apart[place]) and apart[place] > ALIKE]
    if measured:
        middle = [values[f"organisations.{trait}"] for trait in ("commitment", "loyalty") if is_drawn(values, trait)]
        values["organisations.spread"] = min(
            width(level, float(np.mean(measured)), defaults.organisations.spread) for level in middle
        )
    return {name: rounded(value) for name, value in values.items()}


ALIKE = 1e-9  # a standard deviation that is none


def is_drawn(values: dict[str, float], trait: str) -> bool:
    """Whether the survey gives a trait its mean."""
    return f"organisations.{trait}" in values


def width(mean: float, spread: float, otherwise: float) -> float:
    """Width of the range around a mean that has a standard deviation; another where none could be measured.

    Examples
    --------
    >>> round(width(0.6, 0.1, 0.2), 3), width(0.95, 0.3, 0.2), width(0.6, math.nan, 0.2)
    (0.346, 0.10000000000000009, 0.2)
    """
    if not is_number(spread) or spread <= ALIKE:
        return otherwise
    return min(UNIFORM * spread, 2.0 * mean, 2.0 * (1.0 - mean))


def interests_width(ambition: float, n: int) -> float:
    """How far interests range, so that they are shared as far as the ambition is said to be.

    The model calls an ambition shared by 1 - 2 x, with x the mean distance of interests from their mean; drawn from a
    range of width w, that is about w sqrt((n - 1) / 12 n).

    Examples
    --------
    >>> round(interests_width(0.8, n=1000), 3)
    0.347
    """
    return min(1.0, (1.0 - ambition) / 2.0 * UNIFORM * math.sqrt(n / (n - 1)))


def works_by_agreement(scores: np.ndarray) -> bool:
    """Whether a group scores organisation and process together above the middle, as one that has an agreement does."""
    said = [score for name, score in by_condition(scores).items() if name in AGREED]
    return bool(said) and sum(said) / len(said) > 0.5


def by_condition(shares: Iterable[float]) -> dict[str, float]:
    """Of each condition its share; nothing of what is not known.

    Examples
    --------
    >>> by_condition([0.7, math.nan, math.nan, 0.4, math.nan])
    {'ambition': 0.7, 'organisation': 0.4}
    """
    return {name: float(share) for name, share in zip(CONDITIONS, shares, strict=True) if is_number(share)}


def understanding_at_first(share: float) -> float:
    """Understanding between equal frames, so that in the mean of all it is that share, or as near as it comes."""
    defaults = Parameters()
    seen = at_first(1.0, defaults.understanding.confusion, expected_difference(defaults.organisations.frames))
    return min(1.0, share / seen)


def expected_difference(frames: float, themes: int = 2) -> float:
    """Mean distance of the frames of two organisations, where each theme has one of two poles `frames` apart.

    Examples
    --------
    >>> round(expected_difference(0.5), 4)  # 1/4 of pairs 0, 1/2 of them .5/sqrt(2), 1/4 .5
    0.3018
    """
    odds = (math.comb(themes, differing) / 2**themes for differing in range(themes + 1))
    return sum(odd * frames * math.sqrt(differing / themes) for differing, odd in enumerate(odds))

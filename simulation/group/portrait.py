"""The group as the model takes it: what of a survey becomes which number, and what the survey cannot say.

Whatever was asked of an organisation or a tie is declared. What was left open is not filled in: it is left to chance
around the mean of the group, as wide as the group's answers are apart, and so differs from run to run; the uncertainty
of what was not answered is part of the outlook (the idea of multiple imputation, Rubin 1987). docs/survey.md says the
same for people, with what was assumed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..dynamics import Parameters
from ..events import TRAITS
from ..networks import MOTIVES, POINTS
from ..population import USUAL_PARTNERS
from ..results.report import plural
from .answers import NOBODY, Answers, Scores

DIGITS = 4
UNIFORM = math.sqrt(12.0)  # width of a uniform distribution of standard deviation 1
EFFORTS = ("interests", "organisation", "process")  # what is no state in the model, but work that goes on
AMBITION, RELATION = CONDITIONS.index("ambition"), CONDITIONS.index("relation")


class Findings(NamedTuple):
    """What is said with a portrait: what is known, what was filled in and how, assumed, and what cannot be said."""

    known: tuple[str, ...]
    filled: tuple[str, ...]
    assumed: tuple[str, ...]
    unsaid: tuple[str, ...]


class Portrait(NamedTuple):
    """A group at the start.

    Attributes
    ----------
    organisations, ties
        As a scenario declares them; what is left out is left to chance.
    parameters
        The chance that it is left to, by name of the parameter.
    scores, spread
        Shape (5,): the score of the group on each condition, and the standard deviation between respondents;
        shares, NaN where it was not asked.
    findings
        What to say with it.
    """

    organisations: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    parameters: dict[str, float]
    scores: np.ndarray
    spread: np.ndarray
    findings: Findings


def portray(answers: Answers) -> Portrait:
    """The group that has given these answers."""
    n = len(answers.roster.organisations)
    scores = answers.scores
    group = scores.of_group(n) if scores else np.full(len(CONDITIONS), np.nan)
    apart = scores.spread() if scores else np.full(len(CONDITIONS), np.nan)
    organisations = organisations_of(answers)
    ties = ties_of(answers)
    return Portrait(
        organisations,
        ties,
        parameters_of(answers, group, apart),
        group,
        apart,
        Findings(
            tuple(known(answers)),
            tuple(filled(answers, group)),
            tuple(assumed(answers, group)),
            tuple(unsaid(answers, group, apart)),
        ),
    )


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
        entry |= {flag: organisation[flag] for flag in ("lead", "member") if flag in organisation}
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
    if answers.rated:
        return 0.5 * 4.0**sizes
    people = sizes[sizes > NOBODY]
    if not people.size:
        return np.full(sizes.size, np.nan)
    return np.sqrt(np.maximum(sizes, people.min()) / np.nanmean(sizes))


def ties_of(answers: Answers) -> list[dict[str, Any]]:
    """What is declared of each tie, by the names of its ends."""
    labels, level = answers.roster.labels, dependence_level(answers)
    declared = []
    for tie in answers.roster.ties:
        known = {"trust": tie["trust"], "dependence": np.minimum(1.0, level * tie["dependence"])}
        known |= {field: tie[field] for field in ("understanding", "opportunity")}
        entry = {"from": labels[tie["source"]], "to": labels[tie["target"]]}
        declared.append(entry | {field: rounded(value) for field, value in known.items() if is_number(value)})
    return declared


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


def is_number(value: object) -> bool:
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
        seen = 1.0 - defaults.understanding.confusion * expected_difference(defaults.organisations.frames)
        values["understanding.initial"] = min(1.0, group[RELATION] / seen)
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


def expected_difference(frames: float, themes: int = 2) -> float:
    """Mean distance of the frames of two organisations, where each theme has one of two poles `frames` apart.

    Examples
    --------
    >>> round(expected_difference(0.5), 4)  # 1/4 of pairs 0, 1/2 of them .5/sqrt(2), 1/4 .5
    0.3018
    """
    odds = (math.comb(themes, differing) / 2**themes for differing in range(themes + 1))
    return sum(odd * frames * math.sqrt(differing / themes) for differing, odd in enumerate(odds))


# --- in words ---------------------------------------------------------------------------------------------------


def known(answers: Answers) -> Iterator[str]:
    """What the survey says, and how complete it is."""
    report, n = answers.report, len(answers.roster.organisations)
    if answers.wave is not None:
        yield f"Wave {answers.wave}."
    if len(answers.roster.ties):
        raters = round(report.response_rate * n)
        yield (
            f"Ties: {report.ties} over {n} organisations; {raters} of them ({report.response_rate:.0%}) rated a "
            f"partner; {report.one_sided} of the ties are rated by one side only; without ties: {report.isolates}."
        )
    if answers.scores:
        yield conditions_known(answers.scores, n)
    for field, columns in answers.used.items():
        yield f"{field.capitalize()} is read from {', '.join(columns)}."
    for title, columns in answers.unused.items():
        yield f"Not used of {title}: {', '.join(columns)}."


def conditions_known(scores: Scores, n: int) -> str:
    """How many answered on the conditions."""
    asked = scores.answers + scores.open
    organisations = len({*scores.rows[~np.isnan(scores.values).all(axis=1)].tolist()} - {-1})
    return (
        f"Conditions: {plural(len(scores.respondents), 'respondent')} of {organisations} of {n} organisations "
        f"({organisations / n:.0%}); {scores.open} of {asked} answers ({scores.open / asked:.0%}) left open."
    )


def filled(answers: Answers, group: np.ndarray) -> Iterator[str]:
    """What was not answered, and what it gets instead."""
    report, n = answers.report, len(answers.roster.organisations)
    anew = "drawn anew in every run, around the mean of the group and as wide as its answers are apart"
    if report.one_sided:
        trust = f"trust {anew}" if "trust" in answers.used else "trust by chance"
        yield f"The other side of {plural(report.one_sided, 'one-sided tie')}: {trust}; dependence by the other's size."
    for field, count in report.missing.items():
        if count and field in ("trust", "dependence"):
            how = anew if field == "trust" else "as chance gives it by default, by the size of the other"
            yield f"{field.capitalize()} of {plural(count, 'tie')} was left open: {how}."
        elif count:
            how = "log-normal, around the mean" if field == "size" else anew
            yield f"{field.capitalize()} of {plural(count, 'organisation')} was left open: {how}."
    if answers.scores:
        if answers.scores.open:
            yield "An answer left open on a condition: the mean of the other items that the respondent did answer."
        silent = int(np.isnan(answers.scores.of_organisations(n)).all(axis=1).sum())
        if silent:
            yield f"Commitment and loyalty of {plural(silent, 'organisation')} without answers: {anew}."
    if not answers.roster.ties.size:
        yield "No ties were asked: everybody is tied to everybody, dependence is the model's default."
    elif "trust" not in answers.used and is_number(group[RELATION]):
        yield "Trust was not asked by tie: it is drawn around the score on relation."
    elif "trust" not in answers.used:
        yield "Trust was not asked: it is the model's default."


def assumed(answers: Answers, group: np.ndarray) -> Iterator[str]:
    """What was taken to be so."""
    defaults = Parameters()
    if answers.scales:
        yield f"Scale not said, taken to be 1 to 4: {', '.join(answers.scales)}. Say --scale NAME=FROM:TO if it is not."
    if "dependence" in answers.used:
        yield (
            f"Ratings say who needs whom more, not how much: an organisation depends on all its partners together as "
            f"by the model's default ({defaults.dependence.total:g} for {USUAL_PARTNERS:g} partners) in the mean."
        )
    if "size" in answers.used:
        yield (
            "Rated power: the ends of the scale are half and double the middle."
            if answers.rated
            else "Power goes by the square root of the number of people."
        )
    if is_number(group[AMBITION]):
        yield "Ambition is commitment, and how close interests lie; relation is understanding and loyalty to the whole."
    if any(is_number(group[CONDITIONS.index(one)]) for one in EFFORTS):
        yield (
            "Interests, organisation and process are work that goes on: a standing effort, at its price, that brings "
            "the first round nearest to the score, and is never more than the score."
        )
    yield "A round is a month; change it where yours is another."


def unsaid(answers: Answers, group: np.ndarray, apart: np.ndarray) -> Iterator[str]:
    """What the survey cannot say."""
    trust = answers.roster.ties["trust"]
    trust = trust[~np.isnan(trust)]
    if answers.scores is None:
        yield "The five conditions were not asked: they are left to the model's defaults, with no score to compare."
    else:
        answered = int((~np.isnan(answers.scores.values).all(axis=1)).sum())
        if answered == 0:
            yield "Nobody answered on the conditions: they are left to the model's defaults."
        elif answered == 1:
            yield (
                "One respondent is one view: how far partners differ, and whether others agree, cannot be said; the "
                "spread is the model's default."
            )
        else:
            yield from one_by_one(group, apart)
    if trust.size == 1 or (trust.size > 1 and trust.std() <= ALIKE):
        yield (
            f"All ratings of trust are the same ({trust.size}): whom they trust more cannot be said; what was not "
            "rated gets the default spread."
        )
    if answers.roster.ties.size and answers.report.response_rate < 0.5:
        yield "Fewer than half of the organisations rated a partner: the network is the view of a minority."
    if "dependence" in answers.used and math.isnan(dependence_level(answers)):
        yield "Nobody rated a partner above the lowest: who needs whom cannot be said; dependence is the default."
    if any(column.startswith("frequency") for columns in answers.unused.values() for column in columns):
        yield (
            "How often partners meet is not used: what the other brings was asked, or which end is often was not said "
            "(--scale frequency=4:1 when 1 is most often)."
        )
    yield "Home loyalty, network skill, frames and the need of clients are not in such a survey: chance, by default."


def one_by_one(group: np.ndarray, apart: np.ndarray) -> Iterator[str]:
    """What cannot be said of each condition."""
    silent = [name for name, score in zip(CONDITIONS, group, strict=True) if math.isnan(score)]
    if silent:
        yield f"Not answered by anybody, so left to the default: {joined(silent)}."
    same = [name for name, spread in zip(CONDITIONS, apart, strict=True) if spread <= ALIKE]
    if same:
        yield (
            f"All respondents score the same on {joined(same)}: whether partners differ cannot be said (they may all "
            "agree, or the questions may not tell them apart); the spread is the model's default."
        )
    alone = [
        name for name, score, spread in zip(CONDITIONS, group, apart, strict=True)
        if is_number(score) and math.isnan(spread)
    ]  # fmt: skip
    if alone:
        yield f"Only one respondent answered on {joined(alone)}: how far partners differ in it cannot be said."


def joined(names: Iterable[str]) -> str:
    """`one, two and three`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last

"""Who answered, on which scale, and when: what an advice says of the answers that it rests on."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..reading import in_one_line
from .fields import Column
from .options import Scale
from .scores import Scores

FEWEST_APART = 3  # answers: of two, whoever gave one would know the other
MOST_LOWEST = 3  # scores of organisations that are told as the lowest
DIGITS = 4
LONGEST_TOLD = 200  # characters of a line that says how many answered
RESPONSE = re.compile(r"\b(\d+)\s+(?:van|of|out of)\s+(?:de\s+|the\s+)?(\d+)\b", re.IGNORECASE)  # 16 van de 21
SENT_TO = re.compile(  # uitgezet onder 18 mensen
    r"\b(?:uitgezet (?:onder|bij)|(?:uitgezonden|verstuurd|gestuurd|verzonden) (?:aan|naar)|sent (?:out )?to|put to)"
    r"\s+(?:de\s+|the\s+)?(\d+)\b"
    r"|\b(\d+)\s+(?:mensen |personen |people |persons )?(?:zijn |waren |were )?(?:uitgenodigd|genodigden|invited)\b",
    re.IGNORECASE,
)
CAME_BACK = re.compile(  # 14 reacties
    r"\b(\d+)\s+(?:reacties|antwoorden|respondenten|responsen|ingevulde|responses|replies|answers|respondents)\b"
    r"|\b(\d+)\s+(?:mensen |personen |people |persons )?(?:hebben |have )?"
    r"(?:reageerden|gereageerd|antwoordden|geantwoord|vulden|ingevuld|answered|replied|responded|filled)\b",
    re.IGNORECASE,
)
PEOPLE_COUNTED = re.compile(
    r"\b\d+\s+(?:mensen|personen|respondenten|genodigden|uitgenodigd\w*|deelnemers|reacties|people|persons|respondents"
    r"|participants|responses|replies|invited)\b",
    re.IGNORECASE,
)
INVITED = re.compile(
    r"genodigd|gevraagd|benaderd|deden mee|deelgenomen|respon[sd]|gereageerd|reageerden|geantwoord|antwoordden|ingevuld"
    r"|invulden|invited|asked|took part|answered|replied|filled in|completed",
    re.IGNORECASE,
)


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
        The lowest scores of organisations on a condition, the lowest first: `organisation`, `condition` and `score`,
        a share; none that one person alone gave, who would be known by it.
    by_one
        Organisations for which one person alone answered, as far as files say who people are.
    response
        How many answered of how many who were invited, as a file says it; None where none does.
    contact
        Whether it was asked, beside ratings, who works with whom at all.
    filled
        Whether files say that organisations filled it in themselves, where they do not say which people.
    least_trust
        The lowest ratings of trust, the lowest first: `from`, `to` and `trust`, a share, and whether it is `mutual`;
        none that one person alone gave.
    as_low
        How many others are as low as the last of these.
    trust_scale
        On which trust was rated; None where there are several, or none.
    by_contact
        Whether dependence stands on how often partners meet.
    spread
        By condition, the standard deviation of answers, share, where `FEWEST_APART` or more were given.
    """

    organisations: int
    of: int
    respondents: int | None = None
    scales: tuple[Scale, ...] = ()
    assumed: bool = False
    wave: str | None = None
    lowest: tuple[Mapping[str, Any], ...] = ()
    by_one: tuple[str, ...] = ()
    response: tuple[int, int] | None = None
    contact: bool = False
    filled: bool = False
    least_trust: tuple[Mapping[str, Any], ...] = ()
    as_low: int = 0
    trust_scale: Scale | None = None
    by_contact: bool = False
    spread: Mapping[str, float] = {}

    @property
    def told(self) -> bool:
        """Whether files say who answered: people, or organisations themselves."""
        return self.respondents is not None or self.filled

    def as_table(self) -> dict[str, Any]:
        """What there is to say, by key, as a scenario file has it."""
        scales, lowest = [list(scale) for scale in self.scales], [dict(one) for one in self.lowest]
        said = {**self._asdict(), "scales": scales, "lowest": lowest, "by_one": [*self.by_one]}
        said["least_trust"] = [dict(one) for one in self.least_trust]
        for key, pair in (("response", self.response), ("trust_scale", self.trust_scale)):
            said[key] = [*pair] if pair else None
        said["as_low"], said["spread"] = self.as_low or None, dict(self.spread) or None
        return {key: value for key, value in said.items() if value is not None and value is not False and value != []}


def response_in(text: str) -> tuple[int, int] | None:
    """How many answered of how many who were invited, where a line to read says so.

    Examples
    --------
    >>> response_in("16 van de 21 uitgenodigde personen hebben ingevuld"), response_in("deel 2 van 3")
    ((16, 21), None)
    >>> response_in("Uitgezet onder 18 mensen, 14 reacties."), response_in("18 people were invited, 14 answered")
    ((14, 18), (14, 18))
    """
    if len(text) > LONGEST_TOLD:
        return None
    found = RESPONSE.search(text) if INVITED.search(text) else None
    sent, back = SENT_TO.search(text), CAME_BACK.search(text)
    given, invited = map(int, found.groups()) if found else (0, 0)
    if not found and sent and back:
        given, invited = (int(one[1] or one[2]) for one in (back, sent))
    return (given, invited) if 0 < given <= invited else None


def counts_people(text: str) -> bool:
    """Whether a line to read counts people, though it cannot be told how many of how many answered.

    Examples
    --------
    >>> counts_people("Verstuurd naar 18 personen in mei"), counts_people("16 van de 21 genodigden vulden in")
    (True, False)
    """
    return bool(PEOPLE_COUNTED.search(text[:LONGEST_TOLD])) and response_in(text) is None


def response_told(texts: Iterable[str]) -> tuple[int, int] | None:
    """What lines to read say of it, where all that say it say the same."""
    said = {found for text in texts if (found := response_in(text))}
    return said.pop() if len(said) == 1 else None


def by_one_of(scores: Scores, labels: Sequence[str]) -> tuple[str, ...]:
    """The organisations for which one person alone answered.

    Parameters
    ----------
    scores
        The answers, of people.
    labels
        What the organisations are called, in row order.
    """
    given = ~np.isnan(scores.values).all(axis=1)
    return tuple(label for row, label in enumerate(labels) if int(given[scores.rows == row].sum()) == 1)


def who_answered(scores: Scores, of: int, known: bool, assumed: bool, wave: str | None) -> Answered | None:
    """Who answered on the conditions; None where nobody did.

    Parameters
    ----------
    scores
        The answers.
    of
        How many organisations there are.
    known
        Whether a file says who answers, or that each row is a person; else a row is none.
    assumed
        Whether a scale was not said.
    wave
        As the files have it.
    """
    given = ~np.isnan(scores.values).all(axis=1) & (scores.rows >= 0)
    respondents, organisations = int(given.sum()), np.unique(scores.rows[given]).size
    if not respondents:
        return None
    people = respondents if known else None
    return Answered(organisations, of, people, scores.scales, assumed, in_one_line(wave or "") or None)


def spread_of(scores: Scores) -> dict[str, float]:
    """By condition, how far answers are apart, share; none of a group as a whole, or of too few to be told.

    Parameters
    ----------
    scores
        The answers.
    """
    if scores.whole:
        return {}
    given = (~np.isnan(scores.values)).sum(axis=0)
    return {
        name: round(float(apart), DIGITS)
        for name, apart, count in zip(CONDITIONS, scores.spread(), given, strict=True)
        if count >= FEWEST_APART
    }


def lowest_of(scores: Scores, labels: Sequence[str], by_one: Collection[str] = ()) -> tuple[Mapping[str, Any], ...]:
    """The lowest scores of organisations on a condition, the lowest first; none that one person alone gave.

    Parameters
    ----------
    scores
        The answers.
    labels
        What the organisations are called, in row order.
    by_one
        Those for which one person alone answered.
    """
    given = scores.of_organisations(len(labels))
    given[[label in by_one for label in labels]] = np.nan
    cells = sorted((float(given[row, place]), int(row), int(place)) for row, place in np.argwhere(~np.isnan(given)))
    return tuple(
        {"organisation": labels[row], "condition": CONDITIONS[place], "score": round(score, DIGITS)}
        for score, row, place in cells[:MOST_LOWEST]
    )


def least_trusting(
    trust: Mapping[tuple[str, str], float], hidden: Collection[tuple[str, str]]
) -> tuple[tuple[Mapping[str, Any], ...], int]:
    """The lowest ratings of trust, all below their mean, and how many others are as low as the last of them.

    Parameters
    ----------
    trust
        As it was rated, share, by the names of who trusts and who is trusted.
    hidden
        Which of these one person alone gave.

    Examples
    --------
    >>> given = {("A", "B"): 0.25, ("B", "A"): 0.25, ("A", "C"): 0.5, ("C", "A"): 0.0}
    >>> told, others = least_trusting(given, hidden={("C", "A")})
    >>> [(one["from"], one["to"], one["trust"], one["mutual"]) for one in told], others
    ([('A', 'B', 0.25, True)], 0)
    """
    shown = {pair: round(value, DIGITS) for pair, value in sorted(trust.items()) if pair not in hidden}
    mean = round(math.fsum(shown.values()) / max(1, len(shown)), DIGITS)
    found = [
        {"from": one, "to": other, "trust": value, "mutual": shown.get((other, one)) == value}
        for (one, other), value in sorted(shown.items(), key=lambda item: item[1])
        if value < mean and (one < other or shown.get((other, one)) != value)
    ]
    told = found[:MOST_LOWEST]
    return tuple(told), sum(one["trust"] == told[-1]["trust"] for one in found[MOST_LOWEST:])


def who_rated(
    raters: np.ndarray,
    of: int,
    columns: Sequence[Column],
    assumed: Sequence[str],
    wave: str | None,
    filled: bool = False,
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
    filled
        Whether files say that these filled it in themselves.
    """
    if not raters.size or not columns:
        return None
    scales = tuple(dict.fromkeys(scale for column in columns for scale in column.scales if scale))
    guessed = any(source in assumed for column in columns for source in column.sources)
    return Answered(np.unique(raters).size, of, None, scales, guessed, in_one_line(wave or "") or None, filled=filled)

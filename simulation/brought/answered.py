"""Who answered, on which scale, and when: what an advice says of the answers that it rests on."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..conditions import CONDITIONS
from ..numbers import half_up
from ..reading import in_one_line
from .fields import Column
from .measured import HIGHEST, LOWEST
from .options import Scale
from .scores import Scores

FEWEST = 3  # people who gave it, for a score or a trust to be told of an organisation by name
MOST_LOWEST = 3  # scores of organisations that are told as the lowest
MOST_AS_LOW = 5  # of them, where all that are as low as the last make it more (a choice)
DECIMALS = 1  # of a score, as people give and remember it
KEPT = 3  # decimals of a score that a share says which was kept to four: 3.55 on 1 to 10 is 0.2833, and that 3.5497
DIGITS = 4
SHARES = (0.0, 100.0)  # on which trust is told that was rated on several scales, or none
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
    lowest, low_too
        The lowest scores of organisations on a condition, the lowest first: `organisation`, `condition`, `score`, a
        share, and by how many `people`; all that are as low as one of them, as they are told. None that fewer than
        `FEWEST` gave, who could be known by it, nor any where files do not say who people are. And how many such
        scores of fewer people are as low as the last, or lower.
    by_several
        Organisations for which at least `FEWEST` people answered, as far as files say who people are.
    apart
        Where organisations lie furthest apart: `condition`; None of fewer than `FEWEST`.
    silent
        Who answered, but not on some condition: `organisation` and `condition`.
    response
        How many answered of how many who were invited, as a file says it; None where none does.
    contact
        Whether it was asked who works with whom at all, in a list beside ratings, or by how often they meet.
    filled
        Whether files say that organisations filled it in themselves, where they do not say which people.
    least_trust, as_low
        The lowest ratings of trust, the lowest first: `from`, `to` and `trust`, a share, by how many `people`, and
        whether it is `mutual`; none that fewer than `FEWEST` gave. And how many that fewer gave are as low, or lower.
    lowest_trust
        The lowest of all ratings of trust, of nobody by name: `trust`, a share, and how many `times` it was given;
        None of fewer than `FEWEST` times, of which everybody would ask whose it is.
    trusting, trusted
        Organisations of which at least `FEWEST` people said how far they trust others, and are trusted by others.
    trust_scale
        On which trust was rated; None where there are several, or none.
    by_contact
        Whether dependence stands on how often partners meet.
    spread
        By condition, the standard deviation of answers, share, where `FEWEST` or more were given.
    agreement_assumed
        Whether nobody said that the group has an agreement, or has none: then what it scores decides.
    ends
        By condition, the lowest and the highest score of an organisation, shares: where `FEWEST` have one, and nobody
        is known by it, as whoever made the file gave all, or at least `FEWEST` people gave each.
    estimated, estimates
        Organisations whose scores were given by whoever made the file, as it says beside them; and whether it says so
        of all. These answered nothing themselves, and are not counted in `organisations`.
    """

    organisations: int
    of: int
    respondents: int | None = None
    scales: tuple[Scale, ...] = ()
    assumed: bool = False
    wave: str | None = None
    lowest: tuple[Mapping[str, Any], ...] = ()
    low_too: int = 0
    by_several: tuple[str, ...] = ()
    apart: Mapping[str, Any] | None = None
    silent: tuple[Mapping[str, Any], ...] = ()
    response: tuple[int, int] | None = None
    contact: bool = False
    filled: bool = False
    least_trust: tuple[Mapping[str, Any], ...] = ()
    as_low: int = 0
    lowest_trust: Mapping[str, Any] | None = None
    trusting: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    trust_scale: Scale | None = None
    by_contact: bool = False
    spread: Mapping[str, float] = {}
    agreement_assumed: bool = False
    estimated: tuple[str, ...] = ()
    estimates: bool = False
    ends: Mapping[str, tuple[float, float]] = {}

    @property
    def lowest_by_name(self) -> tuple[Mapping[str, Any], ...]:
        """The lowest scores, where so many organisations may be named that the lowest is no finger at one."""
        return self.lowest if len(self.by_several) >= FEWEST else ()

    @property
    def told(self) -> bool:
        """Whether files say who answered: people, or organisations themselves."""
        return self.respondents is not None or self.filled

    def as_table(self) -> dict[str, Any]:
        """What there is to say, by key, as a scenario file has it."""
        said = {**self._asdict(), "scales": [list(scale) for scale in self.scales]}
        for key in ("lowest", "silent", "least_trust"):
            said[key] = [dict(one) for one in said[key]]
        for key in ("by_several", "trusting", "trusted", "estimated"):
            said[key] = [*said[key]]
        for key in ("apart", "lowest_trust"):
            said[key] = dict(said[key]) if said[key] else None
        for key, pair in (("response", self.response), ("trust_scale", self.trust_scale)):
            said[key] = [*pair] if pair else None
        said |= {"as_low": self.as_low or None, "low_too": self.low_too or None, "spread": dict(self.spread) or None,
                 "ends": {name: [*both] for name, both in self.ends.items()} or None}  # fmt: skip
        return {key: value for key, value in said.items() if value is not None and value is not False and value != []}


def answered_as_said(said: Mapping[str, Any]) -> Answered:
    """Who answered, as a scenario file says it: of what is told by name that of several people alone.

    Examples
    --------
    >>> low = {"organisation": "A", "condition": "process", "score": 0.2}
    >>> answered_as_said({"organisations": 2, "of": 2, "lowest": [low, {**low, "people": 3}]}).lowest
    ({'organisation': 'A', 'condition': 'process', 'score': 0.2, 'people': 3},)
    """
    by_name = {
        key: tuple(one for one in said[key] if one.get("people", 0) >= FEWEST)
        for key in ("lowest", "least_trust")
        if key in said
    }
    ends = {name: (low, high) for name, (low, high) in said.get("ends", {}).items()}
    return Answered(**{key: value for key, value in {**said, **by_name, "ends": ends}.items() if key != "by_one"})


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


def told_scale(scales: Sequence[Scale]) -> Scale:
    """The scale that scores are told on: that of all answers, or else of the partnerships that were measured."""
    return scales[0] if len(scales) == 1 and scales[0][0] < scales[0][1] else (LOWEST, HIGHEST)


def on_scale(share: float, scale: Scale) -> float:
    """A share as the score that is told of it.

    Examples
    --------
    >>> on_scale(0.5, (1.0, 10.0)), on_scale(0.6375, (1.0, 5.0)), on_scale(0.2833, (1.0, 10.0))
    (5.5, 3.6, 3.6)
    """
    low, high = scale
    return half_up(round(low + share * (high - low), KEPT), DECIMALS)


def lowest_conditions(scores: Mapping[str, float], scale: Scale) -> list[str]:
    """The conditions of which the score is the lowest: more than one where they are told as good as the same.

    Examples
    --------
    >>> lowest_conditions({"ambition": 0.6, "interests": 0.444, "process": 0.451}, (1.0, 10.0))
    ['interests', 'process']
    """
    told = {name: on_scale(score, scale) for name, score in scores.items()}
    return [name for name in told if told[name] <= min(told.values()) + near(scale) + 1e-9]


def near(scale: Scale) -> float:
    """How far two scores on a scale are apart that are as good as the same, points (a choice).

    Examples
    --------
    >>> near((1.0, 10.0)), near((1.0, 4.0)), round(near((0.0, 1.0)), 3)
    (0.1, 0.1, 0.033)
    """
    low, high = scale
    return min(0.1, abs(high - low) / 30.0)


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
        if count >= FEWEST
    }


def people_behind(scores: Scores, n: int) -> np.ndarray:
    """How many people gave the score of each organisation on each condition, shape (n, 5)."""
    given, names = ~np.isnan(scores.values), np.array(scores.respondents, dtype=object)
    return np.array(
        [
            [len({*names[given[:, place] & (scores.rows == row)]}) for place in range(len(CONDITIONS))]
            for row in range(n)
        ]
    ).reshape(n, len(CONDITIONS))


def with_scores(who: Answered, scores: Scores, labels: Sequence[str]) -> Answered:
    """Who answered, with what is told of scores: by name those of several people alone.

    Parameters
    ----------
    who
        Who answered.
    scores
        The answers.
    labels
        What the organisations are called, in row order.
    """
    if scores.whole or who.respondents == 1:
        return who
    scores = scores if who.estimates else scores.own()
    n, scale = len(labels), told_scale(scores.scales)
    given = scores.of_organisations(n)
    people = people_behind(scores, n) if who.respondents else np.zeros_like(given)
    answers = ~np.isnan(given)
    cells = sorted((float(given[row, place]), int(row), int(place)) for row, place in np.argwhere(people >= FEWEST))
    levels = [on_scale(round(score, DIGITS), scale) for score, *_ in cells]
    count = whole_levels(levels)
    lowest = tuple(
        {"organisation": labels[row], "condition": CONDITIONS[place], "score": round(score, DIGITS),
         "people": int(people[row, place])}
        for score, row, place in cells[:count]
    )  # fmt: skip
    of_few = given[answers & (people < FEWEST)].tolist() if lowest else []
    asked = answers.any(axis=0)
    return who._replace(
        lowest=lowest,
        low_too=sum(on_scale(round(score, DIGITS), scale) <= levels[count - 1] for score in of_few),
        by_several=tuple(labels[row] for row in range(n) if people[row].max() >= FEWEST),
        apart=furthest_apart(given),
        ends=ends_of(given, np.ones_like(answers) if who.estimates else people >= FEWEST),
        silent=tuple(
            {"organisation": labels[row], "condition": CONDITIONS[place]}
            for row, place in np.argwhere(~answers & asked & answers.any(axis=1)[:, None])
        ),
    )


def whole_levels(levels: Sequence[float]) -> int:
    """How many of some levels, the lowest first, are told, so that none that is as low as one of them is left out.

    Examples
    --------
    >>> whole_levels([1.7, 1.7, 2.0, 2.0, 2.3]), whole_levels([1.0, 2.0, 2.0, 2.0, 2.0, 2.0]), whole_levels([2.0, 3.0])
    (4, 1, 2)
    """
    ends = [place for place, level in enumerate(levels, 1) if place == len(levels) or levels[place] != level]
    enough = (end for end in ends if MOST_LOWEST <= end <= MOST_AS_LOW)
    return next(enough, max((end for end in ends if end < MOST_LOWEST), default=0))


def furthest_apart(given: np.ndarray) -> Mapping[str, Any] | None:
    """On which condition organisations lie furthest apart; None where two do as far. An end may be one person's answer.

    Parameters
    ----------
    given
        Shape (organisations, 5): their scores, NaN where there is none; a condition counts that `FEWEST` answered on.
    """
    ends = {
        name: (min(told), max(told))
        for name, column in zip(CONDITIONS, given.T, strict=True)
        if len(told := column[~np.isnan(column)].tolist()) >= FEWEST
    }
    apart = {name: round(high - low, 2) for name, (low, high) in ends.items()}  # as far as people see it
    furthest = [name for name, one in apart.items() if one == max(apart.values()) > 0.0]
    if len(furthest) != 1:
        return None
    return {"condition": furthest[0]}


def ends_of(given: np.ndarray, may_be_told: np.ndarray) -> Mapping[str, tuple[float, float]]:
    """By condition, the lowest and the highest score of an organisation, where at least `FEWEST` have one, and all of
    these may be told.

    Parameters
    ----------
    given, may_be_told
        Shape (organisations, 5): their scores, NaN where there is none, and whether nobody is known by it.
    """
    found = {}
    for name, scores, told in zip(CONDITIONS, given.T, may_be_told.T, strict=True):
        there = ~np.isnan(scores)
        if there.sum() >= FEWEST and told[there].all():
            low, high = scores[there].min(), scores[there].max()
            found[name] = (round(float(low), DIGITS), round(float(high), DIGITS))
    return found


def with_trust(
    who: Answered,
    trust: Mapping[tuple[str, str], float],
    people: Mapping[tuple[str, str], Collection[str]],
    scale: Scale | None,
) -> Answered:
    """Who answered, with what is told of trust: by name that of several people alone.

    Parameters
    ----------
    who
        Who answered.
    trust
        As it was rated, share, by the names of who trusts and who is trusted.
    people
        Who gave each of these, as far as a file says it.
    scale
        On which it was rated, where there is one.
    """
    if who.respondents == 1 or not trust:
        return who
    told, others = least_trusting(trust, {pair: len({*some}) for pair, some in people.items()}, scale)
    values = [round(value, DIGITS) for value in trust.values()]
    least = on_scale(min(values), scale or SHARES)
    ends: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for pair, some in people.items():
        for end, by_name in zip(pair, ends, strict=True):
            by_name.setdefault(end, set()).update(some)
    trusting, trusted = (tuple(sorted(name for name in one if len(one[name]) >= FEWEST)) for one in ends)
    times = sum(on_scale(value, scale or SHARES) == least for value in values)
    return who._replace(
        least_trust=told,
        as_low=others,
        lowest_trust={"trust": min(values), "times": times} if FEWEST <= times < len(values) else None,
        trusting=trusting,
        trusted=trusted,
        trust_scale=scale,
    )


def least_trusting(
    trust: Mapping[tuple[str, str], float], people: Mapping[tuple[str, str], int], scale: Scale | None = None
) -> tuple[tuple[Mapping[str, Any], ...], int]:
    """The lowest ratings of trust that several people gave, all below their mean, and how many that fewer gave are as
    low as the last of these, or lower.

    Parameters
    ----------
    trust
        As it was rated, share, by the names of who trusts and who is trusted.
    people
        How many gave each of these, as far as a file says it.
    scale
        On which they are told.

    Examples
    --------
    >>> given = {("A", "B"): 0.25, ("B", "A"): 0.25, ("A", "C"): 0.5, ("C", "A"): 0.0}
    >>> told, others = least_trusting(given, {("A", "B"): 3, ("B", "A"): 4, ("A", "C"): 3, ("C", "A"): 2})
    >>> [(one["from"], one["to"], one["trust"], one["mutual"]) for one in told], others
    ([('A', 'B', 0.25, True)], 1)
    """
    shown = {pair: round(value, DIGITS) for pair, value in sorted(trust.items()) if people.get(pair, 0) >= FEWEST}
    mean = round(math.fsum(shown.values()) / max(1, len(shown)), DIGITS)
    found: list[dict[str, Any]] = [
        {"from": one, "to": other, "trust": value, "mutual": shown.get((other, one)) == value,
         "people": people[one, other]}
        for (one, other), value in sorted(shown.items(), key=lambda item: item[1])
        if value < mean and (one < other or shown.get((other, one)) != value)
    ]  # fmt: skip
    as_told = [on_scale(one["trust"], scale or SHARES) for one in found]
    if not (count := whole_levels(as_told)):
        return (), 0
    last, level = found[count - 1]["trust"], as_told[count - 1]
    of_few = (round(value, DIGITS) for pair, value in trust.items() if pair not in shown)
    return tuple(found[:count]), sum(one <= last or on_scale(one, scale or SHARES) == level for one in of_few)


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

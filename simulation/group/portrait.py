"""The group as the model takes it, with what is said of it in words: what is known, assumed, and cannot be said.

Which number an answer becomes stands in `samenspel.brought.ratings`; docs/survey.md says it for people.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..brought.answered import Answered
from ..brought.columns import PEOPLE_COUNTED, POWER, RATIO
from ..brought.present import STOCKS, Present
from ..brought.ratings import (
    ALIKE,
    AMBITION,
    RELATION,
    Answers,
    dependence_level,
    group_scores,
    is_number,
    networks_of,
    organisations_of,
    parameters_of,
    ties_of,
)
from ..brought.scores import Scores
from ..conditions import CONDITIONS
from ..errors import Message
from ..events import TIE_FIELDS

NOTHING = 0.05  # less than this, as a share, is said to be nothing


class Remarks(NamedTuple):
    """What is said with a portrait: what is known, changed between waves, was filled in and assumed, cannot be said."""

    known: tuple[Message, ...]
    changed: tuple[Message, ...]
    filled: tuple[Message, ...]
    assumed: tuple[Message, ...]
    unsaid: tuple[Message, ...]


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
    stands, unsure
        Shape (5,): what was fitted to those scores, and the standard deviation that it is known by; shares.
    age
        Rounds that the group has had its agreement; 0 for none.
    doubts
        The standard deviation that parameters are known by, by name.
    remarks
        What to say with it.
    pace
        How fast it goes, relative to the model.
    unread
        Columns of the files that have no part in it.
    answered
        Who answered, on which scale, and when; None where nobody did.
    """

    organisations: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    parameters: dict[str, float]
    scores: np.ndarray
    spread: np.ndarray
    stands: np.ndarray
    unsure: np.ndarray
    age: int
    doubts: Mapping[str, float]
    remarks: Remarks
    pace: float = 1.0
    unread: tuple[str, ...] = ()
    answered: Answered | None = None


def portray(answers: Answers, now: Present | None = None) -> Portrait:
    """The group that has given these answers; `now` is what was fitted to them, if it was."""
    group, apart = group_scores(answers)
    nothing = np.full(group.size, np.nan)
    return Portrait(
        organisations_of(answers),
        ties_of(answers, now.level if now else 1.0),
        now.parameters if now else parameters_of(answers, group, apart),
        group,
        apart,
        now.stands if now else nothing,
        now.unsure if now else nothing,
        now.age if now else 0,
        now.doubts if now else {},
        Remarks(
            tuple(known(answers)),
            (),
            tuple(filled(answers, group)),
            tuple(assumed(answers, group, now)),
            tuple(unsaid(answers, group, apart, now)),
        ),
        unread=answers.report.unread,
        answered=answers.answered,
    )


# --- in words ---------------------------------------------------------------------------------------------------


ANEW = Message("drawn anew in every run, around the mean of the group and as wide as its answers are apart")


def counted(count: int, one: Message, more: Message) -> Message:
    """So many of something, in the singular or the plural."""
    return one if count == 1 else more


def organisations(count: int) -> Message:
    """So many organisations."""
    return counted(count, Message("1 organisation"), Message("{count} organisations", count=count))


def known(answers: Answers) -> Iterator[Message]:
    """What files say, and how complete it is."""
    report, n = answers.report, len(answers.roster.organisations)
    if not (answers.used or answers.scores or len(answers.roster.ties)):
        yield Message(
            "Only names were read: nothing that anybody answered about these organisations or their network. On that "
            "no advice is given."
        )
    if answers.report.wave is not None:
        yield Message("Wave {wave}.", wave=answers.report.wave)
    rated_by_nobody = answers.answered is None or not answers.answered.organisations
    if len(answers.roster.ties) and rated_by_nobody and "trust" in answers.used:
        yield Message(
            "Ties: {ties} over {n} organisations, of which it is not said who rated whom; without ties: {isolates}.",
            ties=report.ties, n=n, isolates=report.isolates,
        )  # fmt: skip
    elif len(answers.roster.ties):
        yield Message(
            "Ties: {ties} over {n} organisations; {raters} of them ({rate:.0%}) rated a partner; rated by one side "
            "only: {one_sided}; without ties: {isolates}.",
            ties=report.ties,
            n=n,
            raters=round(report.response_rate * n),
            rate=report.response_rate,
            one_sided=report.one_sided,
            isolates=report.isolates,
        )
    if answers.scores and not answers.scores.whole:
        people = answers.answered is None or answers.answered.respondents is not None
        yield conditions_known(answers.scores, n, people)
    notes, unused = answers.report.notes, answers.report.unused
    files = {file_of(title) for title in (*(str(note.values.get("file", "")) for note in notes), *unused) if title}
    for note in notes:
        yield Message("{note}.", note=in_short(note, files))
    for field, columns in answers.used.items():
        yield Message("{field} is read from {columns}.", field=capital(field), columns=", ".join(columns))
    for title, columns in unused.items():
        yield in_short(Message("Not used of {file}: {columns}.", file=title, columns=", ".join(columns)), files)


def file_of(title: str) -> str:
    """The file that a sheet is of; of a file that is one sheet, that itself."""
    return title.partition(": ")[0]


def in_short(note: Message, files: set[str]) -> Message:
    """A note on a sheet, without the file that it is of where there is only one.

    Examples
    --------
    >>> print(in_short(Message("{file} is a sheet to read", file="a.xlsx: Notes"), {"a.xlsx"}))
    Notes is a sheet to read
    """
    template, (_, inside, sheet) = note.template, str(note.values.get("file", "")).partition(": ")
    return Message(template, **{**note.values, "file": sheet}) if inside and len(files) == 1 else note


NO_CONTACT = {  # why how often partners meet is not used; of words that are not known there is a note
    "tie": Message("How often partners meet is not used: it was said to be no more than a tie."),
    "asked": Message("How often partners meet is not used: it was asked what the other brings."),
    "scale": Message("How often partners meet is not used: which end is often was not said."),
}
CAPITALS = {
    "size": Message("Size"),
    "autonomy": Message("Autonomy"),
    "loyalty": Message("Loyalty"),
    "home": Message("Home loyalty"),
    "commitment": Message("Commitment"),
    "skill": Message("Skill"),
    "trust": Message("Trust"),
    "dependence": Message("Dependence"),
    "lead": Message("Lead"),
    "member": Message("Member"),
    "conditions": Message("Score on the five conditions"),
}


def capital(field: str) -> Message | str:
    """A field of the model at the beginning of a sentence."""
    return CAPITALS.get(field, field.capitalize())


def conditions_known(scores: Scores, n: int, people: bool) -> Message:
    """How many answered on the conditions; where a row is one of an organisation, it is not said that it is a person.

    Parameters
    ----------
    scores, n
        The answers, and how many organisations there are.
    people
        Whether each row is a respondent.
    """
    asked, count = scores.answers + scores.open, len(scores.respondents)
    organised = len({*scores.rows[~np.isnan(scores.values).all(axis=1)].tolist()} - {-1})
    return Message(
        "Conditions: {respondents} of {some} of {n} organisations ({share:.0%}); {open} of {asked} answers "
        "({left:.0%}) left open.",
        respondents=counted(count, Message("1 respondent"), Message("{count} respondents", count=count))
        if people
        else Message("a row each"),
        some=organised,
        n=n,
        share=organised / n,
        open=scores.open,
        asked=asked,
        left=scores.open / asked,
    )


def filled(answers: Answers, group: np.ndarray) -> Iterator[Message]:
    """What was not answered, and what it gets instead."""
    report, n = answers.report, len(answers.roster.organisations)
    if report.one_sided:
        count = report.one_sided
        yield Message(
            "The other side of {ties}: {trust}; dependence by the other's size.",
            ties=counted(count, Message("1 one-sided tie"), Message("{count} one-sided ties", count=count)),
            trust=Message("trust {how}", how=ANEW) if "trust" in answers.used else Message("trust by chance"),
        )
    for field, count in report.missing.items():
        if count and field in TIE_FIELDS:
            how = ANEW if field == "trust" else Message("as chance gives it by default, by the size of the other")
            whose = counted(count, Message("1 tie"), Message("{count} ties", count=count))
        elif count:
            how = Message("log-normal, around the mean") if field == "size" else ANEW
            whose = organisations(count)
        if count:
            yield Message("{field} of {whose} was left open: {how}.", field=capital(field), whose=whose, how=how)
    if answers.scores:
        if answers.scores.open:
            yield Message(
                "An answer left open on a condition: the mean of the other items that the respondent did answer."
            )
        silent = int(np.isnan(answers.scores.of_organisations(n)).all(axis=1).sum())
        if silent and answers.scores.whole and "commitment" in answers.used:
            yield Message("Loyalty of {whose} without answers: {how}.", whose=organisations(silent), how=ANEW)
        elif silent:
            yield Message(
                "Commitment and loyalty of {whose} without answers: {how}.", whose=organisations(silent), how=ANEW
            )
    if not answers.roster.ties.size:
        yield Message("No ties were asked: everybody is tied to everybody, dependence is the model's default.")
    elif "trust" not in answers.used and is_number(group[RELATION]):
        yield Message("Trust was not asked by tie: it is drawn around the score on relation.")
    elif "trust" not in answers.used:
        yield Message("Trust was not asked: it is the model's default.")


def assumed(answers: Answers, group: np.ndarray, now: Present | None) -> Iterator[Message]:
    """What was taken to be so."""
    if answers.scales:
        yield Message(
            "Scale not said, taken to be 1 to 4: {columns}.",
            columns=", ".join(answers.scales),
        )
        yield Message("Say --scale NAME=FROM:TO if it is not 1 to 4.")
    if "dependence" in answers.rated:
        yield Message(
            "Ratings say who needs whom more, not how much: an organisation depends on all its partners together as "
            "by the model's default in the mean, times {level:.2f}.",
            level=now.level if now else 1.0,
        )
    if "size" in answers.used:
        yield SIZES[answers.size]
    if is_number(group[AMBITION]):
        yield Message(
            "Ambition is commitment, and how close interests lie; relation is understanding and loyalty to the whole."
        )
    if any(is_number(group[CONDITIONS.index(one)]) for one in STOCKS):
        yield Message(
            "Interests, organisation and process are what stands of them without work; interests are how much partners "
            "bring one another too. All five are fitted together, to what the group scores in the first round."
        )
    if now and now.age and answers.together is None:
        yield Message(
            "As long as nobody says it, the group is taken to have an agreement, as the mean of its scores on "
            "organisation and process is above the middle of the scale."
        )
        yield Message("Say --together 0 if it has no agreement, or for how long.")
    elif now and answers.scores and answers.together is None:
        yield Message(
            "As long as nobody says it, the group is taken to have no agreement yet, as the mean of its scores on "
            "organisation and process is not above the middle of the scale."
        )
        yield Message("Say --together ROUNDS if it has an agreement.")
    elif answers.scores is None and answers.together is None:
        yield Message("The group has no agreement yet, as nothing says that it has.")
        yield Message("Say --together ROUNDS if it has an agreement.")
    yield Message("A round is a month, which is assumed.")
    yield Message("Where yours is another, change round and months at the top of the scenario file.")


SIZES = {
    POWER: Message("Rated power: the ends of the scale are half and double the middle."),
    RATIO: Message("Size is taken as it is, relative to the others."),
    PEOPLE_COUNTED: Message("Power goes by the square root of the number of people."),
}


def unsaid(answers: Answers, group: np.ndarray, apart: np.ndarray, now: Present | None) -> Iterator[Message]:
    """What the survey cannot say."""
    trust = answers.roster.ties["trust"]
    trust = trust[~np.isnan(trust)]
    if answers.scores is None:
        yield Message(
            "The five conditions were not asked: they are left to the model's defaults, with no score to compare."
        )
    else:
        answered = int((~np.isnan(answers.scores.values).all(axis=1)).sum())
        if answered == 0:
            yield Message("Nobody answered on the conditions: they are left to the model's defaults.")
        elif answers.scores.whole:
            yield Message(
                "The scores on the conditions are of the group as a whole: how far partners differ cannot be said; the "
                "spread is the model's default."
            )
        elif answered == 1:
            yield Message(
                "One respondent is one view: how far partners differ, and whether others agree, cannot be said; the "
                "spread is the model's default."
            )
        else:
            yield from one_by_one(group, apart)
    for name, stands in zip(CONDITIONS, now.stands if now else (), strict=False):
        if stands < NOTHING:
            yield Message(
                "Nothing stands of {name} by itself: with the rest as it was answered the model has as much of it as "
                "was scored, or more.",
                name=CONDITION_NAMES[name],
            )
    if trust.size == 1 or (trust.size > 1 and trust.std() <= ALIKE):
        yield Message(
            "All ratings of trust are the same ({count}): whom they trust more cannot be said; what was not rated gets "
            "the default spread.",
            count=trust.size,
        )
    if answers.roster.ties.size and answers.report.response_rate < 0.5:
        yield Message("Fewer than half of the organisations rated a partner: the network is the view of a minority.")
    if "dependence" in answers.rated and math.isnan(dependence_level(answers)):
        yield Message(
            "Nobody rated a partner above the lowest: who needs whom cannot be said; dependence is the default."
        )
    if answers.report.contact in NO_CONTACT:
        yield NO_CONTACT[answers.report.contact]
    if answers.report.contact == "scale":
        yield Message("Say --scale frequency=4:1 when 1 is most often.")
    groups = networks_of(len(answers.roster.organisations), answers.roster.ties).size
    if groups > 1:
        yield Message(
            "The ties fall apart into {groups} networks that nothing joins: one says nothing of another.",
            groups=groups,
        )
    yield Message(
        "Home loyalty, network skill, frames and the need of those it is for were not asked: chance, by default."
    )


def one_by_one(group: np.ndarray, apart: np.ndarray) -> Iterator[Message]:
    """What cannot be said of each condition."""
    silent = [name for name, score in zip(CONDITIONS, group, strict=True) if math.isnan(score)]
    if silent:
        yield Message("Not answered by anybody, so left to the default: {names}.", names=joined(silent))
    same = [name for name, spread in zip(CONDITIONS, apart, strict=True) if spread <= ALIKE]
    if same:
        yield Message(
            "All respondents score the same on {names}: whether partners differ cannot be said (they may all agree, or "
            "the questions may not tell them apart); the spread is the model's default.",
            names=joined(same),
        )
    alone = [
        name for name, score, spread in zip(CONDITIONS, group, apart, strict=True)
        if is_number(score) and math.isnan(spread)
    ]  # fmt: skip
    if alone:
        yield Message(
            "Only one respondent answered on {names}: how far partners differ in it cannot be said.",
            names=joined(alone),
        )


CONDITION_NAMES = {
    "ambition": Message("ambition"),
    "interests": Message("interests"),
    "relation": Message("relation"),
    "organisation": Message("organisation"),
    "process": Message("process"),
}


def joined(names: Sequence[str]) -> Message | tuple[Message, Message]:
    """`one, two and three`."""
    first, *others = (CONDITION_NAMES[name] for name in names)
    *between, last = others or [None]
    for name in between:
        first = Message("{one}, {other}", one=first, other=name)
    return (first, last) if last else first

"""The check half-way: what people in the seats say of the five conditions and of each partner.

It asks a few statements of the questionnaire (`samenspel.collect`), and what is answered has the shape in which that
keeps answers, so that whatever reads a survey reads it. Whoever answers is a random name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..collect.participants import FILE, written
from ..collect.questionnaire import HIGH, LOW, PARTNER, UNKNOWN, Item, items
from ..collect.tables import CONDITIONS, HEADER, TIES, as_csv, scaled
from ..conditions import CONDITIONS as FIVE

ONE_OF_EACH = {
    "ambition": "shared",
    "interests": "gain",
    "relation": "goodwill",
    "organisation": "kept",
    "process": "adjusted",
}
OF_A_PARTNER = "trust_word"
FEWEST = 3  # who answered a question, before a mean of it is shown: of fewer, each can tell what another said
SCORES = (*map(str, range(LOW, HIGH + 1)), UNKNOWN)


def on_conditions() -> tuple[Item, ...]:
    """One statement on each of the five conditions."""
    return tuple(item for name in FIVE for item in items(name) if item.name == ONE_OF_EACH[name])


def on_a_partner() -> Item:
    """The statement on a partner: whether it does what it promises."""
    return next(item for item in items(PARTNER) if item.name == OF_A_PARTNER)


@dataclass
class Check:
    """What was asked once, and answered.

    Attributes
    ----------
    after
        How many played rounds lay behind it.
    conditions
        By row, then by condition: 1 to 4, None for not known.
    partners
        By row, then by the row of the partner: the same.
    names
        By row, the random name of whoever answers.
    """

    after: int
    conditions: dict[int, dict[str, int | None]] = field(default_factory=dict)
    partners: dict[int, dict[int, int | None]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def as_files(checks: Sequence[Check], labels: Sequence[str]) -> dict[str, str]:
    """Organisations, answers on the conditions and on partners, as docs/survey.md describes them; a check is a wave.

    Parameters
    ----------
    checks
        In order.
    labels
        Of the organisations, in row order.
    """
    files = {FILE: written(labels)}
    asked, on_partner = on_conditions(), on_a_partner()
    scored = [
        (check.names[row], labels[row], wave, item.subject, item.name, given[item.subject], LOW, HIGH)
        for wave, check in enumerate(checks, 1) for row, given in sorted(check.conditions.items()) for item in asked
    ]  # fmt: skip
    tied = [
        (check.names[row], labels[row], labels[other], wave, score)
        for wave, check in enumerate(checks, 1) for row, given in sorted(check.partners.items())
        for other, score in sorted(given.items())
    ]  # fmt: skip
    if scored:
        files[CONDITIONS] = as_csv(HEADER, scored)
    if tied:
        files[TIES] = as_csv(("respondent_id", "from", "to", "wave", scaled(on_partner)), tied)
    return files


def share(score: float) -> float:
    """An answer as a share, 0 to 1: not at all is 0, fully is 1."""
    return (score - LOW) / (HIGH - LOW)

"""What people change of who takes part while they look: who leads, who merges, who is tied to whom, who comes besides.

Each is a change of `samenspel.partners`, as on a command line; it holds from the first round on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..errors import InputError, Message
from ..partners import ALL, BETWEEN, LIKE, NOBODY, WHOLE, newcomer_of, two_of
from ..reading import check_known
from ..results.outcomes import capitalised
from ..scenario import Scenario, with_changes

if TYPE_CHECKING:
    from .texts import Texts

ACTS = ("lead", "merge", "tie", "partner")  # of the drawer
MOST_CHANGES = 8  # of a line
MOST_LETTERS = 60  # of what a line is called
LONGEST = 40  # letters of the name of a newcomer
NEWCOMER = "New partner"  # where nobody says a name
WHO = Message("who takes part")


class Change(NamedTuple):
    """A change of who takes part, as `samenspel.partners` has it."""

    key: str
    value: str
    whom: tuple[str, ...] = ()  # the names in it, as they were when it was made
    rows: tuple[int, ...] = ()  # of the two that merge

    @property
    def said(self) -> str:
        """As a command line has it."""
        return f"{self.key}={self.value}"


def asked(form: Mapping[str, Any], scenario: Scenario) -> list[Change]:
    """The changes that a form of the drawer asks for.

    Parameters
    ----------
    form
        `kind`, one of `ACTS`; the rows `row` and `other`; of a newcomer its `name`, whom it is `like` (a row, `all`, or
        nothing where that is left to chance), and the rows of its `ties` (none where it is tied to all).
    scenario
        As it is shown.

    Raises
    ------
    InputError
        No such act, somebody who is not there, or a newcomer that is tied to nobody.
    """
    kind, labels = str(form.get("kind")), scenario.labels
    check_known([kind], ACTS, WHO)

    def name(key: str) -> str:
        return labels[row_in(labels, form.get(key))]

    if kind == "lead":
        return [Change(kind, NOBODY if form.get("nobody") else name("row"))]
    if kind == "merge":
        return [Change(kind, f"{name('row')} + {name('other')}")]
    if kind == "tie":
        tied = are_tied(scenario, row_in(labels, form.get("row")), row_in(labels, form.get("other")))
        return [Change("untie" if tied else kind, f"{name('row')} > {name('other')}")]
    return list(newcomer(form, labels))


def newcomer(form: Mapping[str, Any], labels: Sequence[str]) -> Iterator[Change]:
    """One more partner: its name, whom it is tied to, and whom it is like."""
    name = " ".join(str(form.get("name") or "").split())[:LONGEST] or unused(labels)
    ties = form.get("ties")
    if ties is not None and not ties:
        raise InputError("got a newcomer that works with nobody, allowed: at least one partner", WHO)
    ends = " + ".join(labels[row_in(labels, row)] for row in ties or ())
    yield Change("partner", f"{name} > {ends}" if ends else name)
    alike = form.get("like")
    if alike not in (None, ""):
        yield Change(f"{name}.{LIKE}", ALL if alike == ALL else labels[row_in(labels, alike)])


def unused(labels: Sequence[str]) -> str:
    """A name for a newcomer that nobody has."""
    numbered = (f"{NEWCOMER} {count}" for count in range(2, MOST_CHANGES + 2))
    return next(name for name in (NEWCOMER, *numbered) if name not in labels)


def row_in(labels: Sequence[str], row: object) -> int:
    """A row that a page sent, if there is such an organisation."""
    if not isinstance(row, int) or not 0 <= row < len(labels):
        raise InputError("got an organisation that is not there", WHO)
    return row


def are_tied(scenario: Scenario, one: int, other: int) -> bool:
    """Whether two are tied from the start."""
    state = scenario.declare(scenario.seed)
    return bool(np.any((state.sources == one) & (state.ties["target"] == other)))


def rearranged(scenario: Scenario, changes: Iterable[Change]) -> tuple[Scenario, tuple[Change, ...]]:
    """The scenario with changes made one after the other, and those with the names of whom they concern.

    Raises
    ------
    InputError
        Too many, one that is not of who takes part, or one that cannot be made.
    """
    made: list[Change] = []
    for change in changes:
        if len(made) == MOST_CHANGES:
            raise InputError("the view allows at most {most} changes", WHO, most=MOST_CHANGES)
        if change.key not in WHOLE and change.key.rpartition(".")[2] != LIKE:
            raise InputError("got {got!r}, allowed: {allowed}", WHO, got=change.key[:40], allowed=", ".join(WHOLE))
        after = with_changes(scenario, {change.key: change.value})
        rows = two_of(scenario, change.value, BETWEEN["merge"]) if change.key == "merge" else ()
        made.append(change._replace(whom=whom(scenario, change), rows=rows))
        scenario = after
    return scenario, tuple(made)


def whom(scenario: Scenario, change: Change) -> tuple[str, ...]:
    """The names in a change; of a newcomer its own first."""
    labels = scenario.labels
    if change.key in BETWEEN:
        return tuple(labels[row] for row in two_of(scenario, change.value, BETWEEN[change.key]))
    if change.key == "partner":
        name, ends = newcomer_of(labels, change.value)
        return (name, *(labels[row] for row in ends or ()))
    if change.key == "lead":
        return () if change.value == NOBODY and NOBODY not in labels else (change.value,)
    return (change.key.rpartition(".")[0], *([] if change.value == ALL and ALL not in labels else [change.value]))


def merged_into(changes: Sequence[Change]) -> dict[int, int]:
    """Who went on as one with whom: of each that is there no longer, its row, and the row that it went into."""
    return {change.rows[1]: change.rows[0] for change in changes if change.rows}


# In a language -----------------------------------------------------------------------------------------------------


def in_words(changes: Sequence[Change], texts: Texts, letters: int = MOST_LETTERS) -> list[str]:
    """What changes are called, each in a few words, with names of at most so many letters."""
    return [said(change, texts, letters) for change in changes if change.key in WHOLE]


def said(change: Change, texts: Texts, letters: int) -> str:
    """What a change is called, in a few words."""
    names = [cut(texts.in_a_sentence(name), letters) for name in change.whom]
    if change.key in BETWEEN:
        return texts(f"partners.{change.key}", one=names[0], other=names[1])
    return texts(f"partners.{change.key}" if names else "partners.lead_nobody", who=names[0] if names else "")


def cut(name: str, letters: int) -> str:
    """A name of at most so many letters."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def about(name: str, changes: Sequence[Change], texts: Texts) -> str:
    """Whom a newcomer works with, where that is not everybody, and whom it is like, where that is said."""
    words = []
    for change in changes:
        others = [texts.in_a_sentence(other) for other in change.whom[1:]]
        if change.key == "partner" and change.whom[0] == name and others:
            words.append(texts("partners.with", names=texts.names(others)))
        if change.key == f"{name}.{LIKE}":
            words.append(texts("partners.like", who=others[0]) if others else texts("partners.like_all"))
    return ", ".join(words)


def called(changes: Sequence[Change], texts: Texts) -> str:
    """What a line with these changes is called, where nobody gave it a name: names are cut before words are.

    Of more than there is room for, the last.
    """
    words = ["; ".join(in_words(changes, texts, letters)) for letters in (MOST_LETTERS, 24, 18)]
    last = [change for change in changes if change.key in WHOLE][-1:]
    words += [f"… {'; '.join(in_words(last, texts, letters))}" for letters in (MOST_LETTERS, 24, 12)]
    fitting = next((one for one in words if len(one) <= MOST_LETTERS), words[-1])
    return shorten(capitalised(fitting), MOST_LETTERS, placeholder=" …")

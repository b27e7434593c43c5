"""What is known of a partner, and the group without it: whether what a partner does stands on that or on chance.

What is not known of a partner is drawn anew in every run, as it would be for anybody. So a group that plays the same
runs without what is known of one partner shows what that partner would do if nothing had been said of it; what is left
of the difference is what was said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from ..events import TIE_FIELDS
from ..partners import Ties, rearranged, retied, ties_of
from ..population import LEFT_TO_CHANCE
from ..scenario import Scenario
from ..state import MEMBER, State

# What says something of a yes or a no: what a partner wants, holds to, pays and counts on. How large it is, and with
# whom it deals how often or how much, says nothing of that.
BEARING = frozenset({
    "autonomy", "loyalty", "home", "commitment", "outside", "burden", "affective", "moral", "instrumental", "interests",
    "salience", "frame", "perception", "trust", "understanding",
})  # fmt: skip
# What is known of a group by which scores, and by which ratings of its ties.
SCORED = {
    "understanding.initial": "relation", "organisations.commitment": "ambition", "organisations.loyalty": "relation",
    "organisations.interests": "ambition", "stock.interests": "interests", "stock.organisation": "organisation",
    "stock.process": "process",
}  # fmt: skip
RATED = {"trust.initial": "trust", "dependence.total": "dependence"}
TRAITS_READ = ("commitment", "size", "autonomy")  # of organisations, that a sheet may have
OWN, GIVEN, GOT = "own", "given", "got"  # of the partner itself, of its ties to others, of theirs to it


class Fact(NamedTuple):
    """A field that is known of a partner: `own`, or of the ties that it has with others, `given` or `got`."""

    whose: str
    field: str


def is_brought(scenario: Scenario) -> bool:
    """Whether it is a group of which somebody brought what it answered."""
    return bool(scenario.scores or scenario.unread or scenario.answered)


def known_of(scenario: Scenario, name: str) -> tuple[Fact, ...]:
    r"""What is known of a partner before chance has its say; who is tied to it is no part of it.

    Examples
    --------
    >>> from samenspel.scenario import parse
    >>> two = 'organisations = [{ name = "A", commitment = 0.2 }, { name = "B" }]'
    >>> tied = 'ties = [{ from = "B", to = "A", trust = 0.4 }]'
    >>> [f"{fact.whose} {fact.field}" for fact in known_of(parse(f"{two}\n{tied}", "two"), "A")]
    ['own commitment', 'got trust']
    """
    state, row = scenario.declare(scenario.seed), scenario.labels.index(name)
    rows = {GIVEN: state.sources == row, GOT: state.ties["target"] == row}
    return (
        *(Fact(OWN, field) for field in LEFT_TO_CHANCE if is_known(state.organisations[field][row])),
        *(Fact(whose, field) for field in TIE_FIELDS for whose in rows if is_known(state.ties[field][rows[whose]])),
    )


def bearing_on(scenario: Scenario, name: str) -> tuple[Fact, ...]:
    """What is known of a partner that may carry a no; in a group that nobody brought, all that is known."""
    facts = known_of(scenario, name)
    return tuple(fact for fact in facts if fact.field in BEARING) if is_brought(scenario) else facts


MORE_IS_NO = frozenset({"autonomy", "outside"})  # of these the higher speak against a yes, of the others the lower
NO_MORE_OR_LESS = frozenset({"interests", "salience", "frame", "perception"})  # a place, and no amount


def speaks_against(scenario: Scenario, name: str, fact: Fact) -> bool:
    r"""Whether what was answered about a partner is less than that about the others, or more of what speaks against.

    Examples
    --------
    >>> from samenspel.scenario import parse
    >>> two = parse('organisations = [{ name = "A", loyalty = 0.2 }, { name = "B", loyalty = 0.3 }]', "two")
    >>> [speaks_against(two, name, Fact(OWN, "loyalty")) for name in "AB"]
    [True, False]
    """
    if fact.field in NO_MORE_OR_LESS:
        return True
    state, row = scenario.declare(scenario.seed), scenario.labels.index(name)
    if fact.whose == OWN:
        values = np.asarray(state.organisations[fact.field], float)
        its = values[row]
    else:
        values = np.asarray(state.ties[fact.field], float)
        its = np.nanmean(values[{GIVEN: state.sources == row, GOT: state.ties["target"] == row}[fact.whose]])
    apart = float(its - np.nanmean(values))
    return apart > 0.0 if fact.field in MORE_IS_NO else apart < 0.0


def against(scenario: Scenario, name: str) -> tuple[Fact, ...]:
    """What was answered about a partner that may carry a no, and beside that about the others speaks for one."""
    return tuple(fact for fact in bearing_on(scenario, name) if speaks_against(scenario, name, fact))


def by_several(scenario: Scenario, name: str, fact: Fact) -> bool:
    """Whether so many people gave what is known of a partner that nobody is known by it; who is how large is no answer.

    In a group that nobody brought there are no such people.
    """
    if not is_brought(scenario) or fact.field in ("size", "dependence"):
        return True
    if scenario.answered is None or (fact.whose != OWN and fact.field != "trust"):
        return False
    several = {OWN: "by_several", GIVEN: "trusting", GOT: "trusted"}
    return name in getattr(scenario.answered, several[fact.whose])


def may_be_told_of(scenario: Scenario, name: str) -> bool:
    """Whether something bears on what a partner does that so many people answered that it can be told by name."""
    if not is_brought(scenario):
        return True
    known = name in scenario.labels
    return known and any(by_several(scenario, name, fact) for fact in bearing_on(scenario, name))


def few_behind(scenario: Scenario, name: str) -> bool:
    """Whether something is known of a partner that fewer than `FEWEST` people gave, or nobody says how many."""
    return is_brought(scenario) and any(not by_several(scenario, name, fact) for fact in bearing_on(scenario, name))


def says_who_objects(scenario: Scenario) -> bool:
    """Whether anything is known of any partner that may carry a no: if nothing is, who says it is chance alone.

    Examples
    --------
    >>> from samenspel.scenario import parse
    >>> two = 'unread = ["Remarks"], organisations = [{ name = "A" }, { name = "B" }]'.replace("], ", "]" + chr(10))
    >>> tied = 'ties = [{ from = "B", to = "A", dependence = 0.4 }]'
    >>> says_who_objects(parse(two + chr(10) + tied, "two"))
    False
    >>> says_who_objects(parse(two.replace('"B"', '"B", autonomy = 0.9'), "two"))
    True
    """
    return not is_brought(scenario) or any(bearing_on(scenario, name) for name in scenario.labels)


def agreement_is_assumed(scenario: Scenario) -> bool:
    """Whether nobody said of a group that was brought that it has an agreement, or that it has none."""
    return bool(scenario.answered and scenario.answered.agreement_assumed)


def read_of(scenario: Scenario) -> list[str]:
    """What was read of a group: its scores, and ratings of its ties."""
    state = scenario.declare(1)
    given, own = state.ties, state.organisations
    everybody = given.size == own.size * (own.size - 1)
    rated = given.size and not all(np.isnan(given[one]).all() for one in RATED.values())
    of_scores = ("commitment",) if scenario.scores and scenario.answered and scenario.answered.organisations else ()
    traits = [one for one in TRAITS_READ if one not in of_scores] if is_brought(scenario) else []
    return [
        *(["ties"] if rated or not everybody else []),
        *(one for one in RATED.values() if given.size and not np.isnan(given[one]).all()),
        *(one for one in traits if not np.isnan(own[one]).all()),
        *(["scores"] if scenario.scores else []),
    ]


def not_asked(scenario: Scenario, names: Sequence[str]) -> tuple[str, ...]:
    """Of parameters that are worth knowing those of which nobody was asked anything, in the order that they come in."""
    given = {*scenario.scores, *read_of(scenario)}
    return tuple(name for name in names if (SCORED | RATED).get(name) not in given)


class Declared:
    """What was answered about the partners of a group that somebody brought; of any other group everything counts so.

    Parameters
    ----------
    scenario
        The group.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.brought = is_brought(scenario)
        if self.brought:
            state = scenario.declare(scenario.seed)
            self.own, rated = state.organisations, ~np.isnan(state.ties["trust"])
            self.rated = {*zip(state.sources[rated].tolist(), state.ties["target"][rated].tolist(), strict=True)}

    def of(self, row: int, field: str) -> bool:
        """Whether a trait of an organisation was answered."""
        return not self.brought or (row < self.own.size and is_known(self.own[field][row]))

    def trust(self, row: int, other: int) -> bool:
        """Whether it was answered how far one trusts another."""
        return not self.brought or (row, other) in self.rated

    def trusted(self, row: int) -> bool:
        """Whether anybody answered how far it trusts this one."""
        return not self.brought or any(target == row for _, target in self.rated)


def is_known(values: object) -> bool:
    """Whether any of some values was declared."""
    return not bool(np.isnan(np.asarray(values, float)).all())


def without(scenario: Scenario, name: str, facts: Collection[Fact]) -> Scenario:
    """The scenario in which some of what is known of a partner is left to chance, as for anybody."""
    row = scenario.labels.index(name)

    def change(state: State) -> State:
        rows = {GIVEN: state.sources == row, GOT: state.ties["target"] == row}
        for whose, field in facts:
            if whose == OWN:
                state.organisations[field][row] = np.nan
            else:
                state.ties[field][rows[whose]] = np.nan
        return state

    return rearranged(scenario, change)


def strangers_to(scenario: Scenario, name: str) -> list[int]:
    """The rows of members that a partner is not tied to."""
    state, row = scenario.declare(scenario.seed), scenario.labels.index(name)
    tied = state.ties["target"][state.sources == row]
    members = np.flatnonzero(state.organisations["member"] == MEMBER)
    return [one for one in np.setdiff1d(members, tied).tolist() if one != row]


def tied_to_all(scenario: Scenario, name: str) -> Scenario:
    """The scenario in which a partner is tied to every member, which is left to chance where it was not said."""
    row, others = scenario.labels.index(name), strangers_to(scenario, name)

    def change(state: State) -> State:
        more: Ties = {pair: {} for other in others for pair in ((row, other), (other, row))}
        return retied(state, state.organisations, {**more, **ties_of(state)})

    return rearranged(scenario, change)

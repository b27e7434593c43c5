"""Who says no to an agreement, and what that stands on.

Somebody is named for a no that is rarer in the same runs without what is known of it; other noes are those of chance,
or of ties that nobody listed. In a group that somebody brought only what bears on a yes or a no carries one: of
contacts, or of influence alone, nobody can tell who would say it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..runs import Run
from ..scenario import Scenario
from ..state import MEMBER, Reasons
from .intervals import paired_difference
from .known import Fact, against, bearing_on, by_several, is_brought, strangers_to, tied_to_all, without

MOST_BLOCKERS = 3  # who is told of
MOST_LOOKED_INTO = 6  # of those who say no, for what it stands on, the most often first
MOST_FACTS = 6  # of a partner, of which it is told on which its no stands most
RARE = 0.10  # of the runs; somebody who objects in fewer holds nothing up


class Blocker(NamedTuple):
    """An organisation that holds an agreement up, by what is known of it.

    Attributes
    ----------
    name
        Of the organisation.
    objects, alone
        Share of runs in which it objects in most of the rounds in which anybody does; and in which its yes alone
        would have carried what was put in most of them.
    reason
        What speaks most against it for this organisation: a field of `Reasons`, of all members the most unlike them.
    price
        What its yes would take from the others, value per round, median over its objections; infinite where it does
        not believe them.
    rounds, after
        In how many rounds of a run it objects, mean; and with the steps that are advised, NaN without any.
    ground
        Of what was brought about it that on which its no stands most; None where that cannot be told.
    """

    name: str
    objects: float
    alone: float
    reason: str
    price: float
    rounds: float
    after: float = math.nan
    ground: Fact | None = None


def traces_of(runs: Sequence[Run]) -> np.ndarray:
    """The organisations after every round, shape (runs, rounds, organisations)."""
    return np.array([one.trace for one in runs])


def traced(runs: Sequence[Run], field: str) -> np.ndarray:
    """A field of the organisations after every round, shape (runs, rounds, organisations)."""
    return np.array([np.asarray(one.trace)[field] for one in runs])


def mostly(there: np.ndarray, contested: np.ndarray) -> np.ndarray:
    """Whether something is there in most of the rounds in which anybody objects, shape (runs, organisations).

    Parameters
    ----------
    there
        Shape (runs, rounds, organisations).
    contested
        Shape (runs, rounds): whether anybody objects.
    """
    return 2 * there.sum(axis=1) > np.maximum(1, contested.sum(axis=1))[:, np.newaxis]


def says_no(runs: Sequence[Run]) -> np.ndarray:
    """Whether each organisation objects in most of the rounds in which anybody does, shape (runs, organisations)."""
    objects = traced(runs, "gap") > 0.0
    return mostly(objects, objects.any(axis=2))


def objecting(runs: Sequence[Run]) -> list[float]:
    """In how many rounds of a run each organisation objects, mean."""
    return (traced(runs, "gap") > 0.0).sum(axis=1).mean(axis=0).tolist()


def blockers_of(scenario: Scenario, runs: Sequence[Run]) -> tuple[Blocker, ...]:
    """Who says no to an agreement, from most runs to least, be it for what is known of it or by chance."""
    traces = traces_of(runs)
    objects = traces["gap"] > 0.0
    often, decides = (mostly(noes, objects.any(axis=2)).mean(axis=0) for noes in (objects, traces["swing"] > 0.0))
    members, found = traces["member"] == MEMBER, []
    rows = np.flatnonzero(often >= RARE).tolist()
    usual = {field: traces[f"reason_{field}"][members].mean() for field in Reasons._fields if rows}
    for row in rows:
        here = objects[:, :, row]
        price = float(np.median(traces["price"][:, :, row][here]))
        less = {traces[f"reason_{field}"][:, :, row][here].mean() - mean: field for field, mean in usual.items()}
        rounds = float(here.sum(axis=1).mean())
        found.append(
            Blocker(scenario.labels[row], float(often[row]), float(decides[row]), less[min(less)], price, rounds)
        )
    return tuple(sorted(found, key=lambda one: (-one.objects, -one.alone))[:MOST_LOOKED_INTO])


def grounded(
    scenario: Scenario,
    objectors: Sequence[Blocker],
    before: np.ndarray,
    noes: Callable[[Callable[[Scenario], Scenario]], np.ndarray],
) -> tuple[tuple[Blocker, ...], tuple[str, ...]]:
    """Of those who say no, whose no stands on what is known of them; and who would say it less, tied to everybody.

    The same runs are played without what is known of one of them, which is left to chance as it is for anybody. Where
    its no is then rarer, and that can be told from chance, it stands on what is known; else the data do not tell.

    Parameters
    ----------
    scenario
        The group.
    objectors
        Who says no, the most often first.
    before
        As `says_no` gives it, as the group is.
    noes
        The same after a change of the scenario.
    """
    named: list[Blocker] = []
    few_ties: list[str] = []
    for one in objectors:
        known, ground, few = looked_into(scenario, one, before, noes, len(named) < MOST_BLOCKERS)
        named += [one._replace(ground=ground)] if known else []
        few_ties += [one.name] if few else []
    return tuple(named), tuple(few_ties)


def looked_into(
    scenario: Scenario,
    one: Blocker,
    before: np.ndarray,
    noes: Callable[[Callable[[Scenario], Scenario]], np.ndarray],
    asked: bool,
) -> tuple[bool, Fact | None, bool]:
    """Whether a no stands on what is known, on what of it most, and whether it would be rarer with a tie to everybody.

    In a group that somebody brought it stands on answers that beside those of the others lie on the side of a no.

    Parameters
    ----------
    scenario, before, noes
        As for `grounded`.
    one
        Who says no.
    asked
        Whether it is still asked what its no stands on.
    """
    row, facts = scenario.labels.index(one.name), bearing_on(scenario, one.name)

    def rarer(change: Callable[[Scenario], Scenario]) -> float:
        less = paired_difference(before[:, row], noes(change)[:, row]).interval
        return -less.mean if less.sign < 0 else 0.0

    def rarer_without(facts: Sequence[Fact]) -> float:
        return rarer(lambda group: without(group, one.name, facts))

    if is_brought(scenario):
        facts = against(scenario, one.name)
    known = asked and bool(facts) and rarer_without(facts) > 0.0
    if not is_brought(scenario):
        return known, None, False
    by_fact = {fact: rarer_without([fact]) for fact in facts[:MOST_FACTS]} if known else {}
    most = max(by_fact, key=by_fact.__getitem__, default=None)
    few = bool(strangers_to(scenario, one.name)) and rarer(lambda group: tied_to_all(group, one.name)) > 0.0
    return known, most if most and by_fact[most] > 0.0 else None, few


def rests_on_few(scenario: Scenario, blocker: Blocker) -> bool:
    """Whether a no stands on what so few people answered that they could be known by it, or nobody says how many."""
    if not is_brought(scenario):
        return False
    facts = (blocker.ground,) if blocker.ground else against(scenario, blocker.name)
    return not facts or not all(by_several(scenario, blocker.name, fact) for fact in facts)

"""Which condition to invest in first: the same budget on each of the five, pair by pair on the same random numbers.

A run without the investment and five with it share their chance, so that they differ by the investment alone. What it
brings is net of its price. Which condition is best is a question about means of many such runs. The probability that a
condition really is the best is the share of bootstrap samples of the pairs (Efron and Tibshirani 1993) in which it is,
doing nothing being one of the options.

More runs make chance vanish from a mean, but not what is not known of the parameters. So there are sets of parameters,
draws from a posterior or from a range around what they are, and several pairs for each; the probability is the mean
over sets of what it is given the set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..conditions import CONDITIONS
from ..events import Event
from ..parameters import EITHER, declared
from ..runs import Summary, run, summarise
from ..scenario import Scenario, with_changes
from .intervals import Interval, mean_interval
from .replicates import workers

NOTHING = "nothing"
OPTIONS = (*CONDITIONS, NOTHING)
WORTH = "joint_value"  # of which 0 is what each makes by itself
SURE = 0.80  # probability of being best from which an advice is given
RESAMPLES = 2_000
BLOCK = 2_000_000  # numbers of a bootstrap held at one time
EQUAL = 1e-12
PAIRS = 10  # of each set of parameters, at least: a bootstrap of fewer is surer than it should be
SETS = 5  # of parameters, at least, where they vary

# What an advice can be about: whatever is defined in every run, and of which it is known whether more of it is better.
AIMS = {name: one for name, one in declared(Summary).items() if one.defined and one.better != EITHER}


@dataclass(frozen=True, repr=False)
class Advice:
    """What an investment in each condition brings.

    Attributes
    ----------
    outcome
        The aim; where less of it is better, gains are what it falls by.
    effort, phase
        Effort a round, and for how many rounds if the condition has room for it: the budget is their product.
    baseline
        Shape (sets, pairs): the outcome without investment, by set of parameters.
    gains
        Shape (sets, pairs, 5): what each investment brings.
    spent
        Shape (5,): extra effort that was really spent, mean.
    seeds
        Of the pairs of all sets.
    """

    outcome: str
    effort: float
    phase: int
    baseline: np.ndarray
    gains: np.ndarray
    spent: np.ndarray
    seeds: range

    def __repr__(self) -> str:
        asked = f"{self.effort:g} effort for {self.phase} rounds"
        return f"<{type(self).__name__} on {self.outcome}: {asked}, {len(self.seeds)} pairs>"

    @property
    def sets(self) -> int:
        """How many sets of parameters there are; 1 when they are taken as they are."""
        return len(self.gains)

    def interval(self, values: np.ndarray) -> Interval:
        """Mean and interval of a value of every pair: over means of sets, as pairs of a set share its parameters."""
        return mean_interval(values.mean(axis=1) if self.sets > 1 else values[0])

    def effects(self) -> dict[str, Interval]:
        """Mean gain and interval, by condition."""
        return {name: self.interval(self.gains[..., place]) for place, name in enumerate(CONDITIONS)}

    def probabilities(self) -> dict[str, float]:
        """The probability that each option is the best; doing nothing is the last of them."""
        each = [probability_of_best(gains, self.seeds.start + place) for place, gains in enumerate(self.gains)]
        return dict(zip(OPTIONS, np.mean(each, axis=0).tolist(), strict=True))

    def wins(self) -> dict[str, float]:
        """The share of pairs in which each option is the best: what the luck of a single group may turn out to be."""
        shares = shares_of_best(with_nothing(self.gains)).mean(axis=(0, 1))
        return dict(zip(OPTIONS, shares.tolist(), strict=True))

    def ranking(self) -> list[str]:
        """The conditions, from most gain to least."""
        return [CONDITIONS[place] for place in np.argsort(-self.gains.mean(axis=(0, 1)), kind="stable")]

    def lead(self, first: str) -> tuple[str, Interval]:
        """The best of the other conditions, and by how much this one is better, pair by pair."""
        second = next(name for name in self.ranking() if name != first)
        ahead, behind = (self.gains[..., CONDITIONS.index(name)] for name in (first, second))
        return second, self.interval(ahead - behind)

    def is_flat(self) -> bool:
        """Whether no investment makes any difference in any pair."""
        return bool(np.all(np.abs(self.gains) <= EQUAL))

    def leaves_worse(self) -> bool:
        """Whether partners are worse off together than each by itself, in the mean, whatever they invest in."""
        means = self.baseline.mean() + with_nothing(self.gains).mean(axis=(0, 1))
        return self.outcome == WORTH and bool(means.max() < 0.0)

    def choice(self) -> str | None:
        """The condition to invest in first, `nothing` when none pays, or None when it cannot be told.

        It is told when the option is the best with a probability of at least `SURE`, by at least `PAIRS` pairs; and of
        a condition, when its interval lies above zero.
        """
        probabilities = self.probabilities()
        best = max(probabilities, key=probabilities.__getitem__)
        if probabilities[best] < SURE or self.baseline.shape[1] < PAIRS:
            return None
        return best if best == NOTHING or self.effects()[best].sign > 0 else None


# --- statistics -------------------------------------------------------------------------------------------------


def with_nothing(gains: np.ndarray) -> np.ndarray:
    """Gains with a last column of zeros: doing nothing brings nothing."""
    return np.concatenate([gains, np.zeros((*gains.shape[:-1], 1))], axis=-1)


def shares_of_best(values: np.ndarray) -> np.ndarray:
    """Of each row, 1 for its largest value; those that are equally large share it.

    Examples
    --------
    >>> shares_of_best(np.array([[0.1, 0.3, 0.3, 0.0]])).tolist()
    [[0.0, 0.5, 0.5, 0.0]]
    """
    best = values >= values.max(axis=-1, keepdims=True) - EQUAL
    return best / best.sum(axis=-1, keepdims=True)


def probability_of_best(gains: np.ndarray, seed: int, resamples: int = RESAMPLES) -> np.ndarray:
    """In what share of bootstrap samples of the pairs each option has the largest mean.

    Parameters
    ----------
    gains
        Shape (pairs, options); pairs are resampled whole, as their gains share their chance.
    seed
        Of the resampling.

    Returns
    -------
    array, shape (options + 1,)
        Sums to 1; the last is doing nothing. With one pair it says nothing: that pair is every sample.

    Examples
    --------
    >>> probability_of_best(np.array([[0.2, 0.1], [0.3, 0.1]]), seed=1).tolist()
    [1.0, 0.0, 0.0]
    """
    pairs, options = gains.shape
    generator = np.random.default_rng(seed)
    best, left = np.zeros(options + 1), resamples
    while left:
        size = min(left, max(1, BLOCK // pairs))
        counts = generator.multinomial(pairs, np.full(pairs, 1.0 / pairs), size=size)
        best += shares_of_best(with_nothing(counts @ gains / pairs)).sum(axis=0)
        left -= size
    return best / resamples


# --- runs -------------------------------------------------------------------------------------------------------


def advise(
    scenario: Scenario,
    seeds: range,
    outcome: str = "joint_value",
    effort: float = 1.0,
    phase: int = 12,
    sets: Sequence[Mapping[str, Any]] = (),
    threads: int | None = None,
    watch: Callable[[int], None] = lambda rounds: None,
) -> Advice:
    """What the same budget on each condition would bring.

    Parameters
    ----------
    scenario
        The group; it has the logic, the price and the efforts that go on anyway.
    seeds
        A pair for each; sets take turns, and what does not go round is left out.
    outcome
        One of `AIMS`.
    effort, phase
        Effort a round, from the first round on, for so many rounds. Where a condition has less room, as its effort is
        at most 1, as much a round as there is, until the same budget is spent.
    sets
        Sets of parameters, by name, as `samenspel.results.uncertainty` makes them; no more than there are seeds.
    threads, watch
        As in `samenspel.results.replicates.replicate`.
    """
    groups = [with_changes(scenario, values) for values in sets] or [scenario]
    seeds = seeds[: len(seeds) // len(groups) * len(groups)]
    options = [[group, *(invested(group, one, effort, phase) for one in CONDITIONS)] for group in groups]

    def play(place: int) -> tuple[list[float], list[float]]:
        runs = [run(option, seeds[place]) for option in options[place % len(groups)]]
        watch(len(runs) * scenario.rounds)
        return [getattr(summarise(one), outcome) for one in runs], [float(one.history[-1]["effort"]) for one in runs]

    with workers(threads) as pool:
        tasks = [pool.submit(play, place) for place in range(len(seeds))]
        for task in as_completed(tasks):
            task.result()  # raises what went wrong, without waiting for the others
        values, efforts = (np.array(each) for each in zip(*(task.result() for task in tasks), strict=True))
    values = values.reshape(-1, len(groups), 1 + len(CONDITIONS)).swapaxes(0, 1)
    gains = (values[..., 1:] - values[..., :1]) * AIMS[outcome].better
    spent = (efforts[:, 1:] - efforts[:, :1]).mean(axis=0)
    return Advice(outcome, effort, phase, values[..., 0], gains, spent, seeds)


def invested(scenario: Scenario, condition: str, effort: float, phase: int, begin: int = 1) -> Scenario:
    """The scenario with effort on a condition from a round on, on top of what goes on anyway.

    Parameters
    ----------
    scenario
        With the efforts that go on anyway.
    condition
        Its word, such as `relation`.
    effort
        A round, 0 to 1.
    phase
        Rounds of the investment; where efforts are full already it takes longer.
    begin
        Its first round.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> more = invested(load("baseline"), "relation", effort=1.0, phase=12)
    >>> [(event.round, dict(event.parameters)) for event in more.events]
    [(1, {'effort.relation': 1.0}), (13, {'effort.relation': 0.0})]
    """
    name = f"effort.{condition}"
    anyway = planned(scenario, name)
    said = {event.round for event in scenario.events if name in event.parameters}
    total, left = list(anyway), effort * phase
    for place, level in enumerate(anyway[begin - 1 :], begin - 1):
        extra = min(effort, 1.0 - level, left)
        total[place] += extra
        left -= extra
    events, before = [], (getattr(scenario.parameters.effort, condition),) * 2
    for place, now in enumerate(zip(anyway, total, strict=True)):
        if now != before or place + 1 in said:
            events.append(Event(place + 1, f"Effort on {condition}", {name: min(1.0, now[1])}))
        before = now
    every = sorted([*scenario.events, *events], key=lambda event: event.round)  # those of a round stay in this order
    return replace(scenario, events=tuple(every))


def planned(scenario: Scenario, name: str) -> list[float]:
    """The value of a parameter in every round, as the scenario and its events have it."""
    group, field = name.split(".")
    level, levels = getattr(getattr(scenario.parameters, group), field), []
    changes: dict[int, Any] = {
        event.round: event.parameters[name] for event in scenario.events if name in event.parameters
    }
    for round_ in range(1, scenario.rounds + 1):
        level = float(changes.get(round_, level))
        levels.append(level)
    return levels

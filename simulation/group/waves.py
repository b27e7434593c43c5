"""Two waves of one group: what changed between them beside what the model expects of the first, and its pace.

What the model expects is what becomes of the group of the first wave in many runs, each with its own chance: the five
conditions and the trust in partners that were rated in both. A change lies beyond it when chance and the doubt in the
answers together would give one so far off in one of ten cases.

How fast a group goes is one number, by which all speeds of the model are taken (`pace` of a scenario). What is likely
of it follows from Bayes' rule over a grid: by itself any group is taken to go as fast as the model, give or take a
factor of two; and what changed is taken to be what the model makes of the first wave at that pace, give or take chance
and doubt. Two waves are six numbers of one group: how little they tell is said by the range that is left.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from ..brought.options import Options
from ..brought.parts import Source
from ..brought.present import MODEL, doubt
from ..brought.ratings import Answers, group_scores
from ..brought.reader import read
from ..conditions import CONDITIONS
from ..errors import InputError, Message
from ..measures import OUTCOMES
from ..parameters import at_pace, whole
from ..results.outcomes import on_four
from ..runs import Course
from ..scenario import Scenario

ROUNDS_BETWEEN = whole(1, 1_200, "rounds", "between two waves")
BETWEEN = 12  # rounds between two waves, unless it is said (assumption)
TRUST = "trust"
PLACES = (*CONDITIONS, TRUST)
SEEDS = range(2001, 2061)  # other than those that a group is fitted and judged by
ODD = 1.645  # standard deviations beyond which one of ten lies
GRID = np.geomspace(0.25, 4.0, 9)  # paces that are tried
FACTOR = math.log(2.0)  # standard deviation of the logarithm of a pace, beforehand (assumption)
SURE = 0.8  # probability of the range of a pace
LITTLE = 0.8  # of that standard deviation: where more of it is left, two waves have hardly told anything


class Moved(NamedTuple):
    """How one thing went from one wave to the next, shares.

    Attributes
    ----------
    name
        One of the five conditions, or `trust`.
    before, after
        What was answered.
    expected, chance
        The change that the model makes of the first wave: mean and standard deviation over runs.
    doubt
        Standard deviation of the change that was answered, by how far answers are apart, and of the model around it.
    """

    name: str
    before: float
    after: float
    expected: float
    chance: float
    doubt: float

    @property
    def off(self) -> float:
        """By how many standard deviations the change is more than expected."""
        return (self.after - self.before - self.expected) / math.hypot(self.chance, self.doubt)


class Pace(NamedTuple):
    """How fast a group goes, relative to the model: the most likely, a range, and the SD of its logarithm."""

    value: float
    low: float
    high: float
    unsure: float


class Between(NamedTuple):
    """What changed between two waves.

    Attributes
    ----------
    first, second
        What the waves are called.
    rounds
        Between them.
    moved
        What was asked in both.
    kept, gone, new
        Ties that are there in both, only in the first, and only in the second.
    joined, left
        Organisations that are there only in the second, and only in the first.
    pace
        How fast the group goes, where that was asked.
    """

    first: str
    second: str
    rounds: int
    moved: tuple[Moved, ...]
    kept: int
    gone: int
    new: int
    joined: tuple[str, ...]
    left: tuple[str, ...]
    pace: Pace | None

    def described(self) -> dict[str, Any]:
        """The same for programs."""
        moved = {one.name: {**one._asdict(), "standard_deviations_off": one.off} for one in self.moved}
        pace = None if self.pace is None else self.pace._asdict()
        return {**self._asdict(), "moved": moved, "pace": pace}


def another_wave(sources: Sequence[Source], options: Options, answers: Answers) -> tuple[Answers, Answers] | None:
    """The answers of two waves in their order, of which one was read: with the next, or else with the one before.

    None where files have one wave, or the other one cannot be read.
    """
    wave, waves = answers.report.wave, list(answers.waves)
    if wave is None or len(waves) < 2:
        return None
    place = waves.index(wave)
    try:
        if place + 1 < len(waves):
            return answers, read(sources, options._replace(wave=waves[place + 1]))
        return read(sources, options._replace(wave=waves[place - 1])), answers
    except InputError:  # what is wrong with a wave that was not asked for keeps nobody from the other
        return None


def between(before: Scenario, first: Answers, second: Answers, rounds: int, paced: bool = False) -> Between:
    """What changed between two waves, beside what the model expects.

    Parameters
    ----------
    before
        The group of the first wave.
    first, second
        Its answers.
    rounds
        Between the waves.
    paced
        Whether to say how fast the group goes.
    """
    one, other = ties_by_name(first), ties_by_name(second)
    timed = not same(one, other) or len(one) == 0  # ties that are the same to the last number have no waves
    names, later = first.roster.labels, second.roster.labels
    known = {pair: (one[pair], other[pair]) for pair in one.keys() & other.keys()} if timed else {}
    known = {pair: both for pair, both in known.items() if not any(map(math.isnan, both))}
    answered = {**scored(first, second), **rated(known)}
    pairs = sorted((names.index(source), names.index(target)) for source, target in known)
    moved = tuple(beside_model(before, answered, pairs, rounds))
    return Between(
        str(first.report.wave), str(second.report.wave), rounds, moved,
        len(one.keys() & other.keys()), len(one.keys() - other.keys()), len(other.keys() - one.keys()),
        tuple(name for name in later if name not in names), tuple(name for name in names if name not in later),
        pace_of(before, answered, pairs, rounds) if paced and moved else None,
    )  # fmt: skip


def ties_by_name(answers: Answers) -> dict[tuple[str, str], float]:
    """Trust by who trusts whom; NaN where it was not rated."""
    labels, ties = answers.roster.labels, answers.roster.ties
    return {(labels[tie["source"]], labels[tie["target"]]): float(tie["trust"]) for tie in ties}


def same(one: Mapping[tuple[str, str], float], other: Mapping[tuple[str, str], float]) -> bool:
    """Whether ties are the same to the last number, those that were not rated too.

    Examples
    --------
    >>> known = {("Town", "Bank"): 0.5, ("Bank", "Town"): math.nan}
    >>> same(known, dict(reversed(known.items()))), same(known, {**known, ("Bank", "Town"): 0.0})
    (True, False)
    """
    values = np.array([[one[pair], other[pair]] for pair in one.keys() & other.keys()]).reshape(-1, 2)
    return one.keys() == other.keys() and np.array_equal(values[:, 0], values[:, 1], equal_nan=True)


def scored(first: Answers, second: Answers) -> dict[str, tuple[float, float, float]]:
    """Of conditions that were asked in both waves: what was scored in each, and the doubt in the change."""
    (before, apart), (after, then) = group_scores(first), group_scores(second)
    unsure = np.hypot(doubt(first, apart), doubt(second, then))
    found = zip(CONDITIONS, before.tolist(), after.tolist(), unsure.tolist(), strict=True)
    return {name: (was, now, by) for name, was, now, by in found if not math.isnan(was + now)}


def rated(known: dict[tuple[str, str], tuple[float, float]]) -> dict[str, tuple[float, float, float]]:
    """The same of trust, over ties that were rated in both; nothing of fewer than two."""
    if len(known) < 2:
        return {}
    was, now = np.array(list(known.values())).T
    unsure = math.hypot(float((now - was).std(ddof=1)) / math.sqrt(was.size), MODEL)
    return {TRUST: (float(was.mean()), float(now.mean()), unsure)}


def beside_model(
    before: Scenario, answered: dict[str, tuple[float, float, float]], pairs: list[tuple[int, int]], rounds: int
) -> Iterator[Moved]:
    """What was answered in both waves, beside what the model makes of the first.

    Parameters
    ----------
    before
        The group of the first wave.
    answered
        By name, what was said in the first and in the second, and the doubt in the change.
    pairs
        Rows of the ties that were rated in both.
    rounds
        Between the waves.
    """
    changes = np.array([changed(before, seed, pairs, rounds) for seed in SEEDS]) if answered else np.zeros((1, 6))
    for place, name in enumerate(PLACES):
        if name in answered:
            was, now, unsure = answered[name]
            yield Moved(name, was, now, float(changes[:, place].mean()), float(changes[:, place].std()), unsure)


def changed(before: Scenario, seed: int, pairs: list[tuple[int, int]], rounds: int) -> np.ndarray:
    """The change of each of `PLACES` in a run, from the first round on; shape (6,), NaN of trust without ties."""
    course, history = Course(before, seed), np.zeros(1 + rounds, OUTCOMES)
    at = []
    for last in (1, 1 + rounds):
        course.proceed(last, history)
        at.append([*(history[last - 1][name] for name in CONDITIONS), trust_of(course, pairs)])
    return np.array(at[1]) - np.array(at[0])


def trust_of(course: Course, pairs: list[tuple[int, int]]) -> float:
    """Mean trust of the ties of these rows, in each the first towards the second."""
    if not pairs:
        return math.nan
    state, n = course.state, course.state.organisations.size
    sources, targets = np.array(pairs).T
    here = np.isin(state.sources * n + state.ties["target"], sources * n + targets)
    return float(state.ties["trust"][here].mean())


def pace_of(
    before: Scenario, answered: dict[str, tuple[float, float, float]], pairs: list[tuple[int, int]], rounds: int
) -> Pace:
    """How fast the group goes by what changed; arguments as for `beside_model`."""
    weights = np.zeros(GRID.size)
    for place, pace in enumerate(GRID):
        group = replace(before, parameters=at_pace(before.parameters, float(pace)))
        for one in beside_model(group, answered, pairs, rounds):
            weights[place] -= one.off**2 / 2.0 + math.log(math.hypot(one.chance, one.doubt))
    return likely(weights)


def likely(weights: np.ndarray) -> Pace:
    """The pace that is likely: mean, range and standard deviation of its logarithm.

    Parameters
    ----------
    weights
        Logarithm of how likely what changed is at each pace of `GRID`.

    Examples
    --------
    Where nothing is known, it is what was taken beforehand, as far as the grid goes:

    >>> nothing = likely(np.zeros(9))
    >>> nothing.value, 0.5 < nothing.unsure < FACTOR
    (1.0, True)
    """
    logs = np.log(GRID)
    fine = np.linspace(logs[0], logs[-1], 401)  # of what lies between the paces that were tried
    shares = np.exp(np.interp(fine, logs, weights - weights.max()) - (fine / FACTOR) ** 2 / 2.0)
    shares /= shares.sum()
    mean = float(shares @ fine)
    low, high = np.interp([(1.0 - SURE) / 2.0, (1.0 + SURE) / 2.0], np.cumsum(shares), fine)
    unsure = math.sqrt(float(shares @ (fine - mean) ** 2))
    return Pace(round(math.exp(mean), 2), round(math.exp(low), 2), round(math.exp(high), 2), round(unsure, 3))


# --- in words -----------------------------------------------------------------------------------------------------


def told(found: Between, said: bool) -> Iterator[Message]:
    """What changed, in sentences; `said` is whether it was said how many rounds lie between the waves."""
    yield Message("Wave {first}, and then wave {second}.", first=found.first, second=found.second)
    for one in found.moved:
        middle, apart = one.before + one.expected, ODD * math.hypot(one.chance, one.doubt)
        low, high = max(0.0, middle - apart), min(1.0, middle + apart)
        yield Message(
            "{what}: {before:.2f} and then {after:.2f} on 1 to 4; the model expects {middle:.2f} ({low:.2f} to "
            "{high:.2f}).",
            what=THINGS[one.name], before=on_four(one.before), after=on_four(one.after),
            middle=on_four(min(1.0, max(0.0, middle))), low=on_four(low), high=on_four(high),
        )  # fmt: skip
    if found.kept + found.gone + found.new and TRUST in (one.name for one in found.moved):
        yield Message(
            "Ties: {kept} are there in both waves, {gone} only in the first, {new} only in the second.",
            kept=found.kept, gone=found.gone, new=found.new,
        )  # fmt: skip
    for names, sentence in (
        (found.joined, Message("Only in the second wave: {names}.", names=", ".join(found.joined))),
        (found.left, Message("Only in the first wave: {names}.", names=", ".join(found.left))),
    ):
        if names:
            yield sentence
    odd = [one.name for one in found.moved if abs(one.off) > ODD]
    for name in odd:
        yield Message("{what} went otherwise than the model expects: look there first.", what=THINGS[name])
    if found.moved and not odd:
        yield Message("All of it is as the model may expect. That is no proof: it is little, and of one group.")
    if found.pace is not None:
        yield Message(
            "By this the group goes {pace:.2f} times as fast as the model has it by default, four to one between "
            "{low:.2f} and {high:.2f}.",
            pace=found.pace.value, low=found.pace.low, high=found.pace.high,
        )  # fmt: skip
        if found.pace.unsure > LITTLE * FACTOR:
            yield Message("That is hardly more than was assumed beforehand: two waves do not tell its pace.")
    if not said:
        yield Message(
            "Between two waves lie {rounds} rounds, which is assumed.",
            rounds=found.rounds,
        )
        yield Message("Say --between ROUNDS if there are more or fewer between two waves.")


THINGS = {
    "ambition": Message("Ambition"),
    "interests": Message("Interests"),
    "relation": Message("Relation"),
    "organisation": Message("Organisation"),
    "process": Message("Process"),
    TRUST: Message("Trust"),
}

"""A case measured: how it ends under both logics, and what events, work and choices make of it.

All on the same seeds, in pairs: what differs is caused by what was changed. A scenario is a case when not everybody is
happy under everything, it ends in more than one way, and the group has a choice that turns it, but none that is best
for everybody in everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from samenspel.conditions import CONDITIONS
from samenspel.events import Event
from samenspel.logic import LOGICS
from samenspel.results.intervals import standard_error
from samenspel.results.replicates import Replicate, replicate
from samenspel.scenario import Scenario, choosing, with_changes
from samenspel.state import LEFT
from samenspel.view import texts

# How a run can end, from best to worst.
TOGETHER, MENDED, THINNER, STOPPED, APART, NEVER = "together", "mended", "thinner", "stopped", "apart", "never"
ENDS = {
    TOGETHER: "a goal, never lost, and everybody still there",
    MENDED: "a goal that was lost and made again",
    THINNER: "a goal, never lost, and somebody who left",
    STOPPED: "no goal any more",
    APART: "fewer than two members left",
    NEVER: "never agreed",
}
HOLDING = (TOGETHER, MENDED, THINNER)  # those with a goal in the end
SEEDS = range(1, 201)
MOST = 10_000  # seeds
EFFORT = 0.5  # per round, on one condition
OFTEN = 0.1  # share of runs from which an end counts as one that occurs
NOTICED = 0.05  # gain of an organisation, per round, from which it would rather have had the other
CONTENT = 7.0  # felt success, 0 to 10, from which people are happy
# A choice that turns a case: by value per partner and round, or by the share of runs that end otherwise.
TURNS_VALUE, TURNS_END = 0.1, 0.2
NEAR = ("joint_value", "felt_success", "trust", "first_decision", "left")  # of which a typical run has the usual


@dataclass(frozen=True)
class Ended:
    """How a scenario comes out on many seeds.

    Attributes
    ----------
    value, felt
        Joint value (per partner and round), and felt success (0 to 10) in the last round with members: means over runs.
    lost
        Share of runs in which a goal was lost.
    ends
        Share of runs by end, as in `ENDS`.
    leaves
        Organisation by organisation, the share of runs in which it left.
    gains
        Organisation by organisation, its mean gain per round above going alone, liking apart.
    """

    value: float
    felt: float
    lost: float
    ends: dict[str, float]
    leaves: dict[str, float]
    gains: dict[str, float]

    @property
    def least(self) -> tuple[str, float]:
        """Who gains least, and how much."""
        return min(self.gains.items(), key=lambda one: one[1])

    @property
    def leaver(self) -> tuple[str, float]:
        """Who leaves most often, and in what share of runs."""
        return max(self.leaves.items(), key=lambda one: one[1])

    @property
    def happy(self) -> bool:
        """Whether everybody is happy: they end together, it feels good, and nobody would rather have gone alone."""
        return self.ends[TOGETHER] >= 1 - OFTEN and self.felt >= CONTENT and self.least[1] > 0.0

    @property
    def holds(self) -> float:
        """Share of runs that end with a goal."""
        return sum(self.ends[end] for end in HOLDING)

    def misses(self, other: Ended) -> bool:
        """Whether something is visibly better otherwise: what somebody gains, who stays, or that an agreement holds."""
        gains = any(other.gains[one] - gain >= NOTICED for one, gain in self.gains.items())
        stays = any(share - other.leaves[one] >= OFTEN for one, share in self.leaves.items())
        return gains or stays or other.holds - self.holds >= OFTEN


@dataclass(frozen=True)
class Made:
    """What an event, work on a condition or a choice makes of a scenario, in pairs of runs on the same seeds.

    Attributes
    ----------
    value, error
        Change of joint value, and its standard error.
    lost
        Change of the share of runs that lose a goal.
    otherwise
        Share of runs that end in another way.
    after
        How the scenario comes out with it.
    """

    value: float
    error: float
    lost: float
    otherwise: float
    after: Ended

    @property
    def turns(self) -> bool:
        """Whether it turns the scenario: visibly more or less value, or another end in many runs."""
        return abs(self.value) >= TURNS_VALUE or self.otherwise >= TURNS_END


@dataclass(frozen=True)
class Case:
    """A scenario measured.

    Attributes
    ----------
    scenario
        What was played.
    seeds
        On which chance.
    ended
        How it came out: as it stands, and under each logic for all six contrasts.
    events, levers, choices
        What each makes of it as it stands: events by the round in which they happen, with their names.
    typical
        The seed of a run that is like most, see `typical`.
    """

    scenario: Scenario
    seeds: range
    ended: dict[str, Ended]
    events: dict[tuple[int, str], Made]
    levers: dict[str, Made]
    choices: dict[str, Made]
    typical: int

    @property
    def happy(self) -> bool:
        """Whether everybody is happy whatever the logic, so that there is nothing to talk about."""
        return all(one.happy for one in self.ended.values())

    @property
    def mixed(self) -> bool:
        """Whether the scenario as it stands is of neither logic in all six contrasts."""
        return len(set(self.scenario.parameters.logic)) > 1

    @property
    def best_for_all(self) -> str | None:
        """What to decide if nothing is visibly better otherwise, for anybody; none where that is a dilemma."""
        options = {"nothing": self.ended["as it stands"]} | {name: one.after for name, one in self.choices.items()}
        settling = (name for name, one in options.items() if not any(one.misses(other) for other in options.values()))
        return next(settling, None)

    @property
    def missing(self) -> list[str]:
        """What it lacks of a case, in words."""
        lacks = {
            "everybody is happy, whatever the logic": self.happy,
            "it always ends in the same way": len(self.occurring) < 2,
            "nothing that the group can decide turns it": not any(one.turns for one in self.choices.values()),
            f"best for everybody in everything: {self.best_for_all}": self.best_for_all is not None,
        }
        return [words for words, lacking in lacks.items() if lacking]

    @property
    def occurring(self) -> list[str]:
        """The ends that occur, of the scenario as it stands."""
        return [end for end, share in self.ended["as it stands"].ends.items() if share >= OFTEN]


def measure(scenario: Scenario, seeds: range = SEEDS, telling: np.ndarray | None = None) -> Case:
    """Play a scenario under both logics, without each event, with work on each condition, and by its choices.

    Parameters
    ----------
    scenario, seeds
        What is played, and on which chance.
    telling
        By seed, whether a run shows what it is there to show, see `typical`; by default all do.
    """
    labels, stands = scenario.labels, replicate(scenario, seeds)
    chosen = {choice: replicate(choosing(scenario, choice), seeds) for choice in scenario.choices}
    ways = {"as it stands": stands} | {logic: replicate(under(scenario, logic), seeds) for logic in LOGICS}

    def from_there(changed: Scenario) -> Made:
        return made(stands, replicate(changed, seeds), labels)

    return Case(
        scenario=scenario,
        seeds=seeds,
        ended={name: ended(runs, labels) for name, runs in ways.items()},
        events={
            (round_, name): made(replicate(without(scenario, round_), seeds), stands, labels)
            for round_, name in happenings(scenario).items()
        },
        levers={lever: from_there(working(scenario, lever)) for lever in CONDITIONS},
        choices={choice: made(stands, runs, labels) for choice, runs in chosen.items()},
        typical=typical(scenario, stands, telling, tuple(chosen.values())),
    )


def under(scenario: Scenario, logic: str) -> Scenario:
    """The scenario with all six contrasts at one logic."""
    return with_changes(scenario, {"logic": logic})


def working(scenario: Scenario, lever: str) -> Scenario:
    """The scenario with work on a condition in every round, also where a phase would have it do less."""
    name = f"effort.{lever}"

    def at_least(event: Event) -> Event:
        if name not in event.parameters:
            return event
        return replace(event, parameters={**event.parameters, name: max(EFFORT, float(event.parameters[name]))})

    worked = with_changes(scenario, {name: max(EFFORT, getattr(scenario.parameters.effort, lever))})
    return replace(worked, events=tuple(at_least(event) for event in scenario.events))


def happenings(scenario: Scenario) -> dict[int, str]:
    """What happens in a scenario, by round; events of one round belong together, and bear the name of the first."""
    told: dict[int, str] = {}
    for event in scenario.events:
        told.setdefault(event.round, event.name)
    return told


def without(scenario: Scenario, round_: int) -> Scenario:
    """The scenario without what happens in a round."""
    return replace(scenario, events=tuple(event for event in scenario.events if event.round != round_))


def end_of(run: Replicate) -> str:
    """How a run ended, as in `ENDS`."""
    last = run.history[-1]
    if not run.history["agreed"].any():
        return NEVER
    if run.summary.dissolved:
        return APART
    if not last["agreed"]:
        return STOPPED
    if last["lapsed"]:
        return MENDED
    return THINNER if (run.partners["member"] == LEFT).any() else TOGETHER


def ended(runs: list[Replicate], labels: Sequence[str]) -> Ended:
    """What runs came to."""
    counted = Counter(end_of(one) for one in runs)
    gone = np.mean([one.partners["left"] > 0 for one in runs], axis=0)
    gain = np.mean([one.partners["gain"] for one in runs], axis=0)
    return Ended(
        value=float(np.mean([one.summary.joint_value for one in runs])),
        felt=float(np.mean([last_felt(one.history) for one in runs])),
        lost=float(np.mean([one.summary.goal_lost for one in runs])),
        ends={end: counted[end] / len(runs) for end in ENDS},
        leaves=dict(zip(labels, gone.tolist(), strict=True)),
        gains=dict(zip(labels, gain.tolist(), strict=True)),
    )


def last_felt(history: np.ndarray) -> float:
    """Felt success in the last round in which there were members, so that who parted is heard as they parted."""
    members = np.flatnonzero(history["members"] > 0)
    return float(history["felt_success"][members[-1]]) if members.size else 0.0


def made(before: list[Replicate], after: list[Replicate], labels: Sequence[str]) -> Made:
    """What changed from one set of runs to the other, seed by seed."""
    pairs = list(zip(before, after, strict=True))
    change = np.array([two.summary.joint_value - one.summary.joint_value for one, two in pairs])
    return Made(
        value=float(change.mean()),
        error=standard_error(change),
        lost=float(np.mean([two.summary.goal_lost - one.summary.goal_lost for one, two in pairs])),
        otherwise=float(np.mean([end_of(one) != end_of(two) for one, two in pairs])),
        after=ended(after, labels),
    )


def happens_to_nobody(scenario: Scenario, one: Replicate) -> int:
    """How many events of a run are about an organisation that has left by then."""
    about = [(event.round, event.organisation) for event in scenario.events if event.organisation is not None]
    return sum(0 < one.partners["left"][row] < round_ for round_, row in about)  # left: the round, or 0


def far_from_usual(ways: Sequence[list[Replicate]]) -> np.ndarray:
    """By seed, how far what a scenario's ways differ in joint value is from what they differ on average; no unit.

    Summed over all pairs of ways: the distance to the mean difference, in units of its standard deviation over seeds.
    Where the mean is about as much of both, as the page says it, only what is more than that counts.
    """
    values = [np.array([one.summary.joint_value for one in runs]) for runs in ways]
    far = np.zeros(len(ways[0]))
    for one, other in combinations(values, 2):
        apart = other - one
        if apart.std() > 0.0:
            slight = texts.differs(float(apart.mean())) == "same"
            beyond = np.maximum(0.0, np.abs(apart) - texts.APART) if slight else np.abs(apart - apart.mean())
            far += beyond / apart.std()
    return far


def typical(
    scenario: Scenario,
    runs: list[Replicate],
    telling: np.ndarray | None = None,
    chosen: Sequence[list[Replicate]] = (),
) -> int:
    """The seed of a typical run: it ends as most do, and a choice makes the difference in it that it usually makes.

    As most do: with a goal or without, whichever is the rule, and of the ends of that kind the commonest. Can be told:
    whoever something happens to is still there then, as often as in any run that ends so; and of those the runs that
    are `telling`, in which the question of a tour has the answer that it has in most, unless there is none of which all
    of `NEAR` is among the middle nine tenths. Of these the one that is least `far_from_usual`, between the scenario as
    it stands (`runs`) and by each of its choices (`chosen`, on the same seeds); of equals, or where nothing can be
    chosen, the one nearest to the median of the runs with that end. Nearest by the sum over `NEAR` of the distance,
    each in units of the spread (interquartile range) of all runs; of an outcome that a run does not have (no decision),
    the last round stands in its place. Of equals, the first.
    """
    ends = [end_of(one) for one in runs]
    held = sum(ends.count(end) for end in HOLDING)
    usual = max((end for end in ENDS if (end in HOLDING) == (2 * held >= len(runs))), key=ends.count)
    outcomes = np.array([[getattr(one.summary, name) for name in NEAR] for one in runs])
    outcomes = np.where(np.isnan(outcomes), runs[0].history.size, outcomes)
    floor, low, high, ceiling = np.percentile(outcomes, [5, 25, 75, 95], axis=0)
    scale = np.where(high > low, high - low, 1.0)
    among = np.flatnonzero([end == usual for end in ends])
    missed = np.array([happens_to_nobody(scenario, runs[place]) for place in among])
    among = among[missed == missed.min()]
    distance = (np.abs(outcomes[among] - np.median(outcomes[among], axis=0)) / scale).sum(axis=1)
    unusual = far_from_usual([runs, *chosen])[among]
    if telling is not None:
        shows = telling & ((floor <= outcomes) & (outcomes <= ceiling)).all(axis=1)
        unusual = np.where(shows[among] | (not shows[among].any()), unusual, np.inf)
    return runs[among[np.lexsort((distance, unusual))[0]]].seed

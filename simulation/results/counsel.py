"""What a board wants to know of its group: where it goes, who holds it up, which steps in which order, what else.

All of it is counted in the same runs, or in runs on the same random numbers. Steps are found by a search over what to
work on in each phase, alone or two together, under one budget; then all orders of what was found are tried; and what
is said of them comes from runs that the search has not seen. In all of it parameters vary, as for an advice.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, count, permutations
from typing import Any, NamedTuple

import numpy as np

from ..brought import measured
from ..brought.answered import lowest_conditions, told_scale
from ..brought.present import MODEL
from ..conditions import CONDITIONS
from ..dynamics import Parameters
from ..errors import InputError, Message
from ..events import TIE_FIELDS, TRAITS
from ..game import ALONE
from ..networks import MOTIVES, POINTS
from ..runs import Run, run, summarise
from ..scenario import Scenario, with_changes
from ..state import MEMBER, OUTSIDE
from .advice import AIMS, invested, with_nothing
from .blockers import (
    MOST_BLOCKERS,
    MOST_FACTS,
    MOST_LOOKED_INTO,
    Blocker,
    blockers_of,
    grounded,
    objecting,
    rests_on_few,
    says_no,
    traced,
)
from .comparison import logic_of
from .intervals import Difference, Interval, paired_difference
from .known import agreement_is_assumed, by_several, is_brought, known_of, not_asked, without
from .misfit import MisfitError
from .replicates import workers
from .start import at_first, at_score, first_round

HALF_A_YEAR = 6  # months, after which it is looked how it goes
SEARCHED, TRIED, TOLD = 24, 60, 100  # runs: of each plan in the search, of each order, of what is told
MOST_PHASES = 3
MOST_JOINING = 2  # of those who do not take part, who is told of
MOST_MISSED = 20  # of whom it is tried how much they are missed, the largest first
LITTLE, HALF_A_ROUND = 0.05, 0.5  # more delivered, share, and rounds of no; whom a step moves by less, it does not move
BEGINS, SURELY = 0.5, 0.9  # shares of the runs from which a group begins, and does surely
NAMELESS = re.compile(r"Organisation \d+")
ASKED = (
    "trust.initial", "understanding.initial", "organisations.commitment", "organisations.loyalty",
    "organisations.home", "organisations.autonomy", "organisations.skill", "organisations.interests",
    "organisations.outside", "dependence.total", "stock.interests", "stock.organisation", "stock.process",
)  # fmt: skip
USUAL = Parameters().dependence.total  # what partners bring one another where nothing says it
WORTH_IT = 0.01 * ALONE  # that a theme has to bring for a board to work on it: 1 % of what each makes alone (a choice)
TIPS = 0.1  # of the runs, by which one point more on a score makes a loss rarer for it to be said (a choice)
WON = 0.4  # commitment and loyalty that a partner gains which is convinced, share
SHUFFLES = 200  # of a parameter over sets, for what chance alone would make of it
Step = tuple[str, ...]  # conditions that are worked on together in a phase; none is nothing
CHOICES: tuple[Step, ...] = ((), *((one,) for one in CONDITIONS), *combinations(CONDITIONS, 2))


class Outlook(NamedTuple):
    """Where a group goes without anything new, in how many of the runs.

    Attributes
    ----------
    runs
        How many there are.
    agreed
        Whether it starts with an agreement.
    begins
        Share of runs in which there is a goal in some round.
    holds
        Share in which there is one after the last round.
    alone
        Share in which they are worse off than alone, over all rounds.
    first
        Median round of the first goal, of the runs that have one; NaN where none has.
    conditions
        Shape (5,): their indices after the first round, mean.
    """

    runs: int
    agreed: bool
    begins: float
    holds: float
    alone: float
    first: float
    conditions: np.ndarray


class Move(NamedTuple):
    """What a step of a plan is for: the plan beside the same one without it, and whom it moves most.

    Attributes
    ----------
    step
        Conditions that are worked on together.
    effect, better
        What it brings to the plan, as of a `Plan`.
    whom
        The organisation that it brings most from no to yes, or else that it has deliver most more; empty where it
        moves nobody.
    without, within
        In how many rounds of a run that one objects, mean, without the step and with it.
    delivers
        How much more that one delivers with it, share of what it does without; NaN where it is an objection that falls.
    """

    step: Step
    effect: Interval
    better: float
    whom: str
    without: float
    within: float
    delivers: float


class Rival(NamedTuple):
    """Another order of the same steps: what the plan brings beside it, and in which share of histories more."""

    steps: tuple[Step, ...]
    effect: Interval
    better: float


class Other(NamedTuple):
    """Another condition to begin with, in place of the first step: what the plan brings beside it.

    Attributes
    ----------
    condition
        Of which it may be asked why it does not come first: the lowest score, or one that the model misses.
    miss
        By how much the model misses its score at the start, share; 0 where that is no more than it usually does.
    effect, as_scored
        What the plan brings beside the same one that begins with this condition: as the group was fitted; and where
        the model begins at its score, the same where it is not missed.
    left
        What it still misses of the score then.
    """

    condition: str
    miss: float
    effect: Interval
    as_scored: Interval
    left: float = 0.0

    @property
    def reached(self) -> bool:
        """Whether the model can start at its score."""
        return abs(self.left) <= MODEL

    @property
    def waits(self) -> bool:
        """Whether it can be told that this condition is not to come first, from either start."""
        return self.effect.sign > 0 and self.as_scored.sign > 0 and self.reached


class Work(NamedTuple):
    """Work on the lowest score by itself, for as long as a step, where it is none of the steps.

    Attributes
    ----------
    condition
        That is worked on.
    raised, lasting
        By how much its index is higher than without, share: mean of the rounds of the work, and of those after it.
    during, after
        What it brings a round beside nothing, net of what it costs: of those rounds, and of those after it.
    """

    condition: str
    raised: Interval
    lasting: Interval
    during: Interval
    after: Interval

    @property
    def falls_back(self) -> bool:
        """Whether less than half of what it adds to its index is there after it."""
        return self.raised.sign > 0 and self.lasting.mean < self.raised.mean / 2.0


class Plan(NamedTuple):
    """Steps in order, one a phase, with what they bring and cost.

    Attributes
    ----------
    steps
        In each phase the conditions that are worked on together.
    effect
        What it brings beside doing nothing, in the unit of the outcome, turned so that more is better.
    better
        Share of single histories in which it is better than doing nothing.
    level
        The outcome with the plan.
    cost
        Effort-rounds.
    begins, holds, alone
        As of an `Outlook`, with the plan.
    moves
        What each step is for, in their order; one that comes twice is one.
    rivals
        Every other order of these steps.
    others
        Conditions that could have come first instead.
    agreed, held
        By how much more often than with nothing there is a goal in some round, and after the last; None where that
        was not looked at.
    """

    steps: tuple[Step, ...]
    effect: Interval
    better: float
    level: float
    cost: float
    begins: float
    holds: float
    alone: float
    moves: tuple[Move, ...] = ()
    rivals: tuple[Rival, ...] = ()
    others: tuple[Other, ...] = ()
    agreed: Interval | None = None
    held: Interval | None = None

    @property
    def helps(self) -> bool:
        """Whether what it brings can be told from chance."""
        return self.effect.sign > 0

    @property
    def ordered(self) -> bool:
        """Whether the order can be told: it brings more than any other, and nothing else may have to come first."""
        return self.begun and all(one.effect.sign > 0 for one in self.rivals)

    @property
    def astray(self) -> bool:
        """Whether no order can be told as the model starts too far from what the group scores."""
        return any(one.miss and not one.waits for one in self.others)

    @property
    def heaviest(self) -> Move | None:
        """The step without which most is lost, where that is told from what is lost without any other; else None."""
        by_weight = sorted(self.moves, key=lambda one: -one.effect.mean)
        others = max([0.0, *(one.effect.high for one in by_weight[1:])])
        return by_weight[0] if by_weight and by_weight[0].effect.low > others else None

    def begins_with(self, condition: str) -> bool:
        """Whether a condition is what is worked on first, or at all where no step can be told to be the first."""
        return condition in (self.steps[0] if self.begun else {one for step in self.steps for one in step})

    @property
    def begun(self) -> bool:
        """Whether it can be told what comes first: it brings more than whatever begins with something else."""
        first = all(one.effect.sign > 0 for one in self.rivals if one.steps[0] != self.steps[0])
        return first and all(one.waits for one in self.others)


class Unread(NamedTuple):
    """The group where its score on interests is not read as what partners bring one another, but that is as usual.

    Attributes
    ----------
    alone
        Share of runs in which the partners are worse off than alone.
    after, better
        That with the plan, and the share of single histories in which the plan is better than nothing; NaN without one.
    """

    alone: float
    after: float = math.nan
    better: float = math.nan


class Side(NamedTuple):
    """The same group in another way: under another logic or form of governance, or with a choice of one partner.

    `name` is the word of the way (`hierarchy`, `lead`, `leaves`, `convinced`, `joins`, `missed`), `whom` the partner;
    `effect` is what it brings beside as it is, `better` the share of single histories in which it is better.
    """

    name: str
    effect: Interval
    better: float
    whom: str = ""


class Lift(NamedTuple):
    """The same group where it scored higher on one condition.

    Attributes
    ----------
    condition
        That is scored higher.
    by
        By how much the group does, share.
    alone
        Share of runs in which the partners are then worse off than alone.
    effect
        What it brings beside the group as it is, as of a `Plan`.
    whom
        Whose score it is, where that of one partner is raised to the mean of the group; empty for all.
    worse
        How much more often the partners are then worse off than alone, share of runs; None where that is not asked.
    """

    condition: str
    by: float
    alone: float
    effect: Interval
    whom: str = ""
    worse: Interval | None = None

    @property
    def tips(self) -> bool:
        """Whether it makes a loss rarer, by so much that a board should hear of it, and told from chance."""
        return self.worse is not None and self.worse.sign < 0 and self.worse.mean <= -TIPS + 1e-9


class Sign(NamedTuple):
    """What tells after half a year how it will end: an outcome, where it divides, and what becomes of both halves.

    `good_above` and `good_below` are the shares of runs with more of it, and with less, that end better than half of
    all do; `round` is the one after which it is looked.
    """

    round: int
    outcome: str
    divides: float
    good_above: float
    good_below: float


class Growth(NamedTuple):
    """How far a condition of the first step has risen after half a year, share, above where it stood after the first
    round without any step: mean of the runs with the steps, and of those without.
    """

    condition: str
    within: float
    without: float


class Counsel(NamedTuple):
    """All that a board is told; see the classes of its parts.

    `scores` are of the group, shares; `ask_next` are parameters of which more knowledge would change the advice,
    with what it is worth in the unit of the outcome; `lead` is who leads at the start, empty where nobody does,
    None where it is not to be told; `grows` is what the steps make visible after half a year; `unnamed` is how many
    more say no, but not for what is known of them; `tips` are the conditions of which one point more makes it
    rarer, by `TIPS` at least, that a group is worse off than alone which is so whatever was looked at, the one that
    makes it rarest first; `lift` is the lowest score raised to the mean of the group, where that brings more than
    the steps; `of_few` is whether the no of one at least rests on what fewer than `FEWEST` people answered, so that
    nobody is told of as a blocker; `unread` is how it is where the score on interests is not read as what partners
    bring one another, None where it is not read so; `assumed` is whether nobody said that the group has an
    agreement, or has none; `asks` are what it is worth to ask first of all that nobody was asked, of `ask_next`;
    `lowest` are the conditions of the lowest score as it is told, of a group that may be told it; `works` is what
    work on each of these does by itself, where that is none of the steps;
    `few_ties` are who of all these would say no less often if it were tied to everybody.
    """

    outcome: str
    scores: np.ndarray
    outlook: Outlook
    misses: dict[str, float]
    blockers: tuple[Blocker, ...]
    plan: Plan | None
    sides: tuple[Side, ...]
    turns: tuple[Side, ...]
    ask_next: tuple[tuple[str, float], ...]
    sign: Sign | None
    effort: float
    phase: int
    price: float
    lead: str | None = ""
    grows: tuple[Growth, ...] = ()
    unnamed: int = 0
    of_few: bool = False
    tips: tuple[Lift, ...] = ()
    lift: Lift | None = None
    few_ties: tuple[str, ...] = ()
    lowest: tuple[str, ...] = ()
    unread: Unread | None = None
    assumed: bool = False
    asks: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()

    @property
    def begins(self) -> bool:
        """Whether the group comes to an agreement in at least half of the runs."""
        return self.outlook.begins >= BEGINS


def counsel(
    scenario: Scenario,
    seeds: range,
    outcome: str,
    effort: float,
    phase: int,
    sets: Sequence[Mapping[str, Any]] = (),
    gains: np.ndarray | None = None,
    threads: int | None = None,
    watch: Callable[[int], None] = lambda rounds: None,
) -> Counsel:
    """What a board is told of a group.

    Parameters
    ----------
    scenario, outcome, effort, phase, sets, threads, watch
        As in `samenspel.results.advice.advise`; in the end `watch` was told of `most_runs`, played or not needed.
    seeds
        Of the advice; those of the search come after them.
    gains
        Of the advice, shape (sets, pairs, 5); None where parameters do not vary.
    """
    groups = [with_changes(scenario, values) for values in sets] or [scenario]
    told = range(seeds.start, seeds.start + min(TOLD, len(seeds)))
    search = range(seeds.stop, seeds.stop + min(SEARCHED, len(seeds)))
    order = range(search.stop, search.stop + min(TRIED, len(seeds)))
    each = count(1)
    with workers(threads) as pool:

        def one_run(group: Scenario, seed: int, trace: bool = False) -> Run:
            found = run(group, seed, trace=trace)
            next(each)
            watch(scenario.rounds)
            return found

        def runs_with(change: Callable[[Scenario], Scenario], seeds: range, trace: bool = False) -> list[Run]:
            after = [change(group) for group in groups[: len(seeds)]]
            return [
                *pool.map(lambda place: one_run(after[place % len(groups)], seeds[place], trace), range(len(seeds)))
            ]

        def values_of(runs: Sequence[Run]) -> np.ndarray:
            return np.array([getattr(summarise(one), outcome) for one in runs]) * AIMS[outcome].better

        def played(change: Callable[[Scenario], Scenario], seeds: range) -> np.ndarray:
            return values_of(runs_with(change, seeds))

        def with_steps(steps: Sequence[Step], trace: bool = False) -> list[Run]:
            return runs_with(lambda group: stepped(group, steps, effort, phase), told, trace)

        runs = runs_with(lambda group: group, told, trace=True)
        values = values_of(runs)
        found = outlook_of(runs)
        worth = WORTH_IT if outcome == "joint_value" else 0.0
        steps = best_steps(scenario, played, search, order, effort, phase, worth)

        def beside(name: str, changes: Mapping[str, Any], whom: str = "") -> Side:
            found = paired_difference(values, played(lambda group: with_changes(group, changes), told))
            return Side(name, found.interval, found.higher, whom)

        sides = tuple(beside(name, changes) for name, changes in other_ways(scenario).items())
        objectors = blockers_of(scenario, runs)
        blockers, few_ties = grounded(
            scenario, objectors, says_no(runs), lambda change: says_no(runs_with(change, told, trace=True))
        )
        unnamed = len(objectors) - len(blockers)
        of_few = any(rests_on_few(scenario, one) for one in blockers)
        blockers = () if of_few else blockers  # to name the others would point at who answered best
        turns = [beside(name, changes, one.name) for one in blockers for name, changes in turns_of(one.name).items()]
        turns += [beside("joins", {f"{name}.joins": 1}, name) for name in outsiders(runs[0])]
        whom = most_missed(runs[0], played, search)
        if whom is not None and whom not in {one.name for one in blockers}:
            gone = {f"{whom}.leaves": 1}
            lost = played(lambda group: with_changes(group, gone), told)
            missed = paired_difference(values, lost)
            if missed.interval.sign < 0 and rests_on_facts(scenario, whom, values - lost, played, told):
                turns.append(Side("missed", missed.interval, missed.higher, whom))
        plan, half_way = None, after_months(scenario, HALF_A_YEAR)
        grows: tuple[Growth, ...] = ()
        if any(steps):
            after = with_steps(steps, trace=True)
            goal, before = with_goal(after), with_goal(runs)
            gained, noes, (begins, holds) = values_of(after), objecting(after), agreed_in(goal)
            blockers = tuple(one._replace(after=noes[scenario.labels.index(one.name)]) for one in blockers)

            def more_than(other: np.ndarray) -> Difference:
                return paired_difference(other, gained)

            moves = []
            for step in dict.fromkeys(filter(None, steps)):
                less = with_steps([() if one == step else one for one in steps], trace=True)
                moves.append(move_of(step, scenario, after, less, more_than(values_of(less))))
            rivals = []
            for other in sorted(set(permutations(steps)) - {steps}):
                gain = more_than(values_of(with_steps(other)))
                rivals.append(Rival(other, gain.interval, gain.higher))
            off = misses(scenario, found.conditions)

            def beside_first(condition: str) -> Other:
                instead = ((condition,), *steps[1:])
                gain = more_than(values_of(with_steps(instead))).interval
                if abs(off[condition]) <= MODEL:
                    return Other(condition, 0.0, gain, gain)
                start = at_score(scenario, condition, threads)

                def from_score(steps: Sequence[Step]) -> np.ndarray:
                    return played(lambda group: with_changes(stepped(group, steps, effort, phase), start.change), told)

                moved = paired_difference(from_score(instead), from_score(steps)).interval
                return Other(condition, off[condition], gain, moved, start.left)

            change, grows = more_than(values), growth_of(steps[0], after, runs, half_way)
            plan = Plan(
                steps,
                change.interval,
                change.higher,
                level=float(gained.mean()) * AIMS[outcome].better,
                cost=effort * phase * sum(bool(step) for step in steps),
                begins=begins,
                holds=holds,
                alone=worse_than_alone(after),
                moves=tuple(moves),
                rivals=tuple(rivals),
                others=tuple(map(beside_first, could_be_first(scenario, off, steps[0]))),
                agreed=paired_difference(before.any(axis=1), goal.any(axis=1)).interval,
                held=paired_difference(before[:, -1], goal[:, -1]).interval,
            )

        def lifted(raised: Raised) -> Lift | None:
            now = float(found.conditions[CONDITIONS.index(raised.condition)])
            higher = replace(scenario, scores={**scenario.scores, raised.condition: min(1.0, now + raised.by)})
            start = at_score(higher, raised.condition, threads)
            if abs(start.left) > MODEL:
                return None
            after = runs_with(lambda group: with_changes(group, start.change), told)
            effect = paired_difference(values, values_of(after)).interval
            worse = paired_difference(at_a_loss(runs), at_a_loss(after)).interval
            return Lift(raised.condition, raised.by, worse_than_alone(after), effect, raised.whom, worse)

        helps = plan is not None and plan.helps and plan.level >= 0.0
        tips: list[Lift] = []
        lift, unread = None, None
        if outcome == "joint_value" and reads_interests(scenario):
            usual = {"dependence.total": f"{USUAL - scenario.parameters.dependence.total:+.4f}"}
            as_usual = runs_with(lambda group: with_changes(group, usual), told)
            unread = Unread(worse_than_alone(as_usual))
            if plan:
                then = runs_with(lambda group: with_changes(stepped(group, steps, effort, phase), usual), told)
                better = paired_difference(values_of(as_usual), values_of(then)).higher
                unread = Unread(unread.alone, worse_than_alone(then), better)
        works: list[Work] = []
        if is_brought(scenario) and outcome == "joint_value":
            worked_on = {one for step in plan.steps for one in step} if plan and plan.helps else set()
            lowest = [name for name in lowest_scored(scenario) if name not in worked_on]
            works = [work_of(name, runs, with_steps([(name,)]), phase) for name in lowest]
            if helps and plan:
                lifts = [one for raised in lowest_raised(scenario) if (one := lifted(raised))]
                lift = max(
                    (one for one in lifts if one.effect.low > plan.effect.high),
                    key=lambda one: one.effect.mean, default=None,
                )  # fmt: skip
            elif found.alone >= BEGINS:
                raised = [Raised(name, one_point(scenario)) for name in scenario.scores]
                tips = [one for each_ in raised if (one := lifted(each_)) and one.tips]
    ask_next = worth_asking(sets, gains, seeds.start) if gains is not None and len(sets) > 1 else ()
    watch((most_runs(scenario, len(seeds), phase) - (next(each) - 1)) * scenario.rounds)
    return Counsel(
        outcome=outcome,
        scores=np.array([scenario.scores.get(name, math.nan) for name in CONDITIONS]),
        outlook=found,
        misses=misses(scenario, found.conditions),
        blockers=blockers,
        plan=plan,
        sides=sides,
        turns=tuple(turns),
        ask_next=ask_next,
        sign=sign_of(runs, values, half_way),
        effort=effort,
        phase=phase,
        price=scenario.parameters.effort.price,
        lead=lead_of(runs[0]),
        grows=grows,
        unnamed=unnamed,
        of_few=of_few,
        tips=tuple(sorted(tips, key=lambda one: one.alone)),
        lift=lift,
        few_ties=few_ties,
        lowest=tuple(lowest_scored(scenario)),
        unread=unread,
        assumed=agreement_is_assumed(scenario),
        asks=not_asked(scenario, [name for name, _ in ask_next]),
        works=tuple(works),
    )


def most_runs(scenario: Scenario, replicates: int, phase: int) -> int:
    """How many runs a counsel takes at most; fewer where nobody blocks, or where two phases are alike.

    Parameters
    ----------
    scenario, phase
        As for `counsel`.
    replicates
        Seeds of the advice.
    """
    phases = phases_of(scenario, phase)
    orders = math.factorial(phases)
    told = 3 + len(other_ways(scenario)) + MOST_BLOCKERS * len(turns_of(""))  # as it is, with a plan, in other ways
    told += phases + orders - 1  # without each step, in another order
    told += 3 * len(scenario.scores)  # with something else first, and both from another start
    told += max(2, len(scenario.scores)) if scenario.scores else 0  # with a score that is higher
    told += len(scenario.scores)  # with work on the lowest alone
    told += 3  # without whom is missed most, and with and without one of whom nothing is known
    told += 2  # with interests not read as what partners bring one another, without the steps and with them
    told += 2 * MOST_LOOKED_INTO + MOST_BLOCKERS * MOST_FACTS  # without what is known of who says no
    return (
        (told + MOST_JOINING) * min(TOLD, replicates)
        + (phases * len(CHOICES) + min(MOST_MISSED, len(scenario.labels))) * min(SEARCHED, replicates)
        + (orders + phases) * min(TRIED, replicates)
    )


def misses(scenario: Scenario, index: np.ndarray) -> dict[str, float]:
    """By how much the model misses what the group scores itself, share: above zero where the model has more."""
    found = dict(zip(CONDITIONS, index.tolist(), strict=True))
    return {name: found[name] - score for name, score in scenario.scores.items()}


class Raised(NamedTuple):
    """A condition on which the group would score higher, by a share; `whom` is the one partner that would."""

    condition: str
    by: float
    whom: str = ""


def one_point(scenario: Scenario) -> float:
    """One point on the scale that the group answered on, share; of four points where that is not known."""
    scales = scenario.answered.scales if scenario.answered else ()
    low, high = sorted(scales[0]) if len(scales) == 1 else (measured.LOWEST, measured.HIGHEST)
    return 1.0 / (high - low)


def lowest_raised(scenario: Scenario) -> list[Raised]:
    """The lowest scores, raised to the mean of the group: that of all partners, and that of one on one condition.

    Where one of them scores as the group does on a condition, the mean over partners rises by its part.
    """
    scores, found = scenario.scores, []
    if len(scores) > 1:
        lowest = min(scores, key=scores.__getitem__)
        found.append(Raised(lowest, sum(scores.values()) / len(scores) - scores[lowest]))
    if answered := scenario.answered:
        for one in answered.lowest_by_name[:1]:
            if one["condition"] in scores:
                short = scores[one["condition"]] - one["score"]
                found.append(Raised(one["condition"], short / answered.organisations, one["organisation"]))
    return [one for one in found if one.by > 0.0]


def lowest_scored(scenario: Scenario) -> list[str]:
    """The conditions of the lowest score, as it is told; none of scores that one person alone gave."""
    answered = scenario.answered
    if not scenario.scores or (answered and answered.respondents == 1):
        return []
    return lowest_conditions(scenario.scores, told_scale(answered.scales if answered else ()))


def could_be_first(scenario: Scenario, missed: Mapping[str, float], first: Step) -> list[str]:
    """Conditions of which it may be asked why they do not come first: the lowest score, and those that are missed.

    Parameters
    ----------
    scenario
        The group.
    missed
        By how much the model misses its scores, as `misses` gives it.
    first
        What comes first.
    """
    asked = [name for name in lowest_scored(scenario) if name not in first]
    return [name for name in missed if (name,) != first and (abs(missed[name]) > MODEL or name in asked)]


def check_fit(scenario: Scenario, threads: int | None = None) -> None:
    """Refuse an advice to a group that the model misses: it would be for another one.

    Parameters
    ----------
    scenario
        The group.
    threads
        As in `samenspel.results.replicates.replicate`.

    Raises
    ------
    MisfitError
        A condition is missed by more than `TOO_FAR`.
    """
    if not scenario.scores:
        return
    index = first_round(scenario, threads).tolist()
    missed = MisfitError(scenario, dict(zip(CONDITIONS, index, strict=True)))
    if missed.far:
        raise missed


def only_names(scenario: Scenario) -> bool:
    """Whether all that is known of partners is what they are called: no trait, no score, no network, no event.

    Partners without a name of their own, as in a practice case, stand for any.
    """
    named = any(not NAMELESS.fullmatch(label) for label in scenario.labels)
    if not named or scenario.scores or scenario.events or scenario.choices:
        return False
    state = scenario.declare(1)
    n, ties = len(scenario.labels), state.ties
    said = [*(state.organisations[field] for field in (*TRAITS, *MOTIVES, *POINTS)), *(ties[one] for one in TIE_FIELDS)]
    return ties.size == n * (n - 1) and not any(np.nan_to_num(values).any() for values in said)


def check_answered(scenario: Scenario) -> None:
    """Refuse an advice about partners of which only the names are known: who holds up what would be chance alone.

    Raises
    ------
    InputError
        Nothing but names is known.
    """
    if only_names(scenario):
        raise InputError(
            "only the names of the {n} organisations were read, and nothing that anybody answered about them or their "
            "network; an advice would be chance with names on it",
            Message("advice"), n=len(scenario.labels),
        )  # fmt: skip


def check_rounds(scenario: Scenario) -> None:
    """Refuse an advice to a group whose runs end by a rule of its own: they are counted round by round, side by side.

    Raises
    ------
    InputError
        There is such a rule among its parts.
    """
    if scenario.parts and scenario.parts.stop:
        raise InputError(
            "got a rule by which runs end early, allowed: none; an advice counts runs that last as long",
            "parts", scenario.parts.file,
        )  # fmt: skip


def with_goal(runs: Sequence[Run]) -> np.ndarray:
    """Whether there is a goal, shape (runs, rounds)."""
    return np.array([one.history["agreed"] for one in runs]) > 0.0


def agreed_in(agreed: np.ndarray) -> tuple[float, float]:
    """Shares of runs in which there is a goal in some round, and after the last, of what `with_goal` gives."""
    return float(agreed.any(axis=1).mean()), float(agreed[:, -1].mean())


def at_a_loss(runs: Sequence[Run]) -> np.ndarray:
    """Whether the partners are worse off than alone, over all rounds, shape (runs,): 1 or 0."""
    return np.array([float(one.history["joint_value"].mean() < 0.0) for one in runs])


def worse_than_alone(runs: Sequence[Run]) -> float:
    """Share of runs in which the partners are worse off than alone, over all rounds."""
    return float(at_a_loss(runs).mean())


def reads_interests(scenario: Scenario) -> bool:
    """Whether what partners bring one another goes by their score on interests (see `samenspel.brought.present`)."""
    return is_brought(scenario) and "interests" in scenario.scores


def after_months(scenario: Scenario, months: int) -> int:
    """How many rounds so many months are, one at least.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> after_months(load("merger"), 6), after_months(load("energy_transition"), 6)
    (6, 2)
    """
    return max(1, math.floor(months / scenario.months + 0.5))


def outlook_of(runs: Sequence[Run]) -> Outlook:
    """Where runs go."""
    agreed = with_goal(runs)
    begins, (ever, at_end) = agreed.any(axis=1), agreed_in(agreed)
    first = 1 + agreed.argmax(axis=1)
    start = runs[0].scenario.declare(runs[0].seed).collaboration[0]
    return Outlook(
        runs=len(runs),
        agreed=not math.isnan(start["goal"][0]),
        begins=ever,
        holds=at_end,
        alone=worse_than_alone(runs),
        first=float(np.median(first[begins])) if begins.any() else math.nan,
        conditions=at_first(runs),
    )


def lead_of(run: Run) -> str:
    """Who leads at the start, where one of them does."""
    row = int(run.scenario.declare(run.seed).collaboration["declared_lead"][0])
    return run.scenario.labels[row] if row >= 0 else ""


# --- steps ------------------------------------------------------------------------------------------------------


def best_steps(
    scenario: Scenario,
    played: Callable[[Callable[[Scenario], Scenario], range], np.ndarray],
    search: range,
    order: range,
    effort: float,
    phase: int,
    worth: float = 0.0,
) -> tuple[Step, ...]:
    """What to work on in each phase: what brings most after what went before, then in the order that brings most.

    A step that is not worth it is none: a board that is told to work on nearly everything is told nothing.

    Parameters
    ----------
    scenario
        The group.
    played
        Gives the outcome of each seed, after a change of the scenario.
    search, order
        Seeds of the search, and of the orders of what was found.
    effort, phase
        A round, and rounds of a phase.
    worth
        How much each theme has to bring, in the unit of the outcome.
    """

    @cache
    def mean(steps: tuple[Step, ...], seeds: range) -> float:
        return float(played(lambda group: stepped(group, steps, effort, phase), seeds).mean())

    steps: tuple[Step, ...] = ()
    for _ in range(phases_of(scenario, phase)):
        steps = (*steps, max(CHOICES, key=lambda step: mean((*steps, step), search) - worth * len(step)))
    found = max(sorted(set(permutations(steps))), key=lambda one: mean(one, order))
    return without_idle(found, lambda one: mean(one, order), worth) if worth else found


def without_idle(steps: tuple[Step, ...], mean: Callable[[tuple[Step, ...]], float], worth: float) -> tuple[Step, ...]:
    """Steps without those that bring less than they are worth, one after the other; nothing comes last in their place.

    Parameters
    ----------
    steps
        In order.
    mean
        What steps bring.
    worth
        How much each theme of a step has to bring.

    Examples
    --------
    The second brings a tenth where it has to bring a fifth:

    >>> brings = {("relation",): 1.0, ("process",): 0.1, (): 0.0}
    >>> without_idle((("process",), ("relation",)), lambda steps: sum(brings[one] for one in steps), 0.2)
    (('relation',), ())
    """
    kept = steps
    for step in filter(None, steps):
        place = kept.index(step)
        less = (*kept[:place], *kept[place + 1 :], ())
        if mean(kept) - mean(less) < worth * len(step):
            kept = less
    return kept


def phases_of(scenario: Scenario, phase: int) -> int:
    """How many phases there is room for, up to the most that are searched."""
    return min(MOST_PHASES, max(1, scenario.rounds // phase))


def stepped(scenario: Scenario, steps: Sequence[Step], effort: float, phase: int) -> Scenario:
    """The scenario with work on what is a step in each phase, two together at half the effort each.

    Parameters
    ----------
    scenario
        What is worked on.
    steps
        The conditions of each step, in their order.
    effort
        Of a step, in all.
    phase
        Rounds of a step.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> found = stepped(load("baseline"), [("relation",), ("process", "ambition")], effort=1.0, phase=12)
    >>> [(event.round, dict(event.parameters)) for event in found.events][:3]
    [(1, {'effort.relation': 1.0}), (13, {'effort.relation': 0.0}), (13, {'effort.process': 0.5})]
    """
    for place, step in enumerate(steps):
        for condition in step:
            scenario = invested(scenario, condition, effort / len(step), phase, 1 + place * phase)
    return scenario


def move_of(step: Step, scenario: Scenario, within: Sequence[Run], without: Sequence[Run], beside: Difference) -> Move:
    """What a step is for.

    Parameters
    ----------
    step, scenario
        Of which plan of which group.
    within, without
        Runs with the whole plan, and with the plan without the step.
    beside
        What the plan brings beside it without the step.
    """
    noes, before = np.array(objecting(within)), np.array(objecting(without))
    row = int(np.argmax(before - noes))
    if before[row] - noes[row] >= HALF_A_ROUND:
        whom, delivers = scenario.labels[row], math.nan
    else:
        more, was = (traced(runs, "pooled").mean(axis=(0, 1)) for runs in (within, without))
        row = int(np.argmax(more - was))
        delivers = float(more[row] / was[row] - 1.0) if was[row] > 0.0 else 0.0
        whom = scenario.labels[row] if delivers >= LITTLE else ""
    return Move(step, beside.interval, beside.higher, whom, float(before[row]), float(noes[row]), delivers)


def work_of(condition: str, without: Sequence[Run], within: Sequence[Run], phase: int) -> Work:
    """What work on a condition does by itself, while it lasts and after it.

    Parameters
    ----------
    condition
        That is worked on.
    without, within
        Runs without it and with it, in pairs.
    phase
        Rounds of the work, the first of each run.
    """

    def beside(name: str, rounds: slice) -> Interval:
        before, after = (np.array([one.history[name][rounds] for one in runs]) for runs in (without, within))
        if not before.size:
            return Interval(math.nan, math.nan, math.nan, 0)
        return paired_difference(before.mean(axis=1), after.mean(axis=1)).interval

    work, later = slice(phase), slice(phase, None)
    return Work(
        condition, beside(condition, work), beside(condition, later), beside("joint_value", work),
        beside("joint_value", later),
    )  # fmt: skip


def growth_of(step: Step, within: Sequence[Run], without: Sequence[Run], round_: int) -> tuple[Growth, ...]:
    """What of the first step of a plan shows after a round, where it can be told from chance.

    Parameters
    ----------
    step
        What is worked on first.
    within, without
        Runs with the plan and without it, in pairs.
    round_
        After which it is looked; nothing shows where runs are shorter.
    """
    found: list[Growth] = []
    if without[0].history.size < round_:
        return ()
    for name in step:
        start = float(np.mean([one.history[0][name] for one in without]))
        after, before = (np.array([one.history[round_ - 1][name] for one in runs]) for runs in (within, without))
        if paired_difference(before, after).interval.sign > 0:
            found.append(Growth(name, float(after.mean()) - start, float(before.mean()) - start))
    return tuple(found)


def other_ways(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """Other ways to go about it, by name: the other logics, and the other forms of governance."""
    from ..mechanisms.governance import FORMS

    ways: dict[str, dict[str, Any]] = {
        name: {"logic": name} for name in ("hierarchy", "network") if name != logic_of(scenario)
    }
    now = scenario.parameters.governance.form
    for number, form in enumerate(FORMS):
        if number != now:
            ways[str(form)] = {"governance.form": form}
    return ways


def turns_of(name: str) -> dict[str, dict[str, Any]]:
    """What a partner may choose: to be won for the whole (by so much: an assumption), or to leave at once."""
    won = dict.fromkeys((f"{name}.commitment", f"{name}.loyalty"), f"+{WON}")
    return {"convinced": won, "leaves": {f"{name}.leaves": 1}}


def outsiders(run: Run) -> list[str]:
    """Those who do not take part at the start and could: somebody is tied to them."""
    start = run.scenario.declare(run.seed)
    tied = np.unique(start.ties["target"])
    rows = [row for row in np.flatnonzero(start.organisations["member"] == OUTSIDE).tolist() if row in tied]
    return [run.scenario.labels[row] for row in rows][:MOST_JOINING]


def most_missed(
    run: Run, played: Callable[[Callable[[Scenario], Scenario], range], np.ndarray], search: range
) -> str | None:
    """Without whom the others have least, of those who take part; `played` as for `best_steps`."""
    organisations = run.scenario.declare(run.seed).organisations
    members = np.flatnonzero(organisations["member"] == MEMBER)
    largest = members[np.argsort(-run.state.organisations["size"][members], kind="stable")][:MOST_MISSED]
    if largest.size < 3:  # without one of two nothing is left
        return None

    def without(row: int) -> float:
        return float(
            played(lambda group: with_changes(group, {f"{run.scenario.labels[row]}.leaves": 1}), search).mean()
        )

    return run.scenario.labels[min(largest.tolist(), key=without)]


def rests_on_facts(
    scenario: Scenario,
    whom: str,
    lost: np.ndarray,
    played: Callable[[Callable[[Scenario], Scenario], range], np.ndarray],
    seeds: range,
) -> bool:
    """Whether half of what the others lose without a partner is for what was answered about it, by several people.

    Parameters
    ----------
    scenario, whom
        The group, and the partner; of a group that nobody brought all is taken to be known.
    lost
        What they lose in each run.
    played
        As for `best_steps`.
    seeds
        Of these runs.
    """
    if not is_brought(scenario):
        return True
    facts = [fact for fact in known_of(scenario, whom) if by_several(scenario, whom, fact)]
    if not facts:
        return False
    here = played(lambda group: without(group, whom, facts), seeds)
    gone = played(lambda group: with_changes(without(group, whom, facts), {f"{whom}.leaves": 1}), seeds)
    more = paired_difference(here - gone, lost).interval
    return more.sign > 0 and more.mean >= float(lost.mean()) / 2.0 > 0.0


# --- what else ----------------------------------------------------------------------------------------------------


def worth_asking(sets: Sequence[Mapping[str, Any]], gains: np.ndarray, seed: int) -> tuple[tuple[str, float], ...]:
    """What knowledge of each parameter would be worth: how much better one would choose, in the unit of the outcome.

    The expected value of partial perfect information by regression (Strong, Oakley and Brennan 2014), linear in one
    parameter; what chance alone would make of it, as the parameter is shuffled over sets, is asked to be less.

    Parameters
    ----------
    sets
        Of parameters, by name.
    gains
        Shape (sets, pairs, 5).
    seed
        Of the shuffles.
    """
    means = with_nothing(gains.mean(axis=1))
    chance, found = np.random.default_rng(seed), []
    for name in ASKED:
        if name not in sets[0]:
            continue
        values = np.array([one[name] for one in sets], float)
        if np.ptp(values) == 0.0:
            continue
        worth = value_of(values, means)
        by_chance = [value_of(chance.permutation(values), means) for _ in range(SHUFFLES)]
        if worth > np.quantile(by_chance, 0.95):
            found.append((name, worth))
    return tuple(sorted(found, key=lambda one: -one[1])[:3])


def value_of(values: np.ndarray, means: np.ndarray) -> float:
    """How much better one would choose who knew a parameter: by lines through the gains of each option.

    Examples
    --------
    One option gains as much as the parameter, the other nothing; who knows it takes the first where it is above zero:

    >>> value_of(np.array([-1.0, 1.0]), np.array([[-1.0, 0.0], [1.0, 0.0]]))
    0.5
    """
    off = values - values.mean()
    slopes = off @ means / (off @ off)
    lines = means.mean(axis=0) + np.outer(off, slopes)
    return float(lines.max(axis=1).mean() - means.mean(axis=0).max())


def sign_of(runs: Sequence[Run], values: np.ndarray, round_: int) -> Sign | None:
    """What tells after a round how it ends: of conditions and trust, the one that goes most with the outcome.

    Parameters
    ----------
    runs
        As the group is.
    values
        Shape (runs,): the outcome of each.
    round_
        After which it is looked.
    """
    if len(runs) < TRIED or runs[0].history.size <= round_ or np.ptp(values) == 0.0:
        return None
    known = {name: np.array([one.history[round_ - 1][name] for one in runs]) for name in (*CONDITIONS, "trust")}
    moving = {name: column for name, column in known.items() if np.ptp(column) > 1e-9}
    if not moving:
        return None
    name = max(moving, key=lambda one: abs(np.corrcoef(moving[one], values)[0, 1]))
    divides, good = float(np.median(moving[name])), values > np.median(values)
    above = moving[name] > divides
    if not above.any() or above.all():
        return None
    return Sign(round_, name, divides, float(good[above].mean()), float(good[~above].mean()))


def beside_measured(scores: np.ndarray) -> dict[str, tuple[float, float, float]]:
    """Of each condition that was scored: the score, the mean of the partnerships, and the share of them below it."""
    shares = measured.below(scores)
    return {
        name: (float(scores[place]), float(measured.MEAN[place]), float(shares[place]))
        for place, name in enumerate(CONDITIONS)
        if not math.isnan(scores[place])
    }

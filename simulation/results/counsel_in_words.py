"""What a board is told, in its own words and order, in every language; as text for a terminal."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

import numpy as np

from ..brought.answered import DECIMALS, FEWEST, SHARES, Answered, near, on_scale, told_scale
from ..brought.measured import PARTNERSHIPS
from ..brought.options import Scale
from ..brought.present import MODEL
from ..brought.words import is_bookkeeping
from ..conditions import CONDITIONS
from ..game import ALONE
from ..logic import SHARED
from ..numbers import written
from ..scenario import Scenario
from .advice import AIMS, NOTHING, OPTIONS, Advice
from .blockers import MOST_BLOCKERS, RARE, Blocker
from .comparison import logic_of
from .counsel import (
    HALF_A_YEAR,
    SURELY,
    TIPS,
    Counsel,
    Growth,
    Lift,
    Move,
    Plan,
    Side,
    Sign,
    Step,
    Work,
    beside_measured,
    lowest_scored,
)
from .intervals import Interval
from .known import OWN, RATED, SCORED, is_brought, may_be_told_of, read_of, says_who_objects
from .outcomes import LANGUAGES, capitalised, title
from .report import wrapped
from .scenarios import in_a_sentence, of_scenario, round_of

WORDS = Path(__file__).with_name("counsel.toml")
UNITS = ("day", "week", "month", "quarter", "year")  # that a round may stand for, in a word
MOSTLY = 0.5  # of the runs in which somebody says no, from which the verdict names who (a choice)
OFTEN = 1 / 3  # of the runs: what is so in more of them is said of what is nearly sure otherwise (a choice)
LONGEST_COLUMN = 40  # characters of a heading
MANY = 3  # themes, of which to work on all in whatever order is no choice (a choice)
MOST_ESTIMATED = 2  # organisations whose marks somebody else gave, of which the names are told
MOST_COLUMNS = 12  # that were not read, of which the names are told


class Section(NamedTuple):
    """One part of what is told.

    Attributes
    ----------
    title
        Above it.
    lines
        Its sentences.
    steps
        How many of the first of them are steps.
    ordered
        Whether these are in an order that can be told.
    ways
        Other ways that the sentences are about, each in one.
    scored
        Whether all between the first and the last of them are scores.
    blockers
        Who those after the first are about, each in one.
    """

    title: str
    lines: list[str]
    steps: int = 0
    ordered: bool = False
    ways: tuple[Side, ...] = ()
    scored: bool = False
    blockers: tuple[Blocker, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Those of its lines that are no row of a table."""
        if self.scored:
            return [self.lines[0], self.lines[-1]]
        if self.blockers:
            return [self.lines[0], *self.lines[1 + len(self.blockers) :]]
        return [] if self.ways else self.lines


@cache
def words(language: str) -> dict[str, str]:
    """Everything that is said, by key."""
    return {key: said[language] for key, said in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


def shown(value: float, language: str, decimals: int = 2, signed: bool = False) -> str:
    """A number as the language writes it.

    Parameters
    ----------
    value
        Any number.
    language
        `en` or `nl`.
    decimals
        How many are kept.
    signed
        With its sign, where it is positive too.

    Examples
    --------
    >>> shown(0.254, "nl"), shown(-0.001, "en"), shown(3.0, "en", 1, signed=True)
    ('0,25', '0.00', '+3.0')
    """
    return written(value, decimals, signed, "," if language == "nl" else ".")


def end_of(value: float, language: str) -> str:
    """An end of a scale, with no more decimals than it has.

    Examples
    --------
    >>> end_of(5.0, "nl"), end_of(0.5, "nl")
    ('5', '0,5')
    """
    return f"{value:g}".replace(".", "," if language == "nl" else ".").replace("-", "\N{MINUS SIGN}")


SMALL = 1.95  # per cent, below which a decimal is told


def amount(value: float, outcome: str, language: str, signed: bool = True) -> str:
    """A difference in an outcome: of value, as a share of what each makes alone.

    Parameters
    ----------
    value, outcome
        The difference, and in what.
    language
        `en` or `nl`.
    signed
        Whether a plus is said.

    Examples
    --------
    >>> print(amount(0.25, "joint_value", "en"), amount(-0.005, "joint_value", "nl"), amount(0.1, "trust", "nl"))
    +50 % −1,0 % +0,10
    """
    if outcome == "joint_value":
        return part_of_alone(value, language, signed)
    return shown(value, language, signed=signed)


def part_of_alone(value: float, language: str, signed: bool = False) -> str:
    """A value per round as a share of what an organisation makes by itself."""
    percent = 100.0 * value / ALONE
    return f"{shown(percent, language, 1 if abs(percent) < SMALL else 0, signed)}\N{NO-BREAK SPACE}%"


def in_100(share: float) -> str:
    """A share as so many of 100."""
    return written(100.0 * share)


def between(share: float, other: float, language: str) -> str:
    """Two shares as so many of 100, from the lower to the higher; one where the other is as high, or is not known.

    Examples
    --------
    >>> between(0.77, 0.7, "nl"), between(0.304, 0.296, "en"), between(0.2, float("nan"), "en")
    ('70 tot 77', '30', '20')
    """
    if not apart(share, other):
        return in_100(share)
    low, high = (in_100(one) for one in sorted((share, other)))
    return words(language)["from_to"].format(low=low, high=high)


def apart(share: float, other: float) -> bool:
    """Whether two shares are told as two numbers."""
    return not math.isnan(other) and in_100(share) != in_100(other)


def verdict_is_two(counsel: Counsel, plan: Plan) -> bool:
    """Whether the verdict on steps that pay has two numbers for one: it is said there why."""
    if counsel.unread is None:
        return False
    without, risky = counsel.unread, is_risky(counsel, plan)
    risks = [(plan.alone, without.after), (counsel.outlook.alone, without.alone)] if risky else []
    better = [(plan.better, without.better)] if says_how_much_better(counsel) else []
    return any(apart(*pair) for pair in [*risks, *better])


def two_before(counsel: Counsel, plan: Plan) -> bool:
    """Whether there are two numbers for one before the steps, in the verdict or in where it goes."""
    now = counsel.unread is not None and apart(counsel.outlook.alone, counsel.unread.alone)
    return now or verdict_is_two(counsel, plan)


def alone_told(counsel: Counsel, language: str, plan: Plan | None = None) -> str:
    """In how many of 100 the partners are worse off than alone, with a plan or without: with the score on interests
    read as what they bring one another and without, where it is read so.
    """
    without = counsel.unread
    if plan:
        return between(plan.alone, without.after if without else math.nan, language)
    return between(counsel.outlook.alone, without.alone if without else math.nan, language)


def hangs_on_interests(counsel: Counsel, plan: Plan) -> bool:
    """Whether it is so that how often they are worse off hangs on whether the score on interests is read so."""
    return counsel.unread is not None and abs(plan.alone - counsel.unread.after) >= TIPS - 1e-9


def unit_of(scenario: Scenario) -> str:
    """What a round is called, as a key of `words`: by what it stands for, where that is one word, or else a round.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> unit_of(load("merger")), unit_of(load("area_development"))
    ('month', 'round')
    """
    known = {words(one)[f"unit_{name}"]: name for one in LANGUAGES for name in UNITS}
    return known.get(scenario.round, "round")


def length(scenario: Scenario, rounds: int, language: str) -> str:
    """So many rounds."""
    return f"{rounds} {words(language)[f'{"unit" if rounds == 1 else "units"}_{unit_of(scenario)}']}"


def sections(scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> list[Section]:
    """All that is told after the verdict, in order.

    Parameters
    ----------
    scenario
        The group that was asked about.
    counsel, advice
        What was found, and what its levers bring.
    language
        `en` or `nl`.
    """
    said = words(language)
    in_months = scenario.round == "month" or scenario.months != 1.0
    when = said["half_a_year"] if in_months else length(scenario, HALF_A_YEAR, language)
    rests, turns = [*rests_told(scenario, counsel.outlook.agreed, language)], turns_told(counsel)
    if counsel.unread:
        alone = said["supposes"].format(alone=alone_told(counsel, language))
        loss = [supposing(counsel.assumed, counsel.outlook.agreed, alone, language)] if stops(counsel) else []
        ends = [said["two_ends"]] if loss and apart(counsel.outlook.alone, counsel.unread.alone) else []
        rests.append(" ".join([*loss, said["reads_interests"], *ends]))
    goes, ways = pays(counsel), () if asks_costs_first(counsel) else counsel.sides
    turns = () if asks_costs_first(counsel) else turns
    beside = [*measured_told(scenario, counsel, language)]
    unnamed = not counsel.blockers and (counsel.unnamed or (is_brought(scenario) and counsel.of_few))
    hesitate = [] if unnamed and says_who_objects(scenario) else [*blockers_told(scenario, counsel, language)]
    sure = [*sureness_told(counsel, advice, language)]
    rests += sure if rests and len(sure) == 1 else []
    told = [
        Section(said["outlook"], [*outlook_told(counsel, language)]),
        Section(said["measured"], beside, scored=bool(beside_measured(counsel.scores)) and not is_of_one(scenario)),
        *([Section(said["blockers"], hesitate, blockers=counsel.blockers)] if hesitate else []),
        steps_in(scenario, counsel, advice, language),
        *([Section(said["turns"], [*ways_told(counsel, turns, language)], ways=turns)] if turns else []),
        *([Section(said[sides_title(scenario)], [*ways_told(counsel, ways, language)], ways=ways)] if ways else []),
        *([Section(said["sure"], sure)] if sure and not (rests and len(sure) == 1) else []),
        *([Section(said["rests"], rests)] if rests else []),
        Section(said["ask"], [*questions_told(scenario, counsel, language)]),
    ]
    watched = [*watch_told(scenario, counsel, language)]
    return [*told, Section(said["watch"].format(when=when), watched)] if goes and watched else told


def pays(counsel: Counsel) -> bool:
    """Whether there are steps that are worth it: without them nothing is told as if they were taken."""
    return counsel.plan is not None and counsel.plan.helps and not is_worse(counsel, counsel.plan)


def stops(counsel: Counsel) -> bool:
    """Whether the verdict is that it does not pay: no steps are worth it, and most often the partners are worse off."""
    return not pays(counsel) and counsel.outcome == "joint_value" and counsel.outlook.alone >= 0.5


def asks_costs_first(counsel: Counsel) -> bool:
    """Whether nobody gave what it costs and brings each, and all hangs on it: what any way brings cannot be said."""
    return counsel.unread is not None and stops(counsel)


def sides_title(scenario: Scenario) -> str:
    """The title of other ways to go about it: beside one that nobody was asked of, where all decide together."""
    together_now = scenario.parameters.governance.form == SHARED and logic_of(scenario) == "network"
    return "sides_assumed" if is_brought(scenario) and together_now else "sides"


def turns_told(counsel: Counsel) -> tuple[Side, ...]:
    """What partners may choose, without who leaves: a sheet for a table wishes nobody away who sits at it."""
    return tuple(one for one in counsel.turns if one.name not in ("leaves", "missed"))


def verdict(counsel: Counsel, language: str) -> list[str]:
    """What to do and how sure that is, in one paragraph that names what it leans on; then what goes with it."""
    said, plan, now = words(language), counsel.plan, counsel.outlook
    if plan is None or not pays(counsel):
        if stops(counsel):
            if asks_costs_first(counsel):
                return [marks_first(counsel, language), *supposed(counsel, language)]
            stop = said["do_not_go_on" if now.agreed else "do_not_begin"].format(alone=alone_told(counsel, language))
            stop = supposing(counsel.assumed, now.agreed, stop, language)
            return [stop, *tips_told(counsel, language), *supposed(counsel, language)]
        nothing = said["do_nothing"].format(holds=in_100(now.holds))
        nothing = supposing(counsel.assumed, now.agreed, nothing, language)
        return [nothing, *in_doubt(counsel, language), *supposed(counsel, language)]
    chooses = plan.begun or plan.heaviest is not None or len({*chain(*plan.steps)}) < MANY
    do = order_told(plan, language) if chooses else cannot_choose(plan, language)
    if not says_how_much_better(counsel):
        first = said["do_begin" if chooses else "choose_begin"].format(do=do, begins=in_100(plan.begins))
    else:
        better = between(plan.better, counsel.unread.better if counsel.unread else math.nan, language)
        first = said["do_better" if chooses else "choose_better"].format(do=do, better=better)
    if is_risky(counsel, plan):
        first += f" {said['do_still'].format(alone=alone_told(counsel, language, plan))}"
        first += f" {said['hangs']}" if hangs_on_interests(counsel, plan) else ""
    lines = [*risk_told(counsel, language)] if is_risky(counsel, plan) else []
    lines += [said["two_ends"]] if verdict_is_two(counsel, plan) else []
    lines += [] if chooses else in_doubt(counsel, language)
    lines += lowest_in_verdict(counsel, plan, language)
    if counsel.blockers and counsel.blockers[0].objects >= MOSTLY:
        lines.append(first_told(counsel, plan, counsel.blockers[0], language))
    return [supposing(counsel.assumed, now.agreed, first, language), *lines, *supposed(counsel, language)]


def marks_first(counsel: Counsel, language: str) -> str:
    """What was asked, and that whether it pays was not."""
    said = words(language)
    lowest = together([said[one] for one in counsel.lowest], language) if counsel.lowest else ""
    key = "lowest_first" if len(counsel.lowest) == 1 else "lowest_first_of_more" if counsel.lowest else "only_marks"
    return f"{said[key].format(lowest=lowest)} {said['ask_first']}"


def says_how_much_better(counsel: Counsel) -> bool:
    """Whether the verdict says how often the steps are better than nothing, and not how often there is an agreement."""
    return counsel.outlook.agreed or counsel.outlook.begins >= SURELY


def supposing(assumed: bool, agreed: bool, sentence: str, language: str) -> str:
    """What is said, on the condition that it stands on where nobody said whether there is an agreement.

    Parameters
    ----------
    assumed
        Whether nobody said so.
    agreed
        What is assumed then.
    sentence, language
        What is said, and in which language.

    Examples
    --------
    >>> supposing(True, False, "Werk aan ambitie.", "nl"), supposing(False, False, "Werk aan ambitie.", "nl")
    ('Als er nu nog geen akkoord is: werk aan ambitie.', 'Werk aan ambitie.')
    """
    if not assumed:
        return sentence
    key = "if_agreed" if agreed else "if_not_agreed"
    return words(language)[key].format(said=f"{sentence[0].lower()}{sentence[1:]}")


def supposed(counsel: Counsel, language: str) -> Iterator[str]:
    """What to do with such a condition."""
    if counsel.assumed:
        yield words(language)["settle_agreed" if counsel.outlook.agreed else "settle_not_agreed"]


def cannot_choose(plan: Plan, language: str) -> str:
    """The themes between which the model cannot choose."""
    return together([words(language)[one] for one in dict.fromkeys(chain(*plan.steps))], language)


def in_doubt(counsel: Counsel, language: str) -> Iterator[str]:
    """Where the model does not choose, the smallest thing that would change that, and what the marks say meanwhile."""
    said, plan = words(language), counsel.plan
    off = {one.condition: one.miss for one in plan.others if one.miss and not one.waits} if plan else {}
    if off:
        yield said["change_by_score"].format(condition=said[max(off, key=lambda one: abs(off[one]))])
    elif counsel.asks:
        yield said["change_by_asking"].format(what=said[f"asked_{counsel.asks[0].replace('.', '_')}"])
    yield from talk_meanwhile(counsel, language)


def talk_meanwhile(counsel: Counsel, language: str) -> Iterator[str]:
    """What to talk about by the marks themselves, where the model does not say what to work on."""
    said = words(language)
    if counsel.lowest:
        yield said["meanwhile"].format(conditions=together([said[one] for one in counsel.lowest], language))


def tips_told(counsel: Counsel, language: str) -> Iterator[str]:
    """On which score it hangs most that it does not pay, or that it hangs on none, and what to find out first."""
    said = words(language)
    if np.isnan(counsel.scores).all():
        return
    for one in counsel.tips[:1]:
        yield said["tips"].format(condition=said[one.condition], alone=in_100(one.alone))
    work_out = said["work_out"]
    yield work_out if counsel.tips else f"{said['no_tip']} {work_out}"


def lift_of(counsel: Counsel) -> Lift | None:
    """The low score that brings more than the steps if it is raised, where these begin with it: not to say another."""
    lift, plan = counsel.lift, counsel.plan
    return lift if lift and plan and plan.begins_with(lift.condition) else None


def lowest_in_verdict(counsel: Counsel, plan: Plan, language: str) -> Iterator[str]:
    """What the lowest score has to do with the steps: they begin there, or that is not where work brings most."""
    said = words(language)
    if lift := lift_of(counsel):
        effect = amount(lift.effect.mean, "joint_value", language, signed=False)
        whom = in_a_sentence(lift.whom, language)
        yield said["lift_one" if lift.whom else "lift"].format(condition=said[lift.condition], whom=whom, effect=effect)
        if lift.condition == "interests" and counsel.unread:
            yield said["reads_interests"]
        return
    waits = {one.condition for one in plan.others if one.waits}
    waiting = [one for one in counsel.lowest if one in waits and not plan.begins_with(one)]
    if waiting:
        lowest, conditions = (together([said[one] for one in some], language) for some in (counsel.lowest, waiting))
        on = said["on_that"] if len(waiting) == len(counsel.lowest) else said["on"].format(what=conditions)
        yield said["lowest_waits" if len(counsel.lowest) == 1 else "lowest_wait"].format(lowest=lowest, on=on)


def is_risky(counsel: Counsel, plan: Plan) -> bool:
    """Whether with a plan the partners are worse off than alone in more runs than are rare."""
    return counsel.outcome == "joint_value" and plan.alone >= RARE


def risk_told(counsel: Counsel, language: str) -> Iterator[str]:
    """Why to do what may end in a loss: whether that is rarer with the steps."""
    said, plan, without = words(language), counsel.plan, counsel.unread
    pairs = [(plan.alone, counsel.outlook.alone)] if plan else []
    pairs += [(without.after, without.alone)] if without else []
    rarer = all(round(100.0 * after) < round(100.0 * now) for after, now in pairs)
    yield said["without_steps" if rarer else "without_as_often"].format(before=alone_told(counsel, language))


def first_told(counsel: Counsel, plan: Plan, blocker: Blocker, language: str) -> str:
    """With whom to begin, or, where winning that partner clearly brings less than the steps, that it is not enough.

    Parameters
    ----------
    counsel
        Of the group.
    plan
        Its steps, of which the effect is known.
    blocker
        Who says no most often.
    language
        `en` or `nl`.
    """
    won = next((one for one in counsel.turns if (one.name, one.whom) == ("convinced", blocker.name)), None)
    name, objects = in_a_sentence(blocker.name, language), in_100(blocker.objects)
    if won is None or won.effect.high >= plan.effect.low:
        return words(language)["do_talk"].format(whom=name, objects=objects)
    effect = difference(counsel, won, language)
    return words(language)["do_talk_and_more"].format(whom=capitalised(name), objects=objects, effect=effect)


# How the verdict begins: with the only step, what comes first, what stands above all, or all that is worked on.
ONLY, FIRST, ABOVE_ALL, TOGETHER = "only", "first", "above all", "together"


def begun_with(plan: Plan) -> tuple[str, Step, list[Step]]:
    """How the verdict begins, with what, and what other steps there are, in their order."""
    steps = [step for step, _ in groupby(filter(None, plan.steps))]
    others = [step for step in steps[1:] if plan.ordered or step != steps[0]]
    if not others:
        return ONLY, steps[0], []
    if plan.ordered or (plan.begun and plan.steps[0]):
        return FIRST, steps[0], others
    if plan.heaviest and len({*chain(*steps)}) >= MANY:
        most = plan.heaviest.step
        return ABOVE_ALL, most, [step for step in dict.fromkeys(steps) if step != most]
    return TOGETHER, themes_of(plan), others


def order_told(plan: Plan, language: str) -> str:
    """What to work on, as a sentence begins with it, in an order as far as one can be told."""
    said, (how, first, others) = words(language), begun_with(plan)

    def work_on(*all_of_them: Step) -> str:
        return said["on"].format(what=named(tuple(dict.fromkeys(chain(*all_of_them))), language))

    waits = plan.begun and not plan.steps[0]
    if how == ONLY:
        what = work_on(first)
    elif plan.ordered:
        key = "one_by_one" if waits else "at_first" if len(others) == 1 else "first_of_more"
        what = said[key].format(first=work_on(first), others=together([*map(work_on, others)], language, "and_last"))
    elif how == FIRST:
        key = "at_first" if len(set(others)) == 1 else "at_first_any"
        what = said[key].format(first=work_on(first), others=work_on(*others))
    elif how == ABOVE_ALL:
        what = said["above_all"].format(first=work_on(first), others=work_on(*without_those(first, others)))
    else:
        what = work_on(first) if plan.astray else said["any_order"].format(all=work_on(first))
    return said["do_later" if waits else "do"].format(what=what)


def without_those(themes: Step, steps: Sequence[Step]) -> Iterator[Step]:
    """Steps without these themes."""
    return (tuple(one for one in step if one not in themes) for step in steps)


def together(parts: Sequence[str], language: str, joined_by: str = "and") -> str:
    """`one, another and a last one`; or, by `and_last`, one after another."""
    *before, last = parts
    return words(language)[joined_by].format(one=", ".join(before), other=last) if before else last


def outlook_told(counsel: Counsel, language: str) -> Iterator[str]:
    """Whether it begins, goes on or ends."""
    said, found = words(language), counsel.outlook
    if found.agreed:
        key = "goes_on" if found.holds >= 0.5 else "ends"
    else:
        key = "begins" if counsel.begins else "does_not_begin"
    yield said[key].format(begins=in_100(found.begins), holds=in_100(found.holds))
    if not found.agreed and in_100(found.begins) in ("0", "100"):
        yield said["no_certainty"]
    goes, plan = pays(counsel), counsel.plan
    told = is_risky(counsel, plan) if goes and plan else counsel.outcome == "joint_value" and found.alone >= 0.5
    if asks_costs_first(counsel):
        return  # what rests on what nobody gave stands with that
    if not told:  # by the verdict
        two = counsel.unread is not None and apart(found.alone, counsel.unread.alone)
        ends = [said["two_ends"]] if two and not (goes and plan and verdict_is_two(counsel, plan)) else []
        yield " ".join([said["alone"].format(alone=alone_told(counsel, language)), *ends])
    at_least = min(found.alone, counsel.unread.alone) if counsel.unread else found.alone
    if found.begins >= SURELY and at_least >= OFTEN:
        yield said["does_not_pay"]


def scale_of(scenario: Scenario) -> Scale:
    """The scale that scores are told on: that of the group, or else of the partnerships that were measured."""
    return told_scale(scenario.answered.scales if scenario.answered and scenario.scores else ())


def own_scale(scenario: Scenario) -> Scale | None:
    """The scale that all of a group answered on; None where it is not known, or there are several."""
    scale, scales = scale_of(scenario), scenario.answered.scales if scenario.answered and scenario.scores else ()
    return scale if (*scales,) == (scale,) else None


def scored(share: float, scale: Scale, language: str) -> str:
    """A share as a score on a scale.

    Examples
    --------
    >>> scored(0.5, (1.0, 10.0), "nl"), scored(0.6375, (1.0, 5.0), "nl"), scored(0.2833, (1.0, 10.0), "en")
    ('5,5', '3,6', '3.6')
    """
    return shown(on_scale(share, scale), language, DECIMALS)


def points(share: float, scale: Scale, language: str) -> str:
    """A difference between two scores on a scale."""
    low, high = scale
    return shown(abs(share) * (high - low), language, DECIMALS)


def scale_told(scenario: Scenario, language: str) -> str:
    """What the scale is that scores are told on."""
    low, high = (end_of(end, language) for end in scale_of(scenario))
    return words(language)["on_your_scale" if own_scale(scenario) else "on_one_scale"].format(low=low, high=high)


def is_of_one(scenario: Scenario) -> bool:
    """Whether all scores of a group are those of one person, whom they would give away."""
    return bool(scenario.answered and scenario.answered.respondents == 1)


def measured_told(scenario: Scenario, counsel: Counsel, language: str) -> Iterator[str]:
    """Where it stands beside the partnerships that were measured, and how near the model comes to it."""
    said, beside, scale = words(language), beside_measured(counsel.scores), scale_of(scenario)
    if not beside or is_of_one(scenario):
        yield said["one_person_scored" if beside else "not_asked"]
        if beside and (far := far_off(counsel)):
            yield said["starts_hidden"].format(conditions=named([*far], language))
        return
    yield said["source"].format(partnerships=PARTNERSHIPS, scale=scale_told(scenario, language))
    for name, (score, mean, _) in beside.items():
        yield said["beside"].format(
            condition=capitalised(said[name]), score=scored(score, scale, language), mean=scored(mean, scale, language)
        )
    yield start_told(scenario, counsel, language)


def far_off(counsel: Counsel) -> dict[str, float]:
    """By condition of which the model starts too far from the score, by how much, share."""
    return {name: miss for name, miss in counsel.misses.items() if abs(miss) > MODEL}


def starts_of(scenario: Scenario, counsel: Counsel, language: str) -> dict[str, tuple[str, str]]:
    """By condition of which it does, where the model starts and the score, as they are told; none that are told the
    same, as on a short scale.
    """
    scale, scores = scale_of(scenario), scenario.scores
    told = {
        name: (scored(scores[name] + miss, scale, language), scored(scores[name], scale, language))
        for name, miss in far_off(counsel).items()
    }
    return {name: both for name, both in told.items() if both[0] != both[1]}


def start_told(scenario: Scenario, counsel: Counsel, language: str) -> str:
    """That the model starts close to the scores, or of each that it does not start at both numbers."""
    said, scale, far = words(language), scale_of(scenario), starts_of(scenario, counsel, language)
    if not far:
        return said["fits"].format(most=points(max(map(abs, counsel.misses.values())), scale, language))
    told = [
        said["start_more" if place else "start_first"].format(condition=said[name], start=start, score=score)
        for place, (name, (start, score)) in enumerate(far.items())
    ]
    those = said["those"].format(starts=together([*dict.fromkeys(start for start, _ in far.values())], language))
    return said["fits_not"].format(starts=together(told, language), those=those)


# What of the steps takes a reason to say no away, as `why_` says what each of them does.
HELPED_BY = {
    "own": ("interests",), "goal": ("interests", "ambition"), "partners": (), "distrust": ("relation",),
    "doubt": ("process",), "whole": ("relation",), "common": ("interests", "organisation"), "autonomy": ("process",),
    "burden": ("interests",), "payment": ("interests",),
}  # fmt: skip


def ground_of(scenario: Scenario, blocker: Blocker) -> str:
    """Of what was brought about a partner that on which its no stands most, as a key of what is said of it; nothing
    where no one answer can be told to be that.
    """
    if blocker.ground is None:
        return ""
    whose, field = blocker.ground
    score = SCORED.get(f"organisations.{field}", "")
    key = f"{field}_{whose}" if whose != OWN else score if score in scenario.scores else field
    return key if f"ground_{key}" in words("en") else ""


def blockers_told(scenario: Scenario, counsel: Counsel, language: str) -> Iterator[str]:
    """Who hesitates in the model, why as far as that is known, and what helps, where that is one of the steps."""
    said, steps = words(language), {*chain(*counsel.plan.steps)} if counsel.plan and pays(counsel) else set()
    if not says_who_objects(scenario):
        yield said["nothing_bears"]
        return
    if not counsel.blockers and not counsel.unnamed and not counsel.of_few:
        yield said["nobody"]
    if counsel.blockers:
        yield said["ask_them"]
    for one in counsel.blockers:
        name = capitalised(in_a_sentence(one.name, language))
        yield said["blocker"].format(name=name, objects=in_100(one.objects))
    own = [] if is_brought(scenario) else counsel.blockers  # of these people answered for no reason
    for reason in dict.fromkeys(one.reason for one in own):
        whom = [in_a_sentence(one.name, language) for one in own if one.reason == reason]
        told = said["reason"].format(whom=together(whom, language), reason=said[f"reason_{reason}"])
        yield f"{told} {said[f'helps_{reason}']}" if steps.intersection(HELPED_BY[reason]) else told
    others = [one for one in counsel.blockers if one not in own]
    grounds = {one.name: ground_of(scenario, one) for one in others}
    for ground in dict.fromkeys(grounds.values()):
        whose = together([in_a_sentence(one, language) for one, its in grounds.items() if its == ground], language)
        key = "ground" if ground else "no_ground"
        yield said[key].format(whom=whose, ground=said[f"ground_{ground}"] if ground else "")
    if counsel.of_few:
        yield said["of_few"].format(few=FEWEST)
    if counsel.unnamed and (counsel.blockers or not counsel.of_few):
        yield said["others_say_no" if counsel.blockers else "nobody_known"]
    for one in counsel.blockers[:1]:
        if not counsel.outlook.agreed and counsel.outlook.begins >= SURELY:
            rounds = length(scenario, max(1, round(one.rounds)), language)
            yield said["delays"].format(whom=in_a_sentence(one.name, language), rounds=rounds)
        elif one.alone >= 0.5:
            yield said["carries"].format(whom=in_a_sentence(one.name, language), alone=in_100(one.alone))


def steps_in(scenario: Scenario, counsel: Counsel, advice: Advice, language: str) -> Section:
    """What to do, in which order as far as that can be told, by whom and why; what it brings and costs.

    Parameters
    ----------
    scenario, counsel, advice
        The group, what was found, and what its levers bring.
    language
        `en` or `nl`.
    """
    said, plan, outcome = words(language), counsel.plan, counsel.outcome
    if is_brought(scenario) and stops(counsel):
        lines = [said["no_way_asked"], *talk_meanwhile(counsel, language)]
        if counsel.unread is None:
            lines += [*least_bad(counsel, language), *on_the_lowest(scenario, counsel, advice, language)]
        return Section(said["steps"], lines)
    if plan is None:
        return Section(said["steps"], [said["no_steps"]])
    if not plan.helps:
        what = together([named(step, language) for step in dict.fromkeys(filter(None, plan.steps))], language)
        return Section(said["steps"], [said["no_help"].format(what=what)])
    if not pays(counsel):
        least = least_bad(counsel, language) if is_brought(scenario) else ()
        return Section(said["steps"], [said["no_way"], *least])
    steps = [*first_step(counsel, language), *steps_told(scenario, counsel, plan, language)]
    lead = in_a_sentence(counsel.lead or "", language)
    key = "who_is_left_out" if counsel.lead is None else "who_leads" if counsel.lead else "nobody_leads"
    who = said[key].format(lead=lead)
    who += "".join(f" {said['leans'].format(whom=in_a_sentence(one, language))}" for one in leaned_on(counsel))
    value = outcome == "joint_value"
    effect = amount(plan.effect.mean, outcome, language, signed=not value)
    one = "_one" if value and len(plan.moves) == 1 else ""
    brings = said[f"brings_value{one}" if value else "brings"].format(outcome=title(outcome, language), effect=effect)
    alone = [] if is_risky(counsel, plan) else [said["then_alone"].format(alone=alone_told(counsel, language, plan))]
    if alone and counsel.unread and apart(plan.alone, counsel.unread.after) and not two_before(counsel, plan):
        alone.append(said["two_ends"])
    open_ = "order_unknown" if plan.astray else "order_open"
    doubt = [] if plan.ordered else [said["order_first" if plan.begun else open_]]
    lowest = on_the_lowest(scenario, counsel, advice, language) if value and is_brought(scenario) else ()
    lines = [*steps, *doubt, *lowest, who, brings, agreement_told(counsel, plan, language), *alone]
    ordered = plan.ordered and len(steps) > 1
    return Section(said["steps_ordered" if ordered else "steps"], lines, len(steps), ordered)


def first_step(counsel: Counsel, language: str) -> Iterator[str]:
    """What comes before all steps of the model, where a score that is higher brings more than they do."""
    if lift := lift_of(counsel):
        key, whom = ("lift_step", in_a_sentence(lift.whom, language)) if lift.whom else ("lift_step_all", "")
        yield words(language)[key].format(whom=whom, condition=words(language)[lift.condition])


def least_bad(counsel: Counsel, language: str) -> Iterator[str]:
    """What makes a loss smallest, for a group that may have to go on."""
    if counsel.plan and counsel.plan.helps:
        what = named(themes_of(counsel.plan), language)
        effect = amount(counsel.plan.effect.mean, counsel.outcome, language, signed=False)
        yield words(language)["least_bad"].format(what=what, effect=effect)


def themes_of(plan: Plan) -> Step:
    """All that is worked on in a plan, each once."""
    return tuple(dict.fromkeys(chain(*plan.steps)))


def on_the_lowest(scenario: Scenario, counsel: Counsel, advice: Advice, language: str) -> Iterator[str]:
    """What work on the lowest score does by itself, where it is none of the steps: everybody asks why not.

    Parameters
    ----------
    scenario, counsel, advice
        The group, what was found, and what its levers bring.
    language
        `en` or `nl`.
    """
    said, effects = words(language), advice.effects()
    themes = themes_of(counsel.plan) if counsel.plan and counsel.plan.helps else ()
    where = said["where_lowest" if len(counsel.lowest) == 1 else "where_among_lowest"]
    for one in (name for name in counsel.lowest if name not in themes):
        key = {1: "lowest_brings", -1: "lowest_costs"}.get(effects[one].sign, "lowest_neither")
        effect = amount(abs(effects[one].mean), counsel.outcome, language, signed=False)
        long = length(scenario, advice.phase, language)
        does = said[key].format(effect=effect)
        told = [said["on_lowest"].format(lowest=said[one], where=where, length=long, does=does)]
        work = [tried for tried in counsel.works if tried.condition == one and effects[one].sign <= 0]
        yield " ".join([*told, *(why_no_more(tried, counsel.outcome, language) for tried in work)])


def why_no_more(work: Work, outcome: str, language: str) -> str:
    """What work on a condition does in the model, and what of that did not show, or did not last."""
    said = words(language)
    if work.during.sign > 0 and not work.after.count:
        key = "while_it_is_done"
    elif work.during.sign > 0 and work.after.sign:
        key = "while_and_after" if work.after.sign > 0 else "while_and_less_after"
    elif work.during.sign > 0:
        key = "while_it_lasts" if work.falls_back else "while_it_lasts_only"
    elif work.raised.sign <= 0:
        key = "raises_nothing"
    else:
        key = "only_after" if work.after.sign > 0 else "raises_it"
    but = said[key].format(during=amount(work.during.mean, outcome, language, signed=False))
    return said["work_does"].format(why=said[f"why_{work.condition}"], but=but)


def leaned_on(counsel: Counsel) -> list[str]:
    """Without whom the others have least, where that is somebody who does not lead already."""
    return [one.whom for one in counsel.turns if one.name == "missed" and one.whom != counsel.lead]


def steps_told(scenario: Scenario, counsel: Counsel, plan: Plan, language: str) -> Iterator[str]:
    """Each step: when, as far as that can be told, or how long; why, and with whom.

    Parameters
    ----------
    scenario, counsel, plan
        The group, what was found, and the plan of which the steps are.
    language
        `en` or `nl`.
    """
    said, known = words(language), {one.step: one for one in plan.moves}
    for place, (first, last, step) in enumerate(phases_told(counsel) if plan.ordered else lasting(counsel)):
        key = "step" if plan.ordered else "for_first" if plan.begun and not place else "step_long"
        told = said[key if step else f"{key}_nothing"].format(
            what=named(step, language), units=capitalised(said[f"span_{unit_of(scenario)}"]), first=first, last=last,
            length=length(scenario, last - first + 1, language),
        )  # fmt: skip
        move = known.pop(step, None)
        yield " ".join([told, *(why_told(scenario, counsel, move, len(plan.moves), language) if move else ())])


def why_told(scenario: Scenario, counsel: Counsel, move: Move, steps: int, language: str) -> Iterator[str]:
    """What a step is for: what it does in the model, whom it moves, and what it adds to the others.

    Parameters
    ----------
    scenario, counsel
        The group, and what was found.
    move, steps
        The step, and of how many it is one.
    language
        `en` or `nl`.
    """
    said = words(language)
    yield said["why"].format(why="; ".join(said[f"why_{condition}"] for condition in move.step))
    if counsel.plan and move.step == counsel.plan.steps[0]:
        yield from first_defended(scenario, counsel, counsel.plan, language)
    whom = in_a_sentence(move.whom, language)
    if move.whom and math.isnan(move.delivers):
        if move.whom in {one.name for one in counsel.blockers}:
            yield said["with_no"].format(whom=whom)
    elif move.whom and may_be_told_of(scenario, move.whom):
        yield said["with_more"].format(whom=whom)
    if steps > 1 and move.effect.sign > 0:
        key = "yields_value" if counsel.outcome == "joint_value" else "yields"
        effect = amount(move.effect.mean, counsel.outcome, language, signed=False)
        yield said[key].format(effect=effect, outcome=title(counsel.outcome, language))
    elif steps > 1:
        yield said["yields_nothing"]


def first_defended(scenario: Scenario, counsel: Counsel, plan: Plan, language: str) -> Iterator[str]:
    """Why the first step comes before what people would begin with, or that it cannot be told whether it should.

    Parameters
    ----------
    scenario, counsel, plan
        The group, what was found, and the plan.
    language
        `en` or `nl`.
    """
    said, scale = words(language), scale_of(scenario)
    lowest = lowest_scored(scenario)
    begins = any(map(plan.begins_with, lowest))
    waiting = [] if begins else [one.condition for one in plan.others if one.waits and one.condition in lowest]
    if waiting:
        scores = together([scored(scenario.scores[one], scale, language) for one in waiting], language)
        yield said["not_lowest"].format(condition=together([said[one] for one in waiting], language), score=scores)
    off = [one for one in plan.others if one.miss]
    for key, some in (
        ("holds_by_score", [one for one in off if one.waits and one.condition not in waiting]),
        ("may_be_first", [one for one in off if not one.reached]),
        ("may_be_first_by_score", [one for one in off if one.reached and not one.waits]),
    ):
        if some:
            yield said[key].format(conditions=named([one.condition for one in some], language))
    same = [said[one.condition] for one in plan.others if not one.miss and not one.waits]
    if same:
        yield said["as_good_first"].format(conditions=together(same, language))


def lasting(counsel: Counsel) -> list[tuple[int, int, Step]]:
    """The steps of a plan of which the order cannot be told, each once, in rounds as if it came first."""
    steps = without_rest(counsel.plan.steps) if counsel.plan else ()
    return [(1, steps.count(step) * counsel.phase, step) for step in dict.fromkeys(steps)]


def phases_told(counsel: Counsel) -> list[tuple[int, int, Step]]:
    """The first and last round of each step of the plan; the same step twice is one that is longer."""
    found: list[tuple[int, int, Step]] = []
    for place, step in enumerate(without_rest(counsel.plan.steps) if counsel.plan else ()):
        first = 1 + place * counsel.phase
        if found and found[-1][2] == step:
            first = found.pop()[0]
        found.append((first, (place + 1) * counsel.phase, step))
    return found


def without_rest(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Steps up to the last one on which anything is worked.

    Examples
    --------
    >>> without_rest(((), ("relation",), (), ()))
    ((), ('relation',))
    """
    return tuple(steps[: 1 + max((place for place, step in enumerate(steps) if step), default=-1)])


def agreement_told(counsel: Counsel, plan: Plan, language: str) -> str:
    """In how many histories there is an agreement with a plan: ever, where that is not sure, or at the end."""
    now = counsel.outlook
    if now.agreed or now.begins >= SURELY:
        beside = as_often_told(plan.holds, now.holds, plan.held, language)
        return words(language)["then_holds"].format(holds=in_100(plan.holds), beside=beside)
    beside = as_often_told(plan.begins, now.begins, plan.agreed, language)
    return words(language)["then_begins"].format(begins=in_100(plan.begins), beside=beside)


def as_often_told(share: float, before: float, more: Interval | None, language: str) -> str:
    """How often it is so without the steps, and whether that is a difference; nothing where that was not looked at.

    Parameters
    ----------
    share, before
        Shares of the runs in which it is so with the steps, and without.
    more
        By how much more often, as far as that can be told from chance.
    language
        `en` or `nl`.
    """
    if more is None:
        return ""
    key = "as_often" if in_100(share) == in_100(before) else "otherwise_often" if more.sign else "no_more_often"
    return words(language)[key].format(before=in_100(before))


def is_worse(counsel: Counsel, plan: Plan) -> bool:
    """Whether partners are worse off with a plan than each by itself."""
    return counsel.outcome == "joint_value" and plan.level < 0.0


def named(step: Sequence[str], language: str) -> str:
    """What is worked on in a phase."""
    return together([words(language)[one] for one in step], language) if step else ""


def ways_told(counsel: Counsel, ways: Sequence[Side], language: str) -> Iterator[str]:
    """What it would be in other ways."""
    said = words(language)
    if not ways:
        yield said["nobody"]
    for one in ways:
        yield said["side"].format(way=way(counsel, one, language), effect=difference(counsel, one, language))


def difference(counsel: Counsel, one: Side, language: str) -> str:
    """What another way brings, where that can be told from chance."""
    return amount(one.effect.mean, counsel.outcome, language) if one.effect.sign else words(language)["no_difference"]


def way(counsel: Counsel, one: Side, language: str) -> str:
    """A way as a sentence begins with it."""
    if one.name == "lead" and counsel.lead:
        return words(language)["way_lead_by"].format(lead=in_a_sentence(counsel.lead, language))
    return words(language)[f"way_{one.name}"].format(whom=capitalised(in_a_sentence(one.whom, language)))


def sureness_told(counsel: Counsel, advice: Advice, language: str) -> Iterator[str]:
    """How sure it is that the steps are better than nothing, together and the first, and which condition is the best by
    itself; or how sure it is that nothing is.
    """
    said, wins, probabilities = words(language), advice.wins(), advice.probabilities()
    best, key = max(OPTIONS, key=probabilities.__getitem__), "wins"
    if advice.leaves_worse():
        best, key = max(CONDITIONS, key=probabilities.__getitem__), "least_loss"
    elif best == NOTHING:
        key = "wins_nothing"
    doubt = said["cannot_tell" if advice.choice() is None else "can_tell"]
    if counsel.plan and pays(counsel):
        if not says_how_much_better(counsel):
            yield said["sure_steps"].format(better=in_100(counsel.plan.better))
        if len(counsel.plan.moves) > 1:
            first = counsel.plan.moves[0]
            yield said["sure_first"].format(what=named(first.step, language), better=in_100(first.better))
        if (best,) == tuple(dict.fromkeys(chain(*counsel.plan.steps))):
            yield said["wins_of_five"].format(condition=said[best], wins=in_100(wins[best]))
        else:
            both = [*both_true(counsel.plan, best, language)] if key == "wins" else []
            yield " ".join([said[key].format(condition=said[best], wins=in_100(wins[best])), doubt, *both])
    elif counsel.plan and not stops(counsel):
        yield said["sure_nothing"].format(better=in_100(counsel.plan.better))
    yield said["varied"] if advice.sets > 1 else said["fixed"]


def both_true(plan: Plan, best: str, language: str) -> Iterator[str]:
    """How it can be that the verdict begins with something else than what is best by itself, where it does."""
    said, (how, step, _) = words(language), begun_with(plan)
    if best not in step:
        key = {FIRST: "both_first", ABOVE_ALL: "both_above_all", ONLY: "both_only"}.get(how, "both_together")
        yield said[key].format(first=named(step, language))


def answered_told(answered: Answered, language: str) -> str:
    """Who answered, on which scale, and when, as far as that is known."""
    said = words(language)
    if not answered.organisations:
        low, high = ([end_of(end, language) for end in answered.scales[0]]) if answered.scales else ("", "")
        return said["of_the_whole"].format(low=low, high=high) if answered.scales else said["of_nobody"]
    who = said["of_all" if answered.organisations == answered.of else "of_some"].format(**answered._asdict())
    if answered.respondents:
        people = said["one_person" if answered.respondents == 1 else "people"].format(count=answered.respondents)
        who = said["on_behalf"].format(people=people, who=who)
    ends = [[end_of(one, language) for one in scale] for scale in answered.scales]
    scales = [said["from_to"].format(low=low, high=high) for low, high in ends]
    how = "given_by_another" if answered.estimates else "answered" if answered.told else "given_of"
    told = [said[how].format(who=who)]
    if scales:
        told.append(said["on_scale" if len(scales) == 1 else "on_scales"].format(scales=together(scales, language)))
    if answered.assumed:
        told.append(said["assumed" if len(scales) == 1 else "assumed_partly"])
    when = f" {said['wave'].format(wave=answered.wave)}" if answered.wave else ""
    given, invited = answered.response or (0, 0)
    of_invited = f" {said['response'].format(given=given, invited=invited)}" if invited else ""
    silent = "" if answered.told or answered.response or answered.estimates else f" {said['of_nobody']}"
    return f"{' '.join(told)}.{estimated_told(answered, language)}{silent}{of_invited}{when}"


def estimated_told(answered: Answered, language: str) -> str:
    """Of whom the marks are no answer of their own; how many where there are more than a few."""
    if not answered.estimated:
        return ""
    said, whose = words(language), answered.estimated
    if len(whose) > MOST_ESTIMATED or not all(whose):
        return f" {said['estimated_many'].format(count=len(whose))}"
    return f" {said['estimated'].format(whom=together([in_a_sentence(one, language) for one in whose], language))}"


def lowest_told(scenario: Scenario, answered: Answered, language: str) -> Iterator[str]:
    """The lowest scores by name that several people gave, or else between what they lie, or where furthest apart.

    Parameters
    ----------
    scenario, answered
        The group, and who answered.
    language
        `en` or `nl`.
    """
    said, scale = words(language), scale_of(scenario)
    told = [
        said["lowest_score"].format(
            whom=in_a_sentence(one["organisation"], language), condition=said[one["condition"]],
            score=scored(one["score"], scale, language),
        )
        for one in answered.lowest_by_name
    ]  # fmt: skip
    if told:
        key = "lowest_scores" if len(answered.by_several) == answered.organisations else "lowest_of_several"
        yield said[key].format(scores=together(told, language), few=FEWEST)
        yield from of_few_told(answered.low_too, language)
    elif answered.ends:
        yield said["lowest_highest"].format(ends=together([*ends_told(answered, scale, language)], language))
    elif furthest := answered.apart:
        yield said["apart"].format(condition=said[furthest["condition"]])


def ends_told(answered: Answered, scale: Scale, language: str) -> Iterator[str]:
    """Between what the marks of organisations lie, condition by condition."""
    said = words(language)
    for name, both in answered.ends.items():
        low, high = (scored(one, scale, language) for one in both)
        yield said["no_ends" if low == high else "end_to_end"].format(condition=said[name], low=low, high=high)


def of_few_told(count: int, language: str) -> Iterator[str]:
    """How many marks are as low as those that stand by name, and do not, as too few people gave them."""
    if count:
        yield words(language)["low_of_few_one" if count == 1 else "low_of_few"].format(count=count, few=FEWEST)


def silent_told(answered: Answered, language: str) -> Iterator[str]:
    """Of how many a mark is missing, and on what: of whom is nobody's business at a table."""
    said, missing = words(language), Counter(one["condition"] for one in answered.silent)
    for condition, count in missing.items():
        yield said["silent"].format(count=count, condition=said[condition])


def least_trust_told(answered: Answered, language: str) -> Iterator[str]:
    """How low trust was rated: what stood in a file, and nothing that a model makes of it; by name that of several."""
    said, scale = words(language), answered.trust_scale or SHARES
    low, high = (end_of(end, language) for end in scale)
    on = said["on_scale"].format(scales=said["from_to"].format(low=low, high=high))
    pairs = [
        said["trust_between" if one.get("mutual") else "trust_of"].format(
            one=in_a_sentence(one["from"], language), other=in_a_sentence(one["to"], language),
            score=scored(one["trust"], scale, language),
        )
        for one in answered.least_trust
    ]  # fmt: skip
    if lowest := answered.lowest_trust:
        times = said["once" if lowest["times"] == 1 else "times"].format(count=lowest["times"])
        yield said["lowest_trust"].format(score=scored(lowest["trust"], scale, language), scale=on, times=times)
    if pairs:
        yield said["least_trust"].format(pairs=together(pairs, language), scale=on, few=FEWEST)
        yield from of_few_told(answered.as_low, language)


def hides(scenario: Scenario, answered: Answered) -> bool:
    """Whether there are scores or trust that are not told by name, as too few people gave them, or nobody says who."""
    theirs = bool(scenario.scores) and not answered.estimates
    of_scores = theirs and len(answered.by_several) < answered.organisations
    return of_scores or (answered.lowest_trust is not None and not answered.least_trust)


def says_of_few(scenario: Scenario, answered: Answered) -> bool:
    """Whether it is said already that some marks do not stand by name, beside those that do."""
    of_scores = bool(scenario.scores and answered.lowest_by_name and answered.low_too)
    return of_scores or bool(answered.least_trust and answered.as_low)


def rests_told(scenario: Scenario, agreed: bool, language: str) -> Iterator[str]:
    """Who answered, what was read of what was brought, what became of it, what was assumed, and what was not read.

    Parameters
    ----------
    scenario
        The group.
    agreed
        Whether it starts with an agreement.
    language
        `en` or `nl`.
    """
    said = words(language)
    if scenario.answered:
        told = answered_told(scenario.answered, language)
        people, organisations = scenario.answered.respondents or 0, scenario.answered.organisations
        several = scenario.scores and people > organisations > 0
        silent = [*silent_told(scenario.answered, language)] if scenario.scores else []
        yield " ".join([told, *silent, *([said["equal_weight"]] if several else [])])
        lowest = [*lowest_told(scenario, scenario.answered, language)] if scenario.scores else []
        marks = [*lowest, *least_trust_told(scenario.answered, language)]
        hides_some = hides(scenario, scenario.answered) and not says_of_few(scenario, scenario.answered)
        hidden = [said["few_not_named"].format(few=FEWEST)] if hides_some else []
        if marks or hidden:
            yield " ".join([*marks, *hidden])
    judged = ties_are_judged(scenario)
    by_contact = bool(scenario.answered and scenario.answered.by_contact)
    read_as = {"ties": "judged" if judged else "ties", "dependence": "contact" if by_contact else "dependence"}
    known = [said[f"read_{read_as.get(one, one)}"] for one in read_of(scenario)]
    if known and (scenario.unread or scenario.scores):
        agreement = said["an_agreement" if agreed else "no_agreement"]
        yield f"{said['was_read'].format(columns=together(known, language))} {agreement}"
    drawn = drawn_of(scenario)
    if drawn:
        yield said["drawn"].format(what=together([said[f"drawn_{one}"] for one in drawn], language))
    answers = [one for one in scenario.unread if not is_bookkeeping(one)]
    unread = [said["quoted"].format(text=shorten(one, LONGEST_COLUMN, placeholder=" …")) for one in answers]
    if unread:
        columns = ", ".join(unread[:MOST_COLUMNS])
        if len(unread) > MOST_COLUMNS:
            columns = said["more"].format(columns=columns, count=len(unread) - MOST_COLUMNS)
        yield said["unread"].format(columns=columns)


DRAWN = ("interests", "commitment", "loyalty", "autonomy", "size")  # of each organisation, that count most


def drawn_of(scenario: Scenario) -> list[str]:
    """What nobody answered about any organisation of a group that was brought, and chance fills in for each."""
    if not is_brought(scenario):
        return []
    state = scenario.declare(1)
    own, ties = state.organisations, state.ties
    return [
        *(one for one in DRAWN if np.isnan(own[one]).all()),
        *(one for one in RATED.values() if np.isnan(ties[one]).all()),
    ]


def ties_are_judged(scenario: Scenario) -> bool:
    """Whether all that is known of who works with whom is who rated whom, from one side at least."""
    if scenario.answered and scenario.answered.contact:
        return False
    state = scenario.declare(1)
    rated = ~np.all([np.isnan(state.ties[one]) for one in RATED.values()], axis=0)
    low, high = np.sort([state.sources, state.ties["target"]], axis=0).astype(int)
    pairs = low * len(scenario.labels) + high
    return bool(pairs.size) and set(pairs.tolist()) == set(pairs[rated].tolist())


def questions_told(scenario: Scenario, counsel: Counsel, language: str) -> Iterator[str]:
    """Which answers would change the advice that were not given yet."""
    said, given = words(language), {*scenario.scores, *read_of(scenario)}
    missing = [name for name, _ in counsel.ask_next if (SCORED | RATED).get(name) not in given]
    unasked = [one for one in ("ties", "scores", *RATED.values()) if one not in given]
    listed = scenario.answered is not None and scenario.answered.contact
    few_ties = () if counsel.of_few or listed or not says_who_objects(scenario) else counsel.few_ties
    if few_ties:
        whom = together([in_a_sentence(one, language) for one in few_ties[:MOST_BLOCKERS]], language)
        yield said["who_else_judged" if ties_are_judged(scenario) else "who_else"].format(whom=whom)
    if asks_costs_first(counsel):
        yield said["costs_and_returns"]
    if not missing and unasked and is_brought(scenario):
        yield said["little_asked"].format(what=together([said[f"read_{one}"] for one in unasked], language))
    elif not missing and not few_ties and not asks_costs_first(counsel):
        yield said["nothing_to_ask"]
    for name in missing:
        yield said["worth"].format(what=said[f"asked_{name.replace('.', '_')}"])


TELLING = 0.2  # how much more often it ends well above what divides than below it, for that to be a sign (a choice)


def telling_sign(scenario: Scenario, counsel: Counsel) -> Sign | None:
    """What to watch for, where it tells more than a coin and the group does not stand above it already, nor so near
    that it is noise.
    """
    sign = counsel.sign
    if sign is None or sign.good_above - sign.good_below < TELLING:
        return None
    if is_brought(scenario) and sign.outcome in CONDITIONS and sign.outcome not in scenario.scores:
        return None  # there is nothing to ask again
    if sign.outcome not in scenario.scores:
        return sign
    (low, high), brought = scale_of(scenario), is_brought(scenario)
    noise = max(visible((low, high)), noise_in(scenario, sign.outcome)) / (high - low) if brought else 0.0
    return None if scenario.scores[sign.outcome] >= sign.divides - noise else sign


def visible(scale: Scale) -> float:
    """Points that a score has to be higher by for people to see it: twice what is as good as the same (a choice)."""
    return 2.0 * near(scale)


def shows(growth: Growth, scale: Scale, noise: float = 0.0) -> bool:
    """Whether people who answer again would see what a step did, beside what would have come of it anyway, and could
    tell it from `noise`, in points.
    """
    within, without = (float(points(max(0.0, share), scale, "en")) for share in (growth.within, growth.without))
    return within - without >= max(visible(scale), noise) - 1e-9


def noise_in(scenario: Scenario, condition: str) -> float:
    """What the scores of two rounds of as many answers differ by nineteen times in twenty if nothing changed, points:
    twice the standard error of their difference; 0 where it is not known how far answers are apart.
    """
    answered, (low, high) = scenario.answered, scale_of(scenario)
    people = (answered.respondents or answered.organisations) if answered else 0
    if answered is None or condition not in answered.spread or not people:
        return 0.0
    return 2.0 * answered.spread[condition] * (high - low) * math.sqrt(2.0 / people)


def watch_told(scenario: Scenario, counsel: Counsel, language: str) -> Iterator[str]:
    """What to watch for: what the first step should have made visible, and what tells how it ends; none where neither
    can be told.
    """
    said, scale, sign = words(language), scale_of(scenario), telling_sign(scenario, counsel)
    asked = scenario.scores if is_brought(scenario) else CONDITIONS
    seen = [
        one for one in counsel.grows if one.condition in asked and shows(one, scale, noise_in(scenario, one.condition))
    ]
    for one in seen:
        within, without = (points(max(0.0, share), scale, language) for share in (one.within, one.without))
        none = float(points(max(0.0, one.without), scale, "en")) == 0.0
        yield said["grows"].format(
            condition=capitalised(said[one.condition]),
            points=said["points"].format(points=within),
            without=said["no_points"] if none else said["points"].format(points=without),
        )
    if seen:
        yield said["grows_not"]
    if sign is not None:
        low, high = (end_of(end, language) for end in scale)
        on = said["on_scale"].format(scales=said["from_to"].format(low=low, high=high))
        yield said["sign"].format(outcome=said[sign.outcome], divides=scored(sign.divides, scale, language), scale=on)
        if sign.outcome in scenario.scores and not is_of_one(scenario):
            yield said["sign_now"].format(score=scored(scenario.scores[sign.outcome], scale, language))


# --- as text -------------------------------------------------------------------------------------


def heading(scenario: Scenario, language: str) -> str:
    """The title above it."""
    return words(language)["title"].format(group=of_scenario(scenario, "title", language))


def what_was_played(scenario: Scenario, counsel: Counsel, language: str) -> str:
    """How much was played of what."""
    said, long = words(language), length(scenario, scenario.rounds, language)
    if unit_of(scenario) == "round" != scenario.round:
        long = f"{long} ({said['a_round_is'].format(round=round_of(scenario, language))})"
    told = said["asked"].format(organisations=len(scenario.labels), length=long, runs=counsel.outlook.runs)
    return f"{told} {said['percent']}" if counsel.outcome == "joint_value" else told


def as_text(scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> str:
    """All of it, for a terminal.

    Parameters
    ----------
    scenario
        The group that was asked about.
    counsel, advice
        What was found, and what its levers bring.
    language
        `en` or `nl`.
    """
    head = [heading(scenario, language), *wrapped(" ".join(verdict(counsel, language)))]
    parts = [head, wrapped(what_was_played(scenario, counsel, language))]
    for title_, lines, steps, ordered, *_ in sections(scenario, counsel, advice, language):
        numbered = [f"{f'{place}.' if ordered else '-'} {line}" for place, line in enumerate(lines[:steps], 1)]
        parts.append([title_, *(line for told in [*numbered, *lines[steps:]] for line in wrapped(told, 2))])
    return "\n\n".join("\n".join(part) for part in [*parts, wrapped(words(language)["no_forecast"])])


def described(scenario: Scenario, counsel: Counsel) -> dict[str, object]:
    """The same for programs."""
    plan, sign = counsel.plan, counsel.sign
    return {
        "verdict": verdict(counsel, "en"),
        "unread": list(scenario.unread),
        "answered": scenario.answered.as_table() if scenario.answered else None,
        "outlook": {
            **counsel.outlook._asdict(),
            "conditions": dict(zip(CONDITIONS, counsel.outlook.conditions.tolist(), strict=True)),
        },
        "misses": counsel.misses,
        "beside_measured": {
            name: {"score": score, "mean": mean, "below": below}
            for name, (score, mean, below) in beside_measured(counsel.scores).items()
        },
        "blockers": [one._asdict() for one in counsel.blockers],
        "steps": None
        if plan is None
        else {
            **plan._asdict(),
            "steps": [list(step) for step in plan.steps],
            "effect": plan.effect._asdict(),
            "agreed": plan.agreed._asdict() if plan.agreed else None,
            "held": plan.held._asdict() if plan.held else None,
            "moves": [{**one._asdict(), "effect": one.effect._asdict()} for one in plan.moves],
            "rivals": [{**one._asdict(), "effect": one.effect._asdict()} for one in plan.rivals],
            "order_can_be_told": plan.ordered,
            "first_can_be_told": plan.begun,
        },
        "partners_turn": [{**one._asdict(), "effect": one.effect._asdict()} for one in counsel.turns],
        "other_ways": [{**one._asdict(), "effect": one.effect._asdict()} for one in counsel.sides],
        "ask_next": [{"parameter": name, "worth": worth} for name, worth in counsel.ask_next],
        "after_half_a_year": None if sign is None else sign._asdict(),
        "first_step_shows": [one._asdict() for one in counsel.grows],
        "work_on_the_lowest": [
            {name: part._asdict() if isinstance(part, Interval) else part for name, part in one._asdict().items()}
            for one in counsel.works
        ],
        "tips": [{**one._asdict(), "effect": one.effect._asdict()} for one in counsel.tips],
        "lowest_raised": {**counsel.lift._asdict(), "effect": counsel.lift.effect._asdict()} if counsel.lift else None,
        "less_is_better": AIMS[counsel.outcome].better < 0,
    }

"""What a board is told, in its own words and order, in every language; as text for a terminal."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..brought.measured import PARTNERSHIPS
from ..conditions import CONDITIONS
from ..game import ALONE
from ..scenario import Scenario
from .advice import AIMS, OPTIONS, SURE, Advice
from .counsel import HALF_A_YEAR, SURELY, Counsel, Plan, Side, Step, beside_measured
from .outcomes import capitalised, on_four, title
from .report import wrapped
from .scenarios import in_a_sentence, of_scenario, round_of

WORDS = Path(__file__).with_name("counsel.toml")


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
    ways
        Other ways that the sentences are about, each in one.
    scored
        Whether all between the first and the last of them are scores.
    """

    title: str
    lines: list[str]
    steps: int = 0
    ways: tuple[Side, ...] = ()
    scored: bool = False


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
    rounded = round(value, decimals) + 0.0
    text = f"{rounded:+.{decimals}f}" if signed and rounded else f"{rounded:.{decimals}f}"
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if language == "nl" else text


SMALL = 1.95  # per cent, below which a decimal is told


def amount(value: float, outcome: str, language: str) -> str:
    """A difference in an outcome: of value, as a share of what each makes alone.

    Examples
    --------
    >>> print(amount(0.25, "joint_value", "en"), amount(-0.005, "joint_value", "nl"), amount(0.1, "trust", "nl"))
    +50 % −1,0 % +0,10
    """
    if outcome == "joint_value":
        return part_of_alone(value, language, signed=True)
    return shown(value, language, signed=True)


def part_of_alone(value: float, language: str, signed: bool = False) -> str:
    """A value per round as a share of what an organisation makes by itself."""
    percent = 100.0 * value / ALONE
    return f"{shown(percent, language, 1 if abs(percent) < SMALL else 0, signed)}\N{NO-BREAK SPACE}%"


def in_100(share: float) -> str:
    """A share as so many of 100."""
    return f"{100.0 * share:.0f}"


def sections(scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> list[Section]:
    """All that is told, in order.

    Parameters
    ----------
    scenario
        The group that was asked about.
    counsel, advice
        What was found, and what its levers bring.
    language
        `en` or `nl`.
    """
    said, months = words(language), scenario.months
    steps = len(phases_told(counsel)) if counsel.plan else 0
    when = said["half_a_year"] if scenario.round == "month" or months != 1.0 else said["some_rounds"]
    watch = said["watch"].format(when=when.format(rounds=HALF_A_YEAR))
    return [
        Section(said["outlook"], [*outlook_told(counsel, language)]),
        Section(said["measured"], [*measured_told(counsel, language)], scored=bool(beside_measured(counsel.scores))),
        Section(said["blockers"], [*blockers_told(counsel, language)]),
        Section(
            said["steps_worse" if counsel.plan and is_worse(counsel, counsel.plan) else "steps"],
            [*steps_told(counsel, language)],
            steps,
        ),
        Section(said["turns"], [*ways_told(counsel, counsel.turns, language)], ways=counsel.turns),
        Section(said["sides"], [*ways_told(counsel, counsel.sides, language)], ways=counsel.sides),
        Section(said["sure"], [*sureness_told(advice, language)]),
        Section(said["ask"], [*questions_told(counsel, language)]),
        Section(watch, [sign_told(counsel, language)]),
    ]


def outlook_told(counsel: Counsel, language: str) -> Iterator[str]:
    """Whether it begins, goes on or ends."""
    said, found = words(language), counsel.outlook
    if found.agreed:
        key = "goes_on" if found.holds >= 0.5 else "ends"
    elif not counsel.begins:
        key = "does_not_begin"
    else:
        key = "begins_surely" if found.begins >= SURELY else "begins_unsurely"
    first = "" if math.isnan(found.first) else f"{found.first:.0f}"
    yield said[key].format(begins=in_100(found.begins), holds=in_100(found.holds), first=first)
    yield said["alone"].format(alone=in_100(found.alone))


def measured_told(counsel: Counsel, language: str) -> Iterator[str]:
    """Where it stands beside the partnerships that were measured, and how near the model comes to it."""
    said, beside = words(language), beside_measured(counsel.scores)
    if not beside:
        yield said["not_asked"]
        return
    yield said["source"].format(partnerships=PARTNERSHIPS)
    for name, (score, mean, below) in beside.items():
        yield said["beside"].format(
            condition=capitalised(said[name]), score=shown(on_four(score), language),
            mean=shown(on_four(mean), language), below=in_100(below),
        )  # fmt: skip
    yield said["fits"].format(most=shown(3.0 * max(map(abs, counsel.misses.values())), language))


def blockers_told(counsel: Counsel, language: str) -> Iterator[str]:
    """Who holds it up, why, and what it would take."""
    said = words(language)
    if not counsel.blockers:
        yield said["nobody"]
    for one in counsel.blockers:
        alone = said["decides"].format(alone=in_100(one.alone)) if one.alone >= 0.005 else said["decides_not"]
        whom = in_a_sentence(one.name, language)
        price = said["price" if math.isfinite(one.price) else "no_price"]
        yield said["blocker"].format(
            name=capitalised(whom), objects=in_100(one.objects), reason=said[f"reason_{one.reason}"], alone=alone,
            price=price.format(price=part_of_alone(one.price, language), whom=whom),
        )  # fmt: skip


def steps_told(counsel: Counsel, language: str) -> Iterator[str]:
    """What to do in which order, what it brings and what it costs."""
    said, plan = words(language), counsel.plan
    outcome = counsel.outcome
    if plan is None:
        yield said["no_steps"]
        return
    for first, last, step in phases_told(counsel):
        yield said["step" if step else "step_nothing"].format(first=first, last=last, what=named(step, language))
    yield said["brings"].format(
        outcome=capitalised(title(outcome, language)), effect=amount(plan.effect.mean, outcome, language),
        low=amount(plan.effect.low, outcome, language), high=amount(plan.effect.high, outcome, language),
        better=in_100(plan.better),
    )  # fmt: skip
    if is_worse(counsel, plan):
        yield said["still_worse"]
    yield agreement_told(counsel, plan, language)
    yield said["costs"].format(cost=shown(plan.cost, language, 0), price=part_of_alone(counsel.price, language))


def phases_told(counsel: Counsel) -> list[tuple[int, int, Step]]:
    """The first and last round of each step of the plan; the same step twice is one that is longer."""
    found: list[tuple[int, int, Step]] = []
    for place, step in enumerate(counsel.plan.steps if counsel.plan else ()):
        first = 1 + place * counsel.phase
        if found and found[-1][2] == step:
            first = found.pop()[0]
        found.append((first, (place + 1) * counsel.phase, step))
    return found


def agreement_told(counsel: Counsel, plan: Plan, language: str) -> str:
    """In how many histories there is an agreement with a plan: ever, where that is not sure, or at the end."""
    said, now = words(language), counsel.outlook
    if now.agreed or now.begins >= SURELY:
        return said["then_holds"].format(holds=in_100(plan.holds), before=in_100(now.holds))
    return said["then_begins"].format(begins=in_100(plan.begins), before=in_100(now.begins))


def is_worse(counsel: Counsel, plan: Plan) -> bool:
    """Whether partners are worse off with a plan than each by itself."""
    return counsel.outcome == "joint_value" and plan.level < 0.0


def named(step: Step, language: str) -> str:
    """What is worked on in a phase."""
    said = words(language)
    return (
        said["and"].format(one=said[step[0]], other=said[step[1]]) if len(step) > 1 else said[step[0]] if step else ""
    )


def ways_told(counsel: Counsel, ways: Sequence[Side], language: str) -> Iterator[str]:
    """What it would be in other ways."""
    said = words(language)
    if not ways:
        yield said["nobody"]
    for one in ways:
        yield said["side"].format(
            way=way(one, language),
            effect=amount(one.effect.mean, counsel.outcome, language),
            low=amount(one.effect.low, counsel.outcome, language),
            high=amount(one.effect.high, counsel.outcome, language), better=in_100(one.better),
        )  # fmt: skip


def way(one: Side, language: str) -> str:
    """A way as a sentence begins with it."""
    return words(language)[f"way_{one.name}"].format(whom=capitalised(in_a_sentence(one.whom, language)))


def sureness_told(advice: Advice, language: str) -> Iterator[str]:
    """How sure it is which condition comes first by itself."""
    said, wins, probabilities = words(language), advice.wins(), advice.probabilities()
    best = max(OPTIONS, key=probabilities.__getitem__)
    if advice.leaves_worse():
        best = max(CONDITIONS, key=probabilities.__getitem__)
        condition = capitalised(said[best]) if language == "en" else said[best]
        key = "least_loss"
    else:
        condition, key = said[best], "wins"
    yield said[key].format(condition=condition, wins=in_100(wins[best]), probability=in_100(probabilities[best]))
    if advice.choice() is None:
        yield said["cannot_tell"].format(sure=in_100(SURE))
    yield said["varied"].format(sets=advice.sets) if advice.sets > 1 else said["fixed"]


def questions_told(counsel: Counsel, language: str) -> Iterator[str]:
    """Which answers would change the advice."""
    said = words(language)
    if not counsel.ask_next:
        yield said["nothing_to_ask"]
    for name, _ in counsel.ask_next:
        yield said["worth"].format(what=said[f"asked_{name.replace('.', '_')}"])


def sign_told(counsel: Counsel, language: str) -> str:
    """What to watch for."""
    said, sign = words(language), counsel.sign
    if sign is None:
        return said["no_sign"]
    return said["sign"].format(
        outcome=said[sign.outcome], divides=shown(on_four(sign.divides), language),
        above=in_100(sign.good_above), below=in_100(sign.good_below),
    )  # fmt: skip


# --- as text -------------------------------------------------------------------------------------


def what_was_played(scenario: Scenario, counsel: Counsel, language: str) -> str:
    """How much was played of what."""
    said = words(language)
    return said["asked"].format(
        organisations=len(scenario.labels), rounds=scenario.rounds, runs=counsel.outlook.runs,
        round=round_of(scenario, language),
    )  # fmt: skip


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
    said = words(language)
    group = of_scenario(scenario, "title", language)
    head = [said["title"].format(group=group), *wrapped(what_was_played(scenario, counsel, language))]
    parts = [head]
    for title_, lines, steps, *_ in sections(scenario, counsel, advice, language):
        numbered = [f"{place}. {line}" for place, line in enumerate(lines[:steps], 1)]
        parts.append([title_, *(line for told in [*numbered, *lines[steps:]] for line in wrapped(told, 2))])
    return "\n\n".join("\n".join(part) for part in [*parts, wrapped(said["no_forecast"])])


def described(counsel: Counsel) -> dict[str, object]:
    """The same for programs."""
    plan, sign = counsel.plan, counsel.sign
    return {
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
        else {**plan._asdict(), "steps": [list(step) for step in plan.steps], "effect": plan.effect._asdict()},
        "partners_turn": [{**one._asdict(), "effect": one.effect._asdict()} for one in counsel.turns],
        "other_ways": [{**one._asdict(), "effect": one.effect._asdict()} for one in counsel.sides],
        "ask_next": [{"parameter": name, "worth": worth} for name, worth in counsel.ask_next],
        "after_half_a_year": None if sign is None else sign._asdict(),
        "less_is_better": AIMS[counsel.outcome].better < 0,
    }

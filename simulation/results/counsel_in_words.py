"""What a board is told, in its own words and order, in every language: as sections, as text, and as a page to print."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from ..brought.measured import PARTNERSHIPS
from ..conditions import CONDITIONS
from ..errors import InputError
from ..reading import show
from ..scenario import Scenario
from .advice import AIMS, OPTIONS, SURE, Advice
from .counsel import SURELY, Counsel, Plan, Side, Step, beside_measured
from .outcomes import capitalised, on_four, title
from .report import wrapped

WORDS = Path(__file__).with_name("counsel.toml")
STYLE = """
@page { size: A4; margin: 14mm 16mm }
body { font: 9.2pt/1.34 Inter, 'Segoe UI', Helvetica, Arial, sans-serif; color: #1B2530 }
body { max-width: 178mm; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 17pt; line-height: 1.15; margin: 0 0 1mm }
.asked { color: #5A6672; margin: 0 0 5mm }
section { display: grid; grid-template-columns: 40mm 1fr; gap: 0 6mm; break-inside: avoid }
section { border-top: .3mm solid #D6DCE2; padding: 1.6mm 0 1.2mm }
h2 { font-size: 9.2pt; line-height: 1.3; margin: 0; color: #0B5C73 }
p { margin: 0 0 1mm } ol { margin: 0 0 1mm; padding-left: 5mm }
table { border-collapse: collapse } td { padding: 0 3mm .6mm 0; vertical-align: middle; white-space: nowrap }
td.number { text-align: right; font-variant-numeric: tabular-nums }
.note { color: #5A6672; border-top: .3mm solid #D6DCE2; padding-top: 2mm }
@media (max-width: 36rem) { section { grid-template-columns: 1fr } td { white-space: normal } }
@media print { body { margin: 0; padding: 0; max-width: none } }
"""


class Section(NamedTuple):
    """One part of what is told: its title, its sentences, and whether these are steps that are counted."""

    title: str
    lines: list[str]
    counted: bool = False


@cache
def words(language: str) -> dict[str, str]:
    """Everything that is said, by key."""
    return {key: said[language] for key, said in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


def shown(value: float, language: str, decimals: int = 2, signed: bool = False) -> str:
    """A number as the language writes it.

    Examples
    --------
    >>> shown(0.254, "nl"), shown(-0.001, "en"), shown(3.0, "en", 1, signed=True)
    ('0,25', '0.00', '+3.0')
    """
    rounded = round(value, decimals) + 0.0
    text = f"{rounded:+.{decimals}f}" if signed and rounded else f"{rounded:.{decimals}f}"
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if language == "nl" else text


ALONE = 0.5  # what an organisation makes by itself in a round


def amount(value: float, outcome: str, language: str) -> str:
    """A difference in an outcome: of value, as a share of what each makes alone.

    Examples
    --------
    >>> print(amount(0.25, "joint_value", "en"), amount(-0.005, "joint_value", "nl"), amount(0.1, "trust", "nl"))
    +50 % −1 % +0,10
    """
    if outcome == "joint_value":
        return part_of_alone(value, language, signed=True)
    return shown(value, language, signed=True)


def part_of_alone(value: float, language: str, signed: bool = False) -> str:
    """A value per round as a share of what an organisation makes by itself."""
    return f"{shown(100.0 * value / ALONE, language, 0, signed)}\N{NO-BREAK SPACE}%"


def in_100(share: float) -> str:
    """A share as so many of 100."""
    return f"{100.0 * share:.0f}"


def sections(scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> list[Section]:
    """All that is told, in order."""
    said = words(language)
    steps = [*steps_told(counsel, language)]
    return [
        Section(said["outlook"], [*outlook_told(counsel, language)]),
        Section(said["measured"], [*measured_told(counsel, language)]),
        Section(said["blockers"], [*blockers_told(counsel, language)]),
        Section(said["steps"], steps, counted=counsel.plan is not None),
        Section(said["turns"], [*ways_told(counsel, counsel.turns, language)]),
        Section(said["sides"], [*ways_told(counsel, counsel.sides, language)]),
        Section(said["sure"], [*sureness_told(advice, language)]),
        Section(said["ask"], [*questions_told(counsel, language)]),
        Section(said["watch"], [sign_told(counsel, language)]),
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
        price = said["price"].format(price=part_of_alone(one.price, language))
        yield said["blocker"].format(
            name=one.name, objects=in_100(one.objects), reason=said[f"reason_{one.reason}"], alone=alone,
            price=price if math.isfinite(one.price) else said["no_price"],
        )  # fmt: skip


def steps_told(counsel: Counsel, language: str) -> Iterator[str]:
    """What to do in which order, what it brings and what it costs."""
    said, plan = words(language), counsel.plan
    outcome = counsel.outcome
    if plan is None:
        yield said["no_steps"]
        return
    for place, step in enumerate(plan.steps):
        first = 1 + place * counsel.phase
        key = "step" if step else "step_nothing"
        yield said[key].format(first=first, last=first + counsel.phase - 1, what=named(step, language))
    yield said["brings"].format(
        outcome=capitalised(title(outcome, language)), effect=amount(plan.effect.mean, outcome, language),
        low=amount(plan.effect.low, outcome, language), high=amount(plan.effect.high, outcome, language),
        better=in_100(plan.better),
    )  # fmt: skip
    if is_worse(counsel, plan):
        yield said["still_worse"]
    yield said["costs"].format(cost=shown(plan.cost, language, 0), price=part_of_alone(counsel.price, language))


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
            way=said[f"way_{one.name}"].format(whom=one.whom),
            effect=amount(one.effect.mean, counsel.outcome, language),
            low=amount(one.effect.low, counsel.outcome, language),
            high=amount(one.effect.high, counsel.outcome, language), better=in_100(one.better),
        )  # fmt: skip


def sureness_told(advice: Advice, language: str) -> Iterator[str]:
    """How sure it is which condition comes first by itself."""
    said, wins, probabilities = words(language), advice.wins(), advice.probabilities()
    best = max(OPTIONS, key=probabilities.__getitem__)
    yield said["wins"].format(
        condition=said[best], wins=in_100(wins[best]), probability=in_100(probabilities[best])
    )  # fmt: skip
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


# --- as text, and as a page -------------------------------------------------------------------------------------


def what_was_played(scenario: Scenario, counsel: Counsel, language: str) -> str:
    """How much was played of what."""
    said = words(language)
    return said["asked"].format(
        organisations=len(scenario.labels), rounds=scenario.rounds, runs=counsel.outlook.runs,
        round=said.get(scenario.round, scenario.round),
    )  # fmt: skip


def as_text(scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> str:
    """All of it, for a terminal."""
    said = words(language)
    head = [said["title"].format(group=scenario.title), *wrapped(what_was_played(scenario, counsel, language))]
    parts = [head]
    for title_, lines, counted in sections(scenario, counsel, advice, language):
        steps = len(counsel.plan.steps) if counted and counsel.plan else 0
        numbered = [f"{place}. {line}" for place, line in enumerate(lines[:steps], 1)]
        parts.append([title_, *(line for told in [*numbered, *lines[steps:]] for line in wrapped(told, 2))])
    return "\n\n".join("\n".join(part) for part in [*parts, wrapped(said["no_forecast"])])


def as_page(scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> str:
    """All of it as one page to print, that needs nothing from elsewhere."""
    said = words(language)
    heading = said["title"].format(group=scenario.title)
    body = [
        f"<h1>{escape(heading)}</h1>",
        f'<p class="asked">{escape(what_was_played(scenario, counsel, language))}</p>',
    ]
    for place, (title_, lines, counted) in enumerate(sections(scenario, counsel, advice, language)):
        steps = len(counsel.plan.steps) if counted and counsel.plan else 0
        inside = f"<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines[:steps])}</ol>" if steps else ""
        rest: Sequence[str] = lines[steps:]
        if place == 1 and beside_measured(counsel.scores):
            first, *_, last = lines
            inside, rest = f"<p>{escape(first)}</p>{drawn(counsel, language)}", [last]
        inside += "".join(f"<p>{escape(line)}</p>" for line in rest)
        body.append(f"<section><h2>{escape(title_)}</h2><div>{inside}</div></section>")
    body.append(f'<p class="note">{escape(said["no_forecast"])}</p>')
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(heading)}</title><style>{STYLE}</style><body>{"".join(body)}</body></html>\n'
    )


def write_page(path: Path, scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> None:
    """Write the page to a new file.

    Parameters
    ----------
    path
        A file that is not there yet, in a folder that is.
    scenario, counsel, advice, language
        As for `as_page`.

    Raises
    ------
    InputError
        There is a file already, or no such folder.
    """
    check_page(path)
    path.write_text(as_page(scenario, counsel, advice, language), encoding="utf-8")


def check_page(path: Path) -> None:
    """Refuse a file that is there already, a folder that is not, or another kind of file."""
    if path.suffix != ".html":
        raise InputError(
            "got {got}, allowed: a name that ends in {allowed}", "page", got=show(str(path)), allowed=".html"
        )
    if path.exists():
        raise InputError("{path}: is there already", "page", path=str(path))
    if not path.parent.is_dir():
        raise InputError("{path}: no such folder", "page", path=str(path.parent))


def drawn(counsel: Counsel, language: str) -> str:
    """The scores beside those of the partnerships, as a table with a line for each condition."""
    said, rows = words(language), []
    for name, (score, mean, below) in beside_measured(counsel.scores).items():
        middle, own = 3 + 154 * mean, 3 + 154 * score
        picture = (
            f'<svg width="160" height="13" role="img" aria-label="{shown(on_four(score), language)}">'
            f'<line x1="3" x2="157" y1="6.5" y2="6.5" stroke="#C3CBD3"/><line x1="{middle:.1f}" x2="{middle:.1f}" '
            f'y1="1.5" y2="11.5" stroke="#5A6672" stroke-width="1.6"/>'
            f'<circle cx="{own:.1f}" cy="6.5" r="4" fill="#0B5C73"/></svg>'
        )
        cells = (
            capitalised(said[name]),
            shown(on_four(score), language),
            shown(on_four(mean), language),
            in_100(below),
        )
        label, *numbers = cells
        figures = "".join(f'<td class="number">{escape(one)}</td>' for one in numbers)
        rows.append(f"<tr><td>{escape(label)}</td><td>{picture}</td>{figures}</tr>")
    heads = "".join(f'<td class="number"><small>{escape(said[key])}</small></td>' for key in ("here", "mean", "lower"))
    return f"<table><tr><td></td><td></td>{heads}</tr>{''.join(rows)}</table>"


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

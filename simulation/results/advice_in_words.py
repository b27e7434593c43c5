"""What is said of an advice: what to do first or that it cannot be told, why, and what the numbers do not hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..conditions import CONDITIONS
from ..parameters import LESS
from ..scenario import Scenario
from .advice import AIMS, NOTHING, PAIRS, SURE, Advice, planned
from .comparison import logic_of
from .counsel import Counsel
from .counsel_in_words import as_text
from .intervals import Interval
from .outcomes import title
from .report import LABEL, figure, logic_in_words, percent, plural, span, table, wrapped
from .uncertainty import Posterior

NO_FORECAST = "The model is no forecast: these are the odds within the model, not whether it is right about this group."


def of_advice(scenario: Scenario, advice: Advice, posterior: Posterior | None = None) -> str:
    """The advice for people: what to do or that it cannot be told, the numbers behind it, and what they do not hold."""
    sections = [
        [f"{scenario.title}: which condition first?", *wrapped(what_was_asked(scenario, advice))],
        wrapped(in_words(advice)),
        effect_table(advice),
        [line for text in (" ".join(reservations(scenario, advice, posterior)), NO_FORECAST) for line in wrapped(text)],
    ]
    return "\n\n".join("\n".join(section) for section in sections)


def of_board(
    scenario: Scenario, advice: Advice, counsel: Counsel, posterior: Posterior | None = None, language: str = "en"
) -> str:
    """What a board is told; in English the numbers of each condition by itself come after it.

    Parameters
    ----------
    scenario, advice, counsel
        The group, and what was found.
    posterior
        What parameters were drawn from.
    language
        In which it is told.
    """
    told = as_text(scenario, counsel, advice, language)
    return f"{told}\n\n\n{of_advice(scenario, advice, posterior)}" if language == "en" else told


def what_was_asked(scenario: Scenario, advice: Advice) -> str:
    """The question in full."""
    length = f" (a round is a {scenario.round})" if scenario.round != "round" else ""
    return (
        f"{plural(len(scenario.labels), 'organisation')}, {plural(scenario.rounds, 'round')}{length}, "
        f"{logic_in_words(scenario)}. On one condition at a time {advice.effort:g} effort a round for "
        f"{plural(advice.phase, 'round')}, on top of what goes on anyway: a budget of {advice.effort * advice.phase:g} "
        f"effort-rounds. {plural(len(advice.seeds), 'pair')} of runs each, seeds {advice.seeds[0]} to "
        f"{advice.seeds[-1]}."
    )


def in_words(advice: Advice) -> str:
    """What to do first; or that it cannot be told, and why."""
    choice, probabilities, effects = advice.choice(), advice.probabilities(), advice.effects()
    aim = title(advice.outcome)
    if advice.is_flat():
        return f"Cannot tell: no investment makes any difference to {aim}. Was there anything to spend?"
    if advice.baseline.shape[1] < PAIRS:
        return f"Cannot tell: {plural(advice.baseline.shape[1], 'pair')} of runs say too little; it takes {PAIRS}."
    if choice == NOTHING:
        return (
            f"None: no condition is worth its price, judged by {aim}; doing nothing is the best with a probability of "
            f"{percent(probabilities[NOTHING])}."
        )
    if advice.leaves_worse():
        least = advice.ranking()[0]
        return (
            f"None is advised: with any of them, as without, the partners are worse off together than each by itself; "
            f"least so with {least} ({figure(effects[least].mean, signed=True)}, {span(effects[least], signed=True)})."
        )
    if choice is not None:
        second, lead = advice.lead(choice)
        better = f"That is {figure(lead.mean)} ({span(lead)}) more than {second}, the second."
        unsure = "" if lead.sign > 0 else " The lead over the second cannot be told from chance."
        return (
            f"Invest in {choice} first: {aim} {gains_in_words(effects[choice], advice.outcome)}, and it is the best of "
            f"all with a probability of {percent(probabilities[choice])}. {better}{unsure}"
        )
    close = clearest(probabilities)
    if len(close) == 1:
        return (
            f"Cannot tell: what {close[0]} brings to {aim}, {figure(effects[close[0]].mean, signed=True)} "
            f"({span(effects[close[0]], signed=True)}), cannot be told from nothing."
        )
    named = ", ".join(f"{option} ({percent(probabilities[option])})" for option in close)
    return f"Cannot tell which is the best for {aim}: {named} are too close; {percent(SURE)} for one of them is asked."


def gains_in_words(effect: Interval, outcome: str) -> str:
    """What an investment does to the aim."""
    moves = "falls" if AIMS[outcome].better == LESS else "rises"
    return f"{moves} by {figure(effect.mean)} ({span(effect)})"


def effect_table(advice: Advice) -> list[str]:
    """Every condition: what it brings, and how sure that is."""
    header, *rows = effect_rows(advice)
    return table(header, rows)


def effect_rows(advice: Advice) -> list[tuple[str, ...]]:
    """The same, a header and a row a condition."""
    effects, probabilities, wins = advice.effects(), advice.probabilities(), advice.wins()
    rows = []
    for name in (*advice.ranking(), NOTHING):
        effect = effects.get(name, Interval(0.0, math.nan, math.nan, advice.baseline.size))
        spent = figure(advice.spent[CONDITIONS.index(name)], 1) if name in effects else ""
        remark = "chance?" if name in effects and effect.sign == 0 and not math.isnan(effect.low) else ""
        shown = (percent(share) if advice.baseline.shape[1] > 1 else "-" for share in (probabilities[name], wins[name]))
        rows.append(
            (f"  {name}", figure(effect.mean, 3, signed=True), span(effect, 3, signed=True), *shown, spent, remark)
        )
    header = (f"Effect on {title(advice.outcome)}"[:LABEL], "effect", "95 % interval", "best", "in pairs", "spent", "")
    return [header, *rows]


def reservations(scenario: Scenario, advice: Advice, posterior: Posterior | None) -> list[str]:
    """What the numbers hold, and what they do not."""
    budget, anyway = advice.effort * advice.phase, sum(sum(planned(scenario, f"effort.{name}")) for name in CONDITIONS)
    said = [
        "Effects are net of the price of effort. 'best' is the probability of really being the best, 'in pairs' the "
        "share of single histories in which it came out best.",
    ]
    short = [name for name, spent in zip(CONDITIONS, advice.spent, strict=True) if spent < budget - 0.05]
    if short and scenario.parameters.effort.budget < anyway + budget:
        said.append("The scenario has a budget of its own: what an investment takes of it is not there for later.")
    elif short:
        said.append(f"Not all of the budget could be spent on {', '.join(short)}: there was no room for it.")
    said.append(
        f"Both hold the uncertainty of parameters too, by {advice.sets} sets of them."
        if advice.sets > 1
        else "Parameters were taken as they are: that they are uncertain themselves makes it less sure than this."
    )
    if posterior is not None:
        said.append(f"Drawn from the posterior: {', '.join(posterior.draws[0])}.")
        if posterior.left_out:
            said.append(f"Not taken from it: {', '.join(posterior.left_out)}.")
    other = {"hierarchy": "network", "network": "hierarchy"}.get(logic_of(scenario), "hierarchy")
    said.append(f"It holds for this logic; ask again with --logic {other}.")
    return said


def clearest(probabilities: Mapping[str, float]) -> list[str]:
    """The options that together are the best with a probability of `SURE`, from most to least.

    Examples
    --------
    >>> clearest({"relation": 0.5, "process": 0.4, "nothing": 0.1})
    ['relation', 'process']
    """
    together, named = 0.0, []
    for option in sorted(probabilities, key=probabilities.__getitem__, reverse=True):
        if together < SURE:
            named.append(option)
        together += probabilities[option]
    return named


def described(scenario: Scenario, advice: Advice, posterior: Posterior | None = None) -> dict[str, Any]:
    """The advice for programs."""
    effects, probabilities, wins = advice.effects(), advice.probabilities(), advice.wins()
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "logic": logic_of(scenario),
        "rounds": scenario.rounds,
        "outcome": advice.outcome,
        "less_is_better": AIMS[advice.outcome].better == LESS,
        "effort": advice.effort,
        "phase": advice.phase,
        "seeds": {"first": advice.seeds[0], "last": advice.seeds[-1], "runs": len(advice.seeds)},
        "parameter_sets": advice.sets,
        "choice": advice.choice(),
        "in_words": in_words(advice),
        "baseline": advice.interval(advice.baseline)._asdict(),
        "conditions": [
            {
                "name": name,
                **effects[name]._asdict(),
                "probability_best": probabilities[name],
                "best_in_pairs": wins[name],
                "spent": float(advice.spent[CONDITIONS.index(name)]),
            }
            for name in advice.ranking()
        ],
        "nothing": {"probability_best": probabilities[NOTHING], "best_in_pairs": wins[NOTHING]},
        "lead_over_second": advice.lead(advice.ranking()[0])[1]._asdict(),
        "posterior": None if posterior is None else {"taken": list(posterior.draws[0]), "left_out": posterior.left_out},
        "reservations": reservations(scenario, advice, posterior),
        "no_forecast": NO_FORECAST,
    }

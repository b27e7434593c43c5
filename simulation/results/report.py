"""What is said of runs, and of a what-if, in plain words on a terminal."""

from __future__ import annotations

import math
import re
import textwrap
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from ..brought.ratings import ImportReport
from ..errors import said
from ..measures import Outcomes
from ..own_mechanism import of_ones_own
from ..parameters import END, Outcome, declared
from ..runs import Summary
from ..scenario import Scenario
from ..state import OUTSIDE
from .comparison import AS_IT_IS, Comparison, contrasts, logic_of, setting, summaries, summary_intervals
from .intervals import LEVEL, Difference, Interval, mean_interval
from .outcomes import capitalised, on_four, title, words
from .replicates import Replicate
from .scenarios import name_of, of_scenario, round_of
from .uncertainty import Posterior

WORDS = Path(__file__).with_name("report.toml")
WIDTH = 100
LABEL = 32  # columns for what a row is about
FEW = 14  # partners that are shown one by one
# What the plain words speak of, after value created together, in this order.
HEADLINES = (
    "client_value",
    "trust",
    "first_decision",
    "sorted_effect",
    "goal_realisation",
    "left",
    "equity",
    "decided",
)
OF_A_RUN = declared(Summary)
# The parts of the report on a run; `report=` of an outcome says in which it stands, in the order of declaration.
PARTS = ("value", "hierarchical", "network", "conditions", "course")
COUNTED = ("count", "round")
BLANKS = re.compile(r"[ \t\n]+")
NOTABLE = 0.02  # a smaller difference is left to the table
PER_ROUND = " per organisation and round"


@cache
def told(language: str = "en") -> dict[str, str]:
    """Everything that is said of runs beside what outcomes are called, by key."""
    return {key: text[language] for key, text in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


# Numbers -----------------------------------------------------------------------------------------------------------


def figure(value: float, decimals: int = 2, signed: bool = False, language: str = "en") -> str:
    """A number for people; a dash when there is none.

    Parameters
    ----------
    value
        Any number.
    decimals
        How many.
    signed
        Whether a plus is said.
    language
        `en` or `nl`.
    """
    if math.isnan(value):
        return "-"
    rounded = round(value, decimals) + 0.0  # so that no minus stands before a zero
    text = f"{rounded:+.{decimals}f}" if signed and rounded else f"{rounded:.{decimals}f}"
    return text.replace(".", ",") if language == "nl" else text


def decimals_for(interval: Interval, unit: str) -> int:
    """As many decimals as the interval can carry."""
    fewest = 1 if unit in COUNTED else 2
    margin = interval.high - interval.mean
    return min(3, max(fewest, math.ceil(-math.log10(margin)))) if margin > 0.0 else fewest


def span(interval: Interval, decimals: int = 2, signed: bool = False, language: str = "en") -> str:
    """The interval, `0.15 to 0.27`.

    Parameters
    ----------
    interval
        Of which the ends are said.
    decimals, signed
        As of `figure`.
    language
        `en` or `nl`.
    """
    if math.isnan(interval.low):
        return "-"
    low, high = (figure(end, decimals, signed, language) for end in (interval.low, interval.high))
    return told(language)["to"].format(low=low, high=high)


def percent(share: float) -> str:
    """A share of the pairs."""
    return "-" if math.isnan(share) else f"{100.0 * share:.0f} %"


def plural(count: int, thing: str) -> str:
    """`1 run`, `2 runs`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def counted(count: int, thing: str, language: str) -> str:
    """`1 ronde`, `2 rondes`: of what has a word for one, and another for more."""
    return f"{count} {told(language)[thing if count == 1 else f'{thing}s']}"


# Lines -------------------------------------------------------------------------------------------------------------


def shortened(text: str, width: int) -> str:
    """Text cut off where it has to be."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def wrapped(text: str, indent: int = 0) -> list[str]:
    """Text in lines of at most `WIDTH`; a space that does not break stays one."""
    plain = BLANKS.sub(" ", text).strip()
    return textwrap.wrap(plain, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned columns: the first and last are words, the others numbers; an empty column is left out."""
    columns = filled(header, rows)
    widths = [max(LABEL, *map(len, columns[0])), *(max(map(len, column)) for column in columns[1:])]
    words = {0, len(columns) - 1} if columns[-1][0] == "" else {0}
    lines = [
        "  ".join(
            cell.ljust(width) if place in words else cell.rjust(width)
            for place, (width, cell) in enumerate(zip(widths, cells, strict=True))
        ).rstrip()
        for cells in zip(*columns, strict=True)
    ]
    return lines if any(header) else lines[1:]


def filled(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The columns, each under its header, without those that are empty."""
    return [column for column in zip(header, *rows, strict=True) if any(column[1:])]


# A run -------------------------------------------------------------------------------------------------------------


def of_runs(
    scenario: Scenario,
    changes: Mapping[str, Any],
    replicates: list[Replicate],
    language: str = "en",
    posterior: Posterior | None = None,
) -> str:
    """The summary of one run or of many of the same scenario; its own texts are as the scenario has them.

    Parameters
    ----------
    scenario
        What was run.
    changes
        What was asked to be other than in it.
    replicates
        Of the same scenario.
    language
        `en` or `nl`.
    posterior
        Of which each run had another draw; None where all had the parameters of the scenario.
    """
    intervals = summary_intervals(replicates)
    sections = [
        [*heading(scenario, changes, replicates, language), *drawn(posterior, language)],
        values(intervals, len(replicates), language),
        norms(intervals, len(replicates), language),
        conditions(intervals, len(replicates), language),
        course(intervals, len(replicates), language),
        own(scenario, intervals, len(replicates), language),
        partners(scenario, replicates, language),
        remarks(scenario, replicates, language),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def heading(scenario: Scenario, changes: Mapping[str, Any], replicates: list[Replicate], language: str) -> list[str]:
    """What was run.

    Parameters
    ----------
    scenario
        What was run.
    changes
        What was asked to be other than in it.
    replicates
        Of the same scenario.
    language
        `en` or `nl`.
    """
    title_, question = (of_scenario(scenario, what, language) for what in ("title", "question"))
    lines = [title_, *wrapped(question), "", *wrapped(what_was_run(scenario, replicates, language))]
    return [*lines, *said_to_differ(told(language)["changed"], scenario, changes)]


def drawn(posterior: Posterior | None, language: str) -> list[str]:
    """What was drawn anew for each run, and what was not taken of the draws."""
    if posterior is None:
        return []
    texts = told(language)
    lines = wrapped(f"{texts['drawn']}: {', '.join(posterior.draws[0])}.")
    return lines + (wrapped(f"{texts['not_drawn']}: {', '.join(posterior.left_out)}.") if posterior.left_out else [])


def said_to_differ(what: str, scenario: Scenario, changes: Iterable[str]) -> list[str]:
    """What was asked to be other than in the scenario, if anything."""
    said = ", ".join(f"{key} = {setting(scenario, key)}" for key in changes)
    return wrapped(f"{what}: {said}.") if said else []


def what_was_run(scenario: Scenario, replicates: list[Replicate], language: str = "en") -> str:
    """Size, length, logic and seeds in one sentence."""
    words = told(language)
    first, last, length = replicates[0].seed, replicates[-1].seed, counted(scenario.rounds, "round", language)
    if scenario.round != "round":
        length += words["of_a_round"].format(round=round_of(scenario, language))
    return words["ran"].format(
        size=counted(len(scenario.labels), "organisation", language),
        length=length,
        logic=logic_in_words(scenario, language),
        seeds=words["one_seed" if first == last else "seeds"].format(runs=len(replicates), first=first, last=last),
    )


def meaning_of_round(scenario: Scenario) -> str:
    """` (a round is a month)`, or nothing when a round is just that."""
    return "" if scenario.round == "round" else told()["of_a_round"].format(round=round_of(scenario, "en"))


def logic_in_words(scenario: Scenario, language: str = "en") -> str:
    """The logic, and of a hybrid which contrasts are hierarchical."""
    words, logic = told(language), logic_of(scenario)
    ordered = [words[contrast] for contrast, word in contrasts(scenario).items() if word == "hierarchy"]
    return words[logic].format(contrasts=", ".join(ordered))


def outcome_rows(
    intervals: dict[str, Interval],
    runs: int,
    part: str,
    remarks: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
) -> list[tuple[str, str, str, str]]:
    """Rows of label, value, interval and remark, of the outcomes in a part; a remark of this run goes before a note.

    Parameters
    ----------
    intervals
        Of every outcome of a run, by name.
    runs
        How many they are of.
    part
        Of the report, one of `PARTS`.
    remarks
        Of this run, by outcome.
    language
        In which it is said.
    """
    rows = []
    for name in stand_in(part):
        interval, unit = intervals[name], OF_A_RUN[name].unit
        places = 0 if runs == 1 and unit in COUNTED else decimals_for(interval, unit)
        remark = remarks.get(name) or words(language)[name].note
        if interval.count < runs and runs > 1:
            remark = told(language)["in_runs"].format(count=interval.count, runs=runs)
        mean, between = figure(interval.mean, places, language=language), span(interval, places, language=language)
        rows.append((label(name, language), mean, between if runs > 1 else "", remark))
    return rows


def stand_in(part: str) -> list[str]:
    """The outcomes that stand in a part of the report."""
    return [name for name, outcome in OF_A_RUN.items() if outcome.report == part]


def label(name: str, language: str = "en") -> str:
    """What a row is about."""
    return f"  {title(name, language)}{told(language)['at_the_end'] if OF_A_RUN[name].of_run == END else ''}"


def columns_of(runs: int, language: str = "en") -> tuple[str, str, str, str]:
    """Headers over the rows of outcomes."""
    words, level = told(language), f"{LEVEL:.0%}".replace("%", " %")
    return ("", words["mean"], words["interval"].format(level=level), "") if runs > 1 else ("", "", "", "")


def values(intervals: dict[str, Interval], runs: int, language: str) -> list[str]:
    """What was created, and for whom."""
    rows = outcome_rows(intervals, runs, "value", language=language)
    return table((told(language)["value"], *columns_of(runs, language)[1:]), rows)


def norms(intervals: dict[str, Interval], runs: int, language: str) -> list[str]:
    """Both norms side by side, whatever the logic."""
    rows = []
    for norm in ("hierarchical", "network"):
        for name in stand_in(norm):
            interval = intervals[name]
            around = f" ({span(interval, language=language)})" if interval.count > 1 else ""
            cell, row = figure(interval.mean, language=language) + around, label(name, language)
            rows.append((row, cell, "") if norm == "hierarchical" else (row, "", cell))
    return table(tuple(told(language)[key] for key in ("by_both", "hierarchical", "as_network")), rows)


def conditions(intervals: dict[str, Interval], runs: int, language: str) -> list[str]:
    """The five conditions as index, and on the scale that surveys use."""
    rows = []
    for name in stand_in("conditions"):
        index = intervals[name]
        scaled = Interval(on_four(index.mean), on_four(index.low), on_four(index.high), index.count)
        rows.append(
            (
                f"  {title(name, language)}",
                figure(scaled.mean, 1, language=language),
                span(scaled, language=language) if runs > 1 else "",
                figure(index.mean, language=language),
                gauge(index),
            )
        )
    words = told(language)
    return table(
        (words["conditions"], words["one_to_four"], columns_of(runs, language)[2], words["nought_to_one"], ""), rows
    )


def gauge(index: Interval) -> str:
    """A place on a line from 1 to 4; empty where there is none."""
    if math.isnan(index.mean):
        return ""
    steps = 24
    at = min(steps, max(0, round(steps * index.mean)))
    return "1 " + "·" * at + "●" + "·" * (steps - at) + " 4"


def course(intervals: dict[str, Interval], runs: int, language: str) -> list[str]:
    """How it went: decisions, relations, knowledge."""
    remarks = {
        "first_decision": "" if intervals["first_decision"].count else told(language)["none_came"],
        "knowledge_error": knowledge(intervals, language),
    }
    rows = outcome_rows(intervals, runs, "course", remarks, language)
    return table((told(language)["course"], *columns_of(runs, language)[1:]), rows)


def own(scenario: Scenario, intervals: dict[str, Interval], runs: int, language: str) -> list[str]:
    """Outcomes and parameters of one's own, as the file that marks them says; nothing where there are none.

    Parameters
    ----------
    scenario
        That was run.
    intervals
        Of every outcome, by name.
    runs
        How many they are of.
    language
        In which it is said.
    """
    rows, outcomes = [], scenario.parts.outcomes if scenario.parts else {}
    for name, outcome in outcomes.items():
        interval = intervals[name]
        places = decimals_for(interval, outcome.unit)
        mean, between = figure(interval.mean, places, language=language), span(interval, places, language=language)
        rows.append((f"  {name.replace('_', ' ')}", mean, between if runs > 1 else "", outcome.meaning))
    for name, known, value in of_ones_own(scenario.parameters):
        shown = f"{known.show(value):g}" if known.kind != "choice" else str(known.show(value))
        rows.append((f"  {name}", shown.replace(".", ",") if language == "nl" else shown, "", known.meaning))
    return table((told(language)["own"], *columns_of(runs if outcomes else 1, language)[1:]), rows) if rows else []


def knowledge(intervals: dict[str, Interval], language: str) -> str:
    """Whether what they know is shared, and whether it is right."""
    error, spread = intervals["knowledge_error"].mean, intervals["knowledge_spread"].mean
    return told(language)["nearer"] if error > 2.0 * spread else ""


def partners(scenario: Scenario, replicates: list[Replicate], language: str) -> list[str]:
    """Who gains and who loses."""
    records = np.array([one.partners for one in replicates])
    liked = bool(np.any(records["liking"] != 0.0))
    words = told(language)
    labels = [name_of(label, language) for label in scenario.labels]
    rows = [partner_row(label, records[:, place], liked, language) for place, label in enumerate(labels)]
    runs = len(replicates)
    header = (
        words["partners"], words["size"], words["gain"], columns_of(runs, language)[2], words["liking"],
        words["trusted"], words["left"], "",
    )  # fmt: skip
    if len(rows) <= FEW:
        return table(header, rows)
    gains = np.mean(records["gain"], axis=0)
    order = np.argsort(-gains, kind="stable")
    most, least = order[: FEW // 2], order[-(FEW // 2) :]
    shown = table(header, [rows[place] for place in (*most, *least)])
    gaining, losing = int(np.sum(gains > 0.0)), int(np.sum(gains < 0.0))
    others = words["between"].format(others=len(rows) - FEW, all=len(rows), gaining=gaining, losing=losing)
    return [*shown[: 1 + most.size], others, *shown[1 + most.size :]]


def partner_row(label: str, records: np.ndarray, liked: bool, language: str) -> tuple[str, ...]:
    """What is said of one partner, over all replicates; what liking added too, where it added anything to any.

    Parameters
    ----------
    label
        Its name.
    records
        What came of it, one a replicate.
    liked
        Whether liking is a column.
    language
        `en` or `nl`.
    """
    gain = mean_interval(records["gain"])
    return (
        "  " + shortened(label, LABEL - 2),
        figure(float(records["size"].mean()), language=language),
        figure(gain.mean, signed=True, language=language),
        span(gain, signed=True, language=language) if records.size > 1 else "",
        figure(float(records["liking"].mean()), signed=True, language=language) if liked else "",
        figure(float(records["standing"].mean()), language=language),
        departure(records, language),
        fate(records, gain, language),
    )


def departure(records: np.ndarray, language: str) -> str:
    """When a partner left, or in how many of the runs."""
    left = records["left"] > 0
    if not np.any(left):
        return ""
    in_round = told(language)["in_round"]
    return in_round.format(round=records["left"][0]) if records.size == 1 else percent(float(left.mean()))


def fate(records: np.ndarray, gain: Interval, language: str) -> str:
    """Whether it gains or loses, as far as that is clear."""
    if np.all(records["member"] == OUTSIDE):
        return told(language)["outside"]
    if records.size == 1 or gain.low == gain.high:
        return told(language)[{1: "gains", -1: "loses", 0: "neither"}[int(np.sign(round(gain.mean, 12)))]]
    return told(language)[{1: "gains", -1: "loses", 0: "unclear"}[gain.sign]]


def remarks(scenario: Scenario, replicates: list[Replicate], language: str) -> list[str]:
    """What should be known to read the numbers rightly."""
    words, runs = told(language), len(replicates)
    columns = summaries(replicates)
    lines = [
        words["happens"].format(round=event.round, name=name_of(event.name, language))
        for event in scenario.events
        if event.name and event.round <= scenario.rounds
    ]
    unbounded = int(np.sum(columns["radius"] >= 1.0))
    if unbounded:
        where = "" if runs == 1 else words["where"].format(count=unbounded, runs=runs)
        radius = figure(columns["radius"].max(), language=language)
        lines.append(words["unbounded"].format(where=where, radius=radius))
    apart = int(columns["dissolved"].sum())
    if apart:
        lines.append(words["fell_apart" if runs == 1 else "fell_apart_in"].format(count=apart, runs=runs))
    if scenario.report is not None:
        lines += data_in_words(scenario.report, language)
    return [line for text in lines for line in wrapped(text)]


def data_in_words(report: ImportReport, language: str) -> list[str]:
    """What files gave of a group, and what they left open."""
    words = told(language)
    gaps = [f"{field_in_words(field, language)} {count}" for field, count in report.missing.items() if count]
    lines = [] if report.wave is None else [words["wave"].format(wave=report.wave)]
    lines.append(
        words["data"].format(
            organisations=report.organisations, isolates=report.isolates, ties=report.ties, one_sided=report.one_sided,
            rate=percent(report.response_rate), gaps=", ".join(gaps) or words["nothing"],
        )
    )  # fmt: skip
    lines += [f"{said(note, language)}." for note in report.notes]
    return [*lines, *(words["unused"].format(file=one, columns=", ".join(left)) for one, left in report.unused.items())]


def field_in_words(field: str, language: str) -> str:
    """A field of an organisation or a tie; `frame_2` is the second place of `frame`."""
    name, _, place = field.partition("_")
    return f"{told(language).get(f'field_{name}', name)}{place and f' {place}'}"


# A what-if ---------------------------------------------------------------------------------------------------------


def of_comparison(comparison: Comparison, settings: Mapping[str, Any]) -> str:
    """The what-if: in words, then every difference."""
    differences = comparison.differences()
    told = not all(nothing_changes(difference) for difference in differences.values())
    sections = [
        [
            comparison.baseline.title + ": what if?",
            *wrapped(what_was_run(comparison.baseline, comparison.before).replace(" runs,", " pairs of runs,")),
            *said_to_differ("On both sides", comparison.baseline, settings),
        ],
        wrapped(in_words(comparison, differences)),
        difference_table(comparison, differences) if told else [],
        partner_table(comparison) if told else [],
        wrapped(CAUTION) if told and len(comparison.before) > 1 else [],
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def in_words(comparison: Comparison, differences: dict[str, Difference]) -> str:
    """What changed, in plain words."""
    change = "With " + " and ".join(
        f"{key} = {after}" + (f" instead of {before}" if before != AS_IT_IS else "")
        for key, (before, after) in comparison.replaced().items()
    )
    if all(nothing_changes(difference) for difference in differences.values()):
        return f"{change}, nothing changes: every pair gives the same. {WHY_NOTHING}"
    pairs = len(comparison.before)
    main = differences["joint_value"]
    sentences = [f"{change}, {headline(main, pairs)}"]
    others = [phrase(name, differences[name]) for name in HEADLINES if worth_telling(differences[name])][:4]
    if others:
        sentences.append(capitalised("; ".join(others)) + ".")
    first = differences["first_decision"]
    if first.only_changed or first.only_baseline:
        sentences.append(
            f"Of {plural(pairs, 'pair')}, {first.interval.count} come to a decision on both sides, "
            f"{first.only_changed} only with the change and {first.only_baseline} only without it."
        )
    return " ".join(sentences)


WHY_NOTHING = (
    "Either the scenario states for itself what this sets for others (each organisation, each tie), "
    "or what it steers is not at work here, or it is at the end of its range already."
)


def nothing_changes(difference: Difference) -> bool:
    """Whether both sides are the same in every pair."""
    unequal = difference.only_baseline or difference.only_changed
    return not (unequal or difference.higher > 0.0 or difference.lower > 0.0)


def worth_telling(difference: Difference) -> bool:
    """Whether the difference can be told from chance, and is large enough to speak of."""
    return difference.interval.sign != 0 and abs(difference.interval.mean) >= NOTABLE


def headline(main: Difference, pairs: int) -> str:
    """What becomes of value created together."""
    interval = main.interval
    if nothing_changes(main):
        return "value created together stays the same in every pair."
    if pairs == 1:
        return f"value created together {moves(main, '', PER_ROUND)} in this one pair; one pair says nothing of chance."
    if interval.sign == 0:
        places = decimals_for(interval, "")
        return (
            f"the difference in value created together cannot be told from chance in {pairs} pairs: "
            f"{figure(interval.mean, places, signed=True)} ({span(interval, places, signed=True)}){PER_ROUND}. "
            f"In {share_of_pairs(main.higher, pairs)} it is higher."
        )
    more, share = ("higher", main.higher) if interval.sign > 0 else ("lower", main.lower)
    return f"value created together {moves(main, '', PER_ROUND)}. In {share_of_pairs(share, pairs)} it is {more}."


def share_of_pairs(share: float, pairs: int) -> str:
    """`83 % of the 100 pairs`."""
    return f"all {pairs} pairs" if share == 1.0 else f"{percent(share)} of the {pairs} pairs"


def moves(difference: Difference, unit: str, per: str = "") -> str:
    """`rises by 0.21 (0.15 to 0.27)`; the interval turned to positive numbers when it falls."""
    interval = difference.interval
    places = decimals_for(interval, unit)
    verb = "rises" if interval.mean > 0.0 else "falls"
    return f"{verb} by {amount(interval, places)}{per}"


def amount(interval: Interval, places: int) -> str:
    """The size of a difference with its interval, whichever way it goes."""
    if interval.mean < 0.0:
        interval = Interval(-interval.mean, -interval.high, -interval.low, interval.count)
    around = "" if math.isnan(interval.low) else f" ({span(interval, places)})"
    return figure(interval.mean, places) + around


def phrase(name: str, difference: Difference) -> str:
    """One more outcome that changed, in words."""
    interval, unit = difference.interval, OF_A_RUN[name].unit
    places = decimals_for(interval, unit)
    if name == "first_decision":
        when = "later" if interval.mean > 0.0 else "earlier"
        return f"the first decision comes {amount(interval, places)} rounds {when}"
    if unit == "count":
        more = "more" if interval.mean > 0.0 else "fewer"
        return f"{amount(interval, places)} {more} {title(name)}"
    return f"{words()[name].phrase} {moves(difference, unit)}"


def difference_table(comparison: Comparison, differences: dict[str, Difference]) -> list[str]:
    """Every outcome on both sides, and the difference."""
    return table(("Outcome", *SIDES), difference_rows(comparison, differences))


def difference_rows(comparison: Comparison, differences: dict[str, Difference]) -> list[tuple[str, ...]]:
    """A row an outcome."""
    before, after = summaries(comparison.before), summaries(comparison.after)
    return [
        difference_row(title(name), before[name], after[name], difference, OF_A_RUN[name].unit)
        for name, difference in differences.items()
    ]


SIDES = ("as it is", "what if", "difference", columns_of(2)[2], "higher", "")


def difference_row(
    label: str, before: np.ndarray, after: np.ndarray, difference: Difference, unit: str
) -> tuple[str, ...]:
    """Both sides, of the pairs in which both are defined, and the difference.

    Parameters
    ----------
    label
        What it is a row of.
    before, after
        Both sides, one number a pair; NaN where it is not defined.
    difference
        Of them.
    unit
        What says how many decimals count.
    """
    interval, pairs = difference.interval, len(before)
    places = decimals_for(interval, unit)
    both = ~np.isnan(before) & ~np.isnan(after)
    told = pairs > 1 and not nothing_changes(difference)
    return (
        label,
        figure(mean_interval(before[both]).mean, places),
        figure(mean_interval(after[both]).mean, places),
        figure(interval.mean, places, signed=True),
        span(interval, places, signed=True) if told else "",
        percent(difference.higher) if told else "",
        verdict(difference, pairs),
    )


def verdict(difference: Difference, pairs: int) -> str:
    """What keeps a difference from being taken at its word."""
    if nothing_changes(difference):
        return "same"
    if difference.interval.count < pairs:
        return f"{difference.interval.count} pairs"
    return "chance?" if pairs > 1 and difference.interval.sign == 0 else ""


def partner_table(comparison: Comparison) -> list[str]:
    """What the change does to the value of each partner."""
    labels = comparison.baseline.labels
    if len(labels) > FEW:
        return []
    gains = comparison.partner_gains()
    rows = [
        difference_row("  " + shortened(label, LABEL - 2), *gains[label], difference, "value")
        for label, difference in comparison.partner_differences().items()
    ]
    return table(("Value for partners, per round", *SIDES), rows) if rows else []


CAUTION = (
    "'chance?' marks an interval that holds zero: the difference cannot be told from chance. Had the change no effect "
    "at all, about one in twenty of these intervals would still miss zero; take one that stands by itself with care."
)


# What there is -----------------------------------------------------------------------------------------------------


def of_scenarios(scenarios: Sequence[Scenario]) -> str:
    """The scenarios that come with the model."""
    lines = []
    for scenario in scenarios:
        size = f"{plural(len(scenario.labels), 'organisation')}, {scenario.rounds} rounds{meaning_of_round(scenario)}"
        told = [*wrapped(scenario.question, 28), *wrapped(scenario.lesson, 28)]
        lines += [f"{scenario.name:<28}{scenario.title}", f"{'':<28}{size}", *told, ""]
    return "\n".join([*lines, "samenspel run NAME runs one; so does the path of a scenario file of your own."])


def of_parameters(known: Sequence[dict[str, Any]]) -> str:
    """Parameters by mechanism: name, default, range and unit; then what it means, and where the number comes from."""
    lines: list[str] = []
    group = None
    for parameter in known:
        if parameter["mechanism"] != group:
            group = parameter["mechanism"]
            lines += (
                ["", f"{group}: {parameter['mechanism_meaning']}"]
                if lines
                else [f"{group}: {parameter['mechanism_meaning']}"]
            )
        default = parameter["default"]
        shown = default if isinstance(default, str) else f"{default:g}"
        lines.append(f"  {parameter['name']:<28}{shown:>10}  {parameter['allowed']}")
        lines += wrapped(f"{parameter['meaning']} [{', '.join(parameter['sources'])}]", 6)
    return "\n".join(lines)


def of_outcomes() -> str:
    """Every outcome, of a run as a whole and of every round."""
    lines = ["Of a run as a whole"]
    lines += outcome_lines(OF_A_RUN)
    lines += ["", "Of every round (means over members, unless it says participants: members and leavers)"]
    return "\n".join(lines + outcome_lines(declared(Outcomes)))


def outcome_lines(known: dict[str, Outcome]) -> list[str]:
    """Name, unit and meaning."""
    lines = []
    for name, outcome in known.items():
        lines.append(f"  {name:<20}{outcome.meaning}")
        lines.append(f"  {'':<20}{outcome.unit}")
    return lines

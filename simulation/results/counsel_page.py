"""What a board is told, as one page to print that needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from itertools import chain
from pathlib import Path

from .. import typeface
from ..reading import check_new
from ..scenario import Scenario
from .advice import Advice
from .counsel import Counsel, Side, beside_measured
from .counsel_in_words import (
    Section,
    difference,
    heading,
    in_100,
    scale_of,
    scored,
    sections,
    verdict,
    way,
    what_was_played,
    words,
)
from .outcomes import capitalised
from .scenarios import in_a_sentence

LETTERS = 98  # on a line of paper
MOST_LINES = 57  # of this size on a sheet; with more, letters are smaller
STYLE = """
@page { size: A4; margin: 9mm 13mm }
body { font: 9.2pt/1.34 'Inter Variable', 'Segoe UI', Helvetica, Arial, sans-serif; color: #1B2530 }
body { max-width: 178mm; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 11pt; line-height: 1.2; font-weight: 600; color: #5A6672; margin: 0 0 2.5mm }
.verdict { font-size: 17pt; line-height: 1.2; font-weight: 700; margin: 0 0 2mm; color: #0B5C73; text-wrap: balance }
.sure { font-size: 11pt; line-height: 1.35; font-weight: 600; margin: 0 0 1.5mm }
.next { font-size: 9.8pt; margin: 0 0 .8mm }
.asked { color: #5A6672; margin: 2mm 0 5mm }
section { display: grid; grid-template-columns: 40mm 1fr; gap: 0 6mm; break-inside: avoid }
section { border-top: .3mm solid #D6DCE2; padding: 1.6mm 0 1.2mm }
h2 { font-size: 9.2pt; line-height: 1.3; margin: 0; color: #0B5C73 }
p { margin: 0 0 1mm } ol, ul { margin: 0 0 1mm; padding-left: 5mm }
table { border-collapse: collapse } td { padding: 0 3mm .6mm 0; vertical-align: middle; white-space: nowrap }
td.way { white-space: normal; width: 72mm } td.who { font-weight: 600 }
td.head { white-space: normal; width: 21mm; line-height: 1.1; vertical-align: bottom }
li b { font-weight: 600 } td.number { text-align: right; font-variant-numeric: tabular-nums }
.note { color: #5A6672; border-top: .3mm solid #D6DCE2; padding-top: 2mm }
@media screen and (max-width: 36rem) { section { grid-template-columns: minmax(0, 1fr) } td.head { width: auto } }
@media screen and (max-width: 36rem) { td { white-space: normal; padding-right: 1.5mm } td svg { width: 24vw } }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 8.2pt; line-height: 1.23 } }
@media print { h1 { font-size: 10pt; margin-bottom: 1.5mm } h2 { font-size: 8.2pt } .asked { margin: 1mm 0 2mm } }
@media print { section { grid-template-columns: 31mm 1fr; gap: 0 4mm; padding: .9mm 0 .5mm } }
@media print { td.way { width: 84mm } td.head { width: 19mm } }
@media print { .verdict { font-size: 15pt } .sure { font-size: 10pt } .next { font-size: 9pt; margin-bottom: .5mm } }
@media print { body.dense, .dense h2 { font-size: 7.5pt } .dense .verdict { font-size: 13.5pt } }
@media print { .screen { display: none } }
@media print { p, ol, ul { margin-bottom: .6mm } td { padding-bottom: .1mm } }
"""
ON_SCREEN = ' class="screen"'  # of what is for whoever filled in a file, and stands on no paper


def as_page(
    scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en", made: date | None = None
) -> str:
    """All of it as one page to print, that needs nothing from elsewhere.

    Parameters
    ----------
    scenario, counsel, advice, language
        As for `samenspel.results.counsel_in_words.as_text`.
    made
        The day that it was made, where that is to stand on it.
    """
    when = f" {made_told(made, language)}" if made else ""
    title_, told = escape(heading(scenario, language)), verdict(counsel, language)
    names = names_in(scenario)
    body = [
        f"<h1>{title_}</h1>",
        *headline(told, names),
        f'<p class="asked">{escape(what_was_played(scenario, counsel, language) + when)}</p>',
    ]
    parts = sections(scenario, counsel, advice, language)
    for part in parts:
        kind, rest = "ol" if part.ordered else "ul", part.sentences[part.steps :]
        first = f"<p>{escape(rest[0])}</p>" if part.scored or part.blockers else ""
        inside = "".join(f"<li>{with_head(line, names)}</li>" for line in part.lines[: part.steps])
        inside = f"<{kind}>{inside}</{kind}>" if inside else ""
        if part.scored:
            inside, rest = f"{first}{drawn(scenario, counsel, language)}", rest[1:]
        if part.blockers:
            inside, rest = f"{first}{noes(counsel, language)}", rest[1:]
        if part.ways:
            inside = in_table(counsel, part.ways, language)
        inside += "".join(f"<p>{escape(line)}</p>" for line in rest)
        body.append(f"<section><h2>{escape(part.title)}</h2><div>{inside}</div></section>")
    dense = "dense" if lines_of(told, parts) > MOST_LINES else ""
    body.append(f'<p class="note">{escape(words(language)["no_forecast"])}</p>')
    return printable(heading(scenario, language), language, body, dense)


def headline(told: Sequence[str], names: Sequence[str]) -> list[str]:
    """What is read first: one sentence that is seen before all else, how sure that is below it, then the rest."""
    first, how_sure = after_the_first(told[0], names)
    return [
        f'<p class="verdict">{escape(first)}</p>',
        *([f'<p class="sure">{escape(how_sure)}</p>'] if how_sure else []),
        *(f'<p class="next">{escape(line)}</p>' for line in told[1:]),
    ]


def printable(title: str, language: str, body: Sequence[str], dense: str = "") -> str:
    """A page to print.

    Parameters
    ----------
    title, language
        What it is called, and in which language it is.
    body
        What stands on it, as HTML, in order.
    dense
        How small its letters are, as a class of the style; empty for the usual size.
    """
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(title)}</title><style>{typeface.rule()}{STYLE}</style>'
        f'<body class="{dense}">{"".join(body)}</body></html>\n'
    )


def made_told(made: date, language: str) -> str:
    """The day that a page was made, as a sentence.

    Examples
    --------
    >>> made_told(date(2026, 11, 27), "nl")
    'Gemaakt op 27 november 2026.'
    """
    said = words(language)
    return said["made"].format(date=f"{made.day} {said['months'].split()[made.month - 1]} {made.year}")


def today() -> date:
    """The day where this computer is."""
    return datetime.now().astimezone().date()


def lines_of(told: Sequence[str], parts: Sequence[Section]) -> int:
    """About how many lines the page has on paper: those of sentences, and a row of a table for each that is in one."""
    long = sum(-(-len(line) // LETTERS) for line in told)
    for part in parts:
        rows = len(part.lines) - len(part.sentences)
        long += sum(-(-len(line) // LETTERS) for line in part.sentences) + rows + bool(rows)
    return long


def names_in(scenario: Scenario) -> list[str]:
    """What somebody brought that may stand in a sentence: organisations, and themes with their ends."""
    return [*scenario.labels, *chain.from_iterable(scenario.themes)]


def after_the_first(line: str, names: Sequence[str]) -> tuple[str, str]:
    """The first sentence, and those after it; what is called by a name with a full stop in it is not cut there.

    Examples
    --------
    >>> after_the_first("St. Elisabeth says no. Ask why. Then wait.", ["St. Elisabeth"])
    ('St. Elisabeth says no.', 'Ask why. Then wait.')
    >>> after_the_first("Jansen B.V. says no. Ask why.", ["Jansen B.V."])
    ('Jansen B.V. says no.', 'Ask why.')
    """
    kept = line
    for name in names:
        kept = kept.replace(name, name.replace(".", "-"))  # as long as it was
    first = len(kept.partition(". ")[0]) + 1
    return line[:first], line[first + 1 :]


def with_head(line: str, names: Sequence[str]) -> str:
    """A step, of which the first sentence stands out."""
    head, rest = after_the_first(line, names)
    return f"<b>{escape(head)}{' ' * bool(rest)}</b>{escape(rest)}"


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
    check_new(path, ".html", "page")
    path.write_text(as_page(scenario, counsel, advice, language, today()), encoding="utf-8")


def drawn(scenario: Scenario, counsel: Counsel, language: str) -> str:
    """The scores beside those of the partnerships, as a table with a line for each condition."""
    said, scale, rows = words(language), scale_of(scenario), []
    for name, (score, mean, _) in beside_measured(counsel.scores).items():
        picture = mark_on_line(score, mean, scored(score, scale, language))
        label, numbers = escape(capitalised(said[name])), (scored(one, scale, language) for one in (score, mean))
        cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
        rows.append(f"<tr><td>{label}</td><td>{picture}</td>{cells}</tr>")
    heads = "".join(f'<td class="number"><small>{escape(said[key])}</small></td>' for key in ("here", "mean"))
    return f"<table><tr><td></td><td></td>{heads}</tr>{''.join(rows)}</table>"


def mark_on_line(score: float, mean: float, label: str) -> str:
    """A score as a dot on its scale, with a stroke at the mean; shares, and what is said of it to who cannot see it."""
    middle, own = 3 + 154 * mean, 3 + 154 * score
    return (
        f'<svg width="160" height="11" viewBox="0 0 160 11" role="img" aria-label="{label}">'
        f'<line x1="3" x2="157" y1="5.5" y2="5.5" stroke="#C3CBD3"/><line x1="{middle:.1f}" x2="{middle:.1f}" '
        f'y1="1" y2="10" stroke="#5A6672" stroke-width="1.6"/>'
        f'<circle cx="{own:.1f}" cy="5.5" r="4" fill="#0B5C73"/></svg>'
    )


def noes(counsel: Counsel, language: str) -> str:
    """Who says no, a line each, and how often."""
    head = f'<td class="number head"><small>{escape(words(language)["head_objects"])}</small></td>'
    rows = []
    for one in counsel.blockers:
        name = capitalised(in_a_sentence(one.name, language))
        cells = f'<td class="who">{escape(name)}</td><td class="number">{in_100(one.objects)}</td>'
        rows.append(f"<tr>{cells}</tr>")
    return f"<table><tr><td></td>{head}</tr>{''.join(rows)}</table>"


def in_table(counsel: Counsel, ways: Sequence[Side], language: str) -> str:
    """Other ways, a line each: what it brings."""
    head = f'<td class="number"><small>{escape(words(language)["brings_it"])}</small></td>'
    rows = []
    for one in ways:
        told = f'<td class="number">{escape(difference(counsel, one, language))}</td>'
        rows.append(f'<tr><td class="way">{escape(way(counsel, one, language))}</td>{told}</tr>')
    return f"<table><tr><td></td>{head}</tr>{''.join(rows)}</table>"

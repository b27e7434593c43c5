"""What a board is told, as one page to print that needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from ..reading import check_new
from ..scenario import Scenario
from .advice import Advice
from .counsel import Counsel, Side, beside_measured
from .counsel_in_words import amount, in_100, sections, shown, way, what_was_played, words
from .outcomes import capitalised, on_four
from .scenarios import of_scenario

STYLE = """
@page { size: A4; margin: 10mm 15mm }
body { font: 9.2pt/1.34 Inter, 'Segoe UI', Helvetica, Arial, sans-serif; color: #1B2530 }
body { max-width: 178mm; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 17pt; line-height: 1.15; margin: 0 0 1mm }
.asked { color: #5A6672; margin: 0 0 5mm }
section { display: grid; grid-template-columns: 40mm 1fr; gap: 0 6mm; break-inside: avoid }
section { border-top: .3mm solid #D6DCE2; padding: 1.6mm 0 1.2mm }
h2 { font-size: 9.2pt; line-height: 1.3; margin: 0; color: #0B5C73 }
p { margin: 0 0 1mm } ol { margin: 0 0 1mm; padding-left: 5mm }
table { border-collapse: collapse } td { padding: 0 3mm .6mm 0; vertical-align: middle; white-space: nowrap }
td.way { white-space: normal; width: 72mm }
td.number { text-align: right; font-variant-numeric: tabular-nums }
.note { color: #5A6672; border-top: .3mm solid #D6DCE2; padding-top: 2mm }
@media (max-width: 36rem) { section { grid-template-columns: 1fr } td { white-space: normal } }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 8.2pt; line-height: 1.26 } }
@media print { h2 { font-size: 8.2pt } section { padding: 1.1mm 0 .7mm } .asked { margin-bottom: 3mm } }
@media print { p, ol { margin-bottom: .7mm } td { padding-bottom: .3mm } }
"""


def as_page(scenario: Scenario, counsel: Counsel, advice: Advice, language: str = "en") -> str:
    """All of it as one page to print, that needs nothing from elsewhere.

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
    heading = said["title"].format(group=of_scenario(scenario, "title", language))
    body = [
        f"<h1>{escape(heading)}</h1>",
        f'<p class="asked">{escape(what_was_played(scenario, counsel, language))}</p>',
    ]
    for title_, lines, steps, ways, scored in sections(scenario, counsel, advice, language):
        inside = f"<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines[:steps])}</ol>" if steps else ""
        rest: Sequence[str] = lines[steps:]
        if scored:
            first, *_, last = lines
            inside, rest = f"<p>{escape(first)}</p>{drawn(counsel, language)}", [last]
        if ways:
            inside, rest = in_table(counsel, ways, language), []
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
    check_new(path, ".html", "page")
    path.write_text(as_page(scenario, counsel, advice, language), encoding="utf-8")


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


def in_table(counsel: Counsel, ways: Sequence[Side], language: str) -> str:
    """Other ways, a line each: what it brings, between what, and in how many histories it is better."""
    said, outcome = words(language), counsel.outcome
    heads = "".join(
        f'<td class="number"><small>{escape(said[one])}</small></td>' for one in ("brings_it", "surely", "better")
    )
    rows = []
    for one in ways:
        low, high = amount(one.effect.low, outcome, language), amount(one.effect.high, outcome, language)
        span = said["to"].format(low=low, high=high)
        numbers = (amount(one.effect.mean, outcome, language), span, in_100(one.better))
        cells = "".join(f'<td class="number">{escape(number)}</td>' for number in numbers)
        rows.append(f'<tr><td class="way">{escape(way(one, language))}</td>{cells}</tr>')
    return f"<table><tr><td></td>{heads}</tr>{''.join(rows)}</table>"

"""The report of a sweep: a page that opens offline, with the answers to the questions that fit its sampling method.

Every section is one answer: a sentence computed from its numbers, a figure, how it was computed, and the numbers.
What could not be done is said at the end of the page, with the reason.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl

from samenspel.errors import InputError, said
from samenspel.results.figures import STYLE, save

from .analysis.tables import check_outcome
from .answers import Answer, answer, suggested
from .factors import Factor, flat
from .impossible import in_words
from .results import Results, read
from .words import CODE, ENGLISH, Outcome, Speech

PAGE = "index.html"
MADE_BY = "samenspel report"
MOST_ROWS = 100  # of a table on the page; the file beside it has all


class Written(NamedTuple):
    """A report: the page, its readings in order, and what was left out and why."""

    page: Path
    readings: list[str]
    left_out: list[str]


class About(NamedTuple):
    """What a page begins with.

    Attributes
    ----------
    title, question
        For people.
    notice
        Why what follows may change; empty where it will not.
    said
        What was run, by name.
    factors
        What was varied.
    versions
        Of what made it.
    intervals
        The key of the text that says how its intervals are read.
    """

    title: str
    question: str
    notice: str
    said: list[tuple[str, str]]
    factors: list[Factor]
    versions: Mapping[str, str]
    intervals: str = "page.intervals"


def report(
    folder: str | Path, out: str | Path | None = None, outcome: str | None = None, language: str = "en"
) -> Written:
    """Write the report of a sweep, finished or not.

    Parameters
    ----------
    folder, out, outcome, language
        As of `samenspel.experiments.report`.
    """
    results, say = read(folder), Speech(language)
    if results.runs["error"].notna().all():
        raise InputError("nothing to analyse: all {runs:,} runs failed", str(folder), runs=len(results.runs))
    outcomes = [outcome] if outcome is not None else list(results.outcomes)
    for name in outcomes:
        check_outcome(name, results.runs)
    place = destination(Path(out) if out is not None else results.folder / "report")
    left_out: list[str] = []
    parts: list[dict[str, Any]] = []
    for name in outcomes:
        about = say.outcome(name, own=results.own_outcomes)
        made = list(answered(results, about, left_out, say))
        if made:
            parts.append({"outcome": about, "sections": [kept(one, name, place) for one in made]})
    if not parts:
        raise InputError("nothing to analyse: {reasons}", str(folder), reasons="; ".join(left_out))
    page = place / PAGE
    page.write_text(page_of(about_a_sweep(results, say), parts, left_out, say), encoding="utf-8")
    return Written(page, [section["reading"] for part in parts for section in part["sections"]], left_out)


def destination(place: Path) -> Path:
    """The folder of a report, made if it is not there."""
    if place.exists() and not place.is_dir():
        raise InputError("it is a file, allowed: a folder", f"--out {place}")
    page = place / PAGE
    ours = page.exists() and MADE_BY in page.read_text(encoding="utf-8", errors="replace")[:2000]
    if place.exists() and any(place.iterdir()) and not ours:
        raise InputError("holds other things, allowed: a new folder, or one of an earlier report", f"--out {place}")
    place.mkdir(parents=True, exist_ok=True)
    return place


def answered(results: Results, outcome: Outcome, left_out: list[str], say: Speech) -> Iterator[Answer]:
    """What is answered of an outcome; what cannot be goes to `left_out`.

    Parameters
    ----------
    results
        Of the sweep.
    outcome
        Of which.
    left_out
        Grows by a line for every question that cannot be answered.
    say
        The words, in which language.
    """
    if results.runs[outcome.name].isna().all():
        left_out.append(say("page.never_defined", outcome=outcome.title))
        return
    for question, asked in suggested(results, outcome, say):
        try:
            for one in asked:
                yield answer(results, one, say)
        except InputError as reason:
            about, why = say(f"{question.shows}.about"), said(reason, say.language)
            left_out.append(say("page.reason", about=about, reason=why))


# --- the page -----------------------------------------------------------------------------------------------------


def kept(answer: Answer, outcome: str, place: Path) -> dict[str, Any]:
    """An answer with its files written, as the template takes it."""
    name = f"{outcome}-{answer.key}".replace(" ", "_").replace(".", "_")
    drawn = None
    if answer.figure is not None:
        save(answer.figure, place / name)
        with mpl.rc_context(STYLE):
            answer.figure.savefig(place / f"{name}.pdf", metadata={"CreationDate": None})
        drawn = base64.b64encode((place / f"{name}.svg").read_bytes()).decode()
    answer.numbers.to_csv(place / f"{name}.csv", index=False, float_format="%.6g")
    rows = answer.table.head(MOST_ROWS)
    return {
        "anchor": name,
        "heading": answer.heading,
        "reading": answer.reading,
        "note": answer.note,
        "picture": drawn,
        "columns": list(rows.columns),
        "rows": rows.to_numpy().tolist(),
        "more": len(answer.table) - len(rows),
        "file": f"{name}.csv",
    }


def page_of(about: About, parts: list[dict[str, Any]], left_out: list[str], say: Speech = ENGLISH) -> str:
    """The page.

    Parameters
    ----------
    about
        What it begins with.
    parts
        Of every outcome its sections, as `kept` gives them.
    left_out
        What could not be done, and why.
    say
        In which language.
    """
    try:
        from jinja2 import Environment, PackageLoader
    except ImportError:
        raise InputError("a report needs jinja2: pip install 'samenspel[experiments]'") from None
    environment = Environment(
        loader=PackageLoader("samenspel.experiments", ""), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["read"] = str if say.english else with_code
    return environment.get_template("page.html").render(
        made_by=MADE_BY, about=about, parts=parts, left_out=left_out, values_of=values_of, say=say
    )


def with_code(text: object) -> str:
    """A text in which what has no name but its code stands as code."""
    from markupsafe import Markup, escape

    return Markup(CODE.sub(r"<code>\g<0></code>", str(escape(text))))


def about_a_sweep(results: Results, say: Speech) -> About:
    """What the page of a sweep begins with."""
    status, notice = results.status, ""
    if not results.finished:
        key = "page.notice_running" if status.running else "page.notice"
        notice = say(key, runs=status.runs, wanted=status.wanted)
    lines, factors = what_was_run(results, say), list(results.factors.values())
    return About(results.title, results.question, notice, lines, factors, results.manifest["versions"])


def what_was_run(results: Results, say: Speech) -> list[tuple[str, str]]:
    """Runs, points, replicates, and what failed."""
    status, design = results.status, results.manifest["design"]
    first = design.get("seed", 1)
    counts = results.runs.groupby("point").size()
    few, many = str(counts.min()), str(counts.max())
    replicates = few if few == many else say("page.between", low=few, high=many)
    seeds = say("page.replicates_said", replicates=replicates, first=first, seeds=say(f"seeds.{results.method.seeds}"))
    failed = results.runs["error"].dropna()
    reasons = in_words(failed.value_counts().to_dict(), len(results.runs), say) if len(failed) else say("page.none")
    method = say(f"method.{results.method.name}")
    if results.crossed:
        crossed = say.enumerated([*map(say.name, results.crossed)])
        method = say("page.crossed", method=method, factors=crossed)
    lines = [
        (say("page.runs"), of_all(status.runs, status.wanted, say)),
        (say("page.points"), of_all(len(counts), status.points, say)),
        (say("page.replicates"), seeds),
        (say("page.failed"), reasons),
        (say("page.method"), method),
        (say("page.scenario"), say.enumerated(list(results.manifest["scenarios"]))),
    ]
    if fixed := design.get("set"):
        values = [f"{say.name(name)} = {say.shown(value)}" for name, value in flat(fixed).items()]
        lines.append((say("page.set"), ", ".join(values)))
    return lines


def of_all(there: int, every: int, say: Speech) -> str:
    """How many there are, and of how many where that is not all."""
    return say("page.all" if there >= every else "page.of", there=there, every=every)


def values_of(factor: Factor, say: Speech) -> str:
    """What a factor was varied over."""
    if factor.values:
        return say.enumerated([*map(say.shown, factor.values)], 8)
    return say("page.between", low=say.shown(float(factor.low)), high=say.shown(float(factor.high)))


def in_short(written: Written, language: str = "en") -> str:
    """What the command says of a report."""
    say = Speech(language)
    left_out = (say("page.left_out_short", reason=reason) for reason in written.left_out)
    count = say("page.answers", count=len(written.readings), page=str(written.page))
    return "\n\n".join([*written.readings, *left_out, count])

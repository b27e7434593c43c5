"""The report of a sweep: a page that opens offline, with the answers to the questions that fit its sampling method.

Every section is one answer: a sentence computed from its numbers, a figure, how it was computed, and the numbers.
What could not be done is said at the end of the page, with the reason.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl

from samenspel.errors import InputError
from samenspel.results.figures import STYLE, save
from samenspel.results.report import plural

from .analysis.tables import check_outcome
from .analysis.words import Outcome, enumerated, outcome_of, shown
from .answers import Answer, answer, suggested
from .factors import Factor, flat
from .impossible import in_words
from .results import Results, read

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
    """

    title: str
    question: str
    notice: str
    said: list[tuple[str, str]]
    factors: list[Factor]
    versions: Mapping[str, str]


def report(folder: str | Path, out: str | Path | None = None, outcome: str | None = None) -> Written:
    """Write the report of a sweep, finished or not."""
    results = read(folder)
    if results.runs["error"].notna().all():
        raise InputError(f"{folder}: nothing to analyse: all {len(results.runs):,} runs failed")
    outcomes = [outcome] if outcome is not None else list(results.outcomes)
    for name in outcomes:
        check_outcome(name, results.runs)
    place = destination(Path(out) if out is not None else results.folder / "report")
    left_out: list[str] = []
    parts: list[dict[str, Any]] = []
    for name in outcomes:
        about = outcome_of(name, own=results.own_outcomes)
        made = list(answered(results, about, left_out))
        if made:
            parts.append({"outcome": about, "sections": [kept(one, name, place) for one in made]})
    if not parts:
        raise InputError(f"{folder}: nothing to analyse: {'; '.join(left_out)}")
    page = place / PAGE
    page.write_text(page_of(about_a_sweep(results), parts, left_out), encoding="utf-8")
    return Written(page, [section["reading"] for part in parts for section in part["sections"]], left_out)


def destination(place: Path) -> Path:
    """The folder of a report, made if it is not there."""
    if place.exists() and not place.is_dir():
        raise InputError(f"--out {place}: it is a file, allowed: a folder")
    page = place / PAGE
    ours = page.exists() and MADE_BY in page.read_text(encoding="utf-8", errors="replace")[:2000]
    if place.exists() and any(place.iterdir()) and not ours:
        raise InputError(f"--out {place}: holds other things, allowed: a new folder, or one of an earlier report")
    place.mkdir(parents=True, exist_ok=True)
    return place


def answered(results: Results, outcome: Outcome, left_out: list[str]) -> Iterator[Answer]:
    """What is answered of an outcome; what cannot be goes to `left_out`."""
    if results.runs[outcome.name].isna().all():
        left_out.append(f"{outcome.title}: it is not defined in any run")
        return
    for question, asked in suggested(results, outcome):
        try:
            for one in asked:
                yield answer(results, one)
        except InputError as reason:
            left_out.append(f"{question.about}: {reason}")


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


def page_of(about: About, parts: list[dict[str, Any]], left_out: list[str]) -> str:
    """The page."""
    try:
        from jinja2 import Environment, PackageLoader
    except ImportError:
        raise InputError("a report needs jinja2: pip install 'samenspel[experiments]'") from None
    environment = Environment(
        loader=PackageLoader("samenspel.experiments", ""), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html").render(
        made_by=MADE_BY, about=about, parts=parts, left_out=left_out, values_of=values_of
    )


def about_a_sweep(results: Results) -> About:
    """What the page of a sweep begins with."""
    status, notice = results.status, ""
    if not results.finished:
        running = ", and the sweep is running" if status.running else ""
        notice = (
            f"{status.runs:,} of {status.wanted:,} runs are there{running}. What follows is from those, and may change."
        )
    said, factors = what_was_run(results), list(results.factors.values())
    return About(results.title, results.question, notice, said, factors, results.manifest["versions"])


def what_was_run(results: Results) -> list[tuple[str, str]]:
    """Runs, points, replicates, and what failed."""
    status, design = results.status, results.manifest["design"]
    first = design.get("seed", 1)
    counts = results.runs.groupby("point").size()
    replicates = f"{counts.min()}" if counts.min() == counts.max() else f"{counts.min()} to {counts.max()}"
    failed = results.runs["error"].dropna()
    method = results.method.name.replace("_", " ")
    if results.crossed:
        method += f", crossed with {enumerated(results.crossed)}"
    of = f" of {status.wanted:,}" if status.runs < status.wanted else ""
    lines = [
        ("Runs", f"{status.runs:,}{of}"),
        ("Points", f"{len(counts):,}" + (f" of {status.points:,}" if len(counts) < status.points else "")),
        ("Replicates of a point", f"{replicates}, seeds from {first:,} up, {results.method.seeds}"),
        ("Failed", in_words(failed.value_counts().to_dict(), len(results.runs)) if len(failed) else "none"),
        ("Method", method),
        ("Scenario", enumerated(list(results.manifest["scenarios"]))),
    ]
    if fixed := design.get("set"):
        lines.append(
            ("Set for every run", ", ".join(f"{name} = {shown(value)}" for name, value in flat(fixed).items()))
        )
    return lines


def values_of(factor: Factor) -> str:
    """What a factor was varied over."""
    if factor.values:
        return enumerated([shown(value) for value in factor.values], 8)
    return f"{shown(float(factor.low))} to {shown(float(factor.high))}"


def in_short(written: Written) -> str:
    """What the command says of a report."""
    lines = itertools.chain(written.readings, (f"Left out: {reason}." for reason in written.left_out))
    count = plural(len(written.readings), "answer")
    return "\n\n".join([*lines, f"{count}: {written.page}"])

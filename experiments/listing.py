"""The lists of docs/experiments.md and docs/odd.md: `python -m experiments.listing` writes them anew."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path

from simulation.dynamics import Parameters
from simulation.parameters import ASSUMPTION, declarations

from .answers import QUESTIONS, Question
from .calibration import joint
from .sampling import METHODS, fields_of

DOCS = Path(__file__).parent.parent / "docs"
TEXT = DOCS / "experiments.md"
DESCRIPTION = DOCS / "odd.md"


def methods() -> list[Sequence[str]]:
    """Every sampling method: what it is called, its points, what `[design]` may say of it, and what is asked of it."""
    rows = [
        (f"`{one.name}`", " ".join(one.__doc__.split()), coded(fields_of(one)), coded(one.questions)) for one in METHODS
    ]
    return [("`method`", "points", "`[design]` takes", "questions that a report asks"), *rows]


def questions() -> list[Sequence[str]]:
    """Every question: what it is called, what its file says of it, and what `study.toml` may say of it."""
    rows = [
        (f"`{shows}`", inspect.getmodule(one.answer).__doc__.strip(), with_needs(one))
        for shows, one in QUESTIONS.items()
    ]
    return [("`shows`", "question", "`study.toml` takes"), *rows]


def parameters() -> list[Sequence[str]]:
    """Every parameter: default, range, unit and meaning, and what its number rests on."""
    rows = []
    for name, one, value in declarations(Parameters()):
        allowed = " / ".join(one.words) if one.kind == "choice" else f"{one.low:g} to {one.high:g}"
        rows.append(
            (f"`{name}`", f"{one.show(value)}", allowed, f"{one.meaning} ({one.unit})", rests_on(name, one.sources))
        )
    return [("parameter", "default", "range", "meaning (unit)", "rests on"), *rows]


def rests_on(name: str, sources: Sequence[str]) -> str:
    """What the number of a parameter rests on: a source gives form or sign, and the level is calibrated or assumed."""
    named = ", ".join(source for source in sources if source != ASSUMPTION)
    form = f"form: {named}" if named else "form: assumption"
    return f"{form}; level: {'calibrated' if name in joint.RANGES else 'assumption'}"


def with_needs(question: Question) -> str:
    """What a question takes, in bold what it needs."""
    return ", ".join(f"**`{one}`**" if one in question.needs else f"`{one}`" for one in question.takes)


def coded(words: Sequence[str]) -> str:
    """Words as code."""
    return ", ".join(f"`{word}`" for word in words)


def written(text: str) -> str:
    """The text with its lists as they are now."""
    for name, rows in (("methods", methods()), ("questions", questions()), ("parameters", parameters())):
        begin, end = f"<!-- {name}: written by `python -m experiments.listing` -->\n", "<!-- end -->"
        before, found, rest = text.partition(begin)
        if not found:
            continue
        lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
        table = "\n".join(f"| {' | '.join(row)} |" for row in lines)
        text = f"{before}{begin}\n{table}\n\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    for page in (TEXT, DESCRIPTION):
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")

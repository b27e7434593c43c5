"""The lists of docs/experiments.md: `python -m samenspel.experiments.listing` writes them anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from samenspel.cli import run_alone

from .answers import QUESTIONS, Question
from .sampling import METHODS, fields_of

DOCS = Path(__file__).parent.parent / "docs"
TEXT = DOCS / "experiments.md"
COMMAND = "samenspel.experiments.listing"


def methods() -> list[Sequence[str]]:
    """Every sampling method: what it is called, its points, what `[design]` may say of it, and what is asked of it."""
    rows = [
        (f"`{one.name}`", " ".join((one.__doc__ or "").split()), coded(fields_of(one)), coded(one.questions))
        for one in METHODS
    ]
    return [("`method`", "points", "`[design]` takes", "questions that a report asks"), *rows]


def questions() -> list[Sequence[str]]:
    """Every question: what it is called, what its file says of it, and what `study.toml` may say of it."""
    rows = [(f"`{shows}`", about(one), with_needs(one)) for shows, one in QUESTIONS.items()]
    return [("`shows`", "question", "`study.toml` takes"), *rows]


def about(question: Question) -> str:
    """What the file of a question says of it."""
    return (sys.modules[question.answer.__module__].__doc__ or "").strip()


def with_needs(question: Question) -> str:
    """What a question takes, in bold what it needs."""
    return ", ".join(f"**`{one}`**" if one in question.needs else f"`{one}`" for one in question.takes)


def coded(words: Iterable[str]) -> str:
    """Words as code."""
    return ", ".join(f"`{word}`" for word in words)


def checked(page: Path) -> Path:
    """The page, if it is there: it is in a checkout of the project, and not where the package is installed."""
    if not page.is_file():
        sys.exit(f"docs/{page.name}: it is written in a checkout of the project, and this is an installed package")
    return page


def lists() -> dict[str, list[Sequence[str]]]:
    """Every list by its name."""
    return {"methods": methods(), "questions": questions()}


def written(text: str, lists: Mapping[str, Sequence[Sequence[str]]], command: str) -> str:
    """The text with its lists as they are now, between the marks that name the module that writes them."""
    return filled(text, {name: table(rows) for name, rows in lists.items()}, command)


def filled(text: str, parts: Mapping[str, str], command: str) -> str:
    """The text with these parts, each between its mark, that names the module that writes it, and an end."""
    for name, part in parts.items():
        begin, end = f"<!-- {name}: written by `python -m {command}` -->\n", "<!-- end -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n{part}\n\n{end}{rest.partition(end)[2]}"
    return text


def table(rows: Sequence[Sequence[str]], rule: str = "--") -> str:
    """A table of Markdown; the first row is its heading, over a rule of such cells."""
    lines = [rows[0], [rule] * len(rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def main() -> None:
    """Write the lists of methods and of questions in docs/experiments.md anew."""
    text = checked(TEXT).read_text(encoding="utf-8")
    TEXT.write_text(written(text, lists(), COMMAND), encoding="utf-8")


if __name__ == "__main__":
    run_alone(main, COMMAND)

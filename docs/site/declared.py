"""Pages of reference that are made of declarations: parameters, outcomes, mechanisms, commands.

In a page, `{declared} parameters` (or another word of `MADE`) is where what is declared comes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import ClassVar

import gallery
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from samenspel import mechanisms
from samenspel.cli import app
from samenspel.dynamics import Parameters
from samenspel.experiments.listing import table
from samenspel.measures import Outcomes
from samenspel.parameters import EITHER, LESS, MORE, declarations, declared
from samenspel.results.outcomes import words
from samenspel.runs import OfARun
from samenspel.studies.calibration import listing

BETTER = {MORE: "more", LESS: "less", EITHER: ""}


def parameters() -> Iterator[str]:
    """A table for each group of parameters, under the word of its mechanism."""
    header, *rows = listing.parameters()
    groups = dict.fromkeys(row[0].strip("`").partition(".")[0] for row in rows)
    for group in groups:
        own = [row for row in rows if row[0].startswith(f"`{group}.")]
        about = inspect.getdoc(type(getattr(Parameters(), group)))
        yield f"## {group}\n\n{about}\n\n{table([header, *own])}"


def outcomes() -> Iterator[str]:
    """A table of what is measured of every round, and one of what is measured of a run alone."""
    called = {language: words(language) for language in ("en", "nl")}
    for heading, kind in (("Of every round", Outcomes), ("Of a run alone", OfARun)):
        header = ("outcome", "English", "Dutch", "meaning (unit)", "of a run", "better")
        rows = [
            (
                f"`{name}`",
                called["en"][name].title,
                called["nl"][name].title,
                f"{one.meaning} ({one.unit})",
                one.of_run,
                BETTER[one.better],
            )
            for name, one in declared(kind).items()
        ]
        yield f"## {heading}\n\n{table([header, *rows])}"


def rules() -> Iterator[str]:
    """Every mechanism: its idea and source, its parameters, and its functions."""
    known = [name for name, _, _ in declarations(Parameters())]
    for word in sorted(module.name for module in iter_modules(mechanisms.__path__)):
        module = import_module(f"samenspel.mechanisms.{word}")
        own = [f"`{name}`" for name in known if name.startswith(f"{word}.")]
        functions = [
            name
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__
        ]
        functions.sort(key=lambda name: inspect.getsourcelines(getattr(module, name))[1])
        lines = [f".. automodule:: {module.__name__}", "   :no-index:", ""]
        for name in functions:
            lines += [f".. autofunction:: {module.__name__}.{name}", ""]
        yield (
            f"## {word}\n\n```{{eval-rst}}\n"
            + "\n".join(lines)
            + "\n```\n\n"
            + f"Parameters: {', '.join(own)}." * bool(own)
        )


def commands() -> Iterator[str]:
    """Every command with what it takes, as `--help` has it."""
    written = app.generate_docs(output_format="markdown")
    yield written[written.index("## samenspel ") :]


MADE: dict[str, Callable[[], Iterator[str]]] = {
    "parameters": parameters,
    "outcomes": outcomes,
    "mechanisms": rules,
    "commands": commands,
    "gallery": gallery.listed,
}


class Declared(SphinxDirective):
    """What is declared of a kind, in the page that says so."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> Sequence[nodes.Node]:
        """The sections of the page."""
        made = "\n\n".join(MADE[self.arguments[0]]())
        return self.parse_text_to_nodes(made, allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer it to Sphinx."""
    app.add_directive("declared", Declared)
    return {"parallel_read_safe": True}

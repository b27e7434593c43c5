"""Measure the patterns, and write what came of it: `python -m samenspel.studies.patterns`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.errors import InputError
from samenspel.experiments.listing import DOCS, checked

from ..rows import check_same_engine
from . import shipped as as_shipped
from .command import as_told, measure, page, those_asked
from .found import KEPT, keep, kept, replaced

PAGE = DOCS / "patterns.md"


def command(
    *,
    only: Annotated[
        list[int] | None, Parameter(help="Numbers of patterns, 1 to 12: measured again, and all else is kept.")
    ] = None,
    shipped: Annotated[
        bool, Parameter(help="The cases as they are shipped: measured again, and all else is kept.")
    ] = False,
    again: Annotated[bool, Parameter(help="Write the page from what was found the last time.")] = False,
) -> None:
    """Measure what the model must show on the seeds that are kept for it; write docs/patterns.md."""
    checked(PAGE)
    if shipped and (only or again):
        raise InputError("got it beside --only or --again, allowed: alone", "--shipped")
    if shipped:
        as_shipped.keep()
    elif not again:
        asked = those_asked(only)
        if asked:
            check_same_engine(KEPT.found_by()["engine"], "--only")
        found = list(as_told(measure(asked)))
        keep(replaced(kept(), found) if asked else found)
    PAGE.write_text(whole(), encoding="utf-8")


def whole() -> str:
    """docs/patterns.md, from what is kept."""
    return page(list(kept()), KEPT.found_by()) + as_shipped.section()


if __name__ == "__main__":
    run_alone(command, "samenspel.studies.patterns")

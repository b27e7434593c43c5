"""Play the tournament, and write what came of it: `python -m samenspel.studies.tournament`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.experiments.listing import DOCS, checked
from samenspel.results.figures import save

from . import figure
from .claims import table
from .found import KEPT, kept, summed_up
from .page import page
from .plays import jobs, tournament

PAGE = DOCS / "tournament.md"


def command(
    *,
    quick: Annotated[bool, Parameter(help="Two seeds: print the page and write nothing.")] = False,
    again: Annotated[bool, Parameter(help="Write page and figure from what was found the last time.")] = False,
) -> None:
    """Play every strategy in every seat, in pairs and in populations; write docs/tournament.md and its figure.

    Some twelve minutes of processor time, on as many processors as there are.
    """
    if quick:
        print(page(list(summed_up(table(list(tournament(jobs(quick=True)))))), KEPT.made_by()))
        return
    checked(PAGE)
    if not again:
        KEPT.write(list(summed_up(table(list(tournament(jobs()))))))
    PAGE.write_text(page(kept(), KEPT.found_by()), encoding="utf-8")
    save(figure.draw(kept()), figure.FILE)


if __name__ == "__main__":
    run_alone(command, "samenspel.studies.tournament")

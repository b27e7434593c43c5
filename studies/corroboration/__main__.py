"""Measure what was published and not calibrated on: `python -m samenspel.studies.corroboration`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.experiments.listing import DOCS, checked, table

from ..patterns.pattern import Measured
from ..patterns.places import CHECKING
from . import public_good
from .figures import FIGURES
from .found import CALIBRATED, COURSES, FIGURE, GAME, KEPT, PERIODS, RULE, SLOPE, Row, keep, kept, measured

PAGE = DOCS / "corroboration.md"
TEMPLATE, OF_THE_GAME = (Path(__file__).with_name(f"{name}.md") for name in ("page", "game"))
MANY, FEW = 200, 20


def corroboration(
    *,
    quick: Annotated[bool, Parameter(help="Few seeds: print the page and write nothing.")] = False,
    again: Annotated[bool, Parameter(help="Write the page from what was found the last time.")] = False,
) -> None:
    """Compare the model with figures that it was not calibrated on; write docs/corroboration.md.

    Some two minutes of processor time.
    """
    if quick:
        seeds = range(CHECKING, CHECKING + FEW)
        print(page(list(measured(seeds)), KEPT.made_by(seeds)))
        return
    checked(PAGE)
    if not again:
        keep(range(CHECKING, CHECKING + MANY))
    PAGE.write_text(page(kept(), KEPT.found_by()), encoding="utf-8")


def page(found: Sequence[Row], made_by: Mapping[str, str]) -> str:
    """Every figure beside what was published, and the game.

    Parameters
    ----------
    found
        What was measured.
    made_by
        The digest of the engine that it was measured by, and the seeds.
    """
    of_figures = {row.what: row for row in found if row.part == FIGURE}
    rows, inside, met, missed, near = [], 0, 0, 0, 0
    for one in FIGURES:
        value, error = of_figures[one.says].value, of_figures[one.says].error
        seen = Measured(value, error, one.low, one.high)
        lies = seen.inside
        near += seen.near
        inside += lies
        met += lies == one.inside
        missed += not lies and not one.inside
        rows.append(
            (
                seen.word,
                f"{one.says} [{one.source}]",
                one.published,
                f"{one.low:g} to {one.high:g}",
                f"{value:.2f}" if math.isnan(error) else f"{value:.2f} (± {error:.2f})",
                "yes" if one.inside else "no",
            )
        )
    return TEMPLATE.read_text(encoding="utf-8").format(
        **made_by,
        inside=inside,
        count=len(FIGURES),
        met=met,
        missed=missed,
        near=near,
        figures=table([("inside", "figure", "published", "band", "ours", "expected inside"), *rows]),
        game=docking(found).rstrip(),
    )


def docking(found: Sequence[Row]) -> str:
    """The public good: what was published, what the rule gives, and what the calibrated numbers give."""
    cells = {(row.what, row.column): f"{row.value:.2f}" for row in found if row.part == GAME}
    rule = {row.what: row.value for row in found if row.part == RULE}
    columns = (SLOPE, *map(str, PERIODS))
    rows = [(name, *(cells.get((name, column), "") for column in columns)) for name in COURSES]
    return OF_THE_GAME.read_text(encoding="utf-8").format(
        speed=public_good.SPEED,
        table=table([("", SLOPE, *(f"period {period}" for period in PERIODS)), *rows]),
        slope=cells[CALIBRATED, SLOPE],
        **rule,
    )


if __name__ == "__main__":
    run_alone(corroboration, "samenspel.studies.corroboration")

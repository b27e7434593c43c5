"""Measure what was published and not calibrated on: `python -m samenspel.studies.corroboration`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import numpy as np
from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.dynamics import Parameters
from samenspel.experiments.listing import DOCS, checked, table
from samenspel.kernel import ENGINE, digest

from ..patterns.pattern import Measured
from ..patterns.places import CHECKING
from . import public_good
from .figures import FIGURES

PAGE = DOCS / "corroboration.md"
TEMPLATE, GAME = (Path(__file__).with_name(f"{name}.md") for name in ("page", "game"))
MANY, FEW = 200, 20


def corroboration(
    *, quick: Annotated[bool, Parameter(help="Few seeds: print the page and write nothing.")] = False
) -> None:
    """Compare the model with figures that it was not calibrated on; write docs/corroboration.md.

    Some two minutes of processor time.
    """
    if quick:
        print(page(range(CHECKING, CHECKING + FEW)))
    else:
        checked(PAGE).write_text(page(range(CHECKING, CHECKING + MANY)), encoding="utf-8")


def page(seeds: range) -> str:
    """Every figure beside what was published, and the game."""
    rows, inside, met, missed, near = [], 0, 0, 0, 0
    for one in FIGURES:
        found, error = one.measure(seeds)
        seen = Measured(found, error, one.low, one.high)
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
                f"{found:.2f}" if math.isnan(error) else f"{found:.2f} (± {error:.2f})",
                "yes" if one.inside else "no",
            )
        )
    return TEMPLATE.read_text(encoding="utf-8").format(
        engine=digest(*ENGINE),
        seeds=f"seeds {seeds.start} to {seeds.stop - 1}",
        inside=inside,
        count=len(FIGURES),
        met=met,
        missed=missed,
        near=near,
        figures=table([("inside", "figure", "published", "band", "ours", "expected inside"), *rows]),
        game=docking().rstrip(),
    )


def docking() -> str:
    """The public good: what was published, what the rule gives, and what the calibrated numbers give."""
    rule, defaults = public_good.cooperators(), Parameters().delivery
    courses = {
        "published": None,
        "by arithmetic: any rule of this slope": public_good.by_arithmetic(public_good.slope(rule)),
        "the rule, set to what was published": public_good.decline(rule),
        "the same, with 23 % free riders": public_good.decline(rule, public_good.FREE_RIDERS),
        "the calibrated numbers": public_good.decline({}),
    }
    slopes = dict.fromkeys(courses, public_good.slope(rule)) | {
        "published": public_good.SLOPE,
        "the calibrated numbers": public_good.slope({}),
    }
    rows = [
        (
            name,
            f"{slopes[name]:.2f}",
            *(listed(course) if course is not None else (f"{public_good.FIRST:.2f}", "", f"{public_good.LAST:.2f}")),
        )
        for name, course in courses.items()
    ]
    return GAME.read_text(encoding="utf-8").format(
        speed=public_good.SPEED,
        table=table([("", "slope", "period 1", "period 5", "period 10"), *rows]),
        threshold=rule["delivery.threshold"],
        variety=rule["delivery.variety"],
        held=defaults.reciprocity,
        least=float(public_good.schedule(np.zeros(1), {})[0]),
        slope=public_good.slope({}),
    )


def listed(course: np.ndarray) -> tuple[str, str, str]:
    """The first, the fifth and the tenth period."""
    first, middle, last = (f"{course[k]:.2f}" for k in (0, 4, -1))
    return first, middle, last


if __name__ == "__main__":
    run_alone(corroboration, "samenspel.studies.corroboration")

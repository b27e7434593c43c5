"""Calibrate the second model, and write what came of it: `python -m samenspel.studies.calibration`.

Without anything it searches anew and writes `tried.csv` and docs/calibration.md (about an hour on
two cores). `--score` scores the defaults and the best sets once more, by the engine as it is, and writes `scored.csv`
(minutes). `--people` fits who the measured partnerships are to the defaults, and writes `people.json`; `--page` writes
the page alone, from the table that is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.experiments.listing import DOCS, checked, table

from ..patterns.places import CHECKING, CHOOSING
from . import joint, search

PEOPLE = Path(__file__).with_name("people.json")
PAGE = DOCS / "calibration.md"
TEMPLATE = Path(__file__).with_name("page.md")


def page() -> str:
    """The page, from the tables of what was tried, and scored again."""
    places, parts = search.read()
    scores = parts.sum(axis=1)
    accepted = scores < search.ACCEPTED
    now = search.defaults()
    rows, cut = [], []
    for k, (name, (low, high)) in enumerate(joint.RANGES.items()):
        kept = places[accepted, k]
        width = (kept.max() - kept.min()) / (high - low)
        outside = not kept.min() <= now[name] <= kept.max()
        found = f"{kept.min():.3f} to {kept.max():.3f} | {places[0, k]:.3f} | {now[name]:g}"
        cut += [name] if kept.min() <= low or kept.max() >= high else []
        says = [
            "narrow" if width < 1 / 3 else "wide",
            *["cut off"] * (name in cut),
            *["default outside"] * outside,
        ]
        rows.append(f"| `{name}` | {low:g} to {high:g} | {found} | {', '.join(says)} |")
    again = search.scored()
    return TEMPLATE.read_text(encoding="utf-8").format(
        engine=search.searched_by(),
        again=again[0].engine,
        parts=", ".join(search.PARTS),
        count=len(search.NAMES),
        elite=search.ELITE,
        drawn=search.DRAWN,
        tried=len(scores),
        accepted=int(accepted.sum()),
        limit=search.ACCEPTED,
        rows="\n".join(rows),
        cut=len(cut),
        best="; ".join(f"{name} {value:.1f}" for name, value in zip(search.PARTS, parts[0], strict=True)),
        scored=table(scored(scores, again)),
        still=sum(one.score < search.ACCEPTED for one in again),
        asked=len(again),
    )


def scored(scores: np.ndarray, again: Sequence[search.Scored]) -> list[Sequence[str]]:
    """What each set scored in the search, and what it scores again on the same seeds and on others."""
    rows = []
    for name in dict.fromkeys(one.name for one in again):
        here, there = (next(o for o in again if (o.name, o.first) == (name, first)) for first in (CHOOSING, CHECKING))
        before = "" if name == search.DEFAULTS else f"{scores[int(name) - 1]:.1f}"
        rows.append((name, before, *(f"{o.score:.1f} ({o.endings:.1f}, {o.year:.1f})" for o in (here, there))))
    return [("set", "in the search", f"again, seeds from {CHOOSING}", f"again, seeds from {CHECKING}"), *rows]


def main(
    *,
    people: Annotated[
        bool, Parameter(help="Only fit who the measured partnerships are, and write people.json.")
    ] = False,
    score: Annotated[
        bool, Parameter(help="Score the defaults and the best sets again, by the engine as it is: some minutes.")
    ] = False,
    of_kept: Annotated[bool, Parameter("--page", help="Only write the page, from the table that is there.")] = False,
) -> None:
    """Search for parameters anew (about an hour), and write tried.csv and docs/calibration.md."""
    checked(PAGE)
    if people:
        search.keep_people({}, PEOPLE)
        return
    if score:
        search.keep_scored()
    elif not of_kept:
        search.keep_searched()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    run_alone(main, "samenspel.studies.calibration")

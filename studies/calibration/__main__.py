"""Calibrate the second model, and write what came of it: `python -m samenspel.studies.calibration`.

Without anything it searches anew, scores the defaults and the best sets on other seeds, and writes `tried.csv`,
`scored.csv` and docs/calibration.md (a quarter of an hour on a core that is free). `--score` only scores the defaults
and the best sets. `--people` fits who the measured partnerships are to the defaults, and writes `people.json`;
`--again` writes the page alone, from the tables that are there.
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
from ..patterns.year import PEOPLE
from . import joint, search

PAGE = DOCS / "calibration.md"
TEMPLATE = Path(__file__).with_name("page.md")


def page() -> str:
    """The page, from the tables of what was tried, and scored again."""
    places, parts = search.read()
    scores = parts.sum(axis=1)
    earlier, now = search.accepted_sets(), search.defaults()
    rows, cut = [], []
    for k, (name, (low, high)) in enumerate(joint.RANGES.items()):
        best, before = places[: search.BEST, k], [one[name] for one in earlier if name in one]
        cut += [name] if best.min() <= low or best.max() >= high else []
        says = [
            "narrow" if np.ptp(best) < (high - low) / 3 else "wide",
            *["cut off"] * (name in cut),
            *["default outside"] * (not best.min() <= now[name] <= best.max()),
        ]
        found = (ends(before), ends(best), f"{places[0, k]:.3f}", f"{now[name]:g}", ", ".join(says))
        rows.append((f"`{name}`", f"{low:g} to {high:g}", *found))
    of_best = f"{search.BEST} best now"
    head = ("parameter", "tried between", "accepted before", of_best, "best", "default", "what these say")
    again = search.scored()
    of_defaults = [search.defaults_scored(), *(one.score for one in again if one.name == search.DEFAULTS)]
    return TEMPLATE.read_text(encoding="utf-8").format(
        engine=search.searched_by(),
        again=again[0].engine,
        parts=", ".join(search.PARTS),
        count=len(search.NAMES),
        elite=search.ELITE,
        drawn=search.DRAWN,
        steps=search.STEPS,
        choosing=CHOOSING,
        checking=CHECKING,
        tried=len(scores),
        given_up=int(np.isnan(scores).sum()),
        accepted=int((scores < search.ACCEPTED).sum()),
        earlier=len(earlier),
        shown=search.BEST,
        limit=search.ACCEPTED,
        rows=table([head, *rows]),
        cut=len(cut),
        best="; ".join(f"{name} {value:.1f}" for name, value in zip(search.PARTS, parts[0], strict=True)),
        scored=table(scored(scores, again)),
        still=sum(one.score < search.ACCEPTED for one in again),
        asked=len(again),
        least=min(of_defaults),
        most=max(of_defaults),
    )


def ends(values: Sequence[float] | np.ndarray) -> str:
    """The lowest and the highest; nothing where there are none."""
    return f"{min(values):.3f} to {max(values):.3f}" if len(values) else ""


def scored(scores: np.ndarray, again: Sequence[search.Scored]) -> list[Sequence[str]]:
    """What each set scored in the search, and what it scores on other seeds."""
    rows = []
    for name in dict.fromkeys(one.name for one in again):
        before = search.defaults_scored() if name == search.DEFAULTS else scores[int(name) - 1]
        found = [f"{one.score:.1f} ({one.endings:.1f}, {one.year:.1f})" for one in again if one.name == name]
        rows.append((name, f"{before:.1f}", *found))
    return [("set", "in the search", *(f"seeds from {first}" for first in search.FRESH)), *rows]


def main(
    *,
    people: Annotated[
        bool, Parameter(help="Only fit who the measured partnerships are, and write people.json.")
    ] = False,
    score: Annotated[
        bool, Parameter(help="Only score the defaults and the best sets on other seeds: some minutes.")
    ] = False,
    again: Annotated[bool, Parameter(help="Write the page from what was found the last time.")] = False,
) -> None:
    """Search for parameters anew (a quarter of an hour), and write the tables and docs/calibration.md."""
    checked(PAGE)
    if people:
        search.keep_people({}, PEOPLE)
        return
    if not (score or again):
        search.keep_searched()
    if not again:
        search.keep_scored()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    run_alone(main, "samenspel.studies.calibration")

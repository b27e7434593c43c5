"""Calibrate the second model, and write what came of it: `python -m samenspel.studies.calibration`.

Without anything it searches anew and writes `tried.csv` and docs/calibration.md (about an hour on
two cores). `--people` fits who the measured partnerships are to the defaults, and writes `people.json`; `--page` writes
the page alone, from the table that is there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from samenspel.dynamics import Parameters
from samenspel.experiments.listing import DOCS, checked
from samenspel.kernel import ENGINE, digest
from samenspel.parameters import declarations

from . import joint, search

PEOPLE = Path(__file__).with_name("people.json")
PAGE = DOCS / "calibration.md"
TEMPLATE = Path(__file__).with_name("page.md")


def page() -> str:
    """The page, from the table of what was tried."""
    places, parts = search.read()
    scores = parts.sum(axis=1)
    accepted = scores < search.ACCEPTED
    now = {name: value for name, _, value in declarations(Parameters())}
    rows = []
    for k, (name, (low, high)) in enumerate(joint.RANGES.items()):
        kept = places[accepted, k]
        width = (kept.max() - kept.min()) / (high - low)
        found = f"{kept.min():.3f} to {kept.max():.3f} | {places[0, k]:.3f} | {now[name]:g}"
        rows.append(f"| `{name}` | {low:g} to {high:g} | {found} | {'narrow' if width < 1 / 3 else 'wide'} |")
    return TEMPLATE.read_text(encoding="utf-8").format(
        engine=digest(*ENGINE),
        parts=", ".join(search.PARTS),
        count=len(search.NAMES),
        elite=search.ELITE,
        drawn=search.DRAWN,
        tried=len(scores),
        accepted=int(accepted.sum()),
        limit=search.ACCEPTED,
        rows="\n".join(rows),
        best="; ".join(f"{name} {value:.1f}" for name, value in zip(search.PARTS, parts[0], strict=True)),
    )


def main(arguments: list[str]) -> None:
    """Search and write, or write who the partnerships are, or the page alone."""
    checked(PAGE)
    if "--people" in arguments:
        who = joint.best_people({}, search.PEOPLE_SEEDS)
        PEOPLE.write_text(json.dumps({name: round(value, 3) for name, value in who.items()}, indent=1) + "\n")
        return
    if "--page" not in arguments:
        search.keep(search.search())
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

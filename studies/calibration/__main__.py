"""Calibrate the second model, and write what came of it: `python -m samenspel.studies.calibration`.

Without anything it searches anew and writes `tried.csv` and docs/calibration.md (about an hour on
two cores). `--people` fits who the measured partnerships are to the defaults, and writes `people.json`; `--page` writes
the page alone, from the table that is there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
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


def main(
    *,
    people: Annotated[
        bool, Parameter(help="Only fit who the measured partnerships are, and write people.json.")
    ] = False,
    of_kept: Annotated[bool, Parameter("--page", help="Only write the page, from the table that is there.")] = False,
) -> None:
    """Search for parameters anew (about an hour), and write tried.csv and docs/calibration.md."""
    checked(PAGE)
    if people:
        search.keep_people({}, PEOPLE)
        return
    if not of_kept:
        search.keep(search.search())
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    run_alone(main, "samenspel.studies.calibration")

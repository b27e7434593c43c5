"""How much of a search is spent in compiled runs.

    python -m benchmarks.search             # a few minutes; writes benchmarks/search.md
    python -m benchmarks.search --quick     # less of it, and only prints

What is spent in compiled functions is timed within the search itself, so that what else the machine does slows both
alike. All of a search counts: reading its file, the algorithm, what Python does around a run, and keeping.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.speed import Part, table, verdict
from benchmarks.sweep import Clock, how_busy
from benchmarks.sweep_peers import DESIGN
from samenspel import dynamics, measures, runs
from samenspel.experiments.engine import Progress
from samenspel.experiments.search.plan import read_plan
from samenspel.experiments.search.seeking import search
from samenspel.results.replicates import processors

PAGE = Path(__file__).with_suffix(".md")
SHARE = 0.8  # the target
PLAN = {
    "scenario": "baseline",
    "set": DESIGN["set"],
    "aims": {"joint_value": "more", "least_gain": "more", "client_value": "more", "effort": "less"},
    "phases": {"rounds": 12},
    "levers": {"logic": {}, "phase.1.*": {}, "phase.2.*": {}},
}
WORLDS: dict[str, dict[str, Any]] = {
    "that differ by their seeds": {"search": 12, "fresh": 40},
    "in which all parameters lie within 10 %": {"search": 12, "fresh": 40, "share": 0.1},
}
HEAD = """# Searches

Written by `python -m benchmarks.search`. All numbers are from one run on one machine of {processors} processors,
{busy}. Compare ratios, not seconds.

The search: the collaboration of [sweeps](sweep.md), 12 organisations and 60 rounds, with eleven levers and four aims;
48 interventions in a generation, each in 12 worlds, and a front in 40 fresh ones; one worker."""


def main(arguments: list[str]) -> None:
    """Measure, print it, and write the page unless it was to be quick."""
    quick = "--quick" in arguments
    head = HEAD.format(processors=processors(), busy=how_busy())
    measured({**PLAN, "search": {"evaluations": 48}}, WORLDS["that differ by their seeds"])  # loads and compiles
    part = in_compiled_runs(192 if quick else 720)
    text = "\n\n".join([head, "## Target", "\n".join(part.verdicts), f"## {part.title}", part.text]) + "\n"
    print(text)
    if not quick:
        PAGE.write_text(text, encoding="utf-8")


def measured(plan: Mapping[str, Any], worlds: Mapping[str, Any]) -> tuple[float, float, int]:
    """Seconds in compiled functions, of all, and how many runs a search made."""
    told: list[Progress] = []
    with tempfile.TemporaryDirectory() as folder:
        runs.dynamics, runs.measures = clocks = Clock(dynamics), Clock(measures)
        try:
            before = perf_counter()
            search(read_plan({**plan, "worlds": worlds}), Path(folder) / "found", 1, told.append)
            whole = perf_counter() - before
        finally:
            runs.dynamics, runs.measures = dynamics, measures
    return sum(clock.spent for clock in clocks), whole, told[-1].done


def in_compiled_runs(evaluations: int) -> Part:
    """How much of a search is spent in compiled functions, by what differs between worlds."""
    rows, least = [], 1.0
    for name, worlds in WORLDS.items():
        inside, whole, count = measured({**PLAN, "search": {"evaluations": evaluations}}, worlds)
        least = min(least, inside / whole)
        rows.append([name, f"{count:,}", f"{whole / count * 1e6:,.0f}", f"{inside / whole:.1%}"])
    head = ["Worlds", "Runs", "Microseconds a run", "In compiled functions"]
    text = f"{evaluations:,} interventions.\n\n" + table(head, rows)
    target = f"a search spends at least {SHARE:.0%} of its time in compiled runs"
    return Part("Where the time goes", text, [verdict(least >= SHARE, target, f"{least:.1%}")])


if __name__ == "__main__":
    main(sys.argv[1:])

"""How much of a calibration is spent in compiled runs.

    python -m benchmarks.calibrate             # some minutes; writes benchmarks/calibrate.md
    python -m benchmarks.calibrate --quick     # less of it, and only prints

What is spent in compiled functions is timed within the calibration itself, so that what else the machine does slows
both alike. All of it counts: reading its file, counting, what Python does around a run, keeping, and finding known
values again.
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
from samenspel.experiments.calibration.generations import calibrated
from samenspel.experiments.calibration.page import Saying
from samenspel.experiments.calibration.plan import read_plan
from samenspel.experiments.engine import Progress
from samenspel.experiments.words import Speech
from samenspel.results.replicates import processors

PAGE = Path(__file__).with_suffix(".md")
SHARE = 0.8  # the target
MEASURED = ("trust", "relation", "process", "joint_value")
UNKNOWN = {
    "trust.initial": {"from": 0.1, "to": 0.9},
    "trust.gain": {"from": 0.02, "to": 0.3},
    "norm.tolerance": {"from": 0, "to": 0.4},
    "delivery.noise": {"from": 0.1, "to": 0.5},
}
PLAN = {
    "scenario": "baseline",
    "set": {name: value for name, value in DESIGN["set"].items() if name not in UNKNOWN},
    "data": [
        {"collaboration": "baseline", "round": round_, "what": what, "value": 0.4, "error": 0.1}
        for round_ in (12, 24, 36, 60)
        for what in MEASURED
    ],
    "parameters": UNKNOWN,
}
LONG: dict[str, Any] = {"first": 1000, "draws": 300, "kept": 250, "generations": 4, "truths": 100, "fresh": 200}
SHORT: dict[str, Any] = {"first": 150, "draws": 50, "kept": 50, "generations": 1, "truths": 20, "fresh": 100}
HEAD = """# Calibrations

Written by `python -m benchmarks.calibrate`. All numbers are from one run on one machine of {processors} processors,
{busy}. Compare ratios, not seconds.

The collaboration of [sweeps](sweep.md), 12 organisations and 60 rounds, with 16 numbers at four times, and four
parameters; one worker."""


def main(arguments: list[str]) -> None:
    """Measure, print it, and write the page unless it was to be quick."""
    quick = "--quick" in arguments
    head = HEAD.format(processors=processors(), busy=how_busy())
    measured(SHORT)  # loads and compiles
    part = in_compiled_runs(SHORT if quick else LONG)
    text = "\n\n".join([head, "## Target", "\n".join(part.verdicts), f"## {part.title}", part.text]) + "\n"
    print(text)
    if not quick:
        PAGE.write_text(text, encoding="utf-8")


def measured(length: Mapping[str, int]) -> tuple[float, float, float, int]:
    """Seconds in compiled functions, of all until it is kept, of all until known values are found again; and runs."""
    watched: list[Progress] = []
    with tempfile.TemporaryDirectory() as folder:
        runs.dynamics, runs.measures = clocks = Clock(dynamics), Clock(measures)
        try:
            before = perf_counter()
            came = calibrated(read_plan({**PLAN, "calibration": length}), Path(folder) / "fitted", 1, watched.append)
            whole = perf_counter() - before
        finally:
            runs.dynamics, runs.measures = dynamics, measures
        len(Saying(came, Speech()).recovery)
        told = perf_counter() - before
    return sum(clock.spent for clock in clocks), whole, told, watched[-1].done


def in_compiled_runs(length: Mapping[str, int]) -> Part:
    """How much of a calibration is spent in compiled functions."""
    inside, whole, told, count = measured(length)
    rows = [
        [name, f"{count:,}", f"{seconds / count * 1e6:,.0f}", f"{inside / seconds:.1%}"]
        for name, seconds in (("until its draws are kept", whole), ("until known values are found again", told))
    ]
    head = ["What counts", "Runs", "Microseconds a run", "In compiled functions"]
    target = f"a calibration spends at least {SHARE:.0%} of its time in compiled runs"
    return Part(
        "Where the time goes", table(head, rows), [verdict(inside / told >= SHARE, target, f"{inside / told:.1%}")]
    )


if __name__ == "__main__":
    main(sys.argv[1:])

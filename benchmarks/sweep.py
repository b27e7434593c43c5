"""How much of a sweep is spent in compiled runs, what a second worker adds, and what a million runs take.

    python -m benchmarks.sweep              # a minute or so
    python -m benchmarks.sweep --million    # also a million runs, and the most memory they took

The sweep is of n = 12 organisations, 60 rounds, both logics and levels of trust; design, runs and storing are all in
it. Compiled is what the same runs take when only the compiled functions are called, on states that are there. Both are
processor time, so that what else the machine does hardly counts; workers are compared in wall time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from experiments.design import read_design
from experiments.engine import sweep
from simulation import dynamics, measures
from simulation.measures import OUTCOMES
from simulation.parameters import as_record

DESIGN = {
    "scenario": "baseline",
    "set": {"network.organisations": 12, "rounds": 60},
    "factors": {"trust.initial": {"from": 0.2, "to": 0.8, "levels": 10}, "logic": {}},
}
REPLICATES, REPEATS = 100, 5


def compiled(replicates: int) -> float:
    """Processor time of the compiled functions alone, of all runs of the design."""
    design = read_design(DESIGN)
    took = 0.0
    history = np.zeros(60, OUTCOMES)
    for point in range(design.points):
        scenario = design.scenario(point)
        record = as_record(scenario.parameters)
        states = [scenario.declare(seed) for seed in range(1, replicates + 1)]
        before = time.process_time()
        for seed, state in enumerate(states, 1):
            dynamics.begin(state, record, seed)
            dynamics.play(state, record, seed, 1, 60, history)
            measures.attainable(state, record)
        took += time.process_time() - before
    return took


def whole(replicates: int, workers: int, clock: Callable[[], float]) -> float:
    """Time of a sweep: design, runs and storing."""
    with tempfile.TemporaryDirectory() as folder:
        before = clock()
        sweep(read_design(DESIGN | {"replicates": replicates}), Path(folder) / "out", workers=workers)
        return clock() - before


def million() -> None:
    """A million runs, and the most memory they took."""
    import resource

    design = read_design(DESIGN | {"replicates": 50_000})
    with tempfile.TemporaryDirectory() as folder:
        before = time.perf_counter()
        sweep(design, folder)
        took = time.perf_counter() - before
        files = list(Path(folder).glob("runs/*.parquet"))
        size = sum(path.stat().st_size for path in files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"1,000,000 runs: {took:.0f} s, {len(files)} files, {size / 1e6:.0f} MB, most memory {peak:.2f} GB")


def main(arguments: list[str]) -> None:
    """Print what was measured."""
    runs = read_design(DESIGN).points * REPLICATES
    whole(2, 1, time.perf_counter)
    pairs = [(compiled(REPLICATES), whole(REPLICATES, 1, time.process_time)) for _ in range(REPEATS)]
    alone, all_of_it = (min(side) for side in zip(*pairs, strict=True))
    print(
        f"compiled runs alone: {alone / runs * 1e6:.0f} us a run; sweep on one worker: {all_of_it / runs * 1e6:.0f} us"
    )
    print(f"share of a sweep in compiled runs: {alone / all_of_it:.0%} (of the least of {REPEATS}, {runs:,} runs each)")
    pairs = [[whole(4 * REPLICATES, workers, time.perf_counter) for workers in (1, 2)] for _ in range(REPEATS)]
    one, two = (min(side) for side in zip(*pairs, strict=True))
    print(f"one worker {4 * runs / one:,.0f} runs a second, two {4 * runs / two:,.0f}: {one / two:.2f} times")
    if "--million" in arguments:
        million()


if __name__ == "__main__":
    main(sys.argv[1:])

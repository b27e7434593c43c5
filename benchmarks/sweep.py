"""How much of a sweep is spent in compiled runs, what a second worker adds, and what a million runs take.

    python -m benchmarks.sweep              # a minute or so
    python -m benchmarks.sweep --million    # also a million runs, and the most memory they took

The sweep is of n = 12 organisations, 60 rounds, both logics and levels of trust; design, runs and storing are all in
it. What is spent in compiled functions is timed within the sweep itself, so that what else the machine does slows both
alike.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from experiments.design import read_design
from experiments.engine import sweep
from simulation import dynamics, measures, runs

DESIGN = {
    "scenario": "baseline",
    "set": {"network.organisations": 12, "rounds": 60},
    "factors": {"trust.initial": {"from": 0.2, "to": 0.8, "levels": 10}, "logic": {}},
}
REPLICATES, REPEATS = 500, 3


class Clock:
    """Stands in for a module of compiled functions, and adds up the time spent in them."""

    def __init__(self, module: ModuleType) -> None:
        self.module, self.spent = module, 0.0

    def __getattr__(self, name: str) -> Callable:
        function = getattr(self.module, name)

        def timed(*arguments: object) -> object:
            before = time.perf_counter()
            result = function(*arguments)
            self.spent += time.perf_counter() - before
            return result

        return timed


def shares(replicates: int) -> tuple[float, float]:
    """Time of a sweep on one worker: in compiled functions, and in all."""
    clocks = Clock(dynamics), Clock(measures)
    runs.dynamics, runs.measures = clocks
    try:
        all_of_it = whole(replicates, 1)
    finally:
        runs.dynamics, runs.measures = dynamics, measures
    return sum(clock.spent for clock in clocks), all_of_it


def whole(replicates: int, workers: int) -> float:
    """Time of a sweep: design, runs and storing."""
    with tempfile.TemporaryDirectory() as folder:
        before = time.perf_counter()
        sweep(read_design(DESIGN | {"replicates": replicates}), Path(folder) / "out", workers=workers)
        return time.perf_counter() - before


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
    count = read_design(DESIGN).points * REPLICATES
    whole(2, 1)
    measured = [shares(REPLICATES) for _ in range(REPEATS)]
    inside, whole_of_it = (sum(side) / REPEATS / count for side in zip(*measured, strict=True))
    share = inside / whole_of_it
    print(f"a run: {whole_of_it * 1e6:.0f} us, of which {inside * 1e6:.0f} us in compiled functions: {share:.1%}")
    pairs = [[whole(REPLICATES, workers) for workers in (1, 2)] for _ in range(REPEATS)]
    one, two = (min(side) for side in zip(*pairs, strict=True))
    print(f"one worker {count / one:,.0f} runs a second, two {count / two:,.0f}: {one / two:.2f} times")
    if "--million" in arguments:
        million()


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a tie and a round cost, in the first model and in this one.

The first model is taken out of the history of the project; each model plays in a process of its own, and they take
turns. `python -m benchmarks.first_model` prints nanoseconds per tie and round of both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from importlib import import_module
from io import BytesIO
from pathlib import Path
from time import process_time

import networkx
import numpy as np

ROOT = Path(__file__).parent.parent
FIRST = "7ca86ffdb2da6950ae3f633469f4699c3b33adc0"  # the last commit of the first model
LOGICS = ("hierarchy", "network")
SIZES = {12: 60, 100_000: 10}  # organisations: rounds; twelve all with all, the others in a small world of ten each
# A goal in every round, and nobody leaves: every tie has everything to do, whatever the size or the logic.
BUSY = {
    "logic.decision": "hierarchy",
    "decision.slip": 0.0,
    "decision.appeal": 0.0,
    "participation.exit": 0.0,
    "backing.patience": 1_000_000,
}
SEED = 1


def unpack(folder: Path) -> None:
    """Put the first model in a folder, out of the history."""
    history = subprocess.run(["git", "archive", FIRST, "simulation"], cwd=ROOT, capture_output=True, check=False)
    if history.returncode:
        raise SystemExit("the first model is not in this history: clone the project with all its commits")
    with tarfile.open(fileobj=BytesIO(history.stdout)) as packed:
        packed.extractall(folder, filter="data")


def beside(turns: int) -> dict[str, dict[str, float]]:
    """Nanoseconds per tie and round by model (`first`, `second`), then by what was played; the best of its turns."""
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        for _ in range(turns):
            for model, package, path in (("first", "simulation", folder), ("second", "samenspel", str(ROOT))):
                command = [sys.executable, str(Path(__file__)), package]
                done = subprocess.run(
                    command,
                    cwd=folder,
                    capture_output=True,
                    text=True,
                    check=True,
                    env={**os.environ, "PYTHONPATH": path},
                )
                for what, cost in json.loads(done.stdout).items():
                    one = best.setdefault(model, {})
                    one[what] = min(one.get(what, np.inf), cost)
    return best


def measure(package: str) -> dict[str, float]:
    """Nanoseconds per tie and round of the model that a package holds, at its own defaults."""
    dynamics, measures, parameters, population = (
        import_module(f"{package}.{name}") for name in ("dynamics", "measures", "parameters", "population")
    )
    known = parameters.known_parameters(dynamics.Parameters)
    found = {}
    for n, rounds in SIZES.items():
        graph = networkx.complete_graph(n) if n == min(SIZES) else networkx.watts_strogatz_graph(n, 10, 0.1, seed=SEED)
        edges = np.array(graph.edges, np.int64)
        for logic in LOGICS:
            contrasts = {name: logic for name in known if name.startswith("logic.")}
            wanted = contrasts | {name: value for name, value in BUSY.items() if name in known}
            record = parameters.as_record(parameters.changed(dynamics.Parameters(), wanted))
            state = population.declare(2, edges, n)
            dynamics.begin(state, record, SEED)
            history, seconds, spent = np.zeros(rounds, measures.OUTCOMES), np.inf, 0.0
            dynamics.play(state.copy(), record, SEED, 1, 1, history)  # compiles, where nobody did yet
            while spent < 0.3:
                fresh, start = state.copy(), process_time()
                dynamics.play(fresh, record, SEED, 1, rounds, history)
                took = process_time() - start
                seconds, spent = min(seconds, took), spent + took
            found[f"{n:,} organisations, {logic}"] = seconds / (2 * len(edges)) / rounds * 1e9
    return found


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(measure(sys.argv[1])))
    else:
        print(json.dumps(beside(3), indent=2))

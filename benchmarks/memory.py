"""How much a process grows when it makes a state and plays.

The operating system remembers the most that a process ever held, so that each measurement has a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

UNIT = 1 if sys.platform == "darwin" else 1024  # in which the system reports


def resident_growth(edges: np.ndarray, n: int) -> int:
    """Bytes that a process of its own grows by, at its peak, over what it held before it made a state of these edges."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges.npy"
        np.save(path, edges)
        command = [sys.executable, "-m", "benchmarks.memory", str(path), str(n)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def play(edges: np.ndarray, n: int) -> None:
    """Make a state and play three rounds."""
    from simulation import dynamics
    from simulation.dynamics import Parameters
    from simulation.measures import OUTCOMES
    from simulation.parameters import as_record
    from simulation.population import declare

    state, parameters = declare(2, edges, n), as_record(Parameters())
    dynamics.begin(state, parameters, 1)
    dynamics.play(state, parameters, 1, 1, 3, np.zeros(3, OUTCOMES))


def peak() -> int:
    """The most that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT


if __name__ == "__main__":
    edges = np.load(sys.argv[1])
    play(np.array([[0, 1], [1, 2]]), 3)  # everything is loaded and compiled before it counts
    before = peak()
    play(edges, int(sys.argv[2]))
    print(peak() - before)

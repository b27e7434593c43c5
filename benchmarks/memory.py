"""How much a process grows when it makes a state and plays.

The system remembers the most that a process ever held, so that each measurement has a process of its own, which
makes it forget what it took to get ready. Linux only; elsewhere the growth is not a number.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

OF_THIS_PROCESS = Path("/proc/self")


def resident_growth(edges: np.ndarray, n: int) -> float:
    """Bytes that a process of its own grows by, at its peak, when it makes a state of these edges and plays."""
    if not OF_THIS_PROCESS.exists():
        return float("nan")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges.npy"
        np.save(path, edges)
        command = [sys.executable, "-m", "benchmarks.memory", str(path), str(n)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def play(edges: np.ndarray, n: int) -> None:
    """Make a state and play three rounds."""
    from samenspel import dynamics
    from samenspel.dynamics import Parameters
    from samenspel.measures import OUTCOMES
    from samenspel.parameters import as_record
    from samenspel.population import declare

    state, parameters = declare(2, edges, n), as_record(Parameters())
    dynamics.begin(state, parameters, 1)
    dynamics.play(state, parameters, 1, 1, 3, np.zeros(3, OUTCOMES))


def peak() -> int:
    """The most that this process has held since it was told to forget, in bytes."""
    status = (OF_THIS_PROCESS / "status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) * 1024


def forget() -> None:
    """Let the peak be what this process holds now."""
    (OF_THIS_PROCESS / "clear_refs").write_text("5")


if __name__ == "__main__":
    edges = np.load(sys.argv[1])
    play(np.array([[0, 1], [1, 2]]), 3)  # everything is loaded and compiled before it counts
    forget()
    before = peak()
    play(edges, int(sys.argv[2]))
    print(peak() - before)

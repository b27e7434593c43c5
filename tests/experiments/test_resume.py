"""A sweep that is killed, again and again, and finished: no row lost, none twice, the same bits."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

import samenspel.experiments
from samenspel.experiments import engine, store
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import sweep

from .conftest import SMALL, contents

KILLS = 16

# A process that has everything imported and compiled starts a sweep as a process of its own and kills it, after a
# random number of files: as soon as it starts, while it writes, while it takes stock of what the last one left. It
# waits for files and not for the clock, as a busy machine writes none in half a second.
KILLER = """
import json, os, random, signal, sys, time
from samenspel.experiments import engine, store
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import block_of, make, sweep
import numpy, pandas, pyarrow.parquet

store.MOST_ROWS, engine.MOST_BLOCK, engine.SAVE_SECONDS = 100, 7, 0.02
said, folder, kills, seed = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
design, chance = read_design(said), random.Random(seed)
make(block_of(design, numpy.arange(design.points)))
store.manifest_of(design)


def slowly(block):
    time.sleep(0.015)  # so that it is not finished before it is killed, on a fast machine
    return make(block)


def written():
    return sum(len(files) for _, _, files in os.walk(folder))


engine.make = slowly
hit, stages = 0, []
while hit < kills:
    child = os.fork()
    if child == 0:
        sweep(design, folder, workers=2, seconds=1e-4)
        os._exit(0)
    ended, wanted = None, written() + chance.randrange(4)  # files more; none: as soon as it starts
    while ended is None and written() < wanted:
        done, status = os.waitpid(child, os.WNOHANG)
        ended = status if done else None
        time.sleep(0.002)
    if ended is None:
        time.sleep(chance.uniform(0.0, 0.05))
        os.kill(child, signal.SIGKILL)
        ended = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(ended):
        break
    hit += 1
    stages.append(engine.status(folder).runs if os.path.exists(os.path.join(folder, store.MANIFEST)) else -1)
print(json.dumps(stages))
"""


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="processes cannot be forked here")
def test_a_sweep_that_is_killed_again_and_again_comes_to_the_same_bytes(tmp_path, monkeypatch):
    """Oracle: the undisturbed sweep, byte for byte."""
    monkeypatch.setattr(store, "MOST_ROWS", 100)
    said = SMALL | {"replicates": 600, "set": {"rounds": 20}, "every_round": True}
    said["factors"] = said["factors"] | {"network.organisations": {"values": [6, 8]}}
    command = [sys.executable, "-W", "ignore", "-c", KILLER, json.dumps(said), tmp_path / "out", str(KILLS), "3"]
    root = Path(samenspel.experiments.__file__).parent.parent
    killed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert killed.returncode == 0, killed.stderr
    stages = json.loads(killed.stdout)
    assert len(stages) >= 10
    assert len(set(stages)) > 5  # it was killed at different stages
    assert stages == sorted(stages)  # and lost nothing that was there
    design = read_design(said)
    came = sweep(design, tmp_path / "out")
    assert came.held == stages[-1] < came.held + came.made == 7200
    assert not came.notices  # nothing was half written
    assert sweep(design, tmp_path / "undisturbed", workers=1).made == 7200
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")
    assert not list((tmp_path / "out").rglob("*.part"))


def test_what_a_killed_writer_leaves_is_cleared_away(tmp_path):
    """Oracle: the folder as it was."""
    sweep(read_design(SMALL), tmp_path)
    before = contents(tmp_path)
    (tmp_path / ".runs-000000.parquet.part").write_bytes(b"half")
    assert engine.status(tmp_path).runs == 72
    assert sweep(read_design(SMALL), tmp_path).made == 0
    assert contents(tmp_path) == before


def test_rounds_without_their_runs_are_made_again(tmp_path):
    """Oracle: the folder as it was; rounds are written first, so that a kill between the two leaves this."""
    sweep(read_design(SMALL), tmp_path)
    before = contents(tmp_path)
    (tmp_path / "runs" / "runs-000000.parquet").unlink()
    assert sweep(read_design(SMALL), tmp_path).made == 72
    assert contents(tmp_path) == before


# A process that begins a sweep by another C library's mathematics, says which, and is gone once some of it is there.
BEGINNER = """
import json, math, os, sys
from samenspel.experiments import engine, store
from samenspel.experiments.design import read_design

store.MOST_ROWS, engine.MOST_BLOCK = 10, 5
print(json.dumps([(math.exp(k / 97), math.sin(k / 9.7), math.log(k + 0.3)) for k in range(1, 5000)]), flush=True)


def enough(progress):
    if progress.done >= 40:
        os._exit(0)


engine.sweep(read_design(json.loads(sys.argv[1])), sys.argv[2], workers=1, seconds=1e-4, watch=enough)
"""
WITHOUT_FMA = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2"}


def test_a_sweep_begun_by_the_mathematics_of_another_library_comes_to_the_same_bytes(tmp_path, monkeypatch):
    """Oracle: the undisturbed sweep, byte for byte; that the library differs is seen by its own functions."""
    monkeypatch.setattr(store, "MOST_ROWS", 10)
    said = SMALL | {"set": {"rounds": 20, "network.generator": "random", "network.degree": 2}}
    command = [sys.executable, "-W", "ignore", "-c", BEGINNER, json.dumps(said), tmp_path / "out"]
    root = Path(samenspel.experiments.__file__).parent.parent
    begun = subprocess.run(
        command, cwd=root, env=os.environ | WITHOUT_FMA, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert begun.returncode == 0, begun.stderr
    here = [[math.exp(k / 97), math.sin(k / 9.7), math.log(k + 0.3)] for k in range(1, 5000)]
    if json.loads(begun.stdout) == here:
        pytest.skip("the C library here has these functions in one way only")
    design = read_design(said)
    came = sweep(design, tmp_path / "out")
    assert came.held >= 40
    assert came.made > 0
    sweep(design, tmp_path / "undisturbed", workers=1)
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")

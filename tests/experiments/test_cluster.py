"""A cluster of two worker processes, of which one is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from samenspel.errors import InputError
from samenspel.experiments import cluster, engine, run_design, store
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import sweep

from .conftest import SMALL, contents

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'samenspel[dask]'")


def test_a_cluster_that_loses_a_worker_comes_to_the_same_bytes(tmp_path, monkeypatch):
    """Oracle: the same sweep on one thread, byte for byte."""
    monkeypatch.setattr(store, "MOST_ROWS", 100)
    monkeypatch.setattr(engine, "MOST_BLOCK", 10)
    design = read_design(SMALL | {"replicates": 200})
    killed = []

    def kill(progress):
        if progress.done >= 500 and not killed:
            killed.append(next(iter(nannies.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as nannies,
        cluster.dask(nannies.scheduler_address, pytest.fail) as (executor, window),
    ):
        assert window() == 8
        came = sweep(design, tmp_path / "cluster", executor, window=window, watch=kill)
    assert killed
    assert came.made == 2400
    sweep(design, tmp_path / "alone", workers=1)
    assert contents(tmp_path / "cluster") == contents(tmp_path / "alone")


def test_no_workers_is_said_after_a_while_and_refused_in_the_end():
    """Oracle: the texts, with the command that starts one."""
    told: list[str] = []
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as nobody:
        address = nobody.scheduler_address
        start = f"start some: dask worker {address}"
        says = f"--dask {address}: no workers there after 1 s; {start}"
        with pytest.raises(InputError, match=re.escape(says)), cluster.dask(address, told.append, 0.5, 1.0):
            pass
        assert told == [f"--dask {address}: no workers there yet, and none after 1 s ends it; {start}"]


def test_from_python_a_cluster_gives_the_same_rows():
    """Oracle: the same design without one."""
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as nannies:
        rows = run_design(SMALL, dask=nannies.scheduler_address)
    assert rows.equals(run_design(SMALL))


def test_workers_that_start_late_are_waited_for():
    """Oracle: by hand: the first worker is started when it is said that there is none."""
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as late,
        cluster.dask(late.scheduler_address, lambda line: late.scale(1), 0.5) as (executor, _window),
    ):
        assert executor.submit(sum, (1, 2)).result() == 3


def test_what_a_worker_lacks_is_said_before_work_is_sent(tmp_path):
    """Oracle: the text; its samenspel is a folder of that name without anything."""
    (tmp_path / "samenspel").mkdir()
    (tmp_path / "samenspel" / "__init__.py").write_text("raise ModuleNotFoundError(name='samenspel')")
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as nobody:
        command = [sys.executable, "-m", "distributed.cli.dask_worker", nobody.scheduler_address, "--no-nanny"]
        elsewhere = os.environ | {"PYTHONPATH": str(tmp_path)}
        with subprocess.Popen([*command, "--no-dashboard"], env=elsewhere, stderr=subprocess.DEVNULL) as worker:
            try:
                with (
                    pytest.raises(InputError, match="it lacks samenspel: pip install"),
                    cluster.dask(nobody.scheduler_address, pytest.fail, patience=120),
                ):
                    pass
            finally:
                worker.kill()


def test_what_a_worker_has_otherwise_is_said():
    """Oracle: by hand."""
    mine = cluster.known_here()
    assert list(cluster.lacks(mine, mine)) == []
    assert list(cluster.lacks(mine | {"numba": "0.1"}, mine)) == [f"it has numba 0.1, and here it is {mine['numba']}"]
    (drawn,) = cluster.lacks(mine | {"the numbers that are drawn": "0"}, mine)
    assert drawn.startswith("it has the numbers that are drawn 0, and here it is ")


def test_a_scheduler_that_cannot_be_reached_is_one_clear_line():
    with (
        pytest.raises(InputError, match=r"--dask tcp://127\.0\.0\.1:1: cannot be reached"),
        cluster.dask("tcp://127.0.0.1:1", pytest.fail, patience=0.5),
    ):
        pass
    with (
        pytest.raises(InputError, match="--dask nonsense://1: cannot be reached"),
        cluster.dask("nonsense://1", pytest.fail, 0.5),
    ):
        pass

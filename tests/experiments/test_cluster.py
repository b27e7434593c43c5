"""A cluster of two worker processes, of which one is killed."""

from __future__ import annotations

import os
import signal

import pytest

from samenspel.errors import InputError
from samenspel.experiments import cluster, engine, store
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
        distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None) as nannies,
        cluster.dask(nannies.scheduler_address) as (executor, window),
    ):
        assert window() == 8
        came = sweep(design, tmp_path / "cluster", executor, window=window, watch=kill)
    assert killed
    assert came.made == 2400
    sweep(design, tmp_path / "alone", workers=1)
    assert contents(tmp_path / "cluster") == contents(tmp_path / "alone")


def test_a_scheduler_that_cannot_be_reached_is_one_clear_line():
    with (
        pytest.raises(InputError, match=r"--dask tcp://127\.0\.0\.1:1: cannot be reached"),
        cluster.dask("tcp://127.0.0.1:1", patience=0.5),
    ):
        pass
    with pytest.raises(InputError, match="--dask nonsense://1: cannot be reached"), cluster.dask("nonsense://1", 0.5):
        pass

"""A small sweep that tests are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from samenspel.experiments import store
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import sweep

SMALL = {
    "title": "Small",
    "scenario": "baseline",
    "seed": 11,
    "replicates": 6,
    "every_round": True,
    "set": {"rounds": 5},
    "factors": {
        "trust.initial": {"from": 0.2, "to": 0.6, "levels": 3},
        "logic": {"values": ["hierarchy", "network"]},
        "network.organisations": {"values": [3, 4]},
    },
}


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of 10 runs, so that a small sweep has several; the last of them is not full."""
    monkeypatch.setattr(store, "MOST_ROWS", 10)


@pytest.fixture
def finished(tmp_path):
    """A folder of a finished sweep."""
    sweep(read_design(SMALL), tmp_path / "out", workers=1)
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of results, but not the log and the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (store.LOG, store.LOCK, store.PROGRESS)
    }

"""With every mechanism of the second model at its neutral value, the first model comes out."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from simulation.runs import run
from simulation.scenario import load, with_changes
from simulation.state import MEMBER
from tests.collaborations import FIRST_MODEL

TABLE = Path(__file__).parent / "frozen" / "first_model.csv"
ROWS = list(csv.DictReader(TABLE.open()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['scenario']} {row['logic']} {row['seed']}")
def test_neutral_values_give_the_first_model(row):
    """Oracle: a table of the first model, written before the second was begun; it goes when the second is released."""
    scenario = with_changes(load(row["scenario"]), {"logic": row["logic"]} | FIRST_MODEL)
    ours = run(scenario, int(row["seed"]), trace=True)
    members = ours.trace["member"] == MEMBER
    numbers = {
        "value": ours.trace["value"][members].sum(),
        "satisfaction": ours.trace["satisfaction"].sum(),
    } | {name: ours.history[name].sum() for name in row if name in ours.history.dtype.names}
    for name, value in numbers.items():
        assert value == pytest.approx(float(row[name]), rel=1e-12, abs=1e-12), name
    assert np.isfinite(list(numbers.values())).all()

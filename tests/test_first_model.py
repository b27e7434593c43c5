"""With every mechanism of the second model at its neutral value, the first model comes out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from samenspel.runs import run
from samenspel.scenario import load, with_changes
from samenspel.state import MEMBER
from tests.collaborations import FIRST_MODEL

FROZEN = Path(__file__).parent / "frozen"
ROWS = list(csv.DictReader((FROZEN / "first_model.csv").open()))
PARAMETERS = json.loads((FROZEN / "parameters.json").read_text())  # of the first model, in its scenarios


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['scenario']} {row['logic']} {row['seed']}")
def test_neutral_values_give_the_first_model(row):
    """Oracle: a table of the first model in its scenarios, made by its code (`tests.frozen.first_model`).

    It goes when the second is released. Aversion is 0: it is to the standard deviation now, was to the variance then.
    """
    name = row["scenario"]
    then = PARAMETERS["every scenario"] | PARAMETERS[name] | {"logic": row["logic"], "decision.aversion": 0.0}
    contrasts = [key for key in then if key.startswith("logic.")]
    changes = FIRST_MODEL | {key: value for key, value in then.items() if key not in contrasts}
    scenario = with_changes(load(FROZEN / "scenarios" / f"{name}.toml"), changes)
    ours = run(scenario, int(row["seed"]), trace=True)
    members = ours.trace["member"] == MEMBER
    numbers = {
        "value": ours.trace["value"][members].sum(),
        "satisfaction": ours.trace["satisfaction"].sum(),
    } | {name: ours.history[name].sum() for name in row if name in ours.history.dtype.names}
    for name, value in numbers.items():
        assert value == pytest.approx(float(row[name]), rel=1e-12, abs=1e-12), name
    assert np.isfinite(list(numbers.values())).all()

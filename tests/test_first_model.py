"""With every mechanism of the second model at its neutral value, the first model comes out."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import numpy as np
import pytest

from simulation.runs import run
from simulation.scenario import by_name, load, with_changes
from simulation.state import MEMBER
from tests.collaborations import FIRST_MODEL

FROZEN = Path(__file__).parent / "frozen"
ROWS = list(csv.DictReader((FROZEN / "first_model.csv").open()))
DEFAULTS = tomllib.loads((FROZEN / "first_defaults.toml").read_text())


def first(name, logic):
    """A scenario as the first model had it: by the defaults of then, but for what it states itself."""
    scenario = load(name)
    stated = by_name(tomllib.loads(scenario.text).get("parameters", {}))
    stated = {key: value for key, value in stated.items() if not key.startswith("logic.")}
    return with_changes(scenario, DEFAULTS | stated | FIRST_MODEL | {"logic": logic})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['scenario']} {row['logic']} {row['seed']}")
def test_neutral_values_give_the_first_model(row):
    """Oracle: a table of the first model, written before the second was begun; it goes when the second is released."""
    ours = run(first(row["scenario"], row["logic"]), int(row["seed"]), trace=True)
    members = ours.trace["member"] == MEMBER
    numbers = {
        "value": ours.trace["value"][members].sum(),
        "satisfaction": ours.trace["satisfaction"].sum(),
    } | {name: ours.history[name].sum() for name in row if name in ours.history.dtype.names}
    for name, value in numbers.items():
        assert value == pytest.approx(float(row[name]), rel=1e-12, abs=1e-12), name
    assert np.isfinite(list(numbers.values())).all()

"""The table of the first model, made by its own code out of the history, with the chance of today.

`python -m tests.frozen.first_model` writes first_model.csv. Chance is looked up by functions of `draws` and
`elementary`, which the second model changed without changing what they mean: the first model plays with those.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks.first_model import ROOT, unpack

TABLE = Path(__file__).with_name("first_model.csv")
OF_CHANCE = ("draws.py", "elementary.py")


def main() -> None:
    """Play every row of the table again."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        for name in OF_CHANCE:
            (Path(folder) / "simulation" / name).write_bytes((ROOT / "simulation" / name).read_bytes())
        sys.path.insert(0, folder)
        with TABLE.open(newline="") as file:
            rows = list(csv.DictReader(file))
        played = [row | outcomes_of(row) for row in rows]
    with TABLE.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(played)


def outcomes_of(row: dict[str, str]) -> dict[str, str]:
    """Sums over rounds, of a scenario under a logic with a seed."""
    runs, scenario, state = (import_module(f"simulation.{name}") for name in ("runs", "scenario", "state"))
    changes = {"logic": row["logic"], "decision.aversion": 0.0}
    run = runs.run(scenario.with_changes(scenario.load(row["scenario"]), changes), int(row["seed"]), trace=True)
    members = run.trace["member"] == state.MEMBER
    sums = {"value": run.trace["value"][members].sum(), "satisfaction": run.trace["satisfaction"].sum()}
    sums |= {name: run.history[name].sum() for name in row if name in run.history.dtype.names}
    return {name: repr(float(value)) for name, value in sums.items()}


if __name__ == "__main__":
    main()

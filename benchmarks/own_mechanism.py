"""What a mechanism of one's own adds to a round: the example of docs/parts.md, beside the scenario without it.

    python -m benchmarks.own_mechanism      # some seconds; prints a line

Both take turns, and the best turn of each counts.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.speed import take_turns
from samenspel.runs import run
from samenspel.scenario import Scenario, load

PAGE = Path(__file__).parent.parent / "docs" / "parts.md"
CASE = "port_data"
TURNS = 10


def with_it() -> Scenario:
    """The scenario with the mechanism of the page."""
    source = next(
        one for one in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S) if "@mechanism" in one
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "convener.py").write_text(source, encoding="utf-8")
        case = Path(folder) / "case.toml"
        case.write_text(f'based_on = "{CASE}"\nparts = "convener.py"', encoding="utf-8")
        return load(case)


def main() -> None:
    """Measure both, and print the line."""
    without = load(CASE)
    run(without)
    began = perf_counter()
    scenario = with_it()
    run(scenario)
    compiling = perf_counter() - began
    jobs = {one.name: lambda one=one: lambda: run(one) for one in (without, scenario)}
    plain, own = (seconds / without.rounds * 1e6 for seconds in take_turns(jobs, TURNS).values())
    size = f"{len(without.labels)} organisations, {scenario.declare(1).ties.size} ties"
    print(
        f"A round of {CASE} ({size}): {plain:.1f} µs without, {own:.1f} µs with a mechanism of one's own; "
        f"{compiling:.1f} s to compile it, once in a process."
    )


if __name__ == "__main__":
    main()

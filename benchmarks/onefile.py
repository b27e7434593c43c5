"""What the engine costs without Python: `python -m benchmarks.onefile` writes benchmarks/onefile.md.

Native code and the module in a browser take turns at the same runs, and of each the best turn counts, so that whatever
else the machine does weighs on both alike.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from samenspel import onefile
from samenspel.measures import OUTCOMES
from samenspel.onefile import plan
from samenspel.onefile.export import asked, together
from samenspel.runs import Course
from samenspel.scenario import Scenario, load
from tests.onefile.hosts import SCRIPT
from tests.view.browser import SWITCHES, chromium

PAGE = Path(__file__).with_suffix(".md")
SCENARIOS = ("integrated_care", "merger", "supply_chain", "energy_transition")
TURNS, RUNS, MANY = 5, 100, 1_000
# Makes a module ready; how long that takes, in milliseconds.
READY = """async ([bytes, records]) => { const module = Engine.bytesOf(bytes), start = performance.now();
window.engine = await Engine.ready(module, records); return performance.now() - start; }"""
# Plays runs of a plan with seeds from 1 up; milliseconds in all.
PLAY = """([plan, runs]) => { const start = performance.now();
for (let seed = 1; seed <= runs; seed += 1) engine.course(plan, { seed }).proceed(plan.rounds);
return performance.now() - start; }"""
NATIVE = "import samenspel.runs as r, samenspel.scenario as s; r.run(s.load('integrated_care'))"
# The same run by a WebAssembly runtime in Python; its declared state is at hand.
RUNTIME = """
import json, sys
import wasmtime
module, given = sys.argv[1:]
known = json.loads(open(given).read())
store = wasmtime.Store()
doors = wasmtime.Instance(store, wasmtime.Module.from_file(store.engine, module), []).exports(store)
at = {}
for name, (size, data) in known["records"].items():
    at[name] = doors["allocate"](store, size)
    doors["memory"].write(store, bytes.fromhex(data), at[name])
doors["keep"](store)
n, m, rounds, seed = known["n"], known["m"], known["rounds"], known["seed"]
state = (at["organisations"], n, at["ties"], m, at["collaboration"], at["parameters"], seed)
assert doors["begin"](store, *state) == 0
assert doors["play"](store, *state, 1, rounds, at["history"], rounds) == 0
end = at["history"] + known["records"]["history"][0]
sys.stdout.write(bytes(doors["memory"].read(store, at["history"], end)).hex())
"""


def main() -> None:
    """Measure, and write the page."""
    if find_spec("wasmtime") is None:
        raise SystemExit("wasmtime is not installed: pip install 'samenspel[benchmark]'")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        try:
            page = browser.new_context(offline=True).new_page()
            page.add_script_tag(content=SCRIPT + "; window.Engine = Engine;")
            ready = [make_ready(page, 2) for _ in range(TURNS)]
            beside = {name: side_by_side(page, load(name)) for name in SCENARIOS}
            make_ready(page, 2)
            many = page.evaluate(PLAY, [plan.of_run(load("integrated_care")), MANY]) / 1000
        finally:
            browser.close()
    with tempfile.TemporaryDirectory() as folder:
        starts = first_runs(Path(folder))
    PAGE.write_text(
        written(ready, beside, many, starts, [weight(name) for name in SCENARIOS], weight(*SCENARIOS)), encoding="utf-8"
    )
    print(f"written to {PAGE.name}")


def make_ready(page: object, themes: int) -> float:
    """Make the module for a number of themes ready in a page; milliseconds."""
    records = onefile.description()["records"][str(themes)]
    return page.evaluate(READY, [b64encode(onefile.path(themes).read_bytes()).decode(), records])


def side_by_side(page: object, scenario: Scenario) -> tuple[float, float]:
    """Milliseconds a run of a scenario, begun and played to its end: native, and in the browser."""
    laid_down = plan.of_run(scenario)
    make_ready(page, laid_down["themes"])
    turns = [(play_native(scenario), page.evaluate(PLAY, [laid_down, RUNS]) / RUNS) for _ in range(TURNS)]
    return tuple(min(took) for took in zip(*turns, strict=True))


def play_native(scenario: Scenario) -> float:
    """Milliseconds a run, of as many runs by machine code."""
    history = np.zeros(scenario.rounds, OUTCOMES)
    start = time.perf_counter()
    for seed in range(1, RUNS + 1):
        Course(scenario, seed).proceed(scenario.rounds, history)
    return (time.perf_counter() - start) / RUNS * 1000


def first_runs(folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds from the shell to the end of a first run, by the clock and of the processor, by way of running."""
    scenario = load("integrated_care")
    course = Course(scenario)
    history = np.zeros(scenario.rounds, OUTCOMES)
    until = min(event.round for event in scenario.events) - 1  # whoever has no `Course` plays to the first event
    course.proceed(until, history)
    expected = history[:until].tobytes().hex()
    given = {
        "n": course.state.organisations.size,
        "m": course.state.ties.size,
        "rounds": until,
        "seed": course.seed,
        "records": {
            name: (values.nbytes, values.tobytes().hex())
            for name, values in {
                **scenario.declare(course.seed)._asdict(),
                "parameters": scenario.record,
                "history": np.zeros(until, OUTCOMES),
            }.items()
        },
    }
    path = folder / "given.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    module = str(onefile.path(2))
    ways = {
        "native, compiled for the first time": ([sys.executable, "-c", NATIVE], {"XDG_CACHE_HOME": str(folder)}),
        "native, compiled before": ([sys.executable, "-c", NATIVE], {}),
        "`wasmtime`": ([sys.executable, "-c", RUNTIME, module, str(path)], {}),
    }
    took = {}
    for way, (command, environment) in ways.items():
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
        seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        took[way] = seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if done.stdout and done.stdout != expected:
            raise SystemExit(f"{way}: other bits than native")
    return took


def weight(*names: str) -> int:
    """Bytes of the file that `samenspel export` makes of scenarios."""
    return len(together([asked(name) for name in names]).encode())


def written(ready: list[float], beside: dict, many: float, starts: dict, weights: list[int], all_together: int) -> str:
    """The page."""
    lines = [
        "# The engine without Python",
        "",
        "Written by `python -m benchmarks.onefile`, in Chromium without a graphics card and without a network. All",
        f"numbers are from one run on one machine with {os.cpu_count()} processors that did other things as well: one "
        f"minute's load was",
        f"{os.getloadavg()[0]:.1f} at the end. That the module gives the same bits as native code is a test, "
        "tests/onefile.",
        "",
        "## Size",
        "",
        "| Module | Themes | Bytes | Packed by gzip |",
        "| :-- | --: | --: | --: |",
    ]
    for themes in sorted(map(int, onefile.description()["records"])):
        module = onefile.path(themes).read_bytes()
        lines.append(
            f"| {onefile.path(themes).name} | {themes} | {len(module):,} | {len(gzip.compress(module, 9)):,} |"
        )
    each = zip(SCENARIOS, weights, strict=True)
    lines += [
        "",
        "A file that plays for itself, with the page's parts, its charts, an engine and the tour:",
        "",
        "| Exported | Bytes |",
        "| :-- | --: |",
        *(f"| {name} | {size:,} |" for name, size in (*each, (f"these {len(SCENARIOS)} together", all_together))),
        "",
        "## In a browser",
        "",
        f"Ready to play, from bytes to a first call: {np.median(ready):.0f} ms at the median of {len(ready)}, "
        f"{max(ready):.0f} ms at most. {MANY:,} runs of integrated care,",
        f"each begun and played to its end: {many:.1f} s. Milliseconds a run, the best of {TURNS} turns of {RUNS}:",
        "",
        "| Scenario | Rounds | Native | Chromium | Times |",
        "| :-- | --: | --: | --: | --: |",
    ]
    for name, (native, browser) in beside.items():
        rounds = load(name).rounds
        lines.append(f"| {name} | {rounds} | {native:.2f} | {browser:.2f} | {browser / native:.1f} |")
    lines += [
        "",
        "## From the shell to a first run",
        "",
        "One run, by a Python that starts for it. Under `wasmtime` the declared state is at hand, as it would be in a",
        "file: reading a scenario takes the package, and so numba. It plays the rounds before the first event, and its",
        "outcomes are compared with native ones, bit for bit.",
        "",
        "| Way | Seconds by the clock | Seconds of a processor |",
        "| :-- | --: | --: |",
        *(f"| {way} | {clock:.1f} | {processor:.1f} |" for way, (clock, processor) in starts.items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""What a sweep costs beside its runs, what a second worker adds, a million runs, and the same sweep by others.

    python -m benchmarks.sweep              # a few minutes; writes benchmarks/sweep.md
    python -m benchmarks.sweep --million    # likewise, with a million runs and the most memory they took
    python -m benchmarks.sweep --quick      # a minute or so, and only prints

The sweep is of n = 12 organisations, 60 rounds, both logics and levels of trust; design, runs and storing are all in
it. What is spent in compiled functions is timed within the sweep itself, so that what else the machine does slows both
alike. Others are in `benchmarks.sweep_peers`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, sleep
from types import ModuleType
from typing import NamedTuple

from benchmarks.memory import OF_THIS_PROCESS
from benchmarks.speed import Part, table, verdict
from benchmarks.sweep_peers import DESIGN, LEVELS, PEERS, ROUNDS, Sweep
from samenspel import dynamics, measures, runs
from samenspel.experiments import engine
from samenspel.experiments.design import read_design
from samenspel.experiments.factors import as_toml
from samenspel.logic import LOGICS
from samenspel.measures import OUTCOMES
from samenspel.results.replicates import processors
from samenspel.runs import Summary

PAGE = Path(__file__).with_suffix(".md")
POINTS = LEVELS * len(LOGICS)
MILLION, GIBIBYTE = 1_000_000, 2**30

SHARE, TIMES = 0.9, 1.8  # the targets; of memory, a gibibyte
BUSY = 0.1  # share of the time of all processors that others take, from which on it is said


def main(arguments: list[str]) -> None:
    """Measure everything, print it, and write the page unless it was to be quick."""
    quick = "--quick" in arguments
    head = HEAD.format(processors=processors(), busy=how_busy())
    replicates, turns = (100, 2) if quick else (500, 5)
    sizes = [10_000] if quick else [10_000, 100_000]
    taken(by_samenspel, 2, workers=1)  # everything is loaded and compiled before it counts
    parts = [
        in_compiled_runs(replicates, turns),
        two_workers(replicates, turns),
        many([*sizes, MILLION] if "--million" in arguments else sizes),
        beside_others(replicates, 5 if quick else 25),
    ]
    text = "\n\n".join([head, "## Targets", "\n".join(verdict for part in parts for verdict in part.verdicts)])
    text += "".join(f"\n\n## {part.title}\n\n{part.text}" for part in parts) + "\n"
    print(text)
    if not quick:
        PAGE.write_text(text, encoding="utf-8")


HEAD = """# Sweeps

Written by `python -m benchmarks.sweep`. All numbers are from one run on one machine of {processors} processors, {busy}.
Compare ratios, not seconds.

The sweep: 12 organisations, all tied to one another, 60 rounds; ten levels of initial trust, both logics, and as many
replicates as it takes. A *sweep* is all of it: design, runs and storing. Seconds are by the clock."""


def how_busy() -> str:
    """What else the machine does, in words."""
    stat = OF_THIS_PROCESS.parent / "stat"
    if not stat.exists():
        return "which may have had other things to do"

    def processor_time() -> tuple[int, int]:
        user, nice, system, idle, waiting, *rest = map(int, stat.read_text().split("\n")[0].split()[1:9])
        return user + nice + system + sum(rest), idle + waiting

    before = processor_time()
    sleep(5)
    busy, idle = (now - then for now, then in zip(processor_time(), before, strict=True))
    share = busy / (busy + idle)
    if share < BUSY:
        return f"which had little else to do (it was {share:.0%} busy just before)"
    return f"which was **busy with other things** (it was {share:.0%} busy just before): little can be concluded"


# Ours --------------------------------------------------------------------------------------------------------------


class Clock:
    """Stands in for a module of compiled functions, and adds up the time spent in them."""

    def __init__(self, module: ModuleType) -> None:
        self.module, self.spent = module, 0.0

    def __getattr__(self, name: str) -> Callable:
        function = getattr(self.module, name)

        def timed(*arguments: object) -> object:
            before = perf_counter()
            result = function(*arguments)
            self.spent += perf_counter() - before
            return result

        setattr(self, name, timed)  # found at once the next time
        return timed


class Took(NamedTuple):
    """What a sweep took."""

    seconds: float
    files: int
    bytes: int


def taken(sweep: Callable[[Sweep], object], replicates: int, workers: int) -> Took:
    """What a sweep takes, its results on disk and in the end thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        before = perf_counter()
        sweep(Sweep(Path(folder), replicates, workers))
        seconds = perf_counter() - before
        sizes = [path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()]
    return Took(seconds, len(sizes), sum(sizes))


def by_samenspel(sweep: Sweep) -> None:
    """A row for every run."""
    design = read_design(DESIGN | {"replicates": sweep.replicates})
    engine.sweep(design, sweep.folder, workers=sweep.workers)


def by_samenspel_every_round(sweep: Sweep) -> None:
    """A row for every round as well."""
    design = read_design(DESIGN | {"replicates": sweep.replicates, "every_round": True})
    engine.sweep(design, sweep.folder, workers=sweep.workers)


def in_compiled_runs(replicates: int, turns: int) -> Part:
    """How much of a sweep is spent in compiled functions."""
    inside = whole = 0.0
    for _ in range(turns):
        runs.dynamics, runs.measures = clocks = Clock(dynamics), Clock(measures)
        try:
            whole += taken(by_samenspel, replicates, workers=1).seconds
        finally:
            runs.dynamics, runs.measures = dynamics, measures
        inside += sum(clock.spent for clock in clocks)
    count = POINTS * replicates
    rows = [
        [what, f"{seconds / turns / count * 1e6:,.0f}", f"{seconds / whole:.1%}"]
        for what, seconds in {
            "the whole sweep": whole,
            "in compiled functions": inside,
            "everything else": whole - inside,
        }.items()
    ]
    text = (
        f"A sweep of {count:,} runs on one worker, the mean of {turns} turns. Everything else is the design, what "
        "Python does around a run (a scenario, its outcomes in one line), handing work to the worker, and storing.\n\n"
        + table(["What", "Microseconds a run", "Share"], rows)
    )
    target = f"a sweep spends at least {SHARE:.0%} of its time in compiled runs"
    return Part("Where the time goes", text, [verdict(inside / whole >= SHARE, target, f"{inside / whole:.1%}")])


def two_workers(replicates: int, turns: int) -> Part:
    """What a second worker adds."""
    pairs = [[taken(by_samenspel, replicates, workers).seconds for workers in (1, 2)] for _ in range(turns)]
    one, two = (min(side) for side in zip(*pairs, strict=True))
    count = POINTS * replicates
    rows = [["one", f"{count / one:,.0f}", "1.00"], ["two", f"{count / two:,.0f}", f"{one / two:.2f}"]]
    text = (
        f"Sweeps of {count:,} runs that took turns; the best of {turns} of each. The two have the same bytes.\n\n"
        + table(["Workers", "Runs a second", "Times one"], rows)
    )
    target = f"two workers make at least {TIMES} times as many runs a second as one"
    return Part("Two workers", text, [verdict(one / two >= TIMES, target, f"{one / two:.2f} times")])


# A million runs ----------------------------------------------------------------------------------------------------


class Command(NamedTuple):
    """What a command took, and the most memory it held."""

    took: Took
    most: float


def many(sizes: list[int]) -> Part:
    """Ever more runs, from the shell, and the most memory that they take."""
    found = {count: from_shell(count) for count in sizes}
    rows = [
        [
            f"{count:,}",
            f"{took.seconds:,.0f}",
            f"{count / took.seconds:,.0f}",
            f"{took.files:,}",
            f"{took.bytes / 1e6:,.1f}",
            f"{most / 2**20:,.0f}",
        ]
        for count, (took, most) in found.items()
    ]
    head = ["Runs", "Seconds", "Runs a second", "Files", "MB on disk", "Most memory, MiB"]
    target = "a million runs on one machine in less than 1 GiB of memory"
    if MILLION in found:
        took, most = found[MILLION]
        said = f"{most / 2**20:,.0f} MiB at most, {took.seconds:,.0f} s, {took.files} files"
        verdicts, left_out = [verdict(most < GIBIBYTE, target, said)], ""
    else:
        verdicts = [f"- **Not measured**: {target}. `python -m benchmarks.sweep --million` does."]
        left_out = " A million runs were not asked for this time: `--million` makes them."
    text = (
        f"`samenspel sweep`, {processors()} workers, from the start of the command to its end; files are those of the "
        "whole folder, three of which are no results (manifest, log, lock). Memory is the most that the process held "
        f"resident.{left_out}\n\n{table(head, rows)}"
    )
    return Part("A million runs", text, verdicts)


def from_shell(count: int) -> Command:
    """A sweep as one types it, in a process of its own, which is asked twice a second for the most it has held."""
    most = float("nan")

    def command(sweep: Sweep) -> None:
        nonlocal most
        design = sweep.folder / "design.toml"
        design.write_text(as_toml(DESIGN | {"replicates": sweep.replicates}), encoding="utf-8")
        typed = [samenspel(), "sweep", str(design), "--out", str(sweep.folder / "out"), "--yes"]
        typed += ["--workers", str(sweep.workers)]
        with subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                most = most_memory(process.pid) or most
                sleep(0.5)
        design.unlink()
        if process.returncode:
            raise SystemExit(f"{' '.join(typed)}: exit code {process.returncode}")

    return Command(taken(command, count // POINTS, processors()), most)


def most_memory(process: int) -> int | None:
    """The most that a process has held resident so far, in bytes; Linux only."""
    try:
        status = (OF_THIS_PROCESS.parent / str(process) / "status").read_text()
    except OSError:
        return None
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) * 1024 if found else None


def samenspel() -> str:
    """The command, beside this Python."""
    return str(Path(sys.executable).with_name("samenspel"))


# Beside others -----------------------------------------------------------------------------------------------------


class Rate(NamedTuple):
    """How fast a sweep is once it is under way, and what it leaves on disk."""

    runs_a_second: float
    start: float  # seconds until it is under way
    files: float  # per thousand runs
    bytes: float  # likewise


def rate(sweep: Callable[[Sweep], object], replicates: int, workers: int) -> Rate:
    """The rate of all runs but the first replicate of each point, so that starting processes does not count."""
    few = min(taken(sweep, 1, workers) for _ in range(2))  # the first time, there is more to load
    all_of_them = taken(sweep, replicates, workers)
    more, count = POINTS * (replicates - 1), POINTS * replicates
    runs_a_second = more / (all_of_them.seconds - few.seconds)
    start = max(0.0, few.seconds - POINTS / runs_a_second)
    return Rate(runs_a_second, start, all_of_them.files / count * 1000, all_of_them.bytes / count * 1000)


def beside_others(replicates: int, of_others: int) -> Part:
    """The same sweep by others."""
    ours = {workers: rate(by_samenspel, replicates, workers) for workers in (1, 2)}
    rows = [row("`samenspel sweep`", workers, ours[workers], ours) for workers in ours]
    rows += [
        row("`samenspel sweep`, every round too", workers, rate(by_samenspel_every_round, replicates, workers), ours)
        for workers in ours
    ]
    said = []
    for peer in PEERS:
        if find_spec(peer.module) is None:
            said.append(f"- *{peer.package}* was not installed: the extra `benchmark` has it.")
            continue
        for workers, name in ((1, peer.one), (2, peer.several)):
            rows.append(row(f"{peer.package}, {name}", workers, rate(peer.sweep, of_others, workers), ours))
        said.append(f"- *{peer.package}* {version(peer.package)}: {ABOUT[peer.module]}")
    head = ["What", "Workers", "Runs a second", "Times slower", "Start, s", "Files", "MB"]
    text = (
        f"{ABOUT_OTHERS.format(ours=POINTS * replicates, others=POINTS * of_others, outcomes=len(OUTCOMES.names))}"
        f"\n\n{table(head, rows)}\n\n{ABOUT_OURS}\n" + "\n".join(said)
    )
    return Part("Beside others", text, [])


def row(name: str, workers: int, rate: Rate, ours: dict[int, Rate]) -> list[str]:
    """A line of the table."""
    slower = ours[workers].runs_a_second / rate.runs_a_second
    return [
        name,
        str(workers),
        f"{rate.runs_a_second:,.1f}" if rate.runs_a_second < 100 else f"{rate.runs_a_second:,.0f}",
        f"{slower:,.0f}" if slower >= 10 else f"{slower:.1f}",
        f"{rate.start:.1f}",
        f"{rate.files:,.1f}",
        f"{rate.bytes / 1e6:,.2f}",
    ]


ABOUT_OTHERS = """The same points and rounds, {ours:,} runs of ours and {others:,} of each of the others, one turn each.
Others sweep the ordinary Mesa model of the same rules (`benchmarks/plain_mesa.py`, with Mesa's own random numbers),
each as its own documentation says (`benchmarks/sweep_peers.py`); a test checks that with our random numbers their
results are ours. They keep {outcomes} outcomes of a run. The rate is of all runs but the first replicate of each point,
so that what it takes to start, such as importing the model in every process, does not count; *start* is that. *Times
slower* is beside `samenspel sweep` with as many workers. Files and megabytes are per thousand runs."""

ABOUT_OURS = f"""- *samenspel sweep*: {len(Summary._fields)} outcomes of a run, in chunks of up to 10,000 runs, and
  three files that are no results. *Every round too* adds {len(OUTCOMES.names)} outcomes of each of the {ROUNDS} rounds.
  A sweep that is cut off goes on, and a run that fails is recorded. Replicates share chance between points."""

ABOUT = {
    "mesa": """it runs, and gives a list; the data frame and the CSV file are pandas'. Everything is in memory until
  the last run is done. A sweep that is cut off begins again, and a run that fails ends it. Replicates can share chance
  between points (`rng=[...]`).""",
    "ema_workbench": """replicates are arrays within a point (`ReplicatorModel`), points go to the workers, and
  `save_results` writes one archive of text when all of it is there. Everything is in memory until then. A sweep that is
  cut off begins again, and a run that fails ends it, unless it fails with the workbench's own `ExperimentError`.
  Replicates can share chance between points (`replications=[...]`).""",
    "modelly": """a file for every run, of every round and of the state before the first. It cannot keep the
  outcomes of a run alone, so that its megabytes compare with *every round too*. A sweep that is cut off goes on, and a
  run that fails is recorded; that the code of the model has changed since goes unseen. The seed of a run follows from
  its point, so that points cannot share chance. It is meant for models in its own framework, and takes this one because
  it asks no more of a model than `running` and `step`; brought over to its framework by its own `modelly.migrate`, the
  model took 5 to 10 % less time when that was tried by hand.""",
}


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a round costs, in time and in memory, side by side from one run.

    python -m benchmarks.speed           # a few minutes; writes benchmarks/speed.md
    python -m benchmarks.speed --quick   # about a minute; rounds of up to 10,000 organisations, and only prints

Whatever is compared takes turns, several times over, and the best turn of each counts: what else the machine does can
only add time. Seconds differ between machines; the ratios are what it is about.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import networkx
import numpy as np

from benchmarks import first_model
from benchmarks.first_model import BUSY
from benchmarks.memory import resident_growth
from benchmarks.plain_mesa import Collaboration, by_logic, everybody
from samenspel import CollaborationModel, dynamics
from samenspel.dynamics import Parameters
from samenspel.logic import LOGICS
from samenspel.measures import OUTCOMES
from samenspel.parameters import as_record, declarations
from samenspel.population import declare
from samenspel.runs import run
from samenspel.scenario import parse, with_changes
from samenspel.state import State
from tests import reference

PAGE = Path(__file__).with_suffix(".md")
SEED = 1

SMALL, ROUNDS = 12, 60
SIZES = {12: 60, 1_000: 60, 10_000: 20, 100_000: 10}  # organisations: rounds that are timed
DEGREE = 10
NETWORKS: dict[str, Callable[[int], networkx.Graph]] = {
    "small world": lambda n: networkx.watts_strogatz_graph(n, DEGREE, 0.1, seed=SEED),
    "random regular": lambda n: networkx.random_regular_graph(DEGREE, n, seed=SEED),
}
TWELVE = 'title = "Twelve"\n[network]\ngenerator = "complete"\norganisations = 12'

TIMES_FASTER, TIMES_SLOWER, COMPILING = 100, 2, 25  # the targets
THAN_THE_FIRST = {12: 1.6, 100_000: 1.9}  # times what a tie cost in the first model, at most


def main(arguments: list[str]) -> None:
    """Measure everything, print it, and write the page unless it was to be quick."""
    quick = "--quick" in arguments
    sizes = {n: rounds for n, rounds in SIZES.items() if not quick or n <= 10_000}
    turns = 2 if quick else 6
    parts = [
        twelve(turns),
        *large(sizes, turns),
        beside_the_first(2 if quick else 4),
        first_run(),
        from_shell(2 if quick else 5),
    ]
    text = "\n\n".join([HEAD, "## Targets", "\n".join(verdict for part in parts for verdict in part.verdicts)])
    text += "".join(f"\n\n## {part.title}\n\n{part.text}" for part in parts) + "\n"
    print(text)
    if not quick:
        PAGE.write_text(text, encoding="utf-8")


HEAD = """# Speed and size

Written by `python -m benchmarks.speed`. All numbers are from one run on one machine that did other things as well; what
is compared took turns, and the best turn of each counts. Nanoseconds are of processor time, seconds are by the clock.
Compare ratios, not seconds.

A *tie* is directed: an edge has two. Parameters are the defaults, with all six contrasts at one logic, except that the
lead decides, no decision slips and nobody leaves: from the first round on there is a goal, and every tie has everything
to do in every round, whatever the size."""


class Part(NamedTuple):
    """A section of the page, and what it says of targets."""

    title: str
    text: str
    verdicts: list[str]


def verdict(holds: bool, target: str, found: str) -> str:
    """Whether a target holds here."""
    return f"- {'Holds' if holds else '**Does not hold**'}: {target}. Here: {found}."


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


# Time --------------------------------------------------------------------------------------------------------------


def take_turns(jobs: dict[str, Callable[[], Callable[[], object]]], turns: int) -> dict[str, float]:
    """The seconds that each job takes, the best of its turns.

    A job is a function that gets ready, and returns what is to be timed. A turn is repeated for a tenth of a second, so
    that short jobs get their chance between whatever else the machine does.
    """
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(turns):
        for name, prepare in jobs.items():
            spent = 0.0
            while spent < 0.1:
                job = prepare()
                start = process_time()
                job()
                took = process_time() - start
                spent += took
                best[name] = min(best[name], took)
    return best


def begun(edges: np.ndarray, n: int, parameters: Parameters) -> State:
    """A state with everything filled in."""
    state = declare(2, edges, n)
    dynamics.begin(state, as_record(parameters), SEED)
    return state


def rounds_of(state: State, parameters: Parameters, rounds: int) -> Callable[[], Callable[[], None]]:
    """Rounds of the compiled engine, as a job."""
    record, history = as_record(parameters), np.zeros(rounds, OUTCOMES)

    def prepare() -> Callable[[], None]:
        fresh = state.copy()
        return lambda: dynamics.play(fresh, record, SEED, 1, rounds, history)

    return prepare


def steps_of(model: Callable[[], object]) -> Callable[[], Callable[[], None]]:
    """Steps of a model in objects, as a job."""

    def prepare() -> Callable[[], None]:
        step = model().step

        def play() -> None:
            for _ in range(ROUNDS):
                step()

        return play

    return prepare


def twelve(turns: int) -> Part:
    """Twelve organisations, all tied to one another: the compiled model beside the same rules in objects."""
    declared, jobs = everybody(SMALL), {}
    ties = len(declared.ties)
    edges = [(int(i), int(j)) for i, j in zip(declared.sources, declared.ties["target"], strict=True) if i < j]
    for logic in LOGICS:
        changes = {"logic": logic} | BUSY
        parameters = by_logic(logic, BUSY)
        words = {name: declared.show(value) for name, declared, value in declarations(parameters)}
        scenario = with_changes(parse(TWELVE, "twelve"), changes | {"rounds": ROUNDS})
        state = begun(np.array(edges), SMALL, parameters)
        jobs |= {
            (logic, "rounds"): rounds_of(state, parameters, ROUNDS),
            (logic, "run"): lambda scenario=scenario: lambda: run(scenario, SEED),
            (logic, "face"): steps_of(lambda scenario=scenario: CollaborationModel(scenario, SEED)),
            (logic, "own"): steps_of(lambda p=parameters, s=state: Collaboration(p, s, SEED, keyed=False)),
            (logic, "keyed"): steps_of(lambda p=parameters, s=state: Collaboration(p, s, SEED)),
            (logic, "reference"): steps_of(lambda words=words: reference.Model(words, SMALL, edges, SEED)),
        }
    seconds = take_turns(jobs, turns)
    cost = {job: taken / ties / ROUNDS * 1e9 for job, taken in seconds.items()}
    rows = [
        [WHAT[kind]]
        + [form for logic in LOGICS for form in (f"{cost[logic, kind]:,.0f}", f"{times(cost, logic, kind):,.1f}")]
        for kind in WHAT
    ]
    head = ["What", *(f"{logic}{of}" for logic in LOGICS for of in (", ns", ", times the compiled run"))]
    text = (
        f"Nanoseconds per tie and round: {SMALL} organisations, complete graph ({ties} ties), {ROUNDS} rounds, once "
        f"compiled.\n\n{table(head, rows)}\n\n{ABOUT_TWELVE}"
    )
    verdicts = []
    for kind, name in (
        ("keyed", "an ordinary Mesa model that gives the same outcomes"),
        ("own", "an ordinary Mesa model with Mesa's own random numbers"),
        ("reference", "tests/reference.py"),
    ):
        least = min(times(cost, logic, kind) for logic in LOGICS)
        target = f"a run through its public door at least {TIMES_FASTER} times faster than {name}"
        verdicts.append(verdict(least >= TIMES_FASTER, target, f"{least:,.0f} times, the logic with the smaller ratio"))
    return Part("Twelve organisations", text, verdicts)


def times(cost: dict[tuple[str, str], float], logic: str, kind: str) -> float:
    """The cost as a multiple of that of a run."""
    return cost[logic, kind] / cost[logic, "run"]


WHAT = {
    "rounds": "compiled, the rounds alone",
    "run": "compiled, a run",
    "face": "compiled, Mesa face",
    "own": "plain Mesa",
    "keyed": "plain Mesa, keyed draws",
    "reference": "tests/reference.py",
}
ABOUT_TWELVE = """- *the rounds alone*: `samenspel.dynamics.play` on a state that is there.
- *a run*: `samenspel.runs.run`, the public door, from scenario to history and last state.
- *Mesa face*: `CollaborationModel.step`, which plays the same compiled rounds, and collects all outcomes and all
  organisations after each.
- *plain Mesa*: `benchmarks/plain_mesa.py`, the same rules as an ordinary Mesa model, with Mesa's own random numbers; it
  collects outcomes only.
- *keyed draws*: the same with the random numbers of the compiled model, so that its outcomes are the same too
  (`python -m benchmarks.plain_mesa`). Philox in plain Python is slow, and nobody would use it there.
- *tests/reference.py*: the second model of the tests, written for reading."""


# Size --------------------------------------------------------------------------------------------------------------


def large(sizes: dict[int, int], turns: int) -> list[Part]:
    """Ever larger networks, up to a million ties."""
    edges = {(kind, n): np.array(graph(n).edges, np.int64) for kind, graph in NETWORKS.items() for n in sizes}
    jobs = {}
    for (kind, n), pairs in edges.items():
        for logic in LOGICS:
            parameters = by_logic(logic, BUSY)
            jobs[kind, logic, n] = rounds_of(begun(pairs, n, parameters), parameters, sizes[n])
    seconds = take_turns(jobs, turns)
    cost = {job: taken / (2 * len(edges[job[0], job[2]]) * sizes[job[2]]) * 1e9 for job, taken in seconds.items()}
    most = max(sizes)
    rows, verdicts = [], []
    for kind in NETWORKS:
        for logic in LOGICS:
            here = [cost[kind, logic, n] for n in sizes]
            rows.append([f"{kind}, {logic}", *(f"{ns:,.0f} ({ns / here[0]:.2f})" for ns in here)])
        worst = max(cost[kind, logic, most] / cost[kind, logic, SMALL] for logic in LOGICS)
        target = f"a tie costs at most {TIMES_SLOWER} times as much at {most:,} organisations as at {SMALL}, {kind}"
        verdicts.append(verdict(worst <= TIMES_SLOWER, target, f"{worst:.2f} times, the logic with the larger ratio"))
    head = ["Network, logic", *(f"n = {n:,}" for n in sizes)]
    text = (
        f"Nanoseconds per tie and round of the compiled rounds alone, in brackets as a multiple of n = {SMALL}; every "
        f"organisation has {DEGREE} partners on average, so that n = {most:,} has {most * DEGREE:,} ties.\n\n"
        f"{table(head, rows)}\n\n{ABOUT_SIZE}"
    )
    return [Part("From twelve to a hundred thousand", text, verdicts), memory(max(SIZES))]


ABOUT_SIZE = """\
- *small world*: Watts and Strogatz, k = 10, p = 0.1. Nine partners in ten are neighbours, as they mostly are.
- *random regular*: partners are anywhere, and nothing that is needed next is near in memory. The worst case."""


def memory(most: int) -> Part:
    """What a state takes, and what a process grows by when it makes one and plays."""
    kind, graph = next(iter(NETWORKS.items()))
    rows, grown = [], []
    for n in (most // 4, most // 2, most):
        edges = np.array(graph(n).edges, np.int64)
        ties, size = 2 * len(edges), sum(size_of(records) for records in declare(2, edges, n))
        grown.append(resident_growth(edges, n) / ties)
        rows.append([f"{n:,}", f"{ties:,}", f"{size / 1e6:,.1f}", f"{size / ties:.1f}", f"{grown[-1]:.0f}"])
    head = ["Organisations", "Ties", "State, MB", "State, bytes per tie", "Peak resident growth, bytes per tie"]
    text = (
        f"{kind.capitalize()}, {DEGREE} ties an organisation. Growth is that of a process of its own, which has the "
        f"model loaded and the edges in hand, while it makes a state and plays three rounds.\n\n{table(head, rows)}"
    )
    found = f"{grown[0]:.0f} bytes per tie at {most // 4:,} organisations, {grown[-1]:.0f} at {most:,}"
    return Part("Memory", text, [verdict(grown[-1] <= 1.25 * grown[0], "memory is linear in ties", found)])


def size_of(records: np.ndarray | tuple[np.ndarray, ...]) -> int:
    """Bytes of an array, or of several."""
    return records.nbytes if isinstance(records, np.ndarray) else sum(map(size_of, records))


def beside_the_first(turns: int) -> Part:
    """What this model adds to the cost of a tie."""
    found = first_model.beside(turns)
    rows, times = [], {}
    for what, first in found["first"].items():
        second = found["second"][what]
        times[what] = second / first
        rows.append([what, f"{first:,.0f}", f"{second:,.0f}", f"{times[what]:.2f}"])
    verdicts = []
    for n, most in THAN_THE_FIRST.items():
        worst = max(ratio for what, ratio in times.items() if what.startswith(f"{n:,} "))
        target = f"a tie costs at most {most} times what it did in the first model, at {n:,} organisations"
        verdicts.append(verdict(worst <= most, target, f"{worst:.2f} times, the logic with the larger ratio"))
    text = (
        "Nanoseconds per tie and round, each model at its own defaults, in a process of its own, taking turns "
        "(`python -m benchmarks.first_model`). In the first model no tie rested, and luck, elsewhere, the common "
        "yield, reciprocity, bargaining and backing were not there.\n\n"
    )
    return Part("Beside the first model", text + table(["", "first, ns", "this, ns", "times"], rows), verdicts)


# From the shell ----------------------------------------------------------------------------------------------------


class Took(NamedTuple):
    """What a command takes, from start to end."""

    seconds: float
    processor: float


def took(command: list[str], **environment: str) -> Took:
    """Run a command, and say what it took."""
    before, start = os.times(), perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    seconds, after = perf_counter() - start, os.times()
    return Took(seconds, sum(after[2:4]) - sum(before[2:4]))


def samenspel() -> list[str]:
    """The run that is timed, as one types it."""
    program = shutil.which("samenspel", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit("no command 'samenspel' beside this Python: install the package first")
    return [program, "run", "integrated_care"]


def first_run() -> Part:
    """The first run on a machine, which compiles, by two processes where there are two cores."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (took(samenspel(), XDG_CACHE_HOME=folder) for _ in range(2))
    by_clock, by_processor = first.seconds - second.seconds, first.processor - second.processor
    rows = [
        ["first", f"{first.seconds:.1f}", f"{first.processor:.1f}"],
        ["second", f"{second.seconds:.1f}", f"{second.processor:.1f}"],
        ["compiling", f"{by_clock:.1f}", f"{by_processor:.1f}"],
    ]
    head = ["Run", "Seconds", "Processor time"]
    text = f"`samenspel run integrated_care`, its cache of compiled code empty, and again.\n\n{table(head, rows)}"
    target = f"the first run compiles for at most {COMPILING} s, when the machine has nothing else to do"
    found = f"{by_clock:.1f} s by the clock, {by_processor:.1f} s of processor time"
    return Part("The first run", text, [verdict(by_clock <= COMPILING, target, found)])


def from_shell(turns: int) -> Part:
    """From shell to summary, beside importing Mesa."""
    commands = {
        "samenspel run integrated_care": samenspel(),
        'python -c "import mesa"': [sys.executable, "-c", "import mesa"],
    }
    taken: dict[str, list[Took]] = {name: [] for name in commands}
    for _ in range(turns):
        for name, command in commands.items():
            taken[name].append(took(command))
    best = {name: (min(each), min(one.processor for one in each)) for name, each in taken.items()}
    rows = [
        [
            f"`{name}`",
            f"{best[name][0].seconds:.2f}",
            f"{median(one.seconds for one in each):.2f}",
            f"{best[name][1]:.2f}",
        ]
        for name, each in taken.items()
    ]
    head = ["Command", "Seconds, best", "Seconds, median", "Processor time, best"]
    ours, mesas = best.values()
    by_clock, by_processor = ours[0].seconds / mesas[0].seconds, ours[1] / mesas[1]
    target = "from shell to summary no slower than importing Mesa"
    found = f"{by_clock:.2f} times as long by the clock, {by_processor:.2f} times the processor time"
    text = f"Once compiled; {turns} turns each.\n\n{table(head, rows)}"
    return Part("From shell to summary", text, [verdict(by_clock <= 1.0, target, found)])


if __name__ == "__main__":
    main(sys.argv[1:])

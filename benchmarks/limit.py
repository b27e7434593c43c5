"""How far the compiled rounds are from C: the costliest mechanisms, side by side from one run.

    python -m benchmarks.limit           # a few minutes; writes benchmarks/limit.md
    python -m benchmarks.limit --quick   # less of it, and only prints

`limit.c` has the mechanisms once more, for gcc or clang. They work on the same records in memory, and come to the same
bits, so that a multiplication and an addition are not fused (`-ffp-contract=off`): Python's compiler does not either.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType

import networkx
import numpy as np
from numba import njit

from benchmarks.first_model import BUSY
from benchmarks.speed import DEGREE, NETWORKS, SEED, Part, begun, table, take_turns, verdict
from benchmarks.sweep import Clock, how_busy
from samenspel import dynamics
from samenspel.conditions import Effort
from samenspel.dynamics import Parameters
from samenspel.logic import LOGICS, Logic
from samenspel.measures import OUTCOMES
from samenspel.mechanisms import expectation, meeting, ties, trust
from samenspel.parameters import as_record, changed
from samenspel.results.replicates import processors
from samenspel.state import State

SOURCE, PAGE = Path(__file__).with_suffix(".c"), Path(__file__).with_suffix(".md")
FLAGS = ["-O3", "-march=native", "-ffp-contract=off", "-std=c11", "-shared", "-fPIC"]
SIZE_OF_A_CASE = 12  # organisations, all tied to one another
SIZES = {SIZE_OF_A_CASE: 60, 1_000: 60, 100_000: 5}  # organisations: rounds that are timed
PLAYED = 20  # rounds before those that are timed
MANY = 10_000  # organisations of which a round is taken apart
TIES = 10_000  # that a turn has at least, on several copies of what is small: microseconds cannot be timed one by one
ENTRIES = 1_000  # calls that play no rounds, in a turn
TIMES = 1.3  # the target
KINDS = ("ours", "C")
Job = Callable[[], object]  # ready to be timed
C_TYPES = {"i2": "int16_t", "i4": "int32_t", "i8": "int64_t", "f4": "float", "f8": "double"}


@njit(error_model="numpy")
def form(state, p, effort, seed, rounds):
    """Expectation, round after round."""
    for _ in range(rounds):
        expectation.form(state, p)


@njit(error_model="numpy")
def learn(state, p, effort, seed, rounds):
    """Trust, round after round."""
    for round_ in range(1, rounds + 1):
        trust.learn(state, p, effort, seed, round_)


@njit(error_model="numpy")
def rest(state, p, effort, seed, rounds):
    """Ties, round after round."""
    for round_ in range(1, rounds + 1):
        ties.rest(state, p, seed, round_)


@njit(error_model="numpy")
def meet(state, p, effort, seed, rounds):
    """Meeting, round after round."""
    for round_ in range(1, rounds + 1):
        meeting.meet(state, p, seed, round_)


COSTLIEST = 3  # that have to be among these; the second to the fourth cost about as much as one another
IN_C: dict[str, Callable] = {
    "expectation.form": form,
    "ties.rest": rest,
    "meeting.meet": meet,
    "trust.learn": learn,
}
HEAD = """# How far it is from C

Written by `python -m benchmarks.limit`. All numbers are from one run on one machine of {processors} processors, {busy}.
What is compared took turns, and the best turn of each counts. Compare ratios, not nanoseconds.

Parameters are the defaults, except that the lead decides, no decision slips and nobody leaves: every tie has everything
to do in every round. A *tie* is directed: an edge has two."""


def main(arguments: list[str]) -> None:
    """Measure, print it, and write the page unless it was to be quick."""
    quick = "--quick" in arguments
    if compiler() is None:
        raise SystemExit("no gcc and no clang here: nothing to compare with")
    head = HEAD.format(processors=processors(), busy=how_busy())
    sizes = {n: rounds for n, rounds in SIZES.items() if not quick or n <= 1_000}
    with tempfile.TemporaryDirectory() as folder:
        parts = [beside_c(built(Path(folder)), sizes, 2 if quick else 8), taken_apart(2 if quick else 10)]
    verdicts = "\n".join(line for part in parts for line in part.verdicts)
    text = f"{head}\n\n## Targets\n\n{verdicts}"
    text += "".join(f"\n\n## {part.title}\n\n{part.text}" for part in parts) + "\n"
    print(text)
    if not quick:
        PAGE.write_text(text, encoding="utf-8")


# In C --------------------------------------------------------------------------------------------------------------


def compiler() -> str | None:
    """Path of a C compiler, or None."""
    return shutil.which("gcc") or shutil.which("clang")


def built(folder: Path) -> ctypes.CDLL:
    """The mechanisms in C, compiled for this machine."""
    state, parameters = played(SIZE_OF_A_CASE, LOGICS[0])
    records = {"organisation": state.organisations, "tie": state.ties, "collaboration": state.collaboration}
    records = {name: array.dtype for name, array in (records | {"parameters": parameters}).items()}
    header = "\n".join(f"typedef {struct(record)} {name};\n{check(name, record)}" for name, record in records.items())
    (folder / "records.h").write_text(header, encoding="ascii")
    library = folder / "limit.so"
    subprocess.run([compiler(), *FLAGS, f"-I{folder}", str(SOURCE), "-o", str(library), "-lm"], check=True)
    return ctypes.CDLL(str(library))


def struct(record: np.dtype) -> str:
    """A record as C declares it."""
    fields = []
    for name, (field, *_) in record.fields.items():
        base, shape = field.subdtype or (field, ())
        kind = struct(base) if base.fields else C_TYPES[base.str[1:]]
        fields.append(f"    {kind} {name}{''.join(f'[{size}]' for size in shape)};")
    return "\n".join(["struct {", *fields, "}"])


def check(name: str, record: np.dtype) -> str:
    """C's own word that a record is laid out as it is here."""
    return "\n".join(
        f'_Static_assert(__builtin_offsetof({name}, {field}) == {offset}, "{name}.{field}");'
        for field, (_, offset, *_) in record.fields.items()
    )


class InC(ctypes.Structure):
    """A state, as limit.c takes it."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in State._fields),
        ("n", ctypes.c_int64),
        ("m", ctypes.c_int64),
    ]


# Both --------------------------------------------------------------------------------------------------------------


def settings(logic: str) -> Parameters:
    """The defaults with all six contrasts at one logic, and a goal in every round."""
    return changed(Parameters(), {f"logic.{contrast}": logic for contrast in Logic._fields} | BUSY)


def played(n: int, logic: str) -> tuple[State, np.ndarray]:
    """A collaboration of n organisations under way, of which some ties rest, and its parameters as a record."""
    graph = networkx.complete_graph(n) if n == SIZE_OF_A_CASE else NETWORKS["small world"](n)
    parameters = settings(logic)
    state, record = begun(np.array(graph.edges, np.int64), n, parameters), as_record(parameters)
    dynamics.play(state, record, SEED, 1, PLAYED, np.zeros(PLAYED, OUTCOMES))
    return state, record


def ours(mechanism: str, record: np.ndarray, rounds: int, state: State) -> Job:
    """Rounds of a mechanism as the model has it."""
    return partial(IN_C[mechanism], state, record[0], Effort(*record[0]["effort"].tolist()), SEED, rounds)


def theirs(library: ctypes.CDLL, mechanism: str, record: np.ndarray, rounds: int, state: State) -> Job:
    """The same in C."""
    here = InC(*(records.ctypes.data for records in state), state.organisations.size, state.ties.size)
    here.state = state  # C knows where it lies, and does not keep it
    seed, rounds_ = ctypes.c_int64(SEED), ctypes.c_int64(rounds)
    play, parameters = library[mechanism.replace(".", "_")], ctypes.c_void_p(record.ctypes.data)
    return partial(play, ctypes.byref(here), parameters, seed, rounds_)


def in_turn(play: Callable[[State], Job], state: State, copies: int) -> Callable[[], Job]:
    """A job for `take_turns`: rounds on copies, one after the other, which are made before they are timed."""

    def prepare() -> Job:
        ready = [play(state.copy()) for _ in range(copies)]
        return lambda: [job() for job in ready]

    return prepare


def after(play: Callable[[State], Job], state: State) -> State:
    """A copy of the state on which it was played."""
    mine = state.copy()
    play(mine)()
    return mine


def largest_difference(first: State, second: State) -> float:
    """Of any number in two states, and 0 exactly where all bits are equal."""
    if all(one.tobytes() == other.tobytes() for one, other in zip(first, second, strict=True)):
        return 0.0
    return max(
        float(np.nanmax(np.abs(one[field].astype(float) - other[field].astype(float)), initial=5e-324))
        for one, other in zip(first, second, strict=True)
        for field in one.dtype.names
    )


def beside_c(library: ctypes.CDLL, sizes: dict[int, int], turns: int) -> Part:
    """Each mechanism in both, at every size and under both logics."""
    jobs, entries, ties_of, copies, differ = {}, {}, {}, {}, 0.0
    for n, rounds in sizes.items():
        for logic in LOGICS:
            state, record = played(n, logic)
            ties_of[n], copies[n] = state.ties.size, max(1, TIES // state.ties.size)
            for mechanism in IN_C:
                in_both = partial(ours, mechanism, record), partial(theirs, library, mechanism, record)
                plays = dict(zip(KINDS, in_both, strict=True))
                ended = [after(partial(play, rounds), state) for play in plays.values()]
                differ = max(differ, largest_difference(*ended))
                for kind, play in plays.items():
                    jobs[kind, mechanism, n, logic] = in_turn(partial(play, rounds), state, copies[n])
                    entries.setdefault((kind, mechanism), in_turn(partial(play, 0), state, ENTRIES))  # of any size
    seconds = take_turns(jobs, turns)
    entry = {job: taken / ENTRIES for job, taken in take_turns(entries, turns).items()}

    def per_tie(kind: str, mechanism: str, n: int, logic: str, way: float) -> float:
        """Nanoseconds per tie and round, less so much of the way in."""
        taken = seconds[kind, mechanism, n, logic] / copies[n] - way * entry[kind, mechanism]
        return taken / ties_of[n] / sizes[n] * 1e9

    def compared(way: float) -> tuple[str, float]:
        """A table of all, less so much of the way in, and how many times as long a mechanism takes at most."""
        rows, most = [], 0.0
        for mechanism in IN_C:
            for logic in LOGICS:
                both = [[per_tie(kind, mechanism, n, logic, way) for kind in KINDS] for n in sizes]
                most = max(most, *(mine / its for mine, its in both))
                cells = [f"{mine:,.1f} / {its:,.1f} = {mine / its:.2f}" for mine, its in both]
                rows.append([f"{mechanism}, {logic}", *cells])
        return table(["", *(f"n = {n:,}" for n in sizes)], rows), most

    (rounds_alone, most), (with_the_way, most_with_the_way) = compared(1.0), compared(0.0)
    first = [max(entry[kind, mechanism] for mechanism in IN_C) * 1e6 for kind in KINDS]
    timed = ", ".join(f"{rounds} of {n:,} organisations" for n, rounds in sizes.items())
    text = (
        f"Nanoseconds per tie and round, ours / C = times. C is that of {version()}, `{' '.join(FLAGS)}`; "
        f"{SIZE_OF_A_CASE} organisations are all tied to one another, and larger networks are small worlds of {DEGREE} "
        f"ties an organisation.\n\n"
        f"In a run, compiled code calls a mechanism every round; Python calls none. What it takes to get from Python "
        f"to the first round, at most {first[0]:.1f} microseconds here and {first[1]:.1f} in C, is left out, and the "
        f"verdict is by this:\n\n{rounds_alone}\n\n"
        f"With that way, over the rounds that are timed ({timed}), a mechanism takes at most {most_with_the_way:.2f} "
        f"times as long as in C. It was chosen to be left out when these figures had been seen:\n\n{with_the_way}"
    )
    same = "all bits are equal" if differ == 0.0 else f"the largest difference is {differ:.2g}"
    target = (
        f"a mechanism takes at most {TIMES} times as long as in C, without the way from Python into the first round"
    )
    found = f"{most:.2f} times at most; with it {most_with_the_way:.2f}"
    verdicts = [
        verdict(most <= TIMES, target, found),
        verdict(differ == 0.0, "the state after it is the same", same),
    ]
    return Part("Beside C", text, verdicts)


def version() -> str:
    """The compiler, in its own words."""
    said = subprocess.run([compiler(), "--version"], check=True, capture_output=True, text=True).stdout
    return said.splitlines()[0]


# What costs most ---------------------------------------------------------------------------------------------------


def taken_apart(turns: int) -> Part:
    """What each mechanism adds to a round, and whether those in C are those that cost most."""
    best = {logic: cost_by_mechanism(logic, turns) for logic in LOGICS}
    mean = {name: sum(best[logic][name] for logic in LOGICS) / len(LOGICS) for name in best[LOGICS[0]]}
    order = sorted(mean, key=mean.__getitem__, reverse=True)
    rows = [[name, *(f"{best[logic][name]:.1f}" for logic in LOGICS), f"{mean[name]:.1f}"] for name in order[:10]]
    costliest = [name for name in order if name not in NO_MECHANISMS][:COSTLIEST]
    text = (
        f"Nanoseconds per tie and round of the ten parts of a round that take longest, of {MANY:,} organisations in a "
        f"small world; `measures` is no mechanism: it is what is measured.\n\n"
        f"{table(['', *LOGICS, 'mean'], rows)}"
    )
    wanted = {name.split(".")[0] for name in IN_C}
    target = f"the three that cost most are among those in C ({', '.join(sorted(wanted))})"
    return Part("What a round is made of", text, [verdict(set(costliest) <= wanted, target, ", ".join(costliest))])


NO_MECHANISMS = ("measures", "conditions")


def cost_by_mechanism(logic: str, turns: int) -> dict[str, float]:
    """Nanoseconds per tie and round by module, the best round of each: the schedule itself, with a clock in each."""
    state, record = played(MANY, logic)
    state = state._replace(collaboration=state.collaboration.view(np.recarray))  # read by the schedule, in Python here
    clocks = {
        name: Clock(module)
        for name, module in vars(dynamics).items()
        if isinstance(module, ModuleType) and (name in NO_MECHANISMS or ".mechanisms." in module.__name__)
    }
    play = FunctionType(dynamics.play.py_func.__code__, vars(dynamics) | clocks)
    history = np.zeros(PLAYED + 1 + turns, OUTCOMES)
    best = dict.fromkeys(clocks, float("inf"))
    play(state, record, SEED, PLAYED + 1, PLAYED + 1, history)  # loads and compiles
    for round_ in range(PLAYED + 2, PLAYED + 2 + turns):
        for clock in clocks.values():
            clock.spent = 0.0
        play(state, record, SEED, round_, round_, history)
        best = {name: min(best[name], clock.spent / state.ties.size * 1e9) for name, clock in clocks.items()}
    return best


if __name__ == "__main__":
    main(sys.argv[1:])

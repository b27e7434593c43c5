"""The engine: points through any executor, into a store.

Work goes out in blocks of a tenth of a second, and comes back in whatever order; a chunk is stored when all of
it is there, and what there is of it once in a while. A run depends on its point and its seed alone, so that neither
the executor, nor the number of workers, nor a sweep that was cut off and resumed can make a difference to a bit.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import batched
from pathlib import Path
from threading import current_thread, main_thread
from typing import NamedTuple

import numpy as np

from samenspel.cache import mend
from samenspel.errors import InputError
from samenspel.measures import Outcomes
from samenspel.results.replicates import processors
from samenspel.runs import Begun, Prepared, Run, Summary, prepared, summaries

from .adaptive import groups_of
from .design import Design, human
from .factors import Factor, Recipe, is_of_phases
from .impossible import by_kind
from .store import (
    LOG,
    MANIFEST,
    PROGRESS,
    ROUNDS,
    RUNS,
    Store,
    columns_of,
    counting,
    is_running,
    made_by,
    read_chunk,
    read_manifest,
    round_columns_of,
)

BLOCK_SECONDS = 0.1  # of work that goes out at a time
MOST_BLOCK = 2_000  # runs
SAVE_SECONDS = 60.0  # at most so much work of a chunk that is not complete is lost when a process is killed
LOG_SECONDS = 10.0
TELL_SECONDS = 1.0  # between two notes of how many are made, for `samenspel status`
LONGEST_REASON = 500
AT_A_TIME = 16  # runs of which each step is taken for all, as what was done just before goes faster again
KEPT_SCENARIOS = 16  # that differ in more than what is invested in phases
NO_ROUNDS = np.zeros((0, len(Outcomes._fields)))
ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


# --- what a worker does -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """Runs to make: all that a worker needs to know.

    Attributes
    ----------
    recipe, factors
        How to make the scenario of a row of `table`.
    table
        Points, one row a run.
    runs, seeds
        Number and seed of each run.
    every_round
        Whether to keep the outcomes of every round.
    code
        Fingerprint of the model that asks for them.
    also
        What is measured of a run besides the outcomes of `Summary`.
    summed_up
        Whether these are wanted at all; without them, `also` stands alone.
    """

    recipe: Recipe
    factors: tuple[Factor, ...]
    table: np.ndarray
    runs: np.ndarray
    seeds: np.ndarray
    every_round: bool
    code: str
    also: tuple[Callable[[Run], float], ...] = ()
    summed_up: bool = True

    def measured(self, made: Run) -> tuple[Run, list[float]]:
        """A run, and what is measured of it besides."""
        return made, [measure(made) for measure in self.also]


class Made(NamedTuple):
    """Runs that were made: outcomes (runs, those of a run and others); reasons of those that failed, else None."""

    runs: np.ndarray
    outcomes: np.ndarray
    errors: list[str | None]
    rounds: np.ndarray  #   how many rounds each run has that are kept
    history: np.ndarray  # (rounds of all runs, outcomes of a round)


def make(block: Block) -> Made:
    """Make the runs of a block; a run that fails does not keep the others from being made."""
    if block.code != code():
        raise RuntimeError(
            "the worker has another version of the model, numba or numpy than the sweep, or draws others"
        )
    mend()
    own = len(Summary._fields) * block.summed_up  # the first column of what is measured besides
    outcomes = np.full((block.runs.size, own + len(block.also)), np.nan)
    errors: list[str | None] = [None] * block.runs.size
    histories, rounds = [NO_ROUNDS], np.zeros(block.runs.size, np.int64)
    asked = zip(range(block.runs.size), scenarios_of(block), block.seeds.tolist(), strict=True)
    for some in batched(asked, AT_A_TIME):
        begun = [(place, attempted(Prepared.begun, scenario, seed)) for place, scenario, seed in some]
        finished = [(place, attempted(Begun.finished, one)) for place, one in begun]
        measured = {}
        for place, made in finished:
            one = attempted(block.measured, made)
            if isinstance(one, Failed):
                errors[place] = one.reason
            else:
                measured[place], outcomes[place, own:] = one
        for place, line in (lines_of(measured) if block.summed_up else {}).items():
            if isinstance(line, Failed):
                errors[place], outcomes[place] = line.reason, np.nan
                del measured[place]
            else:
                outcomes[place, :own] = line
        if block.every_round:
            histories += [made.numbers for made in measured.values()]
            rounds[[*measured]] = [made.history.size for made in measured.values()]
    return Made(block.runs, outcomes, errors, rounds, np.concatenate(histories))


def lines_of(runs: Mapping[int, Run]) -> dict[int, np.ndarray | Failed]:
    """Runs summed up in a line each, all together; or one by one, where that fails for one of them."""
    if not runs:
        return {}
    together = attempted(summaries, [*runs.values()])
    if not isinstance(together, Failed):
        return dict(zip(runs, together, strict=True))
    alone = {place: attempted(summaries, [one]) for place, one in runs.items()}
    return {place: line if isinstance(line, Failed) else line[0] for place, line in alone.items()}


def scenarios_of(block: Block) -> Iterator[Prepared | Failed]:
    """The scenario of each run of a block; what follows on itself is made once."""
    before_phases = lru_cache(maxsize=KEPT_SCENARIOS)(lambda others: block.recipe.before_phases(dict(others)))
    of_phases = {factor.name for factor in block.factors if is_of_phases(factor.name)}

    def made(codes: np.ndarray) -> Prepared:
        values = {factor.name: factor.decode(code) for factor, code in zip(block.factors, codes, strict=True)}
        others = tuple(one for one in values.items() if one[0] not in of_phases)
        return prepared(block.recipe.in_phases(before_phases(others), values))

    another = [True, *np.any(block.table[1:] != block.table[:-1], axis=1).tolist()]
    for codes, is_another in zip(block.table, another, strict=True):
        if is_another:
            scenario = attempted(made, codes)
        yield scenario


class Failed(NamedTuple):
    """Why something could not be made, on one line."""

    reason: str


def attempted[Given, Result](make: Callable[..., Result], given: Given | Failed, *also: object) -> Result | Failed:
    """What is made of something, or why it or that could not be."""
    if isinstance(given, Failed):
        return given
    try:
        return make(given, *also)
    except MemoryError:
        raise  # that is about the machine, and not about the run
    except InputError as problem:
        return Failed(shortened(str(problem)))
    except Exception as problem:
        return Failed(shortened(f"{type(problem).__name__}: {problem}"))


@cache
def code() -> str:
    """Fingerprint of the model, of what compiles it, and of the numbers that it draws."""
    return " ".join(made_by().values())


def shortened(reason: str) -> str:
    """A reason on one line, never long."""
    return " ".join(reason.split())[:LONGEST_REASON]


# --- before it starts ---------------------------------------------------------------------------------------------


class Estimate(NamedTuple):
    """What a sweep will take, roughly: what is still to be run."""

    runs: int
    bytes: int
    seconds_per_run: float
    workers: int

    @property
    def seconds(self) -> float:
        """Of all runs, on so many workers."""
        return self.runs * self.seconds_per_run / self.workers

    def __str__(self) -> str:
        return f"{self.runs:,} runs to make, about {human(self.bytes)} of disk and {duration(self.seconds)} here"


def estimate(design: Design, folder: Path, workers: int = 1) -> Estimate:
    """Runs, bytes and time of what is not in a folder yet, from a few runs that are thrown away."""
    most = design.adaptive.most if design.adaptive else design.replicates
    there = status(folder).runs if (folder / MANIFEST).exists() else 0
    runs = max(0, design.points * most - there)
    return Estimate(runs, runs * design.bytes_per_run(), seconds_per_run(design), workers)


def seconds_per_run(design: Design, patience: float = 0.5) -> float:
    """Time of a run: the mean of some, spread over the design."""
    points = np.random.default_rng(0).choice(design.points, min(design.points, 50), replace=False)
    for place in range(points.size):
        if make(block_of(design, points[place : place + 1])).errors == [None]:
            break  # it compiles, which a point that cannot be does not
    started, count = time.perf_counter(), 0
    while count < points.size and (count == 0 or time.perf_counter() - started < patience):
        make(block_of(design, points[count : count + 1]))
        count += 1
    return (time.perf_counter() - started) / count


def block_of(design: Design, runs: np.ndarray) -> Block:
    """Runs by number, as work for a worker."""
    table = design.table[runs % design.points]
    also = tuple(design.recipe.own_measures.values())
    return Block(design.recipe, design.factors, table, runs, design.seeds(runs), design.every_round, code(), also)


def check_room(folder: Path, needed: int) -> None:
    """Refuse a sweep that the disk cannot hold."""
    place = folder.resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if needed > free:
        raise InputError(
            f"--out {folder}: takes about {human(needed)}, and the disk has {human(free)} free; allowed: fewer runs, "
            "without every_round, or another disk"
        )


def duration(seconds: float) -> str:
    """A time for people."""
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"


# --- the sweep ----------------------------------------------------------------------------------------------------


class WorkerLostError(OSError):
    """Whatever runs the blocks could not; what was done is stored, and the same command goes on from there."""


@dataclass
class Progress:
    """How far a sweep is."""

    total: int
    held: int = 0  #  runs that were there before it began
    done: int = 0  #  runs made since
    failed: int = 0  # of those
    began: float = field(default_factory=time.perf_counter)

    @property
    def rate(self) -> float:
        """Runs a second."""
        return self.done / max(time.perf_counter() - self.began, 1e-9)

    @property
    def left(self) -> float:
        """Seconds to go."""
        return (self.total - self.held - self.done) / self.rate if self.done else float("nan")

    def __str__(self) -> str:
        there = self.held + self.done
        line = f"{there:,} of {self.total:,} runs ({there / max(self.total, 1):.0%})"
        if self.done:
            line += f", {self.rate:,.0f} a second"
        if self.done and there < self.total:
            line += f", {duration(self.left)} left"
        return line + (f", {self.failed:,} failed" if self.failed else "")


class Swept(NamedTuple):
    """What came of a sweep."""

    made: int  #             runs made now
    held: int  #             runs that were there already
    failed: int  #           runs that failed, of all
    reasons: dict[str, int]  # why they failed: an example of each kind, and how many there are of it
    notices: list[str]  #    chunks that were set aside
    adaptive: str | None  #  in words, how many replicates it took


def sweep(
    design: Design,
    folder: Path | str,
    executor: Executor | None = None,
    workers: int | None = None,
    window: Callable[[], int] | None = None,
    seconds: float | None = None,
    watch: Callable[[Progress], None] = lambda progress: None,
) -> Swept:
    """Make all runs of a design that are not in a folder yet.

    Parameters
    ----------
    design
        What to run.
    folder
        Where the results are, or will be.
    executor
        What runs the blocks: anything with the interface of `concurrent.futures.Executor`; by default threads, as
        compiled runs do not hold each other up.
    workers
        How many threads; by default as many as there are processors to use.
    window
        How many blocks may be out at a time; by default four for every worker.
    seconds
        Of one run, as `seconds_per_run` measures it; only the size of blocks depends on it.
    watch
        Called with the progress now and then, from the thread that called this.

    Raises
    ------
    InputError
        The folder holds other things, or results that these would not go with, or a sweep is running in it.
    WorkerLostError
        A worker is gone, or cannot do the work. The runs that were made are stored.
    """
    workers = workers or processors()
    with ExitStack() as stack:
        store = stack.enter_context(Store(Path(folder), design).opened())
        for notice in store.notices:
            store.log(notice)
        if executor is None:
            executor = ThreadPoolExecutor(workers)
            stack.callback(executor.shutdown, wait=False, cancel_futures=True)
        window = window or (lambda: 4 * (getattr(executor, "_max_workers", None) or workers))
        size = int(np.clip(BLOCK_SECONDS / (seconds or seconds_per_run(design)), 1, MOST_BLOCK))
        replication = Replication(design)
        progress = Progress(replication.total, held=sum(runs.size for runs in store.held.values()))
        store.log(f"begins: {progress}, blocks of {size}")
        try:
            while True:
                progress.total = max(replication.total, progress.held + progress.done)
                run_missing(store, replication.replicates, executor, window, size, progress, watch)
                if not replication.goes_on(store):
                    break
        except BaseException as problem:
            store.log(f"stops: {progress}: {shortened(f'{type(problem).__name__}: {problem}')}")
            raise
        reasons = failures(store)
        words = replication.in_words()
        store.log(f"complete: {progress}{'; ' + words if words else ''}")
        return Swept(progress.done, progress.held, sum(reasons.values()), reasons, store.notices, words)


def run_missing(
    store: Store,
    replicates: np.ndarray,
    executor: Executor,
    window: Callable[[], int],
    size: int,
    progress: Progress,
    watch: Callable[[Progress], None],
) -> None:
    """Make the runs that are wanted and not stored, and store them.

    Parameters
    ----------
    store
        Where the runs are kept.
    replicates
        How many each point should have, shape (points,).
    executor
        Where blocks of runs are made.
    window
        How many blocks may be under way now.
    size
        Runs in a block.
    progress
        What is counted, from block to block.
    watch
        Is told of progress.
    """
    work = blocks(store, replicates, size)
    out: dict[Future, int] = {}
    parts: dict[int, list[Made]] = {}
    left: dict[int, int] = {}
    saved = logged = time.perf_counter()
    told = 0.0
    try:
        while True:
            with undisturbed():  # to be ended within an executor leaves its locks as they are not meant to be
                while len(out) < window() and (following := next(work, None)):
                    chunk, missing, block = following
                    left.setdefault(chunk, missing)
                    out[executor.submit(make, block)] = chunk
            if not out:
                return
            done = wait(out, timeout=1.0, return_when=FIRST_COMPLETED).done
            now = time.perf_counter()
            with undisturbed():
                for future in done:
                    chunk, made = out.pop(future), result_of(future)
                    parts.setdefault(chunk, []).append(made)
                    left[chunk] -= made.runs.size
                    progress.done += made.runs.size
                    progress.failed += sum(error is not None for error in made.errors)
                    if not left[chunk]:
                        keep(store, chunk, parts.pop(chunk))
                if now - saved > SAVE_SECONDS:
                    saved = now
                    for chunk in list(parts):
                        keep(store, chunk, parts.pop(chunk))
            if now - told > TELL_SECONDS:
                told = now
                store.say_progress(progress.held + progress.done, progress.failed)
            if now - logged > LOG_SECONDS:
                logged = now
                store.log(str(progress))
            watch(progress)
    except BaseException as problem:
        with undisturbed():
            for future, chunk in out.items():
                if not future.cancel() and future.done() and future.exception() is None:
                    parts.setdefault(chunk, []).append(future.result())
            full = isinstance(problem, OSError) and not isinstance(problem, WorkerLostError)
            for chunk, some in ({} if full else parts).items():
                keep(store, chunk, some)
        raise


@contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever asks this process to end meanwhile is heard afterwards, so that nothing that was made is lost."""
    if current_thread() is not main_thread():
        yield
        return
    heard: list[int] = []
    before = {one: signal.getsignal(one) for one in ENDS if signal.getsignal(one) is not None}
    for one in before:
        signal.signal(one, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number in heard[:1]:
            signal.raise_signal(number)


def result_of(future: Future) -> Made:
    """What a worker made."""
    try:
        return future.result()
    except Exception as problem:
        reason = shortened(f"{type(problem).__name__}: {problem}")
        raise WorkerLostError(
            f"a worker could not go on ({reason}); what was made is stored, run the same again"
        ) from None


def blocks(store: Store, replicates: np.ndarray, size: int) -> Iterator[tuple[int, int, Block]]:
    """Work to be done: chunk, how many runs it misses, and some of those; runs of a point are kept together."""
    design = store.design
    for chunk in range(-(-int(replicates.max()) * design.points // store.chunk_rows)):
        missing = store.missing(chunk, replicates)
        ordered = missing[np.argsort(missing % design.points, kind="stable")]
        for first in range(0, ordered.size, size):
            yield chunk, missing.size, block_of(design, ordered[first : first + size])


def keep(store: Store, chunk: int, made: list[Made]) -> None:
    """Store runs of a chunk."""
    joined = Made._make(np.concatenate(some) for some in zip(*made, strict=True))
    tables = {RUNS: columns_of(store.design, joined.runs, joined.outcomes, list(joined.errors))}
    if ROUNDS in store.schemas:
        tables[ROUNDS] = round_columns_of(store.design, joined.runs, joined.rounds, joined.history)
    store.save(chunk, tables)


def failures(store: Store) -> dict[str, int]:
    """Why runs failed: an example of each kind of reason, and how many runs failed for it."""
    reasons: Counter[str] = Counter()
    for chunk in sorted(store.held):
        reasons.update(store.read(RUNS, chunk).column("error").drop_null().to_pylist())
    return dict(by_kind(reasons))


class Replication:
    """How many replicates of each point are wanted: a fixed number, or so many that the rule is met.

    Attributes
    ----------
    replicates
        Wanted, by point.
    """

    def __init__(self, design: Design) -> None:
        self.design, self.rule = design, design.adaptive
        self.replicates = np.full(design.points, design.replicates)
        self.narrow: list[int] = []  #  replicates that groups took to be narrow
        self.capped = 0  #              groups that had the most, and are not
        self.seen = 0  #                replicates that the rule has looked at
        if self.rule:
            names = [factor.name for factor in design.factors]
            column = names.index(self.rule.paired) if self.rule.paired else None
            groups = groups_of(design.table, column)
            self.active = [(group, np.zeros((group.size, 0))) for group in groups]

    @property
    def total(self) -> int:
        """Runs wanted."""
        return int(self.replicates.sum())

    def goes_on(self, store: Store) -> bool:
        """Look at what is there, and want another batch where it is not enough; False when there is enough."""
        if self.rule is None or not self.active:
            return False
        points, now = self.design.points, int(self.replicates.max())
        runs, values = store.values(self.rule.outcome, self.seen * points)
        of_runs = np.full((now - self.seen) * points, np.nan)
        mine = runs < now * points
        of_runs[runs[mine] - self.seen * points] = values[mine]
        new = of_runs.reshape(-1, points).T
        active, self.active, self.seen = self.active, [], now
        more = min(self.rule.batch, self.rule.most - now)
        for group, known in active:
            known = np.concatenate([known, new[group]], axis=1)
            if self.rule.narrow(known):
                self.narrow.append(now)
            elif more == 0:
                self.capped += 1
            else:
                self.replicates[group] += more
                self.active.append((group, known))
        return bool(self.active)

    def in_words(self) -> str | None:
        """How many replicates it took."""
        if self.rule is None:
            return None
        about, each = f"the 95 % interval of {self.rule.outcome}", "points"
        if self.rule.paired:
            about, each = f"{about}, compared pair by pair over {self.rule.paired},", "settings"
        words = f"{about} is within ±{self.rule.half_width:g} in {len(self.narrow)} of "
        words += f"{len(self.narrow) + self.capped} {each}"
        if self.narrow:
            few, many = min(self.narrow), max(self.narrow)
            words += f", after {few} replicates" if few == many else f", after {few} to {many} replicates"
        return words + (f"; {self.capped} stopped at the most, {self.rule.most}" if self.capped else "")


# --- how far it is ------------------------------------------------------------------------------------------------


class Status(NamedTuple):
    """What a folder of results holds."""

    title: str
    running: bool
    runs: int
    wanted: int  #          at least
    most: int  #            where replication is adaptive, more than wanted
    under_way: int  #       made by a sweep that is running, and not stored yet
    failed: int  #          of those that are stored
    points: int
    replicates: int
    files: int
    bytes: int
    corrupt: list[str]  #   chunks that are not as they were written, or were set aside; they do not count
    strangers: list[str]  # files that no checksum names; they do not count either
    last: str | None  #     the last line of the log

    def __str__(self) -> str:
        wanted = f"{self.wanted:,}" if self.most == self.wanted else f"{self.wanted:,} to {self.most:,}"
        running = "running" + (f", {self.under_way:,} more made and not stored yet" if self.under_way else "")
        complete = "complete" if self.runs >= self.wanted else "not complete: run the same command again to go on"
        lines = [
            self.title,
            f"{self.runs:,} of {wanted} runs, {self.points:,} points, {self.failed:,} failed; "
            f"{running if self.running else complete}",
            f"{self.files} files, {human(self.bytes)}",
            *(f"corrupt: {name}" for name in self.corrupt),
            *(f"does not count, as no checksum names it: {name}" for name in self.strangers),
            *([f"log: {self.last}"] if self.last else []),
        ]
        return "\n".join(lines)


def status(folder: Path | str) -> Status:
    """How far a sweep is, from whatever process; what it counts is as it was written."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    running = is_running(folder)
    files = [folder / path for name in (RUNS, ROUNDS) for path in counting(folder, name)]
    there = {path for name in (RUNS, ROUNDS) for path in (folder / name).glob("*")}
    runs = failed = 0
    corrupt = sorted(path.name for path in folder.glob("*.corrupt"))
    for path in files:
        try:
            rows = read_chunk(
                folder, path.relative_to(folder).as_posix(), manifest, ["error" if path.parent.name == RUNS else "run"]
            )
        except InputError:
            corrupt.append(path.name)
            continue
        if path.parent.name == RUNS:
            runs += rows.num_rows
            failed += rows.num_rows - rows.column("error").null_count
    try:
        last = (folder / LOG).read_text(encoding="utf-8").splitlines()[-1]
    except (OSError, IndexError):
        last = None
    return Status(
        manifest["title"],
        running,
        runs,
        manifest["points"] * manifest["replicates"],
        manifest["points"] * manifest["most_replicates"],
        max(0, made_in(folder) - runs) if running else 0,
        failed,
        manifest["points"],
        manifest["replicates"],
        len(files),
        sum(path.stat().st_size for path in files),
        corrupt,
        sorted(path.name for path in there - set(files)),
        last,
    )


def made_in(folder: Path) -> int:
    """How many runs a sweep that is running says to have, stored or not."""
    try:
        return int((folder / PROGRESS).read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0

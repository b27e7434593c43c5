"""The commands about experiments, from `samenspel sweep` on; `samenspel.cli` says that they exist."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from samenspel.cli import AsJson, Language, Terminated, whole_number
from samenspel.errors import InputError
from samenspel.results.outcomes import an, capitalised
from samenspel.results.report import percent, plural

if TYPE_CHECKING:
    from .design import Design
    from .engine import Progress, Swept
    from .keeping import Kind
    from .page import Written

LONG = 600.0  # seconds: anything that takes longer is asked about first, on a terminal
LARGE = 2_000_000_000  # bytes: likewise
MOST_WORKERS = 1024
MOST_FAILED = 0.05  # of all runs, or the command ends as one that failed

Folder = Annotated[Path, Parameter(help="Folder of the results; those that are there already are kept.")]
Workers = Annotated[
    int | None, Parameter(converter=whole_number, help="Threads; results do not depend on it. [default: all]")
]
Dask = Annotated[str | None, Parameter(help="Address of a Dask scheduler to run it on, such as tcp://node17:8786.")]
Replicates = Annotated[
    int | None, Parameter(converter=whole_number, help="Instead of what the design says; only new ones are run.")
]
Yes = Annotated[
    bool,
    Parameter(
        show_default=False, help="Start without asking, however long it takes, and without the points that cannot be."
    ),
]


class ManyFailedError(OSError):
    """More runs failed than can be overlooked; those that did not are stored."""


def sweep(
    file: Annotated[Path, Parameter(name="FILE", help="Design of the experiment, a TOML file: docs/experiments.md.")],
    /,
    *,
    out: Folder,
    workers: Workers = None,
    dask: Dask = None,
    replicates: Replicates = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Run an experiment, or go on with one that was cut off.

    Run the same command again after whatever stopped it: what is there is kept, and the rest is run.
    """
    from samenspel.progress import say_if_compiling
    from samenspel.results.replicates import processors

    from . import cluster, engine
    from .design import read_design
    from .store import check_folder

    check_workers(workers)
    design = read_design(file)
    if replicates is not None:
        design = design.with_replicates(replicates)
    check_folder(out, design)
    check_points(design, yes)
    say_if_compiling()
    with ExitStack() as stack:
        executor, window = stack.enter_context(cluster.dask(dask, tell)) if dask else (None, None)
        expected = engine.estimate(design, out, workers or processors())
        engine.check_room(out, expected.bytes)
        tell(f"{design.title}: {design.points:,} points, {'at most ' if design.adaptive else ''}{expected}")
        if not yes and (expected.seconds > LONG or expected.bytes > LARGE):
            confirm()
        watch = stack.enter_context(progress())
        try:
            came = engine.sweep(design, out, executor, workers, window, expected.seconds_per_run, watch)
        except (KeyboardInterrupt, Terminated) as end:
            with suppress(InputError):  # before there is a folder, there is nothing to say of it
                end.args = (f"stopped: {engine.status(out).runs:,} runs are in {out}; the same command goes on",)
            raise
    report(came, design.points, out, as_json)
    check_failures(came)


def status(
    folder: Annotated[Path, Parameter(name="DIR", help="Folder of results.")], /, *, as_json: AsJson = False
) -> None:
    """Say how far an experiment is: from any terminal, while it runs or after; exit code 1 if a file is corrupt."""
    from . import engine
    from .keeping import how_far
    from .verify import check_as_written

    kind = kind_of(folder)
    found = how_far(folder, kind) if kind else engine.status(folder)
    print(json.dumps(found._asdict(), indent=2, ensure_ascii=False) if as_json else found)
    check_as_written(found.corrupt, f"{'remove it; ' if kind else ''}the same command again makes it anew")


def write_report(
    folder: Annotated[Path, Parameter(name="DIR", help="Folder of results, of a sweep that is finished or not.")],
    /,
    *,
    out: Annotated[Path | None, Parameter(help="Folder for page, figures and tables. [default: DIR/report]")] = None,
    outcome: Annotated[
        str | None, Parameter(help="One of samenspel outcomes. [default: those that the design is about]")
    ] = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Say what came of an experiment: a page that opens offline, with figures and what they say.

    The page has the answers to the questions that go with the method of the design.
    """
    from .page import report

    kind = kind_of(folder)
    if kind is None:
        written = report(folder, out, outcome, language)
    elif outcome is not None:
        told = {"search": "its aims", "exploration": "its map"}.get(kind.what, "what was measured")
        raise InputError(f"--outcome: {an(kind.what)} is told of by {told}; allowed: without it")
    elif kind.what == "search":
        from .search import page
        from .search.kept import read_found

        if language != "en":
            raise InputError(f"--language: got {language!r}, allowed: en, as what a search found is told in English")
        written = page.report(read_found(folder), out)
    elif kind.what == "exploration":
        from .exploration import page as of_exploration
        from .exploration.kept import read_explored

        if language != "en":
            raise InputError(f"--language: got {language!r}, allowed: en, as what was reached is told in English")
        written = of_exploration.report(read_explored(folder), out)
    else:
        from .calibration import page as of_calibration
        from .calibration.kept import read_calibrated

        written = of_calibration.report(read_calibrated(folder), out, language)
    tell_of(written, as_json, language)


def kind_of(folder: Path) -> Kind | None:
    """Whether a folder holds a search, an exploration or a calibration; None for a sweep."""
    from .calibration.kept import CALIBRATION
    from .exploration.kept import EXPLORATION
    from .search.kept import SEARCH
    from .store import maker_of

    return {one.maker: one for one in (SEARCH, EXPLORATION, CALIBRATION)}.get(maker_of(folder))


def search(
    file: Annotated[Path, Parameter(name="FILE", help="What is sought, a TOML file: docs/search.md.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="Folder of what is found; a search that was cut off goes on.")],
    workers: Workers = None,
    yes: Annotated[bool, Parameter(show_default=False, help="Start without asking, however long it takes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Search what a group can do, for several aims at once, in many worlds; never one optimum.

    Run the same command again after whatever stopped it: what is there is kept, and the rest is run.
    """
    from samenspel.progress import say_if_compiling
    from samenspel.results.replicates import processors

    from .engine import duration
    from .search import page
    from .search.kept import SEARCH, manifest_of
    from .search.plan import read_plan
    from .search.seeking import algorithm_of, search, seconds_of

    check_workers(workers)
    plan = read_plan(file)
    algorithm_of(plan)  # complains where it is not installed
    SEARCH.check(out, manifest_of(plan))
    say_if_compiling()
    runs = plan.generations * plan.population * len(plan.worlds) + plan.population * len(plan.fresh)
    seconds = runs * seconds_of(plan) / (workers or processors())
    tell(
        f"{plan.title}: {plan.evaluations:,} interventions in {len(plan.worlds):,} worlds and the front in "
        f"{len(plan.fresh):,} fresh ones, at most {runs:,} runs, about {duration(seconds)} here"
    )
    found = carried_out(lambda watch: search(plan, out, workers, watch), out, seconds, yes)
    tell_of(page.report(found), as_json)


def explore(
    file: Annotated[Path, Parameter(name="FILE", help="What is explored, a TOML file: docs/explore.md.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="Folder of what is reached; an exploration that was cut off goes on.")],
    workers: Workers = None,
    yes: Annotated[bool, Parameter(show_default=False, help="Start without asking, however long it takes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Explore which kinds of collaboration the model can make at all, on a map of two or three outcomes.

    Run the same command again after whatever stopped it: what is there is kept, and the rest is run.
    """
    from samenspel.progress import say_if_compiling
    from samenspel.results.replicates import processors

    from .engine import duration
    from .exploration import page
    from .exploration.kept import EXPLORATION, manifest_of
    from .exploration.plan import read_plan
    from .exploration.seeking import explored, seconds_of

    check_workers(workers)
    plan = read_plan(file)
    EXPLORATION.check(out, manifest_of(plan))
    say_if_compiling()
    runs = plan.generations * plan.population * plan.runs
    seconds = runs * seconds_of(plan) / (workers or processors())
    tell(
        f"{plan.title}: {plan.settings:,} settings of {plural(plan.runs, 'run')}, {runs:,} runs, about "
        f"{duration(seconds)} here, and then {plural(plan.fresh, 'run')} of each kind that was reached"
    )
    reached = carried_out(lambda watch: explored(plan, out, workers, watch), out, seconds, yes)
    tell_of(page.report(reached), as_json)


def calibrate(
    file: Annotated[Path, Parameter(name="FILE", help="What is calibrated, on what, a TOML file: docs/calibrate.md.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="Folder of what comes of it; a calibration that was cut off goes on.")],
    workers: Workers = None,
    language: Language = "en",
    yes: Annotated[bool, Parameter(show_default=False, help="Start without asking, however long it takes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what your own numbers say of parameters, and whether they can say it at all.

    Run the same command again after whatever stopped it: what is there is kept, and the rest is run.
    """
    from samenspel.progress import say_if_compiling
    from samenspel.results.replicates import processors

    from .calibration import page
    from .calibration.generations import calibrated, seconds_of
    from .calibration.kept import CALIBRATION, manifest_of
    from .calibration.plan import read_plan
    from .engine import duration

    check_workers(workers)
    plan = read_plan(file)
    CALIBRATION.check(out, manifest_of(plan))
    say_if_compiling()
    seconds = plan.most * seconds_of(plan) / (workers or processors())
    whom = len(plan.collaborations)
    tell(
        f"{plan.title}: {plural(len(plan.parameters), 'parameter')}, {plural(len(plan.data), 'number')} of "
        f"{plural(whom, 'collaboration')}, at most {plan.most * whom:,} runs, about {duration(seconds)} here"
    )
    came = carried_out(lambda watch: calibrated(plan, out, workers, watch), out, seconds, yes)
    tell_of(page.report(came, language=language), as_json, language)


def carried_out[Came](run: Callable[[Callable[[Progress], None]], Came], out: Path, seconds: float, yes: bool) -> Came:
    """Run what is kept part by part, once it is sure that it may take so long, and give what came of it.

    Parameters
    ----------
    run
        Runs it, and calls what it is given with the progress.
    out
        Where it is kept.
    seconds
        That it takes, about.
    yes
        Whether that need not be asked.
    """
    if not yes and seconds > LONG:
        confirm()
    with progress() as watch:
        try:
            return run(watch)
        except (KeyboardInterrupt, Terminated) as end:
            end.args = (f"stopped: what was run is in {out}; the same command goes on",)
            raise


def tell_of(written: Written, as_json: bool, language: str = "en") -> None:
    """Say what a page says, in short or as JSON."""
    from .page import in_short

    said = {**written._asdict(), "page": str(written.page)}
    print(json.dumps(said, indent=2, ensure_ascii=False) if as_json else in_short(written, language))


def check_workers(workers: int | None) -> None:
    """Refuse a number of threads that cannot be."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"--workers: got {workers}, allowed: a whole number from 1 to {MOST_WORKERS}")


def verify(
    folder: Annotated[Path, Parameter(name="DIR", help="Folder of results.")],
    /,
    *,
    runs: Annotated[int, Parameter(converter=whole_number, help="How many runs to make again.")] = 100,
    data: Annotated[
        Path | None, Parameter(help="Folder of the files that its scenario names, if it names any.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that results are what they say: every file and row, and a sample of runs, made again bit for bit."""
    from samenspel.progress import say_if_compiling

    from .verify import check_verified
    from .verify import verify as verified

    if runs < 0:
        raise InputError(f"--runs: got {runs}, allowed: a whole number from 0 up")
    kind = kind_of(folder)
    if kind and kind.what in ("search", "exploration"):
        raise InputError(
            f"{folder}: holds {an(kind.what)}, of which every file is proven when it is read; allowed: samenspel "
            f"report {folder}, or a folder of a sweep or a calibration"
        )
    if runs:
        say_if_compiling()
    if kind:
        from .calibration.verify import verify as verified
    found = verified(folder, runs, data)
    print(json.dumps(found._asdict(), indent=2, ensure_ascii=False) if as_json else found)
    check_verified(found)


def tables(
    folder: Annotated[Path, Parameter(name="DIR", help="Folder of results.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="New folder for the tables.")],
    excel: Annotated[bool, Parameter(show_default=False, help="Also as .xlsx, for Excel.")] = False,
    organisations: Annotated[
        bool, Parameter(show_default=False, negative="", help="Also what came of it for each; makes the runs again.")
    ] = False,
    ties: Annotated[
        bool, Parameter(show_default=False, negative="", help="Also each tie after the last round; likewise.")
    ] = False,
    data: Annotated[
        Path | None, Parameter(help="Folder of the files that its scenario names, if it names any.")
    ] = None,
) -> None:
    """Write the runs of an experiment, and its rounds where they were kept, as CSV for other programs."""
    from samenspel.progress import say_if_compiling

    from .remade import ORGANISATIONS, TIES
    from .tables import write_tables

    also = [name for name, asked in ((ORGANISATIONS, organisations), (TIES, ties)) if asked]
    if also:
        say_if_compiling()
    for written in write_tables(folder, out, excel, also, data):
        print(f"Written: {written}")


def bundle(
    folder: Annotated[Path, Parameter(name="DIR", help="Folder of results.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="New file, a zip archive.")],
    data: Annotated[
        Path | None,
        Parameter(help="Folder of the files that its scenario names, to be in it too; without, they are not."),
    ] = None,
) -> None:
    """Put results, what proves them, the model that made them and its description into one file, for a reviewer."""
    from .bundle import bundle as packed
    from .design import human

    made = packed(folder, out, data)
    print(f"{out}: {human(made.bytes)}; its README.md says how to check it")
    if made.left_out:
        print(f"Not in it, and needed to make runs again: {', '.join(made.left_out)}; --data FOLDER puts them in it.")


def tell(line: str) -> None:
    """Say something that is no result."""
    print(line, file=sys.stderr, flush=True)


def check_points(design: Design, yes: bool) -> None:
    """Say before anything runs which points cannot be, or repeat others; the first are run only where that is asked."""
    from .impossible import examine, in_words
    from .ranges import beyond

    if wide := beyond(design.factors):
        tell(wide)
    if design.left_out:
        every = design.points + design.left_out
        share = percent(design.left_out / every)
        tell(f"of {every:,} points {design.left_out:,} ({share}) break a constraint, and are left out")
    found = examine(design)
    of = f"{found.tried:,} points" + ("" if found.tried == design.points else f" tried, of {design.points:,},")
    if found.idle:
        tell(f"of {of} some repeat others: {in_words(found.idle, found.tried)}")
    if not found.impossible:
        return
    line = f"{found.impossible.total():,} of {of} cannot be: {in_words(found.impossible, found.tried)}"
    if not yes:
        raise InputError(f"{line}; allowed: factors of which all points can be; or --yes, which goes on without these")
    tell(line)


def confirm() -> None:
    """Ask whether to start, if there is somebody to ask."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        tell("Start? [y/N]")
        if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
            raise InputError("not started; --yes starts without asking")


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """A line on stderr that says how far it is, with rate and time left; only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda now: bar.update(task, total=now.total, completed=now.held + now.done, description=str(now))


def report(came: Swept, points: int, out: Path, as_json: bool) -> None:
    """What came of a sweep.

    Parameters
    ----------
    came
        What was made, what was there, and what failed.
    points
        Of the design.
    out
        The folder of the results.
    as_json
        Whether it is for a program.
    """
    if as_json:
        print(json.dumps({**came._asdict(), "points": points, "folder": str(out)}, indent=2, ensure_ascii=False))
        return
    for notice in came.notices:
        tell(notice)
    print(f"{came.made:,} runs made, {came.held:,} were there already: results are in {out}")
    if came.adaptive:
        print(came.adaptive[0].upper() + came.adaptive[1:] + ".")


def check_failures(came: Swept) -> None:
    """Say how many runs failed, and why by kind; more than a few end the command as a failure."""
    from .impossible import in_words

    if not came.failed:
        return
    whole = came.made + came.held
    line = (
        f"{came.failed:,} of {whole:,} runs failed, and say why in the column 'error': {in_words(came.reasons, whole)}"
    )
    if came.failed > MOST_FAILED * whole:
        raise ManyFailedError(line)
    tell(line)


def schema(
    of: Annotated[
        Literal["scenario", "design", "search", "exploration", "calibration"],
        Parameter(name="KIND", help="Of file: a scenario, a design, a search, an exploration, a calibration."),
    ],
    /,
) -> None:
    """Print the JSON Schema of a file, by which an editor checks it and shows units and meanings."""
    from samenspel.reading import document
    from samenspel.scenario import SCENARIO

    from .calibration.plan import PLAN as CALIBRATION
    from .design import DESIGN
    from .exploration.plan import PLAN as EXPLORATION
    from .search.plan import PLAN

    kinds = {
        "scenario": SCENARIO, "design": DESIGN, "search": PLAN, "exploration": EXPLORATION, "calibration": CALIBRATION,
    }  # fmt: skip
    title = f"{capitalised(an(of))} of Samenspel"
    print(json.dumps(document(kinds[of], title), indent=2))

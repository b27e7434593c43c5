"""Studies: a question, what was expected, and what came of it, in a folder that reads as a short paper.

    studies/which_logic/README.md    question, expectation and reading, by hand; findings between two marks
                        design.toml  what is run (one design or several)
                        study.toml   what is asked of the runs
                        results/     one row a point; small, so that it can be kept with the text
                        figures/     PNG and SVG

A study that comes with the model is content, and not part of the tool: it is copied to a folder of the user's, and
written there; its own folder is written in a checkout alone, when it is named. All runs stay outside, in a folder of a
sweep for each design, so that a study that was cut off goes on where it was. The quick version runs a few points of
the same designs, on the first seeds, and writes nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np
from cyclopts import Parameter

from samenspel.errors import InputError, nearest
from samenspel.kernel import ENGINE, PACKAGE, digest
from samenspel.reading import Table, Tables, contents, decoded, inside, listed
from samenspel.results.figures import save
from samenspel.results.intervals import mean_interval
from samenspel.scenario import MOST_MEGABYTES, read_toml

from . import listing
from .analysis.tables import at_points, points_of
from .commands import Workers, progress, tell
from .design import Design, from_table, read_design
from .engine import sweep
from .factors import flat
from .results import Results, read
from .sampling import Drawn, read_method
from .store import MODEL

if TYPE_CHECKING:
    import pandas

    from .answers import Answer, Asked

STUDY, README, RESULTS, FIGURES = "study.toml", "README.md", "results", "figures"
TOOL = Path(__file__).resolve().parent
HERE = TOOL.parent / "studies"  # those that come with the model, beside this package: content, not code
MINE = Path("my_studies")  # where one of those is copied to
BEGIN, END = "<!-- findings: written by `samenspel study`, not by hand -->", "<!-- end of findings -->"
MOST_POINTS = 1_000  # of a file of results
QUICK_REPLICATES, QUICK_SAMPLES, QUICK_LEVELS, QUICK_WORDS = 16, 16, 3, 24


class Study(NamedTuple):
    """A study as its folder says it.

    Attributes
    ----------
    name, folder
        What it is called, and where it is.
    asked
        What is asked of the runs, in the order of the findings.
    """

    name: str
    folder: Path
    asked: tuple[Asked, ...]

    @property
    def designs(self) -> list[str]:
        """The files of the designs, in the order in which they are asked for."""
        return list(dict.fromkeys(one.design for one in self.asked))


def names() -> list[str]:
    """The studies that come with the model."""
    return sorted(path.parent.name for path in HERE.glob(f"*/{STUDY}"))


def read_study(name: str | Path) -> Study:
    """A study, by its name or by its folder.

    Raises
    ------
    InputError
        There is no such study, or its `study.toml` says what cannot be.
    """
    from .answers import ASKED, Asked

    folder = HERE / name if str(name) in names() else Path(name)
    if not (folder / STUDY).is_file():
        raise InputError(
            f"study {name}: no such study{nearest(str(name), names())}, allowed: {listed(names())}, or a folder "
            f"with {STUDY}"
        )
    with inside(f"{folder.name}/{STUDY}"):
        said = read_toml(decoded(contents(folder / STUDY, MOST_MEGABYTES)))
        found = Table({"finding": Tables(ASKED)}, required=("finding",)).read(said)
    return Study(folder.resolve().name, folder, tuple(Asked(**one) for one in found["finding"]))


def runs_of(study: Study) -> Path:
    """Where all runs of a study are: apart for each version of the model, as these are not mixed."""
    return Path("out") / "studies" / study.name / f"model-{digest(*MODEL)[:8]}"


def own_copy(study: Study, into: Path | None = None) -> Study:
    """The study in the folder that may be written: its own, or a copy of one that comes with the model.

    Parameters
    ----------
    study
        As `read_study` gives it.
    into
        The folder; by default that of the study itself, or `my_studies/NAME` for one that comes with the model. What is
        there already of the same study is kept.

    Raises
    ------
    InputError
        A folder of the program, which is written only in a checkout, when it is named; or one with other things.
    """
    shipped = study.folder.resolve().is_relative_to(HERE)
    folder = into or (MINE / study.name if shipped else study.folder)
    checkout = (HERE.parent / "pyproject.toml").is_file()
    of_the_program = any(folder.resolve().is_relative_to(one) for one in (HERE, TOOL, PACKAGE.resolve()))
    if of_the_program and not (into and checkout):
        raise InputError(f"--into {folder}: it is a folder of the program, allowed: a folder of your own")
    there = folder / STUDY
    if not there.is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"--into {folder}: holds other things, allowed: a new folder, or one of this study")
        shutil.copytree(study.folder, folder, ignore=shutil.ignore_patterns(RESULTS, FIGURES), dirs_exist_ok=True)
    found = read_study(folder)
    if found.designs != study.designs:
        raise InputError(f"--into {folder}: holds another study, allowed: a new folder, or one of this study")
    return found


# --- running ------------------------------------------------------------------------------------------------------


def run(study: Study, place: Path, quick: bool = False, workers: int | None = None,
        watch: Callable[[Any], None] = lambda progress: None) -> dict[str, Results]:  # fmt: skip
    """The results of every design of a study, by its file.

    Parameters
    ----------
    study
        As `read_study` gives it.
    place
        A folder in which each design has its own; what is there already is kept.
    quick
        A few points and replicates of each.
    workers, watch
        As of `samenspel.experiments.run_design`.
    """
    found = {}
    for file in study.designs:
        path = study.folder / file
        named = [one.where for one in study.asked if one.design == file]
        design = quick_design(path, named) if quick else read_design(path)
        folder = place / Path(file).stem
        sweep(design, folder, workers=workers, watch=watch)
        found[file] = read(folder)
        failed = found[file].runs["error"].dropna()
        if len(failed):
            raise InputError(f"{study.name}: {file}: {len(failed):,} runs failed, the first: {failed.iloc[0]}")
    return found


def quick_design(path: Path, named: Iterable[Mapping[str, Any]] = ()) -> Design:
    """A small part of a design: the same points, fewer of them, on the first seeds of a design of so many.

    Values that a finding names (`where`) are among them.
    """
    asked = [flat(where) for where in named]
    said = read_toml(decoded(contents(path, MOST_MEGABYTES)))
    method = read_method(said.get("design", {}))
    if isinstance(method, Drawn):
        said["design"][method.size] = min(said["design"][method.size], QUICK_SAMPLES)
        design = from_table(said, path.parent)
    else:
        whole = read_design(path)
        kept = np.ones(whole.points, bool)
        for factor, codes in zip(whole.factors, whole.table.T, strict=True):
            some = few(np.unique(codes), QUICK_WORDS if factor.kind == "word" else QUICK_LEVELS)
            also = [factor.encode(where[factor.name]) for where in asked if factor.name in where]
            kept &= np.isin(codes, [*some, *also])
        design = replace(whole, table=whole.table[kept])
    return replace(design.with_replicates(min(design.replicates, QUICK_REPLICATES)), adaptive=None)


def few(codes: np.ndarray, most: int) -> np.ndarray:
    """Some of the values of a factor, evenly from the first to the last."""
    if codes.size <= most:
        return codes
    return codes[np.unique(np.linspace(0, codes.size - 1, most).round().astype(int))]


# --- what is kept -------------------------------------------------------------------------------------------------


def text_digest(path: Path) -> str:
    """Fingerprint of a design file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def points_table(results: Results) -> pandas.DataFrame:
    """One row a point: factors, the mean of each outcome with its 95 % interval, and the runs it is of."""
    runs = results.runs
    points = points_of(runs, list(results.factors))
    for name in results.outcomes:
        values = at_points(runs, name, shared=False)
        found = [mean_interval(row) for row in values.loc[points.index].to_numpy()]
        for part in ("mean", "low", "high"):
            points[name if part == "mean" else f"{name}_{part}"] = [getattr(one, part) for one in found]
    return points.assign(runs=runs.groupby("point").size())


def write_results(study: Study, file: str, results: Results, folder: Path) -> None:
    """The table of a design, under a line that says of which design and which version of the model it is.

    Parameters
    ----------
    study
        Of which it is.
    file
        The design, by its name in the folder of the study.
    results
        What came of it.
    folder
        Where the table is written.
    """
    table = points_table(results)
    first = "" if len(table) <= MOST_POINTS else f"; the first {MOST_POINTS:,} of {len(table):,} points"
    head = f"# study {study.name}, {file} {text_digest(study.folder / file)}, model {digest(*MODEL)}{first}"
    text = table.head(MOST_POINTS).to_csv(index=False, float_format="%.4g", lineterminator="\n")
    (folder / f"{Path(file).stem}.csv").write_text(f"{head}\n{text}", encoding="utf-8")


def read_results(study: Study, file: str) -> tuple[str, pandas.DataFrame]:
    """What is kept of a design: the fingerprint of the design that it is of, and its points."""
    import pandas

    path = study.folder / RESULTS / f"{Path(file).stem}.csv"
    with path.open(encoding="utf-8") as lines:
        head = next(lines)
    return head.split(",")[1].split()[1], pandas.read_csv(path, comment="#")


def block(found: Mapping[str, Results], answers: Sequence[tuple[Asked, Answer]], figures: bool) -> str:
    """The findings, as Markdown."""
    counts = [
        f"{len(results.runs):,} runs of `{file}` ({results.status.points:,} points, seeds "
        f"{results.runs['seed'].min()} to {results.runs['seed'].max()})"
        for file, results in found.items()
    ]
    by = f"model {digest(*MODEL)}, of engine {digest(*ENGINE)}"
    parts = [f"*{', '.join(counts)}; {by}. Numbers in brackets are 95 % intervals.*"]
    for asked, one in answers:
        parts += [f"### {one.heading}", one.reading]
        if figures and one.figure is not None:
            parts.append(f"![{asked.title}]({FIGURES}/{one.key}.png)")
        rows = [list(one.table.columns), *one.table.astype(str).to_numpy().tolist()]
        parts += [listing.table(rows, rule="---")] if asked.table else []
        parts.append(f"<sub>{one.note}</sub>")
    return "\n\n".join(parts)


def around(readme: Path, begin: str = BEGIN, end: str = END) -> tuple[str, str]:
    """What stands before and after the findings, or between other marks.

    Parameters
    ----------
    readme
        The file.
    begin, end
        The marks.

    Raises
    ------
    InputError
        A README without the marks.
    """
    said = decoded(contents(readme, MOST_MEGABYTES))
    before, begun, rest = said.partition(begin)
    _, ended, after = rest.partition(end)
    if not (begun and ended):
        raise InputError(
            f"{readme.parent.name}/{readme.name}: the marks are missing, allowed: a line '{begin}' and below it a line "
            f"'{end}'"
        )
    return before, after


def write(study: Study, found: Mapping[str, Results], answers: Sequence[tuple[Asked, Answer]], folder: Path) -> None:
    """Results, figures and findings of a study, in a folder that has its README.

    Parameters
    ----------
    study
        The study.
    found
        Results of each design, by the name of its file.
    answers
        What was asked, and what came of it.
    folder
        Where they are written.
    """
    for name in (RESULTS, FIGURES):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
    for file, results in found.items():
        write_results(study, file, results, folder / RESULTS)
    for _, one in answers:
        if one.figure is not None:
            save(one.figure, folder / FIGURES / one.key)
    before, after = around(folder / README)
    text = block(found, answers, figures=True)
    (folder / README).write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


# --- the command --------------------------------------------------------------------------------------------------


def answered(study: Study, found: Mapping[str, Results]) -> Iterator[tuple[Asked, Answer]]:
    """Everything that is asked of the runs, with its answer."""
    from .answers import answer

    for one in study.asked:
        yield one, answer(found[one.design], one)


def study(
    name: Annotated[str, Parameter(name="NAME", help="A study that comes with the model, or the folder of one.")],
    /,
    *,
    quick: Annotated[
        bool, Parameter(show_default=False, help="A few points and runs; shown, and not written.")
    ] = False,
    into: Annotated[
        Path | None,
        Parameter(help="Folder to write. [default: my_studies/NAME, or that of a study of your own]"),
    ] = None,
    out: Annotated[
        Path | None, Parameter(help="Folder for all runs. [default: out/studies/NAME/...; of --quick none]")
    ] = None,
    workers: Workers = None,
) -> None:
    """Run a study again, and write its results, figures and findings.

    One that comes with the model is copied to a folder of yours first, and written there. Run the same command again
    after whatever stopped it: what is there is kept, and the rest is run.
    """
    asked = read_study(name)
    if not quick:
        asked = own_copy(asked, into)
        around(asked.folder / README)  # rather now than after minutes of running
    with ExitStack() as stack:
        place = out or (Path(stack.enter_context(tempfile.TemporaryDirectory())) if quick else runs_of(asked))
        watch = stack.enter_context(progress())
        found = run(asked, place, quick, workers, watch)
        answers = list(answered(asked, found))
    if quick:
        print(block(found, answers, figures=False))
        return
    write(asked, found, answers, asked.folder)
    for _, one in answers:
        print(f"{one.heading}\n{one.reading}\n")
    tell(f"Results, figures and findings are in {asked.folder}, all runs in {place}")

"""The store: a folder of results that is never half written, and that knows what it holds.

    DIR/manifest.json                what it takes to make the results again; nothing of a machine or an hour
    DIR/runs/runs-000000.parquet     one row a run; a chunk is a fixed block of run numbers
    DIR/rounds/rounds-000000.parquet one row a round, where that was asked for
    DIR/checksums.txt                which of these files count, and what is in them
    DIR/sweep.log                    when how much was done

Run number is replicate x points + point, so that more replicates are new numbers after those that are there. Every
file is written under another name, brought to the disk, and put in its place in one step: a reader sees all of it or
nothing. A chunk that is not complete is completed by writing it anew with its old rows and the new ones, so that the
finished data set has the same bytes, however often the sweep was cut off.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samenspel import draws, elementary
from samenspel.errors import InputError
from samenspel.kernel import ENGINE, PACKAGE, digest
from samenspel.measures import Outcomes
from samenspel.parameters import declared
from samenspel.reading import show
from samenspel.results.outcomes import an
from samenspel.runs import Summary
from samenspel.scenario import Scenario
from samenspel.whole import write_whole

from .checksums import CHECKSUMS, add_checksums, checksum, lines_of, proven, read_checksums
from .design import FOR_PEOPLE, Design
from .factors import Factor, Recipe, flat

if TYPE_CHECKING:
    import pandas
    import pyarrow

MANIFEST, LOG, LOCK, PROGRESS = "manifest.json", "sweep.log", "sweep.lock", "sweep.progress"
RUNS, ROUNDS = "runs", "rounds"
MAKER = "samenspel sweep"
CALLED = {  # by what makes them
    MAKER: "sweep",
    "samenspel search": "search",
    "samenspel explore": "exploration",
    "samenspel calibrate": "calibration",
}
MOST_ROWS = 10_000  # of a chunk of runs
MOST_ROUND_ROWS = 200_000  # of a chunk of rounds
PACKAGES = ("samenspel", "numpy", "numba", "llvmlite", "networkx", "scipy", "SALib", "pyarrow")
BITS = ("numpy", "numba", "llvmlite", "networkx")  # another version of these may give other bits

# What a run is made by: a change in any of these may change results.
MODEL = (
    *ENGINE, "based.py", "brought/*.py", "errors.py", "events.py", "networks.py", "numbers.py", "own_mechanism.py",
    "partners.py", "parts.py", "reading.py", "results/comparison.py", "results/outcomes.py", "runs.py", "scenario.py",
)  # fmt: skip


# --- what it takes to make the results again ----------------------------------------------------------------------


def made_of(maker: str, title: str, question: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a manifest begins with.

    Parameters
    ----------
    maker
        The command that answers what is asked.
    title, question
        For people.
    said
        What is asked, as its file says it.
    """
    return {
        "made_by": maker,
        "title": title,
        "question": question,
        "versions": versions(),
        "sources": sources(),
        "draws": draws_digest(),
        "design": said,
    }


def kept_of_all(scenarios: Mapping[str, Scenario], seed: int) -> dict[str, dict[str, str]]:
    """What it takes to make scenarios again, by name."""
    return {name: kept_of(scenario, seed) for name, scenario in scenarios.items()}


def own_of(recipe: Recipe) -> dict[str, list[str]]:
    """Unit and meaning of outcomes of one's own, by name."""
    return {name: [one.unit, one.meaning] for name, one in recipe.own_outcomes.items()}


def manifest_of(design: Design) -> dict[str, Any]:
    """The manifest of a design, run by this version of the model."""
    return {
        **made_of(MAKER, design.title, design.question, design.said),
        "points": design.points,
        "points_digest": design.digest(),
        "seeds": {"first": design.seed, "sets": design.lucks},
        "factors": [factor.described() for factor in design.factors],
        "own_outcomes": own_of(design.recipe),
        "replicates": design.replicates,
        "most_replicates": design.adaptive.most if design.adaptive else design.replicates,
        "rows_per_chunk": rows_per_chunk(design),
        "scenarios": kept_of_all(design.recipe.scenarios, design.seed),
    }


@cache
def versions() -> dict[str, str]:
    """Of Python and the packages that have a part in the numbers."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


@cache
def draws_digest() -> str:
    """Fingerprint of some numbers of chance and of what is made of them: another means another arithmetic."""
    drawn = [draws.normal(seed, 1, round_, 0, 1) for seed in range(1, 21) for round_ in range(1, 21)]
    made = [(elementary.exp(one), elementary.log(abs(one)), elementary.tanh(one)) for one in drawn]
    return hashlib.sha256(np.column_stack([drawn, made]).tobytes()).hexdigest()[:16]


@cache
def sources() -> dict[str, str]:
    """Fingerprint of each source of the model, by path."""
    files = sorted({path for pattern in MODEL for path in PACKAGE.glob(pattern)})
    return {path.relative_to(PACKAGE).as_posix(): digest(path.relative_to(PACKAGE).as_posix()) for path in files}


@cache
def made_by() -> dict[str, str]:
    """What makes the bits of a run: the model, what compiles it and what it stands on, and the numbers it draws."""
    return {
        **{name: versions().get(name, "none") for name in BITS},
        "the model": digest(*MODEL),
        "the numbers that are drawn": draws_digest(),
    }


def kept_of(scenario: Scenario, seed: int) -> dict[str, str]:
    """What it takes to make a scenario again: its text, who takes part, and the source of parts of one's own."""
    kept = {"text": scenario.text, "declared": declared_digest(scenario, seed)}
    return kept | ({"parts": scenario.parts.source} if scenario.parts else {})


def declared_digest(scenario: Scenario, seed: int) -> str:
    """Fingerprint of who takes part, and so of data files that a scenario names."""
    fingerprint = hashlib.sha256("\n".join(scenario.labels).encode())
    for records in scenario.declare(seed):
        fingerprint.update(records.tobytes())
    return fingerprint.hexdigest()[:16]


def rows_per_chunk(design: Design) -> int:
    """How many runs a chunk holds: many, so that files are few, as long as a chunk fits in memory many times over."""
    return max(1, min(MOST_ROWS, MOST_ROUND_ROWS // design.most_rounds())) if design.every_round else MOST_ROWS


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What differs between two manifests such that their runs must not be mixed."""
    changed = sorted(
        name
        for name in old["sources"].keys() | new["sources"].keys()
        if old["sources"].get(name) != new["sources"].get(name)
    )
    if changed:
        yield f"the code of the model: {', '.join(changed[:5])}{', ...' if len(changed) > 5 else ''}"
    for name in BITS:
        was, now = old["versions"].get(name), new["versions"].get(name)
        if was != now:
            yield f"{name}: was {was}, is {now}"
    if old["draws"] != new["draws"]:
        yield "the numbers that are drawn: this machine calculates otherwise"
    before, after = (
        flat({key: value for key, value in one["design"].items() if key not in FOR_PEOPLE}) for one in (old, new)
    )
    designed = list(dict.fromkeys([*before, *after]))
    told = [name for name in designed if before.get(name) != after.get(name)]
    for name in told:
        was, now = (show(one[name]) if name in one else "not there" for one in (before, after))
        yield f"{name}: was {was}, is {now}"
    for name in old["scenarios"].keys() | new["scenarios"].keys():
        was, now = old["scenarios"].get(name), new["scenarios"].get(name)
        if was and now and was != now:
            kinds = {"text": "file", "parts": "own parts", "declared": "data files or random network"}
            yield f"scenario {name}: its {next(said for key, said in kinds.items() if was.get(key) != now.get(key))}"
    if old["points_digest"] != new["points_digest"] and not told:
        yield f"the points that {new['design'].get('design', {}).get('method', 'grid')} gives (another SALib or scipy?)"
    if old["rows_per_chunk"] != new["rows_per_chunk"] and not told:
        yield "the size of a chunk"


# --- tables -------------------------------------------------------------------------------------------------------


def schemas(design: Design) -> dict[str, pyarrow.Schema]:
    """Columns of the data sets, with unit and meaning."""
    import pyarrow as pa

    of_run, varied = counted("run", "point", "replicate"), varied_by(design.factors)
    own = told_by(own_of(design.recipe))
    found = {RUNS: pa.schema([*of_run, *counted("seed"), *varied, *measured(Summary), *own, failed()])}
    if design.every_round:
        found[ROUNDS] = pa.schema([*of_run, *counted("round"), *varied, *measured(Outcomes)])
    return found


def counted(*names: str) -> list[pyarrow.Field]:
    """Columns of whole numbers that are always there."""
    import pyarrow as pa

    return [pa.field(name, pa.int64(), nullable=False) for name in names]


def varied_by(factors: Sequence[Factor]) -> list[pyarrow.Field]:
    """A column for every factor."""
    import pyarrow as pa

    types = {"number": pa.float64(), "whole": pa.int64(), "word": pa.string()}
    return [pa.field(one.name, types[one.kind], metadata={"unit": one.unit, "meaning": one.meaning}) for one in factors]


def failed() -> pyarrow.Field:
    """The column of why a run failed; null where it did not."""
    import pyarrow as pa

    return pa.field("error", pa.string(), metadata={"meaning": "why the run failed"})


def measured(outcomes: type) -> list[pyarrow.Field]:
    """A column for every outcome; where it is not defined it is null."""
    return told_by({name: [one.unit, one.meaning] for name, one in declared(outcomes).items()})


def told_by(outcomes: Mapping[str, Sequence[str]]) -> list[pyarrow.Field]:
    """A column for every outcome, by its name, unit and meaning."""
    import pyarrow as pa

    return [
        pa.field(name, pa.float64(), metadata={"unit": unit, "meaning": meaning})
        for name, (unit, meaning) in outcomes.items()
    ]


def columns_of(design: Design, runs: np.ndarray, outcomes: np.ndarray, errors: Sequence[str | None]) -> pyarrow.Table:
    """Runs as rows.

    Parameters
    ----------
    design
        Of which they are runs.
    runs
        Their numbers, shape (runs,).
    outcomes
        A row a run, a column an outcome.
    errors
        Why a run failed; None where it did not.
    """
    import pyarrow as pa

    replicates, points = np.divmod(runs, design.points)
    columns = [runs, points, replicates, design.seeds(runs), *varied_at(design, points)]
    return as_table(schemas(design)[RUNS], [*columns, *outcomes.T, pa.array(errors, pa.string())])


def varied_at(design: Design, points: np.ndarray) -> Iterator[np.ndarray]:
    """The value of each factor at some points, a column a factor."""
    return words_of_codes(design.factors, design.table[points])


def words_of_codes(factors: Sequence[Factor], table: np.ndarray) -> Iterator[np.ndarray]:
    """The value of each factor in a table of points, as results have it: words where those stand for a value."""
    for factor, codes in zip(factors, table.T, strict=True):
        if factor.kind == "word":
            yield np.array(factor.values, object)[codes.astype(int)]
        else:
            yield codes.astype(np.int64) if factor.kind == "whole" else codes


def round_columns_of(design: Design, runs: np.ndarray, rounds: np.ndarray, history: np.ndarray) -> pyarrow.Table:
    """Rounds as rows.

    Parameters
    ----------
    design
        Of which they are runs.
    runs
        Their numbers, shape (runs,).
    rounds
        How many each has, shape (runs,).
    history
        Outcomes of the rounds of all runs, one after the other: shape (rounds of all, outcomes).
    """
    replicates, points = np.divmod(runs, design.points)
    counted = [np.repeat(column, rounds) for column in (runs, points, replicates)]
    varied = varied_at(design, np.repeat(points, rounds))
    counting = np.concatenate([np.arange(1, count + 1) for count in rounds]) if rounds.size else np.zeros(0, np.int64)
    return as_table(schemas(design)[ROUNDS], [*counted, counting, *varied, *history.T])


def as_table(schema: pyarrow.Schema, columns: Iterable[Any]) -> pyarrow.Table:
    """Columns as a table, NaN as null."""
    import pyarrow as pa

    arrays = [
        column if isinstance(column, pa.Array) else pa.array(np.ascontiguousarray(column), one.type, from_pandas=True)
        for one, column in zip(schema, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


# --- the folder ---------------------------------------------------------------------------------------------------


class Store:
    """A folder of results, opened for one design; holds the lock until it is closed.

    Attributes
    ----------
    folder, design
        As they were given.
    held
        Run numbers that are there, by chunk.
    notices
        What was found on opening that people should know, such as a chunk that was set aside.
    """

    def __init__(self, folder: Path, design: Design) -> None:
        self.folder, self.design = folder, design
        self.chunk_rows = rows_per_chunk(design)
        self.schemas = schemas(design)
        self.manifest: Mapping[str, Any] = {}
        self.held: dict[int, np.ndarray] = {}
        self.notices: list[str] = []

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The folder, made if it is not there, checked, and locked.

        Raises
        ------
        InputError
            It holds other things, or results of another design or of other code, or is in use.
        """
        check_folder(self.folder, self.design)
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder) as kept_out:
            self.manifest = check_folder(self.folder, self.design)  # again, as another may have come and gone
            if not kept_out:
                self.notices.append("this file system takes no locks: nothing keeps a second sweep out of the folder")
            for leftover in (*self.folder.glob(".*.part"), *self.folder.glob(PROGRESS)):
                leftover.unlink()
            text = json.dumps(self.manifest, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
            present = self.folder / MANIFEST
            if not present.exists() or present.read_text(encoding="utf-8") != text:
                write_in(self.folder, present, text.encode())
            for name in self.schemas:
                (self.folder / name).mkdir(exist_ok=True)
            for path in sorted((self.folder / RUNS).glob(f"{RUNS}-*.parquet")):
                self.take_stock(path)
            self.settle()
            try:
                yield self
            finally:
                with suppress(OSError):  # each file has its line already
                    self.settle()
                    (self.folder / PROGRESS).unlink(missing_ok=True)

    def path(self, name: str, chunk: int) -> Path:
        """Where a chunk of a data set is."""
        return self.folder / name / f"{name}-{chunk:06d}.parquet"

    def take_stock(self, path: Path) -> None:
        """Read a chunk through, and note the runs in it; set it aside when it is not what it should be."""
        try:
            chunk = int(path.stem.rpartition("-")[2])
            table = self.read(RUNS, chunk)
            check_rows(table, chunk, self.manifest)
            runs = table.column("run").to_numpy()
            if self.design.every_round:
                kept = np.unique(self.read(ROUNDS, chunk).column("run").to_numpy())
                if not np.isin(runs[table.column("error").is_null().to_numpy()], kept).all():
                    raise ValueError("runs without rounds")
        except (OSError, ValueError) as problem:  # pyarrow's own errors are among these
            for name in self.schemas:
                damaged = self.folder / name / path.name.replace(RUNS, name)
                if damaged.exists():
                    os.replace(damaged, self.folder / f"{damaged.name}.corrupt")
            reason = " ".join(str(problem).split())[:200]
            self.notices.append(f"{path.name} is corrupt ({reason}): set aside as {path.name}.corrupt, and run again")
            return
        self.held[chunk] = runs

    def read(self, name: str, chunk: int) -> pyarrow.Table:
        """A chunk of a data set, as it was written."""
        table = from_parquet(proven(self.folder, self.path(name, chunk).relative_to(self.folder).as_posix()))
        if not table.schema.equals(self.schemas[name]):
            raise ValueError("other columns than expected")
        return table.cast(self.schemas[name])  # with unit and meaning as they should be

    def missing(self, chunk: int, replicates: np.ndarray) -> np.ndarray:
        """Run numbers of a chunk that are wanted and not there.

        Parameters
        ----------
        chunk
            Its number.
        replicates
            How many are wanted of each point.
        """
        first = chunk * self.chunk_rows
        runs = np.arange(first, min(first + self.chunk_rows, int(replicates.max()) * self.design.points))
        replicate, point = np.divmod(runs, self.design.points)
        wanted = runs[replicate < replicates[point]]
        return np.setdiff1d(wanted, self.held[chunk], assume_unique=True) if chunk in self.held else wanted

    def save(self, chunk: int, tables: Mapping[str, pyarrow.Table]) -> None:
        """Write runs of a chunk, with what it holds already.

        Parameters
        ----------
        chunk
            Its number.
        tables
            By data set; runs that are not there yet, in any order.
        """
        import pyarrow as pa

        new = tables[RUNS].column("run").to_numpy()
        written: dict[Path, bytes] = {}
        for name in reversed(self.schemas):  # rounds first: a run that is there has its rounds
            table = tables[name]
            if chunk in self.held:
                old = self.read(name, chunk)
                kept = np.isin(old.column("run").to_numpy(), self.held[chunk])
                table = pa.concat_tables([old.filter(pa.array(kept)), table])
            order = np.argsort(table.column("run").to_numpy(), kind="stable")
            written[self.path(name, chunk)] = as_parquet(table.take(order).combine_chunks())
        add_checksums(self.folder, {self.named(path): checksum(data) for path, data in written.items()})
        for path, data in written.items():
            write_in(self.folder, path, data)
        self.held[chunk] = np.union1d(self.held.get(chunk, new), new)

    def named(self, path: Path) -> str:
        """A file of results, as its checksum names it."""
        return path.relative_to(self.folder).as_posix()

    def settle(self) -> None:
        """Leave one checksum of each file that counts."""
        settle(
            self.folder, [self.named(self.path(name, chunk)) for name in self.schemas for chunk in sorted(self.held)]
        )

    def say_progress(self, made: int, failed: int) -> None:
        """Let other processes know how many runs are there or made; nothing fails for want of it."""
        with suppress(OSError):
            (self.folder / PROGRESS).write_text(f"{made} {failed}\n", encoding="ascii")

    def values(self, outcome: str, first: int) -> tuple[np.ndarray, np.ndarray]:
        """Run numbers from `first` on, and an outcome of each; NaN where it is not defined."""
        runs, values = [], []
        for chunk in sorted(self.held):
            if chunk >= first // self.chunk_rows:
                path = self.named(self.path(RUNS, chunk))
                table = read_chunk(self.folder, path, self.manifest, ["run", outcome])
                runs.append(table.column("run").to_numpy())
                values.append(table.column(outcome).to_numpy())
        held, known = np.concatenate(runs), np.concatenate(values)
        return held[held >= first], known[held >= first]

    def log(self, line: str) -> None:
        """Add a line to the log; that nothing fails for want of it."""
        from datetime import datetime

        with suppress(OSError), open(self.folder / LOG, "a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat(' ', 'seconds')}  {line}\n")


def as_parquet(table: pyarrow.Table) -> bytes:
    """A table as a file: text by dictionary, everything with checksums."""
    import pyarrow as pa
    from pyarrow import parquet

    buffer = io.BytesIO()
    words = [one.name for one in table.schema if one.type == pa.string()]
    parquet.write_table(table, buffer, compression="zstd", use_dictionary=words, write_page_checksum=True)
    return buffer.getvalue()


def from_parquet(data: bytes, columns: Sequence[str] | None = None) -> pyarrow.Table:
    """A table from the bytes of a file; in this thread, as another that lets go of them may outlive the interpreter."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        return file.read(columns and list(columns), use_threads=False).combine_chunks()
    except NotImplementedError as problem:  # a type that pyarrow does not have
        raise ValueError(str(problem)) from None


def check_rows(table: pyarrow.Table, chunk: int, manifest: Mapping[str, Any]) -> None:
    """Refuse rows that are not of the runs that they say, or not of this chunk.

    Parameters
    ----------
    table
        Of runs.
    chunk
        Its number.
    manifest
        Of the folder.

    Raises
    ------
    ValueError
        What is wrong with them.
    """
    runs, points, replicates, seeds = (table.column(name).to_numpy() for name in ("run", "point", "replicate", "seed"))
    if np.any(np.diff(runs) <= 0) or np.any(runs // manifest["rows_per_chunk"] != chunk):
        raise ValueError("runs that do not belong in it")
    if np.any(replicates * manifest["points"] + points != runs) or np.any(points >= manifest["points"]):
        raise ValueError("points and replicates that are not those of its runs")
    luck = seeds - manifest["seeds"]["first"] - replicates * manifest["seeds"]["sets"]
    if np.any((luck < 0) | (luck >= manifest["seeds"]["sets"])):
        raise ValueError("seeds that are not those of its runs")


def settle(folder: Path, names: Iterable[str]) -> None:
    """Leave one checksum of each file that counts.

    Parameters
    ----------
    folder
        Of the results.
    names
        Paths of those files from there.
    """
    known = read_checksums(folder)
    sums = {name: known[name][-1] for name in names if name in known}
    for name, several in ((name, known[name]) for name in sums if len(set(known[name])) > 1):
        data = checksum((folder / name).read_bytes())
        sums[name] = next((one for one in several if one == data), sums[name])
    text = lines_of(sums)
    if not (folder / CHECKSUMS).exists() or (folder / CHECKSUMS).read_bytes() != text:
        write_in(folder, folder / CHECKSUMS, text)


def write_in(folder: Path, path: Path, data: bytes) -> None:
    """Write a file of a folder of results as a whole or not at all; unfinished, it lies at the top, out of sight."""
    write_whole(path, data, part=folder / f".{path.name}.part")


def check_folder(folder: Path, design: Design) -> dict[str, Any]:
    """The manifest of a design, once it is sure that its results can go to a folder.

    Raises
    ------
    InputError
        The folder is a file, holds other things, or results that these would not go with.
    """
    manifest = manifest_of(design)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}: it is a file, allowed: a folder")
    if (folder / MANIFEST).exists():
        if found := list(differences(read_manifest(folder), manifest)):
            raise InputError(
                f"{folder}: holds results that these would not go with; different: {'; '.join(found)}. "
                "Allowed: another folder, or the design and code as they were"
            )
    elif folder.is_dir():
        ours = [folder / LOCK, folder / LOG, folder / PROGRESS, folder / CHECKSUMS, *folder.glob(".*.part")]
        if strangers := [path.name for path in folder.iterdir() if path not in ours]:
            raise InputError(
                f"--out {folder}: holds other things, such as {show(min(strangers))}; allowed: a new folder"
            )
    return manifest


def read_manifest(folder: Path, maker: str = MAKER) -> dict[str, Any]:
    """The manifest of a folder of results.

    Parameters
    ----------
    folder
        Of the results.
    maker
        The command that made them.

    Raises
    ------
    InputError
        There is none, or it is of something else.
    """
    path, what = folder / MANIFEST, CALLED[maker]
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{folder}: no results of {an(what)} there") from None
    except (OSError, ValueError) as problem:
        raise InputError(f"{path}: cannot be read: {problem}") from None
    if not isinstance(manifest, dict) or manifest.get("made_by") != maker:
        raise InputError(f"{folder}: holds other results than of {an(what)}; allowed: a folder of one")
    if not {"seeds", "draws"} <= manifest.keys():
        raise InputError(
            f"{folder}: holds results of an earlier version, which nothing proves; allowed: another folder"
        )
    return manifest


def maker_of(folder: Path) -> str:
    """The command that made what a folder holds; that of a sweep where it cannot be told."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return MAKER  # whoever reads it says what is wrong
    return str(manifest.get("made_by", MAKER)) if isinstance(manifest, dict) else MAKER


def read_runs(folder: Path | str, name: str = RUNS, columns: Sequence[str] | None = None) -> pandas.DataFrame:
    """A data set of a folder of results: `runs`, one row a run, or `rounds`, one row a round.

    Parameters
    ----------
    folder
        Of a sweep, finished or not.
    name
        Of the data set.
    columns
        By default all.

    Raises
    ------
    InputError
        There is none, or a file that is not as it was written.
    """
    import pyarrow as pa

    folder = Path(folder)
    manifest = read_manifest(folder)
    tables = [read_chunk(folder, path, manifest, columns) for path in counting(folder, name)]
    if not tables:
        raise InputError(f"{folder}: no {name} there yet")
    return pa.concat_tables(tables).to_pandas()


def counting(folder: Path, name: str) -> list[str]:
    """The files of a data set that count: they have a checksum, and are there."""
    return sorted(path for path in read_checksums(folder) if path.startswith(f"{name}/") and (folder / path).is_file())


def read_chunk(
    folder: Path, path: str, manifest: Mapping[str, Any], columns: Sequence[str] | None = None
) -> pyarrow.Table:
    """A chunk of a data set, once it is sure that it is as it was written.

    Parameters
    ----------
    folder
        Of the results.
    path
        Of the chunk, from there.
    manifest
        Of the folder.
    columns
        By default all.

    Raises
    ------
    InputError
        It is not.
    """
    try:
        data = proven(folder, path)
        table = from_parquet(data, columns)
        if path.startswith(f"{RUNS}/"):
            of_runs = ("run", "point", "replicate", "seed")
            check_rows(from_parquet(data, of_runs), int(Path(path).stem.rpartition("-")[2]), manifest)
    except (OSError, ValueError) as problem:
        reason = " ".join(str(problem).split())
        raise InputError(
            f"{folder / path}: {reason}; the same sweep again sets it aside, and makes its runs anew"
        ) from None
    return table


# --- one sweep at a time ------------------------------------------------------------------------------------------

HELD_HERE: set[Path] = set()  # a lock of POSIX does not keep a process from itself


@contextmanager
def locked(folder: Path, what: str = "sweep") -> Iterator[bool]:
    """Keep other sweeps out of a folder; the system opens the lock when this process ends, however it ends.

    Parameters
    ----------
    folder
        Of the results.
    what
        Is running there.

    Yields
    ------
    bool
        Whether they are kept out: some file systems take no locks.
    """
    place = folder.resolve()
    if place in HELD_HERE:
        raise InputError(f"{folder}: {an(what)} is running there")
    with open(folder / LOCK, "a+b") as file:
        try:
            kept_out = True
            if not try_lock(file.fileno()):
                raise InputError(f"{folder}: {an(what)} is running there")
        except OSError:
            kept_out = False
        HELD_HERE.add(place)
        try:
            yield kept_out
        finally:
            HELD_HERE.discard(place)


def try_lock(descriptor: int) -> bool:
    """Lock an open file, if nobody else has; an `OSError` where files cannot be locked."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        lock = lambda: msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # noqa: E731
    else:
        lock = lambda: fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # noqa: E731
    try:
        lock()
    except OSError as problem:
        if problem.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def is_running(folder: Path) -> bool:
    """Whether a sweep is running in a folder."""
    if folder.resolve() in HELD_HERE:
        return True
    try:
        with open(folder / LOCK, "r+b") as file:
            return not try_lock(file.fileno())
    except OSError:
        return False

"""Keeping results: tables in Parquet and CSV, and a manifest that says where they came from.

Every table is written twice, with the same numbers: Parquet for programs, CSV for people and spreadsheets. The
manifest holds what it takes to make the results again, and nothing of the machine or the hour: the same runs give the
same files. A folder of results is there as a whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import platform
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError, visible
from ..events import ACTS
from ..measures import Outcomes
from ..mechanisms.fortune import SETBACKS
from ..parameters import Outcome, declarations, declared
from ..runs import Summary
from ..scenario import Scenario
from ..version import source_digest
from .comparison import Comparison, summaries
from .intervals import mean_interval
from .replicates import MOST_RECORDS, Replicate, kept_rounds

if TYPE_CHECKING:
    import pyarrow

MANIFEST = "manifest.json"
MOST_ROWS = 1_048_575  # of a spreadsheet, below its heading
MAKER = "samenspel"
PACKAGES = ("samenspel", "numpy", "numba", "llvmlite", "scipy", "pyarrow", "matplotlib")
BOOKKEEPING = ("key", "first", "last", *(f"act_{name}" for name in ACTS))  # what was decided in person is open again
WORDS = {"member": np.array(["outside", "member", "left"]), "setback": np.array(SETBACKS)}


# A folder of results, whole or not at all --------------------------------------------------------------------------


def check_destination(folder: Path) -> None:
    """Say in time that results cannot go to a folder.

    Raises
    ------
    InputError
        It is a file, or cannot be written, or holds anything but an earlier result of samenspel.
    """
    there = folder.resolve()
    standing = nearest_standing(there)
    if not standing.is_dir():
        raise InputError(f"--out {folder}: {'it' if standing == there else standing.name} is a file, not a folder")
    if Path.cwd().is_relative_to(there):
        raise InputError(f"--out {folder}: you are in it; give the results a folder of their own, such as 'results'")
    if standing == there and (strangers := not_ours(there)):
        raise InputError(f"--out {folder}: it holds files that are no result of samenspel, such as '{strangers[0]}'")
    with workplace(folder):
        pass


def nearest_standing(path: Path) -> Path:
    """The path itself when it exists, or else its closest ancestor that does."""
    return next(place for place in (path, *path.parents) if place.exists() or place.is_symlink())


def not_ours(folder: Path) -> list[str]:
    """What a folder holds that no manifest of samenspel in it speaks for."""
    present = sorted(entry.name for entry in folder.iterdir())
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        ours = {MANIFEST, *manifest["files"]} if manifest["made_by"] == MAKER else set()
    except (OSError, ValueError, LookupError, TypeError):
        ours = set()
    return [name for name in present if name not in ours]


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to write results to, that takes its place only when everything in it has been written.

    An earlier result of samenspel in that place is replaced. When anything goes wrong, nothing has changed.
    """
    check_destination(folder)
    there = folder.resolve()
    with workplace(folder) as name:
        unfinished, earlier = Path(name) / "results", Path(name) / "earlier"
        unfinished.mkdir()
        yield unfinished
        there.parent.mkdir(parents=True, exist_ok=True)
        if there.exists():
            there.rename(earlier)
        try:
            unfinished.rename(there)
        except OSError:
            if earlier.exists():
                earlier.rename(there)
            raise


def workplace(folder: Path) -> tempfile.TemporaryDirectory:
    """A passing folder on the same disk, from where results can be moved to their place in one go."""
    there = folder.resolve()
    standing = nearest_standing(there)
    try:
        return tempfile.TemporaryDirectory(prefix=".samenspel-", dir=there.parent if standing == there else standing)
    except OSError as error:
        raise InputError(f"--out {folder}: cannot be written ({error.strerror})") from None


# What is written ---------------------------------------------------------------------------------------------------


def write_runs(folder: Path, scenario: Scenario, replicates: Sequence[Replicate], excel: bool = False) -> None:
    """Write runs of one scenario: `summary`, `rounds` and `organisations`.

    Parameters
    ----------
    folder
        That exists.
    scenario
        What was run.
    replicates
        In the order of their seeds. The table of organisations is about those that kept them.
    excel
        Whether to write each table as a spreadsheet too.
    """
    write_table(folder / "summary", summary_columns(replicates), declared(Summary), excel)
    write_table(folder / "rounds", round_columns(replicates), declared(Outcomes), excel)
    kept = [one for one in replicates if one.organisations is not None]
    if kept:
        write_table(folder / "organisations", organisation_columns(scenario, kept), {}, excel)


def write_comparison(folder: Path, comparison: Comparison, excel: bool = False) -> None:
    """Write a what-if: `pairs`, one row a pair and outcome, and `differences`, one row an outcome."""
    write_table(folder / "pairs", pair_columns(comparison), {}, excel)
    write_table(folder / "differences", difference_columns(comparison), {}, excel)


def runs_to_keep(scenario: Scenario) -> int:
    """Of how many runs the organisations are kept: as many as make a table of `MOST_RECORDS` rows, at least one."""
    return max(1, MOST_RECORDS // (len(kept_rounds(scenario)) * len(scenario.labels)))


def summary_columns(replicates: Sequence[Replicate]) -> dict[str, np.ndarray]:
    """One row a run."""
    return {"seed": np.array([one.seed for one in replicates]), **summaries(list(replicates))}


def round_columns(replicates: Sequence[Replicate]) -> dict[str, np.ndarray]:
    """One row a run and round."""
    history = np.array([one.history for one in replicates])
    runs, rounds = history.shape
    return {
        "seed": np.repeat([one.seed for one in replicates], rounds),
        "round": np.tile(np.arange(1, rounds + 1), runs),
        **{name: history[name].ravel() for name in Outcomes._fields},
    }


def organisation_columns(scenario: Scenario, replicates: Sequence[Replicate]) -> dict[str, np.ndarray]:
    """One row a run, round and organisation; of a point, one column a theme."""
    records = np.array([one.organisations for one in replicates])
    runs, rounds, n = records.shape
    columns = {
        "seed": np.repeat([one.seed for one in replicates], rounds * n),
        "round": np.tile(np.repeat(kept_rounds(scenario), n), runs),
        "organisation": np.tile(np.array(scenario.labels, dtype=object), runs * rounds),
    }
    for name in records.dtype.names or ():
        values = records[name]
        if name in WORDS:
            columns[name] = WORDS[name][values.ravel()]
        elif values.ndim > records.ndim:
            columns |= {f"{name}_{theme + 1}": values[..., theme].ravel() for theme in range(values.shape[-1])}
        elif name not in BOOKKEEPING:
            columns[name] = values.ravel()
    return columns


def pair_columns(comparison: Comparison) -> dict[str, np.ndarray]:
    """One row a pair and outcome."""
    before, after = summaries(comparison.before), summaries(comparison.after)
    seeds = [one.seed for one in comparison.before]
    baseline, changed = (np.array([side[name] for name in Summary._fields]).T.ravel() for side in (before, after))
    return {
        "seed": np.repeat(seeds, len(Summary._fields)),
        "outcome": np.tile(np.array(Summary._fields, dtype=object), len(seeds)),
        "baseline": baseline,
        "changed": changed,
        "difference": changed - baseline,
    }


def difference_columns(comparison: Comparison) -> dict[str, np.ndarray]:
    """One row an outcome."""
    differences = comparison.differences()
    before, after = summaries(comparison.before), summaries(comparison.after)
    units = declared(Summary)
    columns = {
        "outcome": np.array(list(differences), dtype=object),
        "unit": np.array([units[name].unit for name in differences], dtype=object),
        "baseline": np.array([mean_interval(before[name]).mean for name in differences]),
        "changed": np.array([mean_interval(after[name]).mean for name in differences]),
        "difference": np.array([one.interval.mean for one in differences.values()]),
        "low": np.array([one.interval.low for one in differences.values()]),
        "high": np.array([one.interval.high for one in differences.values()]),
        "pairs": np.array([one.interval.count for one in differences.values()]),
    }
    for name in ("higher", "lower", "only_baseline", "only_changed"):
        columns[name] = np.array([getattr(one, name) for one in differences.values()])
    return columns


def write_table(
    path: Path, columns: Mapping[str, np.ndarray], known: Mapping[str, Outcome], excel: bool = False
) -> None:
    """Write a table as Parquet and as CSV, and as a spreadsheet where that is asked; NaN is a missing value in all.

    Names that a spreadsheet would take for a formula are text, in CSV by a mark before them.

    Parameters
    ----------
    path
        Of the files, but for what each ends in.
    columns
        By name, in order; shape (rows,) each.
    known
        By name of a column, the outcome in it, of which Parquet keeps the meaning and the unit.
    excel
        As a spreadsheet too.
    """
    from pyarrow import csv, parquet

    parquet.write_table(as_table(columns, known), path.with_suffix(".parquet"))
    marked = {name: as_text(values) if values.dtype == object else values for name, values in columns.items()}
    csv.write_csv(as_table(marked, known), path.with_suffix(".csv"))
    if excel:
        write_xlsx(path.with_suffix(".xlsx"), columns)


def as_text(values: np.ndarray) -> np.ndarray:
    """Names with a mark before those that a spreadsheet would execute.

    Examples
    --------
    >>> as_text(np.array(["Town", "=1+1", "-3"], dtype=object)).tolist()
    ['Town', "'=1+1", "'-3"]
    """
    marks = [f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value for value in values]
    return np.array(marks, dtype=object)


FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def check_rows(rows: int) -> None:
    """Refuse a table that a spreadsheet cannot hold, before anything is run."""
    if rows > MOST_ROWS:
        raise InputError(f"--excel: got a table of {rows:,} rows, allowed: at most {MOST_ROWS:,}")


def write_xlsx(path: Path, columns: Mapping[str, np.ndarray]) -> None:
    """Write a table as a spreadsheet, which one in any language opens well: numbers are numbers, text is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(path.stem)
    sheet.freeze_panes = "A2"

    def cell(value: object) -> object:
        if isinstance(value, float) and not np.isfinite(value):
            return None
        if not isinstance(value, str):
            return value
        text = WriteOnlyCell(sheet, visible(value))
        text.data_type = "s"
        return text

    sheet.append([cell(name) for name in columns])
    for row in zip(*(values.tolist() for values in columns.values()), strict=True):
        sheet.append([cell(value) for value in row])
    book.save(path)


def as_table(columns: Mapping[str, np.ndarray], known: Mapping[str, Outcome]) -> pyarrow.Table:
    """An Arrow table whose columns carry unit and meaning, where those are known."""
    import pyarrow

    arrays = [pyarrow.array(values, from_pandas=True) for values in columns.values()]
    fields = [
        pyarrow.field(
            name,
            array.type,
            metadata={"unit": known[name].unit, "meaning": known[name].meaning} if name in known else None,
        )
        for name, array in zip(columns, arrays, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


# Where it came from ------------------------------------------------------------------------------------------------


def manifest(scenario: Scenario, seeds: range, **own: object) -> dict[str, Any]:
    """What it takes to make results again: the same on every machine, whenever they are made.

    Parameters
    ----------
    scenario
        As it was run, all changes made.
    seeds
        One a run.
    own
        What the command adds of its own.
    """
    return {
        "made_by": MAKER,
        "source_digest": source_digest(),
        "versions": versions(),
        "scenario": scenario.name,
        "title": scenario.title,
        **own,
        "rounds": scenario.rounds,
        "seeds": {"first": seeds[0], "last": seeds[-1], "runs": len(seeds)},
        "parameters": {name: known.show(value) for name, known, value in declarations(scenario.parameters)},
        "scenario_text": scenario.text,
        **({"parts": scenario.parts.source} if scenario.parts else {}),
    }


def versions() -> dict[str, str]:
    """Of Python, and of every package that has a part in the numbers or the figures."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def write_manifest(folder: Path, contents: Mapping[str, Any]) -> None:
    """Write the manifest of a folder that holds everything else already, with the digest of every file."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
    text = json.dumps({**contents, "files": files}, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

"""Tables of a sweep for other programs: CSV, and spreadsheets where that is asked, beside the Parquet that is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from samenspel.errors import InputError
from samenspel.results.record import as_text, check_rows, new_folder, write_xlsx

from .remade import remade
from .store import ROUNDS, RUNS, counting, read_chunk, read_manifest

if TYPE_CHECKING:
    import pyarrow


def write_tables(
    folder: Path, out: Path, excel: bool = False, also: Sequence[str] = (), data: Path | None = None
) -> list[Path]:
    """Write the runs of a sweep as CSV, its rounds where they were kept, and what is asked that is made again.

    Names that a spreadsheet would take for a formula are text, by a mark before them; what is not defined is empty.

    Parameters
    ----------
    folder
        Of the results, finished or not.
    out
        New folder for the tables.
    excel
        As spreadsheets too.
    also
        `organisations`, `ties` or both, as in `samenspel.experiments.remade`; these come as Parquet too.
    data
        Folder of the files that a scenario names, if it names any.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        No results there, one that is not as it was written, a folder that holds other things, or more rows than a
        spreadsheet takes.
    """
    manifest = read_manifest(folder)
    kept = {name: paths for name in (RUNS, ROUNDS) if (paths := counting(folder, name))}
    if RUNS not in kept:
        raise InputError(f"{folder}: no runs there yet")
    with new_folder(out) as unfinished:
        for name, paths in kept.items():
            write_table(unfinished / name, (read_chunk(folder, path, manifest) for path in paths), excel)
        for name in also:
            write_table(unfinished / name, remade(folder, name, data), excel, parquet=True)
        return [out / path.name for path in sorted(unfinished.iterdir())]


def write_table(path: Path, chunks: Iterator[pyarrow.Table], excel: bool, parquet: bool = False) -> None:
    """Write a table that comes in chunks of one schema.

    Parameters
    ----------
    path
        Of the files, but for what each ends in.
    chunks
        Of its rows.
    excel, parquet
        As which it is written too, beside CSV.

    Raises
    ------
    InputError
        It has no rows, or more than a spreadsheet takes, and is to be one.
    """
    import pyarrow as pa
    from pyarrow import csv
    from pyarrow.parquet import ParquetWriter

    first, rows, tables = next(chunks, None), 0, []
    if first is None:
        raise InputError(f"{path.name}: all runs failed, so there is nothing to make again")
    with ExitStack() as files:
        as_csv = files.enter_context(csv.CSVWriter(path.with_suffix(".csv"), first.schema))
        as_parquet = files.enter_context(ParquetWriter(path.with_suffix(".parquet"), first.schema)) if parquet else None
        for table in chain([first], chunks):
            as_csv.write_table(marked(table))
            if as_parquet:
                as_parquet.write_table(table)
            rows += table.num_rows
            if excel:
                check_rows(rows)
                tables.append(table)
    if excel:
        whole = pa.concat_tables(tables)
        columns = {one: np.array(whole[one].to_pylist(), object) for one in first.column_names}
        write_xlsx(path.with_suffix(".xlsx"), columns)


def marked(table: pyarrow.Table) -> pyarrow.Table:
    """The table with a mark before words that a spreadsheet would execute."""
    import pyarrow as pa

    for place, field in enumerate(table.schema):
        if field.type == pa.string():
            words = as_text(table[field.name].to_numpy(zero_copy_only=False))
            table = table.set_column(place, field, pa.array(words, pa.string()))
    return table

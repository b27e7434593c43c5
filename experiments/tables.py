"""Tables of a sweep for other programs: CSV, and spreadsheets where that is asked, beside the Parquet that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from samenspel.errors import InputError
from samenspel.results.record import as_text, check_rows, new_folder, write_xlsx

from .store import ROUNDS, RUNS, counting, read_chunk, read_manifest

if TYPE_CHECKING:
    import pyarrow


def write_tables(folder: Path, out: Path, excel: bool = False) -> list[Path]:
    """Write the runs of a sweep as CSV, and its rounds where they were kept.

    Names that a spreadsheet would take for a formula are text, by a mark before them; what is not defined is empty.

    Parameters
    ----------
    folder
        Of the results, finished or not.
    out
        New folder for the tables.
    excel
        As spreadsheets too.

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
    import pyarrow as pa
    from pyarrow import csv

    manifest = read_manifest(folder)
    named = {name: counting(folder, name) for name in (RUNS, ROUNDS)}
    if not named[RUNS]:
        raise InputError(f"{folder}: no runs there yet")
    written = []
    with new_folder(out) as unfinished:
        for name, paths in named.items():
            if not paths:
                continue
            rows, first = 0, read_chunk(folder, paths[0], manifest)
            tables: list[pyarrow.Table] = []
            with csv.CSVWriter(unfinished / f"{name}.csv", first.schema) as file:
                for path in paths:
                    table = read_chunk(folder, path, manifest)
                    file.write_table(marked(table))
                    rows += table.num_rows
                    if excel:
                        check_rows(rows)
                        tables.append(table)
            written.append(out / f"{name}.csv")
            if excel:
                whole = pa.concat_tables(tables)
                columns = {one: np.array(whole[one].to_pylist(), object) for one in whole.column_names}
                write_xlsx(unfinished / f"{name}.xlsx", columns)
                written.append(out / f"{name}.xlsx")
    return written


def marked(table: pyarrow.Table) -> pyarrow.Table:
    """The table with a mark before words that a spreadsheet would execute."""
    import pyarrow as pa

    for place, field in enumerate(table.schema):
        if field.type == pa.string():
            words = as_text(table[field.name].to_numpy(zero_copy_only=False))
            table = table.set_column(place, field, pa.array(words, pa.string()))
    return table

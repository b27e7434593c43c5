"""Tables of a sweep for other programs."""

from __future__ import annotations

import pandas
import pytest
from openpyxl import load_workbook

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments import store
from samenspel.experiments.store import read_runs
from samenspel.experiments.tables import write_tables

from .conftest import SMALL

pytestmark = pytest.mark.usefixtures("small_chunks")


def test_the_table_of_rounds_has_the_factors(finished):
    """Oracle: the table of runs, by run."""
    runs, rounds = read_runs(finished).set_index("run"), read_runs(finished, "rounds")
    for name in SMALL["factors"]:
        assert rounds[name].tolist() == runs.loc[rounds["run"], name].tolist()


def test_csv_and_spreadsheets_hold_what_was_kept(finished, tmp_path, capsys):
    """Oracle: the Parquet, read by pandas; CSV writes numbers so that the same ones are read."""
    assert main(["tables", str(finished), "--out", str(tmp_path / "tables"), "--excel"]) == 0
    assert capsys.readouterr().out.count("Written: ") == 4
    for name in ("runs", "rounds"):
        kept = read_runs(finished, name)
        read = pandas.read_csv(tmp_path / "tables" / f"{name}.csv")
        assert list(read) == list(kept)
        for column in kept:
            assert read[column].isna().tolist() == kept[column].isna().tolist()
            there = kept[column].notna()
            assert read[column][there].tolist() == kept[column][there].tolist(), column
        sheet = load_workbook(tmp_path / "tables" / f"{name}.xlsx", read_only=True).active
        assert next(sheet.values) == tuple(kept)
        assert sum(1 for _ in sheet.values) == 1 + len(kept)


def test_words_that_a_spreadsheet_would_execute_are_text():
    """Oracle: by hand."""
    import pyarrow as pa

    from samenspel.experiments.tables import marked

    table = pa.table({"error": ["=1+1", None, "too large"], "value": [-1.0, 2.0, 3.0]})
    assert marked(table).to_pydict() == {"error": ["'=1+1", None, "too large"], "value": [-1.0, 2.0, 3.0]}


def test_what_is_not_as_it_was_written_is_no_table(finished, tmp_path):
    """Oracle: the text, and that nothing is left half."""
    (finished / "runs" / "runs-000002.parquet").write_bytes(b"half")
    with pytest.raises(InputError, match="other bytes than were written"):
        write_tables(finished, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()
    with pytest.raises(InputError, match="no results of a sweep"):
        write_tables(tmp_path / "nowhere", tmp_path / "tables")
    assert store.read_manifest(finished)["title"] == "Small"
